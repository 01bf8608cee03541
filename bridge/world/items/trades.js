/**
 * The arithmetic of trading: which offers a villager draws, what they cost by demand, what is paid.
 *
 * Source: https://minecraft.wiki/w/Trading (Java Edition 1.20). Offers are plain data, kept with the villager.
 */

/**
 * @typedef {object} Offer
 * @property {[string, number]} buy what the villager takes, before demand
 * @property {[string, number]} [and] and besides
 * @property {[string, number]} sell
 * @property {any} [nbt] of what it gives
 * @property {number} uses trades until it must restock
 * @property {number} used
 * @property {number} xp the villager gains by it
 * @property {number} rise share by which a point of demand raises the price
 * @property {number} demand
 * @property {number} [special] added to the price until the next customer
 */

const LEAST_LEVEL = 5 // of enchanted goods
const LEVELS = 15
const MOST = 64

/**
 * @param {any} table data/trades.json
 * @param {ReturnType<import('./benches/enchanting.js').createOffers>} enchanting
 * @param {import('../types.d.ts').Ctx} ctx
 */
export function createTrades (table, enchanting, { inventory, registry, randomInt }) {
  const { levels, per_level: perLevel, offers } = table

  /** Offers for one level, drawn from the world's stream. @param {string} profession @param {number} level @returns {Offer[]} */
  function draw (profession, level) {
    const pool = [...offers[profession]?.[level - 1] ?? []]
    const drawn = []
    while (drawn.length < perLevel && pool.length) drawn.push(make(pool.splice(randomInt(0, pool.length - 1), 1)[0]))
    return drawn
  }

  /** @param {any} entry @returns {Offer} */
  function make (entry) {
    const { buy, and, sell, uses, xp, rise } = entry
    /** @type {Offer} */
    const offer = { buy: [buy[0], buy[1]], sell: [sell[0], sell[1]], uses, used: 0, xp, rise, demand: 0 }
    if (and) offer.and = [and[0], and[1]]
    if (entry.enchanted) {
      const level = LEAST_LEVEL + randomInt(0, LEVELS - 1)
      offer.nbt = enchanting.enchant(inventory.make(sell[0]), enchanting.contents(randomInt(0, 0x7fffffff), 0, level, sell[0])).nbt
      offer.buy[1] = Math.min(MOST, buy[1] + level)
    }
    if (entry.book) {
      const kinds = registry.enchantmentsArray.filter((/** @type {any} */ one) => one.tradeable)
      const kind = kinds[randomInt(0, kinds.length - 1)]
      const level = randomInt(1, kind.maxLevel)
      const price = 2 + randomInt(0, 4 + level * 10) + 3 * level
      offer.nbt = enchanting.enchant(inventory.make('book'), [[kind.name, level]]).nbt
      offer.buy[1] = Math.min(MOST, kind.treasureOnly ? price * 2 : price)
    }
    return offer
  }

  /** What it costs now. @param {Offer} offer */
  function price (offer) {
    const [name, base] = offer.buy
    return Math.max(1, Math.min(registry.itemsByName[name].stackSize, base + Math.max(0, Math.floor(base * offer.demand * offer.rise)) + (offer.special ?? 0)))
  }
  /** @param {Offer} offer */
  const goods = offer => inventory.make(offer.sell[0], offer.sell[1], offer.nbt ? structuredClone(offer.nbt) : null)

  /** Which inputs pay for which part: as they lie, or the other way round. @param {Offer} offer @param {import('./stacks.js').Slot[]} inputs @returns {number[] | null} */
  function paidBy (offer, inputs) {
    const covers = (/** @type {import('./stacks.js').Slot} */ item, /** @type {string} */ name, /** @type {number} */ count) => item?.name === name && item.count >= count && !(item.durabilityUsed > 0)
    const rest = (/** @type {import('./stacks.js').Slot} */ item) => offer.and ? covers(item, offer.and[0], offer.and[1]) : !item
    for (const [one, other] of [[0, 1], [1, 0]]) if (covers(inputs[one], offer.buy[0], price(offer)) && rest(inputs[other])) return [one, other]
    return null
  }
  /** @param {Offer} offer @param {import('./stacks.js').Slot[]} inputs @returns {import('./stacks.js').Slot[]} what is left of them */
  function pay (offer, inputs) {
    const [one, other] = paidBy(offer, inputs) ?? [0, 1]
    const left = [...inputs]
    left[one] = inventory.copy(inputs[one], (inputs[one]?.count ?? 0) - price(offer))
    if (offer.and) left[other] = inventory.copy(inputs[other], (inputs[other]?.count ?? 0) - offer.and[1])
    return left
  }

  /** Take up to a stack of plain items out of a player's inventory. @param {any} player @param {string} name @returns {import('./stacks.js').Slot} */
  function gather (player, name) {
    /** @type {import('./stacks.js').Slot} */
    let found = null
    for (let slot = 9; slot < 45; slot++) {
      const item = inventory.get(player, slot)
      if (item?.name !== name || (found && !inventory.same(found, item))) continue
      const have = /** @type {number} */ (found ? /** @type {any} */ (found).count : 0)
      const n = Math.min(item.count, item.stackSize - have)
      if (n <= 0) break
      found = inventory.copy(item, have + n)
      inventory.set(player, slot, inventory.copy(item, item.count - n))
    }
    return found
  }

  /** Stock is full again; what sold well becomes dearer, what did not cheaper. @param {Offer[]} list */
  function restock (list) {
    for (const offer of list) {
      offer.demand = Math.max(0, offer.demand + offer.used - (offer.uses - offer.used))
      offer.used = 0
    }
  }

  /** @param {number} xp @returns {number} level 1–5 */
  const levelAt = xp => levels.filter((/** @type {number} */ least) => xp >= least).length

  return { draw, price, goods, paidBy, pay, gather, restock, levelAt }
}
