/** People are right: what they did to keys stands, and a job that comes with an old key changes nothing. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, minute, second } from '../../../../src/rotation/time.ts'
import type { KeyId, World } from '../../../../src/rotation/world.ts'
import { type JournalName, journals, K1, K2, keys, ownHolder, read, story, user, written, X } from '../worlds.ts'
import { allWritten, decide, halfWritten, nothingWritten, type Row, soonAfter, table } from './table.ts'

describe('people are right', () => {
  const force = { force: true }
  table([
    { name: 'a current key that is off stays off', keys: '1I', journal: 'steady', step: 'stop', says: [K1, 'force'] },
    { name: 'an only key that is off stays off', keys: '1I', journal: undefined, step: 'stop', says: [K1, 'force'] },
    {
      name: 'force replaces a current key that is off',
      keys: '1I',
      journal: 'steady',
      policy: force,
      step: 'record creating',
    },
    {
      name: 'force replaces an only key that is off',
      keys: '1I',
      journal: undefined,
      policy: force,
      step: 'record creating',
    },
    {
      name: 'force does not choose between two that are off',
      keys: '1I 2I',
      journal: 'deactivated',
      policy: force,
      step: 'stop',
    },
    {
      name: 'a user whose key is gone gets no new one',
      keys: '',
      journal: 'steady',
      step: 'stop',
      says: ['ci-deploy'],
    },
    { name: 'unless force says so', keys: '', journal: 'steady', policy: force, step: 'record creating' },
    {
      name: 'a user of the same name whose key is gone is a new one',
      keys: '',
      journal: undefined,
      world: { journal: { kind: 'foreign', holder: ownHolder }, destinations: written(user.created - second) },
      step: 'record creating',
    },
  ])
})

describe('a job that comes with a key of the user', () => {
  const holding = (
    signer: KeyId,
    journal: JournalName,
    keySet: string,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: keySet,
    journal,
    world: { signer },
    run: { queued: story.firstBorn },
    step,
    ...more,
    ...(step.startsWith('wait') ? { at: story.deactivated + hour, says: [K1, K2] } : {}),
  })
  table([
    holding(K2, 'current', '1A 2A', 'record deactivating', 'goes on with the current one'),
    holding(K1, 'current', '1A 2A', 'observe queue', 'asks when it was queued, with the previous one', {
      run: { queued: 'unread' },
    }),
    holding(K1, 'current', '1A 2A', 'wait overlap', 'changes nothing with the previous one'),
    holding(K1, 'current', '1A 2A', 'wait overlap', 'and nothing when it may have been queued before', {
      run: { queued: 'unreadable' },
    }),
    holding(K1, 'current', '1A 2A', 'wait overlap', 'nor within two minutes of the publication', {
      run: { queued: story.published + 2 * minute },
    }),
    holding(K1, 'current', '1A 2A', 'stop', 'a later one has it from a place that nobody listed', {
      run: { queued: story.published + 2 * minute + second },
      says: [K1, K2, 'not listed in destinations'],
    }),
    holding(K1, 'deactivated', '1I 2A', 'stop', 'also while that key is off', {
      run: { queued: story.published + day },
      says: [K1],
    }),
    holding(K1, 'current', '1A 2A', 'wait overlap', 'but not when it is run again', {
      run: { queued: story.published + day },
      policy: { attempt: 2 },
    }),
    holding(K1, 'unproven', '1A 2A', 'wait overlap', 'changes nothing with the previous one before the proof either'),
    holding(K1, 'deactivating', '1A 2A', 'wait overlap', 'changes nothing with one that is announced to go'),
    holding(K1, 'deactivated', '1A 2A', 'wait recovery', 'changes nothing with one that a person switched on again'),
    holding(K1, 'steady', '1A', 'record creating', 'rotates the only one'),
    holding(K1, 'published', '1A 2A', 'verify 2', 'has the new one proven'),
  ])
})

describe('a journal that is lost, or speaks of other keys, is told by the tag of a key that this action made', () => {
  const tagged = { made: [K2], described: [K2] }
  const lost = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: undefined,
    world: { ...tagged, ...change },
    at: soonAfter,
    step,
    ...more,
  })
  const says = [K1, K2]
  const unknown = { journal: read({ ...journals.steady, current: X }) }
  table([
    lost({ destinations: 'unread' }, 'observe destinations', 'after a look at what is written'),
    lost({ destinations: nothingWritten }, 'record publishing', 'where nothing was written', { says }),
    lost({ destinations: halfWritten }, 'record publishing', 'where half was written', { says }),
    lost({ destinations: allWritten }, 'record publishing', 'where everything was written', { says }),
    lost({ destinations: written(undefined) }, 'record publishing', 'where no secret exists', { says }),
    lost({ journal: { kind: 'foreign', holder: ownHolder } }, 'record publishing', 'beside one of an earlier user'),
    lost({}, 'record publishing', 'beside one that knows the old key only', { journal: 'steady' }),
    lost({}, 'record publishing', 'beside an intent of an earlier rotation', {
      world: { ...tagged, journal: read({ ...journals.creating, at: story.intent - 5 * day }) },
    }),
    lost(unknown, 'record publishing', 'beside one that knows neither'),
    lost({}, 'record publishing', 'also where the old key was off before', { keys: '1I 2A' }),
    lost({ made: [K1, K2] }, 'record publishing', 'also where the old key was made by this action, too'),
    lost({ made: [K2, X] }, 'record publishing', 'whatever keys that are gone were tagged with'),
    lost({ made: [] }, 'stop', 'not where none was made', { says }),
    lost({ made: [] }, 'stop', 'not where a person has described it', { says, world: { described: [K1, K2] } }),
    lost({ made: [K1] }, 'stop', 'not where the older one alone was made: the younger is a person’s', { says }),
    lost({}, 'stop', 'not where the new key is off', { keys: '1A 2I', says }),
    lost({}, 'stop', 'not where both are off', { keys: '1I 2I', says }),
    lost({}, 'stop', 'not beside a current key that a person has switched off', { journal: 'steady', keys: '1I 2A' }),
    lost({}, 'stop', 'not beside a third key', { keys: '1A 2A xA', says: [...says, X] }),
    lost({ keys: keys('1A xA') }, 'stop', 'not for a key that says nothing of itself', { says: [K1, X] }),
  ])

  test('the new key is pending then, and what was written since its birth holds it', () => {
    for (const ahead of [0, -3 * minute, 5 * hour]) {
      const decision = decide(lost({ destinations: { ...halfWritten, ahead } }, '', ''))
      const window = { from: story.secondBorn + ahead, to: undefined }
      expect(decision).toMatchObject({ journal: { pending: K2, current: K1, previous: undefined, window } })
    }
  })

  test('an old key that was off before is not called current', () => {
    const decision = decide(lost({ keys: keys('1I 2A') }, '', ''))
    expect(decision).toMatchObject({ journal: { pending: K2, current: undefined, previous: K1 } })
  })
})
