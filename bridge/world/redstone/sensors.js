/**
 * Blocks that notice things: observers, daylight detectors, targets.
 * Rules: https://minecraft.wiki/w/Observer, /w/Daylight_Detector, /w/Target (Java 1.20). Not covered: tripwire, sculk sensors, lightning rods being struck.
 * @module
 */
import { usesBlock } from '../players/reach.js'
import { DX, DY, DZ } from './tables.js'

const PULSE = 2 // ticks until an observer shows what it saw, and how long it shows it
const DAYLIGHT_EVERY = 20 // ticks
const TARGET_TICKS = 8 // 20 after an arrow or trident
const ARROW_TICKS = 20

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const { signal, updates, tables } = ctx.redstone
  const observes = Uint8Array.from(states.names, name => name === 'observer' ? 1 : 0)
  const set = (/** @type {any} */ at, /** @type {number} */ state, /** @type {Record<string, any>} */ changed) =>
    blocks.set(at, blocks.stateOf(states.names[state], { ...blocks.properties(state), ...changed }), { cause: 'sensor' })

  blocks.onChange(({ x, y, z }, before, after, { cause }) => {
    // One that a piston has set down shows that it was moved; one that was set down lit goes out.
    if (observes[after] === 1 && observes[before] === 0 && (cause === 'piston' || tables.level[after] > 0)) blocks.scheduleTick({ x, y, z }, PULSE, 'observer')
    for (let d = 0; d < 6; d++) {
      const at = { x: x - DX[d], y: y - DY[d], z: z - DZ[d] }
      const state = signal.get(at.x, at.y, at.z)
      if (observes[state] === 1 && tables.aim[state] === d && tables.level[state] === 0) blocks.scheduleTick(at, PULSE, 'observer')
    }
  })
  blocks.onScheduled('observer', position => {
    const state = signal.get(position.x, position.y, position.z)
    if (observes[state] === 0) return
    const on = tables.level[state] === 0
    set(position, state, { powered: on })
    if (on) blocks.scheduleTick(position, PULSE, 'observer')
  })

  /** Power of a daylight detector. Source: https://minecraft.wiki/w/Daylight_Detector @param {any} at @param {boolean} inverted */
  function daylight (at, inverted) {
    // The angle of the sun as in https://minecraft.wiki/w/Daylight_cycle: a turn a day, slower at noon.
    const part = ((ctx.time.ofDay() / 24000 - 0.25) % 1 + 1) % 1
    const turn = (part * 2 + 0.5 - Math.cos(part * Math.PI) / 2) / 3
    const dim = darkening(turn)
    const light = blocks.light(at).sky - dim
    if (inverted) return Math.max(0, Math.min(15, 15 - light))
    if (light <= 0) return 0
    const sun = turn * 2 * Math.PI
    const near = sun + ((sun < Math.PI ? 0 : 2 * Math.PI) - sun) * 0.2
    return Math.max(0, Math.min(15, Math.round(light * Math.cos(near))))
  }
  /** How much the sky is dimmed, 0–11. @param {number} turn */
  function darkening (turn) {
    const { raining, thundering } = ctx.time.weather
    const rain = 1 - (raining ? 5 / 16 : 0)
    const thunder = 1 - (thundering ? 5 / 16 : 0)
    const bright = 0.5 + 2 * Math.max(-0.25, Math.min(0.25, Math.cos(turn * 2 * Math.PI)))
    return Math.floor((1 - bright * rain * thunder) * 11)
  }
  /** @param {any} at */
  function measure (at) {
    const state = signal.get(at.x, at.y, at.z)
    if (states.names[state] !== 'daylight_detector') return
    const power = daylight(at, blocks.properties(state).inverted)
    if (power !== tables.level[state]) set(at, state, { power })
    blocks.scheduleTick(at, DAYLIGHT_EVERY - ctx.tick() % DAYLIGHT_EVERY, 'daylight')
  }
  blocks.onScheduled('daylight', measure)
  updates.on(/^daylight_detector$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    blocks.scheduleTick({ x, y, z }, DAYLIGHT_EVERY - ctx.tick() % DAYLIGHT_EVERY, 'daylight')
  })
  ctx.onUseBlock(use => {
    const { block, position, player } = use
    if (block.name !== 'daylight_detector' || !usesBlock(use) || player.gameMode === 2) return false
    set(position, block.stateId, { inverted: !blocks.properties(block.stateId).inverted })
    measure(position)
    return true
  })

  /** A shot has struck a block. @param {any} shot @param {{x: number, y: number, z: number}} at where, within the block */
  ctx.redstone.struck = (shot, at) => {
    const cell = { x: Math.floor(at.x), y: Math.floor(at.y), z: Math.floor(at.z) }
    const state = signal.get(cell.x, cell.y, cell.z)
    if (states.names[state] !== 'target' || tables.level[state] > 0) return
    // Off centre on the face that was struck: the axis nearest to the block's surface does not count.
    const off = [at.x - cell.x - 0.5, at.y - cell.y - 0.5, at.z - cell.z - 0.5].map(Math.abs).sort((a, b) => a - b)
    set(cell, state, { power: Math.max(1, Math.ceil(15 * Math.max(0, Math.min(1, (0.5 - off[1]) / 0.5)))) })
    blocks.scheduleTick(cell, shot.name === 'arrow' || shot.name === 'trident' ? ARROW_TICKS : TARGET_TICKS, 'target')
  }
  blocks.onScheduled('target', position => {
    const state = signal.get(position.x, position.y, position.z)
    if (states.names[state] === 'target' && tables.level[state] > 0) set(position, state, { power: 0 })
  })
}
