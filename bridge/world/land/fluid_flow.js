/**
 * How water and lava flow, cell by cell. Pure but for the grid and the random stream handed in.
 *
 * Source of the algorithm and its figures: https://minecraft.wiki/w/Fluid, https://minecraft.wiki/w/Water and
 * https://minecraft.wiki/w/Lava (Java 1.20). Which faces let a fluid through is asked of the grid. Not covered: waterloggable blocks
 * between two sources, which vanilla fills.
 */
import { inNether } from './dimensions.js'

/** @typedef {import('../blocks/block_kinds.js').Kinds} Kinds */

export const WATER = 1
export const LAVA = -1
/** Ticks between two steps of a flow, how much it thins per block, how far it looks for a hole. */
const RULE = Object.freeze({
  [WATER]: { delay: 5, thinning: 1, sight: 4 },
  [LAVA]: { delay: 30, thinning: 2, sight: 2 }
})
/** In the nether lava runs as far as water does, and a third of the way in the time. */
const NETHER_LAVA = Object.freeze({ delay: 10, thinning: 1, sight: 4 })
const FULL = 8 // eighths
const SIDES = [[0, -1], [1, 0], [0, 1], [-1, 0]]

/**
 * @typedef {{amount: number, falling: boolean}} Fluid amount in eighths; 8 and not falling is a source
 * @typedef {object} Grid
 * @property {(x: number, y: number, z: number) => number | null} get state id; null: not loaded (keeps fluids out)
 * @property {(x: number, y: number, z: number, fluid: number, level: number) => void} pour put a fluid of this level; what was there breaks
 * @property {(x: number, y: number, z: number) => void} drain put air
 * @property {(x: number, y: number, z: number, block: string) => void} harden put cobblestone, stone or obsidian
 * @property {(x: number, y: number, z: number, delay: number) => void} schedule have flow(x, y, z) called in so many ticks
 * @property {() => number} random 0–1
 * @property {(from: number, to: number, dx: number, dy: number, dz: number) => boolean} [passes] whether a fluid gets through the two faces between two states; without it: always
 */

/**
 * @param {Kinds} kinds @param {Grid} grid
 */
export function createFlow (kinds, grid) {
  /** @param {number} kind @param {number} x */
  const ruleAt = (kind, x) => kind === LAVA && inNether(x) ? NETHER_LAVA : RULE[/** @type {1} */ (kind)]
  const kindAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    const state = grid.get(x, y, z)
    return state === null ? 0 : Math.sign(kinds.fluid[state])
  }
  const nameAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => kinds.name[grid.get(x, y, z) ?? 0]
  const levelAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    const state = grid.get(x, y, z)
    return state === null ? 0 : Math.abs(kinds.fluid[state]) - 1
  }
  const amountOf = (/** @type {number} */ level) => level === 0 || level >= FULL ? FULL : FULL - level

  /** Whether nothing shuts the faces between a cell and the one beside it. */
  function open (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ dx, /** @type {number} */ dy, /** @type {number} */ dz) {
    const from = grid.get(x, y, z)
    const to = grid.get(x + dx, y + dy, z + dz)
    return from !== null && to !== null && (!grid.passes || grid.passes(from, to, dx, dy, dz))
  }

  /** A cell a flow of this kind may enter: thin air, a plant, or the same fluid. */
  function passable (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const state = grid.get(x, y, z)
    if (state === null) return false
    return kinds.floodable[state] === 1 || (Math.sign(kinds.fluid[state]) === kind && !kinds.solid[state])
  }

  /**
   * The level a cell would have from its surroundings.
   * @returns {number} level 0–8, or -1 for none
   */
  function levelFromAround (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    let most = 0
    let sources = 0
    for (const [dx, dz] of SIDES) {
      if (kindAt(x + dx, y, z + dz) !== kind || !open(x, y, z, dx, 0, dz)) continue
      const level = levelAt(x + dx, y, z + dz)
      if (level === 0) sources++
      most = Math.max(most, amountOf(level))
    }
    if (kind === WATER && sources >= 2) {
      const below = grid.get(x, y - 1, z)
      if (below !== null && (kinds.solid[below] || kinds.fluid[below] === 1)) return 0
    }
    if (kindAt(x, y + 1, z) === kind && open(x, y, z, 0, 1, 0)) return FULL
    const left = most - ruleAt(kind, x).thinning
    return left > 0 ? FULL - left : -1
  }

  /** Whether the cell below takes the flow: then it does not spread. */
  function hole (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    return passable(kind, x, y - 1, z) && open(x, y, z, 0, -1, 0)
  }

  /** Steps to the nearest hole from here, at most the rule's sight. */
  function slope (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ depth, /** @type {number} */ came) {
    let best = 1000
    for (let side = 0; side < 4; side++) {
      if (side === came) continue
      const nx = x + SIDES[side][0]; const nz = z + SIDES[side][1]
      if (!passable(kind, nx, y, nz) || isSource(kind, nx, y, nz) || !open(x, y, z, SIDES[side][0], 0, SIDES[side][1])) continue
      if (hole(kind, nx, y, nz)) return depth
      if (depth < ruleAt(kind, x).sight) best = Math.min(best, slope(kind, nx, y, nz, depth + 1, (side + 2) % 4))
    }
    return best
  }
  const isSource = (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) =>
    kindAt(x, y, z) === kind && levelAt(x, y, z) === 0

  function spreadTo (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ level, /** @type {boolean} */ down) {
    const there = kindAt(x, y, z)
    if (kind === LAVA && there === WATER) {
      if (down) grid.harden(x, y, z, 'stone')
      return
    }
    if (there === kind) return // its own tick settles its level
    if (there === LAVA && kind === WATER) return // the lava hardens by itself when the water comes beside it
    grid.pour(x, y, z, kind, level)
    grid.schedule(x, y, z, ruleAt(kind, x).delay)
  }

  function spreadSideways (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ level) {
    const { thinning } = ruleAt(kind, x)
    const left = (level >= FULL ? FULL : amountOf(level)) - thinning
    if (left <= 0) return
    let nearest = 1000
    /** @type {number[]} */
    let ways = []
    for (let side = 0; side < 4; side++) {
      const nx = x + SIDES[side][0]; const nz = z + SIDES[side][1]
      if (!passable(kind, nx, y, nz) || isSource(kind, nx, y, nz) || !open(x, y, z, SIDES[side][0], 0, SIDES[side][1])) continue
      const away = hole(kind, nx, y, nz) ? 0 : slope(kind, nx, y, nz, 1, (side + 2) % 4)
      if (away < nearest) ways = []
      if (away <= nearest) { ways.push(side); nearest = away }
    }
    for (const side of ways) {
      const nx = x + SIDES[side][0]; const nz = z + SIDES[side][1]
      const level = levelFromAround(kind, nx, y, nz)
      if (level >= 0) spreadTo(kind, nx, y, nz, level, false)
    }
  }

  /**
   * Let a cell's fluid thin out, dry up or spread by one step.
   * @param {number} x @param {number} y @param {number} z
   */
  function flow (x, y, z) {
    const kind = kindAt(x, y, z)
    if (kind === 0) return
    let level = levelAt(x, y, z)
    if (level !== 0) {
      const now = levelFromAround(kind, x, y, z)
      if (now < 0) return grid.drain(x, y, z)
      if (now !== level) {
        level = now
        grid.pour(x, y, z, kind, level)
        grid.schedule(x, y, z, ruleAt(kind, x).delay)
      }
    }
    const below = grid.get(x, y - 1, z)
    const belowKind = kindAt(x, y - 1, z)
    const falls = below !== null && (kinds.floodable[below] === 1 || (belowKind !== 0 && belowKind !== kind && !kinds.waterlogged[below])) && open(x, y, z, 0, -1, 0)
    if (falls) {
      spreadTo(kind, x, y - 1, z, FULL, true)
      if (neighbouringSources(kind, x, y, z) >= 3) spreadSideways(kind, x, y, z, level)
    } else if (level === 0 || belowKind !== kind || !open(x, y, z, 0, -1, 0)) {
      spreadSideways(kind, x, y, z, level)
    }
  }

  function neighbouringSources (/** @type {number} */ kind, /** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    let found = 0
    for (const [dx, dz] of SIDES) if (isSource(kind, x + dx, y, z + dz)) found++
    return found
  }

  /**
   * Harden lava that water touches from a side or above: a source to obsidian, a flow to cobblestone; on soul soil beside blue ice to basalt.
   * @returns {boolean} whether it hardened
   */
  function meet (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    if (kindAt(x, y, z) !== LAVA) return false
    const wet = kindAt(x, y + 1, z) === WATER || SIDES.some(([dx, dz]) => kindAt(x + dx, y, z + dz) === WATER)
    if (wet) grid.harden(x, y, z, levelAt(x, y, z) === 0 ? 'obsidian' : 'cobblestone')
    else if (nameAt(x, y - 1, z) === 'soul_soil' && [[0, -1], [1, 0], [0, 1], [-1, 0]].some(([dx, dz]) => nameAt(x + dx, y, z + dz) === 'blue_ice')) {
      grid.harden(x, y, z, 'basalt')
      return true
    }
    return wet
  }

  /**
   * Tell the flow that a cell changed: it and its neighbours that hold a fluid will move.
   * @param {number} x @param {number} y @param {number} z
   */
  function disturb (x, y, z) {
    touch(x, y, z)
    touch(x, y + 1, z)
    touch(x, y - 1, z)
    for (const [dx, dz] of SIDES) touch(x + dx, y, z + dz)
  }
  function touch (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) {
    const kind = kindAt(x, y, z)
    if (kind === 0 || meet(x, y, z)) return
    const { delay } = ruleAt(kind, x)
    grid.schedule(x, y, z, delay)
  }

  return { flow, disturb, meet }
}
