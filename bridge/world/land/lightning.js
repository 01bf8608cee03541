/**
 * Lightning: when a thunderstorm strikes and where, and what a bolt does there.
 *
 * Figures: Java Edition 1.20.4, ServerLevel.tickChunk and LightningBolt; https://minecraft.wiki/w/Lightning, /w/Lightning_Rod. Knows rods within 128 blocks that have
 * nothing above them. Not covered: skeleton horsemen, mooshrooms that change colour.
 * @module
 */
import { chunkAt } from '../blocks/chunks.js'
import { inNether } from './dimensions.js'
import { createRandom } from '../random.js'

const LIVES = 3 // ticks; vanilla's bolt flashes one to three times
const REACH = 3 // blocks about the place, within which it hurts
const ABOVE = 9 // blocks up, within which it hurts
const HURT = 5 // points
const BURNS = 160 // ticks that who is struck is alight
const FIRES = 4 // more tries beside the place itself
const FIRE_FROM = 2 // difficulty from which it sets fire: normal
const CHANCE = 1 / 100000 // a chunk and tick, in thunder
const FARTHEST = 8 // chunks about a player; vanilla 128 blocks
const ROD_REACH = 128 // blocks
const ROD_TICKS = 8 // that a rod gives power
const TURNS = /** @type {Record<string, string>} */ ({ pig: 'zombified_piglin', villager: 'witch' })
const META_CHARGED = 17
const BACK = /** @type {Record<string, number[]>} */ ({ down: [0, 1, 0], up: [0, -1, 0], north: [0, 0, 1], south: [0, 0, -1], west: [1, 0, 0], east: [-1, 0, 0] })
const GREEN = /^(exposed|weathered|oxidized)_/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, blocks } = ctx
  const { states } = blocks
  const random = createRandom(`${ctx.seed}:lightning`)
  ctx.persist('lightning', { save: random.state, load: random.restore })
  entities.define('lightning', {
    save: () => ({}),
    load: () => ({}),
    tick: bolt => { if (bolt.age >= LIVES) entities.remove(bolt) }
  })

  /** @param {any} cell */
  function kindle (cell) {
    if (blocks.name(cell.x, cell.y, cell.z) === 'air') ctx.fire.light(cell)
  }

  /** @param {any} place @returns {import('../types.d.ts').Entity} */
  function strike (place) {
    const bolt = entities.spawn('lightning', 'lightning_bolt', place, {})
    const cell = bolt.position.floored()
    if (ctx.options.difficulty >= FIRE_FROM && ctx.rules.doFireTick !== false) {
      kindle(cell)
      for (let n = 0; n < FIRES; n++) kindle(cell.offset(ctx.randomInt(-1, 1), ctx.randomInt(-1, 1), ctx.randomInt(-1, 1)))
    }
    conduct(bolt.position.offset(0, -1e-6, 0).floored())
    const struck = (/** @type {any} */ { position: { x, y, z } }) =>
      Math.abs(x - place.x) <= REACH && Math.abs(z - place.z) <= REACH && y >= place.y - REACH && y <= place.y + ABOVE
    for (const mob of entities.near(place, REACH + ABOVE, e => e.kind === 'mob' && e.dying === undefined && struck(e))) hit(mob)
    for (const player of ctx.players.filter(struck)) {
      if (ctx.damage.player(player, HURT, { cause: 'lightning_bolt' }) !== false) player.survival.fire = Math.max(player.survival.fire ?? 0, BURNS)
    }
    return bolt
  }

  /** @param {any} mob */
  function hit (mob) {
    const turns = ctx.options.difficulty > 0 ? TURNS[mob.name] : undefined
    if (turns) return void ctx.mobs.life.birth.become(mob, turns, { persistent: true })
    if (mob.name === 'turtle') return void ctx.damage.mob(mob, 1000, { cause: 'lightning_bolt' })
    if (mob.name === 'creeper' && !mob.powered) {
      mob.powered = true
      entities.setMetadata(mob, [{ key: META_CHARGED, type: 'boolean', value: true }])
    }
    mob.fire = Math.max(mob.fire ?? 0, BURNS)
    ctx.damage.mob(mob, HURT, { cause: 'lightning_bolt' })
  }

  /** A rod that is struck gives power; the copper it stands on, or that is struck itself, is bright again. @param {any} p of the block below the bolt */
  function conduct (p) {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    if (state === null) return
    let metal = p
    if (states.names[state] === 'lightning_rod') {
      const props = states.properties(state)
      blocks.set(p, blocks.stateOf('lightning_rod', { ...props, powered: true }), { cause: 'struck' })
      blocks.scheduleTick(p, ROD_TICKS, 'lightning_rod')
      metal = p.offset(...BACK[props.facing])
    }
    const there = blocks.name(metal.x, metal.y, metal.z) ?? ''
    if (!GREEN.test(there) || !/copper/.test(there)) return
    const bright = there.replace(GREEN, '')
    blocks.set(metal, blocks.stateOf(bright === 'copper' ? 'copper_block' : bright, blocks.properties(blocks.get(metal.x, metal.y, metal.z) ?? 0)), { cause: 'struck' })
  }

  blocks.onScheduled('lightning_rod', p => {
    const state = ctx.chunks.state(p.x, p.y, p.z)
    if (state !== null && states.names[state] === 'lightning_rod') blocks.set(p, blocks.stateOf('lightning_rod', { ...states.properties(state), powered: false }), { cause: 'struck' })
  })

  /** The nearest rod under the open sky; all of them were placed by somebody. @param {number} x @param {number} z */
  function rodNear (x, z) {
    /** @type {{x: number, y: number, z: number} | null} */
    let found = null
    let nearest = ROD_REACH * ROD_REACH
    for (const [key, edits] of ctx.chunks.edits) {
      const [cx, cz] = chunkAt(key)
      if (Math.abs(cx - (x >> 4)) > ROD_REACH >> 4 || Math.abs(cz - (z >> 4)) > ROD_REACH >> 4) continue
      for (const [index, state] of edits) {
        if (states.names[state] !== 'lightning_rod') continue
        const rod = { x: cx * 16 + (index & 15), y: (index >> 8) + ctx.chunks.minY, z: cz * 16 + (index >> 4 & 15) }
        const chunk = ctx.chunks.get(cx, cz)
        const away = (rod.x - x) ** 2 + (rod.z - z) ** 2
        if (away >= nearest || !chunk || ctx.chunks.tops(chunk).surface[index & 255] !== rod.y + 1) continue
        nearest = away
        found = rod
      }
    }
    return found
  }

  /** Where a bolt aimed at a column strikes: a rod, or a creature near under the open sky, else the ground. @param {number} x @param {number} z @returns {any} null: nowhere */
  function aim (x, z) {
    const rod = rodNear(x, z)
    if (rod) return { x: rod.x + 0.5, y: rod.y + 1, z: rod.z + 0.5 }
    const y = ctx.chunks.cover(x, z)
    if (y === null) return null
    const open = (/** @type {any} */ one) => Math.abs(one.position.x - x - 0.5) <= REACH + 0.5 && Math.abs(one.position.z - z - 0.5) <= REACH + 0.5 && one.position.y >= y - REACH && ctx.precipitation.seesSky(one.position)
    const living = [...ctx.players.filter(p => !p.survival.dead && p.gameMode !== 3 && open(p)), ...entities.near({ x, y, z }, 256, e => e.kind === 'mob' && open(e))]
    const { position } = living.length > 0 ? living[Math.floor(random.next() * living.length)] : { position: { x, y, z } }
    return { x: Math.floor(position.x) + 0.5, y: Math.floor(position.y), z: Math.floor(position.z) + 0.5 }
  }

  ctx.onTick(() => {
    if (!ctx.time.weather.thundering) return
    for (const player of ctx.players) {
      const reach = Math.min(FARTHEST, player.view)
      const width = 2 * reach + 1
      if (inNether(player.position.x) || random.next() >= width * width * CHANCE) continue
      const side = () => (Math.floor(random.next() * width) - reach) * 16 + Math.floor(random.next() * 16)
      const place = aim((Math.floor(player.position.x) & ~15) + side(), (Math.floor(player.position.z) & ~15) + side())
      if (place && ctx.precipitation.rainsAt(place)) strike(place)
    }
  })

  ctx.lightning = { strike, aim }
}
