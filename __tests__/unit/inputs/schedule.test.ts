/** Whether the dates of a rotation can be kept: told in every run, before anything is late. */
import { describe, expect, test } from '@jest/globals'
import { longestGap } from '../../../src/inputs/cron.ts'
import { warnOfPace, warnOfSchedule } from '../../../src/inputs/schedule.ts'
import { day, hour, minute } from '../../../src/rotation/time.ts'
import { inScenario, warningsOf } from '../../bundle/support.ts'

describe('the longest time between two runs of', () => {
  test.each([
    ['17 4 * * *', day],
    ['*/15 * * * *', 15 * minute],
    ['0 * * * *', hour],
    ['30 5,17 * * *', 12 * hour],
    ['0 9-17 * * *', 16 * hour],
    ['0 9 * * 1', 7 * day],
    ['0 9 * * SUN', 7 * day],
    ['0 9 * * 7', 7 * day],
    ['0 9 * * 1-5', 3 * day],
    ['0 9 * * mon-fri', 3 * day],
    ['0 9 * * 1,4', 4 * day],
    ['0 9 1 * *', 31 * day],
    ['0 9 1,15 * *', 17 * day],
    ['0 9 */10 * *', 10 * day],
    ['0 9 1 */3 *', 92 * day],
    ['0 9 1 JAN,JUL *', 184 * day],
    // A day of the month or a day of the week: either starts a run.
    ['0 9 1 * 1', 7 * day],
    ['0 9 31 * *', 61 * day],
    ['0 9 29 2 *', 8 * 365 * day + day],
    [' 0  9 * * * ', day],
    ['0 9/6 * * *', 12 * hour],
  ])('%s', (expression, gap) => {
    expect(longestGap(expression)).toBe(gap)
  })

  test.each(['', '* * * *', '* * * * * *', '60 * * * *', '0 24 * * *', '0 0 0 * *', '0 0 1 13 *', '0 0 * * 8'])(
    '“%s” is not known',
    (expression) => {
      expect(longestGap(expression)).toBeUndefined()
    },
  )

  test.each([
    '@daily',
    '0 0 L * *',
    '0 0 * * 1#2',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '0 0 30 2 *',
    '-1 * * * *',
  ])('%s is not known either', (expression) => {
    expect(longestGap(expression)).toBeUndefined()
  })
})

describe('what is told', () => {
  const usual = { rotateAfter: 60 * day, deactivateAfter: 8 * day, deleteAfter: 7 * day }
  const daily = '17 4 * * *'

  test.each([
    ['the defaults, daily', {}, daily, []],
    ['the defaults, weekly', {}, '0 9 * * 1', []],
    ['the defaults, by hand', {}, undefined, []],
    ['the defaults, by a schedule that nobody understands', {}, '@monthly', []],
    [
      'the defaults, monthly',
      {},
      '0 9 1 * *',
      ['up to 31 days apart', 'active for 122 days, longer than the allowed 90 days'],
    ],
    ['the defaults, twice a month', {}, '0 9 1,15 * *', ['active for 94 days']],
    ['the defaults, every quarter', {}, '0 9 1 */3 *', ['up to 92 days apart']],
    ['everything in one run, monthly', { deactivateAfter: 0, deleteAfter: 0 }, '0 9 1 * *', ['active for 91 days']],
    ['a short life, monthly', { rotateAfter: 20 * day }, '0 9 1 * *', ['82 days, longer than the allowed 50 days']],
    ['a long life that nobody has to explain, weekly', { rotateAfter: 180 * day }, '0 9 * * 1', []],
    [
      'a long life, monthly',
      { rotateAfter: 180 * day },
      '0 9 1 * *',
      ['active for 242 days, longer than the allowed 210 days'],
    ],
    ['an old key that may stay long by itself, daily', { deactivateAfter: 40 * day, rotateAfter: 50 * day }, daily, []],
    ['just enough room', { deactivateAfter: 53 * day, rotateAfter: 60 * day }, undefined, []],
    [
      'no room',
      { rotateAfter: 10 * day },
      undefined,
      ['deactivate-after (8 days) and delete-after (7 days) do not fit into rotate-after (10 days)'],
    ],
  ])('of %s', (_, change, schedule, words) => {
    const pace = { ...usual, ...change }
    const told = [...warnOfPace(pace), ...warnOfSchedule([pace], schedule)].map(({ text }) => text)
    expect(told).toHaveLength(words.length === 0 ? 0 : 1)
    for (const each of words) expect(told.join()).toContain(each)
  })

  test('of many users is the schedule once, for the dates that it is furthest from', () => {
    const shorter = { ...usual, rotateAfter: 20 * day }
    const late = { ...usual, rotateAfter: 40 * day, deactivateAfter: 40 * day }
    const told = warnOfSchedule([usual, shorter, late, usual], '0 9 1 * *')
    expect(told.map(({ kind }) => kind)).toEqual(['rare schedule'])
    expect(told[0]?.text).toContain('with rotate-after 40 days and deactivate-after 40 days')
    expect(warnOfSchedule([], '0 9 1 * *')).toEqual([])
  })
})

test.each(['rotate', 'plan'])('it is told in every run (%s)', async (mode) => {
  await inScenario({ keyAge: 1 }, async (scenario) => {
    const paces = { 'rotate-after': '10d', 'deactivate-after': '8d' }
    const told = warningsOf(await scenario.rotate({ mode, ...paces }, { github: { schedule: '0 9 1 * *' } })).join()
    expect(told).toContain('do not fit into rotate-after')
    expect(told).toContain('The schedule “0 9 1 * *” is too rare')
    expect(warningsOf(await scenario.rotate({ mode })).join()).not.toMatch(/too rare|do not fit/)
    const byHand = { github: { event: 'workflow_dispatch', schedule: '0 9 1 * *' } }
    expect(warningsOf(await scenario.rotate({ mode }, byHand)).join()).not.toContain('too rare')
  })
})
