/**
 * What a click in a window does to its slots: the rules of a vanilla container menu, and nothing else.
 *
 * Knows: every click mode a 1.20.4 client can send. Does not know: packets, players, what a slot belongs to, or how
 * the client is told. Follows the behaviour documented at https://wiki.vg/Protocol#Click_Container (now
 * minecraft.wiki, Java Edition protocol) and what vanilla 1.20.4 clients observe.
 * @module
 */

/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */

/**
 * A window's slots as the rules see them: container slots first, then the player's.
 * @typedef {object} View
 * @property {number} size number of slots; indices run from 0
 * @property {(slot: number) => Slot} get
 * @property {(slot: number, item: Slot) => void} set
 * @property {(slot: number, item: Item) => boolean} may whether the item may be put into the slot by hand
 * @property {(slot: number) => number} limit the most items the slot holds, whatever their stack size
 * @property {number} result the slot that can only be taken from, or -1
 * @property {boolean} crafts whether the result slot shows what a grid would make: taken whole, and never gathered by a double click
 * @property {() => boolean} [locked] whether the result may only be looked at, such as one that cannot be paid for
 * @property {(taken: Item) => void} onTake after `taken` left the result slot: uses up ingredients, refills the result
 * @property {(slot: number, item: Item) => Route[]} routes where a shift click sends what is in the slot; the first route that takes anything ends it
 * @property {(button: number) => number} swapSlot window slot of hotbar button 0–8 or of the off hand (40); -1 when the window does not show it
 * @property {Hand} hand
 * @property {(item: Item) => void} toss throw the stack into the world
 * @property {(item: Item) => void} giveBack put a stack into the player's inventory, tossing what does not fit
 * @property {() => boolean} creative
 */
/** @typedef {{from: number, to: number, reverse?: boolean}} Route slots from ≤ s < to */
/**
 * What belongs to the player, whichever window is open.
 * @typedef {object} Hand
 * @property {Slot} cursor the stack carried on the mouse
 * @property {Drag | null} drag a drag that has begun
 * @property {(button: number) => Slot} [swapGet] reads a swap slot that the window does not show (the off hand)
 * @property {(button: number, item: Slot) => void} [swapSet]
 */
/** @typedef {{kind: number, slots: number[]}} Drag kind 0 spread evenly, 1 one each, 2 full stacks (creative) */
/** @typedef {{slot: number, button: number, mode: number}} Click */

export const OUTSIDE = -999
const OFF_HAND_BUTTON = 40
const MOST_ROUNDS = 64 // a full grid can be crafted from 64 times

/**
 * Whether a click could have come from a client that shows this window.
 * @param {View} view
 * @param {Click} click
 */
export function plausible (view, { slot, button, mode }) {
  if (![slot, button, mode].every(Number.isInteger)) return false
  if (mode < 0 || mode > 6) return false
  if (slot !== OUTSIDE && slot !== -1 && (slot < 0 || slot >= view.size)) return false
  switch (mode) {
    case 0: case 1: case 4: return button === 0 || button === 1
    case 2: return (button >= 0 && button <= 8) || button === OFF_HAND_BUTTON
    case 3: return button === 2
    case 5: return button >= 0 && button <= 10 && (button & 3) !== 3
    default: return button === 0 || button === 1
  }
}

/**
 * The rules of clicking, over one game version's stacks.
 * @param {import('./stacks.js').Stacks} stacks
 */
export function createClicks ({ copy, same }) {
  /**
   * Apply one click. Items are conserved: every stack stays in a slot, on the cursor, or goes to toss/giveBack.
   * @param {View} view
   * @param {Click} click must be plausible()
   */
  function apply (view, click) {
    const { hand } = view
    if (click.mode === 5) return drag(view, click)
    if (hand.drag) { hand.drag = null; return } // vanilla: any other click ends a drag and does nothing more
    if (click.slot >= 0 && click.slot === view.result && view.locked?.()) return
    if (click.mode === 0) return click.slot === OUTSIDE ? tossCursor(view, click.button) : pick(view, click.slot, click.button)
    if (click.mode === 1) return click.slot === OUTSIDE ? tossCursor(view, click.button) : quickMove(view, click.slot)
    if (click.slot < 0) return
    switch (click.mode) {
      case 2: return swap(view, click.slot, click.button)
      case 3: return clone(view, click.slot)
      case 4: return throwFrom(view, click.slot, click.button)
      case 6: return gather(view, click.slot, click.button)
    }
  }

  /** @param {View} view @param {number} slot @param {Item} item */
  const room = (view, slot, item) => Math.min(item.stackSize, view.limit(slot))

  /** @param {View} view @param {number} slot @param {number} n @returns {Slot} what was taken out */
  function take (view, slot, n) {
    const item = view.get(slot)
    if (!item) return null
    const whole = slot === view.result && view.crafts
    const taken = /** @type {Item} */ (copy(item, whole ? item.count : Math.min(n, item.count)))
    if (taken.count >= item.count) view.set(slot, null)
    else { item.count -= taken.count; view.set(slot, item) }
    if (slot === view.result) view.onTake(taken)
    return taken
  }

  /** Put up to n of `from` into a slot that may hold it. @param {View} view @param {number} slot @param {Item} from @param {number} n @returns {number} how many went in */
  function insert (view, slot, from, n) {
    const there = view.get(slot)
    if (there && !same(there, from)) return 0
    const moved = Math.min(n, from.count, room(view, slot, from) - (there ? there.count : 0))
    if (moved <= 0) return 0
    view.set(slot, copy(from, (there ? there.count : 0) + moved))
    return moved
  }

  /** @param {View} view @param {number} n */
  function spend (view, n) {
    const { hand } = view
    const cursor = /** @type {Item} */ (hand.cursor)
    hand.cursor = copy(cursor, cursor.count - n)
  }

  /** @param {View} view @param {number} button */
  function tossCursor (view, button) {
    const { hand } = view
    if (!hand.cursor) return
    const n = button === 0 ? hand.cursor.count : 1
    const out = /** @type {Item} */ (copy(hand.cursor, n))
    spend(view, n)
    view.toss(out)
  }

  /** @param {View} view @param {number} slot @param {number} button */
  function pick (view, slot, button) {
    if (slot < 0) return
    const { hand } = view
    const there = view.get(slot)
    const cursor = hand.cursor
    if (!there) {
      if (cursor && view.may(slot, cursor)) spend(view, insert(view, slot, cursor, button === 0 ? cursor.count : 1))
    } else if (!cursor) {
      hand.cursor = take(view, slot, button === 0 ? there.count : Math.ceil(there.count / 2))
    } else if (slot !== view.result && view.may(slot, cursor)) {
      if (same(there, cursor)) spend(view, insert(view, slot, cursor, button === 0 ? cursor.count : 1))
      else if (cursor.count <= room(view, slot, cursor)) { view.set(slot, cursor); hand.cursor = there }
    } else if (same(there, cursor)) {
      // A slot one can only take from gives all or nothing.
      if (there.count > cursor.stackSize - cursor.count) return
      const taken = take(view, slot, there.count)
      if (taken) hand.cursor = copy(cursor, cursor.count + taken.count)
    }
  }

  /** Merge, then fill the first empty slot. @param {View} view @param {Item} item count is reduced @param {Route} route @returns {boolean} whether anything moved */
  function moveInto (view, item, { from, to, reverse }) {
    const before = item.count
    const start = reverse ? to - 1 : from
    const step = reverse ? -1 : 1
    if (item.stackSize > 1) {
      for (let slot = start; slot >= from && slot < to && item.count > 0; slot += step) {
        const there = view.get(slot)
        if (there && slot !== view.result && same(there, item)) item.count -= insert(view, slot, item, item.count)
      }
    }
    for (let slot = start; slot >= from && slot < to && item.count > 0; slot += step) {
      if (view.get(slot) || !view.may(slot, item)) continue
      item.count -= insert(view, slot, item, item.count)
      break
    }
    return item.count < before
  }

  /** @param {View} view @param {number} slot */
  function quickMove (view, slot) {
    if (slot < 0) return
    const first = view.get(slot)
    if (!first) return
    const type = first.type
    for (let round = 0; round <= MOST_ROUNDS; round++) {
      const item = view.get(slot)
      if (!item || item.type !== type) return
      const moving = /** @type {Item} */ (copy(item))
      const moved = view.routes(slot, moving).some(route => moveInto(view, moving, route))
      if (!moved) return
      if (slot === view.result && view.crafts) {
        // One craft is all or nothing: what found no room is thrown.
        view.set(slot, null)
        if (moving.count > 0) view.toss(/** @type {Item} */ (copy(moving)))
        view.onTake(item)
        continue
      }
      const left = moving.count
      view.set(slot, copy(item, left))
      if (slot === view.result) view.onTake(/** @type {Item} */ (copy(item, item.count - left)))
      if (left > 0 && slot === view.result) return
    }
  }

  /** @param {View} view @param {number} slot @param {number} button */
  function swap (view, slot, button) {
    const { hand } = view
    const other = view.swapSlot(button)
    const get = () => other >= 0 ? view.get(other) : hand.swapGet?.(button) ?? null
    const put = (/** @type {Slot} */ item) => other >= 0 ? view.set(other, item) : hand.swapSet?.(button, item)
    if (other === slot) return
    const there = view.get(slot)
    const held = get()
    if (!held && !there) return
    if (!held) {
      put(take(view, slot, /** @type {Item} */ (there).count))
    } else if (!there) {
      if (!view.may(slot, held)) return
      const n = Math.min(held.count, view.limit(slot))
      view.set(slot, copy(held, n))
      put(copy(held, held.count - n))
    } else if (slot !== view.result && view.may(slot, held)) {
      const n = Math.min(held.count, view.limit(slot))
      if (n < held.count) {
        view.set(slot, copy(held, n))
        put(copy(held, held.count - n))
        view.giveBack(there)
      } else { view.set(slot, held); put(there) }
    }
  }

  /** @param {View} view @param {number} slot */
  function clone (view, slot) {
    const there = view.get(slot)
    if (view.creative() && there && !view.hand.cursor) view.hand.cursor = copy(there, there.stackSize)
  }

  /** @param {View} view @param {number} slot @param {number} button */
  function throwFrom (view, slot, button) {
    const there = view.get(slot)
    if (!there || view.hand.cursor) return
    const taken = take(view, slot, button === 0 ? 1 : there.count)
    if (taken) view.toss(taken)
  }

  /** @param {View} view @param {number} slot @param {number} button */
  function gather (view, slot, button) {
    const { hand } = view
    const cursor = hand.cursor
    if (!cursor || view.get(slot)) return
    const start = button === 0 ? 0 : view.size - 1
    const step = button === 0 ? 1 : -1
    for (let pass = 0; pass < 2; pass++) {
      for (let i = start; i >= 0 && i < view.size && cursor.count < cursor.stackSize; i += step) {
        const there = view.get(i)
        if (!there || !same(there, cursor)) continue
        if (i === view.result && (view.crafts || there.count > cursor.stackSize - cursor.count)) continue
        if (pass === 0 && there.count >= there.stackSize) continue // broken stacks first
        const taken = take(view, i, cursor.stackSize - cursor.count)
        if (taken) cursor.count += taken.count
      }
    }
  }

  /** @param {View} view @param {Click} click */
  function drag (view, { slot, button }) {
    const { hand } = view
    const stage = button & 3
    const kind = button >> 2
    const cursor = hand.cursor
    if (stage === 0) {
      const allowed = cursor && !hand.drag && (kind < 2 || view.creative())
      hand.drag = allowed ? { kind, slots: [] } : null
      return
    }
    const going = hand.drag
    if (!going || !cursor || going.kind !== kind) { hand.drag = null; return }
    if (stage === 1) {
      if (slot < 0) return
      const enough = kind === 2 || cursor.count > going.slots.length
      if (enough && !going.slots.includes(slot) && draggable(view, slot, cursor)) going.slots.push(slot)
      return
    }
    hand.drag = null
    if (going.slots.length === 1) return pick(view, going.slots[0], kind === 1 ? 1 : 0)
    const each = kind === 0 ? Math.floor(cursor.count / Math.max(1, going.slots.length)) : kind === 1 ? 1 : cursor.stackSize
    let left = cursor.count
    for (const target of going.slots) {
      if (!draggable(view, target, cursor)) continue
      if (kind !== 2 && cursor.count < going.slots.length) continue
      const put = insert(view, target, /** @type {Item} */ (copy(cursor, cursor.stackSize)), each)
      if (kind !== 2) left -= put
    }
    hand.cursor = copy(cursor, kind === 2 ? cursor.count : left)
  }

  /** @param {View} view @param {number} slot @param {Item} cursor */
  function draggable (view, slot, cursor) {
    if (slot === view.result || !view.may(slot, cursor)) return false
    const there = view.get(slot)
    return !there || same(there, cursor)
  }

  return { apply, moveInto }
}
