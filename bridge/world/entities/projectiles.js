/**
 * Arrows and what is thrown: flight, hits, sticking, picking up.
 *
 * Sources: https://minecraft.wiki/w/Arrow, /w/Bow, /w/Splash_Potion (Java 1.20): gravity 0.05 (potions 0.05, others 0.03), drag 0.99.
 * Kinds of arrows: arrows.js. Bows: bows.js. Crossbows and how tridents are thrown: crossbows.js. Not covered: arrows in water slowing by bubbles.
 */
import { Vec3 } from 'vec3'
import { leave } from '../mobs/hunters.js'

const DRAG = 0.99 // share of speed kept a tick
const WATER_DRAG = 0.6
const GRAVITY = /** @type {Record<string, number>} */ ({ arrow: 0.05, spectral_arrow: 0.05, potion: 0.05, egg: 0.03, snowball: 0.03, ender_pearl: 0.03, trident: 0.05, small_fireball: 0, fireball: 0 })
const LIFETIME = 1200 // ticks an arrow stays in a block
const THROW_SPEED = 1.5 // blocks/tick: snowball, egg, pearl
const THROWN = new Set(['egg', 'snowball', 'ender_pearl'])
const HIT_GROW = 0.3 // blocks a target's box is grown by
const UNITS_OF_SPREAD = 0.0172275 // blocks/tick of scatter per unit of inaccuracy
const META_CRITICAL = 8
const META_PIERCING = 9
const META_LOYALTY = 10
const HOMING = 0.05 // blocks/tick gained a tick for each level of Loyalty
const STICKS = new Set(['arrow', 'spectral_arrow', 'trident']) // what stays in the block it hits
const FLAME = 100 // ticks alight by a bow's Flame
const GHAST_POWER = 1 // explosion power
const FIREBALL = 5 // points; https://minecraft.wiki/w/Blaze
const FIREBALL_FIRE = 100 // ticks alight

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /**
   * @param {string} name entity name @param {any} from @param {{x: number, y: number, z: number}} direction @param {number} speed blocks/tick
   * @param {Record<string, any>} fields inaccuracy, damage, owner (entity id), pickup, critical, brew; flat: damage whatever the speed;
   *   item: what is picked up instead of an arrow; piercing, loyalty: levels; impaling: points more against what lives in water
   */
  function shoot (name, from, direction, speed, { inaccuracy = 1, ...fields }) {
    const spread = () => (ctx.random() - ctx.random()) * UNITS_OF_SPREAD * inaccuracy
    const way = Math.hypot(direction.x, direction.y, direction.z) || 1
    const velocity = new Vec3(direction.x / way + spread(), direction.y / way + spread(), direction.z / way + spread()).scaled(speed)
    ctx.sounds.shot(name, from, ctx.entities.get(fields.owner))
    const shot = ctx.entities.spawn('arrow', name, from, { ...fields, velocity, objectData: (fields.owner ?? 0) + (name.endsWith('arrow') ? 1 : 0) })
    turn(shot)
    if (fields.piercing) ctx.entities.setMetadata(shot, [{ key: META_PIERCING, type: 'byte', value: fields.piercing }])
    if (fields.loyalty) ctx.entities.setMetadata(shot, [{ key: META_LOYALTY, type: 'byte', value: fields.loyalty }])
    if (fields.critical) ctx.entities.setMetadata(shot, [{ key: META_CRITICAL, type: 'byte', value: 1 }])
    return shot
  }

  /** @param {any} shot */
  function turn (shot) {
    const { x, y, z } = shot.velocity
    shot.yaw = Math.atan2(x, z) * 180 / Math.PI
    shot.pitch = Math.atan2(y, Math.hypot(x, z)) * 180 / Math.PI
  }

  /** @param {any} shot */
  function tick (shot) {
    if (shot.loyalty && (shot.stuck || shot.spent) && comeHome(shot)) return undefined
    if (shot.stuck) return lie(shot)
    if (shot.age > LIFETIME || shot.position.y < -128) return ctx.entities.remove(shot)
    const { position, velocity } = shot
    const steps = Math.max(1, Math.ceil(velocity.norm() / 0.25))
    const part = velocity.scaled(1 / steps)
    for (let n = 0; n < steps; n++) {
      const victim = shot.spent ? undefined : struck(shot)
      if (victim) { hit(shot, victim); if (shot.removed) return undefined }
      const next = position.plus(part)
      if (ctx.blocks.get(next.x, next.y, next.z) === null) return ctx.entities.remove(shot)
      if (inside(next)) return land(shot, next)
      position.update(next)
    }
    const wet = ctx.blocks.fluid(position.x, position.y, position.z) === 1
    const kept = wet && shot.name.endsWith('arrow') ? WATER_DRAG : DRAG
    velocity.scale(kept)
    velocity.y -= GRAVITY[shot.name] ?? 0.05
    turn(shot)
    return undefined
  }

  /** Whether a point is within a block's shape. @param {any} p */
  function inside (p) {
    const state = ctx.blocks.get(p.x, p.y, p.z)
    if (state === null || !ctx.states.solid[state]) return false
    const fx = p.x - Math.floor(p.x); const fy = p.y - Math.floor(p.y); const fz = p.z - Math.floor(p.z)
    return ctx.states.shapes(state).some(([x0, y0, z0, x1, y1, z1]) => fx >= x0 && fx <= x1 && fy >= y0 && fy <= y1 && fz >= z0 && fz <= z1)
  }

  /** The creature or player a shot touches. @param {any} shot @returns {any} */
  function struck (shot) {
    const { position: p } = shot
    const touches = (/** @type {any} */ e, /** @type {number} */ w, /** @type {number} */ h) => Math.abs(p.x - e.position.x) < w + HIT_GROW &&
      Math.abs(p.z - e.position.z) < w + HIT_GROW && p.y > e.position.y - HIT_GROW && p.y < e.position.y + h + HIT_GROW
    for (const player of ctx.players) {
      if (player.survival.dead || player.gameMode === 3 || shot.pierced?.includes(player.id) || (player.id === shot.owner && shot.age < 5)) continue
      if (touches(player, 0.3, 1.8)) return player
    }
    return ctx.entities.near(p, 4, e => e.kind === 'mob' && e.dying === undefined && !shot.pierced?.includes(e.id) && !(e.id === shot.owner && shot.age < 5) && touches(e, e.box.halfWidth, e.box.height))[0]
  }

  /** @param {any} shot @param {any} victim */
  function hit (shot, victim) {
    const by = shot.owner ? ctx.entities.get(shot.owner) ?? undefined : undefined
    if (shot.name === 'potion') return shatter(shot, victim)
    if (shot.name === 'fireball') return burst(shot)
    if (shot.name === 'small_fireball') {
      if (ctx.damage.any(victim, FIREBALL, { cause: 'fireball', by, from: shot.position })) kindle(victim)
      return ctx.entities.remove(shot)
    }
    if (!STICKS.has(shot.name)) {
      ctx.damage.any(victim, 0.0001, { cause: 'thrown', by, from: shot.position })
      return arrive(shot)
    }
    let amount = shot.flat ? shot.damage + (victim.traits?.aquatic ? shot.impaling ?? 0 : 0) : Math.ceil(shot.velocity.norm() * shot.damage)
    if (shot.critical) amount += Math.floor(ctx.random() * (amount / 2 + 2))
    if (victim.name === 'enderman') return undefined // it is never there when the arrow comes
    const burning = victim.fire ?? 0
    if (shot.flame && victim.kind === 'mob') victim.fire = Math.max(burning, FLAME) // before the blow, so that what dies of it is roasted
    const hurt = ctx.damage.any(victim, amount, { cause: shot.name === 'trident' ? 'trident' : 'arrow', by, from: by ? undefined : shot.position, knockback: 0.4 + 0.6 * (shot.punch ?? 0) })
    if (shot.name === 'trident') { // it falls at the victim's feet
      shot.spent = true
      shot.velocity.x *= -0.01; shot.velocity.y *= -0.1; shot.velocity.z *= -0.01
      return undefined
    }
    if (hurt) {
      ctx.sounds.play('entity.arrow.hit', shot.position)
      if (shot.flame && victim.kind === 'player') kindle(victim)
      if (shot.leaves) leave(victim, shot.leaves, ctx, by)
      ctx.arrows.touch(shot, victim, by)
      shot.pierced = [...(shot.pierced ?? []), victim.id]
      return shot.pierced.length > (shot.piercing ?? 0) ? ctx.entities.remove(shot) : undefined
    }
    if (shot.flame && victim.kind === 'mob') victim.fire = burning
    shot.velocity.scale(-0.1)
    return undefined
  }

  /** A ghast's fireball. @param {any} shot */
  function burst (shot) {
    ctx.entities.remove(shot)
    ctx.explosions.explode(shot.position, GHAST_POWER, { by: ctx.entities.get(shot.owner) ?? undefined, griefing: ctx.rules.mobGriefing !== false })
  }

  /** Set a body alight. @param {any} victim */
  function kindle (victim) {
    if (victim.kind === 'player') victim.survival.fire = Math.max(victim.survival.fire ?? 0, FIREBALL_FIRE)
    else victim.fire = Math.max(victim.fire ?? 0, FIREBALL_FIRE)
  }

  /** @param {any} shot @param {any} at */
  function land (shot, at) {
    if (shot.name === 'potion') return shatter(shot, null)
    if (shot.name === 'fireball') return burst(shot)
    if (shot.name === 'small_fireball') {
      ctx.fire.light(shot.position.floored())
      return ctx.entities.remove(shot)
    }
    if (!STICKS.has(shot.name)) { ctx.redstone.struck(shot, at); return arrive(shot) }
    ctx.redstone.struck(shot, at)
    ctx.sounds.play(shot.name === 'trident' ? 'item.trident.hit_ground' : 'entity.arrow.hit', shot.position)
    shot.stuck = [Math.floor(at.x), Math.floor(at.y), Math.floor(at.z)]
    shot.age = 0
    shot.velocity.set(0, 0, 0)
    return undefined
  }

  /** An arrow in a block: picked up, freed, or gone after a minute. @param {any} shot */
  function lie (shot) {
    const [x, y, z] = shot.stuck
    if (shot.age >= LIFETIME) return ctx.entities.remove(shot)
    if (!ctx.blocks.solid(x, y, z)) { shot.stuck = null; return undefined }
    if (!shot.pickup || shot.age < 7) return undefined
    return pickUp(shot)
  }

  /** Into the pack of whoever stands at a shot that lies. @param {any} shot */
  function pickUp (shot) {
    for (const player of ctx.players) {
      if (player.survival.dead || Math.abs(player.position.x - shot.position.x) > 1.3 || Math.abs(player.position.z - shot.position.z) > 1.3 ||
        Math.abs(player.position.y + 0.9 - shot.position.y) > 1.6) continue
      if (ctx.inventory.give(player, shot.item ? ctx.inventory.copy(shot.item, 1) : ctx.inventory.make('arrow', 1)) > 0) continue
      ctx.entities.broadcast(shot, 'collect', { collectedEntityId: shot.id, collectorEntityId: player.id, pickupItemCount: 1 })
      return ctx.entities.remove(shot)
    }
    return undefined
  }

  /** A loyal trident flies back to who threw it. @param {any} shot @returns {boolean} */
  function comeHome (shot) {
    const owner = ctx.players.find(player => player.id === shot.owner && !player.survival.dead && player.gameMode !== 3)
    if (!owner) return false
    shot.stuck = null
    const way = owner.position.offset(0, 1.62, 0).minus(shot.position)
    const away = way.norm() || 1
    shot.velocity.scale(0.95)
    shot.velocity.add(way.scaled(HOMING * shot.loyalty / away))
    shot.position.add(shot.velocity)
    shot.position.y += way.y * 0.015 * shot.loyalty
    turn(shot)
    if (away < 1.5) shot.pickup ? pickUp(shot) : ctx.entities.remove(shot)
    return true
  }

  /** A snowball, egg or pearl comes to its end. @param {any} shot */
  function arrive (shot) {
    const owner = ctx.entities.get(shot.owner)
    if (shot.name === 'ender_pearl' && owner?.kind === 'player' && !owner.survival.dead) {
      const player = /** @type {import('../types.d.ts').Player} */ (owner)
      player.survival.fall = 0
      player.teleport(shot.position)
      ctx.damage.player(player, 5, { cause: 'fall' })
    }
    if (shot.name === 'egg' && ctx.random() < 1 / 8) ctx.mobs.spawn('chicken', shot.position, { growing: 24000 })
    ctx.entities.remove(shot)
  }

  /** A splash potion breaks: stronger the nearer. @param {any} shot @param {any} direct */
  function shatter (shot, direct) {
    if (shot.potion) return ctx.potions.splash(shot, direct)
    const by = ctx.entities.get(shot.owner) ?? undefined
    for (const player of ctx.players) {
      const away = player.position.distanceTo(shot.position)
      if (player.survival.dead || away > 4) continue
      const share = player === direct ? 1 : 1 - away / 4
      if (shot.brew === 'harming') ctx.damage.player(player, Math.floor(6 * share + 0.5), { cause: 'indirect_magic', by, knockback: 0 })
      else ctx.effects.give(player, shot.brew, 0, Math.floor((shot.brew === 'poison' ? 900 : 1800) * share + 0.5))
    }
    ctx.entities.remove(shot)
  }

  ctx.entities.define('arrow', {
    tick,
    every: 2,
    save: shot => ({ damage: shot.damage, owner: shot.owner, pickup: shot.pickup, critical: shot.critical, brew: shot.brew, potion: shot.potion, stuck: shot.stuck, punch: shot.punch, flame: shot.flame, flat: shot.flat, item: shot.item, spent: shot.spent, piercing: shot.piercing, pierced: shot.pierced, loyalty: shot.loyalty, impaling: shot.impaling, leaves: shot.leaves, tips: shot.tips }),
    load: saved => saved
  })

  /** @param {any} player */
  const aim = player => {
    const yaw = player.yaw * Math.PI / 180; const pitch = player.pitch * Math.PI / 180
    return { x: -Math.sin(yaw) * Math.cos(pitch), y: -Math.sin(pitch), z: Math.cos(yaw) * Math.cos(pitch) }
  }
  ctx.onUseItem(({ player, held, hand }) => {
    if (!held) return false
    if (!THROWN.has(held.name) || (player.survival.thrown ?? -99) > ctx.tick() - (held.name === 'ender_pearl' ? 20 : 0)) return false
    player.survival.thrown = ctx.tick()
    shoot(held.name, player.position.offset(0, 1.52, 0), aim(player), THROW_SPEED, { owner: player.id })
    ctx.inventory.consumeHeld(player, 1, hand)
    return true
  })

  /** What letting go does, by kind of use. @type {Map<string, (player: any, using: any) => void>} */
  const releases = new Map()

  /** Let go of what is being used. @param {any} player */
  function release (player) {
    const { using } = player.survival
    if (!using) return
    player.survival.using = null
    releases.get(using.kind)?.(player, using)
  }

  ctx.onPacket('block_dig', (player, data) => { if (data.status === 5) release(player) })
  ctx.projectiles = {
    shoot, release, aim,
    /** @param {string} kind @param {(player: any, using: any) => void} done */
    onRelease: (kind, done) => { releases.set(kind, done) }
  }
}
