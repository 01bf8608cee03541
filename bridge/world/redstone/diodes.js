/**
 * Repeaters and comparators.
 *
 * A comparator's strength is kept in ctx.tiles as {type: 'comparator', output}. What containers show to comparators is content.js' work.
 * Among what is due in one tick, diodes that lead into others go first, then repeaters going off, then those coming on.
 * Rules: https://minecraft.wiki/w/Redstone_Repeater, /w/Redstone_Comparator (Java 1.20).
 * @module
 */
import { usesBlock } from '../players/reach.js'
import { DX, DY, DZ, WIRE } from './tables.js'

const COMPARATOR_DELAY = 2 // ticks
const STEP_TICKS = 2 // a repeater's delay, per notch
const DIODE = /^(repeater|comparator)$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles } = ctx
  const { states } = blocks
  const { signal, updates, tables } = ctx.redstone
  /** @typedef {{x: number, y: number, z: number}} Place */
  const key = (/** @type {Place} */ p) => `${p.x},${p.y},${p.z}`
  /** @param {Place} at @param {number} state @param {Record<string, any>} changed @param {any} [by] */
  const set = (at, state, changed, by) => blocks.set(at, blocks.stateOf(states.names[state], { ...blocks.properties(state), ...changed }), { cause: 'diode', by })
  const output = (/** @type {Place} */ p) => tiles.get(key(p))?.output ?? 0
  signal.ask('comparator', (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => output({ x, y, z }))

  /** @param {Place} p @param {number} state */
  function input (p, state) {
    const d = tables.aim[state]
    const x = p.x + DX[d]; const y = p.y + DY[d]; const z = p.z + DZ[d]
    const there = signal.get(x, y, z)
    const most = signal.from(x, y, z, d)
    return tables.gives[there] === WIRE ? Math.max(most, tables.level[there]) : most
  }
  /** Whether it leads into another repeater or comparator, from behind or the side. @param {Place} p @param {number} state */
  function leads (p, state) {
    const out = tables.aim[state] ^ 1
    const next = signal.get(p.x + DX[out], p.y, p.z + DZ[out])
    return DIODE.test(states.names[next]) && tables.aim[next] !== out
  }
  /** @param {Place} p @param {number} state @param {boolean} diodesOnly the most at its two sides */
  function sides (p, state, diodesOnly) {
    let most = 0
    for (const d of tables.aim[state] < 4 ? [4, 5] : [2, 3]) most = Math.max(most, signal.control(p.x + DX[d], p.y, p.z + DZ[d], d, diodesOnly))
    return most
  }

  updates.on(/^repeater$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ before) => {
    const p = { x, y, z }
    const locked = sides(p, before, true) > 0
    if (locked !== blocks.properties(before).locked) set(p, before, { locked })
    if (locked) return
    const { powered, delay } = blocks.properties(before)
    if (powered !== input(p, before) > 0) blocks.scheduleTick(p, Number(delay) * STEP_TICKS, 'repeater')
  })
  blocks.onScheduled('repeater', p => {
    const state = signal.get(p.x, p.y, p.z)
    if (states.names[state] !== 'repeater' || sides(p, state, true) > 0) return
    const { powered, delay } = blocks.properties(state)
    const on = input(p, state) > 0
    if (powered && !on) set(p, state, { powered: false })
    else if (!powered) { // a pulse shorter than the delay still passes
      set(p, state, { powered: true })
      if (!on) blocks.scheduleTick(p, Number(delay) * STEP_TICKS, 'repeater')
    }
  }, p => {
    const state = signal.get(p.x, p.y, p.z)
    return states.names[state] !== 'repeater' ? 0 : leads(p, state) ? -3 : tables.level[state] > 0 ? -2 : -1
  })

  /** A comparator's input: a container in front of it, or behind one whole block, counts before power. @param {Place} p @param {number} state */
  function measured (p, state) {
    const d = tables.aim[state]
    const x = p.x + DX[d]; const z = p.z + DZ[d]
    const shown = ctx.redstone.content(x, p.y, z)
    if (shown >= 0) return shown
    const power = input(p, state)
    if (power >= 15 || tables.conductor[signal.get(x, p.y, z)] === 0) return power
    const behind = ctx.redstone.content(x + DX[d], p.y, z + DZ[d])
    const frame = ctx.redstone.framed(x + DX[d], p.y, z + DZ[d], d)
    return behind < 0 && frame < 0 ? power : Math.max(behind, frame)
  }
  /** @param {Place} p @param {number} state */
  function reckon (p, state) {
    const into = measured(p, state)
    const side = sides(p, state, false)
    const compares = blocks.properties(state).mode === 'compare'
    return {
      strength: into === 0 || side > into ? 0 : compares ? into : into - side,
      on: into > 0 && (into > side || (into === side && compares))
    }
  }
  /** @param {Place} p @param {number} state */
  function refresh (p, state) {
    const { strength, on } = reckon(p, state)
    const was = output(p)
    tiles.set(key(p), { type: 'comparator', output: strength })
    if (on !== blocks.properties(state).powered) set(p, state, { powered: on })
    else if (was !== strength) updates.changed(p)
  }
  updates.on(/^comparator$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const p = { x, y, z }
    const { strength, on } = reckon(p, state)
    if (strength !== output(p) || on !== blocks.properties(state).powered) blocks.scheduleTick(p, COMPARATOR_DELAY, 'comparator')
  })
  blocks.onScheduled('comparator', p => {
    const state = signal.get(p.x, p.y, p.z)
    if (states.names[state] === 'comparator') refresh(p, state)
  }, p => {
    const state = signal.get(p.x, p.y, p.z)
    return states.names[state] === 'comparator' && leads(p, state) ? -1 : 0
  })

  ctx.onUseBlock(use => {
    const { block, position, player } = use
    if (!DIODE.test(block.name) || !usesBlock(use) || player.gameMode === 2) return false
    const { delay, mode } = blocks.properties(block.stateId)
    if (block.name === 'repeater') set(position, block.stateId, { delay: Number(delay) % 4 + 1 }, player)
    else {
      set(position, block.stateId, { mode: mode === 'compare' ? 'subtract' : 'compare' }, player)
      refresh(position, signal.get(position.x, position.y, position.z))
    }
    return true
  })
}
