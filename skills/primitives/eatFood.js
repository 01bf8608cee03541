/**
 * Eat until full: the named food, or the best one held.
 * @param {Bot} bot
 * @param {string} [name]
 * @returns {Promise<number>} food points then, 0 to 20
 * @throws missing_item {item}, blocked (already full), bad_argument, died
 * @example await eatFood(bot)
 */
async function eatFood (bot, name) {
  if (name !== undefined) {
    api.itemKind(name)
    if (!mcData.foodsByName[name]) fail('bad_argument', `${name} cannot be eaten.`, { argument: 'name', item: name })
    if (!api.count(name)) fail('missing_item', `No ${name} is held.`, { item: name, count: 1, have: 0 })
  }
  const next = () => name !== undefined ? api.item(name) : api.food()
  if (bot.food >= 20) fail('blocked', 'Nothing can be eaten while the food bar is full.', { food: bot.food })
  if (!next()) fail('missing_item', 'Nothing to eat is held. Kill a pig, cow or sheep, and cook the meat.', { item: 'food', count: 1, have: 0 })
  for (let bites = 0; bites < 20 && bot.food < 20; bites++) {
    const item = next()
    if (!item) break
    if (!(await api.eat(item)) && bites > 3) break
    api.alive()
  }
  return bot.food
}
