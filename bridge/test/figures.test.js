/** Figures of the game's own data files that programs and players feel: what creatures leave, where they come from, what blocks, chests, hooks and villagers give. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { createRandom } from '../world/random.js'
import { stateTables } from '../world/blocks/states.js'
import { createStacks } from '../world/items/stacks.js'
import { createDrops } from '../world/blocks/drops.js'
import { createOffers } from '../world/items/benches/enchanting.js'
import { rollDrops } from '../world/mobs/loot.js'
import { KINDS } from '../world/mobs/kinds.js'
import { regionalDifficulty } from '../world/mobs/gear.js'
import { drawSize } from '../world/mobs/slime.js'
import { firstJavaInt, moonBrightness, slimeChunk } from '../world/mobs/slime_chunks.js'

const registry = createRequire(import.meta.url)('prismarine-registry')('1.20.4')
const data = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(`../world/data/${name}.json`, import.meta.url), 'utf8'))
const spawns = data('spawns')

/** Mean count of an item over many deaths. @param {string} kind @param {string} item @param {{looting?: number, size?: number, burning?: boolean, by_player?: boolean}} [how] */
function mean (kind, item, { looting = 0, size, burning = false, by_player: byPlayer = true } = {}) {
  const random = createRandom(7).next
  let sum = 0
  for (let n = 0; n < 6000; n++) for (const drop of rollDrops(KINDS[kind], { random, looting, by_player: byPlayer, burning, size })) if (drop.item === item) sum += drop.count
  return sum / 6000
}
/** @param {number} found @param {number} wanted */
const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 0.04, `${found}, not ${wanted}`)

test('counts that begin below nothing: spider eyes, coal, magma cream', () => {
  near(mean('spider', 'spider_eye'), 1 / 3)
  near(mean('wither_skeleton', 'coal'), 1 / 3)
  near(mean('magma_cube', 'magma_cream', { size: 2 }), 1 / 4)
  near(mean('magma_cube', 'magma_cream', { size: 1 }), 0)
  assert.equal(mean('spider', 'spider_eye', { by_player: false }), 0)
})

test('a level of Looting adds up to one, on the whole a half; not to what has none', () => {
  near(mean('skeleton', 'bone'), 1)
  near(mean('skeleton', 'bone', { looting: 2 }), 2)
  near(mean('cod', 'cod', { looting: 3 }), 1)
})

test('a rabbit always leaves its meat, a stray at most one arrow of slowness, a burning bear cooked fish', () => {
  near(mean('rabbit', 'rabbit'), 1)
  const random = createRandom(3).next
  const left = Array.from({ length: 500 }, () => rollDrops(KINDS.stray, { random, looting: 3, by_player: true, burning: false })).flat().filter(drop => drop.item === 'tipped_arrow')
  assert.ok(left.length > 100 && left.every(drop => drop.count === 1 && drop.potion === 'slowness'))
  near(mean('polar_bear', 'cod', { burning: true }), 0)
  near(mean('polar_bear', 'cooked_cod', { burning: true }), 0.75)
})

test('slimes: one chunk in ten by the seed as Java draws it, and the moon over swamps', () => {
  assert.equal(firstJavaInt(0n, 100), 60)
  assert.equal(firstJavaInt(42n, 10), 0)
  let chunks = 0
  for (let x = -50; x < 50; x++) for (let z = -50; z < 50; z++) if (slimeChunk(12345, x, z)) chunks++
  assert.ok(chunks > 900 && chunks < 1100, String(chunks))
  assert.deepEqual([0, 4, 8].map(day => moonBrightness(day * 24000)), [1, 0, 1])
})

test('slimes are of all three sizes alike, and bigger where it is hard', () => {
  const random = createRandom(11).next
  const share = (/** @type {number} */ size, /** @type {number} */ clamped) => Array.from({ length: 6000 }, () => drawSize(random, clamped)).filter(drawn => drawn === size).length / 6000
  near(share(1, 0), 1 / 3)
  near(share(1, 1), 1 / 6)
  near(share(4, 1), 1 / 2)
})

test('regional difficulty begins at three quarters of the difficulty', () => {
  assert.deepEqual([0, 1, 2, 3].map(difficulty => regionalDifficulty(difficulty, 0)), [0, 0.75, 1.5, 2.25])
})

test('biomes bring their own: strays in the snow, husks in deserts, drowned in rivers, zombie villagers among old pines, no squid in swamps', () => {
  const weight = (/** @type {string} */ family, /** @type {string} */ biome, /** @type {string} */ mob) => (spawns[family][biome] ?? spawns[family].default).find((/** @type {any} */ e) => e.mob === mob)?.weight ?? 0
  assert.equal(weight('monsters', 'snowy_plains', 'stray'), 80)
  assert.equal(weight('monsters', 'snowy_taiga', 'stray'), 0)
  assert.equal(weight('monsters', 'desert', 'husk'), 80)
  assert.deepEqual(['river', 'ocean', 'frozen_river', 'plains'].map(biome => weight('monsters', biome, 'drowned')), [100, 5, 1, 0])
  assert.equal(weight('monsters', 'old_growth_pine_taiga', 'zombie_villager'), 25)
  assert.deepEqual(['swamp', 'mangrove_swamp', 'ocean'].map(biome => weight('water', biome, 'squid')), [0, 0, 1])
  for (const biome of Object.keys(spawns.water)) for (const { mob } of spawns.water[biome]) assert.equal(KINDS[mob].family, 'water', mob)
  for (const biome of Object.keys(spawns.water_ambient)) for (const { mob } of spawns.water_ambient[biome]) assert.equal(KINDS[mob].family, 'water_ambient', mob)
})

test('every biome with spawn costs lists those who pay them; fortresses have wither skeletons and blazes', () => {
  for (const [biome, costs] of Object.entries(spawns.spawn_costs)) for (const mob of Object.keys(costs)) assert.ok(spawns.monsters[biome].some((/** @type {any} */ e) => e.mob === mob), `${biome} ${mob}`)
  assert.deepEqual(spawns.structures.nether_fortress.map((/** @type {any} */ e) => [e.mob, e.weight]).slice(0, 3), [['blaze', 10], ['zombified_piglin', 5], ['wither_skeleton', 8]])
})

const states = stateTables(registry)
const stacks = createStacks({ registry, Item: createRequire(import.meta.url)('prismarine-item')(registry) })
/** What a block in a state leaves, names and counts. @param {string} name @param {Record<string, any>} properties */
function left (name, properties) {
  const { minStateId, maxStateId } = registry.blocksByName[name]
  for (let state = minStateId; state <= maxStateId; state++) {
    const own = states.properties(state)
    if (Object.entries(properties).every(([key, value]) => String(own[key]) === String(value))) return createDrops({ registry, states, loot: data('loot') }, stacks).of(state, null, () => 0.99).map(item => [item.name, item.count])
  }
  throw new Error(name)
}

test('doors of copper leave one door, double slabs of tuff two, a full composter its meal, chorus flowers themselves', () => {
  assert.deepEqual(left('copper_door', { half: 'lower' }), [['copper_door', 1]])
  assert.deepEqual(left('copper_door', { half: 'upper' }), [])
  assert.equal(left('tuff_slab', { type: 'double' }).length, 2)
  assert.deepEqual(left('composter', { level: 8 }), [['composter', 1], ['bone_meal', 1]])
  assert.deepEqual(left('composter', { level: 7 }), [['composter', 1]])
  assert.deepEqual(left('chorus_flower', { age: 0 }), [['chorus_flower', 1]])
})

test('loot of level 30 may hold treasure and books keep all of it; a table never gives treasure', () => {
  const offers = createOffers(registry, stacks, data('enchantability'))
  const given = (/** @type {boolean} */ loot) => new Set(Array.from({ length: 400 }, (_, seed) => offers.contents(seed, 0, 30, 'book', loot)).flat().map(([name]) => name))
  assert.ok(given(true).has('mending'))
  assert.ok(!given(false).has('mending'))
  assert.ok(!given(true).has('soul_speed')) // not to be found
})

test('shepherds sell wool of every colour; enchanted swords and bows rise little in price, armour much', () => {
  const { offers } = data('trades')
  assert.equal(offers.shepherd[1].filter((/** @type {any} */ o) => o.sell[0].endsWith('_wool')).length, 16)
  const rise = (/** @type {string} */ who, /** @type {number} */ level, /** @type {string} */ what) => offers[who][level - 1].find((/** @type {any} */ o) => o.sell[0] === what).rise
  assert.deepEqual([rise('weaponsmith', 1, 'iron_sword'), rise('fletcher', 4, 'bow'), rise('fletcher', 5, 'crossbow'), rise('weaponsmith', 5, 'diamond_sword')], [0.05, 0.05, 0.05, 0.2])
})

test('houses of each country have their own chests', () => {
  const { tables } = data('chest_loot')
  const holds = (/** @type {string} */ country, /** @type {string} */ item) => tables[`village_${country}_house`][0].items.some((/** @type {any} */ e) => e.item === item)
  assert.ok(holds('plains', 'apple') && holds('desert', 'cactus') && holds('savanna', 'saddle') && holds('snowy', 'blue_ice') && holds('taiga', 'sweet_berries'))
  for (const pools of Object.values(tables)) for (const { items } of /** @type {any[]} */ (pools)) for (const { item } of items) assert.ok(!item || registry.itemsByName[item], item)
})
