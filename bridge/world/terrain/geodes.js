/**
 * Amethyst geodes: a shell of smooth basalt, then calcite, then amethyst round a hollow with crystals.
 *
 * Knows: https://minecraft.wiki/w/Amethyst_geode (1.20): one chunk in 24, layers, budding share.
 *   Height −56 … 14 instead of −58 … 30, so that none reaches the floor of the sea; no crack in the shell.
 * A geode is a function of its centre's dice: each chunk it touches works it out for itself.
 */
import { Noise } from './noise.js'
import { hash, seedFor } from './random.js'
import { MIN_Y } from './canvas.js'

const RATE = 24 // chunks for one geode
const LOW = -56
const HIGH = 14
const RADIUS = 8 // blocks, the farthest that the bent shell extends
const SHELLS = [3.7, 4.7, 5.7, 6.7] // outer radii of hollow, amethyst, calcite, basalt
const BUDDING = 12 // one amethyst block in this many is budding (0.083)
const CRYSTALS = 0.35 // share of the free sides of budding blocks with a crystal
const SIDES = /** @type {const} */ ([[1, 0, 0, 'east'], [-1, 0, 0, 'west'], [0, 1, 0, 'up'], [0, -1, 0, 'down'], [0, 0, 1, 'south'], [0, 0, -1, 'north']])
const KINDS = ['small_amethyst_bud', 'medium_amethyst_bud', 'large_amethyst_bud', 'amethyst_cluster']

export class Geodes {
  /** @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state */
  constructor(seed, state) {
    this.seed = seedFor(seed, 'geodes')
    this.bend = new Noise(seedFor(seed, 'geode shells'))
    this.layers = ['amethyst_block', 'calcite', 'smooth_basalt'].map((name) => state(name))
    this.budding = state('budding_amethyst')
    this.bedrock = state('bedrock')
    this.crystals = KINDS.map((kind) => SIDES.map(([, , , facing]) => state(kind, { facing, waterlogged: false })))
  }

  /** @param {import('./canvas.js').Canvas} canvas */
  place(canvas) {
    for (let dz = -1; dz <= 1; dz++) {
      for (let dx = -1; dx <= 1; dx++) {
        const cx = (canvas.x0 >> 4) + dx
        const cz = (canvas.z0 >> 4) + dz
        const dice = hash(this.seed, cx, cz, 0)
        if (dice % RATE !== 0) continue
        const at = hash(this.seed, cx, cz, 1)
        this.stamp(canvas, cx * 16 + (at & 15), LOW + ((at >>> 8) % (HIGH - LOW + 1)), cz * 16 + ((at >>> 4) & 15))
      }
    }
  }

  /** 0 hollow, 1 amethyst, 2 calcite, 3 basalt, 4 outside. @param {number} dx @param {number} dy @param {number} dz from the centre
   * @param {number} x @param {number} y @param {number} z */
  layer(dx, dy, dz, x, y, z) {
    const reach = Math.sqrt(dx * dx + dy * dy + dz * dz) + this.bend.at3(x / 7, y / 7, z / 7) * 1.6
    let layer = 0
    while (layer < 4 && reach > SHELLS[layer]) layer++
    return layer
  }

  /** @param {number} x @param {number} y @param {number} z */
  buds(x, y, z) {
    return hash(this.seed ^ 0x61c8, x, y, z) % BUDDING === 0
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {number} cx @param {number} cy @param {number} cz centre */
  stamp(canvas, cx, cy, cz) {
    for (let z = Math.max(canvas.z0, cz - RADIUS); z <= Math.min(canvas.z0 + 15, cz + RADIUS); z++) {
      for (let x = Math.max(canvas.x0, cx - RADIUS); x <= Math.min(canvas.x0 + 15, cx + RADIUS); x++) {
        for (let y = Math.max(MIN_Y + 1, cy - RADIUS); y <= cy + RADIUS; y++) {
          const layer = this.layer(x - cx, y - cy, z - cz, x, y, z)
          if (layer === 4 || canvas.get(x, y, z) === this.bedrock) continue
          if (layer === 0) canvas.set(x, y, z, this.crystal(x, y, z, cx, cy, cz))
          else if (layer === 1 && this.buds(x, y, z)) canvas.set(x, y, z, this.budding)
          else canvas.set(x, y, z, this.layers[layer - 1])
        }
      }
    }
  }

  /** What is in a hollow cell: a crystal on a budding neighbour, or air.
   * @param {number} x @param {number} y @param {number} z @param {number} cx @param {number} cy @param {number} cz */
  crystal(x, y, z, cx, cy, cz) {
    for (let i = 0; i < SIDES.length; i++) {
      const [dx, dy, dz] = SIDES[i]
      const [bx, by, bz] = [x - dx, y - dy, z - dz]
      if (!this.buds(bx, by, bz) || this.layer(bx - cx, by - cy, bz - cz, bx, by, bz) !== 1 || by <= MIN_Y + 4) continue
      const dice = hash(this.seed ^ 0x2f0b, x, y, z)
      if (dice < CRYSTALS * 4294967296) return this.crystals[dice & 3][i]
    }
    return 0
  }
}
