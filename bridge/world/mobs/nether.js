/**
 * Creatures of the nether: blazes that hover and shoot, zombified piglins that let alone whoever lets them alone.
 * Source: https://minecraft.wiki/w/Blaze, /w/Zombified_Piglin (Java 1.20). Not covered: ghasts, piglins, hoglins, magma cubes, striders.
 */
import { chase, strike, wander } from './hunters.js'

/** @typedef {import('./hunters.js').Life} Life */

const SHOTS = 3 // fireballs of a volley
const BETWEEN = 6 // ticks between two of them
const RELOAD = 100 // ticks between volleys, with 60 alight before it
const RANGE = 32 // blocks within which it shoots; vanilla follows up to 48
const CLOSE = 2 // blocks within which it strikes instead
const SPEED = 1 // blocks/tick of a fireball; vanilla accelerates it
const SINK = 0.6 // share of its fall that it keeps
const RISE = 0.3 // blocks/tick up, towards prey above it
const ALLIES = 32 // blocks within which piglins take a blow as their own

/** @param {any} mob @param {Life} life */
export function blaze (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  mob.fall = 0
  if (!mob.onGround && mob.velocity.y < 0) mob.velocity.y *= SINK
  if (mob.inWater && ctx.tick() % 10 === 0) ctx.damage.mob(mob, 1, { cause: 'drown' })
  const target = senses.prey(mob)
  if (!target) return wander(mob, life)
  const away = target.position.distanceTo(mob.position)
  if (target.position.y + 1 > mob.position.y + 1 && away < RANGE) mob.velocity.y += (RISE - mob.velocity.y) * 0.3
  const clear = (ctx.tick() + mob.id) % 5 === 0 ? (brain.clear = senses.sees(mob, target)) : brain.clear
  if (away < CLOSE) return void strike(mob, target, life)
  if (away > RANGE || !clear) return chase(mob, target, life)
  body.halt(mob)
  body.look(mob, target.position)
  brain.reload = (brain.reload ?? RELOAD / 2) - 1
  if (brain.reload > 0 || -brain.reload % BETWEEN !== 0) return
  const from = mob.position.offset(0, 1.4, 0)
  ctx.projectiles.shoot('small_fireball', from, { x: target.position.x - from.x, y: target.position.y + 0.9 - from.y, z: target.position.z - from.z }, SPEED, { inaccuracy: 4, owner: mob.id })
  brain.volley = (brain.volley ?? 0) + 1
  if (brain.volley < SHOTS) return
  brain.volley = 0
  brain.reload = RELOAD
}

/** @param {any} mob @param {Life} life */
export function zombifiedPiglin (mob, life) {
  const { ctx, senses } = life
  const target = senses.prey(mob, { eager: false })
  if (!target) return wander(mob, life)
  if (!mob.brain.called) {
    mob.brain.called = true
    for (const other of ctx.entities.near(mob.position, ALLIES, e => e.name === mob.name && e.brain.target === undefined)) {
      other.brain.target = target.id
      other.brain.seen = ctx.tick()
    }
  }
  chase(mob, target, life, 1.25)
  strike(mob, target, life)
}
