/** Several users in one run: a fault of each kind, whose requests are whose, and whether the judge sees what it is there to see. */
import { expect, test } from '@jest/globals'
import { emptyFleetTally, type FleetFault, judgeFleet, oneRun, playFleet } from './crash-fleet.ts'
import { FleetWorld } from './fleet-world.ts'

const settings = (['key', 'token'] as const).map((signedBy) => ({ signedBy, pace: oneRun }))

test.each(settings)('what goes wrong for one user is kept from the others (signed by $signedBy)', async (setting) => {
  const { world, ends = [] } = await playFleet(setting)
  const tally = emptyFleetTally()
  const at = (operation: string) => world.records.find((record) => record.operation === operation)?.overall ?? 0
  const faults: readonly FleetFault[] = [
    { at: at('CreateAccessKey'), kind: 'lost' },
    { at: at('PUT /orgs/{org}/actions/secrets/{secret_name}'), kind: 'refused' },
    { at: at('PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}'), kind: 'killed after' },
    { at: at('UpdateAccessKey'), kind: 'killed after' },
    { at: at(setting.signedBy === 'key' ? 'AssumeRole' : 'AssumeRoleWithWebIdentity'), kind: 'refused' },
  ]
  for (const fault of faults) expect(judgeFleet(await playFleet(setting, fault), ends, tally)).toBeUndefined()
  expect(tally).toMatchObject({ schedules: 5, atRest: 5, concernedAll: 2, othersUnharmed: 3 })
})

test('users are at work at the same time, and every change is of the user that it names', async () => {
  const { world } = await playFleet({ signedBy: 'token', pace: oneRun })
  const changes = world.records.filter(({ operation }) => /^(Tag|Create|Update|Delete)/.test(operation))
  const askers = changes.map((record) => world.askersOf(record).join())
  expect(askers).toEqual(changes.map(({ subject }) => subject.split(' ')[0]))
  // Each begins before another has ended.
  const turns = askers.filter((each, index) => each !== askers[index - 1])
  expect(turns.length).toBeGreaterThan(9)
})

test('a key that a run deletes too early is a broken promise, and a user that is held up is noticed', async () => {
  const setting = { signedBy: 'token', pace: oneRun } as const
  const { ends = [] } = await playFleet(setting)
  const world = new FleetWorld({
    setting,
    before: ({ operation }, { members }) => {
      const [member] = members
      if (operation === 'CreateAccessKey' && member?.account.credential(member.original.accessKeyId) !== undefined) {
        member.account.deleteAccessKey(member.original.accessKeyId)
      }
    },
  })
  const ended = await world.run()
  const played = { world, runs: 1, cleanRuns: 0, ends: ended, faulty: undefined }
  expect(judgeFleet(played, ends, emptyFleetTally())).toMatch(/^the promise was broken/)
  const kept = await playFleet(setting, { at: 30, kind: 'refused' })
  const blocked = kept.ends?.map((end) => ({
    ...end,
    report: { ...end.report, phase: 'blocked' as const, failed: true },
  }))
  expect(judgeFleet({ ...kept, ends: blocked }, ends, emptyFleetTally())).toMatch(/^a fault of .* kept others/)
})
