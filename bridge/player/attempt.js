/**
 * One attempt: the context a program runs in, what it says and hears, and how it ends.
 *
 * Knows the program and everything it is handed. Does not know how the player is readied before and left afterwards;
 * run.js does. Whatever the program does ends in one Ending.
 */
import { clip, fault, LINE_LENGTH } from '../protocol.js'
import { Tether, viewOf } from './bot_view.js'
import { compile, freshContext, offer } from './context.js'
import { fail } from './failure.js'
import { comesFrom, described, faultOf, knownFiles, lineIn } from './faults.js'
import { GOALS } from './globals.js'
import { shortText, Tracer } from './trace.js'

/** @typedef {import('../protocol.js').Source} Source */
/** @typedef {import('../protocol.js').Fault} Fault */
/** @typedef {import('../protocol.js').Limits} Limits */
/** @typedef {import('./run.js').Runner} Runner */
/** @typedef {{outcome: import('../protocol.js').Outcome, fault: Fault | null}} Ending */

const MOST_CHAT = 100 // lines kept of one attempt, for the program and for others each
const MOST_STRAYS = 5
const NAME = /^[A-Za-z_$][\w$]*$/

/** One program from its first statement to its last word. */
export class Attempt {
  /** @param {Runner} runner @param {Source} program @param {Source[]} skills */
  constructor (runner, program, skills) {
    this.runner = runner
    this.program = program
    this.skills = skills
    const { place, primitives } = runner
    this.sources = knownFiles([program], skills, primitives)
    this.tether = new Tether()
    this.tracer = new Tracer(place.bot, place.ticks, this.tether, error => faultOf(error, this.sources).kind,
      stack => lineIn(stack, `${program.name}.js`))
    /** @type {Fault[]} */
    this.faults = []
    /** @type {string[]} */
    this.said = []
    /** @type {string[]} */
    this.heard = []
    this.left = { said: 0, heard: 0 }
    /** @type {(ending: Ending) => void} */
    this.end = () => {}
    /** @type {Promise<Ending>} */
    this.ended = new Promise(resolve => { this.end = resolve })
    this.view = viewOf(place.bot, this.tether, {
      said: line => this.say(line),
      ticks: place.ticks,
      strayed: error => this.stray(error, 'threw')
    })
    this.listen(place.bot)
  }

  /** @param {any} bot */
  listen (bot) {
    let lastWords = ''
    const hear = (/** @type {string} */ text, /** @type {string} */ _position, /** @type {any} */ _message, /** @type {any} */ sender) => {
      const line = clip(String(text).replace(/\s+/g, ' ').trim(), LINE_LENGTH)
      if (line === '' || (sender && sender === bot.player?.uuid) || this.said.some(own => line.endsWith(own))) return
      if (line.includes(bot.username)) lastWords = line
      if (this.heard.length < MOST_CHAT) this.heard.push(line)
      else this.left.heard++
    }
    const die = () => {
      // the message that says how comes with the same packets: let them in
      const at = bot.entity.position
      Promise.resolve().then(() => this.end({
        outcome: 'died',
        fault: fault({
          kind: 'died',
          message: lastWords ? `The player died: ${lastWords}` : 'The player died.',
          details: { x: Math.floor(at.x), y: Math.floor(at.y), z: Math.floor(at.z), dimension: String(bot.game.dimension) }
        })
      }))
    }
    const lose = () => this.end({ outcome: 'world_lost', fault: null })
    bot.on('messagestr', hear)
    bot.on('death', die)
    bot.on('end', lose)
    this.tether.onEnd(() => {
      bot.removeListener('messagestr', hear)
      bot.removeListener('death', die)
      bot.removeListener('end', lose)
    })
  }

  /** @param {Limits} limits @returns {Promise<Ending>} */
  async run (limits) {
    const { place } = this.runner
    let main
    try {
      main = this.prepare()
    } catch (error) {
      return { outcome: 'rejected', fault: faultOf(error, this.sources, 'syntax') }
    }
    // no await between here and `place.run`: the program's first statements run at once, the clock stands still
    const finished = Promise.resolve().then(() => main(this.view)).then(
      () => this.end({ outcome: 'finished', fault: null }),
      error => this.end({ outcome: 'threw', fault: faultOf(error, this.sources) })
    )
    finished.catch(() => {})
    const how = await place.run(this.ended, limits.game_s * 1000, limits.wall_s * 1000)
    if (how === 'settled') return this.unsettled(await this.ended)
    const open = this.tracer.unsettled()
    const during = open.length ? ` It was in ${open[0]}.` : ' It was waiting for something that never came.'
    const spent = how === 'game_time' ? `${limits.game_s} s of game time` : `${limits.wall_s} s of wall time`
    return {
      outcome: 'timed_out',
      fault: fault({
        kind: 'timed_out',
        message: `The program did not finish within ${spent}.${during}`,
        details: { limit: how, seconds: how === 'game_time' ? limits.game_s : limits.wall_s, call: open[0] ?? null }
      })
    }
  }

  /** Calls that the program left running when it returned. @param {Ending} ending @returns {Ending} */
  unsettled (ending) {
    const open = this.tracer.unsettled()
    if (ending.outcome === 'finished' && open.length > 0) {
      this.faults.push(fault({
        kind: 'not_awaited',
        message: `The program returned while ${open.join(', ')} had not finished, which stopped it. Await every call.`,
        details: { call: open[0] }
      }))
    }
    return ending
  }

  /** Build the context; the program's main function. */
  prepare () {
    const { place, primitives, toolbox } = this.runner
    const { library } = toolbox
    const { tether, view } = this
    for (const { name } of [this.program, ...this.skills]) {
      if (!NAME.test(name)) fail('syntax', `${shortText(name)} is not a name for a function.`)
    }
    /** @type {Record<string, unknown>} */
    const globals = {
      bot: view,
      mcData: place.bot.registry,
      Vec3: library.Vec3,
      goals: library.goals,
      Movements: library.Movements,
      fail,
      console: this.console(),
      ...this.timers()
    }
    for (const name of GOALS) if (library.goals[name]) globals[name] = library.goals[name]
    if (toolbox.createApi) {
      const api = toolbox.createApi({
        bot: view,
        registry: place.bot.registry,
        ...library,
        ticks: place.ticks,
        gameMs: place.gameMs,
        wallMs: place.wallMs,
        random: toolbox.random,
        chests: place.chests,
        setTimeout: globals.setTimeout,
        clearTimeout: globals.clearTimeout
      })
      globals.api = tethered(api, tether)
    }
    const context = freshContext(globals, { now: place.now, random: toolbox.random })
    const taken = new Set(this.skills.map(skill => skill.name))
    for (const source of primitives) {
      if (!taken.has(source.name)) offer(context, source.name, this.traced(source, 'primitive', context))
    }
    for (const source of this.skills) {
      // a new version of a skill stands in for the old one; they cannot call each other
      if (source.name !== this.program.name) offer(context, source.name, this.traced(source, 'skill', context))
    }
    const main = compile(this.program, context)
    if (typeof main !== 'function') fail('syntax', `${this.program.name} is not a function.`)
    return main
  }

  /** Compiled at its first call: a library of a thousand skills costs nothing. @param {Source} source @param {'primitive'|'skill'} kind @param {any} context */
  traced (source, kind, context) {
    /** @type {((...args: any[]) => any) | null} */
    let compiled = null
    const call = (/** @type {any[]} */ ...args) => {
      compiled ??= compile(source, context)
      return compiled(...args)
    }
    return this.tracer.wrap(source.name, kind, call, this.view)
  }

  console () {
    const log = (/** @type {unknown[]} */ ...parts) => this.say(parts.map(part => typeof part === 'string' ? part : shortText(part)).join(' '))
    return Object.freeze({ log, info: log, warn: log, error: log, debug: () => {} })
  }

  timers () {
    /** @type {Set<any>} */
    const running = new Set()
    const guarded = (/** @type {any} */ callback, /** @type {any[]} */ args) => () => {
      if (this.tether.over) return
      try {
        const value = callback(...args)
        if (value && typeof value.then === 'function') value.then(undefined, (/** @type {unknown} */ error) => this.stray(error, 'unhandled_rejection'))
      } catch (error) {
        this.stray(error, 'threw')
      }
    }
    this.tether.onEnd(() => {
      for (const timer of running) clearTimeout(timer)
      running.clear()
    })
    const check = (/** @type {unknown} */ callback) => {
      if (typeof callback !== 'function') fail('bad_argument', 'A timer needs a function to call.')
    }
    const clear = (/** @type {any} */ timer) => {
      running.delete(timer)
      clearTimeout(timer)
    }
    return {
      setTimeout: (/** @type {any} */ callback, /** @type {any} */ ms, /** @type {any[]} */ ...args) => {
        check(callback)
        if (this.tether.over) return null
        const timer = setTimeout(() => {
          running.delete(timer)
          guarded(callback, args)()
        }, Number(ms) || 0)
        running.add(timer)
        return timer
      },
      setInterval: (/** @type {any} */ callback, /** @type {any} */ ms, /** @type {any[]} */ ...args) => {
        check(callback)
        if (this.tether.over) return null
        const timer = setInterval(guarded(callback, args), Math.max(1, Number(ms) || 0))
        running.add(timer)
        return timer
      },
      clearTimeout: clear,
      clearInterval: clear
    }
  }

  /** @param {string} line */
  say (line) {
    if (this.tether.over) return
    const short = clip(String(line).replace(/\s+/g, ' ').trim(), LINE_LENGTH)
    if (short === '') return
    if (this.said.length < MOST_CHAT) this.said.push(short)
    else this.left.said++
  }

  chatLines () {
    return [
      ...this.said, ...(this.left.said ? [`… ${this.left.said} more lines of the program left out`] : []),
      ...this.heard, ...(this.left.heard ? [`… ${this.left.heard} more lines left out`] : [])
    ]
  }

  /**
   * An error outside the program's own chain of awaits. The program's ends it; a library's is noted.
   * @param {unknown} error
   * @param {string} kind
   */
  stray (error, kind) {
    if (this.tether.over) return
    const stack = stackOf(error)
    const found = faultOf(error, this.sources, kind)
    if (kind === 'unhandled_rejection' && found.kind !== kind) {
      found.details = { ...found.details, cause: found.kind }
      found.kind = kind
    }
    if (stack === null || comesFrom(error, this.sources)) {
      this.end({ outcome: 'threw', fault: found })
    } else if (this.faults.length < MOST_STRAYS) {
      this.faults.push(found)
    }
  }
}

/** @param {any} error @returns {string | null} */
function stackOf (error) {
  try {
    return typeof error?.stack === 'string' ? error.stack : null
  } catch {
    return described(error)
  }
}

/** An object's functions, dead once the attempt is over. @param {any} api @param {Tether} tether */
function tethered (api, tether) {
  /** @type {any} */
  const bound = {}
  for (const name of Object.keys(api)) {
    bound[name] = typeof api[name] === 'function' ? tether.bind((/** @type {any[]} */ ...args) => api[name](...args)) : api[name]
  }
  return Object.freeze(bound)
}
