/**
 * Experience orbs and what players have gained: falling, drifting to players, merging into levels.
 * The arithmetic is in levels.js. Not covered: mending, merging of orbs lying together.
 */
import { freshExperience, gain, pointsToNext, splitOrbs } from './levels.js'

const LIFETIME = 6000 // ticks; https://minecraft.wiki/w/Experience
const REACH = 8 // blocks from which an orb drifts to a player
const PICKUP = 1.5 // blocks from the middle of a player
const PICKUP_PAUSE = 2 // ticks between two orbs taken by one player
const SIZE = { halfWidth: 0.25, height: 0.5, gravity: 0.03 }

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  function tell (/** @type {any} */ player) {
    const xp = player.survival.xp
    player.send('experience', { experienceBar: xp.points / pointsToNext(xp.level), level: xp.level, totalExperience: xp.total })
  }

  function give (/** @type {any} */ player, /** @type {number} */ points) {
    gain(player.survival.xp, points)
    tell(player)
  }

  /** Levels given or taken, the share of the level kept, as /xp does. @param {any} player @param {number} levels */
  function addLevels (player, levels) {
    const { xp } = player.survival
    const share = xp.points / pointsToNext(xp.level)
    xp.level = Math.max(0, xp.level + levels)
    xp.points = xp.level === 0 && levels < 0 ? 0 : Math.floor(share * pointsToNext(xp.level))
    tell(player)
  }

  /** Let points fall as orbs. @param {{x: number, y: number, z: number}} position @param {number} points */
  function drop (position, points) {
    for (const size of splitOrbs(points)) {
      const orb = ctx.entities.spawn('xp', 'experience_orb', position, { points: size })
      orb.velocity.x = (ctx.random() - 0.5) * 0.4
      orb.velocity.y = ctx.random() * 0.4
      orb.velocity.z = (ctx.random() - 0.5) * 0.4
    }
  }

  ctx.entities.define('xp', {
    every: 5,
    tick (orb) {
      if (orb.age > LIFETIME || orb.position.y < -128) return ctx.entities.remove(orb)
      let target = null
      let nearest = REACH
      for (const player of ctx.players) {
        if (player.survival.dead || player.gameMode === 3) continue
        const away = player.position.distanceTo(orb.position)
        if (away < nearest) { nearest = away; target = player }
      }
      if (target) {
        const dx = target.position.x - orb.position.x; const dy = target.position.y + 0.8 - orb.position.y; const dz = target.position.z - orb.position.z
        const way = Math.hypot(dx, dy, dz) || 1
        const pull = (1 - way / REACH) ** 2 * 0.1
        orb.velocity.x += dx / way * pull; orb.velocity.y += dy / way * pull; orb.velocity.z += dz / way * pull
        if (Math.hypot(dx, dz) < PICKUP && Math.abs(dy) < 1.5 && ctx.tick() - (target.tookOrb ?? -9) >= PICKUP_PAUSE) {
          target.tookOrb = ctx.tick()
          ctx.entities.broadcast(orb, 'collect', { collectedEntityId: orb.id, collectorEntityId: target.id, pickupItemCount: 1 })
          give(target, orb.points)
          return ctx.entities.remove(orb)
        }
      } else if (orb.onGround && orb.age % 20 !== 0) return
      ctx.entities.physics(orb, SIZE)
      const friction = orb.onGround ? 0.6 * 0.98 : 0.98
      orb.velocity.x *= friction
      orb.velocity.z *= friction
    },
    save: orb => ({ points: orb.points }),
    load: saved => ({ points: saved.points })
  })

  ctx.experience = { drop, give, addLevels, tell }
  ctx.onJoin(player => {
    if (player.survival.xp?.level === undefined) player.survival.xp = freshExperience()
    tell(player)
  })
  ctx.onRespawn(tell)
}
