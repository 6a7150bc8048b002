/** Several users beside each other: who comes first, how they are counted, and what they are called. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { activeKeyOf, attentionOfAll, namesIn, worstFirst } from '../../../src/report/ranking.ts'
import type { KeyReport, UserReport } from '../../../src/report/report.ts'
import { samples } from './reports.ts'

const { steady, rotating, overlap, recovery, held, asking, failed, blocked } = samples
const order = (reports: readonly UserReport[]) =>
  worstFirst(reports.map((report) => ({ report }))).map((each) => each.report)

describe('the worst comes first', () => {
  test('by what has to be done, and then by phase', () => {
    const best = [steady, overlap, recovery, rotating, asking, held, failed]
    expect(order(best)).toEqual(best.toReversed())
  })

  test('of equals the oldest key, an unknown age last, and then as they came', () => {
    const ages = [3, undefined, 70, 3, 12]
    const reports = ages.map((keyAgeDays, index) => ({ ...steady, keyAgeDays, user: `u${index}` }))
    expect(order(reports).map(({ user }) => user)).toEqual(['u2', 'u4', 'u0', 'u3', 'u1'])
  })

  test('blocked and failed are one', () => {
    expect(
      order([
        { ...failed, keyAgeDays: 1 },
        { ...blocked, keyAgeDays: 2 },
      ])[0]?.phase,
    ).toBe('blocked')
  })

  test('nobody is lost', () => {
    const all = fc.array(fc.constantFrom(...Object.values(samples)))
    fc.assert(
      fc.property(all, (reports) => {
        expect(new Set(order(reports))).toEqual(new Set(reports))
        expect(order(reports)).toHaveLength(reports.length)
      }),
    )
  })
})

const off = (report: UserReport): UserReport => ({
  ...report,
  keys: report.keys?.map((key) => ({ ...key, status: 'Inactive' })),
})

test('of those that failed, whoever has no active key comes first, and then what is overdue', () => {
  const overdue = { ...failed, overdueKeyAgeDays: 209 }
  const worse = { ...overdue, overdueKeyAgeDays: 300 }
  expect(order([held, failed, overdue, worse, off(blocked)])).toEqual([off(blocked), worse, overdue, failed, held])
  // Whoever needs nobody is on the way.
  expect(order([overlap, { ...steady, overdueKeyAgeDays: 100 }])[0]?.phase).toBe('overlap')
})

const [current] = steady.keys ?? []
const keys = (...all: readonly (readonly [KeyReport['label'], KeyReport['status']])[]): UserReport => ({
  ...steady,
  keys: all.flatMap(([label, status]) => (current === undefined ? [] : { ...current, label, status })),
})

describe('whether the key in use is active', () => {
  test.each([
    ['active', 'the only one', keys(['current', 'Active'])],
    ['none', 'the only one', keys(['current', 'Inactive'])],
    ['none', 'none at all', keys()],
    ['active', 'that of a replaced one', keys(['previous', 'Inactive'], ['current', 'Active'])],
    ['none', 'that of a replaced one', keys(['previous', 'Active'], ['current', 'Inactive'])],
    ['active', 'either of a rotation', keys(['current', 'Active'], ['pending', 'Active'])],
    ['unknown', 'one of a rotation', keys(['current', 'Active'], ['pending', 'Inactive'])],
    ['active', 'either of two that nothing explains', keys(['unknown', 'Active'], ['unknown', 'Active'])],
    ['unknown', 'one of two that nothing explains', keys(['unknown', 'Active'], ['unknown', 'Inactive'])],
    ['unknown', 'one after a step that went wrong', keys(['current', 'unknown'])],
    ['unknown', 'keys that cannot be read', { ...steady, keys: undefined }],
  ] as const)('is “%s” of %s', (told, _, report) => {
    expect(activeKeyOf(report)).toBe(told)
  })
})

describe('an account', () => {
  const of = (...accounts: readonly (string | undefined)[]) => {
    const reports = accounts.map((account, index) => ({ ...steady, user: `u${index}`, account }))
    const names = namesIn(reports)
    return { shown: reports.map(names.accountOf), same: names.sameAccount, column: names.hasColumn }
  }

  test.each([
    ['of all is told once', ['111122223333', '111122223333'], ['…3333', '…3333'], '…3333', false],
    ['has its last four digits', ['111122223333', '444455556666'], ['…3333', '…6666'], undefined, true],
    [
      'has as many as tell it from others',
      ['111122223333', '111182223333'],
      ['…22223333', '…82223333'].map((each) => each),
      undefined,
      true,
    ],
    ['has all of them if need be', ['111122223333', '211122223333'], ['111122223333', '211122223333'], undefined, true],
    ['may be unknown', ['111122223333', undefined], ['…3333', undefined], undefined, true],
    ['may be unknown of all', [undefined, undefined], [undefined, undefined], undefined, false],
  ] as const)('%s', (_, accounts, shown, same, column) => {
    expect(of(...accounts)).toEqual({ shown, same, column })
  })

  test('stands with the name of a user that another account has too', () => {
    const other = { ...steady, account: '444455556666' }
    const names = namesIn([steady, other, { ...steady, user: 'mail-bot' }])
    expect([steady, other, { ...steady, user: 'mail-bot' }].map(names.userOf)).toEqual([
      'ci-bot (…3333)',
      'ci-bot (…6666)',
      'mail-bot',
    ])
  })
})

test('what a person has to do is told of whom, the worst first', () => {
  const all = attentionOfAll([
    steady,
    { ...asking, user: 'a' },
    { ...held, user: 'b' },
    { ...blocked, user: 'c', account: undefined },
  ])
  expect(all.map(({ user, account }) => [user, account])).toEqual([
    ['c', undefined],
    ['b', '111122223333'],
    ['a', '111122223333'],
  ])
  expect(Object.keys(all[0] ?? {})).toEqual(['user', 'account', 'reason', 'what', 'remedy', 'since'])
})
