/**
 * Grass and mycelium creep over bare dirt and die under what covers them.
 * Source: https://minecraft.wiki/w/Grass_Block#Spread (Java 1.20), but not by random ticks, which would touch all of the land: dirt
 * that a change laid bare, and grass that a change covered, are given a time of about vanilla's order.
 */
const WAIT = [600, 4000] // ticks, ours
const COVERED = [200, 2400] // ticks, ours
const LIGHT = 9

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const dirt = ctx.blocks.stateOf('dirt')
  const grass = ctx.blocks.stateOf('grass_block')
  const mycelium = ctx.blocks.stateOf('mycelium')
  const isGrass = (/** @type {number | null} */ s) => s !== null && (kinds.name[s] === 'grass_block' || kinds.name[s] === 'mycelium')
  const covers = (/** @type {number | null} */ s) => s !== null && (kinds.opaque[s] === 1 || kinds.fluid[s] !== 0)

  /** What is near enough to come here: grass before mycelium; null for neither. @param {any} p */
  function comes ({ x, y, z }) {
    let found = null
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        for (let dy = -1; dy <= 3; dy++) {
          const s = ctx.chunks.state(x + dx, y + dy, z + dz)
          if (s === null || !isGrass(s)) continue
          if (kinds.name[s] === 'grass_block') return grass
          found = mycelium
        }
      }
    }
    return found
  }

  ctx.blocks.onChange((p, before, after, change) => {
    const below = ctx.chunks.state(p.x, p.y - 1, p.z)
    if (below === dirt && !covers(after)) ctx.blocks.scheduleTick(p.offset(0, -1, 0), ctx.randomInt(WAIT[0], WAIT[1]), 'grass')
    else if (isGrass(below) && covers(after) && !covers(before)) ctx.blocks.scheduleTick(p.offset(0, -1, 0), ctx.randomInt(COVERED[0], COVERED[1]), 'grass')
    if (after === dirt) ctx.blocks.scheduleTick(p, ctx.randomInt(WAIT[0], WAIT[1]), 'grass')
    if ((after !== grass && after !== mycelium) || change?.cause !== 'grass') return
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        for (let dy = -1; dy <= 1; dy++) {
          if (ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz) === dirt) ctx.blocks.scheduleTick(p.offset(dx, dy, dz), ctx.randomInt(WAIT[0], WAIT[1]), 'grass')
        }
      }
    }
  })

  ctx.blocks.onScheduled('grass', p => {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    const above = ctx.chunks.state(p.x, p.y + 1, p.z)
    if (isGrass(state) && covers(above)) ctx.blocks.set(p, dirt, { cause: 'covered' })
    else if (state === dirt && !covers(above)) {
      const come = comes(p)
      const { sky, block } = ctx.blocks.light(p.offset(0, 1, 0))
      if (come !== null && Math.max(sky, block) >= LIGHT) ctx.blocks.set(p, come, { cause: 'grass' })
    }
  })
}
