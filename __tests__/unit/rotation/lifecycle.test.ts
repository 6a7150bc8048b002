/** What the lifecycle answers, world by world, in the order in which a rotation runs. */
import { describe, expect, test } from '@jest/globals'
import { nextStep } from '../../../src/rotation/lifecycle/next-step.ts'
import { day, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type {
  Creation,
  Decision,
  DestinationsReading,
  Holder,
  Journal,
  KeyId,
  LastUsed,
  Policy,
  PublishResult,
  RecoveredKey,
  RunFacts,
  Verdict,
  Verification,
  World,
} from '../../../src/rotation/world.ts'
import {
  type Digit,
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
  now,
  ownHolder,
  policy,
  read,
  story,
  unfinished,
  used,
  user,
  verification,
  world,
  written,
  X,
} from './worlds.ts'

// ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One world, and what must come of it. */
interface Row {
  /** Reads as a sentence. */
  readonly name: string
  readonly keys: string
  readonly journal: JournalName | undefined
  readonly world?: Partial<World>
  readonly run?: Partial<RunFacts>
  readonly policy?: Partial<Policy>
  readonly at?: Instant
  /** The decision in short. */
  readonly step: string
  /** Words that a person must be told. */
  readonly says?: readonly string[]
}

function decide({ keys: keySet, journal, world: change, run, policy: wanted, at = now }: Row): Decision {
  const facts = run === undefined ? {} : { run: factsOf(run) }
  return nextStep(world(keySet, journal, { ...change, ...facts }), policy(wanted), at)
}

/** However long a run has taken, it has looked at everything a second ago. */
function factsOf(run: Partial<RunFacts>): RunFacts {
  const passed = (run.elapsed ?? freshRun.elapsed) - freshRun.elapsed
  const { looked, seen, destinationsSeen, nearbySeen, unfinishedRunsSeen } = freshRun
  const fresh = {
    looked: looked + passed,
    seen: seen + passed,
    destinationsSeen: destinationsSeen + passed,
    nearbySeen: nearbySeen + passed,
    unfinishedRunsSeen: unfinishedRunsSeen + passed,
  }
  return { ...freshRun, ...fresh, ...run }
}

function hold(row: Row): void {
  const decision = decide(row)
  const told = `${decision.because} ${'remedy' in decision ? decision.remedy : ''}`
  expect([inShort(decision), told]).toEqual([row.step, told])
  for (const words of row.says ?? []) expect(told).toContain(words)
}

/** What is not listed any more, the run has discarded itself. */
const withdrawn = ({ keys: shown }: Partial<Row>): Partial<RunFacts> => (shown === '1A' ? { discarded: K2 } : {})

const table = (rows: readonly Row[]) => test.each(rows)('$name', hold)

/** The run's claim stands, and the run before it was gone for certain at this moment. */
const preceded = (predecessorGone: Instant): Partial<RunFacts> => ({
  claim: { settles: minute - 2 * second, quiet: minute - 2 * second, confirmed: true, predecessorGone },
})
const unclaimed: Partial<RunFacts> = { claim: undefined }

/** `discard 2`, `observe last use`, `wait overlap`: the step and what it is about. */
function inShort(decision: Decision): string {
  switch (decision.do) {
    case 'observe':
      return `observe ${decision.what}`
    case 'record':
      return `record ${nameOf(decision.journal)}`
    case 'wait':
    case 'fail':
      return `${decision.do} ${decision.phase}`
    case 'create':
    case 'remember':
    case 'refuse':
    case 'claim':
    case 'clear':
    case 'nothing':
    case 'stop':
      return decision.do
    default:
      return `${decision.do} ${digitOf(decision.key)}`
  }
}

function nameOf(journal: Journal): string {
  if (journal.phase === 'publishing') return journal.window.to === undefined ? 'publishing' : 'published'
  if (journal.phase === 'current') return journal.provenAt === undefined ? 'unproven' : 'current'
  return journal.phase
}

const digitOf = (key: KeyId) => (Object.keys(ids) as Digit[]).find((digit) => ids[digit] === key) ?? key

// ── Every set of keys, in every phase ─────────────────────────────────────────────────────────────────────────────

const phaseNames: readonly string[] = Object.keys(journals)

/**
 * Keys by name and status: 1 the old one, which is due, 2 its successor, x and y of unknown origin. Columns are what
 * the journal says. Everything has been read, every wait is over, no key was ever used, a role signs. Where it depends
 * on more than that, a dash stands, and a table below goes into it.
 */
const matrix = `
keys     | none     | steady   | creating     | pending   | publishing | published | unproven | current      | deactivating | deactivated
         | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A       | creating | creating | creating     | creating  | creating   | creating  | creating | creating     | creating     | creating
1I       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A       | nothing  | nothing  | stop         | discard 2 | published  | verify 2  | steady   | steady       | steady       | steady
2I       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA       | nothing  | nothing  | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xI       | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A    | stop     | stop     | discard 2    | discard 2 | published  | verify 2  | verify 2 | deactivating | reactivate 1 | unproven
1A 2I    | stop     | stop     | discard 2    | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I 2A    | stop     | stop     | stop         | stop      | stop       | stop      | -        | -            | reactivate 1 | delete 1
1I 2I    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2A xI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
2I xA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA yA    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xA yI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
xI yI    | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A xA | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A 2A xI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1I 2A xI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
1A xI yI | stop     | stop     | stop         | stop      | stop       | stop      | stop     | stop         | stop         | stop
`

interface Cell {
  readonly keySet: string
  readonly column: string
  readonly step: string
  /** `the old key on and the new key off, journal current: stop` */
  readonly name: string
}

const words: Readonly<Record<string, string>> = {
  '1': 'the old key',
  '2': 'the new key',
  x: 'an unknown key',
  y: 'another unknown key',
}
const cells = cellsOf(matrix)

function cellsOf(text: string): readonly Cell[] {
  const [head = [], ...rows] = text
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  return rows.flatMap(([keySet = '', ...steps]) =>
    steps.map((step, index): Cell => {
      const column = head[index + 1] ?? ''
      const journal = column === 'none' ? 'no journal' : `journal ${column}`
      return { keySet, column, step, name: `${spelled(keySet)}, ${journal}: ${spelledStep(step)}` }
    }),
  )
}

function spelled(keySet: string): string {
  if (keySet === '') return 'no key'
  const all = keySet.split(' ').map((word) => `${words[word.slice(0, 1)]} ${word.endsWith('A') ? 'on' : 'off'}`)
  return all.join(' and ')
}

function spelledStep(step: string): string {
  if (phaseNames.includes(step)) return `write down ${step}`
  return step.replace(/ (.)$/, (_, digit: string) => ` ${words[digit]}`)
}

const journalOf = (column: string) => (phaseNames.includes(column) ? (column as JournalName) : undefined)

function answer({ keySet, column }: Cell, change: Partial<World> = {}): string {
  return inShort(nextStep(world(keySet, journalOf(column), change), policy(), now)).replace(/^record /, '')
}

const nothingWritten = written(story.firstPublished)

describe('every set of keys in every phase', () => {
  test('the table is complete', () => {
    expect(new Set(cells.map(({ column }) => column))).toEqual(new Set(['none', ...phaseNames]))
    expect(cells).toHaveLength(25 * 10)
  })

  test.each(cells.filter(({ step }) => step !== '-'))('$name', (cell) => {
    expect(answer(cell)).toBe(cell.step)
  })

  const withoutJournal = cells.filter(({ column }) => column === 'none')

  test.each(withoutJournal)('$name, and so with the journal of an earlier user of the same name', (cell) => {
    expect(answer(cell, { journal: { kind: 'foreign', holder: ownHolder } })).toBe(cell.step)
  })

  test.each(withoutJournal)('$name; but stop, with a journal of another version', (cell) => {
    expect(answer(cell, { journal: { kind: 'unknown', text: 'v2 phase=unheard-of' } })).toBe('stop')
  })
})

table([
  {
    name: 'another version of the journal stops even force, and its text is shown',
    keys: '1A',
    journal: undefined,
    world: { journal: { kind: 'unknown', text: 'v2 phase=unheard-of' } },
    policy: { force: true, replaceInactiveKey: true },
    step: 'stop',
    says: ['v2 phase=unheard-of', 'ci-deploy'],
  },
])

// ── Steady ────────────────────────────────────────────────────────────────────────────────────────────────────────

const dueAt = story.firstBorn + 60 * day
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
      says: ['AWS_ACCESS_KEY_ID in octo/app', 'is gone', 'force: true'],
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
      says: ['68 days', 'another list'],
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
    {
      name: 'the list that the present one has replaced takes turns with it',
      keys: '1A',
      journal: 'steady',
      world: { ...turning, ...refused },
      policy: digest,
      step: 'stop',
      says: ['this workflow in turns', 'force: true'],
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

// ── Before anything is created ────────────────────────────────────────────────────────────────────────────────────

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
    due('stop', 'a rejection keeps it', { ...judged('rejected'), says: [K1, 'Nothing was created', 'force: true'] }),
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

// ── Creation ──────────────────────────────────────────────────────────────────────────────────────────────────────

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

/** The journal of a user whose first key this is. */
function firstKey(name: 'creating' | 'pending' | 'publishing' | 'published'): Partial<World> {
  const journal: Journal = { ...journals[name], current: undefined }
  return { journal: read(journal) }
}

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
    found(maker({}), 'observe holder', 'is asked about at GitHub while its maker may live', {
      at: now - 30 * minute,
      run: unclaimed,
      says: ['is it certainly gone'],
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

// ── Publication ───────────────────────────────────────────────────────────────────────────────────────────────────

const works = { key: K2, works: true, detail: 'AWS accepts it' }
const published = (change: Partial<PublishResult> = {}): PublishResult => ({
  key: K2,
  accepted: 4,
  window: { from: story.publishing, to: story.published },
  problems: [],
  refused: true,
  ...change,
})

describe('a key that this run has made', () => {
  const made = (
    journal: 'pending' | 'publishing',
    run: Partial<RunFacts>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({ name, keys: '1A 2A', journal, run: { held: K2, ...withdrawn(more), ...run }, step, ...more })
  const partly = published({ accepted: 2, window: undefined, problems: ['octo/web: 503.'], refused: false })
  const refused = published({ accepted: 0, window: undefined, problems: ['octo/app: 403.', 'octo/web: 403.'] })
  const unclear = { ...refused, refused: false }
  table([
    made('pending', {}, 'try 2', 'is tried before anybody gets it'),
    made('pending', { trial: { ...works, key: K1 } }, 'try 2', 'is not tried by trying another'),
    made(
      'pending',
      { trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'discard 2',
      'is withdrawn when AWS does not accept it',
      { says: ['SignatureDoesNotMatch'] },
    ),
    made(
      'pending',
      { trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'fail rotating',
      'and when it is withdrawn, a person is told why',
      { keys: '1A', says: ['SignatureDoesNotMatch', K2] },
    ),
    made('pending', { trial: works }, 'observe destinations', "is published by GitHub's own clock", {
      world: { destinations: 'unread' },
    }),
    made('pending', { trial: works }, 'record publishing', 'is announced before it is written'),
    made('publishing', { trial: works }, 'publish 2', 'is written everywhere'),
    made(
      'publishing',
      { trial: works, published: published() },
      'record published',
      'is written down as published once all is confirmed',
    ),
    made(
      'publishing',
      { trial: works, published: partly },
      'fail rotating',
      'stays when a place could not be written',
      { says: ['octo/web: 503.'] },
    ),
    made(
      'publishing',
      { trial: works, published: refused },
      'observe destinations',
      'is looked for when every place refused it',
      {
        world: { destinations: 'unread' },
      },
    ),
    made('publishing', { trial: works, published: refused }, 'discard 2', 'is withdrawn when no place has it', {
      world: { destinations: written(story.firstPublished) },
      says: ['octo/app: 403.', 'octo/web: 403.'],
    }),
    made(
      'publishing',
      { trial: works, published: refused },
      'fail rotating',
      'stays when some place has it all the same',
      {
        world: { destinations: written(story.firstPublished, story.publishing) },
      },
    ),
    made(
      'publishing',
      { trial: works, published: refused },
      'fail rotating',
      'and when it is withdrawn, the places are named',
      { keys: '1A', says: ['octo/app: 403.'] },
    ),
    made(
      'publishing',
      { trial: works, published: unclear },
      'fail rotating',
      'stays when one of the refusals was not clear',
    ),
    made(
      'publishing',
      { trial: works, published: { ...refused, accepted: 1 } },
      'fail rotating',
      'stays when one secret was accepted',
    ),
  ])

  test('the publish window begins when GitHub was read last, give or take what its servers disagree by', () => {
    const decision = decide(made('pending', { trial: works }, '', ''))
    const from = decision.do === 'record' && 'window' in decision.journal ? decision.journal.window.from : 0
    const { at } = written()
    expect([from <= at, from >= at - 10 * second]).toEqual([true, true])
  })
})

describe('a publication that was cut off', () => {
  const cut = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: change,
    step,
    ...more,
  })
  const nothing = { destinations: written(story.firstPublished) }
  const everything = { destinations: written(story.publishing) }
  const half = { destinations: written(story.publishing, story.firstPublished) }
  const alive = { run: preceded(now - 2 * minute + second) }
  const dead = { run: preceded(now - 2 * minute - 3 * second) }
  const atWork = { run: preceded(now + hour) }
  const otherDigest = { policy: { digest: 'digest-2' } }
  table([
    cut({ destinations: 'unread' }, 'observe destinations', 'begins with a look at how far it came'),
    cut(everything, 'record published', 'counts as done when every secret is in the window'),
    cut(everything, 'record published', 'counts as done, whoever was at work', atWork),
    cut(nothing, 'discard 2', 'leaves a key that nobody has, which is withdrawn'),
    cut(nothing, 'wait rotating', 'is left to the run that may be at work', { ...atWork, says: [K2] }),
    cut(nothing, 'wait rotating', 'is left while GitHub may not show its writes yet', { ...alive, says: [K2] }),
    cut(nothing, 'discard 2', 'is taken over when that run has had its time', dead),
    cut(half, 'wait rotating', 'is left to that run half way, too', alive),
    cut(
      { ...half, signer: K2 },
      'publish 2',
      'is finished by a job that holds the new key, whoever was at work',
      atWork,
    ),
    cut({ ...half, preflight: 'unread' }, 'observe preflight', 'leaves a key that some have: could they get another?'),
    cut({ ...half, preflight: ['octo/web: 403.'] }, 'fail rotating', 'leaves it to them when they could not', {
      says: ['octo/web: 403.'],
    }),
    cut(half, 'discard 2', 'takes it from them when they get another at once'),
    cut({ ...nothing, preflight: 'unread' }, 'observe preflight', 'is not withdrawn unchecked, though nobody shows it'),
    cut({ ...nothing, preflight: ['octo/web: 403.'] }, 'fail rotating', 'nor while nobody could get another', {
      says: ['octo/web: 403.', K2],
    }),
    {
      ...cut({ ...nothing, preflight: 'unread' }, 'observe preflight', 'had not begun, and is checked all the same'),
      journal: 'pending',
    },
    cut({ ...half, signer: K2 }, 'publish 2', 'is finished by a job that holds the new key'),
    cut({ ...half, signer: K1 }, 'record publishing', 'is turned back by a job that holds the old key'),
    cut({ ...nothing, signer: K1 }, 'discard 2', 'is undone by a job that holds the old key, when nothing was written'),
    cut({ ...everything, signer: K1 }, 'record published', 'is done, whichever key the job holds'),
    cut({ ...half, signer: K2 }, 'record publishing', 'begins anew for other destinations', otherDigest),
    cut(
      { ...nothing, signer: K1 },
      'record publishing',
      'is turned back where other destinations may hold the key',
      otherDigest,
    ),
    cut(
      { destinations: written(story.publishing - second) },
      'discard 2',
      'is not done by what was written a second before it began',
    ),
    cut({ destinations: written(undefined) }, 'discard 2', 'is not done while secrets do not exist'),
    cut(everything, 'stop', 'is left when the old key is off', { keys: '1I 2A' }),
    cut(everything, 'stop', 'is left when the new key is off', { keys: '1A 2I' }),
    cut(everything, 'record creating', 'begins from the start when the new key is gone', { keys: '1A', says: [K2] }),
    cut(everything, 'stop', 'is left when both keys are gone', { keys: '' }),
    cut(everything, 'record creating', 'begins anew with force when both are gone', {
      keys: '',
      policy: { force: true },
    }),
    { ...cut(nothing, 'discard 2', 'had not begun: the pending key is withdrawn'), journal: 'pending' },
    {
      ...cut(
        half,
        'record publishing',
        'had begun where anything was written since, though a late note says otherwise',
      ),
      journal: 'pending',
    },
    cut(nothing, 'record creating', 'of a first key begins anew', {
      keys: '',
      world: { ...nothing, ...firstKey('publishing') },
    }),
    cut(nothing, 'record creating', 'of a first key that was not written yet begins anew', {
      keys: '',
      journal: 'pending',
      world: { ...nothing, ...firstKey('pending') },
    }),
  ])

  test('a job that holds the old key publishes that one everywhere, and the new one becomes what is replaced', () => {
    const decision = decide(cut({ ...half, signer: K1 }, '', ''))
    expect(decision).toMatchObject({ journal: { pending: K1, current: K2, window: { to: undefined } } })
  })

  test('the window closes with the last write', () => {
    const reading = { destinations: written(story.publishing, story.published) }
    expect(decide(cut(reading, '', ''))).toMatchObject({
      journal: { window: { from: story.publishing, to: story.published } },
    })
  })
})

// ── Proof ─────────────────────────────────────────────────────────────────────────────────────────────────────────

describe('a published key is proven', () => {
  const judged = (verdict: Verdict, key: KeyId = K2) => ({ verification: verification(verdict, key) })
  const proof = (run: Partial<RunFacts>, step: string, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'published',
    run,
    step,
    ...more,
  })
  const none: Partial<Policy> = { verification: 'none' }
  const byName: Partial<Row> = { policy: none }
  const overlapping: Partial<Row> = { journal: 'unproven' }
  table([
    proof({}, 'verify 2', 'by a run of a workflow'),
    proof(judged('works'), 'record current', 'when that run signed in with it'),
    proof(judged('works', K1), 'verify 2', 'not by a run that signed in with another'),
    proof(judged('rejected'), 'fail rotating', 'not when that run failed, and the run is named', {
      says: ['actions/runs/7'],
    }),
    proof(judged('unknown'), 'wait rotating', 'not without a verdict, which is not a bad one', {
      at: story.published + hour,
      says: ['actions/runs/7'],
    }),
    proof(
      { verification: { ...verification('unknown'), remedy: 'Allow actions: write.' } },
      'fail rotating',
      'not when no run could be asked, and a person is told what to do',
      {
        says: ['Allow actions: write.'],
      },
    ),
    proof({}, 'record current', 'unasked where the user has opted out', byName),
    proof(judged('works'), 'record steady', 'and alone at once, when there is no old key', { keys: '2A' }),
    proof({}, 'stop', 'not while the old key is off', { keys: '1I 2A' }),
    proof({}, 'verify 2', 'again after something was taken back', overlapping),
    proof(judged('works'), 'record current', 'again by a workflow', overlapping),
    proof(judged('rejected'), 'fail overlap', 'not again by a failure', { ...overlapping, says: ['actions/runs/7'] }),
    proof(judged('unknown'), 'wait overlap', 'not again by silence', { ...overlapping, at: story.published + hour }),
    proof({}, 'record current', 'again unasked', { ...overlapping, ...byName }),
  ])

  test.each([
    ['right after this run has written', { wrote: minute }, true],
    ['for two minutes', { elapsed: 3 * minute, wrote: minute }, true],
    ['and no longer', { elapsed: 3 * minute + second, wrote: minute }, false],
    ['not when it has written nothing', {}, false],
  ] as const)('a job may see what secrets held before: %s', (_, run, settling) => {
    expect(decide(proof(run, '', ''))).toMatchObject({ do: 'verify', settling })
    const off: Row = { ...proof({ ...run, deactivating: true }, '', ''), keys: '1I 2A', journal: 'deactivating' }
    // With the old key off nobody waits for a second run.
    expect(decide(off)).toMatchObject({ do: 'verify', settling: false })
  })

  test('the second of the proof is written down', () => {
    const decision = decide(proof(judged('works'), '', '', { at: now + 999 }))
    expect(decision).toMatchObject({ journal: { current: K2, previous: K1, provenAt: now } })
  })
})

// ── Overlap ───────────────────────────────────────────────────────────────────────────────────────────────────────

const overlap = (change: Partial<World>, step: string, name: string, more: Partial<Row> = {}): Row => ({
  name,
  keys: '1A 2A',
  journal: 'current',
  world: change,
  at: waited,
  step,
  ...more,
})
const graceEnds = story.proven + day
/** The wait is over, and has not been over for long. */
const waited = graceEnds + hour
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
      `AWS_ACCESS_KEY_ID in the environment production of octo/app takes precedence over a listed secret`,
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
      says: [`variable KEY_ID in the environment production of octo/app is not listed, and shows ${K1}`],
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
        'cancel it; the next run goes on',
      ],
    }),
    overlap(runs(...Array.from({ length: 12 }, (_, index) => index)), 'wait overlap', 'and of many, ten are named', {
      says: ['12 runs', 'Deploy #9', '\n- and 2 more'],
    }),
    overlap(runs(1), 'wait overlap', 'also when uses of it do not matter', { policy: { oldKeyStillUsed: 'proceed' } }),
    overlap(runs(1), 'fail overlap', 'and the run turns red when that lasts for a week', {
      at: story.proven + 8 * day + second,
      says: ['Deploy #1', 'this has lasted for 7 days'],
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
      says: ['octo/app', 'gone'],
    }),
    overlap({ destinations: written(undefined) }, 'fail overlap', 'and every run says that it is gone', {
      at: graceEnds - second,
      says: ['octo/app', 'octo/web', 'is gone', 'Put it back with the key in use', 'Once the old key is deleted'],
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

// ── Recovery ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
    off('1I 2A', writtenAt(story.deactivated), 'delete 1', 'one that was written until then was judged before'),
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

// ── People and jobs ───────────────────────────────────────────────────────────────────────────────────────────────

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

// ── The recovery secret ───────────────────────────────────────────────────────────────────────────────────────────

const recoverySecret = 'AWS_KEY_RECOVERY'
const withRecovery: Partial<Policy> = { recovery: true }
/** What GitHub shows, with a recovery secret that was last written then. */
const keptAt = (updatedAt: Instant | undefined, reading: DestinationsReading): DestinationsReading => ({
  ...reading,
  recovery: { name: recoverySecret, updatedAt },
})
const handedIn: RecoveredKey = { id: K2, account: user.account, user: user.id, created: story.secondBorn }
/** What an earlier rotation of the same user has left. */
const ofLongAgo: RecoveredKey = { ...handedIn, id: 'AKIA0000000000000000', created: now - 200 * day }
const kept = story.secondBorn + 12 * second
/** The journal knows of this write of the recovery secret. */
const sealedAt = (sealed: Instant) => ({ journal: read({ ...journals.publishing, sealed }) })
const halfWritten = written(story.publishing, story.firstPublished)
const allWritten = written(story.publishing)
const soonAfter = story.published + hour

describe('a key that a run makes is kept safe before anybody gets it', () => {
  const made = (
    journal: JournalName,
    run: Partial<RunFacts>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal,
    run: { held: K2, trial: works, ...withdrawn(more), ...run },
    policy: withRecovery,
    step,
    ...more,
  })
  const safe = { safeguard: { key: K2, writtenAt: kept } }
  const unsure = { safeguard: { key: K2, problem: 'octo/app has no room, perhaps.', mayBeWritten: true } }
  const unsafe = { safeguard: { key: K2, problem: 'octo/app has no room for another secret.', mayBeWritten: false } }
  const refused = published({ accepted: 0, window: undefined, problems: ['octo/app: 403.'] })
  table([
    made('pending', { trial: undefined }, 'try 2', 'once AWS accepts it'),
    made('pending', {}, 'safeguard 2', 'then it is sealed into the recovery secret'),
    made('pending', { safeguard: { key: X, writtenAt: kept } }, 'safeguard 2', 'whatever was sealed there before'),
    made('pending', {}, 'safeguard 2', 'whatever the job was handed in', {
      world: { recovered: { ...handedIn, id: K1, created: story.firstBorn } },
    }),
    made('pending', safe, 'record publishing', 'and then it is announced'),
    made('pending', {}, 'stop', 'and not by its tag, beside a key that nothing explains', {
      world: { made: [K2], journal: read({ ...journals.pending, current: undefined }) },
      says: [K1, K2],
    }),
    made('pending', {}, 'record publishing', 'and at once where there is no recovery secret', { policy: {} }),
    made('pending', unsafe, 'discard 2', 'or withdrawn, when it cannot be kept', { says: ['no room'] }),
    made('pending', unsure, 'fail rotating', 'but kept, when another run may be handed it', { says: ['no room', K2] }),
    made('pending', unsafe, 'fail rotating', 'and a person is told why', { keys: '1A', says: ['no room', K2] }),
    made('publishing', { ...safe, published: refused }, 'discard 2', 'what nobody took is withdrawn', {
      world: { destinations: nothingWritten },
    }),
    made('publishing', { ...safe, published: refused }, 'clear', 'and not kept', { keys: '1A' }),
    made(
      'publishing',
      { ...safe, published: refused, recoveryCleared: true },
      'fail rotating',
      'and the places are named',
      { keys: '1A', says: ['octo/app: 403.'] },
    ),
    made(
      'pending',
      { ...safe, trial: { ...works, works: false, detail: 'SignatureDoesNotMatch' } },
      'clear',
      'nor is one that AWS gave up',
      {
        keys: '1A',
      },
    ),
  ])

  test.each([
    ['by the date that GitHub shows, too', kept],
    ['though GitHub still shows the write before it', kept - second],
    ['though somebody else has written since', kept + second],
    ['though it is not shown', undefined],
  ])('rule 11: the journal of a publication tells of what this run has sealed, %s', (_, shown) => {
    const world = { destinations: keptAt(shown, nothingWritten) }
    const journal = { phase: 'publishing', sealed: kept }
    expect(decide(made('pending', safe, '', '', { world }))).toMatchObject({ journal })
  })

  test('rule 11: what a withdrawn key has left in the recovery secret is cleared by the date of its own write', () => {
    const row = made('publishing', { ...safe, published: refused }, '', '', { keys: '1A' })
    const anew = { world: { destinations: keptAt(kept + minute, nothingWritten) } }
    expect(decide(row)).toMatchObject({ do: 'clear', writtenAt: kept })
    expect(decide({ ...row, ...anew })).toMatchObject({ do: 'clear', writtenAt: kept })
  })

  test('the key is sealed together with the moment of its birth, which IAM can confirm', () => {
    expect(decide(made('pending', {}, '', ''))).toMatchObject({ do: 'safeguard', key: K2, created: story.secondBorn })
  })
})

describe('the ways on after a publication that was cut off, in their order', () => {
  const cut = (
    destinations: DestinationsReading,
    change: Partial<World>,
    step: string,
    name: string,
    more: Partial<Row> = {},
  ): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { destinations: keptAt(kept, destinations), ...change },
    policy: withRecovery,
    at: soonAfter,
    step,
    ...more,
  })
  const recovered = { recovered: handedIn }
  const tried = { trial: works }
  const partly = published({ accepted: 2, window: undefined, problems: ['octo/web: 503.'], refused: false })
  const atWork = preceded(soonAfter + hour)
  table([
    cut(allWritten, recovered, 'record published', 'what is written everywhere is done'),
    cut(allWritten, recovered, 'record published', 'also where a run of the same hour was cut off', {
      run: { ...tried, ...preceded(story.publishing + 30 * minute) },
    }),
    cut(allWritten, recovered, 'publish 2', 'but not where somebody may have moved its dates for days', {
      run: { ...tried, ...preceded(story.publishing + 2 * day) },
      at: story.publishing + 3 * day,
    }),
    cut(halfWritten, recovered, 'try 2', 'the recovery secret hands the key back, which is tried first'),
    cut(halfWritten, recovered, 'publish 2', 'and goes to every place', { run: tried }),
    cut(halfWritten, recovered, 'publish 2', 'whoever was at work, for nothing is lost by it', {
      run: { ...tried, ...atWork },
    }),
    cut(halfWritten, { ...recovered, destinations: 'unread' }, 'record published', 'and is written down then', {
      run: { ...tried, published: published() },
    }),
    cut(halfWritten, { ...recovered, destinations: 'unread' }, 'fail rotating', 'or the places are named', {
      run: { ...tried, published: partly },
      says: ['octo/web: 503.'],
    }),
    cut(nothingWritten, recovered, 'try 2', 'though nothing was written'),
    cut(nothingWritten, recovered, 'record publishing', 'and it is announced, if it was not yet', {
      journal: 'pending',
      run: tried,
    }),
    cut(halfWritten, recovered, 'record publishing', 'and announced anew for other destinations', {
      policy: { ...withRecovery, digest: 'digest-2' },
      run: tried,
    }),
    cut(halfWritten, recovered, 'fail rotating', 'it stays where it is while AWS does not accept it', {
      run: { trial: { ...works, works: false, detail: 'AWS does not accept it' } },
      says: ['AWS does not accept it'],
    }),
    cut(halfWritten, { ...recovered, signer: K1 }, 'try 2', 'it goes before the pair that the job holds'),
    cut(halfWritten, { ...recovered, signer: K2 }, 'try 2', 'also when they are one and the same'),
    cut(halfWritten, { signer: K2 }, 'observe queue', 'what may be handed back yet goes before that pair, too', {
      run: { queued: 'unread' },
    }),
    cut(
      halfWritten,
      { ...recovered, keys: keys('1A 2I') },
      'stop',
      'a key that a person switched off is not published',
    ),
    cut(
      halfWritten,
      { destinations: keptAt(story.firstBorn, halfWritten), recovered: ofLongAgo },
      'discard 2',
      'nothing to be had there',
      { at: now },
    ),
    cut(
      halfWritten,
      { destinations: keptAt(story.firstBorn, halfWritten), signer: K1 },
      'record publishing',
      'then the job’s own pair goes everywhere',
    ),
    cut(
      nothingWritten,
      { destinations: keptAt(undefined, nothingWritten), signer: K1 },
      'discard 2',
      'or a new key takes its place, where nothing was written',
      { at: now },
    ),
  ])

  test.each([
    ['half an hour', 30 * minute, { from: story.publishing, to: expect.any(Number) }],
    ['two days, in which somebody may have moved dates', 2 * day, undefined],
  ])('what is written already is left as it is where all of it may have taken %s', (_, lasting, done) => {
    const ended = preceded(story.publishing + lasting)
    const decision = decide(
      cut(halfWritten, recovered, '', '', { run: { ...tried, ...ended }, at: story.publishing + 3 * day }),
    )
    expect(decision).toMatchObject({ do: 'publish', done })
  })
})

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
      handed(value, fresh, 'stop', `${what}: a run that was queued after it is told to hand it in`, {
        says: [...says, `recovery-secret: \${{ secrets.${recoverySecret} }}`],
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

// ── Refused half way ──────────────────────────────────────────────────────────────────────────────────────────────

describe('rule 10: a publication that GitHub clearly refuses half way ends red, and is finished by a later run', () => {
  const refusedHalfWay = published({ accepted: 2, window: undefined, problems: ['octo/web: 403.'] })
  const says = ['octo/web: 403.', 'Both keys stay active', 'the recovery secret or the pair of its job']
  const ended = (change: Partial<World>, name: string, more: Partial<Row> = {}): Row => ({
    name,
    keys: '1A 2A',
    journal: 'publishing',
    world: { destinations: halfWritten, ...change },
    run: { held: K2, trial: works, published: refusedHalfWay },
    at: soonAfter,
    step: 'fail rotating',
    says,
    ...more,
  })
  const later = { run: {}, says: [] }
  table([
    ended({}, 'by a role'),
    ended({ signer: K1 }, 'by a job that holds the old key, which turns nothing back in that run'),
    ended({ destinations: 'unread' }, 'without another look'),
    ended({ destinations: keptAt(kept, halfWritten), ...sealedAt(kept) }, 'with a recovery secret', {
      policy: withRecovery,
    }),
    ended(
      { destinations: keptAt(kept, halfWritten), ...sealedAt(kept), recovered: handedIn },
      'the next one tries what the recovery secret holds',
      {
        ...later,
        policy: withRecovery,
        step: 'try 2',
      },
    ),
    ended({ signer: K2 }, 'the next job that holds the new key publishes that', { ...later, step: 'publish 2' }),
    ended({ signer: K1 }, 'the next job that holds the old key publishes that, which is announced first', {
      ...later,
      step: 'record publishing',
    }),
    ended({}, 'the next run of a role replaces the key once more', { ...later, at: now, step: 'discard 2' }),
  ])

  test('the key that a job holds is pending then, and no write of the other one falls into its window', () => {
    const lately = written(soonAfter - minute, story.firstPublished)
    const destinations = { ...lately, at: soonAfter - 2 * second, until: soonAfter - 2 * second }
    const pressed = { ...destinations, ...written(soonAfter, story.firstPublished), at: soonAfter, until: soonAfter }
    expect(decide(ended({ signer: K1, destinations }, '', later))).toMatchObject({
      journal: { pending: K1, current: K2, previous: undefined, window: { to: undefined } },
    })
    expect(decide(ended({ signer: K1, destinations: pressed }, '', later))).toMatchObject({
      journal: { window: { from: soonAfter + second } },
    })
  })
})

// ── A lost journal ────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Two clocks ────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Dates that moved ──────────────────────────────────────────────────────────────────────────────────────────────

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
        says: ['whatever the dates say'],
      }),
      moment(judged({ asOf: moved - second }, key), otherwise, 'one of before the move says nothing of it'),
      moment(judged({ asOf: undefined }, key), otherwise, 'one before which nothing was read says nothing'),
      moment(judged({ asOf: moved, weak: true }, key), otherwise, 'a weak success leaves it to the dates'),
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

// ── A recovery secret that is somebody else's ─────────────────────────────────────────────────────────────────────

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
  const wayOut = [recoverySecret, '{iam-user}', 'Nothing was changed']
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
      says: [recoverySecret, `recovery-secret: \${{ secrets.${recoverySecret} }}`, 'Nothing was changed'],
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

// ── Green means kept ──────────────────────────────────────────────────────────────────────────────────────────────

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
      says: [...says, "of this run's time are left"],
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

// ── The time that a run has ───────────────────────────────────────────────────────────────────────────────────────

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

// ── What the rules demand and the lifecycle does not do yet ───────────────────────────────────────────────────────

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
    early('1A', 'steady', 'observe quiet', 'no key is announced', { says: ['did not say that it has ended'] }),
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
