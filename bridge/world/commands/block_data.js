/**
 * What a command's NBT puts into a block: items of containers and furnaces, the lines of a sign.
 *
 * Source: https://minecraft.wiki/w/Chest#Block_data, /w/Furnace#Block_data, /w/Sign#Block_data (Java 1.20.4).
 * Not covered: locks, custom names, loot tables, colours of sign text, and every other block's data, which is read over as vanilla reads over
 * what it does not know.
 */
import { plain } from '../text.js'

const HOLDS = /^(trapped_)?chest$|^barrel$|^dispenser$|^dropper$|^hopper$/
const SMELTS = /^(blast_)?furnace$|^smoker$/

/** @typedef {import('../types.d.ts').Ctx} Ctx */

/** @param {Ctx} ctx @param {any} packed an item as NBT holds it @returns {any} the item, or null for what is none */
function unpacked (ctx, packed) {
  const name = String(packed.id?.value ?? '').replace(/^minecraft:/, '')
  const count = Number(packed.Count?.value ?? 1)
  if (!ctx.registry.itemsByName[name] || !(count > 0)) return null
  return ctx.inventory.make(name, count, packed.tag ? { type: 'compound', name: '', value: structuredClone(packed.tag.value) } : undefined)
}

/** A line of a sign: a text component in JSON. @param {any} line */
function lineOf (line) {
  try {
    return plain(JSON.parse(String(line)))
  } catch {
    return ''
  }
}

/** @param {any} side `front_text` or `back_text` @param {string[]} before @returns {string[]} */
function linesOf (side, before) {
  const lines = side?.value?.messages?.value?.value
  return Array.isArray(lines) ? Array.from({ length: 4 }, (_, n) => lineOf(lines[n] ?? '""')) : before
}

/**
 * Bring NBT into the block at a place.
 * @param {Ctx} ctx @param {any} place @param {Record<string, any>} nbt
 * @returns {boolean} whether the block holds such a thing at all
 */
export function bringData (ctx, place, nbt) {
  const name = ctx.blocks.name(place.x, place.y, place.z) ?? ''
  if (nbt.Items && (HOLDS.test(name) || SMELTS.test(name))) {
    const tile = HOLDS.test(name) ? ctx.containers.tileAt(place, name) : ctx.smelting.tileAt(place, name)
    tile.slots.fill(null)
    for (const packed of nbt.Items.value?.value ?? []) {
      const slot = Number(packed.Slot?.value ?? 0)
      if (slot >= 0 && slot < tile.slots.length) tile.slots[slot] = unpacked(ctx, packed)
    }
    ctx.windows.tileChanged(tile)
    return true
  }
  if ((nbt.front_text || nbt.back_text) && /_sign$/.test(name)) {
    const { front, back } = ctx.signs.read(place)
    ctx.signs.write(place, { front: linesOf(nbt.front_text, front), back: linesOf(nbt.back_text, back) })
    return true
  }
  return false
}
