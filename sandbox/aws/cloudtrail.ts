/** CloudTrail as far as finding out who used a key needs it (API version 2013-11-01), in the JSON protocol. */
import { createHash } from 'node:crypto'
import type { Service, WireReply } from '../wire.ts'
import type { AwsAccount } from './account.ts'
import { authenticate, type Caller } from './authentication.ts'
import { denial } from './authorization.ts'
import { AwsError, accessDenied } from './errors.ts'
import type { RecordedCall } from './key-use.ts'
import { claimedAccessKeyId, signedRegion } from './sigv4.ts'

/** SDKs put Java's package before it, or not. */
const target = 'CloudTrail_20131101.LookupEvents'
const largestPage = 50

/** An event as the SDK hands it out: times are seconds since the epoch. */
export interface TrailEvent {
  readonly EventId: string
  readonly EventName: string
  readonly EventSource: string
  readonly EventTime: number
  readonly ReadOnly: string
  readonly AccessKeyId: string
  readonly Username: string
  readonly Resources: readonly never[]
  /** The whole record, as JSON. */
  readonly CloudTrailEvent: string
}

/** One page of events. */
export interface TrailPage {
  readonly Events: readonly TrailEvent[]
  /** Leads to the next one, as long as there is one. */
  readonly NextToken?: string
}

/** CloudTrail on the wire, for every Region of the partition. */
export function cloudTrailService(account: AwsAccount): Service {
  const reply = (status: number, body: object): WireReply => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': account.identifiers.requestId() },
    body: JSON.stringify(body),
  })
  const spell = ({ status, code, message }: AwsError) => reply(status, { __type: code, message })
  return {
    name: 'cloudtrail',
    operation: () => 'LookupEvents',
    caller: claimedAccessKeyId,
    error: (status, code, message) => spell(injectedTrailError(status, code, message)),
    perform: async (request) => {
      try {
        if (request.headers['x-amz-target']?.endsWith(target) !== true) {
          throw new AwsError(400, 'UnknownOperationException', 'The operation is not known.')
        }
        const home = account.accounts.holding(claimedAccessKeyId(request)) ?? account
        const caller = await authenticate(home, 'cloudtrail', request)
        const input = JSON.parse(request.body) as Readonly<Record<string, unknown>>
        return reply(200, lookUpEvents(home, caller, signedRegion(request), input))
      } catch (error) {
        if (error instanceof AwsError) return spell(asJsonError(error))
        throw error
      }
    },
  }
}

/**
 * A page of the management events of a Region that were signed with a key, newest first; throws AwsError.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookUpEvents(
  account: AwsAccount,
  caller: Caller,
  region: string,
  input: Readonly<Record<string, unknown>>,
): TrailPage {
  const action = 'cloudtrail:LookupEvents'
  const reason = denial(account, caller, action, { userName: '', arn: '*', user: undefined })
  if (reason !== undefined) throw asJsonError(accessDenied(caller.principal.arn, action, '*', reason))
  const [attribute, another] = (input['LookupAttributes'] ?? []) as readonly Readonly<Record<string, string>>[]
  if (attribute?.['AttributeKey'] !== 'AccessKeyId' || another !== undefined) {
    throw new AwsError(400, 'InvalidLookupAttributesException', 'The sandbox looks events up by one AccessKeyId.')
  }
  const accessKeyId = attribute['AttributeValue'] ?? ''
  const size = Number(input['MaxResults'] ?? largestPage)
  if (!(size >= 1 && size <= largestPage)) {
    throw new AwsError(400, 'InvalidMaxResultsException', 'A max results value must be an integer between 1 and 50.')
  }
  const [from, to] = [instant(input['StartTime']) ?? 0, instant(input['EndTime']) ?? Number.POSITIVE_INFINITY]
  if (from > to) throw new AwsError(400, 'InvalidTimeRangeException', 'Start time must precede end time.')
  const calls = account
    .callsOf(accessKeyId)
    .filter((call) => call.region === region && call.at >= from && call.at <= to)
  // What is recorded between two pages is newer than both.
  const end = input['NextToken'] === undefined ? calls.length : positionOf(String(input['NextToken']), region, input)
  const start = Math.max(0, end - size)
  return {
    Events: calls
      .slice(start, end)
      .toReversed()
      .map((call) => eventOf(account, accessKeyId, call)),
    ...(start > 0 ? { NextToken: tokenOf(start, region, input) } : {}),
  }
}

/** "The token must be passed in with the same parameters that were specified in the original call." */
function tokenOf(position: number, region: string, input: Readonly<Record<string, unknown>>): string {
  const { NextToken: _, ...parameters } = input
  const digest = createHash('sha256')
    .update(JSON.stringify([region, parameters]))
    .digest('hex')
    .slice(0, 32)
  return Buffer.from(`${position} ${digest}`).toString('base64')
}

function positionOf(token: string, region: string, input: Readonly<Record<string, unknown>>): number {
  const position = Number.parseInt(Buffer.from(token, 'base64').toString(), 10)
  if (tokenOf(position, region, input) === token) return position
  throw new AwsError(400, 'InvalidNextTokenException', 'The token is not valid, or was given for another request.')
}

function eventOf(account: AwsAccount, accessKeyId: string, call: RecordedCall): TrailEvent {
  const { event, service, region, at, source, agent } = call
  const eventSource = `${service}.amazonaws.com`
  const userName = account.ownerOf(accessKeyId)?.userName ?? ''
  const isReadOnly = /^(?:Describe|Get|Head|List|Lookup|Simulate)/.test(event)
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', accessKeyId, userName },
    eventTime: new Date(at).toISOString().replace(/\.\d{3}/, ''),
    eventSource,
    eventName: event,
    awsRegion: region,
    sourceIPAddress: source,
    userAgent: agent,
    readOnly: isReadOnly,
    eventCategory: 'Management',
  }
  return {
    EventId: account.identifiers.requestId(),
    EventName: event,
    EventSource: eventSource,
    EventTime: Math.floor(at / 1_000),
    ReadOnly: String(isReadOnly),
    AccessKeyId: accessKeyId,
    Username: userName,
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  }
}

/** Seconds since the epoch on the wire, a date in the process. */
function instant(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' ? value * 1_000 : undefined
}

/** An error that a test wants, in the words that CloudTrail has for it. */
export function injectedTrailError(status: number, code?: string, message?: string): AwsError {
  const usual = status === 400 ? 'ThrottlingException' : status === 403 ? 'AccessDeniedException' : 'InternalFailure'
  return new AwsError(status === 403 ? 400 : status, code ?? usual, message ?? code ?? usual)
}

/** The JSON protocol has other names for the same things, and 400 for all of them. */
const jsonCodes: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
}

function asJsonError({ code, message }: AwsError): AwsError {
  return new AwsError(400, jsonCodes[code] ?? code, message)
}
