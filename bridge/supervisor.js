/**
 * What Python talks to: begins worlds, passes programs on, and replaces a player that overran, died or was tampered with.
 *
 * Knows the last saved state of each world and what a player process owes it. Holds no bot and runs no program.
 * One function, `call(text) → text`, JSON both ways: `{op, …}` → `{ok: true, …}` or `{ok: false, error: {kind, message}}`.
 * It always answers, and before the `deadline_s` of the call: an answer after Python has given up
 * would break the connection for good. Nothing may be written to standard error here, on which that
 * connection rides.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './player/check.js'
import { PlayerProcess, residentMb } from './player_process.js'
import { bareResult, DOING, fault, OBSERVATION, problems, STEP_RESULT } from './protocol.js'

/** @typedef {import('./protocol.js').WorldSpec} WorldSpec */
/** @typedef {import('./protocol.js').Observation} Observation */
/** @typedef {import('./protocol.js').Fault} Fault */
/** @typedef {import('./protocol.js').Limits} Limits */
/** @typedef {import('./protocol.js').Source} Source */

const STALLED_MS = 15_000 // without a sign of life during a program; it gives one a second whenever it awaits
const GRACE_MS = 4000 // past a program's wall time, for the player to settle, look round and save
const BEGIN_S = 60 // to enter a world, unless the call says otherwise
const QUICK_S = 20 // for everything else
const REJOIN_AFTER_MS = [1000, 3000, 6000, 10000] // a server that has just kicked the bot may need a moment
const MARGIN_S = 1 // kept back from every deadline, to answer in

/** An expected failure, told to Python as it is. */
class Refusal extends Error {
  /** @param {string} kind @param {string} message */
  constructor (kind, message) {
    super(message)
    this.kind = kind
  }
}

/** A world that Python is in, whichever process holds its player now. */
class World {
  /** @param {WorldSpec} spec @param {string} skillsDir @param {object | null} [start] of an embedded world: see protocol.js */
  constructor (spec, skillsDir, start = null) {
    this.spec = spec
    this.skillsDir = skillsDir
    this.start = start
    /** @type {PlayerProcess | null} */
    this.player = null
    /** Saved state after the last attempt. @type {string | null} */
    this.snapshot = null
    /** @type {Observation | null} */
    this.seen = null
  }

  /**
   * Enter, with a new process.
   * @param {string | null} snapshot
   * @param {number} deadlineMs
   */
  async begin (snapshot, deadlineMs) {
    await this.player?.end()
    const startedAt = performance.now()
    const player = new PlayerProcess(this.skillsDir)
    this.player = player
    const reply = await player.request('begin', {
      world: this.spec, snapshot, start: this.start, skills_dir: this.skillsDir, deadline_s: deadlineMs / 1000,
      chests: this.spec.kind === 'remote' ? this.seen?.chests ?? [] : []
    }, deadlineMs)
    if (!('answer' in reply)) {
      await player.end()
      throw 'overran' in reply
        ? new Refusal('timeout', `The ${this.spec.kind} world was not ready within ${Math.round(deadlineMs / 1000)} s.`)
        : new Refusal('broken', `The player ended while it entered the world: ${reply.gone.detail}. ${lastLine(player.output)}`)
    }
    const { answer } = reply
    if (!answer.ok) {
      await player.end()
      throw new Refusal(String(answer.error?.kind), String(answer.error?.message))
    }
    this.seen = sound(answer.observation)
    // no time has passed since: the very state that was asked for, under the very name
    this.snapshot = snapshot ?? answer.snapshot
    return {
      ...answer.info,
      node: process.version,
      startup_ms: Math.round(performance.now() - startedAt),
      rss_mb: Math.round(residentMb(player.pid) ?? 0)
    }
  }

  /** A player that answers, renewed from the last saved state if need be. @param {number} deadlineMs */
  async standing (deadlineMs) {
    if (!this.player?.alive) await this.renew(deadlineMs)
    return /** @type {PlayerProcess} */ (this.player)
  }

  /** Replace the player; the embedded world is then as it was when last saved. @param {number} deadlineMs */
  async renew (deadlineMs) {
    const end = performance.now() + deadlineMs
    for (let turn = 0; ; turn++) {
      try {
        return await this.begin(this.snapshot, Math.max(1000, end - performance.now()))
      } catch (error) {
        const wait = REJOIN_AFTER_MS[turn]
        if (this.spec.kind === 'embedded' || wait === undefined || performance.now() + wait > end) throw error
        await new Promise(resolve => setTimeout(resolve, wait))
      }
    }
  }

  /**
   * @param {Source} program @param {Source[]} skills @param {Limits} limits @param {number} graceMs @param {number} deadlineMs
   * @param {string | null} doingFile where to write what runs, for people to see; the only file that is written here
   */
  async execute (program, skills, limits, graceMs, deadlineMs, doingFile) {
    const end = performance.now() + deadlineMs
    const player = await this.standing(deadlineMs)
    player.onBeat = doing => { if (doingFile) tell(doingFile, doing) }
    const startedAt = performance.now()
    const reply = await player.request('execute', { program, skills, limits },
      Math.min(limits.wall_s * 1000 + graceMs, end - startedAt - 5000), STALLED_MS)
    const wallS = Math.round(performance.now() - startedAt) / 1000
    const left = () => Math.max(1000, end - performance.now())
    if ('answer' in reply && reply.answer.ok && reply.answer.result) {
      const { result, snapshot } = reply.answer
      const wrong = problems(STEP_RESULT, result)
      if (wrong.length > 0) throw new Refusal('bug', `The player sent a result that is none: ${wrong.slice(0, 5).join('; ')}`)
      this.seen = result.after
      this.snapshot = snapshot ?? this.snapshot
      if (result.outcome === 'world_lost') {
        await this.renew(left())
        result.after = this.seen
        result.restored = this.spec.kind === 'embedded'
      }
      return { result, snapshot: this.snapshot }
    }
    if ('answer' in reply && !reply.answer.ok) {
      throw new Refusal(String(reply.answer.error?.kind), String(reply.answer.error?.message))
    }
    const [outcome, cause] = verdictOn(reply, limits)
    await player.end()
    await this.renew(left())
    const restored = this.spec.kind === 'embedded'
    return {
      result: bareResult(outcome, /** @type {Observation} */ (this.seen), [cause], { wall_s: wallS, restored }),
      snapshot: this.snapshot
    }
  }

  /** @param {number} deadlineMs */
  async observe (deadlineMs) {
    const player = await this.standing(deadlineMs)
    const reply = await player.request('observe', {}, deadlineMs / 2)
    if ('answer' in reply && reply.answer.ok) this.seen = sound(reply.answer.observation)
    else if ('answer' in reply) throw new Refusal(String(reply.answer.error?.kind), String(reply.answer.error?.message))
    else await this.renew(deadlineMs / 2) // entering looks round as well
    return this.seen
  }

  async end () {
    await this.player?.request('end', {}, 1500)
    await this.player?.end()
    this.player = null
  }
}

/**
 * What to say of an attempt whose player had to go.
 * @param {import('./player_process.js').Reply} reply @param {Limits} limits
 * @returns {[import('./protocol.js').Outcome, Fault]}
 */
function verdictOn (reply, limits) {
  if ('overran' in reply) {
    const seconds = reply.overran === 'stalled' ? STALLED_MS / 1000 : limits.wall_s
    return ['timed_out', fault({
      kind: 'timed_out',
      message: `The program did not give control back within ${seconds} s of wall time: a loop in which no time passes?`,
      details: { limit: 'wall_time', seconds }
    })]
  }
  if ('gone' in reply) {
    return reply.gone.reason === 'memory'
      ? ['threw', fault({ kind: 'out_of_memory', message: 'The program used more memory than the player may have.' })]
      : ['threw', fault({ kind: 'exited', message: `The program ended the player's process: ${reply.gone.detail}.` })]
  }
  if (reply.answer.tampered == null) {
    return ['threw', fault({
      kind: 'threw', message: `The runner itself failed during the program: ${String(reply.answer.failed).split('\n', 3).join(' ')}`
    })]
  }
  return ['threw', fault({
    kind: 'unsafe',
    message: `The program changed the runner's own objects (${String(reply.answer.tampered).slice(0, 120)}), so its whole attempt was undone.`,
    details: { changed: String(reply.answer.tampered).slice(0, 120) }
  })]
}

/** Replace the file's content by what a program is doing; without it nothing is lost. @param {string} file @param {unknown} doing */
function tell (file, doing) {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(problems(DOING, doing).length === 0 ? doing : null))
    renameSync(`${file}.new`, file)
  } catch { /* a full disk, or a folder that has gone: the screen shows less */ }
}

/** @param {any} observation @returns {Observation} */
function sound (observation) {
  const wrong = problems(OBSERVATION, observation)
  if (wrong.length > 0) throw new Refusal('bug', `The player sent an observation that is none: ${wrong.slice(0, 5).join('; ')}`)
  return observation
}

/** @param {string} output */
const lastLine = output => output.trim().split('\n').slice(-6).join(' | ').slice(-600)

/** @type {Map<string, World>} */
const worlds = new Map()

/** @param {any} message @returns {World} */
function worldOf ({ world_id: id = '' }) {
  const world = worlds.get(id)
  if (!world) throw new Refusal('not_begun', 'No world has been entered yet.')
  return world
}

/** @param {string} skillsDir names of the primitives there; none when the folder is missing */
function primitivesIn (skillsDir) {
  try {
    return readdirSync(join(skillsDir, 'primitives')).filter(file => file.endsWith('.js')).map(file => file.slice(0, -3))
  } catch {
    return []
  }
}

/** @type {Record<string, (message: any, deadlineMs: number) => Promise<object>>} */
const operations = {
  /** First call from Python: from here on this process goes when Python goes. */
  async hello () {
    for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error', 'debug', 'trace'])) console[method] = () => {}
    process.stdin.on('end', leave).on('close', leave)
    process.on('SIGTERM', leave)
    process.on('SIGHUP', leave)
    process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group; Python decides
    process.on('unhandledRejection', () => {})
    return { node: process.version, pid: process.pid }
  },

  async begin ({ world, snapshot = null, start = null, skills_dir: skillsDir, world_id: id = '' }, deadlineMs) {
    await worlds.get(id)?.end()
    const entered = new World(world, skillsDir, start)
    worlds.set(id, entered)
    const info = await entered.begin(snapshot, deadlineMs)
    return { observation: entered.seen, snapshot: entered.snapshot, info, player_pid: entered.player?.pid ?? 0 }
  },

  async observe (message, deadlineMs) {
    return { observation: await worldOf(message).observe(deadlineMs) }
  },

  async check ({ program, skills, skills_dir: skillsDir }) {
    return check(program, { primitives: primitivesIn(skillsDir), skills })
  },

  async execute (message, deadlineMs) {
    const world = worldOf(message)
    const { program, skills = [] } = message
    const read = check(program, {
      primitives: primitivesIn(world.skillsDir), skills: skills.map((/** @type {Source} */ skill) => skill.name)
    })
    if (read.faults.length > 0) {
      return { result: bareResult('rejected', /** @type {Observation} */ (world.seen), read.faults), snapshot: world.snapshot }
    }
    const done = await world.execute({ name: read.name, code: program.code }, skills, message.limits, message.grace_ms ?? GRACE_MS, deadlineMs, message.doing_file ?? null)
    return { ...done, player_pid: world.player?.pid ?? 0 }
  },

  /** Time stands still between two programs, so what was saved after the last one is the world as it is. */
  async snapshot (message) {
    return { snapshot: worldOf(message).snapshot }
  },

  async end ({ world_id: id = '' }) {
    const world = worlds.get(id)
    worlds.delete(id)
    await world?.end()
    return {}
  }
}

function leave () {
  for (const world of worlds.values()) world.player?.kill()
  process.exit(0)
}

process.on('exit', () => { for (const world of worlds.values()) world.player?.kill() })

/**
 * @param {string} text JSON `{op, deadline_s?, world_id?, …}`
 * @returns {Promise<string>} JSON
 */
export async function call (text) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  try {
    const message = JSON.parse(text)
    const operation = Object.hasOwn(operations, message.op) ? operations[message.op] : null
    if (!operation) throw new Refusal('bug', `There is no operation ${message.op}.`)
    const deadlineS = message.deadline_s ?? defaultDeadline(message)
    const late = new Promise((_resolve, reject) => {
      timer = setTimeout(() => {
        worlds.get(message.world_id ?? '')?.player?.kill()
        reject(new Refusal('timeout', `The bridge did not finish ${message.op} within ${Math.round(deadlineS)} s.`))
      }, deadlineS * 1000)
    })
    const answer = await Promise.race([operation(message, (deadlineS - MARGIN_S) * 1000), late])
    return JSON.stringify({ ok: true, ...answer })
  } catch (error) {
    const kind = error instanceof Refusal ? error.kind : 'bug'
    const message = kind === 'bug' && !(error instanceof Refusal) ? String(error?.stack ?? error) : String(error.message)
    return JSON.stringify({ ok: false, error: { kind, message } })
  } finally {
    clearTimeout(timer)
  }
}

/** @param {any} message */
function defaultDeadline ({ op, limits }) {
  if (op === 'execute') return (limits?.wall_s ?? 120) + GRACE_MS / 1000 + BEGIN_S
  return op === 'begin' ? BEGIN_S : QUICK_S + BEGIN_S
}
