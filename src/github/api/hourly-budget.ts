/**
 * What GitHub leaves to a token, or to an App's installation, of its requests in this hour. Every answer says it, and
 * asking for it costs nothing: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Clock } from '../../rotation/ports.ts'
import { Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, second, utc } from '../../rotation/time.ts'

/** One hour's budget, by GitHub's own words and clock. */
interface Told {
  readonly limit: number
  readonly remaining: number
  /** When it is renewed, by GitHub's clock. */
  readonly reset: Instant
  /** The same, by the run's elapsed time. */
  readonly renewed: Duration
}

/** GitHub tells the same moment a second earlier or later now and then. */
const sameReset: Duration = 5 * second

/** So many looks may be on their way when one of them finds that no more can be spared. */
const looksAtOnce = 20

/** The budget is too small for what is about to be done, and nothing of it was begun. */
export class BudgetShort extends Problem {}

/** The hourly budget of one token. It has no end where GitHub does not limit requests, as on most of its Enterprise Servers. */
export class HourlyBudget {
  /** As messages call whom it belongs to. */
  readonly owner: string
  readonly #clock: Clock
  #told: Told | undefined
  #kept = 0

  constructor(owner: string, clock: Clock) {
    this.owner = owner
    this.#clock = clock
  }

  /** Takes what an answer of GitHub says. Answers may arrive out of order: of one hour, the least is the latest. */
  hear(headers: Readonly<Record<string, string | number | undefined>>): void {
    const number = (name: string) => Number(headers[`x-ratelimit-${name}`] ?? Number.NaN)
    const [limit, remaining, reset] = [number('limit'), number('remaining'), number('reset') * second]
    const at = Date.parse(String(headers['date'] ?? ''))
    const { 'x-ratelimit-resource': resource = 'core' } = headers
    if (resource !== 'core' || ![limit, remaining, reset, at].every(Number.isFinite)) return
    const known = this.#told
    if (known !== undefined && reset < known.reset - sameReset) return
    const isSameHour = known !== undefined && reset <= known.reset + sameReset
    this.#told = {
      limit,
      remaining: isSameHour ? Math.min(known.remaining, remaining) : remaining,
      reset,
      renewed: this.#clock.elapsed() + Math.max(0, reset - at) + second,
    }
  }

  /** Whether GitHub has said anything of this hour's. */
  get isKnown(): boolean {
    return this.#told !== undefined && this.#clock.elapsed() < this.#told.renewed
  }

  /** How many requests an hour has. */
  get limit(): number {
    return this.#told?.limit ?? Number.POSITIVE_INFINITY
  }

  /** How many requests are left in this hour. */
  get left(): number {
    const told = this.#told
    if (told === undefined) return Number.POSITIVE_INFINITY
    return this.#clock.elapsed() >= told.renewed ? told.limit : told.remaining
  }

  /** How long it is until so many requests are left; an hour that could never have so many has to be a fresh one. */
  until(requests: number): Duration {
    const told = this.#told
    if (told === undefined || this.left >= Math.min(requests, told.limit)) return 0
    return told.renewed - this.#clock.elapsed()
  }

  /** From now on, so many requests are for what a rotation cannot do without. */
  keep(requests: number): void {
    this.#kept = requests
  }

  /**
   * Asked before a look that a rotation can do without.
   * @throws BudgetShort when what is left is kept for the rotation itself
   */
  requireSpare(): void {
    if (this.left > this.#kept + looksAtOnce) return
    throw new BudgetShort(
      `What is left of the hourly requests of ${this.owner} is kept for the rotation itself${this.#renewal}`,
      'Use a token that other jobs do not use up, or a GitHub App, whose limit is the highest.',
    )
  }

  /** @throws BudgetShort when fewer requests are left */
  require(requests: number, doing: string): void {
    if (this.until(requests) > 0) throw this.short(requests, doing)
  }

  /** That so many requests are needed, and not left. */
  short(requests: number, doing: string): BudgetShort {
    const { limit, left } = this
    return requests > limit
      ? new BudgetShort(
          `GitHub allows ${this.owner} ${limit} requests an hour, and it takes ${requests} to ${doing}.`,
          'Use a GitHub App, whose limit is the highest, or an organization secret instead of many repository secrets, or rotate fewer places with one token.',
        )
      : new BudgetShort(
          `GitHub leaves ${this.owner} ${left} of its ${limit} requests an hour${this.#renewal}, and it takes ${requests} to ${doing}.`,
          'A run after that goes on by itself. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.',
        )
  }

  get #renewal(): string {
    return this.#told === undefined ? '' : ` until ${utc(this.#told.reset)} by GitHub's clock`
  }
}
