/** What comes next for a user by the journal, when, and from when on it is late. */
import { describe, expect, test } from '@jest/globals'
import { courseOf } from '../../../src/audit/due.ts'
import { day, second } from '../../../src/rotation/time.ts'
import type { Journal } from '../../../src/rotation/world.ts'
import { ago, holder, keyOf, now, pace, userOf, window, written } from './evidence.ts'

const current = keyOf('AKIANEW', 30)
const previous = keyOf('AKIAOLD', 90)
const digest = 'digest'
const pair = { current: 'AKIANEW', previous: 'AKIAOLD', window, digest } as const
const replaced = { current: 'AKIAOLD', previous: undefined, digest } as const

const rows: readonly (readonly [
  string,
  Journal,
  string,
  string | undefined,
  number | undefined,
  number | undefined,
])[] = [
  ['steady', { phase: 'steady', current: 'AKIANEW', window, digest }, 'steady', 'rotate AKIANEW', -30, undefined],
  ['steady and old', { phase: 'steady', current: 'AKIAOLD', window, digest }, 'steady', 'rotate AKIAOLD', 30, 30],
  [
    'steady, its key gone',
    { phase: 'steady', current: 'AKIAX', window, digest },
    'steady',
    undefined,
    undefined,
    undefined,
  ],
  ['about to create', { ...replaced, phase: 'creating', at: ago(8) }, 'rotating', 'rotate AKIAOLD', 8, 8],
  ['refused by AWS', { ...replaced, phase: 'creating', at: undefined }, 'rotating', 'rotate AKIAOLD', 20, 20],
  [
    'created',
    { ...replaced, phase: 'pending', pending: 'AKIANEW', at: ago(7) },
    'rotating',
    'publish AKIANEW',
    7,
    undefined,
  ],
  [
    'half published',
    {
      ...replaced,
      phase: 'publishing',
      pending: 'AKIANEW',
      window: { from: ago(9), to: undefined },
      sealed: undefined,
    },
    'rotating',
    'publish AKIANEW',
    9,
    9,
  ],
  [
    'published and not proven',
    { ...replaced, phase: 'publishing', pending: 'AKIANEW', window, sealed: undefined },
    'rotating',
    'verify AKIANEW',
    30,
    30,
  ],
  ['proven long ago', { ...pair, phase: 'current', provenAt: ago(30) }, 'overlap', 'deactivate AKIAOLD', 22, 22],
  ['proven lately', { ...pair, phase: 'current', provenAt: ago(14) }, 'overlap', 'deactivate AKIAOLD', 6, undefined],
  ['current and not proven', { ...pair, phase: 'current', provenAt: undefined }, 'overlap', 'verify AKIANEW', 30, 30],
  ['about to deactivate', { ...pair, phase: 'deactivating', at: ago(10) }, 'overlap', 'deactivate AKIAOLD', 10, 10],
  ['deactivated', { ...pair, phase: 'deactivated', at: ago(10) }, 'recovery', 'delete AKIAOLD', 3, undefined],
  ['deactivated long ago', { ...pair, phase: 'deactivated', at: ago(20) }, 'recovery', 'delete AKIAOLD', 13, 13],
]

describe('a user whose journal says', () => {
  test.each(rows)('%s', (_, journal, phase, step, daysAgo, late) => {
    const course = courseOf(userOf([previous, current], { journal: written(journal) }), now)
    expect(course.phase).toBe(phase)
    expect(course.due && `${course.due.step} ${course.due.key}`).toBe(step)
    if (daysAgo !== undefined) expect(course.due?.at).toBe(ago(daysAgo))
    expect(course.due?.late).toBe(late === undefined ? undefined : late * day)
  })

  test.each(['current', 'deactivated'] as const)('%s, the old key being gone: the next rotation', (phase) => {
    const journal = phase === 'current' ? { ...pair, phase, provenAt: ago(30) } : { ...pair, phase, at: ago(20) }
    const { due } = courseOf(userOf([current], { journal: written(journal) }), now)
    expect(due).toMatchObject({ step: 'rotate', key: 'AKIANEW', at: ago(30) + pace.rotateAfter, late: undefined })
  })

  test('what another version wrote: a person decides', () => {
    const user = userOf([current], { journal: { kind: 'unknown', text: 'v9' } })
    expect(courseOf(user, now)).toEqual({ phase: 'blocked', due: undefined })
  })
})

describe('a step', () => {
  const user = (at: number) => userOf([previous, current], { journal: written({ ...pair, phase: 'deactivating', at }) })

  test('is not late a week after it was due', () => {
    expect(courseOf(user(ago(7)), now).due?.late).toBeUndefined()
  })

  test('is late a second later', () => {
    expect(courseOf(user(ago(7) - second), now).due?.late).toBe(7 * day + second)
  })
})

describe('a user without a journal', () => {
  test('of this configuration is rotated at its age', () => {
    const { phase, due } = courseOf(userOf([previous], { isConfigured: true }), now)
    expect([phase, due?.step, due?.at, due?.late]).toEqual(['steady', 'rotate', ago(30), 30 * day])
  })

  test('of no configuration that is known has no next step', () => {
    expect(courseOf(userOf([previous]), now)).toEqual({ phase: undefined, due: undefined })
  })

  test('whose key is off is left to people', () => {
    const off = keyOf('AKIAOFF', 90, { status: 'Inactive' })
    expect(courseOf(userOf([off], { isConfigured: true }), now).due).toBeUndefined()
  })

  test('and with one of an earlier user of that name is nobody’s', () => {
    const user = userOf([previous], { journal: { kind: 'foreign', holder } })
    expect(courseOf(user, now)).toEqual({ phase: undefined, due: undefined })
  })
})
