/**
 * The command spreadplayers: entities onto random dry ground, apart from one another.
 *
 * Knows how vanilla shares out places and which ground it takes. Chunks that nobody sees are made only where their land, as shaped,
 * lies above the sea. Source: https://minecraft.wiki/w/Commands/spreadplayers (Java 1.20). Fewer rounds than vanilla's 10,000.
 */
import { inNether } from '../land/dimensions.js'
import { vector } from './commands.js'
import { refuse } from './reader.js'
import { translate } from '../text.js'

const SEA = 62 // y of the water's surface
const ROUNDS = 1000 // of pushing apart and looking for ground anew

/** @typedef {{x: number, z: number}} Spot */

/** @param {import('../types.d.ts').Ctx} ctx */
export function installSpread (ctx) {
  const { add, answer } = ctx.commands
  const { blocks, chunks } = ctx

  add('spreadplayers', {
    words: [['~'], ['~']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const centre = args.column()
      const apart = args.number()
      if (apart < 0) throw refuse('argument.float.low', '0.0', apart)
      const range = args.number()
      if (range < 1) throw refuse('argument.float.low', '1.0', range)
      let under = chunks.minY + chunks.height
      if (args.peek() === 'under') {
        args.word()
        under = args.integer()
        if (under < chunks.minY) throw refuse('commands.spreadplayers.failed.invalid.height', under, chunks.minY)
      }
      const together = args.bool()
      const movers = args.targets()
      args.end()
      const kind = together ? 'teams' : 'entities'
      const groups = together ? teamsOf(movers) : movers.map((/** @type {any} */ mover) => [mover])
      const { spots, fit } = share(centre, apart, range, under, groups.length)
      const distances = nearest(spots).filter(Number.isFinite)
      const round = (/** @type {number} */ v) => v.toFixed(2)
      if (!fit) throw refuse(`commands.spreadplayers.failed.${kind}`, groups.length, round(centre.x), round(centre.z), round(distances.length > 0 ? Math.min(...distances) : 0))
      groups.forEach((/** @type {any[]} */ group, /** @type {number} */ at) => group.forEach(mover => move(mover, spots[at], under)))
      answer(source, translate(`commands.spreadplayers.success.${kind}`, groups.length, round(centre.x), round(centre.z), round(mean(distances))))
    }
  })

  /** Those of one team together; whoever is in none is a group with the others in none, as in vanilla. @param {any[]} movers @returns {any[][]} */
  function teamsOf (movers) {
    /** @type {Map<any, any[]>} */
    const groups = new Map()
    for (const mover of movers) {
      const team = ctx.commands.teamOf(mover.username ?? mover.uuid)
      groups.set(team, [...groups.get(team) ?? [], mover])
    }
    return [...groups.values()]
  }

  /**
   * Places, and whether all are fit to stand on and far enough apart.
   * @param {Spot} centre @param {number} apart @param {number} range @param {number} under @param {number} count
   */
  function share (centre, apart, range, under, count) {
    const anywhere = () => ({ x: centre.x + (ctx.random() * 2 - 1) * range, z: centre.z + (ctx.random() * 2 - 1) * range })
    const clamp = (/** @type {number} */ v, /** @type {number} */ middle) => Math.min(middle + range, Math.max(middle - range, v))
    const spots = Array.from({ length: count }, anywhere)
    for (let round = 0; round < ROUNDS; round++) {
      let settled = true
      for (const spot of spots) {
        const close = spots.filter(other => other !== spot && distance(spot, other) < apart)
        if (close.length > 0) {
          settled = false
          const push = close.reduce((sum, other) => ({ x: sum.x + spot.x - other.x, z: sum.z + spot.z - other.z }), { x: 0, z: 0 })
          const length = Math.hypot(push.x, push.z)
          Object.assign(spot, length > 0
            ? { x: clamp(spot.x + push.x / length * apart, centre.x), z: clamp(spot.z + push.z / length * apart, centre.z) }
            : anywhere())
        }
      }
      for (const spot of settled ? spots : []) {
        if (ground(spot, under) !== null) continue
        Object.assign(spot, anywhere())
        settled = false
      }
      if (settled) return { spots, fit: true }
    }
    return { spots, fit: false }
  }

  /**
   * Where feet would stand at a spot: under open sky or below `under`, two blocks of air over what is neither fluid nor fire.
   * @param {Spot} spot @param {number} under @returns {number | null} y
   */
  function ground (spot, under) {
    const x = Math.floor(spot.x)
    const z = Math.floor(spot.z)
    if (!chunks.get(x >> 4, z >> 4)) {
      if (!inNether(x) && ctx.generator.heightAt(x, z) <= SEA) return null
      chunks.load(x >> 4, z >> 4)
    }
    let free = 0
    for (let y = Math.min(under + 1, chunks.minY + chunks.height - 1); y >= chunks.minY; y--) {
      const name = blocks.name(x, y, z) ?? 'air'
      if (/^(cave_|void_)?air$/.test(name)) free++
      else if (free < 2) free = 0
      else return y < under && blocks.fluid(x, y, z) === 0 && !/fire$/.test(name) ? y + 1 : null
    }
    return null
  }

  /** @param {any} mover @param {Spot} spot @param {number} under */
  function move (mover, spot, under) {
    const place = vector(Math.floor(spot.x) + 0.5, ground(spot, under) ?? mover.position.y, Math.floor(spot.z) + 0.5)
    if (mover.kind === 'player') {
      ctx.windows?.close?.(mover)
      mover.teleport(place, mover.yaw, mover.pitch)
    } else {
      mover.position = place
      mover.velocity.set(0, 0, 0)
    }
    ctx.entities.teleport(mover)
  }
}

/** @param {Spot} a @param {Spot} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.z - b.z)

/** How far each is from the next of them; Infinity for one alone. @param {Spot[]} spots */
const nearest = spots => spots.map(spot => Math.min(...spots.filter(other => other !== spot).map(other => distance(spot, other))))

/** @param {number[]} values */
const mean = values => values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
