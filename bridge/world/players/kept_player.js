/**
 * What is kept of a player who is not here, and how he comes back.
 */
import { Vec3 } from 'vec3'
import { pack, unpack } from '../plain.js'

/** @typedef {import('../types.d.ts').Player} Player */

/** @param {import('../types.d.ts').Ctx} ctx @param {Player} player @returns {any} plain data */
export const keep = (ctx, player) => ({
  id: player.id,
  vehicle: player.vehicle?.id,
  gliding: player.gliding === true,
  glided: player.glided,
  at: [player.position.x, player.position.y, player.position.z],
  turn: [player.yaw, player.pitch],
  onGround: player.onGround,
  gameMode: player.gameMode,
  health: player.health,
  held: player.heldItemSlot,
  op: player.op,
  flying: player.flying,
  slots: pack(ctx, player.inventory.slots),
  survival: pack(ctx, { ...player.survival, open: null })
})

/** @param {import('../types.d.ts').Ctx} ctx @param {Player} player @param {any} kept what keep() gave */
export function revive (ctx, player, kept) {
  player.position = new Vec3(kept.at[0], kept.at[1], kept.at[2])
  player.yaw = player.headYaw = kept.turn[0]
  player.pitch = kept.turn[1]
  player.onGround = kept.onGround
  player.gliding = kept.gliding === true
  player.glided = kept.glided ?? 0
  player.vehicle = kept.vehicle === undefined ? null : ctx.entities.get(kept.vehicle)
  player.gameMode = kept.gameMode
  player.health = kept.health
  player.heldItemSlot = kept.held
  player.op = kept.op
  player.flying = kept.flying
  player.inventory.slots = unpack(ctx, kept.slots)
  Object.assign(player.survival, unpack(ctx, kept.survival), { open: null })
}
