/**
 * What GitHub says when a request meets a limit. How fast requests may go is in `pace.ts`, how many an hour in `budget.ts`.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
import { type Duration, minute, second } from '../../rotation/time.ts'

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
