/**
 * Time, weather, rules, difficulty, seed, operators, the server itself.
 */
import { refuse } from './reader.js'
import { nameOf, translate } from '../text.js'

const DIFFICULTIES = ['peaceful', 'easy', 'normal', 'hard']
const TIMES = /** @type {Record<string, number>} */ ({ day: 1000, noon: 6000, night: 13000, midnight: 18000 }) // ticks; https://minecraft.wiki/w/Commands/time

/** Rules of 1.20.4 that this world keeps and tells but does not ask, as they are without a command; https://minecraft.wiki/w/Game_rule */
const UNASKED = {
  announceAdvancements: true, blockExplosionDropDecay: true, commandBlockOutput: true, commandModificationBlockLimit: 32768, disableElytraMovementCheck: false, disableRaids: false,
  doLimitedCrafting: false, doPatrolSpawning: true, doTraderSpawning: true, doVinesSpread: true, doWardenSpawning: true, enderPearlsVanishOnDeath: true,
  forgiveDeadPlayers: true, freezeDamage: true, globalSoundEvents: true, lavaSourceConversion: false, logAdminCommands: true, maxCommandChainLength: 65536,
  maxCommandForkCount: 65536, maxEntityCramming: 24, mobExplosionDropDecay: true, playersNetherPortalCreativeDelay: 1, playersNetherPortalDefaultDelay: 80,
  projectilesCanBreakBlocks: true, reducedDebugInfo: false, snowAccumulationHeight: 1, spectatorsGenerateChunks: true, tntExplosionDropDecay: false,
  universalAnger: false, waterSourceConversion: true
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function installGeneral (ctx) {
  const { add, answer } = ctx.commands
  for (const [rule, value] of Object.entries(UNASKED)) ctx.rules[rule] ??= value

  add('time', {
    words: [['add', 'query', 'set'], ['day', 'daytime', 'gametime', 'midnight', 'night', 'noon']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['set', 'add', 'query'])
      if (what === 'query') {
        const kind = args.oneOf(['day', 'daytime', 'gametime'])
        const value = kind === 'day' ? Math.floor(ctx.time.day / 24000) : kind === 'daytime' ? ctx.time.ofDay() : ctx.time.age
        return answer(source, translate('commands.time.query', value), true)
      }
      const named = TIMES[args.peek()]
      const ticks = named !== undefined && what === 'set' ? (args.word(), named) : args.ticks()
      args.end()
      ctx.time.set(what === 'add' ? ctx.time.day + ticks : ticks)
      answer(source, translate('commands.time.set', what === 'add' ? ctx.time.ofDay() : ticks))
    }
  })

  add('weather', {
    words: [['clear', 'rain', 'thunder']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const kind = args.oneOf(['clear', 'rain', 'thunder'])
      ctx.time.setWeather(kind, args.more ? args.ticks() : undefined)
      answer(source, translate(`commands.weather.set.${kind}`))
    }
  })

  add('gamerule', {
    words: [['<rule>'], ['true', 'false']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const rule = args.word()
      if (!(rule in ctx.rules)) throw refuse('command.unknown.argument')
      if (!args.more) return answer(source, translate('commands.gamerule.query', rule, String(ctx.rules[rule])), true)
      ctx.rules[rule] = typeof ctx.rules[rule] === 'boolean' ? args.bool() : args.integer(0)
      args.end()
      if (rule === 'doDaylightCycle') ctx.time.send()
      answer(source, translate('commands.gamerule.set', rule, String(ctx.rules[rule])))
    }
  })

  add('difficulty', {
    words: [DIFFICULTIES],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const name = (/** @type {number} */ level) => ({ translate: `options.difficulty.${DIFFICULTIES[level]}` })
      if (!args.more) return answer(source, translate('commands.difficulty.query', name(ctx.options.difficulty)), true)
      const level = DIFFICULTIES.indexOf(args.oneOf(DIFFICULTIES))
      if (level === ctx.options.difficulty) throw refuse('commands.difficulty.failure', DIFFICULTIES[level])
      ctx.options.difficulty = level
      ctx.broadcast('difficulty', { difficulty: level, difficultyLocked: false })
      answer(source, translate('commands.difficulty.success', name(level)))
    }
  })

  add('seed', {
    run: (/** @type {any} */ source) => answer(source, translate('commands.seed.success', {
      translate: 'chat.square_brackets', with: [{ text: String(ctx.seed), color: 'green', insertion: String(ctx.seed) }]
    }), true)
  })

  for (const [name, op] of /** @type {[string, boolean][]} */ ([['op', true], ['deop', false]])) {
    add(name, {
      words: [['<player>']],
      run: (/** @type {any} */ source, /** @type {any} */ args) => {
        const who = args.peek().startsWith('@') ? args.targets({ players: true })[0].username : args.word()
        args.end()
        if (!/^[A-Za-z0-9_]{1,16}$/.test(who)) throw refuse('argument.player.unknown')
        if (!ctx.commands.setOperator(who, op)) throw refuse(`commands.${name}.failed`)
        answer(source, translate(`commands.${name}.success`, ctx.playerNamed(who)?.username ?? who))
      }
    })
  }

  add('stop', {
    run: (/** @type {any} */ source) => {
      answer(source, translate('commands.stop.stopping'))
      ctx.emit('stop')
    }
  })
  add('save-all', {
    run: (/** @type {any} */ source) => {
      answer(source, translate('commands.save.saving'), true)
      ctx.emit('save')
      answer(source, translate('commands.save.success'))
    }
  })
  let saves = true
  for (const [name, key, on, already] of /** @type {[string, string, boolean, string][]} */ ([['save-on', 'enabled', true, 'alreadyOn'], ['save-off', 'disabled', false, 'alreadyOff']])) {
    add(name, {
      run: (/** @type {any} */ source) => {
        if (saves === on) throw refuse(`commands.save.${already}`)
        saves = on
        ctx.emit('saves', on)
        answer(source, translate(`commands.save.${key}`))
      }
    })
  }

  add('kick', {
    words: [['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const reason = args.more ? { text: args.rest() } : { translate: 'multiplayer.disconnect.kicked' }
      for (const player of players) {
        player.kick(reason)
        answer(source, translate('commands.kick.success', nameOf(player), reason))
      }
    }
  })

  add('say', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      ctx.say(translate('chat.type.announcement', source.player ? nameOf(source.player) : source.name, args.rest()))
    }
  })

  add('help', {
    everyone: true,
    run: (/** @type {any} */ source) => {
      for (const name of ctx.commands.names()) source.tell({ text: `/${name}` })
    }
  })

  add('list', {
    everyone: true,
    words: [['uuids']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const ids = args.more && args.oneOf(['uuids']) === 'uuids'
      source.tell(translate('commands.list.players', ctx.players.length, ctx.options.maxPlayers, { text: ctx.players.map(p => ids ? `${p.username} (${p.uuid})` : p.username).join(', ') }))
    }
  })
}
