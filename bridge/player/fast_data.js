/**
 * minecraft-data looked up once a version: prismarine-physics asks for it with every simulated tick, and each time the package
 * works out anew which version is meant.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Calls that come after this (`require('minecraft-data')(version)`) find the version at once. */
export function speedUpData () {
  const file = require.resolve('minecraft-data')
  const original = require('minecraft-data')
  const module = require.cache[file]
  if (!module || module.exports.memo) return
  const known = new Map()
  /** @param {string} version @param {boolean} [preNetty] */
  const quick = (version, preNetty) => {
    if (preNetty) return /** @type {any} */ (original)(version, preNetty)
    let found = known.get(version)
    if (found === undefined) {
      found = original(version)
      known.set(version, found)
    }
    return found
  }
  module.exports = Object.assign(quick, original, { memo: true })
}
