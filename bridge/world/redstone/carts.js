/**
 * Minecarts: how they roll, are pushed and driven, and what the ones with a chest, hopper, furnace or TNT do.
 *
 * A cart is a 'prop' (props.js) that is handed its ticks here; riders are riding.js' work. One that stands still is not moved until somebody pushes it or its rail gets power.
 * Source of the motion: https://minecraft.wiki/w/Minecart (Java 1.20): 8 blocks/s at most, 0.0078125 blocks/tick² downhill, powered rails 0.06.
 * Not covered: creatures that are picked up as passengers, carts that push creatures.
 * @module
 */
import { nearEnough } from '../players/reach.js'
import { seat } from '../items/views.js'
import { EXITS } from './rails.js'

const FASTEST = 0.4 // blocks/tick
const GRAVITY = 0.04 // blocks/tick²
const SLOPE = 0.0078125 // blocks/tick²
const BOOST = 0.06 // blocks/tick a tick on a powered rail
const START = 0.02 // blocks/tick off a buffer
const PUSH = 0.05 // blocks/tick by a body that touches it
const KICK = 0.02 // blocks/tick that a rider gives
const KEPT_FULL = 0.997 // share of speed kept a tick
const KEPT_EMPTY = 0.96
const RIDDEN = 0.75 // share of its speed a ridden cart covers
const OVER_RAIL = 0.0625 // blocks
const SIZE = { halfWidth: 0.49, height: 0.7, gravity: 0, drag: 1 }
const STILL = 1e-3 // blocks/tick
const DETECTS = 20 // ticks between two looks of a detector rail
const COAL = 3600 // ticks
const FUSE = 80
const TAKES = 0.375 // blocks beside it from which a hopper cart takes items: 0.25, and half an item
const SLOTS = /** @type {Record<string, number>} */ ({ chest_minecart: 27, hopper_minecart: 5 })
const WINDOWS = /** @type {Record<string, string>} */ ({ chest_minecart: 'minecraft:generic_9x3', hopper_minecart: 'minecraft:hopper' })
const CART = /(^|_)minecart$/

/** @typedef {import('../types.d.ts').Entity} Entity */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, entities } = ctx
  const { states } = blocks
  const { signal, tables } = ctx.redstone
  /** Carts that hold things. @type {Set<Entity>} */
  const holding = new Set()
  let surveyed = false // a restored world's carts are found at the first question
  ctx.onRenew(() => { holding.clear(); surveyed = false })

  /** Point of the track beside a point, with the height a cart has there. @param {number} x @param {number} y @param {number} z */
  function onTrack (x, y, z) {
    const rail = ctx.rails.under({ x, y, z })
    if (!rail) return null
    const { p, shape } = rail
    const [a, b] = EXITS[shape]
    const ax = p.x + 0.5 + a[0] / 2; const ay = p.y + OVER_RAIL + a[1] / 2; const az = p.z + 0.5 + a[2] / 2
    const dx = (b[0] - a[0]) / 2; const dy = b[1] - a[1]; const dz = (b[2] - a[2]) / 2
    const part = dx === 0 ? z - p.z : dz === 0 ? x - p.x : ((x - ax) * dx + (z - az) * dz) * 2
    return { x: ax + dx * part, y: ay + dy * part + (dy < 0 ? 1 : dy > 0 ? 0.5 : 0), z: az + dz * part }
  }

  /** @param {Entity} cart @param {number} vx @param {number} vz */
  function roll (cart, vx, vz) {
    const { velocity } = cart
    const kept = { x: velocity.x, z: velocity.z }
    velocity.set(vx, 0, vz)
    entities.physics(cart, SIZE)
    velocity.set(cart.blocked && velocity.x === 0 ? 0 : kept.x, 0, cart.blocked && velocity.z === 0 ? 0 : kept.z)
  }

  /** One tick on rails. @param {Entity} cart @param {{p: {x: number, y: number, z: number}, state: number, shape: string}} rail @param {boolean} ridden */
  function follow (cart, { p, state, shape }, ridden) {
    const { position, velocity } = cart
    const before = onTrack(position.x, position.y, position.z)
    const name = states.names[state]
    const driven = name === 'powered_rail' && blocks.properties(state).powered
    let brakes = name === 'powered_rail' && !driven
    let y = p.y
    if (shape.startsWith('ascending')) {
      y++
      if (shape === 'ascending_east') velocity.x -= SLOPE
      else if (shape === 'ascending_west') velocity.x += SLOPE
      else velocity.z += shape === 'ascending_north' ? SLOPE : -SLOPE
    }
    const [a, b] = EXITS[shape]
    let dx = b[0] - a[0]; let dz = b[2] - a[2]
    const length = Math.hypot(dx, dz)
    if (velocity.x * dx + velocity.z * dz < 0) { dx = -dx; dz = -dz }
    const speed = Math.min(2, Math.hypot(velocity.x, velocity.z))
    velocity.x = speed * dx / length
    velocity.z = speed * dz / length
    const [rider] = ctx.riding.ridersOf(cart)
    if (rider?.pedals && speed < 0.1) {
      const yaw = rider.yaw * Math.PI / 180
      velocity.x -= Math.sin(yaw) * KICK * rider.pedals
      velocity.z += Math.cos(yaw) * KICK * rider.pedals
      brakes = false
    }
    if (cart.fuel > 0) { velocity.x += cart.push[0] * KICK; velocity.z += cart.push[1] * KICK }
    if (brakes) {
      const slow = Math.hypot(velocity.x, velocity.z) < 0.03 ? 0 : 0.5
      velocity.x *= slow
      velocity.z *= slow
    }
    const ax = p.x + 0.5 + a[0] / 2; const az = p.z + 0.5 + a[2] / 2
    const wx = (b[0] - a[0]) / 2; const wz = (b[2] - a[2]) / 2
    const part = wx === 0 ? position.z - p.z : wz === 0 ? position.x - p.x : ((position.x - ax) * wx + (position.z - az) * wz) * 2
    position.set(ax + wx * part, y + OVER_RAIL, az + wz * part)
    const share = ridden ? RIDDEN : 1
    roll(cart, clamp(velocity.x * share), clamp(velocity.z * share))
    for (const end of [a, b]) {
      if (end[1] !== 0 && Math.floor(position.x) - p.x === end[0] && Math.floor(position.z) - p.z === end[2]) { position.y += end[1]; break }
    }
    const kept = ridden || cart.fuel > 0 ? KEPT_FULL : KEPT_EMPTY
    velocity.x *= kept
    velocity.z *= kept
    const after = onTrack(position.x, position.y, position.z)
    if (after && before) {
      const now = Math.hypot(velocity.x, velocity.z)
      if (now > 0) { const gain = (now + (before.y - after.y) * 0.05) / now; velocity.x *= gain; velocity.z *= gain }
      position.y = after.y
    }
    const cx = Math.floor(position.x) - p.x; const cz = Math.floor(position.z) - p.z
    if (cx !== 0 || cz !== 0) { const now = Math.hypot(velocity.x, velocity.z); velocity.x = now * cx; velocity.z = now * cz }
    if (!driven) return
    const now = Math.hypot(velocity.x, velocity.z)
    const wall = (/** @type {number} */ x, /** @type {number} */ z) => tables.conductor[signal.get(x, p.y, z)] === 1
    if (now > 0.01) { velocity.x += velocity.x / now * BOOST; velocity.z += velocity.z / now * BOOST }
    else if (shape === 'east_west') velocity.x = wall(p.x - 1, p.z) ? START : wall(p.x + 1, p.z) ? -START : velocity.x
    else if (shape === 'north_south') velocity.z = wall(p.x, p.z - 1) ? START : wall(p.x, p.z + 1) ? -START : velocity.z
  }
  const clamp = (/** @type {number} */ v) => Math.max(-FASTEST, Math.min(FASTEST, v))

  /** Off the rails: it falls, and soon stands. @param {Entity} cart */
  function slide (cart) {
    const { velocity } = cart
    velocity.x = clamp(velocity.x) * (cart.onGround ? 0.5 : 1)
    velocity.z = clamp(velocity.z) * (cart.onGround ? 0.5 : 1)
    entities.physics(cart, { ...SIZE, gravity: GRAVITY, drag: 0.95 })
  }

  /** Those who walk into it push it, and other carts. @param {Entity} cart */
  function pushed (cart) {
    const touches = (/** @type {any} */ body, /** @type {number} */ half, /** @type {number} */ height) => {
      const dx = cart.position.x - body.position.x; const dz = cart.position.z - body.position.z
      if (Math.abs(dx) > half + SIZE.halfWidth || Math.abs(dz) > half + SIZE.halfWidth || body.position.y > cart.position.y + SIZE.height || body.position.y + height < cart.position.y) return
      const away = Math.hypot(dx, dz)
      if (away < 0.01) return
      const force = PUSH * Math.min(1, 1 / away)
      cart.velocity.x += dx / away * force
      cart.velocity.z += dz / away * force
      cart.resting = false
    }
    for (const player of ctx.players) if (!player.vehicle && player.gameMode !== 3 && !player.survival.dead) touches(player, 0.3, 1.8)
    if (cart.resting) return
    for (const other of entities.near(cart.position, 1, e => e !== cart && e.kind === 'prop' && CART.test(e.name))) {
      touches(other, SIZE.halfWidth, SIZE.height)
      other.resting = false
    }
  }

  /** @param {Entity} cart */
  function tick (cart) {
    if (cart.fuse > 0 && --cart.fuse === 0) return burst(cart)
    pushed(cart)
    const ridden = ctx.riding.ridersOf(cart).length > 0
    const rail = ctx.rails.under(cart.position)
    if (rail) crosses(cart, rail)
    if (cart.fuel > 0) cart.fuel--
    if (cart.resting && !ridden && !(cart.fuel > 0)) { if (ctx.tick() % 20 === 0) cart.resting = false; else return }
    const was = cart.position.clone()
    if (rail) follow(cart, rail, ridden || cart.fuel > 0)
    else slide(cart)
    const { x, z } = cart.velocity
    if (Math.hypot(x, z) > 0.01) cart.yaw = Math.atan2(z, x) * 180 / Math.PI
    if (cart.fuel > 0 && Math.hypot(x, z) > 0.01) cart.push = [x / Math.hypot(x, z), z / Math.hypot(x, z)]
    const moved = Math.abs(was.x - cart.position.x) + Math.abs(was.y - cart.position.y) + Math.abs(was.z - cart.position.z)
    cart.resting = moved < 1e-4 && Math.hypot(x, z) < STILL && (rail !== null || cart.onGround)
    if (cart.resting) cart.velocity.set(0, 0, 0)
    if (cart.tile && moved > 0) {
      const cell = `${Math.floor(cart.position.x)},${Math.floor(cart.position.y)},${Math.floor(cart.position.z)}`
      if (cell !== cart._cell) { cart._cell = cell; changed(cart) }
    }
    if (cart.position.y < -128) entities.remove(cart)
  }

  /** What the rail does to it, and it to the rail. @param {Entity} cart @param {{p: any, state: number}} rail */
  function crosses (cart, { p, state }) {
    const name = states.names[state]
    if (name === 'detector_rail') detect(p)
    else if (name === 'activator_rail') {
      const { powered } = blocks.properties(state)
      if (powered && cart.name === 'tnt_minecart' && !(cart.fuse > 0)) cart.fuse = FUSE
      if (powered) for (const rider of ctx.riding.ridersOf(cart)) ctx.riding.dismount(rider)
      cart.locked = powered && cart.name === 'hopper_minecart'
    } else cart.locked = false
    if (cart.name !== 'hopper_minecart' || cart.locked) return
    const own = ctx.stores.plainCart(cart)
    const above = ctx.stores.at({ x: Math.floor(cart.position.x), y: Math.floor(cart.position.y) + 1, z: Math.floor(cart.position.z) })
    if (above && ctx.hoppers.move(above, 0, own, 1)) return
    const reach = SIZE.halfWidth + TAKES
    ctx.hoppers.collect(own, entities.near(cart.position, 1.5, e => e.kind === 'item' && Math.abs(e.position.x - cart.position.x) < reach &&
      Math.abs(e.position.z - cart.position.z) < reach && e.position.y > cart.position.y - 0.3 && e.position.y < cart.position.y + SIZE.height))
  }
  /** @param {{x: number, y: number, z: number}} p */
  function detect (p) {
    const state = signal.get(p.x, p.y, p.z)
    if (states.names[state] !== 'detector_rail') return
    const on = entities.near({ x: p.x + 0.5, y: p.y + 0.3, z: p.z + 0.5 }, 1.3, e => e.kind === 'prop' && CART.test(e.name) &&
      Math.abs(e.position.x - p.x - 0.5) < 0.3 + SIZE.halfWidth && Math.abs(e.position.z - p.z - 0.5) < 0.3 + SIZE.halfWidth && Math.abs(e.position.y - p.y) < 0.8).length > 0
    if (on !== blocks.properties(state).powered) blocks.set(p, blocks.stateOf('detector_rail', { ...blocks.properties(state), powered: on }), { cause: 'cart' })
    if (on) blocks.scheduleTick(p, DETECTS, 'detector')
  }
  blocks.onScheduled('detector', detect)

  /** @param {Entity} cart */
  function burst (cart) {
    entities.remove(cart)
    ctx.explosions.explode(cart.position, 4 + ctx.random() * 1.5 * Math.min(5, Math.hypot(cart.velocity.x, cart.velocity.z)), { decay: false })
  }

  /** What it holds, or where it stands, is another: machines around look. @param {Entity} cart */
  function changed (cart) {
    ctx.redstone.contents({ x: Math.floor(cart.position.x), y: Math.floor(cart.position.y + 0.1), z: Math.floor(cart.position.z) })
  }

  /** A new cart on a rail. @param {string} name @param {{x: number, y: number, z: number}} p @returns {boolean} */
  function place (name, p) {
    const rail = ctx.rails.under({ x: p.x, y: p.y + 0.1, z: p.z })
    if (!rail || !ctx.registry.entitiesByName[name]) return false
    const up = rail.shape.startsWith('ascending') ? 0.5 : 0
    const slots = SLOTS[name]
    const cart = ctx.props.spawn(name, { x: rail.p.x + 0.5, y: rail.p.y + OVER_RAIL + up, z: rail.p.z + 0.5 }, slots ? { tile: { type: name, slots: new Array(slots).fill(null) } } : {})
    if (slots) { holding.add(cart); changed(cart) }
    return true
  }

  ctx.onUseEntity(({ player, entity, held, hand }) => {
    if (entity.kind !== 'prop') return false
    const cart = /** @type {Entity} */ (entity)
    if (cart.name === 'furnace_minecart') {
      if (held && /^(coal|charcoal)$/.test(held.name)) { cart.fuel = Math.min(32000, (cart.fuel ?? 0) + COAL); ctx.inventory.consumeHeld(player, 1, hand) }
      const away = Math.hypot(cart.position.x - player.position.x, cart.position.z - player.position.z) || 1
      if (cart.fuel > 0) cart.push = [(cart.position.x - player.position.x) / away, (cart.position.z - player.position.z) / away]
      return true
    }
    if (!SLOTS[cart.name]) return false
    if (!cart.tile) { // one that was summoned
      cart.tile = { type: cart.name, slots: new Array(SLOTS[cart.name]).fill(null) }
      holding.add(cart)
    }
    ctx.windows.openContainer(player, {
      kind: WINDOWS[cart.name],
      count: SLOTS[cart.name],
      get: (/** @type {number} */ slot) => cart.tile.slots[slot],
      set: (/** @type {number} */ slot, /** @type {any} */ item) => { cart.tile.slots[slot] = seat(item, slot); changed(cart) },
      stands: () => !cart.removed && nearEnough(player, cart.position.offset(-0.5, -0.5, -0.5)),
      tiles: [cart.tile]
    }, { translate: `entity.minecraft.${cart.name}` })
    return true
  })
  // A rider's keys.
  ctx.onPacket('steer_vehicle', (player, { forward }) => { if (player.vehicle && Number.isFinite(forward)) player.pedals = Math.max(-1, Math.min(1, forward)) })

  ctx.carts = {
    tick,
    place,
    get holding () {
      if (!surveyed) for (const entity of entities.all()) if (entity.tile && CART.test(entity.name)) holding.add(entity)
      surveyed = true
      return holding
    },
    changed,
    is: (/** @type {string} */ name) => CART.test(name),
    /** Power has come to a rail. @param {{x: number, y: number, z: number}} p */
    wake: p => { for (const cart of entities.near({ x: p.x + 0.5, y: p.y + 0.5, z: p.z + 0.5 }, 1, e => e.kind === 'prop' && CART.test(e.name))) cart.resting = false },
    /** It has come down: who looked into it sees no more. @param {Entity} cart @returns {any[]} what it held */
    spill: cart => {
      holding.delete(cart)
      if (!cart.tile) return []
      ctx.windows.closeAll(cart.tile)
      return cart.tile.slots.splice(0)
    }
  }
}
