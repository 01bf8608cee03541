/** Redstone machines in a real world, built block by block and looked at by a real Mineflayer client. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
let patches = 0
before(async () => { w = await start({ seed: 41, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

/** A fresh patch of flat land. */
async function patch () {
  const { player, ctx } = w
  const { x, y, z } = ctx.spawnPoint
  const o = ctx.spawnPoint.clone().set(Math.floor(x) + 24 * ++patches, y, Math.floor(z)).floored()
  player.teleport(o.offset(4.5, 0, -1.5))
  await w.ticks(40)
  const at = (/** @type {number} */ dx, dy = 0, dz = 0) => o.offset(dx, dy, dz)
  return {
    at,
    put: (/** @type {number[]} */ [dx, dy, dz], /** @type {string} */ name, /** @type {any} */ props = undefined) => ctx.blocks.set(at(dx, dy, dz), ctx.blocks.stateOf(name, props)),
    /** As the client sees it. */
    see: (/** @type {number} */ dx, dy = 0, dz = 0) => ({ name: w.bot.blockAt(at(dx, dy, dz)).name, ...w.bot.blockAt(at(dx, dy, dz)).getProperties() }),
    /** Redstone wire along x. */
    line: (/** @type {number} */ from, /** @type {number} */ to, dy = 0, dz = 0) => { for (let dx = from; dx <= to; dx++) ctx.blocks.set(at(dx, dy, dz), ctx.blocks.stateOf('redstone_wire')) },
    lever: async (/** @type {number} */ dx, dy = 0, dz = 0) => { await w.run(w.bot.activateBlock(w.bot.blockAt(at(dx, dy, dz)))); await w.ticks(1) }
  }
}
const LEVER = { face: 'floor', facing: 'north', powered: false }

test('wire loses one a block, lights a lamp at its end, and goes out with its lever or a gap', async () => {
  const { put, see, line, lever, at } = await patch()
  put([0, 0, 0], 'lever', LEVER)
  line(1, 16)
  put([17, 0, 0], 'redstone_lamp')
  put([4, 0, 1], 'redstone_lamp')
  await w.ticks(2)
  await lever(0)
  assert.deepEqual([1, 2, 15, 16].map(x => Number(see(x).power)), [15, 14, 1, 0])
  assert.equal(see(17).lit, false, 'fifteen blocks are the most')
  assert.equal(see(4, 0, 1).lit, false, 'a line does not feed what it passes')
  w.ctx.blocks.set(at(15), 0)
  put([15, 0, 0], 'redstone_lamp')
  await w.ticks(2)
  assert.equal(see(15).lit, true)
  w.ctx.blocks.set(at(7), 0)
  await w.ticks(6)
  assert.deepEqual([6, 8].map(x => Number(see(x).power)), [10, 0])
  assert.equal(see(15).lit, false)
  await lever(0)
  assert.equal(Number(see(1).power), 0)
})

test('dust placed by hand is a cross, a right click makes it a dot, and it climbs blocks', async () => {
  const { put, see, at, lever } = await patch()
  const { bot } = w
  w.give('redstone', 8)
  await w.ticks(2)
  const dust = bot.inventory.items().find((/** @type {any} */ item) => item.name === 'redstone')
  await w.run(bot.equip(dust, 'hand'))
  const sides = (/** @type {any} */ b) => [b.north, b.east, b.south, b.west].join()
  await w.run(bot.placeBlock(bot.blockAt(at(3, -1)), at(0, 1).minus(at(0))))
  await w.ticks(2)
  assert.equal(sides(see(3)), 'side,side,side,side')
  await w.run(bot.unequip('hand'))
  await w.run(bot.activateBlock(bot.blockAt(at(3))))
  await w.ticks(2)
  assert.equal(sides(see(3)), 'none,none,none,none')
  put([4, 0, 0], 'stone'); put([4, 1, 0], 'redstone_wire')
  await w.ticks(1)
  assert.equal(see(3).east, 'up')
  assert.equal(see(3).west, 'side')
  put([2, 0, 0], 'lever', LEVER)
  await lever(2)
  assert.equal(Number(see(4, 1).power), 14)
  put([3, 1, 0], 'stone')
  await w.ticks(1)
  assert.deepEqual([see(3).east, Number(see(4, 1).power)], ['side', 0], 'a block above cuts it')
})

test('a torch turns a signal round, through the block it hangs on', async () => {
  const { put, see, lever } = await patch()
  put([1, 0, 0], 'stone')
  put([0, 0, 0], 'lever', { face: 'wall', facing: 'west', powered: false })
  put([2, 0, 0], 'redstone_wall_torch', { facing: 'east' })
  put([3, 0, 0], 'redstone_wire')
  await w.ticks(4)
  assert.equal(Number(see(3).power), 15)
  await lever(0)
  await w.ticks(3)
  assert.equal(see(2).lit, false)
  assert.equal(Number(see(3).power), 0)
})

test('a torch that drives itself burns out after eight changes', async () => {
  const { put, see, line } = await patch()
  put([1, 0, 0], 'stone')
  put([1, 1, 0], 'redstone_torch')
  put([2, 1, 0], 'redstone_wire')
  put([2, 0, 0], 'stone')
  // the wire runs down to the block's side
  put([3, 0, 0], 'redstone_wire'); put([3, 0, 1], 'redstone_wire'); line(1, 3, 0, 2); put([1, 0, 1], 'redstone_wire')
  let changes = 0
  let lit = true
  for (let n = 0; n < 60; n++) {
    await w.ticks(1)
    if (see(1, 1).lit !== lit) { lit = !lit; changes++ }
  }
  assert.ok(changes >= 14 && changes <= 16, `${changes} changes`)
  assert.equal(see(1, 1).lit, false)
})

test('a repeater delays, renews and is locked from its side', async () => {
  const { put, see, line, lever } = await patch()
  put([0, 0, 0], 'lever', LEVER)
  put([1, 0, 0], 'repeater', { facing: 'west', delay: 3 })
  line(2, 3)
  put([1, 0, 2], 'lever', LEVER)
  put([1, 0, 1], 'repeater', { facing: 'south', delay: 1 })
  await w.ticks(2)
  await lever(0)
  assert.equal(see(1).powered, false)
  await w.ticks(6)
  assert.deepEqual([see(1).powered, Number(see(2).power)], [true, 15])
  await lever(1, 0, 2)
  await w.ticks(3)
  assert.equal(see(1).locked, true)
  await lever(0)
  await w.ticks(10)
  assert.equal(see(1).powered, true, 'locked: it keeps what it shows')
  await lever(1, 0, 2)
  await w.ticks(12)
  assert.deepEqual([see(1).locked, see(1).powered], [false, false])
})

test('a comparator reads a chest, compares and subtracts', async () => {
  const { put, see, line, lever, at } = await patch()
  put([0, 0, 0], 'chest', { facing: 'north' })
  put([1, 0, 0], 'comparator', { facing: 'west' })
  line(2, 4)
  const tile = w.ctx.containers.tileAt(at(0), 'chest')
  await w.ticks(2)
  assert.equal(Number(see(2).power), 0)
  for (let slot = 0; slot < 14; slot++) tile.slots[slot] = w.ctx.inventory.make('dirt', 64)
  w.ctx.redstone.contents(at(0))
  await w.ticks(3)
  assert.equal(Number(see(2).power), 8) // 1 + 14/27 of 14
  put([1, 0, 1], 'redstone_wire'); put([2, 0, 2], 'stone'); put([1, 0, 2], 'lever', LEVER)
  await lever(1, 0, 2)
  await w.ticks(3)
  assert.equal(Number(see(2).power), 0, 'fifteen from the side is more')
  await lever(1, 0, 2)
  await w.run(w.bot.activateBlock(w.bot.blockAt(at(1))))
  await w.ticks(3)
  assert.deepEqual([see(1).mode, Number(see(2).power)], ['subtract', 8])
})

test('an observer gives one short pulse, a target what its hit is worth, an iron door opens', async () => {
  const { put, see, at } = await patch()
  put([1, 0, 0], 'observer', { facing: 'west' })
  put([2, 0, 0], 'redstone_lamp')
  put([3, 0, 0], 'iron_door', { half: 'lower', facing: 'north' }); put([3, 1, 0], 'iron_door', { half: 'upper', facing: 'north' })
  await w.ticks(1)
  put([0, 0, 0], 'stone')
  await w.ticks(3)
  assert.equal(see(2).lit, true)
  await w.ticks(8)
  assert.equal(see(2).lit, false)
  put([2, 0, 0], 'target')
  w.ctx.projectiles.shoot('arrow', at(2).offset(0.5, 0.5, -3), { x: 0, y: 0.02, z: 1 }, 2, { inaccuracy: 0, damage: 2, owner: null })
  await w.ticks(4)
  assert.ok(Number(see(2).power) >= 12, `power ${see(2).power}`)
  assert.deepEqual([see(3).open, see(3, 1).open], [true, true])
  await w.ticks(24)
  assert.deepEqual([Number(see(2).power), see(3).open], [0, false])
})

test('plates: wood feels items, stone does not, gold counts', async () => {
  const { put, see, at } = await patch()
  put([0, 0, 4], 'oak_pressure_plate'); put([2, 0, 4], 'stone_pressure_plate'); put([4, 0, 4], 'light_weighted_pressure_plate')
  for (const dx of [0, 2, 4]) for (let n = 0; n < 3; n++) w.ctx.items.drop(at(dx, 1, 4).offset(0.5, 0, 0.5), w.ctx.inventory.make(['dirt', 'stone', 'egg'][n]), at(0).minus(at(0)))
  await w.ticks(20)
  assert.deepEqual([see(0, 0, 4).powered, see(2, 0, 4).powered, Number(see(4, 0, 4).power)], [true, false, 3])
  for (const entity of w.ctx.entities.all()) if (entity.kind === 'item') w.ctx.items.vanish(entity)
  await w.ticks(25)
  assert.deepEqual([see(0, 0, 4).powered, Number(see(4, 0, 4).power)], [false, 0])
})
