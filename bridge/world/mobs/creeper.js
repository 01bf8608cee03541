/**
 * The creeper: creeps up, swells, bursts. Source: https://minecraft.wiki/w/Creeper (Java 1.20).
 * One that lightning has struck bursts twice as hard. Not covered: heads by charged creepers, fear of cats.
 */
import { chase, wander } from './hunters.js'

const FUSE = 30 // ticks
const POWER = 3 // explosion power
const IGNITES_AT = 3 // blocks
const CALMS_AT = 7 // blocks
const META_SWELL = 16

/** @param {any} mob @param {import('./hunters.js').Life} life */
export function creeper (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
  const away = target ? target.position.distanceTo(mob.position) : Infinity
  if (target && brain.swelling !== 1 && away < IGNITES_AT && senses.sees(mob, target)) swell(mob, 1, ctx)
  else if (brain.swelling === 1 && !mob.ignited && (away > CALMS_AT || ((ctx.tick() + mob.id) % 5 === 0 && target && !senses.sees(mob, target)))) swell(mob, -1, ctx)
  if (mob.ignited && brain.swelling !== 1) swell(mob, 1, ctx)
  mob.fuse = Math.max(0, (mob.fuse ?? 0) + (brain.swelling === 1 ? 1 : -1))
  if (mob.fuse >= FUSE) {
    ctx.entities.remove(mob)
    ctx.explosions.explode(mob.position, mob.powered ? POWER * 2 : POWER, { by: mob, griefing: ctx.rules.mobGriefing !== false })
    return
  }
  if (brain.swelling === 1) { body.halt(mob); if (target) body.look(mob, target.position); return }
  if (target) chase(mob, target, life)
  else wander(mob, life, 0.8)
}

/** @param {any} mob @param {1 | -1} way @param {import('../types.d.ts').Ctx} ctx */
function swell (mob, way, ctx) {
  mob.brain.swelling = way
  ctx.entities.setMetadata(mob, [{ key: META_SWELL, type: 'int', value: way }])
}
