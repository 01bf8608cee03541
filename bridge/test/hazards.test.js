/** The primitives among water and lava, with buckets, and sparing their tools. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { real } from '../clock/virtual.js'
import { createApi } from '../player/api.js'
import { Runner } from '../player/run.js'
import { count, done, failure, floor, scene, Vec3, w } from './scenes.js'

const require = createRequire(import.meta.url)

describe('digging down beside water', () => {
  test('leaves a flooded shaft and digs a dry one beside it', async () => {
    const { p, fill, at } = await scene({ iron_pickaxe: 1 })
    fill([-12, 0, -12], [12, 13, 12], 'stone')
    fill([0, 4, 0], [0, 13, 0], 'water')
    w.player.teleport(at(0, 6, 0).offset(0.5, 0, 0.5))
    await w.ticks(20)
    const began = w.ctx.tick()
    assert.ok(await done(p.digDownTo(w.bot, floor + 1)) <= floor + 1)
    assert.ok(w.ctx.tick() - began < 1200, `${w.ctx.tick() - began} ticks`)
    assert.equal(w.bot.health, 20)
    assert.ok(!w.bot.entity.isInWater)
  })

  test('at the edge of a lake it digs where the lake does not follow', async () => {
    const { p, fill, at } = await scene({ iron_pickaxe: 1 })
    fill([-12, 0, -12], [12, 13, 12], 'stone')
    fill([-11, 8, -11], [1, 13, 11], 'water')
    w.player.teleport(at(2, 14, 0).offset(0.1, 0, 0.5))
    await w.ticks(20)
    assert.ok(await done(p.digDownTo(w.bot, floor + 1)) <= floor + 1)
    assert.ok(!w.bot.entity.isInWater && w.bot.health === 20)
  })

  test('gives up within half a minute, and says so, where every way down is under water', async () => {
    const { p, fill, at } = await scene({ iron_pickaxe: 1 })
    fill([-16, 0, -16], [16, 3, 16], 'stone')
    fill([-16, 4, -16], [16, 6, 16], 'water')
    fill([0, 4, 0], [0, 6, 0], 'stone')
    w.player.teleport(at(0, 7, 0).offset(0.5, 0, 0.5))
    await w.ticks(20)
    const began = w.ctx.tick()
    const error = await failure(p.digDownTo(w.bot, floor - 2))
    assert.equal(error?.kind, 'no_path')
    assert.equal(error.details.y, Math.floor(w.bot.entity.position.y))
    assert.ok(w.ctx.tick() - began < 1300, `${w.ctx.tick() - began} ticks`)
    fill([-16, 4, -16], [16, 6, 16], 'air')
  })
})

describe('lava', () => {
  test('hurt by lava, the player steps out, puts itself out in water, and mines on', async () => {
    const { p, fill, set } = await scene({ diamond_pickaxe: 1 })
    set(4, 0, 3, 'obsidian')
    fill([-3, -1, -2], [-2, -1, 2], 'water')
    fill([0, -1, -1], [1, -1, 1], 'lava')
    await w.ticks(20)
    assert.ok(p.api.scorched() === 'lava' && w.bot.health < 20)
    assert.equal(await done(p.mineBlock(w.bot, 'obsidian', 1)), 1)
    await w.ticks(20)
    assert.equal(p.api.scorched(), null)
    assert.equal(p.api.burning(), false)
    assert.ok(w.bot.health >= 8, `health ${w.bot.health}`)
  })

  test('below 6 health nothing is mined beside lava, and the failure says why', async () => {
    const { p, fill, set } = await scene({ diamond_pickaxe: 1 })
    fill([3, -1, -3], [5, -1, -1], 'lava')
    set(2, 0, 1, 'obsidian')
    w.player.survival.food = 10
    w.player.health = 5
    w.ctx.vitals?.send?.(w.player)
    w.player.teleport(w.player.position.offset(2, 0, 0))
    await w.ticks(20)
    assert.ok(w.bot.health < 6, `health ${w.bot.health}`)
    const error = await failure(p.mineBlock(w.bot, 'obsidian', 1))
    assert.equal(error?.kind, 'unsafe')
    assert.deepEqual(error.details, { block: 'obsidian', health: 5, done: 0 })
    assert.ok(!p.api.lavaNear(w.bot.entity.position, 1))
  })

  test('a program that ends in lava does not leave the player there', async () => {
    const { p, fill } = await scene()
    const { Movements } = require('mineflayer-pathfinder')
    const place = /** @type {any} */ ({
      bot: w.bot, ticks: () => w.ctx.tick(), gameMs: () => w.clock.now, wallMs: () => real.now(), lost: () => null,
      chests: { list: () => [], meet: () => {}, known: new Map() },
      run: (/** @type {Promise<any>} */ promise, /** @type {number} */ ms) => {
        let over = false
        promise.then(() => { over = true })
        return w.clock.advance(ms, () => over)
      }
    })
    const runner = new Runner(place, [], { createApi, library: { Vec3, goals: {}, Movements }, random: () => 0.5 })
    fill([0, -1, -1], [1, -1, 1], 'lava')
    await w.ticks(20)
    assert.equal(runner.observe().in_fluid, 'lava')
    await runner.settle()
    assert.equal(runner.observe().in_fluid, null)
    assert.equal(p.api.scorched(), null)
    assert.equal(runner.seen.burning, true)
    fill([-2, 0, -2], [2, 0, 2], 'water')
    await w.ticks(20)
    assert.equal(runner.observe().burning, false)
  })
})

describe('tools', () => {
  /** A tool used so much already. @param {string} name @param {number} used */
  const worn = (name, used) => {
    const item = w.ctx.inventory.make(name, 1)
    item.durabilityUsed = used
    return item
  }
  const left = (/** @type {string} */ name) => w.bot.inventory.items().filter((/** @type {any} */ item) => item.name === name)
    .map((/** @type {any} */ item) => item.maxDurability - item.durabilityUsed)

  test('climbing out digs with the stone pickaxe, not the iron one, and leaves the last uses of a tool', async () => {
    const { p, fill } = await scene({ iron_pickaxe: 1 })
    fill([-4, 0, -4], [4, 11, 4], 'deepslate')
    fill([0, 0, 0], [0, 1, 0], 'air')
    w.ctx.inventory.set(w.player, 40, worn('stone_pickaxe', 128))
    w.give('stone_pickaxe')
    await w.ticks(10)
    await done(p.climbToSurface(w.bot))
    assert.deepEqual(left('iron_pickaxe'), [250])
    assert.ok(left('stone_pickaxe').includes(3), `${left('stone_pickaxe')}`)
    assert.ok(left('stone_pickaxe').some((/** @type {number} */ uses) => uses > 3 && uses < 131))
  })

  test('no tool is worn on what needs none', async () => {
    const { p, set, fill } = await scene()
    const sword = worn('golden_sword', 2)
    w.ctx.inventory.set(w.player, 36, sword)
    fill([2, -1, 0], [4, -1, 0], 'sand')
    fill([2, -1, 1], [4, -1, 1], 'water')
    fill([2, 0, 0], [4, 1, 0], 'sugar_cane')
    set(3, 0, -3, 'oak_leaves')
    w.bot.setQuickBarSlot(0)
    await w.ticks(10)
    assert.equal(w.bot.heldItem?.name, 'golden_sword')
    await done(p.mineBlock(w.bot, 'sugar_cane', 3))
    assert.deepEqual(left('golden_sword'), [30])
    assert.notEqual(w.bot.heldItem?.name, 'golden_sword')
  })
})

describe('buckets', () => {
  test('water is taken from a pool and poured elsewhere, never where the player stands', async () => {
    const { p, at, fill, name } = await scene({ bucket: 2 })
    fill([8, -1, -1], [9, -1, 1], 'water')
    await w.ticks(20)
    assert.equal(await done(p.useBucket(w.bot, 'bucket', at(8, -1, 0))), 'water_bucket')
    assert.deepEqual([count('bucket'), count('water_bucket')], [1, 1])
    const feet = w.bot.entity.position.floored()
    assert.equal(await done(p.useBucket(w.bot, 'water_bucket', feet)), 'bucket')
    await w.ticks(2)
    assert.equal(w.bot.blockAt(feet).name, 'water')
    assert.notDeepEqual(w.bot.entity.position.floored(), feet)
    assert.equal(count('bucket'), 2)
    assert.equal(name(0, 0, 0), 'air')
  })

  test('waits for a creature that stands where a block shall go, and names one that stays', async () => {
    const { p, at, name, fill } = await scene({ cobblestone: 3 })
    fill([1, -3, -1], [3, -1, 1], 'bedrock')
    fill([2, -2, 0], [2, -1, 0], 'air')
    const cow = w.ctx.mobs.spawn('cow', at(2, -2, 0).offset(0.5, 0, 0.5), { persistent: true })
    await w.ticks(5)
    const error = await failure(p.placeItem(w.bot, 'cobblestone', at(2, -1, 0)))
    assert.equal(error?.kind, 'blocked')
    assert.equal(error.details.creature, 'cow')
    const placing = p.placeItem(w.bot, 'cobblestone', at(2, -1, 0))
    let beats = 0
    const go = () => { if (++beats === 40) { w.ctx.entities.remove(cow); w.bot.off('physicsTick', go) } }
    w.bot.on('physicsTick', go)
    await done(placing)
    assert.equal(name(2, -1, 0), 'cobblestone')
  })

  test('lava is taken and poured at arm\'s length without a burn', async () => {
    const { p, at, fill, name } = await scene({ bucket: 1 })
    fill([6, -1, -1], [7, -1, 1], 'lava')
    await w.ticks(20)
    assert.equal(await done(p.useBucket(w.bot, 'bucket', at(6, -1, 0))), 'lava_bucket')
    await w.ticks(100)
    assert.equal(await done(p.useBucket(w.bot, 'lava_bucket', at(-6, 0, 0))), 'bucket')
    await w.ticks(4)
    assert.equal(name(-6, 0, 0), 'lava')
    assert.equal(w.bot.health, 20)
  })

  test('a cow is milked', async () => {
    const { p, at } = await scene({ bucket: 1 })
    w.ctx.mobs.spawn('cow', at(6, 0, 2))
    await w.ticks(20)
    assert.equal(await done(p.useBucket(w.bot, 'bucket')), 'milk_bucket')
    assert.equal(count('milk_bucket'), 1)
  })

  test('what cannot be done is said', async () => {
    const { p, at, set } = await scene({ bucket: 1, water_bucket: 1 })
    set(4, 0, 0, 'stone')
    await w.ticks(5)
    const kind = async (/** @type {string} */ name, /** @type {any} */ position) => (await failure(p.useBucket(w.bot, name, position)))?.kind
    assert.equal(await kind('lava_bucket', at(2, 0, 0)), 'missing_item')
    assert.equal(await kind('bucket', at(3, 0, 0)), 'not_found')
    assert.equal(await kind('water_bucket', at(4, 0, 0)), 'blocked')
    assert.equal(await kind('water_bucket', at(2, 8, 2)), 'blocked')
    assert.equal(await kind('water_bucket', undefined), 'bad_argument')
    assert.equal(await kind('milk_bucket', at(2, 0, 0)), 'bad_argument')
  })
})

describe('fighting in deep water', () => {
  test('comes up for air instead of drowning after its prey', async () => {
    const { p, fill, at } = await scene({ stone_sword: 1 })
    fill([-8, -3, -8], [8, 13, 8], 'stone')
    fill([-7, 0, -7], [7, 13, 7], 'water')
    fill([-7, 2, -7], [7, 2, 7], 'glass') // the prey is seen from above, and out of reach
    fill([6, 2, 6], [7, 2, 7], 'water')
    w.player.teleport(at(0, 12, 0).offset(0.5, 0, 0.5))
    w.ctx.mobs.spawn('squid', at(-6, 0, -6))
    await w.ticks(20)
    let lowest = 20
    w.bot.on('health', () => { lowest = Math.min(lowest, w.bot.health) })
    await failure(p.killMob(w.bot, 'squid', 60))
    assert.equal(lowest, 20, `health fell to ${lowest}`)
  })
})
