/**
 * How creatures get about: walking along a way, jumping a block, swimming, falling, burning, drowning.
 *
 * Motion figures: https://minecraft.wiki/w/Entity#Motion_of_entities and /w/Movement (Java 1.20): a body accelerates by its
 * speed squared each tick and keeps 0.546 of its motion on ordinary ground, 0.91 in the air. Steering in the air is
 * stronger than vanilla's, so that a jump onto a block never fails. Not covered: ice, soul sand, cobwebs, currents.
 */
import { findPath } from './navigation.js'
import { speedOf } from './effects.js'
import { createCrowd } from './crowd.js'

const BURNS = 0x01 // of an entity's shared flags; https://minecraft.wiki/w/Java_Edition_protocol/Entity_metadata#Entity
const GLOWS = 0x40
const GROUND_KEPT = 0.546 // share of motion kept, slipperiness 0.6 × 0.91
const AIR_KEPT = 0.91
const AIR_PUSH = 0.02 // blocks/tick², ours; see above
const JUMP = 0.42 // blocks/tick
const SWIM_UP = 0.04 // blocks/tick²
const STEP = 0.6 // blocks stepped up without a jump
const STUCK_TICKS = 40 // without nearing the next cell, the way is given up
const BARRED_TICKS = 8 // against a wall that was not there when the way was sought
const WALL_CLIMB = 0.2 // blocks/tick, spiders
const AIR = 300 // ticks of breath
const SAFE_FALL = 3
const DOOR_BEHIND = 1.3 // blocks from a door at which it is shut again
const FLIGHT = { gravity: 0, drag: 0.91 } // FlyingMob.travel
const WATER_FAMILIES = new Set(['water', 'water_ambient', 'underground_water'])

/** @param {import('../types.d.ts').Ctx} ctx @param {import('../blocks/block_kinds.js').Kinds} kinds */
export function createBody (ctx, kinds) {
  const tall = new Uint8Array(kinds.name.length)
  kinds.name.forEach((name, state) => { if (/(_fence|_wall|_fence_gate)$/.test(name)) tall[state] = 1 })
  /** Doors that a hand opens. @type {Set<number>} */
  const doors = new Set()
  kinds.name.forEach((name, state) => { if (/_door$/.test(name) && name !== 'iron_door') doors.add(state) })
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.chunks.state(x, y, z)

  const crowd = createCrowd(ctx)

  /** @type {import('./navigation.js').Terrain} */
  const terrain = {
    solid: (x, y, z) => { const state = at(x, y, z); return state === null || kinds.solid[state] === 1 },
    water: (x, y, z) => { const state = at(x, y, z); return state !== null && kinds.fluid[state] > 0 },
    cost: (x, y, z) => {
      const here = at(x, y, z)
      const below = at(x, y - 1, z)
      if (here === null || below === null) return Infinity
      return kinds.hurts[here] || kinds.hurts[below] || tall[below] ? Infinity : 0
    }
  }

  /** Who opens doors sees none. @type {import('./navigation.js').Terrain} */
  const doorless = {
    ...terrain,
    solid: (x, y, z) => { const state = at(x, y, z); return state === null || (kinds.solid[state] === 1 && !doors.has(state)) }
  }

  /** The cell a creature stands in. */
  const cellOf = (/** @type {{x: number, y: number, z: number}} */ p) => ({ x: Math.floor(p.x), y: Math.floor(p.y + 0.3), z: Math.floor(p.z) })

  /**
   * Set out for a place. @param {any} mob @param {{x: number, y: number, z: number}} to @param {number} pace times its speed
   * @param {{budget?: number, near?: number, drop?: number, dryOnly?: boolean}} [options]
   * @returns {boolean} whether there is a way, be it part of one
   */
  function go (mob, to, pace, { budget = 200, near = 1, drop = 3, dryOnly = false } = {}) {
    const { path, reached } = findPath(mob.traits.door ? doorless : terrain, cellOf(mob.position), cellOf(to), { height: Math.ceil(mob.box.height), budget, near, drop, dryOnly })
    mob.brain.path = path
    mob.brain.pace = pace
    mob.brain.stuck = 0
    mob.brain.reached = reached
    mob.resting = false
    return path.length > 0
  }

  /**
   * A cell to stand in near a point: on the ground, nothing harmful, and dry unless it swims already.
   * @param {any} mob @param {{x: number, y: number, z: number}} near @returns {{x: number, y: number, z: number} | null}
   */
  function footing (mob, near) {
    const x = Math.floor(near.x); const z = Math.floor(near.z)
    let y = Math.floor(near.y)
    for (let n = 0; n < 4 && terrain.solid(x, y, z); n++) y++
    for (let n = 0; n < 6 && !terrain.solid(x, y - 1, z); n++) y--
    if (terrain.solid(x, y, z) || !terrain.solid(x, y - 1, z) || terrain.cost(x, y, z) === Infinity) return null
    return terrain.water(x, y, z) && !mob.inWater ? null : { x, y, z }
  }

  function halt (/** @type {any} */ mob) {
    mob.brain.path = null
  }

  /** Push towards a point; returns how far it is in the plane. */
  function steer (/** @type {any} */ mob, /** @type {number} */ x, /** @type {number} */ z, /** @type {number} */ pace) {
    const dx = x - mob.position.x; const dz = z - mob.position.z
    const way = Math.hypot(dx, dz)
    if (way < 0.01) return way
    const speed = speedOf(mob) * pace
    const push = mob.onGround ? speed * speed * 0.98 : mob.inWater ? 0.02 : mob.traits.flies ? speed * 0.1 : AIR_PUSH * Math.min(1, speed * 4)
    mob.velocity.x += dx / way * push
    mob.velocity.z += dz / way * push
    face(mob, dx, dz)
    return way
  }

  function face (/** @type {any} */ mob, /** @type {number} */ dx, /** @type {number} */ dz) {
    mob.yaw = Math.atan2(-dx, dz) * 180 / Math.PI
    mob.headYaw = mob.yaw
  }
  const look = (/** @type {any} */ mob, /** @type {{x: number, z: number}} */ to) => {
    mob.headYaw = Math.atan2(-(to.x - mob.position.x), to.z - mob.position.z) * 180 / Math.PI
  }

  /** Take the next step of the way. @returns {boolean} whether it is still under way */
  function follow (/** @type {any} */ mob) {
    const { brain } = mob
    const path = brain.path
    if (!path || path.length === 0) { brain.path = null; return false }
    const next = path[0]
    if (mob.traits.door) doorway(mob, next)
    const way = steer(mob, next.x + 0.5, next.z + 0.5, brain.pace)
    const rise = next.y - mob.position.y
    if (way < Math.max(0.35, mob.box.halfWidth * 0.75) && rise < 0.6 && rise > -1.2) {
      path.shift()
      brain.stuck = 0
      return path.length > 0
    }
    if (rise > STEP && way < 1.2 + mob.box.halfWidth && mob.onGround) jump(mob)
    else if (mob.blocked && mob.onGround && rise > 0.1) jump(mob)
    if (mob.inWater && rise > 0) mob.velocity.y += SWIM_UP
    brain.stuck++
    const barred = brain.stuck > BARRED_TICKS && mob.blocked && mob.onGround && rise <= 0.1
    if (brain.stuck > STUCK_TICKS || barred) { brain.path = null; return false }
    return true
  }

  /** Open the door of the next cell, shut the one behind. @param {any} mob @param {{x: number, y: number, z: number}} next */
  function doorway (mob, next) {
    const { door } = mob.brain
    if (door && Math.hypot(door[0] + 0.5 - mob.position.x, door[2] + 0.5 - mob.position.z) > DOOR_BEHIND) {
      swing(door, false)
      mob.brain.door = undefined
    }
    const state = at(next.x, next.y, next.z)
    if (state !== null && doors.has(state) && ctx.blocks.properties(state).open !== true) {
      swing([next.x, next.y, next.z], true)
      mob.brain.door = [next.x, next.y, next.z]
    }
  }
  /** @param {number[]} at0 a half of a door @param {boolean} open */
  function swing ([x, y, z], open) {
    for (const dy of [0, 1, -1]) {
      const state = at(x, y + dy, z)
      if (state === null || !doors.has(state)) continue
      const props = ctx.blocks.properties(state)
      if (props.open !== open) ctx.blocks.set(/** @type {any} */ ({ x, y: y + dy, z }), ctx.blocks.stateOf(kinds.name[state], { ...props, open }), { cause: 'used' })
    }
  }

  function jump (/** @type {any} */ mob) {
    mob.velocity.y = JUMP
    mob.onGround = false
  }

  const swims = (/** @type {any} */ mob) => WATER_FAMILIES.has(mob.traits.family)

  /** Gravity, collision, floating, falls, fire, breath: one tick of being a body. */
  function live (/** @type {any} */ mob) {
    if (mob.resting && ctx.tick() % 20 !== mob.id % 20) return
    crowd.shove(mob)
    const fromY = mob.position.y
    const { velocity } = mob
    // the undead sink and walk along the bottom
    if (mob.inWater && !swims(mob) && !mob.traits.undead) velocity.y += SWIM_UP * (mob.brain.path && !mob.blocked ? 0.85 : 1.1)
    if (mob.inLava) velocity.y += SWIM_UP
    if (mob.blocked && mob.traits.climbs && mob.brain.path) velocity.y = WALL_CLIMB
    if (mob.blocked && mob.inWater && mob.brain.path) velocity.y = 0.3
    ctx.entities.physics(mob, { halfWidth: mob.box.halfWidth, height: mob.box.height, step: mob.onGround ? STEP : 0, ...(mob.traits.flies ? FLIGHT : {}) })
    if (mob.name === 'chicken' && velocity.y < 0 && !mob.onGround) velocity.y *= 0.6
    const kept = mob.onGround ? GROUND_KEPT : AIR_KEPT
    velocity.x *= kept
    velocity.z *= kept
    if (Math.abs(velocity.x) < 0.003) velocity.x = 0
    if (Math.abs(velocity.z) < 0.003) velocity.z = 0
    falling(mob, fromY)
    mob.resting = mob.onGround && velocity.x === 0 && velocity.z === 0 && !mob.brain.path && !mob.inWater && !mob.inLava && !(mob.fire > 0) && !mob.effects
  }

  function falling (/** @type {any} */ mob, /** @type {number} */ fromY) {
    const dy = mob.position.y - fromY
    if (dy < 0) mob.fall = (mob.fall ?? 0) - dy
    if (mob.inWater || (mob.traits.climbs && mob.blocked)) mob.fall = 0
    if (!mob.onGround) return
    const height = mob.fall ?? 0
    mob.fall = 0
    const safe = SAFE_FALL + (mob.traits.fall_soft ?? 0)
    if (height > safe + 0.5 && mob.name !== 'chicken' && !mob.traits.flies && !mob.traits.fall_proof) {
      const amount = Math.ceil(height - safe)
      if (amount > 0) ctx.damage.mob(mob, amount, { cause: 'fall' })
    }
  }

  /** Lava, fire, cactus, drowning, the void. Called every tick, cheap when nothing is the matter. */
  function suffer (/** @type {any} */ mob) {
    const { position } = mob
    if (position.y < -128) return ctx.damage.mob(mob, 4, { cause: 'out_of_world' })
    const state = at(Math.floor(position.x), Math.floor(position.y), Math.floor(position.z))
    if (state !== null && kinds.hurts[state]) {
      const name = kinds.name[state]
      if (name === 'lava') { ctx.damage.mob(mob, 4, { cause: 'lava' }); mob.fire = 300 }
      else if (name === 'fire' || name === 'soul_fire' || name === 'campfire') { ctx.damage.mob(mob, 1, { cause: 'in_fire' }); mob.fire = Math.max(mob.fire ?? 0, 160) }
      else if (name === 'cactus' || name === 'sweet_berry_bush') ctx.damage.mob(mob, 1, { cause: 'cactus' })
    }
    if (mob.fire > 0) {
      if (mob.inWater) mob.fire = 0
      else if (mob.fire % 20 === 0) ctx.damage.mob(mob, 1, { cause: 'on_fire' })
      mob.fire -= mob.fire > 0 ? 1 : 0
    }
    alight(mob)
    if (mob.inWater && !mob.traits.undead && !mob.traits.breathless && !swims(mob)) {
      const eye = at(Math.floor(position.x), Math.floor(position.y + mob.box.height * 0.85), Math.floor(position.z))
      if (eye !== null && kinds.fluid[eye] > 0) breathless(mob)
      else mob.air = AIR
    } else if (mob.air !== undefined && mob.air < AIR && !swims(mob)) mob.air = AIR
    if ((ctx.tick() + mob.id) % 10 === 0) {
      const head = at(Math.floor(position.x), Math.floor(position.y + mob.box.height * 0.85), Math.floor(position.z))
      if (head !== null && kinds.opaque[head]) ctx.damage.mob(mob, 1, { cause: 'in_wall' })
      for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const side = at(Math.floor(position.x + dx * (mob.box.halfWidth + 0.08)), Math.floor(position.y), Math.floor(position.z + dz * (mob.box.halfWidth + 0.08)))
        if (side !== null && kinds.name[side] === 'cactus') ctx.damage.mob(mob, 1, { cause: 'cactus' })
      }
    }
    return undefined
  }

  /** One tick without breath. */
  function breathless (/** @type {any} */ mob) {
    mob.air = (mob.air ?? AIR) - 1
    if (mob.air <= -20) { mob.air = 0; ctx.damage.mob(mob, 2, { cause: 'drown' }) }
  }

  /** Show flames while it burns, and its outline while it glows. */
  function alight (/** @type {any} */ mob) {
    const flags = (mob.fire > 0 ? BURNS : 0) | (mob.effects?.glowing ? GLOWS : 0)
    if (flags === (mob.shownFlags ?? 0)) return
    mob.shownFlags = flags
    ctx.entities.setMetadata(mob, [{ key: 0, type: 'byte', value: flags }])
  }

  return { terrain, cellOf, footing, go, halt, steer, face, look, follow, jump, live, suffer, breathless }
}
/** @typedef {ReturnType<typeof createBody>} Body */
