import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const SERVE = fileURLToPath(new URL('../world/serve.js', import.meta.url))

/** @param {string[]} args */
function serve (args) {
  const child = spawn(process.execPath, [SERVE, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let log = ''
  child.stdout.on('data', chunk => { log += chunk })
  child.stderr.on('data', chunk => { log += chunk })
  return {
    child,
    log: () => log,
    /** @param {RegExp} pattern */
    async line (pattern) {
      for (let i = 0; i < 400; i++) {
        const match = pattern.exec(log)
        if (match) return match
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      throw new Error(`${pattern} did not come; the log was:\n${log}`)
    }
  }
}

test('the server has a console, keeps its world and opens it again', { timeout: 60000 }, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'kept.world')
  const args = ['--port', '0', '--seed', '4', '--terrain', 'flat', '--gamemode', 'creative', '--persist', file, '--no-mobs', '--view-distance', '4']
  const first = serve(args)
  t.after(() => first.child.kill('SIGKILL'))
  const port = Number((await first.line(/on 127\.0\.0\.1:(\d+)/))[1])
  await first.line(/Done \(.*\)! For help/)
  const mineflayer = require('mineflayer')
  const bot = mineflayer.createBot({ host: '127.0.0.1', port, username: 'flatbot', version: '1.20.4', auth: 'offline' })
  await once(bot, 'spawn')
  first.child.stdin.write('op flatbot\n')
  await first.line(/Made flatbot a server operator/)
  await bot.waitForTicks(5)
  bot.chat('/setblock 2 -60 2 diamond_block')
  await first.line(/\[flatbot: Changed the block at 2, -60, 2\]/)
  bot.chat('hello console')
  await first.line(/<flatbot> hello console/)
  first.child.stdin.write('stop\n')
  await once(first.child, 'exit')
  assert.equal(first.child.exitCode, 0)
  assert.ok(existsSync(file))

  const second = serve(args)
  t.after(() => second.child.kill('SIGKILL'))
  const next = Number((await second.line(/on 127\.0\.0\.1:(\d+)/))[1])
  await second.line(/Done/)
  const again = mineflayer.createBot({ host: '127.0.0.1', port: next, username: 'flatbot', version: '1.20.4', auth: 'offline' })
  await once(again, 'spawn')
  second.child.stdin.write('op flatbot\nexecute if block 2 -60 2 diamond_block run say kept\n')
  await second.line(/already is an operator/)
  await second.line(/\[Server\] kept/)
  second.child.stdin.write('stop\n')
  await once(second.child, 'exit')
})

test('wrong arguments are told in one sentence, with exit code 2', { timeout: 20000 }, async () => {
  for (const args of [['--port', 'many'], ['--terrain', 'round'], ['--nonsense']]) {
    const { child, log } = serve(args)
    await once(child, 'exit')
    assert.equal(child.exitCode, 2)
    assert.match(log(), /--port is a whole number|--terrain is one of|nonsense/)
    assert.doesNotMatch(log(), /\n\s+at /)
  }
})
