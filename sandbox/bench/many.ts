/** Many places and many users in one run, with GitHub's limits enforced: how long they take, and what they weigh. */
import { existsSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { duration } from '../clock.ts'
import { addUsers, fleetFile, namesOf, repositoriesOf, rotateFleet, standings, unverified, verified } from '../fleet.ts'
import type { ActionResult } from '../runner.ts'
import { type RunOptions, type Scenario, startScenario } from '../scenario.ts'
import type { WireRecord } from '../wire.ts'

/** What a run took beside what GitHub's limits ask for, in milliseconds of the sandbox's time, and its memory in MiB. */
export interface Many {
  readonly taken: number
  /** In which the limits allow it, were there nothing else to wait for. */
  readonly allowed: number
  readonly peak: number
}

/** The requests of a run, by whom they ask. */
export interface Asked {
  readonly aws: number
  readonly reads: number
  readonly writes: number
  /** What GitHub has answered with a secondary limit. */
  readonly refused: number
}

const put = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'

/** A role that may take its time. */
export const longSession = ({ sandbox }: Scenario) => ({
  credentials: sandbox.aws.assumeRole('key-rotation', 'rotate', duration('12h')),
  environment: { AWS_CREDENTIAL_EXPIRATION: new Date(sandbox.clock.now() + duration('12h')).toISOString() },
})

/** The requests that write a secret. */
export const writesOf = ({ sandbox }: Scenario): readonly WireRecord[] =>
  sandbox.wire.records.filter(({ operation }) => operation === put)

/**
 * When the last of so many writes may come after the first one: 80 a minute and 500 an hour, in every span. Pairs are sent
 * together, so that as many as the limits allow may come at one moment.
 */
export function soonestWrites(writes: number): number {
  const times: number[] = []
  for (let index = 0; index < writes; index += 1) {
    const afterMinute = (times[index - 80] ?? Number.NEGATIVE_INFINITY) + 60_000
    const afterHour = (times[index - 500] ?? Number.NEGATIVE_INFINITY) + 3_600_000
    times.push(Math.max(0, afterMinute, afterHour))
  }
  return times.at(-1) ?? 0
}

/** In what time GitHub's limits for one token allow so many requests: 900 points, and 80 writes, a minute. */
export function soonestRequests({ reads, writes }: Pick<Asked, 'reads' | 'writes'>): number {
  return 60_000 * Math.max((reads + 5 * writes) / 900, writes / 80)
}

/** The most memory that the process of a run has held, in MiB, looked at now and then: Linux tells it. */
function weighing({ sandbox }: Scenario): { readonly options: RunOptions; peak(): number } {
  const { wire } = sandbox
  let pid = 0
  let peak = 0
  wire.observers.push({
    after: () => {
      if (wire.records.length % 100 !== 0 && wire.records.length > 200) return
      const file = `/proc/${pid}/status`
      const status = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? []
      peak = Math.max(peak, Number(kilobytes) / 1_024)
    },
  })
  const onStart = (started: number) => {
    pid = started
  }
  // More heap than it needs: it is looked at, not held to it.
  return { options: { heap: 1_024, onStart }, peak: () => peak }
}

/** A rotation of one user whose key is in so many repositories. */
export async function measurePlaces(count: number): Promise<Many> {
  const repositories = Array.from({ length: count }, (_, index) => `octo/service-${index}`)
  return inWorld(repositories, async (scenario) => {
    // The process does not see the sandbox's time pass while it waits for answers.
    scenario.sandbox.wire.latency = 0
    const { options, peak } = weighing(scenario)
    const inputs = { 'verification-workflow': 'none', 'time-limit': '3h' }
    await succeeded(scenario.rotate(inputs, { ...longSession(scenario), ...options }))
    const writes = writesOf(scenario)
    const taken = (writes.at(-1)?.at ?? 0) - (writes[0]?.at ?? 0)
    return { taken, allowed: soonestWrites(2 * count), peak: peak() }
  })
}

/** A rotation of so many users, all of them verified, fifty at the same time. */
export async function measureUsers(count: number, options: RunOptions = {}): Promise<Many & Asked> {
  return inWorld(repositoriesOf(namesOf(count)), async (scenario) => {
    const { wire, clock, github } = scenario.sandbox
    Object.assign(wire, { latency: 100, overlaps: true, arrival: 'idle' })
    const weighed = weighing(scenario)
    const file = fleetFile(addUsers(scenario), verified)
    const start = clock.now()
    const run = rotateFleet(scenario, file, { 'max-parallel': '50' }, { ...weighed.options, ...options })
    const others = standings(await succeeded(run)).filter((each) => !each.endsWith(' overlap'))
    if (others.length > 0) throw new Error(`not all of them were rotated: ${others.join(', ')}`)
    const ofGitHub = wire.records.filter((each) => each.service === 'github' && each.operation !== 'GET /rate_limit')
    const reads = ofGitHub.filter(({ method }) => method === 'GET').length
    const aws = wire.records.filter(({ service }) => service !== 'github').length
    const asked = { aws, reads, writes: ofGitHub.length - reads, refused: github.secondaryLimitAnswers }
    return { ...asked, taken: clock.now() - start, allowed: soonestRequests(asked), peak: weighed.peak() }
  })
}

/** What a plan took. */
export interface Plan {
  /** Milliseconds by the wall clock: the process and its answers, without what it waits for by the sandbox's time. */
  readonly taken: number
  /** What it waited for by the sandbox's time: GitHub's limits for one token. */
  readonly waited: number
  readonly peak: number
  readonly requests: number
}

/**
 * A plan for so many users, of whom all are due, or none and never rotated before, where each answer takes so many
 * milliseconds by the wall clock.
 */
export async function measurePlan(count: number, latency: number, due: 'all' | 'none' = 'none'): Promise<Plan> {
  return inWorld(repositoriesOf(namesOf(count)), async (scenario) => {
    const { wire, clock } = scenario.sandbox
    Object.assign(wire, { latency: 0, overlaps: true })
    wire.observers.push({ before: () => new Promise((resolve) => setTimeout(resolve, latency)) })
    const { options, peak } = weighing(scenario)
    const file = fleetFile(addUsers(scenario, due === 'all' ? 61 : 10), unverified)
    const [start, began] = [performance.now(), clock.now()]
    const { outputs } = await succeeded(rotateFleet(scenario, file, { mode: 'plan' }, options))
    const taken = performance.now() - start
    const found = (JSON.parse(outputs['users'] ?? '') as readonly unknown[]).length
    if (found > 0 !== (due === 'all')) throw new Error(`${found} jobs of users that are due`)
    return { taken, waited: clock.now() - began, peak: peak(), requests: wire.records.length }
  })
}

async function inWorld<Found>(
  repositories: readonly string[],
  measure: (scenario: Scenario) => Promise<Found>,
): Promise<Found> {
  const inputs = { 'deactivate-after': '1d' }
  const scenario = await startScenario({ caller: 'role', verification: 'direct', repositories, inputs })
  const { sandbox } = scenario
  sandbox.github.limits = 'enforced'
  try {
    return await measure(scenario)
  } finally {
    await sandbox.stop()
  }
}

async function succeeded(run: Promise<ActionResult>): Promise<ActionResult> {
  const result = await run
  if (result.exitCode !== 0) throw new Error(`the run failed:\n${result.output.slice(-5_000)}`)
  return result
}
