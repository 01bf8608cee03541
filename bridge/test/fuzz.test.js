import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { start } from './harness.js'
import { createRandom } from '../world/random.js'

const ROUNDS = 2000

/** @type {Awaited<ReturnType<typeof start>>} */
let w
before(async () => { w = await start({ seed: 9, options: { terrain: 'flat', mobs: false } }) })
after(() => { assert.deepEqual(w.faults(), []) })

const random = createRandom('fuzz')
const whole = (/** @type {number} */ low, /** @type {number} */ high) => low + Math.floor(random.next() * (high - low + 1))
/** @template T @param {T[]} list @returns {T} */
const one = list => list[whole(0, list.length - 1)]
const integer = () => one([-2147483648, -1, 0, 1, 2, 5, 36, 45, 127, 999, 2147483647, whole(-10, 60)])
const byte = () => one([-128, -1, 0, 1, 5, 127, whole(-128, 127)])
// seldom what gets its sender thrown out: joining again takes long
const float = () => random.next() < 0.01 ? one([NaN, Infinity, -Infinity, 1e30]) : one([0, -0, 0.5, random.next() * 100 - 50])
const place = () => one([{ x: 0, y: -60, z: 0 }, { x: 33554431, y: 2047, z: -33554432 }, { x: whole(-20, 20), y: whole(-70, 330), z: whole(-20, 20) },
  w.player.position.floored().offset(whole(-3, 3), whole(-2, 3), whole(-3, 3))])
const text = () => one(['', 'hello', '/', 'give @a stone', 'tp', 'execute as @e run', 'tell Tester hi', 'x'.repeat(256), '{"', 'data merge block 0 0 0 {', 'me ', '∑⚒'])
/** Anything but the other player, whom a blow may well harm. */
const target = () => { const id = integer(); return id === w.player.id ? 0 : id }
const slot = () => one([{ present: false }, { present: true, itemId: whole(0, 1400), itemCount: byte(), nbtData: undefined }, { present: true, itemId: 2147483647, itemCount: 1, nbtData: undefined }])

/** What a client may send, with nonsense in it. @type {Record<string, () => object>} */
const packets = {
  position: () => ({ x: float(), y: float(), z: float(), onGround: random.next() < 0.5 }),
  position_look: () => ({ x: float(), y: float(), z: float(), yaw: float(), pitch: float(), onGround: true }),
  look: () => ({ yaw: float(), pitch: float(), onGround: false }),
  flying: () => ({ onGround: random.next() < 0.5 }),
  teleport_confirm: () => ({ teleportId: integer() }),
  block_dig: () => ({ status: whole(0, 8), location: place(), face: byte(), sequence: integer() }),
  block_place: () => ({ hand: whole(0, 2), location: place(), direction: integer(), cursorX: float(), cursorY: float(), cursorZ: float(), insideBlock: false, sequence: integer() }),
  use_item: () => ({ hand: whole(0, 3), sequence: integer() }),
  use_entity: () => ({ target: target(), mouse: one([0, 1]), hand: whole(0, 2), sneaking: false }),
  entity_action: () => ({ entityId: integer(), actionId: one(['start_sneaking', 'stop_sneaking', 'start_sprinting', 'stop_sleeping', 'open_inventory', 'start_fall_flying']), jumpBoost: integer() }),
  held_item_slot: () => ({ slotId: one([-1, 0, 8, 9, 300]) }),
  arm_animation: () => ({ hand: integer() }),
  window_click: () => ({ windowId: whole(0, 255), stateId: integer(), slot: one([-999, -1, 0, 5, 45, 46, 32767]), mouseButton: byte(), mode: whole(0, 9), changedSlots: [], cursorItem: slot() }),
  close_window: () => ({ windowId: whole(0, 255) }),
  set_creative_slot: () => ({ slot: one([-1, 0, 36, 45, 46, 32767]), item: slot() }),
  client_command: () => ({ actionId: one(['perform_respawn', 'request_stats']) }),
  chat_command: () => ({ command: text(), timestamp: 0n, salt: 0n, argumentSignatures: [], messageCount: 0, acknowledged: Buffer.alloc(3) }),
  tab_complete: () => ({ transactionId: integer(), text: text() }),
  settings: () => ({ locale: 'x', viewDistance: byte(), chatFlags: 0, chatColors: true, skinParts: 0, mainHand: integer(), enableTextFiltering: false, enableServerListing: true }),
  abilities: () => ({ flags: byte() }),
  name_item: () => ({ name: text() }),
  select_trade: () => ({ slot: integer() }),
  enchant_item: () => ({ windowId: byte(), enchantment: byte() }),
  craft_recipe_request: () => ({ windowId: byte(), recipe: text(), makeAll: true }),
  update_sign: () => ({ location: place(), isFrontText: true, text1: text(), text2: text(), text3: text(), text4: text() }),
  edit_book: () => ({ hand: integer(), pages: [text()], title: undefined }),
  pick_item: () => ({ slot: integer() }),
  vehicle_move: () => ({ x: float(), y: float(), z: float(), yaw: float(), pitch: float() }),
  steer_vehicle: () => ({ sideways: float(), forward: float(), jump: 3 })
}

for (const mode of [0, 1]) {
  test(`${ROUNDS} packets of nonsense in game mode ${mode} harm nobody`, async () => {
    const names = Object.keys(packets)
    /** @type {any} */
    let fuzzer = null
    let thrownOut = 0
    for (let i = 0; i < ROUNDS; i++) {
      if (!fuzzer || fuzzer.gone) {
        if (fuzzer) thrownOut++
        fuzzer = await w.join('Fuzzer')
        fuzzer.on('error', () => {})
        fuzzer.physicsEnabled = false
        const client = fuzzer
        fuzzer.on('end', () => { client.gone = true })
        w.ctx.setGameMode(/** @type {any} */ (w.ctx.playerNamed('Fuzzer')), mode)
      }
      const name = one(names)
      try {
        fuzzer._client.write(name, packets[name]())
      } catch { /* what cannot even be written is no test of the server */ }
      if (i % 10 === 0) await w.ticks(1)
    }
    await w.ticks(20)
    assert.ok(w.ctx.playerNamed('Tester'), 'the other player is still there')
    assert.equal(w.bot.health, 20)
    assert.deepEqual(w.faults(), [])
    assert.deepEqual(w.clock.errors.map(String), [])
    for (const player of w.ctx.players) for (const item of player.inventory.slots) assert.ok(!item || (item.count > 0 && item.count <= 64), JSON.stringify(item))
    fuzzer.end()
    await w.ticks(20)
    assert.ok(thrownOut < ROUNDS / 4)
  })
}
