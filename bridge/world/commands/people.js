/**
 * Commands about players: game mode, place, experience, effects, spawn points, death.
 */
import { ownX } from '../land/dimensions.js'
import { refuse } from './reader.js'
import { GAME_MODES } from './selectors.js'
import { nameOf, translate } from '../text.js'

const OVERWORLD = 'minecraft:overworld'
/** Seconds that an effect lasts when no time is given. https://minecraft.wiki/w/Commands/effect */
const EFFECT_SECONDS = 30

/** @param {import('../types.d.ts').Ctx} ctx */
export function installPeople (ctx) {
  const { add, answer } = ctx.commands

  add('gamemode', {
    words: [GAME_MODES, ['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const word = args.word()
      const mode = GAME_MODES.indexOf(word)
      if (mode < 0) throw refuse('argument.gamemode.invalid', word)
      const players = args.playersOrSelf()
      args.end()
      for (const player of players) {
        if (player.gameMode === mode) continue
        ctx.setGameMode(player, mode)
        const name = { translate: `gameMode.${word}` }
        if (player === source.player) {
          answer(source, translate('commands.gamemode.success.self', name))
        } else {
          if (ctx.rules.sendCommandFeedback !== false) player.tell(translate('gameMode.changed', name))
          answer(source, translate('commands.gamemode.success.other', nameOf(player), name))
        }
      }
    }
  })

  add(['tp', 'teleport'], {
    words: [['<player>', '@s', '@a', '@p', '~'], ['<player>', '~']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const isPlace = () => /^[~^\d.-]/.test(args.peek()) && !/^[0-9a-f]{8}-/.test(args.peek())
      let movers
      if (isPlace()) {
        movers = [args.self()]
      } else {
        movers = args.targets()
        if (!args.more) { // `/tp somebody`: there
          const to = movers[0]
          movers = [args.self()]
          return go(source, movers, to.position.clone(), to.yaw, to.pitch, to)
        }
      }
      if (!isPlace()) {
        const to = args.targets({ one: true })[0]
        return go(source, movers, to.position.clone(), to.yaw, to.pitch, to)
      }
      const place = args.position({ centred: true })
      if (Math.abs(place.x) > 3e7 || Math.abs(place.z) > 3e7 || Math.abs(place.y) > 2e7) throw refuse('commands.teleport.invalidPosition')
      let yaw
      let pitch
      if (args.more && args.peek() !== 'facing') {
        yaw = angle(args.word(), source.yaw)
        pitch = angle(args.word(), source.pitch)
      } else if (args.more) {
        args.word()
        const to = args.peek() === 'entity' ? (args.word(), args.targets({ one: true })[0].position) : args.position()
        const d = to.minus(place.offset(0, 1.62, 0))
        yaw = Math.atan2(-d.x, d.z) * 180 / Math.PI
        pitch = -Math.atan2(d.y, Math.hypot(d.x, d.z)) * 180 / Math.PI
      }
      go(source, movers, place, yaw, pitch, null)
    }
  })

  /** @param {any} source @param {any[]} movers @param {any} place @param {number | undefined} yaw @param {number | undefined} pitch @param {any} to */
  function go (source, movers, place, yaw, pitch, to) {
    for (const mover of movers) {
      if (mover.kind === 'player') {
        ctx.windows?.close?.(mover)
        mover.teleport(place, yaw ?? mover.yaw, pitch ?? mover.pitch)
        ctx.entities.teleport(mover)
      } else {
        mover.position = place.clone()
        mover.velocity.set(0, 0, 0)
        if (yaw !== undefined) mover.yaw = mover.headYaw = yaw
        ctx.entities.teleport(mover)
      }
    }
    const one = movers.length === 1
    const who = one ? nameOf(movers[0]) : String(movers.length)
    const f = (/** @type {number} */ v) => v.toFixed(6)
    if (to) answer(source, translate(`commands.teleport.success.entity.${one ? 'single' : 'multiple'}`, who, nameOf(to)))
    else answer(source, translate(`commands.teleport.success.location.${one ? 'single' : 'multiple'}`, who, f(ownX(place.x)), f(place.y), f(place.z)))
  }

  add(['xp', 'experience'], {
    words: [['add', 'query', 'set'], ['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['add', 'set', 'query'])
      const players = args.targets({ players: true })
      if (what === 'query') {
        const unit = args.oneOf(['points', 'levels'])
        const { xp } = players[0].survival
        return answer(source, translate(`commands.experience.query.${unit}`, nameOf(players[0]), unit === 'points' ? xp.points : xp.level), true)
      }
      const amount = args.integer(what === 'set' ? 0 : undefined)
      const unit = args.more ? args.oneOf(['points', 'levels']) : 'points'
      args.end()
      for (const player of players) {
        const { xp } = player.survival
        if (unit === 'levels') xp.level = Math.max(0, what === 'add' ? xp.level + amount : amount)
        else if (what === 'add') ctx.experience.give(player, amount)
        else xp.points = amount
        ctx.experience.tell(player)
      }
      const one = players.length === 1
      answer(source, translate(`commands.experience.${what}.${unit}.success.${one ? 'single' : 'multiple'}`, amount,
        one ? nameOf(players[0]) : players.length))
    }
  })

  add('effect', {
    words: [['clear', 'give'], ['<player>'], ['<effect>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['give', 'clear'])
      const players = args.more ? args.targets().filter((/** @type {any} */ e) => e.kind === 'player') : [args.self()]
      if (players.length === 0) throw refuse('commands.effect.give.failed')
      const one = players.length === 1
      const who = one ? nameOf(players[0]) : String(players.length)
      const count = one ? 'single' : 'multiple'
      if (what === 'clear' && !args.more) {
        const had = players.filter((/** @type {any} */ p) => Object.keys(p.survival.effects ?? {}).length > 0)
        if (had.length === 0) throw refuse('commands.effect.clear.everything.failed')
        for (const player of had) for (const name of Object.keys(player.survival.effects)) ctx.effects.remove(player, name)
        return answer(source, translate(`commands.effect.clear.everything.success.${count}`, who))
      }
      const name = args.word().replace(/^minecraft:/, '')
      if (!ctx.effects.ids.has(name)) throw refuse('argument.resource.not_found', `minecraft:${name}`, 'minecraft:mob_effect')
      const shown = { translate: `effect.minecraft.${name}` }
      if (what === 'clear') {
        if (!players.some((/** @type {any} */ p) => ctx.effects.remove(p, name))) throw refuse('commands.effect.clear.specific.failed')
        return answer(source, translate(`commands.effect.clear.specific.success.${count}`, shown, who))
      }
      let ticks = EFFECT_SECONDS * 20
      if (args.peek() === 'infinite') ticks = (args.word(), 2 ** 31 - 1)
      else if (args.more) ticks = args.integer(1, 1000000) * 20
      const amplifier = args.more ? args.integer(0, 255) : 0
      if (args.more) args.bool()
      args.end()
      if (!players.filter((/** @type {any} */ p) => ctx.effects.give(p, name, amplifier, ticks)).length) throw refuse('commands.effect.give.failed')
      answer(source, translate(`commands.effect.give.success.${count}`, shown, who))
    }
  })

  add('spawnpoint', {
    words: [['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.playersOrSelf()
      const place = args.more ? args.block() : source.position.floored()
      for (const player of players) player.survival.spawn = { x: place.x + 0.5, y: place.y, z: place.z + 0.5 }
      const one = players.length === 1
      answer(source, translate(`commands.spawnpoint.success.${one ? 'single' : 'multiple'}`, place.x, place.y, place.z, '0.0', OVERWORLD,
        one ? nameOf(players[0]) : players.length))
    }
  })

  add('setworldspawn', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const place = args.more ? args.block() : source.position.floored()
      ctx.spawnPoint = place.offset(0.5, 0, 0.5)
      ctx.broadcast('spawn_position', { location: place, angle: 0 })
      answer(source, translate('commands.setworldspawn.success', place.x, place.y, place.z, '0.0'))
    }
  })

  add('kill', {
    words: [['<player>', '@a', '@e', '@s']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const victims = args.more ? args.targets() : [args.self()]
      args.end()
      for (const victim of victims) {
        if (victim.kind === 'player') ctx.damage.player(victim, 1e9, { cause: 'generic_kill' })
        else if (victim.kind === 'mob') ctx.damage.mob(victim, 1e9, { cause: 'generic_kill' })
        else ctx.entities.remove(victim)
      }
      const one = victims.length === 1
      answer(source, translate(`commands.kill.success.${one ? 'single' : 'multiple'}`, one ? nameOf(victims[0]) : victims.length))
    }
  })
}

/** @param {string} word @param {number} own */
function angle (word, own) {
  const value = word.startsWith('~') ? own + Number(word.slice(1) || 0) : Number(word)
  if (!Number.isFinite(value)) throw refuse('parsing.float.invalid', word)
  return value
}
