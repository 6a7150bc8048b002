/** What is told about one user, derived once from how the run ended, and shown in every form from here. */

import { find, heldNearby, isHandedOwn, journalOf, straysOf } from '../rotation/facts.ts'
import { isMarked } from '../rotation/lifecycle/guards.ts'
import { shortestConsultedGrace } from '../rotation/lifecycle/removal.ts'
import type { Outcome } from '../rotation/rotate.ts'
import { day, spoken, utc } from '../rotation/time.ts'
import type {
  AccessKey,
  Decision,
  Journal,
  KeyId,
  Phase,
  Policy,
  Verdict,
  Verification,
  World,
} from '../rotation/world.ts'
import { isEffect, nextOf, titleOf } from './words.ts'

export interface KeyReport {
  readonly id: KeyId
  readonly label: 'current' | 'pending' | 'previous' | 'unknown'
  /** `unknown`: a step of this run that was to change it went wrong. */
  readonly status: AccessKey['status'] | 'unknown'
  readonly created: string
  readonly ageDays: number
}

export interface StepReport {
  readonly step: string
  readonly because: string
  readonly result: string
  /** False for reading and for the journal. */
  readonly effect: boolean
}

export interface VerificationReport {
  readonly accessKeyId: KeyId
  readonly verdict: Verdict
  /** A run that used another key would have passed too. */
  readonly weak: boolean
  readonly detail: string
  /** Every run that was started for it. */
  readonly runUrls: readonly string[]
}

/** The machine-readable report of one user. Holds no secret. */
export interface UserReport {
  readonly user: string
  readonly phase: Phase
  readonly rotated: boolean
  readonly accessKeyId: KeyId | undefined
  readonly keyAgeDays: number | undefined
  readonly nextStep: string | undefined
  readonly nextStepAt: string | undefined
  readonly because: string
  readonly remedy: string | undefined
  readonly failed: boolean
  /** Nothing failed, but the wait is one that a person may have to end. */
  readonly held: boolean
  readonly planned: boolean
  readonly verificationRunUrl: string | undefined
  /** The latest one of this run. */
  readonly verification: VerificationReport | undefined
  /** Undefined when they could not be read. */
  readonly keys: readonly KeyReport[] | undefined
  readonly steps: readonly StepReport[]
  /** Things that a person should know though nothing failed. */
  readonly warnings: readonly string[]
  readonly at: string
}

/** `notes`: warnings from outside the rotation. */
export function reportOf(outcome: Outcome, user: string, policy: Policy, notes: readonly string[]): UserReport {
  const { world, ending, at } = outcome
  const journal = world === undefined ? undefined : journalOf(world)
  const keys = world?.keys.map((key) => keyReport(key, journal, world.keys.length, outcome))
  const current = keys?.find(({ label }) => label === 'current')
  const next = outcome.planned ? undefined : nextOf(ending)
  return {
    user,
    phase: outcome.phase,
    rotated: world?.run.rotated ?? false,
    accessKeyId: current?.id,
    keyAgeDays: current?.ageDays,
    nextStep: outcome.planned ? plannedStep(ending, outcome.phase) : next?.step,
    nextStepAt: next?.at === undefined ? undefined : utc(next.at),
    because: ending.because,
    remedy: 'remedy' in ending ? ending.remedy : undefined,
    failed: outcome.failed,
    held: isHeld(outcome, policy),
    planned: outcome.planned,
    verificationRunUrl: world?.run.verification?.urls.at(-1),
    verification: verificationReport(world?.run.verification),
    keys,
    steps: outcome.entries.map(({ decision, result }) => ({
      step: titleOf(decision),
      because: decision.because,
      result,
      effect: isEffect(decision),
    })),
    warnings: [...new Set([...notes, ...warningsOf(outcome, policy)])],
    at: utc(at),
  }
}

function verificationReport(verification: Verification | undefined): VerificationReport | undefined {
  if (verification === undefined) return undefined
  const { key, verdict, weak, detail, urls } = verification
  return { accessKeyId: key, verdict, weak, detail, runUrls: urls }
}

/** The old key is still used, may still be, or nobody could judge the new one or what a place holds. */
function isHeld({ world, ending, at }: Outcome, policy: Policy): boolean {
  if (world === undefined || ending.do !== 'wait') return false
  const { users, unfinishedRuns, sameNameNearby, run } = world
  const isRunning = unfinishedRuns !== 'unread' && unfinishedRuns.runs.length > 0
  const isNearby = sameNameNearby !== 'unread' && heldNearby(world, sameNameNearby).length > 0
  const isElsewhere =
    isMarked(world, policy, at) || (journalOf(world)?.phase === 'current' && rewritten(world, policy).length > 0)
  const isUnreadable = ending.next.at === undefined && world.keys.some(({ lastUsed }) => lastUsed.kind === 'unreadable')
  const isUnknown = run.verification?.verdict === 'unknown'
  return users !== 'unread' || isRunning || isNearby || isElsewhere || isUnreadable || isUnknown
}

/** A rotation begins with a proof of the old key, or with a new one; every other step is called by its own name. */
function plannedStep(step: Decision, phase: Phase): string {
  const isFirstProof = step.do === 'verify' && step.about === undefined && phase === 'steady'
  return isFirstProof || step.do === 'create' ? 'rotate' : step.do
}

function keyReport(key: AccessKey, journal: Journal | undefined, count: number, outcome: Outcome): KeyReport {
  const { id, created } = key
  const ageDays = Math.max(0, Math.floor((outcome.at - created) / day))
  const status = isConfirmed(id, outcome) ? key.status : 'unknown'
  return { id, label: labelOf(key, journal, count), status, created: utc(created), ageDays }
}

/** Whether the last step of this run that was to change a key, or to delete it, did not go wrong. */
function isConfirmed(id: KeyId, { entries }: Outcome): boolean {
  const last = entries.findLast(({ decision: step }) => {
    const changes =
      step.do === 'deactivate' || step.do === 'reactivate' || step.do === 'delete' || step.do === 'discard'
    return changes && step.key === id
  })
  return last?.failed !== true
}

function labelOf({ id, status }: AccessKey, journal: Journal | undefined, count: number): KeyReport['label'] {
  if (journal !== undefined && 'pending' in journal && journal.pending === id) return 'pending'
  if (journal !== undefined && 'previous' in journal && journal.previous === id) return 'previous'
  if (journal?.current === id) return 'current'
  return count === 1 && status === 'Active' ? 'current' : 'unknown'
}

/** Somebody has switched the previous key on again, for the first time: it keeps nothing from going on. */
function switchedOnAgain(world: World): readonly string[] {
  const journal = journalOf(world)
  if (journal === undefined || !('switchedOn' in journal) || journal.switchedOn !== 1) return []
  return [
    `Somebody else switched ${journal.previous} on again after this action had switched it off, so its wait has started anew. If nobody meant to, look for a tool that does it: Terraform, where an aws_iam_access_key describes that key.`,
  ]
}

function warningsOf({ world, entries, ending }: Outcome, policy: Policy): readonly string[] {
  const did = (step: Decision['do']) => entries.some(({ decision }) => decision.do === step)
  const warnings: string[] = []
  if (world?.recovered !== undefined && !isHandedOwn(world)) {
    warnings.push(
      `The value of recovery-secret holds a key of another user than ${world.user.name}. It is ignored, and that secret is neither overwritten nor deleted.`,
    )
  }
  const remarks = world?.remarks ?? []
  warnings.push(...remarks.map(({ text }) => text))
  if (world?.run.verification?.weak === true && !remarks.some(({ kind }) => kind === 'weak proof')) {
    warnings.push(
      'The verification does not show which key its job held, so its success is weak proof: a run that used another key would pass too.',
    )
  }
  if (world !== undefined && (ending.do === 'nothing' || ending.do === 'wait')) {
    warnings.push(...overwritingIn(world, policy))
  }
  if ((did('publish') || did('deactivate')) && policy.verification === 'none') {
    warnings.push('No workflow has proven the published key ("verification-workflow: none"): it is unproven.')
  }
  if (world !== undefined) warnings.push(...switchedOnAgain(world))
  if (world !== undefined && world.sameNameNearby !== 'unread') warnings.push(...world.sameNameNearby.unread)
  if (world !== undefined && world.unfinishedRuns !== 'unread') warnings.push(...world.unfinishedRuns.unread)
  // What a remark tells of a place is more.
  const uncovered = policy.uncovered.filter((name) => !remarks.some(({ place }) => place === name))
  if (did('verify') && uncovered.length > 0) {
    warnings.push(
      `No job of a verification workflow gets the secrets of ${uncovered.join(', ')}: there, nothing proves that jobs can use the key.`,
    )
  }
  if (did('deactivate') && policy.deactivateAfter < shortestConsultedGrace) {
    warnings.push(
      `With deactivate-after under ${spoken(shortestConsultedGrace)}, nobody is asked whether the old key is still used: AWS would not know yet.`,
    )
  }
  return warnings
}

/** Secrets that somebody else has written since the current key was published, and that no verification speaks for. */
function rewritten(world: World, policy: Policy): readonly string[] {
  const journal = journalOf(world)
  const isPublished = journal !== undefined && journal.phase !== 'publishing' && 'window' in journal
  const { destinations, run } = world
  const isJudged = run.verification !== undefined && run.verification.verdict !== 'works'
  if (!isPublished || destinations === 'unread' || isJudged) return []
  const earliest = find(world, journal.phase === 'steady' ? journal.current : journal.previous)
  if (earliest === undefined) return []
  return straysOf(destinations, journal, journal.current, earliest, policy)
    .filter(({ kind, refuted }) => kind === 'changed' && !refuted)
    .map(({ secret }) => secret)
}

/** What the next regular rotation will overwrite, told while there is time to prevent it. */
function overwritingIn(world: World, policy: Policy): readonly string[] {
  const secrets = rewritten(world, policy)
  const current = find(world, journalOf(world)?.current)
  if (secrets.length === 0 || current === undefined) return []
  return [
    `${secrets.join(', ')} was written by somebody else since ${current.id} was published, and nothing shows which key it holds. It stays so until the next regular rotation overwrites it, which is due on ${utc(current.created + policy.rotateAfter)}. Take it out of destinations if it is to keep what it holds.`,
  ]
}
