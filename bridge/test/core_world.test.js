import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRequire } from 'node:module'
import { start } from './harness.js'
import { encodeSnapshot, decodeSnapshot } from '../world/persistence.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 5, options: { terrain: 'flat', mobs: false } }) })
after(async () => { assert.deepEqual(w.faults(), []) })

test('a bot spawns on the superflat ground with full health', () => {
  assert.equal(w.bot.entity.position.y, -60)
  assert.equal(w.bot.health, 20)
  assert.equal(w.bot.game.gameMode, 'survival')
  assert.equal(w.bot.blockAt(w.bot.entity.position.offset(0, -1, 0)).name, 'grass_block')
  assert.equal(w.bot.blockAt(w.bot.entity.position.offset(0, -4, 0)).name, 'bedrock')
})

test('walking moves the player on the server, and chunks follow', async () => {
  const { goals } = require('mineflayer-pathfinder')
  const from = w.bot.entity.position.clone()
  await w.run(w.bot.pathfinder.goto(new goals.GoalNearXZ(from.x + 50, from.z, 1)), 60000)
  assert.ok(w.bot.entity.position.x > from.x + 47)
  assert.ok(w.player.position.distanceTo(w.bot.entity.position) < 0.01)
  await w.ticks(60)
  assert.ok(w.bot.blockAt(w.bot.entity.position.offset(70, -1, 0)), 'land ahead is loaded')
  assert.equal(w.bot.blockAt(w.bot.entity.position.offset(-130, -1, 0)), null, 'land far behind is not')
  assert.equal(w.player.onGround, true)
})

test('a block set on the server is seen by the client, and an edit outlives its chunk', async () => {
  const at = w.bot.entity.position.floored().offset(2, 0, 0)
  w.ctx.blocks.set(at, w.ctx.blocks.stateOf('oak_log'))
  await w.ticks(2)
  assert.equal(w.bot.blockAt(at).name, 'oak_log')
  const chunk = w.ctx.chunks.get(at.x >> 4, at.z >> 4)
  assert.ok(chunk)
  w.ctx.chunks.unload(chunk)
  w.ctx.chunks.load(at.x >> 4, at.z >> 4)
  assert.equal(w.ctx.blocks.name(at.x, at.y, at.z), 'oak_log')
})

test('light falls with distance from a torch and is full under the open sky', () => {
  const at = w.bot.entity.position.floored().offset(0, 0, 6)
  w.ctx.blocks.set(at, w.ctx.blocks.stateOf('torch'))
  assert.equal(w.ctx.blocks.light(at).block, 14)
  assert.equal(w.ctx.blocks.light(at.offset(3, 0, 0)).block, 11)
  assert.equal(w.ctx.blocks.light(at.offset(20, 0, 0)).block, 0)
  assert.equal(w.ctx.blocks.light(at).sky, 15)
  const roof = at.offset(0, 3, 0)
  for (let x = -6; x <= 6; x++) for (let z = -6; z <= 6; z++) w.ctx.blocks.set(roof.offset(x, 0, z), w.ctx.blocks.stateOf('stone'))
  assert.equal(w.ctx.blocks.light(at).sky, 8)
})

test('time passes, night comes when it is set, and the client is told', async () => {
  w.ctx.time.set(13000)
  await w.ticks(2)
  assert.equal(w.bot.time.timeOfDay, 13000)
  assert.equal(w.bot.time.isDay, false)
  w.ctx.time.setWeather('rain')
  await w.ticks(2)
  assert.equal(w.bot.isRaining, true)
  w.ctx.time.setWeather('clear')
  await w.ticks(40)
  assert.equal(w.bot.isRaining, false)
  assert.ok(w.bot.time.timeOfDay >= 13020)
})

test('two players see each other, chat and whisper', async () => {
  const other = await w.join('Friend')
  await w.ticks(20)
  assert.ok(w.bot.players.Friend?.entity, 'the first sees the second')
  assert.ok(other.players.Tester?.entity, 'the second sees the first')
  /** @type {string[]} */
  const heard = []
  other.on('chat', (/** @type {string} */ who, /** @type {string} */ text) => heard.push(`${who}: ${text}`))
  other.on('whisper', (/** @type {string} */ who, /** @type {string} */ text) => heard.push(`${who} whispers ${text}`))
  w.bot.chat('hello there')
  w.bot.whisper('Friend', 'psst')
  await w.ticks(5)
  assert.deepEqual(heard, ['Tester: hello there', 'Tester whispers psst'])
  const before = other.players.Tester.entity.position.clone()
  w.bot.setControlState('forward', true)
  await w.ticks(20)
  w.bot.setControlState('forward', false)
  await w.ticks(20)
  assert.ok(other.players.Tester.entity.position.distanceTo(before) > 1)
  assert.ok(other.players.Tester.entity.position.distanceTo(w.bot.entity.position) < 0.1)
  other.end()
  await w.ticks(20)
  assert.equal(w.bot.players.Friend, undefined)
  assert.equal(w.ctx.players.length, 1)
})

test('a dead player respawns at the spawn with its world around it', async () => {
  let died = false
  w.bot.once('death', () => { died = true })
  w.ctx.damage.player(w.player, 1000, { cause: 'generic_kill' })
  await w.ticks(60)
  assert.ok(died)
  assert.equal(w.bot.health, 20)
  assert.equal(w.player.survival.dead, false)
  assert.ok(w.bot.entity.position.distanceTo(w.ctx.spawnPoint) < 12)
  assert.ok(w.bot.blockAt(w.bot.entity.position.offset(0, -1, 0)))
})

test('nonsense from a client is refused and nothing falls over', async () => {
  const { _client: client } = w.bot
  const { position } = w.player
  client.write('position', { x: position.x + 500, y: 0, z: 0, onGround: true })
  await w.ticks(3)
  assert.ok(w.player.position.distanceTo(position) < 2, 'no leap of 500 blocks')
  assert.ok(w.bot.entity.position.distanceTo(position) < 2, 'the client was put back')
  client.write('held_item_slot', { slotId: 77 })
  client.write('use_entity', { target: 123456, mouse: 1, sneaking: false })
  client.write('block_place', { hand: 0, location: new Vec3(1000000, 400, 7), direction: 99, cursorX: NaN, cursorY: 9, cursorZ: -1, insideBlock: false, sequence: 1 })
  client.write('block_dig', { status: 99, location: new Vec3(0, 0, 0), face: 50, sequence: 2 })
  client.write('teleport_confirm', { teleportId: 4242 })
  client.write('window_click', { windowId: 99, stateId: 7, slot: 9999, mouseButton: 77, mode: 6, changedSlots: [], cursorItem: { present: false } })
  client.write('set_creative_slot', { slot: 9999, item: { present: false } })
  await w.ticks(5)
  assert.ok(w.player.heldItemSlot < 9)
  assert.equal(w.bot.health, 20)
  assert.deepEqual(w.faults(), [])
})

test('a chat line of 10 kB gets its sender thrown out, nobody else', async () => {
  const rude = await w.join('Rude')
  let ended = false
  rude.on('end', () => { ended = true })
  rude._client.write('chat_message', { message: 'x'.repeat(10000), timestamp: 0n, salt: 0n, offset: 0, acknowledged: Buffer.alloc(3) })
  await w.ticks(20)
  assert.ok(ended)
  assert.ok(w.ctx.playerNamed('Tester'))
  assert.equal(w.ctx.playerNamed('Rude'), null)
})

test('bytes that are no packet end that connection only', async () => {
  const noisy = await w.join('Noisy')
  noisy.on('error', () => {})
  noisy._client.socket.write(Buffer.from([3, 0x7f, 1, 2]))
  noisy._client.socket.write(Buffer.from([255, 255, 255, 255, 255, 255]))
  await w.ticks(20)
  assert.ok(w.ctx.playerNamed('Tester'))
  noisy._client.socket.destroy()
  await w.ticks(20)
  assert.equal(w.ctx.playerNamed('Noisy'), null)
})

test('a saved world opens as it was, and saves again to the same bytes', async () => {
  w.player.survival.food = 13
  w.player.survival.xp.level = 3
  await w.ticks(1)
  const saved = encodeSnapshot(w.world.snapshot())
  const { openWorld } = await import('../world/server.js')
  const again = await openWorld({ seed: 999, snapshot: decodeSnapshot(saved), clock: w.clock })
  assert.equal(JSON.stringify(again.snapshot()), JSON.stringify(decodeSnapshot(saved)))
  assert.equal(again.ctx.seed, 5)
  assert.equal(again.ctx.tick(), w.ctx.tick())
  await again.close()
})

test('a damaged saved world is refused in words', () => {
  assert.throws(() => decodeSnapshot('not a world'), /cannot be read/)
})
