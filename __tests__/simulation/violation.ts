/** A rule that a schedule has broken, and how it is told. */

import type { Simulation } from './simulation.ts'
import { told } from './traffic.ts'
import { type Harm, harmTold } from './watch.ts'

/** One broken rule; by a harm that was watched, or by a user that did not come to rest. */
export interface Violation {
  readonly rule: string
  readonly what: string
  readonly harm?: Harm
}

/** What went wrong, with the requests that led to it. */
export function violationTold({ rule, what, harm }: Violation, { records, runs: all }: Simulation): string {
  if (harm !== undefined) return `${rule}\n${harmTold(harm, records, 30)}`
  const log = all.slice(-2).map((run) => `run ${run.number}\n${run.log.join('\n')}`)
  return [`${rule}: ${what}`, ...records.slice(-40).map((record) => `  ${told(record)}`), ...log].join('\n')
}
