/**
 * Buckets: where to stand and where to look so that one is filled or emptied at a cell.
 *
 * Knows sight lines and what stops a look. Does not search for fluids, and never pours where the player stands.
 * Rules: https://minecraft.wiki/w/Bucket (Java 1.20): an empty one stops at the first source met, a full one goes
 * into the cell before the first block met.
 */
import { Vec3 } from 'vec3'
import { fail, isFailure } from '../failure.js'
import { LAVA, PASS, SOLID, SOURCE, WATER } from './cells.js'

const REACH = 4.3 // blocks from the eyes; the game allows 4.5 to 5
const EYES = 1.62 // blocks above the feet, standing
const STEP = 0.05 // blocks between two looks along the line of sight
const LAVA_APART = 2.2 // blocks to keep from where lava is poured: it flows
const SIDES = [[0, -1, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0]]

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement, walker: import('./walker.js').Walker}} parts
 */
export function createBuckets ({ bot, cells, body, hands, movement, walker }) {
  /**
   * What a bucket would take up at a cell: a source, not what flows from one.
   * @param {Vec3} at @returns {'water' | 'lava' | null}
   */
  function sourceAt (at) {
    const state = cells.view().stateAt(at.x, at.y, at.z)
    return state < 0 ? null : sourceOf(state)
  }

  /** @param {number} state @returns {'water' | 'lava' | null} */
  function sourceOf (state) {
    const flags = cells.flags(state)
    if (!(flags & (WATER | LAVA)) || !(flags & SOURCE)) return null
    const block = cells.sample(state)
    if (flags & LAVA) return 'lava'
    return block.name === 'water' || block.getProperties().waterlogged === true ? 'water' : null
  }

  /** Points to look at, best first, for a bucket to work on a cell. @param {Vec3} at @param {boolean} pours */
  function points (at, pours) {
    const middle = at.offset(0.5, 0.5, 0.5)
    if (!pours) return [middle, middle.offset(0, 0.35, 0)]
    const view = cells.view()
    return SIDES.filter(([x, y, z]) => {
      const state = view.stateAt(at.x + x, at.y + y, at.z + z)
      // what can be waterlogged would take the water itself
      return state >= 0 && cells.flags(state) & SOLID && cells.sample(state).getProperties().waterlogged === undefined
    }).map(([x, y, z]) => middle.offset(x * 0.52, y * 0.52, z * 0.52))
  }

  /**
   * Where to look from a standing place, or null when the cell cannot be worked on from there.
   * @param {{x: number, y: number, z: number}} feet may be fractional @param {Vec3} at @param {boolean} pours
   */
  function aim (feet, at, pours) {
    const eyes = new Vec3(feet.x, feet.y + EYES, feet.z)
    return points(at, pours).find(point => eyes.distanceTo(point) <= REACH && meets(eyes, point, at, pours)) ?? null
  }

  /** @param {Vec3} eyes @param {Vec3} point @param {Vec3} at @param {boolean} pours */
  function meets (eyes, point, at, pours) {
    const view = cells.view()
    const way = point.minus(eyes)
    const far = way.norm()
    let before = eyes.floored()
    for (let t = 0; t <= far + STEP; t += STEP) {
      const here = eyes.plus(way.scaled(t / far)).floored()
      const state = view.stateAt(here.x, here.y, here.z)
      if (state < 0) return false
      const flags = cells.flags(state)
      const stopped = !pours && sourceOf(state) !== null
      const isFluid = flags & (WATER | LAVA) && !(flags & SOLID)
      if (stopped) return here.equals(at)
      if (here.equals(at) ? flags & SOLID : !isFluid && !/air$/.test(cells.sample(state).name)) return pours && before.equals(at)
      before = here
    }
    return false
  }

  /**
   * Fill or empty a held bucket at a cell, having gone there.
   * @param {string} name the bucket held: bucket, water_bucket or lava_bucket @param {Vec3} at
   * @returns {Promise<string>} the bucket it became
   * @throws not_found, blocked, no_path, missing_item
   */
  async function use (name, at) {
    const pours = name !== 'bucket'
    const details = { item: name, x: at.x, y: at.y, z: at.z }
    const apart = name === 'lava_bucket' ? LAVA_APART : 0
    /** @param {{x: number, y: number, z: number}} feet its cell */
    const clear = feet => !(feet.x === at.x && feet.z === at.z && at.y - feet.y >= -1 && at.y - feet.y <= 1) &&
      Math.hypot(at.x - feet.x, at.z - feet.z) >= apart
    const stand = {
      /** @param {any} node */
      heuristic: node => Math.max(0, Math.hypot(at.x - node.x, at.z - node.z) + Math.abs(at.y - node.y) - 3),
      /** @param {any} node */
      isEnd: node => clear(node) && aim({ x: node.x + 0.5, y: node.y, z: node.z + 0.5 }, at, pours) !== null
    }
    if (bot.blockAt(at) === null) await movement.goto({ heuristic: stand.heuristic, isEnd: node => stand.heuristic(node) < 8 }, { timeoutS: 90, what: 'the place' })
    suits(pours, at, details)
    for (let attempt = 0; attempt < 3; attempt++) {
      await movement.goto(stand, { timeoutS: 90, what: `a place to use the ${name} from` })
      await body.settle()
      if (!aim(bot.entity.position, at, pours)) { const { x, z } = walker.here(); await walker.centre(x, z) }
      suits(pours, at, details)
      const point = clear(walker.here()) ? aim(bot.entity.position, at, pours) : null
      if (!point) continue
      const held = hands.item(name)
      if (!held) fail('missing_item', `No ${name} is held.`, { item: name, count: 1, have: 0 })
      const had = hands.count(name)
      const becomes = pours ? 'bucket' : `${sourceAt(at)}_bucket`
      await hands.hold(held)
      await bot.lookAt(point, true)
      await body.ticks(2) // the server must have heard of the turn
      bot.activateItem()
      for (let i = 0; i < 10 && hands.count(name) >= had; i++) await body.ticks(1)
      bot.deactivateItem()
      if (hands.count(name) < had) return becomes
    }
    return fail('blocked', `The ${name} could not be ${pours ? 'poured out' : 'filled'} at ${at}: something is in the line of sight.`, details)
  }

  /** Throw unless a bucket can do its work on the cell. @param {boolean} pours @param {Vec3} at @param {Record<string, unknown>} details */
  function suits (pours, at, details) {
    const view = cells.view()
    const flags = view.at(at.x, at.y, at.z)
    const found = view.name(at.x, at.y, at.z)
    if (!pours && !sourceAt(at)) {
      const why = flags & (WATER | LAVA) ? `The ${found} at ${at} only flows; take its source` : `There is no water or lava at ${at}, but ${found}`
      fail('not_found', `${why}.`, { ...details, found })
    }
    if (pours && !(flags & (PASS | WATER | LAVA) && !(flags & SOLID))) fail('blocked', `${found} is at ${at}. Choose a free cell.`, { ...details, found })
    if (pours && !points(at, true).length) fail('blocked', `Nothing solid touches ${at}, so nothing can be poured there.`, details)
  }

  /**
   * Milk the nearest cow.
   * @returns {Promise<string>}
   * @throws not_found, blocked, no_path
   */
  async function milk () {
    const BABY = 16 // metadata index of a young animal, 1.20.4
    const cow = Object.values(bot.entities)
      .filter(each => each.name === 'cow' && !(/** @type {any} */ (each.metadata?.[BABY])) && each.position.distanceTo(bot.entity.position) <= 48)
      .sort((a, b) => a.position.distanceTo(bot.entity.position) - b.position.distanceTo(bot.entity.position) || a.id - b.id)[0]
    if (!cow) fail('not_found', 'No grown cow is within 48 blocks. Explore grassland, or give a position of water or lava.', { mob: 'cow', distance: 48 })
    const near = {
      /** @param {any} node */
      heuristic: node => Math.max(0, node.distanceTo(cow.position) - 2),
      /** @param {any} node */
      isEnd: node => Math.hypot(cow.position.x - node.x - 0.5, cow.position.z - node.z - 0.5) <= 2.2 && Math.abs(cow.position.y - node.y) < 1.5
    }
    for (let attempt = 0; attempt < 5; attempt++) {
      await movement.goto(near, { timeoutS: 30, what: 'the cow' })
      const had = hands.count('bucket')
      await hands.hold(hands.item('bucket'))
      await bot.lookAt(cow.position.offset(0, 0.9, 0), true)
      await body.ticks(1)
      try { await body.bounded(Promise.resolve(bot.activateEntity(cow)), 3, 'milking') } catch (error) { if (isFailure(error, 'died')) throw error }
      for (let i = 0; i < 10 && hands.count('bucket') >= had; i++) await body.ticks(1)
      if (hands.count('bucket') < had) return 'milk_bucket'
    }
    return fail('blocked', 'The cow could not be milked.', { mob: 'cow' })
  }

  return { use, milk, sourceAt }
}

/** @typedef {ReturnType<typeof createBuckets>} Buckets */
