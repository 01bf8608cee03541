/**
 * What clients say about where their players are.
 *
 * Knows the movement packets and which of them to refuse: no numbers, too far at once, before a teleport is confirmed.
 * Does not simulate players; a client that says it walked there is believed, as long as it could have.
 */
import { createRequire } from 'node:module'
import { installPoses } from './poses.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const FARTHEST = 10 // blocks in one packet: vanilla's "moved too quickly" (100 blocks², then times packets); https://minecraft.wiki/w/Java_Edition_protocol/Packets#Set_Player_Position
const WORLD_EDGE = 3e7 // blocks; https://minecraft.wiki/w/World_boundary

/**
 * @param {import('./types.d.ts').Ctx} ctx
 * @param {{moved: (player: import('./types.d.ts').Player, from: any, to: any) => void}} tell
 */
export function installMovement (ctx, tell) {
  installPoses(ctx)
  /** @param {import('./types.d.ts').Player} player @param {any} data */
  function move (player, data) {
    const { x, y, z } = data
    if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(z) ||
      Math.abs(x) > WORLD_EDGE || Math.abs(z) > WORLD_EDGE || Math.abs(y) > 2e7) {
      player.kick({ translate: 'multiplayer.disconnect.invalid_player_movement' })
      return
    }
    if (player.teleporting !== null || player.survival.dead) return
    if (player.vehicle) return // it goes where what it rides goes
    const from = player.position
    const far = Math.max(Math.abs(x - from.x), Math.abs(y - from.y), Math.abs(z - from.z))
    const limit = player.gameMode === 0 || player.gameMode === 2 ? FARTHEST : 100
    if (far > limit) {
      player.teleport(from)
      return
    }
    player.onGround = data.onGround === true
    if (far === 0) return
    player.position = new Vec3(x, y, z)
    tell.moved(player, from, player.position)
  }

  /** @param {import('./types.d.ts').Player} player @param {any} data */
  function look (player, data) {
    if (!Number.isFinite(data.yaw) || !Number.isFinite(data.pitch)) {
      player.kick({ translate: 'multiplayer.disconnect.invalid_player_movement' })
      return
    }
    if (player.teleporting !== null || player.survival.dead) return
    player.yaw = data.yaw % 360
    player.headYaw = player.yaw
    player.pitch = Math.max(-90, Math.min(90, data.pitch))
    player.onGround = data.onGround === true
  }

  ctx.onPacket('position', move)
  ctx.onPacket('position_look', (player, data) => { look(player, data); move(player, data) })
  ctx.onPacket('look', look)
  ctx.onPacket('flying', (player, data) => {
    if (player.teleporting === null && !player.survival.dead) player.onGround = data.onGround === true
  })
  ctx.onPacket('teleport_confirm', (player, data) => {
    if (data.teleportId === player.teleporting) player.teleporting = null
  })
  ctx.onPacket('abilities', (player, data) => {
    player.flying = (data.flags & 2) !== 0 && (player.gameMode === 1 || player.gameMode === 3)
  })
  ctx.onPacket('entity_action', (player, data) => {
    const { actionId } = data
    if (actionId === 'start_sneaking' || actionId === 0) setPose(player, { sneaking: true })
    else if (actionId === 'stop_sneaking' || actionId === 1) setPose(player, { sneaking: false })
    else if (actionId === 'start_sprinting' || actionId === 3) setPose(player, { sprinting: true })
    else if (actionId === 'stop_sprinting' || actionId === 4) setPose(player, { sprinting: false })
  })
  ctx.onPacket('arm_animation', (player, data) => {
    ctx.entities.broadcast(player, 'animation', { entityId: player.id, animation: data.hand === 1 ? 3 : 0 })
  })

  /** @param {import('./types.d.ts').Player} player @param {{sneaking?: boolean, sprinting?: boolean}} pose */
  function setPose (player, pose) {
    Object.assign(player, pose)
    ctx.poses.show(player)
  }
}
