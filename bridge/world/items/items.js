/**
 * Items lying in the world: falling, floating, merging, being picked up, burning, vanishing.
 *
 * An item at rest costs next to nothing: it is looked at a few times a second, and woken when the block under it goes.
 * What hoppers take up is redstone/hoppers.js' work. Rules: minecraft.wiki/w/Item_(entity), Java Edition 1.20.
 * @module
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../types.d.ts').Entity} Entity */
/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('./stacks.js').Item} Item */

const LIFETIME = 6000 // ticks
const PICKUP_DELAY = 10 // ticks, for what a block or creature drops
const SIZE = { halfWidth: 0.125, height: 0.25, gravity: 0.04, drag: 0.98 } // blocks; blocks/tick²; share of speed kept a tick
const AIR_KEPT = 0.98 // share of sideways speed kept a tick; the same page
const MERGE_REACH = 0.5 // blocks sideways between two stacks that become one
const MERGE_EVERY = 40 // ticks, at rest (moving items: 2)
const REST_EVERY = 20 // ticks between two looks at an item at rest
const PICKUP_SIDE = 1.425 // blocks: half the player's box (0.3) grown by 1, plus half the item's (0.125)
const PICKUP_BELOW = 0.75 // blocks: the box grown by 0.5, and the item's own height
const PICKUP_ABOVE = 2.3 // blocks: height 1.8 + 0.5
const VOID = -128 // y; 64 below the lowest block
const FIREPROOF = /^netherite_|^ancient_debris$/
const ITEM_STACK_KEY = 8 // metadata index of the stack, 1.20.4

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { inventory, entities, blocks } = ctx
  /** @type {Set<Entity>} */
  const lying = new Set()
  /** Items at rest by the column they lie in, so that a block's change finds them at once. @type {Map<string, Set<Entity>>} */
  const resting = new Map()

  ctx.onRenew(() => {
    for (const entity of lying) if (entity.removed) lying.delete(entity)
    resting.clear()
  })

  /** @param {Item} item */
  const shownStack = item => [{ key: ITEM_STACK_KEY, type: 'item_stack', value: inventory.toPacket(item) }]

  /** Change an item entity's stack; one of zero is gone. @param {Entity} entity @param {Item | null} item */
  function setStack (entity, item) {
    if (!item || item.count <= 0) return vanish(entity)
    entity.item = item
    entities.setMetadata(entity, shownStack(item))
  }

  /** @param {Entity} entity @param {boolean} rests */
  function settle (entity, rests) {
    entity.resting = rests
    const column = rests ? `${Math.floor(entity.position.x)},${Math.floor(entity.position.z)}` : undefined
    if (column === entity._column) return
    if (entity._column !== undefined) {
      const there = resting.get(entity._column)
      there?.delete(entity)
      if (there && !there.size) resting.delete(entity._column)
    }
    entity._column = column
    if (column === undefined) return
    const here = resting.get(column)
    if (here) here.add(entity)
    else resting.set(column, new Set([entity]))
  }

  /** @param {Entity} entity */
  function vanish (entity) {
    lying.delete(entity)
    settle(entity, false)
    entities.remove(entity)
  }

  /**
   * Let a stack fall into the world.
   * @param {import('../types.d.ts').Point} position
   * @param {Item} item taken over by the world
   * @param {any} [velocity] blocks/tick; without it a small random hop
   * @param {number} [pickupDelay] ticks
   * @param {Player} [thrower]
   * @returns {Entity | null} null when there was nothing to drop
   */
  function drop (position, item, velocity, pickupDelay = PICKUP_DELAY, thrower) {
    if (!item || item.count <= 0) return null
    const hop = velocity ?? new Vec3(ctx.random() * 0.2 - 0.1, 0.2, ctx.random() * 0.2 - 0.1)
    return entities.spawn('item', 'item', position, {
      item, velocity: hop, pickupDelay, thrower: thrower?.username ?? null, metadata: shownStack(item), objectData: 1, yaw: ctx.random() * 360
    })
  }

  /** Drop what a block gives, somewhere inside its cell as vanilla does. @param {import('../types.d.ts').Point} block @param {Item} item */
  function pop (block, item) {
    const spread = () => 0.25 + ctx.random() * 0.5
    return drop(new Vec3(block.x + spread(), block.y + spread() - 0.125, block.z + spread()), item)
  }

  /** @param {Entity} entity */
  function tick (entity) {
    lying.add(entity)
    if (entity.resting && entity._column === undefined) settle(entity, true) // after a restore
    if (entity.age >= LIFETIME || entity.position.y < VOID) return vanish(entity)
    if (entity.pickupDelay > 0) entity.pickupDelay--
    if (entity.resting && entity.age % REST_EVERY !== 0) {
      if (entity.pickupDelay <= 0) offer(entity)
      return
    }
    move(entity)
    if (entity.removed) return
    if (entity.age % (entity.resting ? MERGE_EVERY : 2) === 0) merge(entity)
    if (!entity.removed && entity.pickupDelay <= 0) offer(entity)
  }

  /** @param {Entity} entity */
  function move (entity) {
    const { position, velocity } = entity
    const { x, y, z } = position
    if (blocks.solid(x, y + 0.1, z)) freeFromBlock(entity)
    entities.physics(entity, SIZE)
    const kept = entity.onGround ? AIR_KEPT * groundKept(entity) : AIR_KEPT
    velocity.x *= kept
    velocity.z *= kept
    if (burns(entity)) return vanish(entity)
    if (entity.inWater) { // floats up slowly and slows down
      velocity.x *= 0.95
      velocity.z *= 0.95
      if (velocity.y < 0.06 && !entity.drawnDown) velocity.y += 0.045
    }
    const moved = Math.abs(x - position.x) + Math.abs(y - position.y) + Math.abs(z - position.z)
    settle(entity, entity.onGround && moved < 1e-3 && !entity.inWater)
    ctx.hoppers.passed(position)
  }

  /** @param {Entity} entity @returns {number} share of speed that the ground leaves it */
  function groundKept (entity) {
    const under = blocks.name(entity.position.x, entity.position.y - 0.5, entity.position.z)
    return under !== null && /(^|_)ice$/.test(under) ? 0.98 : 0.6
  }

  /** An item inside a block is pushed to its nearest free side, upwards first. @param {Entity} entity */
  function freeFromBlock (entity) {
    const { position, velocity } = entity
    const x = Math.floor(position.x); const y = Math.floor(position.y + 0.1); const z = Math.floor(position.z)
    const shapes = blocks.states.shapes(blocks.get(x, y, z) ?? 0)
    const top = shapes.reduce((most, box) => Math.max(most, box[4]), 0)
    if (top < 1) { position.y = Math.max(position.y, y + top); return }
    if (!blocks.solid(x, y + 1, z)) { position.y = y + 1; velocity.y = Math.max(velocity.y, 0); return }
    const sides = [[1, 0], [-1, 0], [0, 1], [0, -1]]
    const open = sides.find(([dx, dz]) => !blocks.solid(x + dx, y, z + dz))
    if (!open) { position.y = y + 1; return }
    position.x += open[0] * 0.2
    position.z += open[1] * 0.2
  }

  /** @param {Entity} entity @returns {boolean} whether lava, fire or a cactus destroys it here */
  function burns (entity) {
    const { x, y, z } = entity.position
    if (touchesCactus(x, y, z)) return true
    if (FIREPROOF.test(entity.item.name)) return false
    if (entity.inLava) return true
    const name = blocks.name(x, y, z)
    return name === 'fire' || name === 'soul_fire' || name === 'lava'
  }

  /** @param {number} x @param {number} y @param {number} z */
  function touchesCactus (x, y, z) {
    if (blocks.name(x, y - 0.1, z) === 'cactus') return true
    return [[0.2, 0], [-0.2, 0], [0, 0.2], [0, -0.2]].some(([dx, dz]) => blocks.name(x + dx, y + 0.1, z + dz) === 'cactus')
  }

  /** Two equal stacks close together become one. @param {Entity} entity */
  function merge (entity) {
    const { item } = entity
    if (item.count >= item.stackSize || lying.size < 2) return
    for (const other of lying) {
      if (other === entity || other.removed || other.item.type !== item.type) continue
      const a = entity.position; const b = other.position
      if (Math.abs(a.x - b.x) > MERGE_REACH + 0.25 || Math.abs(a.z - b.z) > MERGE_REACH + 0.25 || Math.abs(a.y - b.y) > 0.25) continue
      if (!inventory.same(item, other.item) || item.count + other.item.count > item.stackSize) continue
      // The bigger stack stays; it takes the younger age and the longer delay.
      const [keeps, goes] = other.item.count > item.count ? [other, entity] : [entity, other]
      keeps.age = Math.min(keeps.age, goes.age)
      keeps.pickupDelay = Math.max(keeps.pickupDelay, goes.pickupDelay)
      setStack(keeps, inventory.copy(keeps.item, keeps.item.count + goes.item.count))
      vanish(goes)
      if (goes === entity) return
    }
  }

  /** @param {Entity} entity */
  function offer (entity) {
    const { position } = entity
    for (const player of ctx.players) {
      const dx = player.position.x - position.x
      const dz = player.position.z - position.z
      if (dx > PICKUP_SIDE || dx < -PICKUP_SIDE || dz > PICKUP_SIDE || dz < -PICKUP_SIDE) continue
      const dy = position.y - player.position.y
      if (dy < -PICKUP_BELOW || dy > PICKUP_ABOVE || player.survival.dead || player.gameMode === 3) continue
      const { item } = entity
      const left = inventory.give(player, item)
      if (left === item.count) continue
      const collected = { collectedEntityId: entity.id, collectorEntityId: player.id, pickupItemCount: item.count - left }
      player.send('collect', collected)
      entities.broadcast(entity, 'collect', collected, player)
      player.survival.stats[`picked_up:${item.name}`] = (player.survival.stats[`picked_up:${item.name}`] ?? 0) + item.count - left
      setStack(entity, inventory.copy(item, left))
      if (entity.removed) return
    }
  }

  entities.define('item', {
    tick,
    save: entity => ({ item: entity.item, pickupDelay: entity.pickupDelay, thrower: entity.thrower, resting: entity.resting === true }),
    load: saved => ({ item: saved.item, pickupDelay: saved.pickupDelay, thrower: saved.thrower, resting: saved.resting }),
    every: 2
  })

  // The block under or around a resting item has changed: look at once.
  blocks.onChange(position => {
    if (!resting.size) return
    for (let x = position.x - 1; x <= position.x + 1; x++) {
      for (let z = position.z - 1; z <= position.z + 1; z++) {
        for (const entity of resting.get(`${x},${z}`) ?? []) {
          if (Math.abs(entity.position.y - position.y - 0.5) < 2) settle(entity, false)
        }
      }
    }
  })
  // Others may remove an item without asking here.
  ctx.onTick(() => { for (const entity of lying) if (entity.removed) vanish(entity) }, { every: 100 })

  ctx.items = { drop, pop, setStack, vanish }
}
