/**
 * Respawn anchors: charged with glowstone, the place to wake up in the nether; they burst elsewhere.
 *
 * Rules: https://minecraft.wiki/w/Respawn_Anchor (Java 1.20.4). A player's own is kept as survival.anchor; a bed slept in later takes its place.
 * @module
 */
import { inNether } from '../land/dimensions.js'
import { usesBlock } from './reach.js'

const FUEL = 'glowstone'
const MOST = 4 // charges
const POWER = 5 // of the explosion
/** Where one wakes up, seen from the anchor, the first that is free. */
const AROUND = [0, -1, 1].flatMap(dy => [[0, -1], [-1, 0], [0, 1], [1, 0], [-1, -1], [1, -1], [-1, 1], [1, 1]].map(([dx, dz]) => [dx, dy, dz])).concat([[0, 1, 0]])

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory } = ctx
  const chargesAt = (/** @type {import('../types.d.ts').Point} */ p) => {
    const state = blocks.get(p.x, p.y, p.z)
    return state !== null && ctx.states.names[state] === 'respawn_anchor' ? Number(blocks.properties(state).charges) : -1
  }
  const charge = (/** @type {any} */ p, /** @type {number} */ charges, /** @type {any} */ by = undefined) => blocks.set(p, blocks.stateOf('respawn_anchor', { charges }), { by, cause: 'used' })

  ctx.onUseBlock(use => {
    const { player, block, position, held, hand } = use
    if (block.name !== 'respawn_anchor' || !usesBlock(use)) return false
    const charges = chargesAt(position)
    if (held?.name === FUEL && charges < MOST) {
      charge(position, charges + 1, player)
      ctx.sounds.play('block.respawn_anchor.charge', position)
      inventory.consumeHeld(player, 1, hand)
      return true
    }
    if (charges === 0 || (hand === 0 && inventory.get(player, 45)?.name === FUEL && charges < MOST)) return false
    if (!inNether(position.x)) {
      blocks.set(position, 0, { cause: 'explosion' })
      ctx.explosions.explode(position.offset(0.5, 0.5, 0.5), POWER, { fire: true })
      return true
    }
    const { survival } = player
    const { x, y, z } = position
    if (survival.anchor?.x === x && survival.anchor.y === y && survival.anchor.z === z) return false
    survival.anchor = { x, y, z }
    survival.bed = null
    survival.spawn = beside(position)
    ctx.sounds.play('block.respawn_anchor.set_spawn', position)
    player.tell({ translate: 'block.minecraft.set_spawn' })
    return true
  })

  /** @param {import('../types.d.ts').Point} p @returns {import('../types.d.ts').Point | null} */
  function beside (p) {
    for (const [dx, dy, dz] of AROUND) {
      const [x, y, z] = [p.x + dx, p.y + dy, p.z + dz]
      if (blocks.solid(x, y - 1, z) && !blocks.solid(x, y, z) && !blocks.solid(x, y + 1, z) && !blocks.fluid(x, y, z)) return { x: x + 0.5, y, z: z + 0.5 }
    }
    return null
  }

  const respawn = ctx.respawn
  ctx.respawn = player => {
    const { survival } = player
    const { anchor } = survival
    if (anchor && survival.bed) survival.anchor = null
    else if (anchor) {
      ctx.chunks.load(anchor.x >> 4, anchor.z >> 4)
      const charges = chargesAt(anchor)
      const place = charges > 0 ? beside(anchor) : null
      survival.spawn = place
      if (place) charge(anchor, charges - 1)
      else {
        survival.anchor = null
        player.send('game_state_change', { reason: 'no_respawn_block_available', gameMode: 0 })
      }
    }
    respawn(player)
  }
}
