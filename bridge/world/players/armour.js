/**
 * What is left of a blow: difficulty, armour, toughness, protection, resistance. Pure functions.
 *
 * Sources: https://minecraft.wiki/w/Armor#Mechanics and https://minecraft.wiki/w/Difficulty (Java 1.20);
 * which damage ignores armour: the vanilla 1.20.4 data pack's tag damage_type/bypasses_armor.
 * Not known here: shields (combat decides) and thorns.
 */

/** Damage that armour does not soften. */
const BYPASSES_ARMOUR = new Set(['on_fire', 'in_wall', 'cramming', 'drown', 'fly_into_wall', 'generic', 'wither',
  'dragon_breath', 'starve', 'fall', 'freeze', 'stalagmite', 'magic', 'indirect_magic', 'out_of_world',
  'generic_kill', 'sonic_boom', 'outside_border'])
/** Damage that nothing softens, and that finds players in creative mode too. */
const ABSOLUTE = new Set(['out_of_world', 'generic_kill'])
/** Damage that costs no exhaustion; everything else costs 0.1 (registry damage_type, field exhaustion). */
const EFFORTLESS = new Set(['cramming', 'dragon_breath', 'drown', 'fall', 'fly_into_wall', 'freeze', 'generic', 'generic_kill',
  'in_wall', 'indirect_magic', 'magic', 'on_fire', 'out_of_world', 'outside_border', 'sonic_boom', 'stalagmite',
  'starve', 'wither'])
const FIRE = new Set(['in_fire', 'on_fire', 'lava', 'hot_floor', 'fireball', 'unattributed_fireball'])
const BLAST = new Set(['explosion', 'player_explosion', 'fireworks', 'bad_respawn_point'])
const SHOT = new Set(['arrow', 'trident', 'mob_projectile', 'thrown', 'fireball', 'unattributed_fireball', 'wither_skull'])

const ARMOUR_POINTS = Object.freeze({ // helmet, chestplate, leggings, boots
  leather: [1, 3, 2, 1], chainmail: [2, 5, 4, 1], iron: [2, 6, 5, 2], golden: [2, 5, 3, 1], diamond: [3, 8, 6, 3],
  netherite: [3, 8, 6, 3], turtle: [2, 0, 0, 0]
})
const TOUGHNESS = Object.freeze({ diamond: 2, netherite: 3 }) // a piece
const KNOCKBACK_RESISTANCE = 0.1 // a netherite piece
const PIECES = ['helmet', 'chestplate', 'leggings', 'boots']

/** @param {string} cause */
export const bypassesArmour = cause => BYPASSES_ARMOUR.has(cause)
/** @param {string} cause */
export const isAbsolute = cause => ABSOLUTE.has(cause)
/** @param {string} cause */
export const isFire = cause => FIRE.has(cause)
/** @param {string} cause */
export const isBlast = cause => BLAST.has(cause)
/** @param {string} cause @returns {number} exhaustion of being hurt this way */
export const hurtExhaustion = cause => EFFORTLESS.has(cause) ? 0 : 0.1

/**
 * Damage after difficulty: only what a creature deals (and every explosion) is scaled.
 * @param {number} amount
 * @param {number} difficulty 0–3
 * @param {boolean} scales
 */
export function scaleByDifficulty (amount, difficulty, scales) {
  if (!scales || difficulty === 2) return amount
  if (difficulty === 0) return 0
  return difficulty === 1 ? Math.min(amount / 2 + 1, amount) : amount * 1.5
}

/**
 * @typedef {{points: number, toughness: number, knockback_resistance: number, protection: number}} Protection
 * `protection`: enchantment protection factor for the cause asked about, 0–20.
 */

/**
 * What worn armour is worth against a cause.
 * @param {Array<{name: string, enchants?: {name: string, lvl: number}[]} | null | undefined>} worn
 * @param {string} [cause]
 * @returns {Protection}
 */
export function protectionOf (worn, cause = 'generic') {
  const total = { points: 0, toughness: 0, knockback_resistance: 0, protection: 0 }
  for (const item of worn) {
    if (!item) continue
    const [material, piece] = splitName(item.name)
    const row = ARMOUR_POINTS[/** @type {keyof typeof ARMOUR_POINTS} */ (material)]
    if (row && PIECES.includes(piece)) {
      total.points += row[PIECES.indexOf(piece)]
      total.toughness += TOUGHNESS[/** @type {keyof typeof TOUGHNESS} */ (material)] ?? 0
      if (material === 'netherite') total.knockback_resistance += KNOCKBACK_RESISTANCE
    }
    for (const { name, lvl } of item.enchants ?? []) total.protection += factor(name, lvl, cause)
  }
  total.protection = Math.min(20, total.protection)
  return total
}

/** @param {string} name @param {number} level @param {string} cause */
function factor (name, level, cause) {
  if (ABSOLUTE.has(cause) || cause === 'starve') return 0
  if (name === 'protection') return level
  if (name === 'fire_protection' && FIRE.has(cause)) return 2 * level
  if (name === 'blast_protection' && BLAST.has(cause)) return 2 * level
  if (name === 'projectile_protection' && SHOT.has(cause)) return 2 * level
  if (name === 'feather_falling' && cause === 'fall') return 3 * level
  return 0
}

/** @param {string} name @returns {[string, string]} */
function splitName (name) {
  const cut = name.lastIndexOf('_')
  return [name.slice(0, cut), name.slice(cut + 1)]
}

/**
 * Damage after armour.
 * @param {number} amount
 * @param {number} points 0–30
 * @param {number} toughness
 */
export function afterArmour (amount, points, toughness) {
  const left = points - amount / (2 + toughness / 4)
  return amount * (1 - Math.min(20, Math.max(points * 0.2, left)) / 25)
}

/**
 * Damage that reaches the body.
 * @param {number} amount
 * @param {string} cause a vanilla damage type without namespace
 * @param {{worn: Protection, resistance?: number}} guard resistance: effect level, 0 = none
 */
export function afterGuard (amount, cause, { worn, resistance = 0 }) {
  if (ABSOLUTE.has(cause)) return amount
  let left = BYPASSES_ARMOUR.has(cause) ? amount : afterArmour(amount, worn.points, worn.toughness)
  if (cause === 'starve') return left
  left *= Math.max(0, 1 - resistance * 0.2)
  return left * (1 - worn.protection / 25)
}

/**
 * Wear on each worn piece that softened a blow.
 * @param {number} amount damage before armour
 */
export function armourWear (amount) {
  return Math.max(1, Math.floor(amount / 4))
}

const INVULNERABLE = 20 // ticks set by a blow; a second one within the first half counts only for what it exceeds
const STRICT_HALF = 10 // ticks

/**
 * The half second after a blow: an equal or weaker blow is ignored, a stronger one counts for the difference.
 * @param {{hurt_tick?: number, last_hurt?: number}} body changed in place
 * @param {number} amount @param {number} tick
 * @returns {number | null} damage that counts; null when the blow is ignored
 */
export function admitBlow (body, amount, tick) {
  const since = tick - (body.hurt_tick ?? -INVULNERABLE)
  if (since < STRICT_HALF) {
    const last = body.last_hurt ?? 0
    if (amount <= last) return null
    body.last_hurt = amount
    return amount - last
  }
  body.hurt_tick = tick
  body.last_hurt = amount
  return amount
}

/**
 * Knockback on a velocity.
 * @param {{x: number, y: number, z: number}} velocity blocks a tick; changed in place
 * @param {{strength: number, dx: number, dz: number, onGround: boolean}} push dx, dz point from the victim to the attacker
 * @source https://minecraft.wiki/w/Knockback_(mechanic)
 */
export function knockBack (velocity, { strength, dx, dz, onGround }) {
  if (strength <= 0) return
  const length = Math.hypot(dx, dz) || 1
  velocity.x = velocity.x / 2 - dx / length * strength
  velocity.z = velocity.z / 2 - dz / length * strength
  if (onGround) velocity.y = Math.min(0.4, velocity.y / 2 + strength)
}
