/**
 * Villages: a square with a bell, four streets, and houses, workshops and farms along them.
 *
 * Knows: in which country a village stands and of what it is built (https://minecraft.wiki/w/Village, 1.20). Ours: one village in about 18 × 18 chunks
 * that suit (vanilla: 34 × 34), since the land here changes sooner; streets run straight and follow the ground; no abandoned villages,
 * cats, golems or animal pens.
 */
import { SEA } from '../climate.js'
import { BIOMES } from '../biomes.js'
import { hash, seedFor, stream } from '../random.js'
import { Blueprint, FOUND, IF_OPEN } from './blueprint.js'
import { JOBS, Plot, SIZE, square } from './houses.js'

export const REACH = 4 // chunks from its middle
export const SPACING = 18 // chunks on a side that share one village
const APART = 6 // chunks between two villages' middles, at least
const HIGHEST = 100 // y
const PITCH = 9 // blocks from plot to plot along a street
const SETBACK = 3 // blocks from the middle of a street to a plot's front
const UNEVEN = 3 // blocks that ground may rise or fall within a plot
const LEAST = 4 // buildings; fewer are no village

/** @type {Record<string, import('./houses.js').Style>} */
const STYLES = {
  plains: { type: 'plains', wall: 'oak_planks', log: 'oak_log', floor: 'oak_planks', stairs: 'oak_stairs', slab: 'oak_slab', door: 'oak_door', fence: 'oak_fence', path: 'dirt_path', base: 'cobblestone' },
  desert: { type: 'desert', wall: 'smooth_sandstone', log: 'cut_sandstone', floor: 'smooth_sandstone', stairs: 'sandstone_stairs', slab: 'sandstone_slab', door: 'jungle_door', fence: 'jungle_fence', path: 'smooth_sandstone', base: 'sandstone' },
  savanna: { type: 'savanna', wall: 'acacia_planks', log: 'acacia_log', floor: 'acacia_planks', stairs: 'acacia_stairs', slab: 'acacia_slab', door: 'acacia_door', fence: 'acacia_fence', path: 'dirt_path', base: 'cobblestone' },
  taiga: { type: 'taiga', wall: 'spruce_planks', log: 'spruce_log', floor: 'spruce_planks', stairs: 'spruce_stairs', slab: 'spruce_slab', door: 'spruce_door', fence: 'spruce_fence', path: 'dirt_path', base: 'cobblestone' },
  snowy: { type: 'snow', wall: 'spruce_planks', log: 'stripped_spruce_log', floor: 'spruce_planks', stairs: 'spruce_stairs', slab: 'spruce_slab', door: 'spruce_door', fence: 'spruce_fence', path: 'dirt_path', base: 'cobblestone' }
}
const COUNTRY = /** @type {Record<string, import('./houses.js').Style>} */ ({
  plains: STYLES.plains, sunflower_plains: STYLES.plains, meadow: STYLES.plains, desert: STYLES.desert, savanna: STYLES.savanna, taiga: STYLES.taiga, snowy_plains: STYLES.snowy
})
const STREETS = /** @type {const} */ ([[0, -1], [1, 0], [0, 1], [-1, 0]])
const SIDES = ['north', 'east', 'south', 'west']

export class Villages {
  /** @param {number} seed @param {ReturnType<import('../states.js').stateFinder>} state @param {import('../climate.js').Climate} climate @param {(x: number, z: number) => boolean} wet lava lies there */
  constructor(seed, state, climate, wet) {
    this.seed = seedFor(seed, 'villages')
    this.state = state
    this.climate = climate
    this.wet = wet
  }

  /** @param {number} cx @param {number} cz */
  starts(cx, cz) {
    const rx = Math.floor(cx / SPACING)
    const rz = Math.floor(cz / SPACING)
    const at = hash(this.seed, rx, rz, 0)
    const free = SPACING - APART
    return cx === rx * SPACING + (at % free) && cz === rz * SPACING + ((at >>> 8) % free)
  }

  /** @param {number} x @param {number} z */
  height(x, z) {
    return this.climate.column(x, z).height
  }

  /** @param {number} cx @param {number} cz @returns {Blueprint | null} null: no country for a village */
  plan(cx, cz) {
    const x = cx * 16 + 8
    const z = cz * 16 + 8
    const middle = this.climate.column(x, z)
    const y = middle.height
    const style = COUNTRY[BIOMES[middle.biome].name]
    if (!style || y <= SEA + 1 || y > HIGHEST || this.uneven(x - 4, z - 4, x + 4, z + 4, y)) return null
    const plan = new Blueprint()
    const random = stream(hash(this.seed, cx, cz, 1))
    square(plan, this.state, style, { x, y, z })
    plan.plots.push({ x0: x - 6, z0: z - 6, x1: x + 6, z1: z + 6 })
    const professions = shuffled(Object.keys(JOBS), random)
    let built = 0
    for (const [way, [sx, sz]] of STREETS.entries()) {
      const length = this.street(plan, style, x + sx * 5, z + sz * 5, sx, sz, 20 + Math.floor(random() * 22), y)
      for (let along = 4; along + 3 < length; along += PITCH) {
        for (const side of [1, 3]) {
          const [ox, oz] = STREETS[(way + side) & 3]
          const px = x + sx * (5 + along) + ox * SETBACK
          const pz = z + sz * (5 + along) + oz * SETBACK
          const front = SIDES[(way + side + 2) & 3]
          if (random() < 0.12 || !this.fits(plan, px, pz, sx, sz, ox, oz)) continue
          const plot = new Plot(plan, this.state, style, { x: px, y: this.height(px, pz), z: pz, front })
          const dice = random()
          if (built === 0 || dice > 0.78) plot.farm(random)
          else if (dice < 0.45 && professions.length) plot.workshop(/** @type {string} */ (professions.pop()))
          else plot.house(random)
          built++
        }
      }
    }
    return built >= LEAST ? plan : null
  }

  /** Whether a plot suits; takes its ground when it does. @param {Blueprint} plan @param {number} px @param {number} pz middle of its front @param {number} sx @param {number} sz along the street @param {number} ox @param {number} oz away from it */
  fits(plan, px, pz, sx, sz, ox, oz) {
    const corners = [px - sx * 3, pz - sz * 3, px + sx * 3 + ox * (SIZE - 1), pz + sz * 3 + oz * (SIZE - 1)]
    const plot = { x0: Math.min(corners[0], corners[2]), z0: Math.min(corners[1], corners[3]), x1: Math.max(corners[0], corners[2]), z1: Math.max(corners[1], corners[3]) }
    if (plan.plots.some((other) => other.x0 <= plot.x1 && other.x1 >= plot.x0 && other.z0 <= plot.z1 && other.z1 >= plot.z0)) return false
    if (this.uneven(plot.x0, plot.z0, plot.x1, plot.z1, this.height(px, pz))) return false
    plan.plots.push(plot)
    return true
  }

  /** @param {number} x0 @param {number} z0 @param {number} x1 @param {number} z1 @param {number} y */
  uneven(x0, z0, x1, z1, y) {
    for (const x of [x0, (x0 + x1) >> 1, x1]) {
      for (const z of [z0, (z0 + z1) >> 1, z1]) {
        const height = this.height(x, z)
        if (height <= SEA || Math.abs(height - y) > UNEVEN || this.wet(x, z)) return true
      }
    }
    return false
  }

  /** A street three blocks wide, until the ground is too steep or ends in water. @param {Blueprint} plan @param {import('./houses.js').Style} style @param {number} x @param {number} z
   * @param {number} sx @param {number} sz @param {number} length @param {number} y @returns {number} blocks laid */
  street(plan, style, x, z, sx, sz, length, y) {
    const path = this.state(style.path)
    const planks = this.state(style.floor)
    for (let n = 0; n < length; n++) {
      const here = this.height(x, z)
      if (here <= SEA || Math.abs(here - y) > 2 || this.wet(x, z)) return n
      y = here
      for (let side = -1; side <= 1; side++) {
        const px = x + sz * side
        const pz = z + sx * side
        const top = this.height(px, pz)
        if (top <= SEA) continue
        plan.put(px, top, pz, planks, IF_OPEN)
        plan.put(px, top, pz, path, style.path === 'dirt_path' ? undefined : FOUND)
        if (style.path !== 'dirt_path') plan.put(px, top, pz, path)
        for (let h = 1; h <= 3; h++) plan.put(px, top + h, pz, 0)
      }
      if (n % 10 === 0) plan.plots.push({ x0: x - Math.abs(sz) - Math.max(0, -sx * 9), z0: z - Math.abs(sx) - Math.max(0, -sz * 9), x1: x + Math.abs(sz) + Math.max(0, sx * 9), z1: z + Math.abs(sx) + Math.max(0, sz * 9) })
      x += sx
      z += sz
    }
    return length
  }
}

/** @template T @param {T[]} list @param {() => number} random @returns {T[]} */
function shuffled(list, random) {
  const left = [...list]
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [left[i], left[j]] = [left[j], left[i]]
  }
  return left
}
