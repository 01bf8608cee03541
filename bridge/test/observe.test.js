/** What the player sees: counted right, near first, and fast. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { ChestMemory } from '../player/chests.js'
import { inventoryCounts, observe } from '../player/observe.js'
import { OBSERVATION, problems } from '../protocol.js'

const require = createRequire(import.meta.url)
const registry = require('prismarine-registry')('1.20.4')
const Chunk = require('prismarine-chunk')(registry)
const Item = require('prismarine-item')(registry)
const { Vec3 } = require('vec3')

const state = (/** @type {string} */ name) => registry.blocksByName[name].defaultState

/** A bot in a small world of its own. @param {(x: number, y: number, z: number) => number} land state at a place @param {any} [more] */
function botIn (land, more = {}) {
  const columns = new Map()
  for (let cx = -3; cx <= 2; cx++) {
    for (let cz = -3; cz <= 2; cz++) {
      const column = new Chunk({ minY: -64, worldHeight: 384 })
      for (let x = 0; x < 16; x++) for (let z = 0; z < 16; z++) for (let y = 0; y < 100; y++) {
        const put = land(cx * 16 + x, y, cz * 16 + z)
        if (put) column.setBlockStateId(new Vec3(x, y, z), put)
      }
      columns.set(`${cx},${cz}`, column)
    }
  }
  const entity = { position: new Vec3(0.5, 64, 0.5) }
  return {
    registry,
    entity,
    entities: { 1: entity },
    world: {
      getColumn: (/** @type {number} */ x, /** @type {number} */ z) => columns.get(`${x},${z}`),
      getColumnAt: (/** @type {any} */ at) => columns.get(`${Math.floor(at.x) >> 4},${Math.floor(at.z) >> 4}`),
      getBiome: () => 0
    },
    inventory: { slots: new Array(46).fill(null), selectedItem: null },
    health: 20,
    food: 20,
    foodSaturation: 5,
    game: { dimension: 'overworld' },
    time: { timeOfDay: 23990, age: 100, doDaylightCycle: true },
    ...more
  }
}

/** @param {any} bot @param {number} [tick] @param {any} [more] */
const look = (bot, tick = 100, more = {}) => observe(bot, { tick, chests: [], ...more })

test('blocks within 32 are counted once each, the nearest kind first', () => {
  const land = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    if (x === 3 && y === 64 && z === 0) return state('diamond_ore')
    if (x === 30 && y === 64 && z === 0) return state('diamond_ore')
    if (x === 40 && y === 64 && z === 0) return state('emerald_ore')
    return y === 63 ? state('stone') : 0
  }
  const { blocks } = look(botIn(land))
  assert.deepEqual(blocks.map(block => block.name), ['stone', 'diamond_ore'])
  let expected = 0
  for (let x = -33; x <= 33; x++) for (let z = -33; z <= 33; z++) if (x ** 2 + z ** 2 + 0.25 <= 32 ** 2) expected++
  assert.equal(blocks[0].count, expected)
  assert.deepEqual(blocks[1], { name: 'diamond_ore', count: 2, nearest: { x: 3, y: 64, z: 0 }, distance: 3.04 })
})

test('every way a section may be stored is read right', () => {
  const kinds = registry.blocksArray.filter((/** @type {any} */ block) => !/air/.test(block.name)).slice(0, 400)
  // one kind: a single value; a few: a palette; hundreds: states as they are
  for (const many of [1, 3, 15, 40, 400]) {
    const bot = botIn((x, y, z) => y >= 48 && y < 80 ? kinds[(x * 31 + y * 17 + z * 7 + 100000) % many].defaultState : 0)
    /** @type {Record<string, number>} */
    const expected = {}
    for (let x = -33; x <= 33; x++) for (let y = 48; y < 80; y++) for (let z = -33; z <= 33; z++) {
      if (x ** 2 + (y + 0.5 - 64) ** 2 + z ** 2 > 32 ** 2) continue
      const { name } = kinds[(x * 31 + y * 17 + z * 7 + 100000) % many]
      expected[name] = (expected[name] ?? 0) + 1
    }
    assert.deepEqual(Object.fromEntries(look(bot).blocks.map(({ name, count }) => [name, count])), Object.fromEntries(look(bot).blocks.map(({ name }) => [name, expected[name]])))
    assert.equal(look(bot).blocks.length, Object.keys(expected).length)
  }
})

test('it fits the shape, with nothing there at all', () => {
  assert.deepEqual(problems(OBSERVATION, look(botIn(() => 0))), [])
  assert.deepEqual(problems(OBSERVATION, look(botIn(() => 0, { health: undefined, food: undefined, time: undefined, oxygenLevel: undefined }))), [])
})

test('being in lava, in water and on fire is seen', () => {
  const is = (/** @type {any} */ more) => {
    const bot = botIn(() => 0)
    Object.assign(bot.entity, more)
    const { in_fluid, burning } = look(bot)
    return [in_fluid, burning]
  }
  assert.deepEqual(is({}), [null, false])
  assert.deepEqual(is({ isInWater: true, metadata: [0] }), ['water', false])
  assert.deepEqual(is({ isInLava: true, metadata: [0x09] }), ['lava', true])
  assert.deepEqual(is({ metadata: [0x01] }), [null, true])
})

test('what is held, worn and left of tools', () => {
  const bot = botIn(() => 0)
  const put = (/** @type {number} */ slot, /** @type {string} */ name, count = 1, used = 0) => {
    const item = new Item(registry.itemsByName[name].id, count)
    if (used) item.durabilityUsed = used
    bot.inventory.slots[slot] = item
    return item
  }
  const held = put(36, 'stone_pickaxe', 1, 31)
  held.enchants = [{ name: 'efficiency', lvl: 2 }, { name: 'unbreaking', lvl: 1 }]
  put(10, 'stone_pickaxe', 1, 100)
  put(9, 'dirt', 64)
  put(44, 'dirt', 2)
  put(5, 'iron_helmet')
  put(45, 'torch', 3)
  const seen = look({ ...bot, heldItem: held })
  assert.deepEqual(seen.inventory, { dirt: 66, iron_helmet: 1, stone_pickaxe: 2, torch: 3 })
  assert.deepEqual(seen.equipment, { hand: 'stone_pickaxe', head: 'iron_helmet', 'off-hand': 'torch' })
  assert.deepEqual(seen.uses_left, { iron_helmet: 165, stone_pickaxe: 100 })
  assert.deepEqual(seen.enchanted, { stone_pickaxe: 'efficiency 2, unbreaking 1' })
  assert.equal(seen.slots_used, 4)
})

test('what is on the cursor and in a crafting grid is still the player\'s; what is in a chest is not', () => {
  const item = (/** @type {string} */ name, /** @type {number} */ count) => new Item(registry.itemsByName[name].id, count)
  const bot = botIn(() => 0)
  const slots = new Array(46).fill(null)
  slots[0] = item('stick', 4)
  slots[1] = item('oak_planks', 2)
  slots[12] = item('dirt', 5)
  assert.deepEqual(inventoryCounts({ ...bot, currentWindow: { type: 'minecraft:crafting', inventoryStart: 10, inventoryEnd: 46, slots, selectedItem: item('coal', 1), close () {} } }),
    { coal: 1, dirt: 5, oak_planks: 2 })
  assert.deepEqual(inventoryCounts({ ...bot, currentWindow: { type: 'minecraft:generic_9x1', inventoryStart: 9, inventoryEnd: 45, slots, selectedItem: null, close () {} } }), { dirt: 5 })
})

test('the time of day runs on between two messages of the server', () => {
  assert.equal(look(botIn(() => 0), 105).time_of_day, 23995)
  assert.equal(look(botIn(() => 0), 110).time_of_day, 0)
  assert.equal(look(botIn(() => 0, { time: { timeOfDay: 6000, age: 100, doDaylightCycle: false } }), 110).time_of_day, 6000)
})

test('creatures and dropped items, nearest first, each of its kind', () => {
  const bot = botIn(() => 0)
  const at = (/** @type {number} */ x) => new Vec3(x, 64, 0.5)
  bot.entities = /** @type {any} */ ({
    1: bot.entity,
    2: { name: 'zombie', type: 'hostile', position: at(9.5) },
    3: { name: 'pig', type: 'animal', position: at(4.5) },
    4: { name: 'item', type: 'other', position: at(2.5), getDroppedItem: () => ({ name: 'oak_log' }) },
    5: { name: 'player', type: 'player', username: 'Alex', position: at(20.5) },
    6: { name: 'item', type: 'other', position: at(3.5), getDroppedItem: () => { throw new Error('not yet') } },
    7: { name: 'cow', type: 'animal', position: at(90) },
    8: { name: 'arrow', type: 'projectile', position: at(5.5) }
  })
  assert.deepEqual(look(bot).entities.map(({ name, kind, distance }) => [name, kind, distance]), [
    ['oak_log', 'item', 2], ['item', 'item', 3], ['pig', 'passive', 4], ['arrow', 'other', 5], ['zombie', 'hostile', 9], ['Alex', 'player', 20]])
})

test('containers are met where they stand, and forgotten when they go', () => {
  const memory = new ChestMemory()
  const bot = botIn((x, y, z) => x === 2 && y === 64 && z === 2 ? state('chest') : x === -20 && y === 60 && z === 20 ? state('barrel') : y < 60 ? state('stone') : 0)
  look(bot, 100, { meetContainer: (/** @type {string} */ name, /** @type {any} */ place) => memory.meet(name, place) })
  assert.deepEqual(memory.list().map(({ name, position, items }) => [name, position, items]).sort(),
    [['barrel', { x: -20, y: 60, z: 20 }, null], ['chest', { x: 2, y: 64, z: 2 }, null]])
  memory.remember({ x: 2, y: 64, z: 2 }, 'chest', { dirt: 3, apple: 1 })
  assert.deepEqual(memory.list().find(({ name }) => name === 'chest')?.items, { apple: 1, dirt: 3 })
  memory.forget({ x: 2, y: 64, z: 2 })
  assert.equal(memory.list().length, 1)
  assert.deepEqual(new ChestMemory(memory.list()).list(), memory.list())
})

test('a look at a world full of kinds takes milliseconds', () => {
  const ores = ['stone', 'dirt', 'coal_ore', 'iron_ore', 'diorite', 'gravel', 'andesite'].map(state)
  const bot = botIn((x, y, z) => y < 80 ? ores[(x * 7 + y * 3 + z * 5 + 7000) % 7] : 0)
  look(bot)
  const times = []
  for (let i = 0; i < 9; i++) {
    const start = performance.now()
    look(bot)
    times.push(performance.now() - start)
  }
  const median = times.sort((a, b) => a - b)[4]
  assert.ok(median < 30, `${median.toFixed(1)} ms`) // about 4 on an idle core
})
