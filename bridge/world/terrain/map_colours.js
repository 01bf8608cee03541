/**
 * Colours of blocks on a map, near those of the game's own (https://minecraft.wiki/w/Map_item_format).
 * Knows: names. A block that no rule matches is drawn grey.
 */

/** @typedef {readonly [number, number, number]} Colour */

/** First rule that matches wins. @type {[RegExp, Colour][]} */
const RULES = [
  [/^(water|bubble_column|seagrass|tall_seagrass|kelp|kelp_plant)$/, [64, 90, 214]],
  [/^lava$/, [255, 90, 0]],
  [/diamond_ore/, [90, 240, 255]], [/emerald_ore/, [0, 230, 70]], [/redstone_ore/, [255, 20, 20]], [/lapis_ore/, [40, 70, 255]],
  [/gold_ore/, [255, 220, 40]], [/iron_ore/, [230, 180, 150]], [/copper_ore/, [224, 115, 60]], [/coal_ore/, [25, 25, 25]],
  [/amethyst/, [170, 110, 230]], [/calcite|diorite/, [205, 205, 205]], [/smooth_basalt/, [62, 62, 68]],
  [/^grass_block$|^short_grass$|^tall_grass$|fern$/, [122, 172, 60]],
  [/spruce_leaves/, [48, 82, 50]], [/birch_leaves/, [104, 148, 66]], [/dark_oak_leaves/, [40, 84, 24]], [/jungle_leaves/, [38, 130, 20]],
  [/acacia_leaves/, [126, 140, 40]], [/cherry_leaves|pink_petals/, [240, 175, 205]], [/mangrove_leaves/, [70, 130, 35]], [/leaves|vine/, [52, 112, 30]],
  [/bamboo/, [110, 170, 40]], [/lily_pad|cactus|sugar_cane|melon/, [30, 140, 30]], [/pumpkin/, [220, 125, 20]], [/sweet_berry/, [90, 60, 30]],
  [/mangrove_roots/, [86, 66, 36]], [/birch_log/, [215, 210, 200]], [/log$|wood$/, [105, 82, 48]], [/planks|crafting_table|chest|ladder|door|fence/, [160, 130, 78]],
  [/red_sand/, [200, 110, 45]], [/sand/, [236, 224, 160]], [/^snow|snow_block/, [245, 250, 252]], [/packed_ice|^ice$|blue_ice/, [160, 190, 250]],
  [/podzol/, [110, 78, 38]], [/coarse_dirt|dirt_path|farmland|^dirt$|rooted/, [140, 102, 70]], [/^mud/, [70, 66, 70]], [/clay/, [160, 166, 180]],
  [/white_terracotta/, [210, 178, 161]], [/orange_terracotta/, [160, 82, 36]], [/yellow_terracotta/, [186, 133, 36]], [/red_terracotta/, [142, 60, 46]],
  [/brown_terracotta/, [76, 50, 35]], [/light_gray_terracotta/, [135, 107, 98]], [/terracotta/, [150, 92, 66]],
  [/gravel/, [128, 122, 120]], [/granite/, [150, 104, 86]], [/andesite/, [132, 134, 134]], [/tuff/, [88, 90, 84]], [/deepslate/, [74, 74, 80]],
  [/obsidian/, [20, 12, 34]], [/bedrock/, [40, 40, 40]], [/dandelion|sunflower/, [255, 236, 80]], [/poppy|tulip|rose/, [220, 50, 40]],
  [/cornflower|orchid|allium|lilac|peony|bluet|daisy|lily/, [210, 160, 220]], [/mushroom/, [160, 90, 70]], [/dead_bush/, [130, 100, 50]], [/torch/, [255, 240, 150]],
]

/** Blocks that a map looks through. */
const CLEAR = new Set(['air', 'cave_air', 'void_air', 'glass', 'glass_pane', 'barrier', 'light', 'structure_void'])
const GREY = /** @type {const} */ ([112, 112, 112])

/** @param {import('./states.js').Registry} registry
 * @returns {(state: number) => Colour | null} colour of a state id, null for what is clear */
export function colourOf(registry) {
  /** @type {Map<number, Colour | null>} */
  const known = new Map()
  return (state) => {
    let colour = known.get(state)
    if (colour === undefined) {
      const name = registry.blocksByStateId[state]?.name ?? 'air'
      colour = CLEAR.has(name) ? null : RULES.find(([rule]) => rule.test(name))?.[1] ?? GREY
      known.set(state, colour)
    }
    return colour
  }
}
