/**
 * The death of players: what is said, what is left lying, and where they wake up again.
 *
 * Messages use vanilla's translation keys. Respawning itself (packets, chunks) is the players module's work; a bed's
 * spawn point that is gone is forgotten here. Anchors: anchors.js. Not covered: keeping items by enchantment of vanishing or binding.
 */
import { Vec3 } from 'vec3'
import { toNbt } from '../text.js'
import { freshExperience, lostAtDeath } from './levels.js'

const DEAD = 3 // entity_status
const PICKUP_DELAY = 40 // ticks, items thrown by the dying; https://minecraft.wiki/w/Item_(entity)
/** Translation key of a death by its cause; `.player` variants name the killer. https://minecraft.wiki/w/Death_messages */
const MESSAGE = /** @type {Record<string, string>} */ ({
  arrow: 'death.attack.arrow', cactus: 'death.attack.cactus', drown: 'death.attack.drown', explosion: 'death.attack.explosion',
  player_explosion: 'death.attack.explosion', fall: 'death.attack.fall', falling_anvil: 'death.attack.anvil',
  falling_block: 'death.attack.fallingBlock', generic: 'death.attack.generic', generic_kill: 'death.attack.genericKill',
  hot_floor: 'death.attack.hotFloor', in_fire: 'death.attack.inFire', in_wall: 'death.attack.inWall', lava: 'death.attack.lava',
  magic: 'death.attack.magic', indirect_magic: 'death.attack.indirectMagic', mob_attack: 'death.attack.mob',
  on_fire: 'death.attack.onFire', out_of_world: 'death.attack.outOfWorld', player_attack: 'death.attack.player',
  starve: 'death.attack.starve', sweet_berry_bush: 'death.attack.sweetBerryBush', wither: 'death.attack.wither',
  mob_projectile: 'death.attack.mob', freeze: 'death.attack.freeze', cramming: 'death.attack.cramming'
})
const HIGH_FALL = 5 // blocks from which one "fell from a high place"
const NAMES_KILLER = new Set(['arrow', 'trident', 'thrown', 'mob_attack', 'player_attack', 'mob_projectile', 'indirect_magic'])

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /** What a chat line calls a killer. */
  const nameOf = (/** @type {any} */ entity) => entity.kind === 'player' ? { text: entity.username } : { translate: `entity.minecraft.${entity.name}` }

  function message (/** @type {any} */ player, /** @type {{cause: string, by?: any, height?: number}} */ { cause, by, height = 0 }) {
    const key = cause === 'fall' && height > HIGH_FALL ? 'death.fell.accident.generic' : MESSAGE[cause] ?? 'death.attack.generic'
    const names = [{ text: player.username }]
    if (by && NAMES_KILLER.has(cause)) return { translate: key, with: [...names, nameOf(by)] }
    return { translate: by && (cause === 'explosion' || cause === 'player_explosion') ? `${key}.player` : key, with: by && cause.endsWith('explosion') ? [...names, nameOf(by)] : names }
  }

  /** @param {any} player @param {{cause: string, by?: any, height?: number}} blow */
  function die (player, blow) {
    const { survival } = player
    if (survival.dead) return
    survival.dead = true
    player.health = 0
    survival.using = null
    ctx.windows?.close?.(player)
    const said = message(player, blow)
    player.send('death_combat_event', { playerId: player.id, message: toNbt(said) })
    if (ctx.rules.showDeathMessages !== false) ctx.say(said)
    ctx.vitals.tell(player, true)
    ctx.damage.toAll(player, 'entity_status', { entityId: player.id, entityStatus: DEAD })
    survival.stats.deaths = (survival.stats.deaths ?? 0) + 1
    survival.last_death = { x: player.position.x, y: player.position.y, z: player.position.z, tick: ctx.tick(), cause: blow.cause }
    if (ctx.rules.keepInventory === true) return
    scatter(player)
    ctx.experience.drop(player.position, lostAtDeath(survival.xp))
    survival.xp = freshExperience()
  }

  /** Throw everything a player carries about the place. */
  function scatter (/** @type {any} */ player) {
    const { slots } = player.inventory
    for (let slot = 1; slot < slots.length; slot++) {
      const item = slots[slot]
      if (!item) continue
      ctx.inventory.set(player, slot, null)
      const speed = ctx.random() * 0.5
      const turn = ctx.random() * Math.PI * 2
      ctx.items.drop(player.position.offset(0, 1.32, 0), item, new Vec3(-Math.sin(turn) * speed, 0.2, Math.cos(turn) * speed), PICKUP_DELAY)
    }
  }

  ctx.death = { player: die }
}
