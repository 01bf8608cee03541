/**
 * Furnaces, blast furnaces and smokers: fuel, cooking, bars and experience.
 *
 * Knows data/smelting.json and data/fuel.json. A furnace is not ticked: its state is a few numbers and the tick they hold for, and it
 * wakes when something is due (an item done, the fire out) or someone looks. So it smelts on while nobody is near and its chunk is
 * not loaded, where vanilla would pause.
 * Rules: minecraft.wiki/w/Furnace (Java Edition 1.20).
 * @module
 */
import { nearEnough, usesBlock } from '../players/reach.js'

/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('../types.d.ts').Player} Player */

/**
 * A furnace's block entity. Plain data.
 * @typedef {object} FurnaceTile
 * @property {string} type furnace, blast_furnace or smoker
 * @property {Slot[]} slots 0 input, 1 fuel, 2 output
 * @property {number} burn ticks the fire still lasts, at tick `at`
 * @property {number} burnTotal ticks the last piece of fuel gives
 * @property {number} cook ticks the input has cooked, at tick `at`
 * @property {number} at the world tick that burn and cook hold for
 * @property {number} xp experience waiting for whoever takes the output
 */

export const STATIONS = ['furnace', 'blast_furnace', 'smoker']
const COOLING = 2 // ticks of progress lost per tick without fire; minecraft.wiki/w/Furnace
const BARS_EVERY = 5 // ticks between two updates of the bars for those who look; vanilla sends each tick

/**
 * The pure rules over a tile.
 * @param {{smelting: any, fuel: any}} tables
 * @param {import('./stacks.js').Stacks} stacks
 */
export function createSmelting ({ smelting, fuel }, stacks) {
  /** @param {string} station @param {Slot} item */
  const recipe = (station, item) => (item && smelting[station][item.name]) || null
  /** @param {Slot} item @returns {number} ticks it burns in a furnace, 0 when it does not */
  const fuelTicks = item => (item && fuel.ticks[item.name]) || 0
  /** Fast stations burn fuel twice as fast. @param {string} station @param {Slot} item */
  const burnTicks = (station, item) => Math.floor(fuelTicks(item) * smelting.ticks[station] / smelting.ticks.furnace)

  /** @param {string} type @param {number} at @returns {FurnaceTile} */
  const fresh = (type, at) => ({ type, slots: [null, null, null], burn: 0, burnTotal: 0, cook: 0, at, xp: 0 })

  /** @param {FurnaceTile} tile @returns {boolean} whether the input can become output now */
  function canCook (tile) {
    const found = recipe(tile.type, tile.slots[0])
    if (!found) return false
    const out = tile.slots[2]
    return !out || (out.name === found.result && out.count < out.stackSize && !out.nbt)
  }

  /** @param {FurnaceTile} tile */
  function finish (tile) {
    const input = tile.slots[0]
    const found = recipe(tile.type, input)
    const out = tile.slots[2]
    tile.cook = 0
    tile.xp += found.xp
    tile.slots[2] = out ? stacks.copy(out, out.count + 1) : stacks.make(found.result)
    if (input?.name === 'wet_sponge' && tile.slots[1]?.name === 'bucket' && tile.slots[1].count === 1) tile.slots[1] = stacks.make('water_bucket')
    tile.slots[0] = stacks.copy(input, (input?.count ?? 1) - 1)
  }

  /** @param {FurnaceTile} tile @returns {boolean} whether a piece of fuel caught fire */
  function kindle (tile) {
    const piece = tile.slots[1]
    const ticks = burnTicks(tile.type, piece)
    if (!ticks || !piece) return false
    tile.burn = tile.burnTotal = ticks
    tile.slots[1] = piece.name === 'lava_bucket' ? stacks.make('bucket') : stacks.copy(piece, piece.count - 1)
    return true
  }

  /**
   * Bring a tile forward to a tick, in a few steps however long it was left alone.
   * @param {FurnaceTile} tile changed in place
   * @param {number} now world tick
   * @returns {boolean} whether a slot or the fire changed
   */
  function advance (tile, now) {
    const need = smelting.ticks[tile.type]
    let changed = false
    while (tile.at < now) {
      const left = now - tile.at
      const cooking = canCook(tile)
      if (tile.burn <= 0 && cooking && kindle(tile)) { changed = true; continue }
      if (tile.burn > 0) {
        const step = Math.min(left, tile.burn, cooking ? need - tile.cook : Infinity)
        tile.at += step
        tile.burn -= step
        if (cooking) {
          tile.cook += step
          if (tile.cook >= need) { finish(tile); changed = true }
        } else tile.cook = 0
        if (tile.burn === 0) changed = true
      } else {
        tile.cook = cooking ? Math.max(0, tile.cook - COOLING * left) : 0
        tile.at = now
      }
    }
    return changed
  }

  /** @param {FurnaceTile} tile advanced to now @returns {number} ticks until something happens by itself */
  function nextEvent (tile) {
    const cooking = canCook(tile)
    if (tile.burn > 0) return Math.min(tile.burn, cooking ? smelting.ticks[tile.type] - tile.cook : Infinity)
    return cooking && burnTicks(tile.type, tile.slots[1]) > 0 ? 1 : Infinity
  }

  return { recipe, fuelTicks, fresh, advance, nextEvent, canCook, ticks: smelting.ticks }
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, windows } = ctx
  const rules = createSmelting(/** @type {any} */ (ctx.data), inventory)
  const key = (/** @type {any} */ p) => `${p.x},${p.y},${p.z}`

  /** @param {any} position @param {string} type @returns {FurnaceTile} */
  function tileAt (position, type) {
    const found = ctx.tiles.get(key(position))
    if (found?.type === type) return found
    const made = rules.fresh(type, ctx.tick())
    ctx.tiles.set(key(position), made)
    return made
  }

  /** Furnaces in which something will happen, with the tick it is due. @type {Map<string, {position: any, tile: FurnaceTile, due: number}>} */
  const busy = new Map()
  let soonest = 0
  let surveyed = false

  /** @param {any} position @param {FurnaceTile} tile @param {number} due */
  function book (position, tile, due) {
    busy.set(key(position), { position, tile, due })
    soonest = Math.min(soonest, due)
  }

  /** Bring a furnace to the present, show it, and book the tick at which it goes on. @param {any} position @param {FurnaceTile} tile */
  function settle (position, tile) {
    const now = ctx.tick()
    const changed = rules.advance(tile, now)
    const state = ctx.blocks.get(position.x, position.y, position.z)
    const burning = tile.burn > 0
    if (state !== null) {
      const { facing, lit } = ctx.blocks.properties(state)
      if (lit !== burning) ctx.blocks.set(position, ctx.blocks.stateOf(tile.type, { facing, lit: burning }), { cause: 'furnace' })
    }
    if (changed) {
      windows.tileChanged(tile)
      ctx.redstone.contents(position)
    }
    const watched = windows.viewers(tile) > 0
    if (watched) windows.barsChanged(tile)
    const next = Math.min(rules.nextEvent(tile), watched && (burning || tile.cook > 0) ? BARS_EVERY : Infinity)
    if (next < Infinity) book(position, tile, now + next)
    else busy.delete(key(position))
  }

  ctx.onTick(now => {
    if (!surveyed) survey()
    if (now < soonest) return
    for (const { position, tile, due } of [...busy.values()]) {
      if (due > now) continue
      if (ctx.tiles.get(key(position)) === tile) settle(position, tile)
      else busy.delete(key(position))
    }
    soonest = Math.min(...[...busy.values()].map(one => one.due))
  })

  /** After a restore: find the furnaces that are at work. */
  function survey () {
    surveyed = true
    busy.clear()
    for (const [place, tile] of ctx.tiles) {
      if (!STATIONS.includes(tile.type)) continue
      const [x, y, z] = place.split(',').map(Number)
      book({ x, y, z }, tile, ctx.tick())
    }
  }
  ctx.onRenew(() => { surveyed = false; soonest = 0 })

  ctx.onUseBlock(use => {
    const { player, block } = use
    if (!STATIONS.includes(block.name) || !usesBlock(use)) return false
    const type = block.name
    const { position } = block
    const tile = tileAt(position, type)
    settle(position, tile)
    windows.openContainer(player, {
      kind: `minecraft:${type}`,
      count: 3,
      get: (/** @type {number} */ slot) => tile.slots[slot],
      set: (/** @type {number} */ slot, /** @type {Slot} */ item) => {
        rules.advance(tile, ctx.tick())
        if (slot === 0 && item?.type !== tile.slots[0]?.type) tile.cook = 0
        tile.slots[slot] = item
        ctx.redstone.contents(position)
        book(position, tile, ctx.tick() + 1)
      },
      may: (/** @type {number} */ slot, /** @type {import('./stacks.js').Item} */ item) => slot === 0 || (slot === 1 && (rules.fuelTicks(item) > 0 || item.name === 'bucket')),
      limit: (/** @type {number} */ slot) => slot === 1 && tile.slots[1]?.name === 'bucket' ? 1 : 64,
      result: 2,
      onTake: () => payOut(player, tile),
      accepts: (/** @type {import('./stacks.js').Item} */ item) => rules.recipe(type, item)
        ? [{ from: 0, to: 1 }]
        : rules.fuelTicks(item) ? [{ from: 1, to: 2 }] : null,
      stands: () => nearEnough(player, position) && ctx.tiles.get(key(position)) === tile,
      tiles: [tile],
      bars: () => [[1, tile.burnTotal], [3, rules.ticks[type]], [0, tile.burn], [2, tile.cook]]
    }, { translate: `container.${type}` })
    return true
  })

  /** Experience of what was smelted goes to whoever takes it out. @param {Player} player @param {FurnaceTile} tile */
  function payOut (player, tile) {
    const whole = Math.floor(tile.xp)
    const points = whole + (ctx.random() < tile.xp - whole ? 1 : 0)
    tile.xp = 0
    if (points > 0) ctx.experience?.drop(player.position, points)
  }

  ctx.smelting = { ...rules, bring: settle, tileAt }
}
