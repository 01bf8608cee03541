/**
 * One player as the server knows it: plain fields, and the few things every module does to a player.
 *
 * Knows its connection. Does not know the rules: health, hunger and inventory are changed by the modules that own them.
 */
import { createRequire } from 'node:module'
import { EventEmitter } from 'node:events'
import { toNbt } from '../text.js'
import { inNether, outgoing } from '../land/dimensions.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const SLOTS = 46 // player inventory: crafting 0–4, armour 5–8, main 9–35, hotbar 36–44, off hand 45; https://minecraft.wiki/w/Java_Edition_protocol/Inventory

/** @returns {import('../types.d.ts').Survival} what a new player begins with */
export const freshSurvival = () => ({
  food: 20,
  saturation: 5,
  exhaustion: 0,
  air: 300,
  dead: false,
  effects: {},
  xp: { level: 0, points: 0, total: 0 },
  stats: {},
  spawn: null,
  cursor: null,
  open: null
})

/** Fulfils types.d.ts' Player. */
export class ServerPlayer extends EventEmitter {
  /** @param {any} client minecraft-protocol's server-side client @param {number} id @param {number} type */
  constructor (client, id, type) {
    super()
    this.setMaxListeners(100)
    this._client = client
    this.id = id
    this.type = type
    this.kind = /** @type {const} */ ('player')
    this.name = /** @type {const} */ ('player')
    /** @type {string} */
    this.uuid = client.uuid
    /** @type {string} */
    this.username = client.username
    this.position = new Vec3(0, 0, 0)
    this.velocity = new Vec3(0, 0, 0)
    this.yaw = 0
    this.pitch = 0
    this.headYaw = 0
    this.onGround = true
    this.sneaking = false
    this.sprinting = false
    this.flying = false
    this.gameMode = 0
    this.health = 20
    this.heldItemSlot = 0
    this.inventory = { slots: new Array(SLOTS).fill(null) }
    this.survival = freshSurvival()
    this.op = false
    /** @type {Set<number>} */
    this.chunks = new Set()
    this.view = 6
    /** @type {Set<number>} */
    this.seen = new Set()
    this.joined = false
    /** @type {number | null} */
    this.teleporting = null
    this.lastTeleport = 0
    this.metadata = []
    /** Which dimension its client is in. */
    this.nether = false
  }

  /** @param {string} name @param {object} params */
  send (name, params) {
    if (this._client.ended) return
    const told = outgoing(name, params, this.nether)
    if (told !== null) this._client.write(name, told)
  }

  /** @param {import('../text.js').Component} message */
  tell (message) {
    this.send('system_chat', { content: toNbt(message), isActionBar: false })
  }

  /**
   * Put the player somewhere; what its client sends until it has confirmed does not move it.
   * @param {import('../types.d.ts').Point} position @param {number} [yaw] degrees @param {number} [pitch] degrees
   */
  teleport (position, yaw = this.yaw, pitch = this.pitch) {
    this.position = new Vec3(position.x, position.y, position.z)
    this.yaw = yaw
    this.pitch = pitch
    this.headYaw = yaw
    this.teleporting = ++this.lastTeleport
    const crosses = inNether(position.x) !== this.nether
    if (crosses) this.emit('crossing')
    this.emit('teleported')
    this.send('position', {
      x: position.x, y: position.y, z: position.z, yaw, pitch, flags: 0, teleportId: this.teleporting
    })
    if (crosses) this.emit('crossed')
  }

  /** @param {import('../text.js').Component} reason */
  kick (reason) {
    this._client.end('kicked', toNbt(reason))
    this.emit('kicked')
  }
}
