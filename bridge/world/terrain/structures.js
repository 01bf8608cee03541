/**
 * What stands in the land that nobody of this world built: villages, ruins, mine shafts, dungeons.
 *
 * A structure is a pure function of the seed and the chunk it starts in; a chunk asks every start near it and builds its own part.
 * Blueprints are kept for a while, since all their chunks want them; they can be dropped at any time.
 */
import { Dungeons } from './structures/dungeon.js'
import { Mineshafts, REACH as SHAFT_REACH } from './structures/mineshaft.js'
import { Ruins } from './structures/ruins.js'
import { REACH as VILLAGE_REACH, Villages } from './structures/village.js'
import { groundOf, keyOf } from './structures/blueprint.js'

/** @typedef {import('./structures/blueprint.js').Blueprint} Blueprint */
/** @typedef {import('./structures/blueprint.js').Furnishing} Furnishing */
/** @typedef {{plan: (cx: number, cz: number) => Blueprint | null}} Builder */

const KEPT = 64 // blueprints
const CLEARANCE = 4 // blocks round a plot where no tree stands
const KEPT_PLOTS = 512 // chunks

export class Structures {
  /** @param {any} registry @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} find @param {import('./climate.js').Climate} climate @param {(x: number, z: number) => boolean} wet */
  constructor(registry, seed, find, climate, wet) {
    /** @type {Map<string, number>} */
    const states = new Map()
    /** @type {ReturnType<import('./states.js').stateFinder>} */
    const state = (name, props) => {
      const key = props ? name + JSON.stringify(props) : name
      let id = states.get(key)
      if (id === undefined) states.set(key, (id = find(name, props)))
      return id
    }
    this.ground = groundOf(registry)
    this.villages = new Villages(seed, state, climate, wet)
    this.ruins = new Ruins(seed, state, climate, wet)
    this.shafts = new Mineshafts(seed, state, climate)
    this.dungeons = new Dungeons(seed, state, this.ground)
    /** @type {Map<string, Blueprint | null>} */
    this.plans = new Map()
    /** @type {Map<number, import('./structures/blueprint.js').Plot[]>} */
    this.plots = new Map()
  }

  /** @param {string} kind @param {Builder} builder @param {number} cx @param {number} cz @returns {Blueprint | null} */
  plan(kind, builder, cx, cz) {
    const key = `${kind}${cx},${cz}`
    let plan = this.plans.get(key)
    if (plan === undefined) {
      if (this.plans.size >= KEPT) this.plans.delete(/** @type {string} */ (this.plans.keys().next().value))
      this.plans.set(key, (plan = builder.plan(cx, cz)))
    }
    return plan
  }

  /** Villages and ruins that may reach into a chunk. @param {number} cx @param {number} cz @returns {Blueprint[]} */
  above(cx, cz) {
    const found = []
    for (let dz = -VILLAGE_REACH; dz <= VILLAGE_REACH; dz++) {
      for (let dx = -VILLAGE_REACH; dx <= VILLAGE_REACH; dx++) {
        const village = this.villages.starts(cx + dx, cz + dz) ? this.plan('v', this.villages, cx + dx, cz + dz) : null
        if (village) found.push(village)
        if (Math.abs(dx) > 1 || Math.abs(dz) > 1 || !this.ruins.kind(cx + dx, cz + dz)) continue
        const ruin = this.plan('r', this.ruins, cx + dx, cz + dz)
        if (ruin && !this.covered(ruin, cx + dx, cz + dz)) found.push(ruin)
      }
    }
    return found
  }

  /** Which structures start in a chunk, by vanilla's names. @param {number} cx @param {number} cz @returns {string[]} */
  startsIn(cx, cz) {
    const names = []
    const village = this.villages.starts(cx, cz) ? this.plan('v', this.villages, cx, cz) : null
    if (village) names.push('village')
    const ruin = this.ruins.kind(cx, cz)
    const stands = ruin && ruin !== 'well' ? this.plan('r', this.ruins, cx, cz) : null
    if (stands && !this.covered(stands, cx, cz)) names.push(ruin === 'portal' ? 'ruined_portal' : 'igloo')
    if (this.shafts.starts(cx, cz)) names.push('mineshaft')
    return names
  }

  /** Whether a village stands where a ruin would. @param {Blueprint} ruin @param {number} cx @param {number} cz */
  covered(ruin, cx, cz) {
    const [own] = ruin.plots
    for (let dz = -VILLAGE_REACH; dz <= VILLAGE_REACH; dz++) {
      for (let dx = -VILLAGE_REACH; dx <= VILLAGE_REACH; dx++) {
        if (!this.villages.starts(cx + dx, cz + dz)) continue
        const village = this.plan('v', this.villages, cx + dx, cz + dz)
        if (village?.plots.some((plot) => plot.x0 <= own.x1 && plot.x1 >= own.x0 && plot.z0 <= own.z1 && plot.z1 >= own.z0)) return true
      }
    }
    return false
  }

  /** Whether a column is, or is close to, ground that was built on. @param {number} x @param {number} z */
  near(x, z) {
    const cx = x >> 4
    const cz = z >> 4
    const key = keyOf(cx, cz)
    let plots = this.plots.get(key)
    if (!plots) {
      if (this.plots.size >= KEPT_PLOTS) this.plots.clear()
      const [x0, z0] = [cx * 16 - CLEARANCE, cz * 16 - CLEARANCE]
      plots = this.above(cx, cz).flatMap((plan) => plan.plots).filter((p) => p.x1 >= x0 && p.x0 <= x0 + 16 + 2 * CLEARANCE && p.z1 >= z0 && p.z0 <= z0 + 16 + 2 * CLEARANCE)
      this.plots.set(key, plots)
    }
    return plots.some((p) => x >= p.x0 - CLEARANCE && x <= p.x1 + CLEARANCE && z >= p.z0 - CLEARANCE && z <= p.z1 + CLEARANCE)
  }

  /** Shafts, before lakes are closed in. @param {import('./canvas.js').Canvas} canvas @param {Furnishing} found */
  dig(canvas, found) {
    const cx = canvas.x0 >> 4
    const cz = canvas.z0 >> 4
    for (let dz = -SHAFT_REACH; dz <= SHAFT_REACH; dz++) {
      for (let dx = -SHAFT_REACH; dx <= SHAFT_REACH; dx++) {
        if (!this.shafts.starts(cx + dx, cz + dz)) continue
        const shaft = this.plan('m', this.shafts, cx + dx, cz + dz)
        if (shaft) this.raise(shaft, canvas, found)
      }
    }
  }

  /** Dungeons look for caves. @param {import('./canvas.js').Canvas} canvas @param {Furnishing} found */
  bury(canvas, found) {
    this.dungeons.place(canvas, found)
  }

  /** Villages and ruins, after all that grows. @param {import('./canvas.js').Canvas} canvas @param {Furnishing} found */
  build(canvas, found) {
    for (const plan of this.above(canvas.x0 >> 4, canvas.z0 >> 4)) this.raise(plan, canvas, found)
  }

  /** @param {Blueprint} plan @param {import('./canvas.js').Canvas} canvas @param {Furnishing} found */
  raise(plan, canvas, found) {
    plan.build(canvas, this.ground)
    const here = (/** @type {{x: number, z: number}} */ { x, z }) => canvas.holds(x, z)
    found.chests.push(...plan.chests.filter(here))
    found.spawners.push(...plan.spawners.filter(here))
    found.residents.push(...plan.residents.filter(here))
  }
}
