/**
 * Virtual time for a whole Node process: `Date`, `performance.now`, timers and randomness.
 *
 * Knows when each timer is due and lets in-memory packets settle between two steps. Does not know the
 * game. Real asynchronous I/O (files, sockets) has no place in a process that runs on this clock: nothing
 * waits for it.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { createRandom } from '../world/random.js'

const require = createRequire(import.meta.url)
const util = require('node:util')
const crypto = require('node:crypto')
const perfHooks = require('node:perf_hooks')

/** The real clock and timers, for whoever must measure or bound wall time. */
export const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  Date: globalThis.Date,
  now: perfHooks.performance.now.bind(perfHooks.performance)
}

const EPOCH_MS = real.Date.UTC(2025, 0, 1) // what Date.now() says at virtual time 0

/**
 * @typedef {object} Entry
 * @property {number} due   virtual ms
 * @property {number} order ties are broken by the order of scheduling
 * @property {(...args: any[]) => void} callback
 * @property {any[]} args
 * @property {number} period ms, 0 for a timeout
 * @property {boolean} live
 */

/** What `setTimeout` returns: as much of Node's Timeout as libraries use. */
class VirtualTimer {
  /** @param {VirtualClock} clock @param {Entry} entry @param {number} id @param {number} delay */
  constructor (clock, entry, id, delay) {
    this.clock = clock
    this.entry = entry
    this.id = id
    this.delay = delay
  }

  ref () { return this }
  unref () { return this }
  hasRef () { return true }
  close () { this.clock.cancel(this); return this }
  [Symbol.toPrimitive] () { return this.id }
  [Symbol.dispose] () { this.clock.cancel(this) }

  refresh () {
    const { callback, args, period } = this.entry
    this.entry.live = false
    this.entry = this.clock.schedule(callback, this.delay, args, period)
    this.clock.timers.set(this.id, this)
    return this
  }
}

export class VirtualClock {
  constructor () {
    /** Virtual milliseconds since the clock was installed. */
    this.now = 0
    /** Called for an error thrown by a timer's callback. @type {(error: unknown) => void} */
    this.onError = error => { this.errors.push(error) }
    /** Errors that timers threw while no `onError` was set. @type {unknown[]} */
    this.errors = []
    /** How many packets are under way in memory. @type {() => number} */
    this.pending = () => 0
    /** Called whenever virtual time has moved on, before the timers due then run. @type {(() => void)[]} */
    this.listeners = []
    /** @type {Map<number, VirtualTimer>} */
    this.timers = new Map()
    /** @type {Entry[]} */
    this.heap = []
    this.sequence = 0
    this.fired = 0
    this.busy = false
  }

  /** @param {(...args: any[]) => void} callback @param {number} delay ms @param {any[]} args @param {number} period */
  schedule (callback, delay, args, period) {
    const entry = { due: this.now + delay, order: this.sequence++, callback, args, period, live: true }
    push(this.heap, entry)
    return entry
  }

  /**
   * @param {(...args: any[]) => void} callback
   * @param {unknown} ms
   * @param {any[]} args
   * @param {boolean} repeats
   */
  add (callback, ms, args, repeats) {
    if (typeof callback !== 'function') {
      throw new TypeError('The "callback" argument must be of type function.')
    }
    let delay = Number(ms)
    if (!(delay >= 1)) delay = 1 // as Node does
    if (delay > 0x7fffffff) delay = 1
    const entry = this.schedule(callback, delay, args, repeats ? delay : 0)
    const timer = new VirtualTimer(this, entry, entry.order + 1, delay)
    this.timers.set(timer.id, timer)
    entry.args = args
    timerOf.set(entry, timer)
    return timer
  }

  /** @param {any} handle */
  cancel (handle) {
    if (handle === null || handle === undefined) return
    const timer = handle instanceof VirtualTimer ? handle : this.timers.get(Number(handle))
    if (!timer) return
    timer.entry.live = false
    this.timers.delete(timer.id)
  }

  /** Wait until no packet is under way in memory and the microtasks have run. */
  settle () {
    return new Promise(resolve => {
      let quiet = 0
      const look = () => {
        if (this.pending() > 0) quiet = 0
        else if (++quiet >= 2) return resolve(undefined)
        real.setImmediate(look)
      }
      real.setImmediate(look)
    })
  }

  /**
   * Let `ms` of virtual time pass, or less if `until` says so after some step.
   * @param {number} ms
   * @param {() => boolean} [until]
   * @returns {Promise<boolean>} whether `until` became true
   */
  async advance (ms, until) {
    if (this.busy) throw new Error('The virtual clock is already advancing: one caller at a time.')
    this.busy = true
    try {
      const target = this.now + ms
      await this.settle()
      if (until?.()) return true
      while (this.heap.length > 0) {
        const first = this.heap[0]
        if (!first.live) { pop(this.heap); continue }
        if (first.due > target) break
        this.now = Math.max(this.now, first.due)
        await this.step(first.due)
        await this.settle()
        if (until?.()) return true
      }
      this.now = Math.max(this.now, target)
      return false
    } finally {
      this.busy = false
    }
  }

  /** Run everything due at `due`. @param {number} due */
  async step (due) {
    while (this.heap.length > 0 && this.heap[0].due <= due) {
      const entry = pop(this.heap)
      if (!entry.live) continue
      this.fired++
      const timer = timerOf.get(entry)
      if (entry.period > 0 && timer) {
        timer.entry = this.schedule(entry.callback, entry.period, entry.args, entry.period)
        timerOf.set(timer.entry, timer)
        timerOf.delete(entry)
      } else if (timer) {
        this.timers.delete(timer.id)
      }
      try {
        entry.callback(...entry.args)
      } catch (error) {
        this.onError(error)
      }
      await null // promises that this callback resolved continue before the next callback
    }
  }

  /**
   * Advance until `promise` settles.
   * @template T
   * @param {Promise<T>} promise
   * @param {number} maxMs virtual ms
   * @returns {Promise<T>}
   * @throws {Error} `timed_out` when it has not settled by then
   */
  async runUntil (promise, maxMs) {
    let settled = false
    /** @type {T | undefined} */
    let value
    /** @type {{error: unknown} | undefined} */
    let failure
    promise.then(v => { settled = true; value = v }, error => { settled = true; failure = { error } })
    await this.advance(maxMs, () => settled)
    if (!settled) throw new Error(`timed_out: not finished after ${maxMs} ms of game time`)
    if (failure) throw failure.error
    return /** @type {T} */ (value)
  }
}

/** @type {WeakMap<Entry, VirtualTimer>} */
const timerOf = new WeakMap()

/** @param {Entry} a @param {Entry} b */
const before = (a, b) => a.due !== b.due ? a.due < b.due : a.order < b.order

/** @param {Entry[]} heap @param {Entry} entry */
function push (heap, entry) {
  let i = heap.push(entry) - 1
  while (i > 0) {
    const parent = (i - 1) >> 1
    if (!before(entry, heap[parent])) break
    heap[i] = heap[parent]
    i = parent
  }
  heap[i] = entry
}

/** @param {Entry[]} heap @returns {Entry} */
function pop (heap) {
  const top = heap[0]
  const last = /** @type {Entry} */ (heap.pop())
  if (heap.length === 0) return top
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++
    if (!before(heap[child], last)) break
    heap[i] = heap[child]
    i = child
  }
  heap[i] = last
  return top
}

/** @type {VirtualClock | null} */
let installed = null

/**
 * Put the process on virtual time. Call it before Mineflayer and flying-squid are loaded: some libraries keep what
 * they find at load. Calling it again returns the same clock.
 * @param {{seed?: number}} [options] seed of `Math.random` and `crypto.randomBytes`
 * @returns {VirtualClock}
 */
export function installVirtualClock ({ seed = 1 } = {}) {
  if (installed) return installed
  const clock = new VirtualClock()
  installed = clock

  /** @type {any} */
  const timeout = (/** @type {any} */ callback, /** @type {any} */ ms, /** @type {any[]} */ ...args) =>
    clock.add(callback, ms, args, false)
  timeout[util.promisify.custom] = (/** @type {number} */ ms, /** @type {any} */ value) =>
    new Promise(resolve => clock.add(resolve, ms, [value], false))
  const interval = (/** @type {any} */ callback, /** @type {any} */ ms, /** @type {any[]} */ ...args) =>
    clock.add(callback, ms, args, true)
  const clear = (/** @type {any} */ handle) => clock.cancel(handle)
  Object.assign(globalThis, {
    setTimeout: timeout, setInterval: interval, clearTimeout: clear, clearInterval: clear
  })
  const timers = require('node:timers')
  Object.assign(timers, {
    setTimeout: timeout, setInterval: interval, clearTimeout: clear, clearInterval: clear
  })
  const promises = require('node:timers/promises')
  promises.setTimeout = timeout[util.promisify.custom]

  class VirtualDate extends real.Date {
    /** @param {...any} args */
    constructor (...args) {
      if (args.length === 0) super(EPOCH_MS + Math.floor(clock.now))
      else super(.../** @type {[any]} */ (args))
    }

    static now () { return EPOCH_MS + Math.floor(clock.now) }
  }
  globalThis.Date = /** @type {DateConstructor} */ (/** @type {unknown} */ (VirtualDate))
  perfHooks.performance.now = () => clock.now

  const random = createRandom(seed)
  Math.random = random.next
  const bytes = createRandom(seed ^ 0x5bd1e995)
  /** @type {any} */
  const randomBytes = (/** @type {number} */ size, /** @type {any} */ callback) => {
    const buffer = Buffer.alloc(size)
    for (let i = 0; i < size; i++) buffer[i] = Math.floor(bytes.next() * 256)
    if (!callback) return buffer
    callback(null, buffer)
    return undefined
  }
  crypto.randomBytes = randomBytes
  crypto.randomUUID = () => {
    const hex = crypto.randomBytes(16).toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
  }
  syncBuiltinESMExports()
  return clock
}
