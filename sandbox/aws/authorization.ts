import type { AwsAccount, IamUser } from './account.ts'
import type { Caller } from './authentication.ts'
import type { DenialReason } from './errors.ts'
import { evaluate, type PolicyContext } from './policy.ts'

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
  const request = { action, resource: arn, context }
  if (evaluate(account.serviceControlPolicies, request) === 'denied explicitly') return 'service control policy'
  if (principal.kind === 'root') return undefined
  switch (evaluate(account.policiesOf(principal), request)) {
    case 'denied explicitly':
      return 'identity-based policy'
    case 'denied implicitly':
      return 'nothing allows it'
    case 'allowed':
      return undefined
  }
}

/** Two condition keys tell a user's tags: that of all services, and IAM's own. */
function resourceTags(user: IamUser | undefined): [string, readonly string[]][] {
  return (user?.tags ?? []).flatMap(({ key, value }): [string, readonly string[]][] => [
    [`aws:resourcetag/${key.toLowerCase()}`, [value]],
    [`iam:resourcetag/${key.toLowerCase()}`, [value]],
  ])
}
