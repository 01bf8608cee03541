/**
 * Explosions: what they break, whom they hurt, how far they throw.
 *
 * Source: https://minecraft.wiki/w/Explosion (Java 1.20): 1352 rays, steps of 0.3, (resistance + 0.3) × 0.3 lost in blocks;
 * damage ((i² + i) / 2 × 7 × 2 × power + 1) for impact i = (1 − distance / (2 × power)) × exposure; a creature's explosion leaves one
 * block in `power` as a drop. TNT is tnt.js' work. Blocks drop what they would for any
 * tool, as in vanilla.
 */
const STEP = 0.3 // blocks along a ray
const RAYS = 16 // to a side of the cube

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /** @type {Float32Array} */
  const resistance = new Float32Array(ctx.states.count)
  for (const block of ctx.registry.blocksArray) {
    const wet = block.name === 'water' || block.name === 'lava' ? 100 : block.resistance ?? 0
    for (let s = block.minStateId; s <= block.maxStateId; s++) resistance[s] = ctx.states.fluid[s] && wet < 100 ? 100 : wet
  }

  /** Cells a blast breaks. @param {any} centre @param {number} power @returns {{x: number, y: number, z: number}[]} */
  function reach (centre, power) {
    const found = new Map()
    for (let i = 0; i < RAYS; i++) {
      for (let j = 0; j < RAYS; j++) {
        for (let k = 0; k < RAYS; k++) {
          if (i > 0 && i < RAYS - 1 && j > 0 && j < RAYS - 1 && k > 0 && k < RAYS - 1) continue
          let dx = i / (RAYS - 1) * 2 - 1; let dy = j / (RAYS - 1) * 2 - 1; let dz = k / (RAYS - 1) * 2 - 1
          const length = Math.hypot(dx, dy, dz)
          dx *= STEP / length; dy *= STEP / length; dz *= STEP / length
          let { x, y, z } = centre
          for (let left = power * (0.7 + ctx.random() * 0.6); left > 0; left -= 0.22500001) {
            const bx = Math.floor(x); const by = Math.floor(y); const bz = Math.floor(z)
            const state = ctx.chunks.state(bx, by, bz)
            if (state === null) break
            if (state !== 0) {
              left -= (resistance[state] + 0.3) * 0.3
              if (left > 0) found.set(`${bx},${by},${bz}`, { x: bx, y: by, z: bz })
            }
            x += dx; y += dy; z += dz
          }
        }
      }
    }
    return [...found.values()]
  }

  /** Share of a body that the blast sees. @param {any} centre @param {any} victim */
  function exposure (centre, victim) {
    const box = victim.kind === 'player' ? { halfWidth: 0.3, height: 1.8 } : victim.box
    let seen = 0; let all = 0
    for (const fx of [-0.9, 0, 0.9]) {
      for (const fy of [0.05, 0.5, 0.95]) {
        for (const fz of [-0.9, 0, 0.9]) {
          all++
          const to = { x: victim.position.x + fx * box.halfWidth, y: victim.position.y + fy * box.height, z: victim.position.z + fz * box.halfWidth }
          if (clear(centre, to)) seen++
        }
      }
    }
    return seen / all
  }
  /** @param {any} from @param {any} to */
  function clear (from, to) {
    const dx = to.x - from.x; const dy = to.y - from.y; const dz = to.z - from.z
    const steps = Math.ceil(Math.hypot(dx, dy, dz) * 3)
    for (let i = 1; i < steps; i++) {
      const state = ctx.chunks.state(Math.floor(from.x + dx * i / steps), Math.floor(from.y + dy * i / steps), Math.floor(from.z + dz * i / steps))
      if (state !== null && ctx.states.solid[state]) return false
    }
    return true
  }

  /**
   * @param {any} centre @param {number} power
   * @param {{by?: any, griefing?: boolean, decay?: boolean, fire?: boolean}} [options] griefing: breaks blocks; decay: some drops are lost; fire: a third of the free places burn
   */
  function explode (centre, power, { by = null, griefing = true, decay = true, fire = false } = {}) {
    const at = centre.offset(0, 0.06, 0)
    const broken = griefing ? reach(at, power) : []
    /** @type {Map<any, {x: number, y: number, z: number}>} */
    const thrown = new Map()
    const radius = power * 2
    const victims = [...ctx.entities.near(at, radius + 1, e => e !== by), ...ctx.players.filter(p => !p.survival.dead && p.position.distanceTo(at) < radius + 2)]
    for (const victim of /** @type {any[]} */ (victims)) {
      const distance = victim.position.distanceTo(at)
      if (distance > radius) continue
      if (victim.kind === 'item') {
        if (clear(at, victim.position.offset(0, 0.1, 0))) ctx.items.vanish(victim)
        continue
      }
      if (victim.kind !== 'mob' && victim.kind !== 'player') continue
      const impact = (1 - distance / radius) * exposure(at, victim)
      if (impact <= 0) continue
      const amount = Math.floor((impact * impact + impact) / 2 * 7 * radius + 1)
      const height = victim.kind === 'player' ? 1.62 : victim.box.height * 0.85
      const away = victim.position.offset(0, height, 0).minus(at)
      const length = away.norm() || 1
      const push = { x: away.x / length * impact, y: away.y / length * impact, z: away.z / length * impact }
      ctx.damage.any(victim, amount, { cause: 'explosion', by, from: at, knockback: 0 })
      if (victim.kind === 'player') thrown.set(victim, push)
      else { victim.velocity.x += push.x; victim.velocity.y += push.y; victim.velocity.z += push.z; victim.resting = false }
    }
    for (const cell of broken) {
      const place = at.clone()
      place.set(cell.x, cell.y, cell.z)
      const block = ctx.blocks.at(place)
      if (!block || block.type === 0) continue
      const items = block.name === 'tnt' ? [] : ctx.drops.of(block, null)
      ctx.blocks.set(place, 0, { cause: 'explosion' })
      for (const item of items) if (!decay || ctx.random() < 1 / power) ctx.items.pop(place, item)
    }
    if (fire) for (const cell of broken) if (ctx.randomInt(0, 2) === 0 && ctx.states.opacity[ctx.chunks.state(cell.x, cell.y - 1, cell.z) ?? 0] === 15) ctx.fire.light(at.clone().set(cell.x, cell.y, cell.z))
    for (const player of ctx.players) {
      if (player.position.distanceTo(at) > 64) continue
      const push = thrown.get(player) ?? { x: 0, y: 0, z: 0 }
      player.send('explosion', {
        x: at.x, y: at.y, z: at.z, radius: power,
        affectedBlockOffsets: broken.map(c => ({ x: c.x - Math.floor(at.x), y: c.y - Math.floor(at.y), z: c.z - Math.floor(at.z) })),
        playerMotionX: push.x, playerMotionY: push.y, playerMotionZ: push.z,
        block_interaction_type: decay ? 2 : 1,
        small_explosion_particle: { particleId: 23, data: null },
        large_explosion_particle: { particleId: 22, data: null },
        sound: { soundId: ctx.registry.soundsByName['entity.generic.explode'].id } // by number only, see sounds.js
      })
    }
  }
  ctx.explosions = { explode, reach }
}
