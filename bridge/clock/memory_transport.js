/**
 * A Minecraft protocol server and its connections that never leave the process.
 *
 * Knows minecraft-protocol's Client and how its packets are framed. Does not know the game, nor time: packets
 * travel in macrotasks, which `pending()` counts so that a virtual clock can wait for them.
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
    super({ highWaterMark: 1 << 24 })
    /** @type {MemorySocket | null} */
    this.peer = null
    /** The protocol client that uses this end. @type {any} */
    this.client = null
    this.remoteAddress = 'memory'
    /** @type {Buffer[]} */
    this.queue = []
    this.armed = false
    this.deliver = this.deliver.bind(this)
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
    const write = client.write.bind(client)
    client.write = (/** @type {string} */ name, /** @type {any} */ params) => {
      if (name !== 'compress') write(name, params)
    }
    client.id = this.nextId++
    this.clients[client.id] = client
    client.on('end', () => { delete this.clients[client.id] })
    far.client = client
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
    socket.client = client
    client.setSocket(socket)
    // later than mineflayer's own setTimeout(0), in which it loads its plugins
    setTimeout(() => client.emit('connect'), 5)
  }
}
