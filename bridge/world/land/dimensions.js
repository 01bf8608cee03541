/**
 * The nether as a far part of the same grid: where it lies, and what its players' clients are told of it.
 *
 * Inside the server the nether is the land from x = 2^23 on, with its own middle at NETHER_X; so blocks, creatures, light and snapshots need not know of
 * dimensions. A client in the nether gets vanilla's own coordinates, dimension and height (y 0–255): every packet that names a place is moved by NETHER_X here,
 * on its way out and in. What happens in the other dimension is kept from it.
 * Not covered: the end; what commands answer about places (they say the server's own x of the nether).
 */
import { Vec3 } from 'vec3'

/** x of the nether's own origin, blocks. A multiple of 16; within the 26 bits that packed places have. */
export const NETHER_X = 16777216
const BORDER = NETHER_X / 2
const NETHER_SECTIONS = [4, 20] // of the grid's sections, those from y 0 to 255

/** @param {number} x @returns {boolean} */
export const inNether = x => x >= BORDER

/** A place's x as its own dimension counts it, for texts. @param {number} x */
export const ownX = x => inNether(x) ? x - NETHER_X : x

/** Blocks of the overworld for one of the nether; https://minecraft.wiki/w/The_Nether */
export const SCALE = 8

/** The place that answers to one in a dimension, eight to one. @param {{x: number, y: number, z: number}} at @param {boolean} nether */
export function inDimension (at, nether) {
  if (inNether(at.x) === nether) return new Vec3(at.x, at.y, at.z)
  return nether ? new Vec3(at.x / SCALE + NETHER_X, at.y, at.z / SCALE) : new Vec3((at.x - NETHER_X) * SCALE, at.y, at.z * SCALE)
}

/** Packets to clients that name a place, by the field that holds it. */
const PLACES = /** @type {Record<string, 'x' | 'location' | 'eighths' | 'chunk' | 'column' | 'view'>} */ ({
  spawn_entity: 'x', entity_teleport: 'x', position: 'x', vehicle_move: 'x', explosion: 'x', world_particles: 'x', sound_effect: 'eighths',
  block_change: 'location', block_action: 'location', block_break_animation: 'location', world_event: 'location', tile_entity_data: 'location', open_sign_entity: 'location',
  map_chunk: 'column', unload_chunk: 'view', update_view_position: 'view', update_light: 'view', multi_block_change: 'chunk'
})
/** Packets from clients that do. */
const SAID = /** @type {Record<string, 'x' | 'location'>} */ ({
  position: 'x', position_look: 'x', vehicle_move: 'x', block_dig: 'location', block_place: 'location', update_sign: 'location', update_command_block: 'location'
})

/**
 * A packet as a client in the given dimension may have it.
 * @param {string} name @param {any} params @param {boolean} nether where the client is
 * @returns {any} null: it is of the other dimension
 */
export function outgoing (name, params, nether) {
  const kind = PLACES[name]
  if (kind === undefined) return params
  const x = placeOf(kind, params)
  if (typeof x !== 'number') return params
  if (inNether(x) !== nether) return null
  if (!nether) return params
  switch (kind) {
    case 'x': return { ...params, x: params.x - NETHER_X }
    case 'eighths': return { ...params, x: params.x - NETHER_X * 8 }
    case 'location': return { ...params, location: { x: params.location.x - NETHER_X, y: params.location.y, z: params.location.z } }
    case 'column': return { ...params, x: params.x - NETHER_X / 16 }
    case 'view': return { ...params, chunkX: params.chunkX - NETHER_X / 16 }
    case 'chunk': return { ...params, chunkCoordinates: { ...params.chunkCoordinates, x: params.chunkCoordinates.x - NETHER_X / 16 } }
  }
}

/** @param {string} kind @param {any} params @returns {number | undefined} x in blocks */
function placeOf (kind, params) {
  switch (kind) {
    case 'x': return params.x
    case 'eighths': return params.x / 8
    case 'location': return params.location?.x
    case 'column': return params.x * 16
    case 'view': return params.chunkX * 16
    default: return params.chunkCoordinates?.x * 16
  }
}

/** What a client in the nether says, in the server's coordinates. @param {string} name @param {any} data @param {boolean} nether */
export function incoming (name, data, nether) {
  const kind = nether ? SAID[name] : undefined
  if (kind === 'x' && typeof data.x === 'number') return { ...data, x: data.x + NETHER_X }
  if (kind === 'location' && data.location) return { ...data, location: { x: data.location.x + NETHER_X, y: data.location.y, z: data.location.z } }
  return data
}

/** A nether chunk as clients hold it: sixteen sections from y 0. @param {any} column prismarine-chunk @returns {Buffer} */
export function dumpNether (column) {
  const [from, to] = NETHER_SECTIONS
  return Object.getPrototypeOf(column).dump.call({ numSections: to - from, sections: column.sections.slice(from, to), biomes: column.biomes.slice(from, to) })
}

/** Lowest block that clients of a dimension know. @param {boolean} nether */
export const lowest = nether => nether ? 0 : -64
