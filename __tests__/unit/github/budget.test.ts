/** The hour of one token: what a user may count on beside what others have been promised. */
import { describe, expect, test } from '@jest/globals'
import { HourlyBudget, TokenBudget } from '../../../src/github/api/budget.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { minute, second } from '../../../src/rotation/time.ts'

const start = Date.UTC(2026, 10, 22, 19)
const clock: Clock = {
  cancelled: false,
  now: () => start,
  elapsed: () => 0,
  sleep: async () => undefined,
  unlessCancelled: (work) => work,
}

/** A token of which so much is left, and promised to another user as far as that goes. */
function beside(left: number, promised: number): HourlyBudget {
  const token = new TokenBudget('the token', clock)
  const reset = (start + 40 * minute) / second
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(left),
    date: new Date(start).toUTCString(),
  }
  token.hear({ ...headers, 'x-ratelimit-reset': String(reset) })
  const other = new HourlyBudget(token)
  other.keep(promised)
  other.grant()
  return new HourlyBudget(token)
}

describe('what is left is promised to others', () => {
  test('so that no pair is begun with it', () => {
    const budget = beside(100, 100)
    expect(budget.until(2)).toBe(minute)
    expect(() => budget.require(2, 'write octo/app')).toThrow('100 of them promised to other users of this run')
  })

  test('but half a pair is completed all the same', () => {
    const budget = beside(100, 100)
    expect(budget.until(1, true)).toBe(0)
    expect(() => budget.require(1, 'write octo/app', true)).not.toThrow()
  })

  test('and half a pair waits where nothing is left at all', () => {
    expect(beside(0, 0).until(1, true)).toBe(40 * minute + second)
  })
})
