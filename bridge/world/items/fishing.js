/**
 * Fishing: the bobber's flight, the wait, the bite, and what hangs on the hook.
 *
 * Source: https://minecraft.wiki/w/Fishing (Java 1.20): 5–30 s until something nears, 1–4 s of its approach, 1–2 s to pull. The rod
 * wears by one. Treasure is enchanted as at level 30. Not covered: reeling in creatures and items, the trail of bubbles, rain and sky changing the wait by half.
 */
import { Vec3 } from 'vec3'
import { eyeHeight } from '../players/reach.js'
import { createOffers } from './benches/enchanting.js'

const WAIT = [100, 600] // ticks
const LURE = 100 // ticks less a level
const APPROACH = [20, 80] // ticks
const BITE = [20, 40] // ticks in which a pull catches
const STEEPEST = 5 // blocks up or down for each ahead, of a throw
const THROW = [0.6, 0.5] // blocks a tick: along the line, and for each block ahead
const SPREAD = 0.0103365
const FARTHEST = 32 // blocks from the angler
const SIZE = { halfWidth: 0.125, height: 0.25, gravity: 0.03, drag: 0.92 }
const BUBBLE = 'bubble'
const SPLASH = 'fishing'
const BITE_PARTICLES = 6 // by which clients know a bite

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const enchanting = createOffers(ctx.registry, ctx.inventory, ctx.data.enchantability)
  const level = (/** @type {any} */ item, /** @type {string} */ name) => item?.enchants?.find((/** @type {any} */ e) => e.name === name)?.lvl ?? 0

  /** @param {any} player */
  const bobberOf = player => ctx.entities.near(player.position, 64, e => e.kind === 'bobber' && e.owner === player.id)[0] ?? null

  /**
   * The bobber leaves 0.3 blocks ahead of the eyes, at 1.1 blocks a tick when thrown level; thrown down at steep angles it still goes ahead.
   * Source: Java 1.20's behaviour.
   * @param {any} player @param {any} rod
   */
  function cast (player, rod) {
    ctx.sounds.play('entity.fishing_bobber.throw', player.position, { category: 'neutral', volume: 0.5, pitch: 0.4 })
    const yaw = player.yaw * Math.PI / 180
    const rise = Math.max(-STEEPEST, Math.min(STEEPEST, -Math.tan(player.pitch * Math.PI / 180)))
    const way = new Vec3(-Math.sin(yaw), rise, Math.cos(yaw))
    const speed = () => THROW[0] / way.norm() + THROW[1] + (ctx.random() - ctx.random()) * SPREAD
    const velocity = new Vec3(way.x * speed(), way.y * speed(), way.z * speed())
    ctx.entities.spawn('bobber', 'fishing_bobber', player.position.offset(way.x * 0.3, eyeHeight(player), way.z * 0.3), {
      velocity, owner: player.id, objectData: player.id, wait: 0, stage: 'flying', lure: level(rod, 'lure'), luck: level(rod, 'luck_of_the_sea')
    })
  }

  /** Haul in: a catch if something bites. @param {any} player @param {any} bobber @param {number} hand */
  function pull (player, bobber, hand) {
    let wear = bobber.stage === 'flying' ? 0 : 1
    if (bobber.stage === 'bite') {
      const item = roll(bobber)
      const from = bobber.position
      const way = player.position.minus(from)
      const toss = new Vec3(way.x * 0.1, way.y * 0.1 + Math.sqrt(Math.max(0, way.norm())) * 0.08, way.z * 0.1)
      if (item) ctx.items.drop(from, item, toss)
      ctx.experience.drop(player.position.offset(0, 0.5, 0), ctx.randomInt(1, 6))
    } else if (bobber.onGround) wear = 2
    ctx.entities.remove(bobber)
    ctx.sounds.play('entity.fishing_bobber.retrieve', player.position, { category: 'neutral', pitch: 0.4 })
    if (wear > 0) ctx.inventory.damageHeld(player, wear, hand)
  }

  /** @param {any} bobber */
  function roll (bobber) {
    const table = ctx.data.fishing
    /** @param {{weight: number}[]} list @returns {any} */
    const draw = list => {
      let at = ctx.random() * list.reduce((sum, e) => sum + Math.max(0, e.weight), 0)
      return list.find(e => (at -= Math.max(0, e.weight)) < 0) ?? list[0]
    }
    const pools = Object.entries(table.pools).filter(([name]) => name !== 'treasure' || openWater(bobber.position))
      .map(([name, pool]) => ({ name, weight: /** @type {any} */ (pool).weight + /** @type {any} */ (pool).luck * bobber.luck }))
    const biome = ctx.blocks.biome(bobber.position).name
    const entry = draw(table[draw(pools).name].filter((/** @type {any} */ e) => !e.biomes || e.biomes.includes(biome)))
    let item = entry.potion ? ctx.potions.make(entry.item, entry.potion) : ctx.inventory.make(entry.item, entry.count ?? 1)
    if (item && entry.enchanted) item = enchanting.enchant(item, enchanting.contents(ctx.randomInt(0, 0x7fffffff), 0, entry.enchanted, entry.item, true))
    if (item && entry.worn && item.maxDurability) item.durabilityUsed = Math.floor(item.maxDurability * (entry.worn[0] + ctx.random() * (entry.worn[1] - entry.worn[0]) * 0.999))
    return item
  }

  /** Water and air only, two blocks about and from one below to two above. @param {any} p */
  function openWater (p) {
    for (let dx = -2; dx <= 2; dx++) {
      for (let dz = -2; dz <= 2; dz++) {
        for (let dy = -1; dy <= 2; dy++) {
          const name = ctx.blocks.name(p.x + dx, p.y + dy, p.z + dz)
          if (name !== 'water' && name !== 'air' && name !== 'lily_pad') return false
        }
      }
    }
    return true
  }

  ctx.entities.define('bobber', {
    every: 2,
    tick (bobber) {
      const owner = /** @type {any} */ (ctx.entities.get(bobber.owner))
      const holds = owner && [ctx.inventory.held(owner, 0)?.name, ctx.inventory.held(owner, 1)?.name].includes('fishing_rod')
      if (!owner || owner.survival.dead || !holds || owner.position.distanceTo(bobber.position) > FARTHEST) return ctx.entities.remove(bobber)
      const depth = ctx.hazards.fluidTop(bobber.position.x, bobber.position.y, bobber.position.z, 1)
      ctx.entities.physics(bobber, SIZE)
      const kept = !bobber.onGround ? 0.92 : bobber.stage === 'flying' ? 0 : 0.5
      bobber.velocity.x *= kept
      bobber.velocity.z *= kept
      if (depth > 0) {
        const above = Math.floor(bobber.position.y) + depth - bobber.position.y
        bobber.velocity.y = bobber.velocity.y * 0.4 + Math.max(-0.1, Math.min(0.1, (above - 0.1) * 0.2)) + 0.02
        if (bobber.stage === 'flying') begin(bobber)
        nibble(bobber)
      }
    },
    save: e => ({ owner: e.owner, wait: e.wait, stage: e.stage, lure: e.lure, luck: e.luck }),
    load: saved => saved
  })

  function begin (/** @type {any} */ bobber) {
    bobber.stage = 'waiting'
    bobber.wait = Math.max(1, ctx.randomInt(WAIT[0], WAIT[1]) - LURE * bobber.lure)
  }

  function nibble (/** @type {any} */ bobber) {
    if (--bobber.wait > 0) return
    if (bobber.stage === 'waiting') {
      bobber.stage = 'approach'
      bobber.wait = ctx.randomInt(APPROACH[0], APPROACH[1])
    } else if (bobber.stage === 'approach') {
      bobber.stage = 'bite'
      bobber.wait = ctx.randomInt(BITE[0], BITE[1])
      bobber.velocity.y = -0.4 * (0.6 + ctx.random() * 0.4)
      show(bobber)
    } else begin(bobber)
  }

  /** What tells a client that something bites: the bobber dips in bubbles. */
  function show (/** @type {any} */ bobber) {
    const { x, y, z } = bobber.position
    ctx.sounds.play('entity.fishing_bobber.splash', bobber.position, { category: 'neutral', volume: 0.25 })
    for (const name of [BUBBLE, SPLASH]) {
      const particleId = ctx.registry.particlesByName[name].id
      ctx.entities.broadcast(bobber, 'world_particles', {
        particleId, longDistance: false, x, y: y + 0.5, z, offsetX: 0.25, offsetY: 0, offsetZ: 0.25, particleData: 0.2, particles: BITE_PARTICLES, data: undefined
      })
    }
    ctx.entities.setMetadata(bobber, [{ key: 9, type: 'boolean', value: true }])
  }

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name !== 'fishing_rod') return false
    const bobber = bobberOf(player)
    if (bobber) pull(player, bobber, hand)
    else cast(player, held)
    return true
  })
}
