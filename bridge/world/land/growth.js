/**
 * How plants grow: crops, stems, saplings, cane, cactus, bamboo, berries, wart and cocoa, by random ticks and light.
 *
 * Sources: https://minecraft.wiki/w/Crops, /w/Sapling, /w/Sugar_Cane, /w/Cactus, /w/Bamboo (Java 1.20). Trees take the shapes of the land's own
 * (terrain/trees.js), which are near vanilla's, not equal. Kelp, vines, mushrooms and amethyst are in spreading.js. Not covered: chorus, dripleaf, bees.
 */
import { stateFinder } from '../terrain/states.js'
import { treeTemplates } from '../terrain/trees.js'

const LIGHT = 9 // a plant needs
const CROPS = /** @type {Record<string, number>} */ ({ wheat: 7, carrots: 7, potatoes: 7, beetroots: 3, melon_stem: 7, pumpkin_stem: 7, torchflower_crop: 1 })
const FRUIT = /** @type {Record<string, string>} */ ({ melon_stem: 'melon', pumpkin_stem: 'pumpkin' })
const FRUIT_SOIL = /^(farmland|dirt|grass_block|coarse_dirt|podzol|mycelium|rooted_dirt|moss_block|mud)$/
const SAPLING_CHANCE = 1 / 7 // a random tick
const TALLEST = 3 // blocks, cane and cactus
const TALLEST_BAMBOO = 16 // blocks
const PITCHER = 4 // age
const PITCHER_TALL = 3 // age from which it is two blocks high
const SIDES = /** @type {[number, number, string][]} */ ([[1, 0, 'east'], [-1, 0, 'west'], [0, 1, 'south'], [0, -1, 'north']])
const TREES = /** @type {Record<string, {small?: string, big?: string}>} */ ({
  oak_sapling: { small: 'oak' }, birch_sapling: { small: 'birch' }, spruce_sapling: { small: 'spruce', big: 'big_spruce' },
  jungle_sapling: { small: 'jungle', big: 'big_jungle' }, acacia_sapling: { small: 'acacia' }, cherry_sapling: { small: 'cherry' },
  dark_oak_sapling: { big: 'dark_oak' }, mangrove_propagule: { small: 'mangrove' }
})

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const { stateOf } = ctx.blocks
  const props = (/** @type {number} */ state) => ctx.blocks.properties(state)
  const nameAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => { const s = ctx.chunks.state(x, y, z); return s === null ? null : kinds.name[s] }
  /** Light enough: the sky's light counts at night too, but for saplings. */
  const bright = (/** @type {{x: number, y: number, z: number}} */ p, byDay = false) => {
    const { sky, block } = ctx.blocks.light(p)
    return Math.max(sky - (byDay ? ctx.spawning.skyDarkness() : 0), block) >= LIGHT
  }
  const one = (/** @type {number} */ n) => ctx.randomInt(1, n) === 1
  const set = (/** @type {any} */ p, /** @type {string} */ name, /** @type {Record<string, any>} */ properties = {}) => ctx.blocks.set(p, stateOf(name, properties), { cause: 'growth' })

  /** How fast a crop grows here, from its soil and its neighbours. */
  function fertility (/** @type {{x: number, y: number, z: number}} */ { x, y, z }, /** @type {string} */ name) {
    let speed = 1
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        const soil = ctx.chunks.state(x + dx, y - 1, z + dz)
        if (soil === null || kinds.name[soil] !== 'farmland') continue
        const worth = Number(props(soil).moisture) > 0 ? 3 : 1
        speed += dx || dz ? worth / 4 : worth
      }
    }
    const same = (/** @type {number} */ dx, /** @type {number} */ dz) => nameAt(x + dx, y, z + dz) === name
    const row = same(1, 0) || same(-1, 0); const column = same(0, 1) || same(0, -1)
    const corner = same(1, 1) || same(-1, 1) || same(1, -1) || same(-1, -1)
    return (row && column) || corner ? speed / 2 : speed
  }

  /** @param {any} p @param {number} state */
  function crop (p, state) {
    const name = kinds.name[state]
    if ((name === 'beetroots' || name === 'torchflower_crop') && one(3)) return
    if (!bright(p)) return
    if (!one(Math.floor(25 / fertility(p, name)) + 1)) return
    const age = Number(props(state).age)
    if (age < CROPS[name]) set(p, name, { ...props(state), age: age + 1 })
    else if (name === 'torchflower_crop') set(p, 'torchflower')
    else if (FRUIT[name]) bear(p, name)
  }

  /** A grown stem puts a fruit beside itself. @param {any} p @param {string} name */
  function bear (p, name) {
    const [dx, dz, facing] = SIDES[ctx.randomInt(0, 3)]
    const place = p.offset(dx, 0, dz)
    if (nameAt(place.x, place.y, place.z) !== 'air' || !FRUIT_SOIL.test(nameAt(place.x, place.y - 1, place.z) ?? '')) return
    set(place, FRUIT[name])
    set(p, `attached_${name}`, { facing })
  }

  /** Cane and cactus: a block more after 16 random ticks. @param {any} p @param {number} state */
  function stack (p, state) {
    const name = kinds.name[state]
    if (nameAt(p.x, p.y + 1, p.z) !== 'air') return
    let height = 1
    while (height < TALLEST && nameAt(p.x, p.y - height, p.z) === name) height++
    if (height >= TALLEST) return
    const age = Number(props(state).age)
    if (age < 15) return void set(p, name, { age: age + 1 })
    set(p, name, { age: 0 })
    const above = p.offset(0, 1, 0)
    set(above, name, { age: 0 })
    if (name === 'cactus' && !ctx.footing.stands(above, stateOf('cactus'))) ctx.drops.breakBlock(above, { cause: 'growth' })
  }

  /** Bamboo's own chance. @param {any} p @param {number} state */
  function bamboo (p, state) {
    if (Number(props(state).stage ?? 0) === 0 && one(3) && bright(p.offset(0, 1, 0))) shoot(p)
  }

  /** A stalk or its shoot grows by a block at its end, up to 16; from 11 on one in four is the last. @param {any} p its end @returns {boolean} whether it did */
  function shoot (p) {
    const above = p.offset(0, 1, 0)
    const state = ctx.chunks.state(p.x, p.y, p.z)
    if (state === null || nameAt(above.x, above.y, above.z) !== 'air') return false
    if (kinds.name[state] === 'bamboo_sapling') {
      set(p, 'bamboo', { age: 0, leaves: 'none', stage: 0 })
      set(above, 'bamboo', { age: 0, leaves: 'small', stage: 0 })
      return true
    }
    if (kinds.name[state] !== 'bamboo' || Number(props(state).stage) === 1) return false
    let height = 1
    while (height < TALLEST_BAMBOO && nameAt(p.x, p.y - height, p.z) === 'bamboo') height++
    if (height >= TALLEST_BAMBOO) return false
    const stalk = (/** @type {any} */ q) => { const there = ctx.chunks.state(q.x, q.y, q.z); return there !== null && kinds.name[there] === 'bamboo' ? props(there) : null }
    const [below, under] = [p.offset(0, -1, 0), p.offset(0, -2, 0)]
    const [second, third] = [stalk(below), stalk(under)]
    const large = second !== null && second.leaves !== 'none'
    if (large && third) {
      set(below, 'bamboo', { ...second, leaves: 'small' })
      set(under, 'bamboo', { ...third, leaves: 'none' })
    }
    const last = height === TALLEST_BAMBOO - 1 || (height >= 11 && ctx.random() < 0.25)
    set(above, 'bamboo', { age: Number(props(state).age) === 1 || third ? 1 : 0, leaves: large ? 'large' : 'small', stage: last ? 1 : 0 })
    return true
  }

  /** Bone meal on bamboo: a block or two more. @param {any} p some block of it @returns {boolean} */
  function feedBamboo (p) {
    const name = nameAt(p.x, p.y, p.z)
    while (name === 'bamboo' && nameAt(p.x, p.y + 1, p.z) === 'bamboo') p = p.offset(0, 1, 0)
    let grown = 0
    for (let left = name === 'bamboo' ? ctx.randomInt(1, 2) : 1; left > 0 && shoot(p); left--, grown++) p = p.offset(0, 1, 0)
    return grown > 0
  }

  /** Pitcher plants: two blocks high from their fourth age on. @param {any} p its lower half @param {number} state @returns {boolean} whether it grew */
  function pitcher (p, state) {
    const age = Number(props(state).age)
    const above = p.offset(0, 1, 0)
    const over = nameAt(above.x, above.y, above.z)
    if (props(state).half === 'upper' || age >= PITCHER || (age + 1 >= PITCHER_TALL && over !== 'air' && over !== 'pitcher_crop')) return false
    set(p, 'pitcher_crop', { age: age + 1, half: 'lower' })
    if (age + 1 >= PITCHER_TALL) set(above, 'pitcher_crop', { age: age + 1, half: 'upper' })
    return true
  }

  // ---- trees ----

  /** @type {Record<string, import('../terrain/trees.js').Template[]> | null} */
  let templates = null

  /** @param {any} p @param {number} state */
  function sapling (p, state) {
    if (kinds.name[state] === 'mangrove_propagule' && props(state).hanging === true) {
      if (Number(props(state).age) < 4) set(p, 'mangrove_propagule', { ...props(state), age: Number(props(state).age) + 1 })
      return
    }
    if (ctx.random() >= SAPLING_CHANCE || !bright(p.offset(0, 1, 0), true)) return
    advance(p, state)
  }

  /** A sapling's next step: half grown, then a tree where there is room. @param {any} p @param {number} state */
  function advance (p, state) {
    const name = kinds.name[state]
    if (Number(props(state).stage) === 0) return void set(p, name, { ...props(state), stage: 1 })
    grow(p, name)
  }

  /** @param {any} p @param {string} name @returns {boolean} whether a tree stands now */
  function grow (p, name) {
    const kind = TREES[name]
    if (!kind) return false
    templates ??= treeTemplates(stateFinder(ctx.registry))
    const square = kind.big && templates[kind.big] ? corner(p, name) : null
    const shapes = square ? templates[/** @type {string} */ (kind.big)] : kind.small ? templates[kind.small] : undefined
    if (!shapes) return false
    const base = square ?? p
    const shape = shapes[ctx.randomInt(0, shapes.length - 1)]
    return raise(base, shape, square ? [[0, 0], [1, 0], [0, 1], [1, 1]] : [[0, 0]])
  }

  /** A tree of azalea leaves on rooted dirt, of the oaks' shape. @param {any} p @returns {boolean} */
  function azalea (p) {
    templates ??= treeTemplates(stateFinder(ctx.registry))
    const shape = templates.oak[ctx.randomInt(0, templates.oak.length - 1)]
    const leaves = (/** @type {number} */ s) => stateOf(ctx.randomInt(0, 3) === 0 ? 'flowering_azalea_leaves' : 'azalea_leaves', props(s))
    const grown = raise(p, { ...shape, states: Uint16Array.from(shape.states, s => /_leaves$/.test(kinds.name[s]) ? leaves(s) : s) }, [[0, 0]])
    if (grown) set(p.offset(0, -1, 0), 'rooted_dirt')
    return grown
  }

  /** The north-west sapling of a square of four; null when there is none. @param {any} p @param {string} name */
  function corner (p, name) {
    for (const [ox, oz] of [[0, 0], [-1, 0], [0, -1], [-1, -1]]) {
      const all = [[0, 0], [1, 0], [0, 1], [1, 1]].every(([dx, dz]) => nameAt(p.x + ox + dx, p.y, p.z + oz + dz) === name)
      if (all) return p.offset(ox, 0, oz)
    }
    return null
  }

  /** @param {any} base @param {import('../terrain/trees.js').Template} shape @param {number[][]} saplings */
  function raise (base, shape, saplings) {
    const { cells, states, logs } = shape
    const cell = (/** @type {number} */ i) => base.offset(cells[i * 3], cells[i * 3 + 1] - 1, cells[i * 3 + 2])
    const gives = (/** @type {any} */ p) => {
      const s = ctx.chunks.state(p.x, p.y, p.z)
      return s !== null && (kinds.air[s] === 1 || kinds.replaceable[s] === 1 || /(leaves|_sapling|_propagule|azalea|vine)$/.test(kinds.name[s]) || (p.y < base.y && !/bedrock/.test(kinds.name[s])))
    }
    for (let i = 0; i < logs; i++) if (!gives(cell(i))) return false
    for (const [dx, dz] of saplings) {
      ctx.blocks.set(base.offset(dx, 0, dz), 0, { cause: 'growth' })
      if (nameAt(base.x + dx, base.y - 1, base.z + dz) === 'grass_block') set(base.offset(dx, -1, dz), 'dirt')
    }
    for (let i = 0; i < states.length; i++) {
      const p = cell(i)
      const s = ctx.chunks.state(p.x, p.y, p.z)
      if (s === null || !(kinds.air[s] || kinds.replaceable[s] || (i < logs && gives(p)))) continue
      ctx.blocks.set(p, states[i], { cause: 'growth' })
    }
    return true
  }

  const ticks = /** @type {Record<string, (p: any, state: number) => void>} */ ({
    sugar_cane: stack,
    cactus: stack,
    bamboo,
    bamboo_sapling: bamboo,
    pitcher_crop: (p, state) => { if (props(state).half === 'lower' && bright(p) && one(Math.floor(25 / fertility(p, 'pitcher_crop')) + 1)) pitcher(p, state) },
    sweet_berry_bush: (p, state) => { if (Number(props(state).age) < 3 && one(5) && bright(p.offset(0, 1, 0))) ripen(p, state, 1, 3) },
    nether_wart: (p, state) => { if (Number(props(state).age) < 3 && one(10)) ripen(p, state, 1, 3) },
    cocoa: (p, state) => { if (Number(props(state).age) < 2 && one(5)) ripen(p, state, 1, 2) }
  })
  for (const name of Object.keys(CROPS)) ticks[name] = crop
  for (const name of Object.keys(TREES)) ticks[name] = sapling

  /** @param {any} p @param {number} state @param {number} by @param {number} most */
  const ripen = (p, state, by, most) => set(p, kinds.name[state], { ...props(state), age: Math.min(most, Number(props(state).age) + by) })

  ctx.blocks.onRandomTick((p, state) => ticks[kinds.name[state]]?.(p, state), Object.keys(ticks))

  // a stem whose fruit is taken can bear again
  ctx.blocks.onChange((p, before) => {
    const name = kinds.name[before]
    if (name !== 'melon' && name !== 'pumpkin') return
    for (const [dx, dz] of SIDES) {
      const s = ctx.chunks.state(p.x + dx, p.y, p.z + dz)
      if (s === null || kinds.name[s] !== `attached_${name}_stem`) continue
      const { facing } = props(s)
      const side = SIDES.find(entry => entry[2] === facing)
      if (side && side[0] === -dx && side[1] === -dz) set(p.offset(dx, 0, dz), `${name}_stem`, { age: 7 })
    }
  })

  ctx.growth = { advance, grow, ripen, CROPS, crop, feedBamboo, pitcher, azalea }
}
