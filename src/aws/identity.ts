/** Who signs this run's requests, and which user is to be rotated. */
import { GetAccessKeyLastUsedCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { Problem } from '../rotation/problem.ts'
import type { AwsClients } from './all-clients.ts'
import type { Credentials } from './clients.ts'
import { explain } from './errors.ts'

export interface Caller {
  readonly account: string
  readonly arn: string
  /** The UserId of a user; for a role, its id and the session's name. */
  readonly userId: string
  /** Name of the calling IAM user, without its path; undefined for a role. */
  readonly userName: string | undefined
}

/** Credentials as the SDK finds them, and when they end. */
export interface FoundCredentials extends Credentials {
  readonly expiration: Date | undefined
}

/** The credentials that the SDK finds, masked, before any request to AWS with them. */
export async function findCredentials(clients: AwsClients, mask: (value: string) => void): Promise<FoundCredentials> {
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await clients.sts().config.credentials()
    mask(secretAccessKey)
    if (sessionToken !== undefined) mask(sessionToken)
    return { accessKeyId, secretAccessKey, expiration, ...(sessionToken === undefined ? {} : { sessionToken }) }
  } catch (error) {
    throw explain(error, 'sts:GetCallerIdentity', 'this job')
  }
}

/** Refuses, without asking AWS, what can never work: temporary credentials that do not say whom to rotate. */
export function refuseNamelessSession(credentials: Credentials, iamUser: string | undefined): void {
  if (credentials.sessionToken !== undefined && iamUser === undefined) {
    throw new Problem(
      'The job has temporary credentials (a role, say), and the input iam-user is empty',
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

/** Asks STS who calls. Refuses root, whose keys must not exist, and a user's temporary credentials. */
export async function identify(clients: AwsClients, credentials: Credentials): Promise<Caller> {
  const identity = await clients
    .sts(credentials)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw explain(error, 'sts:GetCallerIdentity', 'this job')
    })
  const arn = identity.Arn ?? ''
  if (arn.endsWith(':root')) {
    throw new Problem(
      `The job signs with the root user of account ${identity.Account}`,
      'Delete the access keys of the root user and use an IAM user or a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    )
  }
  const [kind, ...path] = (arn.split(':')[5] ?? '').split('/')
  const userName = kind === 'user' ? path.at(-1) : undefined
  const temporary = credentials.sessionToken !== undefined
  if (userName !== undefined && temporary) {
    throw new Problem(
      `The job signs with temporary credentials of the user ${userName} (GetSessionToken), which may not manage access keys`,
      'Give the job the long-term key of the user, or a role that may rotate it.',
    )
  }
  return { account: identity.Account ?? '', arn, userId: identity.UserId ?? '', userName }
}
