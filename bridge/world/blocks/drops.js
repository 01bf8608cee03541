/**
 * What blocks leave when they break.
 *
 * Knows data/loot.json and, for blocks not listed there, minecraft-data's own drops. Does not know who breaks a block or whether the tool may
 * harvest it (digging.js), nor what is inside containers (containers.js).
 * @module
 */

/** @typedef {import('../items/stacks.js').Item} Item */
/**
 * One line of a loot entry; see "key" in data/loot.json.
 * @typedef {object} Drop
 * @property {string} item name, or "self"
 * @property {number | [number, number]} [count]
 * @property {boolean} [ore]
 * @property {number} [bonus]
 * @property {[number, number]} [binomial]
 * @property {number} [most]
 * @property {number | number[]} [chance]
 * @property {string} [otherwise]
 * @property {string} [times]
 * @property {number} [trials]
 * @property {number | 'stem'} [trial_chance]
 * @property {Record<string, any[]>} [when]
 * @property {string} [tool]
 * @property {string} [unless_tool]
 */
/**
 * @typedef {object} Entry
 * @property {Drop[]} drops
 * @property {boolean | string} [silk]
 * @property {string} [silk_count]
 * @property {boolean | string} [shears]
 * @property {number} [shears_count]
 * @property {boolean} [shears_faces]
 * @property {Record<string, any[] | any>} [when]
 * @property {[number, number]} [xp]
 */

const FACES = ['down', 'up', 'north', 'south', 'west', 'east']

/**
 * @param {{registry: any, states: import('./states.js').StateTables, loot: any}} game
 * @param {import('../items/stacks.js').Stacks} stacks
 */
export function createDrops ({ registry, states, loot }, stacks) {
  const families = loot.families.map((/** @type {any} */ family) => ({ ...family, match: new RegExp(family.match) }))
  /** @type {Map<string, Entry | null>} */
  const found = new Map()

  /** @param {string} name @returns {Entry | null} */
  function entryOf (name) {
    let entry = found.get(name)
    if (entry === undefined) {
      entry = loot.blocks[name] ?? families.find((/** @type {any} */ family) => family.match.test(name)) ?? null
      found.set(name, entry ?? null)
    }
    return entry ?? null
  }

  /** @param {any} wanted @param {Record<string, any>} properties */
  const fits = (wanted, properties) => !wanted || Object.entries(wanted)
    .every(([key, values]) => /** @type {any[]} */ ([values].flat()).some(value => String(value) === String(properties[key])))

  /**
   * @param {number} state of the block
   * @param {Item | null} tool what it was broken with
   * @param {() => number} random
   * @returns {Item[]} fresh stacks
   */
  function of (state, tool, random) {
    const name = states.names[state]
    const entry = entryOf(name)
    const own = registry.itemsByName[name] ? name : null
    /** @type {Item[]} */
    const out = []
    const put = (/** @type {string} */ item, /** @type {number} */ count) => {
      while (count > 0 && registry.itemsByName[item]) {
        const stack = stacks.make(item)
        stack.count = Math.min(count, stack.stackSize)
        count -= stack.count
        out.push(stack)
      }
    }
    if (!entry) {
      for (const id of registry.blocksByName[name].drops ?? []) {
        const kind = registry.items[typeof id === 'object' ? id.drop?.id ?? id.drop : id]
        if (kind && kind.name !== 'air') put(kind.name, 1)
      }
      return out
    }
    const properties = states.properties(state)
    if (!fits(entry.when, properties)) return out
    const silk = tool ? stacks.enchantment(tool, 'silk_touch') > 0 : false
    if (entry.silk && silk) {
      const count = entry.silk_count ? Number(properties[entry.silk_count]) : 1
      if (name === 'snow' && count === 8) put('snow_block', 1)
      else put(typeof entry.silk === 'string' ? entry.silk : own ?? '', count)
      return out
    }
    if (entry.shears && tool?.name === 'shears') {
      const faces = entry.shears_faces ? FACES.filter(face => properties[face] === true).length : 0
      put(typeof entry.shears === 'string' ? entry.shears : own ?? '', faces || entry.shears_count || 1)
      return out
    }
    const fortune = tool ? stacks.enchantment(tool, 'fortune') : 0
    for (const drop of entry.drops) {
      if (!fits(drop.when, properties)) continue
      if (drop.tool && !tool?.name.endsWith(drop.tool)) continue
      if (drop.unless_tool && tool?.name.endsWith(drop.unless_tool)) continue
      const item = drop.item === 'self' ? own ?? '' : drop.item
      if (drop.chance !== undefined && random() >= level(drop.chance, fortune)) {
        if (drop.otherwise) put(drop.otherwise, 1)
        continue
      }
      put(item, countOf(drop, properties, fortune, random))
    }
    return out
  }

  /** @param {number | number[]} chances @param {number} fortune */
  const level = (chances, fortune) => typeof chances === 'number' ? chances : chances[Math.min(fortune, chances.length - 1)]

  /** @param {Drop} drop @param {Record<string, any>} properties @param {number} fortune @param {() => number} random */
  function countOf (drop, properties, fortune, random) {
    if (drop.times) return Number(properties[drop.times])
    const roll = (/** @type {number} */ lo, /** @type {number} */ hi) => lo + Math.floor(random() * (hi - lo + 1))
    if (drop.trials) return successes(drop.trials, drop.trial_chance === 'stem' ? (Number(properties.age) + 1) / 15 : drop.trial_chance ?? 0, random)
    let count = Array.isArray(drop.count) ? roll(drop.count[0], drop.count[1]) : drop.count ?? 1
    // Fortune on ores: times 1 + max(0, random(0..level+1) − 1)
    if (drop.ore && fortune > 0) count *= Math.max(0, roll(0, fortune + 1) - 1) + 1
    if (drop.bonus && fortune > 0) count += roll(0, drop.bonus * fortune)
    if (drop.binomial) count += successes(drop.binomial[0] + fortune, drop.binomial[1], random)
    return Math.max(0, Math.min(count, drop.most ?? Infinity))
  }

  /** @param {number} tries @param {number} chance @param {() => number} random */
  function successes (tries, chance, random) {
    let won = 0
    for (let i = 0; i < tries; i++) if (random() < chance) won++
    return won
  }

  /** @param {number} state @param {Item | null} tool @param {() => number} random @returns {number} experience points */
  function experience (state, tool, random) {
    const range = entryOf(states.names[state])?.xp
    if (!range || (tool && stacks.enchantment(tool, 'silk_touch') > 0)) return 0
    return range[0] + Math.floor(random() * (range[1] - range[0] + 1))
  }

  return { of, experience }
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const rules = createDrops({ registry: ctx.registry, states: ctx.states, loot: ctx.data.loot }, ctx.inventory)
  /** @param {any} block a prismarine block, or a state id @param {Item | null} [tool] */
  const of = (block, tool = null) => rules.of(typeof block === 'number' ? block : block.stateId, tool, ctx.random)

  ctx.drops = {
    of,
    experience: (/** @type {number} */ state, /** @type {Item | null} */ tool = null) => rules.experience(state, tool, ctx.random),
    /**
     * Replace a block that nobody digs (its support went, water came) and let its drops fall.
     * @param {import('../types.d.ts').Point} position
     * @param {{tool?: Item | null, replacement?: number, cause?: string}} [how]
     */
    breakBlock: (position, { tool = null, replacement, cause = 'broken' } = {}) => {
      const state = ctx.blocks.get(position.x, position.y, position.z)
      if (state === null) return
      const left = replacement ?? (ctx.blocks.properties(state).waterlogged === true ? ctx.blocks.stateOf('water') : 0)
      ctx.blocks.set(position, left, { cause })
      if (ctx.rules.doTileDrops) for (const item of of(state, tool)) ctx.items.pop(position, item)
    }
  }
}
