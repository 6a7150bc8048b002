/** Questions that a rotation asks about a world: each answers from what has been read, and changes nothing. */

import type { Phase } from './decision.ts'
import { mayHold, safeguarded } from './secret-dates.ts'
import { type Duration, type Instant, minute, second } from './time.ts'
import { oldestRun, orphanSlack, settlingOfWrites } from './waits.ts'
import type {
  AccessKey,
  DestinationsReading,
  Journal,
  KeyId,
  NearbyPlace,
  NearbyReading,
  UnfinishedRunsReading,
  Verification,
  World,
} from './world.ts'

/** A key as IAM lists it; undefined when it is gone. */
export function find(world: World, id: KeyId | undefined): AccessKey | undefined {
  return world.keys.find((key) => key.id === id)
}

/** The oldest key that is active. */
export function activeKey(world: World): AccessKey | undefined {
  return world.keys.find((key) => key.status === 'Active')
}

/** The journal, when there is one that can be read and is this user's. */
export function journalOf({ journal }: World): Journal | undefined {
  return journal.kind === 'read' ? journal.journal : undefined
}

/** How users call the state that a journal shows. */
export function phaseOf(journal: Journal | undefined): Phase {
  switch (journal?.phase) {
    case undefined:
    case 'steady':
      return 'steady'
    case 'creating':
    case 'pending':
    case 'publishing':
      return 'rotating'
    case 'current':
    case 'deactivating':
      return 'overlap'
    case 'deactivated':
      return 'recovery'
  }
}

/** Whether this run has the secret of a key: it created it, or the job came with it. */
export function holds(world: World, id: KeyId): boolean {
  return world.run.held === id || world.signer === id || recovered(world)?.id === id
}

/** Whether this run signs with the previous key: it was queued before the current one was published, or re-run. */
export function signsWith({ signer, run }: World, previous: AccessKey, current: AccessKey): boolean {
  return signer === previous.id && run.trial?.key !== current.id
}

/** Whether a key comes from the recovery secret alone, and AWS has not been asked yet whether it works. */
export function isUntried(world: World, id: KeyId): boolean {
  const { held, trial } = world.run
  return held !== id && world.signer !== id && trial?.key !== id
}

/**
 * The key that the job handed in as `recovery-secret`. A value may be stale, since secrets are frozen when a run is
 * queued, or of another user: it counts only for the account, the user and the key that it names. Dates say nothing
 * here: AWS may answer one call with milliseconds and another without.
 */
export function recovered(world: World): AccessKey | undefined {
  return isHandedOwn(world) ? find(world, world.recovered?.id) : undefined
}

/** Whether the job was handed a value that was written for this user, whatever key is in it. */
export function isHandedOwn({ recovered: value, user }: World): boolean {
  return value !== undefined && value.user === user.id && value.account === user.account
}

/** The keys that a journal accounts for. */
export function keysOf(journal: Journal | undefined): readonly KeyId[] {
  if (journal === undefined) return []
  const ids = [
    'pending' in journal ? journal.pending : undefined,
    journal.current,
    'previous' in journal ? journal.previous : undefined,
  ]
  return ids.filter((id) => id !== undefined)
}

/** The first key that a journal does not account for. */
export function strangerTo(world: World, journal: Journal): AccessKey | undefined {
  const known = keysOf(journal)
  return world.keys.find((key) => !known.includes(key.id))
}

/** So many refused configurations are known at a time: a tag has room for no more. */
const mostRefused = 8

/** The digests of the configurations that were refused, the latest first. */
export function refusedDigests({ refused }: Pick<World, 'refused'>): readonly string[] {
  return refused === undefined ? [] : [refused.digest, ...(refused.earlier ?? [])].slice(0, mostRefused)
}

/** What this run has found out about `key` since it was last published or its rival deactivated. */
export function verificationOf(world: World, key: AccessKey): Verification | undefined {
  const found = world.run.verification
  return found?.key === key.id ? found : undefined
}

/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and neither a destination nor the recovery secret was written
 * since.
 */
export function isOrphan(world: World, intent: Extract<Journal, { phase: 'creating' }>, key: AccessKey): boolean {
  return (
    intent.at !== undefined &&
    key.created >= intent.at &&
    !isBornLate(intent, key) &&
    !world.described.includes(key.id) &&
    !holds(world, key.id) &&
    key.lastUsed.kind === 'never' &&
    world.destinations !== 'unread' &&
    mayHold(world.destinations.destinations, key, world.destinations.ahead).length === 0 &&
    !safeguarded(world.destinations, key)
  )
}

/** Whether a key was born later than this intent may have led to one. */
export function isBornLate({ at }: Extract<Journal, { phase: 'creating' }>, { created }: AccessKey): boolean {
  return at === undefined || created > at + orphanSlack
}

/** What destinations held this long ago says enough of what they hold now. */
const freshness: Duration = 5 * second

/** The destinations as they are now; undefined when they were not read, or not lately. */
export function freshDestinations({ destinations, run }: World): DestinationsReading | undefined {
  // A look at the user may have come in between, however long that took.
  const age = run.elapsed - run.destinationsSeen - (run.seen - run.looked)
  if (destinations === 'unread' || age > freshness) return undefined
  return destinations
}

/** What GitHub's clock shows by now. */
export function githubTime({ until }: DestinationsReading, { run }: World): Instant {
  return until + run.elapsed - run.destinationsSeen
}

/** Such secrets appear by a person's hand, and looking for them may take long: a look of this run counts for a while. */
const nearbyFreshness: Duration = 10 * minute

/** The same names nearby; undefined when they were not looked for, or not lately. */
export function freshNearby({ sameNameNearby, run }: World): NearbyReading | undefined {
  return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > nearbyFreshness ? undefined : sameNameNearby
}

/** Places nearby that may hold a key, since they were written after that moment of AWS's clock; a variable shows it. */
export function nearbyHolders(
  { places, ahead }: NearbyReading,
  key: Pick<AccessKey, 'id' | 'created'>,
): readonly NearbyPlace[] {
  return places.filter((place) => mayHold([place], key, ahead).length > 0)
}

/** What else may hold the previous key before it is switched off: what appeared or changed since the current one exists. */
export function heldNearby(world: World, reading: NearbyReading): readonly NearbyPlace[] {
  const journal = journalOf(world)
  const current = journal?.phase === 'current' ? find(world, journal.current) : undefined
  if (journal?.phase !== 'current' || current === undefined) return []
  return nearbyHolders(reading, { id: journal.previous, created: current.created })
}

/** What GitHub shows of unfinished runs is looked at again after this long: a re-run may have begun since. */
const unfinishedRunsFreshness: Duration = 10 * minute

/** Runs that may hold the previous key; undefined when they were not looked for, or not lately. */
export function freshUnfinishedRuns({ unfinishedRuns, run }: World): UnfinishedRunsReading | undefined {
  const age = run.elapsed - run.unfinishedRunsSeen
  return unfinishedRuns === 'unread' || age > unfinishedRunsFreshness ? undefined : unfinishedRuns
}

/** Whether jobs may still get what secrets held before this run wrote them. */
export function isSettling({ run }: World): boolean {
  return run.wrote !== undefined && run.elapsed - run.wrote <= settlingOfWrites
}

/** Whether GitHub had handed out what was written then before it queued this run; unknown is undefined. */
export function isQueuedAfter({ run: { queued }, destinations }: World, written: Instant): boolean | undefined {
  if (destinations !== 'unread' && destinations.at - written > oldestRun) return true
  return typeof queued === 'number' ? queued > written + settlingOfWrites : undefined
}

/**
 * GitHub's date of the recovery secret where it is known to be this action's for this user: this run has written it, the
 * journal tells of that very write, or it is what this job was handed. Undefined where there is none, or somebody else's.
 */
export function ownRecovery(world: World): Instant | undefined {
  const { destinations, run } = world
  if (run.recoveryCleared) return undefined
  if (run.safeguard !== undefined && 'writtenAt' in run.safeguard) return run.safeguard.writtenAt
  const journal = journalOf(world)
  const sealed = journal?.phase === 'publishing' ? journal.sealed : undefined
  if (destinations === 'unread') return sealed
  const at = destinations.recovery?.updatedAt
  if (at === undefined || at === sealed) return at
  return isHandedOwn(world) && isQueuedAfter(world, at) === true ? at : undefined
}
