/**
 * Dig a level tunnel and mine the ores that show in its walls.
 * @param {Bot} bot
 * @param {Vec3} direction - one of x, z is 1 or -1, the rest 0
 * @param {number} length - blocks
 * @param {() => any} [until] - ends the tunnel early when it returns something truthy
 * @returns {Promise<number>} how many ores
 * @throws missing_tool {done}, no_path {done}, inventory_full, bad_argument, died
 * @example await stripMine(bot, new Vec3(1, 0, 0), 32)
 */
async function stripMine (bot, direction, length, until = () => false) {
  const dx = Math.sign(direction?.x ?? 0)
  const dz = dx ? 0 : Math.sign(direction?.z ?? 0)
  if (!dx && !dz) fail('bad_argument', 'direction must be a horizontal Vec3, such as new Vec3(1, 0, 0).', { argument: 'direction' })
  if (!(length >= 1)) fail('bad_argument', `length must be a number of at least 1, not ${length}.`, { argument: 'length' })
  const STRETCH = 6 // blocks between two looks at the walls
  const start = api.here()
  const refused = new Set()
  let ores = 0
  let failures = 0
  for (let far = STRETCH; ; far += STRETCH) {
    await api.stayAlive()
    api.requireTool(mcData.blocksByName.stone, { done: far - STRETCH })
    if (await api.tidy() === 0) fail('inventory_full', 'The inventory is full. Put things into a chest or throw some away.', { done: far - STRETCH })
    for (let found = 0; found < 24; found++) {
      if (until()) return ores
      const usable = (/** @type {Vec3} */ at) => !refused.has(`${at}`) && !api.hot(at) && api.exposed(at)
      const ore = api.nearest(block => /_ore$/.test(block.name), { maxDistance: 6, filter: usable })[0]
      if (!ore) break
      refused.add(`${ore.position}`)
      if (!api.toolFor(ore)) continue
      try {
        await api.take([ore.position], { what: ore.name, timeoutS: 30 })
        ores++
      } catch (error) {
        if (!api.isFailure(error, 'no_path', 'timed_out', 'unsafe', 'blocked', 'out_of_reach')) throw error
      }
    }
    if (far - STRETCH >= length) return ores
    const to = Math.min(far, length)
    const goal = {
      heuristic: (/** @type {Vec3} */ node) => Math.hypot(start.x + dx * to - node.x, start.z + dz * to - node.z) + Math.abs(start.y - node.y),
      isEnd: (/** @type {Vec3} */ node) => Math.abs(start.x + dx * to - node.x) + Math.abs(start.z + dz * to - node.z) <= failures && Math.abs(start.y - node.y) <= failures
    }
    try {
      await api.goto(goal, { what: 'the end of the tunnel', timeoutS: 60, pace: 1.5, maxNodes: 6000 })
      failures = 0
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out')) throw error
      if (++failures > 3) fail('no_path', `The tunnel cannot go on after ${far - STRETCH} blocks: lava, water or bedrock. Choose another direction.`, { done: far - STRETCH, ores })
    }
  }
}
