/**
 * Beds: lying down, the night skipped, the place to wake up at after death.
 * Source: https://minecraft.wiki/w/Bed, /w/Sleep (Java 1.20). Not covered: phantoms.
 */
import { Vec3 } from 'vec3'
import { toNbt } from '../text.js'
import { inNether } from '../land/dimensions.js'

const BED_POWER = 5 // of the explosion in the nether
const ASLEEP_TICKS = 100 // ticks all must have slept
const NEAR = [3, 2, 3] // blocks from the bed
const MONSTERS = [8, 5, 8]
const META_POSE = 6
const META_BED = 14
const POSE_SLEEPING = 2
const AROUND = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1], [-1, 1], [-1, -1], [2, 0], [-2, 0], [0, 2], [0, -2]]
const STEP = /** @type {Record<string, [number, number]>} */ ({ north: [0, -1], south: [0, 1], west: [-1, 0], east: [1, 0] })

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const say = (/** @type {any} */ player, /** @type {string} */ key) => player.send('system_chat', { content: toNbt({ translate: key }), isActionBar: true })
  /** @param {any} block @param {any} position @returns {any} the head's place */
  function headOf (block, position) {
    const { part, facing } = ctx.blocks.properties(block.stateId)
    const [dx, dz] = STEP[facing]
    return part === 'head' ? position : position.offset(dx, 0, dz)
  }
  const canSleep = () => { const t = ctx.time.ofDay(); return (t >= 12542 && t <= 23459) || ctx.time.weather.thundering }

  ctx.onUseBlock(({ player, block, position, sneaking, held }) => {
    if (!/_bed$/.test(block.name) || (sneaking && held)) return false
    const head = headOf(block, position)
    if (inNether(head.x)) {
      ctx.blocks.set(head, 0, { cause: 'explosion' })
      ctx.explosions.explode(head.offset(0.5, 0.5, 0.5), BED_POWER, { fire: true })
      return true
    }
    if (ctx.blocks.properties(ctx.blocks.get(head.x, head.y, head.z) ?? 0).occupied === true) return say(player, 'block.minecraft.bed.occupied'), true
    const away = player.position.minus(head.offset(0.5, 0, 0.5))
    if (Math.abs(away.x) > NEAR[0] || Math.abs(away.y) > NEAR[1] || Math.abs(away.z) > NEAR[2]) return say(player, 'block.minecraft.bed.too_far_away'), true
    setSpawn(player, head)
    if (!canSleep()) return say(player, 'block.minecraft.bed.no_sleep'), true
    const danger = ctx.entities.near(head, 12, e => e.kind === 'mob' && e.traits.family === 'monster' && e.dying === undefined &&
      Math.abs(e.position.x - head.x - 0.5) <= MONSTERS[0] && Math.abs(e.position.y - head.y) <= MONSTERS[1] && Math.abs(e.position.z - head.z - 0.5) <= MONSTERS[2])
    if (danger.length > 0 && player.gameMode !== 1) return say(player, 'block.minecraft.bed.not_safe'), true
    lieDown(player, head)
    return true
  })

  /** @param {any} player @param {any} head */
  function setSpawn (player, head) {
    const spot = besideBed(head)
    const known = player.survival.bed
    if (known && known.x === head.x && known.y === head.y && known.z === head.z) return
    player.survival.bed = { x: head.x, y: head.y, z: head.z }
    player.survival.spawn = spot
    player.tell({ translate: 'block.minecraft.set_spawn' })
  }

  /** A free place to stand beside a bed. @param {any} head */
  function besideBed (head) {
    for (const dy of [0, -1, 1]) {
      for (const [dx, dz] of AROUND) {
        const x = head.x + dx; const y = head.y + dy; const z = head.z + dz
        if (ctx.blocks.solid(x, y - 1, z) && !ctx.blocks.solid(x, y, z) && !ctx.blocks.solid(x, y + 1, z) && !ctx.blocks.fluid(x, y, z)) return { x: x + 0.5, y, z: z + 0.5 }
      }
    }
    return { x: head.x + 0.5, y: head.y + 1, z: head.z + 0.5 }
  }

  function occupy (/** @type {any} */ head, /** @type {boolean} */ occupied) {
    const state = ctx.blocks.get(head.x, head.y, head.z)
    if (state === null || !/_bed$/.test(ctx.states.names[state])) return
    ctx.blocks.set(head, ctx.blocks.stateOf(ctx.states.names[state], { ...ctx.blocks.properties(state), occupied }), { cause: 'bed' })
  }

  /** Tell everybody how many sleep, over the hotbar. ServerLevel.announceSleepStatus */
  function announce () {
    const { sleeping, needed } = count()
    if (Number(ctx.rules.playersSleepingPercentage ?? 100) > 100) return
    const message = sleeping >= needed ? { translate: 'sleep.skipping_night' } : { translate: 'sleep.players_sleeping', with: [String(sleeping), String(needed)] }
    ctx.broadcast('system_chat', { content: toNbt(message), isActionBar: true })
  }

  /** How many sleep and how many must for the night to pass. */
  function count () {
    const there = ctx.players.filter(p => p.gameMode !== 3)
    const share = Number(ctx.rules.playersSleepingPercentage ?? 100) / 100
    return { sleeping: there.filter(p => p.survival.sleeping).length, needed: Math.max(1, Math.ceil(there.length * share)) }
  }

  function lieDown (/** @type {any} */ player, /** @type {any} */ head) {
    player.survival.sleeping = { x: head.x, y: head.y, z: head.z, since: ctx.tick() }
    occupy(head, true)
    player.position = new Vec3(head.x + 0.5, head.y + 0.6875, head.z + 0.5)
    lying(player, head)
    announce()
  }

  const lying = (/** @type {any} */ player, /** @type {any} */ { x, y, z }) =>
    ctx.entities.setMetadata(player, [{ key: META_POSE, type: 'pose', value: POSE_SLEEPING }, { key: META_BED, type: 'optional_block_pos', value: { x, y, z } }])

  function wake (/** @type {any} */ player) {
    const bed = player.survival.sleeping
    if (!bed) return
    player.survival.sleeping = null
    if (count().sleeping > 0) announce()
    occupy(bed, false)
    ctx.entities.setMetadata(player, [{ key: META_POSE, type: 'pose', value: 0 }, { key: META_BED, type: 'optional_block_pos', value: undefined }])
    ctx.damage.toAll(player, 'animation', { entityId: player.id, animation: 2 })
    if (!player.survival.dead) player.teleport(besideBed(bed))
  }

  ctx.onPacket('entity_action', (player, { actionId }) => { if (actionId === 'stop_sleeping' || actionId === 2) wake(player) })
  ctx.onLeave(player => { if (!ctx.renewing) wake(player) })
  ctx.onJoin(player => { // kept asleep: a client that joins stands
    const bed = player.survival.sleeping
    if (!bed) return
    if (ctx.renewing) return lying(player, bed)
    occupy(player.survival.sleeping, false)
    player.survival.sleeping = null
  })
  ctx.damage.onHurt((/** @type {any} */ { victim }) => { if (victim.kind === 'player' && victim.survival.sleeping) wake(victim) })

  // who sleeps in a bed that breaks wakes; that it was his he learns when he would come back there
  ctx.blocks.onChange((position, before) => {
    if (!/_bed$/.test(ctx.states.names[before])) return
    const now = ctx.blocks.name(position.x, position.y, position.z)
    if (now && /_bed$/.test(now)) return
    for (const player of ctx.players) {
      const { sleeping } = player.survival
      if (sleeping && sleeping.x === position.x && sleeping.y === position.y && sleeping.z === position.z) wake(player)
    }
  })
  // who wakes up after death finds the bed gone, or a place beside it that is free now
  const respawn = ctx.respawn
  ctx.respawn = player => {
    const { survival } = player
    survival.sleeping = null
    if (survival.bed) {
      const { x, y, z } = survival.bed
      ctx.chunks.load(x >> 4, z >> 4)
      if (/_bed$/.test(ctx.blocks.name(x, y, z) ?? '')) survival.spawn = besideBed(survival.bed)
      else {
        survival.bed = survival.spawn = null
        player.send('game_state_change', { reason: 'no_respawn_block_available', gameMode: 0 })
      }
    }
    respawn(player)
  }

  ctx.onTick(tick => {
    const sleepers = ctx.players.filter(p => p.survival.sleeping)
    if (sleepers.length === 0) return
    for (const player of sleepers) if (!canSleep()) wake(player)
    const { needed } = count()
    const deep = sleepers.filter(p => p.survival.sleeping && tick - p.survival.sleeping.since >= ASLEEP_TICKS)
    if (deep.length < needed) return
    ctx.time.set((Math.floor(ctx.time.day / 24000) + 1) * 24000)
    if (ctx.time.weather.raining) ctx.time.setWeather('clear')
    for (const player of sleepers) wake(player)
  }, { every: 10 })
}
