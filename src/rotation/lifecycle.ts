/**
 * The life of an access key, and the one place that decides what happens next.
 *
 *            due               written everywhere          a run signed in as K2
 *   K1 ───────────► K1 + K2 ─────────────────────► K1 + K2 ─────────────────────► K2 current, K1 previous
 *   steady   create  rotating       publish         rotating        verify         overlap │
 *     ▲                                                                                    │ deactivate-after:
 *     │                                                                                    │ jobs queued earlier end
 *     │   delete-after: K1 can still be switched on again                                  ▼
 *     └──────────────────────────────────────────────── K2 current, K1 inactive ◄──────────┘
 *         delete                                         recovery     deactivate, and verify again;
 *                                                                     not proven: K1 is switched on at once
 *
 * The journal says how far a rotation has come; it is written before each effect, so that a run that finds it knows
 * what may have happened. What AWS and GitHub show wins over it. A fact that has not been read is asked for
 * (`observe`), never assumed; a fact that cannot be read never leads to a step that destroys.
 *
 * What a verification leads to:
 *
 *   verdict    K1, before K2 exists       K2 is published (rotating)    both keys work (overlap)   K1 has just been switched off
 *   works      K2 is created              K2 is current                 K1 rests deactivate-after  K1 stays off: recovery
 *   rejected   red; nothing is created    red; both keys stay           red; both keys stay        K1 is switched on again, red
 *   unknown    nothing is created; the    both keys stay; the next run verifies again. Red when    K1 is switched on again: overlap
 *              next run verifies again    that lasts for a week, or cannot pass by itself
 *
 * What else K1 waits for, once deactivate-after and delete-after are over:
 *
 *   before it is switched off   a same name nearby that may hold it, a destination that somebody else has written, another
 *                               configuration that was refused, a use of it since K2 was proven, an unfinished run from
 *                               before K2 was published, time to take it back
 *   before it is deleted        another configuration that was refused, a use of it since it was switched off
 *
 * People are right. A key that they switched off stays off, a secret that they removed is not put back, and one that they
 * wrote is verified, and not overwritten before its time. While K1 is off, a secret that is written brings it back.
 */
import { canAskForHolder, exclusively, lastActOf, predecessorGone, predecessorSilentSince } from './claim.ts'
import {
  activeKey,
  cannotHold,
  clockSlack,
  deactivationNeeds,
  described,
  find,
  freshDestinations,
  freshNearby,
  freshUnfinishedRuns,
  githubTime,
  heldNearby,
  holds,
  intentFreshness,
  intentSettling,
  isBornLate,
  isHandedOwn,
  isOrphan,
  isQueuedAfter,
  isSettling,
  isUntried,
  journalOf,
  keysOf,
  latestWrite,
  mayHold,
  nearbyHolders,
  outsideWindow,
  ownRecovery,
  phaseOf,
  recovered,
  refusedDigests,
  revertReserve,
  rotationNeeds,
  type Stray,
  safeguarded,
  secretsWhere,
  settlingOfWrites,
  signsWith,
  strangerTo,
  straysOf,
  verificationOf,
  writtenInto,
} from './facts.ts'
import { asSentence } from './problem.ts'
import { type Duration, day, hour, type Instant, minute, second, spoken, utc } from './time.ts'
import type {
  AccessKey,
  Awaited,
  Decision,
  DestinationsReading,
  Journal,
  KeyId,
  NearbyPlace,
  Next,
  Observation,
  Phase,
  Policy,
  PublishWindow,
  Verification,
  World,
} from './world.ts'

/** Everything that a decision may rest on. */
interface Situation {
  readonly world: World
  readonly policy: Policy
  readonly now: Instant
}

type During<P extends Journal['phase']> = Extract<Journal, { phase: P }>
type WithPrevious = During<'current' | 'deactivating' | 'deactivated'>

/**
 * GetAccessKeyLastUsed counts in spans of 15 minutes and lags behind them: before that, unused means nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const lastUsedLag: Duration = 15 * minute

/** With a shorter deactivate-after, the last use lags too far behind to be worth asking for. */
export const shortestConsultedGrace: Duration = 4 * hour

/** A wait that nobody can date turns the run red after this, and so does a key that is due for so long. */
const patience: Duration = 7 * day

/** No key of a user is active for so long after it was due, without turning every run red. */
const forbearance: Duration = 30 * day

/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
export function nextStep(world: World, policy: Policy, now: Instant): Decision {
  const situation = { world, policy, now }
  if (world.journal.kind === 'unknown') {
    return blocked(
      `the tag rotate-iam-access-keys of ${world.user.name} was written by another version of this action: “${world.journal.text}”`,
      'Use the version of this action that wrote it, or remove the tag once you know which key is in use.',
    )
  }
  const journal = journalOf(world)
  const other = otherList(situation)
  if (other !== undefined) return (other.do === 'wait' ? overaged(world, policy, now, other) : undefined) ?? other
  const decision = exclusively(world, policy, now, unexplained(situation, journal) ?? byPhase(situation, journal))
  if (decision.do !== 'wait' && decision.do !== 'nothing') return decision
  return (
    meddled(situation, journal, decision) ??
    overaged(world, policy, now, decision) ??
    overdue(situation, journal, decision) ??
    decision
  )
}

function byPhase(situation: Situation, journal: Journal | undefined): Decision {
  switch (journal?.phase) {
    case undefined:
      return unrecorded(situation)
    case 'steady':
      return steady(situation, journal)
    case 'creating':
      return creating(situation, journal)
    case 'pending':
    case 'publishing':
      return rotating(situation, journal)
    case 'current':
      return overlap(situation, journal)
    case 'deactivating':
      return deactivating(situation, journal)
    case 'deactivated':
      return recovery(situation, journal)
  }
}

// ── What forbids touching these keys at all ───────────────────────────────────────────────────────────────────────

/**
 * One configuration owns a user: another one does not know where this one has put the key. A changed list counts from the
 * owner alone, where nothing says that it is an old one, or one of two that take turns.
 */
function otherList({ world, policy, now }: Situation): Decision | undefined {
  if (world.journal.kind !== 'read' || policy.force) return undefined
  const { journal, holder } = world.journal
  if (holder === undefined || holder.nonce === policy.nonce || journal.digest === policy.digest) return undefined
  const isOwner = holder.owner === policy.owner
  // Another job or step of one run may bring the very list that the first has brought.
  const isBrought = holder.list !== undefined && policy.digest.startsWith(holder.list)
  const isSameRun = holder.run === policy.run && holder.attempt === policy.attempt && !isBrought
  const marked = refusedDigests(world)
  const isRefused = marked.includes(policy.digest)
  const takesTurns = journal.before === policy.digest
  if (isOwner && !isSameRun && !isRefused && !takesTurns) {
    if (policy.bringsPresentList) return undefined
    const because = `this run brings another list of places for ${world.user.name} than the one in use, and only the first attempt of a run on the default branch can change it`
    return wait(phaseOf(journal), nextIn(journal), because)
  }
  if (!isRefused) {
    const because = 'its places may hold the key, which the owner of the user does not know'
    return { do: 'refuse', refused: { digest: policy.digest, at: wholeSecond(now), earlier: marked }, because }
  }
  const owner = isSameRun ? 'another step or job of this run' : `a workflow of ${holder.run.replace(/\/[^/]*$/, '')}`
  const who = isOwner && !isSameRun ? 'this workflow in turns' : owner
  return blocked(
    `${world.user.name} is rotated by ${who}, with other destinations than the ones configured here`,
    'List all destinations in one configuration and remove the other, or start this one by hand once with "force: true" to take over.',
  )
}

/** Whether a configuration was refused whose places may hold the previous key. */
export function isMarked(world: World, policy: Policy, now: Instant): boolean {
  const { refused } = world
  const owners = journalOf(world)?.digest
  if (refused === undefined || refusedDigests(world).every((each) => each === owners)) return false
  return now < refused.at + policy.deactivateAfter + patience
}

/** Places of a configuration that was refused may hold the previous key: it stays until they had their time. */
function heldByOthers(
  { world, policy, now }: Situation,
  phase: Phase,
  step: Next['step'],
  previous: KeyId,
): Decision | undefined {
  if (world.refused === undefined || !isMarked(world, policy, now)) return undefined
  const at = world.refused.at + policy.deactivateAfter + patience
  const because = `another configuration for ${world.user.name} was refused at ${utc(world.refused.at)}, and its places may hold ${previous}: that key stays as it is until ${utc(at)}. List all destinations in one configuration and remove the other`
  return wait(phase, { step, at }, because)
}

/** Keys that the journal does not account for: a person must say what they are for. Never "delete the oldest". */
function unexplained(situation: Situation, journal: Journal | undefined): Decision | undefined {
  const { world, policy, now } = situation
  const known = keysOf(journal)
  const strangers = world.keys.filter((key) => !known.includes(key.id))
  if (world.keys.length < 2 || strangers.length === 0) return undefined
  // What a creation has led to, or an interrupted one left behind, is judged where creation is.
  const isAfterCreation = world.run.creation?.kind === 'created' || (world.keys.length === 2 && strangers.length === 1)
  if (journal?.phase === 'creating' && isAfterCreation) return undefined
  const inactive = world.keys.filter((key) => key.status === 'Inactive')
  const replaceable =
    world.keys.length === 2 && inactive.length === 1 && strangers.some((key) => inactive.includes(key))
  if (policy.replaceInactiveKey && replaceable) return undefined
  return (
    retold(situation, journal) ??
    withLastUses(situation) ??
    blocked(
      `${world.user.name} has ${world.keys.length} access keys that this action cannot explain: ${listed(world.keys, now)}`,
      `Find out which one is in use and delete the others.${replaceable ? ' Or set "replace-inactive-key: true": the inactive one is then deleted when the next rotation is due.' : ''}${journal === undefined ? tagsRemoved : ''}`,
    )
  )
}

/** The journal is lost or speaks of other keys, but a tag tells: the older key beside one made here is replaced by it. */
function retold({ world, policy }: Situation, journal: Journal | undefined): Decision | undefined {
  const [old, pending, another] = world.keys
  if (old === undefined || pending === undefined || another !== undefined) return undefined
  if (!world.made.includes(pending.id) || pending.status !== 'Active') return undefined
  // Of the key that this run has made itself, it knows more than a tag tells.
  if (world.run.held === pending.id) return undefined
  // A current key that is off was switched off by a person.
  if (old.status === 'Inactive' && journal?.current === old.id) return undefined
  const because = `the journal does not explain these keys, but a tag does: ${pending.id} was made to replace ${old.id}`
  if (world.destinations === 'unread') return observe('destinations', because)
  return publishing(policy, pending.id, roleOf(old), pending.created + world.destinations.ahead, undefined, because)
}

/** The place in the journal of a key that is replaced: one that is off already was not in use. */
function roleOf(old: AccessKey | undefined): {
  readonly current: KeyId | undefined
  readonly previous: KeyId | undefined
} {
  return old?.status === 'Inactive'
    ? { current: undefined, previous: old.id }
    : { current: old?.id, previous: undefined }
}

/** A person switched the last key off, or all of them. People are right: `force` alone goes on. */
function switchedOff(situation: Situation): Decision {
  const { world, policy, now } = situation
  const [key, another] = world.keys
  if (policy.force && key !== undefined && another === undefined) {
    return rotation(situation, key, `${key.id} is inactive, and force starts anew`)
  }
  return (
    withLastUses(situation) ??
    blocked(
      `a key of ${world.user.name} that should be active is not: ${listed(world.keys, now)}. A person switched it off, so this action leaves everything as it is`,
      another === undefined
        ? 'Switch the key on again to resume, or start the workflow by hand once with "force: true" to replace it.'
        : 'Switch the key that is in use on again; or delete the one that is not, and start the workflow by hand once with "force: true".',
    )
  )
}

/** A person deleted every key that the journal speaks of, and may have made another one. */
function removed(situation: Situation): Decision {
  const { world, policy, now } = situation
  const [other] = world.keys
  if (policy.force)
    return rotation(situation, other, 'the keys that this action managed are gone, and force starts anew')
  const has = other === undefined ? 'no access key' : `other access keys (${listed(world.keys, now)})`
  return blocked(
    `${world.user.name} has ${has}, though this action has managed one that is gone: a person deleted it`,
    'Start the workflow by hand once with "force: true" to create a new key, or remove the user from the configuration.',
  )
}

/** The run leaves everything to another one, which is at work. */
function isAside(decision: Decision): boolean {
  const isRotating = decision.do === 'wait' && decision.phase === 'rotating' && decision.next.step === 'rotate'
  return isRotating && decision.next.at !== undefined
}

/** What somebody else does to secrets and keys keeps nothing from going on here, and is told until it ends. */
function meddled({ world, policy }: Situation, journal: Journal | undefined, decision: Decision): Decision | undefined {
  if (decision.do !== 'wait' || isAside(decision) || (journal?.phase !== 'current' && journal?.phase !== 'deactivated'))
    return undefined
  const previous = find(world, journal.previous)
  const { destinations } = world
  const { switchedOn = 0 } = journal
  if (switchedOn > 1) {
    return fail(
      decision.phase,
      decision.next,
      `${journal.previous} was switched on again ${switchedOn} times after this action had switched it off. ${asSentence(decision.because)}`,
      'Find what does that: Terraform does it every night, where an aws_iam_access_key still describes that key (status = "Active").',
    )
  }
  if (previous === undefined || destinations === 'unread') return undefined
  return setAside(decision.phase, decision.next, straysOf(destinations, journal, journal.current, previous, policy))
}

/** A wait without a date that lasts and lasts needs a person: green runs would hide it. */
function overdue({ policy, now }: Situation, journal: Journal | undefined, decision: Decision): Decision | undefined {
  if (decision.do !== 'wait' || decision.next.at !== undefined || decision.phase === 'steady') return undefined
  const since = journal === undefined ? undefined : writtenAt(journal)
  if (since === undefined) return undefined
  const grace = { rotating: 0, overlap: policy.deactivateAfter, recovery: policy.deleteAfter, blocked: 0 }
  const lasting = now - since - grace[decision.phase]
  if (lasting <= patience) return undefined
  const because = `this has lasted for ${spoken(lasting)}: ${decision.because}`
  return fail(decision.phase, decision.next, because, 'It does not pass by itself: fix what is named here.')
}

/**
 * Green means kept: a key that is older than it may be turns the run red, whatever keeps the rotation from going on.
 * Undefined where none is; `decision`: what the run ends with otherwise, or would go on with.
 */
export function overaged(world: World, policy: Policy, now: Instant, decision: Decision): Decision | undefined {
  const journal = journalOf(world)
  const current = journal === undefined ? activeKey(world) : find(world, journal.current)
  // A run that steps aside leaves it to another; an intent that AWS has refused leaves it to nobody.
  const isRefused = journal?.phase === 'creating' && journal.at === undefined
  const isUnderWay = phaseOf(journal) === 'rotating' && !isRefused
  if (isAside(decision)) return undefined
  const exceeds = (key: AccessKey | undefined, grace: Duration) =>
    key?.status === 'Active' && now - key.created > policy.rotateAfter + grace
  const key =
    world.keys.find((each) => exceeds(each, forbearance)) ??
    (exceeds(current, patience) && !isUnderWay ? current : undefined)
  if (key === undefined) return undefined
  const age = `${key.id} is ${spoken(now - key.created)} old, and rotate-after is ${spoken(policy.rotateAfter)}`
  const because = `${age}: a key that old should not be active any more, but ${decision.because}`
  const remedy = 'It still works. Let the rotation go on: remove what it waits for, and run it more often.'
  const next = 'next' in decision ? decision.next : undefined
  return fail('phase' in decision ? decision.phase : phaseOf(journal), next, because, remedy)
}

// ── Steady: one key, which rests until it is due ──────────────────────────────────────────────────────────────────

function unrecorded(situation: Situation): Decision {
  const { world } = situation
  const key = activeKey(world)
  if (key !== undefined) return rest(situation, key, undefined)
  if (world.keys.length > 0) return switchedOff(situation)
  const because = `${world.user.name} has no access key yet`
  if (world.preflight === 'unread') return observe('preflight', because)
  const stored =
    world.destinations === 'unread'
      ? []
      : mayHold(world.destinations.destinations, world.user, world.destinations.ahead)
  if (stored.length === 0 || situation.policy.force) return rotation(situation, undefined, because)
  return blocked(
    `${world.user.name} has no access key, though ${stored.join(', ')} was written since that user exists: somebody deleted its key`,
    'Start the workflow by hand once with "force: true" to create a new key, or delete these secrets if they are of no use any more.',
  )
}

function steady(situation: Situation, journal: During<'steady'>): Decision {
  const { world } = situation
  const current = find(world, journal.current)
  if (current === undefined) return world.keys.length > 0 ? unrecorded(situation) : removed(situation)
  if (current.status === 'Inactive') return switchedOff(situation)
  return untagGone(world) ?? rest(situation, current, journal)
}

function rest(situation: Situation, key: AccessKey, published: During<'steady'> | undefined): Decision {
  const { world, policy, now } = situation
  const age = spoken(now - key.created)
  const limit = `rotate-after is ${spoken(policy.rotateAfter)}`
  const next: Next = { step: 'rotate', at: key.created + policy.rotateAfter }
  if (world.run.creation !== undefined) {
    const because = world.run.held === key.id ? `${key.id} is new; ${limit}` : 'a run rotates once at most'
    return { do: 'nothing', next, because }
  }
  if (published !== undefined && published.digest !== policy.digest) {
    return rotation(situation, key, `the destinations or secret names have changed since ${key.id} was published`)
  }
  if (policy.force) return rotation(situation, key, `force asks for a new key now; ${key.id} is ${age} old`)
  const isDue = now >= key.created + policy.rotateAfter
  const why = isDue ? `${key.id} is ${age} old, and ${limit}` : undefined
  const doubt = published === undefined ? undefined : doubted(situation, key, published, why)
  if (doubt !== undefined) return doubt
  if (why !== undefined) return rotation(situation, key, why)
  return leftover(situation) ?? { do: 'nothing', next, because: `${key.id} is ${age} old; ${limit}` }
}

/** People are right about secrets, too: what somebody else has written or removed is neither overwritten nor put back. */
function doubted(
  situation: Situation,
  key: AccessKey,
  published: During<'steady'>,
  due: string | undefined,
): Decision | undefined {
  const { world, policy } = situation
  const { preflight, destinations } = world
  if (due !== undefined && preflight === 'unread') return observe('preflight', due)
  if (due !== undefined && destinations === 'unread') return undefined
  const reading = due !== undefined && destinations !== 'unread' ? destinations : freshDestinations(world)
  if (reading === undefined) return observe('destinations', `does every destination still hold ${key.id}?`)
  const strays = straysOf(reading, published, key.id, key, policy)
  const missed = strays.filter(({ kind }) => kind === 'missed')
  if (missed.length > 0) {
    return rotation(situation, key, `${named(missed)} did not get ${key.id} when it was published, and takes secrets`)
  }
  // What nothing covers is overwritten when the key is due; the report tells that beforehand.
  return proofOverDates(situation, published, key, strays) ?? setAside('steady', undefined, strays)
}

/** What somebody removed, or what shows that somebody has written it, stays so. */
function setAside(phase: Phase, next: Next | undefined, strays: readonly Stray[]): Decision | undefined {
  const aside = strays.filter(({ kind, refuted }) => kind === 'gone' || (kind === 'changed' && refuted))
  if (aside.length === 0) return undefined
  return fail(
    phase,
    next,
    `${bySomebody(aside)}. Nothing is written there`,
    phase === 'steady'
      ? 'Put it back, take it out of destinations, or start the workflow by hand once with "force: true" to publish a new key everywhere.'
      : 'Put it back with the key in use, or take it out of destinations. Once the old key is deleted, a run with "force: true" publishes a new key everywhere.',
  )
}

function bySomebody(aside: readonly Stray[]): string {
  const gone = aside.filter(({ kind }) => kind === 'gone')
  const others = aside.filter(({ kind }) => kind !== 'gone')
  return [
    ...(gone.length > 0 ? [`${named(gone)} is gone: somebody deleted it`] : []),
    ...(others.length > 0 ? [`${named(others)} holds another key: somebody wrote it`] : []),
  ].join('; ')
}

/**
 * A date moves also when only an audience changes (terraform-provider-github#1924), and proof outranks dates: a strong
 * verification that speaks for the places closes the window anew. Undefined where nothing of the kind can, or did.
 */
function proofOverDates(
  situation: Situation,
  journal: During<'steady' | 'current' | 'deactivated'>,
  key: AccessKey,
  strays: readonly Stray[],
  off?: KeyId,
): Decision | undefined {
  const changed = strays.filter(({ kind }) => kind === 'changed')
  if (changed.length === 0 || !changed.every(({ provable }) => provable)) return undefined
  const found = verificationOf(situation.world, key)
  const about = `${named(changed)} was written by somebody else since ${key.id} was published`
  if (found === undefined) {
    const since = Math.max(...changed.map(({ updatedAt = 0 }) => updatedAt))
    return verify(situation, key, off, `${about}: does a job there still get it?`, about, since)
  }
  if (found.verdict !== 'works') return unproven(situation, key, phaseOf(journal), off)
  if (found.weak || found.asOf === undefined) return undefined
  const window = { from: journal.window.from, to: found.asOf }
  const isLater = changed.some(({ updatedAt = 0 }) => updatedAt < window.from || updatedAt > window.to)
  return isLater
    ? undefined
    : record({ ...journal, window }, `a job there still gets ${key.id}, whatever the dates say`)
}

/** The recovery secret is deleted whenever it exists as this action has written it and no key is pending. */
function leftover({ world, policy }: Situation): Decision | undefined {
  const { destinations, run } = world
  if (!policy.recovery || run.recoveryCleared) return undefined
  const at = ownRecovery(world)
  if (at !== undefined) return clear(at, 'no key is pending, and the recovery secret serves nobody any more')
  if (!isHandedOwn(world)) return undefined
  const question = 'this job was handed a key in the recovery secret: is it still the one that is there?'
  if (destinations === 'unread') return observe('destinations', question)
  return destinations.recovery?.updatedAt !== undefined && run.queued === 'unread'
    ? observe('queue', question)
    : undefined
}

/** Only here: elsewhere a key may be there and not be listed yet, and its tags explain it then. */
function untagGone(world: World): Decision | undefined {
  const gone = world.made.find((id) => find(world, id) === undefined)
  return gone === undefined ? undefined : act('untag', gone, `${gone} is gone, and its tag serves nobody`)
}

// ── Create: everything is checked and the intent is written before a key exists ───────────────────────────────────

/** Begins a rotation that replaces `old`, or gives the user a first key. */
function rotation(situation: Situation, old: AccessKey | undefined, because: string): Decision {
  const { world } = situation
  if (world.preflight === 'unread') return observe('preflight', because)
  if (world.preflight.length > 0) {
    return blocked(
      `${because}, but the rotation would not succeed:${bullets(world.preflight)}`,
      'No key was created. Fix this and run again.',
    )
  }
  if (world.destinations === 'unread') return observe('destinations', because)
  const occupied = occupiedRecovery(situation, because)
  if (occupied !== undefined) return occupied
  const foreign = old !== undefined && isAdopting(situation) ? cannotHold(world.destinations, old) : []
  if (old !== undefined && foreign.length > 0) {
    return blocked(
      `${foreign.join(', ')} does not hold ${old.id}, the key to be replaced: it was written before that key was created (${utc(old.created)}), or shows another ID`,
      'Correct iam-user or destinations, or start the workflow by hand once with "force: true" to overwrite it.',
    )
  }
  const unlisted = old === undefined || !isAdopting(situation) ? undefined : storedElsewhere(situation, old)
  if (unlisted !== undefined) return unlisted
  const earlier = journalOf(world)
  // Once a key has been handed out, waiting for a person would leave its holders without one.
  const isUnderWay = earlier?.phase === 'pending' || earlier?.phase === 'publishing'
  const nearby = old === undefined || isUnderWay ? undefined : unlistedHolder(situation, old)
  if (nearby !== undefined) return nearby
  // Where an earlier run has come further, or a tag tells of a key that is gone, somebody may hold that one.
  const isStart = earlier === undefined || (earlier.phase === 'steady' && !hasMissed(situation, earlier))
  const isBeginning = isStart && world.made.every((id) => find(world, id) !== undefined)
  const unsure = old === undefined || !isBeginning ? undefined : proveFirst(situation, old, because)
  if (unsure !== undefined) return unsure
  const late = outOfTime(situation, phaseOf(earlier), 'rotate')
  if (late === undefined) return intend(situation, old, because)
  // What took the time has been proven, and is not asked for again.
  const found = old === undefined ? undefined : verificationOf(world, old)
  return (found?.verdict === 'works' ? remember(situation, found) : undefined) ?? late
}

/** Whether a place was left out when the key was published: no job there can pass with it. */
function hasMissed({ world, policy }: Situation, journal: During<'steady'>): boolean {
  const key = find(world, journal.current)
  if (key === undefined || world.destinations === 'unread') return false
  return straysOf(world.destinations, journal, key.id, key, policy).some(({ kind }) => kind === 'missed')
}

/** Before its first rotation: is the key stored where the configuration says, and whole? */
function storedElsewhere({ world, policy }: Situation, old: AccessKey): Decision | undefined {
  if (policy.force || world.destinations === 'unread') return undefined
  const { destinations } = world.destinations
  const missing = secretsWhere(destinations, ({ updatedAt }) => updatedAt === undefined)
  const there = secretsWhere(destinations, ({ updatedAt }) => updatedAt !== undefined)
  if (missing.length === 0) return undefined
  if (there.length === 0) {
    // Its use by this very run shows only later.
    const isSigning = world.signer === old.id
    if (!isSigning && old.lastUsed.kind === 'unread')
      return observe('last use', `is ${old.id} in use, though no destination exists?`)
    if (!isSigning && old.lastUsed.kind === 'never') return undefined
    const use = isSigning || old.lastUsed.kind === 'used' ? 'is in use' : 'may be in use (its last use cannot be read)'
    return blocked(
      `${old.id} ${use}, and none of the configured secrets exists (${missing.join(', ')}): it is stored under another name, or in a place that nobody listed`,
      'Set "secrets" to the names that the workflows use, and list the environments and organizations that hold the key in "destinations"; or start the workflow by hand once with "force: true". Nothing was created.',
    )
  }
  const half = destinations.filter(({ secrets }) => {
    const exist = secrets.filter(({ updatedAt }) => updatedAt !== undefined).length
    return exist > 0 && exist < secrets.length
  })
  if (half.length === 0) return undefined
  const absent = secretsWhere(half, ({ updatedAt }) => updatedAt === undefined)
  return blocked(
    `${absent.join(', ')} does not exist, though the rest of the key is there: workflows take that half from elsewhere, and would be left with halves of two keys`,
    'If the access key ID is a variable, write "variables: { NAME: access-key-id }" and leave it out of "secrets". If what is missing is meant to be new there, start the workflow by hand once with "force: true". Nothing was created.',
  )
}

/** Prove before you replace: what does not pass with the key in use would not pass with the next one either. */
function proveFirst(situation: Situation, old: AccessKey, because: string): Decision | undefined {
  const { world, policy } = situation
  if (policy.force || policy.verification === 'none' || old.status !== 'Active') return undefined
  if (world.destinations === 'unread') return undefined
  const covered = world.destinations.destinations.filter(({ name }) => !policy.uncovered.includes(name))
  // A job cannot pass where a secret is still to be made.
  if (covered.length === 0 || covered.some(({ secrets }) => secrets.some(({ updatedAt }) => updatedAt === undefined))) {
    return undefined
  }
  if (old.lastUsed.kind === 'unread') return observe('last use', `does anybody use ${old.id}?`)
  if (old.lastUsed.kind === 'never') return undefined
  const found = verificationOf(world, old)
  switch (found?.verdict) {
    case undefined:
      return verify(situation, old, undefined, `${because}: does the verification pass with it, before it is replaced?`)
    case 'works':
      return undefined
    case 'rejected':
      return (
        forget(situation, found) ??
        blocked(
          `the verification does not pass with ${old.id}, the key in use: ${foundTold(found)}`,
          'Fix what the verification reports: the list of destinations, the names of the secrets, or the verification itself. Or start the workflow by hand once with "force: true". Nothing was created.',
        )
      )
    case 'unknown': {
      const unknown = `whether the verification passes with ${old.id}, the key in use, is not known: ${asSentence(foundTold(found))} Nothing is created`
      if (found.remedy !== undefined) return fail('steady', soon('rotate'), unknown, found.remedy)
      return remember(situation, found) ?? wait('steady', soon('rotate'), `${unknown}, and the next run looks again`)
    }
  }
}

/** The recovery secret holds what this action has not written for this user: it is neither overwritten nor deleted. */
function occupiedRecovery({ world, policy }: Situation, because: string): Decision | undefined {
  const { destinations, recovered: handed, run } = world
  if (!policy.recovery || destinations === 'unread' || destinations.recovery?.updatedAt === undefined) return undefined
  if (run.recoveryCleared || ownRecovery(world) !== undefined) return undefined
  const { name, updatedAt } = destinations.recovery
  if (run.queued === 'unread') return observe('queue', `${because}; was this run queued before ${name} was written?`)
  if (isQueuedAfter(world, updatedAt) !== true) {
    const reason = `the recovery secret ${name} is in use, and this job was queued before it was written`
    return wait(
      phaseOf(journalOf(world)),
      soon('rotate'),
      `${because}, but ${reason}. A freshly queued run looks again`,
    )
  }
  if (handed !== undefined) {
    return blocked(
      `the recovery secret ${name} holds a key of another user (${handed.user} in the account …${handed.account.slice(-4)}) than ${world.user.name}`,
      'Give each user a recovery secret of its own: write {iam-user} into recovery-secret-name. Nothing was changed.',
    )
  }
  return blocked(
    `the recovery secret ${name} exists, and this job was not handed a key of ${world.user.name} in it: what it holds may be somebody else's`,
    `Add "recovery-secret: \${{ secrets.${name} }}" to the step. If it is there already, somebody else has written ${name}: delete that secret, or name another one in recovery-secret-name. Nothing was changed.`,
  )
}

/** The same name nearby may hold the key that is to be replaced: its jobs would be left behind. */
function unlistedHolder({ world, policy }: Situation, old: AccessKey): Decision | undefined {
  if (policy.force) return undefined
  const reading = freshNearby(world)
  if (reading === undefined) return lookNearby(old.id)
  const places = nearbyHolders(reading, old)
  if (places.length === 0) return undefined
  return blocked(`${unlisted(places, old, reading.ahead)}, so jobs that use it would lose it`, listOrDismiss(places))
}

/** Nothing has been published by this configuration yet, so nothing is known of what the destinations hold. */
function isAdopting({ world, policy }: Situation): boolean {
  if (policy.force) return false
  if (world.journal.kind !== 'read') return true
  const { journal } = world.journal
  return (journal.phase === 'creating' || journal.phase === 'pending') && journal.digest !== policy.digest
}

function intend({ world, policy, now }: Situation, old: AccessKey | undefined, because: string): Decision {
  const { digest } = policy
  const before = replacedList(world, policy)
  return record({ phase: 'creating', ...roleOf(old), at: wholeSecond(now), digest, before }, because)
}

/** The list that the present one replaces, or has replaced while its first rotation is under way. */
function replacedList(world: World, { digest }: Policy): string | undefined {
  const journal = journalOf(world)
  if (journal?.digest !== digest) return journal?.digest
  return journal.phase === 'steady' ? undefined : journal.before
}

function creating(situation: Situation, journal: During<'creating'>): Decision {
  const { world, now } = situation
  const { intended, creation } = world.run
  if (intended !== undefined) return create(situation, journal)
  // What appears next to an intent that AWS has refused is somebody else's, also for later runs.
  const takeBack = (because: string) => record({ ...journal, at: undefined }, because)
  switch (creation?.kind) {
    case undefined:
      return resumeCreation(situation, journal)
    case 'created': {
      const other = world.keys.find(({ id }) => id !== creation.key && !keysOf(journal).includes(id))
      if (find(world, creation.key) === undefined) {
        if (journal.at !== undefined)
          return takeBack(`${creation.key} is withdrawn, and no other key comes of this intent`)
        const why = other === undefined ? 'it came too late' : `${other.id} was created at the same time`
        return wait('rotating', soon('rotate'), `${creation.key} is withdrawn, since ${why}`)
      }
      if (other !== undefined) {
        return act(
          'discard',
          creation.key,
          `${other.id} was created at the same time, and only one new key may come of it`,
        )
      }
      const made = find(world, creation.key)
      if (made !== undefined && isBornLate(journal, made)) {
        const because = `${creation.key} came so late that a later run could not tell where it is from`
        return act('discard', creation.key, because)
      }
      const { current, previous, digest, before } = journal
      const pending: Journal = {
        phase: 'pending',
        pending: creation.key,
        current,
        previous,
        at: wholeSecond(now),
        digest,
        before,
      }
      return record(pending, `${creation.key} exists, and is written nowhere yet`)
    }
    case 'refused':
      if (journal.at !== undefined) return takeBack('AWS refused to create a key, so no key comes of this intent')
      return blocked(`AWS refused to create a key: ${creation.reason}`, creation.remedy)
    case 'postponed':
      if (journal.at !== undefined) return takeBack('AWS created no key, so none comes of this intent')
      return fail(
        'rotating',
        soon('rotate'),
        `AWS kept asking to wait: ${creation.reason}`,
        'No key was created. The next run tries again.',
      )
    case 'lost':
      return fail(
        'rotating',
        soon('rotate'),
        `AWS's answer to CreateAccessKey was lost (${creation.reason})`,
        'A key may exist whose secret nobody has. The key in use is untouched; a later run deletes what was left behind, and goes on.',
      )
  }
}

/** The intent is written by this run: the last look before a key is asked for. */
function create(situation: Situation, journal: During<'creating'>): Decision {
  const { world, policy, now } = situation
  const stranger = strangerTo(world, journal)
  if (stranger !== undefined && isOccupant(stranger, journal, policy)) {
    return act(
      'delete',
      stranger.id,
      'AWS allows two keys and counts inactive ones; replace-inactive-key lets this one go',
    )
  }
  if (stranger !== undefined) return foreignKey(situation, stranger)
  if (journal.at === undefined || now - journal.at > intentFreshness) {
    return intend(situation, replacedBy(world, journal), 'the intent is too old to tell its key from others')
  }
  return { do: 'create', because: `${world.run.intended}; everything is checked`, until: journal.at + intentFreshness }
}

/** An earlier run announced a key and was cut off: did it come to exist? */
function resumeCreation(situation: Situation, journal: During<'creating'>): Decision {
  const { world, policy } = situation
  const old = replacedBy(world, journal)
  const stranger = strangerTo(world, journal)
  if (journal.current !== undefined && old === undefined) {
    if (stranger === undefined) return removed(situation)
    if (world.made.includes(stranger.id) && stranger.status === 'Active') return alone(situation, stranger)
    return policy.force ? rotation(situation, stranger, 'force starts anew') : foreignKey(situation, stranger)
  }
  if (old?.id === journal.current && old?.status === 'Inactive') return switchedOff(situation)
  if (stranger !== undefined && !isOccupant(stranger, journal, policy)) return leftBehind(situation, journal, stranger)
  const shows = journal.at === undefined ? situation.now : journal.at + intentSettling
  if (situation.now < shows) {
    const because = `an earlier run asked for a key, and IAM shows whether it exists only after ${utc(shows)}`
    return wait('rotating', soon('rotate'), because)
  }
  return rotation(situation, old, 'an earlier run ended before its new key existed')
}

/** The only key was made by this action, and the intent beside it is of the rotation that has made it. */
function alone({ world, policy }: Situation, { id, created }: AccessKey): Decision {
  const because = `a tag tells that ${id} was made by this action, and it is the only key`
  if (world.destinations === 'unread') return observe('destinations', because)
  const from = created + world.destinations.ahead
  const window = { from, to: Math.max(from, latestWrite(world.destinations.destinations)) }
  return record({ phase: 'steady', current: id, window, digest: policy.digest }, because)
}

/** A key that nothing describes, next to the intent of an earlier run. */
function leftBehind(situation: Situation, journal: During<'creating'>, stranger: AccessKey): Decision {
  const { world, now } = situation
  const cutOff = `${stranger.id} appeared when an earlier run was cut off`
  if (stranger.lastUsed.kind === 'unread') return observe('last use', `${cutOff}: was it ever used?`)
  if (world.destinations === 'unread') return observe('destinations', `${cutOff}: was anything written since?`)
  if (!isOrphan(world, journal, stranger)) return foreignKey(situation, stranger)
  const next = (at: Instant): Next => ({ step: 'discard', at })
  const lagging = stranger.created + lastUsedLag
  if (now < lagging) return wait('rotating', next(lagging), `${cutOff}; its use would show only after ${utc(lagging)}`)
  const waiting = whileUnsettled(situation, journal, cutOff)
  return waiting ?? act('discard', stranger.id, `${cutOff}; it was never used, and its secret exists nowhere`)
}

/** Until an earlier run is gone, and GitHub shows all that it wrote, its key is not discarded. */
function whileUnsettled({ world, policy, now }: Situation, journal: Journal, because: string): Decision | undefined {
  const touched = writtenAt(journal) ?? 0
  const gone = predecessorGone(world, policy) ?? lastActOf({ touched, timeLimit: policy.timeLimit })
  const settled = gone + settlingOfWrites
  if (now >= settled) return isOlderThan(world, settled) ? observe('destinations', `${because}: and now?`) : undefined
  // Before it claims the user, the run asks GitHub when that one has ended.
  if (canAskForHolder(world, policy)) return undefined
  const next: Next = { step: 'discard', at: settled }
  return wait('rotating', next, `${because}; what that run did shows for certain only after ${utc(settled)}`)
}

/** Whether the destinations were read before a moment of AWS's clock. */
function isOlderThan({ destinations }: World, moment: Instant): boolean {
  return destinations !== 'unread' && destinations.at + second - destinations.ahead < moment
}

/** An inactive key from before the rotation, which the user lets go. */
function isOccupant(key: AccessKey, intent: During<'creating'>, { replaceInactiveKey }: Policy): boolean {
  return replaceInactiveKey && key.status === 'Inactive' && (intent.at === undefined || key.created < intent.at)
}

function foreignKey(situation: Situation, key: AccessKey): Decision {
  const { world, now } = situation
  return (
    retold(situation, undefined) ??
    withLastUses(situation) ??
    blocked(
      `${key.id} appeared during a rotation, and this action cannot explain it: ${listed(world.keys, now)}`,
      `Find out who created ${key.id}, and delete it if nobody uses it. The next run goes on.`,
    )
  )
}

// ── Rotating: the pending key is tried, written everywhere, and proven ────────────────────────────────────────────

function rotating(situation: Situation, journal: During<'pending' | 'publishing'>): Decision {
  const { world, policy } = situation
  const pending = find(world, journal.pending)
  const old = replacedBy(world, journal)
  const complete = journal.phase === 'publishing' && journal.window.to !== undefined
  if (journal.current !== undefined && old?.status === 'Inactive' && !policy.force) return switchedOff(situation)
  if (pending === undefined) {
    const isMade = world.run.held === journal.pending
    if (isMade && world.run.discarded !== journal.pending) return notShown(journal, journal.pending, soon('publish'))
    if (isMade) return withdrawn(situation, journal.pending)
    // Where no key was in use before, and this one was not yet either, nobody has less than before.
    const neverInUse = (journal.current === undefined && !complete) || world.run.discarded === journal.pending
    if (old === undefined && !neverInUse) return removed(situation)
    return rotation(situation, old, `${journal.pending}, which was to be published, is gone`)
  }
  if (pending.status === 'Inactive') return switchedOff(situation)
  if (journal.phase === 'publishing' && complete) return prove(situation, journal, pending, old)
  if (world.run.held === pending.id) return publish(situation, journal, pending)
  return resumePublication(situation, journal, pending, old)
}

/** This run holds the secret of the pending key. */
function publish(situation: Situation, journal: During<'pending' | 'publishing'>, pending: AccessKey): Decision {
  const { world, policy } = situation
  const { trial, published, held } = world.run
  const { id } = pending
  if (trial?.key !== id) {
    const way =
      held === id
        ? ''
        : 'an earlier run was cut off, and the recovery secret hands its key back: this run goes on with it; '
    return act('try', id, `${way}nobody gets a key before AWS accepts it, several times in a row, on STS and IAM`)
  }
  if (!trial.works) {
    if (held === id && journal.phase === 'pending') return act('discard', id, `${trial.detail}; it was written nowhere`)
    return fail('rotating', soon('publish'), trial.detail, 'All keys stay as they are. The next run tries again.')
  }
  if (journal.phase === 'pending' || journal.digest !== policy.digest) {
    return safeguarding(situation, pending) ?? beginPublishing(situation, journal, id)
  }
  if (published?.key !== id) {
    return publishTo(journal.window, id, 'AWS accepts it, so every destination gets it', doneBefore(situation, journal))
  }
  if (held === id && published.accepted === 0 && published.refused) {
    if (world.destinations === 'unread')
      return observe('destinations', `GitHub refused to store ${id}: did it really write nothing?`)
    if (writtenInto(world.destinations, journal.window, id).length === 0) {
      return act('discard', id, `GitHub refused the first write, so nobody has ${id}. ${published.problems.join(' ')}`)
    }
  }
  return afterPublishing(situation, journal)
}

/** The key is sealed into the recovery secret before any destination gets it; undefined once it is there. */
function safeguarding({ world, policy }: Situation, { id, created }: AccessKey): Decision | undefined {
  const { safeguard } = world.run
  if (!policy.recovery || recovered(world)?.id === id) return undefined
  if (safeguard?.key !== id) {
    const because = 'a run that is cut off while it writes leaves the key there for the next one'
    return { do: 'safeguard', key: id, created, because }
  }
  if ('writtenAt' in safeguard) return undefined
  if (!safeguard.mayBeWritten) {
    return act('discard', id, `it cannot be kept safe while it is published: ${safeguard.problem}`)
  }
  // Another run may be handed it, and take it further.
  return fail(
    'rotating',
    soon('publish'),
    `whether the recovery secret holds ${id} is not known: ${safeguard.problem}`,
    asTheyAre,
  )
}

/** The publication of a key is announced: what GitHub dates from now on is taken for that key. */
function beginPublishing(
  { world, policy }: Situation,
  replaced: Pick<During<'publishing'>, 'current' | 'previous' | 'before'>,
  pending: KeyId,
): Decision {
  const because = `secrets that GitHub dates from now on hold ${pending}`
  if (world.destinations === 'unread') return observe('destinations', 'what time is it at GitHub?')
  // No write of another key falls into this window, however lately it was made.
  const { destinations } = world.destinations
  const from = Math.max(githubTime(world.destinations, world) - clockSlack, latestWrite(destinations) + second)
  return publishing(policy, pending, replaced, from, ownRecovery(world), because)
}

function publishing(
  { digest }: Policy,
  pending: KeyId,
  { current, previous, before }: Pick<During<'publishing'>, 'current' | 'previous' | 'before'>,
  from: Instant,
  sealed: Instant | undefined,
  because: string,
): Decision {
  return record(
    { phase: 'publishing', pending, current, previous, window: { from, to: undefined }, sealed, digest, before },
    because,
  )
}

function afterPublishing({ world }: Situation, journal: During<'publishing'>): Decision {
  const { published } = world.run
  if (published?.window !== undefined) {
    return record({ ...journal, window: published.window }, 'GitHub shows every secret as written')
  }
  return fail(
    'rotating',
    soon('publish'),
    `not every destination could be written:${bullets(published?.problems ?? [])}`,
    'Both keys stay active. Fix this and run again: a later run finishes from the recovery secret or the pair of its job, or replaces the key once more.',
  )
}

/** This run's own key did not work or could not be written anywhere, and is gone again. */
function withdrawn({ world }: Situation, id: KeyId): Decision {
  const { trial, published, safeguard, recoveryCleared } = world.run
  const sealed = safeguard?.key === id && 'writtenAt' in safeguard ? safeguard.writtenAt : undefined
  if (sealed !== undefined && !recoveryCleared) return clear(sealed, `${id} is gone, and its secret serves nobody`)
  const unsealed = safeguard !== undefined && 'problem' in safeguard ? safeguard.problem : undefined
  const reason = published?.problems.join(' ') ?? unsealed ?? asSentence(trial?.detail ?? '')
  return fail(
    'rotating',
    soon('rotate'),
    `${id} was withdrawn before anybody had it. ${reason}`,
    'The key in use is untouched. Fix this and run again.',
  )
}

/**
 * An earlier run was cut off between creating the pending key and confirming its last write. The ways on, the one that
 * harms nobody first.
 */
function resumePublication(
  situation: Situation,
  journal: During<'pending' | 'publishing'>,
  pending: AccessKey,
  old: AccessKey | undefined,
): Decision {
  const { world, policy } = situation
  const reading = world.destinations
  const begun = journal.phase === 'publishing' ? journal : undefined
  const sameDigest = journal.digest === policy.digest
  const cutOff = `an earlier run was cut off before ${pending.id} was published everywhere`
  if (begun !== undefined && sameDigest && world.run.published?.key === pending.id)
    return afterPublishing(situation, begun)
  if (reading === 'unread') return observe('destinations', `${cutOff}: how far did it come?`)

  // Everything is written. What was written after that run was gone is somebody else's, and stays out of the window.
  const last = lastWriteBefore(situation, reading)
  const mayBeOthers =
    begun !== undefined && last !== undefined && !isOfOneRun(policy, begun.window, last) && holds(world, pending.id)
  if (
    begun !== undefined &&
    sameDigest &&
    !mayBeOthers &&
    outsideWindow(reading, begun.window, pending.id).length === 0
  ) {
    const to = Math.max(
      begun.window.from,
      Math.min(latestWrite(reading.destinations), last ?? Number.POSITIVE_INFINITY),
    )
    const because = `every secret was written since ${utc(begun.window.from)}, when its publication began`
    return record({ ...begun, window: { ...begun.window, to } }, because)
  }
  // (a) The recovery secret hands the key back, or will hand it back to a fresher run.
  const handed = recovered(world)
  if (handed?.id === pending.id) return publish(situation, journal, pending)
  if (isOutdated(situation, journal, reading, pending)) return outdated(situation, reading, pending, cutOff)
  // (b) The job holds a pair that works, or was handed one: everybody gets that one.
  const since = mayHold(reading.destinations, pending, reading.ahead)
  const written = since.length > 0 || begun === undefined ? since : writtenInto(reading, begun.window, pending.id)
  if (begun === undefined && sameDigest && written.length > 0) {
    // A note that was on its way for long has taken the place of a later one.
    const because = `${written.join(', ')} was written since ${pending.id} was created, so its publication had begun`
    return publishing(policy, pending.id, journal, pending.created + reading.ahead, undefined, because)
  }
  const isNew = old === undefined || old.created <= pending.created
  const nothingWritten = isNew && written.length === 0 && (begun === undefined || sameDigest)
  const ownPair = `${cutOff}; this job holds a pair that works, ${world.signer}`
  if (world.signer === pending.id && begun !== undefined && sameDigest) {
    return publishTo(begun.window, pending.id, ownPair, doneBefore(situation, begun))
  }
  if (world.signer === pending.id) return beginPublishing(situation, journal, pending.id)
  const atHand = world.signer ?? handed?.id
  if (old !== undefined && atHand === old.id && !nothingWritten) {
    return beginPublishing(situation, { current: pending.id, previous: undefined }, old.id)
  }
  if (begun !== undefined && !sameDigest && !policy.force) {
    return blocked(
      `${cutOff}, and the destinations have changed since: one that is no longer listed may hold ${pending.id}`,
      'Restore the former list until this rotation is steady, or start the workflow by hand once with "force: true" to replace the key in the listed destinations only.',
    )
  }
  if (!isNew) {
    return blocked(
      `an earlier run was cut off while it published ${pending.id} again, and this job holds neither that key nor ${old.id}`,
      'Let the job run that holds the key of the user itself: it finishes. Or hand in the recovery secret.',
    )
  }
  const unsettled = whileUnsettled(situation, journal, cutOff)
  if (unsettled !== undefined) return unsettled
  // Nothing is destroyed that could not be replaced.
  const late = outOfTime(situation, 'rotating', 'rotate')
  if (late !== undefined) return late
  if (world.preflight === 'unread')
    return observe('preflight', `${cutOff}, and its secret is lost: can a new key be published?`)
  if (world.preflight.length > 0) {
    const because = `${cutOff}, and a new key could not be published either:${bullets(world.preflight)}`
    return fail('rotating', soon('publish'), because, asTheyAre)
  }
  const occupied = occupiedRecovery(situation, cutOff)
  if (occupied !== undefined) return occupied
  // (c) Nothing is written: a new key takes its place. (e) Some destinations hold it and some do not: at once.
  return act(
    'discard',
    pending.id,
    nothingWritten
      ? `${cutOff}, and its secret is lost; it was written nowhere`
      : `${cutOff}, and its secret is lost; ${written.join(', ')} gets a new key at once`,
  )
}

/** The recovery secret holds the pending key, as far as dates tell, and the job was handed something else. */
function isOutdated(
  { world, policy }: Situation,
  journal: During<'pending' | 'publishing'>,
  reading: DestinationsReading,
  pending: AccessKey,
): boolean {
  if (!policy.recovery || reading.recovery?.updatedAt === undefined || world.run.recoveryCleared) return false
  // The date of its own write is known once the publication was announced; one of any other date is somebody else's.
  const sealed = journal.phase === 'publishing' ? journal.sealed : undefined
  return sealed === undefined ? safeguarded(reading, pending) : sealed === reading.recovery.updatedAt
}

/**
 * The latest date that GitHub may show for a write of the run before this one; undefined when nothing bounds it. A run
 * that GitHub calls completed may live and write, as long as it says that it is at work; later writes are somebody else's.
 */
function lastWriteBefore({ world, policy }: Situation, { ahead }: DestinationsReading): Instant | undefined {
  const gone = predecessorGone(world, policy)
  const silent = predecessorSilentSince(world, policy) ?? gone
  return gone === undefined || silent === undefined ? undefined : Math.max(gone, silent) + ahead + settlingOfWrites
}

/** What the run before this one has written of the publication that this one goes on with. */
function doneBefore(situation: Situation, { pending, window }: During<'publishing'>): PublishWindow | undefined {
  const { destinations, run } = situation.world
  if (run.held === pending || destinations === 'unread') return undefined
  const to = lastWriteBefore(situation, destinations)
  return to !== undefined && isOfOneRun(situation.policy, window, to) ? { ...window, to } : undefined
}

/**
 * Whether one run may have written all of a publication, as late as it may have been at work. Between runs that were cut off days apart, somebody may have
 * moved dates: with the key in hand, all is written again.
 */
function isOfOneRun({ timeLimit }: Policy, { from }: PublishWindow, last: Instant): boolean {
  return last <= lastActOf({ touched: from + timeLimit, timeLimit }) + settlingOfWrites
}

/**
 * The recovery secret holds the pending key, and the job was handed another value. Secrets are frozen when a run is
 * queued: a run that was queued later gets the right one, unless its workflow does not hand it in.
 */
function outdated(
  { world }: Situation,
  { recovery: secret }: DestinationsReading,
  pending: AccessKey,
  cutOff: string,
): Decision {
  const { queued } = world.run
  const { name = '', updatedAt: updated } = secret ?? {}
  const because = `${cutOff}; the recovery secret ${name} holds that key, but this job was handed another value`
  if (queued === 'unread') return observe('queue', `${because}: was it queued before that secret was written?`)
  if (updated !== undefined && isQueuedAfter(world, updated) === true) {
    return blocked(
      `${because}, though it was queued after it was written`,
      `Hand it in: add "recovery-secret: \${{ secrets.${name} }}" to the step. The next run then goes on with ${pending.id}.`,
    )
  }
  const reason =
    queued === 'unreadable' ? 'it may have been queued before (GitHub does not tell)' : 'it was queued before'
  return wait('rotating', soon('publish'), `${because}: ${reason}. A freshly queued run finishes`)
}

/** Every destination holds the pending key: may it be called current? The recovery secret goes before it is. */
function prove(
  situation: Situation,
  journal: During<'publishing'>,
  pending: AccessKey,
  old: AccessKey | undefined,
): Decision {
  const { window, digest, before } = journal
  const current = pending.id
  const again = rewritten(situation, journal, current)
  if (again !== undefined) return again
  const proven: Journal =
    old === undefined
      ? { phase: 'steady', current, window, digest, before }
      : { phase: 'current', current, previous: old.id, provenAt: wholeSecond(situation.now), window, digest, before }
  return unproven(situation, pending, 'rotating') ?? leftover(situation) ?? record(proven, proof(situation, pending))
}

/** A secret that was overwritten after an earlier run had published the key gets it once more, if this run has it. */
function rewritten(situation: Situation, journal: During<'publishing'>, key: KeyId): Decision | undefined {
  const { world } = situation
  const { published, verification } = world.run
  if (published?.key === key) {
    const isKnown = published.window !== undefined && published.window.from <= journal.window.from
    return isKnown ? undefined : afterPublishing(situation, journal)
  }
  if (verification !== undefined || !holds(world, key)) return undefined
  if (world.destinations === 'unread') return observe('destinations', `does every destination still hold ${key}?`)
  const strays = outsideWindow(world.destinations, journal.window, key)
  if (strays.length === 0) return undefined
  const because = `${strays.join(', ')} was written after ${key} was published, and may hold another key`
  return tryFirst(situation, journal, key, because) ?? writeAgain(world, world.destinations, key, because)
}

/** A published key that comes from the recovery secret alone is written again only when AWS accepts it. */
function tryFirst({ world }: Situation, journal: Journal, key: KeyId, because: string): Decision | undefined {
  const { trial } = world.run
  if (isUntried(world, key)) return act('try', key, `${because}; does the key from the recovery secret work?`)
  if (trial?.key !== key || trial.works) return undefined
  return fail(phaseOf(journal), soon('publish'), `${because}. ${trial.detail}`, asTheyAre)
}

function writeAgain(world: World, reading: DestinationsReading, key: KeyId, because: string): Decision {
  return publishTo({ from: githubTime(reading, world) - clockSlack, to: undefined }, key, because)
}

/** What to do while `key` has not been proven in this run; undefined once it has. `off`: the key that is off meanwhile. */
function unproven(situation: Situation, key: AccessKey, phase: Phase, off?: KeyId): Decision | undefined {
  const { world, policy } = situation
  if (policy.verification === 'none') return undefined
  const found = verificationOf(world, key)
  switch (found?.verdict) {
    case undefined: {
      const question = 'only a run that signs in with it proves that jobs use it'
      return verify(situation, key, off, off === undefined ? question : `does everything still work with ${off} off?`)
    }
    case 'works':
      return undefined
    case 'rejected':
      return forget(situation, found) ?? fail(phase, soon('verify'), foundTold(found), afterRejection(found))
    case 'unknown':
      if (found.remedy !== undefined) return fail(phase, soon('verify'), foundTold(found), found.remedy)
      return remember(situation, found) ?? wait(phase, soon('verify'), afterSilence(found))
  }
}

function verify(
  { world, policy, now }: Situation,
  { id }: AccessKey,
  without: KeyId | undefined,
  because: string,
  about?: string,
  since: Instant = 0,
): Decision {
  const until = policy.timeLimit - revertReserve
  const settling = without === undefined && isSettling(world)
  const earlier = without === undefined ? awaitedRuns({ world, policy, now }, id, since) : []
  return { do: 'verify', key: id, until, settling, without, about, earlier, because }
}

/** Verification runs of a key that an earlier run left behind, dispatched after `since` and after its last write. */
function awaitedRuns({ world: { awaited, journal }, now }: Situation, key: KeyId, since: Instant): Awaited['runs'] {
  const published = journal.kind === 'read' && 'window' in journal.journal ? journal.journal.window : undefined
  const after = Math.max(since, published?.to ?? published?.from ?? 0)
  const runs = awaited?.key === key ? awaited.runs : []
  return runs.every(({ at }) => at >= after && now - at < patience) ? runs : []
}

/** What has not ended is left to later runs, which follow it instead of dispatching others. */
function remember({ world }: Situation, { key, without, waiting: runs }: Verification): Decision | undefined {
  const isKnown = runs.every(({ id }) => world.awaited?.runs.some((each) => each.id === id))
  if (isKnown && world.awaited?.key === key && world.awaited.without === without) return undefined
  const because = 'a later run follows this verification instead of starting another one'
  return runs.length === 0 ? undefined : { do: 'remember', awaited: { key, without, runs }, because }
}

/** After a rejection no run of before counts, for or against the key: the next run of the rotation starts a fresh one. */
function forget({ world: { awaited } }: Situation, { key, without }: Verification): Decision | undefined {
  if (awaited?.key !== key || awaited.runs.length === 0) return undefined
  return {
    do: 'remember',
    awaited: { key, without, runs: [] },
    because: 'what was dispatched before a rejection proves nothing',
  }
}

function foundTold({ without, about, detail }: Verification): string {
  const told = without === undefined ? detail : `with the old key ${without} off, ${detail}`
  return about === undefined ? told : `${about}; ${told}`
}

function afterSilence(found: Verification): string {
  const left = found.without === undefined ? 'Nothing is switched off' : `${found.without} is on again`
  return `${asSentence(foundTold(found))} ${left}, and the next run verifies again`
}

function afterRejection({ without, about }: Verification): string {
  const back = without === undefined ? 'Nothing is switched off' : `The old key ${without} is on again`
  if (about !== undefined) {
    return `${back}, and nothing is written there. Find who writes these secrets: Terraform writes an old key back, where a github_actions_secret still holds it. Take the place out of destinations if it is to hold another key; or start the workflow by hand once with "force: true" to publish a new key everywhere. Where the log of that step names something else, fix that.`
  }
  return without === undefined
    ? 'Nothing is switched off. Fix what the verification reports, and run the rotation again, or wait for its schedule.'
    : `The old key ${without} is on again, and is tried again once a verification has passed and deactivate-after has gone by. Open the log of that step: if AWS does not know the key there (InvalidClientTokenId, InvalidAccessKeyId), the step still uses the old one, so let it read the secrets that the rotation writes. Otherwise fix what the log names.`
}

function proof({ policy }: Situation, key: AccessKey): string {
  if (policy.verification === 'none') return `${key.id} is published, and no workflow is asked to prove it`
  return `${key.id} is published and proven`
}

// ── Overlap: the new key is current, the previous one still works ─────────────────────────────────────────────────

function overlap(situation: Situation, journal: During<'current'>): Decision {
  const { world, policy, now } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, journal, current, previous)
  if (previous === undefined) return retired(journal)
  if (signsWith(world, previous, current)) return holdsPrevious(situation, journal)
  if (previous.status === 'Inactive') {
    // By a person's hand, or before the rotation: it is never switched on again, and its time begins now.
    const off: Journal = { ...common(journal), phase: 'deactivated', at: wholeSecond(now) }
    return unproven(situation, current, 'overlap') ?? record(off, `${previous.id} is off already, by another hand`)
  }
  const again = writtenAgain(situation, journal, current.id)
  if (again !== undefined) return again
  if (journal.provenAt === undefined) {
    const proven = { ...journal, provenAt: wholeSecond(now) }
    return unproven(situation, current, 'overlap') ?? leftover(situation) ?? record(proven, proof(situation, current))
  }
  const due = journal.provenAt + policy.deactivateAfter
  // What this run has seen written is looked at again only before something is switched off.
  const isSeen = now < due && world.run.wrote !== undefined && world.run.published === undefined
  const doubt = (isSeen ? undefined : notPublished(situation, journal, current, previous)) ?? leftover(situation)
  if (doubt !== undefined) return doubt
  if (now < due) {
    const grace = `${previous.id} stays active for ${spoken(policy.deactivateAfter)}`
    return wait(
      'overlap',
      { step: 'deactivate', at: due },
      `jobs queued before ${utc(journal.provenAt)} may hold the old key: ${grace}`,
    )
  }
  return (
    heldByOthers(situation, 'overlap', 'deactivate', previous.id) ??
    appearedNearby(situation, previous, current) ??
    stillUsed(situation, journal, previous, journal.provenAt) ??
    stillRunning(situation, journal) ??
    lateProof(situation, journal, current, journal.provenAt) ??
    lastDoubt(situation, journal, current, previous) ??
    outOfTime(situation, 'overlap', 'deactivate') ??
    record(
      { ...common(journal), phase: 'deactivating', at: wholeSecond(now) },
      `${previous.id} is about to be switched off; should this run be cut off, the next one switches it on again`,
    )
  )
}

/**
 * What is doubtful until the last moment. No verification passes with the previous key off where a job looks for a secret
 * that somebody has removed; and what somebody has written is proven with the key on, as far as a job can tell.
 */
function lastDoubt(
  situation: Situation,
  journal: During<'current'>,
  current: AccessKey,
  previous: AccessKey,
): Decision | undefined {
  const { world, policy } = situation
  if (world.destinations === 'unread') return undefined
  const strays = straysOf(world.destinations, journal, current.id, previous, policy)
  const looked = strays.filter(({ kind, provable }) => kind === 'gone' && provable)
  const isDoubtful = strays.some(({ kind, provable }) => kind === 'changed' && provable)
  return (
    setAside('overlap', soon('deactivate'), looked) ??
    (isDoubtful ? unproven(situation, current, 'overlap') : undefined)
  )
}

/** A verification that was dispatched while the previous key was off, and had not ended when that was on again. */
function lateProof(
  situation: Situation,
  { previous }: During<'current'>,
  current: AccessKey,
  provenAt: Instant,
): Decision | undefined {
  const { awaited } = situation.world
  if (awaited?.without !== previous || awaitedRuns(situation, current.id, provenAt).length === 0) return undefined
  if (verificationOf(situation.world, current) !== undefined) return unproven(situation, current, 'overlap')
  const because = `a verification with ${previous} off had not ended: has it passed since?`
  return verify(situation, current, undefined, because, undefined, provenAt)
}

/** Somebody has stored a key nearby since the current one exists, and it may be the previous one. */
function appearedNearby({ world }: Situation, { id }: AccessKey, { created }: AccessKey): Decision | undefined {
  const reading = freshNearby(world)
  if (reading === undefined) return lookNearby(id)
  const places = heldNearby(world, reading)
  if (places.length === 0) return undefined
  const because = `${unlisted(places, { id, created }, reading.ahead)}, so it stays active.\n${listOrDismiss(places)}`
  return wait('overlap', soon('deactivate'), because)
}

/** A wait of the previous key, which each use of that key starts again. */
interface Grace {
  readonly phase: 'overlap' | 'recovery'
  readonly step: 'deactivate' | 'delete'
  readonly lasts: Duration
  readonly since: Instant
  /** What happened then. */
  readonly began: string
}

/** The previous key was used after the new one was proven: somebody still depends on it. */
function stillUsed(
  situation: Situation,
  { current }: During<'current'>,
  previous: AccessKey,
  provenAt: Instant,
): Decision | undefined {
  const lasts = situation.policy.deactivateAfter
  const began = `${current} was proven`
  return usedDuring(situation, previous, { phase: 'overlap', step: 'deactivate', lasts, since: provenAt, began })
}

/** The previous key was used after it was switched off: a person had switched it on meanwhile. */
function usedWhileOff(situation: Situation, { at }: During<'deactivated'>, previous: AccessKey): Decision | undefined {
  const lasts = situation.policy.deleteAfter
  return usedDuring(situation, previous, {
    phase: 'recovery',
    step: 'delete',
    lasts,
    since: at,
    began: 'it was switched off',
  })
}

/** Undefined when nobody used the key in that time, or the wait is over since. */
function usedDuring(
  { world, policy, now }: Situation,
  { id, lastUsed }: AccessKey,
  { phase, step, lasts, since, began }: Grace,
): Decision | undefined {
  if (lasts < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed') return undefined
  switch (lastUsed.kind) {
    case 'unread':
      return observe('last use', `was ${id} used since ${began}?`)
    case 'never':
      return undefined
    case 'unreadable': {
      const because = `the last use of ${id} cannot be read, and unreadable is not unused: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`
      return wait(phase, soon(step), because)
    }
    case 'used': {
      const next: Next = { step, at: lastUsed.at + lasts }
      if (lastUsed.at <= since || now >= lastUsed.at + lasts) return undefined
      const used = `${id} was used after ${began} (${lastUsed.service} in ${lastUsed.region}, ${utc(lastUsed.at)})`
      if (world.users === 'unread') return observe('users', `${used}: by whom?`)
      const because = `${used}, so the wait starts again. ${wayOutOfUses}. ${world.users}`
      if (now - since <= policy.rotateAfter) return wait(phase, next, because)
      return fail(phase, next, because, 'This goes on for longer than rotate-after: somebody has to look.')
    }
  }
}

const wayOutOfUses =
  'Find who uses it, and give them the new key; if nobody needs the old one, set "old-key-still-used: proceed"'

/** A message names so many runs, and counts the others. */
const namedRuns = 10

/** GitHub reads secrets when it queues a run: one from before the publication holds the previous key until it ends. */
function stillRunning({ world }: Situation, { current, previous }: During<'current'>): Decision | undefined {
  const reading = freshUnfinishedRuns(world)
  if (reading === undefined) {
    return observe('unfinished runs', `has every run ended that was created before ${current} was published?`)
  }
  const { runs } = reading
  if (runs.length === 0) return undefined
  const named = runs.slice(0, namedRuns)
  const others = runs.length > namedRuns ? [`and ${runs.length - namedRuns} more`] : []
  const [count, has, it] = runs.length === 1 ? ['a run', 'has', 'it'] : [`${runs.length} runs`, 'have', 'them']
  const because = `the old key ${previous} stays on: ${count} created before ${current} was published may hold it, and ${has} not ended. Let ${it} end, approve ${it} if a review is missing, or cancel ${it}; the next run goes on:${bullets([...named, ...others])}`
  return wait('overlap', soon('deactivate'), because)
}

/** The previous key is held while a configured secret may hold it: listed meanwhile, or written by somebody else. */
function notPublished(
  situation: Situation,
  journal: During<'current'>,
  current: AccessKey,
  previous: AccessKey,
): Decision | undefined {
  const { world, policy, now } = situation
  const reading = freshDestinations(world)
  if (reading === undefined) return observe('destinations', `does every destination still hold ${current.id}?`)
  const strays = straysOf(reading, journal, current.id, previous, policy)
  const holding = strays.filter(({ kind }) => kind === 'changed' || kind === 'missed')
  // A verification of this run outranks what the dates say, in either way.
  const found = verificationOf(world, current)
  const doubt = found !== undefined && found.verdict !== 'works' ? unproven(situation, current, 'overlap') : undefined
  const isAnew = strays.length > 0 && strays.every(({ kind }) => kind === 'listed anew' || kind === 'missed')
  if (isAnew && holds(world, current.id)) {
    const because = `${named(strays)} is listed since ${current.id} was published, and this job holds that key`
    const begun: Journal = { ...journal, provenAt: undefined, window: { from: journal.window.from, to: undefined } }
    return (
      tryFirst(situation, journal, current.id, because) ??
      keepSafe(situation, journal, current.id, because) ??
      record(begun, because)
    )
  }
  if (holding.length === 0) return doubt
  const proven = proofOverDates(situation, journal, current, holding)
  if (proven !== undefined) return proven
  const until = (journal.provenAt ?? now) + policy.deactivateAfter + patience
  if (now >= until || policy.force) return doubt
  const isMissed = holding.every(({ kind }) => kind === 'missed')
  const reason = isMissed
    ? `it took no secret when ${current.id} was published`
    : `somebody else has written it since ${current.id} was published, and no verification speaks for it`
  const because = `${named(holding)} may hold ${previous.id}: ${reason}`
  const wayOut = `${previous.id} is held until ${utc(until)}; take that place out of destinations to go on sooner. The next rotation writes it again`
  return wait('overlap', { step: 'deactivate', at: until }, `${because}. ${wayOut}`)
}

/** The current key is written again, as an open window announces; by a later run, where one was cut off meanwhile. */
function writtenAgain(situation: Situation, journal: During<'current'>, key: KeyId): Decision | undefined {
  const { world, policy } = situation
  const { published } = world.run
  if (published?.key === key) {
    const { window, problems } = published
    if (window === undefined) {
      return fail('overlap', nextOf(journal), `not every destination could be written:${bullets(problems)}`, asTheyAre)
    }
    const before = replacedList(world, policy)
    const again: Journal = { ...journal, provenAt: undefined, window, digest: policy.digest, before }
    return record(again, 'GitHub shows every secret as written again')
  }
  if (journal.window.to !== undefined || !holds(world, key)) return undefined
  const because = `places are listed since ${key} was published, and this job holds that key`
  const reading = freshDestinations(world)
  if (reading === undefined) return observe('destinations', `${because}: what time is it at GitHub?`)
  return (
    tryFirst(situation, journal, key, because) ??
    keepSafe(situation, journal, key, because) ??
    writeAgain(world, reading, key, because)
  )
}

/** A run that is cut off while it writes the current key again leaves it in the recovery secret, as any publication does. */
function keepSafe(situation: Situation, journal: Journal, key: KeyId, because: string): Decision | undefined {
  const { world, policy } = situation
  const { safeguard } = world.run
  const created = find(world, key)?.created
  if (!policy.recovery || created === undefined) return undefined
  const occupied = occupiedRecovery(situation, because)
  if (occupied !== undefined) return occupied
  if (safeguard?.key !== key) {
    return { do: 'safeguard', key, created, because: `${because}, and is about to be written again` }
  }
  if ('writtenAt' in safeguard) return undefined
  return fail(phaseOf(journal), soon('publish'), `${because}. ${safeguard.problem}`, asTheyAre)
}

/** A key is replaced or deactivated only in a run that can still verify, and take it back. */
function outOfTime({ world, policy }: Situation, phase: Phase, what: 'rotate' | 'deactivate'): Decision | undefined {
  const left = Math.max(0, policy.timeLimit - world.run.elapsed)
  const needed = what === 'rotate' ? rotationNeeds(policy) : deactivationNeeds(policy)
  if (left >= needed) return undefined
  if (policy.timeLimit < needed) {
    return fail(
      phase,
      soon(what),
      `a run has ${spoken(policy.timeLimit)}, and to ${what}, verify and revert may take ${spoken(needed)}`,
      'Raise time-limit, the timeout of the job, and the life of temporary credentials (role-duration-seconds), which AWS_CREDENTIAL_EXPIRATION has to tell: they are taken to last for an hour from the start of the job otherwise.',
    )
  }
  const because = `${spoken(left)} of this run's time are left, and to ${what}, verify and revert may take ${spoken(needed)}`
  return wait(phase, soon(what), because)
}

// ── Recovery: the previous key is off, and goes when nobody missed it ─────────────────────────────────────────────

function deactivating(situation: Situation, journal: During<'deactivating'>): Decision {
  const { world, policy, now } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, journal, current, previous)
  if (previous === undefined) return retired(journal)
  if (signsWith(world, previous, current)) return holdsPrevious(situation, journal)

  const found = verificationOf(world, current)
  const failed = found !== undefined && found.verdict !== 'works'
  if (world.run.deactivating && !failed) {
    if (previous.status === 'Active') {
      return act('deactivate', previous.id, `${current.id} is published and proven, and the grace period is over`)
    }
    const outcome =
      policy.verification === 'none' ? 'no workflow is asked whether anything missed it' : 'all still works'
    return (
      unproven(situation, current, 'overlap', previous.id) ??
      record({ ...journal, phase: 'deactivated', at: wholeSecond(now) }, `${previous.id} is off: ${outcome}`)
    )
  }
  // IAM may still list as active what is off: switching on what is on changes nothing.
  if (!world.run.reactivated || previous.status === 'Inactive') {
    return act(
      'reactivate',
      previous.id,
      failed ? foundTold(found) : `${previous.id} may be off, and nothing has proven since that all still works`,
    )
  }
  // What is still under way may pass: then the next attempt needs no other wait.
  const isUnderWay = found?.verdict === 'unknown' && found.waiting.length > 0
  const provenAt = isUnderWay ? journal.at - policy.deactivateAfter : undefined
  const active: Journal = { ...common(journal), phase: 'current', provenAt }
  return record(active, `${previous.id} is active, and stays so until a verification has passed`)
}

function recovery(situation: Situation, journal: During<'deactivated'>): Decision {
  const { world, policy, now } = situation
  const current = find(world, journal.current)
  const previous = find(world, journal.previous)
  if (current?.status !== 'Active') return withoutCurrent(situation, journal, current, previous)
  if (previous === undefined) return retired(journal)
  if (signsWith(world, previous, current)) return holdsPrevious(situation, journal)
  if (previous.status === 'Active') {
    const active = { ...common(journal), phase: 'current', provenAt: undefined } as const
    if (world.run.reactivated) return record(active, `${previous.id} is on again, and ${current.id} has to be proven`)
    const switchedOn = (journal.switchedOn ?? 0) + 1
    return record({ ...active, switchedOn }, `a person switched ${previous.id} on again: the wait starts anew`)
  }
  const missing = missed(situation, journal, current, previous)
  if (missing !== undefined) return missing
  const due = journal.at + policy.deleteAfter
  if (now < due) {
    const grace = `can be switched on again for ${spoken(policy.deleteAfter)}`
    return wait('recovery', { step: 'delete', at: due }, `${previous.id} is off since ${utc(journal.at)}, and ${grace}`)
  }
  return (
    leftover(situation) ??
    heldByOthers(situation, 'recovery', 'delete', previous.id) ??
    usedWhileOff(situation, journal, previous) ??
    act(
      'delete',
      previous.id,
      `${previous.id} is off since ${utc(journal.at)}, longer than delete-after (${spoken(policy.deleteAfter)})`,
    )
  )
}

/** While the previous key is off, a place that somebody writes meanwhile may depend on it. */
function missed(
  situation: Situation,
  journal: During<'deactivated'>,
  current: AccessKey,
  previous: AccessKey,
): Decision | undefined {
  const { world, policy } = situation
  const found = verificationOf(world, current)
  if (found !== undefined && found.verdict !== 'works') return act('reactivate', previous.id, foundTold(found))
  const reading = freshDestinations(world)
  if (reading === undefined) return observe('destinations', `was anything written since ${previous.id} is off?`)
  const strays = straysOf(reading, journal, current.id, previous, policy).filter(
    ({ kind, updatedAt = 0 }) => kind === 'changed' && updatedAt > journal.at + reading.ahead,
  )
  if (strays.length === 0) return undefined
  const because = `${named(strays)} was written since ${previous.id} is off, and may hold it`
  return proofOverDates(situation, journal, current, strays, previous.id) ?? act('reactivate', previous.id, because)
}

/** The current key is gone or off, by somebody else's hand. */
function withoutCurrent(
  situation: Situation,
  journal: WithPrevious,
  current: AccessKey | undefined,
  previous: AccessKey | undefined,
): Decision {
  const { held, verification } = situation.world.run
  const isUsed = held === journal.current || (verification?.key === journal.current && verification.verdict === 'works')
  if (current === undefined && isUsed) return notShown(journal, journal.current, nextOf(journal))
  if (current === undefined && previous === undefined) return removed(situation)
  if (current !== undefined || previous?.status === 'Inactive') return switchedOff(situation)
  return rotation(situation, previous, `a person deleted the current key, and ${previous?.id} is the only one left`)
}

/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
function notShown(journal: Journal, key: KeyId, next: Next): Decision {
  return wait(phaseOf(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`)
}

function retired(journal: WithPrevious): Decision {
  const { current, previous, window, digest, before } = journal
  return record(
    { phase: 'steady', current, window, digest, before },
    `${previous} is gone, and ${current} is the only key`,
  )
}

/**
 * A job that was queued before the publication, or re-run, changes nothing. One that was queued after it gets its key
 * from a place that nobody listed.
 */
function holdsPrevious({ world, policy }: Situation, journal: WithPrevious): Decision {
  const { current, previous, window } = journal
  const held = `this job still holds the previous key, ${previous}`
  if (world.run.queued === 'unread') return observe('queue', `${held}: was it queued before ${current} was published?`)
  if (isQueuedAfter(world, window.to ?? window.from) === true && policy.attempt === 1) {
    return blocked(
      `${held}, though it was queued after ${current} was published: the place that gives it the key is not listed in destinations, or somebody has written the old key back. Nothing is switched off`,
      'Look where the env of this job takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from (the names of the secrets, an environment, the organization), and list that place and those names in destinations.',
    )
  }
  const because = `${held}: it was queued before ${current} was published, or re-run. A freshly queued run goes on`
  return wait(phaseOf(journal), nextOf(journal), because)
}

// ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const record = (journal: Journal, because: string): Decision => ({ do: 'record', journal, because })
const observe = (what: Observation, because: string): Decision => ({ do: 'observe', what, because })
const blocked = (because: string, remedy: string): Decision => ({ do: 'stop', because, remedy })
const wait = (phase: Phase, next: Next, because: string): Decision => ({ do: 'wait', phase, next, because })
const clear = (writtenAt: Instant, because: string): Decision => ({ do: 'clear', writtenAt, because })
const publishTo = (window: PublishWindow, key: KeyId, because: string, done?: PublishWindow): Decision => ({
  do: 'publish',
  key,
  window,
  done,
  because,
})
const soon = (step: Next['step']): Next => ({ step, at: undefined })
const lookNearby = (key: KeyId) => observe('same name nearby', `does a secret that is not listed hold ${key}?`)
const tagsRemoved =
  ' If a tool has removed the tags of this user, keep it from that: in Terraform by ignore_tags { key_prefixes = ["rotate-iam-access-keys", "AKIA"] } of the provider.'
const asTheyAre = 'All keys stay as they are. Fix this and run again.'

const fail = (phase: Phase, next: Next | undefined, because: string, remedy: string): Decision => {
  return { do: 'fail', phase, next, because, remedy }
}

/** What nobody has listed, and that it may hold a key. */
function unlisted(places: readonly NearbyPlace[], key: Pick<AccessKey, 'id' | 'created'>, ahead: Duration): string {
  const kindOf = ({ dismissal, takesPrecedence }: NearbyPlace) => {
    if (dismissal === undefined) return `is not listed, and shows ${key.id}`
    if (!takesPrecedence) return `is not listed, and may hold ${key.id}`
    return `takes precedence over a listed secret of the same name, and may hold ${key.id}`
  }
  const kinds = [...Map.groupBy(places, kindOf)]
  return kinds.map(([kind, all]) => `${mayHold(all, key, ahead).join(', ')} ${kind}`).join('; ')
}

/** The lines to add; a variable shows which key it is, and nothing dismisses it. */
function listOrDismiss(places: readonly NearbyPlace[]): string {
  const dismissals = places.flatMap(({ dismissal }) => dismissal ?? [])
  return [
    `Add what holds this key to destinations:${lines(places.map(({ listing }) => listing))}`,
    ...(dismissals.length > 0 ? [`Add places that hold another key to other-keys:${lines(dismissals)}`] : []),
    'Or delete what nobody uses.',
  ].join('\n')
}

/** More would leave no room for what else a message says. */
const mostLines = 8

/** Lines of YAML, each below the one before. */
function lines(all: readonly string[]): string {
  const each = [...new Set(all)]
  const more = each.length > mostLines ? `\n# and ${each.length - mostLines} more` : ''
  return `${each
    .slice(0, mostLines)
    .map((line) => `\n${line}`)
    .join('')}${more}`
}

const act = (
  what: 'try' | 'deactivate' | 'reactivate' | 'delete' | 'discard' | 'untag',
  key: KeyId,
  because: string,
): Decision => ({ do: what, key, because })

/** Last uses are read before a person is asked to choose between keys. */
function withLastUses({ world }: Situation): Decision | undefined {
  const unread = world.keys.some((key) => key.lastUsed.kind === 'unread')
  return unread
    ? observe('last use', 'a person has to choose between keys, and needs to know which one is used')
    : undefined
}

function nextIn(journal: Journal): Next {
  const hasPrevious = journal.phase === 'current' || journal.phase === 'deactivating' || journal.phase === 'deactivated'
  return hasPrevious ? nextOf(journal) : soon('rotate')
}

function nextOf(journal: WithPrevious): Next {
  return soon(journal.phase === 'deactivated' ? 'delete' : 'deactivate')
}

/** The key that a rotation replaces, as IAM shows it. */
function replacedBy(world: World, journal: During<'creating' | 'pending' | 'publishing'>): AccessKey | undefined {
  return find(world, journal.current ?? journal.previous)
}

/** The latest moment that a journal tells of. */
function writtenAt(journal: Journal): Instant | undefined {
  if ('at' in journal) return journal.at
  if ('provenAt' in journal && journal.provenAt !== undefined) return journal.provenAt
  return journal.window.to ?? journal.window.from
}

function common({ current, previous, switchedOn, window, digest, before }: WithPrevious) {
  return { current, previous, switchedOn, window, digest, before }
}

function named(strays: readonly Stray[]): string {
  return strays.map(({ secret }) => secret).join(', ')
}

function listed(keys: readonly AccessKey[], now: Instant): string {
  return keys.map((key) => described(key, now)).join('; ')
}

function bullets(problems: readonly string[]): string {
  return problems.map((problem) => `\n- ${problem}`).join('')
}

/** AWS and GitHub tell the time in whole seconds. */
function wholeSecond(at: Instant): Instant {
  return Math.floor(at / second) * second
}
