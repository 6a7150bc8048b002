/** What a job that runs the verify action shows: what the sandbox knows of it when it judges in its place. */
import { createHash } from 'node:crypto'

/** What a verification is told of the key to expect: the first 16 hexadecimal digits of the SHA-256 of its ID. */
export function fingerprint(accessKeyId: string): string {
  return createHash('sha256').update(accessKeyId).digest('hex').slice(0, 16)
}

/** Titles of the annotations of a job that is not proven to use the expected key. */
export const verdictTitles = {
  absent: 'This job holds no access key',
  otherKey: 'This job holds another access key than the expected one',
  mixedPair: 'The ID and the secret of this job belong to two different access keys',
  rejected: 'AWS rejects the access key of this job',
} as const
