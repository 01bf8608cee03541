/**
 * Where trees and plants stand.
 *
 * Knows: the rates in biomes.js and which block each plant needs under it and beside it.
 *   A tree stands where its column's dice are lower than its biome's rate and lowest for two blocks round,
 *   so each chunk finds the same trees for itself, also those that lean in from next door.
 * Does not know: growth; what happens to plants later is the world's.
 */
import { Noise } from './noise.js'
import { chance, hash, seedFor } from './random.js'
import { BIOMES } from './biomes.js'
import { SEA } from './climate.js'
import { SPAN } from './columns.js'
import { LOWEST_OPENING, OPENING } from './caves.js'
import { REACH } from './tree_shape.js'
import { treeTemplates } from './trees.js'

const SPACING = 2 // blocks kept free round a trunk
const PUMPKIN_CHUNKS = 150 // one chunk in this many has a pumpkin patch; vanilla: one in 300, https://minecraft.wiki/w/Pumpkin
const PUMPKINS = 0.03 // of the columns of such a chunk
const DENSEST = Math.max(...BIOMES.map((biome) => biome.trees))
const FERTILE = ['grass_block', 'dirt', 'podzol', 'coarse_dirt', 'mud', 'snow_block']
const TALL = ['tall_grass', 'large_fern', 'rose_bush', 'lilac', 'peony', 'sunflower']

export class Vegetation {
  /** @param {number} seed @param {ReturnType<import('./states.js').stateFinder>} state */
  constructor(seed, state) {
    this.treeSeed = seedFor(seed, 'trees')
    this.plantSeed = seedFor(seed, 'plants')
    this.patches = new Noise(seedFor(seed, 'flowers'))
    this.templates = treeTemplates(state)
    this.state = state
    const single = ['air', 'water', 'lava', 'grass_block', 'dirt', 'sand', 'red_sand', 'snow', 'ice', 'short_grass', 'fern', 'dead_bush', 'cactus', 'sugar_cane', 'lily_pad', 'pumpkin', 'melon',
      'brown_mushroom', 'red_mushroom', 'seagrass', 'kelp_plant', 'mud', 'clay', 'gravel', 'podzol', 'dandelion', 'poppy', 'cornflower', 'oxeye_daisy', 'azure_bluet', 'allium',
      'lily_of_the_valley', 'orange_tulip', 'red_tulip', 'blue_orchid', 'stone']
    /** @type {Record<string, number>} */
    this.s = Object.fromEntries(single.map((name) => [name, state(name)]))
    this.s.kelp = state('kelp', { age: 20 })
    this.s.snowy = state('grass_block', { snowy: true })
    this.s.snowyPodzol = state('podzol', { snowy: true })
    this.s.wetRoots = state('mangrove_roots', { waterlogged: true })
    this.s.roots = state('mangrove_roots', { waterlogged: false })
    this.berries = [1, 2, 3].map((age) => state('sweet_berry_bush', { age }))
    this.petals = [1, 2, 3, 4].flatMap((n) => ['north', 'east', 'south', 'west'].map((facing) => state('pink_petals', { flower_amount: n, facing })))
    this.bamboo = { stem: state('bamboo', { age: 1, leaves: 'none', stage: 0 }), small: state('bamboo', { age: 1, leaves: 'small', stage: 0 }), large: state('bamboo', { age: 1, leaves: 'large', stage: 1 }) }
    /** @type {Record<string, [number, number]>} lower and upper half */
    this.tall = Object.fromEntries(TALL.map((name) => [name, [state(name, { half: 'lower' }), state(name, { half: 'upper' })]]))
    this.fertile = new Set(FERTILE.map((name) => state(name)))
    /** lowest and highest state of leaves, to know them by */
    this.leafRanges = ['oak', 'birch', 'spruce', 'jungle', 'acacia', 'dark_oak', 'mangrove', 'cherry'].map((wood) => {
      const low = state(`${wood}_leaves`, { distance: 1, persistent: true, waterlogged: true })
      return [low, low + 27]
    })
    this.isLeaf = new Uint8Array(1 << 15)
    for (const [low, high] of this.leafRanges) this.isLeaf.fill(1, low, high + 1)
  }

  /** Could any biome have a tree here? Quick, for searches. @param {number} x @param {number} z */
  mayGrow(x, z) {
    return hash(this.treeSeed, x, z, 0) < DENSEST * 4294967296
  }

  /** The tree that stands on a column, or null; a function of the column alone.
   * @param {number} x @param {number} z @param {number} biome index @param {number} height @param {number} opening */
  treeAt(x, z, biome, height, opening) {
    const { trees, kinds, name } = BIOMES[biome]
    if (trees === 0) return null
    const dice = hash(this.treeSeed, x, z, 0)
    if (dice >= trees * 4294967296 || (opening > OPENING - 0.02 && height > LOWEST_OPENING)) return null
    if (height < SEA && !(name === 'mangrove_swamp' && height > SEA - 4) && !(name === 'swamp' && height === SEA - 1)) return null
    for (let dz = -SPACING; dz <= SPACING; dz++) {
      for (let dx = -SPACING; dx <= SPACING; dx++) {
        if ((dx !== 0 || dz !== 0) && hash(this.treeSeed, x + dx, z + dz, 0) <= dice) return null
      }
    }
    const total = kinds.reduce((sum, kind) => sum + kind[1], 0)
    let roll = chance(this.treeSeed, x, z, 1) * total
    const kind = kinds.find((k) => (roll -= k[1]) < 0) ?? kinds[0]
    const shapes = this.templates[kind[0]]
    return shapes[hash(this.treeSeed, x, z, 2) % shapes.length]
  }

  /** Stamps every tree that reaches into the chunk. @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns
   * @param {(x: number, z: number) => boolean} blocked something else lies there */
  plantTrees(canvas, columns, blocked) {
    for (let z = canvas.z0 - REACH; z < canvas.z0 + 16 + REACH; z++) {
      for (let x = canvas.x0 - REACH; x < canvas.x0 + 16 + REACH; x++) {
        const at = columns.at(x, z)
        const tree = this.treeAt(x, z, columns.biome[at], columns.height[at], columns.opening[at])
        if (tree && !blocked(x, z)) this.stamp(canvas, columns, tree, x, z, at)
      }
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns @param {import('./tree_shape.js').Template} tree
   * @param {number} x @param {number} z @param {number} at */
  stamp(canvas, columns, tree, x, z, at) {
    const { blocks } = canvas
    const { s, isLeaf } = this
    let base = columns.height[at]
    if (tree.wide) {
      const heights = [base, columns.height[at + 1], columns.height[at + SPAN], columns.height[at + SPAN + 1]]
      base = Math.max(...heights)
      if (Math.min(...heights) < Math.max(SEA, base - 2)) return
      for (let i = 0; i < 4; i++) {
        const tx = x + (i & 1)
        const tz = z + (i >> 1)
        if (!canvas.holds(tx, tz)) continue
        canvas.set(tx, heights[i], tz, s.dirt)
        for (let y = heights[i] + 1; y <= base; y++) canvas.set(tx, y, tz, tree.states[0])
      }
    } else if (canvas.holds(x, z) && this.fertile.has(canvas.get(x, base, z))) {
      if (BIOMES[columns.biome[at]].ground !== 'mud') canvas.set(x, base, z, s.dirt)
    }
    for (let i = 0; i < tree.states.length; i++) {
      const bx = x + tree.cells[i * 3]
      const bz = z + tree.cells[i * 3 + 2]
      if (!canvas.holds(bx, bz)) continue
      const by = base + tree.cells[i * 3 + 1]
      const k = canvas.index(bx, by, bz)
      const here = blocks[k]
      const state = tree.states[i]
      if (i < tree.logs) {
        if (here === 0 || isLeaf[here] || here === s.water) canvas.set(bx, by, bz, state)
      } else if (here === 0) {
        canvas.set(bx, by, bz, state)
      } else if (isLeaf[here] && isLeaf[state] && state < here && here - state < 28 && (here - state) % 4 === 0) {
        blocks[k] = state // the same kind of leaf, nearer to this tree's wood
      } else if (state === s.roots && here === s.water) {
        blocks[k] = s.wetRoots
      }
    }
  }

  /** Plants everything lower than a tree. @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns */
  plantGround(canvas, columns) {
    const { s } = this
    for (let z = canvas.z0; z < canvas.z0 + 16; z++) {
      for (let x = canvas.x0; x < canvas.x0 + 16; x++) {
        const at = columns.at(x, z)
        const height = columns.height[at]
        const biome = BIOMES[columns.biome[at]]
        if (height < SEA) {
          this.plantWater(canvas, columns, x, z, height, biome)
        } else {
          const ground = canvas.get(x, height, z)
          if (canvas.get(x, height + 1, z) !== 0) continue
          if (height <= SEA + 1 && this.plantCane(canvas, columns, x, z, at, height, ground, biome)) continue
          if (this.fertile.has(ground)) this.plantSoil(canvas, x, z, height, biome)
          else if (ground === s.sand || ground === s.red_sand) this.plantSand(canvas, columns, x, z, at, height, biome)
        }
      }
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {number} x @param {number} z @param {number} height @param {import('./biomes.js').Biome} biome */
  plantSoil(canvas, x, z, height, biome) {
    const y = height + 1
    let roll = chance(this.plantSeed, x, z, 0)
    if (biome.grass > 0 && hash(this.plantSeed, x >> 4, z >> 4, 9) % PUMPKIN_CHUNKS === 0 && chance(this.plantSeed, x, z, 8) < PUMPKINS) {
      return canvas.set(x, y, z, this.s.pumpkin)
    }
    for (const [plant, rate] of Object.entries(biome.extras)) {
      roll -= rate
      if (roll < 0) return this.plant(canvas, x, y, z, plant)
    }
    const patch = this.patches.at2(x / 22, z / 22)
    const grassy = biome.ground === 'mud' || biome.ground === 'snow' ? 0 : 1
    roll -= biome.grass * grassy * (1 + patch)
    if (roll < 0) return canvas.set(x, y, z, this.s.short_grass)
    roll -= biome.fern
    if (roll < 0) return canvas.set(x, y, z, this.s.fern)
    roll -= biome.tall * (1 + patch)
    if (roll < 0) return this.plant(canvas, x, y, z, 'tall_grass')
    const bed = this.patches.at2(x / 17 + 90, z / 17 - 40)
    roll -= bed > 0.3 ? biome.flowers : biome.flowers * 0.06
    if (roll < 0) {
      const kinds = biome.flowerKinds
      // Flowers of a kind stand together.
      const kind = Math.floor((this.patches.at2(x / 31 - 50, z / 31) * 0.5 + 0.5) * kinds.length * 2 + chance(this.plantSeed, x, z, 2)) % kinds.length
      this.plant(canvas, x, y, z, kinds[kind < 0 ? 0 : kind])
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {number} x @param {number} y @param {number} z @param {string} plant */
  plant(canvas, x, y, z, plant) {
    const dice = hash(this.plantSeed, x, y, z)
    if (plant in this.tall) {
      if (canvas.get(x, y + 1, z) !== 0) return
      canvas.set(x, y, z, this.tall[plant][0])
      canvas.set(x, y + 1, z, this.tall[plant][1])
    } else if (plant === 'sweet_berry_bush') canvas.set(x, y, z, this.berries[dice % 3])
    else if (plant === 'pink_petals') canvas.set(x, y, z, this.petals[dice % this.petals.length])
    else if (plant === 'bamboo') this.plantBamboo(canvas, x, y, z, dice)
    else if (plant !== 'cactus') canvas.set(x, y, z, this.s[plant])
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {number} x @param {number} y @param {number} z @param {number} dice */
  plantBamboo(canvas, x, y, z, dice) {
    const tall = 5 + (dice % 9)
    for (let i = 0; i < tall; i++) {
      if (canvas.get(x, y + i, z) !== 0) return
      const left = tall - i
      canvas.set(x, y + i, z, left <= 2 ? this.bamboo.large : left === 3 ? this.bamboo.small : this.bamboo.stem)
    }
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns @param {number} x @param {number} z @param {number} at @param {number} height @param {import('./biomes.js').Biome} biome */
  plantSand(canvas, columns, x, z, at, height, biome) {
    const { cactus = 0, dead_bush: bush = 0 } = biome.extras
    const roll = chance(this.plantSeed, x, z, 0)
    if (roll < cactus) {
      // A cactus breaks beside anything solid, another cactus too: only alone and on level ground.
      for (const beside of [at - 1, at + 1, at - SPAN, at + SPAN]) if (columns.height[beside] > height) return
      for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) if (chance(this.plantSeed, x + dx, z + dz, 0) < cactus) return
      const tall = 1 + (hash(this.plantSeed, x, z, 3) % 3)
      for (let i = 1; i <= tall; i++) canvas.set(x, height + i, z, this.s.cactus)
    } else if (roll < cactus + bush) canvas.set(x, height + 1, z, this.s.dead_bush)
  }

  /** Sugar cane, beside water only. @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns @param {number} x @param {number} z
   * @param {number} at @param {number} height @param {number} ground @param {import('./biomes.js').Biome} biome @returns {boolean} planted */
  plantCane(canvas, columns, x, z, at, height, ground, biome) {
    const { s } = this
    if (height !== SEA || biome.frozen) return false
    if (ground !== s.sand && ground !== s.dirt && ground !== s.grass_block && ground !== s.mud && ground !== s.red_sand) return false
    const wet = columns.height[at - 1] < SEA || columns.height[at + 1] < SEA || columns.height[at - SPAN] < SEA || columns.height[at + SPAN] < SEA
    const stand = this.patches.at2(x / 14 + 7, z / 14) > 0.1 ? 0.3 : 0.02
    if (!wet || chance(this.plantSeed, x, z, 4) >= stand) return false
    const tall = 1 + (hash(this.plantSeed, x, z, 5) % 3)
    for (let i = 1; i <= tall && canvas.get(x, height + i, z) === 0; i++) canvas.set(x, height + i, z, s.sugar_cane)
    return true
  }

  /** @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns @param {number} x @param {number} z @param {number} height @param {import('./biomes.js').Biome} biome */
  plantWater(canvas, columns, x, z, height, biome) {
    const { s } = this
    const depth = SEA - height
    const roll = chance(this.plantSeed, x, z, 0)
    if ((biome.name === 'swamp' || biome.name === 'mangrove_swamp') && roll < (biome.name === 'swamp' ? 0.06 : 0.01)) {
      if (canvas.get(x, SEA, z) === s.water && canvas.get(x, SEA + 1, z) === 0) canvas.set(x, SEA + 1, z, s.lily_pad)
      return
    }
    if (biome.frozen || canvas.get(x, height + 1, z) !== s.water) return
    const meadow = this.patches.at2(x / 26, z / 26 + 60)
    const sea = biome.name.endsWith('ocean')
    if (sea && depth >= 5 && meadow > 0.25 && biome.name !== 'warm_ocean' && roll < 0.25) {
      const tall = Math.min(depth - 1, 2 + (hash(this.plantSeed, x, z, 6) % depth))
      for (let i = 1; i < tall; i++) canvas.set(x, height + i, z, s.kelp_plant)
      canvas.set(x, height + tall, z, s.kelp)
    } else if (roll < (meadow < -0.1 ? 0.2 : 0.04)) {
      canvas.set(x, height + 1, z, s.seagrass)
    }
  }

  /** Snow on whatever is highest. @param {import('./canvas.js').Canvas} canvas @param {import('./columns.js').Columns} columns */
  snow(canvas, columns) {
    const { s } = this
    for (let z = canvas.z0; z < canvas.z0 + 16; z++) {
      for (let x = canvas.x0; x < canvas.x0 + 16; x++) {
        if (!BIOMES[columns.biome[columns.at(x, z)]].frozen) continue
        let y = canvas.top
        while (y > SEA && canvas.get(x, y, z) === 0) y--
        const below = canvas.get(x, y, z)
        if (below === s.grass_block) canvas.set(x, y, z, s.snowy)
        else if (below === s.podzol) canvas.set(x, y, z, s.snowyPodzol)
        else if (!(this.isLeaf[below] || this.fertile.has(below) || below === s.sand || below === s.gravel || below === s.stone)) continue
        canvas.set(x, y + 1, z, s.snow)
      }
    }
  }
}
