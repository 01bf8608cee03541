/**
 * Hoppers: pushing into what they point at, pulling from what is above, picking up what lies on them, every 8 ticks; locked by power.
 *
 * A hopper with nothing to do is not ticked: it is woken when something in or around it changes, or an item comes to lie over it, and acts a tick later. The tick it may
 * act again is kept in its tile (`ready`). Rules: https://minecraft.wiki/w/Hopper (Java 1.20).
 * @module
 */
import { FACES } from '../blocks/directions.js'
import { DX, DY, DZ } from './tables.js'

const COOLDOWN = 8 // ticks
const DOWN = 0
const UP = 1

/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {import('./stores.js').Store} Store */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, stores } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  const isHopper = Uint8Array.from(states.names, name => name === 'hopper' ? 1 : 0)

  /** @param {Point} p */
  function wake (p) {
    if (isHopper[signal.get(p.x, p.y, p.z)] === 1) blocks.scheduleTick(p, 1, 'hopper')
  }

  /** One item from a store into another. @param {Store} from @param {number} out the face it leaves by @param {Store} into @param {number} enters */
  function move (from, out, into, enters) {
    for (let slot = 0; slot < from.count; slot++) {
      const item = from.get(slot)
      if (!item || !from.gives(slot, item, out)) continue
      const one = inventory.copy(item, 1)
      if (stores.insert(into, one, enters) > 0) continue
      from.put(slot, inventory.copy(item, item.count - 1))
      return true
    }
    return false
  }

  /** @param {Store} own */
  const empty = own => { for (let slot = 0; slot < own.count; slot++) if (own.get(slot)) return false; return true }
  /** @param {Store} own */
  const full = own => { for (let slot = 0; slot < own.count; slot++) { const item = own.get(slot); if (!item || item.count < item.stackSize) return false } return true }

  /** @param {Store} own @param {Point} p its cell @param {number} facing */
  function push (own, p, facing) {
    const target = { x: p.x + DX[facing], y: p.y + DY[facing], z: p.z + DZ[facing] }
    const into = stores.at(target)
    if (!into) return false
    const fresh = into.kind === 'hopper' && empty(into)
    if (!move(own, facing, into, facing ^ 1)) return false
    if (fresh) into.tile.ready = ctx.tick() + COOLDOWN
    return true
  }

  /** From the container above, else what lies there. @param {Store} own @param {Point} p */
  function pull (own, p) {
    const above = stores.at({ x: p.x, y: p.y + 1, z: p.z })
    if (above) return move(above, DOWN, own, UP)
    return collect(own, ctx.entities.near({ x: p.x + 0.5, y: p.y + 1.3, z: p.z + 0.5 }, 1.5, e => e.kind === 'item' && covers(p, e.position)))
  }

  /** Take up the first of some items that goes in. @param {Store} own @param {any[]} over */
  function collect (own, over) {
    for (const entity of over) {
      const left = stores.insert(own, entity.item, UP)
      if (left === entity.item.count) continue
      ctx.items.setStack(entity, inventory.copy(entity.item, left))
      return true
    }
    return false
  }
  /** Whether an item is over a hopper or in its bowl. @param {Point} p @param {Point} item */
  const covers = (p, item) => Math.abs(item.x - p.x - 0.5) < 0.625 && Math.abs(item.z - p.z - 0.5) < 0.625 && item.y > p.y + 0.43 && item.y < p.y + 2

  blocks.onScheduled('hopper', p => {
    const state = signal.get(p.x, p.y, p.z)
    if (isHopper[state] === 0) return
    const { enabled, facing } = blocks.properties(state)
    if (!enabled) return
    const own = stores.at(p)
    const wait = (own.tile.ready ?? 0) - ctx.tick()
    if (wait > 0) return blocks.scheduleTick(p, wait, 'hopper')
    const pushed = !empty(own) && push(own, p, FACES.indexOf(facing))
    const pulled = !full(own) && pull(own, p)
    if (!pushed && !pulled) return
    own.tile.ready = ctx.tick() + COOLDOWN
    blocks.scheduleTick(p, COOLDOWN, 'hopper')
  })

  updates.on(/^hopper$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const enabled = !signal.powered({ x, y, z })
    if (enabled !== blocks.properties(state).enabled) blocks.set({ x, y, z }, blocks.stateOf('hopper', { ...blocks.properties(state), enabled }), { cause: 'power' })
    if (enabled) wake({ x, y, z })
  })
  // A container has changed: the hopper under it may pull, those that point at it may push.
  const shown = ctx.redstone.contents
  ctx.redstone.contents = (/** @type {Point} */ p) => {
    shown(p)
    wake(p)
    for (let d = 0; d < 6; d++) wake({ x: p.x + DX[d], y: p.y + DY[d], z: p.z + DZ[d] })
  }

  // Worlds saved before hoppers worked: all are looked at once.
  let known = false
  ctx.persist('hoppers', { save: () => true, load: () => { known = true } })
  ctx.onTick(() => {
    if (known) return
    known = true
    for (const [place, tile] of ctx.tiles) {
      if (tile.type !== 'hopper') continue
      const [x, y, z] = place.split(',').map(Number)
      blocks.scheduleTick({ x, y, z }, 1, 'hopper')
    }
  })

  ctx.hoppers = {
    collect,
    move,
    /** An item or a cart is at a place: is there a hopper under it? @param {Point} p */
    passed: p => {
      const x = Math.floor(p.x); const y = Math.floor(p.y + 0.1); const z = Math.floor(p.z)
      if (isHopper[signal.get(x, y, z)] === 1) wake({ x, y, z })
      else if (isHopper[signal.get(x, y - 1, z)] === 1) wake({ x, y: y - 1, z })
    }
  }
}
