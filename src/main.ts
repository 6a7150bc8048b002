/** Inputs → real ports → rotation → report. */
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { checkEndpointVariables, type Elsewhere, refuseUnsafe, tellElsewhere } from './aws/endpoints.ts'
import type { Connected } from './connect.ts'
import {
  type Destination,
  isSameName,
  nameOf,
  type Place,
  type RecoveryPlace,
  repositoryOf,
  storeOf,
} from './destination.ts'
import { type Inputs, readInputs } from './inputs/inputs.ts'
import { paceWarnings, scheduleOf } from './inputs/schedule.ts'
import { secretsOfJob } from './inputs/secrets-of-job.ts'
import { ServiceClock } from './network/clock.ts'
import { refuseEchoedCommands, refuseUncheckedCertificates } from './network/secure-transport.ts'
import { reportOf } from './report/report.ts'
import { annotate, mask, print, takeOver } from './report/runner.ts'
import { logNarrator, tell, tellFailure } from './report/tell.ts'
import { nextOf } from './report/words.ts'
import { rotate } from './rotation/rotate.ts'
import type { Duration } from './rotation/time.ts'
import { presentable } from './text/presentable.ts'

/** Runs the action. Whatever ends it is told, and sets the exit code. */
export async function run(): Promise<void> {
  takeOver()
  let prepared: Prepared
  try {
    prepared = await prepare()
  } catch (failure) {
    await tellFailure(failure)
    return
  }
  const { inputs, ports, policy, user, notes, warnings, afterwards } = prepared
  print(`${inputs.mode === 'plan' ? 'Planning for' : 'Looking at'} ${user}; destinations: ${placesOf(inputs)}`)
  const outcome = await rotate(ports, policy, inputs.mode === 'plan')
  const report = reportOf(outcome, outcome.world?.user.name ?? user, policy, [
    ...notes,
    ...warnings,
    ...afterwards(),
    ...inputs.warnings,
    ...paceWarnings(policy, scheduleOf(process.env)),
    ...standingWarnings(inputs),
  ])
  await tell(report, nextOf(outcome.ending), outcome.at)
  // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
  if (ports.clock.cancelled) process.exit()
}

interface Prepared extends Connected {
  readonly inputs: Inputs
  /** What is found out on the way. */
  readonly warnings: readonly string[]
}

/** Inputs whose values are masked before anything is said of any input. */
const secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'] as const

/** Everything up to the first look at the user's keys. */
async function prepare(): Promise<Prepared> {
  refuseEchoedCommands(process.env)
  for (const each of secretsOfJob(process.env, secretInputs)) mask(each)
  refuseUncheckedCertificates(process.env)
  const inputs = readInputs(process.env)
  checkEndpointVariables(process.env)
  // AWS's client takes longer to load than bad input takes to be refused.
  const [{ NetworkAwsClients }, { findCredentials }, { connect }] = await Promise.all([
    import('./aws/all-clients.ts'),
    import('./aws/caller.ts'),
    import('./connect.ts'),
  ])
  const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH'])
  const clock = new ServiceClock(cancellation())
  const aws = new NetworkAwsClients(inputs.awsRegion, clock, tellingElsewhere())
  const credentials = await findCredentials(aws, process.env, inputs.iamUser, mask)
  print(`Signing with the credentials of ${credentials.source}`)
  const nonce = randomUUID().slice(0, 8)
  const narrator = logNarrator
  const warnings: string[] = []
  const warn = (text: string) => warnings.push(text)
  const connected = await connect(inputs, { clock, aws, credentials, narrator, mask, warn, nonce, jobAge })
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

/** Tells each service's endpoint that is none of AWS's own once; where keys would cross a network in the clear, refuses. */
function tellingElsewhere(): (elsewhere: Elsewhere) => void {
  const told = new Set<string>()
  return (elsewhere) => {
    refuseUnsafe(elsewhere)
    const target = `${elsewhere.service} ${elsewhere.origin}`
    if (told.has(target)) return
    told.add(target)
    if (elsewhere.origin.startsWith('https:')) annotate('warning', tellElsewhere(elsewhere))
    else print(tellElsewhere(elsewhere))
  }
}

/** The first line of the log names this many destinations, and counts the others. */
const namedDestinations = 10

function placesOf({ destinations }: Inputs): string {
  const names = destinations.slice(0, namedDestinations).map(({ place }) => nameOf(place))
  const others = destinations.length - names.length
  return `${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`
}

/** What this configuration cannot survive, or gives away; told in every run, with the lines that fix it. */
function standingWarnings({ destinations, recovery }: Inputs): readonly string[] {
  if (recovery !== undefined) return wideRecovery(recovery, destinations)
  const writes = destinations.reduce((count, each) => count + each.secrets.length + each.variables.length, 0)
  if (writes < 2) return []
  return [
    `Without a recovery secret, a run that is killed between two writes can leave secrets that do not work until the next run, or until a person fixes them. Add to this step: "recovery-secret-name: AWS_KEY_RECOVERY" and "recovery-secret: \${{ secrets.AWS_KEY_RECOVERY }}".`,
  ]
}

/** The recovery secret of a repository is read on every branch, also where its destinations are environments, which are not. */
function wideRecovery(
  { owner, repo, environment, name }: RecoveryPlace,
  destinations: readonly Destination[],
): readonly string[] {
  const isThere = (place: Place) =>
    storeOf(place) === 'actions' && isSameName(repositoryOf(place) ?? '', `${owner}/${repo}`)
  const there = destinations.map(({ place }) => place).filter(isThere)
  const [first] = there
  if (environment !== undefined || first?.kind !== 'environment') return []
  if (there.some(({ kind }) => kind !== 'environment')) return []
  const protectedBy = presentable(first.environment)
  return [
    `The recovery secret ${name} lies in ${owner}/${repo}, where workflows of every branch can read the new key while it is there; jobs there get the key from environments only. Write "recovery-secret-name: ${owner}/${repo}/${protectedBy}:${name}" instead, and let the job that rotates name that environment ("environment: ${protectedBy}").`,
  ]
}
