/**
 * Gradient noise in two and three dimensions, after Perlin's "Improving Noise" (2002).
 *
 * Uses additions and multiplications only (no trigonometry), so that it is bit-equal everywhere.
 * The lattice repeats after 256 cells, which is far more than a player walks.
 */
import { stream } from './random.js'

const DIAGONAL = Math.SQRT1_2
const GX = [1, -1, 0, 0, DIAGONAL, -DIAGONAL, DIAGONAL, -DIAGONAL]
const GZ = [0, 0, 1, -1, DIAGONAL, DIAGONAL, -DIAGONAL, -DIAGONAL]
const EX = [1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 0, 0, 1, -1, 0, 0]
const EY = [1, 1, -1, -1, 0, 0, 0, 0, 1, -1, 1, -1, 1, 1, -1, -1]
const EZ = [0, 0, 0, 0, 1, 1, -1, -1, 1, 1, -1, -1, 0, 0, 1, -1]

/** Clamped cubic step from 0 at `lo` to 1 at `hi`.
 * @param {number} lo @param {number} hi @param {number} value */
export function smoothstep(lo, hi, value) {
  const t = Math.min(1, Math.max(0, (value - lo) / (hi - lo)))
  return t * t * (3 - 2 * t)
}

export class Noise {
  /** @param {number} seed 32 bits */
  constructor(seed) {
    const next = stream(seed)
    const order = new Uint8Array(256).map((_, i) => i)
    for (let i = 255; i > 0; i--) {
      const j = Math.floor(next() * (i + 1))
      const kept = order[i]
      order[i] = order[j]
      order[j] = kept
    }
    this.table = new Uint8Array(512)
    this.table.set(order)
    this.table.set(order, 256)
  }

  /** @param {number} x @param {number} z @returns {number} about −1 … 1, mean 0 */
  at2(x, z) {
    const p = this.table
    const x0 = Math.floor(x)
    const z0 = Math.floor(z)
    const fx = x - x0
    const fz = z - z0
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    const v = fz * fz * fz * (fz * (fz * 6 - 15) + 10)
    const xi = x0 & 255
    const zi = z0 & 255
    const a = p[xi] + zi
    const b = p[xi + 1] + zi
    let g = p[a] & 7
    const n00 = GX[g] * fx + GZ[g] * fz
    g = p[b] & 7
    const n10 = GX[g] * (fx - 1) + GZ[g] * fz
    g = p[a + 1] & 7
    const n01 = GX[g] * fx + GZ[g] * (fz - 1)
    g = p[b + 1] & 7
    const n11 = GX[g] * (fx - 1) + GZ[g] * (fz - 1)
    const low = n00 + u * (n10 - n00)
    return (low + v * (n01 + u * (n11 - n01) - low)) * Math.SQRT2
  }

  /** @param {number} x @param {number} y @param {number} z @returns {number} about −1 … 1, mean 0 */
  at3(x, y, z) {
    const p = this.table
    const x0 = Math.floor(x)
    const y0 = Math.floor(y)
    const z0 = Math.floor(z)
    const fx = x - x0
    const fy = y - y0
    const fz = z - z0
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    const w = fz * fz * fz * (fz * (fz * 6 - 15) + 10)
    const xi = x0 & 255
    const yi = y0 & 255
    const zi = z0 & 255
    const a = p[xi] + yi
    const b = p[xi + 1] + yi
    const aa = p[a & 255] + zi
    const ab = p[(a + 1) & 255] + zi
    const ba = p[b & 255] + zi
    const bb = p[(b + 1) & 255] + zi
    let g = p[aa] & 15
    const n000 = EX[g] * fx + EY[g] * fy + EZ[g] * fz
    g = p[ba] & 15
    const n100 = EX[g] * (fx - 1) + EY[g] * fy + EZ[g] * fz
    g = p[ab] & 15
    const n010 = EX[g] * fx + EY[g] * (fy - 1) + EZ[g] * fz
    g = p[bb] & 15
    const n110 = EX[g] * (fx - 1) + EY[g] * (fy - 1) + EZ[g] * fz
    g = p[aa + 1] & 15
    const n001 = EX[g] * fx + EY[g] * fy + EZ[g] * (fz - 1)
    g = p[ba + 1] & 15
    const n101 = EX[g] * (fx - 1) + EY[g] * fy + EZ[g] * (fz - 1)
    g = p[ab + 1] & 15
    const n011 = EX[g] * fx + EY[g] * (fy - 1) + EZ[g] * (fz - 1)
    g = p[bb + 1] & 15
    const n111 = EX[g] * (fx - 1) + EY[g] * (fy - 1) + EZ[g] * (fz - 1)
    const x00 = n000 + u * (n100 - n000)
    const x10 = n010 + u * (n110 - n010)
    const x01 = n001 + u * (n101 - n001)
    const x11 = n011 + u * (n111 - n011)
    const y0v = x00 + v * (x10 - x00)
    return y0v + w * (x01 + v * (x11 - x01) - y0v)
  }

  /** Octaves, each of twice the frequency and half the height, scaled back to about −1 … 1.
   * @param {number} x @param {number} z @param {number} octaves */
  sum2(x, z, octaves) {
    let sum = 0
    let height = 1
    let total = 0
    for (let i = 0; i < octaves; i++) {
      sum += height * this.at2(x, z)
      total += height
      height /= 2
      x = x * 2 + 17.3
      z = z * 2 - 9.1
    }
    return (sum / total) * 1.2
  }
}
