/**
 * Putting armour on by using it: it changes places with what is worn. And lily pads, which are used on the water one looks at.
 *
 * Rules: minecraft.wiki/w/Armor (swapping since 1.19.4), /w/Lily_Pad.
 * @module
 */
import { lookedAt } from './sight.js'
import { armourSlot } from '../items/views.js'

const WORN = /_(helmet|chestplate|leggings|boots)$|^elytra$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, blocks } = ctx

  ctx.onUseItem(({ player, held, hand }) => {
    if (!held || !WORN.test(held.name)) return false
    const slot = armourSlot(held.name)
    const worn = inventory.get(player, slot)
    if (worn && inventory.enchantment(worn, 'binding_curse') && player.gameMode !== 1) return false
    inventory.set(player, inventory.handSlot(player, hand), worn)
    inventory.set(player, slot, held)
    return true
  })

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name !== 'lily_pad' || player.gameMode === 2) return false
    const water = blocks.stateOf('water')
    const seen = lookedAt(ctx, player, state => state === water)
    if (!seen || seen.state !== water) return false
    const at = { x: seen.cell.x, y: seen.cell.y + 1, z: seen.cell.z }
    if (blocks.get(at.x, at.y, at.z) !== 0) return false
    blocks.set(at, blocks.stateOf('lily_pad'), { by: player, cause: 'placed' })
    inventory.consumeHeld(player, 1, hand)
    return true
  })
}
