/**
 * What each block state is to the living world, as tables by state id: solid, water, lava, climbable, replaceable…
 * Built once per registry. Solid here means "has a collision box in minecraft-data" (boundingBox 'block'); the box's
 * exact shape is not known here, so a slab or a fence counts as a whole cell.
 */

/** Blocks that a fluid or a falling block may replace although minecraft-data gives them a box. */
const THIN = /(_carpet|^repeater|^comparator|^lily_pad|^snow)$/
/** Boxless blocks that keep fluids out. Source: FlowingFluid.canHoldFluid as described at https://minecraft.wiki/w/Fluid */
const KEEPS_FLUID_OUT = /(_door|sign|^ladder|^sugar_cane|^bubble_column|^nether_portal|^end_portal|^end_gateway|^structure_void|_banner)$/
/** Water plants: always full of water. */
const WATER_PLANTS = new Set(['seagrass', 'tall_seagrass', 'kelp', 'kelp_plant', 'bubble_column'])
/** Blocks a placed or falling block simply takes the place of. Source: https://minecraft.wiki/w/Replaceable_block */
const REPLACEABLE = new Set(['air', 'cave_air', 'void_air', 'water', 'lava', 'short_grass', 'fern', 'dead_bush', 'seagrass',
  'tall_seagrass', 'fire', 'soul_fire', 'snow', 'vine', 'tall_grass', 'large_fern', 'glow_lichen', 'light', 'bubble_column',
  'hanging_roots', 'warped_roots', 'crimson_roots', 'nether_sprouts', 'structure_void'])
const CLIMBABLE = new Set(['ladder', 'vine', 'scaffolding', 'weeping_vines', 'weeping_vines_plant', 'twisting_vines',
  'twisting_vines_plant', 'cave_vines', 'cave_vines_plant'])
const HURTS = new Set(['cactus', 'fire', 'soul_fire', 'lava', 'magma_block', 'sweet_berry_bush', 'wither_rose', 'campfire',
  'soul_campfire', 'powder_snow', 'lava_cauldron'])
/** Boxes that light passes and mobs do not spawn on. */
const NO_SPAWN = /(leaves|glass|^glowstone|^bedrock|^barrier|_slab|_stairs|_fence|_wall|_carpet|^ice|_pane|^magma_block|^cactus|^scaffolding|chest|_trapdoor|_bed|^farmland|^dirt_path|^ladder|^anvil|^snow)$/

/**
 * @typedef {object} Kinds
 * @property {string[]} name
 * @property {Uint8Array} solid 1: has a box
 * @property {Uint8Array} air 1: one of the airs
 * @property {Int8Array} fluid 0 none; 1–16 water of level 0–15; −1…−16 lava of level 0–15
 * @property {Uint8Array} waterlogged 1: a block that is not water holds a water source
 * @property {Uint8Array} floodable 1: a flowing fluid may take its place
 * @property {Uint8Array} replaceable 1: a placed or falling block may take its place
 * @property {Uint8Array} climbable 1: ladder, vine…
 * @property {Uint8Array} hurts 1: standing in or on it hurts
 * @property {Uint8Array} opaque 1: a whole cube that light and sight do not pass
 * @property {Uint8Array} spawnable 1: monsters may stand on it when they appear
 */

/** @type {WeakMap<object, Kinds>} */
const known = new WeakMap()

/**
 * @param {any} registry prismarine-registry
 * @returns {Kinds}
 */
export function blockKinds (registry) {
  const found = known.get(registry)
  if (found) return found
  const count = registry.blocksArray.reduce((/** @type {number} */ most, /** @type {any} */ b) => Math.max(most, b.maxStateId + 1), 0)
  const kinds = {
    name: /** @type {string[]} */ (new Array(count).fill('air')),
    solid: new Uint8Array(count),
    air: new Uint8Array(count),
    fluid: new Int8Array(count),
    waterlogged: new Uint8Array(count),
    floodable: new Uint8Array(count),
    replaceable: new Uint8Array(count),
    climbable: new Uint8Array(count),
    hurts: new Uint8Array(count),
    opaque: new Uint8Array(count),
    spawnable: new Uint8Array(count)
  }
  for (const block of registry.blocksArray) {
    const { name, minStateId: first, maxStateId: last } = block
    const solid = block.boundingBox === 'block'
    const logs = block.states.some((/** @type {any} */ s) => s.name === 'waterlogged')
    for (let id = first; id <= last; id++) {
      const wet = logs && stateValue(block, id, 'waterlogged') === 0 // minecraft-data lists bool states as true, false
      kinds.name[id] = name
      kinds.solid[id] = solid ? 1 : 0
      kinds.air[id] = name === 'air' || name === 'cave_air' || name === 'void_air' ? 1 : 0
      kinds.fluid[id] = name === 'water' ? id - first + 1 : name === 'lava' ? first - id - 1 : wet || WATER_PLANTS.has(name) ? 1 : 0
      kinds.waterlogged[id] = name !== 'water' && kinds.fluid[id] > 0 ? 1 : 0
      kinds.floodable[id] = (!solid || THIN.test(name)) && !logs && !WATER_PLANTS.has(name) && !KEEPS_FLUID_OUT.test(name) &&
        name !== 'water' && name !== 'lava' ? 1 : 0
      kinds.replaceable[id] = REPLACEABLE.has(name) && (name !== 'snow' || id === first) ? 1 : 0
      kinds.climbable[id] = CLIMBABLE.has(name) ? 1 : 0
      kinds.hurts[id] = HURTS.has(name) ? 1 : 0
      kinds.opaque[id] = solid && !block.transparent ? 1 : 0
      kinds.spawnable[id] = solid && !NO_SPAWN.test(name) ? 1 : 0
    }
  }
  known.set(registry, kinds)
  return kinds
}

/**
 * Index of a property's value in one state of a block.
 * @param {any} block minecraft-data block @param {number} stateId @param {string} property
 * @returns {number} index into the property's values; -1 when the block has no such property
 */
function stateValue (block, stateId, property) {
  let rest = stateId - block.minStateId
  for (let i = block.states.length - 1; i >= 0; i--) {
    const state = block.states[i]
    if (state.name === property) return rest % state.num_values
    rest = Math.floor(rest / state.num_values)
  }
  return -1
}
