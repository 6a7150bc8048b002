/** Why a person is needed, as far as what a run has read tells it. */

import type { Decision } from '../rotation/decision.ts'
import { journalOf } from '../rotation/facts.ts'
import { patience } from '../rotation/lifecycle/answers.ts'
import type { Outcome } from '../rotation/rotate.ts'
import { day } from '../rotation/time.ts'
import type { Policy, World } from '../rotation/world.ts'
import { manifold, reasonOfHold, reasonOfStep } from './reason-names.ts'
import { nextOf } from './titles.ts'
import { waitedFor } from './warnings.ts'

/** Why a run has failed or is blocked, as far as what it has read tells that; its message tells more. */
export function reasonOfFailure(outcome: Outcome, policy: Policy): string {
  const { world, entries, ending } = outcome
  if (world === undefined) return manifold.notRead
  const last = entries.at(-1)
  if (last?.failed === true && hasReason(last.decision.do)) return reasonOfStep[last.decision.do]
  return ending.do === 'stop' ? reasonOfBlock(world, policy) : reasonOfEnd(outcome, world, policy)
}

function hasReason(step: Decision['do']): step is keyof typeof reasonOfStep {
  return Object.hasOwn(reasonOfStep, step)
}

function reasonOfBlock(world: World, policy: Policy): string {
  const { journal, keys, preflight, run, sameNameNearby } = world
  if (journal.kind === 'unknown') return 'unknown tag'
  if (isOfAnother(world, policy)) return 'another configuration'
  const current = keys.find(({ id }) => id === journalOf(world)?.current)
  if (keys.length === 0) return 'no key'
  if (current === undefined && keys.length > 1) return 'two keys'
  if ((current ?? keys[0])?.status === 'Inactive') return 'key is off'
  if (preflight !== 'unread' && preflight.length > 0) return manifold.notReady
  if (run.verification?.verdict === 'rejected') return 'verification fails'
  if (run.verification?.verdict === 'unknown') return 'no verdict yet'
  return sameNameNearby !== 'unread' && sameNameNearby.places.length > 0 ? 'same name nearby' : manifold.blocked
}

/** Another configuration holds the user, and has other destinations. */
function isOfAnother({ journal: reading }: World, { nonce, digest }: Policy): boolean {
  if (reading.kind !== 'read') return false
  const { journal, holder } = reading
  return holder !== undefined && holder.nonce !== nonce && journal.digest !== digest
}

function reasonOfEnd(outcome: Outcome, { run }: World, policy: Policy): string {
  const { ending, phase } = outcome
  if (run.verification?.verdict === 'rejected') return 'verification fails'
  // What was thrown leads to nothing, and its message alone tells what it was.
  if (nextOf(ending) === undefined) return manifold.ended
  if (run.published !== undefined && run.published.problems.length > 0) return reasonOfStep.publish
  const hold = waitedFor(outcome, policy)
  // While a key is published, the old one waits for nobody.
  if (hold === 'missing verdict' || (hold !== undefined && phase !== 'rotating')) return reasonOfHold[hold]
  return overdueAge(outcome, policy) === undefined ? manifold.ended : 'key too old'
}

/**
 * The age in days of the oldest active key that should have been replaced, or switched off, a week ago or earlier;
 * undefined where there is none, or the keys could not be read.
 */
export function overdueAge({ world, at }: Pick<Outcome, 'world' | 'at'>, policy: Policy): number | undefined {
  if (world === undefined) return undefined
  const journal = journalOf(world)
  const previous = journal !== undefined && 'previous' in journal ? journal.previous : undefined
  const [oldest] = world.keys
    .filter(({ id, status, created }) => {
      const overlap = id === previous ? policy.deactivateAfter : 0
      return status === 'Active' && at - created > policy.rotateAfter + overlap + patience
    })
    .toSorted((one, other) => one.created - other.created)
  return oldest === undefined ? undefined : Math.floor((at - oldest.created) / day)
}
