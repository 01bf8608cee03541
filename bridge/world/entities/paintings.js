/**
 * Paintings: hung on walls by hand, the largest that fits, and down when their wall goes.
 *
 * Rules: https://minecraft.wiki/w/Painting (Java 1.20.4): of all motifs that fit, one of the largest area. Its size here is by its motif, and clients work out
 * where its edges are from the cell that it hangs in. The numbers of the motifs are those of the game's registry painting_variant.
 * @module
 */
import { FACES, OPPOSITE, SIDES, beside, counterClockwise } from '../blocks/directions.js'

/** Motif, width and height in blocks, in the order of the registry. Source: https://minecraft.wiki/w/Painting#Canvases */
const MOTIFS = /** @type {[string, number, number][]} */ ([
  ['kebab', 1, 1], ['aztec', 1, 1], ['alban', 1, 1], ['aztec2', 1, 1], ['bomb', 1, 1], ['plant', 1, 1], ['wasteland', 1, 1], ['pool', 2, 1], ['courbet', 2, 1], ['sea', 2, 1], ['sunset', 2, 1], ['creebet', 2, 1],
  ['wanderer', 1, 2], ['graham', 1, 2], ['match', 2, 2], ['bust', 2, 2], ['stage', 2, 2], ['void', 2, 2], ['skull_and_roses', 2, 2], ['wither', 2, 2], ['fighters', 4, 2], ['pointer', 4, 4], ['pigscene', 4, 4],
  ['burning_skull', 4, 4], ['skeleton', 4, 3], ['earth', 2, 2], ['wind', 2, 2], ['water', 2, 2], ['fire', 2, 2], ['donkey_kong', 4, 3]
])
/** The four elements, which the game hangs by no hand. */
const NOT_BY_HAND = /^(earth|wind|water|fire)$/
const META_VARIANT = 8
const OUT = 0.46875 // blocks from the middle of its cell to the wall
const CHECK_EVERY = 100 // ticks between two looks at the wall
/** Direction in the spawn packet, as for item frames' sides: three-dimensional index of the face. */
const FACE_DATA = /** @type {Record<string, number>} */ ({ north: 2, south: 3, west: 4, east: 5 })

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { entities, inventory, blocks } = ctx
  const solid = (/** @type {any} */ p) => { const state = blocks.get(p.x, p.y, p.z); return state !== null && ctx.states.covers[state] === 1 && ctx.states.fluid[state] === 0 }

  /** The cells in front of the wall that a motif takes. @param {any} cell @param {string} facing @param {number} wide @param {number} high */
  function cellsOf (cell, facing, wide, high) {
    const side = counterClockwise(facing)
    const found = []
    for (let i = 0; i < wide; i++) {
      for (let j = 0; j < high; j++) {
        const across = i - Math.floor((wide - 1) / 2)
        let p = { x: cell.x, y: cell.y + j - Math.floor((high - 1) / 2), z: cell.z }
        p = beside(p, side, across)
        found.push(p)
      }
    }
    return found
  }

  const back = (/** @type {any} */ p, /** @type {string} */ facing) => beside(p, OPPOSITE[facing])

  /** @param {any} cell @param {string} facing @param {number} wide @param {number} high @param {any} [own] the painting itself */
  function fits (cell, facing, wide, high, own) {
    const cells = cellsOf(cell, facing, wide, high)
    if (!cells.every(p => !solid(p) && solid(back(p, facing)))) return false
    const taken = entities.near({ x: cell.x + 0.5, y: cell.y + 0.5, z: cell.z + 0.5 }, 8, e => e !== own && (e.kind === 'painting' || (e.kind === 'prop' && e.face !== undefined && e.face !== null)))
    return !taken.some(other => (other.kind === 'painting' ? cellsOf(other.cell, other.facing, MOTIFS[other.motif][1], MOTIFS[other.motif][2]) : [{ x: Math.floor(other.position.x), y: Math.floor(other.position.y), z: Math.floor(other.position.z) }])
      .some(p => cells.some(q => q.x === p.x && q.y === p.y && q.z === p.z) && (other.facing ?? FACES[other.face]) === facing))
  }

  /** @param {any} painting @param {boolean} drops */
  function down (painting, drops) {
    entities.remove(painting)
    if (drops) ctx.items.drop(painting.position, inventory.make('painting'))
  }

  entities.define('painting', {
    save: ({ motif, facing, cell }) => ({ motif, facing, cell }),
    load: saved => ({ ...saved }),
    tick: (painting, tick) => {
      const [, wide, high] = MOTIFS[painting.motif]
      if ((tick + painting.id) % CHECK_EVERY === 0 && blocks.get(painting.cell.x, painting.cell.y, painting.cell.z) !== null && !fits(painting.cell, painting.facing, wide, high, painting)) down(painting, true)
    }
  })

  ctx.onUseBlock(({ player, position, face, held, hand }) => {
    const facing = FACES[face]
    if (held?.name !== 'painting' || player.gameMode === 2 || !SIDES.includes(facing)) return false
    const at = beside(position, facing)
    const cell = { x: at.x, y: at.y, z: at.z }
    const fitting = MOTIFS.map(([name, wide, high], motif) => ({ name, motif, area: wide * high, wide, high })).filter(one => !NOT_BY_HAND.test(one.name) && fits(cell, facing, one.wide, one.high))
    const most = Math.max(...fitting.map(one => one.area))
    const best = fitting.filter(one => one.area === most)
    if (best.length === 0) return false
    const { motif } = best[ctx.randomInt(0, best.length - 1)]
    const out = beside({ x: 0, y: 0, z: 0 }, facing)
    const painting = entities.spawn('painting', 'painting', { x: cell.x + 0.5 - out.x * OUT, y: cell.y + 0.5, z: cell.z + 0.5 - out.z * OUT }, { motif, facing, cell, objectData: FACE_DATA[facing] })
    entities.setMetadata(painting, [{ key: META_VARIANT, type: 'painting_variant', value: motif }])
    inventory.consumeHeld(player, 1, hand)
    return true
  })

  ctx.onAttack(({ player, entity }) => {
    if (entity.kind !== 'painting') return false
    down(entity, player.gameMode !== 1)
    return true
  })
}
