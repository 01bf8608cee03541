/**
 * A building or tunnel as a list of blocks, chunk by chunk, with what goes with it: chests, spawners, residents.
 *
 * Knows how a block meets what is there already. Does not know what is built.
 */

/** How a block meets what is there: replaces it; only where nothing solid is; empties rock but no water or lava; goes on down to firm ground. */
export const SET = 0
export const IF_OPEN = 1
export const CARVE = 2
export const FOUND = 3
const DEEPEST = 12 // blocks a foundation goes down

/** @typedef {{x: number, y: number, z: number, table: string}} Chest */
/** @typedef {{x: number, y: number, z: number, mob: string}} Spawner */
/** @typedef {{x: number, y: number, z: number, name: string, profession?: string, type?: string}} Resident */
/** @typedef {{chests: Chest[], spawners: Spawner[], residents: Resident[]}} Furnishing */
/** @typedef {{x0: number, z0: number, x1: number, z1: number}} Plot ground that trees keep clear of */

/** @param {number} cx @param {number} cz chunk */
export const keyOf = (cx, cz) => (cx + 0x200000) * 0x400000 + (cz + 0x200000)

export class Blueprint {
  constructor() {
    /** x, y, z, state, how – five numbers a block @type {Map<number, number[]>} */
    this.cells = new Map()
    /** @type {Chest[]} */ this.chests = []
    /** @type {Spawner[]} */ this.spawners = []
    /** @type {Resident[]} */ this.residents = []
    /** @type {Plot[]} */ this.plots = []
  }

  /** @param {number} x @param {number} y @param {number} z @param {number} state @param {number} [how] */
  put(x, y, z, state, how = SET) {
    const key = keyOf(x >> 4, z >> 4)
    let list = this.cells.get(key)
    if (!list) this.cells.set(key, (list = []))
    list.push(x, y, z, state, how)
  }

  /** Build the part that lies in a chunk. @param {import('../canvas.js').Canvas} canvas @param {Ground} ground */
  build(canvas, ground) {
    const list = this.cells.get(keyOf(canvas.x0 >> 4, canvas.z0 >> 4))
    if (!list) return
    const { soft, fluid, falls, bedrock } = ground
    for (let i = 0; i < list.length; i += 5) {
      const x = list[i]; const z = list[i + 2]; const how = list[i + 4]
      let y = list[i + 1]
      const here = canvas.get(x, y, z)
      if (here === bedrock) continue
      if (how === IF_OPEN && !soft[here]) continue
      if (how === CARVE && (fluid[here] || this.wetBeside(canvas, fluid, x, y, z))) continue
      if (how !== FOUND) {
        canvas.set(x, y, z, list[i + 3])
        if (how === CARVE && falls[canvas.get(x, y + 1, z)]) canvas.set(x, y + 1, z, ground.rock)
        continue
      }
      for (let n = 0; n < DEEPEST && soft[canvas.get(x, y, z)]; n++, y--) canvas.set(x, y, z, list[i + 3])
    }
  }

  /** Whether a fluid would run into a cell, as far as this chunk knows. @param {import('../canvas.js').Canvas} canvas @param {Uint8Array} fluid @param {number} x @param {number} y @param {number} z */
  wetBeside(canvas, fluid, x, y, z) {
    return fluid[canvas.get(x, y + 1, z)] || (canvas.holds(x - 1, z) && fluid[canvas.get(x - 1, y, z)]) || (canvas.holds(x + 1, z) && fluid[canvas.get(x + 1, y, z)]) ||
      (canvas.holds(x, z - 1) && fluid[canvas.get(x, y, z - 1)]) || (canvas.holds(x, z + 1) && fluid[canvas.get(x, y, z + 1)])
  }
}

/** What blueprints ask about blocks. @typedef {{soft: Uint8Array, fluid: Uint8Array, falls: Uint8Array, bedrock: number, rock: number}} Ground */

/** @param {any} registry @returns {Ground} */
export function groundOf(registry) {
  let count = 0
  for (const block of registry.blocksArray) count = Math.max(count, block.maxStateId + 1)
  const soft = new Uint8Array(count)
  const fluid = new Uint8Array(count)
  const falls = new Uint8Array(count)
  for (const block of registry.blocksArray) {
    if (block.boundingBox === 'empty') soft.fill(1, block.minStateId, block.maxStateId + 1)
    if (block.name === 'water' || block.name === 'lava') fluid.fill(1, block.minStateId, block.maxStateId + 1)
  }
  for (const name of ['sand', 'red_sand', 'gravel']) falls[registry.blocksByName[name].defaultState] = 1
  return { soft, fluid, falls, bedrock: registry.blocksByName.bedrock.defaultState, rock: registry.blocksByName.stone.defaultState }
}
