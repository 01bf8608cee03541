/** What lives is kept: snapshots, land left and found again, the same seed twice. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 7, options: { difficulty: 1 } }) })
after(async () => { await w.stop() })

test('herds stand on the land that is first seen, the same for the same seed', async () => {
  await w.ticks(100)
  const animals = w.ctx.entities.all().filter(e => e.kind === 'mob' && ['animal', 'wolf'].includes(e.traits.family))
  assert.ok(animals.length >= 4, `${animals.length} animals`)
  for (const animal of animals) assert.ok(w.ctx.blocks.solid(animal.position.x, animal.position.y - 0.6, animal.position.z) || animal.inWater, `${animal.name} at ${animal.position}`)
})

test('a night brings monsters, 24 blocks away at least', async () => {
  w.player.gameMode = 1
  w.ctx.time.set(14000)
  const near = new Set()
  for (let n = 0; n < 40; n++) {
    const known = new Set(w.ctx.entities.all().map(e => e.id))
    await w.ticks(10)
    for (const e of w.ctx.entities.all()) if (e.kind === 'mob' && e.traits.family === 'monster' && !known.has(e.id) && e.age < 10 && e.position.distanceTo(w.player.position) < 20) near.add(e.name)
  }
  const { monster } = w.ctx.spawning.census()
  assert.ok(monster > 10, `${monster} monsters`)
  assert.deepEqual([...near], [])
  w.player.gameMode = 0
})

test('a snapshot holds every creature as it was', async () => {
  const { openWorld } = await import('../world/server.js')
  const saved = JSON.parse(JSON.stringify(w.world.snapshot()))
  const again = await openWorld({ seed: 7, snapshot: saved, clock: w.clock })
  const { parts } = JSON.parse(JSON.stringify(again.snapshot()))
  for (const name of ['entities', 'hibernation', 'spawning', 'leaves', 'block_ticks', 'players']) assert.deepEqual(parts[name], saved.parts[name], name)
  await again.close()
})

test('animals of land that was left are there on return, once', async () => {
  w.ctx.options.mobs = false
  const home = w.player.position.clone()
  const cow = w.ctx.mobs.spawn('cow', home.offset(2, 0, 0), { health: 7 })
  w.player.gameMode = 1
  w.player.teleport(new Vec3(home.x + 600, 150, home.z))
  await w.ticks(200)
  assert.equal(w.ctx.entities.get(cow.id), null)
  w.player.teleport(home)
  await w.ticks(200)
  const back = /** @type {any} */ (w.ctx.entities.get(cow.id))
  assert.equal(back?.health, 7)
  assert.equal(w.ctx.entities.all().filter(e => e.uuid === cow.uuid).length, 1)
})

test('no handler of the world has thrown', () => { assert.deepEqual(w.faults(), []) })
