/**
 * Seeded random numbers whose whole state can be saved.
 *
 * Knows only the generator (sfc32 by Chris Doty-Humphrey, seeded through splitmix32); not for secrets.
 */

/**
 * @typedef {object} Random
 * @property {() => number} next          float in [0, 1)
 * @property {() => number[]} state       four 32-bit words
 * @property {(words: number[]) => void} restore
 */

/**
 * @param {number | string} seed any number or text
 * @returns {Random}
 */
export function createRandom (seed) {
  let mixed = typeof seed === 'number' && Number.isSafeInteger(seed)
    ? (seed | 0) ^ Math.imul(Math.floor(seed / 4294967296) | 0, 0x9e3779b1)
    : hashText(String(seed))
  const word = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let t = mixed ^ (mixed >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t ^= t >>> 15
    t = Math.imul(t, 0x735a2d97)
    return (t ^ (t >>> 15)) | 0
  }
  let a = word()
  let b = word()
  let c = word()
  let d = 1
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return {
    next,
    state: () => [a, b, c, d],
    restore: words => { [a, b, c, d] = words }
  }
}

/** FNV-1a of a text. @param {string} text */
export function hashText (text) {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
