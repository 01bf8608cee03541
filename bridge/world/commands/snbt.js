/**
 * SNBT, the text form of NBT in commands: `{Damage:3,Enchantments:[{id:"sharpness",lvl:2s}]}` to prismarine-nbt values.
 *
 * Knows the notation only; https://minecraft.wiki/w/NBT_format#SNBT_format.
 */

/** @typedef {{type: string, value: any}} Tag */

/** What cannot be read. */
export class SnbtError extends Error {}

/**
 * Read one value from the start of `text`.
 * @param {string} text
 * @returns {{tag: Tag, length: number}} the value and how many characters it took
 * @throws {SnbtError}
 */
export function readSnbt (text) {
  let at = 0
  const space = () => { while (/\s/.test(text[at] ?? '')) at++ }
  /** @param {string} char */
  const take = char => {
    space()
    if (text[at] !== char) throw new SnbtError(`Expected '${char}'`)
    at++
  }
  const string = () => {
    const quote = text[at++]
    let read = ''
    for (;;) {
      const char = text[at++]
      if (char === undefined) throw new SnbtError('Unclosed quoted string')
      if (char === quote) return read
      read += char === '\\' ? text[at++] ?? '' : char
    }
  }
  const bare = () => {
    const from = at
    while (/[A-Za-z0-9_.+-]/.test(text[at] ?? '')) at++
    if (at === from) throw new SnbtError('Expected value')
    return text.slice(from, at)
  }
  /** @param {number} depth @returns {Tag} */
  const value = depth => {
    if (depth > 128) throw new SnbtError('Tried to read NBT tag with too high complexity')
    space()
    const char = text[at]
    if (char === '{') return compound(depth)
    if (char === '[') return list(depth)
    if (char === '"' || char === "'") return { type: 'string', value: string() }
    return scalar(bare())
  }
  /** @param {number} depth @returns {Tag} */
  const compound = depth => {
    take('{')
    /** @type {Record<string, Tag>} */
    const entries = {}
    for (space(); text[at] !== '}'; space()) {
      const name = text[at] === '"' || text[at] === "'" ? string() : bare()
      take(':')
      if (name !== '__proto__') entries[name] = value(depth + 1)
      space()
      if (text[at] !== ',') break
      at++
    }
    take('}')
    return { type: 'compound', value: entries }
  }
  /** @param {number} depth @returns {Tag} */
  const list = depth => {
    take('[')
    const array = /^([BIL]);/.exec(text.slice(at))
    if (array) at += 2
    /** @type {Tag[]} */
    const items = []
    for (space(); text[at] !== ']'; space()) {
      items.push(value(depth + 1))
      space()
      if (text[at] !== ',') break
      at++
    }
    take(']')
    if (array) return { type: /** @type {Record<string, string>} */ ({ B: 'byteArray', I: 'intArray', L: 'longArray' })[array[1]], value: items.map(i => i.value) }
    const type = items[0]?.type ?? 'end'
    if (items.some(i => i.type !== type)) throw new SnbtError(`Can't insert into list of ${type}`)
    return { type: 'list', value: { type, value: items.map(i => i.value) } }
  }
  const tag = value(0)
  return { tag, length: at }
}

/** @param {string} word @returns {Tag} */
function scalar (word) {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([bslfdBSLFD]?)$/.exec(word)
  if (match) {
    const number = Number(match[1])
    switch (match[2].toLowerCase()) {
      case 'b': return { type: 'byte', value: (number << 24) >> 24 }
      case 's': return { type: 'short', value: (number << 16) >> 16 }
      case 'l': return { type: 'long', value: [Math.floor(number / 4294967296) | 0, number | 0] }
      case 'f': return { type: 'float', value: number }
      case 'd': return { type: 'double', value: number }
      default: return /^[+-]?\d+$/.test(match[1]) ? { type: 'int', value: number | 0 } : { type: 'double', value: number }
    }
  }
  if (word === 'true' || word === 'false') return { type: 'byte', value: word === 'true' ? 1 : 0 }
  return { type: 'string', value: word }
}
