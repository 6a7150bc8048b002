/** A key that is alone rests until it is due, and one configuration owns its user. */
import { describe, expect, test } from '@jest/globals'
import { day, hour, minute, second } from '../../../../src/rotation/time.ts'
import type { Holder } from '../../../../src/rotation/world.ts'
import {
  goneHolder,
  type JournalName,
  journals,
  K1,
  K2,
  keys,
  lastWritten,
  now,
  read,
  story,
  used,
  user,
  written,
} from '../worlds.ts'
import { decide, dueAt, type Row, table } from './table.ts'

const notThere = { name: 'octo/app', secrets: [{ name: 'AWS_ACCESS_KEY_ID', updatedAt: undefined }] }
const secondWindowOnly = { destinations: written(lastWritten('current')) }

describe('a key that is alone rests until it is due', () => {
  table([
    {
      name: 'one second before rotate-after it rests',
      keys: '1A',
      journal: 'steady',
      at: dueAt - second,
      step: 'nothing',
      says: ['rotate-after'],
    },
    { name: 'at rotate-after it is replaced', keys: '1A', journal: 'steady', at: dueAt, step: 'record creating' },
    { name: 'one second later too', keys: '1A', journal: 'steady', at: dueAt + second, step: 'record creating' },
    { name: 'without a journal it rests as long', keys: '1A', journal: undefined, at: dueAt - second, step: 'nothing' },
    { name: 'without a journal it is due as soon', keys: '1A', journal: undefined, at: dueAt, step: 'record creating' },
    {
      name: 'rotate-after 0 makes every key due',
      keys: '2A',
      journal: undefined,
      policy: { rotateAfter: 0 },
      world: secondWindowOnly,
      step: 'record creating',
    },
    {
      name: 'force replaces a young key',
      keys: '1A',
      journal: 'steady',
      at: story.firstBorn + day,
      policy: { force: true },
      step: 'record creating',
      says: ['force'],
    },
    {
      name: 'force replaces no key that this run has just made',
      keys: '1A',
      journal: 'steady',
      at: story.firstBorn + day,
      policy: { force: true },
      run: { creation: { kind: 'created', key: K1 }, held: K1 },
      step: 'nothing',
    },
    {
      name: 'destinations that have changed make a young key due',
      keys: '1A',
      journal: 'steady',
      at: story.firstBorn + day,
      policy: { digest: 'digest-2' },
      step: 'record creating',
      says: ['destinations', K1],
    },
    {
      name: 'rule 20: an only key whose secret somebody has written, where no verification could tell, is left alone',
      keys: '1A',
      journal: 'steady',
      world: { destinations: written(lastWritten('steady'), dueAt - hour) },
      policy: { uncovered: ['octo/web'] },
      at: dueAt - minute,
      step: 'nothing',
    },
    {
      name: 'rule 20: until it is due',
      keys: '1A',
      journal: 'steady',
      world: { destinations: written(lastWritten('steady'), dueAt - hour) },
      policy: { uncovered: ['octo/web'] },
      at: dueAt,
      step: 'record creating',
    },
    ...(
      [
        ['a place that the publication left out gets a new key at once', 'record creating', {}],
        ['though a verification of it cannot pass', 'record creating', { uncovered: [] }],
      ] as const
    ).map(([name, step, policy]) => ({
      name: `rule 1: ${name}`,
      keys: '1A',
      journal: 'steady' as const,
      world: {
        keys: keys('1A', { lastUsed: used(dueAt - day) }),
        destinations: written(lastWritten('steady'), story.firstBorn - day),
      },
      policy,
      at: dueAt - day,
      step,
      says: ['octo/web', K1],
    })),
    {
      name: 'rule 20: a secret that somebody deleted is not put back',
      keys: '1A',
      journal: 'steady',
      world: { destinations: { ...written(lastWritten('steady')), destinations: [notThere] } },
      at: dueAt - minute,
      step: 'fail steady',
      says: ['AWS_ACCESS_KEY_ID in octo/app', 'somebody deleted', 'force: true'],
    },
    {
      name: 'rule 20: nor when the key is due',
      keys: '1A',
      journal: 'steady',
      world: { destinations: { ...written(lastWritten('steady')), destinations: [notThere] } },
      at: dueAt,
      step: 'fail steady',
    },
    {
      name: 'rule 20: but force publishes a new key everywhere',
      keys: '1A',
      journal: 'steady',
      world: { destinations: { ...written(lastWritten('steady')), destinations: [notThere] } },
      policy: { force: true },
      at: dueAt,
      step: 'record creating',
    },
    {
      name: 'rule 20: what the destinations hold is looked at in every run',
      keys: '1A',
      journal: 'steady',
      world: { destinations: 'unread' },
      at: dueAt - minute,
      step: 'observe destinations',
    },
    {
      name: 'rule 20: a look of a while ago, before another run may have acted, says nothing',
      keys: '1A',
      journal: 'steady',
      world: { destinations: written(lastWritten('steady'), dueAt - hour) },
      run: { destinationsSeen: 0 },
      at: dueAt - minute,
      step: 'observe destinations',
    },
    {
      name: 'the tag of a key that is gone is removed first',
      keys: '1A',
      journal: 'steady',
      world: { made: [K1, K2], described: [K1, K2] },
      step: 'untag 2',
    },
    {
      name: 'the tag of a key that is there stays',
      keys: '1A',
      journal: 'steady',
      at: dueAt - second,
      world: { made: [K1], described: [K1] },
      step: 'nothing',
    },
    {
      name: 'a user without a key and without a journal gets a first key',
      keys: '',
      journal: undefined,
      world: { destinations: written(undefined) },
      step: 'record creating',
      says: ['ci-deploy'],
    },
    {
      name: 'but not where a configured secret was written since the user exists: somebody deleted its key',
      keys: '',
      journal: undefined,
      step: 'stop',
      says: ['ci-deploy', 'AWS_ACCESS_KEY_ID in octo/app', 'force: true'],
    },
    {
      name: 'unless force says so',
      keys: '',
      journal: undefined,
      policy: { force: true },
      step: 'record creating',
    },
    {
      name: 'and secrets that are older than the user are of another one',
      keys: '',
      journal: undefined,
      world: { destinations: written(user.created - second) },
      step: 'record creating',
    },
    {
      name: 'and everything is looked at before that',
      keys: '',
      journal: undefined,
      world: { preflight: 'unread', destinations: 'unread' },
      step: 'observe preflight',
    },
    {
      name: 'and what stands against it is told',
      keys: '',
      journal: undefined,
      world: { preflight: ['octo/web is archived.'], destinations: 'unread' },
      step: 'stop',
      says: ['octo/web is archived.'],
    },
  ])

  test('what comes next, and when, is known to the second', () => {
    const row: Row = { name: '', keys: '1A', journal: 'steady', at: dueAt - day, step: 'nothing' }
    expect(decide(row)).toMatchObject({ next: { step: 'rotate', at: dueAt } })
  })
})

describe('one configuration owns a user', () => {
  const elsewhere: Holder = { ...goneHolder, owner: 'octo/else/keys.yml' }
  const theirs = (name: JournalName) => ({ journal: read(journals[name], elsewhere) })
  const digest = { digest: 'digest-2' }
  const refused = { refused: { digest: 'digest-2', at: now - day } }
  const owned = (['steady', 'publishing', 'published', 'current', 'deactivating', 'deactivated'] as const).map(
    (name): Row => ({
      name: `another owner with other destinations is stopped, journal ${name}`,
      keys: '1A 2A',
      journal: name,
      world: { ...theirs(name), ...refused },
      policy: digest,
      step: 'stop',
      says: ['octo/ops', 'one configuration'],
    }),
  )
  const turning = { journal: read({ ...journals.steady, before: 'digest-2' }, goneHolder) }
  const ours = { journal: read(journals.steady, goneHolder) }
  const mine: Holder = { ...goneHolder, run: 'octo/ops/100', nonce: 'another step' }
  table([
    {
      name: 'another owner leaves its mark first, without a claim',
      keys: '1A',
      journal: 'steady',
      world: { ...theirs('steady'), refused: undefined },
      policy: digest,
      run: { claim: undefined },
      step: 'refuse',
    },
    {
      name: 'also beside another that counts',
      keys: '1A',
      journal: 'steady',
      world: { ...theirs('steady'), refused: { digest: 'digest-3', at: now - day } },
      policy: digest,
      step: 'refuse',
    },
    {
      name: 'and once for all, whoever was refused since',
      keys: '1A',
      journal: 'steady',
      world: { ...ours, refused: { digest: 'digest-3', at: now - 30 * day, earlier: ['digest-2'] } },
      policy: digest,
      step: 'stop',
    },
    {
      name: 'but in the place of one that is over',
      keys: '1A',
      journal: 'steady',
      world: { ...theirs('steady'), refused: { digest: 'digest-3', at: now - 8 * day } },
      policy: digest,
      step: 'refuse',
    },
    {
      name: 'an old list changes nothing, and a key that should have been replaced long ago is told all the same',
      keys: '1A',
      journal: 'steady',
      world: ours,
      at: dueAt + 8 * day,
      policy: { ...digest, bringsPresentList: false },
      step: 'fail steady',
      says: ['68 days', 'destinations of this run differ'],
    },
    {
      name: 'another list of another step of the same run is another configuration',
      keys: '1A',
      journal: 'steady',
      world: { journal: read(journals.steady, mine), ...refused },
      policy: digest,
      step: 'stop',
      says: ['another step or job of this run'],
    },
    {
      name: 'the same new list of another step of that run is none',
      keys: '1A',
      journal: 'steady',
      world: { journal: read(journals.steady, { ...mine, list: digest.digest }) },
      policy: digest,
      run: { claim: undefined },
      step: 'claim',
    },
    ...[undefined, 'digest-2'].map(
      (before): Row => ({
        name: 'a run that slept or was queued while a later one brought its list changes nothing, and turns nothing',
        keys: '1A',
        journal: 'steady',
        world: {
          journal: read({ ...journals.steady, before }, { ...goneHolder, run: 'octo/ops/101', list: 'digest-1' }),
        },
        at: dueAt,
        policy: digest,
        step: 'wait steady',
        says: ['a later run of this workflow'],
      }),
    ),
    {
      name: 'the list that the present one has replaced takes turns with it',
      keys: '1A',
      journal: 'steady',
      world: { ...turning, ...refused },
      policy: digest,
      step: 'stop',
      says: ['another configuration of this workflow', 'force: true'],
    },
    {
      name: 'which force accepts',
      keys: '1A',
      journal: 'steady',
      world: turning,
      policy: { ...digest, force: true },
      run: { claim: undefined },
      step: 'claim',
    },
    {
      name: 'a list on the mark stays refused, whoever brings it',
      keys: '1A',
      journal: 'steady',
      world: { ...ours, ...refused },
      policy: digest,
      step: 'stop',
    },
    {
      name: 'a re-run, or another branch, changes no list',
      keys: '1A',
      journal: 'steady',
      at: dueAt,
      world: ours,
      policy: { ...digest, bringsPresentList: false },
      step: 'wait steady',
      says: ['first attempt', 'default branch'],
    },
    ...owned.map((row) => (row.journal === 'steady' ? { ...row, keys: '1A' } : row)),
    {
      name: 'another owner with the same destinations goes on, for a workflow may be renamed',
      keys: '1A',
      journal: 'steady',
      world: theirs('steady'),
      run: { claim: undefined },
      step: 'claim',
      says: ['rotate-after'],
    },
    {
      name: 'the same owner may change its destinations',
      keys: '1A',
      journal: 'steady',
      world: ours,
      policy: digest,
      run: { claim: undefined },
      step: 'claim',
    },
    {
      name: 'force takes over',
      keys: '1A',
      journal: 'steady',
      world: theirs('steady'),
      run: { claim: undefined },
      policy: { ...digest, force: true },
      step: 'claim',
      says: ['changed since'],
    },
  ])
})
