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
  console_('op Tester')
  await w.ticks(70) // who has just spawned cannot be hurt
})
after(() => { assert.deepEqual(w.faults(), []) })

/** @param {string} line @returns {string[]} what the console is told, as keys */
function console_ (line) {
  /** @type {string[]} */
  const lines = []
  w.ctx.commands.run(w.ctx.commands.consoleSource((/** @type {any} */ m) => lines.push(m.translate ?? m.text)), line)
  return lines
}

/** @param {string} line @returns {Promise<string[]>} the translation keys of the answers */
async function say (line) {
  told.length = 0
  w.bot.chat(line)
  await w.ticks(4)
  return told.map(t => t.translate ?? t.text)
}
const first = async (/** @type {string} */ line) => (await say(line))[0]

test('damage hurts whom it may, by kind and culprit', async () => {
  assert.equal(await first('/damage Tester 3'), 'commands.damage.invulnerable')
  await say('/gamemode survival')
  assert.equal(await first('/damage @s 3 minecraft:magic'), 'commands.damage.success')
  assert.equal(w.bot.health, 17)
  assert.equal(await first('/damage @s 1 nonsense'), 'argument.resource.not_found')
  await say('/summon cow ~2 ~ ~ {NoAI:1}')
  assert.equal(await first('/damage @e[type=cow,limit=1] 100 player_attack by @s'), 'commands.damage.success')
  await say('/gamemode creative')
})

test('tags are given, asked for by selectors, listed, taken, and outlive a snapshot', async () => {
  assert.equal(await first('/tag @s add red'), 'commands.tag.add.success.single')
  assert.equal(await first('/tag @s add red'), 'commands.tag.add.failed')
  assert.equal(await first('/tag @s list'), 'commands.tag.list.single.success')
  assert.equal(await first('/effect give @a[tag=red] glowing'), 'commands.effect.give.success.single')
  assert.equal(await first('/effect give @a[tag=!red] glowing'), 'argument.entity.notfound.player')
  assert.equal(await first('/tag @e[distance=500..] add far'), 'argument.entity.notfound.entity')
  assert.equal(await first('/tag @a[distance=..5] list'), 'commands.tag.list.single.success')
  assert.ok(JSON.stringify(w.world.snapshot()).includes('red'))
  assert.equal(await first('/tag @s remove red'), 'commands.tag.remove.success.single')
  assert.equal(await first('/tag @s list'), 'commands.tag.list.single.empty')
})

test('data get entity reads by path, as SNBT and as a scaled number', async () => {
  await say('/clear')
  await say('/give @s stone 3')
  assert.equal(await first('/data get entity @s Inventory'), 'commands.data.entity.query')
  assert.deepEqual([told[0].with[1].text ?? told[0].with[1]].flat().join(''), '[{Slot: 0b, id: "minecraft:stone", Count: 3b}]')
  await say('/data get entity @s Inventory[0].id')
  assert.equal(told[0].with[1].text ?? told[0].with[1], '"minecraft:stone"')
  assert.equal(await first('/data get entity @s Health 2'), 'commands.data.entity.get')
  assert.equal(await first('/data get entity @s Nonsense'), 'commands.data.get.unknown')
  assert.equal(await first('/data merge entity @s {Health:2f}'), 'commands.data.entity.invalid')
})

test('attributes are told and set, and speed reaches the client as a modifier', async () => {
  assert.equal(await first('/attribute @s minecraft:generic.max_health get'), 'commands.attribute.value.get.success')
  /** @type {any[]} */
  const sent = []
  w.bot._client.on('entity_update_attributes', (/** @type {any} */ p) => sent.push(p))
  assert.equal(await first('/attribute @s generic.movement_speed base set 0.2'), 'commands.attribute.base_value.set.success')
  assert.equal(sent[0].properties[0].value, 0.2)
  await say('/effect give @s speed 30 1')
  assert.deepEqual(sent[1].properties[0].modifiers.map((/** @type {any} */ m) => [m.amount, m.operation]), [[0.4, 2]])
  await say('/effect clear @s')
  assert.deepEqual(sent.at(-1).properties[0].modifiers, [])
  assert.equal(await first('/attribute @s generic.nonsense get'), 'argument.resource.not_found')
})

test('execute tests, stores in scores, and stands in for others', async () => {
  await say('/scoreboard objectives add n dummy')
  await say('/execute store success score Tester n run time query day')
  assert.equal(await first('/execute if score Tester n matches 1..'), 'commands.execute.conditional.pass')
  assert.equal(await first('/execute if score Tester n matches 2..'), 'commands.execute.conditional.fail')
  assert.equal(await first('/execute unless entity @e[type=pig]'), 'commands.execute.conditional.pass')
  assert.equal(await first('/execute if dimension minecraft:overworld if loaded ~ ~ ~'), 'commands.execute.conditional.pass')
  assert.equal(await first('/execute as @a[scores={n=1}] run seed'), 'commands.seed.success')
  assert.equal(await first('/execute if blocks ~ ~-1 ~ ~ ~-1 ~ ~5 ~-1 ~ all'), 'commands.execute.conditional.pass')
  await say('/scoreboard objectives remove n')
})

test('bans and the whitelist say what vanilla says, and who may not join is told why', async () => {
  assert.deepEqual(console_('tell Tester hello'), ['commands.message.display.outgoing'])
  assert.equal(await first('/tell @a hello'), 'commands.message.display.incoming')
  assert.deepEqual(console_('ban Ghost was here'), ['commands.ban.success'])
  assert.deepEqual(console_('ban Ghost'), ['commands.ban.failed'])
  assert.deepEqual(w.ctx.commands.refusal('ghost'), { translate: 'multiplayer.disconnect.banned.reason', with: ['was here'] })
  assert.deepEqual(console_('banlist'), ['commands.banlist.list', 'commands.banlist.entry'])
  assert.deepEqual(console_('pardon Ghost'), ['commands.pardon.success'])
  assert.deepEqual(console_('whitelist on'), ['commands.whitelist.enabled'])
  assert.equal(w.ctx.commands.refusal('Ghost').translate, 'multiplayer.disconnect.not_whitelisted')
  assert.equal(w.ctx.commands.refusal('Tester'), null, 'operators always may')
  assert.deepEqual(console_('whitelist off'), ['commands.whitelist.disabled'])
})

test('everyday commands answer in vanilla words', async () => {
  await w.ticks(4)
  for (const [line, key] of /** @type {[string, string][]} */ ([
    ['forceload add ~ ~', 'commands.forceload.added.single'], ['forceload add ~ ~', 'commands.forceload.added.failure'], ['forceload query', 'commands.forceload.list.single'],
    ['forceload remove all', 'commands.forceload.removed.all'], ['worldborder get', 'commands.worldborder.get'], ['worldborder set 1000', 'commands.worldborder.set.immediate'],
    ['recipe give @s *', 'commands.recipe.give.success.single'], ['recipe give @s stick', 'commands.recipe.give.failed'], ['recipe take @s minecraft:stick', 'commands.recipe.take.success.single'],
    ['advancement grant @s only minecraft:story/mine_stone', 'chat.type.advancement.task'], ['advancement grant @s only story/mine_stone', 'commands.advancement.grant.one.to.one.failure'],
    ['loot give @s loot minecraft:blocks/diamond_ore', 'commands.drop.success.single_with_table'], ['stopsound @s', 'commands.stopsound.success.sourceless.any'],
    ['random value 1..6', 'commands.random.sample.success'], ['tick query', 'commands.tick.status.running'], ['tick freeze', 'command.unknown.argument'],
    ['defaultgamemode survival', 'commands.defaultgamemode.success'], ['save-off', 'commands.save.disabled'], ['save-off', 'commands.save.alreadyOff'], ['save-on', 'commands.save.enabled'],
    ['gamerule universalAnger true', 'commands.gamerule.set'], ['gamerule maxEntityCramming', 'commands.gamerule.query'], ['schedule clear x', 'commands.schedule.cleared.failure'],
    ['function x:y', 'arguments.function.unknown'], ['trigger x', 'arguments.objective.notFound'], ['ride @s dismount', 'commands.ride.not_riding'], ['spectate', 'commands.spectate.not_spectator'],
    ['teammsg hello', 'commands.teammsg.failed.noteam'], ['locate structure minecraft:stronghold', 'commands.locate.structure.not_found'], ['locate structure nonsense', 'commands.locate.structure.invalid'],
    ['locate biome minecraft:plains', 'commands.locate.biome.success'], ['list uuids', 'commands.list.players']
  ])) assert.equal(await first(`/${line}`), key, line)
})

test('the completion of a command offers its words, to operators only', async () => {
  const offers = async (/** @type {string} */ text) => (await w.run(w.bot.tabComplete(text, false, false))).map((/** @type {any} */ m) => m.match)
  assert.ok((await offers('/whit')).includes('whitelist'))
  assert.deepEqual(await offers('/locate b'), ['biome'])
  console_('deop Tester')
  await w.ticks(2)
  assert.deepEqual(await offers('/whit'), [])
  console_('op Tester')
})
