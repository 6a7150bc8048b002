/** Whether the key that a job holds is the expected one. */
import { fingerprint } from '../key/verification-contract.ts'
import type { VerifyInputs } from './inputs.ts'
import { Unproven } from './unproven.ts'

/** The fingerprint of the key that the job holds. @throws Unproven with both when it holds two, or another one is expected. */
export function compareFingerprints({ expectedKey, accessKeyId, smtp }: VerifyInputs): string {
  const held = fingerprint(accessKeyId)
  const { user = accessKeyId } = smtp ?? {}
  if (user !== accessKeyId) {
    throw new Unproven(
      'otherKey',
      `smtp-user is the ID of another one (fingerprint ${fingerprint(user)}) than the access key beside it (fingerprint ${held})`,
      'Both must be written by the same rotation: compare the names of the secrets. Right after a publication, a job may get one of them from before, which passes.',
    )
  }
  if (expectedKey === undefined || expectedKey === held) return held
  throw new Unproven(
    'otherKey',
    `its fingerprint is ${held}, but ${expectedKey} is expected`,
    'Either it reads secrets of another name than the rotation writes; or one of the same name in its environment or repository takes precedence; or it is a re-run, which holds the old key: start a new run. Right after a publication GitHub may still hand out the former value, and the rotation tries again by itself.',
  )
}

/** Who AWS says that a job is. */
export interface Identity {
  readonly account: string
  /** `user ci-bot`, `role key-rotation`, `root` */
  readonly name: string
  /** Undefined for what is no IAM user. */
  readonly user: string | undefined
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function identityOf(arn: string): Identity {
  const [, , , , account = '', resource = ''] = arn.split(':')
  const [kind = '', ...path] = resource.split('/')
  if (kind === 'user') return { account, name: `user ${path.at(-1)}`, user: path.at(-1) }
  return { account, name: kind === 'assumed-role' ? `role ${path[0]}` : kind, user: undefined }
}

/** @throws Unproven when AWS signs the key in to another account, or as another user, than the workflow expects. */
export function compareIdentity(
  { expectedAccount, expectedUser }: VerifyInputs,
  { account, name, user }: Identity,
): void {
  if (name === 'root') {
    throw new Unproven(
      'root',
      'no access key of an IAM user signs in so, and emulators of AWS answer in this way',
      'Check what answers for AWS in this job. If the key is one of the root user indeed, delete it and use that of an IAM user: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    )
  }
  if (expectedAccount !== undefined && expectedAccount !== account) {
    throw new Unproven(
      'otherAccount',
      // Logs of public repositories are public: whole account numbers stay out of them.
      `it ends in ${account.slice(-4)}, but …${expectedAccount.slice(-4)} is expected`,
      'Correct expected-account, or the secrets that this job reads: they hold a key of another account.',
    )
  }
  // Names of users are unique in an account, whatever their case.
  if (expectedUser !== undefined && expectedUser.toLowerCase() !== user?.toLowerCase()) {
    throw new Unproven(
      'otherUser',
      `AWS signs it in as ${name}, but user ${expectedUser} is expected`,
      'Correct expected-user, or the secrets that this job reads: they hold a key of another user.',
    )
  }
}
