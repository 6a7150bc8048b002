/**
 * The credential report of an account: every user and root, with the status of their credentials, as it was when the
 * report was made. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { type AccessKey, type AwsAccount, type IamUser, liveKeys, rootUserName } from './account.ts'
import { denial } from './authorization.ts'
import { AwsError, accessDenied } from './errors.ts'
import type { Call } from './query.ts'
import type { Fields } from './xml.ts'

/** A report, and when it can be had. */
export interface CredentialReport {
  readonly content: string
  readonly generated: number
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...['1', '2'].flatMap((slot) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (what) => `access_key_${slot}_${what}`,
    ),
  ),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
  'additional_credentials_info',
] as const

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html */
export function generateCredentialReport({ account, caller }: Call): Fields {
  authorize({ account, caller }, 'iam:GenerateCredentialReport')
  const { report } = account
  const now = account.clock.now()
  if (report !== undefined && now < report.generated) return { State: 'INPROGRESS' }
  if (report !== undefined && !isExpired(account, report)) return { State: 'COMPLETE' }
  const Description =
    report === undefined
      ? 'No report exists. Starting a new report generation task'
      : 'The latest report has expired. Starting a new report generation task'
  account.report = { content: csv(account), generated: now + account.settings.reportGeneration }
  return { Description, State: 'STARTED' }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html */
export function getCredentialReport({ account, caller }: Call): Fields {
  authorize({ account, caller }, 'iam:GetCredentialReport')
  const { report } = account
  if (report === undefined) {
    throw new AwsError(410, 'ReportNotPresent', 'The credential report does not exist.')
  }
  if (account.clock.now() < report.generated) {
    throw new AwsError(404, 'ReportInProgress', 'The credential report is still being generated.')
  }
  if (isExpired(account, report)) {
    throw new AwsError(410, 'ReportExpired', 'The most recent credential report has expired.')
  }
  return {
    Content: Buffer.from(report.content).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: timestamp(report.generated),
  }
}

function authorize({ account, caller }: Pick<Call, 'account' | 'caller'>, action: string): void {
  const reason = denial(account, caller, action, { userName: '', arn: '*', user: undefined })
  if (reason !== undefined) throw accessDenied(caller.principal.arn, action, '*', reason)
}

function isExpired({ clock, settings }: AwsAccount, { generated }: CredentialReport): boolean {
  return clock.now() - generated > settings.reportLifetime
}

/** Root first, users without regard to case; no line break at the end, as recorded. */
function csv(account: AwsAccount): string {
  const lower = (user: IamUser) => user.userName.toLowerCase()
  const users = account.users
    .filter(({ userName }) => userName !== rootUserName)
    .toSorted((one, other) => (lower(one) < lower(other) ? -1 : 1))
  const rows = [account.user(rootUserName), ...users].map((user) => rowOf(account, user))
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\n')
}

function rowOf(account: AwsAccount, user: IamUser): readonly string[] {
  const isRoot = user.userName === rootUserName
  // In the order of their IDs, which is none of creation.
  const keys = liveKeys(user).toSorted((one, other) => (one.accessKeyId < other.accessKeyId ? -1 : 1))
  const others = keys.length - 2
  return [
    user.userName,
    user.arn,
    timestamp(user.created),
    ...(isRoot ? ['true', 'no_information', 'no_information', 'not_supported'] : ['false', 'N/A', 'N/A', 'N/A']),
    String(isRoot),
    ...[0, 1].flatMap((slot) => slotOf(account, keys[slot])),
    ...['false', 'N/A', 'false', 'N/A'],
    others > 0 ? `${others} additional access keys: ListAccessKeys` : 'N/A',
  ]
}

function slotOf(account: AwsAccount, key: AccessKey | undefined): readonly string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A']
  const isActive = key.status === 'Active'
  const use = account.lastUsed(key.accessKeyId)
  return [
    String(isActive),
    // Documented so; recorded reports keep the date of a key that is off.
    isActive || account.settings.reportDatesInactiveKeys ? timestamp(key.changed ?? key.created) : 'N/A',
    use === undefined ? 'N/A' : timestamp(use.at),
    // "The last used service is not Region-specific, such as Amazon S3."
    use === undefined || use.service === 's3' ? 'N/A' : use.region,
    use?.service ?? 'N/A',
  ]
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function timestamp(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}/, '')
}
