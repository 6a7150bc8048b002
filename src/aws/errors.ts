/** What AWS's errors mean to the person who reads the log. */
import { networkRemedy, tunnelFailure } from '../network-problem.ts'
import { messageOf, Problem } from '../rotation/problem.ts'

/** AWS's own code for an error, without the SDK's suffix: `AccessDenied`, `NoSuchEntity`, `LimitExceeded`. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { name, Code, code } = error as { name?: unknown; Code?: unknown; code?: unknown }
  const spelled = [Code, name, code].find((each) => typeof each === 'string' && each !== 'Error')
  return typeof spelled === 'string' ? spelled.replace(/Exception$/, '') : ''
}

/** The HTTP status of AWS's answer; undefined when there was no complete answer. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: unknown } } | null)?.$metadata
  return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}

/** Whether AWS itself answered, with a code of its own, and not a proxy with a page. */
export function isAwsError(error: unknown): boolean {
  return !['', 'Unknown', 'UnknownError', 'NotFound', 'SyntaxError', 'TypeError'].includes(codeOf(error))
}

/** AWS refuses because of too many requests. */
export function isThrottling(error: unknown): boolean {
  return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error))
}

/** AWS knows neither this key yet nor any more: not propagated, inactive or deleted. */
export function isUnknownKey(error: unknown): boolean {
  return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error))
}

/** AWS does not accept these credentials: unknown, inactive, or an ID beside another key's secret. */
export function isRejection(error: unknown): boolean {
  return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch'
}

export function isAccessDenied(error: unknown): boolean {
  return ['AccessDenied', 'UnauthorizedOperation'].includes(codeOf(error))
}

/**
 * `LimitExceeded` has two meanings: a quota, which lasts, and "a large number of updates awaiting replication", which
 * passes (aws/aws-sdk-go#807).
 */
export function isPassingLimit(error: unknown): boolean {
  return codeOf(error) === 'LimitExceeded' && /awaiting replication|try again later/i.test(messageOf(error))
}

/** The request never left, so AWS did nothing. */
export function neverSent(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', tunnelFailure].includes(code)
}

/** Explains an error of `action` (`iam:TagUser`) on `user`. */
export function explain(error: unknown, action: string, user: string): Problem {
  if (error instanceof Problem) return error
  const said = messageOf(error).replace(/\.$/, '')
  const because = { cause: error }
  if (isAccessDenied(error))
    return new Problem(`AWS denied ${action} on ${user}: ${said}`, denialRemedy(action, said), because)
  if (isUnknownKey(error)) {
    return new Problem(
      `AWS does not accept the access key of this job (${action}): ${said}`,
      'The key is inactive or deleted, or the id and the secret of two keys were mixed. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.',
      because,
    )
  }
  switch (codeOf(error)) {
    case 'SignatureDoesNotMatch':
      return new Problem(
        `AWS knows the access key of this job, but its secret does not fit (${action})`,
        'The ID and the secret are of two different keys, or the secret was changed on its way (a trailing newline, say). An interrupted run may have left them so: a recovery secret heals that by itself (see the README). Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.',
        because,
      )
    case 'ExpiredToken':
    case 'RequestExpired':
      return new Problem(
        `The AWS credentials of this job have expired (${action}): ${said}`,
        'Ask for a longer session, or run the rotation earlier in the job.',
        because,
      )
    case 'NoSuchEntity':
      if (/access key/i.test(said)) {
        return new Problem(
          `A key of ${user} is gone (${action}): ${said}`,
          'Somebody deleted it during this run. The next run looks anew.',
          because,
        )
      }
      return new Problem(
        `AWS finds no IAM user ${user} (${action}): ${said}`,
        'Correct the input iam-user, and check that the credentials belong to the account that the user is in.',
        because,
      )
    case 'LimitExceeded':
      return new Problem(
        `AWS refused ${action} on ${user}: ${said}`,
        action === 'iam:TagUser' ? 'A user can carry 50 tags: remove some.' : 'Wait and run again.',
        because,
      )
    case 'ConcurrentModification':
      return new Problem(
        `AWS refused ${action} on ${user} because of other changes to the user: ${said}`,
        'Run again when they are done.',
        because,
      )
    case 'CredentialsProviderError':
      return new Problem(
        'This job has no AWS credentials',
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.',
        because,
      )
    default:
      return new Problem(
        `AWS did not answer ${action} on ${user} as expected: ${[codeOf(error), said].filter(Boolean).join(': ')}`,
        networkRemedy(error) ?? 'Run again; what is already done is found and continued.',
        because,
      )
  }
}

/** Where a denial comes from decides who can lift it. AWS says so in the message. */
function denialRemedy(action: string, said: string): string {
  if (/service control policy/i.test(said))
    return `A service control policy of the organization denies ${action}: its administrator has to except this principal.`
  if (/permissions boundary/i.test(said))
    return `The permissions boundary of this principal does not allow ${action}: add it there.`
  if (/explicit deny/i.test(said)) {
    return `A policy denies ${action} explicitly. If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with an administrator's role instead.`
  }
  return `Allow ${action} on this user in the policy of the credentials that the job uses; the README lists the whole policy.`
}
