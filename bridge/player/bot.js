/**
 * Enters a world: starts the embedded one and joins it in memory, or joins a server over the network.
 *
 * Knows how to get a bot to the point where its surroundings are loaded, and how time passes there (`run`). Does
 * not know programs. Nothing from node_modules may be loaded before `enterEmbedded` has put the process on virtual
 * time, hence the imports inside functions.
 */
import { createRequire } from 'node:module'
import { ChestMemory } from './chests.js'

const require = createRequire(import.meta.url)

/** @typedef {import('../protocol.js').WorldSpec} WorldSpec */
/**
 * @typedef {object} Place  a bot in a world, and how time passes there
 * @property {any} bot
 * @property {ChestMemory} chests
 * @property {() => number} ticks game ticks since the world began
 * @property {() => number} gameMs game time in ms; differences count
 * @property {() => number} now what `Date.now()` says to programs, ms
 * @property {() => number} wallMs real time in ms, whatever the process's own clock says
 * @property {(promise: Promise<unknown>, gameMs: number, wallMs: number) => Promise<'settled'|'game_time'|'wall_time'>} run
 *   lets time pass until the promise settles or either kind of time is up; never rejects
 * @property {() => string | null} snapshot
 * @property {() => string | null} lost why the connection is gone, or null while it stands
 * @property {() => void} leave
 * @property {boolean} embedded
 */

const VIEW_TIMEOUT_MS = 60_000 // game ms to join and load the surroundings
const SNAPSHOT_FORMAT = 1
const EPOCH_MS = Date.UTC(2025, 0, 1) // tick 0 of an embedded world, to programs
const TICK_MS = 50
const THINK_MS = 2000 // of pathfinder search in all; its own default of 5000 burns seconds of wall time on every dead end
const SEARCH_RADIUS = 96 // blocks beyond the straight distance
const LOOK_MS = 0.1 // charged for each look at the clock; two a node, so 2 s are 10,000 nodes

/** An expected failure to enter a world; `kind` is one of refused, timeout, version, kicked, name_taken, broken. */
export class EntryFailed extends Error {
  /** @param {string} kind @param {string} message */
  constructor (kind, message) {
    super(message)
    this.name = 'EntryFailed'
    this.kind = kind
  }
}

/**
 * @param {WorldSpec} spec
 * @param {string | null} snapshot as `Place.snapshot` gave it
 * @returns {Promise<Place>}
 * @throws {EntryFailed} when the snapshot cannot be read
 */
export async function enterEmbedded (spec, snapshot) {
  const { installVirtualClock, real } = await import('../clock/virtual.js')
  const clock = installVirtualClock({ seed: spec.seed })
  shareClasses()
  chargeSearches(() => clock.now)
  const { openWorld } = await import('../world/server.js')
  const saved = snapshot === null ? null : unpack(snapshot)
  const world = await openWorld({
    seed: spec.seed, version: spec.version, snapshot: saved?.world ?? null, clock, listen: null, options: {}
  })
  const bot = createBot({ username: spec.username, version: spec.version, connect: world.connect })
  const { speedUp } = await import('./fast.js')
  speedUp(bot, { virtual: true })
  /** @type {Promise<void>} */
  const joined = new Promise((resolve, reject) => {
    bot.once('spawn', () => resolve())
    bot.once('end', (/** @type {unknown} */ why) => reject(new EntryFailed('broken', `The embedded world closed the connection: ${why}.`)))
  })
  await clock.runUntil(joined, VIEW_TIMEOUT_MS)
  await clock.runUntil(bot.waitForChunksToLoad(), VIEW_TIMEOUT_MS)
  const chests = new ChestMemory(saved?.chests)
  chests.follow(bot)
  const lost = lossOf(bot)
  return {
    bot,
    chests,
    embedded: true,
    ticks: () => world.ctx.tick(),
    gameMs: () => clock.now,
    now: () => EPOCH_MS + world.ctx.tick() * TICK_MS, // the world's age, so that it is the same after a restart
    wallMs: () => real.now(),
    async run (promise, gameMs, wallMs) {
      const wallEnd = real.now() + wallMs
      let settled = false
      const done = () => { settled = true }
      promise.then(done, done)
      await clock.advance(gameMs, () => settled || real.now() > wallEnd)
      if (settled) return 'settled'
      return real.now() > wallEnd ? 'wall_time' : 'game_time'
    },
    snapshot: () => pack({ format: SNAPSHOT_FORMAT, world: world.snapshot(), chests: chests.list() }),
    lost,
    leave: () => { world.close() }
  }
}

/**
 * @param {WorldSpec} spec
 * @param {number} timeoutMs
 * @returns {Promise<Place>}
 * @throws {EntryFailed}
 */
export async function enterRemote (spec, timeoutMs) {
  shareClasses()
  const { sealedConnection } = await import('./sealed_connection.js')
  const bot = createBot({
    username: spec.username,
    version: spec.version === 'auto' || spec.version === '' ? false : spec.version,
    host: spec.host,
    port: spec.port,
    connect: sealedConnection(spec.host, spec.port)
  })
  const lost = lossOf(bot)
  await joinRemote(bot, spec, timeoutMs)
  const chests = new ChestMemory()
  chests.follow(bot)
  let age = bot.time.age ?? 0
  let heard = performance.now()
  bot.on('time', () => {
    age = bot.time.age
    heard = performance.now()
  })
  return {
    bot,
    chests,
    embedded: false,
    // the server tells its age once a second; in between ours runs on, but never more than that second ahead
    ticks: () => Math.max(0, Math.floor(age + Math.min(20, (performance.now() - heard) / 50))),
    gameMs: () => performance.now(),
    now: () => Date.now(),
    wallMs: () => performance.now(),
    run (promise, gameMs, wallMs) {
      return new Promise(resolve => {
        const timer = setTimeout(() => resolve(gameMs <= wallMs ? 'game_time' : 'wall_time'), Math.min(gameMs, wallMs))
        const done = () => {
          clearTimeout(timer)
          resolve('settled')
        }
        promise.then(done, done)
      })
    },
    snapshot: () => null,
    lost,
    leave: () => { bot.quit() }
  }
}

/** @param {Record<string, unknown>} options */
function createBot (options) {
  const mineflayer = require('mineflayer')
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
  })
  return bot
}

/**
 * prismarine-block and its kin build a class, and rewrite the registry's tables, each time they are asked, which
 * mineflayer-pathfinder does for every `new Movements`: answer the second time with the first answer. It is quicker,
 * makes `instanceof` hold, and lets the tables be frozen.
 */
function shareClasses () {
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

/**
 * mineflayer-pathfinder bounds its searches with `performance.now`, which stands still during a search under virtual
 * time: charge each look at the clock a fixed time instead, so that a search ends, and after the same number of nodes
 * on every machine.
 * @param {() => number} now
 */
function chargeSearches (now) {
  const Module = /** @type {any} */ (require('node:module'))
  const load = Module._load
  let looks = 0
  Module._load = function (/** @type {string} */ request, /** @type {any} */ parent, /** @type {boolean} */ isMain) {
    if (request === 'perf_hooks' && /mineflayer-pathfinder[\\/]lib[\\/]astar\.js$/.test(parent?.filename ?? '')) {
      return { performance: { now: () => now() + looks++ * LOOK_MS } }
    }
    return load.call(this, request, parent, isMain)
  }
}

/** @param {any} bot @returns {() => string | null} */
function lossOf (bot) {
  /** @type {string | null} */
  let why = null
  bot.on('kicked', (/** @type {unknown} */ reason) => { why ??= `kicked: ${readable(reason)}` })
  bot.on('end', (/** @type {unknown} */ reason) => { why ??= `the connection ended (${reason})` })
  return () => why
}

/**
 * @param {any} bot @param {WorldSpec} spec @param {number} timeoutMs
 * @returns {Promise<void>}
 */
function joinRemote (bot, spec, timeoutMs) {
  const where = `${spec.host}:${spec.port}`
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ kind, /** @type {string} */ message) => {
      clearTimeout(timer)
      reject(new EntryFailed(kind, message))
      try { bot.end() } catch { /* it never got as far as a connection */ }
    }
    const timer = setTimeout(() => fail('timeout', `The Minecraft server at ${where} did not let ${spec.username} in ` +
      `within ${Math.round(timeoutMs / 1000)} s. Look at its log, or try again.`), timeoutMs)
    bot.on('error', (/** @type {any} */ error) => {
      const message = String(error?.message ?? error)
      if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ECONNRESET/.test(`${error?.code} ${message}`)) {
        fail('refused', `No Minecraft server answers at ${where}. Start one, or leave --world out to use the embedded world.`)
      } else if (/ETIMEDOUT/.test(`${error?.code} ${message}`)) {
        fail('timeout', `Nothing answers at ${where}. Check the address and the firewall.`)
      } else if (/version|protocol/i.test(message)) {
        fail('version', `The server at ${where} speaks another version of the game: ${message}`)
      }
    })
    bot.on('kicked', (/** @type {unknown} */ reason) => {
      const said = readable(reason)
      if (/already (logged in|connected|playing)|logged in from another|name.*taken|duplicate/i.test(said)) {
        fail('name_taken', `Somebody named ${spec.username} is already on the server at ${where}. Choose another name.`)
      } else if (/outdated|version|incompatible/i.test(said)) {
        fail('version', `The server at ${where} speaks another version of the game: ${said}`)
      } else {
        fail('kicked', `The server at ${where} turned ${spec.username} away: ${said}`)
      }
    })
    bot.on('end', (/** @type {unknown} */ reason) => fail('refused',
      `The server at ${where} closed the connection before the game began (${reason}).`))
    bot.once('spawn', () => {
      bot.waitForChunksToLoad().catch(() => {}).then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  })
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

/** The same state gives the same text. @param {object} state @returns {string} */
function pack (state) {
  const { deflateSync } = require('node:zlib')
  return deflateSync(Buffer.from(JSON.stringify(state)), { level: 6 }).toString('base64')
}

/** @param {string} text @returns {{format: number, world: any, chests: import('../protocol.js').ChestSeen[]}} */
function unpack (text) {
  const { inflateSync } = require('node:zlib')
  /** @type {any} */
  let state
  try {
    state = JSON.parse(inflateSync(Buffer.from(text, 'base64'), { maxOutputLength: 1 << 29 }).toString())
  } catch (error) {
    throw new EntryFailed('broken', `The saved world cannot be read (${error.message}).`)
  }
  if (state?.format !== SNAPSHOT_FORMAT) {
    throw new EntryFailed('broken', `The saved world has format ${state?.format}; this version reads ${SNAPSHOT_FORMAT}.`)
  }
  return state
}
