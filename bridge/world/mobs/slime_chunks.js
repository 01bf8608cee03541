/**
 * Where slimes may appear: vanilla's own choice of slime chunks, and the moon over swamps.
 *
 * Source: Slime.checkSlimeSpawnRules and WorldgenRandom.seedSlimeChunk of Java 1.20.4, https://minecraft.wiki/w/Slime#Spawning.
 * Pure; does not know of light, weather or places.
 */

const SALT = 987234911n
const MULTIPLIER = 0x5DEECE66Dn // of java.util.Random
const MASK = (1n << 48n) - 1n
const SHARE = 10 // one chunk in so many
const MOON = [1, 0.75, 0.5, 0.25, 0, 0.25, 0.5, 0.75] // brightness by phase

/** How bright the moon is. @param {number} dayTicks of the world's clock, all days counted @returns {number} 0–1 */
export const moonBrightness = dayTicks => MOON[Math.floor(dayTicks / 24000) % 8]

/** The first nextInt of java.util.Random. @param {bigint} seed @param {number} sides no power of two @returns {number} */
export function firstJavaInt (seed, sides) {
  let state = (seed ^ MULTIPLIER) & MASK
  for (;;) {
    state = (state * MULTIPLIER + 11n) & MASK
    const bits = Number(state >> 17n)
    if (bits - bits % sides + sides - 1 < 2 ** 31) return bits % sides // else drawn again, as Java does for evenness
  }
}

/** Whether slimes come below y 40 in a chunk. @param {number} seed of the world @param {number} cx @param {number} cz chunk */
export function slimeChunk (seed, cx, cz) {
  const own = BigInt(Math.trunc(seed)) + BigInt(Math.imul(Math.imul(cx, cx), 4987142)) + BigInt(Math.imul(cx, 5947611)) +
    BigInt(Math.imul(cz, cz)) * 4392871n + BigInt(Math.imul(cz, 389711))
  return firstJavaInt(BigInt.asIntN(64, own) ^ SALT, SHARE) === 0
}
