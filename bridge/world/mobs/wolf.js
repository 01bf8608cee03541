/**
 * Wolves: roam, turn on whoever hurts them, and are tamed with bones.
 * Source: https://minecraft.wiki/w/Wolf (Java 1.20). Not covered: hunting of sheep and rabbits, collars' colours, begging.
 */
import { animal } from './animals.js'
import { chase, strike } from './hunters.js'

const ANGER = [400, 780] // ticks
const TAME_CHANCE = 1 / 3 // a bone
const TAMED_HEALTH = 20
const FOLLOWS_FROM = 10 // blocks
const JOINS_AT = 12 // blocks beyond which it appears beside its owner
const META_FLAGS = 17

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function wolf (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  if (brain.angry > 0) brain.angry--
  const target = brain.angry > 0 ? senses.prey(mob, { eager: false }) : null
  if (target) {
    chase(mob, target, life)
    strike(mob, target, life)
    return
  }
  if (mob.owner) {
    if (mob.sitting) { body.halt(mob); return }
    const owner = ctx.players.find(p => p.uuid === mob.owner && !p.survival.dead)
    const away = owner ? owner.position.distanceTo(mob.position) : 0
    if (owner && away > JOINS_AT && owner.onGround) {
      mob.position.update(owner.position)
      ctx.entities.teleport(mob)
    } else if (owner && away > FOLLOWS_FROM / 2) {
      chase(mob, owner, life)
      return
    }
  }
  animal(mob, life)
}

/** @param {any} mob @param {any} attacker @param {import('../types.d.ts').Ctx} ctx */
export function anger (mob, attacker, ctx) {
  if (mob.owner && attacker.uuid === mob.owner) return
  for (const other of ctx.entities.near(mob.position, 16, e => e.kind === 'mob' && e.name === 'wolf' && !e.owner)) {
    other.brain.angry = ctx.randomInt(ANGER[0], ANGER[1])
    other.brain.target = attacker.id
    other.resting = false
  }
}

/** @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function handleWolf ({ player, entity: mob, held }, { ctx }) {
  if (!mob.owner && held?.name === 'bone' && !(mob.brain.angry > 0)) {
    ctx.inventory.consumeHeld(player, 1)
    const tamed = ctx.random() < TAME_CHANCE
    if (tamed) {
      mob.owner = player.uuid
      mob.sitting = true
      mob.health = TAMED_HEALTH
      mob.persistent = true
      showFlags(mob, ctx)
    }
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: tamed ? 7 : 6 })
    return true
  }
  if (mob.owner !== player.uuid) return false
  if (held && mob.traits.food.includes(held.name) && mob.health < TAMED_HEALTH) {
    ctx.inventory.consumeHeld(player, 1)
    mob.health = Math.min(TAMED_HEALTH, mob.health + (ctx.registry.foodsByName[held.name]?.foodPoints ?? 1))
    return true
  }
  if (held && mob.traits.food.includes(held.name)) return false
  mob.sitting = !mob.sitting
  showFlags(mob, ctx)
  return true
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function showFlags (mob, ctx) {
  ctx.entities.setMetadata(mob, [
    { key: META_FLAGS, type: 'byte', value: (mob.sitting ? 1 : 0) | (mob.owner ? 4 : 0) },
    { key: 18, type: 'optional_uuid', value: mob.owner ?? undefined }
  ])
}
