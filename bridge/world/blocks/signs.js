/**
 * Signs: their text, who may write it now, and how clients get it.
 *
 * The text is kept in ctx.tiles as {type: 'sign', front, back}: four lines each, plain text. Not covered: dyes, glow ink, wax, commands in signs.
 * Source of the NBT's shape: minecraft.wiki/w/Sign#Block_data (Java Edition 1.20).
 * @module
 */
import { nearEnough, usesBlock } from '../players/reach.js'

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('../types.d.ts').Point} Point */
/** @typedef {{type: 'sign', front: string[], back: string[]}} SignTile */

const SIGN = /_sign$/
const MOST_LETTERS = 384 // a line; the protocol's bound for update_sign
const ENTITY_TYPES = { sign: 7, hanging: 8 } // block entity types of 1.20.4

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles, chunks } = ctx
  const key = (/** @type {Point} */ p) => `${p.x},${p.y},${p.z}`
  /** Which sign a player is writing on. @type {Map<Player, string>} */
  const writing = new Map()

  /** @param {SignTile} tile */
  function nbtOf (tile) {
    const side = (/** @type {string[]} */ lines) => ({
      type: 'compound',
      value: {
        has_glowing_text: { type: 'byte', value: 0 },
        color: { type: 'string', value: 'black' },
        messages: { type: 'list', value: { type: 'string', value: lines.map(text => JSON.stringify({ text })) } }
      }
    })
    return { type: 'compound', name: '', value: { is_waxed: { type: 'byte', value: 0 }, front_text: side(tile.front), back_text: side(tile.back) } }
  }

  /** Lay the text into the chunk, from where it goes to whoever loads it. @param {Point} p @param {SignTile | null} tile */
  function intoChunk (p, tile) {
    const chunk = chunks.get(p.x >> 4, p.z >> 4)
    if (!chunk) return
    const { column } = chunk
    chunk.packet = null
    column.blockEntities ??= {}
    const name = blocks.name(p.x, p.y, p.z) ?? ''
    const at = `${p.x & 15},${p.y},${p.z & 15}`
    if (!tile) delete column.blockEntities[at]
    else column.blockEntities[at] = { x: p.x & 15, z: p.z & 15, y: p.y, type: typeOf(name), nbtData: nbtOf(tile) }
  }
  /** @param {string} name */
  const typeOf = name => /_hanging_sign$/.test(name) ? ENTITY_TYPES.hanging : ENTITY_TYPES.sign

  /** Let a player write on a sign. @param {Player} player @param {Point} position */
  function edit (player, position) {
    const tile = tiles.get(key(position))
    if (tile?.type !== 'sign') {
      const made = { type: 'sign', front: ['', '', '', ''], back: ['', '', '', ''] }
      tiles.set(key(position), made)
    }
    writing.set(player, key(position))
    player.send('open_sign_entity', { location: position, isFrontText: true })
  }

  ctx.onPacket('update_sign', (player, { location, isFrontText, ...lines }) => {
    const at = key(location)
    const tile = tiles.get(at)
    const allowed = writing.get(player) === at
    writing.delete(player)
    if (!allowed || tile?.type !== 'sign' || !nearEnough(player, location)) return
    const text = [lines.text1, lines.text2, lines.text3, lines.text4].map(line => String(line ?? '').slice(0, MOST_LETTERS))
    if (isFrontText) tile.front = text
    else tile.back = text
    tell(location, tile)
  })

  /** Everybody reads it from now on. @param {Point} location @param {SignTile} tile */
  function tell (location, tile) {
    intoChunk(location, tile)
    const name = blocks.name(location.x, location.y, location.z) ?? ''
    ctx.broadcast('tile_entity_data', { location, action: typeOf(name), nbtData: nbtOf(tile) })
  }

  /** @param {Point} position @returns {SignTile} */
  function read (position) {
    const tile = tiles.get(key(position))
    return tile?.type === 'sign' ? tile : { type: 'sign', front: ['', '', '', ''], back: ['', '', '', ''] }
  }

  /** @param {Point} position @param {{front: string[], back: string[]}} text */
  function write (position, text) {
    const tile = { type: 'sign', ...text }
    tiles.set(key(position), tile)
    tell(position, /** @type {SignTile} */ (tile))
  }

  ctx.onUseBlock(use => {
    if (!SIGN.test(use.block.name) || !usesBlock(use) || use.player.gameMode === 2) return false
    if (use.held && /_sign$|_dye$/.test(use.held.name)) return false
    edit(use.player, use.position)
    return true
  })

  blocks.onChange((position, before, after) => {
    if (!SIGN.test(blocks.states.names[before]) || blocks.states.names[before] === blocks.states.names[after]) return
    if (tiles.get(key(position))?.type === 'sign') tiles.delete(key(position))
    intoChunk(position, null)
  })
  chunks.loadListeners.push(chunk => {
    for (const [place, tile] of tiles) {
      if (tile.type !== 'sign') continue
      const [x, y, z] = place.split(',').map(Number)
      if (x >> 4 === chunk.x && z >> 4 === chunk.z) intoChunk({ x, y, z }, tile)
    }
  })
  ctx.onLeave(player => { writing.delete(player) })

  ctx.signs = { edit, read, write }
}
