/**
 * Phantoms: they come by night over players who have not slept for three days.
 *
 * Source: https://minecraft.wiki/w/Phantom#Spawning (Java 1.20). The tick of a player's last sleep or death is kept as survival.rested.
 * @module
 */
const SLEEPLESS = 72000 // ticks
const EVERY = [1200, 2400] // ticks between two rounds: a minute and up to another
const HIGH = [20, 34] // blocks above the player
const ASIDE = 10 // blocks to each side
const NIGHT = 5 // of the sky's darkness, 0–11
const SEA = 63 // y

/** @param {import('../types.d.ts').Ctx} ctx */
export function installPhantoms (ctx) {
  let due = EVERY[0]
  ctx.persist('phantoms', { save: () => due, load: saved => { due = saved } })
  const rest = (/** @type {import('../types.d.ts').Player} */ player) => { player.survival.rested = ctx.tick() }
  ctx.onJoin(player => { player.survival.rested ??= ctx.tick() })
  ctx.onRespawn(rest)

  ctx.onTick(tick => {
    for (const player of ctx.players) if (player.survival.sleeping) rest(player)
    if (tick < due) return
    due = tick + ctx.randomInt(EVERY[0], EVERY[1])
    if (!ctx.options.mobs || ctx.rules.doInsomnia === false || ctx.rules.doMobSpawning === false || ctx.options.difficulty === 0 || ctx.spawning.skyDarkness() < NIGHT) return
    for (const player of ctx.players) visit(player, tick)
  }, { every: 20 })

  /** @param {import('../types.d.ts').Player} player @param {number} tick */
  function visit (player, tick) {
    const { x, y, z } = player.position
    if (player.gameMode === 3 || player.nether || player.survival.dead || y < SEA || !ctx.precipitation.seesSky(player.position)) return
    if (ctx.options.difficulty <= ctx.random() * 3) return
    const awake = tick - (player.survival.rested ?? tick)
    if (awake < SLEEPLESS || ctx.random() * awake < SLEEPLESS) return
    const at = { x: x + ctx.randomInt(-ASIDE, ASIDE), y: y + ctx.randomInt(HIGH[0], HIGH[1]), z: z + ctx.randomInt(-ASIDE, ASIDE) }
    if (ctx.blocks.get(at.x, at.y, at.z) !== 0) return
    for (let n = ctx.randomInt(1, ctx.options.difficulty + 1); n > 0; n--) ctx.mobs.spawn('phantom', at)
  }
}
