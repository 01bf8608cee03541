/** mineBlock in made scenes: what it takes, what it asks for first, what it leaves alone. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { real } from '../clock/virtual.js'
import { count, done, failure, scene, w } from './scenes.js'

describe('mineBlock', () => {
  test('takes a whole tall tree, the top logs too, and counts what it holds', async () => {
    const { p, set, fill } = await scene()
    fill([3, 7, -2], [7, 9, 2], 'oak_leaves')
    for (let y = 0; y < 9; y++) set(5, y, 0, 'oak_log')
    await w.ticks(5)
    assert.equal(await done(p.mineBlock(w.bot, 'oak_log', 7)), 7)
    assert.ok(count('oak_log') >= 7)
  })

  test('says which tool is missing before it walks a step', async () => {
    const { p, set } = await scene()
    set(20, 0, 0, 'iron_ore')
    await w.ticks(5)
    const before = w.bot.entity.position.clone()
    const error = await failure(p.mineBlock(w.bot, 'iron_ore', 1))
    assert.equal(error?.kind, 'missing_tool')
    assert.deepEqual(error.details, { block: 'iron_ore', needed: 'stone_pickaxe' })
    assert.ok(w.bot.entity.position.distanceTo(before) < 0.5)
  })

  test('finds deepslate ore under the plain name', async () => {
    const { p, set } = await scene({ stone_pickaxe: 1 })
    set(4, 0, 2, 'deepslate_iron_ore')
    await w.ticks(5)
    await done(p.mineBlock(w.bot, 'iron_ore', 1))
    assert.equal(count('raw_iron'), 1)
  })

  test('reaches ore buried behind lava without touching the lava', async () => {
    const { p, set, fill } = await scene({ iron_pickaxe: 1 })
    fill([4, 0, -5], [14, 6, 5], 'stone')
    fill([8, 1, -1], [8, 2, 1], 'lava')
    set(11, 1, 0, 'diamond_ore')
    await w.ticks(10)
    await done(p.mineBlock(w.bot, 'diamond_ore', 1))
    assert.equal(count('diamond'), 1)
    assert.ok(w.bot.health === 20, `health ${w.bot.health}`)
  })

  test('gathers bamboo and cane, whose stalks break with what holds them', async () => {
    const { p, set } = await scene()
    for (const [x, z] of [[4, 0], [5, 1]]) for (let y = 0; y < 6; y++) set(x, y, z, 'bamboo')
    set(6, -1, -3, 'water')
    set(5, -1, -3, 'sand')
    for (let y = 0; y < 3; y++) set(5, y, -3, 'sugar_cane')
    await w.ticks(5)
    await done(p.mineBlock(w.bot, 'bamboo', 8))
    assert.ok(count('bamboo') >= 8, `${count('bamboo')}`)
    await done(p.mineBlock(w.bot, 'sugar_cane', 2))
    assert.ok(count('sugar_cane') >= 2)
  })

  test('leaves ore that lava touches alone', async () => {
    const { p, set, fill } = await scene({ iron_pickaxe: 1 })
    fill([5, 0, -3], [10, 5, 3], 'stone')
    set(8, 1, 0, 'gold_ore')
    set(9, 1, 0, 'lava')
    await w.ticks(10)
    const error = await failure(p.mineBlock(w.bot, 'gold_ore', 1))
    assert.equal(error?.kind, 'not_found')
    assert.equal(error.details.beside_lava, 1, 'it is said that there is one')
    assert.match(error.message, /Lava touches every gold_ore/)
    assert.equal(w.bot.health, 20)
  })

  test('ends quickly, in real time too, when the block is walled in by bedrock', async () => {
    const { p, set, fill } = await scene({ iron_pickaxe: 1 })
    fill([6, 0, -2], [10, 4, 2], 'bedrock')
    set(8, 2, 0, 'emerald_ore')
    await w.ticks(10)
    const began = real.now()
    const error = await failure(p.mineBlock(w.bot, 'emerald_ore', 1))
    assert.equal(error?.kind, 'no_path')
    assert.ok(real.now() - began < 15000, `${Math.round(real.now() - began)} ms`)
  })

  test('throws junk away when full, and gives up only when there is none', async () => {
    const { p, set } = await scene({ stone_pickaxe: 1, diorite: 64 * 5 })
    for (let i = 0; i < 29; i++) w.give('stone_sword')
    w.give('oak_sapling')
    set(3, 0, 0, 'coal_ore')
    await w.ticks(10)
    assert.equal(w.bot.inventory.emptySlotCount(), 0)
    await done(p.mineBlock(w.bot, 'coal_ore', 1))
    assert.equal(count('coal'), 1)
    for (let slot = 9; slot < 45; slot++) if (!w.player.inventory.slots[slot] || w.player.inventory.slots[slot].name === 'diorite') w.ctx.inventory.set(w.player, slot, w.ctx.inventory.make('stone_sword', 1))
    set(3, 0, 2, 'coal_ore')
    await w.ticks(10)
    const error = await failure(p.mineBlock(w.bot, 'coal_ore', 1))
    assert.equal(error?.kind, 'inventory_full')
  })

  test('names near misses for a block that is not', async () => {
    const { p } = await scene()
    const error = await failure(p.mineBlock(w.bot, 'Oak Logs', 1))
    assert.equal(error?.kind, 'bad_argument')
    assert.match(error.message, /oak_log/)
  })

  test('says how far it looked when there is nothing', async () => {
    const { p } = await scene({ iron_pickaxe: 1 })
    const error = await failure(p.mineBlock(w.bot, 'redstone_ore', 1))
    assert.equal(error?.kind, 'not_found')
    assert.deepEqual(error.details, { block: 'redstone_ore', distance: 64, done: 0 })
  })
})
