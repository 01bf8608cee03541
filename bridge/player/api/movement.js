/**
 * Getting somewhere: search, walk, look whether we arrived, search again from where we really are.
 *
 * Knows the search and the walker and when to give up. Every call ends within its game time, and its searches within a
 * count of cells (about 10 µs each), so a place that cannot be reached costs a fraction of a second.
 */
import { Vec3 } from 'vec3'
import { fail, isFailure } from '../failure.js'
import { PASS, SOLID, WATER } from './cells.js'
import { findPath } from './search.js'

const ROUNDS = 40 // searches of one call that made headway
const TRIES = 4 // searches of one call that did not
const MOST_NODES = 50000 // cells that all searches of one call may open; about half a wall second

/**
 * @typedef {object} GotoOptions
 * @property {number} [timeoutS] game seconds
 * @property {boolean} [dig] may dig on the way
 * @property {boolean} [place] may bridge and pillar with cheap blocks
 * @property {number} [maxNodes] cells one search may open
 * @property {number} [pace] seconds a block of the way is expected to take; higher finds quicker, by a less good way
 * @property {number} [cave] seconds that a cell of cave is worth avoiding; mobs are there
 * @property {boolean} [dry] never through water, nor digging where water flows in
 * @property {{x: number, z: number, radius: number}} [within] columns that the way keeps to, in blocks to each side
 * @property {string} [what] what is there, for messages
 * @property {() => unknown} [stopWhen] asked about twice a second; the walk ends early, without failing, when it is truthy
 * @property {boolean} [defend] fight back and eat on the way (default true)
 */

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, walker: import('./walker.js').Walker}} parts
 */
export function createMovement ({ bot, cells, body, hands, walker }) {
  /** @type {{threat(): string | null, respond(): Promise<void>, feared(): {x: number, y: number, z: number}[]}} */
  let guard = { threat: () => null, respond: async () => {}, feared: () => [] }
  const spent = { searches: 0, nodes: 0 }

  /** Whether the goal holds where the player stands. @param {import('./search.js').Goal} goal */
  function isThere (goal) {
    const cell = walker.here()
    if (goal.isEnd(new Vec3(cell.x, cell.y, cell.z))) return true
    const p = bot.entity.position.floored()
    return goal.isEnd(p)
  }

  /**
   * Search from where the player stands.
   * @param {import('./search.js').Goal} goal
   * @param {GotoOptions & {avoid?: Map<string, number>, byHand?: boolean, wet?: boolean}} [options]
   */
  function path (goal, { dig = true, place = true, maxNodes = 8000, pace = 0.3, cave, avoid, byHand = false, wet = false, dry = false, within } = {}) {
    const found = findPath(cells.view(), walker.here(), goal, {
      maxNodes, pace, cave, avoid, dig, wet, dry, within, fear: guard.feared(), blocks: place ? hands.scaffoldCount({ spare: !byHand }) : 0, digSeconds: hands.prices({ byHand })
    })
    spent.searches++
    spent.nodes += found.nodes
    return found
  }

  /**
   * The best of three searches: walking only, then digging with a heavier pull to the goal, then digging by hand and through wet ground.
   * @param {import('./search.js').Goal} goal @param {GotoOptions} options @param {Map<string, number>} avoid
   */
  function plan (goal, options, avoid) {
    const { dig = true, maxNodes = 10000, pace } = options
    const soft = path(goal, { ...options, dig: false, place: false, avoid, maxNodes: Math.min(maxNodes, 4000), pace: pace ?? 0.25 })
    if (soft.status === 'found' || !dig) return soft
    const hard = path(goal, { ...options, avoid, maxNodes, pace: Math.max(pace ?? 0, 1.2) })
    if (hard.status === 'found') return hard
    const last = path(goal, { ...options, avoid, maxNodes, pace: Math.max(pace ?? 0, 1.5), byHand: true, wet: true })
    if (last.status === 'found' && last.cost < (options.timeoutS ?? 60)) return last
    return [soft, hard].reduce((a, b) => b.left < a.left - 0.5 ? b : a)
  }

  /**
   * Go where a goal holds.
   * @param {import('./search.js').Goal} goal any goal of mineflayer-pathfinder, or {isEnd, heuristic}
   * @param {GotoOptions} [options]
   * @returns {Promise<void>}
   * @throws no_path (cannot be reached, how near it got), timed_out, died
   */
  async function goto (goal, options = {}) {
    const { timeoutS = 60, what = 'that place', defend = true, stopWhen } = options
    const interrupt = () => (stopWhen?.() ? 'asked to stop' : defend ? guard.threat() : null)
    const until = body.now() + timeoutS * 1000
    /** @type {Map<string, number>} */
    const avoid = new Map()
    const nodesAtFirst = spent.nodes
    let nearest = Infinity
    let failures = 0
    for (let round = 0; round < ROUNDS; round++) {
      body.alive()
      if (isThere(goal)) { await body.settle(); if (isThere(goal)) return }
      if (body.now() > until) {
        fail('timed_out', `${what} was not reached within ${timeoutS} seconds of game time.`, { seconds: timeoutS, ...where() })
      }
      if (spent.nodes - nodesAtFirst > MOST_NODES) {
        fail('no_path', `The way to ${what} is too long or too tangled to be found. Go somewhere nearer first.`, where())
      }
      if (defend && guard.threat()) await guard.respond()
      const found = plan(goal, options, avoid)
      if (found.status !== 'found') {
        if (found.left > nearest - 1.5 || found.steps.length === 0) failures++
        if (failures >= TRIES || found.steps.length === 0) {
          if (found.steps.length > 0 || failures >= TRIES || !(await nudge())) {
            fail('no_path', `No way to ${what} was found (${Math.round(found.left)} blocks short). Try another target, or come from elsewhere.`,
              { short_by: Math.round(found.left), ...where() })
          }
          failures++
          continue
        }
      }
      nearest = Math.min(nearest, found.left)
      const walked = await walker.follow(found.steps, { until, interrupt })
      if (walked.why === 'asked to stop') return
      if (walked.outcome === 'stuck' || walked.outcome === 'strayed') {
        failures += walked.outcome === 'stuck' ? 1 : 0.5
        if (walked.at) {
          const key = `${walked.at.x},${walked.at.y},${walked.at.z}`
          avoid.set(key, (avoid.get(key) ?? 0) + 4)
        }
        if (failures >= TRIES) {
          fail('no_path', `The way to ${what} is blocked (${walked.why}).`, { reason: walked.why, short_by: Math.round(found.left), ...where() })
        }
        if (walked.why === 'not getting on') await nudge()
      }
    }
    fail('no_path', `${what} was not reached after ${ROUNDS} stretches of the way.`, where())
  }

  /** Where the player stands, for details. */
  function where () {
    const p = bot.entity.position
    return { x: Math.round(p.x), y: Math.round(p.y), z: Math.round(p.z) }
  }

  /**
   * Get loose: clear what is inside the body, swim up, hop off an edge.
   * @returns {Promise<boolean>} whether the player moved
   */
  async function nudge () {
    const start = bot.entity.position.clone()
    const cell = walker.here()
    const view = cells.view()
    for (const dy of [1, 0]) {
      const flags = view.at(cell.x, cell.y + dy, cell.z)
      if (!(flags & (PASS | WATER)) && flags & SOLID) {
        try { await hands.dig({ x: cell.x, y: cell.y + dy, z: cell.z }, { byHand: true }) } catch (error) {
          if (isFailure(error, 'died')) throw error
        }
      }
    }
    const wet = /** @type {any} */ (bot.entity).isInWater
    for (let turn = 0; turn < 4; turn++) {
      await bot.look(bot.entity.yaw + Math.PI / 2 + 0.3, 0, true)
      const ahead = bot.entity.position.offset(-Math.sin(bot.entity.yaw) * 1.2, 0, -Math.cos(bot.entity.yaw) * 1.2).floored()
      const now = cells.view()
      const safe = [0, -1, -2, -3].some(dy => now.at(ahead.x, ahead.y + dy, ahead.z) & (SOLID | WATER))
      if (!safe && !wet) continue
      bot.setControlState('forward', true)
      bot.setControlState('jump', true)
      await body.ticks(8)
      bot.clearControlStates()
      if (bot.entity.position.distanceTo(start) > 0.8) break
    }
    await body.settle()
    return bot.entity.position.distanceTo(start) > 0.4
  }

  return { respond: () => guard.respond(), goto, path, nudge, isThere, where, spent, setGuard: (/** @type {typeof guard} */ next) => { guard = next } }
}

/** @typedef {ReturnType<typeof createMovement>} Movement */
