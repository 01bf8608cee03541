/**
 * What tools do to blocks besides digging them: tilling, stripping, paths, shearing, carving.
 *
 * Does not know buckets, bone meal or fire. Rules: minecraft.wiki/w/Hoe, /w/Axe, /w/Shovel, /w/Shears (Java Edition 1.20).
 * @module
 */
import { FACES, OPPOSITE, beside, sideOfYaw } from './directions.js'
import { usesBlock } from '../players/reach.js'

/** @typedef {import('../types.d.ts').UseBlock} UseBlock */

const TILLED = new Set(['grass_block', 'dirt_path', 'dirt'])
const TRODDEN = new Set(['grass_block', 'dirt', 'podzol', 'coarse_dirt', 'mycelium', 'rooted_dirt'])
const STRIPPED = /^(\w+_(log|wood|stem|hyphae)|bamboo_block)$/
const SEEDS_IN_PUMPKIN = 4
const COMBS_IN_HIVE = 3
const FULL_OF_HONEY = 5
const OXIDIZED = /^(waxed_)?(exposed|weathered|oxidized)_/

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, inventory, items } = ctx
  const { states } = blocks
  const known = (/** @type {string} */ name) => ctx.registry.blocksByName[name] !== undefined

  /** @param {UseBlock} use @param {number} state */
  function becomes ({ player, position, hand }, state) {
    blocks.set(position, state, { by: player, cause: 'tool' })
    inventory.damageHeld(player, 1, hand)
    return true
  }

  /** @param {UseBlock} use @returns {boolean} whether the space above is open and the click came not from below */
  const openAbove = ({ position, face }) => FACES[face] !== 'down' && /air$/.test(blocks.name(position.x, position.y + 1, position.z) ?? '')

  /** @param {UseBlock} use */
  function hoe (use) {
    const { name } = use.block
    if (name === 'rooted_dirt') {
      items.drop(use.position.offset(0.5, 1, 0.5), inventory.make('hanging_roots'))
      return becomes(use, blocks.stateOf('dirt'))
    }
    if (name === 'coarse_dirt' && openAbove(use)) return becomes(use, blocks.stateOf('dirt'))
    return TILLED.has(name) && openAbove(use) && becomes(use, blocks.stateOf('farmland'))
  }

  /** @param {UseBlock} use */
  function axe (use) {
    const { name } = use.block
    const props = states.properties(use.block.stateId)
    if (STRIPPED.test(name) && known(`stripped_${name}`)) return becomes(use, blocks.stateOf(`stripped_${name}`, props))
    // Wax comes off first, then a layer of verdigris.
    if (name.startsWith('waxed_')) return becomes(use, blocks.stateOf(name.slice(6), props))
    const layer = OXIDIZED.exec(name)
    if (!layer || !/copper/.test(name)) return false
    const rest = name.slice(layer[0].length)
    const before = /** @type {Record<string, string>} */ ({ oxidized: 'weathered_', weathered: 'exposed_', exposed: '' })[layer[2]]
    const target = known(before + rest) ? before + rest : rest === 'copper' ? 'copper_block' : null
    return target !== null && known(target) && becomes(use, blocks.stateOf(target, props))
  }

  /** @param {UseBlock} use */
  function shovel (use) {
    const { name } = use.block
    const props = states.properties(use.block.stateId)
    if (/campfire$/.test(name) && props.lit === true) return becomes(use, blocks.stateOf(name, { ...props, lit: false }))
    return TRODDEN.has(name) && openAbove(use) && becomes(use, blocks.stateOf('dirt_path'))
  }

  /** @param {UseBlock} use */
  function shears (use) {
    const { player, block, position, face } = use
    const props = states.properties(block.stateId)
    if (block.name === 'pumpkin') {
      const facing = face < 2 ? OPPOSITE[sideOfYaw(player.yaw)] : FACES[face]
      items.pop(beside(position, facing), inventory.make('pumpkin_seeds', SEEDS_IN_PUMPKIN))
      return becomes(use, blocks.stateOf('carved_pumpkin', { facing }))
    }
    if (/^bee(hive|_nest)$/.test(block.name) && Number(props.honey_level) === FULL_OF_HONEY) {
      items.pop(position, inventory.make('honeycomb', COMBS_IN_HIVE))
      return becomes(use, blocks.stateOf(block.name, { ...props, honey_level: 0 }))
    }
    return false
  }

  ctx.onUseBlock(use => {
    const { held, player } = use
    if (!held || player.gameMode === 2) return false
    if (/_hoe$/.test(held.name)) return hoe(use)
    if (/_axe$/.test(held.name)) return axe(use)
    if (/_shovel$/.test(held.name)) return shovel(use)
    if (held.name === 'shears' && usesBlock(use)) return shears(use)
    if (held.name === 'glass_bottle' && usesBlock(use) && /^bee(hive|_nest)$/.test(use.block.name)) {
      const props = states.properties(use.block.stateId)
      if (Number(props.honey_level) !== FULL_OF_HONEY) return false
      blocks.set(use.position, blocks.stateOf(use.block.name, { ...props, honey_level: 0 }), { by: player, cause: 'used' })
      inventory.consumeHeld(player, 1, use.hand)
      inventory.giveOrDrop(player, inventory.make('honey_bottle'))
      return true
    }
    if (held.name === 'honeycomb') {
      const waxed = `waxed_${use.block.name}`
      if (!known(waxed)) return false
      blocks.set(use.position, blocks.stateOf(waxed, states.properties(use.block.stateId)), { by: player, cause: 'tool' })
      inventory.consumeHeld(player, 1, use.hand)
      return true
    }
    return false
  })
}
