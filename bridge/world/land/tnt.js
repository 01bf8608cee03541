/**
 * TNT: lit by flint and steel, by power, by another explosion; it falls while it burns, and bursts.
 * Rules: https://minecraft.wiki/w/TNT (Java Edition 1.20). Not covered: fire and burning arrows that light it, minecarts with it.
 * @module
 */
import { Vec3 } from 'vec3'

const FUSE = 80 // ticks
const CHAIN = [10, 29] // ticks, when another explosion lights it
const POWER = 4
const HOP = 0.2 // blocks/tick up when lit
const SIDE = 0.02 // blocks/tick to some side
const SIZE = { halfWidth: 0.49, height: 0.98, gravity: 0.04 }
const META_FUSE = 8

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, entities } = ctx

  /** @param {import('../types.d.ts').Point} at @param {number} fuse @param {any} by */
  function prime (at, fuse, by) {
    const way = ctx.random() * Math.PI * 2
    const tnt = entities.spawn('tnt', 'tnt', { x: at.x + 0.5, y: at.y, z: at.z + 0.5 }, { fuse, by: by?.id ?? null })
    tnt.velocity.x = -Math.sin(way) * SIDE
    tnt.velocity.y = HOP
    tnt.velocity.z = -Math.cos(way) * SIDE
    entities.setMetadata(tnt, [{ key: META_FUSE, type: 'int', value: fuse }])
  }

  /** Light the block of TNT at a place. @param {import('../types.d.ts').Point} at @param {any} [by] */
  function light (at, by = null) {
    if (blocks.name(at.x, at.y, at.z) !== 'tnt') return
    blocks.set(new Vec3(at.x, at.y, at.z), 0, { cause: 'lit' })
    prime(at, FUSE, by)
  }

  entities.define('tnt', {
    tick: tnt => {
      entities.physics(tnt, SIZE)
      const kept = tnt.onGround ? 0.7 : 0.98
      tnt.velocity.x *= kept
      tnt.velocity.z *= kept
      if (--tnt.fuse > 0) return
      entities.remove(tnt)
      ctx.explosions.explode(tnt.position.offset(0, SIZE.height / 16, 0), POWER, { by: tnt.by === null ? null : entities.get(tnt.by), decay: false })
    },
    save: tnt => ({ fuse: tnt.fuse, by: tnt.by }),
    load: saved => saved
  })

  ctx.onUseBlock(({ player, block, position, held, hand }) => {
    if (block.name !== 'tnt' || (held?.name !== 'flint_and_steel' && held?.name !== 'fire_charge')) return false
    light(position, player)
    if (held.name === 'flint_and_steel') ctx.inventory.damageHeld(player, 1, hand)
    else ctx.inventory.consumeHeld(player, 1, hand)
    return true
  })
  blocks.onChange((position, before, _after, { cause }) => {
    if (cause === 'explosion' && blocks.states.names[before] === 'tnt') prime(position, ctx.randomInt(CHAIN[0], CHAIN[1]), null)
  })

  ctx.tnt = { light, prime: (/** @type {import('../types.d.ts').Point} */ at) => prime(at, FUSE, null) }
}
