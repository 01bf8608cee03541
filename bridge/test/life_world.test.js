/** Life in the running world, seen through a real Mineflayer bot: one flat world, its scenes one after another. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')
const GROUND = -60 // feet on the flat world's grass

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 1, options: { terrain: 'flat', difficulty: 1, mobs: false } }) })
after(async () => { await w.stop() })

/** @param {number} x @param {number} y @param {number} z @param {string} name @param {Record<string, any>} [properties] */
const set = (x, y, z, name, properties) => w.ctx.blocks.set(new Vec3(x, y, z), w.ctx.blocks.stateOf(name, properties))
/** @param {number} x @param {number} y @param {number} z */
const name = (x, y, z) => w.ctx.blocks.name(x, y, z)
/** @param {string} item */
async function hold (item) {
  await w.run(w.bot.equip(w.bot.inventory.items().find((/** @type {any} */ i) => i.name === item), 'hand'))
  await w.ticks(2)
}
/** A fresh start at a place. @param {number} x @param {number} z */
async function scene (x, z) {
  for (const entity of w.ctx.entities.all()) w.ctx.entities.remove(entity)
  w.ctx.effects.clear(w.player)
  w.ctx.vitals.fresh(w.player)
  w.player.inventory.slots.fill(null)
  w.ctx.inventory.sendAll(w.player)
  w.player.teleport(new Vec3(x + 0.5, GROUND, z + 0.5))
  w.bot.clearControlStates()
  await w.ticks(30)
  assert.deepEqual(w.faults(), [])
}

test('eating takes 32 ticks, feeds, and takes one from the stack', async () => {
  await scene(0, 0)
  w.give('bread', 2)
  w.player.survival.food = 10
  await w.ticks(2)
  await hold('bread')
  const began = w.ctx.tick()
  await w.run(w.bot.consume())
  assert.ok(w.ctx.tick() - began >= 32 && w.ctx.tick() - began <= 36)
  assert.equal(w.bot.food, 15)
  assert.equal(w.bot.heldItem.count, 1)
})

test('a golden apple leaves its effects with the client', async () => {
  await scene(0, 0)
  w.give('golden_apple', 1)
  await w.ticks(2)
  await hold('golden_apple')
  await w.run(w.bot.consume())
  await w.ticks(2)
  const ids = Object.keys(w.bot.entity.effects).map(Number).sort((a, b) => a - b)
  assert.deepEqual(ids, [9, 21]) // regeneration, absorption
})

test('an effect of any strength reaches the client whole', async () => {
  await scene(0, 0)
  w.ctx.effects.give(w.player, 'hunger', 255, 20)
  w.ctx.effects.give(w.player, 'speed', 1, -1)
  await w.ticks(40)
  assert.ok(w.bot.food < 20)
  assert.deepEqual(Object.keys(w.bot.entity.effects), ['0'])
  assert.equal(w.bot.kickedFor, undefined)
})

test('a fall costs height less three, in water nothing', async () => {
  await scene(0, 0)
  let least = 20
  w.bot.on('health', () => { least = Math.min(least, w.bot.health) })
  w.player.teleport(new Vec3(0.5, GROUND + 10, 0.5))
  await w.ticks(40)
  w.bot.removeAllListeners('health')
  assert.equal(least, 13)
  await scene(0, 4)
  for (const y of [-61, -62, -63]) set(0, y, 4, 'water')
  w.player.teleport(new Vec3(0.5, GROUND + 15, 4.5))
  await w.ticks(60)
  assert.equal(w.bot.health, 20)
})

test('under water breath runs out after 15 seconds, then it hurts', async () => {
  await scene(10, 0)
  for (let x = 9; x <= 11; x++) for (let z = -1; z <= 1; z++) for (let y = GROUND; y <= GROUND + 3; y++) set(x, y, z, 'glass')
  for (let y = GROUND; y <= GROUND + 2; y++) set(10, y, 0, 'water')
  w.player.teleport(new Vec3(10.5, GROUND, 0.5))
  await w.ticks(200)
  assert.ok(w.bot.oxygenLevel < 10, `oxygen ${w.bot.oxygenLevel}`)
  assert.equal(w.bot.health, 20)
  await w.ticks(160)
  assert.ok(w.bot.health < 20)
  for (let x = 9; x <= 11; x++) for (let z = -1; z <= 1; z++) for (let y = GROUND; y <= GROUND + 3; y++) set(x, y, z, 'air')
})

test('lava burns and sets alight, water puts out', async () => {
  await scene(20, 0)
  set(20, GROUND - 1, 0, 'lava')
  await w.ticks(15)
  assert.ok(w.bot.health <= 16)
  assert.ok(w.player.survival.fire > 200)
  set(20, GROUND - 1, 0, 'water')
  await w.ticks(10)
  assert.ok(w.player.survival.fire <= 0)
  set(20, GROUND - 1, 0, 'grass_block')
})

test('the dead drop what they carried and come back whole', async () => {
  await scene(30, 0)
  w.give('diamond', 3)
  await w.ticks(2)
  let died = false
  w.bot.once('death', () => { died = true })
  w.ctx.damage.player(w.player, 100, { cause: 'generic' })
  await w.ticks(60)
  assert.ok(died)
  assert.equal(w.bot.health, 20)
  assert.equal(w.bot.inventory.items().length, 0)
  const [item] = w.ctx.entities.all().filter(e => e.kind === 'item')
  assert.equal(item.item.count, 3)
  assert.ok(w.bot.entity.position.distanceTo(w.ctx.spawnPoint) < 3)
})

test('a cow is hunted with an attack loop, and leaves beef', async () => {
  await scene(40, 0)
  w.give('iron_sword', 1)
  await w.ticks(2)
  await hold('iron_sword')
  const cow = w.ctx.mobs.spawn('cow', new Vec3(42.5, GROUND, 0.5))
  let blows = 0
  for (let n = 0; n < 200 && !cow.removed; n++) {
    const seen = w.bot.entities[cow.id]
    if (!seen) { await w.ticks(2); continue }
    w.bot.lookAt(seen.position.offset(0, 1, 0), true)
    w.bot.setControlState('forward', true)
    if (seen.position.distanceTo(w.bot.entity.position) < 3 && n % 4 === 0 && cow.dying === undefined) { w.bot.attack(seen); blows++ }
    await w.ticks(4)
  }
  w.bot.clearControlStates()
  assert.ok(cow.removed)
  assert.ok(blows >= 2)
  const dropped = w.ctx.entities.all().filter(e => e.kind === 'item').map(e => e.item.name)
  const carried = w.bot.inventory.items().map((/** @type {any} */ i) => i.name)
  assert.ok([...dropped, ...carried].includes('beef'))
})

test('a zombie comes round a wall and strikes; its blows count as on easy', async () => {
  await scene(60, 0)
  w.ctx.time.set(14000)
  const zombie = w.ctx.mobs.spawn('zombie', new Vec3(70.5, GROUND, 0.5))
  await w.ticks(12) // it has seen the bot: now the wall goes up
  for (let z = -2; z <= 2; z++) for (let y = GROUND; y < GROUND + 3; y++) set(65, y, z, 'stone')
  /** @type {number[]} */
  const losses = []
  let last = 20
  w.bot.on('health', () => { if (w.bot.health < last - 1) losses.push(Math.round((last - w.bot.health) * 10) / 10); last = w.bot.health })
  await w.ticks(260)
  w.bot.removeAllListeners('health')
  assert.ok(losses.length > 0, `zombie at ${zombie.position}`)
  assert.equal(losses[0], 2.5)
  w.ctx.entities.remove(zombie)
  w.ctx.time.set(1000)
})

test('a zombie burns at daylight, a husk does not', async () => {
  await scene(80, 0)
  w.player.gameMode = 1
  w.ctx.time.set(1000)
  const zombie = w.ctx.mobs.spawn('zombie', new Vec3(90.5, GROUND, 0.5))
  const husk = w.ctx.mobs.spawn('husk', new Vec3(90.5, GROUND, 3.5))
  await w.ticks(900)
  w.player.gameMode = 0
  assert.ok(zombie.removed)
  assert.equal(husk.health, 20)
})

test('a skeleton shoots from afar, a shield stops the arrow', async () => {
  await scene(100, 0)
  w.ctx.time.set(14000)
  const skeleton = w.ctx.mobs.spawn('skeleton', new Vec3(108.5, GROUND, 0.5))
  let least = 20
  w.bot.on('health', () => { least = Math.min(least, w.bot.health) })
  await w.ticks(400)
  assert.ok(least < 20)
  w.ctx.entities.remove(skeleton)
  await scene(100, 0)
  w.ctx.time.set(14000)
  w.give('shield', 1)
  await w.ticks(2)
  await hold('shield')
  const another = w.ctx.mobs.spawn('skeleton', new Vec3(108.5, GROUND, 0.5))
  w.bot.activateItem()
  for (let n = 0; n < 60; n++) { w.bot.lookAt(another.position.offset(0, 1.5, 0), true); await w.ticks(5) }
  assert.equal(w.bot.health, 20)
  w.ctx.time.set(1000)
})

test('a creeper bursts beside its prey and leaves a hole', async () => {
  await scene(120, 0)
  const creeper = w.ctx.mobs.spawn('creeper', new Vec3(125.5, GROUND, 0.5))
  await w.ticks(160)
  assert.ok(creeper.removed)
  assert.ok(w.bot.health < 20)
  let holes = 0
  for (let x = 112; x < 132; x++) for (let z = -10; z < 10; z++) if (name(x, GROUND - 1, z) === 'air') holes++
  assert.ok(holes > 3, `${holes} holes`)
})

test('water flows into what is dug beside it, gravel comes down', async () => {
  await scene(0, 20)
  set(4, GROUND - 1, 20, 'water')
  await w.ticks(10)
  w.give('iron_shovel', 1)
  await w.ticks(2)
  await hold('iron_shovel')
  await w.run(w.bot.dig(w.bot.blockAt(new Vec3(3, GROUND - 1, 20))))
  await w.ticks(15)
  assert.equal(name(3, GROUND - 1, 20), 'water')
  set(1, GROUND, 22, 'stone')
  set(1, GROUND + 1, 22, 'gravel')
  set(1, GROUND + 2, 22, 'gravel')
  w.give('iron_pickaxe', 1)
  await w.ticks(2)
  await hold('iron_pickaxe')
  await w.run(w.bot.dig(w.bot.blockAt(new Vec3(1, GROUND, 22))))
  await w.ticks(40)
  assert.deepEqual([GROUND, GROUND + 1, GROUND + 2].map(y => name(1, y, 22)), ['gravel', 'gravel', 'air'])
})

test('a bucket takes up a source and pours it out', async () => {
  await scene(0, 40)
  set(2, GROUND - 1, 40, 'water')
  w.give('bucket', 1)
  await w.ticks(2)
  await hold('bucket')
  await w.run(w.bot.lookAt(new Vec3(2.5, GROUND - 0.2, 40.5)))
  await w.ticks(2)
  w.bot.activateItem()
  await w.ticks(3)
  assert.equal(w.bot.heldItem.name, 'water_bucket')
  assert.equal(name(2, GROUND - 1, 40), 'air')
  await w.run(w.bot.lookAt(new Vec3(0.5, GROUND, 42.5)))
  await w.ticks(2)
  w.bot.activateItem()
  await w.ticks(3)
  assert.equal(w.bot.heldItem.name, 'bucket')
})

test('torches and both halves of a door go with what holds them', async () => {
  await scene(0, 60)
  set(3, GROUND, 60, 'stone')
  set(3, GROUND + 1, 60, 'torch')
  set(4, GROUND, 60, 'wall_torch', { facing: 'east' })
  set(3, GROUND, 60, 'air')
  assert.deepEqual([name(3, GROUND + 1, 60), name(4, GROUND, 60)], ['air', 'air'])
  set(5, GROUND, 60, 'oak_door', { half: 'lower' })
  set(5, GROUND + 1, 60, 'oak_door', { half: 'upper' })
  assert.equal(name(5, GROUND, 60), 'oak_door')
  set(5, GROUND - 1, 60, 'air')
  assert.deepEqual([name(5, GROUND, 60), name(5, GROUND + 1, 60)], ['air', 'air'])
  const items = w.ctx.entities.all().filter(e => e.kind === 'item').map(e => e.item.name).sort()
  assert.deepEqual(items, ['oak_door', 'torch', 'torch'])
})

test('cows are tempted, bred and milked; sheep are shorn', async () => {
  await scene(0, 80)
  w.give('wheat', 4)
  w.give('shears', 1)
  w.give('bucket', 1)
  await w.ticks(2)
  const cows = [w.ctx.mobs.spawn('cow', new Vec3(6, GROUND, 80)), w.ctx.mobs.spawn('cow', new Vec3(-5, GROUND, 80))]
  const sheep = w.ctx.mobs.spawn('sheep', new Vec3(0, GROUND, 82), { colour: 3 })
  await w.ticks(10)
  await hold('wheat')
  await w.ticks(100)
  for (const cow of cows) assert.ok(cow.position.distanceTo(w.player.position) < 3.5)
  for (const cow of cows) { w.bot.useOn(w.bot.entities[cow.id]); await w.ticks(2) }
  await hold('bucket')
  w.bot.useOn(w.bot.entities[cows[0].id])
  await w.ticks(2)
  assert.equal(w.bot.heldItem.name, 'milk_bucket')
  await hold('shears')
  if (sheep.position.distanceTo(w.player.position) > 4) { sheep.position.update(w.player.position.offset(1, 0, 1)); w.ctx.entities.teleport(sheep); await w.ticks(2) }
  w.bot.useOn(w.bot.entities[sheep.id])
  await w.ticks(150)
  assert.ok(sheep.sheared)
  assert.ok(w.bot.inventory.items().concat(w.ctx.entities.all().filter(e => e.kind === 'item').map(e => e.item)).some((/** @type {any} */ i) => i.name === 'light_blue_wool'))
  assert.equal(w.ctx.entities.all().filter(e => e.name === 'cow').length, 3)
})

test('a night is slept away, and the bed is where one wakes after death', async () => {
  await scene(0, 100)
  set(2, GROUND, 100, 'white_bed', { part: 'foot', facing: 'east' })
  set(3, GROUND, 100, 'white_bed', { part: 'head', facing: 'east' })
  w.ctx.time.set(13000)
  await w.ticks(25)
  await w.run(w.bot.sleep(w.bot.blockAt(new Vec3(2, GROUND, 100))))
  let woke = false
  w.bot.once('wake', () => { woke = true })
  await w.ticks(130)
  assert.ok(woke)
  assert.ok(w.ctx.time.ofDay() < 200)
  w.player.teleport(new Vec3(40.5, GROUND, 100.5))
  await w.ticks(10)
  w.ctx.damage.player(w.player, 100, { cause: 'generic' })
  await w.ticks(40)
  assert.ok(w.bot.entity.position.distanceTo(new Vec3(3, GROUND, 100)) < 4)
})

test('a felled tree loses its leaves; a sapling fed with bone meal grows', async () => {
  await scene(0, 120)
  set(4, GROUND, 124, 'oak_sapling')
  for (let n = 0; n < 60 && name(4, GROUND, 124) === 'oak_sapling'; n++) w.ctx.farming.fertilize(new Vec3(4, GROUND, 124), w.ctx.blocks.get(4, GROUND, 124))
  assert.equal(name(4, GROUND, 124), 'oak_log')
  const leaves = () => {
    let n = 0
    for (let x = -2; x < 10; x++) for (let y = GROUND; y < GROUND + 12; y++) for (let z = 118; z < 130; z++) if (name(x, y, z) === 'oak_leaves') n++
    return n
  }
  assert.ok(leaves() > 20)
  for (let y = GROUND; y < GROUND + 8; y++) if (name(4, y, 124) === 'oak_log') set(4, y, 124, 'air')
  w.ctx.rules.randomTickSpeed = 60
  await w.ticks(1200)
  w.ctx.rules.randomTickSpeed = 3
  assert.equal(leaves(), 0)
})

test('an arrow from a full bow kills from a distance', async () => {
  await scene(0, 140)
  w.give('bow', 1)
  w.give('arrow', 8)
  await w.ticks(2)
  const pig = w.ctx.mobs.spawn('chicken', new Vec3(0.5, GROUND, 148.5))
  await hold('bow')
  for (let n = 0; n < 8 && pig.dying === undefined; n++) {
    await w.run(w.bot.lookAt(pig.position.offset(0, 0.55, 0), true))
    w.bot.activateItem()
    await w.ticks(22)
    await w.run(w.bot.lookAt(pig.position.offset(0, 0.55, 0), true))
    await w.ticks(1)
    w.bot.deactivateItem()
    await w.ticks(12)
  }
  assert.ok(pig.dying !== undefined || pig.removed)
})

test('flint and steel lights a fire that eats planks', async () => {
  await scene(20, 160)
  for (let x = 20; x < 23; x++) for (let z = 162; z < 165; z++) set(x, GROUND, z, 'oak_planks')
  w.give('flint_and_steel', 1)
  await w.ticks(2)
  await hold('flint_and_steel')
  await w.run(w.bot.activateBlock(w.bot.blockAt(new Vec3(21, GROUND, 163)), new Vec3(0, 1, 0)))
  await w.ticks(2)
  assert.equal(name(21, GROUND + 1, 163), 'fire')
  w.player.gameMode = 1
  await w.ticks(3000)
  w.player.gameMode = 0
  let planks = 0
  for (let x = 20; x < 23; x++) for (let z = 162; z < 165; z++) if (name(x, GROUND, z) === 'oak_planks') planks++
  assert.ok(planks < 9)
})

test('two players fight: armour softens, and the dead are named', async () => {
  await scene(0, 200)
  const other = await w.join('Other')
  const victim = w.ctx.playerNamed('Other')
  if (!victim) throw new Error('Other is not there')
  /** @type {string[]} */
  const said = []
  w.bot.on('messagestr', (/** @type {string} */ line) => said.push(line))
  w.give('iron_sword', 1)
  victim.inventory.slots[6] = w.ctx.inventory.make('iron_chestplate', 1)
  await w.ticks(70)
  await hold('iron_sword')
  victim.teleport(w.player.position.offset(2, 0, 0))
  let least = 20
  other.on('health', () => { least = Math.min(least, other.health) })
  await w.ticks(20)
  w.bot.attack(w.bot.players.Other.entity)
  await w.ticks(3)
  // 6 × (1 − max(6 / 5, 6 − 6 / 2) / 25)
  assert.ok(Math.abs(least - (20 - 6 * (1 - 3 / 25))) < 0.01, `left ${least}`)
  for (let n = 0; n < 12 && !said.length; n++) {
    await w.ticks(13)
    victim.teleport(w.player.position.offset(2, 0, 0))
    await w.ticks(2)
    w.bot.attack(w.bot.players.Other.entity)
    await w.ticks(2)
  }
  assert.deepEqual(said, ['Other was slain by Tester'])
  other.end()
  await w.ticks(20)
})

test('no handler of the world has thrown', () => { assert.deepEqual(w.faults(), []) })

test('creatures in one place push each other apart, and a player pushes them', async () => {
  await scene(40, 40)
  const pigs = [0.5, 0.6].map(x => w.ctx.mobs.spawn('pig', { x: 43 + x, y: GROUND, z: 40.5 }))
  await w.ticks(30)
  const apart = pigs[0].position.distanceTo(pigs[1].position)
  assert.ok(apart > 0.5, `${apart} blocks apart`)
  await scene(60, 60)
  const cow = w.ctx.mobs.spawn('cow', { x: 60.7, y: GROUND, z: 60.5 })
  await w.ticks(30)
  assert.ok(cow.position.distanceTo(w.player.position) > 0.5)
})
