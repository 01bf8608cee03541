/**
 * The player's body between the game's ticks: waiting, turning, being alive.
 *
 * Knows nothing of blocks or tasks. Every wait here ends, by game time, even when the world stops answering.
 */
import { fail } from '../failure.js'

const TICK_MS = 50

/**
 * @typedef {{set(call: () => void, ms: number): any, clear(timer: any): void, now(): number}} Clock
 * game time in ms; timers that end with the attempt
 */

/**
 * @param {{bot: import('mineflayer').Bot, clock: Clock}} parts
 */
export function createBody ({ bot, clock }) {
  let dead = false
  bot.on('death', () => { dead = true })

  /** Throw `died` if the player died since this program began: what it was doing makes no sense any more. */
  function alive () {
    if (dead || !(bot.health > 0)) fail('died', 'The player died.', {})
  }

  /** Wait game ticks; goes on even where physics does not run. @param {number} n */
  function ticks (n) {
    return new Promise(resolve => {
      let left = n
      const timer = clock.set(finish, n * TICK_MS + 1000)
      const onTick = () => { if (--left <= 0) finish() }
      function finish () {
        clock.clear(timer)
        bot.removeListener('physicsTick', onTick)
        resolve(undefined)
      }
      bot.on('physicsTick', onTick)
    })
  }

  /**
   * Wait for a promise for so many game seconds at most.
   * @template T
   * @param {Promise<T>} promise
   * @param {number} seconds
   * @param {string} what for the message
   * @param {() => void} [cancel]
   * @returns {Promise<T>}
   * @throws timed_out
   */
  function bounded (promise, seconds, what, cancel) {
    return new Promise((resolve, reject) => {
      const timer = clock.set(() => {
        cancel?.()
        try { fail('timed_out', `${what} took longer than ${Math.round(seconds)} seconds of game time.`, { seconds: Math.round(seconds) }) } catch (error) { reject(error) }
      }, seconds * 1000)
      promise.then(value => { clock.clear(timer); resolve(value) }, error => { clock.clear(timer); reject(error) })
    })
  }

  /** Stop walking and stand still, on ground or afloat. */
  async function settle () {
    bot.clearControlStates()
    for (let i = 0; i < 20; i++) {
      const { onGround, velocity } = bot.entity
      const inWater = /** @type {any} */ (bot.entity).isInWater
      const still = Math.abs(velocity.x) < 0.02 && Math.abs(velocity.z) < 0.02
      if ((onGround && still) || (inWater && i > 3)) return
      await ticks(1)
    }
  }

  /** Turn at once. @param {number} yaw @param {number} pitch radians */
  async function look (yaw, pitch) { await bot.look(yaw, pitch, true) }

  /** Game time in ms; differences count. */
  const now = () => clock.now()

  return { alive, ticks, bounded, settle, look, now, clock }
}

/** @typedef {ReturnType<typeof createBody>} Body */
