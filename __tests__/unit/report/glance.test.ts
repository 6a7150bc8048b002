/** Several users in a few sentences, of which each is certain or is not said. */
import { describe, expect, test } from '@jest/globals'
import { activeKeysIn, doneInRun, glanceOf, iconOfAll, nextInAll } from '../../../src/report/glance.ts'
import { namesIn } from '../../../src/report/ranking.ts'
import type { UserReport } from '../../../src/report/report.ts'
import { samples, several } from './reports.ts'

const { steady, rotating, overlap, recovery, held, asking, failed, blocked } = samples
const withoutKey = { ...blocked, keys: [] }
const overdue = { ...failed, overdueKeyAgeDays: 209 }
const planned = { ...steady, planned: true }

const glances: readonly (readonly [string, readonly UserReport[], number?])[] = [
  [
    '50 users: 1 needs you; 2 on the way, 47 at rest',
    [...several('held', 1), ...several('rotating', 2), ...several('steady', 47)],
  ],
  ['1 user: nothing for you to do; 1 at rest', [steady]],
  ['3 users: 3 need you', [blocked, failed, asking]],
  ['4 users: 1 without an active key, 1 overdue, 2 more need you', [withoutKey, overdue, failed, held]],
  ['2 users: 2 overdue', [overdue, overdue]],
  ['2 users: 1 needs you (1 without a report); 1 on the way', [overlap], 1],
  ['3 users: 1 overdue, 1 more needs you (1 without a report); 1 on the way', [overdue, recovery], 1],
  ['0 users: nothing for you to do', []],
]

test.each(glances)('%s', (glance, reports, missing = 0) => {
  expect(glanceOf(reports, missing)).toBe(glance)
})

const icons: readonly (readonly [string, readonly UserReport[], number?])[] = [
  ['⛔', [steady, failed, blocked]],
  ['❌', [steady, failed]],
  ['❌', [steady], 1],
  ['⚠️', [steady, asking]],
  ['📋', [planned, planned]],
  ['✅', [steady, planned]],
]

test.each(icons)('the icon %s is that of the worst', (icon, reports, missing = 0) => {
  expect(iconOfAll(reports, missing)).toBe(icon)
})

const active: readonly (readonly [string, readonly UserReport[], (readonly string[])?])[] = [
  ['**All 3 users have an active key.**', [steady, overlap, recovery]],
  ['**The user has an active key.**', [steady]],
  ['1 of 2 users has an active key. **None: a. Whatever uses its key fails.**', [steady, { ...withoutKey, user: 'a' }]],
  [
    '2 of 4 users have an active key. Not known: b, lost.',
    [steady, steady, { ...steady, user: 'b', keys: undefined }],
    ['lost'],
  ],
]

test.each(active)('%s', (sentence, reports, missing = []) => {
  expect(activeKeysIn(reports, missing, namesIn(reports), (name) => name)).toBe(sentence)
})

const runs: readonly (readonly [string, readonly UserReport[], number?])[] = [
  ['**This run:** 2 new keys, 1 old key switched off.', [overlap, rotating, recovery, steady]],
  ['**This run:** 1 old key deleted.', [{ ...steady, done: ['old key deleted'] }], 1],
  ['This run changed nothing.', [steady, blocked]],
  ['', [steady, { ...failed, changed: true }]],
  ['', [steady], 1],
  ['This run only planned, and changed nothing.', [planned, planned]],
]

test.each(runs)('“%s”', (sentence, reports, missing = 0) => {
  expect(doneInRun(reports, missing)).toBe(sentence)
})

describe('what is next', () => {
  test('is told by day and step, the earliest three, of those who need nobody', () => {
    expect(nextInAll([steady, steady, overlap, held, recovery, rotating])).toBe(
      '**Next:** at the next run, verify 1 new key; 7 Dec 2026, delete 1 old key; 8 Dec 2026, switch off 1 old key.',
    )
  })

  test('is nothing where nothing goes on by itself', () => {
    expect(nextInAll([blocked, planned])).toBe('')
    expect(nextInAll([{ ...steady, nextStep: 'a step of another version' }])).toBe('')
  })
})
