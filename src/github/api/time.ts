/** GitHub's clock, as its answers show it. */
import type { Clock } from '../../rotation/ports.ts'
import { type Duration, type Instant, second } from '../../rotation/time.ts'

/** Clocks that differ by no more than this agree: that is latency, and dates in whole seconds. */
const agreement: Duration = 5 * second

/**
 * What GitHub's clock shows, for all tokens together: the latest date of an answer, carried forward. It is never ahead
 * of GitHub's own.
 */
export class GitHubTime {
  readonly #clock: Clock
  #said: { readonly date: Instant; readonly at: Duration } | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * When GitHub answered. Only what GitHub itself answered, known by its request ID, tells the time; a proxy's page has
   * a date of the proxy's. Answers may arrive out of order.
   */
  heard(headers: Readonly<Record<string, string | number | undefined>>): Instant {
    const date = headers['x-github-request-id'] === undefined ? Number.NaN : Date.parse(String(headers['date'] ?? ''))
    if (Number.isNaN(date)) return this.now()
    if (this.#said === undefined || date > this.now()) this.#said = { date, at: this.#clock.elapsed() }
    return date
  }

  /** By the run's own clock while GitHub has not answered. */
  now(): Instant {
    if (this.#said === undefined) return this.#clock.now()
    return this.#said.date + this.#clock.elapsed() - this.#said.at
  }

  /** How far GitHub's clock, which shows `at`, is ahead of AWS's; 0 where they agree. */
  aheadOfAws(at: Instant = this.now()): Duration {
    const ahead = at - this.#clock.now()
    return Math.abs(ahead) <= agreement ? 0 : ahead
  }
}
