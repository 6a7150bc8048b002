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
 * Above an arrow stands what it waits for, below it the step, and below the keys the phase as users call it. K1 is due when
 * it is older than rotate-after, when the list of places has changed, or when `force` asks.
 *
 * The journal says how far a rotation has come; it is written before each effect, so that a run that finds it knows
 * what may have happened. What AWS and GitHub show wins over it. A fact that has not been read is asked for
 * (`observe`), never assumed; a fact that cannot be read never leads to a step that destroys.
 *
 * What a verification leads to:
 *
 *   verdict    K1, before K2 exists       K2 is published (rotating)    both keys work (overlap)   K1 has just been switched off
 *   works      K2 is created              K2 is current                 deactivate-after begins    K1 stays off: recovery
 *   rejected   red; nothing is created    red; both keys stay           red; both keys stay        K1 is switched on again, red
 *   unknown    nothing is created         both keys stay                both keys stay             K1 is switched on again: overlap
 *
 * After `unknown` the next run verifies again. It is red at once where that cannot pass by itself, and otherwise when it
 * has lasted for a week. Before K2 exists, K1 is not verified where nobody has ever used it, where no workflow covers a place
 * that holds it, or where `force` asks.
 *
 * What a run makes of one that was cut off; docs/how-it-works.md has every way:
 *
 *   creating               K2 does not show: the rotation begins anew. It shows, and its secret is lost: once that run
 *                          is surely over, it is deleted if it was neither used nor written anywhere; else a person decides
 *   pending, publishing    all is written: K2 is verified. The recovery secret or the job has K2: it is written to the rest.
 *                          The job has K1: that is written back, if any place may have K2. Nobody has K2: once that run is
 *                          surely over and a new key could be published, K2 is deleted and another one created
 *   deactivating           K1 is switched on again: overlap
 *
 * What else K1 waits for, once deactivate-after and delete-after are over:
 *
 *   before it is switched off   a same name nearby that may hold it, a place that somebody else has written or emptied,
 *                               another configuration that was refused, an unfinished run from before K2 was published, a
 *                               run with enough time left to switch it on again; and deactivate-after once more from each
 *                               use of it since K2 was proven: red when that goes on for longer than rotate-after
 *   before it is deleted        another configuration that was refused, and delete-after once more from each use of it
 *                               since it was switched off
 *
 * People are right. A key that they switched off stays off. A secret that they removed is not put back: a due rotation goes
 * on without that place while others are left that can be proven, and runs are red until a person has decided. A secret
 * that they wrote is verified, and left alone where it shows to be another key; the next rotation overwrites it elsewhere.
 * While K1 is off, a secret that is written switches it on again, unless a verification speaks for that place.
 *
 * Below, each phase is a list of rules in the order in which they are asked: the first that has an answer is heard, and
 * what stands last is done when none has. Each rule gives its reason where it stands: in
 * the file that its chain names, or in `guards` and `people` where it is of several phases.
 */
import { exclusively } from '../claim.ts'
import type { Decision } from '../decision.ts'
import { activeKey, find } from '../facts.ts'
import type { Instant } from '../time.ts'
import type { Policy, World } from '../world.ts'
import * as creation from './creation.ts'
import { heldByOthers, ofAnotherVersion, otherList, overaged, overdue, unexplainedKeys } from './guards.ts'
import { currentKeyLost, keySwitchedOff, keysDeleted, meddling } from './people.ts'
import * as publication from './publication.ts'
import * as removal from './removal.ts'
import {
  type Answer,
  type Beginning,
  type Creating,
  type Deactivating,
  type Overlap,
  type Recovery,
  type Resting,
  type Rotating,
  type Rule,
  type Situation,
  situationOf,
  type WithPrevious,
} from './situation.ts'
import * as steady from './steady.ts'

/** Rules in the order in which they are asked, and what is done when none of them has an answer. */
interface Chain<In extends Situation, Out extends Answer = Answer> {
  readonly rules: readonly Rule<In, Out>[]
  readonly otherwise: (situation: In) => Out
}

// ── The story ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Before anything else: is this user ours to rotate? */
const mayRotate: readonly Rule<Situation, Decision>[] = [ofAnotherVersion, otherList]

/** One key rests until it is due. */
const resting: Chain<Resting> = {
  rules: [
    steady.keyIsOff,
    steady.tagOfGoneKey,
    steady.alreadyRotated,
    steady.listChanged,
    steady.forced,
    steady.destinationsUnread,
    steady.rejectedThere,
    steady.writtenBySomebody,
    steady.removedBySomebody,
    steady.placeMissed,
    steady.due,
    steady.recoverySecretLeft,
  ],
  otherwise: steady.rests,
}

/** A rotation is due, or a first key: what stands against it? Nothing is created before everything is checked. */
const beginning: Chain<Beginning, Decision> = {
  rules: [
    creation.unchecked,
    creation.problemsFound,
    creation.destinationsNotRead,
    creation.tooManyAside,
    creation.placeMadeAnew,
    creation.recoverySecretTaken,
    creation.holdsAnotherKey,
    creation.storedElsewhere,
    creation.halfStored,
    creation.sameNameElsewhere,
    creation.oldKeyNotProven,
    creation.noTimeToRotate,
  ],
  otherwise: creation.announceKey,
}

/** This run has announced a key. */
const asking: Chain<Creating> = {
  rules: [creation.inactiveKeyGoes, creation.keyAppeared, creation.intentTooOld],
  otherwise: creation.askForKey,
}

/** An earlier run has announced a key and was cut off. */
const askedEarlier: Chain<Creating> = {
  rules: [creation.oldKeyGone, creation.oldKeySwitchedOff, creation.keyLeftBehind, creation.keyMayShow],
  otherwise: creation.beginAnew,
}

/** This run has the secret of the pending key: it is tried, kept safe, announced, and written everywhere. */
const publishing: Chain<Rotating> = {
  rules: [
    publication.notTried,
    publication.doesNotWork,
    publication.notSafeguarded,
    publication.notAnnounced,
    publication.notWritten,
    publication.refusedEverywhere,
  ],
  otherwise: publication.closeWindow,
}

/** An earlier run was cut off while it published: the way on that harms nobody first. */
const resuming: Chain<Rotating> = {
  rules: [
    publication.writtenByThisRun,
    publication.publishedAlready,
    publication.howFarUnknown,
    publication.endUnknown,
    publication.everythingWritten,
    (situation) => (publication.recoverySecretHandsBack(situation) ? decide(publishing, situation) : undefined),
    publication.recoverySecretNotHandedIn,
    publication.publicationHadBegun,
    publication.jobHoldsPendingKey,
    publication.jobHoldsOldKey,
    publication.listChangedMeanwhile,
    publication.olderKeyPending,
    publication.earlierRunMayWrite,
    publication.noTimeToReplace,
    publication.notReplaceable,
  ],
  otherwise: publication.discardPending,
}

/** Every destination holds the pending key. The recovery secret goes before that key is called current. */
const proving: Chain<Rotating> = {
  rules: [publication.overwrittenSince, publication.notProven, steady.recoverySecretLeft],
  otherwise: publication.becomesCurrent,
}

/** The new key is current, and both work. */
const overlap: Chain<Overlap> = {
  rules: [
    removal.jobHoldsPreviousKey,
    removal.offAlready,
    publication.windowOpen,
    removal.notProvenYet,
    removal.waitBegins,
    removal.notPublished,
    steady.recoverySecretLeft,
    removal.deactivateAfterLasts,
    heldByOthers,
    removal.sameNameNearby,
    removal.usedSinceProof,
    removal.stillRunning,
    removal.lateProof,
    removal.doubtfulPlace,
    removal.noTimeToDeactivate,
  ],
  otherwise: removal.announceDeactivation,
}

/** The previous key is switched off and proven not to be missed, or switched on again. */
const deactivating: Chain<Deactivating> = {
  rules: [removal.jobHoldsPreviousKey, removal.switchOff, removal.switchOnAgain],
  otherwise: removal.backToOverlap,
}

/** The previous key is off, and nobody has missed it yet. */
const recovery: Chain<Recovery> = {
  rules: [
    removal.jobHoldsPreviousKey,
    removal.onAlready,
    removal.writtenWhileOff,
    removal.deleteAfterLasts,
    steady.recoverySecretLeft,
    heldByOthers,
    removal.usedWhileOff,
  ],
  otherwise: removal.deletePreviousKey,
}

/** A run that would end green: what a person has to see turns it red. */
const turnsRed = [meddling, overaged, overdue] as const

// ── Who tells it ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What to do next for one user, and why. Total: it answers for every world that IAM and GitHub can show. Pure: equal
 * worlds get equal answers. `now` comes from AWS's own dates.
 */
export function nextStep(world: World, policy: Policy, now: Instant): Decision {
  const situation = situationOf(world, policy, now)
  const others = first(mayRotate, situation)
  if (others !== undefined) return (others.do === 'wait' ? overaged(situation, others) : undefined) ?? others
  const answer = unexplainedKeys(situation) ?? byPhase(situation)
  const begun = answer.do === 'begin' ? decide(beginning, { ...situation, ...answer }) : answer
  const decision = withoutAside(situation, exclusively(world, policy, now, begun))
  if (decision.do !== 'wait' && decision.do !== 'nothing') return decision
  return turnsRed.map((rule) => rule(situation, decision)).find((red) => red !== undefined) ?? decision
}

/** What is set aside is neither written nor asked about. */
function withoutAside({ aside }: Situation, decision: Decision): Decision {
  if (aside.length === 0 || (decision.do !== 'publish' && decision.do !== 'verify')) return decision
  return { ...decision, leaveOut: [...new Set([...(decision.leaveOut ?? []), ...aside.map(({ place }) => place)])] }
}

function byPhase(situation: Situation): Answer {
  const { journal } = situation
  switch (journal?.phase) {
    case undefined:
    case 'steady':
      return withoutRotation(situation, journal)
    case 'creating':
      return created({ ...situation, journal })
    case 'pending':
    case 'publishing':
      return rotating(situation, journal)
    case 'current':
    case 'deactivating':
    case 'deactivated':
      return replacing(situation, journal)
  }
}

function withoutRotation(situation: Situation, journal: Resting['published']): Answer {
  const { world } = situation
  const current = find(world, journal?.current)
  const key = current ?? activeKey(world)
  if (key !== undefined) {
    return decide(resting, { ...situation, key, published: current === undefined ? undefined : journal })
  }
  if (world.keys.length > 0) return keySwitchedOff(situation)
  return journal === undefined ? steady.firstKey(situation) : keysDeleted(situation)
}

function created(situation: Creating): Answer {
  const { intended, creation: answered } = situation.world.run
  if (intended !== undefined) return decide(asking, situation)
  return answered === undefined ? decide(askedEarlier, situation) : creation.afterCreation(situation, answered)
}

function rotating(situation: Situation, journal: Rotating['journal']): Answer {
  const { world } = situation
  const [pending, old] = [find(world, journal.pending), creation.replacedBy(world, journal)]
  const lost = publication.pendingKeyLost(situation, journal, pending, old)
  if (lost !== undefined || pending === undefined) return lost ?? keysDeleted(situation)
  const both = { ...situation, journal, pending, old }
  if (publication.isComplete(journal)) return decide(proving, both)
  return decide(world.run.held === pending.id ? publishing : resuming, both)
}

/** Both keys are there from here on, and the current one is active. */
function replacing(situation: Situation, journal: WithPrevious): Answer {
  const [current, previous] = [find(situation.world, journal.current), find(situation.world, journal.previous)]
  if (current?.status !== 'Active') return currentKeyLost(situation, journal, current, previous)
  if (previous === undefined) return removal.previousKeyGone(journal)
  const both = { ...situation, current, previous }
  switch (journal.phase) {
    case 'current':
      return decide(overlap, { ...both, journal })
    case 'deactivating':
      return decide(deactivating, { ...both, journal })
    case 'deactivated':
      return decide(recovery, { ...both, journal })
  }
}

function decide<In extends Situation, Out extends Answer>({ rules, otherwise }: Chain<In, Out>, situation: In): Out {
  return first(rules, situation) ?? otherwise(situation)
}

/** The first answer; no rule after it is asked. */
function first<In extends Situation, Out extends Answer>(
  rules: readonly Rule<In, Out>[],
  situation: In,
): Out | undefined {
  for (const rule of rules) {
    const answer = rule(situation)
    if (answer !== undefined) return answer
  }
  return undefined
}
