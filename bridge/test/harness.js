/**
 * A real world with a real Mineflayer bot in it, for tests: in memory, on virtual time.
 */
import { createRequire } from 'node:module'
import { installVirtualClock } from '../clock/virtual.js'

const require = createRequire(import.meta.url)

/**
 * @param {object} [wanted]
 * @param {number} [wanted.seed]
 * @param {any} [wanted.snapshot]
 * @param {Partial<import('../world/types.d.ts').Options>} [wanted.options]
 * @param {string} [wanted.username]
 * @param {boolean} [wanted.pathfinder] load mineflayer-pathfinder
 * @param {boolean} [wanted.withBot]
 */
export async function start ({ seed = 1, snapshot = null, options = {}, username = 'Tester', pathfinder = true, withBot = true } = {}) {
  const clock = installVirtualClock({ seed })
  const { openWorld } = await import('../world/server.js')
  const world = await openWorld({ seed, snapshot, clock, options })
  const { ctx } = world
  /** @param {string} name */
  const join = async name => {
    const bot = createBot(world.connect, name)
    let spawned = false
    bot.once('spawn', () => { spawned = true })
    const joined = await clock.advance(20000, () => spawned)
    if (!joined) throw new Error('the bot did not spawn within 20 s of game time')
    await clock.advance(500)
    if (pathfinder) {
      const { pathfinder: plugin, Movements } = require('mineflayer-pathfinder')
      bot.loadPlugin(plugin)
      bot.pathfinder.setMovements(new Movements(bot))
    }
    return bot
  }
  const bot = withBot ? await join(username) : null
  return {
    world,
    ctx,
    clock,
    /** The bot. @type {any} */
    bot,
    /** The server's side of the bot. @type {any} */
    player: bot ? ctx.playerNamed(username) : null,
    /** Another bot in the same world. */
    join,
    /** Let game time pass until the promise settles. @template T @param {Promise<T>} promise @param {number} [maxMs] @returns {Promise<T>} */
    run: (promise, maxMs = 60000) => clock.runUntil(promise, maxMs),
    /** @param {number} n */
    ticks: n => clock.advance(n * 50),
    /** Put items into a player's inventory. @param {string} name @param {number} [count] @param {any} [to] */
    give: (name, count = 1, to = ctx.playerNamed(username)) => {
      const item = ctx.inventory?.make ? ctx.inventory.make(name, count) : new ctx.Item(ctx.registry.itemsByName[name].id, count)
      if (ctx.inventory?.give) return ctx.inventory.give(to, item)
      throw new Error('inventory.js is not there yet')
    },
    /** Faults noted by the world, as text: empty when all is well. */
    faults: () => ctx.faults.map((/** @type {any} */ f) => `${f.where}: ${f.error?.stack ?? f.error}`),
    stop: async () => {
      if (bot) bot.end()
      await world.close()
      await clock.advance(1000)
    }
  }
}

/** @param {any} connect @param {string} username @returns {any} */
function createBot (connect, username) {
  const mineflayer = require('mineflayer')
  /** @type {any} */
  const bot = mineflayer.createBot({
    connect, username, version: '1.20.4', auth: 'offline', checkTimeoutInterval: 1e9, hideErrors: true, viewDistance: 'normal', logErrors: false
  })
  bot.on('error', (/** @type {any} */ error) => { if (bot.listenerCount('error') === 1) throw error })
  bot.on('kicked', (/** @type {any} */ reason) => { bot.kickedFor = reason })
  return bot
}
