/**
 * What every block state of one game version is like, in flat tables made once.
 *
 * Knows the game's data. Does not know any world.
 */
import { createRequire } from 'node:module'
import { refineLight } from './light_tables.js'

const require = createRequire(import.meta.url)

const LIGHT_PASSES = /^(air|cave_air|void_air)$/

/**
 * @typedef {object} StateTables
 * @property {number} count
 * @property {string[]} names          state id → block name
 * @property {Uint8Array} solid        1: collides (bounding box `block` with a shape)
 * @property {Uint8Array} opacity      light lost on entering, 0–15
 * @property {Uint8Array} emits        light given off, 0–15
 * @property {Uint32Array} faces       quarters of each face that let no light through, by shape (light_tables.js)
 * @property {Uint8Array} surface      1: any block but air
 * @property {Uint8Array} covers       1: keeps rain off, as vanilla's height map MOTION_BLOCKING has it
 * @property {Uint8Array} fluid        0 none, 1 water (waterlogged too), 2 lava
 * @property {(state: number) => number[][]} shapes collision boxes [x0, y0, z0, x1, y1, z1] within the block
 * @property {(name: string, properties?: {[key: string]: any}) => number} stateOf
 * @property {(state: number) => {[key: string]: any}} properties
 */

/** @type {Map<string, StateTables>} */
const made = new Map()

/** @param {any} registry prismarine-registry of the version @returns {StateTables} */
export function stateTables (registry) {
  const key = registry.version.minecraftVersion
  let tables = made.get(key)
  if (!tables) {
    tables = makeTables(registry)
    made.set(key, tables)
  }
  return tables
}

/** @param {any} registry @returns {StateTables} */
function makeTables (registry) {
  const Block = require('prismarine-block')(registry)
  let count = 0
  for (const block of registry.blocksArray) count = Math.max(count, block.maxStateId + 1)
  /** @type {string[]} */
  const names = new Array(count).fill('air')
  const solid = new Uint8Array(count)
  const opacity = new Uint8Array(count)
  const emits = new Uint8Array(count)
  const faces = new Uint32Array(count)
  const fluid = new Uint8Array(count)
  const surface = new Uint8Array(count)
  const covers = new Uint8Array(count)
  for (const block of registry.blocksArray) {
    for (let state = block.minStateId; state <= block.maxStateId; state++) {
      names[state] = block.name
      solid[state] = block.boundingBox === 'block' ? 1 : 0
      opacity[state] = LIGHT_PASSES.test(block.name) ? 0 : Math.min(15, block.filterLight ?? 0)
      emits[state] = block.emitLight ?? 0
      surface[state] = LIGHT_PASSES.test(block.name) ? 0 : 1
      if (block.name === 'water' || block.name === 'bubble_column' || /^(kelp|kelp_plant|seagrass|tall_seagrass)$/.test(block.name)) fluid[state] = 1
      else if (block.name === 'lava') fluid[state] = 2
    }
  }
  /** @type {(number[][] | undefined)[]} */
  const shapeCache = new Array(count)
  /** @type {({[key: string]: any} | undefined)[]} */
  const propertyCache = new Array(count)
  /** @type {Map<string, number>} */
  const stateCache = new Map()

  /** @param {number} state */
  const properties = state => {
    let found = propertyCache[state]
    if (!found) {
      found = Object.freeze(Block.fromStateId(state, 0).getProperties())
      propertyCache[state] = found
    }
    return /** @type {{[key: string]: any}} */ (found)
  }
  for (const block of registry.blocksArray) {
    // waterlogged is the first property to vary in none but few blocks: ask each state
    const states = block.states ?? []
    if (states.some((/** @type {any} */ s) => s.name === 'waterlogged')) {
      for (let state = block.minStateId; state <= block.maxStateId; state++) {
        if (properties(state).waterlogged === true) fluid[state] = 1
      }
    }
  }
  /** @param {number} state */
  const shapes = state => {
    let found = shapeCache[state]
    if (!found) {
      found = solid[state] ? Block.fromStateId(state, 0).shapes : []
      shapeCache[state] = found
    }
    return /** @type {number[][]} */ (found)
  }
  // by the data's own list of shapes: a block for each state would take half a second
  const { blocks: shapeIds, shapes: allShapes } = registry.blockCollisionShapes
  for (const { name, minStateId: first, maxStateId: last } of registry.blocksArray) {
    for (let state = first; state <= last; state++) {
      const ids = shapeIds[name]
      covers[state] = fluid[state] > 0 || stopsMotion(name, solid[state] ? allShapes[Array.isArray(ids) ? ids[state - first] : ids] ?? [] : []) ? 1 : 0
    }
  }
  refineLight(registry.blocksArray, properties, shapes, { emits, opacity, faces })
  return {
    count,
    names,
    solid,
    opacity,
    emits,
    faces,
    surface,
    covers,
    fluid,
    properties,
    shapes,
    stateOf: (name, wanted) => {
      const block = registry.blocksByName[name]
      if (!block) throw new Error(`There is no block named ${name} in ${key(registry)}.`)
      if (!wanted) return block.defaultState
      const id = name + JSON.stringify(wanted)
      let state = stateCache.get(id)
      if (state === undefined) {
        const defaults = properties(block.defaultState)
        state = Block.fromProperties(block.id, { ...defaults, ...wanted }, 0).stateId
        stateCache.set(id, /** @type {number} */ (state))
      }
      return /** @type {number} */ (state)
    }
  }
}

/** Blocks that count as solid whatever their shape, and those that do not. */
const FORCED_SOLID = /sign$|_banner$|_pressure_plate$|_fence$|_wall$|_fence_gate$|lantern$|_coral(_fan|_wall_fan)?$|^(cake|\w*candle_cake|conduit|turtle_egg|pointed_dripstone|bell|grindstone|lectern|chain|bamboo|brewing_stand|amethyst_cluster|\w+_amethyst_bud|moving_piston)$/
const NEVER_SOLID = /^(cobweb|bamboo_sapling|ladder|snow|azalea|flowering_azalea|big_dripleaf|chorus_plant|chorus_flower|scaffolding)$/
const BULK = 0.7291666666666666 // mean of width, height and depth from which a shape is solid

/**
 * Whether a state blocks motion as vanilla's height maps count it: by its bulk, with exceptions. Source: BlockStateBase.calculateSolid, Java Edition 1.20.4;
 * of the exceptions those are known that are named here.
 * @param {string} name @param {number[][]} boxes collision
 */
function stopsMotion (name, boxes) {
  if (NEVER_SOLID.test(name)) return false
  if (FORCED_SOLID.test(name)) return true
  if (boxes.length === 0) return false
  const [x, y, z] = [0, 1, 2].map(axis => Math.max(...boxes.map(box => box[axis + 3])) - Math.min(...boxes.map(box => box[axis])))
  return (x + y + z) / 3 >= BULK || y >= 1
}

/** @param {any} registry */
const key = registry => registry.version.minecraftVersion
