/**
 * Tells whether a program changed something that belongs to the runner and would outlive it.
 *
 * Knows the prototypes and functions of this process that the bot and the world stand on, and their state before the
 * program. Does not know intentions. Listeners are put back in silence, since the bot's own come and go; for
 * anything else the whole process is not trusted any more and is replaced.
 */

const NAMES = ['Object', 'Array', 'Function', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Map', 'Set', 'WeakMap', 'WeakSet',
  'Promise', 'RegExp', 'Date', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'Math', 'JSON', 'Reflect', 'Proxy', 'Buffer',
  'ArrayBuffer', 'DataView', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array',
  'Float64Array', 'BigInt64Array', 'BigUint64Array', 'console', 'Intl', 'EventTarget', 'AbortController', 'URL', 'TextDecoder', 'TextEncoder']

// mineflayer puts its own new functions here as it works
const CHANGING = new Set(['stopDigging', 'currentWindow', 'heldItem', 'entity'])
// the cache of functions that are made on first use
const LAZY = /^(_|fetch$|crypto$|navigator$|onmessage$)/

export class Baseline {
  /** @param {any} bot @param {Record<string, any>} library */
  constructor (bot, library) {
    this.bot = bot
    /** Fully held: no key may come, go or change. @type {[string, any][]} */
    this.held = []
    /** Functions held, data free: objects that live. @type {[string, any][]} */
    this.living = [['bot', bot], ['bot._client', bot._client], ['bot.pathfinder', bot.pathfinder], ['bot.inventory', bot.inventory], ['bot.tool', bot.tool], ['bot.collectBlock', bot.collectBlock], ['globalThis', globalThis]]
    this.living = this.living.filter(([, target]) => target !== null && typeof target === 'object')
    const globals = /** @type {any} */ (globalThis)
    for (const name of NAMES) {
      const value = globals[name]
      if (value === undefined || value === null) continue
      this.hold(name, value)
      if (typeof value === 'function') this.hold(`${name}.prototype`, value.prototype)
    }
    this.hold('iterators', Object.getPrototypeOf([][Symbol.iterator]()))
    this.hold('iterators', Object.getPrototypeOf(new Map()[Symbol.iterator]()))
    this.hold('iterators', Object.getPrototypeOf(new Set()[Symbol.iterator]()))
    this.hold('async functions', Object.getPrototypeOf(async function () {}))
    this.hold('generators', Object.getPrototypeOf(function * () {}))
    this.hold('typed arrays', Object.getPrototypeOf(Uint8Array.prototype))
    this.hold('typed arrays', Object.getPrototypeOf(Uint8Array))
    this.hold('Movements.prototype', library.Movements.prototype)
    for (const [name, target] of [['the bot', bot], ['the client', bot._client], ['the inventory', bot.inventory], ['the world', bot.world],
      ['an entity', bot.entity], ['a block', bot.blockAt(bot.entity.position)], ['a column', bot.world.getColumnAt(bot.entity.position)]]) {
      for (let prototype = target && Object.getPrototypeOf(target); prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
        this.hold(`the prototype of ${name}`, prototype)
      }
    }
    /** @type {Map<any, {label: string, full: boolean, properties: Map<PropertyKey, PropertyDescriptor>}>} */
    this.before = new Map()
    /** @type {[any, Map<string | symbol, Function[]>][]} */
    this.listeners = []
  }

  /** @param {string} label @param {any} target */
  hold (label, target) {
    if ((typeof target === 'object' && target !== null) || typeof target === 'function') this.held.push([label, target])
  }

  begin () {
    // what is held does not change while the bot lives, so one look is enough
    if (this.before.size === 0) for (const [label, target] of this.held) this.before.set(target, { label, full: true, properties: propertiesOf(target) })
    for (const [label, target] of this.living) this.before.set(target, { label, full: false, properties: propertiesOf(target) })
    this.listeners = [this.bot, this.bot._client, this.bot.inventory].map(emitter => [emitter, listenersOf(emitter)])
  }

  /** @returns {string | null} */
  changed () {
    for (const [emitter, known] of this.listeners) restoreListeners(emitter, known)
    for (const [target, { label, full, properties }] of this.before) {
      const difference = firstDifference(target, properties, full)
      if (difference !== null) return `${label}: ${difference}`
    }
    return null
  }
}

/** @param {any} target @returns {Map<PropertyKey, PropertyDescriptor>} */
function propertiesOf (target) {
  const properties = new Map()
  for (const key of Reflect.ownKeys(target)) properties.set(key, /** @type {PropertyDescriptor} */ (Reflect.getOwnPropertyDescriptor(target, key)))
  return properties
}

/**
 * @param {any} target @param {Map<PropertyKey, PropertyDescriptor>} before @param {boolean} full
 * @returns {string | null}
 */
function firstDifference (target, before, full) {
  if (!full && !Object.isExtensible(target)) return 'frozen'
  for (const key of Reflect.ownKeys(target)) {
    const known = before.get(key)
    const now = /** @type {PropertyDescriptor} */ (Reflect.getOwnPropertyDescriptor(target, key))
    const name = String(key)
    if (!full && (CHANGING.has(name) || LAZY.test(name))) continue
    if (known === undefined) {
      if (full || typeof now.value === 'function' || now.get) return `${name} was added`
    } else if (known.get !== now.get || known.set !== now.set) {
      return `${name} was replaced`
    } else if (known.value !== now.value && !(Number.isNaN(known.value) && Number.isNaN(now.value)) &&
      (full || typeof known.value === 'function' || typeof now.value === 'function')) {
      return `${name} was replaced`
    }
  }
  for (const [key, known] of before) {
    if ((full || typeof known.value === 'function') && !Object.prototype.hasOwnProperty.call(target, key)) return `${String(key)} was removed`
  }
  return null
}

/** @param {any} emitter @returns {Map<string | symbol, Function[]>} */
function listenersOf (emitter) {
  return new Map(emitter.eventNames().map((/** @type {string | symbol} */ name) => [name, emitter.rawListeners(name)]))
}

/** @param {any} emitter @param {Map<string | symbol, Function[]>} known */
function restoreListeners (emitter, known) {
  for (const name of emitter.eventNames()) {
    const before = known.get(name) ?? []
    for (const listener of emitter.rawListeners(name)) if (!before.includes(listener)) emitter.removeListener(name, listener)
  }
  for (const [name, listeners] of known) {
    const now = emitter.rawListeners(name)
    // one that was to be called once has been
    for (const listener of listeners) if (!now.includes(listener) && !('listener' in listener)) emitter.on(name, listener)
  }
}
