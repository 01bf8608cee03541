/** What one program in the embedded world comes to: evidence, trace, faults with lines, and the same again. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { DOING, problems, STEP_RESULT } from '../protocol.js'
import { ask, enter, leaveAll, SKILLS, still } from './driver.js'

/** @type {Awaited<ReturnType<typeof enter>>} */
let world

before(async () => { world = await enter(1, 'run') })
after(async () => {
  await leaveAll()
  for (const id of ['resume-2', 'torn']) await ask({ op: 'end', world_id: id })
})

/** @param {string} body @param {Parameters<typeof world.run>[1]} [how] */
const play = (body, how = {}) => world.run(`async function main(bot) {\n${body}\n}`, { wall_s: 60, game_s: 600, ...how })

/** Only what the shapes name. @param {any} result */
const shape = ({ saved, pid, ...result }) => result

describe('evidence', () => {
  test('mining, crafting and placing are told from what the game says', async () => {
    const result = await play(`
      const log = bot.findBlock({ matching: block => /_log$/.test(block.name), maxDistance: 64 })
      await mineBlock(bot, log.name, 3)
      const wood = log.name.replace('_log', '')
      await craftItem(bot, wood + '_planks', 3)
      await craftItem(bot, 'crafting_table', 1)
      await placeNearby(bot, 'crafting_table')
      console.log(wood)`)
    assert.equal(result.outcome, 'finished', JSON.stringify(result.faults))
    const [wood] = result.chat
    assert.deepEqual(problems(STEP_RESULT, shape(result)), [])
    assert.deepEqual(result.happened.placed, { crafting_table: 1 })
    assert.equal(result.happened.mined[`${wood}_log`], 3)
    assert.equal(result.happened.crafted.crafting_table, 1)
    assert.ok(result.happened.crafted[`${wood}_planks`] >= 8)
    assert.ok(result.happened.gained[`${wood}_log`] >= 3)
    assert.equal(result.happened.lost[`${wood}_log`], 3)
    assert.equal(result.happened.lost.crafting_table, 1)
    assert.deepEqual(result.calls.map((/** @type {any} */ call) => call.name).filter((/** @type {string} */ name) => /^(mine|craft|place)/.test(name)),
      ['mineBlock', 'craftItem', 'craftItem', 'placeNearby'])
    const [mined] = result.calls
    assert.equal(mined.outcome, 'ok')
    assert.equal(mined.arguments[0], `"${wood}_log"`)
    assert.ok(mined.ticks > 20)
    assert.equal(mined.gained[`${wood}_log`], 3)
    assert.ok(mined.moved_to)
  })

  test('a dig that was broken off counts for nothing', async () => {
    const result = await play(`
      const digging = bot.dig(bot.blockAt(bot.entity.position.offset(0, -1, 0))).catch(() => {})
      await bot.waitForTicks(6) // it turns its head first
      bot.stopDigging()
      await digging`)
    assert.deepEqual(result.happened.mined, {})
  })
})

describe('the trace', () => {
  test('tells while the program runs which call it is in, and the line behind it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doing-'))
    const file = join(folder, 'doing.json')
    /** What the file said, looked at as a screen does. @type {any[]} */
    const told = []
    const look = setInterval(() => { if (existsSync(file)) told.push(JSON.parse(readFileSync(file, 'utf8'))) }, 50)
    try {
      await world.ask('execute', {
        program: { name: 'main', code: 'async function main(bot) {\n  for (let i = 0; i < 2; i++) {\n    await stroll(bot, i)\n  }\n}' },
        skills: [{ name: 'stroll', code: 'async function stroll(bot, i) { await exploreUntil(bot, new Vec3(1, 0, 0), 60) }' }],
        limits: { wall_s: 60, game_s: 600 },
        doing_file: file
      })
      const walking = told.filter(doing => doing?.call === 'exploreUntil((1, 0, 0), 60)')
      assert.ok(walking.length > 0, JSON.stringify(told))
      for (const doing of walking) {
        assert.deepEqual(problems(DOING, doing), [])
        assert.equal(doing.line, 3)
        assert.ok(doing.seconds >= 0 && doing.seconds <= 61, `${doing.seconds} s`)
      }
    } finally {
      clearInterval(look)
      rmSync(folder, { recursive: true })
    }
  })

  test('knows which call encloses which, also side by side', async () => {
    const result = await play('await Promise.all([outer(bot, 1), outer(bot, 2)])', {
      skills: [
        { name: 'outer', code: 'async function outer(bot, n) { await bot.waitForTicks(n); await inner(bot, n, { a: 1 }, bot.entity.position, () => 1) }' },
        { name: 'inner', code: 'async function inner(bot, n) { await bot.waitForTicks(n) }' }
      ]
    })
    assert.deepEqual(result.calls.map((/** @type {any} */ { name, parent, kind }) => [name, parent, kind]),
      [['outer', null, 'skill'], ['outer', null, 'skill'], ['inner', 0, 'skill'], ['inner', 1, 'skill']])
    assert.deepEqual(result.calls[2].arguments.slice(0, 2), ['1', '{"a":1}'])
    assert.match(result.calls[2].arguments[2], /^\([\d.-]+, [\d.-]+, [\d.-]+\)$/)
    assert.equal(result.calls[2].arguments[3], 'function')
  })

  test('names the fault of a call that failed, and the program may go on', async () => {
    const result = await play('try { await mineBlock(bot, "no_such_block") } catch (error) { console.log(error.kind) }')
    assert.equal(result.outcome, 'finished')
    assert.equal(result.calls[0].outcome, result.chat[0])
    assert.notEqual(result.calls[0].outcome, 'ok')
  })
})

describe('faults', () => {
  test('a typed failure keeps its kind and details, at the program\'s own line', async () => {
    const result = await play('const wanted = "diamond_pickaxe"\nawait craftItem(bot, wanted, 1)')
    assert.equal(result.outcome, 'threw')
    const [fault] = result.faults
    assert.ok(['missing_item', 'no_recipe', 'not_found', 'blocked'].includes(fault.kind), fault.kind)
    assert.equal(fault.file, 'main.js')
    assert.equal(fault.line, 3)
    assert.equal(fault.source_line, 'await craftItem(bot, wanted, 1)')
  })

  test('inside a skill it is the skill\'s line', async () => {
    const result = await play('await stumble(bot)', {
      skills: [{ name: 'stumble', code: 'async function stumble(bot) {\n  const nothing = null\n  return nothing.position\n}' }]
    })
    const [fault] = result.faults
    assert.deepEqual([fault.kind, fault.file, fault.line, fault.source_line], ['threw', 'stumble.js', 3, 'return nothing.position'])
    assert.match(fault.message, /^TypeError/)
  })

  test('fail() gives a program a typed failure of its own', async () => {
    const result = await play('fail("not_found", "no way", { block: "stone", list: [1], n: NaN })')
    assert.equal(result.faults[0].kind, 'not_found')
    assert.equal(result.faults[0].details.block, 'stone')
  })

  test('a mistake on paper is found before anything runs', async () => {
    const result = await play('await mineBlok(bot, "stone")')
    assert.equal(result.outcome, 'rejected')
    assert.equal(result.ticks, 0)
    assert.deepEqual(problems(STEP_RESULT, shape(result)), [])
  })

  test('a main function of another name runs all the same', async () => {
    const result = await world.run('async function greet(bot) { bot.chat("hello") }')
    assert.equal(result.outcome, 'finished')
    assert.deepEqual(result.chat, ['hello'])
  })
})

test('two skills may have helpers of the same name, and a program one named like a primitive', async () => {
  const helper = (/** @type {string} */ name, /** @type {string} */ says) => ({ name, code: `function help() { return '${says}' }\nasync function ${name}(bot) { return help() }` })
  const result = await play('const craftItem = () => "mine"\nconsole.log(await one(bot), await two(bot), craftItem())', { skills: [helper('one', '1'), helper('two', '2')] })
  assert.deepEqual(result.chat, ['1 2 mine'])
})

test('time and chance are the game\'s: the same seed gives the same program the same result', async () => {
  const code = `async function main(bot) {
    const before = Date.now()
    await bot.waitForTicks(20)
    console.log(Date.now() - before, Math.random(), new Date().getUTCFullYear(), typeof performance)
    await mineBlock(bot, bot.findBlock({ matching: block => /_log$/.test(block.name), maxDistance: 64 }).name, 2)
  }`
  const results = []
  for (const id of ['same-1', 'same-2']) {
    const place = await enter(21, id)
    const done = await ask({ op: 'execute', world_id: id, program: { name: 'main', code: code.replace('typeof performance', '1') }, skills: [], limits: { game_s: 300, wall_s: 60 } })
    results.push([{ ...done.result, wall_s: 0 }, done.snapshot])
    await place.leave()
  }
  assert.equal(results[0][0].outcome, 'finished', JSON.stringify(results[0][0].faults))
  assert.match(results[0][0].chat[0], /^1000 0\.\d+ 2025 1$/)
  assert.deepEqual(results[0][0], results[1][0])
  assert.ok(results[0][1] === results[1][1], 'the saved worlds differ')
})

test('a world entered from a saved state is that state, and goes on from it', async () => {
  const place = await enter(22, 'resume-1')
  const worked = await place.run('async function main(bot) { await bot.dig(bot.blockAt(bot.entity.position.offset(0, -1, 0)))\nawait bot.waitForTicks(40) }')
  await place.leave()
  const world = { kind: 'embedded', seed: 22, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
  const again = await ask({ op: 'begin', world_id: 'resume-2', world, snapshot: worked.saved, skills_dir: SKILLS })
  assert.ok(again.ok, again.error?.message)
  assert.deepEqual(still(again.observation), still(worked.after))
  assert.ok(again.snapshot === worked.saved, 'the state has another name')
  await ask({ op: 'end', world_id: 'resume-2' })
})

test('a saved state that is none is refused with a reason', async () => {
  const world = { kind: 'embedded', seed: 22, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
  const begun = await ask({ op: 'begin', world_id: 'torn', world, snapshot: 'AAAA', skills_dir: SKILLS })
  assert.equal(begun.ok, false)
  assert.equal(begun.error.kind, 'broken')
  assert.match(begun.error.message, /cannot be read/)
})

test('a bucket is used where the program looks, also while the head is still turning', async () => {
  const world = { kind: 'embedded', seed: 22, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
  await ask({ op: 'begin', world_id: 'look', world, snapshot: null, skills_dir: SKILLS, start: { inventory: { water_bucket: 1 } } })
  const code = `async function main (bot) {
    await bot.equip(mcData.itemsByName.water_bucket.id, 'hand')
    await bot.look(0, -1.4, true)
    await bot.waitForTicks(10)
    bot.activateItem() // pours at its own feet
    await bot.waitForTicks(2)
    console.log(bot.heldItem.name)
    await bot.look(0, Math.PI / 4, true)
    await bot.waitForTicks(2)
    await bot.look(0, -1.4) // the same yaw: done at once for Mineflayer, with the head still up
    bot.activateItem()
    await bot.waitForTicks(2)
    console.log(bot.heldItem.name)
  }`
  const done = await ask({ op: 'execute', world_id: 'look', program: { name: 'main', code }, skills: [], limits: { game_s: 60, wall_s: 20 } })
  await ask({ op: 'end', world_id: 'look' })
  assert.deepEqual(done.result.chat, ['bucket', 'water_bucket'], JSON.stringify(done.result.faults))
})
