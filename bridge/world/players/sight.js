/**
 * The block a player looks at, as the server works it out from where the player stands and looks.
 */
import { EYE_HEIGHT } from '../interaction.js'

/**
 * Outlines of what has no body, in sixteenths: half width about the middle and height; the whole cell where nothing is said.
 * Source: the shapes of 1.20.4's block classes, without the sideways shift that plants have by their place.
 * @type {[RegExp, number, number][]}
 */
const OUTLINES = [
  [/^(short_grass|fern|dead_bush)$/, 6, 13],
  [/_sapling$|^mangrove_propagule$/, 6, 12],
  [/^(dandelion|poppy|blue_orchid|allium|azure_bluet|oxeye_daisy|cornflower|lily_of_the_valley|torchflower|wither_rose)$|_tulip$/, 3, 10],
  [/^(brown|red)_mushroom$/, 3, 6],
  [/torch$/, 2, 10],
  [/^sugar_cane$/, 6, 16],
  [/^seagrass$/, 6, 12],
  [/rail$|^pink_petals$/, 8, 2.5],
  [/^redstone_wire$|_pressure_plate$/, 8, 1],
  [/_sign$/, 4, 16],
  [/fire$/, 8, 1]
]

/** @typedef {{x: number, y: number, z: number}} Point */

const REACH = 5 // blocks; Item.getPlayerPOVHitResult of 1.20.4

/**
 * @param {import('../types.d.ts').Ctx} ctx @param {any} player
 * @param {(state: number) => boolean} takesFluid whether a cell that holds only this fluid state stops the look
 * @returns {{cell: Point, before: Point, state: number, at: Point, way: Point} | null} before: the cell the look came from; at: where it met the
 *   cell, or what stands in it, to a fiftieth of a block; way: its direction, of length 1
 */
export function lookedAt (ctx, player, takesFluid) {
  const eye = player.position.offset(0, player.sneaking ? 1.27 : EYE_HEIGHT, 0)
  const yaw = player.yaw * Math.PI / 180; const pitch = player.pitch * Math.PI / 180
  const way = { x: -Math.sin(yaw) * Math.cos(pitch), y: -Math.sin(pitch), z: Math.cos(yaw) * Math.cos(pitch) }
  let cell = { x: Math.floor(eye.x), y: Math.floor(eye.y), z: Math.floor(eye.z) }
  let before = cell
  for (let t = 0; t <= REACH; t += 0.02) {
    const x = eye.x + way.x * t; const y = eye.y + way.y * t; const z = eye.z + way.z * t
    const here = { x: Math.floor(x), y: Math.floor(y), z: Math.floor(z) }
    if (here.x !== cell.x || here.y !== cell.y || here.z !== cell.z) { before = cell; cell = here }
    const state = ctx.blocks.get(here.x, here.y, here.z)
    if (state === null) return null
    if (state === 0 || ctx.hazards.kinds.air[state]) continue
    if (stops(ctx, state, x - here.x, y - here.y, z - here.z) || takesFluid(state)) return { cell, before, state, at: { x, y, z }, way }
  }
  return null
}

/** @param {import('../types.d.ts').Ctx} ctx @param {number} state @param {number} x @param {number} y @param {number} z */
function stops (ctx, state, x, y, z) {
  const { kinds } = ctx.hazards
  if (kinds.fluid[state] !== 0 && !kinds.waterlogged[state]) return false
  if (!ctx.states.solid[state]) {
    const outline = OUTLINES.find(([names]) => names.test(kinds.name[state]))
    return !outline || (Math.abs(x - 0.5) * 16 <= outline[1] && Math.abs(z - 0.5) * 16 <= outline[1] && y * 16 <= outline[2])
  }
  return ctx.states.shapes(state).some(b => x >= b[0] && x <= b[3] && y >= b[1] && y <= b[4] && z >= b[2] && z <= b[5])
}
