/**
 * Slimes and magma cubes: hop, bump, split. Source: https://minecraft.wiki/w/Slime, /w/Magma_Cube (Java 1.20).
 */
const META_SIZE = 16
const HOP_PAUSE = [10, 29] // ticks between hops; a third of it when hunting
const MAGMA_PAUSE = 4 // times a slime's
const MAGMA_ATTACK = 2 // points more
const REPEAT = 20 // ticks between two hurts by touch

/**
 * The size of one that appears: 1, 2 or 4, the bigger the harder the place (Slime.finalizeSpawn).
 * @param {() => number} random @param {number} clamped regional difficulty, 0–1
 */
export function drawSize (random, clamped) {
  const step = Math.floor(random() * 3)
  return 1 << (step + (step < 2 && random() < 0.5 * clamped ? 1 : 0))
}

/** @param {any} mob @param {import('./hunters.js').Life} life */
export function slime (mob, { ctx, body, senses }) {
  const { brain } = mob
  const magma = mob.name === 'magma_cube'
  if (magma) mob.fall = 0
  const target = senses.prey(mob)
  mob.resting = false
  if (target && (ctx.tick() + mob.id) % 5 === 0) brain.turn = Math.atan2(target.position.z - mob.position.z, target.position.x - mob.position.x)
  else if (!target && ctx.random() < 0.02) brain.turn = ctx.random() * Math.PI * 2
  const turn = brain.turn ?? 0
  if (mob.onGround || mob.inWater) {
    if (!(--brain.hop > 0)) { // at first there is none
      brain.hop = Math.floor(ctx.randomInt(HOP_PAUSE[0], HOP_PAUSE[1]) * (magma ? MAGMA_PAUSE : 1) / (target ? 3 : 1))
      mob.velocity.y = 0.42 + (magma ? 0.1 * mob.size : 0)
      const speed = (0.2 + 0.1 * mob.size) * 0.75
      mob.velocity.x = Math.cos(turn) * speed
      mob.velocity.z = Math.sin(turn) * speed
      body.face(mob, Math.cos(turn), Math.sin(turn))
    }
  }
  if (!target || (mob.size === 1 && !magma) || ctx.tick() - (brain.struck ?? -99) < REPEAT) return
  const reach = 0.6 * mob.size
  if (target.position.distanceTo(mob.position) < reach + 0.5 && senses.sees(mob, target) &&
    ctx.damage.any(target, mob.size + (magma ? MAGMA_ATTACK : 0), { cause: 'mob_attack', by: mob })) brain.struck = ctx.tick()
}

/** What becomes of a slime that died. @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function split (mob, ctx) {
  if (mob.size <= 1) return
  const children = ctx.randomInt(2, 4)
  for (let n = 0; n < children; n++) {
    const side = mob.size / 4
    ctx.mobs.spawn(mob.name, mob.position.offset((n % 2 - 0.5) * side, 0.5, (Math.floor(n / 2) - 0.5) * side), { size: mob.size / 2 })
  }
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function showSize (mob, ctx) {
  ctx.entities.setMetadata(mob, [{ key: META_SIZE, type: 'int', value: mob.size }])
}
