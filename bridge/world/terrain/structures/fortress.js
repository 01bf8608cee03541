/**
 * Nether fortresses: bridges of nether brick on pillars, a blaze spawner, a bed of nether wart, chests.
 *
 * Knows: https://minecraft.wiki/w/Nether_Fortress (1.20) for what is in one. Ours: one in 12 × 12 chunks (vanilla: 27 × 27, shared with bastions), and one plan:
 * two bridges that cross, with a platform at each end.
 */
import { hash, seedFor, stream } from '../random.js'
import { Blueprint, CARVE, FOUND } from './blueprint.js'

export const REACH = 3 // chunks from its middle
const SPACING = 12 // chunks
const LENGTH = 34 // blocks of each arm
const DECK = [56, 70] // y
const HALF = 2 // a bridge is five wide
const KEPT = 16
const ARMS = /** @type {const} */ ([[1, 0], [0, 1], [-1, 0], [0, -1]])

export class Fortresses {
  /** @param {number} seed @param {ReturnType<import('../states.js').stateFinder>} state */
  constructor(seed, state) {
    this.seed = seedFor(seed, 'fortresses')
    this.brick = state('nether_bricks')
    this.fence = state('nether_brick_fence')
    this.soul = state('soul_sand')
    this.warts = [0, 1, 2, 3].map((age) => state('nether_wart', { age }))
    this.spawner = state('spawner')
    this.chest = state('chest')
    /** @type {Map<string, Blueprint>} */
    this.plans = new Map()
  }

  /** Whether a fortress has its middle in a chunk. @param {number} own the nether's own chunk x @param {number} cz */
  stands(own, cz) {
    const rx = Math.floor(own / SPACING)
    const rz = Math.floor(cz / SPACING)
    const dice = hash(this.seed, rx, rz, 0)
    return own === rx * SPACING + 3 + (dice % 6) && cz === rz * SPACING + 3 + ((dice >>> 8) % 6)
  }

  /** The fortress whose middle is in a chunk, in the grid's coordinates. @param {number} own the nether's own chunk x @param {number} cz @param {number} cx the grid's @returns {Blueprint | null} */
  at(own, cz, cx) {
    if (!this.stands(own, cz)) return null
    const key = `${own},${cz}`
    let plan = this.plans.get(key)
    if (!plan) {
      if (this.plans.size >= KEPT) this.plans.clear()
      this.plans.set(key, (plan = this.plan(cx * 16 + 8, cz * 16 + 8, stream(hash(this.seed, own, cz, 1)))))
    }
    return plan
  }

  /** @param {number} x @param {number} z @param {() => number} random */
  plan(x, z, random) {
    const plan = new Blueprint()
    const y = DECK[0] + Math.floor(random() * (DECK[1] - DECK[0] + 1))
    this.platform(plan, x, y, z, 5)
    const ends = ARMS.map(([sx, sz]) => {
      for (let n = 6; n <= LENGTH; n++) this.deck(plan, x + sx * n, y, z + sz * n, sx, sz, n % 8 === 0)
      this.platform(plan, x + sx * (LENGTH + 4), y, z + sz * (LENGTH + 4), 4)
      return { x: x + sx * (LENGTH + 4), z: z + sz * (LENGTH + 4) }
    })
    const turn = Math.floor(random() * 4)
    for (let i = 0; i < 2; i++) {
      const at = ends[(turn + i * 2) & 3]
      plan.put(at.x, y + 1, at.z, this.spawner)
      plan.spawners.push({ x: at.x, y: y + 1, z: at.z, mob: 'blaze' })
    }
    const garden = ends[(turn + 1) & 3]
    for (let dx = -2; dx <= 2; dx++) {
      for (let dz = -2; dz <= 2; dz++) {
        plan.put(garden.x + dx, y, garden.z + dz, this.soul)
        if (dx !== 0) plan.put(garden.x + dx, y + 1, garden.z + dz, this.warts[Math.floor(random() * 4)])
      }
    }
    for (const at of [{ x: x + 4, z: z + 4 }, { x: ends[(turn + 3) & 3].x, z: ends[(turn + 3) & 3].z }]) {
      plan.put(at.x, y + 1, at.z, this.chest)
      plan.chests.push({ x: at.x, y: y + 1, z: at.z, table: 'nether_bridge' })
    }
    return plan
  }

  /** A slice of a bridge. @param {Blueprint} plan @param {number} x @param {number} y @param {number} z @param {number} sx @param {number} sz @param {boolean} pillar */
  deck(plan, x, y, z, sx, sz, pillar) {
    for (let side = -HALF; side <= HALF; side++) {
      const px = x - sz * side
      const pz = z + sx * side
      for (let up = 1; up <= 5; up++) plan.put(px, y + up, pz, 0, CARVE)
      plan.put(px, y, pz, this.brick)
      plan.put(px, y - 1, pz, this.brick)
      if (Math.abs(side) === HALF) plan.put(px, y + 1, pz, this.brick)
      if (pillar) this.pillar(plan, px, y, pz)
    }
  }

  /** Down to firm ground, through lava too. @param {Blueprint} plan @param {number} x @param {number} y @param {number} z */
  pillar(plan, x, y, z) {
    for (let down = 2; down < y - 8; down += 12) plan.put(x, y - down, z, this.brick, FOUND)
  }

  /** @param {Blueprint} plan @param {number} x @param {number} y @param {number} z @param {number} half */
  platform(plan, x, y, z, half) {
    for (let dx = -half; dx <= half; dx++) {
      for (let dz = -half; dz <= half; dz++) {
        for (let up = 1; up <= 5; up++) plan.put(x + dx, y + up, z + dz, 0, CARVE)
        plan.put(x + dx, y, z + dz, this.brick)
        plan.put(x + dx, y - 1, z + dz, this.brick)
        const corner = Math.abs(dx) === half && Math.abs(dz) === half
        const gate = Math.abs(dx) <= HALF - 1 || Math.abs(dz) <= HALF - 1
        if (Math.max(Math.abs(dx), Math.abs(dz)) === half && !gate) plan.put(x + dx, y + 1, z + dz, corner ? this.brick : this.fence)
        if (corner) this.pillar(plan, x + dx, y, z + dz)
      }
    }
  }
}
