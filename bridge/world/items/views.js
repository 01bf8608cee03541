/**
 * The windows a player can look at, as views for clicks.js: the inventory with its small grid, the crafting table, and
 * any container that stands in the world.
 *
 * Knows which slot is what and where a shift click sends things. Does not know packets or who else is looking.
 * Slot layouts and shift-click routes: Java Edition 1.20.4 container menus (minecraft.wiki, Java Edition protocol/Inventory).
 * @module
 */

/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */
/** @typedef {import('./clicks.js').View} Rules */
/** @typedef {import('./clicks.js').Route} Route */

/**
 * A view with what windows.js needs to show it.
 * @typedef {Rules & {
 *   kind: string,
 *   inventorySlot: (slot: number) => number,
 *   ownCount: number,
 *   grid: number[],
 *   refresh: () => void,
 *   stands: () => boolean,
 *   closed: () => void,
 *   opened?: () => void,
 *   bars?: () => Array<[number, number]>,
 *   tiles: object[]
 * }} WindowView inventorySlot: slot of the player's inventory behind a window slot, or −1; ownCount: slots before the
 * player's; refresh: recompute the result; stands: whether it may stay open; tiles: the block entities behind it
 */

const OFF_HAND = 45
const OFF_HAND_BUTTON = 40
const HOTBAR = 36

/** @param {string} name @returns {number} inventory slot 5–8 the item is worn in, or −1 */
export function armourSlot (name) {
  if (/_helmet$|_head$|_skull$|^carved_pumpkin$/.test(name)) return 5
  if (/_chestplate$|^elytra$/.test(name)) return 6
  if (/_leggings$/.test(name)) return 7
  if (/_boots$/.test(name)) return 8
  return -1
}

/**
 * @typedef {object} ViewTools what a view asks of its surroundings
 * @property {Slot[]} slots the player's 46 inventory slots
 * @property {import('./clicks.js').Hand} hand
 * @property {(item: Item) => void} toss
 * @property {(item: Item) => void} giveBack
 * @property {() => boolean} creative
 * @property {import('./recipes.js').Recipes} recipes
 * @property {import('./stacks.js').Stacks} stacks
 */

/**
 * The result side of a crafting grid, over any slot store.
 * @param {ViewTools} tools
 * @param {(slot: number) => Slot} get
 * @param {(slot: number, item: Slot) => void} put stores without recomputing
 * @param {number[]} grid
 * @param {number} width
 */
function craftingSide (tools, get, put, grid, width) {
  const { recipes, stacks } = tools
  const refresh = () => put(0, recipes.match(grid.map(get), width))
  const onTake = () => {
    for (const at of grid) {
      const used = get(at)
      if (!used) continue
      const left = recipes.remainder(used)
      put(at, stacks.copy(used, used.count - 1))
      if (!left) continue
      if (!get(at)) put(at, left)
      else tools.giveBack(left)
    }
    refresh()
  }
  return { refresh, onTake }
}

/**
 * The player's own inventory, window 0.
 * @param {ViewTools} tools
 * @returns {WindowView}
 */
export function inventoryView (tools) {
  const { slots } = tools
  const grid = [1, 2, 3, 4]
  const get = (/** @type {number} */ slot) => slots[slot] ?? null
  const put = (/** @type {number} */ slot, /** @type {Slot} */ item) => { slots[slot] = seat(item, slot) }
  const craft = craftingSide(tools, get, put, grid, 2)
  return {
    kind: 'inventory',
    size: 46,
    ownCount: 0,
    inventorySlot: slot => slot,
    grid,
    result: 0,
    crafts: true,
    get,
    set: (slot, item) => { put(slot, item); if (slot >= 1 && slot <= 4) craft.refresh() },
    may: (slot, item) => slot !== 0 && (slot < 5 || slot > 8 || armourSlot(item.name) === slot),
    limit: slot => slot >= 5 && slot <= 8 ? 1 : 64,
    onTake: craft.onTake,
    refresh: craft.refresh,
    routes: (slot, item) => inventoryRoutes(slot, item, get),
    swapSlot: button => button === OFF_HAND_BUTTON ? OFF_HAND : HOTBAR + button,
    hand: tools.hand,
    toss: tools.toss,
    giveBack: tools.giveBack,
    creative: tools.creative,
    stands: () => true,
    closed: () => returnGrid(tools, get, put, grid),
    tiles: []
  }
}

/** @param {number} slot @param {Item} item @param {(slot: number) => Slot} get @returns {Route[]} */
function inventoryRoutes (slot, item, get) {
  if (slot === 0) return [{ from: 9, to: 45, reverse: true }]
  if (slot < 9) return [{ from: 9, to: 45 }]
  const worn = armourSlot(item.name)
  if (worn >= 0 && !get(worn)) return [{ from: worn, to: worn + 1 }]
  if (item.name === 'shield' && slot !== OFF_HAND && !get(OFF_HAND)) return [{ from: OFF_HAND, to: OFF_HAND + 1 }]
  if (slot === OFF_HAND) return [{ from: 9, to: 45 }]
  return slot < HOTBAR ? [{ from: HOTBAR, to: 45 }] : [{ from: 9, to: HOTBAR }]
}

/**
 * The 3×3 grid of a crafting table. Its contents belong to the player who has it open.
 * @param {ViewTools} tools
 * @param {() => boolean} stands
 * @param {Slot[]} own the ten slots: 0 result, 1–9 grid
 * @returns {WindowView}
 */
export function craftingTableView (tools, stands, own) {
  const grid = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const view = containerView(tools, {
    kind: 'minecraft:crafting',
    count: 10,
    get: slot => own[slot],
    set: (slot, item) => { own[slot] = seat(item, slot); if (slot > 0) craft.refresh() },
    may: slot => slot > 0,
    accepts: () => null,
    stands
  })
  const put = (/** @type {number} */ slot, /** @type {Slot} */ item) => { own[slot] = seat(item, slot) }
  const craft = craftingSide(tools, slot => own[slot], put, grid, 3)
  const { routes } = view
  return {
    ...view,
    grid,
    result: 0,
    crafts: true,
    onTake: craft.onTake,
    refresh: craft.refresh,
    routes: (slot, item) => slot === 0
      ? [{ from: 10, to: 46, reverse: true }]
      : slot < 10 ? [{ from: 10, to: 46 }] : [{ from: 1, to: 10 }, ...routes(slot, item)],
    closed: () => returnGrid(tools, slot => own[slot], put, grid)
  }
}

/**
 * @typedef {object} ContainerSpec
 * @property {string} kind the window's type, such as minecraft:generic_9x3
 * @property {number} count own slots
 * @property {(slot: number) => Slot} get
 * @property {(slot: number, item: Slot) => void} set
 * @property {() => boolean} stands
 * @property {(slot: number, item: Item) => boolean} [may]
 * @property {(slot: number) => number} [limit]
 * @property {number} [result] a slot of the container that can only be taken from
 * @property {(taken: Item) => void} [onTake]
 * @property {boolean} [crafts] the result is made anew each time: taken whole, as from a crafting grid
 * @property {() => boolean} [locked] whether the result may only be looked at
 * @property {(item: Item) => Route[] | null} [accepts] where the container wants an item, null: nowhere; without it: anywhere
 * @property {object[]} [tiles]
 * @property {() => void} [closed]
 * @property {() => void} [opened]
 * @property {() => Array<[number, number]>} [bars]
 */

/**
 * Any container: its own slots, then the player's 36.
 * @param {ViewTools} tools
 * @param {ContainerSpec} spec
 * @returns {WindowView}
 */
export function containerView (tools, spec) {
  const { slots } = tools
  const n = spec.count
  const hotbar = n + 27
  const behind = (/** @type {number} */ slot) => slot < n ? -1 : slot - n + 9
  const get = (/** @type {number} */ slot) => slot < n ? spec.get(slot) : slots[slot - n + 9] ?? null
  const result = spec.result ?? -1
  return {
    kind: spec.kind,
    size: n + 36,
    ownCount: n,
    inventorySlot: behind,
    grid: [],
    result,
    crafts: spec.crafts ?? false,
    locked: spec.locked,
    get,
    set: (slot, item) => { if (slot < n) spec.set(slot, item); else slots[slot - n + 9] = seat(item, slot - n + 9) },
    may: (slot, item) => slot >= n || (slot !== result && (spec.may?.(slot, item) ?? true)),
    limit: slot => slot < n ? spec.limit?.(slot) ?? 64 : 64,
    onTake: taken => spec.onTake?.(taken),
    refresh: () => {},
    routes: (slot, item) => {
      if (slot < n) return [{ from: n, to: n + 36, reverse: spec.accepts === undefined || slot === result }]
      const within = slot < hotbar ? { from: hotbar, to: n + 36 } : { from: n, to: hotbar }
      return spec.accepts ? spec.accepts(item) ?? [within] : [{ from: 0, to: n }]
    },
    swapSlot: button => button === OFF_HAND_BUTTON ? -1 : hotbar + button,
    hand: tools.hand,
    toss: tools.toss,
    giveBack: tools.giveBack,
    creative: tools.creative,
    stands: spec.stands,
    closed: spec.closed ?? (() => {}),
    opened: spec.opened,
    bars: spec.bars,
    tiles: spec.tiles ?? []
  }
}

/** prismarine items carry the slot they are in. @param {Slot} item @param {number} slot @returns {Slot} */
export function seat (item, slot) {
  if (!item || item.count <= 0) return null
  item.slot = slot
  return item
}

/** Give a grid's contents back to its player. @param {ViewTools} tools @param {(slot: number) => Slot} get @param {(slot: number, item: Slot) => void} put @param {number[]} grid */
function returnGrid (tools, get, put, grid) {
  for (const at of grid) {
    const left = get(at)
    put(at, null)
    if (left) tools.giveBack(left)
  }
  put(0, null)
}

export { OFF_HAND, HOTBAR }
