/**
 * Peaceful creatures: panic, flight, temptation, breeding, growing up, wool, eggs and milk.
 *
 * Sources: https://minecraft.wiki/w/Cow (and the page of each), /w/Breeding (Java 1.20). Beyond 32 blocks from every
 * player they stand still, as in vanilla. Not covered: following of parents, rabbits' raids on carrots, turtles' eggs, goats' rams, llamas' spit.
 */
import { bucketTag } from '../land/buckets.js'
import { wander } from './hunters.js'

const PANIC_TICKS = 100
const PANIC_PACE = 1.5 // where the kind has none of its own
const FLEE_EVERY = 10 // ticks between two looks at whom to flee
const TEMPT_PACE = 1.2
const TEMPT_RANGE = 10 // blocks
const TEMPT_STOP = 2.5 // blocks
const LOVE_TICKS = 600
const LOVE_RANGE = 8 // blocks
const MATING_TICKS = 60
const BREEDING_PAUSE = 6000 // ticks until grown animals can breed again
const GROWING_TICKS = 24000
const EGG_TICKS = [6000, 12000]
const GRAZE_CHANCE = 1 / 1000 // a tick; lambs graze 20 times as often
const META_BABY = 16
const META_WOOL = 17

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function animal (mob, life) {
  const { ctx, body } = life
  const { brain } = mob
  if (mob.growing > 0 && --mob.growing === 0) grown(mob, ctx)
  if (mob.breeding_pause > 0) mob.breeding_pause--
  if (mob.name === 'chicken' && !(mob.growing > 0) && --mob.egg <= 0) {
    mob.egg = ctx.randomInt(EGG_TICKS[0], EGG_TICKS[1])
    ctx.items.drop(mob.position, ctx.inventory.make('egg', 1))
  }
  if (brain.panic > 0 || mob.fire > 0) {
    brain.panic--
    if (!brain.path) {
      const to = body.footing(mob, mob.position.offset(ctx.randomInt(-5, 5), 0, ctx.randomInt(-5, 5)))
      if (to) body.go(mob, to, mob.traits.panic ?? PANIC_PACE, { budget: 60 })
    }
    body.follow(mob)
    if (mob.name === 'rabbit') hop(mob)
    return
  }
  if (mob.traits.shy && flees(mob, life)) return
  if (mob.love > 0 && courting(mob, life)) return
  if ((ctx.tick() + mob.id) % 5 === 0) brain.tempted = tempter(mob, life)?.id
  if (brain.tempted !== undefined) {
    const player = ctx.entities.get(brain.tempted)
    if (player && player.position.distanceTo(mob.position) > TEMPT_STOP) {
      if ((ctx.tick() + mob.id) % 10 === 0 || !brain.path) body.go(mob, player.position, TEMPT_PACE, { budget: 120, near: 1.5 })
      body.follow(mob)
    } else {
      body.halt(mob)
    }
    if (player) body.look(mob, player.position)
    return
  }
  if (mob.name === 'sheep') graze(mob, ctx)
  wander(mob, life)
  if (mob.name === 'rabbit') hop(mob)
}

function hop (/** @type {any} */ mob) {
  if (mob.onGround && mob.brain.path) mob.velocity.y = 0.3
}

/** Run from a player who comes near upright, without its food in his hand. */
function flees (/** @type {any} */ mob, /** @type {Life} */ { ctx, body, senses }) {
  if (mob.owner) return false
  if ((ctx.tick() + mob.id) % FLEE_EVERY === 0) {
    const { player, distance } = senses.nearestPlayer(mob.position, true)
    if (player && distance < mob.traits.shy && !player.sneaking && !mob.traits.food?.includes(ctx.inventory.held(player)?.name)) {
      const p = mob.position
      const to = body.footing(mob, p.offset((p.x - player.position.x) / distance * 8 + ctx.randomInt(-2, 2), 0, (p.z - player.position.z) / distance * 8 + ctx.randomInt(-2, 2)))
      if (to) { body.go(mob, to, mob.traits.panic ?? PANIC_PACE, { budget: 80 }); mob.brain.fleeing = true }
    }
  }
  if (!mob.brain.fleeing) return false
  if (!body.follow(mob)) mob.brain.fleeing = undefined
  if (mob.name === 'rabbit') hop(mob)
  return true
}

/** The player nearby who holds its food. */
function tempter (/** @type {any} */ mob, /** @type {Life} */ { ctx }) {
  const food = mob.traits.food
  if (!food) return null
  return ctx.players.find(player => !player.survival.dead && player.position.distanceTo(mob.position) <= TEMPT_RANGE &&
    (food.includes(ctx.inventory.held(player)?.name) || food.includes(player.inventory.slots[45]?.name))) ?? null
}

/** Two in love draw near and have young. @returns {boolean} whether it has a partner to go to */
function courting (/** @type {any} */ mob, /** @type {Life} */ { ctx, body }) {
  mob.love--
  const partner = ctx.entities.near(mob.position, LOVE_RANGE, e => e !== mob && e.kind === 'mob' && e.name === mob.name && e.love > 0 && e.dying === undefined)[0]
  if (!partner) { mob.brain.mating = 0; return false }
  if (!mob.brain.path && partner.position.distanceTo(mob.position) > 1.2) body.go(mob, partner.position, 1, { budget: 120, near: 1 })
  body.follow(mob)
  body.look(mob, partner.position)
  mob.brain.mating = (mob.brain.mating ?? 0) + 1
  if (mob.brain.mating < MATING_TICKS || partner.position.distanceTo(mob.position) > 3) return true
  for (const parent of [mob, partner]) { parent.love = 0; parent.breeding_pause = BREEDING_PAUSE; parent.brain.mating = 0 }
  const like = ctx.random() < 0.5 ? mob : partner
  ctx.mobs.spawn(mob.name, mob.position, { growing: GROWING_TICKS, persistent: true, ...(mob.colour === undefined ? {} : { colour: like.colour }), ...(mob.variant === undefined ? {} : { variant: like.variant }), ...(mob.owner ? { owner: mob.owner } : {}) })
  ctx.experience.drop(mob.position, ctx.randomInt(1, 7))
  return true
}

/** Lambs and shorn sheep eat grass: wool grows, lambs get older. */
function graze (/** @type {any} */ mob, /** @type {import('../types.d.ts').Ctx} */ ctx) {
  if (ctx.random() >= GRAZE_CHANCE * (mob.growing > 0 ? 20 : 1)) return
  const { x, y, z } = mob.position
  if (ctx.blocks.name(x, y, z) === 'short_grass') ctx.blocks.set(mob.position, 0, { cause: 'graze' })
  else if (ctx.blocks.name(x, y - 1, z) === 'grass_block') ctx.blocks.set(mob.position.offset(0, -1, 0), ctx.blocks.stateOf('dirt'), { cause: 'graze' })
  else return
  ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: 10 })
  if (mob.growing > 0) mob.growing = Math.max(1, mob.growing - 1200)
  if (mob.sheared) { mob.sheared = false; showWool(mob, ctx) }
}

function grown (/** @type {any} */ mob, /** @type {import('../types.d.ts').Ctx} */ ctx) {
  ctx.mobs.resize(mob)
  ctx.entities.setMetadata(mob, [{ key: META_BABY, type: 'boolean', value: false }])
}

/** @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function showWool (mob, ctx) {
  ctx.entities.setMetadata(mob, [{ key: META_WOOL, type: 'byte', value: mob.colour | (mob.sheared ? 0x10 : 0) }])
}

export const COLOURS = ['white', 'orange', 'magenta', 'light_blue', 'yellow', 'lime', 'pink', 'gray', 'light_gray', 'cyan', 'purple', 'blue', 'brown', 'green', 'red', 'black']
/** Natural colours in per cent; https://minecraft.wiki/w/Sheep#Spawning */
const NATURAL = [['black', 5], ['gray', 5], ['light_gray', 5], ['brown', 3], ['pink', 0.164]]

/** @param {() => number} random @returns {number} index into COLOURS */
export function naturalColour (random) {
  let at = random() * 100
  for (const [name, share] of NATURAL) {
    at -= Number(share)
    if (at < 0) return COLOURS.indexOf(String(name))
  }
  return 0
}

/** Wool off a sheep. @param {any} mob @param {import('../types.d.ts').Ctx} ctx @returns {boolean} whether it had any */
export function shear (mob, ctx) {
  if (mob.sheared || mob.growing > 0) return false
  mob.sheared = true
  showWool(mob, ctx)
  for (let n = ctx.randomInt(1, 3); n > 0; n--) ctx.items.drop(mob.position.offset(0, 1, 0), ctx.inventory.make(`${COLOURS[mob.colour]}_wool`, 1))
  return true
}

/**
 * A player's hand on an animal: food, shears, dye, bucket.
 * @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} whether something came of it
 */
export function handle ({ player, entity: mob, held }, { ctx }) {
  if (!held || mob.dying !== undefined) return false
  const grownUp = !(mob.growing > 0)
  if (mob.traits.bucket && held.name === 'water_bucket') {
    ctx.entities.remove(mob)
    ctx.inventory.consumeHeld(player, 1)
    ctx.inventory.giveOrDrop(player, ctx.inventory.make(mob.traits.bucket, 1, bucketTag(mob)))
    return true
  }
  if (mob.traits.stew && held.name === 'bowl' && grownUp) {
    ctx.inventory.consumeHeld(player, 1)
    ctx.inventory.giveOrDrop(player, ctx.inventory.make('mushroom_stew', 1))
    return true
  }
  if (mob.traits.stew && held.name === 'shears' && grownUp) {
    const cow = ctx.mobs.life.birth.become(mob, 'cow', { health: mob.health })
    for (let n = 0; n < 5; n++) ctx.items.drop(cow.position.offset(0, 1, 0), ctx.inventory.make('red_mushroom', 1))
    ctx.inventory.damageHeld(player, 1)
    return true
  }
  if (mob.traits.milk && held.name === mob.traits.milk && grownUp) {
    ctx.inventory.consumeHeld(player, 1)
    ctx.inventory.giveOrDrop(player, ctx.inventory.make('milk_bucket', 1))
    return true
  }
  if (mob.name === 'sheep' && held.name === 'shears') {
    if (!shear(mob, ctx)) return false
    ctx.inventory.damageHeld(player, 1)
    return true
  }
  if (mob.name === 'sheep' && held.name.endsWith('_dye') && !mob.sheared) {
    const colour = COLOURS.indexOf(held.name.slice(0, -4))
    if (colour < 0 || colour === mob.colour) return false
    mob.colour = colour
    showWool(mob, ctx)
    ctx.inventory.consumeHeld(player, 1)
    return true
  }
  if (!mob.traits.food?.includes(held.name)) return false
  if (!grownUp) {
    mob.growing = Math.max(1, Math.floor(mob.growing * 0.9))
  } else if (!(mob.breeding_pause > 0) && !(mob.love > 0)) {
    mob.love = LOVE_TICKS
    mob.persistent = true
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: 18 })
  } else return false
  ctx.inventory.consumeHeld(player, 1)
  return true
}

export { PANIC_TICKS }
