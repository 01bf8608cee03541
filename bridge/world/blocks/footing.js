/**
 * What a block needs around it to stand: soil, water, a wall, a floor.
 *
 * Answers only "could this state stand here now"; who asks, and what happens when the answer turns to no, is decided elsewhere.
 * Rules: Java Edition 1.20 block behaviour, minecraft.wiki pages of the blocks named. Not covered: chorus, dripstone, scaffolding
 * distance, coral dying.
 * @module
 */
import { AXIS, OPPOSITE, SIDES, beside } from './directions.js'

/** @typedef {import('../types.d.ts').Point} Point */

const DIRT = new Set(['dirt', 'grass_block', 'podzol', 'coarse_dirt', 'mycelium', 'rooted_dirt', 'moss_block', 'mud', 'muddy_mangrove_roots'])
const SOIL = new Set([...DIRT, 'farmland'])
const SAND = new Set(['sand', 'red_sand', 'suspicious_sand'])
const NYLIUM = new Set(['crimson_nylium', 'warped_nylium', 'soul_soil'])
const BAMBOO_SOIL = new Set([...DIRT, ...SAND, 'bamboo', 'bamboo_sapling', 'gravel', 'suspicious_gravel'])

const FLOWERS = '^(dandelion|poppy|blue_orchid|allium|azure_bluet|\\w+_tulip|oxeye_daisy|cornflower|lily_of_the_valley|torchflower|pink_petals|sunflower|lilac|rose_bush|peony|pitcher_plant)$'
const BUSHES = new RegExp(`${FLOWERS}|_sapling$|^(short_grass|fern|tall_grass|large_fern|sweet_berry_bush)$`)
const CROPS = /^(wheat|carrots|potatoes|beetroots|pumpkin_stem|melon_stem|attached_pumpkin_stem|attached_melon_stem|torchflower_crop|pitcher_crop)$/
const CROP_LIGHT = 8 // of sky or lamps, in which crops last; stems do in the dark
const FLOOR_PLATES = /_pressure_plate$|^(repeater|comparator|redstone_wire|rail|powered_rail|detector_rail|activator_rail)$/
/** Full blocks that nothing can be fixed to. */
const NOT_STURDY = /_leaves$|^(barrier|scaffolding|powder_snow|chorus_flower|slime_block_none)$/

/**
 * @param {Pick<import('../types.d.ts').Ctx, 'blocks'>} ctx
 */
export function createFooting ({ blocks }) {
  const { states } = blocks
  /** @type {Map<number, number>} state → bits: faces 0–5 whole, 6 centre of the top, 7 centre of the bottom */
  const faces = new Map()
  const NAMES = ['down', 'up', 'north', 'south', 'west', 'east']

  /** @param {number} state */
  function bitsOf (state) {
    let bits = faces.get(state)
    if (bits !== undefined) return bits
    bits = 0
    const boxes = NOT_STURDY.test(states.names[state]) ? [] : states.shapes(state)
    const covers = (/** @type {number[]} */ b, /** @type {string} */ face, /** @type {number} */ lo, /** @type {number} */ hi) => {
      const near = { down: b[1] <= 0.001, up: b[4] >= 0.999, north: b[2] <= 0.001, south: b[5] >= 0.999, west: b[0] <= 0.001, east: b[3] >= 0.999 }[face]
      const across = [0, 1, 2].filter(axis => axis !== 'xyz'.indexOf(AXIS[face]))
      return near && across.every(axis => b[axis] <= lo + 0.001 && b[axis + 3] >= hi - 0.001)
    }
    // A side may be covered by several boxes together (stairs): sample it.
    const whole = (/** @type {string} */ face) => [1, 3, 5, 7, 9, 11, 13, 15].every(u => [1, 3, 5, 7, 9, 11, 13, 15].every(v => boxes.some(b => {
      const across = [0, 1, 2].filter(axis => axis !== 'xyz'.indexOf(AXIS[face]))
      const [p, q] = [u / 16, v / 16]
      return covers(b, face, 1, 0) && b[across[0]] <= p && b[across[0] + 3] >= p && b[across[1]] <= q && b[across[1] + 3] >= q
    })))
    NAMES.forEach((face, at) => { if (whole(face)) bits = /** @type {number} */ (bits) | (1 << at) })
    if (boxes.some(b => covers(b, 'up', 7 / 16, 9 / 16))) bits |= 64
    if (boxes.some(b => covers(b, 'down', 7 / 16, 9 / 16))) bits |= 128
    faces.set(state, bits)
    return bits
  }

  /** @param {Point} p @returns {number} state, air where nothing is loaded */
  const at = p => blocks.get(p.x, p.y, p.z) ?? 0
  /** @param {Point} p */
  const nameAt = p => states.names[at(p)]
  /** @param {Point} p @param {string} face of the block at p */
  const sturdy = (p, face) => (bitsOf(at(p)) & (1 << NAMES.indexOf(face))) !== 0
  /** @param {Point} p @param {'up' | 'down'} face */
  const centred = (p, face) => (bitsOf(at(p)) & (face === 'up' ? 64 : 128)) !== 0
  /** @param {Point} p */
  const solid = p => states.solid[at(p)] === 1
  /** @param {Point} p */
  const waterSource = p => { const state = at(p); return states.names[state] === 'water' ? Number(states.properties(state).level) === 0 : states.properties(state).waterlogged === true }

  /**
   * @param {Point} p where
   * @param {number} state what
   * @returns {boolean}
   */
  function stands (p, state) {
    const name = states.names[state]
    const props = states.properties(state)
    const below = beside(p, 'down')
    const under = nameAt(below)
    if (props.half === 'upper' && !/_door$/.test(name)) return under === name
    if (BUSHES.test(name)) return SOIL.has(under)
    if (CROPS.test(name)) return name === 'pitcher_crop' && props.half === 'upper' ? under === name : under === 'farmland' && (/stem$/.test(name) || lightAt(p) >= CROP_LIGHT)
    if (/_door$/.test(name)) return props.half === 'upper' ? under === name : sturdy(below, 'up')
    if (/_bed$/.test(name)) return true
    if (FLOOR_PLATES.test(name)) return sturdy(below, 'up') || (under === 'hopper' && name === 'redstone_wire') || (/_plate$/.test(name) && centred(below, 'up'))
    if (/_wall_sign$|_wall_banner$/.test(name)) return solid(beside(p, OPPOSITE[props.facing]))
    if (/_wall_hanging_sign$/.test(name)) return true
    if (/_hanging_sign$/.test(name)) return centred(beside(p, 'up'), 'down')
    if (/_sign$|_banner$/.test(name)) return solid(below)
    if (/_carpet$/.test(name)) return !/air$/.test(under)
    if (/_button$|^lever$/.test(name)) return holdsFixture(p, props)
    if (/(^|_)candle$/.test(name)) return centred(below, 'up')
    if (/_coral(_fan)?$/.test(name)) return sturdy(below, 'up')
    if (/_coral_wall_fan$/.test(name)) return sturdy(beside(p, OPPOSITE[props.facing]), props.facing)
    if (/amethyst_(bud|cluster)$/.test(name)) return sturdy(beside(p, OPPOSITE[props.facing]), props.facing)
    switch (name) {
      case 'torch': case 'soul_torch': case 'redstone_torch': return centred(below, 'up')
      case 'wall_torch': case 'soul_wall_torch': case 'redstone_wall_torch': case 'ladder': case 'tripwire_hook':
        return sturdy(beside(p, OPPOSITE[props.facing]), props.facing)
      case 'lantern': case 'soul_lantern': return props.hanging === true ? centred(beside(p, 'up'), 'down') : centred(below, 'up')
      case 'cactus': return (under === 'cactus' || SAND.has(under)) && SIDES.every(side => !solid(beside(p, side)) && nameAt(beside(p, side)) !== 'lava') &&
        states.fluid[at(beside(p, 'up'))] === 0
      case 'sugar_cane': return under === 'sugar_cane' || ((DIRT.has(under) || SAND.has(under)) &&
        SIDES.some(side => states.fluid[at(beside(below, side))] === 1 || nameAt(beside(below, side)) === 'frosted_ice'))
      case 'bamboo': case 'bamboo_sapling': return BAMBOO_SOIL.has(under)
      case 'dead_bush': return SAND.has(under) || DIRT.has(under) || /terracotta$/.test(under)
      case 'brown_mushroom': case 'red_mushroom':
        return /^(mycelium|podzol|crimson_nylium|warped_nylium)$/.test(under) || (sturdy(below, 'up') && lightAt(p) < 13)
      case 'nether_wart': return under === 'soul_sand'
      case 'wither_rose': return SOIL.has(under) || /^(netherrack|soul_sand|soul_soil)$/.test(under)
      case 'crimson_fungus': case 'warped_fungus': case 'crimson_roots': case 'warped_roots': case 'nether_sprouts':
        return NYLIUM.has(under) || SOIL.has(under)
      case 'azalea': case 'flowering_azalea': return SOIL.has(under) || under === 'clay'
      case 'mangrove_propagule': return props.hanging === true ? nameAt(beside(p, 'up')) === 'mangrove_leaves' : SOIL.has(under) || under === 'clay'
      case 'small_dripleaf': return under === 'clay' || under === 'moss_block' || (waterSource(p) && SOIL.has(under))
      case 'big_dripleaf': return SOIL.has(under) || under === 'clay' || /^big_dripleaf/.test(under)
      case 'lily_pad': return (waterSource(below) && under === 'water') || under === 'ice' || under === 'frosted_ice'
      case 'kelp': case 'kelp_plant': return /^kelp/.test(under) || (sturdy(below, 'up') && under !== 'magma_block')
      case 'seagrass': return sturdy(below, 'up') && under !== 'magma_block'
      case 'tall_seagrass': return under === name || (sturdy(below, 'up') && under !== 'magma_block')
      case 'sea_pickle': return sturdy(below, 'up') || centred(below, 'up')
      case 'snow': return !/^(ice|packed_ice|barrier)$/.test(under) && (sturdy(below, 'up') || (under === 'snow' && Number(states.properties(at(below)).layers) === 8) || /_leaves$/.test(under))
      case 'cake': return solid(below)
      case 'fire': return sturdy(below, 'up') || [...SIDES, 'up', 'down'].some(side => /_(planks|log|wood|leaves|wool)$/.test(nameAt(beside(p, side))))
      case 'soul_fire': return under === 'soul_sand' || under === 'soul_soil'
      case 'cocoa': return /^(stripped_)?jungle_(log|wood)$/.test(nameAt(beside(p, props.facing)))
      case 'vine': return vineHolds(p, props)
      case 'glow_lichen': case 'sculk_vein': return ['down', 'up', ...SIDES].some(face => props[face] === true && sturdy(beside(p, face), OPPOSITE[face]))
      case 'cave_vines': case 'cave_vines_plant': case 'weeping_vines': case 'weeping_vines_plant':
        return /^(cave|weeping)_vines/.test(nameAt(beside(p, 'up'))) || sturdy(beside(p, 'up'), 'down')
      case 'twisting_vines': case 'twisting_vines_plant': return /^twisting_vines/.test(under) || sturdy(below, 'up')
      case 'hanging_roots': case 'spore_blossom': return sturdy(beside(p, 'up'), 'down')
      case 'bell': return props.attachment === 'ceiling' ? centred(beside(p, 'up'), 'down') : props.attachment === 'floor' ? centred(below, 'up') : true
    }
    return true
  }

  /** @param {Point} p @param {Record<string, any>} props */
  function holdsFixture (p, { face, facing }) {
    if (face === 'floor') return sturdy(beside(p, 'down'), 'up')
    if (face === 'ceiling') return sturdy(beside(p, 'up'), 'down')
    return sturdy(beside(p, OPPOSITE[facing]), facing)
  }

  /** @param {Point} p @param {Record<string, any>} props */
  function vineHolds (p, props) {
    const above = beside(p, 'up')
    const over = at(above)
    if (props.up === true && sturdy(above, 'down')) return true
    return SIDES.some(side => props[side] === true && (sturdy(beside(p, side), OPPOSITE[side]) ||
      (states.names[over] === 'vine' && states.properties(over)[side] === true)))
  }

  /** @param {Point} p */
  function lightAt (p) {
    const { sky, block } = blocks.light(p)
    return Math.max(sky, block)
  }

  return { stands, sturdy, centred }
}

/** @typedef {ReturnType<typeof createFooting>} Footing */
