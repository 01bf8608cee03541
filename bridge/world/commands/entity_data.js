/**
 * What `data get entity` shows: an entity's own data as SNBT, whole or by a path such as `Pos[1]` or `Inventory[0].id`.
 *
 * Knows place, motion, turn, health, fire, tags; of players food, experience, game mode, inventory; of creatures age and stillness; of items their stack.
 * Names of tags: https://minecraft.wiki/w/Entity_format, /w/Player.dat_format (Java Edition 1.20.4). Every other tag is missing, filters in paths
 * (`[{Slot:0b}]`) are not known.
 */
import { ownX } from '../land/dimensions.js'

/** @typedef {{type: string, value: any}} Tag as prismarine-nbt writes it */

const num = (/** @type {string} */ type) => (/** @type {number} */ value) => ({ type, value })
const byte = num('byte')
const short = num('short')
const int = num('int')
const float = num('float')
const double = num('double')
const string = (/** @type {string} */ value) => ({ type: 'string', value })
const compound = (/** @type {Record<string, Tag>} */ value) => ({ type: 'compound', value })
/** @param {Tag[]} tags @returns {Tag} */
const list = tags => ({ type: 'list', value: { type: tags[0]?.type ?? 'end', value: tags.map(tag => tag.value) } })

const ARMOUR = /** @type {Record<number, number>} */ ({ 8: 100, 7: 101, 6: 102, 5: 103, 45: -106 }) // window slot → Slot of NBT
const SUFFIX = /** @type {Record<string, string>} */ ({ byte: 'b', short: 's', long: 'L', float: 'f', double: 'd' })

/** @param {any} item @param {number} [slot] @returns {Tag} */
function stack (item, slot) {
  const tags = /** @type {Record<string, Tag>} */ (slot === undefined ? {} : { Slot: byte(slot) })
  tags.id = string(`minecraft:${item.name}`)
  tags.Count = byte(item.count)
  if (item.nbt?.value && Object.keys(item.nbt.value).length > 0) tags.tag = compound(item.nbt.value)
  return compound(tags)
}

/** @param {any} player @returns {Record<string, Tag>} */
function ofPlayer (player) {
  const { survival, inventory: { slots } } = player
  const inventory = []
  for (let slot = 36; slot <= 44; slot++) if (slots[slot]) inventory.push(stack(slots[slot], slot - 36))
  for (let slot = 9; slot <= 35; slot++) if (slots[slot]) inventory.push(stack(slots[slot], slot))
  for (const slot of [8, 7, 6, 5, 45]) if (slots[slot]) inventory.push(stack(slots[slot], ARMOUR[slot]))
  const held = slots[36 + player.heldItemSlot]
  return {
    ...held ? { SelectedItem: stack(held) } : {},
    Inventory: list(inventory),
    SelectedItemSlot: int(player.heldItemSlot),
    foodLevel: int(survival.food),
    foodSaturationLevel: float(survival.saturation),
    XpLevel: int(survival.xp.level),
    XpTotal: int(survival.xp.total ?? 0),
    playerGameType: int(player.gameMode),
    Dimension: string(player.nether ? 'minecraft:the_nether' : 'minecraft:overworld')
  }
}

/**
 * An entity's data.
 * @param {any} entity @param {string[]} tags that commands have given it
 * @returns {Tag}
 */
export function entityData (entity, tags) {
  const { position: p, velocity: v } = entity
  const isPlayer = entity.kind === 'player'
  return compound({
    Pos: list([double(ownX(p.x)), double(p.y), double(p.z)]),
    Motion: list([double(v?.x ?? 0), double(v?.y ?? 0), double(v?.z ?? 0)]),
    Rotation: list([float(entity.yaw), float(entity.pitch)]),
    OnGround: byte(entity.onGround ? 1 : 0),
    Air: short(isPlayer ? entity.survival.air : 300),
    Fire: short(Math.max(-20, (isPlayer ? entity.survival.fire : entity.fire) || -20)),
    ...tags.length > 0 ? { Tags: list(tags.map(string)) } : {},
    ...isPlayer || entity.kind === 'mob' ? { Health: float(entity.health) } : {},
    ...isPlayer ? ofPlayer(entity) : { id: string(`minecraft:${entity.name}`) },
    ...entity.kind === 'mob' ? { Age: int(entity.growing > 0 ? -entity.growing : 0), NoAI: byte(entity.still ? 1 : 0) } : {},
    ...entity.item ? { Item: stack(entity.item) } : {}
  })
}

/**
 * The tag at a path.
 * @param {Tag} tag @param {string} path @returns {Tag | null}
 */
export function tagAt (tag, path) {
  let at = /** @type {Tag | null} */ (tag)
  for (const part of path.match(/[^.[\]]+|\[-?\d+\]/g) ?? []) {
    if (!at) return null
    const index = /^\[(-?\d+)\]$/.exec(part)?.[1]
    if (index === undefined) at = at.type === 'compound' ? at.value[part.replace(/^"(.*)"$/, '$1')] ?? null : null
    else if (at.type !== 'list') return null
    else {
      /** @type {any[]} */
      const items = at.value.value
      const value = items[Number(index) < 0 ? items.length + Number(index) : Number(index)]
      at = value === undefined ? null : { type: at.value.type, value }
    }
  }
  return at
}

/** How vanilla writes a tag. @param {Tag} tag @returns {string} */
export function snbtOf ({ type, value }) {
  if (type === 'compound') return `{${Object.entries(value).map(([key, tag]) => `${/^[A-Za-z0-9._+-]+$/.test(key) ? key : JSON.stringify(key)}: ${snbtOf(/** @type {Tag} */ (tag))}`).join(', ')}}`
  if (type === 'list') return `[${value.value.map((/** @type {any} */ item) => snbtOf({ type: value.type, value: item })).join(', ')}]`
  if (type === 'string') return JSON.stringify(value)
  if (type === 'float' || type === 'double') return `${Number.isInteger(value) ? value.toFixed(1) : type === 'float' ? Number(value.toPrecision(8)) : value}${SUFFIX[type]}`
  return `${Array.isArray(value) ? JSON.stringify(value) : value}${SUFFIX[type] ?? ''}`
}
