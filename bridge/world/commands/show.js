/**
 * Commands that only show something: tellraw, title, particle, playsound, boss bars, scoreboards, teams, statistics.
 *
 * Scoreboards and teams are shown as set; criteria other than health and deathCount count nothing.
 */
import { Refusal, refuse } from './reader.js'
import { nameOf, toNbt, translate } from '../text.js'

/** @type {Record<string, string>} */
const TITLE_PACKETS = { title: 'set_title_text', subtitle: 'set_title_subtitle', actionbar: 'action_bar' }
/** @type {Record<string, string>} */
const TITLE_KEYS = { times: 'times', clear: 'cleared', reset: 'reset' }
const COLOURS = ['pink', 'blue', 'red', 'green', 'yellow', 'purple', 'white']
const STYLES = ['progress', 'notched_6', 'notched_10', 'notched_12', 'notched_20']
const SLOTS = /** @type {Record<string, number>} */ ({ list: 0, sidebar: 1, below_name: 2, belowName: 2 })
const SOURCES = ['master', 'music', 'record', 'weather', 'block', 'hostile', 'neutral', 'player', 'ambient', 'voice']
const TEXT_COLOURS = ['black', 'dark_blue', 'dark_green', 'dark_aqua', 'dark_red', 'dark_purple', 'gold', 'gray', 'dark_gray', 'blue', 'green', 'aqua', 'red', 'light_purple', 'yellow', 'white']

/** @param {import('../types.d.ts').Ctx} ctx */
export function installShow (ctx) {
  const { add, answer } = ctx.commands
  /** @param {any[]} players */
  const who = players => players.length === 1 ? nameOf(players[0]) : String(players.length)
  /** @param {any[]} players */
  const number = players => players.length === 1 ? 'single' : 'multiple'

  add('tellraw', {
    words: [['<player>', '@a', '@p']],
    run: (/** @type {any} */ _source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const component = args.component()
      for (const player of players) player.tell(component)
    }
  })

  add('title', {
    words: [['<player>', '@a'], ['actionbar', 'clear', 'reset', 'subtitle', 'times', 'title']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const players = args.targets({ players: true })
      const what = args.oneOf(['title', 'subtitle', 'actionbar', 'times', 'clear', 'reset'])
      /** @type {[string, object]} */
      let packet
      if (what === 'times') packet = ['set_title_time', { fadeIn: args.ticks(), stay: args.ticks(), fadeOut: args.ticks() }]
      else if (what === 'clear' || what === 'reset') packet = ['clear_titles', { reset: what === 'reset' }]
      else packet = [TITLE_PACKETS[what], { text: toNbt(args.component()) }]
      for (const player of players) player.send(...packet)
      const key = TITLE_KEYS[what] ?? `show.${what}`
      answer(source, translate(`commands.title.${key}.${number(players)}`, who(players)))
    }
  })

  add('particle', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const name = args.word().replace(/^minecraft:/, '')
      const particle = ctx.registry.particlesByName[name]
      if (!particle) throw refuse('particle.notFound', `minecraft:${name}`)
      const place = args.more ? args.position() : source.position
      const spread = args.more ? { x: args.number(), y: args.number(), z: args.number() } : { x: 0, y: 0, z: 0 }
      const speed = args.more ? args.number() : 0
      const count = args.more ? args.integer(0) : 0
      const force = args.more ? args.oneOf(['force', 'normal']) === 'force' : false
      const players = args.more ? args.targets({ players: true }) : ctx.players
      if (NEEDS_DATA.test(name)) throw refuse('commands.particle.failed')
      for (const player of players) {
        player.send('world_particles', {
          particleId: particle.id, longDistance: force, x: place.x, y: place.y, z: place.z, offsetX: spread.x, offsetY: spread.y, offsetZ: spread.z,
          particleData: speed, particles: count, data: {}
        })
      }
      answer(source, translate('commands.particle.success', `minecraft:${name}`))
    }
  })

  add('playsound', {
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const name = args.word()
      const category = args.oneOf(SOURCES)
      const players = args.targets({ players: true })
      const place = args.more ? args.position() : source.position
      const volume = args.more ? args.number() : 1
      const pitch = args.more ? args.number() : 1
      for (const player of players) {
        player.send('sound_effect', {
          sound: { data: { soundName: name.includes(':') ? name : `minecraft:${name}`, fixedRange: undefined } },
          soundCategory: category,
          x: Math.round(place.x * 8),
          y: Math.round(place.y * 8),
          z: Math.round(place.z * 8),
          volume,
          pitch,
          seed: 0n
        })
      }
      answer(source, translate(`commands.playsound.success.${number(players)}`, name, who(players)))
    }
  })

  installBossBars(ctx)
  installScoreboard(ctx)
  installTeams(ctx)

  ctx.onPacket('client_command', (player, data) => {
    if (data.actionId === 'request_stats' || data.actionId === 1) player.send('statistics', { entries: [] })
  })
}

const NEEDS_DATA = /^(block|block_marker|falling_dust|dust|dust_color_transition|item|vibration|shriek|sculk_charge)$/

/** @param {import('../types.d.ts').Ctx} ctx */
function installBossBars (ctx) {
  const { add, answer } = ctx.commands
  /** @type {Map<string, {uuid: string, title: any, color: number, style: number, value: number, max: number, visible: boolean, players: any[]}>} */
  const bars = new Map()
  const shown = (/** @type {any} */ bar) => bar.visible ? bar.players.filter((/** @type {any} */ p) => p.joined) : []
  const appear = (/** @type {any} */ bar, /** @type {any} */ player) => player.send('boss_bar', {
    entityUUID: bar.uuid, action: 0, title: toNbt(bar.title), health: Math.min(1, bar.value / bar.max), color: bar.color, dividers: bar.style, flags: 0
  })
  const update = (/** @type {any} */ bar, /** @type {any} */ packet) => { for (const player of shown(bar)) player.send('boss_bar', { entityUUID: bar.uuid, ...packet }) }

  add('bossbar', {
    words: [['add', 'list', 'remove', 'set'], [...bars.keys()], ['color', 'max', 'name', 'players', 'style', 'value', 'visible']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['add', 'remove', 'set', 'list'])
      if (what === 'list') return answer(source, { text: [...bars.keys()].join(', ') }, true)
      const word = args.word()
      const id = word.includes(':') ? word : `minecraft:${word}`
      const bar = bars.get(id)
      const name = (/** @type {any} */ b) => ({ translate: 'chat.square_brackets', with: [b.title] })
      if (what === 'add') {
        if (bar) throw refuse('commands.bossbar.create.failed', id)
        const made = { uuid: ctx.uuid(), title: /** @type {any} */ (args.component()), color: 6, style: 0, value: 0, max: 100, visible: true, players: [] }
        bars.set(id, made)
        return answer(source, translate('commands.bossbar.create.success', name(made)))
      }
      if (!bar) throw refuse('commands.bossbar.unknown', id)
      if (what === 'remove') {
        update(bar, { action: 1 })
        bars.delete(id)
        return answer(source, translate('commands.bossbar.remove.success', name(bar)))
      }
      const field = args.oneOf(['color', 'max', 'name', 'players', 'style', 'value', 'visible'])
      if (field === 'color') {
        bar.color = COLOURS.indexOf(args.oneOf(COLOURS))
        update(bar, { action: 4, color: bar.color, dividers: bar.style })
      } else if (field === 'style') {
        bar.style = STYLES.indexOf(args.oneOf(STYLES))
        update(bar, { action: 4, color: bar.color, dividers: bar.style })
      } else if (field === 'name') {
        bar.title = args.component()
        update(bar, { action: 3, title: toNbt(bar.title) })
      } else if (field === 'value' || field === 'max') {
        bar[/** @type {'value'} */ (field)] = args.integer(field === 'max' ? 1 : 0)
        update(bar, { action: 2, health: Math.min(1, bar.value / bar.max) })
      } else if (field === 'visible') {
        const before = shown(bar)
        bar.visible = args.bool()
        if (bar.visible && before.length === 0) for (const player of shown(bar)) appear(bar, player)
        else if (!bar.visible) for (const player of before) player.send('boss_bar', { entityUUID: bar.uuid, action: 1 })
      } else {
        const before = shown(bar)
        bar.players = args.more ? args.targets({ players: true }) : []
        for (const player of before) if (!bar.players.includes(player)) player.send('boss_bar', { entityUUID: bar.uuid, action: 1 })
        for (const player of shown(bar)) if (!before.includes(player)) appear(bar, player)
      }
      const key = field === 'visible' ? `visible.success.${bar.visible ? 'visible' : 'hidden'}` : field === 'players' ? 'players.success.some' : `${field}.success`
      const extra = field === 'value' || field === 'max' ? [bar[/** @type {'value'} */ (field)]] : field === 'players' ? [bar.players.length, bar.players.map(p => p.username).join(', ')] : []
      answer(source, translate(`commands.bossbar.set.${key}`, name(bar), ...extra))
    }
  })
}

/** @param {import('../types.d.ts').Ctx} ctx */
function installScoreboard (ctx) {
  const { add, answer } = ctx.commands
  /** @type {Map<string, {criterion: string, title: any, scores: Map<string, number>}>} */
  const objectives = new Map()
  /** @type {Map<number, string>} */
  const displayed = new Map()
  const visible = (/** @type {string} */ name) => [...displayed.values()].includes(name)
  const name = (/** @type {string} */ id) => ({ translate: 'chat.square_brackets', with: [objectives.get(id)?.title ?? id] })

  /** @param {string} id @param {any} [to] */
  function appear (id, to) {
    const objective = objectives.get(id)
    if (!objective) return
    const packets = /** @type {[string, object][]} */ ([
      ['scoreboard_objective', { name: id, action: 0, displayText: toNbt(objective.title), type: objective.criterion === 'health' ? 1 : 0, number_format: undefined, styling: undefined }],
      ...[...objective.scores].map(([who, value]) => ['scoreboard_score', score(id, who, value)])
    ])
    for (const [packet, params] of packets) to ? to.send(packet, params) : ctx.broadcast(packet, params)
  }
  const score = (/** @type {string} */ id, /** @type {string} */ who, /** @type {number} */ value) => ({
    itemName: who, scoreName: id, value, display_name: undefined, number_format: undefined, styling: undefined
  })
  /** @param {string} id @param {string} who @param {number} value */
  function set (id, who, value) {
    const objective = objectives.get(id)
    if (!objective || objective.scores.get(who) === value) return
    objective.scores.set(who, value)
    if (visible(id)) ctx.broadcast('scoreboard_score', score(id, who, value))
  }

  add('scoreboard', {
    words: [['objectives', 'players'], ['add', 'list', 'remove', 'set', 'setdisplay']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      if (args.oneOf(['objectives', 'players']) === 'players') {
        const what = args.oneOf(['set', 'add', 'remove'])
        const targets = args.peek().startsWith('@') ? args.targets({ players: true }).map((/** @type {any} */ p) => p.username) : [args.word()]
        const id = args.word()
        const objective = objectives.get(id)
        if (!objective) throw refuse('arguments.objective.notFound', id)
        const amount = args.integer()
        for (const who of targets) {
          const had = objective.scores.get(who) ?? 0
          set(id, who, what === 'set' ? amount : what === 'add' ? had + amount : had - amount)
        }
        return answer(source, translate('commands.scoreboard.players.set.success.single', name(id), targets[0], amount))
      }
      const what = args.oneOf(['add', 'remove', 'list', 'setdisplay'])
      if (what === 'list') {
        if (objectives.size === 0) return answer(source, translate('commands.scoreboard.objectives.list.empty'), true)
        return answer(source, translate('commands.scoreboard.objectives.list.success', objectives.size, [...objectives.keys()].join(', ')), true)
      }
      if (what === 'setdisplay') {
        const slot = args.word()
        const position = SLOTS[slot]
        if (position === undefined) throw refuse('argument.scoreboardDisplaySlot.invalid', slot)
        const id = args.more ? args.word() : null
        if (id && !objectives.has(id)) throw refuse('arguments.objective.notFound', id)
        const before = displayed.get(position)
        const known = id !== null && visible(id)
        if (id) displayed.set(position, id)
        else displayed.delete(position)
        if (id && !known) appear(id)
        ctx.broadcast('scoreboard_display_objective', { position, name: id ?? '' })
        if (before && !visible(before)) ctx.broadcast('scoreboard_objective', { name: before, action: 1 })
        return answer(source, id
          ? translate('commands.scoreboard.objectives.display.set', slot, name(id))
          : translate('commands.scoreboard.objectives.display.cleared', slot))
      }
      const id = args.word()
      if (what === 'remove') {
        if (!objectives.has(id)) throw refuse('arguments.objective.notFound', id)
        const gone = name(id)
        objectives.delete(id)
        for (const [position, shown] of displayed) if (shown === id) displayed.delete(position)
        ctx.broadcast('scoreboard_objective', { name: id, action: 1 })
        return answer(source, translate('commands.scoreboard.objectives.remove.success', gone))
      }
      if (objectives.has(id)) throw refuse('commands.scoreboard.objectives.add.duplicate')
      const criterion = args.word()
      objectives.set(id, { criterion, title: args.more ? args.component() : { text: id }, scores: new Map() })
      count()
      answer(source, translate('commands.scoreboard.objectives.add.success', name(id)))
    }
  })

  function count () {
    for (const [id, { criterion }] of objectives) {
      if (criterion === 'health') for (const player of ctx.players) set(id, player.username, Math.ceil(player.health))
      else if (criterion === 'deathCount') for (const player of ctx.players) set(id, player.username, player.survival.stats?.deaths ?? 0)
    }
  }
  ctx.onTick(() => { if (objectives.size > 0) count() })
  ctx.onJoin(player => {
    for (const id of new Set(displayed.values())) appear(id, player)
    for (const [position, id] of displayed) player.send('scoreboard_display_objective', { position, name: id })
  })
}

/** @param {import('../types.d.ts').Ctx} ctx */
function installTeams (ctx) {
  const { add, answer } = ctx.commands
  /** @typedef {{title: any, prefix: any, suffix: any, color: number, friendlyFire: number, nameTagVisibility: string, collisionRule: string, members: Set<string>}} Team */
  /** @type {Map<string, Team>} */
  const teams = new Map()
  const looks = (/** @type {Team} */ t) => ({
    name: toNbt(t.title), friendlyFire: t.friendlyFire, nameTagVisibility: t.nameTagVisibility, collisionRule: t.collisionRule, formatting: t.color, prefix: toNbt(t.prefix), suffix: toNbt(t.suffix)
  })
  const shown = (/** @type {Team} */ t) => ({ translate: 'chat.square_brackets', with: [t.title] })

  add('team', {
    words: [['add', 'empty', 'join', 'leave', 'list', 'modify', 'remove']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const what = args.oneOf(['add', 'remove', 'join', 'leave', 'modify', 'empty', 'list'])
      if (what === 'leave') {
        const names = members(args)
        for (const [id, team] of teams) {
          const gone = names.filter(n => team.members.delete(n))
          if (gone.length > 0) ctx.broadcast('teams', { team: id, mode: 4, players: gone })
        }
        return answer(source, translate('commands.team.leave.success.single', names[0]))
      }
      if (what === 'list' && !args.more) {
        return answer(source, teams.size === 0 ? translate('commands.team.list.teams.empty') : translate('commands.team.list.teams.success', teams.size, [...teams.keys()].join(', ')), true)
      }
      const id = args.word()
      const team = teams.get(id)
      if (what === 'add') {
        if (team) throw refuse('commands.team.add.duplicate')
        const made = { title: args.more ? args.component() : { text: id }, prefix: { text: '' }, suffix: { text: '' }, color: 21, friendlyFire: 3, nameTagVisibility: 'always', collisionRule: 'always', members: new Set() }
        teams.set(id, made)
        ctx.broadcast('teams', { team: id, mode: 0, ...looks(made), players: [] })
        return answer(source, translate('commands.team.add.success', shown(made)))
      }
      if (!team) throw refuse('team.notFound', id)
      if (what === 'remove') {
        teams.delete(id)
        ctx.broadcast('teams', { team: id, mode: 1 })
        return answer(source, translate('commands.team.remove.success', shown(team)))
      }
      if (what === 'join') {
        const names = members(args)
        for (const [other, t] of teams) {
          const left = names.filter(n => t !== team && t.members.delete(n))
          if (left.length > 0) ctx.broadcast('teams', { team: other, mode: 4, players: left })
        }
        for (const name of names) team.members.add(name)
        ctx.broadcast('teams', { team: id, mode: 3, players: names })
        return answer(source, names.length === 1
          ? translate('commands.team.join.success.single', names[0], shown(team))
          : translate('commands.team.join.success.multiple', names.length, shown(team)))
      }
      if (what === 'empty') {
        const names = [...team.members]
        if (names.length === 0) throw refuse('commands.team.empty.unchanged')
        team.members.clear()
        ctx.broadcast('teams', { team: id, mode: 4, players: names })
        return answer(source, translate('commands.team.empty.success', names.length, shown(team)))
      }
      if (what === 'list') return answer(source, translate('commands.team.list.members.success', shown(team), team.members.size, [...team.members].join(', ')), true)
      answer(source, modify(team, args))
      ctx.broadcast('teams', { team: id, mode: 2, ...looks(team) })
    }
  })

  /** @param {Team} team @param {any} args @returns {any} what is said */
  function modify (team, args) {
    const field = args.word()
    switch (field) {
      case 'displayName': team.title = args.component(); return translate('commands.team.option.name.success', shown(team))
      case 'prefix': team.prefix = args.component(); return translate('commands.team.option.prefix.success', team.prefix)
      case 'suffix': team.suffix = args.component(); return translate('commands.team.option.suffix.success', team.suffix)
      case 'color': {
        const color = args.oneOf([...TEXT_COLOURS, 'reset'])
        team.color = color === 'reset' ? 21 : TEXT_COLOURS.indexOf(color)
        return translate('commands.team.option.color.success', shown(team), color)
      }
      case 'friendlyFire': {
        const on = args.bool()
        team.friendlyFire = (team.friendlyFire & 2) | (on ? 1 : 0)
        return translate(`commands.team.option.friendlyfire.${on ? 'enabled' : 'disabled'}`, shown(team))
      }
      case 'nametagVisibility': team.nameTagVisibility = args.oneOf(['always', 'never', 'hideForOtherTeams', 'hideForOwnTeam']); return translate('commands.team.option.nametagVisibility.success', shown(team), team.nameTagVisibility)
      case 'collisionRule': team.collisionRule = args.oneOf(['always', 'never', 'pushOtherTeams', 'pushOwnTeam']); return translate('commands.team.option.collisionRule.success', shown(team), team.collisionRule)
      default: throw new Refusal({ translate: 'command.unknown.argument' })
    }
  }

  /** @param {any} args @returns {string[]} */
  const members = args => !args.more ? [args.self().username] : args.peek().startsWith('@') ? args.targets({ players: true }).map((/** @type {any} */ p) => p.username) : [args.word()]

  ctx.onJoin(player => {
    for (const [id, team] of teams) player.send('teams', { team: id, mode: 0, ...looks(team), players: [...team.members] })
  })
}
