/**
 * Built scenes for tests of the primitives, on the real embedded world: each a fresh patch of flat land.
 *
 * Importing it opens one world before the tests of the file and closes it after them; the process has one clock.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before } from 'node:test'
import vm from 'node:vm'
import { createApi } from '../player/api.js'
import { fail } from '../player/failure.js'
import { start } from './harness.js'

const require = createRequire(import.meta.url)
export const FOLDER = new URL('../../skills/primitives/', import.meta.url)
const SCENE_GAP = 48 // blocks between scenes

/** The world of this process. @type {any} */ export let w
/** @type {any} */ export let Vec3
/** The level of the land. @type {any} */ export let floor
let scenes = 0

before(async () => {
  w = await start({ seed: 7, options: { terrain: 'flat', gamemode: 0, mobs: false } })
  Vec3 = require('vec3').Vec3
  w.bot.setMaxListeners(200) // each scene's toolbox listens
  await w.ticks(40)
  floor = Math.floor(w.bot.entity.position.y)
})

after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

/** The primitives, as a program sees them. @returns {any} */
function program () {
  const { goals, Movements } = require('mineflayer-pathfinder')
  const api = createApi({ bot: w.bot })
  const context = vm.createContext({
    bot: w.bot, mcData: w.bot.registry, Vec3, goals, ...goals, Movements, api, fail, setTimeout, clearTimeout, setInterval, console, Date
  })
  for (const file of readdirSync(FOLDER).sort()) {
    new vm.Script(readFileSync(new URL(file, FOLDER), 'utf8'), { filename: file }).runInContext(context)
  }
  return context
}

/**
 * A fresh place: flat land, empty hands, full health, day.
 * @param {Record<string, number>} [held]
 * @returns {Promise<{p: any, at(x: number, y: number, z: number): any, set(x: number, y: number, z: number, name: string): void,
 *   fill(a: number[], b: number[], name: string): void, name(x: number, y: number, z: number): string}>}
 */
export async function scene (held = {}) {
  const origin = new Vec3(scenes++ * SCENE_GAP + 8, floor, 8)
  w.player.teleport(new Vec3(origin.x + 0.5, origin.y, origin.z + 0.5))
  await w.ticks(60)
  await w.run(w.bot.waitForChunksToLoad(), 60000)
  for (let slot = 5; slot < 46; slot++) w.ctx.inventory.set(w.player, slot, null)
  for (const [name, count] of Object.entries(held)) w.give(name, count)
  w.player.health = 20
  w.player.survival.food = 20
  w.ctx.time.set?.(1000)
  await w.ticks(10)
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => origin.offset(x, y, z)
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {string} */ name) =>
    w.ctx.blocks.set(at(x, y, z), w.ctx.blocks.stateOf(name))
  return {
    p: program(),
    at,
    set,
    fill (a, b, name) {
      for (let x = a[0]; x <= b[0]; x++) for (let y = a[1]; y <= b[1]; y++) for (let z = a[2]; z <= b[2]; z++) set(x, y, z, name)
    },
    name: (x, y, z) => w.bot.blockAt(at(x, y, z)).name
  }
}

/** @param {string} name */
export const count = name => w.bot.inventory.items().filter((/** @type {any} */ item) => item.name === name)
  .reduce((/** @type {number} */ sum, /** @type {any} */ item) => sum + item.count, 0)

/** What a call throws, or null. @param {Promise<any>} call @returns {Promise<any>} */
export const failure = call => w.run(call.then(() => null, (/** @type {any} */ error) => error), 600000)

/** @param {Promise<any>} call @param {number} [seconds] */
export const done = (call, seconds = 300) => w.run(call, seconds * 1000)
