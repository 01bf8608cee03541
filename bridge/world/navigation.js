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
  const distance = (/** @type {Cell} */ c) => Math.hypot(c.x - to.x, c.y - to.y, c.z - to.z)
  /** @type {Map<number, {cell: Cell, cost: number, from: any, closed: boolean, rank: number}>} */
  const nodes = new Map()
  const key = (/** @type {Cell} */ c) => ((c.x - from.x + RANGE) * SPAN + (c.y - from.y + RANGE)) * SPAN + (c.z - from.z + RANGE)
  /** @type {any[]} */
  const heap = []
  const start = { cell: { ...from }, cost: 0, from: null, closed: false, rank: distance(from) }
  nodes.set(key(from), start)
  push(heap, start)
  let best = start
  let bestDistance = distance(from)
  for (let left = budget; left > 0 && heap.length > 0; left--) {
    const node = pop(heap)
    if (node.closed) { left++; continue }
    node.closed = true
    const away = distance(node.cell)
    if (away < bestDistance) { best = node; bestDistance = away }
    if (away <= near) return { path: trace(node), reached: true }
    for (const [dx, dz] of STEPS) {
      const next = step(terrain, node.cell, dx, dz, height, drop)
      if (!next) continue
      if (Math.abs(next.x - from.x) > RANGE || Math.abs(next.z - from.z) > RANGE || Math.abs(next.y - from.y) > RANGE) continue
      const extra = terrain.cost(next.x, next.y, next.z)
      if (extra === Infinity) continue
      const wet = terrain.water(next.x, next.y, next.z)
      if (wet && dryOnly) continue
      const cost = node.cost + (dx && dz ? DIAGONAL : 1) + extra + (wet ? WATER_COST : 0)
      const id = key(next)
      const known = nodes.get(id)
      if (known && known.cost <= cost) continue
      const fresh = { cell: next, cost, from: node, closed: false, rank: cost + distance(next) }
      if (known) known.closed = true
      nodes.set(id, fresh)
      push(heap, fresh)
    }
  }
  return { path: trace(best), reached: false }
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

/** @param {any} node @returns {Cell[]} */
function trace (node) {
  const path = []
  for (let at = node; at.from; at = at.from) path.push(at.cell)
  return path.reverse()
}

/** @param {any[]} heap @param {any} node */
function push (heap, node) {
  let i = heap.push(node) - 1
  while (i > 0) {
    const up = (i - 1) >> 1
    if (heap[up].rank <= node.rank) break
    heap[i] = heap[up]
    i = up
  }
  heap[i] = node
}

/** @param {any[]} heap */
function pop (heap) {
  const top = heap[0]
  const last = heap.pop()
  if (heap.length === 0) return top
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1].rank < heap[child].rank) child++
    if (heap[child].rank >= last.rank) break
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
