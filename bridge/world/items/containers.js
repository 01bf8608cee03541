/**
 * Chests (single, double, trapped, ender), barrels, and the other blocks that only hold things.
 *
 * Contents live in ctx.tiles and fall out when the block goes, whoever removes it. Everyone who looks sees every change, and the lid. What hoppers and
 * dispensers do is known in redstone/. Rules: minecraft.wiki/w/Chest, /w/Barrel (Java Edition 1.20).
 * @module
 */
import { beside, clockwise, counterClockwise } from '../blocks/directions.js'
import { BOX, installBoxes } from './boxes.js'
import { nearEnough, usesBlock } from '../players/reach.js'
import { seat } from './views.js'

/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {{type: string, slots: Slot[], title?: string, xp?: number}} Tile */

const COLOURS = ['', 'white_', 'orange_', 'magenta_', 'light_blue_', 'yellow_', 'lime_', 'pink_', 'gray_', 'light_gray_', 'cyan_', 'purple_', 'blue_', 'brown_', 'green_', 'red_', 'black_']
/** Slots and window of each kind. */
const KINDS = /** @type {Record<string, {slots: number, window: string}>} */ ({
  chest: { slots: 27, window: 'minecraft:generic_9x3' },
  trapped_chest: { slots: 27, window: 'minecraft:generic_9x3' },
  barrel: { slots: 27, window: 'minecraft:generic_9x3' },
  dispenser: { slots: 9, window: 'minecraft:generic_3x3' },
  dropper: { slots: 9, window: 'minecraft:generic_3x3' },
  hopper: { slots: 5, window: 'minecraft:hopper' },
  ...Object.fromEntries(COLOURS.map(colour => [`${colour}shulker_box`, { slots: 27, window: 'minecraft:shulker_box' }]))
})
const CHEST = /^(trapped_)?chest$/
const HEARD = /** @type {Record<string, string>} */ ({ barrel: 'barrel', chest: 'chest', trapped_chest: 'chest' }) // what their lids sound like
const LID = 1 // block_action of a chest: the second byte is how many look inside

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, windows, tiles } = ctx
  const { states } = blocks
  const boxes = installBoxes(ctx)
  const key = (/** @type {Point} */ p) => `${p.x},${p.y},${p.z}`
  /** How many looked in when it was last heard. @type {WeakMap<Tile, number>} */
  const eyes = new WeakMap()

  /** @param {Point} position @param {string} type @returns {Tile} the block entity there, made when it is missing */
  function tileAt (position, type) {
    const found = tiles.get(key(position))
    if (found?.type === type) return found
    const made = { type, slots: new Array(KINDS[type].slots).fill(null) }
    tiles.set(key(position), made)
    ctx.loot?.fill(position, made)
    return made
  }

  /** Chests: a solid block above keeps the lid shut. @param {Point} position */
  function blocked (position) {
    const state = blocks.get(position.x, position.y + 1, position.z)
    return state !== null && states.solid[state] === 1 && states.opacity[state] === 15
  }

  /**
   * The halves of a chest, in the order of its window: a double chest's right half comes first.
   * @param {Point} position @param {number} state
   * @returns {Point[]}
   */
  function halves (position, state) {
    const { type, facing } = states.properties(state)
    if (type === 'single') return [position]
    const other = beside(position, type === 'left' ? clockwise(facing) : counterClockwise(facing))
    const there = blocks.get(other.x, other.y, other.z)
    if (there === null || states.names[there] !== states.names[state]) return [position]
    const props = states.properties(there)
    if (props.facing !== facing || props.type === 'single' || props.type === type) return [position]
    return type === 'right' ? [position, other] : [other, position]
  }

  ctx.onUseBlock(use => {
    const { player, block, position } = use
    const { name } = block
    if (name === 'ender_chest' && usesBlock(use)) {
      if (!blocked(position)) openEnder(player, position)
      return true
    }
    if (!KINDS[name] || !usesBlock(use)) return false
    const places = CHEST.test(name) ? halves(position, block.stateId) : [position]
    if (CHEST.test(name) ? places.some(blocked) : BOX.test(name) && boxes.shut(position, block.stateId)) return true
    open(player, name, places)
    return true
  })

  /** @param {Player} player @param {string} name @param {Point[]} places */
  function open (player, name, places) {
    const { slots, window } = KINDS[name]
    const parts = places.map(place => tileAt(place, name))
    const part = (/** @type {number} */ slot) => parts[Math.floor(slot / slots)]
    const title = parts.find(tile => tile.title)?.title
    windows.openContainer(player, {
      kind: places.length === 2 ? 'minecraft:generic_9x6' : window,
      count: slots * places.length,
      get: (/** @type {number} */ slot) => part(slot).slots[slot % slots],
      set: (/** @type {number} */ slot, /** @type {Slot} */ item) => { part(slot).slots[slot % slots] = seat(item, slot); ctx.redstone.contents(places[Math.floor(slot / slots)]) },
      may: (/** @type {number} */ _slot, /** @type {import('./stacks.js').Item} */ item) => !BOX.test(name) || !BOX.test(item.name),
      stands: () => places.every((place, at) => tiles.get(key(place)) === parts[at]) && places.some(place => nearEnough(player, place)),
      tiles: parts,
      opened: () => lids(name, places, parts),
      closed: () => lids(name, places, parts)
    }, title ? { text: title } : { translate: places.length === 2 ? 'container.chestDouble' : `container.${name === 'trapped_chest' ? 'chest' : BOX.test(name) ? 'shulkerBox' : name}` })
  }

  /** Show how many look inside. @param {string} name @param {Point[]} places @param {Tile[]} parts */
  function lids (name, places, parts) {
    places.forEach((place, at) => {
      const state = blocks.get(place.x, place.y, place.z)
      if (state === null || states.names[state] !== name) return
      const looking = windows.viewers(parts[at])
      if (at === 0 && HEARD[name]) heard(name, middleOf(places), looking, parts[at])
      if (name === 'barrel') blocks.set(place, blocks.stateOf(name, { ...states.properties(state), open: looking > 0 }), { cause: 'lid' })
      else if (CHEST.test(name) || BOX.test(name)) lid(place, state, looking)
      if (name === 'trapped_chest') ctx.redstone.updates.changed(place)
    })
  }

  /** @param {Point[]} places @returns {Point} */
  const middleOf = places => ({ x: (places[0].x + places[places.length - 1].x) / 2 + 0.5, y: places[0].y + 0.5, z: (places[0].z + places[places.length - 1].z) / 2 + 0.5 })

  /** Lids are heard when the first opens and the last closes. @param {string} name @param {Point} at @param {number} looking @param {Tile} box */
  function heard (name, at, looking, box) {
    if (looking > 0 !== (eyes.get(box) ?? 0) > 0) ctx.sounds.play(`block.${HEARD[name]}.${looking > 0 ? 'open' : 'close'}`, at, { volume: 0.5, pitch: 0.95 })
    eyes.set(box, looking)
  }

  /** @param {Point} place @param {number} state @param {number} looking */
  function lid (place, state, looking) {
    ctx.broadcast('block_action', { location: place, byte1: LID, byte2: looking, blockId: ctx.registry.blocksByStateId[state].id })
  }

  /** Ender chests open one store of the player's own. @param {Player} player @param {Point} position */
  function openEnder (player, position) {
    const store = player.survival.ender ??= new Array(27).fill(null)
    const stands = () => nearEnough(player, position) && blocks.name(position.x, position.y, position.z) === 'ender_chest'
    const show = (/** @type {number} */ looking) => {
      const state = blocks.get(position.x, position.y, position.z)
      if (state !== null && states.names[state] === 'ender_chest') lid(position, state, looking)
    }
    windows.openContainer(player, {
      kind: 'minecraft:generic_9x3',
      count: 27,
      get: (/** @type {number} */ slot) => store[slot],
      set: (/** @type {number} */ slot, /** @type {Slot} */ item) => { store[slot] = seat(item, slot) },
      stands,
      opened: () => { show(1); ctx.sounds.play('block.ender_chest.open', middleOf([position]), { volume: 0.5, pitch: 0.95 }) },
      closed: () => { show(0); ctx.sounds.play('block.ender_chest.close', middleOf([position]), { volume: 0.5, pitch: 0.95 }) }
    }, { translate: 'container.enderchest' })
  }

  // Whatever takes a block away, what it held falls out.
  blocks.onChange((position, before, after, change) => {
    if (states.names[before] === states.names[after]) return
    const name = states.names[before]
    const tile = tiles.get(key(position)) ?? (BOX.test(name) ? { type: name, slots: [] } : null)
    if (!tile || tile.type !== name) return
    tiles.delete(key(position))
    windows.closeAll(tile)
    if (BOX.test(tile.type)) return boxes.fall(position, before, tile, change)
    for (const item of tile.slots ?? []) if (item) ctx.items.pop(position, item)
    if (tile.xp >= 1) ctx.experience?.drop(position.offset(0.5, 0.5, 0.5), Math.floor(tile.xp))
  })

  ctx.containers = {
    tileAt,
    halves,
    blocked,
    /** A block was placed: begin with nothing in it, and with the name its item had. @param {Point} position @param {number} state @param {import('./stacks.js').Item} item */
    placed: (position, state, item) => {
      const name = states.names[state]
      if (!KINDS[name]) return
      const tile = tileAt(position, name)
      const title = item.customName ? plainName(item.customName) : null
      if (title) tile.title = title
      if (BOX.test(name)) boxes.unpack(item, tile)
    }
  }
}

/** @param {string} name JSON text of a component, or plain text @returns {string} */
function plainName (name) {
  try {
    const component = JSON.parse(name)
    return typeof component === 'string' ? component : String(component.text ?? name)
  } catch {
    return name
  }
}
