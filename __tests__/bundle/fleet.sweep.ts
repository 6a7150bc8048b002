/** Many users: how long they take together, what they ask for, and what they weigh. */
import { expect, test } from '@jest/globals'
import { measureUsers, soonestRequests } from '../../sandbox/bench/many.ts'
import { addUsers, fleetFile, namesOf, repositoriesOf, rotateFleet, unverified } from '../../sandbox/fleet.ts'
import { inScenario } from './support.ts'

test('fifty users take what one takes, and what the limits of their token ask for', async () => {
  const [one, many] = [await measureUsers(1), await measureUsers(50)]
  process.stdout.write(
    `1 user: ${one.taken / 1_000} s; 50 users: ${many.taken / 1_000} s, limits ask for ${Math.round(soonestRequests(many) / 1_000)} s\n`,
  )
  expect([one.refused, many.refused]).toEqual([0, 0])
  // On a busy machine, fewer requests are seen to overlap.
  expect(many.taken).toBeLessThanOrEqual(1.5 * one.taken + 1.5 * soonestRequests(many))
  // Who signs is asked once for all of them; whoever waits for GitHub's pace says now and then that it is at work.
  expect(many.aws).toBeLessThanOrEqual(1.05 * 50 * one.aws)
}, 300_000)

test('a plan for five hundred users in one process takes no more than 64 MiB of heap', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(500)) }, async (scenario) => {
    scenario.sandbox.wire.overlaps = true
    const file = fleetFile(addUsers(scenario, 10), unverified)
    // With that, a process takes less than 130 MiB in all.
    const result = await rotateFleet(scenario, file, { mode: 'plan' }, { heap: 64 })
    expect(result.exitCode).toBe(0)
    expect(JSON.parse(result.outputs['users'] ?? '')).toEqual([])
  })
}, 300_000)

test('a plan for two hundred users, of whom each answer takes 100 ms, waits no more than 12 s for them: one for a thousand, a minute', async () => {
  await inScenario({ caller: 'role', repositories: repositoriesOf(namesOf(200)) }, async (scenario) => {
    const { wire, clock } = scenario.sandbox
    Object.assign(wire, { latency: 100, overlaps: true, arrival: 'idle' })
    const file = fleetFile(addUsers(scenario, 10), unverified)
    const start = clock.now()
    const result = await rotateFleet(scenario, file, { mode: 'plan' })
    const taken = clock.now() - start
    process.stdout.write(`200 users: ${taken / 1_000} s, ${wire.records.length} requests\n`)
    expect(result.exitCode).toBe(0)
    expect(taken).toBeLessThanOrEqual(12_000)
  })
}, 120_000)
