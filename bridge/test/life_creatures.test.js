/** Creatures of every kind in the running world: gear, young, what they turn into, what they do; one flat world, scenes far apart. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')
const GROUND = -60 // feet on the flat world's grass

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 1, options: { terrain: 'flat', difficulty: 2, mobs: false } }) })
after(async () => { await w.stop() })

/** A fresh start at a place, by night. @param {number} x @param {number} z */
async function scene (x, z) {
  for (const entity of w.ctx.entities.all()) w.ctx.entities.remove(entity)
  w.ctx.effects.clear(w.player)
  w.ctx.vitals.fresh(w.player)
  w.ctx.options.difficulty = 2
  w.player.gameMode = 0
  w.player.inventory.slots.fill(null)
  w.ctx.inventory.sendAll(w.player)
  w.player.teleport(new Vec3(x + 0.5, GROUND, z + 0.5))
  w.ctx.time.set(14000)
  await w.ticks(10)
  assert.deepEqual(w.faults(), [])
}
const at = (/** @type {number} */ x, /** @type {number} */ z, y = GROUND) => new Vec3(x + 0.5, y, z + 0.5)
const spawn = (/** @type {string} */ name, /** @type {any} */ where, fields = {}) => w.ctx.mobs.spawn(name, where, fields)
const named = (/** @type {string} */ name) => w.ctx.entities.all().filter(e => e.name === name)
const lying = (/** @type {string} */ item) => named('item').some(e => e.item.name === item)
/** @param {string} item */
async function hold (item) {
  w.give(item, 1)
  await w.ticks(2)
  await w.run(w.bot.equip(w.bot.inventory.items().find((/** @type {any} */ i) => i.name === item), 'hand'))
  await w.ticks(2)
}

test('every kind lives a while without a fault, by day and in water', async () => {
  await scene(0, 0)
  w.player.gameMode = 1
  const { KINDS } = w.ctx.mobs
  for (const name of Object.keys(KINDS)) spawn(name, at(30 + Object.keys(KINDS).indexOf(name) % 8 * 2, Math.floor(Object.keys(KINDS).indexOf(name) / 8) * 3))
  await w.ticks(200)
  w.ctx.time.set(1000)
  await w.ticks(200)
  assert.deepEqual(w.faults(), [])
})

test('what every kind drops, eats, wears and turns into exists', () => {
  const { KINDS } = w.ctx.mobs
  const items = w.ctx.registry.itemsByName
  for (const [name, kind] of Object.entries(/** @type {Record<string, any>} */ (KINDS))) {
    const named = [...kind.drops.flatMap((/** @type {any} */ d) => [d.item, d.cooked ?? d.item]), ...(kind.food ?? []), ...Object.values(kind.gear ?? {}), ...(kind.tame?.items ?? []), ...(kind.drop_pool?.entries ?? []).map((/** @type {any} */ e) => e.item), kind.bucket ?? 'egg', kind.milk ?? 'egg']
    for (const item of named) assert.ok(items[item], `${name}: ${item}`)
    for (const other of [kind.sinks_into, kind.freezes_into, ...(kind.hunts ?? [])]) if (other && other !== 'wandering_trader') assert.ok(KINDS[other], `${name}: ${other}`)
    assert.ok(w.ctx.registry.entitiesByName[name], name)
  }
  for (const [family, biomes] of Object.entries(w.ctx.data.spawns)) {
    if (['source', 'creature_chance', 'spawn_costs'].includes(family)) continue
    for (const [biome, list] of Object.entries(/** @type {Record<string, any[]>} */ (biomes))) {
      assert.ok(biome === 'default' || family === 'structures' || w.ctx.registry.biomesByName[biome], biome)
      for (const { mob } of list) assert.ok(KINDS[mob], `${biome}: ${mob}`)
    }
  }
})

test('a client sees a baby zombie as one, and what a skeleton wears', async () => {
  await scene(100, 0)
  w.player.gameMode = 1
  const baby = spawn('zombie', at(106, 0), { baby: true })
  const skeleton = spawn('skeleton', at(108, 0), { gear: { 0: 'bow', 5: 'iron_helmet' } })
  await w.ticks(5)
  assert.equal(w.bot.entities[baby.id].metadata[16], true)
  assert.equal(w.bot.entities[skeleton.id].equipment[0]?.name, 'bow')
  assert.equal(w.bot.entities[skeleton.id].equipment[5]?.name, 'iron_helmet')
  assert.ok(baby.box.height < 1)
  w.ctx.time.set(1000)
  await w.ticks(400)
  assert.equal(skeleton.removed, false) // the helmet keeps the sun off
})

test('gear softens blows and arms them; some of it is left to a player', async () => {
  await scene(140, 0)
  w.player.gameMode = 1
  const bare = spawn('zombie', at(146, 0), { baby: false, gear: {} })
  const clad = spawn('zombie', at(150, 0), { baby: false, gear: { 4: 'diamond_chestplate' } })
  for (const mob of [bare, clad]) w.ctx.damage.mob(mob, 10, { cause: 'player_attack', by: w.player })
  assert.ok(clad.health > bare.health + 1, `${clad.health} ${bare.health}`)
  let left = 0
  for (let n = 0; n < 200; n++) {
    const zombie = spawn('zombie', at(150, 4), { baby: false, gear: { 0: 'iron_sword' } })
    w.ctx.damage.mob(zombie, 1000, { cause: 'player_attack', by: w.player })
    w.ctx.entities.remove(zombie)
    if (lying('iron_sword')) left++
    for (const item of named('item')) w.ctx.entities.remove(item)
  }
  assert.ok(left > 5 && left < 35, `${left} of 200 left a sword; 8.5 % is vanilla's share`)
  w.player.gameMode = 0
  const armed = spawn('zombie', at(141, 0), { baby: false, gear: { 0: 'iron_sword' } })
  let lost = 0
  w.ctx.damage.onHurt((/** @type {any} */ { victim, by, amount }) => { if (victim === w.player && by === armed) lost = Math.max(lost, amount) })
  w.ctx.entities.remove(bare)
  w.ctx.entities.remove(clad)
  await w.ticks(60)
  assert.equal(lost, 8) // 3 + 5
})

test('on hard the hurt zombie calls another, its share pays for it', async () => {
  await scene(180, 0)
  w.ctx.options.difficulty = 3
  const zombie = spawn('zombie', at(190, 0), { health: 20, calls: 1, gear: {} })
  for (let n = 0; n < 3 && named('zombie').length < 2; n++) { w.ctx.damage.mob(zombie, 1, { cause: 'player_attack', by: w.player }); await w.ticks(12) }
  assert.equal(named('zombie').length, 2)
  assert.ok(zombie.calls < 1)
})

test('a zombie drowns into a drowned', async () => {
  await scene(220, 0)
  w.player.gameMode = 1
  for (let x = 228; x <= 232; x++) for (let z = -2; z <= 2; z++) for (let y = GROUND; y < GROUND + 4; y++) w.ctx.blocks.set(new Vec3(x, y, z), w.ctx.blocks.stateOf(x === 230 && z === 0 ? 'water' : 'glass'))
  spawn('zombie', at(230, 0), { gear: {}, baby: false })
  await w.ticks(930)
  assert.equal(named('zombie').length, 0)
  assert.equal(named('drowned').length, 1)
})

test('a bitten villager walks on, and a cured one is the same trader', async () => {
  await scene(260, 0)
  w.player.gameMode = 1
  w.ctx.options.difficulty = 3
  const villager = w.ctx.villagers.spawn(at(263, 0), 'librarian')
  const zombie = spawn('zombie', at(264, 0), { baby: false, gear: {} })
  w.ctx.damage.mob(villager, 100, { cause: 'mob_attack', by: zombie })
  w.ctx.entities.remove(zombie)
  const [bitten] = /** @type {any[]} */ (named('zombie_villager'))
  assert.equal(bitten.trade.profession, 'librarian')
  w.ctx.mobs.affect(bitten, 'weakness', 0, 1800)
  await hold('golden_apple')
  bitten.position.update(w.player.position.offset(2, 0, 0))
  w.ctx.entities.teleport(bitten)
  await w.ticks(4)
  w.bot.useOn(w.bot.entities[bitten.id])
  await w.ticks(4)
  assert.ok(bitten.turning >= 3500, `${bitten.turning}`)
  bitten.turning = 2
  await w.ticks(5)
  assert.equal(/** @type {any} */ (named('villager')[0]).trade.profession, 'librarian')
})

test('poison weakens a cow to its last point, and leaves a zombie alone', async () => {
  await scene(300, 0)
  w.player.gameMode = 1
  const cow = spawn('cow', at(306, 0))
  const zombie = spawn('zombie', at(306, 6), { gear: {} })
  for (const mob of [cow, zombie]) w.ctx.mobs.affect(mob, 'poison', 1, 400)
  await w.ticks(300)
  assert.equal(cow.health, 1)
  assert.equal(zombie.effects, undefined)
})

test('a skeleton sidesteps and backs off; a stray\'s arrow slows', async () => {
  await scene(340, 0)
  w.player.survival.safe_until = 0
  const stray = spawn('stray', at(344, 0))
  let farthest = 0
  let slowed = false
  for (let n = 0; n < 60 && !(slowed && farthest > 6); n++) {
    await w.ticks(10)
    w.ctx.vitals.heal(w.player, 20)
    farthest = Math.max(farthest, stray.position.distanceTo(w.player.position))
    slowed ||= w.ctx.effects.level(w.player, 'slowness') > 0
  }
  assert.ok(farthest > 6, `${farthest}`)
  assert.ok(slowed)
})

test('an iron golem strikes down a zombie', async () => {
  await scene(380, 0)
  w.player.gameMode = 1
  const golem = spawn('iron_golem', at(388, 0))
  const zombie = spawn('zombie', at(393, 0), { gear: {} })
  await w.ticks(300)
  assert.ok(zombie.removed || zombie.dying !== undefined)
  assert.ok(golem.health > 80)
})

test('a piglin takes gold and pays; gold on the head keeps the peace', async () => {
  await scene(420, 0)
  w.ctx.inventory.set(w.player, 5, w.ctx.inventory.make('golden_helmet', 1))
  await hold('gold_ingot')
  const piglin = spawn('piglin', at(422, 0), { baby: false })
  await w.ticks(4)
  w.bot.useOn(w.bot.entities[piglin.id])
  await w.ticks(130)
  assert.equal(w.bot.health, 20)
  const { entries } = JSON.parse((await import('node:fs')).readFileSync(new URL('../world/data/barter.json', import.meta.url), 'utf8'))
  const paid = named('item').map(e => e.item.name).concat(w.bot.inventory.items().map((/** @type {any} */ i) => i.name))
  assert.ok(paid.some(name => entries.some((/** @type {any} */ e) => e.item === name)), paid.join())
})

test('a cat is tamed with fish, a horse by riding it', async () => {
  await scene(460, 0)
  const cat = spawn('cat', at(462, 0))
  for (let n = 0; n < 30 && !cat.owner; n++) {
    await hold('cod')
    cat.position.update(w.player.position.offset(1.5, 0, 0))
    w.ctx.entities.teleport(cat)
    await w.ticks(2)
    w.bot.useOn(w.bot.entities[cat.id])
    await w.ticks(2)
  }
  assert.equal(cat.owner, w.player.uuid)
  w.player.inventory.slots.fill(null)
  w.ctx.inventory.sendAll(w.player)
  const horse = spawn('horse', at(461, 3), { temper: 100 })
  await w.ticks(4)
  w.bot.mount(w.bot.entities[horse.id])
  await w.ticks(3)
  assert.equal(w.player.vehicle, horse)
  await w.ticks(400)
  assert.equal(horse.owner, w.player.uuid)
})

test('a villager sleeps in a bed by night, behind a door he opens, and rises', async () => {
  await scene(500, 0)
  w.player.gameMode = 1
  const { blocks } = w.ctx
  const set = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {string} */ name, properties = {}) => blocks.set(new Vec3(x, y, z), blocks.stateOf(name, properties))
  for (let x = 506; x <= 511; x++) for (let z = -2; z <= 2; z++) for (let y = GROUND; y < GROUND + 3; y++) if (x === 506 || x === 511 || Math.abs(z) === 2) set(x, y, z, 'oak_planks')
  for (const half of ['lower', 'upper']) set(506, GROUND + (half === 'upper' ? 1 : 0), 0, 'oak_door', { half, facing: 'west', hinge: 'left', open: false, powered: false })
  set(509, GROUND, 0, 'red_bed', { part: 'head', facing: 'east', occupied: false })
  set(508, GROUND, 0, 'red_bed', { part: 'foot', facing: 'east', occupied: false })
  w.ctx.time.set(13000)
  const villager = w.ctx.villagers.spawn(at(503, 0))
  await w.ticks(400)
  assert.deepEqual(villager.bed, [509, GROUND, 0], `${villager.position}`)
  assert.equal(w.bot.entities[villager.id].metadata[6], 2)
  w.ctx.time.set(24000)
  await w.ticks(10)
  assert.equal(villager.bed, undefined)
})

test('phantoms come over a player who has not slept for three days', async () => {
  await scene(540, 0)
  w.ctx.options.mobs = true
  w.ctx.options.difficulty = 3
  w.ctx.rules.doMobSpawning = true
  w.ctx.time.set(16000)
  w.player.gameMode = 1
  for (let y = GROUND; y < 70; y++) w.ctx.blocks.set(new Vec3(540, y, 0), 1)
  w.player.teleport(new Vec3(540.5, 70, 0.5))
  w.player.survival.rested = w.ctx.tick() - 2000000
  for (let n = 0; n < 10 && named('phantom').length === 0; n++) { await w.ticks(250); w.ctx.time.set(16000) }
  w.ctx.options.mobs = false
  assert.ok(named('phantom').length > 0)
})

test('one blow with Fire Aspect leaves roast beef, and Looting counts for arrows', async () => {
  await scene(580, 0)
  const cow = spawn('cow', at(582, 0), { health: 1 })
  const sword = w.ctx.inventory.make('iron_sword', 1)
  sword.enchants = [{ name: 'fire_aspect', lvl: 1 }]
  w.ctx.inventory.set(w.player, 36, sword)
  await w.ticks(5)
  w.bot.setQuickBarSlot(0)
  await w.ticks(15)
  w.bot.attack(w.bot.entities[cow.id])
  await w.ticks(3)
  assert.ok(lying('cooked_beef') && !lying('beef'))
})

test('a skeleton in powder snow becomes a stray', async () => {
  await scene(620, 0)
  w.player.gameMode = 1
  for (let y = GROUND; y < GROUND + 3; y++) for (const [dx, dz] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]) w.ctx.blocks.set(new Vec3(628 + dx, y, dz), w.ctx.blocks.stateOf(dx || dz ? 'glass' : 'powder_snow'))
  spawn('skeleton', at(628, 0))
  await w.ticks(480)
  assert.equal(named('stray').length, 1)
})

test('a crowd that cannot get at its prey looks about ever less', async () => {
  await scene(660, 0)
  w.player.survival.safe_until = 1e9
  for (let x = 664; x <= 670; x++) for (let z = -3; z <= 3; z++) if (x === 664 || x === 670 || Math.abs(z) === 3) for (const y of [GROUND, GROUND + 1]) w.ctx.blocks.set(new Vec3(x, y, z), w.ctx.blocks.stateOf('glass'))
  for (let n = 0; n < 20; n++) spawn('zombie', new Vec3(665.5 + n % 4, GROUND, -1.5 + Math.floor(n / 4) * 0.7), { baby: false, gear: {}, brain: { target: w.player.id, seen: 1e9 } })
  await w.ticks(400)
  const { chunks, entities } = w.ctx
  const { state } = chunks
  const { near } = entities
  let cells = 0
  let scans = 0
  chunks.state = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => { cells++; return state.call(chunks, x, y, z) }
  entities.near = (...asked) => { scans++; return near(...asked) }
  await w.ticks(200)
  chunks.state = state
  entities.near = near
  assert.ok(cells / 200 / 20 < 40, `${cells / 200 / 20} cells a zombie and tick; 60 when each search was as soon as the last`)
  assert.ok(scans <= 200 / 20, `${scans} looks about, more than those who listen for calls need`)
})

test('gear, youth, effects and tempers outlive a snapshot', async () => {
  await scene(700, 0)
  w.player.gameMode = 1
  const zombie = spawn('zombie', at(706, 0), { baby: true, gear: { 0: 'iron_shovel', 5: 'golden_helmet' }, persistent: true })
  const horse = spawn('horse', at(706, 4), { temper: 35 })
  w.ctx.mobs.affect(zombie, 'slowness', 1, 6000)
  await w.ticks(5)
  const { openWorld } = await import('../world/server.js')
  const again = await openWorld({ seed: 1, snapshot: JSON.parse(JSON.stringify(w.world.snapshot())), clock: w.clock })
  const kept = /** @type {any} */ (again.ctx.entities.get(zombie.id))
  assert.deepEqual([kept.gear, kept.baby, kept.effects, kept.box], [zombie.gear, true, zombie.effects, zombie.box])
  assert.deepEqual(kept.equipment.map((/** @type {any} */ e) => e.slot), [0, 5])
  const steed = /** @type {any} */ (again.ctx.entities.get(horse.id))
  assert.deepEqual([steed.temper, steed.speed, steed.most], [35, horse.speed, horse.most])
  await again.close()
})

test('no handler of the world has thrown', () => { assert.deepEqual(w.faults(), []) })
