/**
 * Creatures whose land is unloaded are put away and come back with it, so that the number of them the world has to look at
 * each tick does not grow with the land explored. Monsters and fish that nothing holds simply vanish, as they would by despawning.
 */
import { chunkKey } from '../blocks/chunks.js'

/**
 * @typedef {{id: number, uuid: string, name: string, at: [number, number, number], turn: [number, number], age: number, metadata: any[], kept: any}} Sleeper
 */

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {{save: (mob: any) => any, load: (saved: any) => any, keeps: (mob: any) => boolean}} kind
 */
export function installHibernation (ctx, { save, load, keeps }) {
  /** By chunk. @type {Map<number, Sleeper[]>} */
  const asleep = new Map()
  /** Chunks that came back since the last tick. @type {number[]} */
  const back = []

  /** @param {any} mob */
  function putAway (mob) {
    ctx.entities.remove(mob)
    if (!keeps(mob) || mob.dying !== undefined) return
    const { x, y, z } = mob.position
    const key = chunkKey(Math.floor(x) >> 4, Math.floor(z) >> 4)
    const list = asleep.get(key) ?? []
    list.push({ id: mob.id, uuid: mob.uuid, name: mob.name, at: [x, y, z], turn: [mob.yaw, mob.headYaw], age: mob.age, metadata: mob.metadata, kept: save(mob) })
    asleep.set(key, list)
  }

  /** @param {Sleeper} sleeper */
  function wake ({ id, uuid, name, at, turn, age, metadata, kept }) {
    ctx.entities.spawn('mob', name, { x: at[0], y: at[1], z: at[2] }, { ...load(kept), id, uuid, yaw: turn[0], headYaw: turn[1], age, metadata, onGround: true })
  }

  ctx.chunks.loadListeners.push(chunk => { if (asleep.has(chunk.key)) back.push(chunk.key) })
  ctx.persist('hibernation', {
    save: () => [...asleep].sort((a, b) => a[0] - b[0]),
    load: saved => {
      asleep.clear()
      for (const [key, list] of saved) asleep.set(key, list)
      back.length = 0
      for (const [key] of saved) if (ctx.chunks.loaded.has(key)) back.push(key)
    }
  })
  ctx.onRenew(() => { back.sort((a, b) => a - b) })
  ctx.onTick(tick => {
    while (back.length > 0) {
      const key = /** @type {number} */ (back.pop())
      const list = asleep.get(key) ?? []
      asleep.delete(key)
      list.forEach(wake)
    }
    if (tick % 40 !== 0) return
    for (const mob of ctx.entities.all()) {
      if (mob.kind === 'mob' && !ctx.chunks.get(Math.floor(mob.position.x) >> 4, Math.floor(mob.position.z) >> 4)) putAway(mob)
    }
  })
  return { asleep }
}
