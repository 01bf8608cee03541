/**
 * What creatures notice: the nearest player, whether they see it, who hurt them.
 * Source of ranges and of forgetting: https://minecraft.wiki/w/Mob#Behavior (Java 1.20). Not covered: invisibility, mob heads.
 */
import { lineOfSight } from './navigation.js'

const EYES = 0.85 // of a body's height
const FORGET_TICKS = 60 // prey unseen this long is given up
const CENSUS_TICKS = 20
const HUNTS_HIGH = 8 // blocks above or below at which it heeds another creature
const SNEAKING = 0.8 // share of the range at which a sneaking player is noticed

/** @param {import('../types.d.ts').Ctx} ctx @param {import('../blocks/block_kinds.js').Kinds} kinds */
export function createSenses (ctx, kinds) {
  const opaque = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    const state = ctx.chunks.state(x, y, z)
    return state === null || kinds.solid[state] === 1 // as in vanilla, glass and leaves end sight too
  }

  /** @param {any} player */
  const isPrey = player => !player.survival.dead && (player.gameMode === 0 || player.gameMode === 2) && player.health > 0

  /** The nearest player, of any mode. @param {{x: number, y: number, z: number}} position */
  function nearestPlayer (position, huntable = false) {
    let best = null
    let nearest = Infinity
    for (const player of ctx.players) {
      if (player.gameMode === 3 || (huntable && !isPrey(player))) continue
      const p = player.position
      const away = (p.x - position.x) ** 2 + (p.y - position.y) ** 2 + (p.z - position.z) ** 2
      if (away < nearest) { nearest = away; best = player }
    }
    return { player: best, distance: Math.sqrt(nearest) }
  }

  /** Grown-up creatures by name, as they were at most CENSUS_TICKS ago. @type {Map<string, any[]>} */
  const known = new Map()
  let counted = -Infinity
  ctx.onRenew(() => { counted = -Infinity })
  /** The nearest creature of the kinds it hunts. @param {any} mob @param {number} range @returns {any} */
  function quarry (mob, range) {
    if (ctx.tick() - counted >= CENSUS_TICKS || ctx.tick() < counted) {
      counted = ctx.tick()
      known.clear()
      for (const e of ctx.entities.all()) {
        if (e.kind !== 'mob' || e.dying !== undefined) continue
        const list = known.get(e.name)
        if (list) list.push(e)
        else known.set(e.name, [e])
      }
    }
    let best = null
    let nearest = range
    for (const name of mob.traits.hunts) {
      for (const e of known.get(name) ?? []) {
        if (e === mob || e.removed || e.dying !== undefined || (e.owner && e.owner === mob.owner)) continue
        const away = e.position.distanceTo(mob.position)
        if (away < nearest && Math.abs(e.position.y - mob.position.y) < HUNTS_HIGH) { nearest = away; best = e }
      }
    }
    return best && sees(mob, best) ? best : null
  }

  /** @param {any} mob @param {any} target */
  function sees (mob, target) {
    const height = target.kind === 'player' ? 1.62 : target.box.height * EYES
    return lineOfSight(opaque, mob.position.offset(0, mob.box.height * EYES, 0), target.position.offset(0, height, 0))
  }

  /**
   * The creature's prey: kept while it is near and was lately seen, sought every tenth tick.
   * @param {any} mob @param {{eager?: boolean, beasts?: boolean}} [options] eager: hunts whoever it sees; beasts: the creatures of its `hunts` only; else only whom it is angry with
   * @returns {any} a player, a creature or null
   */
  function prey (mob, { eager = true, beasts = false } = {}) {
    const { brain, traits } = mob
    const range = traits.follow ?? 16
    const tick = ctx.tick()
    if (ctx.options.difficulty === 0) return null
    let target = brain.target === undefined ? null : ctx.entities.get(brain.target)
    if (target) {
      const gone = target.kind === 'player' ? !isPrey(target) : target.removed || target.dying !== undefined
      if (gone || target.position.distanceTo(mob.position) > range) target = null
    }
    const due = (tick + mob.id) % 10 === 0
    if (target && due) {
      if (sees(mob, target)) brain.seen = tick
      else if (tick - (brain.seen ?? tick) > FORGET_TICKS) target = null
    }
    if (!target && eager && due) {
      const { player, distance } = nearestPlayer(mob.position, true)
      if (player && distance <= range * (player.sneaking ? SNEAKING : 1) && sees(mob, player)) {
        target = player
        brain.seen = tick
      }
    }
    if (!target && mob.traits.hunts && (eager || beasts) && due) {
      target = quarry(mob, range)
      if (target) brain.seen = tick
    }
    brain.target = target ? target.id : undefined
    return target
  }

  /** Whether the attack box (0.83 blocks beyond the body) meets the victim; Mob.getAttackBoundingBox of 1.20.2 on. */
  function inReach (/** @type {any} */ mob, /** @type {any} */ target) {
    const other = target.kind === 'player' ? { halfWidth: 0.3, height: 1.8 } : target.box
    const side = mob.box.halfWidth + 0.828 + other.halfWidth
    return Math.abs(target.position.x - mob.position.x) < side && Math.abs(target.position.z - mob.position.z) < side &&
      target.position.y < mob.position.y + mob.box.height && target.position.y + other.height > mob.position.y
  }

  return { nearestPlayer, isPrey, sees, prey, inReach, opaque }
}
/** @typedef {ReturnType<typeof createSenses>} Senses */
