/**
 * What the hands do: hold the right thing, dig, place, throw away.
 *
 * Knows inventory and tools. Does not walk: what is out of reach is a failure.
 */
import { Vec3 } from 'vec3'
import { fail } from '../failure.js'
import { FALLS, FIXED, LAVA, PASS, SOLID, TOOL, WATER } from './cells.js'

export const REACH = 4.5 // blocks from the eyes, survival; https://minecraft.wiki/w/Player#Reach
const TOO_SLOW = 20 // seconds; obsidian takes 9.4 with a diamond pickaxe
const EYES = 1.62 // blocks above the feet, standing

/** Blocks the player may build its way with, those least missed first: common, cheap, easily dug again. */
export const SCAFFOLD = ['dirt', 'netherrack', 'diorite', 'andesite', 'granite', 'tuff', 'cobbled_deepslate', 'cobblestone']
const SPARED = 11 // cobblestone kept back from building while there is another way: a furnace and a pickaxe

/** Thrown away when room is needed. Plain stone kinds are kept up to a stack, for building. */
export const JUNK = ['rotten_flesh', 'poisonous_potato', 'spider_eye', 'wheat_seeds', 'beetroot_seeds', 'dead_bush',
  'gravel', 'tuff', 'diorite', 'andesite', 'granite', 'dirt', 'cobbled_deepslate', 'cobblestone', 'sand', 'calcite']
const KEPT_OF_JUNK = { cobblestone: 64, cobbled_deepslate: 32, dirt: 32 }

/** Seconds that a use of a tool is worth: the cheapest that will do digs, deepslate ore too, while the better one rests. */
const WEAR = { wooden: 0, golden: 0, stone: 0.02, iron: 2, diamond: 4, netherite: 6 }
const LAST_USES = 3 // a tool with no more uses left than this is left alone when another, or the bare hand, will do
const HOTBAR = [0, 1, 2, 3, 4, 5, 6, 7, 8]
const SPENT = 20 // seconds that each of those last uses is worth

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body}} parts
 */
export function createHands ({ bot, cells, body }) {
  const registry = /** @type {any} */ (bot.registry)
  /** Why to stop digging at once, or null; set by what watches over the player. @type {() => string | null} */
  let alarm = () => null
  let costs = new Map()
  let costsFor = ''

  /** @returns {any[]} */
  const items = () => /** @type {any[]} */ (bot.inventory.items())
  /** @param {string} name */
  const count = name => items().reduce((sum, item) => sum + (item.name === name ? item.count : 0), 0)
  /** The item of that name; the most used one first. @param {string} name */
  const item = name => items().filter(each => each.name === name)
    .sort((a, b) => (b.durabilityUsed ?? 0) - (a.durabilityUsed ?? 0))[0] ?? null
  /** Uses left of an item; Infinity for what does not wear. @param {any} tool */
  const usesLeft = tool => tool?.maxDurability ? tool.maxDurability - (tool.durabilityUsed ?? 0) : Infinity

  /** Tools and the bare hand that get something out of this block. @param {any} block @returns {any[]} */
  function harvesters (block) {
    const tools = items().filter(each => each.maxDurability)
    if (!block.harvestTools) return [null, ...tools]
    return tools.filter(tool => block.harvestTools[tool.type])
  }

  /**
   * The best thing to dig a block with: quickest, but sparing good tools; of equal ones the most used. What digs no
   * quicker than the bare hand is not worn.
   * @param {any} block
   * @returns {{tool: any, seconds: number} | null} null when nothing held gets anything out of it; tool null = bare hand
   */
  function toolFor (block) {
    let best = null
    let bestScore = Infinity
    const byHand = block.harvestTools ? Infinity : block.digTime(null, false, false, false, [], bot.entity.effects)
    for (const tool of harvesters(block)) {
      const ms = block.digTime(tool?.type ?? null, false, false, false, tool?.enchants ?? [], bot.entity.effects)
      if (!Number.isFinite(ms) || (tool && ms >= byHand)) continue
      const material = /** @type {keyof typeof WEAR} */ (tool?.name.split('_')[0])
      const wear = tool ? (WEAR[material] ?? 0.1) + (usesLeft(tool) <= LAST_USES ? SPENT : 0) + 0.01 + usesLeft(tool) * 1e-6 : 0
      const score = ms / 1000 + wear
      if (score < bestScore) { bestScore = score; best = { tool, seconds: ms / 1000 } }
    }
    return best
  }

  /**
   * A price list for the search: seconds to dig a block state with what is held now.
   * @param {{byHand?: boolean}} [options] byHand: also what gives nothing without a tool, slowly
   */
  function prices ({ byHand = false } = {}) {
    const held = items().filter(each => each.maxDurability).map(each => `${each.type}${usesLeft(each) <= LAST_USES ? '-' : ''}`).join(',') + byHand
    if (held !== costsFor) { costsFor = held; costs = new Map() }
    return (/** @type {number} */ state) => {
      let seconds = costs.get(state)
      if (seconds === undefined) {
        const block = cells.sample(state)
        const found = toolFor(block)
        seconds = found ? found.seconds : Infinity
        if (!found && byHand) seconds = block.digTime(null, false, false, false, [], {}) / 1000
        costs.set(state, seconds)
      }
      return seconds
    }
  }

  /** What would be needed to get something out of a block, cheapest first. @param {any} block @returns {string} */
  function needed (block) {
    const names = Object.keys(block.harvestTools ?? {}).map(id => registry.items[id]?.name).filter(Boolean)
    const order = ['wooden', 'stone', 'iron', 'diamond', 'golden', 'netherite']
    names.sort((a, b) => order.findIndex(x => a.startsWith(x)) - order.findIndex(x => b.startsWith(x)))
    return names[0] ?? 'a tool'
  }

  /**
   * Throw missing_tool unless something held gets something out of the block.
   * @param {any} block a Block, or a kind of block of the registry
   * @param {Record<string, unknown>} [details]
   */
  function requireTool (block, details = {}) {
    if (!block.harvestTools || items().some(tool => block.harvestTools[tool.type])) return
    const tool = needed(block)
    fail('missing_tool', `${block.name} gives nothing without ${tool} or better, and none is held. Make ${tool} first.`,
      { block: block.name, needed: tool, ...details })
  }

  /** Hold an item in the hand. @param {any} thing */
  async function hold (thing) {
    if (bot.heldItem && thing && bot.heldItem.slot === thing.slot) return
    await body.bounded(bot.equip(thing, 'hand'), 5, `holding ${thing?.name}`)
  }

  /** Hold the best tool for a block. @param {any} block @param {{byHand?: boolean}} [options] */
  async function holdToolFor (block, { byHand = false } = {}) {
    const found = toolFor(block)
    if (!found && !byHand) requireTool(block)
    if (found?.tool) await hold(found.tool)
    else if (bot.heldItem?.maxDurability && bot.heldItem.name.match(/_(pickaxe|axe|sword|shovel|hoe)$/)) {
      // a bare hand wears nothing, and anything harmless will do as one
      const empty = HOTBAR.find(slot => !bot.inventory.slots[bot.inventory.hotbarStart + slot])
      const other = items().find(each => !each.maxDurability)
      if (empty !== undefined) bot.setQuickBarSlot(empty)
      else if (other) await hold(other)
    }
  }

  /** Whether the middle of a cell is within reach. @param {{x: number, y: number, z: number}} cell @param {number} [reach] */
  function reaches (cell, reach = REACH) {
    const eyes = bot.entity.position.offset(0, EYES, 0)
    return eyes.distanceTo(new Vec3(cell.x + 0.5, cell.y + 0.5, cell.z + 0.5)) <= reach
  }

  /**
   * What a straight look from a standing place meets before the target cell: cells that are not open, in order.
   * @param {{x: number, y: number, z: number}} feet may be fractional
   * @param {{x: number, y: number, z: number}} target
   * @param {import('./cells.js').View} view
   * @param {number} most stop after this many
   */
  function inTheWay (feet, target, view, most = 8) {
    const from = { x: feet.x, y: feet.y + EYES, z: feet.z }
    const to = { x: target.x + 0.5, y: target.y + 0.5, z: target.z + 0.5 }
    const dx = to.x - from.x; const dy = to.y - from.y; const dz = to.z - from.z
    let x = Math.floor(from.x); let y = Math.floor(from.y); let z = Math.floor(from.z)
    const sx = Math.sign(dx); const sy = Math.sign(dy); const sz = Math.sign(dz)
    const ix = sx ? Math.abs(1 / dx) : Infinity; const iy = sy ? Math.abs(1 / dy) : Infinity; const iz = sz ? Math.abs(1 / dz) : Infinity
    let tx = sx ? (sx > 0 ? x + 1 - from.x : from.x - x) * ix : Infinity
    let ty = sy ? (sy > 0 ? y + 1 - from.y : from.y - y) * iy : Infinity
    let tz = sz ? (sz > 0 ? z + 1 - from.z : from.z - z) * iz : Infinity
    /** @type {number[][]} */
    const met = []
    for (let guard = 0; guard < 40; guard++) {
      if (x === target.x && y === target.y && z === target.z) return met
      const flags = view.at(x, y, z)
      if (!(flags & PASS) && !(flags & WATER && !(flags & SOLID))) {
        met.push([x, y, z])
        if (met.length >= most) return met
      }
      if (tx <= ty && tx <= tz) { x += sx; tx += ix } else if (ty <= tz) { y += sy; ty += iy } else { z += sz; tz += iz }
    }
    return met
  }

  /** Why digging a cell would be dangerous, or null. @param {Vec3} at @param {{wet?: boolean}} [options] */
  function danger (at, { wet = true } = {}) {
    const view = cells.view()
    for (const [dx, dy, dz] of [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]) {
      const flags = view.at(at.x + dx, at.y + dy, at.z + dz)
      if (flags & LAVA) return 'lava'
      if (!wet && dy >= 0 && flags & WATER) return 'water'
    }
    return null
  }

  /**
   * Dig the block in a cell that is within reach, with the right tool, and what then falls into the cell too.
   * @param {{x: number, y: number, z: number}} where
   * @param {{byHand?: boolean}} [options] byHand: dig even if the block then gives nothing
   * @returns {Promise<boolean>} whether there was anything to dig
   * @throws missing_tool, out_of_reach, blocked, unsafe (lava touches it), threatened (something came; look after that, then go on)
   */
  async function dig (where, { byHand = false } = {}) {
    const at = new Vec3(Math.floor(where.x), Math.floor(where.y), Math.floor(where.z))
    let dug = false
    for (let round = 0; round < 12; round++) {
      body.alive()
      const view = cells.view()
      const flags = view.at(at.x, at.y, at.z)
      const block = /** @type {any} */ (bot.blockAt(at))
      if (!block || (flags & PASS && (round > 0 || block.shapes.length === 0 && /air$/.test(block.name))) ||
        (flags & (WATER | LAVA) && !(flags & SOLID))) return dug
      if (flags & FIXED) fail('blocked', `${block.name} cannot be dug.`, { block: block.name, x: at.x, y: at.y, z: at.z })
      if (!reaches(at, REACH + 0.7)) fail('out_of_reach', `${block.name} at ${at} is out of reach.`, { block: block.name, x: at.x, y: at.y, z: at.z })
      if (danger(at)) fail('unsafe', `Lava touches ${block.name} at ${at}; digging it would let the lava out.`, { block: block.name, x: at.x, y: at.y, z: at.z })
      await holdToolFor(block, { byHand })
      await body.settle()
      const falls = view.at(at.x, at.y + 1, at.z) & FALLS
      const seconds = bot.digTime(block) / 1000
      if (seconds > TOO_SLOW) fail('blocked', `Digging ${block.name} from here would take ${Math.round(seconds)} seconds.`, { block: block.name, seconds: Math.round(seconds), x: at.x, y: at.y, z: at.z })
      await watched(bot.dig(block, true), seconds, block.name)
      dug = true
      if (!falls) {
        // the server has the last word: it puts the block back if it saw the digging otherwise
        if (flags & TOOL || seconds > 0.1) await body.ticks(1)
        if (!(cells.view().at(at.x, at.y, at.z) & (PASS | WATER | LAVA))) continue
        return true
      }
      await body.ticks(8)
    }
    fail('blocked', `The block at ${at} does not go away.`, { x: at.x, y: at.y, z: at.z })
  }

  /**
   * Wait for the digging, and stop it when something comes.
   * @param {Promise<void>} digging @param {number} seconds @param {string} name
   */
  async function watched (digging, seconds, name) {
    /** @type {string | null} */
    let why = null
    let beat = 0
    const onTick = () => {
      if (++beat % 5 === 0 && !why && (why = alarm())) bot.stopDigging()
    }
    bot.on('physicsTick', onTick)
    try {
      await body.bounded(digging, seconds + 4, `digging ${name}`, () => bot.stopDigging())
    } catch (error) {
      if (why) fail('threatened', `Digging ${name} was interrupted: ${why}.`, { by: why })
      throw error
    } finally {
      bot.removeListener('physicsTick', onTick)
    }
  }

  /**
   * Place a held block into a cell, against any solid neighbour.
   * @param {string} name
   * @param {{x: number, y: number, z: number}} where
   * @param {{against?: {x: number, y: number, z: number}}} [options]
   * @returns {Promise<void>}
   * @throws missing_item, blocked, out_of_reach
   */
  async function place (name, where, { against } = {}) {
    const at = new Vec3(Math.floor(where.x), Math.floor(where.y), Math.floor(where.z))
    const thing = item(name)
    if (!thing) fail('missing_item', `No ${name} is held, so none can be placed.`, { item: name, count: 1, have: 0 })
    const view = cells.view()
    const references = against ? [new Vec3(against.x, against.y, against.z)] : [[0, -1, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0]]
      .map(([dx, dy, dz]) => at.offset(dx, dy, dz)).filter(cell => {
        const flags = view.at(cell.x, cell.y, cell.z)
        return flags & SOLID && !isOpened(view.name(cell.x, cell.y, cell.z))
      })
    // what opens when clicked is used only when nothing else is there, and then sneaking
    let sneaking = false
    if (!references.length) {
      const opened = [[0, -1, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1]].map(([dx, dy, dz]) => at.offset(dx, dy, dz))
        .find(cell => view.at(cell.x, cell.y, cell.z) & SOLID)
      if (!opened) fail('blocked', `Nothing solid touches ${at}, so nothing can be placed there.`, { item: name, x: at.x, y: at.y, z: at.z })
      references.push(opened)
      sneaking = true
    }
    if (!reaches(at, REACH + 0.5)) fail('out_of_reach', `${at} is out of reach.`, { item: name, x: at.x, y: at.y, z: at.z })
    await hold(thing)
    const reference = references[0]
    const block = /** @type {any} */ (bot.blockAt(reference))
    if (sneaking) bot.setControlState('sneak', true)
    try {
      await body.bounded(/** @type {any} */ (bot)._placeBlockWithOptions(block, at.minus(reference), { swingArm: 'right', forceLook: true }), 3, `placing ${name}`)
    } catch (error) {
      if (/** @type {any} */ (error).name === 'Failure' && /** @type {any} */ (error).kind === 'died') throw error
      const now = cells.view().name(at.x, at.y, at.z)
      if (now !== name && !now.endsWith(name)) {
        fail('blocked', `${name} could not be placed at ${at}: ${/** @type {Error} */ (error).message}`, { item: name, x: at.x, y: at.y, z: at.z })
      }
    } finally {
      if (sneaking) bot.setControlState('sneak', false)
    }
  }

  /** The cheap block to build with next, or null. @returns {string | null} */
  const scaffold = () => SCAFFOLD.find(name => count(name) > 0) ?? null

  /**
   * How many cheap blocks there are to build with.
   * @param {{spare?: boolean}} [options] spare: leave out the cobblestone worth keeping
   */
  function scaffoldCount ({ spare = false } = {}) {
    return SCAFFOLD.reduce((sum, name) => {
      const kept = spare && name.startsWith('cobble') ? SPARED : 0
      return sum + Math.max(0, count(name) - kept)
    }, 0)
  }

  /** Throw an amount of an item away. @param {string} name @param {number} amount */
  async function toss (name, amount) {
    await body.bounded(bot.toss(registry.itemsByName[name].id, null, amount), 8, `throwing ${name} away`)
  }

  /** @returns {number} free slots of the 36 */
  const freeSlots = () => bot.inventory.emptySlotCount()

  /**
   * Make room when two slots or fewer are free: throw obvious junk away, keeping a stack for building.
   * @param {{x: number, z: number}} [awayFrom] where the player goes next: things are thrown the other way
   * @returns {Promise<number>} free slots afterwards
   */
  async function tidy (awayFrom) {
    if (freeSlots() > 2) return freeSlots()
    for (const name of JUNK) {
      const kept = /** @type {Record<string, number>} */ (KEPT_OF_JUNK)[name] ?? 0
      const spare = count(name) - kept
      if (spare > 0 && (kept === 0 || spare >= 16)) {
        const p = bot.entity.position
        await body.look(awayFrom ? Math.atan2(awayFrom.x - p.x, awayFrom.z - p.z) : bot.entity.yaw + Math.PI, 0.4)
        await body.ticks(2) // the server must have heard of the turn
        await toss(name, spare)
      }
      if (freeSlots() > 4) break
    }
    return freeSlots()
  }

  return { items, count, item, usesLeft, toolFor, prices, needed, requireTool, hold, holdToolFor, reaches, inTheWay, danger, dig, place, scaffold, scaffoldCount, toss, tidy, freeSlots, setAlarm: (/** @type {typeof alarm} */ next) => { alarm = next } }
}

/** Whether a right click opens or uses the block instead of placing against it. @param {string} name */
export function isOpened (name) {
  return /(chest|barrel|furnace|smoker|crafting_table|_table|anvil|_bed|_door|trapdoor|_fence_gate|shulker_box|hopper|dropper|dispenser|lever|_button|loom|stonecutter|grindstone|brewing_stand|beacon|note_block|jukebox|_sign)$/.test(name)
}

/** @typedef {ReturnType<typeof createHands>} Hands */
