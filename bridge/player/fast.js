/**
 * Makes one Mineflayer bot quicker without changing what it does: block look-ups, block searches, path searches.
 *
 * Knows the insides of mineflayer 4.39, prismarine-world and mineflayer-pathfinder 2.4.5 (pinned in package.json), where
 * a profile showed the time to go. Each replacement answers exactly as the original does; where virtual time makes the original's
 * time budget meaningless, the budget is counted in nodes instead (fast_path.js).
 */
import { createRequire } from 'node:module'
import { speedUpData } from './fast_data.js'
import { speedUpPaths } from './fast_path.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/**
 * @param {any} bot after `createBot`, before or after plugins
 * @param {{virtual?: boolean}} [options] virtual: count path searches in nodes, not in milliseconds
 */
export function speedUp (bot, { virtual = true } = {}) {
  if (bot.registry) speedUpNow(bot)
  else bot.once('inject_allowed', () => speedUpNow(bot))
  speedUpData()
  speedUpPaths({ virtual })
}

/** @param {any} bot */
function speedUpNow (bot) {
  if (bot.fastBlocks || !bot.supportFeature('tallWorld')) return // older worlds keep their chunks in another form
  const blocks = blockMaker(bot.registry)
  bot.fastBlocks = blocks
  if (bot.world) patchWorld(bot, blocks)
  else bot.once('login', () => patchWorld(bot, blocks))
  bot.on('game', () => patchWorld(bot, blocks)) // another dimension brings another world
}

/**
 * Blocks copied from one template a state: the original constructor computes names, shapes and properties anew each time.
 * @param {any} registry
 */
function blockMaker (registry) {
  const Block = require('prismarine-block')(registry)
  /** @type {any[]} */
  const templates = []
  /** @type {any[]} */
  const biomes = []

  /**
   * Same fields in the same order as Block's constructor leaves them.
   * @this {any}
   * @param {any} t template
   * @param {any} biome
   * @param {any} position
   */
  function Copy (t, biome, position) {
    this.type = t.type
    this.metadata = t.metadata
    this.light = 0
    this.skyLight = 0
    this.biome = biome
    this.position = position
    this.stateId = t.stateId
    this.computedStates = {}
    this.name = t.name
    this.hardness = t.hardness
    this.displayName = t.displayName
    this.shapes = t.shapes
    this.boundingBox = t.boundingBox
    this.transparent = t.transparent
    this.diggable = t.diggable
    this.material = t.material
    this.harvestTools = t.harvestTools
    this.drops = t.drops
    this._properties = t._properties
    this.isWaterlogged = t.isWaterlogged
    this.entity = undefined
  }
  Copy.prototype = Block.prototype

  /** @param {number} stateId */
  function templateOf (stateId) {
    const template = Block.fromStateId(stateId, 0)
    if (template._properties) Object.freeze(template._properties) // shared by all blocks of this state
    templates[stateId] = template
    return template
  }

  return {
    /** Counts changes of the world: whatever was remembered of it before is stale. */
    version: 0,
    /** State id, -1 where no chunk is loaded. @type {(x: number, y: number, z: number) => number} */
    stateAt: () => -1,
    /** @param {number} stateId @returns {any} never to be changed */
    template (stateId) {
      return templates[stateId] ?? templateOf(stateId)
    },
    /** @param {number} stateId @param {number} biomeId @param {any} position @returns {any} */
    make (stateId, biomeId, position) {
      const template = templates[stateId] ?? templateOf(stateId)
      if (template.missingStateShape || template.name.includes('sign')) { // signs carry methods of their own
        const block = Block.fromStateId(stateId, biomeId)
        block.position = position
        return block
      }
      const biome = biomes[biomeId] ?? (biomes[biomeId] = Block.fromStateId(0, biomeId).biome)
      return new (/** @type {any} */ (Copy))(template, biome, position)
    }
  }
}

/** @param {any} bot @param {ReturnType<typeof blockMaker>} blocks */
function patchWorld (bot, blocks) {
  const sync = bot.world
  if (!sync || sync.fast) return
  sync.fast = true
  const world = sync.async
  /** @type {Map<number, any>} */
  const columns = new Map()
  let lastKey = -1
  /** @type {any} */
  let last = null
  const keyOf = (/** @type {number} */ cx, /** @type {number} */ cz) => (cx + 0x200000) * 0x400000 + (cz + 0x200000)
  for (const { chunkX, chunkZ, column } of world.getColumns()) columns.set(keyOf(Number(chunkX), Number(chunkZ)), column)

  const setLoadedColumn = world.setLoadedColumn.bind(world)
  world.setLoadedColumn = (/** @type {number} */ cx, /** @type {number} */ cz, /** @type {any} */ chunk, /** @type {boolean} */ save) => {
    columns.set(keyOf(cx, cz), chunk)
    lastKey = -1
    blocks.version++
    setLoadedColumn(cx, cz, chunk, save)
  }
  const forceUnloadColumn = world.forceUnloadColumn.bind(world)
  world.forceUnloadColumn = (/** @type {string} */ key, /** @type {number} */ cx, /** @type {number} */ cz) => {
    columns.delete(keyOf(cx, cz))
    lastKey = -1
    blocks.version++
    forceUnloadColumn(key, cx, cz)
  }
  /** @param {number} cx @param {number} cz */
  const columnAt = (cx, cz) => {
    const key = keyOf(cx, cz)
    if (key !== lastKey) {
      last = columns.get(key)
      lastKey = key
    }
    return last
  }
  world.getLoadedColumn = columnAt
  world.getLoadedColumnAt = (/** @type {any} */ pos) => columnAt(Math.floor(pos.x) >> 4, Math.floor(pos.z) >> 4)

  /** State id, -1 where no chunk is loaded. @param {number} x @param {number} y @param {number} z integers */
  const stateAt = (x, y, z) => {
    const column = columnAt(x >> 4, z >> 4)
    if (column === undefined) return -1
    const section = column.sections[(y - column.minY) >> 4]
    return section === undefined ? 0 : section.data.get(((y - column.minY & 15) << 8) | ((z & 15) << 4) | (x & 15))
  }
  blocks.stateAt = stateAt
  sync.on('blockUpdate', () => { blocks.version++ })

  sync.getBlock = (/** @type {any} */ pos) => {
    const x = Math.floor(pos.x)
    const y = Math.floor(pos.y)
    const z = Math.floor(pos.z)
    const column = columnAt(x >> 4, z >> 4)
    if (!column) return null
    const up = y - column.minY
    const section = column.sections[up >> 4]
    const index = ((up & 15) << 8) | ((z & 15) << 4) | (x & 15)
    const stateId = section === undefined ? 0 : section.data.get(index)
    const biomes = column.biomes[up >> 4]
    const biomeId = biomes === undefined ? 0 : biomes.get({ x: (x & 15) >> 2, y: (up & 15) >> 2, z: (z & 15) >> 2 })
    const block = blocks.make(stateId, biomeId, new Vec3(x, y, z))
    const light = column.blockLightSections[(up >> 4) + 1]
    if (light) block.light = light.get(index)
    const sky = column.skyLightSections[(up >> 4) + 1]
    if (sky) block.skyLight = sky.get(index)
    for (const _ in column.blockEntities) { // nearly always none: then no key has to be made
      block.entity = column.blockEntities[`${x & 15},${y},${z & 15}`]
      break
    }
    return block
  }
  sync.getBlockStateId = (/** @type {any} */ pos) => Math.max(0, stateAt(Math.floor(pos.x), Math.floor(pos.y), Math.floor(pos.z)))
  patchFindBlocks(bot, columnAt)
}

/**
 * `bot.findBlocks` for block ids: by palette and state, without making a block for each place looked at.
 * @param {any} bot
 * @param {(cx: number, cz: number) => any} columnAt
 */
function patchFindBlocks (bot, columnAt) {
  if (bot.findBlocks.fast) return
  const original = bot.findBlocks
  const { OctahedronIterator } = require('prismarine-world').iterators
  const { blocksByStateId } = bot.registry

  /** @param {any} options */
  bot.findBlocks = options => {
    if (typeof options.matching === 'function' || options.useExtraInfo) return original(options)
    /** @type {Set<number>} */
    const types = new Set(Array.isArray(options.matching) ? options.matching : [options.matching])
    const point = (options.point || bot.entity.position).floored()
    const maxDistance = options.maxDistance || 16
    const count = options.count || 1
    const it = new OctahedronIterator(new Vec3(Math.floor(point.x / 16), Math.floor(point.y / 16), Math.floor(point.z / 16)),
      Math.ceil((maxDistance + 8) / 16))
    const start = new Vec3(Math.floor(point.x / 16), Math.floor(point.y / 16), Math.floor(point.z / 16))
    /** @type {Set<string>} */
    const visited = new Set()
    /** @type {any[]} */
    let found = []
    let layer = 0
    /** @type {any} */
    let next = start
    const below = Math.abs(bot.game.minY >> 4)
    const total = bot.game.height >> 4
    while (next) {
      const column = columnAt(next.x, next.z)
      const s = next.y + below
      const id = `${next.x},${next.y},${next.z}`
      if (s >= 0 && s < total && column && !visited.has(id)) {
        search(column.sections[s], next.x * 16, s * 16 + bot.game.minY, next.z * 16)
        visited.add(id)
      }
      if (layer !== it.apothem && found.length >= count) break
      layer = it.apothem
      next = it.next()
    }

    /** @param {any} section @param {number} x0 @param {number} y0 @param {number} z0 */
    function search (section, x0, y0, z0) {
      if (!section) return
      const data = section.data
      const palette = section.palette
      /** @type {Uint8Array | null} */
      let wanted = null
      if (palette) {
        wanted = new Uint8Array(palette.length)
        let any = 0
        for (let i = 0; i < palette.length; i++) if (types.has(blocksByStateId[palette[i]]?.id)) any = wanted[i] = 1
        if (any === 0) return
      } else if (data.value !== undefined && !types.has(blocksByStateId[data.value]?.id)) {
        return
      }
      const bits = wanted ? data.data : null
      for (let x = 0; x < 16; x++) {
        for (let y = 0; y < 16; y++) {
          for (let z = 0; z < 16; z++) {
            const index = (y << 8) | (z << 4) | x
            if (wanted ? wanted[bits.get(index)] === 0 : !types.has(blocksByStateId[data.get(index)]?.id)) continue
            const dx = x0 + x - point.x
            const dy = y0 + y - point.y
            const dz = z0 + z - point.z
            if (Math.sqrt(dx * dx + dy * dy + dz * dz) <= maxDistance) found.push(new Vec3(x0 + x, y0 + y, z0 + z))
          }
        }
      }
    }

    found.sort((a, b) => a.distanceTo(point) - b.distanceTo(point))
    if (found.length > count) found = found.slice(0, count)
    return found
  }
  bot.findBlocks.fast = true
}
