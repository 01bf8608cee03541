/**
 * Creatures: their life from spawning to despawning, and which mind each kind has.
 *
 * Bodies are in mobs/body.js, senses in mobs/senses.js, minds in the other files of mobs/. Creatures near no player rest:
 * beyond 32 blocks they act on one tick of four, beyond 64 (or where nothing is loaded) not at all; vanilla's animals
 * stand still beyond 32 blocks too, its monsters do not.
 */
import { blockKinds } from './block_kinds.js'
import { boxOf, KINDS } from './mobs/kinds.js'
import { createBody } from './mobs/body.js'
import { createSenses } from './mobs/senses.js'
import { animal, handle, naturalColour, showWool, COLOURS, PANIC_TICKS } from './mobs/animals.js'
import { spider, zombie } from './mobs/hunters.js'
import { skeleton, witch } from './mobs/skeleton.js'
import { creeper } from './mobs/creeper.js'
import { slime, split, showSize } from './mobs/slime.js'
import { swimmer } from './mobs/swimmers.js'
import { anger, handleWolf, wolf } from './mobs/wolf.js'
import { enderman, provoke, teleport } from './mobs/enderman.js'
import { blaze, zombifiedPiglin } from './mobs/nether.js'
import { villager } from './mobs/villager.js'
import { installHibernation } from './mobs/hibernation.js'

const WIDE_AWAKE = 32 // blocks from a player
const ASLEEP = 64 // blocks
const DROWSY = 4 // ticks between two thoughts in between
const DESPAWN_SURE = 128 // blocks; https://minecraft.wiki/w/Spawn#Despawning
const DESPAWN_CHANCE = 1 / 800 // a tick, beyond 32 blocks
const DESPAWN_AGE = 600 // ticks
const BURN_TICKS = 160 // ticks alight at daylight
const META_HEALTH = 9
const META_BABY = 16
/** What of a creature is kept beyond place and motion. */
const KEPT = ['health', 'size', 'growing', 'breeding_pause', 'love', 'colour', 'sheared', 'egg', 'fire', 'air', 'fuse', 'ignited', 'owner',
  'sitting', 'persistent', 'hurt_tick', 'last_hurt', 'hurt_by_player', 'dying', 'brain', 'fall', 'resting', 'blocked', 'inWater', 'inLava', 'trade', 'home']

const GEAR = /** @type {Record<string, string>} */ ({ skeleton: 'bow', zombified_piglin: 'golden_sword' })

/** @type {Record<string, (mob: any, life: import('./mobs/hunters.js').Life) => void>} */
const MINDS = {
  cow: animal, pig: animal, sheep: animal, chicken: animal, rabbit: animal, wolf, squid: swimmer, cod: swimmer, salmon: swimmer,
  zombie, husk: zombie, skeleton, spider, creeper, enderman, witch, slime, villager, blaze, zombified_piglin: zombifiedPiglin
}

/** @param {import('./types.d.ts').Ctx} ctx */
export function install (ctx) {
  const kinds = blockKinds(ctx.registry)
  const body = createBody(ctx, kinds)
  const senses = createSenses(ctx, kinds)
  const life = { ctx, body, senses }

  /**
   * Put a creature into the world.
   * @param {string} name @param {{x: number, y: number, z: number}} position @param {Record<string, any>} [fields]
   * @returns {any} the entity; null for a kind this world does not have
   */
  function spawn (name, position, fields = {}) {
    const traits = KINDS[name]
    if (!traits) return null
    const mob = /** @type {any} */ (ctx.entities.spawn('mob', name, position, {
      ...dress(name, fields), health: traits.health, brain: {}, yaw: ctx.random() * 360, ...fields
    }))
    if (name === 'sheep') { mob.colour = fields.colour ?? naturalColour(ctx.random); showWool(mob, ctx) }
    if (name === 'chicken') mob.egg = ctx.randomInt(6000, 12000)
    if (name === 'slime') {
      mob.size = fields.size ?? 1 << ctx.randomInt(0, 2)
      mob.health = mob.size * mob.size
      mob.box = boxOf(name, mob)
      showSize(mob, ctx)
    }
    ctx.entities.setMetadata(mob, [{ key: META_HEALTH, type: 'float', value: mob.health }])
    if (mob.growing > 0) ctx.entities.setMetadata(mob, [{ key: META_BABY, type: 'boolean', value: true }])
    return mob
  }

  /** What follows from a creature's kind and is not kept: its traits, box and gear. */
  function dress (/** @type {string} */ name, /** @type {Record<string, any>} */ fields) {
    const gear = GEAR[name] ? ctx.inventory?.make?.(GEAR[name], 1) : null
    return {
      traits: KINDS[name],
      box: boxOf(name, fields),
      equipment: gear ? [{ slot: 0, item: ctx.inventory.toPacket(gear) }] : []
    }
  }

  /** What of a creature is kept. @param {any} mob */
  function save (mob) {
    /** @type {Record<string, any>} */
    const kept = { name: mob.name }
    for (const key of KEPT) if (mob[key] !== undefined) kept[key] = mob[key]
    return kept
  }

  /** @param {any} saved */
  function load ({ name, ...kept }) {
    for (const key of Object.keys(kept)) if (kept[key] === null && key !== 'brain') delete kept[key]
    return { ...dress(name, kept), ...kept }
  }

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
    if (away > WIDE_AWAKE) {
      if (despawns(mob) && ((away > DESPAWN_SURE && away < Infinity) || (mob.age > DESPAWN_AGE && ctx.random() < DESPAWN_CHANCE))) return ctx.entities.remove(mob)
      if (away > ASLEEP || (now + mob.id) % DROWSY !== 0) return
      if ((mob.traits.family === 'animal' || mob.traits.family === 'villager') && mob.resting) return
    }
    if (mob.traits.burns && (now + mob.id) % 4 === 0) burnAtDay(mob)
    if (ctx.options.difficulty === 0 && mob.traits.family === 'monster' && mob.name !== 'slime') return ctx.entities.remove(mob)
    body.suffer(mob)
    if (mob.dying !== undefined || mob.removed) return
    MINDS[mob.name](mob, life)
    if (mob.removed) return
    body.live(mob)
  }

  const despawns = (/** @type {any} */ mob) => !mob.persistent && (mob.traits.family === 'monster' || mob.traits.family === 'water')

  /** The undead catch fire under the open sky by day. */
  function burnAtDay (/** @type {any} */ mob) {
    if (mob.fire > 20 || !ctx.time.isDay() || mob.inWater || ctx.time.weather.raining) return
    const { x, y, z } = mob.position
    const open = ctx.blocks.height(x, z)
    if (open !== null && y + mob.box.height * 0.85 >= open && ctx.random() < 0.2) mob.fire = BURN_TICKS
  }

  /** @param {any} mob @param {{by?: any, cause: string}} blow */
  function onHurt (mob, { by, cause }) {
    mob.resting = false
    const { family } = mob.traits
    if (family === 'animal' || family === 'water' || family === 'villager') {
      mob.brain.panic = PANIC_TICKS
      mob.brain.path = null
      mob.brain.tempted = undefined
      mob.love = 0
      return
    }
    if (!by || by === mob || (by.kind === 'player' && !senses.isPrey(by))) {
      if (mob.name === 'enderman' && cause !== 'out_of_world' && ctx.random() < 0.1) teleport(mob, life)
      return
    }
    if (mob.name === 'wolf') anger(mob, by, ctx)
    else if (mob.name === 'enderman') provoke(mob, by, ctx)
    else if (by.kind === 'player' || by.name !== mob.name) { mob.brain.target = by.id; mob.brain.seen = ctx.tick() }
  }

  ctx.mobs = {
    spawn,
    life,
    KINDS,
    onHurt,
    onDeath: (/** @type {any} */ mob) => { if (mob.name === 'slime') split(mob, ctx) },
    extraDrops: (/** @type {any} */ mob) => mob.name === 'sheep' && !mob.sheared && !(mob.growing > 0) ? [{ item: `${COLOURS[mob.colour ?? 0]}_wool`, count: 1 }] : [],
    resize: (/** @type {any} */ mob) => { mob.box = boxOf(mob.name, mob) }
  }

  ctx.onUseEntity(use => {
    const mob = /** @type {any} */ (use.entity)
    if (mob.kind !== 'mob') return false
    if (mob.name === 'wolf' && handleWolf(use, life)) return true
    if (mob.name === 'creeper' && use.held?.name === 'flint_and_steel') {
      mob.ignited = true
      ctx.inventory.damageHeld(use.player, 1)
      return true
    }
    return (mob.traits.family === 'animal' || mob.name === 'wolf') && handle(use, life)
  })
}
