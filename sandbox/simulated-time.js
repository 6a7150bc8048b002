/**
 * Loaded before an action by `--import`: its waits cost no time on the wall clock, and move the sandbox's clock instead.
 * Only `timers/promises` is replaced, which the actions wait with, and what they measure time by; timeouts of requests
 * stay real. Plain JavaScript, so that starting an action does not start a compiler too.
 *
 * What it promises: waits end in the order of their times, those of one time together, and time moves only while the
 * action does nothing but wait. So waits that go on side by side overlap, as they do by the wall clock: fifty of five
 * seconds, however their callers are mixed, take five seconds. It does nothing when no request of it is without an answer
 * and some turns of its loop have begun none. A request that has no answer for long holds time up no longer.
 */
import diagnostics from 'node:diagnostics_channel'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { performance } from 'node:perf_hooks'
import timers from 'node:timers/promises'

// A static import would make each of its exports at once, and so load the whole of fetch and WebSocket, too.
const { request } = process.getBuiltinModule('node:http')
const wallClock = performance.now.bind(performance)

const clock = process.env['SANDBOX_CLOCK_URL']
if (clock === undefined) throw new Error('SANDBOX_CLOCK_URL is not set')

// Like the sandbox's own clock, the machine's clocks stand still while the action computes.
let slept = 0
Object.defineProperty(performance, 'now', { value: () => slept })
os.uptime = () => slept / 1_000

/** Waits that go on. @type {Set<{ until: number, end: () => void }>} */
const waits = new Set()
let isMoving = false

timers.setTimeout = (delay = 0, value = undefined, { signal } = {}) => {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      waits.delete(wait)
      reject(signal.reason)
    }
    const end = () => {
      waits.delete(wait)
      signal?.removeEventListener('abort', abort)
      resolve(value)
    }
    const wait = { until: slept + delay, end }
    waits.add(wait)
    signal?.addEventListener('abort', abort, { once: true })
    move().catch(reject)
  })
}

/** Moves time on while there are waits, from each to the next. */
async function move() {
  if (isMoving) return
  isMoving = true
  try {
    for (;;) {
      await idle()
      if (waits.size === 0) return
      const until = Math.min(...[...waits].map((each) => each.until))
      if (until > slept) await advance(until - slept)
      slept = Math.max(slept, until)
      for (const each of [...waits].filter((wait) => wait.until <= slept)) each.end()
    }
  } finally {
    isMoving = false
  }
}

/** Requests that have no answer yet, and how many have begun. */
const underWay = new Set()
let begun = 0
/** When the last one has begun or was answered, by the wall clock. */
let progress = 0

/** Whether the sandbox lets time go on when it hears that the action is idle; then every request has an answer. */
const tellsIdle = process.env['SANDBOX_TELL_IDLE'] !== undefined
let isTelling = false

/** @param {string} channel @param {(message: any) => void} listener */
const on = (channel, listener) => diagnostics.subscribe(channel, (message) => listener(message))
const begin = ({ request: each }) => {
  // A tunnel through a proxy has no end; what is asked through it is what the action waits for.
  if (own.has(each) || each.method === 'CONNECT') return
  underWay.add(each)
  begun += 1
  progress = wallClock()
  if (tellsIdle) void tellIdle()
}
/** Where the action's time begins in the sandbox's. @type {number | undefined} */
let origin
/** What the sandbox says that its time is, where requests take some of the action's. @param {unknown} text */
const hear = (text) => {
  const time = Number(text ?? Number.NaN)
  if (Number.isNaN(time)) return
  origin ??= time - slept
  slept = Math.max(slept, time - origin)
}
const answered = ({ request: each }) => {
  underWay.delete(each)
  progress = wallClock()
}
on('http.client.request.start', begin)
on('http.client.response.finish', ({ response }) => hear(response.headers['x-sandbox-time']))
on('http.client.response.finish', answered)
on('http.client.request.error', answered)
on('undici:request:create', begin)
on('undici:request:headers', ({ response: { headers } }) => {
  const names = headers.map((each) => String(each).toLowerCase())
  const index = names.indexOf('x-sandbox-time')
  if (index !== -1) hear(names[index + 1])
})
on('undici:request:trailers', answered)
on('undici:request:error', answered)

/** What moves the clock itself. @type {WeakSet<object>} */
const own = new WeakSet()

/** An answer is read, and the next request begun, within so many turns of the loop. */
const turns = 4

/** Requests without an answer hold time up for so long by the wall clock, after the last one that was answered. */
const longestAnswer = 1_000

async function idle() {
  let last = begun
  for (let quiet = 0; quiet < turns; ) {
    await new Promise((resolve) => setImmediate(resolve))
    const isLost = !tellsIdle && wallClock() - progress > longestAnswer
    const isQuiet = begun === last && (underWay.size === 0 || isLost)
    quiet = isQuiet ? quiet + 1 : 0
    last = begun
    // The loop would turn at full speed beside a sandbox that has to answer.
    if (!isQuiet && underWay.size > 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** Tells the sandbox, as long as there are requests without an answer, when nothing else is under way. */
async function tellIdle() {
  if (isTelling) return
  isTelling = true
  while (underWay.size > 0) {
    let [last, size] = [begun, underWay.size]
    for (let quiet = 0; quiet < turns; ) {
      await new Promise((resolve) => setImmediate(resolve))
      const isQuiet = begun === last && underWay.size === size && !readsFiles()
      quiet = isQuiet ? quiet + 1 : 0
      ;[last, size] = [begun, underWay.size]
    }
    if (size > 0) await control(`idle?under-way=${size}`)
  }
  isTelling = false
}

/** A part of the action that is being loaded may ask for something next. */
const readsFiles = () => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))

syncBuiltinESMExports()

/** @param {number} milliseconds */
const advance = (milliseconds) => control(`advance?by=${milliseconds}`)

/** @param {string} what */
function control(what) {
  return new Promise((resolve, reject) => {
    const asking = request(`${clock}/${what}`, { method: 'POST', agent: false }, (response) => {
      response.resume().on('end', resolve)
    })
    own.add(asking)
    asking.on('error', reject).end()
  })
}
