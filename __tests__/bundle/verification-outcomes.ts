/** What runs of the verification workflow come to in a scenario. */
import { expect } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Workflow } from '../../sandbox/github/workflow.ts'
import type { Fate } from '../../sandbox/github/workflow-run.ts'
import type { Scenario, ScenarioOptions } from '../../sandbox/scenario.ts'
import { inScenario } from './support.ts'

const day = duration('1d')

/** The verification workflow of the documentation, in this repository. */
export function verification({ sandbox, home }: Scenario, repository = home): Workflow {
  const workflow = sandbox.github.repository(repository).workflow('verify.yml')
  if (workflow === undefined) throw new RangeError(`${repository} has no verify.yml`)
  return workflow
}

/** What the verification's runs come to from now on. */
export type Outcome = 'works' | 'rejected' | Fate

/** Lets them come to this. */
export function letRuns(scenario: Scenario, outcome: Outcome): void {
  const workflow = verification(scenario)
  workflow.fate = outcome === 'works' || outcome === 'rejected' ? 'normal' : outcome
  workflow.job = outcome === 'rejected' ? async () => 'failure' : direct(scenario)
}

const jobs = new WeakMap<Scenario, Workflow['job']>()

/** The job that the verification had when the scenario began. */
export function direct(scenario: Scenario): Workflow['job'] {
  const job = jobs.get(scenario) ?? verification(scenario).job
  jobs.set(scenario, job)
  return job
}

/** A user whose new key is published and proven, and whose old one still works, a day later. */
export async function inOverlap(
  options: ScenarioOptions,
  story: (scenario: Scenario) => Promise<void>,
  inputs: Readonly<Record<string, string>> = {},
): Promise<void> {
  await inScenario({ caller: 'role', ...options }, async (scenario) => {
    direct(scenario)
    const { outputs } = await scenario.rotate(inputs)
    expect(outputs['phase']).toBe('overlap')
    scenario.sandbox.clock.advance(day + duration('1h'))
    await story(scenario)
  })
}
