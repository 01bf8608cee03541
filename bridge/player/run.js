/**
 * Runs one program in the world and says what became of it.
 *
 * Knows how an attempt begins, how it can end, and how the player is left afterwards. Game-time deadlines live here;
 * the supervisor holds a wall-time one over this process as well, for programs that never give control back.
 * Nothing that a program does is an error here: every way to end is a StepResult.
 */
import { bareResult, fault, rounded } from '../protocol.js'
import { Attempt } from './attempt.js'
import { Tether, viewOf } from './bot_view.js'
import { Evidence } from './evidence.js'
import { observe, ON_FIRE } from './observe.js'

/** @typedef {import('../protocol.js').Source} Source */
/** @typedef {import('../protocol.js').StepResult} StepResult */
/** @typedef {import('../protocol.js').Limits} Limits */
/** @typedef {import('./bot.js').Place} Place */
/** @typedef {{createApi?: (things: any) => any, library: {Vec3: any, goals: any, Movements: any}, random: () => number}} Toolbox */
/** @typedef {import('./attempt.js').Ending} Ending */

const SETTLE_TICKS = 8 // time for the server to answer the last act, and for close drops to arrive
const RESPAWN_MS = 20_000 // game time to come back after a death
const ESCAPE_MS = 5_000 // game time to step out of lava and into water near by
const RISING_MS = 1600 // game time in which a bot that came back to life tells its old place once more (mineflayer's physics)
const SETTLE_WALL_MS = 1_500 // all of it must fit into the supervisor's grace

export class Runner {
  /**
   * @param {Place} place
   * @param {Source[]} primitives
   * @param {Toolbox} toolbox
   */
  constructor (place, primitives, toolbox) {
    this.place = place
    this.primitives = primitives
    this.toolbox = toolbox
    this.evidence = new Evidence(place.bot, place.ticks)
    /** The attempt under way, if any. @type {Attempt | null} */
    this.current = null
    /** @type {import('../protocol.js').Observation} */
    this.seen = this.observe()
  }

  observe () {
    const { bot, chests, ticks } = this.place
    this.seen = observe(bot, {
      tick: ticks(), chests: chests.list(), meetContainer: (name, at) => chests.meet(name, at)
    })
    if (this.seen.chests.length < chests.known.size) this.seen.chests = chests.list()
    return this.seen
  }

  /** For errors that nobody caught: timers, listeners, promises. @param {unknown} error @param {string} kind */
  stray (error, kind) {
    this.current?.stray(error, kind)
  }

  /**
   * @param {Source} program
   * @param {Source[]} skills
   * @param {Limits} limits
   * @returns {Promise<StepResult>}
   */
  async execute (program, skills, limits) {
    const { place } = this
    const wallStart = place.wallMs()
    const startTick = place.ticks()
    const attempt = new Attempt(this, program, skills)
    this.current = attempt
    this.evidence.start()
    /** @type {Ending} */
    let ending
    try {
      ending = await attempt.run(limits)
    } finally {
      attempt.tether.end()
    }
    await this.settle()
    this.current = null
    attempt.tracer.finish()
    const happened = this.evidence.stop()
    await place.renew?.()
    const lost = place.lost()
    if (lost !== null) {
      ending = {
        outcome: 'world_lost', fault: fault({ kind: 'world_lost', message: `The world was lost during the program: ${lost}` })
      }
    }
    const after = lost === null ? this.observe() : this.seen
    return {
      ...bareResult(ending.outcome, after, [...(ending.fault ? [ending.fault] : []), ...attempt.faults]),
      chat: attempt.chatLines(),
      ticks: Math.max(0, place.ticks() - startTick),
      wall_s: rounded((place.wallMs() - wallStart) / 1000, 3),
      calls: attempt.tracer.calls,
      calls_left_out: attempt.tracer.leftOut,
      happened
    }
  }

  /** Leave the player standing still with empty hands of work: what every program may rely on at its start. */
  async settle () {
    const { place, place: { bot } } = this
    for (const stop of [
      () => bot.pathfinder?.setGoal(null),
      () => bot.clearControlStates(),
      () => { if (bot.targetDigBlock) bot.stopDigging() },
      () => { if (bot.usingHeldItem) bot.deactivateItem() },
      () => { if (bot.currentWindow) bot.closeWindow(bot.currentWindow) }
    ]) {
      try { stop() } catch { /* the connection may be gone; then there is nothing to stop */ }
    }
    if (place.lost() !== null) return
    if (!(bot.health > 0) || !bot.isAlive) {
      /** @type {Promise<void>} */
      const spawned = new Promise(resolve => bot.once('spawn', resolve))
      await place.run(spawned, RESPAWN_MS, SETTLE_WALL_MS)
      await place.run(bot.waitForChunksToLoad().catch(() => {}), RESPAWN_MS, SETTLE_WALL_MS)
      await place.run(new Promise(() => {}), RISING_MS, SETTLE_WALL_MS)
    }
    if (bot.entity.isInLava || Number(bot.entity.metadata?.[0] ?? 0) & ON_FIRE) await this.leaveLava()
    await place.run(new Promise(() => {}), SETTLE_TICKS * 50, SETTLE_WALL_MS)
    bot.pathfinder?.setMovements(defaultMovements(this.toolbox.library.Movements, bot))
  }

  /** A player left in lava would be dead before the next program's first step. */
  async leaveLava () {
    const { place, toolbox } = this
    if (!toolbox.createApi) return
    const tether = new Tether()
    try {
      const view = viewOf(place.bot, tether, { said: () => {}, ticks: place.ticks, strayed: () => {} })
      const api = toolbox.createApi({ bot: view, ticks: place.ticks, gameMs: place.gameMs })
      await place.run(api.leaveLava().catch(() => {}), ESCAPE_MS, SETTLE_WALL_MS)
    } finally {
      tether.end()
      place.bot.clearControlStates()
    }
  }
}

/** Bridges are built of dirt only, or the bot builds them out of what it has just mined. @param {any} Movements @param {any} bot */
export function defaultMovements (Movements, bot) {
  const movements = new Movements(bot)
  movements.scafoldingBlocks = [bot.registry.itemsByName.dirt.id]
  movements.canOpenDoors = true
  return movements
}
