/** GitHub's REST API with one token: timeouts, and retries that are right for each kind of request. */
import type { Clock } from '../rotation/ports.ts'
import { type Duration, type Instant, minute, second } from '../rotation/time.ts'

/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays: readonly Duration[] = [1, 2, 4, 8].map((seconds) => seconds * second)

/** GitHub asks for at least this long when a secondary limit comes without `retry-after`. */
const secondaryLimitDelay: Duration = minute

/** Clocks that differ by no more than this agree. */
const agreement: Duration = 5 * second

/** A run does not sit out a longer limit than this. */
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

/** Sends requests again where that is right, and tells refusals from lost answers. */
export class GitHubClient {
  readonly #send: GitHubRequest
  readonly #clock: Clock

  constructor(send: GitHubRequest, clock: Clock) {
    this.#send = send
    this.#clock = clock
  }

  /**
   * @param until the run's elapsed time after which nothing is waited for any more
   * @throws GitHubError when GitHub refuses, or does not answer after all attempts
   */
  async request<Data = unknown>(
    route: string,
    parameters: Readonly<Record<string, unknown>> = {},
    {
      repeat = 'idempotent',
      until = Number.POSITIVE_INFINITY,
    }: { readonly repeat?: Repeat; readonly until?: Duration } = {},
  ): Promise<Answer<Data>> {
    let ambiguous = false
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { status, data, headers } = await this.#send(route, parameters)
        return { status, headers, data: data as Data, at: dateOf(headers['date']) }
      } catch (error) {
        const failure = asGitHubError(error, ambiguous)
        ambiguous = failure.ambiguous
        const delay = retryDelay(failure, repeat, attempt)
        if (delay === undefined || this.#clock.elapsed() + delay > until) throw failure
        await this.#clock.sleep(delay)
      }
    }
  }
}

/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 */
export function retryDelay(error: GitHubError, repeat: Repeat, attempt: number): Duration | undefined {
  if (attempt >= retryDelays.length) return undefined
  if (isRateLimit(error)) {
    const delay = limitDelay(error, attempt)
    return delay <= longestLimit ? delay : undefined
  }
  return isUnclear(error.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined
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

/** How far GitHub's clock is ahead of AWS's; a few seconds are latency and whole seconds, and count as none. */
export function aheadOfAws(at: Instant, clock: Clock): Duration {
  const ahead = at - clock.now()
  return Math.abs(ahead) <= agreement ? 0 : ahead
}

function dateOf(header: string | number | undefined): Instant {
  const date = Date.parse(String(header ?? ''))
  return Number.isNaN(date) ? Date.now() : date
}
