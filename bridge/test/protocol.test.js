/** The shapes that cross to Python: the same files are read by tests/unit/test_protocol.py. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bareResult, fault, OBSERVATION, problems, rounded, STEP_RESULT } from '../protocol.js'

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'tests', 'fixtures', 'protocol')
/** @param {...string} path */
const load = (...path) => JSON.parse(readFileSync(join(FIXTURES, ...path), 'utf8'))
const right = readdirSync(FIXTURES).filter(file => file.endsWith('.json'))
const wrong = readdirSync(join(FIXTURES, 'wrong'))

for (const file of right) {
  test(`${file} fits`, () => {
    assert.deepEqual(problems(file.startsWith('observation') ? OBSERVATION : STEP_RESULT, load(file)), [])
  })
}

for (const file of wrong) {
  const { why, value } = load('wrong', file)
  test(`${why} does not fit`, () => {
    const found = problems(STEP_RESULT, value)
    assert.ok(found.length > 0)
  })
}

test('what is wrong is said with its place', () => {
  const value = load('step_result.json')
  value.after.blocks[0].count = 'many'
  assert.deepEqual(problems(STEP_RESULT, value), ['after.blocks[0].count: not a counting'])
})

test('a bare result and a fault fit, whatever they are made of', () => {
  const long = fault({ kind: 'threw', message: 'x'.repeat(10_000), source_line: 'y'.repeat(10_000) })
  assert.ok(long.message.length <= 600)
  assert.deepEqual(problems(STEP_RESULT, bareResult('threw', load('observation.json'), [long], { wall_s: 1, restored: true })), [])
})

test('rounding gives numbers that JSON can hold', () => {
  assert.deepEqual([1.005, -0.001, NaN, Infinity, 64.99999].map(value => rounded(value)), [1, 0, 0, 0, 65])
})
