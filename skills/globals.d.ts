/** What every program, skill and primitive finds as globals; the runner puts it there (bridge/player/run.js). */
import type { Bot as MineflayerBot } from '../bridge/node_modules/mineflayer'
import type { Vec3 as Vec3Class } from '../bridge/node_modules/vec3'
import type { Api as Toolbox } from '../bridge/player/api.js'

declare global {
  type Bot = MineflayerBot
  type Vec3 = Vec3Class
  type Api = Toolbox

  var bot: MineflayerBot
  /** Recipes, blocks, items and foods of this game version; the same object as bot.registry. */
  var mcData: any
  var Vec3: typeof Vec3Class
  /** Small tools that primitives are made of. */
  var api: Toolbox
  /** Throw a typed failure: `kind` for programs, `message` for people, `details` (plain values) for both. */
  function fail (kind: string, message: string, details?: Record<string, unknown>): never
  /** Every goal of mineflayer-pathfinder; each is a global under its own name too. */
  var goals: any
  var Movements: any
  var GoalNear: any, GoalBlock: any, GoalXZ: any, GoalY: any, GoalNearXZ: any, GoalGetToBlock: any, GoalLookAtBlock: any
  var GoalFollow: any, GoalInvert: any, GoalPlaceBlock: any, GoalCompositeAny: any, GoalCompositeAll: any, GoalBreakBlock: any
}

export {}
