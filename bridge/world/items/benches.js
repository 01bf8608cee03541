/**
 * Tables that work on what is laid into them while their window is open: stonecutter, smithing table, anvil, grindstone,
 * enchanting table. Each is a file of benches/; this one opens their windows and keeps result, bars and grid in step.
 *
 * What lies in a bench belongs to the player who has it open, and goes back to him when it closes; a snapshot keeps it
 * with him (survival.grid, as for a crafting table). Does not know what any bench makes. Looms and cartography tables are not covered.
 * Slots and buttons: https://minecraft.wiki/w/Java_Edition_protocol/Inventory (Java Edition 1.20.4).
 * @module
 */
import { installAnvil } from './benches/anvil.js'
import { installEnchanting } from './benches/enchanting.js'
import { installGrindstone } from './benches/grindstone.js'
import { installSmithing } from './benches/smithing.js'
import { installStonecutter } from './benches/stonecutter.js'
import { nearEnough, usesBlock } from '../players/reach.js'
import { seat } from './views.js'

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */

/**
 * One open bench.
 * @typedef {object} Work
 * @property {Player} player
 * @property {any} position of the block
 * @property {Slot[]} inputs what lies in it
 * @property {Slot} made the result that is shown
 * @property {number} cost levels that the result costs
 * @property {Array<[number, number]>} bars
 * @property {any} choice what the player pressed or typed
 */

/**
 * How a kind of bench works.
 * @typedef {object} Bench
 * @property {string} kind the window's type
 * @property {string} title translation key
 * @property {number} inputs slots before the result's
 * @property {boolean} makes whether there is a result slot
 * @property {(work: Work) => void} look inputs or choice have changed: set made, cost and bars
 * @property {(work: Work, taken: Item) => void} [take] the result was taken: use up the inputs
 * @property {(work: Work, button: number) => void} [press]
 * @property {(work: Work, text: string) => void} [type]
 * @property {(slot: number, item: Item) => boolean} may
 * @property {(slot: number) => number} [limit]
 * @property {(work: Work, item: Item) => Array<{from: number, to: number}> | null} accepts where a shift click from the inventory goes
 */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { windows, inventory, blocks } = ctx
  /** @type {Map<Player, {bench: Bench, work: Work, id: number}>} */
  const open = new Map()
  /** @type {[RegExp, Bench][]} */
  const kinds = []

  /** @param {Bench} bench @param {Work} work */
  function look (bench, work) {
    work.made = null
    work.cost = 0
    bench.look(work)
    work.made = seat(work.made, bench.inputs)
  }

  /**
   * @param {Player} player @param {Bench} bench @param {{position: any, stands: () => boolean, gone?: () => void}} at where it stands; gone: after it has closed
   * @returns {Work}
   */
  function start (player, bench, { position, stands, gone }) {
    windows.close(player)
    /** @type {Slot[]} */
    const kept = player.survival.grid = new Array(bench.inputs + 1).fill(null) // [0]: a result, which is nobody's yet
    /** @type {Work} */
    const work = { player, position, inputs: new Array(bench.inputs).fill(null), made: null, cost: 0, bars: [], choice: null }
    look(bench, work)
    const put = (/** @type {number} */ slot, /** @type {Slot} */ item) => { work.inputs[slot] = kept[slot + 1] = seat(item, slot) }
    windows.openContainer(player, {
      kind: bench.kind,
      count: bench.inputs + (bench.makes ? 1 : 0),
      get: (/** @type {number} */ slot) => slot < bench.inputs ? work.inputs[slot] : work.made,
      set: (/** @type {number} */ slot, /** @type {Slot} */ item) => {
        if (slot === bench.inputs) { work.made = seat(item, slot); return }
        put(slot, item)
        look(bench, work)
        windows.barsChanged(work)
      },
      may: bench.may,
      limit: bench.limit,
      result: bench.makes ? bench.inputs : undefined,
      crafts: bench.makes,
      locked: () => work.cost > 0 && player.gameMode !== 1 && player.survival.xp.level < work.cost,
      onTake: (/** @type {Item} */ taken) => {
        bench.take?.(work, taken)
        for (let slot = 0; slot < bench.inputs; slot++) put(slot, work.inputs[slot])
        look(bench, work)
        windows.barsChanged(work)
      },
      accepts: (/** @type {Item} */ item) => bench.accepts(work, item),
      stands,
      tiles: [work],
      bars: () => work.bars,
      closed: () => {
        open.delete(player)
        const left = work.inputs
        work.inputs = []
        player.survival.grid = null
        for (const item of left) if (item) inventory.giveOrDrop(player, item)
        gone?.()
      }
    }, { translate: bench.title })
    open.set(player, { bench, work, id: windows.seatOf(player).id })
    return work
  }

  /** Something other than a click has happened in the window. @param {Player} player @param {(bench: Bench, work: Work) => void} act */
  function change (player, act) {
    const found = open.get(player)
    if (!found || player.survival.dead) return
    const { bench, work } = found
    act(bench, work)
    for (let slot = 0; slot < bench.inputs; slot++) player.survival.grid[slot + 1] = seat(work.inputs[slot], slot)
    look(bench, work)
    windows.barsChanged(work)
    windows.sync(player)
  }

  ctx.onPacket('enchant_item', (player, { windowId, enchantment }) => {
    if (open.get(player)?.id === windowId) change(player, (bench, work) => bench.press?.(work, enchantment))
  })
  ctx.onPacket('name_item', (player, { name }) => change(player, (bench, work) => bench.type?.(work, String(name))))

  ctx.onUseBlock(use => {
    const found = kinds.find(([names]) => names.test(use.block.name))
    if (!found || !usesBlock(use)) return false
    const { player, block: { position, name } } = use
    start(player, found[1], { position, stands: () => nearEnough(player, position) && blocks.name(position.x, position.y, position.z) === name })
    return true
  })

  ctx.benches = {
    /** @param {RegExp} names of the blocks @param {Bench} bench */
    add: (names, bench) => { kinds.push([names, bench]) },
    start,
    change
  }
  for (const one of [installStonecutter, installSmithing, installAnvil, installGrindstone, installEnchanting]) one(ctx)
}
