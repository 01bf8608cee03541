/**
 * What Mineflayer's own test suite asks of a server, as far as this world once answered it otherwise than vanilla.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { start } from './harness.js'

const GROUND = -60

/** A flat world with an operator in it; `say` is the console. @param {number} gamemode */
async function operator (gamemode) {
  const w = await start({ options: { terrain: 'flat', gamemode, mobs: false } })
  const console_ = w.ctx.commands.consoleSource(() => {})
  const say = (/** @type {string} */ line) => w.ctx.commands.run(console_, line)
  say(`op ${w.bot.username}`)
  say(`tp ${w.bot.username} 0 ${GROUND} 0`)
  await w.ticks(10)
  return { ...w, say }
}

test('a pane of portal put down by a command is a way through', async () => {
  const { bot, ctx, player, say, ticks, faults, stop } = await operator(1)
  /** @type {any[]} */
  const spawned = []
  bot.on('spawn', () => spawned.push(bot.entity.position.clone()))
  say(`setblock 0 ${GROUND} 0 nether_portal`); await ticks(20)
  assert.equal(bot.game.dimension, 'the_nether')
  assert.ok(spawned.length === 1 && spawned[0].y > 0, 'there already when it hears that it has spawned')
  /** @type {string[]} */
  const told = []
  bot.on('messagestr', (/** @type {string} */ text) => told.push(text))
  bot.chat('/tp ~ 120 ~'); await ticks(20)
  assert.ok(told.some(text => text.includes(`to ${bot.entity.position.x.toFixed(6)}, 120`)), told.join())
  say(`execute as ${bot.username} at @s run setblock ~ ~ ~ nether_portal`); await ticks(20)
  assert.equal(bot.game.dimension, 'overworld')
  assert.equal(ctx.blocks.name(0, GROUND, 0), 'nether_portal')
  assert.ok(player.position.distanceTo(bot.entity.position.clone().set(0.5, GROUND, 0.5)) < 0.1, 'back where it went in')
  assert.deepEqual(faults(), [])
  await stop()
})

test('a villager is summoned with its offers and prices, and stays where it is put', async () => {
  const { bot, run, ctx, say, ticks, give, faults, stop } = await operator(0)
  const offer = '{maxUses:3,buy:{id:"minecraft:emerald",Count:2},sell:{id:"minecraft:pumpkin_pie",Count:2},demand:60,priceMultiplier:0.05f,specialPrice:-4,uses:1}'
  say(`summon villager 2.5 ${GROUND} 0.5 {NoAI:1,Offers:{Recipes:[${offer}]}}`)
  give('emerald', 20); await ticks(10)
  const villager = bot.nearestEntity((/** @type {any} */ e) => e.name === 'villager')
  assert.ok(villager)
  const at = villager.position.clone()
  const window = await run(bot.openVillager(villager), 4000)
  assert.equal(window.trades.length, 1)
  assert.deepEqual([window.trades[0].nbTradeUses, window.trades[0].maximumNbTradeUses, window.trades[0].realPrice], [1, 3, 4])
  await run(bot.trade(window, 0, 2), 4000)
  assert.equal(window.count(bot.registry.itemsByName.emerald.id, null), 12)
  assert.equal(window.count(bot.registry.itemsByName.pumpkin_pie.id, null), 4)
  window.close(); await ticks(100)
  const kept = ctx.entities.near(at, 1, e => e.name === 'villager')[0]
  assert.ok(kept.position.distanceTo(at) < 0.01, 'no mind, no steps')
  assert.deepEqual(faults(), [])
  await stop()
})

test('clicks on items with NBT are answered like any other', async () => {
  const { bot, run, give, ticks, say, stop } = await operator(0)
  give('diamond_sword'); await ticks(5)
  let resent = 0
  bot._client.on('window_items', () => { resent++ })
  const { slot } = bot.inventory.items()[0]
  await run(bot.moveSlotItem(slot, 20)); await ticks(5)
  assert.equal(resent, 0, 'the client was right about every slot')
  assert.equal(bot.inventory.slots[20]?.name, 'diamond_sword')
  await stop()
})

test('an armour stand takes and gives where it is clicked', async () => {
  const { bot, run, ctx, give, ticks, say, faults, stop } = await operator(0)
  say(`summon armor_stand 2 ${GROUND} 0`); give('iron_helmet'); await ticks(10)
  const stand = bot.nearestEntity((/** @type {any} */ e) => e.name === 'armor_stand')
  assert.ok(stand)
  await run(bot.activateEntityAt(stand, stand.position.offset(0, 1.6, 0))); await ticks(5)
  assert.ok(stand.equipment.some((/** @type {any} */ item) => item?.name === 'iron_helmet'))
  assert.equal(bot.heldItem, null)
  await run(bot.activateEntityAt(stand, stand.position.offset(0, 0.3, 0))); await ticks(5)
  assert.equal(bot.heldItem, null, 'it wears no boots')
  await run(bot.activateEntityAt(stand, stand.position.offset(0, 1.7, 0))); await ticks(5)
  assert.equal(bot.heldItem?.name, 'iron_helmet')
  assert.ok(ctx.entities.near(stand.position, 2, e => e.name === 'armor_stand')[0].holds.every((/** @type {any} */ item) => !item))
  assert.deepEqual(faults(), [])
  await stop()
})

test('item replace fills slots of chests and players', async () => {
  const { bot, run, say, ticks, stop } = await operator(0)
  say(`setblock 1 ${GROUND} 0 chest`); await ticks(5)
  say(`item replace block 1 ${GROUND} 0 container.4 with minecraft:diamond 5`)
  say(`item replace entity ${bot.username} armor.head with iron_helmet`)
  say(`item replace entity ${bot.username} hotbar.3 with bread 2`); await ticks(5)
  const chest = await run(bot.openContainer(bot.blockAt(bot.entity.position.clone().set(1, GROUND, 0))), 4000)
  assert.deepEqual([chest.slots[4]?.name, chest.slots[4]?.count], ['diamond', 5])
  chest.close(); await ticks(5)
  assert.equal(bot.inventory.slots[5]?.name, 'iron_helmet')
  assert.deepEqual([bot.inventory.slots[39]?.name, bot.inventory.slots[39]?.count], ['bread', 2])
  await stop()
})

test('an objective shown to players can be renamed', async () => {
  const { bot, say, ticks, stop } = await operator(0)
  say('scoreboard objectives add one dummy'); say('scoreboard objectives setdisplay sidebar one'); await ticks(5)
  let titles = 0
  bot.on('scoreboardTitleChanged', () => { titles++ })
  say('scoreboard objectives modify one displayname {"text":"Renamed"}'); await ticks(5)
  assert.equal(titles, 1)
  assert.match(JSON.stringify(bot.scoreboards.one.title), /Renamed/)
  await stop()
})

test('lightning strikes where it is summoned, hurts and burns', async () => {
  const { bot, ctx, player, say, ticks, faults, stop } = await operator(0)
  /** @type {any[]} */
  const seen = []
  bot.on('entitySpawn', (/** @type {any} */ entity) => { if (entity.name === 'lightning_bolt') seen.push(entity.position.clone()) })
  await ticks(60) // nothing hurts who has just come
  say(`summon lightning_bolt 2.5 ${GROUND} 0.5`); await ticks(2)
  assert.equal(seen.length, 1)
  assert.ok(player.health <= 15, `${player.health} of 20`)
  assert.equal(ctx.blocks.name(2, GROUND, 0), 'fire')
  await ticks(20)
  assert.equal(ctx.entities.all().filter(e => e.name === 'lightning_bolt').length, 0)
  assert.deepEqual(faults(), [])
  await stop()
})

test('a command block keeps its command when its kind changes', async () => {
  const { bot, ctx, say, ticks, stop } = await operator(1)
  say(`setblock 2 ${GROUND} 0 command_block`); await ticks(5)
  bot.setCommandBlock(bot.entity.position.clone().set(2, GROUND, 0), 'say hello', { mode: 1 }); await ticks(5)
  assert.equal(ctx.blocks.name(2, GROUND, 0), 'repeating_command_block')
  assert.equal(ctx.tiles.get(`2,${GROUND},0`)?.command, 'say hello')
  await stop()
})
