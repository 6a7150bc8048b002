/** How often a verification run is looked at. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pollingDelay } from '../../../src/github/verification/polling.ts'
import { type Duration, hour, minute, second } from '../../../src/rotation/time.ts'

const budget = (left: number, renewedIn: Duration) => ({ left, until: () => renewedIn })
const plenty = budget(900, hour)

test.each([
  ['soon at first', 0, plenty, 1, 2 * second],
  ['after a tenth of the time that it has run', 73 * second, plenty, 1, 7.3 * second],
  ['rarely later', 20 * minute, plenty, 1, 30 * second],
  ['as usual where GitHub sets no limit', 0, budget(Number.POSITIVE_INFINITY, 0), 1, 2 * second],
  ['as usual where enough is left for ten', 20 * minute, plenty, 10, 45 * second],
  ['less often when little is left', 0, budget(130, hour), 1, 2 * minute],
  ['every two minutes when next to nothing is left', 0, budget(3, 10 * minute), 1, 2 * minute],
  ['as usual when more is granted in a moment', 0, budget(0, second), 1, 2 * second],
] as const)('%s', (_, followed, left, waiting, delay) => {
  expect(pollingDelay(followed, left, waiting)).toBe(delay)
})

test('a wait of half an hour takes less than a tenth of what GITHUB_TOKEN has for an hour', () => {
  let elapsed = 0
  let looks = 0
  for (; elapsed < 30 * minute; looks += 1) elapsed += pollingDelay(elapsed, budget(Number.POSITIVE_INFINITY, 0), 1)
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
      for (let at = 0; at < reset; ) {
        at += pollingDelay(at, budget(left, reset - at), waiting)
        if (at < reset) left -= waiting
      }
      // Two minutes are the longest wait, however little is left.
      expect(left).toBeGreaterThanOrEqual(Math.min(remaining, 100) - waiting * (1 + length / 2))
    }),
  )
})
