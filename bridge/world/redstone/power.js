/**
 * Redstone put together: sources, wire, and what power opens, lights or sets off.
 *
 * Knows doors, trapdoors, gates, lamps, TNT (tnt.js) and command blocks (command_blocks.js). Wire, torches, repeaters, comparators, observers, plates, pistons, note
 * blocks, dispensers, hoppers and rails have files of their own in redstone/. Not covered: tripwire, sculk, copper bulbs (1.21).
 * Source: https://minecraft.wiki/w/Redstone_mechanics (Java 1.20).
 * @module
 */
import { beside } from '../blocks/directions.js'
import { createSignal } from './signal.js'
import { createTables } from './tables.js'
import { createUpdates } from './updates.js'
import { installWire } from './wire.js'

const LAMP_OFF = 4 // ticks a lamp stays lit

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const tables = createTables(states)
  const signal = createSignal(blocks, tables)
  const updates = createUpdates(ctx, tables)
  ctx.power = { powered: signal.powered }
  ctx.redstone = { tables, signal, updates }
  installWire(ctx, tables, signal, updates)

  /** @param {import('../types.d.ts').Point} at @param {number} state @param {Record<string, any>} changed */
  const set = (at, state, changed) => blocks.set(at, blocks.stateOf(states.names[state], { ...blocks.properties(state), ...changed }), { cause: 'power' })

  updates.on(/_door$/, (x, y, z, state) => {
    const { half, powered } = blocks.properties(state)
    const other = beside({ x, y, z }, half === 'lower' ? 'up' : 'down')
    const now = signal.powered({ x, y, z }) || signal.powered(other)
    if (now === powered) return
    set({ x, y, z }, state, { powered: now, open: now })
    const there = signal.get(other.x, other.y, other.z)
    if (states.names[there] === states.names[state]) set(other, there, { powered: now, open: now })
  })
  updates.on(/_trapdoor$|_fence_gate$/, (x, y, z, state) => {
    const now = signal.powered({ x, y, z })
    if (now !== blocks.properties(state).powered) set({ x, y, z }, state, { powered: now, open: now })
  })
  updates.on(/^redstone_lamp$/, (x, y, z, state) => {
    const { lit } = blocks.properties(state)
    if (lit === signal.powered({ x, y, z })) return
    if (lit) blocks.scheduleTick({ x, y, z }, LAMP_OFF, 'lamp')
    else set({ x, y, z }, state, { lit: true })
  })
  blocks.onScheduled('lamp', position => {
    const state = signal.get(position.x, position.y, position.z)
    if (states.names[state] === 'redstone_lamp' && blocks.properties(state).lit && !signal.powered(position)) set(position, state, { lit: false })
  })
  updates.on(/^tnt$/, (x, y, z) => { if (signal.powered({ x, y, z })) ctx.tnt.light({ x, y, z }) })
  updates.on(/^command_block$/, (x, y, z) => { ctx.commandBlocks.powered({ x, y, z }, signal.powered({ x, y, z })) })
}
