/** Rails and minecarts, ridden by a real Mineflayer client. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LEVER, patch, w } from './patches.js'

const shape = (/** @type {any} */ block) => block.shape

/** The carts near a place. @param {any} at */
const carts = at => w.ctx.entities.near(at, 30, e => /minecart$/.test(e.name))

test('rails bend, climb and join as they are laid', async () => {
  const { put, see } = await patch()
  put([0, 0, 0], 'rail'); put([1, 0, 0], 'rail'); put([1, 0, 1], 'rail')
  await w.ticks(1)
  assert.deepEqual([see(0), see(1), see(1, 0, 1)].map(shape), ['east_west', 'south_west', 'north_south'])
  put([1, 0, 2], 'stone'); put([1, 1, 2], 'rail')
  await w.ticks(1)
  assert.deepEqual([see(1, 0, 1), see(1, 1, 2)].map(shape), ['ascending_south', 'north_south'])
  put([1, 0, 2], 'air')
  await w.ticks(1)
  assert.deepEqual([see(1, 0, 1).name, see(1, 1, 2).name], ['air', 'air'], 'what held them is gone')
})

test('one source powers nine powered rails, a detector rail tells of a cart', async () => {
  const { put, see, lever, at } = await patch()
  for (let dx = 0; dx < 12; dx++) put([dx, 0, 0], 'powered_rail', { shape: 'east_west' })
  put([0, 0, 1], 'lever', LEVER)
  await lever(0, 0, 1)
  assert.deepEqual([0, 8, 9].map(dx => see(dx).powered), [true, true, false])
  await lever(0, 0, 1)
  assert.deepEqual([0, 8].map(dx => see(dx).powered), [false, false])
  put([3, 0, 0], 'detector_rail', { shape: 'east_west' }); put([3, 0, -1], 'redstone_lamp')
  assert.ok(w.ctx.carts.place('minecart', at(3)))
  await w.ticks(2)
  assert.deepEqual([see(3).powered, see(3, 0, -1).lit], [true, true])
  for (const cart of carts(at(3))) w.ctx.entities.remove(cart)
  await w.ticks(30)
  assert.equal(see(3).powered, false)
})

test('a ridden cart starts at a buffer when power comes, keeps to the rails round a bend, and stops on a dead powered rail', async () => {
  const { put, see, at } = await patch()
  const { bot, player } = w
  put([0, 0, 0], 'stone')
  for (let dx = 1; dx <= 3; dx++) put([dx, 0, 0], 'powered_rail', { shape: 'east_west' })
  for (let dx = 4; dx <= 9; dx++) put([dx, 0, 0], 'rail', { shape: 'east_west' })
  put([10, 0, 0], 'rail'); for (let dz = 1; dz <= 6; dz++) put([10, 0, dz], 'rail')
  put([10, 0, 7], 'powered_rail', { shape: 'north_south' }); put([10, 0, 8], 'powered_rail', { shape: 'north_south' }); put([10, 0, 9], 'stone')
  await w.ticks(2)
  assert.equal(see(10).shape, 'south_west')
  player.teleport(at(1, 0, -1).offset(0.5, 0, 0.5))
  w.give('minecart')
  await w.ticks(4)
  await w.run(bot.equip(bot.inventory.items().find((/** @type {any} */ item) => item.name === 'minecart'), 'hand'))
  await w.run(bot.activateBlock(bot.blockAt(at(1))))
  await w.ticks(4)
  const entity = bot.nearestEntity((/** @type {any} */ e) => e.name === 'minecart')
  assert.ok(entity)
  bot.mount(entity)
  await w.ticks(4)
  assert.equal(bot.vehicle?.id, entity.id)
  const cart = carts(at(1))[0]
  assert.ok(Math.abs(cart.position.x - at(1).x - 0.5) < 0.01, 'it stands')
  put([1, 0, 1], 'redstone_block')
  await w.ticks(30)
  assert.ok(cart.position.x > at(4).x, `on its way: ${cart.position}`)
  await w.ticks(120)
  assert.equal(Math.floor(cart.position.x), at(10).x)
  assert.ok([7, 8].includes(Math.floor(cart.position.z) - at(0).z), `stopped at ${cart.position.minus(at(0))}`)
  assert.ok(player.position.distanceTo(cart.position) < 0.1, 'with its rider')
  assert.ok(entity.position.distanceTo(cart.position) < 0.1, 'as its client sees it')
  bot.dismount()
  await w.ticks(4)
  assert.equal(player.vehicle, null)
})

test('a cart goes up a slope that it has the speed for, and rolls back down', async () => {
  const { put, at } = await patch()
  for (let dx = 0; dx <= 6; dx++) put([dx, 0, 0], 'rail', { shape: 'east_west' })
  put([7, 0, 0], 'stone'); put([7, 1, 0], 'rail', { shape: 'east_west' }); put([8, 0, 0], 'stone'); put([8, 1, 0], 'rail'); put([9, 1, 0], 'stone')
  await w.ticks(1)
  w.ctx.carts.place('minecart', at(4))
  const [cart] = carts(at(4))
  cart.velocity.x = 0.4
  let high = 0
  for (let n = 0; n < 40; n++) { await w.ticks(1); high = Math.max(high, cart.position.y) }
  assert.ok(high > at(0).y + 1, `got to ${high - at(0).y}`)
  w.ctx.entities.remove(cart)
  w.ctx.carts.place('minecart', at(6))
  const [other] = carts(at(6))
  await w.ticks(100)
  assert.ok(other.position.y < at(0).y + 0.2 && other.position.x < at(6).x, `rolled to ${other.position.minus(at(0))}`)
  w.ctx.entities.remove(other)
})

test('a player who walks into a cart pushes it', async () => {
  const { put, at } = await patch()
  for (let dx = 0; dx <= 12; dx++) put([dx, 0, -1], 'rail', { shape: 'east_west' })
  w.ctx.carts.place('minecart', at(4, 0, -1))
  const [cart] = carts(at(4))
  w.player.teleport(at(2, 0, -1).offset(0.5, 0, 0.5))
  await w.ticks(4)
  await w.run(w.bot.lookAt(at(9, 1, -1).offset(0.5, 0.6, 0.5), true))
  w.bot.setControlState('forward', true)
  await w.ticks(30)
  w.bot.setControlState('forward', false)
  assert.ok(cart.position.x > at(5).x, `at ${cart.position.x - at(0).x}`)
  w.ctx.entities.remove(cart)
})

test('a chest cart opens, is emptied by the hopper it stands over, and spills when broken', async () => {
  const { put, at, holds } = await patch()
  const { bot } = w
  put([3, -1, 0], 'hopper', { facing: 'down' }); put([3, 0, 0], 'rail')
  w.ctx.carts.place('chest_minecart', at(3))
  w.give('brick', 3)
  await w.ticks(4)
  const [cart] = carts(at(3))
  const window = await w.run(bot.openEntity(bot.entities[cart.id]))
  assert.equal(window.type, 'minecraft:generic_9x3')
  await w.run(window.deposit(bot.registry.itemsByName.brick.id, null, 3))
  window.close()
  await w.ticks(30)
  assert.equal(holds([3, -1, 0], 'hopper'), '3 brick')
  cart.tile.slots[5] = w.ctx.inventory.make('dirt', 9)
  for (let n = 0; n < 12 && !cart.removed; n++) { bot.attack(bot.entities[cart.id]); await w.ticks(5) }
  assert.equal(carts(at(3)).length, 0)
  await w.ticks(20)
  const there = [...w.ctx.entities.near(at(3), 6, e => e.kind === 'item').map(e => e.item.name), ...bot.inventory.items().map((/** @type {any} */ item) => item.name), holds([3, -1, 0], 'hopper')].join()
  assert.match(there, /dirt/)
  assert.match(there, /chest_minecart/)
})

test('a rider moves a standing cart with the forward key', async () => {
  const { put, at } = await patch()
  const { bot } = w
  for (let dx = 0; dx <= 12; dx++) put([dx, 0, -1], 'rail', { shape: 'east_west' })
  w.ctx.carts.place('minecart', at(3, 0, -1))
  const [cart] = carts(at(3))
  await w.ticks(4)
  bot.mount(bot.entities[cart.id])
  await w.ticks(3)
  await w.run(bot.look(-Math.PI / 2, 0, true))
  for (let n = 0; n < 60; n++) { bot.moveVehicle(0, 1); await w.ticks(1) }
  assert.ok(cart.position.x > at(5).x, `at ${cart.position.x - at(0).x}`)
  bot.dismount()
  await w.ticks(2)
  w.ctx.entities.remove(cart)
})

test('a hopper cart takes up what lies on its rails, a furnace cart drives, TNT goes off over a powered activator rail', async () => {
  const { put, at } = await patch()
  const { ctx, bot } = w
  for (let dx = 0; dx <= 12; dx++) put([dx, 0, -1], 'rail', { shape: 'east_west' })
  ctx.items.drop(at(5, 0, -1).offset(0.5, 0.3, 0.5), ctx.inventory.make('egg', 6), at(0).minus(at(0)), 9999)
  ctx.carts.place('hopper_minecart', at(3, 0, -1))
  const [hopper] = carts(at(3))
  hopper.velocity.x = 0.4
  await w.ticks(20)
  assert.equal(hopper.tile.slots[0]?.name, 'egg')
  ctx.entities.remove(hopper)
  ctx.carts.place('furnace_minecart', at(5, 0, -1))
  const [furnace] = carts(at(5))
  w.give('coal', 1)
  await w.ticks(4)
  await w.run(bot.equip(bot.inventory.items().find((/** @type {any} */ item) => item.name === 'coal'), 'hand'))
  await w.run(bot.activateEntity(bot.entities[furnace.id]))
  await w.ticks(60)
  assert.ok(furnace.position.x > at(8).x, `at ${furnace.position.x - at(0).x}`)
  ctx.entities.remove(furnace)
  put([3, 0, 8], 'activator_rail'); put([3, 0, 9], 'redstone_block')
  ctx.carts.place('tnt_minecart', at(3, 0, 8))
  await w.ticks(40)
  assert.equal(carts(at(3)).length, 1)
  w.player.teleport(at(3, 0, -16))
  await w.ticks(50)
  assert.equal(carts(at(3)).length, 0)
  assert.equal(ctx.blocks.name(at(3).x, at(3).y - 1, at(0, 0, 8).z), 'air', 'a crater')
})
