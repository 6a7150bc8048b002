/** Several users: who comes first, how they are counted, and what they are called beside each other. */
import type { Attention } from './attention.ts'
import type { UserReport } from './report.ts'

/** Where a user stands among others, the worst first. */
const standings = ['failed', 'held', 'attention', 'rotating', 'recovery', 'overlap', 'steady'] as const

type Standing = (typeof standings)[number]

function rankOf({ failed, held, attention, phase }: UserReport): Standing {
  if (failed || phase === 'blocked') return 'failed'
  if (held) return 'held'
  return attention.length > 0 ? 'attention' : phase
}

/** Whether a person has to do something for this user. */
export function needsPerson(report: UserReport): boolean {
  return ['failed', 'held', 'attention'].includes(rankOf(report))
}

/** The worst first; of equals the one with the oldest key, and then as they came. */
export function worstFirst<Each extends { readonly report: UserReport }>(all: readonly Each[]): readonly Each[] {
  const rank = ({ report }: Each) => standings.indexOf(rankOf(report))
  const age = ({ report }: Each) => report.keyAgeDays ?? -1
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

/** `50 users: 1 needs you, 2 rotating, 47 steady`. `missing`: how many users have no report, and so need a person. */
export function glanceOf(reports: readonly UserReport[], missing = 0): string {
  const counts = new Map<Standing, number>(standings.map((each) => [each, 0]))
  for (const report of reports) counts.set(rankOf(report), (counts.get(rankOf(report)) ?? 0) + 1)
  const countOf = (each: Standing) => counts.get(each) ?? 0
  const failed = countOf('failed')
  const needing = failed + countOf('held') + countOf('attention') + missing
  const why = [failed > 0 ? `${failed} failed` : '', missing > 0 ? `${missing} without a report` : '']
  const details = why.filter((each) => each !== '').join(', ')
  const needs = `${needing} ${needing === 1 ? 'needs' : 'need'} you${details === '' ? '' : ` (${details})`}`
  const well = (['rotating', 'recovery', 'overlap', 'steady'] as const).map((each) => `${countOf(each)} ${each}`)
  const parts = [needs, ...well].filter((each) => !each.startsWith('0 '))
  const users = reports.length + missing
  return `${users} user${users === 1 ? '' : 's'}: ${parts.length === 0 ? 'nothing is due' : parts.join(', ')}`
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
