/** Heaps of random machinery run on: nothing throws, no item comes or goes, no tick stalls, and a saved heap has the same future. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../world/random.js'
import { decodeSnapshot, encodeSnapshot } from '../world/persistence.js'
import { futureOf, machines, patch, w } from './patches.js'

const HEAPS = 12
const TICKS = 200 // a heap
const SIDES = ['north', 'south', 'west', 'east']
const ALL = [...SIDES, 'up', 'down']
/** What a heap is made of: name, the properties that vary. @type {[string, Record<string, any[]>][]} */
const PARTS = [
  ['stone', {}], ['stone', {}], ['glass', {}], ['redstone_wire', {}], ['redstone_wire', {}], ['redstone_wire', {}], ['redstone_torch', {}], ['redstone_block', {}], ['redstone_lamp', {}],
  ['repeater', { facing: SIDES, delay: [1, 2, 3, 4] }], ['comparator', { facing: SIDES, mode: ['compare', 'subtract'] }], ['observer', { facing: ALL }], ['observer', { facing: ALL }],
  ['piston', { facing: ALL }], ['sticky_piston', { facing: ALL }], ['slime_block', {}], ['dropper', { facing: ALL }], ['hopper', { facing: [...SIDES, 'down'] }], ['hopper', { facing: [...SIDES, 'down'] }],
  ['chest', { facing: SIDES }], ['barrel', {}], ['furnace', { facing: SIDES }], ['composter', {}], ['powered_rail', {}], ['rail', {}], ['note_block', {}], ['target', {}], ['lever', { face: ['floor'] }]
]
const HOLDS = /^(dropper|hopper|chest|barrel)$/

/** Diamonds, wherever they are. */
const diamonds = () => {
  let sum = 0
  const add = (/** @type {any} */ item) => { if (item?.name === 'diamond') sum += item.count }
  for (const tile of w.ctx.tiles.values()) tile.slots?.forEach(add)
  for (const entity of w.ctx.entities.all()) if (entity.kind === 'item') add(entity.item)
  for (const player of w.ctx.players) player.inventory.slots.forEach(add)
  return sum
}

for (let heap = 0; heap < HEAPS; heap++) {
  test(`heap ${heap}`, async () => {
    const random = createRandom(`heap ${heap}`).next
    const one = (/** @type {any[]} */ list) => list[Math.floor(random() * list.length)]
    const { at, put } = await patch()
    const { ctx } = w
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 9; x++) {
        for (let z = 0; z < 9; z++) {
          if (random() < 0.3 + y * 0.2) continue
          const [name, vary] = one(PARTS)
          put([x, y, z], name, Object.fromEntries(Object.entries(vary).map(([key, values]) => [key, one(values)])))
          const there = at(x, y, z)
          if (HOLDS.test(name) && ctx.blocks.name(there.x, there.y, there.z) === name) ctx.containers.tileAt(there, name).slots[0] = ctx.inventory.make('diamond', 1 + Math.floor(random() * 9))
        }
      }
    }
    w.player.teleport(at(4, 0, -40)) // out of reach of what falls, with the heap still loaded
    ctx.rules.randomTickSpeed = 0 // grass grows only where players are
    const before = diamonds()
    assert.ok(before > 0)
    let most = 0
    let changes = 0
    ctx.blocks.onChange(() => { changes++ })
    for (let n = 0; n < TICKS; n++) {
      if (n % 10 === 5) { // something is taken away, or turned
        const p = at(Math.floor(random() * 9), Math.floor(random() * 3), Math.floor(random() * 9))
        const state = ctx.blocks.get(p.x, p.y, p.z) ?? 0
        if (ctx.blocks.states.names[state] === 'lever') ctx.blocks.set(p, ctx.blocks.stateOf('lever', { ...ctx.blocks.properties(state), powered: !ctx.blocks.properties(state).powered }))
        else ctx.drops.breakBlock(p, { cause: 'broken' })
      }
      changes = 0
      await w.ticks(1)
      most = Math.max(most, changes)
    }
    assert.deepEqual(w.faults(), [])
    assert.equal(diamonds(), before)
    assert.ok(most > 0 && most < 2000, `${most} blocks changed in one tick`)
    if (heap % 4 > 0) return
    const saved = encodeSnapshot(w.world.snapshot())
    await w.ticks(TICKS)
    const future = machines(w.world.snapshot())
    assert.deepEqual(await futureOf(decodeSnapshot(saved), TICKS), future)
  })
}
