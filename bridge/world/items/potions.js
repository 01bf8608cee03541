/**
 * Potions: what is in a bottle, drinking it, throwing it, and filling bottles with water.
 *
 * Knows data/potions.json. What creatures feel of a splash is mobs/effects.js' work.
 * Not covered: lingering clouds (a lingering potion breaks like a splash potion), tipped arrows, water putting out fire.
 * Rules: https://minecraft.wiki/w/Potion, /w/Splash_Potion, /w/Glass_Bottle (Java Edition 1.20).
 * @module
 */
import { lookedAt } from '../players/sight.js'

const SPLASH_REACH = 4 // blocks
const LEAST = 20 // ticks: shorter splashes are not felt
const THROW_SPEED = 0.5 // blocks/tick
const THROW_PITCH = -20 // degrees above the look
const SPLASH_EFFECT = 2002 // world_event: potion breaks
const UNDEAD = /zombie|skeleton|husk|drowned|stray|phantom|wither|zoglin/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, blocks } = ctx
  const { effects } = ctx.data.potions

  /** @param {any} item @returns {string | null} the potion's id without namespace */
  const of = item => /potion$/.test(item?.name ?? '') ? String(item.nbt?.value?.Potion?.value ?? 'empty').replace('minecraft:', '') : null
  /** @param {string} item potion, splash_potion or lingering_potion @param {string} potion */
  const make = (item, potion) => inventory.make(item, 1, { type: 'compound', name: '', value: { Potion: { type: 'string', value: `minecraft:${potion}` } } })

  /** @param {any} player @param {any} item */
  function drink (player, item) {
    for (const [name, amplifier, ticks] of effects[of(item) ?? ''] ?? []) ctx.effects.give(player, name, amplifier, ticks)
  }

  /** A thrown potion breaks: players within reach feel it, the nearer the longer. @param {any} shot @param {any} direct whom it hit */
  function splash (shot, direct) {
    const by = ctx.entities.get(shot.owner) ?? undefined
    ctx.broadcast('world_event', { effectId: SPLASH_EFFECT, location: shot.position.floored(), data: 0, global: false })
    const near = [...ctx.players.filter(player => !player.survival.dead && player.gameMode !== 3), ...ctx.entities.near(shot.position, SPLASH_REACH, e => e.kind === 'mob' && e.dying === undefined)]
    for (const one of /** @type {any[]} */ (near)) {
      const away = one.position.distanceTo(shot.position)
      if (away > SPLASH_REACH) continue
      const share = one === direct ? 1 : 1 - away / SPLASH_REACH
      for (const [name, amplifier, ticks] of effects[shot.potion] ?? []) {
        if (name === 'instant_damage' || name === 'instant_health') instant(one, name, amplifier, share, by)
        else if (ticks * share > LEAST) (one.kind === 'player' ? ctx.effects.give : ctx.mobs.affect)(one, name, amplifier, Math.floor(ticks * share + 0.5), by)
      }
    }
    ctx.entities.remove(shot)
  }

  /** @param {any} one @param {string} name @param {number} amplifier @param {number} share @param {any} by */
  function instant (one, name, amplifier, share, by) {
    const harms = (name === 'instant_damage') !== UNDEAD.test(one.name)
    const points = Math.floor((harms ? 6 : 4) * 2 ** amplifier * share + 0.5)
    if (harms) ctx.damage.any(one, points, { cause: 'indirect_magic', by, knockback: 0 })
    else if (one.kind === 'player') ctx.vitals.heal(one, points)
    else one.health = Math.min(one.traits.health ?? one.health, one.health + points)
  }

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name === 'splash_potion' || held?.name === 'lingering_potion') {
      const yaw = player.yaw * Math.PI / 180
      const pitch = player.pitch * Math.PI / 180
      const up = (player.pitch + THROW_PITCH) * Math.PI / 180
      const way = { x: -Math.sin(yaw) * Math.cos(pitch), y: -Math.sin(up), z: Math.cos(yaw) * Math.cos(pitch) }
      ctx.projectiles.shoot('potion', player.position.offset(0, 1.52, 0), way, THROW_SPEED, { owner: player.id, potion: of(held) })
      inventory.consumeHeld(player, 1, hand)
      return true
    }
    if (held?.name !== 'glass_bottle') return false
    const seen = lookedAt(ctx, player, state => blocks.states.fluid[state] === 1)
    if (!seen || blocks.fluid(seen.cell.x, seen.cell.y, seen.cell.z) !== 1) return false
    exchange(player, hand, make('potion', 'water'))
    return true
  })

  /** One of the held stack becomes something else. @param {any} player @param {number} hand @param {any} item */
  function exchange (player, hand, item) {
    const held = inventory.held(player, hand)
    if (player.gameMode === 1) { if (!inventory.count(player, item.name)) inventory.giveOrDrop(player, item); return }
    if (held.count === 1) inventory.set(player, inventory.handSlot(player, hand), item)
    else {
      inventory.consumeHeld(player, 1, hand)
      inventory.giveOrDrop(player, item)
    }
  }

  ctx.potions = { of, make, drink, splash, exchange }
}
