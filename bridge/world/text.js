/**
 * Chat components: from their JSON form to the NBT that 1.20.3+ puts on the wire.
 *
 * Knows components only; who says what to whom is decided elsewhere.
 */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** @typedef {string | {[key: string]: any}} Component */

/**
 * @param {Component} component text, or a JSON chat component
 * @returns {any} the same as NBT
 */
export function toNbt (component) {
  // vanilla writes a component that is nothing but text as a bare string
  if (typeof component === 'string') return { type: 'string', name: '', value: component }
  const keys = Object.keys(component)
  if (keys.length === 1 && keys[0] === 'text') return { type: 'string', name: '', value: String(component.text) }
  return { type: 'compound', name: '', value: compound(component).value }
}

/** @param {{[key: string]: any}} object */
function compound (object) {
  /** @type {{[key: string]: any}} */
  const value = {}
  for (const [key, entry] of Object.entries(object)) {
    if (entry === undefined || entry === null) continue
    value[key] = tag(entry)
  }
  return { type: 'compound', value }
}

/** @param {any} entry @returns {any} */
function tag (entry) {
  if (typeof entry === 'string') return { type: 'string', value: entry }
  if (typeof entry === 'boolean') return { type: 'byte', value: entry ? 1 : 0 }
  if (typeof entry === 'number') {
    return Number.isInteger(entry) && Math.abs(entry) <= 0x7fffffff ? { type: 'int', value: entry } : { type: 'double', value: entry }
  }
  if (Array.isArray(entry)) {
    // an NBT list holds one type only: make every element a component
    const elements = entry.map(e => compound(typeof e === 'object' ? e : { text: String(e) }).value)
    return { type: 'list', value: { type: elements.length > 0 ? 'compound' : 'end', value: elements } }
  }
  return compound(entry)
}

/** @param {string} key @param {...(Component | number)} parameters @returns {Component} */
export function translate (key, ...parameters) {
  return { translate: key, with: parameters.map(p => typeof p === 'number' ? String(p) : p) }
}

/** What the component reads like in English, for the console. @param {Component} component @returns {string} */
export function plain (component) {
  const language = require('minecraft-data')('1.20.4').language
  if (typeof component === 'string') return component
  let text = component.text ?? ''
  if (component.translate) {
    const parts = (component.with ?? []).map(plain)
    let next = 0
    text += String(language[component.translate] ?? component.translate)
      .replace(/%(?:(\d+)\$)?[sd]|%%/g, (match, index) => match === '%%' ? '%' : parts[index ? index - 1 : next++] ?? '')
  }
  for (const extra of component.extra ?? []) text += plain(extra)
  return text
}

/** The name of a player or entity as a component: players' can be clicked and shift-clicked. @param {any} entity @returns {Component} */
export function nameOf (entity) {
  if (entity.kind !== 'player') return { translate: `entity.minecraft.${entity.name}` }
  return {
    text: entity.username,
    insertion: entity.username,
    clickEvent: { action: 'suggest_command', value: `/tell ${entity.username} ` },
    hoverEvent: { action: 'show_entity', contents: { type: 'minecraft:player', id: entity.uuid, name: { text: entity.username } } }
  }
}
