/**
 * Sand, gravel, concrete powder and anvils fall when nothing holds them.
 * Source: https://minecraft.wiki/w/Falling_Block (Java 1.20). Not covered: pointed dripstone, scaffolding, dragon eggs' jumps.
 */
const FALLS = /^(sand|red_sand|gravel|suspicious_sand|suspicious_gravel|anvil|chipped_anvil|damaged_anvil|dragon_egg)$|_concrete_powder$/
const DELAY = 2 // ticks
const LIFETIME = 600 // ticks
const SIZE = { halfWidth: 0.49, height: 0.98, gravity: 0.04, drag: 0.98 }
const ANVIL_DAMAGE = 2 // points a block fallen beyond the first
const ANVIL_MOST = 40
const AROUND = [[0, 0, 0], [0, 1, 0], [1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, -1, 0]]

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { kinds } = ctx.hazards
  const falls = Uint8Array.from(kinds.name, (/** @type {string} */ name) => FALLS.test(name) ? 1 : 0)
  const state = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.chunks.state(x, y, z)
  /** Whether a block falls through this cell. */
  const open = (/** @type {number | null} */ s) => s !== null && (kinds.replaceable[s] === 1 || (kinds.fluid[s] !== 0 && !kinds.solid[s]))

  ctx.blocks.onChange((position, before, after) => {
    for (const [dx, dy, dz] of AROUND) {
      const x = position.x + dx; const y = position.y + dy; const z = position.z + dz
      const s = state(x, y, z)
      if (s === null || !falls[s]) continue
      if (y > ctx.chunks.minY && open(state(x, y - 1, z))) ctx.blocks.scheduleTick({ x, y, z }, DELAY, 'fall')
      if (kinds.name[s].endsWith('_concrete_powder')) wet(x, y, z, s)
    }
  })

  /** Concrete powder that water touches sets. */
  function wet (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ s) {
    const touched = [[1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1], [0, 1, 0]].some(([dx, dy, dz]) => {
      const next = state(x + dx, y + dy, z + dz)
      return next !== null && kinds.fluid[next] > 0
    })
    if (touched) ctx.blocks.set({ x, y, z }, ctx.blocks.stateOf(kinds.name[s].replace('_powder', '')), { cause: 'set' })
    return touched
  }

  ctx.blocks.onScheduled('fall', ({ x, y, z }) => {
    const s = state(x, y, z)
    if (s === null || !falls[s] || !open(state(x, y - 1, z))) return
    ctx.blocks.set({ x, y, z }, 0, { cause: 'fall' })
    ctx.entities.spawn('falling_block', 'falling_block', { x: x + 0.5, y, z: z + 0.5 }, { block: s, objectData: s, from: y })
  })

  ctx.entities.define('falling_block', {
    every: 5,
    tick (entity) {
      ctx.entities.physics(entity, SIZE)
      const x = Math.floor(entity.position.x); const y = Math.floor(entity.position.y + 0.01); const z = Math.floor(entity.position.z)
      const here = state(x, y, z)
      const powder = kinds.name[entity.block].endsWith('_concrete_powder') && here !== null && kinds.fluid[here] > 0
      if (!entity.onGround && !powder) {
        if (entity.age > LIFETIME || entity.position.y < ctx.chunks.minY - 64) shatter(entity)
        return
      }
      ctx.entities.remove(entity)
      if (kinds.name[entity.block].endsWith('anvil')) crush(entity, entity.from - y)
      if (here === null || !open(here) || (!powder && open(state(x, y - 1, z)))) return shatter(entity)
      const block = powder ? ctx.blocks.stateOf(kinds.name[entity.block].replace('_powder', '')) : entity.block
      if (kinds.fluid[here] === 0 && !kinds.air[here]) ctx.drops.breakBlock({ x, y, z }, { replacement: block, cause: 'fall' })
      else ctx.blocks.set({ x, y, z }, block, { cause: 'fall' })
    },
    save: entity => ({ block: entity.block, from: entity.from }),
    load: saved => saved
  })

  /** It cannot come to rest: it lies there as an item. @param {any} entity */
  function shatter (entity) {
    ctx.entities.remove(entity)
    const item = ctx.inventory.make(kinds.name[entity.block], 1)
    if (item && ctx.rules.doEntityDrops !== false) ctx.items.drop(entity.position, item)
  }

  /** @param {any} entity @param {number} height blocks fallen */
  function crush (entity, height) {
    const amount = Math.min(ANVIL_MOST, Math.floor(ANVIL_DAMAGE * (height - 1)))
    if (amount <= 0) return
    const beneath = (/** @type {any} */ v) => Math.abs(v.position.x - entity.position.x) < 0.8 && Math.abs(v.position.z - entity.position.z) < 0.8 && Math.abs(v.position.y - entity.position.y) < 1.5
    for (const victim of [...ctx.players.filter(beneath), ...ctx.entities.near(entity.position, 3, e => e.kind === 'mob' && beneath(e))]) {
      ctx.damage.any(victim, amount, { cause: 'falling_anvil', knockback: 0 })
    }
  }
}
