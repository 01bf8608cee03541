/**
 * What players say: chat, whispers, and the commands that everyone may use.
 *
 * Knows the chat packets of 1.20.4 (unsigned, as on a server in offline mode). Operator commands are in commands.js.
 */
import { toNbt } from '../text.js'

const LONGEST = 256 // characters; https://minecraft.wiki/w/Java_Edition_protocol/Packets#Chat_Message

/** @typedef {import('../types.d.ts').Player} Player */

/** @param {import('../types.d.ts').Ctx} ctx */
export function installChat (ctx) {
  const types = chatTypes(ctx.registry)
  /** @type {((player: Player, line: string) => boolean | void)[]} */
  const commands = []
  ctx.onCommand = handler => { commands.push(handler) }

  /** @param {Player} player @param {unknown} text @returns {string | null} */
  function checked (player, text) {
    if (typeof text !== 'string' || text.length > LONGEST) {
      player.kick({ translate: 'multiplayer.disconnect.chat_validation_failed' })
      return null
    }
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f§]/.test(text)) {
      player.kick({ translate: 'multiplayer.disconnect.illegal_characters' })
      return null
    }
    return text.trim() === '' ? null : text
  }

  /** @param {Player} to @param {Player} from @param {string} text @param {string} type @param {Player} [target] */
  function deliver (to, from, text, type, target) {
    to.send('player_chat', {
      senderUuid: from.uuid,
      index: 0,
      signature: undefined,
      plainMessage: text,
      timestamp: BigInt(ctx.tick() * 50),
      salt: 0n,
      previousMessages: [],
      unsignedChatContent: undefined,
      filterType: 0,
      type: types[type],
      networkName: toNbt({ text: from.username }),
      networkTargetName: target ? toNbt({ text: target.username }) : undefined
    })
  }

  ctx.onPacket('chat_message', (player, data) => {
    const text = checked(player, data.message)
    if (text === null) return
    for (const other of ctx.players) deliver(other, player, text, 'chat')
    ctx.emit('chat', player, text)
  })

  ctx.onPacket('chat_command', (player, data) => {
    const line = checked(player, data.command)
    if (line === null) return
    const [word, ...rest] = line.split(' ')
    if ((word === 'tell' || word === 'msg' || word === 'w') && !rest[0]?.startsWith('@')) return whisper(player, rest)
    if (word === 'me') {
      for (const other of ctx.players) deliver(other, player, rest.join(' '), 'emote_command')
      return
    }
    for (const handler of commands) if (handler(player, line) === true) return
  })

  /** @param {Player} player @param {string[]} words */
  function whisper (player, words) {
    const target = ctx.playerNamed(words[0] ?? '')
    if (!target) return player.tell({ translate: 'argument.entity.notfound.player', color: 'red' })
    const text = words.slice(1).join(' ')
    if (text === '') return
    deliver(player, player, text, 'msg_command_outgoing', target)
    deliver(target, player, text, 'msg_command_incoming', target)
  }

  ctx.say = message => {
    for (const player of ctx.players) player.tell(message)
    ctx.emit('said', message)
  }
}

/** Chat type name → its id in the registry that the client was sent. @param {any} registry @returns {Record<string, number>} */
function chatTypes (registry) {
  /** @type {Record<string, number>} */
  const ids = {}
  const list = registry.loginPacket?.dimensionCodec?.value?.['minecraft:chat_type']?.value?.value?.value?.value ?? []
  for (const entry of list) ids[entry.name.value.replace('minecraft:', '')] = entry.id.value
  return { chat: 0, say_command: 1, msg_command_incoming: 2, msg_command_outgoing: 3, team_msg_command_incoming: 4, team_msg_command_outgoing: 5, emote_command: 6, ...ids }
}
