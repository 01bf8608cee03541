/**
 * The player process: one bot in one world, serving the supervisor's messages one at a time.
 *
 * Knows the order of things at start: enter the world, read the primitives, harden, then serve. Ends when the
 * supervisor's channel closes. Writes nothing but diagnostics to its own output, which the supervisor keeps for
 * failures.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { EntryFailed } from './bot.js'
import { enterEmbedded } from './embedded.js'
import { harden } from './harden.js'
import { defaultMovements, Runner } from './run.js'

/** @typedef {import('../protocol.js').WorldSpec} WorldSpec */
/** @typedef {import('../protocol.js').Source} Source */

const require = createRequire(import.meta.url)
const send = /** @type {NonNullable<typeof process.send>} */ (process.send).bind(process)
const startedAt = performance.now()
const BEAT_MS = 250 // between two signs of life while a program runs, as often as a screen is drawn; by the wall clock, so held from before a virtual one
const ANSWER_MS = 1500 // kept back from the deadline for entering, so that what went wrong is still told
const every = globalThis.setInterval
const stopBeating = globalThis.clearInterval

// Ctrl-C in a terminal goes to every process of the group; who stops whom is decided in Python.
process.on('SIGINT', () => {})
process.on('disconnect', () => leave())

// held from before the walls go up: nobody else gets to end this process
const exit = /** @type {any} */ (process).reallyExit.bind(process)
const leave = () => exit(0)

/** @type {Runner | null} */
let runner = null
/** @type {import('./harden.js').Watch | null} */
let watch = null
/** Start a new stream of random numbers, from the world's seed and age. */
let reseed = () => {}

process.on('unhandledRejection', error => runner?.stray(error, 'unhandled_rejection'))
process.on('uncaughtException', error => {
  if (runner?.current) runner.stray(error, 'threw')
  else console.error('uncaught outside any program:', error)
})

/** @param {string} folder @returns {Source[]} */
function readPrimitives (folder) {
  let files
  try {
    files = readdirSync(join(folder, 'primitives'))
  } catch {
    return []
  }
  return files.filter(file => /^[A-Za-z_$][\w$]*\.js$/.test(file)).sort()
    .map(file => ({ name: file.slice(0, -3), code: readFileSync(join(folder, 'primitives', file), 'utf8') }))
}

/** @type {Record<string, (message: any) => Promise<object>>} */
const operations = {
  /** @param {{world: WorldSpec, snapshot: string | null, skills_dir: string, deadline_s: number, chests?: any[], start?: any}} message */
  async begin ({ world, snapshot, skills_dir, deadline_s, chests = [], start = null }) {
    const place = world.kind === 'embedded'
      ? await enterEmbedded(world, snapshot, start)
      : await (await import('./remote.js')).enterRemote(world, deadline_s * 1000 - performance.now() - ANSWER_MS)
    for (const chest of chests) if (!snapshot) place.chests.remember(chest.position, chest.name, chest.items ?? {})
    const library = {
      Vec3: require('vec3').Vec3,
      goals: require('mineflayer-pathfinder').goals,
      Movements: require('mineflayer-pathfinder').Movements
    }
    place.bot.pathfinder.setMovements(defaultMovements(library.Movements, place.bot))
    const { createApi } = await import('./api.js')
    runner = new Runner(place, readPrimitives(skills_dir), { createApi, library, random: () => Math.random() })
    if (place.embedded) {
      const { installVirtualClock } = await import('../clock/virtual.js')
      installVirtualClock().onError = error => runner?.stray(error, 'threw')
      // every attempt draws from a stream of its own, so what came before a restart does not matter
      const { createRandom } = await import('../world/random.js')
      let stream = createRandom(world.seed)
      Math.random = () => stream.next()
      reseed = () => { stream = createRandom((world.seed ^ Math.imul(place.ticks() + 1, 0x9e3779b1)) | 0) }
    }
    const observation = runner.observe()
    const answer = {
      observation,
      snapshot: place.snapshot(),
      info: { game_version: String(place.bot.version), startup_ms: Math.round(place.wallMs() - startedAt) }
    }
    watch = harden(place, library)
    return answer
  },

  async observe () {
    return { observation: standing().observe() }
  },

  /** @param {{program: Source, skills: Source[], limits: import('../protocol.js').Limits}} message */
  async execute ({ program, skills, limits }) {
    const active = standing()
    watch?.begin()
    reseed()
    /** @type {import('../protocol.js').StepResult} */
    let result
    const beat = every(() => send({ beat: active.place.ticks(), doing: active.current?.tracer.doing() ?? null }), BEAT_MS)
    try {
      result = await active.execute(program, skills, limits)
    } catch (error) {
      return { tampered: watch?.changed() ?? null, failed: String(error?.stack ?? error) }
    } finally {
      stopBeating(beat)
    }
    const tampered = watch?.changed() ?? null
    if (tampered !== null) return { tampered }
    return { result, snapshot: active.place.lost() === null ? active.place.snapshot() : null }
  },

  async end () {
    runner?.place.leave()
    return {}
  }
}

/** @returns {Runner} */
function standing () {
  if (!runner) throw new EntryFailed('not_begun', 'No world has been entered yet.')
  return runner
}

let queue = Promise.resolve()

process.on('message', (/** @type {any} */ message) => {
  queue = queue.then(async () => {
    /** @type {object} */
    let answer
    try {
      answer = { ok: true, ...await operations[message.op](message) }
    } catch (error) {
      const kind = error instanceof EntryFailed ? error.kind : 'bug'
      answer = { ok: false, error: { kind, message: kind === 'bug' ? String(error?.stack ?? error) : error.message } }
    }
    send({ id: message.id, ...answer }, undefined, undefined, () => { if (message.op === 'end') leave() })
  })
})

send({ ready: true })
