/**
 * Books laid on a lectern and read there. Writing in them is hands.js' work.
 *
 * Rules: https://minecraft.wiki/w/Lectern (Java 1.20.4); buttons: https://minecraft.wiki/w/Java_Edition_protocol/Inventory#Lectern.
 * A lectern's block entity is {type: 'lectern', slots: [book], page}; what it held falls out by itself (containers.js).
 * Not covered: the pulse that turning a page gives, chiseled bookshelves.
 * @module
 */
import { nearEnough, usesBlock } from '../players/reach.js'

/** @typedef {import('../types.d.ts').Player} Player */

const BOOK = /^(writable|written)_book$/
const BUTTON = { back: 1, on: 2, take: 3, page: 100 }

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, tiles, windows } = ctx
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`
  /** Who reads at which lectern. @type {Map<Player, {id: number, position: any}>} */
  const reading = new Map()

  ctx.onUseBlock(use => {
    const { player, block, position, held, hand } = use
    if (block.name !== 'lectern' || !usesBlock(use)) return false
    const props = blocks.properties(block.stateId)
    const tile = tiles.get(key(position))
    if (props.has_book === true && tile?.type === 'lectern' && tile.slots[0]) {
      read(player, position, tile)
      return true
    }
    if (!held || !BOOK.test(held.name)) return Boolean(held)
    tiles.set(key(position), { type: 'lectern', slots: [inventory.copy(held, 1)], page: 0 })
    blocks.set(position, blocks.stateOf('lectern', { ...props, has_book: true }), { by: player, cause: 'used' })
    ctx.sounds.play('item.book.put', position)
    inventory.consumeHeld(player, 1, hand)
    return true
  })

  /** @param {Player} player @param {any} position @param {any} tile */
  function read (player, position, tile) {
    windows.openContainer(player, {
      kind: 'minecraft:lectern',
      count: 1,
      get: () => tile.slots[0],
      set: () => {},
      may: () => false,
      limit: () => 0,
      result: 0,
      locked: () => true,
      accepts: () => null,
      stands: () => nearEnough(player, position) && tiles.get(key(position)) === tile && Boolean(tile.slots[0]),
      tiles: [tile],
      bars: () => [[0, tile.page]],
      closed: () => { reading.delete(player) }
    }, { translate: 'container.lectern' })
    reading.set(player, { id: windows.seatOf(player).id, position })
  }

  ctx.onPacket('enchant_item', (player, { windowId, enchantment: button }) => {
    const at = reading.get(player)
    const tile = at && tiles.get(key(at.position))
    if (!at || at.id !== windowId || !tile?.slots[0] || player.survival.dead || !nearEnough(player, at.position)) return
    if (button === BUTTON.take) return take(player, at.position, tile)
    const page = button === BUTTON.back ? tile.page - 1 : button === BUTTON.on ? tile.page + 1 : button >= BUTTON.page ? button - BUTTON.page : tile.page
    const last = Math.max(0, pagesOf(tile.slots[0]).length - 1)
    tile.page = Math.max(0, Math.min(last, page))
    windows.barsChanged(tile)
    ctx.redstone.contents(at.position)
  })

  /** @param {Player} player @param {any} position @param {any} tile */
  function take (player, position, tile) {
    if (player.gameMode === 2) return
    const [book] = tile.slots
    tiles.delete(key(position))
    windows.closeAll(tile)
    const state = blocks.get(position.x, position.y, position.z)
    if (state !== null && ctx.states.names[state] === 'lectern') blocks.set(position, blocks.stateOf('lectern', { ...blocks.properties(state), has_book: false }), { by: player, cause: 'used' })
    inventory.giveOrDrop(player, book)
  }

  /** @param {import('./stacks.js').Item} book @returns {string[]} */
  const pagesOf = book => book.nbt?.value?.pages?.value?.value ?? []

  /** What a comparator reads: 1 on the first page, 15 on the last. @param {any} tile */
  const signal = tile => {
    const last = pagesOf(tile.slots[0]).length - 1
    return Math.floor((last > 0 ? tile.page / last : 1) * 14) + 1
  }
  ctx.lecterns = { signal }
}
