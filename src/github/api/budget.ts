/**
 * The primary limit: a budget of requests for each hour, of which every answer says what is left; asking for it costs
 * nothing. All users of a run share it, and what one of them has been promised is not promised to another.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import type { Clock } from '../../rotation/ports.ts'
import { Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second, utc } from '../../rotation/time.ts'
import { type Claim, Ledger } from './ledger.ts'

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
export class TokenBudget {
  /** As messages call whom it belongs to. */
  readonly owner: string
  readonly clock: Clock
  /** Requests of the hour that are promised to users. */
  readonly ledger = new Ledger()
  /** How many runs of workflows are looked at again and again, by whichever user. */
  followed = 0
  #hourly: HourlyLimit | undefined
  #underWay = 0

  constructor(owner: string, clock: Clock) {
    this.owner = owner
    this.clock = clock
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
      renewed: this.clock.elapsed() + Math.max(0, reset - at) + second,
    }
  }

  /** A request is on its way: it may cost one, whatever the last answer has said. */
  sent(): void {
    this.#underWay += 1
  }

  /** It has been answered, or never will be. */
  answered(): void {
    this.#underWay -= 1
  }

  /** What GitHub has said, also of an hour that is over. */
  get known(): HourlyLimit | undefined {
    return this.#hourly
  }

  /** How many requests are left in this hour, whoever they are for. */
  get left(): number {
    const known = this.#hourly
    if (known === undefined) return Number.POSITIVE_INFINITY
    const left = this.clock.elapsed() >= known.renewed ? known.limit : known.remaining
    return Math.max(0, left - this.#underWay)
  }
}

/** One user's part in the hourly budget of a token. */
export class HourlyBudget {
  readonly token: TokenBudget
  readonly #claim: Claim
  readonly #promises: boolean

  /** `promises`: false for a plan, which uses nothing and takes nothing from anybody. */
  constructor(token: TokenBudget, promises = true) {
    this.token = token
    this.#promises = promises
    this.#claim = promises ? token.ledger.open() : new Ledger().open()
  }

  /** As messages call whom it belongs to. */
  get owner(): string {
    return this.token.owner
  }

  /** Takes what an answer of GitHub says. */
  hear(headers: Readonly<Record<string, string | number | undefined>>): void {
    this.token.hear(headers)
  }

  /** One request of this user is on its way, of what it was promised; one it can do without is of nobody's promise. */
  sent(isOptional: boolean): void {
    this.token.sent()
    if (!isOptional) this.#claim.use(1)
  }

  /** Whether GitHub has said anything of this hour's. */
  get isKnown(): boolean {
    const { known, clock } = this.token
    return known !== undefined && clock.elapsed() < known.renewed
  }

  /** How many requests an hour has. */
  get limit(): number {
    return this.token.known?.limit ?? Number.POSITIVE_INFINITY
  }

  /** How many requests are left in this hour, whoever they are for. */
  get left(): number {
    return this.token.left
  }

  /** How many of them this user may count on: what is promised to others is not among them. */
  get own(): number {
    return Math.max(
      0,
      this.#free(Number.POSITIVE_INFINITY),
      Math.min(this.#claim.amount, this.#free(this.#claim.amount)),
    )
  }

  /**
   * How long it is until this user may count on so many requests; an hour that could never have so many has to be a fresh
   * one. Where it is others who have been promised what is left, they may give some of it back before. `isUrgent`: half a
   * pair, which is completed with whatever is left, whoever it is promised to.
   */
  until(requests: number, isUrgent = false): Duration {
    const { known, clock } = this.token
    const wanted = Math.min(requests, this.limit)
    if (known === undefined || (isUrgent ? this.left : this.#free(wanted)) >= wanted) return 0
    const renewal = known.renewed - clock.elapsed()
    return this.left >= wanted ? Math.min(minute, renewal > 0 ? renewal : minute) : Math.max(0, renewal)
  }

  /** From now on, so many requests are for what a rotation cannot do without. */
  keep(requests: number): void {
    this.#claim.want(requests)
  }

  /** Promises what is kept to this user alone, where `until` says that it is there. */
  grant(): void {
    this.#claim.grant(this.left)
  }

  /** What is asked from now on is taken of what was promised. */
  begin(): void {
    this.#claim.begin()
  }

  /** Gives back what was promised and is not needed. */
  end(): void {
    this.#claim.release()
  }

  /**
   * Asked before a look that a rotation can do without.
   * @throws BudgetShort when what is left is kept for the rotation itself, or for those of other users
   */
  requireSpare(): void {
    if (this.#free(Number.POSITIVE_INFINITY) > this.#claim.amount + looksAtOnce) return
    throw new BudgetShort(
      `What is left of the hourly requests of ${this.owner} is kept for the rotation itself${this.#renewal}`,
      'Use a token that other jobs do not use up, or a GitHub App, whose limit is the highest.',
    )
  }

  /** `isUrgent` as of `until`. @throws BudgetShort when this user may not count on so many requests */
  require(requests: number, doing: string, isUrgent = false): void {
    if (this.until(requests, isUrgent) > 0) throw this.short(requests, doing)
  }

  /** That so many requests are needed, and not left. */
  short(requests: number, doing: string): BudgetShort {
    const { limit, left } = this
    const others = this.#promises ? this.left - this.own : 0
    const promised =
      others > 0 && Number.isFinite(others) ? `, ${others} of them promised to other users of this run` : ''
    return requests > limit
      ? new BudgetShort(
          `GitHub allows ${this.owner} ${limit} requests an hour, and it takes ${requests} to ${doing}.`,
          'Use a GitHub App, whose limit is the highest, or an organization secret instead of many repository secrets, or rotate fewer places with one token.',
        )
      : new BudgetShort(
          `GitHub leaves ${this.owner} ${left} of its ${limit} requests an hour${this.#renewal}${promised}, and it takes ${requests} to ${doing}.`,
          'A run after that goes on by itself. If it happens often, use a GitHub App, whose limit is the highest, or share the token with fewer jobs.',
        )
  }

  /** What is left for such an amount beside what others have been promised. */
  #free(amount: number): number {
    return this.#promises ? this.#claim.free(this.left, amount) : this.left
  }

  get #renewal(): string {
    const { known } = this.token
    return known === undefined ? '' : ` until ${utc(known.reset)} by GitHub's clock`
  }
}
