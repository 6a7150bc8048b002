/** What is so in a situation, and in a step that is decided in it: asked anew, without the lifecycle's own answers. */

import type { Decision } from '../../../src/rotation/decision.ts'
import { nextStep } from '../../../src/rotation/lifecycle/next-step.ts'
import { type Duration, day, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type {
  AccessKey,
  DestinationsReading,
  Journal,
  KeyId,
  Policy,
  PublishWindow,
  World,
} from '../../../src/rotation/world.ts'

export interface Situation {
  readonly world: World
  readonly policy: Policy
  readonly at: Instant
}

/** A situation, and what the lifecycle makes of it. */
export interface Case extends Situation {
  readonly decision: Decision
  readonly journal: Journal | undefined
}

export function decide(situation: Situation): Case {
  const reading = situation.world.journal
  const decision = nextStep(situation.world, situation.policy, situation.at)
  return { ...situation, decision, journal: reading.kind === 'read' ? reading.journal : undefined }
}

export const keyIn = ({ world: { keys: all } }: Case, id: KeyId | undefined) => all.find((key) => key.id === id)
export const isActive = (each: Case, id: KeyId | undefined) => keyIn(each, id)?.status === 'Active'
export const isInactive = (each: Case, id: KeyId | undefined) => keyIn(each, id)?.status === 'Inactive'

/** The key that a step is about. */
export const keyOf = ({ decision }: Case) => ('key' in decision ? decision.key : undefined)

/** Whether the run signs with the key in question, made it, or was handed it and has tried it. */
export const holdsSecret = (each: Case) => {
  const { signer, run } = each.world
  return [signer, run.held, run.trial?.key].includes(keyOf(each))
}

export const does = ({ decision }: Case, ...steps: readonly Decision['do'][]) => steps.includes(decision.do)

/** When the next step is due, as far as that is known. */
export const nextOf = ({ decision }: Case) => ('next' in decision ? decision.next?.at : undefined)

/** The journal that a step writes, when it is of this phase. */
export function recorded<P extends Journal['phase']>({ decision }: Case, phase: P) {
  if (decision.do !== 'record' || decision.journal.phase !== phase) return undefined
  return decision.journal as Extract<Journal, { phase: P }>
}

export const records = (each: Case, phase: Journal['phase']) => recorded(each, phase) !== undefined

/** Ends a key's life or its use, or announces that. */
export const destroys = (each: Case) => does(each, 'delete', 'discard', 'deactivate') || records(each, 'deactivating')

/** Changes anything at AWS or GitHub. */
export const acts = (each: Case) => !does(each, 'observe', 'nothing', 'wait', 'fail', 'stop', 'refuse')

/** Changes anything that keys or destinations depend on; `untag` removes what speaks of a key that is gone. */
export const changes = (each: Case) => acts(each) && !does(each, 'untag', 'claim', 'refuse', 'remember')

export function keysNamedIn(journal: Journal | undefined): readonly KeyId[] {
  const named = { pending: undefined, current: undefined, previous: undefined, ...journal }
  return [named.pending, named.current, named.previous].filter((id) => id !== undefined)
}

export const isStranger = ({ journal }: Case, id: KeyId | undefined) =>
  id === undefined || !keysNamedIn(journal).includes(id)

/** The journal speaks of every key; and where it may not be believed, somebody else is asked. */
export const isNamedWholly = (each: Case) =>
  each.world.journal.kind === 'unknown' ||
  isOwnedByAnother(each) ||
  each.world.keys.every(({ id }) => !isStranger(each, id))

export const isPrevious = (each: Case) =>
  each.journal !== undefined && 'previous' in each.journal && each.journal.previous === keyOf(each)

export const deletesAnother = (each: Case) => does(each, 'delete') && !isPrevious(each)

export const timesOf = ({ destinations }: DestinationsReading) =>
  destinations.flatMap(({ secrets }) => secrets.map(({ updatedAt }) => updatedAt))

/** Every secret exists and was written inside the window; never true of what has not been read. */
export function isPublished({ world: { destinations } }: Case, { from, to }: PublishWindow): boolean {
  if (destinations === 'unread') return false
  return timesOf(destinations).every((at) => at !== undefined && at >= from && at <= (to ?? at))
}

/** Dates of secrets that are there and were not written in the window. */
export function changesOf({ world: { destinations } }: Case, { from, to }: PublishWindow): readonly Instant[] {
  if (destinations === 'unread') return []
  return timesOf(destinations).flatMap((at) => (at === undefined || (at >= from && at <= (to ?? at)) ? [] : [at]))
}

/** A workflow speaks for every place that somebody else has written, so that a verification could tell what it holds. */
export function couldTell(each: Case, window: PublishWindow): boolean {
  const { uncovered, verification: kind } = each.policy
  return kind === 'workflow' && writtenPlaces(each, window, 0).every((name) => !uncovered.includes(name))
}

/** The same of what is asked about: at least one place that somebody else has written since its date counts. */
export function canBeAsked(each: Case, window: PublishWindow): boolean {
  const { uncovered, verification: kind } = each.policy
  const there = writtenPlaces(each, window, countedSince(each))
  return kind === 'workflow' && there.length > 0 && there.every((name) => !uncovered.includes(name))
}

/** Places with a secret that was written at this moment or later, and outside the window. */
function writtenPlaces({ world: { destinations } }: Case, { from, to }: PublishWindow, since: Instant) {
  if (destinations === 'unread') return []
  const isWritten = (at: Instant | undefined) => at !== undefined && at >= since && (at < from || at > (to ?? at))
  return destinations.destinations
    .filter(({ secrets }) => secrets.some(({ updatedAt }) => isWritten(updatedAt)))
    .map(({ name }) => name)
}

/** Older dates do not count: those from before the switch-off, and with another list those of places that are new. */
function countedSince(each: Case): Instant {
  const { journal, policy: wanted } = each
  if (journal?.phase === 'deactivated') return sinceOff(each)
  if (journal === undefined || journal.digest === wanted.digest) return 0
  const oldest = keyIn(each, ('previous' in journal ? journal.previous : undefined) ?? journal.current)
  return (oldest?.created ?? 0) + aheadIn(each)
}

export function isWrittenSince({ world: { destinations } }: Case, since: Instant | undefined): boolean {
  if (destinations === 'unread' || since === undefined) return false
  return timesOf(destinations).some((at) => at !== undefined && at >= since)
}

export const isRead = ({ world: { destinations } }: Case) => destinations !== 'unread'
export const isChecked = ({ world: { preflight } }: Case) => preflight !== 'unread' && preflight.length === 0

/** A verification of this run says so, or the user has given up verification by name. */
export function isProven({ world: { run }, policy: { verification: kind } }: Case, id: KeyId): boolean {
  return kind === 'none' || (run.verification?.key === id && run.verification.verdict === 'works')
}

export const isMissed = ({ world: { run } }: Case) =>
  run.verification !== undefined && run.verification.verdict !== 'works'

/** Nobody can have this key: every condition of rule 6. */
export function isOrphan(each: Case, id: KeyId | undefined): boolean {
  const { world: all, journal } = each
  const key = keyIn(each, id)
  if (key === undefined || journal?.phase !== 'creating' || journal.at === undefined) return false
  const unknown = !all.described.includes(key.id) && all.signer !== key.id && !isRecovered(each, id)
  const unwritten = isRead(each) && !isWrittenSince(each, key.created + aheadIn(each)) && !mayBeKept(each, id)
  return isInTime(each, id) && key.lastUsed.kind === 'never' && unknown && unwritten
}

/** A key that was born when the journal's intent may have led to one. */
export function isInTime(each: Case, id: KeyId | undefined): boolean {
  const { journal } = each
  const key = keyIn(each, id)
  if (key === undefined || journal?.phase !== 'creating' || journal.at === undefined) return false
  return key.created >= journal.at && key.created <= journal.at + 50 * second
}

/** How far GitHub's clock is ahead of AWS's. */
const aheadIn = ({ world: { destinations } }: Case) => (destinations === 'unread' ? 0 : destinations.ahead)

export const holderIn = ({ world: { journal } }: Case) => (journal.kind === 'unknown' ? undefined : journal.holder)

/** The run has claimed the user, has read its claim back, and found it to be its own. */
export const isHolding = (each: Case) =>
  each.world.run.claim?.confirmed === true && holderIn(each)?.nonce === each.policy.nonce

/** Another run was at work a moment ago, and nothing says that it has ended since. */
export function isLiveHolder(each: Case): boolean {
  const { world: all, policy: wanted, at } = each
  const holder = holderIn(each)
  if (holder === undefined || holder.timeLimit === 0 || holder.nonce === wanted.nonce) return false
  const isEarlierAttempt = holder.run === wanted.run && holder.attempt < wanted.attempt
  return !isEarlierAttempt && all.run.holderRun.kind !== 'completed' && at < holder.touched + 10 * minute
}

/** When the holder that is shown can no longer be at work; undefined where nobody is shown. */
export function lastActOf(each: Case): Instant | undefined {
  const { world: all, policy: wanted } = each
  const holder = holderIn(each)
  if (holder === undefined) return undefined
  if (holder.timeLimit === 0) return holder.touched
  if (all.run.holderRun.kind === 'completed') return all.run.holderRun.end
  const isEarlierAttempt = holder.run === wanted.run && holder.attempt < wanted.attempt
  return holder.touched + (isEarlierAttempt ? 0 : holder.timeLimit) + 10 * minute
}

/** A predecessor may be at work yet, whom nobody has heard of for long. */
export const isHaunted = ({ world: { run }, at }: Case) => at < (run.claim?.predecessorGone ?? Number.NEGATIVE_INFINITY)

/** Whoever was at work before is gone for certain, and GitHub has had two minutes to show what it wrote. */
export const isSettled = ({ world: { run }, at }: Case) =>
  at >= (run.claim?.predecessorGone ?? at) + (run.claim?.predecessorGone === undefined ? 0 : 2 * minute)

/** Whether the job was handed a value of this very user, whatever dates say. */
export function isHandedOwn({ world: { recovered, user: owner } }: Case): boolean {
  return recovered !== undefined && recovered.user === owner.id && recovered.account === owner.account
}

/** Whether the job was handed this key, and IAM lists it. */
export const isRecovered = (each: Case, id: KeyId | undefined) =>
  isHandedOwn(each) && each.world.recovered?.id === id && keyIn(each, id) !== undefined

/** When this run has written the recovery secret; or another one, as the journal of its publication tells. */
export function ownWritesOf({ world: { run }, journal }: Case): readonly (Instant | undefined)[] {
  const here = run.safeguard !== undefined && 'writtenAt' in run.safeguard ? run.safeguard.writtenAt : undefined
  return [here, journal?.phase === 'publishing' ? journal.sealed : undefined].filter((at) => at !== undefined)
}

/** GitHub had handed out what was written then, and two minutes passed, before it queued this run; or no run is so old. */
export const isQueuedAfter = ({ world: { run, destinations } }: Case, written: Instant | undefined) =>
  written !== undefined &&
  ((typeof run.queued === 'number' && run.queued > written + 2 * minute) ||
    (destinations !== 'unread' && destinations.at > written + 65 * day))

/** The date of the recovery secret, while what the job was handed is what is in it, and of this very user. */
export function handedOwnAt(each: Case): Instant | undefined {
  const { destinations } = each.world
  const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
  return isHandedOwn(each) && isQueuedAfter(each, updatedAt) ? updatedAt : undefined
}

/** The recovery secret is there, and nothing says that this action has written it for this user. */
export function isOccupied(each: Case): boolean {
  const { destinations, run } = each.world
  const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
  if (!each.policy.recovery || updatedAt === undefined || run.recoveryCleared) return false
  return handedOwnAt(each) !== updatedAt && !ownWritesOf(each).includes(updatedAt)
}

/** The recovery secret was written since this key was made. */
export function mayBeKept({ world: { destinations, keys: all } }: Case, id: KeyId | undefined): boolean {
  const key = all.find((each) => each.id === id)
  const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
  return (
    key !== undefined &&
    destinations !== 'unread' &&
    updatedAt !== undefined &&
    updatedAt >= key.created + destinations.ahead
  )
}

/** AWS has created no key on this run's intent, or this run has deleted it again. */
export function isFruitless(each: Case): boolean {
  const { creation } = each.world.run
  if (creation?.kind === 'created') return keyIn(each, creation.key) === undefined
  return creation?.kind === 'refused' || creation?.kind === 'postponed'
}

/** Every destination holds the pending key already. */
export const isComplete = ({ journal }: Case) => journal?.phase === 'publishing' && journal.window.to !== undefined

export const pendingIn = ({ journal }: Case) =>
  journal !== undefined && 'pending' in journal ? journal.pending : undefined

/** The tag of the younger of two keys says that it was made to replace the other. */
export function isTagged({ world: { keys: all, made } }: Case): boolean {
  const [old, pending] = all
  if (all.length !== 2 || old === undefined || pending === undefined) return false
  return made.includes(pending.id) && pending.status === 'Active' && pending.created >= old.created
}

export function isOwnedByAnother({ world: { journal, refused }, policy: wanted }: Case): boolean {
  if (journal.kind !== 'read' || journal.holder === undefined || wanted.force) return false
  const { digest, before } = journal.journal
  if (digest === wanted.digest || journal.holder.nonce === wanted.nonce) return false
  const { owner, run, attempt, list } = journal.holder
  const isSameRun = run === wanted.run && attempt === wanted.attempt && list !== wanted.digest
  return owner !== wanted.owner || isSameRun || before === wanted.digest || refused?.digest === wanted.digest
}

/** Whether the reason of what is decided has these words in it. */
export const says = ({ decision }: Case, words: string) => decision.because.includes(words)

/** Another job of this run is at work, and has another list. */
export function isBesideAnother(each: Case): boolean {
  const [holder, wanted] = [holderIn(each), each.policy]
  const isOfThisRun = holder?.run === wanted.run && holder.attempt === wanted.attempt && holder.nonce !== wanted.nonce
  return isOfThisRun && isLiveHolder(each) && holder.list !== undefined && !wanted.digest.startsWith(holder.list)
}

export const isYoung = ({ world: { keys: all }, policy: { rotateAfter }, at }: Case) =>
  all.every(({ created }) => at - created < rotateAfter)

/** Nobody used the previous key since then, or its wait is over since, as far as the user wants that asked. */
export function isUnused(
  { policy: wanted, at }: Case,
  { lastUsed }: AccessKey,
  since: Instant,
  grace: Duration,
): boolean {
  if (grace < 4 * hour || wanted.oldKeyStillUsed === 'proceed' || lastUsed.kind === 'never') return true
  return lastUsed.kind === 'used' && (lastUsed.at <= since || at >= lastUsed.at + grace)
}

/** Every run that may hold the previous key has ended, by a look that is not old. */
export function isDrained({ world: { unfinishedRuns, run } }: Case): boolean {
  const isFresh = unfinishedRuns !== 'unread' && run.elapsed - run.unfinishedRunsSeen <= 10 * minute
  return isFresh && unfinishedRuns.runs.length === 0
}

/** Nothing has been done in this run yet: what is inactive or gone is so by somebody else's hand. */
export const isStarting = ({ world: { run } }: Case) =>
  run.intended === undefined && run.creation === undefined && run.held === undefined && !run.deactivating

/**
 * Nothing changes: a person is asked, or another run is at work, which a run that does not hold the user makes sure of,
 * or IAM shows nothing of what this run has written.
 */
export const isLeftAlone = (each: Case) =>
  does(each, 'stop', 'observe', 'refuse') ||
  (!isHolding(each) && isAside(each)) ||
  (isUnshown(each) && does(each, 'wait', 'fail'))

/** The run steps aside: it waits for another one. */
export const isAside = (each: Case) =>
  does(each, 'wait') && nextOf(each) !== undefined && each.decision.because.includes('only one run acts at a time')

/** The claim of this run has settled, and IAM shows neither it nor that of a run that may be at work. */
export function isUnshown(each: Case): boolean {
  const { claim, looked } = each.world.run
  const holder = holderIn(each)
  if (claim === undefined || looked < claim.settles || holder?.nonce === each.policy.nonce) return false
  return holder === undefined || holder.timeLimit === 0 || each.at >= holder.touched + 10 * minute
}

/** The current key is more than a week over rotate-after, and no rotation is under way; a refused intent is none. */
export function isOveraged({ journal, world: all, policy: wanted, at }: Case): boolean {
  const isRefused = journal?.phase === 'creating' && journal.at === undefined
  const isUnderWay = ['creating', 'pending', 'publishing'].includes(journal?.phase ?? '') && !isRefused
  const active = all.keys.filter(({ status }) => status === 'Active')
  const current = active.find(({ id }) => journal === undefined || id === journal.current)
  const isOlder = (created: Instant, grace: Duration) => at - created > wanted.rotateAfter + grace
  if (active.some(({ created }) => isOlder(created, 30 * day))) return true
  return !isUnderWay && current !== undefined && isOlder(current.created, 7 * day)
}

/** When the previous key was switched off, by GitHub's clock. */
export const sinceOff = ({ journal, world: { destinations } }: Case) =>
  (journal?.phase === 'deactivated' ? journal.at : 0) + (destinations === 'unread' ? 0 : destinations.ahead)

/** A verification of this run did not pass. */
export const isDoubted = ({ world: { run } }: Case) =>
  run.verification !== undefined && run.verification.verdict !== 'works'

/** A verification of a proven key that nothing but the end of a wait gives rise to. */
export function isLastDoubt(each: Case): boolean {
  const { decision, journal } = each
  if (journal?.phase !== 'current' || journal.provenAt === undefined || !isActive(each, journal.previous)) return false
  return decision.do === 'verify' && decision.about === undefined
}

/** A verification with the key that is about to be replaced. */
export function isBeforeReplacement({ decision }: Case): boolean {
  return decision.do === 'verify' && decision.because.endsWith('before it is replaced?')
}

/** The list has changed, and what is not of the window is older than the previous key. */
export function isListedAnew(each: Case): boolean {
  const {
    journal,
    policy: wanted,
    world: { destinations },
  } = each
  if (journal?.phase !== 'current' || journal.digest === wanted.digest || destinations === 'unread') return false
  const previous = keyIn(each, journal.previous)
  return changesOf(each, journal.window).every((at) => at < (previous?.created ?? 0) + destinations.ahead)
}

/** The job signs with the previous key, and was handed the current one beside it. */
export const isLateButHanded = (each: Case) =>
  each.journal !== undefined &&
  'previous' in each.journal &&
  each.journal.previous === each.world.signer &&
  isRecovered(each, each.journal.current)

/** Another key is younger than this one: it is the way back, or an old key. */
export const isOld = ({ world: { keys: all } }: Case, id: KeyId | undefined) => {
  const key = all.find((each) => each.id === id)
  return key !== undefined && all.some(({ created }) => created > key.created)
}

export const windowIn = (journal: Journal | undefined): PublishWindow | undefined =>
  journal !== undefined && 'window' in journal ? journal.window : undefined

/** Places with a secret that was not written inside the window. */
export function straysOf({ world: { destinations } }: Case, { from, to }: PublishWindow): readonly string[] {
  if (destinations === 'unread') return []
  const isStray = (at: Instant | undefined) => at === undefined || at < from || at > (to ?? at)
  return destinations.destinations
    .filter(({ secrets }) => secrets.some(({ updatedAt }) => isStray(updatedAt)))
    .map(({ name }) => name)
}

/** The step writes down the phase that the journal is in already: the key is as proven, or as off, as it was. */
export function closesAnew({ decision, journal }: Case): boolean {
  if (decision.do !== 'record' || journal?.phase !== decision.journal.phase) return false
  if (journal.phase === 'current' && decision.journal.phase === 'current') {
    return journal.provenAt !== undefined && decision.journal.provenAt !== undefined
  }
  return journal.phase === 'steady' || journal.phase === 'deactivated'
}

/** No sentence may show that something was missing when it was put together. */
export const isSaid = (text: string) => text.trim() !== '' && !/undefined|NaN|null|Infinity|\[object/.test(text)

/** No job of every place can pass: one was left out when the only key was published, or a key that it may have is gone. */
export function cannotPass({ journal, policy: wanted, world: { destinations, made, keys: all } }: Case): boolean {
  if (made.some((id) => all.every((key) => key.id !== id))) return true
  if (journal?.phase !== 'steady' || journal.digest !== wanted.digest || destinations === 'unread') return false
  return timesOf(destinations).some((at) => at !== undefined && at < journal.window.from)
}
