/**
 * The toolbox that primitives are written with: one object, given to programs as `api`.
 *
 * Knows how its parts fit together. The work is in api/: cells (what the world is), search (ways), walker and movement
 * (going), hands (tools, digging, placing), buckets, finding, gathering, crafting, containers, combat, survival.
 * It reads the world only through the bot, so it works on any server the bot can join.
 */
import { Vec3 } from 'vec3'
import { createBody } from './api/body.js'
import { createBuckets } from './api/buckets.js'
import { createCells, FALLS, LAVA, lavaWithin, PASS, SOLID, UNKNOWN, WATER } from './api/cells.js'
import { createCombat } from './api/combat.js'
import { createContainers } from './api/containers.js'
import { createCrafting } from './api/crafting.js'
import { inFamily, isFamily } from './api/families.js'
import { createFinding } from './api/finding.js'
import { createGathering } from './api/gathering.js'
import { createHands, SCAFFOLD } from './api/hands.js'
import { createMovement } from './api/movement.js'
import { createSurvival } from './api/survival.js'
import { createWalker } from './api/walker.js'
import { ChestMemory } from './chests.js'
import { fail, isFailure } from './failure.js'

const SKY = 200 // y above which there is no land

/**
 * @typedef {object} Parts  what the runner hands in; all but the bot can be left out where the process has one clock
 * @property {import('mineflayer').Bot} bot
 * @property {() => number} [gameMs] game time in ms
 * @property {() => number} [ticks] game ticks since the world began
 * @property {(call: () => void, ms: number) => any} [setTimeout] a timer on game time that ends with the attempt
 * @property {(timer: any) => void} [clearTimeout]
 * @property {import('./api/containers.js').ChestMemory} [chests] what is known of containers, beyond this attempt
 */

/** @param {Parts} parts */
export function createApi ({ bot, gameMs, ticks, setTimeout: set, clearTimeout: clear, chests = new ChestMemory() }) {
  const clock = {
    set: set ?? ((/** @type {() => void} */ call, /** @type {number} */ ms) => setTimeout(call, ms)),
    clear: clear ?? ((/** @type {any} */ timer) => clearTimeout(timer)),
    now: gameMs ?? (() => performance.now())
  }
  const body = createBody({ bot, clock })
  const cells = createCells(bot)
  const hands = createHands({ bot, cells, body })
  const walker = createWalker({ bot, cells, body, hands })
  const movement = createMovement({ bot, cells, body, hands, walker })
  const combat = createCombat({ bot, cells, body, hands, movement })
  const survival = createSurvival({ bot, cells, body, hands, movement, walker, combat })
  const finding = createFinding({ bot, cells })
  const gathering = createGathering({ bot, cells, body, hands, movement, walker })
  const crafting = createCrafting({ bot, hands, finding })
  const buckets = createBuckets({ bot, cells, body, hands, movement, walker })
  const containers = createContainers({ bot, cells, body, hands, movement, chests })

  /** Flags of the cell at an offset from the feet, as words. @param {number} x @param {number} y @param {number} z */
  function cell (x, y, z) {
    const flags = cells.view().at(Math.floor(x), Math.floor(y), Math.floor(z))
    return { open: (flags & PASS) !== 0, solid: (flags & SOLID) !== 0, water: (flags & WATER) !== 0, lava: (flags & LAVA) !== 0, falls: (flags & FALLS) !== 0 }
  }

  /**
   * The nearest dry ground under open sky, among the columns that are loaded; the bottom of a pit does not count.
   * @param {number} distance blocks
   * @returns {{x: number, y: number, z: number} | null} the cell of the ground itself
   */
  function dryLand (distance) {
    const view = cells.view()
    const feet = walker.here()
    for (let far = 0; far <= distance; far += 2) {
      for (let dx = -far; dx <= far; dx += 2) {
        for (const dz of Math.abs(dx) === far ? range(-far, far) : [-far, far]) {
          const [x, z] = [feet.x + dx, feet.z + dz]
          const y = groundAt(view, x, z)
          if (y === null) continue
          const higher = [[2, 0], [-2, 0], [0, 2], [0, -2]].filter(([ax, az]) => (groundAt(view, x + ax, z + az) ?? y) > y + 2)
          if (higher.length < 3) return { x, y, z }
        }
      }
    }
    return null
  }

  /**
   * Place a held block or item somewhere sensible within reach, clearing a spot when there is none.
   * @param {string} name
   * @returns {Promise<Vec3>} where it was placed
   * @throws missing_item, blocked
   */
  async function placeNear (name) {
    if (!hands.count(name)) fail('missing_item', `No ${name} is held, so none can be placed.`, { item: name, count: 1, have: 0 })
    for (let round = 0; round < 3; round++) {
      await body.settle()
      const feet = walker.here()
      const view = cells.view()
      const spots = []
      for (let dx = -3; dx <= 3; dx++) {
        for (let dz = -3; dz <= 3; dz++) {
          for (let dy = -1; dy <= 2; dy++) {
            if (dx === 0 && dz === 0) continue
            const [x, y, z] = [feet.x + dx, feet.y + dy, feet.z + dz]
            const here = view.at(x, y, z)
            if (!(here & PASS) || view.name(x, y, z).match(/torch|rail|carpet/)) continue
            if (!(view.at(x, y - 1, z) & SOLID) || !(view.at(x, y + 1, z) & PASS)) continue
            if (!hands.reaches({ x, y, z }, 4)) continue
            if (occupied(x, y, z)) continue
            const at = new Vec3(x, y, z)
            if (hands.inTheWay(bot.entity.position, at, view, 1).length) continue
            spots.push({ at, score: Math.abs(Math.hypot(dx, dz) - 2) + Math.abs(dy) * 0.7 + (view.name(x, y, z) === 'air' ? 0 : 0.3) })
          }
        }
      }
      spots.sort((a, b) => a.score - b.score)
      for (const { at } of spots.slice(0, 3)) {
        try {
          await hands.place(name, at)
          return at
        } catch (error) {
          if (!isFailure(error, 'blocked', 'timed_out')) throw error
        }
      }
      // no room: make some in a wall
      const wall = [[1, 0], [0, 1], [-1, 0], [0, -1]].map(([dx, dz]) => new Vec3(feet.x + dx, feet.y + (round === 1 ? 1 : 0), feet.z + dz))
        .find(at => view.at(at.x, at.y, at.z) & SOLID && view.at(at.x, at.y - 1, at.z) & SOLID && !hands.danger(at, { wet: false }))
      if (!wall) break
      await hands.dig(wall, { byHand: true })
      try {
        await hands.place(name, wall)
        return wall
      } catch (error) {
        if (!isFailure(error, 'blocked', 'timed_out')) throw error
      }
    }
    fail('blocked', `There is no free spot for ${name} within reach. Move to open ground.`, { item: name, ...movement.where() })
  }

  /** Whether a creature stands in the cell. @param {number} x @param {number} y @param {number} z */
  function occupied (x, y, z) {
    return Object.values(bot.entities).some(each => each && each.name !== 'item' && each.name !== 'experience_orb' &&
      Math.abs(each.position.x - x - 0.5) < 0.5 + (each.width ?? 0.6) / 2 && Math.abs(each.position.z - z - 0.5) < 0.5 + (each.width ?? 0.6) / 2 &&
      each.position.y < y + 1 && each.position.y + (each.height ?? 1.8) > y)
  }

  /** How many are held of an item, or of a family: `count("planks")`. @param {string} name */
  const count = name => isFamily(name)
    ? /** @type {any[]} */ (bot.inventory.items()).reduce((sum, item) => sum + (inFamily(item.name, name) ? item.count : 0), 0)
    : hands.count(name)

  /**
   * The member of a family that most are held of: `most("log")` may be {name: "birch_log", count: 4}.
   * @param {string} family `log`, `planks`, `wool`…, or an item's own name
   * @returns {{name: string, count: number}} count 0 when none is held
   */
  function most (family) {
    const names = new Set(hands.items().map(item => item.name).filter(name => name === family || inFamily(name, family)))
    const held = [...names].map(name => ({ name, count: hands.count(name) }))
    return held.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))[0] ?? { name: family, count: 0 }
  }

  /**
   * Dig some dirt or other cheap blocks nearby, to build with.
   * @param {number} wanted how many to hold
   * @returns {Promise<boolean>} whether as many are held now
   */
  async function gatherBlocks (wanted) {
    for (let failures = 0; hands.scaffoldCount() < wanted && failures < 3;) {
      const blocks = finding.nearest(block => /^(dirt|grass_block|coarse_dirt|podzol|netherrack|cobblestone|stone|deepslate)$/.test(block.name) && Boolean(hands.toolFor(block)),
        { maxDistance: 16, count: 16, filter: at => finding.exposed(at) && !finding.hot(at) })
      if (!blocks.length) return false
      const before = hands.scaffoldCount()
      try {
        await gathering.take(blocks.map(block => block.position), { what: 'something to build with', timeoutS: 20, most: wanted - before })
      } catch (error) {
        if (!isFailure(error, 'no_path', 'timed_out', 'unsafe', 'blocked', 'out_of_reach')) throw error
      }
      if (hands.scaffoldCount() <= before) failures++
    }
    return hands.scaffoldCount() >= wanted
  }

  return {
    // going
    goto: movement.goto, here: walker.here, nudge: movement.nudge, where: movement.where, path: movement.path, centre: walker.centre,
    // finding
    nearest: finding.nearest, family: finding.family, hot: finding.hot, exposed: finding.exposed, dryLand, blockKind: finding.blockKind, itemKind: finding.itemKind, cell,
    // hands
    dig: hands.dig, place: hands.place, placeNear, count, most, item: hands.item, hold: hands.hold, holdToolFor: hands.holdToolFor,
    has: (/** @type {string} */ name, /** @type {number} */ n = 1) => count(name) >= n,
    usesLeft: hands.usesLeft, toolFor: hands.toolFor, requireTool: hands.requireTool, reaches: hands.reaches, danger: hands.danger,
    scaffold: hands.scaffold, scaffoldCount: hands.scaffoldCount, scaffolding: SCAFFOLD, tidy: hands.tidy, toss: hands.toss, freeSlots: hands.freeSlots, items: hands.items,
    useBucket: buckets.use, milk: buckets.milk,
    // gathering
    take: gathering.take, gatherBlocks, pickUp: gathering.pickUp, drops: gathering.drops,
    // making
    recipeFor: crafting.recipeFor, ingredients: crafting.ingredients, burnTicks: crafting.burnTicks,
    // containers
    besides: containers.besides, cellOf: containers.cellOf, open: containers.open, contents: containers.contents,
    rememberChest: containers.remember, knownChests: containers.known,
    // life
    stayAlive: survival.stayAlive, fight: survival.fight, flee: survival.flee, eat: survival.eat, food: survival.food,
    burrow: survival.burrow, rest: survival.rest, underground: survival.underground, hostiles: survival.hostiles, isHostile: survival.isHostile,
    scorched: survival.scorched, burning: survival.burning, leaveLava: survival.leaveLava,
    lavaNear: (/** @type {{x: number, y: number, z: number}} */ at, /** @type {number} */ radius) => lavaWithin(cells.view(), at, radius),
    // time
    ticks: ticks ?? (() => Number(/** @type {any} */ (bot.time).age ?? 0)), waitTicks: body.ticks, settle: body.settle, bounded: body.bounded,
    alive: body.alive, isFailure,
    /** Searches made and cells opened so far; for measuring. */
    spent: movement.spent
  }
}

/** The level of the ground under open sky, leaves and logs aside; null for water, lava and what is not loaded.
 * @param {import('./api/cells.js').View} view @param {number} x @param {number} z */
function groundAt (view, x, z) {
  for (let y = SKY; y > 0; y--) {
    const flags = view.at(x, y, z)
    if (flags & UNKNOWN) return null
    if (flags & PASS || /leaves|log$/.test(view.name(x, y, z))) continue
    return flags & SOLID && !(flags & (WATER | LAVA)) ? y : null
  }
  return null
}

/** Every second number. @param {number} from @param {number} to */
function range (from, to) {
  const numbers = []
  for (let at = from; at <= to; at += 2) numbers.push(at)
  return numbers
}

/** @typedef {ReturnType<typeof createApi>} Api */
