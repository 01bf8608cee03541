/**
 * Rails: which way they run, what holds them, and power along powered and activator rails.
 *
 * Shapes follow from the neighbours as in vanilla: a rail joins up to two others, prefers curves to the south and east when it has power, and climbs to one that lies a
 * block higher. Does not know carts. Rules: https://minecraft.wiki/w/Rail, /w/Powered_Rail (Java 1.20).
 * @module
 */
const RAIL = /^(rail|powered_rail|detector_rail|activator_rail)$/
const REACH = 8 // rails that one source powers, along the track
/** Where each shape leads, as steps. */
export const EXITS = /** @type {Record<string, [[number, number, number], [number, number, number]]>} */ ({
  north_south: [[0, 0, -1], [0, 0, 1]], east_west: [[-1, 0, 0], [1, 0, 0]],
  ascending_east: [[-1, -1, 0], [1, 0, 0]], ascending_west: [[-1, 0, 0], [1, -1, 0]], ascending_north: [[0, 0, -1], [0, -1, 1]], ascending_south: [[0, -1, -1], [0, 0, 1]],
  south_east: [[0, 0, 1], [1, 0, 0]], south_west: [[0, 0, 1], [-1, 0, 0]], north_west: [[0, 0, -1], [-1, 0, 0]], north_east: [[0, 0, -1], [1, 0, 0]]
})
/** The cells that a rail of a shape joins, as steps; an ascending one's upper end is a block higher. */
const JOINS = /** @type {Record<string, [number, number, number][]>} */ ({
  ...EXITS, ascending_east: [[-1, 0, 0], [1, 1, 0]], ascending_west: [[-1, 1, 0], [1, 0, 0]], ascending_north: [[0, 1, -1], [0, 0, 1]], ascending_south: [[0, 0, -1], [0, 1, 1]]
})
const SIDE_STEPS = /** @type {Record<string, [number, number]>} */ ({ north: [0, -1], south: [0, 1], west: [-1, 0], east: [1, 0] })
const HELD_BY = /** @type {Record<string, [number, number]>} */ ({ ascending_east: [1, 0], ascending_west: [-1, 0], ascending_north: [0, -1], ascending_south: [0, 1] })

/** @typedef {{x: number, y: number, z: number}} Place */
/** @typedef {{p: Place, straight: boolean, joined: Place[]}} Rail */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  const isRail = Uint8Array.from(states.names, name => RAIL.test(name) ? (name === 'rail' ? 1 : 2) : 0)
  const kindAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => isRail[signal.get(x, y, z)]
  const stateAt = (/** @type {Place} */ p) => signal.get(p.x, p.y, p.z)
  const side = (/** @type {Place} */ p, /** @type {string} */ to, up = 0) => ({ x: p.x + SIDE_STEPS[to][0], y: p.y + up, z: p.z + SIDE_STEPS[to][1] })
  const sameColumn = (/** @type {Place} */ a, /** @type {Place} */ b) => a.x === b.x && a.z === b.z

  /** @param {Place} p @returns {Rail | null} the rail there, or a block above or below */
  function railNear (p) {
    for (const dy of [0, 1, -1]) {
      const at = { x: p.x, y: p.y + dy, z: p.z }
      const state = stateAt(at)
      if (isRail[state] === 0) continue
      const { shape } = blocks.properties(state)
      return { p: at, straight: isRail[state] === 2, joined: JOINS[shape].map(([dx, dy2, dz]) => ({ x: at.x + dx, y: at.y + dy2, z: at.z + dz })) }
    }
    return null
  }
  const joinsTo = (/** @type {Rail} */ rail, /** @type {Place} */ p) => rail.joined.some(one => sameColumn(one, p))
  /** Forget ends that nothing answers to. @param {Rail} rail */
  function soften (rail) {
    rail.joined = rail.joined.flatMap(one => {
      const other = railNear(one)
      return other && joinsTo(other, rail.p) ? [other.p] : []
    })
  }
  /** Could the rail on that side join this one? @param {Place} p @param {string} to */
  function open (p, to) {
    const other = railNear(side(p, to))
    if (!other) return false
    soften(other)
    return joinsTo(other, p) || other.joined.length !== 2
  }
  /** @param {Place} p @param {string | null} shape */
  function climb (p, shape) {
    const up = (/** @type {string} */ to) => kindAt(p.x + SIDE_STEPS[to][0], p.y + 1, p.z + SIDE_STEPS[to][1]) > 0
    if (shape === 'north_south') return up('south') ? 'ascending_south' : up('north') ? 'ascending_north' : shape
    if (shape === 'east_west') return up('west') ? 'ascending_west' : up('east') ? 'ascending_east' : shape
    return shape
  }
  /** @param {Place} p @param {string} shape */
  function setShape (p, shape) {
    const state = stateAt(p)
    blocks.set(p, blocks.stateOf(states.names[state], { ...blocks.properties(state), shape }), { cause: 'rail' })
  }

  /** A neighbour takes up a new rail. @param {Rail} rail @param {Place} to */
  function join (rail, to) {
    rail.joined.push(to)
    const has = (/** @type {string} */ d) => rail.joined.some(one => sameColumn(one, side(rail.p, d)))
    const [n, s, w, e] = ['north', 'south', 'west', 'east'].map(has)
    let shape = n || s ? 'north_south' : null
    if (w || e) shape = 'east_west'
    if (!rail.straight) {
      if (s && e && !n && !w) shape = 'south_east'
      if (s && w && !n && !e) shape = 'south_west'
      if (n && w && !s && !e) shape = 'north_west'
      if (n && e && !s && !w) shape = 'north_east'
    }
    setShape(rail.p, climb(rail.p, shape) ?? 'north_south')
  }

  /** Fit a rail in among its neighbours. @param {Place} p */
  function lay (p) {
    const state = stateAt(p)
    const straight = isRail[state] === 2
    const first = blocks.properties(state).shape
    const [n, s, w, e] = ['north', 'south', 'west', 'east'].map(to => open(p, to))
    const along = n || s
    const across = w || e
    let shape = along && !across ? 'north_south' : across && !along ? 'east_west' : null
    const curves = /** @type {[boolean, string][]} */ ([[s && e, 'south_east'], [s && w, 'south_west'], [n && e, 'north_east'], [n && w, 'north_west']])
    if (!straight) {
      if (s && e && !n && !w) shape = 'south_east'
      if (s && w && !n && !e) shape = 'south_west'
      if (n && w && !s && !e) shape = 'north_west'
      if (n && e && !s && !w) shape = 'north_east'
    }
    if (shape === null && along && across) {
      shape = straight ? first : null
      // The last that fits wins: with power the other way round.
      if (!straight) for (const [fits, curve] of signal.powered(p) ? curves : [...curves].reverse()) if (fits) shape = curve
    }
    setShape(p, climb(p, shape) ?? first)
    const rail = railNear(p)
    for (const end of rail?.joined ?? []) {
      const other = railNear(end)
      if (!other) continue
      soften(other)
      if (joinsTo(other, p)) { const at = other.joined.findIndex(one => sameColumn(one, p)); other.joined.splice(at, 1) } else if (other.joined.length === 2) continue
      join(other, p)
    }
  }

  /** Power from along the track. @param {Place} p @param {number} state @param {boolean} forward @param {number} distance @returns {boolean} */
  function fed (p, state, forward, distance) {
    if (distance >= REACH) return false
    const { shape } = blocks.properties(state)
    const [a, b] = EXITS[shape]
    const lengthwise = a[2] !== 0 || b[2] !== 0
    const way = lengthwise === forward ? b : a
    const upper = /^ascending/.test(shape) && way[1] === 0
    const next = { x: p.x + way[0], y: p.y + (upper ? 1 : 0), z: p.z + way[2] }
    return goesOn(next, state, lengthwise, forward, distance) || (!upper && goesOn({ x: next.x, y: next.y - 1, z: next.z }, state, lengthwise, forward, distance))
  }
  /** @param {Place} p @param {number} from @param {boolean} lengthwise @param {boolean} forward @param {number} distance @returns {boolean} */
  function goesOn (p, from, lengthwise, forward, distance) {
    const state = stateAt(p)
    if (states.names[state] !== states.names[from]) return false
    const { shape, powered } = blocks.properties(state)
    if ((EXITS[shape][0][2] !== 0) !== lengthwise && (EXITS[shape][1][2] !== 0) !== lengthwise) return false
    return powered && (signal.powered(p) || fed(p, state, forward, distance + 1))
  }

  updates.on(RAIL, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const p = { x, y, z }
    const props = blocks.properties(state)
    const slope = HELD_BY[props.shape]
    if (slope && !ctx.footing.sturdy({ x: x + slope[0], y, z: z + slope[1] }, 'up')) { ctx.drops.breakBlock(p, { cause: 'support' }); return }
    if (states.names[state] !== 'powered_rail' && states.names[state] !== 'activator_rail') return
    const powered = signal.powered(p) || fed(p, state, true, 0) || fed(p, state, false, 0)
    if (powered === props.powered) return
    blocks.set(p, blocks.stateOf(states.names[state], { ...props, powered }), { cause: 'power' })
    updates.changed(p)
    ctx.carts.wake(p)
  })
  let laying = false
  blocks.onChange((position, before, after, { cause }) => {
    if (isRail[after] === 0 || isRail[before] > 0 || laying || cause === 'piston') return
    laying = true
    try { lay({ x: position.x, y: position.y, z: position.z }) } finally { laying = false }
  })
  // A junction of three turns when power beside it comes or goes.
  blocks.onChange((position, before, after) => {
    if (laying || (ctx.redstone.tables.gives[before] === 0 && ctx.redstone.tables.gives[after] === 0)) return
    for (const [dx, dy, dz] of [[0, 0, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0]]) {
      const p = { x: position.x + dx, y: position.y + dy, z: position.z + dz }
      if (kindAt(p.x, p.y, p.z) !== 1 || ['north', 'south', 'west', 'east'].filter(to => railNear(side(p, to))).length !== 3) continue
      laying = true
      try { lay(p) } finally { laying = false }
    }
  })

  ctx.rails = {
    /** The rail a cart at a place runs on: its cell or the one below. @param {import('../types.d.ts').Point} at @returns {{p: Place, state: number, shape: string} | null} */
    under: at => {
      const p = { x: Math.floor(at.x), y: Math.floor(at.y), z: Math.floor(at.z) }
      if (kindAt(p.x, p.y - 1, p.z) > 0) p.y--
      const state = stateAt(p)
      return isRail[state] > 0 ? { p, state, shape: blocks.properties(state).shape } : null
    }
  }
}
