/**
 * What a dead creature leaves, from data/mobs.json. Pure but for the random stream handed in.
 * What it wears is gear.js' work. Not covered: music discs of creepers shot by skeletons.
 */

/**
 * @typedef {{item: string, count: [number, number], chance?: number, looting?: number, chance_looting?: number,
 *   player_kill?: boolean, cooked?: string, size?: number, size_from?: number}} Drop
 * @typedef {{random: () => number, looting: number, by_player: boolean, burning: boolean, size?: number, baby?: boolean}} Death
 */

/**
 * @param {{drops: Drop[], drop_pool?: {rolls: [number, number], entries: {item: string, weight: number, count: [number, number]}[]}}} kind
 * @param {Death} death
 * @returns {{item: string, count: number}[]}
 */
export function rollDrops (kind, { random, looting, by_player: byPlayer, burning, size, baby }) {
  if (baby) return []
  const between = (/** @type {number} */ lo, /** @type {number} */ hi) => lo + Math.floor(random() * (hi - lo + 1))
  const found = []
  for (const drop of kind.drops) {
    if (drop.player_kill && !byPlayer) continue
    if (drop.size !== undefined && drop.size !== size) continue
    if (drop.size_from !== undefined && (size ?? 0) < drop.size_from) continue
    if (drop.chance !== undefined && random() >= drop.chance + looting * (drop.chance_looting ?? 0)) continue
    const more = drop.chance === undefined ? looting * (drop.looting ?? 1) : 0
    const count = between(drop.count[0], drop.count[1] + more)
    if (count > 0) found.push({ item: burning && drop.cooked ? drop.cooked : drop.item, count })
  }
  if (kind.drop_pool) {
    const { rolls, entries } = kind.drop_pool
    const whole = entries.reduce((sum, entry) => sum + entry.weight, 0)
    for (let n = between(rolls[0], rolls[1]); n > 0; n--) {
      let at = random() * whole
      const entry = entries.find(e => (at -= e.weight) < 0) ?? entries[0]
      const count = between(entry.count[0], entry.count[1] + looting)
      if (count > 0) found.push({ item: entry.item, count })
    }
  }
  return found
}
