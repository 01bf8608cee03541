/**
 * Walk to a place, digging and bridging where need be.
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
  await api.goto(new GoalNear(x, y, z, Math.max(range, 0)), { timeoutS: 60 + far * 1.5, what: `(${Math.floor(x)}, ${Math.floor(y)}, ${Math.floor(z)})` })
}
