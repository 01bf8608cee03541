/**
 * Boats and rafts: launched by hand or dispenser, afloat, run aground, going under, struck to pieces.
 *
 * One that carries a player is moved by that player's client (riding.js) and otherwise stays where it is, as on a vanilla server; one that is under water for
 * three seconds throws its riders out. Does not know creatures as passengers, boats that break by falling, or bubble columns.
 * Source of rules and figures: Java Edition 1.20.4, Boat and VehicleEntity, as described at https://minecraft.wiki/w/Boat.
 * @module
 */
import { createBodies } from '../players/bodies.js'
import { lookedAt } from '../players/sight.js'

const SIZE = { halfWidth: 0.6875, height: 0.5625, gravity: 0, drag: 1, waterDrag: 1 } // blocks; https://minecraft.wiki/w/Boat
const GRAVITY = 0.04 // blocks/tick²
const FLOWING_GRAVITY = 0.0007 // under running water
const BUOYANCY = 0.06153846016296973 // blocks/tick² for a boat all in water
const DAMPING = 0.75 // of the vertical speed while afloat
const RISE = 0.01 // blocks/tick that still water gives a sunken boat
/** Share of the horizontal speed kept a tick. */
const KEPT = { afloat: 0.9, air: 0.9, running: 0.9, sunken: 0.45, ground: 0.6 }
const SPLASH = 0.101 // blocks by which a boat that falls into water stands out of it
const FULL = 8 / 9 // height of a water source, blocks
const PATIENCE = 60 // ticks under water until riders are thrown out
const STILL = 1e-4 // blocks/tick
const CHECK_EVERY = 20 // ticks between two looks of a boat that lies still
const WOOD = /^(\w+?)_(chest_)?(boat|raft)$/
const WOODS = ['oak', 'spruce', 'birch', 'jungle', 'acacia', 'cherry', 'dark_oak', 'mangrove', 'bamboo']
/** Metadata indices, 1.20.4. */
const META = { wood: 11, left: 12, right: 13 }

/** @typedef {import('../types.d.ts').Entity} Entity */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, blocks, inventory } = ctx
  const { states } = blocks
  const bodies = createBodies(ctx)
  const source = states.stateOf('water')

  /** Top of the water in a cell, blocks above its floor; 0 without. @param {number} x @param {number} y @param {number} z */
  function waterIn (x, y, z) {
    const state = blocks.get(x, y, z)
    if (state === null || states.fluid[state] !== 1) return 0
    const above = blocks.get(x, y + 1, z)
    if (above !== null && states.fluid[above] === 1) return 1
    const level = state - source
    return level > 0 && level < 8 ? (8 - level) / 9 : FULL
  }

  /** How a boat lies, and how high the water about it stands. @param {Entity} boat @returns {{lies: keyof typeof KEPT, surface: number}} */
  function situation ({ position: { x, y, z }, onGround }) {
    const top = y + SIZE.height
    /** @type {keyof typeof KEPT | null} */
    let lies = null
    let surface = -Infinity
    for (let cx = Math.floor(x - SIZE.halfWidth); cx < x + SIZE.halfWidth; cx++) {
      for (let cz = Math.floor(z - SIZE.halfWidth); cz < z + SIZE.halfWidth; cz++) {
        const over = Math.floor(top)
        if (top + 0.001 < over + waterIn(cx, over, cz)) {
          const state = blocks.get(cx, over, cz)
          lies = state !== null && state > source && state < source + 16 ? 'running' : lies ?? 'sunken'
        }
        const foot = Math.floor(y)
        for (const cy of [foot, foot + 1]) {
          const water = waterIn(cx, cy, cz)
          if (water > 0 && y < cy + water) surface = Math.max(surface, cy + water)
        }
      }
    }
    return { lies: lies ?? (surface > y ? 'afloat' : onGround ? 'ground' : 'air'), surface }
  }

  /** One tick. @param {Entity} boat */
  function tick (boat) {
    if (boat.damage > 0) boat.damage--
    const riders = ctx.riding.ridersOf(boat)
    if (riders.length === 0 && boat.resting && ctx.tick() % CHECK_EVERY !== 0) return
    const { position, velocity } = boat
    const { lies, surface } = situation(boat)
    const under = lies === 'sunken' || lies === 'running'
    boat.under = under ? (boat.under ?? 0) + 1 : 0
    if (boat.under >= PATIENCE) for (const rider of riders) ctx.riding.dismount(rider)
    const was = boat.lay
    boat.lay = lies
    if (riders.length > 0) { velocity.set(0, 0, 0); return } // its rider's client moves it
    if (was === 'air' && (lies === 'afloat' || under)) {
      position.y = surfaceAbove(boat, surface) - SIZE.height + SPLASH
      velocity.y = 0
      boat.lay = 'afloat'
      return
    }
    const kept = KEPT[lies]
    velocity.x *= kept
    velocity.z *= kept
    if (lies === 'sunken') velocity.y += RISE
    else velocity.y -= lies === 'running' ? FLOWING_GRAVITY : GRAVITY
    if (lies === 'afloat') velocity.y = (velocity.y + BUOYANCY * Math.min(1, (surface - position.y) / SIZE.height)) * DAMPING
    const { x, y, z } = position
    entities.physics(boat, SIZE)
    boat.resting = lies !== 'air' && !under && Math.abs(position.x - x) + Math.abs(position.y - y) + Math.abs(position.z - z) < STILL
    if (position.y < -128) entities.remove(boat)
  }

  /** Where the water ends over a boat that has fallen in. @param {Entity} boat @param {number} surface of the water at its foot */
  function surfaceAbove ({ position: { x, y, z } }, surface) {
    let top = Math.max(surface, y)
    for (let cy = Math.floor(y); ; cy++) {
      const water = waterIn(Math.floor(x), cy, Math.floor(z))
      if (water === 0) return top
      top = cy + water
      if (water < 1) return top
    }
  }

  /** @param {string} item @param {any} at @param {number} yaw degrees */
  function launch (item, at, yaw) {
    const wood = WOOD.exec(item)
    const type = Math.max(0, WOODS.indexOf(wood?.[1] ?? ''))
    return ctx.props.spawn(wood?.[2] ? 'chest_boat' : 'boat', at, { item, yaw, metadata: [{ key: META.wood, type: 'int', value: type }] })
  }

  // Boats go to the very point that the player looks at, on water too, if there is room.
  ctx.onUseItem(({ player, held, hand }) => {
    if (!held || !WOOD.test(held.name) || player.gameMode === 2) return false
    const seen = lookedAt(ctx, player, state => states.fluid[state] === 1)
    if (!seen) return false
    const { cell: { x, y, z }, before, at: met, way } = seen
    const top = before.y !== y ? y + (waterIn(x, y, z) || 1) : before.y
    const on = way.y < 0 && met.y > top ? (met.y - top) / -way.y : 0 // blocks from the cell's edge down to the water
    const at = { x: met.x + way.x * on, y: top, z: met.z + way.z * on }
    if (!bodies.hasRoom(at, SIZE.halfWidth, SIZE.height)) return false
    launch(held.name, at, player.yaw)
    inventory.consumeHeld(player, 1, hand)
    return true
  })

  ctx.onPacket('steer_boat', ({ vehicle }, { leftPaddle, rightPaddle }) => {
    if (!vehicle || !/boat$/.test(vehicle.name)) return
    entities.setMetadata(vehicle, [{ key: META.left, type: 'boolean', value: leftPaddle === true }, { key: META.right, type: 'boolean', value: rightPaddle === true }])
  })

  ctx.boats = {
    is: (/** @type {string} */ name) => name === 'boat' || name === 'chest_boat',
    /** Whether who rides in it sits dry. @param {Entity} vehicle */
    dry: vehicle => ctx.boats.is(vehicle.name) && !(vehicle.under > 0),
    tick,
    launch
  }
}
