/**
 * How creatures and things that are no players move: gravity, drag, collision with blocks.
 *
 * Knows block shapes. Players move themselves (their clients do) and are not simulated here.
 */
import { createCurrents } from '../land/currents.js'
import { inNether } from '../land/dimensions.js'

const GRAVITY = 0.08 // blocks per tick², creatures; https://minecraft.wiki/w/Entity#Motion_of_entities
/** What a bubble column adds a tick and its most, blocks/tick: within, and at its top. Source: Entity.onInsideBubbleColumn, onAboveBubbleCol, Java Edition 1.20.4 */
const RISING = [[0.06, 0.7], [0.1, 1.8]]
const SINKING = [[-0.03, -0.3], [-0.03, -0.9]]
const DRAG = 0.98 // vertical velocity kept per tick in air; same source
const WATER_DRAG = 0.8 // velocity kept per tick in water; same source
const LAVA_DRAG = 0.5 // same source
const FLOAT_GRAVITY = 0.02 // blocks per tick² in fluids; same source
/** What a current adds to the velocity, blocks per tick², by fluid; Entity.updateInWaterStateAndDoFluidPushing of 1.20.4. */
const CURRENT = [0, 0.014, 0.0023333]
const NETHER_LAVA_CURRENT = 0.007

const EPS = 1e-7 // blocks by which boxes may touch without barring each other

/**
 * How far a box gets along one axis.
 * @param {number[]} boxes what may be in its way: x0, y0, z0, x1, y1, z1 of each
 * @param {number} axis 0 x, 1 y, 2 z
 * @param {number} way blocks wanted
 * @param {number[]} box the mover: x0, y0, z0, x1, y1, z1
 * @returns {number} blocks
 */
export function clip (boxes, axis, way, box) {
  const a = (axis + 1) % 3
  const b = (axis + 2) % 3
  for (let i = 0; i < boxes.length; i += 6) {
    if (box[a] >= boxes[i + a + 3] - EPS || box[a + 3] <= boxes[i + a] + EPS) continue
    if (box[b] >= boxes[i + b + 3] - EPS || box[b + 3] <= boxes[i + b] + EPS) continue
    if (way > 0 && box[axis + 3] <= boxes[i + axis] + EPS) way = Math.min(way, Math.max(0, boxes[i + axis] - box[axis + 3]))
    else if (way < 0 && box[axis] >= boxes[i + axis + 3] - EPS) way = Math.max(way, Math.min(0, boxes[i + axis + 3] - box[axis]))
  }
  return way
}

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @returns {import('../types.d.ts').Entities['physics']}
 */
export function createPhysics (ctx) {
  const { chunks, states } = ctx
  const currentAt = createCurrents(chunks, states)
  const pull = [0, 0, 0]
  /** Boxes near the entity: x0, y0, z0, x1, y1, z1 for each. @type {number[]} */
  const boxes = []

  const lifts = Int8Array.from(states.names, (name, state) => name !== 'bubble_column' ? 0 : states.properties(state).drag === true ? -1 : 1)

  /** @param {number} x0 @param {number} y0 @param {number} z0 @param {number} x1 @param {number} y1 @param {number} z1 */
  function collect (x0, y0, z0, x1, y1, z1) {
    boxes.length = 0
    // fences and walls are 1.5 high: one block further down
    for (let y = Math.floor(y0) - 1; y <= Math.floor(y1); y++) {
      for (let z = Math.floor(z0); z <= Math.floor(z1); z++) {
        for (let x = Math.floor(x0); x <= Math.floor(x1); x++) {
          const state = chunks.state(x, y, z)
          if (state === null) { // not loaded: a wall
            boxes.push(x, y, z, x + 1, y + 1, z + 1)
            continue
          }
          if (states.solid[state] === 0) continue
          for (const shape of states.shapes(state)) {
            boxes.push(x + shape[0], y + shape[1], z + shape[2], x + shape[3], y + shape[4], z + shape[5])
          }
        }
      }
    }
  }

  return (entity, { halfWidth, height, step = 0, gravity = GRAVITY, drag = DRAG, waterDrag = WATER_DRAG }) => {
    const position = entity.position
    const velocity = entity.velocity
    const fluid = chunks.state(Math.floor(position.x), Math.floor(position.y + height * 0.4), Math.floor(position.z))
    const wet = fluid === null ? 0 : states.fluid[fluid]
    entity.inWater = wet === 1
    entity.inLava = wet === 2
    entity.drawnDown = fluid !== null && lifts[fluid] < 0

    const { x: vx, y: vy, z: vz } = velocity
    const reach = step > 0 ? step : 0
    collect(
      position.x - halfWidth + Math.min(vx, 0), position.y + Math.min(vy, 0) - 0.01, position.z - halfWidth + Math.min(vz, 0),
      position.x + halfWidth + Math.max(vx, 0), position.y + height + Math.max(vy, 0) + reach, position.z + halfWidth + Math.max(vz, 0)
    )
    const box = [
      position.x - halfWidth, position.y, position.z - halfWidth,
      position.x + halfWidth, position.y + height, position.z + halfWidth
    ]
    const dy = clip(boxes, 1, vy, box)
    box[1] += dy
    box[4] += dy
    let dx = clip(boxes, 0, vx, box)
    let dz = clip(boxes, 2, vz, [box[0] + dx, box[1], box[2], box[3] + dx, box[4], box[5]])
    const grounded = vy < 0 && dy !== vy
    let rise = 0
    if (step > 0 && (grounded || entity.onGround) && (dx !== vx || dz !== vz)) {
      // try again from a step higher, as walking creatures do
      const up = clip(boxes, 1, step, box)
      const raised = [box[0], box[1] + up, box[2], box[3], box[4] + up, box[5]]
      const sx = clip(boxes, 0, vx, raised)
      const shifted = [raised[0] + sx, raised[1], raised[2], raised[3] + sx, raised[4], raised[5]]
      const sz = clip(boxes, 2, vz, shifted)
      if (sx * sx + sz * sz > dx * dx + dz * dz) {
        const down = clip(boxes, 1, -up, [shifted[0], shifted[1], shifted[2] + sz, shifted[3], shifted[4], shifted[5] + sz])
        dx = sx
        dz = sz
        rise = up + down
      }
    }
    position.x += dx
    position.y += dy + rise
    position.z += dz
    entity.onGround = grounded
    entity.blocked = dx !== vx || dz !== vz
    if (dx !== vx) velocity.x = 0
    if (dz !== vz) velocity.z = 0
    if (dy !== vy) velocity.y = 0
    if (wet === 0) {
      velocity.y = (velocity.y - gravity) * drag
    } else {
      const kept = wet === 1 ? waterDrag : LAVA_DRAG
      velocity.x *= kept
      velocity.z *= kept
      velocity.y = velocity.y * kept - Math.min(gravity, FLOAT_GRAVITY)
      if (fluid !== null && lifts[fluid] !== 0) {
        const [inside, outside] = lifts[fluid] > 0 ? RISING : SINKING
        const [by, most] = chunks.state(Math.floor(position.x), Math.floor(position.y + height * 0.4) + 1, Math.floor(position.z)) === 0 ? outside : inside
        velocity.y = by > 0 ? Math.min(most, velocity.y + by) : Math.max(most, velocity.y + by)
      }
      if (currentAt(Math.floor(position.x), Math.floor(position.y + height * 0.4), Math.floor(position.z), pull)) {
        const strength = wet === 2 && inNether(position.x) ? NETHER_LAVA_CURRENT : CURRENT[wet]
        velocity.x += pull[0] * strength
        velocity.y += pull[1] * strength
        velocity.z += pull[2] * strength
      }
    }
  }
}
