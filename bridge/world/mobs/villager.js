/**
 * Villagers on their feet: strolling about their home, going back to it at night, standing still for a customer, fleeing.
 *
 * What they sell is villagers.js' work. Not covered: opening doors, sleeping in beds, working at their site, gossip, breeding, zombies hunting them.
 */
import { animal } from './animals.js'
import { wander } from './hunters.js'

const LEASH = 20 // blocks from home
const NIGHT_LEASH = 3
const PACE = 0.5

/** @param {any} mob @param {import('./hunters.js').Life} life */
export function villager (mob, life) {
  const { ctx, body } = life
  if (mob.brain.panic > 0 || mob.fire > 0) return animal(mob, life)
  const customer = mob._customer
  if (customer) {
    body.halt(mob)
    body.look(mob, customer.position)
    return
  }
  const leash = ctx.time.isDay() ? LEASH : NIGHT_LEASH
  if (mob.home && !mob.brain.path && Math.hypot(mob.home[0] - mob.position.x, mob.home[2] - mob.position.z) > leash && (ctx.tick() + mob.id) % 40 === 0) {
    body.go(mob, mob.position.offset(0, 0, 0).set(mob.home[0], mob.home[1], mob.home[2]), PACE, { budget: 250, near: 2 })
  }
  wander(mob, life, PACE, 6)
}
