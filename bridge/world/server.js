/**
 * Opens a world: a flying-squid server with the game's rules in it, in memory or on a TCP port.
 *
 * Knows how the parts are put together and what happens in which order in a tick. flying-squid supplies the protocol
 * server, login and configuration; its own game rules are left out, since those of this folder take their place.
 */
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { MemoryServer, connectOption, pending } from '../clock/memory_transport.js'
import { installBlocks } from './blocks/blocks.js'
import { createContext } from './context.js'
import { installEntities } from './entities/entities.js'
import { installInteraction } from './interaction.js'
import { installPlayers } from './players/players.js'
import { loadSnapshot, takeSnapshot, unpackEdits } from './persistence.js'
import { createRenewal } from './renewal.js'
import { createGenerator } from './terrain/generator.js'
import { installTime } from './time.js'
import { guardWire, isName, refuse } from './players/wire.js'

const require = createRequire(import.meta.url)

/** The rules, in the order in which they are installed and ticked. */
const MODULES = [
  'items/inventory', 'items/items', 'items/windows', 'players/hands', 'items/crafting', 'items/smelting', 'items/containers', 'blocks/drops', 'blocks/digging', 'blocks/fixtures', 'blocks/tools', 'items/stations', 'items/benches', 'items/potions', 'items/brewing', 'land/cauldrons', 'blocks/placing',
  'blocks/connections', 'redstone/power', 'redstone/content', 'redstone/torches', 'redstone/diodes', 'redstone/sensors', 'redstone/plates', 'redstone/stores', 'redstone/hoppers', 'redstone/dispensers',
  'redstone/pistons', 'redstone/music', 'redstone/rails', 'redstone/carts', 'commands/command_blocks', 'blocks/signs', 'items/cakes', 'items/lecterns', 'players/wearing', 'entities/props', 'entities/paintings', 'entities/boats', 'players/effects', 'players/vitals',
  'players/damage', 'players/death', 'players/experience', 'players/hazards', 'players/eating', 'players/gliding', 'players/combat', 'entities/arrows', 'entities/projectiles', 'entities/bows', 'entities/crossbows', 'entities/riding', 'land/explosions', 'land/tnt', 'items/loot', 'items/villagers', 'mobs/mobs', 'mobs/spawning', 'mobs/spawners', 'players/sleeping', 'players/anchors', 'land/fluids',
  'land/buckets', 'blocks/falling', 'blocks/support', 'land/growth', 'land/spreading', 'land/farming', 'land/precipitation', 'land/lightning', 'land/water_life', 'land/weathering', 'land/leaves', 'land/grass', 'land/fire', 'land/portals', 'items/fishing', 'players/sounds', 'commands/commands'
]

const CLOSING_MS = 200 // for the last packets to leave
const MOST_LATE_MS = 2000 // vanilla gives up catching up after this ("Can't keep up!")
const TICK_MS = 50 // https://minecraft.wiki/w/Tick

/** @type {import('./types.d.ts').Options} */
const DEFAULTS = {
  terrain: 'normal', gamemode: 0, difficulty: 2, mobs: true, viewDistance: 5, motd: 'Voyager', maxPlayers: 20, oreShare: 1
}

/**
 * @typedef {object} World
 * @property {any} serv
 * @property {import('./types.d.ts').Ctx} ctx
 * @property {((client: any) => void) | null} connect  `connect` option of mineflayer.createBot; null when listening on TCP
 * @property {number} port  where it listens, 0 in memory
 * @property {() => import('./persistence.js').Snapshot} snapshot
 * @property {() => void} go  let a world that was opened `waiting` begin to tick
 * @property {(snapshot?: import('./persistence.js').Snapshot) => Promise<void>} renew  bring the world and its players into the state in which this snapshot of it,
 *   or one taken now, is opened; no tick passes. In memory on virtual time only.
 * @property {() => Promise<void>} close
 */

/**
 * @param {object} wanted
 * @param {number} wanted.seed
 * @param {string} [wanted.version]
 * @param {import('./persistence.js').Snapshot | null} [wanted.snapshot] the world as it was then; its seed and options count
 * @param {import('../clock/virtual.js').VirtualClock | null} [wanted.clock] virtual time; null: real time
 * @param {{host?: string, port: number} | null} [wanted.listen] TCP instead of memory
 * @param {Partial<import('./types.d.ts').Options>} [wanted.options]
 * @param {boolean} [wanted.waiting] no tick passes until `go`
 * @returns {Promise<World>}
 */
export async function openWorld ({ seed, version = '1.20.4', snapshot = null, clock = null, listen = null, options = {}, waiting = false }) {
  if (snapshot && snapshot.version !== version) throw new Error(`The saved world is of ${snapshot.version}, not ${version}.`)
  const settings = { ...DEFAULTS, ...(snapshot?.options ?? {}), ...options }
  const ownSeed = snapshot?.seed ?? seed
  if (clock) clock.pending = pending
  if (listen) await portIsFree(listen)
  const registry = require('prismarine-registry')(version)
  const generator = createGenerator({ registry, seed: ownSeed, terrain: settings.terrain, oreShare: settings.oreShare, format: snapshot ? snapshot.terrain ?? 1 : undefined })

  /** Who may log in; the rest is told why not. @param {any} client */
  const admit = client => {
    if (!isName(client.username)) refuse(client, { translate: 'disconnect.genericReason', with: ['Internal Exception: java.lang.IllegalStateException: Invalid characters in username'] })
    else if (ctx.commands.refusal(client.username)) refuse(client, ctx.commands.refusal(client.username))
    else if (ctx.players.length >= settings.maxPlayers) refuse(client, { translate: 'multiplayer.disconnect.server_full' })
  }
  const serv = startServer(version, settings, listen, client => admit(client))
  const { ctx, parts, forget } = createContext({ serv, registry, version, seed: ownSeed, options: settings, generator })
  if (snapshot) ctx.chunks.edits = unpackEdits(snapshot.edits)
  const blocks = installBlocks(ctx)
  const entities = installEntities(ctx)
  const time = installTime(ctx)
  const players = installPlayers(ctx, entities, listen !== null)
  installInteraction(ctx)
  for (const name of MODULES) {
    const module = await import(`./${name}.js`)
    module.install(ctx)
  }
  if (snapshot) loadSnapshot(ctx, parts, snapshot)

  const beat = () => {
    ctx.setTick(ctx.tick() + 1)
    time.tick()
    ctx.guard('block ticks', blocks.tick)
    ctx.guard('entities', entities.tick)
    ctx.runTickers()
    ctx.guard('chunks', players.view.tick)
    serv.emit('tick', ctx.tick())
  }
  // In real time the beat keeps to the wall clock: late ticks are made up for, up to a point, as vanilla does. What clients have said meanwhile
  // comes between them.
  let due = performance.now()
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer
  let behind = false
  const catchUp = () => {
    const now = performance.now()
    if (now - due > MOST_LATE_MS) due = now - MOST_LATE_MS
    behind = due <= now && timer !== undefined
    if (!behind) return
    due += TICK_MS
    beat()
    setImmediate(catchUp)
  }
  const go = () => {
    ctx.renewing = false
    if (!clock) timer = setInterval(() => { if (!behind) catchUp() }, TICK_MS / 5)
    // Ticks are at whole multiples, so that their phase is the same in every process.
    else timer = setTimeout(() => { timer = setInterval(beat, TICK_MS); beat() }, TICK_MS - clock.now % TICK_MS)
  }
  ctx.renewing = waiting && snapshot !== null
  if (!waiting) go()
  const renewal = createRenewal(ctx, parts, players, forget)
  serv._server.on('playerJoin', (/** @type {any} */ client) => ctx.guard('join', () => players.join(client)))

  const opened = new Promise((resolve, reject) => {
    if (serv.listeningPort !== undefined) resolve(undefined)
    serv.once('listening', resolve)
    serv.once('error', reject)
  })
  if (clock) {
    await clock.settle()
  }
  await opened
  serv.on('error', () => {}) // of a listening server: it lives on
  return {
    serv,
    ctx,
    connect: listen ? null : connectOption(serv._server),
    port: serv.listeningPort ?? 0,
    snapshot: () => takeSnapshot(ctx, parts),
    go,
    renew: async (state = takeSnapshot(ctx, parts)) => {
      if (!clock) throw new Error('Only a world on virtual time can be renewed.')
      await clock.settle()
      renewal.renew(state)
      await clock.settle()
      renewal.stand(state)
    },
    close: async () => {
      clearInterval(timer)
      timer = undefined
      for (const player of [...ctx.players]) player.kick({ translate: 'multiplayer.disconnect.server_shutdown' })
      serv._server.socketServer.close()
      if (!listen) return
      await new Promise(resolve => setTimeout(resolve, CLOSING_MS))
      for (const client of Object.values(serv._server.clients)) {
        client.socket?.destroy()
        clearTimeout(client.closeTimer)
      }
    }
  }
}

/**
 * Say that a port is taken before flying-squid starts: it would wait for it and then fail where nobody can catch it.
 * @param {{host?: string, port: number}} address
 * @returns {Promise<void>}
 */
function portIsFree ({ host = '127.0.0.1', port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (/** @type {any} */ error) => reject(new Error(error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use. Stop the program that uses it or choose another port.`
      : error.code === 'EACCES'
        ? `Port ${port} on ${host} is not open to you. Choose one above 1023.`
        : `${host} is no address of this machine (${error.code}). Leave --host out, or give 0.0.0.0 for all of its addresses.`)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** @param {string} version @param {import('./types.d.ts').Options} settings @param {{host?: string, port: number} | null} listen @param {(client: any) => void} admit */
function startServer (version, settings, listen, admit) {
  // flying-squid loads its own rules from a folder when a server is made: give it none
  const plugins = require('flying-squid/src/lib/plugins')
  plugins.initPlugins = () => { plugins.builtinPlugins = [] }
  const { createMCServer } = require('flying-squid')
  const serv = createMCServer({
    ...(listen ? { host: listen.host ?? '127.0.0.1', port: listen.port } : { Server: MemoryServer }),
    motd: settings.motd,
    'max-players': settings.maxPlayers,
    'online-mode': false,
    hideErrors: true,
    logging: false,
    version,
    // in memory nobody is lost, and virtual time may stand still for long
    ...(listen ? {} : { kickTimeout: 1e9, keepAlive: false }),
    beforeLogin: admit,
    validateChannelProtocol: false, // a check of the library's own tables, 100 ms at each login
    errorHandler: (/** @type {any} */ client, /** @type {any} */ error) => refuse(client, { translate: 'disconnect.genericReason', with: [`Internal Exception: ${error?.message ?? error}`] })
  })
  guardWire(serv._server, listen !== null)
  serv._server.on('connection', (/** @type {any} */ client) => {
    client.on('state', (/** @type {string} */ state) => {
      if (state !== 'configuration') return
      client.write('feature_flags', { features: ['minecraft:vanilla'] })
      client.write('tags', require('flying-squid/src/lib/plugins/loginTags.json'))
      client.write('custom_payload', { channel: 'minecraft:brand', data: Buffer.from(`\x07vanilla`) }) // a string and its length
    })
  })
  serv.tickCount = 0
  return serv
}
