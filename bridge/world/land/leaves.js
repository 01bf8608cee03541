/**
 * Leaves keep count of their steps to the nearest log, and decay when there is none within six.
 *
 * Source: https://minecraft.wiki/w/Leaves#Decay (Java 1.20.4): a leaf looks at its six neighbours a tick after one of them changed; at seven steps it goes at
 * its next random tick, unless a player put it there. The land is made with the steps already counted. Knows the state's `distance`, `persistent`; what leaves
 * drop is in data/loot.json.
 */
const GONE = 7 // steps, from which a leaf decays
const AROUND = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
const LOG = /_(log|wood)$|^(stripped_)?(crimson|warped)_(stem|hyphae)$/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  /** Steps to a log of what stands here: 0 for logs, 7 for all that is neither log nor leaves. */
  const steps = Uint8Array.from(states.names, (name, state) => LOG.test(name) ? 0 : isLeaves(name) ? Number(states.properties(state).distance) : GONE)
  const leaves = Uint8Array.from(states.names, name => isLeaves(name) ? 1 : 0)
  const loose = Uint8Array.from(states.names, (name, state) => isLeaves(name) && steps[state] === GONE && states.properties(state).persistent !== true ? 1 : 0)

  blocks.onChange((p, before, after) => {
    if (leaves[after]) blocks.scheduleTick(p, 1, 'leaves')
    if (steps[before] === steps[after]) return
    for (const [dx, dy, dz] of AROUND) {
      const state = ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz)
      if (state !== null && leaves[state]) blocks.scheduleTick({ x: p.x + dx, y: p.y + dy, z: p.z + dz }, 1, 'leaves')
    }
  })

  blocks.onScheduled('leaves', p => {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    if (state === null || !leaves[state]) return
    let distance = GONE
    for (const [dx, dy, dz] of AROUND) {
      const beside = ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz)
      // what stands in land that is not loaded may well hold it
      distance = Math.min(distance, beside === null ? steps[state] : steps[beside] + 1)
    }
    if (distance !== steps[state]) blocks.set(p, blocks.stateOf(states.names[state], { ...states.properties(state), distance }), { cause: 'leaves' })
  })

  blocks.onRandomTick((p, state) => { if (loose[state]) ctx.drops.breakBlock(p, { cause: 'decay' }) }, (name, state) => loose[state] === 1)

  // Worlds of before kept felled places, and leaves that were to go, instead of steps.
  blocks.onScheduled('decay', p => blocks.scheduleTick(p, 1, 'leaves'))
  ctx.persist('leaves', {
    save: () => null,
    load: saved => {
      for (const [x, y, z] of saved?.cut ?? []) for (const [dx, dy, dz] of AROUND) blocks.scheduleTick({ x: x + dx, y: y + dy, z: z + dz }, 1, 'leaves')
    }
  })
}

const isLeaves = (/** @type {string} */ name) => /_leaves$/.test(name)
