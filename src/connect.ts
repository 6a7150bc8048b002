/** From inputs to the ports of a rotation: who calls, whom to rotate, and how AWS and GitHub are reached. */
import type { AwsClients } from './aws/clients.ts'
import { IamUser } from './aws/iam.ts'
import { type FoundCredentials, identify, refuseNamelessSession } from './aws/identity.ts'
import type { GitHubRequest } from './github/client.ts'
import { HeldAccessKey } from './held-key.ts'
import type { Inputs } from './inputs.ts'
import type { Clock, Destinations, Narrator, Ports, Verifier } from './rotation/ports.ts'
import { Problem } from './rotation/problem.ts'
import { type Duration, hour, second } from './rotation/time.ts'
import type { Policy } from './rotation/world.ts'

/** What a rotation runs on. */
export interface Services {
  readonly clock: Clock
  readonly aws: AwsClients
  /** What the job signs with. */
  readonly credentials: FoundCredentials
  /** Sends requests to GitHub with a token; over the network when not given. */
  readonly github?: (token: string, baseUrl: string) => GitHubRequest
  readonly narrator: Narrator
  readonly mask: (value: string) => void
  /** Tells this run from every other one. */
  readonly nonce: string
}

export interface Connected {
  readonly ports: Ports
  readonly policy: Policy
  /** The IAM user to rotate. */
  readonly user: string
}

/** Finds out who calls and whom to rotate, and makes the ports. GitHub is loaded when it is needed. */
export async function connect(inputs: Inputs, services: Services): Promise<Connected> {
  const { clock, aws: clients, credentials, narrator, mask, nonce } = services
  refuseNamelessSession(credentials, inputs.iamUser)
  const caller = await identify(clients, credentials)
  const self =
    caller.userName !== undefined && (inputs.iamUser ?? caller.userName).toLowerCase() === caller.userName.toLowerCase()
  const user = inputs.iamUser ?? caller.userName
  if (user === undefined)
    throw new Problem(
      `The job signs as ${caller.arn}, which is not an IAM user`,
      'Name the IAM user to rotate in iam-user.',
    )
  const { job } = inputs
  const iam = new IamUser({
    clients,
    credentials,
    userName: self ? undefined : user,
    account: caller.account,
    writer: {
      run: inputs.policy.run,
      attempt: inputs.policy.attempt,
      workflow: job.workflow,
      nonce,
      timeLimitSeconds: inputs.policy.timeLimit / second,
    },
    clock,
    mask,
  })
  const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, mask) : undefined
  const policy = { ...inputs.policy, timeLimit: Math.min(inputs.policy.timeLimit, lifetime(credentials, clock)) }
  return { user, policy, ports: { keys: iam, journal: iam, clock, narrator, ownPair, ...github(inputs, services) } }
}

/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials.
 */
function lifetime({ expiration, sessionToken }: FoundCredentials, clock: Clock): Duration {
  if (expiration !== undefined) return clock.elapsed() + expiration.getTime() - clock.now()
  return sessionToken === undefined ? Number.POSITIVE_INFINITY : hour
}

/** GitHub behind its ports, connected by the first call. */
function github(
  inputs: Inputs,
  { clock, github: sender }: Services,
): { readonly destinations: Destinations; readonly verifier: Verifier } {
  let connected: Promise<{ readonly destinations: Destinations; readonly verifier: Verifier }> | undefined
  const connection = () => {
    connected ??= import('./github/connect.ts').then((module) => module.connect(inputs, clock, sender))
    return connected
  }
  return {
    destinations: {
      check: async () => (await connection()).destinations.check(),
      read: async () => (await connection()).destinations.read(),
      publish: async (held, since, until) => (await connection()).destinations.publish(held, since, until),
    },
    verifier: {
      check: async () => (await connection()).verifier.check(),
      verify: async (key, until) => (await connection()).verifier.verify(key, until),
    },
  }
}
