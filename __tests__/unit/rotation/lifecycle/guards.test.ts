/** What every step passes: another run at work, the time that is left, an overdue key, and what only looks like the usual case. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, minute, second } from '../../../../src/rotation/time.ts'
import type { Holder, RunFacts, World } from '../../../../src/rotation/world.ts'
import {
  goneHolder,
  type JournalName,
  journals,
  K1,
  K2,
  keys,
  lastWritten,
  never,
  now,
  read,
  story,
  used,
  verification,
  written,
  X,
} from '../worlds.ts'
import {
  decide,
  dueAt,
  graceEnds,
  halfWritten,
  handedIn,
  keptAt,
  nothingWritten,
  preceded,
  type Row,
  recoverySecret,
  table,
  unclaimed,
  waited,
  withRecovery,
} from './table.ts'

describe('what is asked before anything is concluded', () => {
  const born = now - 20 * second
  table([
    {
      name: 'a key whose making was not answered is judged by a look at the destinations since it was made',
      keys: '',
      journal: 'creating',
      world: {
        keys: [...keys('1A'), { id: K2, status: 'Active', created: born, lastUsed: never }],
        journal: read({ ...journals.creating, at: born - second }),
        destinations: 'unread',
      },
      step: 'observe destinations',
    },
    {
      name: 'a secret that was overwritten, which nothing covers, keeps the old key on while that is used',
      keys: '',
      journal: 'current',
      world: {
        keys: keys('1A 2A', { lastUsed: used(now - hour) }),
        destinations: written(lastWritten('current'), now),
      },
      policy: { uncovered: ['octo/web'] },
      step: 'wait overlap',
      says: [K1, 's3 in eu-central-1'],
    },
  ])

  test('nobody is told that a user has no key who has one', () => {
    expect(decide({ name: '', keys: 'xA', journal: 'current', step: '' }).because).toContain(X)
  })
})

describe('rule 27: a key that is a week over rotate-after, without a rotation under way, turns the run red', () => {
  const limit = story.firstBorn + 67 * day
  const late = { run: { elapsed: 54 * minute } }
  const old = (step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: 'steady',
    at: limit + second,
    step,
    ...late,
    ...more,
  })
  const says = [K1, 'rotate-after is 60 days', 'should not be active any more']
  const short = { rotateAfter: 2 * day, deleteAfter: 30 * day }
  table([
    old('wait steady', 'green until then', { at: limit }),
    old('fail steady', 'red a second later, with what keeps it', {
      says: [...says, 'this run has 60 seconds left'],
    }),
    old('fail steady', 'also without a journal', { journal: undefined, says }),
    old('fail steady', 'whatever keeps it: a recovery secret, say, that a fresher run is handed', {
      run: { queued: now - 5 * day },
      world: { destinations: keptAt(now - 4 * day, written(lastWritten('steady'))) },
      policy: withRecovery,
      says: [...says, recoverySecret],
    }),
    old('record creating', 'but a run that can replace it does', { run: {} }),
    old('wait recovery', 'the current key counts: green for nine days, with rotate-after 2 days', {
      keys: '1I 2A',
      journal: 'deactivated',
      policy: short,
      at: story.secondBorn + 9 * day,
    }),
    old('fail recovery', 'and red a second later', {
      keys: '1I 2A',
      journal: 'deactivated',
      policy: short,
      at: story.secondBorn + 9 * day + second,
      says: [K2],
    }),
    old('wait overlap', 'any active key counts: green for thirty days, though another is in use', {
      keys: '1A 2A',
      journal: 'current',
      policy: { deactivateAfter: 60 * day },
      at: limit + 23 * day,
    }),
    old('fail overlap', 'and red a second later, whatever it waits for', {
      keys: '1A 2A',
      journal: 'current',
      policy: { deactivateAfter: 60 * day },
      at: limit + 23 * day + second,
      says,
    }),
    old('fail rotating', 'also while a rotation is under way', {
      keys: '1A 2A',
      journal: 'publishing',
      world: { destinations: halfWritten },
      run: preceded(limit + 24 * day),
      at: limit + 23 * day + second,
      says,
    }),
    old('wait rotating', 'not while the rotation that replaces it is under way', {
      keys: '1A 2A',
      journal: 'publishing',
      world: { destinations: halfWritten },
      run: preceded(limit + hour),
    }),
    old('wait rotating', 'nor before IAM shows what an intent has led to', {
      journal: 'creating',
      world: { journal: read({ ...journals.creating, at: limit }) },
    }),
    old('fail rotating', 'an intent that AWS has refused is no rotation under way', {
      journal: 'creating',
      world: { journal: read({ ...journals.creating, at: undefined }) },
      says,
    }),
  ])
})

describe('no key is replaced that could not be verified, and taken back, in the same run', () => {
  const left = (time: number, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: undefined,
    run: { elapsed: 55 * minute - time },
    at: dueAt + hour,
    step,
    ...more,
  })
  const none: Partial<Row> = { policy: { verification: 'none' } }
  const halfDone: Partial<Row> = {
    keys: '1A 2A',
    journal: 'publishing',
    world: { destinations: halfWritten },
    at: story.published + 3 * hour,
  }
  table([
    left(32 * minute, 'record creating', 'a verification and two minutes are enough'),
    left(32 * minute - second, 'wait steady', 'a second less is not', { says: ['verify'] }),
    left(-minute, 'wait steady', 'nor is a time-limit that has passed'),
    left(minute, 'wait steady', 'not by force either', { policy: { force: true } }),
    left(2 * minute, 'record creating', 'without a verification two minutes are enough', none),
    left(2 * minute - second, 'wait steady', 'and a second less is not', none),
    left(minute, 'wait steady', 'nor is a first key made', {
      keys: '',
      journal: undefined,
      world: { destinations: written(undefined) },
    }),
    left(minute, 'stop', 'obstacles are told all the same', { world: { preflight: ['octo/web is archived.'] } }),
    left(minute, 'nothing', 'a key that is not due needs no time', { journal: 'steady', at: dueAt - second }),
    left(minute, 'wait rotating', 'a cut off creation is not begun again', {
      journal: 'creating',
      at: story.intent + hour,
    }),
    left(32 * minute, 'discard 2', 'what some have is withdrawn where there is time for another', halfDone),
    left(32 * minute - second, 'wait rotating', 'and stays where there is not', halfDone),
    left(minute, 'publish 2', 'what the job holds is published at any time', {
      ...halfDone,
      world: { destinations: halfWritten, signer: K2 },
    }),
  ])
})

describe('a user that another run is at work on', () => {
  const liveHolder: Holder = { ...goneHolder, run: 'octo/ops/98', touched: now - minute }
  const held = { journal: read(journals.publishing, liveHolder), destinations: halfWritten, signer: K1 }
  const row: Row = {
    name: 'rule 21: a publication that another run is at work on is asked about',
    keys: '1A 2A',
    journal: 'publishing',
    world: held,
    run: unclaimed,
    step: 'observe holder',
    says: ['octo/ops/98'],
  }
  table([
    row,
    {
      ...row,
      name: 'rule 21: a publication that another run is at work on is left to it',
      run: { ...unclaimed, holderRun: { kind: 'unfinished' } },
      step: 'wait rotating',
    },
  ])
})

table([
  {
    name: 'rule 21: a run that steps aside is green, however old the key is that the other one is replacing',
    keys: '1A',
    journal: 'steady',
    world: { journal: read(journals.steady, { ...goneHolder, touched: now - minute }) },
    run: { claim: undefined, holderRun: { kind: 'unfinished' } },
    step: 'wait rotating',
    says: ['octo/ops/99'],
  },
])

describe('rule 21: after a holder that did not release its claim, nothing but switching on comes before 3 min 20 s', () => {
  const quiet = minute + 200 * second
  const claim = { settles: 5 * second, quiet, confirmed: true, predecessorGone: now - day }
  const early = (keySet: string, journal: JournalName, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: keySet,
    journal,
    run: { claim },
    step,
    ...more,
  })
  table([
    early('1A', 'steady', 'observe quiet', 'no key is announced', { says: ['has not given its claim back'] }),
    early('1A', 'creating', 'observe quiet', 'none is asked for', {
      run: { claim, intended: 'the key is due' },
      at: story.intent + second,
    }),
    early('1A 2A', 'creating', 'observe quiet', 'what it may have left is not discarded'),
    early('1A 2A', 'publishing', 'observe quiet', 'nor is what it published half way', {
      world: { destinations: halfWritten },
    }),
    early('1A 2A', 'publishing', 'observe quiet', 'nothing is published', {
      world: { destinations: halfWritten, signer: K2 },
    }),
    early('1A 2A', 'published', 'observe quiet', 'nothing is verified'),
    early('1A 2A', 'current', 'observe quiet', 'no end is announced', { at: waited }),
    early('1I 2A', 'deactivated', 'observe quiet', 'nothing is deleted'),
    early('2A', 'deactivated', 'observe quiet', 'nothing is written down'),
    early('1A', 'steady', 'observe quiet', 'no tag is removed', { world: { made: [K2] } }),
    early('1I 2A', 'deactivating', 'reactivate 1', 'what may be off is switched on at once'),
    early('1A', 'steady', 'observe preflight', 'meanwhile everything is looked at', { world: { preflight: 'unread' } }),
    early('1A 2A', 'current', 'wait overlap', 'a run that waits need not wait for that', { at: graceEnds - second }),
    early('1A', 'steady', 'record creating', 'and from that moment on the run acts', {
      run: { claim, elapsed: quiet },
    }),
    early('1A', 'steady', 'observe quiet', 'and not a second earlier', { run: { claim, elapsed: quiet - second } }),
  ])

  const shown = (holder: Holder | undefined): Partial<World> => ({
    journal: { kind: 'read', journal: journals.steady, holder },
  })
  test.each([
    ['has given its claim back', shown({ ...goneHolder, timeLimit: 0 }), {}, true],
    ['was nobody', { journal: { kind: 'none' } }, {}, true],
    ['was nobody of this user', { journal: { kind: 'foreign' } }, {}, true],
    ['fell silent', shown(goneHolder), {}, false],
    [
      'has ended, as GitHub says',
      shown({ ...goneHolder, touched: now - minute }),
      { holderRun: { kind: 'completed', end: now } },
      false,
    ],
    ['is not to be seen any more', shown(undefined), {}, false],
  ] as const satisfies readonly (readonly [string, Partial<World>, Partial<RunFacts>, boolean])[])(
    'a claim knows whether the holder before has released: it %s',
    (_, change, run, released) => {
      const row: Row = {
        name: '',
        keys: '1A',
        journal: 'steady',
        world: change,
        run: { ...unclaimed, ...run },
        step: '',
      }
      expect(decide(row)).toMatchObject({ do: 'claim', released })
    },
  )
})

describe('what only looks like the usual case', () => {
  const rows: readonly Row[] = [
    {
      name: 'rule 22: a job that signs with the previous key does not announce its end, though it was handed the current one',
      keys: '1A 2A',
      journal: 'current',
      world: { signer: K1, recovered: handedIn },
      run: { queued: story.firstBorn },
      at: waited,
      step: 'wait overlap',
    },
    {
      name: 'rule 6: a key that shows when AWS has no room for another is not the one that this run has asked for',
      keys: '1A 2A',
      journal: 'creating',
      at: story.intent + 4 * second,
      run: { creation: { kind: 'refused', reason: 'LimitExceeded', remedy: 'Ask who made it.' } },
      step: 'record creating',
    },
    {
      name: 'rule 23: one run without the time for a rotation is green: the key is due since today, not since its birth',
      keys: '1A',
      journal: 'steady',
      run: { elapsed: 54 * minute },
      at: dueAt + hour,
      step: 'wait steady',
    },
    {
      name: 'rule 21: what GitHub shows settles only in a reading that is two minutes younger than the last writer',
      keys: '1A 2A',
      journal: 'publishing',
      world: { destinations: { ...nothingWritten, at: now - 30 * second } },
      run: preceded(now - 2 * minute),
      step: 'observe destinations',
    },
    {
      name: 'rule 8: a current key that only a recovery value holds is tried before a place gets it again',
      keys: '1A 2A',
      journal: 'current',
      world: { recovered: handedIn, destinations: written(lastWritten('current'), story.firstBorn - second) },
      policy: { digest: 'digest-2' },
      at: waited,
      step: 'try 2',
    },
    {
      name: 'rule 8: a current key that AWS does not accept from the recovery value is written nowhere again',
      keys: '1A 2A',
      journal: 'current',
      world: { recovered: handedIn, destinations: written(lastWritten('current'), story.firstBorn - second) },
      policy: { digest: 'digest-2' },
      run: { trial: { key: K2, works: false, detail: 'SignatureDoesNotMatch' } },
      at: waited,
      step: 'fail overlap',
      says: ['SignatureDoesNotMatch'],
    },
    {
      name: 'rule 8: nor is a published key that is not proven yet',
      keys: '1A 2A',
      journal: 'published',
      world: { recovered: handedIn, destinations: written(lastWritten('published'), now - hour) },
      run: { trial: { key: K2, works: false, detail: 'SignatureDoesNotMatch' } },
      step: 'fail rotating',
      says: ['SignatureDoesNotMatch'],
    },
    {
      name: 'rule 9: a current key that cannot be kept safe is written nowhere again',
      keys: '1A 2A',
      journal: 'current',
      world: { signer: K2, destinations: written(lastWritten('current'), story.firstBorn - second) },
      policy: { recovery: true, digest: 'digest-2' },
      run: { safeguard: { key: K2, problem: 'GitHub refused to write the recovery secret.', mayBeWritten: false } },
      at: waited,
      step: 'fail overlap',
      says: ['GitHub refused to write the recovery secret.'],
    },
    {
      name: 'rule 16: a key that this run switched on once, and off again, is switched on again',
      keys: '1I 2A',
      journal: 'deactivating',
      run: { deactivating: true, reactivated: true, verification: verification('rejected') },
      step: 'reactivate 1',
    },
    {
      name: 'rule 17: the old key is not deleted to mend a way back, by whoever does not hold it',
      keys: '1A 2A',
      journal: 'publishing',
      world: {
        journal: read({
          ...journals.publishing,
          pending: K1,
          current: K2,
          window: { from: story.published, to: undefined },
        }),
        destinations: halfWritten,
      },
      step: 'stop',
    },
  ]
  table(rows)
})

describe('a key that is older than it may be', () => {
  const overlap = { name: '', keys: '1A 2A', journal: 'current', step: '' } as const

  test('goes by itself where it has been replaced, and nothing but its time keeps it: nobody has to do anything', () => {
    const long = { rotateAfter: 30 * day, deactivateAfter: 20 * day }
    expect(decide({ ...overlap, policy: long })).toMatchObject({
      do: 'fail',
      tooOld: 'goes by itself',
      remedy: expect.stringMatching(
        /^Nothing has to be done: the new key is in use, and the first run after \S+Z switches/,
      ),
    })
  })

  test('stays where something else keeps it', () => {
    const world = { keys: keys('1A 2A', { lastUsed: { kind: 'unreadable' } }) }
    expect(decide({ ...overlap, world, at: story.proven + 61 * day })).toMatchObject({
      do: 'fail',
      tooOld: 'stays',
      remedy: expect.stringContaining('Let the rotation go on'),
    })
  })
})
