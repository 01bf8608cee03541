/**
 * Rock, soil, sea floor and water of a chunk, before anything is dug into it or grows on it.
 *
 * Knows: which material lies how deep under each kind of ground. Sand always rests on sandstone or rock.
 * Does not know: caves, plants.
 */
import { Noise, smoothstep } from './noise.js'
import { hash, seedFor } from './random.js'
import { BIOMES } from './biomes.js'
import { SEA } from './climate.js'
import { SPAN, MARGIN } from './columns.js'
import { MIN_Y } from './canvas.js'

const SLATE_TOP = 8 // below y 0 all deepslate, above 8 none, mixed between: https://minecraft.wiki/w/Deepslate
const BEDROCK_LAYERS = 5
const STEEP = 4 // blocks between neighbours' heights on which no soil holds, in mountains
const BANDS = ['terracotta', 'orange_terracotta', 'terracotta', 'yellow_terracotta', 'brown_terracotta', 'terracotta', 'red_terracotta', 'white_terracotta', 'light_gray_terracotta', 'orange_terracotta']

export class Ground {
  /** @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state */
  constructor(seed, state) {
    this.patches = new Noise(seedFor(seed, 'patches'))
    this.seed = seedFor(seed, 'ground')
    this.s = Object.fromEntries(['stone', 'deepslate', 'bedrock', 'dirt', 'grass_block', 'sand', 'sandstone', 'red_sand', 'red_sandstone', 'gravel', 'clay',
      'water', 'ice', 'podzol', 'coarse_dirt', 'mud', 'snow_block', 'packed_ice', 'calcite'].map((name) => [name, state(name)]))
    const bandSeed = seedFor(seed, 'bands')
    this.bands = Array.from({ length: 64 }, (_, i) => state(BANDS[hash(bandSeed, i >> 1, 0, 0) % BANDS.length]))
  }

  /** Fills every column of a chunk. @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns */
  fill(canvas, columns) {
    const { blocks, x0, z0 } = canvas
    const { s } = this
    for (let column = 0; column < 256; column++) {
      const x = x0 + (column & 15)
      const z = z0 + (column >> 4)
      const at = ((column >> 4) + MARGIN) * SPAN + (column & 15) + MARGIN
      const height = columns.height[at]
      blocks[column] = s.bedrock
      for (let i = 1; i < BEDROCK_LAYERS; i++) blocks[(i << 8) | column] = hash(this.seed, x, i, z) % BEDROCK_LAYERS >= i ? s.bedrock : s.deepslate
      for (let y = MIN_Y + BEDROCK_LAYERS; y < 0; y++) blocks[((y - MIN_Y) << 8) | column] = s.deepslate
      for (let y = 0; y < SLATE_TOP; y++) {
        blocks[((y - MIN_Y) << 8) | column] = (hash(this.seed, x, y, z) & 7) >= y ? s.deepslate : s.stone
      }
      for (let y = SLATE_TOP; y <= height; y++) blocks[((y - MIN_Y) << 8) | column] = s.stone
      this.cover(blocks, columns, at, column, x, z, height)
      if (height < SEA) {
        for (let y = height + 1; y <= SEA; y++) blocks[((y - MIN_Y) << 8) | column] = s.water
        if (BIOMES[columns.biome[at]].frozen) blocks[((SEA - MIN_Y) << 8) | column] = s.ice
      }
      canvas.top = Math.max(canvas.top, height, SEA)
    }
  }

  /** Lays the soil of one column. @param {Uint16Array} blocks @param {import('./columns.js').Columns} columns @param {number} at
   * @param {number} column @param {number} x @param {number} z @param {number} height */
  cover(blocks, columns, at, column, x, z, height) {
    const { s } = this
    const { ground, name } = BIOMES[columns.biome[at]]
    /** @param {number} depth @param {number} state */
    const lay = (depth, state) => { blocks[((height - depth - MIN_Y) << 8) | column] = state }
    /** @param {number} from @param {number} to @param {number} state */
    const layAll = (from, to, state) => { for (let d = from; d <= to; d++) lay(d, state) }
    const soil = 3 + (hash(this.seed, x, 99, z) & 1)
    if (height < SEA) return this.coverFloor(name, ground, x, z, height, layAll)
    if (height > 84 && ground !== 'sand' && ground !== 'red_sand' && steepness(columns, at) >= STEEP) {
      if (name === 'stony_peaks' && this.patches.at2(x / 40, height / 9) > 0.3) layAll(0, 2, s.calcite)
      return
    }
    switch (ground) {
      case 'sand':
        layAll(0, 3, s.sand)
        layAll(4, 7 + soil, s.sandstone)
        return
      case 'red_sand':
        for (let d = 0; d < 22; d++) lay(d, this.bands[(height - d) & 63])
        if (height < 78) layAll(0, 1, s.red_sand)
        return
      case 'stone':
        if (name === 'stony_shore' && this.patches.at2(x / 9, z / 9) > 0.35) layAll(0, 1, s.gravel)
        else if (name === 'stony_peaks' && this.patches.at2(x / 40, height / 9) > 0.45) layAll(0, 2, s.calcite)
        return
      case 'gravel':
        layAll(0, 2, s.gravel)
        return
      case 'snow': {
        const high = smoothstep(100, 130, height)
        if (name === 'frozen_peaks' && this.patches.at2(x / 14, z / 14) > 0.35) layAll(0, 2, s.packed_ice)
        else layAll(0, 1 + (hash(this.seed, x, 98, z) & 1), s.snow_block)
        if (high < 0.5) layAll(2, soil, s.dirt)
        return
      }
      case 'mud':
        layAll(0, 2, s.mud)
        layAll(3, 4, s.dirt)
        return
      case 'patchy': {
        const patch = this.patches.at2(x / 21, z / 21)
        if (patch > 0.28) return
        if (patch < -0.42) return layAll(0, 2, s.gravel)
        break
      }
      case 'podzol': {
        const patch = this.patches.at2(x / 13, z / 13)
        layAll(1, soil, s.dirt)
        lay(0, patch > 0.1 ? s.podzol : patch < -0.45 ? s.coarse_dirt : s.grass_block)
        return
      }
      default:
    }
    lay(0, name === 'savanna' && this.patches.at2(x / 13, z / 13) > 0.5 ? s.coarse_dirt : s.grass_block)
    layAll(1, soil, s.dirt)
  }

  /** The floor of a river, lake or sea. @param {string} biome @param {string} ground @param {number} x @param {number} z @param {number} height
   * @param {(from: number, to: number, state: number) => void} layAll */
  coverFloor(biome, ground, x, z, height, layAll) {
    const { s } = this
    const patch = this.patches.at2(x / 11, z / 11)
    if (biome === 'mangrove_swamp') return layAll(0, 2, s.mud)
    if (height > SEA - 8 && patch > 0.42) return layAll(0, 2, s.clay)
    if (biome.endsWith('ocean') || ground === 'sand') {
      const sandy = ground === 'sand' ? patch > -0.6 : patch > 0.5
      if (!sandy) return layAll(0, 2, s.gravel)
      layAll(0, 2, s.sand)
      return layAll(3, 4, s.sandstone)
    }
    if (biome === 'swamp' || patch < -0.1) return layAll(0, 3, s.dirt)
    if (patch < 0.05) return layAll(0, 2, s.gravel)
    layAll(0, 2, s.sand)
    layAll(3, 4, s.sandstone)
  }
}

/** Greatest difference in height to the four neighbours. @param {import('./columns.js').Columns} columns @param {number} at */
export function steepness(columns, at) {
  const h = columns.height
  return Math.max(Math.abs(h[at] - h[at - 1]), Math.abs(h[at] - h[at + 1]), Math.abs(h[at] - h[at - SPAN]), Math.abs(h[at] - h[at + SPAN]))
}

