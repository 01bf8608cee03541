/**
 * Hollows in the rock: tunnels, caverns and ravines, with the water and lava that stand in them.
 *
 * Knows: where the rock is hollow, as a function of place and seed, and how near the surface it may be.
 * Keeps two promises: no hollow opens into a river, lake or sea, and none undermines sand.
 * Does not know: ores, lakes, geodes, which come later and only change solid rock.
 */
import { Noise } from './noise.js'
import { seedFor, hash, stream } from './random.js'
import { SEA } from './climate.js'
import { SPAN, MARGIN } from './columns.js'
import { MIN_Y } from './canvas.js'

/** y at and below which a hollow holds lava. https://minecraft.wiki/w/Cave (1.18+): lava below −54 */
export const LAVA_LEVEL = -55
/** y at and below which a flooded region's hollows hold water */
const FLOOD_LEVEL = 10
/** Openings to the surface where the opening channel is above this: about one column in twenty. */
export const OPENING = 0.42
export const LOWEST_OPENING = SEA + 2 // y of the ground above which caves may open
const ROOF = 7 // blocks of ground above a hollow elsewhere
const SHORE_ROOF = 6 // blocks of ground between a hollow and water
const TUNNEL = 0.0062 // squared radius in noise units: tunnels about five blocks wide
const CAVERN = 0.47
const DEAD = 0.12 // noise beyond which no tunnel can be within a cell
const GRID = 4
const CELL = GRID * GRID // columns of a cell
const SIDE = 16 / GRID + 1
const ROWS = 64

const RAVINE_REACH = 5 // chunks
const RAVINE_RATE = 90 // one chunk in this many starts a ravine

export class Caves {
  /** @param {number} seed */
  constructor(seed) {
    /** @param {string} label */
    const noise = (label) => new Noise(seedFor(seed, label))
    this.noises = [noise('tunnel a'), noise('tunnel b'), noise('deep a'), noise('deep b'), noise('cavern')]
    this.flood = noise('flood')
    this.ravineSeed = seedFor(seed, 'ravine')
    this.grids = this.noises.map(() => new Float32Array(SIDE * SIDE * ROWS))
    // of one layer of a cell, by column
    this.hollow = new Uint8Array(CELL)
    this.first = new Float64Array(CELL)
    this.second = new Float64Array(CELL)
    /** highest y that may be hollow, by column of the chunk */
    this.roof = new Int16Array(256)
    /** 0 dry, 1 flooded below FLOOD_LEVEL, 2 wall between the two */
    this.water = new Uint8Array(256)
  }

  /** Works out roofs and floods of one chunk.
   * @param {import('./columns.js').Columns} columns @param {(biome: number) => boolean} sandy */
  prepare(columns, sandy) {
    for (let z = 0; z < 16; z++) {
      for (let x = 0; x < 16; x++) {
        const at = (z + MARGIN) * SPAN + x + MARGIN
        const height = columns.height[at]
        let roof = height - ROOF
        let open = columns.opening[at] > OPENING && !sandy(columns.biome[at]) && height > LOWEST_OPENING
        for (let dz = -3; dz <= 3; dz++) {
          for (let dx = -3; dx <= 3; dx++) {
            const near = at + dz * SPAN + dx
            const ground = columns.height[near]
            if (ground < SEA) {
              open = false
              roof = Math.min(roof, ground - SHORE_ROOF)
            } else if (sandy(columns.biome[near])) {
              open = false
            }
          }
        }
        this.roof[(z << 4) | x] = open ? height : roof
        const wet = this.flood.at2((columns.x0 + x + MARGIN) / 170, (columns.z0 + z + MARGIN) / 170)
        this.water[(z << 4) | x] = wet > 0.55 ? 1 : wet > 0.47 ? 2 : 0
      }
    }
  }

  /** May this block be hollow? @param {number} column index in the chunk @param {number} y */
  allowed(column, y) {
    return y <= this.roof[column] && y > MIN_Y + 4 && !(this.water[column] === 2 && y <= FLOOD_LEVEL + 1)
  }

  /** What stands in a hollow. @param {number} column @param {number} y
   * @param {{air: number, water: number, lava: number, obsidian: number}} states */
  filling(column, y, states) {
    if (this.water[column] === 1 && y <= FLOOD_LEVEL) {
      // Where lava meets the water above it, it has set.
      return y < LAVA_LEVEL ? states.lava : y === LAVA_LEVEL ? states.obsidian : states.water
    }
    return y <= LAVA_LEVEL ? states.lava : states.air
  }

  /** Hollows out one chunk that is filled with rock.
   * @param {import('./canvas.js').Canvas} canvas @param {{air: number, water: number, lava: number, obsidian: number}} states
   * @param {number} top highest ground of the chunk */
  carve(canvas, states, top) {
    const rows = Math.min(ROWS, ((top - MIN_Y) >> 2) + 2)
    this.fillGrids(canvas.x0, canvas.z0, rows)
    const [ta, tb, da, db, cavern] = this.grids
    for (let gz = 0; gz < SIDE - 1; gz++) {
      for (let gx = 0; gx < SIDE - 1; gx++) {
        for (let gy = 0; gy < rows - 1; gy++) {
          const at = (gz * SIDE + gx) * ROWS + gy
          const thin = near(ta, at) && near(tb, at)
          const deep = near(da, at) && near(db, at)
          const wide = peak(cavern, at) > CAVERN
          if (thin || deep || wide) this.carveCell(canvas, states, gx, gy, gz, at, thin, deep, wide)
        }
      }
    }
    this.carveRavines(canvas, states)
  }

  /** @param {number} x0 @param {number} z0 @param {number} rows */
  fillGrids(x0, z0, rows) {
    const [ta, tb, da, db, cavern] = this.noises
    const [gta, gtb, gda, gdb, gc] = this.grids
    for (let gz = 0; gz < SIDE; gz++) {
      for (let gx = 0; gx < SIDE; gx++) {
        const x = x0 + gx * GRID
        const z = z0 + gz * GRID
        for (let gy = 0; gy < rows; gy++) {
          const y = MIN_Y + gy * GRID
          const at = (gz * SIDE + gx) * ROWS + gy
          gta[at] = ta.at3(x / 44, y / 30, z / 44)
          // Shifted against each other: both vanish on their own lattice, and would meet there.
          gtb[at] = tb.at3(x / 44 + 0.41, y / 30 + 0.57, z / 44 + 0.33)
          gda[at] = da.at3(x / 70, y / 44, z / 70)
          gdb[at] = db.at3(x / 70 + 0.37, y / 44 + 0.55, z / 70 + 0.45)
          // Caverns are a matter of the depth: fewer above 20.
          gc[at] = cavern.at3(x / 58, y / 34, z / 58) + cavern.at3(x / 21 + 5.5, y / 15, z / 21) * 0.14 - (y > 20 ? (y - 20) * 0.004 : 0)
        }
      }
    }
  }

  /** Hollows out one cell, layer by layer: in a layer, the corners of a field are worked out once for its sixteen columns.
   * @param {import('./canvas.js').Canvas} canvas @param {any} states @param {number} gx @param {number} gy @param {number} gz
   * @param {number} at @param {boolean} thin @param {boolean} deep @param {boolean} wide */
  carveCell(canvas, states, gx, gy, gz, at, thin, deep, wide) {
    const [ta, tb, da, db, cavern] = this.grids
    const { hollow, first, second } = this
    for (let k = 0; k < GRID; k++) {
      const fy = k / GRID
      hollow.fill(0)
      if (wide) {
        blend(cavern, at, fy, first)
        for (let n = 0; n < CELL; n++) if (first[n] > CAVERN) hollow[n] = 1
      }
      if (thin) {
        blend(ta, at, fy, first)
        blend(tb, at, fy, second)
        for (let n = 0; n < CELL; n++) if (first[n] * first[n] + second[n] * second[n] < TUNNEL) hollow[n] = 1
      }
      if (deep) {
        blend(da, at, fy, first)
        blend(db, at, fy, second)
        for (let n = 0; n < CELL; n++) if (first[n] * first[n] + second[n] * second[n] < TUNNEL * 0.6) hollow[n] = 1
      }
      const y = MIN_Y + gy * GRID + k
      for (let n = 0; n < CELL; n++) {
        if (hollow[n] === 0) continue
        const column = ((gz * GRID + (n >> 2)) << 4) | (gx * GRID + (n & 3))
        if (this.allowed(column, y)) canvas.blocks[((y - MIN_Y) << 8) | column] = this.filling(column, y, states)
      }
    }
  }

  /** Ravines begin in some chunk near by and are walked again for every chunk they may cross.
   * @param {import('./canvas.js').Canvas} canvas @param {any} states */
  carveRavines(canvas, states) {
    const cx = canvas.x0 >> 4
    const cz = canvas.z0 >> 4
    for (let dz = -RAVINE_REACH; dz <= RAVINE_REACH; dz++) {
      for (let dx = -RAVINE_REACH; dx <= RAVINE_REACH; dx++) {
        const dice = hash(this.ravineSeed, cx + dx, cz + dz, 0)
        if (dice % RAVINE_RATE === 0) this.carveRavine(canvas, states, cx + dx, cz + dz, dice)
      }
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {any} states @param {number} cx @param {number} cz @param {number} dice */
  carveRavine(canvas, states, cx, cz, dice) {
    const next = stream(dice ^ 0x2545f491)
    let x = cx * 16 + next() * 16
    let z = cz * 16 + next() * 16
    let y = 8 + next() * 44
    let dx = next() * 2 - 1
    let dz = next() * 2 - 1
    const steps = 35 + Math.floor(next() * 40)
    const girth = 1.6 + next() * 1.6
    const tall = 9 + next() * 9
    for (let i = 0; i < steps; i++) {
      dx += (next() - 0.5) * 0.35
      dz += (next() - 0.5) * 0.35
      const length = Math.sqrt(dx * dx + dz * dz) || 1
      dx /= length
      dz /= length
      x += dx
      z += dz
      y += (next() - 0.5) * 0.8
      const along = (i + 0.5) / steps
      const swell = 4 * along * (1 - along)
      this.carveSlot(canvas, states, x, y, z, 0.7 + girth * swell, 2 + tall * swell)
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {any} states @param {number} x @param {number} y @param {number} z
   * @param {number} radius @param {number} half */
  carveSlot(canvas, states, x, y, z, radius, half) {
    const xa = Math.max(0, Math.floor(x - radius) - canvas.x0)
    const xb = Math.min(15, Math.floor(x + radius) - canvas.x0)
    const za = Math.max(0, Math.floor(z - radius) - canvas.z0)
    const zb = Math.min(15, Math.floor(z + radius) - canvas.z0)
    for (let k = za; k <= zb; k++) {
      for (let i = xa; i <= xb; i++) {
        const ox = (canvas.x0 + i + 0.5 - x) / radius
        const oz = (canvas.z0 + k + 0.5 - z) / radius
        const rest = 1 - ox * ox - oz * oz
        if (rest <= 0) continue
        const column = (k << 4) | i
        const reach = half * Math.sqrt(rest)
        for (let v = Math.floor(y - reach); v <= y + reach; v++) {
          if (this.allowed(column, v)) canvas.blocks[((v - MIN_Y) << 8) | column] = this.filling(column, v, states)
        }
      }
    }
  }
}

const RIGHT = ROWS
const DOWN = SIDE * ROWS

/** Can the noise come close to zero inside a cell? @param {Float32Array} g @param {number} at */
function near(g, at) {
  let below = false // some corner is low enough
  let above = false
  for (let n = 0; n < 8; n++) {
    const v = g[at + (n & 1) + (n & 2 ? RIGHT : 0) + (n & 4 ? DOWN : 0)]
    if (v < DEAD) below = true
    if (v > -DEAD) above = true
    if (below && above) return true
  }
  return false
}

/** Highest corner of a cell. @param {Float32Array} g @param {number} at */
function peak(g, at) {
  let hi = -9
  for (let n = 0; n < 8; n++) hi = Math.max(hi, g[at + (n & 1) + (n & 2 ? RIGHT : 0) + (n & 4 ? DOWN : 0)])
  return hi
}

/** Trilinear means in one layer of a cell, by column: x fastest, then z.
 * @param {Float32Array} g @param {number} at @param {number} fy height of the layer in the cell, 0 to 1 @param {Float64Array} out CELL values */
function blend(g, at, fy, out) {
  const a = g[at] + fy * (g[at + 1] - g[at])
  const b = g[at + RIGHT] + fy * (g[at + RIGHT + 1] - g[at + RIGHT])
  const c = g[at + DOWN] + fy * (g[at + DOWN + 1] - g[at + DOWN])
  const d = g[at + RIGHT + DOWN] + fy * (g[at + RIGHT + DOWN + 1] - g[at + RIGHT + DOWN])
  for (let i = 0; i < GRID; i++) {
    const fx = i / GRID
    const edge = a + fx * (b - a)
    const rise = c + fx * (d - c) - edge
    for (let j = 0; j < GRID; j++) out[j * GRID + i] = edge + (j / GRID) * rise
  }
}
