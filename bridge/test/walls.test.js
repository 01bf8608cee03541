/**
 * Attacks on the walls around programs: each must end as a result that says so, and the next program must run.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { enter, leaveAll, still } from './driver.js'

/** @type {Awaited<ReturnType<typeof enter>>} */
let world

before(async () => { world = await enter(7) })
after(leaveAll)

/** A body for main. @param {string} body @param {Parameters<typeof world.run>[1]} [how] */
const attack = (body, how) => world.run(`async function main(bot) {\n${body}\n}`, how)

/** What a caller sees of a program that was caught. @param {any} result */
const first = result => result.faults[0]

async function stillPlays () {
  const result = await attack('await bot.waitForTicks(5); console.log("alive")')
  assert.equal(result.outcome, 'finished')
  assert.deepEqual(result.chat, ['alive'])
}

describe('programs that do not give control back', () => {
  for (const [what, body] of [
    ['an endless loop', 'while (true) {}'],
    ['an endless loop after an await', 'await bot.waitForTicks(1)\nwhile (true) {}'],
    ['a loop of microtasks', 'for (;;) await null'],
    ['an endless loop in a timer', 'setTimeout(() => { for (;;) {} }, 100)\nawait bot.waitForTicks(100)'],
    ['an endless loop in a listener', 'bot.on("physicsTick", () => { for (;;) {} })\nawait bot.waitForTicks(100)'],
    ['a regular expression without end', 'await bot.waitForTicks(1)\nreturn /^(a+)+$/.test("a".repeat(40) + "b")']
  ]) {
    test(what, async () => {
      const result = await attack(body, { wall_s: 0.5, grace_ms: 700 })
      assert.equal(result.outcome, 'timed_out')
      assert.equal(first(result).details.limit, 'wall_time')
      assert.equal(result.restored, true)
      await stillPlays()
    })
  }
})

test('the world is as it was before an attempt whose player had to be killed', async () => {
  const dug = await attack(`
    const block = bot.blockAt(bot.entity.position.offset(0, -1, 0))
    await bot.dig(block)
    await bot.waitForTicks(30)`)
  assert.equal(dug.outcome, 'finished')
  const earlier = (await world.ask('observe')).observation
  const killed = await attack(`
    const block = bot.blockAt(bot.entity.position.offset(0, -1, 0))
    await bot.dig(block)
    await bot.waitForTicks(30)
    while (true) {}`, { wall_s: 2, grace_ms: 700 })
  assert.equal(killed.outcome, 'timed_out')
  assert.equal(killed.restored, true)
  assert.deepEqual(still(killed.after), still(earlier))
  assert.ok(killed.saved === dug.saved, 'the saved state is another')
})

test('a promise that never settles ends with the game time it was given', async () => {
  const result = await attack('await new Promise(() => {})', { game_s: 30 })
  assert.equal(result.outcome, 'timed_out')
  assert.equal(first(result).details.limit, 'game_time')
  assert.equal(result.restored, false)
  assert.ok(result.ticks >= 600 && result.ticks < 700, `${result.ticks} ticks`)
})

test('a program that is only slow keeps what it has done', async () => {
  const result = await attack('for (;;) await bot.waitForTicks(1)', { wall_s: 1, game_s: 1e6 })
  assert.equal(result.outcome, 'timed_out')
  assert.equal(first(result).details.limit, 'wall_time')
  assert.equal(result.restored, false)
  assert.ok(result.ticks > 20)
})

describe('memory', () => {
  for (const [what, body] of [
    ['of arrays', 'const hoard = []\nfor (;;) hoard.push(new Array(1e5).fill(Math.random()))'],
    ['of buffers outside the heap', 'const hoard = []\nfor (;;) hoard.push(new Uint8Array(2e7).fill(1))'],
    ['of text', 'const hoard = []\nfor (let i = 0; ; i++) hoard.push(String(i).padEnd(1000, "x").split(""))']
  ]) {
    test(`a bomb ${what}`, async () => {
      const result = await attack(`await bot.waitForTicks(1)\n${body}`, { wall_s: 60 })
      assert.equal(result.outcome, 'threw')
      assert.equal(first(result).kind, 'out_of_memory')
      assert.equal(result.restored, true)
      await stillPlays()
    })
  }
})

describe('errors that nobody awaits', () => {
  test('a rejection', async () => {
    const result = await attack('Promise.reject(new Error("floating"))\nawait bot.waitForTicks(40)')
    assert.equal(result.outcome, 'threw')
    assert.equal(first(result).kind, 'unhandled_rejection')
    assert.equal(first(result).line, 2)
  })
  test('a rejection with something that is no error', async () => {
    const result = await attack('Promise.reject(undefined)\nawait bot.waitForTicks(40)')
    assert.equal(first(result).kind, 'unhandled_rejection')
  })
  test('a late throw in a timer', async () => {
    const result = await attack('setTimeout(() => { throw new Error("late") }, 500)\nawait bot.waitForTicks(40)')
    assert.equal(result.outcome, 'threw')
    assert.equal(first(result).message, 'late')
    assert.equal(first(result).line, 2)
  })
  test('a throw in a listener', async () => {
    const result = await attack('bot.on("physicsTick", () => { throw new Error("heard") })\nawait bot.waitForTicks(40)')
    assert.equal(first(result).message, 'heard')
  })
  test('one that comes when the program is over is nobody\'s', async () => {
    await attack('setTimeout(() => { throw new Error("late") }, 5000)')
    await attack('Promise.resolve().then(async () => { await bot.waitForTicks(50); throw new Error("later") })')
    const result = await attack('await bot.waitForTicks(200)')
    assert.equal(result.outcome, 'finished')
    assert.deepEqual(result.faults, [])
  })
})

describe('things thrown', () => {
  for (const [what, thrown, says] of /** @type {[string, string, RegExp][]} */ ([
    ['text', '"just text"', /just text/],
    ['null', 'null', /null/],
    ['undefined', 'undefined', /undefined/],
    ['an object', '({ a: 1 })', /"a":1/],
    ['a proxy that throws', 'new Proxy({}, { get () { throw new Error("gotcha") } })', /object/],
    ['an error with a hostile stack', 'Object.defineProperty(new Error("x"), "stack", { get () { throw 1 } })', /x/],
    ['an error with a huge message', 'new Error("m".repeat(1e6))', /mmm…$/]
  ])) {
    test(what, async () => {
      const result = await attack(`throw ${thrown}`)
      assert.equal(result.outcome, 'threw')
      assert.match(first(result).message, says)
    })
  }
  test('deep recursion', async () => {
    const result = await attack('const deeper = () => deeper()\ndeeper()')
    assert.equal(result.outcome, 'threw')
    assert.match(first(result).message, /call stack/)
  })
})

test('huge logs and a huge return value are cut short', async () => {
  const result = await attack('for (let i = 0; i < 1e5; i++) console.log("x".repeat(1e4))\nreturn "y".repeat(1e8)')
  assert.equal(result.outcome, 'finished')
  assert.ok(result.chat.length <= 102)
  assert.ok(result.chat.every((/** @type {string} */ line) => line.length <= 256))
  assert.match(result.chat.at(-1), /99900 more lines/)
})

test('the trace of a program that calls for ever is cut short', async () => {
  const result = await attack('for (let i = 0; i < 1000; i++) await idle(bot)', {
    skills: [{ name: 'idle', code: 'async function idle(bot) {}' }]
  })
  assert.equal(result.outcome, 'finished')
  assert.equal(result.calls.length, 400)
  assert.equal(result.calls_left_out, 600)
})

// Names such as process and eval are refused on paper; these go by objects that programs do have.
const GLOBAL = 'const host = (function () { return this })\nconst root = bot.constructor\n'

describe('ways out of the process', () => {
  for (const [what, body] of [
    ['a Function constructor of the host', 'bot.constructor.constructor("return process")()'],
    ['an AsyncFunction constructor of the host', 'await bot.waitForTicks.constructor("return 1")()'],
    ['a generator\'s constructor', '(function * () {}).constructor("yield 1")().next()'],
    ['a Function constructor of its own', '(() => {}).constructor("return 1")()'],
    ['an error\'s constructor', 'try { await bot.dig(null) } catch (error) { error.constructor.constructor("return process")() }'],
    ['a vector\'s constructor', 'Vec3.constructor("return process")()'],
    ['a block\'s constructor', 'bot.blockAt(bot.entity.position).constructor.constructor("return process")()'],
    ['a promise\'s constructor', 'bot.waitForTicks(1).constructor.constructor("return process")()'],
    ['the pathfinder\'s constructor', 'Movements.constructor("return process")()'],
    ['Reflect', 'Reflect.construct(bot.constructor.constructor, ["return process"])()'],
    ['the prototype of functions', 'Object.getPrototypeOf(bot.on).constructor("return process")()']
  ]) {
    test(what, async () => {
      const result = await attack(body)
      assert.equal(result.outcome, 'threw')
      assert.match(first(result).message, /closed to programs|Code generation from strings/)
    })
  }

  test('the globals of the host lead nowhere', async () => {
    // a sloppy function of a library, called without an object, hands out the host's globalThis if there is one
    const result = await attack(`
      const found = []
      for (const owner of [bot, bot._client, bot.pathfinder, bot.inventory, bot.world, bot.entity, Vec3.prototype]) {
        for (let at = owner; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
          for (const key of Object.getOwnPropertyNames(at)) {
            let value
            try { value = at[key] } catch { continue }
            if (value && typeof value === 'object' && value.process) found.push(value)
          }
        }
      }
      Error.prepareStackTrace = (_, sites) => sites
      const sites = await bot.dig(null).catch(error => error.stack)
      if (Array.isArray(sites)) for (const site of sites) { const self = site.getThis?.(); if (self && self.process) found.push(self) }
      for (const host of found) {
        const { process } = host
        console.log('process', Object.keys(process.env).length, typeof process.getBuiltinModule, typeof process.send, typeof process.dlopen)
        try { process.exit(0) } catch { console.log('no exit') }
        try { process.binding('fs') } catch { console.log('no binding') }
      }
      console.log('done')`)
    assert.equal(result.outcome, 'finished')
    assert.equal(result.chat.at(-1), 'done')
    for (const line of result.chat.filter((/** @type {string} */ each) => each.startsWith('process'))) {
      assert.equal(line, 'process 0 undefined undefined undefined')
    }
  })

  test('names of Node are not there', async () => {
    for (const name of ['process', 'require', 'globalThis', 'eval', 'Function', 'global', 'module', 'fetch', 'WebAssembly', 'Buffer']) {
      const result = await attack(`return ${name}`)
      assert.equal(result.outcome, 'rejected')
      assert.equal(first(result).kind, 'undeclared')
    }
  })

  test('import() is refused', async () => {
    const result = await attack('return import("node:fs")')
    assert.equal(result.outcome, 'rejected')
  })

  test('this is not the host\'s', async () => {
    const result = await attack('const root = (function () { return this })()\nconsole.log(typeof root.process, typeof root.require, typeof root.fetch)')
    assert.deepEqual(result.chat, ['undefined undefined undefined'])
  })

  test('the connection cannot be swapped, nor another bot made', async () => {
    for (const body of ['bot.connect({ host: "localhost" })', 'bot.end()', 'bot.quit()', 'bot.loadPlugin(() => {})']) {
      const result = await attack(body)
      assert.equal(result.outcome, 'threw')
      assert.equal(first(result).kind, 'bad_argument')
    }
    await stillPlays()
  })

  test('server commands are refused', async () => {
    const result = await attack('bot.chat("/give Voyager diamond 64")')
    assert.equal(result.outcome, 'threw')
    assert.equal(first(result).kind, 'bad_argument')
  })
})

test('a process that ends during a program is said to have ended, and replaced', async () => {
  const { pid } = await attack('await bot.waitForTicks(1)')
  const running = attack('for (;;) await bot.waitForTicks(1)', { wall_s: 30, game_s: 1e6 })
  await new Promise(resolve => setTimeout(resolve, 500))
  process.kill(pid, 'SIGKILL')
  const result = await running
  assert.equal(result.outcome, 'threw')
  assert.equal(first(result).kind, 'exited')
  assert.equal(result.restored, true)
  await stillPlays()
})

describe('what must not outlive a program', () => {
  test('changes to its bot', async () => {
    await attack('bot.dig = () => { throw new Error("mine") }\nbot.mine = 1\nbot.chat = null')
    const result = await attack('console.log(typeof bot.mine, bot.dig.name !== "mine", typeof bot.chat)')
    assert.deepEqual(result.chat, ['undefined true function'])
  })
  test('listeners and timers', async () => {
    await attack('bot.on("physicsTick", () => bot.setControlState("jump", true))\nsetInterval(() => bot.setControlState("forward", true), 50)')
    const result = await attack('const x = bot.entity.position.clone()\nawait bot.waitForTicks(60)\nconsole.log(bot.entity.position.distanceTo(x) < 0.1)')
    assert.deepEqual(result.chat, ['true'])
  })
  test('code that it left running', async () => {
    await attack('(async () => { for (;;) { await bot.waitForTicks(1); bot.setControlState("forward", true) } })().catch(() => {})\nawait null')
      .catch(() => {})
    const left = await world.run('async function wander(bot) { for (;;) { await bot.waitForTicks(1); bot.setControlState("forward", true) } }\n' +
      'async function main(bot) { const going = wander(bot)\nawait bot.waitForTicks(3)\nif (!going) return }')
    assert.equal(left.outcome, 'finished')
    const result = await attack('const x = bot.entity.position.clone()\nawait bot.waitForTicks(60)\nconsole.log(bot.entity.position.distanceTo(x) < 0.1)')
    assert.deepEqual(result.chat, ['true'])
  })
  test('a call that was not awaited is named', async () => {
    const result = await attack('const one = wait(bot)\nawait bot.waitForTicks(2)\nif (!one) return', {
      skills: [{ name: 'wait', code: 'async function wait(bot) { await bot.waitForTicks(1000) }' }]
    })
    assert.equal(result.outcome, 'finished')
    assert.equal(first(result).kind, 'not_awaited')
    assert.equal(result.calls[0].outcome, 'unfinished')
  })
  test('globals of its context', async () => {
    await attack('Array.prototype.map = null\nPromise.prototype.then = null')
    await stillPlays()
  })
  test('facts of the game', async () => {
    await attack('"use strict"\ntry { mcData.blocksByName.obsidian.hardness = 0 } catch {}\ntry { mcData.itemsByName.dirt.stackSize = 999 } catch {}\ntry { delete mcData.recipes[1] } catch {}')
    const result = await attack('console.log(mcData.blocksByName.obsidian.hardness, mcData.itemsByName.dirt.stackSize)')
    assert.deepEqual(result.chat, ['50 64'])
  })
  for (const [what, body] of [
    ['the host\'s arrays', 'Object.getPrototypeOf(bot.inventory.slots).map = () => 1'],
    ['the host\'s objects', 'Object.getPrototypeOf(bot._client.__proto__.__proto__).poison = () => 1'],
    ['the real bot', 'Object.getPrototypeOf(bot).dig = async () => {}'],
    ['the client', 'bot._client.write = () => {}'],
    ['the host\'s promises', 'Object.getPrototypeOf(Object.getPrototypeOf(bot).waitForTicks(1)).then = function () {}'],
    ['the frozen bot', 'Object.freeze(Object.getPrototypeOf(bot))']
  ]) {
    test(`tampering with ${what} undoes the attempt`, async () => {
      const result = await attack(body, { wall_s: 1, grace_ms: 700 })
      assert.ok(['threw', 'timed_out'].includes(result.outcome), result.outcome)
      assert.equal(result.restored, true)
      await stillPlays()
    })
  }
})
