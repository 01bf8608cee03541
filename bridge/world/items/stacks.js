/**
 * Item stacks as values: copying, comparing, making and wearing them down.
 *
 * Knows prismarine-item's shape on 1.20.4 (NBT items). Knows nothing of players, windows or the world.
 * @module
 */
/** @typedef {import('../types.d.ts').Stack} Item */
/** @typedef {Item | null} Slot An empty slot is null, never undefined and never a stack of zero. */

/**
 * The functions over stacks for one game version.
 * @param {{registry: any, Item: any}} game prismarine-registry and the one class that items in this world are made of
 */
export function createStacks ({ registry, Item: ItemClass }) {
  /**
   * @param {string} name
   * @param {number} [count]
   * @param {object | null} [nbt]
   * @returns {Item} Throws when the game has no such item: that is a bug of ours.
   */
  function make (name, count = 1, nbt = null) {
    const kind = registry.itemsByName[name]
    if (!kind) throw new Error(`The game has no item called ${name}.`)
    return new ItemClass(kind.id, count, nbt)
  }

  /**
   * A stack of its own: no part shared with the original.
   * @param {Slot} item
   * @param {number} [count]
   * @returns {Slot}
   */
  function copy (item, count) {
    if (!item) return null
    const size = count ?? item.count
    if (size <= 0) return null
    const nbt = item.nbt ? structuredClone(item.nbt) : null
    return new ItemClass(item.type, size, item.metadata, nbt, null, true)
  }

  /** NBT counts by its tags: the root of what a client sends has no name, that of a stack made here has. @param {Slot} item @returns {number | string} equal exactly when kind, count and NBT are equal */
  function stamp (item) {
    if (!item) return 0
    return hasTag(item) ? `${item.type}:${item.count}:${JSON.stringify(tag(item))}` : item.type * 1024 + item.count
  }

  /** @param {Slot} a @param {Slot} b @returns {boolean} whether the two may share a slot */
  function same (a, b) {
    if (!a || !b || a.type !== b.type) return false
    const tagged = hasTag(a)
    if (tagged !== hasTag(b)) return false
    return !tagged || JSON.stringify(tag(a)) === JSON.stringify(tag(b))
  }

  /** @param {Item} item @param {string} name @returns {number} level, 0 when the item lacks it */
  function enchantment (item, name) {
    if (!hasTag(item)) return 0
    const found = item.enchants?.find((/** @type {{name: string, lvl: number}} */ one) => one.name === name)
    return found ? Math.max(0, found.lvl) : 0
  }

  /**
   * Wear an item by some uses; Unbreaking may spare each of them.
   * @param {Item} item changed in place
   * @param {number} uses
   * @param {() => number} random
   * @returns {boolean} true when it broke
   */
  function wear (item, uses, random) {
    const lasts = item.maxDurability
    if (!lasts || tag(item)?.Unbreakable?.value) return false
    const unbreaking = enchantment(item, 'unbreaking')
    let worn = 0
    // Tools wear with chance 1 / (level + 1); armour's own rule is the caller's.
    for (let use = 0; use < uses; use++) if (!unbreaking || random() < 1 / (unbreaking + 1)) worn++
    if (!worn) return false
    item.durabilityUsed = (item.durabilityUsed ?? 0) + worn
    return item.durabilityUsed >= lasts
  }

  /**
   * A stack from a packet, or null when it is empty or makes no sense.
   * @param {any} packed as minecraft-protocol reads a slot
   * @returns {Slot}
   */
  function fromPacket (packed) {
    if (!packed || packed.present === false || !(packed.itemCount > 0)) return null
    const kind = registry.items[packed.itemId]
    if (!kind || kind.name === 'air') return null
    return ItemClass.fromNotch(packed)
  }

  /** @param {Slot} item @returns {any} the stack as a packet carries it */
  const toPacket = item => ItemClass.toNotch(item)

  /** @param {any} item */
  const tag = item => item.nbt?.value
  /** @param {any} item */
  function hasTag (item) {
    const value = tag(item)
    if (!value) return false
    for (const key in value) if (value[key] !== undefined) return true
    return false
  }

  /** @param {Slot} item @returns {any} plain form for snapshots: [name, count] or [name, count, nbt] */
  function save (item) {
    if (!item) return null
    return hasTag(item) ? [item.name, item.count, item.nbt] : [item.name, item.count]
  }

  /** @param {any} saved what save() returned @returns {Slot} */
  function load (saved) {
    if (!saved) return null
    const kind = registry.itemsByName[saved[0]]
    return kind ? new ItemClass(kind.id, saved[1], 0, saved[2] ? structuredClone(saved[2]) : null, null, true) : null
  }

  return { Item: ItemClass, make, copy, same, stamp, enchantment, wear, fromPacket, toPacket, save, load }
}

/** @typedef {ReturnType<typeof createStacks>} Stacks */
