/** The crash test of several users in one run, for one way to sign: one suite for each, so that they run side by side. */
import { expect, test } from '@jest/globals'
import { isFullSweep, isMutating } from './crash.ts'
import {
  emptyFleetTally,
  type FleetFault,
  type FleetTally,
  fleetHead,
  fleetRow,
  isOfSession,
  judgeFleet,
  oneRun,
  playFleet,
  requestsToTry,
  slow,
} from './crash-fleet.ts'
import type { FleetSetting } from './fleet-setting.ts'
import { holdsInGuarantees } from './guarantees.ts'
import { faults } from './traffic.ts'

/** Ends what hangs: a busy machine decides nothing. */
const patience = 3_600_000

/** A fault of every kind at every request that changes anything, and a refusal of every kind of request that reads. */
async function everyFault(setting: FleetSetting): Promise<FleetTally> {
  const { world, ends = [] } = await playFleet(setting)
  const tally = emptyFleetTally()
  const kept = async (fault: FleetFault) => {
    const problem = judgeFleet(await playFleet(setting, fault), ends, tally)
    if (problem !== undefined) expect(`${JSON.stringify(fault)}: ${problem}`).toBe('kept')
  }
  for (const record of requestsToTry(world)) {
    const isTriedWhole = isFullSweep || isMutating(record) || isOfSession(record)
    const kinds = isTriedWhole ? (['refused', 'lost', 'killed after'] as const) : (['refused'] as const)
    for (const kind of kinds) await kept({ at: record.overall, kind })
  }
  return tally
}

/** Every request for a session that is begun or renewed: refused, lost, late, the last one; and roles that trust nobody any more. */
async function everySession(setting: FleetSetting): Promise<FleetTally> {
  const { world, ends = [] } = await playFleet(setting)
  const tally = emptyFleetTally()
  const kept = async (fault: FleetFault) => {
    const problem = judgeFleet(await playFleet(setting, fault), ends, tally)
    if (problem !== undefined) expect(`${JSON.stringify(fault)}: ${problem}`).toBe('kept')
  }
  const first = world.records.filter(({ run }) => run === 1)
  const sessions = first.filter(isOfSession)
  expect(sessions.length).toBeGreaterThan(6)
  for (const { overall: at } of sessions) {
    for (const kind of [...faults, { minutes: 0.4 }, { minutes: 2 }, { minutes: 15 }]) await kept({ at, kind })
  }
  for (const [index, { overall: at }] of first.filter(isMutating).entries()) {
    const [one = '', other = ''] = [...new Set(world.members.map(({ accountId }) => accountId))]
    await kept({ at, kind: { breaksTrustIn: index % 2 === 0 ? one : other } })
  }
  return tally
}

/** Plays all of it, and compares what it comes to with the documentation. */
export function crashFleetTests(signedBy: FleetSetting['signedBy']): void {
  const rows: string[] = []
  const name = signedBy === 'key' ? 'the key of one of them, which assumes the roles of the others' : 'roles, by OIDC'

  test(
    'the promise is kept for each of several users, whatever goes wrong for one',
    async () => {
      rows.push(fleetRow(name, await everyFault({ signedBy, pace: oneRun })))
    },
    patience,
  )

  test(
    'the promise is kept when sessions are renewed in the middle of a publication and of a revert',
    async () => {
      rows.push(
        fleetRow(`${name}: sessions, renewed on the way`, await everySession({ signedBy, pace: oneRun, ...slow })),
      )
    },
    patience,
  )

  test('the documentation tells how much was tried', () => {
    if (!isFullSweep) holdsInGuarantees(`fleet, ${signedBy}`, [...fleetHead, ...rows].join('\n'))
  })
}
