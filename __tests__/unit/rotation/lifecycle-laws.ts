/**
 * The laws of the lifecycle: each is a sentence that must be true of every step, in whatever world it is decided. The
 * numbers of the rules are those of the design.
 */

import type { Phase } from '../../../src/rotation/decision.ts'
import { nextStep } from '../../../src/rotation/lifecycle/next-step.ts'
import { day, minute, second } from '../../../src/rotation/time.ts'
import type { Journal } from '../../../src/rotation/world.ts'
import {
  acts,
  type Case,
  canBeAsked,
  cannotPass,
  changes,
  changesOf,
  closesAnew,
  couldTell,
  decide,
  deletesAnother,
  destroys,
  does,
  handedOwnAt,
  holderIn,
  holdsSecret,
  isActive,
  isAside,
  isBeforeReplacement,
  isBesideAnother,
  isChecked,
  isComplete,
  isDoubted,
  isDrained,
  isFruitless,
  isHandedOwn,
  isHaunted,
  isHolding,
  isInactive,
  isInTime,
  isLastDoubt,
  isLateButHanded,
  isLeftAlone,
  isListedAnew,
  isLiveHolder,
  isMissed,
  isNamedWholly,
  isOccupied,
  isOld,
  isOrphan,
  isOveraged,
  isOwnedByAnother,
  isPrevious,
  isProven,
  isPublished,
  isQueuedAfter,
  isRead,
  isRecovered,
  isSaid,
  isSettled,
  isStarting,
  isStranger,
  isTagged,
  isUnshown,
  isUnused,
  isWrittenSince,
  isYoung,
  keyIn,
  keyOf,
  keysNamedIn,
  lastActOf,
  mayBeKept,
  nextOf,
  ownWritesOf,
  pendingIn,
  recorded,
  records,
  says,
  sinceOff,
  straysOf,
  timesOf,
  windowIn,
} from './situations.ts'
import { nothingNearby } from './worlds.ts'

export interface Law {
  readonly name: string
  /** What the law speaks of; everything, when it is not said. */
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

export const laws: readonly Law[] = [
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
    holds: ({ decision, policy: { nonce }, world: all, at }) => {
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
      if (destinations === 'unread' || all.keys.some(({ created }) => created > destinations.at)) return true
      // What a predecessor wrote shows two minutes after its end.
      const gone = run.claim?.predecessorGone
      return gone !== undefined && at >= gone + 2 * minute && destinations.at < gone + 2 * minute
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
    name: 'rule 3: whoever would wait for another job of this run that has another list is refused instead',
    when: (each) => isBesideAnother(each) && !each.policy.force && each.world.journal.kind !== 'unknown',
    holds: (each) => !(does(each, 'wait') && says(each, 'only one run acts at a time')),
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
        // A journal may speak of a key that is gone: the only one that is active rests then.
        const [active, another] = each.world.keys.filter(({ status }) => status === 'Active')
        const current = keyIn(each, each.journal?.current) ?? (another === undefined ? active : undefined)
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
    name: 'rule 9: a publication is complete only when each secret was confirmed, or is seen to be written since it began, or a tag of its own says so',
    when: (each) => recorded(each, 'publishing')?.window.to !== undefined,
    holds: (each) => {
      const journal = recorded(each, 'publishing')
      const { published } = each.world.run
      if (journal === undefined) return false
      const confirmed = published?.key === journal.pending && published.window !== undefined
      const isTold = each.world.published?.key === journal.pending
      return confirmed || isTold || isPublished(each, { ...journal.window, to: undefined })
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
      const { decision } = each
      const leftOut = decision.do === 'verify' ? (decision.leaveOut ?? []) : []
      // Without a place that is set aside, a rotation begins only where that is proven, whoever uses the key.
      const isUsed = old?.lastUsed.kind !== 'never' && old?.lastUsed.kind !== 'unread'
      if (old?.status !== 'Active' || (leftOut.length === 0 && !isUsed)) return false
      if (all.destinations === 'unread' || !isChecked(each) || wanted.force || wanted.verification === 'none')
        return false
      const covered = all.destinations.destinations.filter(
        ({ name }) => !wanted.uncovered.includes(name) && !leftOut.includes(name),
      )
      return covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined))
    },
  },
  {
    name: 'rule 2: a key in use that a job covers, and that every place has, is replaced only after a verification of this run has passed with it',
    when: (each) => records(each, 'creating') && recorded(each, 'creating')?.at !== undefined,
    holds: (each) => {
      const { journal, world: all, policy: wanted } = each
      const old = keyIn(each, recorded(each, 'creating')?.current)
      const isBeginning = journal === undefined || journal.phase === 'steady'
      if (old === undefined || old.lastUsed.kind === 'never' || !isBeginning) return true
      if (wanted.force || wanted.verification === 'none' || all.destinations === 'unread') return true
      const covered = all.destinations.destinations.filter(({ name }) => !wanted.uncovered.includes(name))
      const isWhole = covered.every(({ secrets }) => secrets.every(({ updatedAt }) => updatedAt !== undefined))
      return covered.length === 0 || !isWhole || cannotPass(each) || isProven(each, old.id)
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
          // Dates are whole seconds, and clocks differ by a few: what was written just then may have come after it.
          (isDoubted(each) || changesOf(each, each.journal.window).some((at) => at >= sinceOff(each) - 5 * second)))),
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
    name: 'rule 22: a job that still holds the old key changes nothing',
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
    holds: (each) => isHolding(each) || (does(each, 'refuse') && isBesideAnother(each)),
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
      const isNobodysBusiness = each.world.journal.kind === 'unknown' || isOwnedByAnother(each) || isBesideAnother(each)
      const isRed = does(each, 'fail') && (isOveraged(each) || says(each, 'This action writes nothing there'))
      const isWaiting = does(each, 'wait', 'nothing') || isRed
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
      (does(each, 'stop', 'refuse') && (isOwnedByAnother(each) || isBesideAnother(each))),
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
      // What was written before it stays outside, compared or not.
      const later = straysOf(each, { ...before, from: 0 })
      const isCompared = later.every((place) => found.covers.includes(place))
      const isRecent = changesOf(each, { ...anew, from: 0 }).length === 0
      return isSame && speaksFor && isCompared && isRecent && couldTell(each, before)
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
      return strays.length > 0 && canBeAsked(each, windowIn(each.journal) ?? { from: 0, to: undefined })
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
