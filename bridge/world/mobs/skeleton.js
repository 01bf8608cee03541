/**
 * Those who keep their distance: skeletons with bows, witches with potions.
 *
 * Sources: https://minecraft.wiki/w/Skeleton, /w/Witch (Java 1.20). Not covered: skeletons' strafing in circles and their
 * worn armour; witches drinking potions to heal or to put out fire; strays.
 */
import { chase, wander } from './hunters.js'

const BOW_RANGE = 15 // blocks
const BOW_REST = [40, 40, 40, 20] // ticks from an arrow to the next drawing, by difficulty
const DRAW_TICKS = 20
const ARROW_SPEED = 1.6 // blocks/tick
const CLOSE = 5 // blocks at which it steps back
const THROW_RANGE = 10 // blocks
const THROW_EVERY = 60 // ticks
const POTION_SPEED = 0.75 // blocks/tick

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function skeleton (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
  if (!target) { brain.drawn = 0; return wander(mob, life) }
  const away = target.position.distanceTo(mob.position)
  const clear = (ctx.tick() + mob.id) % 5 === 0 ? (brain.clear = senses.sees(mob, target)) : brain.clear
  if (away > BOW_RANGE || !clear) {
    chase(mob, target, life)
    brain.drawn = 0
    return undefined
  }
  body.halt(mob)
  body.face(mob, target.position.x - mob.position.x, target.position.z - mob.position.z)
  if (away < CLOSE && mob.onGround) {
    const dx = mob.position.x - target.position.x; const dz = mob.position.z - target.position.z
    const to = { x: mob.position.x + dx / away, y: mob.position.y, z: mob.position.z + dz / away }
    if (body.terrain.solid(Math.floor(to.x), Math.floor(to.y) - 1, Math.floor(to.z))) body.steer(mob, to.x, to.z, 0.8)
    mob.resting = false
    body.face(mob, -dx, -dz)
  }
  if (ctx.tick() - (brain.shot ?? -99) > BOW_REST[ctx.options.difficulty]) brain.drawn = (brain.drawn ?? 0) + 1
  if (brain.drawn >= DRAW_TICKS) {
    brain.shot = ctx.tick()
    brain.drawn = 0
    shoot(mob, target, ctx)
  }
  return undefined
}

/** @param {any} mob @param {any} target @param {import('../types.d.ts').Ctx} ctx */
function shoot (mob, target, ctx) {
  const from = mob.position.offset(0, mob.box.height * 0.85 - 0.1, 0)
  const dx = target.position.x - from.x; const dz = target.position.z - from.z
  const dy = target.position.y + 0.6 - from.y + Math.hypot(dx, dz) * 0.2
  const { difficulty } = ctx.options
  ctx.projectiles.shoot('arrow', from, { x: dx, y: dy, z: dz }, ARROW_SPEED, {
    inaccuracy: 14 - difficulty * 4, damage: 2 + difficulty * 0.11 + (ctx.random() - 0.5) * 1.1, owner: mob.id, pickup: false
  })
}

/** @param {any} mob @param {Life} life */
export function witch (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
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

/** @param {any} target @param {number} away @param {import('../types.d.ts').Ctx} ctx */
function brewFor (target, away, ctx) {
  if (away >= 8 && ctx.effects.level(target, 'slowness') === 0) return 'slowness'
  if (target.health >= 8 && ctx.effects.level(target, 'poison') === 0) return 'poison'
  if (away <= 3 && ctx.effects.level(target, 'weakness') === 0 && ctx.random() < 0.25) return 'weakness'
  return 'harming'
}
