/** Fishing in the running world: the throw, the wait, the catch; one flat world, ponds apart. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')
const GROUND = -60 // feet on the flat world's grass

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 1, options: { terrain: 'flat', mobs: false, gamemode: 0 } }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {string} */ name) => w.ctx.blocks.set(new Vec3(x, y, z), w.ctx.blocks.stateOf(name))

/** Stand at a place with nothing. @param {number} x @param {number} z */
async function scene (x, z) {
  w.player.inventory.slots.fill(null)
  w.ctx.inventory.sendAll(w.player)
  w.player.teleport(new Vec3(x + 0.5, GROUND, z + 0.5))
  await w.ticks(20)
}

/** @param {string} item */
const hold = item => w.run(w.bot.equip(w.bot.inventory.items().find((/** @type {any} */ i) => i.name === item), 'hand'))

test('a rod in a pond brings up a catch', async () => {
  await scene(0, 160)
  for (let x = -3; x <= 3; x++) for (let z = 163; z <= 169; z++) for (let y = GROUND - 3; y < GROUND; y++) set(x, y, z, 'water')
  w.give('fishing_rod', 1)
  await w.ticks(2)
  await hold('fishing_rod')
  await w.run(w.bot.lookAt(new Vec3(0.5, GROUND + 1, 166.5)))
  await w.ticks(5)
  await w.run(w.bot.fish(), 60000)
  await w.ticks(60)
  const caught = w.ctx.entities.all().filter(e => e.kind === 'item').length + w.bot.inventory.items().length - 1
  assert.equal(caught, 1)
  assert.equal(w.player.inventory.slots[36].durabilityUsed, 1)
})

test('a rod is thrown far when level, and past the edge of a lone block when thrown down', async () => {
  await scene(40, 160)
  for (let x = 37; x <= 43; x++) for (let z = 163; z <= 169; z++) for (let y = GROUND - 3; y < GROUND; y++) set(x, y, z, 'water')
  set(40, GROUND - 1, 166, 'dirt')
  w.give('fishing_rod', 1)
  await w.ticks(2)
  await hold('fishing_rod')
  const bobber = () => /** @type {any} */ (w.ctx.entities.all().find(e => e.kind === 'bobber'))
  w.player.teleport(new Vec3(40.5, GROUND, 166.5), 0, 0)
  await w.ticks(5)
  await w.run(w.bot.lookAt(new Vec3(40, GROUND - 1, 166), true))
  await w.ticks(3)
  w.bot.activateItem()
  await w.ticks(40)
  const { x, y, z } = bobber().position
  assert.equal(w.ctx.blocks.name(Math.floor(x), Math.floor(y), Math.floor(z)), 'water', `it lies at ${bobber().position}`)
  w.bot.activateItem()
  await w.run(w.bot.look(0, 0, true)) // north, level
  await w.ticks(3)
  w.bot.activateItem()
  await w.ticks(40)
  const far = 166.5 - bobber().position.z
  assert.ok(far > 6 && far < 10, `thrown ${far} blocks`)
  w.bot.activateItem()
  await w.ticks(2)
})
