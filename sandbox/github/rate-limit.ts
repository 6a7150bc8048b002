/** The primary rate limit: so many requests in an hour that begins with the first of them. */
import type { SandboxClock } from '../clock.ts'
import { documentation, Refusal } from './refusal.ts'

const hour = 3_600_000

/** `reset` is in seconds since the epoch. */
export interface RateLimitStatus {
  readonly limit: number
  readonly remaining: number
  readonly used: number
  readonly reset: number
}

/** One token's allowance, by the sandbox's clock. */
export class RateLimit {
  readonly #limit: number
  readonly #clock: SandboxClock
  #used = 0
  #resetAt = 0

  constructor(limit: number, clock: SandboxClock) {
    this.#limit = limit
    this.#clock = clock
  }

  /** Takes one request out of the allowance; says no when there is none left. */
  spend(): boolean {
    if (this.#clock.now() >= this.#resetAt) {
      this.#used = 0
      this.#resetAt = this.#clock.now() + hour
    }
    if (this.#used >= this.#limit) return false
    this.#used += 1
    return true
  }

  /** Takes what other jobs with the same token send, as far as there is any left. */
  spendElsewhere(requests: number): void {
    for (let sent = 0; sent < requests && this.spend(); sent += 1);
  }

  /** Gives a request back that turned out not to count. */
  giveBack(): void {
    this.#used = Math.max(0, this.#used - 1)
  }

  /** `clockOffset`: how far ahead of the sandbox's the clock is that tells when the hour is over. */
  status(clockOffset = 0): RateLimitStatus {
    const over = this.#clock.now() >= this.#resetAt
    const used = over ? 0 : this.#used
    const resetAt = over ? this.#clock.now() + hour : this.#resetAt
    return {
      limit: this.#limit,
      remaining: this.#limit - used,
      used,
      reset: Math.ceil((resetAt + clockOffset) / 1_000),
    }
  }
}

/** The headers that every counted reply carries. */
export function rateLimitHeaders(status: RateLimitStatus): Record<string, string> {
  return {
    'x-ratelimit-limit': String(status.limit),
    'x-ratelimit-remaining': String(status.remaining),
    'x-ratelimit-used': String(status.used),
    'x-ratelimit-reset': String(status.reset),
    'x-ratelimit-resource': 'core',
  }
}

/** What a caller hears who has spent the hour's allowance; GitHub says 403 where it may say 429. */
export function rateLimitExceeded(whose: string, status = 403): Refusal {
  return new Refusal(status, `API rate limit exceeded for ${whose}.`, {
    documentationUrl: `${documentation}/overview/rate-limits-for-the-rest-api`,
  })
}

/** What a caller hears who was too quick; it may come as 403 or as 429. */
export function secondaryRateLimit(status: number, retryAfterSeconds = 60): Refusal {
  return new Refusal(
    status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    {
      headers: { 'retry-after': String(retryAfterSeconds) },
      documentationUrl: `${documentation}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
    },
  )
}
