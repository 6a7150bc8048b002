/** When a request to GitHub is sent again, and how long after the last attempt. */
import { type Duration, minute, second } from '../../rotation/time.ts'
import { isRateLimit, limitDelay } from './limits.ts'
import { type Failure, isUnclear } from './refusals.ts'

/** Waits between attempts after an answer that says nothing about the request. */
const retryDelays: readonly Duration[] = [1, 2, 4, 8].map((seconds) => seconds * second)

/** A request does not sit out a longer limit than this, unless its caller knows better. */
export const longestLimit: Duration = 10 * minute

/** `once`: never sent again unless GitHub said clearly that it did nothing. */
export type Repeat = 'idempotent' | 'once'

/**
 * How long to wait before sending a request again; undefined: not at all. Limits are clear refusals, so that even a
 * request that must not be repeated may be sent again; a lost or broken answer allows it only to idempotent requests.
 */
export function retryDelay(
  failure: Failure,
  repeat: Repeat,
  attempt: number,
  longest: Duration = longestLimit,
): Duration | undefined {
  if (attempt >= retryDelays.length) return undefined
  if (isRateLimit(failure)) {
    const delay = limitDelay(failure.headers, attempt)
    return delay <= longest ? delay : undefined
  }
  return isUnclear(failure.status) && repeat === 'idempotent' ? retryDelays[attempt] : undefined
}
