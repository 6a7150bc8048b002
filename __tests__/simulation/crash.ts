/**
 * What the crash tests share: every scenario, one schedule of faults played until the user is at rest, and what is said
 * of many schedules. The real wiring runs in simulated time, and the promise is checked after every request.
 */

import { liveKeys } from '../../sandbox/aws/account.ts'
import { duration } from '../../sandbox/clock.ts'
import type { Outcome } from '../../src/rotation/rotate.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import type { Fault, RequestRecord } from './traffic.ts'
import type { Harm } from './watch.ts'

/** Everything that is tried, instead of what tells schedules apart; takes much longer. */
export const isFullSweep = process.env['CRASH_SWEEP'] === 'full'

export interface CrashScenario {
  readonly caller: 'self' | 'role'
  readonly destinations: 1 | 2 | 3
  /** Repositories only, or an environment, an organization, Dependabot and Agents too. */
  readonly places?: 'every kind'
  readonly recovery: boolean
  /** The whole lifecycle in one run, or over scheduled runs with the default grace periods. */
  readonly lifecycle: 'one run' | 'many runs'
  /** A server that does not say which run a dispatch has started: GitHub Enterprise Server below 3.21. */
  readonly server?: 'old'
  /** For days, a job has the old key, somebody uses it, and a workflow misses it when it is off. */
  readonly oldKey?: 'in use'
}

/** Every kind of user. */
export function scenariosOf(caller: CrashScenario['caller']): readonly CrashScenario[] {
  const ofRepositories = ([1, 3] as const).flatMap((destinations) =>
    [true, false].flatMap((recovery) =>
      (['one run', 'many runs'] as const).map((lifecycle) => ({ caller, destinations, recovery, lifecycle })),
    ),
  )
  const one = { caller, destinations: 1, places: 'every kind', lifecycle: 'one run' } as const
  return [
    ...ofRepositories,
    { ...one, recovery: true },
    { ...one, recovery: false },
    { caller, destinations: 1, recovery: true, lifecycle: 'one run', server: 'old' },
    { caller, destinations: 1, recovery: true, lifecycle: 'many runs', oldKey: 'in use' },
  ]
}

export function nameOf({ destinations, places: kinds, recovery, lifecycle, server, oldKey }: CrashScenario): string {
  const repositories = destinations === 1 ? '1 destination' : `${destinations} destinations`
  const places = kinds === undefined ? repositories : 'every kind of destination'
  const more = `${server === undefined ? '' : ', an old server'}${oldKey === undefined ? '' : ', the old key in use'}`
  return `${places}, ${recovery ? 'recovery secret' : 'no recovery secret'}, ${lifecycle}${more}`
}

const recoveryInputs = {
  'recovery-secret-name': 'AWS_KEY_RECOVERY',
  'recovery-secret': `\${{ secrets.AWS_KEY_RECOVERY }}`,
}

/** A world in which the key is due. */
export function simulate(
  { caller, destinations, places, recovery, lifecycle, server, oldKey }: CrashScenario,
  more: SimulationOptions = {},
) {
  const inputs = {
    ...(lifecycle === 'one run' ? { 'deactivate-after': '0', 'delete-after': '0' } : { 'deactivate-after': '1d' }),
    ...(recovery ? recoveryInputs : {}),
  }
  const github = server === undefined ? {} : { runDetails: false }
  const trail = oldKey !== undefined
  const simulation = new Simulation({
    caller,
    destinations,
    places: places ?? 'repositories',
    inputs,
    github,
    trail,
    ...more,
  })
  if (oldKey !== undefined) clingToOldKey(simulation)
  return simulation
}

/** How long the old key is used, a job has it, and a workflow misses it. */
const clinging = { uses: duration('30h'), job: duration('80h'), workflow: duration('5d') } as const

function clingToOldKey(simulation: Simulation): void {
  const { aws, github, clock, home, timeline } = simulation
  const { accessKeyId: old } = simulation.originalKey()
  const isOn = () =>
    liveKeys(aws.user('ci-bot')).some(({ accessKeyId, status }) => {
      return accessKeyId === old && status === 'Active'
    })
  const begun = clock.now()
  simulation.startJob(home, clinging.job)
  for (let at = 0; at <= clinging.uses; at += duration('1h')) {
    timeline.after(at, () => {
      const call = { event: 'ListBuckets', source: '203.0.113.7', agent: 'aws-cli' }
      if (isOn()) aws.noteUse(old, { at: clock.now(), service: 's3', region: 'eu-central-1', call })
    })
  }
  const workflow = github.repository(home).workflow('verify.yml')
  if (workflow === undefined) return
  const { job } = workflow
  workflow.protection = { environment: 'production', waitTimer: 1 }
  workflow.job = async (context) => (isOn() || clock.now() - begun > clinging.workflow ? job(context) : 'failure')
}

/** Which request something goes wrong with, counted over all runs from 1. */
export interface PlannedFault {
  readonly at: number
  readonly kind: Fault
}

/** Whether a request changes anything; what only reads leaves the world as it is, whatever becomes of the answer. */
export function isMutating({ operation }: RequestRecord): boolean {
  return /^(Create|Update|Delete|Tag|Untag|PUT|POST|PATCH|DELETE)/.test(operation)
}

/** The faults of a request that lead to different worlds; killed before one request is killed after the one before. */
export function faultsOf(record: RequestRecord): readonly Fault[] {
  if (isFullSweep) return ['refused', 'unavailable', 'throttled', 'lost', 'killed before', 'killed after', 'cancelled']
  return isMutating(record) ? ['refused', 'lost', 'killed after'] : ['refused']
}

/** Looks at what has not changed since the last one, while a key is waited for or a verification, are tried once. */
export function withoutRepetition(records: readonly RequestRecord[]): readonly RequestRecord[] {
  if (isFullSweep) return records
  const seen = new Set<string>()
  return records.filter((record) => {
    const { run, operation, subject, status, caller } = record
    if (isMutating(record)) seen.clear()
    const look = JSON.stringify([run, operation, subject, status, caller])
    const isRepeated = seen.has(look)
    seen.add(look)
    return !isRepeated
  })
}

/** How one schedule went. */
export interface Played {
  readonly simulation: Simulation
  /** Runs until the user was at rest; undefined when it never was. */
  readonly runs: number | undefined
  /** Runs without a fault until the user was back on the path of its lifecycle. */
  readonly cleanRuns: number
  readonly isMended: boolean
}

const mostRuns = 30

/** Runs daily, with these faults, until the user is at rest. */
export async function play(scenario: CrashScenario, faults: readonly PlannedFault[]): Promise<Played> {
  const plan = new Map(faults.map(({ at, kind }) => [at, kind]))
  const simulation = simulate(scenario, { fault: ({ overall }) => plan.get(overall) })
  const last = Math.max(0, ...faults.map(({ at }) => at))
  let cleanRuns = 0
  let isOnPath = false
  let isMended = false
  for (let runs = 1; runs <= mostRuns; runs += 1) {
    simulation.useKeys()
    const isClean = simulation.records.length >= last
    const outcome = await simulation.run()
    if (isClean && !isOnPath) cleanRuns += 1
    if (isOnTrack(outcome)) isOnPath ||= isClean
    if (outcome?.phase === 'steady' && !outcome.failed && simulation.isAtRest()) {
      return { simulation, runs, cleanRuns, isMended }
    }
    if (isClean && outcome === undefined && isNamedException(scenario, simulation)) {
      mend(simulation)
      isMended = true
      cleanRuns = 0
    }
    await simulation.pass(duration('1d'))
  }
  return { simulation, runs: undefined, cleanRuns, isMended }
}

function isOnTrack(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && !outcome.failed && outcome.phase !== 'rotating' && outcome.phase !== 'blocked'
}

/** Self-rotation without a recovery secret whose own pair is torn: the one case that waits for a person. */
function isNamedException({ caller, recovery }: CrashScenario, simulation: Simulation): boolean {
  const pair = ownPair(simulation)
  const id = liveKeys(simulation.aws.user('ci-bot')).find((key) => key.accessKeyId === pair.id)
  return caller === 'self' && !recovery && id?.secretAccessKey !== pair.secret
}

function ownPair({ github, home }: Simulation) {
  return {
    id: github.secretValue(home, 'AWS_ACCESS_KEY_ID'),
    secret: github.secretValue(home, 'AWS_SECRET_ACCESS_KEY'),
  }
}

/** What the documentation asks the person to do: the ID is that of the other key. */
function mend(simulation: Simulation): void {
  const { id } = ownPair(simulation)
  const other = liveKeys(simulation.aws.user('ci-bot')).find(({ accessKeyId }) => accessKeyId !== id)
  if (other === undefined) return
  simulation.meddle('sets the ID to that of the other key', ({ github, home }) =>
    github.setSecret(home, 'AWS_ACCESS_KEY_ID', other.accessKeyId),
  )
}

/** What is said of many schedules. */
export interface Tally {
  schedules: number
  atRest: number
  /** At rest after a person has mended a pair that a self-rotation without a recovery secret left in two halves. */
  mended: number
  cleanRuns: number
  /** Milliseconds that a place held two halves while the run that wrote them was at work. */
  tornAtWork: number
  /** Milliseconds that a place held two halves because the run that wrote them was gone. */
  tornUntilNextRun: number
  /** Schedules in which a key that some places had was withdrawn: a role without a recovery secret. */
  withdrawn: number
}

export function emptyTally(): Tally {
  return { schedules: 0, atRest: 0, mended: 0, cleanRuns: 0, tornAtWork: 0, tornUntilNextRun: 0, withdrawn: 0 }
}

/** Counts a schedule; a text for people when the promise was not kept. */
export function judge(scenario: CrashScenario, played: Played, tally: Tally): string | undefined {
  const { simulation, runs, cleanRuns, isMended } = played
  const { harms } = simulation
  tally.schedules += 1
  if (runs !== undefined) tally.atRest += 1
  if (isMended) tally.mended += 1
  tally.cleanRuns = Math.max(tally.cleanRuns, cleanRuns)
  for (const harm of harms) {
    if (harm.cause !== 'torn pair') continue
    const span = (harm.to ?? Number.POSITIVE_INFINITY) - harm.from
    if (isHealedByItsRun(harm)) tally.tornAtWork = Math.max(tally.tornAtWork, span)
    else tally.tornUntilNextRun = Math.max(tally.tornUntilNextRun, span)
  }
  const withdrawals = harms.filter(({ cause }) => cause === 'withdrawn after a part was published')
  if (withdrawals.length > 0) tally.withdrawn += 1
  const isExcepted = scenario.caller === 'role' && !scenario.recovery
  const broken = harms.filter(
    (harm) => (harm.cause === 'promise broken' && !isBlind(harm, simulation)) || harm.cause === 'a person',
  )
  const left = harms.filter(({ to }) => to === undefined)
  const problem =
    (broken[0] && 'the promise was broken') ??
    (runs === undefined ? 'the user never came to rest' : undefined) ??
    (cleanRuns > 2 ? `it took ${cleanRuns} clean runs to be back on the path` : undefined) ??
    (left[0] && 'a place was left broken') ??
    (withdrawals.length > 0 && !isExcepted ? 'a key that some places had was withdrawn' : undefined)
  return problem === undefined ? undefined : `${problem}\n${storyOf(simulation)}`
}

/** Where a run may not see the runs of a repository, time protects alone, and the run says so. */
export function isBlind({ what, by }: Harm, { runs }: Simulation): boolean {
  if (!what.endsWith('while a job had it') || typeof by === 'string') return false
  const isRefused = ({ operation, status }: RequestRecord) =>
    operation === 'GET /repos/{owner}/{repo}/actions/runs' && status === 403
  return runs.some(({ number, requests }) => number === by.run && requests.some(isRefused))
}

/** A run heals what it tears, unless it is killed, refused for good or cancelled: then the pair outlives it. */
function isHealedByItsRun({ from, to }: Harm): boolean {
  return to !== undefined && to - from < duration('10m')
}

function storyOf({ harmsTold, runs }: Simulation): string {
  const logs = runs.slice(-4).map(({ number, log }) => `run ${number}\n${log.join('\n')}`)
  return [harmsTold, ...logs].join('\n\n')
}

/** What a world looks like to the next run, whatever the time is: schedules that lead to the same one go on alike. */
export function stateOf({ aws, github, repositories, home }: Simulation): string {
  const keys = aws.keys('ci-bot')
  const named = (text: string | undefined) =>
    keys.reduce(
      (named, { accessKeyId, secretAccessKey }, index) =>
        named.replaceAll(accessKeyId, `K${index}`).replaceAll(secretAccessKey, `S${index}`),
      text ?? 'none',
    )
  const shown = keys.map(({ status, deleted }) => (deleted === undefined ? status : 'deleted'))
  const places = repositories.map((name) =>
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((secret) => named(github.secretValue(name, secret))),
  )
  const recovery = named(github.secretValue(home, 'AWS_KEY_RECOVERY'))
  const tags = named(JSON.stringify(aws.tags('ci-bot')))
  return JSON.stringify([shown, places, recovery, tags])
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'then')
    .replaceAll(/nonce=\S+|octo\/app\/\d+\/\d+/g, 'run')
}
