/** Warnings about a run in which nothing failed, and what a person may have to end in its wait. */

import type { Decision } from '../rotation/decision.ts'
import { find, heldNearby, isHandedOwn, journalOf, nearbyHolders } from '../rotation/facts.ts'
import { unlisted } from '../rotation/lifecycle/answers.ts'
import { isMarked } from '../rotation/lifecycle/guards.ts'
import { shortestConsultedGrace } from '../rotation/lifecycle/removal.ts'
import { situationOf } from '../rotation/lifecycle/situation.ts'
import { asSentence, type Warning, type WarningKind } from '../rotation/problem.ts'
import type { Outcome } from '../rotation/rotate.ts'
import { type Instant, spoken, utc } from '../rotation/time.ts'
import type { Policy, World } from '../rotation/world.ts'

/** What a run waits for that a person may have to end. */
export type Hold =
  | 'users of the old key'
  | 'unfinished runs'
  | 'same name nearby'
  | 'another configuration'
  | 'secrets written elsewhere'
  | 'unreadable last use'
  | 'missing verdict'

/**
 * What a run waits for, where a person may have to end that: uses of the old key, or a verdict that is missing. It is red
 * where a key has become too old meanwhile.
 */
export function holdOf({ world, ending, at }: Outcome, policy: Policy): Hold | undefined {
  if (world === undefined || !(ending.do === 'wait' || (ending.do === 'fail' && ending.tooOld === 'stays')))
    return undefined
  const { users, unfinishedRuns, sameNameNearby, run } = world
  if (users !== 'unread') return 'users of the old key'
  if (unfinishedRuns !== 'unread' && unfinishedRuns.runs.length > 0) return 'unfinished runs'
  if (sameNameNearby !== 'unread' && heldNearby(world, sameNameNearby).length > 0) return 'same name nearby'
  if (isMarked(world, policy, at)) return 'another configuration'
  if (journalOf(world)?.phase === 'current' && rewritten(world, policy, at).length > 0)
    return 'secrets written elsewhere'
  if (ending.next?.at === undefined && world.keys.some(({ lastUsed }) => lastUsed.kind === 'unreadable'))
    return 'unreadable last use'
  return run.verification?.verdict === 'unknown' ? 'missing verdict' : undefined
}

/** Every warning about the outcome, in the order in which they are shown. */
export function warningsOf({ world, entries, ending, at }: Outcome, policy: Policy): readonly Warning[] {
  const did = (step: Decision['do']) => entries.some(({ decision }) => decision.do === step)
  const warnings: Warning[] = [...(world?.remarks ?? [])]
  const warn = (condition: boolean, kind: WarningKind, text: string) => {
    if (condition) warnings.push({ kind, text })
  }
  if (world !== undefined) {
    warn(
      world.recovered !== undefined && !isHandedOwn(world),
      'foreign recovery value',
      `The value of recovery-secret holds a key of another user than ${world.user.name}. It is ignored, and this action leaves that secret alone.`,
    )
    warn(
      world.run.verification?.weak === true && !world.remarks.some(({ kind }) => kind === 'weak proof'),
      'weak proof',
      'The verification does not show which key its job held, so its success is weak proof: a run that used another key would pass too.',
    )
    if (ending.do === 'nothing' || ending.do === 'wait') warnings.push(...overwritten(world, policy, at))
    warnings.push(...switchedOnAgain(world), ...leftBehind(world))
    for (const reading of [world.sameNameNearby, world.unfinishedRuns]) {
      if (reading !== 'unread')
        warnings.push(...reading.unread.map((text) => ({ kind: 'unread places', text }) as const))
    }
  }
  warn(
    policy.verification === 'none' && (did('publish') || did('deactivate')),
    'unproven key',
    'The published key is unproven, since no workflow tries it ("verification-workflow: none").',
  )
  // What a remark says of a place is more.
  const uncovered = policy.uncovered.filter((name) => !world?.remarks.some(({ place }) => place === name))
  warn(
    did('verify') && uncovered.length > 0,
    'unproven places',
    `No job of a verification workflow gets the secrets of ${uncovered.join(', ')}: there, nothing proves that jobs can use the key.`,
  )
  warn(
    did('deactivate') && policy.deactivateAfter < shortestConsultedGrace,
    'short overlap',
    `With deactivate-after under ${spoken(shortestConsultedGrace)}, the last use of the old key is not checked: AWS reports it too late for that.`,
  )
  return warnings
}

/**
 * Secrets nearby that may hold the key that has been replaced, and do not keep it: what was there before the new one was
 * accepted by `force`.
 */
function leftBehind(world: World): readonly Warning[] {
  const journal = journalOf(world)
  const { sameNameNearby: reading, remarks } = world
  if (reading === 'unread' || (journal?.phase !== 'current' && journal?.phase !== 'deactivated')) return []
  const previous = find(world, journal.previous)
  if (previous === undefined || remarks.some(({ kind }) => kind === 'overruled by force')) return []
  const kept = heldNearby(world, reading)
  const places = nearbyHolders(reading, previous).filter((place) => !kept.includes(place))
  if (places.length === 0) return []
  const text = `${asSentence(unlisted(places, previous, reading.ahead))} That key is replaced: jobs that use it there fail once it is off.`
  return [{ kind: 'same name left behind', text }]
}

/** Somebody has switched the previous key on again, for the first time: it keeps nothing from going on. */
function switchedOnAgain(world: World): readonly Warning[] {
  const journal = journalOf(world)
  if (journal === undefined || !('switchedOn' in journal) || journal.switchedOn !== 1) return []
  const text = `Somebody else switched ${journal.previous} on again after this action had switched it off, so the wait has started again. If nobody meant to, look for a tool that does it, such as Terraform with an aws_iam_access_key that describes that key.`
  return [{ kind: 'switched on again', text }]
}

/** Secrets that somebody else has written since the current key was published, and that no verification speaks for. */
function rewritten(world: World, policy: Policy, at: Instant): readonly string[] {
  const { verification } = world.run
  if (verification !== undefined && verification.verdict !== 'works') return []
  return situationOf(world, policy, at)
    .strays.filter(({ kind, refuted }) => kind === 'changed' && !refuted)
    .map(({ secret }) => secret)
}

/** Warns of what the next regular rotation will overwrite, while there is time to prevent it. */
function overwritten(world: World, policy: Policy, at: Instant): readonly Warning[] {
  const secrets = rewritten(world, policy, at)
  const current = find(world, journalOf(world)?.current)
  if (secrets.length === 0 || current === undefined) return []
  const text = `Somebody else has written ${secrets.join(', ')} since ${current.id} was published, and nothing shows which key is there. It stays there until the next regular rotation overwrites it, which is due on ${utc(current.created + policy.rotateAfter)}. Take the place out of destinations if it is to keep it.`
  return [{ kind: 'rewritten secrets', text }]
}
