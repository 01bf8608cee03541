/**
 * Nether portals: frames of obsidian that fire opens, the way through them, and the portal at the other end.
 *
 * Rules: https://minecraft.wiki/w/Nether_portal (Java Edition 1.20): frames of 4 × 5 to 23 × 23, eight blocks of the overworld to one of the nether, 80 ticks to pass.
 * Which portals there are is kept, so that none is looked for block by block. Not covered: creatures and items that go through, zombified piglins that come out.
 * @module
 */
import { Vec3 } from 'vec3'
import { inDimension, inNether } from './dimensions.js'

const WIDTH = [2, 21] // blocks inside a frame
const HEIGHT = [3, 21]
const PASS = 80 // ticks in survival
const PASS_CREATIVE = 1
const COOL = 10 // ticks out of any portal before the next works
const FIND = { nether: 16, overworld: 128 } // blocks within which an old portal is taken
const SEARCH = 16 // blocks within which room for a new one is sought
const RANGE = { nether: [34, 118], overworld: [-50, 250] } // y

/** @typedef {{x: number, y: number, z: number, axis: 'x' | 'z', width: number, height: number}} Portal its lowest inner corner */
/** @typedef {import('../types.d.ts').Player} Player */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const names = ctx.states.names
  /** @type {Portal[]} */
  let portals = []
  ctx.persist('portals', { save: () => portals, load: saved => { portals = saved } })
  const nameAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => blocks.name(x, y, z)
  /** A cell of a portal's plane. @param {{x: number, y: number, z: number, axis: string}} p @param {number} along @param {number} up */
  const cell = (p, along, up) => ({ x: p.x + (p.axis === 'x' ? along : 0), y: p.y + up, z: p.z + (p.axis === 'z' ? along : 0) })
  const open = (/** @type {string | null} */ name) => name !== null && /^(air|cave_air|fire|nether_portal)$/.test(name)

  /** The frame about a cell, or null. @param {import('../types.d.ts').Point} at @param {'x' | 'z'} axis @returns {Portal | null} */
  function frameAt (at, axis) {
    const p = { x: at.x, y: at.y, z: at.z, axis, width: 0, height: 0 }
    const is = (/** @type {number} */ along, /** @type {number} */ up) => { const c = cell(p, along, up); return nameAt(c.x, c.y, c.z) }
    for (let n = 0; n < HEIGHT[1] && open(is(0, -1)); n++) p.y--
    for (let n = 0; n < WIDTH[1] && open(is(-1, 0)); n++) Object.assign(p, cell(p, -1, 0))
    while (p.width <= WIDTH[1] && open(is(p.width, 0))) p.width++
    while (p.height <= HEIGHT[1] && open(is(0, p.height))) p.height++
    if (p.width < WIDTH[0] || p.width > WIDTH[1] || p.height < HEIGHT[0] || p.height > HEIGHT[1]) return null
    for (let a = 0; a < p.width; a++) {
      if (is(a, -1) !== 'obsidian' || is(a, p.height) !== 'obsidian') return null
      for (let h = 0; h < p.height; h++) if (!open(is(a, h))) return null
    }
    for (let h = 0; h < p.height; h++) if (is(-1, h) !== 'obsidian' || is(p.width, h) !== 'obsidian') return null
    return p
  }

  /** @param {Portal} p */
  function fill (p) {
    const state = blocks.stateOf('nether_portal', { axis: p.axis })
    filling = true
    for (let a = 0; a < p.width; a++) for (let h = 0; h < p.height; h++) blocks.set(/** @type {any} */ (vec(cell(p, a, h))), state, { cause: 'portal' })
    filling = false
    portals.push(p)
  }
  let filling = false
  const vec = (/** @type {import('../types.d.ts').Point} */ c) => new Vec3(c.x, c.y, c.z)

  blocks.onChange((position, before, after) => {
    if (filling) return
    if (names[after] === 'fire') {
      const found = frameAt(position, 'x') ?? frameAt(position, 'z')
      if (found) fill(found)
      return
    }
    if (names[after] === 'nether_portal' && names[before] !== 'nether_portal') {
      // A pane put there by a command is a way through by itself, as in vanilla.
      const axis = /** @type {'x' | 'z'} */ (blocks.properties(after).axis)
      portals.push({ x: position.x, y: position.y, z: position.z, axis, width: 1, height: 1 })
      return
    }
    if (names[before] !== 'obsidian' && names[before] !== 'nether_portal') return
    // A frame or a pane breaks: all of that portal goes.
    for (const p of portals.filter(one => touches(one, position))) {
      portals.splice(portals.indexOf(p), 1)
      filling = true
      for (let a = 0; a < p.width; a++) {
        for (let h = 0; h < p.height; h++) {
          const c = cell(p, a, h)
          if (nameAt(c.x, c.y, c.z) === 'nether_portal') blocks.set(/** @type {any} */ (vec(c)), 0, { cause: 'portal' })
        }
      }
      filling = false
    }
  })

  /** Whether a place is in a portal or its frame. @param {Portal} p @param {import('../types.d.ts').Point} q */
  function touches (p, q) {
    const along = p.axis === 'x' ? q.x - p.x : q.z - p.z
    const off = p.axis === 'x' ? q.z - p.z : q.x - p.x
    const up = q.y - p.y
    const corner = (along === -1 || along === p.width) && (up === -1 || up === p.height)
    return off === 0 && along >= -1 && along <= p.width && up >= -1 && up <= p.height && !corner
  }

  // ---- going through ----

  ctx.onTick(() => {
    if (portals.length === 0) return
    for (const player of ctx.players) {
      const { survival } = player
      const within = !survival.dead && nameAt(Math.floor(player.position.x), Math.floor(player.position.y + 0.1), Math.floor(player.position.z)) === 'nether_portal'
      if (!within) {
        if (survival.portal) survival.portal = 0
        if (survival.portal_cool > 0) survival.portal_cool--
        continue
      }
      if (survival.portal_cool > 0) { survival.portal_cool = COOL; continue }
      survival.portal = (survival.portal ?? 0) + 1
      if (survival.portal >= (player.gameMode === 1 ? PASS_CREATIVE : PASS)) pass(player)
    }
  })

  /** @param {Player} player */
  function pass (player) {
    player.survival.portal = 0
    player.survival.portal_cool = COOL
    const from = player.position
    const there = !inNether(from.x)
    const target = inDimension(from, there).floored()
    const p = nearest(target, there) ?? build(target, there)
    const c = cell(p, 0, 0)
    player.survival.fall = 0
    player.lastY = undefined
    player.teleport({ x: c.x + (p.axis === 'x' ? p.width / 2 : 0.5), y: c.y, z: c.z + (p.axis === 'z' ? p.width / 2 : 0.5) })
  }

  /** @param {import('../types.d.ts').Point} at @param {boolean} nether @returns {Portal | null} */
  function nearest (at, nether) {
    const reach = nether ? FIND.nether : FIND.overworld
    const away = (/** @type {Portal} */ p) => Math.hypot(p.x - at.x, p.y - at.y, p.z - at.z)
    return portals.filter(p => inNether(p.x) === nether && Math.max(Math.abs(p.x - at.x), Math.abs(p.z - at.z)) <= reach).sort((a, b) => away(a) - away(b))[0] ?? null
  }

  /** A new portal where there is room, else on a ledge of obsidian. @param {import('../types.d.ts').Point} target @param {boolean} nether @returns {Portal} */
  function build (target, nether) {
    const [low, high] = nether ? RANGE.nether : RANGE.overworld
    for (let cx = (target.x - SEARCH - 3) >> 4; cx <= (target.x + SEARCH + 3) >> 4; cx++) for (let cz = (target.z - SEARCH - 3) >> 4; cz <= (target.z + SEARCH + 3) >> 4; cz++) ctx.chunks.load(cx, cz)
    const place = room(target, low, high)
    const p = { x: target.x, y: Math.max(70, Math.min(high - 10, target.y)), z: target.z, axis: /** @type {const} */ ('x'), width: 2, height: 3, ...place }
    const obsidian = blocks.stateOf('obsidian')
    const set = (/** @type {number} */ a, /** @type {number} */ h, /** @type {number} */ off, /** @type {number} */ state) => blocks.set(new Vec3(p.x + a, p.y + h, p.z + off), state, { cause: 'portal' })
    filling = true
    if (!place) {
      for (let off = -1; off <= 1; off++) for (let a = -1; a <= 2; a++) for (let h = -1; h <= 3; h++) set(a, h, off, h < 0 ? obsidian : 0)
    }
    for (let a = -1; a <= 2; a++) for (let h = -1; h <= 3; h++) if (a === -1 || a === 2 || h === -1 || h === 3) set(a, h, 0, obsidian)
    filling = false
    fill(p)
    return p
  }

  /** Level ground with free air above for a frame and a step before and behind it. @param {import('../types.d.ts').Point} target @param {number} low @param {number} high */
  function room (target, low, high) {
    let best = null
    let least = Infinity
    for (let dx = -SEARCH; dx <= SEARCH; dx++) {
      for (let dz = -SEARCH; dz <= SEARCH; dz++) {
        const x = target.x + dx
        const z = target.z + dz
        for (let y = Math.min(high, (blocks.height(x, z) ?? high) + 1); y >= low; y--) {
          const way = dx * dx + dz * dz + (y - target.y) ** 2
          if (way >= least || !blocks.solid(x, y - 1, z) || !fits(x, y, z)) continue
          least = way
          best = { x, y, z }
        }
      }
    }
    return best
  }

  /** @param {number} x @param {number} y @param {number} z */
  function fits (x, y, z) {
    for (let off = -1; off <= 1; off++) {
      for (let a = -1; a <= 2; a++) {
        if (!blocks.solid(x + a, y - 1, z + off)) return false
        for (let h = 0; h <= 3; h++) if (nameAt(x + a, y + h, z + off) !== 'air') return false
      }
    }
    return true
  }

  ctx.portals = { all: () => portals }
}
