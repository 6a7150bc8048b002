/**
 * What the runs of a rotation ask for, what they wait for one after the other, and how long that takes in the sandbox's
 * simulated time: the same on every machine.
 */
import { duration } from '../clock.ts'
import { type Scenario, startScenario } from '../scenario.ts'
import type { WireRecord } from '../wire.ts'

/** What one run has taken. */
export interface Measured {
  readonly aws: number
  readonly github: number
  /** Of those, looks that were repeated until AWS knew a key, or a verification had ended. */
  readonly repeated: number
  /** Round trips that were waited for one after the other, the repeated ones left out. */
  readonly roundTrips: number
  /** Simulated milliseconds. */
  readonly taken: number
}

/** What none of AWS's and GitHub's answers can make shorter: waits, and round trips each of which needs the one before. */
export interface CriticalPath {
  readonly waits: number
  readonly roundTrips: number
}

export const phases = ['rotation', 'deactivation', 'deletion', 'nothing due'] as const
export type Phase = (typeof phases)[number]

/** Sandbox: IAM knows a new key after 8 s, a verification is queued for 5 s and runs for 20 s. */
const [known, verification] = [duration('8s'), duration('25s')]
/** The action's own: a claim settles, two pauses between three tries of a new key, a deactivation settles. */
const [settling, tries, deactivation] = [duration('5s'), duration('10s'), duration('30s')]

export const criticalPaths: Readonly<Record<Phase, CriticalPath>> = {
  // Who signs, user and keys | checks | last use | claim ⏱ read back | intent | create | look again | note ⏱ 3 tries |
  // publishing | budget | write | confirm | journal | dispatch ⏱ its end | jobs | annotations | journal | release. Of the
  // tries, the first is part of the wait for the key.
  rotation: { waits: settling + known + tries + verification, roundTrips: 20 },
  // Who signs, user and keys | destinations | same names nearby | last uses | unfinished runs | claim ⏱ read back |
  // destinations | journal | deactivate ⏱ dispatch ⏱ its end | jobs | annotations | journal | destinations | release
  deactivation: { waits: settling + deactivation + verification, roundTrips: 16 },
  // Who signs, user and keys | destinations | last uses | claim ⏱ read back | destinations | delete | journal | release
  deletion: { waits: settling, roundTrips: 9 },
  'nothing due': { waits: 0, roundTrips: 2 },
}

/** How long that takes where each round trip takes so many milliseconds. */
export function timeOf({ waits, roundTrips }: CriticalPath, latency: number): number {
  return waits + roundTrips * latency
}

/** A whole rotation of one repository with the default grace periods, run by run. */
export async function measureLifecycle(latency: number): Promise<Readonly<Record<Phase, Measured>>> {
  const scenario = await startScenario({ verification: 'direct' })
  try {
    const measured: Partial<Record<Phase, Measured>> = {}
    const days = { rotation: 0, deactivation: 9, deletion: 8, 'nothing due': 1 }
    for (const phase of phases) {
      scenario.sandbox.clock.advance(days[phase] * duration('1d'))
      measured[phase] = await measure(scenario, latency)
    }
    return measured as Record<Phase, Measured>
  } finally {
    await scenario.sandbox.stop()
  }
}

/** A run in which nothing is due, some days after so many repositories were written. */
export async function measureNothingDue(repositories: number): Promise<Measured> {
  const names = Array.from({ length: repositories }, (_, index) => `octo/service-${index}`)
  const inputs = { 'verification-workflow': 'none', 'deactivate-after': '0', 'delete-after': '0' }
  const scenario = await startScenario({ caller: 'role', verification: 'direct', repositories: names, inputs })
  try {
    await rotated(scenario)
    scenario.sandbox.clock.advance(duration('1d'))
    return await measure(scenario, 150)
  } finally {
    await scenario.sandbox.stop()
  }
}

async function measure(scenario: Scenario, latency: number): Promise<Measured> {
  const { wire, clock } = scenario.sandbox
  Object.assign(wire, { latency, overlaps: true, arrival: 'idle' })
  const before = wire.records.length
  const start = clock.now()
  await rotated(scenario)
  const records = wire.records.slice(before)
  const repeated = repeatedOf(records)
  const once = records.filter((record) => !repeated.includes(record))
  return {
    aws: records.filter(({ service }) => service !== 'github').length,
    github: records.filter(({ service }) => service === 'github').length,
    repeated: repeated.length,
    roundTrips: new Set(once.map(({ at }) => at)).size,
    taken: clock.now() - start,
  }
}

async function rotated(scenario: Scenario): Promise<void> {
  const { exitCode, output } = await scenario.rotate()
  if (exitCode !== 0) throw new Error(`the run failed:\n${output}`)
}

const look = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'

/** Looks at a run before the last one, and tries of a key that AWS does not know everywhere yet. */
function repeatedOf(records: readonly WireRecord[]): readonly WireRecord[] {
  const isTry = ({ operation }: WireRecord) => operation === 'GetCallerIdentity' || operation === 'GetUser'
  const inVain = new Set(records.filter((each) => isTry(each) && each.status === 403).map(({ at }) => at))
  const last = new Map(records.filter(({ operation }) => operation === look).map((each) => [each.target, each]))
  return records.filter((each) =>
    each.operation === look ? last.get(each.target) !== each : isTry(each) && inVain.has(each.at),
  )
}
