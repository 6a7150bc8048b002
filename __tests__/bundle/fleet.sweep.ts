/** Many users: how long they take together, what they ask for, and what they weigh. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { addUsers, fleetFile, namesOf, repositoriesOf, rotateFleet, timeOf, unverified } from './fleet-support.ts'
import { inScenario } from './support.ts'

/** What GitHub's limits for one token leave of so many requests: 900 points, and 80 writes, a minute. */
function soonest({ reads, writes }: { readonly reads: number; readonly writes: number }): number {
  return 60_000 * Math.max((reads + 5 * writes) / 900, writes / 80)
}

/** The most memory that a process has held, in MiB; Linux tells it. */
function residentPeak(pid: number): number {
  const file = `/proc/${pid}/status`
  const [, kilobytes = '0'] = existsSync(file) ? (/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8')) ?? []) : []
  return Number(kilobytes) / 1_024
}

test('fifty users take what one takes, and what the limits of their token ask for', async () => {
  const [one, many] = [await timeOf(1), await timeOf(50)]
  process.stdout.write(
    `1 user: ${one.taken / 1_000} s; 50 users: ${many.taken / 1_000} s, limits ask for ${Math.round(soonest(many) / 1_000)} s\n`,
  )
  // On a busy machine, fewer requests are seen to overlap.
  expect(many.taken).toBeLessThanOrEqual(1.5 * one.taken + 1.5 * soonest(many))
  // Who signs is asked once for all of them; whoever waits for GitHub's pace says now and then that it is at work.
  expect(many.aws).toBeLessThanOrEqual(1.05 * 50 * one.aws)
}, 300_000)

test('five hundred users in one process need no more than 250 MiB, and a plan for them no minute', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(500)) }, async (scenario) => {
    const { wire } = scenario.sandbox
    wire.overlaps = true
    let pid = 0
    let peak = 0
    wire.observers.push({
      after: () => {
        if (wire.records.length % 100 === 0) peak = Math.max(peak, residentPeak(pid))
      },
    })
    const start = Date.now()
    const result = await rotateFleet(
      scenario,
      fleetFile(addUsers(scenario, 10), unverified),
      { mode: 'plan' },
      {
        weighed: true,
        onStart: (started) => {
          pid = started
        },
      },
    )
    process.stdout.write(`500 users: ${Math.round(peak)} MiB, ${Math.round((Date.now() - start) / 1_000)} s\n`)
    expect(result.exitCode).toBe(0)
    expect(JSON.parse(result.outputs['users'] ?? '')).toEqual([])
    expect(peak).toBeLessThanOrEqual(250)
  })
}, 300_000)

test('a plan for two hundred users, of whom each answer takes 100 ms, takes 24 s: one for a thousand, two minutes', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(200)) }, async (scenario) => {
    const { wire } = scenario.sandbox
    wire.overlaps = true
    wire.observers.push({ before: () => new Promise((resolve) => setTimeout(resolve, 100)) })
    const file = fleetFile(addUsers(scenario, 10), unverified)
    const start = Date.now()
    const result = await rotateFleet(scenario, file, { mode: 'plan' })
    const taken = Date.now() - start
    process.stdout.write(`200 users: ${taken / 1_000} s by the wall clock, ${wire.records.length} requests\n`)
    expect(result.exitCode).toBe(0)
    expect(taken).toBeLessThanOrEqual(24_000)
  })
}, 120_000)
