/**
 * The whole world as one value, and back.
 *
 * Knows the parts that were announced by `ctx.persist` and the edit log; what is in a part is its owner's business. The
 * land itself is never kept: it comes from the seed again.
 */
import zlib from 'node:zlib'
import { pack, unpack } from './plain.js'
import { TERRAIN_FORMAT } from './terrain/generator.js'

const FORMAT = 1
const ZLIB = 0x78 // first byte of a zlib stream; raw deflate of JSON never begins so
const LARGEST = 1 << 29 // bytes of JSON

/**
 * @typedef {object} Snapshot
 * @property {number} format
 * @property {string} version   of the game
 * @property {number} seed
 * @property {number} [terrain]  which land the seed gives (terrain/generator.js); 1 where it is missing
 * @property {any} options
 * @property {number} tick
 * @property {number[]} random
 * @property {string} edits     base64 of packed block edits
 * @property {any} tiles
 * @property {Record<string, any>} parts
 */

/** @param {import('./types.d.ts').Ctx} ctx @param {Map<string, {save: () => any, load: (saved: any) => void}>} parts @returns {Snapshot} */
export function takeSnapshot (ctx, parts) {
  return {
    format: FORMAT,
    version: ctx.version,
    seed: ctx.seed,
    terrain: ctx.generator.format,
    options: { ...ctx.options },
    tick: ctx.tick(),
    random: ctx.randomState(),
    edits: packEdits(ctx.chunks.edits),
    tiles: [...ctx.tiles].sort((a, b) => a[0] < b[0] ? -1 : 1).map(([key, tile]) => [key, pack(ctx, tile)]),
    parts: Object.fromEntries([...parts].map(([name, part]) => [name, part.save()]))
  }
}

/** @param {import('./types.d.ts').Ctx} ctx @param {Map<string, {save: () => any, load: (saved: any) => void}>} parts @param {Snapshot} snapshot */
export function loadSnapshot (ctx, parts, snapshot) {
  ctx.setTick(snapshot.tick)
  ctx.setRandomState(snapshot.random)
  ctx.tiles.clear()
  for (const [key, tile] of snapshot.tiles) ctx.tiles.set(key, unpack(ctx, tile))
  for (const [name, part] of parts) {
    const saved = snapshot.parts[name]
    if (saved !== undefined && saved !== null) part.load(saved)
  }
}

/** @param {Snapshot} snapshot @returns {string} text for a file: base64 of deflated JSON */
export function encodeSnapshot (snapshot) {
  return zlib.deflateRawSync(JSON.stringify(snapshot), { level: 6 }).toString('base64')
}

/**
 * A saved world, as a server keeps it or as a player's process does (with what the player knows of chests).
 * @param {string} text
 * @returns {{world: Snapshot, chests: any[], motion: any}}
 * @throws {Error} when it is no snapshot, or one of a format or of land that this program does not know
 */
export function decodeState (text) {
  let state
  try {
    const bytes = Buffer.from(text, 'base64')
    const limit = { maxOutputLength: LARGEST }
    state = JSON.parse((bytes[0] === ZLIB ? zlib.inflateSync(bytes, limit) : zlib.inflateRawSync(bytes, limit)).toString())
  } catch (cause) {
    throw new Error(`The saved world cannot be read (${/** @type {Error} */ (cause).message}): it is damaged or no saved world at all.`, { cause })
  }
  if (state?.format !== FORMAT) throw new Error(`The saved world has format ${state?.format}; this version reads ${FORMAT}.`)
  const world = state.world ?? state
  if (world.format !== FORMAT || !world.parts) throw new Error('The saved world cannot be read: it is damaged or no saved world at all.')
  const land = world.terrain ?? 1
  if (!(Number.isInteger(land) && land >= 1 && land <= TERRAIN_FORMAT)) {
    throw new Error(`The saved world lies on land of format ${land}, and this version makes formats up to ${TERRAIN_FORMAT}: what was built there would hang in the air. Open it with the version that saved it, or begin a new world.`)
  }
  return { world, chests: state.world ? state.chests ?? [] : [], motion: state.world ? state.motion ?? null : null }
}

/** @param {string} text @returns {Snapshot} @throws {Error} as decodeState */
export const decodeSnapshot = text => decodeState(text).world

/** Edits as varints: per chunk its coordinates, count, then index steps and states. @param {Map<number, Map<number, number>>} edits */
export function packEdits (edits) {
  /** @type {number[]} */
  const bytes = []
  /** @param {number} value */
  const put = value => {
    while (value > 127) {
      bytes.push((value % 128) | 128)
      value = Math.floor(value / 128)
    }
    bytes.push(value)
  }
  const keys = [...edits.keys()].sort((a, b) => a - b)
  put(keys.length)
  for (const key of keys) {
    const chunk = /** @type {Map<number, number>} */ (edits.get(key))
    put(key)
    put(chunk.size)
    let last = 0
    for (const index of [...chunk.keys()].sort((a, b) => a - b)) {
      put(index - last)
      put(/** @type {number} */ (chunk.get(index)))
      last = index
    }
  }
  return Buffer.from(bytes).toString('base64')
}

/** @param {string} text @returns {Map<number, Map<number, number>>} */
export function unpackEdits (text) {
  const bytes = Buffer.from(text, 'base64')
  let at = 0
  const take = () => {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('The saved world is cut short.')
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }
  /** @type {Map<number, Map<number, number>>} */
  const edits = new Map()
  for (let chunks = take(); chunks > 0; chunks--) {
    const key = take()
    const chunk = new Map()
    let index = 0
    for (let count = take(); count > 0; count--) {
      index += take()
      chunk.set(index, take())
    }
    edits.set(key, chunk)
  }
  return edits
}
