/**
 * Players come, go and come back: login, spawn, respawn, game mode, tab list.
 *
 * Knows the order of packets that a vanilla client expects. Health, hunger and inventory are sent by the modules that
 * own them, from `onJoin` and `onRespawn`.
 */
import { createRequire } from 'node:module'
import { ServerPlayer } from './player.js'
import { nameOf } from '../text.js'
import { createView } from './view.js'
import { installMovement } from './movement.js'
import { installChat } from './chat.js'
import { keep, revive } from './kept_player.js'
import { dimensionOf, hashedSeed, HIGHEST_VIEW, sendAbilities, sendLogin } from './login.js'
import { incoming, inNether } from '../land/dimensions.js'
import { refuse } from './wire.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../types.d.ts').Player} Player */

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {ReturnType<typeof import('../entities/entities.js').installEntities>} tracker
 * @param {boolean} remote whether players are on the other end of a network
 */
export function installPlayers (ctx, tracker, remote) {
  const { serv } = ctx
  const view = createView(ctx, remote)
  /** Players who are not here, by name: what is kept of them. @type {Map<string, any>} */
  const away = new Map()
  /** Who is behind a connection. @type {WeakMap<object, Player>} */
  const behind = new WeakMap()
  const on = {
    /** @type {((player: Player) => void)[]} */ join: [],
    /** @type {((player: Player) => void)[]} */ leave: [],
    /** @type {((player: Player) => void)[]} */ respawn: [],
    /** @type {((player: Player) => void)[]} */ held: [],
    /** @type {((player: Player, from: any, to: any) => void)[]} */ move: []
  }
  /** @type {Map<string, ((player: Player, data: any) => void)[]>} */
  const packets = new Map()

  ctx.players = serv.players = []
  ctx.playerNamed = name => ctx.players.find(p => p.username.toLowerCase() === name.toLowerCase()) ?? null
  ctx.onJoin = handler => { on.join.push(handler) }
  ctx.onLeave = handler => { on.leave.push(handler) }
  ctx.onRespawn = handler => { on.respawn.push(handler) }
  ctx.onMove = handler => { on.move.push(handler) }
  ctx.onHeldChange = handler => { on.held.push(handler) }
  ctx.onPacket = (name, handler) => {
    const list = packets.get(name)
    if (list) list.push(handler)
    else packets.set(name, [handler])
  }
  ctx.broadcast = (packet, params, except) => {
    for (const player of ctx.players) if (player !== except) player.send(packet, params)
  }

  installMovement(ctx, { moved: (player, from, to) => { for (const handler of on.move) handler(player, from, to) } })
  installChat(ctx)

  ctx.onPacket('settings', (player, data) => {
    const wanted = Number(data.viewDistance)
    player.view = Math.max(2, Math.min(Number.isFinite(wanted) ? wanted : 6, ctx.options.viewDistance, HIGHEST_VIEW))
    player.viewX = undefined
  })
  ctx.onPacket('held_item_slot', (player, data) => {
    if (!Number.isInteger(data.slotId) || data.slotId < 0 || data.slotId > 8) return
    if (data.slotId === player.heldItemSlot) return
    player.heldItemSlot = data.slotId
    for (const handler of on.held) handler(player)
  })
  ctx.onPacket('client_command', (player, data) => {
    const action = data.actionId ?? data.payload
    if ((action === 'perform_respawn' || action === 0) && player.survival.dead) ctx.respawn(player)
  })

  /** @param {any} client minecraft-protocol's, in the play state */
  function join (client) {
    if (client._endReason !== undefined) return // refused while it was logging in
    const other = ctx.players.find(p => p.uuid === client.uuid)
    if (other) other.kick({ translate: 'multiplayer.disconnect.duplicate_login' })
    if (ctx.players.length >= ctx.options.maxPlayers) {
      refuse(client, { translate: 'multiplayer.disconnect.server_full' })
      return
    }
    const { player, returning } = make(client)
    listen(client)
    sendLogin(ctx, player)
    enter(player, returning)
    ctx.say({ translate: 'multiplayer.player.joined', with: [nameOf(player)], color: 'yellow' })
    serv.emit('newPlayer', player)
  }

  /** The player behind a connection, as kept or new. @param {any} client @returns {{player: Player, returning: boolean}} */
  function make (client) {
    const kept = away.get(client.username)
    const player = /** @type {Player} */ (/** @type {unknown} */ (
      new ServerPlayer(client, kept?.id ?? tracker.nextId(), ctx.registry.entitiesByName.player.id)))
    player.view = Math.min(ctx.options.viewDistance, HIGHEST_VIEW)
    player.gameMode = ctx.options.gamemode
    player.position = ctx.spawnPoint.clone()
    if (kept) revive(ctx, player, kept)
    away.delete(player.username)
    behind.set(client, player)
    player.nether = inNether(player.position.x)
    player.on('crossing', () => cross(player))
    player.on('crossed', () => sendHealth(player)) // after the place, as in vanilla: clients take it as the sign that they are there
    player.on('teleported', () => { player.viewX = undefined; view.begin(player) })
    player.on('kicked', () => ctx.guard('leave', () => leave(player)))
    return { player, returning: kept !== undefined }
  }

  /** @param {Player} player @param {boolean} returning */
  function enter (player, returning) {
    ctx.players.push(player)
    player.joined = true
    if (!returning) player.position = safeSpawn()
    sendTabList(player)
    player.send('spawn_position', { location: ctx.spawnPoint.floored(), angle: 0 })
    ctx.time.send(player)
    player.send('game_state_change', { reason: 'level_chunks_load_start', gameMode: 0 })
    player.teleport(player.position)
    for (const handler of on.join) ctx.guard('onJoin', () => handler(player))
    // Mineflayer takes the first update_health for the spawn: everything else has been said by now
    sendHealth(player)
    tracker.refreshViewers(player)
    for (const entity of ctx.entities.all()) tracker.refreshViewers(entity)
    for (const someone of ctx.players) if (someone !== player) tracker.refreshViewers(someone)
    if (!ctx.renewing) return
    ctx.poses.show(player)
    ctx.riding?.seated(player)
  }

  /** Everybody leaves and comes back by the connection he has, and `swap` happens in between. @param {() => void} swap */
  function renew (swap) {
    const before = ctx.players.splice(0)
    for (const player of before) {
      for (const handler of on.leave) ctx.guard('onLeave', () => handler(player))
      for (const id of player.seen) player.send('entity_destroy', { entityIds: [id] })
      player.seen.clear()
      player.joined = false
    }
    swap()
    for (const { _client: client, chunks, view: sees } of before) {
      const { player, returning } = make(client)
      player.chunks = chunks
      player.informed = true
      player.view = sees
      sendAbilities(player)
      player.send('held_item_slot', { slot: player.heldItemSlot })
      enter(player, returning)
    }
  }

  /** @param {Player} player */
  function leave (player) {
    const index = ctx.players.indexOf(player)
    if (index < 0) return
    for (const handler of on.leave) ctx.guard('onLeave', () => handler(player))
    ctx.players.splice(index, 1)
    player.joined = false
    away.set(player.username, keep(ctx, player))
    for (const other of ctx.players) tracker.hide(other, player)
    ctx.broadcast('player_remove', { players: [player.uuid] })
    ctx.say({ translate: 'multiplayer.player.left', with: [nameOf(player)], color: 'yellow' })
    serv.emit('playerLeft', player)
  }

  /** Hand its packets to whoever asked for them; nothing that a client sends gets past here as an exception. @param {any} client */
  function listen (client) {
    const here = () => /** @type {Player} */ (behind.get(client))
    client.on('packet', (/** @type {any} */ data, /** @type {any} */ meta) => {
      const player = here()
      if (meta.state !== 'play' || !player.joined) return
      const handlers = packets.get(meta.name)
      if (handlers) for (const handler of handlers) ctx.guard(`packet ${meta.name}`, () => handler(player, incoming(meta.name, data, player.nether)))
    })
    client.on('end', () => ctx.guard('leave', () => leave(here())))
    client.on('error', () => {})
  }

  /** @param {Player} player */
  function sendTabList (player) {
    const entry = (/** @type {Player} */ p) => ({
      uuid: p.uuid,
      player: { name: p.username, properties: p._client.profile?.properties ?? [] },
      gamemode: p.gameMode,
      listed: 1,
      latency: 0
    })
    const action = { add_player: true, initialize_chat: false, update_game_mode: true, update_listed: true, update_latency: true, update_display_name: false }
    player.send('player_info', { action, data: ctx.players.map(entry) })
    ctx.broadcast('player_info', { action, data: [entry(player)] }, player)
  }

  /** @param {Player} player */
  function sendHealth (player) {
    player.send('update_health', {
      health: player.health, food: player.survival.food, foodSaturation: player.survival.saturation
    })
  }

  /** A place to stand at the world's spawn. */
  function safeSpawn () {
    const { x, y, z } = ctx.spawnPoint
    ctx.chunks.load(Math.floor(x) >> 4, Math.floor(z) >> 4)
    for (let up = 0; up < 64; up++) {
      if (!ctx.blocks.solid(x, y + up, z) && !ctx.blocks.solid(x, y + up + 1, z)) return new Vec3(x, y + up, z)
    }
    return ctx.spawnPoint.clone()
  }

  ctx.setGameMode = (player, mode) => {
    player.gameMode = mode
    if (mode !== 1 && mode !== 3) player.flying = false
    if (mode === 3) player.flying = true
    player.send('game_state_change', { reason: 'change_game_mode', gameMode: mode })
    sendAbilities(player)
    ctx.broadcast('player_info', {
      action: { update_game_mode: true }, data: [{ uuid: player.uuid, gamemode: mode }]
    })
    player.emit('gamemode', mode)
  }

  ctx.respawn = player => {
    const { survival } = player
    survival.dead = false
    survival.food = 20
    survival.saturation = 5
    survival.exhaustion = 0
    survival.air = 300
    player.health = 20
    player.velocity = new Vec3(0, 0, 0)
    player.position = survival.spawn ? new Vec3(survival.spawn.x, survival.spawn.y, survival.spawn.z) : safeSpawn()
    enterWorld(player, false)
    player.send('spawn_position', { location: ctx.spawnPoint.floored(), angle: 0 })
    player.send('held_item_slot', { slot: player.heldItemSlot })
    ctx.time.send(player)
    player.teleport(player.position, 0, 0)
    for (const handler of on.respawn) ctx.guard('onRespawn', () => handler(player))
    sendHealth(player)
    tracker.refreshViewers(player)
  }

  /** The client drops its world and enters the one its player's position is in. @param {Player} player @param {boolean} keep its effects and looks */
  function enterWorld (player, keep) {
    for (const other of ctx.players) tracker.hide(other, player)
    player.nether = inNether(player.position.x)
    player.send('respawn', {
      dimension: dimensionOf(player),
      worldName: dimensionOf(player),
      hashedSeed: hashedSeed(ctx.seed),
      gamemode: player.gameMode,
      previousGamemode: 255,
      isDebug: false,
      isFlat: ctx.options.terrain === 'flat',
      death: undefined,
      portalCooldown: 0,
      copyMetadata: keep
    })
    // chunks, entities, inventory are sent anew
    view.reset(player)
    player.seen.clear()
    sendAbilities(player)
  }

  /** A living player goes to another dimension: his client is told all anew, and nothing of him changes. @param {Player} player */
  function cross (player) {
    ctx.windows?.close(player, { tell: true })
    ctx.riding?.dismount(player, false)
    enterWorld(player, true)
    player.send('spawn_position', { location: ctx.spawnPoint.floored(), angle: 0 })
    player.send('held_item_slot', { slot: player.heldItemSlot })
    ctx.time.send(player)
    for (const again of [ctx.windows?.sendAll, ctx.experience?.tell, ctx.effects?.tellAll]) again?.(player)
  }

  ctx.persist('players', {
    save: () => [...[...away], ...ctx.players.map(p => /** @type {[string, any]} */ ([p.username, keep(ctx, p)]))]
      .sort((a, b) => a[0] < b[0] ? -1 : 1),
    load: saved => { away.clear(); for (const [name, kept] of saved) away.set(name, kept) }
  })

  return { join, renew, view }
}
