/**
 * The one network connection of a player in a remote world, sealed so that programs cannot make another of it.
 *
 * Knows TCP. Mineflayer's client sees a plain Duplex; the socket lives in a closure, so no property of `bot` leads to
 * a network handle or its constructor. Once hardened, Node's own network modules refuse to open anything.
 */
import net from 'node:net'
import { Duplex } from 'node:stream'

/**
 * The `connect` option of `mineflayer.createBot`.
 * @param {string} host
 * @param {number} port
 * @param {() => void} [reached] called when something has let us connect
 * @returns {(client: any) => void}
 */
export function sealedConnection (host, port, reached = () => {}) {
  return client => {
    const socket = net.connect({ host, port })
    socket.setNoDelay(true)
    const shell = new Duplex({
      read () { socket.resume() },
      write (chunk, _encoding, done) { socket.write(chunk, error => done(error ?? null)) },
      final (done) { socket.end(done) },
      destroy (error, done) {
        socket.destroy()
        done(error)
      }
    })
    socket.on('data', chunk => { if (!shell.push(chunk)) socket.pause() })
    socket.on('end', () => { shell.push(null) })
    socket.on('error', error => { shell.destroy(error) })
    socket.on('close', () => { if (!shell.destroyed) shell.destroy() })
    client.setSocket(shell)
    socket.once('connect', () => {
      reached()
      client.emit('connect')
    })
  }
}
