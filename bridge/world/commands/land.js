/**
 * Commands that change blocks: setblock, fill, clone, data merge on what a block holds.
 */
import { ownX } from '../land/dimensions.js'
import { loaded, refuse } from './reader.js'
import { vector } from './commands.js'
import { translate } from '../text.js'
import { bringData } from './block_data.js'

const MOST_BLOCKS = 32768 // of one fill; gamerule commandModificationBlockLimit's default, https://minecraft.wiki/w/Commands/fill

/** @param {import('../types.d.ts').Ctx} ctx */
export function installLand (ctx) {
  const { add, answer } = ctx.commands
  const { blocks } = ctx
  const isAir = (/** @type {number | null} */ state) => state === null || /^(cave_|void_)?air$/.test(blocks.states.names[state])

  /**
   * @param {any} place @param {{state: number, nbt?: any}} wanted @param {string} mode replace, keep, destroy
   * @returns {boolean} whether anything changed
   */
  function put (place, wanted, mode) {
    const before = loaded(ctx, place) ? blocks.get(place.x, place.y, place.z) : null
    if (before === null || (mode === 'keep' && !isAir(before))) return false
    if (mode === 'destroy' && !isAir(before)) {
      for (const item of ctx.drops?.of?.(before, null) ?? []) ctx.items?.drop(place.offset(0.5, 0.5, 0.5), item)
    }
    const changed = before !== wanted.state && blocks.set(place, wanted.state, { cause: 'command' })
    const filled = Boolean(wanted.nbt) && bringData(ctx, place, wanted.nbt.value)
    return changed || filled
  }

  add('setblock', {
    words: [['~'], ['~'], ['~'], ['<block>'], ['destroy', 'keep', 'replace']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const place = args.block()
      const wanted = args.blockState()
      const mode = args.more ? args.oneOf(['replace', 'keep', 'destroy']) : 'replace'
      args.end()
      if (!put(place, wanted, mode)) throw refuse('commands.setblock.failed')
      answer(source, translate('commands.setblock.success', ownX(place.x), place.y, place.z))
    }
  })

  add('fill', {
    words: [['~'], ['~'], ['~'], ['~'], ['~'], ['~'], ['<block>'], ['destroy', 'hollow', 'keep', 'outline', 'replace']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const a = args.block()
      const b = args.block()
      const wanted = args.blockState()
      const mode = args.more ? args.oneOf(['replace', 'keep', 'destroy', 'hollow', 'outline']) : 'replace'
      const only = mode === 'replace' && args.more ? args.blockState() : null
      args.end()
      const low = vector(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.min(a.z, b.z))
      const high = vector(Math.max(a.x, b.x), Math.max(a.y, b.y), Math.max(a.z, b.z))
      const volume = (high.x - low.x + 1) * (high.y - low.y + 1) * (high.z - low.z + 1)
      if (volume > MOST_BLOCKS) throw refuse('commands.fill.toobig', MOST_BLOCKS, volume)
      const air = { state: blocks.stateOf('air') }
      let changed = 0
      for (let y = low.y; y <= high.y; y++) {
        for (let z = low.z; z <= high.z; z++) {
          for (let x = low.x; x <= high.x; x++) {
            const rim = x === low.x || x === high.x || y === low.y || y === high.y || z === low.z || z === high.z
            if (mode === 'outline' && !rim) continue
            if (only && blocks.name(x, y, z) !== only.name) continue
            if (put(vector(x, y, z), mode === 'hollow' && !rim ? air : wanted, mode)) changed++
          }
        }
      }
      if (changed === 0) throw refuse('commands.fill.failed')
      answer(source, translate('commands.fill.success', changed))
    }
  })

  add('clone', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const a = args.block()
      const b = args.block()
      const to = args.block()
      const low = vector(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.min(a.z, b.z))
      const size = vector(Math.abs(a.x - b.x) + 1, Math.abs(a.y - b.y) + 1, Math.abs(a.z - b.z) + 1)
      if (size.x * size.y * size.z > MOST_BLOCKS) throw refuse('commands.clone.toobig', MOST_BLOCKS, size.x * size.y * size.z)
      const copied = []
      for (let y = 0; y < size.y; y++) for (let z = 0; z < size.z; z++) for (let x = 0; x < size.x; x++) copied.push({ at: to.offset(x, y, z), state: blocks.get(low.x + x, low.y + y, low.z + z) })
      const changed = copied.filter(({ at, state }) => state !== null && put(at, { state }, 'replace')).length
      if (changed === 0) throw refuse('commands.clone.failed')
      answer(source, translate('commands.clone.success', changed))
    }
  })

  add('data', {
    words: [['merge', 'get'], ['block', 'entity']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['merge', 'get'])
      if (args.oneOf(['block', 'entity']) === 'entity') return ctx.commands.dataOfEntity(source, args, what)
      const place = args.block()
      const tile = ctx.tiles.get(`${place.x},${place.y},${place.z}`)
      if (!tile) throw refuse('commands.data.block.invalid')
      if (what === 'get') return answer(source, translate('commands.data.block.query', ownX(place.x), place.y, place.z, String(tile.type)), true)
      const { value } = args.snbt()
      const smelts = 'cook' in tile
      if (smelts) ctx.smelting?.bring?.(place, tile)
      const before = JSON.stringify([tile.cook, tile.burn])
      // what furnaces call their fields, by vanilla's names; https://minecraft.wiki/w/Furnace#Block_data
      if (value.CookTime && smelts) tile.cook = Number(value.CookTime.value)
      if (value.BurnTime && 'burn' in tile) tile.burn = Number(value.BurnTime.value)
      const filled = bringData(ctx, place, value)
      if (!filled && before === JSON.stringify([tile.cook, tile.burn])) throw refuse('commands.data.merge.failed')
      if (smelts) ctx.smelting?.bring?.(place, tile)
      answer(source, translate('commands.data.block.modified', ownX(place.x), place.y, place.z))
    }
  })
}
