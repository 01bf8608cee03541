/**
 * What comparators read off blocks: how full a container is, a composter's level, a cake's slices, a disc, a framed item's turn.
 * Rules: https://minecraft.wiki/w/Redstone_Comparator#Measure_block_state (Java 1.20). Not covered: beehives, sculk, command blocks.
 * @module
 */
import { DX, DY, DZ, LEVEL_FACES } from './tables.js'

const HOLDS = /^((trapped_)?chest|barrel|hopper|dispenser|dropper|(blast_)?furnace|smoker|brewing_stand|\w*shulker_box)$/
const LEVELS = /^(composter|water_cauldron|powder_snow_cauldron|lava_cauldron|cauldron|cake|end_portal_frame|respawn_anchor|jukebox|lectern)$/
/** Strength of a disc. Source: https://minecraft.wiki/w/Music_Disc (Java 1.20). */
export const DISC_STRENGTH = /** @type {Record<string, number>} */ ({ 13: 1, cat: 2, blocks: 3, chirp: 4, far: 5, mall: 6, mellohi: 7, stal: 8, strad: 9, ward: 10, 11: 11, wait: 12, pigstep: 13, otherside: 14, 5: 15, relic: 14 })
/** Strength of a few slots. @param {import('../items/stacks.js').Slot[]} slots @returns {number} 0–15 */
export function fullness (slots) {
  let sum = 0
  let any = false
  for (const item of slots) if (item) { any = true; sum += item.count / item.stackSize }
  return any ? Math.floor(1 + sum / slots.length * 14) : 0
}
export const isDisc = (/** @type {string} */ name) => name.startsWith('music_disc_')

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles } = ctx
  const { states } = blocks
  const { signal, updates, tables } = ctx.redstone
  const reads = Uint8Array.from(states.names, name => HOLDS.test(name) ? 1 : LEVELS.test(name) ? 2 : 0)

  /** What a comparator before the block reads; −1 when there is nothing to read. @param {number} x @param {number} y @param {number} z */
  function content (x, y, z) {
    const state = signal.get(x, y, z)
    if (reads[state] === 0) return -1
    const name = states.names[state]
    const props = blocks.properties(state)
    const tile = tiles.get(`${x},${y},${z}`)
    if (reads[state] === 1) {
      if (/chest$/.test(name)) return fullness(ctx.containers.halves({ x, y, z }, state).flatMap((/** @type {any} */ half) => ctx.containers.tileAt(half, name).slots))
      return tile?.slots ? fullness(tile.slots) : 0
    }
    switch (name) {
      case 'composter': return Number(props.level)
      case 'water_cauldron': case 'powder_snow_cauldron': return Number(props.level)
      case 'lava_cauldron': return 3
      case 'cake': return (7 - Number(props.bites)) * 2
      case 'end_portal_frame': return props.eye ? 15 : 0
      case 'respawn_anchor': return Math.floor(Number(props.charges) / 4 * 15)
      case 'lectern': return tile?.slots?.[0] ? ctx.lecterns.signal(tile) : 0
      case 'jukebox': return tile?.slots?.[0] ? DISC_STRENGTH[tile.slots[0].name.slice(11)] ?? 0 : 0
    }
    return 0
  }

  /** What a frame on the far side of a block shows; −1 for none. @param {number} x @param {number} y @param {number} z the frame's cell @param {number} d its face */
  function framed (x, y, z, d) {
    const [frame] = ctx.entities.near({ x: x + 0.5, y: y + 0.5, z: z + 0.5 }, 0.7, e => e.kind === 'prop' && e.face === d)
    return frame ? (frame.holds[0] ? frame.turn + 1 : 0) : -1
  }

  /** Something in a container has changed: comparators beside it look, and those behind one block. @param {import('../types.d.ts').Point} p */
  function contents (p) {
    for (const d of LEVEL_FACES) {
      const x = p.x + DX[d]; const y = p.y + DY[d]; const z = p.z + DZ[d]
      const state = signal.get(x, y, z)
      if (states.names[state] === 'comparator') updates.look(x, y, z)
      else if (tables.conductor[state] === 1) updates.look(x + DX[d], y + DY[d], z + DZ[d])
    }
  }
  ctx.redstone.content = content
  ctx.redstone.framed = framed
  ctx.redstone.contents = contents
  signal.ask('trapped_chest', (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => {
    const tile = tiles.get(`${x},${y},${z}`)
    return tile ? Math.min(15, ctx.windows.viewers(tile)) : 0
  })
}
