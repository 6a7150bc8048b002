/** Whoever waits long keeps nobody from their turn in every run. */
import { expect, test } from '@jest/globals'
import { duration } from '../../../sandbox/clock.ts'
import { inTurn, mayEndSigning } from '../../../src/fleet/turns.ts'

const usersOf = (count: number, runId: string, runAttempt = 1) =>
  Array.from({ length: count }, (_, user) => ({ user, job: { runId, runAttempt } }))
const orderOf = (...given: Parameters<typeof usersOf>) => inTurn(usersOf(...given)).map(({ user }) => user)

test('each run serves all of them, in the order of the file from one of them on, and any job of it the same', () => {
  for (const run of ['1', '17233456789', '']) {
    const order = orderOf(5, run)
    const from = order[0] ?? 0
    expect(order).toEqual([0, 1, 2, 3, 4].map((each) => (each + from) % 5))
    expect(orderOf(5, run)).toEqual(order)
  }
  expect([orderOf(0, '1'), orderOf(1, '1')]).toEqual([[], [0]])
})

test('within some runs, or attempts of one, everybody has been the first', () => {
  const runs = Array.from({ length: 60 }, (_, index) => orderOf(8, String(17_233_456_789 + 8 * index))[0])
  const attempts = Array.from({ length: 60 }, (_, index) => orderOf(8, '17233456789', index + 1)[0])
  expect([new Set(runs).size, new Set(attempts).size]).toEqual([8, 8])
})

test.each([
  ['ci-bot', '8d', false],
  ['ci-bot', '1h', false],
  ['CI-Bot', '55m', true],
  ['ci-bot', '0s', true],
  ['mail-bot', '0s', false],
] as const)(
  'the key of %s, which stays on for %s, may end the signing of a run within its hour: %p',
  (iamUser, grace, isSo) => {
    const policy = { deactivateAfter: duration(grace), timeLimit: duration('55m') }
    expect(mayEndSigning({ iamUser, policy }, 'ci-bot')).toBe(isSo)
    expect(mayEndSigning({ iamUser, policy }, undefined)).toBe(false)
  },
)
