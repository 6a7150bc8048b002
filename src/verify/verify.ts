/** Proves that this very job holds the expected key, and that AWS accepts it. */
import { fingerprint } from '../fingerprint.ts'
import type { Clock } from '../rotation/ports.ts'
import { Problem } from '../rotation/problem.ts'
import { type Duration, minute, second, spoken } from '../rotation/time.ts'

export interface VerifyInputs {
  /** Fingerprint; undefined: any key passes that AWS accepts. */
  readonly expectedKey: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly awsRegion: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws Problem when the job holds no key, or the expected key is not a fingerprint. */
export function readVerifyInputs(environment: Environment): VerifyInputs {
  const expectedKey = (environment['INPUT_EXPECTED-KEY'] ?? '').trim() || undefined
  if (expectedKey !== undefined && !/^[0-9a-f]{16}$/.test(expectedKey)) {
    throw new Problem(
      `The input expected-key does not allow “${expectedKey}”`,
      `Pass on what the rotation dispatches: "expected-key: \${{ inputs.expected-key }}", 16 hexadecimal digits.`,
    )
  }
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? ''
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'] ?? ''
  const missing = [accessKeyId === '' && 'AWS_ACCESS_KEY_ID', secretAccessKey === '' && 'AWS_SECRET_ACCESS_KEY'].filter(
    Boolean,
  )
  if (missing.length > 0) {
    throw new Problem(
      `This job holds no AWS access key: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} empty`,
      'Set both in the env of this step from the secrets that the rotation writes. An unset secret is empty: check the names, and the environment of the job.',
    )
  }
  const awsRegion = (environment['INPUT_AWS-REGION'] ?? '').trim() || environment['AWS_REGION'] || 'us-east-1'
  return { expectedKey, accessKeyId, secretAccessKey, awsRegion }
}

/** @throws Problem that names both fingerprints when the job holds another key than the expected one. */
export function compareFingerprints({ expectedKey, accessKeyId }: VerifyInputs): string {
  const held = fingerprint(accessKeyId)
  if (expectedKey === undefined || expectedKey === held) return held
  throw new Problem(
    `This job holds another access key than the expected one: fingerprint ${held} instead of ${expectedKey}`,
    'The secrets that it reads are not the ones that the rotation writes: another name, or an environment or repository secret that hides an organization secret of the same name.',
  )
}

/** What AWS says about a pair. */
export type SignIn =
  | { readonly kind: 'accepted'; readonly arn: string }
  | { readonly kind: 'unknown key'; readonly message: string }
  | { readonly kind: 'wrong secret'; readonly message: string }

/** A new key is known everywhere within seconds, mostly: IAM is eventually consistent. */
const propagation: Duration = minute
const spacing: Duration = 5 * second

/** The ARN that AWS signs the pair in as. @throws Problem when AWS does not accept the pair. */
export async function signIn(ask: () => Promise<SignIn>, clock: Pick<Clock, 'elapsed' | 'sleep'>): Promise<string> {
  const start = clock.elapsed()
  for (;;) {
    const answer = await ask()
    switch (answer.kind) {
      case 'accepted':
        return answer.arn
      case 'wrong secret':
        throw new Problem(
          `AWS knows the access key ID of this job, but not with this secret: ${answer.message}`,
          'The id and the secret come from two different keys: both secrets must be written by the same rotation.',
        )
      case 'unknown key':
        if (clock.elapsed() - start >= propagation) {
          throw new Problem(
            `AWS rejected the access key of this job for ${spoken(propagation)}: ${answer.message}`,
            'The key is inactive or deleted. The rotation keeps the old key, or switches it on again.',
          )
        }
        await clock.sleep(spacing)
    }
  }
}
