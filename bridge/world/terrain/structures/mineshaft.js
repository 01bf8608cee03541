/**
 * Abandoned mine shafts: corridors on wooden props with rails, cobwebs and chests.
 *
 * Knows: https://minecraft.wiki/w/Mineshaft (1.20): one chunk in 250, corridors 3 × 3 with props every five blocks, chest loot.
 * Ours: chests stand on the floor instead of in minecarts; no cave spiders and their spawners; shafts end 64 blocks from their middle
 * and stay below the ground; no shafts of dark oak in badlands, none that come out of a hill.
 */
import { hash, seedFor, stream } from '../random.js'
import { Blueprint, CARVE, IF_OPEN } from './blueprint.js'

export const REACH = 5 // chunks from its start
const RATE = 250 // chunks for one shaft
const LOW = -38
const HIGH = 26
const COVER = 12 // blocks of ground above a corridor, at least
const FARTHEST = 64 // blocks
const MOST = 36 // corridors
const SECTION = 5 // blocks between two props
const STEPS = /** @type {const} */ ([[0, -1], [1, 0], [0, 1], [-1, 0]])

export class Mineshafts {
  /** @param {number} seed @param {ReturnType<import('../states.js').stateFinder>} state @param {import('../climate.js').Climate} climate */
  constructor(seed, state, climate) {
    this.seed = seedFor(seed, 'mine shafts')
    this.climate = climate
    this.planks = state('oak_planks')
    this.fence = state('oak_fence')
    this.web = state('cobweb')
    this.rails = [state('rail', { shape: 'north_south' }), state('rail', { shape: 'east_west' })]
    this.torches = ['north', 'east', 'south', 'west'].map((facing) => state('wall_torch', { facing }))
    this.chests = ['north', 'east', 'south', 'west'].map((facing) => state('chest', { facing }))
  }

  /** @param {number} cx @param {number} cz */
  starts(cx, cz) {
    return hash(this.seed, cx, cz, 0) % RATE === 0
  }

  /** @param {number} cx @param {number} cz the chunk it starts in @returns {Blueprint} */
  plan(cx, cz) {
    const plan = new Blueprint()
    const random = stream(hash(this.seed, cx, cz, 1))
    const x = cx * 16 + 8
    const z = cz * 16 + 8
    const y = Math.min(LOW + Math.floor(random() * (HIGH - LOW + 1)), this.climate.column(x, z).height - COVER - 4)
    this.room(plan, x, y, z)
    /** @type {{x: number, y: number, z: number, way: number}[]} */
    const ends = [0, 1, 2, 3].map((way) => ({ x: x + STEPS[way][0] * 4, y, z: z + STEPS[way][1] * 4, way }))
    for (let n = 0; n < MOST && ends.length; n++) {
      const from = ends.splice(Math.floor(random() * ends.length), 1)[0]
      const to = this.corridor(plan, from, 2 + Math.floor(random() * 4), random)
      if (Math.abs(to.x - x) > FARTHEST || Math.abs(to.z - z) > FARTHEST) continue
      for (const turn of [0, 1, 3]) {
        if (random() < (turn === 0 ? 0.6 : 0.45)) {
          const way = (from.way + turn) & 3
          const rise = random() < 0.2 ? (random() < 0.5 ? 5 : -5) : 0
          const next = { x: to.x + STEPS[way][0] * 2, y: to.y, z: to.z + STEPS[way][1] * 2, way }
          ends.push(rise && to.y + rise > -50 && to.y + rise < HIGH ? this.stairs(plan, next, Math.sign(rise)) : next)
        }
      }
    }
    return plan
  }

  /** @param {Blueprint} plan @param {number} x @param {number} y @param {number} z middle of its floor */
  room(plan, x, y, z) {
    for (let dx = -4; dx <= 4; dx++) {
      for (let dz = -4; dz <= 4; dz++) {
        for (let dy = 0; dy < 4; dy++) plan.put(x + dx, y + dy, z + dz, 0, CARVE)
        plan.put(x + dx, y - 1, z + dz, this.planks, IF_OPEN)
      }
    }
  }

  /** A corridor of some sections. @param {Blueprint} plan @param {{x: number, y: number, z: number, way: number}} from @param {number} sections @param {() => number} random
   * @returns {{x: number, y: number, z: number}} its far end */
  corridor(plan, { x, y, z, way }, sections, random) {
    const [sx, sz] = STEPS[way]
    const railed = random() < 0.4
    const webbed = random() < 0.15
    for (let n = 0; n < sections * SECTION; n++) {
      if (this.climate.column(x, z).height < y + COVER) return { x, y, z }
      const prop = n % SECTION === 2
      for (let side = -1; side <= 1; side++) {
        const px = x - sz * side
        const pz = z + sx * side
        for (let dy = 0; dy < 3; dy++) {
          const wood = prop && (dy === 2 ? this.planks : side !== 0 ? this.fence : 0)
          if (wood) plan.put(px, y + dy, pz, wood)
          else plan.put(px, y + dy, pz, webbed && random() < 0.12 ? this.web : 0, CARVE)
        }
        plan.put(px, y - 1, pz, this.planks, IF_OPEN)
      }
      if (railed && random() < 0.85) plan.put(x, y, z, this.rails[way & 1], CARVE)
      if (prop && random() < 0.12) plan.put(x + sx, y + 2, z + sz, this.torches[way])
      if (!prop && random() < 0.022) {
        const side = random() < 0.5 ? -1 : 1
        const at = { x: x - sz * side, y, z: z + sx * side }
        plan.put(at.x, y - 1, at.z, this.planks)
        plan.put(at.x, y, at.z, this.chests[(way + (side > 0 ? 3 : 1)) & 3])
        plan.chests.push({ ...at, table: 'abandoned_mineshaft' })
      }
      x += sx
      z += sz
    }
    return { x, y, z }
  }

  /** Five steps up or down. @param {Blueprint} plan @param {{x: number, y: number, z: number, way: number}} from @param {number} rise 1 or −1 */
  stairs(plan, { x, y, z, way }, rise) {
    const [sx, sz] = STEPS[way]
    for (let n = 0; n < 5; n++) {
      for (let side = -1; side <= 1; side++) {
        for (let dy = 0; dy < 4; dy++) plan.put(x - sz * side, y + dy, z + sx * side, 0, CARVE)
        plan.put(x - sz * side, y - 1, z + sx * side, this.planks, IF_OPEN)
      }
      x += sx
      z += sz
      y += rise
    }
    return { x, y, z, way }
  }
}
