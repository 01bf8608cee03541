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
  const PATIENCE = 10 // seconds that a creature in the cell is waited for
  const inTheCell = () => Object.values(bot.entities).find(entity => entity.type !== 'object' && !['item', 'experience_orb', 'arrow'].includes(String(entity.name)) &&
    entity.position && Math.abs(entity.position.x - at.x - 0.5) < 0.5 + entity.width / 2 && Math.abs(entity.position.z - at.z - 0.5) < 0.5 + entity.width / 2 &&
    entity.position.y < at.y + 1 && entity.position.y + entity.height > at.y && entity !== bot.entity)
  let waited = 0
  for (let attempt = 0; attempt < 3; attempt++) {
    await api.goto(api.besides(at), { what: `a place to put ${name} from` })
    const there = bot.blockAt(at)
    if (there && there.name === name && attempt > 0) return at
    if (there && there.boundingBox === 'block') fail('blocked', `${there.name} is already at ${at}. Choose a free cell or dig it first.`, { item: name, found: there.name, x: at.x, y: at.y, z: at.z })
    try {
      await api.place(item.name, at)
      return at
    } catch (error) {
      const creature = api.isFailure(error, 'blocked') && inTheCell()
      if (creature) {
        if (waited >= PATIENCE) fail('blocked', `A ${creature.name} stands at ${at}, so ${name} could not be placed there. Wait, drive it away, or choose another cell.`, { item: name, creature: creature.name, x: at.x, y: at.y, z: at.z })
        waited++
        attempt--
        await api.waitTicks(20)
        continue
      }
      if (!api.isFailure(error, 'out_of_reach', 'timed_out') && !(api.isFailure(error, 'blocked') && attempt < 1)) throw error
      await api.waitTicks(5)
    }
  }
  return fail('blocked', `${name} could not be placed at ${at}.`, { item: name, x: at.x, y: at.y, z: at.z })
}
