/**
 * Commands about items and creatures: give, clear, enchant; `summon` is summon.js, `item` is replace.js.
 */
import { refuse } from './reader.js'
import { installReplace } from './replace.js'
import { installSummon } from './summon.js'
import { itemName } from './commands.js'
import { nameOf, translate } from '../text.js'

const MOST_STACKS = 100 // of one give; https://minecraft.wiki/w/Commands/give

/** @param {import('../types.d.ts').Ctx} ctx */
export function installThings (ctx) {
  const { add, answer } = ctx.commands
  const LAST_SLOT = 45

  add('give', {
    words: [['<player>', '@a', '@p', '@s'], ['<item>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const { name, nbt } = args.item()
      const count = args.more ? args.integer(1) : 1
      args.end()
      const stackSize = ctx.registry.itemsByName[name].stackSize
      if (count > stackSize * MOST_STACKS) throw refuse('commands.give.failed.toomanyitems', stackSize * MOST_STACKS, name)
      for (const player of players) {
        for (let left = count; left > 0; left -= stackSize) {
          const item = ctx.inventory.make(name, Math.min(left, stackSize), nbt ? structuredClone(nbt) : undefined)
          ctx.inventory.giveOrDrop(player, item)
        }
      }
      const one = players.length === 1
      answer(source, translate(`commands.give.success.${one ? 'single' : 'multiple'}`, count, itemName(ctx, name), one ? nameOf(players[0]) : players.length))
    }
  })

  add('clear', {
    words: [['<player>', '@a', '@s'], ['<item>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.playersOrSelf()
      const name = args.more ? args.item().name : null
      const most = args.more ? args.integer(0) : Infinity
      args.end()
      let total = 0
      for (const player of players) {
        let left = most === 0 ? Infinity : most
        for (let slot = 0; slot <= LAST_SLOT && left > 0; slot++) {
          const item = player.inventory.slots[slot]
          if (!item || (slot === 0) || (name && item.name !== name)) continue
          const taken = Math.min(left, item.count)
          total += taken
          if (most === 0) continue // only counted
          left -= taken
          if (taken === item.count) {
            ctx.inventory.set(player, slot, null)
          } else {
            item.count -= taken
            ctx.inventory.set(player, slot, item)
          }
        }
        if (most !== 0 && player.survival.cursor && (!name || player.survival.cursor.name === name)) {
          total += player.survival.cursor.count
          player.survival.cursor = null
          ctx.inventory.sendAll(player)
        }
      }
      const one = players.length === 1
      const who = one ? players[0].username : players.length
      if (total === 0) throw refuse(`clear.failed.${one ? 'single' : 'multiple'}`, who)
      const key = most === 0 ? 'test' : 'success'
      answer(source, translate(`commands.clear.${key}.${one ? 'single' : 'multiple'}`, total, one ? nameOf(players[0]) : players.length))
    }
  })

  installSummon(ctx)
  installReplace(ctx)

  add('enchant', {
    words: [['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const name = args.word().replace(/^minecraft:/, '')
      const data = ctx.registry.enchantmentsByName[name]
      if (!data) throw refuse('argument.resource.not_found', `minecraft:${name}`, 'minecraft:enchantment')
      const level = args.more ? args.integer(0) : 1
      args.end()
      if (level > data.maxLevel) throw refuse('commands.enchant.failed.level', level, data.maxLevel)
      let done = 0
      for (const player of players) {
        const item = ctx.inventory.held(player)
        if (!item) {
          if (players.length === 1) throw refuse('commands.enchant.failed.itemless', player.username)
          continue
        }
        item.enchants = [...item.enchants.filter((/** @type {any} */ e) => e.name !== name), { name, lvl: level }]
        ctx.inventory.set(player, 36 + player.heldItemSlot, item)
        done++
      }
      if (done === 0) throw refuse('commands.enchant.failed')
      const one = players.length === 1
      answer(source, translate(`commands.enchant.success.${one ? 'single' : 'multiple'}`, { translate: `enchantment.minecraft.${name}` },
        one ? nameOf(players[0]) : players.length))
    }
  })
}
