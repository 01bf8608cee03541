/**
 * The typed failure that primitives throw.
 *
 * Knows the shape only; which kinds exist is agreed with voyager/core/records.py (FAULT_KINDS).
 */

/** What a primitive throws: `kind` is for programs, `message` for people, `details` for both. */
export class Failure extends Error {
  /**
   * @param {string} kind one of FAULT_KINDS
   * @param {string} message what happened, to what, and what would help
   * @param {Record<string, unknown>} [details] plain values; anything else is turned into text
   */
  constructor (kind, message, details = {}) {
    super(message)
    this.name = 'Failure'
    this.kind = kind
    /** @type {Record<string, string | number | boolean | null>} */
    this.details = {}
    for (const [key, value] of Object.entries(details)) {
      if (value === undefined) continue
      this.details[key] = value === null || ['string', 'number', 'boolean'].includes(typeof value)
        ? /** @type {string | number | boolean | null} */ (value)
        : String(value)
    }
  }
}

/**
 * Throw a Failure.
 * @param {string} kind
 * @param {string} message
 * @param {Record<string, unknown>} [details]
 * @returns {never}
 */
export function fail (kind, message, details) {
  throw new Failure(kind, message, details)
}

/**
 * Whether an error is a Failure (of one of `kinds`, when given).
 * @param {unknown} error
 * @param {...string} kinds
 * @returns {error is Failure}
 */
export function isFailure (error, ...kinds) {
  const kind = /** @type {{name?: string, kind?: string}} */ (error)?.kind
  return /** @type {{name?: string}} */ (error)?.name === 'Failure' && typeof kind === 'string' &&
    (kinds.length === 0 || kinds.includes(kind))
}
