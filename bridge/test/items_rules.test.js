/** Recipes, smelting, drops and dig times as plain functions. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { harvests, wearOf, workPerTick } from '../world/blocks/digging.js'
import { createDrops } from '../world/blocks/drops.js'
import { createRandom } from '../world/random.js'
import { createRecipes } from '../world/items/recipes.js'
import { createSmelting } from '../world/items/smelting.js'
import { createStacks } from '../world/items/stacks.js'
import { stateTables } from '../world/blocks/states.js'

const require = createRequire(import.meta.url)
const registry = require('prismarine-registry')('1.20.4')
const stacks = createStacks({ registry, Item: require('prismarine-item')(registry) })
const states = stateTables(registry)
const table = (/** @type {string} */ name) => JSON.parse(readFileSync(new URL(`../world/data/${name}.json`, import.meta.url), 'utf8'))
const recipes = createRecipes(registry, stacks)
const { make } = stacks

/** @param {string} name @param {Record<string, number>} enchantments */
function enchanted (name, enchantments) {
  const item = make(name)
  item.enchants = Object.entries(enchantments).map(([one, lvl]) => ({ name: one, lvl }))
  return item
}
/** A 3×3 grid from rows of letters. @param {string[]} rows @param {Record<string, string>} key */
const grid = (rows, key) => rows.join('').split('').map(letter => letter === ' ' ? null : make(key[letter]))
/** @param {any} item */
const brief = item => item ? `${item.name}×${item.count}` : '-'

test('recipes match anywhere in the grid, mirrored, and with kinds of wood mixed', () => {
  const P = { P: 'oak_planks', Q: 'birch_planks', S: 'stick', C: 'cobblestone', I: 'iron_ingot' }
  assert.equal(brief(recipes.match(grid(['  P', '  P', '   '], P), 3)), 'stick×4')
  assert.equal(brief(recipes.match(grid(['CC ', 'CS ', ' S '], P), 3)), 'stone_axe×1')
  assert.equal(brief(recipes.match(grid([' CC', ' SC', ' S '], P), 3)), 'stone_axe×1')
  assert.equal(brief(recipes.match(grid(['PQP', 'Q P', 'PPQ'], P), 3)), 'chest×1')
  assert.equal(recipes.match(grid(['PPP', ' S ', '   '], P), 3), null)
  assert.equal(brief(recipes.match(grid(['I I', ' I ', '   '], P), 3)), 'bucket×1')
  assert.equal(recipes.match(grid(['   ', '   ', '   '], P), 3), null)
})

test('shapeless recipes take any order; two worn tools become one', () => {
  assert.equal(brief(recipes.match([make('flint'), null, null, make('iron_ingot')], 2)), 'flint_and_steel×1')
  const a = make('iron_pickaxe'); const b = make('iron_pickaxe')
  a.durabilityUsed = 200; b.durabilityUsed = 100
  const mended = recipes.match([a, b, null, null], 2)
  assert.equal(mended?.durabilityUsed, 250 - (50 + 150 + 12))
})

test('every recipe of the game data is matched by its own grid', () => {
  let wrong = 0
  for (const list of /** @type {any[][]} */ (Object.values(registry.recipes))) {
    for (const recipe of list) {
      const ids = recipe.inShape
        ? [0, 1, 2].flatMap(y => [0, 1, 2].map(x => recipe.inShape[y]?.[x] ?? null))
        : Array.from({ length: 9 }, (_, at) => recipe.ingredients[at] ?? null)
      const cells = ids.map(id => id === null || id === -1 ? null : new stacks.Item(typeof id === 'object' ? id.id : id, 1))
      const found = recipes.match(cells, 3)
      if (!found || found.type !== recipe.result.id || found.count !== recipe.result.count) wrong++
    }
  }
  assert.equal(wrong, 0)
})

test('a furnace cooks in 200 ticks, burns on, and cools when the fire is out', () => {
  const smelting = createSmelting({ smelting: table('smelting'), fuel: table('fuel') }, stacks)
  const tile = smelting.fresh('furnace', 0)
  tile.slots[0] = make('raw_iron', 9); tile.slots[1] = make('coal', 1)
  smelting.advance(tile, 199)
  assert.deepEqual([tile.cook, tile.burn, tile.slots[1]], [199, 1600 - 199, null])
  smelting.advance(tile, 200)
  assert.deepEqual([brief(tile.slots[2]), tile.cook], ['iron_ingot×1', 0])
  smelting.advance(tile, 1600)
  assert.deepEqual([brief(tile.slots[2]), brief(tile.slots[0]), tile.burn], ['iron_ingot×8', 'raw_iron×1', 0])
  smelting.advance(tile, 5000)
  assert.equal(brief(tile.slots[2]), 'iron_ingot×8')
  assert.ok(Math.abs(tile.xp - 8 * 0.7) < 1e-9)
})

test('however a furnace is advanced, the end is the same', () => {
  const smelting = createSmelting({ smelting: table('smelting'), fuel: table('fuel') }, stacks)
  const filled = (/** @type {string} */ type) => {
    const tile = smelting.fresh(type, 0)
    tile.slots[0] = make('beef', 40); tile.slots[1] = make('stick', 64)
    return tile
  }
  for (const type of ['furnace', 'smoker']) {
    const slow = filled(type); const fast = filled(type)
    for (let at = 1; at <= 7777; at++) smelting.advance(slow, at)
    smelting.advance(fast, 7777)
    assert.deepEqual(slow.slots.map(brief), fast.slots.map(brief))
    assert.deepEqual([slow.burn, slow.cook], [fast.burn, fast.cook])
  }
})

test('blast furnaces and smokers are twice as fast and take only their own', () => {
  const smelting = createSmelting({ smelting: table('smelting'), fuel: table('fuel') }, stacks)
  const tile = smelting.fresh('blast_furnace', 0)
  tile.slots[0] = make('raw_gold', 16); tile.slots[1] = make('coal', 2)
  smelting.advance(tile, 800)
  assert.deepEqual([brief(tile.slots[2]), tile.burn], ['gold_ingot×8', 0])
  assert.equal(smelting.recipe('blast_furnace', make('beef')), null)
  assert.equal(smelting.recipe('smoker', make('raw_iron')), null)
})

test('a lava bucket leaves its bucket', () => {
  const smelting = createSmelting({ smelting: table('smelting'), fuel: table('fuel') }, stacks)
  const tile = smelting.fresh('furnace', 0)
  tile.slots[0] = make('sand', 1); tile.slots[1] = make('lava_bucket')
  smelting.advance(tile, 10)
  assert.deepEqual([brief(tile.slots[1]), tile.burn], ['bucket×1', 20000 - 10])
})

const drops = createDrops({ registry, states, loot: table('loot') }, stacks)
/** Mean count of each item over many breaks. @param {string} name @param {any} [tool] @param {Record<string, any>} [props] @param {number} [rounds] */
function mean (name, tool = null, props = undefined, rounds = 4000) {
  const random = createRandom(7).next
  /** @type {Record<string, number>} */
  const sum = {}
  for (let i = 0; i < rounds; i++) for (const item of drops.of(states.stateOf(name, props), tool, random)) sum[item.name] = (sum[item.name] ?? 0) + item.count
  return Object.fromEntries(Object.entries(sum).map(([item, n]) => [item, n / rounds]))
}
/** @param {number} actual @param {number} expected @param {number} [off] */
const near = (actual, expected, off = 0.08) => assert.ok(Math.abs(actual - expected) <= off * Math.max(0.1, expected), `${actual} is not about ${expected}`)

test('blocks drop what vanilla tables say', () => {
  assert.deepEqual(mean('stone'), { cobblestone: 1 })
  assert.deepEqual(mean('stone', enchanted('iron_pickaxe', { silk_touch: 1 })), { stone: 1 })
  assert.deepEqual(mean('glass'), {})
  assert.deepEqual(mean('iron_ore'), { raw_iron: 1 })
  near(mean('lapis_ore').lapis_lazuli, 6.5)
  near(mean('redstone_ore').redstone, 4.5)
  near(mean('deepslate_copper_ore').raw_copper, 3.5)
  near(mean('diamond_ore', enchanted('iron_pickaxe', { fortune: 3 })).diamond, 2.2)
  const gravel = mean('gravel')
  near(gravel.flint, 0.1, 0.2); near(gravel.gravel, 0.9)
  assert.deepEqual(mean('gravel', enchanted('iron_shovel', { fortune: 3 })), { flint: 1 })
  const leaves = mean('oak_leaves', null, undefined, 20000)
  near(leaves.oak_sapling, 0.05, 0.15); near(leaves.stick, 0.03, 0.2); near(leaves.apple, 0.005, 0.02)
  assert.deepEqual(mean('oak_leaves', make('shears')), { oak_leaves: 1 })
  near(mean('short_grass').wheat_seeds, 0.125, 0.15)
  assert.deepEqual(mean('tall_grass', make('shears'), { half: 'lower' }), { short_grass: 2 })
  assert.deepEqual(mean('wheat', null, { age: 3 }), { wheat_seeds: 1 })
  const wheat = mean('wheat', null, { age: 7 })
  assert.equal(wheat.wheat, 1); near(wheat.wheat_seeds, 1 + 3 * 0.5714286)
  near(mean('carrots', null, { age: 7 }).carrot, 2 + 3 * 0.5714286)
  assert.deepEqual(mean('clay'), { clay_ball: 4 })
  assert.deepEqual(mean('snow', make('iron_shovel'), { layers: 3 }), { snowball: 3 })
  near(mean('glowstone').glowstone_dust, 3)
  near(mean('melon').melon_slice, 5)
  assert.deepEqual(mean('bookshelf'), { book: 3 })
  assert.deepEqual(mean('oak_slab', null, { type: 'double' }), { oak_slab: 2 })
  assert.deepEqual(mean('oak_door', null, { half: 'upper' }), {})
  assert.deepEqual(mean('white_bed', null, { part: 'head' }), { white_bed: 1 })
  assert.deepEqual(mean('wall_torch'), { torch: 1 })
  assert.deepEqual(mean('sweet_berry_bush', null, { age: 1 }), {})
  near(mean('sweet_berry_bush', null, { age: 3 }).sweet_berries, 2.5)
})

test('every block drops something sensible or nothing, in all states', () => {
  const random = createRandom(1).next
  for (let state = 0; state < states.count; state++) {
    for (const item of drops.of(state, null, random)) assert.ok(item.count >= 1 && item.count <= item.stackSize && item.name !== 'air')
  }
})

/** @param {string} block @param {string | null} tool @param {Record<string, any>} [how] @returns {number} seconds */
function seconds (block, tool, how = {}) {
  const digger = { tool: tool ? make(tool) : null, efficiency: 0, haste: 0, fatigue: 0, submerged: false, onGround: true, ...how }
  const work = workPerTick(registry, registry.blocksByName[block], digger)
  return work >= 1 ? 0 : Math.ceil(1 / work) / 20
}

test('dig times are those of the wiki', () => {
  assert.equal(seconds('stone', null), 7.5)
  assert.equal(seconds('stone', 'wooden_pickaxe'), 1.15)
  assert.equal(seconds('stone', 'iron_pickaxe'), 0.4)
  assert.equal(seconds('iron_ore', 'stone_pickaxe'), 1.15)
  assert.equal(seconds('diamond_ore', 'iron_pickaxe'), 0.75)
  assert.equal(seconds('obsidian', 'diamond_pickaxe'), 9.4)
  assert.equal(seconds('obsidian', 'iron_pickaxe'), 41.7)
  assert.equal(seconds('oak_log', null), 3)
  assert.equal(seconds('dirt', null), 0.75)
  assert.equal(seconds('short_grass', null), 0)
  assert.equal(seconds('cobweb', 'iron_sword'), 0.4)
  assert.equal(seconds('stone', 'diamond_pickaxe', { efficiency: 5, haste: 2 }), 0)
  assert.equal(seconds('dirt', null, { submerged: true, onGround: false }), 18.75)
  assert.equal(seconds('bedrock', 'diamond_pickaxe'), Infinity)
})

test('ores want their tier', () => {
  const kind = registry.blocksByName
  assert.equal(harvests(kind.iron_ore, make('wooden_pickaxe')), false)
  assert.equal(harvests(kind.iron_ore, make('stone_pickaxe')), true)
  assert.equal(harvests(kind.diamond_ore, make('stone_pickaxe')), false)
  assert.equal(harvests(kind.diamond_ore, make('iron_pickaxe')), true)
  assert.equal(harvests(kind.obsidian, make('iron_pickaxe')), false)
  assert.equal(harvests(kind.oak_log, null), true)
})

test('tools wear as they are used, Unbreaking spares them', () => {
  assert.deepEqual([wearOf('iron_pickaxe', 3), wearOf('iron_sword', 3), wearOf('iron_axe', 0), wearOf('shears', 0), wearOf('stick', 3)], [1, 2, 0, 1, 0])
  const random = createRandom(5).next
  const plain = make('wooden_pickaxe')
  let uses = 1
  while (!stacks.wear(plain, 1, random)) uses++
  assert.equal(uses, 59)
  const spared = enchanted('wooden_pickaxe', { unbreaking: 3 })
  uses = 1
  while (!stacks.wear(spared, 1, random)) uses++
  assert.ok(uses > 150 && uses < 330, `${uses} uses`)
})
