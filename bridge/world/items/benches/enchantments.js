/**
 * What enchantments an item bears and may bear, as pure functions over minecraft-data's table.
 *
 * Levels, weights, costs, categories and exclusions come from minecraft-data 1.20. Its categories say what an enchanting table may give;
 * what an anvil allows besides is here (https://minecraft.wiki/w/Enchanting#Summary_of_enchantments, Java Edition 1.20).
 */

/** Enchantments that an anvil puts on more than their category says. */
const ANVIL_TOO = /** @type {Record<string, RegExp>} */ ({
  sharpness: /_axe$/, smite: /_axe$/, bane_of_arthropods: /_axe$/, thorns: /_(helmet|leggings|boots)$/, efficiency: /^shears$/
})

/**
 * @param {any} registry
 * @param {import('../stacks.js').Stacks} stacks
 */
export function createEnchantments (registry, stacks) {
  /** @param {string} name */
  const kind = name => registry.enchantmentsByName[name]
  /** @param {string} name @param {number} level @returns {number} the enchanting level from which it may appear */
  const leastCost = (name, level) => kind(name).minCost.a * level + kind(name).minCost.b
  /** @param {string} name @param {number} level */
  const mostCost = (name, level) => kind(name).maxCost.a * level + kind(name).maxCost.b

  /** @param {import('../stacks.js').Slot} item @returns {Map<string, number>} level by name; unknown ones are left out */
  function of (item) {
    const found = new Map()
    if (item?.nbt) for (const { name, lvl } of item.enchants ?? []) if (kind(name)) found.set(name, lvl)
    return found
  }

  /** The item with these enchantments and no others. @param {import('../stacks.js').Item} item @param {Map<string, number>} wanted @returns {import('../stacks.js').Item} */
  function set (item, wanted) {
    const made = /** @type {import('../stacks.js').Item} */ (stacks.copy(item))
    const key = made.name === 'enchanted_book' ? 'StoredEnchantments' : 'Enchantments'
    const value = { ...(made.nbt?.value ?? {}) }
    delete value[key]
    if (wanted.size) {
      value[key] = {
        type: 'list',
        value: { type: 'compound', value: [...wanted].map(([name, lvl]) => ({ id: { type: 'string', value: `minecraft:${name}` }, lvl: { type: 'short', value: lvl } })) }
      }
    }
    made.nbt = Object.keys(value).length ? { type: 'compound', name: '', value } : null
    return made
  }

  /** @param {string} a @param {string} b */
  const compatible = (a, b) => a !== b && !kind(a).exclude.includes(b) && !kind(b).exclude.includes(a)

  /** @param {string} name @param {string} item whether an enchanting table may put it there */
  const suits = (name, item) => Boolean(registry.itemsByName[item]?.enchantCategories?.includes(kind(name).category))
  /** @param {string} name @param {string} item whether an anvil may put it there */
  const bears = (name, item) => suits(name, item) || Boolean(ANVIL_TOO[name]?.test(item))

  return { kind, of, set, compatible, suits, bears, leastCost, mostCost }
}
