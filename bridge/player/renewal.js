/**
 * The client's half of entering: what a bot remembers beyond what its world tells it, put into one known state.
 *
 * Called after the world has told everything anew (world/renewal.js), by a bot that has just joined as by one that has been here for long, so that
 * both go on alike. Knows the insides of mineflayer 4.39's physics (pinned in package.json). What is carried over is the
 * player's motion.
 */

/** @typedef {{velocity: [number, number, number], onGround: boolean}} Motion  blocks a tick */

/** Fields of a player's entity that physics leaves behind; each is found anew in its next step. */
const TRACES = { isInWater: false, isInLava: false, isInWeb: false, isCollidedHorizontally: false, isCollidedVertically: false }

/** @param {any} bot @returns {Motion} */
export function motionOf (bot) {
  const { velocity, onGround } = bot.entity
  return { velocity: [velocity.x, velocity.y, velocity.z], onGround }
}

/**
 * @param {any} bot just joined
 * @param {{now: number}} clock
 * @returns {(motion: Motion) => void} to be called when the bot has been told all
 */
export function renewalOf (bot, clock) {
  /** What mineflayer's physics remembers to have sent, which it hands over with each packet. @type {any} */
  let sent = null
  const write = bot._client.write
  bot._client.write = (/** @type {string} */ name, /** @type {any} */ params) => {
    if (name === 'position_look' || name === 'position') sent = params
    return write.call(bot._client, name, params)
  }
  return ({ velocity, onGround }) => {
    bot.entity.velocity.set(...velocity)
    bot.entity.onGround = onGround
    for (const [key, value] of Object.entries(TRACES)) if (key in bot.entity) bot.entity[key] = value
    bot.jumpTicks = 0
    bot.jumpQueued = false
    if (sent) {
      sent.onGround = onGround
      sent.time = clock.now // it tells its place again a second after that
    }
  }
}
