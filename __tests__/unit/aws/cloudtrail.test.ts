/** Who used a key, as CloudTrail tells: over the wire, with AWS's own client. */
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { AwsAccount, type LongTermCredentials } from '../../../sandbox/aws/account.ts'
import { cloudTrailService } from '../../../sandbox/aws/cloudtrail.ts'
import { iamService } from '../../../sandbox/aws/iam.ts'
import { duration, SandboxClock } from '../../../sandbox/clock.ts'
import { type Listener, listen, Wire, type WireRequest } from '../../../sandbox/wire.ts'
import type { AwsClients } from '../../../src/aws/clients.ts'
import { describeUses, lookUpUses, type UsesReading } from '../../../src/aws/cloudtrail.ts'
import { Cancelled } from '../../../src/rotation/problem.ts'

const start = '2026-11-22T19:00:00.000Z'
const region = 'eu-central-1'
const allowing = (...Action: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

let clock: SandboxClock
let wire: Wire
let account: AwsAccount
let caller: LongTermCredentials
let old: LongTermCredentials
let trail: Listener
let iam: Listener
const open: { destroy(): void }[] = []

beforeEach(async () => {
  clock = new SandboxClock(start)
  wire = new Wire(clock)
  account = new AwsAccount({ clock })
  account.createUser({ name: 'rotator', policies: [allowing('cloudtrail:LookupEvents')] })
  account.createUser({ name: 'ci-bot', policies: [allowing('iam:*')] })
  caller = account.createAccessKey('rotator')
  old = account.createAccessKey('ci-bot')
  ;[trail, iam] = await Promise.all([listen(wire, cloudTrailService(account)), listen(wire, iamService(account))])
})

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy()
  await Promise.all([trail, iam].map((listener) => listener.close()))
})

const clients: Pick<AwsClients, 'cloudTrail' | 'globalRegion'> = {
  globalRegion: 'us-east-1',
  cloudTrail: async (asked, credentials) => {
    const client = new CloudTrailClient({
      region: asked,
      endpoint: trail.url,
      maxAttempts: 1,
      ...(credentials === undefined ? {} : { credentials }),
    })
    open.push(client)
    return client
  },
}

/** Somebody uses the old key, and CloudTrail knows of it by now. */
function used(call: Partial<{ event: string; source: string; agent: string; service: string; region: string }>): void {
  const { event = 'ListBuckets', source = '203.0.113.7', agent = 'aws-cli/2.31', service = 's3' } = call
  const where = call.region ?? region
  account.noteUse(old.accessKeyId, { at: clock.now(), service, region: where, call: { event, source, agent } })
  clock.advance(duration('6m'))
}

const look = (where = region, since = Date.parse(start) - 1) =>
  lookUpUses(clients, caller, { key: old.accessKeyId, since, region: where })

const regionsAsked = () =>
  wire.records.map(({ headers }) => /\/\d{8}\/([^/]+)\/cloudtrail\//.exec(headers['authorization'] ?? '')?.[1])

test('the latest request comes first, with what was asked, when, from where and by which program', async () => {
  used({})
  used({ event: 'GetObjectAcl', source: 'cloudformation.amazonaws.com', agent: 'cloudformation.amazonaws.com' })
  expect(await look()).toEqual({
    kind: 'read',
    uses: [
      {
        event: 'GetObjectAcl of s3.amazonaws.com',
        at: Date.parse('2026-11-22T19:06:00Z'),
        source: 'cloudformation.amazonaws.com',
        agent: 'cloudformation.amazonaws.com',
      },
      {
        event: 'ListBuckets of s3.amazonaws.com',
        at: Date.parse(start),
        source: '203.0.113.7',
        agent: 'aws-cli/2.31',
      },
    ],
  })
})

test('events are looked for where the key was used last, and where global services record theirs', async () => {
  used({ region: 'us-east-1', event: 'GetUser', service: 'iam' })
  used({ region: 'ap-southeast-2' })
  expect(await look()).toMatchObject({ uses: [{ event: 'GetUser of iam.amazonaws.com' }] })
  expect(regionsAsked()).toEqual([region, 'us-east-1'])
})

test.each([
  ['us-east-1', ['us-east-1']],
  ['N/A', ['us-east-1']],
  ['', ['us-east-1']],
  ['eu-west-3', ['eu-west-3', 'us-east-1']],
])('with a last use in “%s”, %j is asked', async (where, regions) => {
  await look(where)
  expect(regionsAsked()).toEqual(regions)
})

test('what happened before is not told, nor more than ten requests', async () => {
  used({ event: 'Earlier' })
  const since = clock.now()
  for (let count = 1; count <= 12; count += 1) used({ event: `Call${count}` })
  const found = await look(region, since)
  const events = found.kind === 'read' ? found.uses.map(({ event }) => event.replace(/ .*/, '')) : []
  expect(events).toEqual(['Call12', 'Call11', 'Call10', 'Call9', 'Call8', 'Call7', 'Call6', 'Call5', 'Call4', 'Call3'])
})

test('requests of a rotation come last: they are not what a person looks for', async () => {
  used({})
  const client = new IAMClient({
    region: 'us-east-1',
    endpoint: iam.url,
    credentials: old,
    customUserAgent: [['rotate-iam-access-keys', '1']],
  })
  open.push(client)
  await client.send(new GetUserCommand({}))
  clock.advance(duration('6m'))
  expect(await look()).toMatchObject({
    uses: [
      { event: 'ListBuckets of s3.amazonaws.com' },
      { event: 'GetUser of iam.amazonaws.com', agent: expect.stringContaining('rotate-iam-access-keys') },
    ],
  })
})

describe('behind many requests of a rotation', () => {
  const own = (count: number) => {
    const agent = 'aws-sdk-js/3 rotate-iam-access-keys/1'
    for (let each = 0; each < count; each += 1) {
      const call = { event: 'ListAccessKeys', source: '203.0.113.8', agent }
      account.noteUse(old.accessKeyId, { at: clock.now(), service: 's3', region, call })
      clock.advance(duration('1s'))
    }
    clock.advance(duration('6m'))
  }
  const events = async () => {
    const found = await look()
    return found.kind === 'read' ? found.uses.map(({ event }) => event.replace(/ .*/, '')) : []
  }

  test('what others asked is found page by page, and told first', async () => {
    used({})
    own(120)
    expect((await events()).slice(0, 2)).toEqual(['ListBuckets', 'ListAccessKeys'])
    expect(regionsAsked().filter((each) => each === region)).toHaveLength(3)
  })

  test('it is looked for on so many pages and no more', async () => {
    used({})
    own(400)
    expect(await events()).not.toContain('ListBuckets')
    expect(regionsAsked().filter((each) => each === region)).toHaveLength(4)
  })

  test('no page is asked for that would tell no more', async () => {
    own(120)
    for (let count = 1; count <= 10; count += 1) used({ event: `Call${count}` })
    expect(await events()).toHaveLength(10)
    expect(regionsAsked().filter((each) => each === region)).toHaveLength(1)
  })

  test('a later page that does not come takes nothing away from the first', async () => {
    own(60)
    used({})
    const matches = ({ service, body }: WireRequest) => service === 'cloudtrail' && body.includes('NextToken')
    wire.inject({ matches, times: 99, fault: { kind: 'refuse', status: 400 } })
    expect((await events())[0]).toBe('ListBuckets')
  })
})

describe('pages of events', () => {
  const page = async (more: object = {}) => {
    const client = await clients.cloudTrail(region, caller)
    const LookupAttributes = [{ AttributeKey: 'AccessKeyId' as const, AttributeValue: old.accessKeyId }]
    return client.send(new LookupEventsCommand({ LookupAttributes, MaxResults: 2, ...more }))
  }
  const names = ({ Events = [] }: Awaited<ReturnType<typeof page>>) => Events.map(({ EventName }) => EventName)

  test('follow one another, whatever is recorded between them, and the last one leads nowhere', async () => {
    for (let count = 1; count <= 5; count += 1) used({ event: `Call${count}` })
    const first = await page()
    used({ event: 'Call6' })
    const second = await page({ NextToken: first.NextToken })
    const third = await page({ NextToken: second.NextToken })
    expect([first, second, third].map(names)).toEqual([['Call5', 'Call4'], ['Call3', 'Call2'], ['Call1']])
    expect(third.NextToken).toBeUndefined()
  })

  test('are of one request: a token does not lead on with another', async () => {
    for (let count = 1; count <= 5; count += 1) used({ event: `Call${count}` })
    const { NextToken } = await page()
    await expect(page({ NextToken, MaxResults: 3 })).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
    await expect(page({ NextToken: 'none' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
    await expect(page({ MaxResults: 51 })).rejects.toMatchObject({ name: 'InvalidMaxResultsException' })
  })

  test('tell what only reads from what changes something', async () => {
    used({ event: 'GetUser', service: 'iam' })
    used({ event: 'UpdateAccessKey', service: 'iam' })
    const { Events = [] } = await page()
    expect(Events.map(({ EventName, ReadOnly }) => `${EventName} ${ReadOnly}`)).toEqual([
      'UpdateAccessKey false',
      'GetUser true',
    ])
  })
})

test('CloudTrail is some minutes late', async () => {
  account.noteUse(old.accessKeyId, {
    at: clock.now(),
    service: 's3',
    region,
    call: { event: 'ListBuckets', source: '203.0.113.7', agent: 'aws-cli' },
  })
  expect(await look()).toEqual({ kind: 'read', uses: [] })
})

describe('what cannot be read', () => {
  test('for want of a permission names it', async () => {
    account.createUser({ name: 'other', policies: [allowing('iam:*')] })
    const credentials = account.createAccessKey('other')
    const uses = { key: old.accessKeyId, since: 0, region }
    expect(await lookUpUses(clients, credentials, uses)).toEqual({
      kind: 'unreadable',
      why: 'allow cloudtrail:LookupEvents, and this message names the latest requests',
    })
  })

  test.each([
    ['a throttled request', { kind: 'refuse', status: 400 }, /^CloudTrail did not answer: .*Throttling/],
    ['an error of the service', { kind: 'refuse', status: 500 }, /^CloudTrail did not answer: ./],
    ['a lost answer', { kind: 'drop' }, /^CloudTrail did not answer: ./],
  ] as const)('for %s is told', async (_, fault, why) => {
    wire.inject({ matches: ({ service }: WireRequest) => service === 'cloudtrail', times: 99, fault })
    expect(await look()).toEqual({ kind: 'unreadable', why: expect.stringMatching(why) })
  })

  test('in one of two regions does not keep the other from being told', async () => {
    used({})
    wire.inject({ matches: ({ service }: WireRequest) => service === 'cloudtrail', fault: { kind: 'drop' } })
    used({ region: 'us-east-1', event: 'GetUser', service: 'iam' })
    expect(await look()).toMatchObject({ kind: 'read', uses: [{ event: 'GetUser of iam.amazonaws.com' }] })
  })

  test('because the run was asked to stop ends the look', async () => {
    const stopped = { ...clients, cloudTrail: () => Promise.reject(new Cancelled()) }
    const asked = lookUpUses(stopped, caller, { key: old.accessKeyId, since: 0, region })
    await expect(asked).rejects.toBeInstanceOf(Cancelled)
  })
})

test.each([
  ['a command to the runner', 'x\n::error::boom\r\n::set-output', 'x ::error::boom ::set-output'],
  ['control characters', 'a\u0000b\u001b[31m', 'a\\u{0}b\\u{1B}[31m'],
  ['a novel', 'y '.repeat(250), `${'y '.repeat(100).trimEnd()}…`],
])('a user agent that holds %s is told on one line, cut', async (_, agent, expected) => {
  used({ agent })
  expect(await look()).toMatchObject({ uses: [{ agent: expected }] })
})

test('an event is told as far as it tells itself', async () => {
  const Events = [
    { EventName: 'A', EventSource: 'b', EventTime: new Date(1_000), CloudTrailEvent: 'no JSON' },
    { EventName: 'B', EventTime: new Date(0) },
    { EventName: 'C', EventSource: 'b' },
    {},
  ]
  const odd = {
    ...clients,
    cloudTrail: async () => ({ send: async () => ({ Events }) }) as unknown as CloudTrailClient,
  }
  expect(await lookUpUses(odd, caller, { key: 'K', since: 0, region: 'us-east-1' })).toEqual({
    kind: 'read',
    uses: [
      { event: 'A of b', at: 1_000, source: undefined, agent: undefined },
      { event: 'B', at: 0, source: undefined, agent: undefined },
    ],
  })
})

test('that one region shows nothing is no answer when the other could not be asked', async () => {
  wire.inject({ matches: ({ service }: WireRequest) => service === 'cloudtrail', fault: { kind: 'drop' } })
  expect(await look()).toMatchObject({ kind: 'unreadable' })
})

describe('is told', () => {
  const use = {
    event: 'ListBuckets of s3.amazonaws.com',
    at: Date.parse('2026-11-12T20:05:00Z'),
    source: '203.0.113.7',
    agent: 'aws-cli/2',
  }
  const read = (...uses: Extract<UsesReading, { kind: 'read' }>['uses']): UsesReading => ({ kind: 'read', uses })
  const cases: readonly (readonly [string, UsesReading, readonly string[]])[] = [
    [
      'who used it',
      read(use),
      ['a request:\n- ListBuckets of s3.amazonaws.com, 2026-11-12T20:05:00Z, from 203.0.113.7 (aws-cli/2)'],
    ],
    ['how many there are', read(use, use), ['2 requests:', 'Z, from']],
    ['no more than is known', read({ ...use, source: undefined, agent: undefined }), ['2026-11-12T20:05:00Z']],
    ['why CloudTrail may show nobody', read(), ['some minutes late', 'objects in S3']],
    [
      'how to find out by hand',
      { kind: 'unreadable', why: 'Allow cloudtrail:LookupEvents' },
      ['filtered by the AWS access key AKIA1', 'in eu-central-1', 'Allow cloudtrail:LookupEvents'],
    ],
  ]
  test.each(cases)('%s', (_, reading, says) => {
    const told = describeUses(reading, { key: 'AKIA1', region: 'eu-central-1' })
    for (const each of says) expect(told).toContain(each)
  })
})
