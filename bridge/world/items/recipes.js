/**
 * What a crafting grid makes: shaped recipes (anywhere in the grid, mirrored too), shapeless ones, mending two tools.
 *
 * Knows minecraft-data's recipes. Does not know the recipes that vanilla computes in code (dyed armour, banners,
 * fireworks, maps, stews of flowers): those grids make nothing here.
 * @module
 */

/** @typedef {import('./stacks.js').Slot} Slot */
/** @typedef {import('./stacks.js').Item} Item */
/** @typedef {{cells: Set<number>[], result: {id: number, count: number}}} Shaped */

/** What stays in the grid when an item is used up. Source: Items' craftingRemainingItem, Java Edition 1.20.4. */
export const REMAINDERS = /** @type {Record<string, string>} */ ({
  water_bucket: 'bucket', lava_bucket: 'bucket', milk_bucket: 'bucket', honey_bottle: 'glass_bottle', dragon_breath: 'glass_bottle'
})
/** Mending gives this share of the full durability on top of what was left; source: minecraft.wiki/w/Item_repair */
const MENDING_BONUS = 0.05

/** @param {any} entry @returns {number} item id, or -1 for an empty cell */
const idOf = entry => entry == null ? -1 : typeof entry === 'object' ? (Array.isArray(entry) ? entry[0] : entry.id) : entry

/**
 * Cut empty rows and columns off a grid.
 * @param {number[]} ids row by row, -1 for empty
 * @param {number} width
 * @returns {{w: number, h: number, ids: number[]}}
 */
export function trim (ids, width) {
  const height = ids.length / width
  let top = height; let bottom = -1; let left = width; let right = -1
  ids.forEach((id, at) => {
    if (id === -1) return
    const x = at % width; const y = Math.floor(at / width)
    top = Math.min(top, y); bottom = Math.max(bottom, y); left = Math.min(left, x); right = Math.max(right, x)
  })
  if (bottom < 0) return { w: 0, h: 0, ids: [] }
  const out = []
  for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) out.push(ids[y * width + x])
  return { w: right - left + 1, h: bottom - top + 1, ids: out }
}

/**
 * @param {any} registry
 * @param {import('./stacks.js').Stacks} stacks
 */
export function createRecipes (registry, stacks) {
  /** @type {Map<string, Shaped[]>} by size and by which cells are filled */
  const shaped = new Map()
  /** @type {Map<string, {id: number, count: number}>} by sorted ids */
  const shapeless = new Map()
  const key = (/** @type {number} */ w, /** @type {number[]} */ ids) => `${w}:${ids.map(id => id === -1 ? '.' : '#').join('')}`

  for (const list of /** @type {any[][]} */ (Object.values(registry.recipes))) {
    /** @type {Map<string, Shaped & {w: number, ids: number[]}>} recipes that differ only in an ingredient's kind: vanilla lets them mix */
    const variants = new Map()
    for (const recipe of list) {
      const result = { id: idOf(recipe.result), count: recipe.result.count ?? 1 }
      if (!recipe.inShape) {
        const ids = recipe.ingredients.map(idOf).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b)
        shapeless.set(ids.join(), result)
        continue
      }
      const width = Math.max(...recipe.inShape.map((/** @type {any[]} */ row) => row.length))
      const flat = recipe.inShape.flatMap((/** @type {any[]} */ row) => Array.from({ length: width }, (_, x) => idOf(row[x])))
      const { w, ids } = trim(flat, width)
      const name = `${result.count}/${key(w, ids)}`
      const known = variants.get(name)
      if (known) known.cells.forEach((cell, at) => cell.add(ids[at]))
      else variants.set(name, { w, ids, cells: ids.map(id => new Set([id])), result })
    }
    for (const { w, ids, cells, result } of variants.values()) {
      keep(w, ids, cells, result)
      const flip = (/** @type {any[]} */ all) => all.map((_, at) => all[at - at % w + (w - 1 - at % w)])
      if (w > 1) keep(w, flip(ids), flip(cells), result)
    }
  }

  /** @param {number} w @param {number[]} ids @param {Set<number>[]} cells @param {{id: number, count: number}} result */
  function keep (w, ids, cells, result) {
    const name = key(w, ids)
    const list = shaped.get(name)
    if (list) list.push({ cells, result })
    else shaped.set(name, [{ cells, result }])
  }

  /**
   * @param {Slot[]} grid row by row
   * @param {number} width
   * @returns {Slot} a fresh stack, or null when the grid makes nothing
   */
  function match (grid, width) {
    const filled = /** @type {Item[]} */ (grid.filter(Boolean))
    if (!filled.length) return null
    const ids = grid.map(item => item ? item.type : -1)
    const { w, ids: cut } = trim(ids, width)
    const found = shaped.get(key(w, cut))?.find(({ cells }) => cells.every((cell, at) => cell.has(cut[at])))?.result ??
      shapeless.get(filled.map(item => item.type).sort((a, b) => a - b).join())
    if (found) return new stacks.Item(found.id, found.count)
    return mended(filled)
  }

  /** @param {Item[]} items @returns {Slot} two worn tools of a kind become one */
  function mended (items) {
    const [a, b] = items
    if (items.length !== 2 || a.type !== b.type || !a.maxDurability || a.count !== 1 || b.count !== 1) return null
    const most = a.maxDurability
    const left = (most - (a.durabilityUsed ?? 0)) + (most - (b.durabilityUsed ?? 0)) + Math.floor(most * MENDING_BONUS)
    const out = new stacks.Item(a.type, 1)
    const used = Math.max(0, most - left)
    if (used) out.durabilityUsed = used
    return out
  }

  /** @param {Item} used @returns {Slot} what an ingredient leaves behind */
  const remainder = used => REMAINDERS[used.name] ? stacks.make(REMAINDERS[used.name]) : null

  return { match, remainder }
}

/** @typedef {ReturnType<typeof createRecipes>} Recipes */
