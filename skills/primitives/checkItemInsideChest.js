/**
 * Walk to a chest or barrel, look into it and remember what is in it.
 * @param {Bot} bot
 * @param {Vec3} chestPosition
 * @returns {Promise<Object<string, number>>} item name → how many
 * @throws not_found (no chest there), no_path, blocked, bad_argument, died
 * @example const items = await checkItemInsideChest(bot, new Vec3(10, 64, -3))
 */
async function checkItemInsideChest (bot, chestPosition) {
  const at = api.cellOf(chestPosition, 'chestPosition')
  await api.stayAlive()
  const chest = await api.open(at, /chest$|^barrel$|shulker_box$/, 'chest')
  const items = api.contents(chest)
  chest.close()
  await api.waitTicks(2)
  api.rememberChest(at, bot.blockAt(at)?.name ?? 'chest', items)
  return items
}
