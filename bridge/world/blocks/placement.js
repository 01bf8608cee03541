/**
 * Which block states come of using a block item on a face: orientation, halves, parts, attachment.
 *
 * Pure but for looking at blocks: returns what should be set, sets nothing. Does not know who may place or what it costs (placing.js). The look of fences,
 * panes, walls and stairs between neighbours is connections.js' work. Rules: Java Edition 1.20 placement, minecraft.wiki pages of the
 * blocks named. Not covered: dripstone, scaffolding distance.
 * @module
 */
import { AXIS, FACES, OPPOSITE, SIDES, beside, clockwise, counterClockwise, looking, sideOfYaw } from './directions.js'

/** @typedef {import('../types.d.ts').Point} Point */
/**
 * @typedef {object} Aim
 * @property {string} item name of the item used
 * @property {Point} clicked the block clicked
 * @property {number} face of it, 0 down … 5 east
 * @property {Point} cursor where on it, 0–1 each
 * @property {number} yaw degrees
 * @property {number} pitch degrees
 * @property {boolean} sneaking
 */
/** @typedef {{position: Point, state: number}} Part */

/** Items whose block has another name. */
const BLOCK_OF = /** @type {Record<string, string>} */ ({
  wheat_seeds: 'wheat', beetroot_seeds: 'beetroots', carrot: 'carrots', potato: 'potatoes', pumpkin_seeds: 'pumpkin_stem', melon_seeds: 'melon_stem',
  torchflower_seeds: 'torchflower_crop', pitcher_pod: 'pitcher_crop', cocoa_beans: 'cocoa', sweet_berries: 'sweet_berry_bush', glow_berries: 'cave_vines',
  redstone: 'redstone_wire', string: 'tripwire', bamboo: 'bamboo_sapling'
})
/** Blocks that give way to whatever is placed. Source: minecraft.wiki/w/Replaceable_block, Java Edition 1.20 */
const GIVES_WAY = new Set(['air', 'cave_air', 'void_air', 'water', 'lava', 'short_grass', 'fern', 'dead_bush', 'seagrass', 'tall_seagrass', 'fire', 'soul_fire',
  'snow', 'vine', 'tall_grass', 'large_fern', 'glow_lichen', 'light', 'bubble_column', 'hanging_roots', 'warped_roots', 'crimson_roots', 'nether_sprouts', 'structure_void'])
/** Blocks that stack in one cell: property and most. */
const STACKING = /** @type {Array<[RegExp, string, number]>} */ ([[/(^|_)candle$/, 'candles', 4], [/^sea_pickle$/, 'pickles', 4], [/^pink_petals$/, 'flower_amount', 4], [/^turtle_egg$/, 'eggs', 4], [/^snow$/, 'layers', 8]])
const FACE_TO_PLAYER = /^(chest|trapped_chest|ender_chest|furnace|blast_furnace|smoker|loom|stonecutter|lectern|carved_pumpkin|jack_o_lantern|beehive|bee_nest|chiseled_bookshelf|repeater|comparator|end_portal_frame|big_dripleaf|small_dripleaf|\w+_glazed_terracotta|calibrated_sculk_sensor|decorated_pot)$/
const FACE_AWAY = /(_stairs|_fence_gate|_door|_bed|campfire)$/
const SIX_TO_PLAYER = /^(barrel|dispenser|dropper|piston|sticky_piston|command_block|chain_command_block|repeating_command_block)$/
const ALONG_FACE = /shulker_box$|amethyst_(bud|cluster)$|^(end_rod|lightning_rod)$/
const WALL_FORM = /** @type {Array<[RegExp, (name: string) => string]>} */ ([
  [/torch$/, name => name.replace(/torch$/, 'wall_torch')], [/_hanging_sign$/, name => name.replace('_hanging_sign', '_wall_hanging_sign')],
  [/_sign$/, name => name.replace(/_sign$/, '_wall_sign')], [/_banner$/, name => name.replace(/_banner$/, '_wall_banner')],
  [/_(head|skull)$/, name => name.replace(/_(head|skull)$/, '_wall_$1')], [/_coral_fan$/, name => name.replace(/_fan$/, '_wall_fan')]
])

/**
 * @param {Pick<import('../types.d.ts').Ctx, 'blocks' | 'registry'>} ctx
 * @param {import('./footing.js').Footing} footing
 */
export function createPlacement ({ blocks, registry }, footing) {
  const { states } = blocks
  /** @param {Point} p */
  const at = p => blocks.get(p.x, p.y, p.z)

  /** @param {string} item @returns {string | null} the block an item places */
  function blockOf (item) {
    const name = BLOCK_OF[item] ?? item
    return registry.blocksByName[name] && name !== 'air' ? name : null
  }

  /**
   * May the item's block take the place of what is there?
   * @param {number} state
   * @param {string} name of the block to place
   * @param {Aim} aim
   * @param {boolean} clicked whether this is the block that was clicked
   */
  function givesWay (state, name, aim, clicked) {
    const there = states.names[state]
    const props = states.properties(state)
    if (there === name && /_slab$/.test(name)) {
      if (props.type === 'double') return false
      if (!clicked) return true
      const upper = aim.cursor.y > 0.5
      const face = FACES[aim.face]
      return props.type === 'bottom' ? face === 'up' || (upper && AXIS[face] !== 'y') : face === 'down' || (!upper && AXIS[face] !== 'y')
    }
    for (const [match, property, most] of STACKING) {
      if (there !== name || !match.test(name)) continue
      if (name === 'snow') return Number(props.layers) < most && (!clicked || FACES[aim.face] === 'up')
      return !aim.sneaking && Number(props[property]) < most
    }
    if (there === 'snow') return Number(props.layers) === 1
    if (there === name && (name === 'vine' || name === 'glow_lichen')) return [...SIDES, 'up', 'down'].some(side => props[side] === false)
    return GIVES_WAY.has(there) && there !== name
  }

  /**
   * What using the item would set.
   * @param {Aim} aim
   * @returns {Part[] | null} null when it cannot be placed there
   */
  function plan (aim) {
    const name = blockOf(aim.item)
    const clickedState = at(aim.clicked)
    if (!name || clickedState === null) return null
    const into = givesWay(clickedState, name, aim, true)
    const target = into ? aim.clicked : beside(aim.clicked, FACES[aim.face])
    const there = at(target)
    if (there === null || (!into && !givesWay(there, name, aim, false))) return null
    const state = choose(name, aim, target, there, into)
    if (state === null) return null
    return parts(target, state, aim)
  }

  /** A block's state and, where it has one, its other half. @param {Point} position @param {number} state @param {Aim} aim @returns {Part[] | null} */
  function parts (position, state, aim) {
    const name = states.names[state]
    const props = states.properties(state)
    const all = [{ position, state }]
    if (/_bed$/.test(name)) {
      const head = beside(position, props.facing)
      if (!free(head)) return null
      all.push({ position: head, state: blocks.stateOf(name, { ...props, part: 'head' }) })
    } else if (props.half === 'lower') {
      const top = beside(position, 'up')
      if (!free(top)) return null
      const wet = props.waterlogged === undefined ? {} : { waterlogged: isWater(top) }
      all.push({ position: top, state: blocks.stateOf(name, { ...props, half: 'upper', ...wet }) })
    }
    return footing.stands(position, state) || aim.item === 'cocoa_beans' ? all : null
  }

  /** @param {Point} p */
  const free = p => { const state = at(p); return state !== null && GIVES_WAY.has(states.names[state]) }
  /** @param {Point} p */
  const isWater = p => { const state = at(p); return state !== null && states.names[state] === 'water' && Number(states.properties(state).level) === 0 }

  /** @param {string} name @param {Aim} aim @param {Point} target @param {number} there @param {boolean} into @returns {number | null} */
  function choose (name, aim, target, there, into) {
    const facts = states.properties(blocks.stateOf(name))
    const old = states.properties(there)
    const face = FACES[aim.face]
    const side = sideOfYaw(aim.yaw)
    /** Directions to try for what hangs on something: the clicked one first. */
    const order = looking(aim.yaw, aim.pitch)
    if (!into) { order.splice(order.indexOf(OPPOSITE[face]), 1); order.unshift(OPPOSITE[face]) }
    /** @param {Record<string, any>} [wanted] @param {string} [other] */
    const make = (wanted = {}, other = name) => {
      const known = states.properties(blocks.stateOf(other))
      const wet = 'waterlogged' in known ? { waterlogged: isWater(target) } : {}
      return blocks.stateOf(other, { ...wet, ...wanted })
    }
    const holds = (/** @type {number} */ state) => footing.stands(target, state)

    if (states.names[there] === name) {
      if (/_slab$/.test(name)) return blocks.stateOf(name, { type: 'double', waterlogged: false })
      const stack = STACKING.find(([match]) => match.test(name))
      if (stack) return blocks.stateOf(name, { ...old, [stack[1]]: Number(old[stack[1]]) + 1 })
    }
    const wall = WALL_FORM.find(([match]) => match.test(name))
    if (wall) return hung(name, wall[1](name), order, holds, make, aim, target)
    if (name === 'ladder' || name === 'tripwire_hook') return firstThat(order.filter(d => AXIS[d] !== 'y').map(d => make({ facing: OPPOSITE[d] })), holds)
    if (/_button$/.test(name) || name === 'lever' || name === 'grindstone') {
      const tries = order.map(d => AXIS[d] === 'y' ? make({ face: d === 'up' ? 'ceiling' : 'floor', facing: side }) : make({ face: 'wall', facing: OPPOSITE[d] }))
      return firstThat(tries, holds)
    }
    if (/lantern$/.test(name) && 'hanging' in facts) return firstThat(order.filter(d => AXIS[d] === 'y').map(d => make({ hanging: d === 'up' })), holds)
    if (name === 'cocoa') return firstThat(order.filter(d => AXIS[d] !== 'y').map(d => make({ facing: d })), holds)
    if (name === 'vine' || name === 'glow_lichen') {
      const kept = states.names[there] === name ? old : {}
      return firstThat(order.filter(d => d in facts && kept[d] !== true).map(d => make({ ...kept, [d]: true })), holds)
    }
    if (/_slab$/.test(name)) return make({ type: face === 'down' || (face !== 'up' && aim.cursor.y > 0.5) ? 'top' : 'bottom' })
    if (/_stairs$/.test(name)) return make({ facing: side, half: face === 'down' || (face !== 'up' && aim.cursor.y > 0.5) ? 'top' : 'bottom' })
    if (/_trapdoor$/.test(name)) {
      if (!into && AXIS[face] !== 'y') return make({ facing: face, half: aim.cursor.y > 0.5 ? 'top' : 'bottom' })
      return make({ facing: OPPOSITE[side], half: face === 'up' ? 'bottom' : 'top' })
    }
    if (/_door$/.test(name)) return make({ facing: side, half: 'lower', hinge: hingeOf(name, target, side, aim), open: false, powered: false })
    if (/_bed$/.test(name)) return make({ facing: side, part: 'foot' })
    if (name === 'chest' || name === 'trapped_chest') return make(chestShape(name, aim, target, face, side))
    if (FACE_TO_PLAYER.test(name)) return make({ facing: OPPOSITE[side] })
    if (FACE_AWAY.test(name)) return make(name.endsWith('campfire') ? { facing: side, lit: !isWater(target) } : { facing: side })
    if (/anvil$/.test(name)) return make({ facing: clockwise(side) })
    if (SIX_TO_PLAYER.test(name)) return make({ facing: OPPOSITE[looking(aim.yaw, aim.pitch)[0]] })
    if (name === 'observer') return make({ facing: looking(aim.yaw, aim.pitch)[0] })
    if (name === 'hopper') return make({ facing: face === 'down' || face === 'up' ? 'down' : OPPOSITE[face] })
    if (ALONG_FACE.test(name)) return make({ facing: face })
    if (name === 'bell') return make(face === 'up' ? { attachment: 'floor', facing: side } : face === 'down' ? { attachment: 'ceiling', facing: side } : { attachment: 'single_wall', facing: OPPOSITE[face] })
    if (/_leaves$/.test(name)) return make({ persistent: true, distance: 7 })
    if (name === 'redstone_wire') return make({ north: 'side', south: 'side', west: 'side', east: 'side' })
    if (/rail$/.test(name)) return make({ shape: side === 'east' || side === 'west' ? 'east_west' : 'north_south' })
    if (name === 'pink_petals') return make({ facing: OPPOSITE[side] })
    if (name === 'bamboo_sapling') return states.names[at(beside(target, 'down')) ?? 0] === 'bamboo_sapling' ? make({}, 'bamboo') : states.names[at(beside(target, 'down')) ?? 0] === 'bamboo' ? make({}, 'bamboo') : make()
    if (name === 'mangrove_propagule') return make({ age: 4, hanging: false })
    if (name === 'kelp' || name === 'seagrass') return isWater(target) ? make() : null
    if (facts.axis !== undefined && name !== 'nether_portal') return make({ axis: AXIS[face] })
    if (facts.half === 'lower') return make({ half: 'lower' })
    if (facts.snowy !== undefined) return make({ snowy: /^(snow|snow_block|powder_snow)$/.test(states.names[at(beside(target, 'up')) ?? 0]) })
    return make()
  }

  /** @param {number[]} tries @param {(state: number) => boolean} holds */
  const firstThat = (tries, holds) => tries.find(holds) ?? null

  /**
   * Torches, signs, banners, heads: on the floor (hanging signs: the ceiling) or on a wall, whichever is first in order.
   * @param {string} name @param {string} wallName @param {string[]} order @param {(state: number) => boolean} holds
   * @param {(wanted?: Record<string, any>, other?: string) => number} make @param {Aim} aim @param {Point} target
   */
  function hung (name, wallName, order, holds, make, aim, target) {
    const hanging = /_hanging_sign$/.test(name)
    const base = hanging ? 'up' : 'down'
    // 16ths of a turn: heads look the way the player does, signs and banners back at the player
    const turn = aim.yaw + (/_(head|skull)$/.test(name) ? 0 : 180)
    const rotation = Math.round(turn * 16 / 360) & 15
    const tries = []
    for (const direction of order) {
      if (direction === OPPOSITE[base]) continue
      if (direction === base) tries.push(make('rotation' in states.properties(blocks.stateOf(name)) ? { rotation } : {}))
      else if (hanging) tries.push(make({ facing: AXIS[direction] === AXIS[sideOfYaw(aim.yaw)] ? clockwise(direction) : OPPOSITE[sideOfYaw(aim.yaw)] }, wallName))
      else for (const d of [direction, ...order.filter(o => AXIS[o] !== 'y')]) tries.push(make({ facing: OPPOSITE[d] }, wallName))
    }
    const found = firstThat(tries, holds)
    // Heads stand anywhere.
    return found ?? (/_(head|skull)$/.test(name) && at(target) !== null ? tries[0] ?? null : null)
  }

  /** @param {string} name @param {Point} target @param {string} side @param {Aim} aim */
  function hingeOf (name, target, side, aim) {
    const full = (/** @type {Point} */ p) => ['north', 'south', 'west', 'east', 'up', 'down'].every(face => footing.sturdy(p, face))
    const left = beside(target, counterClockwise(side)); const right = beside(target, clockwise(side))
    const score = [[left, -1], [beside(left, 'up'), -1], [right, 1], [beside(right, 'up'), 1]]
      .reduce((sum, [p, weight]) => sum + (full(/** @type {Point} */ (p)) ? /** @type {number} */ (weight) : 0), 0)
    const isDoor = (/** @type {Point} */ p) => { const state = at(p); return state !== null && states.names[state] === name && states.properties(state).half === 'lower' }
    const doorLeft = isDoor(left); const doorRight = isDoor(right)
    if ((doorLeft && !doorRight) || score > 0) return 'right'
    if ((doorRight && !doorLeft) || score < 0) return 'left'
    const [dx, , dz] = { north: [0, 0, -1], south: [0, 0, 1], west: [-1, 0, 0], east: [1, 0, 0] }[side] ?? [0, 0, 0]
    const { x, z } = aim.cursor
    return (dx >= 0 || z >= 0.5) && (dx <= 0 || z <= 0.5) && (dz >= 0 || x <= 0.5) && (dz <= 0 || x >= 0.5) ? 'left' : 'right'
  }

  /** A chest beside a single one of the same kind and facing joins it, unless the player sneaks. @param {string} name @param {Aim} aim @param {Point} target @param {string} face @param {string} side */
  function chestShape (name, aim, target, face, side) {
    let facing = OPPOSITE[side]
    const single = (/** @type {string} */ d) => {
      const state = at(beside(target, d))
      const props = state !== null && states.names[state] === name ? states.properties(state) : null
      return props?.type === 'single' ? props.facing : null
    }
    if (aim.sneaking && AXIS[face] !== 'y') {
      const other = single(OPPOSITE[face])
      if (other && AXIS[other] !== AXIS[face]) {
        facing = other
        return { facing, type: counterClockwise(facing) === OPPOSITE[face] ? 'right' : 'left' }
      }
    }
    if (aim.sneaking) return { facing, type: 'single' }
    if (single(clockwise(facing)) === facing) return { facing, type: 'left' }
    if (single(counterClockwise(facing)) === facing) return { facing, type: 'right' }
    return { facing, type: 'single' }
  }

  return { plan, blockOf, givesWay }
}
