/**
 * The kinds of creatures as data/mobs.json has them, with the box each has at its size and age.
 */
import { readFileSync } from 'node:fs'

/** @typedef {[name: string, amplifier: number, ticks: number | number[]]} HitEffect ticks: of one point of difficulty, or a list by difficulty 0–3 */

/**
 * @typedef {object} Traits
 * @property {string} mind which behaviour moves it; mobs.js lists them
 * @property {'animal'|'water'|'water_ambient'|'underground_water'|'ambient'|'monster'|'villager'|'golem'} family
 * @property {number | [number, number]} health points, or the range they are drawn from
 * @property {number} speed attribute movement_speed
 * @property {[number, number]} [speeds] range the speed of one is drawn from
 * @property {number} half_width blocks
 * @property {number} height blocks
 * @property {number} [armour] points
 * @property {number} [attack] points on normal difficulty, without what it holds
 * @property {number} [follow] blocks within which prey is noticed
 * @property {number} [knockback_resistance] 0–1
 * @property {boolean} [undead]
 * @property {boolean} [arthropod]
 * @property {boolean} [burns] in daylight
 * @property {boolean} [climbs] walls
 * @property {boolean} [flies] no weight
 * @property {boolean} [fireproof]
 * @property {boolean} [aquatic] what Impaling counts against
 * @property {boolean} [breathless] does not drown
 * @property {boolean} [fall_proof]
 * @property {number} [fall_soft] blocks more that it falls unhurt
 * @property {number} [air] ticks a water creature lives on land
 * @property {string[]} [food] items it is bred with
 * @property {number} [panic] times its speed when hurt
 * @property {number} [shy] blocks at which it flees a player
 * @property {string[]} [hunts] kinds it attacks besides players
 * @property {number} [herd] blocks within which its kind takes a blow as its own
 * @property {[number, number]} [anger] ticks it stays angry
 * @property {number} [chase_pace] times its speed
 * @property {HitEffect} [hit_effect] what its blow leaves
 * @property {HitEffect} [shot_effect] what its arrows leave
 * @property {boolean} [tosses] throws who it hits into the air
 * @property {string[]} [immune] effects it does not feel
 * @property {{items: string[], chance: number, health: number, defends?: boolean}} [tame]
 * @property {{seat: number, temper: number}} [mount] seat: blocks above its feet
 * @property {number} [saddle] metadata key that shows it
 * @property {Record<string, string>} [gear] equipment slot → item it always has
 * @property {string} [arms] row of data/gear.json by which it may be armed
 * @property {number} [baby_share] of those that appear are young for ever
 * @property {number} [baby_key] metadata key, 16 where it is missing
 * @property {number} [baby_xp]
 * @property {number} [baby_scale]
 * @property {boolean} [calls] others to its help when hurt, on hard
 * @property {string} [sinks_into] what it becomes under water
 * @property {string} [freezes_into] what it becomes in powder snow
 * @property {{key: number, type: string, values: number[]}} [variant] metadata of its looks
 * @property {string} [milk] item it is milked into
 * @property {string} [bucket] item it becomes in a water bucket
 * @property {string} [repair] item that heals it
 * @property {boolean} [door] opens doors
 * @property {boolean} [barters]
 * @property {boolean} [stew] gives mushroom stew
 * @property {[number, number]} xp
 * @property {import('./loot.js').Drop[]} drops
 * @property {any} [drop_pool]
 */

/** @type {Record<string, Traits>} */
export const KINDS = JSON.parse(readFileSync(new URL('../data/mobs.json', import.meta.url), 'utf8')).mobs

const BABY = 0.5 // of a grown creature's measures
/** Kinds that come in sizes. */
export const SIZED = new Set(['slime', 'magma_cube'])

/** Whether it is young: growing up, or one of the young for ever. @param {any} mob */
export const young = mob => mob.growing > 0 || mob.baby === true

/**
 * @param {string} name @param {{size?: number, growing?: number, baby?: boolean}} body size: of a slime; growing: ticks a baby still needs
 * @returns {{halfWidth: number, height: number}} blocks
 */
export function boxOf (name, body) {
  const { half_width: halfWidth, height, baby_scale: small = BABY } = KINDS[name]
  const scale = SIZED.has(name) ? body.size ?? 1 : young(body) ? small : 1
  return { halfWidth: halfWidth * scale, height: height * scale }
}
