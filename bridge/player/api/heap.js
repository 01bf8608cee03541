/** What the path search opens next. Knows numbers and their estimates; nothing of cells. */

/** A heap of node numbers, smallest estimate first; ties go to the older node, so the order is reproducible. */
export class Heap {
  /** @param {number[]} estimates */
  constructor (estimates) {
    this.estimates = estimates
    /** @type {number[]} */
    this.items = []
    /** @type {number[]} */
    this.keys = []
  }

  /** @param {number} node @param {number} key */
  push (node, key) {
    const { items, keys } = this
    let i = items.length
    items.push(node)
    keys.push(key)
    while (i > 0) {
      const up = (i - 1) >> 1
      if (keys[up] <= key) break
      items[i] = items[up]
      keys[i] = keys[up]
      i = up
    }
    items[i] = node
    keys[i] = key
  }

  /** @returns {number} */
  pop () {
    const { items, keys } = this
    const top = items[0]
    const node = /** @type {number} */ (items.pop())
    const key = /** @type {number} */ (keys.pop())
    const size = items.length
    if (size > 0) {
      let i = 0
      for (;;) {
        let down = 2 * i + 1
        if (down >= size) break
        if (down + 1 < size && keys[down + 1] < keys[down]) down++
        if (keys[down] >= key) break
        items[i] = items[down]
        keys[i] = keys[down]
        i = down
      }
      items[i] = node
      keys[i] = key
    }
    return top
  }
}
