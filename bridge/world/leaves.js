/**
 * Leaves decay when no log holds them. Source: https://minecraft.wiki/w/Leaves#Decay (Java 1.20): a leaf farther than 6 steps through
 * leaves from any log decays at its next random tick, on average after 1365 ticks.
 *
 * Not by random ticks here, which would touch every forest all the time: two seconds after the last log of a felling, the leaves
 * about it are searched once, and those that nothing holds are given a time drawn from the same distribution. The blocks' own
 * `distance` is not kept up.
 */
const FARTHEST = 6 // steps
const PATIENCE = 40 // ticks after the last log cut
const MEAN = 4096 / 3 // ticks between two random ticks of a block
const LONGEST = 6000 // ticks; ours, so that nothing waits for hours
const MOST = 3000 // leaves looked at for one felling

/** @param {import('./types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const isLog = Uint8Array.from(kinds.name, (/** @type {string} */ n) => /_(log|wood)$/.test(n) ? 1 : 0)
  const isLeaf = Uint8Array.from(kinds.name, (/** @type {string} */ n) => /_leaves$/.test(n) ? 1 : 0)
  const AROUND = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
  /** Places where wood or leaves went. @type {[number, number, number][]} */
  let cut = []
  let lastCut = 0

  ctx.blocks.onChange((p, before, after, change) => {
    if (!(isLog[before] && !isLog[after]) && !(isLeaf[before] && !isLeaf[after] && change?.cause !== 'decay')) return
    cut.push([p.x, p.y, p.z])
    lastCut = ctx.tick()
  })
  ctx.persist('leaves', { save: () => ({ cut, lastCut }), load: saved => { cut = saved.cut; lastCut = saved.lastCut } })

  ctx.onTick(tick => {
    if (cut.length === 0 || tick - lastCut < PATIENCE) return
    const places = cut
    cut = []
    for (const [x, y, z] of loose(places)) {
      const wait = Math.min(LONGEST, 1 + Math.floor(-Math.log(1 - ctx.random()) * MEAN))
      ctx.blocks.scheduleTick({ x, y, z }, wait, 'decay')
    }
  }, { every: 10 })

  /** Leaves near these places that no log holds. @param {[number, number, number][]} places @returns {[number, number, number][]} */
  function loose (places) {
    const shaken = spread(places, FARTHEST)
    if (shaken.size === 0) return []
    const around = spread([...shaken.values()], FARTHEST)
    for (const [id, cell] of shaken) around.set(id, cell)
    /** @type {Map<string, number>} */
    const held = new Map()
    /** @type {[number, number, number][]} */
    let edge = []
    for (const [id, cell] of around) {
      if (AROUND.some(([dx, dy, dz]) => { const s = ctx.chunks.state(cell[0] + dx, cell[1] + dy, cell[2] + dz); return s === null || isLog[s] === 1 })) { held.set(id, 1); edge.push(cell) }
    }
    for (let steps = 2; steps <= FARTHEST && edge.length > 0; steps++) {
      /** @type {[number, number, number][]} */
      const next = []
      for (const [x, y, z] of edge) {
        for (const [dx, dy, dz] of AROUND) {
          const id = `${x + dx},${y + dy},${z + dz}`
          if (!around.has(id) || held.has(id)) continue
          held.set(id, steps)
          next.push([x + dx, y + dy, z + dz])
        }
      }
      edge = next
    }
    return [...shaken].filter(([id, [x, y, z]]) => !held.has(id) && decays(ctx.chunks.state(x, y, z))).map(([, cell]) => cell)
  }

  /** Leaves reached from some places in so many steps. @param {[number, number, number][]} places @param {number} steps */
  function spread (places, steps) {
    /** @type {Map<string, [number, number, number]>} */
    const found = new Map()
    let edge = places
    for (let n = 0; n < steps && edge.length > 0 && found.size < MOST; n++) {
      /** @type {[number, number, number][]} */
      const next = []
      for (const [x, y, z] of edge) {
        for (const [dx, dy, dz] of AROUND) {
          const s = ctx.chunks.state(x + dx, y + dy, z + dz)
          const id = `${x + dx},${y + dy},${z + dz}`
          if (s === null || !isLeaf[s] || found.has(id)) continue
          const cell = /** @type {[number, number, number]} */ ([x + dx, y + dy, z + dz])
          found.set(id, cell)
          next.push(cell)
        }
      }
      edge = next
    }
    return found
  }

  const decays = (/** @type {number | null} */ s) => s !== null && isLeaf[s] === 1 && ctx.blocks.properties(s).persistent !== true

  ctx.blocks.onScheduled('decay', p => {
    const s = ctx.chunks.state(p.x, p.y, p.z)
    if (decays(s) && loose([[p.x + 1, p.y, p.z], [p.x, p.y, p.z]]).some(([x, y, z]) => x === p.x && y === p.y && z === p.z)) ctx.drops.breakBlock(p, { cause: 'decay' })
  })
}
