/** The crash test of one kind of caller: one suite for each, so that they run at the same time. */
import { describe, expect, test } from '@jest/globals'
import {
  type CrashScenario,
  emptyTally,
  faultsOf,
  isFullSweep,
  judge,
  nameOf,
  type PlannedFault,
  play,
  scenariosOf,
  simulate,
  stateOf,
  type Tally,
  withoutRepetition,
} from './crash.ts'
import { holdsInGuarantees, inSeconds } from './guarantees.ts'

/** Ends what hangs: a busy machine decides nothing. */
const patience = (isFullSweep ? 4 : 1) * 3_600_000

/** Plays a schedule and fails with a story when it goes wrong. */
async function tried(scenario: CrashScenario, faults: readonly PlannedFault[], tally: Tally) {
  const played = await play(scenario, faults)
  const problem = judge(scenario, played, tally)
  // A matcher for each of thousands of schedules takes longer than the schedules.
  if (problem !== undefined) expect(`${JSON.stringify(faults)}: ${problem}`).toBe('kept')
  return played
}

/** The requests of a rotation in which nothing goes wrong. */
async function faultless(scenario: CrashScenario) {
  const simulation = simulate(scenario)
  await simulation.restDaily(20)
  expect(simulation.harms.filter(({ cause }) => cause !== 'torn pair')).toEqual([])
  return simulation.records
}

/** One line of the table in the documentation. */
function row(name: string, tally: Tally): string {
  const cells = [
    name,
    tally.schedules,
    tally.atRest,
    tally.cleanRuns,
    inSeconds(tally.tornAtWork),
    inSeconds(tally.tornUntilNextRun),
    tally.withdrawn,
    tally.mended,
  ]
  return `| ${cells.join(' | ')} |`
}

const head = [
  '| scenario | schedules | at rest | clean runs needed, at most | longest torn, run at work | longest torn, run gone | a part withdrawn | mended by a person |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
]

/** The user with everything in it, whose whole lifecycle takes one run. */
export const everythingInOneRun = (caller: CrashScenario['caller']): CrashScenario => {
  return { caller, destinations: 1, recovery: true, lifecycle: 'one run' }
}

/** One fault, of every kind and at every request. */
export async function withOneFault(scenario: CrashScenario): Promise<Tally> {
  const tally = emptyTally()
  for (const record of withoutRepetition(await faultless(scenario))) {
    const kinds = isFullSweep ? faultsOf(record) : (['refused', 'lost', 'killed after'] as const)
    for (const kind of kinds) await tried(scenario, [{ at: record.overall, kind }], tally)
  }
  expect(tally.atRest).toBe(tally.schedules)
  if (scenario.caller === 'role' || scenario.recovery) expect(tally.mended).toBe(0)
  if (scenario.caller === 'self' || scenario.recovery) expect(tally.withdrawn).toBe(0)
  return tally
}

/** Singles over every scenario, pairs over the one with everything in it. */
export function crashTests(caller: CrashScenario['caller']): void {
  const rows: string[] = []

  describe('one fault, at every request', () => {
    test.each(scenariosOf(caller).map((scenario) => [nameOf(scenario), scenario] as const))(
      '%s',
      async (name, scenario) => {
        rows.push(row(name, await withOneFault(scenario)))
      },
      patience,
    )
  })

  test(
    'two faults, at every two requests',
    async () => {
      const scenario = everythingInOneRun(caller)
      const tally = emptyTally()
      const states = new Set<string>()
      for (const first of withoutRepetition(await faultless(scenario))) {
        for (const kind of faultsOf(first)) {
          const one = { at: first.overall, kind }
          const { simulation } = await play(scenario, [one])
          const isNew = isFullSweep || isNewState(await stateAfter(scenario, one), states)
          for (const second of withoutRepetition(simulation.records)) {
            if (second.overall <= first.overall || (second.run > first.run && !isNew)) continue
            for (const another of faultsOf(second)) {
              await tried(scenario, [one, { at: second.overall, kind: another }], tally)
            }
          }
        }
      }
      expect(tally).toMatchObject({ atRest: tally.schedules, withdrawn: 0, mended: 0 })
      rows.push(row('two faults: 1 destination, recovery secret, one run', tally))
    },
    patience,
  )

  test('the documentation tells these figures', () => {
    if (!isFullSweep) holdsInGuarantees(`schedules ${caller}`, [...head, ...rows].join('\n'))
    process.stdout.write(`\n${caller}\n${[...head, ...rows].join('\n')}\n`)
  })
}

function isNewState(state: string, states: Set<string>): boolean {
  const isNew = !states.has(state)
  states.add(state)
  return isNew
}

/** What the run with this fault leaves to the next one. */
async function stateAfter(scenario: CrashScenario, fault: PlannedFault): Promise<string> {
  const simulation = simulate(scenario, { fault: ({ overall }) => (overall === fault.at ? fault.kind : undefined) })
  await simulation.run()
  return stateOf(simulation)
}
