/**
 * The embedded world over TCP, in real time, for any 1.20.4 client: `node serve.js '{"seed": 7, "host": "127.0.0.1", "port": 25565}'`.
 *
 * Writes one JSON line when it listens (`{"port": …}`) or cannot (`{"error": …, "fatal": true}`), and one
 * (`{"error": …}`) for each line on standard input that it does not know. Ends with `stop`, SIGINT or SIGTERM. Knows no bot and no session.
 */
import { createInterface } from 'node:readline'
import { openWorld } from './world/server.js'

/** @param {object} line */
const say = line => process.stdout.write(JSON.stringify(line) + '\n')

/**
 * @typedef {object} Wanted
 * @property {number} seed
 * @property {string} host
 * @property {number} port
 * @property {'normal' | 'flat'} terrain
 * @property {number} gamemode 0 survival, 1 creative
 */

/** @param {Wanted} wanted */
async function serve ({ seed, host, port, terrain, gamemode }) {
  const world = await openWorld({ seed, listen: { host, port }, options: { terrain, gamemode } })
  say({ port: world.port })
  const stop = async () => {
    await world.close()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const console_ = createInterface({ input: process.stdin })
  console_.on('line', line => {
    if (line.trim() === 'stop') stop()
    else if (line.trim()) say({ error: `Unknown command: ${line.trim().slice(0, 80)}. There is: stop` })
  })
}

try {
  await serve(JSON.parse(process.argv[2] ?? '{}'))
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error), fatal: true })
  process.exit(1)
}
