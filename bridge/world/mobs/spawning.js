/**
 * Where creatures come from: herds when land is first seen, fish in water, monsters and bats in the dark.
 *
 * Sources: https://minecraft.wiki/w/Spawn (Java 1.20): caps 70 monsters, 5 squid and dolphins, 20 fish, 5 under ground and 15 bats per 289 chunks, 24 blocks from every
 * player at least, monsters only at block light 0 and by the sky light's lottery. Ours, for speed: only chunks within
 * SPAWN_CHUNKS of a player are tried (the cap shrinks with their number, as vanilla's does), a few places a tick instead of one
 * a chunk; places are drawn near the heights of caves and surface rather than all of the column. Herds are mobs/herds.js' work,
 * spawners spawners.js', phantoms mobs/phantoms.js'. In fortresses their own list counts on nether bricks, as in vanilla. Not covered: other structures' own spawns, patrols, the extra herds that vanilla adds later when land is empty
 * (here one try in 400 ticks, by the same rules).
 */
import { inNether } from '../land/dimensions.js'
import { boxOf } from './kinds.js'
import { createHerds } from './herds.js'
import { moonBrightness, slimeChunk } from './slime_chunks.js'
import { installPhantoms } from './phantoms.js'

const SPAWN_CHUNKS = 5 // chunks around a player
const NEAREST = 24 // blocks from a player and from the world's spawn
const CHUNKS_OF_CAP = 289
const CAP = Object.freeze({ monster: 70, water: 5, water_ambient: 20, animal: 10, underground_water: 5, ambient: 15 })
const TRIES = 2 // packs tried a tick while below the cap
const FALL = 6 // blocks a drawn place falls to a floor
const GROUP_REACH = 5 // blocks between members of a pack at a step
const HERD_EVERY = 400 // ticks between tries for later herds
const DEEP_WATER = 30 // y below which glow squid come; GlowSquid.checkGlowSquidSpawnRules
const BAT_LIGHT = 3 // most light a bat comes in
const BAT_HIGHEST = 62 // below the sea's level
/** Monsters that come in any light, as SpawnPlacements of Java 1.20.4 has them. */
export const ANY_LIGHT = new Set(['blaze', 'magma_cube'])
const DROWNED_SHARE = { river: 1 / 15, ocean: 1 / 40 }
const DROWNED_DEEPEST = 57 // y below which drowned come in the sea
const NETHER_LIGHT = 7 // block light up to which others come there; dimension_type/the_nether.json

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const table = ctx.data.spawns

  const listFor = (/** @type {string} */ family, /** @type {string} */ biome) => table[family][biome] ?? table[family].default

  /** @param {{mob: string, weight: number, group: [number, number]}[]} list @param {() => number} random */
  function draw (list, random) {
    let at = random() * list.reduce((sum, e) => sum + e.weight, 0)
    return list.find(e => (at -= e.weight) < 0) ?? list[0]
  }

  const NETHER_BRICKS = ctx.registry.blocksByName.nether_bricks.defaultState
  const WART_BLOCK = ctx.registry.blocksByName.nether_wart_block.defaultState
  const state = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.chunks.state(x, y, z)
  /** A cell a body may appear in. */
  function free (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ height) {
    for (let i = 0; i < height; i++) {
      const s = state(x, y + i, z)
      if (s === null || kinds.solid[s] || kinds.fluid[s] !== 0 || kinds.hurts[s]) return false
    }
    return true
  }

  /** Nearest player's distance in blocks. */
  function nearest (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    let least = Infinity
    for (const player of ctx.players) {
      if (player.gameMode === 3) continue
      const p = player.position
      least = Math.min(least, Math.hypot(p.x - x - 0.5, p.y - y, p.z - z - 0.5))
    }
    return least
  }

  // ---- monsters ----

  /** Whether it is dark enough here for a monster. https://minecraft.wiki/w/Light#Effects_of_light */
  function dark (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const light = ctx.blocks.light({ x, y, z })
    if (inNether(x)) return light.block <= NETHER_LIGHT
    if (light.block > 0) return false
    if (light.sky > ctx.randomInt(0, 31)) return false
    return Math.max(0, light.sky - skyDarkness()) <= ctx.randomInt(0, 7)
  }
  /** How much of the sky's light is missing: 0 by day, 11 at night. */
  function skyDarkness () {
    const angle = ((ctx.time.ofDay() / 24000 - 0.25) % 1 + 1) % 1
    const turned = angle + ((1 - (Math.cos(angle * Math.PI) + 1) / 2) - angle) / 3
    const sun = Math.min(1, Math.max(0, 1 - (Math.cos(turned * Math.PI * 2) * 2 + 0.5)))
    return Math.floor(sun * 11 + (ctx.time.weather.thundering ? (1 - sun) * 10 : ctx.time.weather.raining ? (1 - sun) * 3 : 0))
  }

  /** A random place in the chunks around the players. @returns {[number, number] | null} */
  function column () {
    const player = ctx.players[ctx.randomInt(0, ctx.players.length - 1)]
    const x = Math.floor(player.position.x) + ctx.randomInt(-SPAWN_CHUNKS * 16, SPAWN_CHUNKS * 16)
    const z = Math.floor(player.position.z) + ctx.randomInt(-SPAWN_CHUNKS * 16, SPAWN_CHUNKS * 16)
    return ctx.chunks.get(x >> 4, z >> 4) ? [x, z] : null
  }

  function tryMonsters () {
    const place = column()
    if (!place) return
    const [x, z] = place
    const top = ctx.blocks.height(x, z)
    if (top === null) return
    let y = ctx.randomInt(ctx.chunks.minY, top + FALL)
    // fall to the next floor, so that fewer draws end in rock or air; the open air counts as a cave of like height
    if (solidAt(x, y, z)) return
    const wet = state(x, y, z)
    if (wet !== null && kinds.fluid[wet] === 1) return tryDrowned(x, y, z)
    for (let n = 0; n < FALL && !solidAt(x, y - 1, z); n++) y--
    if (!solidAt(x, y - 1, z)) return
    pack(x, y, z)
  }
  /** Drowned come in the water itself. */
  function tryDrowned (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const biome = ctx.blocks.biome({ x, y, z }).name
    const entry = listFor('monsters', biome).find((/** @type {{mob: string}} */ e) => e.mob === 'drowned')
    if (!entry) return
    const river = /river/.test(biome)
    if (ctx.random() >= (river ? DROWNED_SHARE.river : DROWNED_SHARE.ocean) * Math.min(1, entry.weight / 100 * (river ? 1 : 4)) || (!river && y > DROWNED_DEEPEST)) return
    const above = state(x, y + 1, z)
    if (above === null || kinds.fluid[above] !== 1 || nearest(x, y, z) < NEAREST || distanceToSpawn(x, y, z) < NEAREST || !dark(x, y, z)) return
    ctx.mobs.spawn('drowned', { x: x + 0.5, y, z: z + 0.5 })
  }
  const solidAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => { const s = state(x, y, z); return s === null || kinds.solid[s] === 1 }

  /** One pack of monsters about a place. */
  function pack (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    if (nearest(x, y, z) < NEAREST) return
    const biome = ctx.blocks.biome({ x, y, z }).name
    const fortress = state(x, y - 1, z) === NETHER_BRICKS && ctx.generator.inFortress?.(x, z)
    const list = fortress ? table.structures.nether_fortress : listFor('monsters', biome)
    if (list.length === 0 || (y < (ctx.blocks.height(x, z) ?? 0) - 3 || inNether(x) ? false : !dark(x, y, z))) return
    const entry = draw(list, ctx.random)
    let members = ctx.randomInt(entry.group[0], entry.group[1])
    for (let n = 0; n < 12 && members > 0; n++) {
      if (n > 0) { x += ctx.randomInt(0, GROUP_REACH) - ctx.randomInt(0, GROUP_REACH); z += ctx.randomInt(0, GROUP_REACH) - ctx.randomInt(0, GROUP_REACH) }
      if (!fits(entry.mob, x, y, z) || (!fortress && crowded(entry.mob, table.spawn_costs[biome]?.[entry.mob], x, y, z))) continue
      ctx.mobs.spawn(entry.mob, { x: x + 0.5, y, z: z + 0.5 })
      members--
    }
  }

  /**
   * Whether too many of its kind are about, in the biomes that keep them apart. Vanilla adds up the charges of all kinds that have one there.
   * @param {string} name @param {[number, number] | undefined} cost charge and energy budget; https://minecraft.wiki/w/Mob_spawning#Spawn_costs @param {number} x @param {number} y @param {number} z
   */
  function crowded (name, cost, x, y, z) {
    if (!cost) return false
    const [charge, budget] = cost
    let energy = 0
    for (const e of ctx.entities.all()) {
      if (e.kind === 'mob' && e.name === name) energy += charge * charge / Math.hypot(e.position.x - x - 0.5, e.position.y - y, e.position.z - z - 0.5)
    }
    return energy > budget
  }

  /** Whether a monster of this kind may appear in a cell. */
  function fits (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const floor = state(x, y - 1, z)
    if (floor === null || !kinds.spawnable[floor] || !free(x, y, z, Math.ceil(boxOf(name, { size: 2 }).height))) return false
    if (nearest(x, y, z) < NEAREST || distanceToSpawn(x, y, z) < NEAREST) return false
    if (name === 'slime') return slimeFits(x, y, z)
    if (name === 'drowned') return false // they come in the water
    if (name === 'ghast' && ctx.random() < 0.95) return false // Ghast.checkGhastSpawnRules: one in twenty
    if (ANY_LIGHT.has(name)) return true
    if (name === 'hoglin' || name === 'piglin' || name === 'zombified_piglin') return floor !== WART_BLOCK // in any light
    if ((name === 'husk' || name === 'stray') && y < (ctx.blocks.height(x, z) ?? 0)) return false
    return dark(x, y, z)
  }
  const distanceToSpawn = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => Math.hypot(ctx.spawnPoint.x - x, ctx.spawnPoint.y - y, ctx.spawnPoint.z - z)

  /** Slimes: in swamps in the dark between y 50 and 70, the more the fuller the moon; below 40 in slime chunks. */
  function slimeFits (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    if (/swamp/.test(ctx.blocks.biome({ x, y, z }).name) && y > 50 && y < 70 && ctx.random() < 0.5 && ctx.random() < moonBrightness(ctx.time.day)) {
      const light = ctx.blocks.light({ x, y, z })
      if (Math.max(light.block, light.sky - skyDarkness()) <= ctx.randomInt(0, 7)) return true
    }
    return y < 40 && ctx.random() < 0.1 && slimeChunk(ctx.seed, x >> 4, z >> 4)
  }

  // ---- fish and squid ----

  /** @param {'water' | 'water_ambient'} family */
  function tryWater (family) {
    const place = column()
    if (!place) return
    swarm(family, place[0], ctx.randomInt(50, 62), place[1])
  }
  function tryDeepWater () {
    const place = column()
    if (!place) return
    const y = ctx.randomInt(ctx.chunks.minY, DEEP_WATER - 1)
    if (ctx.blocks.biome({ x: place[0], y, z: place[1] }).name === 'lush_caves' || dark(place[0], y, place[1])) swarm('underground_water', place[0], y, place[1])
  }

  /** A group of what lives in water. */
  function swarm (/** @type {string} */ family, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const s = state(x, y, z)
    if (s === null || kinds.fluid[s] !== 1) return
    const list = listFor(family, ctx.blocks.biome({ x, y, z }).name)
    if (list.length === 0 || nearest(x, y, z) < NEAREST) return
    const entry = draw(list, ctx.random)
    for (let n = ctx.randomInt(entry.group[0], entry.group[1]); n > 0; n--) {
      const sx = x + ctx.randomInt(-2, 2); const sz = z + ctx.randomInt(-2, 2)
      const here = state(sx, y, sz); const above = state(sx, y + 1, sz)
      if (here !== null && above !== null && kinds.fluid[here] === 1 && kinds.fluid[above] === 1) ctx.mobs.spawn(entry.mob, { x: sx + 0.5, y, z: sz + 0.5 })
    }
  }

  /** Bats in the dark below the sea's level. */
  function tryBats () {
    const place = column()
    if (!place) return
    const [x, z] = place
    const y = ctx.randomInt(ctx.chunks.minY, BAT_HIGHEST)
    if (!free(x, y, z, 1) || nearest(x, y, z) < NEAREST) return
    const list = listFor('ambient', ctx.blocks.biome({ x, y, z }).name)
    if (list.length === 0) return
    const entry = draw(list, ctx.random)
    for (let n = ctx.randomInt(entry.group[0], entry.group[1]); n > 0; n--) {
      const sx = x + ctx.randomInt(-GROUP_REACH, GROUP_REACH); const sz = z + ctx.randomInt(-GROUP_REACH, GROUP_REACH)
      if (!free(sx, y, sz, 1)) continue
      const light = ctx.blocks.light({ x: sx, y, z: sz })
      if (Math.max(light.block, light.sky) <= ctx.randomInt(0, BAT_LIGHT) && y < (ctx.blocks.height(sx, sz) ?? -Infinity)) ctx.mobs.spawn(entry.mob, { x: sx + 0.5, y, z: sz + 0.5 })
    }
  }

  /** Creatures of each family within the spawning area. */
  function census () {
    const found = /** @type {Record<string, number>} */ ({ monster: 0, water: 0, water_ambient: 0, animal: 0, underground_water: 0, ambient: 0 })
    for (const e of ctx.entities.all()) {
      if (e.kind !== 'mob' || e.persistent) continue
      found[e.traits.family]++
    }
    return found
  }

  const herds = createHerds(ctx, { state, free, nearest, draw, listFor, nearestAllowed: NEAREST })
  installPhantoms(ctx)
  let counted = census()
  let chunks = 0
  const count = () => {
    counted = census()
    chunks = Math.min(CHUNKS_OF_CAP, ctx.players.length * (2 * SPAWN_CHUNKS + 1) ** 2)
  }
  ctx.onRenew(count)
  ctx.onTick(tick => {
    herds.settleWaiting()
    if (!ctx.options.mobs || ctx.players.length === 0 || ctx.rules.doMobSpawning === false) return
    if (tick % 20 === 0) count()
    const share = chunks / CHUNKS_OF_CAP
    if (ctx.options.difficulty > 0 && counted.monster < CAP.monster * share) for (let n = 0; n < TRIES; n++) tryMonsters()
    if (tick % 20 === 7 && counted.water < CAP.water * share) tryWater('water')
    if (tick % 20 === 3 && counted.water_ambient < CAP.water_ambient * share) tryWater('water_ambient')
    if (tick % 20 === 12 && counted.underground_water < CAP.underground_water * share) tryDeepWater()
    if (tick % 20 === 17 && counted.ambient < CAP.ambient * share) tryBats()
    if (tick % HERD_EVERY === 0 && counted.animal < CAP.animal * share) {
      const place = column()
      if (place) herds.settleLater(place[0], place[1])
    }
  })
  ctx.spawning = { skyDarkness, census, dark, pack }
}

