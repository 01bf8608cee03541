/**
 * Creatures that may be tamed (wolves, cats, parrots), and others that hunt or turn on whoever hurts them (foxes, ocelots, polar bears, pandas, zombified piglins).
 *
 * Source: https://minecraft.wiki/w/Wolf, /w/Cat, /w/Fox, /w/Polar_Bear, /w/Zombified_Piglin (Java 1.20). Not covered: collars' colours, begging,
 * cats' gifts and beds, foxes' sleep and trust, parrots on shoulders.
 */
import { animal } from './animals.js'
import { chase, strike, wander } from './hunters.js'
import { heal } from './effects.js'

const ANGER = /** @type {[number, number]} */ ([400, 780]) // ticks
const FOLLOWS_FROM = 10 // blocks
const JOINS_AT = 12 // blocks beyond which it appears beside its owner
const META_FLAGS = 17
const META_OWNER = 18
const SHAKES = 8 // entity_status
const HEARTS = 7 // entity_status: tamed
const SMOKE = 6

/** @typedef {import('./hunters.js').Life} Life */

/** Chase and strike whom it is angry with. @param {any} mob @param {Life} life @returns {boolean} whether there is one */
function avenge (mob, life) {
  const { brain } = mob
  if (!(brain.angry > 0)) return false
  brain.angry--
  const target = life.senses.prey(mob, { eager: false })
  if (!target) return false
  chase(mob, target, life, mob.traits.chase_pace ?? 1)
  strike(mob, target, life)
  return true
}

/** A wolf that has come out of the water shakes itself. @param {any} mob @param {any} ctx */
function shake (mob, ctx) {
  if (mob.inWater) mob.brain.wet = true
  else if (mob.brain.wet && mob.onGround && !mob.brain.path) {
    mob.brain.wet = false
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: SHAKES })
    ctx.sounds.play('entity.wolf.shake', mob.position, { category: 'neutral' })
  }
}

/** @param {any} mob @param {Life} life */
export function pet (mob, life) {
  const { ctx, body, senses } = life
  if (mob.name === 'wolf') shake(mob, ctx)
  if (avenge(mob, life)) return
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
  } else if (mob.traits.hunts && !(mob.growing > 0) && !(mob.brain.panic > 0)) {
    const quarry = senses.prey(mob, { eager: false, beasts: true })
    if (quarry && quarry.kind !== 'player') {
      chase(mob, quarry, life, mob.traits.chase_pace ?? 1)
      strike(mob, quarry, life)
      return
    }
  }
  animal(mob, life)
}

/** An animal that turns on whoever hurts it. @param {any} mob @param {Life} life */
export function neutralAnimal (mob, life) {
  if (!avenge(mob, life)) animal(mob, life)
}

/** A monster that lets alone whoever lets it alone. @param {any} mob @param {Life} life */
export function neutral (mob, life) {
  if (!avenge(mob, life)) wander(mob, life)
}

/** Take a blow as vanilla's neutral creatures do: with all of its kind that are near. @param {any} mob @param {any} attacker @param {import('../types.d.ts').Ctx} ctx */
export function anger (mob, attacker, ctx) {
  if (mob.owner && attacker.uuid === mob.owner) return
  const [least, most] = mob.traits.anger ?? ANGER
  for (const other of ctx.entities.near(mob.position, mob.traits.herd ?? 0, e => e.kind === 'mob' && e.name === mob.name && !e.owner).concat(mob)) {
    if (other.growing > 0) continue
    other.brain.angry = ctx.randomInt(least, most)
    other.brain.target = attacker.id
    other.brain.seen = ctx.tick()
    other.resting = false
  }
}

/** Whoever a player strikes, or is struck by, his dogs turn on. @param {any} player @param {any} other @param {import('../types.d.ts').Ctx} ctx */
export function defend (player, other, ctx) {
  if (other.name === 'creeper' || other.owner === player.uuid) return
  for (const dog of ctx.entities.near(player.position, 16, e => e.kind === 'mob' && e.owner === player.uuid && e.traits.tame?.defends && !e.sitting && e !== other)) {
    dog.brain.angry = ANGER[0]
    dog.brain.target = other.id
    dog.brain.seen = ctx.tick()
  }
}

/** @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function handlePet ({ player, entity: mob, held }, { ctx }) {
  const { tame, food } = mob.traits
  if (!mob.owner && held && tame.items.includes(held.name) && !(mob.brain.angry > 0)) {
    ctx.inventory.consumeHeld(player, 1)
    const tamed = ctx.random() < tame.chance
    if (tamed) {
      mob.owner = player.uuid
      mob.sitting = true
      mob.most = mob.health = tame.health
      mob.persistent = true
      showFlags(mob, ctx)
    }
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: tamed ? HEARTS : SMOKE })
    return true
  }
  if (mob.owner !== player.uuid) return false
  if (held && food?.includes(held.name)) {
    if (!heal(mob, ctx.registry.foodsByName[held.name]?.foodPoints ?? 1, ctx)) return false
    ctx.inventory.consumeHeld(player, 1)
    return true
  }
  mob.sitting = !mob.sitting
  showFlags(mob, ctx)
  return true
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function showFlags (mob, ctx) {
  ctx.entities.setMetadata(mob, [
    { key: META_FLAGS, type: 'byte', value: (mob.sitting ? 1 : 0) | (mob.owner ? 4 : 0) },
    { key: META_OWNER, type: 'optional_uuid', value: mob.owner ?? undefined },
    { key: 9, type: 'float', value: mob.health }
  ])
}
