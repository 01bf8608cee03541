/**
 * What players carry: giving, taking, wearing down, dropping from the hand, and what others see them hold.
 *
 * Knows the 46 slots of the player's inventory (0 result, 1–4 grid, 5–8 armour, 9–35 main, 36–44 hotbar, 45 off hand).
 * Telling the client is windows.js' work. Does not know what items do.
 * @module
 */
import { createRequire } from 'node:module'
import { createStacks } from './stacks.js'
import { HOTBAR, OFF_HAND, seat } from './views.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */

/** Order in which vanilla looks for a free slot: hotbar, then the rows above it. */
const FREE_ORDER = [...Array.from({ length: 9 }, (_, i) => HOTBAR + i), ...Array.from({ length: 27 }, (_, i) => 9 + i)]
const SLOTS = 46
/** Inventory slot → equipment slot of the packet (0 main hand, 1 off hand, 2 feet, 3 legs, 4 chest, 5 head). */
const EQUIPMENT = /** @type {Record<number, number>} */ ({ 45: 1, 8: 2, 7: 3, 6: 4, 5: 5 })
const HANDS_SWAPPED = 55 // entity_status, to those who look on
/** entity_status that shows an item breaking, by equipment slot. Source: minecraft.wiki, Java Edition protocol/Entity statuses */
const BREAK_STATUS = [47, 48, 52, 51, 50, 49]
const THROW_SPEED = 0.3 // blocks/tick, what a player gives to an item thrown from the hand; minecraft.wiki/w/Item_(entity)
const THROW_DELAY = 40 // ticks until it can be picked up again; the same page

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const stacks = createStacks(ctx)
  const { copy, same } = stacks

  /** @param {Player} player @returns {Slot[]} */
  const slotsOf = player => player.inventory.slots
  /** @param {Player} player */
  const heldSlot = player => HOTBAR + (player.heldItemSlot ?? 0)
  /** @param {Player} player @param {number} [hand] 0 main, 1 off */
  const handSlot = (player, hand = 0) => hand === 1 ? OFF_HAND : heldSlot(player)
  /** @param {Player} player @param {number} [hand] @returns {Slot} */
  const held = (player, hand = 0) => slotsOf(player)[handSlot(player, hand)] ?? null
  /** @param {Player} player @param {number} slot @returns {Slot} */
  const get = (player, slot) => slotsOf(player)[slot] ?? null

  /**
   * Put a stack into a slot and tell everyone who sees it.
   * @param {Player} player
   * @param {number} slot
   * @param {Slot} item null empties the slot
   */
  function set (player, slot, item) {
    slotsOf(player)[slot] = seat(item, slot)
    ctx.windows?.slotChanged(player, slot)
    shown(player, slot)
  }

  /**
   * Give a stack to a player: onto equal stacks first (held, off hand, the rest), then into free slots.
   * @param {Player} player
   * @param {Item} item left unchanged
   * @returns {number} how many found no room
   */
  function give (player, item) {
    const slots = slotsOf(player)
    let left = item.count
    if (item.stackSize > 1) {
      for (const slot of [heldSlot(player), OFF_HAND, ...FREE_ORDER]) {
        const there = slots[slot]
        if (!there || there.count >= there.stackSize || !same(there, item)) continue
        const n = Math.min(left, there.stackSize - there.count)
        there.count += n
        left -= n
        set(player, slot, there)
        if (!left) return 0
      }
    }
    for (const slot of FREE_ORDER) {
      if (slots[slot]) continue
      const n = Math.min(left, item.stackSize)
      set(player, slot, copy(item, n))
      left -= n
      if (!left) return 0
    }
    return left
  }

  /** Give, and throw what does not fit. @param {Player} player @param {Item} item */
  function giveOrDrop (player, item) {
    const left = give(player, item)
    if (left) toss(player, /** @type {Item} */ (copy(item, left)))
  }

  /** @param {Player} player @param {number} [n] @param {number} [hand] @returns {boolean} false when the hand held fewer */
  function consumeHeld (player, n = 1, hand = 0) {
    const item = held(player, hand)
    if (!item || item.count < n) return false
    if (player.gameMode !== 1) set(player, handSlot(player, hand), copy(item, item.count - n))
    return true
  }

  /**
   * Wear what is in a slot; it breaks when its durability is gone.
   * @param {Player} player
   * @param {number} slot
   * @param {number} [uses]
   */
  function damageSlot (player, slot, uses = 1) {
    const item = get(player, slot)
    if (!item || !item.maxDurability || uses <= 0 || player.gameMode === 1) return
    if (stacks.wear(item, uses, ctx.random)) {
      const at = slot === heldSlot(player) ? 0 : EQUIPMENT[slot]
      if (at !== undefined) {
        const crack = { entityId: player.id, entityStatus: BREAK_STATUS[at] }
        player.send('entity_status', crack)
        ctx.entities.broadcast(player, 'entity_status', crack)
      }
      set(player, slot, copy(item, item.count - 1))
    } else set(player, slot, item)
  }

  /** @param {Player} player @param {number} [uses] @param {number} [hand] */
  const damageHeld = (player, uses = 1, hand = 0) => damageSlot(player, handSlot(player, hand), uses)

  /** @param {Player} player @param {string} name @returns {number} how many the player carries, armour and off hand included */
  const count = (player, name) => slotsOf(player).reduce((sum, item, slot) => sum + (slot > 0 && item?.name === name ? item.count : 0), 0)

  /**
   * Take up to `limit` items away, as /clear does.
   * @param {Player} player
   * @param {(item: Item) => boolean} matches
   * @param {number} [limit]
   * @returns {number} how many were taken
   */
  function clear (player, matches, limit = Infinity) {
    let taken = 0
    for (let slot = 1; slot < SLOTS && taken < limit; slot++) {
      const item = get(player, slot)
      if (!item || !matches(item)) continue
      const n = Math.min(item.count, limit - taken)
      taken += n
      set(player, slot, copy(item, item.count - n))
    }
    return taken
  }

  /**
   * Empty the inventory, as death does.
   * @param {Player} player
   * @returns {Item[]} all it held
   */
  function takeAll (player) {
    ctx.windows?.close(player)
    const all = []
    for (let slot = 5; slot < SLOTS; slot++) { // closing has emptied the grid
      const item = get(player, slot)
      if (!item) continue
      all.push(item)
      set(player, slot, null)
    }
    return all
  }

  /** Throw a stack out in front of the player. @param {Player} player @param {Item} item */
  function toss (player, item) {
    const yaw = (player.yaw ?? 0) * Math.PI / 180
    const pitch = (player.pitch ?? 0) * Math.PI / 180
    const { random } = ctx
    const angle = random() * Math.PI * 2
    const spread = 0.02 * random()
    const velocity = new Vec3(
      -Math.sin(yaw) * Math.cos(pitch) * THROW_SPEED + Math.cos(angle) * spread,
      -Math.sin(pitch) * THROW_SPEED + 0.1 + (random() - random()) * 0.1,
      Math.cos(yaw) * Math.cos(pitch) * THROW_SPEED + Math.sin(angle) * spread)
    ctx.items.drop(player.position.offset(0, 1.32, 0), item, velocity, THROW_DELAY, player)
  }

  /** Throw one or all of the held stack. @param {Player} player @param {boolean} whole */
  function tossHeld (player, whole) {
    const item = held(player)
    if (!item) return
    const n = whole ? item.count : 1
    set(player, heldSlot(player), copy(item, item.count - n))
    toss(player, /** @type {Item} */ (copy(item, n)))
  }

  /** Exchange main hand and off hand. @param {Player} player */
  function swapHands (player) {
    const main = held(player, 0)
    const off = held(player, 1)
    ctx.entities.broadcast(player, 'entity_status', { entityId: player.id, entityStatus: HANDS_SWAPPED })
    set(player, heldSlot(player), off)
    set(player, OFF_HAND, main)
  }

  /** @param {Player} player @returns {Array<{slot: number, item: any}>} everything others see on the player */
  function equipment (player) {
    const worn = Object.entries(EQUIPMENT).map(([slot, at]) => ({ slot: at, item: stacks.toPacket(get(player, Number(slot))) }))
    return [{ slot: 0, item: stacks.toPacket(held(player)) }, ...worn].sort((a, b) => a.slot - b.slot)
  }

  /** Tell the others when a slot that shows has changed. @param {Player} player @param {number} slot */
  function shown (player, slot) {
    const at = slot === heldSlot(player) ? 0 : EQUIPMENT[slot]
    if (at === undefined) return
    const mark = stacks.stamp(get(player, slot))
    player.shownStamps ??= []
    if (player.shownStamps[at] === mark) return
    player.shownStamps[at] = mark
    player.equipment = equipment(player)
    ctx.entities.broadcast(player, 'entity_equipment', { entityId: player.id, equipments: [player.equipment[at]] })
  }

  /** @param {Player} player */
  function shownAll (player) {
    for (const slot of [heldSlot(player), OFF_HAND, 5, 6, 7, 8]) shown(player, slot)
  }

  ctx.onJoin(player => {
    const { slots } = player.inventory
    while (slots.length < SLOTS) slots.push(null)
    shownAll(player)
  })
  ctx.onHeldChange(shownAll)

  ctx.inventory = {
    ...stacks, give, giveOrDrop, get, set, held, heldSlot, handSlot, consumeHeld, damageHeld, damageSlot, count, clear, takeAll, toss,
    tossHeld, swapHands, equipment, shownAll,
    sendAll: (/** @type {Player} */ player) => ctx.windows.sendAll(player)
  }
}
