/**
 * Recipes that what is held is enough for, and what is lacking when it is not.
 *
 * Knows the game's recipes and the inventory. Does not walk to a table.
 */
import { createRequire } from 'node:module'
import { fail } from '../failure.js'
import { inFamily, isFamily } from './families.js'

/** @type {{ticks: Record<string, number>}} */
const FUEL = createRequire(import.meta.url)('../../world/data/fuel.json') // a fact of the game, kept with the others

/**
 * @typedef {{recipe: any, missing: {item: string, count: number, have: number}[]}} Fit
 */

/**
 * @param {{bot: import('mineflayer').Bot, hands: import('./hands.js').Hands, finding: import('./finding.js').Finding}} parts
 */
export function createCrafting ({ bot, hands, finding }) {
  const registry = /** @type {any} */ (bot.registry)

  /** What one operation of a recipe uses up. @param {any} recipe @returns {Map<string, number>} */
  function ingredients (recipe) {
    /** @type {Map<string, number>} */
    const used = new Map()
    for (const { id, count } of recipe.delta) {
      if (count < 0) used.set(registry.items[id].name, (used.get(registry.items[id].name) ?? 0) - count)
    }
    return used
  }

  /** @param {any} recipe @returns {Fit} */
  function fit (recipe) {
    const missing = [...ingredients(recipe)].map(([item, count]) => ({ item, count, have: hands.count(item) }))
      .filter(each => each.have < each.count)
    return { recipe, missing }
  }

  /**
   * The variant of a recipe to use now: one whose ingredients are all held, else the one that lacks least.
   * @param {string} name of an item, or of a family: `planks` of any wood
   * @returns {Fit}
   * @throws bad_argument (no such item), no_recipe
   */
  function recipeFor (name) {
    const kinds = isFamily(name) ? registry.itemsArray.filter((/** @type {any} */ each) => inFamily(each.name, name)) : [finding.itemKind(name)]
    const variants = /** @type {any[]} */ (kinds.flatMap((/** @type {any} */ kind) => bot.recipesAll(kind.id, null, /** @type {any} */ (true))))
    if (!variants.length) fail('no_recipe', `${name} cannot be crafted; it must be found, mined, smelted or won.`, { item: name })
    const fits = variants.map(fit)
    const lack = (/** @type {Fit} */ each) => each.missing.reduce((sum, { count, have }) => sum + count - have, 0)
    const spare = (/** @type {Fit} */ each) => Math.min(...[...ingredients(each.recipe)].map(([item, count]) => hands.count(item) / count))
    return fits.sort((a, b) => lack(a) - lack(b) || Number(a.recipe.requiresTable) - Number(b.recipe.requiresTable) || spare(b) - spare(a))[0]
  }

  /** Ticks that one of an item burns in a furnace; 0 when it does not. @param {string} name */
  const burnTicks = name => FUEL.ticks[name] ?? 0

  return { recipeFor, ingredients, burnTicks }
}

/** @typedef {ReturnType<typeof createCrafting>} Crafting */
