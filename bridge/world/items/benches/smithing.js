/**
 * The smithing table: diamond gear to netherite, and trims on armour.
 * Rules: https://minecraft.wiki/w/Smithing_Table, /w/Armor_Trim (Java Edition 1.20). What a piece had (wear, enchantments, name) it keeps.
 */
import { armourSlot } from '../views.js'

/** @param {import('../../types.d.ts').Ctx} ctx */
export function installSmithing (ctx) {
  const { upgrade, trim_template: trimTemplate, trim_materials: materials } = ctx.data.smithing
  const { inventory } = ctx
  const upgradable = new Set(upgrade.kinds.map((/** @type {string} */ kind) => upgrade.from + kind))
  const wearable = (/** @type {string} */ name) => armourSlot(name) >= 0 && /_(helmet|chestplate|leggings|boots)$/.test(name)
  /** Whether an item could lie in slot 0 template, 1 piece, 2 addition. */
  const fits = [
    (/** @type {string} */ name) => name === upgrade.template || name.endsWith(trimTemplate),
    (/** @type {string} */ name) => upgradable.has(name) || wearable(name),
    (/** @type {string} */ name) => name === upgrade.addition || name in materials
  ]

  ctx.benches.add(/^smithing_table$/, {
    kind: 'minecraft:smithing',
    title: 'container.upgrade',
    inputs: 3,
    makes: true,
    /** @param {import('../benches.js').Work} work */
    look: work => {
      const [template, piece, addition] = work.inputs
      if (!template || !piece || !addition) return
      const nbt = piece.nbt ? structuredClone(piece.nbt) : null
      if (template.name === upgrade.template) {
        if (upgradable.has(piece.name) && addition.name === upgrade.addition) work.made = inventory.make(piece.name.replace(upgrade.from, upgrade.to), 1, nbt)
      } else if (wearable(piece.name) && materials[addition.name]) {
        const text = (/** @type {string} */ value) => ({ type: 'string', value: `minecraft:${value}` })
        const trim = { type: 'compound', value: { material: text(materials[addition.name]), pattern: text(template.name.slice(0, -trimTemplate.length)) } }
        const made = inventory.make(piece.name, 1, { type: 'compound', name: '', value: { ...(nbt?.value ?? {}), Trim: trim } })
        if (!inventory.same(made, piece)) work.made = made // the same trim again makes nothing
      }
    },
    /** @param {import('../benches.js').Work} work */
    take: work => { work.inputs = work.inputs.map(item => item ? inventory.copy(item, item.count - 1) : null) },
    /** @param {number} slot @param {import('../stacks.js').Item} item */
    may: (slot, item) => fits[slot](item.name),
    /** @param {any} _work @param {import('../stacks.js').Item} item */
    accepts: (_work, item) => {
      const slot = fits.findIndex(fit => fit(item.name))
      return slot < 0 ? null : [{ from: slot, to: slot + 1 }]
    }
  })
}
