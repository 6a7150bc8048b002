/**
 * What IAM says of requests before they are sent. The permission to ask is optional: whatever keeps IAM from deciding
 * leaves a request untried, and denies nothing.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
import {
  type ContextEntry,
  type EvaluationResult,
  type IAMClient,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import { endsRun } from '../rotation/problem.ts'
import type { Tag } from './journal-tags.ts'

/** Who would send the requests, and about whom. */
export interface SimulatedRequests {
  /** Of the caller, as STS tells it. */
  readonly caller: string
  readonly user: { readonly arn: string; readonly tags: readonly Tag[] }
  /** `iam:CreateAccessKey` */
  readonly actions: readonly string[]
  /** The keys of the tags that are written. */
  readonly tagKeys: readonly string[]
}

/** IAM's decisions; an action that is in neither list is not decided. */
export interface Simulation {
  readonly allowed: readonly string[]
  readonly denied: readonly string[]
}

const undecided: Simulation = { allowed: [], denied: [] }

/** Asks once. Never throws, except when the run was asked to stop: what cannot be asked is not decided. */
export async function simulate(client: IAMClient, requests: SimulatedRequests): Promise<Simulation> {
  const { caller, user, actions } = requests
  const principal = principalOf(caller)
  if (principal === undefined || actions.length === 0) return undecided
  try {
    const { EvaluationResults: results = [] } = await client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: principal,
        ActionNames: [...actions],
        ResourceArns: [user.arn],
        ContextEntries: contextOf(requests, principal),
      }),
    )
    const decided = results.filter(isDecided)
    const of = (wanted: (decision: string) => boolean) =>
      decided.filter(({ EvalDecision: decision = '' }) => wanted(decision)).map(({ EvalActionName: name = '' }) => name)
    return {
      allowed: of((decision) => decision === 'allowed'),
      denied: of((decision) => decision === 'implicitDeny' || decision === 'explicitDeny'),
    }
  } catch (error) {
    if (endsRun(error)) throw error
    return undecided
  }
}

/**
 * The user or the role whose policies decide; a session is asked about as its role, whose path its ARN does not show: a
 * role that has one is not found under this ARN.
 */
function principalOf(caller: string): string | undefined {
  if (/^arn:[\w-]+:iam::\d{12}:user\//.test(caller)) return caller
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(caller) ?? []
  return role === undefined ? undefined : `arn:${partition}:iam::${account}:role/${role}`
}

/** With a value that a condition asked for and nobody gave, the request itself may be judged otherwise. */
function isDecided({ MissingContextValues: missing = [] }: EvaluationResult): boolean {
  return missing.length === 0
}

/** What IAM would know of the requests: who sends them, the tags that they write, and those that the user has. */
function contextOf({ user, tagKeys }: SimulatedRequests, principal: string): ContextEntry[] {
  const entry = (name: string, type: 'string' | 'stringList', values: readonly string[]): ContextEntry => ({
    ContextKeyName: name,
    ContextKeyType: type,
    ContextKeyValues: [...values],
  })
  const [, userName] = /:user\/(?:.*\/)?([^/]+)$/.exec(principal) ?? []
  return [
    ...(userName === undefined ? [] : [entry('aws:username', 'string', [userName])]),
    entry('aws:TagKeys', 'stringList', tagKeys),
    ...user.tags.flatMap(({ Key: key, Value: value }) => [
      entry(`aws:ResourceTag/${key}`, 'string', [value]),
      entry(`iam:ResourceTag/${key}`, 'string', [value]),
    ]),
  ]
}
