/**
 * The loaded part of the land: generated chunks with the world's edits laid over them.
 *
 * Knows where chunks come from (a deterministic generator), which blocks differ from it (the edit log, which is all
 * that has to be kept) and how a chunk looks on the wire. Does not know what blocks do.
 */
import { chunkPacket } from './chunk_packet.js'
import { createLight } from './light.js'

const MIN_Y = -64 // lowest block of the overworld since 1.18
const HEIGHT = 384

/**
 * @typedef {object} LoadedChunk
 * @property {number} x
 * @property {number} z
 * @property {number} key
 * @property {any} column                 prismarine-chunk
 * @property {any} packet                 map_chunk as last sent, null once its blocks or light changed
 * @property {import('./light_spread.js').ChunkLight | null} light  null until it is asked for
 * @property {Tops | null} tops  null until they are asked for
 * @property {Int32Array | null} emitters  light sources: x, y, z, light of each; null once one came or went
 * @property {(Uint16Array | null | undefined)[] | null} ticking  per section the places with random ticks (undefined: not looked yet)
 */

/**
 * The lowest y of each column, by (z & 15) << 4 | (x & 15), from which up there is none of some kind of block.
 * @typedef {object} Tops
 * @property {Int16Array} surface  no block but air
 * @property {Int16Array} cover  nothing that keeps rain off: what bodies stop at, and fluids
 * @property {Int16Array} light  nothing that takes light away
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
    /** How many chunks were loaded until now. */
    this.loads = 0
    this.light = createLight(this, states)
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
    const chunk = { x: cx, z: cz, key, column, packet: null, light: null, tops: null, emitters: null, ticking: null }
    this.loaded.set(key, chunk)
    this.loads++
    for (const listener of this.loadListeners) listener(chunk)
    return chunk
  }

  /** @param {LoadedChunk} chunk */
  unload (chunk) {
    this.loaded.delete(chunk.key)
    if (this.last === chunk) this.last = null
    for (const near of this.light.around(chunk)) if (near?.light) near.light.outlived = true
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
    const before = chunk.column.sections[index >> 12].data.get(index & 4095)
    setState(chunk.column, index, state)
    let edits = this.edits.get(chunk.key)
    if (!edits) {
      edits = new Map()
      this.edits.set(chunk.key, edits)
    }
    edits.set(index, state)
    chunk.packet = null
    if (chunk.tops) this.updateTops(chunk.tops, chunk, index & 255, y, state)
    if (this.states.emits[state] !== this.states.emits[before]) chunk.emitters = null
    if (chunk.ticking) chunk.ticking[index >> 12] = undefined
    this.light.edit(chunk, index, before, state)
    return true
  }

  /** @param {Tops} tops @param {LoadedChunk} chunk @param {number} i column @param {number} y @param {number} state that is there now */
  updateTops (tops, chunk, i, y, state) {
    const { surface, covers, opacity } = this.states
    raise(tops.surface, surface, chunk, i, y, state)
    raise(tops.cover, covers, chunk, i, y, state)
    raise(tops.light, opacity, chunk, i, y, state)
  }

  /** @param {LoadedChunk} chunk @returns {any} the map_chunk packet */
  packet (chunk) {
    if (chunk.packet) return chunk.packet
    const packet = chunkPacket(chunk, this)
    if (!this.light.behind(chunk)) chunk.packet = packet
    return packet
  }

  /** @param {LoadedChunk} chunk @returns {Tops} */
  tops (chunk) {
    if (chunk.tops) return chunk.tops
    const { surface, covers, opacity } = this.states
    const air = columnTops(chunk.column, surface)
    chunk.tops = { surface: air, cover: columnTops(chunk.column, covers, air), light: columnTops(chunk.column, opacity, air) }
    return chunk.tops
  }

  /** Heights by (z & 15) << 4 | (x & 15): the lowest y from which up no block stops light. @param {LoadedChunk} chunk */
  heights (chunk) {
    return this.tops(chunk).light
  }

  /** y from which up nothing keeps rain off; null where nothing is loaded. @param {number} x @param {number} z integers */
  cover (x, z) {
    const chunk = this.get(x >> 4, z >> 4)
    return chunk === null ? null : this.tops(chunk).cover[(z & 15) << 4 | (x & 15)]
  }

  /** The light sources in a chunk: x, y, z and light of each. @param {LoadedChunk} chunk */
  emitters (chunk) {
    if (chunk.emitters) return chunk.emitters
    /** @type {number[]} */
    const found = []
    const { emits } = this.states
    for (let s = 0; s < chunk.column.sections.length; s++) {
      for (const index of placesOf(chunk.column.sections[s], emits)) {
        const state = chunk.column.sections[s].data.get(index)
        found.push(chunk.x * 16 + (index & 15), MIN_Y + s * 16 + (index >> 8), chunk.z * 16 + ((index >> 4) & 15), emits[state])
      }
    }
    chunk.emitters = Int32Array.from(found)
    return chunk.emitters
  }
}

/** @param {any} column @param {number} index @param {number} state */
function setState (column, index, state) {
  const section = column.sections[index >> 12]
  section.set({ x: index & 15, y: (index >> 8) & 15, z: (index >> 4) & 15 }, state)
}

const NOWHERE = new Uint16Array(0)

/** Where in a section the states marked in `marked` are. @param {any} section @param {Uint8Array} marked @returns {Uint16Array} */
export function placesOf (section, marked) {
  const { data } = section
  if (data.palette ? !data.palette.some((/** @type {number} */ s) => marked[s]) : data.value !== undefined && !marked[data.value]) return NOWHERE
  const found = []
  for (let i = 0; i < 4096; i++) if (marked[data.get(i)]) found.push(i)
  return Uint16Array.from(found)
}

/** One block of a column changed: its top with it. @param {Int16Array} tops @param {Uint8Array} counts @param {LoadedChunk} chunk @param {number} i column @param {number} y @param {number} state */
function raise (tops, counts, chunk, i, y, state) {
  if (counts[state] > 0) {
    if (y >= tops[i]) tops[i] = y + 1
  } else if (y === tops[i] - 1) tops[i] = topBelow(chunk.column, counts, i, y)
}

/** @param {any} column @param {Uint8Array} counts by state @param {number} i column @param {number} y from which up none counts @returns {number} */
function topBelow ({ sections }, counts, i, y) {
  while (y > MIN_Y && counts[sections[(y - 1 - MIN_Y) >> 4].data.get((((y - 1) & 15) << 8) | i)] === 0) y--
  return y
}

/** @param {any} column @param {Uint8Array} counts by state @param {Int16Array} [from] where to look from, down; else from the highest section that is not empty */
function columnTops (column, counts, from) {
  let highest = column.sections.length - 1
  while (!from && highest >= 0 && column.sections[highest].solidBlockCount === 0) highest--
  return Int16Array.from({ length: 256 }, (_, i) => topBelow(column, counts, i, from ? from[i] : MIN_Y + (highest + 1) * 16))
}
