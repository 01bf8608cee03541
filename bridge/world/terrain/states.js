/**
 * Block state ids by name and properties, from the game's own registry.
 *
 * Knows: how a state id is made from a block's property list (first property most significant).
 * Does not know: which states make sense together.
 */

/** @typedef {any} Registry prismarine-registry of one game version */

/**
 * @param {Registry} registry
 * @returns {(name: string, properties?: Record<string, string | number | boolean>) => number}
 *   gives the state id; properties left out keep their default. Throws on a name or value the version lacks.
 */
export function stateFinder(registry) {
  return (name, properties = {}) => {
    const block = registry.blocksByName[name]
    if (!block) throw new Error(`the registry has no block ${name}`)
    let offset = block.defaultState - block.minStateId
    let weight = 1
    for (let i = block.states.length - 1; i >= 0; i--) {
      const state = block.states[i]
      const wanted = properties[state.name]
      if (wanted !== undefined) {
        const values = state.values ?? (state.type === 'bool' ? ['true', 'false'] : null)
        const index = values ? values.indexOf(String(wanted)) : Number(wanted)
        if (!(index >= 0 && index < state.num_values)) throw new Error(`${name} has no ${state.name}=${wanted}`)
        const current = Math.floor(offset / weight) % state.num_values
        offset += (index - current) * weight
      }
      weight *= state.num_values
    }
    return block.minStateId + offset
  }
}
