/** Several users: who comes first, how they are counted, and what they are called beside each other. */
import type { Attention } from './attention.ts'
import type { UserReport } from './report.ts'

/** Where a user stands among others, the worst first. Those up to `failed` have failed, or are blocked. */
const standings = [
  'without a key',
  'overdue',
  'failed',
  'held',
  'attention',
  'rotating',
  'recovery',
  'overlap',
  'steady',
] as const

export type Standing = (typeof standings)[number]

/** Where a user stands among others. */
export function standingAmong(report: UserReport): Standing {
  const { failed, held, attention, phase, overdueKeyAgeDays } = report
  if (failed || phase === 'blocked') {
    if (activeKeyOf(report) === 'none') return 'without a key'
    return overdueKeyAgeDays === undefined ? 'failed' : 'overdue'
  }
  if (held) return 'held'
  return attention.length > 0 ? 'attention' : phase
}

/** Whether a person has to do something for this user. */
export function needsPerson(report: UserReport): boolean {
  return !['rotating', 'recovery', 'overlap', 'steady'].includes(standingAmong(report))
}

/**
 * Whether AWS lets the key in use sign requests: `none` where it is off or there is none, and whatever uses it fails.
 * Of several keys of which nothing tells which one is in use, that is known only where they are all the same.
 */
export function activeKeyOf({ keys }: UserReport): 'active' | 'none' | 'unknown' {
  if (keys === undefined) return 'unknown'
  const current = keys.filter(({ label }) => label === 'current')
  // While a rotation publishes, jobs may have either key.
  const inUse = current.length === 0 ? keys : keys.filter(({ label }) => label === 'current' || label === 'pending')
  if (inUse.every(({ status }) => status === 'Active')) return inUse.length === 0 ? 'none' : 'active'
  return inUse.every(({ status }) => status === 'Inactive') ? 'none' : 'unknown'
}

/** The worst first; of equals the one with the oldest key, and then as they came. */
export function worstFirst<Each extends { readonly report: UserReport }>(all: readonly Each[]): readonly Each[] {
  const rank = ({ report }: Each) => standings.indexOf(standingAmong(report))
  const age = ({ report }: Each) => report.overdueKeyAgeDays ?? report.keyAgeDays ?? -1
  return all.toSorted((one, other) => rank(one) - rank(other) || age(other) - age(one))
}

/** One thing that a person has to do, and for whom: the output `attention`. */
export interface UserAttention extends Attention {
  readonly user: string
  readonly account: string | undefined
}

/** What a person has to do for all of them, the worst first. */
export function attentionOfAll(reports: readonly UserReport[]): readonly UserAttention[] {
  return worstFirst(reports.map((report) => ({ report }))).flatMap(({ report: { user, account, attention } }) =>
    attention.map((each) => ({ user, account, ...each })),
  )
}

/** AWS's account numbers have twelve digits; logs and summaries show the last four. */
const fewestDigits = 4

/**
 * How these accounts are shown: `…3333`. A summary of a public repository is as public as its log, which shortens them
 * too, and the last digits tell most accounts apart. Where they do not, there are as many as it takes.
 */
function accountNames(accounts: readonly string[]): (account: string) => string {
  const different = [...new Set(accounts)]
  let digits = fewestDigits
  while (new Set(different.map((each) => each.slice(-digits))).size < different.length) digits += 1
  return (account) => (digits < account.length ? `…${account.slice(-digits)}` : account)
}

/** What users and their accounts are called where they stand beside each other. */
export interface Names {
  /** `…3333`; undefined where AWS has not told. */
  accountOf(report: UserReport): string | undefined
  /** `ci-bot`, or `ci-bot (…3333)` where another account has a user of that name. */
  userOf(report: UserReport): string
  /** The one account of all of them; undefined where there are several, or one is not known. */
  readonly sameAccount: string | undefined
  /** Whether each of them is to be shown with its account. */
  readonly hasColumn: boolean
}

/** The names of these users. */
export function namesIn(reports: readonly UserReport[]): Names {
  const accounts = new Set(reports.map(({ account }) => account))
  const shown = accountNames([...accounts].flatMap((account) => account ?? []))
  const accountOf = ({ account }: UserReport) => account && shown(account)
  const bearers = new Map<string, number>()
  for (const { user } of reports) bearers.set(user, (bearers.get(user) ?? 0) + 1)
  const [first] = reports
  const sameAccount = accounts.size === 1 && first !== undefined ? accountOf(first) : undefined
  return {
    accountOf,
    userOf(report) {
      const isShared = (bearers.get(report.user) ?? 0) > 1
      return isShared ? `${report.user} (${accountOf(report) ?? 'account unknown'})` : report.user
    },
    sameAccount,
    hasColumn: sameAccount === undefined && accounts.size > 1,
  }
}
