/** Inputs → real ports → rotation → report. */
import { randomUUID } from 'node:crypto'
import { info, setSecret, warning } from '@actions/core'
import type { FoundCredentials } from './aws/identity.ts'
import { ServiceClock } from './clock.ts'
import { HeldAccessKey } from './held-key.ts'
import { type Inputs, isSafe, readInputs } from './inputs.ts'
import { reportOf } from './report/report.ts'
import { logNarrator, tell, tellFailure } from './report/tell.ts'
import { nextOf } from './report/words.ts'
import type { Destinations, Ports, Verifier } from './rotation/ports.ts'
import { Problem } from './rotation/problem.ts'
import { rotate } from './rotation/rotate.ts'
import { type Duration, hour, second } from './rotation/time.ts'
import type { Policy } from './rotation/world.ts'

/** Runs the action. Whatever ends it is told, and sets the exit code. */
export async function run(): Promise<void> {
  let prepared: Prepared
  try {
    prepared = await prepare()
  } catch (failure) {
    await tellFailure(failure)
    return
  }
  const { inputs, ports, policy, user } = prepared
  info(
    `${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${placesOf(inputs).join(', ')}`,
  )
  const outcome = await rotate(ports, policy, inputs.mode === 'plan')
  const report = reportOf(outcome, outcome.world?.user.name ?? user, policy, uncovered(inputs))
  await tell(report, nextOf(outcome.ending), outcome.at)
}

interface Prepared {
  readonly inputs: Inputs
  readonly ports: Ports
  readonly policy: Policy
  /** The IAM user to rotate. */
  readonly user: string
}

/** Everything up to the first look at the user's keys. */
async function prepare(): Promise<Prepared> {
  const inputs = readInputs(process.env)
  setSecret(inputs.githubToken)
  setSecret(inputs.dispatchToken)
  checkEndpoints()
  return { inputs, ...(await connectAws(inputs, new ServiceClock(cancellation()))) }
}

/**
 * The runner asks a cancelled job to stop with SIGINT, 7.5 seconds later with SIGTERM, and kills it 2.5 seconds after
 * that: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
function cancellation(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort())
  return controller.signal
}

/** Finds out who calls and whom to rotate, and makes the ports. AWS and GitHub are loaded when they are needed. */
async function connectAws(inputs: Inputs, clock: ServiceClock): Promise<Omit<Prepared, 'inputs'>> {
  const [{ AwsClients }, { findCredentials, identify, refuseNamelessSession }, { IamUser }] = await Promise.all([
    import('./aws/clients.ts'),
    import('./aws/identity.ts'),
    import('./aws/iam.ts'),
  ])
  const clients = new AwsClients(inputs.awsRegion, clock)
  const credentials = await findCredentials(clients, setSecret)
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
      nonce: randomUUID().slice(0, 8),
      timeLimitSeconds: inputs.policy.timeLimit / second,
    },
    clock,
    mask: setSecret,
  })
  const ownPair = self ? new HeldAccessKey(credentials.accessKeyId, credentials.secretAccessKey, setSecret) : undefined
  const policy = { ...inputs.policy, timeLimit: Math.min(inputs.policy.timeLimit, lifetime(credentials, clock)) }
  return {
    user,
    policy,
    ports: { keys: iam, journal: iam, clock, narrator: logNarrator, ownPair, ...github(inputs, clock) },
  }
}

/**
 * How long the run can sign: its own elapsed time at which temporary credentials end. Those that do not say when last
 * an hour, the default of AWS and of aws-actions/configure-aws-credentials.
 */
function lifetime({ expiration, sessionToken }: FoundCredentials, clock: ServiceClock): Duration {
  if (expiration !== undefined) return clock.elapsed() + expiration.getTime() - clock.now()
  return sessionToken === undefined ? Number.POSITIVE_INFINITY : hour
}

/** GitHub behind its ports, connected by the first call. */
function github(
  inputs: Inputs,
  clock: ServiceClock,
): { readonly destinations: Destinations; readonly verifier: Verifier } {
  let connected: Promise<{ readonly destinations: Destinations; readonly verifier: Verifier }> | undefined
  const connect = () => {
    connected ??= import('./github/connect.ts').then((module) => module.connect(inputs, clock))
    return connected
  }
  return {
    destinations: {
      check: async () => (await connect()).destinations.check(),
      read: async () => (await connect()).destinations.read(),
      publish: async (held, since, until) => (await connect()).destinations.publish(held, since, until),
    },
    verifier: {
      check: async () => (await connect()).verifier.check(),
      verify: async (key, until) => (await connect()).verifier.verify(key, until),
    },
  }
}

/** An earlier step may have redirected AWS's endpoints: the answer that holds the secret would go there. */
function checkEndpoints(): void {
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS']) {
    const value = process.env[name]
    if (value === undefined || value === '') continue
    if (!URL.canParse(value) || !isSafe(new URL(value))) {
      throw new Problem(
        `The environment variable ${name} is “${value}”, and secrets are not sent over plain http`,
        'Remove it, or use an https URL.',
      )
    }
    const told = new URL(value).protocol === 'https:' ? warning : info
    told(`Requests to AWS go to ${value} (${name}), not to AWS itself.`)
  }
}

function placesOf({ destinations }: Inputs): readonly string[] {
  return destinations.map(({ owner, repo }) => `${owner}/${repo}`)
}

/** Destinations in whose repository no verification workflow runs. */
function uncovered(inputs: Inputs): readonly string[] {
  const covered = new Set(inputs.verificationWorkflows.map(({ owner, repo }) => `${owner}/${repo}`.toLowerCase()))
  return placesOf(inputs).filter((place) => !covered.has(place.toLowerCase()))
}
