/**
 * What is heard: the sounds that a server sends, to whom and how far.
 *
 * Knows which deeds are heard by everybody near and which by all but the doer, whose own client makes the sound itself (placing, doors,
 * buckets, tools). Source: https://minecraft.wiki/w/Sounds.json and the pages of blocks and creatures, section Sounds (Java 1.20).
 * Not covered: steps, splashes, falls, weather, music of places, minecarts, portals; a block's material is told from its name. Pitch is drawn from
 * the tick and the place, not from the world's stream, so that what is heard changes nothing that happens.
 */

const REACH = 16 // blocks at volume 1; louder reaches farther in proportion
const LISTEN_EVERY = 20 // ticks between two calls of what lives near
/** Chance a second that a creature calls: a try grows by 1/1000 a tick from 80 ticks after its last call on, 120 for animals; Mob.baseTick */
const CALLS = { animal: 1 / 8, other: 1 / 6 }
const EIGHTHS = 8 // of a block, on the wire

/** What a placed block sounds like, by its name; the first that fits counts, stone otherwise. @type {[RegExp, string][]} */
const MATERIALS = [
  [/^lily_pad$|^scaffolding$|^ladder$|^lantern$|^chain$|^slime_block$|^honey_block$|^netherrack$|^netherite_block$|^ancient_debris$|^calcite$|^tuff$|^shroomlight$|^bamboo$|^packed_mud$|^mud$|^mud_bricks$|^sponge$|^wet_sponge$|^lodestone$|^soul_sand$|^soul_soil$|^bone_block$|^amethyst_block$|^amethyst_cluster$|^decorated_pot$|^moss_carpet$|^mangrove_roots$|^rooted_dirt$|^powder_snow$|^flowering_azalea$|^azalea$|^vine$/, '='],
  [/^soul_lantern$/, 'lantern'],
  [/anvil$/, 'anvil'],
  [/hanging_sign$/, 'hanging_sign'],
  [/^(bamboo_(?!sapling)|stripped_bamboo)/, 'bamboo_wood'],
  [/^cherry_leaves$/, 'cherry_leaves'],
  [/^azalea_leaves$/, 'azalea_leaves'],
  [/^(stripped_)?cherry_(?!sapling)/, 'cherry_wood'],
  [/^(stripped_)?(crimson|warped)_(stem|hyphae|planks|stairs|slab|fence|fence_gate|door|trapdoor|sign|wall_sign|button|pressure_plate)$/, 'nether_wood'],
  [/^polished_deepslate/, 'polished_deepslate'],
  [/^deepslate_(brick|tile)/, 'deepslate_bricks'],
  [/deepslate/, 'deepslate'],
  [/^moss_block$/, 'moss'],
  [/^nether_brick|^red_nether_brick/, 'nether_bricks'],
  [/^nether_gold_ore$/, 'nether_gold_ore'],
  [/^nether_quartz_ore$/, 'nether_ore'],
  [/basalt$/, 'basalt'],
  [/candle$/, 'candle'],
  [/copper/, 'copper'],
  [/froglight$/, 'froglight'],
  [/leaves$|sapling$|grass|fern$|flower|tulip$|^dandelion$|^poppy$|orchid$|^allium$|bluet$|daisy$|lilac$|rose|peony$|mushroom$|sugar_cane|^tnt$|hay_block|mycelium|seagrass|kelp|cobweb/, 'grass'],
  [/^snow/, 'snow'],
  [/^(coarse_)?dirt$|^dirt_path$|gravel$|^clay$|^podzol$|^farmland$/, 'gravel'],
  [/sand$|concrete_powder$/, 'sand'],
  [/wool$|carpet$|^cactus$|^cake$/, 'wool'],
  [/glass|(?<!off)ice$|glowstone|sea_lantern|beacon|redstone_lamp/, 'glass'],
  [/^(iron|gold|diamond|emerald)_block$|^iron_(door|bars|trapdoor)$|rail$|^hopper$|weighted_pressure_plate$|^spawner$|bell$/, 'metal'],
  [/(oak|birch|spruce|jungle|acacia|mangrove)_|_bed$|chest$|^barrel$|bookshelf|crafting_table|table$|^loom$|^composter$|^lectern$|torch$|pumpkin|^jack_o_lantern$|melon|campfire$|banner$|^note_block$|^jukebox$|^beehive$|^bee_nest$|mushroom_block|daylight_detector|^fletching/, 'wood']
]
/** Causes of damage that a player cries out at in a way of their own. @type {Record<string, string>} */
const CRIES = { drown: 'hurt_drown', on_fire: 'hurt_on_fire', in_fire: 'hurt_on_fire', lava: 'hurt_on_fire', hot_floor: 'hurt_on_fire', freeze: 'hurt_freeze', sweet_berry_bush: 'hurt_sweet_berry_bush' }

/** What a thrown thing sounds like when it leaves the hand. @type {Record<string, string>} */
const THROWN = { snowball: 'entity.snowball.throw', egg: 'entity.egg.throw', ender_pearl: 'entity.ender_pearl.throw', potion: 'entity.splash_potion.throw', trident: 'item.trident.throw' }

/** @typedef {{x: number, y: number, z: number}} Point */

/** What a door, gate, button or plate is called in names of its sounds. @param {string} name of the block @param {string} what door, trapdoor, … */
export function fittingSound (name, what) {
  const wood = /^bamboo_/.test(name) ? 'bamboo_wood_' : /^cherry_/.test(name) ? 'cherry_wood_' : /^(crimson|warped)_/.test(name) ? 'nether_wood_' : ''
  if (wood) return `block.${wood}${what}`
  if (/^iron_|copper_(trap)?door/.test(name)) return `block.${name.startsWith('iron_') ? 'iron' : 'copper'}_${what}`
  if (/weighted_/.test(name)) return `block.metal_${what}`
  if (/^(stone|polished_blackstone)_/.test(name)) return `block.stone_${what}`
  return what === 'fence_gate' ? 'block.fence_gate' : `block.wooden_${what}`
}

/** @param {string} name of a block @returns {string} name of the sound of placing it */
export function placeSound (name) {
  const material = MATERIALS.find(([fits]) => fits.test(name))?.[1] ?? 'stone'
  return `block.${material === '=' ? name : material}.place`
}

/** @param {import('../types.d.ts').Ctx} ctx */
export function install (ctx) {
  const { blocks, registry } = ctx
  const { names } = blocks.states

  /** A number from 0 to 1 that stands for chance and disturbs none. @param {number} salt */
  const chance = salt => {
    let h = Math.imul(ctx.tick() + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
    return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32
  }
  const vary = (/** @type {Point} */ p, /** @type {number} */ by) => (chance(p.x * 31 + p.z * 17 + p.y) - chance(p.z * 13 + p.x * 7 - p.y)) * by

  /**
   * Let something be heard.
   * @param {string} name without namespace; one that the game does not know is heard by nobody
   * @param {Point} at
   * @param {{category?: string, volume?: number, pitch?: number, except?: any}} [how]
   */
  function play (name, at, { category = 'block', volume = 1, pitch = 1, except } = {}) {
    const known = registry.soundsByName[name]
    if (!known) return
    const reach = REACH * Math.max(1, volume)
    for (const player of ctx.players) {
      if (player === except || player.position.distanceTo(/** @type {any} */ (at)) >= reach) continue
      player.send('sound_effect', {
        // by number only: the protocol library leaves a byte unwritten before a sound's name
        sound: { soundId: known.id },
        soundCategory: category,
        x: Math.floor(at.x * EIGHTHS),
        y: Math.floor(at.y * EIGHTHS),
        z: Math.floor(at.z * EIGHTHS),
        volume,
        pitch,
        seed: 0n
      })
    }
  }
  const middle = (/** @type {Point} */ p) => ({ x: p.x + 0.5, y: p.y + 0.5, z: p.z + 0.5 })

  blocks.onChange((position, before, after, change) => {
    const { cause, by } = change
    if (cause === 'placed') {
      const { half, part } = blocks.properties(after)
      if (half !== 'upper' && part !== 'head') play(placeSound(names[after]), middle(position), { except: by, pitch: 0.8 })
    } else if (cause === 'bucket' && by) {
      const poured = blocks.fluid(position.x, position.y, position.z) > 0 || names[after] === 'powder_snow'
      const what = /powder_snow$/.test(names[poured ? after : before]) ? '_powder_snow' : names[poured ? after : before] === 'lava' ? '_lava' : ''
      play(`item.bucket.${poured ? 'empty' : 'fill'}${what}`, middle(position), { except: by })
    } else if (cause === 'tool' && by) {
      const held = ctx.inventory.held(by)?.name ?? ''
      const sound = /_hoe$/.test(held) ? 'item.hoe.till' : /_shovel$/.test(held) ? 'item.shovel.flatten' : held === 'honeycomb' ? 'item.honeycomb.wax_on' : /_axe$/.test(held) ? 'item.axe.strip' : ''
      play(sound, middle(position), { except: by })
    } else if (cause === 'used' || cause === 'button' || cause === 'plate' || cause === 'power') moved(position, before, after, by)
  })

  /** Doors, levers, buttons and plates. @param {Point} position @param {number} before @param {number} after @param {any} by */
  function moved (position, before, after, by) {
    const name = names[after]
    if (name !== names[before]) return
    const what = /_(door|trapdoor|fence_gate|button|pressure_plate)$/.exec(name)?.[1]
    if (!what && name !== 'lever') return
    const was = blocks.properties(before)
    const now = blocks.properties(after)
    const at = middle(position)
    if (what === 'door' || what === 'trapdoor' || what === 'fence_gate') {
      if (was.open !== now.open && (what !== 'door' || now.half === 'lower')) play(`${fittingSound(name, what)}.${now.open ? 'open' : 'close'}`, at, { except: by, pitch: 0.9 + chance(at.x + at.z) * 0.1 })
    } else if (name === 'lever') {
      if (was.powered !== now.powered) play('block.lever.click', at, { volume: 0.3, pitch: now.powered ? 0.6 : 0.5 })
    } else if (what) {
      const on = now.powered ?? Number(now.power) > 0
      if (on !== (was.powered ?? Number(was.power) > 0)) play(`${fittingSound(name, what)}.click_${on ? 'on' : 'off'}`, at, { except: what === 'button' && on ? by : undefined })
    }
  }

  /** What flies off is heard. @param {string} name of what flies @param {Point} from @param {any} by */
  function shot (name, from, by) {
    if (!by) return
    const thrown = THROWN[name]
    const sound = thrown ?? (name !== 'arrow' ? '' : by.kind === 'player' ? 'entity.arrow.shoot' : `entity.${by.name}.shoot`)
    play(sound, from, { category: by.kind === 'player' ? 'player' : 'hostile', ...thrown ? { volume: 0.5, pitch: 0.4 + 0.1 * chance(from.x) } : { pitch: 1 } })
  }

  const tone = (/** @type {any} */ mob) => 1 + vary(mob.position, 0.2) + (mob.growing > 0 ? 0.5 : 0)
  const category = (/** @type {any} */ mob) => mob.traits?.family === 'monster' ? 'hostile' : 'neutral'

  ctx.damage.onHurt((/** @type {any} */ { victim, cause }) => {
    const fresh = (victim.kind === 'player' ? victim.survival.hurt_tick : victim.hurt_tick) === ctx.tick()
    if (victim.kind === 'player') {
      const dies = ctx.vitals.health(victim) <= 0
      if (dies || fresh) play(`entity.player.${dies ? 'death' : CRIES[cause] ?? 'hurt'}`, victim.position, { category: 'player', except: victim, pitch: 1 + vary(victim.position, 0.2) })
    } else if (victim.health <= 0 || fresh) {
      play(`entity.${victim.name}.${victim.health <= 0 ? 'death' : 'hurt'}`, victim.position, { category: category(victim), pitch: tone(victim) })
    }
  })

  // What lives near players calls now and then.
  ctx.onTick(() => {
    /** @type {Set<any>} */
    const heard = new Set()
    for (const player of ctx.players) {
      for (const mob of ctx.entities.near(player.position, REACH, e => e.kind === 'mob' && e.dying === undefined && !e.still)) heard.add(mob)
    }
    for (const mob of heard) {
      if (chance(mob.id) < (mob.traits?.family === 'animal' ? CALLS.animal : CALLS.other)) play(`entity.${mob.name}.ambient`, mob.position, { category: category(mob), pitch: tone(mob) })
    }
  }, { every: LISTEN_EVERY })

  ctx.sounds = { play, shot }
}
