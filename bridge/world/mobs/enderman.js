/**
 * Endermen: at peace until looked in the eye or hit; they teleport away from water, arrows and daylight.
 * Source: https://minecraft.wiki/w/Enderman (Java 1.20). Not covered: carrying blocks, freezing under a stare.
 */
import { chase, strike, wander } from './hunters.js'

const STARE_RANGE = 64 // blocks
const META_ANGRY = 17
const TELEPORT_TRIES = 16

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function enderman (mob, life) {
  const { ctx, senses } = life
  const { brain } = mob
  if ((mob.inWater || raining(mob, ctx)) && ctx.tick() % 10 === 0) {
    ctx.damage.mob(mob, 1, { cause: 'drown' })
    teleport(mob, life)
  }
  if (brain.target === undefined && (ctx.tick() + mob.id) % 5 === 0) {
    const starer = ctx.players.find(player => senses.isPrey(player) && stares(player, mob) && senses.sees(mob, player))
    if (starer) provoke(mob, starer, ctx)
  }
  const target = senses.prey(mob, { eager: false })
  if (!target) {
    if (brain.angry) { brain.angry = false; show(mob, ctx) }
    if (ctx.time.isDay() && ctx.random() < 1 / 600 && ctx.blocks.light(mob.position).sky > 10) teleport(mob, life)
    wander(mob, life)
    return
  }
  chase(mob, target, life, brain.angry ? 1.5 : 1)
  strike(mob, target, life)
  if (target.position.distanceTo(mob.position) > 16 && ctx.random() < 1 / 60) teleport(mob, life, target.position)
}

/** @param {any} player @param {any} mob */
function stares (player, mob) {
  if (player.inventory.slots[5]?.name === 'carved_pumpkin') return false
  const dx = mob.position.x - player.position.x
  const dy = mob.position.y + mob.box.height * 0.88 - (player.position.y + 1.62)
  const dz = mob.position.z - player.position.z
  const away = Math.hypot(dx, dy, dz)
  if (away > STARE_RANGE) return false
  const yaw = player.yaw * Math.PI / 180; const pitch = player.pitch * Math.PI / 180
  const dot = (-Math.sin(yaw) * Math.cos(pitch) * dx - Math.sin(pitch) * dy + Math.cos(yaw) * Math.cos(pitch) * dz) / away
  return dot > 1 - 0.025 / away
}

/** @param {any} mob @param {any} attacker @param {import('../types.d.ts').Ctx} ctx */
export function provoke (mob, attacker, ctx) {
  mob.brain.target = attacker.id
  mob.brain.seen = ctx.tick()
  mob.brain.angry = true
  mob.resting = false
  show(mob, ctx)
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function show (mob, ctx) {
  ctx.entities.setMetadata(mob, [{ key: META_ANGRY, type: 'boolean', value: Boolean(mob.brain.angry) }])
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function raining (mob, ctx) {
  return ctx.precipitation.rainsAt(mob.position) || ctx.precipitation.rainsAt(mob.position.offset(0, mob.box.height, 0))
}

/** Jump to a free place within 32 blocks, or near a goal. @param {any} mob @param {Life} life @param {any} [near] */
export function teleport (mob, { ctx, body }, near) {
  const middle = near ?? mob.position
  const reach = near ? 8 : 32
  for (let n = 0; n < TELEPORT_TRIES; n++) {
    const x = Math.floor(middle.x) + ctx.randomInt(-reach, reach)
    const z = Math.floor(middle.z) + ctx.randomInt(-reach, reach)
    let y = Math.floor(middle.y) + ctx.randomInt(-reach, reach)
    const { terrain } = body
    for (let fall = 0; fall < 16 && !terrain.solid(x, y - 1, z); fall++) y--
    if (!terrain.solid(x, y - 1, z) || terrain.solid(x, y, z) || terrain.solid(x, y + 1, z) || terrain.solid(x, y + 2, z)) continue
    if (terrain.water(x, y, z) || terrain.cost(x, y, z) === Infinity) continue
    mob.position.update(middle.offset(0, 0, 0))
    mob.position.x = x + 0.5; mob.position.y = y; mob.position.z = z + 0.5
    body.halt(mob)
    ctx.entities.teleport(mob)
    return true
  }
  return false
}
