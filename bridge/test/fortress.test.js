/** What comes of itself in the nether: fortresses' own creatures, blazes in any light, biomes that keep their creatures apart. One world. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { NETHER_X } from '../world/land/dimensions.js'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')
/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** A blaze spawner's place. @type {any} */
let spawner
before(async () => {
  w = await start({ seed: 5, options: { mobs: false, gamemode: 1 }, pathfinder: false })
  const { generator } = w.ctx
  const found = []
  for (let cx = 0; cx < 24 && !found.length; cx++) {
    for (let cz = 0; cz < 24; cz++) {
      if (generator.inFortress(NETHER_X + cx * 16, cz * 16)) found.push(...generator.furnished(NETHER_X / 16 + cx, cz).spawners)
    }
  }
  spawner = found[0]
})
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})
const mobs = () => w.ctx.entities.all().filter(e => e.kind === 'mob')
const clear = () => { for (const e of mobs()) w.ctx.entities.remove(e) }

test('on the bricks of a fortress its own creatures come, wither skeletons too', async () => {
  const { ctx } = w
  assert.equal(spawner?.mob, 'blaze')
  ctx.setGameMode(w.player, 3) // a spectator keeps nothing away
  w.player.teleport(new Vec3(spawner.x + 0.5, spawner.y + 10, spawner.z + 0.5))
  await w.ticks(100)
  const names = new Set()
  const deck = []
  for (let dx = -4; dx <= 4; dx++) for (let dz = -4; dz <= 4; dz++) if (ctx.blocks.name(spawner.x + dx, spawner.y - 1, spawner.z + dz) === 'nether_bricks') deck.push([spawner.x + dx, spawner.z + dz])
  assert.ok(deck.length > 20)
  for (let n = 0; n < 60; n++) {
    const [x, z] = deck[n % deck.length]
    ctx.spawning.pack(x, spawner.y, z)
    for (const e of mobs()) names.add(e.name)
    clear()
  }
  assert.ok(names.has('wither_skeleton') && names.has('blaze'), [...names].join())
  assert.ok(!names.has('piglin') && !names.has('ghast') && !names.has('hoglin'), [...names].join())
  assert.equal(ctx.generator.inFortress(0, 0), false)
})

test('a blaze spawner minds no light', async () => {
  const { ctx } = w
  for (let dx = -5; dx <= 5; dx++) for (let dz = -5; dz <= 5; dz++) ctx.blocks.set(new Vec3(spawner.x + dx, spawner.y + 3, spawner.z + dz), ctx.blocks.stateOf('glowstone'))
  ctx.setGameMode(w.player, 1)
  w.player.teleport(new Vec3(spawner.x + 0.5, spawner.y + 6, spawner.z + 0.5))
  ctx.options.mobs = true
  ctx.rules.doMobSpawning = false
  await w.ticks(900)
  ctx.options.mobs = false
  assert.ok(mobs().some(e => e.name === 'blaze'), mobs().map(e => e.name).join())
  clear()
})

test('in a soul sand valley ghasts and skeletons keep their distance', async () => {
  const { ctx } = w
  let at = /** @type {any} */ (null)
  for (let x = 0; x < 4000 && !at; x += 32) for (let z = 0; z < 4000 && !at; z += 32) if (ctx.generator.biomeAt(NETHER_X + x, z) === 'soul_sand_valley' && !ctx.generator.inFortress(NETHER_X + x, z)) at = new Vec3(NETHER_X + x, 100, z)
  ctx.setGameMode(w.player, 3)
  w.player.teleport(at)
  await w.ticks(100)
  const y = 70
  for (let dx = -20; dx <= 20; dx++) for (let dz = -20; dz <= 20; dz++) for (let dy = -1; dy <= 6; dy++) ctx.blocks.set(new Vec3(at.x + dx, y + dy, at.z + dz), dy < 0 ? ctx.blocks.stateOf('soul_sand') : 0)
  for (let n = 0; n < 100; n++) ctx.spawning.pack(at.x - 8 + n % 17, y, at.z - 8 + (n * 7) % 17)
  const all = mobs().filter(e => e.name === 'skeleton')
  assert.ok(all.length >= 2, `${all.length}`)
  for (const one of all) for (const other of all) if (one !== other) assert.ok(one.position.distanceTo(other.position) > 0.7 * 0.7 / 0.15 - 0.01, `${one.position} ${other.position}`)
})

test('a client sees what a spawner brings forth', async () => {
  w.ctx.setGameMode(w.player, 1)
  w.player.teleport(new Vec3(spawner.x + 0.5, spawner.y + 6, spawner.z + 0.5))
  await w.ticks(60)
  const block = w.bot.blockAt(new Vec3(spawner.x - NETHER_X, spawner.y, spawner.z))
  assert.equal(block.name, 'spawner')
  assert.equal(block.blockEntity?.SpawnData?.entity?.id, 'minecraft:blaze')
})
