/**
 * The brewing stand: fuel, brews, bars.
 *
 * Knows data/potions.json. A stand is not ticked: what brews is a tick that it is due, and the stand wakes then. As in vanilla it rests while
 * its chunk is not loaded. Does not know hoppers. Rules: https://minecraft.wiki/w/Brewing_Stand (Java Edition 1.20).
 * @module
 */
import { nearEnough, usesBlock } from '../players/reach.js'
import { seat } from './views.js'

/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */

/**
 * A stand's block entity. Plain data.
 * @typedef {object} StandTile
 * @property {'brewing_stand'} type
 * @property {Slot[]} slots 0–2 bottles, 3 ingredient, 4 fuel
 * @property {number} fuel brews left in the fuel burnt last
 * @property {number} due world tick at which the brew is done, 0: nothing brews
 * @property {string} with the ingredient it was begun with
 */

const BOTTLES = [0, 1, 2]
const INGREDIENT = 3
const FUEL = 4
const BOTTLE = /^(potion|splash_potion|lingering_potion|glass_bottle)$/
const BARS_EVERY = 5 // ticks between two updates for those who look; vanilla sends each tick
const SOUND = 1035 // world_event: brewed
/** Window properties. */
const TIME_LEFT = 0
const FUEL_LEFT = 1

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, windows, tiles, inventory } = ctx
  const { fuel, ticks, brews, turns, leaves } = ctx.data.potions
  const ingredients = new Set([...Object.values(brews), ...Object.values(turns)].flatMap(makes => Object.keys(/** @type {object} */ (makes))))
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`

  /** @param {Slot} bottle @param {Slot} ingredient @returns {Slot} what the bottle becomes, or null */
  function brewed (bottle, ingredient) {
    if (!bottle || !ingredient) return null
    const kind = turns[bottle.name]?.[ingredient.name]
    const potion = ctx.potions.of(bottle)
    if (kind) return inventory.make(kind, 1, bottle.nbt ? structuredClone(bottle.nbt) : null)
    const next = potion && brews[potion]?.[ingredient.name]
    return next ? ctx.potions.make(bottle.name, next) : null
  }
  /** @param {StandTile} tile */
  const canBrew = tile => BOTTLES.some(slot => brewed(tile.slots[slot], tile.slots[INGREDIENT]))

  /** @param {import('../types.d.ts').Point} position @returns {StandTile} */
  function tileAt (position) {
    const found = tiles.get(key(position))
    if (found?.type === 'brewing_stand') return found
    const made = { type: /** @type {const} */ ('brewing_stand'), slots: new Array(5).fill(null), fuel: 0, due: 0, with: '' }
    tiles.set(key(position), made)
    return made
  }

  /** Begin, go on, break off: whatever the slots say now. @param {any} position @param {StandTile} tile */
  function settle (position, tile) {
    const powder = tile.slots[FUEL]
    if (tile.fuel <= 0 && powder && powder.name === fuel.item) {
      tile.fuel = fuel.uses
      tile.slots[FUEL] = inventory.copy(powder, powder.count - 1)
      windows.tileChanged(tile)
    }
    if (tile.due && (!canBrew(tile) || tile.slots[INGREDIENT]?.name !== tile.with)) tile.due = 0
    if (!tile.due && tile.fuel > 0 && canBrew(tile)) {
      tile.fuel--
      tile.due = ctx.tick() + ticks
      tile.with = tile.slots[INGREDIENT]?.name ?? ''
      blocks.scheduleTick(position, ticks, 'brew')
    }
    windows.barsChanged(tile)
  }

  blocks.onScheduled('brew', position => {
    const tile = tiles.get(key(position))
    if (tile?.type !== 'brewing_stand' || !tile.due) return
    if (ctx.tick() < tile.due) return blocks.scheduleTick(position, tile.due - ctx.tick(), 'brew') // begun anew in between
    const ingredient = tile.slots[INGREDIENT]
    for (const slot of BOTTLES) tile.slots[slot] = seat(brewed(tile.slots[slot], ingredient) ?? tile.slots[slot], slot)
    tile.due = 0
    tile.slots[INGREDIENT] = seat(inventory.copy(ingredient, ingredient.count - 1), INGREDIENT)
    const rest = leaves[ingredient.name]
    if (rest && !tile.slots[INGREDIENT]) tile.slots[INGREDIENT] = seat(inventory.make(rest), INGREDIENT)
    else if (rest) ctx.items.pop(position, inventory.make(rest))
    ctx.broadcast('world_event', { effectId: SOUND, location: position, data: 0, global: false })
    windows.tileChanged(tile)
    settle(position, tile)
    ctx.redstone.contents(position)
  })
  ctx.brewing = {
    tileAt,
    ingredient: (/** @type {Item} */ item) => ingredients.has(item.name),
    /** A machine has changed what is in it. @param {any} position */
    bring: position => { settle(position, tileAt(position)); show(position, tileAt(position)) }
  }

  /** Bottles show on the block. @param {any} position @param {StandTile} tile */
  function show (position, tile) {
    const state = blocks.get(position.x, position.y, position.z)
    if (state === null || blocks.states.names[state] !== 'brewing_stand') return
    const wanted = blocks.stateOf('brewing_stand', { has_bottle_0: Boolean(tile.slots[0]), has_bottle_1: Boolean(tile.slots[1]), has_bottle_2: Boolean(tile.slots[2]) })
    if (wanted !== state) blocks.set(position, wanted, { cause: 'brewing' })
  }

  /** Stands that somebody looks into. @type {Map<StandTile, any>} */
  const watched = new Map()
  ctx.onTick(() => { for (const tile of watched.keys()) if (tile.due) windows.barsChanged(tile) }, { every: BARS_EVERY })

  ctx.onUseBlock(use => {
    const { player, block } = use
    if (block.name !== 'brewing_stand' || !usesBlock(use)) return false
    const { position } = block
    const tile = tileAt(position)
    windows.openContainer(player, {
      kind: 'minecraft:brewing_stand',
      count: 5,
      get: (/** @type {number} */ slot) => tile.slots[slot],
      set: (/** @type {number} */ slot, /** @type {Slot} */ item) => {
        tile.slots[slot] = seat(item, slot)
        settle(position, tile)
        if (slot < INGREDIENT) show(position, tile)
        ctx.redstone.contents(position)
      },
      may: (/** @type {number} */ slot, /** @type {Item} */ item) => slot < INGREDIENT ? BOTTLE.test(item.name) : slot === FUEL ? item.name === fuel.item : ingredients.has(item.name),
      limit: (/** @type {number} */ slot) => slot < INGREDIENT ? 1 : 64,
      accepts: (/** @type {Item} */ item) => BOTTLE.test(item.name)
        ? [{ from: 0, to: 3 }]
        : item.name === fuel.item ? [{ from: FUEL, to: FUEL + 1 }, { from: INGREDIENT, to: INGREDIENT + 1 }] : ingredients.has(item.name) ? [{ from: INGREDIENT, to: INGREDIENT + 1 }] : null,
      stands: () => nearEnough(player, position) && tiles.get(key(position)) === tile,
      tiles: [tile],
      opened: () => { watched.set(tile, position) },
      closed: () => { if (!windows.viewers(tile)) watched.delete(tile) },
      bars: () => [[TIME_LEFT, tile.due ? Math.max(0, tile.due - ctx.tick()) : 0], [FUEL_LEFT, tile.fuel]]
    }, { translate: 'container.brewing' })
    return true
  })
}
