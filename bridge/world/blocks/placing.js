/**
 * Placing blocks: what a right click with a block item does to the world and to the stack in hand.
 *
 * Which states come of it is known by placement.js, whether they can stand by footing.js. Refuses what would end up inside a
 * creature or player, out of the world, or where nothing gives way. The client is told by interaction.js.
 * @module
 */
import { FACES } from './directions.js'
import { createFooting } from './footing.js'
import { usesBlock } from '../players/reach.js'
import { createPlacement } from './placement.js'

/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {import('../types.d.ts').Player} Player */

/** Entities that a block may be placed into; every other kind is in its way. */
const THIN = /^(item|xp|experience_orb|arrow|spectral_arrow|trident|egg|snowball|ender_pearl|fishing_bobber|lightning|area_effect_cloud|marker|\w*projectile\w*|\w*fireball)$/
/** Blocks whose own use comes first, whoever sees to it. */
const USED_FIRST = /_bed$|^(cake|\w*candle_cake|respawn_anchor|lectern|bell|jukebox|note_block|daylight_detector|sweet_berry_bush|cave_vines|cave_vines_plant)$/
const PLAYER_BODY = { halfWidth: 0.3, height: 1.8 } // blocks; minecraft.wiki/w/Player

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, entities } = ctx
  const { states } = blocks
  const footing = createFooting(ctx)
  const placement = createPlacement(ctx, footing)

  /** @param {Point} position @param {number} state @returns {boolean} whether somebody's body is where the block would be */
  function occupied (position, state) {
    const boxes = states.shapes(state)
    if (!boxes.length) return false
    const bodies = [
      ...ctx.players.filter(player => player.gameMode !== 3 && !player.survival.dead),
      ...entities.near({ x: position.x + 0.5, y: position.y + 0.5, z: position.z + 0.5 }, 4, entity => !THIN.test(entity.kind) && !THIN.test(entity.name))
    ]
    return bodies.some(body => {
      const half = body.kind === 'player' ? PLAYER_BODY.halfWidth : (ctx.registry.entitiesByName[body.name]?.width ?? 0.6) / 2
      const height = body.kind === 'player' ? (body.sneaking ? 1.5 : PLAYER_BODY.height) : ctx.registry.entitiesByName[body.name]?.height ?? 1.8
      const { x, y, z } = body.position
      return boxes.some(([x0, y0, z0, x1, y1, z1]) =>
        x + half > position.x + x0 + 1e-6 && x - half < position.x + x1 - 1e-6 && y + height > position.y + y0 + 1e-6 && y < position.y + y1 - 1e-6 &&
        z + half > position.z + z0 + 1e-6 && z - half < position.z + z1 - 1e-6)
    })
  }

  ctx.onUseBlock(use => {
    const { player, block, position, face, held, cursor, sneaking, hand } = use
    if (USED_FIRST.test(block.name) && usesBlock(use)) return false
    if (!held || player.gameMode === 2 || !placement.blockOf(held.name)) return false
    const aim = { item: held.name, clicked: position, face, cursor, yaw: player.yaw, pitch: player.pitch, sneaking }
    const planned = placement.plan(aim)
    if (!planned) return false
    const { minY, height } = ctx.chunks
    if (planned.some(part => part.position.y < minY || part.position.y >= minY + height || occupied(part.position, part.state))) return true
    put(player, planned, held, hand)
    return true
  })

  /** @param {Player} player @param {import('./placement.js').Part[]} planned @param {import('../types.d.ts').Stack} held @param {number} hand */
  function put (player, planned, held, hand) {
    const { name } = held
    for (const part of planned) blocks.set(part.position, part.state, { by: player, cause: 'placed' })
    inventory.consumeHeld(player, 1, hand)
    const [first] = planned
    player.survival.stats[`used:${name}`] = (player.survival.stats[`used:${name}`] ?? 0) + 1
    ctx.containers?.placed(first.position, first.state, held, player)
    if (/_sign$/.test(states.names[first.state])) ctx.signs?.edit(player, first.position)
  }

  ctx.footing = footing
  ctx.placing = { plan: placement.plan, occupied, FACES }
}
