/** Removal: the new key is current; the previous one still works, is switched off, and goes when nobody missed it. */

import type { Decision, Next } from '../decision.ts'
import {
  freshDestinations,
  freshNearby,
  freshUnfinishedRuns,
  heldNearby,
  holds,
  isQueuedAfter,
  phaseOf,
  signsWith,
  verificationOf,
} from '../facts.ts'
import { type Duration, hour, type Instant, spoken, utc } from '../time.ts'
import { clockSlack } from '../waits.ts'
import type { AccessKey, Journal } from '../world.ts'
import {
  act,
  blocked,
  bullets,
  fail,
  kept,
  listOrDismiss,
  named,
  nextOf,
  observe,
  patience,
  record,
  soon,
  unlisted,
  wait,
  wholeSecond,
} from './answers.ts'
import { outOfTime } from './creation.ts'
import { setAside } from './people.ts'
import { awaitedRuns, foundTold, proof, proofOverDates, unproven, verify } from './proof.ts'
import { safeToWriteAgain } from './publication.ts'
import type { Deactivating, Overlap, Recovery, Replacing, WithPrevious } from './situation.ts'
import { recoverySecretLeft } from './steady.ts'

// ── Whatever the previous key waits for ───────────────────────────────────────────────────────────────────────────

/** The rotation is over: the previous key is deleted, by this action or by somebody else. */
export function previousKeyGone({ current, previous, window, digest, before, aside }: WithPrevious): Decision {
  const because = `${previous} is gone, and ${current} is the only key`
  return record({ phase: 'steady', current, window, digest, before, aside }, because)
}

/**
 * A job that was queued before the publication, or re-run, changes nothing. One that was queued after it gets its key
 * from a place that nobody listed.
 */
export function jobHoldsPreviousKey({ world, policy, journal, current, previous }: Replacing): Decision | undefined {
  if (!signsWith(world, previous, current)) return undefined
  const { window } = journal
  const held = `this job still holds the old key, ${previous.id}`
  if (world.run.queued === 'unread') {
    return observe('queue', `${held}: was it queued before ${current.id} was published?`)
  }
  if (isQueuedAfter(world, window.to ?? window.from) === true && policy.attempt === 1) {
    return blocked(
      `${held}, though it was queued after ${current.id} was published: the place that gives it the key is not listed in destinations, or somebody has written the old key back. Nothing is switched off`,
      'Look where the env of this job takes AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from (the names of the secrets, an environment, the organization), and list that place and those names in destinations.',
    )
  }
  const because = `${held}: it was queued before ${current.id} was published, or re-run. A freshly queued run goes on`
  return wait(phaseOf(journal), nextOf(journal), because)
}

// ── Overlap: the previous key still works ─────────────────────────────────────────────────────────────────────────

/** By a person's hand, or before the rotation: it is never switched on again, and its time begins now. */
export function offAlready(situation: Overlap): Decision | undefined {
  const { now, journal, current, previous } = situation
  if (previous.status === 'Active') return undefined
  const off: Journal = { ...kept(journal), phase: 'deactivated', at: wholeSecond(now) }
  return unproven(situation, current, 'overlap') ?? record(off, `somebody else has switched ${previous.id} off already`)
}

/** The current key has to be proven, for the first time or anew. */
export function notProvenYet(situation: Overlap): Decision | undefined {
  return situation.journal.provenAt === undefined ? unproven(situation, situation.current, 'overlap') : undefined
}

/** The wait begins when the current key is proven, and no recovery secret is needed any more. */
export function waitBegins(situation: Overlap): Decision | undefined {
  const { now, journal, current } = situation
  if (journal.provenAt !== undefined) return undefined
  const proven: Journal = { ...journal, provenAt: wholeSecond(now) }
  return recoverySecretLeft(situation) ?? record(proven, proof(situation, current))
}

/** The previous key stays on while a configured secret may hold it: one listed meanwhile, or written by somebody else. */
export function notPublished(situation: Overlap): Decision | undefined {
  const { world, policy, now, journal, current, previous, strays, aside } = situation
  // What this run has seen written is looked at again only before something is switched off.
  if (now < restsUntil(situation) && world.run.wrote !== undefined && world.run.published === undefined)
    return undefined
  if (freshDestinations(world) === undefined) {
    return observe('destinations', `does every destination still hold ${current.id}?`)
  }
  const isAnew = strays.length > 0 && strays.every(({ kind }) => kind === 'listed anew' || kind === 'missed')
  if (isAnew && holds(world, current.id)) {
    const because = `${current.id} is not yet in ${named(strays)}, and this job holds that key`
    const begun: Journal = { ...journal, provenAt: undefined, window: { from: journal.window.from, to: undefined } }
    return safeToWriteAgain(situation, because) ?? record(begun, because)
  }
  // A verification of this run outranks what the dates say, in either way.
  const found = verificationOf(world, current)
  const doubt = found !== undefined && found.verdict !== 'works' ? unproven(situation, current, 'overlap') : undefined
  const undated = strays.filter(({ kind }) => kind === 'changed' || kind === 'missed')
  // That a job was handed another key there is no proof that nobody is handed the old one.
  const holding = [...undated, ...aside.filter(({ kind, refuted }) => kind === 'changed' && !refuted)]
  if (holding.length === 0) return doubt
  const byProof = proofOverDates(situation, journal, current, undated)
  if (byProof !== undefined) return byProof
  const until = (journal.provenAt ?? now) + policy.deactivateAfter + patience
  if (now >= until || policy.force) return doubt
  const since = undated.length === 0 ? 'before' : 'since'
  const reason = holding.every(({ kind }) => kind === 'missed')
    ? `nothing could be written there when ${current.id} was published`
    : `somebody else has written there ${since} ${current.id} was published, and no verification covers it`
  const because = `${named(holding)} may hold ${previous.id}: ${reason}`
  const wayOut = `${previous.id} stays active until ${utc(until)}. To go on sooner, take that place out of destinations. The next rotation writes there again`
  return wait('overlap', { step: 'deactivate', at: until }, `${because}. ${wayOut}`)
}

/** Jobs that were queued earlier get the time to end. */
export function deactivateAfterLasts(situation: Overlap): Decision | undefined {
  const { policy, now, journal, previous } = situation
  const at = restsUntil(situation)
  if (now >= at) return undefined
  const grace = `so it stays active for ${spoken(policy.deactivateAfter)}`
  const because = `jobs queued before ${utc(journal.provenAt ?? now)} may hold ${previous.id}, ${grace}`
  return wait('overlap', { step: 'deactivate', at }, because)
}

function restsUntil({ policy, now, journal }: Overlap): Instant {
  return (journal.provenAt ?? now) + policy.deactivateAfter
}

/** Somebody has stored a key nearby since the current one exists, and it may be the previous one. */
export function sameNameNearby({ world, current, previous }: Overlap): Decision | undefined {
  const { id } = previous
  const reading = freshNearby(world)
  if (reading === undefined) return observe('same name nearby', `does a secret that is not listed hold ${id}?`)
  const places = heldNearby(world, reading)
  if (places.length === 0) return undefined
  const held = unlisted(places, { id, created: current.created }, reading.ahead)
  return wait('overlap', soon('deactivate'), `${held}. So ${id} stays active.\n${listOrDismiss(places)}`)
}

/** The previous key was used after the new one was proven: somebody still depends on it. */
export function usedSinceProof(situation: Overlap): Decision | undefined {
  const { policy, now, journal, current } = situation
  const since = journal.provenAt ?? now
  return usedDuring(situation, { lasts: policy.deactivateAfter, since, began: `${current.id} was proven` })
}

/** A message names so many runs, and counts the others. */
const namedRuns = 10

/** GitHub reads secrets when it queues a run: one from before the publication holds the previous key until it ends. */
export function stillRunning({ world, current, previous }: Overlap): Decision | undefined {
  const reading = freshUnfinishedRuns(world)
  if (reading === undefined) {
    return observe('unfinished runs', `has every run ended that was created before ${current.id} was published?`)
  }
  const { runs } = reading
  if (runs.length === 0) return undefined
  const others = runs.length > namedRuns ? [`and ${runs.length - namedRuns} more`] : []
  const because = `the old key ${previous.id} stays on: runs created before ${current.id} was published may hold it, and have not ended:${bullets([...runs.slice(0, namedRuns), ...others])}\nLet them end, approve those that wait for a review, or cancel them. The next run goes on`
  return wait('overlap', soon('deactivate'), because)
}

/** A verification that was dispatched while the previous key was off, and had not ended when that was on again. */
export function lateProof(situation: Overlap): Decision | undefined {
  const { world, now, journal, current, previous } = situation
  const since = journal.provenAt ?? now
  if (world.awaited?.without !== previous.id || awaitedRuns(situation, current.id, since).length === 0) return undefined
  if (verificationOf(world, current) !== undefined) return unproven(situation, current, 'overlap')
  const because = `a verification with ${previous.id} off had not ended: has it passed since?`
  return verify(situation, current, because, { since })
}

/**
 * What is doubtful until the last moment. No verification passes with the previous key off where a job looks for a secret
 * that somebody has removed; and what somebody has written is proven with the key on, as far as a job can tell.
 */
export function doubtfulPlace(situation: Overlap): Decision | undefined {
  const { current, strays } = situation
  const looked = strays.filter(({ kind, provable }) => kind === 'gone' && provable)
  const isDoubtful = strays.some(({ kind, provable }) => kind === 'changed' && provable)
  return (
    setAside('overlap', soon('deactivate'), looked) ??
    (isDoubtful ? unproven(situation, current, 'overlap') : undefined)
  )
}

/** A key is switched off only in a run that can still verify, and switch it on again. */
export function noTimeToDeactivate(situation: Overlap): Decision | undefined {
  return outOfTime(situation, 'overlap', 'deactivate')
}

/** Nothing keeps the previous key on: that it may be off from now on is written first. */
export function announceDeactivation({ now, journal, previous }: Overlap): Decision {
  const because = `${previous.id} is about to be switched off; if this run is cut off, the next one switches it on again`
  return record({ ...kept(journal), phase: 'deactivating', at: wholeSecond(now) }, because)
}

// ── Deactivating: off, and proven at once, or on again ────────────────────────────────────────────────────────────

/** This run has announced it, and nothing has failed since. */
export function switchOff(situation: Deactivating): Decision | undefined {
  const { world, policy, now, journal, current, previous } = situation
  const found = verificationOf(world, current)
  if (!world.run.deactivating || (found !== undefined && found.verdict !== 'works')) return undefined
  if (previous.status === 'Active') {
    return act('deactivate', previous.id, `${current.id} is published and proven, and deactivate-after is over`)
  }
  const isAsked = policy.verification !== 'none'
  const outcome = isAsked ? 'and everything still works' : 'and no workflow is asked whether anything missed it'
  const off: Journal = { ...journal, phase: 'deactivated', at: wholeSecond(now) }
  return unproven(situation, current, 'overlap', previous.id) ?? record(off, `${previous.id} is off, ${outcome}`)
}

/** Nothing has proven that all still works. IAM may still list as active what is off: switching it on is always right. */
export function switchOnAgain({ world, current, previous }: Deactivating): Decision | undefined {
  if (world.run.reactivated && previous.status === 'Active') return undefined
  const found = verificationOf(world, current)
  const isFailed = found !== undefined && found.verdict !== 'works'
  const unknown = `${previous.id} may be off, and nothing has proven since that everything still works`
  return act('reactivate', previous.id, isFailed ? foundTold(found) : unknown)
}

/** What is still under way may pass: then the next attempt needs no other wait. */
export function backToOverlap({ world, policy, journal, current, previous }: Deactivating): Decision {
  const found = verificationOf(world, current)
  const isUnderWay = found?.verdict === 'unknown' && found.waiting.length > 0
  const provenAt = isUnderWay ? journal.at - policy.deactivateAfter : undefined
  const active: Journal = { ...kept(journal), phase: 'current', provenAt }
  return record(active, `${previous.id} is active, and stays so until a verification has passed`)
}

// ── Recovery: the previous key is off, and can be switched on again ───────────────────────────────────────────────

/** A person or a tool switched the previous key on; or this run did, since somebody missed it. */
export function onAlready({ world, journal, current, previous }: Recovery): Decision | undefined {
  if (previous.status === 'Inactive') return undefined
  const active = { ...kept(journal), phase: 'current', provenAt: undefined } as const
  if (world.run.reactivated) return record(active, `${previous.id} is on again, and ${current.id} has to be proven`)
  const switchedOn = (journal.switchedOn ?? 0) + 1
  return record({ ...active, switchedOn }, `somebody switched ${previous.id} on again, so the wait starts again`)
}

/** While the previous key is off, a place that somebody writes meanwhile may depend on it. */
export function writtenWhileOff(situation: Recovery): Decision | undefined {
  const { world, journal, current, previous, strays } = situation
  const found = verificationOf(world, current)
  if (found !== undefined && found.verdict !== 'works') return act('reactivate', previous.id, foundTold(found))
  const reading = freshDestinations(world)
  if (reading === undefined)
    return observe('destinations', `was anything written since ${previous.id} was switched off?`)
  // Of a write in the second of the switch-off, and with clocks that differ, nobody knows what came first.
  const since = journal.at + reading.ahead - clockSlack
  const written = strays.filter(({ kind, updatedAt = 0 }) => kind === 'changed' && updatedAt >= since)
  if (written.length === 0) return undefined
  const because = `${named(written)} may hold ${previous.id}: written since that key was switched off`
  return proofOverDates(situation, journal, current, written, previous.id) ?? act('reactivate', previous.id, because)
}

/** The previous key can still be switched on again. */
export function deleteAfterLasts({ policy, now, journal, previous }: Recovery): Decision | undefined {
  const at = journal.at + policy.deleteAfter
  if (now >= at) return undefined
  const grace = `can be switched on again for ${spoken(policy.deleteAfter)}`
  return wait('recovery', { step: 'delete', at }, `${previous.id} has been off since ${utc(journal.at)}, and ${grace}`)
}

/** The previous key was used after it was switched off: a person had switched it on meanwhile. */
export function usedWhileOff(situation: Recovery): Decision | undefined {
  const { policy, journal } = situation
  return usedDuring(situation, { lasts: policy.deleteAfter, since: journal.at, began: 'it was switched off' })
}

/** Nobody missed it. */
export function deletePreviousKey({ policy, journal, previous }: Recovery): Decision {
  const because = `${previous.id} has been off since ${utc(journal.at)}, longer than delete-after (${spoken(policy.deleteAfter)})`
  return act('delete', previous.id, because)
}

// ── Its last use ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A wait of the previous key, which each use of that key starts again; `began`: what happened then. */
interface Grace {
  readonly lasts: Duration
  readonly since: Instant
  readonly began: string
}

/** With a shorter wait, the last use lags too far behind to be worth asking for. */
export const shortestConsultedGrace: Duration = 4 * hour

/** Undefined when nobody used the previous key in that time, or the wait is over since. */
function usedDuring(situation: Overlap | Recovery, { lasts, since, began }: Grace): Decision | undefined {
  const { world, policy, now, journal, previous } = situation
  const { id, lastUsed }: AccessKey = previous
  const phase = phaseOf(journal)
  const next = (at?: Instant): Next => ({ ...nextOf(journal), at })
  if (lasts < shortestConsultedGrace || policy.oldKeyStillUsed === 'proceed') return undefined
  switch (lastUsed.kind) {
    case 'unread':
      return observe('last use', `was ${id} used since ${began}?`)
    case 'never':
      return undefined
    case 'unreadable': {
      const because = `the last use of ${id} cannot be read, so it may be in use: allow iam:GetAccessKeyLastUsed, or set "old-key-still-used: proceed"`
      return wait(phase, next(), because)
    }
    case 'used': {
      const at = lastUsed.at + lasts
      if (lastUsed.at <= since || now >= at) return undefined
      const used = `${id} was used after ${began} (${lastUsed.service} in ${lastUsed.region}, ${utc(lastUsed.at)})`
      if (world.users === 'unread') return observe('users', `${used}: by whom?`)
      const because = `${used}, so the wait starts again. ${wayOutOfUses}. ${world.users}`
      if (now - since <= policy.rotateAfter) return wait(phase, next(at), because)
      return fail(phase, next(at), because, 'This has gone on for longer than rotate-after, so somebody has to look.')
    }
  }
}

const wayOutOfUses =
  'Find who uses it, and give them the new key. If nobody needs the old one, set "old-key-still-used: proceed"'
