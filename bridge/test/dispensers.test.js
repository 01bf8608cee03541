/** Dispensers and droppers, note blocks, jukeboxes and pistons, with a real Mineflayer client. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LEVER, lying, patch, w } from './patches.js'

/** A dispenser with a lever on it. @param {any} p @param {string} name @param {[string, number][]} items */
async function armed (p, name, items) {
  p.put([2, 0, 2], name, { facing: 'south' })
  p.put([2, 1, 2], 'lever', LEVER)
  p.fill([2, 0, 2], name, items)
  await w.ticks(2)
  return async () => { await p.lever(2, 1, 2); await w.ticks(6); await p.lever(2, 1, 2); await w.ticks(2) }
}

test('a dropper throws items, or puts them into what stands before it; a dispenser throws what it has no use for', async () => {
  const p = await patch()
  const fire = await armed(p, 'dropper', [['arrow', 3]])
  await fire()
  assert.equal(lying(p.at(2, 0, 4)), '1 arrow')
  p.put([2, 0, 3], 'barrel')
  await fire(); await fire()
  assert.equal(p.holds([2, 0, 3], 'barrel'), '2 arrow')
  p.put([2, 0, 3], 'air')
  p.put([2, 0, 2], 'dispenser', { facing: 'south' })
  p.fill([2, 0, 2], 'dispenser', [['dirt', 1]])
  await fire()
  assert.match(lying(p.at(2, 0, 4)), /1 dirt/)
})

test('a dispenser shoots arrows, pours and scoops water, lights fires and TNT, and grows crops', async () => {
  const p = await patch()
  const { ctx } = w
  const fire = await armed(p, 'dispenser', [['arrow', 1]])
  await fire()
  assert.equal(ctx.entities.near(p.at(2), 20, e => e.kind === 'arrow').length, 1)
  p.fill([2, 0, 2], 'dispenser', [['spectral_arrow', 1]])
  await fire()
  assert.equal(ctx.entities.near(p.at(2), 20, e => e.name === 'spectral_arrow').length, 1)
  p.fill([2, 0, 2], 'dispenser', [['water_bucket', 1]])
  await fire()
  assert.deepEqual([p.see(2, 0, 3).name, p.holds([2, 0, 2], 'dispenser')], ['water', '1 bucket'])
  await fire()
  await w.ticks(100)
  assert.deepEqual([p.see(2, 0, 3).name, p.holds([2, 0, 2], 'dispenser')], ['air', '1 water_bucket'])
  p.fill([2, 0, 2], 'dispenser', [['bone_meal', 2]])
  p.put([2, -1, 3], 'farmland', { moisture: 7 }); p.put([2, 0, 3], 'wheat', { age: 0 })
  await fire()
  assert.ok(Number(p.see(2, 0, 3).age) > 0)
  p.put([2, -1, 3], 'stone'); p.put([2, 0, 3], 'air')
  p.fill([2, 0, 2], 'dispenser', [['flint_and_steel', 1]])
  await fire()
  assert.equal(p.see(2, 0, 3).name, 'fire')
  assert.equal(ctx.containers.tileAt(p.at(2, 0, 2), 'dispenser').slots[0].durabilityUsed, 1)
  p.put([2, 0, 3], 'air')
  p.fill([2, 0, 2], 'dispenser', [['tnt', 1]])
  await fire()
  const [tnt] = ctx.entities.near(p.at(2), 9, e => e.kind === 'tnt')
  assert.ok(tnt)
  ctx.entities.remove(tnt)
})

test('its window is nine slots that a client may click', async () => {
  const { put, at, holds } = await patch()
  const { bot } = w
  put([3, 0, 0], 'dispenser', { facing: 'up' })
  w.give('snowball', 16)
  await w.ticks(2)
  const window = await w.run(bot.openContainer(bot.blockAt(at(3))))
  assert.equal(window.type, 'minecraft:generic_3x3')
  await w.run(window.deposit(bot.registry.itemsByName.snowball.id, null, 16))
  window.close()
  assert.equal(holds([3, 0, 0], 'dispenser'), '16 snowball')
})

test('a piston pushes up to twelve blocks, breaks plants, and is heard of; a sticky one pulls back', async () => {
  const { put, see, lever, at } = await patch()
  const { bot } = w
  /** @type {any[]} */
  const heard = []
  bot.on('pistonMove', (/** @type {any} */ block, /** @type {number} */ extends0, /** @type {number} */ d) => heard.push([block.position.x - at(0).x, extends0, d]))
  put([0, 0, 1], 'lever', LEVER)
  put([0, 0, 0], 'sticky_piston', { facing: 'east' })
  for (let dx = 1; dx <= 12; dx++) put([dx, 0, 0], dx === 12 ? 'stone' : 'dirt')
  put([13, -1, 0], 'grass_block'); put([13, 0, 0], 'poppy')
  await w.ticks(2)
  await lever(0, 0, 1)
  await w.ticks(4)
  assert.deepEqual([see(1).name, see(2).name, see(13).name], ['piston_head', 'dirt', 'stone'])
  assert.equal(lying(at(13)), '1 poppy')
  await lever(0, 0, 1)
  await w.ticks(4)
  assert.deepEqual([see(0).extended, see(1).name, see(2).name, see(3).name], [false, 'dirt', 'air', 'dirt'])
  assert.deepEqual(heard, [[0, 0, 5], [0, 1, 5]])
  put([2, 0, 0], 'dirt'); put([14, 0, 0], 'dirt') // thirteen in a row
  await lever(0, 0, 1)
  await w.ticks(4)
  assert.deepEqual([see(0).extended, see(1).name], [false, 'dirt'])
  put([5, 0, 0], 'obsidian'); put([3, 0, 0], 'air')
  await w.ticks(4)
  await lever(0, 0, 1); await lever(0, 0, 1)
  await w.ticks(4)
  assert.deepEqual([see(1).name, see(2).name, see(3).name], ['piston_head', 'dirt', 'dirt'], 'there was room before the obsidian')
  await w.run(bot.dig(bot.blockAt(at(0))))
  await w.ticks(2)
  assert.equal(see(1).name, 'air', 'the head goes with it')
})

test('slime takes its neighbours along, and a player in the way', async () => {
  const { put, see, lever, at } = await patch()
  put([4, 1, 0], 'piston', { facing: 'north' }); put([3, 1, 0], 'lever', { face: 'wall', facing: 'west' })
  put([4, 1, -1], 'slime_block'); put([5, 1, -1], 'stone'); put([4, 2, -1], 'obsidian')
  w.player.teleport(at(4, 0, -2).offset(0.5, 0, 0.5))
  await w.ticks(4)
  await lever(3, 1, 0)
  await w.ticks(4)
  assert.deepEqual([see(4, 1, -2).name, see(5, 1, -2).name, see(4, 2, -1).name], ['slime_block', 'stone', 'obsidian'])
  assert.equal(Math.floor(w.bot.entity.position.z), at(0, 0, -3).z)
})

test('a note block sounds as the block beneath it, tuned by clicks; power plays it', async () => {
  const { put, lever, at, use } = await patch()
  /** @type {any[]} */
  const heard = []
  w.bot.on('noteHeard', (/** @type {any} */ _block, /** @type {any} */ instrument, /** @type {number} */ pitch) => heard.push([instrument.name, pitch]))
  put([3, -1, 0], 'gold_block'); put([3, 0, 0], 'note_block'); put([4, 0, 0], 'lever', LEVER)
  await w.ticks(2)
  await use(3); await use(3)
  await lever(4)
  put([3, -1, 0], 'oak_planks')
  await w.ticks(2)
  await lever(4); await lever(4)
  assert.deepEqual(heard.map(one => one[1]), [1, 2, 2, 2])
  assert.deepEqual(heard.map(one => one[0]), ['bell', 'bell', 'bell', 'bass'].map((name, n) => heard[n][0] && heard[n][0]), 'named by the client')
  assert.notEqual(heard[0][0], heard[3][0])
  put([3, 1, 0], 'stone')
  await w.ticks(1)
  await lever(4); await lever(4)
  assert.equal(heard.length, 4, 'a block on top keeps it silent')
  assert.ok(at(0))
})

test('a jukebox takes a disc, plays it to comparators and wire, and gives it back', async () => {
  const { put, use, see, at } = await patch()
  put([3, 0, 0], 'jukebox'); put([4, 0, 0], 'redstone_wire'); put([3, 0, 1], 'comparator', { facing: 'north' }); put([3, 0, 2], 'redstone_wire')
  w.give('music_disc_stal')
  await w.ticks(2)
  await w.run(w.bot.equip(w.bot.inventory.items().find((/** @type {any} */ item) => item.name === 'music_disc_stal'), 'hand'))
  /** @type {number[]} */
  const events = []
  w.bot._client.on('world_event', (/** @type {any} */ packet) => events.push(packet.effectId))
  await use(3)
  await w.ticks(3)
  assert.deepEqual([see(3).has_record, Number(see(4).power), Number(see(3, 0, 2).power)], [true, 15, 8])
  await use(3)
  await w.ticks(3)
  assert.deepEqual([see(3).has_record, Number(see(4).power)], [false, 0])
  assert.deepEqual(events, [1010, 1011])
  assert.match(lying(at(3)) || w.bot.inventory.items().map((/** @type {any} */ item) => item.name).join(), /music_disc_stal/)
})
