/**
 * Walls that Mineflayer's player cannot slip into.
 *
 * prismarine-physics 1.11 keeps a player's place as the middle of its box: half a width is added and taken away again each tick. Where that rounds badly,
 * such as at x or z = 2, 32, −1 or −2, a player who touches a wall is 10⁻¹⁶ of a block inside it, no longer barred, and walks through; a
 * vanilla server sets it back each tick. Here a box that is in another by no more than that still counts as beside it. Vanilla
 * itself allows 10⁻⁷ (VoxelShape.collide). Nothing else of the physics changes.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const TOUCH = 1e-7 // blocks

/** Make walls firm for every bot of this process; once is enough. */
export function firmWalls () {
  const AABB = require('prismarine-physics/lib/aabb')
  const { prototype } = AABB
  if (prototype.firm) return
  prototype.firm = true
  for (const [name, min, max, others] of /** @type {[string, string, string, string[]][]} */ ([
    ['computeOffsetX', 'minX', 'maxX', ['Y', 'Z']], ['computeOffsetZ', 'minZ', 'maxZ', ['X', 'Y']]
  ])) {
    const plain = prototype[name]
    const [a, b] = others
    /** @this {any} @param {any} mover @param {number} way */
    prototype[name] = function (mover, way) {
      const gap = way > 0 ? this[min] - mover[max] : mover[min] - this[max]
      if (gap >= 0 || gap < -TOUCH || way === 0) return plain.call(this, mover, way)
      const beside = mover[`max${a}`] > this[`min${a}`] && mover[`min${a}`] < this[`max${a}`] && mover[`max${b}`] > this[`min${b}`] && mover[`min${b}`] < this[`max${b}`]
      return beside ? 0 : way
    }
  }
}
