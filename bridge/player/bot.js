/**
 * A Mineflayer bot with its plugins, the same for every world.
 *
 * Knows what libraries need so that they are quick and quiet. Does not know where the bot goes: embedded.js and remote.js
 * do. Loads nothing from node_modules by itself, since an embedded world must be on virtual time first.
 */
import { createRequire } from 'node:module'
import { firmWalls } from './firm_walls.js'

const require = createRequire(import.meta.url)

/**
 * @typedef {object} Place  a bot in a world, and how time passes there
 * @property {any} bot
 * @property {import('./chests.js').ChestMemory} chests
 * @property {() => number} ticks game ticks since the world began
 * @property {() => number} gameMs game time in ms; differences count
 * @property {() => number} now what `Date.now()` says to programs, ms
 * @property {() => number} wallMs real time in ms, whatever the process's own clock says
 * @property {(promise: Promise<unknown>, gameMs: number, wallMs: number) => Promise<'settled'|'game_time'|'wall_time'>} run
 *   lets time pass until the promise settles or either kind of time is up; never rejects
 * @property {() => Promise<void>} [renew] between two attempts: bring all that no snapshot holds into the state that entering gives
 * @property {() => string | null} snapshot
 * @property {() => string | null} lost why the connection is gone, or null while it stands
 * @property {() => void} leave
 * @property {boolean} embedded
 */

const THINK_MS = 2000 // of pathfinder search in all; its own default of 5000 burns seconds of wall time on every dead end
const SEARCH_RADIUS = 96 // blocks beyond the straight distance

/** An expected failure to enter a world; `kind` is one of refused, timeout, version, kicked, name_taken, broken. */
export class EntryFailed extends Error {
  /** @param {string} kind @param {string} message */
  constructor (kind, message) {
    super(message)
    this.name = 'EntryFailed'
    this.kind = kind
  }
}

/** @param {Record<string, unknown>} options */
export function createBot (options) {
  const mineflayer = require('mineflayer')
  firmWalls()
  const bot = mineflayer.createBot(/** @type {any} */ ({
    auth: 'offline', checkTimeoutInterval: 60_000, hideErrors: true, logErrors: false, ...options
  }))
  bot.setMaxListeners(200)
  bot.on('error', () => {}) // an unheard 'error' would end the process; `lost` and the joining code listen too
  bot.loadPlugin(require('mineflayer-pathfinder').pathfinder)
  bot.loadPlugin(require('mineflayer-tool').plugin)
  bot.loadPlugin(require('mineflayer-collectblock').plugin)
  bot.once('inject_allowed', () => {
    bot.pathfinder.thinkTimeout = THINK_MS
    Object.assign(bot.pathfinder, { searchRadius: SEARCH_RADIUS })
    useWhereLooking(bot)
    forgetWhatStaysBehind(bot)
  })
  return bot
}

/**
 * Through a portal go only the player and what is carried, and a new body is dry and does not burn. The server takes that for granted;
 * Mineflayer goes on knowing the creatures of the other dimension, and the lava that the last body died in.
 * @param {any} bot
 */
export function forgetWhatStaysBehind (bot) {
  /** @type {string | undefined} */
  let dimension = bot.game?.dimension
  bot._client.on('respawn', () => {
    if (bot.entity && !(bot.health > 0)) {
      Object.assign(bot.entity, { isInLava: false, isInWater: false })
      if (bot.entity.metadata) bot.entity.metadata[0] = 0
    }
  })
  bot.on('game', () => {
    const from = dimension
    dimension = bot.game.dimension
    if (from === undefined || from === dimension) return
    for (const [id, entity] of Object.entries(bot.entities)) {
      if (entity === bot.entity) continue
      bot.emit('entityGone', entity)
      Object.assign(/** @type {any} */ (entity), { isValid: false })
      delete bot.entities[id]
    }
  })
}

/**
 * Mineflayer turns the head over some ticks and calls a look done as soon as its yaw is there, so that an item used then, a bucket or a rod,
 * would go where the pitch still is. Here the server is told where the bot looks before it hears of the use.
 * @param {any} bot
 */
function useWhereLooking (bot) {
  const { activateItem } = bot
  const degrees = (/** @type {number} */ radians) => Math.fround(radians * 180 / Math.PI)
  bot.activateItem = (/** @type {boolean | undefined} */ offHand) => {
    const { yaw, pitch, onGround } = bot.entity
    bot._client.write('look', { yaw: degrees(Math.PI - yaw), pitch: degrees(-pitch), onGround })
    return activateItem(offHand)
  }
}

/**
 * prismarine-block and its kin build a class, and rewrite the registry's tables, each time they are asked, which
 * mineflayer-pathfinder does for every `new Movements`: answer the second time with the first answer. It is quicker,
 * makes `instanceof` hold, and lets the tables be frozen.
 */
export function shareClasses () {
  for (const name of ['prismarine-block', 'prismarine-item', 'prismarine-biome']) {
    const loader = require(name)
    /** @type {Map<unknown, unknown>} */
    const made = new Map()
    const shared = (/** @type {unknown} */ registry) => {
      if (!made.has(registry)) made.set(registry, loader(registry))
      return made.get(registry)
    }
    const cached = require.cache[require.resolve(name)]
    if (cached) cached.exports = Object.assign(shared, loader)
  }
}

/** @param {any} bot @returns {() => string | null} */
export function lossOf (bot) {
  /** @type {string | null} */
  let why = null
  bot.on('kicked', (/** @type {unknown} */ reason) => { why ??= `kicked: ${readable(reason)}` })
  bot.on('end', (/** @type {unknown} */ reason) => { why ??= `the connection ended (${reason})` })
  return () => why
}

/** A kick reason (text, JSON text or NBT) as one line. @param {unknown} reason */
export function readable (reason) {
  let value = /** @type {any} */ (reason)
  if (typeof value === 'string') {
    try { value = JSON.parse(value) } catch { return oneLine(value) }
  }
  try {
    if (value && typeof value === 'object' && 'type' in value && 'value' in value) {
      value = require('prismarine-nbt').simplify(value)
    }
    return oneLine(flat(value)) || oneLine(JSON.stringify(value))
  } catch {
    return 'no reason that can be read'
  }
}

/** @param {any} value @returns {string} */
function flat (value) {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(flat).join('')
  if (!value || typeof value !== 'object') return ''
  return [value.text ?? value.translate ?? '', flat(value.extra ?? []), flat(value.with ?? [])].filter(Boolean).join(' ')
}

/** @param {string} text */
const oneLine = text => String(text).replace(/\s+/g, ' ').trim().slice(0, 200)
