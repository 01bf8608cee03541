/**
 * Eating and drinking: the item held is used for its time, then it feeds.
 *
 * Food points come from minecraft-data; what else a meal does, from https://minecraft.wiki/w/Food (Java 1.20).
 * Not covered: suspicious stew's flower, chorus fruit's teleport. What potions do is potions.js' work.
 */

const EAT_TICKS = 32
/** Meals that take another time, in ticks. */
const TIME = /** @type {Record<string, number>} */ ({ dried_kelp: 16, honey_bottle: 40 })
/** What may be eaten on a full stomach. */
const ALWAYS = new Set(['golden_apple', 'enchanted_golden_apple', 'chorus_fruit', 'suspicious_stew', 'honey_bottle', 'milk_bucket', 'potion'])
/** What is left in the hand. */
const LEAVES = /** @type {Record<string, string>} */ ({ mushroom_stew: 'bowl', rabbit_stew: 'bowl', beetroot_soup: 'bowl', suspicious_stew: 'bowl', honey_bottle: 'glass_bottle', potion: 'glass_bottle', milk_bucket: 'bucket' })
/** Effects of meals: name, amplifier, ticks, chance. */
const EFFECTS = /** @type {Record<string, [string, number, number, number][]>} */ ({
  golden_apple: [['regeneration', 1, 100, 1], ['absorption', 0, 2400, 1]],
  enchanted_golden_apple: [['regeneration', 1, 400, 1], ['resistance', 0, 6000, 1], ['fire_resistance', 0, 6000, 1], ['absorption', 3, 2400, 1]],
  rotten_flesh: [['hunger', 0, 600, 0.8]],
  chicken: [['hunger', 0, 600, 0.3]],
  spider_eye: [['poison', 0, 100, 1]],
  poisonous_potato: [['poison', 0, 100, 0.6]],
  pufferfish: [['hunger', 2, 300, 1], ['poison', 1, 1200, 1], ['nausea', 0, 300, 1]]
})
const FINISHED_USING = 9 // entity_status
const OFF_HAND = 45
const HEARD_LAST = 25 // ticks before the end from which on others hear it; LivingEntity.shouldTriggerItemUseEffects
const HEARD_EVERY = 4 // ticks

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const slotOf = (/** @type {any} */ player, /** @type {number} */ hand) => hand === 1 ? OFF_HAND : 36 + (player.heldItemSlot ?? 0)

  function start (/** @type {any} */ player, /** @type {any} */ held, /** @type {number} */ hand) {
    const { name } = held
    const food = ctx.registry.foodsByName[name]
    if (!food && name !== 'milk_bucket' && name !== 'potion') return false
    if (player.survival.food >= 20 && !ALWAYS.has(name) && player.gameMode !== 1) return false
    const { using } = player.survival
    if (using?.kind === 'eat' && using.item === name && using.slot === slotOf(player, hand)) return true // at it already
    player.survival.using = { item: name, kind: 'eat', slot: slotOf(player, hand), since: ctx.tick(), until: ctx.tick() + (TIME[name] ?? EAT_TICKS) }
    return true
  }

  function finish (/** @type {any} */ player, /** @type {any} */ item, /** @type {number} */ slot) {
    const { name } = item
    const food = ctx.registry.foodsByName[name]
    if (food) ctx.vitals.feed(player, food.foodPoints, food.saturation)
    if (name === 'milk_bucket') ctx.effects.clear(player)
    if (name === 'potion') ctx.potions.drink(player, item)
    if (name === 'honey_bottle') ctx.effects.remove(player, 'poison')
    if (food) {
      ctx.sounds.play('entity.generic.eat', player.position, { category: 'neutral' })
      ctx.sounds.play('entity.player.burp', player.position, { category: 'player', volume: 0.5, pitch: 0.95 })
    }
    for (const [effect, amplifier, ticks, chance] of EFFECTS[name] ?? []) if (chance >= 1 || ctx.random() < chance) ctx.effects.give(player, effect, amplifier, ticks)
    // clients that wait for this word look at their food as soon as it comes, and take a slot that changes before it for a meal broken off
    ctx.vitals.tell(player)
    player.send('entity_status', { entityId: player.id, entityStatus: FINISHED_USING })
    if (player.gameMode !== 1) takeOne(player, item, slot)
  }

  function takeOne (/** @type {any} */ player, /** @type {any} */ item, /** @type {number} */ slot) {
    const { name } = item
    const left = ctx.inventory.copy(item, item.count - 1)
    const rest = LEAVES[name] ? ctx.inventory.make(LEAVES[name], 1) : null
    ctx.inventory.set(player, slot, left ?? rest)
    if (left && rest) ctx.inventory.giveOrDrop(player, rest)
  }

  ctx.onUseItem((/** @type {{player: any, held: any, hand: number}} */ { player, held, hand }) => Boolean(held) && start(player, held, hand ?? 0))
  ctx.eating = { start, stop: (/** @type {any} */ player) => { if (player.survival.using?.kind === 'eat') player.survival.using = null } }
  ctx.onTick((/** @type {number} */ tick) => {
    for (const player of ctx.players) {
      const { using } = player.survival
      if (using?.kind !== 'eat') continue
      const item = player.inventory.slots[using.slot]
      const away = using.slot !== OFF_HAND && using.slot !== 36 + (player.heldItemSlot ?? 0)
      if (player.survival.dead || away || item?.name !== using.item) { player.survival.using = null; continue }
      const left = using.until - tick
      if (left > 0 && left <= HEARD_LAST && left % HEARD_EVERY === 0) {
        const drinks = using.item === 'potion' || using.item === 'milk_bucket'
        ctx.sounds.play(using.item === 'honey_bottle' ? 'item.honey_bottle.drink' : `entity.generic.${drinks ? 'drink' : 'eat'}`, player.position, { category: 'player', volume: 0.5, except: player })
      }
      if (tick >= using.until) {
        player.survival.using = null
        finish(player, item, using.slot)
      }
    }
  })
}
