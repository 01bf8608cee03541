/**
 * What the land does by itself: plants that spread, snow and ice, sponges, corals, bubbles, copper, lava's fire; in a flat world, from the server's side.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { NETHER_X } from '../world/land/dimensions.js'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** A free place over the grass, away from the player. @type {any} */
let at
let turn = 0
before(async () => { w = await start({ seed: 5, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => { await w?.stop() })
beforeEach(() => { turn++; at = w.player.position.floored().offset(-40 + turn * 9 % 80, 0, turn % 2 ? 12 : 24) })

const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, props))
const nameAt = (/** @type {any} */ p) => w.ctx.blocks.name(p.x, p.y, p.z)
const propsAt = (/** @type {any} */ p) => w.ctx.blocks.properties(w.ctx.blocks.get(p.x, p.y, p.z) ?? 0)
/** Run a test with random ticks at a thousand times their rate. @param {number} ticks @param {() => boolean} until */
async function hasten (ticks, until) {
  w.ctx.rules.randomTickSpeed = 3000
  for (let n = 0; n < ticks && !until(); n += 8) await w.ticks(8)
  w.ctx.rules.randomTickSpeed = 3
  assert.deepEqual(w.faults(), [])
  return until()
}

test('kelp and twisting vines grow up, weeping and cave vines down, from their ends', async () => {
  for (let y = 0; y < 4; y++) for (let dx = -1; dx <= 1; dx++) for (let dz = -1; dz <= 1; dz++) set(at.offset(dx, y, dz), dx || dz ? 'glass' : 'water')
  set(at, 'kelp', { age: 3 })
  set(at.offset(4, 0, 0), 'twisting_vines', { age: 0 })
  for (const [dx, name] of /** @type {[number, string][]} */ ([[5, 'weeping_vines'], [6, 'cave_vines']])) {
    set(at.offset(dx, 9, 0), 'stone')
    set(at.offset(dx, 8, 0), name, { age: 0 })
  }
  assert.ok(await hasten(800, () => nameAt(at) === 'kelp_plant' && nameAt(at.offset(4, 0, 0)) === 'twisting_vines_plant' && nameAt(at.offset(5, 8, 0)) === 'weeping_vines_plant' && nameAt(at.offset(6, 8, 0)) === 'cave_vines_plant'))
})

test('budding amethyst grows buds to clusters; copper weathers, waxed copper does not', async () => {
  set(at.offset(0, 2, 0), 'budding_amethyst')
  set(at.offset(4, 2, 0), 'copper_block')
  set(at.offset(20, 2, 0), 'waxed_copper_block')
  const sides = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
  assert.ok(await hasten(1600, () => sides.some(([dx, dy, dz]) => nameAt(at.offset(dx, 2 + dy, dz)) === 'amethyst_cluster') && /(exposed|weathered|oxidized)_copper/.test(nameAt(at.offset(4, 2, 0)) ?? '')))
  assert.equal(nameAt(at.offset(20, 2, 0)), 'waxed_copper_block')
})

test('mushrooms multiply in the dark until five are near, and grow huge by bone meal', async () => {
  for (let dx = -5; dx <= 5; dx++) for (let dz = -5; dz <= 5; dz++) set(at.offset(dx, 3, dz), 'stone')
  set(at, 'brown_mushroom')
  for (let dx = -5; dx <= 5; dx++) for (let y = 0; y < 3; y++) for (const dz of [-5, 5]) { set(at.offset(dx, y, dz), 'stone'); set(at.offset(dz, y, dx), 'stone') }
  const count = () => { let n = 0; for (let dx = -4; dx <= 4; dx++) for (let dz = -4; dz <= 4; dz++) if (nameAt(at.offset(dx, 0, dz)) === 'brown_mushroom') n++; return n }
  assert.ok(await hasten(4000, () => count() >= 3))
  assert.ok(count() <= 12, `${count()}`)
  const spot = at.offset(0, 10, 0)
  set(spot.offset(0, -1, 0), 'mycelium')
  set(spot, 'red_mushroom')
  for (let n = 0; n < 60 && nameAt(spot) === 'red_mushroom'; n++) w.ctx.farming.fertilize(spot, w.ctx.blocks.get(spot.x, spot.y, spot.z))
  assert.equal(nameAt(spot), 'mushroom_stem')
})

test('bone meal: moss spreads, cave vines bear, azaleas become trees, seagrass comes up under water', () => {
  set(at.offset(0, -1, 0), 'moss_block')
  assert.equal(w.ctx.farming.fertilize(at.offset(0, -1, 0), w.ctx.blocks.stateOf('moss_block')), true)
  assert.equal([[1, 0], [-1, 0], [0, 1], [0, -1]].filter(([dx, dz]) => nameAt(at.offset(dx, -1, dz)) === 'moss_block').length, 4)
  set(at.offset(3, 5, 0), 'stone')
  const vine = at.offset(3, 4, 0)
  set(vine, 'cave_vines', { age: 0, berries: false })
  assert.equal(w.ctx.farming.fertilize(vine, w.ctx.blocks.get(vine.x, vine.y, vine.z)), true)
  assert.equal(propsAt(vine).berries, true)
  const bush = at.offset(-3, 20, 0)
  set(bush.offset(0, -1, 0), 'dirt')
  set(bush, 'azalea')
  for (let n = 0; n < 60 && nameAt(bush) === 'azalea'; n++) w.ctx.farming.fertilize(bush, w.ctx.blocks.get(bush.x, bush.y, bush.z))
  assert.equal(nameAt(bush), 'oak_log')
  assert.equal(nameAt(bush.offset(0, -1, 0)), 'rooted_dirt')
  const pool = at.offset(0, 30, 0)
  for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) { set(pool.offset(dx, -1, dz), 'stone'); set(pool.offset(dx, 0, dz), Math.max(Math.abs(dx), Math.abs(dz)) === 2 ? 'stone' : 'water') }
  assert.equal(w.ctx.spreading.underWater(pool), true)
  assert.equal(nameAt(pool), 'seagrass')
})

test('snow lies and water freezes where it is cold, melts beside a torch; rain fills a cauldron where it is not', async () => {
  const { ctx } = w
  const { biome } = ctx.blocks
  ctx.time.setWeather('rain', 100000)
  const turns = (/** @type {any} */ p, /** @type {number} */ n) => { for (let i = 0; i < n; i++) ctx.precipitation.turn(p.x, p.z) }
  set(at.offset(2, 0, 0), 'cauldron')
  turns(at.offset(2, 0, 0), 400)
  assert.deepEqual([nameAt(at.offset(2, 0, 0)), Number(propsAt(at.offset(2, 0, 0)).level)], ['water_cauldron', 3])
  turns(at, 50)
  assert.equal(nameAt(at), 'air', 'plains are too warm for snow')
  ctx.blocks.biome = () => ctx.registry.biomesByName.snowy_plains
  set(at.offset(4, -1, 0), 'water')
  turns(at, 5)
  turns(at.offset(4, 0, 0), 5)
  ctx.blocks.biome = biome
  assert.deepEqual([nameAt(at), nameAt(at.offset(4, -1, 0))], ['snow', 'ice'])
  set(at.offset(1, 0, 0), 'torch')
  set(at.offset(4, 0, 0), 'torch')
  for (let n = 0; n < 40 && (nameAt(at) === 'snow' || nameAt(at.offset(4, -1, 0)) === 'ice'); n++) await w.ticks(500)
  assert.deepEqual([nameAt(at), nameAt(at.offset(4, -1, 0))], ['air', 'water'])
  ctx.time.setWeather('clear', 100000)
  assert.deepEqual(w.faults(), [])
})

test('a stream carries what lies in it to its end', async () => {
  const z = at.z
  for (let dx = -1; dx <= 9; dx++) for (let dz = -1; dz <= 1; dz++) if (dz || dx < 0 || dx > 8) for (const y of [0, 1]) set(at.offset(dx, y, dz), 'stone')
  set(at, 'water')
  await w.ticks(80)
  const item = w.ctx.items.drop(at.offset(0.5, 0.5, 0.5), w.ctx.inventory.make('stick', 1), at.scaled(0))
  await w.ticks(160)
  assert.ok(item.position.x - at.x > 5 && Math.abs(item.position.z - z - 0.5) < 0.5, `${item.position}`)
})

test('buckets take up powder snow and put it down, and let fish out', async () => {
  const { bot, player, ctx } = w
  const floor = player.position.floored().offset(2, -1, 0)
  const cell = floor.offset(0, 1, 0)
  const held = () => bot.heldItem?.name
  ctx.inventory.set(player, 36 + player.heldItemSlot, ctx.inventory.make('powder_snow_bucket', 1))
  await w.ticks(3)
  await w.run(bot.lookAt(floor.offset(0.5, 1, 0.5), true))
  await w.run(bot.activateBlock(bot.blockAt(floor), undefined))
  await w.ticks(3)
  assert.deepEqual([nameAt(cell), held()], ['powder_snow', 'bucket'])
  bot.activateItem()
  await w.ticks(3)
  assert.deepEqual([nameAt(cell), held()], ['air', 'powder_snow_bucket'])
  ctx.inventory.set(player, 36 + player.heldItemSlot, ctx.inventory.make('cod_bucket', 1))
  await w.ticks(3)
  bot.activateItem()
  await w.ticks(3)
  assert.deepEqual([nameAt(cell), held()], ['water', 'bucket'])
  assert.equal(ctx.entities.near(cell, 4, e => e.name === 'cod').length, 1)
  assert.deepEqual(w.faults(), [])
})

test('a sponge soaks up water, coral dies in the air, soul sand sends up bubbles', async () => {
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) for (let y = 0; y < 3; y++) set(at.offset(dx, y, dz), Math.max(Math.abs(dx), Math.abs(dz)) === 3 ? 'stone' : 'water')
  set(at.offset(0, -1, 0), 'soul_sand')
  set(at.offset(2, 0, 2), 'brain_coral_block')
  await w.ticks(40)
  assert.deepEqual([nameAt(at), nameAt(at.offset(0, 2, 0)), propsAt(at).drag], ['bubble_column', 'bubble_column', false])
  assert.equal(nameAt(at.offset(2, 0, 2)), 'brain_coral_block')
  set(at.offset(0, -1, 0), 'magma_block')
  await w.ticks(30)
  assert.equal(propsAt(at.offset(0, 2, 0)).drag, true)
  set(at.offset(0, 1, 0), 'sponge')
  assert.equal(nameAt(at.offset(0, 1, 0)), 'wet_sponge')
  let water = 0
  for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) for (let y = 0; y < 3; y++) if (w.ctx.blocks.fluid(at.x + dx, at.y + y, at.z + dz) === 1) water++
  assert.ok(water <= 9, `${water} left`)
  for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) for (let y = 0; y < 3; y++) if (/water|bubble/.test(nameAt(at.offset(dx, y, dz)) ?? '')) set(at.offset(dx, y, dz), 'air')
  await w.ticks(120)
  assert.equal(nameAt(at.offset(2, 0, 2)), 'dead_brain_coral_block')
  assert.deepEqual(w.faults(), [])
})

test('lava sets wood near it alight, and runs faster and farther in the nether', async () => {
  set(at.offset(0, -1, 0), 'stone')
  set(at, 'cauldron')
  set(at, 'lava')
  for (let dx = -1; dx <= 1; dx++) for (let dz = -1; dz <= 1; dz++) if (dx || dz) set(at.offset(dx, 0, dz), 'stone')
  for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) set(at.offset(dx, 3, dz), 'oak_planks')
  let burnt = false
  for (let n = 0; n < 100 && !burnt; n++) {
    await w.ticks(400)
    for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) for (let y = 1; y < 6; y++) burnt ||= nameAt(at.offset(dx, y, dz)) === 'fire'
  }
  assert.ok(burnt)
  const { createFlow, LAVA } = await import('../world/land/fluid_flow.js')
  const run = (/** @type {number} */ from) => {
    const { kinds } = w.ctx.hazards
    const lava = w.ctx.blocks.stateOf('lava')
    const stone = w.ctx.blocks.stateOf('stone')
    /** @type {Map<string, number>} */
    const cells = new Map([[`${from},0,0`, lava]])
    /** @type {{tick: number, x: number, y: number, z: number}[]} */
    const due = []
    let tick = 0
    const flow = createFlow(kinds, {
      get: (x, y, z) => y < 0 || z !== 0 ? stone : cells.get(`${x},${y},${z}`) ?? 0,
      pour: (x, y, z, fluid, level) => { assert.equal(fluid, LAVA); cells.set(`${x},${y},${z}`, lava + level) },
      drain: () => {},
      harden: () => {},
      schedule: (x, y, z, delay) => { due.push({ tick: tick + delay, x, y, z }) },
      random: () => 0
    })
    flow.disturb(from, 0, 0)
    while (due.length > 0) {
      due.sort((a, b) => a.tick - b.tick)
      const next = /** @type {any} */ (due.shift())
      tick = next.tick
      if (tick > 2000) break
      flow.flow(next.x, next.y, next.z)
    }
    return Math.max(...[...cells.keys()].map(key => Number(key.split(',')[0]) - from))
  }
  assert.equal(run(0), 3)
  assert.equal(run(NETHER_X), 7)
})
