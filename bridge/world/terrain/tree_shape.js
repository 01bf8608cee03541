/**
 * A tree in the making: logs, leaves and what hangs on them, finished into a template.
 *
 * Knows: how far each leaf is from wood. Does not know: what any kind of tree looks like (trees.js).
 */

/**
 * @typedef {object} Template
 * @property {Int8Array} cells dx, dy, dz of each block; dy 1 is the block above the ground; logs first
 * @property {Uint16Array} states
 * @property {number} logs how many of the cells are wood
 * @property {boolean} wide stands on two by two blocks
 */
/** @typedef {ReturnType<import('./states.js').stateFinder>} StateFinder */

export const REACH = 7 // blocks that a crown may extend from its trunk; less than the margin of a chunk
const DECAY = 6 // a leaf farther than this from wood would decay

/** A whole number. @param {() => number} next @param {number} lo @param {number} hi inclusive */
export const pick = (next, lo, hi) => lo + Math.floor(next() * (hi - lo + 1))

/** Sides of a trunk with the side on which something there touches it. @type {[number, number, 'east'|'west'|'north'|'south'][]} */
export const BESIDE = [[1, 0, 'west'], [-1, 0, 'east'], [0, 1, 'north'], [0, -1, 'south']]

/** A tree in the making. */
export class Shape {
  /** @param {StateFinder} state @param {string} wood @param {string} [leaf] */
  constructor(state, wood, leaf = wood) {
    this.state = state
    this.wood = wood
    this.leaf = `${leaf}_leaves`
    /** @type {Map<string, [number, number, number, number]>} */
    this.logs = new Map()
    /** @type {Map<string, [number, number, number]>} */
    this.leaves = new Map()
    /** @type {[number, number, number, number][]} */
    this.others = []
    /** @type {Set<string>} places of `others` */
    this.hung = new Set()
    this.wide = false
  }

  /** @param {number} x @param {number} y @param {number} z @param {'x'|'y'|'z'} [axis] */
  log(x, y, z, axis = 'y') {
    this.logs.set(`${x},${y},${z}`, [x, y, z, this.state(`${this.wood}_log`, { axis })])
  }

  /** @param {number} from @param {number} to @param {number} [x] @param {number} [z] */
  trunk(from, to, x = 0, z = 0) {
    for (let y = from; y <= to; y++) this.log(x, y, z)
  }

  /** @param {number} from @param {number} to */
  wideTrunk(from, to) {
    this.wide = true
    for (let y = from; y <= to; y++) for (let i = 0; i < 4; i++) this.log(i & 1, y, i >> 1)
  }

  /** @param {number} x @param {number} y @param {number} z */
  leafAt(x, y, z) {
    if (Math.abs(x) <= REACH && Math.abs(z) <= REACH) this.leaves.set(`${x},${y},${z}`, [x, y, z])
  }

  /** A square layer with its corners cut. @param {number} cx @param {number} y @param {number} cz @param {number} radius
   * @param {(corner: boolean) => boolean} keep asked for each corner block @param {number} [extra] added on the far side of a wide trunk */
  layer(cx, y, cz, radius, keep, extra = 0) {
    for (let x = -radius; x <= radius + extra; x++) {
      for (let z = -radius; z <= radius + extra; z++) {
        const ax = x > 0 ? x - extra : -x
        const az = z > 0 ? z - extra : -z
        if (radius > 0 && ax === radius && az === radius && !keep(true)) continue
        this.leafAt(cx + x, y, cz + z)
      }
    }
  }

  /** A round layer. @param {number} cx @param {number} y @param {number} cz @param {number} radius blocks, may be a fraction */
  disc(cx, y, cz, radius) {
    const r = Math.ceil(radius)
    for (let x = -r; x <= r; x++) for (let z = -r; z <= r; z++) if (x * x + z * z <= radius * radius + 0.4) this.leafAt(cx + x, y, cz + z)
  }

  /** Something small that grows on the tree, where nothing else is. @param {number} x @param {number} y @param {number} z @param {number} state */
  hang(x, y, z, state) {
    const key = `${x},${y},${z}`
    if (Math.abs(x) > REACH || Math.abs(z) > REACH || y < 1 || this.logs.has(key) || this.leaves.has(key) || this.hung.has(key)) return false
    this.hung.add(key)
    this.others.push([x, y, z, state])
    return true
  }

  /** Vines on the outer sides of leaves and trunk, hanging down. @param {() => number} next @param {number} share of the sides */
  vines(next, share) {
    for (const [x, y, z] of [...this.leaves.values(), ...this.logs.values()]) {
      for (const [dx, dz, side] of BESIDE) {
        if (next() >= share) continue
        const vine = this.state('vine', { east: false, north: false, south: false, up: false, west: false, [side]: true })
        for (let drop = 0, most = pick(next, 1, 4); drop < most && this.hang(x + dx, y - drop, z + dz, vine); drop++);
      }
    }
  }

  /** @returns {Template} */
  finish() {
    for (const key of this.logs.keys()) this.leaves.delete(key)
    /** @type {Map<string, number>} */
    const distance = new Map()
    let edge = [...this.logs.values()].map(([x, y, z]) => [x, y, z])
    for (let d = 1; d <= DECAY && edge.length > 0; d++) {
      const next = []
      for (const [x, y, z] of edge) {
        for (const [nx, ny, nz] of [[x + 1, y, z], [x - 1, y, z], [x, y + 1, z], [x, y - 1, z], [x, y, z + 1], [x, y, z - 1]]) {
          const key = `${nx},${ny},${nz}`
          if (!this.leaves.has(key) || distance.has(key)) continue
          distance.set(key, d)
          next.push([nx, ny, nz])
        }
      }
      edge = next
    }
    /** @type {[number, number, number, number][]} */
    const cells = [...this.logs.values()]
    const logs = cells.length
    for (const [key, [x, y, z]] of this.leaves) {
      const d = distance.get(key)
      if (d !== undefined) cells.push([x, y, z, this.state(this.leaf, { distance: d, persistent: false, waterlogged: false })])
    }
    cells.push(...this.others)
    return {
      cells: Int8Array.from(cells.flatMap(([x, y, z]) => [x, y, z])),
      states: Uint16Array.from(cells.map((cell) => cell[3])),
      logs,
      wide: this.wide,
    }
  }
}
