/**
 * Lakes of lava, in the deep and now and then in the open, and springs in cave walls.
 *
 * Knows: that a lake lies wholly inside its chunk and is closed in by solid blocks below and beside.
 * Rates are vanilla's (https://minecraft.wiki/w/Lava_lake, https://minecraft.wiki/w/Spring_(feature), 1.20),
 * springs rarer. Does not know: flow. A spring stands still until something beside it changes.
 */
import { hash, seedFor } from './random.js'
import { SEA } from './climate.js'
import { BIOMES } from './biomes.js'
import { OPENING } from './caves.js'
import { MIN_Y } from './canvas.js'

const SURFACE_RATE = 200 // chunks for one lake in the open
const DEEP_RATE = 9
const SPRINGS = /** @type {const} */ ([['water', 25, -60, 100], ['lava', 10, -60, 8]]) // tries a chunk between two heights
const CLEARANCE = 3 // blocks round a lake in the open where no tree stands
const UNFIT = new Set(['swamp', 'mangrove_swamp', 'desert', 'badlands', 'beach', 'snowy_beach', 'river', 'frozen_river', 'grove', 'bamboo_jungle'])

/** @typedef {{x: number, y: number, z: number, rx: number, rz: number}} Lake y is its surface */

export class Lakes {
  /** @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state @param {import('./climate.js').Climate} climate */
  constructor(seed, state, climate) {
    this.seed = seedFor(seed, 'lakes')
    this.climate = climate
    this.lava = state('lava')
    this.water = state('water')
    this.stone = state('stone')
    this.deepslate = state('deepslate')
    this.loose = new Set([0, this.water, this.lava, state('gravel'), state('sand'), state('red_sand')])
    this.bedrock = state('bedrock')
    this.rock = new Set(['stone', 'deepslate', 'granite', 'diorite', 'andesite', 'tuff', 'dirt'].map((name) => state(name)))
    /** lakes in the open by chunk, asked for again and again by their neighbours; may be dropped at any time
     * @type {Map<string, Lake | null>} */
    this.known = new Map()
  }

  /** The lake in the open of one chunk, or null. @param {number} cx @param {number} cz @returns {Lake | null} */
  open(cx, cz) {
    const dice = hash(this.seed, cx, cz, 0)
    if (dice % SURFACE_RATE !== 0) return null
    const key = `${cx},${cz}`
    let lake = this.known.get(key)
    if (lake === undefined) {
      if (this.known.size > 256) this.known.clear()
      this.known.set(key, (lake = this.level(this.shape(cx, cz, 1))))
    }
    return lake
  }

  /** @param {number} cx @param {number} cz @param {number} salt @returns {Lake} its height still to be found */
  shape(cx, cz, salt) {
    const at = hash(this.seed, cx, cz, salt)
    return { x: cx * 16 + 7 + (at & 1), z: cz * 16 + 7 + ((at >>> 1) & 1), y: 0, rx: 3 + ((at >>> 2) % 3), rz: 3 + ((at >>> 5) % 3) }
  }

  /** Gives a lake in the open its height, or null where the ground does not suit. @param {Lake} lake @returns {Lake | null} */
  level(lake) {
    let low = 999
    let high = -999
    for (let z = lake.z - lake.rz - 1; z <= lake.z + lake.rz + 1; z++) {
      for (let x = lake.x - lake.rx - 1; x <= lake.x + lake.rx + 1; x++) {
        const { height, biome, opening } = this.climate.column(x, z)
        if (UNFIT.has(BIOMES[biome].name) || opening > OPENING - 0.06) return null
        low = Math.min(low, height)
        high = Math.max(high, height)
      }
    }
    return low > SEA + 1 && high - low <= 2 ? { ...lake, y: low } : null
  }

  /** Is a column in or close to a lake in the open? @param {number} x @param {number} z */
  near(x, z) {
    for (const ox of [-CLEARANCE, CLEARANCE]) {
      for (const oz of [-CLEARANCE, CLEARANCE]) {
        const lake = this.open((x + ox) >> 4, (z + oz) >> 4)
        if (lake && Math.abs(x - lake.x) <= lake.rx + CLEARANCE && Math.abs(z - lake.z) <= lake.rz + CLEARANCE) return true
      }
    }
    return false
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns */
  place(canvas, columns) {
    const cx = canvas.x0 >> 4
    const cz = canvas.z0 >> 4
    const open = this.open(cx, cz)
    if (open) this.dig(canvas, open, 3)
    if (hash(this.seed, cx, cz, 2) % DEEP_RATE !== 0) return
    const deep = this.shape(cx, cz, 3)
    deep.y = -50 + (hash(this.seed, cx, cz, 4) % 90)
    for (let z = canvas.z0; z < canvas.z0 + 16; z++) {
      for (let x = canvas.x0; x < canvas.x0 + 16; x++) if (columns.height[columns.at(x, z)] < deep.y + 14) return
    }
    this.dig(canvas, deep, 3)
  }

  /** Hollows out a lake: lava up to its surface, air above, rock wherever it would run out.
   * @param {import('./canvas.js').Canvas} canvas @param {Lake} lake @param {number} depth */
  dig(canvas, { x: cx, y: surface, z: cz, rx, rz }, depth) {
    /** @param {number} x @param {number} y @param {number} z */
    const inside = (x, y, z) => {
      const tall = y > surface ? 3 : depth
      const ox = (x - cx) / (rx + 0.3)
      const oy = (y - surface - 0.5) / tall
      const oz = (z - cz) / (rz + 0.3)
      return ox * ox + oy * oy + oz * oz < 1
    }
    for (let z = cz - rz - 1; z <= cz + rz + 1; z++) {
      for (let x = cx - rx - 1; x <= cx + rx + 1; x++) {
        for (let y = surface - depth; y <= surface + 3; y++) {
          if (y <= MIN_Y + 5) continue
          const here = canvas.get(x, y, z)
          if (inside(x, y, z)) {
            canvas.set(x, y, z, y <= surface ? this.lava : 0)
          } else if (y <= surface && this.loose.has(here) && touches(inside, x, y, z, surface)) {
            canvas.set(x, y, z, y < 0 ? this.deepslate : this.stone)
          } else if (y > surface && (here === this.water || here === this.lava) && touches(inside, x, y, z, surface + 3)) {
            canvas.set(x, y, z, y < 0 ? this.deepslate : this.stone)
          }
        }
      }
    }
  }

  /** Single sources in cave walls: rock above and below, open on one side. @param {import('./canvas.js').Canvas} canvas */
  springs(canvas) {
    const { blocks, x0, z0 } = canvas
    SPRINGS.forEach(([fluid, tries, low, high], kind) => {
      const dice = hash(this.seed, x0, z0, 5 + kind)
      for (let i = 0; i < tries; i++) {
        const h = hash(dice, i, 0, 0)
        const x = 1 + (h % 14)
        const z = 1 + ((h >>> 8) % 14)
        const y = low + ((h >>> 16) % (high - low))
        const at = ((y - MIN_Y) << 8) | (z << 4) | x
        if (!this.rock.has(blocks[at]) || !this.rock.has(blocks[at + 256]) || !this.rock.has(blocks[at - 256])) continue
        const sides = [blocks[at - 1], blocks[at + 1], blocks[at - 16], blocks[at + 16]]
        const open = sides.filter((side) => side === 0).length
        if (open === 1 && sides.filter((side) => this.rock.has(side)).length === 3) blocks[at] = fluid === 'water' ? this.water : this.lava
      }
    })
  }
}

/** Is a block beside or under a lake's lava? @param {(x: number, y: number, z: number) => boolean} inside
 * @param {number} x @param {number} y @param {number} z @param {number} top */
function touches(inside, x, y, z, top) {
  return inside(x + 1, y, z) || inside(x - 1, y, z) || inside(x, y, z + 1) || inside(x, y, z - 1) || (y < top && inside(x, y + 1, z)) || inside(x, y - 1, z)
}
