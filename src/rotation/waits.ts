/** How long things take at AWS and GitHub, and how long a run reckons with that; each with its reason. */
import { type Duration, day, minute, second } from './time.ts'
import type { Policy } from './world.ts'

/** How long one request may take before its answer counts as lost. */
export const requestTimeout: Duration = 30 * second

/** CreateAccessKey is sent again for so long, while AWS clearly says that it has created nothing yet. */
export const postponedFor: Duration = 15 * second

/** An intent is acted upon within this time, or written anew. */
export const intentFreshness: Duration = 5 * second

/** An orphan's CreateDate lies this close behind the intent that announced it. */
export const orphanSlack: Duration = postponedFor + requestTimeout + intentFreshness

/** After this, IAM shows the key that an intent has led to, if any. */
export const intentSettling: Duration = orphanSlack + 2 * minute

/** Servers of GitHub may disagree on the time by this much. */
export const clockSlack: Duration = 5 * second

/** GitHub shows a write a moment after it has accepted it: a dead run's last writes show after this. */
export const settlingOfWrites: Duration = 2 * minute

/**
 * GitHub dates no write of a run later than this after its end, however late it shows it: what was on its way then has
 * arrived when its client would have given it up.
 */
export const arrivalOfWrites: Duration = requestTimeout + clockSlack

/**
 * A new key is tried until AWS has accepted it so often in a row, this far apart: servers that do not know it yet answer
 * between others that do, for some seconds.
 */
export const trialSuccesses = 3
export const trialSpacing: Duration = 5 * second

/**
 * No key is published sooner than this after it was made by a run that had to write a note of it twice: the first one was
 * given up, the second one answered, and then the key was tried.
 */
export const soonestAfterLateNote: Duration = requestTimeout + (trialSuccesses - 1) * trialSpacing - clockSlack

/** The time that a run needs from the creation of a key on: to publish it, to verify, and to take it back if need be. */
export function rotationNeeds(policy: Pick<Policy, 'verification' | 'verificationTimeout' | 'publication'>): Duration {
  return policy.publication + deactivationNeeds(policy)
}

/** The time that a run needs from a deactivation on: to verify, and to switch the key on again if need be. */
export function deactivationNeeds(policy: Pick<Policy, 'verification' | 'verificationTimeout'>): Duration {
  return (policy.verification === 'none' ? 0 : policy.verificationTimeout) + revertReserve
}

/** What a run keeps in hand for switching a key on again when its verification does not pass. */
export const revertReserve: Duration = 2 * minute

/**
 * No run is older, however often it is run again: one ends after 35 days, and can be started again for 30.
 * https://docs.github.com/en/actions/reference/limits
 */
export const oldestRun: Duration = (35 + 30) * day
