/**
 * Horses, donkeys and mules: broken in by riding, saddled, ridden; and saddled pigs.
 *
 * Source: https://minecraft.wiki/w/Horse, /w/Pig (Java 1.20). The rider's client moves a saddled one (riding.js). Not covered: the horse's own
 * window (saddles go on by hand), horse armour, chests on donkeys, bred foals' figures, carrots on sticks' boost.
 */
import { animal } from './animals.js'
import { heal } from './effects.js'

const TRY = 1 / 50 // a tick on an untamed back
const MORE = 5 // temper a throw adds
const META_FLAGS = 17
const TAME = 2
const SADDLED = 4
const HEARTS = 7 // entity_status
const SMOKE = 6
/** Temper and health that food gives; https://minecraft.wiki/w/Horse#Food */
const FEED = /** @type {Record<string, [number, number]>} */ ({ sugar: [3, 1], wheat: [3, 2], apple: [3, 3], golden_carrot: [5, 4], golden_apple: [10, 10], enchanted_golden_apple: [10, 10], hay_block: [0, 20] })

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function steed (mob, life) {
  const { ctx } = life
  const [rider] = ctx.riding.ridersOf(mob)
  if (rider && !mob.owner && ctx.random() < TRY) {
    const tamed = Math.floor(ctx.random() * mob.traits.mount.temper) < (mob.temper ?? 0)
    if (tamed) { mob.owner = rider.uuid; mob.persistent = true; show(mob, ctx) } else {
      mob.temper = Math.min(mob.traits.mount.temper, (mob.temper ?? 0) + MORE)
      ctx.riding.dismount(rider)
    }
    ctx.entities.broadcast(mob, 'entity_status', { entityId: mob.id, entityStatus: tamed ? HEARTS : SMOKE })
  }
  animal(mob, life)
}

/** Clients see whether it is tame and saddled. @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function show (mob, ctx) {
  if (mob.traits.mount) ctx.entities.setMetadata(mob, [{ key: META_FLAGS, type: 'byte', value: (mob.owner ? TAME : 0) | (mob.saddled ? SADDLED : 0) }])
  else ctx.entities.setMetadata(mob, [{ key: mob.traits.saddle, type: 'boolean', value: mob.saddled === true }])
}

/** Food, a saddle, or a leg over its back. @param {{player: any, entity: any, held: any}} use @param {Life} life @returns {boolean} */
export function handleSteed ({ player, entity: mob, held }, { ctx }) {
  if (mob.growing > 0 || mob.dying !== undefined) return false
  if (held?.name === 'saddle' && !mob.saddled && (mob.owner || mob.traits.saddle)) {
    mob.saddled = true
    mob.persistent = true
    ctx.inventory.consumeHeld(player, 1)
    show(mob, ctx)
    return true
  }
  const meal = mob.traits.mount && held ? FEED[held.name] : undefined
  if (meal) {
    const fed = heal(mob, meal[1], ctx)
    const calmer = !mob.owner && meal[0] > 0 && (mob.temper ?? 0) < mob.traits.mount.temper
    if (calmer) mob.temper = (mob.temper ?? 0) + meal[0]
    if (fed || calmer) { ctx.inventory.consumeHeld(player, 1); return true }
    return false
  }
  if (player.sneaking || (held && mob.traits.food.includes(held.name)) || (mob.traits.saddle && !mob.saddled)) return false
  return ctx.riding.mount(player, mob)
}
