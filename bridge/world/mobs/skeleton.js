/**
 * Those who keep their distance: skeletons with bows, witches with potions.
 *
 * Sources: https://minecraft.wiki/w/Skeleton, /w/Witch (Java 1.20). Their armour is gear.js' work.
 * Not covered: witches in raids, water breathing.
 */
import { chase, strike, wander } from './hunters.js'
import { affect, heal, levelOn } from './effects.js'

const BOW_RANGE = 15 // blocks
const BOW_REST = [40, 40, 40, 20] // ticks from an arrow to the next drawing, by difficulty
const DRAW_TICKS = 20
const ARROW_SPEED = 1.6 // blocks/tick
const FREEZES = 440 // ticks in powder snow: 140 until it begins, 300 of turning
const FREEZE_LOOK = 10
const STEADY = 20 // ticks it must have seen its target before it sidesteps
const STRAFE_TICKS = 20 // between two changes of mind
const STRAFE_TURN = 0.3 // share of them that turn it
const STRAFE_PACE = 0.7 // √(0.5² + 0.5²) of its speed
const DRINKS = 32 // ticks; a potion down a witch's throat
const DRINK_HEAL = 0.05 // a tick, when hurt
const DRINK_FIRE = 0.15
const DRINK_SPEED = 0.5 // when its prey is farther than 11 blocks
const FAR = 11
const POTION_TICKS = 3600 // fire resistance and swiftness
const META_DRINKING = 17
const META_HANDS = 8 // of living things: 1 an item is in use
const THROW_RANGE = 10 // blocks
const THROW_EVERY = 60 // ticks
const POTION_SPEED = 0.75 // blocks/tick

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function skeleton (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  if (mob.traits.freezes_into && freezes(mob, life)) return undefined
  const target = senses.prey(mob)
  if (!target) { aim(mob, false, ctx); return wander(mob, life) }
  if (mob.gear?.[0] && mob.gear[0] !== 'bow') { chase(mob, target, life, 1.2); strike(mob, target, life); return undefined }
  const away = target.position.distanceTo(mob.position)
  const clear = (ctx.tick() + mob.id) % 5 === 0 ? (brain.clear = senses.sees(mob, target)) : brain.clear
  brain.watched = clear ? Math.min(STEADY, (brain.watched ?? 0) + 1) : 0
  if (away > BOW_RANGE || !clear) {
    chase(mob, target, life)
    aim(mob, false, ctx)
    return undefined
  }
  body.halt(mob)
  mob.resting = false
  if (brain.watched >= STEADY) strafe(mob, target, away, life)
  body.face(mob, target.position.x - mob.position.x, target.position.z - mob.position.z)
  if (ctx.tick() - (brain.shot ?? -99) > BOW_REST[ctx.options.difficulty]) aim(mob, true, ctx)
  if (brain.drawn >= DRAW_TICKS) {
    brain.shot = ctx.tick()
    aim(mob, false, ctx)
    shoot(mob, target, ctx)
  }
  return undefined
}

/** Draw the bow a tick further, or let it down; onlookers see it drawn. @param {any} mob @param {boolean} draws @param {import('../types.d.ts').Ctx} ctx */
function aim (mob, draws, ctx) {
  const { brain } = mob
  const drew = brain.drawn > 0
  brain.drawn = draws ? (brain.drawn ?? 0) + 1 : 0
  if (draws !== drew) ctx.entities.setMetadata(mob, [{ key: META_HANDS, type: 'byte', value: draws ? 1 : 0 }])
}

/** In powder snow a skeleton becomes a stray. @param {any} mob @param {Life} life @returns {boolean} whether it has */
function freezes (mob, { ctx, birth }) {
  if ((ctx.tick() + mob.id) % FREEZE_LOOK !== 0) return false
  const { x, y, z } = mob.position
  mob.turning = ctx.blocks.name(x, y, z) === 'powder_snow' ? (mob.turning ?? 0) + FREEZE_LOOK : undefined
  if (!(mob.turning >= FREEZES)) return false
  birth.become(mob, mob.traits.freezes_into)
  return true
}

/** Sidestep about the target, nearer or farther as suits the bow; RangedBowAttackGoal. @param {any} mob @param {any} target @param {number} away @param {Life} life */
function strafe (mob, target, away, { ctx, body }) {
  const { brain } = mob
  if (brain.strafe === undefined || ctx.tick() - brain.strafe[2] >= STRAFE_TICKS) {
    const [side, back] = brain.strafe ?? [1, -1]
    brain.strafe = [ctx.random() < STRAFE_TURN ? -side : side, ctx.random() < STRAFE_TURN ? -back : back, ctx.tick()]
  }
  if (away > BOW_RANGE * Math.sqrt(0.75)) brain.strafe[1] = -1
  else if (away < BOW_RANGE / 2) brain.strafe[1] = 1
  if (!mob.onGround || away < 0.1) return
  const [side, back] = brain.strafe
  const dx = (target.position.x - mob.position.x) / away; const dz = (target.position.z - mob.position.z) / away
  const to = { x: mob.position.x - dx * back - dz * side, z: mob.position.z - dz * back + dx * side }
  const x = Math.floor(to.x); const y = Math.floor(mob.position.y + 0.01); const z = Math.floor(to.z)
  const { terrain } = body
  if (terrain.solid(x, y - 1, z) && !terrain.solid(x, y, z) && terrain.cost(x, y, z) !== Infinity) body.steer(mob, to.x, to.z, STRAFE_PACE)
  else brain.strafe[0] = -side
}

/** @param {any} mob @param {any} target @param {import('../types.d.ts').Ctx} ctx */
function shoot (mob, target, ctx) {
  const from = mob.position.offset(0, mob.box.height * 0.85 - 0.1, 0)
  const dx = target.position.x - from.x; const dz = target.position.z - from.z
  const dy = target.position.y + 0.6 - from.y + Math.hypot(dx, dz) * 0.2
  const { difficulty } = ctx.options
  ctx.projectiles.shoot('arrow', from, { x: dx, y: dy, z: dz }, ARROW_SPEED, {
    inaccuracy: 14 - difficulty * 4, damage: 2 + difficulty * 0.11 + (ctx.random() - 0.5) * 1.1, owner: mob.id, pickup: false,
    ...(mob.traits.shot_effect ? { leaves: mob.traits.shot_effect } : {})
  })
}

/** @param {any} mob @param {Life} life */
export function witch (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
  if (drinks(mob, target, ctx)) return body.halt(mob)
  if (!target) return wander(mob, life)
  const away = target.position.distanceTo(mob.position)
  const clear = (ctx.tick() + mob.id) % 5 === 0 ? (brain.clear = senses.sees(mob, target)) : brain.clear
  if (away > THROW_RANGE || !clear) return chase(mob, target, life)
  body.halt(mob)
  body.face(mob, target.position.x - mob.position.x, target.position.z - mob.position.z)
  if (ctx.tick() - (brain.shot ?? -99) < THROW_EVERY) return undefined
  brain.shot = ctx.tick()
  const from = mob.position.offset(0, 1.6, 0)
  const dx = target.position.x - from.x; const dz = target.position.z - from.z
  const way = Math.hypot(dx, dz)
  ctx.projectiles.shoot('potion', from, { x: dx, y: target.position.y + 1.62 - 1.1 - from.y + way * 0.2, z: dz }, POTION_SPEED, {
    inaccuracy: 8, owner: mob.id, brew: brewFor(target, away, ctx)
  })
  return undefined
}

/** A potion for itself: against fire, to heal, to catch up. @param {any} mob @param {any} target @param {import('../types.d.ts').Ctx} ctx @returns {boolean} whether it is drinking */
function drinks (mob, target, ctx) {
  const { brain } = mob
  if (brain.drinking) {
    if (ctx.tick() < brain.drinking[1]) return true
    if (brain.drinking[0] === 'healing') heal(mob, 4, ctx)
    else affect(mob, brain.drinking[0], 0, POTION_TICKS, ctx)
    brain.drinking = undefined
    ctx.entities.setMetadata(mob, [{ key: META_DRINKING, type: 'boolean', value: false }])
    return false
  }
  const wants = mob.fire > 0 && levelOn(mob, 'fire_resistance') === 0 && ctx.random() < DRINK_FIRE ? 'fire_resistance'
    : mob.health < mob.traits.health && ctx.random() < DRINK_HEAL ? 'healing'
      : target && levelOn(mob, 'speed') === 0 && target.position.distanceTo(mob.position) > FAR && ctx.random() < DRINK_SPEED ? 'speed' : null
  if (!wants) return false
  brain.drinking = [wants, ctx.tick() + DRINKS]
  ctx.entities.setMetadata(mob, [{ key: META_DRINKING, type: 'boolean', value: true }])
  return true
}

/** @param {any} target @param {number} away @param {import('../types.d.ts').Ctx} ctx */
function brewFor (target, away, ctx) {
  const level = (/** @type {string} */ name) => target.kind === 'player' ? ctx.effects.level(target, name) : levelOn(target, name)
  if (away >= 8 && level('slowness') === 0) return 'slowness'
  if (target.health >= 8 && level('poison') === 0) return 'poison'
  if (away <= 3 && level('weakness') === 0 && ctx.random() < 0.25) return 'weakness'
  return 'harming'
}
