/** Brewing, potions and cauldrons with a real Mineflayer client. One world: the tests build on each other. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 12, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

const id = (/** @type {string} */ name) => w.ctx.registry.itemsByName[name].id
const near = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => w.player.position.floored().offset(x, y, z)
const put = (/** @type {any} */ at, /** @type {string} */ name) => { w.ctx.blocks.set(at, w.ctx.blocks.stateOf(name)) }
const stand = () => w.bot.blockAt(near(2, 0, 0))
const shift = async (/** @type {any} */ window, /** @type {string} */ name) => { await w.run(w.bot.clickWindow(window.findInventoryItem(id(name), null).slot, 0, 1)); await w.ticks(2) }
const potions = () => w.player.inventory.slots.filter((/** @type {any} */ item) => /potion$/.test(item?.name ?? '')).map((/** @type {any} */ item) => `${item.name} ${w.ctx.potions.of(item)}`)

test('bottles are filled at a cauldron and at water', async () => {
  const { bot } = w
  put(near(-2, 0, 0), 'cauldron'); w.give('water_bucket'); w.give('glass_bottle', 3)
  await w.ticks(2)
  await w.run(bot.equip(id('water_bucket'), 'hand'))
  await w.run(bot.activateBlock(bot.blockAt(near(-2, 0, 0)))); await w.ticks(2)
  assert.equal(bot.blockAt(near(-2, 0, 0)).name, 'water_cauldron')
  await w.run(bot.equip(id('glass_bottle'), 'hand'))
  for (let n = 0; n < 2; n++) { await w.run(bot.activateBlock(bot.blockAt(near(-2, 0, 0)))); await w.ticks(2) }
  assert.equal(bot.blockAt(near(-2, 0, 0)).getProperties().level, '1')
  put(near(-2, 0, 0), 'air'); put(near(-1, -1, 0), 'water')
  await w.ticks(2)
  await w.run(bot.lookAt(near(-1, -1, 0).offset(0.5, 0.9, 0.5), true)); await w.ticks(2)
  bot.activateItem(); await w.ticks(4)
  assert.deepEqual(potions(), ['potion water', 'potion water', 'potion water'])
})

test('nether wart makes awkward potions in 400 ticks, sugar swiftness, redstone longer; a snapshot in between goes on', async () => {
  const { bot, ctx } = w
  put(near(2, 0, 0), 'brewing_stand'); w.give('blaze_powder', 1); w.give('nether_wart', 1); w.give('sugar', 1); w.give('redstone', 1)
  await w.ticks(2)
  const window = await w.run(bot.openBlock(stand()))
  for (let n = 0; n < 3; n++) await shift(window, 'potion')
  await shift(window, 'blaze_powder'); await shift(window, 'nether_wart')
  const began = ctx.tick()
  assert.equal(stand().getProperties().has_bottle_2, true)
  const kept = decodeSnapshot(encodeSnapshot(w.world.snapshot()))
  const tile = kept.tiles.find((/** @type {any} */ [, one]) => one.type === 'brewing_stand')[1]
  assert.ok(tile.due > began && tile.fuel === 19)
  await w.ticks(390)
  assert.equal(ctx.potions.of(window.slots[0]), 'water')
  await w.ticks(20)
  assert.equal(ctx.potions.of(window.slots[0]), 'awkward')
  await shift(window, 'sugar'); await w.ticks(405)
  await shift(window, 'redstone'); await w.ticks(405)
  for (let n = 0; n < 3; n++) await w.run(bot.clickWindow(n, 0, 1))
  bot.closeWindow(window); await w.ticks(2)
  assert.deepEqual(potions(), ['potion long_swiftness', 'potion long_swiftness', 'potion long_swiftness'])
})

test('drinking gives the effect and the bottle back', async () => {
  const { bot, player } = w
  await w.run(bot.equip(id('potion'), 'hand'))
  await w.run(bot.consume()); await w.ticks(2)
  assert.ok(player.survival.effects.speed.ticks > 9500)
  assert.equal(w.ctx.inventory.count(player, 'glass_bottle'), 1)
})

test('a splash potion of harming hurts those near', async () => {
  const { bot, ctx, player } = w
  const cow = ctx.mobs.spawn('cow', near(0, 0, 3).offset(0.5, 0, 0.5))
  const before = cow.health
  ctx.inventory.giveOrDrop(player, ctx.potions.make('splash_potion', 'strong_harming'))
  await w.ticks(2)
  await w.run(bot.equip(id('splash_potion'), 'hand'))
  await w.run(bot.lookAt(cow.position.offset(0, 0.5, 0), true)); await w.ticks(2)
  bot.activateItem(); await w.ticks(40)
  assert.ok(cow.removed || cow.health < before || cow.dying !== undefined, `${cow.health} of ${before}`)
  assert.equal(ctx.inventory.count(player, 'splash_potion'), 0)
})
