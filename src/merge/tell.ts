/** What people and later steps are told of all jobs together. */
import { fleetSummaryOf, noReport, remedyForMissing } from '../report/fleet-summary.ts'
import { wordsFor } from '../report/key-names.ts'
import { attentionOfAll, glanceOf, namesIn, worstFirst } from '../report/ranking.ts'
import type { UserReport } from '../report/report.ts'
import { annotate, largestSummary, print, setOutput, summarize } from '../report/runner.ts'
import { failureSummaryOf } from '../report/summary.ts'
import { printMore } from '../report/tell.ts'
import { comingUp, standingOf, upcomingIn } from '../report/titles.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import { listed } from '../text/listed.ts'

/**
 * Sets outputs, annotation, summary and exit code. `missing`: names of users that should have a report and have none.
 * It fails for each of them, and for each user that has failed.
 */
export async function tellMerged(reports: readonly UserReport[], missing: readonly string[]): Promise<void> {
  const sorted = worstFirst(reports.map((report) => ({ report, comingUp: comingUpIn(report) })))
  const names = namesIn(reports)
  const absent = missing.map((user) => ({
    user,
    what: `${user} has no report: ${noReport}.`,
    remedy: remedyForMissing,
  }))
  setOutput('phase', missing.length > 0 ? 'blocked' : (sorted[0]?.report.phase ?? 'steady'))
  setOutput('report', reports)
  setOutput('attention', [...absent, ...attentionOfAll(reports)])
  for (const { report, comingUp: next } of sorted) {
    print(
      `${names.userOf(report)}: ${standingOf(report)}. ${report.failed ? asSentence(wordsFor(report, true)(report.because)) : `Next: ${next ?? 'nothing'}`}`,
    )
  }
  for (const { what } of absent) print(what)
  const failed = sorted.filter(({ report }) => report.failed).map(({ report }) => names.userOf(report))
  const needing = sorted.filter(({ report }) => report.attention.length > 0 && !report.failed)
  const glance = `${glanceOf(reports, missing.length)}.`
  const parts = [
    [failed, 'failed'],
    [missing, 'without a report'],
    [needing.map(({ report }) => names.userOf(report)), 'to be looked at'],
  ] as const
  const points = parts.flatMap(([users, what]) => (users.length === 0 ? [] : [`- ${what}: ${listed(users, 20)}`]))
  const isRed = failed.length + missing.length > 0
  const level = isRed ? 'error' : points.length > 0 ? 'warning' : 'notice'
  annotate(level, [glance, ...points].join('\n'), points.length > 0 ? 'The job summary says what to do.' : '')
  if (isRed) process.exitCode = 1
  await summarize(fleetSummaryOf(sorted, missing, largestSummary))
}

function comingUpIn(report: UserReport): string | undefined {
  const upcoming = upcomingIn(report)
  return upcoming && comingUp(upcoming, Date.parse(report.at))
}

/** Reports why the reports could not be merged. */
export async function tellFailure(failure: unknown): Promise<void> {
  const message = messageOf(failure)
  const remedy = remedyOf(failure)
  setOutput('phase', 'blocked')
  setOutput('attention', [{ what: asSentence(message), remedy }])
  annotate('error', asSentence(message), remedy, 'No report')
  printMore([message])
  process.exitCode = 1
  await summarize(failureSummaryOf(message, remedy, 'No report'))
}
