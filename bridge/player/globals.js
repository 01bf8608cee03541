/**
 * The pathfinder's goal classes that programs are given by their own names.
 *
 * Knows names only, so that the supervisor can check programs without loading a world; skills/globals.d.ts has the types.
 */
export const GOALS = ['GoalNear', 'GoalBlock', 'GoalXZ', 'GoalY', 'GoalNearXZ', 'GoalGetToBlock', 'GoalLookAtBlock',
  'GoalFollow', 'GoalInvert', 'GoalPlaceBlock', 'GoalCompositeAny', 'GoalCompositeAll', 'GoalBreakBlock']
