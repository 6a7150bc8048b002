/** Rotating: the pending key is tried, written everywhere, and proven. */
import { canAskForHolder, holderOf } from '../claim.ts'
import type { Decision } from '../decision.ts'
import {
  freshDestinations,
  githubTime,
  holds,
  isHandedOwn,
  isQueuedAfter,
  isUntried,
  ownRecovery,
  phaseOf,
  recovered,
} from '../facts.ts'
import { asSentence } from '../problem.ts'
import { latestWrite, mayHold, outsideWindow, safeguarded, writtenInto } from '../secret-dates.ts'
import { type Instant, second, utc } from '../time.ts'
import { arrivalOfWrites, clockSlack, soonestAfterLateNote } from '../waits.ts'
import type { AccessKey, DestinationsReading, Journal, KeyId, World } from '../world.ts'
import {
  act,
  asTheyAre,
  begin,
  blocked,
  bullets,
  clear,
  fail,
  nextOf,
  observe,
  publishTo,
  record,
  soon,
  wait,
  wholeSecond,
} from './answers.ts'
import { outOfTime, recoverySecretTaken, replacedList, whileUnsettled } from './creation.ts'
import {
  isOfOneRun,
  lastWriteBefore,
  lastWriteByMaker,
  lastWriteOfEarlierRuns,
  writtenBefore,
} from './earlier-writes.ts'
import { keySwitchedOff, keysDeleted, notShown } from './people.ts'
import { proof, unproven } from './proof.ts'
import type { Answer, During, Overlap, Rotating, Situation } from './situation.ts'

// ── A pending key, as IAM shows it ────────────────────────────────────────────────────────────────────────────────

/** A person switched off the key to be replaced or the pending one; or the pending one is gone. */
export function pendingKeyLost(
  situation: Situation,
  journal: Rotating['journal'],
  pending: AccessKey | undefined,
  old: AccessKey | undefined,
): Answer | undefined {
  const { world, policy } = situation
  if (journal.current !== undefined && old?.status === 'Inactive' && !policy.force) return keySwitchedOff(situation)
  if (pending !== undefined) return pending.status === 'Inactive' ? keySwitchedOff(situation) : undefined
  const { held, discarded } = world.run
  const isMade = held === journal.pending
  if (isMade && discarded !== journal.pending) return notShown(journal, journal.pending, soon('publish'))
  if (isMade) return withdrawn(situation, journal.pending)
  // Where no key was in use before, and this one was not yet either, nobody has less than before.
  const neverInUse = (journal.current === undefined && !isComplete(journal)) || discarded === journal.pending
  if (old === undefined && !neverInUse) return keysDeleted(situation)
  return begin(old, `${journal.pending}, which was to be published, is gone`)
}

/** This run's own key did not work or could not be written anywhere, and is gone again. */
function withdrawn({ world }: Situation, id: KeyId): Decision {
  const { trial, published, safeguard, recoveryCleared } = world.run
  const sealed = safeguard?.key === id && 'writtenAt' in safeguard ? safeguard.writtenAt : undefined
  if (sealed !== undefined && !recoveryCleared)
    return clear(sealed, `${id} is gone, so nobody needs its secret any more`)
  const unsealed = safeguard !== undefined && 'problem' in safeguard ? safeguard.problem : undefined
  const reason = published?.problems.join(' ') ?? unsealed ?? asSentence(trial?.detail ?? '')
  return fail(
    'rotating',
    soon('rotate'),
    `${id} was deleted again before anybody had it. ${reason}`,
    'The key in use is untouched. Fix this and run again.',
  )
}

/** Whether every destination holds the pending key. */
export function isComplete(journal: Rotating['journal']): journal is During<'publishing'> {
  return journal.phase === 'publishing' && journal.window.to !== undefined
}

// ── This run holds the secret of the pending key ──────────────────────────────────────────────────────────────────

/** Nobody gets a key before it works. */
export function notTried({ world, pending: { id } }: Rotating): Decision | undefined {
  const { trial, held } = world.run
  if (trial?.key === id) return undefined
  const handed = 'an earlier run was cut off, and this run goes on with its key, which was in the recovery secret; '
  const way = held === id ? '' : handed
  return act('try', id, `${way}nobody gets a key before AWS accepts it, several times in a row, on STS and IAM`)
}

/** A key that AWS does not accept is withdrawn while nobody can have it. */
export function doesNotWork({ world, journal, pending: { id } }: Rotating): Decision | undefined {
  const { trial, held } = world.run
  if (trial === undefined || trial.works) return undefined
  if (held === id && journal.phase === 'pending') return act('discard', id, `${trial.detail}; it was written nowhere`)
  return fail(
    'rotating',
    soon('publish'),
    trial.detail,
    'No key was switched off or deleted. The next run tries again.',
  )
}

/** The key is sealed into the recovery secret before any destination gets it. */
export function notSafeguarded({ world, policy, journal, pending: { id, created } }: Rotating): Decision | undefined {
  if (journal.phase === 'publishing' && journal.digest === policy.digest) return undefined
  const { safeguard } = world.run
  if (!policy.recovery || recovered(world)?.id === id) return undefined
  if (safeguard?.key !== id) {
    const because = 'if this run is cut off while it writes, the next one finds the key there'
    return { do: 'safeguard', key: id, created, because }
  }
  if ('writtenAt' in safeguard) return undefined
  if (!safeguard.mayBeWritten) {
    return act('discard', id, `it cannot be kept safe while it is published: ${safeguard.problem}`)
  }
  // Another run may be handed it, and take it further.
  const because = `whether the recovery secret holds ${id} is not known: ${safeguard.problem}`
  return fail('rotating', soon('publish'), because, asTheyAre)
}

/** What GitHub dates from now on is taken for the pending key. */
export function notAnnounced(situation: Rotating): Decision | undefined {
  const { policy, journal, pending } = situation
  const isAnnounced = journal.phase === 'publishing' && journal.digest === policy.digest
  return isAnnounced ? undefined : announcePublication(situation, journal, pending.id)
}

/** Every destination gets the key, whole place by whole place. */
export function notWritten(situation: Rotating): Decision | undefined {
  const { world, journal, pending } = situation
  if (world.run.published?.key === pending.id || journal.phase !== 'publishing') return undefined
  const because = 'AWS accepts it, so every destination gets it'
  return publishTo(journal.window, pending.id, because, writtenBefore(situation, journal))
}

/** Nobody has a key whose very first write GitHub has refused. */
export function refusedEverywhere({ world, journal, pending: { id } }: Rotating): Decision | undefined {
  const { published, held } = world.run
  if (journal.phase !== 'publishing' || held !== id) return undefined
  if (published === undefined || published.accepted > 0 || !published.refused) return undefined
  if (world.destinations === 'unread') {
    return observe('destinations', `GitHub refused to store ${id}: did it really write nothing?`)
  }
  if (writtenInto(world.destinations, journal.window, id).length > 0) return undefined
  return act('discard', id, `GitHub refused the first write, so nobody has ${id}. ${published.problems.join(' ')}`)
}

/** Every secret is confirmed, or both keys stay until it is. */
export function closeWindow({ world, journal }: Rotating): Decision {
  const { published } = world.run
  if (published?.window !== undefined && journal.phase === 'publishing') {
    return record({ ...journal, window: published.window }, 'GitHub shows every secret as written')
  }
  return fail(
    'rotating',
    soon('publish'),
    `not every destination could be written:${bullets(published?.problems ?? [])}`,
    'Both keys stay active. Fix this and run again: a later run finishes from the recovery secret or the pair of its job, or replaces the key once more.',
  )
}

/** The publication of a key is announced: no write of another key falls into its window, however lately it was made. */
function announcePublication({ world, policy }: Situation, replaced: Replaced, pending: KeyId): Decision {
  if (world.destinations === 'unread') return observe('destinations', 'what time is it at GitHub?')
  const { destinations } = world.destinations
  const from = Math.max(githubTime(world.destinations, world) - clockSlack, latestWrite(destinations) + second)
  const because = `secrets that are written from now on hold ${pending}`
  return record(publishing(policy.digest, pending, replaced, from, ownRecovery(world)), because)
}

/** What a publication says of the key before, and keeps of the journal before. */
type Replaced = Pick<During<'publishing'>, 'current' | 'previous' | 'before' | 'aside'>

function publishing(
  digest: string,
  pending: KeyId,
  { current, previous, before, aside }: Replaced,
  from: Instant,
  sealed?: Instant,
): During<'publishing'> {
  const window = { from, to: undefined }
  return { phase: 'publishing', pending, current, previous, window, sealed, digest, before, aside }
}

// ── An earlier run was cut off between creating the pending key and confirming its last write ─────────────────────
// The ways on, the one that harms nobody first; numbered as in docs/how-it-works.md, “When a run is cut off”.

function cutOff({ pending }: Rotating): string {
  return `an earlier run was cut off before ${pending.id} was published everywhere`
}

/** The journal of a publication that had begun, of the list that this run has; undefined of any other. */
function begunHere({ policy, journal }: Rotating): During<'publishing'> | undefined {
  return journal.phase === 'publishing' && journal.digest === policy.digest ? journal : undefined
}

/** This run has written the job's own pair, or the rest of it. */
export function writtenByThisRun(situation: Rotating): Decision | undefined {
  const isWritten = situation.world.run.published?.key === situation.pending.id
  return isWritten && begunHere(situation) !== undefined ? closeWindow(situation) : undefined
}

/**
 * A note that arrived late has overwritten the journal of a publication that had ended, whatever is in its places now. An
 * old key that is published again was announced after the window of that tag.
 */
export function publishedAlready({ world, journal, pending }: Rotating): Decision | undefined {
  const { published } = world
  if (published?.key !== pending.id) return undefined
  const { window, digest } = published
  const end = window.to ?? window.from
  if (journal.phase === 'publishing' && journal.window.from > end) return undefined
  const { current, previous, before, aside } = journal
  const because = `${pending.id} had been written everywhere by ${utc(end)}, though the other tags do not say so`
  return record(
    { phase: 'publishing', pending: pending.id, current, previous, window, sealed: undefined, digest, before, aside },
    because,
  )
}

/** Which secrets the earlier run has written, their dates tell. */
export function howFarUnknown(situation: Rotating): Decision | undefined {
  const isUnread = situation.world.destinations === 'unread'
  return isUnread ? observe('destinations', `${cutOff(situation)}: how far did it come?`) : undefined
}

/** What was written once the earlier run had ended is somebody else's: where dates leave it open, GitHub tells when it did. */
export function endUnknown(situation: Rotating): Decision | undefined {
  const { world, policy } = situation
  const [reading, holder] = [world.destinations, holderOf(world.journal)]
  if (reading === 'unread' || holder === undefined || !canAskForHolder(world, policy)) return undefined
  const isOpen = latestWrite(reading.destinations) > holder.touched + reading.ahead + arrivalOfWrites
  return isOpen ? observe('holder', `${cutOff(situation)}: when did it end?`) : undefined
}

/** Way 1: everything is written. What was written once that run was gone is somebody else's, and outside the window. */
export function everythingWritten(situation: Rotating): Decision | undefined {
  const { world, policy, pending } = situation
  const reading = world.destinations
  const begun = begunHere(situation)
  if (begun === undefined || reading === 'unread') return undefined
  const last = lastWriteBefore(situation, reading)
  const mayBeOthers = last !== undefined && !isOfOneRun(policy.longestRun, begun.window, last)
  if (mayBeOthers && holds(world, pending.id)) return undefined
  if (outsideWindow(reading, begun.window, pending.id).length > 0) return undefined
  const latest = Math.min(latestWrite(reading.destinations), lastWriteOfEarlierRuns(situation, reading))
  const to = Math.max(begun.window.from, latest)
  const because = `every secret was written since ${utc(begun.window.from)}, when its publication began`
  return record({ ...begun, window: { ...begun.window, to } }, because)
}

/** Way 2: the recovery secret hands the key back. */
export function recoverySecretHandsBack({ world, pending }: Rotating): boolean {
  return recovered(world)?.id === pending.id
}

/**
 * Way 2, for a later run: the recovery secret holds the pending key, as far as dates tell, and the job was handed another
 * value. Secrets are frozen when a run is queued: one that was queued later gets the right one, unless its workflow does
 * not hand it in.
 */
export function recoverySecretNotHandedIn(situation: Rotating): Decision | undefined {
  const { world, policy, journal, pending } = situation
  const secret = world.destinations === 'unread' ? undefined : world.destinations.recovery
  if (world.destinations === 'unread' || !policy.recovery || secret?.updatedAt === undefined) return undefined
  // The date of its own write is known once the publication was announced; one of any other date is somebody else's.
  const sealed = journal.phase === 'publishing' ? journal.sealed : undefined
  const isOwn = sealed === undefined ? safeguarded(world.destinations, pending) : sealed === secret.updatedAt
  if (!isOwn || world.run.recoveryCleared) return undefined
  const because = `${cutOff(situation)}; the recovery secret ${secret.name} holds that key, but this job got another value`
  const { queued } = world.run
  if (queued === 'unread') return observe('queue', `${because}: was it queued before that secret was written?`)
  if (isQueuedAfter(world, secret.updatedAt) === true) {
    const isOfAnother = world.recovered !== undefined && !isHandedOwn(world)
    const taken = isOfAnother ? recoverySecretTaken({ ...situation, because }) : undefined
    if (taken !== undefined) return taken
    return blocked(
      `${because}, though it was queued after that secret was written`,
      `Add "recovery-secret: \${{ secrets.${secret.name} }}" to the step. The next run then goes on with ${pending.id}.`,
    )
  }
  const reason =
    queued === 'unreadable' ? 'it may have been queued before (GitHub does not say when)' : 'it was queued before'
  return wait('rotating', soon('publish'), `${because}: ${reason}. A freshly queued run finishes`)
}

/** What somebody may have of the pending key: written since it exists, or since its publication began. */
function writtenOf(situation: Rotating): readonly string[] {
  const { world, journal, pending } = situation
  if (world.destinations === 'unread') return []
  const { destinations, ahead } = world.destinations
  const since = mayHold(destinations, pending, ahead, lastWriteByMaker(situation, world.destinations))
  if (since.length > 0 || journal.phase !== 'publishing') return since
  return writtenInto(world.destinations, journal.window, pending.id)
}

/**
 * A note that arrived late has overwritten the journal of the publication: every secret is written already, and the
 * recovery secret is cleared. What was written sooner than that takes is a person's.
 */
export function publicationHadBegun(situation: Rotating): Decision | undefined {
  const { world, policy, journal, pending } = situation
  if (journal.phase === 'publishing' || journal.digest !== policy.digest) return undefined
  if (world.destinations === 'unread') return undefined
  const from = pending.created + world.destinations.ahead + soonestAfterLateNote
  const to = lastWriteOfEarlierRuns(situation, world.destinations, true)
  if (outsideWindow(world.destinations, { from, to }, pending.id).length > 0) return undefined
  const because = `every secret was written since ${utc(from)}, though the tags do not say that the publication of ${pending.id} had begun`
  return record(publishing(policy.digest, pending.id, journal, from), because)
}

/** Way 3: the job holds the pending key, and every destination gets it. */
export function jobHoldsPendingKey(situation: Rotating): Decision | undefined {
  const { world, journal, pending } = situation
  if (world.signer !== pending.id) return undefined
  const begun = begunHere(situation)
  if (begun === undefined) return announcePublication(situation, journal, pending.id)
  const because = `${cutOff(situation)}; this job holds ${world.signer}, which works`
  return publishTo(begun.window, pending.id, because, writtenBefore(situation, begun))
}

/** Way 3: the job holds the old key, and somebody may have the pending one: every destination gets the old key back. */
export function jobHoldsOldKey(situation: Rotating): Decision | undefined {
  const { world, journal, pending, old } = situation
  const atHand = world.signer ?? recovered(world)?.id
  if (old === undefined || atHand !== old.id || isWrittenNowhere(situation)) return undefined
  const { aside } = journal
  return announcePublication(situation, { current: pending.id, previous: undefined, aside }, old.id)
}

/** Whether nobody can have the pending key: it is newer than the one it replaces, and nothing was written since. */
function isWrittenNowhere(situation: Rotating): boolean {
  const { journal, policy, pending, old } = situation
  const isNewer = old === undefined || old.created <= pending.created
  const isOfThisList = journal.phase !== 'publishing' || journal.digest === policy.digest
  return isNewer && isOfThisList && writtenOf(situation).length === 0
}

/** A place that is listed no more may hold the pending key. */
export function listChangedMeanwhile(situation: Rotating): Decision | undefined {
  const { policy, journal, pending } = situation
  if (journal.phase !== 'publishing' || journal.digest === policy.digest || policy.force) return undefined
  return blocked(
    `${cutOff(situation)}, and the destinations have changed since: one that is no longer listed may hold ${pending.id}`,
    'Restore the former list until this rotation is steady, or start the workflow by hand once with "force: true" to replace the key in the listed destinations only.',
  )
}

/** The old key was being published again, and this job has neither. */
export function olderKeyPending({ pending, old }: Rotating): Decision | undefined {
  if (old === undefined || old.created <= pending.created) return undefined
  return blocked(
    `an earlier run was cut off while it published ${pending.id} again, and this job holds neither that key nor ${old.id}`,
    'Run the job that holds the key of the user itself, which finishes the publication. Or hand the recovery secret to this step.',
  )
}

/** The earlier run may be at work still, or GitHub may not show yet what it wrote. */
export function earlierRunMayWrite(situation: Rotating): Decision | undefined {
  return whileUnsettled(situation, situation.journal, cutOff(situation))
}

/** What is discarded has to be replaced in this very run. */
export function noTimeToReplace(situation: Rotating): Decision | undefined {
  return outOfTime(situation, 'rotating', 'rotate')
}

/** Nothing is destroyed that could not be replaced. */
export function notReplaceable(situation: Rotating): Decision | undefined {
  const { preflight } = situation.world
  const because = cutOff(situation)
  if (preflight === 'unread') {
    return observe('preflight', `${because}, and its secret is lost: can a new key be published?`)
  }
  if (preflight.length > 0) {
    const problems = `${because}, and a new key could not be published either:${bullets(preflight)}`
    return fail('rotating', soon('publish'), problems, asTheyAre)
  }
  return recoverySecretTaken({ ...situation, because })
}

/** Way 4: nothing is written, and a new key takes its place. Way 5: some destinations hold it, and get the new one. */
export function discardPending(situation: Rotating): Decision {
  const lost = `${cutOff(situation)}, and its secret is lost`
  return act(
    'discard',
    situation.pending.id,
    isWrittenNowhere(situation)
      ? `${lost}; it was written nowhere`
      : `${lost}; it may be in ${writtenOf(situation).join(', ')}, so a new key is published at once`,
  )
}

// ── Every destination holds the pending key: may it be called current? ────────────────────────────────────────────

/** A secret that was overwritten after an earlier run had published the key gets it once more, if this run has it. */
export function overwrittenSince(situation: Rotating): Decision | undefined {
  const { world, journal, pending } = situation
  const { published, verification } = world.run
  if (journal.phase !== 'publishing') return undefined
  if (published?.key === pending.id) {
    const isKnown = published.window !== undefined && published.window.from <= journal.window.from
    return isKnown ? undefined : closeWindow(situation)
  }
  if (verification !== undefined || !holds(world, pending.id)) return undefined
  if (world.destinations === 'unread') {
    return observe('destinations', `does every destination still hold ${pending.id}?`)
  }
  const outside = outsideWindow(world.destinations, journal.window, pending.id)
  if (outside.length === 0) return undefined
  const because = `${outside.join(', ')} may hold another key: written after ${pending.id} was published`
  return tryFirst(world, journal, pending.id, because) ?? writeAgain(world, world.destinations, pending.id, because)
}

/** Only a run that signs in with it proves that jobs use it. */
export function notProven(situation: Rotating): Decision | undefined {
  return unproven(situation, situation.pending, 'rotating')
}

/** The pending key is published and proven: it is the current one, and the one before it the previous. */
export function becomesCurrent(situation: Rotating): Decision {
  const { now, journal, pending, old } = situation
  if (!isComplete(journal)) return closeWindow(situation)
  const { window, digest, before, aside } = journal
  const published = { current: pending.id, window, digest, before, aside }
  const proven: Journal =
    old === undefined
      ? { phase: 'steady', ...published }
      : { phase: 'current', ...published, previous: old.id, provenAt: wholeSecond(now) }
  return record(proven, proof(situation, pending))
}

// ── The current key is written again ──────────────────────────────────────────────────────────────────────────────

/** The journal announces that the current key is written again: by this run, or by a later one where it was cut off. */
export function windowOpen(situation: Overlap): Decision | undefined {
  const { world, policy, journal, current } = situation
  const { published } = world.run
  if (published?.key === current.id) {
    const { window, problems } = published
    if (window === undefined) {
      return fail('overlap', nextOf(journal), `not every destination could be written:${bullets(problems)}`, asTheyAre)
    }
    const before = replacedList(journal, policy)
    const again: Journal = { ...journal, provenAt: undefined, window, digest: policy.digest, before }
    return record(again, 'GitHub shows every secret as written again')
  }
  if (journal.window.to !== undefined || !holds(world, current.id)) return undefined
  const because = `places were listed after ${current.id} was published, and this job holds that key`
  const reading = freshDestinations(world)
  if (reading === undefined) return observe('destinations', `${because}: what time is it at GitHub?`)
  return safeToWriteAgain(situation, because) ?? writeAgain(world, reading, current.id, because)
}

/**
 * What comes before the current key is written again: AWS accepts it, and a run that is cut off meanwhile leaves it in the
 * recovery secret, as any publication does.
 */
export function safeToWriteAgain(situation: Overlap, because: string): Decision | undefined {
  const { world, policy, journal, current } = situation
  const untried = tryFirst(world, journal, current.id, because)
  if (untried !== undefined || !policy.recovery) return untried
  const taken = recoverySecretTaken({ ...situation, because })
  if (taken !== undefined) return taken
  const { safeguard } = world.run
  if (safeguard?.key !== current.id) {
    const { id: key, created } = current
    return { do: 'safeguard', key, created, because: `${because}, and is about to be written again` }
  }
  if ('writtenAt' in safeguard) return undefined
  return fail(phaseOf(journal), soon('publish'), `${because}. ${safeguard.problem}`, asTheyAre)
}

/** A published key that comes from the recovery secret alone is written again only when AWS accepts it. */
function tryFirst(world: World, journal: Journal, key: KeyId, because: string): Decision | undefined {
  const { trial } = world.run
  if (isUntried(world, key)) return act('try', key, `${because}; does the key from the recovery secret work?`)
  if (trial?.key !== key || trial.works) return undefined
  return fail(phaseOf(journal), soon('publish'), `${because}. ${trial.detail}`, asTheyAre)
}

function writeAgain(world: World, reading: DestinationsReading, key: KeyId, because: string): Decision {
  return publishTo({ from: githubTime(reading, world) - clockSlack, to: undefined }, key, because)
}
