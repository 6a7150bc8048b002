/** Hands an audit to the runner: files, log, outputs, annotations and the job summary. */
import { folded } from '../report/annotation.ts'
import { annotate, annotationsLeft, concealed, print, setOutput, summarize } from '../report/runner.ts'
import { withReadableTimes } from '../report/titles.ts'
import { asSentence, withFullStop } from '../rotation/problem.ts'
import { csvOf, placesCsvOf } from './csv.ts'
import { type AuditFolder, writeFile } from './files.ts'
import type { AuditReport } from './findings.ts'
import { outputsOf } from './outputs.ts'
import { pageOf } from './page.ts'
import { summaryOf } from './summary.ts'
import { coverageOf, headlineOf, keyName, lastUseOf, missedBy, nextOf } from './words.ts'

/** Tells everything that was found. `failsOnOverdue`: what is overdue, or cannot be told, turns the run red. */
export async function tell(report: AuditReport, folder: AuditFolder, failsOnOverdue: boolean): Promise<void> {
  writeFile(folder, 'audit.json', `${concealed(JSON.stringify(report, null, 2))}\n`)
  writeFile(folder, 'audit.csv', concealed(csvOf(report)))
  if (report.unlisted !== null) writeFile(folder, 'unlisted-places.csv', concealed(placesCsvOf(report.unlisted)))
  writeFile(folder, 'audit.html', concealed(pageOf(report)))
  const told = (text: string) => withReadableTimes(text, Date.parse(report.at))
  for (const key of report.keys) print(told(lineOf(key)))
  if (report.unlisted !== null) print(told(coverageOf(report.unlisted)))
  const { attention, output } = outputsOf(report)
  setOutput('report', output)
  setOutput('attention', [...attention])
  const title = 'Audit of access keys'
  const tasks = report.attention.map(({ what, remedy }) => told(`${withFullStop(asSentence(what))} ${remedy}`))
  // One for the headline, one for a summary that cannot be written.
  for (const each of folded([...report.warnings, ...tasks], annotationsLeft('warning') - 2)) {
    annotate('warning', each, '', title)
  }
  const headline = asSentence(headlineOf(report))
  const where = `Every key with its evidence is in ${folder.name}: audit.html, audit.csv and audit.json.`
  // An account that is not read is as if the audit had failed.
  const isPartial = report.unreadAccounts.length > 0
  if (isPartial || (failsOnOverdue && (report.summary.overdue > 0 || report.unread.length > 0))) {
    annotate('error', headline, `Do what the warnings say. ${where}`, title)
    process.exitCode = 1
  } else annotate('notice', headline, where, title)
  await summarize(summaryOf(report, folder.name))
}

function lineOf(key: AuditReport['keys'][number]): string {
  const age = key.ageDays === null ? 'age not known' : `${key.ageDays} days`
  const missed = missedBy(key)
  const misses = missed.length === 0 ? '' : `; misses ${missed.join(', ')}`
  return `${keyName(key)} of ${key.user}: ${key.status}, ${age}, last used: ${lastUseOf(key)}; ${nextOf(key)}${misses}`
}
