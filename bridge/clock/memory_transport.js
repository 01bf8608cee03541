/**
 * A Minecraft protocol server and its connections that never leave the process.
 *
 * Knows minecraft-protocol's Client and how its packets are framed. Does not know the game, nor time: packets
 * travel in macrotasks, which `pending()` counts so that a virtual clock can wait for them.
 *
 * Login and configuration go through the protocol's own streams. Once both ends are in play, each packet is serialised,
 * handed over and parsed without frames and streams: the same bytes, a third of the time.
 */
import { createRequire } from 'node:module'
import { Duplex } from 'node:stream'
import { EventEmitter } from 'node:events'

const require = createRequire(import.meta.url)
const setImmediateNow = globalThis.setImmediate

let underWay = 0

/** How many deliveries are under way in memory. */
export const pending = () => underWay

/** Half of an in-memory connection. */
class MemorySocket extends Duplex {
  constructor () {
    super({ highWaterMark: 1 << 24, allowHalfOpen: false })
    /** @type {MemorySocket | null} */
    this.peer = null
    /** The protocol client that uses this end. @type {any} */
    this.client = null
    this.remoteAddress = 'memory'
    /** @type {Buffer[]} */
    this.queue = []
    this.armed = false
    /** Packets given to the streams, and those of them that have arrived. */
    this.written = 0
    this.delivered = 0
    /** Packets on the direct way. @type {Buffer[]} */
    this.direct = []
    this.deliver = this.deliver.bind(this)
    this.deliverDirect = this.deliverDirect.bind(this)
  }

  /**
   * Take over the client's `write`. @param {any} client
   */
  attach (client) {
    this.client = client
    const write = client.write.bind(client)
    client.write = (/** @type {string} */ name, /** @type {any} */ params) => {
      if (!client.serializer.writable) return
      if (this.isDirect()) return this.send(name, params)
      this.written++
      write(name, params)
    }
  }

  /** Nothing sent earlier may be overtaken. */
  isDirect () {
    return this.client.state === 'play' && this.peer?.client?.state === 'play' && this.written === this.delivered
  }

  /** @param {string} name @param {any} params */
  send (name, params) {
    let packet
    try {
      packet = this.client.serializer.createPacketBuffer({ name, params })
    } catch (error) {
      error.message = `Serialization error for play.${name}: ${error.message}`
      this.client.emit('error', error)
      return
    }
    if (this.direct.push(packet) > 1) return
    underWay++
    setImmediateNow(this.deliverDirect)
  }

  deliverDirect () {
    const packets = this.direct
    this.direct = []
    underWay--
    const receiver = this.peer?.client
    for (const packet of packets) {
      if (!receiver || receiver.ended) return
      let parsed
      try {
        parsed = receiver.deserializer.parsePacketBuffer(packet)
      } catch (error) {
        receiver.emit('error', error)
        continue
      }
      try {
        receiver.deserializer.emit('data', parsed)
      } catch (error) { // a listener's mistake is no reason to lose the packets behind it
        setImmediateNow(() => { throw error })
      }
    }
  }

  _read () {}

  /** @param {Buffer} chunk @param {string} _encoding @param {() => void} done */
  _write (chunk, _encoding, done) {
    this.queue.push(chunk)
    if (!this.armed) {
      this.armed = true
      underWay++
      setImmediateNow(this.deliver)
    }
    done()
  }

  /**
   * Hand over what is queued. While either end is not yet in play, one packet a macrotask: minecraft-protocol
   * changes its parser with the state and loses frames that already sit in the old one.
   */
  deliver () {
    const playing = this.client?.state === 'play' && this.peer?.client?.state === 'play'
    const count = playing ? this.queue.length : 1
    for (const chunk of this.queue.splice(0, count)) {
      this.delivered++
      if (this.peer && !this.peer.destroyed) this.peer.push(chunk)
    }
    if (this.queue.length > 0) {
      setImmediateNow(this.deliver)
    } else {
      this.armed = false
      underWay--
    }
  }

  /** @param {() => void} done */
  _final (done) {
    underWay++
    setImmediateNow(() => {
      underWay--
      if (this.peer && !this.peer.destroyed) this.peer.push(null)
    })
    done()
  }

  /** @param {Error | null} error @param {(error?: Error | null) => void} done */
  _destroy (error, done) {
    const peer = this.peer
    if (peer && !peer.destroyed && !peer.readableEnded) {
      underWay++
      setImmediateNow(() => {
        underWay--
        if (!peer.destroyed) peer.push(null)
      })
    }
    done(error)
  }

  setNoDelay () { return this }
  setTimeout () { return this }
  setKeepAlive () { return this }
}

/** Drop-in for minecraft-protocol's Server (its `Server` option): clients attach by `connectSocket`. */
export class MemoryServer extends EventEmitter {
  /** @param {string} version @param {any} customPackets @param {boolean} hideErrors */
  constructor (version, customPackets, hideErrors) {
    super()
    this.version = version
    this.customPackets = customPackets
    this.hideErrors = hideErrors
    /** @type {Record<number, any>} */
    this.clients = {}
    this.nextId = 0
    this.socketServer = { address: () => ({ port: 0 }), close: () => this.emit('close') }
  }

  listen () { process.nextTick(() => this.emit('listening')) }

  /** The client's end of a new connection. @returns {MemorySocket} */
  connectSocket () {
    const Client = require('minecraft-protocol/src/client')
    const near = new MemorySocket()
    const far = new MemorySocket()
    near.peer = far
    far.peer = near
    const client = new Client(true, this.version, this.customPackets, this.hideErrors)
    const end = client.end.bind(client)
    client.end = (/** @type {string} */ reason, /** @type {any} */ full) => {
      if (client.state === 'play') client.write('kick_disconnect', { reason: full ?? textComponent(reason) })
      else if (client.state === 'login') client.write('disconnect', { reason: full ?? JSON.stringify({ text: String(reason) }) })
      end(reason)
    }
    client.setCompressionThreshold = () => {} // nothing is gained by zlib within a process
    far.attach(client)
    const write = client.write
    client.write = (/** @type {string} */ name, /** @type {any} */ params) => {
      if (name !== 'compress') write(name, params)
    }
    client.id = this.nextId++
    this.clients[client.id] = client
    client.on('end', () => { delete this.clients[client.id] })
    client.setSocket(far)
    this.emit('connection', client)
    return near
  }

  close () {
    for (const client of Object.values(this.clients)) client.end('ServerShutdown')
    this.socketServer.close()
  }
}

/** @param {string} text */
function textComponent (text) {
  const nbt = require('prismarine-nbt')
  return nbt.comp({ text: nbt.string(String(text)) })
}

/**
 * The `connect` option of `mineflayer.createBot` for a server in this process.
 * @param {MemoryServer} server
 * @returns {(client: any) => void}
 */
export function connectOption (server) {
  return client => {
    const socket = server.connectSocket()
    socket.attach(client)
    client.setSocket(socket)
    // later than mineflayer's own setTimeout(0), in which it loads its plugins
    setTimeout(() => client.emit('connect'), 5)
  }
}
