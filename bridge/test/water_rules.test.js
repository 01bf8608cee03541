/**
 * Water between blocks, bubbles that carry, fish in buckets, fire among what burns: by the rules of Java 1.20.4, in a flat world.
 */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** A free place over the grass, away from the player. @type {any} */
let at
let turn = 0
before(async () => { w = await start({ seed: 5, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => { await w?.stop() })
beforeEach(() => { turn++; at = w.player.position.floored().offset(-40 + turn * 13 % 80, 8, turn % 2 ? 14 : 30) })
afterEach(() => assert.deepEqual(w.faults(), []))

const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, props))
const nameAt = (/** @type {any} */ p) => w.ctx.blocks.name(p.x, p.y, p.z)
const floor = (/** @type {any} */ p, reach = 3) => { for (let dx = -reach; dx <= reach; dx++) for (let dz = -reach; dz <= reach; dz++) set(p.offset(dx, -1, dz), 'stone') }

test('water leaves a waterlogged slab by its sides, not through its floor; stairs keep it in at their back', async () => {
  set(at, 'oak_slab', { type: 'bottom', waterlogged: true })
  await w.ticks(30)
  assert.equal(nameAt(at.offset(0, -1, 0)), 'air')
  assert.equal(nameAt(at.offset(1, 0, 0)), 'water')
  const top = at.offset(8, 0, 0)
  set(top, 'oak_slab', { type: 'top', waterlogged: true })
  await w.ticks(30)
  assert.equal(nameAt(top.offset(0, -1, 0)), 'water')
  const stairs = at.offset(0, 0, 10)
  floor(stairs)
  set(stairs, 'oak_stairs', { facing: 'east', half: 'bottom', shape: 'straight', waterlogged: true })
  await w.ticks(20)
  assert.equal(nameAt(stairs.offset(1, 0, 0)), 'air', 'behind')
  assert.equal(nameAt(stairs.offset(-1, 0, 0)), 'water', 'before')
})

test('fences let water out on every side, and flowing water does not enter them', async () => {
  floor(at, 6)
  set(at, 'oak_fence', { waterlogged: true })
  set(at.offset(2, 0, 0), 'oak_fence')
  await w.ticks(40)
  assert.equal(nameAt(at.offset(0, 0, 1)), 'water')
  assert.equal(nameAt(at.offset(1, 0, 0)), 'water')
  assert.equal(w.ctx.blocks.properties(w.ctx.blocks.get(at.x + 2, at.y, at.z) ?? 0).waterlogged, false)
})

test('bubbles over soul sand lift creatures and items, those over magma draw them down', async () => {
  for (const [dx, ground] of /** @type {[number, string][]} */ ([[0, 'soul_sand'], [5, 'magma_block']])) {
    for (let y = 0; y < 8; y++) {
      for (const [x, z] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) set(at.offset(dx + x, y, z), 'glass')
      set(at.offset(dx, y, 0), 'water')
    }
    set(at.offset(dx, -1, 0), ground)
  }
  await w.ticks(60)
  assert.equal(nameAt(at.offset(0, 6, 0)), 'bubble_column')
  const up = w.ctx.items.drop(at.offset(0.5, 0.2, 0.5), w.ctx.inventory.make('iron_ingot'), { x: 0, y: 0, z: 0 })
  const down = w.ctx.items.drop(at.offset(5.5, 6.5, 0.5), w.ctx.inventory.make('iron_ingot'), { x: 0, y: 0, z: 0 })
  const cow = w.ctx.mobs.spawn('cow', at.offset(0.5, 0.2, 0.5))
  await w.ticks(50)
  assert.ok(up.position.y > at.y + 5, `${up.position}`)
  assert.ok(down.position.y < at.y + 1.5, `${down.position}`)
  assert.ok(cow.position.y > at.y + 5, `${cow.position}`)
  for (const one of [up, down, cow]) w.ctx.entities.remove(one)
})

test('a fish in a bucket keeps its colours, health and age', async () => {
  const fish = w.ctx.mobs.spawn('tropical_fish', at, { variant: 917504, health: 2 })
  w.ctx.inventory.takeAll(w.player)
  w.ctx.inventory.set(w.player, 36 + w.player.heldItemSlot, w.ctx.inventory.make('water_bucket'))
  fish.position.update(w.player.position.offset(1, 0, 0))
  w.ctx.entities.teleport(fish)
  await w.ticks(3)
  w.bot.useOn(w.bot.entities[fish.id])
  await w.ticks(3)
  assert.equal(w.ctx.inventory.count(w.player, 'tropical_fish_bucket'), 1)
  await w.run(w.bot.look(0, -Math.PI / 2, true))
  await w.ticks(2)
  const slot = w.player.inventory.slots.findIndex((/** @type {any} */ item) => item?.name === 'tropical_fish_bucket')
  w.ctx.inventory.set(w.player, slot, w.ctx.inventory.get(w.player, slot))
  w.bot.setQuickBarSlot(slot - 36)
  await w.ticks(3)
  w.bot.activateItem()
  await w.ticks(3)
  const [again] = w.ctx.entities.near(w.player.position, 4, (/** @type {any} */ e) => e.name === 'tropical_fish')
  assert.equal(again?.variant, 917504)
  assert.equal(again.health, 2)
  w.ctx.entities.remove(again)
})

test('fire takes hay, bamboo planks and flowers, not cobblestone slabs; it lights TNT', async () => {
  const catches = (/** @type {string} */ name) => {
    set(at, 'air')
    for (const [dx, dy, dz] of [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]) set(at.offset(dx, dy, dz), 'air')
    set(at.offset(1, 0, 0), name)
    const lit = w.ctx.fire.light(at)
    set(at, 'air')
    set(at.offset(1, 0, 0), 'air')
    return lit
  }
  for (const name of ['hay_block', 'bamboo_mosaic', 'bamboo_block', 'target', 'tnt', 'cherry_slab', 'mangrove_roots', 'azalea', 'scaffolding']) assert.equal(catches(name), true, name)
  for (const name of ['cobblestone_slab', 'crimson_planks', 'warped_stem', 'stone_brick_stairs', 'nether_brick_fence', 'waxed_cut_copper_slab']) assert.equal(catches(name), false, name)
})
