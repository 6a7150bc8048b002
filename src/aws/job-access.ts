/** What a run reaches AWS with: the clients of each region, what the job signs with, and the sessions of roles. */
import type { ServiceClock } from '../network/clock.ts'
import type { Environment } from '../text/environment.ts'
import { type FoundCredentials, findJobCredentials, type UserAndRole } from './caller.ts'
import { type AwsClients, NetworkAwsClients } from './clients.ts'
import { idTokensOf } from './id-tokens.ts'
import { RoleSessions } from './roles.ts'
import type { OnElsewhere } from './sign-in-clients.ts'

/** The same for all users of a run. */
export interface JobAccess {
  /** The clients of a region. */
  readonly awsOf: (region: string) => AwsClients
  /** What the job signs with; undefined where it has none, and assumes roles with GitHub's OIDC token. */
  readonly credentials: FoundCredentials | undefined
  /** Sessions of roles, the same one for all users whose role it is. */
  readonly sessions: RoleSessions
}

/** What decides on it. */
export interface JobAccessOptions {
  /** Whom the run is about; the first one's region is that of the job. */
  readonly users: readonly [UserAndRole & { readonly awsRegion: string }, ...UserAndRole[]]
  readonly runId: string | number
  readonly environment: Environment
  readonly clock: ServiceClock
  readonly onElsewhere: OnElsewhere
  readonly mask: (value: string) => void
  /** Writes a line to the log. */
  readonly print: (line: string) => void
}

const tokenSource = 'GitHub\'s OIDC token of this job, since it has no credentials and "id-token: write"'

/** Finds what the job signs with, and says so. @throws Problem where it has nothing to sign with */
export async function openJobAccess(options: JobAccessOptions): Promise<JobAccess> {
  const { users, runId, environment, clock, onElsewhere, mask, print } = options
  const clients = new Map<string, NetworkAwsClients>()
  const awsOf = (region: string) => {
    const known = clients.get(region) ?? new NetworkAwsClients(region, clock, onElsewhere)
    clients.set(region, known)
    return known
  }
  const hasRoles = users.some(({ roleToAssume }) => roleToAssume !== undefined)
  const idTokens = hasRoles ? idTokensOf(environment, clock, mask) : undefined
  const credentials = await findJobCredentials(awsOf(users[0].awsRegion), environment, users, idTokens, mask)
  print(`Signing with ${credentials === undefined ? tokenSource : `the credentials of ${credentials.source}`}`)
  return { awsOf, credentials, sessions: new RoleSessions({ clock, mask, runId, idTokens }) }
}
