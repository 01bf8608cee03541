/**
 * What clients say about where their players are, and what of it a vanilla server refuses.
 *
 * Refused moves are set back: the player is teleported to where it was, and nothing it sends counts until its client has confirmed that.
 * Knows "moved too quickly", "moved wrongly", floating, and what is exempt; the geometry is bodies.js'. Does not simulate players.
 * Source: Java Edition 1.20.4, ServerGamePacketListenerImpl, as described at https://minecraft.wiki/w/Java_Edition_protocol/Packets#Set_Player_Position.
 * Kinder than vanilla in three things: more than five packets in a tick count as five instead of one, what gravity adds in that many ticks is
 * forgiven, and floating counts only over land that the client holds. Stricter in one: infinite or far too large coordinates
 * are thrown out; vanilla brings them to the world's edge and then sets the player back.
 */
import { createRequire } from 'node:module'
import { LYING, SNEAKING, STANDING, createBodies } from './bodies.js'
import { chunkKey } from '../blocks/chunks.js'
import { installPoses } from './poses.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const QUICK = 100 // blocks² a packet, counted from where the tick began
const QUICK_GLIDING = 300
const MOST_COUNTED = 5 // packets of one tick
const MOST_LATE = 40 // packets of one tick whose fall is believed: a server catches up 2 s at most
const FASTEST_FALL = 3.92 // blocks a tick: terminal velocity; https://minecraft.wiki/w/Entity#Motion_of_entities
const SINKING = -0.03125 // blocks in one move: whoever falls faster does not float
const MOST_FLOATING = 80 // ticks
const TELL_AGAIN = 20 // ticks after which an unconfirmed teleport is sent anew
const TURNS_IN_BED = 1 // blocks² that a sleeper may move
const WORLD_EDGE = 3e7 // blocks; https://minecraft.wiki/w/World_boundary
const WORLD_HEIGHT = 2e7 // blocks; same source as the rule
const INVALID = { translate: 'multiplayer.disconnect.invalid_player_movement' }

/** @typedef {import('../types.d.ts').Player} Player */
/**
 * What is remembered of a player's moves within and between ticks.
 * @typedef {object} Course
 * @property {any} first where it was when the tick began
 * @property {any} last where the last move or the tick left it; another position means that somebody else has moved it
 * @property {number} packets moves in this tick
 * @property {number} height of its body when the tick began, blocks
 * @property {boolean} floating as of the last move
 * @property {number} aloft ticks of floating
 * @property {number} told tick at which the pending teleport was last sent
 */

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {{moved: (player: Player, from: any, to: any) => void}} tell
 */
export function installMovement (ctx, tell) {
  installPoses(ctx)
  const bodies = createBodies(ctx)
  /** @type {WeakMap<Player, Course>} */
  const courses = new WeakMap()

  /** @param {Player} player @returns {Course} */
  function courseOf (player) {
    let course = courses.get(player)
    if (!course) {
      course = { first: player.position, last: player.position, packets: 0, height: STANDING, floating: false, aloft: 0, told: ctx.tick() }
      courses.set(player, course)
    }
    if (course.last !== player.position) course.first = course.last = player.position
    return course
  }

  /** @param {Player} player @returns {number} how tall it holds itself, blocks */
  const heightOf = player => player.gliding || (player.sprinting && player.survival.in_water) ? LYING : player.sneaking ? SNEAKING : STANDING

  /** Whether what the client says about its place counts now. @param {Player} player @param {Course} course */
  function heard (player, course) {
    if (player.survival.dead) return false
    if (player.teleporting === null) {
      course.told = ctx.tick()
      return true
    }
    if (ctx.tick() - course.told > TELL_AGAIN) player.teleport(player.position)
    return false
  }

  /** @param {Player} player @param {any} from @param {string} why */
  function setBack (player, from, why) {
    player.teleport(from)
    player.emit('set back', why)
  }

  /** @param {Player} player @param {any} to @param {Course} course @returns {boolean} whether it is farther than its packets of this tick can have brought it */
  function tooQuick (player, to, { first, packets }) {
    const dx = to.x - first.x
    const dy = to.y - first.y
    const dz = to.z - first.z
    const fall = Math.max(dy, -FASTEST_FALL * Math.min(packets, MOST_LATE))
    const way = dx * dx + dz * dz + (dy < 0 ? dy * dy - fall * fall : dy * dy)
    return way > (player.gliding ? QUICK_GLIDING : QUICK) * Math.min(packets, MOST_COUNTED)
  }

  /** Remember whether the player hangs in the air after a move that was made. @param {Player} player @param {Course} course @param {number} dy */
  function weigh (player, course, dy) {
    course.floating = dy >= SINKING && (player.gameMode === 0 || player.gameMode === 2) && !player.gliding &&
      !player.survival.effects.levitation && bodies.floats(player.position, STANDING)
  }

  /** @param {Player} player @param {any} data */
  function move (player, data) {
    const { x, y, z } = data
    if (!(Math.abs(x) <= WORLD_EDGE && Math.abs(z) <= WORLD_EDGE && Math.abs(y) <= WORLD_HEIGHT)) return player.kick(INVALID)
    const course = courseOf(player)
    if (!heard(player, course) || player.vehicle) return // a rider goes where what it rides goes
    const from = player.position
    const to = new Vec3(x, y, z)
    if (player.survival.sleeping) {
      if (to.distanceSquared(course.first) > TURNS_IN_BED) setBack(player, from, 'moved asleep')
      return
    }
    course.packets++
    if (tooQuick(player, to, course)) return setBack(player, from, 'moved too quickly')
    const height = Math.min(course.height, heightOf(player))
    const still = x === from.x && y === from.y && z === from.z
    if (!still && player.gameMode !== 3 && !bodies.mayMove(from, to, { height, grounded: player.onGround, creative: player.gameMode === 1 })) {
      return setBack(player, from, 'moved wrongly')
    }
    player.onGround = data.onGround === true
    if (!still) player.position = course.last = to
    weigh(player, course, to.y - from.y)
    if (!still) tell.moved(player, from, player.position)
  }

  /** @param {Player} player @param {any} data */
  function stand (player, data) {
    const course = courseOf(player)
    if (!heard(player, course)) return
    player.onGround = data.onGround === true
    weigh(player, course, 0)
  }

  /** @param {Player} player @param {any} data @returns {boolean} whether it made sense */
  function look (player, data) {
    if (!Number.isFinite(data.yaw) || !Number.isFinite(data.pitch)) {
      player.kick(INVALID)
      return false
    }
    if (player.teleporting !== null || player.survival.dead) return true
    player.yaw = data.yaw % 360
    player.headYaw = player.yaw
    player.pitch = Math.max(-90, Math.min(90, data.pitch))
    return true
  }

  ctx.onPacket('position', move)
  ctx.onPacket('position_look', (player, data) => { if (look(player, data)) move(player, data) })
  ctx.onPacket('look', (player, data) => { if (look(player, data)) stand(player, data) })
  ctx.onPacket('flying', stand)
  ctx.onPacket('teleport_confirm', (player, data) => {
    if (data.teleportId !== player.lastTeleport) return
    if (player.teleporting === null) return player.kick(INVALID) // confirmed twice
    player.teleporting = null
    const course = courseOf(player)
    course.first = course.last = player.position
    course.floating = false
  })

  ctx.onTick(tick => {
    for (const player of ctx.players) {
      const course = courseOf(player)
      course.first = player.position
      course.packets = 0
      course.height = heightOf(player)
      const here = chunkKey(Math.floor(player.position.x) >> 4, Math.floor(player.position.z) >> 4)
      if (!course.floating || player.survival.sleeping || player.vehicle || player.survival.dead || !player.chunks.has(here)) course.aloft = 0
      else if (++course.aloft > MOST_FLOATING) player.kick({ translate: 'multiplayer.disconnect.flying' })
      if (player.teleporting === null) course.told = tick
    }
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

  /** @param {Player} player @param {{sneaking?: boolean, sprinting?: boolean}} pose */
  function setPose (player, pose) {
    Object.assign(player, pose)
    ctx.poses.show(player)
  }
}
