/**
 * Path search: A* over the cells a body can stand, swim or dig its way into.
 *
 * Knows cells, what digging and placing cost in seconds, and a goal. Does not know the bot: it reads a View
 * and returns steps; walking them is the walker's work. Bounded by nodes, never by a clock, so the same world
 * gives the same path and a failing search costs the same everywhere.
 *
 * Covered: walking, steps up and down, falls of up to three blocks (any height into water), swimming, ladders, digging
 * through (never beside lava, never letting water in), bridges and pillars of cheap blocks.
 * Not covered: jumps over gaps, doors, boats.
 */
import { Vec3 } from 'vec3'
import { CLIMB, FALLS, FIXED, HARM, KEEP, LAVA, PASS, SOLID, UNKNOWN, WATER } from './cells.js'
import { Heap } from './heap.js'

// Seconds each move takes; measured with the walker.
const WALK = 0.2
const DIAGONAL = 0.28
const STEP_UP = 0.45
const FALL = 0.12 // for each block, on top of WALK
const SWIM = 0.45
const DIVE = 0.5 // more for each cell with the head under water
const CLIMBING = 0.5
const PLACE = 0.9
const DIG_EXTRA = 0.25 // turning, changing tools, settling
const LAVA_NEAR = 3 // what passing beside lava is worth avoiding
const SLOW_IN_WATER = 5 // digging takes so many times as long with the head under water, and again when afloat
const CAVE_BELOW = 50 // y; open ground below this is a cave, where mobs are
const CAVE = 1.2 // what each cell of it is worth avoiding, unless the caller says
const FEAR = 2.5 // what each cell near a hostile mob is worth avoiding
const FEAR_RADIUS = 7 // blocks
const MAX_FALL = 3 // blocks without harm; https://minecraft.wiki/w/Damage#Fall_damage
const MAX_FALL_INTO_WATER = 24

const SIDES = [[1, 0], [0, 1], [-1, 0], [0, -1]]
const CORNERS = [[1, 1], [1, -1], [-1, 1], [-1, -1]]

/**
 * @typedef {{x: number, y: number, z: number, kind: string, digs: number[][] | null, place: number[] | null}} Step
 * @typedef {{isEnd(node: any): boolean, heuristic(node: any): number}} Goal
 * @typedef {{status: 'found' | 'partial' | 'none', steps: Step[], cost: number, nodes: number, left: number}} Found
 * `left`: the goal's own heuristic at the end of the path.
 * @typedef {object} SearchOptions
 * @property {number} [maxNodes] cells to open before giving up
 * @property {(state: number) => number} digSeconds seconds to dig a block state, Infinity when it must not be dug
 * @property {number} [blocks] cheap blocks held, for bridges and pillars
 * @property {boolean} [dig]
 * @property {boolean} [wet] may dig where water then flows in
 * @property {boolean} [dry] never into water, and never where water then flows in
 * @property {{x: number, z: number, radius: number}} [within] the columns that the way keeps to
 * @property {number} [pace] seconds expected for a block of the way; higher = quicker search, less of a detour
 * @property {Map<string, number>} [avoid] cell "x,y,z" → seconds of penalty
 * @property {number} [maxFall]
 * @property {number} [cave] seconds that a cell of open ground deep down is worth avoiding
 * @property {{x: number, y: number, z: number}[]} [fear] where hostile mobs are
 */

/**
 * Find a way from a cell to a goal.
 * @param {import('./cells.js').View} view
 * @param {{x: number, y: number, z: number}} from the cell the feet are in
 * @param {Goal} goal any mineflayer-pathfinder goal; asked with a Vec3
 * @param {SearchOptions} options
 * @returns {Found}
 */
export function findPath (view, from, goal, options) {
  const { maxNodes = 12000, digSeconds, blocks = 0, dig = true, pace = 0.3, maxFall = MAX_FALL } = options
  const avoid = options.avoid ?? new Map()
  const fear = options.fear ?? []
  const cave = options.cave ?? CAVE
  const X = [from.x]; const Y = [from.y]; const Z = [from.z]
  const G = [0]; const H = [0]; const parents = [-1]; const held = [blocks]
  /** @type {string[]} */ const kinds = ['start']
  /** @type {(number[] | null)[]} */ const places = [null]
  /** @type {boolean[]} */ const closed = [false]
  /** @type {Map<number, number>} */ const byCell = new Map()
  const probe = new Vec3(0, 0, 0)
  const heap = new Heap(H)
  const startsWet = (view.at(from.x, from.y, from.z) & WATER) !== 0
  const { dry = false, within } = options
  const wet = !dry && (options.wet === true || startsWet)
  /** @type {Map<number, number>} */ const clearCosts = new Map()

  /** @param {number} x @param {number} y @param {number} z */
  const keyOf = (x, y, z) => ((x - from.x + 1024) * 2048 + (z - from.z + 1024)) * 1024 + (y + 128)
  /** @param {number} x @param {number} y @param {number} z */
  const estimate = (x, y, z) => { probe.x = x; probe.y = y; probe.z = z; return goal.heuristic(probe) }

  /**
   * Seconds to make a cell fit for a body; Infinity when that cannot or must not be done.
   * @param {number} x @param {number} y @param {number} z
   */
  function clearing (x, y, z) {
    const flags = view.at(x, y, z)
    if (flags & (LAVA | HARM)) return Infinity
    if (flags & (PASS | CLIMB)) return 0
    if (flags & WATER && !(flags & SOLID)) return dry ? Infinity : 0
    if (!dig || flags & (FIXED | KEEP | UNKNOWN)) return Infinity
    const key = keyOf(x, y, z)
    const known = clearCosts.get(key)
    if (known !== undefined) return known
    const cost = digCost(x, y, z, flags)
    clearCosts.set(key, cost)
    return cost
  }

  /** @param {number} x @param {number} y @param {number} z @param {number} flags */
  function digCost (x, y, z, flags) {
    const above = view.at(x, y + 1, z)
    let around = above | view.at(x, y - 1, z)
    let sides = 0
    for (const [dx, dz] of SIDES) sides |= view.at(x + dx, y, z + dz)
    around |= sides
    if (around & LAVA) return Infinity
    if (!wet && (above | sides | flags) & WATER) return Infinity
    let cost = digSeconds(view.stateAt(x, y, z)) + DIG_EXTRA
    for (let up = y + 1; view.at(x, up, z) & FALLS; up++) {
      cost += 0.9
      if (up - y > 6) return Infinity
      const over = view.at(x, up + 1, z)
      if (over & LAVA || (!wet && over & WATER)) return Infinity
    }
    return cost
  }

  /** @param {number} x @param {number} y @param {number} z */
  function lavaNear (x, y, z) {
    let cost = 0
    for (const [dx, dz] of SIDES) {
      if (view.at(x + dx, y, z + dz) & LAVA) return Infinity
      if (view.at(x + dx, y - 1, z + dz) & LAVA) cost += LAVA_NEAR
    }
    return cost
  }

  /** @param {number} node @param {number} x @param {number} y @param {number} z @param {number} cost
   * @param {string} kind @param {boolean} digs something must be dug for this step @param {number[] | null} place */
  function reach (node, x, y, z, cost, kind, digs, place) {
    if (!(cost < Infinity)) return
    if (dry && view.at(x, y, z) & WATER) return
    if (within && Math.max(Math.abs(x - within.x), Math.abs(z - within.z)) > within.radius) return
    const key = keyOf(x, y, z)
    const known = byCell.get(key)
    if (known !== undefined && (closed[known] || G[known] <= G[node] + cost)) return
    cost += lavaNear(x, y, z)
    if (y < CAVE_BELOW && !digs && !place) cost += cave
    for (const mob of fear) {
      if (Math.abs(mob.x - x) < FEAR_RADIUS && Math.abs(mob.z - z) < FEAR_RADIUS && Math.abs(mob.y - y) < FEAR_RADIUS) cost += FEAR
    }
    if (avoid.size) cost += avoid.get(`${x},${y},${z}`) ?? 0
    if (!(cost < Infinity)) return
    const g = G[node] + cost
    let at = known
    if (at === undefined) {
      at = X.length
      X.push(x); Y.push(y); Z.push(z); G.push(g); H.push(estimate(x, y, z)); parents.push(node)
      kinds.push(kind); places.push(place); closed.push(false)
      held.push(held[node] - (place ? 1 : 0))
      byCell.set(key, at)
    } else {
      if (G[at] <= g) return
      G[at] = g; parents[at] = node; kinds[at] = kind; places[at] = place
      held[at] = held[node] - (place ? 1 : 0)
    }
    heap.push(at, g + pace * H[at])
  }

  /** @param {number} node */
  function expand (node) {
    const x = X[node]; const y = Y[node]; const z = Z[node]
    const feet = view.at(x, y, z)
    const swims = (feet & WATER) !== 0
    const head = view.at(x, y + 1, z)
    const slow = swims ? (head & WATER ? DIVE : 0) : 0
    const drag = (head & WATER ? SLOW_IN_WATER : 1) * (swims && !(view.at(x, y - 1, z) & SOLID) ? SLOW_IN_WATER : 1)
    const above = clearing(x, y + 2, z) * drag
    const climbs = (feet & CLIMB) !== 0

    for (const [dx, dz] of SIDES) {
      const nx = x + dx; const nz = z + dz
      const inFront = view.at(nx, y, nz)
      if (inFront & UNKNOWN) continue
      const passage = (clearing(nx, y, nz) + clearing(nx, y + 1, nz)) * drag
      const floor = view.at(nx, y - 1, nz)
      if (passage < Infinity) {
        if (floor & SOLID && !(floor & HARM)) {
          reach(node, nx, y, nz, (inFront & WATER ? SWIM : WALK) + slow + passage, 'walk', passage > 0, null)
        } else if (inFront & WATER) {
          reach(node, nx, y, nz, SWIM + slow, 'swim', false, null)
        } else if (inFront & CLIMB) {
          reach(node, nx, y, nz, CLIMBING, 'climb', false, null)
        } else if (held[node] > 0 && !swims && floor & PASS) {
          reach(node, nx, y, nz, WALK + PLACE + passage, 'bridge', passage > 0, [nx, y - 1, nz, x, y - 1, z])
        }
        // down: a stair dug into the ground, or a fall
        const below = clearing(nx, y - 1, nz) * drag
        if (below < Infinity) {
          fallTo(node, nx, y - 1, nz, WALK + slow + passage + below, passage + below > 0)
        }
      }
      // up one
      if (above < Infinity && inFront & SOLID && !(inFront & HARM)) {
        const up = (clearing(nx, y + 1, nz) + clearing(nx, y + 2, nz)) * drag
        const afloat = !swims || !(head & WATER)
        if (up < Infinity && afloat) {
          reach(node, nx, y + 1, nz, STEP_UP + above + up, 'up', above + up > 0, null)
        }
      }
    }
    for (const [dx, dz] of CORNERS) {
      const nx = x + dx; const nz = z + dz
      const there = view.at(nx, y, nz)
      if (!(there & PASS) || swims) continue
      if (!(view.at(nx, y + 1, nz) & PASS) || !(view.at(nx, y - 1, nz) & SOLID)) continue
      if (!open(nx, y, z) || !open(x, y, nz)) continue
      reach(node, nx, y, nz, DIAGONAL, 'walk', false, null)
    }
    // straight down
    const under = clearing(x, y - 1, z) * drag
    if (under < Infinity) {
      const flags = view.at(x, y - 1, z)
      if (flags & WATER && swims) reach(node, x, y - 1, z, SWIM + DIVE, 'swim', false, null)
      else if (flags & CLIMB) reach(node, x, y - 1, z, CLIMBING, 'climb', false, null)
      else if (under > 0) fallTo(node, x, y - 1, z, FALL + under, true)
    }
    // straight up
    if (above < Infinity) {
      const overhead = view.at(x, y + 1, z)
      if (swims && overhead & WATER) {
        reach(node, x, y + 1, z, SWIM + above, 'swim', above > 0, null)
      } else if (climbs && overhead & (CLIMB | PASS)) {
        reach(node, x, y + 1, z, CLIMBING + above, 'climb', above > 0, null)
      } else if (held[node] > 0 && feet & PASS && !(overhead & WATER)) {
        reach(node, x, y + 1, z, PLACE + above, 'pillar', above > 0, [x, y, z, x, y - 1, z])
      }
    }
  }

  /** A body can brush past here: nothing solid, nothing harmful, nothing deadly below. @param {number} x @param {number} y @param {number} z */
  function open (x, y, z) {
    return (view.at(x, y, z) & PASS) !== 0 && (view.at(x, y + 1, z) & PASS) !== 0 &&
      !(view.at(x, y - 1, z) & (LAVA | HARM))
  }

  /** Land from (x, y, z), which is or will be free, after falling as far as it goes.
   * @param {number} node @param {number} x @param {number} y @param {number} z @param {number} cost @param {boolean} digs */
  function fallTo (node, x, y, z, cost, digs) {
    const first = view.at(x, y, z)
    if (first & WATER && !(first & SOLID)) { reach(node, x, y, z, cost + SWIM, 'fall', digs, null); return }
    for (let down = y; Y[node] - down <= MAX_FALL_INTO_WATER; down--) {
      const below = view.at(x, down - 1, z)
      if (below & SOLID) {
        const drop = Y[node] - down
        if (below & HARM || drop > maxFall) return
        reach(node, x, down, z, cost + FALL * drop, 'fall', digs, null)
        return
      }
      if (below & WATER) { reach(node, x, down - 1, z, cost + FALL * (Y[node] - down) + SWIM, 'fall', digs, null); return }
      if (!(below & PASS)) return
    }
  }

  H[0] = estimate(from.x, from.y, from.z)
  byCell.set(keyOf(from.x, from.y, from.z), 0)
  heap.push(0, pace * H[0])
  let best = 0
  let opened = 0
  while (heap.items.length && opened < maxNodes) {
    const node = heap.pop()
    if (closed[node]) continue
    closed[node] = true
    opened++
    probe.x = X[node]; probe.y = Y[node]; probe.z = Z[node]
    if (goal.isEnd(probe)) return result('found', node)
    if (H[node] < H[best] || (H[node] === H[best] && G[node] < G[best])) best = node
    if (Math.abs(X[node] - from.x) < 1000 && Math.abs(Z[node] - from.z) < 1000) expand(node)
  }
  return result(best === 0 ? 'none' : 'partial', best)

  /** @param {'found' | 'partial' | 'none'} status @param {number} node @returns {Found} */
  function result (status, node) {
    /** @type {Step[]} */
    const steps = []
    for (let at = node; parents[at] >= 0; at = parents[at]) {
      steps.push({ x: X[at], y: Y[at], z: Z[at], kind: kinds[at], digs: toDig(parents[at], at), place: places[at] })
    }
    return { status, steps: steps.reverse(), cost: G[node], nodes: opened, left: H[node] }
  }
  /**
   * The cells that must be dug for the step from one node to the next, in that order; null when none.
   * @param {number} from @param {number} to
   */
  function toDig (from, to) {
    const x = X[to]; const z = Z[to]; const above = [X[from], Y[from] + 2, Z[from]]
    const cells = x === X[from] && z === Z[from]
      ? (Y[to] > Y[from] ? [above] : [[x, Y[from] - 1, z]])
      : kinds[to] === 'up'
        ? [above, [x, Y[to] + 1, z], [x, Y[to], z]]
        : [[x, Y[from] + 1, z], [x, Y[from], z], ...(kinds[to] === 'fall' ? [[x, Y[from] - 1, z]] : [])]
    const list = cells.filter(([x, y, z]) => {
      const flags = view.at(x, y, z)
      return !(flags & (PASS | CLIMB)) && !(flags & WATER && !(flags & SOLID))
    })
    return list.length ? list : null
  }
}
