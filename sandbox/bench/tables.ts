/** What was measured, as tables of docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { criticalPaths, type Measured, measureLifecycle, measureNothingDue, phases, timeOf } from './lifecycle.ts'
import { type Many, measurePlaces, measurePlan, measureUsers } from './many.ts'

const page = join(import.meta.dirname, '..', '..', 'docs', 'performance.md')

const latencies = [0, 50, 150] as const

type Cell = string | number

/** A table of Markdown; the first row is its head. */
export function table([head = [], ...rows]: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(1)

/** Runs of the lifecycle, beside the shortest time that they could take. Deterministic. */
export async function lifecycleTable(): Promise<string> {
  const measured = new Map<number, Awaited<ReturnType<typeof measureLifecycle>>>()
  for (const latency of latencies) measured.set(latency, await measureLifecycle(latency))
  const rows = phases.map((phase) => {
    const { aws, github, repeated, roundTrips } = measured.get(150)?.[phase] ?? nothing
    const path = criticalPaths[phase]
    const times = latencies.map((latency) => {
      const { taken } = measured.get(latency)?.[phase] ?? nothing
      const least = timeOf(path, latency)
      return least === 0 ? seconds(taken) : `${seconds(taken)} (${(taken / least).toFixed(2)})`
    })
    return [phase, aws, github, repeated, `${roundTrips} (${path.roundTrips})`, seconds(path.waits), ...times]
  })
  const head = ['run', 'AWS', 'GitHub', 'repeated', 'round trips (least)', 'waits, s']
  return table([[...head, ...latencies.map((latency) => `s at ${latency} ms (×)`)], ...rows])
}

const nothing: Measured = { aws: 0, github: 0, repeated: 0, roundTrips: 0, taken: 0 }

/** A run in which nothing is due, by the number of repositories. Deterministic. */
export async function nothingDueTable(): Promise<string> {
  const rows: Cell[][] = []
  for (const repositories of [1, 10, 100]) {
    const { aws, github, roundTrips, taken } = await measureNothingDue(repositories)
    rows.push([repositories, aws, github, roundTrips, seconds(taken)])
  }
  return table([['repositories', 'AWS', 'GitHub', 'round trips', 's at 150 ms'], ...rows])
}

/**
 * Many places and many users, with GitHub's limits enforced: beside what the limits ask for, and of users what one of them
 * takes. All but the memory is the same on every machine.
 */
export async function manyTable(): Promise<string> {
  const rows: Cell[][] = []
  const add = (name: string, { taken, allowed, peak }: Many, least: number) => {
    rows.push([name, seconds(taken), seconds(allowed), (taken / least).toFixed(2), Math.round(peak)])
  }
  for (const places of [100, 500]) {
    const found = await measurePlaces(places)
    add(`${places} repositories`, found, found.allowed)
  }
  const [one, fifty] = [await measureUsers(1), await measureUsers(50)]
  add('1 user', one, one.taken)
  add('50 users', fifty, one.taken + fifty.allowed)
  return table([['', 's', "s that GitHub's limits ask for", '×', 'memory, MiB'], ...rows])
}

/** A plan for many users, at 100 ms for each answer. By the wall clock. */
export async function planTable(): Promise<string> {
  const rows: Cell[][] = []
  const plans = [
    [100, 'all'],
    [200, 'none'],
    [1_000, 'none'],
  ] as const
  for (const [users, due] of plans) {
    const { requests, taken, waited, peak } = await measurePlan(users, 100, due)
    rows.push([users, due, requests, seconds(taken), seconds(waited), Math.round(peak)])
  }
  const head = ['users', 'due', 'requests', 's without limits', "s that GitHub's limits add", 'memory, MiB']
  return table([head, ...rows])
}

const marker = (name: string) => new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)

/** What stands between the markers of that name. @throws where there are none */
export function written(name: string): string {
  const found = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`).exec(readFileSync(page, 'utf8'))
  const [, text] = found ?? []
  if (text === undefined) throw new Error(`docs/performance.md has no <!-- ${name} -->`)
  return text
}

/** Puts it between the markers. @throws where there are none */
export function write(name: string, text: string): void {
  written(name)
  const before = readFileSync(page, 'utf8')
  writeFileSync(
    page,
    before.replace(marker(name), (_, open: string, close: string) => `${open}${text}\n${close}`),
  )
}
