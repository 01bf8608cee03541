/**
 * How light spreads and fades, block by block, over a square of three by three chunks.
 *
 * Knows sky and block light as vanilla reckons them (https://minecraft.wiki/w/Light): entering a block costs its opacity and 1 at least, faces that shapes
 * shut let nothing through, columns open to the sky have 15. Light goes 14 blocks at most, so what begins in the middle chunk ends within the square.
 * Does not know when anything changed, nor who is told.
 */
import { WAYS } from './light_tables.js'

/** Sections of light: those of the land, one below them and one above. */
export const LIGHT_SECTIONS = 26
export const LIGHT_MIN_Y = -80 // lowest y of them
const HALF = 2048 // bytes of a section's light, four bits a block

/**
 * Which byte of a section's light a block's four bits are in. The eight bytes of each row are kept last first, as prismarine-chunk (Mineflayer's) reads them;
 * chunk_packet.js turns them about for other clients. @param {number} i index in the section
 */
export const byteOf = i => (i >> 1) ^ 7

/** A section of nothing but 15. Never written to. */
export const BRIGHT = new Uint8Array(HALF).fill(255)

/** @typedef {(Uint8Array | null)[]} Layer light by section; null: dark */
/**
 * The light of a chunk.
 * @typedef {object} ChunkLight
 * @property {Layer[]} layers       sky (SKY) and block light (GLOW)
 * @property {Int16Array} tops      of each column the lowest y open to the sky
 * @property {number[]} changed     bits of the sections that changed since they were last taken, by layer
 * @property {number[]} shown       bits of the sections that were ever told of, by layer
 * @property {Map<number, number>} edited  index in chunk → what changed there and is not reckoned with yet
 * @property {boolean} urgent       a block's change changed it, not only a neighbour that came
 * @property {boolean} outlived  a chunk beside it was unloaded that may have lit it
 * @property {boolean} told         clients were told of it
 * @property {number} settled       the count of loads at which all around was lit
 */
export const SKY = 0
export const GLOW = 1

const ROW = 48 // blocks in a row of the square
const LAYER = ROW * ROW
const NOWHERE = 16
const STEP = WAYS.map(([dx, dy, dz]) => dy * LAYER + dz * ROW + dx)

/**
 * @param {import('./states.js').StateTables} states
 * @param {(chunk: import('./chunks.js').LoadedChunk) => void} onDirty a chunk's light changed
 */
export function createSpread (states, onDirty) {
  const { opacity, emits, faces } = states
  /** @type {(import('./chunks.js').LoadedChunk | null)[]} */
  const square = new Array(12).fill(null)
  const gains = createQueue()
  const losses = createQueue()
  let kind = SKY

  /** @param {number} place @returns {import('./chunks.js').LoadedChunk | null} the chunk of the square that a place is in */
  const chunkOf = place => square[(place / ROW | 0) % ROW >> 4 << 2 | place % ROW >> 4]

  /** Index of a place within its section. @param {number} place */
  const within = place => ((place / LAYER | 0) & 15) << 8 | ((place / ROW | 0) % ROW & 15) << 4 | (place % ROW & 15)

  /** @param {number} place @returns {number} light there; NOWHERE outside of what is lit, so that nothing goes there */
  function level (place) {
    if (place < 0) return NOWHERE
    const chunk = chunkOf(place)
    const section = (place / LAYER | 0) >> 4
    if (chunk === null || chunk.light === null || section >= LIGHT_SECTIONS) return NOWHERE
    const values = chunk.light.layers[kind][section]
    if (values === null) return 0
    const i = within(place)
    return values[byteOf(i)] >> ((i & 1) << 2) & 15
  }

  /** @param {number} place @param {number} value */
  function setLevel (place, value) {
    const chunk = /** @type {import('./chunks.js').LoadedChunk} */ (chunkOf(place))
    const light = /** @type {ChunkLight} */ (chunk.light)
    const section = (place / LAYER | 0) >> 4
    const layer = light.layers[kind]
    let values = layer[section]
    if (values === null) values = layer[section] = new Uint8Array(HALF)
    else if (values === BRIGHT) values = layer[section] = BRIGHT.slice()
    const i = within(place)
    const shift = (i & 1) << 2
    const byte = byteOf(i)
    values[byte] = (values[byte] & (240 >> shift)) | value << shift
    const bit = 1 << section
    if ((light.changed[kind] & bit) === 0) {
      if ((light.changed[SKY] | light.changed[GLOW]) === 0) onDirty(chunk)
      light.changed[kind] |= bit
    }
  }

  /** State at a place of the square, 0 above and below the land. @param {number} place */
  function stateAt (place) {
    const chunk = /** @type {import('./chunks.js').LoadedChunk} */ (chunkOf(place))
    const section = chunk.column.sections[((place / LAYER | 0) >> 4) - 1]
    return section === undefined ? 0 : section.data.get(within(place))
  }

  /** Spread what is in `gains`. */
  function gain () {
    for (let next = gains.take(); next >= 0; next = gains.take()) {
      const here = level(next)
      if (here <= 1) continue
      const own = faces[stateAt(next)]
      for (let way = 0; way < 6; way++) {
        const there = next + STEP[way]
        const has = level(there)
        if (has >= here - 1) continue
        const state = stateAt(there)
        const given = here - (opacity[state] > 1 ? opacity[state] : 1)
        if (given <= has) continue
        if ((own | faces[state]) !== 0 && ((own >> way * 4 | faces[state] >> (way ^ 1) * 4) & 15) === 15) continue
        setLevel(there, given)
        if (given > 1) gains.put(there)
      }
    }
  }

  /** Take away what came from the places in `losses` (place and the level it had, in turn); what remains beside it is put into `gains`. */
  function lose () {
    for (let place = losses.take(); place >= 0; place = losses.take()) {
      const had = losses.take()
      for (let way = 0; way < 6; way++) {
        const there = place + STEP[way]
        const has = level(there)
        if (has === 0 || has === NOWHERE) continue
        if (has >= had) {
          gains.put(there)
          continue
        }
        const own = kind === GLOW ? emits[stateAt(there)] : 0
        setLevel(there, own)
        if (own > 1) gains.put(there)
        losses.put(there)
        losses.put(has)
      }
    }
  }

  return {
    /** Put chunks in the square: nine, by z then x, the middle one fifth; null or unlit: no light goes there. @param {(import('./chunks.js').LoadedChunk | null)[]} chunks */
    centre: chunks => { for (let i = 0; i < 9; i++) square[Math.floor(i / 3) << 2 | i % 3] = chunks[i] },
    /** A place of the square. @param {number} x within the middle chunk, from −16 to 31 @param {number} y @param {number} z as x */
    place: (x, y, z) => ((y - LIGHT_MIN_Y) * ROW + z + 16) * ROW + x + 16,
    /** Which light is meant from now on. @param {number} wanted SKY or GLOW */
    choose: wanted => { kind = wanted },
    level,
    setLevel,
    stateAt,
    gains,
    losses,
    lose,
    gain
  }
}

/** Numbers, first in first out. */
function createQueue () {
  let held = new Int32Array(1 << 12)
  let head = 0
  let tail = 0
  return {
    /** @param {number} value 0 or more */
    put: value => {
      if (tail === held.length) {
        if (head > tail >> 1) held.copyWithin(0, head, tail)
        else {
          const wider = new Int32Array(held.length * 2)
          wider.set(held.subarray(head, tail))
          held = wider
        }
        tail -= head
        head = 0
      }
      held[tail++] = value
    },
    /** The next one, −1: there is none. */
    take: () => {
      if (head < tail) return held[head++]
      head = tail = 0
      return -1
    }
  }
}

/** Sky light of a chunk's open columns. @param {Int16Array} tops @returns {(Uint8Array | null)[]} */
export function openSky (tops) {
  let lowest = Infinity
  let highest = -Infinity
  for (const top of tops) {
    if (top < lowest) lowest = top
    if (top > highest) highest = top
  }
  return Array.from({ length: LIGHT_SECTIONS }, (_, s) => {
    const base = LIGHT_MIN_Y + s * 16
    if (base >= highest) return BRIGHT
    if (base + 16 <= lowest) return null
    const values = new Uint8Array(HALF)
    for (let y = 0; y < 16; y++) {
      for (let i = 0; i < 256; i++) if (base + y >= tops[i]) values[byteOf(y << 8 | i)] |= i & 1 ? 0xf0 : 0x0f
    }
    return values
  })
}
