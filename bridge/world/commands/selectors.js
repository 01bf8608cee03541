/**
 * Whom a command means: names, and selectors such as `@a[distance=..5]`.
 *
 * Knows type, name, distance, limit, sort, gamemode, level, tag, team, scores, rotations, x/y/z and dx/dy/dz; https://minecraft.wiki/w/Target_selectors.
 * Not known here: advancements, predicates, nbt.
 */
import { createRequire } from 'node:module'
import { refuse } from './reader.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

export const GAME_MODES = ['survival', 'creative', 'adventure', 'spectator']

/**
 * @param {import('../types.d.ts').Ctx} ctx
 * @param {import('./commands.js').Source} source
 * @param {string} text
 * @param {{players?: boolean, one?: boolean}} [options]
 * @returns {any[]}
 */
export function findTargets (ctx, source, text, { players = false, one = false } = {}) {
  if (!text.startsWith('@')) {
    const player = ctx.playerNamed(text)
    if (player) return [player]
    const entity = players ? null : ctx.entities.all().find(e => e.uuid === text)
    if (entity) return [entity]
    throw refuse(players || !/^[0-9a-f-]{36}$/.test(text) ? 'argument.entity.notfound.player' : 'argument.entity.notfound.entity')
  }
  const kind = text[1]
  const wanted = parseOptions(ctx, text.slice(2).replace(/\{[^}]*\}/g, part => part.replaceAll(',', ';')))
  if (!'aprse'.includes(kind)) throw refuse('argument.entity.selector.unknown', text.slice(0, 2))
  if (players && kind === 'e' && !(wanted.type === 'player')) throw refuse('argument.player.entities')
  let limit = wanted.limit ?? (kind === 'p' || kind === 'r' ? 1 : Infinity)
  if (kind === 's') limit = 1
  if (one && limit > 1) throw refuse(players ? 'argument.player.toomany' : 'argument.entity.toomany')

  let found = kind === 's'
    ? [source.entity].filter(Boolean)
    : kind === 'e' ? [...ctx.players.filter(p => !p.survival.dead), ...ctx.entities.all()] : ctx.players.filter(p => kind === 'a' || !p.survival.dead)
  const centre = new Vec3(wanted.x ?? source.position.x, wanted.y ?? source.position.y, wanted.z ?? source.position.z)
  found = found.filter(entity => wanted.tests.every(test => test(entity, centre)))
  const sort = wanted.sort ?? (kind === 'p' ? 'nearest' : kind === 'r' ? 'random' : 'arbitrary')
  if (sort === 'nearest' || sort === 'furthest') {
    const way = sort === 'nearest' ? 1 : -1
    found.sort((a, b) => way * (a.position.distanceSquared(centre) - b.position.distanceSquared(centre)))
  } else if (sort === 'random') {
    for (let i = found.length - 1; i > 0; i--) {
      const j = ctx.randomInt(0, i)
      const other = found[j]
      found[j] = found[i]
      found[i] = other
    }
  }
  if (found.length > limit) found = found.slice(0, limit)
  if (found.length === 0) throw refuse(players || kind === 'a' || kind === 'p' ? 'argument.entity.notfound.player' : 'argument.entity.notfound.entity')
  return found
}

/** @param {import('../types.d.ts').Ctx} ctx @param {string} text `[…]` or nothing; commas in braces are semicolons */
function parseOptions (ctx, text) {
  /** @type {{tests: ((entity: any, centre: any) => boolean)[], limit?: number, sort?: string, type?: string, x?: number, y?: number, z?: number}} */
  const wanted = { tests: [] }
  /** @type {Record<string, number>} */
  const box = {}
  if (text === '') return wanted
  for (const pair of text.slice(1, -1).match(/(?:[^,"]|"[^"]*")+/g) ?? []) {
    const split = pair.indexOf('=')
    if (split < 0) throw refuse('argument.entity.options.valueless', pair.trim())
    const key = pair.slice(0, split).trim()
    const raw = pair.slice(split + 1).trim()
    const not = raw.startsWith('!')
    const value = raw.replace(/^!/, '').replace(/^"(.*)"$/, '$1')
    const bare = value.replace(/^minecraft:/, '')
    switch (key) {
      case 'type':
        if (!not) wanted.type = bare
        wanted.tests.push(e => (e.name === bare) !== not)
        break
      case 'name': wanted.tests.push(e => ((e.username ?? e.customName ?? e.name) === value) !== not); break
      case 'gamemode': wanted.tests.push(e => (e.kind === 'player' && GAME_MODES[e.gameMode] === value) !== not); break
      case 'tag': wanted.tests.push(e => { const tags = ctx.commands.tagsOf(e); return (value === '' ? tags.length === 0 : tags.includes(value)) !== not }); break
      case 'team': wanted.tests.push(e => { const team = ctx.commands.teamOf(e.username ?? e.uuid); return (value === '' ? team === null : team === value) !== not }); break
      case 'scores': {
        const bounds = value.replace(/^\{|\}$/g, '').split(';').filter(Boolean).map(pair => { const [id, text] = pair.split('='); return { id: id.trim(), ...range((text ?? '').trim()) } })
        wanted.tests.push(e => bounds.every(({ id, low, high }) => { const score = ctx.commands.scores.get(id, e.username ?? e.uuid); return score !== null && score >= low && score <= high }))
        break
      }
      case 'x_rotation': case 'y_rotation': {
        const { low, high } = range(value)
        const of = key === 'x_rotation' ? 'pitch' : 'yaw'
        wanted.tests.push(e => e[of] >= low && e[of] <= high)
        break
      }
      case 'limit': wanted.limit = Math.max(1, Number(value) || 1); break
      case 'sort': wanted.sort = value; break
      case 'distance': {
        const { low, high } = range(value)
        wanted.tests.push((e, centre) => { const d = e.position.distanceTo(centre); return d >= low && d <= high })
        break
      }
      case 'level': {
        const { low, high } = range(value)
        wanted.tests.push(e => e.kind === 'player' && e.survival.xp.level >= low && e.survival.xp.level <= high)
        break
      }
      case 'x': case 'y': case 'z': wanted[key] = Number(value); break
      case 'dx': case 'dy': case 'dz': box[key] = Number(value); break
      default: throw refuse('argument.entity.options.unknown', key)
    }
  }
  if (Object.keys(box).length > 0) {
    wanted.tests.push((e, centre) => ['x', 'y', 'z'].every(axis => {
      const far = centre[axis] + (box[`d${axis}`] ?? 0)
      return e.position[axis] >= Math.min(centre[axis], far) - 0.5 && e.position[axis] <= Math.max(centre[axis], far) + 1
    }))
  }
  return wanted
}

/** `3`, `3..`, `..5`, `3..5` @param {string} text */
export function range (text) {
  const [low, high, more] = text.split('..')
  if (more !== undefined || text === '' || text === '..' || ![low, high ?? ''].every(bound => /^(-?(\d+\.?\d*|\.\d+))?$/.test(bound))) throw refuse('argument.range.empty')
  if (high === undefined) return { low: Number(text), high: Number(text) }
  return { low: low === '' ? -Infinity : Number(low), high: high === '' ? Infinity : Number(high) }
}
