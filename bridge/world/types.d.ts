/** Shapes that the world's modules share. See context.js for what each part does. */
import type { EventEmitter } from 'node:events'
import type { Vec3 } from 'vec3'
import type { Chunks } from './blocks/chunks.js'
import type { StateTables } from './blocks/states.js'
import type { Component } from './text.js'

/** A stack of items: prismarine-item's class. */
export interface Stack {
  type: number
  name: string
  displayName: string
  count: number
  metadata: number
  nbt: any
  stackSize: number
  maxDurability: number
  durabilityUsed: number
  enchants: { name: string, lvl: number }[]
  [key: string]: any
}

export interface Point { x: number, y: number, z: number }

/** What a player is besides its place: plain data, saved as it is. */
export interface Survival {
  food: number
  saturation: number
  exhaustion: number
  air: number
  dead: boolean
  effects: Record<string, any>
  xp: { level: number, points: number, total: number }
  stats: Record<string, number>
  /** Where it returns after death; null: the world's spawn. */
  spawn: Point | null
  cursor: Stack | null
  open: any
  [key: string]: any
}

export interface Player extends EventEmitter {
  id: number
  kind: 'player'
  name: 'player'
  uuid: string
  username: string
  _client: any
  position: Vec3
  velocity: Vec3
  /** Degrees, as in the protocol. */
  yaw: number
  pitch: number
  headYaw: number
  onGround: boolean
  sneaking: boolean
  sprinting: boolean
  flying: boolean
  /** 0 survival, 1 creative, 2 adventure, 3 spectator. */
  gameMode: number
  health: number
  heldItemSlot: number
  inventory: { slots: (Stack | null)[] }
  survival: Survival
  op: boolean
  /** Chunk keys that its client holds. */
  chunks: Set<number>
  /** Chunks seen in each direction. */
  view: number
  seen: Set<number>
  joined: boolean
  /** Whether its client has heard before what never changes: recipes, commands. */
  informed?: boolean
  /** Whether its client is in the nether. */
  nether: boolean
  /** Id of a teleport its client has not confirmed yet; its movements do not count until then. */
  teleporting: number | null
  send (name: string, params: object): void
  /** A system message. */
  tell (message: Component): void
  /** Move it and tell its client. */
  teleport (position: Point, yaw?: number, pitch?: number): void
  kick (reason: Component): void
  [key: string]: any
}

export interface Entity {
  id: number
  kind: string
  name: string
  uuid: string
  /** Protocol id of the entity's type. */
  type: number
  position: Vec3
  /** Blocks a tick. */
  velocity: Vec3
  /** Degrees. */
  yaw: number
  pitch: number
  headYaw: number
  onGround: boolean
  /** Set by entities.physics: walked against a wall in this tick. */
  blocked: boolean
  inWater: boolean
  inLava: boolean
  /** Set by entities.physics: in a bubble column over magma. */
  drawnDown?: boolean
  age: number
  removed: boolean
  metadata: { key: number, type: string, value: any }[]
  objectData: number
  [key: string]: any
}

export interface EntityKind {
  /** One game tick. */
  tick?: (entity: Entity, tick: number) => void
  /** What has to be kept beyond place, motion, name and metadata. */
  save?: (entity: Entity) => any
  /** Fields of the entity from what save gave. */
  load?: (data: any) => Record<string, any>
  /** Blocks within which clients are told of it. */
  range?: number
  /** Ticks between two position updates. */
  every?: number
}

export interface UseBlock {
  player: Player
  block: any
  position: Vec3
  /** 0 down, 1 up, 2 north, 3 south, 4 west, 5 east. */
  face: number
  held: Stack | null
  /** Where on the block, 0–1 each. */
  cursor: Point
  sneaking: boolean
  /** 0 main hand, 1 off hand. */
  hand: number
}

export interface Change { by?: Player, cause?: string }

export interface Blocks {
  get (x: number, y: number, z: number): number | null
  at (position: Point): any
  name (x: number, y: number, z: number): string | null
  set (position: Point, state: number, change?: Change): boolean
  solid (x: number, y: number, z: number): boolean
  fluid (x: number, y: number, z: number): number
  light (position: Point): { sky: number, block: number }
  /** y from which up the sky is open; null if not loaded. */
  height (x: number, z: number): number | null
  biome (position: Point): { id: number, name: string, [key: string]: any }
  stateOf (name: string, properties?: Record<string, any>): number
  properties (state: number): Record<string, any>
  states: StateTables
  onChange (listener: (position: Vec3, before: number, after: number, change: Change) => void): void
  scheduleTick (position: Point, delay: number, name: string): void
  /** rank: which of several ticks of one time goes first, the lowest; 0 without it. */
  onScheduled (name: string, handler: (position: Vec3) => void, rank?: (position: Point) => number): void
  onRandomTick (handler: (position: Vec3, state: number) => void, names: string[] | ((name: string, state: number) => boolean)): void
  /** Tell a player what really is there. */
  resend (player: Player, position: Point): void
}

export interface Entities {
  define (kind: string, behaviour: EntityKind): void
  spawn (kind: string, name: string, position: Point, fields?: Record<string, any>): Entity
  remove (entity: Entity): void
  teleport (entity: Entity): void
  /** Tells everybody who sees it; a player himself too. */
  setMetadata (entity: Entity | Player, entries: { key: number, type: string, value: any }[]): void
  near (position: Point, radius: number, filter?: (entity: Entity) => boolean): Entity[]
  all (): Entity[]
  get (id: number): Entity | Player | null
  physics (entity: Entity, size: { halfWidth: number, height: number, step?: number, gravity?: number, drag?: number, waterDrag?: number }): void
  /** To every player who sees the entity (a player's own packets: to everyone who sees him). */
  broadcast (entity: Entity | Player, packet: string, params: object, except?: Player): void
  push (entity: Entity | Player): void
  count: number
  /** Every kind that a module has defined. */
  kinds: string[]
}

export interface Weather { raining: boolean, thundering: boolean, left: number }

export interface Options {
  terrain: 'normal' | 'flat'
  gamemode: number
  difficulty: number
  mobs: boolean
  viewDistance: number
  motd: string
  maxPlayers: number
  /** Of vanilla's number of ore veins. */
  oreShare: number
}

export interface Ctx {
  serv: any
  registry: any
  version: string
  seed: number
  Item: any
  Block: any
  options: Options
  generator: any
  chunks: Chunks
  states: StateTables
  /** The world's spawn. */
  spawnPoint: Vec3
  rules: Record<string, boolean | number>
  random (): number
  randomInt (low: number, high: number): number
  uuid (): string
  tick (): number
  onTick (handler: (tick: number) => void, options?: { every?: number }): void
  blocks: Blocks
  tiles: Map<string, any>
  entities: Entities
  players: Player[]
  playerNamed (name: string): Player | null
  time: {
    /** Ticks of the day cycle, 0 = sunrise of day 0. */
    day: number
    /** Ticks since the world began. */
    age: number
    weather: Weather
    ofDay (): number
    set (ticks: number): void
    setWeather (kind: 'clear' | 'rain' | 'thunder', ticks?: number, atOnce?: boolean): void
    isDay (): boolean
    send (player?: Player): void
  }
  onJoin (handler: (player: Player) => void): void
  onLeave (handler: (player: Player) => void): void
  /** The world is being brought into the state in which its snapshot is opened (renewal.js): players who leave and join have been here all the time. */
  renewing: boolean
  /** Forget what is in no snapshot and can be found out again: from here on, the world must go on as one that was just opened. */
  onRenew (handler: () => void): void
  onRespawn (handler: (player: Player) => void): void
  onMove (handler: (player: Player, from: Vec3, to: Vec3) => void): void
  onHeldChange (handler: (player: Player) => void): void
  onPacket (name: string, handler: (player: Player, data: any) => void): void
  respawn (player: Player): void
  onUseBlock (handler: (use: UseBlock) => boolean | void): void
  onUseItem (handler: (use: { player: Player, held: Stack | null, hand: number }) => boolean | void): void
  onUseEntity (handler: (use: { player: Player, entity: Entity | Player, held: Stack | null, hand: number }) => boolean | void): void
  onAttack (handler: (use: { player: Player, entity: Entity | Player, held: Stack | null }) => boolean | void): void
  onCommand (handler: (player: Player, line: string) => boolean | void): void
  persist (name: string, part: { save (): any, load (saved: any): void }): void
  broadcast (packet: string, params: object, except?: Player): void
  say (message: Component): void
  setGameMode (player: Player, mode: number): void
  /** Errors that a handler threw; a test asserts that there are none. */
  faults: { where: string, error: any }[]
  inventory: any
  items: any
  drops: any
  damage: any
  vitals: any
  data: Record<string, any>
  [key: string]: any
}
