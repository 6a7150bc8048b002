import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from './rotation/ports.ts'
import { Cancelled } from './rotation/problem.ts'
import type { Duration, Instant } from './rotation/time.ts'

/**
 * Time as the services tell it. The runner's clock may be wrong by any amount, so it is used for nothing: `now` is the
 * latest `Date` header that AWS sent, carried forward by a monotonic clock.
 */
export class ServiceClock implements Clock {
  readonly #start = performance.now()
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
    if (this.#said === undefined || date > this.now()) this.#said = { date, at: performance.now() }
  }

  now(): Instant {
    if (this.#said === undefined) return Date.now()
    return this.#said.date + (performance.now() - this.#said.at)
  }

  /** How far AWS's clock is ahead of the runner's; 0 while AWS has not answered. */
  offset(): Duration {
    return this.#said === undefined ? 0 : this.now() - Date.now()
  }

  elapsed(): Duration {
    return performance.now() - this.#start
  }

  async sleep(duration: Duration): Promise<void> {
    try {
      await sleep(duration, undefined, this.#cancellation === undefined ? {} : { signal: this.#cancellation })
    } catch (error) {
      throw this.cancelled ? new Cancelled() : error
    }
  }
}
