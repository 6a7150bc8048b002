/** How often a run is looked at: every two seconds at first, rarely later, and never so often that a token runs out of requests. */
import { type Duration, minute, second } from '../../rotation/time.ts'
import type { HourlyBudget } from '../api/budget.ts'

/**
 * A run takes ten seconds or half an hour: what is waited for in vain after its end is about a tenth of what it has taken.
 * Looks that show nothing new cost nothing of the budget, but they count for the limits of a minute.
 */
const share = 1 / 10
const shortest: Duration = 2 * second
const longestUsual: Duration = 30 * second

/** The longest delay: other runs take one that is silent for ten minutes for dead, and most looks cost nothing. */
export const longestDelay: Duration = 2 * minute

/** Requests that are left to the other work of the token: writing, reading, and other jobs. */
const keptBack = 100

/** More looks than these at one run fit into no hour at the usual pace: who has them need not save any. */
const looksInAnHour = 150

/** Who look at many runs with one token leave most of its 900 requests a minute to the rest: they look once in this time. */
const spacing: Duration = 300

/**
 * How long to wait before the next look at a run that has been followed for so long. What is left is spread over the time until it is renewed,
 * where that is little, among all who wait with the same token: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function pollingDelay(
  followed: Duration,
  budget: Pick<HourlyBudget, 'left' | 'until'>,
  waiting: number,
): Duration {
  const usual = Math.max(Math.min(Math.max(Math.ceil(followed * share), shortest), longestUsual), waiting * spacing)
  const looks = Math.max(1, Math.floor((budget.left - keptBack) / waiting))
  if (looks >= looksInAnHour) return usual
  return Math.max(usual, Math.min(Math.ceil(budget.until(Number.POSITIVE_INFINITY) / looks), longestDelay))
}
