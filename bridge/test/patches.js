/**
 * Patches of flat land for tests of machines: each a fresh one in front of the bot, built by offsets, seen through the client.
 */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { start } from './harness.js'

const APART = 32 // blocks between two patches

/** The world of this process. @type {Awaited<ReturnType<typeof start>>} */
export let w
let patches = 0

before(async () => { w = await start({ seed: 41, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

export const LEVER = { face: 'floor', facing: 'north', powered: false }

/** A fresh patch; the bot stands at (4, 0, −2), in reach of the cells about it. */
export async function patch () {
  const { player, ctx } = w
  const { x, y, z } = ctx.spawnPoint
  const o = ctx.spawnPoint.clone().set(Math.floor(x) + APART * ++patches, y, Math.floor(z)).floored()
  player.teleport(o.offset(4.5, 0, -1.5))
  await w.ticks(40)
  const at = (/** @type {number} */ dx, dy = 0, dz = 0) => o.offset(dx, dy, dz)
  const use = async (/** @type {number} */ dx, dy = 0, dz = 0) => { await w.run(w.bot.activateBlock(w.bot.blockAt(at(dx, dy, dz)))); await w.ticks(1) }
  return {
    at,
    put: (/** @type {number[]} */ [dx, dy, dz], /** @type {string} */ name, /** @type {any} */ props = undefined) => ctx.blocks.set(at(dx, dy, dz), ctx.blocks.stateOf(name, props)),
    /** As the client sees it. */
    see: (/** @type {number} */ dx, dy = 0, dz = 0) => ({ name: w.bot.blockAt(at(dx, dy, dz)).name, ...w.bot.blockAt(at(dx, dy, dz)).getProperties() }),
    /** Redstone wire along x. */
    line: (/** @type {number} */ from, /** @type {number} */ to, dy = 0, dz = 0) => { for (let dx = from; dx <= to; dx++) ctx.blocks.set(at(dx, dy, dz), ctx.blocks.stateOf('redstone_wire')) },
    /** A right click. */
    use,
    lever: use,
    /** A container's slots, as text. @param {number[]} cell @param {string} name */
    holds: ([dx, dy, dz], name) => ctx.containers.tileAt(at(dx, dy, dz), name).slots.filter(Boolean).map((/** @type {any} */ item) => `${item.count} ${item.name}`).join(', '),
    /** Put items into a container. @param {number[]} cell @param {string} name @param {[string, number][]} items */
    fill: ([dx, dy, dz], name, items) => {
      items.forEach(([item, count], slot) => { ctx.containers.tileAt(at(dx, dy, dz), name).slots[slot] = ctx.inventory.make(item, count) })
      ctx.redstone.contents(at(dx, dy, dz))
    }
  }
}

/** Items lying about near a place, as text. @param {any} p @param {number} [radius] */
export const lying = (p, radius = 4) => w.ctx.entities.near(p, radius, e => e.kind === 'item').map(e => `${e.item.count} ${e.item.name}`).sort().join(', ')

/** What machines are in a saved world: blocks, tiles, ticks. (A furnace's numbers are the same at another tick.) @param {any} snapshot */
export const machines = ({ edits, tiles, parts }) =>
  ({ edits, tiles: tiles.filter((/** @type {any} */ one) => one[1].type !== 'furnace'), ticks: parts.block_ticks, updates: parts.redstone_updates })

/** The machines of a saved world some ticks later, with the same chunks loaded as here and nobody in it. @param {any} snapshot @param {number} ticks */
export async function futureOf (snapshot, ticks) {
  const { openWorld } = await import('../world/server.js')
  const world = await openWorld({ seed: 1, snapshot, clock: w.clock })
  for (const { x, z } of w.ctx.chunks.loaded.values()) world.ctx.chunks.load(x, z)
  world.ctx.chunks.unload = () => {}
  await w.ticks(ticks)
  const there = machines(world.snapshot())
  await world.close()
  return there
}
