/**
 * Rain and what it wets, leaves and what holds them, lightning: by the rules of Java 1.20.4, in a flat world.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** A free place over the grass, away from the player. @type {any} */
let at
let turn = 0
before(async () => { w = await start({ seed: 5, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => { await w?.stop() })
beforeEach(() => { turn++; at = w.player.position.floored().offset(-36 + turn * 12 % 72, 0, turn % 2 ? 14 : 28) })

const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, props))
const nameAt = (/** @type {any} */ p) => w.ctx.blocks.name(p.x, p.y, p.z)
const propsAt = (/** @type {any} */ p) => w.ctx.blocks.properties(w.ctx.blocks.get(p.x, p.y, p.z) ?? 0)

test('rain stops at glass, slabs and water, not at carpets, snow or torches', () => {
  w.ctx.time.setWeather('rain')
  for (const [name, dry] of /** @type {[string, boolean][]} */ ([['glass', true], ['oak_slab', true], ['water', true], ['oak_leaves', true], ['oak_fence', true], ['oak_trapdoor', true],
    ['red_carpet', false], ['snow', false], ['torch', false], ['ladder', false], ['short_grass', false]])) {
    set(at.offset(0, 4, 0), name)
    assert.equal(w.ctx.precipitation.rainsAt(at), !dry, name)
    set(at.offset(0, 4, 0), 'air')
    assert.equal(w.ctx.precipitation.rainsAt(at), true, `${name} gone`)
  }
  w.ctx.time.setWeather('clear')
  assert.equal(w.ctx.precipitation.rainsAt(at), false)
})

test('farmland under glass stays dry in the rain, and dries up', () => {
  w.ctx.time.setWeather('rain')
  const soil = at.offset(0, -1, 0)
  const open = at.offset(3, -1, 0)
  for (const p of [soil, open]) { set(p, 'farmland', { moisture: 2 }); set(p.offset(0, 1, 0), 'wheat', { age: 7 }) }
  set(at.offset(0, 3, 0), 'glass')
  return hasten(400, () => Number(propsAt(soil).moisture) === 0).then(dried => {
    assert.ok(dried)
    assert.equal(Number(propsAt(open).moisture), 7)
    w.ctx.time.setWeather('clear')
  })
})

test('clients are told two height maps: what rain stops at, and the surface', () => {
  set(at.offset(0, 6, 0), 'glass')
  set(at.offset(0, 9, 0), 'torch')
  const chunk = w.ctx.chunks.load(at.x >> 4, at.z >> 4)
  const { heightmaps } = w.ctx.chunks.packet(chunk)
  const read = (/** @type {string} */ map) => {
    const i = (at.z & 15) << 4 | (at.x & 15)
    const [high, low] = heightmaps.value[map].value[Math.floor(i / 7)]
    const long = BigInt.asUintN(32, BigInt(high)) << 32n | BigInt.asUintN(32, BigInt(low))
    return Number(long >> BigInt(i % 7 * 9) & 511n) - 64
  }
  assert.equal(read('MOTION_BLOCKING'), at.y + 7)
  assert.equal(read('WORLD_SURFACE'), at.y + 10)
  assert.equal(w.ctx.blocks.height(at.x, at.z), at.y, 'light passes both')
})

test('leaves count their steps to the nearest log, also when logs come; those of players stay', async () => {
  set(at.offset(0, 3, 0), 'oak_log')
  for (let n = 1; n <= 8; n++) set(at.offset(0, 3, n), 'oak_leaves', { distance: 7, persistent: n === 8 })
  await w.ticks(20)
  assert.deepEqual([1, 2, 3, 6, 7, 8].map(n => Number(propsAt(at.offset(0, 3, n)).distance)), [1, 2, 3, 6, 7, 7])
  set(at.offset(1, 3, 7), 'stripped_birch_wood')
  await w.ticks(20)
  assert.deepEqual([4, 5, 6, 7, 8].map(n => Number(propsAt(at.offset(0, 3, n)).distance)), [4, 3, 2, 1, 2])
  set(at.offset(1, 3, 7), 'air')
  set(at.offset(0, 3, 0), 'air')
  await w.ticks(40)
  assert.equal(Number(propsAt(at.offset(0, 3, 1)).distance), 7)
  assert.ok(await hasten(800, () => [1, 2, 3, 4, 5, 6, 7].every(n => nameAt(at.offset(0, 3, n)) === 'air')))
  assert.equal(nameAt(at.offset(0, 3, 8)), 'oak_leaves')
})

test('thunderstorms strike now and then', async () => {
  /** @type {string[]} */
  const bolts = []
  w.bot.on('entitySpawn', (/** @type {any} */ entity) => { if (entity.name === 'lightning_bolt') bolts.push(String(entity.position)) })
  w.ctx.time.setWeather('thunder', 40000)
  for (let n = 0; n < 30 && bolts.length === 0; n++) await w.ticks(400)
  w.ctx.time.setWeather('clear')
  assert.ok(bolts.length > 0)
  for (const player of w.ctx.players) player.survival.fire = 0
  assert.deepEqual(w.faults(), [])
})

test('a rod draws lightning, gives power for eight ticks and brightens its copper; glass above it hides it', async () => {
  set(at.offset(0, 2, 0), 'oxidized_cut_copper')
  set(at.offset(0, 3, 0), 'lightning_rod', { facing: 'up' })
  set(at.offset(1, 3, 0), 'redstone_lamp')
  assert.deepEqual(w.ctx.lightning.aim(at.x + 20, at.z - 9), { x: at.x + 0.5, y: at.y + 4, z: at.z + 0.5 })
  w.ctx.lightning.strike(at.offset(0.5, 4, 0.5))
  await w.ticks(2)
  assert.equal(propsAt(at.offset(0, 3, 0)).powered, true)
  assert.equal(propsAt(at.offset(1, 3, 0)).lit, true)
  assert.equal(nameAt(at.offset(0, 2, 0)), 'cut_copper')
  await w.ticks(12)
  assert.equal(propsAt(at.offset(0, 3, 0)).powered, false)
  set(at.offset(0, 9, 0), 'glass')
  assert.notEqual(w.ctx.lightning.aim(at.x + 20, at.z - 9)?.y, at.y + 4)
})

test('who is struck: creepers are charged, pigs and villagers turn, others burn', async () => {
  const creeper = w.ctx.mobs.spawn('creeper', at.offset(0.5, 0, 0.5))
  const pig = w.ctx.mobs.spawn('pig', at.offset(1.5, 0, 0.5))
  const cow = w.ctx.mobs.spawn('cow', at.offset(0.5, 0, 1.5))
  w.ctx.lightning.strike(at.offset(0.5, 0, 0.5))
  assert.equal(creeper.powered, true)
  assert.ok(cow.fire > 100)
  assert.equal(pig.removed, true)
  const near = w.ctx.entities.near(at, 6, (/** @type {any} */ e) => e.kind === 'mob')
  assert.ok(near.some((/** @type {any} */ mob) => mob.name === 'zombified_piglin'))
  for (const mob of near) w.ctx.entities.remove(mob)
  await w.ticks(2)
  assert.deepEqual(w.faults(), [])
})

/** Run with random ticks at a thousand times their rate. @param {number} ticks @param {() => boolean} until */
async function hasten (ticks, until) {
  w.ctx.rules.randomTickSpeed = 3000
  for (let n = 0; n < ticks && !until(); n += 8) await w.ticks(8)
  w.ctx.rules.randomTickSpeed = 3
  assert.deepEqual(w.faults(), [])
  return until()
}
