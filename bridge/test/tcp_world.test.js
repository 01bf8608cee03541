import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { createRequire } from 'node:module'
import net from 'node:net'
import { openWorld } from '../world/server.js'

const require = createRequire(import.meta.url)

test('the same world serves TCP in real time, and a bot joins, walks and chats', { timeout: 30000 }, async t => {
  const world = await openWorld({ seed: 3, listen: { port: 0 }, options: { terrain: 'flat', mobs: false } })
  t.after(() => world.close())
  assert.ok(world.port > 0)
  const mineflayer = require('mineflayer')
  const bot = mineflayer.createBot({ host: '127.0.0.1', port: world.port, username: 'Real', version: '1.20.4', auth: 'offline', hideErrors: true })
  await once(bot, 'spawn')
  await bot.waitForChunksToLoad()
  assert.equal(bot.health, 20)
  const from = bot.entity.position.clone()
  bot.setControlState('forward', true)
  await bot.waitForTicks(20)
  bot.setControlState('forward', false)
  await bot.waitForTicks(5)
  const player = world.ctx.playerNamed('Real')
  assert.ok(player)
  assert.ok(bot.entity.position.distanceTo(from) > 2)
  assert.ok(player.position.distanceTo(bot.entity.position) < 0.5)

  const garbage = net.connect(world.port, '127.0.0.1')
  garbage.on('error', () => {})
  garbage.end(Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  await bot.waitForTicks(5)
  assert.equal(world.ctx.players.length, 1)
  await assert.rejects(openWorld({ seed: 3, listen: { port: world.port } }), /in use/)
  assert.deepEqual(world.ctx.faults, [])
  bot.end()
  await once(bot, 'end')
})

test('late ticks are made up for, and what clients say comes between them', { timeout: 30000 }, async t => {
  const world = await openWorld({ seed: 3, listen: { port: 0 }, options: { terrain: 'flat', mobs: false } })
  t.after(() => world.close())
  const before = world.ctx.tick()
  const began = performance.now()
  while (performance.now() - began < 700); // as a long tick would
  let last = world.ctx.tick()
  let most = 0
  while (world.ctx.tick() - before < 13) {
    await new Promise(resolve => setImmediate(resolve))
    most = Math.max(most, world.ctx.tick() - last)
    last = world.ctx.tick()
  }
  assert.equal(most, 1)
  assert.ok(performance.now() - began < 3000)
})
