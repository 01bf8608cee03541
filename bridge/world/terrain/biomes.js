/**
 * What grows and lies on the ground of each biome.
 *
 * Knows: ground kinds, tree kinds and plant rates (per column unless said otherwise), in the spirit of
 *   https://minecraft.wiki/w/Biome (1.20): the mixture is vanilla's, the rates are ours.
 * Does not know: where a biome lies (climate.js) or how a tree looks (trees.js).
 */

/**
 * @typedef {object} Biome
 * @property {string} name vanilla name
 * @property {'grass'|'sand'|'red_sand'|'stone'|'gravel'|'podzol'|'snow'|'mud'|'patchy'} ground
 * @property {number} trees chance of a tree in a column, before spacing
 * @property {[string, number][]} kinds tree kinds with their weights
 * @property {number} grass chance of short grass
 * @property {number} tall chance of tall grass
 * @property {number} fern chance of a fern
 * @property {number} flowers chance of a flower inside a flower patch
 * @property {string[]} flowerKinds
 * @property {boolean} frozen snow lies on it and its water is ice
 * @property {Record<string, number>} extras further plants by name with their chance in a column
 */

/** @param {string} name @param {Partial<Biome>} [rest] @returns {Biome} */
function biome(name, rest = {}) {
  return {
    name, ground: 'grass', trees: 0, kinds: [['oak', 1]], grass: 0.04, tall: 0.003, fern: 0, flowers: 0.05,
    flowerKinds: ['dandelion', 'poppy'], frozen: false, extras: {}, ...rest,
  }
}

const MEADOW_FLOWERS = ['dandelion', 'poppy', 'cornflower', 'oxeye_daisy', 'azure_bluet', 'allium']
const FOREST_FLOWERS = ['dandelion', 'poppy', 'lily_of_the_valley', 'rose_bush', 'lilac', 'peony']
const FIELD_FLOWERS = ['dandelion', 'poppy', 'azure_bluet', 'oxeye_daisy', 'cornflower', 'orange_tulip', 'red_tulip']
const BARE = { grass: 0, tall: 0, flowers: 0 }
const MUSHROOMS = { brown_mushroom: 0.0012, red_mushroom: 0.0006 }

/** @type {Biome[]} */
export const BIOMES = [
  biome('plains', { trees: 0.0012, kinds: [['oak', 2], ['big_oak', 1]], grass: 0.16, tall: 0.02, flowers: 0.14, flowerKinds: FIELD_FLOWERS }),
  biome('sunflower_plains', { trees: 0.001, grass: 0.16, tall: 0.02, flowers: 0.3, flowerKinds: ['sunflower'] }),
  biome('forest', { trees: 0.06, kinds: [['oak', 7], ['birch', 2], ['big_oak', 1]], grass: 0.06, flowers: 0.08, flowerKinds: FOREST_FLOWERS, extras: MUSHROOMS }),
  biome('flower_forest', { trees: 0.03, kinds: [['birch', 2], ['oak', 3]], grass: 0.05, flowers: 0.5, flowerKinds: [...FIELD_FLOWERS, ...FOREST_FLOWERS] }),
  biome('birch_forest', { trees: 0.06, kinds: [['birch', 1]], grass: 0.06, flowers: 0.06, flowerKinds: FOREST_FLOWERS, extras: MUSHROOMS }),
  biome('dark_forest', { trees: 0.16, kinds: [['dark_oak', 14], ['oak', 3], ['birch', 1], ['big_oak', 1]], grass: 0.05, flowers: 0.05, flowerKinds: FOREST_FLOWERS, extras: { brown_mushroom: 0.006, red_mushroom: 0.004 } }),
  biome('taiga', { trees: 0.06, kinds: [['spruce', 2], ['pine', 1]], grass: 0.02, fern: 0.08, extras: { sweet_berry_bush: 0.0035, large_fern: 0.01, ...MUSHROOMS } }),
  biome('old_growth_spruce_taiga', { ground: 'podzol', trees: 0.06, kinds: [['big_spruce', 3], ['spruce', 3], ['pine', 1]], grass: 0.02, fern: 0.1, extras: { sweet_berry_bush: 0.002, large_fern: 0.02, brown_mushroom: 0.006, red_mushroom: 0.003 } }),
  biome('snowy_plains', { trees: 0.0008, kinds: [['spruce', 1]], grass: 0.02, flowers: 0.02, frozen: true }),
  biome('snowy_taiga', { trees: 0.05, kinds: [['spruce', 2], ['pine', 1]], fern: 0.06, frozen: true, extras: { sweet_berry_bush: 0.0015, large_fern: 0.005 } }),
  biome('desert', { ground: 'sand', ...BARE, extras: { cactus: 0.007, dead_bush: 0.006 } }),
  biome('badlands', { ground: 'red_sand', ...BARE, extras: { cactus: 0.002, dead_bush: 0.012 } }),
  biome('savanna', { trees: 0.007, kinds: [['acacia', 4], ['oak', 1]], grass: 0.26, tall: 0.08, flowers: 0.03 }),
  biome('jungle', { trees: 0.16, kinds: [['jungle', 10], ['big_jungle', 2], ['bush', 8], ['big_oak', 1]], grass: 0.12, fern: 0.05, tall: 0.01, extras: { melon: 0.0015, bamboo: 0.004 } }),
  biome('bamboo_jungle', { trees: 0.03, kinds: [['jungle', 3], ['bush', 3], ['big_jungle', 1]], grass: 0.06, fern: 0.03, extras: { melon: 0.0008, bamboo: 0.22 } }),
  biome('sparse_jungle', { trees: 0.012, kinds: [['jungle', 2], ['bush', 2], ['oak', 1]], grass: 0.14, tall: 0.02, extras: { melon: 0.0015 } }),
  biome('swamp', { trees: 0.012, kinds: [['swamp_oak', 1]], grass: 0.08, flowers: 0.06, flowerKinds: ['blue_orchid'], extras: { brown_mushroom: 0.006, red_mushroom: 0.003, dead_bush: 0.001 } }),
  biome('mangrove_swamp', { ground: 'mud', trees: 0.07, kinds: [['mangrove', 1]], grass: 0.01, flowers: 0 }),
  biome('cherry_grove', { trees: 0.02, kinds: [['cherry', 1]], grass: 0.08, flowers: 0, extras: { pink_petals: 0.09 } }),
  biome('meadow', { trees: 0.0003, kinds: [['oak', 1], ['birch', 1]], grass: 0.2, tall: 0.02, flowers: 0.3, flowerKinds: MEADOW_FLOWERS }),
  biome('windswept_hills', { ground: 'patchy', trees: 0.004, kinds: [['spruce', 2], ['oak', 1]], grass: 0.03 }),
  biome('windswept_forest', { trees: 0.03, kinds: [['spruce', 2], ['oak', 1]], grass: 0.03 }),
  biome('grove', { ground: 'snow', trees: 0.035, kinds: [['spruce', 1], ['pine', 1]], ...BARE, frozen: true }),
  biome('snowy_slopes', { ground: 'snow', ...BARE, frozen: true }),
  biome('frozen_peaks', { ground: 'snow', ...BARE, frozen: true }),
  biome('jagged_peaks', { ground: 'snow', ...BARE, frozen: true }),
  biome('stony_peaks', { ground: 'stone', ...BARE }),
  biome('beach', { ground: 'sand', ...BARE }),
  biome('snowy_beach', { ground: 'sand', ...BARE, frozen: true }),
  biome('stony_shore', { ground: 'stone', ...BARE }),
  biome('river', { trees: 0.001, grass: 0.06 }),
  biome('frozen_river', { trees: 0, grass: 0.02, frozen: true }),
  biome('ocean', { ground: 'sand', ...BARE }),
  biome('deep_ocean', { ground: 'gravel', ...BARE }),
  biome('cold_ocean', { ground: 'gravel', ...BARE }),
  biome('deep_cold_ocean', { ground: 'gravel', ...BARE }),
  biome('lukewarm_ocean', { ground: 'sand', ...BARE }),
  biome('deep_lukewarm_ocean', { ground: 'sand', ...BARE }),
  biome('warm_ocean', { ground: 'sand', ...BARE }),
  biome('frozen_ocean', { ground: 'gravel', ...BARE, frozen: true }),
  biome('deep_frozen_ocean', { ground: 'gravel', ...BARE, frozen: true }),
]

/** @type {Record<string, number>} index of each biome in BIOMES */
export const BIOME_INDEX = Object.fromEntries(BIOMES.map((b, i) => [b.name, i]))
