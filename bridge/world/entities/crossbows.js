/**
 * Crossbows and tridents of players: drawing, loading, shooting and throwing.
 *
 * A loaded crossbow keeps its arrows in its NBT (`Charged`, `ChargedProjectiles`), as in vanilla, so that clients see it loaded.
 * How arrows and tridents fly, hit and lie is known in projectiles.js.
 * Sources: https://minecraft.wiki/w/Crossbow, /w/Quick_Charge, /w/Multishot, /w/Trident (Java 1.20).
 * Not covered: rockets as ammunition, Riptide's flight, Channeling's lightning.
 */

const LOAD_TICKS = 25 // to load without Quick Charge
const QUICKER = 5 // ticks less for each level of Quick Charge
const BOLT_SPEED = 3.15 // blocks/tick
const BOLT_DAMAGE = 2 // points for each block/tick, before the critical part that every shot of a player's crossbow has
const FAN = 10 // degrees between the bolts of Multishot
const THROW_AFTER = 10 // ticks a trident must be held back
const TRIDENT_SPEED = 2.5 // blocks/tick
const TRIDENT_DAMAGE = 8 // points
const IMPALING = 2.5 // points a level, against what lives in water
const EYE = 1.52 // blocks above the feet from which is shot

/** @typedef {import('../types.d.ts').Player} Player */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, projectiles } = ctx
  const level = (/** @type {any} */ item, /** @type {string} */ name) => item.enchants?.find((/** @type {any} */ e) => e.name === name)?.lvl ?? 0
  const slotOf = (/** @type {Player} */ player, /** @type {number | undefined} */ hand) => hand === 1 ? 45 : 36 + player.heldItemSlot
  /** @param {any} item */
  const loaded = item => Number(item.nbt?.value?.Charged?.value ?? 0) > 0

  /** The item with its NBT changed; an entry that is undefined goes. @param {any} item @param {Record<string, any>} entries */
  function tagged (item, entries) {
    const value = { ...(item.nbt?.value ?? {}), ...entries }
    for (const key of Object.keys(value)) if (value[key] === undefined) delete value[key]
    return inventory.make(item.name, item.count, { type: 'compound', name: '', value })
  }

  /** @param {Player} player @param {number} slot of the crossbow */
  function load (player, slot) {
    const bow = player.inventory.slots[slot]
    if (bow?.name !== 'crossbow' || loaded(bow)) return
    const free = player.gameMode === 1
    const arrows = ctx.arrows.slot(player)
    if (arrows < 0 && !free) return
    const stack = /** @type {any} */ (player.inventory.slots[arrows])
    if (!free) inventory.set(player, arrows, inventory.copy(stack, stack.count - 1))
    const bolt = { id: { type: 'string', value: `minecraft:${stack?.name ?? 'arrow'}` }, Count: { type: 'byte', value: 1 }, ...(stack?.nbt ? { tag: { type: 'compound', value: stack.nbt.value } } : {}) }
    const count = level(bow, 'multishot') > 0 ? 3 : 1
    inventory.set(player, slot, tagged(bow, {
      Charged: { type: 'byte', value: 1 },
      ChargedProjectiles: { type: 'list', value: { type: 'compound', value: Array.from({ length: count }, () => bolt) } }
    }))
  }

  /** @param {Player} player @param {number} slot of the crossbow */
  function fire (player, slot) {
    const bow = /** @type {any} */ (player.inventory.slots[slot])
    /** @type {any[]} */
    const bolts = bow.nbt.value.ChargedProjectiles?.value?.value ?? []
    const piercing = level(bow, 'piercing')
    bolts.forEach((bolt, n) => {
      const aside = [0, -FAN, FAN][n] ?? 0
      const tag = bolt.tag && { type: 'compound', name: '', value: bolt.tag.value }
      const { name, fields } = ctx.arrows.flight(inventory.make(String(bolt.id.value).replace('minecraft:', ''), 1, tag))
      projectiles.shoot(name, player.position.offset(0, EYE, 0), turned(player, aside), BOLT_SPEED, {
        ...fields, inaccuracy: 1, damage: BOLT_DAMAGE, owner: player.id, critical: true, pickup: player.gameMode !== 1 && aside === 0, piercing
      })
    })
    inventory.set(player, slot, tagged(bow, { Charged: { type: 'byte', value: 0 }, ChargedProjectiles: undefined }))
    inventory.damageSlot(player, slot, Math.max(1, bolts.length))
  }

  /** Where a player looks, turned about his own up. @param {Player} player @param {number} degrees */
  function turned (player, degrees) {
    const yaw = player.yaw * Math.PI / 180; const pitch = player.pitch * Math.PI / 180; const by = degrees * Math.PI / 180
    const ahead = { x: -Math.sin(yaw) * Math.cos(pitch), y: -Math.sin(pitch), z: Math.cos(yaw) * Math.cos(pitch) }
    const side = { x: Math.cos(yaw), z: Math.sin(yaw) } // level, and square to both
    const cos = Math.cos(by); const sin = Math.sin(by)
    return { x: ahead.x * cos + side.x * sin, y: ahead.y * cos, z: ahead.z * cos + side.z * sin }
  }

  /** @param {Player} player @param {number} slot of the trident @param {number} held ticks */
  function hurl (player, slot, held) {
    const trident = player.inventory.slots[slot]
    if (trident?.name !== 'trident' || held < THROW_AFTER || level(trident, 'riptide') > 0) return
    inventory.damageSlot(player, slot, 1)
    const worn = player.inventory.slots[slot]
    if (worn?.name !== 'trident') return
    const kept = player.gameMode === 1
    projectiles.shoot('trident', player.position.offset(0, EYE, 0), turned(player, 0), TRIDENT_SPEED, {
      inaccuracy: 1, damage: TRIDENT_DAMAGE, flat: true, owner: player.id, pickup: !kept, item: inventory.copy(worn, 1), impaling: level(worn, 'impaling') * IMPALING, loyalty: level(worn, 'loyalty')
    })
    if (!kept) inventory.set(player, slot, inventory.copy(worn, worn.count - 1))
  }

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name === 'crossbow') {
      const slot = slotOf(player, hand)
      if (loaded(held)) { fire(player, slot); return true }
      if (player.gameMode !== 1 && ctx.arrows.slot(player) < 0) return false
      player.survival.using = { item: 'crossbow', kind: 'crossbow', slot, since: ctx.tick() }
      return true
    }
    if (held?.name !== 'trident' || (held.durabilityUsed ?? 0) >= held.maxDurability - 1) return false
    player.survival.using = { item: 'trident', kind: 'trident', slot: slotOf(player, hand), since: ctx.tick() }
    return true
  })

  projectiles.onRelease('crossbow', (/** @type {Player} */ player, /** @type {{slot: number, since: number}} */ using) => {
    const bow = player.inventory.slots[using.slot]
    if (bow && ctx.tick() - using.since >= LOAD_TICKS - QUICKER * level(bow, 'quick_charge')) load(player, using.slot)
  })
  projectiles.onRelease('trident', (/** @type {Player} */ player, /** @type {{slot: number, since: number}} */ using) => hurl(player, using.slot, ctx.tick() - using.since))
}
