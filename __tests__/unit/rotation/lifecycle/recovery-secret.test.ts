/** The recovery secret is overwritten and cleared only as this action has written it for this very user. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, minute, second } from '../../../../src/rotation/time.ts'
import type { RecoveredKey, RunFacts, World } from '../../../../src/rotation/world.ts'
import { journals, K1, K2, lastWritten, now, ownHolder, read, story, verification, written, X } from '../worlds.ts'
import {
  allWritten,
  decide,
  dueAt,
  halfWritten,
  handedIn,
  kept,
  keptAt,
  nothingWritten,
  ofLongAgo,
  type Row,
  recoverySecret,
  sealedAt,
  soonAfter,
  table,
  waited,
  withRecovery,
} from './table.ts'

describe('a recovery value may be stale', () => {
  const handed = (
    value: RecoveredKey | undefined,
    queued: RunFacts['queued'],
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { recovered: value, destinations: keptAt(kept, halfWritten) },
    run: { queued },
    policy: withRecovery,
    at: soonAfter,
    step,
    ...more,
  })
  const foreign: RecoveredKey = { ...handedIn, user: 'AIDASOMEBODYELSE' }
  const elsewhere: RecoveredKey = { ...handedIn, account: '999988887777' }
  const values: readonly (readonly [string, RecoveredKey | undefined])[] = [
    ['no value', undefined],
    ['the value of an earlier rotation', ofLongAgo],
    ['the value of another user', foreign],
    ['the value of another account', elsewhere],
    ['the value of the old key', { ...handedIn, id: K1, created: story.firstBorn }],
  ]
  const fresh = kept + 2 * minute + second
  const says = [recoverySecret, K2]
  table([
    ...values.flatMap(([what, value]): readonly Row[] => [
      handed(value, 'unread', 'observe queue', `${what}: was this run queued before the secret was written?`),
      handed(value, kept - second, 'wait rotating', `${what}: a run that was queued before waits for a fresher one`, {
        says: [...says, 'freshly queued'],
      }),
      handed(value, fresh, 'stop', `${what}: a run that was queued after it is told what to do`, {
        says:
          value === foreign || value === elsewhere
            ? [recoverySecret, 'a key of another user', '{iam-user}']
            : [...says, `recovery-secret: \${{ secrets.${recoverySecret} }}`],
      }),
    ]),
    handed(undefined, fresh - second, 'wait rotating', 'one that was queued within two minutes of it waits, too'),
    handed(undefined, 'unreadable', 'wait rotating', 'and so does one of which nobody knows when', { says }),
    handed(undefined, 'unreadable', 'fail rotating', 'but not in green for ever', {
      at: story.publishing + 7 * day + second,
      says,
    }),
    handed(undefined, kept - second, 'wait rotating', 'before the first write', { journal: 'pending' }),
    handed(undefined, kept - second, 'wait rotating', 'where nothing was written', {
      world: { destinations: keptAt(kept, nothingWritten) },
    }),
    handed(undefined, kept - second, 'record published', 'but not where everything was', {
      world: { destinations: keptAt(kept, allWritten) },
    }),
    handed(undefined, 'unread', 'observe queue', 'a secret that was written in the second of the birth counts', {
      world: { destinations: keptAt(story.secondBorn, halfWritten) },
    }),
    handed(ofLongAgo, fresh, 'discard 2', 'a secret of a second before holds another key', {
      at: now,
      world: { destinations: keptAt(story.secondBorn - second, halfWritten), recovered: ofLongAgo },
    }),
    handed(ofLongAgo, 'unread', 'observe queue', 'whether it is the one that was handed in is asked first', {
      at: now,
      world: { destinations: keptAt(story.secondBorn - second, halfWritten), recovered: ofLongAgo },
    }),
    handed(ofLongAgo, story.secondBorn, 'wait rotating', 'and a fresher run is left to find out where nobody knows', {
      world: { destinations: keptAt(story.secondBorn - second, halfWritten), recovered: ofLongAgo },
    }),
    handed(ofLongAgo, 'unread', 'observe queue', 'one that this action has written, by its date, counts', {
      world: { destinations: keptAt(kept, halfWritten), recovered: ofLongAgo, ...sealedAt(kept) },
    }),
    handed(ofLongAgo, fresh + second, 'discard 2', 'one of another date than that of its own write does not', {
      at: now,
      world: { destinations: keptAt(kept + second, halfWritten), recovered: ofLongAgo, ...sealedAt(kept) },
    }),
    handed(undefined, 'unread', 'discard 2', 'a secret that does not exist holds none', {
      at: now,
      world: { destinations: keptAt(undefined, halfWritten) },
    }),
    {
      ...handed(undefined, 'unread', 'stop', 'an orphan that it may hold is none'),
      journal: 'creating',
      world: { destinations: keptAt(story.secondBorn, nothingWritten) },
      at: now,
      says: [K2],
    },
    {
      ...handed(undefined, 'unread', 'discard 2', 'an orphan that it cannot hold is one'),
      journal: 'creating',
      world: { destinations: keptAt(story.secondBorn - second, nothingWritten) },
      at: now,
    },
  ])
})

describe('rule 11: a recovery secret that this action has not written for this user is left alone', () => {
  const others: RecoveredKey = { ...handedIn, id: X, user: 'AIDASOMEBODYELSE' }
  const elsewhere: RecoveredKey = { ...handedIn, id: X, account: '999988887777' }
  const since = dueAt - day
  const queued = since + 2 * minute
  const due = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A',
    journal: 'steady',
    world: { destinations: keptAt(since, written(lastWritten('steady'))), ...change },
    policy: withRecovery,
    at: dueAt + hour,
    step,
    ...more,
  })
  const absent = { destinations: keptAt(undefined, written(lastWritten('steady'))) }
  const fresh = { run: { queued: queued + second } }
  const wayOut = [recoverySecret, '{iam-user}']
  const cut = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    ...due({ destinations: keptAt(kept, halfWritten), ...sealedAt(kept - second), ...change }, step, name),
    keys: '1A 2A',
    journal: 'publishing',
    at: now,
    ...more,
  })
  const old = story.firstBorn - second
  const again = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    ...due({ destinations: keptAt(kept, written(story.published, old)), signer: K2, ...change }, step, name),
    keys: '1A 2A',
    journal: 'current',
    policy: { ...withRecovery, digest: 'digest-2' },
    at: waited,
    ...more,
  })
  table([
    due({ recovered: others }, 'stop', 'a key of another user is told of before anything is created', {
      says: [...wayOut, 'AIDASOMEBODYELSE'],
    }),
    due({ recovered: elsewhere }, 'stop', 'and so is one of another account, whose number is not shown in full', {
      says: [...wayOut, '…7777'],
    }),
    due({ recovered: others }, 'stop', 'which force does not accept', { policy: { ...withRecovery, force: true } }),
    due({ recovered: others, ...absent }, 'record creating', 'a value of a secret that is gone stands in nobody’s way'),
    due({ recovered: others }, 'record creating', 'nor one that this run has cleared', {
      run: { recoveryCleared: true },
    }),
    due({ recovered: ofLongAgo }, 'record creating', 'what this user has left there itself is overwritten'),
    due(absent, 'record creating', 'where there is none, one is written'),
    due({}, 'observe queue', 'what the job was not handed may be fresher than the job', { run: { queued: 'unread' } }),
    due({ recovered: ofLongAgo }, 'observe queue', 'and so may be what is there now, whatever it was handed', {
      run: { queued: 'unread' },
    }),
    due({ recovered: ofLongAgo }, 'wait steady', 'which is not overwritten by a run that was queued before', {
      run: { queued },
    }),
    due({ recovered: others }, 'wait steady', 'nor is anybody told that it is another user’s', { run: { queued } }),
    due({}, 'wait steady', 'a run that was queued before it was written leaves it to a fresher one', {
      run: { queued },
      says: [recoverySecret, 'freshly queued'],
    }),
    due({}, 'wait steady', 'and so does one of which nobody knows when', { run: { queued: 'unreadable' } }),
    due({}, 'stop', 'a run that was queued after it asks for it', {
      ...fresh,
      says: [recoverySecret, `recovery-secret: \${{ secrets.${recoverySecret} }}`],
    }),
    due({ journal: { kind: 'none', holder: ownHolder } }, 'stop', 'also without a journal', {
      ...fresh,
      journal: undefined,
    }),
    due({}, 'stop', 'also before a first key', {
      ...fresh,
      keys: '',
      journal: undefined,
      world: { ...absent, destinations: keptAt(since, written(undefined)) },
    }),
    due({ recovered: others }, 'nothing', 'nobody is bothered before the key is due', { at: dueAt - second }),
    cut({ recovered: others }, 'stop', 'a key that was cut off is not discarded either', { says: wayOut }),
    cut({}, 'stop', 'nor where the date alone tells that it is not of this user', { run: { queued: now } }),
    cut({}, 'observe queue', 'nor before it is known when this run was queued', { run: { queued: 'unread' } }),
    cut({}, 'wait rotating', 'nor by a run that was queued before', { run: { queued: kept }, at: now - 4 * day }),
    cut({ ...sealedAt(kept) }, 'wait rotating', 'of its own date, a fresher run is handed the key', {
      run: { queued: kept },
      at: now - 4 * day,
    }),
    again({ recovered: others }, 'stop', 'a current key is not sealed over it', { says: wayOut }),
    again({ recovered: ofLongAgo }, 'safeguard 2', 'but over what this user has left'),
  ])
})

describe('rule 11: the recovery secret is cleared whenever it exists as written and no key is pending', () => {
  const rests = { keys: '1A', journal: 'steady', at: dueAt - minute } as const
  const left = (
    at: Partial<Row>,
    change: Partial<World>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    keys: '1A 2A',
    journal: 'current',
    policy: withRecovery,
    step,
    name,
    ...at,
    world: { destinations: keptAt(kept, written(lastWritten(at.journal))), ...change },
    ...more,
  })
  const overlapping = { keys: '1A 2A', journal: 'current', at: waited } as const
  const unproven = { keys: '1A 2A', journal: 'unproven' } as const
  const proving = { keys: '1A 2A', journal: 'published' } as const
  const off = { keys: '1I 2A', journal: 'deactivated' } as const
  const judged = { run: { verification: verification('works') } }
  const sealed = { journal: read({ ...journals.published, sealed: kept }) }
  const mine = { recovered: handedIn }
  const others = { recovered: { ...handedIn, user: 'AIDASOMEBODYELSE' } }
  const unread = { destinations: 'unread' } as const
  table([
    left(rests, mine, 'clear', 'where a key rests'),
    left(rests, { recovered: ofLongAgo }, 'clear', 'whatever key of this user is in it'),
    left(rests, { ...mine, journal: { kind: 'none', holder: ownHolder } }, 'clear', 'also without a journal', {
      journal: undefined,
    }),
    left(rests, {}, 'nothing', 'not what was not handed in: it may be somebody else’s'),
    left(rests, others, 'nothing', 'not what another user has left'),
    left(rests, { recovered: { ...handedIn, account: '999988887777' } }, 'nothing', 'nor another account'),
    left(rests, mine, 'nothing', 'not twice', { run: { recoveryCleared: true } }),
    left(rests, mine, 'nothing', 'not where none is configured', { policy: {} }),
    left(
      rests,
      { ...mine, destinations: keptAt(undefined, written(lastWritten('steady'))) },
      'nothing',
      'not one that is gone',
    ),
    left(
      rests,
      { ...mine, ...unread, journal: { kind: 'none', holder: ownHolder } },
      'observe destinations',
      'after a look',
      {
        journal: undefined,
      },
    ),
    left(proving, { ...sealed, ...unread }, 'clear', 'as soon as the key is proven, without another look', judged),
    left(proving, sealed, 'clear', 'by the date that the journal tells', judged),
    left(
      proving,
      { ...sealed, destinations: keptAt(kept + second, allWritten) },
      'record current',
      'not what has another date',
      judged,
    ),
    left(proving, { ...sealed, ...unread }, 'verify 2', 'not before it is proven'),
    left(proving, { ...sealed, ...unread }, 'wait rotating', 'not while nobody knows', {
      run: { verification: verification('unknown') },
      at: story.published + hour,
    }),
    left(proving, { ...sealed, ...unread }, 'record current', 'and then the key is current', {
      run: { ...judged.run, recoveryCleared: true },
    }),
    left(proving, { ...sealed, ...unread }, 'clear', 'also of a first key', { ...judged, keys: '2A' }),
    left(proving, { ...sealed, ...unread }, 'clear', 'also where nobody verifies', {
      policy: { ...withRecovery, verification: 'none' },
    }),
    left(
      proving,
      { ...mine, ...unread },
      'observe destinations',
      'and looked for, where only the job knows of it',
      judged,
    ),
    left(unproven, mine, 'clear', 'after the current key was written again', judged),
    left(overlapping, mine, 'clear', 'before the old key goes'),
    left(overlapping, {}, 'record deactivating', 'and where it is somebody else’s, the old key goes all the same'),
    left(off, mine, 'clear', 'before the old key is deleted'),
  ])

  test.each([
    ['that the job was handed', left(rests, mine, '', ''), kept],
    ['that the journal tells of', left(proving, { ...sealed, ...unread }, '', '', judged), kept],
    [
      'that this run has written',
      left(proving, unread, '', '', { run: { ...judged.run, safeguard: { key: K2, writtenAt: kept + second } } }),
      kept + second,
    ],
  ])('the secret is named by the date of the write %s', (_, row, writtenAt) => {
    expect(decide(row)).toMatchObject({ do: 'clear', writtenAt })
  })
})
