/**
 * Containers as machines see them: which slots may be filled or emptied from which side.
 *
 * Knows chests, barrels, shulker boxes, hoppers, dispensers, droppers, furnaces, brewing stands, composters and carts with a chest or hopper. Does not know when anything is
 * moved. Rules: https://minecraft.wiki/w/Hopper (Java 1.20). Not covered: shelves.
 * @module
 */
import { BOX } from '../items/boxes.js'
import { STATIONS } from '../items/smelting.js'
import { seat } from '../items/views.js'

/** @typedef {import('../items/stacks.js').Slot} Slot */
/** @typedef {import('../items/stacks.js').Item} Item */
/** @typedef {{x: number, y: number, z: number}} Place */
/**
 * @typedef {object} Store
 * @property {string} kind
 * @property {number} count of slots
 * @property {(slot: number) => Slot} get
 * @property {(slot: number, item: Slot) => void} put tells everybody concerned
 * @property {(slot: number, item: Item, face: number) => boolean} takes may the item go into the slot from that side, room aside
 * @property {(slot: number, item: Item, face: number) => boolean} gives may it be taken out to that side
 * @property {any} [tile]
 */

const PLAIN = /^(barrel|hopper|dispenser|dropper|\w*shulker_box)$/
const CHEST = /^(trapped_)?chest$/
const DOWN = 0
const UP = 1
const BOTTLES = 3 // of a brewing stand: slots 0–2; 3 ingredient, 4 fuel

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles, inventory, windows } = ctx
  const { states } = blocks
  const key = (/** @type {Place} */ p) => `${p.x},${p.y},${p.z}`
  const stored = Uint8Array.from(states.names, name => PLAIN.test(name) || CHEST.test(name) || STATIONS.includes(name) || name === 'brewing_stand' || name === 'composter' || name === 'jukebox' ? 1 : 0)
  const always = () => true

  /** @param {string} kind @param {Place[]} places @param {any[]} parts their tiles @returns {Store} */
  function plain (kind, places, parts) {
    const size = parts[0].slots.length
    return {
      kind,
      tile: parts[0],
      count: size * parts.length,
      get: slot => parts[Math.floor(slot / size)].slots[slot % size],
      put: (slot, item) => {
        const part = Math.floor(slot / size)
        parts[part].slots[slot % size] = seat(item, slot)
        windows.tileChanged(parts[part])
        ctx.redstone.contents(places[part])
      },
      takes: (_slot, item) => !BOX.test(kind) || !BOX.test(item.name),
      gives: always
    }
  }

  /** @param {Place} p @param {string} kind @returns {Store} */
  function furnace (p, kind) {
    const tile = ctx.smelting.tileAt(p, kind)
    ctx.smelting.bring(p, tile)
    return {
      kind,
      tile,
      count: 3,
      get: slot => tile.slots[slot],
      put: (slot, item) => {
        if (slot === 0 && item?.type !== tile.slots[0]?.type) tile.cook = 0
        tile.slots[slot] = item
        windows.tileChanged(tile)
        ctx.smelting.bring(p, tile)
        ctx.redstone.contents(p)
      },
      takes: (slot, item, face) => face === UP ? slot === 0 : face !== DOWN && slot === 1 && ctx.smelting.fuelTicks(item) > 0 && !(item.name === 'bucket' && tile.slots[1]?.name === 'bucket'),
      gives: (slot, item, face) => face === DOWN && (slot === 2 || (slot === 1 && /^(water_)?bucket$/.test(item.name)))
    }
  }

  /** @param {Place} p @returns {Store | null} */
  function brewing (p) {
    const tile = ctx.brewing.tileAt(p)
    return {
      kind: 'brewing_stand',
      tile,
      count: 5,
      get: slot => tile.slots[slot] ?? null,
      put: (slot, item) => {
        tile.slots[slot] = item
        windows.tileChanged(tile)
        ctx.brewing.bring(p)
        ctx.redstone.contents(p)
      },
      takes: (slot, item, face) => face === UP ? slot === 3 && ctx.brewing.ingredient(item) : face !== DOWN && (slot === 4 ? item.name === 'blaze_powder' : slot < BOTTLES && /potion$|^glass_bottle$/.test(item.name) && !tile.slots[slot]),
      gives: (slot, item, face) => face === UP ? false : slot < BOTTLES || (face === DOWN && slot === 3 && item.name === 'glass_bottle')
    }
  }

  /** One slot in from above, one out below. @param {Place} p @param {number} state @returns {Store} */
  function composter (p, state) {
    const level = Number(blocks.properties(state).level)
    return {
      kind: 'composter',
      count: 2,
      get: slot => slot === 1 && level === 8 ? inventory.make('bone_meal') : null,
      put: (slot, item) => {
        if (slot === 0 && item) ctx.composters.fill(p, item.name)
        else if (slot === 1 && !item) ctx.composters.empty(p)
      },
      takes: (slot, item, face) => face === UP && slot === 0 && level < 7 && ctx.composters.accepts(item.name),
      gives: (slot, _item, face) => face === DOWN && slot === 1
    }
  }

  /** A cart's slots. @param {any} cart @returns {Store} */
  const cartStore = cart => ({
    kind: cart.name,
    tile: cart.tile,
    count: cart.tile.slots.length,
    get: slot => cart.tile.slots[slot],
    put: (slot, item) => { cart.tile.slots[slot] = item; windows.tileChanged(cart.tile); ctx.carts.changed(cart) },
    takes: always,
    gives: always
  })

  /** What can be filled or emptied at a place: a block, else a cart that stands there. @param {Place} p @returns {Store | null} */
  function at (p) {
    const state = blocks.get(p.x, p.y, p.z)
    if (state === null) return null
    if (stored[state] === 1) {
      const name = states.names[state]
      if (PLAIN.test(name)) return plain(name, [p], [ctx.containers.tileAt(p, name)])
      if (CHEST.test(name)) {
        const halves = ctx.containers.halves(p, state)
        if (halves.some((/** @type {Place} */ half) => ctx.containers.blocked(half))) return null
        return plain(name, halves, halves.map((/** @type {Place} */ half) => ctx.containers.tileAt(half, name)))
      }
      if (name === 'composter') return composter(p, state)
      if (name === 'jukebox') return ctx.redstone.jukebox(p)
      return name === 'brewing_stand' ? brewing(p) : furnace(p, name)
    }
    const [cart] = ctx.carts.holding.size > 0
      ? ctx.entities.near({ x: p.x + 0.5, y: p.y + 0.5, z: p.z + 0.5 }, 1.5, e => e.tile?.slots !== undefined && Math.floor(e.position.x) === p.x && Math.floor(e.position.y + 0.1) === p.y && Math.floor(e.position.z) === p.z)
      : []
    return cart ? cartStore(cart) : null
  }

  /**
   * Put as much of a stack as goes in.
   * @param {Store} store @param {Item} item not changed @param {number} face of the store it comes through
   * @returns {number} how many are left over
   */
  function insert (store, item, face) {
    let left = item.count
    for (let slot = 0; slot < store.count && left > 0; slot++) {
      if (!store.takes(slot, item, face)) continue
      const there = store.get(slot)
      if (there && !inventory.same(there, item)) continue
      const most = store.kind === 'composter' || store.kind === 'jukebox' || (store.kind === 'brewing_stand' && slot < BOTTLES) ? 1 : item.stackSize
      const moved = Math.min(left, most - (there?.count ?? 0))
      if (moved <= 0) continue
      store.put(slot, inventory.copy(item, (there?.count ?? 0) + moved))
      left -= moved
      if (store.kind === 'composter') break
    }
    return left
  }

  ctx.stores = { at, insert, plainCart: cartStore, key }
}
