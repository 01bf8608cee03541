/**
 * Chooses where new players enter the world: dry, level, open ground with trees near and land all round.
 *
 * Knows: the climate and the trees. Does not know: creatures, or what players have built.
 */
import { SEA } from './climate.js'
import { BIOMES } from './biomes.js'
import { OPENING } from './caves.js'

/** Country in which a beginner does well, and, when there is none close by, what will do. */
const GENTLE = new Set(['plains', 'sunflower_plains', 'forest', 'flower_forest', 'birch_forest', 'taiga'])
const FAIR = new Set([...GENTLE, 'savanna', 'meadow', 'dark_forest', 'sparse_jungle', 'old_growth_spruce_taiga'])
const STEP = 16 // blocks between the places tried
const CLOSE_RINGS = 30
const RINGS = 120
const NEAR_TREES = 24 // blocks
const ENOUGH_TREES = 8
const LAND_RADIUS = 192 // blocks looked at for land
const LAND_SHARE = 0.75

/** @param {import('./climate.js').Climate} climate @param {import('./vegetation.js').Vegetation} vegetation
 * @param {(x: number, z: number) => boolean} blocked lava or another hazard lies at a column @returns {{x: number, y: number, z: number}} feet */
export function findSpawn(climate, vegetation, blocked) {
  let fallback = null
  for (const [country, rings] of /** @type {[Set<string>, number][]} */ ([[GENTLE, CLOSE_RINGS], [FAIR, RINGS]])) {
    for (let ring = 0; ring < rings; ring++) {
      for (let i = 0; i < Math.max(1, ring * 8); i++) {
        const [x, z] = onRing(ring, i).map((v) => v * STEP + 8)
        const level = levelGround(climate, country, x, z)
        if (level === null) continue
        fallback ??= { x: x + 0.5, y: level + 1, z: z + 0.5 }
        if (!landAround(climate, x, z) || countTrees(climate, vegetation, x, z) < ENOUGH_TREES || hazard(x, z, blocked)) continue
        const place = clearing(climate, vegetation, x, z)
        if (place) return place
      }
    }
  }
  if (!fallback) throw new Error('this seed has no dry level ground near its origin')
  return fallback
}

/** The i-th place of a square ring round the origin. @param {number} ring @param {number} i @returns {number[]} */
function onRing(ring, i) {
  if (ring === 0) return [0, 0]
  const side = Math.floor(i / (ring * 2))
  const along = (i % (ring * 2)) - ring
  return [[along, -ring], [ring, along], [-along, ring], [-ring, -along]][side]
}

/** Height of dry, level ground in the country wanted, or null.
 * @param {import('./climate.js').Climate} climate @param {Set<string>} country @param {number} x @param {number} z */
function levelGround(climate, country, x, z) {
  const here = climate.column(x, z)
  if (!country.has(BIOMES[here.biome].name) || here.height <= SEA + 1 || here.height > 84) return null
  for (const [dx, dz] of [[-3, 0], [3, 0], [0, -3], [0, 3], [-2, -2], [2, 2], [-2, 2], [2, -2]]) {
    const there = climate.column(x + dx, z + dz)
    if (Math.abs(there.height - here.height) > 1 || there.opening > OPENING - 0.1) return null
  }
  return here.height
}

/** @param {import('./climate.js').Climate} climate @param {number} x @param {number} z */
function landAround(climate, x, z) {
  let land = 0
  let asked = 0
  for (let dz = -LAND_RADIUS; dz <= LAND_RADIUS; dz += 32) {
    for (let dx = -LAND_RADIUS; dx <= LAND_RADIUS; dx += 32) {
      asked++
      if (climate.column(x + dx, z + dz).height >= SEA) land++
    }
  }
  return land >= asked * LAND_SHARE
}

/** @param {import('./climate.js').Climate} climate @param {import('./vegetation.js').Vegetation} vegetation @param {number} x @param {number} z */
function countTrees(climate, vegetation, x, z) {
  let trees = 0
  for (let dz = -NEAR_TREES; dz <= NEAR_TREES; dz++) {
    for (let dx = -NEAR_TREES; dx <= NEAR_TREES; dx++) {
      if (!vegetation.mayGrow(x + dx, z + dz)) continue
      if (trees >= ENOUGH_TREES) return trees
      const { biome, height, opening } = climate.column(x + dx, z + dz)
      if (vegetation.treeAt(x + dx, z + dz, biome, height, opening)) trees++
    }
  }
  return trees
}

/** @param {number} x @param {number} z @param {(x: number, z: number) => boolean} blocked */
function hazard(x, z, blocked) {
  for (let dz = -24; dz <= 24; dz += 2) for (let dx = -24; dx <= 24; dx += 2) if (blocked(x + dx, z + dz)) return true
  return false
}

/** A column near by with no trunk within two blocks. @param {import('./climate.js').Climate} climate @param {import('./vegetation.js').Vegetation} vegetation @param {number} x @param {number} z */
function clearing(climate, vegetation, x, z) {
  for (const [ox, oz] of [[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [-1, -1]]) {
    let free = true
    for (let dz = -2; dz <= 2 && free; dz++) {
      for (let dx = -2; dx <= 2 && free; dx++) {
        const { biome, height, opening } = climate.column(x + ox + dx, z + oz + dz)
        free = vegetation.treeAt(x + ox + dx, z + oz + dz, biome, height, opening) === null
      }
    }
    if (free) return { x: x + ox + 0.5, y: climate.column(x + ox, z + oz).height + 1, z: z + oz + 0.5 }
  }
  return null
}
