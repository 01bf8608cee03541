/**
 * Through which faces of which blocks a fluid passes: those whose collision boxes, of both sides together, leave some of the face free.
 *
 * Source: FlowingFluid.canPassThroughWall, Java Edition 1.20.4. Faces are looked at in 16ths of a block, which is exact for all shapes of the game.
 */
const GRAIN = 16
const EDGE = 1e-4

/**
 * @param {(state: number) => number[][]} shapes collision boxes
 * @param {Uint8Array} solid
 */
export function createPassage (shapes, solid) {
  /** state × 6 + face → rows of 16 bits that are shut; null: none @type {Map<number, Uint16Array | null>} */
  const known = new Map()

  /** @param {number} state @param {number} axis 0 x, 1 y, 2 z @param {number} far 0 the lower side, 1 the upper */
  function faceOf (state, axis, far) {
    const key = state * 6 + axis * 2 + far
    let face = known.get(key)
    if (face !== undefined) return face
    face = null
    const [u, v] = [0, 1, 2].filter(one => one !== axis)
    for (const box of shapes(state)) {
      if (far ? box[axis + 3] < 1 - EDGE : box[axis] > EDGE) continue
      face ??= new Uint16Array(GRAIN)
      for (let row = 0; row < GRAIN; row++) {
        const middle = (row + 0.5) / GRAIN
        if (middle < box[v] || middle > box[v + 3]) continue
        for (let bit = 0; bit < GRAIN; bit++) if ((bit + 0.5) / GRAIN >= box[u] && (bit + 0.5) / GRAIN <= box[u + 3]) face[row] |= 1 << bit
      }
    }
    known.set(key, face)
    return face
  }

  /**
   * @param {number} from state that the fluid is in @param {number} to state beside it @param {number} dx @param {number} dy @param {number} dz the way, one step
   * @returns {boolean}
   */
  return (from, to, dx, dy, dz) => {
    if (solid[from] === 0 && solid[to] === 0) return true
    const axis = dx !== 0 ? 0 : dy !== 0 ? 1 : 2
    const far = dx + dy + dz > 0 ? 1 : 0
    const one = solid[from] === 0 ? null : faceOf(from, axis, far)
    const other = solid[to] === 0 ? null : faceOf(to, axis, 1 - far)
    if (one === null && other === null) return true
    for (let row = 0; row < GRAIN; row++) if (((one?.[row] ?? 0) | (other?.[row] ?? 0)) !== 0xffff) return true
    return false
  }
}
