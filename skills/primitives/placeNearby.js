/**
 * Place a held block on a sensible free spot within reach, making room in a wall when there is none.
 * @param {Bot} bot
 * @param {string} name - the item: "crafting_table", "furnace", "chest", "torch"
 * @returns {Promise<Vec3>} where it stands now
 * @throws missing_item {item}, blocked, bad_argument, died
 * @example const table = await placeNearby(bot, "crafting_table")
 */
async function placeNearby (bot, name) {
  api.itemKind(name)
  await api.stayAlive()
  return api.placeNear(name)
}
