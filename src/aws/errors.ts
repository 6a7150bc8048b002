/** What AWS's errors mean to the person who reads the log. */
import { networkRemedy, tunnelFailure } from '../network/problems.ts'
import { messageOf, Problem } from '../rotation/problem.ts'
import { partitionOf } from './regions.ts'
import { allActions } from './rotating-actions.ts'

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

/** Whether AWS refuses because of too many requests. */
export function isThrottling(error: unknown): boolean {
  return statusOf(error) === 429 || ['Throttling', 'TooManyRequests', 'RequestLimitExceeded'].includes(codeOf(error))
}

/** Whether another request may fare better: AWS gave no answer, is in trouble, or had too many requests. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error) ?? 0
  return status === 0 || status >= 500 || isThrottling(error)
}

/** Whether AWS does not know the key: it is not propagated yet, inactive or deleted. */
export function isUnknownKey(error: unknown): boolean {
  return ['InvalidClientTokenId', 'InvalidAccessKeyId', 'AuthFailure', 'UnrecognizedClient'].includes(codeOf(error))
}

/** Whether AWS rejects the credentials: unknown, inactive, or the ID of one key with the secret of another. */
export function isRejection(error: unknown): boolean {
  return isUnknownKey(error) || codeOf(error) === 'SignatureDoesNotMatch'
}

/** Whether a policy denies this to credentials that AWS accepts. */
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

/** Whether the request never left the runner, so AWS did nothing. */
export function neverSent(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', tunnelFailure].includes(code)
}

/** Whether AWS refused a signature only because its date is too far off, which it also calls a mismatch. */
export function isOffTime(error: unknown): boolean {
  return codeOf(error) === 'SignatureDoesNotMatch' && /^Signature (?:expired|not yet current)/.test(messageOf(error))
}

/** The user and region that a failed request was about, as far as they are known. */
export interface Subject {
  /** A user's name, or `this job`. */
  readonly name: string
  /** What the Resource of a policy must match to allow it. */
  readonly arn?: string
  /** Where it was asked. */
  readonly region?: string
  /** A user to be rotated: its policy has to allow more than the one action that was denied. */
  readonly isRotated?: true
}

/** The remedy for `isOffTime`. */
export const offTimeRemedy = 'Correct the clock of the runner: AWS refuses signatures that are more than 5 minutes off.'

/** Run again: for what may pass by itself, and for nothing else. */
const passes = 'Run again: what is already done is not repeated.'

/** Explains an error of `action` (`iam:TagUser`). Only what may pass by itself is said to be worth another run. */
export function explain(error: unknown, action: string, subject: Subject): Problem {
  if (error instanceof Problem) return error
  const [message, remedy] = wordsFor(error, action, subject)
  return new Problem(message, remedy, { cause: error })
}

function wordsFor(error: unknown, action: string, subject: Subject): readonly [message: string, remedy: string] {
  const { name } = subject
  const said = messageOf(error).replace(/\.$/, '')
  if (isAccessDenied(error)) return [`AWS denied ${action} on ${name}: ${said}`, denialRemedy(action, said, subject)]
  if (isUnknownKey(error)) {
    return [
      `AWS does not accept the access key of this job (${action}): ${said}`,
      `The key is inactive or deleted, or the ID and the secret are of two different keys. Check the credentials that the job gets; a re-run of an old run still holds its old key, so queue a new run.${placeOfKey(subject)}`,
    ]
  }
  if (isOffTime(error)) {
    return [`AWS refused the signature of ${action} because of its date: ${said}`, offTimeRemedy]
  }
  switch (codeOf(error)) {
    case 'SignatureDoesNotMatch':
      return [
        `AWS knows the access key of this job, but its secret does not match (${action})`,
        `The ID and the secret are of two different keys, or the secret was changed on its way. An interrupted run may have left them so: with a recovery secret that is handed to this step ("recovery-secret: \${{ secrets.NAME }}"), a new run repairs that: docs/recovery.md. Without one, set the secret that holds the ID to the ID of the other key that IAM shows, or publish a whole pair, and start a new run.`,
      ]
    case 'ExpiredToken':
    case 'RequestExpired':
      return [
        `The AWS credentials of this job have expired (${action}): ${said}`,
        'Ask for a longer session, or run the rotation earlier in the job.',
      ]
    case 'RegionDisabled':
    case 'OptInRequired':
      return [
        `AWS does not serve ${regionOf(subject.region ?? '')} to this account (${action}): ${said}`,
        'Name a region that the account has enabled in aws-region, or let an administrator enable that one.',
      ]
    case 'NoSuchEntity':
      if (/access key/i.test(said)) {
        return [
          `A key of ${name} is gone (${action}): ${said}`,
          'Somebody deleted it during this run. The next run looks again.',
        ]
      }
      return [
        `AWS finds no IAM user ${name} (${action}): ${said}`,
        'Correct the input iam-user, and check that the credentials belong to the account that the user is in.',
      ]
    case 'LimitExceeded':
      return [`AWS refused ${action} on ${name}: ${said}`, limitRemedy(error, action)]
    case 'ConcurrentModification':
      return [
        `AWS refused ${action} on ${name} because of other changes to the user: ${said}`,
        'Run again when they are done.',
      ]
    case 'CredentialsProviderError':
      return [
        'This job has no AWS credentials: neither variable of a pair, no profile, no role of the machine',
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the env of this step, or run aws-actions/configure-aws-credentials before it.',
      ]
    case 'EndpointError':
      return [
        `No endpoint serves ${action}: ${said}`,
        'Settings of the environment or of the shared config file contradict each other: for example, a FIPS or dual-stack endpoint (AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT) and an endpoint of your own. Remove one of them.',
      ]
    default:
      return [
        `AWS did not answer ${action} on ${name} as expected: ${unexpected(error, said)}`,
        networkRemedy(error) ?? unexpectedRemedy(error),
      ]
  }
}

/** The problem of an answer that names nobody: it does not come from AWS. */
export function namelessAnswer(service: 'IAM' | 'STS', operation: string): Problem {
  return new Problem(
    `The answer to ${operation} names nobody, so it does not come from ${service}`,
    'Check what lies between the runner and AWS, such as a proxy that answers with a page of its own, or an endpoint that somebody has configured (AWS_ENDPOINT_URL).',
  )
}

/** What else than AWS answers has no code of AWS's. */
function unexpected(error: unknown, said: string): string {
  const status = statusOf(error)
  if (status !== undefined && !isAwsError(error))
    return `the answer has the status ${status} and does not come from AWS`
  return [codeOf(error), said].filter((each, index, all) => each !== '' && all.indexOf(each) === index).join(': ')
}

function unexpectedRemedy(error: unknown): string {
  if (mayPass(error)) return passes
  return isAwsError(error)
    ? 'Every run fails in the same way until the cause is gone: look the code up in the documentation of AWS. Nothing that is already done is lost.'
    : 'Check what lies between the runner and AWS, such as a proxy or a firewall that answers with a page of its own. Where the network asks for a proxy, name it in HTTPS_PROXY.'
}

function limitRemedy(error: unknown, action: string): string {
  if (isPassingLimit(error)) return 'AWS is behind with changes of this account. Run again in a few minutes.'
  return action === 'iam:TagUser'
    ? 'A user can carry 50 tags: remove some.'
    : 'A quota of IAM is used up: remove what is not needed, or ask AWS for a higher quota.'
}

/** A key is known in one partition alone, and not in a region that its account has not enabled. */
function placeOfKey(subject: Subject): string {
  if (subject.region === undefined) return ''
  return ` It was asked in ${regionOf(subject.region)}: a key of another partition is unknown there, and so is every key in a region that its account has not enabled. Correct aws-region if that is so.`
}

/** `the region eu-central-1 (partition aws)` */
export function regionOf(region: string): string {
  return `the region ${region} (partition ${partitionOf(region)})`
}

/** The number of the account in the policies of the documentation. */
const accountOfExamples = '111122223333'

/** Where a denial comes from decides who can lift it; AWS says so in the message, as far as it says anything. */
function denialRemedy(action: string, said: string, { arn, isRotated }: Subject): string {
  const quarantine =
    'AWS has quarantined the user, since a key of it was found in public (AWSCompromisedKeyQuarantine): rotate with the role of an administrator, follow the advice of AWS in the account, and detach that policy only then.'
  const mfa =
    'A policy that asks for MFA (aws:MultiFactorAuthPresent) denies every request that a long-term key signs: exempt this user from it, or rotate with a role.'
  if (/AWSCompromisedKeyQuarantine/i.test(said)) return quarantine
  if (/(?:service|resource) control policy/i.test(said)) {
    const kind = /resource control policy/i.test(said) ? 'resource' : 'service'
    return `A ${kind} control policy of the organization blocks ${action}. Its administrator has to exempt this principal; no policy in this account can.`
  }
  if (/permissions boundary/i.test(said)) {
    return /explicit deny/i.test(said)
      ? `The permissions boundary of this principal denies ${action}: take that out of the boundary. No other policy of the principal can lift it.`
      : `The permissions boundary of this principal does not allow ${action}: add it there. That another policy allows it is not enough.`
  }
  if (/session policy/i.test(said))
    return `The session policy that the role was assumed with blocks ${action}: allow it there (inline-session-policy or managed-session-policies of aws-actions/configure-aws-credentials).`
  if (/VPC endpoint policy/i.test(said))
    return `The policy of the VPC endpoint that the request went through blocks ${action}: allow it there.`
  if (/explicit deny/i.test(said)) {
    const [, policy] = /explicit deny in an? [a-z -]{1,60}: (arn:[^\s,]+)/i.exec(said) ?? []
    if (policy !== undefined && /mfa|multi-?factor/i.test(policy)) return mfa
    const where =
      policy === undefined ? `Find the statement that denies ${action}` : `Change the statement in ${policy}`
    return `A policy denies ${action} explicitly, which no other policy can lift. ${where}. ${mfa} If AWS has quarantined a leaked key (AWSCompromisedKeyQuarantine), rotate with the role of an administrator.`
  }
  const resource = arn === undefined ? '' : ` on ${arn}`
  const placeholder = arn?.includes(accountOfExamples)
    ? ''
    : ` Is ${accountOfExamples}, which stands for it in the documentation, still there?`
  const match =
    arn === undefined
      ? ''
      : ` A Resource of that policy must match the whole ARN: account, path and name.${placeholder}`
  const spelling = action === 'iam:GetUser' ? ' If iam-user names the user, check its spelling too.' : ''
  const others = isRotated ? ` A rotation takes all of these: ${allActions.join(', ')}.` : ''
  return `Allow ${action}${resource} in the policy of the credentials that the job uses; docs/setup.md lists the whole policy.${match}${spelling}${others}`
}
