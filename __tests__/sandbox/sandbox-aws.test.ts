/** The sandbox's AWS signs, allows, refuses and lags as AWS documents it. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { createHash } from 'node:crypto'
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  type IAMClientConfig,
  ListAccessKeysCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  paginateListAccessKeys,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials, type TemporaryCredentials } from '../../sandbox/aws/account.ts'
import { iamService } from '../../sandbox/aws/iam.ts'
import { type PolicyDocument, parsePolicy } from '../../sandbox/aws/policy.ts'
import { stsService } from '../../sandbox/aws/sts.ts'
import { duration, SandboxClock } from '../../sandbox/clock.ts'
import { type Fault, type Listener, listen, Wire } from '../../sandbox/wire.ts'

const start = '2026-11-22T19:00:00.250Z'
const fullAccess = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }
const unknownKeyId = 'AKIAIOSFODNN7EXAMPLE'
const invalidToken = {
  code: 'InvalidClientTokenId',
  status: 403,
  message: 'The security token included in the request is invalid.',
}
const wrongSignature = {
  code: 'SignatureDoesNotMatch',
  status: 403,
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
    'and signing method. Consult the service documentation for details.',
}

let clock: SandboxClock
let wire: Wire
let account: AwsAccount
let admin: LongTermCredentials
let listeners: Listener[]
let clients: { destroy(): void }[]

beforeEach(async () => {
  clients = []
  listeners = []
  clock = new SandboxClock(start)
  wire = new Wire(clock)
  await openAccount(new AwsAccount({ clock }))
})

afterEach(async () => {
  for (const client of clients) client.destroy()
  await Promise.all(listeners.map((listener) => listener.close()))
})

async function openAccount(opened: AwsAccount): Promise<void> {
  account = opened
  account.createUser({ name: 'admin', path: '/people/', policies: [fullAccess] })
  admin = account.createAccessKey('admin')
  listeners.push(await listen(wire, iamService(account)), await listen(wire, stsService(account)))
}

function iam(credentials = admin, options: Partial<IAMClientConfig> = {}): IAMClient {
  const endpoint = listeners.at(-2)?.url ?? ''
  const client = new IAMClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1, ...options })
  clients.push(client)
  return client
}

function sts(credentials = admin, region = 'eu-central-1'): STSClient {
  const endpoint = listeners.at(-1)?.url ?? ''
  const client = new STSClient({ region, endpoint, credentials, maxAttempts: 1 })
  clients.push(client)
  return client
}

function identity(credentials: LongTermCredentials, region?: string) {
  return sts(credentials, region).send(new GetCallerIdentityCommand())
}

/** What an error of the SDK was on the wire. */
async function failure(call: Promise<unknown>): Promise<{ code: string; status: number | undefined; message: string }> {
  try {
    await call
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
    return { code: name.replace(/Exception$/, ''), status: $metadata?.httpStatusCode, message }
  }
  throw new Error('the call succeeded')
}

function denied(arn: string, action: string, userName: string, because: string) {
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: user ${userName} ${because}`
  return { code: 'AccessDenied', status: 403, message }
}

function violation(member: string, constraint: string) {
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`
  return { code: 'ValidationError', status: 400, message }
}

describe('errors, letter for letter', () => {
  const noSuchUser = { code: 'NoSuchEntity', status: 404, message: 'The user with name ghost cannot be found.' }
  const noSuchKey = {
    code: 'NoSuchEntity',
    status: 404,
    message: `The Access Key with id ${unknownKeyId} cannot be found.`,
  }
  const tags = [{ Key: 'team', Value: 'ci' }]
  const ghost = { UserName: 'ghost' }

  test.each([
    ['CreateAccessKey', () => iam().send(new CreateAccessKeyCommand(ghost)), noSuchUser],
    ['ListAccessKeys', () => iam().send(new ListAccessKeysCommand(ghost)), noSuchUser],
    ['GetUser', () => iam().send(new GetUserCommand(ghost)), noSuchUser],
    ['TagUser', () => iam().send(new TagUserCommand({ ...ghost, Tags: tags })), noSuchUser],
    ['UntagUser', () => iam().send(new UntagUserCommand({ ...ghost, TagKeys: ['team'] })), noSuchUser],
    ['ListUserTags', () => iam().send(new ListUserTagsCommand(ghost)), noSuchUser],
    [
      'UpdateAccessKey of an unknown key',
      () => iam().send(new UpdateAccessKeyCommand({ AccessKeyId: unknownKeyId, Status: 'Inactive' })),
      noSuchKey,
    ],
    [
      'DeleteAccessKey of an unknown key',
      () => iam().send(new DeleteAccessKeyCommand({ UserName: 'admin', AccessKeyId: unknownKeyId })),
      noSuchKey,
    ],
    [
      'GetAccessKeyLastUsed of an unknown key',
      () => iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: unknownKeyId })),
      {
        code: 'AccessDenied',
        status: 403,
        message: `User: arn:aws:iam::111122223333:user/people/admin is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${unknownKeyId}`,
      },
    ],
    [
      'UpdateAccessKey with a status that does not exist',
      () => iam().send(new UpdateAccessKeyCommand({ AccessKeyId: unknownKeyId, Status: 'Bogus' as 'Active' })),
      violation('status', 'Member must satisfy enum value set: [Active, Inactive]'),
    ],
    [
      'a key ID that is too short',
      () => iam().send(new DeleteAccessKeyCommand({ AccessKeyId: 'AKIA' })),
      violation('accessKeyId', 'Member must have length greater than or equal to 16'),
    ],
    [
      'a user name with other characters',
      () => iam().send(new GetUserCommand({ UserName: 'a<b>&"c"' })),
      {
        code: 'ValidationError',
        status: 400,
        message:
          'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
      },
    ],
    [
      'MaxItems out of range',
      () => iam().send(new ListAccessKeysCommand({ MaxItems: 1001 })),
      violation('maxItems', 'Member must have value less than or equal to 1000'),
    ],
    [
      'an action that the sandbox does not have',
      () => iam().send(new ListUsersCommand()),
      { code: 'InvalidAction', status: 400, message: 'Could not find operation ListUsers for version 2010-05-08' },
    ],
  ])('%s', async (_, call, expected) => {
    expect(await failure(call())).toEqual(expected)
  })

  test('carry the request ID in the header, and the type, and are XML whatever the message says', async () => {
    const client = iam()
    wire.inject({ matches: () => true, fault: { kind: 'refuse', status: 503, message: 'a < b & "c"' } })
    const error = await client.send(new GetUserCommand()).catch((reason: unknown) => reason)

    expect(error).toMatchObject({ name: 'ServiceUnavailable', message: 'a < b & "c"', Error: { Type: 'Receiver' } })
    expect(error).toHaveProperty('$metadata.requestId', expect.stringMatching(/^[0-9a-f-]{36}$/))
  })

  test('a role must say which user it means, and so must temporary credentials of a user', async () => {
    account.createRole({ name: 'rotator', policies: [fullAccess] })
    const mustSpecify = {
      code: 'ValidationError',
      status: 400,
      message: 'Must specify userName when calling with non-User credentials',
    }
    for (const credentials of [
      account.assumeRole('rotator', 'ci'),
      account.sessionCredentials('admin', { mfa: true }),
    ]) {
      expect(await failure(iam(credentials).send(new ListAccessKeysCommand()))).toEqual(mustSpecify)
      await expect(iam(credentials).send(new ListAccessKeysCommand({ UserName: 'admin' }))).resolves.toBeDefined()
    }
  })
})

describe('identity', () => {
  test('a user: ARN with path, in STS and in IAM', async () => {
    const user = account.createUser({ name: 'bot', path: '/ci/eu/', policies: [fullAccess] })
    const key = account.createAccessKey('bot')
    const arn = 'arn:aws:iam::111122223333:user/ci/eu/bot'

    expect(await identity(key)).toMatchObject({ Arn: arn, UserId: user.userId, Account: '111122223333' })
    const { User } = await iam(key).send(new GetUserCommand())
    expect(User).toEqual({
      Path: '/ci/eu/',
      UserName: 'bot',
      UserId: user.userId,
      Arn: arn,
      CreateDate: new Date('2026-11-22T19:00:00Z'),
    })
    expect(user.userId).toMatch(/^AIDA[A-Z2-7]{17}$/)
  })

  test('an assumed role', async () => {
    account.createRole({ name: 'rotator' })
    expect(await identity(account.assumeRole('rotator', 'run-7'))).toMatchObject({
      Arn: 'arn:aws:sts::111122223333:assumed-role/rotator/run-7',
      UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:run-7$/),
    })
  })

  test('root: needs no policy, and has no user name', async () => {
    const root = account.rootCredentials()
    expect(account.rootCredentials()).toEqual(root)
    expect(await identity(root)).toMatchObject({ Arn: 'arn:aws:iam::111122223333:root', UserId: '111122223333' })

    const { User } = await iam(root).send(new GetUserCommand())
    expect(User).toMatchObject({ Arn: 'arn:aws:iam::111122223333:root', UserId: '111122223333' })
    expect(User).not.toHaveProperty('UserName')
    const { AccessKeyMetadata } = await iam(root).send(new ListAccessKeysCommand())
    expect(AccessKeyMetadata).toMatchObject([{ AccessKeyId: root.accessKeyId, Status: 'Active' }])
  })

  test('GetSessionToken credentials: STS knows them as the user, IAM only with MFA', async () => {
    const session = account.sessionCredentials('admin')
    expect(await identity(session)).toMatchObject({ Arn: 'arn:aws:iam::111122223333:user/people/admin' })
    expect(await failure(iam(session).send(new GetUserCommand({ UserName: 'admin' })))).toEqual(invalidToken)
  })

  test('a deleted and recreated user is another one', async () => {
    const before = account.createUser({ name: 'bot' })
    const key = account.createAccessKey('bot')
    account.deleteUser('bot')
    expect(await failure(identity(key))).toEqual(invalidToken)
    expect(account.createUser({ name: 'bot' }).userId).not.toBe(before.userId)
  })

  test('other partitions have their own ARNs, IAM Region and accounts', async () => {
    await openAccount(new AwsAccount({ clock, accountId: '444455556666', partition: 'aws-cn' }))
    const arn = 'arn:aws-cn:iam::444455556666:user/people/admin'

    expect(await identity(admin, 'cn-northwest-1')).toMatchObject({ Arn: arn })
    const { User } = await iam(admin, { region: 'cn-north-1' }).send(new GetUserCommand())
    expect(User).toMatchObject({ Arn: arn })
    expect(await failure(identity(admin, 'us-east-1'))).toEqual(invalidToken)
    expect(await failure(iam(admin).send(new GetUserCommand()))).toEqual(invalidToken)
  })
})

describe('access keys', () => {
  test('live from creation to deletion; CreateAccessKey tells milliseconds, and ListAccessKeys whole seconds', async () => {
    const UserName = account.createUser({ name: 'bot' }).userName
    clock.advance(250)
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }))
    expect(clock.now() % 1_000).not.toBe(0)
    expect(AccessKey).toEqual({
      UserName,
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      Status: 'Active',
      CreateDate: new Date(clock.now()),
    })
    const AccessKeyId = AccessKey?.AccessKeyId
    const list = async () => (await iam().send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata

    expect(await list()).toEqual([
      { UserName, AccessKeyId, Status: 'Active', CreateDate: new Date('2026-11-22T19:00:00Z') },
    ])
    await iam().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))
    expect(await list()).toMatchObject([{ AccessKeyId, Status: 'Inactive' }])
    await iam().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }))
    expect(await list()).toMatchObject([{ AccessKeyId, Status: 'Active' }])
    await iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    expect(await list()).toEqual([])
    expect(account.keys('bot')).toMatchObject([{ accessKeyId: AccessKeyId, deleted: clock.now() - wire.latency }])
  })

  test('are the caller’s own when no user is named', async () => {
    account.createUser({ name: 'bot', policies: [fullAccess] })
    const key = account.createAccessKey('bot')
    const own = iam(key)
    const { AccessKey } = await own.send(new CreateAccessKeyCommand())
    expect(AccessKey?.UserName).toBe('bot')
    const foreign = { AccessKeyId: admin.accessKeyId }
    expect(await failure(own.send(new DeleteAccessKeyCommand(foreign)))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: `The Access Key with id ${admin.accessKeyId} cannot be found.`,
    })
  })

  test('two per user, inactive ones counted', async () => {
    account.createUser({ name: 'bot' })
    account.createAccessKey('bot', { status: 'Inactive' })
    const create = () => iam().send(new CreateAccessKeyCommand({ UserName: 'bot' }))
    await create()
    const quota = { code: 'LimitExceeded', status: 409, message: 'Cannot exceed quota for AccessKeysPerUser: 2' }
    expect(await failure(create())).toEqual(quota)

    account.settings.accessKeysPerUser = 3
    await create()
    expect(await failure(create())).toEqual({ ...quota, message: 'Cannot exceed quota for AccessKeysPerUser: 3' })
  })

  test('work on STS after 4 s and on IAM after 8 s', async () => {
    account.createUser({ name: 'bot', policies: [fullAccess] })
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName: 'bot' }))
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    const getUser = () => iam(key).send(new GetUserCommand())
    wire.latency = 0

    expect(await failure(identity(key))).toEqual(invalidToken)
    clock.advance(duration('3.999s'))
    expect(await failure(identity(key))).toEqual(invalidToken)
    clock.advance(1)
    await expect(identity(key)).resolves.toBeDefined()
    expect(await failure(getUser())).toEqual(invalidToken)
    expect(account.canSignIn(key.accessKeyId, key.secretAccessKey)).toBe('rejected')
    clock.advance(duration('4s'))
    await expect(getUser()).resolves.toBeDefined()
    expect(account.canSignIn(key.accessKeyId, key.secretAccessKey)).toBe('works')
  })

  test.each([
    ['inactive', () => account.setStatus(admin.accessKeyId, 'Inactive')],
    ['deleted', () => account.deleteAccessKey(admin.accessKeyId)],
  ])('%s: rejected by STS and IAM', async (_, change) => {
    change()
    expect(await failure(identity(admin))).toEqual(invalidToken)
    expect(await failure(iam().send(new GetUserCommand()))).toEqual(invalidToken)
    expect(account.canSignIn(admin.accessKeyId, admin.secretAccessKey)).toBe('rejected')
  })

  test('come in pages, in no order of time', async () => {
    account.createUser({ name: 'bot' })
    const ids = Array.from({ length: 5 }, () => account.createAccessKey('bot').accessKeyId)
    const pages: string[][] = []
    for await (const page of paginateListAccessKeys({ client: iam(), pageSize: 2 }, { UserName: 'bot' })) {
      pages.push((page.AccessKeyMetadata ?? []).map((key) => key.AccessKeyId ?? ''))
      expect(page.IsTruncated).toBe(pages.length < 3)
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat().toSorted()).toEqual(ids.toSorted())
    expect(pages.flat()).not.toEqual(ids)
  })

  test('their IDs hold the account, their secrets what breaks careless encoding', () => {
    const account = new AwsAccount({ clock, accountId: '609629065308' })
    account.createUser({ name: 'bot' })
    const keys = Array.from({ length: 200 }, () => account.createAccessKey('bot'))
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    for (const { accessKeyId, secretAccessKey } of keys) {
      const bits = [...accessKeyId.slice(4)].reduce((sum, digit) => sum * 32n + BigInt(alphabet.indexOf(digit)), 0n)
      expect(((bits >> 32n) & 0x7fffffffff80n) >> 7n).toBe(609629065308n)
      expect(secretAccessKey).toMatch(/^(?=.*\+)(?=.*\/)[A-Za-z0-9+/]{40}$/)
    }
    expect(new Set(keys.map((key) => key.accessKeyId)).size).toBe(200)
    expect(new Set(keys.map((key) => key.secretAccessKey)).size).toBe(200)
  })
})

describe('last use', () => {
  const lastUsed = async (AccessKeyId: string) =>
    (await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed

  test('never', async () => {
    account.createUser({ name: 'bot' })
    const { accessKeyId } = account.createAccessKey('bot')
    expect(await lastUsed(accessKeyId)).toEqual({ ServiceName: 'N/A', Region: 'N/A' })
  })

  test('shows after 7 minutes; of the uses in 15 minutes only the first', async () => {
    account.createUser({ name: 'bot' })
    const key = account.createAccessKey('bot')
    await identity(key)
    await identity(key, 'us-west-2')
    expect(await lastUsed(key.accessKeyId)).toEqual({ ServiceName: 'N/A', Region: 'N/A' })

    clock.advance(duration('7m'))
    const first = { ServiceName: 'sts', Region: 'eu-central-1', LastUsedDate: new Date('2026-11-22T19:00:00Z') }
    expect(await lastUsed(key.accessKeyId)).toEqual(first)
    await failure(iam(key).send(new GetUserCommand()))
    expect(account.keys('bot')[0]?.lastUsed).toEqual({ at: clock.now(), service: 'iam', region: 'us-east-1' })
    clock.advance(duration('7m'))
    expect(await lastUsed(key.accessKeyId)).toEqual(first)

    clock.advance(duration('1m'))
    await failure(iam(key).send(new GetUserCommand()))
    clock.advance(duration('7m'))
    expect(await lastUsed(key.accessKeyId)).toMatchObject({ ServiceName: 'iam', Region: 'us-east-1' })
  })

  test('a wrong secret is no use; a use before the test began is one', async () => {
    account.createUser({ name: 'bot' })
    const at = clock.now() - duration('30d')
    const used = account.createAccessKey('bot', { lastUsed: { at, service: 's3', region: 'eu-west-1' } })
    await failure(identity({ ...used, secretAccessKey: 'wrong' }))
    clock.advance(duration('1h'))
    expect(await lastUsed(used.accessKeyId)).toEqual({
      ServiceName: 's3',
      Region: 'eu-west-1',
      LastUsedDate: new Date('2026-10-23T19:00:00Z'),
    })
  })
})

describe('tags', () => {
  const tag = (...Tags: { Key: string; Value: string }[]) => iam().send(new TagUserCommand({ UserName: 'bot', Tags }))
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ Key: `key-${from + index}`, Value: '' }))

  beforeEach(() => {
    account.createUser({ name: 'bot' })
  })

  test('are set, replaced, removed; keys differ by more than their case', async () => {
    await tag({ Key: 'Department', Value: 'finance' }, { Key: 'team', Value: 'ci @ cd' })
    await tag({ Key: 'department', Value: 'hr' })
    expect(account.tags('bot')).toEqual({ department: 'hr', team: 'ci @ cd' })

    const { User } = await iam().send(new GetUserCommand({ UserName: 'bot' }))
    const { Tags, IsTruncated } = await iam().send(new ListUserTagsCommand({ UserName: 'bot' }))
    expect(User?.Tags).toEqual(Tags)
    expect(IsTruncated).toBe(false)

    await iam().send(new UntagUserCommand({ UserName: 'bot', TagKeys: ['DEPARTMENT', 'never-there'] }))
    expect(account.tags('bot')).toEqual({ team: 'ci @ cd' })
  })

  test('hold what the journal writes', async () => {
    const Value = 'v1 phase=published new=AKIAIOSFODNN7EXAMPLE at=2026-11-22T19:00:00Z run=1234567890 a_b.c+d@e-f/g'
    await tag({ Key: 'rotate-iam-access-keys:holder', Value })
    expect(account.tags('bot')).toEqual({ 'rotate-iam-access-keys:holder': Value })
  })

  test.each([
    [
      'a character outside the set in the key',
      [{ Key: 'a*', Value: '' }],
      violation(
        'tags.1.member.key',
        String.raw`Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
      ),
    ],
    ...['{', ',', ';', '"', '?', '#', '&', '%', '<', '\n'].map((character): [string, object[], object] => [
      `${JSON.stringify(character)} in the value`,
      [
        { Key: 'a', Value: '' },
        { Key: 'b', Value: character },
      ],
      violation(
        'tags.2.member.value',
        String.raw`Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*`,
      ),
    ]),
    [
      'an empty key',
      [{ Key: '', Value: '' }],
      violation('tags.1.member.key', 'Member must have length greater than or equal to 1'),
    ],
    [
      'a key of 129 characters',
      [{ Key: 'k'.repeat(129), Value: '' }],
      violation('tags.1.member.key', 'Member must have length less than or equal to 128'),
    ],
    [
      'a value of 257 characters',
      [{ Key: 'k', Value: 'v'.repeat(257) }],
      violation('tags.1.member.value', 'Member must have length less than or equal to 256'),
    ],
    [
      'AWS’s own prefix',
      [{ Key: 'AWS:owner', Value: '' }],
      {
        code: 'InvalidInput',
        status: 400,
        message: 'aws: prefixed tag key names are not allowed for external use.',
      },
    ],
    [
      'one key twice',
      [
        { Key: 'k', Value: '1' },
        { Key: 'K', Value: '2' },
      ],
      {
        code: 'InvalidInput',
        status: 400,
        message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      },
    ],
    ['51 at once', many(0, 51), violation('tags', 'Member must have length less than or equal to 50')],
    ['none', [], violation('tags', 'Member must not be null')],
  ])('refused, and nothing is changed: %s', async (_, tags, expected) => {
    expect(await failure(tag(...(tags as { Key: string; Value: string }[])))).toEqual(expected)
    expect(account.tags('bot')).toEqual({})
  })

  test('50 per user; the longest ones fit', async () => {
    await tag({ Key: 'k'.repeat(128), Value: 'v'.repeat(256) }, ...many(0, 49))
    await tag({ Key: 'KEY-0', Value: 'replaced' })
    const overflow = { Key: 'one-more', Value: '' }
    expect(await failure(tag({ Key: 'key-1', Value: 'unchanged' }, overflow))).toEqual({
      code: 'LimitExceeded',
      status: 409,
      message: 'The number of tags has reached the maximum limit.',
    })
    expect(account.tags('bot')).toMatchObject({ 'KEY-0': 'replaced', 'key-1': '' })
  })

  test('come in pages', async () => {
    await tag(...many(0, 3))
    const first = await iam().send(new ListUserTagsCommand({ UserName: 'bot', MaxItems: 2 }))
    expect(first).toMatchObject({ IsTruncated: true, Tags: many(0, 2) })
    const rest = await iam().send(new ListUserTagsCommand({ UserName: 'bot', Marker: first.Marker }))
    expect(rest).toMatchObject({ IsTruncated: false, Tags: many(2, 3) })
  })
})

describe('policies', () => {
  const own = ['arn:aws:iam::111122223333:user/${aws:username}', 'arn:aws:iam::111122223333:user/*/${aws:username}']
  const scope = 'arn:aws:iam::111122223333:user/ci/*'
  const keyActions = [
    'iam:CreateAccessKey',
    'iam:DeleteAccessKey',
    'iam:GetAccessKeyLastUsed',
    'iam:GetUser',
    'iam:ListAccessKeys',
    'iam:ListUserTags',
    'iam:UpdateAccessKey',
  ]
  const stateTags = { 'aws:TagKeys': ['rotate-iam-access-keys*', 'AKIA*'] }
  const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
  const selfRotation = policy(
    { Sid: 'RotateOwnKeys', Effect: 'Allow', Action: keyActions, Resource: own },
    {
      Sid: 'OwnRotationStateTagsOnly',
      Effect: 'Allow',
      Action: ['iam:TagUser', 'iam:UntagUser'],
      Resource: own,
      Condition: { 'ForAllValues:StringLike': stateTags },
    },
  )
  const centralRole = policy(
    { Sid: 'RotateScopedUsers', Effect: 'Allow', Action: keyActions, Resource: scope },
    {
      Sid: 'RotationStateTagsOnly',
      Effect: 'Allow',
      Action: ['iam:TagUser', 'iam:UntagUser'],
      Resource: scope,
      Condition: { 'ForAllValues:StringLike': stateTags, Null: { 'aws:TagKeys': 'false' } },
    },
  )

  /** All that a rotation asks of IAM, with a new key for `UserName`. */
  async function rotate(client: IAMClient, UserName: string): Promise<void> {
    const Key = 'rotate-iam-access-keys'
    await client.send(new GetUserCommand({ UserName }))
    await client.send(new TagUserCommand({ UserName, Tags: [{ Key, Value: 'v1' }] }))
    const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }))
    const AccessKeyId = AccessKey?.AccessKeyId
    await client.send(new TagUserCommand({ UserName, Tags: [{ Key: `${AccessKeyId}`, Value: 'described' }] }))
    await client.send(new ListAccessKeysCommand({ UserName }))
    await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))
    await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    await client.send(new UntagUserCommand({ UserName, TagKeys: [`${AccessKeyId}`, Key] }))
    await client.send(new ListUserTagsCommand({ UserName }))
  }

  const none = (action: string) => `because no identity-based policy allows the ${action} action`

  test.each(['/', '/ci/', '/ci/eu/'])(
    '(a) self-rotation by a user with path %s: itself and nobody else',
    async (path) => {
      const { arn } = account.createUser({ name: 'bot', path, policies: [selfRotation] })
      account.createUser({ name: 'robot', path })
      const client = iam(account.createAccessKey('bot'))
      await rotate(client, 'bot')

      for (const UserName of ['robot', 'admin', 'ghost']) {
        expect(await failure(client.send(new CreateAccessKeyCommand({ UserName })))).toEqual(
          denied(arn, 'iam:CreateAccessKey', UserName, none('iam:CreateAccessKey')),
        )
      }
      const Tags = [
        { Key: 'rotate-iam-access-keys', Value: 'v1' },
        { Key: 'Department', Value: 'board' },
      ]
      expect(await failure(client.send(new TagUserCommand({ UserName: 'bot', Tags })))).toEqual(
        denied(arn, 'iam:TagUser', 'bot', none('iam:TagUser')),
      )
    },
  )

  test('the path trap: `user/${aws:username}` alone denies a user with a path', async () => {
    const Resource = own[0]
    const { arn } = account.createUser({
      name: 'bot',
      path: '/ci/',
      policies: [policy({ Effect: 'Allow', Action: 'iam:*', Resource })],
    })
    const client = iam(account.createAccessKey('bot'))
    expect(await failure(client.send(new ListAccessKeysCommand()))).toEqual(
      denied(arn, 'iam:ListAccessKeys', 'bot', none('iam:ListAccessKeys')),
    )
  })

  test('(b) central role: the users of its path and nobody else', async () => {
    account.createRole({ name: 'rotator', policies: [centralRole] })
    account.createUser({ name: 'bot', path: '/ci/' })
    account.createUser({ name: 'loner' })
    const client = iam(account.assumeRole('rotator', 'run-7'))
    const arn = 'arn:aws:sts::111122223333:assumed-role/rotator/run-7'
    await rotate(client, 'bot')

    for (const UserName of ['loner', 'admin', 'ghost']) {
      expect(await failure(client.send(new GetUserCommand({ UserName })))).toEqual(
        denied(arn, 'iam:GetUser', UserName, none('iam:GetUser')),
      )
    }
    expect(await failure(client.send(new UntagUserCommand({ UserName: 'bot', TagKeys: ['team'] })))).toEqual(
      denied(arn, 'iam:UntagUser', 'bot', none('iam:UntagUser')),
    )
    expect(
      await failure(client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: admin.accessKeyId }))),
    ).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('on resource: access key AKIA') })
  })

  test.each(['aws', 'iam'])('a resource tag opens the door: %s:ResourceTag', async (prefix) => {
    const Condition = { StringEquals: { [`${prefix}:ResourceTag/key-rotation`]: 'true' } }
    account.createRole({
      name: 'rotator',
      policies: [policy({ Effect: 'Allow', Action: 'iam:GetUser', Resource: '*', Condition })],
    })
    account.createUser({ name: 'bot' })
    const client = iam(account.assumeRole('rotator', 'ci'))
    const getUser = () => client.send(new GetUserCommand({ UserName: 'bot' }))
    expect(await failure(getUser())).toMatchObject({ code: 'AccessDenied' })
    account.setTag('bot', 'Key-Rotation', 'true')
    await expect(getUser()).resolves.toBeDefined()
    account.removeTag('bot', 'key-rotation')
    expect(await failure(getUser())).toMatchObject({ code: 'AccessDenied' })
  })

  test.each([
    ['no policies', []],
    ['an explicit deny', [policy({ Effect: 'Deny', Action: '*', Resource: '*' })]],
  ])('with %s only GetCallerIdentity works', async (_, policies) => {
    account.createUser({ name: 'bot', policies })
    account.createRole({ name: 'rotator', policies })
    for (const credentials of [account.createAccessKey('bot'), account.assumeRole('rotator', 'ci')]) {
      await expect(identity(credentials)).resolves.toBeDefined()
      expect(await failure(iam(credentials).send(new ListAccessKeysCommand({ UserName: 'bot' })))).toMatchObject({
        code: 'AccessDenied',
      })
    }
  })

  test('an explicit deny wins and is named; above it stands the organization’s', async () => {
    const quarantine = policy({ Effect: 'Deny', Action: ['iam:CreateAccessKey', 'iam:Update*'], Resource: ['*'] })
    const { arn } = account.createUser({ name: 'bot', policies: [fullAccess, quarantine] })
    const client = iam(account.createAccessKey('bot'))
    const create = () => failure(client.send(new CreateAccessKeyCommand()))
    expect(await create()).toEqual(
      denied(arn, 'iam:CreateAccessKey', 'bot', 'with an explicit deny in an identity-based policy'),
    )
    account.attachServiceControlPolicy(policy({ Effect: 'Deny', Action: 'iam:CreateAccessKey', Resource: '*' }))
    const organization = 'with an explicit deny in a service control policy'
    expect(await create()).toEqual(denied(arn, 'iam:CreateAccessKey', 'bot', organization))
    account.setUserPolicies('bot', [fullAccess])
    expect(await create()).toEqual(denied(arn, 'iam:CreateAccessKey', 'bot', organization))
    await expect(client.send(new ListAccessKeysCommand())).resolves.toBeDefined()
    expect(await failure(iam(account.rootCredentials()).send(new CreateAccessKeyCommand({ UserName: 'bot' })))).toEqual(
      denied('arn:aws:iam::111122223333:root', 'iam:CreateAccessKey', 'bot', organization),
    )
  })

  const statement = { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' }

  test.each<[string, PolicyDocument]>([
    ['another version', { Version: '2008-10-17', Statement: [statement] }],
    ['no version', { Statement: [statement] }],
    ['an unknown element', { ...policy(statement), Comment: '' }],
    ['NotAction', policy({ Effect: 'Allow', NotAction: 'iam:GetUser', Resource: '*' })],
    ['no Resource', policy({ Effect: 'Allow', Action: 'iam:GetUser' })],
    ['Principal', policy({ ...statement, Principal: '*' })],
    ['another effect', policy({ ...statement, Effect: 'allow' })],
    ['an action without a service', policy({ ...statement, Action: 'GetUser' })],
    ['a number for a resource', policy({ ...statement, Resource: 7 })],
    ['another variable', policy({ ...statement, Resource: 'arn:aws:iam::111122223333:user/${aws:userid}' })],
    ['another operator', policy({ ...statement, Condition: { ArnLike: { 'aws:TagKeys': 'a' } } })],
    ['another key', policy({ ...statement, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ci' } } })],
    ['a key of many values without a set operator', policy({ ...statement, Condition: { StringLike: stateTags } })],
    ['Null with something else', policy({ ...statement, Condition: { Null: { 'aws:TagKeys': 'maybe' } } })],
    ['half a JSON text', '{"Version":"2012-10-17","Statement":['],
    ['a list', '[]'],
  ])('what cannot be judged is refused: %s', (_, document) => {
    expect(() => parsePolicy(document)).toThrow()
    expect(() => account.createUser({ name: 'bot', policies: [document] })).toThrow()
    expect(account.findUser('bot')).toBeUndefined()
  })

  test('JSON text is a policy, too', () => {
    expect(parsePolicy(JSON.stringify(selfRotation)).statements).toHaveLength(2)
  })
})

describe('signatures', () => {
  /** Changes a request after it has been signed. */
  function tampered(change: (request: { body: string; headers: Record<string, string> }) => void): IAMClient {
    const client = iam()
    client.middlewareStack.add(
      (next) => (args) => {
        change(args.request as { body: string; headers: Record<string, string> })
        return next(args)
      },
      { step: 'deserialize', priority: 'high' },
    )
    return client
  }

  const getUser = (client: IAMClient) => client.send(new GetUserCommand({ UserName: 'admin' }))

  test.each([
    ['a wrong secret', () => getUser(iam({ ...admin, secretAccessKey: 'x'.repeat(40) }))],
    [
      'another body',
      () =>
        getUser(
          tampered((request) => {
            request.body = request.body.replace('admin', 'nimda')
          }),
        ),
    ],
    [
      'another body, with the hash to it',
      () =>
        getUser(
          tampered((request) => {
            request.body = request.body.replace('admin', 'nimda')
            request.headers['x-amz-content-sha256'] = createHash('sha256').update(request.body).digest('hex')
          }),
        ),
    ],
    [
      'another signed header',
      () =>
        getUser(
          tampered(({ headers }) => {
            headers['amz-sdk-request'] = 'attempt=2'
          }),
        ),
    ],
    [
      'another signature',
      () =>
        getUser(
          tampered(({ headers }) => {
            const last = (digit: string) => (digit === '0' ? '1' : '0')
            headers['authorization'] = `${headers['authorization']}`.replace(/.$/, last)
          }),
        ),
    ],
  ])('%s: SignatureDoesNotMatch', async (_, call) => {
    expect(await failure(call())).toEqual(wrongSignature)
  })

  test('IAM takes one Region', async () => {
    const message = 'Credential should be scoped to a valid region. '
    expect(await failure(getUser(iam(admin, { region: 'eu-west-1' })))).toEqual({ ...wrongSignature, message })
  })

  test('a signature is good for one service', async () => {
    const client = iam()
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: string; port?: number }
        request.body = 'Action=GetCallerIdentity&Version=2011-06-15'
        request.port = Number(new URL(listeners[1]?.url ?? '').port)
        return next(args)
      },
      { step: 'serialize', priority: 'low' },
    )
    const message = "Credential should be scoped to correct service: 'sts'. "
    expect(await failure(getUser(client))).toEqual({ ...wrongSignature, message })
  })

  const zero = '0'.repeat(64)

  test.each<[string, (scheme: string) => Record<string, string>, number, string]>([
    ['no signature', () => ({}), 403, 'MissingAuthenticationToken'],
    ['another scheme', () => ({ authorization: 'Bearer token' }), 400, 'IncompleteSignature'],
    ['no date', (authorization) => ({ authorization }), 400, 'IncompleteSignature'],
    [
      'the date of another day',
      (authorization) => ({ authorization, 'x-amz-date': '20261123T000000Z' }),
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'a header in the signature that was not sent',
      (authorization) => ({ authorization, 'x-amz-date': '20261122T190000Z' }),
      403,
      'SignatureDoesNotMatch',
    ],
  ])('%s', async (_, headers, status, code) => {
    const credential = `${admin.accessKeyId}/20261122/us-east-1/sts/aws4_request`
    const scheme = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date;x-test, Signature=${zero}`
    const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' })
    const reply = await fetch(listeners[1]?.url ?? '', { method: 'POST', headers: headers(scheme), body })
    expect(reply.status).toBe(status)
    expect(await reply.text()).toContain(`<Code>${code}</Code>`)
  })

  test('an unknown key is told from a wrong secret', async () => {
    expect(await failure(identity({ ...admin, accessKeyId: unknownKeyId }))).toEqual(invalidToken)
  })

  test('temporary credentials need their own token, and end', async () => {
    account.createRole({ name: 'rotator' })
    const credentials = account.assumeRole('rotator', 'ci', duration('15m'))
    const { accessKeyId, secretAccessKey } = credentials
    const { sessionToken } = account.assumeRole('rotator', 'other')
    expect(await failure(identity({ accessKeyId, secretAccessKey }))).toEqual(invalidToken)
    const mixed: TemporaryCredentials = { ...credentials, sessionToken }
    expect(await failure(identity(mixed))).toEqual(invalidToken)
    clock.advance(duration('15m'))
    expect(await failure(identity(credentials))).toEqual({
      code: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    })
  })

  test('the clock of whoever signs matters only when a test wants it to', async () => {
    const offset = clock.now() - Date.now()
    const at = (skew: number) => iam(admin, { systemClockOffset: offset + skew }).send(new GetUserCommand())
    await expect(at(-duration('90d'))).resolves.toBeDefined()

    account.settings.maximumSkew = duration('15m')
    await expect(at(-duration('14m'))).resolves.toBeDefined()
    expect(await failure(at(-duration('16m')))).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.stringMatching(
        /^Signature expired: 20261122T1844\d\dZ is now earlier than 20261122T184500Z \(20261122T190000Z - 15 min\.\)$/,
      ),
    })
    expect(await failure(at(duration('16m')))).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.stringMatching(
        /^Signature not yet current: 20261122T1916\d\dZ is still later than 20261122T191500Z \(20261122T190000Z \+ 15 min\.\)$/,
      ),
    })
  })

  test('the record names who signed', async () => {
    await identity(admin)
    expect(wire.records).toMatchObject([
      { service: 'sts', operation: 'GetCallerIdentity', caller: admin.accessKeyId, status: 200 },
    ])
  })
})

describe('faults', () => {
  const create = (client = iam()) => client.send(new CreateAccessKeyCommand({ UserName: 'bot' }))
  const inject = (fault: Fault) => wire.inject({ matches: (request) => request.operation === 'CreateAccessKey', fault })

  beforeEach(() => {
    account.createUser({ name: 'bot' })
  })

  test.each<[string, Fault, number, object]>([
    ['refuse', { kind: 'refuse', status: 400 }, 0, { code: 'Throttling', status: 400, message: 'Rate exceeded' }],
    ['refuse', { kind: 'refuse', status: 503 }, 0, { code: 'ServiceUnavailable', status: 503 }],
    ['refuse', { kind: 'refuse', status: 409 }, 0, { code: 'ConcurrentModification', status: 409 }],
    [
      'refuse',
      { kind: 'refuse', status: 409, code: 'LimitExceeded' },
      0,
      {
        code: 'LimitExceeded',
        message: 'Your account has a large number of updates awaiting replication, please try again later',
      },
    ],
    ['drop', { kind: 'drop' }, 0, { status: undefined }],
    ['lose-reply', { kind: 'lose-reply' }, 1, { status: undefined }],
    ['truncate', { kind: 'truncate' }, 1, {}],
    ['spoil', { kind: 'spoil', status: 500 }, 1, { code: 'ServiceFailure', status: 500 }],
    ['hang, performed', { kind: 'hang', performed: true }, 1, { code: 'TimeoutError' }],
    ['hang, not performed', { kind: 'hang', performed: false }, 0, { code: 'TimeoutError' }],
  ])('%s %j leaves %d keys', async (_, fault, keys, expected) => {
    inject(fault)
    const client = iam(admin, { requestHandler: { requestTimeout: 400, throwOnRequestTimeout: true } })
    expect(await failure(create(client))).toMatchObject(expected)
    expect(account.keys('bot')).toHaveLength(keys)
    await create()
    expect(account.keys('bot')).toHaveLength(keys + 1)
  })

  test('STS spells an injected error its own way', async () => {
    wire.inject({ matches: ({ service }) => service === 'sts', fault: { kind: 'refuse', status: 500 } })
    expect(await failure(identity(admin))).toMatchObject({ code: 'InternalFailure', status: 500 })
  })

  test('the SDK’s own retry after a lost reply creates a second key: the hazard is real', async () => {
    inject({ kind: 'lose-reply' })
    await create(iam(admin, { maxAttempts: 3 }))
    expect(account.keys('bot')).toHaveLength(2)
  })
})

describe('stale reads', () => {
  const list = async () =>
    (await iam().send(new ListAccessKeysCommand({ UserName: 'bot' }))).AccessKeyMetadata?.map((key) => key.Status)
  const tags = async () =>
    (await iam().send(new GetUserCommand({ UserName: 'bot' }))).User?.Tags?.map((tag) => tag.Value)

  test('answer the next reads from the past, then no more', async () => {
    account.createUser({ name: 'bot' })
    account.setTag('bot', 'phase', 'steady')
    const { accessKeyId } = account.createAccessKey('bot')
    clock.advance(duration('10s'))
    account.setTag('bot', 'phase', 'rotating')
    account.setStatus(accessKeyId, 'Inactive')
    clock.advance(duration('2s'))
    account.createAccessKey('bot')

    account.serveStale({ reads: 2, lag: duration('5s') })
    expect(await list()).toEqual(['Active'])
    expect(await tags()).toEqual(['steady'])
    expect((await list())?.toSorted()).toEqual(['Active', 'Inactive'])
    expect(await tags()).toEqual(['rotating'])
  })

  test('never lead to a time before there was anything', async () => {
    account.createUser({ name: 'bot' })
    account.createAccessKey('bot')
    account.serveStale({ reads: 1, lag: duration('1h') })
    expect(await list()).toEqual(['Active'])
  })
})
