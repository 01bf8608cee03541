/**
 * Finding a way for creatures: a small bounded A* over standing places. Knows only the three questions it asks
 * of the terrain; knows no entities, no doors (closed), no ladders (not climbed), as with most vanilla mobs.
 * The way found is by cells, one body wide: wide creatures (spiders, big slimes) may rub along corners.
 * Bounds are ours, not vanilla's: vanilla searches up to follow range × 16 nodes.
 */

/**
 * @typedef {object} Terrain
 * @property {(x: number, y: number, z: number) => boolean} solid stands in the way of a body, carries feet
 * @property {(x: number, y: number, z: number) => boolean} water swimmable
 * @property {(x: number, y: number, z: number) => number} cost extra cost of standing there; Infinity: never (lava, fire, cactus)
 */
/** @typedef {{x: number, y: number, z: number}} Cell */

const RANGE = 48 // blocks from the start in x and z, and in y
const SPAN = RANGE * 2 + 1
const MAX_DROP = 3 // blocks, vanilla's for creatures that are not hunting
const DIAGONAL = Math.SQRT2
const WATER_COST = 1 // extra, a cell swum
// Nodes of the search under way, kept between searches so that none has to be made: many creatures search every second.
const MOST_NODES = 1 << 14
const MOST_MARKS = 2 ** 31 - 2 * MOST_NODES
const xs = new Int32Array(MOST_NODES)
const ys = new Int32Array(MOST_NODES)
const zs = new Int32Array(MOST_NODES)
const costs = new Float64Array(MOST_NODES)
const ranks = new Float64Array(MOST_NODES)
const parents = new Int32Array(MOST_NODES)
const closed = new Uint8Array(MOST_NODES)
const heap = new Int32Array(MOST_NODES)
/** Cell → base + node; less than base: not seen in this search. Made at the first one. */
const marks = new Int32Array(SPAN ** 3)
let base = 1
let heapSize = 0
const STEPS = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1]]

/**
 * A way from one cell to another, or towards it when it cannot be reached.
 * @param {Terrain} terrain
 * @param {Cell} from feet cell @param {Cell} to feet cell
 * @param {{height?: number, budget?: number, near?: number, drop?: number, dryOnly?: boolean}} [options]
 *   height: cells the body needs (1–3); budget: cells expanded at most; near: arriving this close (blocks) is enough
 * @returns {{path: Cell[], reached: boolean}} path without the start; empty when no step leads closer
 */
export function findPath (terrain, from, to, { height = 2, budget = 300, near = 1, drop = MAX_DROP, dryOnly = false } = {}) {
  const distance = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => Math.sqrt((x - to.x) ** 2 + (y - to.y) ** 2 + (z - to.z) ** 2)
  const ox = from.x - RANGE; const oy = from.y - RANGE; const oz = from.z - RANGE
  if (base > MOST_MARKS) { marks.fill(0); base = 1 }
  let used = 1
  xs[0] = from.x; ys[0] = from.y; zs[0] = from.z
  costs[0] = 0; parents[0] = -1; closed[0] = 0; ranks[0] = distance(from.x, from.y, from.z)
  marks[(RANGE * SPAN + RANGE) * SPAN + RANGE] = base
  heapSize = 0
  push(0)
  let best = 0
  let bestDistance = ranks[0]
  let reached = false
  for (let left = budget; left > 0 && heapSize > 0;) {
    const node = pop()
    if (closed[node] === 1) continue
    left--
    closed[node] = 1
    const x = xs[node]; const y = ys[node]; const z = zs[node]
    const away = distance(x, y, z)
    if (away < bestDistance) { best = node; bestDistance = away }
    if (away <= near) { best = node; reached = true; break }
    if (used + STEPS.length > MOST_NODES) break
    const at = { x, y, z }
    for (const [dx, dz] of STEPS) {
      const next = step(terrain, at, dx, dz, height, drop)
      if (!next) continue
      if (Math.abs(next.x - from.x) > RANGE || Math.abs(next.z - from.z) > RANGE || Math.abs(next.y - from.y) > RANGE) continue
      const cell = ((next.x - ox) * SPAN + (next.y - oy)) * SPAN + (next.z - oz)
      const known = marks[cell] - base
      const level = costs[node] + (dx && dz ? DIAGONAL : 1)
      if (known >= 0 && costs[known] <= level) continue
      const extra = terrain.cost(next.x, next.y, next.z)
      if (extra === Infinity) continue
      const wet = terrain.water(next.x, next.y, next.z)
      if (wet && dryOnly) continue
      const cost = level + extra + (wet ? WATER_COST : 0)
      if (known >= 0) {
        if (costs[known] <= cost) continue
        closed[known] = 1
      }
      xs[used] = next.x; ys[used] = next.y; zs[used] = next.z
      costs[used] = cost; parents[used] = node; closed[used] = 0; ranks[used] = cost + distance(next.x, next.y, next.z)
      marks[cell] = base + used
      push(used++)
    }
  }
  base += used
  return { path: trace(best), reached }
}

/**
 * The cell a body gets to by one step in a direction: level, one up, or down a bounded drop.
 * @param {Terrain} terrain @param {Cell} at @param {number} dx @param {number} dz
 * @param {number} height @param {number} drop @returns {Cell | null}
 */
export function step (terrain, at, dx, dz, height, drop) {
  const x = at.x + dx
  const z = at.z + dz
  if (dx && dz && !(free(terrain, at.x + dx, at.y, at.z, height) && free(terrain, at.x, at.y, at.z + dz, height))) return null
  if (!terrain.solid(x, at.y, z)) {
    if (!free(terrain, x, at.y, z, height)) return null
    if (terrain.water(x, at.y, z)) return { x, y: at.y, z }
    for (let fall = 0; fall <= drop; fall++) {
      const y = at.y - fall
      if (terrain.solid(x, y - 1, z) || terrain.water(x, y, z)) return fall > 0 && dx && dz ? null : { x, y, z }
    }
    return null
  }
  if (dx && dz) return null
  if (terrain.solid(at.x, at.y + height, at.z) || !free(terrain, x, at.y + 1, z, height)) return null
  return { x, y: at.y + 1, z }
}

/** @param {Terrain} terrain @param {number} x @param {number} y @param {number} z @param {number} height */
function free (terrain, x, y, z, height) {
  for (let i = 0; i < height; i++) if (terrain.solid(x, y + i, z)) return false
  return true
}

/** The way to a node, without the start. @param {number} node @returns {Cell[]} */
function trace (node) {
  const path = []
  for (let at = node; parents[at] >= 0; at = parents[at]) path.push({ x: xs[at], y: ys[at], z: zs[at] })
  return path.reverse()
}

/** @param {number} node */
function push (node) {
  let i = heapSize++
  while (i > 0) {
    const up = (i - 1) >> 1
    if (ranks[heap[up]] <= ranks[node]) break
    heap[i] = heap[up]
    i = up
  }
  heap[i] = node
}

/** The open node of least rank. */
function pop () {
  const top = heap[0]
  const last = heap[--heapSize]
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heapSize) break
    if (child + 1 < heapSize && ranks[heap[child + 1]] < ranks[heap[child]]) child++
    if (ranks[heap[child]] >= ranks[last]) break
    heap[i] = heap[child]
    i = child
  }
  heap[i] = last
  return top
}

/**
 * Whether nothing solid stands between two points (walked in quarter blocks).
 * @param {(x: number, y: number, z: number) => boolean} opaque
 * @param {Cell} a @param {Cell} b
 */
export function lineOfSight (opaque, a, b) {
  const dx = b.x - a.x; const dy = b.y - a.y; const dz = b.z - a.z
  const steps = Math.ceil(Math.hypot(dx, dy, dz) * 4)
  let lastX = NaN; let lastY = NaN; let lastZ = NaN
  for (let i = 1; i < steps; i++) {
    const t = i / steps
    const x = Math.floor(a.x + dx * t); const y = Math.floor(a.y + dy * t); const z = Math.floor(a.z + dz * t)
    if (x === lastX && y === lastY && z === lastZ) continue
    if (opaque(x, y, z)) return false
    lastX = x; lastY = y; lastZ = z
  }
  return true
}
