/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */

import type { Next } from '../rotation/decision.ts'
import { asSentence, messageOf, remedyOf, type Warning } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import { presentable } from '../text/presentable.ts'
import { folded } from './annotation.ts'
import { asksPerson } from './attention.ts'
import { annotationsOf, askingWarnings, remedyIn, type Told } from './fleet-annotations.ts'
import { fleetSummaryOf } from './fleet-summary.ts'
import { outcomeOf } from './headline.ts'
import { wordsFor } from './key-names.ts'
import { attentionOfAll, namesIn, worstFirst } from './ranking.ts'
import type { UserReport } from './report.ts'
import { fittingReports, writeReport } from './report-output.ts'
import { annotate, annotationsLeft, asJson, largestSummary, print, setOutput, summarize } from './runner.ts'
import { failureSummaryOf, summaryOf } from './summary.ts'
import { comingUp, standingOf } from './titles.ts'
import { moreAbout } from './troubleshooting.ts'

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
  if (all.length === 1) {
    const coming = upcomingOf(worst)
    annotateOne(worst.report, coming)
    return summarize(summaryOf(worst.report, coming))
  }
  const told = all.map((ended) => ({ report: ended.report, comingUp: upcomingOf(ended) }))
  printAll(told)
  const room = { error: annotationsLeft('error'), warning: annotationsLeft('warning') - reserved }
  for (const { level, title, message, remedy } of annotationsOf(told, room)) annotate(level, message, remedy, title)
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
  setOutput('report', fittingReports(reports))
  setOutput('report-file', fileOf(reports))
  setOutput('attention', attentionOfAll(reports))
}

/** The file that has all reports; empty where there is no place for it, or it cannot be written. */
function fileOf(reports: readonly UserReport[]): string {
  const folder = process.env['RUNNER_TEMP']
  if (!folder) return ''
  try {
    return writeReport(asJson(reports), folder)
  } catch (failure) {
    print(`The report could not be written to a file in ${presentable(folder)} (RUNNER_TEMP): ${messageOf(failure)}`)
    return ''
  }
}

/** Room for the warning of a summary that cannot be written. */
const reserved = 1

function annotateOne(report: UserReport, coming: string | undefined): void {
  const title = outcomeOf(report, report.user)
  const words = wordsFor(report, true)
  const asking = askingWarnings(report)
  for (const each of report.warnings) if (!asking.includes(each)) printNote(words(each))
  // One for how the run ended.
  const room = annotationsLeft('warning') - reserved - 1
  for (const each of folded(asking.map(words), room)) annotate('warning', asSentence(each), '', title)
  const next = `Next: ${coming ?? 'nothing'}`
  const because = asSentence(words(report.because))
  if (report.failed) annotate('error', because, remedyIn(report), title)
  else if (report.held) annotate('warning', because, next, title)
  else annotate('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title)
  printMore(report.attention.map(({ what }) => what))
}

/** A warning of no user: an annotation where a person has to do something, and a note in the log elsewhere. */
export function tellWarning({ kind, text }: Warning): void {
  if (asksPerson(kind)) annotate('warning', text)
  else printNote(text)
}

function printNote(text: string): void {
  print(`Note: ${text.replaceAll('\n', '\n  ')}`)
}

/** Says in the log where the documentation tells more about what is the matter. */
export function printMore(messages: readonly string[], indent = ''): void {
  for (const address of new Set(messages.flatMap((each) => moreAbout(each))))
    print(`${indent}More about this: ${address}`)
}

/** The log has all of it; what GitHub shows on the page of the run is what somebody has to know. */
function printAll(all: readonly Told[]): void {
  const sorted = worstFirst(all)
  const names = namesIn(sorted.map(({ report }) => report))
  for (const { report, comingUp: next } of sorted) {
    const { failed, because, warnings } = report
    const words = wordsFor(report, true)
    const told = failed ? asSentence(words(because)) : `Next: ${next ?? 'nothing'}`
    print(`${names.userOf(report)}: ${standingOf(report)}. ${told}`)
    printMore(
      report.attention.map(({ what }) => what),
      '  ',
    )
    const asking = askingWarnings(report)
    for (const each of warnings) if (!asking.includes(each)) print(`  ${words(each).replaceAll('\n', '\n  ')}`)
  }
}

/** Reports an error before anything is known about a user. */
export async function tellFailure(failure: unknown): Promise<void> {
  const message = messageOf(failure)
  const remedy = remedyOf(failure)
  setOutput('phase', 'blocked')
  setOutput('rotated', 'false')
  setOutput('attention', [{ what: asSentence(message), remedy }])
  annotate('error', asSentence(message), remedy, 'Nothing was changed')
  printMore([message])
  process.exitCode = 1
  await summarize(failureSummaryOf(message, remedy))
}
