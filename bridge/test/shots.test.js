/** Crossbows, tridents and what onlookers see of items in use, through real Mineflayer bots on one flat world. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import test, { after, before } from 'node:test'
import { start } from './harness.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')
const GROUND = -60 // feet on the flat world's grass
const HANDS = 8 // index of the metadata that says what a living thing does with its hands

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 1, options: { terrain: 'flat', difficulty: 1, mobs: false } }) })
after(async () => { await w.stop() })

/** Nothing but the player, with these things, the first of them in hand. @param {[string, number, any?][]} items */
async function scene (...items) {
  for (const entity of w.ctx.entities.all()) w.ctx.entities.remove(entity)
  w.ctx.vitals.fresh(w.player)
  w.player.inventory.slots.fill(null)
  w.ctx.inventory.sendAll(w.player)
  for (const [n, [name, count, nbt]] of items.entries()) w.ctx.inventory.set(w.player, 36 + n, w.ctx.inventory.make(name, count, nbt))
  w.player.teleport(new Vec3(0.5, GROUND, 0.5), 0, 0)
  await w.ticks(30)
  w.bot.setQuickBarSlot(0)
  await w.ticks(2)
  assert.deepEqual(w.faults(), [])
}
/** @param {string} name */
const shots = name => w.ctx.entities.all().filter((/** @type {any} */ e) => e.name === name)
/** @param {[string, number][]} list */
const enchanted = list => ({ type: 'compound', name: '', value: { Enchantments: { type: 'list', value: { type: 'compound', value: list.map(([id, lvl]) => ({ id: { type: 'string', value: `minecraft:${id}` }, lvl: { type: 'short', value: lvl } })) } } } })
const charged = () => w.bot.heldItem.nbt?.value?.Charged?.value ?? 0

/** Hold the use of the item in hand for some ticks. @param {number} ticks */
async function hold (ticks) {
  w.bot.activateItem()
  await w.ticks(ticks)
  w.bot.deactivateItem()
  await w.ticks(2)
}

test('a crossbow is loaded in 25 ticks, stays loaded, and shoots at the next use', async () => {
  await scene(['crossbow', 1], ['arrow', 5])
  await hold(20)
  assert.equal(charged(), 0)
  await hold(27)
  assert.equal(charged(), 1)
  assert.equal(w.player.inventory.slots[37].count, 4)
  await w.ticks(40)
  w.bot.activateItem()
  await w.ticks(1)
  assert.equal(shots('arrow').length, 1)
  assert.ok(shots('arrow')[0].velocity.norm() > 3 && shots('arrow')[0].velocity.z > 3)
  await w.ticks(3)
  assert.equal(charged(), 0)
  assert.equal(w.bot.heldItem.durabilityUsed, 1)
})

test('Quick Charge loads sooner, and Multishot takes one arrow for three, of which one may be taken up again', async () => {
  await scene(['crossbow', 1, enchanted([['quick_charge', 3], ['multishot', 1]])], ['arrow', 5])
  await hold(12)
  assert.equal(charged(), 1)
  assert.equal(w.player.inventory.slots[37].count, 4)
  w.bot.activateItem()
  await w.ticks(1)
  assert.equal(shots('arrow').length, 3)
  assert.equal(shots('arrow').filter((/** @type {any} */ e) => e.pickup).length, 1)
  assert.ok(Math.max(...shots('arrow').map((/** @type {any} */ e) => e.velocity.x)) > 0.4)
  await w.ticks(2)
  assert.equal(w.bot.heldItem.durabilityUsed, 3)
})

test('a thrown trident takes 8 points, lies at the feet of what it hit, and is the same trident when taken up', async () => {
  await scene(['trident', 1, { type: 'compound', name: '', value: { Damage: { type: 'int', value: 7 } } }])
  const cow = w.ctx.mobs.spawn('cow', new Vec3(0.5, GROUND, 6.5))
  const whole = cow.health
  await w.run(w.bot.lookAt(cow.position.offset(0, 1, 0), true))
    await w.ticks(1)
  await w.ticks(2)
  await hold(5)
  assert.equal(shots('trident').length, 0)
  await hold(12)
  assert.equal(w.bot.heldItem, null)
  await w.ticks(30)
  assert.equal(whole - cow.health, 8)
  const [thrown] = shots('trident')
  assert.ok(thrown.stuck)
  w.ctx.entities.remove(cow)
  w.player.teleport(thrown.position.offset(0, 0, -0.5))
  await w.ticks(20)
  assert.equal(shots('trident').length, 0)
  const back = w.bot.inventory.items().find((/** @type {any} */ i) => i.name === 'trident')
  assert.equal(back.durabilityUsed, 8)
})

test('a loyal trident comes back by itself', async () => {
  await scene(['trident', 1, enchanted([['loyalty', 2]])])
  await w.run(w.bot.look(0, -0.15, true))
  await w.ticks(2)
  await hold(12)
  assert.equal(shots('trident').length, 1)
  for (let n = 0; n < 20 && shots('trident').length > 0; n++) await w.ticks(10)
  await w.ticks(2)
  assert.equal(w.bot.inventory.items()[0]?.name, 'trident')
})

test('onlookers see a bow being drawn, and a shield in the off hand', async () => {
  const other = await w.join('onlooker')
  await scene(['bow', 1], ['arrow', 5])
  const seen = () => other.players[w.bot.username].entity.metadata[HANDS] ?? 0
  w.bot.activateItem()
  await w.ticks(4)
  assert.equal(seen(), 1)
  w.bot.deactivateItem()
  await w.ticks(4)
  assert.equal(seen(), 0)
  w.ctx.inventory.set(w.player, 45, w.ctx.inventory.make('shield', 1))
  w.ctx.inventory.set(w.player, 36, null)
  await w.ticks(2)
  w.bot.activateItem(true)
  await w.ticks(4)
  assert.equal(seen(), 3)
  w.bot.deactivateItem()
  await w.ticks(4)
  other.quit()
})

test('the last of a meal is told as eaten before it leaves the hand', async () => {
  await scene(['bread', 1])
  w.player.survival.food = 10
  w.ctx.vitals.tell(w.player)
  await w.ticks(2)
  /** @type {string[]} */
  const order = []
  const eaten = (/** @type {any} */ packet) => { if (packet.entityStatus === 9) order.push('eaten') }
  const gone = (/** @type {number} */ slot, /** @type {any} */ _before, /** @type {any} */ now) => { if (slot === 36 && !now) order.push('gone') }
  w.bot._client.on('entity_status', eaten)
  w.bot.inventory.on('updateSlot', gone)
  await w.run(w.bot.consume())
  await w.ticks(3)
  w.bot._client.off('entity_status', eaten)
  w.bot.inventory.off('updateSlot', gone)
  assert.deepEqual(order, ['eaten', 'gone'])
})

test('what lies on the ground is told where it lies, to the last digit', async () => {
  await scene()
  const names = ['stone', 'dirt', 'coal', 'bone', 'egg', 'stick', 'flint', 'apple'] // unlike ones do not become one stack
  const dropped = names.map((name, n) => w.ctx.items.drop(new Vec3(4.1 + n, GROUND + 1.23456 + n / 97, 6.3), w.ctx.inventory.make(name, 1)))
  await w.ticks(40)
  // an item that seems to lie a hair low is in the block below for whoever walks to it
  assert.deepEqual(dropped.map((/** @type {any} */ e) => w.bot.entities[e.id].position.y), dropped.map(() => GROUND))
})

/** @param {string} potion */
const steeped = potion => ({ type: 'compound', name: '', value: { Potion: { type: 'string', value: `minecraft:${potion}` } } })

test('a tipped arrow leaves an eighth of its potion, a spectral one makes its victim glow, and both are taken up as what they are', async () => {
  await scene(['bow', 1], ['tipped_arrow', 2, steeped('slowness')])
  const shootCow = async () => {
    w.bot.activateItem()
    await w.ticks(15) // a full draw might kill it
    const cow = w.ctx.mobs.spawn('cow', new Vec3(0.5, GROUND, 6.5))
    await w.run(w.bot.lookAt(cow.position.offset(0, 0.9, 0), true))
    await w.ticks(1)
    w.bot.deactivateItem()
    await w.ticks(8)
    return cow
  }
  let cow = await shootCow()
  w.ctx.entities.remove(cow)
  assert.ok(cow.effects.slowness[1] > 190 && cow.effects.slowness[1] <= 225, `${cow.effects.slowness}`)
  w.ctx.inventory.set(w.player, 37, w.ctx.inventory.make('spectral_arrow', 2))
  await w.ticks(20)
  cow = await shootCow()
  assert.ok(cow.effects.glowing)
  assert.equal(w.bot.entities[cow.id].metadata[0] & 0x40, 0x40)
  w.ctx.entities.remove(cow)
  w.bot.look(Math.PI, -0.6, true)
  await hold(22)
  const [shot] = shots('spectral_arrow')
  await w.ticks(60)
  assert.ok(shot.stuck)
  w.player.teleport(shot.position.offset(0, 0.1, 0))
  await w.ticks(10)
  assert.ok(shot.removed)
  assert.ok(w.player.inventory.slots.some((/** @type {any} */ item) => item?.name === 'spectral_arrow'))
})

test('a crossbow keeps the kind of arrow it was loaded with', async () => {
  await scene(['crossbow', 1], ['tipped_arrow', 1, steeped('poison')])
  await hold(27)
  w.bot.activateItem()
  await w.ticks(1)
  assert.deepEqual(shots('arrow').map((/** @type {any} */ e) => [e.item.name, e.tips[0][0]]), [['tipped_arrow', 'poison']])
})

test('a skeleton that draws its bow is seen to, until it has shot', async () => {
  await scene()
  w.ctx.time.set(14000)
  const skeleton = w.ctx.mobs.spawn('skeleton', new Vec3(0.5, GROUND, 9.5))
  /** @type {number[]} */
  const told = []
  const seen = (/** @type {any} */ { entityId, metadata }) => { if (entityId === skeleton.id) for (const { key, value } of metadata) if (key === HANDS) told.push(value) }
  w.bot._client.on('entity_metadata', seen)
  for (let n = 0; n < 200 && shots('arrow').length === 0; n++) await w.ticks(1)
  w.bot._client.off('entity_metadata', seen)
  assert.deepEqual(told.slice(-2), [1, 0])
  w.ctx.time.set(1000)
})
