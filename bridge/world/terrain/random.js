/**
 * Integer hashes and seeded streams for the terrain.
 *
 * Knows: 32-bit integer arithmetic only, so that every machine gives the same numbers.
 * Does not know: the world's own random stream, which moves with game time; land never does.
 */

/** Mixes four integers into one of 32 bits; every bit of each matters.
 * @param {number} seed @param {number} x @param {number} y @param {number} z @returns {number} 0 … 2^32 − 1 */
export function hash(seed, x, y, z) {
  let h = Math.imul(seed ^ x, 0x9e3779b1)
  h ^= h >>> 15
  h = Math.imul(h ^ y, 0x85ebca77)
  h ^= h >>> 13
  h = Math.imul(h ^ z, 0xc2b2ae3d)
  h ^= h >>> 16
  h = Math.imul(h, 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/** The same as `hash`, as a number in [0, 1).
 * @param {number} seed @param {number} x @param {number} y @param {number} z */
export function chance(seed, x, y, z) {
  return hash(seed, x, y, z) / 4294967296
}

/** A seed of its own for each use, so that no two features share their dice.
 * @param {number} seed @param {string} label @returns {number} 32 bits, signed */
export function seedFor(seed, label) {
  let h = hash(seed | 0, Math.floor(seed / 4294967296) | 0, 0x5eed, 1)
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193)
  return hash(h, label.length, 7, 13) | 0
}

/** A small stream of numbers in [0, 1) (mulberry32).
 * @param {number} seed 32 bits @returns {() => number} */
export function stream(seed) {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
