/** The sandbox's credential report is made, kept, refused and spelled as AWS documents it. */
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials } from '../../sandbox/aws/account.ts'
import { iamService } from '../../sandbox/aws/iam.ts'
import { duration, SandboxClock } from '../../sandbox/clock.ts'
import { type Listener, listen, Wire } from '../../sandbox/wire.ts'

const start = '2026-11-22T19:00:00Z'
const mayReport = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'], Resource: '*' }],
}

let clock: SandboxClock
let account: AwsAccount
let listener: Listener
let client: IAMClient
let auditor: LongTermCredentials

beforeEach(async () => {
  clock = new SandboxClock(start)
  account = new AwsAccount({ clock })
  account.createUser({ name: 'auditor', policies: [mayReport] })
  auditor = account.createAccessKey('auditor')
  listener = await listen(new Wire(clock), iamService(account))
  client = new IAMClient({ region: 'us-east-1', endpoint: listener.url, credentials: auditor, maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await listener.close()
})

const generate = () => client.send(new GenerateCredentialReportCommand())
const get = () => client.send(new GetCredentialReportCommand())

async function refusal(call: Promise<unknown>) {
  const error = (await call.catch((reason: unknown) => reason)) as {
    name: string
    Code: string
    $metadata: { httpStatusCode: number }
  }
  return [error.name, error.Code, error.$metadata.httpStatusCode]
}

async function rows(): Promise<readonly (readonly string[])[]> {
  await generate()
  clock.advance(duration('12s'))
  const { Content: content } = await get()
  return Buffer.from(content ?? [])
    .toString()
    .split('\n')
    .map((line) => line.split(','))
}

describe('a report', () => {
  test('is asked for, in the making, and there for four hours', async () => {
    expect(await refusal(get())).toEqual(['CredentialReportNotPresentException', 'ReportNotPresent', 410])
    expect(await generate()).toMatchObject({ State: 'STARTED' })
    expect(await generate()).toMatchObject({ State: 'INPROGRESS' })
    expect(await refusal(get())).toEqual(['CredentialReportNotReadyException', 'ReportInProgress', 404])
    clock.advance(duration('12s'))
    expect(await generate()).toMatchObject({ State: 'COMPLETE' })
    const { GeneratedTime: generated, ReportFormat: format } = await get()
    expect([generated?.toISOString(), format]).toEqual(['2026-11-22T19:00:12.000Z', 'text/csv'])
    clock.advance(duration('4h') + 1_000)
    expect(await refusal(get())).toEqual(['CredentialReportExpiredException', 'ReportExpired', 410])
    expect(await generate()).toMatchObject({ State: 'STARTED' })
  })

  test('shows the account as it was when it was begun', async () => {
    await rows()
    account.createUser({ name: 'late' })
    account.deleteUser('auditor')
    account.createUser({ name: 'auditor', policies: [mayReport] })
    const other = new IAMClient({
      region: 'us-east-1',
      endpoint: listener.url,
      credentials: account.createAccessKey('auditor'),
    })
    const { Content: content } = await other.send(new GetCredentialReportCommand())
    other.destroy()
    expect(Buffer.from(content ?? []).toString()).not.toContain('late')
  })

  test('is denied to whoever may not have it', async () => {
    account.setUserPolicies('auditor', [])
    expect(await refusal(generate())).toEqual(['AccessDenied', 'AccessDenied', 403])
    expect(await refusal(get())).toEqual(['AccessDenied', 'AccessDenied', 403])
  })
})

test('a report spells users, root and keys as documented', async () => {
  const created = Date.parse('2026-09-01T00:00:00Z')
  account.settings.lastUsedLag = 0
  account.createUser({ name: 'Zoe', path: '/ci/', created })
  account.createUser({ name: 'bot', created })
  const used = { at: Date.parse('2026-10-01T00:00:00Z'), service: 's3', region: 'us-east-1' }
  const on = account.createAccessKey('bot', { created, lastUsed: used })
  const off = account.createAccessKey('bot', { created })
  account.setStatus(off.accessKeyId, 'Inactive')
  account.rootCredentials()

  const [header = [], ...users] = await rows()
  expect(header.join(',')).toBe(
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info',
  )
  expect(users.map(([name]) => name)).toEqual(['<root_account>', 'auditor', 'bot', 'Zoe'])
  expect(users[0]?.join(',')).toMatch(
    /^<root_account>,arn:aws:iam::111122223333:root,2026-11-22T19:00:00Z,true,no_information,no_information,not_supported,true,true,2026-11-22T19:00:00Z,N\/A,N\/A,N\/A,false,N\/A/,
  )
  const bot = users[2] ?? []
  const slots = [bot.slice(8, 13), bot.slice(13, 18)]
  if (on.accessKeyId > off.accessKeyId) slots.reverse()
  expect(slots).toEqual([
    ['true', '2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z', 'N/A', 's3'],
    ['false', 'N/A', 'N/A', 'N/A', 'N/A'],
  ])
  expect(users[3]?.slice(1, 3)).toEqual(['arn:aws:iam::111122223333:user/ci/Zoe', '2026-09-01T00:00:00Z'])
})

test('a key that was switched off and on is dated so, and keys beyond two are counted', async () => {
  account.createUser({ name: 'bot' })
  const { accessKeyId } = account.createAccessKey('bot', { created: Date.parse('2026-09-01T00:00:00Z') })
  account.setStatus(accessKeyId, 'Inactive')
  account.setStatus(accessKeyId, 'Active')
  account.createUser({ name: 'many' })
  for (let count = 0; count < 3; count += 1) account.createAccessKey('many')
  const all = await rows()
  expect(all.find(([name]) => name === 'bot')?.slice(8, 10)).toEqual(['true', start])
  expect(all.find(([name]) => name === 'many')?.at(-1)).toBe('1 additional access keys: ListAccessKeys')
})

test('a key that is off may keep its date, as recorded', async () => {
  account.settings.reportDatesInactiveKeys = true
  account.createUser({ name: 'bot' })
  account.createAccessKey('bot', { created: Date.parse('2026-09-01T00:00:00Z'), status: 'Inactive' })
  const all = await rows()
  expect(all.find(([name]) => name === 'bot')?.slice(8, 10)).toEqual(['false', '2026-09-01T00:00:00Z'])
})
