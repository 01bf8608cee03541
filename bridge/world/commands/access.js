/**
 * Commands about who may join: ban, pardon, banlist, whitelist, the game mode of those who come; and what the console whispers.
 *
 * Kept with the world, not in files beside it. Bans by address are not known. Keys: Java Edition 1.20.4.
 */
import { nameOf, translate } from '../text.js'
import { refuse } from './reader.js'
import { GAME_MODES } from './selectors.js'

const BY_OPERATOR = 'Banned by an operator.' // what a ban without a reason says

/** @param {import('../types.d.ts').Ctx} ctx */
export function installAccess (ctx) {
  const { add, answer } = ctx.commands
  /** By name in small letters. @type {Map<string, {name: string, by: string, reason: string}>} */
  const banned = new Map()
  /** @type {Map<string, string>} */
  const listed = new Map()
  let enforced = false
  ctx.persist('access', {
    save: () => ({ banned: [...banned.values()], listed: [...listed.values()], enforced }),
    load: saved => {
      banned.clear()
      listed.clear()
      for (const one of saved.banned) banned.set(one.name.toLowerCase(), one)
      for (const name of saved.listed) listed.set(name.toLowerCase(), name)
      enforced = saved.enforced
    }
  })

  /** Why somebody may not join; null: he may. @param {string} name @returns {import('../text.js').Component | null} */
  ctx.commands.refusal = name => {
    const ban = banned.get(name.toLowerCase())
    if (ban) return translate('multiplayer.disconnect.banned.reason', ban.reason)
    if (enforced && !listed.has(name.toLowerCase()) && !ctx.commands.isOperator(name)) return { translate: 'multiplayer.disconnect.not_whitelisted' }
    return null
  }

  /** Names meant: players here, or a name of one who is not. @param {any} args @returns {string[]} */
  function names (args) {
    if (args.peek().startsWith('@')) return args.targets({ players: true }).map((/** @type {any} */ p) => p.username)
    const name = args.word()
    if (!/^[A-Za-z0-9_]{1,16}$/.test(name)) throw refuse('argument.player.unknown')
    return [ctx.playerNamed(name)?.username ?? name]
  }

  add('ban', {
    words: [['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const who = names(args)
      const reason = args.more ? args.rest() : BY_OPERATOR
      const fresh = who.filter(name => !banned.has(name.toLowerCase()))
      if (fresh.length === 0) throw refuse('commands.ban.failed')
      for (const name of fresh) {
        banned.set(name.toLowerCase(), { name, by: source.name, reason })
        answer(source, translate('commands.ban.success', name, reason))
        ctx.playerNamed(name)?.kick({ translate: 'multiplayer.disconnect.banned' })
      }
    }
  })

  add('pardon', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const freed = names(args).filter(name => banned.delete(name.toLowerCase()))
      args.end()
      if (freed.length === 0) throw refuse('commands.pardon.failed')
      for (const name of freed) answer(source, translate('commands.pardon.success', name))
    }
  })

  add('banlist', {
    words: [['ips', 'players']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const ips = args.more && args.oneOf(['ips', 'players']) === 'ips'
      if (ips || banned.size === 0) return answer(source, translate('commands.banlist.none'), true)
      answer(source, translate('commands.banlist.list', banned.size), true)
      for (const { name, by, reason } of banned.values()) answer(source, translate('commands.banlist.entry', name, by, reason), true)
    }
  })

  add('whitelist', {
    words: [['add', 'list', 'off', 'on', 'reload', 'remove'], ['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['on', 'off', 'list', 'add', 'remove', 'reload'])
      if (what === 'on' || what === 'off') {
        if (enforced === (what === 'on')) throw refuse(`commands.whitelist.already${what === 'on' ? 'On' : 'Off'}`)
        enforced = what === 'on'
        return answer(source, translate(`commands.whitelist.${enforced ? 'enabled' : 'disabled'}`))
      }
      if (what === 'reload') return answer(source, translate('commands.whitelist.reloaded'))
      if (what === 'list') {
        return answer(source, listed.size === 0 ? translate('commands.whitelist.none') : translate('commands.whitelist.list', listed.size, [...listed.values()].join(', ')), true)
      }
      const changed = names(args).filter(name => listed.has(name.toLowerCase()) !== (what === 'add'))
      args.end()
      if (changed.length === 0) throw refuse(`commands.whitelist.${what}.failed`)
      for (const name of changed) {
        if (what === 'add') listed.set(name.toLowerCase(), name)
        else listed.delete(name.toLowerCase())
        answer(source, translate(`commands.whitelist.${what}.success`, name))
      }
    }
  })

  add('defaultgamemode', {
    words: [GAME_MODES],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const word = args.word()
      if (!GAME_MODES.includes(word)) throw refuse('argument.gamemode.invalid', word)
      args.end()
      ctx.options.gamemode = GAME_MODES.indexOf(word)
      answer(source, translate('commands.defaultgamemode.success', { translate: `gameMode.${word}` }))
    }
  })

  // players' own whispers by name are chat.js' work; these come from the console, or go to a selector
  add(['msg', 'tell', 'w'], {
    everyone: true,
    words: [['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const text = args.rest()
      const quiet = { color: 'gray', italic: true }
      for (const player of players) {
        player.tell({ .../** @type {any} */ (translate('commands.message.display.incoming', source.entity ? nameOf(source.entity) : source.name, text)), ...quiet })
        source.tell({ .../** @type {any} */ (translate('commands.message.display.outgoing', nameOf(player), text)), ...quiet })
      }
    }
  })
  add('me', {
    everyone: true,
    run: (/** @type {any} */ source, /** @type {any} */ args) => ctx.say(translate('chat.type.emote', source.entity ? nameOf(source.entity) : source.name, args.rest()))
  })

  add(['teammsg', 'tm'], {
    everyone: true,
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const text = args.rest()
      const team = source.entity ? ctx.commands.teamOf(source.name) : null
      if (!team) throw refuse('commands.teammsg.failed.noteam')
      const shown = { translate: 'chat.square_brackets', with: [team] }
      for (const player of ctx.players) {
        if (ctx.commands.teamOf(player.username) !== team) continue
        player.tell(translate(`chat.type.team.${player === source.player ? 'sent' : 'text'}`, shown, nameOf(source.entity), text))
      }
    }
  })
}
