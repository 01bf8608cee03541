/**
 * Which containers the player has seen, and what was in them when it last looked.
 *
 * Knows what it is told: blocks met while observing, windows that were opened, blocks that changed. Does not ask the
 * server, so what others took since is not known. Part of the snapshot of an embedded world.
 */
import { sorted } from './observe.js'

/** @typedef {import('../protocol.js').ChestSeen} ChestSeen */
/** @typedef {{x: number, y: number, z: number}} Place */

export const CONTAINER = /^(chest|trapped_chest|barrel|.*shulker_box)$/
const MOST_CHESTS = 400 // far more than a player builds; keeps an observation readable

const keyOf = (/** @type {Place} */ at) => `${Math.floor(at.x)},${Math.floor(at.y)},${Math.floor(at.z)}`

export class ChestMemory {
  /** @param {ChestSeen[]} [known] */
  constructor (known = []) {
    /** @type {Map<string, ChestSeen>} */
    this.known = new Map()
    for (const chest of known) this.known.set(keyOf(chest.position), chest)
  }

  /** In the order they were first seen. @returns {ChestSeen[]} */
  list () {
    return [...this.known.values()].map(chest => ({
      position: { ...chest.position }, name: chest.name, items: chest.items && { ...chest.items }
    }))
  }

  /** A container stands here; what is in it may not be known. @param {string} name @param {Place} at */
  meet (name, at) {
    const key = keyOf(at)
    const known = this.known.get(key)
    if (known) known.name = name
    else if (this.known.size < MOST_CHESTS) this.known.set(key, { position: whole(at), name, items: null })
  }

  /** It was opened and held `items`. @param {Place} at @param {string} name @param {Record<string, number>} items */
  remember (at, name, items) {
    this.meet(name, at)
    const known = this.known.get(keyOf(at))
    if (known) known.items = sorted({ ...items })
  }

  /** It is no longer there. @param {Place} at */
  forget (at) {
    this.known.delete(keyOf(at))
  }

  /**
   * Keeps itself up to date from what the bot sees and opens. Call once a bot.
   * @param {any} bot
   */
  follow (bot) {
    /** @type {Place | null} */
    let touched = null
    const write = bot._client.write
    bot._client.write = function (/** @type {string} */ name, /** @type {any} */ params) {
      if (name === 'block_place' && params?.location) touched = params.location
      return write.apply(this, arguments)
    }
    bot.on('windowOpen', (/** @type {any} */ window) => {
      const at = touched
      if (!at) return
      const name = bot.blockAt(bot.entity.position.clone().set(at.x, at.y, at.z))?.name
      if (!name || !CONTAINER.test(name)) return
      this.meet(name, at)
      const look = () => this.remember(at, name, contents(window))
      look()
      window.on('updateSlot', look)
    })
    bot.on('blockUpdate', (/** @type {any} */ before, /** @type {any} */ after) => {
      if (before && after && CONTAINER.test(before.name) && before.name !== after.name) this.forget(after.position)
    })
  }
}

/** @param {any} window @returns {Record<string, number>} */
function contents (window) {
  /** @type {Record<string, number>} */
  const items = {}
  for (let slot = 0; slot < window.inventoryStart; slot++) {
    const item = window.slots[slot]
    if (item) items[item.name] = (items[item.name] ?? 0) + item.count
  }
  return items
}

/** @param {Place} at */
const whole = at => ({ x: Math.floor(at.x), y: Math.floor(at.y), z: Math.floor(at.z) })
