/**
 * Draws a world for people's eyes: the surface as on the game's own maps, level slices with their ores,
 * and a quick outline of far country from the climate alone.
 *
 * Pure: a generator and edits in, pixels out. Does not know: files, players, where edits are kept.
 */
import { MIN_Y, HEIGHT } from './canvas.js'
import { SEA } from './climate.js'
import { colourOf } from './map_colours.js'

/** @typedef {import('./png.js').Picture} Picture */
/** @typedef {[x: number, y: number, z: number, state: number]} Edit a block that differs from what the seed gives */
/**
 * @typedef {object} View
 * @property {import('./generator.js').Generator} generator
 * @property {import('./states.js').Registry} registry
 * @property {{x: number, z: number}} centre blocks
 * @property {number} size blocks on each side; one pixel a block, except in `drawOutline`
 * @property {Iterable<Edit>} [edits]
 * @property {{x: number, z: number}[]} [marks] drawn as red crosses
 */

const MARK = [230, 20, 20]
const WATER_DIMMING = 0.045 // of the brightness, for each block of depth

/** @param {number} size @returns {Picture} */
function blank(size) {
  return { width: size, height: size, pixels: new Uint8Array(size * size * 3) }
}

/** @param {Picture} picture @param {number} i @param {ArrayLike<number>} colour @param {number} light factor */
function paint(picture, i, colour, light) {
  for (let k = 0; k < 3; k++) picture.pixels[i * 3 + k] = Math.max(0, Math.min(255, Math.round(colour[k] * light)))
}

/** @param {Picture} picture @param {View} view @param {number} scale blocks a pixel */
function paintMarks(picture, { centre, marks = [] }, scale) {
  const { width } = picture
  for (const mark of marks) {
    const px = Math.floor((mark.x - centre.x) / scale + width / 2)
    const pz = Math.floor((mark.z - centre.z) / scale + width / 2)
    for (let d = -4; d <= 4; d++) {
      for (const [x, z] of [[px + d, pz + d], [px + d, pz - d]]) {
        if (x >= 0 && z >= 0 && x < width && z < width) paint(picture, z * width + x, MARK, 1)
      }
    }
  }
}

/** Calls `visit` with every chunk of a view, edits applied. @param {View} view @param {(chunk: any, x0: number, z0: number) => void} visit */
function eachChunk({ generator, centre, size, edits = [] }, visit) {
  /** @type {Map<string, Edit[]>} */
  const byChunk = new Map()
  for (const edit of edits) {
    const key = `${edit[0] >> 4},${edit[2] >> 4}`
    const list = byChunk.get(key)
    if (list) list.push(edit)
    else byChunk.set(key, [edit])
  }
  const x0 = Math.floor(centre.x - size / 2)
  const z0 = Math.floor(centre.z - size / 2)
  for (let cz = z0 >> 4; cz <= (z0 + size - 1) >> 4; cz++) {
    for (let cx = x0 >> 4; cx <= (x0 + size - 1) >> 4; cx++) {
      const chunk = generator.chunk(cx, cz)
      for (const [x, y, z, state] of byChunk.get(`${cx},${cz}`) ?? []) chunk.setBlockStateId({ x: x & 15, y, z: z & 15 }, state)
      visit(chunk, cx * 16, cz * 16)
    }
  }
}

/** The surface from above, shaded by the slope towards the north and by the depth of water.
 * @param {View} view @returns {Picture} */
export function drawSurface(view) {
  const { centre, size, registry } = view
  const picture = blank(size)
  const colour = colourOf(registry)
  const water = registry.blocksByName.water.minStateId
  const left = Math.floor(centre.x - size / 2)
  const upper = Math.floor(centre.z - size / 2)
  const heights = new Int16Array(size * size)
  const lights = new Float32Array(size * size)
  const place = { x: 0, y: 0, z: 0 }
  eachChunk(view, (chunk, x0, z0) => {
    for (let z = Math.max(z0, upper); z < Math.min(z0 + 16, upper + size); z++) {
      for (let x = Math.max(x0, left); x < Math.min(x0 + 16, left + size); x++) {
        place.x = x & 15
        place.z = z & 15
        const i = (z - upper) * size + x - left
        let depth = 0
        let seen = null
        for (let y = MIN_Y + HEIGHT - 1; y >= MIN_Y; y--) {
          if (chunk.sections[(y - MIN_Y) >> 4].solidBlockCount === 0) {
            y = y & ~15
            continue
          }
          place.y = y
          const state = chunk.getBlockStateId(place)
          const here = colour(state)
          if (!here) continue
          if (!seen) {
            seen = here
            heights[i] = y
          }
          if (state < water || state > water + 15) break
          depth++
        }
        lights[i] = 1 - Math.min(0.6, depth * WATER_DIMMING)
        paint(picture, i, seen ?? [0, 0, 0], 1)
      }
    }
  })
  for (let i = size * size - 1; i >= 0; i--) {
    const step = i >= size ? heights[i] - heights[i - size] : 0
    const slope = Math.max(-0.28, Math.min(0.22, step * 0.09))
    paint(picture, i, picture.pixels.subarray(i * 3, i * 3 + 3), (0.9 + slope) * lights[i])
  }
  paintMarks(picture, view, 1)
  return picture
}

/** One level of the world: rock dimmed, ores bright, hollows black.
 * @param {View & {y: number}} view @returns {Picture} */
export function drawSlice(view) {
  const { centre, size, registry, y } = view
  const picture = blank(size)
  const colour = colourOf(registry)
  const left = Math.floor(centre.x - size / 2)
  const upper = Math.floor(centre.z - size / 2)
  eachChunk(view, (chunk, x0, z0) => {
    for (let z = Math.max(z0, upper); z < Math.min(z0 + 16, upper + size); z++) {
      for (let x = Math.max(x0, left); x < Math.min(x0 + 16, left + size); x++) {
        const state = chunk.getBlockStateId({ x: x & 15, y, z: z & 15 })
        const name = registry.blocksByStateId[state]?.name ?? 'air'
        const bright = name.endsWith('_ore') || name === 'lava' || name === 'water' || name.includes('amethyst')
        paint(picture, (z - upper) * size + x - left, colour(state) ?? [0, 0, 0], bright ? 1 : 0.6)
      }
    }
  })
  paintMarks(picture, view, 1)
  return picture
}

/** Biomes as flat colours; land by the plants that rule it. @type {[RegExp, [number, number, number]][]} */
const COUNTRY = [
  [/deep.*ocean/, [28, 44, 130]], [/ocean/, [48, 74, 180]], [/frozen_river/, [160, 180, 240]], [/river/, [66, 100, 225]], [/snowy_beach/, [240, 236, 220]], [/beach/, [240, 226, 170]],
  [/stony_shore|stony_peaks/, [150, 150, 146]], [/snowy_taiga|grove$/, [190, 214, 206]], [/cherry/, [245, 180, 210]], [/snowy|frozen|jagged/, [244, 248, 252]], [/desert/, [240, 214, 120]],
  [/badlands/, [206, 104, 46]], [/savanna/, [190, 184, 84]], [/bamboo/, [120, 190, 30]], [/sparse_jungle/, [110, 190, 60]], [/jungle/, [60, 150, 20]], [/mangrove/, [84, 104, 50]], [/swamp/, [74, 96, 80]],
  [/dark_forest/, [44, 82, 30]], [/birch/, [110, 170, 90]], [/old_growth/, [80, 86, 60]], [/taiga/, [50, 104, 84]], [/flower_forest/, [170, 190, 90]], [/windswept_forest/, [70, 120, 70]], [/forest/, [64, 132, 44]],
  [/windswept/, [134, 150, 120]], [/meadow/, [130, 205, 110]], [/plains/, [146, 196, 90]],
]

/** Far country by biome and height, without making a chunk. @param {View & {scale: number}} view scale: blocks a pixel; size in blocks
 * @returns {Picture} */
export function drawOutline(view) {
  const { generator, centre, size, scale } = view
  const side = Math.floor(size / scale)
  const picture = blank(side)
  /** @type {Map<string, readonly number[]>} */
  const colours = new Map()
  let above = new Int16Array(side)
  for (let j = 0; j < side; j++) {
    const row = new Int16Array(side)
    for (let i = 0; i < side; i++) {
      const x = Math.floor(centre.x + (i - side / 2) * scale)
      const z = Math.floor(centre.z + (j - side / 2) * scale)
      const biome = generator.biomeAt(x, z)
      const height = (row[i] = generator.heightAt(x, z))
      let colour = colours.get(biome)
      if (!colour) colours.set(biome, (colour = COUNTRY.find(([rule]) => rule.test(biome))?.[1] ?? [128, 128, 128]))
      if (height < SEA && !/ocean|river/.test(biome)) colour = [80, 110, 180]
      const slope = j > 0 && height >= SEA ? Math.max(-0.3, Math.min(0.25, ((height - above[i]) / scale) * 0.35)) : 0
      paint(picture, j * side + i, colour, 0.9 + slope)
    }
    above = row
  }
  paintMarks(picture, view, scale)
  return picture
}
