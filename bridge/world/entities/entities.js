/**
 * Everything in the world that is neither block nor player: its life, and what clients are told of it.
 *
 * Knows ids, kinds, places and who sees what. What a kind does in a tick, and what of it must be kept, is the business
 * of the module that defines the kind.
 */
import { createRequire } from 'node:module'
import { createPhysics } from './physics.js'
import { pack, unpack } from '../plain.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const RANGE = 96 // blocks; vanilla tracks items and animals 96–160, cut to what clients load
const UPDATE_EVERY = 3 // ticks between position updates of creatures; https://minecraft.wiki/w/Entity tracking
/** What a saved entity was in or against, as bits; left out where it is nothing. */
const WATER = 1
const LAVA = 2
const BLOCKED = 4
const MAX_RELATIVE = 7.5 // blocks; a longer way is sent as a teleport (int16 / 4096)

/** @typedef {import('../types.d.ts').Entity} Entity */
/** @typedef {import('../types.d.ts').Player} Player */

/** Degrees to the protocol's 256ths of a turn, as a signed byte. @param {number} degrees */
export function angleByte (degrees) {
  return Number.isFinite(degrees) ? (Math.round(degrees * 256 / 360) << 24) >> 24 : 0
}

/** Blocks per tick to the protocol's 1/8000. @param {number} speed */
const speedShort = speed => Math.max(-32768, Math.min(32767, Math.round((Number.isFinite(speed) ? speed : 0) * 8000)))

/** @param {{x: number, y: number, z: number}} velocity */
export const velocityOf = velocity => ({ x: speedShort(velocity.x), y: speedShort(velocity.y), z: speedShort(velocity.z) })

const BEHAVIOUR = Symbol('behaviour') // of an entity: what its kind does, once it was looked up

/** @param {import('../types.d.ts').Ctx} ctx */
export function installEntities (ctx) {
  /** @type {Map<number, Entity>} */
  const entities = new Map()
  /** @type {Map<string, import('../types.d.ts').EntityKind>} */
  const kinds = new Map()
  let lastId = 0

  /** @param {any} entity @returns {import('../types.d.ts').EntityKind | null} null: a player */
  const behaviourOf = entity => entity[BEHAVIOUR] ??= kinds.get(entity.kind) ?? null

  /** @param {Player} player @param {Entity | Player} entity */
  function show (player, entity) {
    player.seen.add(entity.id)
    player.send('spawn_entity', {
      entityId: entity.id,
      objectUUID: entity.uuid,
      type: entity.type,
      x: entity.position.x,
      y: entity.position.y,
      z: entity.position.z,
      pitch: angleByte(entity.pitch),
      yaw: angleByte(entity.yaw),
      headPitch: angleByte(entity.headYaw ?? entity.yaw),
      objectData: entity.objectData ?? 0,
      velocity: velocityOf(entity.velocity)
    })
    if (entity.metadata?.length > 0) player.send('entity_metadata', { entityId: entity.id, metadata: entity.metadata })
    if (entity.equipment?.length > 0) {
      player.send('entity_equipment', { entityId: entity.id, equipments: entity.equipment })
    }
    if (entity.kind === 'player') player.send('entity_head_rotation', { entityId: entity.id, headYaw: angleByte(entity.yaw) })
    if (entity.kind === 'player' || entity.kind === 'mob') ctx.attributes?.introduce(player, entity)
    ctx.riding?.introduce(player, entity)
  }

  /** @param {Player} player @param {Entity | Player} entity */
  function hide (player, entity) {
    if (player.seen.delete(entity.id)) player.send('entity_destroy', { entityIds: [entity.id] })
  }

  /** Does `player` get to know of `entity`? @param {Player} player @param {Entity | Player} entity */
  function inRange (player, entity) {
    const range = Math.min(behaviourOf(entity)?.range ?? RANGE, player.view * 16)
    const dx = player.position.x - entity.position.x
    const dz = player.position.z - entity.position.z
    return dx * dx + dz * dz <= range * range
  }

  /** @param {Entity | Player} entity */
  function refreshViewers (entity) {
    for (const player of ctx.players) {
      if (player.id === entity.id) continue
      const near = inRange(player, entity) && !(entity.kind === 'player' && entity.gameMode === 3)
      if (near === player.seen.has(entity.id)) continue
      if (near) show(player, entity)
      else hide(player, entity)
    }
  }

  /** @param {Entity | Player} entity @param {string} packet @param {object} params @param {Player} [except] */
  function broadcast (entity, packet, params, except) {
    for (const player of ctx.players) {
      if (player !== except && player.seen.has(entity.id)) player.send(packet, params)
    }
  }

  /** @param {Entity | Player} entity */
  function sendTeleport (entity) {
    entity.sentAt = entity.position.clone()
    entity.sentGround = entity.onGround
    broadcast(entity, 'entity_teleport', {
      entityId: entity.id,
      x: entity.position.x,
      y: entity.position.y,
      z: entity.position.z,
      yaw: angleByte(entity.yaw),
      pitch: angleByte(entity.pitch),
      onGround: entity.onGround
    })
  }

  /** Tell those who see it where it has gone since they were last told. @param {Entity | Player} entity */
  function push (entity) {
    const from = entity.sentAt
    const to = entity.position
    const yaw = angleByte(entity.yaw)
    const pitch = angleByte(entity.pitch)
    const head = angleByte(entity.headYaw ?? entity.yaw)
    // in the protocol's 1/4096 of a block, from where clients believe it to be, so that rounding never adds up
    const dX = from ? Math.round((to.x - from.x) * 4096) : Infinity
    const dY = from ? Math.round((to.y - from.y) * 4096) : Infinity
    const dZ = from ? Math.round((to.z - from.z) * 4096) : Infinity
    const moved = dX !== 0 || dY !== 0 || dZ !== 0
    const turned = yaw !== entity.sentYaw || pitch !== entity.sentPitch
    // Vanilla tells the exact place of whatever lands or leaves the ground: relative steps are rounded, and what lies a hair
    // too low is in the block below for clients that floor its height.
    const landed = entity.sentGround !== entity.onGround
    if (!moved && !turned && !landed && head === entity.sentHead) return
    entity.sentYaw = yaw
    entity.sentPitch = pitch
    if (moved || landed) {
      if (landed || Math.max(Math.abs(dX), Math.abs(dY), Math.abs(dZ)) > MAX_RELATIVE * 4096) {
        sendTeleport(entity)
      } else {
        entity.sentAt = new Vec3(from.x + dX / 4096, from.y + dY / 4096, from.z + dZ / 4096)
        broadcast(entity, 'entity_move_look', { entityId: entity.id, dX, dY, dZ, yaw, pitch, onGround: entity.onGround })
      }
    } else if (turned) {
      broadcast(entity, 'entity_look', { entityId: entity.id, yaw, pitch, onGround: entity.onGround })
    }
    if (head !== entity.sentHead) {
      entity.sentHead = head
      broadcast(entity, 'entity_head_rotation', { entityId: entity.id, headYaw: head })
    }
  }

  /** @param {Entity} entity */
  function add (entity) {
    entities.set(entity.id, entity)
    refreshViewers(entity)
    entity.sentAt = entity.position.clone()
    entity.sentGround = entity.onGround
    return entity
  }

  ctx.entities = {
    define: (kind, behaviour) => { kinds.set(kind, behaviour) },
    spawn: (kind, name, position, fields = {}) => {
      const data = ctx.registry.entitiesByName[name]
      if (!data) throw new Error(`There is no entity named ${name}.`)
      return add({
        id: ++lastId,
        kind,
        name,
        uuid: ctx.uuid(),
        type: data.id,
        velocity: new Vec3(0, 0, 0),
        yaw: 0,
        pitch: 0,
        headYaw: fields.yaw ?? 0,
        onGround: false,
        blocked: false,
        inWater: false,
        inLava: false,
        age: 0,
        removed: false,
        metadata: [],
        objectData: 0,
        ...fields,
        position: new Vec3(position.x, position.y, position.z)
      })
    },
    remove: entity => {
      if (!entities.delete(entity.id)) return
      entity.removed = true
      for (const player of ctx.players) hide(player, entity)
    },
    teleport: sendTeleport,
    push,
    broadcast,
    setMetadata: (entity, entries) => {
      for (const entry of entries) {
        const known = entity.metadata.findIndex((/** @type {any} */ m) => m.key === entry.key)
        if (known >= 0) entity.metadata[known] = entry
        else entity.metadata.push(entry)
      }
      broadcast(entity, 'entity_metadata', { entityId: entity.id, metadata: entries })
      if (entity.kind === 'player') entity.send('entity_metadata', { entityId: entity.id, metadata: entries })
    },
    near: (position, radius, filter) => {
      const found = []
      for (const entity of entities.values()) {
        const dx = entity.position.x - position.x
        const dy = entity.position.y - position.y
        const dz = entity.position.z - position.z
        if (dx * dx + dy * dy + dz * dz <= radius * radius && (!filter || filter(entity))) found.push(entity)
      }
      return found
    },
    all: () => [...entities.values()],
    get: id => entities.get(id) ?? ctx.players.find(p => p.id === id) ?? null,
    physics: createPhysics(ctx),
    get count () { return entities.size },
    get kinds () { return [...kinds.keys()] }
  }

  ctx.persist('entities', {
    save: () => ({
      lastId,
      list: [...entities.values()].map(entity => [
        entity.id, entity.kind, entity.name, entity.uuid,
        [entity.position.x, entity.position.y, entity.position.z],
        [entity.velocity.x, entity.velocity.y, entity.velocity.z],
        [entity.yaw, entity.pitch, entity.headYaw], entity.onGround, entity.age, entity.objectData,
        pack(ctx, entity.metadata), pack(ctx, kinds.get(entity.kind)?.save?.(entity) ?? {}),
        ...(entity.inWater || entity.inLava || entity.blocked ? [(entity.inWater ? WATER : 0) | (entity.inLava ? LAVA : 0) | (entity.blocked ? BLOCKED : 0)] : [])
      ])
    }),
    load: saved => {
      for (const entity of [...entities.values()]) ctx.entities.remove(entity)
      lastId = saved.lastId
      for (const [id, kind, name, uuid, at, speed, turn, onGround, age, objectData, metadata, data, meets = 0] of saved.list) {
        const behaviour = kinds.get(kind)
        const type = ctx.registry.entitiesByName[name]?.id
        if (!behaviour || type === undefined) continue
        const own = behaviour.load?.(unpack(ctx, data)) ?? {}
        add({
          blocked: (meets & BLOCKED) !== 0,
          inWater: (meets & WATER) !== 0,
          inLava: (meets & LAVA) !== 0,
          removed: false,
          ...own,
          id,
          kind,
          name,
          uuid,
          type,
          position: new Vec3(at[0], at[1], at[2]),
          velocity: new Vec3(speed[0], speed[1], speed[2]),
          yaw: turn[0],
          pitch: turn[1],
          headYaw: turn[2],
          onGround,
          age,
          objectData,
          metadata: unpack(ctx, metadata)
        })
      }
    }
  })

  return {
    nextId: () => ++lastId,
    show,
    hide,
    refreshViewers,
    tick: () => {
      const tick = ctx.tick()
      for (const entity of [...entities.values()]) {
        if (entity.removed) continue
        entity.age++
        const kind = behaviourOf(entity)
        if (!kind?.tick || !ctx.chunks.get(Math.floor(entity.position.x) >> 4, Math.floor(entity.position.z) >> 4)) continue
        try {
          kind.tick(entity, tick)
        } catch (error) {
          ctx.fault(`tick of ${entity.name}`, error)
        }
      }
      for (const entity of entities.values()) {
        if ((tick + entity.id) % 5 === 0) refreshViewers(entity)
        if ((tick + entity.id) % (behaviourOf(entity)?.every ?? UPDATE_EVERY) === 0) push(entity)
      }
      for (const player of ctx.players) {
        if ((tick + player.id) % 5 === 0) refreshViewers(player)
        if (tick % 2 === 0) push(player)
      }
    }
  }
}
