/** Boats on water, under it and struck; riders who wait, leave, and are met by others. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { Vec3 } from 'vec3'
import { start } from './harness.js'

const w = await start({ seed: 1, options: { terrain: 'flat', gamemode: 0, mobs: false } })
const command = (/** @type {string} */ line) => w.ctx.commands.run(w.ctx.commands.consoleSource(() => {}), line)
const { player, bot } = w
test.after(() => w.stop())

/** A pool two deep with the player on its south bank, and a boat put into it by hand. @param {number} x */
async function boatOnPool (x) {
  command(`fill ${x} -63 2 ${x + 8} -61 10 water`)
  player.teleport({ x: x + 4.5, y: -60, z: 1.5 }, 0, 0)
  command('clear Tester')
  w.give('spruce_boat')
  await w.ticks(10)
  await w.run(bot.equip(bot.inventory.items().find((/** @type {any} */ item) => item.name === 'spruce_boat'), 'hand'))
  await w.run(bot.lookAt(player.position.offset(0, -0.5, 3), true))
  const entity = await w.run(bot.placeEntity(bot.blockAt(player.position.offset(0, -1, 3)), { x: 0, y: 1, z: 0 }))
  return { entity, boat: /** @type {any} */ (w.ctx.entities.get(entity.id)) }
}

test('who waits in a boat for two minutes stays dry and well, also when he got in at once', async () => {
  const { entity, boat } = await boatOnPool(20)
  bot.mount(entity)
  await w.ticks(5)
  assert.equal(player.vehicle, boat)
  await w.ticks(2400)
  assert.equal(player.vehicle, boat)
  assert.ok(boat.position.y > -62 + 8 / 9 - 0.5625, `floats at ${boat.position.y}`)
  assert.deepEqual([player.health, player.survival.air, player.survival.in_water], [20, 300, false])
  bot.dismount()
  await w.ticks(5)
  assert.equal(player.vehicle, null)
  assert.ok(player.position.distanceTo(boat.position) < 3)
})

test('a boat settles where vanilla has it float, and a sunken one throws its rider out', async () => {
  const { entity, boat } = await boatOnPool(40)
  await w.ticks(100)
  const deep = -61 + 8 / 9 - boat.position.y
  assert.ok(Math.abs(deep - 0.366) < 0.01, `${deep} deep`) // gravity 0.04 against buoyancy 0.0615 of its share under water
  bot.mount(entity)
  await w.ticks(5)
  command('fill 40 -60 2 48 -58 10 water')
  await w.ticks(50)
  assert.equal(player.vehicle, boat)
  await w.ticks(20)
  assert.equal(player.vehicle, null)
  command('fill 40 -60 0 52 -58 12 air')
})

test('a boat is battered to pieces by blows that come quickly enough, and leaves itself behind', async () => {
  const { entity, boat } = await boatOnPool(60)
  for (let n = 0; n < 4; n++) { bot.attack(entity); await w.ticks(8) }
  await w.ticks(60)
  assert.ok(!boat.removed)
  for (let n = 0; n < 12 && !boat.removed; n++) { bot.attack(entity); await w.ticks(5) }
  assert.ok(boat.removed)
  const [drop] = w.ctx.entities.near(boat.position, 5, e => e.kind === 'item')
  assert.equal(drop?.item?.name, 'spruce_boat')
})

test('who comes later sees who sits in the boat; paddles move for everybody', async () => {
  const { entity, boat } = await boatOnPool(80)
  bot.mount(entity)
  await w.ticks(5)
  bot._client.write('steer_boat', { leftPaddle: true, rightPaddle: false })
  const other = await w.join('Late')
  const there = /** @type {any} */ (w.ctx.playerNamed('Late'))
  there.teleport({ x: 84.5, y: -60, z: -1.5 })
  await w.ticks(20)
  assert.equal(other.players.Tester.entity.vehicle?.id, boat.id)
  assert.deepEqual([other.entities[boat.id].metadata[12], other.entities[boat.id].metadata[13]], [true, false])
  assert.deepEqual(w.faults(), [])
})

test('a horse summoned tame and saddled carries its rider where he steers, a pig only after a carrot', async () => {
  player.teleport({ x: 100.5, y: -60, z: 0.5 }, 0, 0)
  command('clear Tester')
  await w.ticks(10)
  for (const [name, nbt] of [['horse', '{Tame:1b,SaddleItem:{id:"minecraft:saddle",Count:1b}}'], ['pig', '{Saddle:1b}']]) {
    const { x, y, z } = player.position
    command(`summon ${name} ${x + 1} ${y} ${z + 1} ${nbt}`)
    await w.ticks(5)
    const [steed] = w.ctx.entities.near(player.position, 8, e => e.name === name)
    assert.equal(bot.entities[steed.id].metadata[17], name === 'horse' ? 6 : true)
    bot.mount(bot.entities[steed.id])
    await w.ticks(5)
    assert.equal(player.vehicle, steed)
    if (name === 'pig') { // nothing hangs before it: it does not obey
      bot._client.write('vehicle_move', { x: steed.position.x, y: steed.position.y, z: steed.position.z + 3, yaw: 0, pitch: 0 })
      await w.ticks(1)
      assert.ok(player.position.distanceTo(steed.position) < 1 && steed.position.distanceTo(player.position.offset(0, 0, 3)) > 2)
      w.ctx.inventory.set(player, 45, w.ctx.inventory.make('carrot_on_a_stick', 1))
      await w.ticks(2)
    }
    const from = steed.position.clone()
    for (let n = 1; n <= 20; n++) {
      bot._client.write('vehicle_move', { x: from.x, y: from.y, z: from.z + n * 0.2, yaw: 0, pitch: 0 })
      await w.ticks(1)
    }
    assert.ok(steed.position.z - from.z > 3.9, `${name} went ${steed.position.z - from.z}`)
    await w.ticks(400)
    assert.equal(player.vehicle, steed)
    bot.dismount()
    await w.ticks(5)
    assert.equal(player.vehicle, null)
    assert.equal(player.health, 20)
  }
  assert.deepEqual(w.faults(), [])
})

test('a boat is put at the very point that is looked at: a pool of three by three, one deep, is wide enough', async () => {
  const [x, z] = [60, 40]
  for (let dx = -1; dx <= 1; dx++) for (let dz = -3; dz <= -1; dz++) w.ctx.blocks.set(new Vec3(x + dx, -61, z + dz), w.ctx.blocks.stateOf('water'))
  player.teleport(new Vec3(x + 0.5, -60, z + 0.5))
  command('clear Tester')
  w.give('oak_boat')
  await w.ticks(5)
  await w.run(bot.equip(bot.inventory.items().find((/** @type {any} */ item) => item.name === 'oak_boat'), 'hand'))
  const entity = await w.run(bot.placeEntity(bot.blockAt(new Vec3(x, -61, z - 2)), new Vec3(0, -1, 0)))
  const { position } = /** @type {any} */ (w.ctx.entities.get(entity.id))
  assert.ok(position.z > z - 1 && position.z < z - 0.7, `at ${position}`) // where the look meets the water, in the nearest row
})
