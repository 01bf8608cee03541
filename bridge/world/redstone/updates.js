/**
 * The queue of redstone parts to be looked at because something near them has changed.
 *
 * Parts are looked at one after another, never from within each other, so a machine of any size needs no stack; and at most BUDGET a tick, so that none
 * stalls the world: what is left waits for the next tick, and is part of a snapshot. Does not know what any part does.
 * Vanilla tells six or more neighbours after each change, in its own order; here every part within two blocks is told, in the order of NEAR.
 * @module
 */
import { NONE } from './tables.js'

const BUDGET = 20000 // looks a tick: about 20 ms
/** Offsets within two blocks, the nearest first. */
const NEAR = /** @type {[number, number, number][]} */ ([])
for (let dx = -2; dx <= 2; dx++) for (let dy = -2; dy <= 2; dy++) for (let dz = -2; dz <= 2; dz++) if (Math.abs(dx) + Math.abs(dy) + Math.abs(dz) <= 2) NEAR.push([dx, dy, dz])
NEAR.sort((a, b) => Math.hypot(...a) - Math.hypot(...b) || a[1] - b[1] || a[0] - b[0] || a[2] - b[2])
const BESIDE = 7 // of NEAR: the place itself and its six neighbours

/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {(x: number, y: number, z: number, state: number) => void} Look */

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {import('./tables.js').RedstoneTables} tables
 */
export function createUpdates (ctx, { gives, conductor }) {
  const { blocks } = ctx
  const { states } = blocks
  /** 0: nothing to look at; else 1 + index in looks. */
  const part = new Uint8Array(states.count)
  /** @type {Look[]} */
  const looks = []
  /** @type {[number, number, number][]} */
  let queue = []
  let head = 0
  /** @type {Set<string>} */
  const waiting = new Set()
  let running = false
  let left = BUDGET

  /** @param {number} x @param {number} y @param {number} z */
  function touch (x, y, z) {
    const state = blocks.get(x, y, z)
    if (state === null || part[state] === 0) return
    const id = `${x},${y},${z}`
    if (waiting.has(id)) return
    waiting.add(id)
    queue.push([x, y, z])
  }

  /** @param {Point} p @param {number} count of NEAR */
  function touchNear ({ x, y, z }, count) {
    for (let at = 0; at < count; at++) touch(x + NEAR[at][0], y + NEAR[at][1], z + NEAR[at][2])
  }

  function run () {
    if (running) return
    running = true
    while (head < queue.length && left > 0) {
      const [x, y, z] = queue[head++]
      left--
      waiting.delete(`${x},${y},${z}`)
      const state = blocks.get(x, y, z)
      if (state !== null && part[state] > 0) ctx.guard(`redstone ${states.names[state]}`, () => looks[part[state] - 1](x, y, z, state))
    }
    queue = head < queue.length ? queue.slice(head) : []
    head = 0
    running = false
  }

  blocks.onChange((position, before, after) => {
    touchNear(position, gives[before] !== NONE || gives[after] !== NONE || conductor[before] !== conductor[after] ? NEAR.length : BESIDE)
    if (queue.length > 0) run()
  })
  ctx.onTick(() => {
    left = BUDGET
    if (queue.length > 0) run()
  })
  ctx.persist('redstone_updates', {
    save: () => queue.slice(head),
    load: saved => {
      queue = saved.map((/** @type {[number, number, number]} */ p) => [...p])
      head = 0
      waiting.clear()
      for (const [x, y, z] of queue) waiting.add(`${x},${y},${z}`)
    }
  })

  return {
    /** Have parts looked at when something near them changes. @param {RegExp} names @param {Look} look */
    on: (names, look) => {
      looks.push(look)
      for (let state = 0; state < states.count; state++) if (names.test(states.names[state])) part[state] = looks.length
    },
    /** Have the part at a place looked at. @param {number} x @param {number} y @param {number} z */
    look: (x, y, z) => { touch(x, y, z); run() },
    /** What a place gives has changed though its block has not. @param {Point} p */
    changed: p => { touchNear(p, NEAR.length); run() },
  }
}
