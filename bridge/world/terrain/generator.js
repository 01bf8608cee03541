/**
 * Makes the land of the embedded world, chunk by chunk, from a seed.
 *
 * A chunk is a pure function of seed and place: chunks may be made in any order, thrown away and made again.
 * What crosses a border (trees, veins, ravines) is worked out anew by each chunk it touches.
 * Knows: the order in which a chunk is made. Does not know: light (light.js), creatures.
 */
import { Canvas } from './canvas.js'
import { Caves } from './caves.js'
import { Climate } from './climate.js'
import { Columns } from './columns.js'
import { BIOMES } from './biomes.js'
import { Ground } from './ground.js'
import { Geodes } from './geodes.js'
import { Lakes } from './lakes.js'
import { Ores } from './ores.js'
import { Vegetation } from './vegetation.js'
import { Structures } from './structures.js'
import { BIOMES as NETHER_BIOMES, Nether } from './nether.js'
import { groundOf } from './structures/blueprint.js'
import { NETHER_X, inNether } from '../land/dimensions.js'
import { createFlat } from './flat.js'
import { findSpawn } from './spawn.js'
import { stateFinder } from './states.js'

/**
 * @typedef {object} Generator
 * @property {(cx: number, cz: number) => any} chunk a new prismarine-chunk (minY −64, height 384), yours to change
 * @property {(x: number, z: number) => string} biomeAt name of the biome of a column, as the chunk's sections hold it
 * @property {(x: number, z: number) => number} heightAt y of the top solid ground block; a cave may open there
 * @property {() => {x: number, y: number, z: number}} spawnPoint feet of a new player
 * @property {(cx: number, cz: number) => string[]} startsIn structures that start in a chunk, by vanilla's names
 * @property {(cx: number, cz: number) => import('./structures/blueprint.js').Furnishing} furnished chests, spawners and residents that a chunk is made with
 * @property {(x: number, z: number) => boolean} [inFortress] whether a fortress of the nether stands about a place
 * @property {number} format of the land
 */

/** Which land a seed gives: raised with every change of it, since saved worlds keep only what differs from their land. */
export const TERRAIN_FORMAT = 2
/** The first format with villages, ruins, mine shafts and dungeons. Older land can still be made. */
const WITH_STRUCTURES = 2

/**
 * @param {{registry: import('./states.js').Registry, seed: number, terrain?: 'normal'|'flat', oreShare?: number, format?: number}} options
 *   seed: any integer; oreShare: of vanilla's number of ore veins; format: TERRAIN_FORMAT or an older one
 * @returns {Generator}
 */
export function createGenerator({ registry, seed, terrain = 'normal', oreShare = 1, format = TERRAIN_FORMAT }) {
  const state = stateFinder(registry)
  return withNether(terrain === 'flat' ? createFlat(registry, format) : createLand({ registry, seed, oreShare, format, state }), () => new Nether(registry, seed, state, groundOf(registry)))
}

/**
 * The same generator with the nether where dimensions.js has it.
 * @param {Generator} land @param {() => Nether} create
 * @returns {Generator}
 */
function withNether(land, create) {
  /** @type {Nether | null} */
  let nether = null
  let made = { cx: NaN, cz: NaN, furnishing: nothing() }
  const below = () => (nether ??= create())
  /** @param {number} cx @param {number} cz */
  const chunk = (cx, cz) => {
    if (!inNether(cx * 16)) return land.chunk(cx, cz)
    made = { cx, cz, furnishing: nothing() }
    return below().chunk(cx, cz, cx - NETHER_X / 16, made.furnishing)
  }
  return {
    ...land,
    chunk,
    furnished(cx, cz) {
      if (!inNether(cx * 16)) return land.furnished(cx, cz)
      if (made.cx !== cx || made.cz !== cz) chunk(cx, cz)
      return made.furnishing
    },
    startsIn: (cx, cz) => inNether(cx * 16) ? (below().fortresses.stands(cx - NETHER_X / 16, cz) ? ['fortress'] : []) : land.startsIn(cx, cz),
    inFortress: (x, z) => inNether(x) && below().inFortress(Math.floor(x) - NETHER_X, Math.floor(z)),
    biomeAt: (x, z) => inNether(x) ? NETHER_BIOMES[below().biomeAt(Math.floor(x) - NETHER_X, Math.floor(z))] : land.biomeAt(x, z),
    heightAt: (x, z) => inNether(x) ? NETHER_ROOF : land.heightAt(x, z)
  }
}

const NETHER_ROOF = 127 // y
/** @returns {import('./structures/blueprint.js').Furnishing} */
const nothing = () => ({ chests: [], spawners: [], residents: [] })

/** @param {{registry: import('./states.js').Registry, seed: number, oreShare: number, format: number, state: ReturnType<typeof stateFinder>}} options @returns {Generator} */
function createLand({ registry, seed, oreShare, format, state }) {
  const climate = new Climate(seed)
  const columns = new Columns(climate)
  const canvas = new Canvas(registry)
  const ground = new Ground(seed, state)
  const caves = new Caves(seed)
  const lakes = new Lakes(seed, state, climate)
  const geodes = new Geodes(seed, state)
  const ores = new Ores(seed, state, registry, oreShare)
  const vegetation = new Vegetation(seed, state)
  const fillings = { air: 0, water: state('water'), lava: state('lava'), obsidian: state('obsidian') }
  const biomeIds = BIOMES.map((biome) => registry.biomesByName[biome.name].id)
  const sandy = BIOMES.map((biome) => biome.ground === 'sand' || biome.ground === 'red_sand' || biome.ground === 'gravel')
  const structures = format < WITH_STRUCTURES ? null : new Structures(registry, seed, state, climate, (x, z) => lakes.near(x, z))
  /** Of the chunk made last. */
  let made = { cx: NaN, cz: NaN, furnishing: nothing() }
  /** @param {number} x @param {number} z */
  const blocked = (x, z) => lakes.near(x, z) || (structures?.near(x, z) ?? false)
  /** @type {{x: number, y: number, z: number} | null} */
  let spawn = null

  return {
    format,
    startsIn: (cx, cz) => structures?.startsIn(cx, cz) ?? [],
    furnished(cx, cz) {
      if (made.cx !== cx || made.cz !== cz) this.chunk(cx, cz)
      return made.furnishing
    },
    chunk(cx, cz) {
      made = { cx, cz, furnishing: nothing() }
      canvas.open(cx, cz)
      columns.load(cx, cz)
      ground.fill(canvas, columns)
      caves.prepare(columns, (biome) => sandy[biome])
      caves.carve(canvas, fillings, canvas.top)
      structures?.dig(canvas, made.furnishing)
      lakes.place(canvas, columns)
      geodes.place(canvas)
      ores.place(canvas, canvas.top, (x, z) => BIOMES[climate.biomeAt(x, z)].name)
      lakes.springs(canvas)
      structures?.bury(canvas, made.furnishing)
      vegetation.plantTrees(canvas, columns, blocked)
      vegetation.plantGround(canvas, columns)
      vegetation.snow(canvas, columns)
      structures?.build(canvas, made.furnishing)
      return canvas.chunk((qx, qz) => biomeIds[columns.cellBiome(qx, qz)])
    },
    biomeAt: (x, z) => BIOMES[climate.biomeAt(Math.floor(x), Math.floor(z))].name,
    heightAt: (x, z) => climate.column(Math.floor(x), Math.floor(z)).height,
    spawnPoint() {
      spawn ??= findSpawn(climate, vegetation, blocked)
      return { ...spawn }
    },
  }
}
