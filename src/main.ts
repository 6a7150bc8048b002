/** Inputs → real ports → rotation → report. */
import { randomUUID } from 'node:crypto'
import { info, setSecret, warning } from '@actions/core'
import { ServiceClock } from './clock.ts'
import type { Connected } from './connect.ts'
import { nameOf } from './github/places.ts'
import { type Inputs, isSafe, readInputs, variableOf } from './inputs.ts'
import { proxySecrets } from './proxy.ts'
import { reportOf } from './report/report.ts'
import { logNarrator, tell, tellFailure } from './report/tell.ts'
import { nextOf } from './report/words.ts'
import { Problem } from './rotation/problem.ts'
import { rotate } from './rotation/rotate.ts'

/** Runs the action. Whatever ends it is told, and sets the exit code. */
export async function run(): Promise<void> {
  let prepared: Prepared
  try {
    prepared = await prepare()
  } catch (failure) {
    await tellFailure(failure)
    return
  }
  const { inputs, ports, policy, user, notes } = prepared
  info(`${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${placesOf(inputs)}`)
  const outcome = await rotate(ports, policy, inputs.mode === 'plan')
  const report = reportOf(outcome, outcome.world?.user.name ?? user, policy, [...notes, ...standingWarnings(inputs)])
  await tell(report, nextOf(outcome.ending), outcome.at)
  // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
  if (ports.clock.cancelled) process.exit()
}

interface Prepared extends Connected {
  readonly inputs: Inputs
}

/** Everything up to the first look at the user's keys. */
async function prepare(): Promise<Prepared> {
  maskInputs(process.env)
  const inputs = readInputs(process.env)
  checkEndpoints()
  // AWS's client takes longer to load than bad input takes to be refused.
  const [{ NetworkAwsClients }, { findCredentials }, { connect }] = await Promise.all([
    import('./aws/all-clients.ts'),
    import('./aws/identity.ts'),
    import('./connect.ts'),
  ])
  const clock = new ServiceClock(cancellation())
  const aws = new NetworkAwsClients(inputs.awsRegion, clock)
  const credentials = await findCredentials(aws, setSecret)
  const nonce = randomUUID().slice(0, 8)
  return {
    inputs,
    ...(await connect(inputs, { clock, aws, credentials, narrator: logNarrator, mask: setSecret, nonce })),
  }
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

const endpointVariables = ['', '_IAM', '_STS', '_CLOUDTRAIL'].map((service) => `AWS_ENDPOINT_URL${service}`)

/** An earlier step may have redirected AWS's endpoints: the answer that holds the secret would go there. */
function checkEndpoints(): void {
  for (const name of endpointVariables) {
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

/** The first line of the log names this many destinations, and counts the others. */
const namedDestinations = 10

function placesOf({ destinations }: Inputs): string {
  const names = destinations.slice(0, namedDestinations).map(({ place }) => nameOf(place))
  const others = destinations.length - names.length
  return `${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`
}

/** Before anything is said of any input. */
function maskInputs(environment: NodeJS.ProcessEnv): void {
  const inputs = ['github-token', 'dispatch-token', 'github-app-private-key'] as const
  const values = inputs.map((name) => (environment[variableOf(name)] ?? '').trim())
  for (const value of [...values, ...proxySecrets(environment)]) {
    if (value !== '') setSecret(value)
  }
}

/** What this configuration cannot survive, told in every run, with the lines that mend it. */
function standingWarnings({ destinations, recovery }: Inputs): readonly string[] {
  const writes = destinations.reduce((count, each) => count + each.secrets.length + each.variables.length, 0)
  if (recovery !== undefined || writes < 2) return []
  return [
    `Without a recovery secret, a run that is killed between two writes can leave secrets that do not work until the next run, or until a person mends them. Add to this step: "recovery-secret-name: AWS_KEY_RECOVERY" and "recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}".`,
  ]
}
