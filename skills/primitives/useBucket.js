/**
 * Fill "bucket" with the water or lava source at a position (without one: milk a cow), or pour "water_bucket" or "lava_bucket" into a free cell.
 * @param {Bot} bot
 * @param {string} name
 * @param {Vec3} [position] - to pour, something solid must touch it
 * @returns {Promise<string>} the bucket it became
 * @throws missing_item {item}, not_found, blocked, no_path, bad_argument, died
 * @example await useBucket(bot, "bucket", bot.findBlock({ matching: mcData.blocksByName.lava.id }).position)
 */
async function useBucket (bot, name, position) {
  if (!['bucket', 'water_bucket', 'lava_bucket'].includes(name)) fail('bad_argument', `name must be "bucket", "water_bucket" or "lava_bucket", not ${name}.`, { argument: 'name' })
  const milks = name === 'bucket' && (position === undefined || position === null)
  const at = milks ? null : api.cellOf(position)
  if (!api.count(name)) fail('missing_item', `No ${name} is held.`, { item: name, count: 1, have: 0 })
  await api.stayAlive()
  const became = at ? await api.useBucket(name, at) : await api.milk()
  if (api.scorched()) await api.leaveLava()
  return became
}
