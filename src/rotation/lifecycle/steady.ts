/** Steady: one key, which rests until it is due. */

import type { Decision, Next } from '../decision.ts'
import { find, freshDestinations, isHandedOwn, ownRecovery, verificationOf } from '../facts.ts'
import { mayHold } from '../secret-dates.ts'
import { spoken } from '../time.ts'
import { act, begin, blocked, clear, named, observe, record } from './answers.ts'
import { asideWith, keySwitchedOff, leftAsItIs, mostAside, othersGoOn, setAside } from './people.ts'
import { forget, proofOverDates, unproven } from './proof.ts'
import type { Answer, Resting, Situation } from './situation.ts'

/** Nobody deleted a key of this user, as far as can be known: it gets a first one. */
export function firstKey({ world, policy }: Situation): Answer {
  const because = `${world.user.name} has no access key yet`
  if (world.preflight === 'unread') return observe('preflight', because)
  const { destinations: reading } = world
  const stored = reading === 'unread' ? [] : mayHold(reading.destinations, world.user, reading.ahead)
  if (stored.length === 0 || policy.force) return begin(undefined, because)
  return blocked(
    `${world.user.name} has no access key, but secrets were written after that user was created (${stored.join(', ')}): somebody deleted its key`,
    'Start the workflow by hand once with "force: true" to create a new key, or delete these secrets if nobody needs them any more.',
  )
}

/** People are right: a key that is off was switched off on purpose. */
export function keyIsOff(situation: Resting): Answer | undefined {
  return situation.key.status === 'Inactive' ? keySwitchedOff(situation) : undefined
}

/** A deleted key's tag goes while a published key rests; elsewhere it may explain a key that IAM does not list yet. */
export function tagOfGoneKey({ world, published }: Resting): Decision | undefined {
  const gone = published === undefined ? undefined : world.made.find((id) => find(world, id) === undefined)
  return gone === undefined ? undefined : act('untag', gone, `${gone} is gone, so nobody needs its tag any more`)
}

/** A run rotates once: what it has made is proven by then. */
export function alreadyRotated({ world, policy, key }: Resting): Decision | undefined {
  if (world.run.creation === undefined) return undefined
  const isNew = world.run.held === key.id
  const because = isNew
    ? `${key.id} is new; rotate-after is ${spoken(policy.rotateAfter)}`
    : 'a run rotates once at most'
  return { do: 'nothing', next: nextRotation({ policy, key }), because }
}

/** The owner lists other places: the new list gets a key of its own. */
export function listChanged({ policy, key, published }: Resting): Answer | undefined {
  if (published === undefined || published.digest === policy.digest) return undefined
  return begin(key, `the destinations or secret names have changed since ${key.id} was published`)
}

/** A person wants a new key, whatever the age of this one. */
export function forced({ policy, now, key }: Resting): Answer | undefined {
  if (!policy.force) return undefined
  return begin(key, `force asks for a new key now; ${key.id} is ${spoken(now - key.created)} old`)
}

/** What was published is looked at in every run; when the key is due, what its preflight has read will do. */
export function destinationsUnread({ world, policy, now, key, published }: Resting): Decision | undefined {
  if (published === undefined) return undefined
  if (now < key.created + policy.rotateAfter) {
    const isFresh = freshDestinations(world) !== undefined
    return isFresh ? undefined : observe('destinations', `does every destination still hold ${key.id}?`)
  }
  return world.preflight === 'unread' ? observe('preflight', whyDue({ policy, now, key })) : undefined
}

/** A place that was archived when the key was published takes secrets again. */
export function placeMissed({ key, strays }: Resting): Answer | undefined {
  const missed = strays.filter(({ kind }) => kind === 'missed')
  if (missed.length === 0) return undefined
  return begin(key, `${key.id} could not be written into ${named(missed)} when it was published, and now it can`)
}

/** Somebody has written a secret: a job there tells whether it still gets the key. */
export function writtenBySomebody(situation: Resting): Decision | undefined {
  const { published, key, strays } = situation
  return published === undefined ? undefined : proofOverDates(situation, published, key, strays)
}

/** A workflow that speaks for nothing but places that somebody has written has rejected them: they are set aside. */
export function rejectedThere(situation: Resting): Decision | undefined {
  const { world, published, key, strays, aside } = situation
  const found = verificationOf(world, key)
  const { refutes = [], asOf = 0 } = found ?? {}
  if (published === undefined || found?.verdict !== 'rejected') return undefined
  // What was written since the question was asked has not been asked about.
  const written = strays.filter(
    ({ kind, place, updatedAt = 0 }) => kind === 'changed' && refutes.includes(place) && updatedAt <= asOf,
  )
  const isExplained = (name: string) => [...written, ...aside].some(({ place }) => place === name)
  if (written.length === 0 || !refutes.every(isExplained)) return undefined
  const places = asideWith(situation, written)
  if (places.length > mostAside) return undefined
  const because = `somebody else has written ${named(written)}, and jobs there do not get ${key.id}: this action writes nothing there`
  return forget(situation, found) ?? record({ ...published, aside: places }, because)
}

/**
 * What somebody has removed is not put back. When the key is due, the other places go on without. What nothing covers is
 * overwritten then; the report tells.
 */
export function removedBySomebody(situation: Resting): Decision | undefined {
  const { world, policy, now, key, strays, aside } = situation
  const found = verificationOf(world, key)
  // What a workflow has just reported of it says more; a later run goes on without the place.
  const isReported = found?.verdict === 'rejected' && found.about !== undefined
  if (isReported && strays.length + aside.length > 0) return unproven(situation, key, 'steady')
  const isDue = now >= key.created + policy.rotateAfter || strays.some(({ kind }) => kind === 'missed')
  const goesOn = isDue && (world.destinations === 'unread' || othersGoOn(situation))
  return goesOn ? undefined : setAside('steady', undefined, leftAsItIs(situation))
}

/** The key is older than rotate-after. */
export function due({ policy, now, key }: Resting): Answer | undefined {
  return now >= key.created + policy.rotateAfter ? begin(key, whyDue({ policy, now, key })) : undefined
}

/** The recovery secret is deleted whenever it exists as this action has written it and no key is pending. */
export function recoverySecretLeft({ world, policy }: Situation): Decision | undefined {
  const { destinations, run } = world
  if (!policy.recovery || run.recoveryCleared) return undefined
  const at = ownRecovery(world)
  if (at !== undefined) return clear(at, 'no key is pending, so nobody needs the recovery secret any more')
  if (!isHandedOwn(world)) return undefined
  const question = 'this job got a key from the recovery secret: is it still there?'
  if (destinations === 'unread') return observe('destinations', question)
  return destinations.recovery?.updatedAt !== undefined && run.queued === 'unread'
    ? observe('queue', question)
    : undefined
}

/** Nothing is due. */
export function rests({ policy, now, key }: Resting): Decision {
  const because = `${key.id} is ${spoken(now - key.created)} old; rotate-after is ${spoken(policy.rotateAfter)}`
  return { do: 'nothing', next: nextRotation({ policy, key }), because }
}

function whyDue({ policy, now, key }: Pick<Resting, 'policy' | 'now' | 'key'>): string {
  return `${key.id} is ${spoken(now - key.created)} old, and rotate-after is ${spoken(policy.rotateAfter)}`
}

function nextRotation({ policy, key }: Pick<Resting, 'policy' | 'key'>): Next {
  return { step: 'rotate', at: key.created + policy.rotateAfter }
}
