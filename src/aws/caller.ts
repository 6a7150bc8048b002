/** What this run signs with, and who that is, as STS says. */
import { GetAccessKeyLastUsedCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { absentPair, type EnvironmentPair, RefusedPair, readEnvironmentPair } from '../key/environment-pair.ts'
import { Problem } from '../rotation/problem.ts'
import { withoutAccounts } from '../text/account-number.ts'
import type { Environment } from '../text/environment.ts'
import { presentable } from '../text/presentable.ts'
import type { AwsClients } from './clients.ts'
import { explain, namelessAnswer } from './errors.ts'
import type { IdTokens } from './id-tokens.ts'
import { checkMachine, failedSearch, profileGaveNone } from './machine-credentials.ts'
import type { Credentials } from './sign-in-clients.ts'

/** The identity of the job, as STS reports it. */
export interface Caller {
  readonly account: string
  readonly arn: string
  /** The UserId of a user; for a role, its id and the session's name. */
  readonly userId: string
  /** Name of the calling IAM user, without its path; undefined for a role. */
  readonly userName: string | undefined
}

/** Credentials of the job, when they expire, and where they came from. */
export interface FoundCredentials extends Credentials {
  readonly expiration: Date | undefined
  /** Ends a sentence: `the environment variables …`. */
  readonly source: string
}

const pairVariables = 'the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'

/**
 * What the step says is signed with: the pair in its environment, whatever profiles and roles the machine has. Only
 * where neither variable is there, and the user to rotate is named, what the SDK finds serves. Masked before anything.
 */
async function findCredentials(
  clients: AwsClients,
  environment: Environment,
  iamUser: string | undefined,
  mask: (value: string) => void,
): Promise<FoundCredentials> {
  const pair = usablePair(environment)
  if (pair === undefined && iamUser === undefined) throw noPair()
  const found =
    pair === undefined ? await credentialsOfMachine(clients, environment) : fromEnvironment(pair, environment)
  mask(found.secretAccessKey)
  if (found.sessionToken !== undefined) mask(found.sessionToken)
  return found
}

/** Whom a run rotates, as far as it decides what the run has to prove who it is with. */
export interface UserAndRole {
  readonly iamUser: string | undefined
  readonly roleToAssume: string | undefined
}

/**
 * What the job proves who it is with: the pair in its environment. Without one, where all its users have a role, GitHub's
 * OIDC token (undefined), which the workflow asks for by `id-token: write`; else what the SDK finds. Where it finds
 * nothing, the token still serves the users that have a role.
 * @throws Problem before any request where the environment holds no usable pair
 */
export async function findJobCredentials(
  clients: AwsClients,
  environment: Environment,
  users: readonly UserAndRole[],
  idTokens: IdTokens | undefined,
  mask: (value: string) => void,
): Promise<FoundCredentials | undefined> {
  const role = users.find(({ roleToAssume }) => roleToAssume !== undefined)?.roleToAssume
  const hasPair = usablePair(environment) !== undefined
  const byToken = role !== undefined && !hasPair && idTokens !== undefined
  if (byToken && users.every(({ roleToAssume }) => roleToAssume !== undefined)) return undefined
  const nameless = users.find(({ iamUser }) => iamUser === undefined)
  const { iamUser } = nameless ?? users[0] ?? { iamUser: undefined }
  try {
    return await findCredentials(clients, environment, iamUser, mask)
  } catch (error) {
    if (role === undefined || hasPair || !(error instanceof Problem)) throw error
    // Each user without a role is told that the job has none for it.
    if (byToken) return undefined
    throw new Problem(
      `This job has nothing to assume the role ${withoutAccounts(role)} with: no access key, no OIDC token, and no credentials of the machine`,
      `Add "id-token: write" to the permissions of the job, for an OIDC token of GitHub; or run aws-actions/configure-aws-credentials before this step; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its env. Of the machine: ${error.message}.`,
      { cause: error },
    )
  }
}

function usablePair(environment: Environment): EnvironmentPair | undefined {
  try {
    return readEnvironmentPair(environment)
  } catch (error) {
    if (!(error instanceof RefusedPair) || error.fault !== 'absent') throw error
    const { message, remedy } = error
    const machine = 'To sign with a profile or a role of the machine instead, take both out of the env of the step.'
    throw new Problem(message, `${remedy} ${machine}`)
  }
}

/** The problem of a job that has no credentials for a user without a role. */
export function noPair(): Problem {
  const { message, remedy } = absentPair({})
  return new Problem(
    `This job has no AWS credentials: ${message}`,
    `${remedy} Or run aws-actions/configure-aws-credentials before this step, and name the IAM user to rotate in iam-user. With iam-user, a profile or a role of the machine serves, too.`,
  )
}

function fromEnvironment(pair: EnvironmentPair, environment: Environment): FoundCredentials {
  const { AWS_CREDENTIAL_EXPIRATION: end, AWS_PROFILE: profile } = environment
  // A user's own key never expires: what an earlier step has left there is about other credentials.
  const expiration = pair.sessionToken === undefined || !end ? undefined : new Date(end)
  const ignored = profile ? '; AWS_PROFILE, which is set too, is not used' : ''
  return { ...pair, expiration, source: `${pairVariables}${ignored}` }
}

/** By the SDK's own chain: profile, web identity, container, instance. */
async function credentialsOfMachine(clients: AwsClients, environment: Environment): Promise<FoundCredentials> {
  const provider = await checkMachine(environment)
  try {
    const found = await clients.sts().config.credentials()
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found
    const { $source: marks = {} } = found as { readonly $source?: Readonly<Record<string, string>> }
    const isOfProfile = Object.keys(marks).some((each) => each.startsWith('CREDENTIALS_PROFILE'))
    if (environment['AWS_PROFILE'] && !isOfProfile) throw profileGaveNone(provider)
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      expiration,
      source: sourceOf(Object.keys(marks)),
    }
  } catch (error) {
    throw failedSearch(error, provider, environment)
  }
}

/** By the marks that the SDK leaves on credentials, most telling first; it leaves none on those of an instance. */
function sourceOf(marks: readonly string[]): string {
  const has = (mark: RegExp) => marks.some((each) => mark.test(each))
  if (has(/^CREDENTIALS_(?:PROFILE|PROCESS|SSO|LOGIN)/))
    return `the profile ${presentable(process.env['AWS_PROFILE'] || 'default')}`
  if (has(/WEB_ID_TOKEN$/)) return 'the web identity in AWS_WEB_IDENTITY_TOKEN_FILE'
  return has(/^CREDENTIALS_HTTP$/) ? 'the role of the container' : 'the role of the instance'
}

/** Refuses, without asking AWS, what can never work: temporary credentials that do not say whom to rotate. */
export function refuseNamelessSession(credentials: Credentials, iamUser: string | undefined): void {
  if (credentials.sessionToken !== undefined && iamUser === undefined) {
    throw new Problem(
      'The job has temporary credentials (of a role, for example), and the input iam-user is empty',
      'Name the IAM user to rotate in iam-user. To let a user rotate its own key, give the job the long-term key of that user.',
    )
  }
}

/** Whether a key belongs to a user, as far as the credentials may know; the key itself need not work. */
export async function hasKey(
  clients: AwsClients,
  credentials: Credentials,
  key: string,
  userName: string | undefined,
): Promise<boolean> {
  try {
    const request = new GetAccessKeyLastUsedCommand({ AccessKeyId: key })
    const { UserName: owner } = await clients.iam(credentials).send(request)
    return owner !== undefined && owner === userName
  } catch {
    // No such key, or not one of this user: either way it is not known to be.
    return false
  }
}

/**
 * Asks STS who calls. Refuses root, whose keys must not exist, and a user's temporary credentials unless they are only
 * to assume a role.
 */
export async function identify(clients: AwsClients, credentials: Credentials, assumesRole = false): Promise<Caller> {
  const identity = await clients
    .sts(credentials)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw explain(error, 'sts:GetCallerIdentity', { name: 'this job', region: clients.region })
    })
  const arn = identity.Arn ?? ''
  if (!arn.startsWith('arn:')) throw namelessAnswer('STS', 'GetCallerIdentity')
  if (arn.endsWith(':root')) {
    throw new Problem(
      `The job signs with the root user of account ${identity.Account}`,
      'Delete the access keys of the root user and use an IAM user or a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    )
  }
  const [kind, ...path] = (arn.split(':')[5] ?? '').split('/')
  const userName = kind === 'user' ? path.at(-1) : undefined
  const temporary = credentials.sessionToken !== undefined
  if (userName !== undefined && temporary && !assumesRole) {
    throw new Problem(
      `The job signs with temporary credentials of the user ${userName} (GetSessionToken), which may not manage access keys`,
      'Give the job the long-term key of the user, or a role that may rotate it.',
    )
  }
  return { account: identity.Account ?? '', arn, userId: identity.UserId ?? '', userName }
}
