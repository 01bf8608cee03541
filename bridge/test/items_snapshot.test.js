/** What holds and smelts and lies about goes on after a restore as if nothing had happened. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { start } from './harness.js'

/** @param {Awaited<ReturnType<typeof start>>} w */
function state ({ ctx }) {
  const text = (/** @type {any} */ item) => item ? `${item.name}×${item.count}${item.durabilityUsed ? `-${item.durabilityUsed}` : ''}` : '-'
  return {
    tiles: [...ctx.tiles].sort().map(([at, tile]) => [at, tile.type, (tile.slots ?? []).map(text).join(), tile.burn, tile.cook, tile.xp]),
    lit: [...ctx.tiles].sort().map(([at]) => { const [x, y, z] = at.split(',').map(Number); return ctx.blocks.get(x, y, z) }),
    items: ctx.entities.all().filter(e => e.kind === 'item').map(e => [text(e.item), e.age, e.pickupDelay, e.position.x, e.position.y, e.position.z])
  }
}

test('containers, furnaces and items on the ground go on after a restore', async () => {
  const w = await start({ seed: 9, options: { terrain: 'flat', mobs: false }, pathfinder: false })
  const { ctx, player } = w
  const at = player.position.floored()
  const put = (/** @type {number} */ x, /** @type {string} */ name) => { const p = at.offset(x, 0, 3); ctx.blocks.set(p, ctx.blocks.stateOf(name)); return p }
  const make = ctx.inventory.make
  const chest = ctx.containers.tileAt(put(0, 'chest'), 'chest')
  chest.slots[5] = make('iron_pickaxe'); chest.slots[5].durabilityUsed = 17; chest.slots[6] = make('dirt', 64)
  for (const [x, type, input] of /** @type {[number, string, string][]} */ ([[2, 'furnace', 'raw_iron'], [4, 'smoker', 'beef'], [-2, 'blast_furnace', 'raw_gold']])) {
    put(x, type)
    const window = await w.run(w.bot.openFurnace(w.bot.blockAt(at.offset(x, 0, 3))))
    w.give(input, 30); w.give('stick', 20); await w.ticks(2)
    await w.run(window.putInput(ctx.registry.itemsByName[input].id, null, 30)); await w.run(window.putFuel(ctx.registry.itemsByName.stick.id, null, 20))
    window.close(); await w.ticks(3)
  }
  for (let n = 0; n < 12; n++) ctx.items.drop(at.offset(6 + n % 3, 2, -4), make('cobblestone', 3))
  await w.ticks(7)
  const text = encodeSnapshot(w.world.snapshot())
  await w.stop()
  const runs = []
  for (const parts of [[900], [450, 450]]) {
    let saved = text
    let again
    for (const ticks of parts) {
      again = await start({ seed: 9, snapshot: decodeSnapshot(saved), options: { terrain: 'flat', mobs: false }, pathfinder: false })
      // the player's joining takes time of its own: count the world's ticks
      const end = decodeSnapshot(saved).tick + ticks
      while (again.ctx.tick() < end) await again.ticks(1)
      saved = encodeSnapshot(again.world.snapshot())
      assert.deepEqual(again.faults(), [])
      if (ticks !== parts.at(-1)) await again.stop()
    }
    if (again) { runs.push({ tick: again.ctx.tick(), ...state(again) }); await again.stop() }
  }
  assert.ok(runs[0].tiles.some(([, type, slots]) => type === 'furnace' && /iron_ingot/.test(String(slots))), 'something was smelted')
  assert.ok(runs[0].items.length < 12, 'stacks merged')
  assert.deepEqual(runs[1], runs[0])
})
