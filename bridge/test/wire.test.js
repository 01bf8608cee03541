/** What comes over a real connection: endless frames, bombs, names, signed chat. None of it reaches the others. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import net from 'node:net'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { createRandom } from '../world/random.js'
import { openWorld } from '../world/server.js'

const require = createRequire(import.meta.url)
const mc = require('minecraft-protocol')
const HOST = '127.0.0.1'
const PROTOCOL = 765 // 1.20.4
const SETTLE_MS = 300

/** @type {Awaited<ReturnType<typeof openWorld>>} */
let world
/** @type {any} */
let honest
/** @type {unknown} */
let honestEnd = null
before(async () => {
  world = await openWorld({ seed: 3, listen: { port: 0 }, options: { terrain: 'flat', mobs: false, maxPlayers: 3 } })
  honest = require('mineflayer').createBot({ host: HOST, port: world.port, username: 'Honest', version: '1.20.4', auth: 'offline', hideErrors: true })
  honest.on('end', (/** @type {unknown} */ reason) => { honestEnd = reason })
  await once(honest, 'spawn')
})
after(async () => {
  assert.equal(honestEnd, null, 'the honest bot is undisturbed')
  assert.ok(world.ctx.playerNamed('Honest'))
  assert.deepEqual(world.ctx.faults, [])
  honest.end()
  await world.close()
})

const pause = (ms = SETTLE_MS) => new Promise(resolve => setTimeout(resolve, ms))
/** @param {number} n */
function varint (n) {
  const bytes = []
  for (n >>>= 0; n > 127; n >>>= 7) bytes.push((n & 127) | 128)
  return Buffer.from([...bytes, n])
}
/** @param {Buffer[]} parts */
const frame = (...parts) => { const body = Buffer.concat(parts); return Buffer.concat([varint(body.length), body]) }
/** @param {string} text */
const string = text => Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)])
/** @param {number} next 1 status, 2 login */
const handshake = next => frame(varint(0), varint(PROTOCOL), string(HOST), Buffer.from([0x63, 0xdd]), varint(next))
/** @param {string} name */
const loginStart = name => frame(varint(0), string(name), Buffer.alloc(16))

/** Say something to the server. @param {...Buffer} words @returns {Promise<{heard: Buffer, closed: boolean}>} */
async function say (...words) {
  const socket = net.connect(world.port, HOST)
  /** @type {Buffer[]} */
  const heard = []
  let closed = false
  socket.on('error', () => {})
  socket.on('data', chunk => { heard.push(chunk) })
  socket.on('close', () => { closed = true })
  socket.on('end', () => { closed = true })
  for (const word of words) {
    socket.write(word)
    await pause(30)
  }
  await pause()
  socket.destroy()
  return { heard: Buffer.concat(heard), closed }
}

test('a frame of negative or endless length ends its connection at once', async () => {
  for (const length of [[0xfb, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0xff, 0x07], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]) {
    assert.equal((await say(Buffer.from(length))).closed, true, String(length))
  }
})

test('half frames and single bytes make the same packets', async () => {
  const { heard } = await say(...[...handshake(1)].map(byte => Buffer.from([byte])), frame(varint(0)))
  assert.match(heard.toString(), /"protocol":765/)
})

test('the ping of clients before 1.7 is answered, and the connection closed', async () => {
  const { heard, closed } = await say(Buffer.from([0xfe, 0x01]))
  assert.equal(heard[0], 0xff)
  assert.ok(closed)
})

test('a packet that unpacks to more than 8 MiB, or not to what it says, ends its connection', async () => {
  const bomb = deflateSync(Buffer.alloc(30e6))
  for (const says of [30e6, 8388608, 300, 10]) {
    const { closed } = await say(handshake(2), loginStart('Zip'), frame(varint(says), bomb))
    assert.equal(closed, true, `${says} bytes`)
  }
})

test('names that no player can have are refused, and so is one player too many', async () => {
  for (const name of ['', 'x'.repeat(17), 'a b', '§x', 'ä']) {
    assert.match((await say(handshake(2), loginStart(name))).heard.toString(), /Invalid characters in username/, name)
  }
  const others = ['One', 'Two'].map(username => mc.createClient({ host: HOST, port: world.port, username, version: '1.20.4', auth: 'offline' }))
  await Promise.all(others.map(client => once(client, 'login')))
  assert.match((await say(handshake(2), loginStart('Three'))).heard.toString(), /multiplayer\.disconnect\.server_full/)
  for (const client of others) client.end()
  await pause()
})

test('keys for signed chat, acknowledgements and great custom payloads harm nobody', async () => {
  const client = mc.createClient({ host: HOST, port: world.port, username: 'Signs', version: '1.20.4', auth: 'offline' })
  await once(client, 'login')
  let ended = false
  client.on('end', () => { ended = true })
  client.write('chat_session_update', { sessionUUID: '069a79f4-44e9-4726-a5be-fca90e38aaf5', expireTime: 0n, publicKey: Buffer.alloc(294, 7), signature: Buffer.alloc(256) })
  client.write('message_acknowledgement', { count: 64 })
  client.write('custom_payload', { channel: 'some:channel', data: Buffer.alloc(1000000) })
  client.write('chat_message', { message: 'signed', timestamp: 0n, salt: 0n, signature: Buffer.alloc(256, 1), offset: 0, acknowledged: Buffer.alloc(3) })
  const [name, said] = await once(honest, 'chat')
  assert.deepEqual([name, said], ['Signs', 'signed'])
  assert.equal(ended, false)
  client.end()
})

test('random bytes, and two hundred connections that come and go, are forgotten', async () => {
  const random = createRandom('wire').next
  const bytes = (/** @type {number} */ n) => Buffer.from(Array.from({ length: n }, () => Math.floor(random() * 256)))
  const sockets = Array.from({ length: 200 }, () => {
    const socket = net.connect(world.port, HOST)
    socket.on('error', () => {})
    if (random() < 0.5) socket.write(bytes(1 + Math.floor(random() * 500)))
    return socket
  })
  await pause(500)
  for (const socket of sockets) socket.destroy()
  await pause(500)
  assert.equal(Object.keys(world.serv._server.clients).length, 1)
  assert.equal(world.ctx.players.length, 1)
})
