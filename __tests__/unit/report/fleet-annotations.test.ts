/** What the page of a run says of several users, within the ten annotations of each level that GitHub shows. */
import { describe, expect, test } from '@jest/globals'
import { annotationsOf } from '../../../src/report/fleet-annotations.ts'
import type { UserReport } from '../../../src/report/report.ts'
import { samples, several } from './reports.ts'

const { steady, held, asking, failed, blocked } = samples
const annotations = (reports: readonly UserReport[], error = 10, warning = 9) =>
  annotationsOf(
    reports.map((report) => ({ report, comingUp: 'deactivate the old key' })),
    { error, warning },
  )

test('users that need nobody are counted in one notice', () => {
  expect(annotations(several('steady', 50))).toEqual([
    { level: 'notice', title: undefined, message: '50 users: 50 steady.', remedy: '' },
  ])
})

test('each that failed or is held is told once, the worst first, and what asks something of a person besides', () => {
  const both = { ...failed, user: 'd', warnings: ['An asking one.', 'An informing one.'] }
  const what = { what: 'An asking one.', remedy: 'Do it.', since: undefined }
  const reports = [
    steady,
    { ...asking, user: 'a' },
    { ...held, user: 'b' },
    { ...blocked, user: 'c' },
    { ...both, attention: [...failed.attention, what] },
  ]
  expect(annotations(reports).map(({ level, title, message }) => [level, title, message.slice(0, 20)])).toEqual([
    ['error', 'c needs you', 'The user has two key'],
    ['error', 'd was not rotated', 'The new key was not '],
    ['warning', 'd was not rotated', 'An asking one.'],
    ['warning', 'b: the old key cannot go yet', 'The old key …OLDKEY2'],
    ['warning', 'a: please look at this', 'Somebody else has wr'],
    ['notice', undefined, '5 users: 4 need you '],
  ])
})

test('what to do stands behind what happened', () => {
  expect(annotations([blocked, steady])[0]).toMatchObject({
    remedy: 'Delete the one that nobody uses. Nothing was changed; your key still works.',
  })
  expect(annotations([held, steady])[0]).toMatchObject({ remedy: 'Next: deactivate the old key' })
})

describe('where there is no room', () => {
  test('the last error lists the users that have none of their own', () => {
    const errors = annotations(several('failed', 14)).filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(10)
    expect(errors[9]).toMatchObject({ title: '5 more errors', remedy: 'The job summary says what to do about each.' })
    expect(errors[9]?.message.split('\n').slice(0, 2)).toEqual([
      '5 more errors:',
      '- failed-bot-9: The new key was not created, since places are not ready: - octo/app: not found - octo/web: archived.',
    ])
  })

  test('the last warning does, too', () => {
    const warnings = annotations(several('held', 12)).filter(({ level }) => level === 'warning')
    expect(warnings).toHaveLength(9)
    expect(warnings[8]?.title).toBe('4 more warnings')
  })

  test.each([0, -1])('at all (%d), one says everything', (room) => {
    const told = annotations([failed, { ...blocked, user: 'other' }, held], room, room)
    expect(told.map(({ level }) => level)).toEqual(['error', 'warning', 'notice'])
  })

  test('as many as fit stand alone', () => {
    const errors = annotations(several('failed', 10)).filter(({ level }) => level === 'error')
    expect(errors.every(({ title }) => title?.endsWith(' was not rotated'))).toBe(true)
  })
})
