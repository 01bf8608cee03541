/**
 * Saved worlds for people's eyes: `node look.js about FILE…` says what they hold as JSON, `node look.js map FILE PICTURE` draws one.
 *
 * Options of map: --size BLOCKS on each side, --slice Y for a level below the surface with its ores. Exit codes: 0 done,
 * 1 a file cannot be read or written, 2 wrong arguments.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { decodeSnapshot, unpackEdits } from './persistence.js'
import { createGenerator } from './terrain/generator.js'
import { drawSlice, drawSurface } from './terrain/map.js'
import { encodePng } from './terrain/png.js'
import { chunkAt } from './blocks/chunks.js'
import { MIN_Y } from './terrain/canvas.js'

const require = createRequire(import.meta.url)

const DAY = 24000 // ticks
const SIZES = [16, 2048] // blocks

/** @param {string} file */
function about (file) {
  let world
  try {
    world = decodeSnapshot(readFileSync(file, 'utf8'))
  } catch (error) {
    return { file, broken: error.message }
  }
  const players = (world.parts.players ?? []).map((/** @type {[string, any]} */ [name, kept]) => ({
    name, position: kept.at.map((/** @type {number} */ n) => Math.round(n * 10) / 10), health: kept.health, food: kept.survival?.food
  }))
  let changed = 0
  for (const chunk of unpackEdits(world.edits).values()) changed += chunk.size
  return {
    file,
    seed: world.seed,
    game_version: world.version,
    terrain: world.options?.terrain ?? 'normal',
    ticks: world.tick,
    day: Math.floor((world.parts.time?.day ?? world.tick) / DAY),
    changed_blocks: changed,
    creatures: world.parts.entities?.list?.filter((/** @type {any} */ e) => e[1] === 'mob').length ?? 0,
    players
  }
}

/** @param {Map<number, Map<number, number>>} edits @returns {Generator<import('./terrain/map.js').Edit>} */
function * editsOf (edits) {
  for (const [key, chunk] of edits) {
    const [cx, cz] = chunkAt(key)
    for (const [index, state] of chunk) yield [cx * 16 + (index & 15), MIN_Y + (index >> 8), cz * 16 + ((index >> 4) & 15), state]
  }
}

/** @param {string} file @param {string} picture @param {number} size @param {number | null} slice */
function map (file, picture, size, slice) {
  const world = decodeSnapshot(readFileSync(file, 'utf8'))
  const registry = require('prismarine-registry')(world.version)
  const generator = createGenerator({ registry, seed: world.seed, terrain: world.options.terrain, oreShare: world.options.oreShare, format: world.terrain ?? 1 })
  const marks = (world.parts.players ?? []).map((/** @type {[string, any]} */ [, kept]) => ({ x: kept.at[0], z: kept.at[2] }))
  const centre = marks[0] ?? generator.spawnPoint()
  const view = { generator, registry, centre, size, marks, edits: editsOf(unpackEdits(world.edits)) }
  writeFileSync(picture, encodePng(slice === null ? drawSurface(view) : drawSlice({ ...view, y: slice })))
}

/** @param {string[]} argv @returns {number} exit code */
function main (argv) {
  const { values, positionals: [what, ...files] } = parseArgs({ args: argv, allowPositionals: true, options: { size: { type: 'string', default: '512' }, slice: { type: 'string' } } })
  if (what === 'about') {
    process.stdout.write(JSON.stringify(files.map(about)) + '\n')
    return 0
  }
  const size = Number(values.size)
  const slice = values.slice === undefined ? null : Number(values.slice)
  const wrong = what !== 'map' || files.length !== 2 ? 'Usage: node look.js about FILE… | map FILE PICTURE [--size BLOCKS] [--slice Y]'
    : !Number.isInteger(size) || size < SIZES[0] || size > SIZES[1] ? `--size is a whole number from ${SIZES[0]} to ${SIZES[1]}, not ${values.size}.`
      : slice !== null && (!Number.isInteger(slice) || slice < -64 || slice > 319) ? `--slice is a level from -64 to 319, not ${values.slice}.` : null
  if (wrong) {
    process.stderr.write(wrong + '\n')
    return 2
  }
  map(files[0], files[1], size, slice)
  return 0
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1
}
