/** Whatever two players click, break, die of or are cut off in, no item comes or goes; nor does it when the world is saved and opened in between. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../world/random.js'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { start } from './harness.js'

const ROUNDS = Number(process.env.ROUNDS ?? 600)
const SEEDS = (process.env.SEEDS ?? '1').split(',').map(Number)
const WINDOWS = ['chest', 'chest', 'trapped_chest', 'barrel', 'ender_chest', 'crafting_table', 'furnace', 'blast_furnace', 'smoker', 'anvil', 'grindstone', 'stonecutter',
  'smithing_table', 'brewing_stand', 'enchanting_table', 'dispenser', 'dropper', 'hopper', 'ender_chest']
/** What no window makes anything of without fuel, levels or emeralds, but for the stonecutter. */
const STACKS = /** @type {[string, number][][]} */ ([
  [['dirt', 64], ['dirt', 30], ['end_stone', 40], ['glass_bottle', 7], ['iron_sword', 1], ['bread', 33], ['ender_pearl', 16]],
  [['dirt', 50], ['lapis_lazuli', 20], ['sugar', 9], ['saddle', 1], ['bread', 64], ['ender_pearl', 9], ['beef', 20]]
])
const NAMES = ['Anna', 'Bert']

/** Every item there is: carried, on cursors, in windows, in block entities, on the ground. @param {any} ctx */
function census (ctx) {
  /** @type {Record<string, number>} */
  const found = {}
  const cuts = ctx.data.stonecutting.cuts.end_stone
  const add = (/** @type {any} */ item) => {
    if (!item) return
    const name = item.name in cuts ? 'end_stone' : item.name // counts as what it was cut from
    found[name] = (found[name] ?? 0) + item.count / (cuts[item.name] ?? 1)
  }
  for (const player of ctx.players) {
    player.inventory.slots.slice(1).forEach(add)
    add(player.survival.cursor)
    player.survival.grid?.slice(ctx.windows.seatOf(player).open?.kind === 'minecraft:crafting' ? 1 : 0).forEach(add)
    player.survival.ender?.forEach(add)
  }
  for (const tile of ctx.tiles.values()) tile.slots?.forEach(add)
  for (const entity of ctx.entities.all()) if (entity.kind === 'item') { add(entity.item); entity.age = 0 }
  return Object.fromEntries(Object.entries(found).sort())
}

for (const seed of SEEDS) {
  test(`items are conserved through ${ROUNDS} random acts of two players, seed ${seed}`, async () => {
    const random = createRandom(`conserved ${seed}`).next
    const int = (/** @type {number} */ n) => Math.floor(random() * n)
    /** @type {any} */
    let w = await start({ seed, options: { terrain: 'flat', mobs: false }, withBot: false, pathfinder: false })
    /** @type {Record<string, any>} */
    const bots = {}
    const middle = { x: 0.5, y: -60, z: 0.5 }
    const places = WINDOWS.map((name, n) => ({ name, at: { x: n % 5 - 2, y: -60 + (n < 15 ? 0 : 2), z: Math.floor(n / 5) % 3 + (n < 15 ? 1 : 1) } }))
    const build = (/** @type {any} */ { name, at }) => {
      if (w.ctx.registry.blocksByName[name] && w.ctx.blocks.get(at.x, at.y, at.z) === 0) w.ctx.blocks.set(at, w.ctx.blocks.stateOf(name), { cause: 'placed' })
    }
    const join = async (/** @type {string} */ name) => {
      const bot = bots[name] = await w.join(name)
      bot.physicsEnabled = false
      bot.on('error', () => {})
      w.ctx.playerNamed(name).teleport(middle)
      await w.ticks(3)
    }
    for (const name of NAMES) await join(name)
    places.forEach(build)
    NAMES.forEach((name, n) => { for (const [item, count] of STACKS[n]) w.give(item, count, w.ctx.playerNamed(name)) })
    w.ctx.villagers.spawn(w.ctx.playerNamed('Anna').position.offset(0, 0, -1.5), 'farmer')
    await w.ticks(5)
    const before = census(w.ctx)
    /** @type {string[]} */
    const acts = []
    let opened = 0
    const act = async (/** @type {number} */ round) => {
      const name = NAMES[int(2)]
      const bot = bots[name]
      const player = w.ctx.playerNamed(name)
      const dice = random()
      const note = (/** @type {string} */ what) => { acts.push(`${round} ${name} ${what}`) }
      if (dice < 0.004) { note('leaves'); bot.end(); await w.ticks(2); return join(name) }
      if (dice < 0.007) { note('is kicked'); player.kick({ text: 'out' }); await w.ticks(2); return join(name) }
      if (dice < 0.010) { note('vanishes'); bot._client.socket.destroy(); await w.ticks(2); return join(name) }
      if (dice < 0.014) {
        note('dies')
        w.ctx.damage.player(player, 1000, { cause: 'generic_kill' })
        if (player.survival.dead) await w.ticks(40)
        if (player.survival.dead) w.ctx.respawn(player)
        player.teleport(middle)
        return w.ticks(3)
      }
      if (dice < 0.022) {
        const place = places[int(places.length)]
        note(`breaks ${place.name}`)
        w.ctx.drops.breakBlock({ ...place.at }, { tool: null, cause: 'broken' })
        // the block's own drop is no part of the count
        for (const entity of w.ctx.entities.all()) if (entity.kind === 'item' && (WINDOWS.includes(entity.item.name) || ['obsidian', 'cobblestone', 'book'].includes(entity.item.name))) w.ctx.entities.remove(entity)
        return
      }
      if (dice < 0.024) {
        note('saves')
        const saved = encodeSnapshot(w.world.snapshot())
        assert.deepEqual(w.faults(), [])
        for (const each of NAMES) bots[each].end()
        await w.stop()
        w = await start({ seed, snapshot: decodeSnapshot(saved), withBot: false, pathfinder: false })
        for (const each of NAMES) await join(each)
        return
      }
      if (dice < 0.03) return void places.forEach(build)
      if (dice < 0.05) { bot._client.write('block_dig', { status: [3, 4, 6][int(3)], location: { x: 0, y: 0, z: 0 }, face: 0, sequence: 0 }); return note('throws or swaps') }
      if (dice < 0.07) return bot._client.write('held_item_slot', { slotId: int(9) })
      const { currentWindow: window } = bot
      if (!window || dice < 0.10) {
        if (window) bot._client.write('close_window', { windowId: window.id })
        const place = places[int(places.length)]
        if (int(12) === 0) {
          const villager = w.ctx.entities.all().find((/** @type {any} */ e) => e.name === 'villager')
          if (villager) bot._client.write('use_entity', { target: villager.id, mouse: 0, sneaking: false, hand: 0 })
          return note('trades')
        }
        if (w.ctx.blocks.name(place.at.x, place.at.y, place.at.z) !== place.name) return undefined // a block in the hand would be put there
        bot._client.write('block_place', { location: place.at, direction: 1, hand: 0, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: round })
        note(`opens ${place.name}`)
        await w.ticks(1)
        if (bot.currentWindow) opened++
        return
      }
      if (dice < 0.13) return bot._client.write('enchant_item', { windowId: window.id, enchantment: int(8) - 2 })
      if (dice < 0.15) return bot._client.write('name_item', { name: 'x'.repeat(int(60)) })
      if (dice < 0.18) return bot._client.write('select_trade', { slot: int(6) })
      const mode = int(7)
      const click = {
        windowId: int(20) ? window.id : int(5),
        stateId: int(2) ? 0 : int(100),
        slot: int(12) ? int(window.slots.length) : -999,
        mouseButton: mode === 5 ? int(11) : mode === 2 ? (int(4) ? int(9) : 40) : int(2),
        mode,
        changedSlots: [],
        cursorItem: { present: false }
      }
      bot._client.write('window_click', click)
      note(`clicks ${click.slot} button ${click.mouseButton} mode ${mode}`)
    }
    for (let round = 0; round < ROUNDS; round++) {
      await act(round)
      if (round % 3 === 0) {
        await w.ticks(1)
        assert.deepEqual(census(w.ctx), before, acts.slice(-8).join('\n'))
      }
    }
    await w.ticks(10)
    assert.deepEqual(census(w.ctx), before, acts.slice(-8).join('\n'))
    assert.deepEqual(w.faults(), [])
    assert.ok(opened > ROUNDS / 50, `${opened} windows were open`)
    for (const name of NAMES) bots[name].end()
    await w.stop()
  })
}
