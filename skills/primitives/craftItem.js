/**
 * Craft an item `count` times over, from what is held: craftItem(bot, "planks", 2) gives 8.
 * When the recipe needs a crafting table, one must stand within 32 blocks.
 * @param {Bot} bot
 * @param {string} name - "planks", "stick", "wooden_pickaxe"
 * @param {number} [count] - crafting operations, 1 by default
 * @returns {Promise<number>} how many are held then
 * @throws missing_item {item, count, have}, not_found {block: "crafting_table"}, no_recipe, inventory_full, bad_argument, died
 * @example await craftItem(bot, "stick", 2)
 */
async function craftItem (bot, name, count = 1) {
  if (!Number.isInteger(count) || count < 1) fail('bad_argument', `count must be a whole number of at least 1, not ${count}.`, { argument: 'count' })
  const DISTANCE = 32 // blocks within which a table is looked for
  await api.stayAlive()
  let table = null
  for (let done = 0; done < count; done++) {
    const { recipe, missing } = api.recipeFor(name)
    if (missing.length) {
      const { item, count: needed, have } = missing[0]
      const all = missing.map(each => `${each.count} ${each.item} (held: ${each.have})`).join(' and ')
      fail('missing_item', `Crafting ${name} takes ${all}${done ? `; ${done} of ${count} done` : ''}.`, { item, count: needed, have, for: name, done })
    }
    if (recipe.requiresTable && !table) {
      const near = api.nearest('crafting_table', { maxDistance: DISTANCE })[0]
      if (!near) {
        const have = api.count('crafting_table')
        fail('not_found', `Crafting ${name} needs a crafting table within ${DISTANCE} blocks; ${have ? 'place the one held first' : 'craft and place one first'}.`, { block: 'crafting_table', distance: DISTANCE, held: have, for: name })
      }
      await api.goto(api.besides(near.position), { what: 'the crafting table', timeoutS: 90 })
      table = bot.blockAt(near.position)
    }
    if (await api.tidy() === 0) fail('inventory_full', `There is no room for ${name}. Put things into a chest or throw some away.`, { item: name, done })
    const before = api.count(name)
    let problem = 'the server gave nothing'
    for (let attempt = 0; attempt < 3 && api.count(name) <= before; attempt++) {
      try {
        if (recipe.requiresTable && table) await bot.lookAt(table.position.offset(0.5, 0.5, 0.5), true)
        await api.bounded(bot.craft(recipe, 1, recipe.requiresTable ? table ?? undefined : undefined), 10, `crafting ${name}`)
      } catch (error) {
        problem = error.message
      }
      if (api.count(name) <= before) await api.waitTicks(4)
      api.alive()
    }
    if (api.count(name) <= before) fail('blocked', `Crafting ${name} did not work: ${problem}.`, { item: name, done })
  }
  return api.count(name)
}
