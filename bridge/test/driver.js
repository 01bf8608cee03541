/**
 * Drives the supervisor as Python does, for tests: one embedded world, flat and empty of mobs unless told otherwise.
 */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { call } from '../supervisor.js'

export const SKILLS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'skills')

/** @param {object} message @returns {Promise<any>} */
export async function ask (message) {
  return JSON.parse(await call(JSON.stringify(message)))
}

/** An observation without what walks about: a client is told of others' steps a little later than they are made. @param {any} seen */
export const still = ({ entities, ...rest }) => ({ ...rest, about: entities.map((/** @type {any} */ each) => each.name).sort() })

/** @type {Set<string>} */
const entered = new Set()

/** Leave every world: a test that failed half-way has left its own. */
export async function leaveAll () {
  for (const id of entered) await ask({ op: 'end', world_id: id })
}

/** @param {number} seed @param {string} [id] */
export async function enter (seed, id = 'test') {
  const world = { kind: 'embedded', seed, name: null, host: '', port: 25565, username: 'Voyager', version: '1.20.4' }
  entered.add(id)
  const begun = await ask({ op: 'begin', world_id: id, world, snapshot: null, skills_dir: SKILLS })
  if (!begun.ok) throw new Error(begun.error.message)
  return {
    begun,
    /**
     * @param {string} code its main function is called main
     * @param {{wall_s?: number, game_s?: number, grace_ms?: number, skills?: {name: string, code: string}[]}} [how]
     * @returns {Promise<any>} the StepResult, with the saved state beside it
     */
    async run (code, { wall_s = 20, game_s = 60, grace_ms, skills = [] } = {}) {
      const done = await ask({ op: 'execute', world_id: id, program: { name: 'main', code }, skills, limits: { wall_s, game_s }, grace_ms })
      if (!done.ok) throw new Error(`${done.error.kind}: ${done.error.message}`)
      return { ...done.result, saved: done.snapshot, pid: done.player_pid }
    },
    ask: (/** @type {string} */ op, more = {}) => ask({ op, world_id: id, ...more }),
    leave: () => ask({ op: 'end', world_id: id })
  }
}
