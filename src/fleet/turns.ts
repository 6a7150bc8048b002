/** In which order the users of a run are served. */
import type { Policy } from '../rotation/world.ts'
import { digest } from '../text/digest.ts'
import type { Job } from '../workflow.ts'

/**
 * All users, in the order of the file, from another one on in each run. Those that wait for their whole time, for a review
 * or a runner, say, would take the time of all who come after them: so nobody comes after them in every run.
 */
export function inTurn<User extends { readonly job: Pick<Job, 'runId' | 'runAttempt'> }>(
  users: readonly User[],
): readonly User[] {
  const [first] = users
  if (first === undefined) return users
  const { runId, runAttempt } = first.job
  // By chance, and the same for whoever looks again.
  const from = Number.parseInt(digest(`${runId}/${runAttempt}`).slice(0, 8), 16) % users.length
  return [...users.slice(from), ...users.slice(0, from)]
}

/**
 * Whether the key that the others sign with may be switched off in this very run: that of the signer, after a shorter
 * overlap than a run may last. Any other key works on, and its user has a turn: whoever comes last finds no time left in
 * any run where somebody waits for a review.
 */
export function mayEndSigning(
  {
    iamUser,
    policy,
  }: { readonly iamUser: string | undefined; readonly policy: Pick<Policy, 'deactivateAfter' | 'timeLimit'> },
  signer: string | undefined,
): boolean {
  if (signer === undefined || iamUser?.toLowerCase() !== signer.toLowerCase()) return false
  return policy.deactivateAfter <= policy.timeLimit
}
