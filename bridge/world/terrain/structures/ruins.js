/**
 * What others left in the open: broken portals with a chest, wells in the desert, igloos in the snow.
 *
 * Knows: https://minecraft.wiki/w/Ruined_Portal, /w/Desert_Well, /w/Igloo (1.20) for looks and loot. Ours: one shape of each; portals stand in the open
 * only, denser than vanilla's (one in about 24 × 24 chunks instead of 40 × 40); an igloo's chest stands in it, since it has no cellar.
 */
import { SEA } from '../climate.js'
import { BIOMES } from '../biomes.js'
import { hash, seedFor, stream } from '../random.js'
import { Blueprint, FOUND, IF_OPEN } from './blueprint.js'

const SPACING = 24 // chunks on a side that share one portal
const WELL_RATE = 120 // desert chunks for one well; vanilla 1000
const IGLOO_RATE = 160 // snowy chunks for one igloo
const SNOWY = new Set(['snowy_plains', 'snowy_taiga', 'snowy_slopes'])

export class Ruins {
  /** @param {number} seed @param {ReturnType<import('../states.js').stateFinder>} state @param {import('../climate.js').Climate} climate @param {(x: number, z: number) => boolean} wet lava lies there */
  constructor(seed, state, climate, wet) {
    this.seed = seedFor(seed, 'ruins')
    this.state = state
    this.climate = climate
    this.wet = wet
  }

  /** What kind of ruin a chunk has. @param {number} cx @param {number} cz @returns {'portal' | 'well' | 'igloo' | null} */
  kind(cx, cz) {
    const rx = Math.floor(cx / SPACING)
    const rz = Math.floor(cz / SPACING)
    const at = hash(this.seed, rx, rz, 7)
    if (cx === rx * SPACING + (at % SPACING) && cz === rz * SPACING + ((at >>> 8) % SPACING)) return 'portal'
    const dice = hash(this.seed, cx, cz, 8)
    if (dice % WELL_RATE === 0 && this.biome(cx, cz) === 'desert') return 'well'
    if (dice % IGLOO_RATE === 1 && SNOWY.has(this.biome(cx, cz))) return 'igloo'
    return null
  }

  /** @param {number} cx @param {number} cz */
  biome(cx, cz) {
    return BIOMES[this.climate.biomeAt(cx * 16 + 8, cz * 16 + 8)].name
  }

  /** @param {number} cx @param {number} cz @returns {Blueprint | null} null: the ground does not suit */
  plan(cx, cz) {
    const kind = this.kind(cx, cz)
    if (!kind) return null
    const x = cx * 16 + 8
    const z = cz * 16 + 8
    let low = Infinity
    let high = -Infinity
    for (const [dx, dz] of [[0, 0], [-4, -4], [4, -4], [-4, 4], [4, 4]]) {
      const { height } = this.climate.column(x + dx, z + dz)
      low = Math.min(low, height)
      high = Math.max(high, height)
    }
    if (low <= SEA || high - low > 4 || this.wet(x, z)) return null
    const plan = new Blueprint()
    const random = stream(hash(this.seed, cx, cz, 9))
    plan.plots.push({ x0: x - 5, z0: z - 5, x1: x + 5, z1: z + 5 })
    this[kind](plan, x, this.climate.column(x, z).height, z, random)
    return plan
  }

  /** @param {Blueprint} plan @param {number} x @param {number} y ground @param {number} z @param {() => number} random */
  portal(plan, x, y, z, random) {
    const { state } = this
    const [rack, magma, brick, mossy] = ['netherrack', 'magma_block', 'stone_bricks', 'mossy_stone_bricks'].map((name) => state(name))
    for (let dx = -4; dx <= 4; dx++) {
      for (let dz = -3; dz <= 3; dz++) {
        for (let dy = 1; dy <= 6; dy++) plan.put(x + dx, y + dy, z + dz, 0)
        if (Math.abs(dx) + Math.abs(dz) > 5 || random() < 0.2) { plan.put(x + dx, y, z + dz, state('dirt'), FOUND); continue }
        const dice = random()
        plan.put(x + dx, y, z + dz, dice < 0.12 ? magma : dice < 0.8 ? rack : random() < 0.5 ? brick : mossy)
        plan.put(x + dx, y - 1, z + dz, rack, FOUND)
      }
    }
    const obsidian = state('obsidian')
    const crying = state('crying_obsidian')
    for (let dy = 0; dy <= 4; dy++) {
      for (let dx = -1; dx <= 2; dx++) {
        const edge = dx === -1 || dx === 2 || dy === 0 || dy === 4
        if (edge && (dy <= 1 || random() < 0.7)) plan.put(x + dx, y + dy, z, random() < 0.15 ? crying : obsidian)
      }
    }
    if (random() < 0.7) plan.put(x + 3, y + 1, z + 1, state('gold_block'))
    plan.put(x - 3, y, z + 1, rack)
    plan.put(x - 3, y + 1, z + 1, state('chest', { facing: 'south' }))
    plan.chests.push({ x: x - 3, y: y + 1, z: z + 1, table: 'ruined_portal' })
  }

  /** @param {Blueprint} plan @param {number} x @param {number} y @param {number} z */
  well(plan, x, y, z) {
    const { state } = this
    const stone = state('sandstone')
    const slab = state('sandstone_slab', { type: 'bottom' })
    for (let dx = -2; dx <= 2; dx++) {
      for (let dz = -2; dz <= 2; dz++) {
        const edge = Math.max(Math.abs(dx), Math.abs(dz)) === 2
        const water = Math.abs(dx) + Math.abs(dz) <= 1
        for (let dy = 2; dy <= 4; dy++) plan.put(x + dx, y + dy, z + dz, 0)
        plan.put(x + dx, y - 1, z + dz, stone, FOUND)
        plan.put(x + dx, y - 1, z + dz, stone)
        plan.put(x + dx, y, z + dz, water ? state('water') : stone)
        plan.put(x + dx, y + 1, z + dz, edge ? (dx === 0 || dz === 0 ? slab : stone) : 0)
        if (!edge) plan.put(x + dx, y + 4, z + dz, dx === 0 && dz === 0 ? stone : slab)
      }
    }
    for (const dx of [-1, 1]) for (const dz of [-1, 1]) for (let dy = 1; dy <= 3; dy++) plan.put(x + dx, y + dy, z + dz, stone)
  }

  /** @param {Blueprint} plan @param {number} x @param {number} y @param {number} z */
  igloo(plan, x, y, z) {
    const { state } = this
    const snow = state('snow_block')
    for (let dx = -3; dx <= 3; dx++) {
      for (let dz = -3; dz <= 3; dz++) {
        const flat = Math.hypot(dx, dz)
        if (flat > 3.7) continue
        plan.put(x + dx, y, z + dz, snow, FOUND)
        plan.put(x + dx, y, z + dz, snow)
        for (let dy = 1; dy <= 4; dy++) {
          const out = Math.hypot(flat, dy - 0.5)
          plan.put(x + dx, y + dy, z + dz, out <= 3.75 && (out > 2.75 || dy > 3) ? snow : 0, out > 3.75 ? IF_OPEN : undefined)
        }
      }
    }
    for (let dz = 2; dz <= 4; dz++) for (let dy = 1; dy <= 2; dy++) plan.put(x, y + dy, z + dz, 0)
    plan.put(x - 1, y + 1, z - 1, state('red_bed', { part: 'head', facing: 'north' }))
    plan.put(x - 1, y + 1, z, state('red_bed', { part: 'foot', facing: 'north' }))
    plan.put(x + 1, y + 1, z - 1, state('furnace', { facing: 'south' }))
    plan.put(x + 1, y + 1, z, state('crafting_table'))
    plan.put(x, y + 1, z - 2, state('chest', { facing: 'south' }))
    plan.chests.push({ x, y: y + 1, z: z - 2, table: 'igloo_chest' })
  }
}
