/** How often a run is looked at: soon at first, rarely later, and never so often that a token runs out of requests. */
import { type Duration, minute, second } from '../../rotation/time.ts'
import type { HourlyBudget } from '../api/budget.ts'

/** A run takes a minute or half an hour: looks come at first every few seconds, then every half minute. */
const delays: readonly Duration[] = [5, 5, 5, 5, 10, 10, 15, 20, 20, 20].map((seconds) => seconds * second)
const lastDelay: Duration = 30 * second

/** The longest delay: other runs take one that is silent for ten minutes for dead, and most looks cost nothing. */
export const longestDelay: Duration = 2 * minute

/** Requests that are left to the other work of the token: writing, reading, and other jobs. */
const keptBack = 100

/** Who look at many runs with one token leave most of its 900 requests a minute to the rest: they look once in this time. */
const spacing: Duration = 300

/**
 * How long to wait before the next look; `look` counts from 0. What is left is spread over the time until it is renewed,
 * among all who wait with the same token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function pollingDelay(look: number, budget: Pick<HourlyBudget, 'left' | 'until'>, waiting: number): Duration {
  const usual = Math.max(delays[look] ?? lastDelay, waiting * spacing)
  const looks = Math.max(1, Math.floor((budget.left - keptBack) / waiting))
  return Math.max(usual, Math.min(budget.until(Number.POSITIVE_INFINITY) / looks, longestDelay))
}
