/**
 * Vanilla's superflat ("Classic Flat"): bedrock at y −64, two layers of dirt, grass at −61; biome plains.
 * Source: https://minecraft.wiki/w/Superflat (1.20). Nothing is built on it.
 */
import { Canvas, MIN_Y } from './canvas.js'
import { stateFinder } from './states.js'

const LAYERS = ['bedrock', 'dirt', 'dirt', 'grass_block']
export const FLAT_TOP = MIN_Y + LAYERS.length - 1

/** @param {import('./states.js').Registry} registry @param {number} format @returns {import('./generator.js').Generator} */
export function createFlat(registry, format) {
  const state = stateFinder(registry)
  const layers = LAYERS.map((name) => state(name))
  const canvas = new Canvas(registry)
  const plains = registry.biomesByName.plains.id
  return {
    chunk(cx, cz) {
      canvas.open(cx, cz)
      layers.forEach((layer, i) => canvas.blocks.fill(layer, i << 8, (i + 1) << 8))
      canvas.top = FLAT_TOP
      return canvas.chunk(() => plains)
    },
    biomeAt: () => 'plains',
    heightAt: () => FLAT_TOP,
    startsIn: () => [],
    furnished: () => ({ chests: [], spawners: [], residents: [] }),
    format,
    spawnPoint: () => ({ x: 0.5, y: FLAT_TOP + 1, z: 0.5 }),
  }
}
