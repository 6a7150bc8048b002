/** The worlds that the laws of the lifecycle are held to: hundreds of thousands that are counted off, and random ones. */
import fc from 'fast-check'
import { day, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type {
  AccessKey,
  Creation,
  DestinationsReading,
  Holder,
  Journal,
  JournalReading,
  KeyId,
  LastUsed,
  Policy,
  PublishResult,
  RecoveredKey,
  RunFacts,
  World,
} from '../../../src/rotation/world.ts'
import { keysNamedIn, type Situation } from './situations.ts'
import {
  freshRun,
  goneHolder,
  ids,
  type JournalName,
  journals,
  K1,
  K2,
  keys,
  lastWritten,
  nearby,
  never,
  noRuns,
  nothingNearby,
  now,
  ownHolder,
  policy,
  story,
  unfinished,
  used,
  user,
  verification,
  world,
  written,
} from './worlds.ts'

// ── Worlds that are counted off ───────────────────────────────────────────────────────────────────────────────────

const phases = Object.keys(journals) as readonly JournalName[]
const statuses = ['', 'A', 'I'] as const

/** Every presence and status of the old key, its successor and a third one. */
const keySets = statuses.flatMap((first) =>
  statuses.flatMap((second) =>
    statuses.map((third) => [`1${first}`, `2${second}`, `x${third}`].filter((word) => word.length > 1).join(' ')),
  ),
)

/** Unread; as the journal has it; untouched since the old key; half done; overwritten lately; one secret missing. */
function readingsAt(name: JournalName | undefined): readonly World['destinations'][] {
  const then = lastWritten(name)
  const before = lastWritten('steady')
  return ['unread', written(then), written(before), written(then, before), written(now - hour), withoutOne(then)]
}

function withoutOne(at: Instant): DestinationsReading {
  const reading = written(at)
  const [first, ...others] = reading.destinations
  const [id] = first?.secrets ?? []
  if (first === undefined || id === undefined) return reading
  return { ...reading, destinations: [{ ...first, secrets: [{ ...id, updatedAt: undefined }] }, ...others] }
}

const lastUses: readonly LastUsed[] = [{ kind: 'unread' }, { kind: 'unreadable' }, never, used(now - hour)]

const verdicts = ['works', 'rejected', 'unknown'] as const

/** How far this run may have come when it finds a journal of its own. */
function runsIn(name: JournalName | undefined): readonly RunFacts[] {
  const after = (change: Partial<RunFacts>): RunFacts => ({ ...freshRun, ...change })
  const judged = (change: Partial<RunFacts>) =>
    verdicts.map((verdict) => after({ ...change, verification: verification(verdict) }))
  const answered = (creation: Creation) => after({ creation })
  const works = { key: K2, works: true, detail: 'AWS accepts it' }
  const asked = (key: KeyId) =>
    [
      { asOf: now - 2 * second },
      { asOf: story.published },
      { asOf: now, weak: true },
      { asOf: now, covers: ['octo/app'] },
    ].map((change) => after({ verification: { ...verification('works', key), ...change } }))
  switch (name) {
    case 'creating':
      return [
        freshRun,
        after({ intended: 'the key is due' }),
        answered({ kind: 'lost', reason: 'socket hang up' }),
        answered({ kind: 'postponed', reason: 'Throttling' }),
        after({ creation: { kind: 'created', key: K2 }, held: K2 }),
        answered({ kind: 'refused', reason: 'AccessDenied', remedy: 'Allow it.' }),
      ]
    case 'pending':
      return [freshRun, ...[undefined, works, { ...works, works: false }].map((trial) => after({ held: K2, trial }))]
    case 'publishing':
      return [
        freshRun,
        ...[undefined, ...publications].map((published) => after({ held: K2, trial: works, published })),
      ]
    case 'published':
      return [freshRun, after({ held: K2, trial: works }), ...judged({})]
    case 'unproven':
      return [freshRun, ...judged({})]
    case 'deactivating':
      return [freshRun, after({ deactivating: true }), ...judged({ deactivating: true })]
    case 'steady':
      return [freshRun, after({ elapsed: 54 * minute }), ...asked(K1)]
    case 'current':
    case 'deactivated':
      return [freshRun, after({ elapsed: 30 * minute }), ...asked(K2), ...judged({})]
    default:
      return [freshRun, after({ elapsed: 30 * minute })]
  }
}

const publications: readonly PublishResult[] = [
  { key: K2, accepted: 4, window: { from: story.publishing, to: story.published }, problems: [], refused: true },
  { key: K2, accepted: 1, window: undefined, problems: ['octo/web: 503.'], refused: false },
  { key: K2, accepted: 0, window: undefined, problems: ['octo/app: 403.'], refused: true },
]

const liveHolder: Holder = { ...goneHolder, run: 'octo/ops/98', nonce: 'live', touched: now - 30 * second }
/** Another job of this run, with another list. */
const besideHolder: Holder = { ...liveHolder, run: 'octo/ops/100', list: 'another' }
const otherHolder: Holder = { ...goneHolder, owner: 'octo/else/keys.yml' }

/** What the user wants, who wrote the journal, and what else there is to know. */
const wishes: readonly (readonly [Policy, Holder, Partial<World>])[] = [
  [policy(), ownHolder, { preflight: 'unread', sameNameNearby: 'unread', unfinishedRuns: 'unread', users: 'unread' }],
  [policy({ force: true }), ownHolder, { made: [K2], unfinishedRuns: unfinished(1) }],
  [policy({ replaceInactiveKey: true, uncovered: ['octo/web'] }), ownHolder, { made: [K1] }],
  [policy({ verification: 'none', oldKeyStillUsed: 'proceed' }), ownHolder, { preflight: ['octo/web is archived.'] }],
  [policy({ deactivateAfter: 30 * day, deleteAfter: 30 * day, rotateAfter: 90 * day }), ownHolder, {}],
  [policy({ digest: 'digest-2' }), otherHolder, {}],
]

const claim = { settles: minute - 2 * second, quiet: 0, confirmed: true, predecessorGone: undefined }
const unclaimed = (change: Partial<RunFacts> = {}): Partial<RunFacts> => ({ claim: undefined, ...change })

/** Who else is at work, by what IAM and GitHub show; and how far this run has come with its claim. Seen at `at`. */
const standings: readonly ((at: Instant) => readonly [Holder | undefined, Partial<RunFacts>, Partial<Policy>])[] = [
  (at) => [ownHolder, { claim: { ...claim, predecessorGone: at - day } }, {}],
  (at) => [ownHolder, { claim: { ...claim, predecessorGone: at - minute } }, {}],
  (at) => [ownHolder, { claim: { ...claim, quiet: 4 * minute, predecessorGone: at - day } }, {}],
  (at) => [ownHolder, { claim: { ...claim, predecessorGone: at + 20 * minute } }, {}],
  () => [undefined, unclaimed(), {}],
  () => [undefined, unclaimed({ seen: freshRun.elapsed - 4 * second }), {}],
  (at) => [{ ...liveHolder, touched: at, timeLimit: 0 }, unclaimed(), {}],
  (at) => [{ ...liveHolder, touched: at }, unclaimed(), {}],
  (at) => [{ ...liveHolder, touched: at }, unclaimed({ holderRun: { kind: 'unfinished' } }), {}],
  (at) => [{ ...liveHolder, touched: at }, unclaimed({ holderRun: { kind: 'unreadable' } }), {}],
  (at) => [{ ...liveHolder, touched: at }, unclaimed({ holderRun: { kind: 'completed', end: at } }), {}],
  (at) => [{ ...liveHolder, touched: at - 10 * minute }, unclaimed(), {}],
  (at) => [{ ...liveHolder, touched: at - 10 * minute }, unclaimed({ holderRun: { kind: 'unfinished' } }), {}],
  (at) => [{ ...liveHolder, touched: at - 65 * minute }, unclaimed(), {}],
  (at) => [{ ...liveHolder, touched: at, run: 'octo/ops/100' }, unclaimed(), { attempt: 2 }],
  (at) => [{ ...liveHolder, touched: at, run: 'octo/ops/100' }, unclaimed(), {}],
  () => [undefined, { claim: { ...claim, confirmed: false, settles: minute + 4 * second } }, {}],
  (at) => [
    { ...liveHolder, touched: at - hour },
    { claim: { ...claim, confirmed: false, settles: minute + 4 * second } },
    {},
  ],
  (at) => [{ ...liveHolder, touched: at }, { claim: { ...claim, confirmed: false } }, {}],
  (at) => [{ ...besideHolder, touched: at }, unclaimed({ holderRun: { kind: 'unfinished' } }), {}],
  (at) => [{ ...besideHolder, touched: at }, { claim: { ...claim, confirmed: false } }, {}],
  () => [undefined, { claim: { ...claim, confirmed: false } }, {}],
]

/** A recovery secret that may hold the pending key, and one that cannot. */
const keptAt = (reading: World['destinations'], updatedAt: Instant | undefined): World['destinations'] =>
  reading === 'unread' ? reading : { ...reading, recovery: { name: 'AWS_KEY_RECOVERY', updatedAt } }

const handedIn: RecoveredKey = { id: K2, account: user.account, user: user.id, created: story.secondBorn }

/** What a job may be handed in as the recovery secret's value. */
const recoveryValues: readonly (RecoveredKey | undefined)[] = [
  undefined,
  handedIn,
  { ...handedIn, user: 'AIDASOMEBODYELSE' },
  { ...handedIn, account: '999988887777' },
  { ...handedIn, id: K1, created: story.firstBorn },
  { ...handedIn, id: 'AKIA0000000000000000', created: now - 200 * day },
]

/** How far a run with a recovery secret may have come. */
function keepingRunsIn(name: JournalName | undefined): readonly RunFacts[] {
  const trial = { key: K2, works: true, detail: 'AWS accepts it' }
  const after = (change: Partial<RunFacts>): RunFacts => ({ ...freshRun, ...change })
  const queues = (['unread', story.firstBorn, now - minute, 'unreadable'] as const).map((queued) => after({ queued }))
  const works = verification('works')
  switch (name) {
    case 'pending':
    case 'publishing':
      return [
        freshRun,
        ...queues,
        after({ trial }),
        after({ trial: { ...trial, works: false } }),
        after({ held: K2, trial }),
        after({ held: K2, trial, safeguard: { key: K2, writtenAt: story.secondBorn } }),
        after({ held: K2, trial, safeguard: { key: K2, problem: 'GitHub refused.', mayBeWritten: false } }),
        after({ held: K2, trial, safeguard: { key: K2, problem: 'GitHub did not answer.', mayBeWritten: true } }),
        ...publications.map((published) =>
          after({ held: K2, trial, published, safeguard: { key: K2, writtenAt: story.secondBorn } }),
        ),
        ...publications.map((published) => after({ trial, published })),
      ]
    case 'published':
      return [
        freshRun,
        ...queues.map(({ queued }) => after({ queued, verification: works })),
        after({ verification: works, recoveryCleared: true }),
      ]
    case 'creating':
      return [freshRun, ...queues, after({ creation: { kind: 'lost', reason: 'socket hang up' } })]
    default:
      return [freshRun, ...queues]
  }
}

type Twist = 'none' | 'exchanged' | 'first' | 'refused' | 'sealed'

/** The story's journal; or with the roles exchanged, of a user whose first key this is, or with what AWS or GitHub said. */
function journalAt(name: JournalName, twist: Twist): Journal {
  const journal: Journal = journals[name]
  switch (journal.phase) {
    case 'creating':
      if (twist === 'refused') return { ...journal, at: undefined }
      return twist === 'first' ? { ...journal, current: undefined } : journal
    case 'pending':
    case 'publishing':
      if (twist === 'sealed' && journal.phase === 'publishing') return { ...journal, sealed: story.secondBorn }
      if (twist === 'exchanged') return { ...journal, pending: K1, current: K2 }
      return twist === 'first' ? { ...journal, current: undefined } : journal
    case 'steady':
      return journal
    default:
      return twist === 'exchanged' ? { ...journal, current: K1, previous: K2 } : journal
  }
}

/** Every way to read a journal of this name; where a key is being created, it may be the user's first. */
function readings(name: JournalName | undefined, holder: Holder | undefined): readonly JournalReading[] {
  if (name === undefined)
    return [
      { kind: 'none', holder },
      { kind: 'foreign', holder },
      { kind: 'unknown', text: 'v2 phase=unheard-of' },
    ]
  const twists = (['none', 'first', 'refused', 'sealed'] as const).map((twist) => journalAt(name, twist))
  return [...new Set(twists)].map((journal) => ({ kind: 'read', journal, holder }))
}

const isCreating = ({ intended, creation }: RunFacts) => intended !== undefined || creation !== undefined

/** Only an intent that was not taken back is acted upon; and one is taken back only where it has led to no key. */
function fitsIntent({ keys: all, run: { intended, creation }, journal }: World): boolean {
  if (journal.kind !== 'read' || journal.journal.phase !== 'creating' || journal.journal.at !== undefined) return true
  if (creation?.kind === 'created') return all.every(({ id }) => id !== creation.key)
  return intended === undefined && creation?.kind !== 'lost'
}

/** What a run has learned of a key is true of a key that there is; what it has just done, it has not looked at since. */
function isConsistent({ world: seen, policy: wanted }: Situation) {
  const { keys: all, run, signer, destinations, preflight, journal } = seen
  const exists = (id: KeyId | undefined) => id === undefined || all.some((key) => key.id === id)
  const old = journal.kind === 'read' ? journal.journal.current : undefined
  const told = journal.kind === 'read' ? keysNamedIn(journal.journal)[0] : undefined
  const isTold = (id: KeyId) => exists(id) && id === told
  const begun = exists(old) && preflight !== 'unread' && preflight.length === 0 && destinations !== 'unread'
  return (
    (!isCreating(run) || begun) &&
    fitsIntent(seen) &&
    (run.held === undefined || run.held !== signer) &&
    (run.verification === undefined || (isTold(run.verification.key) && wanted.verification === 'workflow'))
  )
}

/** With an inactive key a run reads nothing at all. */
const signersAmong = (all: readonly AccessKey[]) => [
  undefined,
  ...all.filter(({ status, id }) => status === 'Active' && id !== ids.x).map(({ id }) => id),
]

export function* smallWorlds(): Generator<Situation> {
  for (const name of [undefined, ...phases]) {
    for (const keySet of keySets) {
      for (const lastUsed of lastUses) {
        for (const each of variationsOf(name, keys(keySet, { lastUsed }))) {
          if (isConsistent(each)) yield each
        }
      }
      if (keySet.includes('x')) continue
      for (const each of claimingVariationsOf(name, keys(keySet))) {
        if (isConsistent(each)) yield each
      }
      for (const each of keepingVariationsOf(name, keys(keySet))) {
        if (isConsistent(each)) yield each
      }
    }
  }
}

/** Every standing among other runs; one that has not claimed the user has done nothing yet. */
function* claimingVariationsOf(name: JournalName | undefined, all: readonly AccessKey[]): Generator<Situation> {
  for (const standing of standings) {
    const isClaimed = standing(now)[1].claim?.confirmed === true
    for (const destinations of readingsAt(name)) {
      for (const run of isClaimed ? runsIn(name) : [freshRun]) {
        const at = isCreating(run) ? story.intent + 4 * second : now
        const [holder, facts, wanted] = standing(at)
        for (const signer of signersAmong(all).slice(0, 2)) {
          for (const journal of readings(name, holder)) {
            const seen = { keys: all, destinations, signer, journal, run: { ...run, ...facts } }
            yield { at, policy: policy(wanted), world: world('', name, seen) }
          }
        }
      }
    }
  }
}

/** Whatever the recovery secret holds, and the job was handed. */
function* keepingVariationsOf(name: JournalName | undefined, all: readonly AccessKey[]): Generator<Situation> {
  for (const reading of readingsAt(name)) {
    for (const updatedAt of reading === 'unread'
      ? [undefined]
      : [undefined, story.secondBorn - second, story.secondBorn]) {
      for (const run of keepingRunsIn(name)) {
        for (const recovered of recoveryValues) {
          for (const signer of signersAmong(all)) {
            const at = isCreating(run) ? story.intent + 4 * second : now
            const shown = { keys: all, destinations: keptAt(reading, updatedAt), run, signer, recovered }
            for (const journal of readings(name, ownHolder)) {
              if (journal.kind === 'foreign' || journal.kind === 'unknown') continue
              yield { at, policy: policy({ recovery: true }), world: world('', name, { ...shown, journal }) }
            }
          }
        }
      }
    }
  }
}

function* variationsOf(name: JournalName | undefined, all: readonly AccessKey[]): Generator<Situation> {
  for (const destinations of readingsAt(name)) {
    for (const run of runsIn(name)) {
      for (const signer of signersAmong(all)) {
        for (const [wanted, holder, change] of wishes) {
          for (const journal of readings(name, holder)) {
            const seen = { keys: all, destinations, run, signer, journal }
            // A run that creates a key does so within seconds of its intent.
            const at = isCreating(run) ? story.intent + 4 * second : now
            yield { at, policy: wanted, world: world('', name, { ...seen, ...change }) }
          }
        }
      }
    }
  }
}

// ── Worlds at random ──────────────────────────────────────────────────────────────────────────────────────────────

/** Instants on either side of everything that the rules compare, and some that nothing happens at. */
const edges: readonly Instant[] = [
  ...Object.values(story),
  story.deactivated + 7 * day,
  story.proven + day,
  story.firstBorn + 60 * day,
  story.secondBorn + 15 * minute,
  story.intent + 50 * second,
  story.intent + 170 * second,
  story.firstBorn + 67 * day,
  now - 5 * minute,
]

const anEdge = fc
  .tuple(fc.constantFrom(...edges), fc.constantFrom(0, -second, second, -minute, hour))
  .map(([edge, offset]) => edge + offset)

const anInstant = fc.oneof(
  { weight: 4, arbitrary: anEdge },
  fc.integer({ min: 0, max: 200 * day }).map((d) => now - 90 * day + d),
)

const someKeys = fc
  .tuple(
    fc.record({
      '1': fc.constantFrom('A', 'A', 'A', 'I', undefined),
      '2': fc.constantFrom('A', 'A', 'I', undefined),
      x: fc.constantFrom('A', 'I', undefined, undefined, undefined, undefined),
    }),
    fc.array(
      fc.tuple(fc.constantFrom(...lastUses, used(story.intent)), fc.constantFrom(0, 0, -3 * second, second, minute)),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
  )
  .map(([set, details]) => {
    const words = Object.entries(set).flatMap(([digit, status]) => (status === undefined ? [] : [digit + status]))
    return keys(words.join(' ')).map((key, index): AccessKey => {
      const [lastUsed = never, late = 0] = details[index] ?? []
      return { ...key, lastUsed, created: key.created + (key.id === K2 ? late : 0) }
    })
  })

const someDestinations: fc.Arbitrary<World['destinations']> = fc.oneof(
  fc.constant('unread' as const),
  fc.constantFrom(...phases).map((name) => written(lastWritten(name))),
  fc.tuple(fc.option(anInstant, { nil: undefined }), anInstant).map((two) => written(...two)),
)

/** Mostly this run has claimed the user already. */
const aStanding = fc.oneof(
  { weight: 3, arbitrary: fc.constant(() => [ownHolder, {}, {}] as const) },
  { weight: 1, arbitrary: fc.constant(() => [otherHolder, {}, {}] as const) },
  { weight: 3, arbitrary: fc.constantFrom(...standings) },
)

const somePolicy = fc
  .record({
    rotateAfter: fc.constantFrom(0, 9 * day, 60 * day, 60 * day, 90 * day),
    deactivateAfter: fc.constantFrom(0, 3 * hour, day, day, 30 * day),
    deleteAfter: fc.constantFrom(0, 7 * day, 7 * day, 30 * day),
    oldKeyStillUsed: fc.constantFrom('hold' as const, 'proceed' as const),
    replaceInactiveKey: fc.constantFrom(false, false, true),
    force: fc.constantFrom(false, false, false, true),
    verification: fc.constantFrom('workflow' as const, 'workflow' as const, 'none' as const),
    timeLimit: fc.constantFrom(minute, 31 * minute, 55 * minute),
    digest: fc.constantFrom('digest-1', 'digest-1', 'digest-2'),
    recovery: fc.boolean(),
    uncovered: fc.constantFrom([], [], ['octo/web'], ['octo/app', 'octo/web']),
  })
  .map(policy)

const somePreflight: fc.Arbitrary<World['preflight']> = fc.constantFrom<World['preflight'][]>(
  'unread',
  [],
  [],
  ['octo/web is archived.'],
)

/** The same name nearby, as old as the story, written lately, a variable, or in no place that can be read. */
const someNearby: fc.Arbitrary<World['sameNameNearby']> = fc.constantFrom<World['sameNameNearby'][]>(
  'unread',
  nothingNearby,
  nothingNearby,
  { places: [], ahead: 0, unread: ['GitHub refused.'] },
  nearby({ name: 'AWS_ACCESS_KEY_ID', updatedAt: story.firstBorn - day }),
  nearby({ name: 'AWS_ACCESS_KEY_ID', updatedAt: story.firstBorn + day }),
  nearby({ name: 'AWS_ACCESS_KEY_ID', updatedAt: now - hour }),
  nearby({ name: 'variable KEY_ID', updatedAt: story.firstBorn + day, value: K1 }),
)

const pick = <Item>(items: readonly Item[], any: number) => items[any % items.length]

export const aSituation: fc.Arbitrary<Situation> = fc
  .record({
    name: fc.constantFrom(undefined, ...phases, ...phases),
    twist: fc.constantFrom<Twist[]>('none', 'none', 'exchanged', 'first', 'refused', 'sealed'),
    all: someKeys,
    destinations: someDestinations,
    preflight: somePreflight,
    sameNameNearby: someNearby,
    unfinishedRuns: fc.constantFrom<World['unfinishedRuns'][]>('unread', noRuns, noRuns, unfinished(1, 2)),
    users: fc.constantFrom('unread', 'CloudTrail shows nobody.'),
    standing: aStanding,
    recovered: fc.constantFrom(...recoveryValues),
    kept: fc.constantFrom(undefined, undefined, story.firstBorn, story.secondBorn, story.publishing),
    ahead: fc.constantFrom(0, 0, 3 * minute, -5 * hour),
    made: fc.subarray([K1, K2]),
    wanted: somePolicy,
    at: fc.oneof(anInstant, fc.constant(now)),
    described: fc.subarray([K1, K2, ids.x]),
    picks: fc.record({ reading: fc.nat(), signer: fc.nat(), run: fc.nat() }),
  })
  .map(
    ({
      name,
      twist,
      all,
      standing,
      wanted: wish,
      at,
      picks,
      kept,
      ahead,
      destinations: shown,
      ...others
    }): Situation => {
      const signer = pick(signersAmong(all), picks.signer)
      const [holder, facts, changedWish] = standing(at)
      const wanted = { ...wish, ...changedWish }
      const isClaimed = !('claim' in facts) || facts.claim?.confirmed === true
      const far = pick(wanted.recovery ? keepingRunsIn(name) : runsIn(name), picks.run) ?? freshRun
      const run = { ...(isClaimed ? far : freshRun), ...facts }
      const here = shown === 'unread' ? shown : { ...shown, ahead }
      const seen = { ...others, destinations: wanted.recovery ? keptAt(here, kept) : here }
      const journal: JournalReading =
        name === undefined
          ? (pick(readings(name, holder), picks.reading) ?? { kind: 'none' })
          : { kind: 'read', journal: journalAt(name, twist), holder }
      return { at, policy: wanted, world: world('', name, { ...seen, keys: all, signer, run, journal }) }
    },
  )
  .filter(isConsistent)
