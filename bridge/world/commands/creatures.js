/**
 * Commands about any entity: damage, tag, attribute, ride, spectate, `data … entity`.
 *
 * Attributes are kept and told to clients, so that a player's movement_speed counts, since his own client moves him; the rules of this world do not
 * ask them (max_health, armor, attack_damage …). Modifiers of attributes are not known. Keys and order: Java Edition 1.20.4.
 */
import { nameOf, translate } from '../text.js'
import { entityData, snbtOf, tagAt } from './entity_data.js'
import { refuse } from './reader.js'

const MOST_TAGS = 1024 // https://minecraft.wiki/w/Commands/tag
/** What a player's attributes are without a command; https://minecraft.wiki/w/Attribute */
const OF_PLAYERS = /** @type {Record<string, number>} */ ({
  'generic.max_health': 20, 'generic.movement_speed': 0.1, 'generic.attack_damage': 1, 'generic.attack_speed': 4, 'generic.armor': 0,
  'generic.armor_toughness': 0, 'generic.knockback_resistance': 0, 'generic.luck': 0, 'generic.max_absorption': 0
})

/** Those that clients are told of whatever they see, as vanilla marks them; without armour, which for players depends on what is worn. */
const SHOWN = ['generic.max_health', 'generic.movement_speed', 'generic.attack_speed', 'generic.luck', 'generic.max_absorption']

/** @param {import('../types.d.ts').Ctx} ctx */
export function installCreatures (ctx) {
  const { add, answer } = ctx.commands
  /** Tags and attributes that commands gave, by the entity's uuid. @type {Map<string, {tags: string[], base: Record<string, number>}>} */
  const given = new Map()
  const of = (/** @type {any} */ entity) => given.get(entity.uuid) ?? { tags: [], base: {} }
  const count = (/** @type {any[]} */ all) => all.length === 1 ? 'single' : 'multiple'
  const who = (/** @type {any[]} */ all) => all.length === 1 ? nameOf(all[0]) : String(all.length)
  ctx.commands.baseOf = (/** @type {any} */ entity, /** @type {string} */ attribute) => of(entity).base[attribute]
  ctx.commands.tagsOf = (/** @type {any} */ entity) => of(entity).tags
  ctx.persist('tags', {
    save: () => [...given].sort(([a], [b]) => a < b ? -1 : 1),
    load: saved => { given.clear(); for (const [uuid, one] of saved) given.set(uuid, one) }
  })

  add('damage', {
    words: [['<player>', '@s', '@e'], [], ['minecraft:generic', 'minecraft:player_attack', 'minecraft:fall', 'minecraft:magic'], ['by', 'at']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const victim = args.targets({ one: true })[0]
      const amount = args.number()
      if (amount < 0) throw refuse('argument.float.low', '0.0', amount)
      const cause = args.more ? args.word().replace(/^minecraft:/, '') : 'generic'
      if (!known.has(cause)) throw refuse('argument.resource.not_found', `minecraft:${cause}`, 'minecraft:damage_type')
      const how = args.more ? args.oneOf(['at', 'by']) : null
      const from = how === 'at' ? args.position() : undefined
      let by = how === 'by' ? args.targets({ one: true })[0] : undefined
      if (how === 'by' && args.more) {
        args.oneOf(['from'])
        by = args.targets({ one: true })[0]
      }
      args.end()
      if ((victim.kind !== 'player' && victim.kind !== 'mob') || !ctx.damage.any(victim, amount, { cause, by, from })) throw refuse('commands.damage.invulnerable')
      answer(source, translate('commands.damage.success', oneDigit(amount), nameOf(victim)))
    }
  })
  /** @type {Set<string>} */
  const known = new Set(ctx.registry.loginPacket.dimensionCodec.value['minecraft:damage_type'].value.value.value.value.map((/** @type {any} */ e) => e.name.value.replace('minecraft:', '')))

  add('tag', {
    words: [['<player>', '@s', '@e'], ['add', 'list', 'remove']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const all = args.targets()
      const what = args.oneOf(['add', 'remove', 'list'])
      if (what === 'list') {
        const tags = [...new Set(all.flatMap((/** @type {any} */ e) => of(e).tags))]
        return answer(source, tags.length === 0
          ? translate(`commands.tag.list.${count(all)}.empty`, who(all))
          : translate(`commands.tag.list.${count(all)}.success`, who(all), tags.length, tags.join(', ')), true)
      }
      const tag = args.word()
      args.end()
      let changed = 0
      for (const entity of all) {
        const { tags, base } = of(entity)
        if (tags.includes(tag) === (what === 'add') || (what === 'add' && tags.length >= MOST_TAGS)) continue
        given.set(entity.uuid, { tags: what === 'add' ? [...tags, tag] : tags.filter(t => t !== tag), base })
        changed++
      }
      if (changed === 0) throw refuse(`commands.tag.${what}.failed`)
      answer(source, translate(`commands.tag.${what}.success.${count(all)}`, tag, who(all)))
    }
  })

  add('attribute', {
    words: [['<player>', '@s'], Object.keys(OF_PLAYERS).map(name => `minecraft:${name}`), ['get', 'base'], ['get', 'set']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const entity = args.targets({ one: true })[0]
      const attribute = args.word().replace(/^minecraft:/, '')
      if (!(attribute in OF_PLAYERS) && attribute !== 'generic.follow_range') throw refuse('argument.resource.not_found', `minecraft:${attribute}`, 'minecraft:attribute')
      const shown = { translate: `attribute.name.${attribute}` }
      const value = valueOf(entity, attribute)
      if (value === undefined) throw refuse('commands.attribute.failed.no_attribute', entity.username ?? entity.name, attribute)
      if (args.oneOf(['get', 'base']) === 'get') return answer(source, translate('commands.attribute.value.get.success', shown, nameOf(entity), oneDigit(value)), true)
      if (args.oneOf(['get', 'set']) === 'get') return answer(source, translate('commands.attribute.base_value.get.success', shown, nameOf(entity), oneDigit(value)), true)
      const wanted = args.number()
      args.end()
      const { tags, base } = of(entity)
      given.set(entity.uuid, { tags, base: { ...base, [attribute]: wanted } })
      show(entity, attribute, wanted)
      answer(source, translate('commands.attribute.base_value.set.success', shown, nameOf(entity), oneDigit(wanted)))
    }
  })

  /** @param {any} entity @param {string} attribute @returns {number | undefined} */
  function valueOf (entity, attribute) {
    const set = of(entity).base[attribute]
    if (set !== undefined) return set
    if (entity.kind === 'player') return OF_PLAYERS[attribute]
    if (entity.kind !== 'mob') return undefined
    const { health, speed, attack, armour, follow, knockback_resistance: firm } = entity.traits
    return /** @type {Record<string, number | undefined>} */ ({
      'generic.max_health': Array.isArray(health) ? entity.most ?? health[1] : health, 'generic.movement_speed': speed, 'generic.attack_damage': attack, 'generic.armor': armour ?? 0,
      'generic.follow_range': follow ?? 16, 'generic.knockback_resistance': firm ?? 0, 'generic.armor_toughness': 0, 'generic.max_absorption': 0
    })[attribute]
  }

  ctx.attributes = {
    /** Tell a player of what a living being is capable. @param {import('../types.d.ts').Player} player @param {any} entity */
    introduce: (player, entity) => {
      const properties = SHOWN.flatMap(name => {
        const value = valueOf(entity, name)
        return typeof value === 'number' ? [{ name: `minecraft:${name}`, value, modifiers: [] }] : []
      })
      if (properties.length > 0) player.send('entity_update_attributes', { entityId: entity.id, properties })
    }
  }

  /** Tell clients. @param {any} entity @param {string} attribute @param {number} value */
  function show (entity, attribute, value) {
    if (entity.kind === 'player' && attribute === 'generic.movement_speed') return ctx.effects.tellPace(entity) // with what effects make of it
    ctx.damage.toAll(entity, 'entity_update_attributes', { entityId: entity.id, properties: [{ name: `minecraft:${attribute}`, value, modifiers: [] }] })
  }

  // Who comes back moves as fast as he was told to; death takes what commands gave.
  ctx.onJoin(player => {
    ctx.attributes.introduce(player, player)
    ctx.effects.tellPace(player)
    for (const [attribute, value] of Object.entries(of(player).base)) show(player, attribute, value)
  })
  ctx.onRespawn(player => { const one = given.get(player.uuid); if (one) given.set(player.uuid, { ...one, base: {} }) })

  add('ride', {
    words: [['<player>', '@s'], ['dismount', 'mount'], ['@e']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const rider = args.targets({ one: true })[0]
      if (args.oneOf(['mount', 'dismount']) === 'dismount') {
        const { vehicle } = rider
        if (!vehicle) throw refuse('commands.ride.not_riding', rider.username ?? rider.name)
        ctx.riding.dismount(rider)
        return answer(source, translate('commands.ride.dismount.success', nameOf(rider), nameOf(vehicle)))
      }
      const vehicle = args.targets({ one: true })[0]
      if (vehicle.kind === 'player') throw refuse('commands.ride.mount.failure.cant_ride_players')
      if (rider.vehicle) throw refuse('commands.ride.already_riding', rider.username ?? rider.name, rider.vehicle.name)
      if (vehicle === rider) throw refuse('commands.ride.mount.failure.loop')
      if (rider.kind !== 'player' || !ctx.riding.mount(rider, vehicle)) throw refuse('commands.ride.mount.failure.generic', rider.username ?? rider.name, vehicle.name)
      answer(source, translate('commands.ride.mount.success', nameOf(rider), nameOf(vehicle)))
    }
  })

  add('spectate', {
    words: [['<player>', '@e'], ['<player>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const target = args.more ? args.targets({ one: true })[0] : null
      const player = args.more ? args.targets({ players: true, one: true })[0] : args.self()
      if (player === target) throw refuse('commands.spectate.self')
      if (player.gameMode !== 3) throw refuse('commands.spectate.not_spectator', player.username)
      player.send('camera', { cameraId: (target ?? player).id })
      answer(source, target ? translate('commands.spectate.success.started', nameOf(target)) : translate('commands.spectate.success.stopped'), true)
    }
  })

  /** `data get|merge entity`. @param {any} source @param {any} args @param {'get' | 'merge'} what */
  function dataOfEntity (source, args, what) {
    const entity = args.targets({ one: true })[0]
    if (what === 'merge') {
      const { value } = args.snbt()
      if (entity.kind === 'player') throw refuse('commands.data.entity.invalid')
      const before = [entity.still, entity.health, entity.persistent].join()
      if (value.NoAI && entity.kind === 'mob') entity.still = Number(value.NoAI.value) !== 0
      if (value.Health && entity.kind === 'mob') entity.health = Number(value.Health.value)
      if (value.PersistenceRequired && entity.kind === 'mob') entity.persistent = Number(value.PersistenceRequired.value) !== 0
      if (before === [entity.still, entity.health, entity.persistent].join()) throw refuse('commands.data.merge.failed')
      return answer(source, translate('commands.data.entity.modified', nameOf(entity)))
    }
    const path = args.more ? args.word() : ''
    const scale = args.more ? args.number() : null
    const tag = tagAt(entityData(entity, of(entity).tags), path)
    if (!tag) throw refuse('commands.data.get.unknown', path)
    if (scale === null) return answer(source, translate('commands.data.entity.query', nameOf(entity), snbtOf(tag)), true)
    if (typeof tag.value !== 'number') throw refuse('commands.data.get.invalid', path)
    answer(source, translate('commands.data.entity.get', path, nameOf(entity), scale.toFixed(2), Math.floor(tag.value * scale)), true)
  }
  ctx.commands.dataOfEntity = dataOfEntity
}

/** A number as Java writes a float. @param {number} value */
const oneDigit = value => Number.isInteger(value) ? value.toFixed(1) : String(value)
