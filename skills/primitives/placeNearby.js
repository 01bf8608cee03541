/**
 * Place a held block on a free spot near by, dug into a wall when there is none.
 * @param {Bot} bot
 * @param {string} name
 * @returns {Promise<Vec3>} where it stands
 * @throws missing_item {item}, blocked, bad_argument, died
 * @example const table = await placeNearby(bot, "crafting_table")
 */
async function placeNearby (bot, name) {
  api.itemKind(name)
  await api.stayAlive()
  return api.placeNear(name)
}
