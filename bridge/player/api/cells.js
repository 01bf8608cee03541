/**
 * What kind of place each block state is, and a fast way to ask it of the world the bot sees.
 *
 * Knows block states and loaded chunks. Does not know tools, paths or the player's body.
 * Flags are computed once per block state; a View looks them up without making Block objects, which is
 * what makes searches over ten thousand cells take tens of milliseconds.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export const PASS = 1 // a body can be in it: no collision, no harm, no liquid
export const SOLID = 2 // a body can stand on it
export const WATER = 4 // source or flowing, or waterlogged
export const LAVA = 8
export const HARM = 16 // hurts or traps whoever is in or on it
export const FALLS = 32 // sand, gravel: comes down when what is below it goes
export const FIXED = 64 // cannot be dug at all
export const KEEP = 128 // somebody's: containers, workstations, beds, doors; never dug on the way
export const CLIMB = 256 // ladders, vines
export const TOOL = 512 // gives nothing without the right tool
export const SOFT = 1024 // leaves, plants, snow: dug in a moment with bare hands
export const SOURCE = 2048 // a full block of water or lava
export const UNKNOWN = 4096 // not loaded

const WET = /^(water|bubble_column|kelp|kelp_plant|seagrass|tall_seagrass)$/
const HARMFUL = new RegExp('^(fire|soul_fire|cactus|magma_block|sweet_berry_bush|powder_snow|cobweb|wither_rose|' +
  'campfire|soul_campfire|pointed_dripstone|end_portal|nether_portal|end_gateway|lava_cauldron)$')
const FALLING = /^(sand|red_sand|gravel|suspicious_sand|suspicious_gravel|.*_concrete_powder|.*anvil|dragon_egg)$/
const KEPT = new RegExp('(chest|barrel|shulker_box|furnace|smoker|crafting_table|smithing_table|cartography_table|' +
  'fletching_table|loom|stonecutter|grindstone|anvil|enchanting_table|brewing_stand|beacon|lectern|jukebox|hopper|' +
  'dropper|dispenser|_bed|_door|trapdoor|_fence_gate|spawner|bookshelf|respawn_anchor|lodestone|conduit|bell|_sign)$')
const CLIMBABLE = /^(ladder|vine|weeping_vines.*|twisting_vines.*|cave_vines.*|scaffolding)$/

/**
 * @typedef {{stateAt(x: number, y: number, z: number): number, at(x: number, y: number, z: number): number,
 *   name(x: number, y: number, z: number): string}} View
 */

/** What was worked out of a registry's block states; good for the life of the process. @type {WeakMap<object, ReturnType<typeof tablesOf>>} */
const known = new WeakMap()

/** One window for each world that a bot was in. @type {WeakMap<object, View & {bottom: number, close(): void}>} */
const views = new WeakMap()

/** @param {any} registry */
function tablesOf (registry) {
  const Block = /** @type {any} */ (require('prismarine-block'))(registry)
  const flagsOf = new Int16Array(registry.blocksArray.reduce(
    (/** @type {number} */ most, /** @type {any} */ each) => Math.max(most, each.maxStateId), 0) + 1).fill(-1)
  /** @type {Map<number, any>} */
  const samples = new Map()

  /** A Block of this state, without a position. @param {number} state */
  function sample (state) {
    let block = samples.get(state)
    if (!block) samples.set(state, block = Block.fromStateId(state, 0))
    return block
  }

  /** @param {number} state */
  function compute (state) {
    const block = sample(state)
    const name = block.name
    let flags = 0
    if (WET.test(name) || block.getProperties?.().waterlogged === true) flags |= WATER
    if (name === 'lava') flags |= LAVA
    if (flags & (WATER | LAVA)) {
      const level = block.getProperties?.().level
      if (level === undefined || Number(level) === 0) flags |= SOURCE
    }
    if (HARMFUL.test(name)) flags |= HARM
    if (FALLING.test(name)) flags |= FALLS
    if (CLIMBABLE.test(name)) flags |= CLIMB
    if (KEPT.test(name)) flags |= KEEP
    let top = 0
    for (const shape of block.shapes) top = Math.max(top, shape[4])
    if (top <= 0.2 && !(flags & (LAVA | WATER | HARM))) flags |= PASS
    if (top >= 0.5 && top <= 1 && !(flags & HARM)) flags |= SOLID
    if (!block.diggable || block.hardness === null || block.hardness < 0) flags |= FIXED
    if (block.harvestTools) flags |= TOOL
    else if (block.hardness !== null && block.hardness <= 0.3 && !(flags & (WATER | LAVA | FIXED))) flags |= SOFT
    return flags
  }

  /** Flags of a block state. @param {number} state */
  function flags (state) {
    const before = flagsOf[state]
    if (before >= 0) return before
    const found = compute(state)
    flagsOf[state] = found
    return found
  }

  return { flags, sample }
}

/**
 * @param {import('mineflayer').Bot} bot
 */
export function createCells (bot) {
  const registry = /** @type {any} */ (bot.registry)
  const tables = known.get(registry) ?? tablesOf(registry)
  known.set(registry, tables)
  const { flags, sample } = tables

  /** A window on the world the bot is in now. @returns {View} */
  function view () {
    const world = /** @type {any} */ (bot.world)
    const view = views.get(world)
    if (view && view.bottom === bottomNow()) return view
    return renewed(world)
  }

  /** The lowest level of the dimension the bot is in: mineflayer keeps one world for all of them. @returns {number} */
  const bottomNow = () => /** @type {any} */ (bot.game).minY ?? -64

  /** @param {any} world */
  function renewed (world) {
    views.get(world)?.close()
    const view = viewOf(world)
    views.set(world, view)
    return view
  }

  /** @param {any} world @returns {View & {bottom: number, close(): void}} */
  function viewOf (world) {
    const minY = bottomNow()
    const paletted = registry.version['>=']('1.18') // sections of older versions are laid out differently
    const top = minY + (/** @type {any} */ (bot.game).height ?? 384)
    /** @type {Map<number, any>} */
    const columns = new Map()
    let lastKey = NaN
    /** @type {any} */
    let lastColumn = null
    const forget = () => {
      columns.clear()
      lastKey = NaN
    }
    world.on('chunkColumnLoad', forget)
    world.on('chunkColumnUnload', forget)

    /** @param {number} x @param {number} y @param {number} z */
    function stateAt (x, y, z) {
      const key = (x >> 4) * 4194304 + (z >> 4)
      if (key !== lastKey) {
        lastKey = key
        lastColumn = columns.get(key)
        if (lastColumn === undefined) columns.set(key, lastColumn = world.getColumn(x >> 4, z >> 4) ?? null)
      }
      if (lastColumn === null) return -1
      if (y >= top) return 0
      if (y < minY) return -1
      const sections = lastColumn.sections
      if (!paletted) return lastColumn.getBlockStateId({ x: x & 15, y, z: z & 15 })
      const section = sections[(y - minY) >> 4]
      return section ? section.data.get((((y - minY) & 15) << 8) | ((z & 15) << 4) | (x & 15)) : 0
    }

    return {
      bottom: minY,
      close () {
        world.off('chunkColumnLoad', forget)
        world.off('chunkColumnUnload', forget)
      },
      stateAt,
      at (x, y, z) {
        const state = stateAt(x, y, z)
        return state < 0 ? UNKNOWN | FIXED : flags(state)
      },
      name (x, y, z) {
        const state = stateAt(x, y, z)
        return state < 0 ? 'unknown' : sample(state).name
      }
    }
  }

  return { flags, sample, view }
}

/**
 * Whether there is lava within so many cells of a place, to every side.
 * @param {View} view @param {{x: number, y: number, z: number}} at may be fractional @param {number} radius
 */
export function lavaWithin (view, at, radius) {
  const [x, y, z] = [Math.floor(at.x), Math.floor(at.y), Math.floor(at.z)]
  for (let dx = -radius; dx <= radius; dx++) {
    for (let dz = -radius; dz <= radius; dz++) {
      for (let dy = -radius; dy <= radius; dy++) if (view.at(x + dx, y + dy, z + dz) & LAVA) return true
    }
  }
  return false
}

/** @typedef {ReturnType<typeof createCells>} Cells */
