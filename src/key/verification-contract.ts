/** What the rotation and the verify action have agreed on: what a run is told, and how it says why it has failed. */
import { digest } from '../text/digest.ts'

/** The inputs that a verification workflow is dispatched with, by what they tell it. */
export const dispatchInputs = {
  /** The fingerprint of the key that its jobs should hold. */
  expectedKey: 'expected-key',
  /** A nonce of the dispatch, which the title of its run may show. */
  rotationId: 'rotation-id',
} as const

/** Names an access key without showing its ID: dispatch inputs are public in public repositories. */
export function fingerprint(accessKeyId: string): string {
  return digest(accessKeyId)
}

/**
 * Why a job is not proven to use the expected key: each is the title of an annotation of the verify action, and the
 * beginning of its message. The rotation reads them, as far as its token may.
 */
export const failures = {
  input: 'An input of the verify action is not allowed',
  absent: 'This job holds no access key',
  malformed: 'What this job holds is no access key',
  sessionToken: 'A session token is set beside the access key of this job',
  temporary: 'This job holds temporary credentials, not an access key',
  otherKey: 'This job holds another access key than the expected one',
  mixedPair: 'The ID and the secret of this job belong to two different access keys',
  rejected: 'AWS rejects the access key of this job',
  otherAccount: 'The access key of this job belongs to another account than the expected one',
  otherUser: 'The access key of this job belongs to another user than the expected one',
  root: 'The answer about the access key of this job names a root user',
  elsewhere: 'This job would not ask AWS itself about its access key',
  unasked: 'AWS could not be asked about the access key of this job',
  smtpRejected: 'SES rejects the SMTP password of this job',
  smtpElsewhere: 'The SMTP host is not one of SES and proves nothing',
  smtpUnasked: 'SES could not be asked about the SMTP password of this job',
} as const

/** In which way a job is not proven to use the expected key. */
export type Failure = keyof typeof failures

/** What a job shows that was queued before GitHub handed out what was just written: later jobs may pass. */
const passing: readonly string[] = [failures.otherKey, failures.mixedPair, failures.smtpRejected]

/** What a job shows that was handed another ID than the expected one, or halves of two keys. */
const ofAnotherKey: readonly string[] = [failures.otherKey, failures.mixedPair]

/** Whether a failure of this title says that the job holds another key; a step that fails otherwise says less. */
export function isOfAnotherKey(title: string): boolean {
  return ofAnotherKey.includes(title)
}

/** Whether a failure of this title may pass by itself, right after secrets were written. */
export function maySettle(title: string): boolean {
  return passing.includes(title)
}
