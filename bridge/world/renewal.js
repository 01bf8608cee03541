/**
 * Brings a running world into the state in which its snapshot would be opened.
 *
 * A snapshot does not hold everything: what can be found out again is left out. A world that goes on after having been saved would differ
 * from one that is opened, in what it remembers beyond the snapshot. Here both go through the same door: the parts are loaded from the snapshot, as many chunks
 * are loaded as players see, players log in anew on the connections they have, and modules forget (`ctx.onRenew`) what they only remember.
 * No tick passes. Knows no module's data. Takes no time itself; clients' answers are under way when it returns, and `stand` has to follow them.
 */
import { loadSnapshot } from './persistence.js'

/** @typedef {import('./types.d.ts').Ctx} Ctx */
/** @typedef {import('./types.d.ts').Player} Player */
/** @typedef {import('./persistence.js').Snapshot} Snapshot */

/**
 * @param {Ctx} ctx
 * @param {Map<string, {save: () => any, load: (saved: any) => void}>} parts
 * @param {{renew: (swap: () => void) => void, view: {fill: (player: Player) => void}}} players
 * @param {(() => void)[]} forget
 */
export function createRenewal (ctx, parts, players, forget) {
  /** Chunks as an opened world has them: those that players see, in one order. */
  function land () {
    const { chunks } = ctx
    const seen = new Set()
    for (const player of ctx.players) {
      players.view.fill(player)
      for (const key of player.chunks) seen.add(key)
    }
    for (const chunk of [...chunks.loaded.values()]) if (!seen.has(chunk.key)) chunks.unload(chunk)
    chunks.light.relight()
    const sorted = [...chunks.loaded].sort((a, b) => a[0] - b[0])
    chunks.loaded.clear()
    for (const [key, chunk] of sorted) chunks.loaded.set(key, chunk)
  }

  return {
    /** @param {Snapshot} snapshot of this very world, now or just opened */
    renew: snapshot => {
      ctx.renewing = true
      try {
        land()
        players.renew(() => loadSnapshot(ctx, parts, JSON.parse(JSON.stringify(snapshot))))
        for (const handler of forget) handler()
        ctx.setRandomState(snapshot.random) // whoever was told of the joining may have drawn
      } finally {
        ctx.renewing = false
      }
    },
    /** Clients have confirmed where their players are, with a little loss: the players stand as they were kept. @param {Snapshot} snapshot */
    stand: snapshot => {
      for (const [name, kept] of snapshot.parts.players) {
        const player = ctx.playerNamed(name)
        if (!player) continue
        player.yaw = player.headYaw = kept.turn[0]
        player.pitch = kept.turn[1]
        player.onGround = kept.onGround
      }
    }
  }
}
