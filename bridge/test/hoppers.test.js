/** Hoppers between containers, furnaces, composters, items on the ground and carts; their window under a real client. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeSnapshot, decodeSnapshot } from '../world/persistence.js'
import { LEVER, futureOf, lying, machines, patch, w } from './patches.js'

test('a hopper moves one item every eight ticks, from the chest above to the chest below', async () => {
  const { put, holds, fill } = await patch()
  put([0, 2, 0], 'chest', { facing: 'north' }); put([0, 1, 0], 'hopper', { facing: 'down' }); put([0, 0, 0], 'barrel')
  fill([0, 2, 0], 'chest', [['dirt', 5]])
  await w.ticks(1 + 8 * 3)
  assert.equal(holds([0, 0, 0], 'barrel'), '3 dirt')
  assert.equal(holds([0, 2, 0], 'chest'), '1 dirt')
  await w.ticks(40)
  assert.equal(holds([0, 0, 0], 'barrel'), '5 dirt')
})

test('power locks it, and it goes on when power goes', async () => {
  const { put, holds, fill, lever, see } = await patch()
  put([0, 1, 0], 'hopper', { facing: 'down' }); put([0, 0, 0], 'barrel')
  put([1, 1, 0], 'stone'); put([1, 2, 0], 'lever', LEVER)
  await lever(1, 2)
  assert.equal(see(0, 1).enabled, false)
  fill([0, 1, 0], 'hopper', [['egg', 4]])
  await w.ticks(40)
  assert.equal(holds([0, 0, 0], 'barrel'), '')
  await lever(1, 2)
  await w.ticks(40)
  assert.equal(holds([0, 0, 0], 'barrel'), '4 egg')
})

test('it takes up what falls on it', async () => {
  const { put, holds, at } = await patch()
  put([0, 0, 0], 'hopper', { facing: 'down' })
  w.ctx.items.drop(at(0, 3).offset(0.5, 0, 0.5), w.ctx.inventory.make('carrot', 7), at(0).minus(at(0)))
  await w.ticks(40)
  assert.equal(holds([0, 0, 0], 'hopper'), '7 carrot')
  assert.equal(lying(at(0)), '')
})

test('a furnace is fed from above and the side, and emptied below', async () => {
  const { put, holds, fill } = await patch()
  put([0, 1, 0], 'furnace', { facing: 'north' })
  put([0, 2, 0], 'hopper', { facing: 'down' }); put([1, 1, 0], 'hopper', { facing: 'west' }); put([0, 0, 0], 'hopper', { facing: 'east' }); put([1, 0, 0], 'barrel')
  fill([0, 2, 0], 'hopper', [['raw_iron', 3]]); fill([1, 1, 0], 'hopper', [['coal', 2]])
  await w.ticks(200 * 3 + 60)
  assert.equal(holds([1, 0, 0], 'barrel'), '3 iron_ingot')
})

test('a composter is filled from above and gives its bone meal below', async () => {
  const { put, holds, fill } = await patch()
  put([0, 2, 0], 'hopper', { facing: 'down' }); put([0, 1, 0], 'composter'); put([0, 0, 0], 'hopper', { facing: 'down' })
  fill([0, 2, 0], 'hopper', [['pumpkin_pie', 8]])
  await w.ticks(100)
  assert.equal(holds([0, 0, 0], 'hopper'), '1 bone_meal')
})

test('its window shows what comes and goes, and shift clicks fill it', async () => {
  const { put, at, holds } = await patch()
  const { bot } = w
  put([3, 1, 0], 'hopper', { facing: 'down' }); put([3, 0, 0], 'chest', { facing: 'north' })
  w.give('cobblestone', 20)
  await w.ticks(2)
  const window = await w.run(bot.openContainer(bot.blockAt(at(3, 1))))
  assert.equal(window.type, 'minecraft:hopper')
  await w.run(window.deposit(bot.registry.itemsByName.cobblestone.id, null, 20))
  await w.ticks(41)
  const shown = window.containerItems().reduce((/** @type {number} */ sum, /** @type {any} */ item) => sum + item.count, 0)
  const below = Number(/\d+/.exec(holds([3, 0, 0], 'chest'))?.[0])
  assert.ok(below >= 4 && shown + below === 20, `${shown} above, ${below} below`)
  window.close()
})

test('a saved machine goes on as the one that was not saved', async () => {
  const { put, fill, line } = await patch()
  put([0, 1, 0], 'hopper', { facing: 'east' }); put([1, 1, 0], 'hopper', { facing: 'west' }) // a hopper clock
  fill([0, 1, 0], 'hopper', [['dirt', 3]])
  put([2, 1, 0], 'comparator', { facing: 'west' }); put([2, 0, 0], 'stone'); line(3, 6)
  put([7, 0, 0], 'redstone_lamp'); put([4, 0, 1], 'repeater', { facing: 'north', delay: 2 }); put([4, 0, 2], 'dropper', { facing: 'up' })
  fill([4, 0, 2], 'dropper', [['egg', 64], ['dirt', 64]])
  w.ctx.rules.randomTickSpeed = 0 // grass grows where players are, and the second world has none
  await w.ticks(45)
  const text = encodeSnapshot(w.world.snapshot())
  await w.ticks(200)
  const future = machines(w.world.snapshot())
  const same = await futureOf(decodeSnapshot(text), 200)
  assert.deepEqual(same.tiles, future.tiles)
  assert.deepEqual(same, future)
  assert.notDeepEqual(future.tiles, decodeSnapshot(text).tiles)
})
