/**
 * Staying alive between the steps of a task: eating, fighting back, running, getting out of lava and deep water.
 *
 * Knows vitals, mobs nearby and weapons. Does not know the task; it is asked between steps and when a walk is interrupted.
 */
import { isFailure } from '../failure.js'
import { LAVA, PASS, SOLID, WATER } from './cells.js'

const HUNGRY = 14 // food points below which there is room for most food
const HURT = 12 // health below which eating is worth it for the healing
const WEAK = 7 // health below which the player runs from a fight
const NEAR = 4.5 // blocks; a hostile mob this near is dealt with
const MELEE = 3.0 // blocks from eyes to the mob's middle; survival attack reach
const SHOOTERS = /^(skeleton|stray|pillager|witch|blaze|ghast|drowned)$/
const LEFT_ALONE = /^(enderman|zombified_piglin|piglin|wolf|bee|polar_bear|iron_golem|llama|warden|ghast|phantom|ender_dragon|wither)$/
const BAD_FOOD = /^(rotten_flesh|spider_eye|poisonous_potato|pufferfish|chicken|suspicious_stew|chorus_fruit)$/

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement}} parts
 */
export function createSurvival ({ bot, cells, body, hands, movement }) {
  const registry = /** @type {any} */ (bot.registry)
  const attackSpeed = /** @type {Record<string, number>} */ ({ sword: 13, axe: 22, pickaxe: 17, shovel: 20, hoe: 20, hand: 11 }) // ticks between full blows; https://minecraft.wiki/w/Damage#Attack_cooldown
  let busy = false
  let misses = 6 // searches for a way to the mob that may still fail
  let lastHealth = bot.health ?? 20

  /** Whether a mob attacks players on sight. @param {any} entity */
  function isHostile (entity) {
    return entity && entity !== bot.entity && (entity.type === 'hostile' || registry.entitiesByName[entity.name]?.category === 'Hostile mobs') &&
      !LEFT_ALONE.test(entity.name)
  }

  /** Hostile mobs within a distance, nearest first. @param {number} distance @returns {any[]} */
  function hostiles (distance) {
    const p = bot.entity.position
    return Object.values(bot.entities).filter(each => isHostile(each) && each.position.distanceTo(p) <= distance && sees(each))
      .sort((a, b) => a.position.distanceTo(p) - b.position.distanceTo(p) || a.id - b.id)
  }

  /** Whether nothing solid is between. @param {any} entity */
  function sees (entity) {
    const at = entity.position.offset(0, Math.min(1.2, (entity.height ?? 1.8) * 0.7), 0).floored()
    return hands.inTheWay(bot.entity.position, at, cells.view(), 1).length === 0
  }

  /** Why the player should stop what it is doing, or null. */
  function threat () {
    if (busy) return null
    const p = bot.entity.position
    const view = cells.view()
    const feet = view.at(Math.floor(p.x), Math.floor(p.y), Math.floor(p.z))
    if (feet & LAVA) return 'lava'
    if (/** @type {any} */ (bot).oxygenLevel !== undefined && bot.oxygenLevel < 6 && view.at(Math.floor(p.x), Math.floor(p.y + 1.6), Math.floor(p.z)) & WATER) return 'drowning'
    const near = hostiles(NEAR)[0]
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

  /** Hold the best weapon. @returns {Promise<number>} ticks between blows */
  async function draw () {
    const rank = ['golden', 'wooden', 'stone', 'iron', 'diamond', 'netherite']
    const power = (/** @type {any} */ each) => {
      const [material, kind] = [each.name.split('_')[0], each.name.split('_').pop()]
      const tier = rank.indexOf(material)
      return tier < 0 ? -1 : kind === 'sword' ? 10 + tier * 2 : kind === 'axe' ? 9 + tier * 2 : kind === 'pickaxe' ? 2 + tier : kind === 'shovel' ? 1 + tier : -1
    }
    const weapon = hands.items().filter(each => power(each) >= 0).sort((a, b) => power(b) - power(a))[0]
    if (weapon) await hands.hold(weapon)
    return attackSpeed[weapon?.name.split('_').pop() ?? 'hand'] ?? 12
  }

  /**
   * Fight one mob until it is dead, gone or the time is up.
   * @param {any} target
   * @param {{seconds?: number, chase?: number}} [options] chase: blocks to follow it
   * @returns {Promise<'killed' | 'lost' | 'weak' | 'timed_out'>}
   */
  async function fight (target, { seconds = 30, chase = 24 } = {}) {
    const until = body.now() + seconds * 1000
    const id = target.id
    let pause = await draw()
    let dead = false
    const onDead = (/** @type {any} */ entity) => { if (entity.id === id) dead = true }
    bot.on('entityDead', onDead)
    busy = true
    let next = 0
    let tick = 0
    misses = 6
    try {
      while (body.now() < until) {
        body.alive()
        const mob = bot.entities[id]
        if (dead || !mob || mob.isValid === false) return dead ? 'killed' : 'lost'
        if (isHostile(mob) && bot.health <= WEAK && hostiles(8).length) return 'weak'
        const middle = mob.position.offset(0, (mob.height ?? 1.8) / 2, 0)
        const eyes = bot.entity.position.offset(0, 1.62, 0)
        const far = eyes.distanceTo(middle)
        if (far > chase) return 'lost'
        if (far <= MELEE + 0.2 && sees(mob)) {
          bot.setControlState('forward', far > 2.2 && safeAhead())
          bot.setControlState('sprint', false)
          await bot.lookAt(middle, true)
          if (tick >= next) {
            bot.attack(mob)
            next = tick + pause
            // a creeper is hit and left before it blows up
            if (mob.name === 'creeper') { await retreat(mob, 8); tick += 8; pause = await draw() }
          }
          tick++
          await body.ticks(1)
          continue
        }
        bot.clearControlStates()
        const goal = {
          /** @param {any} node */
          heuristic: node => Math.max(0, Math.hypot(mob.position.x - node.x - 0.5, mob.position.z - node.z - 0.5) + Math.abs(mob.position.y - node.y) - 1.5),
          /** @param {any} node */
          isEnd: node => Math.hypot(mob.position.x - node.x - 0.5, mob.position.y - node.y, mob.position.z - node.z - 0.5) <= 2.3
        }
        try {
          await movement.goto(goal, { timeoutS: Math.min(2, (until - body.now()) / 1000 + 0.1), what: mob.name, maxNodes: 4000, defend: false })
        } catch (error) {
          if (!isFailure(error, 'no_path', 'timed_out')) throw error
          if (error.kind === 'no_path') { await body.ticks(10); tick += 10; if (--misses <= 0) return 'lost' }
        }
        tick += 5
        await draw()
      }
      return 'timed_out'
    } finally {
      busy = false
      bot.removeListener('entityDead', onDead)
      bot.clearControlStates()
    }
  }

  /** Nothing deadly one step ahead. */
  function safeAhead () {
    const p = bot.entity.position.offset(-Math.sin(bot.entity.yaw) * 0.9, 0, -Math.cos(bot.entity.yaw) * 0.9)
    const view = cells.view()
    const x = Math.floor(p.x); const y = Math.floor(p.y); const z = Math.floor(p.z)
    return [0, -1, -2].some(dy => view.at(x, y + dy, z) & SOLID) && !(view.at(x, y, z) & LAVA) && !(view.at(x, y - 1, z) & LAVA)
  }

  /** Step back from a mob for some ticks. @param {any} mob @param {number} ticks */
  async function retreat (mob, ticks) {
    const p = bot.entity.position
    const dx = p.x - mob.position.x; const dz = p.z - mob.position.z
    await bot.look(Math.atan2(-dx, -dz), 0, true)
    for (let i = 0; i < ticks; i++) {
      const ahead = safeAhead()
      bot.setControlState('forward', ahead)
      bot.setControlState('sprint', ahead)
      bot.setControlState('jump', /** @type {any} */ (bot.entity).isCollidedHorizontally === true)
      await body.ticks(1)
    }
    bot.clearControlStates()
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
    busy = true
    try {
      await movement.goto(goal, { timeoutS: 8, what: 'safety', dig: false, maxNodes: 3000, defend: false })
    } catch (error) {
      if (!isFailure(error, 'no_path', 'timed_out')) throw error
    } finally { busy = false }
  }

  /** Leave lava or come up for air. */
  async function escape () {
    busy = true
    try {
      for (let i = 0; i < 40; i++) {
        const p = bot.entity.position
        const view = cells.view()
        const cell = p.floored()
        const inLava = view.at(cell.x, cell.y, cell.z) & LAVA
        const under = view.at(cell.x, Math.floor(p.y + 1.6), cell.z) & WATER
        if (!inLava && !under) return
        let best = null
        let least = Infinity
        for (let dx = -5; dx <= 5; dx++) {
          for (let dz = -5; dz <= 5; dz++) {
            for (let dy = -1; dy <= 3; dy++) {
              const x = cell.x + dx; const y = cell.y + dy; const z = cell.z + dz
              if (!(view.at(x, y, z) & PASS) || !(view.at(x, y + 1, z) & PASS) || !(view.at(x, y - 1, z) & SOLID)) continue
              const far = Math.hypot(dx, dz) + Math.abs(dy) * 1.5
              if (far < least) { least = far; best = { x: x + 0.5, z: z + 0.5 } }
            }
          }
        }
        if (best && inLava) await bot.look(Math.atan2(-(best.x - p.x), -(best.z - p.z)), 0, true)
        bot.setControlState('jump', true)
        bot.setControlState('forward', Boolean(best && inLava))
        await body.ticks(4)
      }
    } finally {
      busy = false
      bot.clearControlStates()
    }
  }

  /** Deal with whatever threatens now. */
  async function respond () {
    for (let round = 0; round < 6; round++) {
      body.alive()
      const why = threat()
      if (!why) return
      if (why === 'lava' || why === 'drowning') { await escape(); continue }
      if (why === 'hunger') { const item = food(); if (!item || !(await eat(item))) return; continue }
      const mob = hostiles(NEAR)[0] ?? hostiles(14).find(each => SHOOTERS.test(each.name))
      if (!mob) return
      if (bot.health <= WEAK && mob.name !== 'silverfish') {
        await flee()
        const item = food()
        if (item && bot.food < 20) await eat(item)
        if (bot.health <= WEAK && hostiles(NEAR).length) await fight(mob, { seconds: 15, chase: 8 })
        return
      }
      const ended = await fight(mob, { seconds: 20, chase: 10 })
      if (ended === 'lost' || ended === 'timed_out') return
    }
  }

  /**
   * Between two steps of a task: deal with what threatens, eat when hungry or hurt.
   * @throws died
   */
  async function stayAlive () {
    body.alive()
    await respond()
    for (let i = 0; i < 4; i++) {
      const item = food()
      if (!item || bot.food >= 20) break
      const gap = 20 - bot.food
      const worth = registry.foodsByName[item.name].foodPoints
      if (!(bot.food <= HUNGRY && gap >= Math.min(worth, 6)) && !(bot.health < HURT && bot.food < 18)) break
      if (!(await eat(item))) break
    }
    lastHealth = bot.health
  }

  movement.setGuard({ threat, respond })
  return { stayAlive, fight, flee, eat, food, hostiles, isHostile, threat, escape, draw }
}

/** @typedef {ReturnType<typeof createSurvival>} Survival */
