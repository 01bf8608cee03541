/**
 * Day and night, rain and thunder.
 *
 * Knows the clock of the world and tells clients. What night or rain do is decided by those who ask.
 */
const DAY = 24000 // ticks; https://minecraft.wiki/w/Daylight_cycle
const MORNING = 0
// Ticks that weather lasts; https://minecraft.wiki/w/Weather
const CLEAR = [12000, 180000]
const RAIN = [12000, 24000]
const THUNDER_SHARE = 0.15 // of rains bring thunder; vanilla has a second timer of its own, this comes near

const FULL = 100 // ticks in which rain or thunder grows to its strength, and goes; Java Edition 1.20.4, ServerLevel.advanceWeatherCycle
const RAINING = 20 // of these from which on clients are told that it rains

/** @param {import('./types.d.ts').Ctx} ctx */
export function installTime (ctx) {
  const time = {
    day: MORNING,
    age: 0,
    weather: { raining: false, thundering: false, left: ctx.randomInt(CLEAR[0], CLEAR[1]) },
    ofDay: () => ((time.day % DAY) + DAY) % DAY,
    // sun high enough that undead burn and beds refuse; https://minecraft.wiki/w/Daylight_cycle
    isDay: () => time.ofDay() < 12542 || time.ofDay() > 23459,
    /** @param {number} ticks */
    set: ticks => {
      time.day = Math.max(0, Math.floor(ticks))
      time.send()
    },
    /** @param {'clear' | 'rain' | 'thunder'} kind @param {number} [ticks] that it lasts @param {boolean} [atOnce] it does not grow or go step by step */
    setWeather: (kind, ticks, atOnce = false) => {
      const range = kind === 'clear' ? CLEAR : RAIN
      time.weather = {
        raining: kind !== 'clear', thundering: kind === 'thunder', left: ticks ?? ctx.randomInt(range[0], range[1])
      }
      if (!atOnce) return
      strength.rain = time.weather.raining ? FULL : 0
      strength.thunder = time.weather.thundering ? FULL : 0
      for (const player of ctx.players) sendWeather(player)
    },
    /** @param {import('./types.d.ts').Player} [player] */
    send: player => {
      const frozen = ctx.rules.doDaylightCycle === false
      const day = frozen ? -Math.max(1, time.day) : time.day // a negative time stands still at the client
      const packet = { age: long(time.age), time: long(day) }
      if (!player) return ctx.broadcast('update_time', packet)
      player.send('update_time', packet)
      if (strength.rain > 0 || strength.thunder > 0) sendWeather(player)
    }
  }
  ctx.time = time

  /** How strong they are at clients, 0 to FULL. */
  const strength = { rain: 0, thunder: 0 }
  const RAIN_LEVEL = () => ({ reason: 'rain_level_change', gameMode: strength.rain / FULL })
  const THUNDER_LEVEL = () => ({ reason: 'thunder_level_change', gameMode: strength.thunder / FULL })

  /** @param {import('./types.d.ts').Player} player */
  function sendWeather (player) {
    player.send('game_state_change', { reason: strength.rain > RAINING ? 'start_raining' : 'stop_raining', gameMode: 0 })
    player.send('game_state_change', RAIN_LEVEL())
    player.send('game_state_change', THUNDER_LEVEL())
  }

  /** Rain and thunder come and go step by step. */
  function grow () {
    const { raining, thundering } = time.weather
    const step = (/** @type {number} */ at, /** @type {boolean} */ on) => on ? Math.min(FULL, at + 1) : Math.max(0, at - 1)
    const before = { ...strength }
    strength.rain = step(strength.rain, raining)
    strength.thunder = step(strength.thunder, thundering)
    if (strength.rain !== before.rain) ctx.broadcast('game_state_change', RAIN_LEVEL())
    if (strength.thunder !== before.thunder) ctx.broadcast('game_state_change', THUNDER_LEVEL())
    if (strength.rain > RAINING !== before.rain > RAINING) for (const player of ctx.players) sendWeather(player)
  }

  ctx.persist('time', {
    save: () => ({ day: time.day, age: time.age, weather: { ...time.weather }, strength: { ...strength } }),
    load: saved => {
      time.day = saved.day
      time.age = saved.age
      time.weather = { ...saved.weather }
      Object.assign(strength, saved.strength ?? { rain: saved.weather.raining ? FULL : 0, thunder: saved.weather.thundering ? FULL : 0 })
    }
  })

  return {
    tick: () => {
      time.age++
      if (ctx.rules.doDaylightCycle !== false) time.day++
      ctx.serv.time = time.ofDay()
      if (time.age % 20 === 0) time.send()
      grow()
      if (ctx.rules.doWeatherCycle !== false && --time.weather.left <= 0) {
        time.setWeather(time.weather.raining ? 'clear' : ctx.random() < THUNDER_SHARE ? 'thunder' : 'rain')
      }
    }
  }
}

/** @param {number} value @returns {[number, number]} high and low 32 bits, signed */
const long = value => {
  const high = Math.floor(value / 4294967296)
  return [high | 0, (value - high * 4294967296) | 0]
}
