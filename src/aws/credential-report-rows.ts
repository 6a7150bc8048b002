/**
 * What the rows of a credential report say of users and keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { Problem } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import type { LastUsed } from '../rotation/world.ts'

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

/** The problem of a report that is none. */
export function unreadable(why: string): Problem {
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
