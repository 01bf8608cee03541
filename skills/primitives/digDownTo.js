/**
 * Get down to a level by shaft, stairs or caves within 24 blocks, never into lava, water or a deep fall; takes about a second a block.
 * @param {Bot} bot
 * @param {number} y - the level the feet shall be at: iron is found around 16, diamonds around -55
 * @returns {Promise<number>} the level reached
 * @throws missing_tool {needed} (no pickaxe), no_path {y} (move 20 blocks aside first), bad_argument, inventory_full, died
 * @example await digDownTo(bot, -55)
 */
async function digDownTo (bot, y) {
  const BEDROCK = -59 // the lowest level at which no bedrock is in the way
  const LEG = 14 // blocks of one stretch
  const ASIDE = 24 // blocks to each side that the way keeps to
  const PATIENCE = 30_000 // game ms without getting lower
  const AT_WORK = 4_000 // game ms; a longer gap between two looks was a fight or a rest
  const FLOODS = 3 // times the way may fill with water
  if (!Number.isFinite(y)) fail('bad_argument', `y must be a number, not ${y}.`, { argument: 'y' })
  const level = Math.max(Math.floor(y), BEDROCK)
  const open = (/** @type {{x: number, y: number, z: number}} */ at) => api.cell(at.x, at.y, at.z).open && api.cell(at.x, at.y + 1, at.z).open
  const flooded = () => { const { x, y, z } = api.here(); return api.cell(x, y, z).water || api.cell(x, y + 1, z).water }
  const giveUp = (/** @type {string} */ why) => fail('no_path', `No safe way down from level ${api.here().y} to ${level} was found here: ${why}. Move 20 blocks aside, onto dry ground, and try again.`, { y: api.here().y, wanted: level })
  /** @type {{x: number, z: number, radius: number} | undefined} */
  let within
  let lowest = api.here().y
  let idle = 0
  let asked = Date.now()
  const stalled = () => {
    const now = Date.now()
    idle += Math.min(now - asked, AT_WORK)
    asked = now
    if (api.here().y < lowest) { lowest = api.here().y; idle = 0 }
    return idle > PATIENCE
  }
  let failures = 0
  let floods = 0
  while (api.here().y > level) {
    await api.stayAlive()
    await api.tidy()
    if (flooded()) {
      if (++floods > FLOODS) giveUp('water came in each time')
      const land = api.dryLand(32)
      const shore = {
        heuristic: (/** @type {Vec3} */ node) => land ? Math.hypot(land.x - node.x, land.z - node.z) + Math.abs(land.y + 1 - node.y) : 0,
        isEnd: (/** @type {Vec3} */ node) => open(node) && api.cell(node.x, node.y - 1, node.z).solid
      }
      try {
        await api.goto(shore, { what: 'dry ground', timeoutS: 30, within: within ?? { ...api.here(), radius: 32 } })
      } catch (error) {
        if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
        giveUp('there is water all around')
      }
      lowest = api.here().y
      idle = 0
      continue
    }
    const start = api.here()
    within ??= { x: start.x, z: start.z, radius: ASIDE }
    const to = Math.max(level, start.y - LEG)
    const side = failures * 6 // after a failure, some way off first
    const goal = {
      heuristic: (/** @type {Vec3} */ node) => Math.max(0, node.y - to) + Math.max(0, side - Math.hypot(node.x - start.x, node.z - start.z)) * 0.5,
      isEnd: (/** @type {Vec3} */ node) => node.y <= to && Math.hypot(node.x - start.x, node.z - start.z) >= side
    }
    try {
      await api.goto(goal, { what: `level ${to}`, timeoutS: 90, pace: 1.1, cave: 3, place: failures > 1, dry: true, within, stopWhen: stalled })
      failures = 0
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
      const stone = mcData.blocksByName.stone
      if (start.y < 60) api.requireTool(stone)
      if (flooded() || api.here().y < start.y) continue
      if (!api.toolFor({ ...stone, digTime: () => 1 })) api.requireTool(stone)
      if (++failures > 4) giveUp('lava, water or a fall is in every way')
    }
    if (idle > PATIENCE) giveUp(`${PATIENCE / 1000} seconds brought it no lower`)
  }
  await api.settle()
  return api.here().y
}
