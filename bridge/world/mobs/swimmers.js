/**
 * Squid, fish, dolphins and axolotls: they drift about in water and suffocate out of it.
 * Source: https://minecraft.wiki/w/Squid, /w/Cod (Java 1.20). Not covered: schools, ink clouds, puffing up, what axolotls hunt, dolphins' leaps and grace.
 */
const OUT_OF_WATER = 300 // ticks of air on land
const TURN_CHANCE = 1 / 50 // a tick

/** @param {any} mob @param {import('./hunters.js').Life} life */
export function swimmer (mob, { ctx, body }) {
  const { brain, velocity } = mob
  if (!mob.inWater) {
    mob.air = (mob.air ?? mob.traits.air ?? OUT_OF_WATER) - 1
    if (mob.air <= -20) { mob.air = 0; ctx.damage.mob(mob, 2, { cause: /squid$/.test(mob.name) ? 'drown' : 'dry_out' }) }
    if (mob.onGround && !/squid$/.test(mob.name) && ctx.random() < 0.1) {
      velocity.y = 0.4
      velocity.x += (ctx.random() - 0.5) * 0.2
      velocity.z += (ctx.random() - 0.5) * 0.2
    }
    mob.resting = false
    return
  }
  mob.air = mob.traits.air ?? OUT_OF_WATER
  if (brain.panic > 0) brain.panic--
  if (!brain.heading || ctx.random() < TURN_CHANCE * (brain.panic > 0 ? 4 : 1)) {
    const turn = ctx.random() * Math.PI * 2
    brain.heading = ctx.random() < 0.3 && !(brain.panic > 0) ? [0, 0, 0] : [Math.cos(turn), (ctx.random() - 0.5) * 0.8, Math.sin(turn)]
  }
  const [hx, hy, hz] = brain.heading
  const push = brain.panic > 0 ? 0.03 : 0.012
  const above = ctx.blocks.fluid(mob.position.x, mob.position.y + mob.box.height + 0.3, mob.position.z) === 1
  velocity.x += hx * push
  velocity.z += hz * push
  velocity.y += 0.02 + (above || hy < 0 ? hy * push : -0.005)
  if (hx || hz) body.face(mob, hx, hz)
  if (mob.blocked) brain.heading = null
  mob.resting = false
}
