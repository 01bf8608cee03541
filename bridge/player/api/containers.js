/**
 * Chests, furnaces and what was last seen in them.
 *
 * Knows how to stand before a block and open it. Does not decide what to move.
 */
import { Vec3 } from 'vec3'
import { fail, isFailure } from '../failure.js'
import { PASS, SOLID } from './cells.js'

const REACH = 4 // blocks from the eyes to the middle of what is used

/**
 * @typedef {{remember(at: {x: number, y: number, z: number}, name: string, items: Record<string, number>): void, list(): any[]}} ChestMemory
 * what outlives the attempt; ChestMemory of ../chests.js
 */

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells, body: import('./body.js').Body,
 *   hands: import('./hands.js').Hands, movement: import('./movement.js').Movement, chests: ChestMemory}} parts
 */
export function createContainers ({ bot, cells, body, hands, movement, chests }) {

  /**
   * A goal: stand where a cell is within reach, seen or touched, and not inside it.
   * @param {{x: number, y: number, z: number}} at
   * @param {{sight?: boolean}} [options]
   */
  function besides (at, { sight = true } = {}) {
    const target = new Vec3(at.x, at.y, at.z)
    return {
      /** @param {any} node */
      heuristic: node => Math.max(0, Math.hypot(at.x - node.x, at.z - node.z) + Math.abs(at.y - node.y) - 3),
      /** @param {any} node */
      isEnd (node) {
        if (node.x === at.x && node.z === at.z && (node.y === at.y || node.y === at.y - 1)) return false
        const far = Math.hypot(at.x - node.x, at.y + 0.5 - node.y - 1.62, at.z - node.z)
        if (far > REACH) return false
        if (!sight || Math.abs(at.x - node.x) + Math.abs(at.z - node.z) <= 1) return true
        return hands.inTheWay({ x: node.x + 0.5, y: node.y, z: node.z + 0.5 }, target, cells.view(), 1).length === 0
      }
    }
  }

  /** A whole cell from what a program gave as a place. @param {any} place @param {string} what @returns {Vec3} */
  function cellOf (place, what = 'position') {
    const at = place?.position ?? place
    if (!at || ![at.x, at.y, at.z].every(Number.isFinite)) fail('bad_argument', `${what} must be a Vec3 with finite x, y and z.`, { argument: what })
    return new Vec3(Math.floor(at.x), Math.floor(at.y), Math.floor(at.z))
  }

  /**
   * Open the block at a place, having gone there.
   * @param {Vec3} at @param {RegExp} kinds names of blocks that will do @param {string} what for messages
   * @returns {Promise<any>} the window
   * @throws not_found (no such block there), no_path, blocked
   */
  async function open (at, kinds, what) {
    let block = /** @type {any} */ (bot.blockAt(at))
    if (block && !kinds.test(block.name)) fail('not_found', `There is no ${what} at ${at}, but ${block.name}.`, { block: what, found: block.name, x: at.x, y: at.y, z: at.z })
    await movement.goto(besides(at), { timeoutS: 90, what: `the ${what}` })
    block = /** @type {any} */ (bot.blockAt(at))
    if (!block || !kinds.test(block.name)) fail('not_found', `There is no ${what} at ${at}.`, { block: what, found: block?.name ?? 'unknown', x: at.x, y: at.y, z: at.z })
    for (let attempt = 0; attempt < 3; attempt++) {
      await body.settle()
      await bot.lookAt(at.offset(0.5, 0.5, 0.5), true)
      try {
        const opening = /furnace|smoker/.test(block.name) ? bot.openFurnace(block) : bot.openContainer(block)
        return await body.bounded(/** @type {Promise<any>} */ (opening), 4, `opening the ${what}`)
      } catch (error) {
        if (isFailure(error, 'died')) throw error
      }
    }
    const above = cells.view().at(at.x, at.y + 1, at.z)
    fail('blocked', `The ${what} at ${at} does not open${above & SOLID && !(above & PASS) ? ': a block stands on it' : ''}.`, { block: what, x: at.x, y: at.y, z: at.z })
  }

  /** Item name → count in a window's own slots. @param {any} window @returns {Record<string, number>} */
  function contents (window) {
    /** @type {Record<string, number>} */
    const found = {}
    for (const item of window.containerItems()) found[item.name] = (found[item.name] ?? 0) + item.count
    return found
  }

  return { besides, cellOf, open, contents, remember: chests.remember.bind(chests), known: chests.list.bind(chests) }
}

/** @typedef {ReturnType<typeof createContainers>} Containers */
