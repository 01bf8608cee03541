/**
 * Copper turns green, the slower the more its neighbours lag behind.
 *
 * Source: https://minecraft.wiki/w/Oxidation (Java 1.20.4): at a random tick with 64 in 1125, then by the copper within 4 steps: nothing happens beside younger copper,
 * else the square of (older + 1) / (all + 1), times 0.75 for copper that is still bright.
 */
const CHANCE = 64 / 1125
const REACH = 4 // steps
const STAGES = ['', 'exposed_', 'weathered_', 'oxidized_']
const COPPER = /^(exposed_|weathered_)?(copper_block|copper|cut_copper|cut_copper_stairs|cut_copper_slab)$/
const ANY_COPPER = /^(exposed_|weathered_|oxidized_)?(copper_block|copper|cut_copper|cut_copper_stairs|cut_copper_slab)$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const stage = Int8Array.from(states.names, name => ANY_COPPER.test(name) ? Math.max(0, STAGES.findIndex(s => s !== '' && name.startsWith(s))) : -1)

  blocks.onRandomTick((p, state) => {
    if (ctx.random() >= CHANCE) return
    const own = stage[state]
    let all = 0
    let older = 0
    for (let dx = -REACH; dx <= REACH; dx++) {
      for (let dy = Math.abs(dx) - REACH; dy <= REACH - Math.abs(dx); dy++) {
        const left = REACH - Math.abs(dx) - Math.abs(dy)
        for (let dz = -left; dz <= left; dz++) {
          if (dx === 0 && dy === 0 && dz === 0) continue
          const other = stage[ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz) ?? 0]
          if (other < 0) continue
          if (other < own) return
          all++
          if (other > own) older++
        }
      }
    }
    const share = (older + 1) / (all + 1)
    if (ctx.random() >= share * share * (own === 0 ? 0.75 : 1)) return
    const kind = states.names[state].replace(/^(exposed_|weathered_)/, '')
    const name = STAGES[own + 1] + (kind === 'copper_block' ? 'copper' : kind)
    blocks.set(p, blocks.stateOf(name, states.properties(state)), { cause: 'weathering' })
  }, name => COPPER.test(name))
}
