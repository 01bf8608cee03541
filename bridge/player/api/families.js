/**
 * Names that stand for several kinds: `log` for the log of any tree, `planks`, `wool` and so on.
 *
 * The same rule as voyager/core/knowledge.py (FAMILIES), so that programs and goals mean the same by a word.
 */

/** Family → the ending that its members' names share. */
const ENDINGS = new Map([['log', '_log'], ['planks', '_planks'], ['wool', '_wool'], ['bed', '_bed'], ['sapling', '_sapling'], ['leaves', '_leaves']])

/** Whether a word names a family. @param {string} name */
export const isFamily = name => ENDINGS.has(name)

/**
 * Whether `name` is a member of `family`.
 * @param {string} name @param {string} family
 */
export function inFamily (name, family) {
  const ending = ENDINGS.get(family)
  return ending !== undefined && name.endsWith(ending) && !/^(stripped|potted)_/.test(name)
}
