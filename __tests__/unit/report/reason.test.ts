/** Why a person is needed, in a few words, as far as what a run has read tells it. */
import { describe, expect, test } from '@jest/globals'
import { overdueAge, reasonOfFailure } from '../../../src/report/reason.ts'
import { isManifold } from '../../../src/report/reason-names.ts'
import type { Decision } from '../../../src/rotation/decision.ts'
import type { Outcome } from '../../../src/rotation/rotate.ts'
import { day } from '../../../src/rotation/time.ts'
import type { World } from '../../../src/rotation/world.ts'
import { freshRun, journals, keys, now, ownHolder, policy, read, verification, world } from '../rotation/worlds.ts'

const stop: Decision = { do: 'stop', because: 'it is blocked', remedy: 'Do it.' }
const fail = (next: 'deactivate' | undefined): Decision => ({
  do: 'fail',
  phase: 'overlap',
  because: 'it failed',
  remedy: 'Do it.',
  next: next && { step: next, at: now + day },
})

const outcome = (found: World | undefined, ending: Decision, changes: Partial<Outcome> = {}): Outcome => ({
  phase: ending.do === 'stop' ? 'blocked' : 'overlap',
  ending,
  planned: false,
  failed: true,
  entries: [],
  world: found,
  at: now,
  ...changes,
})

const steady = (keySet: string, change: Partial<World> = {}) =>
  world(keySet, 'steady', { users: 'unread', run: freshRun, ...change })
const other = { ...ownHolder, nonce: 'another' }

const blocks: readonly (readonly [string, World])[] = [
  ['unknown tag', steady('1A', { journal: { kind: 'unknown', text: 'v9' } })],
  ['another configuration', steady('1A', { journal: read({ ...journals.steady, digest: 'digest-2' }, other) })],
  ['no key', world('', undefined)],
  ['two keys', world('xA yA', undefined)],
  ['key is off', steady('1I')],
  ['key is off', world('xI', undefined)],
  ['not ready', steady('1A', { preflight: ['octo/app was not found'] })],
  ['verification fails', steady('1A', { run: { ...freshRun, verification: verification('rejected') } })],
  ['no verdict yet', steady('1A', { run: { ...freshRun, verification: verification('unknown') } })],
  ['blocked', steady('1A')],
]

test.each(blocks)('what blocks is “%s”', (reason, found) => {
  expect(reasonOfFailure(outcome(found, stop), policy())).toBe(reason)
})

describe('what failed', () => {
  test('is what could not be read', () => {
    const reason = reasonOfFailure(outcome(undefined, fail(undefined)), policy())
    expect(reason).toBe('user not readable')
    expect(isManifold(reason)).toBe(true)
  })

  test('is the step that went wrong, if it was the last', () => {
    const [key = ''] = keys('1A').map(({ id }) => id)
    const step = { decision: { do: 'deactivate', key, because: 'it is due' }, result: 'failed', failed: true } as const
    const of = (...entries: Outcome['entries']) =>
      reasonOfFailure(outcome(steady('1A'), fail(undefined), { entries }), policy())
    expect(of(step)).toBe('old key not switched off')
    expect(of(step, { ...step, failed: undefined })).toBe('run did not finish')
    expect(of({ ...step, decision: { do: 'observe', what: 'queue', because: 'it asks' } })).toBe('run did not finish')
  })

  const current = world('1A 2A', 'current', { users: 'ci used it.' })
  const aged = policy({ rotateAfter: 2 * day })
  const young = policy({ rotateAfter: 70 * day })
  const rejected = { ...current, run: { ...freshRun, verification: verification('rejected') } }
  const published = { key: 'AKIA', accepted: 0, window: undefined, problems: ['octo/app: refused'], refused: true }
  const unwritten = { ...current, run: { ...freshRun, published } }
  test.each([
    ['verification fails', rejected, fail('deactivate'), policy()],
    ['secrets not written', unwritten, fail('deactivate'), policy()],
    ['old key in use', current, fail('deactivate'), policy()],
    ['run did not finish', current, fail(undefined), policy()],
    ['key too old', { ...current, users: 'unread' }, fail('deactivate'), aged],
    ['run did not finish', { ...current, users: 'unread' }, fail('deactivate'), young],
  ] as const)('is “%s”', (reason, found, ending, configured) => {
    expect(reasonOfFailure(outcome(found, ending), configured)).toBe(reason)
  })

  test('is no wait for the old key while the new one is published', () => {
    expect(reasonOfFailure(outcome(current, fail('deactivate'), { phase: 'rotating' }), young)).toBe(
      'run did not finish',
    )
  })
})

describe('the age of what is overdue', () => {
  // The old key is 70 days old, and its successor 10.
  test.each([
    ['a key that is a week late', steady('1A'), 62, 70],
    ['no key that is less late', steady('1A'), 63, undefined],
    ['no key that is off', steady('1I'), 10, undefined],
    ['no old key in its overlap', world('1A 2A', 'current'), 62, undefined],
    ['an old key that was to be off a week ago', world('1A 2A', 'current'), 61, 70],
    ['the oldest of several', world('1A 2A', 'current'), 2, 70],
    ['no key that cannot be read', undefined, 10, undefined],
  ] as const)('is that of %s', (_, found, rotateAfterDays, age) => {
    expect(overdueAge({ world: found, at: now }, policy({ rotateAfter: rotateAfterDays * day }))).toBe(age)
  })
})
