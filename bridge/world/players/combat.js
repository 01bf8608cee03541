/**
 * Players who strike: reach, charge, critical hits, sweeping, knockback, wear; and shields.
 *
 * Sources: https://minecraft.wiki/w/Melee_attack, /w/Shield, /w/Critical_hit (Java 1.20); numbers in weapons.js.
 * Not covered: axes disabling shields for creatures, tridents thrown, fire aspect's visual on the victim's client.
 */
import { weapon, charge, strike, enchantDamage, sweepDamage } from './weapons.js'

const MAGIC_CRITICAL = 5 // animation: sparks of an enchanted blow
const REACH = 3 // blocks, eye to the nearest point of the victim's box; vanilla's server lets 6 pass, see LENIENCE
const LENIENCE = 3 // blocks vanilla's server adds for delayed clients
const EYE = 1.62
const KINDLED = 20 // ticks
const FIRE_ASPECT = 80 // ticks a level
const EXTRA_PUSH = 0.5 // strength a level of Knockback, or of a sprint; Player.attack
const SWEEP_REACH = 3
const SHIELD_DELAY = 5 // ticks until a raised shield protects
const SHIELD_COOLDOWN = 100 // ticks after an axe's blow
const OFF_HAND = 45

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const level = (/** @type {any} */ item, /** @type {string} */ name) => item?.enchants?.find((/** @type {any} */ e) => e.name === name)?.lvl ?? 0

  function box (/** @type {any} */ entity) {
    const size = entity.kind === 'player' ? { halfWidth: 0.3, height: 1.8 } : entity.box ?? { halfWidth: 0.3, height: 1 }
    return { ...size, at: entity.position }
  }
  /** Distance from a point to an entity's box. */
  function distanceToBox (/** @type {{x: number, y: number, z: number}} */ from, /** @type {any} */ entity) {
    const { halfWidth: w, height: h, at } = box(entity)
    const gap = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low - v, 0, v - high)
    return Math.hypot(gap(from.x, at.x - w, at.x + w), gap(from.y, at.y, at.y + h), gap(from.z, at.z - w, at.z + w))
  }

  /** @param {{player: any, entity: any, held: any}} use */
  function attack ({ player, entity, held }) {
    if (entity === player || player.survival.dead || player.gameMode === 3) return true
    if (entity.kind === 'player' ? entity.survival.dead || ctx.rules.pvp === false : entity.kind !== 'mob') return entity.kind === 'player'
    const eye = player.position.offset(0, player.sneaking ? 1.27 : EYE, 0)
    if (distanceToBox(eye, entity) > REACH + LENIENCE) return true
    const arms = weapon(held?.name)
    const charged = charge(ctx.tick() - (player.lastSwing ?? -100), arms.speed)
    player.lastSwing = ctx.tick()
    const airborne = !player.onGround && (player.survival.fall ?? 0) > 0 && !player.survival.in_water
    const extra = enchantDamage(held?.enchants ?? [], { undead: Boolean(entity.traits?.undead), arthropod: Boolean(entity.traits?.arthropod) })
    const blow = strike({
      damage: arms.damage,
      charge: charged,
      extra,
      strength: ctx.effects.level(player, 'strength'),
      weakness: ctx.effects.level(player, 'weakness'),
      falling: airborne && !player.sprinting && ctx.effects.level(player, 'blindness') === 0
    })
    const sprinting = player.sprinting && blow.full
    const burning = level(held, 'fire_aspect') > 0 && entity.kind === 'mob' ? entity.fire ?? 0 : -1
    if (burning >= 0) entity.fire = Math.max(burning, KINDLED) // before the blow, so that what dies of it is roasted
    const hit = ctx.damage.any(entity, blow.amount, { cause: 'player_attack', by: player, looting: level(held, 'looting'), axe: arms.kind === 'axe' })
    const sound = (/** @type {string} */ name) => ctx.sounds.play(`entity.player.attack.${name}`, player.position, { category: 'player' })
    if (!hit) { if (burning >= 0) entity.fire = burning; sound('nodamage'); return true }
    if (sprinting) sound('knockback')
    const swept = blow.full && !blow.critical && !sprinting && player.onGround && arms.kind === 'sword'
    sound(blow.critical ? 'crit' : swept ? 'sweep' : blow.full ? 'strong' : 'weak')
    if (burning >= 0) entity.fire = Math.max(burning, FIRE_ASPECT * level(held, 'fire_aspect'))
    // Knockback and a sprint push once more, the way the striker looks
    const push = EXTRA_PUSH * (level(held, 'knockback') + (sprinting ? 1 : 0))
    const yaw = player.yaw * Math.PI / 180
    if (push > 0) ctx.damage.knock(entity, { dx: Math.sin(yaw), dz: -Math.cos(yaw), strength: push })
    if (blow.critical) ctx.damage.toAll(entity, 'animation', { entityId: entity.id, animation: 4 })
    if (extra > 0) ctx.damage.toAll(entity, 'animation', { entityId: entity.id, animation: MAGIC_CRITICAL })
    if (swept) sweep(player, entity, blow.amount, held)
    ctx.vitals.exhaust(player, 0.1)
    if (arms.wear > 0) ctx.inventory.damageHeld(player, arms.wear)
    return true
  }

  /** Hurt what stands beside the victim. */
  function sweep (/** @type {any} */ player, /** @type {any} */ victim, /** @type {number} */ amount, /** @type {any} */ held) {
    const damage = sweepDamage(amount, level(held, 'sweeping'))
    const near = [...ctx.entities.near(victim.position, 2.5, e => e.kind === 'mob'), ...ctx.players.filter(p => p.position.distanceTo(victim.position) < 2.5)]
    for (const other of near) {
      if (other === victim || other === player || other.position.distanceTo(player.position) > SWEEP_REACH) continue
      if (Math.abs(other.position.x - victim.position.x) > 1.6 || Math.abs(other.position.y - victim.position.y) > 1) continue
      ctx.damage.any(other, damage, { cause: 'player_attack', by: player, knockback: 0.4 })
    }
  }

  const shield = {
    /** Whether a raised shield stands between a player and a point. */
    blocks (/** @type {any} */ player, /** @type {{x: number, z: number}} */ from) {
      const { using } = player.survival
      if (using?.kind !== 'shield' || ctx.tick() - using.since < SHIELD_DELAY) return false
      const yaw = player.yaw * Math.PI / 180
      const dx = from.x - player.position.x; const dz = from.z - player.position.z
      return -Math.sin(yaw) * dx + Math.cos(yaw) * dz > 0
    },
    /** Wear the shield; an axe lowers it for a while. */
    absorb (/** @type {any} */ player, /** @type {number} */ amount, /** @type {any} */ by) {
      const { using } = player.survival
      if (amount >= 3) ctx.inventory.damageSlot(player, using.slot, 1 + Math.floor(amount))
      if (by?.kind === 'player' && /_axe$/.test(ctx.inventory.held(by)?.name ?? '')) {
        player.survival.using = null
        player.survival.shield_until = ctx.tick() + SHIELD_COOLDOWN
        player.send('set_cooldown', { itemID: ctx.registry.itemsByName.shield.id, cooldownTicks: SHIELD_COOLDOWN })
      } else if (by && by.kind !== 'player') {
        ctx.damage.knock(by, { dx: player.position.x - by.position.x, dz: player.position.z - by.position.z, strength: 0.5 })
      }
    }
  }

  ctx.shield = shield
  ctx.combat = { distanceToBox }
  ctx.onAttack(attack)
  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name !== 'shield' || (player.survival.shield_until ?? 0) > ctx.tick()) return false
    player.survival.using = { item: 'shield', kind: 'shield', slot: hand === 1 ? OFF_HAND : 36 + player.heldItemSlot, since: ctx.tick() }
    return true
  })
  ctx.onPacket('arm_animation', player => { player.lastSwing = ctx.tick() })
  ctx.onHeldChange(player => {
    player.lastSwing = ctx.tick()
    const { using } = player.survival
    if (using && using.slot !== OFF_HAND) player.survival.using = null
  })
}
