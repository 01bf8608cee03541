/** Programs read on paper: what is a program, and which mistakes are seen before it runs. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { check } from '../player/check.js'
import { SKILLS } from './driver.js'

const KNOWN = { primitives: ['mineBlock', 'craftItem', 'killMob'], skills: ['mineWood'] }

/** @param {string} code @param {string} [name] */
const read = (code, name = 'main') => check({ name, code }, KNOWN)
/** @param {string} body */
const inside = body => read(`async function main(bot) {\n${body}\n}`)
/** @param {string} code @param {string} [name] */
const kinds = (code, name) => read(code, name).faults.map(fault => fault.kind)

test('a plain program passes, with its name, calls and parameters', () => {
  const found = read(`
    const WOODS = ['oak', 'birch']
    function pick (bot) { return WOODS[0] + '_log' }
    async function main (bot, count = 3, ...rest) {
      await mineBlock(bot, pick(bot), count)
      await Promise.all([mineWood(bot)])
    }`)
  assert.deepEqual(found, { faults: [], name: 'main', calls: ['mineBlock', 'mineWood'], parameters: ['bot', 'count', '...rest'] })
})

test('every primitive that is shipped would pass as a program of its own', () => {
  const folder = join(SKILLS, 'primitives')
  const files = readdirSync(folder).filter(file => file.endsWith('.js'))
  const names = files.map(file => file.slice(0, -3))
  for (const file of files) {
    const found = check({ name: file.slice(0, -3), code: readFileSync(join(folder, file), 'utf8') }, { primitives: names, skills: [] })
    const serious = found.faults.filter(fault => !/default values/.test(fault.message))
    assert.deepEqual(serious, [], file)
  }
})

describe('the main function', () => {
  test('has the name that was given', () => {
    assert.equal(read('async function helper(bot) {}\nasync function main(bot) { await helper(bot) }').name, 'main')
  })
  test('is found when its name is another', () => {
    const found = read('async function getWood(bot) {}', 'mineWoodLog')
    assert.equal(found.name, 'getWood')
    assert.deepEqual(found.faults, [])
  })
  test('is the one that no other calls', () => {
    assert.equal(read('async function helper(bot) {}\nasync function whole(bot) { await helper(bot) }', 'other').name, 'whole')
  })
  test('may be an arrow function in a constant', () => {
    assert.deepEqual(kinds('const main = async (bot) => { await mineBlock(bot, "stone") }'), [])
  })
  for (const [what, code] of [
    ['missing', 'const x = 1'],
    ['not async', 'function main(bot) {}'],
    ['without bot', 'async function main(robot) {}'],
    ['a generator', 'async function* main(bot) {}'],
    ['one of several', 'async function one(bot) {}\nasync function two(bot) {}']
  ]) test(`${what} is a fault`, () => assert.deepEqual(kinds(code), ['syntax']))
  test('may not need more than bot', () => {
    const { faults } = read('async function main(bot, count) {}')
    assert.match(faults[0].message, /default values/)
  })
})

describe('syntax', () => {
  test('an error has its line and that line\'s text', () => {
    const [fault] = read('async function main(bot) {\n  await mineBlock(bot,\n  const x = 1\n}').faults
    assert.equal(fault.kind, 'syntax')
    assert.equal(fault.line, 3)
    assert.equal(fault.source_line, 'const x = 1')
    assert.equal(fault.file, 'main.js')
  })
  test('import is explained', () => {
    assert.match(read('import fs from "fs"\nasync function main(bot) {}').faults[0].message, /already there by name/)
  })
  test('a call at the top is an effect', () => {
    const { faults } = read('async function main(bot) {}\nmain(bot)')
    assert.equal(faults[0].line, 2)
    assert.match(faults[0].message, /the runner calls the main function itself/)
  })
  test('constants at the top are none', () => {
    assert.deepEqual(kinds('"use strict"\nconst A = [1, -2, `x`], B = { a: A[0], ...A }, C = new Set(["x"]), D = Object.freeze([1])\nasync function main(bot) {}'), [])
  })
  test('an effect in a constant is one', () => {
    for (const init of ['mineBlock(1)', 'delete Math.x', 'new Proxy({}, {})', '[mineBlock(2)]']) {
      assert.ok(kinds(`const x = ${init}\nasync function main(bot) {}`).includes('syntax'), init)
    }
  })
  test('thousands of brackets are refused, not fatal', () => {
    assert.deepEqual(kinds(`async function main(bot) { return ${'['.repeat(20000)}${']'.repeat(20000)} }`), ['syntax'])
    assert.deepEqual(kinds(`async function main(bot) { return ${'1+'.repeat(40000)}1 }`).filter(kind => kind !== 'syntax'), [])
  })
  test('a program of megabytes is refused', () => {
    assert.deepEqual(kinds(`async function main(bot) {} // ${'x'.repeat(200_000)}`), ['syntax'])
  })
})

describe('names', () => {
  test('one that nobody declares is a fault, once, with a suggestion', () => {
    const { faults } = inside('await mineBlok(bot, "x")\nawait mineBlok(bot, "y")')
    assert.equal(faults.length, 1)
    assert.equal(faults[0].kind, 'undeclared')
    assert.equal(faults[0].line, 2)
    assert.deepEqual(faults[0].details, { name: 'mineBlok', suggestion: 'mineBlock' })
  })
  for (const name of ['require', 'process', 'eval', 'globalThis', 'Function', 'Buffer', 'fetch', 'module', 'setImmediate', 'global', 'window']) {
    test(`${name} is not given`, () => assert.deepEqual(inside(`return ${name}`).faults.map(fault => fault.kind), ['undeclared']))
  }
  test('import() is not given', () => assert.deepEqual(inside('return import("fs")').faults.map(fault => fault.kind), ['undeclared']))
  test('an assignment to nothing declared is a fault', () => {
    assert.deepEqual(inside('total = 1').faults.map(fault => fault.kind), ['undeclared'])
  })
  test('every way to declare one is known', () => {
    assert.deepEqual(inside(`
      const { a, b: { c = a }, ...d } = {}, [e, , f = e, ...g] = []
      let h; var i
      if (h) { var late = 1; function inner (j, { k }, [l] = []) { return [j, k, l, arguments, inner] } }
      for (const m of g) i = m
      for (let n = 0; n < 1; n++) i = n
      for (const o in d) i = o
      try { i = 1 } catch ({ message }) { i = message }
      class P { static q = 1; #r = 2; s (t) { return [P, t, this.#r] } static { var u = 1; i = u } }
      const v = function w () { return w }, x = async y => y
      outer: for (;;) { switch (i) { case 1: { break outer } default: { let z = 1; i = z; continue outer } } }
      return [late, inner, c, f, v, x, new.target, typeof nowhere, P, { e, shorthand: 1 }.shorthand, \`\${i}\`, i?.deep?.x]`).faults, [])
  })
  test('a name declared in one block is not there in another', () => {
    assert.deepEqual(inside('{ let a = 1; a++ }\nreturn a').faults.map(fault => fault.line), [3])
  })
  test('a parameter of its own name hides a primitive', () => {
    assert.deepEqual(read('async function main(bot, mineBlock = () => 1) { mineBlock(bot) }').calls, [])
  })
})

describe('calls that nobody awaits', () => {
  for (const body of [
    'mineBlock(bot, "stone")',
    'mineWood(bot)',
    'if (bot) mineBlock(bot, "stone")',
    'bot && mineBlock(bot, "stone")',
    'void mineBlock(bot, "stone")',
    'mineBlock(bot, "stone").catch(() => {})',
    'mineBlock(bot, "stone").then(() => {}).finally(() => {})',
    'bot ? mineBlock(bot, "a") : mineBlock(bot, "b")',
    'mineBlock(bot, "a"), mineBlock(bot, "b")',
    'const going = mineBlock(bot, "stone")',
    'if (mineBlock(bot, "stone")) return',
    'while (mineBlock(bot, "stone")) break',
    'Promise.all([mineBlock(bot, "stone")])',
    '(async () => { await mineBlock(bot, "stone") })()',
    '[1, 2].forEach(async () => { await mineBlock(bot, "stone") })',
    'bot.dig(1)',
    'bot.pathfinder.goto(1)',
    'api.goto(1)'
  ]) test(body, () => assert.deepEqual(inside(body).faults.map(fault => fault.kind), ['not_awaited']))

  for (const body of [
    'return mineBlock(bot, "stone")',
    'const going = mineBlock(bot, "stone")\nawait going',
    'const all = []\nfor (const n of [1, 2]) all.push(mineBlock(bot, "stone", n))\nawait Promise.all(all)',
    'await Promise.all([1].map(n => mineBlock(bot, "stone", n)))',
    'if (await mineBlock(bot, "stone")) return',
    'const mineBlock = () => 1\nmineBlock()',
    'bot.chat("x")\nbot.lookAt(1)\nbot.setControlState("jump", true)',
    'await (mineBlock(bot, "a") || mineBlock(bot, "b"))',
    '[1, 2].forEach(n => console.log(n))'
  ]) test(`but not: ${body.split('\n')[0]}`, () => assert.deepEqual(inside(body).faults, []))

  test('of a helper in the program itself', () => {
    assert.deepEqual(kinds('async function help(bot) {}\nasync function main(bot) { help(bot) }'), ['not_awaited'])
  })
})
