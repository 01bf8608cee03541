/**
 * Using things: right clicks on blocks, in the air and on creatures, and hits.
 *
 * Knows the packets, reach, and that each has one taker: handlers are asked in the order in which they were installed
 * until one says true. Does not know what any block or item does.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const BLOCK_REACH = 6 // blocks from the eye to the block's centre (server's bound for use_item_on; clients use 4.5); https://minecraft.wiki/w/Java_Edition_protocol/Packets#Use_Item_On
const ENTITY_REACH = 6 // blocks, eye to bounding box; the server's bound (the client's own reach is 3)
/** Hitting these is what no client can do: vanilla throws such a client out. Source: Java Edition 1.20.4, handleInteract. */
const NEVER_HIT = new Set(['item', 'xp', 'arrow'])
/** Of players and of what says no size of its own. */
const BODY = { halfWidth: 0.3, height: 1.8 }
export const EYE_HEIGHT = 1.62 // blocks; https://minecraft.wiki/w/Player

/** Steps to the neighbour on each face. @type {readonly [number, number, number][]} */
export const FACES = [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]

/** @param {import('./types.d.ts').Ctx} ctx */
export function installInteraction (ctx) {
  const chains = {
    /** @type {Function[]} */ useBlock: [],
    /** @type {Function[]} */ useItem: [],
    /** @type {Function[]} */ useEntity: [],
    /** @type {Function[]} */ attack: []
  }
  ctx.onUseBlock = handler => { chains.useBlock.push(handler) }
  ctx.onUseItem = handler => { chains.useItem.push(handler) }
  ctx.onUseEntity = handler => { chains.useEntity.push(handler) }
  ctx.onAttack = handler => { chains.attack.push(handler) }

  /** @param {Function[]} chain @param {any} use @param {string} where */
  function offer (chain, use, where) {
    for (const handler of chain) {
      let taken = false
      ctx.guard(where, () => { taken = handler(use) === true })
      if (taken) return true
    }
    return false
  }

  /** @param {import('./types.d.ts').Player} player @param {number} hand */
  const heldIn = (player, hand) => player.inventory.slots[hand === 1 ? 45 : 36 + player.heldItemSlot]

  /** @param {import('./types.d.ts').Player} player */
  const eye = player => player.position.offset(0, player.sneaking ? 1.27 : EYE_HEIGHT, 0)

  ctx.onPacket('block_place', (player, data) => {
    const position = new Vec3(data.location.x, data.location.y, data.location.z)
    const face = data.direction
    const acknowledge = () => player.send('acknowledge_player_digging', { sequenceId: data.sequence })
    const block = Number.isInteger(face) && face >= 0 && face <= 5 ? ctx.blocks.at(position) : null
    const resend = () => {
      if (!block) return
      ctx.blocks.resend(player, position)
      const [dx, dy, dz] = FACES[face]
      ctx.blocks.resend(player, position.offset(dx, dy, dz))
    }
    if (!block || player.survival.dead || player.gameMode === 3 || player.teleporting !== null ||
      eye(player).distanceTo(position.offset(0.5, 0.5, 0.5)) > BLOCK_REACH) {
      resend()
      return acknowledge()
    }
    const cursor = { x: unit(data.cursorX), y: unit(data.cursorY), z: unit(data.cursorZ) }
    offer(chains.useBlock, {
      player, block, position, face, held: heldIn(player, data.hand), cursor, sneaking: player.sneaking, hand: data.hand === 1 ? 1 : 0
    }, 'onUseBlock')
    resend()
    acknowledge()
  })

  ctx.onPacket('use_item', (player, data) => {
    if (!player.survival.dead && player.gameMode !== 3) {
      offer(chains.useItem, { player, held: heldIn(player, data.hand), hand: data.hand === 1 ? 1 : 0 }, 'onUseItem')
    }
    player.send('acknowledge_player_digging', { sequenceId: data.sequence })
  })

  ctx.onPacket('use_entity', (player, data) => {
    if (player.survival.dead || player.gameMode === 3) return
    const entity = ctx.entities.get(data.target)
    if (!entity || (entity !== player && !player.seen.has(entity.id)) || gap(eye(player), entity) > ENTITY_REACH) return
    if (data.mouse === 1 && (entity === player || NEVER_HIT.has(entity.kind))) return player.kick({ translate: 'multiplayer.disconnect.invalid_entity_attacked' })
    if (entity === player) return
    player.sneaking = data.sneaking === true
    if (data.mouse === 1) offer(chains.attack, { player, entity, held: heldIn(player, 0) }, 'onAttack')
    else if (data.mouse === 0) offer(chains.useEntity, { player, entity, held: heldIn(player, data.hand), hand: data.hand === 1 ? 1 : 0 }, 'onUseEntity')
  })
}

/** Blocks between a point and a creature's bounding box. @param {import('./types.d.ts').Point} from @param {any} entity */
function gap (from, { position, box = BODY }) {
  const beyond = (/** @type {number} */ way, /** @type {number} */ half) => Math.max(0, Math.abs(way) - half)
  const above = from.y - position.y
  return Math.hypot(beyond(from.x - position.x, box.halfWidth), above < 0 ? -above : Math.max(0, above - box.height), beyond(from.z - position.z, box.halfWidth))
}

/** @param {unknown} value */
const unit = value => typeof value === 'number' && value >= 0 && value <= 1 ? value : 0.5
