/** What all jobs of a run see alike. */
import type { ActionRun } from '../runner.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Caches } from './caches.ts'
import type { WorkflowDefinition } from './definition.ts'
import type { Contexts } from './expression.ts'

export interface RunWorld {
  readonly sandbox: Sandbox
  /** `owner/name` */
  readonly repository: string
  readonly definition: WorkflowDefinition
  readonly runId: number
  readonly branch: string
  readonly event: string
  /** The cron expression, where a schedule started the run. */
  readonly schedule: string | undefined
  readonly files: ReadonlyMap<string, string>
  /** Where the run keeps its artifacts, a folder for each. */
  readonly artifacts: string
  /** The caches of the repository. */
  readonly caches: Caches
  /** `github` and `inputs`. */
  readonly contexts: Contexts
  /** A folder whose programs scripts find before those of the machine. */
  readonly programs: string | undefined
  /** What an own action's environment has beside the sandbox's. */
  machine(action: NonNullable<ActionRun['action']>): Promise<Readonly<Record<string, string>>>
}
