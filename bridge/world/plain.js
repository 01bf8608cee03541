/**
 * The world's values as plain JSON and back: items, vectors, maps and sets keep what they are.
 *
 * Knows no module's data; whoever has something to keep packs it. Keys that begin with `_`, functions and live objects
 * (anything with a class of its own) are left out: they are rebuilt, not kept.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {Pick<import('./types.d.ts').Ctx, 'Item' | 'registry'>} Kit */

/** @param {Kit} kit @param {any} value @returns {any} */
export function pack (kit, value) {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return { $: 'n', v: String(value) }
  if (typeof value !== 'object') return typeof value === 'function' ? null : value
  if (value instanceof kit.Item) return packItem(value)
  if (value instanceof Vec3) return { $: 'v', v: [value.x, value.y, value.z] }
  if (Array.isArray(value)) return value.map(v => pack(kit, v))
  if (value instanceof Map) return { $: 'm', v: [...value].map(([k, v]) => [pack(kit, k), pack(kit, v)]) }
  if (value instanceof Set) return { $: 's', v: [...value].map(v => pack(kit, v)) }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return null
  /** @type {{[key: string]: any}} */
  const packed = {}
  for (const [key, entry] of Object.entries(value)) {
    if (key.startsWith('_') || typeof entry === 'function' || entry === undefined) continue
    packed[key] = pack(kit, entry)
  }
  return packed
}

/** @param {Kit} kit @param {any} value @returns {any} */
export function unpack (kit, value) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(v => unpack(kit, v))
  switch (value.$) {
    case 'i': return unpackItem(kit, value)
    case 'v': return new Vec3(value.v[0], value.v[1], value.v[2])
    case 'm': return new Map(value.v.map((/** @type {any[]} */ e) => [unpack(kit, e[0]), unpack(kit, e[1])]))
    case 's': return new Set(value.v.map((/** @type {any} */ e) => unpack(kit, e)))
    case 'n': return BigInt(value.v)
  }
  /** @type {{[key: string]: any}} */
  const unpacked = {}
  for (const [key, entry] of Object.entries(value)) unpacked[key] = unpack(kit, entry)
  return unpacked
}

/** @param {any} item */
function packItem (item) {
  /** @type {{[key: string]: any}} */
  const packed = { $: 'i', i: item.name, c: item.count }
  if (item.metadata) packed.m = item.metadata
  if (item.nbt) packed.n = item.nbt
  return packed
}

/** @param {Kit} kit @param {any} packed */
function unpackItem (kit, packed) {
  const data = kit.registry.itemsByName[packed.i]
  return data ? new kit.Item(data.id, packed.c, packed.m ?? 0, packed.n ? structuredClone(packed.n) : null) : null
}
