/** Which key meets which control: at the limit, a second beyond it, and where something is not known. */
import { describe, expect, test } from '@jest/globals'
import { type ControlId, controls, judge } from '../../../src/audit/controls.ts'
import type { KeyEvidence } from '../../../src/audit/evidence.ts'
import { day, second } from '../../../src/rotation/time.ts'
import { keyOf, now } from './evidence.ts'

const used = (before: number): Partial<KeyEvidence> => ({
  lastUsed: { kind: 'used', at: now - before, service: 'ec2', region: 'us-east-1' },
})
const born = (before: number): Partial<KeyEvidence> => ({ created: now - before })
const never: Partial<KeyEvidence> = { lastUsed: { kind: 'never' } }
const off: Partial<KeyEvidence> = { status: 'Inactive' }
const nameless: Partial<KeyEvidence> = { id: undefined }

const rows: readonly (readonly [string, ControlId, Partial<KeyEvidence>, string, (1 | 2)?])[] = [
  ['90 days old', 'rotation', born(90 * day), 'met'],
  ['a second older than 90 days', 'rotation', born(90 * day + second), 'missed'],
  ['old and inactive', 'rotation', { ...born(400 * day), ...off }, 'not applicable'],
  ['of an age that nobody tells', 'rotation', { created: undefined }, 'unknown'],
  ['changed 20 days ago, and without an ID', 'rotation', { ...born(20 * day), ...nameless }, 'unknown'],
  ['changed 91 days ago, and without an ID', 'rotation', { ...born(91 * day), ...nameless }, 'missed'],
  ['used a second less than 45 days ago', 'unused-45-days', used(45 * day - second), 'met'],
  ['used 45 days ago', 'unused-45-days', used(45 * day), 'missed'],
  ['used 45 days ago', 'unused-90-days', used(45 * day), 'met'],
  ['used a second less than 90 days ago', 'unused-90-days', used(90 * day - second), 'met'],
  ['used 90 days ago', 'unused-90-days', used(90 * day), 'missed'],
  ['never used since 44 days', 'unused-45-days', { ...born(44 * day), ...never }, 'met'],
  ['never used since 45 days', 'unused-45-days', { ...born(45 * day), ...never }, 'missed'],
  ['never used, of an age that nobody tells', 'unused-45-days', { created: undefined, ...never }, 'unknown'],
  ['used who knows when', 'unused-45-days', { lastUsed: { kind: 'unreadable' } }, 'unknown'],
  ['used who knows when', 'unused-90-days', { lastUsed: { kind: 'unread' } }, 'unknown'],
  ['unused and inactive', 'unused-90-days', { ...used(400 * day), ...off }, 'not applicable'],
  ['the only active one', 'one-active-key', {}, 'met'],
  ['one of two active ones', 'one-active-key', {}, 'missed', 2],
  ['inactive beside an active one', 'one-active-key', off, 'not applicable'],
  ['of a user', 'no-root-key', {}, 'not applicable'],
]

describe('a key', () => {
  test.each(rows)('%s: %s', (_, control, more, standing, active = 1) => {
    const judgements = judge({ key: keyOf('AKIA1', 10, more), active, isRoot: false, now })
    expect(judgements.find((each) => each.control === control)?.standing).toBe(standing)
  })

  test.each([{}, off, born(1_000 * day)])('of root misses one control, and no other speaks of it: %j', (more) => {
    const judgements = judge({ key: keyOf('AKIA1', 10, more), active: 1, isRoot: true, now })
    const missed = judgements.filter(({ standing }) => standing !== 'not applicable')
    expect(missed.map(({ control, standing }) => [control, standing])).toEqual([['no-root-key', 'missed']])
  })
})

test('every control is judged, in its order, with a reason', () => {
  const judgements = judge({ key: keyOf('AKIA1', 10), active: 1, isRoot: false, now })
  expect(judgements.map(({ control }) => control)).toEqual(controls.map(({ id }) => id))
  expect(judgements.filter(({ because }) => because === '')).toEqual([])
})

test('every control names its standards and a page of AWS', () => {
  for (const { standards, page } of controls) {
    expect(standards.length).toBeGreaterThan(1)
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
  }
})
