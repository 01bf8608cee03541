/**
 * The shape of the land and its climate: how high a column is and which biome it belongs to.
 *
 * Knows: continents, rivers, mountains, temperature, humidity; all are functions of x, z and the seed.
 * Does not know: blocks. Caves may open at the surface; that is not seen here.
 *
 * Slow channels are sampled every four blocks and interpolated between: terrain stays smooth and cheap.
 * Temperature and humidity run in slow waves at right angles, bent by noise. One cell of these waves
 * (750 × 550 blocks) holds every climate, so every biome lies within a few minutes' walk of anywhere.
 */
import { Noise, smoothstep } from './noise.js'
import { seedFor, chance, hash } from './random.js'
import { BIOME_INDEX } from './biomes.js'

export const SEA = 62 // y of the highest water block; vanilla's sea level 63 is its upper face
export const STEP = 4 // blocks between samples, the size of a biome cell
const MOST_CELLS = 4096 // biomes kept for single look-ups
export const CHANNELS = 7 // figures of one sample
const WARM_WAVE = 1500 // blocks for a full cycle cold → hot → cold
const WET_WAVE = 1100 // blocks for a full cycle dry → wet → dry
const RIVER = 0.026 // half width of a river channel in units of its noise (about six blocks)
const COAST = -0.15 // continentalness at the waterline

/** Unit vectors with rational parts: the direction in which it gets warmer. */
const DIRECTIONS = [[0.6, 0.8], [0.8, 0.6], [-0.6, 0.8], [0.8, -0.6], [0.96, 0.28], [0.28, 0.96], [-0.28, 0.96], [0.96, -0.28]]

/** Height of the land by continentalness: [continentalness, y]. */
const BASE = [[-1.2, 26], [-0.6, 33], [-0.4, 40], [-0.28, 50], [-0.2, 58], [COAST, 62.6], [-0.1, 64.5], [0.05, 67], [0.3, 72], [1.2, 84]]

/** @param {number} c */
function baseHeight(c) {
  for (let i = 1; i < BASE.length; i++) {
    if (c < BASE[i][0]) {
      const [c0, y0] = BASE[i - 1]
      const t = Math.max(0, (c - c0) / (BASE[i][0] - c0))
      return y0 + t * (BASE[i][1] - y0)
    }
  }
  return BASE[BASE.length - 1][1]
}

/** Triangle wave of period 1 between 0 and 1. @param {number} t */
function wave(t) {
  const f = t - Math.floor(t)
  return f < 0.5 ? f * 2 : 2 - f * 2
}

/** Biomes of flat land by temperature (rows, cold to hot) and humidity (columns, dry to wet). */
const LOWLAND = [
  ['snowy_plains', 'snowy_plains', 'snowy_plains', 'snowy_taiga', 'snowy_taiga'],
  ['plains', 'plains', 'forest', 'taiga', 'old_growth_spruce_taiga'],
  ['plains', 'plains', 'forest', 'birch_forest', 'dark_forest'],
  ['savanna', 'savanna', 'plains', 'jungle', 'jungle'],
  ['desert', 'desert', 'savanna', 'sparse_jungle', 'jungle'],
]
/** The rarer neighbour of some of them. */
/** @type {Record<string, string>} */
const VARIANT = { jungle: 'bamboo_jungle', desert: 'badlands', forest: 'flower_forest', plains: 'sunflower_plains' }

/** @typedef {{height: number, biome: number, mountain: number, temperature: number, opening: number}} Column */

export class Climate {
  /** @param {number} seed */
  constructor(seed) {
    /** @param {string} label */
    const noise = (label) => new Noise(seedFor(seed, label))
    this.continents = noise('continents')
    this.mountains = noise('mountains')
    this.rivers = noise('rivers')
    this.warmth = noise('warmth')
    this.wetness = noise('wetness')
    this.oddness = noise('oddness')
    this.hills = noise('hills')
    this.ridges = noise('ridges')
    this.openings = noise('openings')
    this.jitterSeed = seedFor(seed, 'jitter')
    const dice = seedFor(seed, 'climate')
    const [dx, dz] = DIRECTIONS[hash(dice, 1, 0, 0) % DIRECTIONS.length]
    this.dx = dx
    this.dz = dz
    this.warmPhase = chance(dice, 2, 0, 0)
    this.wetPhase = chance(dice, 3, 0, 0)
    /** samples of one point's cell, for single look-ups */
    this.corner = new Float64Array(4 * CHANNELS)
    /** biomes of cells asked for one by one: neighbouring chunks ask for the same @type {Map<number, number>} */
    this.cells = new Map()
  }

  /** Writes the slow channels at one sample point.
   * @param {Float64Array} out @param {number} at @param {number} x @param {number} z block coordinates */
  sample(out, at, x, z) {
    out[at] = this.continents.sum2(x / 620, z / 620, 4) + 0.14
    out[at + 1] = this.mountains.sum2(x / 520, z / 520, 3)
    out[at + 2] = this.rivers.sum2(x / 440, z / 440, 3)
    const along = x * this.dx + z * this.dz
    const across = z * this.dx - x * this.dz
    const swayT = this.warmth.at2(z / 700 + 40, x / 700)
    const swayW = this.wetness.at2(z / 640 + 40, x / 640)
    const bendT = this.warmth.sum2(x / 260, z / 260, 3)
    const bendW = this.wetness.sum2(x / 230, z / 230, 3)
    out[at + 3] = wave(along / WARM_WAVE + this.warmPhase + swayT * 0.16 + bendT * 0.1) + bendT * 0.1
    out[at + 4] = wave(across / WET_WAVE + this.wetPhase + swayW * 0.16 + bendW * 0.1) + bendW * 0.1
    out[at + 5] = this.oddness.sum2(x / 300, z / 300, 2)
    out[at + 6] = this.openings.at2(x / 110, z / 110)
  }

  /** Height of the top ground block from interpolated channels.
   * @param {number} x @param {number} z @param {number} c @param {number} m @param {number} r
   * @param {number} t @param {number} w @param {boolean} detail with the small bumps @returns {number} y, not rounded */
  shape(x, z, c, m, r, t, w, detail) {
    let y = baseHeight(c)
    const inland = smoothstep(-0.12, 0.12, c)
    const mountain = smoothstep(0.16, 0.5, m) * inland
    const hilly = smoothstep(-0.1, 0.3, m) * inland
    const bumps = detail ? this.hills.sum2(x / 72, z / 72, 3) : 0
    y += bumps * (2 + inland * 2 + hilly * 9)
    if (mountain > 0) {
      const fold = 1 - Math.abs(this.ridges.sum2(x / 150, z / 150, detail ? 4 : 2))
      y += mountain * (16 + 78 * fold * fold * fold)
    }
    const v = Math.abs(r)
    if (c > -0.2 && y > SEA) {
      const valley = smoothstep(RIVER * 0.7, 0.2, v)
      const keep = valley + (1 - valley) * mountain * 0.75
      y = SEA + 1.2 + (y - SEA - 1.2) * keep
    }
    const swampy = this.swampiness(c, m, t, w)
    if (swampy > 0) {
      const pools = detail ? this.hills.sum2(x / 19 + 31, z / 19, 2) * 2.4 : 0
      y += ((SEA + 0.6 + pools) - y) * swampy
    }
    const width = RIVER * (1 - smoothstep(0.15, 0.5, mountain))
    if (v < width && c > -0.22) {
      const bed = v / width
      y = Math.min(y, SEA + 0.5 - (1 - bed * bed) * 5.5)
    }
    return y
  }

  /** How much a place is swamp, 0 … 1: wet, warm enough, low and flat.
   * @param {number} c @param {number} m @param {number} t @param {number} w */
  swampiness(c, m, t, w) {
    return smoothstep(0.74, 0.8, w) * smoothstep(0.36, 0.42, t) * (1 - smoothstep(-0.04, 0.06, m)) * smoothstep(-0.16, -0.1, c)
  }

  /** @param {number} c @param {number} m @param {number} r @param {number} t @param {number} w @param {number} odd @param {number} y @returns {number} index into BIOMES */
  choose(c, m, r, t, w, odd, y) {
    return BIOME_INDEX[this.name(c, m, r, t, w, odd, y)]
  }

  /** @param {number} c @param {number} m @param {number} r @param {number} t @param {number} w @param {number} odd @param {number} y @returns {string} */
  name(c, m, r, t, w, odd, y) {
    const cold = t < 0.17
    if (c < COAST - 0.02 && y < SEA) {
      const deep = y < 46 ? 'deep_' : ''
      if (cold) return deep + 'frozen_ocean'
      if (t < 0.34) return deep + 'cold_ocean'
      if (t < 0.72) return deep + 'ocean'
      return t > 0.88 && !deep ? 'warm_ocean' : deep + 'lukewarm_ocean'
    }
    const swampy = this.swampiness(c, m, t, w)
    if (swampy > 0.5) return t > 0.66 ? 'mangrove_swamp' : 'swamp'
    if (Math.abs(r) < RIVER && y < SEA + 1) return cold ? 'frozen_river' : 'river'
    if (c < -0.085 && y < SEA + 4.5) {
      if (m > 0.2) return 'stony_shore'
      return cold ? 'snowy_beach' : 'beach'
    }
    if (y > 118) {
      if (t < 0.34) return odd > 0 ? 'jagged_peaks' : 'frozen_peaks'
      return 'stony_peaks'
    }
    if (y > 88) {
      if (t < 0.34) return w > 0.5 ? 'grove' : 'snowy_slopes'
      if (t < 0.74) return odd > 0.02 ? 'cherry_grove' : odd < -0.2 ? 'windswept_forest' : 'meadow'
      return w < 0.45 ? 'badlands' : 'windswept_hills'
    }
    if (y > 79 && odd < -0.05 && t < 0.8) return 'windswept_hills'
    const row = t < 0.17 ? 0 : t < 0.36 ? 1 : t < 0.6 ? 2 : t < 0.78 ? 3 : 4
    const column = w < 0.2 ? 0 : w < 0.4 ? 1 : w < 0.6 ? 2 : w < 0.78 ? 3 : 4
    const usual = LOWLAND[row][column]
    return odd > 0.22 ? VARIANT[usual] ?? usual : usual
  }

  /** One column by itself; the same figures that `Columns` gives.
   * @param {number} x @param {number} z @returns {Column} */
  column(x, z) {
    const gx = Math.floor(x / STEP) * STEP
    const gz = Math.floor(z / STEP) * STEP
    const g = this.corner
    this.sampleCell(gx, gz)
    /** @type {Column} */
    const column = { height: 0, biome: 0, mountain: 0, temperature: 0, opening: 0 }
    this.mix(column, g, 0, CHANNELS, 2 * CHANNELS, x, z, (x - gx) / STEP, (z - gz) / STEP)
    column.biome = this.cell(g, 0, CHANNELS, 2 * CHANNELS, gx, gz)
    return column
  }

  /** Interpolates within one cell of the sample grid and fills everything but the biome.
   * @param {Column} column @param {Float64Array} g @param {number} at @param {number} right offset to the next sample in x
   * @param {number} down offset to the next in z @param {number} x @param {number} z @param {number} fx @param {number} fz */
  mix(column, g, at, right, down, x, z, fx, fz) {
    const a = (1 - fx) * (1 - fz)
    const b = fx * (1 - fz)
    const c = (1 - fx) * fz
    const d = fx * fz
    const q = at + right
    const s = at + down
    const u = s + right
    const m = g[at + 1] * a + g[q + 1] * b + g[s + 1] * c + g[u + 1] * d
    const t = g[at + 3] * a + g[q + 3] * b + g[s + 3] * c + g[u + 3] * d
    const y = this.shape(x, z, g[at] * a + g[q] * b + g[s] * c + g[u] * d, m,
      g[at + 2] * a + g[q + 2] * b + g[s + 2] * c + g[u + 2] * d, t,
      g[at + 4] * a + g[q + 4] * b + g[s + 4] * c + g[u + 4] * d, true)
    column.height = Math.floor(y)
    column.mountain = m
    column.temperature = t
    column.opening = g[at + 6] * a + g[q + 6] * b + g[s + 6] * c + g[u + 6] * d
  }

  /** Biome of the 4 × 4 cell whose corner sample is at `at`.
   * @param {Float64Array} g @param {number} at @param {number} right @param {number} down @param {number} x @param {number} z corner, blocks */
  cell(g, at, right, down, x, z) {
    const q = at + right
    const s = at + down
    const u = s + right
    /** @param {number} k */
    const mean = (k) => (g[at + k] + g[q + k] + g[s + k] + g[u + k]) / 4
    const c = mean(0)
    const m = mean(1)
    const r = mean(2)
    const t = mean(3)
    const w = mean(4)
    return this.choose(c, m, r, t, w, mean(5), this.shape(x + 2, z + 2, c, m, r, t, w, false))
  }

  /** Index into BIOMES of the cell that holds a column. @param {number} x @param {number} z */
  biomeAt(x, z) {
    const gx = Math.floor(x / STEP)
    const gz = Math.floor(z / STEP)
    const key = gx * 0x1000000 + gz
    let biome = this.cells.get(key)
    if (biome !== undefined) return biome
    const g = this.corner
    this.sampleCell(gx * STEP, gz * STEP)
    biome = this.cell(g, 0, CHANNELS, 2 * CHANNELS, gx * STEP, gz * STEP)
    if (this.cells.size >= MOST_CELLS) this.cells.clear()
    this.cells.set(key, biome)
    return biome
  }

  /** Samples the four corners of a cell into `corner`. @param {number} x @param {number} z corner, blocks */
  sampleCell(x, z) {
    const g = this.corner
    this.sample(g, 0, x, z)
    this.sample(g, CHANNELS, x + STEP, z)
    this.sample(g, 2 * CHANNELS, x, z + STEP)
    this.sample(g, 3 * CHANNELS, x + STEP, z + STEP)
  }
}
