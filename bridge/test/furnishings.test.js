/**
 * Blocks that people live with: cakes, candles, anchors, shulker boxes, lecterns, looms, cartography tables, paintings; with a real Mineflayer client.
 */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { NETHER_X } from '../world/land/dimensions.js'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** A place two blocks before the bot. @type {any} */
let at
before(async () => { w = await start({ seed: 5, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => { await w?.stop() })
beforeEach(async () => {
  w.ctx.inventory.takeAll(w.player)
  w.player.teleport(w.player.position.floored().offset(8.5, 0, 0.5))
  await w.ticks(30)
  at = w.player.position.floored().offset(2, 0, 0)
})
afterEach(() => assert.deepEqual(w.faults(), []))

const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, props))
const nameAt = (/** @type {any} */ p) => w.ctx.blocks.name(p.x, p.y, p.z)
const propsAt = (/** @type {any} */ p) => w.ctx.blocks.properties(w.ctx.blocks.get(p.x, p.y, p.z) ?? 0)
const lying = () => w.ctx.entities.all().filter((/** @type {any} */ e) => e.kind === 'item').map((/** @type {any} */ e) => e.item)
/** Have the bot hold something, or nothing. @param {string} [name] @param {number} [count] */
async function hold (name, count = 1) {
  w.ctx.inventory.set(w.player, 36 + w.player.heldItemSlot, name ? w.ctx.inventory.make(name, count) : null)
  await w.ticks(3)
}
/** Right click a block as the bot does. @param {any} p */
async function use (p) {
  await w.ticks(2)
  await w.run(w.bot.activateBlock(w.bot.blockAt(p)))
  await w.ticks(3)
}

test('a cake is eaten in seven slices by the hungry; a candle stands on it, and falls when it is bitten', async () => {
  set(at, 'cake')
  await hold()
  await use(at)
  assert.equal(Number(propsAt(at).bites), 0, 'nobody eats on a full stomach')
  w.player.survival.food = 4
  w.player.survival.saturation = 0
  for (let n = 1; n < 7; n++) {
    await use(at)
    assert.equal(Number(propsAt(at).bites), n)
  }
  assert.equal(w.player.survival.food, 16)
  await use(at)
  assert.equal(nameAt(at), 'air')
  set(at, 'cake')
  await hold('red_candle')
  await use(at)
  assert.equal(nameAt(at), 'red_candle_cake')
  assert.equal(w.ctx.inventory.count(w.player, 'red_candle'), 0)
  w.player.survival.food = 4
  await use(at)
  assert.equal(nameAt(at), 'cake')
  assert.equal(Number(propsAt(at).bites), 1)
  assert.ok(lying().some((/** @type {any} */ item) => item.name === 'red_candle'))
})

test('candles are lit with a flint and blown out with an empty hand', async () => {
  set(at, 'candle', { candles: 3, lit: false })
  await hold('flint_and_steel')
  await use(at)
  assert.equal(propsAt(at).lit, true)
  await hold()
  await use(at)
  assert.equal(propsAt(at).lit, false)
})

test('a shulker box keeps what is in it, as an item and placed again, and takes no box in', async () => {
  set(at, 'red_shulker_box', { facing: 'up' })
  await hold('diamond', 5)
  w.give('white_shulker_box')
  await w.ticks(3)
  const window = await w.run(w.bot.openContainer(w.bot.blockAt(at)))
  assert.equal(window.type, 'minecraft:shulker_box')
  await w.run(window.deposit(w.ctx.registry.itemsByName.diamond.id, null, 5))
  await w.run(window.deposit(w.ctx.registry.itemsByName.white_shulker_box.id, null, 1)).catch(() => {})
  window.close()
  await w.ticks(3)
  assert.equal(w.ctx.inventory.count(w.player, 'white_shulker_box'), 1)
  await w.run(w.bot.dig(w.bot.blockAt(at)))
  await w.ticks(40)
  const boxes = [...lying(), ...w.player.inventory.slots].filter((/** @type {any} */ item) => item?.name === 'red_shulker_box')
  assert.equal(boxes.length, 1)
  assert.equal(lying().filter((/** @type {any} */ item) => item.name === 'diamond').length, 0)
  w.ctx.inventory.set(w.player, 36 + w.player.heldItemSlot, boxes[0])
  await w.ticks(3)
  await w.run(w.bot.placeBlock(w.bot.blockAt(at.offset(0, -1, 0)), w.player.position.minus(w.player.position).offset(0, 1, 0)))
  await w.ticks(3)
  const again = await w.run(w.bot.openContainer(w.bot.blockAt(at)))
  assert.deepEqual(again.containerItems().map((/** @type {any} */ item) => `${item.name}×${item.count}`), ['diamond×5'])
  again.close()
  await w.ticks(2)
  set(at.offset(0, 2, 0), 'shulker_box')
  w.ctx.drops.breakBlock(at.offset(0, 2, 0))
  assert.equal(lying().filter((/** @type {any} */ item) => item.name === 'shulker_box').length, 1, 'one that nobody ever opened')
})

test('a book lies on a lectern, its pages are turned, and it is taken back', async () => {
  set(at, 'lectern')
  const pages = { type: 'list', value: { type: 'string', value: ['one', 'two', 'three'] } }
  w.ctx.inventory.set(w.player, 36 + w.player.heldItemSlot, w.ctx.inventory.make('writable_book', 1, { type: 'compound', name: '', value: { pages } }))
  await use(at)
  assert.equal(propsAt(at).has_book, true)
  await use(at)
  const window = w.bot.currentWindow
  assert.equal(window?.type, 'minecraft:lectern')
  const press = async (/** @type {number} */ enchantment) => { w.bot._client.write('enchant_item', { windowId: window.id, enchantment }); await w.ticks(2) }
  await press(2)
  await press(2)
  assert.equal(w.ctx.redstone.content(at.x, at.y, at.z), 15)
  await press(1)
  assert.equal(w.ctx.redstone.content(at.x, at.y, at.z), 8)
  await press(3)
  assert.equal(propsAt(at).has_book, false)
  assert.equal(w.ctx.inventory.count(w.player, 'writable_book'), 1)
})

test('a painting hangs where it fits, the larger the wall the larger, and comes down with its wall', async () => {
  const clicked = at.offset(1, 1, 0)
  const hung = () => w.ctx.entities.all().filter((/** @type {any} */ e) => e.kind === 'painting')
  const click = async () => {
    w.bot._client.write('block_place', { hand: 0, location: clicked, direction: 4, cursorX: 0, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 1 })
    await w.ticks(3)
  }
  set(clicked, 'oak_planks')
  await hold('painting', 3)
  await click()
  assert.equal(hung().length, 1)
  assert.ok(hung()[0].motif < 7, 'one by one')
  await click()
  assert.equal(hung().length, 1, 'its place is taken')
  const seen = /** @type {any[]} */ (Object.values(w.bot.entities)).find(e => e.name === 'painting')
  assert.ok(seen)
  w.bot.attack(seen)
  await w.ticks(3)
  assert.equal(hung().length, 0)
  for (let y = 0; y < 5; y++) for (let z = -3; z <= 3; z++) set(clicked.offset(0, y - 1, z), 'oak_planks')
  await click()
  assert.ok([21, 22, 23].includes(hung()[0].motif), `four by four: ${hung()[0].motif}`)
  set(clicked.offset(0, 1, 0), 'air')
  await w.ticks(110)
  assert.equal(hung().length, 0)
  for (let y = 0; y < 5; y++) for (let z = -3; z <= 3; z++) set(clicked.offset(0, y - 1, z), 'air')
})

test('a bottle and shears empty a full hive', async () => {
  set(at, 'beehive', { honey_level: 5 })
  await hold('glass_bottle', 2)
  await use(at)
  assert.equal(Number(propsAt(at).honey_level), 0)
  assert.equal(w.ctx.inventory.count(w.player, 'honey_bottle'), 1)
  await use(at)
  assert.equal(w.ctx.inventory.count(w.player, 'honey_bottle'), 1)
})

test('an anchor takes glowstone and bursts with fire in the overworld; in the nether one wakes up beside it, a charge less each time', async () => {
  w.player.teleport({ x: NETHER_X + 8.5, y: 100, z: 8.5 })
  await w.ticks(40)
  const here = w.player.position.floored()
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) for (let y = -1; y < 4; y++) set(here.offset(dx, y, dz), y < 0 ? 'netherrack' : 'air')
  w.player.teleport({ x: here.x + 0.5, y: here.y, z: here.z + 0.5 })
  await w.ticks(20)
  const anchor = here.offset(2, 0, 0)
  set(anchor, 'respawn_anchor')
  await hold('glowstone', 2)
  const click = () => w.bot._client.write('block_place', { hand: 0, location: { x: anchor.x - NETHER_X, y: anchor.y, z: anchor.z }, direction: 1, cursorX: 0.5, cursorY: 1, cursorZ: 0.5, insideBlock: false, sequence: 1 })
  for (let n = 0; n < 3; n++) { click(); await w.ticks(3) }
  assert.equal(Number(propsAt(anchor).charges), 2)
  assert.deepEqual(w.player.survival.anchor, { x: anchor.x, y: anchor.y, z: anchor.z })
  w.ctx.damage.player(w.player, 100, { cause: 'generic' })
  await w.ticks(60)
  assert.ok(w.player.position.distanceTo(anchor) < 4, `${w.player.position}`)
  assert.equal(Number(propsAt(anchor).charges), 1)
  w.player.teleport({ x: 100.5, y: w.ctx.blocks.height(100, 100) ?? -60, z: 100.5 })
  await w.ticks(40)
  const bomb = w.player.position.floored().offset(3, 0, 0)
  set(bomb, 'respawn_anchor', { charges: 1 })
  await hold()
  let hurt = 0
  w.ctx.damage.onHurt(() => { hurt++ })
  await use(bomb)
  assert.notEqual(nameAt(bomb), 'respawn_anchor')
  assert.ok(hurt > 0)
})
