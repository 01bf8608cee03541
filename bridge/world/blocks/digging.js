/**
 * Digging: how long it takes, what it needs, what it wears.
 *
 * The vanilla server's own rule: a dig that is reported finished with 70 % or more of the work done succeeds at once; one reported sooner is
 * carried to its end by the server. So latency costs nothing and nothing is won by hurrying. Drops are known by drops.js.
 * Dig times: minecraft.wiki/w/Breaking (Java Edition 1.20).
 * @module
 */
import { createRequire } from 'node:module'
import { withinReach, eyeHeight } from '../players/reach.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('../items/stacks.js').Item} Item */
/** @typedef {{position: any, since: number, stage: number, reported: boolean}} Dig since: tick; reported: the client says it is done */

const ENOUGH = 0.7 // share of the work at which a reported end is believed; minecraft.wiki, Java Edition protocol (Player Action)
const EXHAUSTION = 0.005 // a block; minecraft.wiki/w/Hunger
const FATIGUE = [1, 0.3, 0.09, 0.0027, 0.00081] // speed by level of Mining Fatigue; minecraft.wiki/w/Breaking
const BREAK_EFFECT = 2001 // world_event: particles and sound of a block breaking
const WATERY = new Set(['kelp', 'kelp_plant', 'seagrass', 'tall_seagrass', 'bubble_column'])

/**
 * What slows or speeds a digger.
 * @typedef {{tool: Item | null, efficiency: number, haste: number, fatigue: number, submerged: boolean, onGround: boolean}} Digger
 */

/**
 * The share of a block that one tick of digging takes.
 * @param {any} registry
 * @param {{hardness: number | null, material: string, harvestTools?: Record<string, boolean>}} kind the block's kind
 * @param {Digger} digger
 * @returns {number} 1 or more: at once; 0: never
 */
export function workPerTick (registry, kind, { tool, efficiency, haste, fatigue, submerged, onGround }) {
  const { hardness } = kind
  if (hardness === null || hardness === undefined || hardness < 0) return 0
  if (hardness === 0) return 1
  let speed = (tool && registry.materials[kind.material]?.[tool.type]) || 1
  if (speed > 1 && efficiency > 0) speed += efficiency * efficiency + 1
  if (haste > 0) speed *= 1 + 0.2 * haste
  if (fatigue > 0) speed *= FATIGUE[Math.min(fatigue, 4)]
  if (submerged) speed /= 5
  if (!onGround) speed /= 5
  return speed / hardness / (harvests(kind, tool) ? 30 : 100)
}

/** @param {{harvestTools?: Record<string, boolean>}} kind @param {Item | null} tool @returns {boolean} whether the block drops anything to this tool */
export const harvests = (kind, tool) => !kind.harvestTools || Boolean(tool && kind.harvestTools[tool.type])

/** @param {string} tool @param {number} hardness @returns {number} durability that breaking one block costs */
export function wearOf (tool, hardness) {
  if (/_(pickaxe|axe|shovel|hoe)$/.test(tool)) return hardness > 0 ? 1 : 0
  if (/_sword$|^trident$/.test(tool)) return hardness > 0 ? 2 : 0
  return tool === 'shears' ? 1 : 0
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, blocks, registry } = ctx
  /** @type {Map<Player, Dig>} */
  const digs = new Map()

  /** @param {number} state @returns {boolean} whether it can be dug at all */
  const solidEnough = state => !/^(air|cave_air|void_air|water|lava|bubble_column)$/.test(blocks.states.names[state])

  /** @param {Player} player @param {number} state */
  function workOf (player, state) {
    const tool = inventory.held(player)
    const helmet = inventory.get(player, 5)
    const level = (/** @type {string} */ name) => ctx.effects?.level(player, name) ?? 0
    const { x, y, z } = player.position
    const underWater = blocks.name(x, y + eyeHeight(player), z) === 'water' && !(helmet && inventory.enchantment(helmet, 'aqua_affinity'))
    return workPerTick(registry, registry.blocksByStateId[state], {
      tool,
      efficiency: tool ? inventory.enchantment(tool, 'efficiency') : 0,
      haste: Math.max(level('haste'), level('conduit_power')),
      fatigue: level('mining_fatigue'),
      submerged: underWater,
      onGround: player.onGround
    })
  }

  /** @param {Player} player @param {Dig | undefined} dig @param {number} stage 0–9, −1 for none */
  function crack (player, dig, stage) {
    if (!dig || dig.stage === stage) return
    dig.stage = stage
    ctx.entities.broadcast(player, 'block_break_animation', { entityId: player.id, location: dig.position, destroyStage: stage })
  }

  /** @param {Player} player */
  function stop (player) {
    crack(player, digs.get(player), -1)
    digs.delete(player)
  }

  /** @param {Player} player @param {any} position */
  function start (player, position) {
    const state = blocks.get(position.x, position.y, position.z)
    stop(player)
    if (!state || !solidEnough(state)) return
    if (player.gameMode === 1) {
      if (/_sword$|^trident$/.test(inventory.held(player)?.name ?? '')) return blocks.resend(player, position)
      return destroy(player, position, state)
    }
    if (workOf(player, state) >= 1) return destroy(player, position, state)
    digs.set(player, { position, since: ctx.tick(), stage: -1, reported: false })
  }

  /** @param {Dig} dig @returns {number} what is there now: a furnace that goes out while it is dug is still dug */
  const stateAt = ({ position }) => blocks.get(position.x, position.y, position.z) ?? 0
  /** @param {Player} player @param {Dig} dig @returns {number} share of the work that is done; 1 is all */
  const progress = (player, dig) => workOf(player, stateAt(dig)) * (ctx.tick() - dig.since + 1)

  /** @param {Player} player @param {any} position */
  function finish (player, position) {
    const dig = digs.get(player)
    if (!dig || !dig.position.equals(position)) return blocks.resend(player, position)
    const state = stateAt(dig)
    if (!solidEnough(state)) { stop(player); return blocks.resend(player, position) }
    if (progress(player, dig) >= ENOUGH) return destroy(player, position, state)
    dig.reported = true
    blocks.resend(player, position) // still there: the server finishes it
  }

  /** @param {Player} player @param {any} position @param {number} state of the block */
  function destroy (player, position, state) {
    stop(player)
    const kind = registry.blocksByStateId[state]
    const tool = inventory.copy(inventory.held(player))
    const creative = player.gameMode === 1
    const harvest = harvests(kind, tool)
    const items = !creative && harvest && ctx.rules.doTileDrops ? ctx.drops.of(state, tool) : []
    const points = !creative && harvest ? ctx.drops.experience(state, tool) : 0
    blocks.set(position, leftBehind(position, state, kind.name, creative, tool), { by: player, cause: creative ? 'creative' : 'dug' })
    for (const other of ctx.players) {
      if (other !== player && other.seen.has(player.id)) other.send('world_event', { effectId: BREAK_EFFECT, location: position, data: state, global: false })
    }
    for (const item of items) ctx.items.pop(position, item)
    if (points > 0) ctx.experience?.drop(position.offset(0.5, 0.5, 0.5), points)
    if (creative) return
    const { stats } = player.survival
    stats[`mined:${kind.name}`] = (stats[`mined:${kind.name}`] ?? 0) + 1
    if (tool) inventory.damageHeld(player, wearOf(tool.name, kind.hardness))
    if (harvest) ctx.vitals?.exhaust(player, EXHAUSTION)
  }

  /** @param {any} position @param {number} state @param {string} name @param {boolean} creative @param {Item | null} tool @returns {number} the state that takes its place */
  function leftBehind (position, state, name, creative, tool) {
    if (blocks.properties(state).waterlogged === true || WATERY.has(name)) return blocks.stateOf('water')
    if (name === 'ice' && !creative && !(tool && inventory.enchantment(tool, 'silk_touch'))) {
      const under = blocks.get(position.x, position.y - 1, position.z)
      if (under !== null && (blocks.states.solid[under] || blocks.states.fluid[under])) return blocks.stateOf('water')
    }
    return 0
  }

  /** @param {Player} player @param {{status: number, location: any}} packet */
  function onDig (player, { status, location }) {
    if (player.survival.dead || player.gameMode === 3) return
    if (status === 3 || status === 4) return inventory.tossHeld(player, status === 3)
    if (status === 6) return inventory.swapHands(player)
    if (status < 0 || status > 2) return
    const position = new Vec3(location.x, location.y, location.z)
    if (status === 1) return stop(player)
    if (player.gameMode === 2 || !withinReach(player, position)) {
      stop(player)
      return blocks.resend(player, position)
    }
    if (status === 0) start(player, position)
    else finish(player, position)
  }
  ctx.onPacket('block_dig', (player, packet) => {
    onDig(player, packet)
    // Last of all: on this word clients give up what they had foreseen.
    player.send('acknowledge_player_digging', { sequenceId: packet.sequence })
  })

  ctx.onTick(() => {
    for (const [player, dig] of digs) {
      const state = stateAt(dig)
      if (!solidEnough(state)) { stop(player); continue }
      if (!dig.reported && ctx.players.length < 2) continue
      const done = progress(player, dig)
      if (dig.reported && done >= 1) destroy(player, dig.position, state)
      else crack(player, dig, Math.min(9, Math.floor(done * 10)))
    }
  })
  ctx.onLeave(player => { digs.delete(player) })
  ctx.onRespawn(player => { digs.delete(player) })

  ctx.digging = { workOf, stop }
}
