/**
 * One run at a time per user, without a lock service: who may act, and what a run does to find out.
 *
 *     look ──► claim ──► let 5 s pass ──► read back ──► quiet ──► act … confirm every 3 minutes … ──► release
 *       │                                    │
 *       └── another run is at work ──────────┴── the claim is another run's: step aside
 *
 * A claim is a tag, and AWS offers no compare-and-set. So a run claims only right after it has looked, and acts only
 * after everybody who looked before that must have written (Fischer's algorithm): of several claims the last one
 * stands, and the others see it when they read back. Whoever held the user before and has not given it back may live
 * on, whatever GitHub says of its run: it notices within 3 minutes that its claim is gone, and until then only
 * switching a key on again is safe.
 */

import type { Decision } from './decision.ts'
import { journalOf, phaseOf } from './facts.ts'
import { asSentence } from './problem.ts'
import { anotherJob, isOtherListOfThisRun, refusal } from './refusal.ts'
import { type Duration, type Instant, minute, second, utc } from './time.ts'
import type { Claim, Holder, HolderRun, JournalReading, Policy, World } from './world.ts'

/** A claim is written within this time of the look that it rests on; a slow one has to settle for longer. */
const claimedWithin: Duration = 3 * second

/** A claim is read back after this time. */
export const settlingOfClaims: Duration = 5 * second

/** A holder makes sure that it still is one before it acts, when it has not done so for this long. */
export const confirmedFor: Duration = 3 * minute

/** A holder that has lost its claim does nothing more after this time. */
const noticing: Duration = confirmedFor + 20 * second

/** A holder that has not touched its claim for this long may be replaced. */
const silence: Duration = 10 * minute

/** A holder that has been silent for this long stops: it may have been replaced by the time it acts. */
export const silentFor: Duration = silence - 2 * minute

/** After its time-limit, a run is given this long to be gone from a slow runner. */
const holderSlack: Duration = 10 * minute

/** The run that holds the user, or held it last. */
export function holderOf(reading: JournalReading): Holder | undefined {
  return reading.kind === 'unknown' ? undefined : reading.holder
}

/** A claim of this moment, by the run's elapsed time; one that was written late gives a holder time to notice it. */
export function claimOf(
  { released, predecessorGone, predecessorSilent }: Extract<Decision, { do: 'claim' }>,
  looked: Duration,
  written: Duration,
): Claim {
  const settles = written + (written - looked <= claimedWithin + second ? settlingOfClaims : noticing)
  const quiet = released ? settles : written + noticing
  return { settles, quiet, confirmed: false, predecessorGone, predecessorSilent }
}

/**
 * When the run that held the user before this one has acted for the last time, as far as its claim and GitHub tell;
 * undefined when there was none. An earlier attempt of this run is dead, and has touched its claim all along.
 */
export function predecessorGone({ journal, run }: World, policy: Policy): Instant | undefined {
  if (run.claim !== undefined) return run.claim.predecessorGone
  const holder = holderOf(journal)
  if (holder === undefined || holder.nonce === policy.nonce) return undefined
  if (hasEnded(holder)) return holder.touched
  if (run.holderRun.kind === 'completed') return run.holderRun.end
  if (isEarlierAttempt(holder, policy)) return holder.touched + silence
  return lastActOf(holder)
}

/** When the run before this one had been silent for so long that it writes no more, even if GitHub was wrong to call it completed. */
export function predecessorSilentSince({ journal, run }: World, { nonce }: Policy): Instant | undefined {
  if (run.claim !== undefined) return run.claim.predecessorSilent
  const holder = holderOf(journal)
  return holder === undefined || holder.nonce === nonce || hasEnded(holder) ? undefined : holder.touched + silence
}

/** When a run that said nothing of its end can no longer be at work. */
export function lastActOf({ touched, timeLimit }: Pick<Holder, 'touched' | 'timeLimit'>): Instant {
  return touched + timeLimit + holderSlack
}

/** Whether GitHub may know more of the run that holds the user than its claim tells. */
export function canAskForHolder({ journal, run }: World, policy: Policy): boolean {
  const holder = holderOf(journal)
  const isOther = holder !== undefined && holder.nonce !== policy.nonce && !hasEnded(holder)
  return run.claim === undefined && run.holderRun.kind === 'unread' && isOther
}

/** Lets a decision pass when this run may act on it, or answers with what has to come first. */
export function exclusively(world: World, policy: Policy, now: Instant, decision: Decision): Decision {
  // Nothing is changed by these, whoever else is at work.
  if (decision.do === 'nothing' || (decision.do === 'wait' && decision.next.at !== undefined)) return decision
  return stepAside(world, policy, now) ?? claimFirst(world, policy, now, decision) ?? decision
}

/** Another run is at work on this user, or may be. */
function stepAside(world: World, policy: Policy, now: Instant): Decision | undefined {
  const { run, user } = world
  const holder = holderOf(world.journal)
  if (holder?.nonce === policy.nonce) return undefined
  if (run.claim !== undefined) {
    if (run.looked < run.claim.settles) return undefined
    if (holder === undefined || hasEnded(holder) || now >= holder.touched + silence) {
      const because = 'IAM does not show the claim of this run in the tags of the user, so nothing is changed'
      return { do: 'wait', phase: phaseOf(journalOf(world)), next: { step: 'rotate', at: undefined }, because }
    }
    return (
      beside(world, policy, now, holder) ??
      aside(now + silence, `the run ${holder.run} has claimed ${user.name}, and only one run acts at a time`)
    )
  }
  if (holder === undefined || mayBeReplaced(holder, run.holderRun, policy, now)) return undefined
  const seen = `${holder.run} (last seen ${utc(holder.touched)})`
  if (run.holderRun.kind === 'unread') return observeHolder(`the run ${seen} holds ${user.name}: is it still at work?`)
  const refused = beside(world, policy, now, holder)
  return (
    refused ??
    aside(holder.touched + silence, `the run ${seen} is at work on ${user.name}, and only one run acts at a time`)
  )
}

/**
 * Another job of this run has another list, and does not know that the places of this one may hold the key that it
 * replaces: this one leaves its mark, in a tag of its own, though the other one is at work. Later runs of both would find
 * one configuration that has changed.
 */
function beside(world: World, policy: Policy, now: Instant, holder: Holder): Decision | undefined {
  if (policy.force || holder.list === undefined || !isOtherListOfThisRun(holder, policy)) return undefined
  return refusal({ world, policy, now }, anotherJob)
}

/** Whether the holder has ended, or has not been heard of for so long that another run may go on. */
function mayBeReplaced(holder: Holder, { kind }: HolderRun, policy: Policy, now: Instant): boolean {
  const isKnownToHaveEnded = hasEnded(holder) || isEarlierAttempt(holder, policy) || kind === 'completed'
  return isKnownToHaveEnded || now >= holder.touched + silence
}

/** The holder has given its claim back. */
function hasEnded({ timeLimit }: Holder): boolean {
  return timeLimit === 0
}

/** Nobody can be at work who held the user before; a journal without a holder is one whose claim somebody removed. */
function isReleased({ journal }: World, { nonce }: Policy): boolean {
  const holder = holderOf(journal)
  return holder === undefined ? journal.kind !== 'read' : hasEnded(holder) || holder.nonce === nonce
}

/** GitHub starts another attempt of a run only when the one before has ended. */
function isEarlierAttempt({ run, attempt }: Holder, policy: Policy): boolean {
  return run === policy.run && attempt < policy.attempt
}

function observeHolder(because: string): Decision {
  return { do: 'observe', what: 'holder', because }
}

function aside(at: Instant, because: string): Decision {
  return { do: 'wait', phase: 'rotating', next: { step: 'rotate', at }, because }
}

/** Whether a decision changes anything at AWS or GitHub. */
function changesAnything({ do: step }: Decision): boolean {
  return !['observe', 'nothing', 'wait', 'fail', 'stop'].includes(step)
}

function claimFirst(world: World, policy: Policy, now: Instant, decision: Decision): Decision | undefined {
  if (!changesAnything(decision)) return undefined
  const { claim, elapsed, seen } = world.run
  const because = decision.because
  if (claim === undefined) {
    const gone = predecessorGone(world, policy)
    if (gone !== undefined && now < gone && canAskForHolder(world, policy)) {
      return observeHolder('an earlier run has not given its claim back: has it ended?')
    }
    if (elapsed - seen > claimedWithin) {
      return { do: 'observe', what: 'user', because: 'a claim has to follow a fresh look at the user' }
    }
    const predecessorSilent = predecessorSilentSince(world, policy)
    return { do: 'claim', released: isReleased(world, policy), predecessorGone: gone, predecessorSilent, because }
  }
  if (!claim.confirmed) {
    return {
      do: 'observe',
      what: 'claim',
      because:
        'after 5 seconds, or longer where the claim was slow to write, it shows whether another run has claimed the user',
    }
  }
  // Switching a key on again harms nobody, and waits for nothing.
  if (decision.do === 'reactivate') return undefined
  if (elapsed < claim.quiet) {
    const left = 'it has not given its claim back, and what it has asked for may still happen'
    return { do: 'observe', what: 'quiet', because: left }
  }
  if (destruction(decision) !== undefined && !isOwn(world, decision) && elapsed - seen > claimedWithin) {
    return { do: 'observe', what: 'user', because: `a last look: ${because}` }
  }
  return haunted(world, policy, now, decision)
}

/** A key that this run has made is nobody else's. */
function isOwn({ run }: World, decision: Decision): boolean {
  return 'key' in decision && decision.key === run.held
}

/** A run that only fell silent may be alive: nothing is destroyed until it cannot be. */
function haunted(world: World, policy: Policy, now: Instant, decision: Decision): Decision | undefined {
  const step = destruction(decision)
  const gone = predecessorGone(world, policy)
  if (step === undefined || gone === undefined || now >= gone) return undefined
  if (isOwn(world, decision)) return undefined
  return {
    do: 'wait',
    phase: phaseOf(journalOf(world)),
    next: { step, at: gone },
    because: `${asSentence(decision.because)} But the run that held ${world.user.name} before may be at work until ${utc(gone)}`,
  }
}

/** What a decision takes away, or announces to. */
function destruction(decision: Decision): 'deactivate' | 'delete' | 'discard' | undefined {
  switch (decision.do) {
    case 'delete':
    case 'discard':
    case 'deactivate':
      return decision.do
    case 'record':
      return decision.journal.phase === 'deactivating' ? 'deactivate' : undefined
    default:
      return undefined
  }
}
