/**
 * Cauldrons: buckets and bottles in and out. Rules: https://minecraft.wiki/w/Cauldron (Java Edition 1.20).
 * Not covered: rain and dripstone filling them, washing dye off, fire put out by stepping in.
 * @module
 */
import { usesBlock } from '../players/reach.js'

const FULL = 3
/** What a full bucket makes of any cauldron. */
const FROM_BUCKET = /** @type {Record<string, string>} */ ({ water_bucket: 'water_cauldron', lava_bucket: 'lava_cauldron', powder_snow_bucket: 'powder_snow_cauldron' })
/** And what an empty one takes out of a full cauldron. */
const TO_BUCKET = /** @type {Record<string, string>} */ ({ water_cauldron: 'water_bucket', lava_cauldron: 'lava_bucket', powder_snow_cauldron: 'powder_snow_bucket' })

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory } = ctx
  ctx.onUseBlock(use => {
    const { player, block, position, held, hand } = use
    if (!held || !/cauldron$/.test(block.name) || !usesBlock(use)) return false
    const level = Number(blocks.properties(block.stateId).level ?? 0)
    const set = (/** @type {string} */ name, /** @type {any} */ props = undefined) => { blocks.set(position, blocks.stateOf(name, props), { by: player, cause: 'used' }) }
    const filled = FROM_BUCKET[held.name]
    if (filled) {
      set(filled, filled === 'lava_cauldron' ? undefined : { level: FULL })
      ctx.potions.exchange(player, hand, inventory.make('bucket'))
      return true
    }
    if (held.name === 'bucket' && TO_BUCKET[block.name] && (block.name === 'lava_cauldron' || level === FULL)) {
      set('cauldron')
      ctx.potions.exchange(player, hand, inventory.make(TO_BUCKET[block.name]))
      return true
    }
    if (held.name === 'glass_bottle' && block.name === 'water_cauldron') {
      if (level > 1) set('water_cauldron', { level: level - 1 })
      else set('cauldron')
      ctx.potions.exchange(player, hand, ctx.potions.make('potion', 'water'))
      return true
    }
    if (ctx.potions.of(held) === 'water' && held.name === 'potion' && (block.name === 'cauldron' || (block.name === 'water_cauldron' && level < FULL))) {
      set('water_cauldron', { level: level + 1 })
      ctx.potions.exchange(player, hand, inventory.make('glass_bottle'))
      return true
    }
    return false
  })
}
