/**
 * What clients do to their inventory without a window: creative slots, picking a stack into the hand, writing books.
 * @module
 */
import { seat } from '../items/views.js'

/** @typedef {import('../types.d.ts').Player} Player */

const MOST_PAGES = 100 // minecraft.wiki/w/Book_and_Quill
const MOST_LETTERS = 8192 // of a page, as the server bounds it
const MOST_TITLE = 32 // minecraft.wiki/w/Written_Book

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, windows } = ctx

  // Creative players may set any slot of their inventory, or throw what they like.
  ctx.onPacket('set_creative_slot', (player, { slot, item: packed }) => {
    const item = inventory.fromPacket(packed)
    const nonsense = (packed?.present && !item) || (item && item.count > item.stackSize)
    if (player.gameMode !== 1 || slot === 0 || slot > 45 || nonsense) return windows.sendAll(player)
    if (slot < 0) { if (item) inventory.toss(player, item); return }
    const { open, base } = windows.seatOf(player)
    player.inventory.slots[slot] = seat(item, slot)
    if (slot <= 4) { base.refresh(); windows.sync(player, 0, 1) }
    if (!open) windows.sendSlot(player, slot) // vanilla confirms it, and clients wait for that
    inventory.shownAll(player)
  })

  // The client asks for a stack in its hand. Slots count as in the player's own store: 0–8 hotbar, then the rows.
  ctx.onPacket('pick_item', (player, { slot }) => {
    if (!Number.isInteger(slot) || slot < 0 || slot > 35 || player.survival.dead || player.gameMode === 3) return
    if (slot > 8) {
      const free = [...Array(9).keys()].map(n => (player.heldItemSlot + n) % 9).find(n => !inventory.get(player, 36 + n)) ?? player.heldItemSlot
      const there = inventory.get(player, 36 + free)
      const wanted = inventory.get(player, slot)
      inventory.set(player, slot, there)
      inventory.set(player, 36 + free, wanted)
      player.heldItemSlot = free
    } else player.heldItemSlot = slot
    player.send('held_item_slot', { slot: player.heldItemSlot })
    inventory.shownAll(player)
  })

  ctx.onPacket('edit_book', (player, { hand, pages, title }) => {
    const slot = hand === 40 ? 45 : hand >= 0 && hand <= 8 ? 36 + hand : -1
    const book = slot < 0 ? null : inventory.get(player, slot)
    if (book?.name !== 'writable_book' || !Array.isArray(pages) || pages.length > MOST_PAGES) return windows.sendAll(player)
    if (pages.some(page => page.length > MOST_LETTERS) || (title && title.length > MOST_TITLE)) return windows.sendAll(player)
    const text = (/** @type {string} */ value) => ({ type: 'string', value })
    const list = (/** @type {string[]} */ values) => ({ type: 'list', value: { type: 'string', value: values } })
    const tag = title
      ? { author: text(player.username), title: text(title), pages: list(pages.map(page => JSON.stringify({ text: page }))) }
      : { pages: list(pages) }
    const nbt = { type: 'compound', name: '', value: { ...(book.nbt?.value ?? {}), ...tag } }
    inventory.set(player, slot, inventory.make(title ? 'written_book' : 'writable_book', 1, nbt))
  })
}
