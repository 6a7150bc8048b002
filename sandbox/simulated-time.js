/**
 * Loaded before an action by `--import`: its waits cost no time on the wall clock, and move the sandbox's clock instead.
 * Only `timers/promises` is replaced, which the actions wait with, and what they measure time by; timeouts of requests
 * stay real. Plain JavaScript, so that starting an action does not start a compiler too.
 */
import { request } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'
import { performance } from 'node:perf_hooks'
import timers from 'node:timers/promises'

const clock = process.env['SANDBOX_CLOCK_URL']
if (clock === undefined) throw new Error('SANDBOX_CLOCK_URL is not set')

// Like the sandbox's own clock, the machine's clocks stand still while the action computes.
let slept = 0
Object.defineProperty(performance, 'now', { value: () => slept })
os.uptime = () => slept / 1_000

timers.setTimeout = async (delay = 0, value = undefined, { signal } = {}) => {
  signal?.throwIfAborted()
  await advance(delay)
  signal?.throwIfAborted()
  slept += delay
  return value
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
