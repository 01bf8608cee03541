/**
 * Blocks whose shape depends on their neighbours: fences, panes, walls, stairs, chests, snowy grass; and blocks of two parts,
 * where one part cannot stay without the other.
 *
 * Knows how to work out a state from the six neighbours; acts whenever a block changes. Rails and redstone wire are redstone/'s work.
 * Rules: Java Edition 1.20, minecraft.wiki pages of the blocks named.
 * @module
 */
import { AXIS, OPPOSITE, SIDES, beside, clockwise, counterClockwise } from './directions.js'

/** @typedef {import('../types.d.ts').Point} Point */

const FENCE = /_fence$/
const GATE = /_fence_gate$/
const PANE = /_pane$|^glass_pane$|^iron_bars$/
const WALL = /_wall$/
const STAIRS = /_stairs$/
const CHEST = /^(trapped_)?chest$/
const SNOWY = /^(grass_block|podzol|mycelium)$/
const PART = /_door$|_bed$|^(sunflower|lilac|rose_bush|peony|tall_grass|large_fern|tall_seagrass|pitcher_plant|small_dripleaf)$/
/** Their other half goes without drops of its own: the loot table gives all with the half that is broken. */
const WHOLE = /^(tall_grass|large_fern|tall_seagrass|small_dripleaf)$/
/** Whole blocks that nothing joins to. */
const ALOOF = /_leaves$|^(barrier|carved_pumpkin|jack_o_lantern|melon|pumpkin)$|shulker_box$/
const SHAPED = new RegExp([FENCE, GATE, PANE, WALL, STAIRS, CHEST, SNOWY].map(one => one.source).join('|'))

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const { footing } = ctx
  const shaped = new Uint8Array(states.count)
  const part = new Uint8Array(states.count)
  for (let state = 0; state < states.count; state++) {
    if (SHAPED.test(states.names[state])) shaped[state] = 1
    if (PART.test(states.names[state])) part[state] = 1
  }

  /** @param {Point} p */
  const at = p => blocks.get(p.x, p.y, p.z) ?? 0
  /** @param {Point} p */
  const nameAt = p => states.names[at(p)]
  /** @param {Point} p */
  const propsAt = p => states.properties(at(p))

  /** Does the block beside hold out its hand? @param {string} name own name @param {Point} p neighbour @param {string} side of us it is on */
  function joins (name, p, side) {
    const other = nameAt(p)
    if (GATE.test(other)) return !PANE.test(name) && AXIS[propsAt(p).facing] !== AXIS[side]
    if (FENCE.test(name) && FENCE.test(other)) return (name === 'nether_brick_fence') === (other === 'nether_brick_fence')
    if (PANE.test(name) && (PANE.test(other) || WALL.test(other))) return true
    if (WALL.test(name) && (WALL.test(other) || PANE.test(other))) return true
    return !ALOOF.test(other) && footing.sturdy(p, OPPOSITE[side])
  }

  /** @param {Point} p @param {number} state @returns {number} the state it should have */
  function settle (p, state) {
    const name = states.names[state]
    const props = states.properties(state)
    /** @param {Record<string, any>} changed */
    const withThese = changed => Object.entries(changed).every(([k, v]) => props[k] === v) ? state : blocks.stateOf(name, { ...props, ...changed })
    if (FENCE.test(name) || PANE.test(name)) return withThese(Object.fromEntries(SIDES.map(side => [side, joins(name, beside(p, side), side)])))
    if (WALL.test(name)) return withThese(wallShape(p, name))
    if (STAIRS.test(name)) return withThese({ shape: stairsShape(p, props) })
    if (SNOWY.test(name)) return withThese({ snowy: /^(snow|snow_block|powder_snow)$/.test(nameAt(beside(p, 'up'))) })
    if (CHEST.test(name)) return withThese({ type: chestType(p, name, props) })
    if (GATE.test(name)) return withThese({ in_wall: [clockwise(props.facing), counterClockwise(props.facing)].some(side => WALL.test(nameAt(beside(p, side)))) })
    return state
  }

  /** @param {Point} p @param {string} name */
  function wallShape (p, name) {
    const above = beside(p, 'up')
    const over = nameAt(above)
    const overProps = propsAt(above)
    const lid = footing.sturdy(above, 'down')
    const shape = /** @type {Record<string, any>} */ ({})
    for (const side of SIDES) {
      const raised = lid || (WALL.test(over) && overProps[side] !== 'none') || ((FENCE.test(over) || PANE.test(over)) && overProps[side] === true)
      shape[side] = joins(name, beside(p, side), side) ? (raised ? 'tall' : 'low') : 'none'
    }
    const has = (/** @type {string} */ side) => shape[side] !== 'none'
    const straight = (has('north') && has('south') && !has('east') && !has('west')) || (has('east') && has('west') && !has('north') && !has('south'))
    const crossed = SIDES.every(has)
    const tallLine = (shape.north === 'tall' && shape.south === 'tall') || (shape.east === 'tall' && shape.west === 'tall')
    shape.up = (WALL.test(over) && overProps.up === true) || (!straight && !crossed) ||
      (!tallLine && (lid || footing.centred(above, 'down') || /torch$|_sign$|lantern$|_pressure_plate$|_banner$/.test(over)))
    return shape
  }

  /** @param {Point} p @param {Record<string, any>} props */
  function stairsShape (p, { facing, half }) {
    const like = (/** @type {Point} */ q) => STAIRS.test(nameAt(q)) && propsAt(q).half === half ? propsAt(q).facing : null
    const freeTowards = (/** @type {string} */ side) => like(beside(p, side)) !== facing
    const front = like(beside(p, facing))
    if (front && AXIS[front] !== AXIS[facing] && freeTowards(OPPOSITE[front])) return front === counterClockwise(facing) ? 'outer_left' : 'outer_right'
    const back = like(beside(p, OPPOSITE[facing]))
    if (back && AXIS[back] !== AXIS[facing] && freeTowards(back)) return back === counterClockwise(facing) ? 'inner_left' : 'inner_right'
    return 'straight'
  }

  /** @param {Point} p @param {string} name @param {Record<string, any>} props */
  function chestType (p, name, { type, facing }) {
    const reaches = (/** @type {string} */ t) => t === 'left' ? clockwise(facing) : counterClockwise(facing)
    const isHalf = (/** @type {string} */ side, /** @type {string} */ wanted) => {
      const q = beside(p, side)
      return nameAt(q) === name && propsAt(q).facing === facing && propsAt(q).type === wanted
    }
    if (type !== 'single') {
      const q = beside(p, reaches(type))
      return nameAt(q) === name && propsAt(q).facing === facing ? type : 'single'
    }
    if (isHalf(clockwise(facing), 'right')) return 'left'
    if (isHalf(counterClockwise(facing), 'left')) return 'right'
    return 'single'
  }

  /** The other part goes with the one that went. @param {any} position @param {number} before @param {any} change */
  function partGone (position, before, change) {
    const name = states.names[before]
    const props = states.properties(before)
    const other = /_bed$/.test(name)
      ? beside(position, props.part === 'foot' ? props.facing : OPPOSITE[props.facing])
      : beside(position, props.half === 'upper' ? 'down' : 'up')
    if (nameAt(other) !== name) return
    const there = propsAt(other)
    if (/_bed$/.test(name) ? there.part === props.part || there.facing !== props.facing : there.half === props.half) return
    const silent = change.cause === 'creative' || WHOLE.test(name)
    const left = there.waterlogged === true || name === 'tall_seagrass' ? blocks.stateOf('water') : 0
    if (silent) blocks.set(other, left, { by: change.by, cause: change.cause })
    else ctx.drops.breakBlock(other, { replacement: left, cause: change.cause })
  }

  const AROUND = /** @type {const} */ (['north', 'south', 'west', 'east', 'down', 'up'])
  blocks.onChange((position, before, after, change) => {
    if (part[before] && states.names[before] !== states.names[after]) partGone(position, before, change)
    if (shaped[at(position)]) touch(position)
    for (const side of AROUND) {
      const p = beside(position, side)
      const state = blocks.get(p.x, p.y, p.z)
      if (state !== null && shaped[state]) touch(p)
    }
  })

  /** @param {Point} p */
  function touch (p) {
    const state = at(p)
    const wanted = settle(p, state)
    if (wanted !== state) blocks.set(p, wanted, { cause: 'connect' })
  }
}
