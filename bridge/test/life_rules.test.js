/** The arithmetic of life: food, armour, weapons, levels, loot, ways and flows, on their own. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test from 'node:test'
import { addExhaustion, feed, freshHunger, hungerTick } from '../world/players/hunger.js'
import { admitBlow, afterArmour, afterGuard, knockBack, protectionOf, scaleByDifficulty } from '../world/players/armour.js'
import { charge, strike, sweepDamage, weapon } from '../world/players/weapons.js'
import { freshExperience, gain, pointsToNext, splitOrbs } from '../world/players/levels.js'
import { rollDrops } from '../world/mobs/loot.js'
import { KINDS } from '../world/mobs/kinds.js'
import { findPath, lineOfSight } from '../world/mobs/navigation.js'
import { blockKinds } from '../world/blocks/block_kinds.js'
import { createFlow, LAVA, WATER } from '../world/land/fluid_flow.js'
import { createRandom } from '../world/random.js'

const registry = createRequire(import.meta.url)('prismarine-registry')('1.20.4')

test('four points of exhaustion cost a point of saturation, then of food', () => {
  const vitals = { ...freshHunger(), saturation: 1 }
  const body = { health: 20, max_health: 20, difficulty: 2 }
  addExhaustion(vitals, 4.01)
  hungerTick(vitals, body)
  assert.equal(vitals.saturation, 0)
  assert.equal(vitals.food, 20)
  addExhaustion(vitals, 4.01)
  hungerTick(vitals, body)
  assert.equal(vitals.food, 19)
})

test('a full stomach heals every half second, food 18 every four seconds, less not at all', () => {
  const healed = (/** @type {number} */ food, /** @type {number} */ saturation, /** @type {number} */ ticks) => {
    const vitals = { ...freshHunger(), food, saturation }
    let sum = 0
    for (let n = 0; n < ticks; n++) sum += hungerTick(vitals, { health: 10, max_health: 20, difficulty: 2 }).heal
    return sum
  }
  assert.equal(healed(20, 20, 10), 1)
  assert.equal(healed(18, 0, 79), 0)
  assert.equal(healed(18, 0, 80), 1)
  assert.equal(healed(17, 5, 400), 0)
})

test('starving stops at half health on easy, at one point on normal, never on hard', () => {
  const starves = (/** @type {number} */ difficulty, /** @type {number} */ health) => {
    const vitals = { ...freshHunger(), food: 0, saturation: 0 }
    let sum = 0
    for (let n = 0; n < 80; n++) sum += hungerTick(vitals, { health, max_health: 20, difficulty }).starve
    return sum
  }
  assert.equal(starves(1, 11), 1)
  assert.equal(starves(1, 10), 0)
  assert.equal(starves(2, 2), 1)
  assert.equal(starves(2, 1), 0)
  assert.equal(starves(3, 1), 1)
})

test('saturation never exceeds food', () => {
  const vitals = { ...freshHunger(), food: 0, saturation: 0 }
  feed(vitals, 3, 20)
  assert.deepEqual([vitals.food, vitals.saturation], [3, 3])
})

test('armour softens as documented', () => {
  const iron = protectionOf([{ name: 'iron_helmet' }, { name: 'iron_chestplate' }, { name: 'iron_leggings' }, { name: 'iron_boots' }])
  assert.equal(iron.points, 15)
  assert.ok(Math.abs(afterArmour(10, 15, 0) - 10 * (1 - 10 / 25)) < 1e-9)
  const diamond = protectionOf([{ name: 'diamond_helmet' }, { name: 'diamond_chestplate' }, { name: 'diamond_leggings' }, { name: 'diamond_boots' }])
  assert.deepEqual([diamond.points, diamond.toughness], [20, 8])
  assert.ok(Math.abs(afterArmour(10, 20, 8) - 3) < 1e-9)
  assert.equal(afterGuard(5, 'fall', { worn: iron }), 5)
  const feather = protectionOf([null, null, null, { name: 'iron_boots', enchants: [{ name: 'feather_falling', lvl: 4 }] }], 'fall')
  assert.ok(Math.abs(afterGuard(10, 'fall', { worn: feather }) - 10 * (1 - 12 / 25)) < 1e-9)
})

test('difficulty scales what creatures do', () => {
  assert.deepEqual([0, 1, 2, 3].map(d => scaleByDifficulty(3, d, true)), [0, 2.5, 3, 4.5])
  assert.equal(scaleByDifficulty(1, 1, true), 1)
  assert.equal(scaleByDifficulty(3, 0, false), 3)
})

test('within half a second only the difference of a stronger blow counts', () => {
  const body = {}
  assert.equal(admitBlow(body, 4, 100), 4)
  assert.equal(admitBlow(body, 4, 105), null)
  assert.equal(admitBlow(body, 6, 109), 2)
  assert.equal(admitBlow(body, 1, 110), 1)
})

test('knockback pushes away and up from the ground', () => {
  const velocity = { x: 0, y: 0, z: 0 }
  knockBack(velocity, { strength: 0.4, dx: 1, dz: 0, onGround: true })
  assert.deepEqual([velocity.x, velocity.y], [-0.4, 0.4])
})

test('weapons: charge, critical hits, sweeping', () => {
  assert.deepEqual([weapon('iron_sword').damage, weapon('diamond_axe').damage, weapon('stick').damage, weapon(null).speed], [6, 9, 1, 4])
  assert.equal(charge(100, 1.6), 1)
  assert.ok(charge(0, 1.6) < 0.05)
  const full = strike({ damage: 6, charge: 1, falling: false })
  assert.deepEqual([full.amount, full.critical], [6, false])
  assert.equal(strike({ damage: 6, charge: 1, falling: true }).amount, 9)
  assert.ok(Math.abs(strike({ damage: 6, charge: 0.5, falling: true }).amount - 6 * 0.4) < 1e-9)
  assert.equal(sweepDamage(7, 0), 1)
})

test('levels cost what they cost', () => {
  assert.deepEqual([0, 15, 30].map(pointsToNext), [7, 37, 112])
  const xp = freshExperience()
  gain(xp, 352)
  assert.deepEqual([xp.level, xp.points], [16, 0])
  gain(xp, -352)
  assert.deepEqual([xp.level, xp.points, xp.total], [0, 0, 0])
  assert.equal(splitOrbs(100).reduce((a, b) => a + b, 0), 100)
})

test('loot keeps to its tables', () => {
  const random = createRandom(5).next
  /** @type {Record<string, Set<number>>} */
  const counts = { beef: new Set(), leather: new Set() }
  for (let n = 0; n < 300; n++) {
    const drops = rollDrops(KINDS.cow, { random, looting: 0, by_player: true, burning: false })
    for (const name of Object.keys(counts)) counts[name].add(drops.find(d => d.item === name)?.count ?? 0)
  }
  assert.deepEqual([...counts.beef].sort(), [1, 2, 3])
  assert.deepEqual([...counts.leather].sort(), [0, 1, 2])
  assert.equal(rollDrops(KINDS.cow, { random, looting: 0, by_player: true, burning: true }).some(d => d.item === 'beef'), false)
  assert.deepEqual(rollDrops(KINDS.cow, { random, looting: 0, by_player: true, burning: false, baby: true }), [])
  for (const [name, kind] of Object.entries(KINDS)) for (const drop of kind.drops) assert.ok(registry.itemsByName[drop.item], `${name} drops ${drop.item}`)
})

/** @param {string[]} rows a flat map: # wall two high, o step one high, ~ hole, . ground */
function plan (rows) {
  const at = (/** @type {number} */ x, /** @type {number} */ z) => rows[z]?.[x] ?? '#'
  return {
    solid: (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => y < 0 ? at(x, z) !== '~' || y < -9 : at(x, z) === '#' ? y < 2 : at(x, z) === 'o' ? y < 1 : false,
    water: () => false,
    cost: () => 0
  }
}

test('a way leads round walls, over steps, and never into a hole', () => {
  const wall = findPath(plan(['.....', '.###.', '.....']), { x: 2, y: 0, z: 0 }, { x: 2, y: 0, z: 2 })
  assert.ok(wall.reached)
  assert.ok(wall.path.length >= 4)
  const step = findPath(plan(['.o.']), { x: 0, y: 0, z: 0 }, { x: 2, y: 0, z: 0 }, { near: 0 })
  assert.deepEqual(step.path.map(c => c.y), [1, 0])
  const hole = findPath(plan(['.~.']), { x: 0, y: 0, z: 0 }, { x: 2, y: 0, z: 0 }, { near: 0.5 })
  assert.equal(hole.reached, false)
  assert.deepEqual(hole.path, [])
})

test('a search that fails stays within its budget', () => {
  let asked = 0
  const terrain = { ...plan(Array.from({ length: 60 }, () => '.'.repeat(60))), cost: () => { asked++; return 0 } }
  findPath(terrain, { x: 30, y: 0, z: 30 }, { x: 30, y: 40, z: 30 }, { budget: 100 })
  assert.ok(asked <= 800)
})

test('sight ends at walls', () => {
  const opaque = (/** @type {number} */ x) => x === 2
  assert.equal(lineOfSight(opaque, { x: 0.5, y: 1, z: 0.5 }, { x: 1.5, y: 1, z: 0.5 }), true)
  assert.equal(lineOfSight(opaque, { x: 0.5, y: 1, z: 0.5 }, { x: 4.5, y: 1, z: 0.5 }), false)
})

/** A small world for fluids: stone floor at y 0, air above. */
function basin () {
  const kinds = blockKinds(registry)
  const stone = registry.blocksByName.stone.defaultState
  const first = { [WATER]: registry.blocksByName.water.minStateId, [LAVA]: registry.blocksByName.lava.minStateId }
  /** @type {Map<string, number>} */
  const cells = new Map()
  /** @type {Map<string, number>} */
  const due = new Map()
  let tick = 0
  const key = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => `${x},${y},${z}`
  const put = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => { cells.set(key(x, y, z), state); flow.disturb(x, y, z) }
  const get = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => cells.get(key(x, y, z)) ?? (y <= 0 ? stone : 0)
  const flow = createFlow(kinds, {
    get,
    pour: (x, y, z, fluid, level) => put(x, y, z, first[/** @type {1} */ (fluid)] + level),
    drain: (x, y, z) => put(x, y, z, 0),
    harden: (x, y, z, block) => put(x, y, z, registry.blocksByName[block].defaultState),
    schedule: (x, y, z, delay) => { if (!due.has(key(x, y, z))) due.set(key(x, y, z), tick + delay) },
    random: () => 0.5
  })
  const run = (/** @type {number} */ ticks) => {
    for (const end = tick + ticks; tick < end; tick++) {
      for (const [id, at] of [...due]) {
        if (at > tick) continue
        due.delete(id)
        const [x, y, z] = id.split(',').map(Number)
        flow.flow(x, y, z)
      }
    }
  }
  const count = (/** @type {string} */ name) => [...cells.values()].filter(s => kinds.name[s] === name).length
  return { put, get, run, count, kinds, stone, due, water: first[WATER], lava: first[LAVA] }
}

test('water covers 113 cells of level ground and dries up when its source is gone', () => {
  const land = basin()
  land.put(0, 1, 0, land.water)
  land.run(80)
  assert.equal(land.count('water'), 113)
  land.put(0, 1, 0, 0)
  land.run(200)
  assert.equal(land.count('water'), 0)
  assert.equal(land.due.size, 0)
})

test('lava covers 25 cells', () => {
  const land = basin()
  land.put(0, 1, 0, land.lava)
  land.run(400)
  assert.equal(land.count('lava'), 25)
})

test('water runs to the nearest hole only', () => {
  const land = basin()
  land.put(3, 0, 0, 0)
  land.put(3, -1, 0, land.stone)
  land.put(0, 1, 0, land.water)
  land.run(40)
  assert.equal(land.kinds.name[land.get(1, 1, 0)], 'water')
  assert.equal(land.kinds.name[land.get(-1, 1, 0)], 'air')
})

test('two sources make a third between them', () => {
  const land = basin()
  land.put(0, 1, 0, land.water)
  land.put(2, 1, 0, land.water)
  land.run(20)
  assert.equal(land.get(1, 1, 0), land.water)
})

test('water on a lava source makes obsidian, beside flowing lava cobblestone, lava on water stone', () => {
  const land = basin()
  land.put(0, 1, 0, land.lava)
  land.run(200)
  land.put(3, 1, 0, land.water)
  land.run(20)
  assert.ok(land.count('cobblestone') > 0)
  land.put(0, 2, 0, land.water)
  land.run(5)
  assert.equal(land.kinds.name[land.get(0, 1, 0)], 'obsidian')
  const well = basin()
  well.put(0, 1, 0, well.water)
  well.put(0, 2, 0, well.lava)
  well.run(60)
  assert.ok(['stone', 'obsidian'].includes(well.kinds.name[well.get(0, 1, 0)]) || well.kinds.name[well.get(0, 2, 0)] === 'obsidian')
})
