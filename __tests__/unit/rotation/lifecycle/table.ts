/** The tables of the lifecycle: one world a row, and what must come of it; and the moments that rows share. */
import { expect, test } from '@jest/globals'
import type { Decision } from '../../../../src/rotation/decision.ts'
import { nextStep } from '../../../../src/rotation/lifecycle/next-step.ts'
import { day, hour, type Instant, minute, second } from '../../../../src/rotation/time.ts'
import type {
  DestinationsReading,
  Journal,
  KeyId,
  Policy,
  PublishResult,
  RecoveredKey,
  RunFacts,
  World,
} from '../../../../src/rotation/world.ts'
import {
  type Digit,
  freshRun,
  ids,
  type JournalName,
  journals,
  K2,
  now,
  policy,
  read,
  story,
  user,
  world,
  written,
} from '../worlds.ts'

/** One world, and what must come of it. */
export interface Row {
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

export function decide({ keys: keySet, journal, world: change, run, policy: wanted, at = now }: Row): Decision {
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

export function hold(row: Row): void {
  const decision = decide(row)
  const told = `${decision.because} ${'remedy' in decision ? decision.remedy : ''}`
  expect([inShort(decision), told]).toEqual([row.step, told])
  for (const words of row.says ?? []) expect(told).toContain(words)
}

/** What is not listed any more, the run has discarded itself. */
export const withdrawn = ({ keys: shown }: Partial<Row>): Partial<RunFacts> => (shown === '1A' ? { discarded: K2 } : {})

/** One test for each row. */
export const table = (rows: readonly Row[]) => test.each(rows)('$name', hold)

/** The run's claim stands, and the run before it was gone for certain at this moment. */
export const preceded = (predecessorGone: Instant): Partial<RunFacts> => ({
  claim: { settles: minute - 2 * second, quiet: minute - 2 * second, confirmed: true, predecessorGone },
})

export const unclaimed: Partial<RunFacts> = { claim: undefined }

/** `discard 2`, `observe last use`, `wait overlap`: the step and what it is about. */
export function inShort(decision: Decision): string {
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

export const nothingWritten = written(story.firstPublished)

export const dueAt = story.firstBorn + 60 * day

/** The journal of a user whose first key this is. */
export function firstKey(name: 'creating' | 'pending' | 'publishing' | 'published'): Partial<World> {
  const journal: Journal = { ...journals[name], current: undefined }
  return { journal: read(journal) }
}

export const published = (change: Partial<PublishResult> = {}): PublishResult => ({
  key: K2,
  accepted: 4,
  window: { from: story.publishing, to: story.published },
  problems: [],
  refused: true,
  ...change,
})

export const graceEnds = story.proven + day

/** The wait is over, and has not been over for long. */
export const waited = graceEnds + hour

export const recoverySecret = 'AWS_KEY_RECOVERY'
export const withRecovery: Partial<Policy> = { recovery: true }

/** What GitHub shows, with a recovery secret that was last written then. */
export const keptAt = (updatedAt: Instant | undefined, reading: DestinationsReading): DestinationsReading => ({
  ...reading,
  recovery: { name: recoverySecret, updatedAt },
})

export const handedIn: RecoveredKey = { id: K2, account: user.account, user: user.id, created: story.secondBorn }

/** What an earlier rotation of the same user has left. */
export const ofLongAgo: RecoveredKey = { ...handedIn, id: 'AKIA0000000000000000', created: now - 200 * day }

export const kept = story.secondBorn + 12 * second

/** The journal knows of this write of the recovery secret. */
export const sealedAt = (sealed: Instant) => ({ journal: read({ ...journals.publishing, sealed }) })

export const halfWritten = written(story.publishing, story.firstPublished)
export const allWritten = written(story.publishing)
export const soonAfter = story.published + hour
