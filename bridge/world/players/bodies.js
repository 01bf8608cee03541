/**
 * Whether a player's body, or what he rides, could have gone where his client says it went, as a vanilla server judges it.
 *
 * Knows the body's box, block shapes, and two questions: was the way barred, and is the body in blocks now that it was not in before.
 * Does not know packets, game modes or what follows from a no. What is not loaded bars nobody. Creatures and boats bar nobody.
 * Source of rule and figures: Java Edition 1.20.4, ServerGamePacketListenerImpl.handleMovePlayer, handleMoveVehicle and Entity.collide, as described at
 * https://minecraft.wiki/w/Java_Edition_protocol/Packets#Set_Player_Position.
 * @module
 */
import { clip } from '../entities/physics.js'

/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {number[]} Box x0, y0, z0, x1, y1, z1 */

const HALF_WIDTH = 0.3 // blocks; https://minecraft.wiki/w/Player
export const STANDING = 1.8 // blocks; same source
export const SNEAKING = 1.5 // same source
export const LYING = 0.6 // swimming, gliding, crawling; same source
const STEP = 0.6 // blocks walked up without a jump; same source
const WRONG = 0.0625 // blocks²: how far beside the way a move may end
const SKIN = 1e-5 // blocks by which a box is made smaller before it is held to be in a block
const SLACK = 0.0625 // blocks by which a vehicle's box is made smaller on each side
const AROUND = 0.0625 // blocks about the body that must hold air for it to float
const UNDER = 0.55 // and below it

/** @param {import('../types.d.ts').Ctx} ctx */
export function createBodies ({ chunks, states }) {
  /** Blocks' boxes near the move, six numbers each. @type {number[]} */
  const boxes = []
  /** For each box the block it belongs to. @type {number[]} */
  const owners = []
  const air = states.names.map(name => /^(air|cave_air|void_air)$/.test(name))

  /** Gather the boxes that reach into a region. @param {Box} region */
  function gather ([x0, y0, z0, x1, y1, z1]) {
    boxes.length = owners.length = 0
    let block = 0
    // fences and walls are 1.5 high: one block further down
    for (let y = Math.floor(y0) - 1; y <= Math.floor(y1); y++) {
      for (let z = Math.floor(z0); z <= Math.floor(z1); z++) {
        for (let x = Math.floor(x0); x <= Math.floor(x1); x++) {
          const state = chunks.state(x, y, z)
          if (state === null || states.solid[state] === 0) continue
          block++
          for (const shape of states.shapes(state)) {
            if (x + shape[0] >= x1 || x + shape[3] <= x0 || y + shape[1] >= y1 || y + shape[4] <= y0 || z + shape[2] >= z1 || z + shape[5] <= z0) continue
            boxes.push(x + shape[0], y + shape[1], z + shape[2], x + shape[3], y + shape[4], z + shape[5])
            owners.push(block)
          }
        }
      }
    }
  }

  /** Whether gathered box i reaches into a body's box. @param {number} i @param {Box} box */
  const meets = (i, box) => boxes[i] < box[3] - SKIN && boxes[i + 3] > box[0] + SKIN && boxes[i + 1] < box[4] - SKIN &&
    boxes[i + 4] > box[1] + SKIN && boxes[i + 2] < box[5] - SKIN && boxes[i + 5] > box[2] + SKIN

  /** @param {Box} box @returns {Set<number>} the gathered blocks that it is in */
  function blocksIn (box) {
    const found = new Set()
    for (let i = 0; i < boxes.length; i += 6) if (meets(i, box)) found.add(owners[i / 6])
    return found
  }

  /** @param {Point} at @param {number} height @returns {Box} */
  const boxAt = ({ x, y, z }, height) => [x - HALF_WIDTH, y, z - HALF_WIDTH, x + HALF_WIDTH, y + height, z + HALF_WIDTH]

  /** How far beside its goal a box ends that goes up or down, then along one axis, then the other. @param {Box} box @param {number[]} way @param {number} first 0 x, 2 z @returns {number} blocks² */
  function missed (box, way, first) {
    const at = [...box]
    let missing = 0
    for (const axis of [1, first, 2 - first]) {
      const gone = clip(boxes, axis, way[axis], at)
      at[axis] += gone
      at[axis + 3] += gone
      if (axis !== 1) missing += (way[axis] - gone) ** 2
    }
    return missing
  }

  /** Whether the way is barred, by whichever order of axes a client takes. @param {Box} box @param {number[]} way @param {boolean} grounded */
  function barred (box, way, grounded) {
    if (missed(box, way, 0) <= WRONG || missed(box, way, 2) <= WRONG) return false
    if (!grounded && !(way[1] < 0 && clip(boxes, 1, way[1], box) !== way[1])) return true
    const up = clip(boxes, 1, STEP, box)
    const raised = [box[0], box[1] + up, box[2], box[3], box[4] + up, box[5]]
    const along = [way[0], 0, way[2]]
    return missed(raised, along, 0) > WRONG && missed(raised, along, 2) > WRONG
  }

  /**
   * @param {Point} from @param {Point} to
   * @param {{height: number, grounded: boolean, creative: boolean}} body grounded: it stood, so it may step up; creative: a barred way is forgiven
   */
  function allowed (from, to, { height, grounded, creative }) {
    const region = [
      Math.min(from.x, to.x) - HALF_WIDTH + SKIN, Math.min(from.y, to.y) + SKIN, Math.min(from.z, to.z) - HALF_WIDTH + SKIN,
      Math.max(from.x, to.x) + HALF_WIDTH - SKIN, Math.max(from.y, to.y) + height - SKIN, Math.max(from.z, to.z) + HALF_WIDTH - SKIN
    ]
    gather(region)
    if (boxes.length === 0) return true
    region[4] += STEP
    gather(region)
    const before = boxAt(from, height)
    const inBefore = blocksIn(before)
    for (const block of blocksIn(boxAt(to, height))) if (!inBefore.has(block)) return false
    return creative || inBefore.size > 0 || !barred(before, [to.x - from.x, to.y - from.y, to.z - from.z], grounded)
  }

  /** @param {Point} at @param {number} height @returns {boolean} whether the body stands there in no block */
  function fits (at, height) {
    const box = boxAt(at, height)
    gather(box)
    return blocksIn(box).size === 0
  }

  return {
    /**
     * Whether the move could have been made; one who does not fit upright goes bent or on all fours.
     * @param {Point} from @param {Point} to @param {Parameters<typeof allowed>[2]} body
     */
    mayMove: (from, to, body) => {
      if (allowed(from, to, body)) return true
      if (body.height <= LYING || fits(from, body.height)) return false
      const lower = body.height > SNEAKING && fits(from, SNEAKING) ? SNEAKING : LYING
      return allowed(from, to, { ...body, height: lower })
    },

    /**
     * Whether a vehicle could have been moved so: into nothing that it was not in, and through nothing.
     * @param {Point} from @param {Point} to @param {number} halfWidth @param {number} height
     */
    mayRide: (from, to, halfWidth, height) => {
      const box = (/** @type {Point} */ { x, y, z }) => [x - halfWidth + SLACK, y + SLACK, z - halfWidth + SLACK, x + halfWidth - SLACK, y + height - SLACK, z + halfWidth - SLACK]
      const before = box(from)
      const after = box(to)
      gather([...before.slice(0, 3).map((low, n) => Math.min(low, after[n])), ...before.slice(3).map((high, n) => Math.max(high, after[n + 3]))])
      if (boxes.length === 0 || blocksIn(before).size > 0) return true
      return blocksIn(after).size === 0 && !barred(before, [to.x - from.x, to.y - from.y, to.z - from.z], true)
    },

    /** Whether a box there would be in no block. @param {Point} at the middle of its foot @param {number} halfWidth @param {number} height */
    hasRoom: ({ x, y, z }, halfWidth, height) => {
      const box = [x - halfWidth, y, z - halfWidth, x + halfWidth, y + height, z + halfWidth]
      gather(box)
      return blocksIn(box).size === 0
    },

    /** Whether there is nothing but air about the body and under its feet; where the land is not loaded, something may be. @param {Point} at @param {number} height */
    floats: ({ x, y, z }, height) => {
      const top = Math.floor(y + height + AROUND)
      for (let by = Math.floor(y - AROUND - UNDER); by <= top; by++) {
        for (let bz = Math.floor(z - HALF_WIDTH - AROUND); bz <= Math.floor(z + HALF_WIDTH + AROUND); bz++) {
          for (let bx = Math.floor(x - HALF_WIDTH - AROUND); bx <= Math.floor(x + HALF_WIDTH + AROUND); bx++) {
            const state = chunks.state(bx, by, bz)
            if (state === null || !air[state]) return false
          }
        }
      }
      return true
    }
  }
}
