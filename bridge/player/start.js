/**
 * How a practice world begins: what is carried, where, when, in what weather, with how far a server.
 *
 * Knows a Start (protocol.js) and how to bring a fresh embedded world and its one player to it. Does not know why; that is
 * drawn in Python. What a Start asks for that the game does not have is left out: it may come from a file.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** @typedef {import('../protocol.js').Start} Start */

const MOST_OF_AN_ITEM = 2304 // 36 slots of 64
const SEA = 62 // y of the water's surface
const RINGS = 8 // looked at for dry land, one STEP apart
const STEP = 8 // blocks
const MOST_LATENCY_MS = 500

/** The world's own options that a Start decides. @param {Partial<Start> | null} start */
export function optionsOf (start) {
  if (!start) return {}
  return {
    ...(start.difficulty === undefined ? {} : { difficulty: clamp(start.difficulty, 0, 3) }),
    ...(start.ore_share === undefined ? {} : { oreShare: clamp(start.ore_share, 0, 4) })
  }
}

/**
 * Bring the player who has just joined to the start that is wanted.
 * @param {import('../world/types.d.ts').Ctx} ctx
 * @param {Partial<Start>} start
 */
export function arrange (ctx, start) {
  const player = ctx.players[0]
  for (const [name, count] of Object.entries(start.inventory ?? {})) {
    if (!ctx.registry.itemsByName[name]) continue
    const item = ctx.inventory.make(name, 1)
    if (item.maxDurability) item.durabilityUsed = Math.floor(item.maxDurability * clamp(start.worn ?? 0, 0, 0.99))
    for (let left = clamp(count, 0, MOST_OF_AN_ITEM); left > 0;) {
      item.count = Math.min(left, item.stackSize)
      left -= item.count
      if (ctx.inventory.give(player, item)) break
    }
  }
  if (start.food !== undefined) player.survival.food = clamp(start.food, 1, 20)
  if (start.time_of_day !== undefined) ctx.time.set(clamp(start.time_of_day, 0, 23999))
  if (start.raining) ctx.time.setWeather('rain', undefined, true)
  const { x = 0, z = 0 } = start.offset ?? {}
  const ground = x || z ? landNear(ctx, ctx.spawnPoint.x + x, ctx.spawnPoint.z + z) : null
  if (ground) player.teleport(ground)
}

/**
 * Feet on dry land at, or not far from, a place; null when there is none.
 * @param {import('../world/types.d.ts').Ctx} ctx @param {number} x @param {number} z
 */
function landNear (ctx, x, z) {
  const { Vec3 } = require('vec3')
  for (let ring = 0; ring <= RINGS; ring++) {
    for (let i = 0; i < Math.max(1, ring * 8); i++) {
      const angle = ring === 0 ? 0 : i / (ring * 8) * Math.PI * 2
      const at = new Vec3(Math.floor(x + Math.cos(angle) * ring * STEP), 0, Math.floor(z + Math.sin(angle) * ring * STEP))
      const height = ctx.generator.heightAt(at.x, at.z)
      if (height <= SEA) continue
      ctx.chunks.load(at.x >> 4, at.z >> 4)
      at.y = height + 1
      const { blocks } = ctx
      const dry = blocks.fluid(at.x, at.y, at.z) === 0 && blocks.fluid(at.x, height, at.z) === 0
      if (dry && blocks.solid(at.x, height, at.z) && !blocks.solid(at.x, at.y, at.z) && !blocks.solid(at.x, at.y + 1, at.z)) {
        return at.offset(0.5, 0, 0.5)
      }
    }
  }
  return null
}

/**
 * Let every packet arrive later, on game time, as from a server far away.
 * @param {any[]} clients both ends of the connection
 * @param {number} ms one way
 */
export function delay (clients, ms) {
  const late = clamp(ms, 0, MOST_LATENCY_MS)
  if (!late) return
  for (const client of clients) {
    const write = client.write
    client.write = (/** @type {string} */ name, /** @type {any} */ params) => { setTimeout(() => write.call(client, name, params), late) }
  }
}

/** @param {number} value @param {number} least @param {number} most */
function clamp (value, least, most) {
  return Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : least
}
