/** TNT, with a real Mineflayer client. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 21, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})
const put = (/** @type {any} */ at, /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(at, w.ctx.blocks.stateOf(name, props))

test('a lever lights TNT, which bursts after four seconds and lights what is beside it', async () => {
  const { bot, player, ctx } = w
  const at = player.position.floored().offset(3, 0, 0)
  put(at, 'tnt'); put(at.offset(1, 0, 0), 'tnt')
  put(at.offset(-1, 0, 0), 'lever', { face: 'floor', facing: 'north', powered: false })
  await w.ticks(3)
  await w.run(bot.activateBlock(bot.blockAt(at.offset(-1, 0, 0)))); await w.ticks(2)
  assert.equal(ctx.blocks.name(at.x, at.y, at.z), 'air')
  assert.equal(ctx.entities.all().filter(e => e.kind === 'tnt').length, 1)
  player.teleport(at.offset(-20, 0, 0))
  await w.ticks(70)
  assert.equal(ctx.blocks.name(at.x + 1, at.y, at.z), 'tnt')
  await w.ticks(12)
  assert.equal(ctx.blocks.name(at.x + 1, at.y, at.z), 'air')
  await w.ticks(35)
  assert.equal(ctx.entities.all().filter(e => e.kind === 'tnt').length, 0)
  assert.equal(ctx.blocks.name(at.x, at.y - 1, at.z), 'air', 'a crater')
})
