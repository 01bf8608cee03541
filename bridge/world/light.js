/**
 * Light where a rule asks for it: sky and block light of one place, computed on demand.
 *
 * Light falls by 1 a step (more through leaves and water) from open sky (15) and from light sources; looked for within
 * 15 steps. Source: https://minecraft.wiki/w/Light. Nothing is stored, so nothing has to be kept in step.
 */

/** @type {readonly [number, number, number][]} */
const SIDES = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
const REACH = 14 // steps that the strongest light travels
const SIZE = 2 * REACH + 3

/**
 * @param {import('./chunks.js').Chunks} chunks
 * @param {import('./states.js').StateTables} states
 */
export function createLight (chunks, states) {
  const seen = new Uint32Array(SIZE * SIZE * SIZE)
  let stamp = 0
  /** @type {number[][]} */
  const rings = Array.from({ length: 17 }, () => [])

  /** @param {number} x @param {number} z @returns {number | null} */
  function height (x, z) {
    const chunk = chunks.get(x >> 4, z >> 4)
    return chunk ? chunks.heights(chunk)[((z & 15) << 4) | (x & 15)] : null
  }

  /** Is there open sky at or below y + REACH anywhere near? @param {number} x @param {number} y @param {number} z */
  function skyNear (x, y, z) {
    for (let dx = -REACH; dx <= REACH; dx++) {
      const rest = REACH - Math.abs(dx)
      for (let dz = -rest; dz <= rest; dz++) {
        const top = height(x + dx, z + dz)
        if (top !== null && top <= y + rest - Math.abs(dz)) return true
      }
    }
    return false
  }

  /** Is there a light source in a section near? @param {number} x @param {number} y @param {number} z */
  function sourceNear (x, y, z) {
    for (let cx = (x - REACH) >> 4; cx <= (x + REACH) >> 4; cx++) {
      for (let cz = (z - REACH) >> 4; cz <= (z + REACH) >> 4; cz++) {
        const chunk = chunks.get(cx, cz)
        if (!chunk) continue
        const emitters = chunks.emitters(chunk)
        for (let s = (y - REACH - chunks.minY) >> 4; s <= (y + REACH - chunks.minY) >> 4; s++) {
          if (emitters[s]) return true
        }
      }
    }
    return false
  }

  /**
   * The strongest light that reaches (x, y, z): a search outwards by light lost so far.
   * @param {number} x @param {number} y @param {number} z
   * @param {(x: number, y: number, z: number, state: number) => number} source light given off there
   */
  function strongest (x, y, z, source) {
    stamp++
    for (const ring of rings) ring.length = 0
    const centre = REACH + 1
    rings[0].push((centre * SIZE + centre) * SIZE + centre)
    let best = 0
    for (let lost = 0; lost < 15 && 15 - lost > best; lost++) {
      const ring = rings[lost]
      for (let i = 0; i < ring.length; i++) {
        const cell = ring[i]
        if (seen[cell] === stamp) continue
        seen[cell] = stamp
        const px = x + Math.floor(cell / (SIZE * SIZE)) - centre
        const py = y + Math.floor(cell / SIZE) % SIZE - centre
        const pz = z + cell % SIZE - centre
        const state = chunks.state(px, py, pz)
        if (state === null) continue
        const given = source(px, py, pz, state) - lost
        if (given > best) best = given
        const opacity = states.opacity[state]
        if (opacity >= 15 && lost > 0) continue
        const next = lost + Math.max(1, opacity)
        if (next > 14) continue
        for (const [dx, dy, dz] of SIDES) {
          const neighbour = cell + (dx * SIZE + dy) * SIZE + dz
          if (seen[neighbour] !== stamp) rings[next].push(neighbour)
        }
      }
    }
    return best
  }

  /** @param {number} x @param {number} y @param {number} z */
  function sky (x, y, z) {
    const top = height(x, z)
    if (top === null || y >= top) return 15
    if (!skyNear(x, y, z)) return 0
    return strongest(x, y, z, (px, py, pz) => {
      const limit = height(px, pz)
      return limit !== null && py >= limit ? 15 : 0
    })
  }

  /** @param {number} x @param {number} y @param {number} z */
  function block (x, y, z) {
    if (!sourceNear(x, y, z)) return 0
    return strongest(x, y, z, (_x, _y, _z, state) => states.emits[state])
  }

  return {
    /** @param {{x: number, y: number, z: number}} pos @returns {{sky: number, block: number}} */
    at: pos => {
      const x = Math.floor(pos.x)
      const y = Math.floor(pos.y)
      const z = Math.floor(pos.z)
      return { sky: sky(x, y, z), block: block(x, y, z) }
    },
    height
  }
}
