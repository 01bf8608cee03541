/**
 * Commands that only show something: tellraw, title, particle, playsound, boss bars; and the statistics screen, which is empty.
 */
import { refuse } from './reader.js'
import { pack, unpack } from '../plain.js'
import { nameOf, toNbt, translate } from '../text.js'

/** @type {Record<string, string>} */
const TITLE_PACKETS = { title: 'set_title_text', subtitle: 'set_title_subtitle', actionbar: 'action_bar' }
/** @type {Record<string, string>} */
const TITLE_KEYS = { times: 'times', clear: 'cleared', reset: 'reset' }
const COLOURS = ['pink', 'blue', 'red', 'green', 'yellow', 'purple', 'white']
const STYLES = ['progress', 'notched_6', 'notched_10', 'notched_12', 'notched_20']
const SOURCES = ['master', 'music', 'record', 'weather', 'block', 'hostile', 'neutral', 'player', 'ambient', 'voice']

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
      const known = ctx.registry.soundsByName[name.replace(/^minecraft:/, '')]
      for (const player of players) {
        // By number only: the protocol library leaves a byte unwritten before a sound's name. No client has another sound.
        if (known) player.send('sound_effect', {
          sound: { soundId: known.id },
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

  ctx.onPacket('client_command', (player, data) => {
    if (data.actionId === 'request_stats' || data.actionId === 1) player.send('statistics', { entries: [] })
  })
}

const NEEDS_DATA = /^(block|block_marker|falling_dust|dust|dust_color_transition|item|vibration|shriek|sculk_charge)$/

/** @param {import('../types.d.ts').Ctx} ctx */
function installBossBars (ctx) {
  const { add, answer } = ctx.commands
  /** @type {Map<string, {uuid: string, title: any, color: number, style: number, value: number, max: number, visible: boolean, players: string[]}>} */
  const bars = new Map()
  ctx.persist('boss_bars', {
    save: () => pack(ctx, bars),
    load: saved => {
      bars.clear()
      for (const [id, bar] of unpack(ctx, saved)) bars.set(id, bar)
    }
  })
  const shown = (/** @type {any} */ bar) => bar.visible ? ctx.players.filter(player => bar.players.includes(player.username)) : []
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
        bar.players = args.more ? args.targets({ players: true }).map((/** @type {any} */ player) => player.username) : []
        for (const player of before) if (!bar.players.includes(player.username)) player.send('boss_bar', { entityUUID: bar.uuid, action: 1 })
        for (const player of shown(bar)) if (!before.includes(player)) appear(bar, player)
      }
      const key = field === 'visible' ? `visible.success.${bar.visible ? 'visible' : 'hidden'}` : field === 'players' ? 'players.success.some' : `${field}.success`
      const extra = field === 'value' || field === 'max' ? [bar[/** @type {'value'} */ (field)]] : field === 'players' ? [bar.players.length, bar.players.join(', ')] : []
      answer(source, translate(`commands.bossbar.set.${key}`, name(bar), ...extra))
    }
  })
  ctx.onJoin(player => { for (const bar of bars.values()) if (shown(bar).includes(player)) appear(bar, player) })
}
