/**
 * The walls around programs. What follows is said in the same words in the README.
 *
 * Programs run in a process of their own that holds no secret: its environment is empty, Node's permission model lets
 * it read the bridge and the skills and nothing else, and it can be killed at any moment.
 *
 * Covered, and attacked by test/walls.test.js:
 * - endless loops before or after an await, microtask loops, promises that never settle: ended by deadlines in game time
 *   and wall time
 * - memory: the process has a limit, on the heap and as a whole, and is killed when it passes it
 * - files outside the bridge and the skills, writing anywhere, child processes, worker threads, native addons: Node's
 *   permission model
 * - environment variables: the process has none
 * - the network: in the embedded world nothing can be opened; in a remote world only the bot's own connection exists, and
 *   no property leads to its socket
 * - code from text: eval, the Function constructors, import(); signals to other processes; messages to the supervisor
 * - what a program leaves behind: timers, listeners, running calls, open windows, its own changes to `bot` go with it;
 *   changes to the runner's own prototypes end the process, and an embedded world is then as it was
 * - server commands through chat
 *
 * Not covered:
 * - holes in V8 or Node itself. This is a wall against mistakes and mischief of programs, not a sandbox for an attacker
 *   with an exploit. For that, run Voyager in a container or a virtual machine
 * - a program that sets out to deceive: it shares a process with the bot and the embedded world, so one that is bent on
 *   it can forge what the game seems to say, in its own attempt
 * - what the bot may do in a remote world: it can build, break, fight and talk there like any player
 * - the processor: a program may use one core until its wall-time deadline
 */
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { Baseline } from './tamper.js'

const require = createRequire(import.meta.url)

/** @typedef {import('./bot.js').Place} Place */
/**
 * @typedef {object} Watch
 * @property {() => void} begin call before each program
 * @property {() => string | null} changed call after it: what of the runner's own it changed, or null
 */

/** Modules that may still be loaded: those that lazy libraries need and that reach nothing outside. */
const HARMLESS = new Set(['assert', 'buffer', 'crypto', 'events', 'path', 'perf_hooks', 'querystring', 'stream',
  'string_decoder', 'timers', 'url', 'util', 'zlib', 'os', 'tty', 'fs'])

const NETWORK = ['net', 'tls', 'dgram', 'dns', 'dns/promises', 'http', 'https', 'http2']

/** What libraries use of `process` while a world runs. */
const PROCESS_KEPT = ['arch', 'platform', 'version', 'versions', 'release', 'pid', 'title', 'argv', 'execArgv']

/**
 * Close every way out of this process that a program could find. Call once, when all is loaded.
 * @param {Place} place
 * @param {Record<string, any>} library what programs are handed besides the bot
 * @returns {Watch}
 */
export function harden (place, library) {
  freezeGameData(place.bot.registry)
  for (const value of [library.Vec3, library.Vec3.prototype, library.goals, ...Object.values(library.goals),
    ...Object.values(library.goals).map((/** @type {any} */ goal) => goal.prototype), library.Movements]) Object.freeze(value)
  closeNetwork()
  closeLoading()
  closeProcess()
  closeCodeFromText()
  return new Baseline(place.bot, library)
}

function refusal (/** @type {string} */ what) {
  return function refused () {
    throw new TypeError(`${what} is closed to programs.`)
  }
}

function closeCodeFromText () {
  // bot.constructor.constructor('…') and its like: each kind of function has a constructor that compiles text
  const kinds = [function () {}, async function () {}, function * () {}, async function * () {}]
  for (const sample of kinds) {
    const prototype = Object.getPrototypeOf(sample)
    const refused = refusal('Making functions from text')
    // `x instanceof Function` goes on working
    refused.prototype = prototype
    Object.defineProperty(prototype, 'constructor', { value: refused, writable: false, configurable: false, enumerable: false })
    if (sample.constructor === refused && prototype === Function.prototype) {
      Object.defineProperty(globalThis, 'Function', { value: refused, writable: false, configurable: false })
    }
  }
  Object.defineProperty(globalThis, 'eval', { value: refusal('eval'), writable: false, configurable: false })
}

function closeNetwork () {
  for (const name of NETWORK) {
    const module = require(name)
    const refused = refusal(`The network (${name})`)
    for (const prototype of [module.Socket?.prototype, module.Server?.prototype, module.Agent?.prototype, module.TLSSocket?.prototype, module.Resolver?.prototype]) {
      if (!prototype) continue
      for (const method of ['connect', 'listen', 'bind', 'send', 'createConnection', 'addRequest', 'resolve', 'resolve4', 'resolve6', 'resolveSrv', 'resolveTxt', 'reverse']) {
        if (typeof prototype[method] === 'function') Object.defineProperty(prototype, method, { value: refused, writable: false, configurable: false })
      }
    }
    for (const key of Object.keys(module)) {
      if (typeof module[key] !== 'function' || /^(isIP|isIPv4|isIPv6)$/.test(key)) continue
      try { module[key] = refused } catch { /* a getter without a setter: its class was closed above */ }
    }
  }
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'Request', 'Response', 'Headers', 'FormData', 'BroadcastChannel',
    'MessageChannel', 'MessagePort', 'Worker', 'WebAssembly', 'navigator', 'localStorage', 'sessionStorage', 'CloseEvent', 'Storage']) {
    Reflect.deleteProperty(globalThis, name)
  }
  syncBuiltinESMExports()
}

function closeLoading () {
  const Module = /** @type {any} */ (require('node:module'))
  const load = Module._load
  const builtin = new Set(Module.builtinModules)
  Object.defineProperty(Module, '_load', {
    value: function (/** @type {string} */ request, /** @type {any} */ parent, /** @type {boolean} */ isMain) {
      const name = String(request).replace(/^node:/, '')
      if ((builtin.has(name) || String(request).startsWith('node:')) && !HARMLESS.has(name)) refusal(`The module ${name}`)()
      if (/\.node$/.test(name)) refusal('Native code')()
      return load.call(Module, request, parent, isMain)
    },
    writable: false,
    configurable: false
  })
  for (const name of ['register', 'registerHooks', 'createRequire', 'runMain']) {
    try { Module[name] = refusal(`module.${name}`) } catch { /* not in this version of Node */ }
  }
  syncBuiltinESMExports()
}

function closeProcess () {
  const real = /** @type {any} */ (globalThis.process)
  for (const name of ['kill', '_kill', 'getBuiltinModule', 'binding', '_linkedBinding', 'dlopen', 'abort', 'chdir', 'execve',
    'loadEnvFile', 'umask', 'setuid', 'setgid', 'seteuid', 'setegid', 'setgroups', 'initgroups', '_debugProcess', '_debugEnd',
    '_startProfilerIdleNotifier', 'mainModule', 'send', 'disconnect', 'report', 'openStdin', 'exit', 'reallyExit', '_rawDebug',
    'setUncaughtExceptionCaptureCallback', 'setSourceMapsEnabled', 'dlopen', 'moduleLoadList', '_getActiveHandles', '_getActiveRequests',
    'getActiveResourcesInfo']) {
    try {
      if (typeof real[name] === 'function') real[name] = refusal(`process.${name}`)
      else delete real[name]
    } catch { /* read-only here: the facade below hides it */ }
  }
  // libraries speak of `process`; they get one that has what they use, and so does a program that finds globalThis
  const facade = Object.create(null)
  for (const name of PROCESS_KEPT) facade[name] = real[name]
  const quiet = () => facade
  Object.assign(facade, {
    env: Object.freeze({}),
    pid: 1,
    argv: [],
    execArgv: [],
    browser: false,
    exitCode: undefined,
    nextTick: real.nextTick.bind(real),
    hrtime: real.hrtime,
    uptime: real.uptime.bind(real),
    memoryUsage: real.memoryUsage.bind(real),
    cwd: () => '/',
    emitWarning: () => {},
    stdout: { write: () => true, isTTY: false, fd: -1 },
    stderr: { write: () => true, isTTY: false, fd: -1 },
    on: quiet,
    once: quiet,
    off: quiet,
    addListener: quiet,
    removeListener: quiet,
    emit: () => false,
    listenerCount: () => 0,
    listeners: () => [],
    binding: refusal('process.binding'),
    exit: refusal('process.exit'),
    kill: refusal('process.kill')
  })
  Object.defineProperty(globalThis, 'process', { value: Object.freeze(facade), writable: false, configurable: false })
}

/** Recipes, blocks, items: facts of the game that no program changes for the next one. @param {any} registry */
function freezeGameData (registry) {
  const tables = ['blocks', 'blocksByName', 'blocksArray', 'items', 'itemsByName', 'itemsArray', 'recipes', 'foods',
    'foodsByName', 'foodsArray', 'materials', 'entities', 'entitiesByName', 'entitiesArray', 'effects', 'enchantments']
  /** @type {any[]} */
  const stack = tables.map(name => registry[name])
  while (stack.length > 0) {
    const value = stack.pop()
    if (value === null || typeof value !== 'object' || Object.isFrozen(value) || ArrayBuffer.isView(value)) continue
    Object.freeze(value)
    for (const inner of Object.values(value)) if (typeof inner === 'object') stack.push(inner)
  }
}
