/** A key is created only when everything is checked and its intent is written, and what a creation left behind is explained. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, type Instant, minute, second } from '../../../../src/rotation/time.ts'
import type { Creation, Holder, LastUsed, RunFacts, Verdict, World } from '../../../../src/rotation/world.ts'
import {
  goneHolder,
  journals,
  K1,
  K2,
  keys,
  lastWritten,
  never,
  now,
  ownHolder,
  read,
  story,
  used,
  user,
  verification,
  written,
  X,
} from '../worlds.ts'
import { decide, dueAt, firstKey, preceded, type Row, table, unclaimed } from './table.ts'

describe('before a key is created', () => {
  const sees = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: 'steady',
    world: change,
    step,
    ...more,
  })
  const obstacles = ['octo/web is archived.', 'verify.yml cannot be dispatched.']
  table([
    sees({ preflight: 'unread', destinations: 'unread' }, 'observe preflight', 'everything is checked first'),
    sees({ destinations: 'unread' }, 'observe destinations', 'the destinations are read next'),
    sees({}, 'record creating', 'then the intent is written down'),
    sees({ preflight: obstacles }, 'stop', 'every obstacle is told, and nothing is created', { says: obstacles }),
    sees({ preflight: obstacles }, 'stop', 'force changes nothing about obstacles', { policy: { force: true } }),
    sees({ preflight: 'unread' }, 'nothing', 'a key that is not due asks nothing of GitHub', { at: dueAt - second }),
  ])

  test('the intent names the key that is there, and the second that it was written in', () => {
    const row: Row = { name: '', keys: '1A', journal: 'steady', at: now + 999, step: '' }
    expect(decide(row)).toMatchObject({ journal: { phase: 'creating', current: K1, at: now } })
  })
})

describe('rule 2: prove before you replace', () => {
  const inUse = { keys: keys('1A', { lastUsed: used(now - hour) }) }
  const due = (step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: 'steady',
    world: inUse,
    at: dueAt,
    step,
    ...more,
  })
  const judged = (verdict: Verdict): Partial<Row> => ({ run: { verification: verification(verdict, K1) } })
  table([
    due('verify 1', 'a key in use is verified first', { says: [K1, 'before it is replaced'] }),
    due('verify 1', 'also before its first rotation', { journal: undefined }),
    due('record creating', 'and replaced once that has passed', judged('works')),
    due('stop', 'a rejection keeps it', { ...judged('rejected'), says: [K1, 'force: true'] }),
    due('wait steady', 'and so does silence', { ...judged('unknown'), says: ['Nothing is created'] }),
    due('record creating', 'force goes without', { policy: { force: true } }),
    due('record creating', 'and so does a user without a verification', { policy: { verification: 'none' } }),
    due('record creating', 'and a key that was never used', { world: { keys: keys('1A', { lastUsed: never }) } }),
    due('observe last use', 'which is asked before', { world: { keys: keys('1A', { lastUsed: { kind: 'unread' } }) } }),
    due('record creating', 'no job can pass where a secret is still to be made', {
      journal: undefined,
      world: { ...inUse, destinations: written(now - hour, undefined) },
      policy: { force: true },
    }),
    due('record creating', 'nor where a tag tells that another key was made, and is gone', {
      journal: undefined,
      world: { ...inUse, made: [K2] },
    }),
  ])
})

describe('adoption', () => {
  const adopted = (destinations: World['destinations'], step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: undefined,
    world: { destinations },
    step,
    ...more,
  })
  const born = story.firstBorn
  const early = born - 10 * minute - second
  table([
    adopted(written(early), 'stop', 'a secret older than the key holds another one', {
      says: ['AWS_ACCESS_KEY_ID in octo/app', 'AWS_SECRET_ACCESS_KEY in octo/web', K1, 'force'],
    }),
    adopted(written(born - 10 * minute), 'record creating', 'but clocks may differ by a little'),
    adopted(written(born), 'record creating', 'a secret of the same second may hold it'),
    adopted(written(born + second), 'record creating', 'a younger secret may hold it'),
    adopted(written(born, early), 'stop', 'one older secret among many is enough', { says: ['in octo/web'] }),
    adopted(written(undefined), 'record creating', 'secrets that do not exist yet hold nothing else'),
    adopted(written(early), 'record creating', 'force overwrites it', { policy: { force: true } }),
    adopted(written(early), 'stop', 'the journal of an earlier user vouches for nothing', {
      world: { destinations: written(early), journal: { kind: 'foreign', holder: ownHolder } },
    }),
    adopted(written(user.created - second), 'record creating', 'a first key replaces nothing', { keys: '' }),
    adopted(written(early), 'nothing', 'nobody is bothered before the key is due', { at: dueAt - second }),
  ])
})

describe('an inactive key of unknown origin', () => {
  const allowed = { replaceInactiveKey: true }
  table([
    {
      name: 'is no obstacle to a rotation when replace-inactive-key allows it to go',
      keys: '1A xI',
      journal: 'steady',
      policy: allowed,
      step: 'record creating',
    },
    {
      name: 'is no obstacle to that of an adopted key either',
      keys: '1A xI',
      journal: undefined,
      policy: allowed,
      step: 'record creating',
    },
    {
      name: 'makes room once the intent is written down',
      keys: '1A xI',
      journal: 'creating',
      policy: allowed,
      run: { intended: 'the key is due' },
      at: story.intent + second,
      step: 'delete x',
    },
    {
      name: 'stays while no rotation is due',
      keys: '1A xI',
      journal: 'steady',
      policy: allowed,
      at: dueAt - second,
      step: 'nothing',
    },
    {
      name: 'stays until everything is checked',
      keys: '1A xI',
      journal: 'steady',
      policy: allowed,
      world: { preflight: 'unread' },
      step: 'observe preflight',
    },
    {
      name: 'stays when something stands against the rotation',
      keys: '1A xI',
      journal: 'steady',
      policy: allowed,
      world: { preflight: ['octo/web is archived.'] },
      step: 'stop',
    },
    {
      name: 'stays when the adopted key is in doubt',
      keys: '1A xI',
      journal: undefined,
      policy: allowed,
      world: { destinations: written(story.firstBorn - hour) },
      step: 'stop',
    },
    {
      name: 'stays without the permission, which the remedy names',
      keys: '1A xI',
      journal: 'steady',
      step: 'stop',
      says: ['replace-inactive-key', K1, X],
    },
    { name: 'stays beside another inactive one', keys: 'xI yI', journal: undefined, policy: allowed, step: 'stop' },
    { name: 'stays as one of three', keys: '1A xI yI', journal: 'steady', policy: allowed, step: 'stop' },
    { name: 'stays when it is active', keys: '1A xA', journal: 'steady', policy: allowed, step: 'stop' },
    {
      name: 'stays when the current key is the inactive one',
      keys: '1I xA',
      journal: 'steady',
      policy: allowed,
      step: 'stop',
    },
    {
      name: 'is not deleted by force alone',
      keys: '1A xI',
      journal: 'steady',
      policy: { force: true },
      step: 'stop',
    },
  ])
})

describe('keys that nothing explains', () => {
  const uses: readonly (readonly [LastUsed, string])[] = [
    [never, 'never used'],
    [used(now - 3 * day), 'last used 3 days ago by s3 in eu-central-1'],
    [{ kind: 'unreadable' }, 'last use unknown'],
  ]
  table([
    {
      name: 'are looked at before a person is asked to choose',
      keys: '1A xA',
      journal: 'steady',
      world: { keys: keys('1A xA', { lastUsed: { kind: 'unread' } }) },
      step: 'observe last use',
    },
    ...uses.map(
      ([lastUsed, words]): Row => ({
        name: `are shown with ids, ages and last uses: ${words}`,
        keys: '',
        journal: undefined,
        world: { keys: keys('1A xI', { lastUsed }) },
        step: 'stop',
        says: [K1, X, '70 days', '30 days', 'Active', 'Inactive', words, 'delete'],
      }),
    ),
    {
      name: 'are left alone by force',
      keys: '1A xA',
      journal: 'steady',
      policy: { force: true },
      step: 'stop',
    },
    {
      name: 'are left alone however old: nobody deletes the oldest',
      keys: '',
      journal: undefined,
      world: { keys: keys('1A xA').map((key) => ({ ...key, created: now - 900 * day })) },
      step: 'stop',
    },
  ])
})

describe('a key is created', () => {
  const begun = (run: Partial<RunFacts>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: 'creating',
    at: story.intent + 4 * second,
    run,
    step,
    ...more,
  })
  const answered = (creation: Creation): Partial<RunFacts> => ({ creation })
  const intended = { intended: 'the key is due' }
  const lost: Creation = { kind: 'lost', reason: 'socket hang up' }
  const wait: Creation = { kind: 'postponed', reason: 'Throttling' }
  const refused: Creation = { kind: 'refused', reason: 'LimitExceeded: two keys', remedy: 'Ask who made it.' }
  const takenBack = { journal: read({ ...journals.creating, at: undefined }) }
  table([
    begun(intended, 'create', 'once the intent is written down'),
    begun(intended, 'create', 'as the first one of a user', { keys: '', world: firstKey('creating') }),
    begun(intended, 'create', 'on an intent of 5 seconds ago', { at: story.intent + 5 * second }),
    begun(intended, 'record creating', 'not on an older one, which would not explain it', {
      at: story.intent + 6 * second,
    }),
    begun(intended, 'stop', 'not beside a key that appeared meanwhile', { keys: '1A xA', says: [X, K1] }),
    begun(intended, 'stop', 'not beside an inactive key that nobody lets go', { keys: '1A xI', says: [X, K1] }),
    begun({ ...answered({ kind: 'created', key: K2 }), held: K2 }, 'record pending', 'and written down', {
      keys: '1A 2A',
    }),
    begun(answered(refused), 'record creating', 'or refused, and the intent taken back: it explains no key', {
      says: ['AWS refused to create a key'],
    }),
    begun(answered(refused), 'stop', 'and then AWS is quoted', {
      world: takenBack,
      says: ['LimitExceeded: two keys', 'Ask who made it.'],
    }),
    begun(answered(wait), 'record creating', 'or postponed for too long, and the intent taken back as well'),
    begun(answered(wait), 'fail rotating', 'and then the run ends red, for the next one to ask again', {
      world: takenBack,
      says: ['Throttling', 'The next run'],
    }),
    begun(answered(lost), 'fail rotating', 'or its answer is lost, which ends the attempt', {
      says: ['socket hang up', 'a later run'],
    }),
    begun(answered(lost), 'fail rotating', 'and the key that shows then is left to a later run', {
      keys: '1A 2A',
      says: ['socket hang up'],
    }),
    begun({}, 'create', 'not on an intent that was taken back', {
      run: intended,
      world: takenBack,
      step: 'record creating',
    }),
  ])

  test.each([
    ['refused', refused],
    ['postponed', wait],
  ] as const)('an intent that AWS has %s names no moment any more, and the same keys', (_, answer) => {
    expect(decide(begun(answered(answer), '', ''))).toMatchObject({
      do: 'record',
      journal: { ...journals.creating, at: undefined },
    })
  })

  test.each([0, 5 * second])(
    'rule 6: a key may be asked for until its intent is 5 seconds old, and no later',
    (age) => {
      expect(decide(begun(intended, '', '', { at: story.intent + age }))).toMatchObject({
        do: 'create',
        until: story.intent + 5 * second,
      })
    },
  )

  table([
    begun(
      { ...answered({ kind: 'created', key: K2 }), held: K2 },
      'discard 2',
      'and withdrawn by its maker beside another',
      {
        keys: '2A xI',
        world: firstKey('creating'),
        policy: { replaceInactiveKey: true },
        says: [X],
      },
    ),
  ])
})

describe('what an interrupted creation left behind', () => {
  const found = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'creating',
    world: change,
    step,
    ...more,
  })
  const bornAt = (created: Instant) => ({
    keys: keys('1A 2A').map((key) => (key.id === K2 ? { ...key, created } : key)),
  })
  const usedAs = (lastUsed: LastUsed) => ({ keys: keys('1A 2A', { lastUsed }) })
  const maker = (change: Partial<Holder>) => ({
    journal: read(journals.creating, { ...goneHolder, touched: now - 65 * minute, ...change }),
  })
  const intentIsShown = story.intent + 50 * second + 2 * minute
  const young = { policy: { rotateAfter: 70 * day } }
  table([
    found({}, 'discard 2', 'is deleted'),
    found({}, 'discard 2', 'is deleted, on or off', { keys: '1A 2I' }),
    found({}, 'record creating', 'and then the rotation begins again', { keys: '1A' }),
    found({}, 'record creating', 'and a young key is no reason to stop half way', { keys: '1A', ...young }),
    found({}, 'wait rotating', 'may show for two minutes after the last moment at which it can have been born', {
      keys: '1A',
      at: intentIsShown - second,
      says: ['asked for a key'],
    }),
    found({}, 'record creating', 'and when nothing shows by then, there is nothing', { keys: '1A', at: intentIsShown }),
    found({}, 'wait rotating', 'may show as a first key, too', {
      keys: '',
      world: firstKey('creating'),
      at: intentIsShown - second,
    }),
    found({}, 'record creating', 'is not waited for where AWS has refused it', {
      keys: '1A',
      world: { journal: read({ ...journals.creating, at: undefined }) },
      at: story.intent + 4 * second,
    }),
    found(
      { journal: read({ ...journals.creating, at: undefined }) },
      'stop',
      'is not what shows where AWS has refused',
      {
        says: [K2],
      },
    ),
    found({}, 'discard 2', 'is deleted as a first key too', { keys: '2A', world: firstKey('creating') }),
    found(usedAs({ kind: 'unread' }), 'observe last use', 'is looked at: was it used?'),
    found({ destinations: 'unread' }, 'observe destinations', 'is looked for: was anything written since?'),
    found(bornAt(story.intent - second), 'stop', 'is not what is older than the intent', { says: [K1, K2] }),
    found(bornAt(story.intent), 'discard 2', 'is what was born in the second of the intent'),
    found(bornAt(story.intent + 50 * second), 'discard 2', 'is what was born 50 seconds after the intent'),
    found(bornAt(story.intent + 51 * second), 'stop', 'is not what was born a second later'),
    found({ described: [K2] }, 'stop', 'is not what somebody has described'),
    found({ described: [K1] }, 'discard 2', 'may stand beside a key that somebody has described'),
    found(usedAs(used(story.secondBorn + day)), 'stop', 'is not what was used', { says: ['s3 in eu-central-1'] }),
    found(usedAs({ kind: 'unreadable' }), 'stop', 'is not what may have been used: unreadable is not unused'),
    found({ signer: K2 }, 'stop', 'is not what signs this run'),
    found({ destinations: written(story.secondBorn - second) }, 'discard 2', 'was written nowhere before its birth'),
    found({ destinations: written(story.secondBorn) }, 'stop', 'may be what was written in the second of its birth'),
    found({ destinations: written(lastWritten('steady'), now) }, 'stop', 'may be what one place was given since'),
    found({ destinations: written(undefined) }, 'discard 2', 'is nowhere, where there are no secrets'),
    found({}, 'wait rotating', 'is waited for while its use would not show', {
      at: story.secondBorn + 15 * minute - second,
      run: preceded(story.intent),
    }),
    found({}, 'discard 2', 'is judged 15 minutes after its birth', {
      at: story.secondBorn + 15 * minute,
      run: preceded(story.intent),
    }),
    found({}, 'discard 2', 'is judged two minutes after its maker was certainly gone', {
      run: preceded(now - 2 * minute - 3 * second),
    }),
    found({}, 'wait rotating', 'is waited for until then', { run: preceded(now - 2 * minute + second), says: [K2] }),
    found(
      {},
      'wait rotating',
      'whose maker nobody tells of has the time of a whole run, whatever is left of this one',
      {
        at: story.intent + 67 * minute - second,
        policy: { timeLimit: 12 * minute },
      },
    ),
    found({}, 'discard 2', 'and is gone after that', {
      at: story.intent + 67 * minute,
      policy: { timeLimit: 12 * minute },
    }),
    found(maker({}), 'observe holder', 'is asked about at GitHub while its maker may live', {
      at: now - 30 * minute,
      run: unclaimed,
      says: ['has it ended'],
    }),
    found(maker({}), 'wait rotating', 'is waited for when GitHub does not tell', {
      at: now - 30 * minute,
      run: { ...unclaimed, holderRun: { kind: 'unreadable' } },
      says: [K2],
    }),
    found(maker({}), 'claim', 'is judged sooner when GitHub says that its maker has ended', {
      at: now - 30 * minute,
      run: { ...unclaimed, holderRun: { kind: 'completed', end: now - 32 * minute } },
    }),
    found(maker({}), 'wait rotating', 'but not before GitHub shows all that it wrote', {
      at: now - 30 * minute,
      run: { ...unclaimed, holderRun: { kind: 'completed', end: now - 32 * minute + second } },
    }),
    found(maker({ run: 'octo/ops/100' }), 'claim', 'is judged sooner by a later attempt of the same run', {
      at: now - 30 * minute,
      run: unclaimed,
      policy: { attempt: 2 },
    }),
    found(maker({ run: 'octo/ops/100' }), 'observe holder', 'is not judged sooner by the same attempt', {
      at: now - 30 * minute,
      run: unclaimed,
    }),
    found(maker({ timeLimit: 0 }), 'claim', 'is judged sooner when its maker has said that it ended', {
      at: now - 63 * minute,
      run: unclaimed,
    }),
    found(maker({ timeLimit: 0 }), 'wait rotating', 'but not within two minutes of that', {
      at: now - 63 * minute - second,
      run: unclaimed,
    }),
    found({}, 'stop', 'is left while the old key is off', { keys: '1I 2A' }),
    found({}, 'stop', 'is left when it is one of three', { keys: '1A 2A xA' }),
  ])
})
