/**
 * Reads the arguments of a command, as vanilla's own parser does, and refuses in its words.
 *
 * Knows positions, block states, item stacks, numbers and texts. Who is meant by a selector is in selectors.js.
 */
import { NETHER_X, inNether } from '../land/dimensions.js'
import { createRequire } from 'node:module'
import { readSnbt, SnbtError } from './snbt.js'
import { findTargets } from './selectors.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../text.js').Component} Component */
/** @typedef {import('./commands.js').Source} Source */

/** A command refused: what the player is told, in red. */
export class Refusal extends Error {
  /** @param {Component} component */
  constructor (component) {
    super('refused')
    this.component = component
  }
}

/** @param {string} key @param {...any} parameters @returns {Refusal} */
export const refuse = (key, ...parameters) => new Refusal({ translate: key, ...(parameters.length > 0 ? { with: parameters.map(String) } : {}) })

/** @param {string} name */
const bareName = name => name.replace(/^minecraft:/, '')

const SPAWN_CHUNKS = 9 // each way; vanilla keeps 19 × 19 chunks of the spawn loaded, https://minecraft.wiki/w/Spawn_chunk

/**
 * Whether a command can reach a place: it is loaded, or near the spawn and loaded now.
 * @param {import('../types.d.ts').Ctx} ctx @param {{x: number, z: number}} place
 */
export function loaded (ctx, { x, z }) {
  const cx = Math.floor(x) >> 4
  const cz = Math.floor(z) >> 4
  if (ctx.chunks.get(cx, cz)) return true
  if (Math.abs(cx - (Math.floor(ctx.spawnPoint.x) >> 4)) > SPAWN_CHUNKS || Math.abs(cz - (Math.floor(ctx.spawnPoint.z) >> 4)) > SPAWN_CHUNKS) return false
  ctx.chunks.load(cx, cz)
  return true
}

export class Reader {
  /** @param {string} text @param {import('../types.d.ts').Ctx} ctx @param {Source} source */
  constructor (text, ctx, source) {
    this.text = text
    this.at = 0
    this.ctx = ctx
    this.source = source
  }

  /** Is there anything left? */
  get more () { return this.text.slice(this.at).trim() !== '' }

  skip () { while (this.text[this.at] === ' ') this.at++ }

  peek () {
    this.skip()
    return /^\S*/.exec(this.text.slice(this.at))?.[0] ?? ''
  }

  /** The next word. */
  word () {
    const word = this.peek()
    if (word === '') throw refuse('command.unknown.command')
    this.at += word.length
    return word
  }

  /** All that is left. */
  rest () {
    this.skip()
    const rest = this.text.slice(this.at)
    this.at = this.text.length
    return rest
  }

  /** Nothing may be left. */
  end () { if (this.more) throw refuse('command.unknown.argument') }

  /** One of some words. @template {string} T @param {T[]} words @returns {T} */
  oneOf (words) {
    const word = this.word()
    if (!words.includes(/** @type {T} */ (word))) throw refuse('command.unknown.argument')
    return /** @type {T} */ (word)
  }

  /** @param {number} [low] @param {number} [high] */
  integer (low = -2147483648, high = 2147483647) {
    const word = this.word()
    if (!/^-?\d+$/.test(word)) throw refuse('parsing.int.invalid', word)
    const value = Number(word)
    if (value < low) throw refuse('argument.integer.low', low, value)
    if (value > high) throw refuse('argument.integer.big', high, value)
    return value
  }

  number () {
    const word = this.word()
    const value = Number(word)
    if (!/^-?(\d+\.?\d*|\.\d+)$/.test(word) || !Number.isFinite(value)) throw refuse('parsing.double.invalid', word)
    return value
  }

  bool () {
    const word = this.word()
    if (word !== 'true' && word !== 'false') throw refuse('parsing.bool.invalid', word)
    return word === 'true'
  }

  /** A time in ticks: `20`, `1s`, `1d`. */
  ticks () {
    const word = this.word()
    const match = /^(\d+(?:\.\d+)?)([tsd]?)$/.exec(word)
    if (!match) throw refuse('argument.time.invalid_unit')
    return Math.round(Number(match[1]) * ({ t: 1, s: 20, d: 24000 }[match[2]] ?? 1))
  }

  /**
   * A place: numbers, `~` relative to the source, `^` along where it looks.
   * @param {{centred?: boolean}} [options] centred: whole x and z mean the middle of the block
   */
  position ({ centred = false } = {}) {
    const words = [this.word(), this.wordOf('argument.pos3d.incomplete'), this.wordOf('argument.pos3d.incomplete')]
    const { position } = this.source
    if (words.some(w => w.startsWith('^'))) {
      if (!words.every(w => w.startsWith('^'))) throw refuse('argument.pos.mixed')
      return this.local(words.map(w => numberOf(w.slice(1) || '0')))
    }
    const [x, y, z] = words.map((word, axis) => along(position, word, axis, centred))
    return new Vec3(x, y, z)
  }

  /** A column: x and z, whole ones mean the middle of the block. @returns {{x: number, z: number}} */
  column () {
    const { position } = this.source
    const x = along(position, this.word(), 0, true)
    return { x, z: along(position, this.wordOf('argument.pos2d.incomplete'), 2, true) }
  }

  /** @param {string} key what is said when there is none */
  wordOf (key) {
    if (!this.more) throw refuse(key)
    return this.word()
  }

  /** Left, up and forward of where the source looks. @param {number[]} offsets */
  local ([left, up, forward]) {
    const { position } = this.source
    const yaw = (this.source.yaw + 90) * Math.PI / 180
    const pitch = -this.source.pitch * Math.PI / 180
    const tilt = (-this.source.pitch + 90) * Math.PI / 180
    const ahead = new Vec3(Math.cos(yaw) * Math.cos(pitch), Math.sin(pitch), Math.sin(yaw) * Math.cos(pitch))
    const above = new Vec3(Math.cos(yaw) * Math.cos(tilt), Math.sin(tilt), Math.sin(yaw) * Math.cos(tilt))
    const side = ahead.cross(above).scaled(-1)
    return position.plus(ahead.scaled(forward)).plus(above.scaled(up)).plus(side.scaled(left))
  }

  /** A block's place; it must be loaded and in the world. */
  block () {
    const place = this.position().floored()
    const { chunks } = this.ctx
    if (place.y < chunks.minY || place.y >= chunks.minY + chunks.height || Math.abs(place.x) > 3e7 || Math.abs(place.z) > 3e7) {
      throw refuse('argument.pos.outofworld')
    }
    if (!loaded(this.ctx, place)) throw refuse('argument.pos.unloaded')
    return place
  }

  /** `oak_log[axis=y]{…}` @returns {{state: number, name: string, nbt: any}} */
  blockState () {
    this.skip()
    const match = /^[a-z0-9_:.-]+/.exec(this.text.slice(this.at))
    const name = bareName(match?.[0] ?? this.word())
    this.at += match?.[0].length ?? 0
    const { blocks, registry } = this.ctx
    const data = registry.blocksByName[name]
    if (!data) throw refuse('argument.block.id.invalid', `minecraft:${name}`)
    /** @type {Record<string, any>} */
    const wanted = {}
    if (this.text[this.at] === '[') {
      const close = this.text.indexOf(']', this.at)
      if (close < 0) throw refuse('argument.block.property.unclosed')
      const known = blocks.properties(data.defaultState)
      for (const pair of this.text.slice(this.at + 1, close).split(',').filter(p => p.trim() !== '')) {
        const [key, value] = pair.split('=').map(part => part.trim())
        if (!(key in known)) throw refuse('argument.block.property.unknown', `minecraft:${name}`, key)
        const states = data.states.find((/** @type {any} */ s) => s.name === key)
        const typed = states.type === 'bool' ? value === 'true' : states.type === 'int' ? Number(value) : value
        if (states.type === 'enum' ? !states.values.includes(value) : states.type === 'int' ? !Number.isInteger(typed) : !['true', 'false'].includes(value)) {
          throw refuse('argument.block.property.invalid', `minecraft:${name}`, value ?? '', key)
        }
        wanted[key] = typed
      }
      this.at = close + 1
    }
    return { state: blocks.stateOf(name, Object.keys(wanted).length > 0 ? wanted : undefined), name, nbt: this.nbt() }
  }

  /** `diamond_sword{Enchantments:[…]}` @returns {{name: string, nbt: any}} */
  item () {
    this.skip()
    const match = /^[a-z0-9_:.-]+/.exec(this.text.slice(this.at))
    const name = bareName(match?.[0] ?? this.word())
    this.at += match?.[0].length ?? 0
    if (!this.ctx.registry.itemsByName[name]) throw refuse('argument.item.id.invalid', `minecraft:${name}`)
    const nbt = this.nbt()
    return { name, nbt: nbt ? { type: 'compound', name: '', value: nbt.value } : null }
  }

  /** An SNBT compound right here, or null. */
  nbt () {
    if (this.text[this.at] !== '{') return null
    return this.snbt()
  }

  snbt () {
    this.skip()
    try {
      const { tag, length } = readSnbt(this.text.slice(this.at))
      this.at += length
      return tag
    } catch (error) {
      if (error instanceof SnbtError) throw new Refusal({ text: error.message })
      throw error
    }
  }

  /** A chat component: all that is left, as JSON. @returns {Component} */
  component () {
    const text = this.rest()
    try {
      const component = JSON.parse(text)
      if (typeof component === 'string') return { text: component }
      if (Array.isArray(component)) return { text: '', extra: component.map(c => typeof c === 'string' ? { text: c } : c) }
      if (component && typeof component === 'object') return component
    } catch {} // told below
    throw refuse('argument.component.invalid', text)
  }

  /** Entities or players that are meant. @param {{players?: boolean, one?: boolean}} [options] @returns {any[]} at least one */
  targets (options) {
    this.skip()
    const match = /^@[a-z](\[(?:[^\]"]|"[^"]*")*\])?|^\S+/.exec(this.text.slice(this.at))
    if (!match) throw refuse('command.unknown.command')
    this.at += match[0].length
    return findTargets(this.ctx, this.source, match[0], options)
  }

  /** Players meant, the source itself when none is named. @returns {any[]} */
  playersOrSelf () {
    if (this.more) return this.targets({ players: true })
    return [this.self()]
  }

  /** The player who runs the command. */
  self () {
    if (!this.source.player) throw refuse('permissions.requires.player')
    return this.source.player
  }
}

/** One coordinate. @param {{x: number, y: number, z: number}} from @param {string} word @param {number} axis 0 to 2 @param {boolean} centred */
function along (from, word, axis, centred) {
  if (word.startsWith('~')) return [from.x, from.y, from.z][axis] + numberOf(word.slice(1) || '0')
  const value = numberOf(word) + (axis === 0 && inNether(from.x) ? NETHER_X : 0)
  return centred && axis !== 1 && /^-?\d+$/.test(word) ? value + 0.5 : value
}

/** @param {string} word */
function numberOf (word) {
  const value = Number(word)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word) || !Number.isFinite(value)) throw refuse('parsing.double.invalid', word)
  return value
}
