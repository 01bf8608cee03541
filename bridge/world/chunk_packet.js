/**
 * A chunk as the map_chunk packet of 1.20.4, with height maps and sky light.
 *
 * Light sent: full sky light above the highest light-stopping block of each column and none below it; block light is
 * not sent (the server computes it where rules need it, see light.js). The nether has no sky.
 */

import { dumpNether, inNether, lowest } from './dimensions.js'

/**
 * @param {import('./chunks.js').LoadedChunk} chunk
 * @param {import('./chunks.js').Chunks} chunks
 */
export function chunkPacket (chunk, chunks) {
  const heights = chunks.heights(chunk)
  const nether = inNether(chunk.x * 16)
  const packed = packHeights(heights, lowest(nether))
  return {
    x: chunk.x,
    z: chunk.z,
    heightmaps: {
      type: 'compound',
      name: '',
      value: {
        MOTION_BLOCKING: { type: 'longArray', value: packed },
        WORLD_SURFACE: { type: 'longArray', value: packed }
      }
    },
    chunkData: nether ? dumpNether(chunk.column) : chunk.column.dump(),
    blockEntities: blockEntities(chunk.column),
    ...(nether ? NO_LIGHT : skyLight(heights, chunks.minY, chunk.column.sections.length))
  }
}

const NO_LIGHT = { skyLightMask: [[0, 0]], emptySkyLightMask: [[0, 0]], blockLightMask: [[0, 0]], emptyBlockLightMask: [[0, 0]], skyLight: [], blockLight: [] }

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

const FULL = Array.from(new Uint8Array(2048).fill(255))

/** @param {Int16Array} heights @param {number} minY @param {number} sections */
function skyLight (heights, minY, sections) {
  let lowest = Infinity
  let highest = -Infinity
  for (const height of heights) {
    if (height < lowest) lowest = height
    if (height > highest) highest = height
  }
  let mask = 0
  const light = []
  // sections without light and those far above the land are left out, as vanilla leaves them out
  for (let s = 0; s < sections + 2; s++) { // one section below the world and one above it
    const base = minY + (s - 1) * 16
    if (base + 16 <= lowest || base >= highest + 16) continue
    mask |= 1 << s
    if (base >= highest) {
      light.push(FULL)
      continue
    }
    const values = new Uint8Array(2048)
    for (let y = 0; y < 16; y++) {
      for (let i = 0; i < 256; i++) {
        if (base + y >= heights[i]) values[(y << 7) | (i >> 1)] |= i & 1 ? 0xf0 : 0x0f
      }
    }
    light.push(values)
  }
  return {
    skyLightMask: [[0, mask]],
    emptySkyLightMask: [[0, 0]],
    blockLightMask: [[0, 0]],
    emptyBlockLightMask: [[0, 0]],
    skyLight: light,
    blockLight: []
  }
}
