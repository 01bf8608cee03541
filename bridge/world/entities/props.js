/**
 * Items that become entities when used: armour stands, item frames, minecarts, end crystals, spawn eggs.
 *
 * Knows how they are placed, stand, hold an item and come down again, boats too. Does not know how boats and minecarts move (boats.js, redstone/carts.js), riding
 * (riding.js), posing a stand, or paintings.
 * Rules: minecraft.wiki/w/Armor_Stand, /w/Item_Frame, /w/End_Crystal, /w/Spawn_Egg (Java Edition 1.20); blows at vehicles: VehicleEntity.hurt of 1.20.4.
 * @module
 */
import { FACES, OPPOSITE, beside } from '../blocks/directions.js'
import { armourSlot } from '../items/views.js'
import { charge, strike, weapon } from '../players/weapons.js'

/** @typedef {import('../types.d.ts').Entity} Entity */
/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('../types.d.ts').UseBlock} UseBlock */

const KNOCKS = 2 // hits by a survival player within KNOCK_TICKS that bring a stand down
const KNOCK_TICKS = 10
const WORN = 10 // damage that a boat or minecart keeps of a point; one is lost every tick
const STURDY = 40 // damage that they bear
const HURT = { time: 8, side: 9, damage: 10 } // metadata indices of vehicles, 1.20.4
const FRAME_OUT = 0.46875 // blocks from the middle of its cell to the wall
const FRAME_ITEM = 8 // metadata index of the stack, 1.20.4
const FRAME_TURN = 9
const CRYSTAL_POWER = 6
const SIZES = /** @type {Record<string, {halfWidth: number, height: number}>} */ ({
  armor_stand: { halfWidth: 0.25, height: 1.975 }, end_crystal: { halfWidth: 1, height: 2 }
})
/** What one that was summoned, not placed, leaves behind. */
const SUMMONED = /** @type {Record<string, string>} */ ({ boat: 'oak_boat', chest_boat: 'oak_chest_boat' })
const CHECK_EVERY = 20 // ticks between two looks at what a frame hangs on
/** Inventory slot of armour → equipment slot of the packet. */
const WORN_AT = /** @type {Record<number, number>} */ ({ 5: 5, 6: 4, 7: 3, 8: 2 })

const STAND_REACH = 6 // blocks
/** Where a click on a stand takes what off: from, to (blocks above its foot), inventory slot. Source: Java Edition 1.20.4, ArmorStand.getClickedSlot. */
const CLICKED = /** @type {[number, number, number][]} */ ([[0.1, 0.55, 8], [0.9, 1.6, 6], [0.4, 1.2, 7], [1.6, Infinity, 5]])

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, inventory, blocks } = ctx

  /** @param {string} name @param {any} position @param {Record<string, any>} fields */
  const spawn = (name, position, fields = {}) => entities.spawn('prop', name, position, { holds: [], hits: 0, lastHit: -99, ...fields })

  /** @param {Entity} prop @returns {string} the item it was placed with */
  const itemOf = prop => prop.item ?? SUMMONED[prop.name] ?? prop.name

  entities.define('prop', {
    save: prop => ({ ...(isVehicle(prop.name) ? { damage: prop.damage, swings: prop.swings, lay: prop.lay, under: prop.under } : {}), ...(ctx.carts.is(prop.name) ? { tile: prop.tile, fuel: prop.fuel, push: prop.push, fuse: prop.fuse } : {}), item: prop.item ?? null, holds: prop.holds, face: prop.face ?? null, turn: prop.turn ?? 0, resting: prop.resting === true }),
    load: saved => ({ ...saved, hits: 0, lastHit: -99, equipment: saved.item === null && saved.face === null ? shown(saved.holds) : undefined }),
    tick: prop => {
      if (ctx.boats.is(prop.name)) return ctx.boats.tick(prop)
      if (prop.damage > 0) prop.damage--
      if (ctx.carts.is(prop.name)) return ctx.carts.tick(prop)
      const size = SIZES[prop.name]
      if (!size) { if (ctx.tick() % CHECK_EVERY === 0 && !hangs(prop)) down(prop, true); return }
      if (prop.name === 'end_crystal' || (prop.resting && ctx.tick() % CHECK_EVERY !== 0)) return
      const { x, y, z } = prop.position
      entities.physics(prop, size)
      if (prop.inWater) prop.velocity.y = Math.min(prop.velocity.y + 0.06, 0.1)
      prop.velocity.x *= 0.6
      prop.velocity.z *= 0.6
      prop.resting = prop.onGround && Math.abs(prop.position.x - x) + Math.abs(prop.position.y - y) + Math.abs(prop.position.z - z) < 1e-4
      if (prop.position.y < -128) entities.remove(prop)
    }
  })

  /** @param {any[]} holds worn pieces, by inventory slot − 5 */
  const shown = holds => holds.flatMap((item, at) => item ? [{ slot: WORN_AT[at + 5], item: inventory.toPacket(item) }] : [])

  /** @param {Entity} frame @returns {any} the cell it hangs on */
  function wallOf (frame) {
    const cell = { x: Math.floor(frame.position.x), y: Math.floor(frame.position.y), z: Math.floor(frame.position.z) }
    return beside(cell, OPPOSITE[FACES[frame.face]])
  }
  /** @param {Entity} frame */
  function hangs (frame) {
    const wall = wallOf(frame)
    const state = blocks.get(wall.x, wall.y, wall.z)
    return state === null || blocks.states.solid[state] === 1
  }

  /** It comes down, with what it held. @param {Entity} prop @param {boolean} drops */
  function down (prop, drops) {
    entities.remove(prop)
    if (!drops) return
    ctx.items.drop(prop.position, inventory.make(itemOf(prop)))
    for (const item of [...prop.holds, ...ctx.carts.spill(prop)]) if (item) ctx.items.drop(prop.position, item)
  }

  ctx.onUseBlock(use => {
    const { player, position, face, held, hand } = use
    if (!held || player.gameMode === 2) return false
    const put = place(use, held.name, position, FACES[face])
    if (put) inventory.consumeHeld(player, 1, hand)
    return put
  })

  /** @param {UseBlock} use @param {string} item @param {any} clicked @param {string} face @returns {boolean} */
  function place ({ player, block, face: faceNumber }, item, clicked, face) {
    const cell = beside(clicked, face)
    const open = (/** @type {any} */ p) => blocks.states.solid[blocks.get(p.x, p.y, p.z) ?? 1] === 0
    const middle = { x: cell.x + 0.5, y: cell.y, z: cell.z + 0.5 }
    const yaw = Math.round((player.yaw + 180) / 45) * 45 % 360
    if (item.endsWith('_spawn_egg')) {
      const name = item.slice(0, -'_spawn_egg'.length)
      return Boolean(ctx.mobs?.KINDS?.[name]) && open(cell) && Boolean(ctx.mobs.spawn(name, middle))
    }
    if (item === 'armor_stand') return face !== 'down' && open(cell) && open(beside(cell, 'up')) && Boolean(spawn(item, middle, { yaw, headYaw: yaw }))
    if (ctx.carts.is(item)) return /rail$/.test(block.name) && ctx.carts.place(item, clicked)
    if (item === 'end_crystal') return /^(obsidian|bedrock)$/.test(block.name) && open(beside(clicked, 'up')) && open(beside(clicked, 'up', 2)) && Boolean(spawn(item, { x: clicked.x + 0.5, y: clicked.y + 1, z: clicked.z + 0.5 }))
    if (item === 'item_frame' || item === 'glow_item_frame') {
      if (!open(cell) || !blocks.states.solid[block.stateId]) return false
      const taken = entities.near({ x: middle.x, y: cell.y + 0.5, z: middle.z }, 0.8, e => e.kind === 'prop' && e.face === faceNumber)
      if (taken.length) return false
      const out = beside({ x: 0, y: 0, z: 0 }, face)
      const at = { x: middle.x - out.x * FRAME_OUT, y: cell.y + 0.5 - out.y * FRAME_OUT, z: middle.z - out.z * FRAME_OUT }
      spawn(item, at, { face: faceNumber, turn: 0, objectData: faceNumber, yaw: /** @type {Record<string, number>} */ ({ south: 0, west: 90, north: 180, east: 270 })[face] ?? 0, pitch: face === 'up' ? -90 : face === 'down' ? 90 : 0 })
      return true
    }
    return false
  }

  ctx.onUseEntity(({ player, entity, held, hand }) => {
    if (entity.kind !== 'prop') return false
    if (entity.face !== undefined && entity.face !== null) return useFrame(player, /** @type {Entity} */ (entity), held, hand)
    return false
  })

  // Armour stands take and give where they are clicked: only the packet that names the point counts, as in vanilla.
  ctx.onPacket('use_entity', (player, { target, mouse, y, hand }) => {
    const stand = /** @type {any} */ (mouse === 2 ? ctx.entities.get(target) : null)
    if (stand?.kind !== 'prop' || stand.name !== 'armor_stand' || player.survival.dead || player.gameMode === 3) return
    if (!player.seen.has(target) || player.position.distanceTo(stand.position) > STAND_REACH || !Number.isFinite(y)) return
    const held = inventory.held(player, hand === 1 ? 1 : 0)
    const slot = held ? armourSlot(held.name) : CLICKED.find(([low, high, at]) => y >= low && y < high && stand.holds[at - 5])?.[2] ?? -1
    if (slot < 0) return
    const at = slot - 5
    const was = stand.holds[at] ?? null
    if (held && held.count > 1 && was) return
    stand.holds[at] = held ? inventory.copy(held, 1) : null
    stand.equipment = shown(stand.holds)
    entities.broadcast(stand, 'entity_equipment', { entityId: stand.id, equipments: [{ slot: WORN_AT[slot], item: inventory.toPacket(stand.holds[at]) }] })
    if (held && held.count > 1) inventory.consumeHeld(player, 1, hand)
    else if (!(held && !was && player.gameMode === 1)) inventory.set(player, inventory.handSlot(player, hand === 1 ? 1 : 0), was)
  })

  /** @param {Player} player @param {Entity} frame @param {import('../types.d.ts').Stack | null} held @param {number} hand */
  function useFrame (player, frame, held, hand) {
    if (frame.holds[0]) frame.turn = (frame.turn + 1) % 8
    else if (held) {
      frame.holds[0] = inventory.copy(held, 1)
      inventory.consumeHeld(player, 1, hand)
    } else return false
    showFrame(frame)
    return true
  }

  /** @param {Entity} frame */
  function showFrame (frame) {
    entities.setMetadata(frame, [{ key: FRAME_ITEM, type: 'item_stack', value: inventory.toPacket(frame.holds[0] ?? null) }, { key: FRAME_TURN, type: 'int', value: frame.turn }])
  }

  ctx.onAttack(({ player, entity }) => {
    if (entity.kind !== 'prop') return false
    const prop = /** @type {Entity} */ (entity)
    const creative = player.gameMode === 1
    if (prop.face !== undefined && prop.face !== null && prop.holds[0]) {
      if (!creative) ctx.items.drop(prop.position, prop.holds[0])
      prop.holds = []
      showFrame(prop)
      return true
    }
    if (prop.name === 'end_crystal') {
      entities.remove(prop)
      ctx.explosions?.explode(prop.position, CRYSTAL_POWER, { by: player })
      return true
    }
    if (isVehicle(prop.name)) {
      batter(player, prop)
      return true
    }
    prop.hits = ctx.tick() - prop.lastHit <= KNOCK_TICKS ? prop.hits + 1 : 1
    prop.lastHit = ctx.tick()
    if (creative || !SIZES[prop.name] || prop.hits >= KNOCKS) down(prop, !creative)
    return true
  })

  /** @param {string} name */
  const isVehicle = name => ctx.boats.is(name) || ctx.carts.is(name)

  /** A blow at a boat or minecart: it breaks when it has borne too much in too short a time. @param {Player} player @param {Entity} vehicle */
  function batter (player, vehicle) {
    const arms = weapon(inventory.held(player)?.name)
    const { amount } = strike({ damage: arms.damage, charge: charge(ctx.tick() - (player.lastSwing ?? -100), arms.speed), falling: false, strength: ctx.effects.level(player, 'strength'), weakness: ctx.effects.level(player, 'weakness') })
    player.lastSwing = ctx.tick()
    if (amount <= 0) return
    vehicle.resting = false
    vehicle.damage = (vehicle.damage ?? 0) + WORN * amount
    vehicle.swings = -(vehicle.swings ?? 1)
    entities.setMetadata(vehicle, [
      { key: HURT.time, type: 'int', value: 10 }, { key: HURT.side, type: 'int', value: vehicle.swings }, { key: HURT.damage, type: 'float', value: vehicle.damage }
    ])
    if (player.gameMode === 1 || vehicle.damage > STURDY) down(vehicle, player.gameMode !== 1)
  }

  ctx.props = { spawn, names: new Set(['armor_stand', 'boat', 'chest_boat', 'end_crystal', 'minecart', 'chest_minecart', 'hopper_minecart', 'furnace_minecart', 'tnt_minecart']) }
}
