/**
 * What `bench world` measures, one case a process: a process has one virtual clock, and a clean memory.
 *
 * Run by world.js with a case's name and arguments; answers with one message. Times are real milliseconds of this
 * machine, game time is ticks of 1/20 s. Knows the player's own way into the world, so the figures are what an agent gets.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const load = createRequire(import.meta.url)
const TICKS = 20 // in a game second
const PRIMITIVES = join(process.argv[5] || fileURLToPath(new URL('../../skills', import.meta.url)), 'primitives')

const WALK = `async function bench (bot) {
  const way = []
  for (const [x, z] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) {
    const from = bot.entity.position.clone()
    await exploreUntil(bot, new Vec3(x, 0, z), 20)
    way.push(Math.round(from.distanceTo(bot.entity.position)))
  }
  console.log('blocks ' + way.join(' '))
}`

const WORK = `async function bench (bot) {
  await mineBlock(bot, 'log', 6)
  for (const log of bot.inventory.items().filter(item => item.name.endsWith('_log'))) {
    await craftItem(bot, log.name.replace('_log', '_planks'), log.count)
  }
  await craftItem(bot, 'crafting_table')
  await placeNearby(bot, 'crafting_table')
  await craftItem(bot, 'stick', 2)
  await craftItem(bot, 'wooden_pickaxe')
  await mineBlock(bot, 'stone', 12)
  await craftItem(bot, 'stone_pickaxe')
  await craftItem(bot, 'furnace')
  await mineBlock(bot, 'stone', 40)
  await mineBlock(bot, 'log', 6)
  console.log('held ' + bot.inventory.items().map(item => item.name + ' ' + item.count).join(', '))
}`

const SHORT = `async function bench (bot) {
  await mineBlock(bot, 'log', 2)
  await exploreUntil(bot, new Vec3(1, 0, 0), 10)
}`

/** A bot that runs programs, as `voyager run` has it. @param {number} seed @param {string | null} [snapshot] */
async function enter (seed, snapshot = null) {
  const { enterEmbedded } = await import('../player/embedded.js')
  const { real } = await import('../clock/virtual.js')
  const begun = real.now()
  const place = await enterEmbedded({ kind: 'embedded', seed, host: '', port: 0, username: 'Voyager', version: '1.20.4' }, snapshot)
  const entered = real.now()
  const { defaultMovements, Runner } = await import('../player/run.js')
  const { createApi } = await import('../player/api.js')
  const library = {
    Vec3: load('vec3').Vec3, goals: load('mineflayer-pathfinder').goals, Movements: load('mineflayer-pathfinder').Movements
  }
  place.bot.pathfinder.setMovements(defaultMovements(library.Movements, place.bot))
  const primitives = readdirSync(PRIMITIVES).filter(file => file.endsWith('.js')).sort()
    .map(file => ({ name: file.slice(0, -3), code: readFileSync(join(PRIMITIVES, file), 'utf8') }))
  const runner = new Runner(place, primitives, { createApi, library, random: Math.random })
  return { place, runner, entered_ms: entered, enter_ms: entered - begun, now: real.now }
}

/** @param {Awaited<ReturnType<typeof enter>>} agent @param {string} code @param {number} gameS @param {number} wallS */
async function perform ({ runner }, code, gameS, wallS) {
  const result = await runner.execute({ name: 'bench', code }, [], { game_s: gameS, wall_s: wallS })
  const seconds = result.ticks / TICKS
  return {
    outcome: result.outcome,
    fault: result.faults[0] ? `${result.faults[0].kind}: ${result.faults[0].message}` : null,
    said: result.chat,
    game_s: round(seconds),
    wall_s: round(result.wall_s, 2),
    speed: round(seconds / Math.max(0.001, result.wall_s))
  }
}

/** @param {number} value @param {number} [digits] */
const round = (value, digits = 1) => Number(value.toFixed(digits))

/** @param {number[]} values */
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]

/** @type {Record<string, (seed: number, argument: string) => Promise<object>>} */
const CASES = {
  async start (seed) {
    const agent = await enter(seed)
    // performance.now counts from the start of the process, so loading is in it
    return { to_first_action_ms: Math.round(agent.entered_ms), rss_mb: megabytes(process.memoryUsage().rss) }
  },

  async idle (seed) {
    const { place, now } = await enter(seed)
    await place.run(new Promise(() => {}), 10_000, 60_000)
    const begun = now()
    const from = place.ticks()
    await place.run(new Promise(() => {}), 600_000, 120_000)
    const seconds = (place.ticks() - from) / TICKS
    return { game_s: round(seconds), wall_s: round((now() - begun) / 1000, 2), speed: round(seconds / ((now() - begun) / 1000)) }
  },

  async walking (seed) {
    return perform(await enter(seed), WALK, 120, 120)
  },

  async working (seed) {
    const agent = await enter(seed)
    const figures = await perform(agent, WORK, 900, 180)
    return { ...figures, rss_mb: megabytes(process.memoryUsage().rss), peak_rss_mb: megabytes(process.resourceUsage().maxRSS * 1024) }
  },

  async eight_bots (seed) {
    const { start } = await import('../test/harness.js')
    const { real } = await import('../clock/virtual.js')
    const { goals: { GoalXZ } } = load('mineflayer-pathfinder')
    const w = await start({ seed, username: 'Bot1' })
    const bots = [w.bot]
    for (let i = 2; i <= 8; i++) bots.push(await w.join(`Bot${i}`))
    const { speedUp } = await import('../player/fast.js') // it also bounds searches, which have no clock to stop them here
    for (const bot of bots) speedUp(bot)
    const home = w.bot.entity.position.clone()
    bots.forEach((bot, i) => {
      bot.pathfinder.thinkTimeout = 1000
      bot.pathfinder.searchRadius = 96
      bot.pathfinder.setGoal(new GoalXZ(home.x + [60, -60, 0, 0, 45, -45, 45, -45][i], home.z + [0, 0, 60, -60, 45, 45, -45, -45][i]))
    })
    const begun = real.now()
    const seconds = 30
    await w.ticks(seconds * TICKS)
    const wall = (real.now() - begun) / 1000
    return {
      game_s: seconds, wall_s: round(wall, 2), speed: round(seconds / wall), faults: w.faults().length,
      blocks_walked: bots.map(bot => Math.round(bot.entity.position.distanceTo(home))), rss_mb: megabytes(process.memoryUsage().rss)
    }
  },

  async chunks (seed) {
    const { createGenerator } = await import('../world/terrain/generator.js')
    const generator = createGenerator({ registry: load('prismarine-registry')('1.20.4'), seed })
    for (let i = 0; i < 60; i++) generator.chunk(i, 500)
    const times = []
    let bytes = 0
    const count = 400
    for (let i = 0; i < count; i++) {
      const begun = performance.now()
      const chunk = generator.chunk(i % 20 - 10, Math.floor(i / 20) - 10)
      times.push(performance.now() - begun)
      bytes += chunk.dump().length
    }
    return {
      chunk_ms: round(times.reduce((sum, ms) => sum + ms, 0) / count, 2), chunk_p95_ms: round(times.toSorted((a, b) => a - b)[Math.floor(count * 0.95)], 2),
      wire_kb: round(bytes / count / 1024)
    }
  },

  /** A world after work and until it is an hour old; the snapshot itself goes to a file for `restore`. */
  async snapshot (seed, file) {
    const agent = await enter(seed)
    await perform(agent, WORK, 900, 180)
    const { place, now } = agent
    await place.run(new Promise(() => {}), 3_600_000 - place.ticks() / TICKS * 1000, 300_000)
    const times = []
    let text = ''
    for (let i = 0; i < 7; i++) {
      const begun = now()
      text = place.snapshot() ?? ''
      times.push(now() - begun)
    }
    const { writeFileSync } = await import('node:fs')
    writeFileSync(file, text)
    return { world_age_s: place.ticks() / TICKS, snapshot_ms: round(median(times)), snapshot_kb: round(text.length / 1024) }
  },

  async restore (seed, file) {
    const agent = await enter(seed, readFileSync(file, 'utf8'))
    return { restore_s: round(agent.enter_ms / 1000, 2), tick: agent.place.ticks() }
  },

  async determinism (seed) {
    const agent = await enter(seed)
    const { outcome } = await perform(agent, SHORT, 120, 120)
    return { outcome, tick: agent.place.ticks(), hash: createHash('sha256').update(agent.place.snapshot() ?? '').digest('hex').slice(0, 16) }
  }
}

/** @param {number} bytes */
function megabytes (bytes) {
  return Math.round(bytes / 1e6)
}

if (process.send) {
  const send = process.send.bind(process)
  const exit = process.exit.bind(process)
  const [name, seed, argument = ''] = process.argv.slice(2)
  const answer = await CASES[name](Number(seed), argument).catch(error => ({ error: String(error?.stack ?? error) }))
  send(answer, undefined, undefined, () => exit(0))
}
