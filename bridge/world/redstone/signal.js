/**
 * Who has power: weak and strong, through whole blocks, as every redstone part asks for it.
 *
 * Looks only, changes nothing. A face d is always the way from the receiver to the block that gives.
 * Rules: https://minecraft.wiki/w/Redstone_mechanics#Power (Java 1.20).
 * @module
 */
import { ALL, BELOW, DX, DY, DZ, FIXED, FRONT, NONE, TORCH, WIRE } from './tables.js'

const DOWN = 0
const UP = 1
const POINTS = ['', '', 'north', 'south', 'west', 'east']

/** @typedef {import('../types.d.ts').Point} Point */

/**
 * @param {import('../types.d.ts').Blocks} blocks
 * @param {import('./tables.js').RedstoneTables} tables
 */
export function createSignal (blocks, { gives, level, aim, conductor }) {
  const { states } = blocks
  /** Strengths that are no part of a block's state, by block name. @type {Map<string, (x: number, y: number, z: number) => number>} */
  const asked = new Map()
  const asks = new Uint8Array(states.count)
  let wires = true

  /** @param {number} x @param {number} y @param {number} z */
  const get = (x, y, z) => blocks.get(x, y, z) ?? 0
  /** @param {number} state @param {number} x @param {number} y @param {number} z */
  const strength = (state, x, y, z) => asks[state] === 1 ? /** @type {any} */ (asked.get(states.names[state]))(x, y, z) : level[state]

  /** What the block gives to the one that sees it in direction d. @param {number} state @param {number} x @param {number} y @param {number} z @param {number} d */
  function weak (state, x, y, z, d) {
    switch (gives[state]) {
      case NONE: return 0
      case TORCH: return d === aim[state] ? 0 : level[state]
      case FRONT: return d === aim[state] ? strength(state, x, y, z) : 0
      case WIRE:
        if (!wires || d === DOWN || level[state] === 0) return 0
        return d === UP || blocks.properties(state)[POINTS[d ^ 1]] !== 'none' ? level[state] : 0
      default: return strength(state, x, y, z)
    }
  }

  /** And what of that goes on through a whole block. @param {number} state @param {number} x @param {number} y @param {number} z @param {number} d */
  function strong (state, x, y, z, d) {
    switch (gives[state]) {
      case NONE: case ALL: return 0
      case FIXED: return d === aim[state] ? level[state] : 0
      case BELOW: return d === UP ? strength(state, x, y, z) : 0
      case TORCH: return d === DOWN ? weak(state, x, y, z, d) : 0
      default: return weak(state, x, y, z, d)
    }
  }

  /** Strong power into the block there. @param {number} x @param {number} y @param {number} z */
  function charge (x, y, z) {
    let most = 0
    for (let d = 0; d < 6 && most < 15; d++) {
      const state = get(x + DX[d], y + DY[d], z + DZ[d])
      if (gives[state] !== NONE) most = Math.max(most, strong(state, x + DX[d], y + DY[d], z + DZ[d], d))
    }
    return most
  }

  /** What the block at a place gives in direction d, be it a source or a whole block with strong power. @param {number} x @param {number} y @param {number} z @param {number} d */
  function from (x, y, z, d) {
    const state = get(x, y, z)
    const own = gives[state] === NONE ? 0 : weak(state, x, y, z, d)
    return conductor[state] === 1 && own < 15 ? Math.max(own, charge(x, y, z)) : own
  }

  /** The most that any of its six neighbours gives. @param {number} x @param {number} y @param {number} z @param {number} [except] a face that does not count */
  function best (x, y, z, except = -1) {
    let most = 0
    for (let d = 0; d < 6 && most < 15; d++) if (d !== except) most = Math.max(most, from(x + DX[d], y + DY[d], z + DZ[d], d))
    return most
  }

  /** What a repeater or comparator sees at its side. @param {number} x @param {number} y @param {number} z @param {number} d @param {boolean} diodesOnly */
  function control (x, y, z, d, diodesOnly) {
    const state = get(x, y, z)
    const name = states.names[state]
    if (diodesOnly) return name === 'repeater' || name === 'comparator' ? strong(state, x, y, z, d) : 0
    if (name === 'redstone_block') return 15
    if (gives[state] === WIRE) return level[state]
    return gives[state] === NONE ? 0 : strong(state, x, y, z, d)
  }

  return {
    get,
    from,
    best,
    control,
    charge,
    /** @param {Point} p @returns {boolean} */
    powered: p => best(p.x, p.y, p.z) > 0,
    /** What reaches a wire from everything but wires. @param {number} x @param {number} y @param {number} z */
    withoutWires: (x, y, z) => {
      wires = false
      const most = best(x, y, z)
      wires = true
      return most
    },
    /** A strength that has to be asked for. @param {string} name of the block @param {(x: number, y: number, z: number) => number} ask */
    ask: (name, ask) => {
      asked.set(name, ask)
      for (let state = 0; state < states.count; state++) if (states.names[state] === name) asks[state] = 1
    },
  }
}

/** @typedef {ReturnType<typeof createSignal>} Signal */
