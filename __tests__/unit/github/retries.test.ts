/** A request to GitHub is sent again where that is right, and after as long as GitHub asks for. */
import { describe, expect, test } from '@jest/globals'
import type { Failure } from '../../../src/github/api/refusals.ts'
import { retryDelay } from '../../../src/github/api/retries.ts'

describe('when a request to GitHub is sent again', () => {
  const error = (status: number, headers: Readonly<Record<string, string>> = {}, message = ''): Failure =>
    Object.assign(new Error(message), { status, headers, ambiguous: false })
  test.each([
    ['no answer', error(0), 'idempotent', 0, 1_000],
    ['no answer, a third time', error(0), 'idempotent', 2, 4_000],
    ['no answer, once too often', error(0), 'idempotent', 4, undefined],
    ['no answer to what must not be repeated', error(0), 'once', 0, undefined],
    ['502', error(502), 'idempotent', 1, 2_000],
    ['502 to what must not be repeated', error(502), 'once', 0, undefined],
    ['429 with Retry-After', error(429, { 'retry-after': '7' }), 'once', 0, 7_000],
    ['429 without Retry-After', error(429), 'idempotent', 1, 120_000],
    ['403 of a secondary limit', error(403, {}, 'You have exceeded a secondary rate limit'), 'idempotent', 0, 60_000],
    [
      '403 of the primary limit',
      error(403, {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1767225660',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      }),
      'idempotent',
      0,
      61_000,
    ],
    ['a limit longer than a run sits out', error(429, { 'retry-after': '3600' }), 'idempotent', 0, undefined],
    ['403 of a permission', error(403, {}, 'Resource not accessible by integration'), 'idempotent', 0, undefined],
    ['404', error(404), 'idempotent', 0, undefined],
    ['422', error(422), 'idempotent', 0, undefined],
  ] as const)('%s', (_, failure, repeat, attempt, delay) => {
    expect(retryDelay(failure, repeat, attempt)).toBe(delay)
  })
})
