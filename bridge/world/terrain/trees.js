/**
 * The shapes of trees, as templates that are stamped into chunks.
 *
 * Knows: trunk heights and crowns in the manner of https://minecraft.wiki/w/Tree (1.20), and for each leaf
 *   its `distance` to the nearest log of its own tree, so that leaves decay as they should.
 * Does not know: where trees stand (vegetation.js).
 */
import { seedFor, stream } from './random.js'
import { BESIDE, Shape, pick } from './tree_shape.js'

/** @typedef {import('./tree_shape.js').Template} Template */
/** @typedef {import('./tree_shape.js').StateFinder} StateFinder */

const VARIANTS = 12 // shapes kept of each kind

/** @typedef {(shape: Shape, next: () => number) => void} Builder */

/** The usual round crown. @param {Shape} s @param {number} h height of the trunk @param {() => number} next @param {number} [grow] */
function roundCrown(s, h, next, grow = 0) {
  for (let y = h - 2; y <= h + 1; y++) s.layer(0, y, 0, (y >= h ? 1 : 2) + grow, () => y <= h && next() < 0.5)
}

/** A ball of leaves round the end of a branch. @param {Shape} s @param {number} x @param {number} y @param {number} z @param {number} radius */
function cloud(s, x, y, z, radius) {
  s.disc(x, y - 1, z, radius - 0.6)
  s.disc(x, y, z, radius)
  s.disc(x, y + 1, z, radius)
  s.disc(x, y + 2, z, radius - 0.8)
}

/** A branch of logs from the trunk outwards. @param {Shape} s @param {number} y @param {number} dx @param {number} dz @param {number} length
 * @param {number} rise blocks up for each block out @returns {[number, number, number]} its end */
function branch(s, y, dx, dz, length, rise) {
  let x = 0
  let z = 0
  for (let i = 1; i <= length; i++) {
    x = dx * i
    z = dz * i
    s.log(x, Math.round(y + i * rise), z, dx !== 0 ? 'x' : 'z')
  }
  return [x, Math.round(y + length * rise), z]
}

const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]]

/** @type {Record<string, {wood: string, leaf?: string, build: Builder}>} */
const KINDS = {
  oak: { wood: 'oak', build: (s, next) => { const h = pick(next, 4, 6); s.trunk(1, h); roundCrown(s, h, next) } },
  birch: { wood: 'birch', build: (s, next) => { const h = pick(next, 5, 7); s.trunk(1, h); roundCrown(s, h, next) } },
  jungle: {
    wood: 'jungle',
    build: (s, next) => {
      const h = pick(next, 5, 9)
      s.trunk(1, h)
      roundCrown(s, h, next)
      for (const [dx, dz, facing] of BESIDE) if (h > 5 && next() < 0.15) s.hang(dx, pick(next, 2, h - 3), dz, s.state('cocoa', { age: pick(next, 0, 2), facing }))
      s.vines(next, 0.08)
    },
  },
  swamp_oak: { wood: 'oak', build: (s, next) => { const h = pick(next, 5, 7); s.trunk(1, h); roundCrown(s, h, next, 1); s.vines(next, 0.12) } },
  bush: {
    wood: 'jungle', leaf: 'oak',
    build: (s, next) => { s.trunk(1, 1); s.layer(0, 1, 0, 2, () => next() < 0.5); s.layer(0, 2, 0, 1, () => next() < 0.5); s.leafAt(0, 3, 0) },
  },
  big_oak: {
    wood: 'oak',
    build: (s, next) => {
      const h = pick(next, 7, 10)
      s.trunk(1, h)
      cloud(s, 0, h, 0, 2.2)
      const turn = pick(next, 0, 3)
      for (let i = 0; i < pick(next, 2, 4); i++) {
        const [dx, dz] = SIDES[(turn + i) % 4]
        const [x, y, z] = branch(s, pick(next, h - 4, h - 2), dx, dz, pick(next, 2, 3), 0.5)
        cloud(s, x, y, z, 2.2)
      }
    },
  },
  spruce: {
    wood: 'spruce',
    build: (s, next) => {
      const h = pick(next, 6, 9)
      s.trunk(1, h)
      const bare = pick(next, 1, 2)
      const most = pick(next, 2, 3)
      let radius = pick(next, 0, 1)
      let limit = 1
      let restart = 0
      for (let y = h + 1; y > bare; y--) {
        s.layer(0, y, 0, radius, () => false)
        if (radius >= limit) {
          radius = restart
          restart = 1
          limit = Math.min(limit + 1, most)
        } else {
          radius++
        }
      }
    },
  },
  pine: {
    wood: 'spruce',
    build: (s, next) => {
      const h = pick(next, 7, 10)
      s.trunk(1, h)
      s.leafAt(0, h + 1, 0)
      s.layer(0, h, 0, 1, () => false)
      s.layer(0, h - 1, 0, 2, () => false)
      s.layer(0, h - 2, 0, 1, () => false)
      if (next() < 0.5) s.layer(0, h - 3, 0, 2, () => false)
    },
  },
  big_spruce: {
    wood: 'spruce',
    build: (s, next) => {
      const h = pick(next, 13, 19)
      s.wideTrunk(1, h)
      for (let y = h + 1, i = 0; y > Math.floor(h / 3); y--, i++) s.layer(0, y, 0, i === 0 ? 0 : Math.min(4, 1 + ((i % 4) + Math.floor(i / 3)) / 2 | 0), () => false, 1)
    },
  },
  acacia: {
    wood: 'acacia',
    build: (s, next) => {
      const h = pick(next, 3, 5)
      s.trunk(1, h)
      const [dx, dz] = SIDES[pick(next, 0, 3)]
      const length = pick(next, 1, 3)
      for (let i = 1; i <= length; i++) s.log(dx * i, h + i, dz * i)
      const x = dx * length
      const z = dz * length
      s.layer(x, h + length, z, 3, () => false)
      s.layer(x, h + length + 1, z, 1, () => true)
      for (const [ox, oz] of SIDES) s.leafAt(x + ox * 2, h + length + 1, z + oz * 2)
      if (next() < 0.7) {
        s.log(-dx, h, -dz)
        s.log(-dx * 2, h + 1, -dz * 2)
        s.layer(-dx * 2, h + 1, -dz * 2, 2, () => false)
        s.layer(-dx * 2, h + 2, -dz * 2, 1, () => false)
      }
    },
  },
  dark_oak: {
    wood: 'dark_oak',
    build: (s, next) => {
      const h = pick(next, 6, 8)
      s.wideTrunk(1, h)
      s.layer(0, h - 1, 0, 3, () => false, 1)
      s.layer(0, h, 0, 3, () => next() < 0.6, 1)
      s.layer(0, h + 1, 0, 2, () => false, 1)
      if (next() < 0.5) s.layer(0, h + 2, 0, 0, () => true, 1)
      for (const [dx, dz] of SIDES) {
        if (next() < 0.4) for (let y = pick(next, h - 3, h - 2); y < h; y++) s.log(dx * 2 + (dx < 0 ? 1 : 0), y, dz * 2 + (dz < 0 ? 1 : 0))
      }
    },
  },
  big_jungle: {
    wood: 'jungle',
    build: (s, next) => {
      const h = pick(next, 12, 18)
      s.wideTrunk(1, h)
      s.layer(0, h + 1, 0, 2, () => false, 1)
      s.layer(0, h, 0, 4, () => false, 1)
      s.layer(0, h - 1, 0, 3, () => false, 1)
      for (const [dx, dz] of SIDES) {
        if (next() < 0.5) continue
        const [x, y, z] = branch(s, pick(next, h - 8, h - 4), dx, dz, 4, 0.5)
        s.disc(x, y, z, 2.2)
        s.disc(x, y + 1, z, 1.4)
      }
      s.vines(next, 0.06)
    },
  },
  mangrove: {
    wood: 'mangrove',
    build: (s, next) => {
      const lift = pick(next, 1, 3)
      const h = lift + pick(next, 4, 7)
      s.trunk(lift, h)
      const root = s.state('mangrove_roots', { waterlogged: false })
      for (const [dx, dz] of SIDES) for (let y = lift; y >= -1; y--) if (y === lift || next() < 0.9) s.others.push([dx * (y < lift - 1 ? 2 : 1), y, dz * (y < lift - 1 ? 2 : 1), root])
      cloud(s, 0, h, 0, 2.8)
      for (let i = 0; i < 2; i++) {
        const [dx, dz] = SIDES[pick(next, 0, 3)]
        const [x, y, z] = branch(s, h - 2, dx, dz, 2, 0.5)
        cloud(s, x, y, z, 2.2)
      }
    },
  },
  cherry: {
    wood: 'cherry',
    build: (s, next) => {
      const h = pick(next, 6, 8)
      s.trunk(1, h)
      const turn = pick(next, 0, 3)
      const arms = pick(next, 1, 3)
      for (let i = 0; i < arms; i++) {
        const [dx, dz] = SIDES[(turn + i) % 4]
        const [x, y, z] = branch(s, h - 3, dx, dz, 3, 0)
        s.log(x, y + 1, z)
        s.log(x, y + 2, z)
        cloud(s, x, y + 2, z, 3.2)
      }
      cloud(s, 0, h, 0, 3.4)
    },
  },
}

/** The shapes of each kind, the same for every seed; those of a kind are drawn when first asked for.
 * @param {StateFinder} state @returns {Record<string, Template[]>} */
export function treeTemplates(state) {
  /** @type {Record<string, Template[]>} */
  const templates = {}
  for (const [kind, { wood, leaf, build }] of Object.entries(KINDS)) {
    /** @type {Template[] | null} */
    let shapes = null
    Object.defineProperty(templates, kind, { enumerable: true, get: () => (shapes ??= draw(kind, wood, leaf, build)) })
  }
  return templates

  /** @param {string} kind @param {string} wood @param {string | undefined} leaf @param {Builder} build */
  function draw(kind, wood, leaf, build) {
    const next = stream(seedFor(1, `tree ${kind}`))
    return Array.from({ length: VARIANTS }, () => {
      const shape = new Shape(state, wood, leaf)
      build(shape, next)
      return shape.finish()
    })
  }
}
