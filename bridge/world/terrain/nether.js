/**
 * The nether: caverns of netherrack between two floors of bedrock, a sea of lava, glowstone, ores, soul sand, forests of fungus, fortresses.
 *
 * Knows: https://minecraft.wiki/w/The_Nether, /w/Nether_Wastes (1.20): lava up to y 31, bedrock at y 0–4 and 123–127; ore tries and heights from /w/Nether_Quartz_Ore,
 * /w/Nether_Gold_Ore, /w/Ancient_Debris. The caverns' shapes are ours. Not covered: basalt deltas, bastions, huge trees across chunk borders, hidden lava.
 */
import { hash, seedFor, stream } from './random.js'
import { Noise } from './noise.js'
import { Canvas, MIN_Y } from './canvas.js'
import { Fortresses, REACH } from './structures/fortress.js'

const ROOF = 127
const BEDROCK = 5 // layers, ragged
const LAVA = 31
const CELL_Y = 8
const ROWS = ROOF / CELL_Y + 2 | 0
/** Ore: name, tries a chunk, blocks, lowest and highest y, whether the middle is likelier. */
const ORES = /** @type {[string, number, number, number, number, boolean][]} */ ([
  ['nether_quartz_ore', 16, 12, 10, 117, false], ['nether_gold_ore', 10, 8, 10, 117, false], ['ancient_debris', 1, 3, 8, 24, true], ['ancient_debris', 1, 2, 8, 119, false],
  ['magma_block', 4, 24, 27, 36, false], ['blackstone', 2, 24, 5, 31, false], ['gravel', 2, 24, 5, 41, false], ['soul_sand', 8, 10, 2, 31, false]
])
const GLOWSTONE = 10 // tries a chunk
export const BIOMES = ['nether_wastes', 'soul_sand_valley', 'crimson_forest', 'warped_forest']

export class Nether {
  /** @param {any} registry @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state @param {import('./structures/blueprint.js').Ground} ground */
  constructor(registry, seed, state, ground) {
    this.seed = seedFor(seed, 'nether')
    this.canvas = new Canvas(registry)
    this.ground = ground
    this.caves = new Noise(seedFor(seed, 'nether caverns'))
    this.detail = new Noise(seedFor(seed, 'nether walls'))
    this.country = [new Noise(seedFor(seed, 'nether heat')), new Noise(seedFor(seed, 'nether damp'))]
    this.rack = state('netherrack')
    this.bedrock = state('bedrock')
    this.lava = state('lava')
    this.glowstone = state('glowstone')
    this.soul = [state('soul_sand'), state('soul_soil')]
    this.nylium = { crimson_forest: state('crimson_nylium'), warped_forest: state('warped_nylium') }
    this.forest = {
      crimson_forest: { stem: state('crimson_stem', { axis: 'y' }), cap: state('nether_wart_block'), plants: [state('crimson_roots'), state('crimson_fungus')] },
      warped_forest: { stem: state('warped_stem', { axis: 'y' }), cap: state('warped_wart_block'), plants: [state('warped_roots'), state('warped_fungus')] }
    }
    this.shroomlight = state('shroomlight')
    this.ores = ORES.map(([name]) => state(name))
    this.fortresses = new Fortresses(seed, state)
    this.biomeIds = BIOMES.map((name) => registry.biomesByName[name].id)
    this.rows = new Float32Array(5 * 5 * ROWS)
  }

  /** @param {number} x @param {number} z the nether's own @returns {number} index into BIOMES */
  biomeAt(x, z) {
    const heat = this.country[0].at2(x / 190, z / 190)
    const damp = this.country[1].at2(x / 190, z / 190)
    if (heat > 0.22) return damp > 0 ? 2 : 3
    return heat < -0.3 ? 1 : 0
  }

  /** Whether a fortress stands about a place. @param {number} x the nether's own @param {number} z */
  inFortress(x, z) {
    for (let dz = -REACH; dz <= REACH; dz++) {
      for (let dx = -REACH; dx <= REACH; dx++) if (this.fortresses.stands((x >> 4) + dx, (z >> 4) + dz)) return true
    }
    return false
  }

  /** @param {number} cx grid chunk @param {number} cz @param {number} own the nether's own chunk x @param {import('./structures/blueprint.js').Furnishing} found */
  chunk(cx, cz, own, found) {
    const { canvas } = this
    canvas.open(cx, cz)
    this.fill(canvas, own * 16, cz * 16)
    this.surface(canvas, own * 16, cz * 16)
    this.veins(canvas, own, cz)
    this.lamps(canvas, own, cz)
    this.trees(canvas, own, cz)
    for (let dz = -REACH; dz <= REACH; dz++) {
      for (let dx = -REACH; dx <= REACH; dx++) {
        const plan = this.fortresses.at(own + dx, cz + dz, cx + dx)
        if (!plan) continue
        plan.build(canvas, this.ground)
        found.chests.push(...plan.chests.filter(({ x, z }) => canvas.holds(x, z)))
        found.spawners.push(...plan.spawners.filter(({ x, z }) => canvas.holds(x, z)))
      }
    }
    canvas.top = ROOF
    return canvas.chunk((qx, qz) => this.biomeIds[this.biomeAt(own * 16 + qx * 4 + 2, cz * 16 + qz * 4 + 2)])
  }

  /** @param {Canvas} canvas @param {number} x0 @param {number} z0 */
  fill(canvas, x0, z0) {
    const { rows, rack, lava, bedrock } = this
    const { blocks } = canvas
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 5; j++) {
        const x = x0 + i * 4
        const z = z0 + j * 4
        for (let k = 0; k < ROWS; k++) {
          const y = k * CELL_Y
          const shell = y > 108 ? (y - 108) / 14 : y < 20 ? (20 - y) / 14 : 0
          rows[(i * 5 + j) * ROWS + k] = this.caves.at3(x / 62, y / 34, z / 62) + 0.45 * this.detail.at3(x / 21, y / 15, z / 21) + shell + (y < 34 ? -0.1 : -0.02)
        }
      }
    }
    for (let x = 0; x < 16; x++) {
      for (let z = 0; z < 16; z++) {
        const column = (z << 4) | x
        const [i, j, u, v] = [x >> 2, z >> 2, (x & 3) / 4, (z & 3) / 4]
        for (let y = 0; y <= ROOF; y++) {
          const at = ((y - MIN_Y) << 8) | column
          const edge = Math.min(y, ROOF - y)
          if (edge < BEDROCK && hash(this.seed, x0 + x, y, z0 + z) % BEDROCK >= edge) { blocks[at] = bedrock; continue }
          const k = y >> 3
          const w = (y & 7) / CELL_Y
          const mix = (/** @type {number} */ a, /** @type {number} */ b) => { const n = ((i + a) * 5 + j + b) * ROWS + k; return rows[n] + (rows[n + 1] - rows[n]) * w }
          const density = (mix(0, 0) * (1 - u) + mix(1, 0) * u) * (1 - v) + (mix(0, 1) * (1 - u) + mix(1, 1) * u) * v
          blocks[at] = density > 0 || edge < BEDROCK ? rack : y <= LAVA ? lava : 0
        }
      }
    }
  }

  /** What covers floors. @param {Canvas} canvas @param {number} x0 @param {number} z0 */
  surface(canvas, x0, z0) {
    const { blocks } = canvas
    for (let column = 0; column < 256; column++) {
      const x = x0 + (column & 15)
      const z = z0 + (column >> 4)
      const biome = BIOMES[this.biomeAt(x, z)]
      if (biome === 'nether_wastes') continue
      for (let y = LAVA + 1; y < ROOF - BEDROCK; y++) {
        const at = ((y - MIN_Y) << 8) | column
        if (blocks[at] !== this.rack || blocks[at + 256] !== 0) continue
        if (biome === 'soul_sand_valley') {
          const soul = this.soul[this.detail.at2(x / 12, z / 12) > 0 ? 1 : 0]
          for (let d = 0; d < 3; d++) if (blocks[at - (d << 8)] === this.rack) blocks[at - (d << 8)] = soul
          continue
        }
        const kind = /** @type {'crimson_forest' | 'warped_forest'} */ (biome)
        blocks[at] = this.nylium[kind]
        const dice = hash(this.seed ^ 5, x, y, z)
        if (dice % 9 === 0) blocks[at + 256] = this.forest[kind].plants[dice % 7 === 0 ? 1 : 0]
      }
    }
  }

  /** @param {Canvas} canvas @param {number} own @param {number} cz */
  veins(canvas, own, cz) {
    ORES.forEach(([, tries, size, low, high, middle], kind) => {
      const random = stream(hash(this.seed ^ kind, own, cz, 11))
      for (let n = 0; n < tries; n++) {
        let x = Math.floor(random() * 16); let z = Math.floor(random() * 16)
        let y = low + Math.floor((middle ? (random() + random()) / 2 : random()) * (high - low + 1))
        for (let left = size; left > 0; left--) {
          const at = ((y - MIN_Y) << 8) | (z << 4) | x
          if (canvas.blocks[at] === this.rack && (kind > 3 || kind < 2 || this.enclosed(canvas, at))) canvas.blocks[at] = this.ores[kind]
          const way = Math.floor(random() * 6)
          if (way === 0) x = Math.min(15, x + 1)
          else if (way === 1) x = Math.max(0, x - 1)
          else if (way === 2) z = Math.min(15, z + 1)
          else if (way === 3) z = Math.max(0, z - 1)
          else y = Math.max(1, Math.min(ROOF - 1, y + (way === 4 ? 1 : -1)))
        }
      }
    })
  }

  /** Debris is never seen from a cavern. @param {Canvas} canvas @param {number} at */
  enclosed({ blocks }, at) {
    return [-1, 1, -16, 16, -256, 256].every((step) => blocks[at + step] !== 0 && blocks[at + step] !== this.lava)
  }

  /** Glowstone hangs from ceilings. @param {Canvas} canvas @param {number} own @param {number} cz */
  lamps(canvas, own, cz) {
    const { blocks } = canvas
    const random = stream(hash(this.seed, own, cz, 12))
    for (let n = 0; n < GLOWSTONE; n++) {
      const x = 2 + Math.floor(random() * 12)
      const z = 2 + Math.floor(random() * 12)
      let y = 40 + Math.floor(random() * 80)
      const index = () => ((y - MIN_Y) << 8) | (z << 4) | x
      if (blocks[index()] !== 0) continue
      while (y < ROOF && blocks[index()] === 0) y++
      if (blocks[index()] !== this.rack) continue
      for (let i = 0; i < 30; i++) {
        const at = ((y - 1 - Math.floor(random() * 4) - MIN_Y) << 8) | ((z + Math.floor(random() * 5) - 2) << 4) | (x + Math.floor(random() * 5) - 2)
        const lit = [-1, 1, -16, 16, 256].some((step) => blocks[at + step] === this.glowstone)
        if (blocks[at] === 0 && (blocks[at + 256] === this.rack || lit)) blocks[at] = this.glowstone
      }
    }
  }

  /** Huge fungi, each within its chunk. @param {Canvas} canvas @param {number} own @param {number} cz */
  trees(canvas, own, cz) {
    const { blocks } = canvas
    const random = stream(hash(this.seed, own, cz, 13))
    for (let n = 0; n < 6; n++) {
      const x = 3 + Math.floor(random() * 10)
      const z = 3 + Math.floor(random() * 10)
      const tall = 4 + Math.floor(random() * 5)
      const kind = BIOMES[this.biomeAt(own * 16 + x, cz * 16 + z)]
      if (kind !== 'crimson_forest' && kind !== 'warped_forest') continue
      const { stem, cap } = this.forest[kind]
      const index = (/** @type {number} */ dx, /** @type {number} */ y, /** @type {number} */ dz) => ((y - MIN_Y) << 8) | ((z + dz) << 4) | (x + dx)
      for (let y = LAVA + 1; y < ROOF - 20; y++) {
        if (blocks[index(0, y, 0)] !== this.nylium[kind] || ![1, 2, 3, 4, 5, 6].every((up) => up === 1 || blocks[index(0, y + up, 0)] === 0)) continue
        for (let dx = -2; dx <= 2; dx++) {
          for (let dz = -2; dz <= 2; dz++) {
            for (let up = tall - 2; up <= tall + 1; up++) {
              const wide = up === tall + 1 ? 1 : 2
              if (Math.abs(dx) > wide || Math.abs(dz) > wide || (Math.abs(dx) + Math.abs(dz) === wide * 2 && random() < 0.5) || blocks[index(dx, y + up, dz)] !== 0) continue
              if (up < tall && Math.max(Math.abs(dx), Math.abs(dz)) < 2) continue
              blocks[index(dx, y + up, dz)] = random() < 0.06 ? this.shroomlight : cap
            }
          }
        }
        for (let up = 1; up <= tall; up++) blocks[index(0, y + up, 0)] = stem
        break
      }
    }
  }
}
