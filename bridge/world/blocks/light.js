/**
 * Light as it is everywhere in the loaded land: what the rules ask for and what clients are told is the same.
 *
 * A chunk is lit when it is first sent or asked about, together with the loaded chunks around it, out of which light comes in; a changed block is reckoned with
 * when light is next asked for, at the latest at the end of the tick. light_spread.js knows how light goes. Light from chunks that are not
 * loaded is missing until they are: clients are told then. Nothing is kept in snapshots, since it follows from the blocks.
 */
import { inNether } from '../land/dimensions.js'
import { byteOf, createSpread, GLOW, LIGHT_MIN_Y, LIGHT_SECTIONS, openSky, SKY } from './light_spread.js'
import { WAYS } from './light_tables.js'

/** @typedef {import('./chunks.js').LoadedChunk} LoadedChunk */
/** @typedef {import('./light_spread.js').ChunkLight} ChunkLight */

const BLOCKED = 1 // what an edit changed: how light passes
const SHAPE = 2 // the same, by shape
const SOURCE = 4 // light given off
const LEVELS = LIGHT_SECTIONS * 16
const BESIDE = [[-1, 0], [1, 0], [0, -1], [0, 1]]

/**
 * @param {import('./chunks.js').Chunks} chunks
 * @param {import('./states.js').StateTables} states
 */
export function createLight (chunks, states) {
  const { opacity, emits, faces } = states
  /** Chunks whose light is not what their clients hold. @type {Set<LoadedChunk>} */
  const dirty = new Set()
  /** Chunks with edits that are not reckoned with. @type {Set<LoadedChunk>} */
  const edited = new Set()
  let news = false // something in `dirty` may be told
  let loads = -1 // how many there had been when `dirty` was last looked through
  const spread = createSpread(states, chunk => {
    dirty.add(chunk)
    chunk.packet = null
    news = true
  })
  const { place, level, setLevel, stateAt, gains, losses } = spread

  /** @param {LoadedChunk} chunk @returns {(LoadedChunk | null)[]} the nine, by z then x */
  function around (chunk) {
    const found = []
    for (let dz = -1; dz <= 1; dz++) for (let dx = -1; dx <= 1; dx++) found.push(chunks.get(chunk.x + dx, chunk.z + dz))
    return found
  }

  /** Lowest y of a column open to the sky, looked for from `from` (above which it is open) down. @param {LoadedChunk} chunk @param {number} i column @param {number} from */
  function topBelow (chunk, i, from) {
    const { sections } = chunk.column
    let above = 0
    for (let y = Math.min(from, chunks.minY + chunks.height - 1); y >= chunks.minY; y--) {
      const state = sections[(y - chunks.minY) >> 4].data.get((y & 15) << 8 | i)
      if (opacity[state] > 0) return y + 1
      if ((above | faces[state]) !== 0 && ((above >> 4 | faces[state]) & 15) === 15) return y + 1
      above = faces[state]
    }
    return LIGHT_MIN_Y
  }

  /** @param {LoadedChunk} chunk @returns {Int16Array} */
  function topsOf (chunk) {
    const heights = chunks.heights(chunk)
    const tops = Int16Array.from(heights, height => height === chunks.minY ? LIGHT_MIN_Y : height)
    const { sections } = chunk.column
    let highest = -1 // section with shapes that may stop light above what is opaque
    for (let s = 0; s < sections.length; s++) {
      const { palette, value } = sections[s].data
      if (palette ? palette.some((/** @type {number} */ state) => faces[state]) : value === undefined || faces[value]) highest = s
    }
    if (highest < 0) return tops
    for (let i = 0; i < 256; i++) {
      const from = chunks.minY + highest * 16 + 15
      if (from >= tops[i]) tops[i] = topBelow(chunk, i, from + 1)
    }
    return tops
  }

  /** @param {LoadedChunk} chunk */
  function lightChunk (chunk) {
    const tops = topsOf(chunk)
    const dark = inNether(chunk.x * 16)
    const sky = dark ? new Array(LIGHT_SECTIONS).fill(null) : openSky(tops)
    chunk.light = { layers: [sky, new Array(LIGHT_SECTIONS).fill(null)], tops, changed: [0, 0], shown: [0, 0], edited: new Map(), urgent: false, told: false, outlived: false, settled: -1 }
    const square = around(chunk)
    spread.centre(square)
    if (!dark) {
      spread.choose(SKY)
      seedSky(chunk, square)
      comeIn(chunk, square, SKY)
      spread.gain()
    }
    spread.choose(GLOW)
    const sources = chunks.emitters(chunk)
    for (let i = 0; i < sources.length; i += 4) {
      const at = place(sources[i] & 15, sources[i + 1], sources[i + 2] & 15)
      if (level(at) < sources[i + 3]) setLevel(at, sources[i + 3])
      gains.put(at)
    }
    comeIn(chunk, square, GLOW)
    spread.gain()
  }

  /** The open columns' light goes sideways and down into what is not opaque. @param {LoadedChunk} chunk @param {(LoadedChunk | null)[]} square */
  function seedSky (chunk, square) {
    const { tops } = /** @type {ChunkLight} */ (chunk.light)
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        const top = tops[z << 4 | x]
        let beside = top + 1
        for (const [dx, dz] of BESIDE) {
          const other = square[((z + dz + 16) >> 4) * 3 + ((x + dx + 16) >> 4)]
          if (other?.light) beside = Math.max(beside, other.light.tops[(z + dz & 15) << 4 | (x + dx & 15)])
        }
        for (let y = top; y < beside; y++) gains.put(place(x, y, z))
      }
    }
  }

  /** What is beside the chunk gives its light to it. @param {LoadedChunk} chunk @param {(LoadedChunk | null)[]} square @param {number} kind */
  function comeIn (chunk, square, kind) {
    const { tops } = /** @type {ChunkLight} */ (chunk.light)
    for (const [dx, dz] of BESIDE) {
      const layer = square[(dz + 1) * 3 + dx + 1]?.light?.layers[kind]
      if (!layer) continue
      for (let s = 0; s < LIGHT_SECTIONS; s++) {
        const values = layer[s]
        if (values === null) continue
        for (let along = 0; along < 16; along++) {
          const x = dx === 0 ? along : dx < 0 ? 0 : 15 // of ours
          const z = dz === 0 ? along : dz < 0 ? 0 : 15
          const base = LIGHT_MIN_Y + s * 16
          const rows = kind === GLOW ? 16 : Math.min(16, tops[z << 4 | x] - base)
          const i = ((z + dz & 15) << 4 | (x + dx & 15))
          for (let y = 0; y < rows; y++) {
            if ((values[byteOf(y << 8 | i)] >> ((i & 1) << 2) & 15) > 1) gains.put(place(x + dx, base + y, z + dz))
          }
        }
      }
    }
  }

  /** Light a chunk and what is loaded around it. @param {LoadedChunk} chunk @returns {ChunkLight} */
  function settle (chunk) {
    if (chunk.light?.settled !== chunks.loads) {
      for (const one of around(chunk)) if (one && !one.light) lightChunk(one)
      const light = /** @type {ChunkLight} */ (chunk.light)
      light.settled = chunks.loads
    }
    return /** @type {ChunkLight} */ (chunk.light)
  }

  /** Reckon with all edits. */
  function reckon () {
    for (const chunk of edited) {
      const light = /** @type {ChunkLight} */ (chunk.light)
      spread.centre(around(chunk))
      if (!inNether(chunk.x * 16)) reckonSky(chunk, light)
      reckonGlow(light)
      light.edited.clear()
      light.urgent = true
    }
    edited.clear()
  }

  /** @param {LoadedChunk} chunk @param {ChunkLight} light */
  function reckonSky (chunk, light) {
    spread.choose(SKY)
    const { tops } = light
    for (const [index, what] of light.edited) {
      if ((what & (BLOCKED | SHAPE)) === 0) continue
      const i = index & 255
      const y = (index >> 8) + chunks.minY
      const at = place(i & 15, y, i >> 4)
      const before = tops[i]
      if (y >= before - 1) {
        const top = tops[i] = topBelow(chunk, i, Math.max(before, y + 1))
        for (let open = top; open < before; open++) {
          setLevel(place(i & 15, open, i >> 4), 15)
          gains.put(place(i & 15, open, i >> 4))
        }
        for (let shut = before; shut < top; shut++) fade(place(i & 15, shut, i >> 4), 0)
      }
      if (y < tops[i]) fade(at, 0)
      else if (what & SHAPE) fade(at, 15)
    }
    spread.lose()
    regain(light)
  }

  /** @param {ChunkLight} light */
  function reckonGlow (light) {
    spread.choose(GLOW)
    for (const index of light.edited.keys()) {
      const at = place(index & 15, (index >> 8) + chunks.minY, index >> 4 & 15)
      fade(at, emits[stateAt(at)])
    }
    spread.lose()
    regain(light)
  }

  /** Take away what a place gave to others; it has `now` itself. @param {number} at @param {number} now */
  function fade (at, now) {
    const had = level(at)
    if (had !== now) setLevel(at, now)
    if (had > 0) {
      losses.put(at)
      losses.put(had)
    }
  }

  /** @param {ChunkLight} light */
  function regain (light) {
    for (const index of light.edited.keys()) {
      const x = index & 15
      const y = (index >> 8) + chunks.minY
      const z = index >> 4 & 15
      gains.put(place(x, y, z))
      for (const [dx, dy, dz] of WAYS) if (level(place(x + dx, y + dy, z + dz)) < 16) gains.put(place(x + dx, y + dy, z + dz))
    }
    spread.gain()
  }

  /** Clients hold it as it is. @param {LoadedChunk} chunk @param {ChunkLight} light */
  function forget (chunk, light) {
    dirty.delete(chunk)
    light.changed.fill(0)
    light.urgent = false
  }

  return {
    /** @param {{x: number, y: number, z: number}} pos @returns {{sky: number, block: number}} where nothing is loaded, open sky */
    at: pos => {
      const x = Math.floor(pos.x)
      const y = Math.floor(pos.y) - LIGHT_MIN_Y
      const z = Math.floor(pos.z)
      const chunk = chunks.get(x >> 4, z >> 4)
      if (!chunk) return { sky: 15, block: 0 }
      if (edited.size > 0) reckon()
      const { layers } = settle(chunk)
      if (y < 0) return { sky: 0, block: 0 }
      if (y >= LEVELS) return { sky: inNether(x) ? 0 : 15, block: 0 }
      const i = (y & 15) << 8 | (z & 15) << 4 | (x & 15)
      const [sky, block] = layers.map(layer => {
        const values = layer[y >> 4]
        return values === null ? 0 : values[byteOf(i)] >> ((i & 1) << 2) & 15
      })
      return { sky, block }
    },
    /** A block has changed. @param {LoadedChunk} chunk @param {number} index in chunk @param {number} before @param {number} after states */
    edit: (chunk, index, before, after) => {
      if (chunk.light === null) return
      const what = (opacity[before] === opacity[after] ? 0 : BLOCKED) | (faces[before] === faces[after] ? 0 : SHAPE) | (emits[before] === emits[after] ? 0 : SOURCE)
      if (what === 0) return
      chunk.light.edited.set(index, (chunk.light.edited.get(index) ?? 0) | what)
      edited.add(chunk)
    },
    /** The light of a chunk, to be told with it. @param {LoadedChunk} chunk @returns {ChunkLight} */
    of: chunk => {
      if (edited.size > 0) reckon()
      const light = settle(chunk)
      if (!light.told) forget(chunk, light)
      light.told = true
      return light
    },
    /**
     * Chunks whose light is to be told anew: those where a block made the difference at once, those where a neighbour came once all are there.
     * @param {(chunk: LoadedChunk, light: ChunkLight) => void} tell
     */
    flush: tell => {
      if (edited.size > 0) reckon()
      if (dirty.size === 0 || (!news && loads === chunks.loads)) return
      news = false
      loads = chunks.loads
      for (const chunk of dirty) {
        const light = /** @type {ChunkLight} */ (chunk.light)
        const wanted = light.told && chunks.loaded.get(chunk.key) === chunk
        if (wanted && !light.urgent && around(chunk).includes(null)) continue
        if (wanted) tell(chunk, light)
        forget(chunk, light)
      }
    },
    /** Light that came out of land which is not loaded any more goes; clients are told when there is land again. */
    relight: () => {
      if (edited.size > 0) reckon()
      const stale = [...chunks.loaded.values()].filter(chunk => chunk.light?.outlived && around(chunk).includes(null))
      const told = new Set(stale.filter(chunk => chunk.light?.told))
      for (const chunk of stale) chunk.light = null
      for (const chunk of stale) {
        const light = settle(chunk)
        if (!told.has(chunk)) continue
        light.told = true
        dirty.add(chunk)
      }
      for (const { light } of chunks.loaded.values()) if (light) light.outlived = false // those that are left have all around them
    },
    /** Whether clients are still to be told of changes. @param {LoadedChunk} chunk */
    behind: chunk => dirty.has(chunk),
    around,
    /** Lowest y from which up nothing stops light. @param {number} x @param {number} z @returns {number | null} null: not loaded */
    height: (x, z) => {
      const chunk = chunks.get(x >> 4, z >> 4)
      return chunk ? chunks.heights(chunk)[((z & 15) << 4) | (x & 15)] : null
    }
  }
}
