/** Gentle hills of grass with a few trees and ores: stands in until the real terrain is there. */
import { createRequire } from 'node:module'
import { createRandom } from './random.js'

const require = createRequire(import.meta.url)
const { Vec3 } = require('vec3')

/** @param {{registry: any, seed: number, terrain: string}} wanted */
export function createGenerator ({ registry, seed, terrain }) {
  const Chunk = require('prismarine-chunk')(registry)
  /** @param {string} name */
  const id = name => registry.blocksByName[name].defaultState
  /** @param {number} x @param {number} z */
  const heightAt = (x, z) => terrain === 'flat' ? -60 : Math.floor(66 + 4 * Math.sin((x + seed % 97) / 17) + 4 * Math.cos((z + seed % 89) / 23))
  return {
    heightAt,
    biomeAt: () => 'plains',
    spawnPoint: () => new Vec3(8.5, heightAt(8, 8), 8.5),
    /** @param {number} cx @param {number} cz */
    chunk (cx, cz) {
      const column = new Chunk({ minY: -64, worldHeight: 384 })
      const random = createRandom(`${seed}:${cx}:${cz}`)
      const biome = registry.biomesByName.plains.id
      for (const section of column.biomes) {
        for (let x = 0; x < 4; x++) for (let y = 0; y < 4; y++) for (let z = 0; z < 4; z++) section.set({ x, y, z }, biome)
      }
      for (let x = 0; x < 16; x++) {
        for (let z = 0; z < 16; z++) {
          const top = heightAt(cx * 16 + x, cz * 16 + z)
          for (let y = -64; y < top; y++) {
            let name = y === -64 ? 'bedrock' : y === top - 1 ? 'grass_block' : y > top - 4 ? 'dirt' : 'stone'
            if (name === 'stone' && terrain !== 'flat') {
              const r = random.next()
              if (r < 0.01) name = 'iron_ore'
              else if (r < 0.02) name = 'coal_ore'
              else if (r < 0.022 && y < 0) name = 'diamond_ore'
            }
            column.setBlockStateId({ x, y, z }, id(name))
          }
        }
      }
      if (terrain !== 'flat') {
        for (let n = 0; n < 2; n++) {
          const x = 3 + Math.floor(random.next() * 10)
          const z = 3 + Math.floor(random.next() * 10)
          const top = heightAt(cx * 16 + x, cz * 16 + z)
          if (cx === 0 && cz === 0 && Math.abs(x - 8) < 3 && Math.abs(z - 8) < 3) continue
          for (let y = 3; y < 6; y++) for (let dx = -2; dx <= 2; dx++) for (let dz = -2; dz <= 2; dz++) column.setBlockStateId({ x: x + dx, y: top + y, z: z + dz }, id('oak_leaves'))
          for (let y = 0; y < 5; y++) column.setBlockStateId({ x, y: top + y, z }, id('oak_log'))
        }
      }
      return column
    }
  }
}
