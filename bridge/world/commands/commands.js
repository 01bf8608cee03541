/**
 * Commands: who may run which, and how they are answered.
 *
 * Knows sources (players, the console, `execute`), permission and feedback. What each command does is in commands/.
 * A player who is no operator is told that the command does not exist, as on a vanilla server.
 */
import { createRequire } from 'node:module'
import { Reader, Refusal } from './reader.js'
import { installAccess } from './access.js'
import { installCreatures } from './creatures.js'
import { installErrands } from './errands.js'
import { installLessons } from './lessons.js'
import { installSeek } from './seek.js'
import { installScoreboard, installTeams } from './boards.js'
import { installGeneral } from './general.js'
import { installLand } from './land.js'
import { installPeople } from './people.js'
import { installRun } from './run.js'
import { installShow } from './show.js'
import { installSpread } from './spread.js'
import { installThings } from './things.js'
import { commandTree } from './tree.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @typedef {import('../text.js').Component} Component */

const SPOKEN = ['me', 'msg', 'tell', 'w'] // chat.js sees to these

/**
 * @typedef {object} Source whoever runs a command
 * @property {any} player the player, or null
 * @property {any} entity who `@s` is, or null
 * @property {any} position Vec3
 * @property {number} yaw degrees
 * @property {number} pitch degrees
 * @property {string} name
 * @property {boolean} op
 * @property {boolean} [silent] no feedback
 * @property {(message: Component) => void} tell
 */

/**
 * @typedef {object} Command
 * @property {boolean} [everyone] players who are no operators may use it
 * @property {(source: Source, args: Reader) => void} run
 * @property {string[][]} [words] what may be completed at the first, second … argument
 */

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  /** @type {Map<string, Command>} */
  const commands = new Map()
  /** Names (small letters) of operators. @type {Set<string>} */
  const ops = new Set()
  /** @param {string | string[]} names @param {Command} command */
  const add = (names, command) => { for (const name of [names].flat()) commands.set(name, command) }

  ctx.persist('operators', { save: () => [...ops].sort(), load: saved => { for (const name of saved) ops.add(name) } })

  /**
   * Feedback of what was done: to the source, and in grey to the other operators.
   * @param {Source} source @param {Component} message @param {boolean} [quiet] not to the others
   */
  function answer (source, message, quiet = false) {
    if (source.silent || ctx.rules.sendCommandFeedback === false) return
    source.tell(message)
    if (quiet) return
    const told = { translate: 'chat.type.admin', with: [source.name, message], color: 'gray', italic: true }
    for (const player of ctx.players) if (player.op && player !== source.player) player.tell(told)
    if (source.player) ctx.emit('admin', told)
  }

  /**
   * Run one line.
   * @param {Source} source
   * @param {string} line with or without its slash
   * @returns {boolean} whether it was done
   */
  function run (source, line) {
    const text = line.replace(/^\//, '')
    const name = /^\S*/.exec(text)?.[0].replace(/^minecraft:/, '') ?? ''
    const command = commands.get(name)
    if (!command || !(source.op || command.everyone)) {
      refuseLine(source, { translate: 'command.unknown.command' }, text, 0)
      return false
    }
    const reader = new Reader(text, ctx, source)
    try {
      reader.word()
      command.run(source, reader)
      return true
    } catch (error) {
      if (error instanceof Refusal) {
        const { component } = error
        const syntax = typeof component === 'object' && /^(command\.|parsing\.|argument\.(?!entity\.notfound|pos\.(unloaded|outof)|player\.unknown))/.test(component.translate ?? '')
        if (syntax) refuseLine(source, component, text, reader.at)
        else source.tell(red(component))
      } else {
        ctx.guard(`command ${name}`, () => { throw error })
        source.tell(red({ translate: 'command.failed' }))
      }
      return false
    }
  }

  /** @param {Source} source @param {Component} reason @param {string} text @param {number} at */
  function refuseLine (source, reason, text, at) {
    source.tell(red(reason))
    const before = text.slice(Math.max(0, at - 10), at)
    source.tell({
      text: '',
      extra: [
        { text: (at > 10 ? '...' : '') + before, color: 'gray' },
        { text: text.slice(at), color: 'red', underlined: true },
        { translate: 'command.context.here', color: 'red', italic: true }
      ]
    })
  }

  /** @param {any} player @returns {Source} */
  const sourceOf = player => ({
    player,
    entity: player,
    position: player.position.clone(),
    yaw: player.yaw,
    pitch: player.pitch,
    name: player.username,
    op: player.op,
    tell: message => player.tell(message)
  })

  /** The console. @param {(message: Component) => void} tell @returns {Source} */
  const consoleSource = tell => ({
    player: null, entity: null, position: ctx.spawnPoint.clone(), yaw: 0, pitch: 0, name: 'Server', op: true, tell
  })

  /** @param {string} name @param {boolean} op */
  function setOperator (name, op) {
    const small = name.toLowerCase()
    if (ops.has(small) === op) return false
    if (op) ops.add(small)
    else ops.delete(small)
    const player = ctx.playerNamed(name)
    if (player) {
      player.op = op
      player.send('entity_status', { entityId: player.id, entityStatus: op ? 28 : 24 })
      player.send('declare_commands', commandTree(open(player)))
    }
    return true
  }
  /** Names of the commands that a player may use. @param {any} player */
  const open = player => [...new Set([...SPOKEN, ...[...commands].filter(([, c]) => player.op || c.everyone).map(([name]) => name)])]

  ctx.commands = { add, run, answer, sourceOf, consoleSource, setOperator, isOperator: (/** @type {string} */ name) => ops.has(name.toLowerCase()), teamOf: () => null, names: () => [...commands.keys()] }
  installGeneral(ctx)
  installLand(ctx)
  installPeople(ctx)
  installRun(ctx)
  installShow(ctx)
  installSpread(ctx)
  installThings(ctx)
  installScoreboard(ctx)
  installTeams(ctx)
  installAccess(ctx)
  installCreatures(ctx)
  installErrands(ctx)
  installLessons(ctx)
  installSeek(ctx)

  ctx.onJoin(player => {
    player.op = ops.has(player.username.toLowerCase())
    player.send('entity_status', { entityId: player.id, entityStatus: player.op ? 28 : 24 })
    if (!player.informed) player.send('declare_commands', commandTree(open(player)))
  })
  ctx.onCommand((player, line) => {
    run(sourceOf(player), line)
    return true
  })

  ctx.onPacket('tab_complete', (player, data) => {
    if (typeof data.text !== 'string' || data.text.length > 256) return
    const text = data.text.replace(/^\//, '')
    const words = text.split(' ')
    const last = words[words.length - 1]
    const known = words.length === 1
      ? open(player)
      : suggestions(player, words)
    const matches = known.filter(word => completes(last, word)).sort().slice(0, 200).map(match => ({ match, tooltip: undefined }))
    player.send('tab_complete', {
      transactionId: data.transactionId, start: data.text.length - last.length, length: last.length, matches
    })
  })

  /** @param {any} player @param {string[]} words */
  function suggestions (player, words) {
    const command = commands.get(words[0])
    if (!command || !(player.op || command.everyone)) return []
    const wanted = command.words?.[words.length - 2] ?? []
    return wanted.flatMap(word => {
      if (word === '<player>') return ctx.players.map(p => p.username)
      if (word === '<item>') return ctx.registry.itemsArray.map((/** @type {any} */ i) => `minecraft:${i.name}`)
      if (word === '<block>') return ctx.registry.blocksArray.map((/** @type {any} */ b) => `minecraft:${b.name}`)
      if (word === '<effect>') return [...ctx.effects.ids.keys()].map(name => `minecraft:${name}`)
      if (word === '<entity>') return ctx.registry.entitiesArray.map((/** @type {any} */ e) => `minecraft:${e.name}`)
      if (word === '<biome>') return Object.keys(ctx.registry.biomesByName).map(name => `minecraft:${name}`)
      if (word === '<rule>') return Object.keys(ctx.rules)
      return [word]
    })
  }
}

/**
 * Whether a word may be what is being typed: a name is also found by any of its parts, without its namespace, as in vanilla's SharedSuggestionProvider.
 * @param {string} typed @param {string} word
 */
function completes (typed, word) {
  if (word.startsWith(typed)) return true
  const name = /^minecraft:(.*)$/.exec(word)?.[1]
  return name !== undefined && !typed.includes(':') && `_${name}`.includes(`_${typed}`)
}

/** @param {Component} component @returns {Component} */
const red = component => ({ ...(typeof component === 'string' ? { text: component } : component), color: 'red' })

/** An item's name in brackets, as in vanilla's messages. @param {import('../types.d.ts').Ctx} ctx @param {string} name @returns {Component} */
export function itemName (ctx, name) {
  const key = ctx.registry.blocksByName[name] ? `block.minecraft.${name}` : `item.minecraft.${name}`
  return { translate: 'chat.square_brackets', with: [{ translate: key }], color: 'white' }
}

/** @param {number} x @param {number} y @param {number} z */
export const vector = (x, y, z) => new Vec3(x, y, z)
