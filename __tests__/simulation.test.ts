/**
 * Weeks in the life of a few keys, decided by one seed: runs that overlap, are late, die or stand still, services that
 * fail or lag, people who meddle. The promise is kept at every instant, and every user comes to rest.
 *
 *     SIMULATIONS=100000 SIMULATION_SEED=7 npm test -- simulation.test.ts
 */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { play, type Schedule, schedules, schedulesTold, scheduleTold, violationTold } from './schedules.ts'

const count = Number(process.env['SIMULATIONS'] ?? 2_500)
const seed = Number(process.env['SIMULATION_SEED'] ?? 20_261_122)

/** Long enough for a slow machine. */
const timeout = 120_000 + count * 100

test('a schedule tells the same story every time', async () => {
  for (const schedule of fc.sample(schedules, { seed, numRuns: 20 })) {
    const [one, other] = [await play(schedule), await play(schedule)]
    expect(other.simulation.fingerprint).toBe(one.simulation.fingerprint)
  }
})

test(
  'the promise is kept whatever happens, and every user comes to rest',
  async () => {
    const start = performance.now()
    const sums = { schedules: 0, requests: 0, runs: 0, time: 0, longestTorn: 0 }
    const told = async (schedule: Schedule): Promise<string> => {
      const { violations, simulation } = await play(schedule)
      return violations.map((violation) => violationTold(violation, simulation)).join('\n\n')
    }
    const result = await fc.check(
      fc.asyncProperty(schedules, async (schedule) => {
        const { simulation, violations, longestTorn, lasted } = await play(schedule)
        sums.schedules += 1
        sums.requests += simulation.records.length
        sums.runs += simulation.runs.length
        sums.time += lasted
        sums.longestTorn = Math.max(sums.longestTorn, longestTorn)
        expect(violations.map(({ rule, what }) => `${rule}: ${what}`)).toEqual([])
      }),
      { seed, numRuns: count, ...pathOf(process.env['SIMULATION_PATH']) },
    )
    process.stdout.write(`${schedulesTold(sums, performance.now() - start)}\n`)
    const [schedule] = result.counterexample ?? []
    if (schedule === undefined) return
    throw new Error(
      `SIMULATION_SEED=${result.seed} SIMULATION_PATH=${result.counterexamplePath}\n${scheduleTold(schedule)}\n\n${await told(schedule)}`,
    )
  },
  timeout,
)

/** Plays one schedule only, as a failure has named it. */
function pathOf(path: string | undefined): { readonly path?: string } {
  return path === undefined ? {} : { path }
}
