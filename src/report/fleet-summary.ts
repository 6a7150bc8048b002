/** The job summary of several users: how they all are, one row for each, and what each run did, folded. */

import type { Verdict } from '../rotation/world.ts'
import { shortened } from '../text/presentable.ts'
import type { Told } from './fleet-annotations.ts'
import { activeKeysIn, doneInRun, iconOfAll, nextInAll, urgencyOf, wellOf } from './glance.ts'
import { link, plain, plainCell, plainHtml } from './markdown.ts'
import { matterIn, needsOf, noReport } from './needs.ts'
import { type Names, namesIn, needsPerson, standingAmong, worstFirst } from './ranking.ts'
import type { UserReport, VerificationReport } from './report.ts'
import { foldedDetailsOf } from './summary.ts'
import { relative, shortDay, standingOf, verbOf } from './titles.ts'

/** Details of one user take no more of the summary than this, in bytes. */
const mostDetails = 100_000

/** What is kept free to say what is left out, and to fold the users at rest. */
const roomForNote = 800

/** More users at rest than this are folded. */
const mostAtRest = 5

/**
 * The job summary of several users, as GitHub-flavoured Markdown, the worst first, in no more than `limit` bytes: where
 * that is too little, it loses details, then rows, those of the best users first, and says how many. `missing`: names of
 * users that have no report.
 */
export function fleetSummaryOf(all: readonly Told[], missing: readonly string[], limit: number): string {
  const sorted = worstFirst(all)
  const reports = sorted.map(({ report }) => report)
  const names = namesIn(reports)
  const resting = reports.filter(isAtRest)
  const folded = resting.length > mostAtRest ? resting : []
  const open = reports.filter((report) => !folded.includes(report))
  const worst = open.filter(isWorst)
  const rows = [
    ...worst.map((report) => rowOf(report, names)),
    ...missing.map(rowOfMissing),
    ...open.slice(worst.length).map((report) => rowOf(report, names)),
  ]
  const top = [
    `## ${iconOfAll(reports, missing.length)} ${urgencyOf(reports, missing.length)}`,
    glanceLines(reports, missing, names),
    needsOf(reports, missing, names),
  ]
    .filter((each) => each !== '')
    .join('\n\n')
  const room = limit - sizeOf(top) - roomForNote
  const shownRows = fitting(rows, room)
  const table = shownRows.length === 0 ? '' : [...tableHead, ...shownRows].join('\n')
  const restingRows = shownRows.length < rows.length ? [] : folded.map((report) => rowOf(report, names))
  const shownResting = fitting(restingRows, room - sizeOf(table))
  const isWhole = shownRows.length + shownResting.length === rows.length + folded.length
  const telling = sorted.filter(({ report }) => !folded.includes(report) || tellsMore(report))
  const details = isWhole
    ? fitting(
        telling.map((each) => foldedOf(each, names)),
        room - sizeOf(table) - sizeOf(shownResting.join('\n')),
      )
    : []
  const left = rows.length + folded.length - shownRows.length - shownResting.length
  const note = noteOf(left, telling.length - details.length)
  return [top, table, foldOf(folded, shownResting, names), ...details, note]
    .filter((each) => each !== '')
    .join('\n\n')
    .concat('\n')
}

/** Stands above those whose job left no report. */
function isWorst(report: UserReport): boolean {
  return report.failed || report.phase === 'blocked'
}

function isAtRest(report: UserReport): boolean {
  return standingAmong(report) === 'steady' && !report.planned
}

/** Whether the details of a user at rest have more to tell than its row. */
function tellsMore({ steps, warnings }: UserReport): boolean {
  return warnings.length > 0 || steps.some(({ effect }) => effect)
}

/** What somebody wants to know of all of them, line by line. */
function glanceLines(reports: readonly UserReport[], missing: readonly string[], names: Names): string {
  const well = wellOf(reports)
  return [
    activeKeysIn(reports, missing, names, plain),
    [doneInRun(reports, missing.length), well === '' ? '' : `${well}.`].filter((each) => each !== '').join(' '),
    nextInAll(reports),
    names.sameAccount === undefined ? '' : `Account ${names.sameAccount}`,
  ]
    .filter((each) => each !== '')
    .join('  \n')
}

/** Users at rest, as far as there is room for their rows. */
function foldOf(folded: readonly UserReport[], rows: readonly string[], names: Names): string {
  const [first] = folded.toSorted((one, other) => dueOf(one) - dueOf(other))
  if (first === undefined || rows.length === 0) return ''
  const due =
    first.nextStepAt === undefined ? '' : `: the next rotation is due ${relative(dueOf(first), Date.parse(first.at))}`
  const who = due === '' ? '' : ` (${plainHtml(shortened(names.userOf(first), 100))})`
  const title = `✅ <b>${folded.length} users at rest</b>${due}${who}`
  return `<details><summary>${title}</summary>\n\n${[...tableHead, ...rows].join('\n')}\n\n</details>`
}

const dueOf = ({ nextStepAt }: UserReport) =>
  nextStepAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(nextStepAt)

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

/** Three columns fit a phone. */
const tableHead = ['| user | this run | next |', '| --- | --- | --- |']

function rowOf(report: UserReport, names: Names): string {
  const { keyAgeDays, overdueKeyAgeDays, held, user } = report
  const account = names.hasColumn ? `account ${names.accountOf(report) ?? 'unknown'}` : undefined
  const standing = standingOf(report)
  const isOverdue = standingAmong(report) === 'overdue'
  const days = isOverdue ? overdueKeyAgeDays : keyAgeDays
  const age = days === undefined ? undefined : `${days} day${days === 1 ? '' : 's'} old`
  const told = isOverdue ? `<b>${age}</b>` : age
  const parts = [
    ...(held ? [`${standing}, held`, told] : [told === undefined ? standing : `${standing}, ${told}`]),
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

/** So much of what is the matter stands in a row. */
const mostOfMatter = 60

/** Why a person is needed, what the run has brought about, and what its verification found. */
function doneIn(report: UserReport): string {
  const { attention, planned, verification, verificationRunUrl } = report
  const [first, ...others] = attention
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const matter = plainCell(matterIn(report, mostOfMatter))
  const told = matter === '' ? '' : `: ${matter}`
  const reason = first === undefined ? [] : [`**${plainCell(shortened(first.reason, 60))}**${told}${more}`]
  const isTold = first?.reason === 'verification fails'
  if (isTold) return `${reason.join('')}: ${link('a\u00a0run', verificationRunUrl)}`
  const found = planned || verification === undefined ? [] : [foundBy(verification, verificationRunUrl)]
  return [...reason, ...(planned ? ['only planned'] : doneBy(report)), ...found].join(', ')
}

function doneBy({ done }: UserReport): readonly string[] {
  const isPublished = done.includes('new key published')
  return done.filter((each) => each !== 'new key created' || !isPublished).map((each) => plainCell(shortened(each, 60)))
}

function foundBy({ verdict, weak }: VerificationReport, url: string | undefined): string {
  return `${verdicts[verdict]} ${link('a\u00a0run', url)}${weak ? ' (weak proof)' : ''}`
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
  const [first] = report.attention
  const reason = first === undefined ? '' : `, ${plainHtml(shortened(first.reason, 60))}`
  const title = `<b>${plainHtml(names.userOf(report))}</b>: ${standingOf(report)}${reason}`
  const isShort = sizeOf(details) <= mostDetails
  const shown = isShort ? details : 'More than fits here: the log and the output `report` have all of it.\n'
  return `<details><summary>${iconOf(report)} ${title}</summary>\n\n${shown}\n</details>`
}
