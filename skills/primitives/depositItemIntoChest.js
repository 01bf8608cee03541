/**
 * Walk to a chest or barrel and put held items into it.
 * @param {Bot} bot
 * @param {Vec3} chestPosition
 * @param {Object<string, number>} itemsToDeposit - name → how many
 * @returns {Promise<void>}
 * @throws not_found (no chest there), missing_item {item, count, have} (after putting in what there was), blocked (chest full), no_path, bad_argument, died
 * @example await depositItemIntoChest(bot, new Vec3(10, 64, -3), { cobblestone: 32 })
 */
async function depositItemIntoChest (bot, chestPosition, itemsToDeposit) {
  const at = api.cellOf(chestPosition, 'chestPosition')
  const wanted = Object.entries(itemsToDeposit ?? {})
  if (!wanted.length) fail('bad_argument', 'itemsToDeposit must name at least one item, such as { dirt: 3 }.', { argument: 'itemsToDeposit' })
  for (const [name] of wanted) api.itemKind(name)
  await api.stayAlive()
  const chest = await api.open(at, /chest$|^barrel$|shulker_box$/, 'chest')
  let lacking = null
  try {
    for (const [name, count] of wanted) {
      const held = chest.items().reduce((/** @type {number} */ sum, /** @type {any} */ item) => sum + (item.name === name ? item.count : 0), 0)
      const put = Math.min(count, held)
      if (held < count && !lacking) lacking = { item: name, count, have: held }
      if (put <= 0) continue
      try {
        await api.bounded(chest.deposit(mcData.itemsByName[name].id, null, put), 20, `putting in ${name}`)
      } catch (error) {
        if (/destination full/.test(error.message)) fail('blocked', `The chest is full; not all ${name} went in.`, { item: name, count })
        throw error
      }
    }
    api.rememberChest(at, bot.blockAt(at)?.name ?? 'chest', api.contents(chest))
  } finally {
    chest.close()
    await api.waitTicks(2)
  }
  if (lacking) fail('missing_item', `Only ${lacking.have} of ${lacking.count} ${lacking.item} were held; those are in the chest now.`, lacking)
}
