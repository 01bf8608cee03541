/**
 * Creatures of the air in the overworld: bats, parrots, bees, phantoms.
 *
 * Source: https://minecraft.wiki/w/Bat, /w/Parrot, /w/Bee, /w/Phantom (Java 1.20). Flight is a pull towards a drawn point, no search of ways.
 * Not covered: pollination, hives and honey, bats hanging where a player wakes them only by coming near, phantoms' fear of cats.
 */
import { animal } from './animals.js'
import { pet } from './pets.js'
import { strike } from './hunters.js'

const PULL = 0.1 // share of the wanted speed taken on each tick
const HANGS = 1 / 200 // a tick, under a ceiling
const WAKES = 1 / 200
const META_HANGING = 16
const BEE_STING_KILLS = 1200 // ticks at most from its sting to a bee's death
const CIRCLE = [5, 15] // blocks, a phantom's circle
const CIRCLE_HIGH = 20 // blocks above its prey
const SWOOP_EVERY = [200, 400] // ticks; vanilla (8 + 0–3) × 20 after a hit, 100 or more at first
const SWOOP_SPEED = 0.6 // blocks/tick; ours
const SWOOP_TICKS = 60

/** @typedef {import('./hunters.js').Life} Life */

/** Pull a flying body towards a point. @param {any} mob @param {{x: number, y: number, z: number}} to @param {number} speed blocks/tick @param {Life} life @returns {number} blocks it is away */
function flyTo (mob, to, speed, { body }) {
  const dx = to.x - mob.position.x; const dy = to.y - mob.position.y; const dz = to.z - mob.position.z
  const away = Math.hypot(dx, dy, dz) || 1
  mob.velocity.x += (dx / away * speed - mob.velocity.x) * PULL
  mob.velocity.y += (dy / away * speed - mob.velocity.y) * PULL
  mob.velocity.z += (dz / away * speed - mob.velocity.z) * PULL
  if (Math.abs(dx) + Math.abs(dz) > 0.5) body.face(mob, dx, dz)
  mob.resting = false
  mob.fall = 0
  return away
}

/** A point in the air near one. @param {any} mob @param {number} reach @param {number} rise @param {Life} life */
function aloft (mob, reach, rise, { ctx }) {
  const { x, y, z } = mob.position
  return [x + ctx.randomInt(-reach, reach), y + ctx.randomInt(-2, rise), z + ctx.randomInt(-reach, reach)]
}

/** @param {any} mob @param {Life} life */
export function bat (mob, life) {
  const { ctx } = life
  const { brain } = mob
  const roof = ctx.blocks.solid(mob.position.x, mob.position.y + mob.box.height + 0.2, mob.position.z)
  if (brain.hanging) {
    mob.velocity.set(0, 0, 0)
    mob.resting = true
    if (roof && ctx.random() >= WAKES && !((ctx.tick() + mob.id) % 10 === 0 && mob._distance < 4)) return
    brain.hanging = false
    hang(mob, ctx)
  }
  if (roof && ctx.random() < HANGS * 4) { brain.hanging = true; return hang(mob, ctx) }
  if (!brain.to || ctx.random() < 1 / 30 || mob.blocked) brain.to = aloft(mob, 7, 4, life)
  flyTo(mob, { x: brain.to[0], y: brain.to[1], z: brain.to[2] }, 0.3, life)
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function hang (mob, ctx) {
  ctx.entities.setMetadata(mob, [{ key: META_HANGING, type: 'byte', value: mob.brain.hanging ? 1 : 0 }])
}

/** Fly about now and then, sit on the ground otherwise. @param {any} mob @param {Life} life @param {number} rise blocks above the ground it keeps below */
function flutter (mob, life, rise) {
  const { ctx } = life
  const { brain } = mob
  if (brain.to) {
    const away = flyTo(mob, { x: brain.to[0], y: brain.to[1], z: brain.to[2] }, 0.2, life)
    if (away < 1 || mob.blocked || ctx.random() < 1 / 80) brain.to = undefined
    return true
  }
  if (!mob.onGround) mob.velocity.y -= 0.01
  if (ctx.random() < 1 / 100) {
    const ground = ctx.blocks.height(mob.position.x, mob.position.z) ?? mob.position.y
    brain.to = aloft(mob, 6, mob.position.y > ground + rise ? -1 : 3, life)
    return true
  }
  return !mob.onGround
}

/** @param {any} mob @param {Life} life */
export function bird (mob, life) {
  if (!mob.owner && !(mob.brain.panic > 0) && flutter(mob, life, 8)) return
  pet(mob, life)
  if (!mob.onGround) mob.velocity.y -= 0.02
}

/** @param {any} mob @param {Life} life */
export function bee (mob, life) {
  const { ctx, senses } = life
  const { brain } = mob
  if (brain.stung && --brain.stung <= 0) return void ctx.damage.mob(mob, mob.health, { cause: 'generic' })
  if (brain.angry > 0 && !brain.stung) {
    brain.angry--
    const target = senses.prey(mob, { eager: false })
    if (target) {
      flyTo(mob, target.position.offset(0, 1, 0), 0.35, life)
      if (strike(mob, target, life)) { brain.stung = ctx.randomInt(1, BEE_STING_KILLS); brain.angry = 0 }
      return
    }
  }
  if (!(mob.brain.panic > 0) && !(mob.love > 0) && brain.tempted === undefined && flutter(mob, life, 4)) return
  animal(mob, life)
  if (!mob.onGround) mob.velocity.y -= 0.02
}

/** Phantom: circles above those without sleep, and swoops. @param {any} mob @param {Life} life */
export function phantom (mob, life) {
  const { ctx, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
  const middle = target?.position ?? mob.position
  const tick = ctx.tick()
  brain.next ??= tick + ctx.randomInt(SWOOP_EVERY[0] / 2, SWOOP_EVERY[1] / 2)
  if (target && tick >= brain.next) {
    flyTo(mob, target.position.offset(0, 1, 0), SWOOP_SPEED, life)
    if (strike(mob, target, life) || tick >= brain.next + SWOOP_TICKS || mob.blocked) brain.next = tick + ctx.randomInt(SWOOP_EVERY[0], SWOOP_EVERY[1])
    return
  }
  if (!brain.round || ctx.random() < 1 / 200) brain.round = [CIRCLE[0] + ctx.random() * (CIRCLE[1] - CIRCLE[0]), ctx.random() < 0.5 ? 1 : -1]
  if (!brain.high || ctx.random() < 1 / 350) brain.high = middle.y + CIRCLE_HIGH + ctx.randomInt(-4, 5)
  const turn = Math.atan2(mob.position.z - middle.z, mob.position.x - middle.x) + brain.round[1] * 0.3
  flyTo(mob, { x: middle.x + Math.cos(turn) * brain.round[0], y: brain.high, z: middle.z + Math.sin(turn) * brain.round[0] }, 0.4, life)
}
