/**
 * Blocks that break when what holds them goes: plants, torches, ladders, rails, snow, cactus, cane, and the other half of
 * doors, beds and tall plants. What each needs is known by footing.js. Source: https://minecraft.wiki/w/Block_update (Java 1.20).
 * Vanilla lets cactus, cane and bamboo wait a tick; here all go at once.
 */
const AROUND = [[0, 1, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, -1, 0], [1, 1, 0], [-1, 1, 0], [0, 1, 1], [0, 1, -1]]
const NEEDY = new RegExp('_sapling$|_propagule$|^(short_grass|fern|dead_bush|tall_grass|large_fern|sunflower|lilac|rose_bush|peony|pitcher_plant)$' +
  '|^(dandelion|poppy|blue_orchid|allium|azure_bluet|oxeye_daisy|cornflower|lily_of_the_valley|torchflower|pink_petals|wither_rose)$|_tulip$' +
  '|^(wheat|carrots|potatoes|beetroots|pumpkin_stem|melon_stem|attached_pumpkin_stem|attached_melon_stem|torchflower_crop|pitcher_crop)$' +
  '|torch$|^ladder$|lantern$|^cactus$|^sugar_cane$|^bamboo|_mushroom$|^nether_wart$|azalea$|dripleaf|^lily_pad$|^kelp|seagrass$|^sea_pickle$|^snow$|^cake$' +
  '|fire$|^cocoa$|^vine$|^glow_lichen$|vines|^hanging_roots$|^spore_blossom$|^bell$|_sign$|_banner$|_carpet$|_button$|^lever$|candle$|coral' +
  '|amethyst_(bud|cluster)$|_pressure_plate$|^(repeater|comparator|redstone_wire|rail|powered_rail|detector_rail|activator_rail|tripwire_hook)$' +
  '|_door$|_bed$|^sweet_berry_bush$|_fungus$|_roots$|^nether_sprouts$')
const NOT_NEEDY = /^(mushroom_stem|brown_mushroom_block|red_mushroom_block|campfire|soul_campfire|rooted_dirt|mangrove_roots|muddy_mangrove_roots|bamboo_(block|planks|mosaic|slab|stairs|fence|fence_gate|mosaic_slab|mosaic_stairs|trapdoor)|.*coral_block|jack_o_lantern|sea_lantern)$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const needy = Uint8Array.from(kinds.name, (/** @type {string} */ name) => NEEDY.test(name) && !NOT_NEEDY.test(name) ? 1 : 0)

  ctx.blocks.onChange((position, before, after, change) => {
    const silent = change?.by?.gameMode === 1
    for (const [dx, dy, dz] of AROUND) {
      const x = position.x + dx; const y = position.y + dy; const z = position.z + dz
      const state = ctx.chunks.state(x, y, z)
      if (state === null || !needy[state]) continue
      const place = { x, y, z }
      if (dx && dy) { // only cane looks across: its water is beside its soil
        if (kinds.name[state] !== 'sugar_cane' || ctx.footing.stands(place, state)) continue
      } else if (ctx.footing.stands(place, state) && paired(place, state, position)) continue
      if (silent || kinds.name[state] === 'snow') ctx.blocks.set(place, kinds.waterlogged[state] ? ctx.blocks.stateOf('water') : 0, { ...change, cause: 'support' })
      else ctx.drops.breakBlock(place, { replacement: kinds.waterlogged[state] ? ctx.blocks.stateOf('water') : undefined, cause: 'support' })
    }
  })

  const SIDE = /** @type {Record<string, [number, number]>} */ ({ north: [0, -1], south: [0, 1], west: [-1, 0], east: [1, 0] })
  /** @typedef {{x: number, y: number, z: number}} Place */
  /**
   * Whether the other half of a two-part block is there. Only a change in its own place counts: a half that a command
   * put down alone stays, as in vanilla.
   * @param {Place} place @param {number} state @param {Place} changed
   */
  function paired ({ x, y, z }, state, changed) {
    const { half, part, facing } = ctx.blocks.properties(state)
    const name = kinds.name[state]
    const way = part === 'foot' || half === 'lower' ? 1 : -1
    const [dx, dy, dz] = name.endsWith('_bed') ? [SIDE[facing][0] * way, 0, SIDE[facing][1] * way] : half === 'lower' || half === 'upper' ? [0, way, 0] : [0, 0, 0]
    const other = dx !== 0 || dy !== 0 || dz !== 0
    if (!other || changed.x !== x + dx || changed.y !== y + dy || changed.z !== z + dz) return true
    return ctx.blocks.name(changed.x, changed.y, changed.z) === name
  }
}
