/**
 * Light where a rule asks for it: sky and block light of one place, computed on demand.
 *
 * Light falls by 1 a step (more through leaves and water) from open sky (15) and from light sources; looked for within
 * 15 steps. Source: https://minecraft.wiki/w/Light. Nothing is stored, so nothing has to be kept in step.
 */

const REACH = 14 // steps that the strongest light travels
const SIZE = 2 * REACH + 3
/** Steps to the six neighbours in the array of cells. */
const STEPS = [SIZE * SIZE, -SIZE * SIZE, SIZE, -SIZE, 1, -1]

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

  /** No sky light at (x, y, z) can be stronger than this: the nearest open column, walls left out of account. @param {number} x @param {number} y @param {number} z */
  function skyBound (x, y, z) {
    let best = 0
    for (let ring = 1; ring <= REACH && 15 - ring > best; ring++) {
      for (let i = 0; i < ring; i++) {
        best = Math.max(best, column(x + ring - i, y, z + i, ring), column(x - i, y, z + ring - i, ring),
          column(x - ring + i, y, z - i, ring), column(x + i, y, z - ring + i, ring))
      }
    }
    return best
  }

  /** @param {number} x @param {number} y @param {number} z @param {number} away */
  function column (x, y, z, away) {
    const top = height(x, z)
    return top === null ? 0 : 15 - away - Math.max(0, top - y)
  }

  /** No block light at (x, y, z) can be stronger than this: the nearest source, walls left out of account. @param {number} x @param {number} y @param {number} z */
  function sourceBound (x, y, z) {
    let best = 0
    for (let cx = (x - REACH) >> 4; cx <= (x + REACH) >> 4; cx++) {
      for (let cz = (z - REACH) >> 4; cz <= (z + REACH) >> 4; cz++) {
        const chunk = chunks.get(cx, cz)
        if (!chunk) continue
        const emitters = chunks.emitters(chunk)
        for (let i = 0; i < emitters.length; i += 4) {
          const given = emitters[i + 3] - Math.abs(emitters[i] - x) - Math.abs(emitters[i + 1] - y) - Math.abs(emitters[i + 2] - z)
          if (given > best) best = given
        }
      }
    }
    return best
  }

  /**
   * The strongest light that reaches (x, y, z): a search outwards by light lost so far.
   * @param {number} x @param {number} y @param {number} z
   * @param {boolean} fromSky
   * @param {number} bound when this much is found the search is over
   */
  function strongest (x, y, z, fromSky, bound) {
    stamp++
    for (const ring of rings) ring.length = 0
    const centre = REACH + 1
    rings[0].push((centre * SIZE + centre) * SIZE + centre)
    let best = 0
    for (let lost = 0; lost < 15 && 15 - lost > best && best < bound; lost++) {
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
        let given
        if (fromSky) {
          const top = height(px, pz)
          given = top !== null && py >= top ? 15 - lost : 0
        } else {
          given = states.emits[state] - lost
        }
        if (given > best) best = given
        const opacity = states.opacity[state]
        if (opacity >= 15 && lost > 0) continue
        const next = lost + (opacity > 1 ? opacity : 1)
        if (next > 14 || 15 - next <= best) continue
        const { length } = STEPS
        for (let side = 0; side < length; side++) {
          const neighbour = cell + STEPS[side]
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
    const bound = skyBound(x, y, z)
    return bound <= 0 ? 0 : strongest(x, y, z, true, bound)
  }

  /** @param {number} x @param {number} y @param {number} z */
  function block (x, y, z) {
    const bound = sourceBound(x, y, z)
    return bound <= 0 ? 0 : strongest(x, y, z, false, bound)
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
