/**
 * Walk on in a direction until `callback` returns something truthy.
 * @param {Bot} bot
 * @param {Vec3} direction - x, y, z are -1, 0 or 1: (1, 0, 0) is east, (0, -1, 0) digs down
 * @param {number} [maxTime] - game seconds, 60 by default
 * @param {() => any} [callback]
 * @returns {Promise<any>} what callback returned, or null
 * @throws bad_argument, died
 * @example const log = await exploreUntil(bot, new Vec3(1, 0, 0), 60, () => api.nearest("log", { maxDistance: 32 })[0])
 */
async function exploreUntil (bot, direction, maxTime = 60, callback = () => null) {
  const LEG = 24 // blocks of one stretch
  if (typeof callback !== 'function') fail('bad_argument', 'callback must be a function that returns something truthy when found.', { argument: 'callback' })
  if (!direction || ![direction.x, direction.y, direction.z].every(Number.isFinite)) fail('bad_argument', 'direction must be a Vec3, such as new Vec3(1, 0, 0).', { argument: 'direction' })
  if (!(maxTime > 0)) fail('bad_argument', `maxTime must be a number of seconds above 0, not ${maxTime}.`, { argument: 'maxTime' })
  const [sx, sy, sz] = [direction.x, direction.y, direction.z].map(value => Math.sign(value))
  if (!sx && !sy && !sz) fail('bad_argument', 'direction must not be zero.', { argument: 'direction' })
  const until = Date.now() + Math.min(maxTime, 1200) * 1000
  let found = await callback()
  if (found) return found
  let asked = Date.now()
  const ask = () => {
    if (Date.now() - asked < 450) return found
    asked = Date.now()
    const answer = callback()
    if (answer && typeof answer.then !== 'function') found = answer
    return found
  }
  let heading = Math.atan2(sz, sx)
  let turned = 0
  while (Date.now() < until) {
    await api.stayAlive()
    const start = bot.entity.position.clone()
    const level = Math.max(-58, Math.floor(start.y + sy * (sx || sz ? LEG / 2 : LEG)))
    const [tx, tz] = sx || sz ? [start.x + Math.cos(heading) * LEG, start.z + Math.sin(heading) * LEG] : [start.x, start.z]
    const goal = {
      heuristic: (/** @type {Vec3} */ node) => Math.max(0, Math.hypot(tx - node.x, tz - node.z) - 4) + (sy ? Math.abs(level - node.y) : 0),
      isEnd: (/** @type {Vec3} */ node) => Math.hypot(tx - node.x, tz - node.z) <= 6 && (!sy || Math.abs(level - node.y) <= 2)
    }
    try {
      const timeoutS = Math.min(40, (until - Date.now()) / 1000)
      await api.goto(goal, { timeoutS, what: 'the way ahead', stopWhen: ask, maxNodes: 5000, pace: sy ? 1 : 0.25 })
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
      await api.waitTicks(5)
    }
    found = found || await callback()
    if (found) return found
    if (bot.entity.position.distanceTo(start) < LEG / 3) {
      turned++ // 45° to one side, then to the other, ever wider
      heading = Math.atan2(sz, sx) + Math.ceil(turned / 2) * (turned % 2 ? 1 : -1) * Math.PI / 4
    }
  }
  return null
}
