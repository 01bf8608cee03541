/** The nether behind a portal, with a real Mineflayer client. One world: the tests build on each other. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import vm from 'node:vm'
import { createApi } from '../player/api.js'
import { createCells } from '../player/api/cells.js'
import { forgetWhatStaysBehind } from '../player/bot.js'
import { fail } from '../player/failure.js'
import { NETHER_X, inNether } from '../world/land/dimensions.js'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { start } from './harness.js'

const require = createRequire(import.meta.url)

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** @type {any} */
let frame
before(async () => {
  w = await start({ seed: 5, options: { mobs: false }, pathfinder: false })
  forgetWhatStaysBehind(w.bot)
})
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})
const id = (/** @type {string} */ name) => w.ctx.registry.itemsByName[name].id
const put = (/** @type {any} */ at, /** @type {string} */ name) => w.ctx.blocks.set(at, w.ctx.blocks.stateOf(name))
const portalBlocks = (/** @type {boolean} */ nether) => {
  let n = 0
  for (const p of w.ctx.portals.all()) if (inNether(p.x) === nether) for (let a = 0; a < p.width; a++) for (let h = 0; h < p.height; h++) if (w.ctx.blocks.name(p.x + (p.axis === 'x' ? a : 0), p.y + h, p.z + (p.axis === 'z' ? a : 0)) === 'nether_portal') n++
  return n
}

test('flint and steel opens a frame of obsidian; a broken frame closes it', async () => {
  const { bot, player, ctx } = w
  const at = player.position.floored()
  for (let dx = -2; dx <= 5; dx++) for (let dz = -2; dz <= 4; dz++) { put(at.offset(dx, -1, dz), 'stone'); for (let y = 0; y < 6; y++) put(at.offset(dx, y, dz), 'air') }
  frame = at.offset(0, 0, 2)
  for (let a = -1; a <= 2; a++) for (let h = 0; h <= 4; h++) if (a === -1 || a === 2 || h === 0 || h === 4) put(frame.offset(a, h, 0), 'obsidian')
  w.give('flint_and_steel'); await w.ticks(3)
  await w.run(bot.equip(id('flint_and_steel'), 'hand'))
  await w.run(bot.lookAt(frame.offset(0.5, 1, 0.5)))
  await w.run(bot.activateBlock(bot.blockAt(frame), frame.clone().set(0, 1, 0))); await w.ticks(3)
  assert.equal(portalBlocks(false), 6)
  assert.equal(bot.blockAt(frame.offset(1, 2, 0)).name, 'nether_portal')
  put(frame.offset(-1, 2, 0), 'air'); await w.ticks(2)
  assert.equal(ctx.portals.all().length, 0)
  assert.equal(bot.blockAt(frame.offset(1, 2, 0)).name, 'air')
  put(frame.offset(-1, 2, 0), 'obsidian')
  await w.run(bot.activateBlock(bot.blockAt(frame), frame.clone().set(0, 1, 0))); await w.ticks(3)
  assert.equal(portalBlocks(false), 6)
})

test('standing in it for four seconds leads to the nether, at an eighth of the way, beside a portal', async () => {
  const { bot, player, ctx } = w
  const cells = createCells(bot)
  const ground = player.position.floored().offset(0, -1, 0)
  assert.equal(cells.view().name(ground.x, ground.y, ground.z), bot.blockAt(ground).name)
  const cow = ctx.mobs.spawn('cow', player.position.offset(2, 0, 0)); await w.ticks(5)
  assert.equal(bot.entities[cow.id]?.name, 'cow')
  w.give('diamond_pickaxe'); w.give('cobblestone', 5)
  player.teleport(frame.offset(1, 1, 0.5)); await w.ticks(60)
  assert.equal(bot.game.dimension, 'overworld')
  await w.ticks(60)
  assert.equal(bot.game.dimension, 'the_nether')
  assert.ok(inNether(player.position.x))
  const to = bot.entity.position
  assert.ok(Math.abs(to.x - frame.x / 8) <= 20 && Math.abs(to.z - frame.z / 8) <= 20, `${to}`)
  assert.equal(Math.round(player.position.x - NETHER_X - to.x), 0)
  assert.equal(bot.game.minY, 0)
  assert.equal(bot.game.height, 256)
  assert.equal(portalBlocks(true), 6)
  const names = new Set()
  for (let dx = -10; dx <= 10; dx++) for (let dz = -10; dz <= 10; dz++) for (let dy = -6; dy <= 6; dy++) names.add(bot.blockAt(to.offset(dx, dy, dz))?.name)
  assert.ok(names.has('netherrack') && names.has('nether_portal') && names.has('obsidian'), [...names].join())
  // server and client hold the same land
  for (let dx = -20; dx <= 20; dx += 5) for (let dy = -20; dy <= 20; dy += 5) { const p = to.offset(dx, dy, 3).floored(); assert.equal(bot.blockAt(p)?.stateId, ctx.blocks.get(p.x + NETHER_X, p.y, p.z)) }
  assert.equal(bot.inventory.count(id('cobblestone')), 5)
  // what primitives see of the land is this dimension's, whose lowest level is another
  for (let dy = -5; dy <= 5; dy++) { const p = to.offset(1, dy, 1).floored(); assert.equal(cells.view().name(p.x, p.y, p.z), bot.blockAt(p).name) }
  assert.equal(bot.entities[cow.id], undefined, 'nobody of the other side is near')
  ctx.entities.remove(cow)
})

test('there one digs and places as anywhere; water boils away', async () => {
  const { bot, ctx } = w
  await w.run(bot.equip(id('diamond_pickaxe'), 'hand'))
  const p = w.ctx.portals.all().find((/** @type {any} */ one) => inNether(one.x))
  const spot = bot.entity.position.clone().set(p.x - NETHER_X, p.y - 1, p.z - 1)
  ctx.blocks.set({ x: p.x, y: p.y - 1, z: p.z - 1 }, ctx.blocks.stateOf('netherrack'))
  ctx.blocks.set({ x: p.x, y: p.y, z: p.z - 1 }, 0)
  await w.ticks(3)
  await w.run(bot.dig(bot.blockAt(spot))); await w.ticks(3)
  assert.equal(ctx.blocks.name(p.x, p.y - 1, p.z - 1), 'air')
  ctx.blocks.set({ x: p.x, y: p.y - 1, z: p.z - 1 }, ctx.blocks.stateOf('netherrack')); await w.ticks(2)
  await w.run(bot.equip(id('cobblestone'), 'hand'))
  await w.run(bot.placeBlock(bot.blockAt(spot), spot.clone().set(0, 1, 0)))
  assert.equal(ctx.blocks.name(p.x, p.y, p.z - 1), 'cobblestone')
  ctx.blocks.set({ x: p.x, y: p.y, z: p.z - 1 }, 0)
  w.give('water_bucket'); await w.ticks(2)
  await w.run(bot.equip(id('water_bucket'), 'hand'))
  await w.run(bot.lookAt(spot.offset(0.5, 1, 0.5), true)); await w.ticks(2)
  bot.activateItem(); await w.ticks(3)
  assert.equal(ctx.inventory.count(w.player, 'bucket'), 1)
  assert.notEqual(ctx.blocks.name(p.x, p.y, p.z - 1), 'water')
})

test('a blaze shoots fire and leaves rods; a zombified piglin strikes only back', async () => {
  const { bot, player, ctx } = w
  const pig = ctx.mobs.spawn('zombified_piglin', player.position.offset(1, 0, 0))
  await w.ticks(60)
  assert.equal(player.health, 20)
  assert.equal(bot.entities[pig.id]?.name, 'zombified_piglin')
  assert.ok(bot.entities[pig.id].position.distanceTo(bot.entity.position) < 12)
  ctx.entities.remove(pig)
  const here = player.position.floored()
  for (let dx = -1; dx <= 1; dx++) for (let dz = -7; dz < 0; dz++) { put(here.offset(dx, -1, dz), 'netherrack'); for (let y = 0; y < 4; y++) put(here.offset(dx, y, dz), 'air') }
  const blaze = ctx.mobs.spawn('blaze', player.position.offset(0, 0, -5))
  for (let n = 0; n < 30 && player.health >= 20; n++) await w.ticks(10)
  assert.ok(player.health < 20)
  assert.ok(player.survival.fire > 0)
  ctx.damage.mob(blaze, 100, { by: player, cause: 'player_attack' })
  await w.ticks(30)
  assert.ok(blaze.removed || blaze.dying !== undefined)
  ctx.vitals.heal(player, 20); player.survival.fire = -20
})

test('a snapshot taken in the nether is a world to wake up in there', async () => {
  const kept = decodeSnapshot(encodeSnapshot(w.world.snapshot()))
  const [, me] = kept.parts.players.find((/** @type {any} */ [name]) => name === 'Tester')
  assert.ok(inNether(me.at[0]))
  assert.ok(kept.parts.portals.length >= 2)
})

test('commands name places as clients know them, in either dimension', async () => {
  const { bot, player, ctx } = w
  player.op = true
  bot.chat('/execute in minecraft:overworld run tp @s 40 150 40'); await w.ticks(4)
  assert.equal(bot.game.dimension, 'overworld')
  assert.ok(Math.abs(player.position.x - 40.5) < 1)
  bot.chat('/execute in minecraft:the_nether run tp @s 10 90 20'); await w.ticks(4)
  assert.equal(bot.game.dimension, 'the_nether')
  assert.ok(Math.abs(bot.entity.position.x - 10.5) < 1, `${bot.entity.position}`)
  assert.equal(ctx.blocks.name(NETHER_X + 10, 0, 20), 'bedrock')
})

test('death in the nether ends in the overworld', async () => {
  const { bot, ctx, player } = w
  let burnt = true
  const spawned = new Promise(resolve => bot.once('spawn', () => { burnt = bot.entity.isInLava || (Number(bot.entity.metadata[0]) & 1) !== 0; resolve(null) }))
  bot.entity.isInLava = true; bot.entity.metadata[0] = 1
  ctx.damage.player(player, 1000, { cause: 'out_of_world' })
  await w.run(spawned); await w.ticks(20)
  assert.equal(bot.game.dimension, 'overworld')
  assert.ok(!burnt, 'a new body is in no lava and does not burn')
  assert.ok(!inNether(player.position.x) && player.health === 20)
  assert.ok(bot.blockAt(bot.entity.position.offset(0, -1, 0)))
})

test('the way back leads to the same portal', async () => {
  const { bot, ctx, player } = w
  const p = ctx.portals.all().find((/** @type {any} */ one) => inNether(one.x))
  player.teleport({ x: p.x + 0.5, y: p.y, z: p.z + 0.5 })
  await w.ticks(30)
  assert.equal(bot.game.dimension, 'the_nether')
  await w.ticks(100)
  assert.equal(bot.game.dimension, 'overworld')
  assert.ok(player.position.distanceTo(frame.offset(1, 1, 0.5)) < 3, `${player.position} ${frame}`)
  await w.ticks(120)
  assert.equal(bot.game.dimension, 'overworld', 'one has to step out first')
})

test('goTo a block of a portal goes through it, out of it first if need be', async () => {
  const { bot } = w
  const context = vm.createContext({ bot, Vec3: frame.constructor, ...require('mineflayer-pathfinder').goals, api: createApi({ bot }), fail })
  vm.runInContext(readFileSync(new URL('../../skills/primitives/goTo.js', import.meta.url), 'utf8'), context)
  for (const dimension of ['the_nether', 'overworld']) {
    const portal = bot.findBlock({ matching: bot.registry.blocksByName.nether_portal.id, maxDistance: 16 }).position
    assert.equal(bot.blockAt(bot.entity.position).name, 'nether_portal')
    await w.run(context.goTo(bot, portal.x, portal.y, portal.z, 0))
    assert.equal(bot.game.dimension, dimension)
  }
})
