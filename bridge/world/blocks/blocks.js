/**
 * The blocks as the game's rules use them: look, change, be told of changes, be ticked.
 *
 * Knows the loaded chunks, scheduled and random block ticks. Does not know what any block does when it is ticked.
 */
import { createRequire } from 'node:module'
import { askBrand, forClient, lightPacket, wholeSections } from './chunk_packet.js'
import { chunkKey, placesOf } from './chunks.js'
import { createRandom } from '../random.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const EVERY = 8 // ticks: a chunk has its random ticks of eight ticks at once (a power of two)
const RANDOM_TICK_CHUNKS = 8 // chunks around a player that get them, as far as it sees: vanilla 128 blocks

/** @typedef {import('../types.d.ts').Point} Point */

/**
 * @param {import('../types.d.ts').Ctx} ctx
 */
export function installBlocks (ctx) {
  const { chunks, states, Block, registry } = ctx
  const { light } = chunks
  wholeSections(registry)
  askBrand(ctx.serv._server)
  /** @type {((position: any, before: number, after: number, change: any) => void)[]} */
  const changeListeners = []
  const scheduled = createSchedule(ctx)
  const randomTicks = createRandomTicks(ctx)

  /** @type {import('../types.d.ts').Blocks} */
  ctx.blocks = {
    states,
    stateOf: states.stateOf,
    properties: states.properties,
    get: (x, y, z) => chunks.state(Math.floor(x), Math.floor(y), Math.floor(z)),
    name: (x, y, z) => {
      const state = chunks.state(Math.floor(x), Math.floor(y), Math.floor(z))
      return state === null ? null : states.names[state]
    },
    at: position => {
      const x = Math.floor(position.x)
      const y = Math.floor(position.y)
      const z = Math.floor(position.z)
      const state = chunks.state(x, y, z)
      if (state === null) return null
      const block = Block.fromStateId(state, biomeId(x, y, z))
      block.position = new Vec3(x, y, z)
      return block
    },
    solid: (x, y, z) => {
      const state = chunks.state(Math.floor(x), Math.floor(y), Math.floor(z))
      return state === null || states.solid[state] === 1
    },
    fluid: (x, y, z) => {
      const state = chunks.state(Math.floor(x), Math.floor(y), Math.floor(z))
      return state === null ? 0 : states.fluid[state]
    },
    light: light.at,
    height: (x, z) => light.height(Math.floor(x), Math.floor(z)),
    biome: position => registry.biomes[biomeId(Math.floor(position.x), Math.floor(position.y), Math.floor(position.z))] ??
      registry.biomesByName.plains,
    set: (position, state, change = {}) => {
      const x = Math.floor(position.x)
      const y = Math.floor(position.y)
      const z = Math.floor(position.z)
      if (y < chunks.minY || y >= chunks.minY + chunks.height) return false
      if (!Number.isInteger(state) || state < 0 || state >= states.count) throw new RangeError(`no block state ${state}`)
      const before = chunks.state(x, y, z)
      if (before === null) return false
      if (before === state) return true
      chunks.setState(x, y, z, state)
      const key = chunkKey(x >> 4, z >> 4)
      const packet = { location: { x, y, z }, type: state }
      for (const player of ctx.players) if (player.chunks.has(key)) player.send('block_change', packet)
      const place = new Vec3(x, y, z)
      for (const listener of changeListeners) listener(place, before, state, change)
      return true
    },
    onChange: listener => { changeListeners.push(listener) },
    scheduleTick: scheduled.add,
    onScheduled: scheduled.on,
    onRandomTick: randomTicks.on,
    resend: (player, position) => {
      const x = Math.floor(position.x)
      const y = Math.floor(position.y)
      const z = Math.floor(position.z)
      const state = chunks.state(x, y, z)
      if (state !== null && y >= chunks.minY && y < chunks.minY + chunks.height) {
        player.send('block_change', { location: { x, y, z }, type: state })
      }
    }
  }

  /** @param {number} x @param {number} y @param {number} z */
  function biomeId (x, y, z) {
    const chunk = chunks.get(x >> 4, z >> 4)
    if (!chunk) return 0
    const section = Math.max(0, Math.min(chunk.column.biomes.length - 1, (y - chunks.minY) >> 4))
    return chunk.column.biomes[section].get({ x: (x & 15) >> 2, y: (y & 15) >> 2, z: (z & 15) >> 2 })
  }

  /** Clients learn of changed light, once a tick. */
  const tellLight = () => light.flush((chunk, changed) => {
    const packet = lightPacket(chunk, changed, chunks)
    for (const player of ctx.players) if (player.chunks.has(chunk.key)) player.send('update_light', forClient(player, packet))
  })

  return { tick: () => { scheduled.tick(); randomTicks.tick(); tellLight() } }
}

/** Block ticks that are due at a known time. @param {import('../types.d.ts').Ctx} ctx */
function createSchedule (ctx) {
  /** @typedef {{x: number, y: number, z: number, name: string}} Due */
  /** @type {Map<number, Due[]>} */
  const byTick = new Map()
  /** @type {Set<string>} */
  const known = new Set()
  /** Ticks that fell due in chunks which were not loaded. @type {Map<number, Due[]>} */
  const parked = new Map()
  /** @type {Map<string, (position: any) => void>} */
  const handlers = new Map()
  /** Names whose ticks have a rank among those of one time. @type {Map<string, (position: Point) => number>} */
  const ranks = new Map()
  /** @param {Due} due */
  const idOf = due => `${due.x},${due.y},${due.z},${due.name}`

  /** @param {number} at @param {Due} due */
  function put (at, due) {
    known.add(idOf(due))
    const list = byTick.get(at)
    if (list) list.push(due)
    else byTick.set(at, [due])
  }

  /** Ticks of one time, the lowest rank first, else in the order in which they were asked for. @param {Due[]} list */
  const ranked = list => list.map(due => ({ due, rank: ranks.get(due.name)?.(due) ?? 0 })).sort((a, b) => a.rank - b.rank).map(one => one.due)

  /** Its land is back. @param {number} key */
  function unpark (key) {
    const waiting = parked.get(key)
    if (!waiting) return
    parked.delete(key)
    for (const due of waiting) put(ctx.tick() + 1, due)
  }
  ctx.chunks.loadListeners.push(chunk => unpark(chunk.key))

  ctx.persist('block_ticks', {
    save: () => ({
      ticks: [...byTick].sort((a, b) => a[0] - b[0]).map(([at, list]) => [at, list.map(d => [d.x, d.y, d.z, d.name])]),
      parked: [...parked].sort((a, b) => a[0] - b[0]).map(([key, list]) => [key, list.map(d => [d.x, d.y, d.z, d.name])])
    }),
    load: saved => {
      byTick.clear()
      known.clear()
      parked.clear()
      for (const [at, list] of saved.ticks) for (const [x, y, z, name] of list) put(at, { x, y, z, name })
      for (const [key, list] of saved.parked) {
        parked.set(key, list.map((/** @type {any[]} */ d) => ({ x: d[0], y: d[1], z: d[2], name: d[3] })))
      }
      for (const [key] of saved.parked) if (ctx.chunks.loaded.has(key)) unpark(key)
    }
  })

  return {
    /** @param {Point} position @param {number} delay @param {string} name */
    add: (position, delay, name) => {
      const due = { x: Math.floor(position.x), y: Math.floor(position.y), z: Math.floor(position.z), name }
      if (known.has(idOf(due))) return
      put(ctx.tick() + Math.max(1, Math.floor(delay)), due)
    },
    /** @param {string} name @param {(position: any) => void} handler @param {(position: Point) => number} [rank] */
    on: (name, handler, rank) => {
      handlers.set(name, handler)
      if (rank) ranks.set(name, rank)
    },
    tick: () => {
      const list = byTick.get(ctx.tick())
      if (!list) return
      byTick.delete(ctx.tick())
      for (const due of list.length > 1 && list.some(one => ranks.has(one.name)) ? ranked(list) : list) {
        known.delete(idOf(due))
        if (!ctx.chunks.get(due.x >> 4, due.z >> 4)) {
          const key = chunkKey(due.x >> 4, due.z >> 4)
          const waiting = parked.get(key)
          if (waiting) waiting.push(due)
          else parked.set(key, [due])
          continue
        }
        ctx.guard(`block tick ${due.name}`, () => handlers.get(due.name)?.(new Vec3(due.x, due.y, due.z)))
      }
    }
  }
}

/** Random block ticks near players. @param {import('../types.d.ts').Ctx} ctx */
function createRandomTicks (ctx) {
  const { chunks, states } = ctx
  const random = createRandom(`${ctx.seed}:random ticks`)
  const marked = new Uint8Array(states.count)
  /** @type {{marked: Uint8Array, handler: (position: any, state: number) => void}[]} */
  const handlers = []
  /** Chunks that have had their turn in this round. @type {Set<import('./chunks.js').LoadedChunk>} */
  const around = new Set()
  ctx.persist('random_ticks', { save: random.state, load: random.restore })

  /**
   * As many ticks as three draws a tick from all 4096 places would give on average, drawn from the places that can be ticked.
   * @param {import('./chunks.js').LoadedChunk} chunk
   */
  function tickChunk (chunk) {
    const { sections } = chunk.column
    chunk.ticking ??= new Array(sections.length)
    for (let s = 0; s < sections.length; s++) {
      let places = chunk.ticking[s]
      if (places === undefined) {
        places = placesOf(sections[s], marked)
        if (places.length === 0) places = null
        chunk.ticking[s] = places
      }
      if (places === null) continue
      let due = places.length * EVERY * Number(ctx.rules.randomTickSpeed) / 4096
      for (due += random.next(); due >= 1; due--) tickBlock(chunk, s, places[Math.floor(random.next() * places.length)])
    }
  }

  /** @param {import('./chunks.js').LoadedChunk} chunk @param {number} s @param {number} index */
  function tickBlock (chunk, s, index) {
    const state = chunk.column.sections[s].data.get(index)
    if (marked[state] === 0) return
    const place = new Vec3(chunk.x * 16 + (index & 15), chunks.minY + s * 16 + (index >> 8), chunk.z * 16 + ((index >> 4) & 15))
    for (const entry of handlers) {
      if (entry.marked[state]) ctx.guard('random tick', () => entry.handler(place.clone(), state))
    }
  }

  return {
    /** @type {import('../types.d.ts').Blocks['onRandomTick']} */
    on: (handler, names) => {
      const own = new Uint8Array(states.count)
      const wanted = typeof names === 'function' ? names : (/** @type {string} */ name) => names.includes(name)
      for (let state = 0; state < states.count; state++) if (wanted(states.names[state], state)) own[state] = marked[state] = 1
      handlers.push({ marked: own, handler })
      for (const chunk of chunks.loaded.values()) chunk.ticking = null
    },
    tick: () => {
      if (handlers.length === 0) return
      const turn = ctx.tick() % EVERY
      if (turn === 0) around.clear()
      for (const player of ctx.players) {
        const px = Math.floor(player.position.x) >> 4
        const pz = Math.floor(player.position.z) >> 4
        const reach = Math.min(RANDOM_TICK_CHUNKS, player.view)
        for (let cx = px - reach; cx <= px + reach; cx++) {
          for (let cz = pz - reach; cz <= pz + reach; cz++) {
            if (((cx + cz) & (EVERY - 1)) !== turn) continue
            const chunk = chunks.get(cx, cz)
            if (!chunk || around.has(chunk)) continue
            around.add(chunk)
            tickChunk(chunk)
          }
        }
      }
    }
  }
}
