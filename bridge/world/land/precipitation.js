/**
 * What falls from the sky and lies: snow and ice form where it is cold, cauldrons fill in rain; snow and ice melt beside lights.
 *
 * Sources: https://minecraft.wiki/w/Snow#Snowfall, /w/Ice#Natural_generation, /w/Cauldron, /w/Light#Effects (Java 1.20.4): in each chunk near a player a column has its turn
 * once in 16 ticks. Melting is driven by lights that appear, in vanilla's mean time, since random ticks would touch all snow of the land.
 * Rain and snow stop at what stops bodies and at fluids, whatever light does (chunks.cover). Not covered: the warm patches of frozen oceans, powder snow caves.
 */
import { inNether } from './dimensions.js'
import { createRandom } from '../random.js'

const EVERY = 4 // ticks between two turns of this module
const PER_CHUNK = EVERY / 16 // columns of a chunk each turn
const FREEZES = 0.15 // temperature below which water freezes and rain is snow
const THIN_AIR = 80 // y from which it grows colder
const COLDER = 0.05 / 40 // a block above that
const DIM = 10 // block light from which nothing freezes
const MELTS = 11 // block light above which snow and ice melt
const GLOW_REACH = 3 // blocks from a light of 15 that have more than that
const MEAN = 4096 / 3 // ticks between two random ticks of a block
const FARTHEST = 8 // chunks; vanilla 128 blocks
const RAIN_FILLS = 0.05
const SNOW_FILLS = 0.1
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]]

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states, stateOf } = blocks
  const random = createRandom(`${ctx.seed}:precipitation`)
  ctx.persist('precipitation', { save: random.state, load: random.restore })
  const water = stateOf('water')
  const ice = stateOf('ice')
  const snow = stateOf('snow', { layers: 1 })
  const freezable = Uint8Array.from(states.names, name => name === 'snow' || name === 'ice' ? 1 : 0)

  /** @param {any} biome @param {number} y */
  const cold = (biome, y) => biome.temperature - Math.max(0, y - THIN_AIR) * COLDER < FREEZES

  /** @type {WeakMap<import('../blocks/chunks.js').LoadedChunk, boolean>} */
  const frosty = new WeakMap()

  /** One column's turn. @param {number} x @param {number} z */
  function turn (x, z) {
    const { raining } = ctx.time.weather
    const y = ctx.chunks.cover(x, z)
    if (y === null || y <= ctx.chunks.minY || y >= ctx.chunks.minY + ctx.chunks.height) return
    const state = ctx.chunks.state(x, y - 1, z)
    if (!raining && state !== water) return
    const below = { x, y: y - 1, z }
    const biome = blocks.biome({ x, y, z })
    const freezing = cold(biome, y)
    if (!freezing && !raining) return
    if (freezing && state === water && blocks.light(below).block < DIM && SIDES.some(([dx, dz]) => blocks.fluid(x + dx, y - 1, z + dz) !== 1)) {
      return void blocks.set(below, ice, { cause: 'weather' })
    }
    if (!raining || !(biome.has_precipitation ?? biome.precipitation !== 'none')) return
    if (freezing && ctx.chunks.state(x, y, z) === 0 && blocks.light({ x, y, z }).block < DIM && ctx.footing.stands({ x, y, z }, snow)) blocks.set({ x, y, z }, snow, { cause: 'weather' })
    cauldron(x, z, y - 1, freezing)
  }

  /** @param {number} x @param {number} z @param {number} y @param {boolean} freezing */
  function cauldron (x, z, y, freezing) {
    const at = { x, y, z }
    const name = blocks.name(x, y, z) ?? ''
    if (!/cauldron$/.test(name) || random.next() >= (freezing ? SNOW_FILLS : RAIN_FILLS)) return
    const filled = freezing ? 'powder_snow_cauldron' : 'water_cauldron'
    const level = name === 'cauldron' ? 0 : Number(blocks.properties(ctx.chunks.state(x, y, z) ?? 0).level ?? 3)
    if ((name === 'cauldron' || name === filled) && level < 3) blocks.set(at, stateOf(filled, { level: level + 1 }), { cause: 'weather' })
  }

  /** Whether it may be cold anywhere in a chunk, however high; biomes do not change. @param {import('../blocks/chunks.js').LoadedChunk} chunk */
  function mayFreeze (chunk) {
    let known = frosty.get(chunk)
    if (known === undefined) {
      const top = ctx.chunks.minY + ctx.chunks.height
      known = false
      for (let i = 0; i < 16; i++) known ||= cold(blocks.biome({ x: chunk.x * 16 + (i & 3) * 4, y: top - 1, z: chunk.z * 16 + (i >> 2) * 4 }), top)
      frosty.set(chunk, known)
    }
    return known
  }

  /** The chunks whose columns have their turns on account of a player: in dry weather the cold ones only. @param {number} i of ctx.players */
  function chunksOf (i) {
    const { raining } = ctx.time.weather
    const player = ctx.players[i]
    const before = ctx.players.slice(0, i) // whose land has had its turns
    const reach = Math.min(FARTHEST, player.view)
    const [px, pz] = [Math.floor(player.position.x) >> 4, Math.floor(player.position.z) >> 4]
    const found = []
    for (let cz = pz - reach; cz <= pz + reach; cz++) {
      for (let cx = px - reach; cx <= px + reach; cx++) {
        const chunk = ctx.chunks.get(cx, cz)
        if (!chunk || (!raining && !mayFreeze(chunk))) continue
        if (before.some(other => Math.max(Math.abs((other.position.x >> 4) - cx), Math.abs((other.position.z >> 4) - cz)) <= reach)) continue
        found.push(chunk)
      }
    }
    return found
  }

  ctx.onTick(() => {
    for (let i = 0; i < ctx.players.length; i++) {
      const chunks = chunksOf(i)
      if (chunks.length === 0) continue
      for (let left = chunks.length * PER_CHUNK + random.next(); left >= 1; left--) {
        const place = Math.floor(random.next() * chunks.length * 256)
        const { x, z } = chunks[place >> 8]
        turn(x * 16 + (place & 15), z * 16 + (place >> 4 & 15))
      }
    }
  }, { every: EVERY })

  /** @param {any} p */
  const laterMelts = p => blocks.scheduleTick(p, 1 + Math.floor(-Math.log(1 - ctx.random()) * MEAN), 'melt')

  blocks.onChange((p, before, after) => {
    if (freezable[after] && blocks.light(p).block > MELTS - 1) laterMelts(p)
    if (states.emits[after] <= MELTS || states.emits[after] <= states.emits[before]) return
    const reach = GLOW_REACH + 1 // melting ice counts what it takes away itself
    for (let dx = -reach; dx <= reach; dx++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dz = -reach; dz <= reach; dz++) {
          const state = ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz)
          if (state !== null && freezable[state]) laterMelts(p.offset(dx, dy, dz))
        }
      }
    }
  })

  blocks.onScheduled('melt', p => {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    if (state === null || !freezable[state] || blocks.light(p).block <= MELTS - states.opacity[state]) return
    blocks.set(p, state === ice ? water : 0, { cause: 'melt' })
  })

  /** Whether rain, and not snow, falls on a place. @param {{x: number, y: number, z: number}} p */
  function rainsAt (p) {
    if (!ctx.time.weather.raining) return false
    const [x, y, z] = [Math.floor(p.x), Math.floor(p.y), Math.floor(p.z)]
    const cover = inNether(x) ? null : ctx.chunks.cover(x, z)
    if (cover === null || y < cover) return false
    const biome = blocks.biome({ x, y, z })
    return (biome.has_precipitation ?? biome.precipitation !== 'none') && !cold(biome, y)
  }

  /** Whether nothing between a place and the sky takes light away. @param {{x: number, y: number, z: number}} p */
  const seesSky = p => !inNether(p.x) && p.y >= (blocks.height(p.x, p.z) ?? Infinity) && blocks.light(p).sky === 15

  ctx.precipitation = { turn, rainsAt, seesSky }
}
