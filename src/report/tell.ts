/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */

import type { Next } from '../rotation/decision.ts'
import type { Narrator } from '../rotation/ports.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import { folded } from './annotation.ts'
import type { UserReport } from './report.ts'
import { annotate, annotationsLeft, print, setOutput, summarize } from './runner.ts'
import { failureSummaryOf, summaryOf } from './summary.ts'
import { comingUp, standingOf, titleOf } from './titles.ts'

/** Prints each step and its reason to the log while it happens. */
export const logNarrator: Narrator = {
  decided(decision) {
    print(`▸ ${titleOf(decision)}: ${decision.because}`)
  },
  done(result) {
    if (result !== '') print(`  ${result.replaceAll('\n', '\n  ')}`)
  },
}

/** How the run ended for one user. */
export interface Ended {
  readonly report: UserReport
  readonly upcoming: Next | undefined
  /** By AWS's clock. */
  readonly at: Instant
}

/** Sets the outputs, annotations and summary of a run that got as far as a user. */
export async function tell({ report, upcoming, at }: Ended): Promise<void> {
  const coming = upcoming && comingUp(upcoming, at)
  setOutput('phase', report.phase)
  setOutput('rotated', String(report.rotated))
  setOutput('access-key-id', report.accessKeyId ?? '')
  setOutput('key-age-days', String(report.keyAgeDays ?? ''))
  setOutput('next-step', report.nextStep ?? '')
  setOutput('next-step-at', report.nextStepAt ?? '')
  setOutput('verification-run-url', report.verificationRunUrl ?? '')
  setOutput('report', [report])
  const title = `${report.user}: ${standingOf(report)}`
  // One for how the run ended, one for a summary that cannot be written.
  const room = annotationsLeft('warning') - 2
  for (const each of folded(report.warnings, room)) annotate('warning', each, '', title)
  const next = `Next: ${coming ?? 'nothing'}`
  if (report.failed) annotate('error', asSentence(report.because), report.remedy, title)
  else if (report.held) annotate('warning', asSentence(report.because), next, title)
  else annotate('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title)
  if (report.failed) process.exitCode = 1
  await summarize(summaryOf(report, coming))
}

/** Reports an error before anything is known about a user. */
export async function tellFailure(failure: unknown): Promise<void> {
  const message = messageOf(failure)
  const remedy = remedyOf(failure)
  setOutput('phase', 'blocked')
  setOutput('rotated', 'false')
  annotate('error', asSentence(message), remedy, 'Nothing was changed')
  process.exitCode = 1
  await summarize(failureSummaryOf(message, remedy))
}
