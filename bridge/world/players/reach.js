/**
 * How far a player's hand goes.
 * @module
 */

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('../types.d.ts').Point} Point */

/**
 * Blocks between the eye and a block's centre within which a vanilla server accepts digging, placing and using: the
 * client's reach is 4.5 (survival) or 5, the server allows 6. Source: minecraft.wiki/w/Breaking (Java Edition 1.20).
 */
export const SERVER_REACH = 6
const EYE = 1.62 // blocks above the feet; minecraft.wiki/w/Player
const EYE_SNEAKING = 1.27

/** @param {Player} player @returns {number} height of the eyes above the feet, blocks */
export const eyeHeight = player => player.sneaking ? EYE_SNEAKING : EYE

/** @param {Player} player @param {Point} block position of a block @param {number} [slack] blocks added for latency */
export function withinReach (player, block, slack = 0) {
  const dx = player.position.x - (block.x + 0.5)
  const dy = player.position.y + eyeHeight(player) - (block.y + 0.5)
  const dz = player.position.z - (block.z + 0.5)
  const most = SERVER_REACH + slack
  return dx * dx + dy * dy + dz * dz <= most * most
}

/** Blocks from a player's feet to a block's centre beyond which its window closes. Source: Container.stillValidBlockEntity, Java Edition 1.20 */
const WINDOW_REACH = 8

/** @param {Player} player @param {Point} block whose window is open */
export function nearEnough (player, block) {
  const dx = player.position.x - (block.x + 0.5)
  const dy = player.position.y - (block.y + 0.5)
  const dz = player.position.z - (block.z + 0.5)
  return dx * dx + dy * dy + dz * dz <= WINDOW_REACH * WINDOW_REACH
}

/**
 * Whether a right click goes to the block itself. A sneaking player with something in hand uses that instead.
 * @param {import('../types.d.ts').UseBlock} use
 */
export function usesBlock ({ player, sneaking }) {
  const { slots } = player.inventory
  return !(sneaking && (slots[36 + player.heldItemSlot] || slots[45]))
}
