/**
 * Crafting tables: a click on one opens its grid. The 2×2 grid is part of every inventory (views.js).
 *
 * What grids make is known by recipes.js, how windows work by windows.js.
 * @module
 */
import { nearEnough, usesBlock } from '../players/reach.js'

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  ctx.onUseBlock(use => {
    const { player, block } = use
    if (block.name !== 'crafting_table' || !usesBlock(use)) return false
    const { position } = block
    ctx.windows.openCrafting(player, () => nearEnough(player, position) &&
      ctx.blocks.name(position.x, position.y, position.z) === 'crafting_table')
    return true
  })
}
