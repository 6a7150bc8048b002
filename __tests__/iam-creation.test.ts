/** CreateAccessKey, over the wire: what is asked for again, what never is, and what is known of the key. */
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from '@jest/globals'
import { AwsAccount } from '../sandbox/aws/account.ts'
import { iamService } from '../sandbox/aws/iam.ts'
import { SandboxClock } from '../sandbox/clock.ts'
import { type Fault, listen, Wire, type WireRequest } from '../sandbox/wire.ts'
import type { AwsClients } from '../src/aws/all-clients.ts'
import type { Credentials } from '../src/aws/clients.ts'
import { IamUser } from '../src/aws/iam.ts'
import type { Clock, CreationAnswer } from '../src/rotation/ports.ts'
import { type Duration, minute, second } from '../src/rotation/time.ts'

/** Time that passes by waiting and by requests, and the sandbox's with it. */
class TestClock implements Clock {
  readonly cancelled = false
  readonly #world: SandboxClock
  readonly #start: number

  constructor(world: SandboxClock) {
    this.#world = world
    this.#start = world.now()
  }

  now = () => this.#world.now()
  elapsed = () => this.#world.now() - this.#start
  sleep = async (duration: Duration) => this.#world.advance(duration)
  unlessCancelled = <Answer>(work: Promise<Answer>): Promise<Answer> => work
}

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
  const world = new SandboxClock('2026-11-22T19:00:00Z')
  const account = new AwsAccount({ clock: world })
  const wire = new Wire(world)
  wire.latency = 0
  const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }
  account.createUser({ name: 'bot', policies: [allow] })
  const pair = account.createAccessKey('bot')
  // New keys take a while to work; and a key is born between two seconds.
  world.advance(minute + 290)
  const service = await listen(wire, iamService(account))
  const clock = new TestClock(world)
  const iam = (credentials?: Credentials, attempts?: 1) =>
    new IAMClient({
      endpoint: service.url,
      region: 'us-east-1',
      systemClockOffset: world.now() - Date.now(),
      ...(credentials === undefined ? {} : { credentials }),
      ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    })
  const clients: AwsClients = {
    iam,
    sts: () => new STSClient({ region: 'us-east-1' }),
    cloudTrail: () => Promise.reject(new Error('nobody asks CloudTrail here')),
    globalRegion: 'us-east-1',
    region: 'us-east-1',
  }
  const writer = { run: 'octo/app/1', attempt: 1, workflow: 'rotate.yml', nonce: 'own', timeLimitSeconds: 60 }
  const user = new IamUser({
    clients,
    credentials: pair,
    userName: 'bot',
    account: account.accountId,
    arn: account.user('bot').arn,
    caller: account.user('bot').arn,
    writer,
    clock,
    masking: { mask: () => undefined, formats: [] },
  })
  try {
    await user.read()
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
    const listed = keys.find(({ id }) => id !== pair.accessKeyId)?.created
    return { answer, at: at.map((each) => (each - first) / second), keys: account.keys('bot').length, listed }
  } finally {
    await service.close()
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
