/**
 * What every module of the world is handed: the game's data, the world's parts, and the places to hook in.
 *
 * The shape is types.d.ts' Ctx. This file makes the parts that have no home of their own: random numbers, ticks, what is
 * kept, and the guard that turns a handler's exception into a noted fault instead of a dead server.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Chunks } from './blocks/chunks.js'
import { createRandom } from './random.js'
import { stateTables } from './blocks/states.js'

const require = createRequire(import.meta.url)
const DATA = new URL('./data/', import.meta.url)
const MOST_FAULTS = 100 // kept; more of the same help nobody

/**
 * @param {{serv: any, registry: any, version: string, seed: number, options: import('./types.d.ts').Options, generator: any}} world
 */
export function createContext ({ serv, registry, version, seed, options, generator }) {
  const random = createRandom(seed)
  const states = stateTables(registry)
  let tick = 0
  /** @type {{handler: (tick: number) => void, every: number}[]} */
  const tickers = []
  /** @type {Map<string, {save: () => any, load: (saved: any) => void}>} */
  const parts = new Map()
  /** @type {(() => void)[]} */
  const forget = []
  /** @type {any} */
  const ctx = {
    serv,
    registry,
    version,
    seed,
    options,
    generator,
    states,
    Item: require('prismarine-item')(registry),
    Block: require('prismarine-block')(registry),
    chunks: new Chunks(generator, states),
    spawnPoint: vector(generator.spawnPoint()),
    rules: {
      doDaylightCycle: true,
      doWeatherCycle: true,
      doMobSpawning: true,
      doMobLoot: true,
      doTileDrops: true,
      doEntityDrops: true,
      doFireTick: true,
      doImmediateRespawn: false,
      doInsomnia: true,
      keepInventory: false,
      naturalRegeneration: true,
      fallDamage: true,
      fireDamage: true,
      drowningDamage: true,
      mobGriefing: true,
      sendCommandFeedback: true,
      showDeathMessages: true,
      randomTickSpeed: 3,
      spawnRadius: 10,
      playersSleepingPercentage: 100
    },
    tiles: new Map(),
    faults: [],
    data: loadData(),
    players: [],
    random: random.next,
    randomInt: (/** @type {number} */ low, /** @type {number} */ high) => low + Math.floor(random.next() * (high - low + 1)),
    uuid: () => {
      let hex = ''
      for (let i = 0; i < 4; i++) hex += Math.floor(random.next() * 4294967296).toString(16).padStart(8, '0')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    randomState: random.state,
    setRandomState: random.restore,
    tick: () => tick,
    setTick: (/** @type {number} */ value) => { tick = serv.tickCount = value },
    onTick: (/** @type {(tick: number) => void} */ handler, { every = 1 } = {}) => { tickers.push({ handler, every }) },
    runTickers: () => {
      for (const { handler, every } of tickers) {
        if (tick % every !== 0) continue
        try {
          handler(tick)
        } catch (error) {
          ctx.fault('onTick', error)
        }
      }
    },
    persist: (/** @type {string} */ name, /** @type {any} */ part) => {
      if (parts.has(name)) throw new Error(`Two parts of the world are both kept as ${name}.`)
      parts.set(name, part)
    },
    renewing: false,
    onRenew: (/** @type {() => void} */ handler) => { forget.push(handler) },
    emit: (/** @type {string} */ event, /** @type {any[]} */ ...args) => serv.emit(event, ...args),
    /** Note a bug of ours; the world goes on. */
    fault: (/** @type {string} */ where, /** @type {unknown} */ error) => {
      if (ctx.faults.length < MOST_FAULTS) ctx.faults.push({ where, error })
      serv.emit('fault', where, error)
    },
    /** Run a handler; an exception is a bug of ours. */
    guard: (/** @type {string} */ where, /** @type {() => void} */ run) => {
      try {
        run()
      } catch (error) {
        ctx.fault(where, error)
      }
    }
  }
  ctx.persist('rules', {
    save: () => ({ ...ctx.rules }),
    load: (/** @type {any} */ saved) => { Object.assign(ctx.rules, saved) }
  })
  return { ctx: /** @type {import('./types.d.ts').Ctx} */ (ctx), parts, forget }
}

/** Every table of data/, by file name. @returns {Record<string, any>} */
function loadData () {
  /** @type {Record<string, any>} */
  const data = {}
  for (const file of readdirSync(DATA).sort()) {
    if (file.endsWith('.json')) data[file.slice(0, -5)] = JSON.parse(readFileSync(new URL(file, DATA), 'utf8'))
  }
  return data
}

/** @param {import('./types.d.ts').Point} point */
function vector ({ x, y, z }) {
  const { Vec3 } = require('vec3')
  return new Vec3(x, y, z)
}
