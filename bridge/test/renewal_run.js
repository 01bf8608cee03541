/**
 * One half of a comparison, for renewal.test.js, in a process of its own: a world with a little of everything in it, saved in the middle.
 *
 * `build FILE` makes it, saves it to FILE and goes on; `open FILE` enters what was saved. Both print what a snapshot hashes to then and 400 ticks later;
 * building prints what got lost by being saved, too.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { openEmbedded } from '../player/embedded.js'

const TICKS = 400
const [what, file] = process.argv.slice(2)
/** Of an entity or a player: what clients were last told, what is found out anew. */
const PASSING = /^(_|sent|shown|told|seen$|chunks$|view|equipment$|lastT|wasOn|moved$|seat$|informed$|domain$|joined$|teleporting$)/

const spec = { kind: /** @type {const} */ ('embedded'), seed: 5, name: null, host: '', port: 0, username: 'Tester', version: '1.20.4' }
const { place, world } = await openEmbedded(spec, what === 'open' ? readFileSync(file, 'utf8') : null, null, { terrain: 'flat', gamemode: 0, difficulty: 2 })
const { ctx } = world
const wait = (/** @type {number} */ ticks) => place.run(new Promise(() => {}), ticks * 50, 60000)
/** @type {string[]} */
const told = []
const hash = () => createHash('sha256').update(/** @type {string} */ (place.snapshot())).digest('hex')

if (what === 'build') {
  const { fill } = await import('./crowded_world.js')
  await fill({ ctx, wait, bot: place.bot })
  const absent = ctx.entities.kinds.filter(kind => !ctx.entities.all().some(entity => entity.kind === kind))
  told.push(...absent.map(kind => `${kind}: is not in the crowded world`))
  const before = remembered()
  await place.renew?.()
  told.push(...differences(before, remembered()))
  writeFileSync(file, /** @type {string} */ (place.snapshot()))
}
const saved = hash()
await wait(TICKS)
await place.renew?.()
const faults = ctx.faults.map(({ where, error }) => `${where}: ${error.stack}`)
process.stdout.write(JSON.stringify({ saved, later: hash(), lost: told, faults }))
process.exit(0)

/** All that the world and its player know, as one flat list. @returns {Map<string, string>} */
function remembered () {
  const [player] = ctx.players
  const found = new Map()
  for (const entity of ctx.entities.all()) lay(found, `${entity.kind} ${entity.name} ${entity.id}`, entity, 1)
  for (const [place, tile] of ctx.tiles) lay(found, `tile ${tile.type} ${place}`, tile, 1)
  for (const key of ['survival', 'inventory', 'position', 'health', 'gliding', 'vehicle', 'flying', 'gameMode', 'heldItemSlot', 'id', 'op']) lay(found, `player ${key}`, player[key], 1)
  lay(found, 'rules', ctx.rules, 1)
  lay(found, 'time', { day: ctx.time.day, age: ctx.time.age, weather: ctx.time.weather }, 1)
  return found
}

/** @param {Map<string, string>} found @param {string} path @param {any} value @param {number} depth */
function lay (found, path, value, depth) {
  if (!value || typeof value === 'function') return // nothing, false and 0 are kept as nothing here and there
  if (typeof value !== 'object') found.set(path, String(value))
  else if (depth > 1 && value.uuid && value.position) found.set(path, `→ ${value.id}`)
  else if (value instanceof ctx.Item) found.set(path, `${value.name} ${value.count} ${JSON.stringify(value.nbt)}`)
  if (typeof value !== 'object' || found.has(path)) return
  for (const [key, one] of value instanceof Map ? value : value instanceof Set ? [...value].map((each, i) => [i, each]) : Object.entries(value)) {
    if (!PASSING.test(String(key)) && !(depth === 1 && key === 'traits')) lay(found, `${path} ${key}`, one, depth + 1)
  }
}

/** @param {Map<string, string>} before @param {Map<string, string>} after @returns {string[]} */
function differences (before, after) {
  return [...new Set([...before.keys(), ...after.keys()])].filter(key => before.get(key) !== after.get(key))
    .map(key => `${key}: ${before.get(key)} became ${after.get(key)}`)
}
