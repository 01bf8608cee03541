/**
 * The farmer's part: farmland drying and trodden down, bone meal, berries picked by hand.
 *
 * Sources: https://minecraft.wiki/w/Farmland, /w/Bone_Meal, /w/Sweet_Berries (Java 1.20). Hoes are in tools.js, growth in growth.js.
 * What bone meal does to other plants is in spreading.js. Not covered: bone meal on dripleaf.
 */
import { FACES, beside } from '../blocks/directions.js'
import { installFungi } from './fungi.js'

const WATER_REACH = 4 // blocks sideways, level or one above
const TRAMPLE_FROM = 0.5 // blocks fallen
const BONE_MEAL_EFFECT = 1505 // world_event
const GRASS_TRIES = 128
const FLOWERS = ['dandelion', 'poppy']

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const { stateOf } = ctx.blocks
  const props = (/** @type {number} */ state) => ctx.blocks.properties(state)
  const fungi = installFungi(ctx)

  /** @param {any} p */
  function moist (p) {
    for (let dy = 0; dy <= 1; dy++) {
      for (let dx = -WATER_REACH; dx <= WATER_REACH; dx++) {
        for (let dz = -WATER_REACH; dz <= WATER_REACH; dz++) {
          const s = ctx.chunks.state(p.x + dx, p.y + dy, p.z + dz)
          if (s !== null && kinds.fluid[s] > 0) return true
        }
      }
    }
    return ctx.precipitation.rainsAt(p.offset(0, 1, 0))
  }

  ctx.blocks.onRandomTick((p, state) => {
    const moisture = Number(props(state).moisture)
    if (moist(p)) {
      if (moisture < 7) ctx.blocks.set(p, stateOf('farmland', { moisture: 7 }), { cause: 'moisture' })
    } else if (moisture > 0) ctx.blocks.set(p, stateOf('farmland', { moisture: moisture - 1 }), { cause: 'moisture' })
    else if (!/^(wheat|carrots|potatoes|beetroots|.*_stem|torchflower|torchflower_crop|pitcher_crop)$/.test(ctx.blocks.name(p.x, p.y + 1, p.z) ?? '')) settle(p)
  }, ['farmland'])

  /** Farmland becomes dirt again. @param {any} p */
  function settle (p) {
    ctx.blocks.set(p, stateOf('dirt'), { cause: 'farmland' })
  }

  ctx.blocks.onChange((p, before, after) => {
    if (!ctx.states.covers[after] || kinds.fluid[after] !== 0 || /_fence_gate$|^moving_piston$/.test(kinds.name[after])) return
    const below = ctx.chunks.state(p.x, p.y - 1, p.z)
    if (below === null) return
    if (kinds.name[below] === 'farmland' || kinds.name[below] === 'dirt_path') settle(p.offset(0, -1, 0))
  })

  /** @param {any} p @param {number} height blocks fallen */
  function trample (p, height) {
    if (ctx.blocks.name(p.x, p.y, p.z) === 'farmland' && ctx.random() < height - TRAMPLE_FROM) settle(p)
  }

  // ---- bone meal ----

  /** @param {any} p @param {number} state @returns {boolean} whether it is used up */
  function fertilize (p, state) {
    const name = kinds.name[state]
    const most = ctx.growth.CROPS[name]
    const age = Number(props(state).age)
    if (name === 'torchflower_crop') return age < most ? ctx.growth.ripen(p, state, 1, most) : ctx.blocks.set(p, stateOf('torchflower'), { cause: 'growth' })
    if (name === 'pitcher_crop') {
      const foot = props(state).half === 'upper' ? p.offset(0, -1, 0) : p
      return ctx.growth.pitcher(foot, ctx.chunks.state(foot.x, foot.y, foot.z))
    }
    if (most !== undefined) {
      if (age >= most) return false
      ctx.growth.ripen(p, state, name === 'beetroots' ? (ctx.random() < 0.75 ? 1 : 0) : ctx.randomInt(2, 5), most)
      const now = ctx.chunks.state(p.x, p.y, p.z)
      if (/_stem$/.test(name) && now !== null && Number(props(now).age) === most) ctx.growth.crop(p, now)
      return true
    }
    if (name === 'bamboo' || name === 'bamboo_sapling') return ctx.growth.feedBamboo(p)
    if (/_sapling$|_propagule$/.test(name) && props(state).hanging !== true) {
      if (ctx.random() < 0.45) ctx.growth.advance(p, state)
      return true
    }
    if (name === 'sweet_berry_bush' && age < 3) return ctx.growth.ripen(p, state, 1, 3)
    if (name === 'cocoa' && age < 2) return ctx.growth.ripen(p, state, 1, 2)
    if (name === 'short_grass' || name === 'fern') return double(p, name === 'fern' ? 'large_fern' : 'tall_grass')
    if (/^(sunflower|lilac|rose_bush|peony)$/.test(name)) { ctx.items.pop(p, ctx.inventory.make(name, 1)); return true }
    if (fungi.feed(p, name) || fungi.sow(p, name) || ctx.spreading.feed(p, state)) return true
    return name === 'grass_block' && ctx.blocks.name(p.x, p.y + 1, p.z) === 'air' && strew(p)
  }

  /** @param {any} p @param {string} name */
  function double (p, name) {
    if (ctx.blocks.name(p.x, p.y + 1, p.z) !== 'air') return false
    ctx.blocks.set(p, stateOf(name, { half: 'lower' }), { cause: 'growth' })
    ctx.blocks.set(p.offset(0, 1, 0), stateOf(name, { half: 'upper' }), { cause: 'growth' })
    return true
  }

  /** Grass and flowers come up round about. @param {any} p */
  function strew (p) {
    for (let n = 0; n < GRASS_TRIES; n++) {
      let at = p.offset(0, 1, 0)
      for (let step = 0; step < n / 16; step++) at = at.offset(ctx.randomInt(-1, 1), Math.trunc(ctx.randomInt(-1, 1) * ctx.randomInt(0, 2) / 2), ctx.randomInt(-1, 1))
      const there = ctx.blocks.name(at.x, at.y, at.z)
      if (there === 'short_grass' && ctx.randomInt(0, 9) === 0) double(at, 'tall_grass')
      if (there !== 'air' || ctx.blocks.name(at.x, at.y - 1, at.z) !== 'grass_block') continue
      const name = ctx.randomInt(0, 7) === 0 ? FLOWERS[ctx.randomInt(0, FLOWERS.length - 1)] : 'short_grass'
      ctx.blocks.set(at, stateOf(name), { cause: 'growth' })
    }
    return true
  }

  // ---- by hand ----

  /** @param {any} p @param {number} state */
  function pick (p, state) {
    const age = Number(props(state).age)
    if (age < 2) return false
    ctx.items.pop(p, ctx.inventory.make('sweet_berries', ctx.randomInt(1, 2) + (age === 3 ? 1 : 0)))
    ctx.blocks.set(p, stateOf('sweet_berry_bush', { age: 1 }), { cause: 'picked' })
    return true
  }

  ctx.onUseBlock(({ player, block, position, face, held, hand, sneaking }) => {
    if (player.gameMode === 2) return false
    const wet = () => ctx.footing.sturdy(position, FACES[face]) && ctx.spreading.underWater(beside(position, FACES[face]))
    if (held?.name === 'bone_meal' && (fertilize(position, block.stateId) || wet())) {
      ctx.inventory.consumeHeld(player, 1, hand)
      for (const someone of ctx.players) if (someone.position.distanceTo(position) < 64) someone.send('world_event', { effectId: BONE_MEAL_EFFECT, location: position, data: 0, global: false })
      return true
    }
    if (sneaking && held) return false
    if (block.name === 'sweet_berry_bush') return pick(position, block.stateId)
    if (/^cave_vines/.test(block.name) && props(block.stateId).berries === true) {
      ctx.items.pop(position, ctx.inventory.make('glow_berries', 1))
      ctx.blocks.set(position, stateOf(block.name, { ...props(block.stateId), berries: false }), { by: player, cause: 'picked' })
      return true
    }
    return false
  })

  ctx.farming = { trample, fertilize }
}
