/** The player in a world over the network: joining, being refused, being thrown out, and the walls there. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import net from 'node:net'
import { after, before, test } from 'node:test'
import { openWorld } from '../world/server.js'
import { ask, SKILLS } from './driver.js'

/** @type {any} */
const minecraft = createRequire(import.meta.url)('minecraft-protocol')

/** @type {Awaited<ReturnType<typeof openWorld>>} */
let server

before(async () => { server = await openWorld({ seed: 5, listen: { port: 0 }, options: { terrain: 'flat', mobs: false } }) })
after(async () => {
  await ask({ op: 'end', world_id: 'remote' })
  await server.close()
})

/** @param {number} port @param {number} [deadline_s] @param {string} [id] */
const join = (port, deadline_s = 20, id = 'remote', username = 'Guest') => ask({
  op: 'begin', world_id: id, deadline_s, skills_dir: SKILLS, snapshot: null,
  world: { kind: 'remote', seed: 0, name: null, host: '127.0.0.1', port, username, version: '1.20.4' }
})

/** @param {string} body @param {number} [wall_s] */
async function run (body, wall_s = 15) {
  const done = await ask({
    op: 'execute', world_id: 'remote', skills: [], limits: { game_s: 60, wall_s }, grace_ms: 2500,
    program: { name: 'main', code: `async function main(bot) {\n${body}\n}` }
  })
  assert.ok(done.ok, done.error?.message)
  return done.result
}

test('a world that is there is entered, seen and left as it is', async () => {
  const begun = await join(server.port)
  assert.ok(begun.ok, begun.error?.message)
  assert.equal(begun.snapshot, null)
  assert.equal(begun.observation.health, 20)
  assert.ok(begun.observation.blocks.some((/** @type {any} */ block) => block.name === 'grass_block'))
})

test('programs run there in real time', async () => {
  const result = await run('await bot.waitForTicks(20)\nconst block = bot.blockAt(bot.entity.position.offset(1, -1, 0))\nawait bot.dig(block)\nawait bot.waitForTicks(20)')
  assert.equal(result.outcome, 'finished')
  assert.ok(result.wall_s > 2, `${result.wall_s} s`)
  assert.ok(Math.abs(result.ticks - result.wall_s * 20) < 30, `${result.ticks} ticks in ${result.wall_s} s`)
  assert.deepEqual(result.happened.mined, { grass_block: 1 })
})

test('no program gets at the network', async () => {
  const result = await run(`
    const socket = bot._client.socket
    for (const key of ['_handle', 'remoteAddress', 'connect', 'server']) console.log(key, typeof socket[key])
    for (let at = socket; at; at = Object.getPrototypeOf(at)) if (at.connect || at.constructor?.name === 'Socket') throw new Error('a socket')`)
  assert.equal(result.outcome, 'finished')
  assert.deepEqual(result.chat.slice(0, 4), ['_handle undefined', 'remoteAddress undefined', 'connect undefined', 'server undefined'])
})

test('being thrown out during a program is world_lost, and the player comes back', async () => {
  setTimeout(() => { for (const player of [...server.ctx.players]) player._client.end('Go away for a moment') }, 600)
  const result = await run('await bot.waitForTicks(400)', 30)
  assert.equal(result.outcome, 'world_lost')
  assert.match(result.faults[0].message, /Go away for a moment|ended/)
  assert.equal(result.restored, false)
  const next = await run('console.log("back")')
  assert.deepEqual(next.chat, ['back'])
})

test('death is an outcome, and the next program starts alive', async () => {
  setTimeout(() => { for (const player of server.ctx.players) server.ctx.damage.player(player, 100, { cause: 'out_of_world' }) }, 600)
  const result = await run('await bot.waitForTicks(400)', 30)
  assert.equal(result.outcome, 'died')
  assert.equal(result.faults[0].kind, 'died')
  assert.equal(result.after.health, 20)
  assert.deepEqual((await run('console.log(bot.health)')).chat, ['20'])
})

test('an endless loop is ended there too, and nothing is said to be restored', async () => {
  const result = await run('await bot.waitForTicks(2)\nfor (;;) {}', 0.5)
  assert.equal(result.outcome, 'timed_out')
  assert.equal(result.restored, false)
  assert.equal((await run('await bot.waitForTicks(1)')).outcome, 'finished')
})

test('a place where nobody listens is refused with what to do', async () => {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => probe.once('listening', resolve))
  const { port } = /** @type {net.AddressInfo} */ (probe.address())
  await new Promise(resolve => probe.close(resolve))
  const { ok, error } = await join(port, 20, 'nobody')
  assert.equal(ok, false)
  assert.equal(error.kind, 'refused')
  assert.match(error.message, /No Minecraft server answers at 127.0.0.1:\d+\. Start one/)
})

for (const [what, said, kind] of [['says nothing', '', 'timeout'], ['speaks another protocol', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'refused']]) {
  test(`a server that ${what} is told from one of Minecraft`, async () => {
    const other = net.createServer(socket => { if (said) socket.end(said) }).listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = /** @type {net.AddressInfo} */ (other.address())
    const { ok, error } = await join(port, 8, 'other')
    assert.equal(ok, false)
    assert.equal(error.kind, kind)
    assert.match(error.message, /What listens at 127.0.0.1:\d+ does not answer as a Minecraft server does\. Check the port/)
    await ask({ op: 'end', world_id: 'other' })
    other.close()
  })
}

test('a server of a version that is not known is told with those that are', async () => {
  const strange = minecraft.createServer({
    port: 0, host: '127.0.0.1', version: '1.20.4', 'online-mode': false,
    beforePing: (/** @type {any} */ response) => ({ ...response, version: { name: '1.99', protocol: 99999 } })
  })
  await new Promise(resolve => strange.once('listening', resolve))
  const { ok, error } = await join(strange.socketServer.address().port, 20, 'strange')
  assert.equal(ok, false)
  assert.equal(error.kind, 'version')
  assert.match(error.message, /not known here \(protocol 99999\)\. Use a server from 1\.8\S* to \d/)
  await ask({ op: 'end', world_id: 'strange' })
  strange.close()
})

test('a server that wants verified accounts is told with what to change there', async () => {
  const strict = minecraft.createServer({ port: 0, host: '127.0.0.1', version: '1.20.4', 'online-mode': true })
  await new Promise(resolve => strict.once('listening', resolve))
  const { ok, error } = await join(strict.socketServer.address().port, 20, 'strict')
  assert.equal(ok, false)
  assert.match(error.message, /only accounts that Microsoft has verified\. Set online-mode=false/)
  await ask({ op: 'end', world_id: 'strict' })
  strict.close()
})
