import type { AwsAccount, IamUser } from './account.ts'
import type { Caller } from './authentication.ts'
import type { DenialReason } from './errors.ts'
import { evaluate, type Policy, type PolicyContext, type PolicyRequest } from './policy.ts'

/** An IAM user as the resource of a request, whether it exists or not. */
export interface UserResource {
  readonly userName: string
  readonly arn: string
  readonly user: IamUser | undefined
}

/** Finds the user that a request is about. One that does not exist is judged as if it had no path. */
export function userResource(account: AwsAccount, userName: string): UserResource {
  const user = account.findUser(userName)
  return { userName, user, arn: user?.arn ?? account.userArn(userName, '/') }
}

/** Why a caller may not act on a user, or nothing when they may. */
export function denial(
  account: AwsAccount,
  { principal }: Caller,
  action: string,
  { arn, user }: UserResource,
  tagKeys: readonly string[] = [],
): DenialReason | undefined {
  const context: PolicyContext = new Map([
    ...(principal.kind === 'user' ? [['aws:username', [principal.userName]] as const] : []),
    ...(tagKeys.length > 0 ? [['aws:tagkeys', tagKeys] as const] : []),
    ...resourceTags(user),
  ])
  const request: PolicyRequest = { action, resource: arn, context }
  if (evaluate(account.serviceControlPolicies, request) === 'denied explicitly') {
    return { by: 'service control policy', explicit: true }
  }
  if (principal.kind === 'root') return undefined
  const boundary = account.boundaryOf(principal)
  return (
    denialIn('identity-based policy', account.policiesOf(principal), request) ??
    (boundary && denialIn('permissions boundary', [boundary], request))
  )
}

function denialIn(
  by: DenialReason['by'],
  policies: readonly Policy[],
  request: PolicyRequest,
): DenialReason | undefined {
  const decision = evaluate(policies, request)
  if (decision === 'allowed') return undefined
  if (decision === 'denied implicitly') return { by, explicit: false }
  const { arn } = policies.find((policy) => evaluate([policy], request) === decision) ?? {}
  return { by, explicit: true, ...(arn === undefined ? {} : { policy: arn }) }
}

/** Two condition keys tell a user's tags: that of all services, and IAM's own. */
function resourceTags(user: IamUser | undefined): [string, readonly string[]][] {
  return (user?.tags ?? []).flatMap(({ key, value }): [string, readonly string[]][] => [
    [`aws:resourcetag/${key.toLowerCase()}`, [value]],
    [`iam:resourcetag/${key.toLowerCase()}`, [value]],
  ])
}
