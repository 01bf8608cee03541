/**
 * The stonecutter: one block in, the cut chosen out. Rules: https://minecraft.wiki/w/Stonecutter (Java Edition 1.20).
 */

const CHOSEN = 0 // window property: index of the cut, −1 for none

/** @param {import('../../types.d.ts').Ctx} ctx */
export function installStonecutter (ctx) {
  const { cuts } = ctx.data.stonecutting
  /** @param {import('../stacks.js').Slot} item @returns {[string, number][]} */
  const cutsOf = item => item ? Object.entries(cuts[item.name] ?? {}) : []

  // A vanilla client lists the cuts it was told of, in the same order; bots need only the number.
  const recipes = Object.entries(cuts).flatMap(([from, made]) => Object.entries(/** @type {Record<string, number>} */ (made)).map(([to, count]) => ({
    type: 'minecraft:stonecutting',
    recipeId: `minecraft:${to}_from_${from}_stonecutting`,
    data: { group: '', ingredient: [ctx.inventory.toPacket(ctx.inventory.make(from))], result: ctx.inventory.toPacket(ctx.inventory.make(to, count)) }
  })))
  ctx.onJoin(player => { if (!player.informed) player.send('declare_recipes', { recipes }) })

  ctx.benches.add(/^stonecutter$/, {
    kind: 'minecraft:stonecutter',
    title: 'container.stonecutter',
    inputs: 1,
    makes: true,
    /** @param {import('../benches.js').Work} work */
    look: work => {
      const [input] = work.inputs
      if (work.choice?.of !== input?.name) work.choice = null // another block: choose again
      const cut = work.choice && cutsOf(input)[work.choice.index]
      work.made = cut ? ctx.inventory.make(cut[0], cut[1]) : null
      work.bars = [[CHOSEN, work.choice ? work.choice.index : -1]]
    },
    /** @param {import('../benches.js').Work} work @param {number} index */
    press: (work, index) => { if (cutsOf(work.inputs[0])[index]) work.choice = { index, of: work.inputs[0]?.name } },
    /** @param {import('../benches.js').Work} work */
    take: work => { work.inputs[0] = ctx.inventory.copy(work.inputs[0], (work.inputs[0]?.count ?? 1) - 1) },
    may: () => true,
    /** @param {any} _work @param {import('../stacks.js').Item} item */
    accepts: (_work, item) => cuts[item.name] ? [{ from: 0, to: 1 }] : null
  })
}
