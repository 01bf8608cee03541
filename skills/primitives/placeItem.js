/**
 * Walk to a place and put a held block or item there.
 * @param {Bot} bot
 * @param {string} name
 * @param {Vec3} position - a free cell that touches something solid
 * @returns {Promise<Vec3>} where it stands
 * @throws missing_item {item}, blocked (occupied, or nothing to place against), no_path, bad_argument, died
 * @example await placeItem(bot, "furnace", bot.entity.position.offset(1, 0, 0))
 */
async function placeItem (bot, name, position) {
  const item = api.itemKind(name)
  const at = api.cellOf(position)
  if (!api.count(name)) fail('missing_item', `No ${name} is held, so none can be placed.`, { item: name, count: 1, have: 0 })
  await api.stayAlive()
  for (let attempt = 0; attempt < 3; attempt++) {
    await api.goto(api.besides(at), { what: `a place to put ${name} from` })
    const there = bot.blockAt(at)
    if (there && there.name === name && attempt > 0) return at
    if (there && there.boundingBox === 'block') fail('blocked', `${there.name} is already at ${at}. Choose a free cell or dig it first.`, { item: name, found: there.name, x: at.x, y: at.y, z: at.z })
    try {
      await api.place(item.name, at)
      return at
    } catch (error) {
      if (!api.isFailure(error, 'out_of_reach', 'timed_out') && !(api.isFailure(error, 'blocked') && attempt < 1)) throw error
      await api.waitTicks(5)
    }
  }
  return fail('blocked', `${name} could not be placed at ${at}.`, { item: name, x: at.x, y: at.y, z: at.z })
}
