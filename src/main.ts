/** Inputs → services → users → report. */
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { checkEndpointVariables, describeElsewhere, type Elsewhere, refuseUnsafe } from './aws/endpoints.ts'
import type { UserEnd } from './fleet/fleet.ts'
import { hasToDo, jobsFor } from './fleet/users-to-do.ts'
import { prepareConfiguration, readConfiguration } from './inputs/configuration.ts'
import type { Configuration } from './inputs/inputs.ts'
import { secretsOfJob } from './inputs/masks.ts'
import { refuseEchoedCommands, refuseUncheckedCertificates } from './network/secure-transport.ts'
import { worstFirst } from './report/ranking.ts'
import { annotate, mask, print, printFolded, setOutput, takeOver } from './report/runner.ts'
import { tell, tellFailure, tellWarning } from './report/tell.ts'
import { standingOf } from './report/titles.ts'
import { Problem } from './rotation/problem.ts'
import type { Duration } from './rotation/time.ts'

/** Runs the action. However it ends is reported, and sets the exit code. */
export async function run(): Promise<void> {
  takeOver()
  const cancelled = cancellation()
  let all: readonly UserEnd[]
  try {
    const configuration = await configure()
    if (configuration.mode === 'audit') return await auditAll(configuration, cancelled)
    all = await rotateAll(configuration, cancelled)
  } catch (failure) {
    await tellFailure(failure)
    return
  }
  // The stories of several users are told one after the other.
  for (const { report, story } of worstFirst(all)) {
    if (story.length > 0) printFolded(`${report.user}: ${standingOf(report)}`, story)
  }
  const [first] = all
  if (first?.inputs.mode === 'plan') setOutput('users', jobsFor(all.filter(hasToDo).map(selectorOf)))
  await tell(all)
  // A request that was abandoned may be sent again, by AWS's client: nothing of this run happens any more.
  if (cancelled.aborted) process.exit()
}

/** What selects this user in `only-users`. */
function selectorOf({ inputs, report }: UserEnd): string {
  return inputs.selector ?? report.user
}

/** Inputs whose values are masked before anything is said of any input. */
const secretInputs = ['github-token', 'dispatch-token', 'github-app-private-key', 'recovery-secret'] as const

/** What the run is to do; secrets are masked first. */
async function configure(): Promise<Configuration> {
  refuseEchoedCommands(process.env)
  for (const each of secretsOfJob(process.env, secretInputs)) mask(each)
  refuseUncheckedCertificates(process.env)
  await prepareConfiguration(process.env)
  const configuration = readConfiguration(process.env)
  checkEndpointVariables(process.env)
  return configuration
}

async function auditAll(configuration: Configuration, cancelled: AbortSignal): Promise<void> {
  const [{ audit }, { ServiceClock }] = await Promise.all([import('./audit/audit.ts'), import('./network/clock.ts')])
  await preferMemory()
  const clock = new ServiceClock(cancelled)
  return audit(configuration, { clock, environment: process.env, onElsewhere: namingElsewhere(), mask })
}

/** @throws what fails before anything is known about a user */
async function rotateAll(configuration: Configuration, cancelled: AbortSignal): Promise<readonly UserEnd[]> {
  const [first, ...others] = configuration.users
  if (first === undefined) throw new Problem('No user is configured', 'Name one.')
  // AWS's client takes longer to load than bad input takes to be refused.
  const [{ openJobAccess }, { runUsers }, { ServiceClock }] = await Promise.all([
    import('./aws/job-access.ts'),
    import('./fleet/fleet.ts'),
    import('./network/clock.ts'),
  ])
  await preferMemory()
  const jobAge = ageOfJob(process.env['GITHUB_EVENT_PATH'])
  const clock = new ServiceClock(cancelled)
  const access = await openJobAccess({
    users: [first, ...others],
    runId: first.job.runId,
    environment: process.env,
    clock,
    onElsewhere: namingElsewhere(),
    mask,
    print,
  })
  const nonce = () => randomUUID().slice(0, 8)
  if (configuration.users.length > 1) for (const each of configuration.warnings) tellWarning(each)
  return runUsers(configuration, { ...access, clock, mask, print, nonce, jobAge })
}

/**
 * Hundreds of requests leave garbage that V8 would let pile up on a large machine; a runner may be a small one. What has
 * to be loaded is loaded before, as that takes longer with it.
 */
async function preferMemory(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--optimize-for-size')
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
