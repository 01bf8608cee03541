/**
 * One player process: started behind its walls, spoken to in messages, watched and killed.
 *
 * Knows processes, deadlines and memory. Does not know what the messages mean. Nothing that comes from the process
 * is believed beyond its being JSON.
 */
import { fork } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))

export const HEAP_MB = 640 // V8's heap; a world and its bot need 150 to 250
// A small young generation keeps a player at some 190 MB instead of 265, at the same speed (docs/log.md, 22 November 2026).
export const HEAP_FLAGS = [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=4']
export const RESIDENT_MB = 1400 // the whole process: typed arrays and buffers live outside the heap
const LOOK_MS = 50 // between two looks at its memory, while it works
const DIAGNOSTICS = 8000 // characters of its own output kept, for the message when it dies
const EXIT_MS = 3000 // a killed process that does not go is left to the system

/**
 * @typedef {{answer: any} | {overran: 'deadline' | 'stalled'} | {gone: {reason: 'memory'|'exit', detail: string}}} Reply
 */

export class PlayerProcess {
  /** @param {string} skillsDir */
  constructor (skillsDir) {
    const readable = new Set()
    for (const path of [HERE, join(HERE, 'node_modules'), skillsDir]) {
      if (!existsSync(path)) continue
      readable.add(path).add(realpathSync(path))
    }
    this.child = fork(join(HERE, 'player', 'main.js'), [], {
      env: process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {},
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [
        '--permission', ...[...readable].map(path => `--allow-fs-read=${join(path, '*')}`),
        ...HEAP_FLAGS, '--no-addons', '--no-warnings'
      ]
    })
    this.alive = true
    this.overMemory = false
    this.output = ''
    this.serial = 0
    this.lastBeat = performance.now()
    /** Called with what a program is doing, whenever it gives a sign of life. @type {(doing: unknown) => void} */
    this.onBeat = () => {}
    /** @type {Map<number, (reply: Reply) => void>} */
    this.waiting = new Map()
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', data => { this.output = (this.output + String(data)).slice(-DIAGNOSTICS) })
    }
    /** @type {Promise<void>} */
    this.exited = new Promise(resolve => {
      const gone = (/** @type {string} */ detail) => {
        if (!this.alive) return
        this.alive = false
        const outOfMemory = this.overMemory || /heap out of memory|Allocation failed|bad_alloc/i.test(this.output)
        for (const answer of this.waiting.values()) answer({ gone: { reason: outOfMemory ? 'memory' : 'exit', detail } })
        this.waiting.clear()
        resolve()
      }
      // `close` rather than `exit`: its last words are in by then
      this.child.on('close', (code, signal) => gone(signal ? `it was ended by ${signal}` : `it ended with code ${code}`))
      this.child.on('error', error => gone(error.message))
    })
    this.child.on('message', (/** @type {any} */ message) => {
      this.lastBeat = performance.now()
      if (message?.beat !== undefined) return this.onBeat(message.doing)
      const answer = this.waiting.get(message?.id)
      this.waiting.delete(message?.id)
      answer?.({ answer: message })
    })
  }

  get pid () { return this.child.pid ?? 0 }

  /**
   * @param {string} op
   * @param {object} body
   * @param {number} timeoutMs
   * @param {number} [silentMs] how long it may go without a sign of life, for operations that give them
   * @returns {Promise<Reply>}
   */
  async request (op, body, timeoutMs, silentMs = Infinity) {
    if (!this.alive) return { gone: { reason: 'exit', detail: 'it had ended before' } }
    const id = ++this.serial
    this.lastBeat = performance.now()
    /** @type {(reply: Reply) => void} */
    let giveUp = () => {}
    const watch = setInterval(() => {
      this.look()
      if (performance.now() - this.lastBeat > silentMs) giveUp({ overran: 'stalled' })
    }, LOOK_MS)
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    try {
      return await new Promise(resolve => {
        this.waiting.set(id, resolve)
        giveUp = reply => {
          this.waiting.delete(id)
          resolve(reply)
        }
        timer = setTimeout(() => giveUp({ overran: 'deadline' }), timeoutMs)
        this.child.send({ id, op, ...body }, error => { if (error) this.kill() })
      })
    } finally {
      clearInterval(watch)
      clearTimeout(timer)
    }
  }

  look () {
    const resident = residentMb(this.pid)
    if (resident !== null && resident > RESIDENT_MB) {
      this.overMemory = true
      this.kill()
    }
  }

  kill () {
    this.child.kill('SIGKILL')
  }

  /** Kill it and wait until it is gone. */
  async end () {
    this.kill()
    /** @type {NodeJS.Timeout | undefined} */
    let timer
    await Promise.race([this.exited, new Promise(resolve => { timer = setTimeout(resolve, EXIT_MS) })])
    clearTimeout(timer)
  }
}

/** Resident memory of a process in MB; null where /proc does not tell. @param {number} pid @returns {number | null} */
export function residentMb (pid) {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
    return pages * 4096 / 2 ** 20
  } catch {
    return null // not Linux: the heap's limit holds alone
  }
}
