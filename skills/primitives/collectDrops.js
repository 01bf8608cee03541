/**
 * Pick up the items lying within `radius` blocks.
 * @param {Bot} bot
 * @param {number} [radius] - 8 by default
 * @returns {Promise<number>} how many heaps
 * @throws inventory_full, bad_argument, died
 * @example await collectDrops(bot, 16)
 */
async function collectDrops (bot, radius = 8) {
  if (!(radius > 0 && radius <= 64)) fail('bad_argument', `radius must be between 0 and 64 blocks, not ${radius}.`, { argument: 'radius' })
  await api.stayAlive()
  if (await api.tidy() === 0) fail('inventory_full', 'The inventory is full. Put things into a chest or throw some away.', {})
  return api.pickUp(bot.entity.position.clone(), radius)
}
