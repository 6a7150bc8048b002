/**
 * Why a job is not proven to use the expected key: the titles of the annotations that the verify action leaves. The
 * rotation reads them, as far as its token may, so that both say the same.
 */
export const failures = {
  absent: 'This job holds no access key',
  input: 'An input of the verify action is not allowed',
  otherKey: 'This job holds another access key than the expected one',
  mixedPair: 'The access key ID and the secret of this job do not belong together',
  rejected: 'AWS rejects the access key of this job',
  otherAccount: 'The access key of this job belongs to another AWS account',
  otherUser: 'The access key of this job belongs to another IAM user',
  unasked: 'AWS could not be asked about the access key of this job',
} as const

export type Failure = keyof typeof failures

/** What a job shows that was queued before GitHub handed out what was just written: later jobs may pass. */
const passing: readonly string[] = [failures.otherKey, failures.mixedPair]

/** Whether a failure of this title may pass by itself, right after secrets were written. */
export function maySettle(title: string): boolean {
  return passing.includes(title)
}
