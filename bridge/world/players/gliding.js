/**
 * Gliding on elytra, and the rockets that push whoever glides.
 *
 * The client flies; the server says whether it may, wears the elytra out and says when it is over.
 * Source: https://minecraft.wiki/w/Elytra, /w/Firework_Rocket (Java 1.20). Not covered: crashing into walls, rockets shot
 * from the ground or from crossbows, their stars.
 */

const CHEST = 6 // inventory slot
const WEAR_EVERY = 20 // ticks of gliding that cost one use
const START = new Set(['start_fall_flying', 8])
const META_ROCKET = 8
const META_ATTACHED = 9 // id + 1

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, inventory } = ctx

  /** @param {import('../types.d.ts').Player} player */
  function mayGlide (player) {
    const worn = player.inventory.slots[CHEST]
    return worn?.name === 'elytra' && (worn.durabilityUsed ?? 0) < worn.maxDurability - 1 && !player.onGround && !player.survival.dead &&
      !player.flying && !player.vehicle && !player.survival.in_water && ctx.effects.level(player, 'levitation') === 0
  }

  /** @param {import('../types.d.ts').Player} player @param {boolean} gliding */
  function set (player, gliding) {
    if (Boolean(player.gliding) === gliding) return
    player.gliding = gliding
    player.glided = 0
    ctx.poses.show(player)
  }

  ctx.onPacket('entity_action', (player, { actionId }) => {
    if (!START.has(actionId)) return
    if (mayGlide(player)) set(player, true)
    else ctx.poses.show(player) // tells the client that it does not
  })

  ctx.onTick(() => {
    for (const player of ctx.players) {
      if (!player.gliding) continue
      if (!mayGlide(player)) set(player, false)
      else if (++player.glided % WEAR_EVERY === 0 && player.gameMode !== 1) inventory.damageSlot(player, CHEST, 1)
    }
  })

  entities.define('rocket', {
    every: 1,
    save: rocket => ({ life: rocket.life, owner: rocket.owner }),
    load: saved => ({ owner: 0, ...saved }),
    tick: rocket => {
      const owner = ctx.players.find(player => player.id === rocket.owner)
      if (!owner || --rocket.life <= 0) return entities.remove(rocket)
      rocket.position = owner.position.clone()
      return undefined
    }
  })

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name !== 'firework_rocket' || !player.gliding) return false
    const flight = Number(held.nbt?.value?.Fireworks?.value?.Flight?.value ?? 1)
    entities.spawn('rocket', 'firework_rocket', player.position, {
      owner: player.id,
      life: 10 * (flight + 1) + ctx.randomInt(0, 5) + ctx.randomInt(0, 6),
      metadata: [{ key: META_ROCKET, type: 'item_stack', value: inventory.toPacket(inventory.copy(held, 1)) }, { key: META_ATTACHED, type: 'optional_unsigned_int', value: player.id + 1 }]
    })
    inventory.consumeHeld(player, 1, hand)
    return true
  })
}
