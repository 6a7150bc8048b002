/** Roles of several accounts in the sandbox's AWS: who may assume them, for how long, and what STS says otherwise. */
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials, type TemporaryCredentials } from '../../sandbox/aws/account.ts'
import { parseTrust } from '../../sandbox/aws/trust-policy.ts'
import { duration } from '../../sandbox/clock.ts'
import { actionsIssuer } from '../../sandbox/github/id-tokens.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'

const provider = 'token.actions.githubusercontent.com'
const branch = 'repo:octo/app:ref:refs/heads/main'
const roleArn = 'arn:aws:iam::444455556666:role/rotation/rotator'
const session: AssumeRoleCommandInput = { RoleArn: roleArn, RoleSessionName: 'a-run' }

let sandbox: Sandbox
let other: AwsAccount
let botKey: LongTermCredentials
let clients: { destroy(): void }[]

beforeEach(async () => {
  clients = []
  sandbox = await startSandbox()
  const { aws, clock } = sandbox
  other = new AwsAccount({ clock, accountId: '444455556666', accounts: aws.accounts })
  aws.createUser({ name: 'bot', path: '/ci/', policies: [allow('sts:AssumeRole', 'arn:aws:iam::*:role/*')] })
  botKey = aws.createAccessKey('bot')
  other.createUser({ name: 'target' })
})

afterEach(async () => {
  for (const client of clients) client.destroy()
  await sandbox.stop()
})

function allow(action: string, resource: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] }
}

function trusting(principal: object, condition?: object, action = 'sts:AssumeRole') {
  const statement = { Effect: 'Allow', Principal: principal, Action: action }
  return {
    Version: '2012-10-17',
    Statement: [condition === undefined ? statement : { ...statement, Condition: condition }],
  }
}

const account = { AWS: 'arn:aws:iam::111122223333:root' }

function addRole(trust: object, longestSession = duration('1h')) {
  const policies = [allow('iam:GetUser', '*'), allow('sts:AssumeRole', '*')]
  other.createRole({ name: 'rotator', path: '/rotation/', trust: { ...trust }, policies, longestSession })
}

function sts(credentials?: LongTermCredentials | TemporaryCredentials): STSClient {
  const endpoint = sandbox.environment['AWS_ENDPOINT_URL_STS'] ?? ''
  const region = 'us-east-1'
  const client = new STSClient({
    region,
    endpoint,
    maxAttempts: 1,
    ...(credentials === undefined ? {} : { credentials }),
  })
  clients.push(client)
  return client
}

async function assumed(credentials: LongTermCredentials | TemporaryCredentials, options: object = {}) {
  const answer = await sts(credentials).send(new AssumeRoleCommand({ ...session, ...options }))
  return { ...answer, credentials: pairOf(answer.Credentials) }
}

function pairOf(given: Credentials | undefined): TemporaryCredentials {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}

async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
    return `${name.replace(/Exception$/, '')} ${$metadata?.httpStatusCode}: ${message}`
  }
  throw new Error('the call succeeded')
}

const refusal = (arn: string, because = '') =>
  `AccessDenied 403: User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}${because}`
const bot = 'arn:aws:iam::111122223333:user/ci/bot'

describe('AssumeRole', () => {
  test('gives a session in the account of the role, which ends when it says so', async () => {
    addRole(trusting(account))
    const { credentials, AssumedRoleUser, Credentials: given } = await assumed(botKey)
    const arn = 'arn:aws:sts::444455556666:assumed-role/rotator/a-run'
    expect(AssumedRoleUser?.Arn).toBe(arn)
    expect(credentials.accessKeyId).toMatch(/^ASIA/)
    expect(given?.Expiration?.getTime()).toBe(Math.floor((sandbox.clock.now() + duration('1h')) / 1_000) * 1_000)
    expect(await sts(credentials).send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: arn,
      Account: '444455556666',
    })
    const endpoint = sandbox.environment['AWS_ENDPOINT_URL_IAM'] ?? ''
    const iam = new IAMClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })
    clients.push(iam)
    const { User } = await iam.send(new GetUserCommand({ UserName: 'target' }))
    expect(User?.Arn).toBe('arn:aws:iam::444455556666:user/target')
    sandbox.clock.advance(duration('1h'))
    expect(await failure(sts(credentials).send(new GetCallerIdentityCommand()))).toMatch(/^ExpiredToken 403/)
  })

  test('does not tell a role that is not there from one that trusts somebody else', async () => {
    expect(await failure(assumed(botKey))).toBe(refusal(bot))
    addRole(trusting({ AWS: 'arn:aws:iam::111122223333:user/ci/somebody' }))
    expect(await failure(assumed(botKey))).toBe(refusal(bot))
  })

  test('needs a policy of the caller, too, in another account', async () => {
    addRole(trusting({ AWS: bot }))
    sandbox.aws.setUserPolicies('bot', [])
    const because = ' because no identity-based policy allows the sts:AssumeRole action'
    expect(await failure(assumed(botKey))).toBe(refusal(bot, because))
  })

  test('needs none in the same account where the role trusts the caller by name', async () => {
    sandbox.aws.setUserPolicies('bot', [])
    sandbox.aws.createRole({ name: 'near', trust: trusting({ AWS: bot }) })
    sandbox.aws.createRole({ name: 'nearer', trust: trusting(account) })
    const arn = (name: string) => ({ RoleArn: `arn:aws:iam::111122223333:role/${name}` })
    expect((await assumed(botKey, arn('near'))).AssumedRoleUser?.Arn).toContain('assumed-role/near/')
    expect(await failure(assumed(botKey, arn('nearer')))).toMatch(/because no identity-based policy allows/)
  })

  test('asks for the external ID and for MFA where the trust policy does', async () => {
    addRole(trusting(account, { StringEquals: { 'sts:ExternalId': 'x-1' } }))
    expect(await failure(assumed(botKey))).toBe(refusal(bot))
    expect(await failure(assumed(botKey, { ExternalId: 'x-2' }))).toBe(refusal(bot))
    expect((await assumed(botKey, { ExternalId: 'x-1' })).credentials.accessKeyId).toMatch(/^ASIA/)
    addRole(trusting(account, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))
    expect(await failure(assumed(botKey))).toBe(refusal(bot))
  })

  test('limits a session, and one of a role to an hour', async () => {
    addRole(trusting({ AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] }), duration('2h'))
    expect(await failure(assumed(botKey, { DurationSeconds: 7_201 }))).toBe(
      'ValidationError 400: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
    expect(await failure(assumed(botKey, { DurationSeconds: 60 }))).toMatch(/greater than or equal to 900/)
    const { credentials } = await assumed(botKey, { DurationSeconds: 7_200 })
    expect(await failure(assumed(credentials, { DurationSeconds: 3_601 }))).toBe(
      'ValidationError 400: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
    expect((await assumed(credentials)).AssumedRoleUser?.Arn).toContain('rotator')
  })

  test.each(['a', 'a b', 'x'.repeat(65), 'a/b'])('refuses the session name “%s”', async (name) => {
    addRole(trusting(account))
    expect(await failure(assumed(botKey, { RoleSessionName: name }))).toMatch(/^ValidationError 400: .*roleSessionName/)
  })

  test('is refused to root, and by a service control policy', async () => {
    addRole(trusting(account))
    expect(await failure(assumed(sandbox.aws.rootCredentials()))).toBe(
      'AccessDenied 403: Roles may not be assumed by root accounts.',
    )
    const denial = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }] }
    sandbox.aws.attachServiceControlPolicy(denial)
    expect(await failure(assumed(botKey))).toBe(refusal(bot, ' with an explicit deny in a service control policy'))
  })
})

describe('AssumeRoleWithWebIdentity', () => {
  async function token(audience = 'sts.amazonaws.com', subject = branch): Promise<string> {
    const grant = sandbox.grantIdTokens(subject)
    const url = `${grant.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`
    const headers = { authorization: `Bearer ${grant.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` }
    const answer = await fetch(url, { headers })
    return ((await answer.json()) as { readonly value: string }).value
  }

  const federated = (subject = 'repo:octo/app:*') =>
    trusting(
      { Federated: `arn:aws:iam::444455556666:oidc-provider/${provider}` },
      { StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' }, StringLike: { [`${provider}:sub`]: subject } },
      'sts:AssumeRoleWithWebIdentity',
    )

  function assumedWith(text: string) {
    return sts().send(new AssumeRoleWithWebIdentityCommand({ ...session, WebIdentityToken: text }))
  }

  const denied = 'AccessDenied 403: Not authorized to perform sts:AssumeRoleWithWebIdentity'

  test('gives a session for a token of GitHub, without a signature of AWS', async () => {
    other.accounts.addProvider('444455556666', { host: provider, audiences: ['sts.amazonaws.com'] })
    addRole(federated())
    const answer = await assumedWith(await token())
    expect(answer).toMatchObject({ SubjectFromWebIdentityToken: branch, Audience: 'sts.amazonaws.com' })
    const identity = await sts(pairOf(answer.Credentials)).send(new GetCallerIdentityCommand())
    expect(identity.Arn).toBe('arn:aws:sts::444455556666:assumed-role/rotator/a-run')
  })

  test('refuses a wrong subject and a role that is not there with the same words', async () => {
    other.accounts.addProvider('444455556666', { host: provider, audiences: ['sts.amazonaws.com'] })
    expect(await failure(assumedWith(await token()))).toBe(denied)
    addRole(federated('repo:octo/other:*'))
    expect(await failure(assumedWith(await token()))).toBe(denied)
  })

  test('says that a provider is missing, and that an audience is not its own', async () => {
    addRole(federated())
    const missing = `No OpenIDConnect provider found in your account for ${actionsIssuer}`
    expect(await failure(assumedWith(await token()))).toBe(`InvalidIdentityToken 400: ${missing}`)
    other.accounts.addProvider('444455556666', { host: provider, audiences: ['sts.amazonaws.com'] })
    const text = await token('https://github.com/octo')
    expect(await failure(assumedWith(text))).toBe('InvalidIdentityToken 400: Incorrect token audience')
  })

  test('refuses a token that is too old, altered, or none', async () => {
    other.accounts.addProvider('444455556666', { host: provider, audiences: ['sts.amazonaws.com'] })
    addRole(federated())
    const text = await token()
    const [header, , signature] = text.split('.')
    const claims = { iss: actionsIssuer, sub: branch, aud: 'sts.amazonaws.com', exp: 99_999_999_999 }
    const altered = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
    expect(await failure(assumedWith(altered))).toBe('InvalidIdentityToken 400: JWT Token Signature is invalid')
    expect(await failure(assumedWith('nothing'))).toMatch(/^InvalidIdentityToken 400: .*not a valid JWT/)
    sandbox.clock.advance(duration('5m'))
    expect(await failure(assumedWith(text))).toMatch(/^ExpiredToken 400: Token expired/)
  })

  test('cannot verify a token of an issuer that does not answer', async () => {
    const host = 'oidc.company.test'
    other.accounts.addProvider('444455556666', { host, audiences: ['sts.amazonaws.com'] })
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256' })}.${part({ iss: `https://${host}`, aud: 'sts.amazonaws.com' })}.x`
    expect(await failure(assumedWith(text))).toMatch(/^IDPCommunicationError 400/)
  })
})

describe('the OIDC endpoint of a job', () => {
  test('answers nobody else', async () => {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url } = sandbox.grantIdTokens(branch)
    const answer = await fetch(`${url}&audience=x`, { headers: { authorization: 'Bearer guessed' } })
    expect(answer.status).toBe(401)
  })
})

describe('a trust policy is understood to the last word, or refused', () => {
  test.each([
    [{ ...trusting(account), Version: '2008-10-17' }, /Version/],
    [trusting({ Service: 'ec2.amazonaws.com' }), /principal Service/],
    [trusting(account, { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), /operator IpAddress/],
    [trusting(account, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), /condition key/],
    [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotPrincipal: account }] }, /NotPrincipal/],
  ])('%j', (document, says) => {
    expect(() => parseTrust(document)).toThrow(says)
  })
})
