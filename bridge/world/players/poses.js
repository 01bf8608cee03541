/**
 * How players hold themselves, as everybody is told: alight, sneaking, sprinting, invisible, glowing, gliding,
 * using what they hold, and the pose that follows.
 *
 * Knows the shared flags and the pose of entity metadata. What makes a player sneak or burn is known elsewhere.
 * Source: https://minecraft.wiki/w/Java_Edition_protocol/Entity_metadata#Entity (1.20.4).
 */

const META_FLAGS = 0
const META_POSE = 6
const META_HANDS = 8 // of living things: 1 an item is in use, 2 it is the off hand's; …/Entity_metadata#Living_Entity
const OFF_HAND = 45
const POSE = { standing: 0, gliding: 1, sleeping: 2, sneaking: 5 }

/** @param {import('../types.d.ts').Ctx} ctx */
export function installPoses (ctx) {
  /** @param {import('../types.d.ts').Player} player @returns {number} */
  const flags = player => (player.survival.fire > 0 ? 0x01 : 0) | (player.sneaking ? 0x02 : 0) | (player.sprinting ? 0x08 : 0) |
    (player.survival.effects?.invisibility ? 0x20 : 0) | (player.survival.effects?.glowing ? 0x40 : 0) | (player.gliding ? 0x80 : 0)

  /** @param {import('../types.d.ts').Player} player @returns {number} */
  const pose = player => player.survival.sleeping ? POSE.sleeping : player.gliding ? POSE.gliding : player.sneaking ? POSE.sneaking : POSE.standing

  /** Tell everybody, the player too, how he holds himself now. @param {import('../types.d.ts').Player} player */
  function show (player) {
    ctx.entities.setMetadata(player, [{ key: META_FLAGS, type: 'byte', value: (flags(player) << 24) >> 24 }, { key: META_POSE, type: 'pose', value: pose(player) }])
  }

  // A bow drawn, a shield raised, a meal eaten: onlookers see it as soon as it begins and ends.
  ctx.onTick(() => {
    for (const player of ctx.players) {
      const { using } = player.survival
      const hands = !using ? 0 : using.slot === OFF_HAND ? 3 : 1
      if (hands === (player.hands ?? 0)) continue
      player.hands = hands
      ctx.entities.setMetadata(player, [{ key: META_HANDS, type: 'byte', value: hands }])
    }
  })

  ctx.poses = { show }
}
