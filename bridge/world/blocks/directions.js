/**
 * Faces, facings and where a player looks.
 * @module
 */

/** @typedef {import('../types.d.ts').Point} Point */

/** By the protocol's face number. */
export const FACES = ['down', 'up', 'north', 'south', 'west', 'east']
/** Steps to the neighbour on each side. */
export const STEP = /** @type {Record<string, [number, number, number]>} */ ({
  down: [0, -1, 0], up: [0, 1, 0], north: [0, 0, -1], south: [0, 0, 1], west: [-1, 0, 0], east: [1, 0, 0]
})
export const OPPOSITE = /** @type {Record<string, string>} */ ({ down: 'up', up: 'down', north: 'south', south: 'north', west: 'east', east: 'west' })
export const AXIS = /** @type {Record<string, 'x' | 'y' | 'z'>} */ ({ down: 'y', up: 'y', north: 'z', south: 'z', west: 'x', east: 'x' })
export const SIDES = ['north', 'east', 'south', 'west']

/** @param {string} facing a horizontal one */
export const clockwise = facing => SIDES[(SIDES.indexOf(facing) + 1) % 4]
/** @param {string} facing a horizontal one */
export const counterClockwise = facing => SIDES[(SIDES.indexOf(facing) + 3) % 4]

/** @param {number} yaw degrees, 0 is south, growing clockwise @returns {string} the side looked to */
export const sideOfYaw = yaw => ['south', 'west', 'north', 'east'][Math.floor(yaw / 90 + 0.5) & 3]

/**
 * All six directions, the one most looked along first, as vanilla orders them.
 * @param {number} yaw degrees
 * @param {number} pitch degrees, 90 is straight down
 * @returns {string[]}
 */
export function looking (yaw, pitch) {
  const y = yaw * Math.PI / 180
  const p = pitch * Math.PI / 180
  const along = { x: -Math.sin(y) * Math.cos(p), y: -Math.sin(p), z: Math.cos(y) * Math.cos(p) }
  const axes = /** @type {Array<[string, number]>} */ ([
    [along.x > 0 ? 'east' : 'west', Math.abs(along.x)], [along.y > 0 ? 'up' : 'down', Math.abs(along.y)], [along.z > 0 ? 'south' : 'north', Math.abs(along.z)]
  ]).sort((a, b) => b[1] - a[1]).map(([name]) => name)
  return [...axes, ...[...axes].reverse().map(name => OPPOSITE[name])]
}

/** @param {Point} point @param {string} direction @param {number} [n] @returns {Point} */
export function beside (point, direction, n = 1) {
  const [dx, dy, dz] = STEP[direction]
  return { x: point.x + dx * n, y: point.y + dy * n, z: point.z + dz * n }
}
