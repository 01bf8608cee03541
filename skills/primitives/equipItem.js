/**
 * Hold or wear an item.
 * @param {Bot} bot
 * @param {string} name
 * @param {string} [destination] - "hand" by default; "off-hand"; armour finds its own place
 * @returns {Promise<void>}
 * @throws missing_item {item}, bad_argument, blocked, died
 * @example await equipItem(bot, "iron_chestplate", "torso")
 */
async function equipItem (bot, name, destination = 'hand') {
  api.itemKind(name)
  const places = /** @type {const} */ (['hand', 'off-hand', 'head', 'torso', 'legs', 'feet'])
  const worn = /_helmet$|^turtle_helmet$/.test(name) ? 'head' : /_chestplate$|^elytra$/.test(name) ? 'torso' : /_leggings$/.test(name) ? 'legs' : /_boots$/.test(name) ? 'feet' : null
  const place = places.find(each => each === (arguments.length < 3 && worn ? worn : destination))
  if (!place) fail('bad_argument', `destination must be one of ${places.join(', ')}, not "${destination}".`, { argument: 'destination' })
  const slot = bot.getEquipmentDestSlot(place)
  if (bot.inventory.slots[slot]?.name === name) return
  const item = api.item(name)
  if (!item) fail('missing_item', `No ${name} is held.`, { item: name, count: 1, have: 0 })
  await api.bounded(bot.equip(item, place), 5, `equipping ${name}`)
  await api.waitTicks(2)
  if (bot.inventory.slots[bot.getEquipmentDestSlot(place)]?.name !== name) fail('blocked', `${name} does not go to ${place}.`, { item: name, destination: place })
}
