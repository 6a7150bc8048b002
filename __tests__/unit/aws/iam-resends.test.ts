/** Requests that change a user, over the wire: before one is sent again, the run makes sure that it still holds the user. */
import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../../sandbox/wire.ts'
import type { StillHolds } from '../../../src/rotation/ports.ts'
import { Superseded } from '../../../src/rotation/problem.ts'
import { loopbackUser } from './loopback-iam.ts'

type Loopback = Awaited<ReturnType<typeof loopbackUser>>
type Change = (loopback: Loopback, holds: StillHolds) => Promise<void>

const journal = { phase: 'creating', current: undefined, previous: undefined, at: 0, digest: 'digest' } as const

const changes: readonly (readonly [string, Change])[] = [
  ['UpdateAccessKey', ({ user, key }, holds) => user.setStatus(key, 'Inactive', holds)],
  ['DeleteAccessKey', ({ user, key }, holds) => user.delete(key, holds)],
  ['TagUser', ({ user, world }, holds) => user.write(journal, world.now(), holds)],
  ['TagUser', ({ user, world }, holds) => user.claim(world.now(), holds)],
  ['UntagUser', ({ user, key }, holds) => user.untag(key, holds)],
]

const faults: readonly (readonly [string, Fault])[] = [
  ['was lost', { kind: 'drop' }],
  ['asked to slow down', { kind: 'refuse', status: 400, code: 'Throttling', message: 'Rate exceeded' }],
  ['told of another change', { kind: 'refuse', status: 409, code: 'ConcurrentModification', message: 'no' }],
]

/** How the change ends whose first answers are faults, and what was asked meanwhile. */
async function change(operation: string, act: Change, fault: Fault, times: number, holds: StillHolds) {
  const loopback = await loopbackUser()
  const asked: string[] = []
  try {
    loopback.wire.inject({ matches: (each) => each.operation === operation, fault, times })
    loopback.wire.observers.push({
      before: (request) => {
        if (request.operation === operation) asked.push('sent')
      },
    })
    const ended = act(loopback, async () => {
      asked.push('held?')
      await holds()
    })
    return {
      error: await ended.then(
        () => undefined,
        (error: unknown) => error,
      ),
      asked,
    }
  } finally {
    await loopback.close()
  }
}

describe.each(changes)('%s', (operation, act) => {
  test.each(faults)('is sent again by a run that holds the user, after an answer that %s', async (_, fault) => {
    const { error, asked } = await change(operation, act, fault, 2, async () => undefined)
    expect(error).toBeUndefined()
    expect(asked).toEqual(['sent', 'held?', 'sent', 'held?', 'sent'])
  })

  test.each(faults)('is not sent again once another run holds the user, after an answer that %s', async (_, fault) => {
    const { error, asked } = await change(operation, act, fault, 1, async () => {
      throw new Superseded('octo/app/2')
    })
    expect(error).toBeInstanceOf(Superseded)
    expect(asked).toEqual(['sent', 'held?'])
  })
})
