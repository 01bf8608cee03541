/**
 * Measures the embedded world and prints one JSON document: `node bench/world.js [--seed S] [--seeds N] [--only case,case] [--skills FOLDER]`.
 *
 * --seed: the world measured (1); --seeds: how many seeds the determinism check runs, twice each, two at a time (3).
 * Knows what issue and docs ask for (TARGETS). Figures hold for one machine and one run: compare ratios within a run.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { HEAP_FLAGS } from '../player_process.js'

const CASES = ['start', 'idle', 'walking', 'working', 'eight_bots', 'chunks', 'snapshot', 'restore', 'determinism']
const CASE_TIMEOUT_MS = 600_000

/** What the project promises: [case, figure, bound, 'least' or 'most']. @type {[string, string, number, 'least'|'most'][]} */
const TARGETS = [
  ['start', 'to_first_action_ms', 3000, 'most'], ['idle', 'speed', 500, 'least'], ['walking', 'speed', 60, 'least'],
  ['working', 'speed', 100, 'least'], ['working', 'rss_mb', 250, 'most'], ['eight_bots', 'speed', 1, 'least'],
  ['chunks', 'chunk_ms', 5, 'most'], ['snapshot', 'snapshot_ms', 50, 'most'], ['snapshot', 'snapshot_kb', 300, 'most'],
  ['restore', 'restore_s', 3, 'most']
]

/** What --skills names; empty: skills/ beside the bridge, from which an installed bridge lies apart. */
let skills = ''

/** One case in a process of its own. @param {string} name @param {number} seed @param {string} [argument] @returns {Promise<any>} its figures, or {error} */
function measure (name, seed, argument = '') {
  return new Promise(resolve => {
    const child = fork(fileURLToPath(new URL('./world_cases.js', import.meta.url)), [name, String(seed), argument, skills], {
      execArgv: HEAP_FLAGS, stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    let noise = ''
    child.stderr?.on('data', text => { noise = (noise + text).slice(-2000) })
    const timer = setTimeout(() => { child.kill('SIGKILL') }, CASE_TIMEOUT_MS)
    /** @type {any} */
    let answer = null
    child.on('message', message => { answer = message })
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      resolve(answer ?? { error: `ended with ${signal ?? code} and no answer; ${noise}` })
    })
  })
}

/** Each seed twice, both at once: the load of the other run must not show. @param {number} first @param {number} count */
async function compare (first, count) {
  const differing = []
  const errors = []
  for (let seed = first; seed < first + count; seed++) {
    const [a, b] = await Promise.all([measure('determinism', seed), measure('determinism', seed)])
    if (a.error || b.error) errors.push({ seed, error: a.error ?? b.error })
    else if (a.hash !== b.hash || a.tick !== b.tick) differing.push({ seed, a, b })
  }
  return { seeds: count, same: count - differing.length - errors.length, differing, errors }
}

async function main () {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, seeds: { type: 'string', default: '3' }, only: { type: 'string', default: CASES.join(',') }, skills: { type: 'string', default: '' } } })
  skills = values.skills
  const seed = Number(values.seed)
  const wanted = values.only.split(',')
  const unknown = wanted.filter(name => !CASES.includes(name))
  if (unknown.length > 0 || !Number.isInteger(seed) || !(Number(values.seeds) >= 1)) {
    process.stderr.write(`Cases are ${CASES.join(', ')}; --seed and --seeds are whole numbers.\n`)
    process.exitCode = 2
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'voyager-bench-'))
  /** @type {Record<string, any>} */
  const figures = {}
  try {
    for (const name of CASES.filter(name => wanted.includes(name))) {
      figures[name] = name === 'determinism' ? await compare(seed, Number(values.seeds)) : await measure(name, seed, join(folder, 'snapshot'))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const targets = TARGETS.filter(([name]) => figures[name]).map(([name, figure, bound, sense]) => {
    const value = figures[name][figure] ?? null
    return { figure: `${name}.${figure}`, value, [sense]: bound, reached: value !== null && (sense === 'least' ? value >= bound : value <= bound) }
  })
  process.stdout.write(JSON.stringify({ format: 1, node: process.version, cpus: cpus().length, seed, figures, targets }, null, 2) + '\n')
}

await main()
