/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */

import type { Next } from '../rotation/decision.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import { folded } from './annotation.ts'
import { fleetSummaryOf } from './fleet-summary.ts'
import { attentionOfAll, glanceOf, type Names, namesIn, worstFirst } from './ranking.ts'
import type { UserReport } from './report.ts'
import { annotate, annotationsLeft, largestSummary, print, setOutput, summarize } from './runner.ts'
import { failureSummaryOf, summaryOf } from './summary.ts'
import { comingUp, standingOf } from './titles.ts'

/** How the run ended for one user. */
export interface Ended {
  readonly report: UserReport
  readonly upcoming: Next | undefined
  /** By AWS's clock. */
  readonly at: Instant
}

/**
 * Sets the outputs, annotations, summary and exit code of a run that got as far as its users, at least one: as they are
 * configured. Single outputs are of the worst one. It fails when one has failed.
 */
export async function tell(all: readonly Ended[]): Promise<void> {
  const sorted = worstFirst(all)
  const [worst] = sorted
  if (worst === undefined) throw new Error('a run without users has nothing to tell')
  const reports = all.map(({ report }) => report)
  setOutputs(worst.report, reports)
  if (reports.some(({ failed }) => failed)) process.exitCode = 1
  const coming = upcomingOf(worst)
  if (all.length === 1) {
    annotateOne(worst.report, coming)
    return summarize(summaryOf(worst.report, coming))
  }
  annotateSeveral(sorted, namesIn(reports))
  const told = all.map((ended) => ({ report: ended.report, comingUp: upcomingOf(ended) }))
  await summarize(fleetSummaryOf(told, [], largestSummary))
}

function upcomingOf({ upcoming, at }: Ended): string | undefined {
  return upcoming && comingUp(upcoming, at)
}

function setOutputs(worst: UserReport, reports: readonly UserReport[]): void {
  setOutput('phase', worst.phase)
  setOutput('rotated', String(reports.some(({ rotated }) => rotated)))
  setOutput('access-key-id', worst.accessKeyId ?? '')
  setOutput('key-age-days', String(worst.keyAgeDays ?? ''))
  setOutput('next-step', worst.nextStep ?? '')
  setOutput('next-step-at', worst.nextStepAt ?? '')
  setOutput('verification-run-url', worst.verificationRunUrl ?? '')
  setOutput('report', reports)
  setOutput('attention', attentionOfAll(reports))
}

/** Room for the warning of a summary that cannot be written. */
const reserved = 1

function annotateOne(report: UserReport, coming: string | undefined): void {
  const title = `${report.user}: ${standingOf(report)}`
  // One for how the run ended.
  const room = annotationsLeft('warning') - reserved - 1
  for (const each of folded(report.warnings, room)) annotate('warning', each, '', title)
  const next = `Next: ${coming ?? 'nothing'}`
  if (report.failed) annotate('error', asSentence(report.because), report.remedy, title)
  else if (report.held) annotate('warning', asSentence(report.because), next, title)
  else annotate('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title)
}

/** Each user that failed or is held is told once, and what a person should do besides; the others are counted. */
function annotateSeveral(sorted: readonly Ended[], names: Names): void {
  const errors: Annotation[] = []
  const warnings: Annotation[] = []
  for (const ended of sorted) {
    const { report } = ended
    const user = names.userOf(report)
    const title = `${user}: ${standingOf(report)}`
    const [first, ...others] = report.attention.map(({ what }) => what)
    const coming = `Next: ${upcomingOf(ended) ?? 'nothing'}`
    print(`${title}. ${report.failed ? asSentence(report.because) : coming}`)
    if (report.failed) errors.push({ user, title, message: asSentence(report.because), remedy: report.remedy ?? '' })
    else if (report.held) warnings.push({ user, title, message: asSentence(report.because), remedy: coming })
    const besides = report.failed || report.held || first === undefined ? others : [first, ...others]
    warnings.push(...besides.map((message) => ({ user, title, message, remedy: '' })))
    for (const each of report.warnings) if (!besides.includes(each)) print(`  ${each.replaceAll('\n', '\n  ')}`)
  }
  annotateAll('error', errors, annotationsLeft('error'))
  annotateAll('warning', warnings, annotationsLeft('warning') - reserved)
  annotate('notice', glanceOf(sorted.map(({ report }) => report)))
}

/** What is said of one of several users. */
interface Annotation {
  readonly user: string
  readonly title: string
  readonly message: string
  readonly remedy: string
}

/** At most so many annotations: the last one lists those for which there is no room. */
function annotateAll(level: 'error' | 'warning', all: readonly Annotation[], room: number): void {
  const alone = all.length <= room ? all : all.slice(0, Math.max(0, room - 1))
  const others = all.slice(alone.length)
  for (const { title, message, remedy } of alone) annotate(level, message, remedy, title)
  if (others.length === 0) return
  const points = others.map(({ user, message }) => `- ${user}: ${message.replaceAll('\n', ' ')}`)
  const more = `${others.length} more ${level}s`
  annotate(level, [`${more}:`, ...points].join('\n'), 'The job summary says what to do about each.', more)
}

/** Reports an error before anything is known about a user. */
export async function tellFailure(failure: unknown): Promise<void> {
  const message = messageOf(failure)
  const remedy = remedyOf(failure)
  setOutput('phase', 'blocked')
  setOutput('rotated', 'false')
  setOutput('attention', [{ what: asSentence(message), remedy }])
  annotate('error', asSentence(message), remedy, 'Nothing was changed')
  process.exitCode = 1
  await summarize(failureSummaryOf(message, remedy))
}
