/** The output `report`, as large as GitHub takes it, and the file that has all of it. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { needsPerson, worstFirst } from './ranking.ts'
import type { UserReport } from './report.ts'

/**
 * Characters that the output may have. All outputs of a job may have 1 MB together, which GitHub reckons in UTF-16:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const largestReport = 300_000

/**
 * The reports that fit, in their order: where all of them are too large, those of users who need nobody lose their steps
 * first, then all do; then whole reports go, the best first. The file has everything.
 */
export function fittingReports(reports: readonly UserReport[], largest = largestReport): readonly UserReport[] {
  const sizeOf = (report: UserReport) => JSON.stringify(report).length + 1
  const sum = (all: readonly UserReport[]) => all.reduce((size, each) => size + sizeOf(each), 2)
  const isFitting = (all: readonly UserReport[]) => sum(all) <= largest
  const briefly = (report: UserReport): UserReport => ({ ...report, steps: [] })
  if (isFitting(reports)) return reports
  const lighter = reports.map((each) => (needsPerson(each) ? each : briefly(each)))
  if (isFitting(lighter)) return lighter
  const brief = reports.map(briefly)
  let room = largest - 2
  const kept = worstFirst(brief.map((report) => ({ report }))).filter(({ report }) => {
    room -= sizeOf(report)
    return room >= 0
  })
  return brief.filter((each) => kept.some(({ report }) => report === each))
}

/** Writes a text to a file of its own in a folder of the job that outlives the step. Its path. @throws Error */
export function writeReport(text: string, folder: string): string {
  const path = join(mkdtempSync(join(folder, 'access-key-report-')), 'report.json')
  writeFileSync(path, text)
  return path
}
