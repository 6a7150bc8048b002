/**
 * Weeks in the life of a fleet, decided by one seed: the promise is kept for each user and place at every instant, and
 * every user comes to rest. `SIMULATIONS` and `SIMULATION_SEEDS` are those of the other simulation; of fleets, one
 * schedule is played for every forty of its.
 */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fleetSchedules, playFleetSchedule } from './fleet-schedule.ts'
import { seeds } from './simulation-tests.ts'

const count = Math.ceil(Number(process.env['SIMULATIONS'] ?? 2_000) / 40)

test('a schedule of a fleet tells the same story every time', async () => {
  for (const schedule of fc.sample(fleetSchedules, { seed: seeds[0] ?? 0, numRuns: 2 })) {
    const [one, other] = [await playFleetSchedule(schedule), await playFleetSchedule(schedule)]
    expect(other.world.records).toEqual(one.world.records)
  }
})

test.each(seeds)(
  'the promise is kept for each of several users whatever happens, and all come to rest (seed %s)',
  async (seed) => {
    const [schedules, requests] = [fc.sample(fleetSchedules, { seed, numRuns: Math.ceil(count / seeds.length) }), [0]]
    for (const [index, schedule] of schedules.entries()) {
      const { world, problem } = await playFleetSchedule(schedule)
      requests.push(world.records.length)
      if (problem !== undefined)
        expect(`${index} of seed ${seed}: ${JSON.stringify(schedule)}\n${problem}`).toBe('kept')
    }
    const sent = requests.reduce((all, each) => all + each, 0)
    process.stdout.write(`fleet, seed ${seed}: ${schedules.length} schedules, ${sent} requests, no rule broken\n`)
  },
  3_600_000,
)
