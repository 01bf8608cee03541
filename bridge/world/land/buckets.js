/**
 * Buckets: water and lava taken up and poured out where the player looks.
 * Source: https://minecraft.wiki/w/Bucket (Java 1.20). Cauldrons are cauldrons.js' work; taking up fish is mobs/animals.js'. Fish keep
 * their colours, health and age in the bucket, by vanilla's own tags; names are not kept.
 */
import { FACES, beside } from '../blocks/directions.js'
import { inNether } from './dimensions.js'
import { lookedAt } from '../players/sight.js'

const CREATURE = /^(cod|salmon|pufferfish|tropical_fish|axolotl|tadpole)_bucket$/
const HISS = 1009 // world_event: extinguished

/** The NBT of a bucket with a creature in it: https://minecraft.wiki/w/Bucket_of_Fish#Item_data @param {any} mob */
export function bucketTag (mob) {
  /** @type {Record<string, any>} */
  const value = { Health: { type: 'float', value: mob.health } }
  if (mob.variant !== undefined) value[mob.name === 'axolotl' ? 'Variant' : 'BucketVariantTag'] = { type: 'int', value: mob.variant }
  if (mob.growing > 0) value.Age = { type: 'int', value: -mob.growing }
  return { type: 'compound', name: '', value }
}

/** What a creature out of a bucket keeps of itself. @param {any} held */
function bucketFields (held) {
  const tag = held.nbt?.value ?? {}
  const variant = tag.Variant?.value ?? tag.BucketVariantTag?.value
  const age = Number(tag.Age?.value ?? 0)
  return { persistent: true, ...(variant === undefined ? {} : { variant }), ...(tag.Health ? { health: tag.Health.value } : {}), ...(age < 0 ? { growing: -age } : {}) }
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const { stateOf } = ctx.blocks
  const water = stateOf('water'); const lava = stateOf('lava')
  const logged = (/** @type {number} */ state) => ctx.blocks.properties(state).waterlogged === true

  /** @param {import('../types.d.ts').Player} player @param {any} held @param {number} hand */
  function fill (player, held, hand) {
    const seen = lookedAt(ctx, player, state => state === water || state === lava)
    if (!seen) return false
    const { cell, state } = seen
    const taken = state === lava ? 'lava_bucket' : kinds.name[state] === 'powder_snow' ? 'powder_snow_bucket' : state === water || logged(state) ? 'water_bucket' : null
    if (!taken) return false
    ctx.blocks.set(cell, logged(state) ? stateOf(kinds.name[state], { ...ctx.blocks.properties(state), waterlogged: false }) : 0, { by: player, cause: 'bucket' })
    if (player.gameMode === 1) return true
    swap(player, held, hand, taken)
    return true
  }

  /** Give the other bucket for the one in hand. @param {import('../types.d.ts').Player} player @param {any} held @param {number} hand @param {string} name */
  function swap (player, held, hand, name) {
    const stack = ctx.inventory.make(name, 1)
    if (held.count === 1) ctx.inventory.set(player, ctx.inventory.handSlot(player, hand), stack)
    else {
      ctx.inventory.consumeHeld(player, 1, hand)
      ctx.inventory.giveOrDrop(player, stack)
    }
  }

  /** @param {import('../types.d.ts').Player} player @param {any} held @param {number} hand */
  function pour (player, held, hand) {
    const seen = lookedAt(ctx, player, () => false)
    if (!seen) return false
    const fluid = held.name === 'lava_bucket' ? lava : water
    const creature = CREATURE.exec(held.name)?.[1]
    if (fluid === water && inNether(player.position.x)) { // it hisses away
      if (player.gameMode !== 1) swap(player, held, hand, 'bucket')
      ctx.broadcast('world_event', { effectId: HISS, location: seen.before, data: 0, global: false })
      return true
    }
    for (const cell of [seen.cell, seen.before]) {
      const state = ctx.blocks.get(cell.x, cell.y, cell.z)
      if (state === null || cell.y < ctx.chunks.minY || cell.y >= ctx.chunks.minY + ctx.chunks.height) continue
      if (fluid === water && ctx.blocks.properties(state).waterlogged === false && kinds.name[state] !== 'double_slab') {
        ctx.blocks.set(cell, stateOf(kinds.name[state], { ...ctx.blocks.properties(state), waterlogged: true }), { by: player, cause: 'bucket' })
      } else if (kinds.air[state] || kinds.floodable[state] || (kinds.fluid[state] !== 0 && !kinds.waterlogged[state])) {
        if (kinds.floodable[state] && !kinds.air[state]) ctx.drops.breakBlock(cell, { replacement: fluid, cause: 'bucket' })
        else ctx.blocks.set(cell, fluid, { by: player, cause: 'bucket' })
      } else continue
      ctx.fluids.disturb(cell.x, cell.y, cell.z)
      if (creature && ctx.mobs.KINDS[creature]) ctx.mobs.spawn(creature, { x: cell.x + 0.5, y: cell.y, z: cell.z + 0.5 }, bucketFields(held))
      if (player.gameMode !== 1) swap(player, held, hand, 'bucket')
      return true
    }
    return false
  }

  // powder snow is put down as a block is
  ctx.onUseBlock(({ player, block, position, face, held, hand }) => {
    if (held?.name !== 'powder_snow_bucket' || /cauldron$/.test(block.name) || player.gameMode === 2) return false
    const cell = kinds.replaceable[block.stateId] ? position : beside(position, FACES[face])
    const state = ctx.blocks.get(cell.x, cell.y, cell.z)
    if (state === null || !kinds.replaceable[state] || !ctx.blocks.set(cell, stateOf('powder_snow'), { by: player, cause: 'bucket' })) return false
    if (player.gameMode !== 1) swap(player, held, hand, 'bucket')
    return true
  })

  ctx.onUseItem(({ player, held, hand }) => {
    if (held?.name === 'bucket') return fill(player, held, hand)
    if (held?.name === 'water_bucket' || held?.name === 'lava_bucket' || (held && CREATURE.test(held.name))) return pour(player, held, hand)
    return false
  })
}
