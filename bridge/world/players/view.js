/**
 * Which chunks a player's client holds: sent as it walks, nearest first, forgotten behind it.
 *
 * Knows players' places and the loaded chunks. Chunks nobody is near are unloaded; the edit log keeps what differed.
 */
import { forClient } from '../blocks/chunk_packet.js'
import { chunkAt, chunkKey } from '../blocks/chunks.js'

const FIRST = 2 // chunks in each direction that are there before a player spawns whose packets cross a network
const PER_TICK = 4 // chunks sent per player and tick afterwards
const KEEP = 2 // chunks beyond the view distance that stay loaded

/** Offsets by distance. @param {number} radius */
function spiral (radius) {
  const offsets = []
  for (let x = -radius; x <= radius; x++) for (let z = -radius; z <= radius; z++) offsets.push([x, z])
  return offsets.sort((a, b) => a[0] * a[0] + a[1] * a[1] - b[0] * b[0] - b[1] * b[1] || a[0] - b[0] || a[1] - b[1])
}

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {boolean} remote whether chunks cross a network: then the nearest come first; in memory, all that is in view comes at once
 */
export function createView (ctx, remote) {
  /** @type {Map<number, number[][]>} */
  const spirals = new Map()
  /** @param {number} radius */
  const offsetsOf = radius => {
    let offsets = spirals.get(radius)
    if (!offsets) spirals.set(radius, offsets = spiral(radius))
    return offsets
  }

  /** @param {import('../types.d.ts').Player} player @param {number} radius @param {number} most @returns {number} how many were sent */
  function send (player, radius, most) {
    const cx = Math.floor(player.position.x) >> 4
    const cz = Math.floor(player.position.z) >> 4
    const batch = []
    for (const [dx, dz] of offsetsOf(radius)) {
      const key = chunkKey(cx + dx, cz + dz)
      if (player.chunks.has(key)) continue
      batch.push([cx + dx, cz + dz])
      player.chunks.add(key)
      if (batch.length >= most) break
    }
    if (batch.length === 0) return 0
    for (const [x, z] of batch) ctx.chunks.load(x, z) // all of them first, since light goes from one to the other
    player.send('chunk_batch_start', {})
    for (const [x, z] of batch) player.send('map_chunk', forClient(player, ctx.chunks.packet(ctx.chunks.load(x, z))))
    player.send('chunk_batch_finished', { batchSize: batch.length })
    return batch.length
  }

  /** @param {import('../types.d.ts').Player} player @param {number} [spare] chunks beyond what it sees that its client may keep */
  function follow (player, spare = 1) {
    const cx = Math.floor(player.position.x) >> 4
    const cz = Math.floor(player.position.z) >> 4
    if (cx === player.viewX && cz === player.viewZ) return
    player.viewX = cx
    player.viewZ = cz
    player.viewFull = false
    player.send('update_view_position', { chunkX: cx, chunkZ: cz })
    for (const key of player.chunks) {
      const [x, z] = chunkAt(key)
      if (Math.abs(x - cx) <= player.view + spare && Math.abs(z - cz) <= player.view + spare) continue
      player.chunks.delete(key)
      player.send('unload_chunk', { chunkX: x, chunkZ: z })
    }
  }

  return {
    /** Everything near, at once: on joining, on respawning, after a teleport. @param {import('../types.d.ts').Player} player */
    begin: player => {
      player.viewX = undefined
      follow(player)
      send(player, remote ? FIRST : player.view, Infinity)
    },
    /** All that the client sees is sent, and no more is held by it. @param {import('../types.d.ts').Player} player */
    fill: player => {
      player.viewX = undefined
      follow(player, 0)
      send(player, player.view, Infinity)
      player.viewFull = true
    },
    /** Forget what the client holds (it has just been told to drop it all). @param {import('../types.d.ts').Player} player */
    reset: player => {
      player.chunks.clear()
      player.viewFull = false
    },
    tick: () => {
      for (const player of ctx.players) {
        follow(player)
        if (player.viewFull) continue
        if (send(player, player.view, PER_TICK) === 0) player.viewFull = true
      }
      if (ctx.tick() % 40 === 0) unload()
    }
  }

  function unload () {
    for (const chunk of ctx.chunks.loaded.values()) {
      const wanted = ctx.players.some(p => Math.abs((Math.floor(p.position.x) >> 4) - chunk.x) <= p.view + KEEP &&
        Math.abs((Math.floor(p.position.z) >> 4) - chunk.z) <= p.view + KEEP)
      if (!wanted) ctx.chunks.unload(chunk)
    }
  }
}
