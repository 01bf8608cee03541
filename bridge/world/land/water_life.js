/**
 * What water does to blocks and blocks do to water: sponges, corals out of water, bubble columns.
 *
 * Sources: https://minecraft.wiki/w/Sponge, /w/Coral, /w/Bubble_Column (Java 1.20.4). All of it is driven by changes. Not covered: turtle eggs, fish. Bubble columns move
 * creatures and items in physics.js; clients move their own players.
 */
const SOAKS = 65 // blocks a sponge takes away at most, itself counted
const SPONGE_REACH = 6 // steps
const CORAL_DELAY = [60, 100] // ticks until a dry coral is dead
const COLUMN_DELAY = 20 // ticks after which soul sand and magma send up bubbles
const AROUND = [[0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1], [-1, 0, 0], [1, 0, 0]]

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states, stateOf } = blocks
  const water = stateOf('water')
  const bubbles = { soul_sand: stateOf('bubble_column', { drag: false }), magma_block: stateOf('bubble_column', { drag: true }) }
  const coral = Uint8Array.from(states.names, name => /^(?!dead_).*_coral(_block|_fan|_wall_fan)?$/.test(name) ? 1 : 0)
  const bubbling = Uint8Array.from(states.names, name => name === 'bubble_column' ? 1 : 0)
  const matters = Uint8Array.from(states.names, name => /^(sponge|wet_sponge|water|bubble_column|soul_sand|magma_block)$/.test(name) ? 1 : 0)
  const at = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.chunks.state(x, y, z)
  const wet = (/** @type {number | null} */ s) => s !== null && states.fluid[s] === 1

  /** @param {any} p */
  function soak (p) {
    let edge = [p]
    let taken = 1
    const seen = new Set([p.toString()])
    for (let steps = 0; steps <= SPONGE_REACH && taken < SOAKS; steps++) {
      const next = []
      for (const from of edge) {
        for (const [dx, dy, dz] of AROUND) {
          const to = from.offset(dx, dy, dz)
          const state = at(to.x, to.y, to.z)
          if (taken >= SOAKS || !wet(state) || seen.has(to.toString())) continue
          seen.add(to.toString())
          if (!dry(to, /** @type {number} */ (state))) continue
          taken++
          next.push(to)
        }
      }
      edge = next
    }
    if (taken > 1) blocks.set(p, stateOf('wet_sponge'), { cause: 'soaked' })
  }

  /** Take the water out of a place. @param {any} p @param {number} state @returns {boolean} whether there was any to take */
  function dry (p, state) {
    const name = states.names[state]
    if (states.properties(state).waterlogged === true) return blocks.set(p, stateOf(name, { ...states.properties(state), waterlogged: false }), { cause: 'sponge' })
    if (/^(kelp|kelp_plant|seagrass|tall_seagrass)$/.test(name)) {
      ctx.drops.breakBlock(p, { replacement: 0, cause: 'sponge' })
      return true
    }
    return blocks.set(p, 0, { cause: 'sponge' })
  }

  /** Bubbles stand on soul sand and magma and on each other. @param {any} p of water or bubbles */
  function bubble (p) {
    const state = at(p.x, p.y, p.z)
    if (state === null || (state !== water && !bubbling[state])) return
    const below = at(p.x, p.y - 1, p.z) ?? 0
    const wanted = bubbling[below] ? below : bubbles[/** @type {'soul_sand'} */ (states.names[below])] ?? water
    if (wanted !== state) blocks.set(p, wanted, { cause: 'bubbles' })
  }

  blocks.onChange((p, before, after, change) => {
    if (states.names[after] === 'sponge' && change?.cause !== 'sponge') soak(p)
    if (coral[after]) blocks.scheduleTick(p, ctx.randomInt(CORAL_DELAY[0], CORAL_DELAY[1]), 'coral')
    if (wet(before) && !wet(after)) {
      for (const [dx, dy, dz] of AROUND) if (coral[at(p.x + dx, p.y + dy, p.z + dz) ?? 0]) blocks.scheduleTick(p.offset(dx, dy, dz), ctx.randomInt(CORAL_DELAY[0], CORAL_DELAY[1]), 'coral')
    }
    if (!wet(before) && wet(after)) for (const [dx, dy, dz] of AROUND) if (states.names[at(p.x + dx, p.y + dy, p.z + dz) ?? 0] === 'sponge') soak(p.offset(dx, dy, dz))
    if (!matters[after] && !matters[before]) return
    const above = at(p.x, p.y + 1, p.z) ?? 0
    if (above === water && bubbles[/** @type {'soul_sand'} */ (states.names[after])]) blocks.scheduleTick(p.offset(0, 1, 0), COLUMN_DELAY, 'bubbles')
    else if (bubbling[above] || (bubbling[after] && above === water)) blocks.scheduleTick(p.offset(0, 1, 0), 1, 'bubbles')
    const below = states.names[at(p.x, p.y - 1, p.z) ?? 0]
    if (after === water && (below === 'soul_sand' || below === 'magma_block' || below === 'bubble_column')) blocks.scheduleTick(p, COLUMN_DELAY, 'bubbles')
  })

  blocks.onScheduled('bubbles', bubble)

  blocks.onScheduled('coral', p => {
    const state = at(p.x, p.y, p.z)
    if (state === null || !coral[state] || wet(state) || AROUND.some(([dx, dy, dz]) => wet(at(p.x + dx, p.y + dy, p.z + dz)))) return
    blocks.set(p, stateOf(`dead_${states.names[state]}`, states.properties(state)), { cause: 'dried' })
  })
}
