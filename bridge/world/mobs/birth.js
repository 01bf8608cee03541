/**
 * How a creature comes into the world: health, size, looks, age and gear by its kind; and what of it is kept.
 */
import { boxOf, KINDS, SIZED } from './kinds.js'
import { clampedDifficulty, rollGear, shownGear } from './gear.js'
import { naturalColour, showWool } from './animals.js'
import { drawSize, showSize } from './slime.js'

const META_HEALTH = 9
const META_BABY = 16
const CALLS = 0.1 // most of a zombie's share to call another; https://minecraft.wiki/w/Zombie#Reinforcements
/** What of a creature is kept beyond place and motion. */
const KEPT = ['health', 'most', 'speed', 'size', 'growing', 'baby', 'breeding_pause', 'love', 'colour', 'variant', 'sheared', 'egg', 'fire', 'air', 'fuse', 'ignited', 'owner',
  'sitting', 'persistent', 'hurt_tick', 'last_hurt', 'hurt_by_player', 'dying', 'brain', 'fall', 'resting', 'blocked', 'inWater', 'inLava', 'trade', 'home', 'still', 'bed',
  'gear', 'effects', 'calls', 'turning', 'temper', 'saddled', 'admiring', 'powered']

/** @param {import('../types.d.ts').Ctx} ctx */
export function createBirth (ctx) {
  /** What follows from a creature's kind and is not kept: its traits, box and shown gear. */
  const dress = (/** @type {string} */ name, /** @type {Record<string, any>} */ fields) => ({
    traits: KINDS[name],
    box: boxOf(name, fields),
    equipment: ctx.inventory?.toPacket ? shownGear(ctx.inventory, fields.gear) : []
  })
  const drawn = (/** @type {number | [number, number]} */ range) => typeof range === 'number' ? range : range[0] + ctx.random() * (range[1] - range[0])

  /**
   * Put a creature into the world.
   * @param {string} name @param {{x: number, y: number, z: number}} position @param {Record<string, any>} [fields]
   * @returns {any} the entity; null for a kind this world does not have
   */
  function spawn (name, position, fields = {}) {
    const traits = KINDS[name]
    if (!traits) return null
    /** @type {Record<string, any>} */
    const own = { health: Math.floor(drawn(traits.health)), brain: {} }
    if (typeof traits.health !== 'number') own.most = own.health
    if (traits.speeds) own.speed = drawn(traits.speeds)
    if (traits.baby_share && fields.baby === undefined && ctx.random() < traits.baby_share) own.baby = true
    const clamped = clampedDifficulty(ctx.options.difficulty, ctx.time.day)
    if (fields.gear === undefined) own.gear = rollGear(name, ctx.random, ctx.options.difficulty, clamped)
    if (traits.calls) own.calls = ctx.random() * CALLS
    if (traits.variant) own.variant = traits.variant.values[ctx.randomInt(0, traits.variant.values.length - 1)]
    if (name === 'chicken') own.egg = ctx.randomInt(6000, 12000)
    if (name === 'sheep') own.colour = fields.colour ?? naturalColour(ctx.random)
    if (SIZED.has(name)) {
      own.size = fields.size ?? drawSize(ctx.random, clamped)
      own.health = own.size * own.size
    }
    Object.assign(own, fields)
    if (own.gear === undefined) delete own.gear
    const mob = /** @type {any} */ (ctx.entities.spawn('mob', name, position, { ...dress(name, own), yaw: ctx.random() * 360, ...own }))
    if (name === 'sheep') showWool(mob, ctx)
    if (SIZED.has(name)) showSize(mob, ctx)
    const shown = [{ key: META_HEALTH, type: 'float', value: mob.health }]
    if (mob.growing > 0 || mob.baby) shown.push(/** @type {any} */ ({ key: traits.baby_key ?? META_BABY, type: 'boolean', value: true }))
    if (traits.variant) shown.push({ key: traits.variant.key, type: traits.variant.type, value: mob.variant })
    ctx.entities.setMetadata(mob, shown)
    return mob
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
    if (KINDS[name].gear && kept.gear === undefined) kept.gear = { ...KINDS[name].gear } // saved before gear was kept
    return { ...dress(name, kept), ...kept }
  }

  /**
   * One creature becomes another in its place: zombies under water, villagers bitten, piglins out of the nether.
   * @param {any} mob @param {string} name @param {Record<string, any>} [fields]
   */
  function become (mob, name, fields = {}) {
    ctx.entities.remove(mob)
    const kept = Object.fromEntries(['baby', 'growing', 'persistent', 'trade', 'home', 'still'].filter(key => mob[key] !== undefined).map(key => [key, mob[key]]))
    return spawn(name, mob.position, { baby: false, ...kept, yaw: mob.yaw, gear: mob.gear && Object.keys(mob.gear).length > 0 && KINDS[name].arms ? mob.gear : undefined, ...fields })
  }

  return { spawn, save, load, become }
}
