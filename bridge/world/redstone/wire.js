/**
 * Redstone wire: which way it points, and how strong it is.
 *
 * Strength is settled over a whole stretch at once (first what has lost its source is put out, then what is left flows back in), so each wire is set
 * once a change, where vanilla sets it up to fifteen times; the outcome is the same. Rules: https://minecraft.wiki/w/Redstone_Dust (Java 1.20).
 * @module
 */
import { usesBlock } from '../players/reach.js'
import { DX, DZ, LEVEL_FACES, NONE, WIRE } from './tables.js'

const SIDE_OF = ['', '', 'north', 'south', 'west', 'east']
const STRETCH = 20000 // wires settled at once, at most

/** @typedef {import('./updates.js').createUpdates} Updates */

/** @param {import('../types.d.ts').Ctx} ctx @param {import('./tables.js').RedstoneTables} tables @param {import('./signal.js').Signal} signal @param {ReturnType<Updates>} updates */
export function installWire (ctx, tables, signal, updates) {
  const { blocks } = ctx
  const { states } = blocks
  const { gives, level, conductor, aim } = tables
  const { get } = signal
  const isWire = (/** @type {number} */ state) => gives[state] === WIRE
  const conducts = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => conductor[get(x, y, z)] === 1
  /** @type {number[]} state * 16 + power → state */
  const powered = []
  const withPower = (/** @type {number} */ state, /** @type {number} */ power) =>
    powered[state * 16 + power] ??= blocks.stateOf('redstone_wire', { ...blocks.properties(state), power })

  /** Does a wire reach out to the block it sees in direction d? d −1: from above or below, where only wires join. @param {number} state @param {number} d */
  function joins (state, d) {
    if (isWire(state)) return true
    const name = states.names[state]
    if (d < 0 || gives[state] === NONE) return false
    if (name === 'repeater') return aim[state] >> 1 === d >> 1
    if (name === 'observer') return aim[state] === d
    return true
  }

  /** @param {number} x @param {number} y @param {number} z @param {number} d @param {boolean} open nothing whole above */
  function reach (x, y, z, d, open) {
    const qx = x + DX[d]; const qz = z + DZ[d]
    const state = get(qx, y, qz)
    if (open && joins(get(qx, y + 1, qz), -1) && (/_trapdoor$|^hopper$/.test(states.names[state]) || ctx.footing.sturdy({ x: qx, y, z: qz }, 'up'))) {
      return ctx.footing.sturdy({ x: qx, y, z: qz }, SIDE_OF[d ^ 1]) ? 'up' : 'side'
    }
    return joins(state, d) || (conductor[state] === 0 && joins(get(qx, y - 1, qz), -1)) ? 'side' : 'none'
  }

  /** The state a wire should have between its neighbours. @param {number} x @param {number} y @param {number} z @param {number} state */
  function shape (x, y, z, state) {
    const now = blocks.properties(state)
    const open = !conducts(x, y + 1, z)
    const [north, south, west, east] = LEVEL_FACES.map(d => reach(x, y, z, d, open))
    if (north === 'none' && south === 'none' && west === 'none' && east === 'none') {
      const dot = LEVEL_FACES.every(d => now[SIDE_OF[d]] === 'none')
      const all = dot ? 'none' : 'side'
      return blocks.stateOf('redstone_wire', { power: now.power, north: all, south: all, west: all, east: all })
    }
    const along = north === 'none' && south === 'none'
    const across = west === 'none' && east === 'none'
    const fill = (/** @type {string} */ side, /** @type {boolean} */ free) => side === 'none' && free ? 'side' : side
    return blocks.stateOf('redstone_wire', { power: now.power, north: fill(north, across), south: fill(south, across), west: fill(west, along), east: fill(east, along) })
  }

  /** The wires that a wire hears. @param {number} x @param {number} y @param {number} z @param {(x: number, y: number, z: number) => void} each */
  function heard (x, y, z, each) {
    const open = !conducts(x, y + 1, z)
    for (const d of LEVEL_FACES) {
      const qx = x + DX[d]; const qz = z + DZ[d]
      const beside = get(qx, y, qz)
      if (isWire(beside)) each(qx, y, qz)
      else if (conductor[beside] === 1) { if (open && isWire(get(qx, y + 1, qz))) each(qx, y + 1, qz) } else if (isWire(get(qx, y - 1, qz))) each(qx, y - 1, qz)
    }
  }

  /** The wires that hear it. @param {number} x @param {number} y @param {number} z @param {(x: number, y: number, z: number) => void} each */
  function hearers (x, y, z, each) {
    const above = conducts(x, y + 1, z)
    const below = conducts(x, y - 1, z)
    for (const d of LEVEL_FACES) {
      const qx = x + DX[d]; const qz = z + DZ[d]
      if (isWire(get(qx, y, qz))) each(qx, y, qz)
      if (!above && isWire(get(qx, y + 1, qz))) each(qx, y + 1, qz)
      if (below && isWire(get(qx, y - 1, qz)) && !conducts(qx, y, qz)) each(qx, y - 1, qz)
    }
  }

  /** Settle the stretch of wires around one whose power may be wrong. @param {number} x @param {number} y @param {number} z */
  function settle (x, y, z) {
    /** @type {Map<string, {x: number, y: number, z: number, was: number, now: number}>} */
    const touched = new Map()
    const node = (/** @type {number} */ nx, /** @type {number} */ ny, /** @type {number} */ nz) => {
      const id = `${nx},${ny},${nz}`
      let found = touched.get(id)
      if (!found) touched.set(id, found = { x: nx, y: ny, z: nz, was: level[get(nx, ny, nz)], now: level[get(nx, ny, nz)] })
      return found
    }
    /** @typedef {ReturnType<typeof node>} Node */
    const target = (/** @type {Node} */ wire) => {
      let most = signal.withoutWires(wire.x, wire.y, wire.z)
      heard(wire.x, wire.y, wire.z, (hx, hy, hz) => { most = Math.max(most, node(hx, hy, hz).now - 1) })
      return most
    }
    const first = node(x, y, z)
    const wanted = target(first)
    if (wanted === first.now) return
    /** Wires to flow out from, by power. @type {Node[][]} */
    const flowing = Array.from({ length: 16 }, () => [])
    if (wanted > first.now) {
      first.now = wanted
      flowing[wanted].push(first)
    } else {
      // Put out whatever may have lived on it; sources among those flow back in.
      const out = [{ wire: first, was: first.now }]
      const own = signal.withoutWires(x, y, z)
      first.now = own
      if (own > 0) flowing[own].push(first)
      for (let at = 0; at < out.length && at < STRETCH; at++) {
        const { wire, was } = out[at]
        hearers(wire.x, wire.y, wire.z, (hx, hy, hz) => {
          const other = node(hx, hy, hz)
          if (other.now === 0) return
          const kept = other.now < was ? signal.withoutWires(hx, hy, hz) : other.now
          if (kept >= other.now) { flowing[other.now].push(other); return }
          out.push({ wire: other, was: other.now })
          other.now = kept
          if (kept > 0) flowing[kept].push(other)
        })
      }
      // What was put out may also hear wires that never heard it (power runs up steps of glass, not down).
      for (const { wire } of out) {
        const most = target(wire)
        if (most > wire.now) { wire.now = most; flowing[most].push(wire) }
      }
    }
    for (let power = 15; power > 1; power--) {
      for (const wire of flowing[power]) {
        if (wire.now !== power) continue
        hearers(wire.x, wire.y, wire.z, (hx, hy, hz) => {
          const other = node(hx, hy, hz)
          if (other.now >= power - 1) return
          other.now = power - 1
          flowing[power - 1].push(other)
        })
      }
    }
    for (const wire of touched.values()) {
      if (wire.now === wire.was) continue
      const state = get(wire.x, wire.y, wire.z)
      if (isWire(state)) blocks.set(wire, withPower(state, wire.now), { cause: 'wire' })
    }
  }

  updates.on(/^redstone_wire$/, (x, y, z, state) => {
    const shaped = shape(x, y, z, state)
    if (shaped !== state) blocks.set({ x, y, z }, shaped, { cause: 'wire' })
    settle(x, y, z)
  })

  // A right click turns a cross into a dot and back.
  ctx.onUseBlock(use => {
    const { block, position, player } = use
    if (block.name !== 'redstone_wire' || !usesBlock(use) || player.gameMode === 2) return false
    const props = blocks.properties(block.stateId)
    const sides = LEVEL_FACES.map(d => props[SIDE_OF[d]])
    const dot = sides.every(side => side === 'none')
    if (!dot && !sides.every(side => side === 'side')) return false
    const all = dot ? 'side' : 'none'
    const turned = shape(position.x, position.y, position.z, blocks.stateOf('redstone_wire', { power: props.power, north: all, south: all, west: all, east: all }))
    if (turned === block.stateId) return false
    blocks.set(position, turned, { by: player, cause: 'used' })
    return true
  })
}
