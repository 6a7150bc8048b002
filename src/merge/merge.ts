/** Makes one report of those that many jobs have left. */
import { warnOfUndeclared } from '../inputs/environment.ts'
import { refuseEchoedCommands } from '../network/secure-transport.ts'
import { annotate, takeOver } from '../report/runner.ts'
import { mergeInputs, readMergeInputs } from './inputs.ts'
import { latestOf, missingIn } from './latest.ts'
import { noReports, readReports } from './reports.ts'
import { tellFailure, tellMerged } from './tell.ts'

/** Runs the action. However it ends is reported, and sets the exit code. */
export async function run(): Promise<void> {
  try {
    takeOver()
    refuseEchoedCommands(process.env)
    for (const { text } of warnOfUndeclared(mergeInputs, process.env)) annotate('warning', text)
    const { reports: folder, users } = readMergeInputs(process.env)
    // Nothing had to be done for anybody, so that no job has left a folder either.
    const isIdle = users !== undefined && users.length === 0
    const reports = isIdle ? [] : latestOf(readReports(folder, process.env))
    if (reports.length === 0 && !isIdle) throw noReports(folder)
    await tellMerged(reports, missingIn(reports, users ?? []))
  } catch (failure) {
    await tellFailure(failure)
  }
}
