/**
 * The tree of commands that clients are told, by which they colour and complete what is typed.
 *
 * Knows names and that the server completes the rest (tab_complete); does not know what each command takes.
 * Source: https://minecraft.wiki/w/Java_Edition_protocol/Command_data (1.20.4).
 */

const ROOT = 0
const LITERAL = 1
const ARGUMENT = 2

/** @param {string[]} names @returns {object} params of declare_commands */
export function commandTree (names) {
  const flags = (/** @type {number} */ type, /** @type {boolean} */ runs, asks = false) => ({
    unused: 0, has_custom_suggestions: asks ? 1 : 0, has_redirect_node: 0, has_command: runs ? 1 : 0, command_node_type: type
  })
  const rest = names.length + 1 // one argument node serves all
  return {
    nodes: [
      { flags: flags(ROOT, false), children: names.map((_, at) => at + 1), redirectNode: undefined, extraNodeData: undefined },
      ...names.map(name => ({ flags: flags(LITERAL, true), children: [rest], redirectNode: undefined, extraNodeData: { name } })),
      {
        flags: flags(ARGUMENT, true, true),
        children: [],
        redirectNode: undefined,
        extraNodeData: { name: 'arguments', parser: 'brigadier:string', properties: 'GREEDY_PHRASE', suggestionType: 'minecraft:ask_server' }
      }
    ],
    rootIndex: 0
  }
}
