/**
 * How fast requests may go, and how many an hour. GitHub's documented secondary limits for one token, all of them
 * sliding: 900 points a minute, of which a reading request costs 1 and a writing one 5; 80 content-creating requests a
 * minute and 500 an hour, for which every write is taken. The primary limit is a budget for each hour, of which every
 * answer says what is left; asking for it costs nothing.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Clock } from '../../rotation/ports.ts'
import { Problem } from '../../rotation/problem.ts'
import { type Duration, hour, type Instant, minute, second, utc } from '../../rotation/time.ts'

/** How many requests go at the same time; GitHub allows 100 at once. */
export const atOnce = { concurrency: 10 } as const

/** An answer of GitHub, as far as it tells of limits. */
interface Refused {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly message: string
}

/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay: Duration = minute

/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
export function isRateLimit({ status, headers, message }: Refused): boolean {
  if (status === 429) return true
  if (status !== 403) return false
  return (
    isUsedUp(headers) || headers['retry-after'] !== undefined || /secondary rate limit|abuse detection/i.test(message)
  )
}

/** Whether the hourly budget, the primary limit, is at its end. */
export function isUsedUp(headers: Refused['headers']): boolean {
  return headers['x-ratelimit-remaining'] === '0'
}

/**
 * How long a rate limit asks to wait; `attempt` counts from 0, and a limit that does not say how long it lasts doubles:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function limitDelay(headers: Refused['headers'], attempt: number): Duration {
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(retryAfter)) return Math.max(retryAfter, 1) * second
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  const date = Date.parse(headers['date'] ?? '')
  if (isUsedUp(headers) && Number.isFinite(reset) && !Number.isNaN(date)) {
    return Math.max(reset * second - date, 0) + second
  }
  return secondaryLimitDelay * 2 ** attempt
}

// ── Secondary limits ──────────────────────────────────────────────────────────────────────────────────────────────

interface Limit {
  readonly span: Duration
  readonly most: number
  readonly counts: (request: Sent) => number
  /**
   * What reading requests leave of it: some are counted when they arrive, long after they were sent, and what asks for
   * the limit itself is not counted here.
   */
  readonly spare: number
}

interface Sent {
  readonly at: Duration
  readonly isWrite: boolean
}

/** GitHub counts what arrives, which is a little later than what is sent: every span is a little longer here. */
const slack: Duration = 2 * second

const perMinute = 80

/** The most writes that GitHub allows in one hour. */
export const writesAnHour = 500

const limits: readonly Limit[] = [
  { span: minute + slack, most: 900, counts: ({ isWrite }) => (isWrite ? 5 : 1), spare: 50 },
  { span: minute + slack, most: perMinute, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
  { span: hour + slack, most: writesAnHour, counts: ({ isWrite }) => (isWrite ? 1 : 0), spare: 0 },
]

const longestSpan = Math.max(...limits.map(({ span }) => span))

/** Writes follow each other this closely on the average, so that a minute's worth of them never comes in one burst. */
const usualSpacing: Duration = Math.ceil((minute + slack) / perMinute)

/** Each answer that says "too fast" doubles the spacing, up to this. */
const longestSpacing: Duration = 16 * usualSpacing

/** How long so many writes with one token take at the usual pace, when nothing was written for an hour before. */
export function publicationTime(writes: number): Duration {
  const fullHours = Math.max(0, Math.ceil(writes / writesAnHour) - 1)
  return fullHours * (hour + slack) + (writes - fullHours * writesAnHour) * usualSpacing
}

/** The pace of one token. Times are the run's elapsed time. */
export class Pace {
  readonly #clock: Clock
  /** Oldest first. What has not been sent yet is here with its time in the future. */
  #sent: Sent[] = []
  #nextWrite: Duration = 0
  #spacing = usualSpacing
  #closedUntil: Duration = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes the next free moment for one reading request, and says how long it is until then. */
  takeRead(): Duration {
    const now = this.#clock.elapsed()
    const at = this.#free(1, false, now)
    this.#note(1, false, at)
    return at - now
  }

  /** How long it is until so many writes may go at once; takes nothing. */
  untilWrites(count: number): Duration {
    return this.#free(count, true, Math.max(this.#clock.elapsed(), this.#nextWrite)) - this.#clock.elapsed()
  }

  /** Takes this very moment for writes that go at once. */
  takeWrites(count: number): void {
    const now = this.#clock.elapsed()
    this.#note(count, true, now)
    this.#nextWrite = Math.max(now, this.#nextWrite) + count * this.#spacing
  }

  /** GitHub wants no request before so much time has passed. */
  close(duration: Duration): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.elapsed() + duration)
  }

  /** GitHub has found the writes too fast. */
  slowDown(): void {
    this.#spacing = Math.min(this.#spacing * 2, longestSpacing)
  }

  /** Writes went well: back to the usual pace, little by little. */
  speedUp(): void {
    this.#spacing = Math.max(Math.floor(this.#spacing * 0.9), usualSpacing)
  }

  /** The first moment from `from` on at which no limit is exceeded. */
  #free(count: number, isWrite: boolean, from: Duration): Duration {
    this.#forget()
    let at = Math.max(from, this.#closedUntil)
    for (const { span, most, counts, spare } of limits) {
      // What must have left the span before this fits in: the latest requests may stay.
      let room = most - count * counts({ at, isWrite }) - (isWrite ? 0 : spare)
      for (const request of this.#sent.toReversed()) {
        room -= counts(request)
        if (room < 0) {
          at = Math.max(at, request.at + span)
          break
        }
      }
    }
    return at
  }

  #note(count: number, isWrite: boolean, at: Duration): void {
    for (let index = 0; index < count; index += 1) this.#sent.push({ at, isWrite })
    this.#sent.sort((a, b) => a.at - b.at)
  }

  #forget(): void {
    const since = this.#clock.elapsed() - longestSpan
    const isOld = ({ at, isWrite }: Sent) => at < (isWrite ? since : this.#clock.elapsed() - minute - slack)
    if (this.#sent.some(isOld)) this.#sent = this.#sent.filter((request) => !isOld(request))
  }
}

// ── The hourly budget ─────────────────────────────────────────────────────────────────────────────────────────────

/** One hour's budget, by GitHub's own words and clock. */
interface HourlyLimit {
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

/** The hourly budget is too small for what is about to be done, and nothing of it was begun. */
export class BudgetShort extends Problem {}

/** The hourly budget of one token. It has no end where GitHub does not limit requests, as on most of its Enterprise Servers. */
export class HourlyBudget {
  /** As messages call whom it belongs to. */
  readonly owner: string
  readonly #clock: Clock
  #hourly: HourlyLimit | undefined
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
    const known = this.#hourly
    if (known !== undefined && reset < known.reset - sameReset) return
    const isSameHour = known !== undefined && reset <= known.reset + sameReset
    this.#hourly = {
      limit,
      remaining: isSameHour ? Math.min(known.remaining, remaining) : remaining,
      reset,
      renewed: this.#clock.elapsed() + Math.max(0, reset - at) + second,
    }
  }

  /** Whether GitHub has said anything of this hour's. */
  get isKnown(): boolean {
    return this.#hourly !== undefined && this.#clock.elapsed() < this.#hourly.renewed
  }

  /** How many requests an hour has. */
  get limit(): number {
    return this.#hourly?.limit ?? Number.POSITIVE_INFINITY
  }

  /** How many requests are left in this hour. */
  get left(): number {
    const known = this.#hourly
    if (known === undefined) return Number.POSITIVE_INFINITY
    return this.#clock.elapsed() >= known.renewed ? known.limit : known.remaining
  }

  /** How long it is until so many requests are left; an hour that could never have so many has to be a fresh one. */
  until(requests: number): Duration {
    const known = this.#hourly
    if (known === undefined || this.left >= Math.min(requests, known.limit)) return 0
    return known.renewed - this.#clock.elapsed()
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
    return this.#hourly === undefined ? '' : ` until ${utc(this.#hourly.reset)} by GitHub's clock`
  }
}
