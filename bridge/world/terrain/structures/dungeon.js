/**
 * Dungeons: a room of mossy cobblestone with a spawner and chests, beside a cave.
 *
 * Knows: https://minecraft.wiki/w/Monster_Room (1.20): rooms 5 or 7 wide with one to five openings at the foot of the walls, zombies twice as
 * often as skeletons or spiders, at most two chests against walls. Ours: a room lies wholly inside its chunk, and fewer places are tried.
 */
import { hash, seedFor, stream } from '../random.js'

const TRIES = 6 // places tried a chunk; vanilla: 10 above 0 and 4 below, of which few fit
const LOW = -52
const HIGH = 50
const MOBS = ['zombie', 'zombie', 'skeleton', 'spider']
const WALL = 3 // blocks from floor to ceiling

export class Dungeons {
  /** @param {number} seed @param {ReturnType<import('../states.js').stateFinder>} state @param {import('./blueprint.js').Ground} ground */
  constructor(seed, state, ground) {
    this.seed = seedFor(seed, 'dungeons')
    this.ground = ground
    this.cobble = state('cobblestone')
    this.mossy = state('mossy_cobblestone')
    this.spawner = state('spawner')
    this.chest = state('chest')
    this.facing = { north: state('chest', { facing: 'north' }), south: state('chest', { facing: 'south' }), west: state('chest', { facing: 'west' }), east: state('chest', { facing: 'east' }) }
  }

  /** @param {import('../canvas.js').Canvas} canvas @param {import('./blueprint.js').Furnishing} found */
  place(canvas, found) {
    const random = stream(hash(this.seed, canvas.x0, canvas.z0, 0))
    for (let n = 0; n < TRIES; n++) {
      const rx = 2 + Math.floor(random() * 2)
      const rz = 2 + Math.floor(random() * 2)
      const x = canvas.x0 + rx + 1 + Math.floor(random() * (14 - 2 * rx))
      const z = canvas.z0 + rz + 1 + Math.floor(random() * (14 - 2 * rz))
      const y = LOW + Math.floor(random() * (HIGH - LOW + 1))
      if (this.fits(canvas, x, y, z, rx, rz)) return this.build(canvas, x, y, z, rx, rz, random, found)
    }
  }

  /** @param {import('../canvas.js').Canvas} canvas @param {number} x @param {number} y @param {number} z @param {number} rx @param {number} rz */
  fits(canvas, x, y, z, rx, rz) {
    const { soft, fluid } = this.ground
    let openings = 0
    for (let dx = -rx - 1; dx <= rx + 1; dx++) {
      for (let dz = -rz - 1; dz <= rz + 1; dz++) {
        if (soft[canvas.get(x + dx, y - 1, z + dz)] || soft[canvas.get(x + dx, y + WALL, z + dz)]) return false
        for (let dy = 0; dy < WALL; dy++) if (fluid[canvas.get(x + dx, y + dy, z + dz)]) return false
        const edge = Math.abs(dx) === rx + 1 || Math.abs(dz) === rz + 1
        if (edge && canvas.get(x + dx, y, z + dz) === 0 && canvas.get(x + dx, y + 1, z + dz) === 0) openings++
      }
    }
    return openings >= 1 && openings <= 5
  }

  /** @param {import('../canvas.js').Canvas} canvas @param {number} x @param {number} y @param {number} z @param {number} rx @param {number} rz @param {() => number} random
   * @param {import('./blueprint.js').Furnishing} found */
  build(canvas, x, y, z, rx, rz, random, found) {
    const { soft, falls } = this.ground
    for (let dx = -rx - 1; dx <= rx + 1; dx++) {
      for (let dz = -rz - 1; dz <= rz + 1; dz++) {
        const edge = Math.abs(dx) === rx + 1 || Math.abs(dz) === rz + 1
        if (falls[canvas.get(x + dx, y + WALL, z + dz)]) canvas.set(x + dx, y + WALL, z + dz, this.cobble)
        canvas.set(x + dx, y - 1, z + dz, random() < 0.75 ? this.mossy : this.cobble)
        for (let dy = 0; dy < WALL; dy++) {
          if (!edge) canvas.set(x + dx, y + dy, z + dz, 0)
          else if (!soft[canvas.get(x + dx, y + dy, z + dz)]) canvas.set(x + dx, y + dy, z + dz, this.cobble)
        }
      }
    }
    canvas.set(x, y, z, this.spawner)
    found.spawners.push({ x, y, z, mob: MOBS[Math.floor(random() * MOBS.length)] })
    for (let n = 0; n < 2; n++) {
      const along = random() < 0.5
      const far = random() < 0.5 ? 1 : -1
      const cx = x + (along ? far * rx : Math.floor(random() * (2 * rx - 1)) - rx + 1)
      const cz = z + (along ? Math.floor(random() * (2 * rz - 1)) - rz + 1 : far * rz)
      if (canvas.get(cx, y, cz) !== 0) continue
      canvas.set(cx, y, cz, along ? (far > 0 ? this.facing.west : this.facing.east) : far > 0 ? this.facing.north : this.facing.south)
      found.chests.push({ x: cx, y, z: cz, table: 'simple_dungeon' })
    }
  }
}
