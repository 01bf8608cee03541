/**
 * A fresh JavaScript world for each attempt, holding what programs may use and nothing of the last attempt.
 *
 * Knows vm contexts and how sources become functions there. It is not a wall (harden.js is): it keeps attempts
 * apart, gives programs game time for Date and seeded numbers for Math.random, and keeps their line numbers.
 */
import vm from 'node:vm'

/** @typedef {import('../protocol.js').Source} Source */

// Runs inside the new context: its Date and Math are its own, so they are bound to game time there.
const CLOCKWORK = new vm.Script(`(now, random) => {
  const RealDate = Date
  globalThis.Date = class Date extends RealDate {
    constructor (...args) { if (args.length === 0) super(now()); else super(...args) }
    static now () { return now() }
  }
  Math.random = () => random()
  Error.stackTraceLimit = 40
  for (const name of ['WebAssembly', 'SharedArrayBuffer', 'Atomics', 'gc']) delete globalThis[name]
}`, { filename: 'clockwork' })

/**
 * @param {Record<string, unknown>} globals
 * @param {{now: () => number, random: () => number}} time
 */
export function freshContext (globals, { now, random }) {
  const target = Object.create(null)
  const context = vm.createContext(target, {
    name: 'attempt', codeGeneration: { strings: false, wasm: false }
  })
  CLOCKWORK.runInContext(context)(now, random)
  for (const [name, value] of Object.entries(globals)) offer(target, name, value)
  return target
}

/** A name that programs can read and shadow, but not replace for others. @param {any} target @param {string} name @param {unknown} value */
export function offer (target, name, value) {
  Object.defineProperty(target, name, { value, writable: false, enumerable: true, configurable: false })
}

/**
 * The function `name` that `code` declares. Each source has a scope of its own, so two skills may have helpers of the
 * same name; line 1 of the code is line 1 in stack traces.
 * @param {Source} source
 * @param {any} context
 * @returns {(...args: any[]) => any}
 * @throws {SyntaxError}
 */
export function compile ({ name, code }, context) {
  const make = vm.compileFunction(`${code}\n;return ${name}`, [], { filename: `${name}.js`, parsingContext: context })
  return make()
}
