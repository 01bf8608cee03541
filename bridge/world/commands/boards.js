/**
 * Scoreboards and teams.
 *
 * They are shown as set; criteria other than health and deathCount count nothing.
 */
import { Refusal, refuse } from './reader.js'
import { pack, unpack } from '../plain.js'
import { toNbt, translate } from '../text.js'

const SLOTS = /** @type {Record<string, number>} */ ({ list: 0, sidebar: 1, below_name: 2, belowName: 2 })
const TEXT_COLOURS = ['black', 'dark_blue', 'dark_green', 'dark_aqua', 'dark_red', 'dark_purple', 'gold', 'gray', 'dark_gray', 'blue', 'green', 'aqua', 'red', 'light_purple', 'yellow', 'white']

/** @param {import('../types.d.ts').Ctx} ctx */
export function installScoreboard (ctx) {
  const { add, answer } = ctx.commands
  /** @type {Map<string, {criterion: string, title: any, hearts?: boolean, scores: Map<string, number>}>} */
  const objectives = new Map()
  /** @type {Map<number, string>} */
  const displayed = new Map()
  ctx.persist('scoreboard', {
    save: () => pack(ctx, { objectives, displayed }),
    load: saved => {
      const kept = unpack(ctx, saved)
      objectives.clear()
      displayed.clear()
      for (const [id, objective] of kept.objectives) objectives.set(id, objective)
      for (const [position, id] of kept.displayed) displayed.set(position, id)
    }
  })
  const visible = (/** @type {string} */ name) => [...displayed.values()].includes(name)
  const name = (/** @type {string} */ id) => ({ translate: 'chat.square_brackets', with: [objectives.get(id)?.title ?? id] })

  /** @param {string} id @param {any} [to] */
  function appear (id, to) {
    const objective = objectives.get(id)
    if (!objective) return
    const packets = /** @type {[string, object][]} */ ([
      ['scoreboard_objective', told(id, objective, 0)],
      ...[...objective.scores].map(([who, value]) => ['scoreboard_score', score(id, who, value)])
    ])
    for (const [packet, params] of packets) to ? to.send(packet, params) : ctx.broadcast(packet, params)
  }
  /** @param {string} id @param {{criterion: string, title: any, hearts?: boolean}} objective @param {0 | 2} action 0 new, 2 changed */
  const told = (id, { criterion, title, hearts }, action) => ({
    name: id, action, displayText: toNbt(title), type: hearts ?? criterion === 'health' ? 1 : 0, number_format: undefined, styling: undefined
  })
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

  ctx.commands.scores = {
    /** @param {string} id @param {string} who @returns {number | null} */
    get: (id, who) => objectives.get(id)?.scores.get(who) ?? null,
    set,
    /** @param {string} id */
    has: id => objectives.has(id)
  }

  /** Forget what somebody has, in one objective or in all. @param {string} who @param {string | null} only */
  function reset (who, only) {
    for (const [id, { scores }] of objectives) {
      if ((only !== null && id !== only) || !scores.delete(who)) continue
      if (visible(id)) ctx.broadcast('reset_score', { entity_name: who, objective_name: id })
    }
  }

  add('scoreboard', {
    words: [['objectives', 'players'], ['add', 'list', 'modify', 'remove', 'set', 'setdisplay']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      if (args.oneOf(['objectives', 'players']) === 'players') {
        const what = args.oneOf(['set', 'add', 'remove', 'reset'])
        const targets = args.peek().startsWith('@') ? args.targets({ players: true }).map((/** @type {any} */ p) => p.username) : [args.word()]
        const id = what === 'reset' && !args.more ? null : args.word()
        const objective = objectives.get(id ?? '')
        if (id !== null && !objective) throw refuse('arguments.objective.notFound', id)
        if (what === 'reset') {
          for (const who of targets) reset(who, id)
          return answer(source, id === null
            ? translate('commands.scoreboard.players.reset.all.single', targets[0])
            : translate('commands.scoreboard.players.reset.specific.single', name(id), targets[0]))
        }
        const amount = args.integer()
        for (const who of targets) {
          const had = objective?.scores.get(who) ?? 0
          set(String(id), who, what === 'set' ? amount : what === 'add' ? had + amount : had - amount)
        }
        return answer(source, translate('commands.scoreboard.players.set.success.single', name(String(id)), targets[0], amount))
      }
      const what = args.oneOf(['add', 'remove', 'list', 'setdisplay', 'modify'])
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
      if (what === 'modify') {
        const objective = objectives.get(id)
        if (!objective) throw refuse('arguments.objective.notFound', id)
        if (args.oneOf(['displayname', 'rendertype']) === 'displayname') objective.title = args.component()
        else objective.hearts = args.oneOf(['hearts', 'integer']) === 'hearts'
        if (visible(id)) ctx.broadcast('scoreboard_objective', told(id, objective, 2))
        return answer(source, translate(`commands.scoreboard.objectives.modify.${args.text.includes(' rendertype ') ? 'rendertype' : 'displayname'}`, id, name(id)))
      }
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
export function installTeams (ctx) {
  const { add, answer } = ctx.commands
  /** @typedef {{title: any, prefix: any, suffix: any, color: number, friendlyFire: number, nameTagVisibility: string, collisionRule: string, members: Set<string>}} Team */
  /** @type {Map<string, Team>} */
  const teams = new Map()
  ctx.persist('teams', {
    save: () => pack(ctx, teams),
    load: saved => {
      teams.clear()
      for (const [id, team] of unpack(ctx, saved)) teams.set(id, team)
    }
  })
  const looks = (/** @type {Team} */ t) => ({
    name: toNbt(t.title), friendlyFire: t.friendlyFire, nameTagVisibility: t.nameTagVisibility, collisionRule: t.collisionRule, formatting: t.color, prefix: toNbt(t.prefix), suffix: toNbt(t.suffix)
  })
  const shown = (/** @type {Team} */ t) => ({ translate: 'chat.square_brackets', with: [t.title] })
  ctx.commands.teamOf = (/** @type {string} */ name) => [...teams].find(([, team]) => team.members.has(name))?.[0] ?? null

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
