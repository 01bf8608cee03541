/**
 * Enters a world over the network, and says in a sentence why it could not.
 *
 * Knows servers' ways of turning a player away. Time there is real time; nothing can be saved or restored.
 */
import { createRequire } from 'node:module'
import { createBot, EntryFailed, lossOf, readable, shareClasses } from './bot.js'
import { ChestMemory } from './chests.js'
import { sealedConnection } from './sealed_connection.js'

const require = createRequire(import.meta.url)
const PING_MS = 20_000 // for a server to say its version; one that lags says it in a second

/** @typedef {import('../protocol.js').WorldSpec} WorldSpec */
/** @typedef {import('./bot.js').Place} Place */

/**
 * @param {WorldSpec} spec
 * @param {number} timeoutMs
 * @returns {Promise<Place>}
 * @throws {EntryFailed}
 */
export async function enterRemote (spec, timeoutMs) {
  shareClasses()
  let reached = false
  const bot = createBot({
    username: spec.username,
    version: false, // whatever the server speaks
    host: spec.host,
    port: spec.port,
    connect: sealedConnection(spec.host, spec.port, () => { reached = true })
  })
  const lost = lossOf(bot)
  await joinRemote(bot, spec, timeoutMs, () => reached)
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

/**
 * @param {any} bot @param {WorldSpec} spec @param {number} timeoutMs @param {() => boolean} reached whether anything listens there
 * @returns {Promise<void>}
 */
function joinRemote (bot, spec, timeoutMs, reached) {
  const where = `${spec.host}:${spec.port}`
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ kind, /** @type {string} */ message) => {
      clearTimeout(timer)
      clearTimeout(ping)
      reject(new EntryFailed(kind, message))
      try { bot.end() } catch { /* it never got as far as a connection */ }
    }
    const timer = setTimeout(() => fail('timeout', `The Minecraft server at ${where} did not let ${spec.username} in ` +
      `within ${Math.round(timeoutMs / 1000)} s. Look at its log, or try again.`), timeoutMs)
    let versionKnown = false
    const stranger = `What listens at ${where} does not answer as a Minecraft server does. Check the port, or start a server there.`
    const ping = setTimeout(() => fail('timeout', reached() ? stranger : `Nothing answers at ${where}. Check the address and the firewall.`),
      Math.min(PING_MS, timeoutMs * 0.8))
    bot.once('inject_allowed', () => {
      versionKnown = true
      clearTimeout(ping)
    })
    bot.on('error', (/** @type {any} */ error) => {
      const message = String(error?.message ?? error)
      if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ECONNRESET/.test(`${error?.code} ${message}`)) {
        fail('refused', `No Minecraft server answers at ${where}. Start one, or leave --world out to use the embedded world.`)
      } else if (/ETIMEDOUT/.test(`${error?.code} ${message}`)) {
        fail('timeout', `Nothing answers at ${where}. Check the address and the firewall.`)
      } else if (/unsupported protocol version/i.test(message)) {
        const { oldestSupportedVersion: oldest, latestSupportedVersion: newest } = require('mineflayer')
        fail('version', `The server at ${where} speaks a version of Minecraft that is not known here ` +
          `(protocol ${/\d+/.exec(message)?.[0]}). Use a server from ${oldest} to ${newest}.`)
      } else if (/version|protocol/i.test(message)) {
        fail('version', `The server at ${where} speaks another version of the game: ${message}`)
      }
    })
    bot.on('kicked', (/** @type {unknown} */ reason) => {
      const said = readable(reason)
      if (/already (logged in|connected|playing)|logged in from another|name.*taken|duplicate/i.test(said)) {
        fail('name_taken', `Somebody named ${spec.username} is already on the server at ${where}. Choose another name.`)
      } else if (/verify username|unverified_username|not authenticated/i.test(said)) {
        fail('kicked', `The server at ${where} lets in only accounts that Microsoft has verified. Set online-mode=false in its ` +
          'server.properties, or use another server.')
      } else if (/outdated|version|incompatible/i.test(said)) {
        fail('version', `The server at ${where} speaks another version of the game: ${said}`)
      } else {
        fail('kicked', `The server at ${where} turned ${spec.username} away: ${said}`)
      }
    })
    bot.on('end', (/** @type {unknown} */ reason) => fail('refused', versionKnown
      ? `The server at ${where} closed the connection before the game began (${reason}).`
      : stranger))
    bot.once('spawn', () => {
      bot.waitForChunksToLoad().catch(() => {}).then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  })
}
