/**
 * `execute`: another command, run as somebody, somewhere, if something holds.
 *
 * Knows as, at, in, positioned, rotated, facing, align, if/unless block and entity, run. There is one dimension, the overworld:
 * `in` any other is refused. Not known: store, scores, predicates, biomes.
 */
import { inDimension } from '../dimensions.js'
import { refuse } from './reader.js'

/** @param {import('../types.d.ts').Ctx} ctx */
export function installRun (ctx) {
  ctx.commands.add('execute', {
    words: [['align', 'as', 'at', 'facing', 'if', 'in', 'positioned', 'rotated', 'run', 'unless']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => step([{ ...source }], args)
  })

  /** @param {any[]} sources @param {any} args */
  function step (sources, args) {
    while (args.more) {
      const word = args.word()
      if (word === 'run') {
        const line = args.rest()
        for (const source of sources) ctx.commands.run(source, line)
        return
      }
      const from = args.at
      /** @type {any[]} */
      const next = []
      for (const source of sources) {
        args.at = from // each source reads the argument in its own place
        args.source = source
        next.push(...change(word, source, args))
      }
      sources = next
      if (sources.length === 0) return
    }
    throw refuse('command.unknown.command')
  }

  /** @param {string} word @param {any} source @param {any} args @returns {any[]} */
  function change (word, source, args) {
    switch (word) {
      case 'as': return args.targets().map((/** @type {any} */ entity) => ({ ...source, entity, player: entity.kind === 'player' ? entity : null, name: entity.username ?? entity.name }))
      case 'at': return args.targets().map((/** @type {any} */ entity) => ({ ...source, position: entity.position.clone(), yaw: entity.yaw, pitch: entity.pitch }))
      case 'in': {
        const dimension = args.word().replace(/^minecraft:/, '')
        if (dimension !== 'overworld' && dimension !== 'the_nether') throw refuse('argument.dimension.invalid', dimension)
        return [{ ...source, position: inDimension(source.position, dimension === 'the_nether') }]
      }
      case 'positioned':
        if (args.peek() === 'as') {
          args.word()
          return args.targets().map((/** @type {any} */ entity) => ({ ...source, position: entity.position.clone() }))
        }
        return [{ ...source, position: args.position({ centred: true }) }]
      case 'rotated': return [{ ...source, yaw: args.number(), pitch: args.number() }]
      case 'facing': {
        const d = args.position().minus(source.position)
        return [{ ...source, yaw: Math.atan2(-d.x, d.z) * 180 / Math.PI, pitch: -Math.atan2(d.y, Math.hypot(d.x, d.z)) * 180 / Math.PI }]
      }
      case 'align': {
        const axes = args.word()
        const position = source.position.clone()
        for (const axis of ['x', 'y', 'z']) if (axes.includes(axis)) position[axis] = Math.floor(position[axis])
        return [{ ...source, position }]
      }
      case 'if': case 'unless': return holds(args) === (word === 'if') ? [source] : []
      default: throw refuse('command.unknown.argument')
    }
  }

  /** @param {any} args */
  function holds (args) {
    if (args.oneOf(['block', 'entity']) === 'block') {
      const place = args.block()
      const { name, state } = args.blockState()
      const there = ctx.blocks.get(place.x, place.y, place.z)
      return there === state || ctx.blocks.name(place.x, place.y, place.z) === name
    }
    try {
      return args.targets().length > 0
    } catch {
      return false
    }
  }
}
