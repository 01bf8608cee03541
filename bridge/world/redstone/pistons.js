/**
 * Pistons: pushing up to twelve blocks, pulling with slime, what breaks and what stays.
 *
 * A move is made at once, MOVE_TICKS after power came or went (vanilla has the blocks under way as moving_piston for two ticks); a pulse shorter than that moves nothing,
 * so sticky pistons do not let go of blocks on short pulses. Creatures in the way are moved along by one block; slime throws nobody.
 * Rules: https://minecraft.wiki/w/Piston (Java 1.20).
 * @module
 */
import { FACES } from '../blocks/directions.js'
import { DX, DY, DZ } from './tables.js'

const MOVE_TICKS = 2
const LIMIT = 12 // blocks
const EXTEND = 0 // block_action
const RETRACT = 1
const PISTON = /^(sticky_)?piston$/
const STAYS = new RegExp('^(obsidian|crying_obsidian|respawn_anchor|reinforced_deepslate|bedrock|barrier|end_portal\\w*|end_gateway|nether_portal|\\w*command_block|structure_block|jigsaw|moving_piston|piston_head' +
  '|(trapped_|ender_)?chest|barrel|hopper|dispenser|dropper|(blast_)?furnace|smoker|brewing_stand|beacon|conduit|(soul_)?campfire|jukebox|lectern|spawner|enchanting_table|daylight_detector|bee_nest|beehive' +
  '|grindstone|lodestone|(chipped_|damaged_)?anvil|sculk_\\w+|calibrated_sculk_sensor|chiseled_bookshelf)$|_sign$|_banner$')
const BREAKS = new RegExp('_sapling$|_propagule$|^(short_grass|fern|dead_bush|tall_grass|large_fern|sunflower|lilac|rose_bush|peony|pitcher_\\w+|dandelion|poppy|blue_orchid|allium|azure_bluet|oxeye_daisy|cornflower' +
  '|lily_of_the_valley|torchflower\\w*|pink_petals|wither_rose|wheat|carrots|potatoes|beetroots|\\w*pumpkin\\w*|\\w*melon\\w*|jack_o_lantern|cactus|sugar_cane|bamboo|bamboo_sapling|\\w*mushroom|nether_wart|\\w*dripleaf\\w*|lily_pad' +
  '|kelp\\w*|\\w*seagrass|sea_pickle|snow|cake|\\w*fire|cocoa|\\w*vines?\\w*|glow_lichen|hanging_roots|spore_blossom|bell|lever|flower_pot|potted_\\w+|cobweb|ladder|scaffolding|chorus_\\w+|dragon_egg|turtle_egg|frogspawn' +
  '|sweet_berry_bush|suspicious_\\w+|repeater|comparator|redstone_wire|tripwire\\w*|decorated_pot|water|lava|bubble_column|light|structure_void|pointed_dripstone|moss_carpet|\\w*azalea)$' +
  '|torch$|lantern$|_button$|_pressure_plate$|_leaves$|_door$|_bed$|candle|coral(_fan|_wall_fan)?$|_tulip$|amethyst_(bud|cluster)$|_(head|skull)$|shulker_box$|_fungus$|_roots$|nether_sprouts$')
const NOT_BREAKS = /^(sea_lantern|brown_mushroom_block|mangrove_roots|muddy_mangrove_roots|piston_head)$/
const MOVES = 0
const BROKEN = 1
const FIXED = 2
const FORWARD = 3

/** @typedef {{x: number, y: number, z: number}} Place */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, entities } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  const key = (/** @type {Place} */ p) => `${p.x},${p.y},${p.z}`
  const step = (/** @type {Place} */ p, /** @type {number} */ d, n = 1) => ({ x: p.x + DX[d] * n, y: p.y + DY[d] * n, z: p.z + DZ[d] * n })
  const AIR = /(^|_)air$/
  const kinds = Uint8Array.from(states.names, name => NOT_BREAKS.test(name) ? (name === 'piston_head' ? FIXED : MOVES)
    : STAYS.test(name) ? FIXED : /_glazed_terracotta$/.test(name) ? FORWARD : BREAKS.test(name) ? BROKEN : MOVES)
  const sticky = Uint8Array.from(states.names, name => name === 'slime_block' ? 1 : name === 'honey_block' ? 2 : 0)

  /** @param {Place} p @returns {number} MOVES, BROKEN, FIXED or FORWARD */
  function kindAt (p) {
    const state = blocks.get(p.x, p.y, p.z)
    if (state === null || p.y < ctx.chunks.minY || p.y >= ctx.chunks.minY + ctx.chunks.height) return FIXED
    return PISTON.test(states.names[state]) && blocks.properties(state).extended ? FIXED : kinds[state]
  }

  /**
   * What would move with a block, and what would break.
   * @param {Place} from the first block @param {number} d the way @param {Place} piston never moved by itself
   * @returns {{moved: Map<string, {p: Place, state: number}>, broken: Place[]} | null} null: it does not go
   */
  function resolve (from, d, piston) {
    /** @type {Map<string, {p: Place, state: number}>} */
    const moved = new Map()
    /** @type {Map<string, Place>} */
    const broken = new Map()
    const todo = [{ p: from, pushed: true }]
    for (let at = 0; at < todo.length; at++) {
      const { p, pushed } = todo[at]
      const id = key(p)
      if (moved.has(id) || broken.has(id)) continue
      const state = signal.get(p.x, p.y, p.z)
      if (AIR.test(states.names[state]) && blocks.get(p.x, p.y, p.z) !== null) continue
      const kind = key(p) === key(piston) ? FIXED : kindAt(p)
      if (kind === FIXED) { if (pushed) return null; continue }
      if (kind === BROKEN) { if (pushed) broken.set(id, p); continue }
      if (kind === FORWARD && !pushed) continue
      moved.set(id, { p, state })
      if (moved.size > LIMIT) return null
      todo.push({ p: step(p, d), pushed: true })
      if (sticky[state] === 0) continue
      for (let side = 0; side < 6; side++) {
        if (side === d) continue
        const q = step(p, side)
        const other = sticky[signal.get(q.x, q.y, q.z)]
        if (other === 0 || other === sticky[state]) todo.push({ p: q, pushed: false })
      }
    }
    return { moved, broken: [...broken.values()] }
  }

  /** @param {NonNullable<ReturnType<typeof resolve>>} found @param {number} d @param {Place[]} [also] cells that something else comes into */
  function shift ({ moved, broken }, d, also = []) {
    for (const p of broken) {
      if (blocks.fluid(p.x, p.y, p.z) > 0 && /^(water|lava)$/.test(blocks.name(p.x, p.y, p.z) ?? '')) blocks.set(p, 0, { cause: 'piston' })
      else ctx.drops.breakBlock(p, { cause: 'piston' })
    }
    const ahead = (/** @type {Place} */ p) => p.x * DX[d] + p.y * DY[d] + p.z * DZ[d]
    const order = [...moved.values()].sort((a, b) => ahead(b.p) - ahead(a.p))
    /** @type {Set<string>} */
    const filled = new Set()
    for (const { p, state } of order) {
      if (blocks.get(p.x, p.y, p.z) !== state) continue // it lost its hold on the way, and has dropped
      const to = step(p, d)
      blocks.set(to, state, { cause: 'piston' })
      filled.add(key(to))
      if (!moved.has(key(step(p, d ^ 1)))) blocks.set(p, 0, { cause: 'piston' })
    }
    for (const { p, state } of order) if (filled.has(key(step(p, d))) && !filled.has(key(p)) && blocks.get(p.x, p.y, p.z) === state) blocks.set(p, 0, { cause: 'piston' })
    carry([...order.map(({ p }) => step(p, d)), ...also], d)
  }

  /** Bodies where a block has come are moved on by one. @param {Place[]} cells @param {number} d */
  function carry (cells, d) {
    const inside = (/** @type {any} */ body) => {
      const half = body.kind === 'player' ? 0.3 : body.box?.halfWidth ?? 0.25
      const height = body.kind === 'player' ? 1.8 : body.box?.height ?? 0.25
      const { x, y, z } = body.position
      return cells.some(c => x + half > c.x && x - half < c.x + 1 && z + half > c.z && z - half < c.z + 1 && y < c.y + 1 - 1e-6 && y + height > c.y + 1e-6)
    }
    for (const player of ctx.players) {
      if (player.gameMode !== 3 && !player.survival.dead && inside(player)) player.teleport(player.position.offset(DX[d], DY[d], DZ[d]), player.yaw, player.pitch)
    }
    const [first] = cells
    if (!first) return
    for (const entity of entities.near({ x: first.x + 0.5, y: first.y + 0.5, z: first.z + 0.5 }, LIMIT + 3, inside)) {
      if (entity.face !== undefined && entity.face !== null) continue
      entity.position.x += DX[d]
      entity.position.y += DY[d]
      entity.position.z += DZ[d]
      entity.resting = false
    }
  }

  /** Whether a piston should be out: power on any side but its face, or on any side of the block above it. @param {Place} p @param {number} d */
  const wanted = (p, d) => signal.best(p.x, p.y, p.z, d) > 0 || signal.best(p.x, p.y + 1, p.z, 0) > 0
  /** @param {number} state */
  const faceOf = state => FACES.indexOf(blocks.properties(state).facing)

  updates.on(PISTON, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    if (wanted({ x, y, z }, faceOf(state)) !== blocks.properties(state).extended) blocks.scheduleTick({ x, y, z }, MOVE_TICKS, 'piston')
  })
  blocks.onScheduled('piston', p => {
    const state = signal.get(p.x, p.y, p.z)
    const name = states.names[state]
    if (!PISTON.test(name)) return
    const { facing, extended } = blocks.properties(state)
    const d = FACES.indexOf(facing)
    const out = wanted(p, d)
    if (out === extended) return
    const front = step(p, d)
    const act = (/** @type {number} */ what) => { ctx.broadcast('block_action', { location: p, byte1: what, byte2: d, blockId: ctx.registry.blocksByName[name].id }) }
    if (out) {
      const found = resolve(front, d, p)
      if (!found) return
      act(EXTEND)
      shift(found, d, [front])
      blocks.set(front, blocks.stateOf('piston_head', { facing, type: name === 'piston' ? 'normal' : 'sticky', short: false }), { cause: 'piston' })
      blocks.set(p, blocks.stateOf(name, { facing, extended: true }), { cause: 'piston' })
      return
    }
    act(RETRACT)
    blocks.set(p, blocks.stateOf(name, { facing, extended: false }), { cause: 'piston' })
    if (states.names[signal.get(front.x, front.y, front.z)] === 'piston_head') blocks.set(front, 0, { cause: 'piston' })
    if (name === 'piston') return
    const far = step(p, d, 2)
    if (kindAt(far) !== MOVES) return
    const found = resolve(far, d ^ 1, p)
    if (found) shift(found, d ^ 1)
  })

  // A head goes with its piston, and a piston with its head.
  blocks.onChange((position, before, after, { cause, by }) => {
    const name = states.names[before]
    if (cause === 'piston' || name === states.names[after]) return
    if (PISTON.test(name) && blocks.properties(before).extended) {
      const head = step(position, faceOf(before))
      if (blocks.name(head.x, head.y, head.z) === 'piston_head') blocks.set(head, 0, { cause: 'piston' })
    } else if (name === 'piston_head') {
      const base = step(position, faceOf(before) ^ 1)
      const state = signal.get(base.x, base.y, base.z)
      if (!PISTON.test(states.names[state]) || !blocks.properties(state).extended || faceOf(state) !== faceOf(before)) return
      if (by?.gameMode === 1) blocks.set(base, 0, { by, cause: 'creative' })
      else ctx.drops.breakBlock(base, { cause: 'broken' })
    }
  })
}
