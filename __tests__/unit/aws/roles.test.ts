/** Sessions of roles: one for all who share a role, renewed by AWS's clock, and what becomes of one that is not. */
import type { AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { type RoleCaller, RoleSessions } from '../../../src/aws/roles.ts'
import type { SigningCredentials } from '../../../src/aws/sign-in-clients.ts'
import type { Clock } from '../../../src/rotation/ports.ts'
import { Problem } from '../../../src/rotation/problem.ts'
import { hour, minute, second } from '../../../src/rotation/time.ts'

const role = 'arn:aws:iam::111122223333:role/key-rotation'
const start = Date.parse('2026-11-22T19:00:00Z')

/** AWS's time and the run's; the machine's own clock is nowhere asked. */
const time = { elapsed: 0, cancelled: false }
const clock: Clock = {
  now: () => start + time.elapsed,
  elapsed: () => time.elapsed,
  sleep: async (duration) => {
    time.elapsed += duration
  },
  unlessCancelled: (work) => work,
  get cancelled() {
    return time.cancelled
  },
}

interface Asked {
  readonly command: string
  readonly input: AssumeRoleCommandInput & { readonly WebIdentityToken?: string }
  readonly signedBy: SigningCredentials | undefined
}
let asked: Asked[]
/** What STS throws. */
let refusal: Error | undefined
/** What STS waits for. */
let gate: Promise<void>
let life = hour
let masked: string[]
let tokens: number
let audiences: string[]

const clients = {
  region: 'eu-central-1',
  sts: (signedBy?: SigningCredentials) => {
    const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: Asked['input'] }) => {
      asked.push({ command: name, input, signedBy })
      const number = asked.length
      await gate
      if (refusal !== undefined) throw refusal
      return {
        Credentials: {
          AccessKeyId: `ASIA${number}`,
          SecretAccessKey: `secret-${number}`,
          SessionToken: `session-${number}`,
          Expiration: new Date(clock.now() + life),
        },
        AssumedRoleUser: { Arn: 'arn:aws:sts::111122223333:assumed-role/key-rotation/x', AssumedRoleId: 'AROA1:x' },
      }
    }
    return { send } as unknown as STSClient
  },
}

const by = (ends: number, accessKeyId = 'AKIA1'): RoleCaller => ({
  credentials: { accessKeyId, secretAccessKey: 'own', expiration: undefined, source: 'the test' },
  caller: { account: '444455556666', arn: 'arn:aws:iam::444455556666:user/hub', userId: 'AIDA1', userName: 'hub' },
  ends,
})

function sessions(runId = '4711'): RoleSessions {
  const idTokens = async (audience: string) => {
    audiences.push(audience)
    tokens += 1
    return `${'e30'}.${Buffer.from(JSON.stringify({ sub: `job ${tokens}`, iss: 'https://issuer.test' })).toString('base64url')}.x`
  }
  return new RoleSessions({ clock, mask: (value) => masked.push(value), runId, idTokens })
}

function awsError(name: string, status = 403, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } })
}

const denied = () => awsError('AccessDenied')

beforeEach(() => {
  Object.assign(time, { elapsed: 0, cancelled: false })
  asked = []
  masked = []
  refusal = undefined
  gate = Promise.resolve()
  life = hour
  tokens = 0
  audiences = []
})

/** Lets what happens in the background happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const forever = Number.POSITIVE_INFINITY

describe('the session of a role', () => {
  test('is one for all who ask at the same time, and after that', async () => {
    const all = sessions()
    const users = [1, 2, 3].map(() => all.of(role, clients, by(forever)))
    const found = await Promise.all(users.map((each) => each.credentials()))
    expect(found.map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIA1', 'ASIA1', 'ASIA1'])
    expect(await all.of(role, clients, by(forever)).caller()).toMatchObject({ account: '111122223333' })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      command: 'AssumeRoleCommand',
      input: { RoleArn: role, RoleSessionName: 'rotate-iam-access-keys-4711', DurationSeconds: 3_600 },
      signedBy: { accessKeyId: 'AKIA1' },
    })
  })

  test('is another one for another role, and for other credentials', async () => {
    const all = sessions()
    await all.of(role, clients, by(forever)).credentials()
    await all.of(`${role}-2`, clients, by(forever)).credentials()
    await all.of(role, clients, by(forever, 'AKIA2')).credentials()
    expect(asked.map(({ input }) => input.RoleArn)).toEqual([role, `${role}-2`, role])
  })

  test('is masked before anybody has it', async () => {
    await sessions().of(role, clients, by(forever)).credentials()
    expect(masked).toEqual(['secret-1', 'session-1'])
  })

  test('is asked for with a token and no signature where the job has no credentials', async () => {
    await sessions().of(role, clients, undefined).credentials()
    expect(asked[0]).toMatchObject({ command: 'AssumeRoleWithWebIdentityCommand', signedBy: undefined })
    expect(asked[0]?.input.WebIdentityToken).toMatch(/^e30\./)
  })

  test('is refused when the answer is of another account', async () => {
    const other = role.replace('111122223333', '999999999999')
    await expect(sessions().of(other, clients, by(forever)).caller()).rejects.toThrow(/names nobody/)
  })

  test('that is refused is not asked for again by each user, until a minute later', async () => {
    refusal = denied()
    const all = sessions()
    const ask = () => all.of(role, clients, by(forever)).caller()
    await expect(ask()).rejects.toThrow(/denied sts:AssumeRole/)
    await expect(ask()).rejects.toThrow(/denied sts:AssumeRole/)
    expect(asked).toHaveLength(1)
    time.elapsed += minute
    refusal = undefined
    expect(await ask()).toMatchObject({ userId: 'AROA1:x' })
  })

  test('that STS was too busy for is asked for again by the next user', async () => {
    refusal = awsError('Throttling', 400)
    const all = sessions()
    await expect(all.of(role, clients, by(forever)).caller()).rejects.toThrow()
    refusal = undefined
    expect(await all.of(role, clients, by(forever)).caller()).toMatchObject({ userId: 'AROA1:x' })
  })
})

describe('a renewal', () => {
  async function opened(caller: RoleCaller | 'by token' = by(forever)) {
    const session = sessions().of(role, clients, caller === 'by token' ? undefined : caller)
    await session.credentials()
    return session
  }
  const idOf = async (session: Awaited<ReturnType<typeof opened>>) => (await session.credentials()).accessKeyId

  test('comes after ten minutes, once, and nobody waits for it', async () => {
    const session = await opened()
    time.elapsed = 10 * minute - second
    expect(await idOf(session)).toBe('ASIA1')
    expect(asked).toHaveLength(1)
    time.elapsed = 10 * minute
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    expect(await Promise.all([idOf(session), idOf(session)])).toEqual(['ASIA1', 'ASIA1'])
    expect(asked).toHaveLength(2)
    resolve()
    await settle()
    expect(await idOf(session)).toBe('ASIA2')
  })

  test('takes a fresh token each time', async () => {
    const session = await opened('by token')
    time.elapsed = 20 * minute
    await session.credentials()
    await settle()
    const [first, second] = asked.map(({ input }) => input.WebIdentityToken)
    expect(tokens).toBe(2)
    expect(first).not.toBe(second)
  })

  test('is waited for when the session is about to end', async () => {
    const session = await opened()
    time.elapsed = 56 * minute
    expect(await idOf(session)).toBe('ASIA2')
    time.elapsed = 3 * hour
    expect(await idOf(session)).toBe('ASIA3')
  })

  test('of a session that AWS made shorter comes after half of it', async () => {
    life = 15 * minute
    const session = await opened()
    time.elapsed = 7 * minute
    await idOf(session)
    expect(asked).toHaveLength(1)
    time.elapsed = 8 * minute
    await idOf(session)
    expect(asked).toHaveLength(2)
  })

  test('that fails leaves the session, is tried again each minute, and is told', async () => {
    const session = await opened()
    refusal = denied()
    for (time.elapsed = 10 * minute; time.elapsed < 12 * minute; time.elapsed += 10 * second) {
      expect(await idOf(session)).toBe('ASIA1')
      await settle()
    }
    expect(asked).toHaveLength(3)
    expect(session.trouble?.message).toMatch(/^the session of the role .* could not be renewed: AWS denied/)
    expect(session.ends()).toBe(hour)
    refusal = undefined
    await idOf(session)
    await settle()
    expect(session.trouble).toBeUndefined()
    expect(session.ends()).toBe(forever)
  })

  test('that fails until the end is what every request fails with from then on', async () => {
    const session = await opened()
    refusal = denied()
    time.elapsed = hour - second
    expect(await idOf(session)).toBe('ASIA1')
    time.elapsed = hour
    await expect(idOf(session)).rejects.toThrow(/could not be renewed/)
    await expect(idOf(session)).rejects.toBeInstanceOf(Problem)
    expect(asked).toHaveLength(2)
  })

  test('is not begun by a run that was asked to stop', async () => {
    const session = await opened()
    time.elapsed = 58 * minute
    time.cancelled = true
    expect(await idOf(session)).toBe('ASIA1')
    expect(asked).toHaveLength(1)
  })
})

describe('how long a run can sign', () => {
  test.each([
    ['for ever with a token', undefined, forever],
    ['for ever with a user’s key', by(forever), forever],
    ['45 minutes beyond credentials that end', by(20 * minute), 65 * minute],
    ['as long as the session lasts where those end at once', by(0), hour],
  ])('%s', async (_, caller, expected) => {
    const session = sessions().of(role, clients, caller)
    await session.credentials()
    expect(session.ends()).toBe(expected)
  })

  test('as long as the session lasts, once the credentials are found to have ended', async () => {
    const session = sessions().of(role, clients, by(10 * minute))
    await session.credentials()
    time.elapsed = 11 * minute
    refusal = awsError('ExpiredTokenException')
    await session.credentials()
    await settle()
    expect(session.ends()).toBe(hour)
    expect(session.trouble?.message).toMatch(/credentials of this job have expired/)
  })
})

test.each([
  ['4711', 'rotate-iam-access-keys-4711'],
  ['a b/c', 'rotate-iam-access-keys-a-b-c'],
  ['9'.repeat(80), `rotate-iam-access-keys-${'9'.repeat(41)}`],
])('the run %s names its sessions %s', async (run, name) => {
  await sessions(run).of(role, clients, by(forever)).credentials()
  expect(asked[0]?.input.RoleSessionName).toBe(name)
  expect(name).toMatch(/^[\w+=,.@-]{2,64}$/)
})

test.each([
  [role, 'sts.amazonaws.com'],
  [role.replace('aws', 'aws-us-gov'), 'sts.amazonaws.com'],
  [role.replace('aws', 'aws-cn'), 'sts.amazonaws.com.cn'],
])('a token for %s is for %s', async (arn, audience) => {
  await sessions().of(arn, clients, undefined).credentials()
  expect(audiences).toEqual([audience])
})
