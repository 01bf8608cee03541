/** Stonecutter, smithing table, anvil, grindstone and enchanting table with a real Mineflayer client. One world: the tests build on each other. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createOffers } from '../world/items/benches/enchanting.js'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 11, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

const id = (/** @type {string} */ name) => w.ctx.registry.itemsByName[name].id
const near = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => w.player.position.floored().offset(x, y, z)
const put = (/** @type {any} */ at, /** @type {string} */ name) => { w.ctx.blocks.set(at, w.ctx.blocks.stateOf(name)) }
const held = () => Object.fromEntries(w.player.inventory.slots.filter(Boolean).map((/** @type {any} */ item) => [item.name, item]))
const give = (/** @type {string} */ name, count = 1, /** @type {[string, number][]} */ enchants = [], /** @type {any} */ fields = {}) => {
  const item = w.ctx.inventory.make(name, count)
  if (enchants.length) item.enchants = enchants.map(([kind, lvl]) => ({ name: kind, lvl }))
  Object.assign(item, fields)
  w.ctx.inventory.give(w.player, item)
}
/** @param {string} name @returns {Promise<any>} the open window of a block put down for it */
async function openAt (name) {
  w.ctx.inventory.takeAll(w.player)
  for (const entity of w.ctx.entities.all()) w.ctx.entities.remove(entity)
  put(near(2, 0, 0), name)
  await w.ticks(2)
  return () => w.bot.blockAt(near(2, 0, 0))
}
const slotOf = (/** @type {any} */ window, /** @type {string} */ name) => window.findInventoryItem(id(name), null).slot
/** Shift a stack into the window. @param {any} window @param {string} name */
const shift = async (window, name) => { await w.run(w.bot.clickWindow(slotOf(window, name), 0, 1)); await w.ticks(2) }
const levels = (/** @type {number} */ n) => { w.player.survival.xp = { level: n, points: 0, total: 0 }; w.ctx.experience.addLevels(w.player, 0) }

test('a client that joins is told what a stonecutter cuts', async () => {
  /** @type {any} */
  let told = null
  w.world.serv._server.once('connection', (/** @type {any} */ client) => {
    const write = client.write.bind(client)
    client.write = (/** @type {string} */ name, /** @type {any} */ params) => { if (name === 'declare_recipes') told = params; write(name, params) }
  })
  const other = await w.join('Second')
  assert.ok(told.recipes.length > 150)
  assert.equal(new Set(told.recipes.map((/** @type {any} */ one) => one.recipeId)).size, told.recipes.length)
  other.end(); await w.ticks(5)
})

test('a stonecutter cuts what was chosen, all of it with a shift click', async () => {
  const block = await openAt('stonecutter')
  give('stone', 10)
  await w.ticks(2)
  const window = await w.run(w.bot.openBlock(block()))
  await shift(window, 'stone')
  assert.ok(!window.slots[1], 'nothing is chosen yet')
  const order = Object.keys(w.ctx.data.stonecutting.cuts.stone)
  w.bot._client.write('enchant_item', { windowId: window.id, enchantment: order.indexOf('stone_brick_slab') })
  await w.ticks(2)
  assert.equal(window.slots[1]?.name, 'stone_brick_slab')
  assert.equal(window.slots[1].count, 2)
  await w.run(w.bot.clickWindow(1, 0, 1))
  await w.ticks(4)
  w.bot.closeWindow(window)
  await w.ticks(2)
  assert.equal(held().stone_brick_slab.count, 20)
  assert.equal(held().stone, undefined)
  assert.equal(w.bot.inventory.count(id('stone_brick_slab')), 20)
})

test('a smithing table makes netherite gear that keeps what the diamond piece had, and trims armour', async () => {
  const block = await openAt('smithing_table')
  give('diamond_pickaxe', 1, [['efficiency', 3]], { durabilityUsed: 100 }); give('netherite_upgrade_smithing_template'); give('netherite_ingot', 2)
  await w.ticks(2)
  const window = await w.run(w.bot.openBlock(block()))
  for (const name of ['netherite_upgrade_smithing_template', 'diamond_pickaxe', 'netherite_ingot']) await shift(window, name)
  assert.equal(window.slots[3]?.name, 'netherite_pickaxe')
  await w.run(w.bot.putAway(3))
  w.bot.closeWindow(window); await w.ticks(2)
  const made = held().netherite_pickaxe
  assert.deepEqual([made.durabilityUsed, made.enchants, held().netherite_ingot.count], [100, [{ name: 'efficiency', lvl: 3 }], 1])
  assert.equal(held().diamond_pickaxe, undefined)
  give('iron_chestplate'); give('coast_armor_trim_smithing_template'); give('emerald')
  await w.ticks(2)
  const again = await w.run(w.bot.openBlock(block()))
  for (const name of ['coast_armor_trim_smithing_template', 'iron_chestplate', 'emerald']) await shift(again, name)
  await w.run(w.bot.putAway(3))
  w.bot.closeWindow(again); await w.ticks(2)
  assert.equal(held().iron_chestplate.nbt.value.Trim.value.pattern.value, 'minecraft:coast')
})

test('an anvil renames, repairs and combines, for levels; bot.openAnvil works', async () => {
  const block = await openAt('anvil')
  levels(30)
  give('iron_sword')
  await w.ticks(2)
  const find = (/** @type {string} */ name) => w.bot.inventory.items().find((/** @type {any} */ item) => item.name === name)
  const anvil = await w.run(w.bot.openAnvil(block()))
  await w.run(anvil.rename(find('iron_sword'), 'Fang'))
  w.bot.closeWindow(anvil); await w.ticks(2)
  assert.equal(JSON.parse(held().iron_sword.customName).text, 'Fang')
  assert.equal(w.player.survival.xp.level, 29)
  assert.equal(held().iron_sword.repairCost, 0, 'renaming adds no prior work')

  await openAt('anvil')
  give('diamond_sword', 1, [['sharpness', 2]], { durabilityUsed: 800 }); give('enchanted_book', 1, [['sharpness', 2], ['smite', 1], ['power', 1]])
  await w.ticks(2)
  const second = await w.run(w.bot.openAnvil(block()))
  await shift(second, 'diamond_sword'); await shift(second, 'enchanted_book')
  assert.deepEqual(second.slots[2]?.enchants, [{ name: 'sharpness', lvl: 3 }])
  await w.run(w.bot.putAway(2))
  w.bot.closeWindow(second); await w.ticks(2)
  assert.equal(held().diamond_sword.repairCost, 1)
  assert.equal(w.player.survival.xp.level, 29 - 4, 'three levels of sharpness and one for smite that does not fit')

  put(near(2, 0, 0), 'anvil')
  give('diamond', 3)
  await w.ticks(2)
  const third = await w.run(w.bot.openAnvil(block()))
  await shift(third, 'diamond_sword'); await shift(third, 'diamond')
  await w.run(w.bot.putAway(2))
  w.bot.closeWindow(third); await w.ticks(2)
  assert.deepEqual([held().diamond_sword.durabilityUsed, held().diamond?.count, held().diamond_sword.repairCost], [0, 0 || undefined, 3])
  assert.equal(w.player.survival.xp.level, 25 - 4, 'three diamonds and one for the work before')

  put(near(2, 0, 0), 'anvil')
  levels(0); give('diamond_helmet', 1, [], { durabilityUsed: 300 }); give('diamond', 1)
  await w.ticks(2)
  const fourth = await w.run(w.bot.openAnvil(block()))
  await shift(fourth, 'diamond_helmet'); await shift(fourth, 'diamond')
  assert.ok(fourth.slots[2], 'the result is shown')
  w.bot.clickWindow(2, 0, 1).catch(() => {}); await w.ticks(5)
  w.bot.closeWindow(fourth); await w.ticks(3)
  assert.equal(held().diamond_helmet.durabilityUsed, 300, 'who cannot pay gets nothing')
  assert.equal(held().diamond.count, 1)
})

test('a grindstone takes enchantments off for experience', async () => {
  const block = await openAt('grindstone')
  give('iron_sword', 1, [['sharpness', 3], ['vanishing_curse', 1]], { durabilityUsed: 10 })
  await w.ticks(2)
  const window = await w.run(w.bot.openBlock(block()))
  await shift(window, 'iron_sword')
  await w.run(w.bot.putAway(2))
  w.bot.closeWindow(window); await w.ticks(2)
  assert.deepEqual(held().iron_sword.enchants, [{ name: 'vanishing_curse', lvl: 1 }])
  assert.equal(held().iron_sword.durabilityUsed, 10)
  const orbs = w.ctx.entities.all().filter(e => e.kind === 'xp').reduce((sum, e) => sum + e.points, 0) + w.player.survival.xp.total
  assert.ok(orbs >= 12 && orbs <= 23, `sharpness III gives 12 to 23 points, not ${orbs}`)
})

test('bot.openEnchantmentTable: three offers by bookshelves, paid in lapis and levels', async () => {
  const block = await openAt('enchanting_table')
  for (let z = -2; z <= 2; z++) for (let y = 0; y <= 1; y++) { put(near(4, y, z), 'bookshelf'); put(near(3, y, z), 'air') }
  for (let x = 1; x <= 3; x++) for (let y = 0; y <= 1; y++) put(near(x, y, 2), 'bookshelf')
  levels(30)
  give('diamond_pickaxe'); give('lapis_lazuli', 10)
  await w.ticks(2)
  const table = await w.run(w.bot.openEnchantmentTable(block()))
  const find = (/** @type {string} */ name) => table.findInventoryItem(id(name), null)
  await w.run(table.putTargetItem(find('diamond_pickaxe')))
  await w.run(table.putLapis(find('lapis_lazuli')))
  await w.ticks(2)
  assert.deepEqual(table.enchantments.map((/** @type {any} */ e) => e.level > 0), [true, true, true])
  assert.equal(table.enchantments[2].level, 30, 'fifteen shelves: the third offer costs 30')
  const clue = w.ctx.registry.enchantments[table.enchantments[2].expected.enchant].name
  const made = await w.run(table.enchant(2))
  assert.ok(made.enchants.some((/** @type {any} */ e) => e.name === clue), 'the clue was true')
  await w.run(table.takeTargetItem())
  w.bot.closeWindow(table); await w.ticks(2)
  assert.ok(held().diamond_pickaxe.enchants.length > 0)
  assert.equal(w.player.survival.xp.level, 27)
  assert.equal(held().lapis_lazuli.count, 7)
})

test('what lies in a bench is not lost by a snapshot, a walk away or the bench breaking', async () => {
  const block = await openAt('grindstone')
  give('golden_sword', 1, [['sharpness', 1]])
  await w.ticks(2)
  const window = await w.run(w.bot.openBlock(block()))
  await shift(window, 'golden_sword')
  assert.match(JSON.stringify(w.world.snapshot()), /golden_sword/)
  put(near(2, 0, 0), 'air')
  await w.ticks(10)
  assert.equal(w.bot.currentWindow, null)
  assert.ok(held().golden_sword)
})

test('offers follow the documented weights: a diamond pickaxe at 30 gets efficiency most, silk touch or fortune never together', () => {
  const { registry, inventory, data } = w.ctx
  const rules = createOffers(registry, inventory, data.enchantability)
  /** @type {Record<string, number>} */
  const seen = {}
  for (let seed = 0; seed < 2000; seed++) {
    const got = rules.contents(seed, 2, 30, 'diamond_pickaxe').map(([name]) => name)
    assert.ok(got.length > 0 && !(got.includes('silk_touch') && got.includes('fortune')) && !got.includes('mending'))
    for (const name of got) seen[name] = (seen[name] ?? 0) + 1
  }
  assert.ok(seen.efficiency > 1400 && seen.fortune > 300 && seen.silk_touch > 100 && seen.fortune > seen.silk_touch, JSON.stringify(seen))
  assert.deepEqual(rules.costs(5, 0, 'dirt'), [0, 0, 0])
})
