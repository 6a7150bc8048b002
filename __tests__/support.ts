/** What the tests of the bundle share: a scenario per test, and the story that the wire tells. */
import { expect } from '@jest/globals'
import type { ActionResult } from '../sandbox/runner.ts'
import { type Scenario, type ScenarioOptions, startScenario } from '../sandbox/scenario.ts'
import type { WireRecord } from '../sandbox/wire.ts'

/** Starts a scenario, and stops it however the test ends. The verify action is started where a test asks for it. Every exchange with GitHub must fit its description. */
export async function inScenario(options: ScenarioOptions, test: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await startScenario({ verification: 'direct', ...options })
  try {
    await test(scenario)
    expect(scenario.sandbox.violations).toEqual([])
  } finally {
    await scenario.sandbox.stop()
  }
}

/** Zero grace periods: the whole lifecycle in one run. */
export const inOneRun = { 'deactivate-after': '0', 'delete-after': '0' } as const

/** Requests that change something at AWS or GitHub; a dispatch changes nothing that has to be undone. */
export function changes({ sandbox }: Scenario): readonly string[] {
  const changing = /^(Create|Update|Delete|Tag|Untag|PUT|PATCH|DELETE)/
  return sandbox.wire.records.map(({ operation }) => operation).filter((operation) => changing.test(operation))
}

/** The requests of a run as a story: who is asked for what, by whom; repetitions are told once. */
export function story({ sandbox }: Scenario, nameOf: (caller: string) => string): readonly string[] {
  const lines = sandbox.wire.records.map((record) => line(record, nameOf(record.caller)))
  return lines.filter((each, index) => each !== lines[index - 1])
}

function line({ service, operation, status }: WireRecord, caller: string): string {
  return `${service} ${operation} ${status} (${caller})`
}

/** Live keys by id and status, oldest first. */
export function keysOf({ sandbox, user }: Scenario): readonly string[] {
  return sandbox.aws
    .keys(user)
    .filter((key) => key.deleted === undefined)
    .map((key) => `${key.accessKeyId} ${key.status}`)
}

/** The error annotation of a run, as the runner shows it. */
export function errorOf({ stdout }: ActionResult): string {
  const error = /^::error(?: [^:]*)?::(.*)$/m.exec(stdout)?.[1] ?? ''
  return error.replaceAll('%0A', '\n').replaceAll('%25', '%')
}

/** One user's part of the output `report`. */
export function reportOf({ outputs }: ActionResult): Record<string, unknown> {
  const [report] = JSON.parse(outputs['report'] ?? '[]') as readonly Record<string, unknown>[]
  return report ?? {}
}
