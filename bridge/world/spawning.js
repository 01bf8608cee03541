/**
 * Where creatures come from: herds when land is first seen, fish in water, monsters in the dark.
 *
 * Sources: https://minecraft.wiki/w/Spawn (Java 1.20): caps 70 monsters and 5 + 20 water creatures per 289 chunks, 24 blocks from every
 * player at least, monsters only at block light 0 and by the sky light's lottery. Ours, for speed: only chunks within
 * SPAWN_CHUNKS of a player are tried (the cap shrinks with their number, as vanilla's does), a few places a tick instead of one
 * a chunk; places are drawn near the heights of caves and surface rather than all of the column. Herds are drawn from a stream of the
 * world's seed and the chunk's place, so they do not depend on who comes when; but which chunks are "first seen" does.
 * Spawners are spawners.js' work. Not covered: structures' own spawns, patrols, phantoms, the extra herds that vanilla adds later when land is empty
 * (here one try in 400 ticks, by the same rules).
 */
import { createRandom } from './random.js'
import { chunkAt, chunkKey } from './chunks.js'
import { KINDS, boxOf } from './mobs/kinds.js'

const SPAWN_CHUNKS = 5 // chunks around a player
const NEAREST = 24 // blocks from a player and from the world's spawn
const CHUNKS_OF_CAP = 289
const CAP = Object.freeze({ monster: 70, water: 25, animal: 10 })
const TRIES = 2 // packs tried a tick while below the cap
const FALL = 6 // blocks a drawn place falls to a floor
const GROUP_REACH = 5 // blocks between members of a pack at a step
const HERD_EVERY = 400 // ticks between tries for later herds
const SLIME_LIGHT = 7
const SLIME_CHUNK_SHARE = 10

/** @param {import('./types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const table = ctx.data.spawns
  /** Chunks that have had their herds. @type {Set<number>} */
  const settled = new Set()
  /** Chunks that were loaded and wait for theirs. @type {number[][]} */
  const waiting = []

  const listFor = (/** @type {string} */ family, /** @type {string} */ biome) => table[family][biome] ?? table[family].default

  /** @param {{mob: string, weight: number, group: [number, number]}[]} list @param {() => number} random */
  function draw (list, random) {
    let at = random() * list.reduce((sum, e) => sum + e.weight, 0)
    return list.find(e => (at -= e.weight) < 0) ?? list[0]
  }

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
    for (let n = 0; n < FALL && !solidAt(x, y - 1, z); n++) y--
    if (!solidAt(x, y - 1, z)) return
    pack(x, y, z)
  }
  const solidAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => { const s = state(x, y, z); return s === null || kinds.solid[s] === 1 }

  /** One pack of monsters about a place. */
  function pack (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    if (nearest(x, y, z) < NEAREST) return
    const list = listFor('monsters', ctx.blocks.biome({ x, y, z }).name)
    if (list.length === 0 || (y < (ctx.blocks.height(x, z) ?? 0) - 3 ? false : !dark(x, y, z))) return
    const entry = draw(list, ctx.random)
    let members = ctx.randomInt(entry.group[0], entry.group[1])
    for (let n = 0; n < 12 && members > 0; n++) {
      if (n > 0) { x += ctx.randomInt(0, GROUP_REACH) - ctx.randomInt(0, GROUP_REACH); z += ctx.randomInt(0, GROUP_REACH) - ctx.randomInt(0, GROUP_REACH) }
      if (!fits(entry.mob, x, y, z)) continue
      ctx.mobs.spawn(entry.mob, { x: x + 0.5, y, z: z + 0.5 })
      members--
    }
  }

  /** Whether a monster of this kind may appear in a cell. */
  function fits (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const floor = state(x, y - 1, z)
    if (floor === null || !kinds.spawnable[floor] || !free(x, y, z, Math.ceil(boxOf(name, { size: 2 }).height))) return false
    if (nearest(x, y, z) < NEAREST || distanceToSpawn(x, y, z) < NEAREST) return false
    if (name === 'slime') return slimeFits(x, y, z)
    if (name === 'husk' && y < (ctx.blocks.height(x, z) ?? 0)) return false
    return dark(x, y, z)
  }
  const distanceToSpawn = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => Math.hypot(ctx.spawnPoint.x - x, ctx.spawnPoint.y - y, ctx.spawnPoint.z - z)

  /** Slimes: in swamps at night between y 50 and 70, or below 40 in one chunk of ten (which ones is not vanilla's choice). */
  function slimeFits (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const biome = ctx.blocks.biome({ x, y, z }).name
    if (/swamp/.test(biome) && y > 50 && y < 70) return !ctx.time.isDay() && ctx.random() < 0.5 && ctx.blocks.light({ x, y, z }).block <= SLIME_LIGHT
    return y < 40 && Math.floor(createRandom(`${ctx.seed}:slime:${x >> 4},${z >> 4}`).next() * SLIME_CHUNK_SHARE) === 0 && ctx.random() < 0.1
  }

  // ---- fish and squid ----

  function tryWater () {
    const place = column()
    if (!place) return
    const [x, z] = place
    const y = ctx.randomInt(50, 62)
    const s = state(x, y, z)
    if (s === null || kinds.fluid[s] !== 1) return
    const list = listFor('water', ctx.blocks.biome({ x, y, z }).name)
    if (list.length === 0 || nearest(x, y, z) < NEAREST) return
    const entry = draw(list, ctx.random)
    for (let n = ctx.randomInt(entry.group[0], entry.group[1]); n > 0; n--) {
      const sx = x + ctx.randomInt(-2, 2); const sz = z + ctx.randomInt(-2, 2)
      const here = state(sx, y, sz); const above = state(sx, y + 1, sz)
      if (here !== null && above !== null && kinds.fluid[here] === 1 && kinds.fluid[above] === 1) ctx.mobs.spawn(entry.mob, { x: sx + 0.5, y, z: sz + 0.5 })
    }
  }

  // ---- herds ----

  /** The animals a chunk is born with. @param {number} cx @param {number} cz @param {() => number} random */
  function settle (cx, cz, random) {
    const middle = { x: cx * 16 + 8, y: 64, z: cz * 16 + 8 }
    const top = ctx.blocks.height(middle.x, middle.z)
    if (top === null) return
    const biome = ctx.blocks.biome({ ...middle, y: top }).name
    const list = listFor('creatures', biome)
    if (list.length === 0) return
    const chance = table.creature_chance[biome] ?? table.creature_chance.default
    while (random() < chance) herd(draw(list, random), cx, cz, random)
  }

  /** @param {{mob: string, group: [number, number]}} entry @param {number} cx @param {number} cz @param {() => number} random */
  function herd (entry, cx, cz, random) {
    let members = entry.group[0] + Math.floor(random() * (entry.group[1] - entry.group[0] + 1))
    let x = cx * 16 + Math.floor(random() * 16); let z = cz * 16 + Math.floor(random() * 16)
    for (let n = 0; n < 16 && members > 0; n++) {
      const y = ctx.blocks.height(x, z)
      if (y !== null && ground(entry.mob, x, y, z)) {
        const grown = random() >= 0.05
        ctx.mobs.spawn(entry.mob, { x: x + 0.5, y, z: z + 0.5 }, { yaw: random() * 360, ...(grown ? {} : { growing: 24000 }) })
        members--
      }
      x = clamp(x + Math.floor(random() * 9) - 4, cx * 16, cx * 16 + 15)
      z = clamp(z + Math.floor(random() * 9) - 4, cz * 16, cz * 16 + 15)
    }
  }
  const clamp = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) => Math.min(high, Math.max(low, v))
  const FLOORS = /** @type {Record<string, RegExp>} */ ({ rabbit: /^(grass_block|snow|snow_block|sand)$/, wolf: /^(grass_block|snow|snow_block|coarse_dirt|podzol)$/ })
  /** Whether an animal may stand on what is below. */
  function ground (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const floor = state(x, y - 1, z)
    return floor !== null && (FLOORS[name] ?? /^grass_block$/).test(kinds.name[floor]) && free(x, y, z, Math.ceil(KINDS[name].height))
  }

  ctx.chunks.loadListeners.push(chunk => {
    if (!settled.has(chunk.key)) waiting.push([chunk.x, chunk.z])
  })
  ctx.persist('spawning', {
    save: () => packChunks(settled),
    load: saved => { settled.clear(); for (const key of unpackChunks(saved)) settled.add(key) }
  })

  function settleWaiting () {
    for (let n = 0; n < 4 && waiting.length > 0; n++) {
      const [cx, cz] = /** @type {number[]} */ (waiting.shift())
      const key = chunkKey(cx, cz)
      if (settled.has(key) || !ctx.chunks.get(cx, cz)) continue
      settled.add(key)
      if (ctx.options.mobs) settle(cx, cz, createRandom(`${ctx.seed}:herd:${cx},${cz}`).next)
    }
  }

  /** Creatures of each family within the spawning area. */
  function census () {
    const found = { monster: 0, water: 0, animal: 0 }
    for (const e of ctx.entities.all()) {
      if (e.kind !== 'mob' || e.persistent) continue
      const family = e.traits.family === 'wolf' ? 'animal' : e.traits.family
      found[/** @type {'monster'} */ (family)]++
    }
    return found
  }

  let counted = census()
  let chunks = 0
  ctx.onTick(tick => {
    if (waiting.length > 0) settleWaiting()
    if (!ctx.options.mobs || ctx.players.length === 0 || ctx.rules.doMobSpawning === false) return
    if (tick % 20 === 0) {
      counted = census()
      chunks = Math.min(CHUNKS_OF_CAP, ctx.players.length * (2 * SPAWN_CHUNKS + 1) ** 2)
    }
    const share = chunks / CHUNKS_OF_CAP
    if (ctx.options.difficulty > 0 && counted.monster < CAP.monster * share) for (let n = 0; n < TRIES; n++) tryMonsters()
    if (tick % 20 === 7 && counted.water < CAP.water * share) tryWater()
    if (tick % HERD_EVERY === 0 && counted.animal < CAP.animal * share) {
      const place = column()
      if (place) settleLater(place[0], place[1])
    }
  })
  /** A later herd, where it is light and grassy. */
  function settleLater (/** @type {number} */ x, /** @type {number} */ z) {
    const y = ctx.blocks.height(x, z)
    if (y === null || nearest(x, y, z) < NEAREST || Math.max(ctx.blocks.light({ x, y, z }).block, ctx.time.isDay() ? 15 : 4) < 9) return
    const list = listFor('creatures', ctx.blocks.biome({ x, y, z }).name)
    if (list.length > 0) herd(draw(list, ctx.random), x >> 4, z >> 4, ctx.random)
  }
  ctx.spawning = { skyDarkness, census, dark }
}

/** Chunk keys as rows of runs: [x, z, length, z, length …], sorted. @param {Set<number>} keys @returns {number[][]} */
function packChunks (keys) {
  /** @type {number[][]} */
  const rows = []
  let end = NaN
  for (const key of [...keys].sort((a, b) => a - b)) {
    const [x, z] = chunkAt(key)
    const row = rows[rows.length - 1]
    if (!row || row[0] !== x) rows.push([x, z, 1])
    else if (z === end) row[row.length - 1]++
    else row.push(z, 1)
    end = z + 1
  }
  return rows
}

/** @param {number[][]} rows @returns {number[]} */
function unpackChunks (rows) {
  const keys = []
  for (const [x, ...runs] of rows) for (let i = 0; i < runs.length; i += 2) for (let n = 0; n < runs[i + 1]; n++) keys.push(chunkKey(x, runs[i] + n))
  return keys
}
