/** Trust policies: who may assume a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
import { type PolicyContext, type PolicyDocument, parseConditions } from './policy.ts'

/** A trust policy that has been understood to the last word. */
export interface TrustPolicy {
  readonly statements: readonly TrustStatement[]
}

interface TrustStatement {
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  /** ARNs, account numbers or `*`. */
  readonly principals: readonly string[]
  readonly federated: readonly string[]
  readonly conditions: readonly ((context: PolicyContext) => boolean)[]
}

/** Who asks for a role, and what the request says of itself. */
export interface TrustRequest {
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity'
  /** Every name by which a statement may mean the caller, that of its account last; the provider of a web identity. */
  readonly names: readonly string[]
  readonly context: PolicyContext
}

/** `by name` needs no policy of the caller's own in the same account; `by account` does. */
export type Trust = 'by name' | 'by account' | 'none' | 'denied'

/** Condition keys that STS knows of: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
const contextKeys = /^(?:sts:externalid|aws:multifactorauthpresent|sts:rolesessionname|[\w.:/-]+:(?:sub|aud))$/

/** Reads a trust policy, or throws on the first word that this evaluator would not judge as STS does. */
export function parseTrust(document: PolicyDocument): TrustPolicy {
  const policy = (typeof document === 'string' ? JSON.parse(document) : document) as Readonly<Record<string, unknown>>
  if (policy['Version'] !== '2012-10-17') throw new Error("a policy's Version must be 2012-10-17")
  return { statements: [policy['Statement']].flat().map((each) => parseStatement(each as Statement)) }
}

type Statement = Readonly<Record<string, unknown>>

function parseStatement(statement: Statement): TrustStatement {
  const { Sid: _, Effect: effect, Action, Principal, Condition = {}, ...others } = statement
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new Error(`the sandbox cannot judge ${unknown} in a trust policy`)
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error("a statement's Effect must be Allow or Deny")
  const { AWS = [], Federated = [], ...kinds } = Principal as Readonly<Record<string, unknown>>
  const [kind] = Object.keys(kinds)
  if (kind !== undefined) throw new Error(`the sandbox cannot judge the principal ${kind}`)
  return {
    effect,
    actions: [Action].flat().map(String),
    principals: [AWS].flat().map(String),
    federated: [Federated].flat().map(String),
    conditions: parseConditions(Condition, (key) => contextKeys.test(key)),
  }
}

/** Whether a role trusts whoever asks; an explicit denial stands before anything else. */
export function trusts({ statements }: TrustPolicy, request: TrustRequest): Trust {
  const found = statements.flatMap((each) => {
    const trust = trustOf(each, request)
    return trust === 'none' ? [] : [{ effect: each.effect, trust }]
  })
  if (found.some(({ effect }) => effect === 'Deny')) return 'denied'
  if (found.some(({ trust }) => trust === 'by name')) return 'by name'
  return found.length > 0 ? 'by account' : 'none'
}

function trustOf(statement: TrustStatement, { action, names, context }: TrustRequest): Trust {
  if (!statement.actions.includes(action) || !statement.conditions.every((holds) => holds(context))) return 'none'
  const meant = action === 'sts:AssumeRole' ? statement.principals : statement.federated
  const [account, ...others] = [...names].reverse()
  if (others.some((name) => meant.includes(name))) return 'by name'
  if (action === 'sts:AssumeRoleWithWebIdentity') return meant.includes(account ?? '') ? 'by name' : 'none'
  const isAccount = (name: string) => name === account || name === account?.split(':')[4] || name === '*'
  return meant.some(isAccount) ? 'by account' : 'none'
}
