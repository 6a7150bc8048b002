/** The sandbox's IAM and STS answer AWS's own client as moto does, which this project has not written. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserTagsCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials } from '../../sandbox/aws/account.ts'
import { iamService } from '../../sandbox/aws/iam.ts'
import { motoIsInstalled, startMoto } from '../../sandbox/aws/moto.ts'
import { stsService } from '../../sandbox/aws/sts.ts'
import { duration, SandboxClock } from '../../sandbox/clock.ts'
import { listen, Wire } from '../../sandbox/wire.ts'

/** An implementation of IAM and STS that the contract is held against. */
interface Implementation {
  readonly iamUrl: string
  readonly stsUrl: string
  readonly accountId: string
  /** A user who may do everything. */
  readonly admin: LongTermCredentials
  createUser(name: string, path: string, policies: readonly object[]): Promise<void>
  /** Lets the time pass that new keys need. */
  settle(): void
  stop(): Promise<void>
}

interface OneKey {
  readonly UserName: string
  readonly AccessKeyId: string
}

const allow = (...Action: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})
const fullAccess = allow('iam:*')
const denyEverything = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }

async function startSandbox(): Promise<Implementation> {
  const clock = new SandboxClock('2026-11-22T19:00:00Z')
  const account = new AwsAccount({ clock })
  const wire = new Wire(clock)
  const iam = await listen(wire, iamService(account))
  const sts = await listen(wire, stsService(account))
  account.createUser({ name: 'admin', policies: [fullAccess] })
  return {
    iamUrl: iam.url,
    stsUrl: sts.url,
    accountId: account.accountId,
    admin: account.createAccessKey('admin'),
    createUser: async (name, path, policies) => {
      account.createUser({ name, path, policies: policies.map((policy) => JSON.stringify(policy)) })
    },
    settle: () => clock.advance(duration('10s')),
    stop: async () => {
      await Promise.all([iam.close(), sts.close()])
    },
  }
}

async function startSecondOpinion(): Promise<Implementation> {
  const moto = await startMoto()
  const anyone = { accessKeyId: 'anyone', secretAccessKey: 'anything' }
  const clientOf = (credentials: LongTermCredentials) =>
    new IAMClient({ region: 'us-east-1', endpoint: moto.url, credentials })
  const create = async (client: IAMClient, UserName: string, Path: string, policies: readonly object[]) => {
    await client.send(new CreateUserCommand({ UserName, Path }))
    for (const [index, policy] of policies.entries()) {
      const PolicyDocument = JSON.stringify(policy)
      await client.send(new PutUserPolicyCommand({ UserName, PolicyName: `policy-${index}`, PolicyDocument }))
    }
  }
  const founder = clientOf(anyone)
  await create(founder, 'admin', '/', [fullAccess])
  const { AccessKey } = await founder.send(new CreateAccessKeyCommand({ UserName: 'admin' }))
  const admin = { accessKeyId: `${AccessKey?.AccessKeyId}`, secretAccessKey: `${AccessKey?.SecretAccessKey}` }
  await moto.enforceAuthentication()
  const administrator = clientOf(admin)
  return {
    iamUrl: moto.url,
    stsUrl: moto.url,
    accountId: '123456789012',
    admin,
    createUser: (name, path, policies) => create(administrator, name, path, policies),
    settle: () => undefined,
    stop: async () => {
      founder.destroy()
      administrator.destroy()
      await moto.stop()
    },
  }
}

const motoInstalled = motoIsInstalled()
if (!motoInstalled) {
  process.stderr.write('moto_server is not on the PATH: the second opinion on IAM and STS is skipped\n')
}

describe('the sandbox', () => contract(startSandbox))
const secondOpinion = motoInstalled ? describe : describe.skip
secondOpinion('moto', () => contract(startSecondOpinion))

/** What a rotation relies on; left out is where moto is known to differ from AWS. */
function contract(start: () => Promise<Implementation>): void {
  let aws: Implementation
  let iam: IAMClient
  const clients: { destroy(): void }[] = []
  let users = 0

  beforeAll(async () => {
    aws = await start()
    iam = iamOf(aws.admin)
  }, 30_000)

  afterAll(async () => {
    for (const client of clients) client.destroy()
    await aws.stop()
  }, 30_000)

  function iamOf(credentials: LongTermCredentials): IAMClient {
    const client = new IAMClient({ region: 'us-east-1', endpoint: aws.iamUrl, credentials, maxAttempts: 1 })
    clients.push(client)
    return client
  }

  function identity(credentials: LongTermCredentials) {
    const client = new STSClient({ region: 'eu-central-1', endpoint: aws.stsUrl, credentials, maxAttempts: 1 })
    clients.push(client)
    return client.send(new GetCallerIdentityCommand())
  }

  async function newUser(path = '/', ...policies: object[]): Promise<string> {
    users += 1
    const name = `bot-${users}`
    await aws.createUser(name, path, policies)
    return name
  }

  /** A key that works already. */
  async function newKey(UserName: string): Promise<LongTermCredentials> {
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    aws.settle()
    return { accessKeyId: `${AccessKey?.AccessKeyId}`, secretAccessKey: `${AccessKey?.SecretAccessKey}` }
  }

  async function listed(UserName: string): Promise<Record<string, string | undefined>> {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }))
    return Object.fromEntries(AccessKeyMetadata.map((key) => [key.AccessKeyId, key.Status]))
  }

  async function tagsOf(UserName: string): Promise<Record<string, string | undefined>> {
    const { Tags = [] } = await iam.send(new ListUserTagsCommand({ UserName }))
    return Object.fromEntries(Tags.map((tag) => [tag.Key, tag.Value]))
  }

  async function failure(call: Promise<unknown>): Promise<unknown> {
    try {
      await call
    } catch (error) {
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
      return { code: name.replace(/Exception$/, ''), status: $metadata?.httpStatusCode, message }
    }
    throw new Error('the call succeeded')
  }

  test('a key: created, listed, switched off and on, deleted', async () => {
    const UserName = await newUser()
    expect(await listed(UserName)).toEqual({})
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    expect(AccessKey).toEqual({
      UserName,
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      Status: 'Active',
      CreateDate: expect.any(Date),
    })
    const AccessKeyId = `${AccessKey?.AccessKeyId}`
    expect(await listed(UserName)).toEqual({ [AccessKeyId]: 'Active' })
    for (const Status of ['Inactive', 'Inactive', 'Active'] as const) {
      await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }))
      expect(await listed(UserName)).toEqual({ [AccessKeyId]: Status })
    }
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    expect(await listed(UserName)).toEqual({})
  })

  test('two keys per user, inactive ones counted; a deletion makes room', async () => {
    const UserName = await newUser()
    const { accessKeyId: AccessKeyId } = await newKey(UserName)
    await newKey(UserName)
    await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }))
    expect(await failure(iam.send(new CreateAccessKeyCommand({ UserName })))).toEqual({
      code: 'LimitExceeded',
      status: 409,
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    })
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    await newKey(UserName)
    expect(Object.values(await listed(UserName))).toEqual(['Active', 'Active'])
  })

  test.each([
    ['CreateAccessKey', () => iam.send(new CreateAccessKeyCommand({ UserName: 'ghost' }))],
    ['ListAccessKeys', () => iam.send(new ListAccessKeysCommand({ UserName: 'ghost' }))],
    ['GetUser', () => iam.send(new GetUserCommand({ UserName: 'ghost' }))],
    ['TagUser', () => iam.send(new TagUserCommand({ UserName: 'ghost', Tags: [{ Key: 'a', Value: 'b' }] }))],
    ['UntagUser', () => iam.send(new UntagUserCommand({ UserName: 'ghost', TagKeys: ['a'] }))],
    ['ListUserTags', () => iam.send(new ListUserTagsCommand({ UserName: 'ghost' }))],
  ])('%s of an unknown user: NoSuchEntity', async (_, call) => {
    expect(await failure(call())).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: 'The user with name ghost cannot be found.',
    })
  })

  test.each([
    ['UpdateAccessKey', (key: OneKey) => iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }))],
    ['DeleteAccessKey', (key: OneKey) => iam.send(new DeleteAccessKeyCommand(key))],
  ])('%s of an unknown key: NoSuchEntity', async (_, call) => {
    const UserName = await newUser()
    expect(await failure(call({ UserName, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: expect.stringMatching(/^The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found/),
    })
  })

  test('tags: set, replaced, read with the user, removed', async () => {
    const UserName = await newUser()
    const state = 'v1 phase=published new=AKIAIOSFODNN7EXAMPLE at=2026-11-22T19:00:00Z run=1234567890/1'
    expect(await tagsOf(UserName)).toEqual({})
    await iam.send(
      new TagUserCommand({
        UserName,
        Tags: [
          { Key: 'rotate-iam-access-keys', Value: 'v1 phase=creating' },
          { Key: 'rotate-iam-access-keys:holder', Value: '' },
        ],
      }),
    )
    await iam.send(new TagUserCommand({ UserName, Tags: [{ Key: 'rotate-iam-access-keys', Value: state }] }))
    expect(await tagsOf(UserName)).toEqual({ 'rotate-iam-access-keys': state, 'rotate-iam-access-keys:holder': '' })

    const { User } = await iam.send(new GetUserCommand({ UserName }))
    expect(User?.Tags).toHaveLength(2)
    expect(User?.Tags).toContainEqual({ Key: 'rotate-iam-access-keys', Value: state })

    await iam.send(new UntagUserCommand({ UserName, TagKeys: ['rotate-iam-access-keys:holder', 'never-there'] }))
    expect(await tagsOf(UserName)).toEqual({ 'rotate-iam-access-keys': state })
  })

  test('a key that was never used', async () => {
    const UserName = await newUser()
    const { accessKeyId: AccessKeyId } = await newKey(UserName)
    expect(await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).toMatchObject({
      UserName,
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    })
  })

  test.each(['/', '/ci/', '/ci/eu/'])('who a key with path %s belongs to, by STS and by IAM', async (path) => {
    const UserName = await newUser(path, fullAccess)
    const key = await newKey(UserName)
    const arn = `arn:aws:iam::${aws.accountId}:user${path}${UserName}`

    const caller = await identity(key)
    expect(caller).toMatchObject({ Account: aws.accountId, Arn: arn })
    const { User } = await iamOf(key).send(new GetUserCommand())
    expect(User).toMatchObject({ UserName, Path: path, Arn: arn, UserId: caller.UserId, CreateDate: expect.any(Date) })
  })

  test('without a user name a key acts on its own user', async () => {
    const UserName = await newUser('/', fullAccess)
    const own = iamOf(await newKey(UserName))
    const { AccessKey } = await own.send(new CreateAccessKeyCommand())
    expect(AccessKey?.UserName).toBe(UserName)
    const { AccessKeyMetadata } = await own.send(new ListAccessKeysCommand())
    expect(AccessKeyMetadata).toHaveLength(2)
  })

  const invalidToken = {
    code: 'InvalidClientTokenId',
    status: 403,
    message: expect.stringMatching(/^The security token included in the request is invalid/),
  }

  test('an unknown key and a deleted one: InvalidClientTokenId', async () => {
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }
    expect(await failure(identity(unknown))).toEqual(invalidToken)
    expect(await failure(iamOf(unknown).send(new GetUserCommand()))).toEqual(invalidToken)

    const UserName = await newUser('/', fullAccess)
    const deleted = await newKey(UserName)
    await expect(identity(deleted)).resolves.toBeDefined()
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: deleted.accessKeyId }))
    expect(await failure(identity(deleted))).toEqual(invalidToken)
    expect(await failure(iamOf(deleted).send(new GetUserCommand()))).toEqual(invalidToken)
  })

  test('a wrong secret: SignatureDoesNotMatch', async () => {
    const key = await newKey(await newUser('/', fullAccess))
    const wrong = { ...key, secretAccessKey: key.secretAccessKey.toLowerCase() }
    const expected = {
      code: 'SignatureDoesNotMatch',
      status: 403,
      message: expect.stringMatching(/^The request signature we calculated does not match the signature you provided/),
    }
    expect(await failure(identity(wrong))).toEqual(expected)
    expect(await failure(iamOf(wrong).send(new GetUserCommand()))).toEqual(expected)
  })

  test.each([
    ['without policies', []],
    ['with other permissions', [allow('iam:ListAccessKeys', 'iam:GetUser')]],
    ['with an explicit deny', [fullAccess, denyEverything]],
  ])('a user %s: AccessDenied, but GetCallerIdentity works', async (_, policies) => {
    const UserName = await newUser('/', ...policies)
    const key = await newKey(UserName)
    const arn = `arn:aws:iam::${aws.accountId}:user/${UserName}`
    expect(await failure(iamOf(key).send(new CreateAccessKeyCommand({ UserName })))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: expect.stringContaining(`User: ${arn} is not authorized to perform: iam:CreateAccessKey`),
    })
    expect(await identity(key)).toMatchObject({ Arn: arn })
  })

  test('a policy allows what it names', async () => {
    const UserName = await newUser('/', allow('iam:GetUser', 'iam:List*'))
    const client = iamOf(await newKey(UserName))
    await expect(client.send(new GetUserCommand({ UserName }))).resolves.toBeDefined()
    await expect(client.send(new ListAccessKeysCommand({ UserName }))).resolves.toBeDefined()
    expect(
      await failure(client.send(new TagUserCommand({ UserName, Tags: [{ Key: 'a', Value: 'b' }] }))),
    ).toMatchObject({ code: 'AccessDenied', status: 403 })
  })
}
