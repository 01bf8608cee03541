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
   * maxDistance in blocks; exposedFirst: what can be walked up to before what is buried; filter is asked of few, the most promising first
   * @returns {any[]} Blocks with positions; empty when there is none
   */
  function nearest (wanted, { maxDistance = 64, count = 1, exposedFirst = true, filter } = {}) {
    const view = cells.view()
    const from = bot.entity.position
    /** Best first, at most `count`. @type {{at: Vec3, score: number, far: number}[]} */
    const best = []
    const worst = () => best.length < count ? Infinity : best[count - 1].score
    /** @param {number} x @param {number} y @param {number} z @param {number} far */
    const consider = (x, y, z, far) => {
      const score = far * (!exposedFirst || exposed(view, x, y, z) ? SURFACE_PACE : BURIED_PACE) + Math.abs(y - from.y) * HEIGHT_PACE
      if (score >= worst()) return
      const at = new Vec3(x, y, z)
      if (filter && !filter(at)) return
      let place = best.length
      while (place > 0 && (best[place - 1].score > score || (best[place - 1].score === score && best[place - 1].far > far))) place--
      best.splice(place, 0, { at, score, far })
      if (best.length > count) best.pop()
    }

    const matches = matcher(wanted)
    const sections = sectionsHolding(matches, maxDistance)
    let enough = Math.max(count * 4, 64) // candidates looked at before farther sections are left alone
    for (let next = 0; next < sections.length && best.length < count; enough *= 4) {
      /** Candidates by the least they can cost, in steps of a second. @type {{x: number, y: number, z: number, far: number}[][]} */
      const byCost = []
      const distances = new Uint32Array(maxDistance + 1) // how many candidates lie at each whole distance
      for (; next < sections.length; next++) {
        const { far, x, y, z, section } = sections[next]
        if (far > distanceOf(distances, enough) + 1) break
        for (const i of indicesIn(section, matches, (dx, dy, dz) => view.stateAt(x + dx, y + dy, z + dz))) {
          const bx = x + (i & 15); const by = y + (i >> 8); const bz = z + ((i >> 4) & 15)
          const dx = bx + 0.5 - from.x; const dy = by + 0.5 - from.y - 1; const dz = bz + 0.5 - from.z
          const away = Math.sqrt(dx * dx + dy * dy + dz * dz)
          if (away > maxDistance) continue
          distances[Math.floor(away)]++
          const step = Math.floor(away * SURFACE_PACE + Math.abs(by - from.y) * HEIGHT_PACE)
          ;(byCost[step] ??= []).push({ x: bx, y: by, z: bz, far: away })
        }
      }
      for (let step = 0; step < byCost.length && step < worst(); step++) {
        for (const { x, y, z, far } of byCost[step] ?? []) consider(x, y, z, far)
      }
    }
    return best.map(each => bot.blockAt(each.at)).filter(Boolean)
  }

  /**
   * The loaded sections that hold some such block, nearest first.
   * @param {(state: number) => boolean} matches @param {number} maxDistance
   */
  function sectionsHolding (matches, maxDistance) {
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
          const y = minY + i * 16
          const far = Math.hypot(gap(from.x, x * 16), gap(from.y, y), gap(from.z, z * 16))
          if (far <= maxDistance && section && holds(section, matches)) sections.push({ far, x: x * 16, y, z: z * 16, section })
        }
      }
    }
    return sections.sort((a, b) => a.far - b.far)
  }

  /** Whether a side of the cell is open. @param {import('./cells.js').View} view @param {number} x @param {number} y @param {number} z */
  function exposed (view, x, y, z) {
    return (around(view, x, y, z) & (PASS | WATER)) !== 0
  }

  /** Whether lava touches the cell. @param {Vec3} at */
  function hot (at) {
    return (around(cells.view(), at.x, at.y, at.z) & LAVA) !== 0
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

  return { nearest, family, matcher, hot, blockKind, itemKind, exposed: (/** @type {Vec3} */ at) => exposed(cells.view(), at.x, at.y, at.z) }
}

/** Flags of the six neighbours of a cell, together. @param {import('./cells.js').View} view @param {number} x @param {number} y @param {number} z */
function around (view, x, y, z) {
  return view.at(x + 1, y, z) | view.at(x - 1, y, z) | view.at(x, y + 1, z) | view.at(x, y - 1, z) | view.at(x, y, z + 1) | view.at(x, y, z - 1)
}

/** The whole distance within which the first `enough` candidates lie; Infinity while there are fewer. @param {Uint32Array} distances @param {number} enough */
function distanceOf (distances, enough) {
  let sum = 0
  for (let far = 0; far < distances.length; far++) if ((sum += distances[far]) >= enough) return far
  return Infinity
}

/**
 * Where in a section such blocks are: index y << 8 | z << 4 | x.
 * @param {any} section @param {(state: number) => boolean} matches
 * @param {(x: number, y: number, z: number) => number} stateAt asked, from the section's corner, where it is not laid out by a palette
 */
function indicesIn (section, matches, stateAt) {
  const { data } = section
  const wanted = data?.palette?.map(matches)
  /** @type {number[]} */
  const found = []
  for (let i = 0; i < 4096; i++) {
    if (wanted ? wanted[data.data.get(i)] : matches(stateAt(i & 15, i >> 8, (i >> 4) & 15))) found.push(i)
  }
  return found
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
