/**
 * Walking a path that the search found: digging and placing where a step says so, gliding over the rest.
 *
 * Knows steps and controls. Does not search; it stops as soon as the body is not where the path expects it, and says why.
 */
import { isFailure } from '../failure.js'
import { CLIMB, PASS, SOLID } from './cells.js'

const STUCK_TICKS = 25 // without getting nearer: something is in the way
const STEP_TICKS = 120 // for one step, however slow

/** @typedef {{outcome: 'arrived' | 'stuck' | 'interrupted' | 'strayed', at: import('./search.js').Step | null, why?: string}} Walked */

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands}} parts
 */
export function createWalker ({ bot, cells, body, hands }) {
  /**
   * The cell the feet count as being in: the one stood on, even when only by the edge of a block.
   * @returns {{x: number, y: number, z: number}}
   */
  function here () {
    const p = bot.entity.position
    const view = cells.view()
    const x = Math.floor(p.x); let y = Math.floor(p.y + 0.001); const z = Math.floor(p.z)
    const feet = view.at(x, y, z)
    if (feet & SOLID && !(feet & PASS)) y++ // on a slab, a path, a chest
    if (!(view.at(x, y - 1, z) & SOLID) && bot.entity.onGround) {
      let best = null
      let nearest = Infinity
      for (const dx of [-1, 0, 1]) {
        for (const dz of [-1, 0, 1]) {
          const far = Math.hypot(x + dx + 0.5 - p.x, z + dz + 0.5 - p.z)
          if (far < nearest && far < 1.2 && view.at(x + dx, y - 1, z + dz) & SOLID && view.at(x + dx, y, z + dz) & PASS) {
            nearest = far
            best = { x: x + dx, y, z: z + dz }
          }
        }
      }
      if (best) return best
    }
    return { x, y, z }
  }

  /**
   * Follow a path.
   * @param {import('./search.js').Step[]} steps
   * @param {{until: number, interrupt?: () => string | null}} options until: game time in ms (body.now) to stop at
   * @returns {Promise<Walked>}
   */
  async function follow (steps, { until, interrupt }) {
    let i = 0
    while (i < steps.length) {
      body.alive()
      if (body.now() > until) return { outcome: 'interrupted', at: steps[i], why: 'time' }
      const step = steps[i]
      if (step.digs || step.place) {
        const before = i > 0 ? steps[i - 1] : null
        if (before && !near(before, 0.45)) {
          const back = await glide([before], 0, 0, until, interrupt)
          if (back.outcome !== 'arrived') return back
        }
        await body.settle()
        try {
          if (step.digs) {
            for (const [x, y, z] of step.digs) {
              const why = interrupt?.()
              if (why) return { outcome: 'interrupted', at: step, why }
              await hands.dig({ x, y, z }, { byHand: true })
            }
          }
          if (step.kind === 'pillar') {
            const raised = await pillar(step)
            if (!raised) return { outcome: 'stuck', at: step, why: 'pillar' }
            i++
            continue
          }
          if (step.place) {
            const name = hands.scaffold()
            if (!name) return { outcome: 'stuck', at: step, why: 'no blocks' }
            const [x, y, z, rx, ry, rz] = step.place
            await hands.place(name, { x, y, z }, { against: { x: rx, y: ry, z: rz } })
          }
        } catch (error) {
          if (isFailure(error, 'died')) throw error
          if (isFailure(error, 'threatened')) return { outcome: 'interrupted', at: step, why: error.message }
          return { outcome: 'stuck', at: step, why: isFailure(error) ? error.kind : String(/** @type {Error} */ (error).message) }
        }
      }
      let j = i
      while (j + 1 < steps.length && !steps[j + 1].digs && !steps[j + 1].place) j++
      const walked = await glide(steps, i, j, until, interrupt)
      if (walked.outcome !== 'arrived') return walked
      i = j + 1
    }
    return { outcome: 'arrived', at: steps[steps.length - 1] ?? null }
  }

  /** @param {{x: number, y: number, z: number}} step @param {number} tolerance */
  function near (step, tolerance) {
    const p = bot.entity.position
    return Math.abs(p.x - step.x - 0.5) <= tolerance && Math.abs(p.z - step.z - 0.5) <= tolerance && Math.abs(p.y - step.y) < 0.9
  }

  /**
   * Move through steps i…j with the controls only.
   * @param {import('./search.js').Step[]} steps @param {number} first @param {number} last @param {number} until
   * @param {(() => string | null) | undefined} interrupt
   * @returns {Promise<Walked>}
   */
  function glide (steps, first, last, until, interrupt) {
    return new Promise(resolve => {
      let k = first
      let closest = Infinity
      let idle = 0
      let spent = 0
      let count = 0
      let ticked = -1
      let guard = body.clock.set(watch, 1000)
      bot.on('physicsTick', tick)
      tick()

      /** @param {Walked} walked */
      function done (walked) {
        body.clock.clear(guard)
        bot.removeListener('physicsTick', tick)
        bot.clearControlStates()
        resolve(walked)
      }

      // physics stands still when the player is dead or its chunk is gone; then nothing else would end this
      function watch () {
        if (!(bot.health > 0)) return done({ outcome: 'interrupted', at: steps[k], why: 'died' })
        if (ticked === count) return done({ outcome: 'stuck', at: steps[k], why: 'the world stands still' })
        ticked = count
        guard = body.clock.set(watch, 1000)
      }

      function tick () {
        count++
        const entity = /** @type {any} */ (bot.entity)
        const p = entity.position
        while (k <= last && passed(k)) {
          k++
          closest = Infinity
          idle = 0
          spent = 0
        }
        if (k > last) {
          // land before saying so
          if (!entity.onGround && !entity.isInWater && !entity.isInLava && spent++ < 30 && !isClimbing(steps[last])) {
            steer(steps[last], null)
            return
          }
          return done({ outcome: 'arrived', at: steps[last] })
        }
        if (count % 8 === 0) {
          if (body.now() > until) return done({ outcome: 'interrupted', at: steps[k], why: 'time' })
          const why = interrupt?.()
          if (why) return done({ outcome: 'interrupted', at: steps[k], why })
        }
        const step = steps[k]
        const far = Math.hypot(p.x - step.x - 0.5, p.z - step.z - 0.5)
        if (far > 4 || p.y < step.y - 2.6 || p.y > step.y + 24) return done({ outcome: 'strayed', at: step, why: 'off the path' })
        const off = far + Math.abs(p.y - step.y)
        if (off < closest - 0.03) { closest = off; idle = 0 } else idle++
        spent++
        if (idle > STUCK_TICKS || spent > STEP_TICKS) return done({ outcome: 'stuck', at: step, why: 'not getting on' })
        steer(step, k < last ? steps[k + 1] : null)
      }

      /** Whether step number n needs no more steering to. @param {number} n */
      function passed (n) {
        const step = steps[n]
        const p = bot.entity.position
        const entity = /** @type {any} */ (bot.entity)
        const dx = Math.abs(p.x - step.x - 0.5)
        const dz = Math.abs(p.z - step.z - 0.5)
        const floats = entity.isInWater
        if (floats ? Math.abs(p.y - step.y) > 1.1 : (p.y < step.y - 0.3 || p.y > step.y + 0.9)) return false
        if (n === last) return dx < 0.3 && dz < 0.3
        const next = steps[n + 1]
        const straight = n > 0 && n > first
          ? (next.x - step.x === step.x - steps[n - 1].x && next.z - step.z === step.z - steps[n - 1].z)
          : false
        const tolerance = straight && next.y >= step.y ? 0.5 : 0.35
        return dx < tolerance && dz < tolerance
      }

      /** @param {import('./search.js').Step} step @param {import('./search.js').Step | null} next */
      function steer (step, next) {
        const entity = /** @type {any} */ (bot.entity)
        const p = entity.position
        const dx = step.x + 0.5 - p.x
        const dz = step.z + 0.5 - p.z
        const far = Math.hypot(dx, dz)
        if (far > 0.05) bot.look(Math.atan2(-dx, -dz), 0, true)
        const rises = step.y > p.y + 0.45
        const drops = step.y < p.y - 0.6
        const wet = entity.isInWater || entity.isInLava
        const climbing = isClimbing(step) || step.kind === 'climb'
        const overhead = drops && far < 0.3
        bot.setControlState('forward', !(overhead || far < 0.12) || (climbing && rises))
        if (climbing) bot.setControlState('jump', rises)
        else if (wet) bot.setControlState('jump', step.y > p.y - 0.6)
        else bot.setControlState('jump', rises && entity.onGround && far < 1.45)
        const flat = Math.abs(step.y - p.y) < 0.4
        const ahead = next !== null && next.y === step.y && Math.abs(angle(dx, dz, next.x - step.x, next.z - step.z)) < 0.9
        bot.setControlState('sprint', !wet && flat && bot.food > 6 && (ahead || far > 1.3))
      }
    })
  }

  /** @param {import('./search.js').Step} step */
  function isClimbing (step) {
    return (cells.view().at(step.x, step.y, step.z) & CLIMB) !== 0
  }

  /**
   * Jump and put a block below the feet.
   * @param {import('./search.js').Step} step
   * @returns {Promise<boolean>} whether the player stands one higher
   */
  async function pillar (step) {
    const cell = /** @type {number[]} */ (step.place)
    const base = cell[1]
    for (let round = 0; round < 3; round++) {
      const name = hands.scaffold()
      if (!name) return false
      await centre(cell[0], cell[2])
      await hands.hold(hands.item(name))
      await bot.look(bot.entity.yaw, -Math.PI / 2, true)
      bot.setControlState('jump', true)
      for (let i = 0; i < 12; i++) {
        await body.ticks(1)
        if (bot.entity.position.y >= base + 1.0) break
      }
      bot.setControlState('jump', false)
      if (bot.entity.position.y >= base + 0.99) {
        try {
          await hands.place(name, { x: cell[0], y: cell[1], z: cell[2] }, { against: { x: cell[3], y: cell[4], z: cell[5] } })
        } catch (error) {
          if (isFailure(error, 'died')) throw error
        }
      }
      await body.settle()
      if (bot.entity.position.y >= base + 0.9) return true
      body.alive()
    }
    return false
  }

  /** Stand in the middle of the cell. @param {number} x @param {number} z */
  async function centre (x, z) {
    for (let i = 0; i < 12; i++) {
      const dx = x + 0.5 - bot.entity.position.x
      const dz = z + 0.5 - bot.entity.position.z
      if (Math.abs(dx) < 0.18 && Math.abs(dz) < 0.18) break
      await bot.look(Math.atan2(-dx, -dz), 0, true)
      bot.setControlState('sneak', true)
      bot.setControlState('forward', true)
      await body.ticks(1)
    }
    bot.setControlState('forward', false)
    bot.setControlState('sneak', false)
    await body.settle()
  }

  return { here, follow, pillar, centre }
}

/** Signed angle between two flat directions, radians. @param {number} ax @param {number} az @param {number} bx @param {number} bz */
function angle (ax, az, bx, bz) {
  return Math.atan2(ax * bz - az * bx, ax * bx + az * bz)
}

/** @typedef {ReturnType<typeof createWalker>} Walker */
