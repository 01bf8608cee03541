/**
 * `locate`: where the nearest structure or biome is.
 *
 * Knows what the land is made with: villages, ruined portals, igloos, mine shafts, and fortresses in the nether; a village of any look answers to
 * `#minecraft:village` and to every `village_…`. Other structures of the game are found nowhere. Points of interest are not known.
 * Search as in vanilla: rings of chunks, biomes at every 32nd block up to 6400; https://minecraft.wiki/w/Commands/locate.
 */
import { inNether, ownX } from '../land/dimensions.js'
import { translate } from '../text.js'
import { refuse } from './reader.js'

const RINGS = 100 // chunks; vanilla looks through 100 regions, which is farther
const BIOME_REACH = 6400 // blocks
const BIOME_STEP = 32
/** Structures of 1.20.4 and what this world calls them; those with null are never found. @type {Record<string, string | null>} */
const STRUCTURES = {
  village_plains: 'village', village_desert: 'village', village_savanna: 'village', village_snowy: 'village', village_taiga: 'village',
  mineshaft: 'mineshaft', mineshaft_mesa: 'mineshaft', igloo: 'igloo', fortress: 'fortress',
  ruined_portal: 'ruined_portal', ruined_portal_desert: 'ruined_portal', ruined_portal_jungle: 'ruined_portal', ruined_portal_mountain: 'ruined_portal',
  ruined_portal_nether: null, ruined_portal_ocean: null, ruined_portal_swamp: null, ancient_city: null, bastion_remnant: null, buried_treasure: null, desert_pyramid: null,
  end_city: null, jungle_pyramid: null, mansion: null, monument: null, nether_fossil: null, ocean_ruin_cold: null, ocean_ruin_warm: null,
  pillager_outpost: null, shipwreck: null, shipwreck_beached: null, stronghold: null, swamp_hut: null, trail_ruins: null
}
const TAGS = /** @type {Record<string, string | null>} */ ({ village: 'village', mineshaft: 'mineshaft', ruined_portal: 'ruined_portal', ocean_ruin: null, shipwreck: null })

/** @param {import('../types.d.ts').Ctx} ctx */
export function installSeek (ctx) {
  const { add, answer } = ctx.commands

  add('locate', {
    words: [['biome', 'structure'], [...Object.keys(STRUCTURES).map(name => `minecraft:${name}`), ...Object.keys(TAGS).map(name => `#minecraft:${name}`), '<biome>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['structure', 'biome'])
      const word = args.word()
      args.end()
      const tag = word.startsWith('#')
      const name = word.replace(/^#?(minecraft:)?/, '')
      const shown = `${tag ? '#' : ''}minecraft:${name}`
      const found = what === 'structure' ? structure(source.position, tag, name, shown) : biome(source.position, name, shown)
      if (!found) throw refuse(`commands.locate.${what}.not_found`, shown)
      const { x, y, z } = found
      const away = Math.floor(y === null ? Math.hypot(x - source.position.x, z - source.position.z) : source.position.distanceTo(found))
      const place = { translate: 'chat.square_brackets', with: [translate('chat.coordinates', ownX(x), y ?? '~', z)], color: 'green', clickEvent: { action: 'suggest_command', value: `/tp @s ${ownX(x)} ${y ?? '~'} ${z}` } }
      answer(source, translate(`commands.locate.${what}.success`, shown, place, away), true)
    }
  })

  /** @param {any} from @param {boolean} tag @param {string} name @param {string} shown */
  function structure (from, tag, name, shown) {
    const table = tag ? TAGS : STRUCTURES
    if (!(name in table)) throw refuse('commands.locate.structure.invalid', shown)
    const wanted = table[name]
    if (!wanted) return null
    const cx = Math.floor(from.x) >> 4
    const cz = Math.floor(from.z) >> 4
    for (let ring = 0; ring <= RINGS; ring++) {
      let best = null
      for (const [dx, dz] of rim(ring)) {
        if (inNether((cx + dx) * 16) !== inNether(from.x) || !ctx.generator.startsIn(cx + dx, cz + dz).includes(wanted)) continue
        const here = { x: (cx + dx) * 16, y: /** @type {null} */ (null), z: (cz + dz) * 16 }
        if (!best || Math.hypot(here.x - from.x, here.z - from.z) < Math.hypot(best.x - from.x, best.z - from.z)) best = here
      }
      if (best) return best
    }
    return null
  }

  /** @param {any} from @param {string} name @param {string} shown */
  function biome (from, name, shown) {
    if (!ctx.registry.biomesByName[name]) throw refuse('argument.resource_or_tag.not_found', shown, 'minecraft:worldgen/biome')
    for (let ring = 0; ring <= BIOME_REACH / BIOME_STEP; ring++) {
      for (const [dx, dz] of rim(ring)) {
        const x = Math.floor(from.x) + dx * BIOME_STEP
        const z = Math.floor(from.z) + dz * BIOME_STEP
        if (inNether(x) === inNether(from.x) && ctx.generator.biomeAt(x, z) === name) return { x, y: Math.floor(from.y), z }
      }
    }
    return null
  }
}

/** The cells at a distance, as of a square's rim. @param {number} ring @returns {[number, number][]} */
function rim (ring) {
  if (ring === 0) return [[0, 0]]
  /** @type {[number, number][]} */
  const cells = []
  for (let n = -ring; n < ring; n++) cells.push([n, -ring], [ring, n], [-n, ring], [-ring, -n])
  return cells
}
