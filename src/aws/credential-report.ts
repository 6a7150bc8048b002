/**
 * The credential report: every user of an account and its root, in one request, as they were up to four hours ago. It
 * tells no key's ID. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { GenerateCredentialReportCommand, GetCredentialReportCommand, type IAMClient } from '@aws-sdk/client-iam'
import type { Clock } from '../rotation/ports.ts'
import { endsRun, Problem } from '../rotation/problem.ts'
import { type Duration, type Instant, minute, second, spoken } from '../rotation/time.ts'
import { parseCredentialReport, type ReportedUser, unreadable } from './credential-report-rows.ts'
import { codeOf, explain } from './errors.ts'

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
