/** People are right: what somebody else does to keys and secrets is neither undone nor overwritten, and is told. */
import { find, phaseOf, type Stray } from '../facts.ts'
import { asSentence } from '../problem.ts'
import type { AccessKey, Decision, Journal, Next, Phase } from '../world.ts'
import { begin, blocked, fail, isSteppingAside, listed, named, nextOf, wait, withLastUses } from './answers.ts'
import type { Answer, Situation, WithPrevious } from './situation.ts'

/** A person switched the last key off, or all of them: `force` alone goes on. */
export function keySwitchedOff(situation: Situation): Answer {
  const { world, policy, now } = situation
  const [key, another] = world.keys
  if (policy.force && key !== undefined && another === undefined) {
    return begin(key, `${key.id} is inactive, and force starts anew`)
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
export function keysDeleted({ world, policy, now }: Situation): Answer {
  const [other] = world.keys
  if (policy.force) return begin(other, 'the keys that this action managed are gone, and force starts anew')
  const has = other === undefined ? 'no access key' : `other access keys (${listed(world.keys, now)})`
  return blocked(
    `${world.user.name} has ${has}, though this action has managed one that is gone: a person deleted it`,
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
  return begin(previous, `a person deleted the current key, and ${previous?.id} is the only one left`)
}

/** IAM may answer from the past: a key that this run has made or used a moment ago is not taken for gone. */
export function notShown(journal: Journal, key: string, next: Next): Decision {
  return wait(phaseOf(journal), next, `IAM does not list ${key}, which this run has just used. A later run looks again`)
}

/** What somebody removed, or what shows that somebody has written it, stays so. */
export function setAside(phase: Phase, next: Next | undefined, strays: readonly Stray[]): Decision | undefined {
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

/** What somebody else does keeps nothing from going on where a previous key waits, and is told until it ends. */
export function meddling({ world, journal, strays }: Situation, decision: Decision): Decision | undefined {
  if (decision.do !== 'wait' || isSteppingAside(decision)) return undefined
  if (journal?.phase !== 'current' && journal?.phase !== 'deactivated') return undefined
  const { previous, switchedOn = 0 } = journal
  if (switchedOn > 1) {
    return fail(
      decision.phase,
      decision.next,
      `${previous} was switched on again ${switchedOn} times after this action had switched it off. ${asSentence(decision.because)}`,
      'Find what does that: Terraform does it every night, where an aws_iam_access_key still describes that key (status = "Active").',
    )
  }
  return find(world, previous) === undefined ? undefined : setAside(decision.phase, decision.next, strays)
}
