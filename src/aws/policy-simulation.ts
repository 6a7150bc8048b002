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
import type { PermissionsReading } from '../rotation/ports.ts'
import { endsRun } from '../rotation/problem.ts'
import {
  asideTag,
  descriptionTag,
  holderTag,
  placesTag,
  publishedTag,
  refusedTag,
  stateTag,
  type Tag,
  verificationTag,
} from './journal-tags.ts'
import { rotatingActions } from './rotating-actions.ts'

/** AWS's own example: the ID of a key that is still to be created is of this form. */
const exampleKey = 'AKIAIOSFODNN7EXAMPLE'

/**
 * What AWS would refuse of what a rotation asks for, and what nothing tells beforehand. `caller`: the ARN that signs;
 * `done`: what AWS has taken already. Throws nothing but what ends the run.
 */
export async function permissionsOf(
  client: IAMClient,
  caller: string,
  user: SimulatedRequests['user'],
  done: ReadonlySet<string>,
): Promise<PermissionsReading> {
  const tagKeys = [
    stateTag,
    holderTag,
    verificationTag,
    refusedTag,
    placesTag,
    publishedTag,
    asideTag,
    descriptionTag(exampleKey),
  ]
  const { allowed, denied } = await simulate(client, { caller, user, actions: rotatingActions, tagKeys })
  const open = rotatingActions.filter((action) => !done.has(action))
  const refused = open.filter((action) => denied.includes(action))
  const untried = open.filter((action) => !allowed.includes(action) && !denied.includes(action))
  return {
    denied:
      refused.length === 0
        ? []
        : [
            `The policies of ${caller} do not allow ${refused.join(', ')} on ${user.arn}, as IAM itself judges them (iam:SimulatePrincipalPolicy). Allow these actions on a Resource that matches this whole ARN, with the conditions of the policy in docs/setup.md; where the policy does so, look at permissions boundaries, denials and service control policies.`,
          ],
    untried:
      untried.length === 0
        ? undefined
        : `Whether AWS allows ${untried.join(', ')} was not tried, and shows only when the rotation does it. To have IAM asked beforehand, add the statement AskWhatOwnPolicyAllows to the policy (docs/setup.md).`,
  }
}

/** Requests that IAM is asked about: their sender, their actions, and the user they concern. */
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

/** Asks IAM once. What cannot be asked is left undecided. @throws only what ends the run */
async function simulate(client: IAMClient, requests: SimulatedRequests): Promise<Simulation> {
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
    const decidedAs = (...decisions: readonly string[]) =>
      results
        .filter((result) => isDecided(result) && decisions.includes(result.EvalDecision ?? ''))
        .map(({ EvalActionName: name = '' }) => name)
    return { allowed: decidedAs('allowed'), denied: decidedAs('implicitDeny', 'explicitDeny') }
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
  if (/^arn:[\w-]+:iam::\d{12}:(?:user|role)\//.test(caller)) return caller
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
