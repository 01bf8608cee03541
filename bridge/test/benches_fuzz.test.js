/** Whatever is clicked, pressed or typed in the windows of benches, stands and traders, no item comes or goes. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createRandom } from '../world/random.js'
import { start } from './harness.js'

const ROUNDS = 400 // clicks a window
const WINDOWS = ['stonecutter', 'smithing_table', 'anvil', 'grindstone', 'enchanting_table', 'brewing_stand', 'villager', 'hopper', 'dispenser', 'dropper', 'chest_minecart', 'hopper_minecart']
/** What none of them makes anything of without fuel, levels or emeralds. */
const STACKS = /** @type {[string, number][]} */ ([['dirt', 64], ['lapis_lazuli', 20], ['glass_bottle', 7], ['sugar', 9], ['netherite_ingot', 3], ['diamond', 5], ['bread', 33], ['iron_sword', 1], ['stone', 64]])
/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 31, options: { terrain: 'flat', mobs: false }, pathfinder: false }) })
after(async () => {
  assert.deepEqual(w.faults(), [])
  await w.stop()
})

/** Every item there is: carried, on the cursor, in windows, in tiles, on the ground. */
function census () {
  const { ctx, player } = w
  /** @type {Record<string, number>} */
  const found = {}
  const { stone } = ctx.data.stonecutting.cuts
  const add = (/** @type {any} */ item) => {
    if (!item) return
    // what a stonecutter makes counts as the stone it was made of
    const name = item.name in stone ? 'stone' : item.name
    found[name] = (found[name] ?? 0) + item.count / (stone[item.name] ?? 1)
  }
  player.inventory.slots.slice(5).forEach(add)
  add(player.survival.cursor)
  for (const item of player.survival.grid ?? []) add(item)
  for (const tile of ctx.tiles.values()) tile.slots?.forEach(add)
  for (const entity of ctx.entities.all()) {
    if (entity.kind === 'item') add(entity.item)
    entity.tile?.slots.forEach(add)
  }
  return Object.fromEntries(Object.entries(found).sort())
}

/** A torch that turns itself on and off through a repeater, beside a dropper. @param {any} at */
function clock (at) {
  const put = (/** @type {number[]} */ [x, y, z], /** @type {string} */ name, /** @type {any} */ props = undefined) => w.ctx.blocks.set(at.offset(x, y, z), w.ctx.blocks.stateOf(name, props))
  put([2, 0, 0], 'stone')
  put([1, 0, 0], 'redstone_wall_torch', { facing: 'west' })
  put([1, 0, 1], 'redstone_wire'); put([1, 0, 2], 'redstone_wire'); put([2, 0, 2], 'redstone_wire'); put([2, 0, 1], 'repeater', { facing: 'south', delay: 4 })
}

for (const name of WINDOWS) {
  test(`${name}: ${ROUNDS} random clicks lose and make nothing`, async () => {
    const { ctx, player, bot } = w
    const random = createRandom(`fuzz ${name}`).next
    const int = (/** @type {number} */ n) => Math.floor(random() * n)
    ctx.inventory.takeAll(player)
    for (const entity of ctx.entities.all()) ctx.entities.remove(entity)
    ctx.tiles.clear()
    for (const [item, count] of STACKS) w.give(item, count)
    const at = player.position.floored().offset(2, 0, 0)
    let entity = null
    if (name === 'villager') {
      entity = ctx.villagers.spawn(player.position.offset(1.5, 0, 0), 'farmer')
      ctx.blocks.set(at, 0)
    } else if (name.endsWith('minecart')) {
      ctx.blocks.set(at.offset(0, -1, 0), ctx.blocks.stateOf('hopper')) // which empties it meanwhile
      ctx.blocks.set(at, ctx.blocks.stateOf('rail'))
      ctx.carts.place(name, at)
      entity = ctx.entities.all().find(e => e.name === name)
    } else ctx.blocks.set(at, ctx.blocks.stateOf(name))
    if (name === 'hopper') ctx.blocks.set(at.offset(0, -1, 0), ctx.blocks.stateOf('barrel'))
    let thrown = 0
    if (name === 'dropper') {
      clock(at)
      ctx.containers.tileAt(at, name).slots[0] = ctx.inventory.make('dirt', 64)
      bot._client.on('world_event', (/** @type {any} */ event) => { if (event.effectId === 1000) thrown++ })
    }
    await w.ticks(10)
    const before = census()
    let opened = 0
    for (let n = 0; n < ROUNDS; n++) {
      if (!bot.currentWindow) {
        if (entity) bot._client.write('use_entity', { target: entity.id, mouse: 0, sneaking: false, hand: 0 })
        else bot._client.write('block_place', { location: at, direction: 1, hand: 0, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: n })
        await w.ticks(2)
        if (bot.currentWindow) opened++
      }
      const window = bot.currentWindow
      const size = window ? window.slots.length : 46
      const mode = int(7)
      const dice = random()
      if (window && dice < 0.02) bot._client.write('close_window', { windowId: window.id })
      else if (dice < 0.08) bot._client.write('enchant_item', { windowId: window?.id ?? 0, enchantment: int(8) - 2 })
      else if (dice < 0.12) bot._client.write('name_item', { name: 'x'.repeat(int(60)) })
      else if (dice < 0.18) bot._client.write('select_trade', { slot: int(6) })
      else bot._client.write('window_click', { windowId: window?.id ?? 0, stateId: int(2) ? 0 : int(100), slot: int(10) ? int(size) : -999, mouseButton: mode === 5 ? int(11) : mode === 2 ? int(9) : int(2), mode, changedSlots: [], cursorItem: { present: false } })
      if (n % 4 === 0) { await w.ticks(1); assert.deepEqual(census(), before, `after click ${n}`) }
    }
    if (bot.currentWindow) bot.closeWindow(bot.currentWindow)
    await w.ticks(5)
    assert.deepEqual(census(), before)
    assert.ok(opened > 0, 'the window was open')
    if (name === 'dropper') assert.ok(thrown > 0, 'it threw things meanwhile')
  })
}
