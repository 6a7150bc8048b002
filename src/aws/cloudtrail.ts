/** Who used a key: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail'
import { endsRun, messageOf } from '../rotation/problem.ts'
import { type Instant, utc } from '../rotation/time.ts'
import type { KeyId } from '../rotation/world.ts'
import { presentable } from '../text/presentable.ts'
import type { AwsClients } from './clients.ts'
import { isAccessDenied } from './errors.ts'
import { regionName } from './regions.ts'
import type { SigningCredentials } from './sign-in-clients.ts'

/** So many requests are named; the latest ones say enough. */
const mostUses = 10

/** CloudTrail shows 50 events a page; a rotation that signed with the key has asked for many more than people do. */
const mostPages = 4

/** So much of a user agent is shown, into which somebody may have put anything. */
const longestText = 200

/** The key whose requests are looked for, and since when. */
export interface UsesOf {
  readonly key: KeyId
  readonly since: Instant
  /** Where the key was used last, as IAM tells: a Region, or `N/A`. */
  readonly region: string
}

/** A request that was signed with a key. */
interface KeyUse {
  /** `ListBuckets of s3.amazonaws.com` */
  readonly event: string
  readonly at: Instant
  /** An IP address, or the AWS service that made the request. */
  readonly source: string | undefined
  readonly agent: string | undefined
}

/** Recent uses of a key, the latest first. `unreadable`: CloudTrail did not say; `why` ends a sentence. */
export type UsesReading =
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'read'; readonly uses: readonly KeyUse[] }

/** Recent uses of a key in sentences, or how a person finds out. @throws only what ends the run */
export function describeUses(reading: UsesReading, { key, region }: Pick<UsesOf, 'key' | 'region'>): string {
  const late = 'some minutes late, and does not record access to data (objects in S3, say)'
  if (reading.kind === 'unreadable') {
    return `CloudTrail's event history in ${region}, filtered by the AWS access key ${key}, shows requests of it: it is ${late}. This run could not look: ${reading.why}`
  }
  const points = reading.uses.map(({ event, at, source, agent }) => {
    const from = source === undefined ? '' : `, from ${source}`
    return `\n- ${event}, ${utc(at)}${from}${agent === undefined ? '' : ` (${agent})`}`
  })
  if (points.length === 0) return `CloudTrail shows no request of it by now: it is ${late}`
  return `CloudTrail shows ${points.length === 1 ? 'a request' : `${points.length} requests`}:${points.join('')}`
}

/**
 * Asks CloudTrail where the key was used last, and where requests to global services are recorded. What this action has
 * asked itself comes last. Never throws, except when the run was asked to stop: this is only to help a person.
 */
export async function lookUpUses(
  clients: Pick<AwsClients, 'cloudTrail' | 'globalRegion'>,
  credentials: SigningCredentials,
  { key, since, region }: UsesOf,
): Promise<UsesReading> {
  const isRegion = new RegExp(`^${regionName}$`).test(region)
  const uses: KeyUse[] = []
  const failures: unknown[] = []
  for (const each of new Set([...(isRegion ? [region] : []), clients.globalRegion])) {
    try {
      for await (const page of pagesOf(await clients.cloudTrail(each, credentials), key, since)) uses.push(...page)
    } catch (error) {
      if (endsRun(error)) throw error
      failures.push(error)
    }
  }
  // That one region shows nothing says little when another could not be asked.
  if (uses.length === 0 && failures.length > 0) return { kind: 'unreadable', why: whyUnreadable(failures[0]) }
  uses.sort((one, other) => Number(isOwn(one)) - Number(isOwn(other)) || other.at - one.at)
  return { kind: 'read', uses: uses.slice(0, mostUses) }
}

/** The latest uses first, page by page, until as many of others are found as are named. */
async function* pagesOf(client: CloudTrailClient, key: KeyId, since: Instant): AsyncGenerator<readonly KeyUse[]> {
  const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
  const request = {
    LookupAttributes: [{ AttributeKey: 'AccessKeyId' as const, AttributeValue: key }],
    StartTime: new Date(since),
    MaxResults: 50,
  }
  let others = 0
  let token: string | undefined
  for (let page = 1; page <= mostPages && others < mostUses; page += 1) {
    const next = token === undefined ? {} : { NextToken: token }
    const { Events: events = [], NextToken } = await client.send(new LookupEventsCommand({ ...request, ...next }))
    const uses = events.map(useOf).filter((use) => use !== undefined)
    yield uses
    others += uses.filter((use) => !isOwn(use)).length
    token = NextToken
    if (token === undefined) return
  }
}

/** A rotation that was queued before the publication uses the old key too, and is not what people look for. */
function isOwn({ agent = '' }: KeyUse): boolean {
  return agent.includes('rotate-iam-access-keys')
}

function whyUnreadable(failure: unknown): string {
  if (isAccessDenied(failure)) return 'allow cloudtrail:LookupEvents, and this message names the latest requests'
  return `CloudTrail did not answer: ${presentable(messageOf(failure))}`
}

/** Undefined for an event that does not say what it is, or when it was. */
function useOf({
  EventName: name,
  EventSource: service,
  EventTime: time,
  CloudTrailEvent: record,
}: Event): KeyUse | undefined {
  if (name === undefined || time === undefined) return undefined
  const { sourceIPAddress, userAgent } = recordOf(record)
  return {
    event: presentable(service === undefined ? name : `${name} of ${service}`),
    at: time.getTime(),
    source: known(sourceIPAddress),
    agent: known(userAgent),
  }
}

function recordOf(record: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(record ?? '{}') as object) }
  } catch {
    return {}
  }
}

function known(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? presentable(value, longestText) : undefined
}
