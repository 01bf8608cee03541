/**
 * Shulker boxes: what is in them goes along with the item.
 *
 * Rules: https://minecraft.wiki/w/Shulker_Box (Java 1.20.4). Their window is containers.js' work. Knows how the contents are written in the item's NBT.
 * Not covered: boxes dyed by crafting, items that burn and spill.
 * @module
 */
import { DX, DY, DZ } from '../redstone/tables.js'

export const BOX = /shulker_box$/
const FACINGS = ['down', 'up', 'north', 'south', 'west', 'east']
/** Causes that take a block away and leave nothing of it. */
const WITHOUT_TRACE = new Set(['command', 'setblock', 'fill', 'clone'])

/** @param {import('../types.d.ts').Ctx} ctx */
export function installBoxes (ctx) {
  const { blocks, inventory } = ctx
  const { states } = blocks

  /** @param {import('./stacks.js').Slot[]} slots @returns {object[]} NBT of what is in them */
  const written = slots => slots.flatMap((item, slot) => item
    ? [{ Slot: { type: 'byte', value: slot }, id: { type: 'string', value: `minecraft:${item.name}` }, Count: { type: 'byte', value: item.count }, ...(item.nbt?.value ? { tag: { type: 'compound', value: item.nbt.value } } : {}) }]
    : [])

  /** The item of a box that is taken up. @param {string} name @param {import('./containers.js').Tile} tile */
  function itemOf (name, tile) {
    const inside = written(tile.slots)
    /** @type {Record<string, any>} */
    const value = {}
    if (inside.length > 0) value.BlockEntityTag = { type: 'compound', value: { Items: { type: 'list', value: { type: 'compound', value: inside } }, id: { type: 'string', value: 'minecraft:shulker_box' } } }
    if (tile.title) value.display = { type: 'compound', value: { Name: { type: 'string', value: JSON.stringify({ text: tile.title }) } } }
    return inventory.make(name, 1, Object.keys(value).length ? { type: 'compound', name: '', value } : null)
  }

  /** Put what an item holds into the box that was placed. @param {import('./stacks.js').Item} item @param {import('./containers.js').Tile} tile */
  function unpack (item, tile) {
    for (const one of item.nbt?.value?.BlockEntityTag?.value?.Items?.value?.value ?? []) {
      const slot = Number(one.Slot?.value)
      const name = String(one.id?.value).replace('minecraft:', '')
      if (!(slot >= 0 && slot < tile.slots.length) || !ctx.registry.itemsByName[name] || !(one.Count?.value > 0)) continue
      tile.slots[slot] = inventory.make(name, one.Count.value, one.tag ? { type: 'compound', name: '', value: one.tag.value } : null)
    }
  }

  /** A box is gone: it lies there as an item, unless a creative player broke an empty one. @param {any} position @param {number} before @param {import('./containers.js').Tile} tile @param {import('../types.d.ts').Change} change */
  function fall (position, before, tile, change) {
    if (WITHOUT_TRACE.has(change.cause ?? '') || ctx.rules.doTileDrops === false) return
    if (change.cause === 'creative' && tile.slots.every(item => !item)) return
    ctx.items.pop(position, itemOf(states.names[before], tile))
  }

  /** Whether something stands where its lid goes. @param {any} position @param {number} state */
  function shut (position, state) {
    const d = FACINGS.indexOf(states.properties(state).facing)
    const there = blocks.get(position.x + DX[d], position.y + DY[d], position.z + DZ[d])
    return there !== null && states.solid[there] === 1 && states.shapes(there).length > 0
  }

  return { unpack, fall, shut }
}
