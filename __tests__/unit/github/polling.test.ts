/** How often a verification run is looked at. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Budget, budgetOf, pollingDelay } from '../../../src/github/verification/polling.ts'
import { hour, minute, second } from '../../../src/rotation/time.ts'

const plenty: Budget = { remaining: 900, reset: hour, at: 0 }

test.each([
  ['soon at first', 0, plenty, 1, 5 * second],
  ['rarely later', 50, plenty, 1, 30 * second],
  ['as usual where GitHub sets no limit', 0, undefined, 1, 5 * second],
  ['as usual where enough is left for ten', 50, plenty, 10, 45 * second],
  ['less often when little is left', 0, { remaining: 130, reset: hour, at: 0 }, 1, 2 * minute],
  ['every two minutes when next to nothing is left', 0, { remaining: 3, reset: 10 * minute, at: 0 }, 1, 2 * minute],
  ['as usual when more is granted in a moment', 0, { remaining: 0, reset: 2 * second, at: 0 }, 1, 5 * second],
] as const)('%s', (_, look, budget, waiting, delay) => {
  expect(pollingDelay(look, budget, waiting)).toBe(delay)
})

test('a wait of half an hour takes less than a tenth of what GITHUB_TOKEN has for an hour', () => {
  let elapsed = 0
  let looks = 0
  for (; elapsed < 30 * minute; looks += 1) elapsed += pollingDelay(looks, undefined, 1)
  expect(looks).toBeLessThan(100)
})

test('all who wait leave something to the other work of the token', () => {
  const budgets = fc.record({
    remaining: fc.integer({ min: 101, max: 5_000 }),
    length: fc.integer({ min: 1, max: 60 }),
  })
  fc.assert(
    fc.property(budgets, fc.integer({ min: 1, max: 10 }), ({ remaining, length }, waiting) => {
      const reset = length * minute
      let left = remaining
      for (let at = 0, look = 0; at < reset; look += 1) {
        at += pollingDelay(look, { remaining: left, reset, at }, waiting)
        if (at < reset) left -= waiting
      }
      // Two minutes are the longest wait, however little is left.
      expect(left).toBeGreaterThanOrEqual(Math.min(remaining, 100) - waiting * (1 + length / 2))
    }),
  )
})

describe('what is left to a token', () => {
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
  test.each([
    [
      'is told by GitHub',
      { 'x-ratelimit-remaining': '42', 'x-ratelimit-reset': '1767229200', date },
      { remaining: 42, reset: Date.UTC(2026, 0, 1, 1), at: Date.UTC(2026, 0, 1) },
    ],
    ['is not limited where nothing is told', { date }, undefined],
    ['is not known without a date', { 'x-ratelimit-remaining': '42', 'x-ratelimit-reset': '1767229200' }, undefined],
  ])('%s', (_, headers, expected) => {
    expect(budgetOf({ headers })).toEqual(expected)
  })
})
