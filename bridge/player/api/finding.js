/**
 * Where blocks are: a scan of the loaded chunks, nearest by what it costs to get there.
 *
 * Knows block names and families of ore. Does not walk and does not dig.
 */
import { Vec3 } from 'vec3'
import { fail } from '../failure.js'
import { LAVA, PASS, WATER } from './cells.js'
import { inFamily, isFamily } from './families.js'

const SURFACE_PACE = 0.3 // seconds a block of open way takes
const BURIED_PACE = 1.3 // and a block of the way that must be dug
const HEIGHT_PACE = 0.5 // more for each block of height

/** What other names a program may use for a block. */
const ALIASES = /** @type {Record<string, string[]>} */ ({
  cobblestone: ['cobblestone', 'stone'],
  cobbled_deepslate: ['cobbled_deepslate', 'deepslate'],
  grass: ['short_grass', 'grass', 'tall_grass', 'fern']
})

/**
 * @param {{bot: import('mineflayer').Bot, cells: import('./cells.js').Cells}} parts
 */
export function createFinding ({ bot, cells }) {
  const registry = /** @type {any} */ (bot.registry)

  /**
   * The block names meant by a name: itself, and the same ore in other rock.
   * @param {string} name @returns {string[]}
   */
  function family (name) {
    const names = new Set([name])
    if (/_ore$/.test(name)) {
      const plain = name.replace(/^deepslate_/, '')
      names.add(plain)
      names.add(`deepslate_${plain}`)
    }
    if (!registry.blocksByName[name]) {
      for (const other of ALIASES[name] ?? []) names.add(other)
      if (isFamily(name)) for (const other in registry.blocksByName) if (inFamily(other, name)) names.add(other)
    }
    return [...names].filter(each => registry.blocksByName[each])
  }

  /** @param {string | string[] | ((block: any) => boolean)} wanted @returns {(state: number) => boolean} */
  function matcher (wanted) {
    /** @type {Map<number, boolean>} */
    const known = new Map()
    if (typeof wanted === 'function') {
      return state => {
        let yes = known.get(state)
        if (yes === undefined) known.set(state, yes = Boolean(wanted(cells.sample(state))))
        return yes
      }
    }
    const names = new Set((Array.isArray(wanted) ? wanted : [wanted]).flatMap(family))
    return state => {
      let yes = known.get(state)
      if (yes === undefined) known.set(state, yes = names.has(cells.sample(state).name))
      return yes
    }
  }

  /**
   * Blocks of some kind, cheapest to get to first.
   * @param {string | string[] | ((block: any) => boolean)} wanted names (an ore name means it in any rock), or a test of a kind of block
   * @param {{maxDistance?: number, count?: number, exposedFirst?: boolean, filter?: (at: Vec3) => boolean}} [options]
   * maxDistance in blocks; exposedFirst: what can be walked up to before what is buried
   * @returns {any[]} Blocks with positions; empty when there is none
   */
  function nearest (wanted, { maxDistance = 64, count = 1, exposedFirst = true, filter } = {}) {
    const matches = matcher(wanted)
    const view = cells.view()
    const from = bot.entity.position
    const world = /** @type {any} */ (bot.world)
    const minY = /** @type {any} */ (bot.game).minY ?? -64
    const height = /** @type {any} */ (bot.game).height ?? 384
    const cx = Math.floor(from.x) >> 4; const cz = Math.floor(from.z) >> 4
    const span = Math.ceil(maxDistance / 16)
    /** @type {{far: number, x: number, y: number, z: number, section: any}[]} */
    const sections = []
    for (let x = cx - span; x <= cx + span; x++) {
      for (let z = cz - span; z <= cz + span; z++) {
        const column = world.getColumn(x, z)
        if (!column) continue
        for (let i = 0; i < height >> 4; i++) {
          const section = column.sections[i]
          if (!section || !holds(section, matches)) continue
          const y = minY + i * 16
          const far = Math.hypot(gap(from.x, x * 16), gap(from.y, y), gap(from.z, z * 16))
          if (far <= maxDistance) sections.push({ far, x: x * 16, y, z: z * 16, section })
        }
      }
    }
    sections.sort((a, b) => a.far - b.far)
    /** @type {{at: Vec3, score: number, far: number}[]} */
    const found = []
    const enough = Math.max(count * 4, 64)
    for (const { far, x, y, z, section } of sections) {
      if (found.length >= enough && far > found[enough - 1].far) break
      const before = found.length
      const paletted = Boolean(section.palette)
      for (let i = 0; i < 4096; i++) {
        const bx = x + (i & 15); const by = y + (i >> 8); const bz = z + ((i >> 4) & 15)
        const state = paletted ? section.data.get(i) : view.stateAt(bx, by, bz)
        if (state < 0 || !matches(state)) continue
        const away = Math.hypot(bx + 0.5 - from.x, by + 0.5 - from.y - 1, bz + 0.5 - from.z)
        if (away > maxDistance) continue
        const at = new Vec3(bx, by, bz)
        if (filter && !filter(at)) continue
        const rise = Math.abs(by - from.y) * HEIGHT_PACE
        const score = away * (!exposedFirst || exposed(view, at) ? SURFACE_PACE : BURIED_PACE) + rise
        found.push({ at, score, far: away })
      }
      if (found.length > before) found.sort((a, b) => a.far - b.far)
    }
    found.sort((a, b) => a.score - b.score || a.far - b.far)
    return found.slice(0, count).map(each => bot.blockAt(each.at)).filter(Boolean)
  }

  /** Whether a side of the cell is open. @param {import('./cells.js').View} view @param {Vec3} at */
  function exposed (view, at) {
    return ((view.at(at.x + 1, at.y, at.z) | view.at(at.x - 1, at.y, at.z) | view.at(at.x, at.y + 1, at.z) |
      view.at(at.x, at.y - 1, at.z) | view.at(at.x, at.y, at.z + 1) | view.at(at.x, at.y, at.z - 1)) & (PASS | WATER)) !== 0
  }

  /** Whether lava touches the cell. @param {Vec3} at */
  function hot (at) {
    const view = cells.view()
    return ((view.at(at.x + 1, at.y, at.z) | view.at(at.x - 1, at.y, at.z) | view.at(at.x, at.y + 1, at.z) |
      view.at(at.x, at.y - 1, at.z) | view.at(at.x, at.y, at.z + 1) | view.at(at.x, at.y, at.z - 1)) & LAVA) !== 0
  }

  /**
   * The kind of block of a name, or a bad_argument failure that names near misses.
   * @param {string} name @returns {any}
   */
  function blockKind (name) {
    if (typeof name !== 'string') fail('bad_argument', `A block name is text such as "oak_log", not ${typeof name}.`, { argument: 'name' })
    const names = family(name)
    if (!names.length) {
      fail('bad_argument', `There is no block called "${name}" in this version${suggestion(name, Object.keys(registry.blocksByName))}.`, { argument: 'name', block: name })
    }
    return registry.blocksByName[names[0]]
  }

  /**
   * The kind of item of a name, or a bad_argument failure that names near misses.
   * @param {string} name @returns {any}
   */
  function itemKind (name) {
    if (typeof name !== 'string') fail('bad_argument', `An item name is text such as "stick", not ${typeof name}.`, { argument: 'name' })
    const found = registry.itemsByName[name]
    if (!found) fail('bad_argument', `There is no item called "${name}" in this version${suggestion(name, Object.keys(registry.itemsByName))}.`, { argument: 'name', item: name })
    return found
  }

  return { nearest, family, matcher, hot, blockKind, itemKind, exposed: (/** @type {Vec3} */ at) => exposed(cells.view(), at) }
}

/** Distance along one axis from a coordinate to a span of 16. @param {number} value @param {number} start */
function gap (value, start) {
  return value < start ? start - value : value > start + 16 ? value - start - 16 : 0
}

/** @param {any} section @param {(state: number) => boolean} matches */
function holds (section, matches) {
  if (section.palette) return section.palette.some(matches)
  if (section.data && 'value' in section.data) return matches(section.data.value)
  return true
}

/** " — did you mean …?" for a name that is nearly one of the known ones. @param {string} name @param {string[]} known */
function suggestion (name, known) {
  const plain = name.toLowerCase().trim().replace(/^minecraft:/, '').replace(/[\s-]+/g, '_').replace(/s$/, '')
  const words = plain.split('_')
  const near = known.filter(each => each === plain || each.endsWith(`_${plain}`) || words.every(word => each.includes(word)))
    .sort((a, b) => a.length - b.length).slice(0, 3)
  return near.length ? ` (did you mean ${near.join(' or ')}?)` : ''
}

/** @typedef {ReturnType<typeof createFinding>} Finding */
