/**
 * Get out of a hole, water or lava, or off a pillar, to where walking works again.
 * @param {Bot} bot
 * @returns {Promise<void>}
 * @throws no_path, died
 * @example await unstick(bot)
 */
async function unstick (bot) {
  await api.stayAlive()
  await api.nudge()
  const start = api.here()
  // somewhere from which a few blocks can be walked: five open cells around, on firm ground
  const roomy = (/** @type {Vec3} */ at) => [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]
    .filter(([dx, dz]) => api.cell(at.x + dx, at.y, at.z + dz).open && api.cell(at.x + dx, at.y + 1, at.z + dz).open).length
  const goal = {
    heuristic: (/** @type {Vec3} */ node) => Math.max(0, 3 - roomy(node)),
    isEnd: (/** @type {Vec3} */ node) => roomy(node) >= 3 && api.cell(node.x, node.y - 1, node.z).solid && !api.cell(node.x, node.y, node.z).water &&
      Math.abs(node.x - start.x) + Math.abs(node.z - start.z) + Math.abs(node.y - start.y) >= 2
  }
  await api.goto(goal, { what: 'open ground', timeoutS: 60, pace: 0.6 })
}
