/**
 * Walk to a chest or barrel and take items out of it.
 * @param {Bot} bot
 * @param {Vec3} chestPosition
 * @param {Object<string, number>} itemsToGet - name → how many
 * @returns {Promise<void>}
 * @throws not_found (no chest there), missing_item {item, count, have} (after taking what there was), inventory_full, no_path, bad_argument, died
 * @example await getItemFromChest(bot, new Vec3(10, 64, -3), { iron_ingot: 3 })
 */
async function getItemFromChest (bot, chestPosition, itemsToGet) {
  const at = api.cellOf(chestPosition, 'chestPosition')
  const wanted = Object.entries(itemsToGet ?? {})
  if (!wanted.length) fail('bad_argument', 'itemsToGet must name at least one item, such as { coal: 3 }.', { argument: 'itemsToGet' })
  for (const [name] of wanted) api.itemKind(name)
  await api.stayAlive()
  await api.tidy()
  const chest = await api.open(at, /chest$|^barrel$|shulker_box$/, 'chest')
  let lacking = null
  try {
    for (const [name, count] of wanted) {
      const there = api.contents(chest)[name] ?? 0
      const take = Math.min(count, there)
      if (there < count && !lacking) lacking = { item: name, count, have: there }
      if (take <= 0) continue
      if (bot.inventory.emptySlotCount() === 0) fail('inventory_full', `There is no room for ${name}.`, { item: name, count })
      await api.bounded(chest.withdraw(mcData.itemsByName[name].id, null, take), 20, `taking ${name}`)
    }
    api.rememberChest(at, bot.blockAt(at)?.name ?? 'chest', api.contents(chest))
  } finally {
    chest.close()
    await api.waitTicks(2)
  }
  if (lacking) fail('missing_item', `The chest held only ${lacking.have} of ${lacking.count} ${lacking.item}; what there was has been taken.`, lacking)
}
