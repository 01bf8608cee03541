/**
 * Light: what the rules ask for and what clients are told, against a flood fill that knows nothing of what changed, and through a Mineflayer client's eyes.
 */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { Chunks } from '../world/blocks/chunks.js'
import { forClient, lightPacket } from '../world/blocks/chunk_packet.js'
import { WAYS } from '../world/blocks/light_tables.js'
import { createRandom } from '../world/random.js'
import { stateTables } from '../world/blocks/states.js'
import { createGenerator } from '../world/terrain/generator.js'
import { start } from './harness.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')
const registry = require('prismarine-registry')('1.20.4')
const Column = require('prismarine-chunk')(registry)
const states = stateTables(registry)
const LOW = -80
const HIGH = 336

/** @param {'normal' | 'flat'} terrain @param {number} seed */
const landOf = (terrain, seed) => new Chunks(createGenerator({ registry, seed, terrain, oreShare: 1 }), states)

/**
 * Both lights of 3 × 3 chunks, by brute force: levels from 15 down, every block asked.
 * @param {Chunks} chunks @returns {(sky: boolean, x: number, y: number, z: number) => number} of places in chunks 0 to 2
 */
function flood (chunks) {
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ((y - LOW) * 48 + z) * 48 + x
  const blocks = new Uint16Array((HIGH - LOW) * 48 * 48)
  for (let y = -64; y < 320; y++) for (let z = 0; z < 48; z++) for (let x = 0; x < 48; x++) blocks[at(x, y, z)] = /** @type {number} */ (chunks.state(x, y, z))
  /** @param {number} from @param {number} to states @param {number} way */
  const shut = (from, to, way) => ((states.faces[from] >> way * 4 | states.faces[to] >> (way ^ 1) * 4) & 15) === 15
  const lights = [new Uint8Array(blocks.length), new Uint8Array(blocks.length)]
  for (let z = 0; z < 48; z++) {
    for (let x = 0; x < 48; x++) {
      let above = 0
      for (let y = HIGH - 1; y >= LOW; y--) {
        const state = blocks[at(x, y, z)]
        if (states.opacity[state] > 0 || shut(above, state, 1)) break
        lights[1][at(x, y, z)] = 15
        above = state
      }
    }
  }
  for (let i = 0; i < blocks.length; i++) lights[0][i] = states.emits[blocks[i]]
  for (const light of lights) {
    for (let level = 15; level > 1; level--) {
      for (let i = 0; i < light.length; i++) {
        if (light[i] !== level) continue
        const x = i % 48
        const z = Math.floor(i / 48) % 48
        const y = Math.floor(i / 2304) + LOW
        WAYS.forEach(([dx, dy, dz], way) => {
          if (x + dx < 0 || x + dx > 47 || z + dz < 0 || z + dz > 47 || y + dy < LOW || y + dy >= HIGH) return
          const there = at(x + dx, y + dy, z + dz)
          const given = level - Math.max(1, states.opacity[blocks[there]])
          if (given > light[there] && !shut(blocks[i], blocks[there], way)) light[there] = given
        })
      }
    }
  }
  return (sky, x, y, z) => lights[sky ? 1 : 0][at(x, y, z)]
}

/** @param {Chunks} chunks @param {string} when */
function compare (chunks, when) {
  const right = flood(chunks)
  const wrong = []
  for (let y = LOW; y < HIGH; y++) {
    for (let z = 0; z < 48; z++) {
      for (let x = 0; x < 48; x++) {
        const { sky, block } = chunks.light.at({ x, y, z })
        if (sky !== right(true, x, y, z) || block !== right(false, x, y, z)) wrong.push(`${x} ${y} ${z} ${states.names[chunks.state(x, y, z) ?? 0]}: sky ${sky} not ${right(true, x, y, z)}, block ${block} not ${right(false, x, y, z)}`)
      }
    }
  }
  assert.deepEqual(wrong.slice(0, 5), [], `${when}: ${wrong.length} places differ`)
}

test('light of natural land is what a flood fill gives, in whichever order the chunks came', () => {
  for (const order of [[0, 1, 2, 3, 4, 5, 6, 7, 8], [4, 8, 0, 2, 6, 5, 3, 7, 1]]) {
    const chunks = landOf('normal', 7)
    for (const i of order) chunks.light.of(chunks.load(i % 3, Math.floor(i / 3)))
    compare(chunks, `order ${order}`)
  }
})

test('light stays what a flood fill gives through random edits, and clients that are told of changes hold the same', () => {
  const chunks = landOf('flat', 1)
  const random = createRandom('light edits')
  const pick = (/** @type {any[]} */ list) => list[Math.floor(random.next() * list.length)]
  for (let i = 0; i < 9; i++) chunks.load(i % 3, Math.floor(i / 3))
  const held = new Map([...chunks.loaded.values()].map(chunk => {
    const column = new Column({ minY: -64, worldHeight: 384 })
    tell(column, chunks.packet(chunk))
    return [chunk, column]
  }))
  const materials = ['stone', 'stone', 'air', 'air', 'air', 'torch', 'glowstone', 'water', 'oak_leaves', 'glass', 'snow', 'farmland', 'lava', 'oak_slab', 'oak_stairs', 'redstone_torch', 'tinted_glass', 'soul_lantern']
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 400; i++) {
      const block = registry.blocksByName[pick(materials)]
      const state = block.minStateId + Math.floor(random.next() * (block.maxStateId - block.minStateId + 1))
      const [x, y, z] = [Math.floor(random.next() * 48), -64 + Math.floor(random.next() * 24), Math.floor(random.next() * 48)]
      const wide = i % 50 === 0 ? 12 : 1 // a floor or roof now and then
      for (let dx = 0; dx < wide && x + dx < 48; dx++) for (let dz = 0; dz < wide && z + dz < 48; dz++) chunks.setState(x + dx, y, z + dz, state)
      if (i % 97 === 0) chunks.light.at({ x, y, z })
    }
    compare(chunks, `round ${round}`)
    chunks.light.flush((chunk, light) => tell(held.get(chunk), lightPacket(chunk, light, chunks)))
    for (const [chunk, column] of held) {
      for (let y = LOW; y < -20; y++) {
        for (let i = 0; i < 256; i++) {
          const pos = { x: i & 15, y, z: i >> 4 }
          const { sky, block } = chunks.light.at({ x: chunk.x * 16 + pos.x, y, z: chunk.z * 16 + pos.z })
          assert.deepEqual([column.getSkyLight(pos), column.getBlockLight(pos)], [sky, block], `round ${round}, ${pos.x} ${y} ${pos.z} of ${chunk.x} ${chunk.z}`)
        }
      }
    }
  }
})

test('a client that names its brand when it is configured gets each row of light in vanilla\'s order', () => {
  const packet = { skyLight: [Uint8Array.from({ length: 2048 }, (_, i) => i & 15)], blockLight: [] }
  const told = (/** @type {boolean} */ brandConfigured) => Array.from(forClient(/** @type {any} */ ({ _client: { brandConfigured } }), packet).skyLight[0].subarray(0, 16))
  assert.deepEqual(told(false), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
  assert.deepEqual(told(true), [7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8])
})

/** What Mineflayer does with light. @param {any} column @param {any} packet */
function tell (column, packet) {
  column.loadParsedLight(packet.skyLight, packet.blockLight, packet.skyLightMask, packet.blockLightMask, packet.emptySkyLightMask, packet.emptyBlockLightMask)
}

test('blocks give off, take away and shut out the light of their state', () => {
  const emits = (/** @type {string} */ name, /** @type {any} */ p) => states.emits[states.stateOf(name, p)]
  const opacity = (/** @type {string} */ name, /** @type {any} */ p) => states.opacity[states.stateOf(name, p)]
  assert.deepEqual([emits('furnace', { lit: false }), emits('furnace', { lit: true }), emits('redstone_ore', { lit: true }), emits('sea_pickle', { pickles: 4, waterlogged: true }), emits('sea_pickle', { pickles: 4, waterlogged: false }),
    emits('candle', { candles: 3, lit: true, waterlogged: false }), emits('cave_vines', { berries: true }), emits('cave_vines', { berries: false }), emits('respawn_anchor', { charges: 2 }), emits('soul_campfire', { lit: true })],
  [0, 13, 9, 15, 0, 9, 14, 0, 7, 10])
  assert.deepEqual([opacity('oak_slab', { type: 'double' }), opacity('oak_slab', { type: 'top' }), opacity('oak_slab', { type: 'top', waterlogged: true }), opacity('snow', { layers: 8 }), opacity('oak_leaves', {}), opacity('tinted_glass', undefined)],
    [15, 0, 1, 15, 1, 15])
})

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 3, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => { await w?.stop() })

test('a client sees light come and go: torch, roof, hole', async () => {
  const feet = w.bot.entity.position.floored()
  const at = feet.offset(4, 0, 4)
  const seen = (/** @type {any} */ p) => { const b = w.bot.blockAt(p); return [b.light, b.skyLight] }
  assert.deepEqual(seen(at), [0, 15])
  w.ctx.blocks.set(at, w.ctx.blocks.stateOf('torch'))
  await w.ticks(2)
  assert.deepEqual(seen(at.offset(3, 0, 0)), [11, 15])
  for (let dx = -8; dx <= 8; dx++) for (let dz = -8; dz <= 8; dz++) w.ctx.blocks.set(at.offset(dx, 3, dz), w.ctx.blocks.stateOf('stone'))
  await w.ticks(2)
  assert.deepEqual(seen(at.offset(5, 0, 0)), [9, 11])
  w.ctx.blocks.set(at, 0)
  await w.ticks(2)
  assert.deepEqual(seen(at), [0, 6])
  // a hole to a cave of one block, three deep
  const cave = at.offset(20, -3, 0)
  w.ctx.blocks.set(cave, 0)
  await w.ticks(2)
  assert.deepEqual(seen(cave), [0, 0])
  for (const up of [1, 2]) w.ctx.blocks.set(cave.offset(0, up, 0), 0)
  await w.ticks(2)
  assert.deepEqual(seen(cave), [0, 15])
  assert.deepEqual(w.faults(), [])
})
