/**
 * Creatures of the nether: blazes that hover and shoot, ghasts, piglins that barter.
 * Source: https://minecraft.wiki/w/Blaze, /w/Ghast, /w/Piglin, /w/Bartering (Java 1.20). Not covered: striders, crossbows, piglins' hunts for hoglins,
 * their fear of soul fire and their anger at who opens chests or mines gold.
 */
import { readFileSync } from 'node:fs'
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
const DRIFT = 0.02 // blocks/tick²
const GHAST_RANGE = 64 // blocks
const CHARGE = 20 // ticks in sight before it throws
const GHAST_RELOAD = 40
const ADMIRES = 119 // ticks a piglin looks at an ingot
const ZOMBIFIED = 300 // ticks outside the nether
const NETHER_SIDE = 2 ** 23 // x from which on the grid is the nether; dimensions.js
const BARTER = JSON.parse(readFileSync(new URL('../data/barter.json', import.meta.url), 'utf8'))

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

/** Ghast: drifts, and throws fireballs at whom it sees from afar. @param {any} mob @param {Life} life */
export function ghast (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  mob.resting = false
  if (!brain.drift || ctx.random() < 0.01 || mob.blocked) brain.drift = [0, 0, 0].map(() => (ctx.random() * 2 - 1) * DRIFT)
  mob.velocity.x += brain.drift[0]
  mob.velocity.y += brain.drift[1]
  mob.velocity.z += brain.drift[2]
  const target = senses.prey(mob)
  if (!target || target.position.distanceTo(mob.position) > GHAST_RANGE || !senses.sees(mob, target)) { brain.charge = Math.max(0, (brain.charge ?? 0) - 1); body.face(mob, brain.drift[0], brain.drift[2]); return }
  body.face(mob, target.position.x - mob.position.x, target.position.z - mob.position.z)
  brain.charge = (brain.charge ?? 0) + 1
  if (brain.charge < CHARGE) return
  brain.charge = -GHAST_RELOAD
  const from = mob.position.offset(0, mob.box.height / 2, 0)
  const way = target.position.minus(from)
  ctx.projectiles.shoot('fireball', from.plus(way.scaled(4 / way.norm())), { x: way.x, y: way.y + 0.9, z: way.z }, SPEED, { inaccuracy: 0, owner: mob.id })
}

/** Piglin: hunts who wears no gold, takes gold ingots and pays for them. @param {any} mob @param {Life} life */
export function piglin (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  if (mob.position.x < NETHER_SIDE) {
    mob.turning = (mob.turning ?? 0) + 1
    if (mob.turning >= ZOMBIFIED) return void life.birth.become(mob, 'zombified_piglin')
  }
  if (mob.admiring) {
    body.halt(mob)
    if (--mob.admiring === 0) barter(mob, ctx)
    return
  }
  if (mob.baby) return wander(mob, life)
  if ((ctx.tick() + mob.id) % 10 === 0 && admires(mob, ctx)) return
  const angry = brain.angry > 0
  if (angry) brain.angry--
  let target = senses.prey(mob, { eager: true })
  if (target?.kind === 'player' && !angry && wearsGold(target)) { brain.target = undefined; target = null }
  if (!target) return wander(mob, life)
  chase(mob, target, life)
  strike(mob, target, life)
}

/** @param {any} player */
const wearsGold = player => [5, 6, 7, 8].some(slot => player.inventory.slots[slot]?.name.startsWith('golden_'))

/** Take up an ingot that lies near. @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function admires (mob, ctx) {
  const [lying] = ctx.entities.near(mob.position, 2, e => e.kind === 'item' && e.item.name === 'gold_ingot')
  if (!lying) return false
  ctx.items.setStack(lying, lying.item.count > 1 ? ctx.inventory.copy(lying.item, lying.item.count - 1) : null)
  admire(mob, ctx)
  return true
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function admire (mob, ctx) {
  mob.admiring = ADMIRES
  ctx.entities.broadcast(mob, 'entity_equipment', { entityId: mob.id, equipments: [{ slot: 1, item: ctx.inventory.toPacket(ctx.inventory.make('gold_ingot', 1)) }] })
}

/** @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function handlePiglin ({ player, entity: mob, held }, { ctx }) {
  if (held?.name !== 'gold_ingot' || mob.baby || mob.admiring || mob.brain.angry > 0) return false
  ctx.inventory.consumeHeld(player, 1)
  admire(mob, ctx)
  return true
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
function barter (mob, ctx) {
  const { entries } = BARTER
  let at = ctx.random() * entries.reduce((/** @type {number} */ sum, /** @type {any} */ e) => sum + e.weight, 0)
  const pick = entries.find((/** @type {any} */ e) => (at -= e.weight) < 0) ?? entries[0]
  const count = ctx.randomInt(pick.count[0], pick.count[1])
  const item = pick.potion ? ctx.potions.make(pick.item, pick.potion) : ctx.inventory.make(pick.item, count)
  if (pick.enchant) item.enchants = [{ name: pick.enchant, lvl: ctx.randomInt(1, 3) }]
  ctx.items.drop(mob.position.offset(0, 1, 0), item)
  ctx.entities.broadcast(mob, 'entity_equipment', { entityId: mob.id, equipments: [{ slot: 1, item: ctx.inventory.toPacket(null) }] })
}
