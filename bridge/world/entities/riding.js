/**
 * Riding: boats and minecarts that players sit in, horses and pigs that carry them.
 *
 * The rider's client moves a boat and is believed, within bounds; a minecart is moved by redstone/carts.js and takes its rider along.
 * Not covered: creatures as passengers, a boat's own slide after its rider has let go.
 * Source: https://minecraft.wiki/w/Boat, /w/Minecart (Java 1.20), /w/Java_Edition_protocol/Packets#Move_Vehicle.
 */
import { createRequire } from 'node:module'
import { createBodies } from '../players/bodies.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** Passengers, and how far above the vehicle's foot they sit. */
const SEATS = /** @type {Record<string, {places: number, height: number}>} */ ({
  boat: { places: 2, height: -0.1 }, chest_boat: { places: 1, height: -0.1 }, minecart: { places: 1, height: 0 }
})
const BACK = 0.75 // of a creature's height: where its rider sits
const BOAT = { halfWidth: 0.6875, height: 0.5625 } // blocks; https://minecraft.wiki/w/Boat
const UNMOUNT = 0x02 // steer_vehicle's flag
const FARTHEST = 10 // blocks in one vehicle_move
const LURES = /** @type {Record<string, string>} */ ({ pig: 'carrot_on_a_stick', strider: 'warped_fungus_on_a_stick' })
const BESIDE = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]]

/** @typedef {import('../types.d.ts').Entity} Entity */
/** @typedef {import('../types.d.ts').Player} Player */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, blocks } = ctx
  const bodies = createBodies(ctx)
  /** @param {Entity} vehicle @returns {Player[]} */
  const ridersOf = vehicle => ctx.players.filter(player => player.vehicle === vehicle)

  /** @param {Entity} vehicle */
  const tell = vehicle => entities.broadcast(vehicle, 'set_passengers', { entityId: vehicle.id, passengers: ridersOf(vehicle).map(player => player.id) })

  /** @param {Entity} vehicle */
  const seatOf = vehicle => new Vec3(vehicle.position.x, vehicle.position.y + (SEATS[vehicle.name]?.height ?? vehicle.traits.mount?.seat ?? vehicle.box.height * BACK), vehicle.position.z)

  /** @param {Player} player @param {Entity} vehicle */
  function mount (player, vehicle) {
    player.vehicle = vehicle
    player.gliding = false
    tell(vehicle)
    player.teleport(seatOf(vehicle), player.yaw, player.pitch)
    player.seat = player.position
  }

  /** Where one who gets off stands: beside it, else on top. @param {Entity} vehicle */
  function beside (vehicle) {
    const { x, y, z } = vehicle.position
    for (const dy of [0, 1, -1]) {
      for (const [dx, dz] of BESIDE) {
        const at = new Vec3(Math.floor(x + dx * 1.2) + 0.5, Math.floor(y + 0.01) + dy, Math.floor(z + dz * 1.2) + 0.5)
        if (blocks.solid(at.x, at.y - 1, at.z) && !blocks.solid(at.x, at.y, at.z) && !blocks.solid(at.x, at.y + 1, at.z)) return at
      }
    }
    return new Vec3(x, y + 0.6, z)
  }

  /** @param {Player} player @param {boolean} place whether it is put beside what it rode */
  function dismount (player, place = true) {
    const { vehicle } = player
    if (!vehicle) return
    player.vehicle = null
    player.lastY = undefined
    player.survival.fall = 0
    if (vehicle.removed) player.send('set_passengers', { entityId: vehicle.id, passengers: [] })
    else tell(vehicle)
    if (place && !player.survival.dead) player.teleport(beside(vehicle), player.yaw, player.pitch)
  }

  /** Whether a rider has a creature go where he wants: horses by the saddle, pigs and striders by what hangs before them too. @param {Player} player @param {Entity} mob */
  function steers (player, mob) {
    if (!mob.saddled) return false
    if (mob.traits.mount) return Boolean(mob.owner)
    return [36 + player.heldItemSlot, 45].some(slot => player.inventory.slots[slot]?.name === LURES[mob.name])
  }

  ctx.onUseEntity(({ player, entity }) => {
    const seats = SEATS[entity.name]
    if (!seats || entity.kind !== 'prop' || player.sneaking || player.vehicle === entity || player.survival.dead) return false
    if (ridersOf(/** @type {Entity} */ (entity)).length >= seats.places) return false
    dismount(player, false)
    mount(player, /** @type {Entity} */ (entity))
    return true
  })

  ctx.onPacket('steer_vehicle', (player, { jump }) => { if (player.vehicle && (jump & UNMOUNT) !== 0) dismount(player) })
  ctx.onPacket('entity_action', (player, { actionId }) => { if (player.vehicle && (actionId === 'start_sneaking' || actionId === 0)) dismount(player) })
  ctx.onPacket('vehicle_move', (player, { x, y, z, yaw, pitch }) => {
    const { vehicle } = player
    if (![x, y, z, yaw, pitch].every(Number.isFinite)) return player.kick({ translate: 'multiplayer.disconnect.invalid_vehicle_movement' })
    if (!vehicle || ridersOf(vehicle)[0] !== player) return
    const to = new Vec3(x, y, z)
    const { halfWidth, height } = vehicle.box ?? BOAT
    const blocked = !bodies.mayRide(vehicle.position, to, halfWidth, height)
    const unsteered = vehicle.kind === 'mob' && !steers(player, vehicle)
    if (vehicle.name === 'minecart' || unsteered || blocked || to.distanceTo(vehicle.position) > FARTHEST) {
      const { position } = vehicle
      player.send('vehicle_move', { x: position.x, y: position.y, z: position.z, yaw: vehicle.yaw, pitch: vehicle.pitch })
      return
    }
    vehicle.position = to
    vehicle.yaw = yaw % 360
    vehicle.resting = false
    for (const rider of ridersOf(vehicle)) rider.seat = rider.position = seatOf(vehicle)
  })

  ctx.onTick(() => {
    for (const player of ctx.players) {
      const { vehicle } = player
      if (!vehicle) continue
      if (vehicle.removed || player.survival.dead) dismount(player)
      else if (player.position !== player.seat) dismount(player, false) // something else has moved it
      else player.seat = player.position = seatOf(vehicle)
    }
  })
  ctx.onLeave(player => { if (!ctx.renewing) dismount(player, false) })

  /** Sit on a creature. @param {Player} player @param {any} mob @returns {boolean} */
  function mountCreature (player, mob) {
    if (player.vehicle === mob || player.survival.dead || ridersOf(mob).length > 0) return false
    dismount(player, false)
    mount(player, mob)
    return true
  }

  /** One who has come back to what he rode: it is told once he sees it. */
  const seated = (/** @type {Player} */ player) => {
    if (!player.vehicle) return
    player.seat = player.position
    tell(player.vehicle)
  }

  /** Tell a player who sits where, as far as he knows the vehicle and the riders. @param {Player} player @param {any} shown what he has just been told of */
  function introduce (player, shown) {
    const vehicle = /** @type {Entity | null} */ (shown.kind === 'player' ? shown.vehicle : shown)
    if (!vehicle || !player.seen.has(vehicle.id)) return
    const known = ridersOf(vehicle).filter(rider => rider === player || player.seen.has(rider.id))
    if (known.length > 0) player.send('set_passengers', { entityId: vehicle.id, passengers: known.map(rider => rider.id) })
  }

  ctx.riding = { steers, dismount, ridersOf, mount: mountCreature, introduce, seated }
}
