/** People are right: what somebody else does to keys and secrets is neither undone nor overwritten, and is told. */

import type { Decision, Next, Phase } from '../decision.ts'
import { phaseOf } from '../facts.ts'
import { asSentence } from '../problem.ts'
import { latestWrite, type Stray } from '../secret-dates.ts'
import type { AccessKey, Journal, PlaceAside } from '../world.ts'
import { begin, blocked, fail, isSteppingAside, keysTold, named, nextOf, wait, withLastUses } from './answers.ts'
import type { Answer, Situation, WithPrevious } from './situation.ts'

/** A person switched the last key off, or all of them: `force` alone goes on. */
export function keySwitchedOff(situation: Situation): Answer {
  const { world, policy, now } = situation
  const [key, another] = world.keys
  if (policy.force && key !== undefined && another === undefined) {
    return begin(key, `${key.id} is inactive, and force starts over`)
  }
  return (
    withLastUses(situation) ??
    blocked(
      `a key of ${world.user.name} that should be active is not: ${keysTold(world.keys, now)}. Somebody switched it off`,
      another === undefined
        ? 'Switch the key on again to resume, or start the workflow by hand once with "force: true" to replace it.'
        : 'Switch the key that is in use on again. Or delete the one that is not in use, and start the workflow by hand once with "force: true".',
    )
  )
}

/** A person deleted every key that the journal speaks of, and may have made another one. */
export function keysDeleted({ world, policy, now }: Situation): Answer {
  const [other] = world.keys
  if (policy.force) return begin(other, 'the keys that this action managed are gone, and force starts over')
  const has = other === undefined ? 'no access key' : `other access keys (${keysTold(world.keys, now)})`
  return blocked(
    `${world.user.name} has ${has}: somebody deleted the one that this action managed`,
    'Start the workflow by hand once with "force: true" to create a new key, or remove the user from the configuration.',
  )
}

/** The current key is gone or off, by somebody else's hand. */
export function currentKeyLost(
  situation: Situation,
  journal: WithPrevious,
  current: AccessKey | undefined,
  previous: AccessKey | undefined,
): Answer {
  const { held, verification } = situation.world.run
  const isUsed = held === journal.current || (verification?.key === journal.current && verification.verdict === 'works')
  if (current === undefined && isUsed) return notShown(journal, journal.current, nextOf(journal))
  if (current === undefined && previous === undefined) return keysDeleted(situation)
  if (current !== undefined || previous?.status === 'Inactive') return keySwitchedOff(situation)
  return begin(previous, `somebody deleted the current key, and ${previous?.id} is the only one left`)
}

/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
export function notShown(journal: Journal, key: string, next: Next): Decision {
  return wait(phaseOf(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`)
}

/** At most so many places can be set aside: a tag has room for no more. */
export const mostAside = 12

/** What stays as it is: what is set aside, what somebody has removed, and what shows itself that somebody has written it. */
export function leftAsItIs({ strays, aside }: Situation): readonly Stray[] {
  return [...aside, ...strays.filter(({ kind, refuted }) => kind === 'gone' || (kind === 'changed' && refuted))]
}

/** The places that are set aside, and more of them. What is set aside and not shown now, since it is archived, stays so. */
export function asideWith({ world, journal }: Situation, more: readonly Stray[]): readonly PlaceAside[] {
  const { destinations } = world
  const places = destinations === 'unread' ? [] : destinations.destinations
  const kept = journal?.aside?.filter((each) => !places.some(({ name }) => name === each.place)) ?? []
  const added = places.filter(({ name }) => more.some(({ place }) => place === name))
  return [...kept, ...added.map((place) => ({ place: place.name, at: latestWrite([place]) }))]
}

/** What a rotation that begins leaves out: while a published key rests, dates tell; later, what has been noted before. */
export function placesAside(situation: Situation): readonly PlaceAside[] | undefined {
  const { policy, journal } = situation
  const more = journal?.phase === 'steady' ? leftAsItIs(situation) : []
  const places = policy.force ? [] : asideWith(situation, more)
  return places.length === 0 && journal?.aside === undefined ? undefined : places
}

/** Whether a rotation can go on without what is set aside: places are left, of which a workflow can prove one at least. */
export function othersGoOn(situation: Situation): boolean {
  const { world, policy } = situation
  const aside = placesAside(situation) ?? []
  if (world.destinations === 'unread' || aside.length > mostAside) return false
  const left = world.destinations.destinations.filter(({ name }) => !aside.some(({ place }) => place === name))
  return left.some(({ name }) => policy.verification === 'none' || !policy.uncovered.includes(name))
}

/** Red: what somebody removed, or has written as it shows, is left alone until a person decides. */
export function setAside(
  phase: Phase,
  next: Next | undefined,
  aside: readonly Stray[],
  besides = '',
): Extract<Decision, { do: 'fail' }> | undefined {
  if (aside.length === 0) return undefined
  return fail(
    phase,
    next,
    `${bySomebody(aside)}. This action writes nothing there${besides}`,
    phase === 'steady'
      ? 'Put it back, take it out of destinations, or start the workflow by hand once with "force: true" to publish a new key everywhere.'
      : 'Put it back with the key in use, or take it out of destinations. Once the old key is deleted, a run with "force: true" publishes a new key everywhere.',
  )
}

function bySomebody(aside: readonly Stray[]): string {
  const gone = aside.filter(({ kind }) => kind === 'gone')
  const others = aside.filter(({ kind }) => kind !== 'gone')
  return [
    ...(gone.length > 0 ? [`somebody deleted ${named(gone)}`] : []),
    ...(others.length > 0 ? [`somebody wrote another key into ${named(others)}`] : []),
  ].join('; ')
}

/** What somebody else does keeps nothing from going on where a previous key waits, and is told until it ends. */
export function meddling(situation: Situation, decision: Decision): Decision | undefined {
  const { journal, aside } = situation
  if (isSteppingAside(decision)) return undefined
  if (decision.do === 'nothing') return setAside('steady', decision.next, aside)
  if (decision.do !== 'wait') return undefined
  if (journal?.phase !== 'current' && journal?.phase !== 'deactivated') {
    return setAside(decision.phase, decision.next, aside)
  }
  const { previous, switchedOn = 0 } = journal
  if (switchedOn > 1) {
    return fail(
      decision.phase,
      decision.next,
      `${previous} was switched on again ${switchedOn} times after this action had switched it off. ${asSentence(decision.because)}`,
      'Find what does that: for example, Terraform with an aws_iam_access_key that still describes that key (status = "Active").',
    )
  }
  return setAside(decision.phase, decision.next, leftAsItIs(situation))
}
