/**
 * Bodies that touch push each other apart. Source: https://minecraft.wiki/w/Entity#Collision (Java 1.20).
 */
const SHOVE = 0.05 // blocks/tick at most that touching bodies are pushed apart; https://minecraft.wiki/w/Entity#Collision
export const ASLEEP = 64 // blocks from all players beyond which creatures do not move
const SHOVE_EVERY = 4 // ticks; the push is as much stronger
const CROWD_CELL = 4 // blocks: no two bodies farther apart than this touch
const CROWD_SPAN = 2 ** 24 // cells to a row
/** @type {any[]} */
const NOBODY = []

/** @param {import('../types.d.ts').Ctx} ctx */
export function createCrowd (ctx) {
  /** Creatures by cell of the ground, as they stood when the round's first one asked. @type {Map<number, any[]>} */
  const cells = new Map()
  let crowdRound = -1
  ctx.onRenew(() => { crowdRound = -1 })

  /**
   * Bodies in one place push each other apart. A player's own client moves him, so he pushes and is not pushed.
   * Not covered: damage to those crammed together.
   */
  function shove (/** @type {any} */ mob) {
    if ((ctx.tick() + mob.id) % SHOVE_EVERY !== 0) return
    for (const player of ctx.players) if (player.gameMode !== 3 && !player.survival.dead) part(mob, player, 0.3, 1.8)
    if (Math.floor(ctx.tick() / SHOVE_EVERY) !== crowdRound) gather()
    const cx = Math.floor(mob.position.x / CROWD_CELL); const cz = Math.floor(mob.position.z / CROWD_CELL)
    for (let x = cx - 1; x <= cx + 1; x++) {
      for (let z = cz - 1; z <= cz + 1; z++) {
        for (const other of cells.get(x * CROWD_SPAN + z) ?? NOBODY) {
          if (other !== mob && !other.removed && part(mob, other, other.box.halfWidth, other.box.height)) other.resting = false
        }
      }
    }
  }

  /** Where everybody is, so that nobody has to look at everybody; nobody gets far until the next round. */
  function gather () {
    crowdRound = Math.floor(ctx.tick() / SHOVE_EVERY)
    cells.clear()
    for (const e of ctx.entities.all()) {
      if (e.kind !== 'mob' || e._distance > ASLEEP) continue
      const cell = Math.floor(e.position.x / CROWD_CELL) * CROWD_SPAN + Math.floor(e.position.z / CROWD_CELL)
      const there = cells.get(cell)
      if (there) there.push(e)
      else cells.set(cell, [e])
    }
  }

  /** Push two bodies apart if they touch. @param {any} mob @param {any} other @param {number} halfWidth of the other @param {number} height */
  function part (mob, other, halfWidth, height) {
    const dx = other.position.x - mob.position.x
    const dz = other.position.z - mob.position.z
    const dy = other.position.y - mob.position.y
    const way = Math.max(Math.abs(dx), Math.abs(dz))
    if (way >= mob.box.halfWidth + halfWidth || way < 0.01 || dy >= mob.box.height || -dy >= height) return false
    const root = Math.sqrt(way)
    const push = Math.min(1, 1 / root) * SHOVE * SHOVE_EVERY / root
    mob.velocity.x -= dx * push
    mob.velocity.z -= dz * push
    if (other.kind === 'player') return false
    other.velocity.x += dx * push
    other.velocity.z += dz * push
    return true
  }

  return { shove }
}
