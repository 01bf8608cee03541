/**
 * Bows of players: drawn while they are used, shot when they are let go.
 *
 * Which arrows there are is known in arrows.js, how they fly in projectiles.js. Source: https://minecraft.wiki/w/Bow (Java 1.20).
 */
const FULL = 20 // ticks
const SPEED = 3 // blocks/tick at full draw
const WEAKEST = 0.1 // of its full power, below which nothing is shot
const EYE = 1.52 // blocks above the feet from which is shot

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { arrows, inventory, projectiles } = ctx
  const level = (/** @type {any} */ item, /** @type {string} */ name) => item.enchants?.find((/** @type {any} */ e) => e.name === name)?.lvl ?? 0

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name !== 'bow' || (player.gameMode !== 1 && arrows.slot(player) < 0)) return false
    player.survival.using = { item: 'bow', kind: 'bow', slot: hand === 1 ? 45 : 36 + player.heldItemSlot, since: ctx.tick() }
    return true
  })

  projectiles.onRelease('bow', (/** @type {any} */ player, /** @type {{slot: number, since: number}} */ using) => {
    const bow = player.inventory.slots[using.slot]
    if (bow?.name !== 'bow') return
    const slot = arrows.slot(player)
    const free = player.gameMode === 1
    if (slot < 0 && !free) return
    const drawn = (ctx.tick() - using.since) / FULL
    const power = Math.min(1, (drawn * drawn + drawn * 2) / 3)
    if (power < WEAKEST) return
    const strength = level(bow, 'power')
    const ammunition = slot < 0 ? inventory.make('arrow', 1) : player.inventory.slots[slot]
    const infinite = free || (level(bow, 'infinity') > 0 && ammunition.name === 'arrow')
    const { name, fields } = arrows.flight(ammunition)
    projectiles.shoot(name, player.position.offset(0, EYE, 0), projectiles.aim(player), power * SPEED, {
      ...fields, inaccuracy: 1, damage: 2 + (strength > 0 ? strength * 0.5 + 0.5 : 0), owner: player.id, critical: power >= 1, pickup: !infinite,
      punch: level(bow, 'punch'), flame: level(bow, 'flame') > 0
    })
    if (!infinite) inventory.set(player, slot, ammunition.count > 1 ? inventory.copy(ammunition, ammunition.count - 1) : null)
    inventory.damageSlot(player, using.slot, 1)
  })
}
