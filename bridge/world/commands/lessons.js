/**
 * Commands about what players know and find: recipe, advancement, loot.
 *
 * Recipes are named by what they make (vanilla has some more, by other names). Advancements are kept and announced, clients are not shown
 * their tree, and nothing but this command grants them; their frames are not told apart. `loot` knows the tables of blocks and creatures.
 * Keys: Java Edition 1.20.4.
 */
import { createRequire } from 'node:module'
import { itemName } from './commands.js'
import { rollDrops } from '../mobs/loot.js'
import { nameOf, translate } from '../text.js'
import { refuse } from './reader.js'

const require = createRequire(import.meta.url)

/** @param {import('../types.d.ts').Ctx} ctx */
export function installLessons (ctx) {
  const { add, answer } = ctx.commands
  const { registry } = ctx
  /** By player's name: recipes and advancements. @type {Map<string, {recipes: Set<string>, advancements: Set<string>}>} */
  const known = new Map()
  /** @param {any} player */
  function of (player) {
    const found = known.get(player.username) ?? { recipes: new Set(), advancements: new Set() }
    known.set(player.username, found)
    return found
  }
  ctx.persist('lessons', {
    save: () => [...known].sort(([a], [b]) => a < b ? -1 : 1).map(([name, { recipes, advancements }]) => [name, [...recipes].sort(), [...advancements].sort()]),
    load: saved => { known.clear(); for (const [name, recipes, advancements] of saved) known.set(name, { recipes: new Set(recipes), advancements: new Set(advancements) }) }
  })
  const who = (/** @type {any[]} */ players) => players.length === 1 ? nameOf(players[0]) : String(players.length)
  const recipes = Object.keys(registry.recipes).map(id => registry.items[id]?.name).filter(Boolean)

  add('recipe', {
    words: [['give', 'take'], ['<player>', '@a', '@s'], ['*', ...recipes.map(name => `minecraft:${name}`)]],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['give', 'take'])
      const players = args.targets({ players: true })
      const name = args.word().replace(/^minecraft:/, '')
      args.end()
      if (name !== '*' && !recipes.includes(name)) throw refuse('recipe.notFound', `minecraft:${name}`)
      let changed = 0
      for (const player of players) {
        const own = of(player).recipes
        const fresh = (name === '*' ? recipes : [name]).filter(one => own.has(one) !== (what === 'give'))
        for (const one of fresh) what === 'give' ? own.add(one) : own.delete(one)
        changed += fresh.length
        if (fresh.length === 0) continue
        player.send('unlock_recipes', {
          action: what === 'give' ? 1 : 2, craftingBookOpen: false, filteringCraftable: false, smeltingBookOpen: false, filteringSmeltable: false, blastFurnaceOpen: false,
          filteringBlastFurnace: false, smokerBookOpen: false, filteringSmoker: false, recipes1: fresh.map(one => `minecraft:${one}`), recipes2: undefined
        })
      }
      if (changed === 0) throw refuse(`commands.recipe.${what}.failed`)
      answer(source, translate(`commands.recipe.${what}.success.${players.length === 1 ? 'single' : 'multiple'}`, changed, who(players)))
    }
  })

  /** Every advancement of the game that has a title. @type {string[]} */
  const advancements = Object.keys(require('minecraft-data')(ctx.version).language).flatMap(key => {
    const match = /^advancements\.(\w+)\.(\w+)\.title$/.exec(key)
    return match ? [`${match[1]}/${match[2]}`] : []
  })
  const titleOf = (/** @type {string} */ id) => ({ translate: 'chat.square_brackets', with: [{ translate: `advancements.${id.replace('/', '.')}.title` }], color: 'green' })

  add('advancement', {
    words: [['grant', 'revoke'], ['<player>', '@a', '@s'], ['everything', 'only'], advancements.map(id => `minecraft:${id}`)],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['grant', 'revoke'])
      const players = args.targets({ players: true })
      const all = args.oneOf(['everything', 'only']) === 'everything'
      const id = all ? '' : args.word().replace(/^minecraft:/, '')
      args.end()
      if (!all && !advancements.includes(id)) throw refuse('advancement.advancementNotFound', `minecraft:${id}`)
      const meant = all ? advancements : [id]
      let changed = 0
      for (const player of players) {
        const own = of(player).advancements
        for (const one of meant.filter(a => own.has(a) !== (what === 'grant'))) {
          changed++
          what === 'grant' ? own.add(one) : own.delete(one)
          if (what === 'grant' && ctx.rules.announceAdvancements !== false && !one.endsWith('/root')) ctx.say(translate('chat.type.advancement.task', nameOf(player), titleOf(one)))
        }
      }
      const key = `commands.advancement.${what}.${all ? 'many' : 'one'}.to.${players.length === 1 ? 'one' : 'many'}`
      const about = all ? String(meant.length) : titleOf(id)
      if (changed === 0) throw refuse(`${key}.failure`, all ? meant.length : `minecraft:${id}`, players.length === 1 ? players[0].username : players.length)
      answer(source, translate(`${key}.success`, about, who(players)))
    }
  })

  add('loot', {
    words: [['give', 'spawn'], ['<player>', '@s', '~']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const gives = args.oneOf(['give', 'spawn']) === 'give'
      const players = gives ? args.targets({ players: true }) : []
      const place = gives ? null : args.position({ centred: true })
      const { stacks, table } = found(args)
      args.end()
      for (const stack of stacks) {
        if (place) ctx.items.drop(place, ctx.inventory.copy(stack, stack.count), { x: 0, y: 0, z: 0 })
        for (const player of players) ctx.inventory.giveOrDrop(player, ctx.inventory.copy(stack, stack.count))
      }
      const suffix = table ? '_with_table' : ''
      const last = table ? [`minecraft:${table}`] : []
      answer(source, stacks.length === 1
        ? translate(`commands.drop.success.single${suffix}`, stacks[0].count, itemName(ctx, stacks[0].name), ...last)
        : translate(`commands.drop.success.multiple${suffix}`, stacks.length, ...last))
    }
  })

  /** What a source of loot yields. @param {any} args @returns {{stacks: any[], table: string | null}} */
  function found (args) {
    const kind = args.oneOf(['kill', 'loot', 'mine'])
    if (kind === 'mine') {
      const place = args.block()
      return { stacks: ctx.drops.of(ctx.blocks.at(place), args.more ? ctx.inventory.make(args.item().name, 1) : null), table: `blocks/${ctx.blocks.name(place.x, place.y, place.z)}` }
    }
    const creature = kind === 'kill' ? args.targets({ one: true })[0] : null
    if (creature && creature.kind !== 'mob') throw refuse('commands.drop.no_loot_table', creature.username ?? creature.name)
    const table = creature ? `entities/${creature.name}` : args.word().replace(/^minecraft:/, '')
    const [folder, name] = table.split('/')
    if (folder === 'blocks' && registry.blocksByName[name]) return { stacks: ctx.drops.of(ctx.blocks.stateOf(name), null), table }
    const traits = folder === 'entities' ? ctx.mobs.KINDS[name] : null
    const drops = traits ? rollDrops(traits, { random: ctx.random, looting: 0, by_player: true, burning: false, size: 1, baby: false }) : []
    return { stacks: drops.map((/** @type {any} */ { item, count }) => ctx.inventory.make(item, count)).filter(Boolean), table }
  }
}
