/**
 * What a place does to the players in it: falling, drowning, burning, lava, cactus, suffocation, the void.
 *
 * Sources: https://minecraft.wiki/w/Damage, /w/Fall_damage, /w/Drowning, /w/Fire, /w/Lava, /w/Suffocation (Java 1.20).
 * Falls are worked out from the positions clients report, as vanilla does; a client that lies about standing is believed.
 * Not covered: freezing in powder snow, pushing by the world border, crashing on elytra, drowning's bubble column.
 */
import { blockKinds } from '../blocks/block_kinds.js'

const SAFE_FALL = 3 // blocks
const GLIDE = -0.5 // blocks/tick; gliding no steeper than this is no fall
const MAX_AIR = 300 // ticks of breath
const DROWNING_AIR = -20 // air at which two points are lost, and air starts again from 0
const BREATH_REGAINED = 4 // ticks of air a tick
const LAVA_DAMAGE = 4 // points each half second
const LAVA_FIRE = 300 // ticks alight after lava
const FIRE_FIRE = 160 // ticks alight after fire
const FIRE_GRACE = -20 // fire ticks a player has before fire sets it alight
const VOID_Y = -128 // 64 below the overworld's floor
const EYE = 1.62 // blocks above the feet, standing
const METADATA_AIR = 1
/** Share of fall damage that remains on soft ground. https://minecraft.wiki/w/Fall_damage#Reducing_fall_damage */
const SOFT_GROUND = /** @type {[RegExp, number][]} */ ([[/^slime_block$/, 0], [/^(hay_block|honey_block)$/, 0.2], [/_bed$/, 0.5], [/^(powder_snow|cobweb|sweet_berry_bush)$/, 0]])
const STOPS_FALL = new Set(['cobweb', 'sweet_berry_bush', 'powder_snow', 'bubble_column'])

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const kinds = blockKinds(ctx.registry)
  const stateAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => /** @type {number | null} */ (ctx.blocks.get(Math.floor(x), Math.floor(y), Math.floor(z)))

  /** How deep the fluid of a cell stands, in blocks: full when more of it is above. */
  function fluidTop (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ sign) {
    const state = stateAt(x, y, z)
    if (state === null || Math.sign(kinds.fluid[state]) !== sign) return 0
    const above = stateAt(x, y + 1, z)
    if (above !== null && Math.sign(kinds.fluid[above]) === sign) return 1
    const level = Math.abs(kinds.fluid[state]) - 1
    return (level === 0 || level >= 8 ? 8 : 8 - level) / 9
  }
  const inFluid = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ sign) => y - Math.floor(y) < fluidTop(x, y, z, sign)

  /** Visit the cells a player's box touches. */
  function touched (/** @type {any} */ at, /** @type {(name: string, state: number) => void} */ visit, grow = -0.001) {
    const half = 0.3 + grow
    for (let x = Math.floor(at.x - half); x <= Math.floor(at.x + half); x++) {
      for (let z = Math.floor(at.z - half); z <= Math.floor(at.z + half); z++) {
        for (let y = Math.floor(at.y + 0.001); y <= Math.floor(at.y + 1.799); y++) {
          const state = ctx.blocks.get(x, y, z)
          if (state !== null && !kinds.air[state]) visit(kinds.name[state], state)
        }
      }
    }
  }

  /**
   * A fall's next stretch; called for every position a client reports, and once a tick.
   * @param {any} player
   */
  function follow (player) {
    const { survival, position } = player
    const lastY = player.lastY ?? position.y
    player.lastY = position.y
    if (survival.dead || player.flying || (player.gameMode !== 0 && player.gameMode !== 2)) { survival.fall = 0; return }
    const dy = position.y - lastY
    if (Math.abs(dy) > 60) { survival.fall = 0; return } // moved by the server
    if (dy < 0) survival.fall = (survival.fall ?? 0) - dy
    if (player.vehicle) survival.fall = 0
    if (player.gliding && dy > GLIDE && survival.fall > 1) survival.fall = 1
    const feet = stateAt(position.x, position.y, position.z)
    if (feet === null) return
    if (kinds.fluid[feet] > 0 || kinds.climbable[feet] || STOPS_FALL.has(kinds.name[feet]) ||
      ctx.effects.level(player, 'slow_falling') > 0 || ctx.effects.level(player, 'levitation') > 0) survival.fall = 0
    if (kinds.fluid[feet] < 0 && dy < 0) survival.fall *= 0.5
    if (player.onGround && survival.fall > 0) land(player)
  }

  function land (/** @type {any} */ player) {
    const { survival, position } = player
    const height = survival.fall
    survival.fall = 0
    if (height <= 0.5) return
    const ground = stateAt(position.x, position.y - 0.2, position.z)
    const name = ground === null ? 'air' : kinds.name[ground]
    if (name === 'farmland') ctx.farming?.trample(position.floored().offset(0, position.y % 1 > 0.9 ? 0 : -1, 0), height)
    const soft = player.sneaking && name === 'slime_block' ? undefined : SOFT_GROUND.find(([pattern]) => pattern.test(name))
    const amount = Math.ceil((height - SAFE_FALL - ctx.effects.level(player, 'jump_boost')) * (soft ? soft[1] : 1))
    if (amount > 0) ctx.damage.player(player, amount, { cause: 'fall', height })
  }

  function breathe (/** @type {any} */ player) {
    const { survival, position } = player
    const eye = position.y + (player.sneaking ? 1.27 : EYE)
    const under = inFluid(position.x, eye, position.z, 1) && ctx.effects.level(player, 'water_breathing') === 0
    if (under && player.gameMode !== 1 && player.gameMode !== 3) {
      const respiration = player.inventory.slots[5]?.enchants?.find((/** @type {any} */ e) => e.name === 'respiration')?.lvl ?? 0
      if (respiration === 0 || ctx.random() < 1 / (respiration + 1)) survival.air = (survival.air ?? MAX_AIR) - 1
      if (survival.air <= DROWNING_AIR) {
        survival.air = 0
        ctx.damage.player(player, 2, { cause: 'drown' })
      }
    } else if (survival.air < MAX_AIR) {
      survival.air = Math.min(MAX_AIR, survival.air + BREATH_REGAINED)
    }
    const bubbles = Math.round(survival.air / 15)
    if (bubbles !== player.toldAir) {
      player.toldAir = bubbles
      player.send('entity_metadata', { entityId: player.id, metadata: [{ key: METADATA_AIR, type: 'int', value: survival.air }] })
    }
  }

  function burn (/** @type {any} */ player) {
    const { survival, position } = player
    let lava = false; let flames = 0; let water = false
    touched(position, (name, state) => {
      if (kinds.fluid[state] < 0) lava = true
      else if (name === 'fire' || name === 'campfire') flames = Math.max(flames, 1)
      else if (name === 'soul_fire' || name === 'soul_campfire') flames = Math.max(flames, 2)
      else if (kinds.fluid[state] > 0) water = true
    })
    if (player.vehicle && ctx.boats.dry(player.vehicle)) water = false
    survival.in_water = water
    const alight = survival.fire > 0
    if (lava) {
      survival.fire = Math.max(survival.fire, LAVA_FIRE)
      survival.fall *= 0.5
      ctx.damage.player(player, LAVA_DAMAGE, { cause: 'lava' })
    } else if (flames > 0) {
      if (++survival.fire >= 0) survival.fire = Math.max(survival.fire, FIRE_FIRE)
      ctx.damage.player(player, flames, { cause: 'in_fire' })
    } else if (survival.fire <= 0) {
      survival.fire = FIRE_GRACE
    }
    if ((water || (survival.fire > 0 && ctx.precipitation.rainsAt(position.offset(0, 1.8, 0)))) && survival.fire > 0) survival.fire = FIRE_GRACE
    if (survival.fire > 0 && !lava) {
      if (survival.fire % 20 === 0 && flames === 0) ctx.damage.player(player, 1, { cause: 'on_fire' })
      survival.fire -= 1
    }
    if (alight !== survival.fire > 0 && !survival.dead) {
      ctx.poses.show(player)
    }
  }

  function prick (/** @type {any} */ player) {
    const { position } = player
    let cactus = false; let berries = false
    touched(position, name => {
      if (name === 'cactus') cactus = true
      else if (name === 'sweet_berry_bush') berries = true
    }, 0.001)
    if (!cactus) { // standing on it, or pressed against its slim sides
      const below = stateAt(position.x, position.y - 0.08, position.z)
      cactus = below !== null && kinds.name[below] === 'cactus' && position.y - Math.floor(position.y) > 0.9
      for (const [dx, dz] of [[0.37, 0], [-0.37, 0], [0, 0.37], [0, -0.37]]) {
        const side = stateAt(position.x + dx, position.y + 0.5, position.z + dz)
        if (side !== null && kinds.name[side] === 'cactus') cactus = true
      }
    }
    if (cactus) ctx.damage.player(player, 1, { cause: 'cactus' })
    if (berries && player.moved) ctx.damage.player(player, 1, { cause: 'sweet_berry_bush' })
    const floor = stateAt(position.x, position.y - 0.1, position.z)
    if (floor !== null && kinds.name[floor] === 'magma_block' && player.onGround && !player.sneaking) ctx.damage.player(player, 1, { cause: 'hot_floor' })
  }

  function suffocate (/** @type {any} */ player) {
    const { position } = player
    const eye = stateAt(position.x, position.y + EYE, position.z)
    if (eye !== null && kinds.opaque[eye]) ctx.damage.player(player, 1, { cause: 'in_wall' })
  }

  ctx.hazards = { inFluid, fluidTop, kinds }
  ctx.onMove(follow)
  ctx.onRespawn((/** @type {any} */ player) => { player.lastY = undefined; player.toldAir = undefined })
  ctx.onTick(() => {
    for (const player of [...ctx.players]) {
      if (player.survival.dead) continue
      if (player.position.y < VOID_Y && ctx.damage.player(player, 4, { cause: 'out_of_world' })) continue
      follow(player)
      if (player.survival.dead || player.gameMode === 3) continue
      burn(player)
      if (!player.survival.dead) breathe(player)
      if (player.survival.dead || player.gameMode === 1) continue
      prick(player)
      if (!player.survival.dead) suffocate(player)
    }
  })
}
