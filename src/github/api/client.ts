/** GitHub's REST API with one token: timeouts, and retries that are right for each kind of request. */
import type { Clock } from '../../rotation/ports.ts'
import { endsRun, Problem } from '../../rotation/problem.ts'
import { type Duration, type Instant, second } from '../../rotation/time.ts'
import { HourlyBudget, TokenBudget } from './budget.ts'
import { explain } from './explanations.ts'
import { isRateLimit, isUsedUp, limitDelay } from './limits.ts'
import { Pace, TokenPace } from './pace.ts'
import { type Failure, isUnclear, type Purpose, type TokenInput } from './refusals.ts'
import type { GitHubRequest } from './request.ts'
import { longestLimit, type Repeat, retryDelay } from './retries.ts'
import type { GitHubTime } from './time.ts'

/** An open connection is taken to stay open for so long after it was used. */
const connectionsLast: Duration = 2 * second

/** With fewer requests left, other jobs with the same token may take the last ones at any moment. */
const littleLeft = 500

/** The largest page that GitHub gives of most lists. */
export const pageSize = 100

/** No list of GitHub's has more pages: one that does not end is no list. */
const mostPages = 1_000

/** Parameters by name: they fill the route, and what is left is the query or the body. */
export type Parameters = Readonly<Record<string, unknown>>

/** An answer of GitHub to one request. */
export interface Answer<Data> {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly data: Data
  /** When GitHub answered, by its own clock. */
  readonly at: Instant
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** How many items GitHub says the whole list has; undefined for lists that do not say. */
  readonly total: number | undefined
  /** When GitHub answered, by its own clock. */
  readonly at: Instant
}

/** How a request is sent, and sent again. */
export interface Persistence {
  readonly repeat?: Repeat
  /** The run's elapsed time after which nothing is waited for any more. */
  readonly until?: Duration
  /** A limit that lasts longer is not sat out. */
  readonly longest?: Duration
  /** A rotation can do without: it is not sent when what is left of the hour is kept for the rotation. */
  readonly isOptional?: boolean
  /**
   * Comes directly before the request is sent again, when time has passed: what is sent then. What it throws ends the
   * request, which is not sent again.
   */
  readonly renew?: () => Promise<Parameters>
}

/** How requests with one token leave. */
export interface Lanes {
  readonly usual: GitHubRequest
  /** Over connections of their own: those that must find one open. */
  readonly pairs: GitHubRequest
}

/** What GitHub allows one token, whichever input it comes from. */
export interface TokenLimits {
  readonly pace: TokenPace
  readonly budget: TokenBudget
}

interface ConnectionOptions {
  readonly installation?: string
  readonly limits?: TokenLimits | undefined
  readonly isOfPerson?: boolean
}

/** One token, its limits and its connections, for all users of a run. */
export class TokenConnection implements TokenLimits {
  readonly token: TokenInput
  readonly isOfPerson: boolean
  readonly lanes: Lanes
  readonly clock: Clock
  readonly time: GitHubTime
  readonly pace: TokenPace
  readonly budget: TokenBudget
  /** Whether GitHub may have limits: most Enterprise Servers do not, and do not even tell of them. */
  isLimited = true
  /** Connections for pairs: so many were open at that time, and so many have a request under way. */
  readonly pairs = { open: 0, at: 0, busy: 0 }

  /**
   * `installation`: whose App's installation the token is made for. `limits`: of another connection that has the same
   * token, from another input. `isOfPerson`: it is a token of a person.
   */
  constructor(
    lanes: Lanes | GitHubRequest,
    token: TokenInput,
    clock: Clock,
    time: GitHubTime,
    { installation, limits, isOfPerson = false }: ConnectionOptions = {},
  ) {
    this.token = token
    this.isOfPerson = isOfPerson
    this.lanes = typeof lanes === 'function' ? { usual: lanes, pairs: lanes } : lanes
    this.clock = clock
    this.time = time
    this.pace = limits?.pace ?? new TokenPace(clock)
    const owner = installation === undefined ? `the token in ${token}` : `the App of github-app-id for ${installation}`
    this.budget = limits?.budget ?? new TokenBudget(owner, clock)
  }
}

/**
 * Sends one user's requests at the pace that GitHub allows to this token, again where that is right, and tells refusals
 * from lost answers.
 */
export class GitHubClient {
  readonly pace: Pace
  readonly budget: HourlyBudget
  readonly #connection: TokenConnection
  readonly #clock: Clock
  readonly #time: GitHubTime
  /** Requests that belong together are on their way. */
  #isPair = false

  /** `promises`: false for a plan, to which nothing is promised. */
  constructor(connection: TokenConnection, promises = true) {
    this.#connection = connection
    this.pace = new Pace(connection.pace, promises)
    this.budget = new HourlyBudget(connection.budget, promises)
    this.#clock = connection.clock
    this.#time = connection.time
  }

  /** The input that the token comes from. */
  get token(): TokenInput {
    return this.#connection.token
  }

  /** Gives back what was promised to this user, whose requests are at an end. */
  end(): void {
    this.pace.end()
    this.budget.end()
  }

  /**
   * Asks GitHub for one thing, by a route such as `GET /repos/{owner}/{repo}`.
   * @throws Refusal, in words, when GitHub refuses or does not answer after all attempts; BudgetShort for what is
   *   optional; and what ends the run
   */
  async ask<Data = unknown>(
    route: string,
    parameters: Parameters,
    purpose: Purpose,
    {
      isOptional = false,
      repeat = 'idempotent',
      until = Number.POSITIVE_INFINITY,
      longest = longestLimit,
      renew,
    }: Persistence = {},
  ): Promise<Answer<Data>> {
    if (isOptional) this.budget.requireSpare()
    const refusal = (failure: Failure) =>
      explain(failure, { ...purpose, token: this.token, isOfPerson: this.#connection.isOfPerson })
    // What keeps a request from being sent again does not hide that GitHub may have done what was asked before.
    const sooner = (error: unknown, failure: Failure | undefined) =>
      failure?.ambiguous === true && !endsRun(error) ? refusal(failure) : error
    let before: Failure | undefined
    let sent = parameters
    for (let attempt = 0; ; attempt += 1) {
      await this.#waitForTurn(route, Math.min(longest, until - this.#clock.elapsed()))
      const turn = this.#clock.elapsed()
      try {
        const { status, data, headers } = await this.#send(route, sent, isOptional, turn)
        this.budget.hear(headers)
        return { status, headers, data: data as Data, at: this.#time.heard(headers) }
      } catch (error) {
        // No token could be had, say: nothing was sent.
        if (error instanceof Problem || endsRun(error)) throw sooner(error, before)
        const failure = asFailure(error, before?.ambiguous === true)
        before = failure
        this.#time.heard(failure.headers)
        this.budget.hear(failure.headers)
        if (isRateLimit(failure)) this.#holdBack(failure, limitDelay(failure.headers, attempt))
        const delay = retryDelay(failure, repeat, attempt, longest)
        if (delay === undefined || this.#clock.elapsed() + delay > until) throw refusal(failure)
        await this.#clock.sleep(delay)
        if (renew !== undefined) sent = await renew().catch((cause: unknown) => Promise.reject(sooner(cause, failure)))
      }
    }
  }

  /**
   * Asks for a list, page by page, until GitHub says that it has no more or nobody takes the next one. An answer is the
   * list, or has it beside its `total_count`. `per_page` is a hundred unless it is given.
   * @throws as `ask`
   */
  async *pages<Item>(
    route: string,
    parameters: Parameters,
    purpose: Purpose,
    persistence: Persistence = {},
  ): AsyncGenerator<Page<Item>> {
    const { per_page: size } = { per_page: pageSize, ...parameters }
    for (let page = 1; page <= mostPages; page += 1) {
      const asked = { ...parameters, per_page: size, ...(page === 1 ? {} : { page }) }
      const { data, at } = await this.ask<List<Item>>(route, asked, purpose, persistence)
      const { items, total } = listed(data)
      yield { items, total, at }
      if (items.length === 0 || (total === undefined ? items.length < Number(size) : page * Number(size) >= total))
        return
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
    const { pairs } = this.#connection
    await this.#openConnections(count)
    await ready()
    if (!this.#isOpen(count)) {
      // It took its time: the second time, little is left to do.
      await this.#openConnections(count)
      await ready()
    }
    this.#isPair = true
    pairs.busy += count
    try {
      return await Promise.allSettled(requests.map((request) => request()))
    } finally {
      this.#isPair = false
      pairs.busy -= count
      pairs.open = Math.max(pairs.open, pairs.busy + count)
      pairs.at = this.#clock.elapsed()
    }
  }

  /** Makes sure that GitHub has said what is left of the hourly budget; just now, where others may use up the rest. */
  async askForBudget(): Promise<void> {
    if (this.#connection.isLimited && (!this.budget.isKnown || this.budget.left < littleLeft)) {
      await this.#askForLimit(this.#connection.lanes.usual)
    }
  }

  /** Waits a moment, until GitHub may answer otherwise. */
  pause(duration: Duration): Promise<void> {
    return this.#clock.sleep(duration)
  }

  #isOpen(count: number): boolean {
    const { open, busy, at } = this.#connection.pairs
    return open - busy >= count && this.#clock.elapsed() - at <= connectionsLast
  }

  async #openConnections(count: number): Promise<void> {
    if (this.#isOpen(count)) return
    const { pairs, lanes } = this.#connection
    await Promise.all(Array.from({ length: count }, () => this.#askForLimit(lanes.pairs)))
    pairs.open = pairs.busy + count
    pairs.at = this.#clock.elapsed()
  }

  /** Costs nothing of the limit, and is not there where nothing is limited: https://docs.github.com/en/rest/rate-limit/rate-limit */
  async #askForLimit(send: GitHubRequest): Promise<void> {
    try {
      this.budget.hear((await send('GET /rate_limit', {})).headers)
    } catch (error) {
      if (endsRun(error)) throw error
      // Where nothing answers, the requests themselves will tell.
      if (asFailure(error, false).status === 404) this.#connection.isLimited = false
    }
  }

  /** Sends a request once; never too many at once, however many users have some; what belongs together does not wait. */
  async #send(route: string, parameters: Parameters, isOptional: boolean, turn: Duration): ReturnType<GitHubRequest> {
    const { lanes, pace, budget } = this.#connection
    const isOfPair = this.#isPair && !isReading(route)
    if (!isOfPair) await pace.enter(isReading(route) ? 'reads' : 'writes')
    this.budget.sent(isOptional)
    try {
      return await (isOfPair ? lanes.pairs : lanes.usual)(route, parameters)
    } finally {
      budget.answered()
      pace.answered(turn)
      if (!isOfPair) pace.leave()
    }
  }

  /**
   * A write in its turn goes at once: several of them belong together, and whoever sends many has waited for all of them.
   * One that is in no line waits where GitHub's limits allow none.
   */
  async #waitForTurn(route: string, longest: Duration): Promise<void> {
    // A limit that lasts longer is GitHub's to tell.
    if (isReading(route)) {
      const delay = this.pace.token.takeRead()
      if (delay > 0 && delay <= longest) await this.#clock.sleep(delay)
      return
    }
    for (;;) {
      const delay = this.#isPair ? 0 : this.pace.untilAllowed()
      if (delay <= 0 || delay > longest) return this.pace.takeWrites(1)
      await this.#clock.sleep(delay)
    }
  }

  /** What one request has hit, others need not hit as well. */
  #holdBack(failure: Failure, delay: Duration): void {
    const { pace } = this.#connection
    pace.close(delay)
    if (!isUsedUp(failure.headers)) pace.slowDown()
  }
}

function isReading(route: string): boolean {
  return route.startsWith('GET ')
}

/** A list as GitHub answers it; beside `total_count`, the only list is the one that was asked for. */
type List<Item> = readonly Item[] | Readonly<Record<string, unknown>>

function listed<Item>(data: List<Item>): Pick<Page<Item>, 'items' | 'total'> {
  if (Array.isArray(data)) return { items: data, total: undefined }
  const { total_count: total, ...rest } = data as Readonly<Record<string, unknown>>
  const items = Object.values(rest).find((each): each is readonly Item[] => Array.isArray(each)) ?? []
  return { items, total: typeof total === 'number' ? total : undefined }
}

function asFailure(error: unknown, ambiguous: boolean): Failure {
  const given = (error ?? {}) as { status?: unknown; response?: { headers?: Record<string, string> } }
  const status = given.response !== undefined && typeof given.status === 'number' ? given.status : 0
  const failure = error instanceof Error ? error : new Error(String(error))
  const headers = given.response?.headers ?? {}
  return Object.assign(failure, { status, headers, ambiguous: ambiguous || isUnclear(status) })
}
