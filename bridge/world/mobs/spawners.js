/**
 * Monster spawners of dungeons: they wake when a player is near, and bring forth creatures in the dark about them.
 *
 * Rules: https://minecraft.wiki/w/Monster_Spawner (Java Edition 1.20). When it will act next is kept in ctx.tiles. Not covered: spawners that players set with an egg.
 * @module
 */
import { ANY_LIGHT } from './spawning.js'

const REACH = 16 // blocks from a player within which it works
const DELAY = [200, 799] // ticks
const TRIES = 4
const SPREAD = 4 // blocks to each side
const CROWD = 6 // creatures of its kind within SPREAD of its block that it stops at
const CORNER = 8 // blocks, to the corners of that space
const EVERY = 20 // ticks between two looks for players; vanilla each tick
const XP = [15, 43] // points when broken
const BLOCK_ENTITY = 9 // its type's number in 1.20.4

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles } = ctx
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`
  /** Spawners of the land seen so far. @type {Map<string, {x: number, y: number, z: number, mob: string}>} */
  const known = new Map()

  ctx.chunks.loadListeners.push(chunk => {
    for (const spawner of ctx.generator.furnished(chunk.x, chunk.z).spawners) {
      if (ctx.chunks.state(spawner.x, spawner.y, spawner.z) === ctx.registry.blocksByName.spawner.defaultState) {
        known.set(key(spawner), spawner)
        show(chunk, spawner)
      }
    }
  })
  /** Clients see in the cage what it brings forth. @param {any} chunk @param {{x: number, y: number, z: number, mob: string | null}} spawner mob: null when it is broken */
  function show (chunk, { x, y, z, mob }) {
    if (!chunk) return
    chunk.packet = null
    const shown = chunk.column.blockEntities ??= {}
    const at = `${x & 15},${y},${z & 15}`
    delete shown[at]
    if (!mob) return
    const entity = { type: 'compound', value: { id: { type: 'string', value: `minecraft:${mob}` } } }
    const short = (/** @type {number} */ value) => ({ type: 'short', value })
    shown[at] = {
      x: x & 15,
      z: z & 15,
      y,
      type: BLOCK_ENTITY,
      nbtData: {
        type: 'compound',
        name: '',
        value: {
          SpawnData: { type: 'compound', value: { entity } }, Delay: short(20), MinSpawnDelay: short(DELAY[0]), MaxSpawnDelay: short(DELAY[1] + 1),
          SpawnCount: short(TRIES), SpawnRange: short(SPREAD), MaxNearbyEntities: short(CROWD), RequiredPlayerRange: short(REACH)
        }
      }
    }
  }
  blocks.onChange((position, before, _after, { by }) => {
    if (ctx.states.names[before] !== 'spawner') return
    if (known.delete(key(position))) show(ctx.chunks.get(position.x >> 4, position.z >> 4), { ...position, mob: null })
    if (by && by.gameMode !== 1) ctx.experience.drop(position.offset(0.5, 0.5, 0.5), ctx.randomInt(XP[0], XP[1]))
  })

  ctx.onTick(tick => {
    if (known.size === 0 || !ctx.options.mobs || ctx.options.difficulty === 0) return
    for (const [place, spawner] of [...known].sort((a, b) => a[0] < b[0] ? -1 : 1)) { // not in the order in which they were seen
      if (!ctx.players.some(player => player.gameMode !== 3 && !player.survival.dead && Math.hypot(player.position.x - spawner.x - 0.5, player.position.y - spawner.y - 0.5, player.position.z - spawner.z - 0.5) <= REACH)) continue
      if (!ctx.chunks.get(spawner.x >> 4, spawner.z >> 4)) continue
      const tile = tiles.get(place) ?? { type: 'spawner', mob: spawner.mob, due: tick + EVERY }
      tiles.set(place, tile)
      if (tick < tile.due) continue
      bring(spawner)
      tile.due = tick + ctx.randomInt(DELAY[0], DELAY[1])
    }
  }, { every: EVERY })

  /** @param {{x: number, y: number, z: number, mob: string}} spawner */
  function bring ({ x, y, z, mob }) {
    const around = (/** @type {any} */ p) => Math.max(Math.abs(p.x - x - 0.5), Math.abs(p.y - y - 0.5), Math.abs(p.z - z - 0.5)) <= SPREAD + 0.5
    for (let n = 0; n < TRIES; n++) {
      if (ctx.entities.near({ x: x + 0.5, y: y + 0.5, z: z + 0.5 }, CORNER, e => e.kind === 'mob' && e.name === mob && around(e.position)).length >= CROWD) return
      const at = { x: Math.floor(x + 0.5 + (ctx.random() - ctx.random()) * SPREAD), y: y + ctx.randomInt(-1, 1), z: Math.floor(z + 0.5 + (ctx.random() - ctx.random()) * SPREAD) }
      const open = (/** @type {number} */ dy) => !blocks.solid(at.x, at.y + dy, at.z) && blocks.fluid(at.x, at.y + dy, at.z) === 0
      if (!open(0) || !open(1) || !(ANY_LIGHT.has(mob) || ctx.spawning.dark(at.x, at.y, at.z))) continue
      ctx.mobs.spawn(mob, { x: at.x + 0.5, y: at.y, z: at.z + 0.5 })
    }
  }
}
