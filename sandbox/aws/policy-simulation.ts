/** What IAM says of requests that nobody has sent: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
import type { AwsAccount, Principal } from './account.ts'
import { denial } from './authorization.ts'
import { checkText, notInEnumeration } from './constraints.ts'
import { accessDenied, invalidInput, noSuchEntity } from './errors.ts'
import { type Decision, evaluate, missingKeys, type PolicyContext } from './policy.ts'
import type { Call } from './query.ts'
import type { Fields } from './xml.ts'

const action = 'iam:SimulatePrincipalPolicy'

/** The types of context entries whose values are texts, as far as the evaluator compares them. */
const contextTypes = ['string', 'stringList'] as const

const decisions: Readonly<Record<Decision, string>> = {
  allowed: 'allowed',
  'denied implicitly': 'implicitDeny',
  'denied explicitly': 'explicitDeny',
}

/** Judges each action on each resource by the policies of a user or a role, with nothing but the given context. */
export function simulatePrincipalPolicy({ account, caller, parameters }: Call): Fields {
  const arn = parameters.required('PolicySourceArn')
  checkText('policySourceArn', arn, { least: 20, most: 2048, pattern: '.*' })
  const actions = parameters.list('ActionNames')
  const resources = parameters.members('ResourceArns').length === 0 ? ['*'] : parameters.list('ResourceArns')
  const context = contextOf({ parameters })
  const reason = denial(account, caller, action, { userName: '', arn, user: undefined })
  if (reason !== undefined) throw accessDenied(caller.principal.arn, action, arn, reason)
  const principal = principalOf(account, arn)
  return {
    IsTruncated: false,
    EvaluationResults: actions.flatMap((name) =>
      resources.map((resource) => resultOf(account, principal, { action: name, resource, context })),
    ),
  }
}

function resultOf(
  account: AwsAccount,
  principal: Principal,
  request: { readonly action: string; readonly resource: string; readonly context: PolicyContext },
): Fields {
  const own = account.policiesOf(principal)
  const above = account.serviceControlPolicies
  const isForbidden = evaluate(above, request) === 'denied explicitly'
  const boundary = principal.kind === 'root' ? undefined : account.boundaryOf(principal)
  const bounds = boundary === undefined ? [] : [boundary]
  const decision = evaluate(own, request)
  const bounded = boundary === undefined ? 'allowed' : evaluate(bounds, request)
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: decisions[isForbidden ? 'denied explicitly' : stricter(decision, bounded)],
    MatchedStatements: [],
    MissingContextValues: missingKeys([...own, ...bounds, ...above], request),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: bounded === 'allowed' } }),
    ...(above.length === 0 ? {} : { OrganizationsDecisionDetail: { AllowedByOrganizations: !isForbidden } }),
  }
}

/** An explicit denial stands before anything else, and both have to allow. */
function stricter(one: Decision, other: Decision): Decision {
  if (one === 'denied explicitly' || other === 'denied explicitly') return 'denied explicitly'
  return one === 'allowed' ? other : one
}

function contextOf({ parameters }: Pick<Call, 'parameters'>): PolicyContext {
  return new Map(
    parameters.members('ContextEntries').map((entry) => {
      const type = parameters.required(`${entry}.ContextKeyType`)
      if (!contextTypes.some((each) => each === type)) throw notInEnumeration('contextKeyType', contextTypes)
      const name = parameters.required(`${entry}.ContextKeyName`)
      checkText('contextKeyName', name, { least: 5, most: 256, pattern: '.*' })
      return [name.toLowerCase(), parameters.list(`${entry}.ContextKeyValues`)]
    }),
  )
}

/** A session is no entity that policies are attached to. */
function principalOf(account: AwsAccount, arn: string): Principal {
  const [, kind, name] = /^arn:[\w-]+:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? []
  if (kind === undefined || name === undefined) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  }
  const principal = account.principalNamed(arn)
  if (principal === undefined) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`)
  return principal
}
