/**
 * Staying alive between the steps of a task: eating, fighting back, running, hiding, getting out of lava and deep water.
 *
 * Knows vitals and what is near; how blows fall is combat.js. Does not know the task; it is asked between steps and when a walk is interrupted.
 */
import { isFailure } from '../failure.js'
import { HARM, LAVA, lavaWithin, PASS, SOLID, WATER } from './cells.js'
import { SHOOTERS, WEAK } from './combat.js'

const HUNGRY = 14 // food points below which there is room for most food
const HURT = 12 // health below which eating is worth it for the healing
const NEAR = 4.5 // blocks; a hostile mob this near is dealt with
const SHOT = 12 // blocks from which a skeleton hits
const RESTED = 14 // health at which the player comes out again
const QUIET_MS = 3000 // game ms for which what could not be helped is left alone
const NEAR_BY = 12 // steps to water that are worth it for one alight; fire takes a point a second
const HALF = 0.299 // blocks; half the width of the body, less a hair
const FIRE = /fire$/ // campfires too
const WALL = 3 // cheap blocks that must be held to shut oneself in
const BAD_FOOD = /^(rotten_flesh|spider_eye|poisonous_potato|pufferfish|chicken|suspicious_stew|chorus_fruit)$/

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement, walker: import('./walker.js').Walker,
 *   combat: import('./combat.js').Combat}} parts
 */
export function createSurvival ({ bot, cells, body, hands, movement, walker, combat }) {
  const registry = /** @type {any} */ (bot.registry)
  const { attention, hostiles, isHostile, fight } = combat
  let lastHealth = bot.health ?? 20
  let quietUntil = 0 // game ms until which what could not be helped is left alone
  let quietHealth = 0

  /** How near a mob may come before it is dealt with. @param {any} mob */
  function alertness (mob) {
    if (SHOOTERS.test(mob.name)) return 10
    return mob.name === 'creeper' || (hands.scaffoldCount() >= WALL && underground()) ? 7 : NEAR
  }

  /** Why the player should stop what it is doing, or null. */
  function threat () {
    if (attention.busy || (body.now() < quietUntil && bot.health > quietHealth - 2)) return null
    const p = bot.entity.position
    const hot = scorched()
    if (hot) return hot
    if (combat.drowning()) return 'drowning'
    const near = hostiles(SHOT).find(each => each.position.distanceTo(p) <= alertness(each))
    if (near) return near.name
    const hurt = bot.health < lastHealth - 0.5
    lastHealth = bot.health
    if (hurt) {
      const shooter = hostiles(14).find(each => SHOOTERS.test(each.name))
      if (shooter) return shooter.name
    }
    if (bot.food <= 8 && food()) return 'hunger'
    return null
  }

  /** The best food held, or null. @returns {any} */
  function food () {
    const held = hands.items().filter(each => registry.foodsByName[each.name])
    const good = held.filter(each => !BAD_FOOD.test(each.name))
    const pool = good.length ? good : (bot.food <= 4 ? held.filter(each => each.name === 'rotten_flesh' || each.name === 'chicken') : [])
    const worth = (/** @type {any} */ each) => (registry.foodsByName[each.name].effectiveQuality ?? registry.foodsByName[each.name].foodPoints) - (/golden|enchanted/.test(each.name) ? 100 : 0)
    return pool.sort((a, b) => worth(b) - worth(a))[0] ?? null
  }

  /**
   * Eat one piece.
   * @param {any} item
   * @returns {Promise<boolean>} whether it went down
   */
  async function eat (item) {
    await hands.hold(item)
    bot.clearControlStates()
    const before = bot.food
    const had = hands.count(item.name)
    try { await body.bounded(bot.consume(), 3, `eating ${item.name}`, () => bot.deactivateItem()) } catch (error) {
      if (isFailure(error, 'died')) throw error
    }
    await body.ticks(2)
    return bot.food > before || hands.count(item.name) < had
  }

  /**
   * Run from hostile mobs.
   * @param {number} distance blocks to put between
   */
  async function flee (distance = 20) {
    const mobs = hostiles(16)
    if (!mobs.length) return
    const spots = mobs.map(each => each.position.clone())
    const goal = {
      /** @param {any} node */
      heuristic: node => Math.max(0, distance - Math.min(...spots.map(at => Math.hypot(at.x - node.x, at.z - node.z)))),
      /** @param {any} node */
      isEnd: node => spots.every(at => Math.hypot(at.x - node.x, at.z - node.z) >= distance)
    }
    attention.busy = true
    try {
      await movement.goto(goal, { timeoutS: 8, what: 'safety', dig: false, maxNodes: 3000, defend: false })
    } catch (error) {
      if (!isFailure(error, 'no_path', 'timed_out')) throw error
    } finally { attention.busy = false }
  }

  /** What that burns touches the body. @returns {'lava' | 'fire' | null} */
  function scorched () {
    const p = bot.entity.position
    const view = cells.view()
    /** @type {'fire' | null} */
    let found = null
    for (let x = Math.floor(p.x - HALF); x <= Math.floor(p.x + HALF); x++) {
      for (let z = Math.floor(p.z - HALF); z <= Math.floor(p.z + HALF); z++) {
        for (let y = Math.floor(p.y + 0.001); y <= Math.floor(p.y + 1.799); y++) {
          const flags = view.at(x, y, z)
          if (flags & LAVA) return 'lava'
          if (flags & HARM && FIRE.test(view.name(x, y, z))) found = 'fire'
        }
      }
    }
    return found
  }

  /** Whether the player is alight. */
  const burning = () => (Number(/** @type {any} */ (bot.entity).metadata?.[0] ?? 0) & 1) !== 0

  /** Leave lava or fire, or come up for air. */
  async function escape () {
    const before = attention.busy
    attention.busy = true
    try {
      let hot = null
      for (let i = 0; i < 60; i++) {
        const p = bot.entity.position
        const view = cells.view()
        const cell = p.floored()
        const { onGround, isInWater } = /** @type {any} */ (bot.entity)
        if (!hot || onGround || isInWater) hot = scorched() // in mid-leap it would fall back in
        const under = view.at(cell.x, Math.floor(p.y + 1.6), cell.z) & WATER
        if (!hot && !under) return
        const to = hot ? refuge(view, p) : null
        if (to) await bot.look(Math.atan2(-(to.x + 0.5 - p.x), -(to.z + 0.5 - p.z)), 0, true)
        const swims = under || view.at(cell.x, cell.y, cell.z) & LAVA
        bot.setControlState('jump', Boolean(swims || !to || to.y > p.y + 0.4))
        bot.setControlState('forward', to !== null)
        await body.ticks(to && !swims ? 2 : 4)
      }
    } finally {
      attention.busy = before
      bot.clearControlStates()
    }
  }

  /** The nearest cell to stand in without burning; water is worth a step more. @param {import('./cells.js').View} view @param {import('vec3').Vec3} p */
  function refuge (view, p) {
    let best = null
    let least = Infinity
    for (let dx = -5; dx <= 5; dx++) {
      for (let dz = -5; dz <= 5; dz++) {
        for (let dy = -2; dy <= 3; dy++) {
          const x = Math.floor(p.x) + dx; const y = Math.floor(p.y) + dy; const z = Math.floor(p.z) + dz
          const feet = view.at(x, y, z)
          if (!(feet & (PASS | WATER)) || feet & (HARM | LAVA) || !(view.at(x, y + 1, z) & (PASS | WATER))) continue
          if (!(view.at(x, y - 1, z) & (feet & WATER ? SOLID | WATER : SOLID))) continue
          const far = Math.hypot(x + 0.5 - p.x, z + 0.5 - p.z) + Math.abs(y - p.y) * 1.5 - (feet & WATER ? 1.5 : 0)
          if (far < least) { least = far; best = { x, y, z } }
        }
      }
    }
    return best
  }

  /**
   * Get out of lava and fire, put the flames out in water near by, and keep a few steps from the lava.
   * @returns {Promise<void>} having done what could be done
   */
  async function leaveLava () {
    const before = attention.busy
    attention.busy = true
    try {
      if (scorched()) await escape()
      const calm = { dig: false, place: false, defend: false, maxNodes: 2000, timeoutS: 6 }
      const wet = { heuristic: () => 0, isEnd: (/** @type {any} */ node) => (cells.view().at(node.x, node.y, node.z) & WATER) !== 0 }
      const away = { heuristic: () => 0, isEnd: (/** @type {any} */ node) => !lavaWithin(cells.view(), node, 2) }
      const goals = [...(burning() ? [wet] : []), ...(lavaWithin(cells.view(), bot.entity.position, 1) ? [away] : [])]
      for (const goal of goals) {
        const way = movement.path(goal, calm)
        if (way.status !== 'found' || way.steps.length > NEAR_BY) continue
        try { await movement.goto(goal, { ...calm, what: 'a place away from the lava' }) } catch (error) {
          if (!isFailure(error, 'no_path', 'timed_out')) throw error
        }
      }
    } finally { attention.busy = before }
  }

  /** Whether there is rock overhead. */
  function underground () {
    const { x, y, z } = walker.here()
    const view = cells.view()
    for (let up = y + 2; up < y + 24; up++) if (view.at(x, up, z) & SOLID && !/leaves|log/.test(view.name(x, up, z))) return true
    return false
  }

  /**
   * Shut oneself in with cheap blocks, on the side of the danger first.
   * @param {any} [mob]
   * @returns {Promise<boolean>} whether every side is closed
   */
  async function burrow (mob) {
    attention.busy = true
    try {
      await body.settle()
      const { x, y, z } = walker.here()
      await walker.centre(x, z)
      const sides = [[1, 0], [-1, 0], [0, 1], [0, -1]]
      if (mob) {
        const dx = mob.position.x - x - 0.5; const dz = mob.position.z - z - 0.5
        sides.sort((a, b) => (b[0] * dx + b[1] * dz) - (a[0] * dx + a[1] * dz))
      }
      const around = sides.flatMap(([dx, dz]) => [[dx, 0, dz], [dx, 1, dz]]).concat([[0, 2, 0]])
      let shut = true
      for (const [dx, dy, dz] of around) {
        if (!(cells.view().at(x + dx, y + dy, z + dz) & (PASS | WATER))) continue
        const name = hands.scaffold()
        if (!name) return false
        try { await hands.place(name, { x: x + dx, y: y + dy, z: z + dz }) } catch (error) {
          if (!isFailure(error, 'blocked', 'timed_out', 'out_of_reach')) throw error
          shut = false
        }
      }
      return shut
    } finally { attention.busy = false }
  }

  /** Eat and wait, shut in, until health is back or does not come back. @param {number} [seconds] */
  async function rest (seconds = 40) {
    for (let i = 0; i < seconds && bot.health < RESTED; i++) {
      body.alive()
      const item = food()
      if (item && bot.food < 20 && (bot.food < 18 || bot.health < HURT)) { if (!(await eat(item))) return }
      if (bot.food < 18 && !food()) return // health comes back only on a full stomach
      if (hostiles(4).length) return
      await body.ticks(20)
    }
  }

  /** Deal with whatever threatens now; what is still there afterwards is left alone for a few seconds. */
  async function respond () {
    await deal()
    if (threat()) {
      quietUntil = body.now() + QUIET_MS
      quietHealth = bot.health
    }
  }

  async function deal () {
    for (let round = 0; round < 6; round++) {
      body.alive()
      const why = threat()
      if (!why) return
      if (why === 'lava' || why === 'fire') { await leaveLava(); continue }
      if (why === 'drowning') { await escape(); continue }
      if (why === 'hunger') { const item = food(); if (!item || !(await eat(item))) return; continue }
      const near = hostiles(SHOT + 2)
      const mob = near.find(each => each.position.distanceTo(bot.entity.position) <= alertness(each)) ?? near.find(each => SHOOTERS.test(each.name))
      if (!mob) return
      const far = mob.position.distanceTo(bot.entity.position)
      const walls = hands.scaffoldCount() >= WALL
      const weak = bot.health <= WEAK + (near.length > 1 ? 4 : 0)
      const below = underground()
      // below ground a wall ends most fights before they begin
      const pack = near.filter(each => each.position.distanceTo(bot.entity.position) < 9).length > 1
      if (below && walls && (weak || pack || (mob.name === 'creeper' && far > 3) || (SHOOTERS.test(mob.name) && far > 4))) {
        const shut = await burrow(mob)
        if (shut || !hostiles(far + 1).includes(mob)) {
          if (bot.health < RESTED) await rest()
          return
        }
      } else if (weak) {
        await flee()
        const item = food()
        if (item && bot.food < 20) await eat(item)
        if (walls && bot.health <= WEAK && await burrow(mob)) { await rest(); return }
        if (!hostiles(NEAR).length) return
      }
      if (below && far > NEAR && !SHOOTERS.test(mob.name) && mob.name !== 'creeper') return // let it come
      const ended = await fight(mob, { seconds: 20, chase: SHOOTERS.test(mob.name) ? 14 : 10, cornered: weak })
      if (ended === 'timed_out' || (ended === 'lost' && !combat.drowning())) return
    }
  }

  /**
   * Between two steps of a task: deal with what threatens, eat when hungry or hurt.
   * @throws died
   */
  async function stayAlive () {
    body.alive()
    await respond()
    if (burning()) await leaveLava()
    for (let i = 0; i < 4; i++) {
      const item = food()
      if (!item || bot.food >= 20) break
      const gap = 20 - bot.food
      const worth = registry.foodsByName[item.name].foodPoints
      if (!(bot.food <= HUNGRY && gap >= Math.min(worth, 6)) && !(bot.health < HURT && bot.food < 18)) break
      if (!(await eat(item))) break
    }
    if (bot.health <= WEAK && bot.food >= 18 && hands.scaffoldCount() >= WALL && !hostiles(SHOT).length) {
      if (underground()) await burrow()
      await rest()
    }
    lastHealth = bot.health
  }

  /** Hostile mobs to keep away from on the way. */
  function feared () {
    if (attention.busy) return []
    const p = bot.entity.position
    return Object.values(bot.entities).filter(each => isHostile(each) && each.position.distanceTo(p) <= 20).map(each => each.position)
  }

  movement.setGuard({ threat, respond, feared })
  hands.setAlarm(threat)
  return { stayAlive, fight, flee, eat, food, hostiles, isHostile, threat, escape, scorched, burning, leaveLava, burrow, rest, underground }
}

/** @typedef {ReturnType<typeof createSurvival>} Survival */
