/**
 * The grindstone: enchantments off, for experience; two worn pieces into one.
 * Rules: https://minecraft.wiki/w/Grindstone (Java Edition 1.20). Curses stay.
 */
import { createEnchantments } from './enchantments.js'

/** @typedef {import('../stacks.js').Item} Item */
/** @typedef {import('../stacks.js').Slot} Slot */

const BONUS = 0.05 // share of the durability that joining two pieces adds
const SOUND = 1042 // world_event: grindstone used

/** @param {import('../../types.d.ts').Ctx} ctx */
export function installGrindstone (ctx) {
  const { inventory } = ctx
  const enchantments = createEnchantments(ctx.registry, inventory)
  const curse = (/** @type {string} */ name) => enchantments.kind(name).curse
  const grindable = (/** @type {Item} */ item) => item.maxDurability > 0 || item.name === 'enchanted_book' || enchantments.of(item).size > 0

  /** The item with curses only, and the prior work that they stand for. @param {Item} item @param {Map<string, number>} bears @returns {Item} */
  function cleaned (item, bears) {
    const curses = new Map([...bears].filter(([name]) => curse(name)))
    let made = enchantments.set(item, curses)
    if (item.name === 'enchanted_book' && !curses.size) made = inventory.make('book', 1, made.nbt)
    let prior = 0
    for (let n = 0; n < curses.size; n++) prior = prior * 2 + 1
    const value = { ...(made.nbt?.value ?? {}) }
    delete value.RepairCost
    if (prior) value.RepairCost = { type: 'int', value: prior }
    made.nbt = Object.keys(value).length ? { type: 'compound', name: '', value } : null
    return made
  }

  /** @param {Slot} first @param {Slot} second @returns {Slot} */
  function grind (first, second) {
    const one = first ?? second
    if (!one || (first && second && (first.name !== second.name || first.count > 1 || second.count > 1))) return null
    if (!first || !second) return one.count === 1 && enchantments.of(one).size > 0 ? cleaned(one, enchantments.of(one)) : null
    const bears = enchantments.of(first)
    for (const [name, level] of enchantments.of(second)) bears.set(name, Math.max(bears.get(name) ?? 0, level))
    if (!first.maxDurability) return inventory.same(first, second) ? cleaned(first, bears) : null
    const made = cleaned(first, bears)
    const left = 2 * first.maxDurability - first.durabilityUsed - second.durabilityUsed + Math.floor(first.maxDurability * BONUS)
    made.durabilityUsed = Math.max(0, first.maxDurability - left)
    return made
  }

  ctx.benches.add(/^grindstone$/, {
    kind: 'minecraft:grindstone',
    title: 'container.grindstone_title',
    inputs: 2,
    makes: true,
    /** @param {import('../benches.js').Work} work */
    look: work => { work.made = grind(work.inputs[0], work.inputs[1]) },
    /** @param {import('../benches.js').Work} work */
    take: work => {
      let worth = 0
      for (const item of work.inputs) for (const [name, level] of enchantments.of(item)) if (!curse(name)) worth += enchantments.leastCost(name, level)
      const half = Math.ceil(worth / 2)
      if (worth > 0) ctx.experience.drop(work.position.offset(0.5, 0.5, 0.5), half + ctx.randomInt(0, half - 1))
      ctx.broadcast('world_event', { effectId: SOUND, location: work.position, data: 0, global: false })
      work.inputs = [null, null]
    },
    /** @param {number} _slot @param {Item} item */
    may: (_slot, item) => grindable(item),
    /** @param {import('../benches.js').Work} work */
    accepts: work => work.inputs[0] && work.inputs[1] ? null : [{ from: 0, to: 2 }]
  })
}
