/**
 * Smelt `count` of an item in a furnace within 32 blocks and take the product.
 * @param {Bot} bot
 * @param {string} itemName - "raw_iron", "beef", "sand"
 * @param {string} fuelName - "coal", "charcoal", "oak_planks"
 * @param {number} [count] - 1 by default
 * @returns {Promise<number>} how many
 * @throws not_found {block: "furnace"}, missing_item {item, count, have}, bad_argument (does not smelt, does not burn), inventory_full, timed_out, died
 * @example await smeltItem(bot, "raw_iron", "coal", 3)
 */
async function smeltItem (bot, itemName, fuelName, count = 1) {
  const DISTANCE = 32 // blocks within which a furnace is looked for
  const SMELT_TICKS = 200 // for one item; https://minecraft.wiki/w/Smelting
  if (!Number.isInteger(count) || count < 1) fail('bad_argument', `count must be a whole number of at least 1, not ${count}.`, { argument: 'count' })
  const input = api.itemKind(itemName)
  const fuel = api.itemKind(fuelName)
  const burns = api.burnTicks(fuelName)
  if (!burns) fail('bad_argument', `${fuelName} does not burn. Use coal, charcoal, planks or logs.`, { argument: 'fuelName', item: fuelName })
  if (api.count(itemName) < count) fail('missing_item', `Smelting ${count} ${itemName} takes as many; ${api.count(itemName)} held.`, { item: itemName, count, have: api.count(itemName) })
  const near = api.nearest('furnace', { maxDistance: DISTANCE })[0]
  if (!near) {
    const have = api.count('furnace')
    fail('not_found', `No furnace within ${DISTANCE} blocks; ${have ? 'place the one held first' : 'craft one of 8 cobblestone and place it first'}.`, { block: 'furnace', distance: DISTANCE, held: have })
  }
  const at = near.position
  let done = 0
  let idle = 0
  while (done < count) {
    await api.stayAlive()
    if (await api.tidy() === 0) fail('inventory_full', `There is no room for what is smelted (${done} of ${count} done).`, { item: itemName, done })
    const furnace = await api.open(at, /furnace$/, 'furnace')
    let inside = 0
    try {
      const out = furnace.outputItem()
      if (out) {
        await api.bounded(furnace.takeOutput(), 5, 'taking the product')
        if (idle >= 0) done += out.count
        idle = 0
      }
      if (done >= count) break
      const other = furnace.inputItem()
      if (other && other.type !== input.id) await api.bounded(furnace.takeInput(), 5, 'clearing the furnace')
      inside = furnace.inputItem()?.count ?? 0
      const wanted = Math.min(count - done, 64) - inside
      if (wanted > 0 && api.count(itemName) > 0) {
        await api.bounded(furnace.putInput(input.id, null, Math.min(wanted, api.count(itemName))), 8, `putting in ${itemName}`)
        inside = furnace.inputItem()?.count ?? 0
      }
      if (!inside && idle > 2) fail('missing_item', `${itemName} ran out after ${done} of ${count}.`, { item: itemName, count, have: done })
      const waiting = furnace.fuelItem()
      if (waiting && waiting.type !== fuel.id) await api.bounded(furnace.takeFuel(), 5, 'clearing the fuel')
      const burning = Math.max(0, furnace.fuelSeconds ?? 0) * 20
      const lacking = Math.ceil((inside * SMELT_TICKS - burning) / burns) - (furnace.fuelItem()?.count ?? 0)
      if (lacking > 0) {
        const have = api.count(fuelName)
        if (have === 0 && !(furnace.fuelItem()?.count > 0) && burning < SMELT_TICKS) {
          fail('missing_item', `The fire needs ${lacking} more ${fuelName}; none held (${done} of ${count} smelted).`, { item: fuelName, count: lacking, have: 0, done })
        }
        if (have > 0) await api.bounded(furnace.putFuel(fuel.id, null, Math.min(lacking, have)), 8, `putting in ${fuelName}`)
      }
    } finally {
      furnace.close()
    }
    idle++
    if (idle > 4) fail('bad_argument', `${itemName} does not smelt in a furnace (${done} of ${count} done).`, { argument: 'itemName', item: itemName, done })
    // wait away from the window, so that whatever comes by can be dealt with
    const rounds = Math.max(1, Math.min(inside, count - done))
    for (let waited = 0; waited < rounds; waited++) {
      await api.waitTicks(SMELT_TICKS + (waited === 0 ? 5 : 0))
      await api.stayAlive()
    }
  }
  return done
}
