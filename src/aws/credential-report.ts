/**
 * The credential report: every user of an account and its root, in one request, as they were up to four hours ago. It
 * tells no key's ID. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { Clock } from '../rotation/ports.ts'
import { endsRun, Problem } from '../rotation/problem.ts'
import { type Duration, type Instant, minute, second, spoken } from '../rotation/time.ts'
import type { LastUsed } from '../rotation/world.ts'
import { codeOf, explain } from './errors.ts'

/** A key as the report shows it. */
export interface ReportedKey {
  readonly isActive: boolean
  /** When it was created, or switched on or off last; undefined of a key that is off, where AWS does not say. */
  readonly lastRotated: Instant | undefined
  readonly lastUsed: LastUsed
}

/** A user as the report shows it. */
export interface ReportedUser {
  readonly name: string
  readonly arn: string
  readonly isRoot: boolean
  /** The first two; one that is off and was never used may be missing. */
  readonly keys: readonly ReportedKey[]
}

/** The report of an account. */
export interface CredentialReport {
  readonly generated: Instant
  readonly users: readonly ReportedUser[]
}

/** AWS makes a report in seconds; that of a large account takes longer. */
const longestWait: Duration = 5 * minute
const firstDelay: Duration = 2 * second
const longestDelay: Duration = 10 * second

/**
 * Asks for the report until it is there, bounded: AWS may be making it, or let it expire in between.
 * @throws Problem, and what ends the run
 */
export async function readCredentialReport(
  client: IAMClient,
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
): Promise<CredentialReport> {
  const until = clock.elapsed() + longestWait
  for (let delay = firstDelay; ; delay = Math.min(2 * delay, longestDelay)) {
    if (await isReady(client)) {
      const report = await download(client)
      if (report !== undefined) return report
    }
    if (clock.elapsed() + delay > until) throw neverReady()
    await clock.sleep(delay)
  }
}

async function isReady(client: IAMClient): Promise<boolean> {
  try {
    const { State: state } = await client.send(new GenerateCredentialReportCommand())
    return state === 'COMPLETE'
  } catch (error) {
    if (endsRun(error)) throw error
    throw explain(error, 'iam:GenerateCredentialReport', subject)
  }
}

const subject = { name: 'this account' } as const

/** How AWS says that there is no report just now: the codes on the wire, and the SDK's names of them. */
const notThere: readonly string[] = [
  'ReportNotPresent',
  'ReportExpired',
  'ReportInProgress',
  'CredentialReportNotPresent',
  'CredentialReportExpired',
  'CredentialReportNotReady',
]

async function download(client: IAMClient): Promise<CredentialReport | undefined> {
  try {
    const { Content: content, GeneratedTime: generated } = await client.send(new GetCredentialReportCommand())
    if (content === undefined || generated === undefined) throw unreadable('it is empty')
    return { generated: generated.getTime(), users: parseCredentialReport(Buffer.from(content).toString('utf8')) }
  } catch (error) {
    if (endsRun(error)) throw error
    if (notThere.includes(codeOf(error))) return undefined
    throw explain(error, 'iam:GetCredentialReport', subject)
  }
}

function neverReady(): Problem {
  return new Problem(
    `AWS has not made the credential report of this account within ${spoken(longestWait)}`,
    'Run again: AWS goes on making it meanwhile, and keeps it for four hours.',
  )
}

function unreadable(why: string): Problem {
  return new Problem(
    `The credential report cannot be read: ${why}`,
    'Check what lies between the runner and AWS, such as an endpoint that somebody has configured (AWS_ENDPOINT_URL_IAM).',
  )
}

const rootName = '<root_account>'
const needed = ['user', 'arn', 'access_key_1_active', 'access_key_2_active'] as const

/** The users of a report. Columns are found by their names: AWS adds some. @throws Problem where it is none */
export function parseCredentialReport(text: string): readonly ReportedUser[] {
  const [header = [], ...rows] = rowsOf(text)
  const missing = needed.filter((name) => !header.includes(name))
  if (missing.length > 0) throw unreadable(`it has no column ${missing.join(', ')}`)
  return rows
    .filter((row) => row.length > 1)
    .map((row) => {
      const cell = (name: string) => row[header.indexOf(name)] ?? 'N/A'
      const name = cell('user')
      const keys = ['1', '2'].map((slot) => keyOf((what) => cell(`access_key_${slot}_${what}`)))
      const isRoot = name === rootName
      return { name, arn: cell('arn'), isRoot, keys: keys.filter((key) => key !== undefined) }
    })
}

/** A key that is off and was never used looks like none where AWS does not date it. */
function keyOf(cell: (what: string) => string): ReportedKey | undefined {
  const isActive = cell('active').toLowerCase() === 'true'
  const lastRotated = instant(cell('last_rotated'))
  const at = instant(cell('last_used_date'))
  if (!isActive && lastRotated === undefined && at === undefined) return undefined
  const [service, region] = ['last_used_service', 'last_used_region'].map((what) => named(cell(what)))
  const lastUsed: LastUsed =
    at === undefined ? { kind: 'never' } : { kind: 'used', at, service: service ?? '', region: region ?? '' }
  return { isActive, lastRotated, lastUsed }
}

/** `N/A`, `no_information` and `not_supported` are no dates. */
function instant(text: string): Instant | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

function named(text: string): string {
  return text === 'N/A' ? '' : text
}

/** The cells of comma-separated values; a name may have a comma in it. https://www.rfc-editor.org/rfc/rfc4180 */
function rowsOf(text: string): readonly (readonly string[])[] {
  return text.split(/\r?\n/).map((line) => {
    const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)
    return [...cells].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare)
  })
}
