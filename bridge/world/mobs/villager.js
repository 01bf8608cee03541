/**
 * Villagers on their feet: at their job site by day, strolling about their home, in a bed at night, standing still for a customer, fleeing; they open doors.
 *
 * What they sell is villagers.js' work. Hours: https://minecraft.wiki/w/Villager#Schedules (Java 1.20). Ours: a bed and a job site are sought
 * around home at times and not shared out by points of interest. Not covered: gossip, meeting at the bell, farming, breeding.
 */
import { animal } from './animals.js'
import { chase, wander } from './hunters.js'
import { JOBS } from '../terrain/structures/houses.js'

const LEASH = 20 // blocks from home
const NIGHT_LEASH = 3
const PACE = 0.5
const WORK = [2000, 9000] // ticks of the day
const REST = 12000
const SEARCH = { reach: 16, high: 4, every: 600 } // blocks to each side of home, up and down; ticks between two searches
const AT_BED = 2 // blocks from which it lies down
const AT_WORK = 2.5
const THREAT = 8 // blocks at which it runs from the undead
const LOOKS = 20 // ticks between two looks for them
const META_POSE = 6
const POSE_STANDING = 0
const POSE_SLEEPING = 2
const META_BED = 14

/** @typedef {import('./hunters.js').Life} Life */

/** @param {any} mob @param {Life} life */
export function villager (mob, life) {
  const { ctx, body } = life
  const { brain } = mob
  if (mob.growing > 0 && mob.bed) rouse(mob, ctx)
  if (brain.panic > 0 || mob.fire > 0) return animal(mob, life)
  const time = ctx.time.ofDay()
  if (mob.bed) {
    if (time < REST || !isBed(mob.bed, ctx)) return rouse(mob, ctx)
    mob.velocity.set(0, 0, 0)
    return undefined
  }
  if (mob._customer) {
    body.halt(mob)
    body.look(mob, mob._customer.position)
    return undefined
  }
  if ((ctx.tick() + mob.id) % LOOKS === 0 && threatened(mob, ctx)) { brain.panic = 40; brain.path = null; return undefined }
  if (mob.growing > 0) return animal(mob, life)
  if (time >= REST && goTo(mob, 'bed', /_bed$/, AT_BED, life)) return undefined
  if (time >= WORK[0] && time < WORK[1] && works(mob, life)) return undefined
  const leash = ctx.time.isDay() ? LEASH : NIGHT_LEASH
  if (mob.home && !brain.path && Math.hypot(mob.home[0] - mob.position.x, mob.home[2] - mob.position.z) > leash && (ctx.tick() + mob.id) % 40 === 0) {
    body.go(mob, mob.position.offset(0, 0, 0).set(mob.home[0], mob.home[1], mob.home[2]), PACE, { budget: 250, near: 2 })
  }
  wander(mob, life, PACE, 6)
  return undefined
}

const threatened = (/** @type {any} */ mob, /** @type {import('../types.d.ts').Ctx} */ ctx) =>
  ctx.entities.near(mob.position, THREAT, e => e.kind === 'mob' && e.traits.undead === true && e.traits.hunts?.includes('villager') && e.dying === undefined).length > 0

const isBed = (/** @type {number[]} */ [x, y, z], /** @type {import('../types.d.ts').Ctx} */ ctx) => /_bed$/.test(ctx.blocks.name(x, y, z) ?? '')

/** Now and then to the job site. @param {any} mob @param {Life} life */
function works (mob, life) {
  const block = mob.trade?.profession === 'farmer' ? 'composter' : JOBS[mob.trade?.profession]
  if (!block) return false
  const { brain } = mob
  if (!brain.working && life.ctx.random() >= 1 / 400) return false
  brain.working = true
  if (goTo(mob, 'site', new RegExp(`^${block}$`), AT_WORK, life)) return true
  brain.working = undefined
  return false
}

/**
 * Go to a block of a kind near home. @param {any} mob @param {'bed' | 'site'} what @param {RegExp} name @param {number} near blocks @param {Life} life
 * @returns {boolean} whether it is under way or there
 */
function goTo (mob, what, name, near, life) {
  const { ctx } = life
  const { brain } = mob
  let spot = brain[what]
  if (spot && !name.test(ctx.blocks.name(spot[0], spot[1], spot[2]) ?? '')) spot = brain[what] = undefined
  if (!spot) {
    if (ctx.tick() - (brain.sought?.[what] ?? -SEARCH.every) < SEARCH.every) return false
    brain.sought = { ...brain.sought, [what]: ctx.tick() }
    spot = brain[what] = search(mob, what, name, ctx)
    if (!spot) return false
  }
  const away = Math.hypot(spot[0] + 0.5 - mob.position.x, spot[1] - mob.position.y, spot[2] + 0.5 - mob.position.z)
  if (away > near) {
    if (brain.failed > 4) { brain.failed = undefined; brain[what] = undefined; return false }
    chase(mob, { position: mob.position.offset(0, 0, 0).set(spot[0] + 0.5, spot[1], spot[2] + 0.5) }, life, PACE)
    return true
  }
  life.body.halt(mob)
  if (what === 'bed') lieDown(mob, spot, ctx)
  else if (ctx.random() < 1 / 100) return false
  return true
}

/** The nearest block of a kind around home that is free. @param {any} mob @param {'bed' | 'site'} what @param {RegExp} name @param {import('../types.d.ts').Ctx} ctx @returns {number[] | undefined} */
function search (mob, what, name, ctx) {
  const taken = new Set()
  if (what === 'bed') for (const e of ctx.entities.near(mob.position, 64, other => other !== mob && other.name === 'villager')) if (e.brain?.bed) taken.add(e.brain.bed.join())
  const [hx, hy, hz] = (mob.home ?? [mob.position.x, mob.position.y, mob.position.z]).map(Math.floor)
  let best
  let least = Infinity
  for (let y = hy - SEARCH.high; y <= hy + SEARCH.high; y++) {
    for (let x = hx - SEARCH.reach; x <= hx + SEARCH.reach; x++) {
      for (let z = hz - SEARCH.reach; z <= hz + SEARCH.reach; z++) {
        const state = ctx.blocks.get(x, y, z)
        if (state === null || state === 0 || !name.test(ctx.states.names[state])) continue
        if (what === 'bed') { const { part, occupied } = ctx.blocks.properties(state); if (part !== 'head' || occupied === true || taken.has(`${x},${y},${z}`)) continue }
        const away = Math.hypot(x - mob.position.x, y - mob.position.y, z - mob.position.z)
        if (away < least) { least = away; best = [x, y, z] }
      }
    }
  }
  return best
}

/** @param {number[]} bed @param {boolean} occupied @param {import('../types.d.ts').Ctx} ctx */
function occupy ([x, y, z], occupied, ctx) {
  const state = ctx.blocks.get(x, y, z)
  if (state === null || !/_bed$/.test(ctx.states.names[state])) return false
  const known = ctx.blocks.properties(state)
  if (occupied && known.occupied === true) return false
  ctx.blocks.set(/** @type {any} */ ({ x, y, z }), ctx.blocks.stateOf(ctx.states.names[state], { ...known, occupied }), { cause: 'bed' })
  return true
}

/** @param {any} mob @param {number[]} bed @param {import('../types.d.ts').Ctx} ctx */
function lieDown (mob, bed, ctx) {
  if (!occupy(bed, true, ctx)) { mob.brain.bed = undefined; return }
  const [x, y, z] = bed
  mob.bed = bed
  mob.position.x = x + 0.5; mob.position.y = y + 0.5625; mob.position.z = z + 0.5
  mob.velocity.set(0, 0, 0)
  ctx.entities.teleport(mob)
  ctx.entities.setMetadata(mob, [{ key: META_POSE, type: 'pose', value: POSE_SLEEPING }, { key: META_BED, type: 'optional_block_pos', value: { x, y, z } }])
}

/** Up from bed. @param {any} mob @param {import('../types.d.ts').Ctx} ctx */
export function rouse (mob, ctx) {
  if (!mob.bed) return
  occupy(mob.bed, false, ctx)
  mob.bed = undefined
  ctx.entities.setMetadata(mob, [{ key: META_POSE, type: 'pose', value: POSE_STANDING }, { key: META_BED, type: 'optional_block_pos', value: undefined }])
}
