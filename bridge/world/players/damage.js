/**
 * Damage to players and creatures: who may be hurt, by how much, how it is shown, and death when nothing is left.
 *
 * The arithmetic is in armour.js. Vanilla's order is kept: difficulty, shield, the half second after a blow, armour,
 * resistance and enchantments, absorption, exhaustion. Not covered: totems, damage statistics, thorns on creatures.
 */
import { Vec3 } from 'vec3'
import { scaleByDifficulty, protectionOf, afterGuard, admitBlow, armourWear, bypassesArmour, isAbsolute, isFire, isBlast, hurtExhaustion, knockBack } from './armour.js'
import { rollDrops } from '../mobs/loot.js'
import { armourOf, droppedGear } from '../mobs/gear.js'
import { levelOn } from '../mobs/effects.js'

const KNOCKBACK = 0.4 // strength of a blow without enchantment; https://minecraft.wiki/w/Knockback_(mechanic)
const VELOCITY_UNIT = 8000 // protocol units per block a tick
const SPAWN_SAFE = 60 // ticks after joining and respawning in which nothing hurts; ServerPlayer.spawnInvulnerableTime
const THORNS = 0.15 // chance a level
const DYING_TICKS = 20 // a dead creature lies this long
const SHOWN = { hurt: 2, dead: 3, shield: 29 } // entity_status codes
const META_HEALTH = 9
const FIRST_ARMOUR_SLOT = 5 // window slots 5–8: helmet to boots

/**
 * @typedef {{cause: string, by?: any, from?: {x: number, y: number, z: number}, knockback?: number, looting?: number, height?: number}} Blow
 * by: player or entity that is to blame; from: where the blow comes from when that is not `by`;
 * knockback: strength (0 none); looting: level of the weapon; height: blocks fallen
 */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /** @type {Map<string, number>} */
  const typeIds = new Map()
  for (const entry of ctx.registry.loginPacket.dimensionCodec.value['minecraft:damage_type'].value.value.value.value) {
    typeIds.set(entry.name.value.replace('minecraft:', ''), entry.id.value)
  }
  const worn = (/** @type {any} */ player) => player.inventory.slots.slice(FIRST_ARMOUR_SLOT, FIRST_ARMOUR_SLOT + 4)

  function show (/** @type {any} */ victim, /** @type {Blow} */ { cause, by, from }) {
    toAll(victim, 'damage_event', {
      entityId: victim.id,
      sourceTypeId: typeIds.get(cause) ?? typeIds.get('generic'),
      sourceCauseId: by ? by.id + 1 : 0,
      sourceDirectId: by ? by.id + 1 : 0,
      sourcePosition: from && !by ? { x: from.x, y: from.y, z: from.z } : undefined
    })
  }
  /** To everyone who sees it, and to a player himself. */
  function toAll (/** @type {any} */ victim, /** @type {string} */ packet, /** @type {object} */ params) {
    ctx.entities.broadcast(victim, packet, params)
    if (victim.kind === 'player') victim.send(packet, params)
  }

  /** Whether a game rule forbids this damage to players. */
  const ruledOut = (/** @type {string} */ cause) => (cause === 'fall' && ctx.rules.fallDamage === false) || (isFire(cause) && ctx.rules.fireDamage === false) ||
    (cause === 'drown' && ctx.rules.drowningDamage === false)

  /** Give a player a push; the client moves itself. */
  function pushPlayer (/** @type {any} */ player, /** @type {{x: number, y: number, z: number}} */ velocity) {
    const unit = (/** @type {number} */ v) => Math.round(Math.max(-3.9, Math.min(3.9, v)) * VELOCITY_UNIT)
    player.send('entity_velocity', { entityId: player.id, velocity: { x: unit(velocity.x), y: unit(velocity.y), z: unit(velocity.z) } })
  }

  /**
   * Hurt a player.
   * @param {any} player @param {number} amount health points on normal difficulty @param {Blow} blow
   * @returns {boolean} whether it counted
   */
  function hurtPlayer (player, amount, blow) {
    const { survival } = player
    const { cause, by } = blow
    if (survival.dead || !(amount > 0)) return false
    if (player.gameMode !== 0 && player.gameMode !== 2 && !isAbsolute(cause)) return false
    if (ctx.tick() < (survival.safe_until ?? 0) && !isAbsolute(cause)) return false
    if (isFire(cause) && ctx.effects.level(player, 'fire_resistance') > 0) return false
    if (ruledOut(cause)) return false
    const creature = by && by.kind !== 'player'
    let counted = scaleByDifficulty(amount, ctx.options.difficulty, Boolean(creature) || isBlast(cause))
    if (!(counted > 0)) return false
    const origin = blow.from ?? by?.position
    if (origin && !bypassesArmour(cause) && ctx.shield?.blocks(player, origin)) {
      ctx.shield.absorb(player, counted, by)
      toAll(player, 'entity_status', { entityId: player.id, entityStatus: SHOWN.shield })
      return false
    }
    const first = (ctx.tick() - (survival.hurt_tick ?? -20)) >= 10
    const admitted = admitBlow(survival, counted, ctx.tick())
    if (admitted === null) return false
    counted = afterGuard(admitted, cause, { worn: protectionOf(worn(player), cause), resistance: ctx.effects.level(player, 'resistance') })
    if (!bypassesArmour(cause)) wearArmour(player, admitted, cause)
    const soaked = Math.min(survival.absorption ?? 0, counted)
    if (soaked > 0) {
      survival.absorption -= soaked
      if (survival.absorption <= 0) ctx.effects.remove(player, 'absorption')
    }
    counted -= soaked
    ctx.vitals.exhaust(player, hurtExhaustion(cause))
    survival.last_hurt_by = by ? { id: by.id, tick: ctx.tick() } : survival.last_hurt_by
    ctx.vitals.setHealth(player, Math.max(0, ctx.vitals.health(player) - counted))
    if (first) {
      show(player, blow)
      if (origin) knock(player, { dx: origin.x - player.position.x, dz: origin.z - player.position.z, strength: blow.knockback ?? KNOCKBACK })
    }
    for (const listener of listeners) listener({ victim: player, by, cause, amount: counted })
    if (by && by !== player && cause.endsWith('_attack')) prick(player, by)
    if (ctx.vitals.health(player) <= 0) ctx.death.player(player, blow)
    return true
  }

  const levelOf = (/** @type {any} */ item, /** @type {string} */ name) => item?.enchants?.find((/** @type {any} */ e) => e.name === name)?.lvl ?? 0

  /** Thorns: each worn piece may hurt who strikes. https://minecraft.wiki/w/Thorns @param {any} player @param {any} attacker */
  function prick (player, attacker) {
    for (let slot = FIRST_ARMOUR_SLOT; slot < FIRST_ARMOUR_SLOT + 4; slot++) {
      const level = levelOf(player.inventory.slots[slot], 'thorns')
      if (level === 0 || ctx.random() >= THORNS * level) continue
      ctx.damage.any(attacker, level > 10 ? level - 10 : ctx.randomInt(1, 4), { cause: 'thorns', by: player })
      ctx.inventory.damageSlot(player, slot, 2)
    }
  }

  /** Knock a player or creature back. */
  function knock (/** @type {any} */ victim, /** @type {{dx: number, dz: number, strength: number}} */ { dx, dz, strength }) {
    const isPlayer = victim.kind === 'player'
    const resistance = isPlayer ? protectionOf(worn(victim)).knockback_resistance : (victim.traits?.knockback_resistance ?? 0) + (victim.gear ? armourOf(victim, 'generic').knockback_resistance : 0)
    const pushed = isPlayer && victim.pushed?.tick === ctx.tick() ? victim.pushed.velocity : new Vec3(0, 0, 0) // a second push of one blow adds to the first
    const velocity = isPlayer ? pushed : victim.velocity
    if (dx * dx + dz * dz < 1e-4) { dx = (ctx.random() - 0.5) * 0.01; dz = (ctx.random() - 0.5) * 0.01 }
    knockBack(velocity, { strength: strength * (1 - resistance), dx, dz, onGround: victim.onGround !== false })
    if (isPlayer) { victim.pushed = { tick: ctx.tick(), velocity }; pushPlayer(victim, velocity) }
    else victim.resting = false
  }

  function wearArmour (/** @type {any} */ player, /** @type {number} */ amount, /** @type {string} */ cause) {
    for (let slot = FIRST_ARMOUR_SLOT; slot < FIRST_ARMOUR_SLOT + 4; slot++) {
      const item = player.inventory.slots[slot]
      if (!item?.maxDurability || (isFire(cause) && item.name.startsWith('netherite_'))) continue
      ctx.inventory.damageSlot(player, slot, armourWear(amount))
    }
  }

  /**
   * Hurt a creature.
   * @param {any} mob @param {number} amount @param {Blow} blow
   * @returns {boolean} whether it counted
   */
  function hurtMob (mob, amount, blow) {
    const { cause, by } = blow
    if (mob.dying !== undefined || !(amount > 0)) return false
    if (isFire(cause) && (mob.traits.fireproof || levelOn(mob, 'fire_resistance') > 0)) return false
    const first = (ctx.tick() - (mob.hurt_tick ?? -20)) >= 10
    const admitted = admitBlow(mob, amount, ctx.tick())
    if (admitted === null) return false
    const counted = afterGuard(admitted, cause, { worn: armourOf(mob, cause), resistance: levelOn(mob, 'resistance') })
    mob.health -= counted
    mob.resting = false
    ctx.entities.setMetadata(mob, [{ key: META_HEALTH, type: 'float', value: Math.max(0, mob.health) }])
    if (by?.kind === 'player') mob.hurt_by_player = ctx.tick()
    if (first) {
      show(mob, blow)
      const origin = blow.from ?? by?.position
      if (origin) knock(mob, { dx: origin.x - mob.position.x, dz: origin.z - mob.position.z, strength: blow.knockback ?? KNOCKBACK })
    }
    ctx.mobs.onHurt(mob, blow)
    for (const listener of listeners) listener({ victim: mob, by, cause, amount: counted })
    if (mob.health <= 0) killMob(mob, blow)
    return true
  }

  /** A creature's death: it falls, leaves what it leaves, and is gone a second later. */
  function killMob (/** @type {any} */ mob, /** @type {Blow} */ blow) {
    mob.dying = DYING_TICKS
    toAll(mob, 'entity_status', { entityId: mob.id, entityStatus: SHOWN.dead })
    const byPlayer = mob.hurt_by_player !== undefined && ctx.tick() - mob.hurt_by_player <= 100 // ticks a player's hit counts
    if (ctx.rules.doMobLoot !== false) leaveLoot(mob, { looting: lootingOf(blow), by_player: byPlayer })
    if (byPlayer && !(mob.growing > 0)) {
      const [low, high] = mob.baby && mob.traits.baby_xp ? [mob.traits.baby_xp, mob.traits.baby_xp] : mob.traits.xp ?? [0, 0]
      const worn = Object.keys(mob.gear ?? {}).reduce(sum => sum + ctx.randomInt(1, 3), 0) // Mob.getExperienceReward
      ctx.experience.drop(mob.position, (mob.size ?? ctx.randomInt(low, high)) + (low > 0 ? worn : 0))
    }
    ctx.mobs.onDeath(mob, blow)
  }

  /** Level of Looting in the hand of a player who killed, by arrow too. @param {Blow} blow */
  const lootingOf = ({ looting, by }) => looting ?? (by?.kind === 'player' ? levelOf(ctx.inventory.held(by), 'looting') : 0)

  /** @param {any} mob @param {{looting: number, by_player: boolean}} death */
  function leaveLoot (mob, death) {
    const drops = rollDrops(mob.traits, { random: ctx.random, ...death, burning: (mob.fire ?? 0) > 0, size: mob.size, baby: ctx.mobs.young(mob) })
    for (const { item, count, potion } of [...drops, ...ctx.mobs.extraDrops(mob)]) {
      const stack = potion ? ctx.potions.make(item, potion) : ctx.inventory.make(item, count)
      if (stack) ctx.items.drop(mob.position.offset(0, 0.25, 0), stack)
    }
    for (const { item, wear } of droppedGear(mob, { random: ctx.random, ...death })) {
      const stack = ctx.inventory.make(item, 1)
      if (stack.maxDurability) stack.durabilityUsed = Math.floor(stack.maxDurability * wear)
      ctx.items.drop(mob.position.offset(0, 0.25, 0), stack)
    }
  }

  const protect = (/** @type {any} */ player) => { player.survival.safe_until = ctx.tick() + SPAWN_SAFE }
  ctx.onJoin(player => { if (!ctx.renewing) protect(player) })
  ctx.onRespawn(protect)

  /** @type {((event: {victim: any, by: any, cause: string, amount: number}) => void)[]} */
  const listeners = []
  ctx.damage = { player: hurtPlayer, mob: hurtMob, any: (/** @type {any} */ victim, /** @type {number} */ amount, /** @type {Blow} */ blow) => victim.kind === 'player' ? hurtPlayer(victim, amount, blow) : hurtMob(victim, amount, blow), knock, pushPlayer, onHurt: (/** @type {any} */ listener) => listeners.push(listener), toAll }
}
