/**
 * Loaded before an action by `--import`: its waits cost no time on the wall clock, and move the sandbox's clock instead.
 * Only `timers/promises` is replaced, which the actions wait with, and what they measure time by; timeouts of requests
 * stay real. Plain JavaScript, so that starting an action does not start a compiler too.
 */
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { performance } from 'node:perf_hooks'
import timers from 'node:timers/promises'

// A static import would make each of its exports at once, and so load the whole of fetch and WebSocket, too.
const { request } = process.getBuiltinModule('node:http')

const clock = process.env['SANDBOX_CLOCK_URL']
if (clock === undefined) throw new Error('SANDBOX_CLOCK_URL is not set')

// Like the sandbox's own clock, the machine's clocks stand still while the action computes.
let slept = 0
Object.defineProperty(performance, 'now', { value: () => slept })
os.uptime = () => slept / 1_000

/** Until when there are waits; those at the same time end together, the earliest first. @type {number[]} */
const waits = []
let turn = Promise.resolve()

timers.setTimeout = async (delay = 0, value = undefined, { signal } = {}) => {
  signal?.throwIfAborted()
  const until = slept + delay
  waits.push(until)
  waits.sort((one, other) => one - other)
  while (slept < until) {
    turn = turn.then(toEarliest)
    await turn
  }
  waits.splice(waits.indexOf(until), 1)
  signal?.throwIfAborted()
  return value
}

async function toEarliest() {
  const until = waits.find((each) => each > slept)
  if (until === undefined) return
  await advance(until - slept)
  slept = until
}

syncBuiltinESMExports()

/** @param {number} milliseconds */
function advance(milliseconds) {
  return new Promise((resolve, reject) => {
    request(`${clock}/advance?by=${milliseconds}`, { method: 'POST', agent: false }, (response) => {
      response.resume().on('end', resolve)
    })
      .on('error', reject)
      .end()
  })
}
