/**
 * The rules of the lifecycle, each as a sentence that must be true of every world: of hundreds of thousands that are
 * counted off, and of random ones. And its promise, on schedules of runs in which calls fail and runners die.
 */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nextStep } from '../../../src/rotation/lifecycle/next-step.ts'
import { type Duration, day, hour, type Instant, minute, second } from '../../../src/rotation/time.ts'
import type {
  AccessKey,
  Creation,
  Decision,
  DestinationsReading,
  Holder,
  Journal,
  JournalReading,
  KeyId,
  LastUsed,
  Phase,
  Policy,
  PublishResult,
  PublishWindow,
  RecoveredKey,
  RunFacts,
  World,
} from '../../../src/rotation/world.ts'
import {
  atRest,
  Cloud,
  type FaultKind,
  faultKinds,
  freshRun,
  goneHolder,
  type Harm,
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
  run,
  runDaily,
  type Setting,
  story,
  unfinished,
  used,
  user,
  verification,
  world,
  written,
} from './worlds.ts'

fc.configureGlobal({ seed: 20261122, numRuns: 1_000 })

// ── Questions that the rules ask, answered without the lifecycle's own answers ────────────────────────────────────

interface Situation {
  readonly world: World
  readonly policy: Policy
  readonly at: Instant
}

/** A situation, and what the lifecycle makes of it. */
interface Case extends Situation {
  readonly decision: Decision
  readonly journal: Journal | undefined
}

function decide(situation: Situation): Case {
  const reading = situation.world.journal
  const decision = nextStep(situation.world, situation.policy, situation.at)
  return { ...situation, decision, journal: reading.kind === 'read' ? reading.journal : undefined }
}

const keyIn = ({ world: { keys: all } }: Case, id: KeyId | undefined) => all.find((key) => key.id === id)
const isActive = (each: Case, id: KeyId | undefined) => keyIn(each, id)?.status === 'Active'
const isInactive = (each: Case, id: KeyId | undefined) => keyIn(each, id)?.status === 'Inactive'

/** The key that a step is about. */
const keyOf = ({ decision }: Case) => ('key' in decision ? decision.key : undefined)

/** Whether the run signs with the key in question, made it, or was handed it and has tried it. */
const holdsSecret = (each: Case) => {
  const { signer, run } = each.world
  return [signer, run.held, run.trial?.key].includes(keyOf(each))
}

const does = ({ decision }: Case, ...steps: readonly Decision['do'][]) => steps.includes(decision.do)

/** When the next step is due, as far as that is known. */
const nextOf = ({ decision }: Case) => ('next' in decision ? decision.next?.at : undefined)

/** The journal that a step writes, when it is of this phase. */
function recorded<P extends Journal['phase']>({ decision }: Case, phase: P) {
  if (decision.do !== 'record' || decision.journal.phase !== phase) return undefined
  return decision.journal as Extract<Journal, { phase: P }>
}

const records = (each: Case, phase: Journal['phase']) => recorded(each, phase) !== undefined

/** Ends a key's life or its use, or announces that. */
const destroys = (each: Case) => does(each, 'delete', 'discard', 'deactivate') || records(each, 'deactivating')

/** Changes anything at AWS or GitHub. */
const acts = (each: Case) => !does(each, 'observe', 'nothing', 'wait', 'fail', 'stop', 'refuse')

/** Changes anything that keys or destinations depend on; `untag` removes what speaks of a key that is gone. */
const changes = (each: Case) => acts(each) && !does(each, 'untag', 'claim', 'refuse', 'remember')

function keysNamedIn(journal: Journal | undefined): readonly KeyId[] {
  const named = { pending: undefined, current: undefined, previous: undefined, ...journal }
  return [named.pending, named.current, named.previous].filter((id) => id !== undefined)
}

const isStranger = ({ journal }: Case, id: KeyId | undefined) => id === undefined || !keysNamedIn(journal).includes(id)

/** The journal speaks of every key; and where it may not be believed, somebody else is asked. */
const isNamedWholly = (each: Case) =>
  each.world.journal.kind === 'unknown' ||
  isOwnedByAnother(each) ||
  each.world.keys.every(({ id }) => !isStranger(each, id))

const isPrevious = (each: Case) =>
  each.journal !== undefined && 'previous' in each.journal && each.journal.previous === keyOf(each)

const deletesAnother = (each: Case) => does(each, 'delete') && !isPrevious(each)

const timesOf = ({ destinations }: DestinationsReading) =>
  destinations.flatMap(({ secrets }) => secrets.map(({ updatedAt }) => updatedAt))

/** Every secret exists and was written inside the window; never true of what has not been read. */
function isPublished({ world: { destinations } }: Case, { from, to }: PublishWindow): boolean {
  if (destinations === 'unread') return false
  return timesOf(destinations).every((at) => at !== undefined && at >= from && at <= (to ?? at))
}

/** Dates of secrets that are there and were not written in the window. */
function changesOf({ world: { destinations } }: Case, { from, to }: PublishWindow): readonly Instant[] {
  if (destinations === 'unread') return []
  return timesOf(destinations).flatMap((at) => (at === undefined || (at >= from && at <= (to ?? at)) ? [] : [at]))
}

/** A workflow speaks for every place that somebody else has written, so that a verification could tell what it holds. */
function couldTell(each: Case, window: PublishWindow): boolean {
  const { uncovered, verification: kind } = each.policy
  const there = straysOf(each, window).filter((name) => {
    const { destinations } = each.world
    const place = destinations === 'unread' ? undefined : destinations.destinations.find((one) => one.name === name)
    return place?.secrets.some(({ updatedAt }) => updatedAt !== undefined)
  })
  return kind === 'workflow' && there.every((name) => !uncovered.includes(name))
}

function isWrittenSince({ world: { destinations } }: Case, since: Instant | undefined): boolean {
  if (destinations === 'unread' || since === undefined) return false
  return timesOf(destinations).some((at) => at !== undefined && at >= since)
}

const isRead = ({ world: { destinations } }: Case) => destinations !== 'unread'
const isChecked = ({ world: { preflight } }: Case) => preflight !== 'unread' && preflight.length === 0

/** A verification of this run says so, or the user has given up verification by name. */
function isProven({ world: { run }, policy: { verification: kind } }: Case, id: KeyId): boolean {
  return kind === 'none' || (run.verification?.key === id && run.verification.verdict === 'works')
}

const isMissed = ({ world: { run } }: Case) => run.verification !== undefined && run.verification.verdict !== 'works'

/** Nobody can have this key: every condition of rule 6. */
function isOrphan(each: Case, id: KeyId | undefined): boolean {
  const { world: all, journal } = each
  const key = keyIn(each, id)
  if (key === undefined || journal?.phase !== 'creating' || journal.at === undefined) return false
  const unknown = !all.described.includes(key.id) && all.signer !== key.id && !isRecovered(each, id)
  const unwritten = isRead(each) && !isWrittenSince(each, key.created + aheadIn(each)) && !mayBeKept(each, id)
  return isInTime(each, id) && key.lastUsed.kind === 'never' && unknown && unwritten
}

/** A key that was born when the journal's intent may have led to one. */
function isInTime(each: Case, id: KeyId | undefined): boolean {
  const { journal } = each
  const key = keyIn(each, id)
  if (key === undefined || journal?.phase !== 'creating' || journal.at === undefined) return false
  return key.created >= journal.at && key.created <= journal.at + 50 * second
}

/** How far GitHub's clock is ahead of AWS's. */
const aheadIn = ({ world: { destinations } }: Case) => (destinations === 'unread' ? 0 : destinations.ahead)

const holderIn = ({ world: { journal } }: Case) => (journal.kind === 'unknown' ? undefined : journal.holder)

/** The run has claimed the user, has read its claim back, and found it to be its own. */
const isHolding = (each: Case) =>
  each.world.run.claim?.confirmed === true && holderIn(each)?.nonce === each.policy.nonce

/** Another run was at work a moment ago, and nothing says that it has ended since. */
function isLiveHolder(each: Case): boolean {
  const { world: all, policy: wanted, at } = each
  const holder = holderIn(each)
  if (holder === undefined || holder.timeLimit === 0 || holder.nonce === wanted.nonce) return false
  const isEarlierAttempt = holder.run === wanted.run && holder.attempt < wanted.attempt
  return !isEarlierAttempt && all.run.holderRun.kind !== 'completed' && at < holder.touched + 10 * minute
}

/** When the holder that is shown can no longer be at work; undefined where nobody is shown. */
function lastActOf(each: Case): Instant | undefined {
  const { world: all, policy: wanted } = each
  const holder = holderIn(each)
  if (holder === undefined) return undefined
  if (holder.timeLimit === 0) return holder.touched
  if (all.run.holderRun.kind === 'completed') return all.run.holderRun.end
  const isEarlierAttempt = holder.run === wanted.run && holder.attempt < wanted.attempt
  return holder.touched + (isEarlierAttempt ? 0 : holder.timeLimit) + 10 * minute
}

/** A predecessor may be at work yet, whom nobody has heard of for long. */
const isHaunted = ({ world: { run }, at }: Case) => at < (run.claim?.predecessorGone ?? Number.NEGATIVE_INFINITY)

/** Whoever was at work before is gone for certain, and GitHub has had two minutes to show what it wrote. */
const isSettled = ({ world: { run }, at }: Case) =>
  at >= (run.claim?.predecessorGone ?? at) + (run.claim?.predecessorGone === undefined ? 0 : 2 * minute)

/** Whether the job was handed a value of this very user, whatever dates say. */
function isHandedOwn({ world: { recovered, user: owner } }: Case): boolean {
  return recovered !== undefined && recovered.user === owner.id && recovered.account === owner.account
}

/** Whether the job was handed this key, and IAM lists it. */
const isRecovered = (each: Case, id: KeyId | undefined) =>
  isHandedOwn(each) && each.world.recovered?.id === id && keyIn(each, id) !== undefined

/** When this run has written the recovery secret; or another one, as the journal of its publication tells. */
function ownWritesOf({ world: { run }, journal }: Case): readonly (Instant | undefined)[] {
  const here = run.safeguard !== undefined && 'writtenAt' in run.safeguard ? run.safeguard.writtenAt : undefined
  return [here, journal?.phase === 'publishing' ? journal.sealed : undefined].filter((at) => at !== undefined)
}

/** GitHub had handed out what was written then, and two minutes passed, before it queued this run; or no run is so old. */
const isQueuedAfter = ({ world: { run, destinations } }: Case, written: Instant | undefined) =>
  written !== undefined &&
  ((typeof run.queued === 'number' && run.queued > written + 2 * minute) ||
    (destinations !== 'unread' && destinations.at > written + 65 * day))

/** The date of the recovery secret, while what the job was handed is what is in it, and of this very user. */
function handedOwnAt(each: Case): Instant | undefined {
  const { destinations } = each.world
  const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
  return isHandedOwn(each) && isQueuedAfter(each, updatedAt) ? updatedAt : undefined
}

/** The recovery secret is there, and nothing says that this action has written it for this user. */
function isOccupied(each: Case): boolean {
  const { destinations, run } = each.world
  const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
  if (!each.policy.recovery || updatedAt === undefined || run.recoveryCleared) return false
  return handedOwnAt(each) !== updatedAt && !ownWritesOf(each).includes(updatedAt)
}

/** The recovery secret was written since this key was made. */
function mayBeKept({ world: { destinations, keys: all } }: Case, id: KeyId | undefined): boolean {
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
function isFruitless(each: Case): boolean {
  const { creation } = each.world.run
  if (creation?.kind === 'created') return keyIn(each, creation.key) === undefined
  return creation?.kind === 'refused' || creation?.kind === 'postponed'
}

/** Every destination holds the pending key already. */
const isComplete = ({ journal }: Case) => journal?.phase === 'publishing' && journal.window.to !== undefined

const pendingIn = ({ journal }: Case) => (journal !== undefined && 'pending' in journal ? journal.pending : undefined)

/** The tag of the younger of two keys says that it was made to replace the other. */
function isTagged({ world: { keys: all, made } }: Case): boolean {
  const [old, pending] = all
  if (all.length !== 2 || old === undefined || pending === undefined) return false
  return made.includes(pending.id) && pending.status === 'Active' && pending.created >= old.created
}

function isOwnedByAnother({ world: { journal, refused }, policy: wanted }: Case): boolean {
  if (journal.kind !== 'read' || journal.holder === undefined || wanted.force) return false
  const { digest, before } = journal.journal
  if (digest === wanted.digest || journal.holder.nonce === wanted.nonce) return false
  const { owner, run, attempt, list } = journal.holder
  const isSameRun = run === wanted.run && attempt === wanted.attempt && list !== wanted.digest
  return owner !== wanted.owner || isSameRun || before === wanted.digest || refused?.digest === wanted.digest
}

const isYoung = ({ world: { keys: all }, policy: { rotateAfter }, at }: Case) =>
  all.every(({ created }) => at - created < rotateAfter)

/** Nobody used the previous key since then, or its wait is over since, as far as the user wants that asked. */
function isUnused({ policy: wanted, at }: Case, { lastUsed }: AccessKey, since: Instant, grace: Duration): boolean {
  if (grace < 4 * hour || wanted.oldKeyStillUsed === 'proceed' || lastUsed.kind === 'never') return true
  return lastUsed.kind === 'used' && (lastUsed.at <= since || at >= lastUsed.at + grace)
}

/** Every run that may hold the previous key has ended, by a look that is not old. */
function isDrained({ world: { unfinishedRuns, run } }: Case): boolean {
  const isFresh = unfinishedRuns !== 'unread' && run.elapsed - run.unfinishedRunsSeen <= 10 * minute
  return isFresh && unfinishedRuns.runs.length === 0
}

/** Nothing has been done in this run yet: what is inactive or gone is so by somebody else's hand. */
const isStarting = ({ world: { run } }: Case) =>
  run.intended === undefined && run.creation === undefined && run.held === undefined && !run.deactivating

/**
 * Nothing changes: a person is asked, or another run is at work, which a run that does not hold the user makes sure of,
 * or IAM shows nothing of what this run has written.
 */
const isLeftAlone = (each: Case) =>
  does(each, 'stop', 'observe', 'refuse') ||
  (!isHolding(each) && isAside(each)) ||
  (isUnshown(each) && does(each, 'wait', 'fail'))

/** The run steps aside: it waits for another one. */
const isAside = (each: Case) =>
  does(each, 'wait') && nextOf(each) !== undefined && each.decision.because.includes('only one run acts at a time')

/** The claim of this run has settled, and IAM shows neither it nor that of a run that may be at work. */
function isUnshown(each: Case): boolean {
  const { claim, looked } = each.world.run
  const holder = holderIn(each)
  if (claim === undefined || looked < claim.settles || holder?.nonce === each.policy.nonce) return false
  return holder === undefined || holder.timeLimit === 0 || each.at >= holder.touched + 10 * minute
}

/** The current key is more than a week over rotate-after, and no rotation is under way; a refused intent is none. */
function isOveraged({ journal, world: all, policy: wanted, at }: Case): boolean {
  const isRefused = journal?.phase === 'creating' && journal.at === undefined
  const isUnderWay = ['creating', 'pending', 'publishing'].includes(journal?.phase ?? '') && !isRefused
  const active = all.keys.filter(({ status }) => status === 'Active')
  const current = active.find(({ id }) => journal === undefined || id === journal.current)
  const isOlder = (created: Instant, grace: Duration) => at - created > wanted.rotateAfter + grace
  if (active.some(({ created }) => isOlder(created, 30 * day))) return true
  return !isUnderWay && current !== undefined && isOlder(current.created, 7 * day)
}

/** When the previous key was switched off, by GitHub's clock. */
const sinceOff = ({ journal, world: { destinations } }: Case) =>
  (journal?.phase === 'deactivated' ? journal.at : 0) + (destinations === 'unread' ? 0 : destinations.ahead)

/** A verification of this run did not pass. */
const isDoubted = ({ world: { run } }: Case) => run.verification !== undefined && run.verification.verdict !== 'works'

/** A verification of a proven key that nothing but the end of a wait gives rise to. */
function isLastDoubt(each: Case): boolean {
  const { decision, journal } = each
  if (journal?.phase !== 'current' || journal.provenAt === undefined || !isActive(each, journal.previous)) return false
  return decision.do === 'verify' && decision.about === undefined
}

/** A verification with the key that is about to be replaced. */
function isBeforeReplacement({ decision }: Case): boolean {
  return decision.do === 'verify' && decision.because.endsWith('before it is replaced?')
}

/** The list has changed, and what is not of the window is older than the previous key. */
function isListedAnew(each: Case): boolean {
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
const isLateButHanded = (each: Case) =>
  each.journal !== undefined &&
  'previous' in each.journal &&
  each.journal.previous === each.world.signer &&
  isRecovered(each, each.journal.current)

/** Another key is younger than this one: it is the way back, or an old key. */
const isOld = ({ world: { keys: all } }: Case, id: KeyId | undefined) => {
  const key = all.find((each) => each.id === id)
  return key !== undefined && all.some(({ created }) => created > key.created)
}

const windowIn = (journal: Journal | undefined): PublishWindow | undefined =>
  journal !== undefined && 'window' in journal ? journal.window : undefined

/** Places with a secret that was not written inside the window. */
function straysOf({ world: { destinations } }: Case, { from, to }: PublishWindow): readonly string[] {
  if (destinations === 'unread') return []
  const isStray = (at: Instant | undefined) => at === undefined || at < from || at > (to ?? at)
  return destinations.destinations
    .filter(({ secrets }) => secrets.some(({ updatedAt }) => isStray(updatedAt)))
    .map(({ name }) => name)
}

/** The step writes down the phase that the journal is in already: the key is as proven, or as off, as it was. */
function closesAnew({ decision, journal }: Case): boolean {
  if (decision.do !== 'record' || journal?.phase !== decision.journal.phase) return false
  if (journal.phase === 'current' && decision.journal.phase === 'current') {
    return journal.provenAt !== undefined && decision.journal.provenAt !== undefined
  }
  return journal.phase === 'steady' || journal.phase === 'deactivated'
}

/** No sentence may show that something was missing when it was put together. */
const isSaid = (text: string) => text.trim() !== '' && !/undefined|NaN|null|Infinity|\[object/.test(text)

// ── The rules ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface Rule {
  readonly name: string
  /** What the rule speaks of; everything, when it is not said. */
  readonly when?: (each: Case) => boolean
  readonly holds: (each: Case) => boolean
}

/** How users call what a journal shows. */
const phaseNames: Readonly<Record<Journal['phase'], Phase>> = {
  steady: 'steady',
  creating: 'rotating',
  pending: 'rotating',
  publishing: 'rotating',
  current: 'overlap',
  deactivating: 'overlap',
  deactivated: 'recovery',
}

/** What is still to come in each phase; a rotation may begin again in all of them. */
const leadsTo: Readonly<Record<Phase, readonly string[]>> = {
  steady: ['verify', 'rotate'],
  rotating: ['rotate', 'publish', 'verify', 'discard'],
  overlap: ['verify', 'deactivate', 'rotate'],
  recovery: ['verify', 'delete', 'rotate'],
  blocked: [],
}

/**
 * A rotation may begin again from every phase; and where tags tell more than the journal, with a publication. A phase
 * follows itself where a proof closes the window anew.
 */
const transitions: Readonly<Record<Journal['phase'] | 'none', readonly Journal['phase'][]>> = {
  none: ['creating', 'publishing'],
  steady: ['creating', 'publishing', 'steady'],
  // The only key may be one that this action has made: a late note of the intent says nothing of it.
  creating: ['creating', 'pending', 'publishing', 'steady'],
  pending: ['creating', 'publishing'],
  publishing: ['creating', 'publishing', 'current', 'steady'],
  current: ['creating', 'publishing', 'current', 'deactivating', 'deactivated', 'steady'],
  deactivating: ['creating', 'publishing', 'current', 'deactivated', 'steady'],
  deactivated: ['creating', 'publishing', 'current', 'deactivated', 'steady'],
}

const rules: readonly Rule[] = [
  {
    name: 'every decision gives its reason, and every remedy says something',
    holds: ({ decision }) => isSaid(decision.because) && (!('remedy' in decision) || isSaid(decision.remedy)),
  },
  {
    name: 'what comes next comes in the future',
    when: (each) => nextOf(each) !== undefined,
    holds: (each) => Number.isFinite(nextOf(each)) && Number(nextOf(each)) > each.at,
  },
  {
    name: 'only what has not been read is asked for',
    when: (each) => does(each, 'observe'),
    holds: ({ decision, policy: { nonce }, world: all }) => {
      const { preflight, destinations, sameNameNearby, unfinishedRuns, users, journal, run } = all
      const holder = journal.kind === 'unknown' ? undefined : journal.holder
      if (decision.do === 'observe' && decision.what === 'holder')
        return run.holderRun.kind === 'unread' && holder !== undefined && holder.nonce !== nonce && holder.timeLimit > 0
      if (decision.do === 'observe' && decision.what === 'queue') return run.queued === 'unread'
      if (decision.do === 'observe' && decision.what === 'same name nearby')
        return sameNameNearby === 'unread' || run.elapsed - run.nearbySeen > 10 * minute
      if (decision.do === 'observe' && decision.what === 'unfinished runs')
        return unfinishedRuns === 'unread' || run.elapsed - run.unfinishedRunsSeen > 10 * minute
      if (decision.do === 'observe' && decision.what === 'users') return users === 'unread'
      if (decision.do === 'observe' && decision.what === 'claim')
        return run.claim?.confirmed === false && run.looked < run.claim.settles
      if (decision.do === 'observe' && decision.what === 'quiet')
        return run.claim?.confirmed === true && run.elapsed < run.claim.quiet
      if (decision.do === 'observe' && decision.what === 'user') return run.elapsed - run.seen > 3 * second
      const isStale = run.elapsed - run.destinationsSeen > 5 * second
      if (decision.do === 'observe' && decision.what === 'destinations' && isStale) return true
      if (decision.do !== 'observe' || decision.what === 'preflight') return preflight === 'unread'
      if (decision.what === 'last use') return all.keys.some(({ lastUsed }) => lastUsed.kind === 'unread')
      return destinations === 'unread' || all.keys.some(({ created }) => created > destinations.at)
    },
  },
  {
    name: 'a run that waits or fails shows the phase that the journal is in',
    when: (each) => does(each, 'wait', 'fail') && (isHolding(each) || !isAside(each)),
    holds: ({ decision, journal }) => 'phase' in decision && decision.phase === phaseNames[journal?.phase ?? 'steady'],
  },
  {
    name: 'what a run waits for is what its phase leads to',
    when: ({ decision }) => 'next' in decision && decision.next !== undefined && 'phase' in decision,
    holds: ({ decision }) =>
      'phase' in decision && 'next' in decision && leadsTo[decision.phase].includes(decision.next?.step ?? ''),
  },
  {
    name: 'an only key that is young, published where it should be and not forced out is left alone',
    when: (each) =>
      each.journal?.phase === 'steady' &&
      each.journal.digest === each.policy.digest &&
      each.world.keys.length === 1 &&
      isActive(each, each.journal.current) &&
      !each.policy.force &&
      isYoung(each) &&
      !isOwnedByAnother(each) &&
      (!isRead(each) || isPublished(each, each.journal.window)),
    holds: (each) => !changes(each) || does(each, 'clear'),
  },
  {
    name: 'an only key that is due is on its way out, or a person is told why not',
    when: (each) =>
      each.journal?.phase === 'steady' &&
      each.world.keys.length === 1 &&
      isActive(each, each.journal.current) &&
      !isYoung(each) &&
      isHolding(each) &&
      each.world.run.elapsed < 10 * minute &&
      each.policy.timeLimit - each.world.run.elapsed >= 32 * minute,
    holds: (each) =>
      records(each, 'creating') ||
      does(each, 'observe', 'stop', 'untag') ||
      // Prove before you replace.
      isBeforeReplacement(each) ||
      does(each, 'remember') ||
      (isDoubted(each) && does(each, 'wait', 'fail')) ||
      // Somebody else has written or removed a secret.
      (!isPublished(each, windowIn(each.journal) ?? { from: 0, to: undefined }) &&
        does(each, 'verify', 'fail', 'wait', 'record')) ||
      // Another run may be handed what is in the recovery secret.
      (isOccupied(each) && does(each, 'wait', 'fail')),
  },
  {
    name: 'a phase follows the one that it may follow',
    when: (each) => does(each, 'record'),
    holds: ({ decision, journal }) =>
      decision.do === 'record' && transitions[journal?.phase ?? 'none'].includes(decision.journal.phase),
  },
  {
    name: 'rule 18: a publication that no journal of it announced is one that the tag of the younger key tells of',
    when: (each) => records(each, 'publishing') && pendingIn(each) === undefined,
    holds: (each) => {
      const journal = recorded(each, 'publishing')
      const { destinations, keys: all } = each.world
      if (journal === undefined || destinations === 'unread' || !isTagged(each)) return false
      const [old, pending] = all
      const replaced = journal.current ?? journal.previous
      const isNamed = pending?.id === journal.pending && old?.id === replaced
      return isNamed && journal.window.from === pending.created + destinations.ahead
    },
  },
  {
    name: 'no key is called current, pending or previous that is not there',
    when: (each) => does(each, 'record'),
    holds: (each) => {
      const journal = each.decision.do === 'record' ? each.decision.journal : undefined
      // Beside a pending key the old one may be gone, by a person's hand.
      const named = journal !== undefined && 'pending' in journal ? [journal.pending] : keysNamedIn(journal)
      return named.every((id) => keyIn(each, id) !== undefined)
    },
  },
  {
    name: 'rule 1: a key is announced only when everything is checked and the destinations are read',
    when: (each) => records(each, 'creating'),
    holds: (each) => isChecked(each) && isRead(each),
  },
  {
    name: 'rule 2: without a journal nothing changes while a secret is older than the key that it should hold',
    when: (each) =>
      each.world.journal.kind !== 'read' &&
      !each.policy.force &&
      changes(each) &&
      !does(each, 'clear') &&
      !(isTagged(each) && records(each, 'publishing')),
    holds: (each) => {
      const key = each.world.keys.find(({ status }) => status === 'Active')
      const { destinations } = each.world
      if (destinations === 'unread') return false
      return (
        key === undefined || timesOf(destinations).every((at) => at === undefined || at >= key.created - 10 * minute)
      )
    },
  },
  {
    name: 'rule 3: another owner with other destinations changes nothing',
    when: isOwnedByAnother,
    holds: (each) => does(each, 'stop', 'refuse'),
  },
  {
    name: 'rule 4: a key is created only on a fresh intent that this run has written, with room for it',
    when: (each) => does(each, 'create'),
    holds: ({ journal, at, world: { run, keys: all } }) =>
      journal?.phase === 'creating' &&
      run.intended !== undefined &&
      journal.at !== undefined &&
      at - journal.at <= 5 * second &&
      all.length < 2 &&
      all.every(({ id }) => id === (journal.current ?? journal.previous)),
  },
  {
    name: 'rule 5: a run asks for one key, whatever the answer was',
    when: (each) => does(each, 'create'),
    holds: ({ world: { run } }) => run.creation === undefined,
  },
  {
    name: 'rule 5: a key is asked for only until its intent is 5 seconds old',
    when: (each) => does(each, 'create'),
    holds: ({ decision, journal, at }) =>
      decision.do === 'create' &&
      journal?.phase === 'creating' &&
      decision.until === (journal.at ?? 0) + 5 * second &&
      decision.until >= at,
  },
  {
    name: 'rule 5: a run that has asked for a key announces no other, but takes back an intent that has led to none',
    when: (each) => each.world.run.creation !== undefined && records(each, 'creating'),
    holds: (each) => isFruitless(each) && recorded(each, 'creating')?.at === undefined,
  },
  {
    name: 'rule 5: only an intent that has led to no key, or to one that this run has withdrawn, is taken back',
    when: (each) => records(each, 'creating') && recorded(each, 'creating')?.at === undefined,
    holds: isFruitless,
  },
  {
    name: 'rule 5: an answer that is lost ends the run, and leaves everything to a later one',
    when: (each) =>
      each.world.run.creation?.kind === 'lost' &&
      each.world.run.intended === undefined &&
      each.journal?.phase === 'creating' &&
      isHolding(each) &&
      !isOwnedByAnother(each),
    holds: (each) =>
      does(each, 'fail', 'stop') ||
      (does(each, 'observe') && !isNamedWholly(each)) ||
      (isTagged(each) && records(each, 'publishing')),
  },
  {
    name: 'rule 6: an intent that AWS has refused explains no key',
    when: (each) =>
      each.journal?.phase === 'creating' &&
      each.journal.at === undefined &&
      isStarting(each) &&
      !each.policy.replaceInactiveKey,
    holds: (each) => !does(each, 'discard', 'delete', 'deactivate'),
  },
  {
    name: 'rule 6: no other key is announced before IAM shows what an earlier intent has led to',
    when: (each) =>
      each.journal?.phase === 'creating' && isStarting(each) && each.world.keys.length > 0 && records(each, 'creating'),
    holds: (each) => {
      if (each.journal?.phase !== 'creating' || each.journal.at === undefined) return true
      // With force a key that a person made in the place of the one that was to be replaced is replaced instead.
      const isGone = each.journal.current !== undefined && keyIn(each, each.journal.current) === undefined
      return (isGone && each.policy.force) || each.at >= each.journal.at + 50 * second + 2 * minute
    },
  },
  {
    name: 'rule 6: what an interrupted creation left is destroyed only if nobody can have it',
    when: (each) =>
      each.journal?.phase === 'creating' && does(each, 'deactivate', 'discard') && keyOf(each) !== each.world.run.held,
    holds: (each) => does(each, 'discard') && isOrphan(each, keyOf(each)),
  },
  {
    name: 'rule 21: this run withdraws its own new key only where another one came into being beside it, or no later run could tell where it is from',
    when: (each) => each.journal?.phase === 'creating' && does(each, 'discard') && keyOf(each) === each.world.run.held,
    holds: (each) => {
      const hasRival = each.world.keys.some(({ id }) => id !== keyOf(each) && isStranger(each, id))
      return hasRival || !isInTime(each, keyOf(each))
    },
  },
  {
    name: 'rule 21: a run that finds more than its own new key withdraws that one, however many there are, and no other',
    when: (each) =>
      each.journal?.phase === 'creating' &&
      each.world.run.creation?.kind === 'created' &&
      each.world.keys.filter(({ id }) => isStranger(each, id)).length > 1 &&
      keyIn(each, each.world.run.held) !== undefined &&
      isHolding(each) &&
      each.world.run.elapsed >= (each.world.run.claim?.quiet ?? 0) &&
      !isOwnedByAnother(each),
    holds: (each) => does(each, 'discard') && keyOf(each) === each.world.run.held,
  },
  {
    name: 'rule 6: what was left is discarded by a later run, once its use would show and its maker is dead',
    when: (each) => each.journal?.phase === 'creating' && does(each, 'discard') && keyOf(each) !== each.world.run.held,
    holds: (each) => {
      const born = keyIn(each, keyOf(each))?.created ?? each.at
      return isStarting(each) && each.at >= born + 15 * minute && isSettled(each)
    },
  },
  {
    name: 'rule 7: only an active key whose secret this run holds is tried or published',
    when: (each) => does(each, 'try', 'publish'),
    holds: (each) => {
      const key = keyOf(each)
      const { run, signer } = each.world
      return isActive(each, key) && (run.held === key || signer === key || isRecovered(each, key))
    },
  },
  {
    name: 'rule 8: a key that this run made is published only after AWS accepted it',
    when: (each) => does(each, 'publish') && each.world.run.held === keyOf(each),
    holds: ({ world: { run } }) => run.trial?.key === run.held && run.trial?.works === true,
  },
  {
    name: 'rule 8: a pending key that was handed back is published only after AWS accepted it',
    when: (each) =>
      does(each, 'publish') &&
      pendingIn(each) === keyOf(each) &&
      !isComplete(each) &&
      each.world.signer !== keyOf(each),
    holds: (each) => each.world.run.trial?.key === keyOf(each) && each.world.run.trial?.works === true,
  },
  {
    name: 'rule 9: with a recovery secret, a key that this run made is announced only after it is kept there',
    when: (each) =>
      each.policy.recovery &&
      records(each, 'publishing') &&
      each.world.run.held !== undefined &&
      recorded(each, 'publishing')?.pending === each.world.run.held &&
      recorded(each, 'publishing')?.window.to === undefined,
    holds: (each) => {
      const { safeguard, held } = each.world.run
      const isKept = safeguard !== undefined && safeguard.key === held && 'writtenAt' in safeguard
      return isKept || isRecovered(each, held)
    },
  },
  {
    name: 'rule 9: a key that cannot be kept is not announced',
    when: ({ world: { run }, policy: { recovery } }) =>
      recovery && run.safeguard !== undefined && 'problem' in run.safeguard,
    holds: (each) => !records(each, 'publishing') || isRecovered(each, each.world.run.held),
  },
  {
    name: 'rule 10a: a pending key is kept only while this run holds it, once AWS has accepted it',
    when: (each) => does(each, 'safeguard'),
    holds: (each) =>
      each.policy.recovery &&
      ((each.world.run.held === keyOf(each) &&
        pendingIn(each) === keyOf(each) &&
        each.world.run.trial?.works === true) ||
        // The current key, before a secret that was overwritten gets it once more.
        (each.journal?.phase !== 'pending' && holdsSecret(each) && each.journal?.current === keyOf(each))),
  },
  {
    name: 'rule 11: a key is current, and a user steady, only when no recovery secret of its own is left, as far as is known',
    when: (each) =>
      each.policy.recovery &&
      each.journal?.phase === 'publishing' &&
      (records(each, 'current') || records(each, 'steady')),
    holds: (each) => {
      const { destinations, run } = each.world
      const updatedAt = destinations === 'unread' ? 'unread' : destinations.recovery?.updatedAt
      if (run.recoveryCleared || updatedAt === undefined) return true
      if (updatedAt === 'unread') return !isHandedOwn(each) && ownWritesOf(each).length === 0
      return isOccupied(each) && !(isHandedOwn(each) && run.queued === 'unread')
    },
  },
  {
    name: 'rule 11: the recovery secret is cleared only when no key is pending in it: all of them are proven, or gone',
    when: (each) => does(each, 'clear'),
    holds: (each) => {
      if (!each.policy.recovery || each.world.run.recoveryCleared) return false
      const pending = pendingIn(each)
      if (pending === undefined) {
        // A journal may speak of a key that is gone: the only one that is there rests then.
        const current = keyIn(each, each.journal?.current) ?? each.world.keys[0]
        return current?.status === 'Active'
      }
      if (keyIn(each, pending) === undefined) return each.world.run.safeguard?.key === pending
      return isComplete(each) && isProven(each, pending)
    },
  },
  {
    name: 'rule 11: what is cleared bears the date of a write of this user',
    when: (each) => does(each, 'clear'),
    holds: (each) => {
      const at = each.decision.do === 'clear' ? each.decision.writtenAt : undefined
      return ownWritesOf(each).includes(at) || handedOwnAt(each) === at
    },
  },
  {
    name: 'rule 11: while the recovery secret is somebody else’s, no key is announced, none is sealed, and none that an earlier run made goes',
    when: (each) => isOccupied(each) && each.world.run.held === undefined && each.world.run.creation === undefined,
    holds: (each) => {
      const isFirst = each.journal?.phase !== 'creating' || each.world.run.intended === undefined
      const isWithdrawing = does(each, 'discard') && each.journal?.phase !== 'creating'
      return !(records(each, 'creating') && isFirst) && !does(each, 'safeguard', 'clear') && !isWithdrawing
    },
  },
  {
    name: 'rule 11: a rotation that is due while the recovery secret is somebody else’s is a question for a person, or for a run that was queued after it',
    when: (each) =>
      isOccupied(each) &&
      isRead(each) &&
      isChecked(each) &&
      each.world.journal.kind === 'none' &&
      isHolding(each) &&
      each.world.keys.length === 1 &&
      each.world.keys.every(({ status }) => status === 'Active') &&
      !isYoung(each) &&
      each.world.run.creation === undefined,
    holds: (each) => {
      const { destinations, run } = each.world
      if (run.queued === 'unread') return does(each, 'observe')
      const updatedAt = destinations === 'unread' ? undefined : destinations.recovery?.updatedAt
      return isQueuedAfter(each, updatedAt) ? does(each, 'stop') : does(each, 'wait', 'fail')
    },
  },
  {
    name: 'rule 11: while the recovery secret may hold the pending key, a stale, foreign or missing value destroys nothing',
    when: (each) => {
      if (!each.policy.recovery || !isStarting(each) || isOld(each, pendingIn(each))) return false
      if (each.journal?.phase !== 'publishing' || each.journal.sealed === undefined)
        return mayBeKept(each, pendingIn(each))
      const { destinations } = each.world
      const isThere = destinations !== 'unread' && destinations.recovery?.updatedAt === each.journal.sealed
      return isThere && keyIn(each, pendingIn(each)) !== undefined
    },
    holds: (each) => !does(each, 'discard', 'delete', 'deactivate', 'create') && !records(each, 'creating'),
  },
  {
    name: 'rule 11: a value of another user or account never makes a step that destroys or writes where none was',
    when: (each) => each.world.recovered !== undefined && !isHandedOwn(each) && changes(each),
    holds: (each) => {
      const without = nextStep({ ...each.world, recovered: undefined }, each.policy, each.at)
      return without.do === each.decision.do && without.because === each.decision.because
    },
  },
  {
    name: 'rule 11: what the job was handed makes a step that destroys only where nobody else’s recovery secret could be lost',
    when: destroys,
    holds: (each) => {
      if (each.world.recovered === undefined || isLateButHanded(each)) return true
      const others = { ...each, world: { ...each.world, recovered: undefined } }
      return decide(others).decision.do === each.decision.do || isOccupied(others)
    },
  },
  {
    name: 'rule 11: dates in a value count for nothing',
    when: ({ world: { recovered } }) => recovered !== undefined,
    holds: (each) => {
      const { recovered } = each.world
      if (recovered === undefined) return false
      const late = { ...recovered, created: recovered.created + 999 }
      const again = nextStep({ ...each.world, recovered: late }, each.policy, each.at)
      return JSON.stringify(again) === JSON.stringify(each.decision)
    },
  },
  {
    name: 'rule 11: the journal of a publication tells of no write of the recovery secret but its own',
    when: (each) => recorded(each, 'publishing')?.sealed !== undefined,
    holds: (each) => {
      const sealed = recorded(each, 'publishing')?.sealed
      return handedOwnAt(each) === sealed || ownWritesOf(each).includes(sealed)
    },
  },
  {
    name: 'rule 9: a publication is complete only when each secret was confirmed, or is seen to be written since it began',
    when: (each) => recorded(each, 'publishing')?.window.to !== undefined,
    holds: (each) => {
      const journal = recorded(each, 'publishing')
      const { published } = each.world.run
      if (journal === undefined) return false
      const confirmed = published?.key === journal.pending && published.window !== undefined
      return confirmed || isPublished(each, { ...journal.window, to: undefined })
    },
  },
  {
    name: 'rule 10: only the pending key is withdrawn, and only before it is written everywhere',
    when: (each) => does(each, 'discard') && each.journal?.phase !== 'creating',
    holds: (each) => {
      const { journal } = each
      if (journal?.phase === 'pending') return journal.pending === keyOf(each)
      if (journal?.phase !== 'publishing' || journal.pending !== keyOf(each)) return false
      const sameDestinations = journal.digest === each.policy.digest
      return journal.window.to === undefined && !(sameDestinations && isPublished(each, journal.window))
    },
  },
  {
    name: 'rule 10: a key that this run holds is withdrawn only when AWS or every destination refused it',
    when: (each) => does(each, 'discard') && each.world.run.held === keyOf(each) && each.journal?.phase !== 'creating',
    holds: ({ world: { run } }) =>
      run.trial?.works === false ||
      (run.safeguard !== undefined && 'problem' in run.safeguard) ||
      (run.published?.accepted === 0 && run.published.refused),
  },
  {
    name: 'rule 10: a key that an earlier run held is withdrawn only when that run is dead and the places are read',
    when: (each) => does(each, 'discard') && each.world.run.held !== keyOf(each) && isStarting(each),
    holds: (each) => isRead(each) && isSettled(each),
  },
  {
    name: 'rule 10: a job that holds one of the two keys withdraws none that somebody may have',
    when: (each) => does(each, 'discard') && !isStranger(each, each.world.signer) && each.world.run.held === undefined,
    holds: (each) => isRead(each) && !isWrittenSince(each, keyIn(each, keyOf(each))?.created),
  },
  {
    name: 'rule 10: the key that signs this run is never withdrawn',
    when: (each) => does(each, 'discard', 'delete', 'deactivate'),
    holds: (each) => keyOf(each) !== each.world.signer,
  },
  {
    name: 'rule 10: a key that may have been written is withdrawn only when all is checked for its replacement',
    when: (each) => does(each, 'discard') && isStarting(each) && each.journal?.phase !== 'creating',
    holds: isChecked,
  },
  {
    name: 'rule 10: a publication that some places took and some refused ends red, and all keys stay',
    when: (each) => {
      const { published, held } = each.world.run
      const isMine = each.journal?.phase === 'publishing' && each.journal.pending === held && !isComplete(each)
      const isPartial = published !== undefined && published.key === held && published.window === undefined
      const isOwnList =
        each.journal !== undefined && 'digest' in each.journal && each.journal.digest === each.policy.digest
      const isWhole =
        keyIn(each, held) !== undefined &&
        each.world.keys.every(({ id, status }) => !isStranger(each, id) && status === 'Active')
      const isFree = isHolding(each) && !isOwnedByAnother(each)
      return isMine && isPartial && published.accepted > 0 && isOwnList && isWhole && isFree
    },
    holds: (each) => does(each, 'fail'),
  },
  {
    name: 'rule 13: an unknown or a bad verdict destroys nothing',
    when: isMissed,
    holds: (each) => !destroys(each) && !records(each, 'deactivated'),
  },
  {
    name: 'rule 13: a verification that this run has seen rejected ends it red, whatever the dates say, and the old key stays',
    when: (each) => {
      const { journal, world: all, policy: wanted, at } = each
      if (journal?.phase !== 'current' && journal?.phase !== 'deactivated') return false
      const isOff = journal.phase === 'deactivated'
      const since = isOff ? journal.at : journal.provenAt
      const wait = isOff ? wanted.deleteAfter : wanted.deactivateAfter
      return (
        all.run.verification?.verdict === 'rejected' &&
        since !== undefined &&
        at >= since + wait &&
        all.keys.length === 2 &&
        isActive(each, journal.current) &&
        (isOff ? isInactive(each, journal.previous) : isActive(each, journal.previous)) &&
        isPublished(each, journal.window) &&
        (all.sameNameNearby === nothingNearby || isOff) &&
        all.signer !== journal.previous &&
        isHolding(each) &&
        !isOwnedByAnother(each)
      )
    },
    holds: (each) => does(each, 'fail', 'observe', 'reactivate'),
  },
  {
    name: 'rule 14: only an active, published key is verified, and not again after a verdict',
    when: (each) => does(each, 'verify') && !isBeforeReplacement(each),
    holds: (each) => {
      const { journal, world: all } = each
      const key = journal?.phase === 'publishing' && journal.window.to !== undefined ? journal.pending : undefined
      const rests = ['steady', 'current', 'deactivated'].includes(journal?.phase ?? '')
      const current = rests ? journal?.current : undefined
      const announced = journal?.phase === 'deactivating' && all.run.deactivating ? journal.current : undefined
      const expected = key ?? current ?? announced
      return keyOf(each) === expected && isActive(each, expected) && all.run.verification?.key !== expected
    },
  },
  {
    name: 'rule 2: what is verified before it is replaced is active, in use, and stored everywhere that a job covers',
    when: isBeforeReplacement,
    holds: (each) => {
      const { world: all, policy: wanted } = each
      const old = keyIn(each, keyOf(each))
      if (old?.status !== 'Active' || old.lastUsed.kind === 'never' || old.lastUsed.kind === 'unread') return false
      if (all.destinations === 'unread' || !isChecked(each) || wanted.force || wanted.verification === 'none')
        return false
      const covered = all.destinations.destinations.filter(({ name }) => !wanted.uncovered.includes(name))
      return covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined))
    },
  },
  {
    name: 'rule 2: a key in use that a job covers is replaced only after a verification of this run has passed with it',
    when: (each) => records(each, 'creating') && recorded(each, 'creating')?.at !== undefined,
    holds: (each) => {
      const { journal, world: all, policy: wanted } = each
      const old = keyIn(each, recorded(each, 'creating')?.current)
      const isBeginning = journal === undefined || journal.phase === 'steady'
      if (old === undefined || old.lastUsed.kind === 'never' || !isBeginning) return true
      if (wanted.force || wanted.verification === 'none' || all.destinations === 'unread') return true
      const covered = all.destinations.destinations.filter(({ name }) => !wanted.uncovered.includes(name))
      const isWhole = covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined))
      return covered.length === 0 || !isWhole || isProven(each, old.id)
    },
  },
  {
    name: 'rule 14: a key is called proven only after a verification of this run, unless the user opted out',
    when: (each) => recorded(each, 'current')?.provenAt !== undefined && !closesAnew(each),
    holds: (each) => isProven(each, recorded(each, 'current')?.current ?? ''),
  },
  {
    name: 'rule 15: a deactivation is announced for a proven and published key, after the wait, in time to revert',
    when: (each) => records(each, 'deactivating'),
    holds: (each) => {
      const { journal, policy: wanted, at, world: all } = each
      if (journal?.phase !== 'current' || journal.provenAt === undefined) return false
      const previous = keyIn(each, journal.previous)
      const needed = wanted.verification === 'none' ? 0 : wanted.verificationTimeout
      return (
        isActive(each, journal.current) &&
        isRead(each) &&
        // What somebody else has written holds it for a week, and what a verification could tell for longer.
        (changesOf(each, journal.window).length === 0 ||
          isListedAnew(each) ||
          wanted.force ||
          at >= journal.provenAt + wanted.deactivateAfter + 7 * day) &&
        at >= journal.provenAt + wanted.deactivateAfter &&
        previous !== undefined &&
        isUnused(each, previous, journal.provenAt, wanted.deactivateAfter) &&
        isDrained(each) &&
        wanted.timeLimit - all.run.elapsed > needed
      )
    },
  },
  {
    name: 'rule 15: only a previous key is deactivated, by the run that announced it, beside an active current one',
    when: (each) => does(each, 'deactivate') && each.journal?.phase !== 'creating',
    holds: (each) =>
      each.journal?.phase === 'deactivating' &&
      isPrevious(each) &&
      each.world.run.deactivating &&
      isActive(each, each.journal.current),
  },
  {
    name: 'rule 16: a deactivation that was not proven in its own run is taken back before anything else',
    when: (each) =>
      each.journal?.phase === 'deactivating' &&
      (!each.world.run.deactivating || isMissed(each)) &&
      each.world.keys.length === 2 &&
      isActive(each, each.journal.current) &&
      isInactive(each, each.journal.previous) &&
      each.world.signer !== each.journal.previous &&
      isHolding(each) &&
      !isOwnedByAnother(each),
    holds: (each) => does(each, 'reactivate') && isPrevious(each),
  },
  {
    name: 'rule 16: a key counts as switched off only when it is, and the current one is proven since',
    when: (each) => records(each, 'deactivated') && !closesAnew(each),
    holds: (each) => {
      const journal = recorded(each, 'deactivated')
      const announced = each.journal?.phase !== 'deactivating' || each.world.run.deactivating
      return (
        announced &&
        isInactive(each, journal?.previous) &&
        isActive(each, journal?.current) &&
        isProven(each, journal?.current ?? '')
      )
    },
  },
  {
    name: 'rule 16: only a key whose deactivation is on record is switched on again',
    when: (each) => does(each, 'reactivate'),
    holds: (each) =>
      isPrevious(each) &&
      keyIn(each, keyOf(each)) !== undefined &&
      (each.journal?.phase === 'deactivating' ||
        (each.journal?.phase === 'deactivated' &&
          (isDoubted(each) || changesOf(each, each.journal.window).some((at) => at > sinceOff(each))))),
  },
  {
    name: 'rule 17: while the old key is off, nobody waits for what was written since',
    when: (each) =>
      each.journal?.phase === 'deactivated' &&
      isRead(each) &&
      does(each, 'wait', 'delete') &&
      isActive(each, each.journal.current) &&
      isInactive(each, each.journal.previous) &&
      !isAside(each) &&
      each.world.signer !== each.journal.previous &&
      isHolding(each),
    holds: (each) =>
      each.journal?.phase === 'deactivated' && !changesOf(each, each.journal.window).some((at) => at > sinceOff(each)),
  },
  {
    name: 'rule 16: a later run takes back what was announced before it does anything else, whatever IAM lists',
    when: (each) =>
      each.journal?.phase === 'deactivating' &&
      !each.world.run.deactivating &&
      !each.world.run.reactivated &&
      each.world.keys.length === 2 &&
      isHolding(each) &&
      acts(each) &&
      keyIn(each, each.journal.current) !== undefined &&
      keyIn(each, each.journal.previous) !== undefined,
    holds: (each) => does(each, 'reactivate') && isPrevious(each),
  },
  {
    name: 'rule 17: only an inactive key is deleted',
    when: (each) => does(each, 'delete'),
    holds: (each) => isInactive(each, keyOf(each)),
  },
  {
    name: 'rule 17: a previous key is deleted after delete-after, beside an active and published current one',
    when: (each) => does(each, 'delete') && isPrevious(each),
    holds: (each) => {
      const { journal, at, policy: wanted } = each
      const previous = keyIn(each, keyOf(each))
      return (
        journal?.phase === 'deactivated' &&
        at >= journal.at + wanted.deleteAfter &&
        isActive(each, journal.current) &&
        isRead(each) &&
        !changesOf(each, journal.window).some((at) => at > sinceOff(each)) &&
        previous !== undefined &&
        isUnused(each, previous, journal.at, wanted.deleteAfter)
      )
    },
  },
  {
    name: 'rule 17: a previous key that is on again goes back to the beginning of the wait',
    when: (each) =>
      each.journal?.phase === 'deactivated' &&
      each.world.keys.length === 2 &&
      isActive(each, each.journal.current) &&
      isActive(each, each.journal.previous) &&
      each.world.signer !== each.journal.previous &&
      isHolding(each) &&
      each.world.run.elapsed >= (each.world.run.claim?.quiet ?? 0) &&
      !isOwnedByAnother(each),
    holds: (each) => records(each, 'current') && recorded(each, 'current')?.provenAt === undefined,
  },
  {
    name: 'rule 17: only the tags of a key that is gone are removed',
    when: (each) => does(each, 'untag'),
    holds: (each) => keyIn(each, keyOf(each)) === undefined && each.world.made.includes(keyOf(each) ?? ''),
  },
  {
    name: 'rule 18: another key makes room only if replace-inactive-key allows it and a rotation can begin',
    when: deletesAnother,
    holds: (each) => each.policy.replaceInactiveKey && isStranger(each, keyOf(each)) && isChecked(each) && isRead(each),
  },
  {
    name: 'rule 18: beside a key that nothing explains no key is touched',
    when: (each) =>
      isStarting(each) &&
      !each.policy.replaceInactiveKey &&
      each.world.keys.length > 1 &&
      each.world.keys.some(({ id }) => isStranger(each, id)),
    holds: (each) => !changes(each) || isOrphan(each, keyOf(each)) || (isTagged(each) && records(each, 'publishing')),
  },
  {
    name: 'rule 18: more than two keys are a question for a person, unless this run has just made one of them',
    when: ({ world: { keys: all, run }, journal }) =>
      all.length > 2 && !(journal?.phase === 'creating' && run.creation?.kind === 'created'),
    holds: isLeftAlone,
  },
  {
    name: 'rule 18: who is asked about keys that nothing explains is told their ages and last uses',
    when: (each) =>
      isStarting(each) &&
      does(each, 'stop') &&
      each.world.keys.length > 1 &&
      !isNamedWholly(each) &&
      !isInactive(each, each.journal?.current) &&
      !each.policy.replaceInactiveKey,
    holds: ({ decision: { because }, world: { keys: all } }) =>
      all.every(({ id }) => because.includes(id)) &&
      because.split('created').length > all.length &&
      !/not read/.test(because),
  },
  {
    name: 'rule 19: a current key that is off is left so, and so is everything else',
    when: (each) =>
      isStarting(each) && !each.policy.force && isInactive(each, each.journal?.current) && !isTagged(each),
    holds: isLeftAlone,
  },
  {
    name: 'rule 19: a user with inactive keys only is left alone',
    when: (each) =>
      isStarting(each) &&
      !each.policy.force &&
      (each.journal === undefined || each.journal.phase === 'steady' || each.journal.current !== undefined) &&
      each.journal?.phase !== 'creating' &&
      each.world.keys.length > 0 &&
      each.world.keys.every(({ status }) => status === 'Inactive'),
    holds: isLeftAlone,
  },
  {
    name: 'rule 19: a user whose keys are all gone gets none, while a journal remembers one',
    when: (each) =>
      isStarting(each) && !each.policy.force && each.journal?.current !== undefined && each.world.keys.length === 0,
    holds: isLeftAlone,
  },
  {
    name: 'rule 22: a job that still holds the previous key changes nothing',
    when: (each) =>
      each.journal !== undefined &&
      'previous' in each.journal &&
      each.world.signer !== undefined &&
      each.world.signer === each.journal.previous &&
      isActive(each, each.journal.current) &&
      each.world.run.held === undefined &&
      !isLateButHanded(each),
    holds: (each) => !changes(each),
  },
  {
    name: 'rule 21: nothing is changed without a claim that was read back, except by claiming',
    when: (each) => acts(each) && !does(each, 'claim'),
    holds: isHolding,
  },
  {
    name: 'rule 21: the user is claimed once, when nobody is at work, within three seconds of a look',
    when: (each) => does(each, 'claim'),
    holds: (each) => {
      const { claim, elapsed, seen } = each.world.run
      return claim === undefined && !isLiveHolder(each) && elapsed - seen <= 3 * second
    },
  },
  {
    name: 'rule 21: a claim remembers when the run before it can no longer be at work',
    when: (each) => does(each, 'claim'),
    holds: (each) => each.decision.do === 'claim' && each.decision.predecessorGone === lastActOf(each),
  },
  {
    name: 'rule 21: a run that was at work a moment ago is left alone, unless GitHub says that it has ended',
    when: (each) => each.world.run.claim === undefined && isLiveHolder(each),
    holds: (each) => {
      const isAsked = each.decision.do === 'observe' && each.decision.what === 'holder'
      const isDated = nextOf(each) !== undefined
      const isNobodysBusiness = each.world.journal.kind === 'unknown' || isOwnedByAnother(each)
      const isWaiting = does(each, 'wait', 'nothing') || (does(each, 'fail') && isOveraged(each))
      return isAsked || (isWaiting && isDated) || (does(each, 'stop', 'refuse') && isNobodysBusiness)
    },
  },
  {
    name: 'rule 21: a claim that turned out to be another run’s is not fought for',
    when: ({ world: { run, journal }, policy: { nonce } }) =>
      run.claim !== undefined &&
      run.looked >= run.claim.settles &&
      journal.kind !== 'unknown' &&
      journal.holder?.nonce !== nonce,
    holds: (each) =>
      does(each, 'wait', 'nothing') ||
      (does(each, 'fail') && (isOveraged(each) || isUnshown(each))) ||
      (does(each, 'stop', 'refuse') && isOwnedByAnother(each)),
  },
  {
    name: 'rule 21: nothing is deleted, discarded or deactivated while a silent predecessor may be at work',
    when: (each) => isHaunted(each) && keyOf(each) !== each.world.run.held,
    holds: (each) => !destroys(each),
  },
  {
    name: 'rule 21: a silent predecessor keeps nobody from switching on what may be off',
    when: (each) =>
      isHaunted(each) &&
      isHolding(each) &&
      each.journal?.phase === 'deactivating' &&
      !each.world.run.deactivating &&
      !each.world.run.reactivated &&
      each.world.keys.length === 2 &&
      isActive(each, each.journal.current) &&
      keyIn(each, each.journal.previous) !== undefined &&
      each.world.signer !== each.journal.previous,
    holds: (each) => does(each, 'reactivate'),
  },
  {
    name: 'rule 23: no key is announced that this run could not verify in its time',
    when: (each) =>
      records(each, 'creating') && each.world.run.creation === undefined && each.world.run.intended === undefined,
    holds: ({ policy: { timeLimit, verificationTimeout, verification: kind }, world: { run } }) =>
      timeLimit - run.elapsed >= (kind === 'none' ? 0 : verificationTimeout) + 2 * minute,
  },
  {
    name: 'tags: another version of the journal changes nothing',
    when: ({ world: { journal } }) => journal.kind === 'unknown',
    holds: (each) => does(each, 'stop'),
  },
  {
    name: 'rule 5: a run that has asked for a key discards no other',
    when: (each) => each.journal?.phase === 'creating' && each.world.run.creation !== undefined && destroys(each),
    holds: (each) => does(each, 'discard') && keyOf(each) === each.world.run.held,
  },
  {
    name: 'rule 22: no run announces the end of the key that it signs with, whatever it was handed beside it',
    when: destroys,
    holds: (each) => {
      const going = recorded(each, 'deactivating')?.previous ?? keyOf(each)
      return going !== each.world.signer
    },
  },
  {
    name: 'rule 8: a key that was handed back is published only after AWS accepted it',
    when: (each) => does(each, 'publish') && each.world.signer !== keyOf(each),
    holds: (each) => each.world.run.trial?.key === keyOf(each) && each.world.run.trial?.works === true,
  },
  {
    name: 'rule 20: an only key rests only where every destination is seen to hold it, as far as anything can tell',
    when: (each) =>
      each.journal?.phase === 'steady' &&
      isActive(each, each.journal.current) &&
      each.world.run.creation === undefined &&
      does(each, 'nothing'),
    holds: (each) => {
      if (each.journal?.phase !== 'steady' || each.world.destinations === 'unread') return false
      const { window } = each.journal
      if (isPublished(each, window)) return true
      const isGone = timesOf(each.world.destinations).includes(undefined)
      return !isGone && (!couldTell(each, window) || each.world.run.verification?.verdict === 'works')
    },
  },
  {
    name: 'rule 20: a window is closed anew only up to where a strong success speaks, for places that it covers',
    when: closesAnew,
    holds: (each) => {
      const { journal, world: all } = each
      const anew = windowIn(each.decision.do === 'record' ? each.decision.journal : undefined)
      const before = windowIn(journal)
      const found = all.run.verification
      if (anew === undefined || before === undefined || found === undefined || journal === undefined) return false
      if (found.verdict !== 'works' || found.weak || found.key !== journal.current) return false
      const { window: _, ...others } = { window: undefined, ...journal }
      const { window: __, ...written } = {
        window: undefined,
        ...(each.decision.do === 'record' ? each.decision.journal : {}),
      }
      const isSame = JSON.stringify(others) === JSON.stringify(written)
      const speaksFor = anew.from === before.from && anew.to === found.asOf
      return isSame && speaksFor && changesOf(each, anew).length === 0 && couldTell(each, before)
    },
  },
  {
    name: 'rule 20: a proven key is asked about once more before the old one goes, where a job can tell of what was written',
    when: isLastDoubt,
    holds: (each) => {
      const { journal, policy: wanted, at } = each
      if (journal?.phase !== 'current' || journal.provenAt === undefined) return false
      const isCovered = straysOf(each, journal.window).some((name) => !wanted.uncovered.includes(name))
      return isCovered && (wanted.force || at >= journal.provenAt + wanted.deactivateAfter + 7 * day)
    },
  },
  {
    name: 'rule 20: dates that moved are asked about only where a verification could tell',
    when: (each) => {
      const { journal } = each
      if (isBeforeReplacement(each) || isLastDoubt(each)) return false
      const isResting = journal?.phase === 'steady' || journal?.phase === 'deactivated'
      const isProvenBefore =
        journal?.phase === 'current' && journal.provenAt !== undefined && isActive(each, journal.previous)
      return does(each, 'verify') && (isResting || isProvenBefore)
    },
    holds: (each) => {
      const strays = straysOf(each, windowIn(each.journal) ?? { from: 0, to: undefined })
      return strays.length > 0 && couldTell(each, windowIn(each.journal) ?? { from: 0, to: undefined })
    },
  },
  {
    name: 'rule 21: until a holder that did not release its claim must have noticed, nothing comes but switching on',
    when: ({ world: { run } }) => run.claim !== undefined && run.elapsed < run.claim.quiet,
    holds: (each) => !acts(each) || does(each, 'reactivate'),
  },
  {
    name: 'rule 21: a claim knows whether whoever held the user before has given it back',
    when: (each) => does(each, 'claim'),
    holds: (each) => {
      const holder = holderIn(each)
      const isReleased = holder === undefined ? each.world.journal.kind !== 'read' : holder.timeLimit === 0
      return each.decision.do === 'claim' && each.decision.released === isReleased
    },
  },
  {
    name: 'rule 27: a run is green only while the current key is no more than a week over rotate-after',
    when: (each) => does(each, 'wait', 'nothing'),
    // A run that steps aside leaves it to the one that is at work.
    holds: (each) => !isOveraged(each) || isAside(each),
  },
  {
    name: 'rule 2: no key is replaced while the same name nearby may hold it, nor switched off when that appeared since',
    when: (each) => each.world.run.intended === undefined,
    holds: (each) => {
      const { sameNameNearby, keys } = each.world
      const begun = recorded(each, 'creating')
      const off = recorded(each, 'deactivating')
      const isUnderWay = ['creating', 'pending', 'publishing'].includes(each.journal?.phase ?? '')
      const isReplaced = begun !== undefined && !each.policy.force && !isUnderWay
      const old = isReplaced ? (begun.current ?? begun.previous) : off?.previous
      const since = keys.find(({ id }) => id === (isReplaced ? old : off?.current))
      if (old === undefined || since === undefined) return true
      if (sameNameNearby === 'unread') return false
      return !sameNameNearby.places.some(({ secrets }) =>
        secrets.some(({ updatedAt = 0, value }) => (value === undefined ? updatedAt >= since.created : value === old)),
      )
    },
  },
]

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
    [{ asOf: now - 2 * second }, { asOf: story.published }, { asOf: now, weak: true }].map((change) =>
      after({ verification: { ...verification('works', key), ...change } }),
    )
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

function* smallWorlds(): Generator<Situation> {
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

/** A case that breaks a rule, short enough to be read. */
function inShort({ world: { keys: all, journal, destinations, run, ...seen }, ...others }: Case): unknown {
  const set = all.map(({ id, status, lastUsed }) => `${id.slice(4, 5)} ${status}, ${lastUsed.kind}`)
  return { set, ...others, ...seen, run, places: destinations === 'unread' ? destinations : timesOf(destinations) }
}

interface Tally {
  /** Worlds that the rule speaks of. */
  applied: number
  broken: number
  example: unknown
}

function countOff(all: readonly Rule[]): { readonly count: number; readonly tallies: ReadonlyMap<Rule, Tally> } {
  const tallies = new Map(all.map((rule): [Rule, Tally] => [rule, { applied: 0, broken: 0, example: undefined }]))
  let count = 0
  for (const situation of smallWorlds()) {
    const each = decide(situation)
    count += 1
    for (const [{ when, holds }, tally] of tallies) {
      if (when?.(each) === false) continue
      tally.applied += 1
      if (holds(each)) continue
      tally.broken += 1
      tally.example ??= inShort(each)
    }
  }
  return { count, tallies }
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

const aSituation: fc.Arbitrary<Situation> = fc
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

// ── Every rule, in every world ────────────────────────────────────────────────────────────────────────────────────

describe('in every world of a small universe', () => {
  const { count, tallies } = countOff(rules)

  test('there are four hundred thousand of them', () => {
    expect(count).toBeGreaterThan(400_000)
  })

  test.each(rules)('$name', (rule) => {
    expect(tallies.get(rule)).toMatchObject({ broken: 0, example: undefined })
    expect(tallies.get(rule)?.applied).toBeGreaterThan(0)
  })
})

describe('in any world', () => {
  test.each(rules)('$name', (rule) => {
    fc.assert(
      fc.property(aSituation, (situation) => {
        const each = decide(situation)
        if (rule.when?.(each) !== false) expect([rule.holds(each), each.decision]).toEqual([true, each.decision])
      }),
    )
  })

  test('equal worlds get equal answers, and none is changed by asking', () => {
    fc.assert(
      fc.property(aSituation, (situation) => {
        const before = structuredClone(situation)
        const { decision } = decide(deepFreeze(situation))
        expect(decide(before).decision).toEqual(decision)
        expect(situation).toEqual(before)
      }),
    )
  })

  test('it matters how long things are past, and not what day it is', () => {
    fc.assert(
      fc.property(aSituation, fc.integer({ min: -1_000, max: 1_000 }), (situation, days) => {
        const later = changed(situation, { number: (value) => (isInstant(value) ? value + days * day : value) })
        const back = { number: (value: number) => (isInstant(value) ? value - days * day : value), string: () => '' }
        expect(changed(decide(later).decision, back)).toEqual(changed(decide(situation).decision, { string: () => '' }))
      }),
    )
  })

  test('rule 18: no key is favoured for its name', () => {
    fc.assert(
      fc.property(aSituation, (situation) => {
        const names = { string: renamed }
        expect(changed(decide(changed(situation, names)).decision, names)).toEqual(decide(situation).decision)
      }),
    )
  })

  test('rule 19: the journal of an earlier user of the same name counts as none', () => {
    fc.assert(
      fc.property(aSituation, (situation) => {
        const found = (kind: 'none' | 'foreign') =>
          decide({ ...situation, world: { ...situation.world, journal: { kind, holder: ownHolder }, run: freshRun } })
            .decision
        expect(found('foreign')).toEqual(found('none'))
      }),
    )
  })
})

function deepFreeze<Item>(item: Item): Item {
  if (typeof item === 'object' && item !== null) Object.values(Object.freeze(item)).forEach(deepFreeze)
  return item
}

/** A copy with every number or every text changed. */
function changed<Item>(
  item: Item,
  change: { number?: (value: number) => number; string?: (value: string) => string },
): Item
function changed(
  item: unknown,
  change: { number?: (value: number) => number; string?: (value: string) => string },
): unknown {
  if (typeof item === 'number') return change.number?.(item) ?? item
  if (typeof item === 'string') return change.string?.(item) ?? item
  if (Array.isArray(item)) return item.map((each: unknown) => changed(each, change))
  if (typeof item !== 'object' || item === null) return item
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [name, changed(value, change)]),
  )
}

/** Durations are shorter than the time since 2001. */
const isInstant = (value: number) => value > 1e12

/** The new key gets a name that sorts before the old one's, and the other way round. */
function renamed(text: string): string {
  return text.replaceAll(/AKIA([12])\1+/g, (_, digit: string) => (digit === '1' ? K2 : K1))
}

// ── The promise, on schedules in which calls fail and runners die ─────────────────────────────────────────────────

const places = ['octo/app', 'octo/web']
const setting = (change: Partial<Setting> = {}, wanted: Partial<Policy> = {}): Setting => ({
  secrets: 'whole',
  self: false,
  destinations: places,
  ...change,
  policy: policy(wanted),
})

/** The job's own repository is the one that is named last. */
const selfFirst = setting({ self: true, destinations: ['octo/web', 'octo/app'] })
const selfLast = setting({ self: true })
const role = setting()
const unverified: Partial<Policy> = { verification: 'none' }
const kept: Partial<Policy> = { recovery: true }

const settings: readonly { readonly name: string; readonly it: Setting }[] = [
  { name: 'a role', it: role },
  { name: 'a role, verification none', it: setting({}, unverified) },
  { name: 'a role, pairs of secrets', it: setting({ secrets: 'pair' }) },
  { name: 'a role, everything in one run', it: setting({}, { deactivateAfter: 0, deleteAfter: 0 }) },
  { name: 'a role, a grace too short to ask for the last use', it: setting({}, { deactivateAfter: 3 * hour }) },
  { name: 'a role, with a recovery secret', it: setting({}, kept) },
  { name: 'a role, pairs of secrets, with a recovery secret', it: setting({ secrets: 'pair' }, kept) },
  {
    name: 'self-rotation, pairs of secrets, with a recovery secret',
    it: setting({ self: true, secrets: 'pair' }, kept),
  },
  { name: 'self-rotation, own repository last', it: selfLast },
  { name: 'self-rotation, own repository first', it: selfFirst },
  { name: 'self-rotation, verification none', it: setting({ self: true }, unverified) },
  { name: 'self-rotation, everything in one run', it: setting({ self: true }, { deactivateAfter: 0, deleteAfter: 0 }) },
]

/** A user whose only key is due, in every place. */
function dueUser(faults: ReadonlyMap<number, FaultKind> = new Map()): Cloud {
  const cloud = new Cloud(faults)
  cloud.adopt(places, 70 * day)
  return cloud
}

const daysOf = async (it: Setting, cloud = dueUser()) => ({ days: await runDaily(cloud, it, 40), cloud })

/** How long places held what AWS rejects, and why. */
const brokenFor = ({ harms }: Cloud) =>
  harms.map(
    ({ what, cause, from, to }) => `${what}: ${cause} for ${((to ?? Number.POSITIVE_INFINITY) - from) / second} s`,
  )

/** The one exception that rule 10 names, within one run; and the moment between the two halves of a pair. */
function isExcepted({ cause, from, to }: Harm): boolean {
  const short = to !== undefined && to - from < minute
  return cause === 'torn pair' || (cause === 'withdrawn after a part was published' && short)
}

describe.each(settings)('$name', ({ it }) => {
  test('a due key is replaced, and the user is at rest again', async () => {
    const { days, cloud } = await daysOf(it)
    expect(days).toBeLessThanOrEqual(10)
    expect(cloud.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
  })

  test('one fault at any call: later runs finish, and no key that is in use stops working', async () => {
    const { cloud: quiet } = await daysOf(it)
    for (const [call, name] of quiet.calls.entries()) {
      for (const kind of faultKinds) {
        const { days, cloud } = await daysOf(it, dueUser(new Map([[call, kind]])))
        const broken = cloud.harms.filter((harm) => !isExcepted(harm))
        expect({ call, name, kind, days, broken }).toEqual({ call, name, kind, days: expect.any(Number), broken: [] })
      }
    }
  })
})

test('self-rotation, or a recovery secret: nothing that a destination holds is withdrawn, whichever call fails', async () => {
  for (const it of [selfFirst, selfLast, setting({}, kept), setting({ self: true }, kept)]) {
    const { cloud: quiet } = await daysOf(it)
    for (const call of quiet.calls.keys()) {
      for (const kind of faultKinds) {
        const { cloud } = await daysOf(it, dueUser(new Map([[call, kind]])))
        expect({ call, kind, broken: brokenFor(cloud) }).toEqual({ call, kind, broken: [] })
      }
    }
  }
})

test.each([
  { name: 'a role', it: role },
  { name: 'self-rotation', it: selfLast },
])('$name, two faults at any two calls: later runs finish, and nothing breaks but by the exception', async ({ it }) => {
  const { cloud: quiet } = await daysOf(it)
  let schedules = 0
  for (const call of quiet.calls.keys()) {
    for (let another = call + 1; another < call + 12; another += 1) {
      for (const kinds of pairsOfFaults) {
        const { days, cloud } = await daysOf(
          it,
          dueUser(
            new Map([
              [call, kinds[0]],
              [another, kinds[1]],
            ]),
          ),
        )
        const broken = cloud.harms.filter(({ cause }) => cause === 'promise broken')
        // A matcher for each of thousands of schedules takes longer than the schedules.
        if (days === undefined || broken.length > 0) expect({ call, another, kinds, days, broken }).toBeUndefined()
        schedules += 1
      }
    }
  }
  expect(schedules).toBeGreaterThan(5_000)
})

const pairsOfFaults = faultKinds.flatMap((one) => faultKinds.map((other) => [one, other] as const))

test('any faults, any intervals, jobs that were queued long before: a quiet month later the user is at rest', async () => {
  const aRun = fc.record({ gap: fc.constantFrom(minute, hour, 6 * hour, day, day, 31 * day), late: fc.boolean() })
  const faults = fc.array(fc.tuple(fc.nat({ max: 80 }), fc.constantFrom(...faultKinds)), { maxLength: 6 })
  const straggles = fc.constantFrom(0, 0, 5 * day, 20 * day)
  const anySetting = fc.constantFrom(...settings.map(({ it }) => it).filter(({ secrets }) => secrets === 'whole'))
  const runs = fc.array(aRun, { minLength: 3, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(anySetting, faults, runs, straggles, async (it, someFaults, someRuns, straggle) => {
      const cloud = dueUser(new Map(someFaults))
      cloud.straggler = cloud.now + straggle
      for (const { gap, late } of someRuns) {
        await run(cloud, it, late)
        cloud.now += gap
      }
      cloud.faults.clear()
      expect(await runDaily(cloud, it, 60)).toEqual(expect.any(Number))
      expect(cloud.harms.filter(({ cause }) => cause === 'promise broken')).toEqual([])
    }),
  )
})

describe('a first key', () => {
  test('a first key whose creation was cut off is created by a later run', async () => {
    const faults: readonly FaultKind[] = ['killed before', 'killed after']
    for (const kind of faults) {
      const quiet = new Cloud()
      await runDaily(quiet, role, 5)
      for (const call of quiet.calls.keys()) {
        const cloud = new Cloud(new Map([[call, kind]]))
        expect([kind, call, await runDaily(cloud, role, 5)]).toEqual([kind, call, expect.any(Number)])
      }
    }
  })

  test('a first key that GitHub refused is created once the token is mended', async () => {
    const quiet = new Cloud()
    await runDaily(quiet, role, 5)
    const first = quiet.calls.indexOf('github: write')
    const cloud = new Cloud(
      new Map([
        [first, 'refused'],
        [first + 1, 'refused'],
      ]),
    )
    expect(await runDaily(cloud, role, 5)).toEqual(expect.any(Number))
  })
})

describe('people', () => {
  test('whoever still uses the old key keeps it: it goes when nobody has used it for the whole wait', async () => {
    const cloud = dueUser()
    cloud.straggler = cloud.now + 12 * day
    const { days } = await daysOf(role, cloud)
    const off = cloud.keys[0]?.off ?? 0
    expect([days, off >= cloud.straggler]).toEqual([expect.any(Number), true])
  })

  test('a key that somebody missed is on again when the run ends, and goes once nobody misses it', async () => {
    const cloud = dueUser()
    cloud.straggler = cloud.now + 12 * day
    const hasty = setting({}, { oldKeyStillUsed: 'proceed' })
    for (let count = 0; count < 5; count += 1) {
      await run(cloud, hasty)
      expect(cloud.keys[0]?.status).toBe('Active')
      cloud.now += day
    }
    expect(cloud.calls).toContain('aws: make Inactive')
    expect((await daysOf(hasty, cloud)).days).toEqual(expect.any(Number))
  })

  test('an old key that a person switched on again is waited for anew', async () => {
    const cloud = dueUser()
    const old = cloud.keys[0]
    await until(cloud, role, 'recovery')
    cloud.setStatus(old?.id ?? '', 'Active', role.policy)
    const switchedOn = cloud.now
    expect((await daysOf(role, cloud)).days).toEqual(expect.any(Number))
    expect((old?.off ?? 0) - switchedOn).toBeGreaterThanOrEqual(day)
    expect(cloud.harms).toEqual([])
  })

  test('an old key that a person deleted is not missed', async () => {
    const cloud = dueUser()
    await until(cloud, role, 'recovery')
    cloud.now += 7 * day
    cloud.delete(cloud.keys[0]?.id ?? '', role.policy)
    expect((await daysOf(role, cloud)).days).toBe(1)
  })

  test.each([
    ['a role', role],
    ['self-rotation', selfFirst],
  ])('a secret that somebody has written with the old key keeps it on, and is not overwritten: %s', async (_, it) => {
    const cloud = await overwritten()
    const old = cloud.keys[0]?.id ?? ''
    expect(await runDaily(cloud, it, 5)).toBeUndefined()
    expect(cloud.keys[0]).toMatchObject({ status: 'Active', gone: false })
    expect(cloud.places.get('octo/web')).toMatchObject({ id: old, secret: old })
    cloud.write('octo/web', 'AWS_KEY', cloud.keys[1]?.id ?? '')
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.harms).toEqual([])
  })

  test('a new destination gets a key of its own as soon as only the current key is left', async () => {
    const cloud = dueUser()
    await daysOf(role, cloud)
    const wider = setting({ destinations: [...places, 'octo/new'] }, { digest: 'digest-2' })
    expect((await daysOf(wider, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.keys).toHaveLength(3)
    expect(cloud.harms).toEqual([])
  })

  test('a current key that a person switched off stays off, and everything else as it is', async () => {
    const cloud = dueUser()
    await until(cloud, role, 'overlap')
    cloud.meddle(({ keys: [, current], now: at }) => turn(current, 'Inactive', at))
    const calls = cloud.calls.length
    expect(await run(cloud, role)).toMatchObject({ phase: 'blocked', failed: true })
    expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write|untag/.test(call))).toEqual([])
  })

  test('a rotation that force began on a key that was off is finished without force, whichever call failed', async () => {
    const forced = setting({}, { force: true })
    const quiet = switchedOff()
    await run(quiet, forced)
    const begun = quiet.calls.indexOf('aws: write creating') + 1
    for (const call of quiet.calls.keys()) {
      for (const kind of call < begun ? [] : faultKinds) {
        const cloud = switchedOff(new Map([[call, kind]]))
        await run(cloud, forced)
        cloud.now += day
        expect({ call, kind, ...(await daysOf(role, cloud)) }).toMatchObject({ call, kind, days: expect.any(Number) })
        expect(cloud.calls).not.toContain('aws: make Active')
      }
    }
  })

  test.each([
    { name: 'a role', it: role },
    { name: 'self-rotation', it: selfLast },
  ])('whatever they do, and when, $name comes to rest or turns red, and breaks nothing itself', async ({ it }) => {
    for (const [deed, act] of Object.entries(deeds)) {
      for (const when of [0, 1, 2, 3, 9, 10]) {
        const cloud = dueUser()
        await runDays(cloud, it, when)
        cloud.meddle(act)
        // A rotation takes less than a month, and nothing may stay green for ever without coming to rest.
        const isSettled = (await runDays(cloud, it, 80)).slice(-30).some((settled) => settled)
        const broken = cloud.harms.filter(({ cause }) => cause === 'promise broken')
        expect({ deed, when, broken, isSettled }).toEqual({ deed, when, broken: [], isSettled: true })
      }
    }
  })

  test('rule 3: another owner does not take over a user whose rotation was cut off before publication', async () => {
    const { cloud: first } = await daysOf(role)
    for (const phase of ['creating', 'pending']) {
      const cloud = dueUser()
      await daysOf(role, cloud)
      cloud.now += 70 * day
      const before = cloud.calls.length
      cloud.faults.set(before + first.calls.indexOf(`aws: write ${phase}`), 'killed after')
      await run(cloud, role)
      expect(cloud.journal?.phase).toBe(phase)
      cloud.now += day
      const calls = cloud.calls.length
      const other = setting({ destinations: ['octo/else'] }, { owner: 'octo/else/keys.yml', digest: 'digest-2' })
      expect(await run(cloud, other)).toMatchObject({ phase: 'blocked' })
      expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write/.test(call))).toEqual([])
    }
  })

  test('rule 19: a key that a person switched off is not switched on by a rotation that force began', async () => {
    const it = setting({}, { force: true, deactivateAfter: 0, deleteAfter: 0 })
    const quiet = switchedOff()
    await run(quiet, it)
    // The last verification is the one with the old key off: its failure says that somebody misses that key.
    const cloud = switchedOff(new Map([[quiet.calls.lastIndexOf('github: verify'), 'lost']]))
    await run(cloud, it)
    expect(cloud.calls).not.toContain('aws: make Active')
  })
})

test.each([
  { late: 'seconds', listedAfter: 20 * second },
  { late: 'minutes', listedAfter: 5 * minute },
  { late: 'hours', listedAfter: 6 * hour },
])(
  'a key that AWS lists $late late, after its creation was lost, does not block the user for ever',
  async ({ listedAfter }) => {
    for (const it of [role, selfLast]) {
      const { cloud: quiet } = await daysOf(it)
      const cloud = dueUser(new Map([[quiet.calls.indexOf('aws: create'), 'lost']]))
      cloud.listedAfter = listedAfter
      expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
      expect(cloud.harms).toEqual([])
    }
  },
)

/** A user whose only key a person has switched off. */
function switchedOff(faults?: ReadonlyMap<number, FaultKind>): Cloud {
  const cloud = dueUser(faults)
  cloud.meddle(({ keys: [key], now: at }) => turn(key, 'Inactive', at))
  return cloud
}

type CloudKey = Cloud['keys'][number]

function turn(key: CloudKey | undefined, status: CloudKey['status'], at: Instant): void {
  if (key === undefined || key.status === status) return
  key.status = status
  key.off = status === 'Inactive' ? at : undefined
}

function remove(key: CloudKey | undefined): void {
  if (key !== undefined) key.gone = true
}

function writeEverywhere(cloud: Cloud, id: KeyId): void {
  for (const name of places) cloud.write(name, 'AWS_KEY', id)
}

/** What people do to a user whose key is being rotated. */
const deeds: Readonly<Record<string, (cloud: Cloud) => void>> = {
  'switch the first key off': ({ keys: [first], now: at }) => turn(first, 'Inactive', at),
  'switch the second key off': ({ keys: [, second], now: at }) => turn(second, 'Inactive', at),
  'switch the first key on': ({ keys: [first], now: at }) => turn(first, 'Active', at),
  'delete the first key': ({ keys: [first] }) => remove(first),
  'delete the second key': ({ keys: [, second] }) => remove(second),
  'delete all keys': ({ keys: all }) => all.forEach(remove),
  'make a key': (cloud) => (cloud.living.length < 2 ? cloud.make() : undefined),
  'make a key and switch it off': (cloud) =>
    cloud.living.length < 2 ? turn(cloud.make(), 'Inactive', cloud.now) : undefined,
  'rotate by hand': (cloud) => {
    remove(cloud.living[0])
    writeEverywhere(cloud, cloud.make().id)
  },
  'write the first key into the job’s own repository': (cloud) =>
    cloud.write('octo/web', 'AWS_KEY', cloud.keys[0]?.id ?? ''),
  'write the first key into another repository': (cloud) => cloud.write('octo/app', 'AWS_KEY', cloud.keys[0]?.id ?? ''),
  'write the first key everywhere': (cloud) => writeEverywhere(cloud, cloud.keys[0]?.id ?? ''),
  'remove a secret': ({ places: all }) => all.delete('octo/app'),
  'remove the journal': (cloud) => {
    cloud.journal = undefined
  },
  'remove all tags': (cloud) => {
    cloud.journal = undefined
    cloud.made.clear()
    cloud.described.clear()
  },
}

/** So many days, and whether each run found the user at rest or asked for a person. */
async function runDays(cloud: Cloud, it: Setting, days: number): Promise<readonly boolean[]> {
  const settled: boolean[] = []
  for (let count = 0; count < days; count += 1) {
    const { failed } = await run(cloud, it)
    settled.push(failed || atRest(cloud, it))
    cloud.now += day
  }
  return settled
}

async function until(cloud: Cloud, it: Setting, wanted: Phase): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    const { phase } = await run(cloud, it)
    if (phase === wanted) return
    cloud.now += day
  }
  throw new Error(`${wanted} was never reached`)
}

/** In the overlap a person writes what they had at hand into one place, the old key, and jobs there use it. */
async function overwritten(): Promise<Cloud> {
  const cloud = dueUser()
  await until(cloud, role, 'overlap')
  cloud.now += 2 * day
  cloud.write('octo/web', 'AWS_KEY', cloud.keys[0]?.id ?? '')
  return cloud
}

describe('a recovery secret and the date of its own write', () => {
  const earlier = { id: 'AKIA0000000000000000', account: user.account, user: user.id, created: now - 200 * day }
  const cases = [
    { name: 'a role', it: setting({}, kept), left: undefined },
    { name: 'self-rotation', it: setting({ self: true }, kept), left: undefined },
    { name: 'a role, over what it has left there before', it: setting({}, kept), left: now - 70 * day },
  ]
  const due = (left: Instant | undefined, faults?: ReadonlyMap<number, FaultKind>) => {
    const cloud = dueUser(faults)
    if (left !== undefined) cloud.recovery = { about: earlier, updatedAt: left }
    return cloud
  }
  const killedAfter = async (it: Setting, left: Instant | undefined, name: string) => {
    const quiet = due(left)
    await run(quiet, it)
    const cloud = due(left, new Map([[quiet.calls.indexOf(name), 'killed after']]))
    await run(cloud, it)
    return cloud
  }

  test.each(cases)('rule 11: $name writes it into the journal of the publication', async ({ it, left }) => {
    const cloud = await killedAfter(it, left, 'aws: write publishing')
    expect(cloud.recovery?.about.id).toBe(cloud.keys[1]?.id)
    expect(cloud.journal).toMatchObject({ phase: 'publishing', sealed: cloud.recovery?.updatedAt })
  })

  test.each(cases)('rule 11: $name, cut off: a job that was queued before changes nothing', async ({ it, left }) => {
    const cloud = await killedAfter(it, left, 'github: write')
    cloud.now += day
    const calls = cloud.calls.length
    expect(await run(cloud, it, true)).toMatchObject({ phase: 'rotating', failed: false })
    expect(cloud.calls.slice(calls).filter((call) => /create|make|delete|write|clear/.test(call))).toEqual([])
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.keys).toHaveLength(2)
  })
})

describe('a recovery secret that two users share', () => {
  const theirs = { id: ids.y, account: user.account, user: 'AIDASOMEBODYELSE', created: now - day }
  const shared = (cloud: Cloud) => {
    cloud.recovery = { about: theirs, updatedAt: Math.floor(cloud.now / second) * second }
  }
  const keeping = [
    { name: 'a role', it: setting({}, kept) },
    { name: 'self-rotation', it: setting({ self: true, secrets: 'pair' }, kept) },
  ]

  test.each(keeping)(
    'rule 11: $name, cut off at any call, neither overwrites nor clears the key of the other user',
    async ({ it }) => {
      const { cloud: quiet } = await daysOf(it)
      for (const call of quiet.calls.keys()) {
        const cloud = dueUser(new Map([[call, 'killed after' as const]]))
        await runDays(cloud, it, 1)
        cloud.meddle(shared)
        const isSettled = (await runDays(cloud, it, 80)).slice(-30).some((settled) => settled)
        const { about } = cloud.recovery ?? {}
        const broken = cloud.harms.filter(({ cause }) => cause === 'promise broken')
        expect({ call, about, broken, isSettled }).toEqual({ call, about: theirs, broken: [], isSettled: true })
      }
    },
  )

  test.each(keeping)('$name goes on by itself once the other user has cleared it', async ({ it }) => {
    const cloud = dueUser()
    cloud.meddle(shared)
    // Queued in the very second of the write, this run cannot know what is in the secret by now; its key is overdue.
    expect(await run(cloud, it)).toMatchObject({ phase: 'steady', failed: true })
    expect(cloud.recovery?.about).toEqual(theirs)
    cloud.now += hour
    expect(await run(cloud, it)).toMatchObject({ phase: 'blocked', failed: true })
    expect(cloud.living).toHaveLength(1)
    cloud.meddle((all) => {
      all.recovery = undefined
    })
    expect((await daysOf(it, cloud)).days).toEqual(expect.any(Number))
    expect(cloud.recovery).toBeUndefined()
  })
})

describe('schedules with more than one thing going wrong', () => {
  test('a key that AWS lists late does not block the user for ever, though a run was refused before', async () => {
    const { cloud: quiet } = await daysOf(role)
    const create = quiet.calls.indexOf('aws: create')
    const cloud = dueUser(new Map([[create, 'refused']]))
    cloud.listedAfter = 20 * second
    await run(cloud, role)
    cloud.now += day
    cloud.faults.set(cloud.calls.length + create, 'lost')
    expect((await daysOf(role, cloud)).days).toEqual(expect.any(Number))
  })

  test('a partly published key is replaced, though a person deleted the old one meanwhile', async () => {
    const { cloud: quiet } = await daysOf(role)
    const cloud = dueUser(new Map([[quiet.calls.indexOf('github: write'), 'killed after']]))
    await run(cloud, role)
    cloud.meddle(({ keys: [old] }) => remove(old))
    cloud.now += day
    await run(cloud, role)
    expect(places.map((name) => cloud.works(cloud.holder(name)))).toEqual([true, true])
  })
})
