/**
 * Lightning: a bolt that is seen, sets fire where it strikes and hurts who stands there.
 *
 * Knows what a summoned bolt does. Does not know when weather strikes, rods, and what becomes of struck pigs, villagers, creepers and copper.
 * Figures: Java Edition 1.20.4, LightningBolt; https://minecraft.wiki/w/Lightning.
 * @module
 */

const LIVES = 3 // ticks; vanilla's bolt flashes one to three times
const REACH = 3 // blocks about the place, within which it hurts
const ABOVE = 9 // blocks up, within which it hurts
const HURT = 5 // points
const FIRES = 4 // more tries beside the place itself
const FIRE_FROM = 2 // difficulty from which it sets fire: normal

/** @param {import('./types.d.ts').Ctx} ctx */
export function installLightning (ctx) {
  const { entities, blocks } = ctx
  entities.define('lightning', {
    save: () => ({}),
    load: () => ({}),
    tick: bolt => { if (bolt.age >= LIVES) entities.remove(bolt) }
  })

  /** @param {any} cell */
  function kindle (cell) {
    if (blocks.name(cell.x, cell.y, cell.z) === 'air') ctx.fire.light(cell)
  }

  return {
    /** @param {any} place @returns {import('./types.d.ts').Entity} */
    strike (place) {
      const bolt = entities.spawn('lightning', 'lightning_bolt', place, {})
      if (ctx.options.difficulty >= FIRE_FROM && ctx.rules.doFireTick !== false) {
        const cell = bolt.position.floored()
        kindle(cell)
        for (let n = 0; n < FIRES; n++) kindle(cell.offset(ctx.randomInt(-1, 1), ctx.randomInt(-1, 1), ctx.randomInt(-1, 1)))
      }
      const struck = (/** @type {any} */ { position: { x, y, z } }) =>
        Math.abs(x - place.x) <= REACH && Math.abs(z - place.z) <= REACH && y >= place.y - REACH && y <= place.y + ABOVE
      const mobs = entities.near(place, REACH + ABOVE, e => e.kind === 'mob' && struck(e))
      for (const victim of [...mobs, ...ctx.players.filter(struck)]) ctx.damage.any(/** @type {any} */ (victim), HURT, { cause: 'lightning_bolt' })
      return bolt
    }
  }
}
