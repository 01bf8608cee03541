/**
 * What the game says happened while a program ran: the evidence that goals are judged by.
 *
 * Knows packets that the player sent, and the events with which the game answered; an act counts only when both are
 * there. Does not know the program, and believes nothing that it says. (A program that sets out to forge packets of
 * its own process can fool it; see harden.js for what the walls are for.)
 */
import { nothingHappened } from '../protocol.js'
import { inventoryCounts, sorted } from './observe.js'

/** @typedef {import('../protocol.js').Happened} Happened */

const ANSWER_TICKS = 20 // a placement or a craft is answered within a second, on a slow server too
const BLOW_TICKS = 100 // a mob that dies within five seconds of our blow is ours (it may burn or fall meanwhile)
const DIG_TICKS = 40 // between the end of a dig and the block's change
const REPLACEABLE = /^(air|cave_air|void_air|water|lava|short_grass|grass|tall_grass|fern|large_fern|dead_bush|snow|vine|fire|seagrass)$/
const NOTHING = /^(air|cave_air|void_air|water|lava)$/
const FACES = [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]

/** Watches one bot for its whole life; `start` and `stop` bound an attempt. */
export class Evidence {
  /**
   * @param {any} bot
   * @param {() => number} ticks the world's tick
   */
  constructor (bot, ticks) {
    this.bot = bot
    this.ticks = ticks
    this.watching = false
    this.sampling = false
    /** @type {Happened} */
    this.happened = nothingHappened()
    /** @type {Record<string, number>} */
    this.counts = {}
    /** @type {Map<string, {name: string, tick: number}>} */
    this.digs = new Map()
    /** Blocks counted as mined that the server may still put back. @type {Map<string, {name: string, tick: number}>} */
    this.mined = new Map()
    /** @type {Map<string, {item: string, before: string, tick: number}>} */
    this.placements = new Map()
    /** @type {Map<number, number>} */
    this.blows = new Map()
    /** @type {Map<string, number>} */
    this.crafts = new Map()
    /** @type {string | null} */
    this.usedItem = null
    this.listen()
  }

  /** Forget what was, and count from now. */
  start () {
    this.happened = nothingHappened()
    this.counts = inventoryCounts(this.bot)
    for (const pending of [this.digs, this.mined, this.placements, this.blows, this.crafts]) pending.clear()
    this.usedItem = null
    this.watching = true
  }

  /** @returns {Happened} */
  stop () {
    this.sample()
    this.watching = false
    const { gained, mined, crafted, placed, defeated, eaten, lost } = this.happened
    return {
      gained: sorted(gained), mined: sorted(mined), crafted: sorted(crafted),
      placed: sorted(placed), defeated: sorted(defeated), eaten: sorted(eaten), lost: sorted(lost)
    }
  }

  listen () {
    const { bot } = this
    const write = bot._client.write
    const evidence = this
    bot._client.write = function (/** @type {string} */ name, /** @type {any} */ params) {
      if (evidence.watching) evidence.sent(name, params)
      return write.apply(this, arguments)
    }
    // a thing may be made and used up within one tick: look after every change, once its packet is all dealt with
    const slotChanged = () => {
      if (!this.watching || this.sampling) return
      this.sampling = true
      queueMicrotask(() => {
        this.sampling = false
        if (this.watching) this.sample()
      })
    }
    bot.inventory.on('updateSlot', slotChanged)
    bot.on('windowOpen', (/** @type {any} */ window) => window.on('updateSlot', slotChanged))
    bot.on('physicsTick', () => { if (this.watching) this.sample() })
    bot.on('blockUpdate', (/** @type {any} */ before, /** @type {any} */ after) => {
      if (this.watching && before && after) this.changed(before, after)
    })
    bot.on('entityDead', (/** @type {any} */ entity) => { if (this.watching) this.dead(entity) })
    bot._client.on('entity_status', (/** @type {any} */ packet) => {
      if (!this.watching || packet.entityId !== bot.entity?.id || packet.entityStatus !== 9) return
      if (this.usedItem) add(this.happened.eaten, this.usedItem, 1) // 9: the server says that eating is done
    })
  }

  /** @param {string} packet @param {any} params */
  sent (packet, params) {
    const { bot } = this
    const tick = this.ticks()
    if (packet === 'block_dig' && (params.status === 0 || params.status === 2)) {
      const block = this.blockAt(params.location)
      const key = keyOf(params.location)
      if (block && !NOTHING.test(block.name)) this.digs.set(key, { name: block.name, tick })
      else if (this.digs.has(key)) /** @type {any} */ (this.digs.get(key)).tick = tick
    } else if (packet === 'block_place' && params.location) {
      const item = params.hand === 1 ? bot.inventory.slots[45] : bot.heldItem
      if (!item) return
      const face = FACES[params.direction ?? params.face ?? 1] ?? FACES[1]
      const { x, y, z } = params.location
      for (const at of [{ x, y, z }, { x: x + face[0], y: y + face[1], z: z + face[2] }]) {
        const before = this.blockAt(at)?.name ?? 'air'
        if (REPLACEABLE.test(before)) this.placements.set(keyOf(at), { item: item.name, before, tick })
      }
    } else if (packet === 'use_entity' && params.mouse === 1) {
      this.blows.set(params.target, tick)
    } else if (packet === 'window_click' && params.slot === 0) {
      const window = bot.currentWindow ?? bot.inventory
      if (window !== bot.inventory && !/crafting/.test(String(window.type))) return
      // what the click took out: on the cursor, or with shift in some slot (older servers: the clicked item)
      for (const made of [params.cursorItem, params.item, ...(params.changedSlots ?? []).map((/** @type {any} */ each) => each.item)]) {
        const name = made && bot.registry.items[made.itemId ?? made.blockId]?.name
        if (name) this.crafts.set(name, tick)
      }
    } else if (packet === 'use_item') {
      const item = params.hand === 1 ? bot.inventory.slots[45] : bot.heldItem
      this.usedItem = item?.name ?? null
    }
  }

  /** Compare what the player holds now with the last look. */
  sample () {
    const now = inventoryCounts(this.bot)
    const tick = this.ticks()
    for (const [name, count] of Object.entries(now)) {
      const more = count - (this.counts[name] ?? 0)
      if (more <= 0) continue
      add(this.happened.gained, name, more)
      const made = this.crafts.get(name)
      if (made !== undefined && tick - made <= ANSWER_TICKS) add(this.happened.crafted, name, more)
    }
    for (const [name, count] of Object.entries(this.counts)) {
      if (count > (now[name] ?? 0)) add(this.happened.lost, name, count - (now[name] ?? 0))
    }
    this.counts = now
  }

  /** @param {any} before @param {any} after */
  changed (before, after) {
    const key = keyOf(after.position)
    const tick = this.ticks()
    if (before.name === after.name) return
    const dug = this.digs.get(key)
    if (dug && dug.name === before.name && REPLACEABLE.test(after.name) && tick - dug.tick <= DIG_TICKS) {
      add(this.happened.mined, dug.name, 1)
      this.mined.set(key, { name: dug.name, tick })
      this.digs.delete(key)
      return
    }
    const mined = this.mined.get(key)
    if (mined && mined.name === after.name && tick - mined.tick <= ANSWER_TICKS && !this.placements.has(key)) {
      add(this.happened.mined, mined.name, -1) // the server did not agree and put it back
      this.mined.delete(key)
      return
    }
    const placement = this.placements.get(key)
    if (placement && tick - placement.tick <= ANSWER_TICKS && !REPLACEABLE.test(after.name)) {
      const name = this.bot.registry.blocksByName[placement.item] ? placement.item : after.name
      add(this.happened.placed, name, 1)
      this.placements.delete(key)
      this.mined.delete(key)
    }
  }

  /** @param {any} entity */
  dead (entity) {
    const blow = this.blows.get(entity.id)
    if (blow === undefined || this.ticks() - blow > BLOW_TICKS) return
    this.blows.delete(entity.id)
    add(this.happened.defeated, String(entity.type === 'player' ? 'player' : entity.name ?? 'unknown'), 1)
  }

  /** @param {{x: number, y: number, z: number}} at */
  blockAt (at) {
    return this.bot.blockAt(this.bot.entity.position.clone().set(at.x, at.y, at.z), false)
  }
}

const keyOf = (/** @type {{x: number, y: number, z: number}} */ at) => `${at.x},${at.y},${at.z}`

/** @param {Record<string, number>} counts @param {string} name @param {number} amount */
function add (counts, name, amount) {
  const sum = (counts[name] ?? 0) + amount
  if (sum > 0) counts[name] = sum
  else delete counts[name]
}
