/**
 * Hunt the nearest mob of a kind in sight with the best weapon held, and pick up what it drops.
 * @param {Bot} bot
 * @param {string} mobName
 * @param {number} [timeout] - game seconds, 300 by default
 * @returns {Promise<boolean>} true
 * @throws not_found {mob, distance}, timed_out, unsafe (too weak to go on), bad_argument, died
 * @example await killMob(bot, "cow")
 */
async function killMob (bot, mobName, timeout = 300) {
  const DISTANCE = 96 // blocks; farther than a server shows most creatures, so what is seen is hunted
  if (!mcData.entitiesByName[mobName]) fail('bad_argument', `There is no mob called "${mobName}".`, { argument: 'mobName', mob: mobName })
  if (!(timeout > 0)) fail('bad_argument', `timeout must be a number of seconds above 0, not ${timeout}.`, { argument: 'timeout' })
  const BABY = 16 // metadata key
  const peaceful = mcData.entitiesByName[mobName].category === 'Passive mobs'
  const until = Date.now() + timeout * 1000
  const given = new Set()
  let weak = 0
  /** Where one of them fell to self-defence. @type {any} */
  let fell = null
  const died = (/** @type {any} */ entity) => { if (entity.name === mobName && entity.position.distanceTo(bot.entity.position) <= 5) fell = entity.position.clone() }
  for (;;) {
    bot.on('entityDead', died)
    try { await api.stayAlive() } finally { bot.removeListener('entityDead', died) }
    if (fell) {
      await api.waitTicks(20)
      await api.pickUp(fell, 8, 10)
      return true
    }
    const wanted = (/** @type {any} */ entity) => entity.name === mobName && !given.has(entity.id) && entity.position.distanceTo(bot.entity.position) <= DISTANCE
    // The young of animals drop nothing: they come last.
    const target = (peaceful && bot.nearestEntity(entity => wanted(entity) && !(/** @type {any} */ (entity.metadata[BABY])))) || bot.nearestEntity(wanted)
    const left = (until - Date.now()) / 1000
    if (!target) {
      if (given.size) fail('no_path', `The ${mobName}s seen could not be reached. Look elsewhere.`, { mob: mobName })
      fail('not_found', `No ${mobName} in sight. Explore to find one.`, { mob: mobName, distance: DISTANCE })
    }
    if (left <= 0) fail('timed_out', `${mobName} was not killed within ${timeout} seconds.`, { mob: mobName, seconds: timeout })
    const ended = await api.fight(target, { seconds: Math.min(left, 90), chase: 64 })
    if (ended === 'killed') {
      const place = target.position.clone() // the body may fly on for blocks; what it drops stays here
      await api.waitTicks(20)
      await api.pickUp(place, 8, 10)
      return true
    }
    if (ended === 'lost' || ended === 'timed_out') given.add(target.id)
    if (ended === 'weak') {
      await api.flee()
      await api.stayAlive()
      if (++weak > 3) fail('unsafe', `Too hurt (health ${Math.round(bot.health)}) to fight ${mobName}. Eat, rest and get a better weapon first.`, { mob: mobName, health: Math.round(bot.health) })
      await api.waitTicks(60)
    }
  }
}
