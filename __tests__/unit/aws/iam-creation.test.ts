/** CreateAccessKey, over the wire: what is asked for again, what never is, and what is known of the key. */
import { describe, expect, test } from '@jest/globals'
import type { Fault, WireRequest } from '../../../sandbox/wire.ts'
import type { CreationAnswer } from '../../../src/rotation/ports.ts'
import { type Duration, second } from '../../../src/rotation/time.ts'
import { loopbackUser } from './loopback-iam.ts'

interface Asked {
  readonly answer: CreationAnswer
  /** When AWS was asked for a key, in seconds after the first time. */
  readonly at: readonly number[]
  /** Keys that exist afterwards. */
  readonly keys: number
  /** What IAM lists of the key, in milliseconds. */
  readonly listed: number | undefined
}

const creation = ({ operation }: WireRequest) => operation === 'CreateAccessKey'

/** Asks for a key while AWS answers so, one after the other; `takes` is how long each answer takes. */
async function ask(faults: readonly (Fault | undefined)[], takes: Duration = 0): Promise<Asked> {
  const { user, key, account, wire, world, close } = await loopbackUser()
  try {
    const at: number[] = []
    let number = 0
    wire.observers.push({
      before: (request) => {
        if (!creation(request)) return
        at.push(world.now())
        const fault = faults[number]
        number += 1
        if (fault !== undefined) wire.inject({ matches: (each) => each === request, fault })
      },
      after: (request) => {
        if (creation(request)) world.advance(takes)
      },
    })
    const answer = await user.create()
    const [first = 0] = at
    const { keys } = await user.read()
    const listed = keys.find(({ id }) => id !== key)?.created
    return { answer, at: at.map((each) => (each - first) / second), keys: account.keys('bot').length, listed }
  } finally {
    await close()
  }
}

const throttled: Fault = { kind: 'refuse', status: 400, code: 'Throttling', message: 'Rate exceeded' }
const replicating: Fault = {
  kind: 'refuse',
  status: 409,
  code: 'LimitExceeded',
  message: 'Your account has a large number of updates awaiting replication, please try again later',
}
const full: Fault = {
  kind: 'refuse',
  status: 409,
  code: 'LimitExceeded',
  message: 'Cannot exceed quota for AccessKeysPerUser: 2',
}
const denied: Fault = { kind: 'refuse', status: 403, code: 'AccessDenied', message: 'no' }

describe('CreateAccessKey', () => {
  const times = (count: number, fault: Fault): readonly Fault[] => Array.from({ length: count }, () => fault)

  test.each([
    ['at once', [], [0]],
    ['once after a throttled request', [throttled], [0, 1]],
    ['while AWS asks to wait, for 15 seconds', times(4, throttled), [0, 1, 3, 7, 15]],
    ['while updates await replication', times(2, replicating), [0, 1, 3]],
    ['whatever AWS waits for', [throttled, replicating, throttled], [0, 1, 3, 7]],
  ])('is answered %s', async (_, faults, at) => {
    const asked = await ask(faults)
    expect([asked.answer.creation.kind, asked.at, asked.keys]).toEqual(['created', at, 2])
  })

  test.each([
    ['throttled', throttled],
    ['that updates await replication', replicating],
  ])('is given up after 15 seconds of hearing “%s”, and no key comes of it', async (_, fault) => {
    const asked = await ask(times(99, fault))
    expect(asked).toMatchObject({ answer: { creation: { kind: 'postponed' } }, at: [0, 1, 3, 7, 15], keys: 1 })
  })

  test('is not sent later than 15 seconds after the first time, however slowly AWS asks to wait', async () => {
    for (const [takes, at] of [
      [2 * second, [0, 3, 7, 13]],
      [6 * second, [0, 7, 15]],
      [20 * second, [0]],
    ] as const) {
      expect(await ask(times(99, throttled), takes)).toMatchObject({ at, answer: { creation: { kind: 'postponed' } } })
    }
  })

  const ends: readonly (readonly [string, Fault, 'lost' | 'refused', number])[] = [
    ['the connection is cut after AWS has created the key', { kind: 'lose-reply' }, 'lost', 2],
    ['the answer is cut in two', { kind: 'truncate' }, 'lost', 2],
    ['AWS answers 500 though it has created the key', { kind: 'spoil', status: 500 }, 'lost', 2],
    ['the connection is cut before AWS has created the key', { kind: 'drop' }, 'lost', 1],
    ['AWS answers 503, which does not say that it has created nothing', { kind: 'refuse', status: 503 }, 'lost', 1],
    ['AWS refuses for lack of room', full, 'refused', 1],
    ['AWS denies it', denied, 'refused', 1],
  ]
  test.each(ends)('is never asked for again once %s', async (_, fault, kind, keys) => {
    expect(await ask([fault])).toMatchObject({ answer: { creation: { kind } }, at: [0], keys })
    expect(await ask([throttled, fault])).toMatchObject({ answer: { creation: { kind } }, at: [0, 1], keys })
  })

  test('tells when the key was born as IAM lists it, in whole seconds, though AWS answers with milliseconds', async () => {
    const { answer, listed } = await ask([])
    const born = Date.parse('2026-11-22T19:01:00Z')
    expect([listed, 'key' in answer ? answer.key.created : undefined]).toEqual([born, born])
  })
})
