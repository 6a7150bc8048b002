/** What a run reports of one user: derived once from how the run ended, and shown in every form from here. */

import type { Decision, Phase, TooOld } from '../rotation/decision.ts'
import { journalOf } from '../rotation/facts.ts'
import { latestIn } from '../rotation/lifecycle/guards.ts'
import type { Warning } from '../rotation/problem.ts'
import type { Outcome } from '../rotation/rotate.ts'
import { day, utc } from '../rotation/time.ts'
import type { AccessKey, Journal, KeyId, Policy, Verdict, Verification } from '../rotation/world.ts'
import { type Attention, attentionOf, remedyOfHold } from './attention.ts'
import { type KeyLabel, labelOf } from './key-label.ts'
import { type PlaceReport, placesOf } from './places.ts'
import { overdueAge, reasonOfFailure } from './reason.ts'
import { achievementOf, isChange, isEffect, nextOf, titleOf } from './titles.ts'
import { holdOf, warningsOf } from './warnings.ts'

/** A key, and where it stands in the rotation. */
export interface KeyReport {
  readonly id: KeyId
  readonly label: KeyLabel
  /** `unknown`: a step of this run that was to change it went wrong. */
  readonly status: AccessKey['status'] | 'unknown'
  readonly created: string
  readonly ageDays: number
}

/** A step of this run, why it was taken, and what came of it. */
export interface StepReport {
  readonly step: string
  readonly because: string
  readonly result: string
  /** False for reading and for the journal. */
  readonly effect: boolean
}

/** What a verification of a key found. */
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
  /** The number of its account; undefined where AWS has not told. */
  readonly account: string | undefined
  readonly phase: Phase
  readonly rotated: boolean
  readonly accessKeyId: KeyId | undefined
  readonly keyAgeDays: number | undefined
  /** The age of an active key that should have been replaced, or switched off, a week ago; undefined where none should. */
  readonly overdueKeyAgeDays: number | undefined
  readonly nextStep: string | undefined
  readonly nextStepAt: string | undefined
  readonly because: string
  readonly remedy: string | undefined
  readonly failed: boolean
  /** Nothing else has failed. */
  readonly tooOld: TooOld | undefined
  /** Nothing failed, but the wait is one that a person may have to end. */
  readonly held: boolean
  readonly planned: boolean
  readonly verificationRunUrl: string | undefined
  /** The latest one of this run. */
  readonly verification: VerificationReport | undefined
  /** Undefined when they could not be read. */
  readonly keys: readonly KeyReport[] | undefined
  /** Where the key is to be stored, in the order of the configuration. */
  readonly places: readonly PlaceReport[]
  readonly steps: readonly StepReport[]
  /** Whether this run may have changed a key or a secret, or started to. */
  readonly changed: boolean
  /** What the steps have brought about, each in a few words. */
  readonly done: readonly string[]
  /** What a person has to do. */
  readonly attention: readonly Attention[]
  /** Things that a person should know though nothing failed. */
  readonly warnings: readonly string[]
  readonly at: string
}

/** What a report tells that the rotation does not know of by itself. */
export interface Reported {
  readonly user: string
  /** The account to report where the user could not be read. */
  readonly account?: string | undefined
  /** The names of the configured places. */
  readonly places: readonly string[]
  /** Warnings from outside the rotation. */
  readonly warnings: readonly Warning[]
}

/** The report of one user. Equal warnings are reported once. */
export function reportOf(
  outcome: Outcome,
  policy: Policy,
  { user, account, places, warnings: others }: Reported,
): UserReport {
  const { world, ending, at, failed } = outcome
  const journal = world === undefined ? undefined : journalOf(world)
  const keys = world?.keys.map((key) => keyReport(key, journal, world.keys.length, outcome))
  const current = keys?.find(({ label }) => label === 'current')
  const next = outcome.planned ? undefined : nextOf(ending)
  const waited = holdOf(outcome, policy)
  const hold = failed ? undefined : waited
  const own = 'remedy' in ending ? ending.remedy : undefined
  const since = journal && latestIn(journal)
  const failure = failed ? reasonOfFailure(outcome, policy) : undefined
  const warnings = [...new Map([...others, ...warningsOf(outcome, policy)].map((each) => [each.text, each])).values()]
  const because = { because: ending.because, remedy: failed && waited !== undefined ? remedyOfHold[waited] : own }
  return {
    user,
    account: world?.user.account ?? account,
    phase: outcome.phase,
    rotated: world?.run.rotated ?? false,
    accessKeyId: current?.id,
    keyAgeDays: current?.ageDays,
    overdueKeyAgeDays: overdueAge(outcome, policy),
    nextStep: outcome.planned ? plannedStep(ending, outcome.phase) : next?.step,
    nextStepAt: next?.at === undefined ? undefined : utc(next.at),
    ...because,
    failed,
    tooOld: 'tooOld' in ending ? ending.tooOld : undefined,
    held: hold !== undefined,
    planned: outcome.planned,
    verificationRunUrl: world?.run.verification?.urls.at(-1),
    verification: verificationReport(world?.run.verification),
    keys,
    places: placesOf(places, world, policy, at),
    steps: outcome.entries.map(({ decision, result }) => ({
      step: titleOf(decision),
      because: decision.because,
      result,
      effect: isEffect(decision),
    })),
    changed: outcome.entries.some(({ decision }) => isChange(decision)),
    done: [...new Set(outcome.entries.flatMap((entry) => achievementOf(entry) ?? []))],
    attention: attentionOf({
      failure,
      ...because,
      hold,
      since: since === undefined ? undefined : utc(since),
      warnings,
    }),
    warnings: warnings.map(({ text }) => text),
    at: utc(at),
  }
}

function verificationReport(verification: Verification | undefined): VerificationReport | undefined {
  if (verification === undefined) return undefined
  const { key, verdict, weak, detail, urls } = verification
  return { accessKeyId: key, verdict, weak, detail, runUrls: urls }
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
