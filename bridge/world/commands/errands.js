/**
 * Smaller commands: forceload, worldborder, stopsound, random, tick, setidletimeout, reload, schedule, trigger, function.
 *
 * Answered as vanilla answers, with less behind some of them: chunks are marked and made, but not kept awake; a border is told to clients
 * and holds nobody back; time runs at its one rate, so of `tick` only `query` is known; there are no functions. Keys: Java Edition 1.20.4.
 */
import { inNether } from '../land/dimensions.js'
import { translate } from '../text.js'
import { refuse } from './reader.js'

const MOST_CHUNKS = 256 // of one forceload; https://minecraft.wiki/w/Commands/forceload
const WIDEST = 59999968 // blocks; https://minecraft.wiki/w/World_border
const SOURCES = ['*', 'master', 'music', 'record', 'weather', 'block', 'hostile', 'neutral', 'player', 'ambient', 'voice']

/** @param {import('../types.d.ts').Ctx} ctx */
export function installErrands (ctx) {
  const { add, answer } = ctx.commands
  /** Chunks marked, as "x, z". @type {Set<string>} */
  const marked = new Set()
  const border = { x: 0, z: 0, size: WIDEST, time: 15, blocks: 5 }
  ctx.persist('errands', {
    save: () => ({ marked: [...marked].sort(), border: { ...border } }),
    load: saved => { marked.clear(); for (const one of saved.marked) marked.add(one); Object.assign(border, saved.border) }
  })

  add('forceload', {
    words: [['add', 'query', 'remove']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['add', 'remove', 'query'])
      const dimension = inNether(source.position.x) ? 'minecraft:the_nether' : 'minecraft:overworld'
      const chunk = () => { const { x, z } = args.column(); return { x: Math.floor(x) >> 4, z: Math.floor(z) >> 4 } }
      const named = (/** @type {{x: number, z: number}} */ c) => `[${c.x}, ${c.z}]`
      if (what === 'query' && !args.more) {
        if (marked.size === 0) return answer(source, translate('commands.forceload.added.none', dimension), true)
        const list = [...marked].sort().join(', ')
        return answer(source, marked.size === 1 ? translate('commands.forceload.list.single', dimension, list) : translate('commands.forceload.list.multiple', marked.size, dimension, list), true)
      }
      if (what === 'remove' && args.peek() === 'all') {
        args.word()
        marked.clear()
        return answer(source, translate('commands.forceload.removed.all', dimension))
      }
      const a = chunk()
      if (what === 'query') {
        if (!marked.has(named(a))) throw refuse('commands.forceload.query.failure', named(a), dimension)
        return answer(source, translate('commands.forceload.query.success', named(a), dimension), true)
      }
      const b = args.more ? chunk() : a
      args.end()
      const low = { x: Math.min(a.x, b.x), z: Math.min(a.z, b.z) }
      const high = { x: Math.max(a.x, b.x), z: Math.max(a.z, b.z) }
      const many = (high.x - low.x + 1) * (high.z - low.z + 1)
      if (many > MOST_CHUNKS) throw refuse('commands.forceload.toobig', MOST_CHUNKS, many)
      const changed = []
      for (let x = low.x; x <= high.x; x++) {
        for (let z = low.z; z <= high.z; z++) {
          if (marked.has(named({ x, z })) === (what === 'add')) continue
          changed.push(named({ x, z }))
          if (what === 'remove') marked.delete(named({ x, z }))
          else { marked.add(named({ x, z })); ctx.chunks.load(x, z) }
        }
      }
      const key = `commands.forceload.${what === 'add' ? 'added' : 'removed'}`
      if (changed.length === 0) throw refuse(`${key}.failure`)
      answer(source, changed.length === 1 ? translate(`${key}.single`, changed[0], dimension) : translate(`${key}.multiple`, changed.length, dimension, named(low), named(high)))
    }
  })

  /** @param {import('../types.d.ts').Player} [to] */
  function tellBorder (to) {
    const packet = {
      x: border.x, z: border.z, oldDiameter: border.size, newDiameter: border.size, speed: 0, portalTeleportBoundary: 29999984, warningBlocks: border.blocks, warningTime: border.time
    }
    if (to) to.send('initialize_world_border', packet)
    else ctx.broadcast('initialize_world_border', packet)
  }
  ctx.onJoin(player => { if (border.size !== WIDEST || border.x !== 0 || border.z !== 0) tellBorder(player) })

  add('worldborder', {
    words: [['add', 'center', 'get', 'set', 'warning']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['get', 'set', 'add', 'center', 'warning'])
      if (what === 'get') return answer(source, translate('commands.worldborder.get', border.size.toFixed(0)), true)
      if (what === 'center') {
        const { x, z } = args.column()
        if (x === border.x && z === border.z) throw refuse('commands.worldborder.center.failed')
        Object.assign(border, { x, z })
        tellBorder()
        return answer(source, translate('commands.worldborder.center.success', x.toFixed(2), z.toFixed(2)))
      }
      if (what === 'warning') {
        const kind = /** @type {'distance' | 'time'} */ (args.oneOf(['distance', 'time']))
        const field = kind === 'time' ? 'time' : 'blocks'
        const value = args.integer(0)
        if (border[field] === value) throw refuse(`commands.worldborder.warning.${kind}.failed`)
        border[field] = value
        tellBorder()
        return answer(source, translate(`commands.worldborder.warning.${kind}.success`, value))
      }
      const size = args.number() + (what === 'add' ? border.size : 0)
      if (args.more) args.integer(0)
      args.end()
      if (size === border.size) throw refuse('commands.worldborder.set.failed.nochange')
      if (size < 1) throw refuse('commands.worldborder.set.failed.small')
      if (size > WIDEST) throw refuse('commands.worldborder.set.failed.big', WIDEST.toFixed(1))
      border.size = size
      tellBorder()
      answer(source, translate('commands.worldborder.set.immediate', size.toFixed(1)))
    }
  })

  add('stopsound', {
    words: [['<player>', '@a'], SOURCES],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const category = args.more ? args.oneOf(SOURCES) : '*'
      const sound = args.more ? args.word() : null
      args.end()
      const flags = (category === '*' ? 0 : 1) | (sound ? 2 : 0)
      for (const player of players) player.send('stop_sound', { flags, source: category === '*' ? undefined : SOURCES.indexOf(category) - 1, sound: sound ?? undefined })
      answer(source, category === '*'
        ? sound ? translate('commands.stopsound.success.sourceless.sound', sound) : translate('commands.stopsound.success.sourceless.any')
        : sound ? translate('commands.stopsound.success.source.sound', sound, category) : translate('commands.stopsound.success.source.any', category))
    }
  })

  add('random', {
    words: [['roll', 'value']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['value', 'roll'])
      const match = /^(-?\d+)\.\.(-?\d+)$/.exec(args.word())
      if (!match) throw refuse('argument.range.empty')
      const [low, high] = [Number(match[1]), Number(match[2])]
      if (high - low + 1 < 2) throw refuse('commands.random.error.range_too_small')
      if (high - low + 1 > 2147483646) throw refuse('commands.random.error.range_too_large')
      const value = ctx.randomInt(low, high)
      if (what === 'roll') ctx.say(translate('commands.random.roll', source.name, value, low, high))
      else answer(source, translate('commands.random.sample.success', value), true)
      return value
    }
  })

  add('tick', {
    words: [['query']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      args.oneOf(['query'])
      answer(source, translate('commands.tick.status.running'), true)
      answer(source, translate('commands.tick.query.rate.running', '20.0', '1.0', '50.0'), true)
    }
  })

  add('setidletimeout', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => answer(source, translate('commands.setidletimeout.success', args.integer(0)))
  })
  add('reload', { run: (/** @type {any} */ source) => answer(source, translate('commands.reload.success')) })
  add('function', { run: (/** @type {any} */ _source, /** @type {any} */ args) => { throw refuse('arguments.function.unknown', args.word()) } })
  add('schedule', {
    words: [['clear', 'function']],
    run: (/** @type {any} */ _source, /** @type {any} */ args) => {
      throw args.oneOf(['function', 'clear']) === 'function' ? refuse('arguments.function.unknown', args.word()) : refuse('commands.schedule.cleared.failure', args.word())
    }
  })
  add('trigger', {
    everyone: true,
    run: (/** @type {any} */ _source, /** @type {any} */ args) => {
      const id = args.word()
      throw ctx.commands.scores.has(id) ? refuse('commands.trigger.failed.invalid') : refuse('arguments.objective.notFound', id)
    }
  })
}
