/**
 * Herds: the animals a chunk is born with, when land is first seen, and those that come later where it is empty.
 *
 * Drawn from a stream of the world's seed and the chunk's place, so they do not depend on who comes when; but which chunks are "first seen"
 * does. Source: https://minecraft.wiki/w/Spawn#Animals (Java 1.20); floors by the block tags *_spawnable_on of the 1.20.4 data pack.
 */
import { createRandom } from '../random.js'
import { chunkAt, chunkKey } from '../blocks/chunks.js'
import { KINDS } from './kinds.js'

const BABIES = 0.05 // of a herd

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {{state: (x: number, y: number, z: number) => number | null, free: (x: number, y: number, z: number, height: number) => boolean,
 *   nearest: (x: number, y: number, z: number) => number, draw: (list: any[], random: () => number) => any, listFor: (family: string, biome: string) => any[], nearestAllowed: number}} place
 */
export function createHerds (ctx, { state, free, nearest, draw, listFor, nearestAllowed }) {
  const { kinds } = ctx.hazards
  const table = ctx.data.spawns
  /** Chunks that have had their herds. @type {Set<number>} */
  const settled = new Set()
  /** Chunks that were loaded and wait for theirs. @type {number[][]} */
  const waiting = []

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
        const grown = random() >= BABIES
        ctx.mobs.spawn(entry.mob, { x: x + 0.5, y, z: z + 0.5 }, { yaw: random() * 360, ...(grown ? {} : { growing: 24000 }) })
        members--
      }
      x = clamp(x + Math.floor(random() * 9) - 4, cx * 16, cx * 16 + 15)
      z = clamp(z + Math.floor(random() * 9) - 4, cz * 16, cz * 16 + 15)
    }
  }
  const clamp = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) => Math.min(high, Math.max(low, v))
  const FLOORS = /** @type {Record<string, RegExp>} */ ({
    rabbit: /^(grass_block|snow|snow_block|sand)$/, wolf: /^(grass_block|snow|snow_block|coarse_dirt|podzol)$/, fox: /^(grass_block|snow|snow_block|podzol|coarse_dirt)$/,
    goat: /^(grass_block|stone|snow|snow_block|packed_ice|gravel)$/, frog: /^(grass_block|mud|mangrove_roots|muddy_mangrove_roots)$/, turtle: /sand$/, mooshroom: /^mycelium$/,
    parrot: /^grass_block$|_leaves$|_log$/, polar_bear: /^(grass_block|ice|packed_ice|snow_block)$/
  })
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

  ctx.onRenew(() => {
    waiting.length = 0
    for (const chunk of ctx.chunks.loaded.values()) if (!settled.has(chunk.key)) waiting.push([chunk.x, chunk.z])
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

  /** A later herd, where it is light and grassy. */
  function settleLater (/** @type {number} */ x, /** @type {number} */ z) {
    const y = ctx.blocks.height(x, z)
    if (y === null || nearest(x, y, z) < nearestAllowed || Math.max(ctx.blocks.light({ x, y, z }).block, ctx.time.isDay() ? 15 : 4) < 9) return
    const list = listFor('creatures', ctx.blocks.biome({ x, y, z }).name)
    if (list.length > 0) herd(draw(list, ctx.random), x >> 4, z >> 4, ctx.random)
  }
  return { settleWaiting, settleLater }
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
