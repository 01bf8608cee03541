/**
 * The enchanting table: three offers by bookshelves, paid in lapis and levels.
 *
 * Which enchantments an offer holds follows vanilla's steps (https://minecraft.wiki/w/Enchanting_mechanics, Java Edition 1.20) with
 * minecraft-data's weights and costs. What is not vanilla's: the numbers drawn. A player's seed is drawn from the world's own stream, and
 * offers from a generator of ours, so the same seed does not give the offers Java's would. The glyphs of the offers are not computed.
 */
import { createRandom } from '../../random.js'
import { createEnchantments } from './enchantments.js'

/** @typedef {import('../stacks.js').Item} Item */
/** @typedef {import('../stacks.js').Slot} Slot */

const OFFERS = 3
const MOST_SHELVES = 15
/** Window properties: costs 0–2, seed 3, clue's enchantment 4–6, clue's level 7–9. */
const SEED = 3
const CLUE = 4
const CLUE_LEVEL = 7
const SEED_SHOWN = ~15 // vanilla sends all but the low four bits
const SHIFT = 0.15 // ± share that two dice may move an offer's level

/**
 * The pure rules.
 * @param {any} registry
 * @param {import('../stacks.js').Stacks} stacks
 * @param {{tools: Record<string, number>, armour: Record<string, number>, others: Record<string, number>}} table
 */
export function createOffers (registry, stacks, table) {
  const enchantments = createEnchantments(registry, stacks)
  /** @param {string} name @returns {number} 0: cannot be enchanted here */
  function enchantability (name) {
    const [material, ...rest] = name.split('_')
    const kind = rest.at(-1) ?? ''
    if (/^(sword|pickaxe|axe|shovel|hoe)$/.test(kind)) return table.tools[material] ?? 0
    if (/^(helmet|chestplate|leggings|boots)$/.test(kind)) return table.armour[material] ?? 0
    return table.others[name] ?? 0
  }

  /** @param {Slot} item */
  const takes = item => Boolean(item && enchantability(item.name) && enchantments.of(item).size === 0 && item.count >= 1)

  /** The three costs. @param {number} seed @param {number} shelves @param {string} name @returns {number[]} levels; 0: no offer */
  function costs (seed, shelves, name) {
    const die = dice(seed)
    const books = Math.min(MOST_SHELVES, shelves)
    return Array.from({ length: OFFERS }, (_, offer) => {
      if (!enchantability(name)) return 0
      const base = die(8) + 1 + (books >> 1) + die(books + 1)
      const cost = offer === 0 ? Math.max(Math.floor(base / 3), 1) : offer === 1 ? Math.floor(base * 2 / 3) + 1 : Math.max(base, books * 2)
      return cost < offer + 1 ? 0 : cost
    })
  }

  /**
   * What an offer gives, or what loot of a level bears: that may hold treasure, and books keep all of it.
   * @param {number} seed @param {number} offer @param {number} cost @param {string} name @param {boolean} [loot] @returns {[string, number][]}
   */
  function contents (seed, offer, cost, name, loot = false) {
    const die = dice(seed + offer)
    const quarter = Math.floor(enchantability(name) / 4) + 1
    let level = cost + 1 + die(quarter) + die(quarter)
    level = Math.max(1, Math.round(level + level * (die.share() + die.share() - 1) * SHIFT))
    let left = candidates(level, name, loot)
    /** @type {[string, number][]} */
    const chosen = []
    while (left.length) {
      chosen.push(weighted(left, die))
      const last = chosen[chosen.length - 1][0]
      if (die(50) > level) break
      left = left.filter(([other]) => enchantments.compatible(last, other))
      level = Math.floor(level / 2)
    }
    if (name === 'book' && !loot && chosen.length > 1) chosen.splice(die(chosen.length), 1)
    return chosen
  }

  /** @param {number} level @param {string} name @param {boolean} treasure @returns {[string, number][]} each kind once, at the highest level it may have */
  function candidates (level, name, treasure) {
    /** @type {[string, number][]} */
    const found = []
    for (const { name: kind, maxLevel, treasureOnly, discoverable } of registry.enchantmentsArray) {
      if ((treasureOnly && !treasure) || !discoverable || (name !== 'book' && !enchantments.suits(kind, name))) continue
      for (let at = maxLevel; at >= 1; at--) {
        if (level >= enchantments.leastCost(kind, at) && level <= enchantments.mostCost(kind, at)) { found.push([kind, at]); break }
      }
    }
    return found
  }

  /** @param {[string, number][]} from @param {(sides: number) => number} die @returns {[string, number]} */
  function weighted (from, die) {
    let at = die(from.reduce((sum, [kind]) => sum + enchantments.kind(kind).weight, 0))
    for (const one of from) {
      at -= enchantments.kind(one[0]).weight
      if (at < 0) return one
    }
    return from[0]
  }

  /** @param {Item} item @param {[string, number][]} wanted @returns {Item} */
  function enchant (item, wanted) {
    const base = item.name === 'book' ? stacks.make('enchanted_book', 1, item.nbt ? structuredClone(item.nbt) : null) : item
    return enchantments.set(base, new Map(wanted))
  }

  return { takes, costs, contents, enchant, id: (/** @type {string} */ name) => enchantments.kind(name).id, enchantability }
}

/** @param {number} seed @returns {((sides: number) => number) & {share: () => number}} */
function dice (seed) {
  const random = createRandom(seed | 0)
  return Object.assign((/** @type {number} */ sides) => Math.floor(random.next() * sides), { share: () => random.next() })
}

/** @param {import('../../types.d.ts').Ctx} ctx */
export function installEnchanting (ctx) {
  const { blocks, inventory, registry } = ctx
  const rules = createOffers(registry, inventory, ctx.data.enchantability)
  /** @param {import('../../types.d.ts').Player} player @returns {number} */
  const seedOf = player => player.survival.enchantSeed ??= ctx.randomInt(0, 0x7fffffff)

  /** Bookshelves two blocks off, on the table's level or one above, with nothing between. @param {any} table */
  function shelves (table) {
    let count = 0
    for (let dy = 0; dy <= 1; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        for (let dz = -2; dz <= 2; dz++) {
          if (Math.abs(dx) !== 2 && Math.abs(dz) !== 2) continue
          if (blocks.name(table.x + dx, table.y + dy, table.z + dz) !== 'bookshelf') continue
          if (!blocks.solid(table.x + Math.trunc(dx / 2), table.y + dy, table.z + Math.trunc(dz / 2))) count++
        }
      }
    }
    return count
  }

  ctx.benches.add(/^enchanting_table$/, {
    kind: 'minecraft:enchantment',
    title: 'container.enchant',
    inputs: 2,
    makes: false,
    /** @param {import('../benches.js').Work} work */
    look: work => {
      const [item] = work.inputs
      const seed = seedOf(work.player)
      const costs = item && rules.takes(item) ? rules.costs(seed, shelves(work.position), item.name) : [0, 0, 0]
      const offers = costs.map((cost, offer) => item && cost ? rules.contents(seed, offer, cost, item.name) : [])
      work.choice = { costs: costs.map((cost, offer) => offers[offer].length ? cost : 0), offers }
      const clues = offers.map((offer, at) => offer[(seed + at) % Math.max(1, offer.length)])
      work.bars = [
        ...work.choice.costs.map((/** @type {number} */ cost, /** @type {number} */ at) => /** @type {[number, number]} */ ([at, cost])),
        [SEED, (seed & SEED_SHOWN) << 16 >> 16],
        ...clues.map((clue, at) => /** @type {[number, number]} */ ([CLUE + at, clue ? rules.id(clue[0]) : -1])),
        ...clues.map((clue, at) => /** @type {[number, number]} */ ([CLUE_LEVEL + at, clue ? clue[1] : -1]))
      ]
    },
    /** @param {import('../benches.js').Work} work @param {number} offer */
    press: (work, offer) => {
      const { player, inputs, choice } = work
      const [item, lapis] = inputs
      const cost = choice?.costs[offer]
      const price = offer + 1 // in lapis and in levels
      const creative = player.gameMode === 1
      if (!item || !cost || (!creative && ((lapis?.count ?? 0) < price || player.survival.xp.level < Math.max(cost, price)))) return
      work.inputs = [rules.enchant(item, choice.offers[offer]), creative || !lapis ? lapis : inventory.copy(lapis, lapis.count - price)]
      if (!creative) ctx.experience.addLevels(player, -price)
      player.survival.enchantSeed = ctx.randomInt(0, 0x7fffffff)
    },
    /** @param {number} slot @param {Item} item */
    may: (slot, item) => slot === 0 || item.name === 'lapis_lazuli',
    /** @param {number} slot */
    limit: slot => slot === 0 ? 1 : 64,
    /** @param {import('../benches.js').Work} work @param {Item} item */
    accepts: (work, item) => item.name === 'lapis_lazuli' ? [{ from: 1, to: 2 }] : work.inputs[0] ? null : [{ from: 0, to: 1 }]
  })
}
