/** One IAM user of the sandbox, reached over the wire as a rotation does, in time that passes by waiting. */
import { IAMClient } from '@aws-sdk/client-iam'
import { STSClient } from '@aws-sdk/client-sts'
import { AwsAccount } from '../../../sandbox/aws/account.ts'
import { iamService } from '../../../sandbox/aws/iam.ts'
import { SandboxClock } from '../../../sandbox/clock.ts'
import { listen, Wire } from '../../../sandbox/wire.ts'
import type { AwsClients } from '../../../src/aws/clients.ts'
import { IamUser } from '../../../src/aws/iam-user.ts'
import type { Credentials } from '../../../src/aws/sign-in-clients.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { type Duration, minute } from '../../../src/rotation/time.ts'

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

/** A user with one key, which has been read once. `close` ends the server. */
export async function loopbackUser() {
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
  const user = new IamUser({
    clients,
    credentials: pair,
    userName: 'bot',
    account: account.accountId,
    arn: account.user('bot').arn,
    caller: account.user('bot').arn,
    writer: { run: 'octo/app/1', attempt: 1, owner: 'owner', digest: 'list', nonce: 'own', timeLimitSeconds: 60 },
    places: [{ id: 'octo/app', name: 'octo/app' }],
    secretNames: [],
    clock: new TestClock(world),
    masking: { mask: () => undefined, formats: [] },
  })
  await user.read()
  return { user, key: pair.accessKeyId, account, wire, world, close: () => service.close() }
}
