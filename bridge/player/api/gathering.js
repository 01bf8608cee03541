/**
 * Taking blocks and picking up what drops.
 *
 * Knows how to stand so that a block can be dug and its drop reached. Does not choose tasks or count what a task wants.
 */
import { Vec3 } from 'vec3'
import { fail, isFailure } from '../failure.js'
import { KEEP, LAVA, lavaWithin, SOFT } from './cells.js'

const REACH = 4.3 // blocks from the eyes; a little less than the game allows, since nobody stands exactly still
const SOFT_IN_WAY = 3 // leaves that may be cut to get at a block
const NEAREST = 6 // targets a search is made to at once
export const FRAIL = 6 // health below which nothing is dug beside lava; one touch of it takes 4
const PICK_UP = 1.2 // blocks; items within one block of the body are taken up; https://minecraft.wiki/w/Item_(entity)

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement, walker: import('./walker.js').Walker}} parts
 */
export function createGathering ({ bot, cells, body, hands, movement, walker }) {
  /**
   * A goal: stand where one of the blocks can be dug.
   * @param {Vec3[]} targets
   */
  function withinReach (targets) {
    return {
      /** @param {any} node */
      heuristic (node) {
        let least = Infinity
        for (const at of targets) {
          const dx = Math.abs(at.x - node.x); const dz = Math.abs(at.z - node.z)
          const dy = at.y - node.y
          const far = Math.max(dx, dz) + Math.min(dx, dz) * 0.4 + Math.abs(dy > 0 ? Math.max(0, dy - 1) : dy)
          if (far < least) least = far
        }
        return Math.max(0, least - 1)
      },
      /** @param {any} node */
      isEnd (node) { return targets.some(at => canDigFrom(node, at)) }
    }
  }

  /**
   * Whether a block can be dug by someone whose feet are in a cell: it touches the body, or it is seen past leaves at most.
   * @param {{x: number, y: number, z: number}} feet @param {Vec3} at
   */
  function canDigFrom (feet, at) {
    const dx = at.x - feet.x; const dy = at.y - feet.y; const dz = at.z - feet.z
    const reachX = dx; const reachY = dy + 0.5 - 1.62
    if (reachX * reachX + reachY * reachY + dz * dz > REACH * REACH) return false
    const flat = Math.abs(dx) + Math.abs(dz)
    if (flat === 0) return dy >= 0 && dy <= 2 // inside the body or right above it
    if (flat === 1 && dy >= 0 && dy <= 1) return true
    const view = cells.view()
    const met = hands.inTheWay({ x: feet.x + 0.5, y: feet.y, z: feet.z + 0.5 }, at, view, SOFT_IN_WAY + 1)
    return met.length <= SOFT_IN_WAY && met.every(([x, y, z]) => {
      const flags = view.at(x, y, z)
      return (flags & SOFT) !== 0 && (flags & KEEP) === 0
    })
  }

  /**
   * Walk to the cheapest of some blocks and dig it, and others of them within reach; what drops is picked up.
   * @param {Vec3[]} targets cheapest first; the way is searched to the first of them
   * @param {{timeoutS?: number, what?: string, most?: number}} [options] most: blocks to dig at most
   * @returns {Promise<Vec3[]>} the blocks that were dug
   * @throws no_path, timed_out, missing_tool, unsafe, blocked, died
   */
  async function take (targets, { timeoutS = 60, what = 'the block', most = 1 } = {}) {
    /** @type {Vec3[]} */
    const taken = []
    let threats = 0
    /** What lay there before: left, or thrown away to make room. @type {Set<number>} */
    const old = new Set()
    await movement.goto(withinReach(targets.slice(0, NEAREST)), { timeoutS, what })
    for (const item of drops(bot.entity.position, 10)) old.add(item.id)
    while (taken.length < most) {
      const feet = walker.here()
      const eyes = bot.entity.position
      const at = targets.filter(each => !taken.includes(each) && canDigFrom(feet, each))
        .sort((a, b) => a.distanceTo(eyes) - b.distanceTo(eyes))[0]
      if (!at) break
      if (bot.health < FRAIL && lavaWithin(cells.view(), eyes, 2)) {
        if (taken.length) break
        fail('unsafe', `Health is ${Math.floor(bot.health)} beside lava. Get away from it and heal first.`, { health: Math.floor(bot.health), ...movement.where() })
      }
      try { await digAt(at) } catch (error) {
        if (isFailure(error, 'threatened', 'out_of_reach') && ++threats <= 5) {
          await movement.respond()
          await movement.goto(withinReach(targets.slice(0, NEAREST)), { timeoutS, what })
          continue
        }
        if (!taken.length || isFailure(error, 'died')) throw error
        break
      }
      taken.push(at)
    }
    if (!taken.length) fail('no_path', `${what} cannot be reached from here.`, { ...movement.where() })
    await fetch(taken, old)
    return taken
  }

  /** Dig a block within reach, and the leaves before it. @param {Vec3} at */
  async function digAt (at) {
    await body.settle()
    const flat = Math.abs(at.x - Math.floor(bot.entity.position.x)) + Math.abs(at.z - Math.floor(bot.entity.position.z))
    if (flat > 1) {
      for (const [x, y, z] of hands.inTheWay(bot.entity.position, at, cells.view(), SOFT_IN_WAY + 1)) {
        if (cells.view().at(x, y, z) & SOFT) await hands.dig({ x, y, z }, { byHand: true })
      }
    }
    await hands.dig(at)
  }

  /**
   * Items lying near a place, nearest to the player first.
   * @param {Vec3} around @param {number} radius blocks @param {number} [below] blocks further down that count too
   * @returns {any[]}
   */
  function drops (around, radius, below = 0) {
    return Object.values(bot.entities)
      .filter(each => each && each.name === 'item' && near(each.position, around, radius, below))
      .sort((a, b) => a.position.distanceTo(bot.entity.position) - b.position.distanceTo(bot.entity.position) || a.id - b.id)
  }

  /** Pick up what dropped from blocks just dug. @param {Vec3[]} dug @param {Set<number>} old */
  async function fetch (dug, old) {
    await body.ticks(3)
    const deep = Math.max(...dug.map(at => at.y)) - bot.entity.position.y + 3 // what was above falls to the ground
    const middle = dug.reduce((sum, at) => sum.plus(at), new Vec3(0, 0, 0)).scaled(1 / dug.length).offset(0.5, 0.5, 0.5)
    await pickUp(middle, 3.5 + (dug.length > 1 ? 2 : 0), 8, Math.max(0, deep), old)
  }

  /**
   * Pick up the items lying within a radius; those that cannot be reached are left.
   * @param {Vec3} around @param {number} radius blocks @param {number} [timeoutS] for each item @param {number} [below]
   * @param {Set<number>} [old] items to leave
   * @returns {Promise<number>} how many heaps were picked up
   */
  async function pickUp (around, radius, timeoutS = 12, below = 0, old = new Set()) {
    /** @type {Set<number>} */
    const left = new Set(old)
    let taken = 0
    for (let round = 0; round < 40; round++) {
      const item = drops(around, radius, below).find(each => !left.has(each.id))
      if (!item) return taken
      const id = item.id
      const gone = () => !bot.entities[id]
      // newly dropped things cannot be taken up for half a second
      for (let i = 0; i < 25 && !gone() && (touches(item) || !resting(item)); i++) await body.ticks(1)
      if (!gone()) {
        const goal = {
          /** @param {any} node */
          heuristic: node => Math.hypot(item.position.x - node.x - 0.5, item.position.z - node.z - 0.5) + Math.abs(Math.floor(item.position.y) - node.y),
          /** @param {any} node */
          isEnd: node => Math.abs(item.position.x - node.x - 0.5) <= PICK_UP && Math.abs(item.position.z - node.z - 0.5) <= PICK_UP &&
            item.position.y - node.y >= -0.4 && item.position.y - node.y <= 1.9
        }
        const lava = cells.view().at(Math.floor(item.position.x), Math.floor(item.position.y), Math.floor(item.position.z)) & LAVA
        if (lava) { left.add(id); continue }
        try {
          await movement.goto(goal, { timeoutS, what: 'a dropped item', maxNodes: 3000 })
        } catch (error) {
          if (!isFailure(error) || error.kind === 'died') throw error
          left.add(id)
          continue
        }
        for (let i = 0; i < 16 && !gone(); i++) await body.ticks(1)
      }
      if (gone()) taken++
      else left.add(id)
    }
    return taken
  }

  /** @param {any} item */
  function touches (item) {
    const p = bot.entity.position
    return Math.abs(item.position.x - p.x) <= PICK_UP && Math.abs(item.position.z - p.z) <= PICK_UP &&
      item.position.y - p.y >= -0.5 && item.position.y - p.y <= 2
  }

  /** @param {any} item */
  function resting (item) {
    return cells.view().at(Math.floor(item.position.x), Math.floor(item.position.y - 0.3), Math.floor(item.position.z)) & 2
  }

  return { take, digAt, pickUp, drops, withinReach, canDigFrom }
}

/** @param {Vec3} at @param {Vec3} around @param {number} radius @param {number} below */
function near (at, around, radius, below) {
  const drop = around.y - at.y
  return Math.hypot(at.x - around.x, at.z - around.z, drop > 0 ? Math.max(0, drop - below) : drop) <= radius
}

/** @typedef {ReturnType<typeof createGathering>} Gathering */
