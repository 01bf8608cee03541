/**
 * Cakes eaten slice by slice, candles put on them, and candles blown out.
 *
 * Rules: https://minecraft.wiki/w/Cake, /w/Candle (Java 1.20.4). Candles are lit by fire.js, stacked by placement.js.
 * @module
 */
import { usesBlock } from '../players/reach.js'

const SLICES = 7
const FOOD = 2 // points a slice
const SATURATION = 0.4 // points a slice
const FULL = 20 // food points
const CANDLE = /(^|_)candle$/
const CANDLE_CAKE = /candle_cake$/
const FLAME = 0.5 // of a candle cake's height, from which a click meets the candle

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory } = ctx

  /** @param {import('../types.d.ts').Player} player @param {any} position @param {number} bites taken before */
  function eat (player, position, bites) {
    if (player.survival.food >= FULL && player.gameMode !== 1) return false
    ctx.vitals.feed(player, FOOD, SATURATION)
    ctx.vitals.tell(player)
    blocks.set(position, bites + 1 < SLICES ? blocks.stateOf('cake', { bites: bites + 1 }) : 0, { by: player, cause: 'used' })
    return true
  }

  /** @param {import('../types.d.ts').UseBlock} use */
  function blowOut ({ player, block, position }) {
    return blocks.set(position, blocks.stateOf(block.name, { ...blocks.properties(block.stateId), lit: false }), { by: player, cause: 'used' })
  }

  ctx.onUseBlock(use => {
    const { player, block, position, held, hand, cursor } = use
    const { name } = block
    if (!usesBlock(use)) return false
    const props = blocks.properties(block.stateId)
    if (CANDLE.test(name)) return !held && props.lit === true && player.gameMode !== 2 && blowOut(use)
    if (CANDLE_CAKE.test(name)) {
      if (held?.name === 'flint_and_steel' || held?.name === 'fire_charge') return false
      if (!held && props.lit === true && cursor.y > FLAME) return blowOut(use)
      if (!eat(player, position, 0)) return false
      ctx.items.pop(position, inventory.make(name.replace('_cake', '')))
      return true
    }
    if (name !== 'cake') return false
    const bites = Number(props.bites)
    if (held && CANDLE.test(held.name) && bites === 0) {
      blocks.set(position, blocks.stateOf(`${held.name}_cake`, { lit: false }), { by: player, cause: 'used' })
      inventory.consumeHeld(player, 1, hand)
      return true
    }
    return eat(player, position, bites)
  })
}
