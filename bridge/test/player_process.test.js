/**
 * Signs of life: a program in which no time passes is told from one that is merely slow.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlayerProcess } from '../player_process.js'
import { SKILLS } from './driver.js'

const WORLD = { kind: 'embedded', seed: 7, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
const SILENT_MS = 2000 // wall time without a sign of life

/** @param {PlayerProcess} player @param {string} body */
const run = (player, body) => player.request('execute', {
  program: { name: 'main', code: `async function main (bot) { ${body} }` }, skills: [], limits: { wall_s: 60, game_s: 36_000 }
}, 60_000, SILENT_MS)

test('a loop in which no time passes is given up long before its deadline, a long wait is not', async t => {
  const player = new PlayerProcess(SKILLS)
  t.after(() => player.end())
  await player.request('begin', { world: WORLD, snapshot: null, start: { difficulty: 0 }, skills_dir: SKILLS, deadline_s: 60 }, 60_000)
  let lasted = 0
  for (let gameS = 900; lasted < 1.5 * SILENT_MS; gameS *= 2) { // how long that is on the wall, the machine says
    const before = performance.now()
    const slow = await run(player, `const began = Date.now(); while (Date.now() - began < ${1000 * gameS}) await bot.waitForTicks(20)`)
    assert.ok('answer' in slow && slow.answer.result.outcome === 'finished', JSON.stringify(slow))
    lasted = performance.now() - before
  }
  const before = performance.now()
  assert.deepEqual(await run(player, 'for (;;) { try { await null } catch {} }'), { overran: 'stalled' })
  assert.ok(performance.now() - before < 20_000)
})
