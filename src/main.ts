/** Inputs → real ports → rotation → report. */
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { checkEndpointVariables, describeElsewhere, type Elsewhere, refuseUnsafe } from './aws/endpoints.ts'
import type { Connected } from './connect.ts'
import { nameOf } from './destination.ts'
import { readConfiguration } from './inputs/configuration.ts'
import type { Configuration, Inputs } from './inputs/inputs.ts'
import { secretsOfJob } from './inputs/masks.ts'
import { ServiceClock } from './network/clock.ts'
import { refuseEchoedCommands, refuseUncheckedCertificates } from './network/secure-transport.ts'
import { reportOf } from './report/report.ts'
import { annotate, mask, print, takeOver } from './report/runner.ts'
import { logNarrator, tell, tellFailure } from './report/tell.ts'
import { nextOf } from './report/titles.ts'
import { Problem, type Warning } from './rotation/problem.ts'
import { rotate } from './rotation/rotate.ts'
import type { Duration } from './rotation/time.ts'
import { listed } from './text/listed.ts'

/** Runs the action. However it ends is reported, and sets the exit code. */
export async function run(): Promise<void> {
  takeOver()
  let prepared: Prepared
  try {
    const configuration = configure()
    if (configuration.mode === 'audit') return await auditAll(configuration)
    prepared = await prepare(configuration)
  } catch (failure) {
    await tellFailure(failure)
    return
  }
  const { inputs, ports, policy, user, account, warnings, afterwards } = prepared
  const places = inputs.destinations.map(({ place }) => nameOf(place))
  print(`${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${listed(places, 10)}`)
  const outcome = await rotate(ports, policy, inputs.mode === 'plan')
  const others = [...warnings, ...afterwards(), ...inputs.warnings]
  const report = reportOf(outcome, outcome.world?.user.name ?? user, policy, others, account)
  await tell([{ report, upcoming: nextOf(outcome.ending), at: outcome.at }])
  // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
  if (ports.clock.cancelled) process.exit()
}

const tokenSource = 'GitHub\'s OIDC token of this job, since it has no credentials and "id-token: write"'

interface Prepared extends Connected {
  readonly inputs: Inputs
  /** What is found out on the way; grows while the run goes on. */
  readonly warnings: readonly Warning[]
}

/** Inputs whose values are masked before anything is said of any input. */
const secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'] as const

/** What the run is to do; secrets are masked first. */
function configure(): Configuration {
  refuseEchoedCommands(process.env)
  for (const each of secretsOfJob(process.env, secretInputs)) mask(each)
  refuseUncheckedCertificates(process.env)
  const configuration = readConfiguration(process.env)
  checkEndpointVariables(process.env)
  return configuration
}

async function auditAll(configuration: Configuration): Promise<void> {
  const { audit } = await import('./audit/audit.ts')
  const clock = new ServiceClock(cancellation())
  return audit(configuration, { clock, environment: process.env, onElsewhere: namingElsewhere(), mask })
}

/** Everything up to the first look at the user's keys. */
async function prepare({ users: [inputs], warnings: ofRun }: Configuration): Promise<Prepared> {
  if (inputs === undefined) throw new Problem('No user is configured', 'Name one.')
  // AWS's client takes longer to load than bad input takes to be refused.
  const [{ NetworkAwsClients }, { findJobCredentials }, { RoleSessions }, { idTokensOf }, { connect }] =
    await Promise.all([
      import('./aws/clients.ts'),
      import('./aws/caller.ts'),
      import('./aws/roles.ts'),
      import('./aws/id-tokens.ts'),
      import('./connect.ts'),
    ])
  const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH'])
  const clock = new ServiceClock(cancellation())
  const aws = new NetworkAwsClients(inputs.awsRegion, clock, namingElsewhere())
  const idTokens = inputs.roleToAssume === undefined ? undefined : idTokensOf(process.env, clock, mask)
  const credentials = await findJobCredentials(aws, process.env, [inputs], idTokens, mask)
  print(`Signing with ${credentials === undefined ? tokenSource : `the credentials of ${credentials.source}`}`)
  const sessions = new RoleSessions({ clock, mask, runId: inputs.job.runId, idTokens })
  const warnings: Warning[] = [...ofRun]
  const connected = await connect(inputs, {
    clock,
    aws,
    credentials,
    sessions,
    narrator: logNarrator,
    mask,
    warn: (warning) => warnings.push(warning),
    nonce: randomUUID().slice(0, 8),
    jobAge,
  })
  print(`AWS knows this job as ${connected.signer}`)
  return { inputs, warnings, ...connected }
}

/**
 * For how long the job has run: the runner writes the file of the event when the job begins. Both times are of the
 * runner's own clock, so that it need not be right.
 */
function ageOfJob(eventPath: string | undefined): Duration {
  const written = eventPath ? statSync(eventPath, { throwIfNoEntry: false })?.mtimeMs : undefined
  return written === undefined ? 0 : Math.max(0, Date.now() - written)
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

/** Names each endpoint that is none of AWS's own once; refuses one where keys would cross a network in the clear. */
function namingElsewhere(): (elsewhere: Elsewhere) => void {
  const named = new Set<string>()
  return (elsewhere) => {
    refuseUnsafe(elsewhere)
    const line = describeElsewhere(elsewhere)
    if (named.has(line)) return
    named.add(line)
    if (elsewhere.origin.startsWith('https:')) annotate('warning', line)
    else print(line)
  }
}
