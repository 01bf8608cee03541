/**
 * A chunk as the map_chunk packet of 1.20.4, with height maps and light; and the update_light packet.
 *
 * Light is told as clients read it: what is not named is dark for block light; for sky light it is as the lowest blocks of the section above, and 15
 * above all that is named. So the highest section named is the one above the highest that is not empty, and dark ones are named just below light ones. Vanilla names
 * all dark ones between too, which says the same and costs clients memory. The nether has no sky.
 *
 * prismarine-chunk 1.41 reads each eight bytes of light as one number, so that Mineflayer has the light of a vanilla server the wrong way round within a row of
 * blocks. A client that names its brand while it is configured, as Mojang's does and Mineflayer does not, gets vanilla's own order; others the one
 * that Mineflayer reads rightly.
 */

import { dumpNether, inNether, lowest } from '../land/dimensions.js'
import { GLOW, LIGHT_SECTIONS, SKY } from './light_spread.js'

/** Light sections that lie below the nether's own: its land begins at y 0. */
const BELOW_NETHER = 4

/**
 * Have the light of chunks written and read section by section instead of byte by byte: the same bytes. Must come before the first connection.
 * @param {any} registry prismarine-registry of the version
 */
export function wholeSections (registry) {
  const { types } = registry.protocol.play.toClient
  for (const packet of ['packet_map_chunk', 'packet_update_light']) {
    for (const field of types[packet][1]) {
      if (/^(sky|block)Light$/.test(field.name)) field.type = ['array', { countType: 'varint', type: ['buffer', { countType: 'varint' }] }]
    }
  }
}

/**
 * @param {import('./chunks.js').LoadedChunk} chunk
 * @param {import('./chunks.js').Chunks} chunks
 */
export function chunkPacket (chunk, chunks) {
  const { surface, cover } = chunks.tops(chunk)
  const nether = inNether(chunk.x * 16)
  return {
    x: chunk.x,
    z: chunk.z,
    heightmaps: {
      type: 'compound',
      name: '',
      value: {
        MOTION_BLOCKING: { type: 'longArray', value: packHeights(cover, lowest(nether)) },
        WORLD_SURFACE: { type: 'longArray', value: packHeights(surface, lowest(nether)) }
      }
    },
    chunkData: nether ? dumpNether(chunk.column) : chunk.column.dump(),
    blockEntities: blockEntities(chunk.column),
    ...lightOf(chunks.light.of(chunk), highestNamed(chunk, chunks), nether)
  }
}

/** 256 values of 9 bits, 7 to a long. @param {Int16Array} heights @param {number} minY */
function packHeights (heights, minY) {
  /** @type {[number, number][]} */
  const longs = []
  for (let i = 0; i < 256; i += 7) {
    let value = 0n
    for (let j = Math.min(6, 255 - i); j >= 0; j--) value = (value << 9n) | BigInt(heights[i + j] - minY)
    longs.push([Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value & 0xffffffffn))])
  }
  return longs
}

/** @param {any} column */
function blockEntities (column) {
  return Object.values(column.blockEntities ?? {}).filter(entity => entity && typeof entity === 'object' && 'nbtData' in entity)
}

/** The light section above the highest that is not empty, of a chunk and those about it. @param {import('./chunks.js').LoadedChunk} chunk @param {import('./chunks.js').Chunks} chunks */
function highestNamed (chunk, chunks) {
  let highest = 0
  for (const one of chunks.light.around(chunk)) {
    if (!one) continue
    const { sections } = one.column
    let s = sections.length - 1
    while (s > highest && sections[s].solidBlockCount === 0) s--
    if (s > highest) highest = s
  }
  return Math.min(highest + 2, LIGHT_SECTIONS - 1)
}

/** @param {import('./light_spread.js').ChunkLight} light @param {number} highest @param {boolean} nether */
function lightOf (light, highest, nether) {
  const [sky, glow] = light.layers
  let skyMask = 0
  let glowMask = 0
  for (let s = 0; s <= highest; s++) if (sky[s]) skyMask |= 1 << s
  for (let s = 0; s < LIGHT_SECTIONS; s++) if (glow[s]) glowMask |= 1 << s
  const below = nether ? 0 : (skyMask >> 1) & ~skyMask
  const packet = masked(light, skyMask, below | light.shown[SKY] & ~skyMask, glowMask, light.shown[GLOW] & ~glowMask, nether)
  light.shown[SKY] |= skyMask
  light.shown[GLOW] |= glowMask
  return packet
}

/**
 * The update_light packet of what changed in a chunk.
 * @param {import('./chunks.js').LoadedChunk} chunk @param {import('./light_spread.js').ChunkLight} light @param {import('./chunks.js').Chunks} chunks
 */
export function lightPacket (chunk, light, chunks) {
  // what was built higher than anything before has light above it that was not named until now
  const open = light.layers[SKY]
  for (let s = highestNamed(chunk, chunks); s > 0 && open[s] && (light.shown[SKY] >> s & 1) === 0; s--) light.changed[SKY] |= 1 << s
  /** @type {number[]} */
  const named = []
  /** @type {number[]} */
  const dark = []
  for (const kind of [SKY, GLOW]) {
    const layer = light.layers[kind]
    named[kind] = dark[kind] = 0
    for (let s = 0; s < LIGHT_SECTIONS; s++) {
      if ((light.changed[kind] >> s & 1) === 0) continue
      if (layer[s]?.every(value => value === 0)) layer[s] = null
      if (layer[s]) named[kind] |= 1 << s
      else dark[kind] |= 1 << s
      // a dark section that was not named until now would look as the one above it
      if (kind === SKY && layer[s] && s > 0 && !layer[s - 1]) dark[kind] |= 1 << (s - 1)
    }
    light.shown[kind] |= named[kind]
  }
  return { chunkX: chunk.x, chunkZ: chunk.z, ...masked(light, named[SKY], dark[SKY], named[GLOW], dark[GLOW], inNether(chunk.x * 16)) }
}

/** Note which clients name their brand while they are configured. @param {any} server minecraft-protocol's */
export function askBrand (server) {
  server.on('connection', (/** @type {any} */ client) => {
    client.on('custom_payload', (/** @type {any} */ said) => {
      if (client.state === 'configuration' && said?.channel === 'minecraft:brand') client.brandConfigured = true
    })
  })
}

/** A map_chunk or update_light packet as a player's client reads it. @param {import('../types.d.ts').Player} player @param {any} packet */
export function forClient (player, packet) {
  if (!player._client.brandConfigured) return packet
  /** @param {Uint8Array[]} sections */
  const turned = sections => sections.map(values => values.map((_, i) => values[i ^ 7]))
  return { ...packet, skyLight: turned(packet.skyLight), blockLight: turned(packet.blockLight) }
}

/** @param {import('./light_spread.js').ChunkLight} light @param {number} sky bits of sections named @param {number} darkSky @param {number} glow @param {number} darkGlow @param {boolean} nether */
function masked ({ layers }, sky, darkSky, glow, darkGlow, nether) {
  /** @param {number} bits */
  const mask = bits => [[0, nether ? bits >>> BELOW_NETHER : bits]]
  /** @param {number} kind @param {number} bits */
  const values = (kind, bits) => layers[kind].filter((_, s) => bits >> s & 1)
  return {
    skyLightMask: mask(sky),
    emptySkyLightMask: mask(darkSky),
    blockLightMask: mask(glow),
    emptyBlockLightMask: mask(darkGlow),
    skyLight: values(SKY, sky),
    blockLight: values(GLOW, glow)
  }
}
