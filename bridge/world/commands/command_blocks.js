/**
 * Command blocks: written by operators in creative mode, run when power comes.
 *
 * Knows the ones that act once per impulse; chains, repeating ones and conditions are kept as blocks but do nothing.
 * The command is kept in ctx.tiles as {type: 'command_block', command, powered}. Source: https://minecraft.wiki/w/Command_Block (Java 1.20).
 * @module
 */

const LONGEST = 32500 // letters of a command; the packet's own bound
const NAMES = ['chain_command_block', 'repeating_command_block', 'command_block'] // by the packet's mode

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, tiles } = ctx
  const key = (/** @type {import('../types.d.ts').Point} */ p) => `${p.x},${p.y},${p.z}`

  ctx.onPacket('update_command_block', (player, { location, command, mode }) => {
    const name = blocks.name(location.x, location.y, location.z) ?? ''
    if (typeof command !== 'string' || command.length > LONGEST || !NAMES.includes(name)) return
    if (!player.op || player.gameMode !== 1) return player.tell({ translate: 'advMode.notAllowed' })
    const wanted = NAMES[mode] ?? name
    const state = blocks.get(location.x, location.y, location.z) ?? 0
    const { facing } = blocks.properties(state)
    const tile = { type: 'command_block', command, powered: tiles.get(key(location))?.powered === true }
    if (wanted !== name) blocks.set(location, blocks.stateOf(wanted, { facing }), { by: player, cause: 'used' }) // what the old block held goes with it
    tiles.set(key(location), tile)
    for (const other of ctx.players) blocks.resend(other, location)
    if (command !== '') player.tell({ translate: 'advMode.setCommand.success', with: [command] })
    return undefined
  })

  blocks.onChange((position, before, after) => {
    if (NAMES.includes(blocks.states.names[before]) && !NAMES.includes(blocks.states.names[after])) tiles.delete(key(position))
  })

  ctx.commandBlocks = {
    /** Power has come or gone. @param {import('../types.d.ts').Point} p @param {boolean} powered */
    powered (p, powered) {
      const tile = tiles.get(key(p)) ?? { type: 'command_block', command: '', powered: false }
      const rising = powered && !tile.powered
      tile.powered = powered
      tiles.set(key(p), tile)
      if (!rising || tile.command === '' || ctx.rules.commandBlocks === false) return
      const source = ctx.commands.consoleSource(() => {})
      ctx.commands.run({ ...source, name: '@', silent: true, position: source.position.set(p.x + 0.5, p.y + 0.5, p.z + 0.5) }, tile.command)
    }
  }
}
