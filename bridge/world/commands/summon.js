/**
 * `summon`: an entity with what its NBT says.
 *
 * Knows of a creature's data NoAI, Health, Age, PersistenceRequired, Size and Color, of a villager's VillagerData and Offers, of an item's Item, of an orb's Value.
 * Every other tag is read and left out. Names of tags: https://minecraft.wiki/w/Entity_format (Java Edition 1.20.4).
 */
import { nameOf, translate } from '../text.js'
import { refuse } from './reader.js'

const NOBODY = '00000000-0000-0000-0000-000000000000' // owns what is tame by command
const FARTHEST = 3e7 // blocks from the middle of the world
const USES = 4 // of an offer that does not say; Java Edition 1.20.4, MerchantOffer

/** @typedef {Record<string, {type: string, value: any}>} Tags */

/** @param {any} id */
const bare = id => String(id?.value ?? '').replace(/^minecraft:/, '')
/** A number of NBT, or what stands for it. @param {any} tag @param {number} [otherwise] */
const number = (tag, otherwise = 0) => Number.isFinite(Number(tag?.value ?? NaN)) ? Number(tag.value) : otherwise

/** @param {import('../types.d.ts').Ctx} ctx */
export function installSummon (ctx) {
  const { add, answer } = ctx.commands

  ctx.commands.summon = (/** @type {string} */ name, /** @type {any} */ place) => {
    const entity = ctx.registry.entitiesByName[name] && name !== 'player' ? create(name, place, {}) : null
    if (!entity?.position) throw refuse('commands.summon.failed')
    return entity
  }
  add('summon', {
    words: [['<entity>']],
    run: (/** @type {any} */ source, /** @type {any} */ args) => {
      const name = args.word().replace(/^minecraft:/, '')
      const data = ctx.registry.entitiesByName[name]
      if (!data || name === 'player') throw refuse('argument.resource.not_found', `minecraft:${name}`, 'minecraft:entity_type')
      const place = args.more ? args.position({ centred: true }) : source.position.clone()
      const nbt = args.more ? args.snbt().value : {}
      if (Math.abs(place.x) > FARTHEST || Math.abs(place.z) > FARTHEST) throw refuse('commands.summon.invalidPosition')
      const entity = create(name, place, nbt)
      if (!entity) throw refuse('commands.summon.failed')
      answer(source, translate('commands.summon.success', nameOf(entity)))
    }
  })

  /** @param {string} name @param {any} place @param {Tags} nbt */
  function create (name, place, nbt) {
    if (name === 'item') {
      const item = stackOf(nbt.Item?.value) ?? ['stone', 1]
      return ctx.items.drop(place, ctx.inventory.make(...item), { x: 0, y: 0, z: 0 })
    }
    if (name === 'experience_orb') {
      ctx.experience.drop(place, number(nbt.Value, 1))
      return { kind: 'xp', name }
    }
    if (name === 'lightning_bolt') return ctx.lightning.strike(place)
    if (ctx.props?.names.has(name)) return ctx.props.spawn(name, place)
    if (!ctx.mobs?.KINDS?.[name]) return null
    const mob = ctx.mobs.spawn(name, place, fieldsOf(name, nbt))
    if (mob && (mob.traits.mount || mob.traits.saddle)) ctx.mobs.showTack(mob)
    return mob
  }

  /** A stack of NBT as name and count; null when there is none. @param {Tags | undefined} tags @returns {[string, number] | null} */
  function stackOf (tags) {
    const id = bare(tags?.id)
    return ctx.registry.itemsByName[id] && tags ? [id, Math.max(1, Math.min(64, number(tags.Count, 1)))] : null
  }

  /** What a creature's NBT says, in this world's words. @param {string} name @param {Tags} nbt */
  function fieldsOf (name, nbt) {
    /** @type {Record<string, any>} */
    const fields = {}
    if (number(nbt.NoAI) !== 0) fields.still = true
    if (number(nbt.Health) > 0) fields.health = number(nbt.Health)
    if (number(nbt.PersistenceRequired) !== 0) fields.persistent = true
    if (number(nbt.Age) < 0) fields.growing = -number(nbt.Age)
    if (nbt.Size) fields.size = Math.max(1, Math.min(128, number(nbt.Size) + 1))
    if (nbt.Color) fields.colour = number(nbt.Color)
    if (number(nbt.Tame) !== 0 && ctx.mobs.KINDS[name]?.mount) fields.owner = NOBODY
    if (nbt.SaddleItem || number(nbt.Saddle) !== 0) fields.saddled = true
    if (name === 'villager') {
      const data = nbt.VillagerData?.value ?? {}
      const recipes = nbt.Offers?.value?.Recipes?.value?.value ?? []
      fields.persistent = true
      fields.trade = {
        type: bare(data.type) || 'plains',
        profession: bare(data.profession) || 'none',
        level: Math.max(1, Math.min(5, number(data.level, 1))),
        xp: number(nbt.Xp),
        offers: recipes.map(offerOf).filter(Boolean),
        restocked: ctx.tick()
      }
    }
    return fields
  }

  /** @param {Tags} tags @returns {import('../items/trades.js').Offer | null} */
  function offerOf (tags) {
    const buy = stackOf(tags.buy?.value)
    const sell = stackOf(tags.sell?.value)
    if (!buy || !sell) return null
    const and = stackOf(tags.buyB?.value)
    const special = number(tags.specialPrice)
    return {
      buy,
      ...and ? { and } : {},
      sell,
      uses: number(tags.maxUses, USES),
      used: number(tags.uses),
      xp: number(tags.xp, 1),
      rise: number(tags.priceMultiplier),
      demand: number(tags.demand),
      ...special === 0 ? {} : { special }
    }
  }
}
