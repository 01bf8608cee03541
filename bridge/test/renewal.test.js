/** What a snapshot holds is all there is: a world goes on the same whether or not it was left and entered again. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { decodeState } from '../world/persistence.js'
import { ask, enter, leaveAll, SKILLS } from './driver.js'

const RUN = fileURLToPath(new URL('./renewal_run.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'renewal-'))
after(async () => {
  await leaveAll()
  rmSync(folder, { recursive: true })
})

/** @param {string} what @returns {Promise<{saved: string, later: string, lost: string[], faults: string[]}>} */
const run = async what => JSON.parse((await promisify(execFile)(process.execPath, [RUN, what, join(folder, 'world')])).stdout)

test('of a world with everything in it nothing is lost, now or 400 ticks later', { timeout: 180000 }, async () => {
  const built = await run('build')
  assert.deepEqual(built.lost, [])
  const opened = await run('open')
  assert.equal(opened.saved, built.saved, 'opening is the inverse of saving')
  assert.equal(opened.later, built.later, 'what follows does not depend on having been saved')
  assert.deepEqual([built.faults, opened.faults], [[], []])
})

test('a world that was saved before renewal (November 2026) still opens, with what was in it', { timeout: 120000 }, async () => {
  const saved = readFileSync(new URL('./fixtures/saved_before_renewal.txt', import.meta.url), 'utf8')
  const was = decodeState(saved).world
  const world = { kind: 'embedded', seed: 7, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
  const begun = await ask({ op: 'begin', world_id: 'old', world, snapshot: saved, skills_dir: SKILLS })
  await ask({ op: 'end', world_id: 'old' })
  assert.ok(begun.ok, begun.error?.message)
  const is = decodeState(begun.snapshot).world
  assert.equal(is.tick, was.tick)
  assert.equal(is.edits, was.edits)
  assert.deepEqual(is.parts.players[0][1].at, was.parts.players[0][1].at)
  assert.equal(is.parts.entities.list.length, was.parts.entities.list.length)
})

for (const [name, first, second] of [
  ['walking', "bot.setControlState('forward', true); bot.setControlState('jump', true); await bot.waitForTicks(61)", "bot.setControlState('sprint', true); bot.setControlState('forward', true); await bot.waitForTicks(100)"],
  ['digging', "await mineBlock(bot, 'dirt', 3)", "await digDownTo(bot, Math.floor(bot.entity.position.y) - 4); await mineBlock(bot, 'stone', 1).catch(() => {})"],
  ['waiting for a time that is no whole tick', 'await new Promise(resolve => setTimeout(resolve, 1233.3))', 'await new Promise(resolve => setTimeout(resolve, 15000.7))']
]) {
  test(`an attempt is the same after the world was left and entered: ${name}`, { timeout: 120000 }, async () => {
    const whole = await enter(3, 'whole')
    const { saved } = await whole.run(`async function main (bot) { ${first} }`)
    const stayed = await whole.run(`async function main (bot) { ${second} }`)
    await whole.leave()
    const world = { kind: 'embedded', seed: 3, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
    const begun = await ask({ op: 'begin', world_id: 'again', world, snapshot: saved, skills_dir: SKILLS })
    assert.equal(begun.snapshot, saved)
    const returned = await ask({ op: 'execute', world_id: 'again', program: { name: 'main', code: `async function main (bot) { ${second} }` }, skills: [], limits: { game_s: 60, wall_s: 60 } })
    await ask({ op: 'end', world_id: 'again' })
    assert.equal(returned.result.ticks, stayed.ticks)
    assert.deepEqual({ ...returned.result.after }, { ...stayed.after })
    assert.equal(returned.snapshot, stayed.saved)
  })
}
