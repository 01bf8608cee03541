/**
 * Status effects of players: given, counted down, felt, told to the client.
 *
 * Sources: https://minecraft.wiki/w/Effect (Java 1.20): intervals of regeneration, poison and wither, hunger's exhaustion.
 * Clients work out jump boost, haste and fatigue by themselves; speed and slowness reach them as modifiers of the attribute movement_speed.
 * The dig rules ask `effects.level`.
 * Not covered: effects of creatures, invisibility to mobs, luck, bad omen and the like (kept and shown only).
 */

/**
 * @typedef {{amplifier: number, ticks: number}} Effect amplifier 0–255, 0 is level I; ticks left, -1 without end
 */
const ABSORPTION_PER_LEVEL = 4 // health points
const ENDLESS = -1 // duration on the wire
const SHOWN = new Set(['invisibility', 'glowing']) // that everybody sees
const HUNGER_EXHAUSTION = 0.005 // a tick and level
/** Modifiers of walking speed: uuid, share a level, multiplied onto the total. Source: Java Edition 1.20.4, MobEffects */
const PACES = /** @type {Record<string, [string, number]>} */ ({ speed: ['91aeaa56-376b-4498-935b-2f7f68070635', 0.2], slowness: ['7107de5e-7ce8-4030-940e-514c1f160890', -0.15] })
const WALK = 0.10000000149011612 // movement_speed of a player

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /** @type {Map<string, number>} */
  const ids = new Map()
  for (const effect of ctx.registry.effectsArray) ids.set(snake(effect.name), effect.id)
  ids.set('unluck', /** @type {number} */ (ids.get('bad_luck')))

  const of = (/** @type {any} */ player) => /** @type {Record<string, Effect>} */ (player.survival.effects ??= {})

  /** Levels of an effect on a player: 0 when absent, 1 for amplifier 0. */
  const level = (/** @type {any} */ player, /** @type {string} */ name) => {
    const effect = player.survival.effects?.[name]
    return effect ? effect.amplifier + 1 : 0
  }

  /**
   * Give an effect; a weaker one never displaces a stronger, an equal one prolongs.
   * @param {any} player @param {string} name snake_case vanilla name @param {number} amplifier @param {number} ticks
   * @returns {boolean} whether it took
   */
  function give (player, name, amplifier, ticks) {
    const id = ids.get(name)
    amplifier = Math.max(0, Math.min(255, Math.floor(amplifier)))
    if (id === undefined || player.survival.dead) return false
    if (name === 'instant_health') return ctx.vitals.heal(player, 4 * 2 ** amplifier), true
    if (name === 'instant_damage') return ctx.damage.player(player, 6 * 2 ** amplifier, { cause: 'magic' })
    ticks = Number.isFinite(ticks) && ticks >= 0 ? Math.floor(ticks) : ENDLESS
    const longer = (/** @type {number} */ a, /** @type {number} */ b) => a === ENDLESS || (b !== ENDLESS && a >= b)
    const had = of(player)[name]
    if (had && (had.amplifier > amplifier || (had.amplifier === amplifier && longer(had.ticks, ticks)))) return false
    of(player)[name] = { amplifier, ticks }
    if (name === 'absorption') player.survival.absorption = Math.max(player.survival.absorption ?? 0, ABSORPTION_PER_LEVEL * (amplifier + 1))
    tell(player, name)
    if (SHOWN.has(name)) ctx.poses.show(player)
    return true
  }

  /** Send one effect to the player's client. */
  function tell (/** @type {any} */ player, /** @type {string} */ name) {
    const { amplifier, ticks } = of(player)[name]
    const duration = Math.min(0x7fffffff, Math.floor(ticks))
    if (PACES[name]) tellPace(player)
    player.send('entity_effect', { entityId: player.id, effectId: ids.get(name), amplifier: (amplifier << 24) >> 24, duration, hideParticles: 0 })
  }

  /** Send how fast a player walks; his client moves by it. */
  function tellPace (/** @type {any} */ player) {
    const modifiers = Object.entries(PACES).filter(([name]) => of(player)[name]).map(([name, [uuid, share]]) => ({ uuid, amount: share * level(player, name), operation: 2 }))
    const value = ctx.commands.baseOf(player, 'generic.movement_speed') ?? WALK
    player.send('entity_update_attributes', { entityId: player.id, properties: [{ name: 'minecraft:generic.movement_speed', value, modifiers }] })
  }

  function remove (/** @type {any} */ player, /** @type {string} */ name) {
    if (!of(player)[name]) return false
    delete of(player)[name]
    if (name === 'absorption') player.survival.absorption = 0
    if (PACES[name]) tellPace(player)
    player.send('remove_entity_effect', { entityId: player.id, effectId: ids.get(name) })
    if (SHOWN.has(name)) ctx.poses.show(player)
    return true
  }

  function clear (/** @type {any} */ player) {
    for (const name of Object.keys(of(player))) remove(player, name)
  }

  function tick (/** @type {any} */ player) {
    const { survival } = player
    if (survival.dead || !survival.effects) return
    for (const name of Object.keys(survival.effects)) {
      const effect = survival.effects[name]
      feel(player, name, effect)
      if (survival.dead || !survival.effects[name]) return
      if (effect.ticks !== ENDLESS && --effect.ticks <= 0) remove(player, name)
    }
  }

  function feel (/** @type {any} */ player, /** @type {string} */ name, /** @type {Effect} */ { amplifier, ticks }) {
    const due = (/** @type {number} */ interval) => { const every = amplifier > 30 ? 0 : interval >> amplifier; return every <= 0 || ticks % every === 0 }
    if (name === 'regeneration' && due(50)) ctx.vitals.heal(player, 1)
    else if (name === 'poison' && due(25) && ctx.vitals.health(player) > 1) ctx.damage.player(player, 1, { cause: 'magic' })
    else if (name === 'wither' && due(40)) ctx.damage.player(player, 1, { cause: 'wither' })
    else if (name === 'hunger') ctx.vitals.exhaust(player, HUNGER_EXHAUSTION * (amplifier + 1))
    else if (name === 'saturation') ctx.vitals.feed(player, amplifier + 1, 2 * (amplifier + 1))
  }

  ctx.effects = { give, remove, clear, level, ids, tellPace, tellAll: (/** @type {any} */ player) => { for (const name of Object.keys(of(player))) tell(player, name) } }
  ctx.onTick(() => { for (const player of ctx.players) tick(player) })
  ctx.onJoin(player => ctx.effects.tellAll(player))
}

/** @param {string} name minecraft-data's spelling, as in FireResistance */
function snake (name) {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
}
