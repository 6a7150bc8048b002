/**
 * Loaded before an action by `--import`: its waits cost no time on the wall clock, and move the sandbox's clock instead.
 * Only `timers/promises` is replaced, which the actions wait with; timeouts of requests stay real.
 */
import { request } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { performance } from 'node:perf_hooks'
import type { TimerOptions } from 'node:timers'
import timers from 'node:timers/promises'

const clock = process.env['SANDBOX_CLOCK_URL']
if (clock === undefined) throw new Error('SANDBOX_CLOCK_URL is not set')

// Like the sandbox's own clock, the monotonic one stands still while the action computes.
let slept = 0
Object.defineProperty(performance, 'now', { value: () => slept })

timers.setTimeout = async <Value>(delay = 0, value?: Value, { signal }: TimerOptions = {}): Promise<Value> => {
  signal?.throwIfAborted()
  await advance(delay)
  signal?.throwIfAborted()
  slept += delay
  return value as Value
}
syncBuiltinESMExports()

function advance(milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request(`${clock}/advance?by=${milliseconds}`, { method: 'POST', agent: false }, (response) => {
      response.resume().on('end', () => resolve())
    })
      .on('error', reject)
      .end()
  })
}
