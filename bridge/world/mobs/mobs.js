/**
 * Creatures: their life from spawning to despawning, and which mind each kind has.
 *
 * Bodies are in mobs/body.js, senses in mobs/senses.js, minds in the other files of mobs/. Creatures near no player rest:
 * beyond 32 blocks they act on one tick of four, beyond 64 (or where nothing is loaded) not at all; vanilla's animals
 * stand still beyond 32 blocks too, its monsters do not.
 */
import { ASLEEP } from './crowd.js'
import { blockKinds } from '../blocks/block_kinds.js'
import { boxOf, KINDS, SIZED, young } from './kinds.js'
import { createBirth } from './birth.js'
import { createBody } from './body.js'
import { createSenses } from './senses.js'
import { affect, feel } from './effects.js'
import { shaded } from './gear.js'
import { animal, handle, shear, COLOURS, PANIC_TICKS } from './animals.js'
import { brute, spider } from './hunters.js'
import { bitten, call, drowned, handleCure, zombie } from './undead.js'
import { skeleton, witch } from './skeleton.js'
import { creeper } from './creeper.js'
import { slime, split } from './slime.js'
import { swimmer } from './swimmers.js'
import { anger, defend, handlePet, neutral, neutralAnimal, pet } from './pets.js'
import { enderman, provoke, teleport } from './enderman.js'
import { blaze, ghast, handlePiglin, piglin } from './nether.js'
import { bat, bee, bird, phantom } from './flyers.js'
import { golem, installBuilding, repair } from './golem.js'
import { installGuards } from './guards.js'
import { handleSteed, steed, show as showTack } from './steed.js'
import { rouse, villager } from './villager.js'
import { installHibernation } from './hibernation.js'

const WIDE_AWAKE = 32 // blocks from a player
const FISH_AWAKE = 16 // the same for fish: there are many, and they never rest
const DROWSY = 4 // ticks between two thoughts in between
const DESPAWN_SURE = 128 // blocks; https://minecraft.wiki/w/Spawn#Despawning
const DESPAWN_FISH = 64 // blocks, for what drifts in water and is no monster
const DESPAWN_CHANCE = 1 / 800 // a tick, beyond 32 blocks
const DESPAWN_AGE = 600 // ticks
const NETHER_SIDE = 2 ** 23 // x from which on there is no sun; dimensions.js
const EYES = 0.85 // of a body's height
const BURN_TICKS = 160 // ticks alight at daylight
/** Families that vanish far from players, and those that stand still there. */
const FLEETING = new Set(['monster', 'water', 'water_ambient', 'underground_water', 'ambient'])
const PLACID = new Set(['animal', 'villager'])
/** Families that take fright when hurt, where the kind has no anger. */
const TIMID = new Set(['animal', 'water', 'water_ambient', 'underground_water', 'ambient', 'villager'])

/** @type {Record<string, (mob: any, life: import('./hunters.js').Life) => void>} */
const MINDS = {
  animal, bat, bee, bird, blaze, brute, creeper, drowned, enderman, ghast, golem, neutral, neutral_animal: neutralAnimal, pet, phantom, piglin, skeleton, slime, spider, steed, swimmer, villager, witch, zombie
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const kinds = blockKinds(ctx.registry)
  const body = createBody(ctx, kinds)
  const senses = createSenses(ctx, kinds)
  const birth = createBirth(ctx)
  const life = { ctx, body, senses, birth }
  const { spawn, save, load } = birth

  ctx.entities.define('mob', { tick, save, load })
  installHibernation(ctx, { save, load, keeps: mob => !despawns(mob) })

  /** @param {any} mob */
  function tick (mob) {
    if (mob.dying !== undefined) {
      if (--mob.dying <= 0) { ctx.entities.remove(mob); return }
      body.live(mob)
      return
    }
    const now = ctx.tick()
    if (mob._distance === undefined || (now + mob.id) % 5 === 0) mob._distance = senses.nearestPlayer(mob.position).distance
    const away = mob._distance
    if (away > (mob.traits.family === 'water_ambient' ? FISH_AWAKE : WIDE_AWAKE)) {
      if (despawns(mob) && ((away > (mob.traits.family === 'water_ambient' ? DESPAWN_FISH : DESPAWN_SURE) && away < Infinity) || (mob.age > DESPAWN_AGE && ctx.random() < DESPAWN_CHANCE))) return ctx.entities.remove(mob)
      if (away > ASLEEP || (now + mob.id) % DROWSY !== 0) return
      if (PLACID.has(mob.traits.family) && mob.resting) return
    }
    if (mob.traits.burns && (now + mob.id) % 4 === 0) burnAtDay(mob)
    if (ctx.options.difficulty === 0 && mob.traits.family === 'monster' && !mob.owner) return ctx.entities.remove(mob)
    if (mob.effects) feel(mob, ctx)
    body.suffer(mob)
    if (mob.dying !== undefined || mob.removed || mob.still) return // still: NoAI
    const rider = mob.traits.mount || mob.saddled ? ctx.riding.ridersOf(mob)[0] : undefined
    const ridden = rider !== undefined && (mob.traits.mount || ctx.riding.steers(rider, mob))
    if (ridden && mob.saddled) return // its rider's client moves it
    MINDS[mob.traits.mind](mob, life)
    if (mob.removed) return
    body.live(mob)
  }

  const despawns = (/** @type {any} */ mob) => !mob.persistent && FLEETING.has(mob.traits.family)

  /** The undead catch fire under the open sky by day. */
  function burnAtDay (/** @type {any} */ mob) {
    if (mob.fire > 20 || !ctx.time.isDay() || mob.inWater || mob.position.x >= NETHER_SIDE) return
    const eyes = mob.position.offset(0, mob.box.height * EYES, 0)
    if (!ctx.precipitation.seesSky(eyes) || ctx.random() >= 0.2 || shaded(mob)) return
    if (!ctx.precipitation.rainsAt(mob.position) && !ctx.precipitation.rainsAt(eyes)) mob.fire = BURN_TICKS
  }

  /** @param {any} mob @param {{by?: any, cause: string}} blow */
  function onHurt (mob, { by, cause }) {
    mob.resting = false
    const { family, anger: temper } = mob.traits
    if (mob.bed) rouse(mob, ctx)
    const prey = by && by !== mob && !(by.kind === 'player' && !senses.isPrey(by))
    if (prey && (temper || mob.traits.tame?.defends)) return anger(mob, by, ctx)
    if (TIMID.has(family)) {
      mob.brain.panic = PANIC_TICKS
      mob.brain.path = null
      mob.brain.tempted = undefined
      mob.love = 0
      return
    }
    if (!prey) {
      if (mob.name === 'enderman' && cause !== 'out_of_world' && ctx.random() < 0.1) teleport(mob, life)
      return
    }
    if (mob.name === 'enderman') return provoke(mob, by, ctx)
    if (family === 'golem' && by.kind === 'player' && mob.persistent && mob.metadata.some((/** @type {any} */ m) => m.key === 16 && m.value === 1)) return // its own maker
    if (by.kind === 'player' || by.name !== mob.name) { mob.brain.target = by.id; mob.brain.seen = ctx.tick() }
    if (mob.name === 'piglin') { mob.brain.angry = 600; mob.admiring = undefined }
    call(mob, by, life)
  }

  /** What follows from a death. @param {any} mob @param {{by?: any}} blow */
  function onDeath (mob, { by }) {
    if (SIZED.has(mob.name)) split(mob, ctx)
    if (by && bitten(mob, by, life)) return
  }

  ctx.mobs = {
    spawn,
    life,
    KINDS,
    shear: (/** @type {any} */ sheep) => shear(sheep, ctx),
    onHurt,
    onDeath,
    affect: (/** @type {any} */ mob, /** @type {string} */ name, /** @type {number} */ amplifier, /** @type {number} */ ticks, /** @type {any} */ by) => affect(mob, name, amplifier, ticks, ctx, by),
    young,
    /** @param {any} steed */
    showTack: steed => showTack(steed, ctx),
    extraDrops: (/** @type {any} */ mob) => mob.name === 'sheep' && !mob.sheared && !(mob.growing > 0) ? [{ item: `${COLOURS[mob.colour ?? 0]}_wool`, count: 1 }] : [],
    resize: (/** @type {any} */ mob) => { mob.box = boxOf(mob.name, mob) }
  }

  ctx.onUseEntity(use => {
    const mob = /** @type {any} */ (use.entity)
    if (mob.kind !== 'mob') return false
    if (mob.traits.tame && handlePet(use, life)) return true
    if ((mob.traits.mount || mob.traits.saddle) && handleSteed(use, life)) return true
    if (mob.traits.barters) return handlePiglin(use, life)
    if (mob.traits.repair) return repair(use, life)
    if (handleCure(use, life)) return true
    if (mob.name === 'creeper' && use.held?.name === 'flint_and_steel') {
      mob.ignited = true
      ctx.inventory.damageHeld(use.player, 1)
      return true
    }
    return (mob.traits.family === 'animal' || mob.traits.food || mob.traits.bucket) && handle(use, life)
  })
  ctx.damage.onHurt((/** @type {any} */ { victim, by }) => {
    if (!by || by === victim) return
    if (by.kind === 'player' && victim.kind === 'mob') defend(by, victim, ctx)
    else if (victim.kind === 'player' && by.kind === 'mob') defend(victim, by, ctx)
  })
  installBuilding(ctx, life)
  installGuards(ctx)
}
