/**
 * Dispensers and droppers: one item out for each rising edge of power, four ticks later.
 *
 * Knows what a dispenser does with arrows, things to throw, buckets, flint and steel, bone meal, TNT, boats, carts, spawn eggs, shears and armour; everything else, and
 * all that a dropper throws, becomes an item, or goes into the container before a dropper. Rules: https://minecraft.wiki/w/Dispenser, /w/Dropper (Java 1.20).
 * Not covered: fireworks, fire charges' flight, shulker boxes, skulls and pumpkins, glowstone, honey, brushes.
 * @module
 */
import { FACES } from '../blocks/directions.js'
import { armourSlot } from '../items/views.js'
import { DX, DY, DZ } from './tables.js'

const DELAY = 4 // ticks
const CLICK = 1000 // world_event: dispensed
const FAIL = 1001
const SHOT = 1002
const SMOKE = 2000 // data: the face
const SHOTS = /** @type {Record<string, [name: string, speed: number, inaccuracy: number]>} */ ({
  snowball: ['snowball', 1.1, 6], egg: ['egg', 1.1, 6],
  splash_potion: ['potion', 1.375, 3], lingering_potion: ['potion', 1.375, 3]
})
const ARROW = [1.1, 6] // blocks/tick, inaccuracy
const WORN_REACH = 0.9 // blocks from the middle of the cell to a player who gets the armour

/** @typedef {{x: number, y: number, z: number}} Place */
/** @typedef {import('../items/stacks.js').Item} Item */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, stores } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  const BOX = /^(dispenser|dropper)$/

  updates.on(BOX, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const p = { x, y, z }
    const on = signal.powered(p) || signal.powered({ x, y: y + 1, z })
    const { triggered } = blocks.properties(state)
    if (on === triggered) return
    if (on) blocks.scheduleTick(p, DELAY, 'dispense')
    blocks.set(p, blocks.stateOf(states.names[state], { ...blocks.properties(state), triggered: on }), { cause: 'power' })
  })

  blocks.onScheduled('dispense', p => {
    const state = signal.get(p.x, p.y, p.z)
    const name = states.names[state]
    if (!BOX.test(name)) return
    const own = stores.at(p)
    const filled = []
    for (let slot = 0; slot < own.count; slot++) if (own.get(slot)) filled.push(slot)
    if (filled.length === 0) return effect(FAIL, p, 0)
    const slot = filled[Math.floor(ctx.random() * filled.length)]
    const d = FACES.indexOf(blocks.properties(state).facing)
    const front = { x: p.x + DX[d], y: p.y + DY[d], z: p.z + DZ[d] }
    const item = own.get(slot)
    const one = inventory.copy(item, 1)
    if (name === 'dropper') {
      const into = stores.at(front)
      if (into) {
        if (stores.insert(into, one, d ^ 1) === 0) own.put(slot, inventory.copy(item, item.count - 1))
        return
      }
      own.put(slot, inventory.copy(item, item.count - 1))
      return thrown(p, d, one)
    }
    const left = dispense(p, d, front, one)
    if (left === undefined) { // it is an item like any other
      own.put(slot, inventory.copy(item, item.count - 1))
      return thrown(p, d, one)
    }
    if (left === false) return effect(FAIL, p, 0)
    effect(SHOTS[one.name] || ctx.arrows.is(one.name) ? SHOT : CLICK, p, 0)
    effect(SMOKE, p, d)
    // What is left of it (a bucket, a worn tool) takes the slot, or finds another, or falls out.
    own.put(slot, item.count > 1 ? inventory.copy(item, item.count - 1) : left)
    if (item.count > 1 && left && stores.insert(own, left, 1) > 0) thrown(p, d, left)
    return undefined
  })

  /** @param {number} id @param {Place} p @param {number} value */
  const effect = (id, p, value) => { ctx.broadcast('world_event', { effectId: id, location: p, data: value, global: false }) }

  /** An item flies out. @param {Place} p @param {number} d @param {Item} item */
  function thrown (p, d, item) {
    effect(CLICK, p, 0)
    effect(SMOKE, p, d)
    const out = mouth(p, d)
    const low = d < 2 ? 0.125 : 0.15625
    const speed = ctx.random() * 0.1 + 0.2
    const spread = () => (ctx.random() - ctx.random()) * 0.0172275 * 6
    const velocity = out.offset(-out.x + DX[d] * speed + spread(), -out.y + 0.2 + spread(), -out.z + DZ[d] * speed + spread())
    ctx.items.drop(out.offset(0, -low, 0), item, velocity)
  }
  /** @param {Place} p @param {number} d */
  const mouth = (p, d) => ctx.spawnPoint.clone().set(p.x + 0.5 + DX[d] * 0.7, p.y + 0.5 + DY[d] * 0.7, p.z + 0.5 + DZ[d] * 0.7)

  /**
   * What a dispenser does with one item.
   * @param {Place} p @param {number} d @param {Place} front @param {Item} item
   * @returns {Item | null | false | undefined} what is left of it; false: nothing can be done; undefined: it is thrown
   */
  function dispense (p, d, front, item) {
    const { name } = item
    if (ctx.arrows.is(name)) {
      const flight = ctx.arrows.flight(item)
      ctx.projectiles.shoot(flight.name, mouth(p, d), { x: DX[d], y: DY[d] + 0.1, z: DZ[d] }, ARROW[0], { ...flight.fields, inaccuracy: ARROW[1], damage: 2, owner: null, pickup: true })
      return null
    }
    const shot = SHOTS[name]
    if (shot) {
      const fields = { inaccuracy: shot[2], ...(shot[0] === 'potion' ? { potion: ctx.potions.of(item) } : { damage: 2, owner: null, pickup: true }) }
      ctx.projectiles.shoot(shot[0], mouth(p, d), { x: DX[d], y: DY[d] + 0.1, z: DZ[d] }, shot[1], fields)
      return null
    }
    const state = signal.get(front.x, front.y, front.z)
    const there = states.names[state]
    const middle = { x: front.x + 0.5, y: front.y, z: front.z + 0.5 }
    const worn = (/** @type {number} */ uses) => inventory.wear(item, uses, ctx.random) ? null : item
    if (name.endsWith('_spawn_egg')) return ctx.mobs.spawn(name.slice(0, -'_spawn_egg'.length), middle) ? null : undefined
    if (name === 'tnt') { ctx.tnt.prime(front); return null }
    if (name === 'water_bucket' || name === 'lava_bucket') return pour(front, state, name) ? inventory.make('bucket') : undefined
    if (name === 'bucket') {
      const full = there === 'cauldron' ? null : scoop(front, state)
      return full ? inventory.make(full) : undefined
    }
    if (name === 'flint_and_steel') {
      if (there === 'tnt') { ctx.tnt.light(front); return worn(1) }
      const { lit, waterlogged } = blocks.properties(state)
      if (lit === false && !waterlogged && /campfire$|candle$|candle_cake$/.test(there)) { blocks.set(front, blocks.stateOf(there, { ...blocks.properties(state), lit: true }), { cause: 'lit' }); return worn(1) }
      ctx.fire.light(blocks.at(front).position)
      return /fire$/.test(blocks.name(front.x, front.y, front.z) ?? '') ? worn(1) : false
    }
    if (name === 'bone_meal') {
      if (!ctx.farming.fertilize(blocks.at(front).position, state)) return false
      effect(1505, front, 0)
      return null
    }
    if (name === 'shears') {
      const [sheep] = ctx.entities.near({ x: middle.x, y: front.y + 0.5, z: middle.z }, 1.2, e => e.name === 'sheep' && !e.sheared && !(e.growing > 0))
      return sheep && ctx.mobs.shear(sheep) ? worn(1) : false
    }
    if (/(^|_)minecart$/.test(name)) return ctx.carts.place(name, front) ? null : undefined
    if (/_(boat|raft)$/.test(name)) {
      const afloat = states.fluid[state] === 1
      if (!afloat && (states.solid[state] === 1 || states.fluid[signal.get(front.x, front.y - 1, front.z)] !== 1)) return undefined
      ctx.boats.launch(name, { x: middle.x, y: afloat ? front.y + 1 : front.y, z: middle.z }, [0, 0, 180, 0, 90, 270][d])
      return null
    }
    const slot = armourSlot(name)
    if (slot >= 0) {
      const wearer = ctx.players.find(player => !player.survival.dead && player.gameMode !== 3 && !player.inventory.slots[slot] &&
        Math.abs(player.position.x - middle.x) < WORN_REACH && Math.abs(player.position.z - middle.z) < WORN_REACH && player.position.y < front.y + 1 && player.position.y + 1.8 > front.y)
      if (!wearer) return undefined
      inventory.set(wearer, slot, item)
      return null
    }
    return undefined
  }

  /** @param {Place} at @param {number} state @param {string} bucket */
  function pour (at, state, bucket) {
    const { waterlogged } = blocks.properties(state)
    if (bucket === 'water_bucket' && waterlogged === false) blocks.set(at, blocks.stateOf(states.names[state], { ...blocks.properties(state), waterlogged: true }), { cause: 'bucket' })
    else if (states.solid[state] === 1 || blocks.get(at.x, at.y, at.z) === null) return false
    else {
      const fluid = blocks.stateOf(bucket.slice(0, -7))
      if (state !== 0 && states.fluid[state] === 0) ctx.drops.breakBlock(at, { replacement: fluid, cause: 'bucket' })
      else blocks.set(at, fluid, { cause: 'bucket' })
    }
    ctx.fluids.disturb(at.x, at.y, at.z)
    return true
  }
  /** @param {Place} at @param {number} state @returns {string | null} the bucket that a source fills */
  function scoop (at, state) {
    const source = state === blocks.stateOf('water') ? 'water_bucket' : state === blocks.stateOf('lava') ? 'lava_bucket' : null
    const { waterlogged } = blocks.properties(state)
    if (!source && waterlogged !== true) return null
    blocks.set(at, source ? 0 : blocks.stateOf(states.names[state], { ...blocks.properties(state), waterlogged: false }), { cause: 'bucket' })
    ctx.fluids.disturb(at.x, at.y, at.z)
    return source ?? 'water_bucket'
  }
}
