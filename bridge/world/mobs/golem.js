/**
 * Iron golems: guards of a village, that throw who they hit into the air; and how players build them.
 *
 * Source: https://minecraft.wiki/w/Iron_Golem (Java 1.20). Not covered: gifts of poppies, anger at players who hurt villagers, summoning by villagers.
 */
import { chase, strike, wander } from './hunters.js'
import { heal } from './effects.js'

const THROW = 0.4 // blocks/tick up
const REPAIR = 25 // points an ingot gives back
const SWING = 4 // entity_status
const PACE = 0.6 // strolling
const META_FLAGS = 16
const BUILT = 1 // flag: made by a player

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function golem (mob, life) {
  const { ctx, senses } = life
  const target = senses.prey(mob, { eager: false, beasts: true })
  if (!target) return wander(mob, life, PACE)
  chase(mob, target, life)
  const { attack } = mob.traits
  if (strike(mob, target, life, attack / 2 + ctx.randomInt(0, attack - 1))) {
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: SWING })
    if (target.kind === 'player') ctx.damage.pushPlayer(target, { x: 0, y: THROW, z: 0 })
    else target.velocity.y += THROW
  }
  return undefined
}

/** @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function repair ({ player, entity: mob, held }, { ctx }) {
  if (held?.name !== mob.traits.repair || !heal(mob, REPAIR, ctx)) return false
  ctx.inventory.consumeHeld(player, 1)
  return true
}

/** A carved pumpkin on a T of iron blocks is a golem. @param {import('../types.d.ts').Ctx} ctx @param {Life} life */
export function installBuilding (ctx, { birth }) {
  const { blocks } = ctx
  ctx.blocks.onChange((position, _before, after, { cause }) => {
    if (cause !== 'placed' || !/^(carved_pumpkin|jack_o_lantern)$/.test(ctx.states.names[after])) return
    const { x, y, z } = position
    const iron = (/** @type {number} */ dx, /** @type {number} */ dy, /** @type {number} */ dz) => blocks.name(x + dx, y + dy, z + dz) === 'iron_block'
    if (!iron(0, -1, 0) || !iron(0, -2, 0)) return
    const arms = [[1, 0], [0, 1]].find(([dx, dz]) => iron(dx, -1, dz) && iron(-dx, -1, -dz))
    if (!arms) return
    for (const [dx, dy, dz] of [[0, 0, 0], [0, -1, 0], [0, -2, 0], [arms[0], -1, arms[1]], [-arms[0], -1, -arms[1]]]) blocks.set(position.offset(dx, dy, dz), 0, { cause: 'golem' })
    const mob = birth.spawn('iron_golem', { x: x + 0.5, y: y - 2, z: z + 0.5 }, { persistent: true })
    ctx.entities.setMetadata(mob, [{ key: META_FLAGS, type: 'byte', value: BUILT }])
  })
}
