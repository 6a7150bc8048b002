/** What an audit has found: judged once from what was read, and shown in every form from here. Holds no secret. */
import type { Phase } from '../rotation/decision.ts'
import { day, type Instant, utc } from '../rotation/time.ts'
import type { Holder, Journal, JournalReading, KeyId } from '../rotation/world.ts'
import { type Attention, attentionTo, attentionToAccount } from './attention.ts'
import { type Control, controls, type Judgement, judge } from './controls.ts'
import { courseOf, type Due } from './due.ts'
import type { AccountEvidence, Evidence, KeyEvidence, UnreadAccount, UserEvidence } from './evidence.ts'
import { type PlaceFinding, placesOf } from './places.ts'
import {
  attentionToPlaces,
  type Elsewhere,
  type InventoryFindings,
  inventoryFindings,
  PlacesOfKeys,
} from './unlisted-findings.ts'

/** The run that wrote the journal last: whose configuration rotates the user. */
export interface Owner {
  /** `owner/repo` of the workflow. */
  readonly repository: string
  readonly runUrl: string
  /** When it last said that it was at work. */
  readonly at: string
}

/** One access key with its evidence. Times are in UTC; `null` is what is not known, or not there. */
export interface KeyFinding {
  readonly account: string
  readonly user: string
  /** Null where AWS tells none: of root, and of users who may not be read. */
  readonly accessKeyId: KeyId | null
  readonly label: 'current' | 'pending' | 'previous' | 'unknown'
  readonly status: KeyEvidence['status']
  readonly created: string | null
  readonly ageDays: number | null
  readonly lastUsed: {
    readonly state: 'used' | 'never' | 'unknown'
    readonly at: string | null
    readonly service: string | null
    readonly region: string | null
  }
  /** The workflow that audits rotates its user, too. */
  readonly configured: boolean
  readonly owner: Owner | null
  readonly phase: Phase | null
  /** What happens next to the keys of its user, and when that was due. */
  readonly nextStep: Due['step'] | null
  readonly nextStepAt: string | null
  readonly lateDays: number | null
  /** It misses the rotation control, or the next step of its user is a week late. */
  readonly overdue: boolean
  readonly places: readonly (Omit<PlaceFinding, 'updatedAt'> & { readonly updatedAt: string | null })[]
  /** In places that no configuration lists: those that hold this key, and how many may; null where nobody has looked. */
  readonly elsewhere: Elsewhere | null
  readonly controls: readonly Judgement[]
}

/** The report of an audit, as `audit.json` has it. */
export interface AuditReport {
  readonly at: string
  readonly accounts: readonly {
    readonly account: string
    readonly auditor: string
    /** When AWS made the credential report; null where only configured users were read. */
    readonly credentialReport: string | null
    readonly users: number
  }[]
  readonly summary: {
    readonly keys: number
    readonly active: number
    readonly users: number
    readonly overdue: number
    readonly oldestActiveDays: number | null
    /** Keys that miss each control. */
    readonly missed: Readonly<Record<string, number>>
  }
  readonly controls: readonly Control[]
  readonly keys: readonly KeyFinding[]
  /** Places that no configuration lists; null where nobody has looked. */
  readonly unlisted: InventoryFindings | null
  /** Accounts that could not be read, and why. */
  readonly unreadAccounts: readonly UnreadAccount[]
  /** Users of whom something could not be read. */
  readonly unread: readonly string[]
  readonly attention: readonly Attention[]
  readonly warnings: readonly string[]
}

/** Judges all that was read. `server`: the address of GitHub, of which runs have pages. */
export function reportOf(
  { at, accounts, unreadAccounts, inventory }: Evidence,
  warnings: readonly string[],
  server: string,
): AuditReport {
  const unlisted = inventory === undefined ? null : inventoryFindings(inventory, accounts)
  const users = accounts.flatMap((account) => account.users.map((user) => ({ account, user })))
  const found = unlisted === null ? undefined : new PlacesOfKeys(unlisted)
  const keys = users.flatMap(({ account, user }) => keysOf(account, user, at, server, found))
  return {
    at: utc(at),
    accounts: accounts.map(({ account, auditor, reported, users: all }) => {
      return { account, auditor, credentialReport: timeOf(reported), users: all.length }
    }),
    summary: {
      keys: keys.length,
      active: keys.filter(({ status }) => status === 'Active').length,
      users: users.filter(({ user }) => user.keys.length > 0).length,
      overdue: keys.filter(({ overdue }) => overdue).length,
      oldestActiveDays: oldestOf(keys),
      missed: Object.fromEntries(controls.map(({ id }) => [id, keys.filter((key) => misses(key, id)).length])),
    },
    controls,
    keys: keys.toSorted(worstFirst),
    unlisted,
    unreadAccounts,
    unread: users.filter(({ user }) => user.unread.length > 0).map(({ user }) => user.name),
    attention: [
      ...unreadAccounts.flatMap(attentionToAccount),
      ...users.flatMap(({ account, user }) => attentionTo(account.account, user, at)),
      ...(unlisted === null ? [] : attentionToPlaces(unlisted)),
    ],
    warnings,
  }
}

function keysOf(
  { account }: AccountEvidence,
  user: UserEvidence,
  now: Instant,
  server: string,
  found: PlacesOfKeys | undefined,
): readonly KeyFinding[] {
  const { name, isRoot, isConfigured, keys, journal: reading, destinations } = user
  const journal = reading.kind === 'read' ? reading.journal : undefined
  const { phase, due } = courseOf(user, now)
  const active = keys.filter(({ status }) => status === 'Active').length
  return keys.map((key): KeyFinding => {
    const judgements = judge({ key, active, isRoot, now })
    const { lastUsed } = key
    const used = lastUsed.kind === 'used' ? lastUsed : undefined
    const state = lastUsed.kind === 'used' || lastUsed.kind === 'never' ? lastUsed.kind : 'unknown'
    return {
      account,
      user: name,
      accessKeyId: key.id ?? null,
      label: labelOf(key, journal),
      status: key.status,
      created: timeOf(key.created),
      ageDays: key.created === undefined ? null : wholeDays(now - key.created),
      lastUsed: { state, at: timeOf(used?.at), service: used?.service || null, region: used?.region || null },
      configured: isConfigured,
      owner: ownerOf(reading, server),
      phase: phase ?? null,
      nextStep: due?.step ?? null,
      nextStepAt: timeOf(due?.at),
      lateDays: due?.late === undefined ? null : wholeDays(due.late),
      overdue: due?.late !== undefined || judgements.some((each) => isOverdue(each)),
      places: placesOf(key, destinations, journal).map((place) => ({ ...place, updatedAt: timeOf(place.updatedAt) })),
      elsewhere: found?.of(account, name, key.id) ?? null,
      controls: judgements,
    }
  })
}

function isOverdue({ control, standing }: Judgement): boolean {
  return control === 'rotation' && standing === 'missed'
}

/** Whether a key misses a control. */
export function misses(key: KeyFinding, id: Control['id']): boolean {
  return key.controls.some(({ control, standing }) => control === id && standing === 'missed')
}

/** Of the journal that is this user's, or of a run that has not written one yet. */
function ownerOf(reading: JournalReading, server: string): Owner | null {
  const holder: Holder | undefined = reading.kind === 'read' || reading.kind === 'none' ? reading.holder : undefined
  if (holder === undefined) return null
  const [owner, repo, run] = holder.run.split('/')
  const repository = `${owner}/${repo}`
  return { repository, runUrl: `${server}/${repository}/actions/runs/${run}`, at: utc(holder.touched) }
}

function labelOf({ id }: KeyEvidence, journal: Journal | undefined): KeyFinding['label'] {
  if (id === undefined || journal === undefined) return 'unknown'
  if ('pending' in journal && journal.pending === id) return 'pending'
  if ('previous' in journal && journal.previous === id) return 'previous'
  return journal.current === id ? 'current' : 'unknown'
}

function oldestOf(keys: readonly KeyFinding[]): number | null {
  const ages = keys.flatMap(({ status, ageDays }) => (status === 'Active' && ageDays !== null ? [ageDays] : []))
  return ages.length === 0 ? null : ages.reduce((oldest, age) => Math.max(oldest, age))
}

/** What is overdue and what root has first, then by age. */
function worstFirst(one: KeyFinding, other: KeyFinding): number {
  const isPressing = (key: KeyFinding) => key.overdue || misses(key, 'no-root-key')
  return (
    Number(isPressing(other)) - Number(isPressing(one)) ||
    missedBy(other) - missedBy(one) ||
    (other.ageDays ?? 0) - (one.ageDays ?? 0) ||
    one.user.localeCompare(other.user)
  )
}

function missedBy({ controls: all }: KeyFinding): number {
  return all.filter(({ standing }) => standing === 'missed').length
}

function timeOf(at: Instant | undefined): string | null {
  return at === undefined ? null : utc(at)
}

function wholeDays(duration: number): number {
  return Math.max(0, Math.floor(duration / day))
}
