/** One run of a small life in the world; prints the hash of the final state. A process of its own, for determinism.test.js. */
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { start } from './harness.js'
import { speedUp } from '../player/fast.js'

const require = createRequire(import.meta.url)
const w = await start({ seed: Number(process.argv[2]) })
speedUp(w.bot)
const { goals } = require('mineflayer-pathfinder')
const from = w.bot.entity.position.clone()
for (const [dx, dz] of [[20, 0], [20, 20], [-10, 5]]) {
  await w.run(w.bot.pathfinder.goto(new goals.GoalNearXZ(from.x + dx, from.z + dz, 2)), 30000).catch(() => { w.bot.pathfinder.setGoal(null) })
}
const log = w.bot.findBlock({ matching: (/** @type {any} */ b) => /_log$|dirt|sand|grass_block/.test(b.name), maxDistance: 5 })
if (log) await w.run(w.bot.dig(log), 20000).catch(() => {})
w.ctx.time.set(13000)
await w.ticks(600)
const state = JSON.stringify([w.world.snapshot(), w.bot.entity.position, w.bot.inventory.items().map((/** @type {any} */ i) => [i.name, i.count])])
process.stdout.write(createHash('sha256').update(state).digest('hex') + '\n')
for (const fault of w.faults()) process.stdout.write(fault + '\n')
process.exit(0)
