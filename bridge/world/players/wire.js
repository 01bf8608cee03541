/**
 * What a connection may bring before it is a player: frames, sizes, names, and how long it may take.
 *
 * minecraft-protocol reads whatever comes; this puts a vanilla server's bounds around it, and makes whoever breaks them lose the connection
 * instead of the server its life. Knows bytes and minecraft-protocol's client; does not know the game.
 * Source of the bounds: Java Edition 1.20.4 (frame decoder, compression decoder, login listener), as described at
 * https://minecraft.wiki/w/Java_Edition_protocol/Packets#Packet_format.
 */
import { createRequire } from 'node:module'
import { toNbt } from '../text.js'

const require = createRequire(import.meta.url)
const { unzipSync } = require('node:zlib')

const MOST_LENGTH_BYTES = 3 // of a frame's length: 21 bits
const FRAMES_A_TURN = 200 // of one connection, before others have theirs
const MOST_UNPACKED = 8388608 // bytes of a compressed packet
const LEGACY_PING = 0xfe
const LONGEST_NAME = 16 // characters
const CONFIGURING_MS = 30000 // a connection that does not get through its login by then is closed; vanilla's read timeout
const LAST_WORDS_MS = 1000 // between saying why and closing for good

/** Listeners of minecraft-protocol's for signed chat: they throw on what clients of a server in offline mode send, and check nothing there. */
const SIGNED_CHAT = ['chat_session_update', 'chat_message', 'message_acknowledgement']

/** @param {string} text @returns {import('../text.js').Component} as vanilla says it of a packet that cannot be read */
const unreadable = text => ({ translate: 'disconnect.genericReason', with: [`Internal Exception: ${text}`] })

/**
 * End a connection with a reason, in whichever state it is.
 * @param {any} client @param {import('../text.js').Component} reason
 */
export function refuse (client, reason) {
  if (client._endReason !== undefined) return
  if (client.state === 'configuration') client.write('disconnect', { reason: toNbt(reason) })
  client.end('refused', client.state === 'play' ? toNbt(reason) : JSON.stringify(reason))
  setTimeout(() => client.socket?.destroy?.(), LAST_WORDS_MS).unref?.()
}

/** @param {string} name @returns {boolean} whether a player may be called that */
export const isName = name => typeof name === 'string' && name.length > 0 && name.length <= LONGEST_NAME && /^[!-~]+$/.test(name)

/**
 * Cut what arrives into frames. Replaces minecraft-protocol's own splitter, which never ends on a negative length.
 * @param {any} client
 */
function guardFrames (client) {
  const { splitter } = client
  const legacy = splitter._transform.bind(splitter)
  /** @type {Buffer[]} */
  let waiting = []
  let held = 0
  let needed = 1
  let first = true
  splitter._transform = (/** @type {Buffer} */ chunk, /** @type {string} */ encoding, /** @type {() => void} */ done) => {
    if (client._endReason !== undefined) return done() // said goodbye: nothing it sends counts
    if (first && chunk.length > 0) {
      first = false
      if (chunk[0] === LEGACY_PING && client.state === 'handshaking') {
        legacy(chunk, encoding, done)
        client.socket.end()
        client._endReason = 'legacy ping'
        return
      }
    }
    waiting.push(chunk)
    held += chunk.length
    if (held < needed) return done()
    cut(waiting.length === 1 ? chunk : Buffer.concat(waiting), done)
  }

  /** Hand on the frames that are whole; many go in turns, so that a tick can come between. @param {Buffer} buffer @param {() => void} done */
  function cut (buffer, done) {
    for (let frames = 0; ; frames++) {
      const length = lengthOf(buffer)
      if (length === null) refuse(client, unreadable('io.netty.handler.codec.CorruptedFrameException: length wider than 21-bit'))
      if (length === null || client._endReason !== undefined) {
        waiting = []
        held = 0
        return done()
      }
      const end = length.size + length.value
      if (length.size === 0 || buffer.length < end) {
        needed = length.size === 0 ? buffer.length + 1 : end
        break
      }
      if (frames === FRAMES_A_TURN) {
        setImmediate(() => cut(buffer, done))
        return
      }
      if (length.value > 0) splitter.push(buffer.subarray(length.size, end))
      buffer = buffer.subarray(end)
    }
    waiting = buffer.length > 0 ? [buffer] : []
    held = buffer.length
    done()
  }
}

/** @param {Buffer} buffer @returns {{value: number, size: number} | null} size 0: not all there yet; null: too long */
function lengthOf (buffer) {
  let value = 0
  for (let size = 0; size < MOST_LENGTH_BYTES; size++) {
    if (size >= buffer.length) return { value: 0, size: 0 }
    value |= (buffer[size] & 0x7f) << (7 * size)
    if ((buffer[size] & 0x80) === 0) return { value, size: size + 1 }
  }
  return null
}

/** Unpack no more than a packet may hold. @param {any} client */
function guardCompression (client) {
  const begin = client.setCompressionThreshold
  client.setCompressionThreshold = (/** @type {number} */ threshold) => {
    begin.call(client, threshold)
    if (!client.decompressor) return
    client.decompressor._transform = (/** @type {Buffer} */ chunk, /** @type {string} */ _encoding, /** @type {() => void} */ done) => {
      const length = longLengthOf(chunk)
      const body = chunk.subarray(length.size)
      if (length.value === 0 && length.size > 0) {
        if (body.length > 0) client.decompressor.push(body)
        return done()
      }
      if (length.size === 0 || length.value < threshold || length.value > MOST_UNPACKED) {
        refuse(client, unreadable(`io.netty.handler.codec.DecoderException: Badly compressed packet - size of ${length.value} is out of bounds`))
        return done()
      }
      /** @type {Buffer | null} */
      let packet = null
      try {
        packet = unzipSync(body, { maxOutputLength: length.value })
      } catch { /* told below */ }
      if (packet?.length === length.value) client.decompressor.push(packet)
      else refuse(client, unreadable('io.netty.handler.codec.DecoderException: Badly compressed packet - it is not as long as it says'))
      return done()
    }
  }
}

/** @param {Buffer} buffer @returns {{value: number, size: number}} size 0: no number */
function longLengthOf (buffer) {
  let value = 0
  for (let size = 0; size < 5 && size < buffer.length; size++) {
    value += (buffer[size] & 0x7f) * 2 ** (7 * size)
    if ((buffer[size] & 0x80) === 0) return { value, size: size + 1 }
  }
  return { value: 0, size: 0 }
}

/** A listener that throws costs its sender the connection, never the server. @param {any} client */
function guardListeners (client) {
  const emit = client.emit.bind(client)
  client.emit = (/** @type {string} */ event, /** @type {any[]} */ ...rest) => {
    try {
      return emit(event, ...rest)
    } catch (error) {
      refuse(client, unreadable(String(error)))
      return true
    }
  }
}

/** Whoever has begun to log in must get to playing. @param {any} client */
function guardPatience (client) {
  const timer = setTimeout(() => refuse(client, { translate: 'multiplayer.disconnect.slow_login' }), CONFIGURING_MS)
  timer.unref?.()
  client.on('state', (/** @type {string} */ state) => { if (state === 'play') clearTimeout(timer) })
  client.on('end', () => clearTimeout(timer))
}

/**
 * Put the bounds around every connection of a server.
 * @param {any} server minecraft-protocol's @param {boolean} real whether bytes come from outside this process
 */
export function guardWire (server, real) {
  server.on('login', (/** @type {any} */ client) => { for (const name of SIGNED_CHAT) client.removeAllListeners(name) })
  if (!real) return
  server.on('connection', (/** @type {any} */ client) => {
    guardFrames(client)
    guardCompression(client)
    guardListeners(client)
    guardPatience(client)
  })
}
