/** What a client may say about where its player is: honest bots are never set back, the others always. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { firmWalls } from '../player/firm_walls.js'
import { createRandom } from '../world/random.js'
import { start } from './harness.js'

const STEPS = 100 // of the honest bot's walk, 1–12 ticks each; thousands, with other seeds, were run by hand
const LAND = ['stone_slab', 'oak_stairs', 'snow', 'farmland', 'soul_sand', 'cobweb', 'honey_block', 'slime_block', 'ladder', 'oak_fence', 'cobblestone_wall', 'oak_door',
  'oak_trapdoor', 'water', 'ice', 'glass_pane', 'stone', 'chest', 'scaffolding', 'dirt_path', 'white_carpet', 'lily_pad', 'hopper', 'cauldron', 'vine', 'red_bed', 'lantern', 'anvil']
const CONTROLS = { forward: 0.8, back: 0.1, left: 0.2, right: 0.2, jump: 0.4, sprint: 0.6, sneak: 0.15 }

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** @type {string[]} */
let backs = []
before(async () => {
  w = await start({ seed: 1, options: { terrain: 'flat', mobs: false }, pathfinder: false })
  firmWalls()
  w.player.on('set back', (/** @type {string} */ why) => { backs.push(`${why} at tick ${w.ctx.tick()}, ${w.player.position}`) })
})
after(() => { assert.deepEqual(w.faults(), []) })
beforeEach(() => { backs = [] })

/** Stand somewhere clean. @param {number} x */
async function standAt (x) {
  w.bot.clearControlStates()
  w.player.teleport({ x: x + 0.5, y: -60, z: 0.5 })
  await w.ticks(10)
  backs = []
}
/** @param {number} dx @param {number} dy @param {number} dz a move from where the server holds the player */
function claim (dx, dy, dz, onGround = true) {
  const { x, y, z } = w.player.position
  w.bot._client.write('position', { x: x + dx, y: y + dy, z: z + dz, onGround })
}
/** @param {number} dx @param {number} dy @param {string} name */
const put = (dx, dy, name) => w.ctx.blocks.set(w.player.position.floored().offset(dx, dy, 0), w.ctx.blocks.stateOf(name))

test('a bot that runs, jumps, sneaks, swims, climbs and is shoved over ever-changing ground is never set back', async () => {
  const { bot, player, ctx } = w
  const random = createRandom('honest').next
  const int = (/** @type {number} */ n) => Math.floor(random() * n)
  for (let step = 0; step < STEPS; step++) {
    Object.assign(player, { health: 20 })
    Object.assign(player.survival, { food: 20, air: 300 })
    const feet = player.position.floored()
    for (let k = int(3); k > 0; k--) {
      const at = feet.offset(int(7) - 3, int(4) - 1, int(7) - 3)
      if (Math.abs(at.x + 0.5 - player.position.x) < 0.95 && Math.abs(at.z + 0.5 - player.position.z) < 0.95 && at.y > feet.y - 2) continue
      const kind = ctx.registry.blocksByName[LAND[int(LAND.length)]]
      ctx.blocks.set(at, kind.minStateId + int(kind.maxStateId - kind.minStateId + 1))
    }
    const dice = random()
    if (dice < 0.03) ctx.damage.player(player, 1, { cause: 'mob_attack', from: player.position.offset(random() - 0.5, 0, random() - 0.5) })
    else if (dice < 0.05) player.teleport(player.position.offset(0, 3 + int(20), 0))
    else if (dice < 0.07) ctx.effects.give(player, ['speed', 'jump_boost', 'slow_falling', 'levitation'][int(4)], int(3), 60)
    if (random() < 0.5) bot.look((random() - 0.5) * 6.28, (random() - 0.5) * 2, random() < 0.5)
    for (const [control, share] of Object.entries(CONTROLS)) bot.setControlState(control, random() < share)
    await w.ticks(1 + int(12))
    assert.deepEqual(backs, [], `step ${step}`)
  }
  assert.equal(bot.kickedFor, undefined)
})

test('a jump of 11 blocks, a walk through a wall and one into it are set back; what is sent before the confirmation does not count', async () => {
  await standAt(1000)
  w.bot.physicsEnabled = false
  const home = w.player.position.clone()
  claim(11, 0, 0)
  await w.ticks(2)
  assert.match(backs.join(), /quickly/)
  assert.ok(w.player.position.equals(home))
  for (const up of [0, 1]) put(1, up, 'stone')
  claim(2, 0, 0)
  await w.ticks(2)
  claim(0.5, 0, 0)
  await w.ticks(2)
  assert.equal(backs.length, 3)
  assert.ok(backs.slice(1).every(why => /wrongly/.test(why)))
  assert.ok(w.player.position.equals(home))

  /** @type {number[]} */
  const went = []
  w.ctx.onMove((player, _from, to) => { if (player === w.player) went.push(to.z) })
  w.player.teleport(home) // its client has not heard of it yet
  claim(0, 0, 1)
  await w.ticks(2)
  assert.deepEqual(went, [])
  claim(0, 0, 1)
  await w.ticks(2)
  assert.equal(went[0], home.z + 1)
  w.bot.physicsEnabled = true
})

test('many packets in one tick go no farther than five do', async () => {
  await standAt(1100)
  w.bot.physicsEnabled = false
  const { x } = w.player.position
  for (let n = 1; n <= 12; n++) w.bot._client.write('position', { x: x + 3 * n, y: -60, z: 0.5, onGround: true })
  await w.ticks(2)
  assert.match(backs[0] ?? '', /quickly/)
  assert.ok(w.player.position.x - x < Math.sqrt(500))
  w.bot.physicsEnabled = true
})

test('whoever hangs in the air for more than 80 ticks is thrown out, on a ladder, in water, levitating or in creative mode not', async () => {
  const flier = await w.join('Flier')
  flier.on('error', () => {})
  const player = /** @type {any} */ (w.ctx.playerNamed('Flier'))
  flier.physicsEnabled = false
  const hang = async (/** @type {number} */ ticks) => {
    for (let n = 0; n < ticks; n += 10) { flier._client.write('position', { ...player.position, onGround: false }); await w.ticks(10) }
  }
  player.teleport({ x: 1200.5, y: -50, z: 0.5 })
  await w.ticks(10)
  for (const name of ['water', 'ladder']) {
    w.ctx.blocks.set(player.position.floored(), w.ctx.blocks.stateOf(name))
    if (w.ctx.blocks.name(1200, -50, 0) === name) await hang(100)
  }
  w.ctx.blocks.set(player.position.floored(), 0)
  w.ctx.effects.give(player, 'levitation', 0, 120)
  await hang(100)
  w.ctx.setGameMode(player, 1)
  await hang(120)
  assert.equal(flier.kickedFor, undefined)
  w.ctx.setGameMode(player, 0)
  await hang(70)
  assert.equal(flier.kickedFor, undefined)
  await hang(40)
  assert.match(JSON.stringify(flier.kickedFor ?? ''), /multiplayer\.disconnect\.flying/)
})

test('a boat goes where its rider takes it, through no wall and not beside a number', async () => {
  const rower = await w.join('Rower')
  rower.on('error', () => {})
  const player = /** @type {any} */ (w.ctx.playerNamed('Rower'))
  player.teleport({ x: 1300.5, y: -60, z: 0.5 })
  await w.ticks(10)
  w.ctx.commands.run(w.ctx.commands.consoleSource(() => {}), 'summon boat 1300.5 -60 2.5')
  await w.ticks(10)
  rower.mount(Object.values(rower.entities).find((/** @type {any} */ entity) => entity.name === 'boat'))
  await w.ticks(5)
  for (let x = 1297; x <= 1303; x++) w.ctx.blocks.set({ x, y: -60, z: 7 }, w.ctx.blocks.stateOf('stone'))
  const boat = player.vehicle
  const row = async (/** @type {number} */ z) => { rower._client.write('vehicle_move', { x: 1300.5, y: -60, z, yaw: 0, pitch: 0 }); await w.ticks(2) }
  await row(4.5)
  await row(6.7)
  await row(9.5)
  assert.equal(boat.position.z, 4.5)
  await row(NaN)
  await w.ticks(5)
  assert.match(JSON.stringify(rower.kickedFor ?? ''), /multiplayer\.disconnect\.invalid_vehicle_movement/)
})

for (const [name, packet, params] of /** @type {[string, string, object][]} */ ([
  ['NaN', 'position', { x: NaN, y: 0, z: 0, onGround: true }],
  ['infinity', 'position', { x: 0, y: Infinity, z: 0, onGround: true }],
  ['a place beyond the world', 'position', { x: 4e7, y: 0, z: 0, onGround: true }],
  ['an infinite look', 'look', { yaw: Infinity, pitch: 0, onGround: true }]
])) {
  test(`${name} gets its sender thrown out`, async () => {
    const rude = await w.join('Rude')
    rude.on('error', () => {})
    rude._client.write(packet, params)
    await w.ticks(10)
    assert.match(JSON.stringify(rude.kickedFor ?? ''), /multiplayer\.disconnect\.invalid_player_movement/)
  })
}
