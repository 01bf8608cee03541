/**
 * Fighting with what is in the hand: who is hostile, how near it is, when to strike and when to step back.
 *
 * Knows weapons and mobs' habits. Does not decide whether to fight; survival.js does, and programs that hunt.
 */
import { isFailure } from '../failure.js'
import { LAVA, PASS, SOLID, WATER } from './cells.js'

export const WEAK = 7 // health below which the player leaves a fight
const SHORT_OF_AIR = 10 // of 20 points of oxygen: the way up takes as long as the way down
const MELEE = 3.0 // blocks from the eyes to the creature's box; survival attack reach
const BLAST = 7 // blocks; a creeper that is nearer goes on with blowing up, https://minecraft.wiki/w/Creeper#Behavior
/** Ticks between two blows of full force; https://minecraft.wiki/w/Damage#Attack_cooldown */
const PAUSE = /** @type {Record<string, number>} */ ({ sword: 13, axe: 22, pickaxe: 17, shovel: 20, hoe: 20, hand: 11 })
export const SHOOTERS = /^(skeleton|stray|pillager|witch|blaze|ghast|drowned)$/
const LEFT_ALONE = /^(enderman|zombified_piglin|piglin|wolf|bee|polar_bear|iron_golem|llama|warden|ghast|phantom|ender_dragon|wither)$/

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement}} parts
 */
export function createCombat ({ bot, cells, body, hands, movement }) {
  const registry = /** @type {any} */ (bot.registry)
  /** Whether the player is seeing to its safety already, so that nothing else need. */
  const attention = { busy: false }

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
    return PAUSE[weapon?.name.split('_').pop() ?? 'hand'] ?? PAUSE.hand
  }

  /**
   * Fight one mob until it is dead, gone or the time is up.
   * @param {any} target
   * @param {{seconds?: number, chase?: number, cornered?: boolean}} [options] chase: blocks to follow it; cornered: fight on however weak
   * @returns {Promise<'killed' | 'lost' | 'weak' | 'timed_out'>}
   */
  async function fight (target, { seconds = 30, chase = 24, cornered = false } = {}) {
    const until = body.now() + seconds * 1000
    const id = target.id
    const pause = await draw() * 50
    let dead = false
    const onDead = (/** @type {any} */ entity) => { if (entity.id === id) dead = true }
    bot.on('entityDead', onDead)
    attention.busy = true
    let misses = 6 // searches for a way to it that may still fail
    let ready = 0 // game ms from which a blow has its full force
    let nearest = Infinity
    let idle = 0
    try {
      while (body.now() < until) {
        body.alive()
        const mob = bot.entities[id]
        if (dead || !mob || mob.isValid === false) return dead ? 'killed' : 'lost'
        const danger = isHostile(mob)
        if (drowning()) return 'lost' // whoever goes on below drowns
        if (danger && !cornered && bot.health <= WEAK && hostiles(8).length) return 'weak'
        const gap = gapTo(mob)
        if (gap > chase) return 'lost'
        const inSight = sees(mob)
        const inReach = inSight && gap <= MELEE
        const level = Math.abs(mob.position.y - bot.entity.position.y) < 1.6
        if (inReach && body.now() >= ready) {
          await bot.lookAt(mob.position.offset(0, (mob.height ?? 1.8) * 0.6, 0), true)
          bot.attack(mob)
          ready = body.now() + pause
          nearest = Infinity
          // a creeper is hit and left before it blows up
          if (mob.name === 'creeper') { await retreat(mob, BLAST + 1); await draw() }
          continue
        }
        if (inSight && level && gap <= 8 && idle < 25) {
          if (gap < nearest - 0.1) { nearest = gap; idle = 0 } else if (!inReach) idle++
          face(mob)
          // hold it off at the length of the arm; go for what shoots or runs away
          const waits = danger && !SHOOTERS.test(mob.name ?? '') && mob.name !== 'creeper'
          bot.setControlState('back', danger && gap < 1.7 && safeAhead(bot.entity.yaw + Math.PI))
          bot.setControlState('forward', (waits ? gap > 5 : gap > 1.8) && safeAhead())
          bot.setControlState('sprint', !waits && gap > 2.5)
          bot.setControlState('jump', /** @type {any} */ (bot.entity).isCollidedHorizontally === true)
          await body.ticks(1)
          continue
        }
        bot.clearControlStates()
        idle = 0
        nearest = Infinity
        const goal = {
          /** @param {any} node */
          heuristic: node => Math.max(0, Math.hypot(mob.position.x - node.x - 0.5, mob.position.z - node.z - 0.5) + Math.abs(mob.position.y - node.y) - 1.5),
          /** @param {any} node */
          isEnd: node => Math.hypot(mob.position.x - node.x - 0.5, mob.position.y - node.y, mob.position.z - node.z - 0.5) <= 2.3
        }
        try {
          await movement.goto(goal, { timeoutS: 2, what: mob.name ?? 'it', maxNodes: 4000, defend: false, stopWhen: () => gapTo(mob) <= MELEE && sees(mob) })
          // there already (above us, or behind a wall): going took no time, and a round that takes none would spin
          await body.ticks(1)
          if (!sees(mob)) { await body.ticks(4); if (--misses <= 0) return 'lost' }
        } catch (error) {
          if (!isFailure(error, 'no_path', 'timed_out')) throw error
          if (error.kind === 'no_path') { await body.ticks(10); if (--misses <= 0) return 'lost' }
        }
        await draw()
      }
      return 'timed_out'
    } finally {
      attention.busy = false
      bot.removeListener('entityDead', onDead)
      bot.clearControlStates()
    }
  }

  /** Whether the head is under water and little air is left. */
  function drowning () {
    const p = bot.entity.position
    const air = /** @type {any} */ (bot).oxygenLevel
    return air !== undefined && air < SHORT_OF_AIR && (cells.view().at(Math.floor(p.x), Math.floor(p.y + 1.6), Math.floor(p.z)) & WATER) !== 0
  }

  /** Turn to a creature. @param {any} mob */
  function face (mob) {
    const p = bot.entity.position
    bot.look(Math.atan2(-(mob.position.x - p.x), -(mob.position.z - p.z)), 0, true)
  }

  /** Blocks from the eyes to the creature's box. @param {any} mob */
  function gapTo (mob) {
    const eyes = bot.entity.position.offset(0, 1.62, 0)
    const half = (mob.width ?? 0.6) / 2
    const outside = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) => Math.max(low - value, 0, value - high)
    return Math.hypot(outside(eyes.x, mob.position.x - half, mob.position.x + half),
      outside(eyes.y, mob.position.y, mob.position.y + (mob.height ?? 1.8)),
      outside(eyes.z, mob.position.z - half, mob.position.z + half))
  }

  /** Room to go on and nothing deadly one step ahead. @param {number} [yaw] */
  function safeAhead (yaw = bot.entity.yaw) {
    const p = bot.entity.position.offset(-Math.sin(yaw) * 0.9, 0, -Math.cos(yaw) * 0.9)
    const view = cells.view()
    const x = Math.floor(p.x); const y = Math.floor(p.y); const z = Math.floor(p.z)
    if (!(view.at(x, y + 1, z) & PASS) || !((view.at(x, y, z) | view.at(x, y + 2, z)) & PASS)) return false
    return [0, -1, -2].some(dy => view.at(x, y + dy, z) & SOLID) && !(view.at(x, y, z) & LAVA) && !(view.at(x, y - 1, z) & LAVA)
  }

  /** Run straight away from a mob until it is so far off, or the way ends. @param {any} mob @param {number} distance */
  async function retreat (mob, distance) {
    for (let i = 0; i < 40; i++) {
      const p = bot.entity.position
      const at = bot.entities[mob.id]?.position
      if (!at || at.distanceTo(p) >= distance) break
      // away, or as nearly away as the ground allows
      const away = Math.atan2(-(p.x - at.x), -(p.z - at.z))
      const turn = [0, 0.6, -0.6, 1.2, -1.2].find(each => safeAhead(away + each))
      if (turn === undefined) break
      await bot.look(away + turn, 0, true)
      bot.setControlState('forward', true)
      bot.setControlState('sprint', true)
      bot.setControlState('jump', /** @type {any} */ (bot.entity).isCollidedHorizontally === true)
      await body.ticks(1)
    }
    bot.clearControlStates()
  }

  return { attention, isHostile, hostiles, draw, fight, drowning }
}

/** @typedef {ReturnType<typeof createCombat>} Combat */
