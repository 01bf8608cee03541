/**
 * Health, food and breath of players, tick by tick, and what their clients are told of it.
 *
 * The arithmetic of food is in hunger.js, dangers of the place in hazards.js, eating in eating.js.
 * Not covered: attributes that change the greatest health, and the client's statistics.
 */
import { addExhaustion, feed as feedVitals, freshHunger, hungerTick, COST } from './hunger.js'

export const MAX_HEALTH = 20 // points
const META_HEALTH = 9
const PEACEFUL_HEAL = 20 // ticks a health point on peaceful; https://minecraft.wiki/w/Difficulty
const PEACEFUL_FEED = 10 // ticks a food point on peaceful

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const difficulty = () => ctx.options.difficulty
  const health = (/** @type {any} */ player) => player.health

  /** Put vitals on a player who has none (new, or respawned). */
  function fresh (/** @type {any} */ player) {
    Object.assign(player.survival, freshHunger(), { air: 300, fire: 0, absorption: 0, effects: {}, fall: 0, hurt_tick: undefined, last_hurt: 0, using: null })
    player.health = MAX_HEALTH
  }

  /** Send health and food when they differ from what the client was last sent. */
  function tell (/** @type {any} */ player, force = false) {
    const { survival } = player
    const now = `${player.health}|${survival.food}|${survival.saturation}`
    if (!force && player.toldVitals === now) return
    player.toldVitals = now
    if (player.toldHealth !== player.health) { // to those who see him
      player.toldHealth = player.health
      ctx.entities.setMetadata(/** @type {any} */ (player), [{ key: META_HEALTH, type: 'float', value: player.health }])
    }
    player.send('update_health', { health: player.health, food: survival.food, foodSaturation: survival.saturation })
  }

  function setHealth (/** @type {any} */ player, /** @type {number} */ points) {
    player.health = Math.max(0, Math.min(MAX_HEALTH, points))
  }

  function heal (/** @type {any} */ player, /** @type {number} */ points) {
    if (!player.survival.dead && player.health > 0) setHealth(player, player.health + points)
  }

  /** Count work done: see COST in hunger.js. Creative and spectating players tire of nothing. */
  function exhaust (/** @type {any} */ player, /** @type {number} */ amount) {
    if (player.gameMode === 0 || player.gameMode === 2) addExhaustion(player.survival, amount)
  }

  function tick (/** @type {any} */ player) {
    const { survival } = player
    if (survival.dead) return
    move(player)
    if (player.gameMode === 0 || player.gameMode === 2) {
      const level = difficulty()
      const { heal: gained, starve } = hungerTick(survival, {
        health: player.health, max_health: MAX_HEALTH, difficulty: level, natural_regeneration: ctx.rules.naturalRegeneration !== false
      })
      if (gained > 0) heal(player, gained)
      if (starve > 0) ctx.damage.player(player, starve, { cause: 'starve' })
      if (level === 0) {
        if (player.health < MAX_HEALTH && ctx.tick() % PEACEFUL_HEAL === 0) heal(player, 1)
        if (survival.food < 20 && ctx.tick() % PEACEFUL_FEED === 0) feedVitals(survival, 1, 0)
      }
    }
    if (!survival.dead) tell(player)
  }

  /** Exhaustion of the way since the last tick: sprinting, swimming, jumping. */
  function move (/** @type {any} */ player) {
    const { survival, position } = player
    const last = player.lastTickPosition
    player.lastTickPosition = position.clone()
    const onGround = Boolean(player.onGround)
    const wasOnGround = player.wasOnGround ?? true
    player.wasOnGround = onGround
    if (!last) return
    const dx = position.x - last.x; const dy = position.y - last.y; const dz = position.z - last.z
    const way = Math.hypot(dx, dz)
    player.moved = way > 0.003 || Math.abs(dy) > 0.003
    if (way > 4 || Math.abs(dy) > 8) return // moved by the server
    if (survival.in_water) exhaust(player, COST.swim * Math.hypot(dx, dy, dz))
    else if (onGround && player.sprinting) exhaust(player, COST.sprint * way)
    if (wasOnGround && !onGround && dy > 0 && !survival.in_water) exhaust(player, player.sprinting ? COST.sprint_jump : COST.jump)
  }

  ctx.vitals = {
    health, setHealth, heal, exhaust, fresh, tell,
    feed: (/** @type {any} */ player, /** @type {number} */ food, /** @type {number} */ saturation) => feedVitals(player.survival, food, saturation)
  }
  ctx.onJoin(player => {
    const { survival } = player
    if (survival.food_timer === undefined) Object.assign(survival, { food_timer: 0, fire: 0, absorption: 0, fall: 0, last_hurt: 0, using: null, ...survival })
  })
  ctx.onRespawn((/** @type {any} */ player) => { fresh(player); player.toldVitals = undefined; player.lastTickPosition = undefined })
  ctx.onTick(() => { for (const player of [...ctx.players]) tick(player) })
}
