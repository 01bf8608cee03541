/**
 * Walk to a place, digging and bridging where need be; to a portal block with range 0: through it.
 * @param {Bot} bot
 * @param {number} x
 * @param {number} y
 * @param {number} z
 * @param {number} [range] - blocks, 1 by default
 * @returns {Promise<void>}
 * @throws no_path {short_by}, timed_out, bad_argument, died
 * @example await goTo(bot, 120, 64, -30, 2)
 */
async function goTo (bot, x, y, z, range = 1) {
  if (![x, y, z, range].every(Number.isFinite)) fail('bad_argument', 'x, y, z and range must be finite numbers.', { argument: 'x, y, z' })
  const far = bot.entity.position.distanceTo(new Vec3(x, y, z))
  await api.stayAlive()
  const cell = new Vec3(Math.floor(x), Math.floor(y), Math.floor(z))
  if (range < 1 && bot.blockAt(cell)?.name === 'nether_portal') return await throughPortal(cell)
  await api.goto(new GoalNear(x, y, z, Math.max(range, 0)), { timeoutS: 60 + far * 1.5, what: `(${Math.floor(x)}, ${Math.floor(y)}, ${Math.floor(z)})` })

  /** Ways keep out of portals: the last step goes straight in, and then one waits. @param {Vec3} portal */
  async function throughPortal (portal) {
    const WAIT = 120 // ticks; a portal takes 80
    const from = bot.game.dimension
    const away = () => bot.game.dimension !== from
    const inside = (/** @type {Vec3} */ at) => bot.blockAt(new Vec3(at.x, at.y, at.z).floored())?.name === 'nether_portal'
    if (inside(bot.entity.position)) { // who came by it must step out first
      await api.goto(/** @type {any} */ ({ heuristic: () => 0, isEnd: (/** @type {Vec3} */ node) => !inside(node) }), { what: 'the outside of the portal' })
      await api.waitTicks(10)
    }
    await api.goto(new GoalNear(portal.x, portal.y, portal.z, 1.5), { timeoutS: 60 + far * 1.5, what: `the portal at ${portal}` })
    for (let n = 0; n < 40 && !away() && !bot.entity.position.floored().equals(portal); n++) {
      await bot.lookAt(portal.offset(0.5, 1, 0.5), true)
      bot.setControlState('forward', true)
      bot.setControlState('jump', portal.y > bot.entity.position.y + 0.5)
      await api.waitTicks(1)
    }
    bot.setControlState('forward', false)
    bot.setControlState('jump', false)
    for (let n = 0; n < WAIT && !away(); n += 5) await api.waitTicks(5)
    if (!away()) fail('no_path', `The portal at ${portal} led nowhere within ${WAIT / 20} seconds.`, { x: portal.x, y: portal.y, z: portal.z })
    await api.waitTicks(20) // until the land there is known
  }
}
