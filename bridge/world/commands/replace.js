/**
 * `item replace`: put a stack into a slot of a block or of an entity.
 *
 * Knows `with`; not `from`, and not `item modify`. Entities are players. Names of slots: https://minecraft.wiki/w/Slot (Java Edition 1.20.4).
 */
import { ownX } from '../land/dimensions.js'
import { itemName } from './commands.js'
import { nameOf, translate } from '../text.js'
import { refuse } from './reader.js'

/** Named slots of a player, as the inventory window counts them. */
const NAMED = /** @type {Record<string, number>} */ ({
  'armor.head': 5, 'armor.chest': 6, 'armor.legs': 7, 'armor.feet': 8, 'weapon.offhand': 45
})
const HOTBAR = 36
const MAIN = 9

/** @param {import('../types.d.ts').Ctx} ctx */
export function installReplace (ctx) {
  const { add, answer } = ctx.commands

  /** @param {any} player @param {string} name @returns {number} -1 when a player has none of that name */
  function slotOf (player, name) {
    if (name === 'weapon' || name === 'weapon.mainhand') return HOTBAR + player.heldItemSlot
    if (NAMED[name] !== undefined) return NAMED[name]
    const found = /^(container|hotbar|inventory)\.(\d{1,2})$/.exec(name)
    if (!found) return -1
    const at = Number(found[2])
    if (found[1] === 'hotbar' || (found[1] === 'container' && at < 9)) return at < 9 ? HOTBAR + at : -1
    if (found[1] === 'container') return at < 36 ? at : -1
    return at < 27 ? MAIN + at : -1
  }

  add('item', {
    words: [['replace'], ['block', 'entity']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      args.oneOf(['replace'])
      const where = args.oneOf(['block', 'entity'])
      const place = where === 'block' ? args.block() : null
      const players = where === 'entity' ? args.targets({ players: true }) : []
      const name = args.word()
      args.oneOf(['with'])
      const { name: item, nbt } = args.item()
      const count = args.more ? args.integer(1) : 1
      args.end()
      const make = () => item === 'air' ? null : ctx.inventory.make(item, Math.min(count, ctx.registry.itemsByName[item].stackSize), nbt)
      const shown = itemName(ctx, item)

      if (place) {
        const block = ctx.blocks.name(place.x, place.y, place.z) ?? ''
        const tile = ctx.tiles.get(`${place.x},${place.y},${place.z}`) ?? (/chest$|^barrel$|^(dispenser|dropper|hopper)$/.test(block) ? ctx.containers.tileAt(place, block) : null)
        if (!Array.isArray(tile?.slots)) throw refuse('commands.item.target.not_a_container', place.x, place.y, place.z)
        const at = Number(/^container\.(\d{1,2})$/.exec(name)?.[1] ?? -1)
        if (at < 0 || at >= tile.slots.length) throw refuse('commands.item.target.no_such_slot', name)
        tile.slots[at] = make()
        ctx.windows.tileChanged(tile)
        return answer(source, translate('commands.item.block.set.success', ownX(place.x), place.y, place.z, shown))
      }
      const able = players.filter((/** @type {any} */ player) => slotOf(player, name) >= 0)
      if (able.length === 0) throw refuse('commands.item.target.no_such_slot', name)
      for (const player of able) ctx.inventory.set(player, slotOf(player, name), make())
      answer(source, translate(`commands.item.entity.set.success.${able.length === 1 ? 'single' : 'multiple'}`, able.length === 1 ? nameOf(able[0]) : able.length, shown))
    }
  })
}
