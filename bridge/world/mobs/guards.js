/**
 * What a village draws to it: an iron golem to guard it, and cats.
 *
 * Source: https://minecraft.wiki/w/Iron_Golem#Spawning, /w/Cat#Spawning (Java 1.20): cats up to five, tried every minute. Ours: a golem comes where
 * GUARDED villagers live and none is near (vanilla: with the village's houses, and when villagers who slept meet), one cat for CATS_FOR villagers
 * (vanilla: for beds).
 */
const EVERY = 600 // ticks; vanilla 1200 for cats
const REACH = 48 // blocks around a player, and of a village
const GUARDED = 3
const CATS_FOR = 4
const MOST_CATS = 5
const TRIES = 10

/** @param {import('../types.d.ts').Ctx} ctx */
export function installGuards (ctx) {
  ctx.onTick(() => {
    if (!ctx.options.mobs || ctx.rules.doMobSpawning === false) return
    for (const player of ctx.players) {
      const near = ctx.entities.near(player.position, REACH * 2, e => e.kind === 'mob' && e.dying === undefined && /^(villager|iron_golem|cat)$/.test(e.name))
      const villagers = near.filter(e => e.name === 'villager')
      if (villagers.length < GUARDED) continue
      const middle = villagers[ctx.randomInt(0, villagers.length - 1)].position
      const count = (/** @type {string} */ name) => near.filter(e => e.name === name && e.position.distanceTo(middle) <= REACH).length
      if (count('iron_golem') === 0) settle('iron_golem', middle, 6, 3, { persistent: true })
      if (count('cat') < Math.min(MOST_CATS, Math.ceil(villagers.length / CATS_FOR))) settle('cat', middle, 8, 1, {})
    }
  }, { every: EVERY })

  /** Near a point, on firm ground with room above. @param {string} name @param {any} middle @param {number} reach @param {number} high cells @param {object} fields */
  function settle (name, middle, reach, high, fields) {
    const { terrain } = ctx.mobs.life.body
    for (let n = 0; n < TRIES; n++) {
      const x = Math.floor(middle.x) + ctx.randomInt(-reach, reach); const z = Math.floor(middle.z) + ctx.randomInt(-reach, reach)
      const y = ctx.blocks.height(x, z)
      if (y === null || Math.abs(y - middle.y) > 6 || !terrain.solid(x, y - 1, z) || terrain.cost(x, y, z) === Infinity) continue
      let room = true
      for (let dy = 0; dy < high; dy++) for (const [dx, dz] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]) if (terrain.solid(x + dx, y + dy, z + dz) || terrain.water(x + dx, y + dy, z + dz)) room = false
      if (!room) continue
      ctx.mobs.spawn(name, { x: x + 0.5, y, z: z + 0.5 }, fields)
      return
    }
  }
}
