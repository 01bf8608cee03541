/**
 * Zombies of every kind: the hunt, the call for help, what they turn into; villagers bitten and cured; drowned with tridents.
 *
 * Sources: https://minecraft.wiki/w/Zombie, /w/Zombie_Villager, /w/Drowned, /w/Husk (Java 1.20). Not covered: breaking doors, leaders,
 * trampling of turtle eggs, drowned going ashore only by night, the iron bars and beds that hasten a cure.
 */
import { chase, strike, wander } from './hunters.js'
import { levelOn } from './effects.js'

const CALLED_AT = [7, 40] // blocks to each side
const CALL_TRIES = 50
const CALL_LEAST = 7 // blocks from any player
const CALL_COST = 0.05 // of the share, for both
const SINKS = 600 // ticks under water before it begins to turn
const TURNS = 300 // ticks of turning
const CURE = [3600, 6000] // ticks
const THROWS = 10 // blocks beyond which a drowned throws
const THROW_EVERY = 40 // ticks
const TRIDENT = 8 // points of a thrown one
const META_TURNING = 18 // zombie → drowned
const META_CURING = 19
const META_VILLAGER = 20 // type, profession and level of a zombie villager
const CURED = 16 // entity_status: the sound of a cure

/** @typedef {import('./hunters.js').Life} Life */

/** Zombie, husk, zombie villager. @param {any} mob @param {Life} life */
export function zombie (mob, life) {
  if (mob.traits.sinks_into) sink(mob, life)
  if (mob.turning > 0 && mob.name === 'zombie_villager') cure(mob, life)
  if (mob.removed) return undefined
  const target = life.senses.prey(mob)
  if (!target) return wander(mob, life)
  chase(mob, target, life)
  strike(mob, target, life)
  return undefined
}

/** Under water a husk becomes a zombie and a zombie a drowned. @param {any} mob @param {Life} life */
function sink (mob, { ctx, birth }) {
  if (!mob.inWater || ctx.blocks.fluid(mob.position.x, mob.position.y + mob.box.height * 0.85, mob.position.z) !== 1) { if (!(mob.turning > SINKS)) mob.turning = undefined; return }
  mob.turning = (mob.turning ?? 0) + 1
  if (mob.turning === SINKS) ctx.entities.setMetadata(mob, [{ key: META_TURNING, type: 'boolean', value: true }])
  if (mob.turning >= SINKS + TURNS) birth.become(mob, mob.traits.sinks_into)
}

/** Another comes to the help of one that was hurt, on hard. @param {any} mob @param {any} attacker @param {Life} life */
export function call (mob, attacker, { ctx, body, birth }) {
  if (!mob.traits.calls || ctx.options.difficulty < 3 || ctx.rules.doMobSpawning === false || ctx.random() >= (mob.calls ?? 0)) return
  const off = () => ctx.randomInt(CALLED_AT[0], CALLED_AT[1]) * ctx.randomInt(-1, 1)
  for (let n = 0; n < CALL_TRIES; n++) {
    const x = Math.floor(mob.position.x) + off(); const y = Math.floor(mob.position.y) + off(); const z = Math.floor(mob.position.z) + off()
    const { terrain } = body
    if (!terrain.solid(x, y - 1, z) || terrain.solid(x, y, z) || terrain.solid(x, y + 1, z) || terrain.water(x, y, z)) continue
    if (ctx.blocks.light({ x, y, z }).block > 0 || ctx.players.some(player => Math.hypot(player.position.x - x, player.position.y - y, player.position.z - z) < CALL_LEAST)) continue
    const other = birth.spawn(mob.name, { x: x + 0.5, y, z: z + 0.5 })
    other.brain.target = attacker.id
    other.brain.seen = ctx.tick()
    mob.calls -= CALL_COST
    other.calls = Math.max(0, other.calls - CALL_COST)
    return
  }
}

/** A villager killed by a zombie walks on as one: always on hard, one in two on normal. @param {any} mob @param {any} killer @param {Life} life @returns {any} */
export function bitten (mob, killer, { ctx, birth }) {
  if (mob.name !== 'villager' || !/zombie|husk|drowned/.test(killer?.name ?? '') || ctx.options.difficulty < 2) return null
  if (ctx.options.difficulty === 2 && ctx.random() < 0.5) return null
  const turned = birth.become(mob, 'zombie_villager', { persistent: true, gear: {}, baby: mob.growing > 0 })
  if (mob.trade) dressVillager(turned, ctx, META_VILLAGER)
  return turned
}

const TYPES = ['desert', 'jungle', 'plains', 'savanna', 'snow', 'swamp', 'taiga']
const PROFESSIONS = ['none', 'armorer', 'butcher', 'cartographer', 'cleric', 'farmer', 'fisherman', 'fletcher', 'leatherworker', 'librarian', 'mason', 'nitwit', 'shepherd', 'toolsmith', 'weaponsmith']
/** Show a villager's type, profession and level. @param {any} mob @param {import('../types.d.ts').Ctx} ctx @param {number} key */
function dressVillager (mob, ctx, key) {
  const { type, profession, level } = mob.trade
  ctx.entities.setMetadata(mob, [{ key, type: 'villager_data', value: { villagerType: TYPES.indexOf(type), villagerProfession: PROFESSIONS.indexOf(profession), level } }])
}

/** A golden apple on a weakened zombie villager. @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function handleCure ({ player, entity: mob, held }, { ctx }) {
  if (mob.name !== 'zombie_villager' || held?.name !== 'golden_apple' || levelOn(mob, 'weakness') === 0) return false
  ctx.inventory.consumeHeld(player, 1)
  if (mob.turning > 0) return true
  mob.turning = ctx.randomInt(CURE[0], CURE[1])
  mob.persistent = true
  delete mob.effects.weakness
  ctx.entities.setMetadata(mob, [{ key: META_CURING, type: 'boolean', value: true }])
  ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: CURED })
  return true
}

/** @param {any} mob @param {Life} life */
function cure (mob, { ctx, birth }) {
  if (--mob.turning > 0) return
  const trade = mob.trade ?? { type: 'plains', profession: 'none', level: 1, xp: 0, offers: [], restocked: 0 }
  const villager = birth.become(mob, 'villager', { persistent: true, trade, home: mob.home ?? [mob.position.x, mob.position.y, mob.position.z], baby: false, ...(mob.baby ? { growing: 24000 } : {}) })
  dressVillager(villager, ctx, 18)
}

/** Drowned: swims after its prey, throws the trident it may hold. @param {any} mob @param {Life} life */
export function drowned (mob, life) {
  const { ctx, body, senses } = life
  const { brain } = mob
  const target = senses.prey(mob)
  if (!target) return wander(mob, life)
  const away = target.position.distanceTo(mob.position)
  if (mob.inWater) {
    mob.velocity.y += Math.sign(target.position.y - mob.position.y) * 0.02 + 0.005
    if (away < 12) { body.steer(mob, target.position.x, target.position.z, 1); body.look(mob, target.position) }
  }
  if (mob.gear?.[0] === 'trident' && away < THROWS && away > 3 && senses.sees(mob, target)) {
    body.halt(mob)
    body.look(mob, target.position)
    if (ctx.tick() - (brain.shot ?? -99) < THROW_EVERY) return undefined
    brain.shot = ctx.tick()
    const from = mob.position.offset(0, mob.box.height * 0.85 - 0.1, 0)
    const dx = target.position.x - from.x; const dz = target.position.z - from.z
    ctx.projectiles.shoot('trident', from, { x: dx, y: target.position.y + 0.6 - from.y + Math.hypot(dx, dz) * 0.2, z: dz }, 1.6, { inaccuracy: 14 - ctx.options.difficulty * 4, damage: TRIDENT, flat: true, owner: mob.id, pickup: false })
    return undefined
  }
  if (!mob.inWater || away >= 12) chase(mob, target, life)
  strike(mob, target, life)
  return undefined
}
