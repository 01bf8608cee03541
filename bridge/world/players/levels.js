/**
 * Experience: what a level costs and how points split into orbs. Pure.
 * Source: https://minecraft.wiki/w/Experience (Java 1.20).
 */

/** @param {number} level @returns {number} points from this level to the next */
export function pointsToNext (level) {
  return level >= 30 ? 112 + (level - 30) * 9 : level >= 15 ? 37 + (level - 15) * 5 : 7 + level * 2
}

/**
 * @typedef {{level: number, points: number, total: number}} Experience
 * points: within the level; total: shown on the death screen
 */

/** @returns {Experience} */
export function freshExperience () {
  return { level: 0, points: 0, total: 0 }
}

/**
 * Add points, climbing levels; or take them, falling.
 * @param {Experience} xp changed in place @param {number} amount whole points
 */
export function gain (xp, amount) {
  xp.points += amount
  xp.total = Math.max(0, xp.total + amount)
  while (xp.points < 0 && xp.level > 0) {
    xp.level -= 1
    xp.points += pointsToNext(xp.level)
  }
  xp.points = Math.max(0, xp.points)
  while (xp.points >= pointsToNext(xp.level)) {
    xp.points -= pointsToNext(xp.level)
    xp.level += 1
  }
}

/** @param {Experience} xp @returns {number} points that a dead player leaves behind */
export function lostAtDeath (xp) {
  return Math.min(100, xp.level * 7)
}

const ORBS = [2477, 1237, 617, 307, 149, 73, 37, 17, 7, 3, 1] // points of the orb sizes, largest first

/** @param {number} amount @returns {number[]} points of each orb */
export function splitOrbs (amount) {
  const orbs = []
  for (let left = Math.floor(amount); left > 0;) {
    const size = ORBS.find(points => points <= left) ?? 1
    orbs.push(size)
    left -= size
  }
  return orbs
}
