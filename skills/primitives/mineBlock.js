/**
 * Find `count` blocks of a kind within 64 blocks, get there, mine them with the right tool and pick up the drops.
 * An ore name means that ore in stone or in deepslate.
 * @param {Bot} bot
 * @param {string} name - a block: "log", "stone" (drops cobblestone), "iron_ore" (drops raw_iron)
 * @param {number} [count] - 1 by default
 * @returns {Promise<number>} how many
 * @throws missing_tool {block, needed}, not_found {block, distance, done}, no_path, unsafe (health below 6 beside lava), inventory_full, bad_argument, died
 * @example await mineBlock(bot, "iron_ore", 3)
 */
async function mineBlock (bot, name, count = 1) {
  const DISTANCE = 64 // blocks; what the bot can see of the world
  const kind = api.blockKind(name)
  if (!Number.isInteger(count) || count < 1) fail('bad_argument', `count must be a whole number of at least 1, not ${count}.`, { argument: 'count' })
  api.requireTool(kind)
  const FRAIL = 6 // health below which nothing is mined beside lava; one touch of it takes 4
  const LOST = 4 // drops that may fall where they cannot be had before blocks are counted instead
  const always = !/leaves|grass|fern|glass|^ice$|vine|bush/.test(name) // what always drops something
  const given = new Set(['flint', ...api.family(name).flatMap(each => [each, ...mcData.blocksByName[each].drops.map((/** @type {any} */ drop) =>
    mcData.items[drop?.drop?.id ?? drop?.drop ?? drop]?.name)])])
  const held = () => bot.inventory.items().reduce((sum, item) => sum + (given.has(item.name) ? item.count : 0), 0)
  const heldAtFirst = held()
  const refused = new Set()
  let dug = 0
  let done = 0
  let failures = 0
  let climbed = false
  while (done < count) {
    await api.stayAlive()
    const usable = (/** @type {Vec3} */ at) => !refused.has(`${at}`) && !api.hot(at)
    const blocks = api.nearest(name, { maxDistance: DISTANCE, count: 32, filter: usable }).filter(block => api.toolFor(block))
    const perilous = (/** @type {Vec3} */ at) => api.lavaNear(at, 2)
    if (bot.health < FRAIL && (api.burning() || perilous(bot.entity.position) || (blocks.length && blocks.every(block => perilous(block.position))))) {
      await api.leaveLava()
      fail('unsafe', `Health is ${Math.floor(bot.health)} beside lava (${done} of ${count} ${name} mined). Get away from the lava, eat and rest first.`, { block: name, health: Math.floor(bot.health), done })
    }
    if (!blocks.length) {
      api.requireTool(kind, { done })
      if (refused.size && !climbed && api.scaffoldCount() < 8) {
        climbed = true // what was out of reach may be in reach from a pillar of dirt
        if (await api.gatherBlocks(8)) { refused.clear(); continue }
      }
      if (refused.size) fail('no_path', `Every ${name} within ${DISTANCE} blocks is out of reach (${done} of ${count} mined). Explore elsewhere.`, { block: name, distance: DISTANCE, done })
      const hot = api.nearest(name, { maxDistance: DISTANCE, count: 32 }).filter(block => api.hot(block.position))
      if (hot.length) {
        const at = hot[0].position
        fail('not_found', `Lava touches every ${name} within ${DISTANCE} blocks (${hot.length}, the nearest at ${at}; ${done} of ${count} mined). Put a block into that lava or pour water on it first, or explore elsewhere.`,
          { block: name, distance: DISTANCE, done, beside_lava: hot.length, x: at.x, y: at.y, z: at.z })
      }
      fail('not_found', `No ${name} within ${DISTANCE} blocks (${done} of ${count} mined). Explore, or go to the level where it is found.`, { block: name, distance: DISTANCE, done })
    }
    const targets = blocks.map(block => block.position).filter(at => bot.health >= FRAIL || !perilous(at))
    if (await api.tidy(targets[0]) === 0) fail('inventory_full', `The inventory is full after ${done} of ${count} ${name}. Put things into a chest or throw some away.`, { block: name, done })
    try {
      const taken = await api.take(targets, { what: name, timeoutS: 90, most: Math.min(count - done, 8) })
      dug += taken.length
      done = always ? Math.max(done, Math.min(dug, held() - heldAtFirst), dug - LOST) : dug
      failures = 0
    } catch (error) {
      if (!api.isFailure(error, 'no_path', 'timed_out', 'unsafe', 'blocked', 'out_of_reach', 'threatened')) throw error
      for (const at of targets.slice(0, 6)) refused.add(`${at}`)
      if (++failures >= 4) fail('no_path', `${name} was seen but not reached (${done} of ${count} mined): ${error.message}`, { block: name, done, reason: error.kind })
    }
  }
  if (api.scorched() || api.burning() || api.lavaNear(bot.entity.position, 1)) await api.leaveLava()
  return Math.min(done, count)
}
