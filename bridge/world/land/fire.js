/**
 * Fire: lit by flint and steel, feeding on what burns, going out by itself or in rain.
 *
 * Source: https://minecraft.wiki/w/Fire (Java 1.20): odds of catching and of burning away. Lava sets things alight where it or they came by a change
 * (by random ticks in vanilla, which would touch all lava of the land). Natural lava is looked at once, when its chunk is loaded. Not covered: soul fire's spread (it has none). Portals are portals.js' work.
 */
import { placesOf } from '../blocks/chunks.js'
import { inNether } from './dimensions.js'
import { Vec3 } from 'vec3'

const AGES = 15
const OPEN_FROM = 48 // y from which lava of the land may lie among what burns
const DELAY = [30, 39] // ticks between two steps of a fire
/** Odds of catching fire and of burning away, by kind of block; FireBlock.bootStrap. */
const BURNS = /** @type {[RegExp, number, number][]} */ ([
  [/^(?!crimson|warped).*_(planks|slab|fence|fence_gate|stairs|mosaic)$/, 5, 20],
  [/^(stripped_)?((?!crimson|warped)\w+_(log|wood)|bamboo_block)$|^coal_block$/, 5, 5],
  [/_leaves$|_wool$|^(azalea|flowering_azalea|dried_kelp_block|hanging_roots)$/, 30, 60],
  [/_carpet$|^hay_block$/, 60, 20],
  [/^(short_grass|fern|dead_bush|tall_grass|large_fern|sunflower|lilac|rose_bush|peony|pitcher_plant|dandelion|poppy|blue_orchid|allium|azure_bluet|\w+_tulip|oxeye_daisy|cornflower|lily_of_the_valley|torchflower|wither_rose|pink_petals|sweet_berry_bush|spore_blossom|big_dripleaf|big_dripleaf_stem|small_dripleaf)$/, 60, 100],
  [/^(vine|glow_lichen|tnt)$/, 15, 100],
  [/^(cave_vines|cave_vines_plant)$/, 15, 60],
  [/^(bamboo|scaffolding)$/, 60, 60],
  [/^(bookshelf|lectern|bee_nest)$/, 30, 20],
  [/^target$/, 15, 20],
  [/^(composter|beehive|mangrove_roots)$/, 5, 20]
])
/** Biomes in whose damp air fires burn out sooner. Source: https://minecraft.wiki/w/Fire#Spread */
const DAMP = /^(bamboo_jungle|mushroom_fields|mangrove_swamp|swamp|jungle|snowy_slopes|frozen_peaks|jagged_peaks)$/
const STONE_ONLY = /^(smooth_stone|stone|cobblestone|mossy_cobblestone|stone_brick|mossy_stone_brick|brick|nether_brick|quartz|sandstone|granite|diorite|andesite|deepslate|cobbled|polished|prismarine|purpur|end_stone|blackstone|mud_brick|cut|red_sandstone|tuff|waxed|oxidized|exposed|weathered|petrified|dark_prismarine|smooth|red_nether)/
const RANDOM_TICK = 4096 / 3 // ticks, on average, between two random ticks of a block
const FACES = [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const { stateOf } = ctx.blocks
  const catches = new Uint8Array(kinds.name.length)
  const consumes = new Uint8Array(kinds.name.length)
  kinds.name.forEach((/** @type {string} */ name, /** @type {number} */ state) => {
    const row = BURNS.find(([pattern]) => pattern.test(name))
    if (!row || (/_(slab|stairs|fence)$/.test(name) && STONE_ONLY.test(name)) || kinds.waterlogged[state]) return
    catches[state] = row[1]
    consumes[state] = row[2]
  })
  const state = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.chunks.state(x, y, z) ?? 0
  const nameAt = (/** @type {any} */ p) => kinds.name[state(p.x, p.y, p.z)]
  const rained = (/** @type {any} */ p) => ctx.precipitation.rainsAt(p)
  /** Rain on a fire or beside it. */
  const rainNear = (/** @type {any} */ p) => ctx.time.weather.raining && (rained(p) || [[1, 0], [-1, 0], [0, 1], [0, -1]].some(([dx, dz]) => rained({ x: p.x + dx, y: p.y, z: p.z + dz })))
  const fuelled = (/** @type {any} */ p) => FACES.some(([dx, dy, dz]) => catches[state(p.x + dx, p.y + dy, p.z + dz)] > 0)
  const floor = (/** @type {any} */ p) => ctx.footing.sturdy({ x: p.x, y: p.y - 1, z: p.z }, 'up')

  /** Light a fire in a free cell. @param {any} p @param {number} age @returns {boolean} */
  function light (p, age = 0) {
    if (!kinds.air[state(p.x, p.y, p.z)] || !(floor(p) || fuelled(p))) return false
    const soul = /^soul_(sand|soil)$/.test(nameAt(p.offset(0, -1, 0)))
    ctx.blocks.set(p, soul ? stateOf('soul_fire') : fireAt(p, age), { cause: 'fire' })
    return true
  }
  /** A fire's state: it clings to what burns when nothing is below. @param {any} p @param {number} age */
  function fireAt (p, age) {
    const holds = (/** @type {number} */ dx, /** @type {number} */ dy, /** @type {number} */ dz) => catches[state(p.x + dx, p.y + dy, p.z + dz)] > 0
    if (floor(p) || holds(0, -1, 0)) return stateOf('fire', { age, north: false, south: false, east: false, west: false, up: false })
    return stateOf('fire', { age, north: holds(0, 0, -1), south: holds(0, 0, 1), east: holds(1, 0, 0), west: holds(-1, 0, 0), up: holds(0, 1, 0) })
  }

  // ---- lava ----

  /** Lava near which something burns may set it alight, as at a random tick of its own. @param {any} p of the lava */
  function lavaTick (p) {
    const climbs = ctx.randomInt(0, 2)
    let at = p
    if (climbs > 0) {
      for (let n = 0; n < climbs; n++) {
        at = at.offset(ctx.randomInt(-1, 1), 1, ctx.randomInt(-1, 1))
        const there = ctx.chunks.state(at.x, at.y, at.z)
        if (there === null) return
        if (kinds.air[there]) {
          if (fuelled(at)) return void light(at)
        } else if (kinds.solid[there]) return
      }
    } else {
      for (let n = 0; n < 3; n++) {
        at = p.offset(ctx.randomInt(-1, 1), 0, ctx.randomInt(-1, 1))
        const above = at.offset(0, 1, 0)
        if (kinds.air[state(above.x, above.y, above.z)] && catches[state(at.x, at.y, at.z)] > 0) light(above)
      }
    }
  }

  const later = (/** @type {any} */ p) => ctx.blocks.scheduleTick(p, 1 + Math.floor(-Math.log(1 - ctx.random()) * RANDOM_TICK), 'lava fire')
  /** Whether anything within lava's reach burns. @param {any} p */
  function tempts (p) {
    for (let dy = 0; dy <= 3; dy++) for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) if (catches[state(p.x + dx, p.y + dy, p.z + dz)] > 0) return true
    return false
  }

  ctx.blocks.onChange((p, before, after, change) => {
    if (kinds.fluid[after] < 0) return later(p)
    if (catches[after] === 0 || change?.cause === 'growth') return
    for (let dy = -3; dy <= 0; dy++) for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) if (kinds.fluid[state(p.x + dx, p.y + dy, p.z + dz)] < 0) later(p.offset(dx, dy, dz))
  })

  // Lava that the land was made with, in the open: a look at each such section as its chunk comes.
  const isLava = Uint8Array.from(kinds.fluid, fluid => fluid < 0 ? 1 : 0)
  ctx.chunks.loadListeners.push(chunk => {
    const { sections } = chunk.column
    for (let s = (OPEN_FROM - ctx.chunks.minY) >> 4; s < sections.length; s++) {
      if (sections[s].solidBlockCount === 0 || inNether(chunk.x * 16)) continue
      for (const index of placesOf(sections[s], isLava)) {
        const p = new Vec3(chunk.x * 16 + (index & 15), ctx.chunks.minY + s * 16 + (index >> 8), chunk.z * 16 + (index >> 4 & 15))
        if (kinds.air[state(p.x, p.y + 1, p.z)] && tempts(p)) ctx.blocks.scheduleTick(p, 1 + (Math.imul(p.x, 31) + Math.imul(p.z, 17) + p.y >>> 0) % (2 * RANDOM_TICK), 'lava fire') // no draw: chunks come anew when a world is opened
      }
    }
  })

  ctx.blocks.onScheduled('lava fire', p => {
    if (kinds.fluid[state(p.x, p.y, p.z)] >= 0 || !tempts(p)) return
    if (ctx.rules.doFireTick !== false) lavaTick(p)
    later(p)
  })

  ctx.blocks.onChange((p, before, after) => {
    if (kinds.name[after] === 'fire') ctx.blocks.scheduleTick(p, ctx.randomInt(DELAY[0], DELAY[1]), 'fire')
  })

  ctx.blocks.onScheduled('fire', p => {
    const here = state(p.x, p.y, p.z)
    if (kinds.name[here] !== 'fire') return
    ctx.blocks.scheduleTick(p, ctx.randomInt(DELAY[0], DELAY[1]), 'fire')
    if (ctx.rules.doFireTick === false) return
    const age = Number(ctx.blocks.properties(here).age)
    const eternal = /^(netherrack|magma_block)$/.test(nameAt(p.offset(0, -1, 0)))
    if (!eternal && rainNear(p) && ctx.random() < 0.2 + age * 0.03) return void ctx.blocks.set(p, 0, { cause: 'fire' })
    const older = Math.min(AGES, age + Math.floor(ctx.randomInt(0, 2) / 2))
    if (older !== age) ctx.blocks.set(p, fireAt(p, older), { cause: 'fire' })
    if (!eternal) {
      if (!fuelled(p)) {
        if (!floor(p) || age > 3) ctx.blocks.set(p, 0, { cause: 'fire' })
        return
      }
      if (age === AGES && ctx.randomInt(0, 3) === 0 && catches[state(p.x, p.y - 1, p.z)] === 0) return void ctx.blocks.set(p, 0, { cause: 'fire' })
    }
    const damp = DAMP.test(ctx.blocks.biome(p).name)
    for (const [dx, dy, dz] of FACES) consume(p.offset(dx, dy, dz), (dy ? 250 : 300) - (damp ? 50 : 0), age)
    spread(p, age, damp)
  })

  /** @param {any} p @param {number} odds @param {number} age */
  function consume (p, odds, age) {
    const burns = consumes[state(p.x, p.y, p.z)]
    if (burns === 0 || ctx.randomInt(0, odds - 1) >= burns) return
    if (nameAt(p) === 'tnt') return void ctx.tnt.light(p)
    if (ctx.randomInt(0, age + 9) < 5 && !rained(p)) {
      ctx.blocks.set(p, 0, { cause: 'fire' })
      light(p, Math.min(AGES, age + Math.floor(ctx.randomInt(0, 4) / 4)))
    } else ctx.blocks.set(p, 0, { cause: 'fire' })
  }

  /** Fire jumps to free cells beside what burns. @param {any} p @param {number} age @param {boolean} damp */
  function spread (p, age, damp) {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        for (let dy = -1; dy <= 4; dy++) {
          if (!kinds.air[state(p.x + dx, p.y + dy, p.z + dz)]) continue
          const at = p.offset(dx, dy, dz)
          const most = Math.max(0, ...FACES.map(([x, y, z]) => catches[state(at.x + x, at.y + y, at.z + z)]))
          if (most === 0) continue
          const chance = Math.floor((most + 40 + ctx.options.difficulty * 7) / (age + 30) / (damp ? 2 : 1))
          const odds = 100 + (dy > 1 ? (dy - 1) * 100 : 0)
          if (chance > 0 && ctx.randomInt(0, odds - 1) <= chance && !rainNear(at)) light(at, Math.min(AGES, age + Math.floor(ctx.randomInt(0, 4) / 4)))
        }
      }
    }
  }

  ctx.onUseBlock(({ player, block, position, face, held, hand }) => {
    if (held?.name !== 'flint_and_steel' && held?.name !== 'fire_charge') return false
    const properties = ctx.blocks.properties(block.stateId)
    const lightable = /(campfire|candle)$/.test(block.name) && properties.lit === false && properties.waterlogged !== true
    if (lightable) ctx.blocks.set(position, stateOf(block.name, { ...properties, lit: true }), { by: player, cause: 'lit' })
    else {
      const [dx, dy, dz] = FACES[face]
      if (!light(position.offset(dx, dy, dz))) return false
    }
    if (held.name === 'flint_and_steel') ctx.inventory.damageHeld(player, 1, hand)
    else ctx.inventory.consumeHeld(player, 1, hand)
    return true
  })

  ctx.fire = { light }
}
