/** Packages (or parts of them) that bring no types. */
declare module 'flying-squid' { export function createMCServer (options: object): any }
declare module 'flying-squid/src/lib/plugins' { export let builtinPlugins: any[]; export let initPlugins: () => void }
declare module 'minecraft-protocol/src/client'
declare module 'mineflayer-pathfinder/lib/astar'
declare module 'mineflayer-pathfinder/lib/movements'
declare module 'prismarine-physics'
declare module 'prismarine-physics/lib/aabb'
declare module 'prismarine-world'
