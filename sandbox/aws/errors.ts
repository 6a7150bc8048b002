/** An answer that AWS spells as an error. `code` is the code on the wire, without the SDK's `Exception` suffix. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Unknown, deleted, inactive and not yet propagated keys all look alike on IAM and STS. */
export function invalidClientTokenId(): AwsError {
  return new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')
}

/** The key ID is known, the signature is not made with its secret. */
export function signatureDoesNotMatch(
  message = 'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
    'Access Key and signing method. Consult the service documentation for details.',
): AwsError {
  return new AwsError(403, 'SignatureDoesNotMatch', message)
}

/** Temporary credentials past their expiration. */
export function expiredToken(): AwsError {
  return new AwsError(403, 'ExpiredToken', 'The security token included in the request is expired')
}

/** The request carries no SigV4 `Authorization` header. */
export function missingAuthenticationToken(): AwsError {
  return new AwsError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token')
}

/** The `Authorization` header lacks a part of SigV4. */
export function incompleteSignature(message: string): AwsError {
  return new AwsError(400, 'IncompleteSignature', message)
}

/** Why a request is not allowed: a kind of policy denies it, or none of that kind allows it. */
export interface DenialReason {
  readonly by: 'identity-based policy' | 'permissions boundary' | 'service control policy'
  readonly explicit: boolean
  /** Of the managed policy that denies it. */
  readonly policy?: string
}

/**
 * A denied request. `resource` is spelled as IAM spells it: `user bot`, `access key AKIA…`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDenied(arn: string, action: string, resource: string, reason: DenialReason): AwsError {
  const { by, explicit, policy } = reason
  const article = by === 'identity-based policy' ? 'an' : 'a'
  const because = explicit
    ? `with an explicit deny in ${article} ${by}${policy === undefined ? '' : `: ${policy}`}`
    : `because no ${by} allows the ${action} action`
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`
  return new AwsError(403, 'AccessDenied', message)
}

/** STS does not tell a role that is not there from one that trusts somebody else. */
export function roleDenied(arn: string, roleArn: string, denial = ''): AwsError {
  const message = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}${denial}`
  return new AwsError(403, 'AccessDenied', message)
}

/** What GetAccessKeyLastUsed says of a key that is unknown, deleted or not the caller's to see (no colon: recorded). */
export function accessKeyNotVisible(arn: string, accessKeyId: string): AwsError {
  const message = `User: ${arn} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${accessKeyId}`
  return new AwsError(403, 'AccessDenied', message)
}

/** Something that IAM does not have. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError(404, 'NoSuchEntity', message)
}

/** No IAM user of that name. */
export function noSuchUser(userName: string): AwsError {
  return noSuchEntity(`The user with name ${userName} cannot be found.`)
}

/** The user has no such access key, whoever else may have it. */
export function noSuchAccessKey(accessKeyId: string): AwsError {
  return noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`)
}

/** A quota is used up, or an account awaits replication: IAM has one code for both. */
export function limitExceeded(message: string): AwsError {
  return new AwsError(409, 'LimitExceeded', message)
}

/** A value that IAM understands and refuses. */
export function invalidInput(message: string): AwsError {
  return new AwsError(400, 'InvalidInput', message)
}

/** A request that IAM cannot accept as it stands. */
export function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationError', message)
}
