/**
 * Writes pixels as a PNG file (https://www.w3.org/TR/png/): 8-bit RGB, no interlace.
 * Knows: that format. Does not know: what the picture shows.
 */
import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Picture three bytes a pixel, row by row from the top */

/** @param {string} type @param {Uint8Array} body */
function piece(type, body) {
  const out = Buffer.alloc(body.length + 12)
  out.writeUInt32BE(body.length, 0)
  out.write(type, 4, 'latin1')
  out.set(body, 8)
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8)
  return out
}

/** @param {Picture} picture @returns {Buffer} a whole PNG file */
export function encodePng({ width, height, pixels }) {
  if (pixels.length !== width * height * 3) throw new RangeError(`${width} × ${height} needs ${width * height * 3} bytes, not ${pixels.length}`)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (width * 3 + 1))
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1)
  return Buffer.concat([SIGNATURE, piece('IHDR', header), piece('IDAT', deflateSync(rows)), piece('IEND', new Uint8Array(0))])
}
