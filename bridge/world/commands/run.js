/**
 * `execute`: another command, run as somebody, somewhere, if something holds.
 *
 * Knows as, at, in, positioned, rotated, facing, align, anchored, summon, if/unless block, blocks, entity, score, loaded, dimension and biome, store in a score, run;
 * without `run` it says whether the test held. What is stored as a result is what the command counted where it says so, 1 otherwise.
 * Not known: on, predicates, functions, store in blocks, entities, storage and boss bars, `if data`.
 */
import { inDimension, inNether } from '../land/dimensions.js'
import { translate } from '../text.js'
import { refuse } from './reader.js'
import { range } from './selectors.js'

const MOST_BLOCKS = 32768 // of one comparison; https://minecraft.wiki/w/Commands/execute

/** @param {import('../types.d.ts').Ctx} ctx */
export function installRun (ctx) {
  ctx.commands.add('execute', {
    words: [['align', 'anchored', 'as', 'at', 'facing', 'if', 'in', 'positioned', 'rotated', 'run', 'store', 'summon', 'unless']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => step([{ ...source }], args)
  })

  /** @param {any[]} sources @param {any} args */
  function step (sources, args) {
    let tested = false
    const [asker] = sources
    while (args.more) {
      const word = args.word()
      if (word === 'run') {
        const line = args.rest()
        for (const source of sources) {
          const done = ctx.commands.run(source, line)
          for (const store of source.stores ?? []) store(done)
        }
        return
      }
      tested = word === 'if' || word === 'unless'
      const from = args.at
      /** @type {any[]} */
      const next = []
      for (const source of sources) {
        args.at = from // each source reads the argument in its own place
        args.source = source
        next.push(...change(word, source, args))
      }
      sources = next
      if (sources.length > 0) continue
      if (tested && !/ run /.test(args.text.slice(args.at))) throw refuse('commands.execute.conditional.fail')
      return
    }
    if (tested) return ctx.commands.answer(asker, translate('commands.execute.conditional.pass'), true)
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
      case 'anchored': args.oneOf(['eyes', 'feet']); return [source]
      case 'summon': {
        const entity = ctx.commands.summon(args.word().replace(/^minecraft:/, ''), source.position.clone())
        return [{ ...source, entity, player: null, name: entity.name }]
      }
      case 'store': {
        args.oneOf(['result', 'success'])
        args.oneOf(['score'])
        const who = args.peek().startsWith('@') ? args.targets().map((/** @type {any} */ e) => e.username ?? e.uuid) : [args.word()]
        const id = args.word()
        if (!ctx.commands.scores.has(id)) throw refuse('arguments.objective.notFound', id)
        return [{ ...source, stores: [...source.stores ?? [], (/** @type {boolean} */ done) => { for (const name of who) ctx.commands.scores.set(id, name, done ? 1 : 0) }] }]
      }
      case 'rotated':
        if (args.peek() === 'as') {
          args.word()
          return args.targets().map((/** @type {any} */ entity) => ({ ...source, yaw: entity.yaw, pitch: entity.pitch }))
        }
        return [{ ...source, yaw: args.number(), pitch: args.number() }]
      case 'facing': {
        const aims = args.peek() === 'entity' ? (args.word(), args.targets()) : null
        if (aims && args.more && /^(eyes|feet)$/.test(args.peek())) args.word()
        const d = (aims ? aims[0].position : args.position()).minus(source.position)
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
    switch (args.oneOf(['biome', 'block', 'blocks', 'dimension', 'entity', 'loaded', 'score'])) {
      case 'block': {
        const place = args.block()
        const { name, state } = args.blockState()
        const there = ctx.blocks.get(place.x, place.y, place.z)
        return there === state || ctx.blocks.name(place.x, place.y, place.z) === name
      }
      case 'blocks': return same(args.block(), args.block(), args.block(), args.oneOf(['all', 'masked']) === 'masked')
      case 'biome': return ctx.blocks.biome(args.block()).name === args.word().replace(/^minecraft:/, '')
      case 'dimension': return args.word().replace(/^minecraft:/, '') === (inNether(args.source.position.x) ? 'the_nether' : 'overworld')
      case 'loaded': {
        const { x, z } = args.position()
        return Boolean(ctx.chunks.get(Math.floor(x) >> 4, Math.floor(z) >> 4))
      }
      case 'score': return compare(args)
      default:
        try {
          return args.targets().length > 0
        } catch {
          return false
        }
    }
  }

  /** Whether two boxes hold the same blocks. @param {any} a @param {any} b @param {any} to @param {boolean} masked air counts as anything */
  function same (a, b, to, masked) {
    const low = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), z: Math.min(a.z, b.z) }
    const size = { x: Math.abs(a.x - b.x) + 1, y: Math.abs(a.y - b.y) + 1, z: Math.abs(a.z - b.z) + 1 }
    if (size.x * size.y * size.z > MOST_BLOCKS) throw refuse('commands.execute.blocks.toobig', MOST_BLOCKS, size.x * size.y * size.z)
    for (let x = 0; x < size.x; x++) {
      for (let y = 0; y < size.y; y++) {
        for (let z = 0; z < size.z; z++) {
          const own = ctx.blocks.get(low.x + x, low.y + y, low.z + z)
          if (masked && own === 0) continue
          if (own !== ctx.blocks.get(to.x + x, to.y + y, to.z + z)) return false
        }
      }
    }
    return true
  }

  /** `A objective < B objective`, `A objective matches 1..`. @param {any} args */
  function compare (args) {
    const score = () => {
      const who = args.peek().startsWith('@') ? args.targets({ one: true })[0] : null
      const name = who ? who.username ?? who.uuid : args.word()
      const id = args.word()
      if (!ctx.commands.scores.has(id)) throw refuse('arguments.objective.notFound', id)
      return ctx.commands.scores.get(id, name)
    }
    const own = score()
    const how = args.oneOf(['<', '<=', '=', '>=', '>', 'matches'])
    if (how === 'matches') {
      const { low, high } = range(args.word())
      return own !== null && own >= low && own <= high
    }
    const other = score()
    if (own === null || other === null) return false
    return how === '<' ? own < other : how === '<=' ? own <= other : how === '=' ? own === other : how === '>=' ? own >= other : own > other
  }
}
