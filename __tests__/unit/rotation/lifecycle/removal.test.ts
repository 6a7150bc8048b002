/** The old key goes when nobody may hold it or uses it any more, can be taken back, and is deleted last. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, type Instant, minute, second } from '../../../../src/rotation/time.ts'
import type {
  DestinationsReading,
  KeyId,
  LastUsed,
  Policy,
  RunFacts,
  Verdict,
  Verification,
  World,
} from '../../../../src/rotation/world.ts'
import {
  type JournalName,
  journals,
  K1,
  K2,
  keys,
  lastWritten,
  nearby,
  never,
  now,
  read,
  story,
  unfinished,
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
  keptAt,
  ofLongAgo,
  preceded,
  published,
  type Row,
  table,
  waited,
  withRecovery,
} from './table.ts'

const overlap = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
  name,
  keys: '1A 2A',
  journal: 'current',
  world: change,
  at: waited,
  step,
  ...more,
})

const lastUse = (lastUsed: LastUsed): Partial<World> => ({ keys: keys('1A 2A', { lastUsed }) })

describe('IAM answers from the past', () => {
  const shown = { keys: '1A', says: ['IAM does not list', K2] } as const
  const used = { verification: verification('works') }
  const row = (journal: JournalName, run: Partial<RunFacts>, phase: string): Row => {
    return { name: journal, journal, run, at: story.proven + hour, step: `wait ${phase}`, ...shown }
  }
  table([
    row('pending', { held: K2 }, 'rotating'),
    row('publishing', { held: K2 }, 'rotating'),
    row('published', { held: K2 }, 'rotating'),
    row('current', { held: K2 }, 'overlap'),
    row('current', used, 'overlap'),
    row('unproven', used, 'overlap'),
    row('deactivating', { ...used, deactivating: true }, 'overlap'),
    row('deactivated', used, 'recovery'),
  ])
})

describe('the same name nearby', () => {
  const secret = (updatedAt: Instant) => ({ sameNameNearby: nearby({ name: 'AWS_ACCESS_KEY_ID', updatedAt }) })
  const variable = (value: string) => ({
    sameNameNearby: nearby({ name: 'variable KEY_ID', updatedAt: story.firstBorn - day, value }),
  })
  const due = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    ...{ name, keys: '1A', journal: 'steady', at: dueAt, world: change, step },
    ...more,
  })
  const shown = {
    says: [
      'unlisted secrets take precedence over listed ones of the same name',
      'AWS_ACCESS_KEY_ID in the environment production of octo/app',
      'destinations:\n- { repository: octo/app, environment: production, secrets: { AWS_ACCESS_KEY_ID: access-key-id } }',
      'other-keys:\n- { repository: octo/app, environment: production }',
      K1,
    ],
  }
  const proceed = { policy: { oldKeyStillUsed: 'proceed' } } as const
  table([
    due({ sameNameNearby: 'unread' }, 'observe same name nearby', 'is looked for before a key is created'),
    due({ sameNameNearby: 'unread' }, 'record creating', 'but not with force', { policy: { force: true } }),
    due(secret(story.firstBorn - second), 'record creating', 'cannot hold a key that was created later'),
    due(secret(story.firstBorn), 'stop', 'may hold one that was created before, and nothing is created', shown),
    due(secret(now), 'stop', 'whatever becomes of an old key that is still used', { ...shown, ...proceed }),
    due(secret(now), 'record creating', 'unless force accepts it', { policy: { force: true } }),
    due(variable(K1), 'stop', 'a variable that shows the key is the key', {
      says: [`unlisted variables show ${K1}: variable KEY_ID in the environment production of octo/app`],
    }),
    due(variable(X), 'record creating', 'a variable that shows another is not'),
    overlap({ sameNameNearby: 'unread' }, 'observe same name nearby', 'is looked for before a key is switched off'),
    overlap(secret(story.secondBorn - second), 'record deactivating', 'was there before the new key, and was accepted'),
    overlap(secret(story.secondBorn), 'wait overlap', 'that appeared since then holds the old key', shown),
    overlap(secret(now), 'wait overlap', 'also when uses of it do not matter', { ...shown, ...proceed }),
    overlap(secret(now), 'wait overlap', 'also with force', {
      ...shown,
      policy: { force: true, rotateAfter: 90 * day },
    }),
    overlap(variable(K1), 'wait overlap', 'and so does a variable that still shows it', { says: ['variable KEY_ID'] }),
    overlap(variable(K2), 'record deactivating', 'but none that shows the new one'),
  ])

  test('that is a variable is dismissed by nothing', () => {
    expect(decide(due(variable(K1), '', ''))).toMatchObject({ remedy: expect.not.stringContaining('other-keys') })
  })
})

describe('the old key stays for deactivate-after', () => {
  table([
    overlap({}, 'wait overlap', 'one second before it ends, it stays', { at: graceEnds - second, says: [K1] }),
    overlap({ destinations: 'unread' }, 'observe destinations', 'each run looks what the destinations hold', {
      at: graceEnds - second,
    }),
    overlap({ destinations: 'unread' }, 'wait overlap', 'but for the one that has just seen itself write them', {
      at: graceEnds - second,
      run: { wrote: 0 },
    }),
    overlap({ destinations: 'unread' }, 'observe destinations', 'which looks again before it goes', {
      at: graceEnds,
      run: { wrote: 0 },
    }),
    overlap({}, 'record deactivating', 'at its end, it goes', { at: graceEnds }),
    overlap({}, 'record deactivating', 'one second later too', { at: graceEnds + second }),
    overlap(
      { ...lastUse({ kind: 'unread' }), destinations: 'unread' },
      'observe destinations',
      'and the places are looked at in every run',
      { at: graceEnds - second },
    ),
    overlap({}, 'record deactivating', 'not at all, with deactivate-after 0', {
      at: story.proven,
      policy: { deactivateAfter: 0 },
    }),
    overlap({}, 'record steady', 'unless it is gone already', { keys: '2A' }),
    overlap({}, 'record creating', 'and is rotated anew when a person deleted the current one', { keys: '1A' }),
    overlap({}, 'stop', 'and everything else stays, when a person switched the current one off', {
      keys: '1A 2I',
      says: [K1, K2],
    }),
  ])

  test('when it goes is known to the second', () => {
    expect(decide(overlap({}, '', '', { at: graceEnds - hour }))).toMatchObject({
      next: { step: 'deactivate', at: graceEnds },
    })
  })
})

describe('an old key that another hand has switched off', () => {
  const judged = (verdict: Verdict) => ({ verification: verification(verdict) })
  table([
    overlap({}, 'fail overlap', 'stays off, even if it is missed', { keys: '1I 2A', run: judged('rejected') }),
    overlap({}, 'wait overlap', 'stays off, even if nobody can judge that', { keys: '1I 2A', run: judged('unknown') }),
    overlap({}, 'fail overlap', 'stays off before the proof, too', {
      keys: '1I 2A',
      journal: 'unproven',
      run: judged('rejected'),
    }),
  ])
})

describe('the old key stays while it is used', () => {
  const used23hAgo = lastUse(used(waited - day + second))
  const hasty = { deactivateAfter: 4 * hour - second }
  const shortest = { deactivateAfter: 4 * hour }
  table([
    overlap(lastUse({ kind: 'unread' }), 'observe last use', 'which is asked before it goes'),
    overlap(lastUse(never), 'record deactivating', 'and goes when it never was'),
    overlap(lastUse(used(story.proven - second)), 'record deactivating', 'and goes when it was before the proof'),
    overlap(lastUse(used(story.proven)), 'record deactivating', 'and goes when it was in the second of the proof'),
    overlap(lastUse(used(story.proven + second)), 'wait overlap', 'and waits anew from a use after the proof', {
      at: graceEnds,
      says: [K1, K2, 's3 in eu-central-1'],
    }),
    overlap(lastUse(used(story.proven + second)), 'record deactivating', 'and goes deactivate-after later', {
      at: graceEnds + second,
    }),
    overlap(used23hAgo, 'wait overlap', 'and waits one second before that'),
    overlap(lastUse(used(waited - day)), 'record deactivating', 'and goes at that very second'),
    overlap(used23hAgo, 'record deactivating', 'or goes all the same, when the user wants it', {
      policy: { oldKeyStillUsed: 'proceed' },
    }),
    overlap(lastUse({ kind: 'unread' }), 'record deactivating', 'and nobody asks then', {
      policy: { oldKeyStillUsed: 'proceed' },
    }),
    overlap(lastUse({ kind: 'unread' }), 'record deactivating', 'and nobody asks with a grace under four hours', {
      policy: hasty,
    }),
    overlap(lastUse({ kind: 'unread' }), 'observe last use', 'and is asked again from four hours on', {
      policy: shortest,
    }),
    overlap(lastUse({ kind: 'unreadable' }), 'wait overlap', 'or may be: unreadable is not unused', {
      says: [K1, 'iam:GetAccessKeyLastUsed', 'old-key-still-used: proceed'],
    }),
    overlap(lastUse(used(story.firstBorn + 90 * day - 2 * second)), 'wait overlap', 'quietly while it may be so old', {
      at: story.firstBorn + 90 * day,
    }),
    overlap(lastUse(used(story.proven + 60 * day)), 'fail overlap', 'and the run turns red a second later', {
      at: story.proven + 60 * day + second,
      says: [K1, 's3 in eu-central-1', 'old-key-still-used: proceed'],
    }),
    overlap(lastUse({ kind: 'unreadable' }), 'fail overlap', 'and red it is, too, when nobody could ever read it', {
      at: story.proven + 61 * day + second,
      says: [K1, 'iam:GetAccessKeyLastUsed'],
    }),
  ])

  table([
    overlap({ ...used23hAgo, users: 'unread' }, 'observe users', 'and CloudTrail is asked by whom'),
    overlap({ ...used23hAgo, users: 'CloudTrail shows a request.' }, 'wait overlap', 'and it is told who uses it', {
      says: ['CloudTrail shows a request.', 'old-key-still-used: proceed'],
    }),
    overlap({ ...lastUse(never), users: 'unread' }, 'record deactivating', 'and nobody is asked when it is not used'),
  ])
})

describe('the old key stays while a run from before the publication has not ended', () => {
  const runs = (...numbers: readonly number[]) => ({ unfinishedRuns: unfinished(...numbers) })
  const url = 'https://github.com/octo/app/actions/runs/1'
  table([
    overlap({ unfinishedRuns: 'unread' }, 'observe unfinished runs', 'which is looked at before it goes'),
    overlap(runs(), 'record deactivating', 'and goes when all have ended'),
    overlap(runs(), 'record deactivating', 'and a look counts for ten minutes', {
      run: { elapsed: 20 * minute, unfinishedRunsSeen: 10 * minute },
    }),
    overlap(runs(), 'observe unfinished runs', 'and for no longer, since a re-run may have begun', {
      run: { elapsed: 20 * minute, unfinishedRunsSeen: 10 * minute - second },
    }),
    overlap(runs(1), 'wait overlap', 'and each is named, with what becomes of it', {
      says: [
        K1,
        K2,
        `\n- Deploy #1 in octo/app, waiting, created 2026-11-12T18:00:20Z: ${url}`,
        'or cancel them. The next run goes on',
      ],
    }),
    overlap(runs(...Array.from({ length: 12 }, (_, index) => index)), 'wait overlap', 'and of many, ten are named', {
      says: ['Deploy #9', '\n- and 2 more'],
    }),
    overlap(runs(1), 'wait overlap', 'also when uses of it do not matter', { policy: { oldKeyStillUsed: 'proceed' } }),
    overlap(runs(1), 'fail overlap', 'and the run turns red when that lasts for a week', {
      at: story.proven + 8 * day + second,
      says: ['Deploy #1', 'this wait has lasted for 7 days'],
    }),
    overlap(
      { unfinishedRuns: { runs: [], unread: ['octo/web cannot be read.'] } },
      'record deactivating',
      'and where that cannot be read, time protects alone',
    ),
  ])
})

describe('the old key stays while a place may hold it', () => {
  const refused = { refused: { digest: 'digest-2', at: now - day } }
  const to = lastWritten('current')
  const self = { signer: K2 }
  const unprovable = { uncovered: ['octo/web'] }
  const republished = { run: { published: published() } }
  const open = { ...journals.unproven, window: { from: story.publishing, to: undefined } }
  const begun = { journal: read(open), destinations: written(to, now - hour) }
  table([
    overlap(refused, 'wait overlap', 'the old key stays while places of a refused configuration may hold it', {
      says: [K1, 'another configuration', '2026-11-29T19:00:00Z'],
    }),
    overlap(refused, 'record deactivating', 'for a week beyond deactivate-after', { at: now + 7 * day }),
    overlap(refused, 'record deactivating', 'and not once that configuration is the owner’s', {
      policy: { digest: 'digest-2' },
      world: { journal: read({ ...journals.current, digest: 'digest-2' }), ...refused },
    }),
    overlap({ destinations: 'unread' }, 'observe destinations', 'which is read again before it goes'),
    overlap(
      { destinations: written(story.publishing) },
      'record deactivating',
      'and goes when all were written as publishing began',
    ),
    overlap({ destinations: written(to) }, 'record deactivating', 'and goes when all were written as it ended'),
    overlap(
      { destinations: written(to, story.publishing - second) },
      'wait overlap',
      'and stays when one was written before',
      { policy: unprovable, says: [K1, 'AWS_ACCESS_KEY_ID in octo/web'] },
    ),
    overlap({ destinations: written(to, to + second) }, 'wait overlap', 'and stays when one was written after', {
      policy: unprovable,
      says: [K1, 'AWS_SECRET_ACCESS_KEY in octo/web'],
    }),
    overlap({ destinations: written(to + second) }, 'verify 2', 'and a job that can tell is asked once more then', {
      policy: unprovable,
      at: graceEnds + 7 * day,
    }),
    overlap({ destinations: written(to, to + second) }, 'record deactivating', 'but for a week at most', {
      policy: unprovable,
      at: graceEnds + 7 * day,
    }),
    overlap({ destinations: written(to, to + second) }, 'record deactivating', 'and not against force', {
      policy: { ...unprovable, force: true },
    }),
    overlap({ destinations: written(undefined) }, 'record deactivating', 'a secret that is gone holds nothing', {
      policy: { uncovered: ['octo/app', 'octo/web'] },
    }),
    overlap({ destinations: written(undefined) }, 'fail overlap', 'but a verification that looks for it cannot pass', {
      says: ['octo/app', 'somebody deleted'],
    }),
    overlap({ destinations: written(undefined) }, 'fail overlap', 'and every run says that it is gone', {
      at: graceEnds - second,
      says: [
        'octo/app',
        'octo/web',
        'somebody deleted',
        'Put it back with the key in use',
        'Once the old key is deleted',
      ],
    }),
    overlap(
      { destinations: written(to, story.firstBorn - second) },
      'record deactivating',
      'nor does one listed anew',
      {
        policy: { digest: 'digest-2' },
      },
    ),
    overlap({ destinations: written(to, story.firstBorn + hour) }, 'verify 2', 'unless it may hold the old key', {
      policy: { digest: 'digest-2' },
    }),
    overlap(
      { ...self, destinations: written(to, story.firstBorn - second) },
      'record unproven',
      'and a job that holds the new key announces that it writes it there',
      { policy: { digest: 'digest-2' } },
    ),
    overlap({ ...self, ...begun }, 'publish 2', 'and writes it, whatever an earlier run has come to write of it'),
    overlap(begun, 'verify 2', 'and one that does not hold it asks for proof of what is there'),
    overlap(
      { ...self, destinations: written(to, story.publishing - second) },
      'record unproven',
      'and where the publication left a place out',
    ),
    overlap(
      { ...self, destinations: written(to, now) },
      'verify 2',
      'but overwrites nothing that somebody else has written',
    ),
    overlap({ ...self, destinations: 'unread' }, 'record unproven', 'and has it proven again', republished),
    overlap({ ...self, destinations: 'unread' }, 'fail overlap', 'or says which place could not be written', {
      run: { published: published({ window: undefined, problems: ['octo/web: 503.'] }) },
      says: ['octo/web: 503.'],
    }),
  ])
})

describe('the old key goes only in a run that has the time to take it back', () => {
  const left = (time: number, step: string, name: string, wanted: Partial<Policy> = {}) =>
    overlap({}, step, name, { run: { elapsed: 55 * minute - time }, policy: wanted })
  const none: Partial<Policy> = { verification: 'none' }
  table([
    left(32 * minute, 'record deactivating', 'a verification and two minutes are enough'),
    left(32 * minute - second, 'wait overlap', 'a second less is not'),
    left(-minute, 'wait overlap', 'nor is a time-limit that has passed'),
    left(2 * minute, 'record deactivating', 'without a verification two minutes are enough', none),
    left(2 * minute - second, 'wait overlap', 'and a second less is not', none),
    left(minute, 'wait overlap', 'a shorter verification-timeout is counted as it is', {
      verificationTimeout: 5 * minute,
    }),
    left(7 * minute, 'record deactivating', 'and is enough where it fits', { verificationTimeout: 5 * minute }),
  ])
})

describe('a deactivation is proven, or taken back', () => {
  const announced = (
    keySet: string,
    run: Partial<RunFacts>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: keySet,
    journal: 'deactivating',
    run: { deactivating: true, ...run },
    step,
    ...more,
  })
  const found = (keySet: string, step: string, name: string, more: Partial<Row> = {}) =>
    announced(keySet, { deactivating: false }, step, name, more)
  const judged = (verdict: Verdict) => ({ verification: verification(verdict) })
  const none: Partial<Policy> = { verification: 'none' }
  table([
    announced('1A 2A', {}, 'deactivate 1', 'what was announced is done'),
    announced('1I 2A', {}, 'verify 2', 'what is off is verified at once'),
    announced('1I 2A', judged('works'), 'record deactivated', 'what nobody missed stays off'),
    announced('1I 2A', judged('rejected'), 'reactivate 1', 'what somebody missed is on again', {
      says: ['actions/runs/7'],
    }),
    announced('1I 2A', judged('unknown'), 'reactivate 1', 'what nobody can judge is on again'),
    announced('1A 2A', judged('rejected'), 'reactivate 1', 'though IAM may still list it as active'),
    announced('1A 2A', { ...judged('rejected'), reactivated: true }, 'record unproven', 'and that is written down'),
    announced('1A 2A', { ...judged('unknown'), reactivated: true }, 'record unproven', 'and that too'),
    announced('1I 2A', {}, 'record deactivated', 'nothing is verified where the user has opted out', { policy: none }),
    found('1I 2A', 'reactivate 1', 'what an earlier run left off without a proof is on again first', { says: [K1] }),
    found('1A 2A', 'reactivate 1', 'and so is what IAM lists as active, for it may be off'),
    found('1A 2A', 'reactivate 1', 'whoever was at work', { run: { ...preceded(now + hour), deactivating: false } }),
    announced('1A 2A', { deactivating: false, reactivated: true }, 'record unproven', 'and that is written down, too'),
    found('1I 2A', 'reactivate 1', 'an earlier run proves nothing by having opted out', { policy: none }),
    found('2A', 'record steady', 'what is gone is not missed'),
    found('1A', 'record creating', 'what is left alone is rotated anew'),
    found('1I', 'stop', 'what is left alone, and off, is a question for a person'),
    found('1A 2I', 'stop', 'with the current key off, nothing happens', { says: [K1, K2] }),
  ])
})

describe('the old key can be switched on again for delete-after', () => {
  const ends = story.deactivated + 7 * day
  const off = (keySet: string, change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: keySet,
    journal: 'deactivated',
    world: change,
    step,
    ...more,
  })
  const writtenAt = (at: Instant) => ({ destinations: written(lastWritten('deactivated'), at) })
  const lastUseOf1 = (lastUsed: LastUsed): Partial<World> => ({ keys: keys('1I 2A', { lastUsed }) })
  const usedAt = (at: Instant) => lastUseOf1(used(at))
  table([
    off('1I 2A', {}, 'wait recovery', 'one second before its end, it stays', { at: ends - second, says: [K1] }),
    off('1I 2A', {}, 'delete 1', 'at its end, it is deleted', { at: ends }),
    off('1I 2A', {}, 'delete 1', 'one second later too', { at: ends + second }),
    off('1I 2A', {}, 'delete 1', 'at once, with delete-after 0', { at: story.deactivated, policy: { deleteAfter: 0 } }),
    off('1I 2A', { destinations: 'unread' }, 'observe destinations', 'the places are read again before'),
    off('1I 2A', { destinations: 'unread' }, 'observe destinations', 'in every run', { at: ends - second }),
    off(
      '1I 2A',
      writtenAt(story.deactivated - 6 * second),
      'delete 1',
      'one that was written well before was judged then',
    ),
    off('1I 2A', writtenAt(story.deactivated), 'verify 2', 'one of that very second may have come after it'),
    off('1I 2A', writtenAt(story.deactivated + second), 'verify 2', 'one that was written since may depend on it', {
      says: [K2, 'AWS_ACCESS_KEY_ID in octo/web'],
    }),
    off(
      '1I 2A',
      { ...writtenAt(story.deactivated + second), signer: K2 },
      'verify 2',
      'and a job that holds the new key overwrites nothing',
    ),
    off('1I 2A', writtenAt(story.deactivated + second), 'reactivate 1', 'and has it back where nobody could tell', {
      policy: { verification: 'none' },
      says: [K1, 'octo/web'],
    }),
    off('1I 2A', writtenAt(story.deactivated + second), 'reactivate 1', 'and has it back once a verification says so', {
      run: { verification: verification('rejected') },
    }),
    off('1A 2A', writtenAt(story.deactivated + second), 'record unproven', 'and the wait begins anew', {
      run: { verification: verification('rejected'), reactivated: true },
    }),
    off('1I 2A', usedAt(story.deactivated), 'delete 1', 'a use until it was switched off does not matter'),
    off('1I 2A', usedAt(now - day), 'wait recovery', 'a use since then starts the wait again', {
      says: [K1, 'it was switched off', 's3 in eu-central-1', 'CloudTrail'],
    }),
    off('1I 2A', usedAt(now - 7 * day), 'delete 1', 'until that is over'),
    off('1I 2A', usedAt(now - day), 'delete 1', 'unless uses of it do not matter', {
      policy: { oldKeyStillUsed: 'proceed' },
    }),
    off('1I 2A', usedAt(ends + 52 * day), 'fail recovery', 'and turns the run red when it goes on', {
      at: ends + 54 * day,
      says: [K1, 'old-key-still-used: proceed'],
    }),
    off('1I 2A', lastUseOf1({ kind: 'unread' }), 'observe last use', 'it is asked for its last use before'),
    off('1I 2A', lastUseOf1({ kind: 'unreadable' }), 'wait recovery', 'unreadable is not unused', {
      says: ['iam:GetAccessKeyLastUsed'],
    }),
    off('1I 2A', lastUseOf1({ kind: 'unread' }), 'delete 1', 'nobody asks with a delete-after under four hours', {
      policy: { deleteAfter: 4 * hour - second },
    }),
    off('1A 2A', {}, 'record unproven', 'switched on again by a person, it starts over', { says: [K1] }),
    off('1A 2A', {}, 'record unproven', 'at any time', { at: ends - second }),
    off('2A', {}, 'record steady', 'deleted by a person, it is done with'),
    off('1I 2I', {}, 'stop', 'it stays when the current key is off', { says: [K1, K2] }),
    off('1I', {}, 'stop', 'it stays when the current key is gone', { says: [K1] }),
    off('', {}, 'stop', 'both gone are a question for a person', { says: ['ci-deploy', 'force'] }),
  ])
})

describe.each([
  { name: 'three minutes ahead', ahead: 3 * minute },
  { name: 'three minutes behind', ahead: -3 * minute },
  { name: 'hours ahead', ahead: 5 * hour },
  { name: 'hours behind', ahead: -5 * hour },
])("GitHub's clock is $name of AWS's", ({ ahead }) => {
  const at = (updatedAt: Instant) => ({ ...written(updatedAt), ahead })
  const seen = (
    journal: JournalName | undefined,
    destinations: DestinationsReading,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal,
    world: { destinations, signer: K1 },
    step,
    ...more,
  })
  const born = story.secondBorn + ahead
  const orphan = (destinations: DestinationsReading, step: string, name: string) =>
    seen('creating', destinations, step, name, { world: { destinations } })
  const adopted = (updatedAt: Instant, step: string, name: string) =>
    seen(undefined, at(updatedAt), step, name, { keys: '1A', world: { destinations: at(updatedAt) } })
  const recovery = (updatedAt: Instant, queued: RunFacts['queued'], step: string, name: string) =>
    seen('publishing', at(0), step, name, {
      world: { destinations: { ...keptAt(updatedAt, halfWritten), ahead }, recovered: ofLongAgo },
      run: { queued },
      policy: withRecovery,
    })
  table([
    seen('pending', at(born - second), 'discard 2', 'nothing was written before the birth of the pending key'),
    seen('pending', at(born), 'record publishing', 'what was written in the second of its birth may hold it'),
    orphan(at(born - second), 'discard 2', 'an orphan was born after the last write'),
    orphan(at(born), 'stop', 'an orphan that may have been written is none'),
    adopted(
      story.firstBorn + ahead - 10 * minute - second,
      'stop',
      'an adopted key was born after the secret was written',
    ),
    adopted(story.firstBorn + ahead - 10 * minute, 'record creating', 'an adopted key was born before'),
    recovery(born - second, now, 'discard 2', 'the recovery secret is older than the pending key'),
    recovery(born, 'unread', 'observe queue', 'the recovery secret may hold the pending key'),
    seen('publishing', at(story.publishing), 'record published', "the window is GitHub's own: written inside it"),
    seen(
      'publishing',
      at(Math.min(born, story.publishing) - second),
      'discard 2',
      'nothing was written since the key that was to be published',
    ),
    seen('current', at(story.published), 'record deactivating', "the window is GitHub's own: published", {
      world: { destinations: at(story.published) },
      at: waited,
    }),
    seen('current', at(story.published + second), 'wait overlap', "the window is GitHub's own: overwritten", {
      world: { destinations: at(story.published + second) },
      policy: { uncovered: ['octo/app'] },
      at: waited,
    }),
  ])
})

describe('rule 20: a strong verification that covers the place outranks its dates', () => {
  const judged = (change: Partial<Verification>, key: KeyId = K2): Partial<RunFacts> => ({
    verification: { ...verification('works', key), ...change },
  })
  const phases = [
    {
      journal: 'steady',
      keys: '1A',
      key: K1,
      digit: '1',
      at: dueAt - minute,
      otherwise: 'nothing',
      gone: 'verify 1',
      shown: 'fail steady',
      unknown: 'wait steady',
    },
    {
      journal: 'current',
      keys: '1A 2A',
      key: K2,
      digit: '2',
      at: waited,
      otherwise: 'wait overlap',
      gone: 'verify 2',
      shown: 'fail overlap',
      unknown: 'wait overlap',
    },
    {
      journal: 'deactivated',
      keys: '1I 2A',
      key: K2,
      digit: '2',
      at: now,
      otherwise: 'reactivate 1',
      gone: 'verify 2',
      shown: 'reactivate 1',
      unknown: 'reactivate 1',
    },
  ] as const
  for (const { journal, keys: keySet, key, digit, at, otherwise, gone, shown, unknown } of phases) {
    const phase = journal === 'current' ? 'overlap' : journal === 'steady' ? 'steady' : 'recovery'
    const last = lastWritten(journal)
    const moved = (journal === 'deactivated' ? story.deactivated : last) + 10 * minute
    const strays = written(last, moved)
    const moment = (run: Partial<RunFacts>, step: string, name: string, more: Partial<Row> = {}): Row => ({
      name: `${phase}: ${name}`,
      keys: keySet,
      journal,
      world: { destinations: strays },
      run,
      at,
      step,
      ...more,
    })
    const [app, web] = strays.destinations
    const [id, secret] = web?.secrets ?? []
    const without = (change: object) => ({
      destinations: { ...strays, destinations: [app, { name: 'octo/web', secrets: [{ ...id, ...change }, secret] }] },
    })
    table([
      moment({}, `verify ${digit}`, 'a date that moved is asked about', { says: ['octo/web', key] }),
      moment({}, `verify ${digit}`, 'a place that nothing covers may lie beside it, where its dates are right', {
        policy: { uncovered: ['octo/app'] },
      }),
      moment(judged({ asOf: moved }, key), `record ${journal}`, 'a strong success closes the window anew', {
        says: ['although the date has changed'],
      }),
      moment(judged({ asOf: moved - second }, key), otherwise, 'one of before the move says nothing of it'),
      moment(judged({ asOf: undefined }, key), otherwise, 'one before which nothing was read says nothing'),
      moment(judged({ asOf: moved, weak: true }, key), otherwise, 'a weak success leaves it to the dates'),
      moment(judged({ asOf: moved, covers: ['octo/app'] }, key), otherwise, 'one of another place says nothing of it'),
      moment(judged({ asOf: moved, verdict: 'unknown' }, key), unknown, 'no verdict is no proof, nor its opposite'),
      moment({}, otherwise, 'where nothing covers the place, its dates stand', { policy: { uncovered: ['octo/web'] } }),
      moment({}, otherwise, 'where nobody verifies, dates stand', { policy: { verification: 'none' } }),
      moment({}, gone, 'a secret that is gone holds nothing, and nobody is asked of it', {
        world: without({ updatedAt: undefined }) as Partial<World>,
      }),
      moment({}, shown, 'a variable that shows another ID has said it already', {
        world: without({ value: X }) as Partial<World>,
      }),
    ])

    test(`${phase}: the window is closed at the moment up to which the verification speaks, and nothing else changes`, () => {
      const asOf = moved + hour
      const { window } = journals[journal]
      expect(decide(moment(judged({ asOf }, key), '', ''))).toMatchObject({
        do: 'record',
        journal: { ...journals[journal], window: { from: window.from, to: asOf } },
      })
    })
  }
  table([
    {
      name: 'also where the job holds the current key, and could write it again',
      keys: '1A 2A',
      journal: 'current',
      world: { destinations: written(story.published, now), signer: K2 },
      at: waited,
      step: 'verify 2',
    },
  ])
})
