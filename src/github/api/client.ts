/** GitHub's REST API with one token: timeouts, and retries that are right for each kind of request. */
import type { Clock } from '../../rotation/ports.ts'
import { endsRun } from '../../rotation/problem.ts'
import { type Duration, type Instant, minute, second } from '../../rotation/time.ts'
import { HourlyBudget } from './hourly-budget.ts'
import { Pace } from './pace.ts'

/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays: readonly Duration[] = [1, 2, 4, 8].map((seconds) => seconds * second)

/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay: Duration = minute

/** Clocks that differ by no more than this agree. */
const agreement: Duration = 5 * second

/** A request does not sit out a longer limit than this, unless its caller knows better. */
const longestLimit: Duration = 10 * minute

export interface Answer<Data> {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly data: Data
  /** When GitHub answered, by its own clock. */
  readonly at: Instant
}

/** What an error of GitHub looks like to its callers; `status` 0 means no answer. */
export interface GitHubError extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  /** An attempt went without a clear answer, so GitHub may have done what was asked. */
  readonly ambiguous: boolean
  /** When GitHub answered, by its own clock. */
  readonly at?: Instant
}

/** Whether GitHub refused, or did not answer. What ends the run is neither, also where it came up inside a request. */
export function isGitHubError(error: unknown): error is GitHubError {
  return error instanceof Error && 'ambiguous' in error && !endsRun(error)
}

/** `once`: never sent again unless GitHub said clearly that it did nothing. */
export type Repeat = 'idempotent' | 'once'

/**
 * Sends one request, once, in GitHub's own words: `GET /repos/{owner}/{repo}` and the parameters. A refusal is thrown
 * with its `status` and `response`, a missing answer without a `response`.
 */
export type GitHubRequest = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<Pick<Answer<unknown>, 'status' | 'headers' | 'data'>>

/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast: Duration = 2 * second

/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500

/** The input that a token comes from; messages name it. */
export type TokenInput = 'github-token' | 'dispatch-token' | 'github-app-id'

/** How a request is sent again. */
export interface Persistence {
  readonly repeat?: Repeat
  /** The run's elapsed time after which nothing is waited for any more. */
  readonly until?: Duration
  /** A limit that lasts longer is not sat out. */
  readonly longest?: Duration
  /**
   * Comes directly before the request is sent again, when time has passed: what is sent then. What it throws ends the
   * request, which is not sent again.
   */
  readonly renew?: () => Promise<Readonly<Record<string, unknown>>>
}

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
  heard(headers: Answer<unknown>['headers']): Instant {
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

  /** How far it is ahead of AWS's; a few seconds are latency and whole seconds, and count as none. */
  aheadOfAws(): Duration {
    return aheadOfAws(this.now(), this.#clock)
  }
}

/**
 * Sends requests at the pace that GitHub allows to this token, again where that is right, and tells refusals from lost
 * answers.
 */
export class GitHubClient {
  readonly token: TokenInput
  readonly pace: Pace
  readonly budget: HourlyBudget
  readonly #send: GitHubRequest
  readonly #clock: Clock
  readonly #time: GitHubTime
  /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
  #isLimited = true
  /** So many connections were in use at that time. */
  #open = { count: 0, at: 0 }

  /** `installation`: whose App's installation the token is made for. */
  constructor(send: GitHubRequest, token: TokenInput, clock: Clock, time: GitHubTime, installation?: string) {
    this.token = token
    this.pace = new Pace(clock)
    this.budget = new HourlyBudget(
      installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`,
      clock,
    )
    this.#send = send
    this.#clock = clock
    this.#time = time
  }

  /** @throws GitHubError when GitHub refuses, or does not answer after all attempts */
  async request<Data = unknown>(
    route: string,
    parameters: Readonly<Record<string, unknown>> = {},
    { repeat = 'idempotent', until = Number.POSITIVE_INFINITY, longest = longestLimit, renew }: Persistence = {},
  ): Promise<Answer<Data>> {
    let ambiguous = false
    let sent = parameters
    for (let attempt = 0; ; attempt += 1) {
      await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()))
      try {
        const { status, data, headers } = await this.#send(route, sent)
        const at = this.#time.heard(headers)
        this.budget.hear(headers)
        return { status, headers, data: data as Data, at }
      } catch (error) {
        const refusal = asGitHubError(error, ambiguous)
        const failure = Object.assign(refusal, { at: this.#time.heard(refusal.headers) })
        this.budget.hear(failure.headers)
        ambiguous = failure.ambiguous
        const limit = isRateLimit(failure) ? limitDelay(failure, attempt) : undefined
        if (limit !== undefined) this.#holdBack(failure, limit)
        const delay = retryDelay(failure, repeat, attempt, longest)
        if (delay === undefined || this.#clock.elapsed() + delay > until) throw failure
        await this.#clock.sleep(delay)
        if (renew !== undefined) sent = await renewed(renew, failure)
      }
    }
  }

  /**
   * Performs requests that belong together at one moment. Opening a connection takes longer than a request, so there
   * is one for each of them first; `ready` comes directly before the requests, and what it throws keeps all of them
   * from being sent.
   */
  async together<Result>(
    requests: readonly (() => Promise<Result>)[],
    ready: () => Promise<void>,
  ): Promise<PromiseSettledResult<Result>[]> {
    const { length: count } = requests
    await this.#openConnections(count)
    await ready()
    if (!this.#isOpen(count)) {
      // It took its time: the second time, little is left to do.
      await this.#openConnections(count)
      await ready()
    }
    const results = await Promise.allSettled(requests.map((request) => request()))
    this.#open = { count, at: this.#clock.elapsed() }
    return results
  }

  /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
  async askForBudget(): Promise<void> {
    if (this.#isLimited && (!this.budget.isKnown || this.budget.left < littleLeft)) await this.#askForLimit()
  }

  /** Waits a moment, until GitHub may answer otherwise. */
  pause(duration: Duration): Promise<void> {
    return this.#clock.sleep(duration)
  }

  #isOpen(count: number): boolean {
    return this.#open.count >= count && this.#clock.elapsed() - this.#open.at <= connectionsLast
  }

  async #openConnections(count: number): Promise<void> {
    if (this.#isOpen(count)) return
    await Promise.all(Array.from({ length: count }, () => this.#askForLimit()))
    this.#open = { count, at: this.#clock.elapsed() }
  }

  /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
  async #askForLimit(): Promise<void> {
    try {
      this.budget.hear((await this.#send('GET /rate_limit', {})).headers)
    } catch (error) {
      if (endsRun(error)) throw error
      // Where nothing answers, the requests themselves will tell.
      if (asGitHubError(error, false).status === 404) this.#isLimited = false
    }
  }

  /** A write goes at once: several of them belong together, and whoever sends many has waited for all of them. */
  async #waitForTurn(route: string, longest: Duration): Promise<void> {
    if (!route.startsWith('GET ')) return this.pace.takeWrites(1)
    const delay = this.pace.takeRead()
    // A limit that lasts longer is GitHub's to tell.
    if (delay > 0 && delay <= longest) await this.#clock.sleep(delay)
  }

  /** What one request has hit, others need not hit as well. */
  #holdBack(failure: GitHubError, delay: Duration): void {
    this.pace.close(delay)
    if (failure.headers['x-ratelimit-remaining'] !== '0') this.pace.slowDown()
  }
}

/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function retryDelay(
  error: GitHubError,
  repeat: Repeat,
  attempt: number,
  longest: Duration = longestLimit,
): Duration | undefined {
  if (attempt >= retryDelays.length) return undefined
  if (isRateLimit(error)) {
    const delay = limitDelay(error, attempt)
    return delay <= longest ? delay : undefined
  }
  return isUnclear(error.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined
}

/** Whether the same request may be answered later: GitHub did not answer, is in trouble, or asks to wait. */
export function mayPass(error: GitHubError): boolean {
  return isUnclear(error.status) || isRateLimit(error)
}

/** A status that does not tell whether GitHub did what was asked; 0: no answer. */
function isUnclear(status: number): boolean {
  return status === 0 || status === 408 || status >= 500
}

/** Whether GitHub refused because of a primary or secondary rate limit, not because of a permission. */
export function isRateLimit(error: GitHubError): boolean {
  if (error.status === 429) return true
  if (error.status !== 403) return false
  return (
    error.headers['x-ratelimit-remaining'] === '0' ||
    error.headers['retry-after'] !== undefined ||
    /secondary rate limit|abuse detection/i.test(error.message)
  )
}

function limitDelay({ headers }: GitHubError, attempt: number): Duration {
  const retryAfter = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(retryAfter)) return Math.max(retryAfter, 1) * second
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN)
  const date = Date.parse(headers['date'] ?? '')
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset) && !Number.isNaN(date)) {
    return Math.max(reset * second - date, 0) + second
  }
  return secondaryLimitDelay * 2 ** attempt
}

function asGitHubError(error: unknown, ambiguous: boolean): GitHubError {
  const given = (error ?? {}) as { status?: unknown; response?: { headers?: Record<string, string> } }
  const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0
  const failure = error instanceof Error ? error : new Error(String(error))
  const headers = given.response?.headers ?? {}
  return Object.assign(failure, { status, headers, ambiguous: ambiguous || isUnclear(status) })
}

/** What is sent again. That it cannot be told does not hide that GitHub may have done what was asked before. */
async function renewed(
  renew: NonNullable<Persistence['renew']>,
  before: GitHubError,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await renew()
  } catch (error) {
    throw endsRun(error) || !before.ambiguous ? error : before
  }
}

/** How far GitHub's clock is ahead of AWS's; a few seconds are latency and whole seconds, and count as none. */
export function aheadOfAws(at: Instant, clock: Clock): Duration {
  const ahead = at - clock.now()
  return Math.abs(ahead) <= agreement ? 0 : ahead
}
