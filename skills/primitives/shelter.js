/**
 * By night: dig in, wait for the morning and come out. Does nothing by day.
 * @param {Bot} bot
 * @returns {Promise<boolean>} whether it waited
 * @throws blocked (nothing to dig into or to close the hole with), died
 * @example await shelter(bot)
 */
async function shelter (bot) {
  const DUSK = 12542 // ticks of the day; when hostile mobs begin to appear, https://minecraft.wiki/w/Daylight_cycle
  const DAWN = 23460 // when undead begin to burn
  const NEAR = 4 // blocks within which the hole is dug
  const night = () => bot.time.timeOfDay >= DUSK && bot.time.timeOfDay < DAWN
  if (!night()) return false
  await api.stayAlive()
  if (api.scaffoldCount() < 6) await api.gatherBlocks(6)
  const start = api.here()
  /** Cells beside and above the player through which something could come. */
  const gaps = () => {
    const at = api.here()
    return [[0, 2, 0], [1, 0, 0], [1, 1, 0], [-1, 0, 0], [-1, 1, 0], [0, 0, 1], [0, 1, 1], [0, 0, -1], [0, 1, -1]]
      .filter(([dx, dy, dz]) => api.cell(at.x + dx, at.y + dy, at.z + dz).open)
  }
  const close = async (/** @type {number[][]} */ cells) => {
    for (const [dx, dy, dz] of cells) {
      const name = api.scaffold()
      if (!name) fail('blocked', 'Nothing is held to close the shelter with. Dig some dirt or cobblestone first.', { item: 'dirt' })
      const at = api.here()
      try {
        await api.place(name, { x: at.x + dx, y: at.y + dy, z: at.z + dz })
      } catch (error) {
        if (!api.isFailure(error, 'blocked', 'timed_out')) throw error
      }
    }
  }
  if (gaps().length > 2) {
    // down, not away: a long walk in the dark is what the shelter is to spare
    const away = (/** @type {Vec3} */ node) => Math.hypot(node.x - start.x, node.z - start.z)
    try {
      await api.goto({ heuristic: node => Math.max(0, node.y - start.y + 3), isEnd: node => node.y <= start.y - 3 && away(node) <= NEAR }, { what: 'a hole to hide in', timeoutS: 30, pace: 1.1, maxNodes: 3000 })
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
    }
  }
  await api.centre(api.here().x, api.here().z)
  await close(gaps())
  if (gaps().length) await close([...gaps(), [1, 2, 0], [0, 2, 0]]) // a roof in the open needs a block to hang on
  for (let seconds = 0; seconds < 700 && night(); seconds += 5) {
    await api.waitTicks(100)
    if (gaps().length) await close(gaps())
    await api.stayAlive()
  }
  try {
    await api.goto(new GoalNear(start.x, start.y, start.z, 2), { what: 'the way out', timeoutS: 60 })
  } catch (error) {
    if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
  }
  return true
}
