/** The job summary of several users: how they all are, one row for each, and what each run did, folded. */

import { asSentence } from '../rotation/problem.ts'
import type { Verdict } from '../rotation/world.ts'
import { listed } from '../text/listed.ts'
import { shortened } from '../text/presentable.ts'
import type { Told } from './fleet-annotations.ts'
import { wordsFor } from './key-names.ts'
import { link, more, plain, plainCell, plainHtml } from './markdown.ts'
import { glanceOf, type Names, namesIn, needsPerson, worstFirst } from './ranking.ts'
import type { UserReport } from './report.ts'
import { foldedDetailsOf } from './summary.ts'
import { relative, shortDay, standingOf, verbOf } from './titles.ts'
import { moreAbout } from './troubleshooting.ts'

/** So many users are named above the table; it has all of them. */
const mostNamed = 10

/** A sentence or a remedy above the table is cut to this; the details have all of it. */
const longestSentence = 240

/** Details of one user take no more of the summary than this, in bytes. */
const mostDetails = 100_000

/** What is kept free to say what is left out. */
const roomForNote = 400

/** What stands for the report of a user whose job left none. */
export const noReport = 'its job did not get that far'

/** What to do about that. */
export const remedyForMissing = 'Look at its job, and run it again.'

/**
 * The job summary of several users, as GitHub-flavoured Markdown, the worst first, in no more than `limit` bytes: where
 * that is too little, it loses details, then rows, those of the best users first, and says how many. `missing`: names of
 * users that have no report.
 */
export function fleetSummaryOf(all: readonly Told[], missing: readonly string[], limit: number): string {
  const sorted = worstFirst(all)
  const reports = sorted.map(({ report }) => report)
  const names = namesIn(reports)
  const failed = reports.filter(({ failed }) => failed)
  const rows = [
    ...failed.map((report) => rowOf(report, names)),
    ...missing.map(rowOfMissing),
    ...reports.slice(failed.length).map((report) => rowOf(report, names)),
  ]
  const isRed = failed.length + missing.length > 0
  const icon = isRed ? '❌' : reports.some(needsPerson) ? '⚠️' : '✅'
  const head = [`## ${icon} ${glanceOf(reports, missing.length)}`, accountLine(names), needsOf(reports, missing, names)]
  const top = `${head.filter((each) => each !== '').join('\n\n')}\n\n${tableHead}`
  const room = limit - sizeOf(top) - roomForNote
  const shownRows = fitting(rows, room)
  const isWhole = shownRows.length === rows.length
  const details = isWhole
    ? fitting(
        sorted.map((each) => foldedOf(each, names)),
        room - sizeOf(rows.join('\n')),
      )
    : []
  const note = noteOf(rows.length - shownRows.length, sorted.length - details.length)
  return [[top, ...shownRows].join('\n'), ...details, note]
    .filter((each) => each !== '')
    .join('\n\n')
    .concat('\n')
}

const sizeOf = (text: string) => Buffer.byteLength(text, 'utf8')

/** As many from the beginning as fit, each with the blank line that parts it from the next. */
function fitting(texts: readonly string[], room: number): readonly string[] {
  let left = room
  const end = texts.findIndex((each) => {
    left -= sizeOf(each) + 2
    return left < 0
  })
  return end === -1 ? texts : texts.slice(0, end)
}

function noteOf(rows: number, details: number): string {
  const users = (count: number) => `${count} user${count === 1 ? '' : 's'}`
  const where = 'The log and the output `report` have all of it.'
  if (rows > 0) return `*GitHub shows no longer summary: ${users(rows)} and all details are left out. ${where}*`
  return details > 0 ? `*GitHub shows no longer summary: the details of ${users(details)} are left out. ${where}*` : ''
}

function accountLine({ sameAccount }: Names): string {
  return sameAccount === undefined ? '' : `Account ${sameAccount}`
}

/** What has to be done for whom, before all else; once for users that ask the same. */
function needsOf(reports: readonly UserReport[], missing: readonly string[], names: Names): string {
  const failed = reports.filter(({ failed }) => failed)
  const asking = reports.filter((report) => needsPerson(report) && !report.failed)
  const needing = [
    ...failed.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
    ...missing.map((user) => ({ user, need: `There is no report: ${noReport}. **→ ${remedyForMissing}**` })),
    ...asking.map((report) => ({ user: names.userOf(report), need: needOf(report) })),
  ]
  if (needing.length === 0) return ''
  const groups = [...Map.groupBy(needing, ({ need }) => need)]
  const points = groups.slice(0, mostNamed).map(([need, users]) => {
    const who = listed(
      users.map(({ user }) => user),
      mostNamed,
    )
    return `> - **${plain(who)}**: ${need}`
  })
  const others = groups.slice(mostNamed).reduce((sum, [, users]) => sum + users.length, 0)
  const kind = failed.length + missing.length > 0 ? 'CAUTION' : 'WARNING'
  return [`> [!${kind}]`, ...points, ...(others > 0 ? [`> - and ${others} more, which the table names`] : [])].join(
    '\n',
  )
}

function needOf(report: UserReport): string {
  const { because, attention } = report
  const [first, ...others] = attention
  const name = wordsFor(report)
  const what = plain(firstSentence(name(first?.what ?? because)))
  const remedy = first === undefined ? '' : ` **→ ${plain(shortened(name(first.remedy), longestSentence))}**`
  const told = more(moreAbout(first?.what ?? because)[0])
  return `${what}${remedy}${told === '' ? '' : ` ${told}`}${others.length === 0 ? '' : ` (and ${others.length} more)`}`
}

/** What is the matter, without what follows from it; a list on one line. */
function firstSentence(text: string): string {
  const line = asSentence(text).replaceAll(':\n- ', ': ').replaceAll('\n- ', '; ').replaceAll('\n', ' ')
  const [sentence] = /^.{20,}?[.!?](?=\s|$)/.exec(line) ?? [line]
  return shortened(sentence, longestSentence)
}

/** Three columns fit a phone. */
const tableHead = ['| user | this run | next |', '| --- | --- | --- |'].join('\n')

function rowOf(report: UserReport, names: Names): string {
  const { keyAgeDays, held, user } = report
  const account = names.hasColumn ? `account ${names.accountOf(report) ?? 'unknown'}` : undefined
  const standing = standingOf(report)
  const age = keyAgeDays === undefined ? undefined : `${keyAgeDays} day${keyAgeDays === 1 ? '' : 's'} old`
  const parts = [
    ...(held ? [`${standing}, held`, age] : [age === undefined ? standing : `${standing}, ${age}`]),
    account,
  ]
  const about = parts.filter((each) => each !== undefined)
  return `| ${[userCell(iconOf(report), user, about), doneIn(report), nextIn(report)].join(' | ')} |`
}

function rowOfMissing(name: string): string {
  return `| ${userCell('❔', name, ['no report'])} | ${noReport} | |`
}

function userCell(icon: string, name: string, about: readonly string[]): string {
  const lines = about.map((each) => `<br><sub>${each.split(', ').map(unbroken).join(', ')}</sub>`)
  return `${icon}&nbsp;${plainCell(shortened(name, 100))}${lines.join('')}`
}

function iconOf(report: UserReport): string {
  if (report.phase === 'blocked') return '⛔'
  if (report.failed) return '❌'
  if (needsPerson(report)) return '⚠️'
  return { rotating: '🔄', overlap: '🔑', recovery: '🔒', steady: '✅' }[report.phase]
}

const verdicts: Readonly<Record<Verdict, string>> = {
  works: 'proved by',
  rejected: 'rejected in',
  unknown: 'not proved yet by',
}

/** What the run has brought about, and what its verification found. */
function doneIn({ planned, failed, changed, done, verification, verificationRunUrl }: UserReport): string {
  if (planned) return 'only planned'
  if (failed && !changed) return 'nothing was changed'
  const isPublished = done.includes('new key published')
  const told = done
    .filter((each) => each !== 'new key created' || !isPublished)
    .map((each) => plain(shortened(each, 60)))
  if (verification === undefined) return told.join(', ')
  const weak = verification.weak ? ' (weak proof)' : ''
  return [...told, `${verdicts[verification.verdict]} ${link('a\u00a0run', verificationRunUrl)}${weak}`].join(', ')
}

/** On one line where the column is narrow, but for hyphens. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '&nbsp;')
}

/** `rotate in 29 days`, and the date */
function nextIn({ nextStep, nextStepAt, planned, failed, at }: UserReport): string {
  if (nextStep === undefined) return failed ? 'needs you' : ''
  const step = plain(shortened(verbOf(nextStep), 60))
  if (planned) return step
  if (nextStepAt === undefined) return `${step} at the next run`
  const due = Date.parse(nextStepAt)
  return `${step} ${unbroken(relative(due, Date.parse(at)))}<br><sub>${unbroken(shortDay(due))}</sub>`
}

function foldedOf({ report, comingUp }: Told, names: Names): string {
  const details = foldedDetailsOf(report, comingUp)
  const title = `<b>${plainHtml(names.userOf(report))}</b>: ${standingOf(report)}`
  const isShort = sizeOf(details) <= mostDetails
  const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n'
  return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`
}
