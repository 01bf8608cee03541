/**
 * Arrows as ammunition: which ones a bow takes, what flies then, and what tipped and spectral ones do to whom they hit.
 *
 * How they fly, stick and are taken up is known in projectiles.js; bows in bows.js, crossbows in crossbows.js.
 * Sources: https://minecraft.wiki/w/Tipped_Arrow, /w/Spectral_Arrow, /w/Effect_colors (Java 1.20): a tipped arrow's effects last an eighth of the potion's.
 * Not covered: an arrow's own `CustomPotionEffects`; clouds of colour where it lies.
 * @module
 */
import { leave } from '../mobs/hunters.js'

const ARROW = /^(spectral_|tipped_)?arrow$/
const SHARE = 8 // a potion's ticks for one of its arrow's
const GLOWS = /** @type {[string, number, number]} */ (['glowing', 0, 200]) // ticks
const META_COLOUR = 10 // of arrows, 1.20.4
/** What a tipped arrow looks like, by its first effect. */
const COLOURS = /** @type {Record<string, number>} */ ({
  speed: 0x33ebff, slowness: 0x8bafe0, strength: 0xffc700, jump_boost: 0xfdff84, regeneration: 0xcd5cab, fire_resistance: 0xff9900, water_breathing: 0x98dac0,
  night_vision: 0xc2ff66, invisibility: 0xf6f6f6, poison: 0x87a363, weakness: 0x484d48, slow_falling: 0xf3cfb9, instant_health: 0xf82423, instant_damage: 0xa9656a, luck: 0x59c106
})

/** @typedef {import('../items/stacks.js').Item} Item */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { effects } = ctx.data.potions

  ctx.arrows = {
    /** Slot of the arrows a player would shoot: in his hands, then from the first of the bar on; -1 for none. @param {any} player */
    slot: player => [45, 36 + player.heldItemSlot, ...Array.from({ length: 36 }, (_, i) => i < 9 ? 36 + i : i)].find(slot => ARROW.test(player.inventory.slots[slot]?.name ?? '')) ?? -1,

    /** @param {string | undefined} name of an item @returns {boolean} whether bows shoot it */
    is: name => ARROW.test(name ?? ''),

    /**
     * What flies when this item is shot.
     * @param {Item} item
     * @returns {{name: string, fields: Record<string, any>}} of projectiles.shoot; fields: item that is taken up again, tips, metadata
     */
    flight: item => {
      if (item.name === 'spectral_arrow') return { name: 'spectral_arrow', fields: { item: ctx.inventory.copy(item, 1), tips: [GLOWS] } }
      const tips = (item.name === 'tipped_arrow' ? effects[String(item.nbt?.value?.Potion?.value ?? 'empty').replace('minecraft:', '')] ?? [] : [])
        .map((/** @type {[string, number, number]} */ [name, amplifier, ticks]) => [name, amplifier, Math.max(1, Math.floor(ticks / SHARE))])
      if (item.name === 'arrow') return { name: 'arrow', fields: {} }
      const metadata = tips.length > 0 ? [{ key: META_COLOUR, type: 'int', value: COLOURS[tips[0][0]] ?? 0x385dc6 }] : []
      return { name: 'arrow', fields: { item: ctx.inventory.copy(item, 1), tips, metadata } }
    },

    /** What an arrow leaves on whom it has hurt. @param {any} shot @param {any} victim @param {any} by */
    touch: (shot, victim, by) => {
      for (const effect of shot.tips ?? []) leave(victim, effect, ctx, by)
    }
  }
}
