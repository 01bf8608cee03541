/** Villages, their traders and the chests of the land, with a real Mineflayer client. One world: the tests build on each other. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { createGenerator } from '../world/terrain/generator.js'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { start } from './harness.js'

const registry = createRequire(import.meta.url)('prismarine-registry')('1.20.4')
const SEED = 3 // a village near the spawn
/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: SEED, options: { difficulty: 0 }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})
/** @param {string} name @returns {any} */
const item = name => w.ctx.registry.itemsByName[name].id
const villagers = () => w.ctx.entities.all().filter(e => e.name === 'villager')
/** @param {any} point */
async function visit (point) {
  w.player.teleport(point)
  await w.ticks(60)
}

test('a village: houses with doors, beds and chests, farms, a bell, villagers of several professions', async () => {
  const { ctx } = w
  const generator = createGenerator({ registry, seed: SEED })
  const spawn = generator.spawnPoint()
  /** @type {any[]} */
  let found = []
  /** @type {Record<string, number>} */
  const seen = {}
  for (let cx = -16; cx <= 16 && !found.length; cx++) for (let cz = -16; cz <= 16; cz++) found = found.concat(generator.furnished((spawn.x >> 4) + cx, (spawn.z >> 4) + cz).residents)
  assert.ok(found.length > 0, 'there are residents near the spawn')
  await visit({ x: found[0].x + 0.5, y: found[0].y + 1, z: found[0].z + 0.5 })
  const [px, pz] = [Math.floor(w.player.position.x), Math.floor(w.player.position.z)]
  for (let x = px - 70; x < px + 70; x++) {
    for (let z = pz - 70; z < pz + 70; z++) {
      for (let y = 60; y < 110; y++) { const name = ctx.blocks.name(x, y, z); if (name) seen[name.replace(/^(oak|acacia|spruce|jungle|white|red|green)_/, '')] = (seen[name.replace(/^(oak|acacia|spruce|jungle|white|red|green)_/, '')] ?? 0) + 1 }
    }
  }
  for (const name of ['door', 'bed', 'chest', 'bell', 'farmland', 'composter', 'glass_pane']) assert.ok(seen[name] > 0, `${name}: ${JSON.stringify(seen)}`)
  assert.ok(villagers().length >= 4)
  assert.ok(new Set(villagers().map(v => v.trade.profession)).size >= 3)
})

test('bot.openVillager and trade: wheat for emeralds, bread for an emerald; stock runs out and comes again', async () => {
  const { bot, ctx } = w
  const farmer = ctx.villagers.spawn(w.player.position.offset(1, 0, 0), 'farmer', 'plains')
  farmer.trade.offers = [
    { buy: ['wheat', 20], sell: ['emerald', 1], uses: 3, used: 0, xp: 2, rise: 0.05, demand: 0 },
    { buy: ['emerald', 1], sell: ['bread', 6], uses: 16, used: 0, xp: 1, rise: 0.05, demand: 0 }
  ]
  w.give('wheat', 64)
  await w.ticks(10)
  const window = await w.run(bot.openVillager(bot.entities[farmer.id]))
  assert.equal(window.trades.length, 2)
  await w.run(bot.trade(window, 0, 3))
  await w.run(bot.trade(window, 1, 1))
  window.close()
  await w.ticks(10)
  const count = (/** @type {string} */ name) => ctx.inventory.count(w.player, name)
  assert.deepEqual([count('wheat'), count('emerald'), count('bread')], [4, 2, 6])
  assert.equal(bot.inventory.count(item('bread')), 6)
  assert.equal(farmer.trade.offers[0].used, 3)
  const again = await w.run(bot.openVillager(bot.entities[farmer.id]))
  assert.equal(again.trades[0].tradeDisabled, true)
  again.close(); await w.ticks(2)
  farmer.trade.restocked = ctx.tick() - 20000
  const later = await w.run(bot.openVillager(bot.entities[farmer.id]))
  assert.equal(later.trades[0].nbTradeUses, 0)
  assert.equal(later.trades[0].realPrice, 23, 'sold out, it has become dearer')
  later.close(); await w.ticks(2)
})

test('every profession draws offers that the game knows, at all levels', () => {
  const { ctx } = w
  for (const [profession, levels] of Object.entries(ctx.data.trades.offers)) {
    for (const list of /** @type {any[]} */ (levels)) {
      for (const { buy, and, sell } of list) for (const part of [buy, and, sell]) if (part) assert.ok(ctx.registry.itemsByName[part[0]], `${profession}: ${part[0]}`)
    }
  }
})

test('a chest of the land holds loot of its table, once, the same whoever comes first; broken unopened it falls out', async () => {
  const { ctx, bot } = w
  for (const pools of Object.values(ctx.data.chest_loot.tables)) {
    for (const { items } of /** @type {any[]} */ (pools)) for (const entry of items) assert.ok(!entry.item || ctx.registry.itemsByName[entry.item], entry.item)
  }
  const chests = [...ctx.loot.known].filter(([, table]) => /^village_(plains|desert|savanna|snowy|taiga)_house$/.test(table))
  assert.ok(chests.length >= 1, JSON.stringify([...ctx.loot.known]))
  const [x, y, z] = chests[0][0].split(',').map(Number)
  ctx.setGameMode(w.player, 1)
  await visit({ x: x + 0.5, y: y + 1, z: z + 0.5 }) // its land may have been put away again
  assert.equal(ctx.blocks.at({ x, y, z }).name, 'chest')
  const window = await w.run(bot.openContainer(bot.blockAt(bot.entity.position.clone().set(x, y, z))))
  const held = window.containerItems().map((/** @type {any} */ i) => `${i.name} ${i.count}`)
  assert.ok(held.length >= 1)
  window.close(); await w.ticks(2)
  const kept = decodeSnapshot(encodeSnapshot(w.world.snapshot()))
  assert.equal(kept.terrain, 2)
  assert.ok(kept.parts.loot.includes(chests[0][0]))
  const other = [...ctx.loot.known.keys()].map(place => place.split(',').map(Number)).find(([cx, cy, cz]) => ctx.blocks.name(cx, cy, cz) === 'chest' && !ctx.tiles.has(`${cx},${cy},${cz}`))
  assert.ok(other)
  const [ox, oy, oz] = other
  ctx.blocks.set({ x: ox, y: oy, z: oz }, 0, { cause: 'dug' })
  const fallen = () => ctx.entities.near({ x: ox + 0.5, y: oy + 0.5, z: oz + 0.5 }, 3, e => e.kind === 'item').length
  const first = fallen()
  assert.ok(first >= 1)
  ctx.blocks.set({ x: ox, y: oy, z: oz }, ctx.blocks.stateOf('chest'))
  ctx.blocks.set({ x: ox, y: oy, z: oz }, 0)
  assert.equal(fallen(), first, 'what was drawn is not drawn again')
  ctx.setGameMode(w.player, 0)
})

test('the same land whichever chunk is made first, and old land without structures for old worlds', () => {
  const one = createGenerator({ registry, seed: SEED })
  const other = createGenerator({ registry, seed: SEED })
  const old = createGenerator({ registry, seed: SEED, format: 1 })
  const places = []
  for (let cx = -2; cx <= 6; cx++) for (let cz = -2; cz <= 6; cz++) places.push([cx, cz])
  const dump = (/** @type {any} */ generator, /** @type {number[]} */ [cx, cz]) => generator.chunk(cx, cz).dump().toString('base64')
  const first = new Map(places.map(place => [String(place), dump(one, place)]))
  for (const place of [...places].reverse()) assert.equal(dump(other, place), first.get(String(place)))
  assert.ok(places.some(place => dump(old, place) !== first.get(String(place))))
  assert.equal(old.furnished(0, 0).chests.length, 0)
})
