/**
 * What each block state is to redstone: whether it gives power, to which sides, and whether it hands strong power on.
 *
 * Flat tables by state, made once a world. Does not know any place. Rules: https://minecraft.wiki/w/Redstone_mechanics, /w/Opacity (Java 1.20).
 * @module
 */
import { FACES } from '../blocks/directions.js'

/** How a block gives its power. NONE; ALL: weakly to every side; FIXED: strongly to what it hangs on too; BELOW: strongly to the block under it too; TORCH: to all
 * but what it hangs on, strongly upwards; FRONT: to one side only, strongly; WIRE: where it points and down, strongly. */
export const NONE = 0
export const ALL = 1
export const FIXED = 2
export const BELOW = 3
export const TORCH = 4
export const FRONT = 5
export const WIRE = 6

/** Steps by face number: 0 down, 1 up, 2 north, 3 south, 4 west, 5 east. The opposite of d is d ^ 1. */
export const DX = [0, 0, 0, 0, -1, 1]
export const DY = [-1, 1, 0, 0, 0, 0]
export const DZ = [0, 0, -1, 1, 0, 0]

/** Whole blocks that hand no power on. */
const NEVER = /glass$|_leaves$|^(redstone_block|observer|tnt|glowstone|sea_lantern|beacon|ice|frosted_ice|moving_piston|powder_snow|chorus_flower)$/
/** And lower ones that do. */
const ALWAYS = /^(soul_sand|mud)$/

/** @param {string} facing */
const faceOf = facing => FACES.indexOf(facing)

/**
 * @typedef {object} RedstoneTables
 * @property {Uint8Array} gives one of NONE … WIRE
 * @property {Uint8Array} level strength it gives now, 0–15 (a comparator's, a chest's and a jukebox's are asked elsewhere)
 * @property {Uint8Array} aim the face it cares for: where it points from, or what it hangs on, seen from the receiver
 * @property {Uint8Array} conductor 1: hands strong power on
 */

/** @param {import('../blocks/states.js').StateTables} states @returns {RedstoneTables} */
export function createTables (states) {
  const gives = new Uint8Array(states.count)
  const level = new Uint8Array(states.count)
  const aim = new Uint8Array(states.count)
  const conductor = new Uint8Array(states.count)
  for (let state = 0; state < states.count; state++) {
    const name = states.names[state]
    const [box, more] = states.shapes(state)
    const whole = box !== undefined && more === undefined && box.every((edge, at) => edge === (at < 3 ? 0 : 1))
    conductor[state] = (whole && !NEVER.test(name)) || ALWAYS.test(name) ? 1 : 0
    const [how, most, face] = kindOf(name, states.properties, state)
    gives[state] = how
    level[state] = most
    aim[state] = face
  }
  return { gives, level, aim, conductor }
}

/** @param {string} name @param {(state: number) => Record<string, any>} properties @param {number} state @returns {[number, number, number]} */
function kindOf (name, properties, state) {
  if (name === 'redstone_block') return [ALL, 15, 0]
  if (name === 'redstone_wire') return [WIRE, Number(properties(state).power), 0]
  if (/_pressure_plate$/.test(name)) {
    const { power, powered } = properties(state)
    return [BELOW, power === undefined ? (powered ? 15 : 0) : Number(power), 0]
  }
  if (name === 'lever' || /_button$/.test(name)) {
    const { face, facing, powered } = properties(state)
    return [FIXED, powered ? 15 : 0, face === 'floor' ? 1 : face === 'ceiling' ? 0 : faceOf(facing)]
  }
  switch (name) {
    case 'redstone_torch': return [TORCH, properties(state).lit ? 15 : 0, 1]
    case 'redstone_wall_torch': return [TORCH, properties(state).lit ? 15 : 0, faceOf(properties(state).facing)]
    case 'repeater': case 'comparator': return [FRONT, properties(state).powered ? 15 : 0, faceOf(properties(state).facing)]
    case 'observer': return [FRONT, properties(state).powered ? 15 : 0, faceOf(properties(state).facing)]
    case 'target': case 'daylight_detector': return [ALL, Number(properties(state).power), 0]
    case 'detector_rail': return [BELOW, properties(state).powered ? 15 : 0, 0]
    case 'trapped_chest': return [BELOW, 0, 0]
    case 'jukebox': return [ALL, 0, 0]
    case 'lightning_rod': return [FIXED, properties(state).powered ? 15 : 0, faceOf(properties(state).facing)]
    case 'tripwire_hook': return [FIXED, properties(state).powered ? 15 : 0, faceOf(properties(state).facing)]
  }
  return [NONE, 0, 0]
}

/** Face numbers of the four sides. */
export const LEVEL_FACES = [2, 3, 4, 5]
