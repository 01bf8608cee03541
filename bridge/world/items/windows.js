/**
 * Windows on the wire: opening, clicking, closing, and keeping every looking client in step.
 *
 * The server decides; the client is told. For each player it remembers what the client believes (`known`, as stamps) and
 * after every change sends the slots where belief and truth differ, as a vanilla server does. A click made on an old
 * state, or whose claim about the cursor is wrong, is answered with the whole window. Does not know the rules of clicks (clicks.js) or
 * what a window's slots belong to (views.js).
 * @module
 */
import { createRequire } from 'node:module'
import { createClicks, plausible } from './clicks.js'
import { createRecipes } from './recipes.js'
import { toNbt } from '../text.js'
import { containerView, craftingTableView, inventoryView } from './views.js'

const require = createRequire(import.meta.url)

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./views.js').WindowView} WindowView */
/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */
/**
 * What windows.js keeps for one player.
 * @typedef {object} Seat
 * @property {import('./views.js').ViewTools} tools
 * @property {WindowView} base the player's own inventory
 * @property {WindowView | null} open
 * @property {number} id of the open window, 0 for the inventory
 * @property {number} lastId
 * @property {number} state the state id last sent
 * @property {Array<number | string>} known what the client believes of the 46 inventory slots
 * @property {Array<number | string>} knownOwn and of the open container's own slots
 * @property {Map<number, number>} bars and of the open window's bars
 */

const MOST_IDS = 100 // vanilla counts window ids 1–100
const STATE_MASK = 0x7fff
const MOST_CLAIMS = 128 // changed slots a click may list; more is no client

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, registry } = ctx
  const clicks = createClicks(inventory)
  const recipes = createRecipes(registry, inventory)
  const types = require('prismarine-windows')(registry).windows
  /** @type {Map<Player, Seat>} */
  const seats = new Map()
  /** @type {Map<object, Set<Player>>} who looks at a block entity */
  const viewers = new Map()

  /** @param {Player} player @returns {Seat} */
  function seatOf (player) {
    const found = seats.get(player)
    if (found) return found
    const { survival } = player
    const tools = {
      slots: player.inventory.slots,
      hand: {
        get cursor () { return survival.cursor ?? null },
        set cursor (item) { survival.cursor = item },
        drag: null,
        swapGet: () => inventory.get(player, 45),
        swapSet: (/** @type {number} */ _button, /** @type {Slot} */ item) => inventory.set(player, 45, item)
      },
      toss: (/** @type {Item} */ item) => inventory.toss(player, item),
      giveBack: (/** @type {Item} */ item) => inventory.giveOrDrop(player, item),
      creative: () => player.gameMode === 1,
      recipes,
      stacks: inventory
    }
    const made = { tools, base: inventoryView(tools), open: null, id: 0, lastId: 0, state: 0, known: new Array(46).fill(-1), knownOwn: [], bars: new Map() }
    seats.set(player, made)
    return made
  }

  /** @param {Player} player @returns {WindowView} the window the player looks at */
  const viewOf = player => { const at = seatOf(player); return at.open ?? at.base }

  /** @param {Seat} at @param {WindowView} view @param {number} slot @returns {{belief: Array<number | string>, index: number}} */
  function memory (at, view, slot) {
    const behind = view.inventorySlot(slot)
    return behind >= 0 ? { belief: at.known, index: behind } : { belief: at.knownOwn, index: slot }
  }

  /** @param {Seat} at */
  const nextState = at => { at.state = (at.state + 1) & STATE_MASK; return at.state }

  /** Send one slot whatever the client believes. @param {Player} player @param {number} slot of the window */
  function sendSlot (player, slot) {
    const at = seatOf(player)
    const view = viewOf(player)
    const item = view.get(slot)
    const { belief, index } = memory(at, view, slot)
    belief[index] = inventory.stamp(item)
    player.send('set_slot', { windowId: at.id, stateId: nextState(at), slot, item: inventory.toPacket(item) })
  }

  /** Take it that the client knows nothing of the window's first slots: the next sync sends them, changed or not. @param {Player} player @param {number} count */
  function forget (player, count) {
    const at = seatOf(player)
    const view = viewOf(player)
    for (let slot = 0; slot < count; slot++) {
      const { belief, index } = memory(at, view, slot)
      belief[index] = -1
    }
  }

  /** Send the whole window and the cursor. @param {Player} player */
  function sendAll (player) {
    const at = seatOf(player)
    const view = viewOf(player)
    const items = []
    for (let slot = 0; slot < view.size; slot++) {
      const item = view.get(slot)
      const { belief, index } = memory(at, view, slot)
      belief[index] = inventory.stamp(item)
      items.push(inventory.toPacket(item))
    }
    player.send('window_items', { windowId: at.id, stateId: nextState(at), items, carriedItem: inventory.toPacket(at.tools.hand.cursor) })
  }

  /** Send the slots where the client is wrong. @param {Player} player @param {number} [from] @param {number} [to] */
  function sync (player, from = 0, to = Infinity) {
    const at = seatOf(player)
    const view = viewOf(player)
    const end = Math.min(to, view.size)
    for (let slot = from; slot < end; slot++) {
      const { belief, index } = memory(at, view, slot)
      if (belief[index] !== inventory.stamp(view.get(slot))) sendSlot(player, slot)
    }
  }

  /** An inventory slot changed outside a click. @param {Player} player @param {number} slot of the inventory */
  function slotChanged (player, slot) {
    const at = seats.get(player)
    if (!at) return
    const view = at.open ?? at.base
    if (slot >= 1 && slot <= 4 && view === at.base) { view.refresh(); sync(player, 0, 1) }
    const shownAt = view === at.base ? slot : slot >= 9 && slot < 45 ? slot - 9 + view.ownCount : -1
    if (shownAt >= 0 && at.known[slot] !== inventory.stamp(inventory.get(player, slot))) sendSlot(player, shownAt)
  }

  /** A block entity's slots changed: tell all who look. @param {object} tile @param {Player} [except] */
  function tileChanged (tile, except) {
    const looking = viewers.get(tile)
    if (!looking) return
    for (const player of looking) if (player !== except) sync(player, 0, viewOf(player).ownCount)
  }

  /** Send a window's bars (a furnace's flame and arrow) to all who look. @param {object} tile */
  function barsChanged (tile) {
    const looking = viewers.get(tile)
    if (looking) for (const player of looking) sendBars(player)
  }

  /** @param {Player} player */
  function sendBars (player) {
    const at = seatOf(player)
    for (const [property, value] of at.open?.bars?.() ?? []) {
      if (at.bars.get(property) === value) continue
      at.bars.set(property, value)
      player.send('craft_progress_bar', { windowId: at.id, property, value })
    }
  }

  /**
   * Open a window; one that is open is closed first.
   * @param {Player} player
   * @param {WindowView} view
   * @param {import('../text.js').Component} title
   */
  function open (player, view, title) {
    const at = seatOf(player)
    close(player)
    at.lastId = at.lastId % MOST_IDS + 1
    at.id = at.lastId
    at.open = view
    at.knownOwn = new Array(view.ownCount).fill(-1)
    at.bars.clear()
    player.survival.open = view.kind
    for (const tile of view.tiles) {
      const looking = viewers.get(tile) ?? new Set()
      viewers.set(tile, looking.add(player))
    }
    player.send('open_window', { windowId: at.id, inventoryType: types[view.kind].type, windowTitle: toNbt(title) })
    view.refresh()
    sendAll(player)
    sendBars(player)
    at.bars.clear() // clients begin to listen only now: the next update says all again
    view.opened?.()
  }

  /**
   * Close what is open, on the server's side: the cursor and any grid go back to the inventory.
   * @param {Player} player
   * @param {{tell?: boolean}} [how] tell: the client has not closed it by itself
   */
  function close (player, { tell = false } = {}) {
    const at = seatOf(player)
    const { hand } = at.tools
    const view = at.open ?? at.base
    hand.drag = null
    if (at.open && tell) player.send('close_window', { windowId: at.id })
    for (const tile of view.tiles) {
      const looking = viewers.get(tile)
      looking?.delete(player)
      if (looking && !looking.size) viewers.delete(tile)
    }
    at.open = null
    at.id = 0
    at.knownOwn = []
    player.survival.open = null
    const carried = hand.cursor
    hand.cursor = null
    view.closed()
    if (carried) inventory.giveOrDrop(player, carried)
    if (tell) sendAll(player) // clients that keep a copy per window have not copied this one
    else sync(player)
  }

  /** Close every window on a block entity: it is gone. @param {object} tile */
  function closeAll (tile) {
    for (const player of [...viewers.get(tile) ?? []]) close(player, { tell: true })
  }

  /** @param {Player} player @param {any} packet */
  function onClick (player, packet) {
    const at = seatOf(player)
    const view = viewOf(player)
    const click = { slot: packet.slot, button: packet.mouseButton, mode: packet.mode }
    const refused = packet.windowId !== at.id || player.survival.dead || player.gameMode === 3 || !plausible(view, click)
    if (refused || packet.changedSlots.length > MOST_CLAIMS) return sendAll(player)
    if (!view.stands()) return close(player, { tell: true })
    const stale = packet.stateId !== at.state
    clicks.apply(view, click)
    for (const { location, item } of packet.changedSlots) {
      if (location < 0 || location >= view.size) continue
      const { belief, index } = memory(at, view, location)
      belief[index] = claimed(item)
    }
    if (stale || claimed(packet.cursorItem) !== inventory.stamp(at.tools.hand.cursor)) sendAll(player)
    else {
      sync(player)
      // Clients wait for the result after every click in a grid, changed or not.
      if (view.result === 0 && (packet.slot === 0 || view.grid.includes(packet.slot))) sendSlot(player, 0)
    }
    for (const tile of view.tiles) tileChanged(tile, player)
    inventory.shownAll(player)
  }

  /** @param {any} packed @returns {number | string} the stamp of what a client says it sees; -1 for nonsense */
  function claimed (packed) {
    try {
      return inventory.stamp(inventory.fromPacket(packed))
    } catch {
      return -1
    }
  }

  ctx.onPacket('window_click', onClick)
  ctx.onPacket('close_window', (player, { windowId }) => { if (windowId === seatOf(player).id) close(player) })
  ctx.onJoin(player => {
    seats.delete(player)
    // What a snapshot found on the cursor or in an open table is the player's again.
    const left = [player.survival.cursor, ...(player.survival.grid ?? []).slice(1)]
    player.survival.cursor = player.survival.grid = null
    for (const item of left) if (item) inventory.giveOrDrop(player, item)
    seatOf(player).base.refresh()
    sendAll(player)
  })
  ctx.onRespawn(player => {
    const at = seatOf(player)
    at.known.fill(-1)
    sendAll(player)
  })
  ctx.onLeave(player => {
    close(player)
    seats.delete(player)
  })
  // Windows whose block is gone or out of reach close by themselves.
  ctx.onTick(() => {
    for (const [player, at] of seats) if (at.open && !at.open.stands()) close(player, { tell: true })
  }, { every: 5 })

  ctx.windows = {
    open, close, closeAll, sendAll, sendSlot, slotChanged, seatOf, tileChanged, barsChanged, sync, forget,
    viewers: (/** @type {object} */ tile) => viewers.get(tile)?.size ?? 0,
    openCrafting: (/** @type {Player} */ player, /** @type {() => boolean} */ stands) => {
      close(player)
      // Kept with the player: a snapshot taken while the table is open loses nothing.
      const own = player.survival.grid = new Array(10).fill(null)
      open(player, craftingTableView(seatOf(player).tools, stands, own), { translate: 'container.crafting' })
    },
    openContainer: (/** @type {Player} */ player, /** @type {import('./views.js').ContainerSpec} */ spec, /** @type {import('../text.js').Component} */ title) =>
      open(player, containerView(seatOf(player).tools, spec), title)
  }
}
