/**
 * Which way water and lava pull what floats in them.
 *
 * Source: FlowingFluid.getFlow of Java 1.20.4, as described at https://minecraft.wiki/w/Water#Current: from each place towards lower neighbours, down where it falls beside a wall.
 * Knows blocks. Does not know who is pulled.
 */
const SIDES = [[0, -1], [1, 0], [0, 1], [-1, 0]]
const FULL = 8 / 9 // height of a source, blocks
const FALL = 6 // a fall's pull down against its pull sideways

/**
 * @param {import('../blocks/chunks.js').Chunks} chunks @param {import('../blocks/states.js').StateTables} states
 * @returns {(x: number, y: number, z: number, pull: number[]) => boolean} fills in the way, of length 1; false: the fluid stands still
 */
export function createCurrents (chunks, states) {
  const first = [0, states.stateOf('water'), states.stateOf('lava')]

  /** @param {number} state @param {number} kind @returns {number} level 0–15 */
  function levelOf (state, kind) {
    const level = state - first[kind]
    return level > 0 && level < 16 ? level : 0
  }

  /** @param {number | null} state @param {number} kind @returns {number} blocks, 0: none of this fluid */
  function heightOf (state, kind) {
    if (state === null || states.fluid[state] !== kind) return 0
    const level = levelOf(state, kind)
    return level >= 8 ? FULL : (8 - level) / 9
  }

  return (x, y, z, pull) => {
    const state = chunks.state(x, y, z)
    const kind = state === null ? 0 : states.fluid[state]
    if (state === null || kind === 0) return false
    const own = heightOf(state, kind)
    let px = 0
    let pz = 0
    let walled = false
    for (const [dx, dz] of SIDES) {
      const beside = chunks.state(x + dx, y, z + dz)
      if (beside === null) continue
      const height = heightOf(beside, kind)
      let drop = 0
      if (height > 0) drop = own - height
      else if (states.solid[beside] === 1) walled = true
      else if (states.fluid[beside] === 0) {
        const below = heightOf(chunks.state(x + dx, y - 1, z + dz), kind)
        if (below > 0) drop = own - below + FULL
      }
      px += dx * drop
      pz += dz * drop
    }
    let py = 0
    let length = Math.hypot(px, pz)
    if (walled && levelOf(state, kind) >= 8) {
      if (length > 0) { px /= length; pz /= length }
      py = -FALL
      length = Math.hypot(px, py, pz)
    }
    if (length < 1e-6) return false
    pull[0] = px / length
    pull[1] = py / length
    pull[2] = pz / length
    return true
  }
}
