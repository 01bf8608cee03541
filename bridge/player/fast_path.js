/**
 * mineflayer-pathfinder's search, quicker: one look at a block instead of a new Block, and costs that are worked out once.
 *
 * Patches the plugin's classes (Movements, AStar, its heap, its physics) once in a process. The routes are those of the
 * original. In virtual time its millisecond budgets mean nothing, so nodes are counted: a search always ends.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

const NODES_PER_MS = 10 // what one millisecond of the plugin's `tickTimeout` and `thinkTimeout` is worth in virtual time
const MOST_NODES = 15000 // of one search in virtual time: about half a wall second on a slow core

let patched = false

/** @param {{virtual: boolean}} options */
export function speedUpPaths ({ virtual }) {
  if (patched) return
  patched = true
  patchMovements(require('mineflayer-pathfinder/lib/movements').prototype)
  patchHeap(require('mineflayer-pathfinder/lib/heap').prototype)
  if (virtual) patchSearch(require('mineflayer-pathfinder/lib/astar').prototype)
  patchSimulation(require('mineflayer-pathfinder/lib/physics').prototype)
}

/** What the search asks of a block; everything else comes from the state's template through the prototype. */
class Seen {
  /** @param {any} kind @param {number} x @param {number} y @param {number} z */
  constructor (kind, x, y, z) {
    this.position = new Vec3(x, y, z)
    this.type = kind.type
    this.stateId = kind.stateId
    this.shapes = kind.shapes
    this.climbable = kind.climbable
    this.safe = kind.safe
    this.physical = kind.physical
    this.replaceable = kind.replaceable
    this.liquid = kind.liquid
    this.height = y + kind.top
    this.canFall = kind.canFall
    this.openable = kind.openable
    this.template = kind.template
    /** Memo of safeToBreak. @type {boolean | null} */
    this.breakable = null
  }

  get name () { return this.template.name }
  get boundingBox () { return this.template.boundingBox }
  get hardness () { return this.template.hardness }
  get material () { return this.template.material }
  get diggable () { return this.template.diggable }
  get metadata () { return this.template.metadata }
  get harvestTools () { return this.template.harvestTools }
  get displayName () { return this.template.displayName }
  get _properties () { return this.template._properties }
  getProperties () { return this.template.getProperties() }
  /** @param {...any} args */
  digTime (...args) { return this.template.digTime(...args) }
  /** @param {any} tool */
  canHarvest (tool) { return this.template.canHarvest(tool) }
}

/** @param {any} Movements the prototype */
function patchMovements (Movements) {
  const original = {
    getBlock: Movements.getBlock,
    safeToBreak: Movements.safeToBreak,
    safeOrBreak: Movements.safeOrBreak,
    jumpUp: Movements.getMoveJumpUp,
    update: Movements.updateCollisionIndex,
    clear: Movements.clearCollisionIndex,
    at: Movements.getNumEntitiesAt
  }

  /** @param {any} movements @param {number} stateId */
  function kindOf (movements, stateId) {
    const template = movements.bot.fastBlocks.template(stateId)
    const climbable = movements.climbables.has(template.type)
    const physical = template.boundingBox === 'block' && !movements.fences.has(template.type)
    let top = 0
    for (const shape of template.shapes) top = Math.max(top, shape[4])
    return {
      template,
      stateId,
      type: template.type,
      shapes: template.shapes,
      climbable,
      physical,
      safe: (template.boundingBox === 'empty' || climbable || movements.carpets.has(template.type)) && !movements.blocksToAvoid.has(template.type),
      replaceable: movements.replaceables.has(template.type) && !physical,
      liquid: movements.liquids.has(template.type),
      canFall: movements.gravityBlocks.has(template.type),
      openable: movements.openable.has(template.type),
      top
    }
  }

  /** @this {any} @param {any} pos @param {number} dx @param {number} dy @param {number} dz */
  Movements.getBlock = function (pos, dx, dy, dz) {
    const { near } = this
    if (!near || !pos) return original.getBlock.call(this, pos, dx, dy, dz)
    const x = Math.floor(pos.x + dx)
    const y = Math.floor(pos.y + dy)
    const z = Math.floor(pos.z + dz)
    const rx = x - this.x0
    const rz = z - this.z0
    const ry = y + 64
    // 29 bits: a small integer, for which Map is quickest
    const key = (rx | rz) >>> 10 === 0 && ry >>> 9 === 0 ? (rx << 19) | (rz << 9) | ry : -1
    if (key >= 0) {
      const known = near.get(key)
      if (known !== undefined) return known
    }
    const stateId = this.bot.fastBlocks.stateAt(x, y, z)
    if (stateId < 0) return original.getBlock.call(this, null, dx, dy, dz)
    const kind = this.kinds[stateId] ?? (this.kinds[stateId] = kindOf(this, stateId))
    const seen = new Seen(kind, x, y, z)
    if (key >= 0) near.set(key, seen)
    return seen
  }

  /** The original raises the block it would place upon: not for those who look at it next. @this {any} @param {any} node @param {any} dir @param {any[]} neighbors */
  Movements.getMoveJumpUp = function (node, dir, neighbors) {
    const landing = this.getBlock(node, dir.x, 0, dir.z)
    const { height } = landing
    original.jumpUp.call(this, node, dir, neighbors)
    landing.height = height
  }

  /** @this {any} @param {any} block */
  Movements.safeToBreak = function (block) {
    if (!(block instanceof Seen) || this.exclusionAreasBreak.length > 0) return original.safeToBreak.call(this, block)
    if (block.breakable === null) block.breakable = original.safeToBreak.call(this, block)
    return block.breakable
  }

  /** Where entities are, by a number that wraps: a hit is confirmed by the original's text key. @this {any} */
  Movements.updateCollisionIndex = function () {
    original.update.call(this)
    this.crowd = new Set()
    for (const key in this.entityIntersections) {
      const [x, y, z] = key.split(',').map(Number)
      this.crowd.add(wrapped(x, y, z))
    }
  }

  /** @this {any} */
  Movements.clearCollisionIndex = function () {
    original.clear.call(this)
    this.crowd = new Set()
  }

  /** @this {any} @param {any} pos @param {number} dx @param {number} dy @param {number} dz */
  Movements.getNumEntitiesAt = function (pos, dx, dy, dz) {
    if (this.crowd && pos && (this.crowd.size === 0 || !this.crowd.has(wrapped(pos.x + dx, pos.y + dy, pos.z + dz)))) return 0
    return original.at.call(this, pos, dx, dy, dz)
  }

  /** The cost of breaking a kind of block with what is at hand is the same everywhere. @this {any} @param {any} block @param {any[]} toBreak */
  Movements.safeOrBreak = function (block, toBreak) {
    if (!(block instanceof Seen) || !this.labour) return original.safeOrBreak.call(this, block, toBreak)
    let cost = this.exclusionStep(block) + this.getNumEntitiesAt(block.position, 0, 0, 0) * this.entityCost
    if (block.safe) return cost
    if (!this.safeToBreak(block)) return 100
    toBreak.push(block.position)
    if (block.physical) cost += this.getNumEntitiesAt(block.position, 0, 1, 0) * this.entityCost
    let labour = this.labour.get(block.stateId)
    if (labour === undefined) {
      labour = (1 + 3 * digTimeOf(this, block) / 1000) * this.digCost
      this.labour.set(block.stateId, labour)
    }
    return cost + labour
  }

  const nbt = require('prismarine-nbt')
  /** @param {any} movements @param {any} block */
  function digTimeOf (movements, block) {
    const tool = movements.bot.pathfinder.bestHarvestTool(block)
    const enchants = tool?.nbt ? nbt.simplify(tool.nbt).Enchantments : []
    return block.digTime(tool ? tool.type : null, false, false, false, enchants, movements.bot.entity.effects)
  }
}

/** @param {number} x @param {number} y @param {number} z */
const wrapped = (x, y, z) => ((x & 1023) << 19) | ((z & 1023) << 9) | (y & 511)

/** A heap whose entries know where they are: an update does not search for its entry. @param {any} Heap the prototype */
function patchHeap (Heap) {
  /** @param {any[]} heap @param {number} i */
  function rise (heap, i) {
    const entry = heap[i]
    while (i > 1) {
      const parent = heap[i >>> 1]
      if (!(parent.f > entry.f)) break
      heap[i] = parent
      parent.at = i
      i >>>= 1
    }
    heap[i] = entry
    entry.at = i
  }
  /** @this {any} @param {any} entry */
  Heap.push = function (entry) {
    this.heap.push(entry)
    rise(this.heap, this.heap.length - 1)
  }
  /** @this {any} @param {any} entry */
  Heap.update = function (entry) {
    rise(this.heap, entry.at)
  }
  /** @this {any} */
  Heap.pop = function () {
    const heap = this.heap
    const smallest = heap[1]
    const entry = heap.pop()
    if (heap.length === 1) return smallest
    let i = 1
    const size = heap.length
    for (;;) {
      let child = i * 2
      if (child >= size) break
      if (child + 1 < size && heap[child].f > heap[child + 1].f) child++
      if (entry.f <= heap[child].f) break
      heap[i] = heap[child]
      heap[i].at = i
      i = child
    }
    heap[i] = entry
    entry.at = i
    return smallest
  }
}

/** The same search with a budget of nodes. @param {any} AStar the prototype */
function patchSearch (AStar) {
  /** @this {any} */
  AStar.compute = function () {
    const { movements } = this
    const version = movements.bot.fastBlocks?.version
    if (version !== undefined && (!this.memo || this.memo.version !== version)) {
      const start = this.bestNode.data
      this.memo = { version, kinds: [], near: new Map(), x0: Math.floor(start.x) - 512, z0: Math.floor(start.z) - 512 }
    }
    // what is remembered counts during this call only: tools and sets change without a word
    Object.assign(movements, this.memo, { labour: new Map() })
    try {
      return compute(this)
    } finally {
      movements.near = movements.labour = null
    }
  }

  /** @param {any} search */
  function compute (search) {
    const { closedDataSet, openDataMap, openHeap, movements, goal } = search
    const most = Math.min(MOST_NODES, search.timeout * NODES_PER_MS)
    let left = Math.max(1, Math.floor(search.tickTimeout * NODES_PER_MS))
    while (!openHeap.isEmpty()) {
      if (closedDataSet.size >= most) return search.makeResult('timeout', search.bestNode)
      if (left-- <= 0) return search.makeResult('partial', search.bestNode)
      const node = openHeap.pop()
      if (goal.isEnd(node.data)) return search.makeResult('success', node)
      openDataMap.delete(node.data.hash)
      closedDataSet.add(node.data.hash)
      search.visitedChunks.add(`${node.data.x >> 4},${node.data.z >> 4}`)
      for (const data of movements.getNeighbors(node.data)) {
        if (closedDataSet.has(data.hash)) continue
        const g = node.g + data.cost
        let next = openDataMap.get(data.hash)
        const known = next !== undefined
        if (known && next.g < g) continue
        const h = goal.heuristic(data)
        if (search.maxCost > 0 && g + h > search.maxCost) continue
        if (!known) {
          next = { data: null, g: 0, h: 0, f: 0, parent: null, at: 0 }
          openDataMap.set(data.hash, next)
        }
        next.data = data
        next.g = g
        next.h = h
        next.f = g + h
        next.parent = node
        if (h < search.bestNode.h) search.bestNode = next
        if (known) openHeap.update(next)
        else openHeap.push(next)
      }
    }
    return search.makeResult('noPath', search.bestNode)
  }
}

/** A player who pushes against a wall goes nowhere: no need to simulate that for 200 ticks. @param {any} Physics the prototype */
function patchSimulation (Physics) {
  const { PlayerState } = require('prismarine-physics')
  const STRAIGHT_TICKS = 200 // as in the original

  /** @this {any} @param {any[]} path @param {boolean} sprint */
  Physics.canStraightLine = function (path, sprint = false) {
    const reached = this.getReached(path)
    const { forward, back, left, right, jump, sneak } = this.bot.controlState
    const state = new PlayerState(this.bot, { forward, back, left, right, jump, sprint: this.bot.controlState.sprint, sneak })
    const control = this.getController(path[0], false, sprint)
    for (let i = 0; i < STRAIGHT_TICKS; i++) {
      const { x, y, z } = state.pos
      const { x: vx, y: vy, z: vz } = state.vel
      const { onGround, isInWater, jumpTicks } = state
      control(state, i)
      this.bot.physics.simulatePlayer(state, this.world)
      if (state.isInLava || reached(state)) break
      if (i > 0 && jumpTicks === 0 && state.pos.x === x && state.pos.y === y && state.pos.z === z && state.vel.x === vx && state.vel.y === vy &&
        state.vel.z === vz && state.onGround === onGround && state.isInWater === isInWater) break
    }
    if (reached(state)) return true
    const can = sprint ? this.canSprintJump : this.canWalkJump
    if (can.call(this, path, 0)) return false
    for (let i = 1; i < 7; i++) if (can.call(this, path, i)) return true
    return false
  }
}
