/**
 * Blocks that a right click moves: doors, trapdoors, gates, levers, buttons; and pots that a plant goes into.
 *
 * Does not know what redstone they would drive. Rules: minecraft.wiki pages of the blocks named (Java Edition 1.20).
 * @module
 */
import { AXIS, OPPOSITE, sideOfYaw } from './directions.js'
import { usesBlock } from '../players/reach.js'

const IRON = /^iron_/ // opens to redstone only
const PRESSED = { stone: 20, wood: 30 } // ticks a button stays in

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory } = ctx
  const { states } = blocks

  ctx.onUseBlock(use => {
    const { player, block, position, held, hand } = use
    const { name } = block
    if (!usesBlock(use)) return false
    const props = states.properties(block.stateId)
    const set = (/** @type {Record<string, any>} */ changed, at = position) => blocks.set(at, blocks.stateOf(name, { ...props, ...changed }), { by: player, cause: 'used' })
    if (/_door$/.test(name) && !IRON.test(name)) {
      const other = position.offset(0, props.half === 'lower' ? 1 : -1, 0)
      set({ open: !props.open })
      if (blocks.name(other.x, other.y, other.z) === name) set({ open: !props.open, half: props.half === 'lower' ? 'upper' : 'lower' }, other)
      return true
    }
    if (/_trapdoor$/.test(name) && !IRON.test(name)) { set({ open: !props.open }); return true }
    if (/_fence_gate$/.test(name)) {
      const side = sideOfYaw(player.yaw)
      // A gate swings away from whoever opens it.
      const facing = !props.open && AXIS[side] === AXIS[props.facing] && side === OPPOSITE[props.facing] ? side : props.facing
      set({ open: !props.open, facing })
      return true
    }
    if (name === 'lever') { set({ powered: !props.powered }); return true }
    if (/_button$/.test(name)) {
      if (!props.powered) {
        set({ powered: true })
        blocks.scheduleTick(position, /stone/.test(name) ? PRESSED.stone : PRESSED.wood, 'button')
      }
      return true
    }
    if (name === 'flower_pot' && held) {
      const potted = held.name === 'azalea' || held.name === 'flowering_azalea' ? `potted_${held.name}_bush` : `potted_${held.name}`
      if (!ctx.registry.blocksByName[potted]) return false
      blocks.set(position, blocks.stateOf(potted), { by: player, cause: 'used' })
      inventory.consumeHeld(player, 1, hand)
      return true
    }
    if (name.startsWith('potted_')) {
      const plant = name.slice(7).replace(/_bush$/, name === 'potted_dead_bush' ? '_bush' : '')
      blocks.set(position, blocks.stateOf('flower_pot'), { by: player, cause: 'used' })
      if (ctx.registry.itemsByName[plant]) inventory.giveOrDrop(player, inventory.make(plant))
      return true
    }
    return false
  })

  blocks.onScheduled('button', position => {
    const state = blocks.get(position.x, position.y, position.z)
    if (state === null || !/_button$/.test(states.names[state])) return
    blocks.set(position, blocks.stateOf(states.names[state], { ...states.properties(state), powered: false }), { cause: 'button' })
  })
}
