/**
 * The buildings of a village, drawn on a plot of 7 × 7 blocks with its front to the street.
 *
 * Knows: what stands in a house, workshop, farm and square. The shapes are ours, far simpler than vanilla's; what is in them (beds, doors, job sites, crops,
 * chests) is what vanilla's hold: https://minecraft.wiki/w/Village (1.20). Does not know where the plots are.
 */
import { FOUND } from './blueprint.js'

/** Width and depth of a plot, blocks. */
export const SIZE = 7
const HIGH = 8 // blocks cleared above a floor
const WALLS = 3
const CROPS = /** @type {[string, number][]} */ ([['wheat', 7], ['carrots', 7], ['potatoes', 7], ['beetroots', 3]])

/** Job site of each profession; https://minecraft.wiki/w/Villager#Professions */
export const JOBS = /** @type {Record<string, string>} */ ({
  armorer: 'blast_furnace', butcher: 'smoker', cleric: 'brewing_stand', fisherman: 'barrel', fletcher: 'fletching_table', leatherworker: 'cauldron',
  librarian: 'lectern', mason: 'stonecutter', shepherd: 'loom', toolsmith: 'smithing_table', weaponsmith: 'grindstone'
})
/** Professions whose workshop has a chest, and its table. */
const CHESTS = /** @type {Record<string, string>} */ ({ weaponsmith: 'village_weaponsmith', toolsmith: 'village_toolsmith', armorer: 'village_armorer' })

/** Directions of a plot by the side its front looks to: steps along a (width) and b (depth). */
const FRAMES = /** @type {Record<string, {a: [number, number], b: [number, number], front: string, back: string, right: string, left: string}>} */ ({
  north: { a: [1, 0], b: [0, 1], front: 'north', back: 'south', right: 'east', left: 'west' },
  south: { a: [-1, 0], b: [0, -1], front: 'south', back: 'north', right: 'west', left: 'east' },
  west: { a: [0, -1], b: [1, 0], front: 'west', back: 'east', right: 'north', left: 'south' },
  east: { a: [0, 1], b: [-1, 0], front: 'east', back: 'west', right: 'south', left: 'north' }
})

/** @typedef {{type: string, wall: string, log: string, floor: string, stairs: string, slab: string, door: string, fence: string, path: string, base: string}} Style */

/** One plot to draw on: a 0…6 from the left of the front, b 0…6 from front to back, h above the floor. */
export class Plot {
  /**
   * @param {import('./blueprint.js').Blueprint} plan @param {ReturnType<import('../states.js').stateFinder>} state @param {Style} style
   * @param {{x: number, y: number, z: number, front: string}} at middle of the front edge, on the floor
   */
  constructor(plan, state, style, { x, y, z, front }) {
    this.plan = plan
    this.state = state
    this.style = style
    this.frame = FRAMES[front]
    this.y = y
    this.x = x - this.frame.a[0] * 3
    this.z = z - this.frame.a[1] * 3
  }

  /** @param {number} a @param {number} h @param {number} b */
  at(a, h, b) {
    const { a: [ax, az], b: [bx, bz] } = this.frame
    return { x: this.x + a * ax + b * bx, y: this.y + h, z: this.z + a * az + b * bz }
  }

  /** @param {number} a @param {number} h @param {number} b @param {string} name @param {Record<string, any>} [props] @param {number} [how] */
  put(a, h, b, name, props, how) {
    const { x, y, z } = this.at(a, h, b)
    this.plan.put(x, y, z, name === 'air' ? 0 : this.state(name, props), how)
  }

  /** Level ground with open air above it. @param {string} floor */
  clear(floor) {
    for (let a = 0; a < SIZE; a++) {
      for (let b = -1; b < SIZE; b++) {
        for (let h = 1; h <= HIGH; h++) this.put(a, h, b, 'air')
        if (b < 0) continue
        this.put(a, -1, b, this.style.base, undefined, FOUND)
        this.put(a, 0, b, floor)
      }
    }
    for (let a = 2; a <= 4; a++) this.put(a, 0, -1, this.style.path, undefined, FOUND)
  }

  /** Walls, roof, door, windows, light. */
  shell() {
    const { style, frame } = this
    this.clear(style.floor)
    for (let a = 0; a < SIZE; a++) {
      for (let b = 0; b < SIZE; b++) {
        const edge = a === 0 || a === 6 || b === 0 || b === 6
        if (!edge) continue
        const corner = (a === 0 || a === 6) && (b === 0 || b === 6)
        for (let h = 1; h <= WALLS; h++) {
          const window = h === 2 && !corner && (a === 3 || b === 3) && b !== 0
          this.put(a, h, b, window ? 'glass_pane' : corner ? style.log : style.wall, window ? (a === 3 ? { east: frame.a[0] !== 0, west: frame.a[0] !== 0, north: frame.a[1] !== 0, south: frame.a[1] !== 0 } : { east: frame.b[0] !== 0, west: frame.b[0] !== 0, north: frame.b[1] !== 0, south: frame.b[1] !== 0 }) : undefined)
        }
      }
    }
    for (let step = 0; step < 3; step++) {
      const h = WALLS + 1 + step
      for (let b = 0; b < SIZE; b++) {
        this.put(step, h, b, style.stairs, { facing: frame.right })
        this.put(6 - step, h, b, style.stairs, { facing: frame.left })
        if (b === 0 || b === 6) for (let a = step + 1; a < 6 - step; a++) this.put(a, h, b, style.wall)
      }
    }
    for (let b = 0; b < SIZE; b++) this.put(3, WALLS + 4, b, style.slab, { type: 'bottom' })
    this.put(3, 1, 0, style.door, { half: 'lower', facing: frame.back })
    this.put(3, 2, 0, style.door, { half: 'upper', facing: frame.back })
    this.put(1, 3, 1, 'wall_torch', { facing: frame.right })
    this.put(5, 3, 5, 'wall_torch', { facing: frame.left })
    this.put(2, 2, -1, 'wall_torch', { facing: frame.front })
  }

  /** @param {number} a where it lies along the back wall */
  bed(a) {
    const colour = this.style.type === 'desert' ? 'green' : this.style.type === 'plains' ? 'white' : 'red'
    this.put(a, 1, 4, `${colour}_bed`, { part: 'foot', facing: this.frame.back })
    this.put(a, 1, 5, `${colour}_bed`, { part: 'head', facing: this.frame.back })
  }

  /** @param {number} a @param {number} b @param {string} facing @param {string} table */
  chest(a, b, facing, table) {
    this.put(a, 1, b, 'chest', { facing })
    this.plan.chests.push({ ...this.at(a, 1, b), table })
  }

  /** @param {number} a @param {number} b @param {string} [profession] */
  resident(a, b, profession = 'none') {
    const { x, y, z } = this.at(a, 1, b)
    this.plan.residents.push({ x, y, z, name: 'villager', profession, type: this.style.type })
  }

  /** Two beds, a chest, a table. @param {() => number} random */
  house(random) {
    this.shell()
    this.bed(1)
    this.bed(5)
    this.chest(5, 2, this.frame.left, `village_${this.style.type === 'snow' ? 'snowy' : this.style.type}_house`)
    this.put(1, 1, 2, 'crafting_table')
    if (random() < 0.5) this.put(3, 1, 5, 'flower_pot')
    this.resident(3, 2, random() < 0.15 ? 'nitwit' : 'none')
  }

  /** @param {string} profession */
  workshop(profession) {
    this.shell()
    const job = JOBS[profession]
    const props = /furnace|smoker|stonecutter|loom|lectern/.test(job) ? { facing: this.frame.front } : job === 'grindstone' ? { face: 'floor', facing: this.frame.front } : undefined
    this.put(3, 1, 5, job, props)
    this.bed(1)
    if (CHESTS[profession]) this.chest(5, 4, this.frame.left, CHESTS[profession])
    else if (profession === 'librarian') for (let h = 1; h <= 2; h++) for (let b = 3; b <= 5; b++) this.put(5, h, b, 'bookshelf')
    this.resident(3, 3, profession)
  }

  /** A field with a ditch in the middle. @param {() => number} random */
  farm(random) {
    const { style } = this
    this.clear('dirt')
    for (let a = 0; a < SIZE; a++) {
      for (let b = 0; b < SIZE; b++) {
        if (a === 0 || a === 6 || b === 0 || b === 6) { this.put(a, 0, b, style.log); continue }
        if (a === 3) { this.put(a, 0, b, 'water'); this.put(a, -1, b, style.base); continue }
        const [crop, ripe] = CROPS[a < 3 ? 0 : Math.floor(random() * CROPS.length)]
        this.put(a, 0, b, 'farmland', { moisture: 7 })
        this.put(a, 1, b, crop, { age: Math.floor(random() * (ripe + 1)) })
      }
    }
    this.put(0, 1, 0, 'composter')
    this.resident(6, 0, 'farmer')
  }
}

/**
 * The square in the middle: a well and the bell.
 * @param {import('./blueprint.js').Blueprint} plan @param {ReturnType<import('../states.js').stateFinder>} state @param {Style} style @param {{x: number, y: number, z: number}} at
 */
export function square(plan, state, style, { x, y, z }) {
  const base = state(style.base)
  for (let dx = -4; dx <= 4; dx++) {
    for (let dz = -4; dz <= 4; dz++) {
      for (let h = 1; h <= 6; h++) plan.put(x + dx, y + h, z + dz, 0)
      plan.put(x + dx, y - 1, z + dz, base, FOUND)
      plan.put(x + dx, y, z + dz, state(style.path))
      const far = Math.max(Math.abs(dx), Math.abs(dz))
      if (far > 1) continue
      plan.put(x + dx, y, z + dz, far === 0 ? state('water') : base)
      plan.put(x + dx, y - 1, z + dz, base)
      if (far === 1) plan.put(x + dx, y + 1, z + dz, dx !== 0 && dz !== 0 ? state(style.fence) : state('cobblestone_slab', { type: 'bottom' }))
      if (dx !== 0 && dz !== 0) plan.put(x + dx, y + 2, z + dz, state(style.fence))
      plan.put(x + dx, y + 3, z + dz, state(style.slab, { type: 'bottom' }))
    }
  }
  plan.put(x + 3, y + 1, z + 3, state('bell', { attachment: 'floor', facing: 'north' }))
  for (const [dx, dz] of [[-4, -4], [4, -4], [-4, 4], [4, 4]]) {
    plan.put(x + dx, y + 1, z + dz, state(style.fence))
    plan.put(x + dx, y + 2, z + dz, state('torch'))
  }
}
