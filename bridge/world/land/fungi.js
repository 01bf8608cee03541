/**
 * Huge fungi of the nether, and what bone meal calls up on nylium.
 *
 * Source: https://minecraft.wiki/w/Huge_Fungus, /w/Nylium, /w/Bone_Meal (Java 1.20.4); the shape is HugeFungusFeature's, but for hats of two blocks' thicker stems.
 * Not covered: nylium that turns back to netherrack when it is covered.
 */
const CHANCE = 0.4 // of a fungus given bone meal
const HEIGHT = [4, 13] // blocks of stem
const DOUBLE = 12 // one in so many is twice as high
const KINDS = /** @type {Record<string, {soil: string, stem: string, hat: string, vines: boolean}>} */ ({
  crimson_fungus: { soil: 'crimson_nylium', stem: 'crimson_stem', hat: 'nether_wart_block', vines: true },
  warped_fungus: { soil: 'warped_nylium', stem: 'warped_stem', hat: 'warped_wart_block', vines: false }
})
/** What comes up, by weight. */
const GROUND = /** @type {Record<string, [string, number][]>} */ ({
  crimson_nylium: [['crimson_roots', 87], ['crimson_fungus', 11], ['warped_fungus', 1]],
  warped_nylium: [['warped_roots', 85], ['crimson_roots', 1], ['warped_fungus', 13], ['crimson_fungus', 1]]
})
const TRIES = 9
const SPREAD = 2 // blocks

/** @param {import('../types.d.ts').Ctx} ctx */
export function installFungi (ctx) {
  const { blocks } = ctx
  const { states, stateOf } = blocks
  const nameAt = (/** @type {any} */ p) => blocks.name(p.x, p.y, p.z)
  const set = (/** @type {any} */ p, /** @type {string} */ name) => blocks.set(p, stateOf(name), { cause: 'growth' })
  const gives = (/** @type {any} */ p) => {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    return state !== null && (states.solid[state] === 0 || /_leaves$/.test(states.names[state])) && states.fluid[state] === 0
  }

  /** @param {any} p of a fungus @param {string} name @returns {boolean} whether bone meal is used up */
  function feed (p, name) {
    const kind = KINDS[name]
    if (!kind || nameAt(p.offset(0, -1, 0)) !== kind.soil) return false
    if (ctx.random() < CHANCE) raise(p, kind)
    return true
  }

  /** @param {any} p @param {{stem: string, hat: string, vines: boolean}} kind */
  function raise (p, { stem, hat, vines }) {
    let height = ctx.randomInt(HEIGHT[0], HEIGHT[1])
    if (ctx.randomInt(1, DOUBLE) === 1) height *= 2
    if (p.y + height + 1 >= ctx.chunks.minY + ctx.chunks.height) return
    set(p, 'air')
    for (let y = 0; y < height; y++) if (gives(p.offset(0, y, 0))) set(p.offset(0, y, 0), stem)
    const thick = Math.min(ctx.randomInt(0, Math.floor(height / 3)) + 5, height)
    const from = height - thick
    for (let y = from; y <= height; y++) {
      const wide = thick > 8 && y < from + 4 ? 3 : y < height - ctx.randomInt(0, 2) ? 2 : 1
      for (let dx = -wide; dx <= wide; dx++) {
        for (let dz = -wide; dz <= wide; dz++) {
          const q = p.offset(dx, y, dz)
          if (!gives(q)) continue
          const ends = (Math.abs(dx) === wide ? 1 : 0) + (Math.abs(dz) === wide ? 1 : 0)
          const inside = ends === 0 && y !== height
          if (y < from + 3) {
            if (!inside && (nameAt(q.offset(0, -1, 0)) === hat || ctx.random() < 0.15)) { set(q, hat); if (vines && ctx.randomInt(0, 10) === 0) hang(q) }
            continue
          }
          const [lamp, cap] = inside ? [0.1, 0.2] : ends === 2 ? [0.01, 0.7] : [0.0005, 0.98]
          if (ctx.random() < lamp) set(q, 'shroomlight')
          else if (ctx.random() < cap) { set(q, hat); if (vines && ctx.random() < 0.08) hang(q) }
        }
      }
    }
  }

  /** Weeping vines under a piece of hat. @param {any} p */
  function hang (p) {
    let length = ctx.randomInt(1, 5)
    let q = p.offset(0, -1, 0)
    if (nameAt(q) !== 'air') return
    for (; length > 1 && nameAt(q.offset(0, -1, 0)) === 'air'; length--, q = q.offset(0, -1, 0)) set(q, 'weeping_vines_plant')
    set(q, 'weeping_vines')
  }

  /** Roots and fungi come up round about. @param {any} p of nylium @param {string} name @returns {boolean} */
  function sow (p, name) {
    const list = GROUND[name]
    if (!list || nameAt(p.offset(0, 1, 0)) !== 'air') return false
    strew(p, () => draw(list))
    if (name === 'warped_nylium') {
      strew(p, () => 'nether_sprouts')
      if (ctx.randomInt(1, 8) === 1) strew(p, () => 'twisting_vines')
    }
    return true
  }

  /** @param {any} p @param {() => string} what */
  function strew (p, what) {
    for (let n = 0; n < TRIES; n++) {
      const q = p.offset(ctx.randomInt(0, SPREAD) - ctx.randomInt(0, SPREAD), 1, ctx.randomInt(0, SPREAD) - ctx.randomInt(0, SPREAD))
      const name = what()
      if (nameAt(q) === 'air' && ctx.footing.stands(q, stateOf(name))) set(q, name)
    }
  }

  /** @param {[string, number][]} list */
  function draw (list) {
    let left = ctx.randomInt(1, list.reduce((sum, [, weight]) => sum + weight, 0))
    return (list.find(([, weight]) => (left -= weight) <= 0) ?? list[0])[0]
  }

  return { feed, sow }
}
