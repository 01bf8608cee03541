/**
 * Redstone torches: out while what they hang on has power; burnt out when they change too often.
 * Rules: https://minecraft.wiki/w/Redstone_Torch (Java 1.20). Vanilla forgets recent changes when a world is closed; here they are kept.
 * @module
 */
import { OPPOSITE, FACES, beside } from '../blocks/directions.js'

const DELAY = 2 // ticks
const BURNS_OUT = 8 // changes to off …
const WITHIN = 60 // … in so many ticks
const REST = 160 // ticks until a burnt-out torch looks again
const BURNT = 1502 // world_event
const TORCH = /^redstone_(wall_)?torch$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  /** Places and ticks of torches that went out, the oldest first. @type {[string, number][]} */
  let changes = []

  /** Whether what it hangs on has power. @param {import('../types.d.ts').Point} at @param {number} state */
  function quenched (at, state) {
    const { facing } = blocks.properties(state)
    const base = facing === undefined ? 'down' : OPPOSITE[facing]
    const p = beside(at, base)
    return signal.from(p.x, p.y, p.z, FACES.indexOf(base)) > 0
  }

  updates.on(TORCH, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    if (blocks.properties(state).lit === quenched({ x, y, z }, state)) blocks.scheduleTick({ x, y, z }, DELAY, 'torch')
  })
  blocks.onScheduled('torch', position => {
    const state = signal.get(position.x, position.y, position.z)
    if (!TORCH.test(states.names[state])) return
    const props = blocks.properties(state)
    const out = quenched(position, state)
    const now = ctx.tick()
    changes = changes.filter(([, tick]) => now - tick <= WITHIN)
    const id = `${position.x},${position.y},${position.z}`
    const often = () => changes.filter(([place]) => place === id).length >= BURNS_OUT
    const set = (/** @type {boolean} */ lit) => blocks.set(position, blocks.stateOf(states.names[state], { ...props, lit }), { cause: 'torch' })
    if (props.lit && out) {
      changes.push([id, now])
      set(false)
      if (!often()) return
      ctx.broadcast('world_event', { effectId: BURNT, location: position, data: 0, global: false })
      blocks.scheduleTick(position, REST, 'torch')
    } else if (!props.lit && !out && !often()) set(true)
  })
  ctx.persist('torch_changes', { save: () => changes, load: saved => { changes = saved.map((/** @type {[string, number]} */ one) => [...one]) } })
}
