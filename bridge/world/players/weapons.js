/**
 * Weapons as numbers: damage, attack speed, cooldown, critical hits, wear. Pure.
 * Source: https://minecraft.wiki/w/Melee_attack and https://minecraft.wiki/w/Damage#Dealing_damage (Java 1.20).
 */

const TIERS = ['wooden', 'stone', 'iron', 'golden', 'diamond', 'netherite']
/** Damage in health points and speed in attacks a second, by tier in the order above. */
const MELEE = Object.freeze({
  sword: { damage: [4, 5, 6, 4, 7, 8], speed: [1.6, 1.6, 1.6, 1.6, 1.6, 1.6], wear: 1 },
  axe: { damage: [7, 9, 9, 7, 9, 10], speed: [0.8, 0.8, 0.9, 1, 1, 1], wear: 2 },
  pickaxe: { damage: [2, 3, 4, 2, 5, 6], speed: [1.2, 1.2, 1.2, 1.2, 1.2, 1.2], wear: 2 },
  shovel: { damage: [2.5, 3.5, 4.5, 2.5, 5.5, 6.5], speed: [1, 1, 1, 1, 1, 1], wear: 2 },
  hoe: { damage: [1, 1, 1, 1, 1, 1], speed: [1, 2, 3, 1, 4, 4], wear: 2 }
})
const FIST = Object.freeze({ damage: 1, speed: 4, wear: 0, kind: 'fist' })
const TICKS_A_SECOND = 20
const CRITICAL = 1.5 // times the weapon's damage
const FULL_SWING = 0.9 // charge above which critical hits and sweeps count

/**
 * @param {string | null | undefined} name an item's name
 * @returns {{damage: number, speed: number, wear: number, kind: string}} wear: durability points a hit costs
 */
export function weapon (name) {
  if (!name) return FIST
  if (name === 'trident') return { damage: 9, speed: 1.1, wear: 1, kind: 'trident' }
  const cut = name.indexOf('_')
  const tier = TIERS.indexOf(name.slice(0, cut))
  const kind = name.slice(cut + 1)
  const row = MELEE[/** @type {keyof typeof MELEE} */ (kind)]
  if (tier < 0 || !row) return FIST
  return { damage: row.damage[tier], speed: row.speed[tier], wear: row.wear, kind }
}

/**
 * How far the arm is charged.
 * @param {number} ticks since the last swing or change of weapon
 * @param {number} speed attacks a second
 * @returns {number} 0–1
 */
export function charge (ticks, speed) {
  return Math.min(1, Math.max(0, (ticks + 0.5) / (TICKS_A_SECOND / speed)))
}

/**
 * Extra damage by enchantment.
 * @param {{name: string, lvl: number}[]} enchants
 * @param {{undead: boolean, arthropod: boolean}} target
 */
export function enchantDamage (enchants, target) {
  let extra = 0
  for (const { name, lvl } of enchants) {
    if (name === 'sharpness') extra += 0.5 * lvl + 0.5
    if (name === 'smite' && target.undead) extra += 2.5 * lvl
    if (name === 'bane_of_arthropods' && target.arthropod) extra += 2.5 * lvl
  }
  return extra
}

/**
 * The damage of one blow.
 * @param {{damage: number, charge: number, extra?: number, strength?: number, weakness?: number, falling: boolean}} blow
 *   strength and weakness are effect levels; falling: in the air, going down, not sprinting, not in water or on a ladder
 * @returns {{amount: number, critical: boolean, full: boolean}}
 */
export function strike ({ damage, charge: charged, extra = 0, strength = 0, weakness = 0, falling }) {
  const base = Math.max(0, damage + 3 * strength - 4 * weakness)
  const full = charged > FULL_SWING
  const critical = full && falling
  const amount = base * (0.2 + charged * charged * 0.8) * (critical ? CRITICAL : 1) + extra * charged
  return { amount, critical, full }
}

/** @param {number} damage of the main blow @param {number} level of Sweeping Edge */
export function sweepDamage (damage, level) {
  return 1 + (level > 0 ? damage * level / (level + 1) : 0)
}
