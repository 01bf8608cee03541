/**
 * What lies in chests that the land was made with.
 *
 * Knows data/chest_loot.json. What a chest holds depends on the seed and its place only, and is drawn when somebody first opens or breaks it; places
 * that have been drawn are kept, so that nothing can be drawn twice.
 * @module
 */
import { createEnchantments } from './benches/enchantments.js'
import { seedFor, hash, stream } from '../terrain/random.js'

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, registry, tiles } = ctx
  const { tables } = ctx.data.chest_loot
  const { bears } = createEnchantments(registry, inventory)
  const seed = seedFor(ctx.seed, 'loot')
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`
  /** Chests of the chunks seen so far, by place; asked of the generator again after a restore. @type {Map<string, string>} */
  const known = new Map()
  /** @type {Set<string>} */
  const drawn = new Set()

  ctx.chunks.loadListeners.push(chunk => {
    for (const chest of ctx.generator.furnished(chunk.x, chunk.z).chests) known.set(key(chest), chest.table)
  })
  ctx.persist('loot', {
    save: () => [...drawn].sort(),
    load: saved => { drawn.clear(); for (const place of saved) drawn.add(place) }
  })

  /** @param {any[]} items @param {() => number} random @returns {any} */
  function pick (items, random) {
    let at = random() * items.reduce((sum, item) => sum + item.weight, 0)
    return items.find(item => (at -= item.weight) < 0) ?? items[items.length - 1]
  }

  /** @param {any} entry @param {() => number} random */
  function make (entry, random) {
    const [low, high] = entry.count ?? [1, 1]
    const made = inventory.make(entry.enchanted && entry.item === 'book' ? 'enchanted_book' : entry.item, low + Math.floor(random() * (high - low + 1)))
    if (entry.enchanted) {
      const fitting = registry.enchantmentsArray.filter((/** @type {any} */ one) => one.discoverable && (entry.item === 'book' || bears(one.name, entry.item)))
      const one = fitting[Math.floor(random() * fitting.length)]
      if (one) made.enchants = [{ name: one.name, lvl: 1 + Math.floor(random() * one.maxLevel) }]
    }
    return made
  }

  /** @param {string} table @param {import('../types.d.ts').Point} at @returns {any[]} the 27 slots */
  function draw (table, at) {
    const random = stream(hash(seed, at.x, at.y, at.z))
    const slots = new Array(27).fill(null)
    for (const { rolls: [low, high], items } of tables[table]) {
      for (let n = low + Math.floor(random() * (high - low + 1)); n > 0; n--) {
        const entry = pick(items, random)
        if (!entry.item) continue
        let slot = Math.floor(random() * 27)
        while (slots[slot]) slot = (slot + 1) % 27
        slots[slot] = Object.assign(make(entry, random), { slot })
      }
    }
    return slots
  }

  /** Put a chest's loot into its tile, once. @param {import('../types.d.ts').Point} position @param {any} tile */
  function fill (position, tile) {
    const place = key(position)
    const table = known.get(place)
    if (!table || tile.type !== 'chest' || drawn.has(place)) return
    drawn.add(place)
    tile.slots = draw(table, position)
  }

  // A chest that nobody has opened is broken: what was in it falls out.
  ctx.blocks.onChange((position, before, after) => {
    if (known.size === 0 || ctx.states.names[before] !== 'chest' || ctx.states.names[after] === 'chest' || tiles.has(key(position))) return
    const table = known.get(key(position))
    if (!table || drawn.has(key(position))) return
    drawn.add(key(position))
    for (const item of draw(table, position)) if (item) ctx.items.pop(position, item)
  })

  ctx.loot = { fill, known }
}
