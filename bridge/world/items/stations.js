/**
 * Composters and campfires: blocks that work on what is put onto them by hand.
 *
 * Rules: minecraft.wiki/w/Composter, /w/Campfire#Cooking (Java Edition 1.20). Cauldrons are cauldrons.js' work. Hoppers use ctx.composters.
 * @module
 */
import { usesBlock } from '../players/reach.js'

/** @typedef {import('../types.d.ts').Point} Point */

const RIPENS_IN = 20 // ticks from a full composter to bone meal
const FULL = 7
const READY = 8
const COOKING = 600 // ticks on a campfire
const PLACES = 4
const COMPOST_EFFECT = 1500 // world_event: composter used

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, tiles } = ctx
  const { chance } = ctx.data.compost
  const key = (/** @type {Point} */ p) => `${p.x},${p.y},${p.z}`

  ctx.onUseBlock(use => {
    const { player, block, position, held, hand } = use
    if (block.name === 'composter' && usesBlock(use)) return compost(player, position, Number(blocks.properties(block.stateId).level), held, hand)
    if (/campfire$/.test(block.name) && held && usesBlock(use)) return cook(player, position, block, held, hand)
    return false
  })

  /** @param {import('../types.d.ts').Player} player @param {any} position @param {number} level @param {import('../types.d.ts').Stack | null} held @param {number} hand */
  function compost (player, position, level, held, hand) {
    if (level === READY) {
      empty(position, player)
      ctx.items.drop(position.offset(0.5, 1.01, 0.5), inventory.make('bone_meal'))
      return true
    }
    const odds = held ? chance[held.name] : undefined
    if (odds === undefined) return false
    if (level >= FULL) return true // full, not ripe yet
    inventory.consumeHeld(player, 1, hand)
    fill(position, /** @type {import('../types.d.ts').Stack} */ (held).name, player)
    return true
  }

  /** @param {any} position of a ripe composter @param {import('../types.d.ts').Player} [by] */
  const empty = (position, by) => blocks.set(position, blocks.stateOf('composter', { level: 0 }), { by, cause: 'used' })
  /** One item goes in, and may raise the level. @param {any} position of a composter with room @param {string} name @param {import('../types.d.ts').Player} [by] */
  function fill (position, name, by) {
    const level = Number(blocks.properties(blocks.get(position.x, position.y, position.z) ?? 0).level)
    const rises = level === 0 || ctx.random() < chance[name]
    ctx.broadcast('world_event', { effectId: COMPOST_EFFECT, location: position, data: rises ? 1 : 0, global: false })
    if (!rises) return
    blocks.set(position, blocks.stateOf('composter', { level: level + 1 }), { by, cause: 'used' })
    if (level + 1 === FULL) blocks.scheduleTick(position, RIPENS_IN, 'composter')
  }
  ctx.composters = { fill, empty, accepts: (/** @type {string} */ name) => chance[name] !== undefined }
  blocks.onScheduled('composter', position => {
    if (blocks.name(position.x, position.y, position.z) !== 'composter') return
    blocks.set(position, blocks.stateOf('composter', { level: READY }), { cause: 'ripe' })
  })

  /** Raw food goes on a free place of a lit fire. @param {import('../types.d.ts').Player} player @param {any} position @param {any} block @param {import('../types.d.ts').Stack} held @param {number} hand */
  function cook (player, position, block, held, hand) {
    // What a smoker takes, a campfire takes.
    if (!ctx.smelting.recipe('smoker', held)) return false
    if (blocks.properties(block.stateId).lit !== true) return false
    const known = tiles.get(key(position))
    const tile = known?.type === 'campfire' ? known : { type: 'campfire', slots: new Array(PLACES).fill(null), done: new Array(PLACES).fill(0) }
    tiles.set(key(position), tile)
    const free = tile.slots.findIndex((/** @type {any} */ slot) => !slot)
    if (free < 0) return false
    tile.slots[free] = inventory.copy(held, 1)
    tile.done[free] = ctx.tick() + COOKING
    inventory.consumeHeld(player, 1, hand)
    blocks.scheduleTick(position, COOKING, `campfire ${free}`)
    return true
  }
  for (let place = 0; place < PLACES; place++) {
    blocks.onScheduled(`campfire ${place}`, position => {
      const tile = tiles.get(key(position))
      const item = tile?.type === 'campfire' ? tile.slots[place] : null
      if (!item) return
      const wait = tile.done[place] - ctx.tick()
      if (wait > 0) return blocks.scheduleTick(position, wait, `campfire ${place}`)
      const made = ctx.smelting.recipe('smoker', item)
      tile.slots[place] = null
      if (made) ctx.items.pop({ x: position.x, y: position.y + 0.5, z: position.z }, inventory.make(made.result))
    })
  }
  // The fire is gone or out: what lay on it falls off.
  blocks.onChange((position, before, after) => {
    if (!/campfire$/.test(blocks.states.names[before])) return
    if (blocks.states.names[before] === blocks.states.names[after] && blocks.properties(after).lit === true) return
    const tile = tiles.get(key(position))
    if (tile?.type !== 'campfire') return
    tiles.delete(key(position))
    for (const item of tile.slots) if (item) ctx.items.pop(position, item)
  })
}
