/**
 * The arithmetic of food: exhaustion, saturation, regeneration and starvation, as pure functions over a
 * player's vitals record. Knows nothing of packets, players or the world.
 *
 * Source of all figures: https://minecraft.wiki/w/Hunger (Java Edition 1.20) unless said otherwise.
 * Not covered: the Peaceful refill is by the whole point, as in vanilla, but without its sound and particles.
 */

export const MAX_FOOD = 20 // points
export const MAX_EXHAUSTION = 40 // exhaustion stops accumulating here
export const EXHAUSTION_STEP = 4 // exhaustion that costs one point of saturation, or else of food

/** Exhaustion per action: per block of way, per jump, per hit, per block dug. */
export const COST = Object.freeze({
  sprint: 0.1, // a block sprinted
  swim: 0.01, // a block swum
  walk: 0, // walking and sneaking cost nothing since 1.11
  jump: 0.05,
  sprint_jump: 0.2,
  attack: 0.1, // a hit that lands
  dig: 0.005, // a block broken
  regenerate: 6 // a health point regenerated
})

const FAST_REGENERATION = 10 // ticks, with full food and saturation left
const SLOW_INTERVAL = 80 // ticks, regeneration at 18 food or more, starvation at 0
const REGENERATION_FOOD = 18 // points of food that slow regeneration needs

/**
 * @typedef {{food: number, saturation: number, exhaustion: number, food_timer: number}} Hunger
 * food and saturation 0–20, exhaustion 0–40, food_timer in ticks.
 */

/** @returns {Hunger} what a new or respawned player has */
export function freshHunger () {
  return { food: MAX_FOOD, saturation: 5, exhaustion: 0, food_timer: 0 }
}

/**
 * Add exhaustion; never beyond the cap.
 * @param {Hunger} vitals
 * @param {number} amount
 */
export function addExhaustion (vitals, amount) {
  vitals.exhaustion = Math.min(MAX_EXHAUSTION, vitals.exhaustion + amount)
}

/**
 * Feed: food first, then saturation, which never exceeds food.
 * @param {Hunger} vitals
 * @param {number} food points
 * @param {number} saturation points
 */
export function feed (vitals, food, saturation) {
  vitals.food = Math.min(MAX_FOOD, vitals.food + food)
  vitals.saturation = Math.min(vitals.food, vitals.saturation + saturation)
}

/**
 * One tick of hunger.
 * @param {Hunger} vitals changed in place
 * @param {{health: number, max_health: number, difficulty: number, natural_regeneration?: boolean}} body
 * @returns {{heal: number, starve: number}} health points to add, and damage to deal
 */
export function hungerTick (vitals, { health, max_health: maxHealth, difficulty, natural_regeneration: natural = true }) {
  if (vitals.exhaustion > EXHAUSTION_STEP) {
    vitals.exhaustion -= EXHAUSTION_STEP
    if (vitals.saturation > 0) vitals.saturation = Math.max(0, vitals.saturation - 1)
    else if (difficulty > 0) vitals.food = Math.max(0, vitals.food - 1)
  }
  const hurt = health > 0 && health < maxHealth
  const result = { heal: 0, starve: 0 }
  if (natural && hurt && vitals.saturation > 0 && vitals.food >= MAX_FOOD) {
    if (++vitals.food_timer >= FAST_REGENERATION) {
      const spent = Math.min(vitals.saturation, COST.regenerate)
      result.heal = spent / COST.regenerate
      addExhaustion(vitals, spent)
      vitals.food_timer = 0
    }
  } else if (natural && hurt && vitals.food >= REGENERATION_FOOD) {
    if (++vitals.food_timer >= SLOW_INTERVAL) {
      result.heal = 1
      addExhaustion(vitals, COST.regenerate)
      vitals.food_timer = 0
    }
  } else if (vitals.food <= 0) {
    if (++vitals.food_timer >= SLOW_INTERVAL) {
      if (health > starvationFloor(difficulty)) result.starve = 1
      vitals.food_timer = 0
    }
  } else {
    vitals.food_timer = 0
  }
  return result
}

/**
 * Health at which starving stops: 10 on easy (and peaceful), 1 on normal, none on hard.
 * @param {number} difficulty 0 peaceful … 3 hard
 */
export function starvationFloor (difficulty) {
  return difficulty >= 3 ? 0 : difficulty === 2 ? 1 : 10
}
