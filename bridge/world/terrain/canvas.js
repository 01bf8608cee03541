/**
 * The blocks of one chunk while it is being made, and their packing into a prismarine-chunk.
 *
 * Knows: the paletted section format as prismarine-chunk keeps it (bits per value, palette, no value
 *   across two longs). Packing goes straight into its arrays: setting blocks one by one is 30 times slower.
 * Does not know: what the blocks mean.
 */
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)
const { IndirectPaletteContainer, SingleValueContainer, DirectPaletteContainer } = load('prismarine-chunk/src/pc/common/PaletteContainer.js')
const BitArray = load('prismarine-chunk/src/pc/common/BitArrayNoSpan.js')
const BiomeSection = load('prismarine-chunk/src/pc/common/PaletteBiome.js')

export const MIN_Y = -64
export const HEIGHT = 384
const SECTIONS = HEIGHT / 16
const VOLUME = 4096
const BIOME_VOLUME = 64
const MIN_BITS = 4 // bits a block in the smallest section palette, protocol 1.20
const MAX_BITS = 8 // above it the section holds global ids
const MAX_BIOME_BITS = 3

export class Canvas {
  /** @param {import('./states.js').Registry} registry */
  constructor(registry) {
    this.Chunk = load('prismarine-chunk')(registry)
    const sample = new this.Chunk({ minY: MIN_Y, worldHeight: HEIGHT })
    this.Section = sample.sections[0].constructor
    this.bitsPerBlock = sample.maxBitsPerBlock
    this.bitsPerBiome = sample.maxBitsPerBiome
    /** state ids, x fastest, then z, then y from the bottom */
    this.blocks = new Uint16Array(256 * HEIGHT)
    /** y of the highest block that may be set; above it all is air */
    this.top = MIN_Y
    this.x0 = 0
    this.z0 = 0
    this.slots = new Int16Array(1 << this.bitsPerBlock).fill(-1)
    this.indices = new Uint16Array(VOLUME)
  }

  /** Empties the canvas for another chunk. @param {number} cx @param {number} cz */
  open(cx, cz) {
    this.blocks.fill(0)
    this.top = MIN_Y
    this.x0 = cx * 16
    this.z0 = cz * 16
  }

  /** Index of a block by its place in the world; the caller keeps it inside the chunk.
   * @param {number} x @param {number} y @param {number} z */
  index(x, y, z) {
    return ((y - MIN_Y) << 8) | ((z - this.z0) << 4) | (x - this.x0)
  }

  /** @param {number} x @param {number} z world coordinates */
  holds(x, z) {
    return x >= this.x0 && x < this.x0 + 16 && z >= this.z0 && z < this.z0 + 16
  }

  /** @param {number} x @param {number} y @param {number} z @returns {number} state id */
  get(x, y, z) {
    return this.blocks[this.index(x, y, z)]
  }

  /** @param {number} x @param {number} y @param {number} z @param {number} state */
  set(x, y, z, state) {
    this.blocks[this.index(x, y, z)] = state
    if (y > this.top) this.top = y
  }

  /** @param {number} at first block of the section @returns {any} prismarine-chunk section */
  section(at) {
    const { blocks, slots, indices } = this
    /** @type {number[]} */
    const palette = []
    let solid = VOLUME
    for (let i = 0; i < VOLUME; i++) {
      const state = blocks[at + i]
      let slot = slots[state]
      if (slot < 0) {
        slot = slots[state] = palette.length
        palette.push(state)
      }
      indices[i] = slot
      if (state === 0) solid--
    }
    for (const state of palette) slots[state] = -1
    if (palette.length === 1) return new this.Section({ singleValue: palette[0], maxBitsPerBlock: this.bitsPerBlock })
    const bits = Math.max(MIN_BITS, 32 - Math.clz32(palette.length - 1))
    if (bits > MAX_BITS) {
      const container = new DirectPaletteContainer({ bitsPerValue: this.bitsPerBlock, capacity: VOLUME })
      for (let i = 0; i < VOLUME; i++) container.data.set(i, palette[indices[i]])
      return new this.Section({ data: container, solidBlockCount: solid })
    }
    const container = new IndirectPaletteContainer({
      data: packed(indices, bits, VOLUME), palette, maxBits: MAX_BITS, maxBitsPerBlock: this.bitsPerBlock,
    })
    return new this.Section({ data: container, solidBlockCount: solid })
  }

  /** The finished chunk. @param {(qx: number, qz: number) => number} biomeId of each 4 × 4 column, global id
   * @returns {any} prismarine-chunk column */
  chunk(biomeId) {
    const sections = []
    const biomes = []
    /** @type {number[]} */
    const palette = []
    const indices = new Uint16Array(BIOME_VOLUME)
    for (let i = 0; i < 16; i++) {
      const id = biomeId(i & 3, i >> 2)
      let slot = palette.indexOf(id)
      if (slot < 0) slot = palette.push(id) - 1
      for (let y = 0; y < 4; y++) indices[(y << 4) | i] = slot
    }
    for (let s = 0; s < SECTIONS; s++) {
      sections.push(MIN_Y + s * 16 > this.top
        ? new this.Section({ singleValue: 0, maxBitsPerBlock: this.bitsPerBlock })
        : this.section(s * VOLUME))
      biomes.push(new BiomeSection({ data: this.biomeContainer(palette, indices) }))
    }
    return new this.Chunk({ minY: MIN_Y, worldHeight: HEIGHT, sections, biomes })
  }

  /** @param {number[]} palette @param {Uint16Array} indices */
  biomeContainer(palette, indices) {
    const shape = { capacity: BIOME_VOLUME, maxBits: MAX_BIOME_BITS, maxBitsPerBlock: this.bitsPerBiome }
    if (palette.length === 1) return new SingleValueContainer({ ...shape, value: palette[0], bitsPerValue: 1 })
    const bits = 32 - Math.clz32(palette.length - 1)
    if (bits > MAX_BIOME_BITS) {
      const container = new DirectPaletteContainer({ bitsPerValue: this.bitsPerBiome, capacity: BIOME_VOLUME })
      for (let i = 0; i < BIOME_VOLUME; i++) container.data.set(i, palette[indices[i]])
      return container
    }
    return new IndirectPaletteContainer({ ...shape, data: packed(indices, bits, BIOME_VOLUME), palette: palette.slice() })
  }
}

/** Packs values as the protocol does: whole values only in each 64-bit long, low bits first.
 * @param {Uint16Array} values @param {number} bits @param {number} count */
function packed(values, bits, count) {
  const array = new BitArray({ bitsPerValue: bits, capacity: count })
  const words = array.data
  const perLong = array.valuesPerLong
  let i = 0
  for (let word = 0; i < count; word += 2) {
    let low = 0
    let high = 0
    const end = Math.min(count, i + perLong)
    for (let shift = 0; i < end; i++, shift += bits) {
      const value = values[i]
      if (shift < 32) {
        low |= value << shift
        if (shift + bits > 32) high |= value >>> (32 - shift)
      } else {
        high |= value << (shift - 32)
      }
    }
    words[word] = low
    words[word + 1] = high
  }
  return array
}
