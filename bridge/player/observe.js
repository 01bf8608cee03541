/**
 * What the bot can tell of the world around it, as one Observation.
 *
 * Knows Mineflayer's view of the world and nothing of the server behind it, so that an embedded and a remote world
 * look alike. Blocks are counted straight from the chunk sections' palettes: 137,000 cells take a few milliseconds,
 * where one `bot.findBlocks` per kind would take seconds.
 */
import { positionOf, rounded } from '../protocol.js'

/** @typedef {import('../protocol.js').Observation} Observation */
/** @typedef {import('../protocol.js').BlockSeen} BlockSeen */
/** @typedef {import('../protocol.js').EntitySeen} EntitySeen */
/** @typedef {import('../protocol.js').ChestSeen} ChestSeen */
/** @typedef {(name: string, at: {x: number, y: number, z: number}) => void} Meet */

export const BLOCK_RADIUS = 32 // blocks; records.py Observation.blocks
const ENTITY_RADIUS = 64 // blocks
const MOST_ENTITIES = 64
const DAY = 24000 // ticks; https://minecraft.wiki/w/Daylight_cycle
const FULL_BREATH = 20 // oxygen above water; mineflayer leaves it undefined until the first breath is lost

export const ON_FIRE = 0x01 // the first flag of every entity's metadata; https://minecraft.wiki/w/Java_Edition_protocol/Entity_metadata#Entity

const EQUIPMENT = /** @type {const} */ ([['head', 5], ['torso', 6], ['legs', 7], ['feet', 8], ['off-hand', 45]])
const CONTAINERS = new Set(['chest', 'trapped_chest', 'barrel'])
const AIR = /^(air|cave_air|void_air)$/

/**
 * @param {any} bot
 * @param {{tick: number, chests: Iterable<ChestSeen>, meetContainer?: Meet}} known
 * @returns {Observation}
 */
export function observe (bot, { tick, chests, meetContainer }) {
  const at = bot.entity.position
  const blocks = countBlocks(bot, at, meetContainer)
  return {
    tick,
    position: positionOf(at),
    health: rounded(Math.max(0, bot.health ?? 20)),
    food: rounded(Math.min(20, Math.max(0, bot.food ?? 20))),
    saturation: rounded(Math.max(0, bot.foodSaturation ?? 0)),
    oxygen: rounded(Math.min(FULL_BREATH, Math.max(0, bot.oxygenLevel ?? FULL_BREATH))),
    in_fluid: bot.entity.isInLava ? 'lava' : bot.entity.isInWater ? 'water' : null,
    burning: (Number(bot.entity.metadata?.[0] ?? 0) & ON_FIRE) !== 0,
    experience_level: Math.max(0, Math.floor(bot.experience?.level ?? 0)),
    biome: biomeAt(bot, at),
    dimension: String(bot.game?.dimension ?? 'overworld').replace(/^minecraft:/, ''),
    time_of_day: timeOfDay(bot, tick),
    raining: Boolean(bot.isRaining),
    ...carried(bot),
    blocks,
    entities: entitiesNear(bot, at),
    chests: [...chests]
  }
}

/** The server tells the time once a second; in between it runs on, unless it stands still there. @param {any} bot @param {number} tick */
function timeOfDay (bot, tick) {
  const since = bot.time?.doDaylightCycle ? Math.max(0, tick - (bot.time.age ?? tick)) : 0
  return (((Math.floor(bot.time?.timeOfDay ?? 0) + since) % DAY) + DAY) % DAY
}

/** @param {any} bot */
function carried (bot) {
  const slots = bot.inventory.slots
  /** @type {Record<string, number>} */
  const uses = {}
  /** @type {Record<string, string>} */
  const enchanted = {}
  let used = 0
  for (let slot = 5; slot < slots.length; slot++) {
    const item = slots[slot]
    if (!item) continue
    if (slot >= 9 && slot < 45) used++
    const on = (item.enchants ?? []).map((/** @type {any} */ each) => `${each.name} ${each.lvl}`).join(', ')
    if (on.length > (enchanted[item.name] ?? '').length) enchanted[item.name] = on
    if (item.maxDurability > 0) {
      const left = Math.max(0, item.maxDurability - (item.durabilityUsed ?? 0))
      uses[item.name] = Math.max(uses[item.name] ?? 0, left)
    }
  }
  /** @type {Record<string, string>} */
  const equipment = {}
  const held = bot.heldItem
  if (held) equipment.hand = held.name
  for (const [place, slot] of EQUIPMENT) if (slots[slot]) equipment[place] = slots[slot].name
  return { inventory: sorted(inventoryCounts(bot)), equipment, uses_left: sorted(uses), enchanted: sorted(enchanted), slots_used: used }
}

/**
 * Item name → count of everything that is the player's: inventory, worn, off-hand, on the cursor and in a crafting
 * grid. While a window is open, its own slots are the truth for the main inventory.
 * @param {any} bot
 * @returns {Record<string, number>}
 */
export function inventoryCounts (bot) {
  /** @type {Record<string, number>} */
  const counts = {}
  const add = (/** @type {any} */ item) => {
    if (item && item.count > 0) counts[item.name] = (counts[item.name] ?? 0) + item.count
  }
  const own = bot.inventory
  // mineflayer gives a window its methods once the server has said what is in it; until then it looks empty
  const open = bot.currentWindow && bot.currentWindow !== own && typeof bot.currentWindow.close === 'function' ? bot.currentWindow : null
  if (open) {
    for (let slot = open.inventoryStart; slot < open.inventoryEnd; slot++) add(open.slots[slot])
    if (/crafting/.test(String(open.type))) for (let slot = 1; slot <= 9; slot++) add(open.slots[slot])
    for (const slot of [5, 6, 7, 8, 45]) add(own.slots[slot])
    add(open.selectedItem)
  } else {
    for (let slot = 1; slot < own.slots.length; slot++) add(own.slots[slot])
    add(own.selectedItem)
  }
  return counts
}

/** @param {any} bot @param {any} at */
function biomeAt (bot, at) {
  const column = bot.world.getColumnAt(at)
  if (!column) return 'unknown'
  const id = bot.world.getBiome(at)
  const biome = bot.registry.biomes?.[id]
  return String(biome?.name ?? 'unknown').replace(/^minecraft:/, '')
}

/** @param {any} bot @param {any} at @returns {EntitySeen[]} */
function entitiesNear (bot, at) {
  /** @type {EntitySeen[]} */
  const found = []
  for (const entity of Object.values(bot.entities)) {
    if (entity === bot.entity || !entity.position || entity.isValid === false) continue
    const distance = at.distanceTo(entity.position)
    if (!(distance <= ENTITY_RADIUS)) continue
    const kind = kindOf(entity)
    const name = kind === 'item' ? droppedName(entity) : kind === 'player' ? entity.username ?? 'player' : entity.name
    if (!name) continue
    found.push({ name: String(name), kind, position: positionOf(entity.position), distance: rounded(distance) })
  }
  return found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1)).slice(0, MOST_ENTITIES)
}

/** @param {any} entity @returns {EntitySeen['kind']} */
function kindOf (entity) {
  if (entity.name === 'item') return 'item'
  if (entity.type === 'player') return 'player'
  if (entity.type === 'hostile' || /hostile/i.test(entity.kind ?? '')) return 'hostile'
  if (['animal', 'passive', 'water_creature', 'ambient', 'living'].includes(entity.type) || /passive/i.test(entity.kind ?? '')) {
    return 'passive'
  }
  return entity.type === 'mob' ? 'passive' : 'other'
}

/** @param {any} entity */
function droppedName (entity) {
  try {
    return entity.getDroppedItem?.()?.name ?? 'item'
  } catch {
    return 'item' // its metadata has not come yet
  }
}

/**
 * Counts kinds of block within BLOCK_RADIUS of `at`.
 * @param {any} bot
 * @param {any} at
 * @param {Meet} [meetContainer] told of every chest that is met
 * @returns {BlockSeen[]}
 */
function countBlocks (bot, at, meetContainer) {
  const byState = bot.registry.blocksByStateId
  /** @type {Map<number, {count: number, x: number, y: number, z: number, square: number}>} */
  const tally = new Map()
  const reach = BLOCK_RADIUS * BLOCK_RADIUS
  const low = Math.floor(at.y - BLOCK_RADIUS)
  const high = Math.floor(at.y + BLOCK_RADIUS)
  for (let cx = Math.floor(at.x - BLOCK_RADIUS) >> 4; cx <= Math.floor(at.x + BLOCK_RADIUS) >> 4; cx++) {
    for (let cz = Math.floor(at.z - BLOCK_RADIUS) >> 4; cz <= Math.floor(at.z + BLOCK_RADIUS) >> 4; cz++) {
      const column = bot.world.getColumn(cx, cz)
      if (!column?.sections) continue
      const minY = column.minY ?? 0
      for (let index = 0; index < column.sections.length; index++) {
        const bottom = minY + index * 16
        if (bottom > high || bottom + 15 < low) continue
        const section = column.sections[index]
        const mayHold = section && sectionStates(section, byState, tally, cx * 16, bottom, cz * 16, at, reach)
        if (mayHold && meetContainer) meetContainers(section, byState, cx * 16, bottom, cz * 16, at, reach, meetContainer)
      }
    }
  }
  /** @type {Map<string, BlockSeen>} */
  const kinds = new Map()
  for (const [state, { count, x, y, z, square }] of tally) {
    const name = byState[state]?.name
    if (!name || AIR.test(name)) continue
    const distance = Math.sqrt(square)
    const known = kinds.get(name)
    if (known) {
      known.count += count
      if (distance < known.distance) Object.assign(known, { nearest: { x, y, z }, distance })
    } else {
      kinds.set(name, { name, count, nearest: { x, y, z }, distance })
    }
  }
  const list = [...kinds.values()]
  for (const kind of list) kind.distance = rounded(kind.distance)
  return list.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
}

/**
 * Adds one 16×16×16 section to the tally.
 * @param {any} section @param {any} byState @param {Map<number, any>} tally
 * @param {number} x0 @param {number} y0 @param {number} z0 @param {any} at @param {number} reach squared
 * @returns {boolean} whether it may hold a container
 */
function sectionStates (section, byState, tally, x0, y0, z0, at, reach) {
  if (section.solidBlockCount === 0) return false
  const store = section.data
  const palette = section.palette ?? store?.palette
  if (palette && palette.every((/** @type {number} */ state) => AIR.test(byState[state]?.name ?? 'air'))) return false
  const read = reader(section)
  for (let y = 0; y < 16; y++) {
    const dy = y0 + y + 0.5 - at.y
    if (dy * dy > reach) continue
    for (let z = 0; z < 16; z++) {
      const dz = z0 + z + 0.5 - at.z
      const flat = dy * dy + dz * dz
      if (flat > reach) continue
      for (let x = 0; x < 16; x++) {
        const state = read((y << 8) | (z << 4) | x)
        if (state === 0) continue
        const dx = x0 + x + 0.5 - at.x
        const square = flat + dx * dx
        if (square > reach) continue
        const known = tally.get(state)
        if (known === undefined) {
          tally.set(state, { count: 1, x: x0 + x, y: y0 + y, z: z0 + z, square })
        } else {
          known.count++
          if (square < known.square) {
            known.x = x0 + x
            known.y = y0 + y
            known.z = z0 + z
            known.square = square
          }
        }
      }
    }
  }
  if (!palette) return true // no list of what it holds: worth a look
  return palette.some((/** @type {number} */ state) => CONTAINERS.has(byState[state]?.name))
}

/** The fastest way to read a section's states by index (y, z, x). @param {any} section @returns {(index: number) => number} */
function reader (section) {
  const store = section.data
  const bits = store?.data
  const palette = store?.palette
  if (bits?.valuesPerLong && bits.data instanceof Uint32Array && bits.bitsPerValue <= 32) {
    // as prismarine-chunk's BitArrayNoSpan.get, without a call and two divisions for each cell
    const { data, bitsPerValue, valuesPerLong, valueMask } = bits
    return index => {
      const long = (index / valuesPerLong) | 0
      const offset = (index - long * valuesPerLong) * bitsPerValue
      const word = long << 1
      let value
      if (offset >= 32) value = data[word + 1] >>> (offset - 32)
      else if (offset + bitsPerValue <= 32) value = data[word] >>> offset
      else value = (data[word] >>> offset) | (data[word + 1] << (32 - offset))
      value &= valueMask
      return palette ? palette[value] : value
    }
  }
  if (typeof store?.get === 'function') return index => store.get(index)
  if (typeof section.getBlock === 'function') {
    return index => section.getBlock({ x: index & 15, y: index >> 8, z: (index >> 4) & 15 })
  }
  return () => 0
}

/**
 * @param {any} section @param {any} byState @param {number} x0 @param {number} y0 @param {number} z0
 * @param {any} at @param {number} reach squared @param {Meet} meet
 */
function meetContainers (section, byState, x0, y0, z0, at, reach, meet) {
  const read = reader(section)
  for (let index = 0; index < 4096; index++) {
    const name = byState[read(index)]?.name
    if (!CONTAINERS.has(name)) continue
    const place = { x: x0 + (index & 15), y: y0 + (index >> 8), z: z0 + ((index >> 4) & 15) }
    const square = (place.x + 0.5 - at.x) ** 2 + (place.y + 0.5 - at.y) ** 2 + (place.z + 0.5 - at.z) ** 2
    if (square <= reach) meet(name, place)
  }
}

/** @template T @param {Record<string, T>} counts @returns {Record<string, T>} */
export function sorted (counts) {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}
