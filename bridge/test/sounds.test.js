import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** @type {any} */
let other
/** @type {{own: string[], other: string[]}} */
const heard = { own: [], other: [] }
before(async () => {
  w = await start({ seed: 6, options: { terrain: 'flat', mobs: false } })
  other = await w.join('Other')
  w.bot.on('soundEffectHeard', (/** @type {string} */ name) => heard.own.push(name))
  other.on('soundEffectHeard', (/** @type {string} */ name) => heard.other.push(name))
})
after(() => { assert.deepEqual(w.faults(), []) })

/** @param {() => any} deed @param {number} [ticks] to listen for after it */
async function hear (deed, ticks = 5) {
  heard.own = []
  heard.other = []
  const done = deed()
  if (done instanceof Promise) await w.run(done)
  await w.ticks(ticks)
  return { ...heard }
}
const at = (/** @type {number} */ x) => w.bot.entity.position.floored().offset(x, 0, 0)
const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ properties = undefined) => w.ctx.blocks.set(p, w.ctx.blocks.stateOf(name, properties), { cause: 'command' })

test('others hear what somebody places, opens and strikes; his own client needs not be told', async () => {
  w.give('oak_planks', 2)
  await w.ticks(2)
  await w.run(w.bot.equip(w.bot.registry.itemsByName.oak_planks.id, 'hand'))
  assert.deepEqual(await hear(() => w.bot.placeBlock(w.bot.blockAt(at(2).offset(0, -1, 0)), { x: 0, y: 1, z: 0 })), { own: [], other: ['block.wood.place'] })
  set(at(-2), 'oak_door', { half: 'lower' })
  set(at(-2).offset(0, 1, 0), 'oak_door', { half: 'upper' })
  await w.ticks(2)
  assert.deepEqual(await hear(() => w.bot.activateBlock(w.bot.blockAt(at(-2)))), { own: [], other: ['block.wooden_door.open'] })
})

test('lids, levers and notes are heard by everybody, with the right name', async () => {
  set(at(2), 'chest')
  set(at(3), 'lever', { face: 'floor' })
  set(at(-3), 'note_block')
  await w.ticks(2)
  const opened = await hear(() => w.bot.openContainer(w.bot.blockAt(at(2))))
  assert.deepEqual(opened, { own: ['block.chest.open'], other: ['block.chest.open'] })
  assert.deepEqual((await hear(() => w.bot.currentWindow.close())).own, ['block.chest.close'])
  assert.deepEqual((await hear(() => w.bot.activateBlock(w.bot.blockAt(at(3))))).own, ['block.lever.click'])
  assert.deepEqual((await hear(() => w.bot.activateBlock(w.bot.blockAt(at(-3))))).own, ['block.note_block.harp'])
})

test('blows, cries and meals are heard', async () => {
  const cow = w.ctx.mobs.spawn('cow', at(1), { still: true })
  await w.ticks(3)
  const blow = await hear(() => w.bot.attack(w.bot.entities[cow.id]))
  assert.ok(blow.own.includes('entity.player.attack.strong') && blow.own.includes('entity.cow.hurt'), blow.own.join())
  const hurt = await hear(() => w.ctx.damage.player(w.player, 12, { cause: 'fall' }))
  assert.deepEqual(hurt, { own: [], other: ['entity.player.hurt'] })
  w.player.survival.food = 10
  w.give('bread')
  await w.ticks(2)
  await w.run(w.bot.equip(w.bot.registry.itemsByName.bread.id, 'hand'))
  const meal = await hear(() => w.bot.consume())
  assert.ok(meal.own.includes('entity.player.burp'))
  assert.ok(meal.other.filter(name => name === 'entity.generic.eat').length > 3)
})

test('creatures near call now and then, far ones are not heard', async () => {
  w.ctx.mobs.spawn('pig', at(4), { persistent: true })
  w.ctx.mobs.spawn('sheep', at(40), { persistent: true })
  const { own } = await hear(() => {}, 20 * 60)
  assert.ok(own.filter(name => name === 'entity.pig.ambient').length >= 3, own.join())
  assert.ok(!own.includes('entity.sheep.ambient'))
})
