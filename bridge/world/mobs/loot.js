/**
 * What a dead creature leaves, from data/mobs.json. Pure but for the random stream handed in.
 *
 * A count is drawn first, then each level of Looting adds up to one (looting_enchant: the level times a number from 0 to 1, rounded),
 * so that a count that may be below nothing needs Looting more than others. Source: the 1.20.4 data pack's loot_tables/entities.
 * What it wears is gear.js' work. Not covered: music discs of creepers shot by skeletons.
 */

/**
 * @typedef {{item: string, count: [number, number], chance?: number, looting?: number, looting_most?: number, chance_looting?: number,
 *   player_kill?: boolean, cooked?: string, potion?: string, size?: number, size_from?: number}} Drop looting: 0 where it adds nothing; looting_most: the most that may lie there by it
 * @typedef {{random: () => number, looting: number, by_player: boolean, burning: boolean, size?: number, baby?: boolean}} Death
 */

/**
 * @param {{drops: Drop[], drop_pool?: {rolls: [number, number], entries: {item: string, weight: number, count: [number, number], cooked?: string}[]}}} kind
 * @param {Death} death
 * @returns {{item: string, count: number, potion?: string}[]}
 */
export function rollDrops (kind, { random, looting, by_player: byPlayer, burning, size, baby }) {
  if (baby) return []
  const between = (/** @type {number} */ lo, /** @type {number} */ hi) => lo + Math.floor(random() * (hi - lo + 1))
  const more = (/** @type {number} */ most) => looting > 0 && most > 0 ? Math.round(looting * most * random()) : 0
  /** @type {{item: string, count: number, potion?: string}[]} */
  const found = []
  for (const drop of kind.drops) {
    if (drop.player_kill && !byPlayer) continue
    if (drop.size !== undefined && drop.size !== size) continue
    if (drop.size_from !== undefined && (size ?? 0) < drop.size_from) continue
    if (drop.chance !== undefined && random() >= drop.chance + looting * (drop.chance_looting ?? 0)) continue
    const count = Math.min(drop.looting_most ?? Infinity, between(drop.count[0], drop.count[1]) + (drop.chance === undefined ? more(drop.looting ?? 1) : 0))
    if (count > 0) found.push({ item: burning && drop.cooked ? drop.cooked : drop.item, count, ...(drop.potion ? { potion: drop.potion } : {}) })
  }
  if (kind.drop_pool) {
    const { rolls, entries } = kind.drop_pool
    const whole = entries.reduce((sum, entry) => sum + entry.weight, 0)
    for (let n = between(rolls[0], rolls[1]); n > 0; n--) {
      let at = random() * whole
      const entry = entries.find(e => (at -= e.weight) < 0) ?? entries[0]
      const count = between(entry.count[0], entry.count[1]) + more(1)
      if (count > 0) found.push({ item: burning && entry.cooked ? entry.cooked : entry.item, count })
    }
  }
  return found
}
