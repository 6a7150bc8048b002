/**
 * Plays the schedules of one seed: a worker of `simulation-tests.ts`. It runs in plain Node.js, since every word of the
 * language that Jest's realm looks up takes longer there, and it has a core of its own.
 */
import { parentPort, workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { type Played, play } from './play-schedule.ts'
import { scheduleTold } from './schedule.ts'
import { schedules } from './schedule-arbitraries.ts'
import type { Sums } from './seed-report.ts'
import { violationTold } from './violation.ts'

/** What a player is asked for. */
export interface Task {
  readonly seed: number
  readonly count: number
  /** One schedule only, as a failure has named it. */
  readonly path: string | undefined
}

/** What it found. */
export interface Report {
  readonly sums: Sums
  /** In milliseconds. */
  readonly took: number
  /** The shortest schedule that broke a rule, as a story, and how to play it again. */
  readonly failure: string | undefined
}

const { seed, count, path } = workerData as Task

const start = performance.now()
const sums = { schedules: 0, requests: 0, runs: 0, time: 0, longestTorn: 0 }

const told = ({ violations, simulation }: Played) =>
  violations.map((violation) => violationTold(violation, simulation)).join('\n\n')

const result = await fc.check(
  fc.asyncProperty(schedules, async (schedule) => {
    const { simulation, violations, longestTorn, lasted } = await play(schedule)
    sums.schedules += 1
    sums.requests += simulation.records.length
    sums.runs += simulation.runs.length
    sums.time += lasted
    sums.longestTorn = Math.max(sums.longestTorn, longestTorn)
    return violations.length === 0
  }),
  { seed, numRuns: count, ...(path === undefined ? {} : { path }) },
)

const [schedule] = result.counterexample ?? []
const story = async () =>
  schedule === undefined ? String(result.errorInstance) : `${scheduleTold(schedule)}\n\n${await toldAgain(schedule)}`

/** A schedule that ended in a fault of the simulation itself ends in it again. */
async function toldAgain(schedule: Parameters<typeof play>[0]): Promise<string> {
  try {
    return told(await play(schedule))
  } catch (error) {
    return error instanceof Error ? String(error.stack) : String(error)
  }
}

const failure = result.failed
  ? `SIMULATION_SEED=${result.seed} SIMULATION_PATH=${result.counterexamplePath}\n${await story()}`
  : undefined

parentPort?.postMessage({ sums, took: performance.now() - start, failure } satisfies Report)
