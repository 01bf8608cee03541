import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const RUN = fileURLToPath(new URL('./determinism_run.js', import.meta.url))

test('the same seed and the same deeds end in the same world, byte for byte', { timeout: 120000 }, async () => {
  const run = promisify(execFile)
  const seeds = ['1', '77']
  const runs = await Promise.all([...seeds, ...seeds].map(seed => run(process.execPath, [RUN, seed])))
  const hashes = runs.map(r => r.stdout.trim())
  assert.match(hashes[0], /^[0-9a-f]{64}$/, hashes[0])
  assert.equal(hashes[0], hashes[2])
  assert.equal(hashes[1], hashes[3])
  assert.notEqual(hashes[0], hashes[1])
})
