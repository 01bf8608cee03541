/**
 * Get down to a level by shaft, stairs or caves, never into lava, water or a deep fall; takes about a second a block.
 * @param {Bot} bot
 * @param {number} y - the level the feet shall be at: iron is found around 16, diamonds around -55
 * @returns {Promise<number>} the level reached
 * @throws missing_tool {needed} (no pickaxe), no_path {y}, bad_argument, inventory_full, died
 * @example await digDownTo(bot, -55)
 */
async function digDownTo (bot, y) {
  const BEDROCK = -59 // the lowest level at which no bedrock is in the way
  const LEG = 14 // blocks of one stretch
  if (!Number.isFinite(y)) fail('bad_argument', `y must be a number, not ${y}.`, { argument: 'y' })
  const level = Math.max(Math.floor(y), BEDROCK)
  let failures = 0
  while (api.here().y > level) {
    await api.stayAlive()
    await api.tidy()
    const start = api.here()
    const to = Math.max(level, start.y - LEG)
    const side = failures * 6 // after a failure, some way off first
    const goal = {
      heuristic: (/** @type {Vec3} */ node) => Math.max(0, node.y - to) + Math.max(0, side - Math.hypot(node.x - start.x, node.z - start.z)) * 0.5,
      isEnd: (/** @type {Vec3} */ node) => node.y <= to && Math.hypot(node.x - start.x, node.z - start.z) >= side
    }
    try {
      await api.goto(goal, { what: `level ${to}`, timeoutS: 90, pace: 1.1, cave: 3, place: failures > 1 })
      failures = 0
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
      const stone = mcData.blocksByName.stone
      if (start.y < 60) api.requireTool(stone)
      if (api.here().y < start.y) continue
      if (!api.toolFor({ ...stone, digTime: () => 1 })) api.requireTool(stone)
      if (++failures > 4) fail('no_path', `No safe way down from level ${api.here().y} to ${level} was found here. Move 20 blocks aside and try again.`, { y: api.here().y, wanted: level })
    }
  }
  await api.settle()
  return api.here().y
}
