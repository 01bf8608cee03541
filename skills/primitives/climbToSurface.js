/**
 * Get back up to open sky by caves, stairs dug upwards, or pillars of held dirt or cobblestone.
 * @param {Bot} bot
 * @returns {Promise<number>} the level reached
 * @throws no_path {y}, missing_tool, died
 * @example await climbToSurface(bot)
 */
async function climbToSurface (bot) {
  const LEG = 14 // blocks of one stretch
  const TOP = 120 // above this there is nothing but sky over most land
  const clear = (/** @type {number} */ x, /** @type {number} */ from, /** @type {number} */ z) => {
    for (let y = from; y < Math.max(TOP, from + 40); y++) {
      if (!api.cell(x, y, z).open && !/leaves|log/.test(bot.blockAt(new Vec3(x, y, z))?.name ?? '')) return false
    }
    return true
  }
  // sky overhead and to most sides: the bottom of a shaft has sky overhead too
  const AROUND = [[2, 0], [-2, 0], [0, 2], [0, -2], [2, 2], [-2, -2], [2, -2], [-2, 2]]
  const open = (/** @type {Vec3} */ at) => clear(at.x, at.y + 2, at.z) &&
    AROUND.filter(([dx, dz]) => clear(at.x + dx, at.y + 1, at.z + dz)).length >= 4
  const dry = (/** @type {Vec3} */ at) => !api.cell(at.x, at.y, at.z).water
  let failures = 0
  for (let round = 0; round < 60; round++) {
    await api.stayAlive()
    const start = api.here()
    const here = new Vec3(start.x, start.y, start.z)
    if (open(here) && dry(here)) return start.y
    const land = api.dryLand(64) ?? { x: start.x, y: TOP, z: start.z }
    const to = Math.max(start.y + 1, Math.min(land.y + 1, start.y + LEG))
    const off = (/** @type {Vec3} */ at) => Math.hypot(at.x - land.x, at.z - land.z)
    const near = Math.max(4, off(here) - LEG) + failures * 2 // nearer to dry land by one stretch
    const side = failures * 5
    const goal = {
      heuristic: (/** @type {Vec3} */ node) => Math.max(0, to - node.y) + Math.max(0, off(node) - near) +
        Math.max(0, side - Math.hypot(node.x - start.x, node.z - start.z)) * 0.5,
      isEnd: (/** @type {Vec3} */ node) => (node.y >= to && off(node) <= near && Math.hypot(node.x - start.x, node.z - start.z) >= side && dry(node)) ||
        (node.y > start.y - 4 && node.y > 50 && open(node) && dry(node))
    }
    try {
      await api.goto(goal, { what: 'the surface', timeoutS: 120, pace: 1.2, cave: 3 })
      failures = 0
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
      if (api.here().y > start.y) continue
      if (++failures > 4) fail('no_path', `No way up from level ${api.here().y} was found. Hold dirt or cobblestone to pillar with, or a pickaxe to dig stairs.`, { y: api.here().y, blocks: api.scaffoldCount() })
    }
  }
  return fail('no_path', 'The surface was not reached.', { y: api.here().y })
}
