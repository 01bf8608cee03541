/**
 * Turns whatever a program threw into a Fault: kind, message, and the line of the program it belongs to.
 *
 * Knows stack traces and which files the runner compiled. Does not know the world. What was thrown is the
 * program's own value: every look at it may throw, so each is guarded.
 */
import { clip, fault, MESSAGE_LENGTH } from '../protocol.js'

/** @typedef {import('../protocol.js').Fault} Fault */
/** @typedef {{role: 'program'|'skill'|'primitive', lines: string[]}} KnownFile */
/** @typedef {Map<string, KnownFile>} Sources  file name (`mineLog.js`) → what it holds */

/** Names of errors that Mineflayer's plugins throw, in our words. */
const PLUGIN_KINDS = /** @type {Record<string, string>} */ ({ NoPath: 'no_path', Timeout: 'timed_out' })

/**
 * @param {Source[]} programs @param {Source[]} skills @param {Source[]} primitives
 * @typedef {import('../protocol.js').Source} Source
 * @returns {Sources}
 */
export function knownFiles (programs, skills, primitives) {
  /** @type {Sources} */
  const files = new Map()
  for (const [role, sources] of /** @type {const} */ ([['primitive', primitives], ['skill', skills], ['program', programs]])) {
    for (const { name, code } of sources) files.set(`${name}.js`, { role, lines: code.split('\n') })
  }
  return files
}

/**
 * @param {unknown} thrown
 * @param {Sources} sources
 * @param {string} [kind] used when the thrown value does not say its own
 * @returns {Fault}
 */
export function faultOf (thrown, sources, kind = 'threw') {
  const name = textOf(thrown, 'name')
  const message = textOf(thrown, 'message')
  const own = textOf(thrown, 'kind')
  const place = placeOf(textOf(thrown, 'stack') ?? '', sources)
  if (name === 'Failure' && own) {
    return fault({ kind: own, message: message ?? '', ...place, details: detailsOf(thrown) })
  }
  if (name && name in PLUGIN_KINDS) return fault({ kind: PLUGIN_KINDS[name], message: message ?? name, ...place })
  if (message === null) {
    return fault({ kind, message: `The program threw ${described(thrown)} where an Error was expected.`, ...place })
  }
  const said = name && name !== 'Error' ? `${name}: ${message}` : message || 'an Error without a message'
  return fault({ kind, message: said, ...place })
}

/**
 * Whether the stack of what was thrown passes through code that the runner compiled.
 * @param {unknown} thrown @param {Sources} sources
 */
export function comesFrom (thrown, sources) {
  return placeOf(textOf(thrown, 'stack') ?? '', sources).file !== null
}

/** The line of `file` that a stack trace passes through, the innermost one. @param {string} stack @param {string} file @returns {number | null} */
export function lineIn (stack, file) {
  for (const frame of stack.split('\n')) {
    const at = /(?:^|[\s(])([A-Za-z_$][\w$]*\.js):(\d+)(?::\d+)?\)?$/.exec(frame.trim())
    if (at?.[1] === file) return Number(at[2])
  }
  return null
}

/**
 * The frame to show: the innermost line of the program or of a skill, else of a primitive.
 * @param {string} stack
 * @param {Sources} sources
 * @returns {{file: string | null, line: number | null, source_line: string | null}}
 */
export function placeOf (stack, sources) {
  /** @type {{file: string | null, line: number | null, source_line: string | null}} */
  let best = { file: null, line: null, source_line: null }
  for (const frame of stack.slice(0, 20_000).split('\n').slice(0, 120)) {
    const found = /(?:^|[\s(/])([A-Za-z_$][\w$]*\.js):(\d+)(?::\d+)?\)?$/.exec(frame.trim())
    if (!found || !/^(at |[A-Za-z_$][\w$]*\.js:)/.test(frame.trim()) || frame.includes('/' + found[1])) continue
    const known = sources.get(found[1])
    if (!known) continue
    const line = Number(found[2])
    if (line < 1 || line > known.lines.length) continue
    const place = { file: found[1], line, source_line: known.lines[line - 1].trim() }
    if (known.role !== 'primitive') return place
    if (best.file === null) best = place
  }
  return best
}

/**
 * A property of a value that may be hostile, as text; null when it has none.
 * @param {any} thrown @param {string} key
 * @returns {string | null}
 */
function textOf (thrown, key) {
  try {
    if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function')) return null
    const value = thrown[key]
    return typeof value === 'string' ? value.slice(0, 20_000) : null
  } catch {
    return null
  }
}

/** @param {any} thrown @returns {Fault['details']} */
function detailsOf (thrown) {
  /** @type {Fault['details']} */
  const details = {}
  try {
    for (const key of Object.keys(thrown.details ?? {}).slice(0, 20)) {
      const value = thrown.details[key]
      if (typeof value === 'number' ? Number.isFinite(value) : value === null || typeof value === 'boolean') {
        details[clip(key, 60)] = value
      } else if (typeof value === 'string') {
        details[clip(key, 60)] = clip(value, 200)
      }
    }
  } catch {
    return details
  }
  return details
}

/** @param {unknown} thrown */
export function described (thrown) {
  try {
    if (typeof thrown === 'string') return `the text ${JSON.stringify(clip(thrown, 200))}`
    if (thrown === undefined || thrown === null || typeof thrown === 'number' || typeof thrown === 'boolean') {
      return String(thrown)
    }
    if (typeof thrown === 'object') return `an object ${clip(JSON.stringify(thrown) ?? '', MESSAGE_LENGTH / 2)}`
    return `a ${typeof thrown}`
  } catch {
    return 'an object that cannot be read'
  }
}
