/**
 * Enters the embedded world: starts it in this process, on virtual time, and joins it in memory.
 *
 * Knows how the world, its clock and the bot fit together, and what a saved state holds. Nothing from node_modules
 * may be loaded before the process is on virtual time, hence the imports inside functions.
 */
import { createRequire } from 'node:module'
import { createBot, EntryFailed, lossOf, shareClasses } from './bot.js'
import { ChestMemory } from './chests.js'
import { motionOf, renewalOf } from './renewal.js'
import { arrange, delay, optionsOf } from './start.js'

const require = createRequire(import.meta.url)

/** @typedef {import('../protocol.js').WorldSpec} WorldSpec */
/** @typedef {import('./bot.js').Place} Place */

const VIEW_TIMEOUT_MS = 60_000 // game ms to join and load the surroundings
const ARRANGING_MS = 500 // game ms for the player to hear of what it carries and where it stands
const SNAPSHOT_FORMAT = 1
const EPOCH_MS = Date.UTC(2025, 0, 1) // tick 0 of the world, to programs
const TICK_MS = 50
const PHASE_MS = 10 // of a tick, at which attempts begin: after the world's and the player's own step

/**
 * @param {WorldSpec} spec
 * @param {string | null} snapshot as `Place.snapshot` gave it
 * @param {Partial<import('../protocol.js').Start> | null} [start] how a fresh world begins; of a saved one only its latency counts
 * @returns {Promise<Place>}
 * @throws {EntryFailed} when the snapshot cannot be read
 */
export const enterEmbedded = async (spec, snapshot, start = null) => (await openEmbedded(spec, snapshot, start)).place

/**
 * The same, with the world itself beside the place: programs never get hold of that.
 * @param {WorldSpec} spec
 * @param {string | null} snapshot
 * @param {Partial<import('../protocol.js').Start> | null} [start]
 * @param {Partial<import('../world/types.d.ts').Options>} [options] of a fresh world
 * @returns {Promise<{place: Place, world: import('../world/server.js').World}>}
 * @throws {EntryFailed} as enterEmbedded
 */
export async function openEmbedded (spec, snapshot, start = null, options = {}) {
  const { installVirtualClock, real } = await import('../clock/virtual.js')
  const clock = installVirtualClock({ seed: spec.seed })
  shareClasses()
  const { openWorld } = await import('../world/server.js')
  const saved = snapshot === null ? null : await unpack(snapshot)
  const world = await openWorld({
    seed: spec.seed, version: spec.version, snapshot: saved?.world ?? null, clock, listen: null, options: saved ? {} : { ...options, ...optionsOf(start) }, waiting: true
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
  if (!saved) {
    world.go()
    if (start) arrange(world.ctx, start)
    await clock.advance(start ? ARRANGING_MS : 0)
    await clock.runUntil(bot.waitForChunksToLoad(), VIEW_TIMEOUT_MS)
  }
  const carryOn = renewalOf(bot, clock)
  /** A new attempt finds the same whether the world was just opened or has been there all the time. @param {any} [from] the state that was opened */
  const renew = async from => {
    await clock.advance((PHASE_MS - clock.now % TICK_MS + TICK_MS) % TICK_MS)
    clock.now = Math.round(clock.now)
    const motion = from?.motion ?? motionOf(bot)
    await world.renew(from?.world)
    carryOn(motion)
  }
  await renew(saved)
  if (saved) world.go()
  if (start?.latency_ms) delay([bot._client, world.ctx.players[0]._client], start.latency_ms)
  const chests = new ChestMemory(saved?.chests)
  chests.follow(bot)
  const lost = lossOf(bot)
  /** @type {Place} */
  const place = {
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
    renew: async () => { if (!start?.latency_ms && lost() === null) await renew() },
    snapshot: () => pack({ format: SNAPSHOT_FORMAT, world: world.snapshot(), chests: chests.list(), motion: motionOf(bot) }),
    lost,
    leave: () => { world.close() }
  }
  return { place, world }
}

/** The same state gives the same text. @param {object} state @returns {string} */
function pack (state) {
  const { deflateSync } = require('node:zlib')
  return deflateSync(Buffer.from(JSON.stringify(state)), { level: 6 }).toString('base64')
}

/** @param {string} text @returns {Promise<{world: any, chests: import('../protocol.js').ChestSeen[], motion: import('./renewal.js').Motion | null}>} */
async function unpack (text) {
  const { decodeState } = await import('../world/persistence.js')
  try {
    return decodeState(text)
  } catch (error) {
    throw new EntryFailed('broken', error.message)
  }
}
