/**
 * A world in the middle of everything: every kind of creature, vehicle and shot, machines at work, fluids on their way, a player with much in hand.
 *
 * Kinds of creatures, and of what `/summon` makes, come from the game's own tables, so that new ones are in it by themselves.
 */
import { createRequire } from 'node:module'
import { KINDS } from '../world/mobs/kinds.js'

const { Vec3 } = createRequire(import.meta.url)('vec3')

/** @param {{ctx: import('../world/types.d.ts').Ctx, wait: (ticks: number) => Promise<unknown>, bot: any}} world */
export async function fill ({ ctx, wait, bot }) {
  const player = ctx.players[0]
  const floor = Math.floor(player.position.y)
  const say = (/** @type {string} */ line) => ctx.commands.run(ctx.commands.sourceOf(player), line)
  ctx.commands.setOperator('Tester', true)
  const { blocks } = ctx
  /** @param {number} x @param {number} z @param {string} name @param {Record<string, any>} [properties] */
  const put = (x, z, name, properties, y = floor) => blocks.set(new Vec3(x, y, z), blocks.stateOf(name, properties), { by: player, cause: 'place' })
  const item = (/** @type {string} */ name, count = 1) => ctx.inventory.make(name, count)

  for (const line of ['gamerule doMobLoot false', 'weather thunder', 'time set 13000', 'scoreboard objectives add kept dummy', 'scoreboard players set Tester kept 7', 'scoreboard objectives setdisplay sidebar kept',
    'team add red', 'team join red Tester', 'bossbar add kept "Kept"', 'bossbar set kept players Tester', 'effect give Tester speed 60 1', 'effect give Tester fire_resistance 60', 'xp add Tester 33', 'spawnpoint Tester 3 -60 3',
    'give Tester bow', 'give Tester arrow 20', 'give Tester filled_map', 'give Tester written_book']) say(line)

  // things that are in the middle of something
  put(2, 12, 'chest')
  ctx.containers.tileAt(new Vec3(2, floor, 12), 'chest').slots[3] = item('diamond', 5)
  put(4, 12, 'furnace')
  const oven = ctx.smelting.tileAt(new Vec3(4, floor, 12), 'furnace')
  oven.slots[0] = item('raw_iron', 9)
  oven.slots[1] = item('coal', 2)
  ctx.smelting.bring(new Vec3(4, floor, 12), oven)
  put(6, 12, 'water')
  put(-14, 12, 'lava')
  put(9, 12, 'redstone_block')
  for (let x = 10; x < 16; x++) put(x, 12, 'redstone_wire')
  put(10, 13, 'repeater', { facing: 'east', delay: 4 })
  put(12, 14, 'observer')
  put(14, 14, 'hopper')
  put(-4, 12, 'composter')
  put(-5, 12, 'oak_sign')
  ctx.tiles.set(`-5,${floor},12`, { type: 'sign', front: ['kept', '', '', ''], back: ['', '', '', ''] })
  put(-6, 12, 'wheat', { age: 2 }, floor)
  put(-7, 12, 'fire')
  put(-8, 12, 'sand', undefined, floor + 9)
  put(-9, 12, 'stone_pressure_plate')
  put(-11, 12, 'brewing_stand')
  put(-12, 12, 'spawner')

  // all that lives, twice: some a while ago, some just now
  let n = 0
  const spot = () => new Vec3(-40 + (n % 12) * 6.5, floor, -40 + Math.floor(n++ / 12) * 6.5)
  for (const name of Object.keys(KINDS)) ctx.mobs.spawn(name, spot())
  const cow = ctx.mobs.spawn('cow', new Vec3(1.5, floor, 6.5), { growing: 500 })
  await wait(60)
  n = 3
  for (const name of Object.keys(KINDS)) ctx.mobs.spawn(name, spot())
  ctx.mobs.affect(cow, 'slowness', 1, 900, player)
  ctx.damage.mob(cow, 2, { by: player, cause: 'player_attack' })
  for (const { name } of ctx.registry.entitiesArray) if (!KINDS[name] && name !== 'player') say(`summon ${name} 12 ${floor + 6} -8`)
  ctx.items.drop(new Vec3(5.5, floor + 5, 5.5), item('diamond', 3))
  ctx.experience.drop(new Vec3(9, floor + 8, 9), 20)
  put(30, 30, 'tnt')
  ctx.tnt.light(new Vec3(30, floor, 30), player)
  ctx.projectiles.shoot('arrow', new Vec3(20, floor + 9, 4), new Vec3(0, 1, 0), 1.5, { owner: player.id, damage: 2 })
  ctx.inventory.set(player, 36, item('fishing_rod'))
  ctx.entities.spawn('bobber', 'fishing_bobber', new Vec3(8, floor + 9, 8), { owner: player.id, stage: 'flying', wait: 0, lure: 0, luck: 0 })
  ctx.entities.spawn('rocket', 'firework_rocket', player.position, { owner: player.id, life: 40 })
  put(-14, 14, 'stone')
  ctx.entities.spawn('painting', 'painting', new Vec3(-13.5, floor + 0.5, 13.97), { motif: 0, facing: 'north', cell: { x: -14, y: floor, z: 13 }, objectData: 2 })
  put(6, -6, 'water')
  put(-6, -6, 'lava', undefined, floor + 3)
  put(-8, -6, 'sand', undefined, floor + 9)
  say('ride Tester mount @e[type=minecart,limit=1]')
  bot.setControlState('jump', true)
  await wait(7)
  bot.clearControlStates()
  ctx.lightning.strike(new Vec3(34, floor, -4))
  await wait(2)
}
