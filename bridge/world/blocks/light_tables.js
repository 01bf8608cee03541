/**
 * How much light each block state gives off, takes away and shuts out: what minecraft-data says of blocks, made exact by state.
 *
 * Knows Java Edition 1.20.4's rules: https://minecraft.wiki/w/Light (sources, filtering, and blocks whose shape matters, such as slabs and stairs).
 * Does not know any world. Faces are known by quarters, which is exact for slabs and stairs and floors what is not a half (snow, farmland's sides).
 */

/** Ways out of a block, in the order of the bits in `faces`; the opposite of `d` is `d ^ 1`. */
export const WAYS = [[0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1], [1, 0, 0], [-1, 0, 0]]

const SHAPED = /_slab$|_stairs$|^(snow|farmland|dirt_path|enchanting_table|daylight_detector|stonecutter|sculk_sensor|calibrated_sculk_sensor|sculk_shrieker|end_portal_frame|lectern|piston|sticky_piston|piston_head)$/
/** Blocks whose states give off unlike light. */
const BY_STATE = /candle|^(respawn_anchor|light|sea_pickle|cave_vines|cave_vines_plant|glow_lichen|redstone_torch|redstone_wall_torch|redstone_lamp|redstone_ore|deepslate_redstone_ore|campfire|soul_campfire|furnace|blast_furnace|smoker)$/
const CLUSTERS = /** @type {Record<string, number>} */ ({ amethyst_cluster: 5, large_amethyst_bud: 4, medium_amethyst_bud: 2, small_amethyst_bud: 1 })

/** Light of a state. @param {string} name @param {Record<string, any>} p its properties @param {number} otherwise @returns {number} 0–15 */
function lightOf (name, p, otherwise) {
  const lit = p.lit === true
  if (name in CLUSTERS) return CLUSTERS[name]
  if (name === 'respawn_anchor') return Math.floor(Number(p.charges) * 15 / 4)
  if (name === 'light') return Number(p.level)
  if (name === 'sea_pickle') return p.waterlogged ? 3 + 3 * Number(p.pickles) : 0
  if (name.startsWith('cave_vines')) return p.berries ? 14 : 0
  if (name === 'glow_lichen') return ['down', 'up', 'north', 'south', 'east', 'west'].some(side => p[side] === true) ? 7 : 0
  if (/_cake$/.test(name)) return lit ? 3 : 0
  if (/candle$/.test(name)) return lit ? 3 * Number(p.candles) : 0
  if (/furnace|smoker/.test(name)) return lit ? 13 : 0
  if (/redstone_(wall_)?torch/.test(name)) return lit ? 7 : 0
  if (/redstone_ore/.test(name)) return lit ? 9 : 0
  if (name === 'redstone_lamp' || name === 'campfire') return lit ? 15 : 0
  if (name === 'soul_campfire') return lit ? 10 : 0
  return otherwise
}

/**
 * @param {any[]} blocks the registry's
 * @param {(state: number) => Record<string, any>} properties
 * @param {(state: number) => number[][]} shapes
 * @param {{emits: Uint8Array, opacity: Uint8Array, faces: Uint32Array}} tables made exact in place; faces: six times four bits, a bit for each quarter shut
 */
export function refineLight (blocks, properties, shapes, { emits, opacity, faces }) {
  /** States of one layout have one shape. @type {Map<string, Uint32Array>} */
  const known = new Map()
  for (const block of blocks) {
    const { name, minStateId: first, maxStateId: last } = block
    if (BY_STATE.test(name) || name in CLUSTERS) for (let s = first; s <= last; s++) emits[s] = lightOf(name, properties(s), emits[s])
    if (SHAPED.test(name)) {
      const layout = /_(slab|stairs)$/.exec(name)?.[1] ?? name
      let own = known.get(layout)
      if (!own) known.set(layout, own = Uint32Array.from({ length: last - first + 1 }, (_, i) => facesOf(boxesOf(name, properties(first + i), shapes(first + i)))))
      for (let s = first; s <= last; s++) {
        opacity[s] = own[s - first] === WHOLE ? 15 : opacity[s] === 15 ? 0 : opacity[s]
        faces[s] = opacity[s] === 15 ? 0 : own[s - first]
      }
    }
    if (opacity[first] < 15 && block.states?.some((/** @type {any} */ s) => s.name === 'waterlogged')) {
      for (let s = first; s <= last; s++) if (opacity[s] === 0 && properties(s).waterlogged === true) opacity[s] = 1
    }
  }
}

const WHOLE = 0xffffff

/** The shape that counts for light; snow collides a layer lower than it is. @param {string} name @param {Record<string, any>} p @param {number[][]} collision */
function boxesOf (name, p, collision) {
  if (name === 'snow') return [[0, 0, 0, 1, Number(p.layers) / 8, 1]]
  return collision
}

const NEAR = 0.02 // of a quarter's edges, where it is looked at

/** @param {number[][]} boxes @returns {number} */
function facesOf (boxes) {
  let bits = 0
  for (let way = 0; way < 6; way++) {
    const [dx, dy, dz] = WAYS[way]
    for (let quarter = 0; quarter < 4; quarter++) {
      const a = (quarter & 1) / 2
      const b = (quarter >> 1) / 2
      let shut = true
      for (const u of [a + NEAR, a + 0.5 - NEAR]) {
        for (const v of [b + NEAR, b + 0.5 - NEAR]) {
          const at = dx !== 0 ? [edge(dx), v, u] : dy !== 0 ? [u, edge(dy), v] : [u, v, edge(dz)]
          shut &&= boxes.some(([x0, y0, z0, x1, y1, z1]) => at[0] >= x0 && at[0] <= x1 && at[1] >= y0 && at[1] <= y1 && at[2] >= z0 && at[2] <= z1)
        }
      }
      if (shut) bits |= 1 << (way * 4 + quarter)
    }
  }
  return bits
}

/** @param {number} towards −1 or 1 */
const edge = towards => towards > 0 ? 1 : 0
