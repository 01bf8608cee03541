/**
 * What a client is told first about the world it enters and about what its player may do.
 *
 * Knows the packets. Does not know when they are due: players.js does.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

export const HIGHEST_VIEW = 10 // chunks; vanilla's default

/** @typedef {import('../types.d.ts').Player} Player */
/** @typedef {import('../types.d.ts').Ctx} Ctx */

/** @param {Ctx} ctx @param {Player} player */
export function sendLogin (ctx, player) {
  player.send('login', {
    ...ctx.registry.loginPacket,
    worldType: dimensionOf(player),
    worldName: dimensionOf(player),
    entityId: player.id,
    isHardcore: false,
    maxPlayers: ctx.options.maxPlayers,
    viewDistance: Math.min(ctx.options.viewDistance, HIGHEST_VIEW),
    simulationDistance: Math.min(ctx.options.viewDistance, HIGHEST_VIEW),
    reducedDebugInfo: false,
    enableRespawnScreen: true,
    doLimitedCrafting: false,
    hashedSeed: hashedSeed(ctx.seed),
    gameMode: player.gameMode,
    previousGameMode: -1,
    isDebug: false,
    isFlat: ctx.options.terrain === 'flat',
    death: undefined,
    portalCooldown: 0
  })
  player.send('difficulty', { difficulty: ctx.options.difficulty, difficultyLocked: false })
  sendAbilities(player)
  player.send('held_item_slot', { slot: player.heldItemSlot })
  player.send('entity_status', { entityId: player.id, entityStatus: player.op ? 28 : 24 })
}

/** @param {Player} player */
export function sendAbilities (player) {
  const creative = player.gameMode === 1
  const spectator = player.gameMode === 3
  const flags = (creative || spectator ? 1 : 0) | (player.flying ? 2 : 0) | (creative || spectator ? 4 : 0) | (creative ? 8 : 0)
  player.send('abilities', { flags, flyingSpeed: Math.fround(0.05), walkingSpeed: Math.fround(0.1) })
}

/** @param {Player} player */
export const dimensionOf = player => player.nether ? 'minecraft:the_nether' : 'minecraft:overworld'

/** The seed as clients are told it: 64 bits that do not give it away. @param {number} seed @returns {[number, number]} */
export function hashedSeed (seed) {
  const digest = require('node:crypto').createHash('sha256').update(String(seed)).digest()
  return [digest.readInt32BE(0), digest.readInt32BE(4)]
}
