import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'

/** @type {Awaited<ReturnType<typeof start>>} */
let w
/** What the bot was told, as components. @type {any[]} */
const told = []
before(async () => {
  w = await start({ seed: 2, options: { terrain: 'flat', mobs: false, gamemode: 1 } })
  w.bot.on('message', (/** @type {any} */ message) => told.push(message.json))
})
after(() => { assert.deepEqual(w.faults(), []) })

/** @param {string} line @returns {Promise<string[]>} the translation keys of the answers */
async function say (line) {
  told.length = 0
  w.bot.chat(line)
  await w.ticks(4)
  return told.map(t => t.translate ?? t.text)
}

test('a player who is no operator is refused as if there were no such command', async () => {
  const keys = await say('/gamemode survival')
  assert.equal(keys[0], 'command.unknown.command')
  assert.equal(w.bot.game.gameMode, 'creative')
})

test('the console makes an operator, and operators hear of it', async () => {
  /** @type {any[]} */
  const lines = []
  w.ctx.commands.run(w.ctx.commands.consoleSource((/** @type {any} */ m) => lines.push(m.translate)), 'op Tester')
  assert.deepEqual(lines, ['commands.op.success'])
  w.ctx.commands.run(w.ctx.commands.consoleSource((/** @type {any} */ m) => lines.push(m.translate)), 'op Tester')
  assert.equal(lines[1], 'commands.op.failed')
  assert.equal(w.player.op, true)
  await w.ticks(4)
  told.length = 0
  w.ctx.commands.run(w.ctx.commands.consoleSource(() => {}), 'time set day')
  await w.ticks(4)
  assert.deepEqual(told.map(t => t.translate), ['chat.type.admin'])
})

test('game modes change there and back with vanilla answers', async () => {
  assert.deepEqual(await say('/gamemode survival'), ['commands.gamemode.success.self'])
  assert.equal(w.bot.game.gameMode, 'survival')
  assert.deepEqual(await say('/gamemode creative Tester'), ['commands.gamemode.success.self'])
  assert.equal(w.bot.game.gameMode, 'creative')
  assert.equal((await say('/gamemode nonsense'))[0], 'argument.gamemode.invalid')
})

test('items are given, counted and cleared', async () => {
  assert.deepEqual(await say('/give @a stone 70'), ['commands.give.success.single'])
  assert.equal(w.bot.inventory.count(w.bot.registry.itemsByName.stone.id), 70)
  await say('/give Tester diamond_sword{Enchantments:[{id:"minecraft:sharpness",lvl:3s}]}')
  const sword = w.bot.inventory.items().find((/** @type {any} */ i) => i.name === 'diamond_sword')
  assert.equal(sword.enchants[0].lvl, 3)
  assert.deepEqual(await say('/clear'), ['commands.clear.success.single'])
  assert.equal(w.bot.inventory.items().length, 0)
  assert.deepEqual(await say('/clear'), ['clear.failed.single'])
  assert.equal((await say('/give @a nosuchthing'))[0], 'argument.item.id.invalid')
})

test('blocks are set and filled with their states, near and far from sense', async () => {
  const at = w.bot.entity.position.floored()
  assert.deepEqual(await say('/setblock ~2 ~ ~ oak_log[axis=x]'), ['commands.setblock.success'])
  assert.equal(w.bot.blockAt(at.offset(2, 0, 0)).getProperties().axis, 'x')
  assert.deepEqual(await say('/setblock ~2 ~ ~ oak_log[axis=x]'), ['commands.setblock.failed'])
  assert.deepEqual(await say('/fill ~-3 ~3 ~-3 ~3 ~3 ~3 glass'), ['commands.fill.success'])
  assert.equal(w.bot.blockAt(at.offset(-3, 3, 3)).name, 'glass')
  assert.deepEqual(await say('/fill ~-3 ~3 ~-3 ~3 ~3 ~3 air'), ['commands.fill.success'])
  assert.equal((await say('/setblock ~ ~ ~ oak_log[colour=blue]'))[0], 'argument.block.property.unknown')
  assert.equal((await say('/setblock 100000 0 0 stone'))[0], 'argument.pos.unloaded')
  assert.equal((await say('/fill 0 -60 0 40 0 40 stone'))[0], 'commands.fill.toobig')
  assert.equal((await say('/setblock ~ ~'))[0], 'argument.pos3d.incomplete')
})

test('setblock and data merge bring the contents of a chest and the lines of a sign', async () => {
  assert.deepEqual(await say('/setblock ~3 ~ ~ chest{Items:[{Slot:2b,id:"minecraft:iron_pickaxe",Count:1b,tag:{Damage:9}},{Slot:4b,id:"bread",Count:5b}]}'), ['commands.setblock.success'])
  const place = w.bot.entity.position.floored()
  const chest = await w.run(w.bot.openContainer(w.bot.blockAt(place.offset(3, 0, 0))))
  assert.deepEqual(chest.containerItems().map((/** @type {any} */ i) => [i.slot, i.name, i.count, i.durabilityUsed ?? 0]), [[2, 'iron_pickaxe', 1, 9], [4, 'bread', 5, 0]])
  assert.deepEqual(await say('/data merge block ~3 ~ ~ {Items:[{Slot:0b,id:"minecraft:stone",Count:3b}]}'), ['commands.data.block.modified'])
  assert.deepEqual(chest.containerItems().map((/** @type {any} */ i) => [i.slot, i.name, i.count]), [[0, 'stone', 3]])
  chest.close()
  await say(`/setblock ~4 ~ ~ oak_sign{front_text:{messages:['{"text":"one"}','"two"','""','""']}}`)
  assert.equal(w.bot.blockAt(place.offset(4, 0, 0)).signText.trim(), 'one\ntwo')
  await say('/setblock ~3 ~ ~ air')
  await say('/setblock ~4 ~ ~ air')
})

test('teleports arrive, by number, tilde, name and through execute', async () => {
  assert.deepEqual(await say('/tp Tester 10 -60 10'), ['commands.teleport.success.location.single'])
  assert.ok(w.bot.entity.position.distanceTo({ x: 10.5, y: -60, z: 10.5 }) < 0.1)
  await say('/teleport ~3 ~ ~')
  assert.ok(w.bot.entity.position.distanceTo({ x: 13.5, y: -60, z: 10.5 }) < 0.1)
  await say('/execute in minecraft:overworld run tp @s 300 -60 300')
  assert.ok(w.bot.entity.position.distanceTo({ x: 300.5, y: -60, z: 300.5 }) < 0.1)
  await w.ticks(10)
  assert.ok(w.bot.blockAt(w.bot.entity.position.offset(0, -1, 0)), 'land is there on arrival')
  await say('/execute as @a at @s run setblock ~ ~5 ~ stone')
  assert.equal(w.bot.blockAt(w.bot.entity.position.offset(0, 5, 0)).name, 'stone')
})

test('time, weather, rules and difficulty', async () => {
  await say('/gamerule doDaylightCycle false')
  await say('/time set 18000')
  assert.equal(w.bot.time.timeOfDay, 18000)
  assert.equal(w.bot.time.doDaylightCycle, false)
  await say('/gamerule doDaylightCycle true')
  const { day } = w.bot.time
  await say('/time add 24000')
  assert.equal(w.bot.time.day, day + 1)
  await say('/weather rain')
  assert.equal(w.bot.isRaining, true)
  await say('/weather clear')
  assert.equal(w.bot.isRaining, false)
  await say('/difficulty peaceful')
  assert.equal(w.ctx.options.difficulty, 0) // Mineflayer 4.39 cannot read this packet of 1.20.4, from whatever server
})

test('experience, effects and death', async () => {
  await say('/gamemode survival')
  await say('/xp add Tester 10 points')
  assert.ok(w.bot.experience.points >= 10)
  await say('/xp add Tester 100 levels')
  assert.ok(w.bot.experience.level >= 100)
  await say('/effect give Tester minecraft:speed 10 1')
  assert.ok(Object.keys(w.bot.entity.effects).length > 0)
  await say('/effect clear Tester')
  assert.equal(Object.keys(w.bot.entity.effects).length, 0)
  let spawned = false
  w.bot.once('spawn', () => { spawned = true })
  assert.ok((await say('/kill')).includes('commands.kill.success.single'))
  await w.ticks(40)
  assert.ok(spawned)
  assert.equal(w.bot.health, 20)
})

test('creatures are summoned and killed by selector', async () => {
  assert.deepEqual(await say('/summon cow ~3 ~ ~'), ['commands.summon.success'])
  await w.ticks(5)
  assert.ok(w.bot.nearestEntity((/** @type {any} */ e) => e.name === 'cow'))
  assert.deepEqual(await say('/kill @e[type=cow]'), ['commands.kill.success.single'])
})

test('what is only shown reaches the client', async () => {
  /** @type {string[]} */
  const seen = []
  w.bot.on('title', (/** @type {string} */ text, /** @type {string} */ kind) => seen.push(`${kind}:${text}`))
  w.bot.on('title_clear', () => seen.push('clear'))
  w.bot.on('particle', (/** @type {any} */ p) => seen.push(`particle:${p.name}:${p.count}`))
  w.bot.on('soundEffectHeard', () => seen.push('sound'))
  w.bot.on('bossBarCreated', (/** @type {any} */ bar) => seen.push(`bar:${bar.title}`))
  w.bot.on('bossBarDeleted', () => seen.push('bar gone'))
  w.bot.on('teamCreated', () => seen.push('team'))
  w.bot.on('scoreboardCreated', () => seen.push('scoreboard'))
  await say('/title @a title {"text":"Hello"}')
  await say('/title @a clear')
  await say('/particle ambient_entity_effect ~ ~ ~ 5 5 5 0.5 100 force')
  await say('/playsound minecraft:block.note_block.harp master Tester ~ ~ ~ 1 1')
  await say('/bossbar add test:bar "Bar"')
  await say('/bossbar set test:bar players Tester')
  await say('/bossbar remove test:bar')
  await say('/team add red')
  await say('/team join red Tester')
  await say('/scoreboard objectives add health health')
  await say('/scoreboard objectives setdisplay sidebar health')
  assert.deepEqual(seen, ['title:Hello', 'clear', 'particle:ambient_entity_effect:100', 'sound', 'bar:Bar', 'bar gone', 'team', 'scoreboard'])
  assert.equal(w.bot.scoreboard.sidebar.name, 'health')
  assert.deepEqual(await say('/tellraw @p {"translate":"language.name"}'), ['language.name'])
})

test('tab completion knows the words', async () => {
  assert.deepEqual((await w.run(w.bot.tabComplete('/weather '))).map((/** @type {any} */ m) => m.match ?? m), ['clear', 'rain', 'thunder'])
  const found = async (/** @type {string} */ text) => (await w.run(w.bot.tabComplete(text))).map((/** @type {any} */ m) => m.match ?? m)
  assert.deepEqual(await found('/give Tester diamond_pick'), ['minecraft:diamond_pickaxe'])
  assert.deepEqual(await found('/give Tester minecraft:diamond_pick'), ['minecraft:diamond_pickaxe'])
  assert.ok((await found('/give Tester pickaxe')).includes('minecraft:iron_pickaxe'))
  assert.deepEqual(await found('/effect give Tester spe'), ['minecraft:speed'])
  assert.deepEqual(await found('/summon glow_s'), ['minecraft:glow_squid'])
})

test('statistics answer', async () => {
  assert.equal(typeof await w.run(w.bot.requestStatistics?.() ?? Promise.resolve({})), 'object')
})

test('the console reaches the land around the spawn where nobody is, and no farther', async () => {
  /** @type {any[]} */
  const said = []
  const run = (/** @type {string} */ line) => w.ctx.commands.run(w.ctx.commands.consoleSource((/** @type {any} */ m) => said.push(m.translate)), line)
  assert.equal(w.ctx.chunks.get(8, 8), null)
  run('setblock 130 -50 130 gold_block')
  assert.equal(w.ctx.blocks.name(130, -50, 130), 'gold_block')
  run('fill -140 -50 -140 -120 -50 -120 gold_block')
  assert.equal(w.ctx.blocks.name(-121, -50, -139), 'gold_block')
  run('setblock 5000 -50 5000 gold_block')
  assert.deepEqual(said, ['commands.setblock.success', 'commands.fill.success', 'argument.pos.unloaded'])
})

test('a client is told the commands it may use, anew when it becomes an operator', async () => {
  /** @type {string[][]} */
  const trees = []
  w.bot._client.on('declare_commands', (/** @type {any} */ tree) => trees.push(tree.nodes.map((/** @type {any} */ node) => node.extraNodeData?.name)))
  w.ctx.commands.setOperator('Tester', false)
  await w.ticks(2)
  w.ctx.commands.setOperator('Tester', true)
  await w.ticks(2)
  assert.equal(trees.length, 2)
  assert.ok(trees[0].includes('msg') && !trees[0].includes('give'))
  assert.ok(trees[1].includes('give'))
})

test('players are spread over dry ground within a range, below a height, apart from one another', async () => {
  const second = await w.join('Second')
  await say('/fill -3 ~ -3 3 ~ 3 water')
  assert.deepEqual(await say('/spreadplayers ~ ~ 4 30 under 80 false @a'), ['commands.spreadplayers.success.entities'])
  const [a, b] = ['Tester', 'Second'].map(name => /** @type {any} */ (w.ctx.playerNamed(name)).position)
  assert.ok(a.distanceTo(b) >= 3, `${a} and ${b}`) // whole blocks: up to half of one on each axis is rounded away
  for (const place of [a, b]) {
    assert.ok(w.ctx.blocks.solid(Math.floor(place.x), place.y - 1, Math.floor(place.z)), `${place} is no ground`)
    assert.equal(w.ctx.blocks.fluid(Math.floor(place.x), place.y - 1, Math.floor(place.z)), 0)
  }
  assert.ok(w.bot.entity.position.distanceTo(w.player.position) < 1, 'the client was not told')
  assert.deepEqual(await say('/spreadplayers 0 0 0 5 under -70 false @s'), ['commands.spreadplayers.failed.invalid.height'])
  assert.deepEqual(await say('/spreadplayers 0 0 0 5 under -62 true @s'), ['commands.spreadplayers.failed.teams'])
  assert.equal((await say('/spreadplayers 0 0 0 0.5 false @s'))[0], 'argument.float.low')
  second.end()
  await w.ticks(5)
})
