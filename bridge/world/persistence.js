/**
 * The whole world as one value, and back.
 *
 * Knows the parts that were announced by `ctx.persist` and the edit log; what is in a part is its owner's business. The
 * land itself is never kept: it comes from the seed again.
 */
import zlib from 'node:zlib'
import { pack, unpack } from './plain.js'

const FORMAT = 1

/**
 * @typedef {object} Snapshot
 * @property {number} format
 * @property {string} version   of the game
 * @property {number} seed
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
 * @param {string} text
 * @returns {Snapshot}
 * @throws {Error} when it is no snapshot, or one of a format that this program does not know
 */
export function decodeSnapshot (text) {
  let snapshot
  try {
    snapshot = JSON.parse(zlib.inflateRawSync(Buffer.from(text, 'base64')).toString())
  } catch (cause) {
    throw new Error('The saved world cannot be read: it is damaged or no saved world at all.', { cause })
  }
  if (snapshot?.format !== FORMAT) throw new Error(`The saved world has format ${snapshot?.format}, this program reads ${FORMAT}.`)
  return snapshot
}

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
