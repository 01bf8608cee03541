/**
 * Water and lava in the world: fluid_flow.js' algorithm on the real blocks, driven by changes and scheduled ticks only.
 * Lakes and springs as generated stand still until something beside them changes.
 */
import { createFlow, WATER } from './fluid_flow.js'
import { createPassage } from './fluid_shapes.js'

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const { stateOf } = ctx.blocks
  const water = stateOf('water'); const lava = stateOf('lava')
  const place = ctx.spawnPoint.clone()
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => place.set(x, y, z)
  const flow = createFlow(kinds, {
    get: (x, y, z) => ctx.chunks.state(x, y, z),
    pour (x, y, z, fluid, level) {
      const had = ctx.chunks.state(x, y, z)
      const state = (fluid === WATER ? water : lava) + level
      if (had !== null && kinds.fluid[had] === 0 && !kinds.air[had] && fluid === WATER) ctx.drops.breakBlock(at(x, y, z), { replacement: state, cause: 'flow' })
      else ctx.blocks.set(at(x, y, z), state, { cause: 'flow' })
    },
    drain: (x, y, z) => ctx.blocks.set(at(x, y, z), 0, { cause: 'flow' }),
    harden: (x, y, z, block) => {
      ctx.blocks.set(at(x, y, z), stateOf(block), { cause: 'flow' })
      ctx.broadcast('world_event', { effectId: 1501, location: { x, y, z }, data: 0, global: false }) // the hiss of lava
    },
    schedule: (x, y, z, delay) => ctx.blocks.scheduleTick(at(x, y, z), delay, 'fluid'),
    random: ctx.random,
    passes: createPassage(ctx.states.shapes, ctx.states.solid)
  })
  ctx.blocks.onChange(position => flow.disturb(position.x, position.y, position.z))
  ctx.blocks.onScheduled('fluid', position => flow.flow(position.x, position.y, position.z))
  ctx.fluids = flow
}
