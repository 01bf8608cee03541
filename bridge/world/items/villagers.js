/**
 * Villagers as traders: where they come from, their professions, what they offer, and the window in which they trade.
 *
 * Knows data/trades.json. Offers restock after half a day, at most, and prices rise with demand as in vanilla (https://minecraft.wiki/w/Trading, Java 1.20).
 * Ours: restocking needs no walk to the job site; jobs are taken at once by whoever is nearest. Not covered: gossip and curing, the hero's discount, wandering
 * traders, losing a job when its site is broken.
 * @module
 */
import { createOffers } from './benches/enchanting.js'
import { createTrades } from './trades.js'
import { chunkAt, chunkKey } from '../blocks/chunks.js'
import { JOBS } from '../terrain/structures/houses.js'

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./benches.js').Work} Work */

const TYPES = ['desert', 'jungle', 'plains', 'savanna', 'snow', 'swamp', 'taiga']
const PROFESSIONS = ['none', 'armorer', 'butcher', 'cartographer', 'cleric', 'farmer', 'fisherman', 'fletcher', 'leatherworker', 'librarian', 'mason', 'nitwit', 'shepherd', 'toolsmith', 'weaponsmith']
const META_VILLAGER = 18 // metadata index of type, profession and level, 1.20.4
const JOB_REACH = 48 // blocks within which a job site is found; https://minecraft.wiki/w/Villager#Job_site_blocks
const RESTOCK = 12000 // ticks: twice a day
const ORB = [3, 6] // points a trade gives the player
const LEVEL_BONUS = 5 // points more when the villager gains a level

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { windows, inventory } = ctx
  const rules = createTrades(ctx.data.trades, createOffers(ctx.registry, inventory, ctx.data.enchantability), ctx)
  const jobs = new Map(Object.entries({ ...JOBS, farmer: 'composter' }).map(([profession, block]) => [block, profession]))
  /** Chunks whose residents have come. @type {Set<number>} */
  const settled = new Set()
  /** @type {[number, number][]} */
  const waiting = []

  /** @param {any} mob */
  function show (mob) {
    const { type, profession, level } = mob.trade
    ctx.entities.setMetadata(mob, [{ key: META_VILLAGER, type: 'villager_data', value: { villagerType: TYPES.indexOf(type), villagerProfession: PROFESSIONS.indexOf(profession), level } }])
  }

  /** @param {{x: number, y: number, z: number}} at @param {string} [profession] @param {string} [type] @returns {any} */
  function spawn (at, profession = 'none', type = 'plains') {
    const mob = ctx.mobs.spawn('villager', at, { persistent: true, home: [at.x, at.y, at.z], trade: { type, profession, level: 1, xp: 0, offers: [], restocked: 0 } })
    if (mob) show(mob)
    return mob
  }

  ctx.chunks.loadListeners.push(chunk => {
    if (!settled.has(chunk.key) && ctx.generator.furnished(chunk.x, chunk.z).residents.length) waiting.push([chunk.x, chunk.z])
  })
  ctx.persist('villagers', {
    save: () => [...settled].sort((a, b) => a - b).map(key => chunkAt(key)),
    load: saved => { settled.clear(); for (const [x, z] of saved) settled.add(chunkKey(x, z)) }
  })
  ctx.onRenew(() => {
    const due = [...new Set(waiting.map(([x, z]) => chunkKey(x, z)))].filter(key => !settled.has(key) && ctx.chunks.loaded.has(key))
    waiting.splice(0, Infinity, ...due.sort((a, b) => a - b).map(chunkAt))
  })
  ctx.onTick(() => {
    if (waiting.length === 0) return
    const [cx, cz] = /** @type {[number, number]} */ (waiting.shift())
    const key = chunkKey(cx, cz)
    if (settled.has(key) || !ctx.chunks.get(cx, cz)) return
    settled.add(key)
    if (!ctx.options.mobs) return
    for (const { x, y, z, profession, type } of ctx.generator.furnished(cx, cz).residents) spawn({ x: x + 0.5, y, z: z + 0.5 }, profession, type)
  })

  // A job site is put down: the nearest villager without work takes it up.
  ctx.blocks.onChange((position, before, after, { cause }) => {
    const profession = cause === 'placed' ? jobs.get(ctx.states.names[after]) : undefined
    if (!profession || ctx.states.names[before] === ctx.states.names[after]) return
    const [idle] = ctx.entities.near(position, JOB_REACH, e => e.kind === 'mob' && e.name === 'villager' && e.trade?.profession === 'none' && !(e.growing > 0))
      .sort((a, b) => a.position.distanceTo(position) - b.position.distanceTo(position))
    if (!idle) return
    idle.trade.profession = profession
    show(idle)
  })

  /** @param {any} mob */
  const tradeOf = mob => mob.trade ??= { type: 'plains', profession: 'none', level: 1, xp: 0, offers: [], restocked: 0 }

  /** Tell a client what is on offer. @param {Player} player @param {any} trade @param {number} windowId */
  function tell (player, trade, windowId) {
    player.send('trade_list', {
      windowId,
      trades: trade.offers.map((/** @type {import('./trades.js').Offer} */ offer) => ({
        inputItem1: inventory.toPacket(inventory.make(offer.buy[0], offer.buy[1])),
        outputItem: inventory.toPacket(rules.goods(offer)),
        inputItem2: inventory.toPacket(offer.and ? inventory.make(offer.and[0], offer.and[1]) : null),
        tradeDisabled: offer.used >= offer.uses,
        nbTradeUses: offer.used,
        maximumNbTradeUses: offer.uses,
        xp: offer.xp,
        specialPrice: offer.special ?? 0,
        priceMultiplier: offer.rise,
        demand: offer.demand
      })),
      villagerLevel: trade.level,
      experience: trade.xp,
      isRegularVillager: true,
      canRestock: true
    })
  }

  /** @param {any} mob @returns {import('./benches.js').Bench} */
  function counter (mob) {
    const trade = mob.trade
    return {
      kind: 'minecraft:merchant',
      title: `entity.minecraft.villager.${trade.profession}`,
      inputs: 2,
      makes: true,
      look: work => {
        // The offer picked, if it is not the first; else the first one paid for, sold out or not. Java Edition 1.20.4, MerchantOffers.getRecipeFor.
        const wanted = work.choice?.wanted ?? -1
        const paid = (/** @type {any} */ offer) => rules.paidBy(offer, work.inputs) !== null
        const found = trade.offers[wanted] && wanted > 0 ? (paid(trade.offers[wanted]) ? wanted : -1) : trade.offers.findIndex(paid)
        const at = found >= 0 && trade.offers[found].used < trade.offers[found].uses ? found : -1
        work.choice = { wanted: work.choice?.wanted ?? -1, at }
        work.made = at >= 0 ? rules.goods(trade.offers[at]) : null
      },
      take: work => {
        const offer = trade.offers[work.choice.at]
        if (!offer) return
        work.inputs = rules.pay(offer, work.inputs)
        offer.used++
        trade.xp += offer.xp
        const level = rules.levelAt(trade.xp)
        const rose = level > trade.level
        ctx.experience.drop(mob.position.offset(0, 0.5, 0), ctx.randomInt(ORB[0], ORB[1]) + (rose ? LEVEL_BONUS : 0))
        if (!rose) return
        trade.level++
        trade.offers.push(...rules.draw(trade.profession, trade.level))
        show(mob)
        tell(work.player, trade, windows.seatOf(work.player).id)
      },
      may: () => true,
      accepts: () => [{ from: 0, to: 2 }]
    }
  }

  ctx.onUseEntity(({ player, entity }) => {
    const mob = /** @type {any} */ (entity)
    if (mob.kind !== 'mob' || mob.name !== 'villager' || player.sneaking || mob.dying !== undefined) return false
    const trade = tradeOf(mob)
    if (mob._customer || mob.growing > 0) return true
    if (trade.offers.length === 0) for (let level = 1; level <= trade.level; level++) trade.offers.push(...rules.draw(trade.profession, level))
    if (trade.offers.length === 0) return true // no work, nothing to sell
    if (ctx.tick() - trade.restocked >= RESTOCK) {
      rules.restock(trade.offers)
      trade.restocked = ctx.tick()
    }
    mob._customer = player
    ctx.benches.start(player, counter(mob), {
      position: mob.position,
      stands: () => !mob.removed && mob.dying === undefined && mob.position.distanceTo(player.position) <= 8,
      gone: () => {
        mob._customer = null
        for (const offer of trade.offers) delete offer.special // as vanilla's resetSpecialPrices
      }
    })
    tell(player, trade, windows.seatOf(player).id)
    return true
  })

  // The client picks an offer: what it costs moves from the inventory into the window.
  ctx.onPacket('select_trade', (player, { slot }) => {
    ctx.benches.change(player, (/** @type {import('./benches.js').Bench} */ bench, /** @type {Work} */ work) => {
      if (bench.kind !== 'minecraft:merchant') return
      windows.forget(player, 3) // clients wait for all three, and once: a second time would make their next click stale
      for (const item of work.inputs) if (item) inventory.giveOrDrop(player, item)
      work.inputs = [null, null]
      work.choice = { wanted: slot, at: -1 }
      const found = ctx.entities.near(player.position, 10, e => /** @type {any} */ (e)._customer === player)[0]
      const offer = found?.trade.offers[slot]
      if (!offer) return
      for (const [at, name] of [offer.buy[0], offer.and?.[0]].entries()) if (name) work.inputs[at] = rules.gather(player, name)
    })
  })

  ctx.villagers = { spawn, tradeOf }
}
