/**
 * Crops, bamboo, berries and what bone meal does: figures of Java 1.20.4, in a flat world, from the server's side.
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
beforeEach(() => { turn++; at = w.player.position.floored().offset(-40 + turn * 11 % 80, 0, turn % 2 ? 14 : 30) })
afterEach(() => assert.deepEqual(w.faults(), []))

const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, props))
const nameAt = (/** @type {any} */ p) => w.ctx.blocks.name(p.x, p.y, p.z)
const propsAt = (/** @type {any} */ p) => w.ctx.blocks.properties(w.ctx.blocks.get(p.x, p.y, p.z) ?? 0)
/** Bone meal, once. @param {any} p */
const feed = p => w.ctx.farming.fertilize(p, w.ctx.blocks.get(p.x, p.y, p.z))
/** Run with random ticks at a thousand times their rate. @param {number} ticks @param {() => boolean} until */
async function hasten (ticks, until) {
  w.ctx.rules.randomTickSpeed = 3000
  for (let n = 0; n < ticks && !until(); n += 8) await w.ticks(8)
  w.ctx.rules.randomTickSpeed = 3
  return until()
}

test('crops break where it is dark; stems do not', () => {
  for (const [dx, name] of /** @type {[number, string][]} */ ([[0, 'wheat'], [1, 'melon_stem']])) {
    const p = at.offset(dx * 3, 0, 0)
    for (const [x, z] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) set(p.offset(x, 0, z), 'stone')
    set(p.offset(0, -1, 0), 'farmland', { moisture: 7 })
    assert.equal(w.ctx.footing.stands(p, w.ctx.blocks.stateOf(name)), true, `${name} under the sky`)
    set(p.offset(0, 1, 0), 'stone')
    assert.equal(w.ctx.footing.stands(p, w.ctx.blocks.stateOf(name)), name === 'melon_stem', `${name} in the dark`)
  }
})

test('glass and slabs above farmland turn it to dirt, gates and torches do not', () => {
  for (const [name, soil] of /** @type {[string, string][]} */ ([['glass', 'dirt'], ['oak_slab', 'dirt'], ['melon', 'dirt'], ['oak_fence_gate', 'farmland'], ['torch', 'farmland']])) {
    set(at, 'air')
    set(at.offset(0, -1, 0), 'farmland', { moisture: 7 })
    set(at, name)
    assert.equal(nameAt(at.offset(0, -1, 0)), soil, name)
  }
})

test('a row of wheat on wet soil ripens sooner than a block of it: 1/3 against 1/6 of a random tick', async () => {
  // the figures of https://minecraft.wiki/w/Crops#Growth: 10 points, halved in a block; 1 / (⌊25 / points⌋ + 1)
  const spots = []
  for (let x = -1; x <= 1; x++) for (let z = -1; z <= 1; z++) { set(at.offset(x, -1, z), 'farmland', { moisture: 7 }); spots.push(at.offset(x, 0, z)) }
  set(at.offset(5, -1, 0), 'water')
  set(at.offset(-5, -1, 0), 'water')
  const state = w.ctx.blocks.stateOf('wheat', { age: 0 })
  let grown = 0
  const tries = 3000
  for (const full of [false, true]) {
    for (const p of spots) set(p, full || p.x === at.x ? 'wheat' : 'carrots', { age: 0 })
    grown = 0
    for (let n = 0; n < tries; n++) {
      w.ctx.growth.crop(at, state)
      if (Number(propsAt(at).age) === 1) { grown++; set(at, 'wheat', { age: 0 }) }
    }
    const expected = full ? 1 / 6 : 1 / 3
    assert.ok(Math.abs(grown / tries - expected) < 0.04, `${full}: ${grown / tries}`)
  }
})

test('bone meal: stems that ripen may bear at once, torchflowers take one step, pitchers stand two high', () => {
  set(at.offset(0, -1, 0), 'farmland', { moisture: 7 })
  set(at, 'torchflower_crop', { age: 0 })
  feed(at)
  assert.equal(Number(propsAt(at).age), 1)
  feed(at)
  assert.equal(nameAt(at), 'torchflower')
  const p = at.offset(3, 0, 0)
  set(p.offset(0, -1, 0), 'farmland', { moisture: 7 })
  set(p, 'pitcher_crop', { age: 0, half: 'lower' })
  for (let n = 0; n < 4; n++) assert.equal(feed(p), true)
  assert.equal(Number(propsAt(p).age), 4)
  assert.equal(propsAt(p.offset(0, 1, 0)).half, 'upper')
  assert.equal(feed(p), false)
})

test('bamboo grows by bone meal and by itself to at most 16, with leaves at its end', async () => {
  set(at, 'bamboo_sapling')
  assert.equal(feed(at), true)
  assert.deepEqual([0, 1].map(y => nameAt(at.offset(0, y, 0))), ['bamboo', 'bamboo'])
  while (feed(at));
  let height = 0
  while (nameAt(at.offset(0, height, 0)) === 'bamboo') height++
  assert.ok(height >= 12 && height <= 16, `${height}`)
  assert.equal(propsAt(at.offset(0, height - 1, 0)).leaves, 'large')
  assert.equal(propsAt(at.offset(0, height - 4, 0)).leaves, 'none')
  assert.equal(Number(propsAt(at.offset(0, height - 1, 0)).stage), 1)
  set(at.offset(4, 0, 0), 'bamboo_sapling')
  assert.ok(await hasten(1600, () => nameAt(at.offset(4, 5, 0)) === 'bamboo'))
})

test('a fungus on its own nylium grows huge by bone meal; nylium brings up roots', () => {
  set(at.offset(0, -1, 0), 'warped_nylium')
  set(at, 'crimson_fungus')
  assert.equal(feed(at), false)
  set(at, 'warped_fungus')
  for (let n = 0; n < 60 && nameAt(at) === 'warped_fungus'; n++) feed(at)
  assert.equal(nameAt(at), 'warped_stem')
  let hat = 0
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) for (let y = 0; y < 30; y++) if (/warped_wart_block|shroomlight/.test(nameAt(at.offset(dx, y, dz)) ?? '')) hat++
  assert.ok(hat > 20, `${hat}`)
  const ground = at.offset(10, -1, 0)
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) set(ground.offset(dx, 0, dz), 'crimson_nylium')
  assert.equal(feed(ground), true)
  let roots = 0
  for (let dx = -3; dx <= 3; dx++) for (let dz = -3; dz <= 3; dz++) if (/roots|fungus/.test(nameAt(ground.offset(dx, 1, dz)) ?? '')) roots++
  assert.ok(roots > 1, `${roots}`)
})

test('a composter takes seven layers and is ripe a second later', async () => {
  set(at, 'composter')
  while (Number(propsAt(at).level) < 7) w.ctx.composters.fill(at, 'pumpkin_pie')
  await w.ticks(19)
  assert.equal(Number(propsAt(at).level), 7)
  await w.ticks(3)
  assert.equal(Number(propsAt(at).level), 8)
})

test('mycelium creeps over dirt as grass does', async () => {
  const p = at.offset(0, 6, 0)
  for (let dx = 0; dx <= 2; dx++) set(p.offset(dx, 0, 0), dx === 0 ? 'mycelium' : 'dirt')
  for (let n = 0; n < 40 && nameAt(p.offset(1, 0, 0)) !== 'mycelium'; n++) await w.ticks(200)
  assert.equal(nameAt(p.offset(1, 0, 0)), 'mycelium')
})
