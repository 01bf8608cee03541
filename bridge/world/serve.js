/**
 * The embedded world as a server: `node bridge/world/serve.js --port 25565 --seed 1 --terrain flat --gamemode creative`.
 *
 * Real time, TCP, on loopback unless told otherwise. Standard input is the server console, as on a vanilla server; what it
 * prints looks like vanilla's log. With `--persist FILE` the world is read from that file and written back when it stops, every few
 * minutes and on `save-all`. Exit codes: 0 stopped, 1 could not start, 2 wrong arguments.
 */
import { existsSync, readFileSync, renameSync, writeFileSync, openSync, fsyncSync, closeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { decodeSnapshot, encodeSnapshot } from './persistence.js'
import { openWorld } from './server.js'
import { plain } from './text.js'

const SAVE_EVERY_MS = 5 * 60 * 1000
const GAME_MODES = ['survival', 'creative', 'adventure', 'spectator']
const DIFFICULTIES = ['peaceful', 'easy', 'normal', 'hard']
const HELP = `Usage: node serve.js [--host 127.0.0.1] [--port 25565] [--seed N] [--terrain normal|flat]
                     [--gamemode survival|creative|adventure|spectator] [--difficulty peaceful|easy|normal|hard]
                     [--persist FILE] [--no-mobs] [--view-distance 2-10] [--max-players 20] [--motd TEXT]`

/** Wrong arguments: told in one sentence. */
class UsageError extends Error {}

/** @param {string[]} argv */
function readArguments (argv) {
  let values
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '25565' },
        seed: { type: 'string', default: '1' },
        terrain: { type: 'string', default: 'normal' },
        gamemode: { type: 'string', default: 'survival' },
        difficulty: { type: 'string', default: 'normal' },
        persist: { type: 'string' },
        'no-mobs': { type: 'boolean', default: false },
        'view-distance': { type: 'string', default: '10' },
        'max-players': { type: 'string', default: '20' },
        motd: { type: 'string', default: 'Voyager' },
        help: { type: 'boolean', default: false }
      }
    }))
  } catch (error) {
    throw new UsageError(error.message)
  }
  /** @param {string} name @param {string} text @param {number} low @param {number} high */
  const whole = (name, text, low, high) => {
    const number = Number(text)
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(number) || number < low || number > high) throw new UsageError(`--${name} is a whole number from ${low} to ${high}, not ${text}.`)
    return number
  }
  /** @param {string} name @param {string} text @param {string[]} known */
  const one = (name, text, known) => {
    if (!known.includes(text)) throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${text}.`)
    return text
  }
  return {
    help: values.help,
    host: values.host,
    port: whole('port', values.port, 0, 65535),
    seed: whole('seed', values.seed, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    persist: values.persist ?? null,
    options: {
      terrain: /** @type {'normal' | 'flat'} */ (one('terrain', values.terrain, ['normal', 'flat'])),
      gamemode: GAME_MODES.indexOf(one('gamemode', values.gamemode, GAME_MODES)),
      difficulty: DIFFICULTIES.indexOf(one('difficulty', values.difficulty, DIFFICULTIES)),
      mobs: !values['no-mobs'],
      viewDistance: whole('view-distance', values['view-distance'], 2, 10),
      maxPlayers: whole('max-players', values['max-players'], 1, 200),
      motd: values.motd
    }
  }
}

/** One line as in a vanilla server's log. @param {string} text @param {string} [level] */
function log (text, level = 'INFO') {
  const time = new Date().toTimeString().slice(0, 8)
  process.stdout.write(`[${time}] [Server thread/${level}]: ${text}\n`)
}

/** Write a file so that it is the old or the new one, whatever happens. @param {string} file @param {string} text */
function writeWhole (file, text) {
  const fresh = `${file}.tmp`
  writeFileSync(fresh, text)
  const handle = openSync(fresh, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(fresh, file)
}

/** @param {string[]} argv */
async function main (argv) {
  const began = performance.now()
  const wanted = readArguments(argv)
  if (wanted.help) {
    process.stdout.write(HELP + '\n')
    return
  }
  const { persist } = wanted
  const snapshot = persist && existsSync(persist) ? decodeSnapshot(readFileSync(persist, 'utf8')) : null
  log('Starting minecraft server version 1.20.4')
  const world = await openWorld({ seed: wanted.seed, snapshot, listen: { host: wanted.host, port: wanted.port }, options: snapshot ? { viewDistance: wanted.options.viewDistance } : wanted.options })
  const { ctx, serv } = world
  const save = () => {
    if (!persist) return
    try {
      writeWhole(persist, encodeSnapshot(world.snapshot()))
    } catch (error) {
      log(`The world could not be saved to ${persist}: ${error.message}`, 'ERROR')
    }
  }
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    log('Stopping server')
    save()
    await world.close()
    log(persist ? `Saved the world to ${persist}` : 'The world was not kept: no --persist was given')
    process.exit(0)
  }

  serv.on('said', (/** @type {any} */ message) => log(plain(message)))
  serv.on('admin', (/** @type {any} */ message) => log(plain(message)))
  serv.on('chat', (/** @type {any} */ player, /** @type {string} */ text) => log(`<${player.username}> ${text}`))
  serv.on('newPlayer', (/** @type {any} */ player) => {
    const { x, y, z } = player.position
    log(`${player.username}[/${player._client.socket?.remoteAddress ?? '?'}] logged in with entity id ${player.id} at (${x.toFixed(2)}, ${y.toFixed(2)}, ${z.toFixed(2)})`)
  })
  serv.on('fault', (/** @type {string} */ where, /** @type {any} */ error) => log(`${where}: ${error?.stack ?? error}`, 'ERROR'))
  serv.on('stop', () => { stop() })
  serv.on('save', save)
  const timer = setInterval(save, SAVE_EVERY_MS)
  timer.unref()

  const source = ctx.commands.consoleSource((/** @type {any} */ message) => log(plain(message)))
  const console = createInterface({ input: process.stdin })
  console.on('line', line => { if (line.trim() !== '') ctx.commands.run(source, line.trim()) })
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  log(`Starting Minecraft server on ${wanted.host}:${world.port}`)
  log(`Done (${((performance.now() - began) / 1000).toFixed(3)}s)! For help, type "help"`)
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.message}\n`)
  if (error instanceof UsageError) process.stderr.write(HELP + '\n')
  process.exit(error instanceof UsageError ? 2 : 1)
})
