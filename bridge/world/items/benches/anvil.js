/**
 * The anvil: repair, combine, rename, for levels; and the wear of the anvil itself.
 *
 * Rules: https://minecraft.wiki/w/Anvil_mechanics (Java Edition 1.20). Falling anvils and their damage are not covered here.
 */
import { createEnchantments } from './enchantments.js'

/** @typedef {import('../stacks.js').Item} Item */
/** @typedef {import('../stacks.js').Slot} Slot */

const COST = 0 // window property: levels
const TOO_EXPENSIVE = 40 // levels from which survival players are refused
const MOST_LETTERS = 50 // of a name; longer ones are ignored
const BONUS = 0.12 // share of the durability that joining two worn pieces adds
const CRACKS = 0.12 // chance that a use wears the anvil
const WORN = /** @type {Record<string, string | null>} */ ({ anvil: 'chipped_anvil', chipped_anvil: 'damaged_anvil', damaged_anvil: null })
const SOUND_USED = 1030 // world_event
const SOUND_BROKEN = 1029
/** Levels for one level of an enchantment, by its weight in minecraft-data (10 common … 1 very rare). */
const PRICE = /** @type {Record<number, number>} */ ({ 10: 1, 5: 2, 2: 4, 1: 8 })
/** What repairs, where minecraft-data does not say. */
const REPAIRS = /** @type {Record<string, RegExp>} */ ({
  wooden: /_planks$/, stone: /^(cobblestone|cobbled_deepslate|blackstone)$/, iron: /^iron_ingot$/, golden: /^gold_ingot$/, diamond: /^diamond$/, netherite: /^netherite_ingot$/,
  leather: /^leather$/, chainmail: /^iron_ingot$/, turtle: /^scute$/, elytra: /^phantom_membrane$/, shield: /_planks$/
})

/** @param {Slot} item */
const priorWork = item => item?.nbt?.value?.RepairCost?.value ?? 0

/**
 * The pure rules.
 * @param {any} registry
 * @param {import('../stacks.js').Stacks} stacks
 */
export function createAnvil (registry, stacks) {
  const enchantments = createEnchantments(registry, stacks)
  const repairs = (/** @type {Item} */ item, /** @type {Item} */ with_) =>
    /_(sword|pickaxe|axe|shovel|hoe|helmet|chestplate|leggings|boots)$|^(elytra|shield)$/.test(item.name) && Boolean(REPAIRS[item.name.split('_')[0]]?.test(with_.name))

  /**
   * What the anvil would make.
   * @param {Slot} first @param {Slot} second @param {string | null} name wanted; null: nothing typed yet, '': the item's own
   * @param {boolean} creative
   * @returns {{made: Slot, cost: number, used: number}} used: of the second stack, 0 for all of it
   */
  function work (first, second, name, creative) {
    const nothing = { made: null, cost: 0, used: 0 }
    if (!first) return nothing
    let made = /** @type {Item} */ (stacks.copy(first))
    let price = 0
    let used = 0
    if (second) {
      const book = second.name === 'enchanted_book' && enchantments.of(second).size > 0
      if (first.maxDurability && repairs(first, second)) {
        for (; used < second.count && made.durabilityUsed > 0; used++) {
          made.durabilityUsed -= Math.min(made.durabilityUsed, Math.floor(first.maxDurability / 4))
          price++
        }
        if (!used) return nothing
      } else {
        if (!book && (made.name !== second.name || !made.maxDurability)) return nothing
        if (made.maxDurability && !book) {
          const left = 2 * made.maxDurability - made.durabilityUsed - second.durabilityUsed + Math.floor(made.maxDurability * BONUS)
          const worn = Math.max(0, made.maxDurability - left)
          if (worn < made.durabilityUsed) { made.durabilityUsed = worn; price += 2 }
        }
        const joined = join(first, second, book, creative)
        if (!joined) return nothing
        price += joined.price
        made = enchantments.set(made, joined.bears)
      }
    }
    let renaming = 0
    const typed = name?.trim() ? JSON.stringify({ text: name }) : null
    if (typed ? typed !== made.customName && name !== made.displayName : name !== null && made.customName !== null) {
      renaming = 1
      price++
      made = named(made, typed)
    }
    if (price <= 0) return nothing
    let cost = priorWork(first) + priorWork(second) + price
    if (renaming === price && cost >= TOO_EXPENSIVE) cost = TOO_EXPENSIVE - 1
    if (cost >= TOO_EXPENSIVE && !creative) return { made: null, cost, used: 0 }
    const prior = Math.max(priorWork(first), priorWork(second))
    const penalty = renaming === price ? prior : prior * 2 + 1
    made.nbt = { type: 'compound', name: '', value: { ...(made.nbt?.value ?? {}), RepairCost: { type: 'int', value: penalty } } }
    return { made, cost, used }
  }

  /** @param {Item} first @param {Item} second @param {boolean} book @param {boolean} creative @returns {{bears: Map<string, number>, price: number} | null} null: nothing fits */
  function join (first, second, book, creative) {
    const bears = enchantments.of(first)
    let price = 0
    let some = false
    let refused = false
    for (const [name, level] of enchantments.of(second)) {
      let fits = creative || first.name === 'enchanted_book' || enchantments.bears(name, first.name)
      for (const other of bears.keys()) if (other !== name && !enchantments.compatible(name, other)) { fits = false; price++ }
      if (!fits) { refused = true; continue }
      some = true
      const had = bears.get(name) ?? 0
      const raised = Math.min(had === level ? level + 1 : Math.max(had, level), enchantments.kind(name).maxLevel)
      bears.set(name, raised)
      const each = PRICE[enchantments.kind(name).weight]
      price += (book ? Math.max(1, each >> 1) : each) * raised
      if (first.count > 1) price = TOO_EXPENSIVE
    }
    return refused && !some ? null : { bears, price }
  }

  /** @param {Item} item @param {string | null} text JSON of a component; null takes the name away @returns {Item} */
  function named (item, text) {
    const made = /** @type {Item} */ (stacks.copy(item))
    const value = { ...(made.nbt?.value ?? {}) }
    const display = { ...(value.display?.value ?? {}) }
    delete display.Name
    if (text) display.Name = { type: 'string', value: text }
    if (Object.keys(display).length) value.display = { type: 'compound', value: display }
    else delete value.display
    made.nbt = Object.keys(value).length ? { type: 'compound', name: '', value } : null
    return made
  }

  return { work }
}

/** @param {import('../../types.d.ts').Ctx} ctx */
export function installAnvil (ctx) {
  const { blocks, inventory } = ctx
  const rules = createAnvil(ctx.registry, inventory)
  ctx.benches.add(/^(chipped_|damaged_)?anvil$/, {
    kind: 'minecraft:anvil',
    title: 'container.repair',
    inputs: 2,
    makes: true,
    /** @param {import('../benches.js').Work} work */
    look: work => {
      if (!work.inputs[0]) work.choice = null // a name is typed for one item
      const { made, cost, used } = rules.work(work.inputs[0], work.inputs[1], work.choice?.name ?? null, work.player.gameMode === 1)
      work.made = made
      work.cost = cost
      work.choice = { name: work.choice?.name ?? null, used }
      work.bars = [[COST, cost]]
    },
    /** @param {import('../benches.js').Work} work @param {string} text */
    type: (work, text) => { if (text.length <= MOST_LETTERS && work.inputs[0]) work.choice = { name: text, used: 0 } },
    /** @param {import('../benches.js').Work} work */
    take: work => {
      const { player, cost, position, inputs } = work
      if (player.gameMode !== 1) ctx.experience.addLevels(player, -cost)
      const used = work.choice?.used ?? 0
      work.inputs = [null, used && inputs[1] ? inventory.copy(inputs[1], inputs[1].count - used) : null]
      work.choice = null
      wearAnvil(player, position)
    },
    may: () => true,
    accepts: () => [{ from: 0, to: 2 }]
  })

  /** @param {import('../../types.d.ts').Player} player @param {any} position */
  function wearAnvil (player, position) {
    const cracks = player.gameMode !== 1 && ctx.random() < CRACKS
    ctx.broadcast('world_event', { effectId: cracks ? SOUND_BROKEN : SOUND_USED, location: position, data: 0, global: false })
    if (!cracks) return
    const state = blocks.get(position.x, position.y, position.z) ?? 0
    const next = WORN[blocks.states.names[state]]
    blocks.set(position, next ? blocks.stateOf(next, blocks.properties(state)) : 0, { cause: 'anvil' })
  }
}
