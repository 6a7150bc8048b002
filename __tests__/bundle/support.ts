/** What the tests of the bundle share: a scenario per test, and the story that the wire tells. */
import { expect } from '@jest/globals'
import { duration } from '../../sandbox/clock.ts'
import type { Annotation } from '../../sandbox/github/workflow-run.ts'
import type { ActionResult } from '../../sandbox/runner.ts'
import { runnerLog } from '../../sandbox/runner-log.ts'
import { type RunOptions, type Scenario, type ScenarioOptions, startScenario } from '../../sandbox/scenario.ts'
import type { WireRecord, WireRequest } from '../../sandbox/wire.ts'

/** A day of grace is enough to see what happens in it; tests of the default say so. */
const swift = { 'deactivate-after': '1d' } as const

/** Starts a scenario, and stops it however the test ends. The verify action is started where a test asks for it. Every exchange with GitHub must fit its description. */
export async function inScenario(options: ScenarioOptions, test: (scenario: Scenario) => Promise<void>): Promise<void> {
  const scenario = await startScenario({ verification: 'direct', inputs: swift, ...options })
  try {
    await test(scenario)
    expect(scenario.sandbox.violations).toEqual([])
  } finally {
    await scenario.sandbox.stop()
  }
}

/** Zero grace periods: the whole lifecycle in one run. */
export const inOneRun = { 'deactivate-after': '0', 'delete-after': '0' } as const

/** A run that somebody has started. */
export const byHand = { event: 'workflow_dispatch' } as const

/** Requests that change something at AWS or GitHub; a dispatch changes nothing that has to be undone. */
export function changes({ sandbox }: Scenario): readonly string[] {
  const changing = /^(Create|Update|Delete|Tag|Untag|PUT|PATCH|DELETE)/
  return sandbox.wire.records.map(({ operation }) => operation).filter((operation) => changing.test(operation))
}

/** The requests of a run as a story: who is asked for what, by whom; repetitions are told once. */
export function story({ sandbox }: Scenario, nameOf: (caller: string) => string): readonly string[] {
  const lines = inOneOrder(sandbox.wire.records).map((record) => line(record, nameOf(record.caller)))
  return lines.filter((each, index) => each !== lines[index - 1])
}

/** What is asked at once, and answered in either order. */
const atOnce = [
  ['GetUser', 'ListAccessKeys'],
  ['GetCallerIdentity', 'GetUser'],
] as const

function inOneOrder(records: readonly WireRecord[]): readonly WireRecord[] {
  const ordered = [...records]
  for (let index = 0; index < ordered.length - 1; index += 1) {
    const [one, other] = [ordered[index], ordered[index + 1]]
    if (one === undefined || other === undefined || one.caller !== other.caller) continue
    const are = (first: string, second: string) => one.operation === first && other.operation === second
    if (atOnce.some(([first, second]) => are(second, first))) ordered.splice(index, 2, other, one)
    else if (!atOnce.some(([first, second]) => are(first, second))) continue
    index += 1
  }
  return ordered
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

/** `Active Inactive`: statuses of live keys, the old key first. */
export function statuses(scenario: Scenario): string {
  return keysOf(scenario)
    .map((key) => key.split(' ')[1])
    .join(' ')
}

/** The error annotation of a run, as the runner shows it. */
export function errorOf({ stdout }: ActionResult): string {
  return annotationsOf(stdout, 'failure')[0] ?? ''
}

/** One user's part of the output `report`. */
export function reportOf({ outputs }: ActionResult): Record<string, unknown> {
  const [report] = JSON.parse(outputs['report'] ?? '[]') as readonly Record<string, unknown>[]
  return report ?? {}
}

/** At which request a process gets a signal. */
export interface Kill {
  readonly signal?: 'SIGKILL' | 'SIGINT' | 'SIGTERM'
  readonly when: 'before' | 'after'
  readonly matches: (request: WireRequest) => boolean
  /** Which of the matching requests, counted from 1. */
  readonly count?: number
}

/** A run whose process is killed at one request. */
export async function killedRun(
  scenario: Scenario,
  { signal = 'SIGKILL', when, matches, count = 1 }: Kill,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionResult> {
  const { wire } = scenario.sandbox
  let pid = 0
  let seen = 0
  const kill = (request: WireRequest) => {
    if (!matches(request)) return
    seen += 1
    if (seen !== count) return
    process.kill(pid, signal)
    // A request that its sender did not live to send is not performed.
    if (when === 'before' && signal === 'SIGKILL')
      wire.inject({ matches: (each) => each === request, fault: { kind: 'drop' } })
  }
  const observer = { [when]: kill }
  wire.observers.push(observer)
  const result = await scenario.rotate(inputs, {
    ...options,
    onStart: (started) => {
      pid = started
    },
  })
  wire.observers.splice(wire.observers.indexOf(observer), 1)
  expect(result.signal).toBe(signal === 'SIGKILL' ? signal : null)
  return result
}

/** A run whose process dies when GitHub has the ID and not yet the secret, though both were sent at one moment. */
export async function tornRun(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionResult> {
  const { wire } = scenario.sandbox
  const writes = (name: string) => (request: WireRequest) =>
    request.method === 'PUT' && request.target.endsWith(`/${name}`)
  wire.inject({ matches: writes('AWS_SECRET_ACCESS_KEY'), times: 99, fault: { kind: 'drop' } })
  const result = await killedRun(scenario, { when: 'after', matches: writes('AWS_ACCESS_KEY_ID') }, inputs)
  wire.heal()
  return result
}

/** Runs on a daily schedule until the user is steady; the number of runs that it took. */
export async function untilSteady(scenario: Scenario, inputs: Readonly<Record<string, string>> = {}): Promise<number> {
  for (let runs = 1; runs <= 14; runs += 1) {
    scenario.sandbox.clock.advance(duration('1d'))
    const { outputs } = await scenario.rotate(inputs)
    if (outputs['phase'] === 'steady' && outputs['rotated'] !== undefined) return runs
  }
  throw new Error('not steady after 14 runs')
}

/** The warnings of a run: annotations of what asks something of a person, and notes in the log of all else. */
export function warningsOf({ stdout }: ActionResult): readonly string[] {
  const notes = [...stdout.matchAll(/^Note: (.*(?:\n {2}.*)*)/gm)].map(([, note = '']) => note.replaceAll('\n  ', '\n'))
  return [...annotationsOf(stdout, 'warning'), ...notes]
}

function annotationsOf(stdout: string, level: Annotation['level']): readonly string[] {
  return runnerLog(stdout)
    .shownAnnotations.filter((each) => each.level === level)
    .map(({ message }) => message)
}
