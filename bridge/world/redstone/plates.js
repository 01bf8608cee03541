/**
 * Pressure plates: down under what stands on them, up again when nothing does.
 *
 * Stone ones feel creatures and players, wooden ones everything, weighted ones count everything. Plates are known by place, so that a world
 * without any costs nothing. Rules: https://minecraft.wiki/w/Pressure_Plate, /w/Weighted_Pressure_Plate (Java 1.20).
 * @module
 */
const PLATE = /_pressure_plate$/
const LIVING = /^(stone|polished_blackstone)_/
const RELEASE = 20 // ticks between two looks at who stands on a plate
const WEIGHTED_RELEASE = 10
const HEAVIEST = /** @type {Record<string, number>} */ ({ light_weighted_pressure_plate: 15, heavy_weighted_pressure_plate: 150 }) // entities for full power
const EDGE = 0.0625 // blocks of its rim that feel nothing
const TALL = 0.25 // blocks over its foot that it feels
const HALF_WIDTHS = /** @type {Record<string, number>} */ ({ item: 0.125, arrow: 0.25, prop: 0.49, tnt: 0.49, xp: 0.25 }) // blocks

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks } = ctx
  const { states } = blocks
  const { signal } = ctx.redstone
  const isPlate = Uint8Array.from(states.names, name => PLATE.test(name) ? 1 : 0)
  /** @type {Map<string, {x: number, y: number, z: number}>} */
  const plates = new Map()
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`
  const halfWidth = (/** @type {any} */ e) => e.kind === 'player' ? 0.3 : e.box?.halfWidth ?? HALF_WIDTHS[e.kind] ?? 0.25
  const feels = (/** @type {string} */ name, /** @type {any} */ e) => e.kind === 'player'
    ? e.gameMode !== 3 && !e.survival.dead
    : e.kind === 'mob' || e.name === 'armor_stand' || !LIVING.test(name)

  /** How many press it. @param {{x: number, y: number, z: number}} p @param {string} name */
  function load (p, name) {
    const on = (/** @type {any} */ e) => {
      const reach = 0.5 - EDGE + halfWidth(e)
      return Math.abs(e.position.x - p.x - 0.5) < reach && Math.abs(e.position.z - p.z - 0.5) < reach && e.position.y >= p.y - 0.01 && e.position.y < p.y + TALL && feels(name, e)
    }
    return ctx.players.filter(on).length + ctx.entities.near({ x: p.x + 0.5, y: p.y, z: p.z + 0.5 }, 2, on).length
  }

  /** @param {{x: number, y: number, z: number}} p @param {boolean} settle whether it may come up */
  function weigh (p, settle) {
    const state = signal.get(p.x, p.y, p.z)
    if (isPlate[state] === 0) { plates.delete(key(p)); return }
    const name = states.names[state]
    const { powered, power } = blocks.properties(state)
    const count = load(p, name)
    const most = HEAVIEST[name]
    const strength = most ? Math.ceil(Math.min(count, most) * 15 / most) : count > 0 ? 15 : 0
    const was = most ? Number(power) : powered ? 15 : 0
    if (strength === 0 && !settle) return
    if (strength !== was) blocks.set(p, blocks.stateOf(name, most ? { power: strength } : { powered: strength > 0 }), { cause: 'plate' })
    if (strength > 0) blocks.scheduleTick(p, most ? WEIGHTED_RELEASE : RELEASE, 'plate')
  }
  blocks.onScheduled('plate', position => weigh(position, true))

  blocks.onChange((position, before, after) => {
    if (isPlate[after] === 1) plates.set(key(position), { x: position.x, y: position.y, z: position.z })
    else if (isPlate[before] === 1) plates.delete(key(position))
  })
  // One that an older save does not list is found when a player steps on it.
  ctx.onMove((_player, _from, to) => {
    const p = to.floored()
    if (isPlate[signal.get(p.x, p.y, p.z)] === 1 && !plates.has(key(p))) plates.set(key(p), { x: p.x, y: p.y, z: p.z })
  })
  ctx.onTick(() => {
    if (plates.size === 0) return
    const bodies = [...ctx.players, ...ctx.entities.all()]
    for (const body of bodies) {
      const { x, y, z } = body.position
      const half = halfWidth(body)
      for (let cx = Math.floor(x - half); cx <= Math.floor(x + half); cx++) {
        for (let cz = Math.floor(z - half); cz <= Math.floor(z + half); cz++) {
          const plate = plates.get(`${cx},${Math.floor(y + 0.01)},${cz}`)
          if (plate && feels(blocks.name(cx, plate.y, cz) ?? '', body)) weigh(plate, false)
        }
      }
    }
  })
  ctx.persist('plates', {
    save: () => [...plates.values()].map(p => [p.x, p.y, p.z]),
    load: saved => {
      plates.clear()
      for (const [x, y, z] of saved) plates.set(`${x},${y},${z}`, { x, y, z })
    }
  })
}
