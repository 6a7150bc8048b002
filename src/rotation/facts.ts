/** Questions that the lifecycle asks about a world: each answers from what has been read, and changes nothing. */
import { type Duration, type Instant, minute, second, spoken } from './time.ts'
import type {
  AccessKey,
  DestinationsReading,
  Journal,
  KeyId,
  Policy,
  PublishWindow,
  Verification,
  World,
} from './world.ts'

/** How long `CreateAccessKey` may take before its answer counts as lost. */
export const createTimeout: Duration = 30 * second

/** An intent is acted upon within this time, or written anew. */
export const intentFreshness: Duration = 5 * second

/** An orphan's CreateDate lies this close behind the intent that announced it. */
const orphanSlack: Duration = createTimeout + intentFreshness

/** After its time-limit, a run is given this long to be gone from a slow runner. */
const holderSlack: Duration = 10 * minute

export function find(world: World, id: KeyId | undefined): AccessKey | undefined {
  return world.keys.find((key) => key.id === id)
}

export function activeKey(world: World): AccessKey | undefined {
  return world.keys.find((key) => key.status === 'Active')
}

/** Whether this run has the secret of a key: it created it, or the job came with it. */
export function holds(world: World, id: KeyId): boolean {
  return world.run.held === id || world.signer === id
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

/** What this run has found out about `key` since it was last published or its rival deactivated. */
export function verificationOf(world: World, key: AccessKey): Verification | undefined {
  const found = world.run.verification
  return found?.key === key.id ? found : undefined
}

/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
const settling: Duration = 2 * minute

/**
 * From when on the run that wrote the journal can no longer be at work, and all it did shows. An earlier attempt of
 * this run is dead already. `writtenAt` serves when no holder can be read.
 */
export function holderGone(world: World, policy: Policy, writtenAt: Instant): Instant {
  const holder = world.journal.kind === 'read' ? world.journal.holder : undefined
  if (holder === undefined) return writtenAt + policy.timeLimit + holderSlack
  if (holder.run === policy.run && holder.attempt < policy.attempt) return holder.touched + settling
  return holder.touched + holder.timeLimit + holderSlack
}

/** The time that a run needs from a deactivation on: to verify, and to switch the key on again if need be. */
export function deactivationNeeds(policy: Pick<Policy, 'verification' | 'verificationTimeout'>): Duration {
  return (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve
}

/** What a run keeps in hand for switching a key on again when its verification does not pass. */
export const revertReserve: Duration = 2 * minute

/**
 * Whether `key` is what the announced creation made, and its secret exists nowhere: born right after an intent,
 * described by nobody, never used, not signing this run, and no destination was written since. A run that has lost the
 * answer itself needs no word on its use; one that has got every answer has no orphan.
 */
export function isOrphan(world: World, intent: Extract<Journal, { phase: 'creating' }>, key: AccessKey): boolean {
  const { creations } = world.run
  const announced = [intent.at, intent.before].some(
    (at) => at !== undefined && key.created >= at && key.created <= at + orphanSlack,
  )
  return (
    announced &&
    !world.described.includes(key.id) &&
    !holds(world, key.id) &&
    (creations.length === 0 ? key.lastUsed.kind === 'never' : creations.some(({ kind }) => kind === 'lost')) &&
    world.destinations !== 'unread' &&
    writtenSince(world.destinations, key.created).length === 0
  )
}

/** Secrets that were not written inside the window: whatever they hold, it is not known to be the published key. */
export function outsideWindow(reading: DestinationsReading, { from, to }: PublishWindow): readonly string[] {
  return secretsWhere(reading, (at) => at === undefined || at < from || (to !== undefined && at > to))
}

export function writtenSince(reading: DestinationsReading, since: Instant): readonly string[] {
  return secretsWhere(reading, (at) => at !== undefined && at >= since)
}

export function writtenBefore(reading: DestinationsReading, before: Instant): readonly string[] {
  return secretsWhere(reading, (at) => at !== undefined && at < before)
}

export function latestWrite(reading: DestinationsReading): Instant {
  return Math.max(...reading.destinations.flatMap(({ secrets }) => secrets.map((secret) => secret.updatedAt ?? 0)))
}

function secretsWhere(
  reading: DestinationsReading,
  holds: (updatedAt: Instant | undefined) => boolean,
): readonly string[] {
  return reading.destinations.flatMap(({ name, secrets }) =>
    secrets.filter((secret) => holds(secret.updatedAt)).map((secret) => `${secret.name} in ${name}`),
  )
}

/** A key as a person has to know it before choosing: `AKIA… (Active, created 61 days ago, never used)`. */
export function described(key: AccessKey, now: Instant): string {
  return `${key.id} (${key.status}, created ${spoken(now - key.created)} ago, ${lastUse(key, now)})`
}

function lastUse({ lastUsed }: AccessKey, now: Instant): string {
  switch (lastUsed.kind) {
    case 'unread':
      return 'last use not read'
    case 'unreadable':
      return 'last use unknown'
    case 'never':
      return 'never used'
    case 'used':
      return `last used ${spoken(now - lastUsed.at)} ago by ${lastUsed.service} in ${lastUsed.region}`
  }
}
