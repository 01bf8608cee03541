/**
 * Records every call of a primitive or a skill: arguments, ticks, outcome, and what it changed.
 *
 * Knows the bot's inventory and place before and after each call. Does not know what a primitive is for. Which call
 * encloses which follows the asynchronous context, so calls under Promise.all have the right parent too.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { clip, positionOf } from '../protocol.js'
import { inventoryCounts } from './observe.js'

/** @typedef {import('../protocol.js').Call} Call */

export const MOST_CALLS = 400 // kept; a program that calls more has a loop, and the first ones tell which
const ARGUMENT_LENGTH = 80
const DOING_LENGTH = 120
const TICKS_PER_SECOND = 20
const MOVED = 0.5 // blocks; less is a shuffle

export class Tracer {
  /**
   * @param {any} bot
   * @param {() => number} ticks
   * @param {import('./bot_view.js').Tether} tether
   * @param {(error: unknown) => string} kindOf the fault kind of what was thrown
   * @param {(stack: string) => number | null} lineOf the program's line in a stack trace
   */
  constructor (bot, ticks, tether, kindOf, lineOf = () => null) {
    this.bot = bot
    this.ticks = ticks
    this.tether = tether
    this.kindOf = kindOf
    this.lineOf = lineOf
    /** The program's line that each call comes from. @type {(number | null)[]} */
    this.lines = []
    /** @type {Call[]} */
    this.calls = []
    this.leftOut = 0
    /** @type {AsyncLocalStorage<number | null>} */
    this.enclosing = new AsyncLocalStorage()
    /** Calls that have not settled. @type {Set<string>} */
    this.open = new Set()
    this.serial = 0
  }

  /**
   * @param {string} name
   * @param {'primitive'|'skill'} kind
   * @param {(...args: any[]) => any} call
   * @param {unknown} self the bot; not shown among the arguments
   */
  wrap (name, kind, call, self) {
    const tracer = this
    return async function traced (/** @type {any[]} */ ...args) {
      if (tracer.tether.over) await new Promise(() => {})
      const index = tracer.enter(name, kind, args, self)
      const before = inventoryCounts(tracer.bot)
      const stood = tracer.bot.entity.position.clone()
      const mark = `${name}#${tracer.serial++}`
      tracer.open.add(mark)
      let outcome = 'ok'
      try {
        const value = await tracer.enclosing.run(index, () => call(...args))
        if (tracer.tether.over) await new Promise(() => {})
        return value
      } catch (error) {
        if (tracer.tether.over) await new Promise(() => {})
        outcome = tracer.kindOf(error)
        throw error
      } finally {
        tracer.open.delete(mark)
        tracer.leave(index, outcome, before, stood)
      }
    }
  }

  /** @param {string} name @param {'primitive'|'skill'} kind @param {any[]} args @param {unknown} self */
  enter (name, kind, args, self) {
    if (this.calls.length >= MOST_CALLS) {
      this.leftOut++
      return null
    }
    const parent = this.enclosing.getStore() ?? null
    this.lines.push(parent === null ? this.lineOf(String(new Error('').stack)) : this.lines[parent])
    this.calls.push({
      name,
      kind,
      parent,
      arguments: args.filter(each => each !== self).slice(0, 8).map(shortText),
      start_tick: this.ticks(),
      ticks: 0,
      outcome: 'unfinished',
      gained: {},
      moved_to: null
    })
    return this.calls.length - 1
  }

  /** @param {number | null} index @param {string} outcome @param {Record<string, number>} before @param {any} stood */
  leave (index, outcome, before, stood) {
    if (index === null) return
    const call = this.calls[index]
    const at = this.bot.entity.position
    call.ticks = Math.max(0, this.ticks() - call.start_tick)
    call.outcome = outcome
    call.gained = change(before, inventoryCounts(this.bot))
    call.moved_to = stood.distanceTo(at) > MOVED ? positionOf(at) : null
  }

  /** Close what never settled, now that the attempt is over. */
  finish () {
    for (const call of this.calls) {
      if (call.outcome === 'unfinished') call.ticks = Math.max(0, this.ticks() - call.start_tick)
    }
  }

  /**
   * What runs now: the call that began last of those that have not settled, and the program's line behind it.
   * @returns {import('../protocol.js').Doing | null} null between two calls
   */
  doing () {
    const index = this.calls.findLastIndex(call => call.outcome === 'unfinished')
    if (index < 0) return null
    const { name, arguments: args, start_tick: began } = this.calls[index]
    return { call: clip(`${name}(${args.join(', ')})`, DOING_LENGTH), line: this.lines[index], seconds: (this.ticks() - began) / TICKS_PER_SECOND }
  }

  /** Names of the calls that have not settled, innermost last. */
  unsettled () {
    return [...this.open].map(mark => mark.slice(0, mark.indexOf('#')))
  }
}

/** @param {Record<string, number>} before @param {Record<string, number>} after */
function change (before, after) {
  /** @type {Record<string, number>} */
  const difference = {}
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const amount = (after[name] ?? 0) - (before[name] ?? 0)
    if (amount !== 0) difference[name] = amount
  }
  return difference
}

/** A value of a program as short text; whatever it is, this does not throw. @param {any} value @returns {string} */
export function shortText (value) {
  try {
    if (typeof value === 'string') return clip(JSON.stringify(value), ARGUMENT_LENGTH)
    if (value === null || typeof value !== 'object') {
      return typeof value === 'function' ? 'function' : clip(String(value), ARGUMENT_LENGTH)
    }
    if (isNumber(value.x) && isNumber(value.y) && isNumber(value.z)) return `(${value.x}, ${value.y}, ${value.z})`
    if (typeof value.name === 'string') return clip(value.name, ARGUMENT_LENGTH)
    return clip(JSON.stringify(value) ?? typeof value, ARGUMENT_LENGTH)
  } catch {
    return 'object'
  }
}

/** @param {unknown} value @returns {value is number} */
const isNumber = value => typeof value === 'number'
