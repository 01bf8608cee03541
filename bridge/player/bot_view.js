/**
 * The bot as one attempt sees it: everything reads through to the real one, and nothing lasts.
 *
 * Knows how to stand in front of Mineflayer's bot. Does not know programs. Assigning to it (`bot.dig = …`) changes the
 * view only; listeners added through it are counted and go when the attempt ends; after that, calls do nothing and
 * promises never settle, so code that a program left running stops at its next await instead of
 * meddling with the next attempt.
 */
import { fail } from './failure.js'
import { clip, LINE_LENGTH } from '../protocol.js'

/** @typedef {(...args: any[]) => any} Fn */

const PARTS = ['pathfinder', 'tool', 'collectBlock'] // plugins' own objects on the bot
const LISTENING = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']
const SAY_EVERY_TICKS = 10 // servers kick who says more than about one line a second for long
const CLOSED_TO_PROGRAMS = ['end', 'quit', 'connect', 'loadPlugin', 'loadPlugins', 'acceptResourcePack', 'setCommandBlock']

/** Whether the attempt goes on; shared by everything that belongs to it. */
export class Tether {
  constructor () {
    this.over = false
    /** @type {(() => void)[]} */
    this.undo = []
  }

  /** Run when the attempt ends. @param {() => void} step */
  onEnd (step) { this.undo.push(step) }

  end () {
    this.over = true
    for (const step of this.undo.splice(0).reverse()) step()
  }

  /**
   * The same function, but dead once the attempt is over.
   * @template {Fn} F @param {F} call @returns {F}
   */
  bind (call) {
    const tether = this
    return /** @type {F} */ (function (...args) {
      if (tether.over) return never()
      const value = call(...args)
      return isPromise(value) ? tether.hold(value) : value
    })
  }

  /** @param {Promise<any>} promise */
  async hold (promise) {
    try {
      const value = await promise
      if (this.over) await never()
      return value
    } catch (error) {
      if (this.over) await never()
      throw error
    }
  }
}

/** @param {unknown} value @returns {value is Promise<unknown>} */
function isPromise (value) {
  return typeof value === 'object' && value !== null && typeof /** @type {any} */ (value).then === 'function' &&
    typeof /** @type {any} */ (value).catch === 'function'
}

/** A new one each time: a shared one would keep everything that ever waited on it. */
const never = () => new Promise(() => {})

/**
 * @param {any} bot
 * @param {Tether} tether
 * @param {{said: (line: string) => void, ticks: () => number, strayed: (error: unknown) => void}} hooks
 *   `said` gets what the program says; `strayed` what its listeners throw
 */
export function viewOf (bot, tether, { said, ticks, strayed }) {
  const view = Object.create(bot)
  for (const name of Object.keys(bot)) {
    if (typeof bot[name] !== 'function') continue
    define(view, name, tether.bind((...args) => bot[name](...args))) // looked up late: stopDigging is replaced on every dig
  }
  for (const part of PARTS) if (bot[part]) define(view, part, partOf(bot[part], tether))
  listening(view, bot, tether, strayed)
  let lastSaid = -Infinity
  define(view, 'chat', tether.bind(text => {
    const line = clip(String(text).replace(/\s+/g, ' ').trim(), LINE_LENGTH)
    if (line.startsWith('/')) {
      fail('bad_argument', `A program may not use server commands: ${clip(line, 60)}`, { command: clip(line, 60) })
    }
    if (line === '') return
    said(line)
    if (ticks() - lastSaid < SAY_EVERY_TICKS) return
    lastSaid = ticks()
    bot.chat(line)
  }))
  define(view, 'whisper', tether.bind((_name, text) => { said(clip(String(text), LINE_LENGTH)) }))
  for (const name of CLOSED_TO_PROGRAMS) {
    define(view, name, () => fail('bad_argument', `A program may not call bot.${name}.`, { call: `bot.${name}` }))
  }
  return view
}

/** A plugin's object: functions tethered, settings passed through. @param {any} part @param {Tether} tether */
function partOf (part, tether) {
  const view = Object.create(part)
  const owners = [part, Object.getPrototypeOf(part)]
  for (const owner of owners) {
    if (!owner || owner === Object.prototype) continue
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (name === 'constructor' || name in Object.prototype) continue
      const own = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(owner, name))
      if (typeof own.value === 'function') {
        define(view, name, tether.bind((...args) => part[name](...args)))
      } else if (own.writable) {
        Object.defineProperty(view, name, {
          get: () => part[name],
          set: value => {
            if (tether.over) return
            const before = part[name]
            part[name] = value
            tether.onEnd(() => { part[name] = before })
          },
          enumerable: true
        })
      }
    }
  }
  return view
}

/**
 * @param {any} view @param {any} bot @param {Tether} tether @param {(error: unknown) => void} strayed
 */
function listening (view, bot, tether, strayed) {
  /** @type {{event: string | symbol, given: Fn, real: Fn}[]} */
  let added = []
  for (const method of LISTENING) {
    define(view, method, (/** @type {string} */ event, /** @type {Fn} */ given) => {
      if (tether.over || typeof given !== 'function') return view
      const entry = {
        event,
        given,
        real: (/** @type {any[]} */ ...args) => {
          if (tether.over) return
          if (/once/i.test(method)) added = added.filter(each => each !== entry)
          try {
            const value = given.apply(view, args)
            if (isPromise(value)) value.catch(strayed)
          } catch (error) {
            strayed(error)
          }
        }
      }
      added.push(entry)
      bot[method](event, entry.real)
      return view
    })
  }
  const remove = (/** @type {string} */ event, /** @type {Fn} */ given) => {
    const found = added.findLast(each => each.event === event && each.given === given)
    if (found) {
      added = added.filter(each => each !== found)
      bot.removeListener(event, found.real)
    }
    return view
  }
  define(view, 'off', remove)
  define(view, 'removeListener', remove)
  define(view, 'removeAllListeners', (/** @type {string | undefined} */ event) => {
    for (const each of added.filter(each => event === undefined || each.event === event)) remove(String(each.event), each.given)
    return view
  })
  define(view, 'emit', tether.bind((/** @type {string} */ event, /** @type {any[]} */ ...args) => bot.emit(event, ...args)))
  tether.onEnd(() => {
    for (const { event, real } of added) bot.removeListener(event, real)
    added = []
  })
}

/** @param {any} target @param {string} name @param {unknown} value */
function define (target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
}
