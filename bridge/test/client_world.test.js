/** What clients' own tests ask of a server, in our words: poses, elytra, boats, beds by halves, power, command blocks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { start } from './harness.js'

/** @param {any} w @param {string} line */
function command (w, line) {
  /** @type {any[]} */
  const said = []
  w.ctx.commands.run(w.ctx.commands.consoleSource((/** @type {any} */ m) => said.push(m)), line)
  return said
}

test('clients', async t => {
  const w = await start({ options: { terrain: 'flat', gamemode: 1, mobs: false } })
  const { bot, ctx, player } = w
  const nameAt = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ z) => ctx.blocks.name(x, y, z)

  await t.test('a player is told how it holds itself itself', async () => {
    bot.setControlState('sneak', true)
    await w.ticks(3)
    assert.equal(bot.entity.metadata[0] & 2, 2)
    bot.setControlState('sneak', false)
    await w.ticks(3)
    assert.equal(bot.entity.metadata[0] & 2, 0)
  })

  await t.test('halves of a bed that are set one by one stay; breaking one takes the other', async () => {
    command(w, 'setblock 3 -60 3 red_bed[part=foot,facing=north]')
    command(w, 'setblock 3 -60 4 red_bed[part=head,facing=north]')
    assert.equal(nameAt(3, -60, 3), 'red_bed')
    assert.equal(nameAt(3, -60, 4), 'red_bed')
    command(w, 'setblock 5 -60 3 red_bed[part=foot,facing=south]')
    command(w, 'setblock 5 -60 4 red_bed[part=head,facing=south]')
    command(w, 'setblock 5 -60 3 air')
    assert.equal(nameAt(5, -60, 4), 'air')
  })

  await t.test('whoever lies in a bed gets up when he wants to', async () => {
    command(w, 'time set 18000')
    command(w, 'setblock 1 -60 -2 red_bed[part=foot,facing=north]')
    command(w, 'setblock 1 -60 -3 red_bed[part=head,facing=north]')
    await w.ticks(25)
    await w.run(bot.sleep(bot.blockAt(player.position.floored().offset(1, 0, -2))))
    assert.ok(player.survival.sleeping)
    await w.run(bot.wake())
    await w.ticks(3)
    assert.equal(player.survival.sleeping, null)
    assert.equal(bot.isSleeping, false)
    command(w, 'time set 1000')
  })

  await t.test('elytra open in the air, rockets push, the ground ends it', async () => {
    ctx.setGameMode(player, 0)
    ctx.inventory.set(player, 6, ctx.inventory.make('elytra', 1))
    ctx.inventory.set(player, 36, ctx.inventory.make('firework_rocket', 3))
    player.teleport({ x: 20.5, y: 60, z: 20.5 })
    await w.ticks(5)
    await w.run(bot.elytraFly())
    await w.ticks(25)
    assert.ok(bot.entity.elytraFlying)
    assert.ok(player.inventory.slots[6].durabilityUsed >= 1)
    let used = false
    bot.once('usedFirework', () => { used = true })
    bot.activateItem()
    await w.ticks(3)
    assert.ok(used)
    assert.equal(player.inventory.slots[36].count, 2)
    player.teleport({ x: 20.5, y: -60, z: 20.5 })
    await w.ticks(10)
    assert.ok(!player.gliding)
    ctx.inventory.set(player, 6, null)
    ctx.setGameMode(player, 1)
  })

  await t.test('a boat is got into, goes where its rider takes it, and is left', async () => {
    player.teleport({ x: 0.5, y: -60, z: 0.5 })
    await w.ticks(10)
    command(w, 'summon boat 0.5 -60 2.5')
    await w.ticks(10)
    const boat = Object.values(bot.entities).find((/** @type {any} */ e) => e.name === 'boat')
    let mounted = false
    bot.once('mount', () => { mounted = true })
    bot.mount(boat)
    await w.ticks(5)
    assert.ok(mounted)
    const own = player.vehicle
    assert.ok(own)
    bot._client.write('vehicle_move', { x: 0.5, y: -60, z: 4.5, yaw: 0, pitch: 0 })
    await w.ticks(5)
    assert.equal(own.position.z, 4.5)
    assert.equal(player.position.z, 4.5)
    bot._client.write('vehicle_move', { x: 0.5, y: -60, z: 400, yaw: 0, pitch: 0 })
    await w.ticks(2)
    assert.equal(own.position.z, 4.5, 'too far at once')
    bot.dismount()
    await w.ticks(5)
    assert.equal(player.vehicle, null)
    assert.ok(player.position.distanceTo(own.position) < 3)
    assert.ok(bot.entity.position.distanceTo(player.position) < 0.5)
    command(w, 'kill @e[type=boat]')
  })

  await t.test('power opens doors, lights lamps and rings note blocks beside it, also through a block', async () => {
    command(w, 'setblock 8 -60 0 iron_door[half=lower,facing=east]')
    command(w, 'setblock 8 -59 0 iron_door[half=upper,facing=east]')
    command(w, 'setblock 8 -60 1 stone')
    command(w, 'setblock 9 -60 1 lever[face=wall,facing=east]')
    command(w, 'setblock 9 -60 1 lever[face=wall,facing=east,powered=true]')
    assert.equal(ctx.blocks.properties(ctx.blocks.get(8, -60, 0) ?? 0).open, true)
    assert.equal(ctx.blocks.properties(ctx.blocks.get(8, -59, 0) ?? 0).open, true)
    command(w, 'setblock 9 -60 1 air')
    assert.equal(ctx.blocks.properties(ctx.blocks.get(8, -60, 0) ?? 0).open, false)
    let heard = false
    bot.once('noteHeard', () => { heard = true })
    command(w, 'setblock 2 -60 2 note_block')
    command(w, 'setblock 2 -61 2 redstone_block')
    await w.ticks(3)
    assert.ok(heard)
    command(w, 'setblock 2 -60 2 redstone_lamp')
    assert.equal(ctx.blocks.properties(ctx.blocks.get(2, -60, 2) ?? 0).lit, true)
  })

  await t.test('a command block is written by an operator and run by power, once', async () => {
    command(w, 'op Tester')
    command(w, 'setblock 6 -60 6 command_block')
    await w.ticks(3)
    /** @type {any[]} */
    const heard = []
    bot.on('message', (/** @type {any} */ m) => heard.push(m.translate))
    const { Vec3 } = await import('vec3')
    bot.setCommandBlock(new Vec3(6, -60, 6), 'setblock 6 -58 6 gold_block')
    await w.ticks(3)
    assert.ok(heard.includes('advMode.setCommand.success'))
    command(w, 'setblock 7 -60 6 redstone_block')
    assert.equal(nameAt(6, -58, 6), 'gold_block')
    command(w, 'setblock 6 -58 6 air')
    command(w, 'setblock 6 -60 7 redstone_block')
    assert.equal(nameAt(6, -58, 6), 'air', 'it was powered already')
    command(w, 'deop Tester')
    bot.setCommandBlock(new Vec3(6, -60, 6), 'say no')
    await w.ticks(3)
    assert.ok(heard.includes('advMode.notAllowed'))
  })

  await t.test('sounds come by number, so that every byte of the packet is written', async () => {
    let sound = null
    bot.once('soundEffectHeard', (/** @type {string} */ name, /** @type {any} */ at) => { sound = { name, at } })
    command(w, 'playsound minecraft:block.note_block.harp master Tester 1 -60 1')
    await w.ticks(3)
    assert.equal(/** @type {any} */ (sound)?.name, 'block.note_block.harp')
    assert.equal(/** @type {any} */ (sound)?.at.x, 1)
  })

  await t.test('a bucket reaches past the grass about one\'s feet', async () => {
    ctx.setGameMode(player, 0)
    command(w, 'fill 30 -61 30 34 -61 34 water')
    command(w, 'setblock 35 -60 32 short_grass')
    player.inventory.slots.fill(null)
    ctx.inventory.set(player, 36, ctx.inventory.make('bucket', 1))
    player.teleport({ x: 35.5, y: -60, z: 32.5 })
    await w.ticks(10)
    await w.run(bot.lookAt(player.position.offset(-1.5, -1, -0.5)))
    await w.ticks(10)
    bot.activateItem()
    await w.ticks(3)
    assert.equal(bot.heldItem?.name, 'water_bucket')
    ctx.setGameMode(player, 1)
  })

  assert.deepEqual(w.faults(), [])
  await w.stop()
})
