/** The primitives on the real embedded world: built scenes for the hard cases. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { count, done, failure, floor, FOLDER, scene, Vec3, w } from './scenes.js'

describe('making things', () => {
  test('any wood will do for a table, a table for tools; counts are operations', async () => {
    const { p } = await scene({ birch_log: 3 })
    assert.equal(await done(p.craftItem(w.bot, 'birch_planks', 3)), 12)
    await done(p.craftItem(w.bot, 'crafting_table'))
    await done(p.craftItem(w.bot, 'stick'))
    const without = await failure(p.craftItem(w.bot, 'wooden_pickaxe'))
    assert.equal(without?.kind, 'not_found')
    assert.equal(without.details.block, 'crafting_table')
    const table = await done(p.placeNearby(w.bot, 'crafting_table'))
    assert.equal(w.bot.blockAt(table).name, 'crafting_table')
    await done(p.craftItem(w.bot, 'wooden_pickaxe'))
    assert.equal(count('wooden_pickaxe'), 1)
  })

  test('planks of any wood are planks', async () => {
    const { p } = await scene({ birch_log: 1, spruce_log: 2, oak_planks: 1 })
    assert.equal(p.api.count('log'), 3)
    assert.ok(p.api.has('planks', 1) && !p.api.has('planks', 2))
    assert.equal(await done(p.craftItem(w.bot, 'planks', 3)), 13)
    assert.equal((await failure(p.craftItem(w.bot, 'planks', 1)))?.kind, 'missing_item')
    await done(p.craftItem(w.bot, 'crafting_table'))
  })

  test('says what is missing, and what cannot be crafted at all', async () => {
    const { p } = await scene({ oak_planks: 1 })
    const missing = await failure(p.craftItem(w.bot, 'stick'))
    assert.equal(missing?.kind, 'missing_item')
    assert.equal(missing.details.count, 2)
    assert.equal(missing.details.have, 1)
    assert.equal((await failure(p.craftItem(w.bot, 'diamond_ore')))?.kind, 'no_recipe')
  })

  test('smelts, and tells what does not burn or does not smelt', async () => {
    const { p } = await scene({ furnace: 1, raw_iron: 2, coal: 2, dirt: 3 })
    await done(p.placeNearby(w.bot, 'furnace'))
    assert.equal(await done(p.smeltItem(w.bot, 'raw_iron', 'coal', 2)), 2)
    assert.equal(count('iron_ingot'), 2)
    assert.equal(count('coal'), 1)
    assert.equal((await failure(p.smeltItem(w.bot, 'dirt', 'dirt', 1)))?.kind, 'bad_argument')
    assert.equal((await failure(p.smeltItem(w.bot, 'dirt', 'coal', 1)))?.kind, 'bad_argument')
    assert.equal((await failure(p.smeltItem(w.bot, 'raw_iron', 'coal', 1)))?.kind, 'missing_item')
  })

  test('a chest gives back what was put in, and a lack is told after what there was', async () => {
    const { p, at } = await scene({ chest: 1, cobblestone: 20, coal: 5 })
    await done(p.placeItem(w.bot, 'chest', at(2, 0, 0)))
    await done(p.depositItemIntoChest(w.bot, at(2, 0, 0), { cobblestone: 15, coal: 5 }))
    assert.equal(count('cobblestone'), 5)
    assert.deepEqual({ ...await done(p.checkItemInsideChest(w.bot, at(2, 0, 0))) }, { cobblestone: 15, coal: 5 })
    const error = await failure(p.getItemFromChest(w.bot, at(2, 0, 0), { coal: 9, cobblestone: 1 }))
    assert.equal(error?.kind, 'missing_item')
    assert.equal(count('coal'), 5)
    assert.equal(count('cobblestone'), 6)
    assert.equal((await failure(p.checkItemInsideChest(w.bot, at(5, 0, 0))))?.kind, 'not_found')
  })

  test('placing says what stands there already', async () => {
    const { p, at, set } = await scene({ torch: 1 })
    set(2, 0, 0, 'stone')
    await w.ticks(5)
    const error = await failure(p.placeItem(w.bot, 'torch', at(2, 0, 0)))
    assert.equal(error?.kind, 'blocked')
    assert.equal(error.details.found, 'stone')
    assert.equal((await failure(p.placeItem(w.bot, 'furnace', at(3, 0, 0))))?.kind, 'missing_item')
  })
})

describe('getting about', () => {
  test('climbs out of a shaft with the blocks it holds', async () => {
    const { p, fill } = await scene({ cobblestone: 16 })
    fill([-3, 0, -3], [3, 7, 3], 'obsidian')
    fill([0, 0, 0], [0, 7, 0], 'air')
    await w.ticks(10)
    assert.ok(await done(p.climbToSurface(w.bot)) >= floor + 7)
  })

  test('says what it would take to get out when it holds nothing', async () => {
    const { p, fill } = await scene()
    fill([-3, -1, -3], [3, 12, 3], 'bedrock')
    fill([0, 0, 0], [0, 12, 0], 'air')
    await w.ticks(10)
    const error = await failure(p.climbToSurface(w.bot))
    assert.equal(error?.kind, 'no_path')
    w.player.teleport(w.player.position.offset(0, 14, 0))
    await w.ticks(20)
  })

  test('digs down through gravel and past a lava pocket unharmed', async () => {
    const { p, fill } = await scene({ iron_pickaxe: 1 })
    fill([-4, 0, -4], [4, 15, 4], 'stone')
    fill([0, 9, 0], [0, 12, 0], 'gravel')
    fill([-1, 4, -1], [1, 5, 1], 'lava')
    w.player.teleport(w.player.position.offset(0, 16, 0))
    await w.ticks(40)
    assert.ok(await done(p.digDownTo(w.bot, floor + 1)) <= floor + 1)
    assert.equal(w.bot.health, 20)
  })

  test('digging down needs a pickaxe and says so', async () => {
    const { p, fill } = await scene()
    fill([-4, 0, -4], [4, 8, 4], 'stone')
    fill([-5, -1, -5], [5, -1, 5], 'stone')
    w.player.teleport(w.player.position.offset(0, 9, 0))
    await w.ticks(40)
    const error = await failure(p.digDownTo(w.bot, floor - 3))
    assert.ok(error === null || error.kind === 'missing_tool' || error.kind === 'no_path', error?.message)
  })

  test('crosses a gap on a bridge of its own', async () => {
    const { p, fill, at } = await scene({ dirt: 10 })
    fill([-2, 0, -2], [10, 5, 2], 'air')
    fill([-1, 5, -1], [1, 5, 1], 'bedrock')
    fill([7, 5, -1], [9, 5, 1], 'bedrock')
    w.player.teleport(at(0, 6, 0).offset(0.5, 0, 0.5))
    await w.ticks(20)
    await done(p.goTo(w.bot, at(8, 6, 0).x, at(8, 6, 0).y, at(8, 6, 0).z))
    assert.ok(w.bot.entity.position.distanceTo(at(8, 6, 0)) < 2.5)
  })

  test('exploring ends with what the callback returned, or null when time is up', async () => {
    const { p } = await scene()
    const x = w.bot.entity.position.x
    const found = await done(p.exploreUntil(w.bot, new Vec3(0, 0, 1), 60, () => w.bot.entity.position.z > 20 ? 'there' : null))
    assert.equal(found, 'there')
    assert.equal(await done(p.exploreUntil(w.bot, new Vec3(0, 0, -1), 3, () => null)), null)
    assert.ok(Math.abs(w.bot.entity.position.x - x) < 12)
    assert.equal((await failure(p.exploreUntil(w.bot, new Vec3(0, 0, 0), 5, () => 1)))?.kind, 'bad_argument')
  })

  test('mines the ores that show in the walls of its tunnel', async () => {
    const { p, fill, set, at } = await scene({ iron_pickaxe: 1 })
    fill([1, -1, -4], [22, 5, 4], 'stone')
    set(6, 0, 2, 'iron_ore')
    set(6, 0, 1, 'iron_ore')
    set(14, 1, -1, 'coal_ore')
    await w.ticks(10)
    assert.equal(await done(p.stripMine(w.bot, new Vec3(1, 0, 0), 16)), 3)
    assert.ok(w.bot.entity.position.x > at(10, 0, 0).x)
  })
})

describe('the body', () => {
  test('eats when hungry, and says when there is nothing to eat', async () => {
    const { p } = await scene({ cooked_beef: 2 })
    w.player.survival.food = 10
    w.ctx.vitals?.send?.(w.player)
    await w.ticks(30)
    if (w.bot.food < 20) assert.ok(await done(p.eatFood(w.bot)) > 10)
    const { p: fresh } = await scene()
    const error = await failure(fresh.eatFood(w.bot))
    assert.ok(['missing_item', 'blocked'].includes(error?.kind))
  })

  test('wears armour in its own place', async () => {
    const { p } = await scene({ iron_helmet: 1, stone_sword: 1 })
    await done(p.equipItem(w.bot, 'iron_helmet'))
    assert.equal(w.bot.inventory.slots[5]?.name, 'iron_helmet')
    await done(p.equipItem(w.bot, 'stone_sword'))
    assert.equal(w.bot.heldItem.name, 'stone_sword')
    assert.equal((await failure(p.equipItem(w.bot, 'shield')))?.kind, 'missing_item')
  })

  test('by night it shuts itself in on the spot, roof and all, and comes out in the morning', async () => {
    const { p, at, fill } = await scene({ cobblestone: 20 })
    fill([-8, -1, -8], [8, -1, 8], 'obsidian') // no digging in here: walls it must be
    w.ctx.time.set(18000)
    await w.ticks(40)
    const night = p.shelter(w.bot)
    await w.ticks(400)
    assert.ok(w.bot.entity.position.distanceTo(at(0, 0, 0)) < 6)
    const open = [[0, 2, 0], [1, 0, 0], [1, 1, 0], [-1, 0, 0], [-1, 1, 0], [0, 0, 1], [0, 1, 1], [0, 0, -1], [0, 1, -1]]
      .filter(([x, y, z]) => w.bot.blockAt(w.bot.entity.position.offset(x, y, z)).boundingBox === 'empty')
    assert.deepEqual(open, [])
    w.ctx.time.set(23900)
    assert.equal(await done(night), true)
  })

  test('kills a pig and takes the meat; says when there is none about', async () => {
    const { p, at } = await scene({ stone_sword: 1 })
    w.ctx.mobs.spawn('pig', at(6, 0, 3))
    await w.ticks(20)
    assert.equal(await done(p.killMob(w.bot, 'pig', 60)), true)
    assert.ok(count('porkchop') >= 1)
    const error = await failure(p.killMob(w.bot, 'cow', 10))
    assert.equal(error?.kind, 'not_found')
  })

  test('one that falls to self-defence counts as hunted', async () => {
    const { p, at } = await scene({ iron_sword: 1 })
    w.ctx.time.set(14000)
    w.ctx.mobs.spawn('spider', at(3, 0, 1))
    await w.ticks(20)
    assert.equal(await done(p.killMob(w.bot, 'spider', 60)), true)
    w.ctx.time.set(1000)
  })

  test('hunts grown chickens before chicks, and finds the meat where they fell, however far they flew', async () => {
    const { p, at } = await scene({ iron_sword: 1 })
    w.ctx.mobs.spawn('chicken', at(2, 0, 1), { growing: 24000 })
    for (let i = 0; i < 3; i++) {
      w.ctx.mobs.spawn('chicken', at(6 + i, 0, 3))
      await w.ticks(20)
      assert.equal(await done(p.killMob(w.bot, 'chicken', 60)), true)
    }
    assert.equal(count('chicken'), 3)
  })

  test('holds a zombie off while it works', async () => {
    const { p, set, at } = await scene({ stone_sword: 1, stone_pickaxe: 1 })
    w.ctx.time.set?.(14000)
    for (let i = 0; i < 3; i++) set(4 + i, 0, 0, 'coal_ore')
    w.ctx.mobs.spawn('zombie', at(7, 0, 6))
    await w.ticks(20)
    await done(p.mineBlock(w.bot, 'coal_ore', 3))
    assert.equal(count('coal'), 3)
    assert.ok(w.bot.health > 8)
  })

  test('picks up what lies about', async () => {
    const { p, at } = await scene()
    w.ctx.items.drop(at(5, 1, 2), w.ctx.inventory.make('diamond', 3))
    w.ctx.items.drop(at(-4, 1, 1), w.ctx.inventory.make('stick', 2))
    await w.ticks(30)
    assert.equal(await done(p.collectDrops(w.bot, 12)), 2)
    assert.equal(count('diamond'), 3)
  })
})

test('every primitive says in its JSDoc what it does, what it throws, and one example', () => {
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(new URL(file, FOLDER), 'utf8')
    const name = file.replace('.js', '')
    assert.match(text, /^\/\*\*\n \* [A-Z]/, file)
    assert.match(text, new RegExp(`\\* @throws [a-z_]+[\\s\\S]*\\* @example [\\s\\S]*await ${name}\\(`), file)
    assert.match(text, new RegExp(`\\nasync function ${name} \\(bot`), file)
    assert.equal(text.match(/^(async )?function /gm)?.length, 1, `${file} declares one function`)
  }
})
