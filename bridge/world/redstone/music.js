/**
 * Note blocks, jukeboxes and bells.
 *
 * What a note block sounds like is read off the block under it. Sources: https://minecraft.wiki/w/Note_Block, /w/Jukebox, /w/Music_Disc, /w/Bell (Java 1.20).
 * Not covered: heads of players that play their own sound, raiders that a bell shows.
 * @module
 */
import { FACES } from '../blocks/directions.js'
import { usesBlock } from '../players/reach.js'
import { isDisc } from './content.js'

const HEARD = 64 // blocks
const PLAY = 1010 // world_event; data: item id of the disc
const STOP = 1011
const RING = 1 // block_action
/** Instruments by the block underneath: the first that fits. */
const INSTRUMENTS = /** @type {[RegExp, string][]} */ ([
  [/_wool$/, 'guitar'], [/^gold_block$/, 'bell'], [/^clay$|^honeycomb_block$|infested_x$/, 'flute'], [/^packed_ice$/, 'chime'], [/^bone_block$/, 'xylophone'], [/^iron_block$/, 'iron_xylophone'],
  [/^soul_sand$/, 'cow_bell'], [/^pumpkin$/, 'didgeridoo'], [/^emerald_block$/, 'bit'], [/^hay_block$/, 'banjo'], [/^glowstone$/, 'pling'],
  [/glass$|glass_pane$|^(sea_lantern|beacon)$/, 'hat'], [/^(red_|suspicious_)?sand$|gravel$|_concrete_powder$/, 'snare']
])
const HEADS = /** @type {Record<string, string>} */ ({
  zombie_head: 'zombie', skeleton_skull: 'skeleton', creeper_head: 'creeper', dragon_head: 'dragon', wither_skeleton_skull: 'wither_skeleton', piglin_head: 'piglin', player_head: 'custom_head'
})
/** Dug with a pickaxe, but no stone. */
const NO_DRUM = /^(redstone_block|diamond_block|lapis_block|netherite_block|raw_\w+_block|hopper|chain|\w*lantern|\w*anvil|cauldron|\w+_cauldron|iron_\w+|\w*rail|\w*copper\w*|\w*piston|bell|lodestone|\w*weighted_pressure_plate|conduit|\w*shulker_box|amethyst\w*|\w+_amethyst\w*|\w*ice)$/
/** Lengths of the discs, seconds. Source: https://minecraft.wiki/w/Music_Disc */
const SECONDS = /** @type {Record<string, number>} */ ({
  13: 178, cat: 185, blocks: 345, chirp: 185, far: 174, mall: 197, mellohi: 96, stal: 150, strad: 188, ward: 251, 11: 71, wait: 238, pigstep: 149, otherside: 195, 5: 178, relic: 218
})

/** @typedef {{x: number, y: number, z: number}} Place */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles, inventory } = ctx
  const { states } = blocks
  const { signal, updates } = ctx.redstone
  const key = (/** @type {Place} */ p) => `${p.x},${p.y},${p.z}`
  /** @param {Place} p @param {string} packet @param {object} params */
  const tell = (p, packet, params) => { for (const player of ctx.players) if (player.position.distanceTo(/** @type {any} */ (p)) <= HEARD) player.send(packet, params) }

  // ---- note blocks ----

  /** @param {string} name of the block underneath @returns {string} */
  function instrument (name) {
    for (const [match, made] of INSTRUMENTS) if (match.test(name)) return made
    const material = ctx.registry.blocksByName[name]?.material ?? ''
    if (/mineable\/axe/.test(material)) return 'bass'
    return /mineable\/pickaxe/.test(material) && !NO_DRUM.test(name) ? 'basedrum' : 'harp'
  }
  /** @param {Place} p */
  const soundOf = p => HEADS[blocks.name(p.x, p.y + 1, p.z) ?? ''] ?? instrument(blocks.name(p.x, p.y - 1, p.z) ?? 'air')

  /** @param {Place} p */
  function play (p) {
    const above = blocks.name(p.x, p.y + 1, p.z) ?? 'air'
    if (!/air$/.test(above) && !HEADS[above]) return
    const { note, instrument: sound } = blocks.properties(signal.get(p.x, p.y, p.z))
    tell(p, 'block_action', { location: p, byte1: 0, byte2: 0, blockId: ctx.registry.blocksByName.note_block.id })
    const tuned = !(sound in Object.fromEntries(Object.values(HEADS).map(head => [head, 1])))
    ctx.sounds.play(`block.note_block.${tuned ? sound : `imitate.${sound}`}`, { x: p.x + 0.5, y: p.y + 0.5, z: p.z + 0.5 }, {
      category: 'record', volume: 3, pitch: tuned ? 2 ** ((Number(note) - 12) / 12) : 1
    })
  }

  updates.on(/^note_block$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const props = blocks.properties(state)
    const powered = signal.powered({ x, y, z })
    const sound = soundOf({ x, y, z })
    if (powered === props.powered && sound === props.instrument) return
    blocks.set({ x, y, z }, blocks.stateOf('note_block', { ...props, powered, instrument: sound }), { cause: 'power' })
    if (powered && !props.powered) play({ x, y, z })
  })
  ctx.onUseBlock(use => {
    const { block, position, player, held, face } = use
    if (block.name !== 'note_block' || !usesBlock(use)) return false
    if (held && face === 1 && HEADS[held.name]) return false
    const props = blocks.properties(block.stateId)
    blocks.set(position, blocks.stateOf('note_block', { ...props, note: (Number(props.note) + 1) % 25 }), { by: player, cause: 'used' })
    play(position)
    return true
  })
  ctx.onPacket('block_dig', (player, { status, location }) => {
    if (status === 0 && player.gameMode === 0 && !player.survival.dead && blocks.name(location.x, location.y, location.z) === 'note_block' &&
      player.position.distanceTo(location) < 8) play(location)
  })

  // ---- jukeboxes: {type: 'jukebox', slots: [disc], until: tick the music ends} ----

  /** @param {Place} p */
  const tileAt = p => tiles.get(key(p))
  /** @param {Place} p @param {import('../items/stacks.js').Item | null} disc */
  function load (p, disc) {
    if (disc) {
      const ticks = (SECONDS[disc.name.slice('music_disc_'.length)] ?? 180) * 20
      tiles.set(key(p), { type: 'jukebox', slots: [disc], until: ctx.tick() + ticks })
      tell(p, 'world_event', { effectId: PLAY, location: p, data: disc.type, global: false })
      blocks.scheduleTick(p, ticks, 'jukebox')
    } else {
      tiles.delete(key(p))
      tell(p, 'world_event', { effectId: STOP, location: p, data: 0, global: false })
    }
    blocks.set(p, blocks.stateOf('jukebox', { has_record: disc !== null }), { cause: 'used' })
    updates.changed(p)
    ctx.redstone.contents(p)
  }
  const playing = (/** @type {Place} */ p) => (tileAt(p)?.until ?? 0) > ctx.tick()
  signal.ask('jukebox', (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => playing({ x, y, z }) ? 15 : 0)
  blocks.onScheduled('jukebox', p => {
    const tile = tileAt(p)
    if (tile?.type !== 'jukebox') return
    if (playing(p)) return blocks.scheduleTick(p, tile.until - ctx.tick(), 'jukebox')
    tell(p, 'world_event', { effectId: STOP, location: p, data: 0, global: false })
    updates.changed(p)
    ctx.redstone.contents(p)
  })
  ctx.onUseBlock(use => {
    const { block, position, held, hand, player } = use
    if (block.name !== 'jukebox' || !usesBlock(use)) return false
    const disc = tileAt(position)?.slots[0]
    if (disc) {
      load(position, null)
      ctx.items.pop({ x: position.x, y: position.y + 0.8, z: position.z }, disc)
      return true
    }
    if (!held || !isDisc(held.name)) return false
    load(position, inventory.copy(held, 1))
    inventory.consumeHeld(player, 1, hand)
    return true
  })
  blocks.onChange((position, before, after) => {
    if (states.names[before] === 'jukebox' && states.names[after] !== 'jukebox') tell(position, 'world_event', { effectId: STOP, location: position, data: 0, global: false })
  })
  /** A jukebox as hoppers see it. @param {Place} p @returns {import('./stores.js').Store} */
  ctx.redstone.jukebox = p => ({
    kind: 'jukebox',
    count: 1,
    get: () => tileAt(p)?.slots[0] ?? null,
    put: (_slot, item) => load(p, item),
    takes: (_slot, item) => isDisc(item.name) && !tileAt(p),
    gives: () => !playing(p)
  })

  // ---- bells ----

  /** @param {Place} p @param {number} d the face that is struck */
  const ring = (p, d) => tell(p, 'block_action', { location: p, byte1: RING, byte2: d, blockId: ctx.registry.blocksByName.bell.id })
  updates.on(/^bell$/, (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z, /** @type {number} */ state) => {
    const props = blocks.properties(state)
    const powered = signal.powered({ x, y, z })
    if (powered === props.powered) return
    blocks.set({ x, y, z }, blocks.stateOf('bell', { ...props, powered }), { cause: 'power' })
    if (powered) ring({ x, y, z }, FACES.indexOf(props.facing))
  })
  ctx.onUseBlock(use => {
    const { block, position, face, cursor } = use
    if (block.name !== 'bell' || !usesBlock(use) || face < 2 || cursor.y > 0.8124) return false
    const { attachment, facing } = blocks.properties(block.stateId)
    const along = FACES.indexOf(facing) >> 1 === face >> 1
    if (attachment === 'floor' ? !along : attachment !== 'ceiling' && along) return false
    ring(position, face)
    return true
  })
}
