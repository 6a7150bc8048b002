/** What time it is, by the services' clocks, and how long the run has lasted. */
import { uptime } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../rotation/ports.ts'
import { Cancelled } from '../rotation/problem.ts'
import type { Duration, Instant } from '../rotation/time.ts'

/**
 * Time as the services tell it. The runner's clock may be wrong by any amount, so it is used for nothing: `now` is the
 * latest `Date` header that AWS sent, carried forward by a clock that goes on while the machine sleeps.
 */
export class ServiceClock implements Clock {
  readonly #start = timeOfMachine()
  readonly #cancellation: AbortSignal | undefined
  #said: { readonly date: Instant; readonly at: Duration } | undefined

  /** `cancellation` ends every wait. */
  constructor(cancellation?: AbortSignal) {
    this.#cancellation = cancellation
  }

  get cancelled(): boolean {
    return this.#cancellation?.aborted ?? false
  }

  /**
   * Takes the `Date` header of an answer. It is cut to whole seconds, so time is never ahead of AWS's; answers may
   * arrive out of order, so it never goes back.
   */
  hear(header: string | undefined): void {
    const date = header === undefined ? Number.NaN : Date.parse(header)
    if (Number.isNaN(date)) return
    if (this.#said === undefined || date > this.now()) this.#said = { date, at: timeOfMachine() }
  }

  now(): Instant {
    if (this.#said === undefined) return Date.now()
    return this.#said.date + (timeOfMachine() - this.#said.at)
  }

  /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
  offset(): Duration {
    return this.#said === undefined ? 0 : this.now() - Date.now()
  }

  elapsed(): Duration {
    return timeOfMachine() - this.#start
  }

  async sleep(duration: Duration): Promise<void> {
    try {
      await sleep(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation })
    } catch (error) {
      throw this.cancelled ? new Cancelled() : error
    }
  }

  async unlessCancelled<Answer>(work: Promise<Answer>): Promise<Answer> {
    const signal = this.#cancellation
    if (signal === undefined) return work
    const { promise: cancelled, reject } = Promise.withResolvers<never>()
    const cancel = () => reject(new Cancelled())
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    // What comes of abandoned work concerns nobody any more.
    work.catch(() => undefined)
    try {
      return await Promise.race([work, cancelled])
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

/** What the monotonic clock showed last, and how much more than it the machine has been up since the process began. */
let asleep = { at: performance.now(), up: uptime() * 1_000, slept: 0 }

/** Shorter differences are those of two clocks that are read one after the other, in steps of 10 ms. */
const noticedSleep = 1_000

/**
 * Milliseconds that only grow. Node's monotonic clock stands still while a Linux machine sleeps (CLOCK_MONOTONIC), the
 * time since the machine was started does not (CLOCK_BOOTTIME): what it is ahead by, is added.
 */
function timeOfMachine(): number {
  const [at, up] = [performance.now(), uptime() * 1_000]
  const missed = up - asleep.up - (at - asleep.at)
  if (missed > noticedSleep) asleep = { at, up, slept: asleep.slept + missed }
  return at + asleep.slept
}
