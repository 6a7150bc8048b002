/** Whether a key works where it is used: what is asked of a verification, and what its verdict leads to. */

import type { Decision, Phase } from '../decision.ts'
import { isSettling, phaseOf, verificationOf } from '../facts.ts'
import { asSentence } from '../problem.ts'
import type { Stray } from '../secret-dates.ts'
import type { Instant } from '../time.ts'
import { revertReserve } from '../waits.ts'
import type { AccessKey, Awaited, KeyId, Verification } from '../world.ts'
import { fail, named, patience, record, soon, wait } from './answers.ts'
import { asideWith } from './people.ts'
import type { During, Situation } from './situation.ts'

/** What to do while `key` has not been proven in this run; undefined once it has. `off`: the key that is off meanwhile. */
export function unproven(situation: Situation, key: AccessKey, phase: Phase, off?: KeyId): Decision | undefined {
  if (situation.policy.verification === 'none') return undefined
  const found = verificationOf(situation.world, key)
  switch (found?.verdict) {
    case undefined: {
      const question = 'only a run that signs in with it proves that jobs use it'
      return verify(situation, key, off === undefined ? question : `does everything still work with ${off} off?`, {
        off,
      })
    }
    case 'works':
      return undefined
    case 'rejected':
      return forget(situation, found) ?? fail(phase, soon('verify'), foundTold(found), afterRejection(found))
    case 'unknown':
      if (found.remedy !== undefined) return fail(phase, soon('verify'), foundTold(found), found.remedy)
      return remember(situation, found) ?? wait(phase, soon('verify'), afterSilence(found))
  }
}

/** `about`: what gives rise to it; `since`: runs that were dispatched before that by GitHub's clock say nothing of it. */
interface Occasion {
  readonly off?: KeyId | undefined
  readonly about?: string
  readonly since?: Instant
  /** Names of places that are about to be set aside. */
  readonly leaveOut?: readonly string[]
}

/** Asks whether a key works, and follows what an earlier run has dispatched for it. */
export function verify(
  situation: Situation,
  { id }: AccessKey,
  because: string,
  { off, about, since = 0, leaveOut = [] }: Occasion = {},
): Decision {
  const until = situation.policy.timeLimit - revertReserve
  const settling = off === undefined && isSettling(situation.world)
  const earlier = off === undefined ? awaitedRuns(situation, id, since) : []
  const asked: Decision = { do: 'verify', key: id, until, settling, without: off, about, earlier, because }
  return leaveOut.length === 0 ? asked : { ...asked, leaveOut }
}

/** Verification runs of a key that an earlier run left behind, dispatched after `since` and after its last write. */
export function awaitedRuns(
  { world: { awaited }, now, journal }: Situation,
  key: KeyId,
  since: Instant,
): Awaited['runs'] {
  const published = journal !== undefined && 'window' in journal ? journal.window : undefined
  const after = Math.max(since, published?.to ?? published?.from ?? 0)
  const runs = awaited?.key === key ? awaited.runs : []
  return runs.every(({ at }) => at >= after && now - at < patience) ? runs : []
}

/** What has not ended is left to later runs, which follow it instead of dispatching others. */
export function remember(
  { world: { awaited } }: Situation,
  { key, without, waiting: runs }: Verification,
): Decision | undefined {
  const isKnown = runs.every(({ id }) => awaited?.runs.some((each) => each.id === id))
  if (isKnown && awaited?.key === key && awaited.without === without) return undefined
  const because = 'a later run follows this verification instead of starting another one'
  return runs.length === 0 ? undefined : { do: 'remember', awaited: { key, without, runs }, because }
}

/** After a rejection no run of before counts, for or against the key: the next run of the rotation starts a fresh one. */
export function forget({ world: { awaited } }: Situation, { key, without }: Verification): Decision | undefined {
  if (awaited?.key !== key || awaited.runs.length === 0) return undefined
  const because = 'verification runs from before a rejection prove nothing'
  return { do: 'remember', awaited: { key, without, runs: [] }, because }
}

/**
 * A date moves also when only an audience changes (terraform-provider-github#1924), and proof outranks dates: a strong
 * verification that speaks for the places closes the window anew. Undefined where no verification can speak for them, or
 * where the one that did is too weak, or older than their dates.
 */
export function proofOverDates(
  situation: Situation,
  journal: During<'steady' | 'current' | 'deactivated'>,
  key: AccessKey,
  strays: readonly Stray[],
  off?: KeyId,
): Decision | undefined {
  const changed = strays.filter(({ kind }) => kind === 'changed')
  if (changed.length === 0 || !changed.every(({ provable }) => provable)) return undefined
  const found = verificationOf(situation.world, key)
  const about = `somebody else has written ${named(changed)} since ${key.id} was published`
  if (found === undefined) {
    const since = Math.max(...changed.map(({ updatedAt = 0 }) => updatedAt))
    return verify(situation, key, `${about}: does a job there still get it?`, { off, about, since })
  }
  if (found.verdict !== 'works') return unproven(situation, key, phaseOf(journal), off)
  if (found.weak || found.asOf === undefined) return undefined
  const window = { from: journal.window.from, to: found.asOf }
  const isLater = changed.some(({ updatedAt = 0 }) => updatedAt < window.from || updatedAt > window.to)
  // A job that was skipped, or got the secret of another place, says nothing of this one.
  if (isLater || !changed.every(({ place }) => found.covers.includes(place))) return undefined
  // What was set aside and is written since is so no more.
  const aside = journal.aside === undefined ? undefined : asideWith(situation, [])
  return record({ ...journal, window, aside }, `a job there still gets ${key.id}, although the date has changed`)
}

/** What was found out, with what gave rise to it and what was off meanwhile. */
export function foundTold({ without, about, detail }: Verification): string {
  const told = without === undefined ? detail : `with the old key ${without} off, ${detail}`
  return about === undefined ? told : `${about}; ${told}`
}

/** That a key is published, and what speaks for it. */
export function proof({ policy }: Situation, key: AccessKey): string {
  if (policy.verification === 'none') return `${key.id} is published, and no workflow is asked to prove it`
  return `${key.id} is published and proven`
}

function afterSilence(found: Verification): string {
  const left = found.without === undefined ? 'Nothing is switched off' : `${found.without} is on again`
  return `${asSentence(foundTold(found))} ${left}, and the next run verifies again`
}

function afterRejection({ without, about }: Verification): string {
  const back = without === undefined ? 'Nothing is switched off' : `The old key ${without} is on again`
  if (about !== undefined) {
    return `${back}, and this action writes nothing there. Find who writes these secrets: for example, Terraform with a github_actions_secret that still holds an old key. Take the place out of destinations if it is to hold another key, or start the workflow by hand once with "force: true" to publish a new key everywhere. If the log of that step names another cause, fix that.`
  }
  return without === undefined
    ? 'Nothing is switched off. Fix what the verification reports, and run the rotation again, or wait for its schedule.'
    : `The old key ${without} is on again. The next attempt to switch it off comes once a verification has passed and deactivate-after is over. Open the log of that step: if AWS does not know the key there (InvalidClientTokenId, InvalidAccessKeyId), the step still uses the old one, so let it read the secrets that the rotation writes. Otherwise fix what the log names.`
}
