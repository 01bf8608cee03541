/**
 * What creatures wear and hold: how they come by it, what it is worth to them, what of it they leave.
 *
 * Knows data/gear.json. Gear is plain data, equipment slot → item name; slots are the protocol's: 0 main hand, 1 off hand,
 * 2 boots to 5 helmet. Not covered: enchanted gear, picking items up, wear of what creatures wear.
 */
import { readFileSync } from 'node:fs'
import { protectionOf } from '../players/armour.js'
import { weapon } from '../players/weapons.js'
import { KINDS } from './kinds.js'
import { moonBrightness } from './slime_chunks.js'

const TABLE = JSON.parse(readFileSync(new URL('../data/gear.json', import.meta.url), 'utf8'))
const PIECES = ['boots', 'leggings', 'chestplate', 'helmet'] // slots 2–5, the order in which they are rolled
const HELMET = 5
const ALWAYS = new Set(['nautilus_shell', 'trident']) // held: the shell is always left, the trident by the usual chance
const HOUR = 72000 // ticks
const FULL_AGE = 1440000 // ticks of day time beyond the first hour at which time counts fully

/**
 * How hard a place is by the world's age and moon. The time players spent in a chunk is not counted here (vanilla: up to 1 point more).
 * @param {number} difficulty 0–3 @param {number} dayTicks of the world's clock
 * @returns {number} regional difficulty, 0–6.75
 * @source https://minecraft.wiki/w/Difficulty#Regional_difficulty (DifficultyInstance.calculateDifficulty)
 */
export function regionalDifficulty (difficulty, dayTicks) {
  const age = Math.min(1, Math.max(0, (dayTicks - HOUR) / FULL_AGE)) * 0.25
  const moon = Math.min(moonBrightness(dayTicks) * 0.25, age) * (difficulty === 1 ? 0.5 : 1)
  return difficulty * (0.75 + age + moon)
}

/** The share of it by which creatures are better armed. @param {number} difficulty 0–3 @param {number} dayTicks @returns {number} clamped regional difficulty, 0–1 */
export function clampedDifficulty (difficulty, dayTicks) {
  const regional = regionalDifficulty(difficulty, dayTicks)
  return regional < 2 ? 0 : regional > 4 ? 1 : (regional - 2) / 2
}

/**
 * @param {string} name @param {() => number} random @param {number} difficulty 0–3 @param {number} clamped
 * @returns {Record<string, string> | undefined} slot → item; undefined when it has nothing
 */
export function rollGear (name, random, difficulty, clamped) {
  const { gear: own, arms } = KINDS[name]
  /** @type {Record<string, string>} */
  const gear = { ...own }
  const row = arms ? TABLE.kinds[arms] : {}
  if (row.armour && random() < row.armour * clamped) {
    let tier = random() < 0.5 ? 0 : 1
    for (let n = 0; n < 3; n++) if (random() < TABLE.better) tier++
    const stop = row.stop[difficulty === 3 ? 1 : 0]
    for (const [at, piece] of PIECES.entries()) {
      if (at > 0 && random() < stop) break
      gear[at + 2] ??= `${TABLE.tiers[tier]}_${piece}`
    }
  }
  if (row.each) PIECES.forEach((piece, at) => { if (random() < row.each) gear[at + 2] = `${row.material}_${piece}` })
  for (const [chances, ...items] of row.hands ?? []) {
    if (random() >= chances[difficulty]) continue
    let at = random() * items.reduce((/** @type {number} */ sum, /** @type {[string, number]} */ [, weight]) => sum + weight, 0)
    gear[0] = items.find((/** @type {[string, number]} */ [, weight]) => (at -= weight) < 0)?.[0] ?? items[0][0]
    break
  }
  if (row.off_hand && random() < row.off_hand[0]) gear[1] = row.off_hand[1]
  return Object.keys(gear).length > 0 ? gear : undefined
}

/** What its gear adds to its armour. @param {any} mob @param {string} cause */
export function armourOf (mob, cause) {
  const worn = mob.gear ? protectionOf(Object.values(mob.gear).map(name => ({ name })), cause) : { points: 0, toughness: 0, knockback_resistance: 0, protection: 0 }
  const own = mob.name === 'magma_cube' ? mob.size * 3 : mob.traits.armour ?? 0
  return { ...worn, points: Math.min(30, worn.points + own) }
}

/** Points of its blow on normal difficulty. @param {any} mob */
export function attackOf (mob) {
  const held = mob.gear?.[0]
  const effects = mob.effects
  return Math.max(0, mob.traits.attack + (held ? weapon(held).damage - 1 : 0) +
    (effects ? 3 * ((effects.strength?.[0] ?? -1) + 1) - 4 * ((effects.weakness?.[0] ?? -1) + 1) : 0))
}

/** The equipment packet's entries. @param {any} inventory @param {Record<string, string> | undefined} gear */
export const shownGear = (inventory, gear) => Object.entries(gear ?? {}).map(([slot, name]) => ({ slot: Number(slot), item: inventory.toPacket(inventory.make(name, 1)) }))

/**
 * What of its gear a creature leaves.
 * @param {any} mob @param {{random: () => number, looting: number, by_player: boolean}} death
 * @returns {{item: string, wear: number}[]} wear: share of its durability that is gone
 */
export function droppedGear (mob, { random, looting, by_player: byPlayer }) {
  const left = []
  for (const [slot, item] of Object.entries(mob.gear ?? {})) {
    const sure = slot === '1' && ALWAYS.has(item)
    if (!sure && (!byPlayer || random() >= TABLE.drop + looting * TABLE.drop_looting)) continue
    left.push({ item, wear: sure ? 0 : random() * 0.9 })
  }
  return left
}

/** Whether a helmet keeps the sun off. @param {any} mob */
export const shaded = mob => Boolean(mob.gear?.[HELMET])
