/**
 * Status effects of creatures: poison, wither, regeneration, slowness, speed, strength, weakness, resistance and fire resistance.
 *
 * Kept on the creature as `effects`: name → [amplifier, ticks left, −1 without end]. Sources: https://minecraft.wiki/w/Effect (Java 1.20).
 * Not covered: every other effect (they are kept, not felt), particles.
 */
const POISON_PROOF = new Set(['poison', 'regeneration'])
const SLOWER = 0.15 // share of the speed a level of slowness takes
const FASTER = 0.2
const BABY_FASTER = 0.5 // zombies' and piglins' young

/** @param {any} mob @param {string} name @returns {number} 0 when it has none, 1 for amplifier 0 */
export const levelOn = (mob, name) => mob.effects?.[name] ? mob.effects[name][0] + 1 : 0

/** Attribute speed of one creature with all that changes it. @param {any} mob */
export function speedOf (mob) {
  const own = (mob.speed ?? mob.traits.speed) * (mob.baby ? 1 + BABY_FASTER : 1)
  if (!mob.effects) return own
  return own * Math.max(0, 1 - SLOWER * levelOn(mob, 'slowness')) * (1 + FASTER * levelOn(mob, 'speed'))
}

/**
 * Give a creature an effect.
 * @param {any} mob @param {string} name @param {number} amplifier @param {number} ticks @param {import('../types.d.ts').Ctx} ctx
 * @param {any} [by] who is to blame
 * @returns {boolean} whether it took
 */
export function affect (mob, name, amplifier, ticks, ctx, by) {
  const { traits } = mob
  if (mob.dying !== undefined || traits.immune?.includes(name) || (traits.undead && POISON_PROOF.has(name)) || (name === 'wither' && mob.name === 'wither_skeleton')) return false
  if (name === 'instant_health' || name === 'instant_damage') {
    const harms = (name === 'instant_damage') !== Boolean(traits.undead)
    if (harms) return ctx.damage.mob(mob, 6 * 2 ** amplifier, { cause: 'magic', by, knockback: 0 })
    heal(mob, 4 * 2 ** amplifier, ctx)
    return true
  }
  const had = mob.effects?.[name]
  if (had && (had[0] > amplifier || (had[0] === amplifier && (had[1] < 0 || had[1] >= ticks)))) return false
  mob.effects = { ...mob.effects, [name]: [amplifier, ticks] }
  mob.resting = false
  return true
}

/** @param {any} mob @param {number} points @param {import('../types.d.ts').Ctx} ctx */
export function heal (mob, points, ctx) {
  const most = mob.most ?? (typeof mob.traits.health === 'number' ? mob.traits.health : mob.traits.health[1])
  if (mob.health >= most) return false
  mob.health = Math.min(most, mob.health + points)
  ctx.entities.setMetadata(mob, [{ key: 9, type: 'float', value: mob.health }])
  return true
}

/** One tick of what it feels. @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function feel (mob, ctx) {
  for (const name of Object.keys(mob.effects)) {
    const effect = mob.effects?.[name]
    if (!effect) continue
    const [amplifier, ticks] = effect
    const due = (/** @type {number} */ interval) => { const every = interval >> amplifier; return every <= 0 || ticks % every === 0 }
    if (name === 'poison' && due(25) && mob.health > 1) ctx.damage.mob(mob, 1, { cause: 'magic' })
    else if (name === 'wither' && due(40)) ctx.damage.mob(mob, 1, { cause: 'wither' })
    else if (name === 'regeneration' && due(50)) heal(mob, 1, ctx)
    if (mob.dying !== undefined) return
    if (ticks > 0 && --effect[1] === 0) delete mob.effects[name]
  }
  if (Object.keys(mob.effects).length === 0) mob.effects = undefined
}
