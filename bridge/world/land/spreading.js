/**
 * Plants that grow from their ends or come up beside themselves: kelp, vines of every kind, mushrooms, amethyst; and what bone meal does to what is no crop.
 *
 * Sources: https://minecraft.wiki/w/Kelp, /w/Twisting_Vines, /w/Weeping_Vines, /w/Glow_Berries, /w/Vines, /w/Mushroom, /w/Budding_Amethyst, /w/Bone_Meal (Java 1.20.4).
 * Not covered: vines' ways round corners and upwards, huge fungi, corals by bone meal, glow lichen, chorus; huge mushrooms have one shape of each kind.
 */
import { Vec3 } from 'vec3'

const SIDES = /** @type {[number, number, string][]} */ ([[0, -1, 'north'], [0, 1, 'south'], [-1, 0, 'west'], [1, 0, 'east']])
const OLDEST = 25 // age at which a tip grows no more
/** Tips: which way, how likely at a random tick, what it becomes behind the new tip. */
const TIPS = /** @type {Record<string, {dy: number, chance: number, body: string}>} */ ({
  kelp: { dy: 1, chance: 0.14, body: 'kelp_plant' },
  twisting_vines: { dy: 1, chance: 0.1, body: 'twisting_vines_plant' },
  weeping_vines: { dy: -1, chance: 0.1, body: 'weeping_vines_plant' },
  cave_vines: { dy: -1, chance: 0.1, body: 'cave_vines_plant' }
})
const BODIES = Object.fromEntries(Object.entries(TIPS).map(([tip, { body }]) => [body, tip]))
const BERRIES = 0.11 // of new cave vines bear
const LONGER = 0.826 // the chance of each further block by bone meal, multiplied each time
const CROWD = 5 // of a kind in 9 × 3 × 9 blocks: no more come
const BUDS = ['small_amethyst_bud', 'medium_amethyst_bud', 'large_amethyst_bud', 'amethyst_cluster']
const WAYS = /** @type {[number, number, number, string][]} */ ([[0, -1, 0, 'down'], [0, 1, 0, 'up'], [0, 0, -1, 'north'], [0, 0, 1, 'south'], [-1, 0, 0, 'west'], [1, 0, 0, 'east']])
const MOSSY = /^(stone|granite|diorite|andesite|tuff|deepslate|dirt|grass_block|podzol|coarse_dirt|mycelium|rooted_dirt|mud|muddy_mangrove_roots|cave_vines.*)$/
/** What comes up on moss, by weight. */
const ON_MOSS = /** @type {[string, number][]} */ ([['flowering_azalea', 4], ['azalea', 7], ['moss_carpet', 25], ['short_grass', 50], ['tall_grass', 10]])
const HUGE = 0.4 // chance of a mushroom given bone meal

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states, stateOf } = blocks
  const water = stateOf('water')
  const at = (/** @type {any} */ p) => ctx.chunks.state(p.x, p.y, p.z)
  const nameAt = (/** @type {any} */ p) => { const s = at(p); return s === null ? null : states.names[s] }
  const props = (/** @type {number} */ state) => states.properties(state)
  const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {any} */ properties = undefined) => blocks.set(p, stateOf(name, properties), { cause: 'growth' })

  /** A tip grows by one block where there is room. @param {any} p @param {string} name @param {number} age of the new tip @returns {boolean} */
  function extend (p, name, age) {
    const { dy, body } = TIPS[name]
    const to = p.offset(0, dy, 0)
    if (name === 'kelp' ? at(to) !== water : nameAt(to) !== 'air') return false
    const berries = name === 'cave_vines' ? { berries: ctx.random() < BERRIES } : {}
    set(to, name, { age: Math.min(OLDEST, age), ...berries })
    set(p, body, name === 'cave_vines' ? { berries: props(at(p) ?? 0).berries === true } : undefined)
    return true
  }

  /** @param {any} p @param {number} state */
  function tip (p, state) {
    const name = states.names[state]
    const age = Number(props(state).age)
    if (age < OLDEST && ctx.random() < TIPS[name].chance) extend(p, name, age + 1)
  }

  /** Whether too many of a kind stand about. @param {any} p @param {string} name */
  function crowded (p, name) {
    let left = CROWD
    for (let dx = -4; dx <= 4; dx++) for (let dz = -4; dz <= 4; dz++) for (let dy = -1; dy <= 1; dy++) if (nameAt(p.offset(dx, dy, dz)) === name && --left <= 0) return true
    return false
  }

  /** @param {any} p @param {number} state */
  function mushroom (p, state) {
    const name = states.names[state]
    if (ctx.randomInt(1, 25) !== 1 || crowded(p, name)) return
    const near = () => p.offset(ctx.randomInt(-1, 1), ctx.randomInt(0, 1) - ctx.randomInt(0, 1), ctx.randomInt(-1, 1))
    const free = (/** @type {any} */ q) => nameAt(q) === 'air' && ctx.footing.stands(q, state)
    let to = near()
    for (let step = 0; step < 4; step++) {
      if (free(to)) p = to
      to = near()
    }
    if (free(to)) set(to, name)
  }

  /** @param {any} p @param {number} state */
  function vine (p, state) {
    if (ctx.randomInt(1, 4) !== 1) return
    const own = props(state)
    const [dx, dz, side] = SIDES[ctx.randomInt(0, 3)]
    if (ctx.randomInt(0, 2) === 0) { // down: some of its strands go on
      const below = p.offset(0, -1, 0)
      const there = nameAt(below)
      if (there !== 'air' && there !== 'vine') return
      const had = there === 'vine' ? props(at(below) ?? 0) : { north: false, south: false, west: false, east: false, up: false }
      const strands = Object.fromEntries(SIDES.map(([, , s]) => [s, had[s] === true || (own[s] === true && ctx.random() < 0.5)]))
      if (SIDES.some(([, , s]) => strands[s])) set(below, 'vine', { ...had, ...strands })
    } else if (own[side] !== true && !crowded(p, 'vine') && ctx.footing.sturdy(p.offset(dx, 0, dz), SIDES.find(([x, z]) => x === -dx && z === -dz)?.[2] ?? 'north')) {
      set(p, 'vine', { ...own, [side]: true })
    }
  }

  /** Budding amethyst puts out a bud or grows one. @param {any} p */
  function amethyst (p) {
    if (ctx.randomInt(1, 5) !== 1) return
    const [dx, dy, dz, facing] = WAYS[ctx.randomInt(0, 5)]
    const to = p.offset(dx, dy, dz)
    const state = at(to)
    if (state === null) return
    const step = BUDS.indexOf(states.names[state])
    if (step < 0 && (states.names[state] === 'air' || state === water)) set(to, BUDS[0], { facing, waterlogged: state === water })
    else if (step >= 0 && step < 3 && props(state).facing === facing) set(to, BUDS[step + 1], { facing, waterlogged: props(state).waterlogged })
  }

  const ticks = /** @type {Record<string, (p: any, state: number) => void>} */ ({ brown_mushroom: mushroom, red_mushroom: mushroom, vine, budding_amethyst: amethyst })
  for (const name of Object.keys(TIPS)) ticks[name] = tip
  blocks.onRandomTick((p, state) => ticks[states.names[state]](p, state), Object.keys(ticks))

  // ---- bone meal ----

  /** @param {any} p @param {number} state @returns {boolean} whether it is used up */
  function feed (p, state) {
    const name = states.names[state]
    if (name === 'cave_vines' || name === 'cave_vines_plant') {
      if (props(state).berries === true) return false
      return set(p, name, { ...props(state), berries: true })
    }
    if (TIPS[name] || BODIES[name]) return feedTip(p, BODIES[name] ?? name)
    if (name === 'brown_mushroom' || name === 'red_mushroom') return ctx.random() >= HUGE || huge(p, name) || true
    if (name === 'moss_block') return nameAt(p.offset(0, 1, 0)) === 'air' && moss(p)
    if (name === 'azalea' || name === 'flowering_azalea') {
      if (ctx.random() < 0.45) ctx.growth.azalea(p)
      return true
    }
    if (name === 'seagrass') return nameAt(p.offset(0, 1, 0)) === 'water' && set(p, 'tall_seagrass', { half: 'lower' }) && set(p.offset(0, 1, 0), 'tall_seagrass', { half: 'upper' })
    if (name === 'sea_pickle') return pickles(p, state)
    if (name === 'rooted_dirt') return nameAt(p.offset(0, -1, 0)) === 'air' && set(p.offset(0, -1, 0), 'hanging_roots')
    if (name === 'mangrove_leaves') return nameAt(p.offset(0, -1, 0)) === 'air' && set(p.offset(0, -1, 0), 'mangrove_propagule', { hanging: true, age: 0 })
    if (name === 'mangrove_propagule' && props(state).hanging === true) return Number(props(state).age) < 4 && set(p, name, { ...props(state), age: Number(props(state).age) + 1 })
    if (name === 'netherrack') return nylium(p)
    if (name === 'pink_petals') {
      const petals = Number(props(state).flower_amount)
      if (petals < 4) set(p, name, { ...props(state), flower_amount: petals + 1 })
      else ctx.items.pop(p, ctx.inventory.make(name, 1))
      return true
    }
    return false
  }

  /** @param {any} p some block of it @param {string} name its tip's @returns {boolean} */
  function feedTip (p, name) {
    const { dy, body } = TIPS[name]
    while (nameAt(p) === body) p = p.offset(0, dy, 0)
    if (nameAt(p) !== name) return false
    let grown = 0
    for (let chance = 1; name === 'kelp' ? grown === 0 : ctx.random() < chance; chance *= LONGER) {
      if (!extend(p, name, Number(props(at(p) ?? 0).age) + 1)) break
      p = p.offset(0, dy, 0)
      grown++
    }
    return grown > 0
  }

  /** @param {any} p @param {string} name @returns {boolean} whether a huge mushroom stands now */
  function huge (p, name) {
    const height = ctx.randomInt(4, 6) * (ctx.randomInt(1, 12) === 1 ? 2 : 1)
    const brown = name === 'brown_mushroom'
    const soil = nameAt(p.offset(0, -1, 0)) ?? ''
    if (!/^(dirt|grass_block|podzol|coarse_dirt|mycelium|rooted_dirt|moss_block|mud|muddy_mangrove_roots|crimson_nylium|warped_nylium)$/.test(soil)) return false
    /** @type {[any, number][]} */
    const cells = []
    const cap = (/** @type {number} */ dx, /** @type {number} */ y, /** @type {number} */ dz, /** @type {number} */ wide, /** @type {boolean} */ top) => {
      cells.push([p.offset(dx, y, dz), stateOf(`${name}_block`, { up: top, down: false, west: dx === -wide, east: dx === wide, north: dz === -wide, south: dz === wide })])
    }
    for (let y = brown ? height : height - 3; y <= height; y++) {
      const wide = brown ? 3 : y < height ? 2 : 1
      for (let dx = -wide; dx <= wide; dx++) {
        for (let dz = -wide; dz <= wide; dz++) {
          const ends = (Math.abs(dx) === wide ? 1 : 0) + (Math.abs(dz) === wide ? 1 : 0)
          if (brown ? ends === 2 : y < height && ends !== 1) continue
          cap(dx, y, dz, wide, brown || y >= height - 1)
        }
      }
    }
    for (let y = 0; y < height; y++) cells.push([p.offset(0, y, 0), stateOf('mushroom_stem', { up: false, down: false })])
    if (cells.some(([q]) => { const n = nameAt(q); return n === null || !(n === 'air' || /_leaves$/.test(n) || (q.x === p.x && q.y === p.y && q.z === p.z)) })) return false
    for (const [q, state] of cells) blocks.set(q, state, { cause: 'growth' })
    return true
  }

  /** @param {any} p @returns {boolean} */
  function moss (p) {
    const reach = { x: ctx.randomInt(1, 2) + 1, z: ctx.randomInt(1, 2) + 1 }
    for (let dx = -reach.x; dx <= reach.x; dx++) {
      for (let dz = -reach.z; dz <= reach.z; dz++) {
        const ends = (Math.abs(dx) === reach.x ? 1 : 0) + (Math.abs(dz) === reach.z ? 1 : 0)
        if (ends === 2 || (ends === 1 && ctx.random() >= 0.75)) continue
        let q = p.offset(dx, 1, dz)
        for (let n = 0; n < 5 && nameAt(q) === 'air'; n++) q = q.offset(0, -1, 0)
        for (let n = 0; n < 5 && nameAt(q) !== 'air' && nameAt(q.offset(0, 1, 0)) !== 'air'; n++) q = q.offset(0, 1, 0)
        const over = q.offset(0, 1, 0)
        const soil = nameAt(q) ?? ''
        if (nameAt(over) !== 'air' || !(soil === 'moss_block' || MOSSY.test(soil))) continue
        if (soil !== 'moss_block') set(q, 'moss_block')
        if (ctx.random() < 0.6) plant(over)
      }
    }
    return true
  }

  /** Something of moss's own. @param {any} p */
  function plant (p) {
    let left = ctx.randomInt(1, ON_MOSS.reduce((sum, [, weight]) => sum + weight, 0))
    const [name] = ON_MOSS.find(([, weight]) => (left -= weight) <= 0) ?? ON_MOSS[0]
    if (name !== 'tall_grass') set(p, name)
    else if (nameAt(p.offset(0, 1, 0)) === 'air') {
      set(p, name, { half: 'lower' })
      set(p.offset(0, 1, 0), name, { half: 'upper' })
    }
  }

  /** Sea pickles on living coral multiply. @param {any} p @param {number} state @returns {boolean} */
  function pickles (p, state) {
    const onCoral = (/** @type {any} */ q) => /^(?!dead_).*_coral_block$/.test(nameAt(q.offset(0, -1, 0)) ?? '')
    if (props(state).waterlogged !== true || !onCoral(p)) return false
    for (let dx = -2; dx <= 2; dx++) {
      for (let dz = -2; dz <= 2; dz++) {
        if (Math.abs(dx) + Math.abs(dz) > 2 || ctx.randomInt(1, 6) !== 1) continue
        for (let dy = -1; dy <= 1; dy++) {
          const q = p.offset(dx, dy, dz)
          if (at(q) === water && onCoral(q)) set(q, 'sea_pickle', { pickles: ctx.randomInt(1, 4), waterlogged: true })
        }
      }
    }
    return set(p, 'sea_pickle', { pickles: 4, waterlogged: true })
  }

  /** Netherrack takes on the nylium beside it. @param {any} p @returns {boolean} */
  function nylium (p) {
    if (states.opacity[at(p.offset(0, 1, 0)) ?? 0] > 0) return false
    const found = new Set()
    for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) for (let dz = -1; dz <= 1; dz++) found.add(nameAt(p.offset(dx, dy, dz)))
    const kinds = ['crimson_nylium', 'warped_nylium'].filter(name => found.has(name))
    return kinds.length > 0 && set(p, kinds.length === 1 ? kinds[0] : kinds[ctx.randomInt(0, 1)])
  }

  /** Bone meal on the ground under water: seagrass. @param {import('../types.d.ts').Point} cell of water @returns {boolean} */
  function underWater (cell) {
    const p = new Vec3(cell.x, cell.y, cell.z)
    if (at(p) !== water) return false
    const seagrass = stateOf('seagrass')
    for (let n = 0; n < 128; n++) {
      let q = p
      for (let step = 0; step < n / 16; step++) q = q.offset(ctx.randomInt(-1, 1), Math.trunc(ctx.randomInt(-1, 1) * ctx.randomInt(0, 2) / 2), ctx.randomInt(-1, 1))
      if (at(q) === water && ctx.footing.stands(q, seagrass)) blocks.set(q, seagrass, { cause: 'growth' })
    }
    return true
  }

  ctx.spreading = { feed, underWater }
}
