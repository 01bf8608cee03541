/**
 * The columns of one chunk and of a margin round it: heights, biomes and climate in flat arrays.
 *
 * Knows: how to sample the climate cheaply for a whole chunk; the figures are those of `Climate.column`.
 * Does not know: blocks.
 */
import { CHANNELS, STEP, SEA } from './climate.js'
import { hash } from './random.js'

/** @typedef {import('./climate.js').Climate} Climate */

export const MARGIN = 8 // blocks known around a chunk, so that trees and shores of the neighbours can be seen
export const SPAN = 16 + 2 * MARGIN
const CELLS = SPAN / STEP

/** The columns of one chunk and a margin around it; one object is used again for every chunk. */
export class Columns {
  /** @param {Climate} climate */
  constructor(climate) {
    this.climate = climate
    this.grid = new Float64Array((CELLS + 1) * (CELLS + 1) * CHANNELS)
    /** biome of each 4 × 4 cell */
    this.cells = new Uint8Array(CELLS * CELLS)
    this.height = new Int16Array(SPAN * SPAN)
    /** biome of each column for what lies on the ground: cells with ragged edges */
    this.biome = new Uint8Array(SPAN * SPAN)
    this.mountain = new Float32Array(SPAN * SPAN)
    this.temperature = new Float32Array(SPAN * SPAN)
    /** above OPENING, caves may break through the surface here and nothing grows tall */
    this.opening = new Float32Array(SPAN * SPAN)
    this.x0 = 0
    this.z0 = 0
    this.top = 0
    /** @type {import('./climate.js').Column} */
    this.column = { height: 0, biome: 0, mountain: 0, temperature: 0, opening: 0 }
  }

  /** Index of a column by block coordinates inside the span. @param {number} x @param {number} z */
  at(x, z) {
    return (z - this.z0) * SPAN + (x - this.x0)
  }

  /** @param {number} cx @param {number} cz */
  load(cx, cz) {
    const { climate, grid } = this
    const x0 = (this.x0 = cx * 16 - MARGIN)
    const z0 = (this.z0 = cz * 16 - MARGIN)
    const row = (CELLS + 1) * CHANNELS
    for (let j = 0; j <= CELLS; j++) {
      for (let i = 0; i <= CELLS; i++) climate.sample(grid, j * row + i * CHANNELS, x0 + i * STEP, z0 + j * STEP)
    }
    for (let j = 0; j < CELLS; j++) {
      for (let i = 0; i < CELLS; i++) {
        this.cells[j * CELLS + i] = climate.cell(grid, j * row + i * CHANNELS, CHANNELS, row, x0 + i * STEP, z0 + j * STEP)
      }
    }
    this.top = SEA
    for (let j = 0; j < SPAN; j++) {
      for (let i = 0; i < SPAN; i++) {
        const k = j * SPAN + i
        climate.mix(this.column, grid, (j >> 2) * row + (i >> 2) * CHANNELS, CHANNELS, row, x0 + i, z0 + j, (i & 3) / STEP, (j & 3) / STEP)
        this.height[k] = this.column.height
        this.mountain[k] = this.column.mountain
        this.temperature[k] = this.column.temperature
        this.opening[k] = this.column.opening
        if (this.column.height > this.top) this.top = this.column.height
        const ragged = hash(climate.jitterSeed, x0 + i, z0 + j, 0)
        const ci = Math.min(CELLS - 1, Math.max(0, (i + (ragged % 3) - 1) >> 2))
        const cj = Math.min(CELLS - 1, Math.max(0, (j + ((ragged >>> 8) % 3) - 1) >> 2))
        this.biome[k] = this.cells[cj * CELLS + ci]
      }
    }
  }

  /** Index into BIOMES of a 4 × 4 cell of the chunk itself. @param {number} qx 0–3 @param {number} qz 0–3 */
  cellBiome(qx, qz) {
    return this.cells[(qz + MARGIN / STEP) * CELLS + qx + MARGIN / STEP]
  }
}
