/** Reads what an audit judges: configured users one by one, other users of an account by its credential report. */
import pMap from 'p-map'
import { type AccountReader, UnreadUser, type UserRecord } from '../aws/account-reader.ts'
import type { CredentialReport } from '../aws/credential-report.ts'
import type { ReportedKey, ReportedUser } from '../aws/credential-report-rows.ts'
import type { DestinationsLook } from '../github/destinations/reading.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { messageOf, remedyOf } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import type { AccessKey, LastUsed } from '../rotation/world.ts'
import type { AccountEvidence, KeyEvidence, Pace, Unread, UserEvidence } from './evidence.ts'

/** A user that the workflow itself rotates. */
export interface ConfiguredUser {
  readonly name: string
  readonly pace: Pace
  /** Looks at its destinations; undefined where it has none, or no token. */
  readonly destinations: (() => Promise<DestinationsLook>) | undefined
  /** Reads the user with the role that it names. */
  readonly reader: Reader
  /** What the workflow says of it. */
  readonly inputs: Inputs
}

type Reader = Pick<AccountReader, 'credentialReport' | 'user' | 'lastUsed'>

/** An account, what it is read with, and its configured users. */
export interface AuditedAccount {
  readonly account: string
  readonly auditor: string
  readonly reader: Reader
  readonly configured: readonly ConfiguredUser[]
}

/** AWS publishes no rates of IAM, which all tools of an account share: so many users are read at a time. */
const atOnce = { concurrency: 4 } as const

/** What an audit is to cover beside configured users. */
export interface Scope {
  readonly wholeAccount: boolean
  /** How soon steps follow one another for users of other configurations. */
  readonly assumedPace: Pace
}

/** Everything about one account. @throws Problem where nothing can be read */
export async function gather(audited: AuditedAccount, scope: Scope): Promise<AccountEvidence> {
  const { account, auditor, reader, configured } = audited
  const report = scope.wholeAccount ? await reader.credentialReport() : undefined
  const own = await pMap(configured, readConfigured, atOnce)
  const others = (report?.users ?? []).filter(({ name }) => !configured.some((user) => isSame(user.name, name)))
  const withKeys = others.filter(({ keys }) => keys.length > 0)
  const read = await pMap(
    withKeys,
    (user) => (user.isRoot ? rootOf(user) : readOther(user, report, reader, scope.assumedPace)),
    atOnce,
  )
  const users = [...own, ...read.filter((user) => user !== undefined)]
  return { account, auditor, reported: report?.generated, users }
}

async function readConfigured({ name, pace, destinations, reader }: ConfiguredUser): Promise<UserEvidence> {
  const unread: Unread[] = []
  const record = await reader.user(name).catch((error: unknown) => {
    if (!(error instanceof UnreadUser)) throw error
    unread.push(unreadOf(error))
    return undefined
  })
  const places = await destinations?.()
  unread.push(...(places?.failures ?? []).map(unreadOf))
  const keys = await Promise.all(
    (record?.keys ?? []).map(async (key) => evidenceOf(key, await reader.lastUsed(key.id))),
  )
  return {
    name: record?.name ?? name,
    isRoot: false,
    isConfigured: true,
    keys,
    journal: record?.journal ?? { kind: 'none' },
    pace,
    destinations: places?.reading ?? 'unread',
    unread,
  }
}

/** Undefined of a user that is gone since the report was made. */
async function readOther(
  reported: ReportedUser,
  report: CredentialReport | undefined,
  reader: Reader,
  pace: Pace,
): Promise<UserEvidence | undefined> {
  const common = { name: reported.name, isRoot: false, isConfigured: false, pace, destinations: 'unread' } as const
  try {
    const record = await reader.user(reported.name)
    const keys = await Promise.all(
      record.keys.map(async (key) => {
        const known = useIn(reported, record, key, report?.generated)
        return evidenceOf(key, known ?? (await reader.lastUsed(key.id)))
      }),
    )
    return { ...common, keys, journal: record.journal, unread: [] }
  } catch (error) {
    if (!(error instanceof UnreadUser)) throw error
    if (error.kind === 'gone') return undefined
    return { ...common, keys: reported.keys.map(reportedOf), journal: { kind: 'none' }, unread: [unreadOf(error)] }
  }
}

function rootOf({ name, keys }: ReportedUser): UserEvidence {
  const pace = { rotateAfter: 0, deactivateAfter: 0, deleteAfter: 0 }
  return {
    name,
    isRoot: true,
    isConfigured: false,
    keys: keys.map(reportedOf),
    journal: { kind: 'none' },
    pace,
    destinations: 'unread',
    unread: [],
  }
}

/**
 * The last use that the report tells of a key. It names no keys: what it says counts where one alone of the user's keys
 * and one alone of the report's are of that date and status, which a key that was switched on or off is not.
 */
function useIn(
  { keys: reported }: ReportedUser,
  { keys }: UserRecord,
  { created, status }: AccessKey,
  generated: Instant | undefined,
): LastUsed | undefined {
  const slots = reported.filter((slot) => slot.lastRotated === created && slot.isActive === (status === 'Active'))
  const rivals = keys.filter((key) => key.created === created)
  const isKnown = generated !== undefined && created < generated && slots.length === 1 && rivals.length === 1
  return isKnown ? slots[0]?.lastUsed : undefined
}

function evidenceOf({ id, status, created }: AccessKey, lastUsed: LastUsed): KeyEvidence {
  return { id, status, created, lastUsed }
}

function reportedOf({ isActive, lastRotated, lastUsed }: ReportedKey): KeyEvidence {
  return { id: undefined, status: isActive ? 'Active' : 'Inactive', created: lastRotated, lastUsed }
}

function unreadOf(error: unknown): Unread {
  return { what: messageOf(error), remedy: remedyOf(error) }
}

/** IAM compares names of users without regard to case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
