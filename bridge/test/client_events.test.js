import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** @type {any} */
let other
before(async () => {
  w = await start({ seed: 8, options: { terrain: 'flat', mobs: false } })
  other = await w.join('Other')
})
after(() => { assert.deepEqual(w.faults(), []) })

test('the server names its brand before play, as vanilla does', () => {
  assert.equal(w.bot.game.serverBrand, 'vanilla')
})

test('rain comes and goes step by step, and who joins in it is told how strong it is', async () => {
  /** @type {number[]} */
  const levels = []
  w.bot.on('weatherUpdate', () => levels.push(w.bot.rainState))
  w.ctx.time.setWeather('thunder')
  await w.ticks(50)
  assert.ok(levels.length > 40 && w.bot.rainState > 0.4 && w.bot.rainState < 0.6, String(w.bot.rainState))
  await w.ticks(60)
  assert.deepEqual([w.bot.isRaining, w.bot.rainState, w.bot.thunderState], [true, 1, 1])
  const third = await w.join('Third')
  assert.deepEqual([third.isRaining, third.rainState, third.thunderState], [true, 1, 1])
  third.end()
  w.ctx.time.setWeather('clear')
  await w.ticks(110)
  assert.deepEqual([w.bot.isRaining, w.bot.rainState, w.bot.thunderState], [false, 0, 0])
})

test('onlookers see hands exchanged, with the right things in them afterwards', async () => {
  w.give('iron_sword', 1, w.ctx.playerNamed('Other'))
  await w.ticks(2)
  await w.run(other.equip(other.registry.itemsByName.iron_sword.id, 'hand'))
  let swapped = 0
  w.bot.on('entityHandSwap', (/** @type {any} */ e) => { if (e.username === 'Other') swapped++ })
  other._client.write('block_dig', { status: 6, location: { x: 0, y: 0, z: 0 }, face: 0, sequence: 0 })
  await w.ticks(5)
  assert.equal(swapped, 1)
  const { equipment } = w.bot.players.Other.entity
  assert.deepEqual([equipment[0]?.name, equipment[1]?.name], [undefined, 'iron_sword'])
})

test('how many sleep is told to all, and a bed that is gone is missed at the next death', async () => {
  const at = w.bot.entity.position.floored()
  const set = (/** @type {number} */ x, /** @type {string} */ part) => w.ctx.blocks.set(at.offset(x, 0, 1), w.ctx.blocks.stateOf('red_bed', { part, facing: 'east' }))
  set(1, 'foot')
  set(2, 'head')
  w.ctx.time.set(18000)
  await w.ticks(25)
  /** @type {any[]} */
  const bars = []
  other.on('message', (/** @type {any} */ m, /** @type {string} */ where) => { if (where === 'game_info') bars.push(m.json) })
  await w.run(w.bot.sleep(w.bot.blockAt(at.offset(1, 0, 1))))
  await w.ticks(3)
  assert.deepEqual(bars.map(m => [m.translate, ...m.with.map((/** @type {any} */ part) => part.text ?? part)]), [['sleep.players_sleeping', '1', '2']])
  await w.run(w.bot.wake())
  w.ctx.blocks.set(at.offset(1, 0, 1), 0)
  w.ctx.blocks.set(at.offset(2, 0, 1), 0)
  w.ctx.time.set(1000)
  let reset = 0
  w.bot.on('spawnReset', () => reset++)
  await w.ticks(70)
  w.ctx.damage.player(w.player, 1e9, { cause: 'generic_kill' })
  await w.ticks(10)
  assert.equal(reset, 1)
  await w.ticks(10)
})

test('a blow with an enchanted sword sparks', async () => {
  const cow = w.ctx.mobs.spawn('cow', w.bot.entity.position.offset(1, 0, 0), { still: true })
  const sword = w.ctx.inventory.make('iron_sword', 1)
  sword.enchants = [{ name: 'sharpness', lvl: 2 }]
  w.ctx.inventory.set(w.player, 36 + w.player.heldItemSlot, sword)
  await w.ticks(20)
  let sparks = 0
  other.on('entityMagicCriticalEffect', () => sparks++)
  w.bot.attack(w.bot.entities[cow.id])
  await w.ticks(4)
  assert.equal(sparks, 1)
})

test('a wolf that comes out of the water shakes itself', async () => {
  const wolf = w.ctx.mobs.spawn('wolf', w.bot.entity.position.offset(2, 0, 2), { persistent: true })
  let shaken = 0
  w.bot.on('entityShakingOffWater', () => shaken++)
  const { x, y, z } = wolf.position.floored()
  for (let dx = -1; dx <= 1; dx++) for (let dz = -1; dz <= 1; dz++) w.ctx.blocks.set({ x: x + dx, y, z: z + dz }, w.ctx.blocks.stateOf('water'))
  await w.ticks(10)
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) w.ctx.blocks.set({ x: x + dx, y, z: z + dz }, 0)
  await w.ticks(600)
  assert.equal(shaken, 1)
})

test('a client is told the attributes of itself and of the living beings that it sees', async () => {
  /** @type {Map<number, Record<string, number>>} */
  const told = new Map()
  w.bot._client.on('entity_update_attributes', (/** @type {any} */ packet) => {
    told.set(packet.entityId, { ...told.get(packet.entityId), ...Object.fromEntries(packet.properties.map((/** @type {any} */ one) => [one.name, one.value])) })
  })
  const cow = w.ctx.mobs.spawn('cow', w.bot.entity.position.offset(3, 0, 0))
  const late = await w.join('Late')
  await w.ticks(10)
  assert.equal(told.get(cow.id)?.['minecraft:generic.max_health'], 10)
  assert.equal(told.get(cow.id)?.['minecraft:generic.movement_speed'], cow.traits.speed)
  assert.equal(told.get(late.entity.id)?.['minecraft:generic.attack_speed'], 4)
  assert.ok(late.entity.attributes, 'its own client knows that it has some')
  late.end()
})
