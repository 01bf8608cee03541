/**
 * The loaded part of the land: generated chunks with the world's edits laid over them.
 *
 * Knows where chunks come from (a deterministic generator), which blocks differ from it (the edit log, which is all
 * that has to be kept) and how a chunk looks on the wire. Does not know what blocks do.
 */
import { chunkPacket } from './chunk_packet.js'

const MIN_Y = -64 // lowest block of the overworld since 1.18
const HEIGHT = 384

/**
 * @typedef {object} LoadedChunk
 * @property {number} x
 * @property {number} z
 * @property {number} key
 * @property {any} column                 prismarine-chunk
 * @property {any} packet                 map_chunk as last sent, null once edited
 * @property {Int16Array | null} heights  highest light-stopping block + 1 of each column, null once edited
 * @property {Uint8Array | null} emitters  1 for each section that holds a light source
 * @property {Uint8Array | null} ticking   1 for each section that holds a block with random ticks
 */

/** One number per chunk: both coordinates are within ±2^21. @param {number} cx @param {number} cz */
export const chunkKey = (cx, cz) => (cx + 0x200000) * 0x400000 + (cz + 0x200000)

/** @param {number} key @returns {[number, number]} */
export const chunkAt = key => [Math.floor(key / 0x400000) - 0x200000, key % 0x400000 - 0x200000]

export class Chunks {
  /**
   * @param {any} generator
   * @param {import('./states.js').StateTables} states
   */
  constructor (generator, states) {
    this.generator = generator
    this.states = states
    this.minY = MIN_Y
    this.height = HEIGHT
    /** @type {Map<number, LoadedChunk>} */
    this.loaded = new Map()
    /** Edits: chunk key → (index in chunk → state). @type {Map<number, Map<number, number>>} */
    this.edits = new Map()
    /** @type {((chunk: LoadedChunk) => void)[]} */
    this.loadListeners = []
    /** @type {LoadedChunk | null} */
    this.last = null
  }

  /** @param {number} cx @param {number} cz @returns {LoadedChunk | null} */
  get (cx, cz) {
    const last = this.last
    if (last !== null && last.x === cx && last.z === cz) return last
    const chunk = this.loaded.get(chunkKey(cx, cz))
    if (chunk === undefined) return null
    this.last = chunk
    return chunk
  }

  /** The chunk, generated now if need be. @param {number} cx @param {number} cz @returns {LoadedChunk} */
  load (cx, cz) {
    const known = this.get(cx, cz)
    if (known) return known
    const key = chunkKey(cx, cz)
    const column = this.generator.chunk(cx, cz)
    const edits = this.edits.get(key)
    if (edits) for (const [index, state] of edits) setState(column, index, state)
    const chunk = { x: cx, z: cz, key, column, packet: null, heights: null, emitters: null, ticking: null }
    this.loaded.set(key, chunk)
    for (const listener of this.loadListeners) listener(chunk)
    return chunk
  }

  /** @param {LoadedChunk} chunk */
  unload (chunk) {
    this.loaded.delete(chunk.key)
    if (this.last === chunk) this.last = null
  }

  /** State id, 0 above and below the world, null where nothing is loaded. @param {number} x @param {number} y @param {number} z integers */
  state (x, y, z) {
    const chunk = this.get(x >> 4, z >> 4)
    if (chunk === null) return null
    const section = chunk.column.sections[(y - MIN_Y) >> 4]
    if (section === undefined) return 0
    return /** @type {number} */ (section.data.get(((y & 15) << 8) | ((z & 15) << 4) | (x & 15)))
  }

  /**
   * Change a block and remember it.
   * @param {number} x @param {number} y @param {number} z integers within the world
   * @param {number} state
   * @returns {boolean} false where nothing is loaded
   */
  setState (x, y, z, state) {
    const chunk = this.get(x >> 4, z >> 4)
    if (chunk === null) return false
    const index = ((y - MIN_Y) << 8) | ((z & 15) << 4) | (x & 15)
    setState(chunk.column, index, state)
    let edits = this.edits.get(chunk.key)
    if (!edits) {
      edits = new Map()
      this.edits.set(chunk.key, edits)
    }
    edits.set(index, state)
    chunk.packet = null
    chunk.heights = null
    const section = index >> 12
    if (chunk.emitters && this.states.emits[state]) chunk.emitters[section] = 1
    if (chunk.ticking) chunk.ticking = null
    return true
  }

  /** @param {LoadedChunk} chunk @returns {any} the map_chunk packet */
  packet (chunk) {
    chunk.packet ??= chunkPacket(chunk, this)
    return chunk.packet
  }

  /** Heights by (z & 15) << 4 | (x & 15): the lowest y from which up no block stops light. @param {LoadedChunk} chunk */
  heights (chunk) {
    chunk.heights ??= columnHeights(chunk.column, this.states.opacity)
    return chunk.heights
  }

  /** Which sections hold a light source. @param {LoadedChunk} chunk */
  emitters (chunk) {
    chunk.emitters ??= sectionsWith(chunk.column, this.states.emits)
    return chunk.emitters
  }
}

/** @param {any} column @param {number} index @param {number} state */
function setState (column, index, state) {
  const section = column.sections[index >> 12]
  section.set({ x: index & 15, y: (index >> 8) & 15, z: (index >> 4) & 15 }, state)
}

/** Which sections' palettes hold a state marked in `marked`. @param {any} column @param {Uint8Array} marked */
export function sectionsWith (column, marked) {
  const found = new Uint8Array(column.sections.length)
  for (let i = 0; i < found.length; i++) {
    const data = column.sections[i].data
    if (data.palette) found[i] = data.palette.some((/** @type {number} */ s) => marked[s]) ? 1 : 0
    else if (data.value !== undefined) found[i] = marked[data.value] ? 1 : 0
    else found[i] = 1
  }
  return found
}

/** @param {any} column @param {Uint8Array} opacity @returns {Int16Array} */
function columnHeights (column, opacity) {
  const heights = new Int16Array(256).fill(MIN_Y)
  let open = 256
  for (let s = column.sections.length - 1; s >= 0 && open > 0; s--) {
    const section = column.sections[s]
    if (section.solidBlockCount === 0) continue
    const base = MIN_Y + s * 16
    for (let i = 0; i < 256; i++) {
      if (heights[i] !== MIN_Y) continue
      for (let y = 15; y >= 0; y--) {
        if (opacity[section.data.get((y << 8) | i)] > 0) {
          heights[i] = base + y + 1
          open--
          break
        }
      }
    }
  }
  return heights
}
