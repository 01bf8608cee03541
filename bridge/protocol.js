/**
 * The shapes that cross from the player process to Python: voyager/core/records.py, key for key.
 *
 * Knows names, types and ranges. Does not know what they mean; that is said once, in records.py.
 * The player is not trusted (it runs programs that nobody has read), so the supervisor holds every answer against
 * these shapes, and Python validates again. tests/fixtures/protocol/*.json keeps both sides in step.
 */

/** @typedef {{x: number, y: number, z: number}} Position */
/** @typedef {{name: string, count: number, nearest: Position, distance: number}} BlockSeen */
/** @typedef {{name: string, kind: 'passive'|'hostile'|'player'|'item'|'other', position: Position, distance: number}} EntitySeen */
/** @typedef {{position: Position, name: string, items: Record<string, number> | null}} ChestSeen */
/**
 * @typedef {{tick: number, position: Position, health: number, food: number, saturation: number, oxygen: number,
 *   in_fluid: 'water'|'lava'|null, burning: boolean, experience_level: number, biome: string, dimension: string, time_of_day: number, raining: boolean,
 *   inventory: Record<string, number>, equipment: Record<string, string>, uses_left: Record<string, number>,
 *   enchanted: Record<string, string>,
 *   slots_used: number, blocks: BlockSeen[], entities: EntitySeen[], chests: ChestSeen[]}} Observation
 */
/** @typedef {{name: string, code: string}} Source  a program or a skill, as far as the bridge needs it */
/** @typedef {'finished'|'threw'|'timed_out'|'rejected'|'died'|'world_lost'} Outcome */
/**
 * @typedef {{kind: string, message: string, file: string | null, line: number | null, source_line: string | null,
 *   details: Record<string, string | number | boolean | null>}} Fault
 */
/**
 * @typedef {{name: string, kind: 'primitive'|'skill', parent: number | null, arguments: string[], start_tick: number,
 *   ticks: number, outcome: string, gained: Record<string, number>, moved_to: Position | null}} Call
 */
/**
 * @typedef {{gained: Record<string, number>, mined: Record<string, number>, crafted: Record<string, number>,
 *   placed: Record<string, number>, defeated: Record<string, number>, eaten: Record<string, number>,
 *   lost: Record<string, number>}} Happened
 */
/**
 * @typedef {{outcome: Outcome, after: Observation, faults: Fault[], chat: string[], ticks: number, wall_s: number,
 *   assists: string[], calls: Call[], calls_left_out: number, happened: Happened, restored: boolean,
 *   snapshot: string | null}} StepResult
 */
/**
 * @typedef {{kind: 'embedded'|'remote', seed: number, name?: string | null, host: string, port: number, username: string,
 *   version: string}} WorldSpec
 */
/** @typedef {{game_s: number, wall_s: number}} Limits */
/** @typedef {{call: string, line: number | null, seconds: number}} Doing  the call that runs, the program's line, game seconds so far */
/**
 * How a fresh embedded world begins, where that differs from a player's first morning with empty hands.
 * @typedef {{inventory: Record<string, number>, worn: number, time_of_day: number, difficulty: number, food: number,
 *   offset: {x: number, z: number}, raining: boolean, ore_share: number, latency_ms: number}} Start
 */

export const LINE_LENGTH = 256 // characters of one chat line; what the game itself allows
export const MESSAGE_LENGTH = 600 // characters of a fault's message
export const SOURCE_LINE_LENGTH = 200

/**
 * A shape: a name of SCALARS, `{of: shape}` for a list, `{map: shape}` for a mapping, `{maybe: shape}` for
 * null allowed, an array of literals, or an object of shapes for a record (no other keys).
 * @typedef {string | {of: any} | {map: any} | {maybe: any} | readonly string[] | {[key: string]: any}} Shape
 */

/** @type {Record<string, (value: unknown) => boolean>} */
const SCALARS = {
  text: value => typeof value === 'string',
  bool: value => typeof value === 'boolean',
  number: value => typeof value === 'number' && Number.isFinite(value),
  positive: value => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  integer: value => Number.isInteger(value),
  natural: value => Number.isInteger(value) && Number(value) >= 0,
  counting: value => Number.isInteger(value) && Number(value) >= 1,
  food: value => typeof value === 'number' && value >= 0 && value <= 20,
  day: value => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 24000,
  line: value => typeof value === 'string' && value.length <= LINE_LENGTH,
  detail: value => value === null || ['string', 'boolean'].includes(typeof value) || SCALARS.number(value)
}

const position = { x: 'number', y: 'number', z: 'number' }
const counts = { map: 'integer' }

/** @type {Shape} */
export const OBSERVATION = {
  tick: 'natural',
  position,
  health: 'positive',
  food: 'food',
  saturation: 'positive',
  oxygen: 'positive',
  in_fluid: { maybe: ['water', 'lava'] },
  burning: 'bool',
  experience_level: 'natural',
  biome: 'text',
  dimension: 'text',
  time_of_day: 'day',
  raining: 'bool',
  inventory: counts,
  equipment: { map: 'text' },
  uses_left: counts,
  enchanted: { map: 'text' },
  slots_used: 'natural',
  blocks: { of: { name: 'text', count: 'counting', nearest: position, distance: 'positive' } },
  entities: {
    of: { name: 'text', kind: ['passive', 'hostile', 'player', 'item', 'other'], position, distance: 'positive' }
  },
  chests: { of: { position, name: 'text', items: { maybe: counts } } }
}

/** @type {Shape} */
export const FAULT = {
  kind: 'text',
  message: 'text',
  file: { maybe: 'text' },
  line: { maybe: 'counting' },
  source_line: { maybe: 'text' },
  details: { map: 'detail' }
}

/** @type {Shape} */
export const CALL = {
  name: 'text',
  kind: ['primitive', 'skill'],
  parent: { maybe: 'natural' },
  arguments: { of: 'text' },
  start_tick: 'natural',
  ticks: 'natural',
  outcome: 'text',
  gained: counts,
  moved_to: { maybe: position }
}

/** What a program is doing, told while it runs: see Doing. @type {Shape} */
export const DOING = { call: 'text', line: { maybe: 'natural' }, seconds: 'positive' }

/** @type {Shape} */
export const STEP_RESULT = {
  outcome: ['finished', 'threw', 'timed_out', 'rejected', 'died', 'world_lost'],
  after: OBSERVATION,
  faults: { of: FAULT },
  chat: { of: 'line' },
  ticks: 'natural',
  wall_s: 'positive',
  assists: { of: 'text' },
  calls: { of: CALL },
  calls_left_out: 'natural',
  happened: {
    gained: counts, mined: counts, crafted: counts, placed: counts, defeated: counts, eaten: counts, lost: counts
  },
  restored: 'bool',
  snapshot: { maybe: 'text' }
}

/**
 * What is wrong with `value`, as lines like `after.food: not a food`; empty when it fits.
 * @param {any} shape
 * @param {any} value
 * @param {string} [path]
 * @returns {string[]}
 */
export function problems (shape, value, path = '') {
  const here = path || 'it'
  if (typeof shape === 'string') return SCALARS[shape](value) ? [] : [`${here}: not a ${shape}`]
  if (Array.isArray(shape)) return shape.includes(value) ? [] : [`${here}: none of ${shape.join(', ')}`]
  if ('maybe' in shape) return value === null ? [] : problems(shape.maybe, value, path)
  if ('of' in shape) {
    if (!Array.isArray(value)) return [`${here}: not a list`]
    return value.flatMap((each, i) => problems(shape.of, each, `${path}[${i}]`))
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${here}: not an object`]
  const prefix = path ? `${path}.` : ''
  if ('map' in shape) {
    return Object.entries(value).flatMap(([key, each]) => problems(shape.map, each, prefix + key))
  }
  const missing = Object.keys(shape).filter(key => !(key in value)).map(key => `${prefix}${key}: missing`)
  const extra = Object.keys(value).filter(key => !(key in shape)).map(key => `${prefix}${key}: not known`)
  const wrong = Object.keys(shape).filter(key => key in value)
    .flatMap(key => problems(shape[key], value[key], prefix + key))
  return [...missing, ...extra, ...wrong]
}

/**
 * A fault with every key present and every text within bounds.
 * @param {Partial<Fault> & {kind: string, message: string}} parts
 * @returns {Fault}
 */
export function fault ({ kind, message, file = null, line = null, source_line = null, details = {} }) {
  return {
    kind,
    message: clip(message, MESSAGE_LENGTH),
    file,
    line,
    source_line: source_line === null ? null : clip(source_line, SOURCE_LINE_LENGTH),
    details
  }
}

/** @returns {Happened} */
export function nothingHappened () {
  return { gained: {}, mined: {}, crafted: {}, placed: {}, defeated: {}, eaten: {}, lost: {} }
}

/**
 * A result of a program that never ran or whose player is gone.
 * @param {Outcome} outcome
 * @param {Observation} after
 * @param {Fault[]} faults
 * @param {{wall_s?: number, restored?: boolean, chat?: string[]}} [more]
 * @returns {StepResult}
 */
export function bareResult (outcome, after, faults, { wall_s = 0, restored = false, chat = [] } = {}) {
  return {
    outcome,
    after,
    faults,
    chat,
    ticks: 0,
    wall_s,
    assists: [],
    calls: [],
    calls_left_out: 0,
    happened: nothingHappened(),
    restored,
    snapshot: null
  }
}

/** @param {string} text @param {number} length */
export function clip (text, length) {
  return text.length <= length ? text : text.slice(0, length - 1) + '…'
}

/** Rounded so that JSON stays short and runs compare equal. @param {number} value @param {number} [digits] */
export function rounded (value, digits = 2) {
  const scale = 10 ** digits
  const result = Math.round(value * scale) / scale
  return Number.isFinite(result) ? (result === 0 ? 0 : result) : 0
}

/** @param {{x: number, y: number, z: number}} at @returns {Position} */
export function positionOf (at) {
  return { x: rounded(at.x), y: rounded(at.y), z: rounded(at.z) }
}
