/**
 * Those that run up and strike: spiders, brutes such as silverfish, hoglins and wither skeletons; and the wandering, chase and blow that others share.
 *
 * Sources: https://minecraft.wiki/w/Spider, /w/Hoglin, /w/Silverfish (Java 1.20). Zombies are undead.js' work. Not covered: breaking doors,
 * spider jockeys, silverfish in blocks, hoglins' breeding and their fear of warped fungus.
 */
import { attackOf, regionalDifficulty } from './gear.js'
import { affect } from './effects.js'

const STRIKE_EVERY = 20 // ticks
const REPATH = 10 // ticks between two searches for a way, at least; vanilla 4–11 and more with distance
const FAR_REPATH = 30 // ticks, when the last search did not reach the prey; longer with each that fails
const LONGEST_REPATH = 120 // ticks
const HUNT_BUDGET = 350 // cells
const WANDER_CHANCE = 1 / 120 // a tick
const DAZZLED = 12 // light at which a spider starts no hunt
const LEAP = 0.4 // blocks/tick
const TOSS = 0.5 // blocks/tick up; HoglinBase.throwTarget

/**
 * @typedef {{ctx: import('../types.d.ts').Ctx, body: import('./body.js').Body, senses: import('./senses.js').Senses, birth: ReturnType<typeof import('./birth.js').createBirth>}} Life
 */

/** Walk about for no reason. @param {any} mob @param {Life} life */
export function wander (mob, { ctx, body }, pace = 1, reach = 10) {
  if (mob.brain.path) { body.follow(mob); return }
  if (ctx.random() >= WANDER_CHANCE) return
  const to = body.footing(mob, mob.position.offset(ctx.randomInt(-reach, reach), 0, ctx.randomInt(-reach, reach)))
  if (to) body.go(mob, to, pace, { budget: 120, dryOnly: !mob.inWater })
}

/** Keep after a target, searching the way anew when it has moved. @param {any} mob @param {any} target @param {Life} life */
export function chase (mob, target, { ctx, body }, pace = 1) {
  const { brain } = mob
  const tick = ctx.tick()
  const moved = !brain.aim || Math.abs(brain.aim[0] - target.position.x) + Math.abs(brain.aim[1] - target.position.y) + Math.abs(brain.aim[2] - target.position.z) > 1
  const pause = brain.reached === false ? Math.min(LONGEST_REPATH, FAR_REPATH * (brain.failed ?? 1)) : REPATH
  if (tick - (brain.planned ?? -999) >= pause && (moved || !brain.path)) {
    brain.planned = tick
    brain.aim = [target.position.x, target.position.y, target.position.z]
    body.go(mob, target.position, pace, { budget: HUNT_BUDGET, near: 0.5, drop: 3 })
    brain.failed = brain.reached ? undefined : (brain.failed ?? 0) + 1
  }
  if (!body.follow(mob)) {
    const dy = target.position.y - mob.position.y
    const near = Math.hypot(target.position.x - mob.position.x, target.position.z - mob.position.z)
    if (near < 2.5 && Math.abs(dy) < 2) body.steer(mob, target.position.x, target.position.z, pace)
  }
  body.look(mob, target.position)
  mob.resting = false
}

/** Leave an effect on whoever was hit. @param {any} victim @param {import('./kinds.js').HitEffect | undefined} effect @param {import('../types.d.ts').Ctx} ctx @param {any} by */
export function leave (victim, effect, ctx, by) {
  if (!effect) return
  const [name, amplifier, length] = effect
  const ticks = typeof length === 'number' ? length : length[ctx.options.difficulty]
  if (ticks <= 0) return
  if (victim.kind === 'player') ctx.effects.give(victim, name, amplifier, ticks)
  else if (victim.kind === 'mob') affect(victim, name, amplifier, ticks, ctx, by)
}

/** Strike when the target is in reach. @param {any} mob @param {any} target @param {Life} life @returns {boolean} whether the blow landed */
export function strike (mob, target, { ctx, senses }, amount = attackOf(mob)) {
  const { brain } = mob
  if (ctx.tick() - (brain.struck ?? -99) < STRIKE_EVERY || !senses.inReach(mob, target) || !senses.sees(mob, target)) return false
  brain.struck = ctx.tick()
  ctx.entities.broadcast(mob, 'animation', { entityId: mob.id, animation: 0 })
  const hit = ctx.damage.any(target, amount, { cause: 'mob_attack', by: mob })
  if (!hit) return false
  if (!(mob.name === 'husk' && mob.gear?.[0])) leave(target, mob.name === 'husk' ? hunger(mob, ctx) : mob.traits.hit_effect, ctx, mob)
  if (mob.traits.tosses && target.kind === 'mob') target.velocity.y += TOSS
  return true
}

/** A husk's hunger: 140 ticks for each whole point of regional difficulty (Husk.doHurtTarget). @returns {import('./kinds.js').HitEffect} */
const hunger = (/** @type {any} */ mob, /** @type {import('../types.d.ts').Ctx} */ ctx) => ['hunger', 0, mob.traits.hit_effect[2] * Math.floor(regionalDifficulty(ctx.options.difficulty, ctx.time.day))]

/** One that only runs up and strikes. @param {any} mob @param {Life} life */
export function brute (mob, life) {
  const target = mob.growing > 0 ? null : life.senses.prey(mob)
  if (!target) return wander(mob, life)
  chase(mob, target, life, mob.traits.chase_pace ?? 1)
  const { tosses, attack } = mob.traits
  strike(mob, target, life, tosses ? attack / 2 + life.ctx.randomInt(0, attack - 1) : undefined)
  return undefined
}

/** Spider: keeps the peace in the light unless hurt. @param {any} mob @param {Life} life */
export function spider (mob, life) {
  const { ctx, senses } = life
  const had = mob.brain.target
  let eager = false
  if (had === undefined && (ctx.tick() + mob.id) % 10 === 0) {
    const light = ctx.blocks.light(mob.position)
    eager = Math.max(light.block, ctx.time.isDay() ? light.sky : light.sky - 11) < DAZZLED
  }
  const target = senses.prey(mob, { eager })
  if (!target) return wander(mob, life, 0.8)
  chase(mob, target, life)
  const dx = target.position.x - mob.position.x; const dz = target.position.z - mob.position.z
  const way = Math.hypot(dx, dz)
  if (mob.onGround && way > 2 && way < 4 && ctx.random() < 0.2) {
    mob.velocity.x = dx / way * LEAP + mob.velocity.x * 0.2
    mob.velocity.z = dz / way * LEAP + mob.velocity.z * 0.2
    mob.velocity.y = LEAP
  }
  strike(mob, target, life)
  return undefined
}
