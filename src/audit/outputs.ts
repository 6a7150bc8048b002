/** The outputs of an audit, as large as GitHub takes them; the files have everything. */
import type { Attention } from './attention.ts'
import type { AuditReport } from './findings.ts'
import type { InventoryFindings } from './unlisted-findings.ts'

/**
 * Characters of one output: all outputs of a job may have 1 MB, which GitHub reckons in UTF-16.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idoutputs
 */
const largestOutput = 200_000

/** The report in an output: where it is too large, without its keys and without the places that nobody lists. */
export type ReportOutput =
  | AuditReport
  | (Omit<AuditReport, 'keys' | 'unlisted'> & {
      readonly keysIn: 'audit.json'
      readonly unlisted: Omit<InventoryFindings, 'places'> | null
    })

/** What a person has to do, as far as there is room, and the report. */
export function outputsOf(report: AuditReport): {
  readonly attention: readonly Attention[]
  readonly output: ReportOutput
} {
  const attention = fitting(report.attention)
  if (JSON.stringify(report).length <= largestOutput) return { attention, output: report }
  const { keys, unlisted: found, ...rest } = report
  return { attention, output: { ...rest, attention, keysIn: 'audit.json', unlisted: withoutPlaces(found) } }
}

function withoutPlaces(found: InventoryFindings | null): Omit<InventoryFindings, 'places'> | null {
  if (found === null) return null
  const { places, ...rest } = found
  return rest
}

/** As many as there is room for; the last one counts the others. */
function fitting(all: readonly Attention[]): readonly Attention[] {
  let room = largestOutput - 1_000
  const kept = all.findIndex((each) => {
    room -= JSON.stringify(each).length + 1
    return room < 0
  })
  const [first] = all
  if (kept === -1 || first === undefined) return all
  const what = `${all.length - kept} more things need a person`
  const more = { user: '', account: first.account, what, remedy: 'The files of the audit name each: see audit.html.' }
  return [...all.slice(0, kept), more]
}
