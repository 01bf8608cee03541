/**
 * Redstone's basics: what levers, buttons, plates, torches and redstone blocks drive when they are beside it or on its far side.
 *
 * Knows sources, the blocks they power through, and doors, trapdoors, gates, lamps, note blocks, TNT (tnt.js) and command blocks (command_blocks.js).
 * Not covered: wire, repeaters, comparators, observers, pistons, rails; creatures and items press no plates.
 * Source: https://minecraft.wiki/w/Redstone_mechanics (Java 1.20).
 * @module
 */
import { OPPOSITE, SIDES, beside } from './directions.js'
import { usesBlock } from './reach.js'

/** @typedef {import('./types.d.ts').Point} Point */

const AROUND = [...SIDES, 'up', 'down']
const PLATE_TICKS = 20 // ticks between two looks at who stands on a plate
const TORCH_TICKS = 2
const SOURCE = /^(redstone_block|lever|redstone_torch|redstone_wall_torch)$|_button$|_pressure_plate$/
const DRIVEN = /^(tnt|note_block|redstone_lamp|command_block|redstone_torch|redstone_wall_torch)$|_door$|_trapdoor$|_fence_gate$/
const TORCH = /^redstone_(wall_)?torch$/

/** @param {import('./types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const source = new Uint8Array(states.count)
  const driven = new Uint8Array(states.count)
  for (let state = 0; state < states.count; state++) {
    if (SOURCE.test(states.names[state])) source[state] = 1
    if (DRIVEN.test(states.names[state])) driven[state] = 1
  }
  const stateAt = (/** @type {Point} */ p) => blocks.get(p.x, p.y, p.z) ?? 0

  /** The side a source hangs on. @param {string} name @param {Record<string, any>} props */
  function hangsOn (name, { face, facing }) {
    if (name === 'redstone_wall_torch') return OPPOSITE[facing]
    if (face === 'ceiling') return 'up'
    return face === 'wall' ? OPPOSITE[facing] : 'down'
  }

  /** @param {number} state @returns {boolean} */
  function on (state) {
    const name = states.names[state]
    if (name === 'redstone_block') return true
    const props = blocks.properties(state)
    if (TORCH.test(name)) return props.lit === true
    return props.powered === true || Number(props.power ?? 0) > 0
  }

  /** Whether a source hands its power into the whole block at p. @param {Point} p */
  function charged (p) {
    return AROUND.some(side => {
      const q = beside(p, side)
      const state = stateAt(q)
      if (source[state] === 0 || !on(state)) return false
      const name = states.names[state]
      if (name === 'redstone_block') return false
      if (TORCH.test(name)) return side === 'down'
      return hangsOn(name, blocks.properties(state)) === OPPOSITE[side]
    })
  }

  /** @param {Point} p @param {string | null} [except] a side that does not count @returns {boolean} whether something beside it gives it power */
  function powered (p, except = null) {
    return AROUND.some(side => {
      if (side === except) return false
      const q = beside(p, side)
      const state = stateAt(q)
      if (source[state] === 1) {
        const name = states.names[state]
        return on(state) && !(TORCH.test(name) && hangsOn(name, blocks.properties(state)) === OPPOSITE[side])
      }
      return states.opacity[state] === 15 && charged(q)
    })
  }

  /** @param {Point} p */
  function play (p) {
    if (blocks.get(p.x, p.y + 1, p.z) !== 0) return
    const block = ctx.registry.blocksByName.note_block.id
    for (const player of ctx.players) if (player.position.distanceTo(/** @type {any} */ (p)) <= 64) player.send('block_action', { location: p, byte1: 0, byte2: 0, blockId: block })
  }

  /** Bring what is driven into line with its power. @param {Point} p @param {number} state */
  function drive (p, state) {
    const name = states.names[state]
    const props = blocks.properties(state)
    const set = (/** @type {Record<string, any>} */ changed, at = p) => blocks.set(/** @type {any} */ (at), blocks.stateOf(name, { ...props, ...changed }), { cause: 'power' })
    if (TORCH.test(name)) {
      const base = beside(p, hangsOn(name, props))
      if (props.lit === (charged(base) || powered(base, OPPOSITE[hangsOn(name, props)]))) blocks.scheduleTick(p, TORCH_TICKS, 'torch')
      return
    }
    if (name === 'tnt') { if (powered(p)) ctx.tnt.light(p); return }
    if (name === 'command_block') return ctx.commandBlocks.powered(p, powered(p))
    if (name === 'redstone_lamp') { if (powered(p) !== props.lit) set({ lit: !props.lit }); return }
    if (/_door$/.test(name)) {
      const other = beside(p, props.half === 'lower' ? 'up' : 'down')
      const now = powered(p) || powered(other)
      if (now === props.powered) return
      set({ powered: now, open: now })
      if (states.names[stateAt(other)] === name) set({ powered: now, open: now, half: props.half === 'lower' ? 'upper' : 'lower' }, other)
      return
    }
    const now = powered(p)
    if (now === props.powered) return
    set(name === 'note_block' ? { powered: now } : { powered: now, open: now })
    if (name === 'note_block' && now) play(p)
  }

  /** @param {Point} p */
  function look (p) {
    const state = stateAt(p)
    if (driven[state] === 1) drive(p, state)
  }

  blocks.onChange((position, before, after, { cause }) => {
    const sources = source[before] === 1 || source[after] === 1 || AROUND.some(side => source[stateAt(beside(position, side))] === 1)
    if (sources) {
      for (const side of AROUND) {
        const near = beside(position, side)
        look(near)
        for (const next of AROUND) if (next !== OPPOSITE[side]) look(beside(near, next))
      }
    }
    if (driven[after] === 1 && cause !== 'power' && states.names[before] !== states.names[after]) look(position)
  })
  blocks.onScheduled('torch', position => {
    const state = stateAt(position)
    if (!TORCH.test(states.names[state])) return
    const props = blocks.properties(state)
    const side = hangsOn(states.names[state], props)
    const base = beside(position, side)
    const lit = !(charged(base) || powered(base, OPPOSITE[side]))
    if (lit !== props.lit) blocks.set(position, blocks.stateOf(states.names[state], { ...props, lit }), { cause: 'torch' })
  })

  // Plates: down under a player, up again when nobody stands there.
  const PLATE = /_pressure_plate$/
  const steppedOn = (/** @type {Point} */ p) => ctx.players.some(player => player.gameMode !== 3 && !player.survival.dead &&
    Math.abs(player.position.x - p.x - 0.5) < 0.74 && Math.abs(player.position.z - p.z - 0.5) < 0.74 && Math.abs(player.position.y - p.y) < 0.3)
  /** @param {any} position @param {boolean} down */
  function press (position, down) {
    const state = stateAt(position)
    const props = blocks.properties(state)
    const weighted = props.power !== undefined
    if ((weighted ? Number(props.power) > 0 : props.powered === true) !== down) blocks.set(position, blocks.stateOf(states.names[state], weighted ? { power: down ? 1 : 0 } : { powered: down }), { cause: 'plate' })
    if (down) blocks.scheduleTick(position, PLATE_TICKS, 'plate')
  }
  ctx.onMove((player, from, to) => {
    const feet = to.floored()
    if (player.gameMode !== 3 && PLATE.test(blocks.name(feet.x, feet.y, feet.z) ?? '') && steppedOn(feet)) press(feet, true)
  })
  blocks.onScheduled('plate', position => { if (PLATE.test(states.names[stateAt(position)])) press(position, steppedOn(position)) })

  // A note block is tuned by a right click.
  ctx.onUseBlock(use => {
    if (use.block.name !== 'note_block' || !usesBlock(use)) return false
    const props = blocks.properties(use.block.stateId)
    blocks.set(use.position, blocks.stateOf('note_block', { ...props, note: (Number(props.note) + 1) % 25 }), { by: use.player, cause: 'used' })
    play(use.position)
    return true
  })

  ctx.power = { powered }
}
