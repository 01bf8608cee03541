/**
 * The kinds of creatures as data/mobs.json has them, with the box each has at its size and age.
 */
import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Traits
 * @property {'animal'|'wolf'|'water'|'monster'|'villager'} family
 * @property {number} health points
 * @property {number} speed attribute movement_speed
 * @property {number} half_width blocks
 * @property {number} height blocks
 * @property {number} [armour] points
 * @property {number} [attack] points on normal difficulty
 * @property {number} [follow] blocks within which prey is noticed
 * @property {boolean} [undead]
 * @property {boolean} [arthropod]
 * @property {boolean} [burns] in daylight
 * @property {boolean} [climbs] walls
 * @property {boolean} [fireproof]
 * @property {string[]} [food] items it is bred with
 * @property {[number, number]} xp
 * @property {import('./loot.js').Drop[]} drops
 * @property {any} [drop_pool]
 */

/** @type {Record<string, Traits>} */
export const KINDS = JSON.parse(readFileSync(new URL('../data/mobs.json', import.meta.url), 'utf8')).mobs

const BABY = 0.5 // of a grown animal's measures

/**
 * @param {string} name @param {{size?: number, growing?: number}} body size: of a slime; growing: ticks a baby still needs
 * @returns {{halfWidth: number, height: number}} blocks
 */
export function boxOf (name, { size = 1, growing = 0 }) {
  const { half_width: halfWidth, height } = KINDS[name]
  const scale = name === 'slime' ? size : growing > 0 ? BABY : 1
  return { halfWidth: halfWidth * scale, height: height * scale }
}
