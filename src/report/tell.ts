/** Everything that a run hands to the runner: log lines, annotations, outputs and the job summary. */

import type { Next } from '../rotation/decision.ts'
import { asSentence, messageOf, remedyOf } from '../rotation/problem.ts'
import type { Instant } from '../rotation/time.ts'
import { folded } from './annotation.ts'
import type { UserReport } from './report.ts'
import { annotate, annotationsLeft, setOutput, summarize } from './runner.ts'
import { failureSummaryOf, summaryOf } from './summary.ts'
import { comingUp, standingOf } from './titles.ts'

/** How the run ended for one user. */
export interface Ended {
  readonly report: UserReport
  readonly upcoming: Next | undefined
  /** By AWS's clock. */
  readonly at: Instant
}

/** Sets the outputs, annotations and summary of a run that got as far as its users, the worst first. */
export async function tell(all: readonly Ended[]): Promise<void> {
  const sorted = worstFirst(all)
  const [worst] = sorted
  if (worst === undefined) throw new Error('a run without users has nothing to tell')
  const { report } = worst
  setOutput('phase', report.phase)
  setOutput('rotated', String(all.some((each) => each.report.rotated)))
  setOutput('access-key-id', report.accessKeyId ?? '')
  setOutput('key-age-days', String(report.keyAgeDays ?? ''))
  setOutput('next-step', report.nextStep ?? '')
  setOutput('next-step-at', report.nextStepAt ?? '')
  setOutput('verification-run-url', report.verificationRunUrl ?? '')
  setOutput(
    'report',
    all.map((each) => each.report),
  )
  if (all.some((each) => each.report.failed)) process.exitCode = 1
  for (const ended of sorted) annotateOne(ended)
  await summarize(
    sorted.map(({ report: each, upcoming, at }) => summaryOf(each, upcoming && comingUp(upcoming, at))).join('\n'),
  )
}

/** Those that failed first, then those that a person may have to look after. */
export function worstFirst<Each extends Ended>(all: readonly Each[]): readonly Each[] {
  const rank = ({ report }: Ended) => (report.failed ? 0 : report.held ? 1 : 2)
  return all.toSorted((one, other) => rank(one) - rank(other))
}

function annotateOne({ report, upcoming, at }: Ended): void {
  const coming = upcoming && comingUp(upcoming, at)
  const title = `${report.user}: ${standingOf(report)}`
  // One for how the run ended, one for a summary that cannot be written.
  const room = annotationsLeft('warning') - 2
  for (const each of folded(report.warnings, room)) annotate('warning', each, '', title)
  const next = `Next: ${coming ?? 'nothing'}`
  if (report.failed) annotate('error', asSentence(report.because), report.remedy, title)
  else if (report.held) annotate('warning', asSentence(report.because), next, title)
  else annotate('notice', report.planned ? `Would go on with: ${report.nextStep}` : next, '', title)
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
