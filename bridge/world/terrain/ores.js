/**
 * Veins of ore and blobs of other rock, by the table in data/ores.json.
 *
 * Knows: vanilla's counts, sizes, heights and its vein: a chain of balls along a short line
 *   (https://minecraft.wiki/w/Ore_(feature)). Veins that begin in a neighbouring chunk are worked out again.
 * Does not know: blocks outside the chunk; a vein at the border counts the far side as solid.
 */
import { readFileSync } from 'node:fs'
import { hash, seedFor, stream } from './random.js'
import { MIN_Y } from './canvas.js'

/** @typedef {{block: string, size: number, count: number, shape: 'uniform'|'triangle', min_y: number, max_y: number,
 *   discard?: number, biomes?: string[]}} Vein */
/** @type {{source: string, blobs: Vein[], ores: Vein[]}} */
export const ORES = JSON.parse(readFileSync(new URL('../data/ores.json', import.meta.url), 'utf8'))

const BALLS = 16 // balls in the longest chain; more would only overlap
const ROCK = 1
const SLATE = 2

export class Ores {
  /** @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state @param {import('./states.js').Registry} registry
   * @param {number} [share] of vanilla's number of ore veins */
  constructor(seed, state, registry, share = 1) {
    this.seed = seedFor(seed, 'ores')
    this.gravel = state('gravel')
    this.mask = new Uint8Array(1 << 15)
    for (const name of ['stone', 'granite', 'diorite', 'andesite']) this.mask[state(name)] = ROCK
    for (const name of ['deepslate', 'tuff']) this.mask[state(name)] = SLATE
    const ores = ORES.ores.map(vein => ({ ...vein, count: vein.count * share }))
    this.veins = [...ORES.blobs, ...ores].map((vein, i) => {
      const deep = ['infested_stone', 'infested_deepslate'].includes(vein.block) ? 'infested_deepslate' : `deepslate_${vein.block}`
      return {
        ...vein,
        salt: hash(this.seed, i, vein.size, 77) | 0,
        discard: vein.discard ?? 0,
        inRock: state(vein.block),
        inSlate: state(registry.blocksByName[deep] ? deep : vein.block),
        reach: Math.ceil(vein.size / 8 + vein.size / 16 + 1.5),
        top: vein.max_y + vein.size / 8 + 1,
      }
    })
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {number} top highest ground
   * @param {(x: number, z: number) => string} biomeAt asked only for veins bound to biomes */
  place(canvas, top, biomeAt) {
    const { x0, z0 } = canvas
    for (const vein of this.veins) {
      for (let dz = -16; dz <= 16; dz += 16) {
        for (let dx = -16; dx <= 16; dx += 16) {
          const dice = hash(vein.salt, (x0 + dx) >> 4, (z0 + dz) >> 4, 0)
          const whole = Math.floor(vein.count)
          const count = dice < (vein.count - whole) * 4294967296 ? whole + 1 : whole
          for (let i = 0; i < count; i++) {
            const h = hash(dice, i, 1, 0)
            const x = x0 + dx + (h & 15)
            const z = z0 + dz + ((h >>> 4) & 15)
            if (x + vein.reach < x0 || x - vein.reach > x0 + 15 || z + vein.reach < z0 || z - vein.reach > z0 + 15) continue
            const u = (h >>> 8) / 16777216
            const span = vein.max_y - vein.min_y
            const y = vein.shape === 'uniform'
              ? vein.min_y + Math.floor(u * (span + 1))
              : vein.min_y + Math.floor(((u + hash(dice, i, 2, 0) / 4294967296) / 2) * (span + 1))
            if (y - vein.reach > top || y + vein.reach < MIN_Y) continue
            if (vein.biomes && !vein.biomes.includes(biomeAt(x, z))) continue
            this.chain(canvas, vein, x, y, z, hash(dice, i, 3, 0))
          }
        }
      }
    }
  }

  /** One vein. @param {import('./canvas.js').Canvas} canvas @param {any} vein @param {number} x @param {number} y @param {number} z @param {number} dice */
  chain(canvas, vein, x, y, z, dice) {
    const next = stream(dice)
    let ax = next() * 2 - 1
    let az = next() * 2 - 1
    const norm = Math.sqrt(ax * ax + az * az) || 1
    const length = vein.size / 4 // blocks from end to end
    ax = (ax / norm) * length
    az = (az / norm) * length
    // Most veins that begin near by miss this chunk.
    const { x0, z0 } = canvas
    const thick = vein.size / 16 + 0.5 // a ball's largest radius
    const reachX = Math.abs(ax) / 2 + thick
    const reachZ = Math.abs(az) / 2 + thick
    if (x + reachX < x0 || x - reachX >= x0 + 16 || z + reachZ < z0 || z - reachZ >= z0 + 16) return
    const y0 = y + Math.floor(next() * 3) - 2
    const y1 = y + Math.floor(next() * 3) - 2
    const balls = Math.min(BALLS, vein.size)
    for (let n = 0; n < balls; n++) {
      const along = balls === 1 ? 0.5 : n / (balls - 1)
      // A parabola stands in for vanilla's sine: within 0.06 of it, and exact on every machine.
      const swell = 4 * along * (1 - along)
      const radius = ((swell + 1) * next() * vein.size / 16 + 1) / 2
      this.ball(canvas, vein, x + ax * (along - 0.5), y0 + (y1 - y0) * along, z + az * (along - 0.5), radius, dice)
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {any} vein @param {number} x @param {number} y @param {number} z @param {number} radius @param {number} dice */
  ball(canvas, vein, x, y, z, radius, dice) {
    const { blocks, x0, z0 } = canvas
    const xa = Math.max(x0, Math.floor(x - radius))
    const xb = Math.min(x0 + 15, Math.floor(x + radius))
    const za = Math.max(z0, Math.floor(z - radius))
    const zb = Math.min(z0 + 15, Math.floor(z + radius))
    if (xa > xb || za > zb) return
    const ya = Math.max(MIN_Y + 1, Math.floor(y - radius))
    const yb = Math.floor(y + radius)
    const limit = radius * radius
    const { mask, gravel } = this
    const { inRock, inSlate, discard } = vein
    for (let v = ya; v <= yb; v++) {
      const oy = v + 0.5 - y
      for (let k = za; k <= zb; k++) {
        const oz = k + 0.5 - z
        const rest = limit - oy * oy - oz * oz
        if (rest <= 0) continue
        const row = ((v - MIN_Y) << 8) | ((k - z0) << 4)
        for (let i = xa; i <= xb; i++) {
          const ox = i + 0.5 - x
          if (ox * ox >= rest) continue
          const at = row | (i - x0)
          const kind = mask[blocks[at]]
          if (kind === 0) continue
          if (discard > 0 && hash(dice, i, v, k) < discard * 4294967296 && exposed(blocks, at)) continue
          // Gravel would hang in the air until something touched it.
          if (inRock === gravel && mask[blocks[at - 256]] === 0 && blocks[at - 256] !== gravel) continue
          blocks[at] = kind === ROCK ? inRock : inSlate
        }
      }
    }
  }
}

/** Is a block beside air, as far as this chunk knows? @param {Uint16Array} blocks @param {number} at */
function exposed(blocks, at) {
  return blocks[at + 256] === 0 || blocks[at - 256] === 0 ||
    ((at & 15) > 0 && blocks[at - 1] === 0) || ((at & 15) < 15 && blocks[at + 1] === 0) ||
    ((at & 240) > 0 && blocks[at - 16] === 0) || ((at & 240) < 240 && blocks[at + 16] === 0)
}
