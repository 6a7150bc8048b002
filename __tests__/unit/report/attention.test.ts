/** What of all that a run tells asks something of a person. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Asking, attentionOf } from '../../../src/report/attention.ts'
import type { Hold } from '../../../src/report/warnings.ts'
import type { WarningKind } from '../../../src/rotation/problem.ts'

const quiet: Asking = {
  failure: undefined,
  because: 'nothing is due',
  remedy: undefined,
  hold: undefined,
  since: '2026-11-26T04:17:00Z',
  warnings: [],
}

test('nothing is asked after a run in which nothing happened', () => {
  expect(attentionOf(quiet)).toEqual([])
})

test('a failure asks for its remedy, and a run at least', () => {
  const because = 'the user has two keys'
  expect(attentionOf({ ...quiet, failure: 'two keys', because, remedy: 'Delete one.' })).toEqual([
    { reason: 'two keys', what: 'The user has two keys.', remedy: 'Delete one.', since: undefined },
  ])
  expect(attentionOf({ ...quiet, failure: 'two keys', because })).toMatchObject([{ remedy: 'Run again.' }])
})

const holds: readonly (readonly [Hold, string, RegExp])[] = [
  ['users of the old key', 'old key in use', /who still uses the old key/],
  ['unfinished runs', 'unfinished runs', /the runs .* let them end/],
  ['same name nearby', 'same name nearby', /other-keys/],
  ['another configuration', 'another configuration', /one configuration/],
  ['secrets written elsewhere', 'secrets rewritten', /out of destinations/],
  ['unreadable last use', 'last use unreadable', /iam:GetAccessKeyLastUsed/],
  ['missing verdict', 'no verdict yet', /the verification run/],
]

test.each(holds)('a wait for %s asks, and says since when', (hold, reason, remedy) => {
  expect(attentionOf({ ...quiet, hold, because: 'it waits' })).toEqual([
    { reason, what: 'It waits.', remedy: expect.stringMatching(remedy), since: quiet.since },
  ])
})

const asking: readonly WarningKind[] = [
  'session not renewed',
  'idle schedule',
  'foreign recovery value',
  'former names',
  'former places',
  'late rotation',
  'rare schedule',
  'recovery secret not handed back',
  'no verification workflow',
  'overruled by force',
  'rewritten secrets',
  'same name left behind',
  'switched on again',
  'unusable recovery value',
]
const informing: readonly WarningKind[] = [
  'archived repositories',
  'ignored force',
  'mixed pair',
  'no recovery secret',
  'pair not proven',
  'short overlap',
  'undeclared inputs',
  'unproven key',
  'unproven place',
  'unproven places',
  'unread places',
  'untried permission',
  'weak proof',
  'wide recovery secret',
]

describe('a warning', () => {
  test.each(asking)('of the kind “%s” asks something of a person', (kind) => {
    const [asked, ...others] = attentionOf({ ...quiet, warnings: [{ kind, text: 'This is so.' }] })
    expect(asked).toEqual({
      reason: kind,
      what: 'This is so.',
      remedy: expect.stringMatching(/^[A-Z].*\.$/),
      since: undefined,
    })
    expect(others).toEqual([])
  })

  test.each(informing)('of the kind “%s” informs', (kind) => {
    expect(attentionOf({ ...quiet, warnings: [{ kind, text: 'This is so.' }] })).toEqual([])
  })

  test('of every kind that the source has is one of these', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'src')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.ts'))
    const source = files.map((each) => readFileSync(join(folder, each), 'utf8')).join('\n')
    const used = [...asking, ...informing].filter((kind) => source.split(`'${kind}'`).length - 1 >= 3)
    expect([...asking, ...informing].filter((kind) => !used.includes(kind))).toEqual([])
  })

  test('comes behind the failure, and others behind it', () => {
    const warnings = [
      { kind: 'former places', text: 'One.' },
      { kind: 'weak proof', text: 'Two.' },
      { kind: 'switched on again', text: 'Three.' },
    ] as const
    const asked = attentionOf({ ...quiet, failure: 'not ready', because: 'it failed', warnings })
    expect(asked.map(({ what }) => what)).toEqual(['It failed.', 'One.', 'Three.'])
  })
})
