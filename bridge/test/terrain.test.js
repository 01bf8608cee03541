import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { createGenerator } from '../world/terrain/generator.js'
import { ORES } from '../world/terrain/ores.js'
import { SEA } from '../world/terrain/climate.js'
import { drawOutline, drawSlice, drawSurface } from '../world/terrain/map.js'
import { encodePng } from '../world/terrain/png.js'

const load = createRequire(import.meta.url)
const registry = load('prismarine-registry')('1.20.4')
const Chunk = load('prismarine-chunk')(registry)
const MIN_Y = -64
const TOP_Y = 319

/** @type {string[]} name of each state id */
const NAMES = []
for (const block of registry.blocksArray) for (let s = block.minStateId; s <= block.maxStateId; s++) NAMES[s] = block.name

/** @param {any} chunk */
const digest = (chunk) => createHash('sha1').update(chunk.dump()).digest('hex')

/** A square of chunks round a place, read by world coordinates. @param {import('../world/terrain/generator.js').Generator} generator
 * @param {number} x @param {number} z @param {number} radius chunks */
function area(generator, x, z, radius) {
  const cx = Math.floor(x) >> 4
  const cz = Math.floor(z) >> 4
  const side = 2 * radius + 1
  const chunks = []
  for (let j = -radius; j <= radius; j++) for (let i = -radius; i <= radius; i++) chunks.push(generator.chunk(cx + i, cz + j))
  const x0 = (cx - radius) * 16
  const z0 = (cz - radius) * 16
  const blocks = new Uint16Array(side * side * 256 * 384)
  const width = side * 16
  chunks.forEach((chunk, n) => {
    for (let s = 0; s < 24; s++) {
      for (let i = 0; i < 4096; i++) {
        const bx = (n % side) * 16 + (i & 15)
        const bz = Math.floor(n / side) * 16 + ((i >> 4) & 15)
        blocks[((s * 16 + (i >> 8)) * width + bz) * width + bx] = chunk.sections[s].data.get(i)
      }
    }
  })
  return {
    x0, z0, width,
    /** @param {number} bx @param {number} y @param {number} bz @returns {string} */
    name: (bx, y, bz) => NAMES[blocks[((y - MIN_Y) * width + bz - z0) * width + bx - x0]],
    /** @param {number} bx @param {number} y @param {number} bz */
    state: (bx, y, bz) => blocks[((y - MIN_Y) * width + bz - z0) * width + bx - x0],
    /** Every block of these names but those of the outermost ring and layers.
     * @param {RegExp} wanted @param {(name: string, x: number, y: number, z: number) => void} visit */
    each(wanted, visit) {
      const visited = NAMES.map((name) => wanted.test(name))
      for (let y = MIN_Y + 1; y < TOP_Y; y++) {
        for (let z = 1; z < width - 1; z++) {
          for (let i = 1; i < width - 1; i++) {
            const state = blocks[((y - MIN_Y) * width + z) * width + i]
            if (visited[state]) visit(NAMES[state], x0 + i, y, z0 + z)
          }
        }
      }
    },
  }
}

const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]]
const LOG = /_log$/
const LEAVES = /_leaves$/

test('a chunk is the same whatever was made before it, and differs by seed', () => {
  const places = [[0, 0], [1, 0], [0, 1], [-1, -1], [40, -7], [-300, 200], [0, 0]]
  for (const seed of [1, -5, 2 ** 40 + 3]) {
    const first = createGenerator({ registry, seed })
    const expected = places.map(([x, z]) => digest(first.chunk(x, z)))
    const second = createGenerator({ registry, seed })
    second.spawnPoint()
    for (let i = places.length - 1; i >= 0; i--) {
      second.heightAt(i * 1000, 5)
      assert.equal(digest(second.chunk(places[i][0], places[i][1])), expected[i], `seed ${seed}, chunk ${places[i]}`)
    }
    assert.notEqual(digest(createGenerator({ registry, seed: seed + 1 }).chunk(0, 0)), expected[0])
  }
})

test('chunks survive the wire, and can be changed like any other', () => {
  const generator = createGenerator({ registry, seed: 4 })
  const chunk = generator.chunk(2, 3)
  const copy = new Chunk({ minY: MIN_Y, worldHeight: 384 })
  copy.load(chunk.dump())
  for (let y = MIN_Y; y < 160; y += 3) {
    for (let i = 0; i < 256; i += 5) {
      const place = { x: i & 15, y, z: i >> 4 }
      assert.equal(copy.getBlockStateId(place), chunk.getBlockStateId(place))
      assert.equal(copy.getBiome(place), chunk.getBiome(place))
    }
  }
  for (let i = 0; i < 600; i++) chunk.setBlockStateId({ x: i & 15, y: 20 + (i >> 8), z: (i >> 4) & 15 }, i + 1)
  for (let i = 0; i < 600; i++) assert.equal(chunk.getBlockStateId({ x: i & 15, y: 20 + (i >> 8), z: (i >> 4) & 15 }), i + 1)
  assert.notEqual(digest(chunk), digest(generator.chunk(2, 3)), 'a changed chunk leaves the generator alone')
})

test('height and biome of a column are those of its chunk', () => {
  for (const seed of [1, 2, 3]) {
    const generator = createGenerator({ registry, seed })
    let open = 0
    for (let i = 0; i < 300; i++) {
      const x = (i * 37) % 900 - 450
      const z = (i * 91) % 900 - 450
      const chunk = generator.chunk(x >> 4, z >> 4)
      const height = generator.heightAt(x, z)
      const place = { x: x & 15, y: height, z: z & 15 }
      assert.equal(registry.biomes[chunk.getBiome(place)].name, generator.biomeAt(x, z))
      if (['air', 'lava'].includes(NAMES[chunk.getBlockStateId(place)])) open++
      if (height < SEA) assert.match(NAMES[chunk.getBlockStateId({ ...place, y: SEA })], /water|ice|kelp|seagrass|roots|log|vine/)
    }
    assert.ok(open < 9, `${open} of 300 columns are open at the surface`)
  }
})

test('ores lie at their heights, as often as the table says', () => {
  /** @type {Record<string, {total: number, low: number, high: number, at: Map<number, number>}>} */
  const found = {}
  let chunks = 0
  for (const seed of [11, 12, 13]) {
    const generator = createGenerator({ registry, seed })
    for (let i = 0; i < 60; i++) {
      const chunk = generator.chunk(i * 7, -i * 5)
      chunks++
      chunk.sections.forEach((/** @type {any} */ section, /** @type {number} */ s) => {
        for (let k = 0; k < 4096; k++) {
          const name = NAMES[section.data.get(k)]
          if (!name.endsWith('_ore')) continue
          const y = MIN_Y + s * 16 + (k >> 8)
          // Blobs of granite and tuff reach a few blocks across the border, and ores take after their rock.
          assert.ok(name.startsWith('deepslate_') ? y < 16 : y >= -16, `${name} at y ${y}`)
          const ore = name.replace('deepslate_', '')
          const seen = (found[ore] ??= { total: 0, low: 999, high: -999, at: new Map() })
          seen.total++
          seen.low = Math.min(seen.low, y)
          seen.high = Math.max(seen.high, y)
          seen.at.set(y, (seen.at.get(y) ?? 0) + 1)
        }
      })
    }
  }
  for (const [ore, { low, high }] of Object.entries(found)) {
    const veins = ORES.ores.filter((vein) => vein.block === ore)
    assert.ok(low >= Math.max(MIN_Y, Math.min(...veins.map((vein) => vein.min_y)) - 4), `${ore} as low as ${low}`)
    assert.ok(high <= Math.max(...veins.map((vein) => vein.max_y)) + 4, `${ore} as high as ${high}`)
  }
  /** Blocks a chunk: from counts × the mean size of a vein, less what is in the air or below the world.
   * @type {Record<string, [number, number]>} */
  const expected = { coal_ore: [50, 260], iron_ore: [55, 130], copper_ore: [55, 110], gold_ore: [15, 60], redstone_ore: [22, 48], lapis_ore: [14, 34], diamond_ore: [12, 32] }
  for (const [ore, [low, high]] of Object.entries(expected)) {
    const mean = found[ore].total / chunks
    assert.ok(mean >= low && mean <= high, `${ore}: ${mean.toFixed(1)} a chunk`)
  }
  /** @param {string} ore @param {number} from @param {number} to */
  const between = (ore, from, to) => [...found[ore].at].reduce((sum, [y, n]) => sum + (y >= from && y < to ? n : 0), 0)
  assert.ok(between('diamond_ore', -60, -50) > 2 * between('diamond_ore', -10, 0), 'diamonds grow denser with depth')
  assert.ok(between('redstone_ore', -60, -50) > 2 * between('redstone_ore', -10, 0), 'redstone grows denser with depth')
  assert.ok(between('iron_ore', 10, 20) > 2 * between('iron_ore', -50, -40), 'iron is densest near 16')
  assert.ok(between('copper_ore', 40, 50) > 2 * between('copper_ore', 0, 10), 'copper is densest near 48')
})

test('veins are no larger than the published greatest size', async () => {
  const { Ores } = await import('../world/terrain/ores.js')
  const { Canvas } = await import('../world/terrain/canvas.js')
  const { stateFinder } = await import('../world/terrain/states.js')
  const state = stateFinder(registry)
  const ores = new Ores(1, state, registry)
  const canvas = new Canvas(registry)
  canvas.open(0, 0)
  // https://minecraft.wiki/w/Ore_(feature): spawn size → greatest number of blocks. Ours may exceed it by a block or two:
  // the bulge of the chain is a parabola, not a sine.
  for (const [size, most] of [[4, 5], [7, 10], [8, 10], [9, 13], [10, 16], [12, 23], [17, 37]]) {
    let greatest = 0
    for (let dice = 0; dice < 600; dice++) {
      canvas.blocks.fill(state('stone'))
      ores.chain(canvas, { size, inRock: 999, inSlate: 999, discard: 0 }, 8, 60, 8, dice * 7919)
      let made = 0
      for (const block of canvas.blocks) if (block === 999) made++
      greatest = Math.max(greatest, made)
    }
    assert.ok(greatest <= most + 2 && greatest >= most * 0.6, `size ${size}: ${greatest}, published ${most}`)
  }
})

test('every biome that a task may name lies within 1000 blocks of spawn', () => {
  const wanted = ['plains', 'forest', 'birch_forest', 'dark_forest', 'taiga', 'snowy_plains', 'snowy_taiga', 'desert', 'savanna', 'swamp', 'mangrove_swamp', 'jungle',
    'bamboo_jungle', 'cherry_grove', 'meadow', 'windswept_hills', 'stony_peaks', 'badlands', 'beach', 'river', 'ocean', 'stony_shore']
  for (let seed = 1; seed <= 5; seed++) {
    const generator = createGenerator({ registry, seed })
    const spawn = generator.spawnPoint()
    const seen = new Set()
    for (let z = -1000; z <= 1000; z += 12) {
      for (let x = -1000; x <= 1000; x += 12) if (x * x + z * z <= 1e6) seen.add(generator.biomeAt(spawn.x + x, spawn.z + z))
    }
    assert.deepEqual(wanted.filter((name) => !seen.has(name)), [], `seed ${seed}`)
    for (const name of seen) assert.ok(registry.biomesByName[name], `${name} is a biome of the game`)
  }
})

test('spawn is safe ground with wood in reach and land all round', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const generator = createGenerator({ registry, seed })
    const spawn = generator.spawnPoint()
    const land = area(generator, spawn.x, spawn.z, 2)
    const x = Math.floor(spawn.x)
    const z = Math.floor(spawn.z)
    assert.match(land.name(x, spawn.y - 1, z), /grass_block|podzol|coarse_dirt/, `seed ${seed}: feet on ${land.name(x, spawn.y - 1, z)}`)
    for (const y of [spawn.y, spawn.y + 1]) assert.deepEqual(registry.blocksByName[land.name(x, y, z)].boundingBox, 'empty', `seed ${seed}`)
    for (let depth = 1; depth <= 6; depth++) assert.notEqual(land.name(x, spawn.y - depth, z), 'air', `seed ${seed}: a hollow under the feet`)
    let trunks = 0
    land.each(/^lava$|_log$/, (name, bx, y, bz) => {
      if (name === 'lava' && y > 50) assert.ok(Math.hypot(bx - x, bz - z) > 12, `seed ${seed}: lava beside the spawn`)
      if (LOG.test(name) && /dirt/.test(land.name(bx, y - 1, bz))) trunks++
    })
    assert.ok(trunks >= 4, `seed ${seed}: ${trunks} trunks near the spawn`)
  }
})

/** Places that hold every kind of country. @param {import('../world/terrain/generator.js').Generator} generator @param {string[]} names */
function placesOf(generator, names) {
  /** @type {Map<string, [number, number]>} */
  const found = new Map()
  for (let z = -1200; z <= 1200; z += 40) {
    for (let x = -1200; x <= 1200; x += 40) {
      const name = generator.biomeAt(x, z)
      if (names.includes(name) && !found.has(name)) found.set(name, [x, z])
    }
  }
  return found
}

const COUNTRY = ['desert', 'beach', 'badlands', 'ocean', 'river', 'swamp', 'mangrove_swamp', 'jungle', 'taiga', 'snowy_taiga', 'windswept_hills', 'dark_forest', 'savanna', 'cherry_grove', 'forest']

test('sand and gravel rest on something, and water and lava are closed in', () => {
  for (const seed of [1, 6]) {
    const generator = createGenerator({ registry, seed })
    for (const [biome, [x, z]] of placesOf(generator, COUNTRY)) {
      const land = area(generator, x, z, 1)
      land.each(/^(sand|red_sand|gravel|water|lava)$/, (name, bx, y, bz) => {
        const below = land.name(bx, y - 1, bz)
        const where = `seed ${seed}, ${biome}: ${name} at ${bx} ${y} ${bz}`
        if (name === 'sand' || name === 'red_sand' || name === 'gravel') assert.doesNotMatch(below, /^(air|water|lava)$/, where)
        if (name !== 'water' && name !== 'lava') return
        assert.notEqual(below, 'air', where)
        const spring = !/water|lava|air|ice/.test(below) && !/water|lava|air/.test(land.name(bx, y + 1, bz))
        if (spring) return
        for (const [dx, dz] of SIDES) {
          const beside = land.name(bx + dx, y, bz + dz)
          assert.notEqual(beside, 'air', `${where} beside air`)
          if (y < 40) assert.notEqual(beside, name === 'water' ? 'lava' : 'water', `${where} beside ${beside}`)
        }
      })
    }
  }
})

const ON_SOIL = /^(short_grass|fern|dandelion|poppy|cornflower|blue_orchid|sweet_berry_bush|pink_petals|pumpkin|melon)$/
const PLANT = new RegExp(`${ON_SOIL.source}|^(cactus|sugar_cane|lily_pad|snow|bamboo)$|_log$|_leaves$`)

test('plants stand where they can live, leaves hang on their trees', () => {
  const generator = createGenerator({ registry, seed: 2 })
  const soil = /^(grass_block|dirt|podzol|coarse_dirt|mud|snow_block|clay|gravel|sand)$/
  let leaves = 0
  let loose = 0
  /** @type {Set<string>} */
  const trees = new Set()
  for (const [biome, [x, z]] of placesOf(generator, [...COUNTRY, 'birch_forest', 'bamboo_jungle', 'old_growth_spruce_taiga', 'plains', 'meadow'])) {
    const land = area(generator, x, z, 1)
    land.each(PLANT, (name, bx, y, bz) => {
      const below = land.name(bx, y - 1, bz)
      const where = `${biome}: ${name} at ${bx} ${y} ${bz} on ${below}`
      if (ON_SOIL.test(name)) assert.match(below, soil, where)
      if (name === 'cactus') {
        assert.match(below, /^(sand|red_sand|cactus)$/, where)
        for (const [dx, dz] of SIDES) assert.equal(registry.blocksByName[land.name(bx + dx, y, bz + dz)].boundingBox, 'empty', where)
      }
      if (name === 'sugar_cane' && below !== 'sugar_cane') assert.ok(SIDES.some(([dx, dz]) => land.name(bx + dx, y - 1, bz + dz) === 'water'), where)
      if (name === 'lily_pad') assert.equal(below, 'water', where)
      if (name === 'snow') assert.doesNotMatch(below, /air|water|lava|ice|snow$/, where)
      if (name === 'bamboo') assert.match(below, /^(bamboo|grass_block|dirt|podzol|gravel|sand|mud)$/, where)
      if (LOG.test(name)) trees.add(name)
      if (!LEAVES.test(name) || bx < land.x0 + 8 || bz < land.z0 + 8 || bx > land.x0 + land.width - 8 || bz > land.z0 + land.width - 8) return
      leaves++
      const offset = land.state(bx, y, bz) - registry.blocksByName[name].minStateId
      const distance = Math.floor(offset / 4) + 1
      assert.ok(distance <= 6 && offset % 4 === 3, `${where}: would decay, or was placed by hand`)
      const nearer = [[0, 1, 0], [0, -1, 0], ...SIDES.map(([dx, dz]) => [dx, 0, dz])].some(([dx, dy, dz]) => {
        const beside = land.name(bx + dx, y + dy, bz + dz)
        if (LOG.test(beside)) return true
        return LEAVES.test(beside) && Math.floor((land.state(bx + dx, y + dy, bz + dz) - registry.blocksByName[beside].minStateId) / 4) + 1 < distance
      })
      if (!nearer) loose++
    })
  }
  assert.ok(loose <= leaves * 0.01, `${loose} of ${leaves} leaves have no nearer neighbour`)
  for (const wood of ['oak', 'birch', 'spruce', 'jungle', 'acacia', 'dark_oak', 'mangrove', 'cherry']) assert.ok(trees.has(`${wood}_log`), `no ${wood} in ${[...trees]}`)
})

test('flat is vanilla superflat', () => {
  const generator = createGenerator({ registry, seed: 9, terrain: 'flat' })
  const chunk = generator.chunk(-3, 8)
  const column = [-64, -63, -62, -61, -60].map((y) => NAMES[chunk.getBlockStateId({ x: 5, y, z: 9 })])
  assert.deepEqual(column, ['bedrock', 'dirt', 'dirt', 'grass_block', 'air'])
  assert.equal(registry.biomes[chunk.getBiome({ x: 1, y: -60, z: 1 })].name, 'plains')
  assert.deepEqual(generator.spawnPoint(), { x: 0.5, y: -60, z: 0.5 })
  assert.equal(generator.heightAt(7, 7), -61)
})

test('maps show the land, its ores and what players changed, as a PNG', () => {
  const generator = createGenerator({ registry, seed: 1 })
  const view = { generator, registry, centre: { x: 0, z: 0 }, size: 32 }
  const plain = drawSurface(view)
  /** @type {[number, number, number, number][]} */
  const edits = [[3, 200, 4, registry.blocksByName.gold_ore.defaultState]]
  const changed = drawSurface({ ...view, edits })
  const at = ((4 + 16) * 32 + 3 + 16) * 3
  assert.notDeepEqual(plain.pixels.subarray(at, at + 3), changed.pixels.subarray(at, at + 3))
  assert.equal(drawOutline({ ...view, size: 400, scale: 8 }).pixels.length, 50 * 50 * 3)
  const png = encodePng(drawSlice({ ...view, y: -40 }))
  assert.equal(png.subarray(1, 4).toString(), 'PNG')
  assert.equal(png.readUInt32BE(16), 32)
  assert.throws(() => encodePng({ width: 2, height: 2, pixels: new Uint8Array(3) }), RangeError)
})
